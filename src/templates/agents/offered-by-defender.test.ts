import { describe, expect, it } from 'vitest';
import { cellsOf, judged, nested, requiring, runtime, template, vm } from './testdata/cells.ts';

const assessment = (name: string, members: object = {}) => ({
  type: 'Microsoft.Compute/virtualMachines/providers/serverVulnerabilityAssessments',
  apiVersion: '2020-01-01',
  name,
  ...members,
});
const extending = (name: string, scope: string) => ({
  type: 'Microsoft.Security/serverVulnerabilityAssessments',
  apiVersion: '2020-01-01',
  name,
  scope,
});
const setting = (selectedProvider: unknown) => ({
  type: 'Microsoft.Security/serverVulnerabilityAssessmentsSettings',
  apiVersion: '2023-05-01',
  name: 'azureServersSetting',
  kind: 'AzureServersSetting',
  properties: { selectedProvider },
});
const plan = (pricingTier: string) => ({
  type: 'Microsoft.Security/pricings',
  apiVersion: '2024-01-01',
  name: 'VirtualMachines',
  properties: { pricingTier },
});
const integration = (enabled: boolean) => ({
  type: 'Microsoft.Security/settings',
  apiVersion: '2022-05-01',
  name: 'WDATP',
  kind: 'DataExportSettings',
  properties: { enabled },
});
const scaleSet = {
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  apiVersion: '2024-07-01',
  name: 's',
  properties: { virtualMachineProfile: {} },
};
const theirs = { subscriptionId: "[parameters('a')]", resourceGroup: 'rg' };
const other = { subscriptionId: '99999999-1111-2222-3333-444444444444', resourceGroup: 'rg' };
/** A subscription's template, deployed beside the machines'. */
const atSubscription = (...resources: readonly unknown[]) => ({
  $schema:
    'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  resources,
});

describe('Defender Vulnerability Management', () => {
  it.each<[string, readonly unknown[], string]>([
    ['as a provider’s child', [vm('a'), assessment('a/Microsoft.Security/mdeTvm')], 'pass'],
    ['in another case', [vm('a'), assessment('A/microsoft.security/MDETVM')], 'pass'],
    [
      'by a scope',
      [vm('a'), extending('mdeTvm', "[resourceId('Microsoft.Compute/virtualMachines', 'a')]")],
      'pass',
    ],
    [
      'by a relative scope',
      [vm('a'), extending('mdeTvm', 'Microsoft.Compute/virtualMachines/a')],
      'pass',
    ],
    [
      'on another machine',
      [vm('a'), extending('mdeTvm', 'Microsoft.Compute/virtualMachines/b')],
      'fail',
    ],
    [
      'of another provider with a type of that name',
      [vm('a'), assessment('a/Microsoft.Foo/mdeTvm')],
      'fail',
    ],
    [
      'of a provider that is not known',
      [vm('a'), assessment(`[concat('a/', ${runtime('x').slice(1, -1)}, '/mdeTvm')]`)],
      'undecided',
    ],
    ['the retired one', [vm('a'), assessment('a/Microsoft.Security/default')], 'fail'],
    [
      'an unknown one',
      [vm('a'), assessment(`[concat('a/Microsoft.Security/', ${runtime('x').slice(1, -1)})]`)],
      'undecided',
    ],
    [
      'under a condition',
      [vm('a'), assessment('a/Microsoft.Security/mdeTvm', { condition: runtime('x') })],
      'undecided',
    ],
    [
      'where nothing can be installed',
      [
        vm('a', { osProfile: { allowExtensionOperations: false } }),
        assessment('a/Microsoft.Security/mdeTvm'),
      ],
      'fail',
    ],
  ])('%s: %s', (_, resources, expected) => {
    expect(cellsOf([template(resources)], requiring('mdvm'))[0]?.outcome.kind).toBe(expected);
    expect(cellsOf([template(resources)], requiring('qualys'))[0]?.outcome.kind).toBe('fail');
  });

  it.each<[string, readonly unknown[], unknown, string]>([
    ['selected for the subscription', [vm('a')], setting('MdeTvm'), 'pass'],
    ['selected in another case', [vm('a')], setting('mdetvm'), 'pass'],
    ['not selected', [vm('a')], setting('Other'), 'fail'],
    ['perhaps selected', [vm('a')], setting(runtime('x')), 'undecided'],
    ['for a scale set', [scaleSet], setting('MdeTvm'), 'fail'],
  ])('%s', (_, resources, other, expected) => {
    const cells = cellsOf(
      [template(resources), atSubscription(other)],
      requiring('qualys', 'mdvm'),
    );
    expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
  });

  it('does not cover a scale set by an assessment of its own', () => {
    const type =
      'Microsoft.Compute/virtualMachineScaleSets/providers/serverVulnerabilityAssessments';
    const own = assessment('s/Microsoft.Security/mdeTvm', { type });
    const [cell] = cellsOf([template([scaleSet, own])], requiring('mdvm'));
    expect(cell?.outcome).toMatchObject({
      kind: 'fail',
      message: expect.stringMatching(/does not cover a scale set/),
    });
  });

  const open = { a: { type: 'string' } };
  const elsewhere = (schema: string) =>
    nested('s', [setting('MdeTvm')], { subscriptionId: "[parameters('a')]" }, { $schema: schema });
  it.each<[string, readonly unknown[], readonly unknown[], string]>([
    ['it and the machine in one', [nested('m', [vm('a')], theirs)], [], 'pass'],
    ['the machine in a known one', [vm('a')], [], 'undecided'],
    ['the machine in one of another file', [], [nested('m', [vm('a')], theirs)], 'undecided'],
    ['it in a known other one', [nested('m', [vm('a')], other)], [], 'fail'],
  ])('selected for a subscription that is not known, %s', (_, here, there, expected) => {
    const $schema =
      'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#';
    const selecting =
      expected === 'fail' ? nested('s', [setting('MdeTvm')], {}, { $schema }) : elsewhere($schema);
    const files = [
      template([...here, selecting], { $schema, parameters: open }),
      template([...there], { $schema, parameters: open }),
    ];
    const cells = cellsOf(files, requiring('mdvm'));
    expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
  });

  it('is there for a machine in a loop of unknown count too', () => {
    const machine = vm(
      "[concat('a', copyIndex())]",
      {},
      { copy: { name: 'l', count: "[parameters('n')]" } },
    );
    const main = template([machine], { parameters: { n: { type: 'int' } } });
    const found = cellsOf([main, atSubscription(setting('MdeTvm'))], requiring('mdvm'));
    expect(found.map(({ outcome }) => outcome.kind)).toStrictEqual(['pass']);
  });
});

