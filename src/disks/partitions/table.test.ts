import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  mib,
  missingPrograms,
  must,
  temporaryFolder,
  writeSparse,
} from '../../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { crc32 } from '../../runtime/crc32.ts';
import type { PartitionTable } from './partition.ts';
import { readPartitionTable } from './table.ts';

const missing = missingPrograms('sfdisk');
const noLoops = process.getuid?.() !== 0 || missingPrograms('losetup').length > 0;

const layouts = {
  'azure.gpt': [
    'label: gpt',
    '14: start=2048, size=8192, type=21686148-6449-6E6F-744E-656564454649, name="boot"',
    '15: size=20480, type=U',
    '1: type=L, name="rüt"',
  ],
  'plain.mbr': ['label: dos', ',4M,7', ',6M,83,*', ',,82'],
  'extended.mbr': ['label: dos', ',4M,7', ',20M,5', ',,83', ',5M,83', ',6M,82', ',,83'],
} as const;

interface Listed {
  readonly partitiontable: {
    readonly label: string;
    readonly sectorsize: number;
    readonly partitions: readonly {
      readonly node: string;
      readonly start: number;
      readonly size: number;
      readonly type: string;
      readonly uuid?: string;
      readonly name?: string;
    }[];
  };
}

const noFaults = { notes: [], unread: [] };

