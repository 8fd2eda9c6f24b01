import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Patch } from '../../../test/fixtures/disks/disk-files.ts';
import { missingPrograms, must, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { closeFiles, fileBytes, treeOf } from '../../../test/fixtures/disks/opened-volume.ts';
import { cut, littleEndian, patched } from '../../../test/fixtures/disks/patched-source.ts';
import { makeSmallRoot, smallExt } from '../../../test/fixtures/disks/small-ext.ts';
import type { VolumeBytes } from '../volume.ts';
import { extentsOf } from './block-map.ts';
import { InodeTable } from './inode.ts';
import { openExt } from './open-ext.ts';
import { readSuperblock } from './superblock.ts';

const missing = missingPrograms('mkfs.ext4', 'debugfs');

describe.skipIf(missing.length > 0)(`damaged ext (absent: ${missing.join(', ') || 'none'})`, () => {
  const folder = temporaryFolder();
  afterAll(async () => {
    await closeFiles();
    folder.remove();
  });
  /** Without checksums: what a checksum would find first. */
  let plain: VolumeBytes;
  /** With indirect blocks. */
  let old: VolumeBytes;
  let checked: VolumeBytes;
  beforeAll(async () => {
    const root = join(folder.path, 'root');
    mkdirSync(root);
    makeSmallRoot(root);
    const make = async (name: string, ...options: readonly string[]) =>
      memorySource(await smallExt(root, join(folder.path, name), options), name);
    plain = await make('plain', '-O', '^metadata_csum,^has_journal,^dir_index');
    old = await make('old', '-O', '^metadata_csum,^has_journal,^extents,^64bit,^flex_bg');
    checked = await make('checked');
  });

  /** The tree of the damaged volume: what was not read, and how many entries are left. */
  async function scan(volume: VolumeBytes) {
    const { tree, unread } = await treeOf(await openExt(volume));
    const entries = await tree.find({ globs: ['**/*'], accept: () => true });
    for (const entry of entries) {
      if (entry.type === 'file') await (await tree.open(entry)).read(0, entry.sizeBytes);
    }
    return { entries, unread };
  }

  async function find(volume: VolumeBytes, path: string) {
    const superblock = await readSuperblock(volume);
    const { tree } = await treeOf(await openExt(volume));
    const entry = await tree.stat(path, false);
    const number = Number(entry?.content.split(':')[1]);
    const inode = await new InodeTable(volume, superblock).read(number);
    return { superblock, inode, at: inode.blockMapAt - 0x28 };
  }

  async function blockOf(volume: VolumeBytes, path: string): Promise<number> {
    const { superblock, inode } = await find(volume, path);
    return (await extentsOf(volume, superblock, inode))[0]?.physical ?? -1;
  }

  /** The place of a name's entry in its directory. */
  async function entryAt(volume: VolumeBytes, directory: string, name: string): Promise<number> {
    const block = await blockOf(volume, directory);
    const bytes = Buffer.from(await volume.read(block, 1024));
    return block + bytes.indexOf(name, 0, 'latin1') - 8;
  }

  const readsFile = async (volume: VolumeBytes, patches: readonly Patch[]) => {
    const { tree } = await treeOf(await openExt(patched(volume, patches)));
    const entry = await tree.stat('a/b/c/file');
    if (entry === undefined) throw new Error('no file');
    return (await tree.open(entry)).read(0, 1000);
  };
  const header = (entries: number, most: number, depth: number) =>
    littleEndian([2, 0xf30a], [2, entries], [2, most], [2, depth], [4, 0]);
  const index = (logical: number, block: number) => littleEndian([4, logical], [4, block], [4, 0]);
  const extent = (logical: number, length: number, start: number) =>
    littleEndian([4, logical], [2, length], [2, 0], [4, start]);

  it('reads the images as they are', async () => {
    for (const volume of [plain, old, checked]) {
      const { entries, unread } = await scan(volume);
      expect([entries.length, [...unread]]).toEqual([133, []]);
    }
  });

  it.each([
    ['more entries than there is room for', [header(65_535, 65_535, 0)], /no sound extents/],
    ['more entries than it says it holds', [header(5, 4, 0)], /no sound extents/],
    ['a tree deeper than any', [header(1, 4, 200), index(0, 5000)], /no sound extents/],
    ['extents that overlap', [header(2, 4, 0), extent(0, 5, 3000), extent(3, 5, 4000)], /overlap/],
    ['an empty extent', [header(1, 4, 0), extent(0, 0, 3000)], /overlap or are empty/],
    ['an extent behind the volume', [header(1, 4, 0), extent(0, 9, 16_380)], /behind the volume/],
    [
      'an index to a block behind the volume',
      [header(1, 4, 1), index(0, 99_999)],
      /names block 99999/,
    ],
    ['an index to a block of data', [header(1, 4, 1), index(0, 9000)], /no sound extents/],
  ])('refuses %s', async (_, parts, message) => {
    const { inode } = await find(plain, 'a/b/c/file');
    const patches = [{ offset: inode.blockMapAt, bytes: Buffer.concat(parts) }];
    await expect(readsFile(plain, patches)).rejects.toThrow(message);
    await expect(readsFile(plain, patches)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it('ends where a block of extents leads to itself, and where it is used twice', async () => {
    const { inode } = await find(plain, 'a/b/c/file');
    const free = 12_000;
    const itself = [
      { offset: inode.blockMapAt, bytes: Buffer.concat([header(1, 4, 2), index(0, free)]) },
      { offset: free * 1024, bytes: Buffer.concat([header(1, 84, 1), index(0, free)]) },
    ];
    await expect(readsFile(plain, itself)).rejects.toThrow(/no sound extents/);
    const twice = [
      {
        offset: inode.blockMapAt,
        bytes: Buffer.concat([header(2, 4, 1), index(0, free), index(50, free)]),
      },
      { offset: free * 1024, bytes: Buffer.concat([header(1, 84, 0), extent(0, 5, 3000)]) },
    ];
    await expect(readsFile(plain, twice)).rejects.toThrow(/overlap/);
  });

  it('ends where empty blocks of extents multiply', async () => {
    const { inode } = await find(plain, 'a/b/c/file');
    const node = (depth: number) =>
      Buffer.concat([
        header(84, 84, depth),
        ...Array.from({ length: 84 }, () => index(0, 12_000 + depth - 1)),
      ]);
    const patches = [
      { offset: inode.blockMapAt, bytes: Buffer.concat([header(1, 4, 5), index(0, 12_004)]) },
      ...[4, 3, 2, 1].map((depth) => ({ offset: (12_000 + depth) * 1024, bytes: node(depth) })),
      { offset: 12_000 * 1024, bytes: header(0, 84, 0) },
    ];
    await expect(readsFile(plain, patches)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('ends where indirect blocks multiply', async () => {
    const { inode, at } = await find(old, 'a/b/c/file');
    const block = 12_000;
    const own = Buffer.concat(Array.from({ length: 256 }, () => littleEndian([4, block])));
    const patches = [
      { offset: inode.blockMapAt + 48, bytes: littleEndian([4, block], [4, block], [4, block]) },
      { offset: at + 0x6c, bytes: littleEndian([4, 0x3ff]) },
      { offset: block * 1024, bytes: own },
    ];
    await expect(readsFile(old, patches)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    const outside = [{ offset: inode.blockMapAt, bytes: littleEndian([4, 0x7fffffff]) }];
    await expect(readsFile(old, outside)).rejects.toThrow(/names block 2147483647/);
  });

  it('tells a directory that contains itself once', async () => {
    const { inode } = await find(plain, 'a');
    const offset = await entryAt(plain, 'a/b', 'c');
    const bytes = littleEndian([4, inode.number]);
    const { unread, entries } = await scan(patched(plain, [{ offset, bytes }]));
    expect([...unread]).toEqual([['a/b/c', 'is the directory a once more']]);
    expect(entries.length).toBe(131);
  });

  it.each([
    ['a length of nothing', 4, littleEndian([2, 0]), /length that cannot be/],
    ['a length beyond its block', 4, littleEndian([2, 2000]), /length that cannot be/],
    [
      'a name longer than itself',
      6,
      littleEndian([1, 255]),
      /length that cannot be|no file can be called/,
    ],
    ['an inode that there is not', 0, littleEndian([4, 1e9]), /names what no file can be called/],
    ['a name with a slash', 8, Buffer.from('/'), /names what no file can be called/],
  ])('tells a directory with %s, and reads the rest', async (_, within, bytes, reason) => {
    const offset = (await entryAt(plain, 'a/b', 'c')) + within;
    const { unread, entries } = await scan(patched(plain, [{ offset, bytes }]));
    expect([...unread.keys()]).toEqual(['a/b']);
    expect(unread.get('a/b')).toMatch(reason);
    expect(entries.some(({ path }) => path === 'etc/os-release')).toBe(true);
  });

  it('tells a name that stands for something else than it says', async () => {
    const offset = (await entryAt(plain, 'etc', 'os-release')) + 7;
    const { unread } = await scan(patched(plain, [{ offset, bytes: littleEndian([1, 2]) }]));
    expect(unread.get('etc/os-release')).toMatch(/is listed as directory, but is file/);
  });

  it('tells damage that a checksum finds, with its place', async () => {
    const [inode, block] = [(await find(checked, 'etc')).at, await blockOf(checked, 'a/b')];
    // Never the byte that is there, which for times hangs on the clock.
    const flipped = async (offset: number) => {
      const [old = 0] = await checked.read(offset, 1);
      return { offset, bytes: Buffer.from([old ^ 0xff]) };
    };
    const first = await scan(patched(checked, [await flipped(inode + 8)]));
    expect(first.unread.get('etc')).toMatch(`checked, byte ${inode}: inode`);
    const second = await scan(patched(checked, [await flipped(block + 900)]));
    expect(second.unread.get('a/b')).toMatch(`checked, byte ${block}: a block of directory`);
    const superblock = await openExt(patched(checked, [await flipped(1024 + 0x30)]));
    expect(superblock.remarks[0]?.text).toMatch(
      /its superblock is damaged; the copy at byte 8389632/,
    );
    const group = patched(checked, [await flipped(2048 + 4)]);
    const opened = await treeOf(await openExt(group));
    expect(await opened.tree.stat('etc')).toBeUndefined();
    expect(opened.unread.get('')).toMatch(/checked, byte 2048: the descriptor of block group 0/);
  });

  it('takes the copy of a superblock that is gone, and says so', async () => {
    for (const volume of [plain, checked]) {
      const gone = patched(volume, [{ offset: 1024, bytes: new Uint8Array(1024) }]);
      expect((await openExt(gone)).remarks.map(({ isPartial }) => isPartial)).toEqual([true]);
      expect((await scan(gone)).entries.length).toBe(133);
    }
    const both = patched(plain, [
      { offset: 1024, bytes: new Uint8Array(1024) },
      { offset: 8193 * 1024, bytes: new Uint8Array(1024) },
    ]);
    await expect(openExt(both)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each([
    ['blocks of no size', 0x18, littleEndian([4, 77])],
    ['inodes of no size', 0x58, littleEndian([2, 0])],
    ['descriptors of no size', 0xfe, littleEndian([2, 3])],
    ['empty groups', 0x28, littleEndian([4, 0])],
    ['no magic number', 0x38, littleEndian([2, 0])],
  ])('refuses a superblock with %s', async (_, at, bytes) => {
    const patches = [1024, 8193 * 1024].map((base) => ({ offset: base + at, bytes }));
    await expect(openExt(patched(plain, patches))).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
    });
  });

  it('refuses features that it does not know by their number', async () => {
    const patches = [1024, 8193 * 1024].map((base) => ({
      offset: base + 0x60,
      bytes: littleEndian([4, 0x40000042]),
    }));
    await expect(openExt(patched(plain, patches))).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
      message: expect.stringContaining('0x40000000'),
    });
  });

  it('tells what lies behind the end of a disk that was cut short', async () => {
    const end = await blockOf(checked, 'a/b/c/file');
    await expect(scan(cut(checked, end + 5000))).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
    const { tree, unread } = await treeOf(await openExt(cut(checked, 300_000)));
    await tree.find({ globs: ['**/*'] });
    expect(unread.size).toBeGreaterThan(0);
    await expect(openExt(cut(checked, 1500))).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each([
    ['feature needs_recovery', /its journal holds changes/],
    ['ssv state 0', /not unmounted cleanly/],
    ['ssv state 3', /the kernel found errors/],
  ])('says that a volume is partial after «%s»', async (command, text) => {
    const path = join(folder.path, 'checked');
    await must('cp', [path, `${path}-dirty`]);
    await must('debugfs', ['-w', '-R', command, `${path}-dirty`]);
    const { remarks } = await openExt(await fileBytes(`${path}-dirty`));
    expect(remarks).toEqual([{ text: expect.stringMatching(text), isPartial: true }]);
  });
});
