import { randomBytes } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test-feeds.ts';
import { WindowedFile } from './windowed-file.ts';

it('reads what a plain read would, in any order, over its window’s edges and past the end', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'bytes');
  const bytes = randomBytes(2 * 1024 ** 2 + 77);
  await writeFile(path, bytes);
  const file = await open(path);
  const windowed = new WindowedFile(file);
  const read = fc.record({ at: fc.nat(bytes.length + 100), length: fc.nat(1_500_000) });
  await fc.assert(
    fc.asyncProperty(fc.array(read, { maxLength: 6 }), async (reads) => {
      for (const { at, length } of reads) {
        const got = await windowed.read(at, length);
        expect(got.equals(bytes.subarray(at, at + length))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
  await file.close();
  await rm(folder, { recursive: true });
});
