import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { upperCase } from './upper-case.ts';

it.each([
  ['system32', 'SYSTEM32'],
  ['größe', 'GRÖßE'],
  ['ключ', 'КЛЮЧ'],
  ['ı and ſ', 'ı AND ſ'],
  ['ŉ', 'ŉ'],
  ['😀', '😀'],
])('writes %s as %s', (name, upper) => {
  expect(upperCase(name)).toBe(upper);
});

it('keeps the length, and says the same of what it said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const upper = upperCase(name);
      expect(upper.length).toBe(name.length);
      expect(upperCase(upper)).toBe(upper);
      expect(upperCase(name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))).toBe(upper);
    }),
  );
});
