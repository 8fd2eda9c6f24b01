import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  must,
  noise,
  type Patch,
  temporaryFolder,
  writeSparse,
} from '../../../test/fixtures/disks/disk-files.ts';
import { emptyDisk, mounted, mountObstacle } from '../../../test/fixtures/disks/loop-mounts.ts';
import { closeFiles, fileBytes, treeOf } from '../../../test/fixtures/disks/opened-volume.ts';
import { bigEndian, cut, patched } from '../../../test/fixtures/disks/patched-source.ts';
import { resealedXfs } from '../../../test/fixtures/disks/resealed-xfs.ts';
import { makeSmallRoot } from '../../../test/fixtures/disks/small-ext.ts';
import type { VolumeBytes } from '../volume.ts';
import { extentsOf } from './block-map.ts';
import { readInode } from './inode.ts';
import { openXfs } from './open-xfs.ts';
import { readSuperblock } from './superblock.ts';

const obstacle = await mountObstacle('mkfs.xfs', 'setfattr');
const mib = 1024 * 1024;

describe.skipIf(obstacle !== undefined)(`damaged XFS (obstacle: ${obstacle ?? 'none'})`, () => {
  const folder = temporaryFolder('memory');
  const image = join(folder.path, 'image');
  const dirty = join(folder.path, 'dirty');
  let volume: VolumeBytes;
  afterAll(async () => {
    await closeFiles();
    folder.remove();
  });
  beforeAll(async () => {
    emptyDisk(image, 320 * mib);
    await must('mkfs.xfs', ['-q', image]);
    await mounted(image, join(folder.path, 'mount'), async (root) => {
      makeSmallRoot(root);
      const pieces = Array.from({ length: 60 }, (_, index) => ({
        offset: index * 8192,
        bytes: noise(100, index),
      }));
      writeSparse(join(root, 'pieces'), mib, pieces);
      writeFileSync(join(root, 'attributes'), '');
      const value = `0x${Buffer.from(noise(1500, 1)).toString('hex')}`;
      for (const name of ['user.a', 'user.b']) {
        await must('setfattr', ['-n', name, '-v', value, join(root, 'attributes')]);
      }
      await must('sync', ['-f', root]);
      mkdirSync(join(root, 'late'));
      await must('sync', ['-f', root]);
      copyFileSync(image, dirty);
    });
    volume = await fileBytes(image);
  });

  async function find(path: string) {
    const xfs = { volume, superblock: await readSuperblock(volume) };
    const { tree } = await treeOf(await openXfs(volume));
    const entry = await tree.stat(path, false);
    const inode = await readInode(xfs, Number(entry?.content.split(':')[1]));
    return { xfs, inode, at: inode.data.at - 176 };
  }

  /** Opened with the damage, its checksums made right again. */
  const damagedTree = async (patches: readonly Patch[]) =>
    treeOf(await openXfs(resealedXfs(patched(volume, patches), 4096)));

  const readsPieces = async (patches: readonly Patch[]) => {
    const { tree } = await damagedTree(patches);
    const entry = await tree.stat('pieces');
    if (entry === undefined) throw new Error('no file');
    return (await tree.open(entry)).read(0, 1000);
  };

  it('tells damage that a checksum finds, with its place', async () => {
    const { at } = await find('etc');
    const change = Buffer.from([0xaa]);
    const { tree, unread } = await treeOf(
      await openXfs(patched(volume, [{ offset: at + 8, bytes: change }])),
    );
    expect(await tree.stat('etc')).toBeUndefined();
    expect(unread.get('etc')).toBe(
      `image, byte ${at}: inode ${(await find('etc')).inode.number} has a checksum that does not fit`,
    );
    expect((await tree.stat('var/lib/dpkg/status'))?.sizeBytes).toBe(9200);
  });

  it('tells a directory that contains itself once', async () => {
    const [a, b] = [await find('a'), await find('a/b')];
    // A short form: count, wide count, parent, then one name with its length, offset, type and inode.
    const offset = b.inode.data.at + 6 + 3 + 1 + 1;
    const { tree, unread } = await damagedTree([{ offset, bytes: bigEndian([4, a.inode.number]) }]);
    const found = await tree.find({ globs: ['a/**'], accept: () => true });
    expect(found.map(({ path }) => path)).toEqual(['a', 'a/b']);
    expect([...unread]).toEqual([['a/b/c', 'is the directory a once more']]);
  });

  it('tells a directory whose names go on behind its inode', async () => {
    const { inode } = await find('a/b');
    const { tree, unread } = await damagedTree([
      { offset: inode.data.at, bytes: Buffer.from([200]) },
    ]);
    expect(await tree.list('a/b')).toEqual([]);
    expect(unread.get('a/b')).toMatch(
      /a structure ends before its last field|no file can be called/,
    );
  });

  it('refuses extents that overlap, that lie nowhere, and more of them than there is room for', async () => {
    const { inode, at } = await find('pieces');
    expect(inode.data.format).toBe('btree');
    const root = Buffer.from(inode.data.bytes);
    const most = Math.floor((root.length - 4) / 16);
    const leaf = Number(root.readBigUInt64BE(4 + 8 * most));
    const block = leaf * 4096;
    const records = Buffer.from(await volume.read(block + 72, 16));
    await expect(readsPieces([{ offset: block + 72 + 16, bytes: records }])).rejects.toThrow(
      /extents that overlap/,
    );
    await expect(
      readsPieces([{ offset: block + 6, bytes: bigEndian([2, 60_000]) }]),
    ).rejects.toThrow(/60000 extents have no room/);
    await expect(
      readsPieces([{ offset: block + 72, bytes: Buffer.alloc(16, 0x7f) }]),
    ).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
    await expect(
      readsPieces([{ offset: inode.data.at + 2, bytes: bigEndian([2, 60_000]) }]),
    ).rejects.toThrow(/60000 entries have no room/);
    await expect(
      readsPieces([{ offset: inode.data.at, bytes: bigEndian([2, 7]) }]),
    ).rejects.toThrow(/not level/);
    const format = [
      { offset: at + 5, bytes: Buffer.from([2]) },
      { offset: at + 76, bytes: bigEndian([4, 1e9]) },
    ];
    const { tree, unread } = await damagedTree(format);
    expect(await tree.stat('pieces')).toBeUndefined();
    expect(unread.get('pieces')).toMatch(/1000000000 extents have no room in an inode/);
  });

  it('ends where a block of a B+tree leads to itself', async () => {
    const { inode } = await find('pieces');
    const root = Buffer.from(inode.data.bytes);
    const most = Math.floor((root.length - 4) / 16);
    const leaf = Number(root.readBigUInt64BE(4 + 8 * most));
    const patches = [
      { offset: inode.data.at, bytes: bigEndian([2, 2]) },
      { offset: leaf * 4096 + 4, bytes: bigEndian([2, 1], [2, 1]) },
      { offset: leaf * 4096 + 72, bytes: bigEndian([4, 0], [4, 0]) },
      { offset: leaf * 4096 + 72 + 8 * 251, bytes: bigEndian([4, 0], [4, leaf]) },
    ];
    await expect(readsPieces(patches)).rejects.toThrow(/not level/);
  });

  it('ends where attributes go round in circles', async () => {
    const { inode, xfs } = await find('attributes');
    if (inode.attributes === undefined) throw new Error('no attributes');
    const [first] = await extentsOf(xfs, inode, inode.attributes);
    const place = first?.physical ?? -1;
    const own = patched(volume, [{ offset: place, bytes: bigEndian([4, 0]) }]);
    const { tree, unread } = await treeOf(await openXfs(own));
    expect((await tree.stat('attributes'))?.xattrs?.size).toBe(2);
    expect([...unread]).toEqual([]);
    const looped = await damagedTree([{ offset: place, bytes: bigEndian([4, 1]) }]);
    expect((await looped.tree.stat('attributes'))?.xattrs).toBeUndefined();
    expect(looped.unread.size).toBe(1);
  });

  it('takes the copy of a superblock that is gone, and says so', async () => {
    for (const bytes of [new Uint8Array(512), Buffer.from('XFSB')]) {
      const gone = patched(volume, [
        { offset: 0, bytes },
        { offset: 200, bytes: Buffer.from([1]) },
      ]);
      const opened = await openXfs(gone);
      expect(opened.remarks).toEqual([
        {
          text: expect.stringMatching(/its superblock is damaged; the copy at byte/),
          isPartial: true,
        },
      ]);
      expect((await (await treeOf(opened)).tree.list('/')).length).toBeGreaterThan(5);
    }
    const all = [0, 80, 160, 240].map((at) => ({ offset: at * mib, bytes: new Uint8Array(512) }));
    await expect(openXfs(patched(volume, all))).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each([
    ['features that it does not know', 216, bigEndian([4, 0x40000003]), /0x40000000/],
    ['version 4', 100, bigEndian([2, 0xb4a4]), /version 4/],
    ['sectors of no size', 102, bigEndian([2, 77]), /sectors of 77 bytes/],
    ['sizes that do not fit', 124, Buffer.from([200]), /sizes that cannot be/],
  ])('refuses %s', async (_, offset, bytes, message) => {
    const alone = { ...volume, size: 70 * mib };
    const opening = openXfs(resealedXfs(patched(alone, [{ offset, bytes }]), 4096));
    await expect(opening).rejects.toThrow(message);
  });

  it.each([
    ['a log that holds changes', [], /its log holds changes/],
    [
      'a repair that is due',
      [{ offset: 216, bytes: bigEndian([4, 0x1b]) }],
      /in need of xfs_repair/,
    ],
    ['a log elsewhere', [{ offset: 48, bytes: new Uint8Array(8) }], /on another device/],
    [
      'a log behind its end',
      [{ offset: 48, bytes: bigEndian([4, 0], [4, 0x7fffffff]) }],
      /cannot be read/,
    ],
  ])('says that a volume with %s is partial', async (_, patches, text) => {
    const source = patches.length > 0 ? volume : await fileBytes(dirty);
    const { remarks } = await openXfs(resealedXfs(patched(source, patches), 4096));
    expect(remarks).toEqual([{ text: expect.stringMatching(text), isPartial: true }]);
  });

  it('tells what lies behind the end of a disk that was cut short', async () => {
    const short = await openXfs(cut(volume, 200_000));
    expect(short.remarks.map(({ isPartial }) => isPartial)).toContain(true);
    const { tree, unread } = await treeOf(short);
    await tree.find({ globs: ['**/*'] });
    expect(unread.size).toBeGreaterThan(0);
    await expect(openXfs(cut(volume, 100))).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });
});
