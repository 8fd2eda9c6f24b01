import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machinesOf } from '../agents/machines.ts';
import { evaluated as evaluatedTemplate, runtime, template, vm } from '../agents/testdata/cells.ts';
import { fromPlain, type Plain } from '../arm/language/plain.ts';
import type { Value } from '../arm/language/value.ts';
import { answerOf } from './policy-condition.ts';
import { machineSubject } from './policy-scope.ts';

const image = {
  storageProfile: {
    osDisk: { osType: 'Linux' },
    imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
  },
  hardwareProfile: { vmSize: 'Standard_B1s' },
  networkProfile: runtime('network'),
};
const members = {
  location: 'West Europe',
  tags: { env: 'Prod', 'a.b': '1', open: runtime('tag') },
  identity: { type: 'SystemAssigned' },
};
const [machine] = machinesOf(evaluatedTemplate(template([vm('web-01', image, members)])));

/** `true`, `false` or `open`. */
function answer(condition: unknown, given: Readonly<Record<string, Value>> = {}): string {
  if (machine === undefined) throw new Error('no machine');
  const found = answerOf(fromPlain(condition as Plain), {
    subject: machineSubject(machine),
    given: (name) => given[name.toLowerCase()],
    at: machine.resource.declaration.span,
  });
  return typeof found === 'boolean' ? String(found) : 'open';
}

const isVm = { field: 'type', equals: 'microsoft.compute/virtualMachines' };
const isSql = { field: 'type', equals: 'Microsoft.Sql/servers' };
const unknown = { field: "tags['open']", equals: 'x' };

