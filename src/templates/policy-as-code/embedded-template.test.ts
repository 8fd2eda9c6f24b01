import { describe, expect, it } from 'vitest';
import {
  cellsOf,
  document,
  nested,
  requiring,
  subscription,
  template,
  vm,
} from '../agents/testdata/cells.ts';

const id = `${subscription}/providers/Microsoft.Authorization/policyDefinitions/own`;
const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const isMachine = { field: 'type', equals: 'Microsoft.Compute/virtualMachines' };

function inner(resources: readonly unknown[], members: object = {}) {
  const parameters = {
    vmName: { type: 'string' },
    place: { type: 'string' },
    id: { type: 'string' },
  };
  return { $schema, contentVersion: '1.0.0.0', parameters, resources, ...members };
}

function extension(members: object = {}, properties: object = {}) {
  return {
    type: 'Microsoft.Compute/virtualMachines/extensions',
    apiVersion: '2023-09-01',
    name: "[concat(parameters('vmName'), '/q')]",
    ...members,
    properties: { publisher: 'Qualys', type: 'QualysAgentLinux', ...properties },
  };
}

/** Outcomes of the machines where a policy of one's own is assigned at the subscription. */
function outcomes(
  embedded: object,
  condition: object = isMachine,
  machines = [vm('vm1')],
  passed: object = {},
) {
  const parameters = {
    vmName: { value: "[field('name')]" },
    place: { value: "[field('location')]" },
    id: { value: "[field('id')]" },
    ...passed,
  };
  const details = {
    deployment: { properties: { mode: 'incremental', parameters, template: embedded } },
  };
  // oxlint-disable-next-line unicorn/no-thenable -- the name that Azure Policy gives it
  const policyRule = { if: condition, then: { effect: 'deployIfNotExists', details } };
  const definition = document('definition', { id, name: 'own', properties: { policyRule } });
  const assignment = document('assignment', {
    name: 'own',
    identity: { type: 'SystemAssigned' },
    properties: { policyDefinitionId: id, scope: subscription },
  });
  const members = { parameters: { name: { type: 'string' }, g: { type: 'string' } } };
  const files = [template(machines, members)];
  const cells = cellsOf(files, requiring('qualys', 'mdvm'), [definition, assignment]);
  return cells.map(({ outcome }) => outcome.kind).join(' ');
}

const west = vm('vm1', {}, { location: 'westeurope' });
const unnamed = vm("[parameters('name')]", {}, { location: 'westeurope' });
const condition = (text: string) => inner([extension({ condition: text })]);
const assessment = (members: object) => ({
  type: 'Microsoft.Security/serverVulnerabilityAssessments',
  apiVersion: '2020-01-01',
  name: 'mdeTvm',
  ...members,
});
const setting = {
  type: 'Microsoft.Security/serverVulnerabilityAssessmentsSettings',
  apiVersion: '2023-05-01',
  name: 'azureServersSetting',
  kind: 'AzureServersSetting',
  properties: { selectedProvider: 'MdeTvm' },
};
const atSubscription = {
  $schema:
    'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
};

