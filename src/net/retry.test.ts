import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRetry, isRetryableStatus, retryAfterMs, retryDelayMs } from './retry.ts';

const now = new Date('2026-11-25T00:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['Wed, 25 Nov 2026 00:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-1e99x', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});

describe('retryDelayMs', () => {
  it('is never longer than allowed and ends with the attempts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1 }), (attempt, at) => {
        const delay = retryDelayMs({ ...defaultRetry, random: () => at || 0 }, attempt);
        if (attempt >= defaultRetry.attempts) expect(delay).toBeUndefined();
        else expect(delay).toBeLessThanOrEqual(500 * 2 ** (attempt - 1));
      }),
    );
  });
  it('keeps to what the server asks for, unless that is too long', () => {
    expect(retryDelayMs(defaultRetry, 1, 5000)).toBe(5000);
    expect(retryDelayMs(defaultRetry, 1, 60_001)).toBeUndefined();
  });
});

it.each([200, 301, 400, 401, 403, 404, 501])('status %i is not tried again', (status) => {
  expect(isRetryableStatus(status)).toBe(false);
});
