import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  convert,
  gib,
  mib,
  missingPrograms,
  must,
  noise,
  temporaryFolder,
  writeSparse,
} from '../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../test/fixtures/disks/memory-source.ts';
import { openRemote, peer } from '../../test/fixtures/disks/range-server.ts';
import { closeLoopback } from '../../test/fixtures/loopback.ts';
import { crc32 } from '../runtime/crc32.ts';
import { newStatistics, windowOf } from './byte-source.ts';
import { openContainer } from './containers/containers.ts';
import { machineCoverage } from './coverage.ts';
import { openMachine } from './machine.ts';
import { openLocalDisk } from './open-disk.ts';

const missing = missingPrograms('sfdisk', 'mke2fs', 'mkfs.vfat', 'mkswap', 'qemu-img');
const title = `a machine (absent: ${missing.join(', ') || 'none'})`;

describe.skipIf(missing.length > 0)(title, () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  // As Azure's images: the root is partition 1 and lies last, here beyond 5 GiB.
  const rootStart = 5 * gib + 3 * mib;
  const layout = [
    'label: gpt',
    '14: start=2048, size=8192, type=21686148-6449-6E6F-744E-656564454649',
    '15: start=10240, size=8192, type=U',
    '16: start=18432, size=8192, type=swap',
    '17: start=26624, size=8192, type=L',
    '2: start=34816, size=32768, type=E3C9E316-0B5C-4DB8-817D-F92DF00215AE',
    `1: start=${rootStart / 512}, type=L`,
  ].join('\n');

  beforeAll(async () => {
    const disk = at('disk.raw');
    writeSparse(disk, 6 * gib, [{ offset: mib, bytes: noise(4096, 1) }]);
    await must('sfdisk', ['-q', disk], { input: `${layout}\n` });
    await must('mke2fs', [
      '-q',
      '-t',
      'ext4',
      '-L',
      'root',
      '-E',
      `offset=${rootStart}`,
      disk,
      '200M',
    ]);
    for (const [name, start, program, ...args] of [
      ['esp', 5 * mib, 'mkfs.vfat'],
      ['swap', 9 * mib, 'mkswap'],
    ] as const) {
      writeSparse(at(name), 4 * mib, []);
      await must(program, [...args, at(name)]);
      await must('dd', [
        `if=${at(name)}`,
        `of=${disk}`,
        'bs=1M',
        `seek=${start / mib}`,
        'conv=notrunc,sparse',
        'status=none',
      ]);
    }
    await convert(disk, at('disk.vhd'), 'vpc', ['subformat=fixed', 'force_size=on']);
    await convert(disk, at('dynamic.vhd'), 'vpc', ['subformat=dynamic', 'force_size=on']);
    await convert(disk, at('disk.vhdx'), 'vhdx');
    await convert(disk, at('disk.vmdk'), 'vmdk', ['subformat=streamOptimized']);
    await convert(disk, at('disk.qcow2'), 'qcow2', [], ['-c']);
  });
  afterAll(() => folder.remove());

  it.each(['disk.raw', 'disk.vhd', 'dynamic.vhd', 'disk.vhdx', 'disk.vmdk', 'disk.qcow2'])(
    'of %s is told volume by volume, with few reads',
    async (name) => {
      const statistics = newStatistics();
      const machine = await openMachine([await openLocalDisk(at(name), statistics)]);
      expect(
        machine.volumes.map(({ number, partition, content }) => [
          number,
          partition?.number,
          content.kind,
          content.holds,
        ]),
      ).toEqual([
        [1, 1, 'ext', 'files'],
        [2, 2, 'boot', 'nothing'],
        [3, 14, 'boot', 'nothing'],
        [4, 15, 'fat', 'files'],
        [5, 16, 'swap', 'nothing'],
        [6, 17, 'empty', 'nothing'],
      ]);
      expect(machine.unread).toEqual([]);
      expect(machineCoverage(machine).map(({ what, incomplete }) => [what, incomplete])).toEqual([
        ['volume:2', false],
        ['volume:3', false],
        ['volume:5', false],
        ['volume:6', false],
      ]);
      expect(machine.disks).toMatchObject([{ name, scheme: 'gpt', sizeBytes: 6 * gib, notes: [] }]);
      expect(machine.volumes[0]?.devices).toEqual([
        expect.stringMatching(/^UUID=[0-9a-f-]{36}$/),
        'LABEL=root',
        expect.stringMatching(/^PARTUUID=[0-9a-f-]{36}$/),
      ]);
      const root = machine.volumes[0]?.bytes;
      const superblock = Buffer.from((await root?.read(1024, 1024)) ?? []);
      expect(superblock.readUInt16LE(56)).toBe(0xef53);
      expect(superblock.toString('latin1', 120, 124)).toBe('root');
      expect(statistics.reads).toBeLessThan(70);
      await machine.close();
    },
  );

  it('whose only table is damaged says that nothing of the disk was read', async () => {
    const bytes = Buffer.from(readFileSync(at('esp')));
    bytes.fill(0);
    bytes.write('EFI PART', 512, 'latin1');
    const container = await openContainer(memorySource(bytes, 'bad.raw'), { beside: undefined });
    const machine = await openMachine([container]);
    expect(machine.volumes).toEqual([]);
    expect(machine.unread).toEqual([
      { what: 'volume:disk-1', reason: expect.stringMatching(/bad\.raw: its GPT and the copy/) },
    ]);
    expect(machineCoverage(machine)).toMatchObject([{ what: 'volume:disk-1', incomplete: true }]);
  });

  it('with more partitions than anybody has says which are not read', async () => {
    const bytes = Buffer.alloc(8 * mib);
    const header = bytes.subarray(512, 1024);
    header.write('EFI PART', 0, 'latin1');
    header.writeUInt32LE(92, 12);
    header.writeBigUInt64LE(1n, 24);
    header.writeBigUInt64LE(2n, 72);
    header.writeUInt32LE(4096, 80);
    header.writeUInt32LE(128, 84);
    const table = bytes.subarray(1024, 1024 + 4096 * 128);
    for (let index = 0; index < 4096; index += 1) {
      const entry = table.subarray(index * 128);
      entry.fill(7, 0, 16);
      entry.writeBigUInt64LE(BigInt(2000 + index), 32);
      entry.writeBigUInt64LE(BigInt(2000 + index), 40);
    }
    header.writeUInt32LE(crc32(table), 88);
    header.writeUInt32LE(crc32(header.subarray(0, 92)), 16);
    const disk = memorySource(bytes, 'many.raw');
    const machine = await openMachine([{ format: 'raw', disk, notes: [] }]);
    expect(machine.volumes).toHaveLength(256);
    expect(machine.unread).toMatchObject([
      { reason: expect.stringMatching(/first 256 of 4096 are not read/) },
    ]);
  });

  it('behind an address is read in a few waves of requests, and named without the query', async () => {
    const small = at('small.raw');
    writeSparse(small, 64 * mib, []);
    const table = 'label: gpt\n1: start=2048, size=65536, type=L\n2: type=L\n';
    await must('sfdisk', ['-q', small], { input: table });
    await must('mke2fs', ['-q', '-t', 'ext4', '-E', `offset=${mib}`, small, '32M']);
    await convert(small, at('small.vhd'), 'vpc', ['subformat=fixed', 'force_size=on']);
    const { url, ranges } = await peer(undefined, {}, readFileSync(at('small.vhd')));
    const statistics = newStatistics();
    const machine = await openMachine([await openRemote(url, { statistics })]);
    expect(machine.volumes.map(({ content }) => content.kind)).toEqual(['ext', 'empty']);
    const text = JSON.stringify([machine.volumes, machine.disks, machine.unread, machine.notes]);
    expect(text).toContain('disk.vhd partition 1');
    expect(text).not.toMatch(/sig=|s3cr3t/);
    expect(new Set(ranges).size).toBe(ranges.length);
    await machine.close();
    await closeLoopback();
  });

  it('of a whole disk without partitions has one volume', async () => {
    const machine = await openMachine([await openLocalDisk(at('esp'), newStatistics())]);
    expect(machine.volumes).toMatchObject([
      { number: 1, name: 'esp', disk: 0, content: { kind: 'fat', holds: 'files' } },
    ]);
    await machine.close();
  });

  it('cut short still tells the volumes that are there, and what is missing', async () => {
    const whole = await openLocalDisk(at('disk.raw'), newStatistics());
    const cut = windowOf(whole.disk, 0, rootStart + 10 * mib, 'cut.raw');
    const machine = await openMachine([{ ...whole, disk: cut }]);
    const kinds = machine.volumes.map(({ content }) => content.kind);
    expect(kinds).toEqual(['unreadable', 'boot', 'boot', 'fat', 'swap', 'empty']);
    expect(machine.unread).toMatchObject([
      { what: 'volume:disk-1', reason: expect.stringMatching(/partition 1 goes on to byte/) },
    ]);
    expect(machineCoverage(machine).filter(({ incomplete }) => incomplete)).toMatchObject([
      { what: 'volume:1', status: 'not-scanned', reason: expect.stringMatching(/ends at byte/) },
      { what: 'volume:disk-1', status: 'partial' },
    ]);
    await whole.disk.close();
  });

  it('survives damaged copies, and never throws at all', async () => {
    const { disk } = await openLocalDisk(at('disk.qcow2'), newStatistics());
    const outcome = await fuzz(disk, fuzzRuns, async (source) => {
      await openMachine([{ format: 'raw', disk: source, notes: [] }]);
    });
    expect(outcome).toMatchObject({ refused: 0 });
    expect(outcome.slowestMs).toBeLessThan(2000);
    await disk.close();
  });
});
