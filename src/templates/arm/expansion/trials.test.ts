import { describe, expect, it } from 'vitest';
import { evaluationsOf, type World } from './expand-alone.ts';

describe('required parameters', () => {
  const tried = (parameters: object, more: object = {}, world: World = {}) =>
    evaluationsOf({ parameters, ...more }, world).map((each) => each.tried);
  const bool = { type: 'bool' };
  const eight = { type: 'string', allowedValues: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] };

  it('with few values are tried with each', () => {
    expect(tried({ p: bool, os: { type: 'string', allowedValues: ['Linux', 'Windows'] } })).toEqual(
      [
        { p: true, os: 'Linux' },
        { p: true, os: 'Windows' },
        { p: false, os: 'Linux' },
        { p: false, os: 'Windows' },
      ],
    );
    const evaluation = evaluationsOf({ parameters: { p: bool } })[1];
    expect(evaluation?.root.parameters).toMatchObject([
      { origin: 'tried', value: { value: false } },
    ]);
  });

  it.each([
    ['has a default', { p: { ...bool, defaultValue: true } }, {}],
    ['may be null', { p: { ...bool, nullable: true } }, {}],
    ['has a value', { p: bool }, { parameters: { p: { value: true } } }],
    ['is secure', { p: { type: 'securestring', allowedValues: ['a', 'b'] } }, {}],
    ['has any value', { p: { type: 'int' } }, {}],
    [
      'has more values than are tried',
      { p: { type: 'int', allowedValues: Array.from({ length: 17 }, (_, i) => i) } },
      {},
    ],
  ])('are not tried where one %s', (_, parameters, world: World) => {
    expect(tried(parameters, {}, world)).toEqual([{}]);
  });

  it.each([
    ['a condition', { condition: "[parameters('p')]" }],
    ['the first argument of if()', { tags: "[if(parameters('p'), 'x', 'y')]" }],
    ['a key', { tags: "[variables('map')[parameters('p')]]" }],
    ['a variable that a condition reads', { condition: "[variables('on')]" }],
  ])('that decide by %s go before others, 16 combinations at most', (_, resource) => {
    const combinations = tried(
      { a: eight, b: eight, p: bool },
      {
        variables: { on: "[not(parameters('p'))]", map: {} },
        resources: [{ type: 'A.B/c', name: 'x', ...resource }],
      },
    );
    expect(combinations).toHaveLength(16);
    expect(Object.keys(combinations[0] ?? {})).toEqual(['p', 'a']);
  });

  it('are followed into deployments', () => {
    const template = {
      parameters: { on: bool },
      resources: [{ type: 'A.B/c', name: 'x', condition: "[parameters('on')]" }],
    };
    const properties = {
      template,
      expressionEvaluationOptions: { scope: 'inner' },
      parameters: { on: { value: "[parameters('p')]" } },
    };
    const resources = [{ type: 'Microsoft.Resources/deployments', name: 'd', properties }];
    const combinations = tried({ a: eight, b: eight, p: bool }, { resources });
    expect(Object.keys(combinations[0] ?? {})).toEqual(['p', 'a']);
    const counts = evaluationsOf({ parameters: { p: bool }, resources }).map(
      (each) => each.resources.length,
    );
    expect(counts).toEqual([2, 1]);
  });
});
