import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOf } from './evaluate-alone.ts';
import { argumentsOf, negated } from './form-call.ts';
import { formOf, unknownValue } from './unknown.ts';

describe('argumentsOf', () => {
  it.each([
    ['and(a,b)', 'and', ['a', 'b']],
    ['and(a,or(b,c))', 'and', ['a', 'or(b,c)']],
    ['and(equals(a,"x,)"),b)', 'and', ['equals(a,"x,)")', 'b']],
    ['and(equals(a,"x\\\\"),b)', 'and', ['equals(a,"x\\\\")', 'b']],
    ['and(equals(a,"x\\",("),b)', 'and', ['equals(a,"x\\",(")', 'b']],
    ['and(a).b(c)', 'and', undefined],
    ['or(a,b)', 'and', undefined],
    ['#0123', 'and', undefined],
  ])('%s as %s: %j', (form, name, expected) => {
    expect(argumentsOf(form, name)).toEqual(expected);
  });
});

const bool = (name: string) =>
  unknownValue('bool', { kind: 'parameter', message: 'm', span: undefined }, name);
const parameters = { a: bool('a'), b: bool('b'), t: { ...bool('t'), type: 'string' as const } };
const form = (expression: string) => formOf(valueOf(`[${expression}]`, { parameters }));

describe('one wording', () => {
  it.each([
    ["equals(parameters('t'), 'x')", "equals('x', parameters('t'))"],
    ["equals(parameters('a'), parameters('b'))", "equals(parameters('b'), parameters('a'))"],
    ["not(not(parameters('a')))", "parameters('a')"],
    [
      "not(or(parameters('a'), parameters('b')))",
      "and(not(parameters('a')), not(parameters('b')))",
    ],
    [
      "not(and(parameters('a'), not(parameters('b'))))",
      "or(not(parameters('a')), parameters('b'))",
    ],
  ])('%s is %s', (left, right) => {
    expect(form(left)).toBe(form(right));
  });

  it.each([
    ["equals(parameters('t'), 'x')", "equals(parameters('t'), 'X')"],
    ["not(and(parameters('a'), parameters('b')))", "not(or(parameters('a'), parameters('b')))"],
    ["not(parameters('a'))", "parameters('a')"],
  ])('%s is not %s', (left, right) => {
    expect(form(left)).not.toBe(form(right));
  });

  it('the contrary of the contrary is the same', () => {
    const leaf = fc.constantFrom('a', 'b', 'equals(a,"(")');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.tuple(tie('tree'), tie('tree')).map(([one, two]) => `and(${one},${two})`),
        fc.tuple(tie('tree'), tie('tree')).map(([one, two]) => `or(${one},${two})`),
        leaf.map((each) => `not(${each})`),
      ),
    }));
    fc.assert(
      fc.property(tree, (each) => {
        expect(negated(negated(each))).toBe(each);
      }),
    );
  });
});
