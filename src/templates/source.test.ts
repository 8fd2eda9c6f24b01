import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeLike, faultAt, limitAt, sourceOf, whereOf } from './source.ts';

describe('positions', () => {
  const source = sourceOf('a.json', 'ab\ncd\r\n\re');

  it.each([
    [0, 1, 1],
    [1, 1, 2],
    [2, 1, 3],
    [3, 2, 1],
    [5, 2, 3],
    [7, 3, 1],
    [8, 4, 1],
    [9, 4, 2],
    [99, 4, 2],
    [-5, 1, 1],
  ])('puts offset %i at %i:%i', (offset, line, column) => {
    expect(source.positionAt(offset)).toEqual({ line, column });
  });

  it('agrees with splitting the text into lines', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', 'ü') }),
        fc.nat(60),
        (text, at) => {
          const offset = Math.min(at, text.length);
          const before = text.slice(0, offset);
          // Between the two units of one line break the line has not ended yet.
          const isInside = before.endsWith('\r') && text[offset] === '\n';
          const lines = (isInside ? before.slice(0, -1) : before).split(/\r\n|\n|\r/);
          const column = (lines.at(-1) ?? '').length + (isInside ? 2 : 1);
          expect(sourceOf('', text).positionAt(offset)).toEqual({ line: lines.length, column });
        },
      ),
    );
  });

  it('words a place as file:line:column', () => {
    expect(whereOf({ source, start: 4, end: 5 })).toBe('a.json:2:2');
  });

  it('puts the place in front of errors', () => {
    const span = { source, start: 3, end: 4 };
    expect(faultAt(span, 'is wrong', 'Mend it.')).toMatchObject({
      code: 'TARGET_DAMAGED',
      where: 'a.json:2:1',
      message: 'a.json:2:1: is wrong',
      hint: 'Mend it.',
    });
    expect(limitAt(span, 'is too much')).toMatchObject({ code: 'LIMIT_EXCEEDED', hint: undefined });
  });
});

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from('{"ü":1}', 'utf8')],
    ['UTF-8 with its mark', Buffer.from('\ufeff{"ü":1}', 'utf8')],
    ['UTF-16 little endian', Buffer.from('\ufeff{"ü":1}', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeff{"ü":1}', 'utf16le').swap16()],
  ])('reads %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe('{"ü":1}');
  });

  it('replaces what is no text, never throws', () => {
    expect(decodeText(Uint8Array.of(0x22, 0xc3, 0x22))).toBe('"\ufffd"');
  });
});

describe('encodeLike', () => {
  it.each([
    ['UTF-8', Buffer.from('{"ä": 1}'), Buffer.from('{"€": 2}')],
    ['UTF-8 with a mark', Buffer.from('\ufeff{}'), Buffer.from('\ufeff{"€": 2}')],
    [
      'UTF-16, little endian',
      Buffer.from('\ufeff{}', 'utf16le'),
      Buffer.from('\ufeff{"€": 2}', 'utf16le'),
    ],
    [
      'UTF-16, big endian',
      Buffer.from('\ufeff{}', 'utf16le').swap16(),
      Buffer.from('\ufeff{"€": 2}', 'utf16le').swap16(),
    ],
  ])('keeps %s', (_, before, after) => {
    const written = encodeLike(before, '{"€": 2}');
    expect(Buffer.from(written).equals(after)).toBe(true);
    expect(decodeText(written)).toBe('{"€": 2}');
  });
});
