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
const copy = (count: unknown, name = 'loop') => ({ name, count });

function propertiesOf(properties: unknown, more: object = {}) {
  const evaluation = evaluationOf({
    parameters: { n: { type: 'int' } },
    resources: [{ type: 'A.B/c', name: 'x', properties, ...more }],
  });
  expect(messagesOf(evaluation)).toEqual([]);
  return evaluation.resources.map(({ body }) => shownValue(valueAt(body, 'properties')));
}

describe('loops of resources', () => {
  it('make instances that know their turn', () => {
    const evaluation = evaluationOf({
      resources: [
        { ...vm, name: "[concat('vm', copyIndex())]", copy: copy(3) },
        { ...vm, name: "[concat('db', copyIndex('loop', 10))]", copy: copy(2) },
        { ...vm, name: 'none', copy: copy(0) },
      ],
    });
    expect(namesOf(evaluation).map((each) => each.split(' ')[1])).toEqual([
      'vm0',
      'vm1',
      'vm2',
      'db10',
      'db11',
    ]);
    expect(evaluation.resources[2]?.loops).toEqual([{ name: 'loop', index: 2, count: 3 }]);
    const { declaration } = evaluation.resources[0] ?? {};
    expect(evaluation.resources[1]?.declaration).toBe(declaration);
    expect(declaration?.loopSpan).toBeDefined();
    expect(valueAt(evaluation.resources[0]?.body, 'copy')).toBeUndefined();
  });

  it('give each instance its own condition, and its children their turn', () => {
    const evaluation = evaluationOf({
      resources: [
        {
          ...vm,
          name: "[concat('vm', copyIndex())]",
          copy: copy(3),
          condition: '[not(equals(copyIndex(), 1))]',
          resources: [{ type: 'extensions', name: "[concat('agent', copyIndex('loop'))]" }],
        },
      ],
    });
    expect(namesOf(evaluation).map((each) => each.split(' ')[1])).toEqual([
      'vm0',
      'vm0/agent0',
      'vm2',
      'vm2/agent2',
    ]);
  });

  it('of an unknown count: one instance, whose count has the form of the expression', () => {
    const { resources } = evaluationOf({
      parameters: { n: { type: 'int' } },
      resources: [
        { ...vm, name: "[concat('vm', copyIndex(1))]", copy: copy("[parameters('n')]") },
        {
          type: 'Microsoft.Compute/virtualMachines/extensions',
          name: "[concat('vm', copyIndex('ext', 1), '/agent')]",
          copy: copy("[parameters('N')]", 'ext'),
        },
      ],
    });
    expect(resources.map(({ name }) => shownValue(name))).toEqual(['vm1', 'vm1/agent']);
    const counts = resources.map(({ loops }) => loops[0]?.count);
    expect(counts).toMatchObject([{ form: 'parameters(n)' }, { form: 'parameters(n)' }]);
    expect(resources[1]?.parent).toBe(resources[0]);
  });

  it.each([
    [1_000_000, 'the count of a loop is too large: 1000000'],
    [801, 'the count of a loop is too large: 801'],
    [-1, 'the count of a loop is negative: -1'],
    ['[sub(0, 5)]', 'the count of a loop is negative: -5'],
    ['[mul(1000000, 1000000)]', 'the count of a loop is too large: 1000000000000'],
    ['three', 'the count of a loop is to be an int, it is a string'],
    [undefined, 'this loop has no count'],
  ])(
    'with the count %j: one fault, at the count; one instance stands for all',
    (count, message) => {
      const evaluation = evaluationOf({ resources: [{ ...vm, name: 'vm1', copy: copy(count) }] });
      expect(messagesOf(evaluation)).toHaveLength(1);
      expect(messagesOf(evaluation)[0]).toMatch(/^main\.json:\d+:\d+: /);
      expect(messagesOf(evaluation)[0]).toContain(message);
      expect(evaluation.resources).toHaveLength(1);
    },
  );

  it('of 800 instances with a child each take linear time', () => {
    const template = {
      resources: [
        {
          ...vm,
          name: "[format('vm{0}', copyIndex())]",
          copy: copy(800),
          properties: { a: "[format('{0}', copyIndex())]" },
          resources: [{ type: 'extensions', name: 'agent', properties: { publisher: 'P' } }],
        },
        {
          type: 'Microsoft.Compute/virtualMachines/extensions',
          name: "[format('vm{0}/flat', copyIndex())]",
          copy: copy(800),
        },
      ],
    };
    const start = performance.now();
    const { resources, faults } = evaluationOf(template);
    expect(resources).toHaveLength(2400);
    expect(faults).toEqual([]);
    expect(resources.every(({ type, parent }) => !type.endsWith('extensions') || parent)).toBe(
      true,
    );
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('loops of properties', () => {
  it('make arrays beside other properties, several in one object, nested in one another', () => {
    const [made] = propertiesOf({
      copy: [
        { name: 'disks', count: 2, input: { lun: "[copyIndex('disks')]" } },
        {
          name: 'grid',
          count: 2,
          input: {
            copy: [
              {
                name: 'row',
                count: 2,
                input: "[add(mul(copyIndex('grid'), 10), copyIndex('row'))]",
              },
            ],
          },
        },
        { name: 'none', count: 0, input: 'x' },
      ],
      kept: true,
    });
    expect(made).toEqual({
      kept: true,
      disks: [{ lun: 0 }, { lun: 1 }],
      grid: [{ row: [0, 1] }, { row: [10, 11] }],
      none: [],
    });
  });

  it('leave a bare copyIndex() to the loop of the resource around them', () => {
    const input = "[concat(string(copyIndex()), '-', string(copyIndex('items')))]";
    const properties = { copy: [{ name: 'items', count: 2, input }] };
    const more = { name: "[concat('x', copyIndex())]", copy: copy(2) };
    expect(propertiesOf(properties, more)).toEqual([
      { items: ['0-0', '0-1'] },
      { items: ['1-0', '1-1'] },
    ]);
  });

  it('refuse a bare copyIndex() where there is no such loop', () => {
    const evaluation = evaluationOf({
      resources: [
        {
          type: 'A.B/c',
          name: 'x',
          properties: { copy: [{ name: 'i', count: 1, input: '[copyIndex()]' }] },
        },
      ],
    });
    expect(evaluation.faults).toHaveLength(1);
    expect(evaluation.faults[0]).toMatchObject({
      message: expect.stringContaining('outside of every loop of a resource'),
      hint: "Name the loop: copyIndex('i').",
    });
  });

  it.each([
    ["[copyIndex('other')]", "no loop 'other' is around this"],
    ["[copyIndex('items', 'x')]", 'copyIndex()'],
  ])('refuse %s', (input, message) => {
    const evaluation = evaluationOf({
      resources: [
        { type: 'A.B/c', name: 'x', properties: { copy: [{ name: 'items', count: 1, input }] } },
      ],
    });
    expect(messagesOf(evaluation)[0]).toContain(message);
  });

  it('of an unknown count hold one item, and their length is not known', () => {
    const evaluation = evaluationOf({
      parameters: { n: { type: 'int' } },
      variables: { copy: [{ name: 'names', count: "[parameters('n')]", input: 'x' }] },
      resources: [
        {
          type: 'A.B/c',
          name: 'x',
          properties: {
            copy: [{ name: 'rules', count: "[parameters('n')]", input: { port: 22 } }],
            first: "[variables('names')[0]]",
            second: "[variables('names')[1]]",
            length: "[length(variables('names'))]",
          },
        },
      ],
    });
    expect(evaluation.faults).toEqual([]);
    const { body } = resourceOf(evaluation, 'x');
    const rules = valueAt(body, 'properties', 'rules');
    expect(rules?.kind === 'array' && rules.items.map(shownValue)).toEqual([{ port: 22 }]);
    expect(shownValue(valueAt(body, 'properties', 'first'))).toBe('x');
    expect(valueAt(body, 'properties', 'second')).toMatchObject({ kind: 'unknown' });
    expect(valueAt(body, 'properties', 'length')).toMatchObject({ kind: 'unknown', type: 'int' });
  });

  it('are told from a property that is named copy', () => {
    const plain = { copy: ['a', 'b'] };
    expect(propertiesOf(plain)).toEqual([plain]);
  });

  it('keep the variables of lambdas around them out, and the loops in lambdas in', () => {
    const input =
      "[map(createArray('a', 'b'), lambda('s', concat(lambdaVariables('s'), string(copyIndex('i')))))]";
    expect(propertiesOf({ copy: [{ name: 'i', count: 2, input }] })).toEqual([
      {
        i: [
          ['a0', 'b0'],
          ['a1', 'b1'],
        ],
      },
    ]);
  });
});

describe('loops of variables and outputs', () => {
  it('make arrays, at the top and within objects', () => {
    const evaluation = evaluationOf({
      variables: {
        copy: [
          { name: 'names', count: 3, input: "[concat('n', copyIndex('names', 1))]" },
          { name: 'objects', count: 1, input: { i: "[copyIndex('objects')]" } },
        ],
        inner: { copy: [{ name: 'list', count: 2, input: "[copyIndex('list')]" }], kept: 1 },
      },
      outputs: {
        names: { type: 'array', value: "[variables('names')]" },
        objects: { type: 'array', value: "[variables('objects')]" },
        inner: { type: 'object', value: "[variables('inner')]" },
        loop: {
          type: 'array',
          copy: {
            count: "[length(variables('names'))]",
            input: "[variables('names')[copyIndex()]]",
          },
        },
        off: { type: 'string', condition: false, value: 'x' },
      },
    });
    expect(messagesOf(evaluation)).toEqual([]);
    expect(outputsOf(evaluation)).toEqual({
      names: ['n1', 'n2', 'n3'],
      objects: [{ i: 0 }],
      inner: { kept: 1, list: [0, 1] },
      loop: ['n1', 'n2', 'n3'],
    });
  });

  it.each([
    [{ variables: { copy: [{ name: 'a', count: 801, input: 1 }] } }, 'too large'],
    [{ variables: { copy: [{ name: 'a', count: -1, input: 1 }] } }, 'negative'],
    [{ variables: { copy: [{ name: 'a', count: 1 }] } }, 'this loop has no input'],
    [{ outputs: { a: { type: 'array', copy: { count: 1000000, input: 1 } } } }, 'too large'],
    [
      {
        resources: [
          { type: 'A.B/c', name: 'x', p: { copy: [{ name: 'a', count: 9999, input: 1 }] } },
        ],
      },
      'too large',
    ],
  ])('of %j: a fault', (template, message) => {
    const messages = messagesOf(evaluationOf(template));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(message);
  });
});