describe('the template of a policy of one’s own', () => {
  it.each<[string, object, string, object[]?]>([
    ['for the machine', inner([extension()]), 'pass'],
    ['for a machine of a name that is not known', inner([extension()]), 'pass', [unnamed]],
    ['for its literal name', inner([extension({ name: 'VM1/q' })]), 'pass'],
    ['for another machine', inner([extension({ name: 'vm9/q' })]), 'fail'],
    [
      'for another machine or this one',
      inner([extension({ name: 'vm9/q' })]),
      'undecided',
      [unnamed],
    ],
    [
      'for one of several',
      inner([extension({ name: 'vm2/q' })]),
      'fail pass',
      [vm('vm1'), vm('vm2')],
    ],
    ['under a condition that is false', condition("[equals(parameters('vmName'), 'vm9')]"), 'fail'],
    ['under a condition that holds', condition("[equals(parameters('vmName'), 'vm1')]"), 'pass'],
    [
      'under a condition on its place',
      condition("[equals(parameters('place'), 'westeurope')]"),
      'pass',
      [west],
    ],
    [
      'under a condition on a name that is not known',
      condition("[equals(parameters('vmName'), 'vm1')]"),
      'undecided',
      [unnamed],
    ],
    [
      'under a condition on what only Azure knows',
      condition("[equals(reference(parameters('id'), '2023-09-01').x, 1)]"),
      'undecided',
    ],
    [
      'in a loop of unknown count',
      inner([
        extension({
          copy: { name: 'l', count: "[length(reference(parameters('id'), '2023-09-01').x)]" },
        }),
      ]),
      'undecided',
    ],
    [
      'in another group',
      inner([nested('d', [extension({ name: 'vm1/q' })], { resourceGroup: 'other' })]),
      'fail',
    ],
    [
      'in a deployment for the group',
      inner([nested('d', [extension({ name: 'vm1/q' })], { resourceGroup: 'rg' })]),
      'pass',
    ],
    [
      'for a subscription, into the group of the machine',
      inner(
        [nested('d', [extension({ name: 'vm1/q' })], { resourceGroup: "[parameters('place')]" })],
        atSubscription,
      ),
      'fail',
      [west],
    ],
    [
      'with a value that nobody gives',
      inner([extension({ condition: "[parameters('on')]" })], {
        parameters: {
          vmName: { type: 'string' },
          place: { type: 'string' },
          id: { type: 'string' },
          on: { type: 'bool' },
        },
      }),
      'undecided',
    ],
    [
      'with an assessment of its scope',
      inner([assessment({ scope: "[parameters('id')]" })]),
      'pass',
    ],
    [
      'with an assessment by its name',
      inner([
        assessment({
          scope: "[concat('Microsoft.Compute/virtualMachines/', parameters('vmName'))]",
        }),
      ]),
      'pass',
    ],
    [
      'with an assessment of another machine',
      inner([assessment({ scope: 'Microsoft.Compute/virtualMachines/vm9' })]),
      'fail',
    ],
    [
      'with an assessment of another provider',
      inner([
        assessment({
          type: 'Microsoft.Compute/virtualMachines/providers/serverVulnerabilityAssessments',
          name: 'vm1/Microsoft.Foo/mdeTvm',
        }),
      ]),
      'fail',
    ],
    [
      'with an assessment under a false condition',
      inner([
        assessment({
          scope: "[parameters('id')]",
          condition: "[equals(parameters('vmName'), 'vm9')]",
        }),
      ]),
      'fail',
    ],
  ])('%s', (_, embedded, expected, machines) => {
    expect(
      outcomes(
        embedded,
        isMachine,
        machines?.map((each) => ({ ...each })),
      ),
    ).toBe(expected);
  });

  it('gets the machine’s group from resourceGroup()', () => {
    const placed = { place: { value: '[resourceGroup().name]' } };
    const deployment = nested('d', [extension({ name: 'vm1/q' })], {
      resourceGroup: "[parameters('place')]",
    });
    const embedded = inner([deployment], atSubscription);
    expect(outcomes(embedded, isMachine, [vm('vm1')], placed)).toBe('pass');
  });
});

describe('the rule of a policy of one’s own', () => {
  const tagged = { field: "tags['env']", equals: 'prod' };
  it.each<[string, object, object, string]>([
    ['selects virtual machines', isMachine, vm('vm1'), 'pass'],
    [
      'selects something else',
      { field: 'type', equals: 'Microsoft.Sql/servers' },
      vm('vm1'),
      'fail',
    ],
    ['selects all but virtual machines', { not: isMachine }, vm('vm1'), 'fail'],
    ['selects nothing', { value: '[false()]', equals: true }, vm('vm1'), 'fail'],
    [
      'selects by a tag',
      { allOf: [isMachine, tagged] },
      vm('vm1', {}, { tags: { env: 'prod' } }),
      'pass',
    ],
    ['selects by a tag that it has not', { allOf: [isMachine, tagged] }, vm('vm1'), 'fail'],
    [
      'selects by a tag that is not known',
      { allOf: [isMachine, tagged] },
      vm('vm1', {}, { tags: "[reference('x').tags]" }),
      'undecided',
    ],
    [
      'selects by a place',
      { allOf: [isMachine, { field: 'location', in: ['eastus'] }] },
      west,
      'fail',
    ],
    [
      'selects its subscription',
      { field: 'type', equals: 'Microsoft.Resources/subscriptions' },
      vm('vm1'),
      'fail',
    ],
  ])('%s', (_, rule, machine, expected) => {
    expect(outcomes(inner([extension()]), rule, [{ ...machine }])).toBe(expected);
  });

  it.each([
    ['Microsoft.Resources/subscriptions', 'pass'],
    ['Microsoft.Compute/virtualMachines', 'pass'],
    ['Microsoft.Sql/servers', 'fail'],
  ])('that brings what is for a whole subscription selects %s', (equals, expected) => {
    const embedded = { ...inner([setting], atSubscription), parameters: {} };
    const none = { vmName: undefined, place: undefined, id: undefined };
    expect(outcomes(embedded, { field: 'type', equals }, [vm('vm1')], none)).toBe(expected);
  });
});
