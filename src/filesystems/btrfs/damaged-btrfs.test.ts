import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blocksIn,
  type ItemPlace,
  itemsIn,
  resealedBtrfs,
  type TreeBlock,
} from '../../../test/fixtures/disks/btrfs-blocks.ts';
import {
  missingPrograms,
  must,
  noise,
  type Patch,
  temporaryFolder,
} from '../../../test/fixtures/disks/disk-files.ts';
import { emptyDisk } from '../../../test/fixtures/disks/loop-mounts.ts';
import { recorded } from '../../../test/fixtures/disks/memory-source.ts';
import { closeFiles, fileBytes, treeOf } from '../../../test/fixtures/disks/opened-volume.ts';
import { cut, littleEndian, patched } from '../../../test/fixtures/disks/patched-source.ts';
import type { VolumeBytes } from '../volume.ts';
import { openBtrfs } from './open-btrfs.ts';

const missing = missingPrograms('mkfs.btrfs');
const mib = 1024 * 1024;
const nodeBytes = 4096;
const superAt = 64 * 1024;
const fsTree = 5;

const folder = temporaryFolder();
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

async function make(name: string, ...options: readonly string[]): Promise<VolumeBytes> {
  const root = join(folder.path, 'root');
  mkdirSync(join(root, 'a/b'), { recursive: true });
  mkdirSync(join(root, 'many'), { recursive: true });
  for (let index = 0; index < 300; index += 1) {
    writeFileSync(join(root, 'many', `file-${index}`), `${index}\n`);
  }
  writeFileSync(join(root, 'a/b/file'), noise(90_000, 1));
  writeFileSync(join(root, 'inline'), 'some text');
  symlinkSync('a/b', join(root, `link-${name}`));
  const image = join(folder.path, name);
  emptyDisk(image, 160 * mib);
  await must('mkfs.btrfs', ['-q', '-r', root, ...options, image]);
  return fileBytes(image);
}

