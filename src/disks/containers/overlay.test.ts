import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { overlaidSource } from './overlay.ts';

describe('a file with patches', () => {
  const patch = fc.record({
    offset: fc.nat(300),
    length: fc.nat(120),
    value: fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
  });

  it('is what writing them one after the other makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 250 }),
        fc.array(patch, { maxLength: 12 }),
        fc.nat(450),
        fc.nat(450),
        async (bytes, patches, offset, length) => {
          const size = 400;
          const expected = new Uint8Array(size);
          expected.set(bytes);
          for (const one of patches) {
            expected.fill(one.value ?? 0, one.offset, Math.min(size, one.offset + one.length));
          }
          const source = overlaidSource(
            memorySource(bytes),
            patches.map(({ value, ...place }) => ({
              ...place,
              ...(value === undefined ? {} : { bytes: new Uint8Array(place.length).fill(value) }),
            })),
            size,
          );
          const read = await source.read(offset, length);
          expect([...read]).toEqual([...expected.subarray(offset, offset + length)]);
        },
      ),
    );
  });
});
