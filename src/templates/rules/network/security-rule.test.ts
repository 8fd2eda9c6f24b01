import fc from 'fast-check';
import { expect, it } from 'vitest';
import { portRange } from './security-rule.ts';

it.each([
  ['*', [0, 65535]],
  ['22', [22, 22]],
  ['20-30', [20, 30]],
  ['20 - 30', [20, 30]],
  ['22,23', undefined],
  ['', undefined],
  ['ssh', undefined],
  ['-1', undefined],
])('reads the ports %s', (text, expected) => {
  expect(portRange(text)).toStrictEqual(expected);
});

it('reads any two numbers as they are written, and any text without throwing', () => {
  const port = fc.integer({ min: 0, max: 65535 });
  fc.assert(
    fc.property(port, port, (first, last) => {
      expect(portRange(`${first}-${last}`)).toStrictEqual([first, last]);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const range = portRange(text);
      if (range !== undefined) expect(range.every(Number.isInteger)).toBe(true);
    }),
  );
});
