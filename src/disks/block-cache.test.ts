import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noise } from '../../test/fixtures/disks/disk-files.ts';
import { memorySource, recorded } from '../../test/fixtures/disks/memory-source.ts';
import { cachedSource } from './block-cache.ts';
import { readExactly, windowOf } from './byte-source.ts';

const block = 65_536;
const bytes = noise(20 * block + 777, 6);

describe('a cached source', () => {
  it('gives what the source gives, wherever it is asked, with room for few blocks', async () => {
    const cached = cachedSource(memorySource(bytes), 4 * block);
    const place = fc.record({ at: fc.nat(bytes.length + 10), length: fc.nat(7 * block) });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 4 }), async (places) => {
        const read = await Promise.all(places.map(({ at, length }) => cached.read(at, length)));
        for (const [index, { at, length }] of places.entries()) {
          const part = read[index] ?? new Uint8Array(1);
          expect(Buffer.compare(part, bytes.subarray(at, at + length))).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('asks for missing neighbours together, and for nothing twice', async () => {
    const { source, ranges } = recorded(memorySource(bytes));
    const cached = cachedSource(source);
    await cached.read(3 * block + 5, 10);
    await cached.read(block, 5 * block);
    expect(ranges).toEqual([
      { offset: 3 * block, length: block },
      { offset: block, length: 2 * block },
      { offset: 4 * block, length: 2 * block },
    ]);
    await Promise.all([cached.read(9 * block, 10), cached.read(9 * block + 50, 10)]);
    await cached.read(block, 5 * block);
    expect(ranges).toHaveLength(4);
  });

  it('forgets what was longest not asked for', async () => {
    const { source, ranges } = recorded(memorySource(bytes));
    const cached = cachedSource(source, 2 * block);
    for (const index of [0, 1, 0, 2, 0, 1]) await cached.read(index * block, 1);
    expect(ranges.map(({ offset }) => offset / block)).toEqual([0, 1, 2, 1]);
  });

  it('asks again for what failed', async () => {
    let fails = true;
    const cached = cachedSource({
      ...memorySource(bytes),
      read: async (offset, length) => {
        if (fails) throw new Error('not now');
        return bytes.subarray(offset, offset + length);
      },
    });
    const both = await Promise.allSettled([cached.read(0, 3 * block), cached.read(10, 10)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await cached.read(0, 3 * block)).toHaveLength(3 * block);
  });

  it.each([
    [-1, 1],
    [0, -1],
    [Number.NaN, 1],
    [0, Number.POSITIVE_INFINITY],
    [2 ** 60, 1],
  ])('has no byte %d of %d', async (offset, length) => {
    const cached = cachedSource(memorySource(bytes));
    await expect(cached.read(offset, length)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it('refuses to read more at once than a reader needs', async () => {
    const giant = { ...memorySource(bytes), size: 2 ** 40 };
    await expect(cachedSource(giant).read(0, 2 ** 30)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });
});

describe('a window', () => {
  it('ends where it says, and tells when its source ends before', async () => {
    const source = memorySource(bytes, 'disk');
    const window = windowOf(source, 100, 50, 'disk partition 1');
    expect(Buffer.compare(await window.read(40, 100), bytes.subarray(140, 150))).toBe(0);
    expect(await window.read(50, 10)).toHaveLength(0);
    await expect(readExactly(window, 45, 10)).rejects.toThrow(/disk partition 1: ends at byte 50/);
    const beyond = windowOf(source, bytes.length - 10, 50, 'disk partition 2');
    await expect(beyond.read(0, 50)).rejects.toThrow(/^disk: ends at byte/);
    expect(await beyond.read(0, 10)).toHaveLength(10);
  });
});