describe.skipIf(missing.length > 0)(`partitions (absent: ${missing.join(', ') || 'none'})`, () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const disk = (name: string) => memorySource(Uint8Array.from(readFileSync(at(name))), name);

  beforeAll(async () => {
    for (const [name, lines] of Object.entries(layouts)) {
      writeSparse(at(name), 40 * mib, []);
      await must('sfdisk', ['-q', at(name)], { input: `${lines.join('\n')}\n` });
    }
  });
  afterAll(() => folder.remove());

  async function listed(path: string): Promise<Listed['partitiontable']> {
    const parsed: Listed = JSON.parse(await must('sfdisk', ['-J', path]));
    return parsed.partitiontable;
  }

  it.each([
    ['azure.gpt', 'gpt', 3],
    ['plain.mbr', 'mbr', 3],
    ['extended.mbr', 'mbr', 5],
  ] as const)('reads %s as sfdisk does', async (name, scheme, count) => {
    const table = await readPartitionTable(disk(name));
    expect(table).toMatchObject({ scheme, sectorBytes: 512, ...noFaults });
    const theirs = (await listed(at(name))).partitions // sfdisk lists the extended partition itself, which holds the others.
      .filter(({ type }) => type !== '5')
      .map((one) => ({
        number: Number(/\d+$/.exec(one.node)?.[0]),
        offset: one.start * 512,
        size: one.size * 512,
        type: scheme === 'gpt' ? one.type.toLowerCase() : Number.parseInt(one.type, 16),
        label: one.name ?? (scheme === 'gpt' ? '' : undefined),
      }));
    const ours = table.partitions.map(({ number, offset, size, type, label }) => ({
      number,
      offset,
      size,
      type: scheme === 'gpt' ? type : Number.parseInt(type, 16),
      label,
    }));
    expect(ours).toEqual(theirs.sort((left, right) => left.number - right.number));
    expect(ours).toHaveLength(count);
  });

  it.skipIf(noLoops)('reads a GPT of 4096-byte sectors as sfdisk does', async () => {
    writeSparse(at('large.gpt'), 40 * mib, []);
    const loop = ['-f', '--show', '-b', '4096', at('large.gpt')];
    const device = (await must('losetup', loop)).trim();
    try {
      await must('sfdisk', ['-q', device], {
        input: 'label: gpt\n1: size=1024, type=U\n2: type=L\n',
      });
      const theirs = await listed(device);
      expect(theirs.sectorsize).toBe(4096);
      const table = await readPartitionTable(disk('large.gpt'));
      expect(table).toMatchObject({ scheme: 'gpt', sectorBytes: 4096, ...noFaults });
      expect(table.partitions.map(({ offset, size, type }) => ({ offset, size, type }))).toEqual(
        theirs.partitions.map(({ start, size, type }) => ({
          offset: start * 4096,
          size: size * 4096,
          type: type.toLowerCase(),
        })),
      );
    } finally {
      await must('losetup', ['-d', device]);
    }
  });

  it('names partitions by PARTUUID as the kernel does', async () => {
    const gpt = await readPartitionTable(disk('azure.gpt'));
    const theirs = (await listed(at('azure.gpt'))).partitions.map(({ uuid }) =>
      uuid?.toLowerCase(),
    );
    expect(new Set(gpt.partitions.map(({ uuid }) => uuid))).toEqual(new Set(theirs));
    const mbr = await readPartitionTable(disk('plain.mbr'));
    const id = await must('sfdisk', ['--disk-id', at('plain.mbr')]);
    expect(mbr.partitions[1]?.uuid).toBe(`${id.trim().slice(2)}-02`);
  });

  const changed = (name: string, change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(readFileSync(at(name)));
    change(bytes);
    return memorySource(bytes, name);
  };
  const names = (table: PartitionTable) => table.partitions.map(({ number }) => number);

  it.each([
    ['its header', 512 + 60],
    ['its entries', 1024 + 40],
    ['its signature', 512],
  ])('takes the copy when the first GPT is damaged in %s', async (_name, place) => {
    const table = await readPartitionTable(
      changed('azure.gpt', (bytes) => bytes.writeUInt8(0xa5, place)),
    );
    expect(names(table)).toEqual([1, 14, 15]);
    expect(table.notes[0]).toMatch(/copy at the end was/);
  });

  it('says that the copy is damaged, and reads on', async () => {
    const table = await readPartitionTable(
      changed('azure.gpt', (bytes) => bytes.fill(0, bytes.length - 512)),
    );
    expect(names(table)).toEqual([1, 14, 15]);
    expect(table.notes[0]).toMatch(/copy at the end cannot be used/);
  });

  it('refuses a disk whose GPTs are both damaged', async () => {
    const both = changed('azure.gpt', (bytes) => {
      bytes[600] = 1;
      bytes.fill(0, bytes.length - 512);
    });
    await expect(readPartitionTable(both)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it('names partitions beyond the end of a disk that is cut short', async () => {
    const bytes = readFileSync(at('azure.gpt'));
    const table = await readPartitionTable(memorySource(bytes.subarray(0, 20 * mib)));
    expect(names(table)).toEqual([1, 14, 15]);
    expect(table.unread).toEqual([expect.stringMatching(/^partition 1 goes on to byte/)]);
  });

  /** Entry 1 as told, with the checksums that it needs. */
  const withEntry = (change: (entry: Buffer) => void) =>
    changed('azure.gpt', (bytes) => {
      change(bytes.subarray(1024, 1152));
      bytes.writeUInt32LE(crc32(bytes.subarray(1024, 1024 + 128 * 128)), 512 + 88);
      bytes.writeUInt32LE(0, 512 + 16);
      bytes.writeUInt32LE(crc32(bytes.subarray(512, 604)), 512 + 16);
    });

  it.each([
    ['overlaps another', 32, 2048n, /overlap/],
    ['ends before it starts', 40, 3n, /cannot be/],
    ['ends beyond all numbers', 40, 0xffffffffffffffffn, /cannot be/],
    ['ends beyond the disk', 40, 1n << 40n, /beyond the disk's end/],
  ])('tells of a partition that %s', async (_name, field, value, message) => {
    const table = await readPartitionTable(
      withEntry((entry) => entry.writeBigUInt64LE(value, field)),
    );
    expect(table.unread.join('\n')).toMatch(message);
    expect(names(table)).toEqual(expect.arrayContaining([14, 15]));
  });

  it('refuses a GPT of 2^32 entries', async () => {
    const giant = changed('azure.gpt', (bytes) => {
      for (const header of [bytes.subarray(512), bytes.subarray(bytes.length - 512)]) {
        header.writeUInt32LE(0xffffffff, 80);
        header.writeUInt32LE(0, 16);
        header.writeUInt32LE(crc32(header.subarray(0, 92)), 16);
      }
    });
    await expect(readPartitionTable(giant)).rejects.toThrow(/4294967295 GPT entries/);
  });

  it('stops where extended boot records lead back', async () => {
    const first = (await readPartitionTable(disk('extended.mbr'))).partitions.find(
      ({ number }) => number === 5,
    );
    const loop = changed('extended.mbr', (bytes) => {
      const record = bytes.subarray((first?.offset ?? 0) - mib);
      expect(record.readUInt16LE(510)).toBe(0xaa55);
      record.writeUInt32LE(0, 446 + 16 + 8);
    });
    const table = await readPartitionTable(loop);
    expect(names(table)).toEqual([1, 3, 5]);
    expect(table.unread).toEqual([expect.stringMatching(/lead back/)]);
  });

  it('says which logical partitions are lost behind a record that is none', async () => {
    const second = (await readPartitionTable(disk('extended.mbr'))).partitions.find(
      ({ number }) => number === 6,
    );
    const table = await readPartitionTable(
      changed('extended.mbr', (bytes) =>
        bytes.fill(0, (second?.offset ?? 0) - mib, second?.offset),
      ),
    );
    expect(names(table)).toEqual([1, 3, 5]);
    expect(table.unread).toEqual([expect.stringMatching(/after number 5 are lost/)]);
  });

  it.each(Object.keys(layouts))('survives damaged copies of %s', async (name) => {
    const outcome = await fuzz(disk(name), fuzzRuns, readPartitionTable);
    expect(outcome.slowestMs).toBeLessThan(2000);
  });
});

describe('a disk without partitions', () => {
  it.each([
    ['zeros', new Uint8Array(8192)],
    ['less than a sector', new Uint8Array(100)],
    ['noise', new Uint8Array(8192).fill(0x5a)],
  ])('of %s is one volume', async (_name, bytes) => {
    const table = await readPartitionTable(memorySource(bytes));
    expect(table).toMatchObject({ scheme: 'none', partitions: [], ...noFaults });
  });

  it('is one volume when sector 0 is a FAT boot sector with junk where a table would be', async () => {
    const sector = Buffer.alloc(8192);
    sector.write('\xeb\x3c\x90MSDOS5.0', 'latin1');
    sector.writeUInt16LE(512, 11);
    sector.writeUInt8(1, 13);
    sector.writeUInt16LE(1, 14);
    sector.writeUInt8(2, 16);
    sector.fill(0x99, 446, 510);
    sector.writeUInt16LE(0xaa55, 510);
    expect((await readPartitionTable(memorySource(sector))).scheme).toBe('none');
  });
});
