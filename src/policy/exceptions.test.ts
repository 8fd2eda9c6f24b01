import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../model/target.ts';
import { daysLeft, isForTarget } from './exceptions.ts';

const archive: Target = {
  kind: 'docker-archive',
  reference: 'docker-archive:build/web.tar',
  identity: { tags: ['acme/web:1', 'acme/web:latest'] },
};
const bare: Target = { kind: 'docker', reference: 'acme/web:1', identity: {} };

describe('isForTarget', () => {
  it.each<[string | undefined, Target, boolean]>([
    [undefined, archive, true],
    ['*', archive, true],
    ['docker-archive:build/web.tar', archive, true],
    ['build/*', archive, true],
    ['acme/web:*', archive, false], // a tag that the image gives itself
    ['acme/web', archive, false],
    ['build', archive, false],
    ['docker:acme/*', bare, true],
    ['acme/web:?', bare, true],
    ['registry:acme/*', bare, false],
  ])('%s', (pattern, target, expected) => {
    expect(isForTarget(pattern, target)).toBe(expected);
  });
});

describe('daysLeft', () => {
  const exception = { id: 'CVE-1', reason: 'r', owner: 'o', line: 1 };
  it.each([
    ['2026-11-24', '2026-11-24T00:00:00Z', 0],
    ['2026-11-24', '2026-11-24T23:59:59Z', 0],
    ['2026-11-24', '2026-11-25T00:00:00Z', -1],
    ['2026-12-01', '2026-11-24T23:59:59Z', 7],
    ['2027-03-01', '2027-02-28T12:00:00Z', 1],
    ['2028-03-01', '2028-02-28T12:00:00Z', 2],
  ])('%s seen at %s: %i', (expires, now, expected) => {
    expect(daysLeft({ ...exception, expires }, new Date(now))).toBe(expected);
  });

  it('counts down by one each day, and never holds again once it has expired', () => {
    const days = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(days, days, (last, today) => {
        const expires = new Date(last * 86_400_000).toISOString().slice(0, 10);
        expect(daysLeft({ ...exception, expires }, new Date(today * 86_400_000 + 5000))).toBe(
          last - today,
        );
      }),
    );
  });
});
