import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { type HardSetOptions, makeHardSet } from '../../../test/fixtures/disks/hard-set.ts';
import {
  differences,
  type Listing,
  mountedListing,
  treeListing,
} from '../../../test/fixtures/disks/listings.ts';
import { emptyDisk, mounted, mountObstacle } from '../../../test/fixtures/disks/loop-mounts.ts';
import { closeFiles, fileBytes, treeOf } from '../../../test/fixtures/disks/opened-volume.ts';
import type { Volume } from '../volume.ts';
import { inodeFlags } from './inode.ts';
import { openExt } from './open-ext.ts';

const obstacle = await mountObstacle('mkfs.ext4', 'setfacl', 'setcap', 'getfattr');

const folder = temporaryFolder('memory');
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

interface Variant {
  readonly name: string;
  readonly type: 'ext2' | 'ext3' | 'ext4';
  readonly options: readonly string[];
  readonly hard: Partial<HardSetOptions>;
}

const variants: readonly Variant[] = [
  { name: 'Debian 12', type: 'ext4', options: [], hard: { names: 60_000, holes: 3000 } },
  {
    name: 'every feature',
    type: 'ext4',
    options: ['-O', 'inline_data,ea_inode,metadata_csum_seed,orphan_file,large_dir'],
    hard: { longestAttribute: 60_000, attributes: 60 },
  },
  {
    name: 'older checksums, blocks of 1 KiB',
    type: 'ext4',
    options: ['-b', '1024', '-N', '40000', '-O', '^metadata_csum,uninit_bg,meta_bg,^resize_inode'],
    hard: { attributes: 8, longestAttribute: 500 },
  },
  { name: 'clusters', type: 'ext4', options: ['-O', 'bigalloc', '-C', '16384'], hard: {} },
  { name: 'ext3', type: 'ext3', options: ['-I', '128'], hard: { preallocates: false } },
  {
    name: 'ext2, blocks of 1 KiB',
    type: 'ext2',
    options: ['-b', '1024', '-O', '^filetype'],
    hard: { preallocates: false, attributes: 8, longestAttribute: 500 },
  },
];

describe.skipIf(obstacle !== undefined)(
  `an ext file system as the kernel made it (obstacle: ${obstacle ?? 'none'})`,
  () => {
    describe.each(variants)('$type: $name', ({ name, type, options, hard }) => {
      const image = join(folder.path, `${name}.img`);
      let volume: Volume;
      let oracle: Listing;
      beforeAll(async () => {
        emptyDisk(image, 300 * 1024 * 1024);
        await must('mkfs.ext4', [
          '-q',
          '-t',
          type,
          '-L',
          'a label',
          '-T',
          'default',
          ...options,
          image,
        ]);
        oracle = await mounted(image, join(folder.path, 'mount'), async (root) => {
          await makeHardSet(root, {
            names: 1000,
            holes: 300,
            longestAttribute: 2000,
            attributes: 30,
            preallocates: true,
            ...hard,
          });
          return mountedListing(root);
        });
        volume = await openExt(await fileBytes(image));
      });

      it('is what it says', async () => {
        const known = await must('blkid', ['-p', '-o', 'export', image]);
        expect(known).toContain(`\nUUID=${volume.uuid}\n`);
        expect(volume).toMatchObject({ kind: type, label: 'a label', remarks: [] });
      });

      it('has the forms that it is for', async () => {
        const debug = async (command: string) => must('debugfs', ['-R', command, image]);
        const stat = await debug('stat /holes');
        if (type === 'ext4') expect(await debug('ex /holes')).toMatch(/ 1\/ *[12] /);
        else expect(stat).toMatch(/\(D?IND\)/);
        const flags = /Flags: (0x\w+)/.exec(await debug('stat /names'))?.[1];
        expect(Number(flags) & inodeFlags.isIndexed).not.toBe(0);
        if (options.join().includes('inline_data')) {
          expect(await debug('stat /forms/file-100')).toContain('Size of inline data: 100');
        }
      });

      it('holds the same', async () => {
        const { tree, unread } = await treeOf(volume);
        const ours = await treeListing(tree);
        expect([...unread]).toEqual([]);
        expect(differences(ours, oracle)).toEqual([]);
        expect(ours.size).toBe(oracle.size);
      });
    });
  },
);