// The expected answers are those of Microsoft's descriptions of the operators.
describe('a condition of a policy', () => {
  it.each<[unknown, string]>([
    [isVm, 'true'],
    [isSql, 'false'],
    [{ not: isVm }, 'false'],
    [{ not: isSql }, 'true'],
    [{ not: unknown }, 'open'],
    [{ allOf: [isVm, isSql] }, 'false'],
    [{ allof: [isVm, unknown] }, 'open'],
    [{ allOf: [unknown, isSql] }, 'false'],
    [{ allOf: [] }, 'true'],
    [{ anyOf: [isSql, isVm, unknown] }, 'true'],
    [{ AnyOf: [isSql, unknown] }, 'open'],
    [{ anyOf: [] }, 'false'],
    [{ field: 'name', like: 'WEB-*' }, 'true'],
    [{ field: 'name', like: 'web*1' }, 'true'],
    [{ field: 'name', notLike: 'db-*' }, 'true'],
    [{ field: 'name', like: 'web' }, 'false'],
    [{ field: 'name', match: '???-##' }, 'true'],
    [{ field: 'name', match: 'Web-##' }, 'false'],
    [{ field: 'name', matchInsensitively: 'Web-##' }, 'true'],
    [{ field: 'name', notMatch: '...-##' }, 'false'],
    [{ field: 'name', contains: 'EB-0' }, 'true'],
    [{ field: 'name', notContains: 'x' }, 'true'],
    [{ field: 'location', in: ['eastus', 'westeurope'] }, 'true'],
    [{ field: 'location', notIn: ['eastus'] }, 'true'],
    [{ field: 'location', equals: 'eastus' }, 'false'],
    [{ field: "tags['ENV']", equals: 'prod' }, 'true'],
    [{ field: 'tags.env', notEquals: 'prod' }, 'false'],
    [{ field: 'tags[a.b]', equals: '1' }, 'true'],
    [{ field: "tags['no']", exists: 'false' }, 'true'],
    [{ field: "tags['no']", exists: true }, 'false'],
    [{ field: "tags['no']", equals: 'x' }, 'false'],
    [{ field: "tags['no']", notEquals: 'x' }, 'true'],
    [{ field: "tags['no']", equals: '' }, 'open'],
    [{ field: 'tags', containsKey: 'Env' }, 'true'],
    [{ field: 'tags', notContainsKey: 'env' }, 'false'],
    [unknown, 'open'],
    [{ field: "[concat('tags[', 'env', ']')]", equals: 'prod' }, 'true'],
    [{ field: 'identity.type', contains: 'SystemAssigned' }, 'true'],
    [{ field: 'Microsoft.Compute/imagePublisher', equals: 'canonical' }, 'true'],
    [{ field: 'Microsoft.Compute/virtualMachines/imageOffer', like: 'ubuntu*' }, 'true'],
    [{ field: 'Microsoft.Compute/imageVersion', equals: 'latest' }, 'open'],
    [{ field: 'Microsoft.Compute/virtualMachines/sku.name', like: 'Standard_*' }, 'true'],
    [
      {
        field: 'Microsoft.Compute/virtualMachines/storageProfile.osDisk.osType',
        equals: 'Windows',
      },
      'false',
    ],
    [{ field: 'Microsoft.Compute/virtualMachines/networkProfile', exists: true }, 'open'],
    [{ field: 'Microsoft.Compute/virtualMachines/extensions[*].type', equals: 'x' }, 'open'],
    [{ field: 'Microsoft.HybridCompute/machines/osName', equals: 'linux' }, 'false'],
    [{ field: 'Microsoft.HybridCompute/imageOffer', like: 'linux*' }, 'false'],
    [{ field: 'Microsoft.Compute/other', equals: 'x' }, 'open'],
    [{ field: 'Microsoft.HybridCompute/machines/osName', exists: false }, 'true'],
    [{ value: '[false()]', equals: true }, 'false'],
    [{ value: "[field('name')]", equals: 'web-01' }, 'true'],
    [{ value: "[toLower(field('tags.env'))]", in: "[parameters('envs')]" }, 'true'],
    [{ value: "[length(field('name'))]", greater: 5 }, 'true'],
    [{ value: '[resourceGroup().name]', equals: 'rg' }, 'true'],
    [{ value: '[requestContext().apiVersion]', equals: 'x' }, 'open'],
    [{ value: '[nothing()]', equals: 'x' }, 'open'],
    [{ value: 3, lessOrEquals: 2 }, 'false'],
    [{ value: 'b', greater: 'a' }, 'open'],
    [{ field: 'name', equals: "[parameters('none')]" }, 'open'],
    [{ count: { field: 'x' }, equals: 0 }, 'open'],
    [{ field: 'name', constructor: 'x' }, 'open'],
    [{ field: 'name' }, 'open'],
    [{ source: 'action', equals: 'x' }, 'open'],
    [{ allOf: 'x' }, 'open'],
    ['x', 'open'],
    [null, 'open'],
  ])('%j: %s', (condition, expected) => {
    expect(answer(condition, { envs: fromPlain(['dev', 'prod']) })).toBe(expected);
  });

  it('is open where it is too deep', () => {
    let condition: object = isVm;
    for (let depth = 0; depth < 500; depth++) condition = { not: condition };
    expect(answer(condition)).toBe('open');
  });

  it('answers as three-valued logic does, whatever the order', () => {
    const leaf = fc.constantFrom<object>(isVm, isSql, unknown);
    const { tree } = fc.letrec<{ tree: object }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.record({ not: tie('tree') }),
        fc.record({ allOf: fc.array(tie('tree'), { maxLength: 3 }) }),
        fc.record({ anyOf: fc.array(tie('tree'), { maxLength: 3 }) }),
      ),
    }));
    const replaced = (text: string, by: object) =>
      JSON.parse(text.replaceAll(JSON.stringify(unknown), JSON.stringify(by)));
    fc.assert(
      fc.property(tree, (condition) => {
        const found = answer(condition);
        if (found === 'open') return;
        // What is decided stays so, whatever the unknown turns out to be.
        const text = JSON.stringify(condition);
        expect([answer(replaced(text, isVm)), answer(replaced(text, isSql))]).toStrictEqual([
          found,
          found,
        ]);
      }),
    );
  });
});
