import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScanError } from '../../../model/errors.ts';
import { open, valueOf, values } from './evaluate-alone.ts';
import { functionNames, functionOf } from './functions/all.ts';
import { toPlain } from './plain.ts';
import { formOf, unknownIn } from './unknown.ts';

// Expressions made at random of every function: what Azure would refuse is a fault with its place, nothing else is
// thrown, and what is known of a value never depends on how it came to be known.

const world = {
  parameters: {
    ...values({ text: 'abc', list: [1, 'b', { c: 2 }], thing: { a: 'x', b: [1] } }),
    open: open('open'),
    openBool: open('openBool', 'bool'),
    openAny: open('openAny', 'any'),
    openList: open('openList', 'array'),
  },
  variables: values({ size: 3 }),
};

const leaf = fc.constantFrom(
  "'abc'",
  "''",
  "'A.B/c'",
  "'10.0.0.0/8'",
  "'2020-01-01'",
  "'P1D'",
  "'{0} {1:N2}'",
  "'aGk='",
  "'[1]'",
  '0',
  '1',
  '-1',
  '3',
  '9223372036854775807',
  'true()',
  'false()',
  'null()',
  'createArray()',
  "createObject('a', 1)",
  "parameters('text')",
  "parameters('list')",
  "parameters('thing')",
  "parameters('open')",
  "parameters('openBool')",
  "parameters('openAny')",
  "parameters('openList')",
  "variables('size')",
  "lambdaVariables('x')",
  "lambda('x', lambdaVariables('x'))",
  "lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y')))",
);

const { expression } = fc.letrec<{ expression: string; call: string }>((tie) => ({
  call: fc.constantFrom(...functionNames).chain((name) => {
    const definition = functionOf(name);
    const min = definition?.min ?? 0;
    const max = Math.min(definition?.max ?? 0, min + 2);
    return fc
      .array(tie('expression'), { minLength: min, maxLength: max })
      .map((args) => `${name}(${args.join(', ')})`);
  }),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('call'),
    fc
      .tuple(tie('call'), fc.constantFrom('.a', "['b']", '[0]', '.?a', '[?5]'))
      .map((pair) => pair.join('')),
    tie('expression').map((body) => `lambda('x', ${body})`),
  ),
}));

function outcome(text: string) {
  try {
    return valueOf(`[${text}]`, world);
  } catch (error) {
    if (error instanceof ScanError) return error;
    throw new Error(`${text} throws ${String(error)}`, { cause: error });
  }
}

describe('expressions at random', () => {
  it('give a value or a fault at its place', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const result = outcome(text);
        if (result instanceof ScanError) expect(result.where).toMatch(/^test\.json:1:\d+$/);
        else expect(result.span).toBeDefined();
      }),
      { numRuns: 5000 },
    );
  });

  it('give the same again, form included', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const [first, second] = [outcome(text), outcome(text)];
        if (first instanceof ScanError || second instanceof ScanError) {
          expect(first).toEqual(second);
        } else expect(formOf(first)).toBe(formOf(second));
      }),
      { numRuns: 1000 },
    );
  });

  it('keep in a known branch what they are outside of it', () => {
    fc.assert(
      fc.property(expression, expression, (text, other) => {
        const alone = outcome(text);
        const inside = outcome(`if(true(), ${text}, ${other})`);
        if (alone instanceof ScanError) expect(inside).toBeInstanceOf(ScanError);
        else if (!(inside instanceof ScanError)) expect(formOf(inside)).toBe(formOf(alone));
        else expect.unreachable(`${text} fails inside: ${inside.message}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('decide nothing with an unknown that a known value would decide otherwise', () => {
    // Whatever the unknown becomes, a result that was known before must be the same.
    const becoming = fc.record({
      open: fc.constantFrom('abc', '', 'A.B/c', 'x'),
      openBool: fc.boolean(),
      openAny: fc.constantFrom(null, 'abc', 1, [1]),
      openList: fc.constantFrom([], ['abc', 1]),
    });
    fc.assert(
      fc.property(expression, becoming, (text, value) => {
        const before = outcome(text);
        if (before instanceof ScanError || unknownIn(before) !== undefined) return;
        const known = { ...world, parameters: { ...world.parameters, ...values(value) } };
        let after: unknown;
        try {
          after = toPlain(valueOf(`[${text}]`, known));
        } catch (error) {
          // The value may be of no use to a function behind an unknown condition.
          expect(error).toBeInstanceOf(ScanError);
          return;
        }
        if (after !== undefined)
          expect([text, value, after]).toEqual([text, value, toPlain(before)]);
      }),
      { numRuns: 3000 },
    );
  });
});
