// Disks that other writers than QEMU made. What is expected of them comes from qemu-img 7.2: `check -r all` for the log,
// `convert -O raw` for the bytes.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { openContainer } from './containers.ts';
import { readVhdxHeader } from './vhdx-header.ts';

const mib = 1024 * 1024;
const beside = undefined;

function fileOf(name: string) {
  const packed = readFileSync(join(import.meta.dirname, 'testdata', `${name}.br`));
  return memorySource(brotliDecompressSync(packed), name);
}

const open = (name: string) => openContainer(fileOf(name), { beside });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a disk of another writer', () => {
  it.each([
    // qemu-img takes the geometry of Virtual PC's; the footer's Current Size is what Azure takes.
    ['hyperv2012r2-dynamic.vhd', 'VHD (dynamic)', 136_365_211_648],
    ['virtualpc-dynamic.vhd', 'VHD (dynamic)', 136_365_211_648],
    ['iotest-dirtylog-10G-4M.vhdx', 'VHDX', 10_737_418_240],
    ['iotest-version3.vmdk', 'VMDK (streamOptimized)', 17_179_869_184],
  ])('%s is %s of %i bytes', async (name, format, size) => {
    const { disk, ...about } = await open(name);
    expect(about.format).toBe(format);
    expect(disk.size).toBe(size);
    const end = await disk.read(size - 5000, 10_000);
    expect(end).toHaveLength(5000);
  });

  it.each([
    [
      'iotest-dirtylog-10G-4M.vhdx',
      0,
      18,
      '29eaf2f32ca6d5557b1cc3a6b3962df6161b3c8d816465104ace03dfcc1c90db',
    ],
    [
      'iotest-version3.vmdk',
      0,
      62,
      '5bad384e2623b21bad2736aaf59494c3954d50a2e4e11b00abc8ef006943e1fe',
    ],
    [
      'iotest-version3.vmdk',
      16_332,
      1,
      '2dc8f3d2ce34ea4552e78a62aec00395cd1f20b3b6563828df2f13eb12eefe27',
    ],
  ])(
    '%s holds from MiB %i on, for %i MiB, what qemu-img says',
    async (name, from, count, expected) => {
      const { disk } = await open(name);
      const hash = createHash('sha256');
      for (let at = from; at < from + count; at += 1) hash.update(await disk.read(at * mib, mib));
      expect(hash.digest('hex')).toBe(expected);
    },
  );

  it('of a giant size is refused', async () => {
    await expect(open('afl9.vmdk')).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });
});

describe('a VHDX with a log', () => {
  const name = 'iotest-dirtylog-10G-4M.vhdx';

  it('is told to have one, and would be another disk without it', async () => {
    const { notes, disk } = await open(name);
    expect(notes).toEqual([expect.stringMatching(/log was applied/)]);
    const file = fileOf(name);
    // Both headers say that there is no log, with no checksum to match: the reader must not take them.
    const bytes = Uint8Array.from(await file.read(0, file.size));
    for (const at of [64 * 1024, 128 * 1024]) bytes.fill(0, at + 48, at + 64);
    await expect(openContainer(memorySource(bytes), { beside })).rejects.toThrow(/both headers/);
    expect(sha256(await disk.read(0, 4 * mib))).not.toBe(sha256(new Uint8Array(4 * mib)));
  });

  it('is refused where the log cannot be replayed', async () => {
    const file = fileOf(name);
    const { logOffset, logBytes } = await readVhdxHeader(file);
    const bytes = Uint8Array.from(await file.read(0, file.size));
    for (let at = logOffset; at < logOffset + logBytes; at += 4096) bytes[at + 100] = 0xee;
    await expect(openContainer(memorySource(bytes), { beside })).rejects.toThrow(
      /log cannot be replayed/,
    );
  });

  it('survives damaged copies', async () => {
    const outcome = await fuzz(fileOf(name), fuzzRuns, async (source) => {
      const { disk } = await openContainer(source, { beside });
      await disk.read(0, 65_536);
    });
    expect(outcome.slowestMs).toBeLessThan(2000);
  });
});
