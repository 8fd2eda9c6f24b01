import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  convert,
  gib,
  mib,
  missingPrograms,
  noise,
  type Patch,
  sha256Of,
  temporaryFolder,
  writeSparse,
} from '../../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { newStatistics } from '../byte-source.ts';
import { openLocalDisk } from '../open-disk.ts';
import { openContainer } from './containers.ts';

const missing = missingPrograms('qemu-img');

interface Case {
  readonly name: string;
  readonly format: string;
  readonly kind: string;
  readonly options?: readonly string[];
  readonly flags?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'dynamic.vhdx', kind: 'VHDX', format: 'vhdx', options: ['subformat=dynamic'] },
  { name: 'fixed.vhdx', kind: 'VHDX', format: 'vhdx', options: ['subformat=fixed'] },
  { name: 'blocks.vhdx', kind: 'VHDX', format: 'vhdx', options: ['block_size=1M'] },
  {
    name: 'sparse.vmdk',
    kind: 'VMDK (monolithicSparse)',
    format: 'vmdk',
    options: ['subformat=monolithicSparse'],
  },
  {
    name: 'zeroed.vmdk',
    kind: 'VMDK (monolithicSparse)',
    format: 'vmdk',
    options: ['zeroed_grain=on'],
  },
  {
    name: 'stream.vmdk',
    kind: 'VMDK (streamOptimized)',
    format: 'vmdk',
    options: ['subformat=streamOptimized'],
  },
  {
    name: 'flat.vmdk',
    kind: 'VMDK (monolithicFlat)',
    format: 'vmdk',
    options: ['subformat=monolithicFlat'],
  },
  { name: 'v2.qcow2', kind: 'QCOW2 (version 2)', format: 'qcow2', options: ['compat=0.10'] },
  { name: 'v3.qcow2', kind: 'QCOW2 (version 3)', format: 'qcow2' },
  {
    name: 'small.qcow2',
    kind: 'QCOW2 (version 3)',
    format: 'qcow2',
    options: ['cluster_size=512'],
  },
  { name: 'zlib.qcow2', kind: 'QCOW2 (version 3)', format: 'qcow2', flags: ['-c'] },
  {
    name: 'zstd.qcow2',
    kind: 'QCOW2 (version 3)',
    format: 'qcow2',
    flags: ['-c'],
    options: ['compression_type=zstd'],
  },
  {
    name: 'old-zlib.qcow2',
    kind: 'QCOW2 (version 2)',
    format: 'qcow2',
    flags: ['-c'],
    options: ['compat=0.10'],
  },
  {
    name: 'extended.qcow2',
    kind: 'QCOW2 (version 3)',
    format: 'qcow2',
    options: ['extended_l2=on', 'cluster_size=128k'],
  },
  {
    name: 'extended-zstd.qcow2',
    kind: 'QCOW2 (version 3)',
    format: 'qcow2',
    flags: ['-c'],
    options: ['extended_l2=on', 'compression_type=zstd', 'cluster_size=64k'],
  },
];

/** Text repeats itself, so that compressed clusters are; noise does not, and stays as it is. */
function text(length: number): Uint8Array {
  return Buffer.alloc(length, 'The quick brown fox jumps over the lazy dog. ');
}

const size = 21 * mib + 512 * 5;
const patches: readonly Patch[] = [
  { offset: 0, bytes: text(200_000) },
  { offset: 2 * mib - 700, bytes: noise(5000, 2) },
  { offset: 3 * mib + 4096, bytes: noise(4096, 12) },
  { offset: 6 * mib, bytes: noise(mib, 3) },
  { offset: 9 * mib + 512, bytes: text(mib) },
  { offset: size - 512, bytes: noise(512, 4) },
];