it.each([
  ['plan and integration', [plan('Standard'), integration(true)], 'pass'],
  ['free plan', [plan('Free'), integration(true)], 'fail'],
  ['integration off', [plan('Standard'), integration(false)], 'fail'],
  ['plan alone', [plan('Standard')], 'fail'],
])('Defender for Endpoint by Defender for Servers: %s', (_, resources, expected) => {
  const cells = cellsOf([template([vm('a')]), atSubscription(...resources)], requiring('mde'));
  expect(cells.map(({ outcome }) => outcome.kind)).toStrictEqual([expected]);
});

describe('Azure Monitor Agent', () => {
  const monitor = {
    type: 'Microsoft.Compute/virtualMachines/extensions',
    apiVersion: '2024-07-01',
    name: 'a/ama',
    properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
  };
  const rule = {
    type: 'Microsoft.Insights/dataCollectionRuleAssociations',
    apiVersion: '2022-06-01',
    name: 'rule',
    scope: 'Microsoft.Compute/virtualMachines/a',
    properties: {},
  };
  it.each([
    [[vm('a')], 'a AGT011 fail'],
    [[vm('a'), monitor], 'a AGT011 pass: Microsoft.Azure.Monitor / AzureMonitorLinuxAgent (fail)'],
    [[vm('a'), monitor, rule], 'a AGT011 pass: Microsoft.Azure.Monitor / AzureMonitorLinuxAgent'],
  ])('collects by an associated rule', (resources, expected) => {
    expect(judged([template(resources)], requiring('ama'))).toStrictEqual([expected]);
  });
});

it('takes Guest Configuration of an Arc machine as there', () => {
  const arc = {
    type: 'Microsoft.HybridCompute/machines',
    apiVersion: '2024-07-10',
    name: 'e',
    properties: {},
  };
  const [first] = judged([template([arc])], requiring('guest-configuration'));
  expect(first).toMatch(/^e AGT013 pass: the Azure Connected Machine agent/);
});
