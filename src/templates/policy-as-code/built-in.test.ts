// The table of built-in definitions against the definitions themselves: their templates, expanded.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAppliance } from '../agents/image.ts';
import { machinesOf } from '../agents/machines.ts';
import { evaluated, template, vm } from '../agents/testdata/cells.ts';
import { literalValue } from '../arm/language/json-terms.ts';
import { stringValue, type Value, valueAt } from '../arm/language/value.ts';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';
import { builtInDefinitions, builtInInitiatives } from './built-in.ts';
import type { Deployed, Given } from './definition.ts';
import { catalogueOf } from './definitions.ts';
import { evaluationOfPolicy } from './documents.ts';

const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm/policies');
const isThere = existsSync(folder);
if (!isThere) process.stderr.write(`skipped: no ${folder}\n`);
const files = isThere ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];

function bodyOf(file: string) {
  const path = join(folder, file);
  const source = sourceOf(file, readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  const { root } = readJson(source);
  const body = root === undefined ? undefined : literalValue(source, root);
  if (body?.kind !== 'object') throw new Error(`${file} is no object`);
  return { source, body, at: body.span ?? { source, start: 0, end: 0 } };
}

function text(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : '';
}

/** A machine of each kind and system, from images that the definitions' lists name. */
const fleet = machinesOf(
  evaluated(
    template(
      (['Linux', 'Windows'] as const).flatMap((osType) => {
        const imageReference =
          osType === 'Linux'
            ? { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS' }
            : {
                publisher: 'MicrosoftWindowsServer',
                offer: 'WindowsServer',
                sku: '2022-Datacenter',
              };
        const profile = { storageProfile: { osDisk: { osType }, imageReference } };
        const members = { location: 'westeurope', identity: { type: 'SystemAssigned' } };
        const name = `machine${osType}`;
        const scaleSet = 'Microsoft.Compute/virtualMachineScaleSets';
        return [
          vm(name, profile, members),
          { ...vm(name, { virtualMachineProfile: profile }, members), type: scaleSet },
          {
            ...vm(name, { osType, osName: osType }, members),
            type: 'Microsoft.HybridCompute/machines',
          },
        ];
      }),
    ),
  ),
);

/** What the document itself deploys to the machines that it selects or may select. */
function deployedBy(file: string, given: Given): readonly Deployed[] {
  const { source, body, at } = bodyOf(file);
  const evaluation = evaluationOfPolicy({ kind: 'definition', body, source, at });
  const id = evaluation.resources[0]?.key ?? '';
  const definition = catalogueOf([evaluation]).definition(id);
  return fleet.flatMap((machine) =>
    (definition?.deployed(given, machine) ?? [])
      .filter(
        ({ kinds, os }) =>
          kinds.includes(machine.kind) && (os ?? machine.system.os) === machine.system.os,
      )
      .filter(({ isWide }) => definition?.selects(given, machine, isWide) !== false)
      .map((each) => ({ ...each, kinds: [machine.kind] })),
  );
}

function shown(all: readonly Deployed[]): string[] {
  const lines = all
    .filter(({ not }) => not === undefined)
    .flatMap(({ deploys, kinds, os, unknown }) =>
      kinds.map((kind) => `${deploys} ${kind} ${os ?? 'any'}${unknown ? ' open' : ''}`),
    );
  return [...new Set(lines)].sort();
}

/** They associate machines with a rule of their own only: for SQL servers, and for a pipeline that is gone. */
const otherAssociations = /^(?:MDC_DfSQL_AMA|ASC_AMA_(?:Default|UserWorkspace)Pipeline_DCRA)/;

describe.skipIf(!isThere)('the definitions of the folder', () => {
  it.each(files.filter((file) => !otherAssociations.test(file)))('%s', (file) => {
    const current: Given = (name) =>
      name.toLowerCase() === 'vatype' ? stringValue('mdeTvm') : undefined;
    const fromDocument = shown(deployedBy(file, current));
    const name = text(valueAt(bodyOf(file).body, 'name')).toLowerCase();
    const isBuiltIn = text(valueAt(bodyOf(file).body, 'id')).startsWith('/providers/');
    const id = `/providers/Microsoft.Authorization/policyDefinitions/${name}`;
    const fromTable = isBuiltIn
      ? shown(catalogueOf([]).definition(id)?.deployed(current) ?? [])
      : [];
    if (isBuiltIn) expect(fromTable).toStrictEqual(fromDocument);
    else expect(fromDocument.length).toBeLessThan(3);
  });

  it.each([
    ['community__deploy-qualys-agent-to-windows-vms.json', ['qualys vm windows']],
    ['joxz__difne-linux-qualys.json', ['qualys vm linux']],
    [
      'community__deploy-azure-security-center-vulnerability-assessment-extension-if-does-not-exist.json',
      [],
    ],
  ])('%s, which is not built in: %j', (file, expected) => {
    expect(shown(deployedBy(file, () => undefined))).toStrictEqual(expected);
  });

  it('brings the retired scanner by default', () => {
    const file = 'ASC_VulnerabilityAssessment_ProvisionQualysAgent_DINE.json';
    const [first] = deployedBy(file, () => undefined);
    expect(first?.not).toMatch(/retired/);
  });

  it('leaves out the same publishers as the policies for Defender for Endpoint', () => {
    const { body } = bodyOf('ASC_MicrosoftDefenderForEndpoint_LinuxAgent_VM_DINE.json');
    const publishers: string[] = [];
    const walk = (value: Value | undefined) => {
      if (value?.kind === 'array') value.items.forEach(walk);
      if (value?.kind !== 'object') return;
      const list = valueAt(value, 'in');
      if (/imagePublisher$/i.test(text(valueAt(value, 'field'))) && list?.kind === 'array') {
        publishers.push(...list.items.map(text));
      }
      for (const each of value.properties.values()) walk(each.value);
    };
    walk(valueAt(body, 'properties', 'policyRule', 'if'));
    const at = { source: sourceOf('x', ''), start: 0, end: 0 };
    const none = { id: undefined, offer: undefined, sku: undefined, version: undefined };
    expect(publishers.length).toBeGreaterThan(15);
    for (const publisher of publishers) {
      expect([publisher, isAppliance({ ...none, publisher, at, isOpen: false })]).toStrictEqual([
        publisher,
        true,
      ]);
    }
  });
});

it('has initiatives of known members only, each with its effect among the members', () => {
  for (const { members, effects } of Object.values(builtInInitiatives)) {
    for (const member of members) expect(builtInDefinitions[member]).toBeDefined();
    for (const member of Object.keys(effects)) expect(members).toContain(member);
  }
});
