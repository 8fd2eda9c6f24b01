import { tokenize } from '@humanwhocodes/momoa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentsIn } from './comments.ts';

function texts(text: string): string[] {
  return [...commentsIn(text)].map((each) => each.text);
}

describe('commentsIn', () => {
  it.each([
    ['none', '{"a": 1}', []],
    ['a line comment', '{ // one\n"a": 1 }', [' one']],
    ['a line comment with CRLF', '// one\r\n1', [' one']],
    ['a line comment at the end', '1 // one', [' one']],
    ['a block over lines', '/* one\n two */ 1', [' one\n two ']],
    ['two in a row', '/*a*//*b*/1', ['a', 'b']],
    ['an address in a string', '{"a": "https://x // no"}', []],
    ['a quote escaped in a string', '"\\" // no" // yes', [' yes']],
    ['a string over lines', '"a\n// no\n" // yes', [' yes']],
    ['a quote in a comment', '// "\n1 // b', [' "', ' b']],
    ['a block that is not closed', '1 /* a', [' a']],
    ['a lone slash', '1 / 2', []],
    ['a string that is not closed', '"a // no', []],
  ])('finds %s', (_name, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('finds what momoa finds', () => {
    const blank = fc.constantFrom(' ', '\n', '// c "x" \n', "/* d ' */", '/**/', '\t');
    const value = fc.constantFrom('1', '"a // b"', '"/* \\" */"', 'true', '{}', '[ ]', '"\\\\"');
    fc.assert(
      fc.property(fc.array(fc.tuple(blank, value, blank), { maxLength: 8 }), (parts) => {
        const text = `[${parts.map((part) => part.join('')).join(',')}]`;
        const expected = tokenize(text, { mode: 'jsonc', ranges: true }).flatMap((token) =>
          token.type.endsWith('Comment') ? [token.range] : [],
        );
        expect([...commentsIn(text)].map(({ start, end }) => [start, end])).toEqual(expected);
      }),
    );
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', "'", '/', '*', '\\', '\n', 'a') }),
        (text) => {
          let last = 0;
          for (const { start, end } of commentsIn(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
        },
      ),
    );
  });
});
