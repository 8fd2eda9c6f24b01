import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  convert,
  gib,
  mib,
  missingPrograms,
  noise,
  sha256Of,
  temporaryFolder,
  writeSparse,
} from '../../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { newStatistics } from '../byte-source.ts';
import { openLocalDisk } from '../open-disk.ts';
import { openContainer } from './containers.ts';

const missing = missingPrograms('qemu-img');
const nothingBeside = { beside: undefined };

describe.skipIf(missing.length > 0)(`VHD (absent: ${missing.join(', ') || 'nothing'})`, () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const size = 9 * mib + 512 * 3;
  const patches = [
    { offset: 0, bytes: noise(70_000, 1) },
    { offset: 2 * mib - 600, bytes: noise(5000, 2) },
    { offset: 6 * mib, bytes: noise(mib, 3) },
    { offset: size - 512, bytes: noise(512, 4) },
  ];
  let expected = '';

  beforeAll(async () => {
    writeSparse(at('d.raw'), size, patches);
    expected = createHash('sha256')
      .update(readFileSync(at('d.raw')))
      .digest('hex');
    await convert(at('d.raw'), at('fixed.vhd'), 'vpc', ['subformat=fixed', 'force_size=on']);
    await convert(at('d.raw'), at('dynamic.vhd'), 'vpc', ['subformat=dynamic', 'force_size=on']);
  });
  afterAll(() => folder.remove());

  it.each([
    ['d.raw', 'raw'],
    ['fixed.vhd', 'VHD (fixed)'],
    ['dynamic.vhd', 'VHD (dynamic)'],
  ])('reads %s as %s, byte by byte what qemu-img was given', async (name, format) => {
    const container = await openLocalDisk(at(name), newStatistics());
    expect(container).toMatchObject({ format, notes: [] });
    expect(container.disk.size).toBe(size);
    expect(await sha256Of(container.disk)).toBe(expected);
    await container.disk.close();
  });

  it('uses the copy of a dynamic disk whose footer is cut off, and says so', async () => {
    copyFileSync(at('dynamic.vhd'), at('cut.vhd'));
    truncateSync(at('cut.vhd'), readFileSync(at('cut.vhd')).length - 512);
    const { disk, notes } = await openLocalDisk(at('cut.vhd'), newStatistics());
    expect(notes).toHaveLength(1);
    expect(await sha256Of(disk)).toBe(expected);
    await disk.close();
  });

  it('names a dynamic disk that is cut short', async () => {
    const bytes = readFileSync(at('dynamic.vhd'));
    const short = memorySource(bytes.subarray(0, bytes.length - mib), 'short.vhd');
    const { disk } = await openContainer(short, nothingBeside);
    await expect(sha256Of(disk)).rejects.toThrow(/short\.vhd: ends at byte/);
  });

  const fixedFooter = (change: (footer: Buffer) => void) => {
    const bytes = Buffer.from(readFileSync(at('fixed.vhd')));
    const footer = bytes.subarray(bytes.length - 512);
    change(footer);
    footer.writeUInt32BE(0, 64);
    footer.writeUInt32BE(~footer.reduce((sum, byte) => sum + byte, 0) >>> 0, 64);
    return memorySource(bytes, 'changed.vhd');
  };

  it.each([
    ['a differencing disk', 60, 4, 'TARGET_UNSUPPORTED', /differencing/],
    ['an unknown type', 60, 9, 'TARGET_DAMAGED', /type 9/],
    ['a size beyond the file', 52, 0x7fffffff, 'TARGET_DAMAGED', /ends at byte/],
    ['a size beyond any disk', 48, 0x0000ffff, 'TARGET_DAMAGED', /size cannot be/],
  ])('refuses %s', async (_name, field, value, code, message) => {
    const file = fixedFooter((footer) => footer.writeUInt32BE(value, field));
    const opened = openContainer(file, nothingBeside);
    await expect(opened).rejects.toMatchObject({ name: 'ScanError', code });
    await expect(opened).rejects.toThrow(message);
  });

  it('refuses a fixed disk whose footer is damaged', async () => {
    const bytes = Buffer.from(readFileSync(at('fixed.vhd')));
    bytes[bytes.length - 100] = 1;
    await expect(openContainer(memorySource(bytes), nothingBeside)).rejects.toThrow(/checksum/);
  });

  it('takes the size of a footer that is smaller than the file', async () => {
    const file = fixedFooter((footer) => footer.writeBigUInt64BE(BigInt(4 * mib), 48));
    const { disk } = await openContainer(file, nothingBeside);
    expect(disk.size).toBe(4 * mib);
    expect(await disk.read(4 * mib - 10, 100)).toHaveLength(10);
    expect(await disk.read(4 * mib, 100)).toHaveLength(0);
  });

  it('reads beyond 4 GiB of a large dynamic disk with few bytes', async () => {
    const far = { offset: 5 * gib + 12_345, bytes: noise(3000, 9) };
    writeSparse(at('large.raw'), 6 * gib, [far]);
    await convert(at('large.raw'), at('large.vhd'), 'vpc', ['subformat=dynamic', 'force_size=on']);
    const statistics = newStatistics();
    const { disk } = await openLocalDisk(at('large.vhd'), statistics);
    expect(disk.size).toBe(6 * gib);
    expect(Buffer.compare(await disk.read(far.offset, 3000), far.bytes)).toBe(0);
    expect((await disk.read(3 * gib, 4096)).every((byte) => byte === 0)).toBe(true);
    expect(statistics.bytes).toBeLessThan(400_000);
    await disk.close();
  });

  it.each(['fixed.vhd', 'dynamic.vhd'])('survives damaged copies of %s', async (name) => {
    const file = memorySource(readFileSync(at(name)), name);
    const outcome = await fuzz(file, fuzzRuns, async (source) => {
      const { disk } = await openContainer(source, nothingBeside);
      for (let offset = 0; offset < Math.min(disk.size, 16 * mib); offset += mib) {
        await disk.read(offset, 4096);
      }
    });
    expect(outcome.slowestMs).toBeLessThan(2000);
  });
});
