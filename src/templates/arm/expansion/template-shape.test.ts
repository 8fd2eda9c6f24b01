import { describe, expect, it } from 'vitest';
import { evaluationOf, messagesOf } from './expand-alone.ts';

const frame = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
};

describe('the members of a template', () => {
  it.each([
    ['parameters', [], 'main.json:4:17: `parameters` is to be an object of names'],
    ['variables', 3, 'main.json:4:16: `variables` is to be an object of names'],
    ['outputs', 'x', 'main.json:4:14: `outputs` is to be an object of names'],
    ['functions', {}, 'main.json:4:16: `functions` is to be a list'],
  ])('%s of a wrong kind are one fault at their place', (name, value, message) => {
    const evaluation = evaluationOf({ ...frame, [name]: value, resources: [] });
    expect(messagesOf(evaluation)).toEqual([message]);
  });

  it('lack the resources', () => {
    expect(messagesOf(evaluationOf(JSON.stringify(frame)))).toEqual([
      'main.json:1:1: the template has no `resources`',
    ]);
  });

  it('may be null where nothing is to be said', () => {
    const evaluation = evaluationOf({ ...frame, variables: null, outputs: null, resources: [] });
    expect(messagesOf(evaluation)).toEqual([]);
  });
});

describe('chains of definitions that are too long', () => {
  const length = 2000;
  const names = Array.from({ length }, (_, index) => index);
  const chained = (text: (next: string) => unknown) =>
    Object.fromEntries(names.map((index) => [`v${index}`, text(`v${index + 1}`)]));
  const parameters = chained((next) => ({
    type: 'string',
    defaultValue: `[parameters('${next}')]`,
  }));
  it.each([
    ['variables', { variables: chained((next) => `[variables('${next}')]`) }],
    ['parameters', { parameters: { ...parameters, [`v${length}`]: { type: 'string' } } }],
    [
      'lambdas',
      {
        variables: chained(
          (next) => `[first(map(createArray('a'), lambda('x', variables('${next}'))))]`,
        ),
      },
    ],
    [
      'loops',
      {
        variables: chained((next) => ({
          copy: [{ name: 'a', count: 1, input: { b: `[variables('${next}').a[0].b]` } }],
        })),
      },
    ],
  ])('end with the limit and its place: %s', (_, members) => {
    const { faults } = evaluationOf({ ...frame, ...members, resources: [] });
    expect(faults.map(({ code }) => code)).toEqual(['LIMIT_EXCEEDED']);
    expect(faults[0]?.message).toMatch(/^main\.json:\d+:\d+: expressions refer to one another/);
  });
});
