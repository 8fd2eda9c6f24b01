import { describe, expect, it } from 'vitest';
import { valueAt } from '../language/value.ts';
import {
  evaluationOf,
  evaluationsOf,
  messagesOf,
  nested,
  resourceOf,
  shownValue,
} from './expand-alone.ts';

const vm = { type: 'Microsoft.Compute/virtualMachines', apiVersion: '2024-07-01' };

describe('faults', () => {
  it.each([
    [
      { resources: [{ type: 'A.B/c/d', name: 'x' }] },
      "the name 'x' has 1 segments, the type 'A.B/c/d' wants 2",
    ],
    [{ resources: [{ type: 'A.B/c' }] }, 'a resource has no name'],
    [{ resources: [{ name: 'x' }] }, 'a resource has no type'],
    [{ resources: [{ type: 'A.B', name: 'x' }] }, "'A.B' is no type of a resource"],
    [{ resources: ['x'] }, 'a resource is to be an object'],
    [{ resources: 'x' }, '`resources` is to be a list, or an object of names'],
    [
      { resources: [{ type: 'A.B/c', name: 5 }] },
      'the name of a resource is to be a string, it is an int',
    ],
    [
      { resources: [{ type: 'A.B/c', name: 'x', condition: 'maybe' }] },
      'a condition is to be a bool, it is a string',
    ],
    [{ resources: [{ type: 'A.B/c', name: '[nothing()]' }] }, 'there is no function nothing()'],
    [
      { variables: { a: "[variables('b')]", b: "[variables('a')]" } },
      "the variable 'a' needs its own value: a → b → a",
    ],
    [
      {
        parameters: {
          a: { type: 'string', defaultValue: "[parameters('b')]" },
          b: { type: 'string', defaultValue: "[parameters('a')]" },
        },
      },
      "the parameter 'a' needs its own value: a → b → a",
    ],
    [
      { resources: [{ type: 'A.B/c', name: 'x', existing: true }] },
      'a template without languageVersion 2.0 has no `existing` resources',
    ],
    [{ outputs: { x: { type: 'string' } } }, "the output 'x' has no value"],
    [
      { outputs: { x: { type: 'string', value: 5 } } },
      "the output 'x' is declared as string, its value is an int",
    ],
  ])('of %j: one message with its place', (template, message) => {
    const messages = messagesOf(evaluationOf(template));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^main\.json:\d+:\d+: /);
    expect(messages[0]).toContain(message);
  });

  it.each([
    [{ languageVersion: '2.0' }, true, 0],
    [{}, false, 1],
    [{ languageVersion: '1.0' }, false, 1],
  ])('keep a resource that is wrongly called existing: %j', (members, isExisting, faults) => {
    const resources = [{ type: 'A.B/c', name: 'x', existing: true }];
    const evaluation = evaluationOf({ ...members, resources });
    expect(resourceOf(evaluation, 'x').isExisting).toBe(isExisting);
    expect(evaluation.faults).toHaveLength(faults);
  });

  it('leave the rest: a faulty name, setting or condition, and the resources beside it', () => {
    const evaluation = evaluationOf({
      resources: [
        { ...vm, name: "[parameters('missing')]", location: 'here' },
        { ...vm, name: 'vm2', location: '[nothing()]', tags: { a: 'b' } },
        { ...vm, name: 'vm3', condition: "[variables('missing')]" },
        { ...vm, name: 'vm4' },
      ],
    });
    expect(evaluation.resources).toHaveLength(4);
    expect(shownValue(valueAt(evaluation.resources[0]?.body, 'location'))).toBe('here');
    const { body } = resourceOf(evaluation, 'vm2');
    expect(valueAt(body, 'location')).toMatchObject({ kind: 'unknown', reason: { kind: 'fault' } });
    expect(shownValue(valueAt(body, 'tags'))).toEqual({ a: 'b' });
    expect(messagesOf(evaluation)).toHaveLength(3);
  });

  it('that many resources share are told once', () => {
    const { faults } = evaluationOf({
      variables: { broken: '[nothing()]' },
      resources: Array.from({ length: 50 }, (_, index) => ({
        ...vm,
        name: `vm${index}`,
        tags: { a: "[variables('broken')]" },
      })),
    });
    expect(faults).toHaveLength(1);
  });

  it('of a text without any value: no evaluation', () => {
    expect(evaluationsOf('// nothing')).toEqual([]);
  });

  it.each([['[]'], ['"text"'], ['5'], ['{"resources": null}'], ['{"parameters": []}']])(
    'never end it: %s',
    (text) => {
      expect(evaluationsOf(text)).toHaveLength(1);
    },
  );
});

describe('limits', () => {
  const loop = (name: string, count: number) => ({ name, count });

  it.each([
    [
      'steps',
      {
        variables: { many: '[range(0, 10000)]' },
        resources: [
          {
            type: 'A.B/c',
            name: "[concat('x', copyIndex())]",
            copy: loop('l', 800),
            p: "[map(variables('many'), lambda('i', add(lambdaVariables('i'), copyIndex())))]",
          },
        ],
      },
    ],
    [
      'resources',
      {
        resources: [
          nested(
            "[concat('d', copyIndex())]",
            {
              resources: [
                { type: 'A.B/c', name: "[concat('x', copyIndex())]", copy: loop('i', 800) },
              ],
            },
            { copy: loop('o', 800) },
          ),
        ],
      },
    ],
  ])('of %s end the expansion: one fault, and nothing that only seems whole', (what, template) => {
    const start = performance.now();
    const { faults, resources } = evaluationOf(template);
    const limits = faults.filter(({ code }) => code === 'LIMIT_EXCEEDED');
    expect(limits).toMatchObject([{ message: expect.stringContaining(what) }]);
    expect(resources).toEqual([]);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
