import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must, noise, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { makeHardSet } from '../../../test/fixtures/disks/hard-set.ts';
import {
  differences,
  type Listing,
  mountedListing,
  treeListing,
} from '../../../test/fixtures/disks/listings.ts';
import { emptyDisk, mounted, mountObstacle } from '../../../test/fixtures/disks/loop-mounts.ts';
import { closeFiles, fileBytes, treeOf } from '../../../test/fixtures/disks/opened-volume.ts';
import type { Volume } from '../volume.ts';
import { openBtrfs } from './open-btrfs.ts';

const obstacle = await mountObstacle('mkfs.btrfs', 'btrfs', 'setfacl', 'setcap', 'getfattr');
const mib = 1024 * 1024;

const folder = temporaryFolder();
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

/** What compresses, in extents of several sizes; then parts of it are written over, cut off, and shared. */
async function makePacked(root: string): Promise<void> {
  const directory = join(root, 'packed');
  mkdirSync(directory);
  const words = ['a', 'package', '1.2.3-4', '\n', '/usr/share/doc/', 'amd64', '\0\0\0\0\0\0\0'];
  for (const size of [10, 100, 2000, 4096, 5000, 40_000, 131_072, 131_073, 700_001]) {
    const numbers = noise(size, size);
    const text = [...numbers].map((one) => words[one % words.length]).join('');
    writeFileSync(join(directory, `text-${size}`), text.slice(0, size));
  }
  writeFileSync(join(directory, 'zeros'), new Uint8Array(1_000_000));
  writeFileSync(join(directory, 'same'), 'x'.repeat(300_000));
  await must('sync', ['-f', directory]);
  await must('cp', ['--reflink=always', join(directory, 'text-700001'), join(directory, 'copy')]);
  const over = ['if=/dev/urandom', 'conv=notrunc', 'status=none', 'bs=5000'];
  await must('dd', [...over, `of=${join(directory, 'text-700001')}`, 'seek=10', 'count=3']);
  await must('dd', [...over, `of=${join(directory, 'same')}`, 'seek=30', 'count=1']);
  await must('truncate', ['-s', '70001', join(directory, 'text-131073')]);
  await must('truncate', ['-s', '90000', join(directory, 'text-100')]);
  await must('fallocate', ['-l', '400000', join(directory, 'text-40000')]);
  await must('fallocate', ['-p', '-o', '8192', '-l', '50000', join(directory, 'zeros')]);
}

/** Subvolumes in each other and in folders, and snapshots, in which others are empty directories. */
async function makeSubvolumes(root: string): Promise<void> {
  const create = (path: string) => must('btrfs', ['subvolume', 'create', join(root, path)]);
  await create('@');
  await create('@/var');
  mkdirSync(join(root, '@/deep/er'), { recursive: true });
  chownSync(join(root, '@/deep/er'), 1000, 5);
  await create('@/deep/er/inner');
  await create('@home');
  for (const path of ['@/file', '@/var/file', '@/deep/er/inner/file', '@home/file']) {
    writeFileSync(join(root, path), path.repeat(100));
  }
  await must('btrfs', ['subvolume', 'snapshot', join(root, '@'), join(root, 'snapshot')]);
  await must('btrfs', ['subvolume', 'snapshot', '-r', join(root, '@'), join(root, '@home/once')]);
  writeFileSync(join(root, '@/file'), 'changed afterwards');
  await create('gone');
  await must('btrfs', ['subvolume', 'delete', '-c', join(root, 'gone')]);
}

/** The kernel gives an empty directory in place of a subvolume the time at which it is looked at. */
function shownSnapshots(root: string): Listing {
  const listing = new Map(mountedListing(root));
  for (const [path, listed] of listing) {
    const isStub = /(?:^|\/)(?:var|deep\/er\/inner)$/.test(path) && !listing.has(`${path}/file`);
    if (isStub) listing.set(path, { ...listed, mtime: 0 });
  }
  return listing;
}

/** As `shownSnapshots`, of a tree of ours. */
async function readSnapshots(volume: Volume): Promise<{ ours: Listing; unread: unknown[] }> {
  const { tree, unread } = await treeOf(volume);
  const ours = new Map(await treeListing(tree));
  for (const [path, listed] of ours) {
    const isStub = (await tree.stat(path, false))?.content.includes('stub') === true;
    if (isStub) ours.set(path, { ...listed, mtime: 0 });
  }
  return { ours, unread: [...unread] };
}

/** Older tools do not know the block group tree; newer ones make it unasked. */
const known = spawnSync('mkfs.btrfs', ['-R', 'list-all'], { encoding: 'utf8' });
const newest = `${known.stdout}${known.stderr}`.includes('block-group-tree')
  ? ['-R', 'block-group-tree']
  : [];

