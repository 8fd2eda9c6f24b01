import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import { maxDeploymentDepth } from './context.ts';
import {
  evaluationOf,
  messagesOf,
  namesOf,
  outputsOf,
  resourceOf,
  shownValue,
  type World,
} from './expand-alone.ts';

const deployments = 'Microsoft.Resources/deployments';
const zero = '/subscriptions/00000000-0000-0000-0000-000000000000';

function nested(name: string, template: unknown, more: object = {}, properties: object = {}) {
  return {
    type: deployments,
    name,
    ...more,
    properties: { mode: 'Incremental', template, ...properties },
  };
}

function inner(name: string, template: unknown, parameters: unknown = {}, more: object = {}) {
  const expressionEvaluationOptions = { scope: 'Inner' };
  return nested(name, template, more, { expressionEvaluationOptions, parameters });
}

function linked(name: string, templateLink: object, parameters: unknown = {}) {
  return { type: deployments, name, properties: { templateLink, parameters } };
}

const machine = { type: 'Microsoft.Compute/virtualMachines', apiVersion: '2024-07-01' };

describe('nested deployments', () => {
  const template = {
    parameters: { name: { type: 'string', defaultValue: 'theirs' } },
    variables: { kind: 'inner' },
    resources: [{ ...machine, name: "[concat(parameters('name'), '-', variables('kind'))]" }],
  };
  const parent = {
    parameters: { name: { type: 'string', defaultValue: 'mine' } },
    variables: { kind: 'outer' },
  };

  it('see the parameters and variables around them unless their scope is inner', () => {
    const evaluation = evaluationOf({
      ...parent,
      resources: [
        nested('a', template),
        inner('b', template),
        inner('c', template, {
          name: { value: "[concat(parameters('name'), variables('kind'))]" },
        }),
      ],
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(namesOf(evaluation)).toEqual([
      'Resources/deployments a',
      'Compute/virtualMachines mine-outer',
      'Resources/deployments b',
      'Compute/virtualMachines theirs-inner',
      'Resources/deployments c',
      'Compute/virtualMachines mineouter-inner',
    ]);
    expect(evaluation.deployments.map((each) => [shownValue(each.name), each.evaluation])).toEqual([
      ['main', 'root'],
      ['a', 'outer'],
      ['b', 'inner'],
      ['c', 'inner'],
    ]);
    const [, outer, own] = evaluation.deployments;
    expect(outer?.parameters).toEqual([]);
    expect(outer?.parametersSpan).toBeDefined();
    expect(own?.parameters).toMatchObject([{ name: 'name', origin: 'default' }]);
    expect(own?.parent).toBe(evaluation.root);
    expect(own?.resource?.declaration).toBe(evaluation.resources[2]?.declaration);
    expect(valueAt(evaluation.resources[0]?.body, 'properties', 'template')).toBeUndefined();
  });

  it('of an outer scope see the loop around them, of an inner one they do not', () => {
    const template = { resources: [{ ...machine, name: "[concat('vm', copyIndex('each'))]" }] };
    const copy = { name: 'each', count: 2 };
    const outer = evaluationOf({
      resources: [nested("[concat('d', copyIndex())]", template, { copy })],
    });
    expect(messagesOf(outer)).toEqual([]);
    expect(namesOf(outer).filter((each) => each.startsWith('Compute'))).toEqual([
      'Compute/virtualMachines vm0',
      'Compute/virtualMachines vm1',
    ]);
    expect(resourceOf(outer, 'vm1').loops).toEqual([{ name: 'each', index: 1, count: 2 }]);
    const own = evaluationOf({
      resources: [inner("[concat('d', copyIndex())]", template, {}, { copy })],
    });
    expect(messagesOf(own)[0]).toContain("no loop 'each' is around this");
  });

  it('hand their loops and conditions to what they deploy', () => {
    const { resources } = evaluationOf({
      parameters: { who: { type: 'string' } },
      resources: [
        inner(
          "[concat('d', copyIndex())]",
          {
            parameters: { i: { type: 'int' } },
            resources: [
              {
                ...machine,
                name: "[format('vm{0}-{1}', parameters('i'), copyIndex())]",
                copy: { name: 'within', count: 2 },
                condition: "[greater(parameters('i'), 0)]",
              },
            ],
          },
          { i: { value: '[copyIndex()]' } },
          { copy: { name: 'around', count: 2 }, condition: "[equals(parameters('who'), 'me')]" },
        ),
      ],
    });
    const machines = resources.filter(({ type }) => type === machine.type);
    expect(machines.map(({ name }) => shownValue(name))).toEqual(['vm1-0', 'vm1-1']);
    expect(machines[1]?.loops).toEqual([
      { name: 'within', index: 1, count: 2 },
      { name: 'around', index: 1, count: 2 },
    ]);
    expect(machines[1]?.conditions.map(({ value }) => value.kind)).toEqual(['unknown', 'bool']);
  });

  it('keep the marks of a secure parameter that is passed down', () => {
    const { deployments: made } = evaluationOf({
      parameters: { password: { type: 'securestring' } },
      resources: [
        inner(
          'd',
          {
            parameters: { key: { type: 'string' } },
            resources: [{ type: 'A.B/c', name: 'x', properties: { key: "[parameters('key')]" } }],
          },
          { key: { value: "[parameters('password')]" } },
        ),
      ],
    });
    const [key] = made[1]?.parameters ?? [];
    expect(key).toMatchObject({ name: 'key', isSecure: false, origin: 'parent' });
    expect(key?.value.marks).toEqual([
      { kind: 'parameter', name: 'password', isSecure: true },
      { kind: 'parameter', name: 'key', isSecure: false },
    ]);
  });

  it('take references to a Key Vault as secure unknowns', () => {
    const { deployments: made, faults } = evaluationOf({
      resources: [
        inner(
          'd',
          { parameters: { key: { type: 'securestring' } }, resources: [] },
          { key: { reference: { keyVault: { id: '/x' }, secretName: 's' } } },
        ),
      ],
    });
    expect(faults).toEqual([]);
    expect(made[1]?.parameters).toMatchObject([
      { origin: 'key-vault', value: { kind: 'unknown', type: 'string' } },
    ]);
  });

  it.each([
    ['gives no value for the parameter', { parameters: { a: { type: 'string' } } }, {}],
    ["declares no parameter 'b'", {}, { b: { value: 1 } }],
    [
      "parameter 'a' is declared as int, its value is a string",
      { parameters: { a: { type: 'int' } } },
      { a: { value: 'x' } },
    ],
  ])('refuse what Azure refuses: %s', (message, template, parameters) => {
    const messages = messagesOf(
      evaluationOf({ resources: [inner('d', { resources: [], ...template }, parameters)] }),
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^main\.json:\d+:\d+: /);
    expect(messages[0]).toContain(message);
  });
});

describe('where a deployment goes', () => {
  const template = {
    resources: [{ type: 'A.B/c', name: 'x', id: "[resourceId('A.B/c', 'x')]" }],
    outputs: {},
  };
  const world: World = {
    context: { subscription: 's0', resourceGroup: 'g0', managementGroup: 'm0' },
  };
  const schema = (kind: string) =>
    `https://schema.management.azure.com/schemas/2018-05-01/${kind}eploymentTemplate.json#`;

  it.each([
    ['stays', 'd', {}, '/subscriptions/s0/resourcegroups/g0'],
    ['another group', 'd', { resourceGroup: 'g1' }, '/subscriptions/s0/resourcegroups/g1'],
    [
      'another subscription and group',
      'd',
      { resourceGroup: 'g1', subscriptionId: 's1' },
      '/subscriptions/s1/resourcegroups/g1',
    ],
    [
      'the group of that name in another subscription',
      'd',
      { subscriptionId: 's1' },
      '/subscriptions/s1/resourcegroups/g0',
    ],
    [
      'a group of the subscription',
      'subscriptionD',
      { resourceGroup: 'g1' },
      '/subscriptions/s0/resourcegroups/g1',
    ],
    ['the subscription', 'subscriptionD', {}, '/subscriptions/s0'],
    ['another subscription', 'managementGroupD', { subscriptionId: 's1' }, '/subscriptions/s1'],
    [
      'another management group',
      'tenantD',
      { scope: 'Microsoft.Management/managementGroups/m1' },
      '/providers/microsoft.management/managementgroups/m1',
    ],
    ['the tenant', 'managementGroupD', { scope: '/' }, ''],
    [
      'a subscription by scope',
      'managementGroupD',
      { scope: '/subscriptions/s2' },
      '/subscriptions/s2',
    ],
  ])('%s', (_, kind, more, prefix) => {
    const { resources, faults } = evaluationOf(
      { $schema: schema(kind), resources: [inner('d', template, {}, more)] },
      world,
    );
    expect(faults).toEqual([]);
    const found = resources.find(({ type }) => type === 'A.B/c');
    expect(found?.key).toBe(`${prefix}/providers/a.b/c/x`);
    expect(String(shownValue(valueAt(found?.body, 'id'))).toLowerCase()).toBe(
      `${prefix}/providers/a.b/c/x`,
    );
    const deployment = resources.find(({ type }) => type === deployments);
    expect(deployment?.key).toBe(`${prefix}/providers/microsoft.resources/deployments/d`);
  });

  it('changes the keys of an outer-scope template, not what resourceGroup() gives in it', () => {
    const { resources } = evaluationOf(
      {
        resources: [
          nested(
            'd',
            { resources: [{ type: 'A.B/c', name: '[resourceGroup().name]' }] },
            { resourceGroup: 'g1' },
          ),
        ],
      },
      world,
    );
    expect(resources[1]?.key).toBe('/subscriptions/s0/resourcegroups/g1/providers/a.b/c/g0');
  });

  it('that is not known still makes keys', () => {
    const { resources } = evaluationOf(
      {
        parameters: { group: { type: 'string' } },
        resources: [inner('d', template, {}, { resourceGroup: "[parameters('group')]" })],
      },
      world,
    );
    const found = resources.find(({ type }) => type === 'A.B/c');
    expect(found?.key).toBe(
      '/subscriptions/s0/resourcegroups/{parameters(group)}/providers/a.b/c/x',
    );
    expect(shownValue(valueAt(found?.body, 'id'))).toContain('parameters(group)');
    expect(found?.deployment.resourceGroup).toMatchObject({ kind: 'unknown' });
  });
});

describe('outputs of deployments', () => {
  const makes = inner('A', {
    resources: [],
    outputs: { vmName: { type: 'string', value: 'vm1' } },
  });
  const takes = {
    parameters: { name: { type: 'string' } },
    resources: [{ type: 'A.B/c', name: "[parameters('name')]" }],
  };

  it.each([
    "[reference('A').outputs.vmName.value]",
    "[reference(resourceId('Microsoft.Resources/deployments', 'a'), '2022-09-01').outputs.VMNAME.value]",
    "[reference('A', '2022-09-01', 'Full').properties.outputs.vmName.value]",
  ])('are known to deployments before and behind: %s', (value) => {
    const taker = inner('B', takes, { name: { value } });
    for (const resources of [
      [makes, taker],
      [taker, makes],
    ]) {
      const evaluation = evaluationOf({ resources });
      expect(messagesOf(evaluation)).toEqual([]);
      expect(namesOf(evaluation)).toContain('A.B/c vm1');
    }
  });

  it('are known by symbolic name, in a chain', () => {
    const pass = (from: string) =>
      inner(
        from,
        {
          parameters: { v: { type: 'string' } },
          resources: [],
          outputs: { v: { type: 'string', value: "[concat(parameters('v'), '!')]" } },
        },
        { v: { value: from === 'one' ? 'x' : `[reference('${from}').outputs.v.value]` } },
      );
    const evaluation = evaluationOf({
      languageVersion: '2.0',
      resources: { third: pass('second'), second: pass('first'), first: pass('one') },
      outputs: { v: { type: 'string', value: "[reference('third').outputs.v.value]" } },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(outputsOf(evaluation)).toEqual({ v: 'x!!!' });
  });

  it('that need one another are a fault', () => {
    const needs = (name: string, other: string) =>
      inner(
        name,
        { ...takes, outputs: { v: { type: 'string', value: "[parameters('name')]" } } },
        {
          name: { value: `[reference('${other}').outputs.v.value]` },
        },
      );
    const messages = messagesOf(evaluationOf({ resources: [needs('A', 'B'), needs('B', 'A')] }));
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.join('\n')).toMatch(/needs its own/);
  });

  it('of a deployment outside of the run are unknown, and say so', () => {
    const { resources, faults } = evaluationOf({
      resources: [
        {
          type: 'A.B/c',
          name: 'x',
          p: "[reference('/x/providers/Microsoft.Resources/deployments/y').outputs.p.value]",
        },
      ],
    });
    expect(faults).toEqual([]);
    expect(valueAt(resources[0]?.body, 'p')).toMatchObject({
      kind: 'unknown',
      reason: { kind: 'outside' },
      form: 'reference(/x/providers/microsoft.resources/deployments/y).outputs.p.value',
    });
  });

  it('that are not there are a fault, what Azure adds to a deployment is unknown', () => {
    const evaluation = evaluationOf({
      resources: [makes],
      outputs: {
        a: { type: 'string', value: "[reference('A').outputs.vmNames.value]" },
        b: { type: 'string', value: "[reference('A').correlationId]" },
      },
    });
    expect(messagesOf(evaluation)).toEqual([
      expect.stringContaining("the object has no property 'vmNames'"),
    ]);
    expect(outputsOf(evaluation)).toMatchObject({ b: expect.stringContaining('correlationid') });
  });
});

describe('linked templates', () => {
  const agents = {
    parameters: { vm: { type: 'string' } },
    resources: [
      {
        type: 'Microsoft.Compute/virtualMachines/extensions',
        name: "[concat(parameters('vm'), '/agent')]",
      },
    ],
  };
  const files = { 'agents/qualys.json': agents };
  const given = { vm: { value: 'vm1' } };

  it.each([
    { relativePath: 'agents/qualys.json' },
    { uri: "[uri(deployment().properties.templateLink.uri, 'agents/qualys.json')]" },
    {
      uri: "[concat(uri(deployment().properties.templateLink.uri, 'agents/qualys.json'), parameters('token'))]",
    },
  ])('are read beside the file: %j', (link) => {
    const evaluation = evaluationOf(
      {
        parameters: { token: { type: 'securestring' } },
        resources: [linked('d', link, given), { ...machine, name: 'vm1' }],
      },
      { files },
    );
    expect(messagesOf(evaluation)).toEqual([]);
    expect(evaluation.gaps).toEqual([]);
    expect(evaluation.linkedFiles).toEqual(['agents/qualys.json']);
    const agent = resourceOf(evaluation, 'vm1/agent');
    expect(agent.parent).toBe(resourceOf(evaluation, 'vm1'));
    expect(agent.declaration.span.source.path).toBe('agents/qualys.json');
    expect(agent.deployment).toMatchObject({ evaluation: 'linked' });
  });

  it.each([
    ['missing-link', { relativePath: 'nothing.json' }, 'nothing.json'],
    ['outside-link', { relativePath: '../x.json' }, '../x.json'],
    ['remote-link', { uri: 'https://example.com/a.json?sig=secret' }, 'https://example.com/a.json'],
    ['remote-link', { uri: "[parameters('where')]" }, "parameters('where')"],
    [
      'template-spec',
      { id: "[resourceId('Microsoft.Resources/templateSpecs/versions', 'a', '1')]" },
      undefined,
    ],
    ['missing-link', {}, ''],
  ])('that cannot be read leave a gap: %s, %j', (kind, link, shown) => {
    const evaluation = evaluationOf({
      parameters: { where: { type: 'string' } },
      resources: [linked('d', link)],
      outputs: { x: { type: 'string', value: "[reference('d').outputs.x.value]" } },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(evaluation.gaps).toMatchObject([{ kind, resource: evaluation.resources[0] }]);
    if (shown !== undefined) expect(evaluation.gaps[0]?.link).toBe(shown);
    expect(evaluation.root.outputs[0]?.value.kind).toBe('unknown');
  });

  it('get the values of a linked parameter file', () => {
    const resource = linked('d', { relativePath: 'agents/qualys.json' });
    const properties = {
      ...resource.properties,
      parameters: undefined,
      parametersLink: { uri: 'given.json' },
    };
    const template = { resources: [{ ...resource, properties }] };
    const known = evaluationOf(template, {
      files: { ...files, 'given.json': { parameters: given } },
    });
    expect(messagesOf(known)).toEqual([]);
    expect(namesOf(known)[1]).toContain('vm1/agent');
    const open = evaluationOf(template, { files });
    expect(messagesOf(open)).toEqual([]);
    expect(open.resources[1]?.name.kind).toBe('unknown');
  });

  it('that link themselves end at a depth', () => {
    const evaluation = evaluationOf({
      resources: [linked('again', { relativePath: 'main.json' })],
    });
    expect(evaluation.faults).toMatchObject([
      {
        code: 'LIMIT_EXCEEDED',
        message: expect.stringContaining(`deeper than ${maxDeploymentDepth} levels`),
      },
    ]);
    expect(evaluation.resources.length).toBeLessThanOrEqual(maxDeploymentDepth + 1);
  });

  it('that link themselves more than once end too', () => {
    const link = { relativePath: 'main.json' };
    const { faults } = evaluationOf({ resources: [linked('a', link), linked('b', link)] });
    expect(faults.some(({ code }) => code === 'LIMIT_EXCEEDED')).toBe(true);
  });

  it('with a text that Azure would refuse tell its first faults', () => {
    const evaluation = evaluationOf(
      { resources: [linked('d', { relativePath: 'broken.json' })] },
      { files: { 'broken.json': '{"resources": [,]}' } },
    );
    expect(messagesOf(evaluation)[0]).toMatch(/^broken\.json:1:\d+/);
  });
});

it('names a compiled file and its language version', () => {
  const { root } = evaluationOf({
    languageVersion: '2.0',
    metadata: { _generator: { name: 'bicep', version: '0.30.1' } },
    resources: {},
  });
  expect(root).toMatchObject({
    generator: 'bicep',
    languageVersion: '2.0',
    subscription: { value: zero.slice(15) },
  });
});
