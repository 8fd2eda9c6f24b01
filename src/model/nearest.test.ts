import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['--fail-on', '--feeds', '--offline', '--output'];

describe('nearest', () => {
  it.each([
    ['--fail-no', '--fail-on'],
    ['--failon', '--fail-on'],
    ['--FEEDS', '--feeds'],
    ['--outptu', '--output'],
    ['--of-line', '--offline'],
  ])('%s is probably %s', (word, meant) => expect(nearest(word, known)).toBe(meant));

  const keys = ['failOn', 'ignoreUnfixed', 'unknownAs', 'exceptions', 'database', 'coverage'];
  it.each([
    ['fail-on', 'failOn'],
    ['fialOn', 'failOn'],
    ['ignore-unfixd', 'ignoreUnfixed'],
    ['exception', 'exceptions'],
    ['zzzzzz', undefined],
    ['', undefined],
  ])('of the policy’s keys %s means %s', (word, meant) => expect(nearest(word, keys)).toBe(meant));

  it.each(['--verbose-mode', 'x', ''])('has nothing near «%s»', (word) =>
    expect(nearest(word, known)).toBeUndefined(),
  );

  it('finds a known word by itself', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1 }),
        (words) => {
          const word = words[0] ?? '';
          expect(nearest(word, words)?.toLowerCase()).toBe(word.toLowerCase());
        },
      ),
    );
  });
});
