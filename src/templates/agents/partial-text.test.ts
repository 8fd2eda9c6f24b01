import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unknownValue } from '../arm/language/unknown.ts';
import { stringValue } from '../arm/language/value.ts';
import {
  allOf,
  isSameText,
  knownText,
  type PartialText,
  partialKey,
  partialText,
  segmentsOf,
} from './partial-text.ts';

const a = { form: 'a' };
const b = { form: 'b' };

describe('isSameText', () => {
  it.each<[PartialText, PartialText, string]>([
    [['vm1'], ['vm1'], 'yes'],
    [['vm1'], ['vm2'], 'no'],
    [[a], [a], 'yes'],
    [[a], [b], 'maybe'],
    [[a], ['vm1'], 'maybe'],
    [['vm-', a], ['vm-', b], 'maybe'],
    [['vm-', a], ['web-', b], 'no'],
    [['vm-', a], ['vm-', a], 'yes'],
    [[a, '-vm'], [a, '-web'], 'no'],
    [['vm-', a, '-x'], ['vm-x'], 'no'],
    [['vm-', a, '-x'], ['vm-1-x'], 'maybe'],
    [[], [], 'yes'],
    [[], ['vm'], 'no'],
  ])('%j and %j: %s', (left, right, expected) => {
    expect(isSameText(left, right)).toBe(expected);
    expect(isSameText(right, left)).toBe(expected);
  });

  it('never says no of texts that some values make equal', () => {
    const values = fc.record({
      a: fc.stringMatching(/^[xy]{0,3}$/),
      b: fc.stringMatching(/^[xy]{0,3}$/),
    });
    const part = fc.oneof(fc.stringMatching(/^[xy]{1,3}$/), fc.constant(a), fc.constant(b));
    const text = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(text, text, values, (left, right, given) => {
        const made = (parts: PartialText) =>
          parts
            .map((each) =>
              typeof each === 'string' ? each : each.form === 'a' ? given.a : given.b,
            )
            .join('');
        const verdict = isSameText(partialOf(left), partialOf(right));
        if (made(left) === made(right)) expect(verdict).not.toBe('no');
        else expect(verdict).not.toBe('yes');
      }),
    );
  });
});

/** As a value's parts are: no two known pieces beside one another. */
function partialOf(parts: PartialText): PartialText {
  return partialKey(
    parts.map((each) => (typeof each === 'string' ? each : `{${each.form}}`)).join(''),
  );
}

it('reads values without case and keeps unknown pieces', () => {
  expect(partialText(stringValue('VM1'))).toStrictEqual(['vm1']);
  const reason = { kind: 'parameter', message: 'no value', span: undefined } as const;
  const unknown = unknownValue('string', reason, "parameters('n')");
  expect(partialText(unknown)).toStrictEqual([{ form: "parameters('n')" }]);
  expect(partialText({ ...unknown, parts: ['VM-', a] })).toStrictEqual(['vm-', a]);
  expect(partialText(undefined)).toStrictEqual([]);
});

it('reads the holes of a key, braces in a form included', () => {
  expect(partialKey('/x/{f({"k":1})}/y')).toStrictEqual(['/x/', { form: 'f({"k":1})' }, '/y']);
  expect(partialKey('/x/{f(')).toStrictEqual(['/x/', { form: 'f(' }]);
});

it('splits at slashes of known pieces', () => {
  expect(segmentsOf(['vm-', a, '/agent'])).toStrictEqual([['vm-', a], ['agent']]);
  expect(segmentsOf(['a/b/c']).map(knownText)).toStrictEqual(['a', 'b', 'c']);
  expect(segmentsOf([a]).map(knownText)).toStrictEqual([undefined]);
});

it('is as certain as the least certain', () => {
  expect(allOf(['yes', 'maybe'])).toBe('maybe');
  expect(allOf(['maybe', 'no'])).toBe('no');
  expect(allOf([])).toBe('yes');
});
