import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  mib,
  missingPrograms,
  must,
  noise,
  run,
  temporaryFolder,
  writeSparse,
} from '../../test/fixtures/disks/disk-files.ts';
import { fuzz, fuzzRuns, memorySource } from '../../test/fixtures/disks/memory-source.ts';
import { type ByteSource, newStatistics, windowOf } from './byte-source.ts';
import { overlaidSource } from './containers/overlay.ts';
import { openLocalFile } from './local-file.ts';
import { signatures } from './volumes/signatures.ts';
import { classifyVolume } from './volumes.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Made {
  readonly kind: string;
  /** blkid's TYPE. */
  readonly type: string;
  readonly size: number;
  readonly command: readonly [string, ...string[]];
  readonly holds?: string;
}

const made: readonly Made[] = [
  { kind: 'ext', type: 'ext2', size: 4 * mib, command: ['mkfs.ext2', '-q'] },
  { kind: 'ext', type: 'ext4', size: 40 * mib, command: ['mkfs.ext4', '-q', '-L', 'wurzel-ü'] },
  { kind: 'xfs', type: 'xfs', size: 320 * mib, command: ['mkfs.xfs', '-q', '-L', 'twelve-chars'] },
  { kind: 'btrfs', type: 'btrfs', size: 120 * mib, command: ['mkfs.btrfs', '-q', '-L', 'a label'] },
  { kind: 'ntfs', type: 'ntfs', size: 8 * mib, command: ['mkntfs', '-F', '-Q', '-q'] },
  { kind: 'fat', type: 'vfat', size: 2 * mib, command: ['mkfs.vfat', '-F', '12', '-n', 'UEFI'] },
  { kind: 'fat', type: 'vfat', size: 20 * mib, command: ['mkfs.vfat', '-F', '16'] },
  {
    kind: 'fat',
    type: 'vfat',
    size: 40 * mib,
    command: ['mkfs.vfat', '-F', '32', '-n', 'ELEVEN CHAR'],
  },
  {
    kind: 'swap',
    type: 'swap',
    size: 2 * mib,
    command: ['mkswap', '-L', 'swap space'],
    holds: 'nothing',
  },
  {
    kind: 'ext-journal',
    type: 'jbd',
    size: 8 * mib,
    command: ['mke2fs', '-q', '-F', '-O', 'journal_dev'],
    holds: 'nothing',
  },
  {
    kind: 'luks',
    type: 'crypto_LUKS',
    size: 20 * mib,
    command: [
      'cryptsetup',
      'luksFormat',
      '-q',
      '--pbkdf',
      'pbkdf2',
      '--key-file',
      '/dev/zero',
      '--keyfile-size',
      '32',
      '--pbkdf-force-iterations',
      '1000',
    ],
    holds: 'unread',
  },
];

const fileOf = ({ type, size }: Made) => join(folder.path, `${type}-${size}`);

async function make(one: Made): Promise<ByteSource> {
  const path = fileOf(one);
  writeSparse(path, one.size, []);
  const [program, ...args] = one.command;
  await must(program, [...args, path]);
  return openLocalFile(path, newStatistics());
}

describe.each(made)('$type of $size bytes', (one) => {
  const missing = missingPrograms(one.command[0], 'blkid');
  it.skipIf(missing.length > 0)(`is ${one.kind}, as blkid says`, async () => {
    const volume = await make(one);
    const theirs = await must('blkid', ['-p', '-o', 'value', '-s', 'TYPE', fileOf(one)]);
    expect(theirs.trim()).toBe(one.type);
    const ours = await classifyVolume(volume);
    await volume.close();
    for (const [name, value] of [
      ['UUID', ours.uuid],
      ['LABEL', ours.label],
    ] as const) {
      const { stdout } = await run('blkid', ['-p', '-o', 'value', '-s', name, fileOf(one)]);
      expect(value ?? '').toBe(stdout.trim());
    }
    expect(ours).toMatchObject({ kind: one.kind, holds: one.holds ?? 'files' });
    expect(ours.reason === undefined).toBe(ours.holds !== 'unread');
  });
});

/** What blkid calls our kinds; a kind that is not here is told by no version of it alike. */
const blkidTypes: Readonly<Record<string, string>> = {
  luks: 'crypto_LUKS',
  bitlocker: 'BitLocker',
  vdo: 'vdo',
  refs: 'ReFS',
  iso9660: 'iso9660',
  squashfs: 'squashfs3',
  reiserfs: 'reiserfs',
  'lvm-snapshot': 'DM_snapshot_cow',
};

describe('a signature alone', () => {
  it.each(signatures.map((one) => [one.title, one.at, one] as const))(
    'of %s at %i is told',
    async (_title, at, one) => {
      const bytes = new Uint8Array(2 * mib);
      bytes.set(Buffer.from(one.text, 'latin1'), at < 0 ? bytes.length + at : at);
      expect(await classifyVolume(memorySource(bytes))).toMatchObject({
        kind: one.kind,
        holds: one.holds,
      });
    },
  );

  const told = signatures.filter(({ kind }) => kind in blkidTypes);
  it.skipIf(missingPrograms('blkid').length > 0).each(told.map((one) => [one.title, one] as const))(
    'of %s is what blkid takes for it, where it is content with it',
    async (_title, one) => {
      const path = join(folder.path, 'signature');
      writeSparse(path, 2 * mib, [{ offset: one.at, bytes: Buffer.from(one.text, 'latin1') }]);
      const { stdout } = await run('blkid', ['-p', '-o', 'value', '-s', 'TYPE', path]);
      if (stdout !== '') expect(stdout.trim()).toBe(blkidTypes[one.kind]);
    },
  );
});

