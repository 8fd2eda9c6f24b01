import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import {
  evaluationOf,
  messagesOf,
  namesOf,
  outputsOf,
  resourceOf,
  shownValue,
} from './expand-alone.ts';

const vm = { type: 'Microsoft.Compute/virtualMachines', apiVersion: '2024-07-01' };
const placeholder = '/subscriptions/00000000-0000-0000-0000-000000000000';
const group = `${placeholder}/resourcegroups/resource-group`;

describe('resources', () => {
  it('are evaluated with parameters and variables, names without case', () => {
    const evaluation = evaluationOf({
      parameters: { Prefix: { type: 'string', defaultValue: 'web' } },
      variables: { Name: "[concat(parameters('prefix'), '-', variables('number'))]", number: 1 },
      resources: [{ ...vm, name: "[variables('NAME')]", tags: { of: "[parameters('PREFIX')]" } }],
    });
    const [resource] = evaluation.resources;
    expect(shownValue(resource?.body)).toEqual({ ...vm, name: 'web-1', tags: { of: 'web' } });
    expect(resource?.key).toBe(`${group}/providers/microsoft.compute/virtualmachines/web-1`);
    expect(resource?.apiVersion).toBe('2024-07-01');
    expect(messagesOf(evaluation)).toEqual([]);
  });

  it('keep their places: of the name, the type, the whole', () => {
    const { resources } = evaluationOf('{"resources": [\n  {"type": "A.B/c",\n   "name": "x"}]}');
    const { declaration } = resources[0] ?? {};
    const at = (span = declaration?.span) =>
      span && {
        ...span.source.positionAt(span.start),
        text: span.source.text.slice(span.start, span.end),
      };
    expect(at(declaration?.nameSpan)).toEqual({ line: 3, column: 12, text: '"x"' });
    expect(at(declaration?.typeSpan)).toEqual({ line: 2, column: 12, text: '"A.B/c"' });
    expect(at()).toMatchObject({ line: 2, column: 3 });
  });

  it('nested in others are named relative to them', () => {
    const evaluation = evaluationOf({
      resources: [
        {
          ...vm,
          name: 'vm1',
          resources: [
            { type: 'extensions', name: 'agent' },
            { type: 'Microsoft.Compute/virtualMachines/extensions', name: 'vm1/whole' },
            { type: 'providers/diagnosticSettings', name: 'Microsoft.Insights/logs' },
          ],
        },
      ],
    });
    expect(namesOf(evaluation)).toEqual([
      'Compute/virtualMachines vm1',
      'Compute/virtualMachines/extensions vm1/agent',
      'Compute/virtualMachines/extensions vm1/whole',
      'Compute/virtualMachines/providers/diagnosticSettings vm1/Microsoft.Insights/logs',
    ]);
    const key = `${group}/providers/microsoft.compute/virtualmachines/vm1`;
    expect(
      evaluation.resources.map((each) => [each.key, each.parent?.key, each.extendsKey]),
    ).toEqual([
      [key, undefined, undefined],
      [`${key}/extensions/agent`, key, undefined],
      [`${key}/extensions/whole`, key, undefined],
      [`${key}/providers/microsoft.insights/diagnosticsettings/logs`, key, key],
    ]);
  });

  it.each([
    [
      'a flat child',
      { type: 'Microsoft.Compute/virtualMachines/extensions', name: 'VM1/agent' },
      undefined,
    ],
    [
      'an extension by its type',
      {
        type: 'Microsoft.Compute/virtualMachines/providers/serverVulnerabilityAssessments',
        name: 'vm1/Microsoft.Security/mdeTvm',
      },
      'extends',
    ],
    [
      'an extension by its scope, an identifier',
      {
        type: 'Microsoft.Security/serverVulnerabilityAssessments',
        name: 'mdeTvm',
        scope: "[resourceId('Microsoft.Compute/virtualMachines', 'vm1')]",
      },
      'extends',
    ],
    [
      'an extension by its scope, a relative path',
      {
        type: 'Microsoft.Security/serverVulnerabilityAssessments',
        name: 'mdeTvm',
        scope: 'Microsoft.Compute/virtualMachines/vm1',
      },
      'extends',
    ],
  ])('know the machine of %s', (_, child, extendsIt) => {
    const { resources } = evaluationOf({ resources: [child, { ...vm, name: 'vm1' }] });
    const key = `${group}/providers/microsoft.compute/virtualmachines/vm1`;
    expect(resources[0]?.parent?.key).toBe(key);
    expect(resources[0]?.extendsKey).toBe(extendsIt && key);
    if (extendsIt !== undefined) {
      const tail = '/providers/microsoft.security/servervulnerabilityassessments/mdetvm';
      expect(resources[0]?.key).toBe(key + tail);
    }
  });

  it('with names that are not known are found by equal forms', () => {
    const { resources } = evaluationOf({
      parameters: { vmName: { type: 'string' } },
      resources: [
        { ...vm, name: "[concat(parameters('vmName'), '-a')]" },
        {
          type: 'Microsoft.Compute/virtualMachines/extensions',
          name: "[format('{0}-a/agent', parameters('VMNAME'))]",
        },
      ],
    });
    expect(resources[1]?.parent).toBe(resources[0]);
    expect(resources[0]?.key).toBe(
      `${group}/providers/microsoft.compute/virtualmachines/{parameters(vmname)}-a`,
    );
  });

  it('are found by symbolic names too, existing ones are not deployed', () => {
    const evaluation = evaluationOf({
      languageVersion: '2.0',
      resources: {
        machine: { ...vm, name: 'vm1', existing: true, resourceGroup: 'other' },
        agent: {
          type: 'Microsoft.Compute/virtualMachines/extensions',
          name: 'vm1/agent',
          tags: { id: "[resourceInfo('machine').id]" },
        },
      },
      outputs: { version: { type: 'string', value: "[resourceInfo('machine').apiVersion]" } },
    });
    expect(
      evaluation.resources.map((each) => [each.isExisting, each.declaration.symbolicName]),
    ).toEqual([
      [true, 'machine'],
      [false, 'agent'],
    ]);
    // The machine stands in another group: it is none of the extension's.
    expect(evaluation.resources[1]?.parent).toBeUndefined();
    expect(evaluation.resources[0]?.key).toBe(
      `${placeholder}/resourcegroups/other/providers/microsoft.compute/virtualmachines/vm1`,
    );
    expect(shownValue(valueAt(resourceOf(evaluation, 'vm1/agent').body, 'tags', 'id'))).toBe(
      `${placeholder}/resourceGroups/other/providers/Microsoft.Compute/virtualMachines/vm1`,
    );
    expect(outputsOf(evaluation)).toEqual({ version: '2024-07-01' });
    expect(messagesOf(evaluation)).toEqual([]);
  });

  it('of other providers have a version in their type and may have no name', () => {
    const { resources, faults } = evaluationOf({
      languageVersion: '2.1-experimental',
      extensions: { graph: { name: 'MicrosoftGraph', version: '1.0.0' } },
      resources: {
        group: { extension: 'graph', type: 'Microsoft.Graph/groups@v1.0', properties: {} },
      },
    });
    expect(resources.map((each) => [each.type, each.apiVersion, shownValue(each.name)])).toEqual([
      ['Microsoft.Graph/groups', 'v1.0', 'group'],
    ]);
    expect(faults).toEqual([]);
  });
});

