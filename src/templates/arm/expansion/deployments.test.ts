import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import {
  evaluationOf,
  inner,
  messagesOf,
  namesOf,
  nested,
  resourceOf,
  shownValue,
} from './expand-alone.ts';

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
    ["[variables('full')]", ['A.B/c in-d'], []],
    ["[variables('empty')]", [], []],
    ["[if(true(), variables('empty'), variables('full'))]", [], []],
    ['[json(\'{"resources": [{}]}\')]', [], ['missing-link']],
    ["[parameters('given')]", [], ['missing-link']],
  ])('of a template that an expression gives: %s', (template, names, gaps) => {
    const evaluation = evaluationOf({
      parameters: { given: { type: 'object' } },
      variables: {
        full: { resources: [{ type: 'A.B/c', name: "[concat('in-', 'd')]" }] },
        empty: { resources: [] },
      },
      resources: [nested('d', template)],
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(namesOf(evaluation).slice(1)).toEqual(names);
    expect(evaluation.gaps.map(({ kind }) => kind)).toEqual(gaps);
  });

  it('refuse a template that is none', () => {
    const messages = messagesOf(evaluationOf({ resources: [nested('d', 'x')] }));
    expect(messages).toEqual([expect.stringContaining('a template is to be an object')]);
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

it('names a compiled file and its language version', () => {
  const { root } = evaluationOf({
    languageVersion: '2.0',
    metadata: { _generator: { name: 'bicep', version: '0.30.1' } },
    resources: {},
  });
  expect(root).toMatchObject({
    generator: 'bicep',
    languageVersion: '2.0',
    subscription: { value: '00000000-0000-0000-0000-000000000000' },
  });
});

describe('deployment stacks', () => {
  const stack = (properties: object) => ({
    type: 'Microsoft.Resources/deploymentStacks',
    apiVersion: '2024-03-01',
    name: 's',
    properties: { actionOnUnmanage: { resources: 'detach' }, ...properties },
  });
  const own = { resources: [{ ...machine, name: "[parameters('name')]" }] };
  const escaped = { resources: [{ ...machine, name: "[[parameters('name')]" }] };
  const parameters = { name: { type: 'string', defaultValue: 'vm1' } };
  const file = { parameters: { name: { type: 'string' } }, ...own };

  it.each<[string, object, string[], number]>([
    ['a template in it', { template: own }, ['Compute/virtualMachines vm1'], 0],
    [
      'a template beside the file',
      { templateLink: { relativePath: 'x.json' }, parameters: { name: { value: 'vm2' } } },
      ['Compute/virtualMachines vm2'],
      0,
    ],
    ['a template with expressions of its own', { template: escaped }, [], 1],
    ['a scope of its own', { template: own, deploymentScope: '/subscriptions/x' }, [], 1],
    ['a template elsewhere', { templateLink: { uri: 'https://example.org/x.json' } }, [], 1],
    ['nothing', {}, [], 1],
  ])('deploy what they hold, or leave a gap: %s', (_, properties, expected, gaps) => {
    const main = { parameters, resources: [stack(properties)] };
    const evaluation = evaluationOf(main, { files: { 'x.json': file } });
    expect(namesOf(evaluation)).toEqual(['Resources/deploymentStacks s', ...expected]);
    expect(evaluation.gaps).toHaveLength(gaps);
  });
});
