// Volumes that Windows wrote; see testdata/README.md.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { memorySource, recorded } from '../../../test/fixtures/disks/memory-source.ts';
import { missingForNtfs, withNtfs } from '../../../test/fixtures/disks/ntfs-disks.ts';
import {
  shownTree,
  volumeDifferences,
  walkVolume,
} from '../../../test/fixtures/disks/volume-walk.ts';
import type { VolumeBytes } from '../volume.ts';
import { readGeometry } from './boot-sector.ts';
import { readFile } from './file.ts';
import { openMft } from './mft.ts';
import { openNtfs } from './open-ntfs.ts';
import { attributeType } from './records.ts';

const testdata = join(import.meta.dirname, 'testdata');
const missing = missingForNtfs();

/** A volume of which some kilobytes are known, in files named by their places; the rest is zero. */
function sparseVolume(folder: string): VolumeBytes {
  const pieces = readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => ({
      start: Number(name.slice(0, -'.bin'.length)),
      bytes: readFileSync(join(folder, name)),
    }));
  const boot = pieces.find(({ start }) => start === 0)?.bytes ?? Buffer.alloc(512);
  return {
    name: 'windows',
    size: Number(boot.readBigUInt64LE(0x28) + 1n) * 512,
    async read(offset, length) {
      const output = new Uint8Array(length);
      for (const { start, bytes } of pieces) {
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + bytes.length);
        if (from < to) output.set(bytes.subarray(from - start, to - start), from - offset);
      }
      return output;
    },
  };
}

describe('a volume that Windows wrote', () => {
  const image = brotliDecompressSync(readFileSync(join(testdata, 'charlie.dd.br')));

  it('is read with its streams', async () => {
    const volume = await openNtfs(memorySource(image, 'charlie.dd'));
    expect(volume).toMatchObject({ label: 'Charlie', uuid: 'A4A408C8A4089F44', remarks: [] });
    const nine = (await walkVolume(volume)).find(({ path }) => path === 'Nine.txt')?.node;
    const bytes = await nine?.open();
    expect(Buffer.from((await bytes?.read(0, 4)) ?? []).toString()).toBe('9999');
    const streams = [...((await nine?.xattrs()) ?? [])];
    expect(streams.map(([name, { length }]) => [name, length])).toEqual([
      ['ntfs.stream:111', 5005],
      ['ntfs.stream:222', 56],
      ['ntfs.stream:333', 6005],
    ]);
  });

  it.skipIf(missing !== undefined)(
    `is what ntfs-3g shows (absent: ${missing ?? 'none'})`,
    async () => {
      const folder = temporaryFolder();
      const path = join(folder.path, 'charlie.dd');
      writeFileSync(path, image);
      const shown = await withNtfs(path, 'ro', async (root) => shownTree(root, []));
      folder.remove();
      expect(shown.size).toBe(3);
      const volume = await openNtfs(memorySource(image, 'charlie.dd'));
      expect(await volumeDifferences(volume, shown)).toEqual([]);
    },
  );

  it('has its table where the Sleuth Kit finds it, in 171 pieces', async () => {
    const folder = join(testdata, 'highly_fragmented_mft');
    const text = readFileSync(join(folder, 'istat.txt'), 'utf8');
    const data = text.slice(text.indexOf('Type: $DATA'), text.indexOf('Type: $BITMAP'));
    const runs = [...data.matchAll(/Staring address: (\d+), length: (\d+)/g)];
    expect(runs.length).toBe(171);
    const { source, ranges } = recorded({ ...sparseVolume(folder), close: async () => {} });
    const mft = await openMft(await readGeometry(source));
    const table = await (await readFile(mft, 0)).open(attributeType.data, '');
    expect(table?.size).toBe(Number(/\$DATA .* size: (\d+) /.exec(text)?.[1]));
    ranges.length = 0;
    let logical = 0;
    for (const [, start, length] of runs) {
      await table?.read(logical, 512);
      logical += Number(length) * 4096;
      await table?.read(logical - 512, 512);
      const byte = Number(start) * 4096;
      expect(ranges.splice(0)).toEqual([
        { offset: byte, length: 512 },
        { offset: byte + Number(length) * 4096 - 512, length: 512 },
      ]);
    }
    expect(logical).toBeGreaterThanOrEqual(table?.size ?? 0);
  });

  it('has zeros after what was written of a file', async () => {
    const mft = await openMft(
      await readGeometry(sparseVolume(join(testdata, 'large_file_small_init'))),
    );
    const file = await (await readFile(mft, 46)).open(attributeType.data, '');
    const bytes = Buffer.from((await file?.read(0, 2 ** 21)) ?? []);
    expect(bytes.length).toBe(1_048_576);
    const written = ['0x1109b000', '0x1109b400', '0x1109b800', '0x1109bc00'].map((name) =>
      readFileSync(join(testdata, 'large_file_small_init', `${name}.bin`)),
    );
    expect(bytes.subarray(0, 4096).equals(Buffer.concat(written))).toBe(true);
    expect(bytes.subarray(4096).every((byte) => byte === 0)).toBe(true);
  });
});