describe.skipIf(missing.length > 0)(`a damaged btrfs (absent: ${missing.join() || 'none'})`, () => {
  let volume: VolumeBytes;
  let uuid: string;
  let blocks: readonly TreeBlock[];

  beforeAll(async () => {
    volume = await make('single', '-m', 'single', '-n', String(nodeBytes));
    const { source, ranges } = recorded({ ...volume, close: async () => undefined });
    const opened = await openBtrfs(source);
    uuid = opened.uuid;
    const { tree } = await treeOf(opened);
    for (const entry of await tree.find({ globs: ['**/*'] })) {
      if (entry.type === 'file') await (await tree.open(entry)).read(0, 1);
    }
    blocks = await blocksIn(volume, ranges, nodeBytes);
  });

  const leaves = () => blocks.filter(({ owner, level }) => owner === fsTree && level === 0);
  const only = (type: number, accept: (item: ItemPlace) => boolean = () => true): ItemPlace => {
    const found = blocks.flatMap((block) => itemsIn(block, type)).find(accept);
    if (found === undefined) throw new Error(`no item of type ${type}`);
    return found;
  };
  const damaged = (patches: readonly Patch[]) =>
    openBtrfs(resealedBtrfs(patched(volume, patches), uuid, nodeBytes));

  /** Walks the tree and reads all files of it; what could not be read, as one text. */
  async function unreadWith(patches: readonly Patch[]): Promise<string> {
    const { tree, unread } = await treeOf(await damaged(patches));
    const reasons: string[] = [];
    for (const entry of await tree.find({ globs: ['**/*'] })) {
      if (entry.type !== 'file') continue;
      try {
        const bytes = await tree.open(entry);
        await bytes.read(0, bytes.size);
      } catch (error) {
        reasons.push(String(error));
      }
    }
    return [...unread.values(), ...reasons].join('\n');
  }

  it('tells damage that a checksum finds, with its place', async () => {
    for (const { place } of leaves().slice(0, 3)) {
      const bytes = Buffer.from([0xaa]);
      const change = [{ offset: place + nodeBytes - 5, bytes }];
      const { tree, unread } = await treeOf(await openBtrfs(patched(volume, change)));
      await tree.find({ globs: ['**/*'] });
      expect([...unread.values()].join()).toContain(
        `single, byte ${place}: a block of a tree has a checksum that does not fit`,
      );
    }
  });

  it('takes the second copy of a block', async () => {
    const twice = await make('twice', '-m', 'dup', '-n', String(nodeBytes));
    const { source, ranges } = recorded({ ...twice, close: async () => undefined });
    await (await treeOf(await openBtrfs(source))).tree.find({ globs: ['**/*'] });
    const met = await blocksIn(twice, ranges, nodeBytes);
    expect(met.length).toBeGreaterThan(10);
    const zeros = met.map(({ place }) => ({ offset: place, bytes: new Uint8Array(nodeBytes) }));
    const { tree, unread } = await treeOf(await openBtrfs(patched(twice, zeros)));
    expect((await tree.find({ globs: ['**/*'] })).length).toBeGreaterThan(300);
    expect([...unread]).toEqual([]);
  });

  it.each([
    ['keys that are not in order', 101, littleEndian([4, 0xffffffff]), /not in order/],
    ['more items than there is room for', 96, littleEndian([4, 5000]), /5000 entries have no room/],
    ['another place', 48, littleEndian([4, 12_345]), /is of another place/],
    ['another level', 100, Buffer.from([3]), /not the one that is named|have no room|not in order/],
    ['another generation', 80, littleEndian([4, 99]), /not the one that is named/],
    ['no items', 96, littleEndian([4, 0]), /not the one that is named/],
  ])('refuses a leaf with %s', async (_, at, bytes, message) => {
    const place = leaves().at(1)?.place ?? 0;
    expect(await unreadWith([{ offset: place + at, bytes }])).toMatch(message);
  });

  it.each([
    ['lies behind the end', littleEndian([4, 60_000]), /ends before its last field/],
    ['lies on its header', littleEndian([4, 1], [4, 20]), /lies on its header/],
  ])('refuses an item that %s', async (_, bytes, message) => {
    const { header } = only(1, ({ data }) =>
      leaves().some(({ place }) => data > place && data < place + nodeBytes),
    );
    expect(await unreadWith([{ offset: header + 17, bytes }])).toMatch(message);
  });

  it('ends where a node leads to itself, or to one child twice', async () => {
    const node = blocks.find(({ owner, level }) => owner === fsTree && level === 1);
    if (node === undefined) throw new Error('no node');
    const last = node.place + 101 + 33 * (node.bytes.readUInt32LE(96) - 1) + 17;
    for (const bytes of [node.bytes.subarray(48, 56), node.bytes.subarray(118, 134)]) {
      expect(await unreadWith([{ offset: last, bytes }])).toMatch(/not the one that is named/);
    }
  });

  it.each([
    ['a directory that contains itself', 96, 0, littleEndian([4, 256]), /once more|listed as/],
    ['a name that stands for no inode', 96, 0, littleEndian([4, 99_999]), /named, but not here/],
    ['a name that stands for nothing', 96, 8, Buffer.from([108]), /an item of type 108/],
    ['a name that goes on behind its item', 96, 27, littleEndian([2, 9000]), /ends before/],
    ['a subvolume that is none', 96, 8, Buffer.from([132]), /listed as|once more|named, but/],
    ['a file in the tree longer than it is', 108, 8, littleEndian([4, 1_000_000]), /cannot be/],
    ['an encrypted file', 108, 17, Buffer.from([1]), /encrypted, or compressed/],
    ['a file compressed by nobody', 108, 16, Buffer.from([9]), /encrypted, or compressed/],
    ['a file compressed by zlib that is not', 108, 16, Buffer.from([1]), /compressed by zlib/],
    ['a file compressed by lzo that is not', 108, 16, Buffer.from([2]), /compressed by lzo/],
    ['a file compressed by zstd that is not', 108, 16, Buffer.from([3]), /compressed by zstd/],
    ['an extent of no kind', 108, 20, Buffer.from([7]), /of no kind/],
  ])('tells %s', async (name, type, at, bytes, message) => {
    const item = only(type, ({ size }) => type !== 108 || size !== 53);
    const text = await unreadWith([{ offset: item.data + at, bytes }]);
    if (name === 'a subvolume that is none') expect(text).toBe('');
    else expect(text).toMatch(message);
  });

  it.each([
    ['lies in no chunk', 21, littleEndian([4, 4096], [4, 0x1000]), /which no chunk has/],
    ['ends behind its own end', 37, littleEndian([4, 1e9]), /behind its own end/],
    ['has no length', 45, new Uint8Array(8), /of no length/],
    ['is a bomb', 8, littleEndian([4, 1e9], [4, 0], [1, 3]), /compressed extent of 1000000000/],
  ])('tells an extent that %s', async (_, at, bytes, message) => {
    const item = only(108, ({ size }) => size === 53);
    expect(await unreadWith([{ offset: item.data + at, bytes }])).toMatch(message);
  });

  it.each([
    ['several devices', 136, littleEndian([4, 2]), /over 2 devices/],
    ['a zoned layout', 188, littleEndian([4, 0x1341]), /feature zoned/],
    ['a feature that it does not know', 188, littleEndian([4, 0x80000000]), /feature of bit 31/],
    ['nodes of no size', 148, littleEndian([4, 5000]), /blocks of 5000 bytes/],
    ['a tree that is too high', 198, Buffer.from([9]), /a tree of 10 levels/],
    ['chunks with no room', 160, littleEndian([4, 4000]), /no room/],
  ])('refuses %s', async (_, at, bytes, message) => {
    const both = [superAt, 64 * mib].map((place) => ({ offset: place + at, bytes }));
    await expect(damaged(both)).rejects.toThrow(message);
  });

  it.each(['RAID0', 'RAID1', 'RAID10', 'RAID5'])('refuses %s by its name', async (name) => {
    const bit = { RAID0: 8, RAID1: 16, RAID10: 64, RAID5: 128 }[name] ?? 0;
    const item = only(228);
    const bytes = littleEndian([1, 1 + bit]);
    await expect(damaged([{ offset: item.data + 24, bytes }])).rejects.toThrow(
      `chunks of ${name}, which is not read`,
    );
  });

  it.each(['xxhash64', 'sha256', 'blake2b'])('refuses checksums of %s', async (name) => {
    const program = name === 'xxhash64' ? 'xxhash' : name === 'blake2b' ? 'blake2' : name;
    const other = await make(name, '--csum', program);
    await expect(openBtrfs(other)).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
      message: expect.stringContaining(`checksums of ${name}`),
    });
  });

  it.each([
    ['a log tree', 96, littleEndian([4, 0x500000]), /log tree holds changes/],
    ['a mark of damage', 56, Buffer.from([5]), /marked as damaged/],
  ])('says that a volume with %s is partial', async (_, at, bytes, text) => {
    const { remarks } = await damaged([{ offset: superAt + at, bytes }]);
    expect(remarks).toEqual([{ text: expect.stringMatching(text), isPartial: true }]);
  });

  it('knows the block group tree', async () => {
    const bytes = littleEndian([4, 0xb]);
    const { features } = await damaged([{ offset: superAt + 180, bytes }]);
    expect(features).toContain('block-group-tree');
  });

  it('takes the copy of a superblock that is gone, and says so', async () => {
    const gone = { offset: superAt, bytes: new Uint8Array(4096) };
    const opened = await openBtrfs(patched(volume, [gone]));
    expect(opened.remarks).toEqual([
      { text: expect.stringMatching(/the copy at byte 67108864 is taken/), isPartial: true },
    ]);
    expect((await (await treeOf(opened)).tree.list('many')).length).toBe(300);
    const both = [gone, { ...gone, offset: 64 * mib }];
    await expect(openBtrfs(patched(volume, both))).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
    });
  });

  it('tells what lies behind the end of a disk that was cut short', async () => {
    await expect(openBtrfs(cut(volume, 100_000))).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
    await expect(openBtrfs({ ...volume, size: 100 })).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
    });
  });
});
