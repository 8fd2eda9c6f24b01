import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsOf, readString } from './string-token.ts';

describe('readString', () => {
  it('reads every string that JSON.stringify writes', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            'a',
            '"',
            '\\',
            '\n',
            '\u0000',
            '\u2028',
            '\ud800',
            '\u{1f600}',
            'ü',
          ),
        }),
        fc.string(),
        (value, behind) => {
          const text = JSON.stringify(value);
          const token = readString(text + behind, 0);
          expect(token).toMatchObject({
            value,
            end: text.length,
            closed: true,
            problem: undefined,
          });
        },
      ),
    );
  });

  it.each([
    ['"a', 'a', false],
    ['"a\\', 'a\\', false],
    ['"\\q"', '\\q', true],
    ['"\\u00e"', '\\u00e', true],
    ['"\\"', '"', false],
  ])('reads %j as %j', (text, value, closed) => {
    expect(readString(text, 0)).toMatchObject({ value, closed, end: text.length });
  });
});

describe('offsetsOf', () => {
  it('finds the place of every character, behind escapes too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '"', '\\', '\n', '\u0001', 'ü', '\u{1f600}'), {
          maxLength: 20,
        }),
        (units) => {
          const value = units.join('');
          const text = `  ${JSON.stringify(value)}`;
          const offset = offsetsOf(text, 2, text.length, value);
          for (let index = 0; index < value.length; index++) {
            const piece = text.slice(offset(index), offset(index + 1));
            expect(JSON.parse(`"${piece}"`)).toBe(value[index]);
          }
          expect(offset(value.length)).toBe(text.length - 1);
        },
      ),
    );
  });

  it('keeps within the string', () => {
    const offset = offsetsOf('"a\\nb"', 0, 6, 'a\nb');
    expect([offset(-1), offset(99)]).toEqual([1, 5]);
  });
});