describe('where a template goes', () => {
  it.each([
    ['deploymentTemplate.json', 'resourceGroup', `/subscriptions/s1/resourcegroups/g1`],
    ['subscriptionDeploymentTemplate.json', 'subscription', '/subscriptions/s1'],
    [
      'managementGroupDeploymentTemplate.json',
      'managementGroup',
      '/providers/microsoft.management/managementgroups/m1',
    ],
    ['tenantDeploymentTemplate.json', 'tenant', ''],
  ])('%s: the level %s and the keys below %j', (schema, level, prefix) => {
    const { root, resources } = evaluationOf(
      {
        $schema: `https://schema.management.azure.com/schemas/2019-04-01/${schema}#`,
        resources: [{ type: 'A.B/c', name: 'x' }],
      },
      { context: { subscription: 'S1', resourceGroup: 'G1', managementGroup: 'M1' } },
    );
    expect(root.level).toBe(level);
    expect(resources[0]?.key).toBe(`${prefix}/providers/a.b/c/x`);
  });

  it('gives resourceGroup(), subscription() and deployment()', () => {
    const evaluation = evaluationOf(
      {
        outputs: {
          group: { type: 'string', value: '[resourceGroup().id]' },
          location: { type: 'string', value: '[resourceGroup().location]' },
          subscription: { type: 'string', value: '[subscription().subscriptionId]' },
          name: { type: 'string', value: '[deployment().name]' },
          mode: { type: 'string', value: '[deployment().properties.mode]' },
          hash: { type: 'string', value: '[deployment().properties.templateHash]' },
        },
      },
      { context: { subscription: 's1', resourceGroup: 'g1', location: 'northeurope' } },
    );
    expect(outputsOf(evaluation)).toEqual({
      group: '/subscriptions/s1/resourceGroups/g1',
      location: 'northeurope',
      subscription: 's1',
      name: 'main',
      mode: 'Incremental',
      hash: '<deployment(s1/g1/main).properties.templatehash>',
    });
  });
});

describe('conditions', () => {
  it('drop a resource and what is nested in it when false, keep what is declared beside it', () => {
    const evaluation = evaluationOf({
      resources: [
        { ...vm, name: 'vm1', condition: false, resources: [{ type: 'extensions', name: 'a' }] },
        { type: 'Microsoft.Compute/virtualMachines/extensions', name: 'vm1/b' },
      ],
    });
    expect(namesOf(evaluation)).toEqual(['Compute/virtualMachines/extensions vm1/b']);
  });

  it.each([
    ["[parameters('on')]", ['on']],
    ["[not(parameters('off'))]", ['off']],
    ["[equals(variables('os'), 'Linux')]", ['os', 'image']],
    ["[and(true(), or(equals(parameters('os'), 'x'), parameters('on')))]", ['os', 'on']],
  ])('true by %s carry the names of the parameters behind it', (condition, names) => {
    const { resources } = evaluationOf({
      parameters: {
        on: { type: 'bool', defaultValue: true },
        off: { type: 'bool', defaultValue: false },
        image: { type: 'string', defaultValue: 'ubuntu' },
        os: {
          type: 'string',
          defaultValue: "[if(equals(parameters('image'), 'ubuntu'), 'Linux', 'x')]",
        },
      },
      variables: { os: "[parameters('os')]" },
      resources: [{ ...vm, name: 'vm1', condition }],
    });
    const [found] = resources[0]?.conditions ?? [];
    expect(found?.value).toMatchObject({ kind: 'bool', value: true });
    const marks = found?.value.marks.map((mark) => mark.name) ?? [];
    expect(marks).toEqual(expect.arrayContaining(names));
  });

  it('that cannot be known keep the resource', () => {
    const { resources } = evaluationOf({
      parameters: { who: { type: 'string' } },
      resources: [{ ...vm, name: 'vm1', condition: "[equals(parameters('who'), 'me')]" }],
    });
    const [condition] = resources[0]?.conditions ?? [];
    expect(condition?.value).toMatchObject({ kind: 'unknown', type: 'bool' });
    expect(condition?.value.marks).toMatchObject([{ name: 'who' }]);
  });
});