const variants = [
  {
    name: 'Debian 12, not compressed',
    mount: 'loop',
    names: 60_000,
    longestAttribute: 12_000,
    options: [],
  },
  {
    name: 'zstd, the newest features',
    mount: 'loop,compress=zstd',
    names: 3000,
    longestAttribute: 12_000,
    options: newest,
  },
  {
    name: 'lzo, small nodes',
    mount: 'loop,compress=lzo',
    names: 3000,
    longestAttribute: 3000,
    options: ['-n', '4096'],
  },
  {
    name: 'zlib, mixed groups, no new features',
    mount: 'loop,compress-force=zlib,max_inline=0',
    names: 3000,
    longestAttribute: 3000,
    options: ['-M', '-O', '^no-holes', '-R', '^free-space-tree'],
  },
] as const;

describe.skipIf(obstacle !== undefined)(
  `a btrfs as the kernel made it (obstacle: ${obstacle ?? 'none'})`,
  () => {
    describe.each(variants)('$name', ({ name, mount, names, longestAttribute, options }) => {
      const image = join(folder.path, `${name}.img`);
      const mountPoint = join(folder.path, 'mount');
      let volume: Volume;
      let oracle: Listing;
      beforeAll(async () => {
        emptyDisk(image, 512 * mib);
        await must('mkfs.btrfs', ['-q', '-L', 'a label', ...options, image]);
        await mounted(
          image,
          mountPoint,
          async (root) => {
            await makeHardSet(root, {
              names,
              holes: 3000,
              longestAttribute,
              attributes: 300,
              preallocates: true,
              reflinks: true,
            });
            await makePacked(root);
            await makeSubvolumes(root);
          },
          mount,
        );
        oracle = await mounted(image, mountPoint, shownSnapshots, 'loop,ro');
        volume = await openBtrfs(await fileBytes(image));
      }, 120_000);

      it('is what it says', async () => {
        const known = await must('blkid', ['-p', '-o', 'export', image]);
        expect(known).toContain(`\nUUID=${volume.uuid}\n`);
        expect(volume).toMatchObject({ kind: 'btrfs', label: 'a label', remarks: [] });
      });

      it('is as the kernel shows it', async () => {
        const { ours, unread } = await readSnapshots(volume);
        expect(unread).toEqual([]);
        expect(differences(ours, oracle)).toEqual([]);
        expect(ours.get('snapshot/deep/er/inner')).toMatchObject({ type: 'directory' });
        expect(ours.has('snapshot/deep/er/inner/file')).toBe(false);
        expect(ours.has('@/deep/er/inner/file')).toBe(true);
      }, 120_000);

      it('finds each name without a list', async () => {
        const root = await volume.node(volume.root);
        for (const item of await root.list()) expect(await root.find?.(item.name)).toEqual(item);
        expect(await root.find?.('absent')).toBeUndefined();
      });

      it.each(['@', '/@/var', '@home/', '@home/once', '@/deep/er/inner', 'snapshot'])(
        'has the subvolume %s',
        async (path) => {
          const named = await volume.subvolume?.(path);
          if (named === undefined) throw new Error('it is not found');
          const { ours } = await readSnapshots(named);
          const shown = await mounted(image, mountPoint, shownSnapshots, `loop,ro,subvol=${path}`);
          expect(differences(ours, shown)).toEqual([]);
          const id = Number(String(named.root).split(':')[0]);
          expect((await volume.subvolume?.(id))?.root).toBe(named.root);
        },
      );

      it('tells no subvolume where there is none', async () => {
        for (const which of ['gone', '@/deep', '@/file', 'absent/one', 7, 999, 2 ** 60]) {
          expect(await volume.subvolume?.(which)).toBeUndefined();
        }
        expect((await volume.topSubvolumes?.())?.length).toBe(3);
      });
    });

    it('takes the default subvolume, and its snapshots for others', async () => {
      const image = join(folder.path, 'default.img');
      emptyDisk(image, 160 * mib);
      await must('mkfs.btrfs', ['-q', image]);
      await mounted(image, join(folder.path, 'mount'), async (root) => {
        await makeSubvolumes(root);
        await must('btrfs', ['subvolume', 'set-default', join(root, '@home/once')]);
      });
      const shown = await mounted(image, join(folder.path, 'mount'), shownSnapshots, 'loop,ro');
      const volume = await openBtrfs(await fileBytes(image));
      expect(differences((await readSnapshots(volume)).ours, shown)).toEqual([]);
      expect((await volume.subvolume?.(5))?.root).toBe('5:256');
    });

    it('reads what mkfs.btrfs writes itself', async () => {
      const root = join(folder.path, 'root');
      mkdirSync(root);
      await makeHardSet(root, {
        names: 3000,
        holes: 100,
        longestAttribute: 1000,
        attributes: 20,
        preallocates: true,
      });
      const image = join(folder.path, 'written.img');
      emptyDisk(image, 200 * mib);
      await must('mkfs.btrfs', ['-q', '-r', root, image]);
      const shown = await mounted(image, join(folder.path, 'mount'), mountedListing, 'loop,ro');
      const { tree, unread } = await treeOf(await openBtrfs(await fileBytes(image)));
      expect(differences(await treeListing(tree), shown)).toEqual([]);
      expect([...unread]).toEqual([]);
    });
  },
);