describe('software RAID', () => {
  it.each([
    ['0.90', 4 * mib + 12_288, 4 * mib - 65_536],
    ['1.0', 4 * mib + 12_288, 4 * mib + 4096],
    ['1.1', 4 * mib, 0],
    ['1.2', 4 * mib, 4096],
  ])('of version %s is told, with a file system on it too', async (_version, size, at) => {
    const bytes = Buffer.alloc(size);
    bytes.write('XFSB', 0, 'latin1');
    bytes.writeUInt32LE(0xa92b4efc, at);
    expect((await classifyVolume(memorySource(bytes))).kind).toBe('md');
  });
});

describe('content without a signature', () => {
  it.each([
    ['21686148-6449-6e6f-744e-656564454649', 'BIOS boot'],
    ['e3c9e316-0b5c-4db8-817d-f92df00215ae', 'Microsoft reserved'],
    ['9e1a2d38-c612-4316-aa26-8b49521e5a8b', 'PReP boot'],
    ['0x41', 'PReP boot'],
  ])('is nothing by design in a partition of type %s', async (type, title) => {
    const bytes = noise(mib, 1);
    expect(await classifyVolume(memorySource(bytes), type)).toMatchObject({
      title,
      holds: 'nothing',
    });
    expect(await classifyVolume(memorySource(bytes))).toMatchObject({ kind: 'unknown' });
  });

  it('does not hide a file system behind the type of its partition', async () => {
    const bytes = noise(mib, 1);
    bytes.set(Buffer.from('XFSB'), 0);
    const type = '21686148-6449-6e6f-744e-656564454649';
    expect((await classifyVolume(memorySource(bytes), type)).kind).toBe('xfs');
  });

  it('is empty where all is zero, and not where a byte far in is not', async () => {
    const bytes = new Uint8Array(64 * mib);
    expect(await classifyVolume(memorySource(bytes))).toMatchObject({
      kind: 'empty',
      holds: 'nothing',
    });
    bytes[bytes.length - 1] = 1;
    expect(await classifyVolume(memorySource(bytes))).toMatchObject({ kind: 'unknown' });
    bytes[bytes.length - 1] = 0;
    bytes.fill(1, 20 * mib, 22 * mib);
    expect(await classifyVolume(memorySource(bytes))).toMatchObject({
      kind: 'unknown',
      holds: 'unread',
    });
  });

  it('may be ZFS by its uberblocks', async () => {
    const bytes = Buffer.alloc(2 * mib);
    bytes.writeBigUInt64BE(0x00bab10cn, 128 * 1024 + 7 * 1024);
    expect((await classifyVolume(memorySource(bytes))).kind).toBe('zfs');
  });
});

describe('a file system whose first superblock is gone', () => {
  it.each([
    ['ext2', 40 * mib, ['mkfs.ext2', '-q', '-b', '1024'], 2048],
    ['ext4', 200 * mib, ['mkfs.ext4', '-q', '-b', '4096'], 2048],
    ['btrfs', 120 * mib, ['mkfs.btrfs', '-q'], 65_536 + 4096],
    ['ntfs', 8 * mib, ['mkntfs', '-F', '-Q', '-q'], 512],
  ] as const)('is still told to be %s', async (type, size, command, zeroed) => {
    if (missingPrograms(command[0]).length > 0) return;
    const volume = await make({ kind: '', type: `${type}-lost`, size, command: [...command] });
    const damaged = overlaidSource(volume, [{ offset: 0, length: zeroed }], size);
    const content = await classifyVolume(damaged);
    await volume.close();
    expect(content).toMatchObject({ kind: type.replace(/\d/, ''), holds: 'files' });
    expect(content.title).toMatch(/damaged/);
  });
});

describe('a volume', () => {
  it('with the signatures of two file systems is not guessed at', async () => {
    const bytes = Buffer.alloc(mib);
    bytes.write('XFSB', 0, 'latin1');
    bytes.write('_BHRfS_M', 65_600, 'latin1');
    expect(await classifyVolume(memorySource(bytes))).toMatchObject({
      kind: 'ambiguous',
      holds: 'unread',
      reason: expect.stringMatching(/XFS and of btrfs/),
    });
  });

  it('beyond the end of its disk is unreadable, with the reason', async () => {
    const disk = memorySource(new Uint8Array(mib), 'short.vhd');
    const volume = windowOf(disk, 0, 2 * mib, 'short.vhd partition 1');
    expect(await classifyVolume(volume)).toMatchObject({
      kind: 'unreadable',
      holds: 'unread',
      reason: expect.stringMatching(/short\.vhd: ends at byte 1048576/),
    });
  });

  it.each([0, 1, 511, 4096])('of %i bytes is told as well', async (size) => {
    const content = await classifyVolume(memorySource(new Uint8Array(size)));
    expect(content.kind).toBe('empty');
  });

  it('survives damaged copies', async () => {
    const bytes = noise(2 * mib, 3);
    bytes.set(Buffer.from('_BHRfS_M'), 65_600);
    const outcome = await fuzz(memorySource(bytes), fuzzRuns, (source) => classifyVolume(source));
    expect(outcome.slowestMs).toBeLessThan(2000);
  });
});
