import { expect, it } from 'vitest';
import { evaluateAgents } from '../agents/evaluate-agents.ts';
import {
  cellsOf,
  nested,
  requiring,
  subscription,
  template,
  vm,
} from '../agents/testdata/cells.ts';
import { nothingGiven } from '../arm/expansion/context.ts';
import { expandTemplate } from '../arm/expansion/expand-template.ts';
import { placeholders } from '../arm/expansion/target.ts';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';

const $schema =
  'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#';
const definition =
  '/providers/Microsoft.Authorization/policyDefinitions/13ce0167-8ca6-4048-8e6b-f996402e3c1b';
const open = { g: { type: 'string' } };

function assignment(properties: object, parameters: object = {}) {
  return {
    type: 'Microsoft.Authorization/policyAssignments',
    apiVersion: '2022-06-01',
    name: 'va',
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: {
      policyDefinitionId: definition,
      parameters: { vaType: { value: 'mdeTvm' }, ...parameters },
      ...properties,
    },
  };
}

/** A machine in a group of a subscription's template. */
function inGroup(resourceGroup: string) {
  return nested('m', [vm('a')], { resourceGroup });
}

const groupA = `${subscription}/resourceGroups/rg-a`;
const groupG = "[concat(subscription().id, '/resourceGroups/', parameters('g'))]";

it.each<[string, string, readonly string[], string]>([
  ['none', 'rg-a', [], 'pass'],
  ['the group', 'rg-a', [groupA], 'fail'],
  ['another group', 'rg-b', [groupA], 'pass'],
  ['a group that the machine may be in', "[parameters('g')]", [groupA], 'undecided'],
  ['its group by a parameter', "[parameters('g')]", [groupG], 'fail'],
  ['a group that is not known', 'rg-a', [groupG], 'undecided'],
  ['the subscription of a group that is not known', "[parameters('g')]", [subscription], 'fail'],
  ['another group, then the group', 'rg-a', [`${groupA}-b`, groupA], 'fail'],
])('notScopes: %s', (_, group, notScopes, expected) => {
  const resources = [inGroup(group), assignment({ notScopes })];
  const cells = cellsOf([template(resources, { $schema, parameters: open })], requiring('mdvm'));
  expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
});

it('notScopes of one file and a group of another, both by a parameter of one name: open', () => {
  const files = [[inGroup("[parameters('g')]")], [assignment({ notScopes: [groupG] })]];
  const templates = files.map((each) => template(each, { $schema, parameters: open }));
  const cells = cellsOf(templates, requiring('mdvm'));
  expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual(['undecided']);
});

it.each<[string, string, string]>([
  ['a group', "[concat(subscription().id, '/resourceGroups/rg-a')]", 'undecided'],
  ['a subscription', subscription, 'undecided'],
  ['the subscription', '[subscription().id]', 'fail'],
])('notScopes name %s where nobody said where the machine goes', (_, scope, expected) => {
  const texts = [
    template([vm('a')]),
    template([assignment({ notScopes: [scope] })], { $schema }),
  ].map((each) => JSON.stringify(each));
  const context = {
    now: new Date('2026-11-25T00:00:00Z'),
    readLinked: () => ({ kind: 'missing', message: 'no links' }) as const,
  };
  const evaluations = texts.flatMap((text, index) =>
    expandTemplate(readJson(sourceOf(`file${index}.json`, text)), nothingGiven, context),
  );
  const [cell] = evaluateAgents({ evaluations, documents: [] }, requiring('mdvm'));
  expect(cell?.outcome.kind).toBe(expected);
  expect(evaluations[0]?.root.resourceGroup).toMatchObject({ value: placeholders.resourceGroup });
});

it.each<[string, readonly object[], string]>([
  ['the group of the machine', [inGroup('rg-a')], 'pass'],
  ['another group', [inGroup('rg-b')], 'fail'],
  ['a group that the machine may be in', [inGroup("[parameters('g')]")], 'undecided'],
])('assigned to %s', (_, machines, expected) => {
  const assigned = nested('p', [assignment({})], { resourceGroup: 'rg-a' });
  const main = template([...machines, assigned], { $schema, parameters: open });
  const cells = cellsOf([main], requiring('mdvm'));
  expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
});

it.each([
  ['DeployIfNotExists', 'pass'],
  ['deployifnotexists', 'pass'],
  ['Disabled', 'fail'],
  ['AuditIfNotExists', 'fail'],
  ['Modify', 'fail'],
  ['Append', 'fail'],
])('the effect %s: %s', (effect, expected) => {
  const assigned = assignment({}, { effect: { value: effect } });
  const main = template([inGroup('rg'), assigned], { $schema });
  const overriding = { overrides: [{ kind: 'policyEffect', value: effect }] };
  const overridden = template([inGroup('rg'), assignment(overriding)], { $schema });
  for (const each of [main, overridden]) {
    const cells = cellsOf([each], requiring('mdvm'));
    expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
  }
});
