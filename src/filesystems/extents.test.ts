import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../test/fixtures/disks/memory-source.ts';
import { addExtent, bytesAtHand, type Extent, extentBytes, placeInExtents } from './extents.ts';

const volume = memorySource(Uint8Array.from({ length: 5000 }, (_, index) => 1 + (index % 251)));

/** Gaps and lengths of extents, each with its place on the volume. */
const parts = fc.array(
  fc.record({
    gap: fc.nat(200),
    length: fc.integer({ min: 1, max: 300 }),
    physical: fc.nat(4700),
  }),
  { maxLength: 12 },
);

function laidOut(from: readonly { gap: number; length: number; physical: number }[]): Extent[] {
  const extents: Extent[] = [];
  let logical = 0;
  for (const { gap, length, physical } of from) {
    logical += gap;
    addExtent(extents, { logical, physical, length });
    logical += length;
  }
  return extents;
}

describe('bytes in extents', () => {
  it('are those of the extents, and zeros between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        fc.nat(4000),
        fc.nat(4000),
        fc.nat(4000),
        async (from, size, offset, length) => {
          const extents = laidOut(from);
          const model = new Uint8Array(size);
          for (const extent of extents) {
            for (let at = 0; at < extent.length && extent.logical + at < size; at += 1) {
              model[extent.logical + at] = 1 + ((extent.physical + at) % 251);
            }
          }
          const file = extentBytes(volume, size, async () => extents);
          expect(file.size).toBe(size);
          expect([...(await file.read(offset, length))]).toEqual([
            ...model.subarray(offset, offset + length),
          ]);
          const place = placeInExtents(extents, offset);
          if (offset < size) {
            expect(model[offset]).toBe(place === undefined ? 0 : 1 + (place % 251));
          }
        },
      ),
    );
  });

  it('become one where extents touch', () => {
    const extents: Extent[] = [];
    addExtent(extents, { logical: 0, physical: 100, length: 10 });
    addExtent(extents, { logical: 10, physical: 110, length: 5 });
    addExtent(extents, { logical: 15, physical: 200, length: 5 });
    addExtent(extents, { logical: 30, physical: 205, length: 5 });
    expect(extents.map(({ length }) => length)).toEqual([15, 5, 5]);
  });

  it('are asked for once, when something is read', async () => {
    let asked = 0;
    const file = extentBytes(volume, 100, async () => {
      asked += 1;
      return [{ logical: 0, physical: 0, length: 100 }];
    });
    expect(asked).toBe(0);
    await Promise.all([file.read(0, 10), file.read(50, 10)]);
    expect(asked).toBe(1);
    expect(await file.read(100, 10)).toHaveLength(0);
  });

  it('are refused behind the volume, and by the GiB', async () => {
    const behind = extentBytes(volume, 2 ** 40, async () => [
      { logical: 0, physical: 4990, length: 2 ** 39 },
    ]);
    await expect(behind.read(0, 20)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
    await expect(behind.read(0, 2 ** 30)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(await behind.read(2 ** 39 + 5, 3)).toEqual(new Uint8Array(3));
  });

  it('at hand are read in parts', async () => {
    const file = bytesAtHand(Uint8Array.of(1, 2, 3, 4));
    expect([...(await file.read(1, 2))]).toEqual([2, 3]);
    expect([...(await file.read(3, 9))]).toEqual([4]);
    expect(await file.read(9, 9)).toHaveLength(0);
  });
});
