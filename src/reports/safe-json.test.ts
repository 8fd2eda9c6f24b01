import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeJson, safeJsonParts } from './safe-json.ts';

const whole = (value: unknown) => [...safeJsonParts(value)].join('');

describe('the parts of a JSON report', () => {
  it.each([
    ['nothing', {}],
    ['empty lists', { a: [], b: {}, c: [[], {}] }],
    ['absent members', { a: undefined, b: { c: undefined }, d: () => 1 }],
    ['holes in lists', [undefined, null, [undefined]]],
    ['dates', { at: new Date(0), of: [new Date(1)] }],
    ['a text alone', 'a\nb'],
    ['deep levels', { a: [{ b: [{ c: [{ d: { e: 'x\n' } }] }] }] }],
    ['what hosts take for commands', { a: ['##vso[x]', '::error::', '\u202e'] }],
  ])('are the text of the whole: %s', (_, value) => {
    expect(whole(value)).toBe(safeJson(value));
  });

  it('are the text of the whole for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 7 }), (value) => {
        expect(whole(value)).toBe(safeJson(value));
      }),
    );
  });

  it('are each much shorter than a long report', () => {
    const findings = Array.from({ length: 5000 }, (_, id) => ({ id, message: 'm'.repeat(100) }));
    const value = { targets: [{ findings }] };
    const parts = [...safeJsonParts(value)];
    expect(parts.join('')).toBe(safeJson(value));
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(70_000);
  });
});