describe.skipIf(missing.length > 0)(`containers (absent: ${missing.join(', ') || 'none'})`, () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  let expected = '';
  const far: readonly Patch[] = [
    { offset: 0, bytes: text(5000) },
    { offset: 5 * gib + 12_345, bytes: noise(70_000, 9) },
    { offset: 6 * gib - 600, bytes: text(600) },
  ];

  beforeAll(async () => {
    writeSparse(at('disk.raw'), size, patches);
    writeSparse(at('far.raw'), 6 * gib, far);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(at('disk.raw'))) hash.update(chunk);
    expected = hash.digest('hex');
    for (const { name, format, options, flags } of cases) {
      await convert(at('disk.raw'), at(name), format, options, flags);
    }
  });
  afterAll(() => folder.remove());

  it.each(cases)('reads $name, byte by byte what qemu-img was given', async ({ name, kind }) => {
    const statistics = newStatistics();
    const container = await openLocalDisk(at(name), statistics);
    expect(container).toMatchObject({ format: kind, notes: [] });
    expect(container.disk.size).toBe(size);
    expect(await sha256Of(container.disk)).toBe(expected);
    await container.disk.close();
  });

  it.each(
    cases.filter(
      ({ name }) => !name.includes('fixed') && !name.includes('flat') && name !== 'small.qcow2',
    ),
  )(
    'reads bytes beyond 5 GiB of a large $format ($name)',
    async ({ name, format, options, flags }) => {
      await convert(at('far.raw'), at(`far-${name}`), format, options, flags);
      const statistics = newStatistics();
      const { disk } = await openLocalDisk(at(`far-${name}`), statistics);
      expect(disk.size).toBe(6 * gib);
      for (const { offset, bytes } of far) {
        expect(Buffer.compare(await disk.read(offset, bytes.length), bytes)).toBe(0);
      }
      for (const offset of [gib, 3 * gib + 999, 5 * gib - 70_000]) {
        expect((await disk.read(offset, 70_000)).every((byte) => byte === 0)).toBe(true);
      }
      // Tables are looked up, never slurped.
      expect(statistics.bytes).toBeLessThan(2 * mib);
      await disk.close();
    },
  );

  const beside = async (name: string) =>
    memorySource(Uint8Array.from(readFileSync(at(name))), name);
  const whole = async (name: string) => (await openContainer(await beside(name), { beside })).disk;

  it.each(cases.filter(({ name }) => !name.startsWith('fixed')))(
    'names what is missing of $name when it is cut short',
    async ({ name }) => {
      const victim = name === 'flat.vmdk' ? 'flat-flat.vmdk' : name;
      const copy = at(`cut-${victim}`);
      copyFileSync(at(victim), copy);
      truncateSync(copy, Math.floor(statSync(copy).size / 3));
      const cut = async () => {
        const file = memorySource(readFileSync(copy), 'cut.disk');
        const open =
          name === 'flat.vmdk'
            ? openContainer(await beside(name), { beside: async () => file })
            : openContainer(file, { beside });
        return sha256Of((await open).disk);
      };
      await expect(cut()).rejects.toMatchObject({ name: 'ScanError', code: 'TARGET_DAMAGED' });
    },
  );

  it.each(cases)('survives damaged copies of $name', async ({ name }) => {
    const bytes = Uint8Array.from(readFileSync(at(name)));
    const flat = await beside(name === 'flat.vmdk' ? 'flat-flat.vmdk' : name);
    const context = { beside: async () => flat };
    const outcome = await fuzz(memorySource(bytes, name), fuzzRuns, async (source) => {
      const { disk } = await openContainer(source, context);
      for (const offset of [0, 3 * mib, 6 * mib, 10 * mib, 20 * mib]) {
        await disk.read(offset, 4096);
      }
    });
    expect(outcome.slowestMs).toBeLessThan(2000);
    expect((await whole(name)).size).toBe(size);
  });
});

describe('a file that is no disk of ours', () => {
  it.each([
    ['a VDI', 0x40, '\x7f\x10\xda\xbe', /VDI/],
    ['a gzip', 0, '\x1f\x8b\x08', /gzip.*Unpack|gzip/],
    ['an OVA', 257, 'ustar', /OVA/],
    ['a sparse extent of ESX', 0, 'COWD', /ESX/],
  ])('as %s is named, not taken for raw', async (_name, at, text, message) => {
    const bytes = Buffer.alloc(8192);
    bytes.write(text, at, 'latin1');
    const opened = openContainer(memorySource(bytes), { beside: undefined });
    await expect(opened).rejects.toMatchObject({ code: 'TARGET_UNSUPPORTED' });
    await expect(opened).rejects.toThrow(message);
  });

  it('is refused with the signatures of two formats', async () => {
    const bytes = Buffer.alloc(8192);
    bytes.write('QFI\xfb', 0, 'latin1');
    bytes.write('conectix', 8192 - 512, 'latin1');
    const opened = openContainer(memorySource(bytes), { beside: undefined });
    await expect(opened).rejects.toThrow(/two formats \(vhd and qcow2\)/);
  });

  it('is refused when it is empty', async () => {
    const opened = openContainer(memorySource(new Uint8Array(0)), { beside: undefined });
    await expect(opened).rejects.toThrow(/is empty/);
  });
});
