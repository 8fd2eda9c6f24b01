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
import { openXfs } from './open-xfs.ts';

const obstacle = await mountObstacle('mkfs.xfs', 'xfs_db', 'setfacl', 'setcap', 'getfattr');

const folder = temporaryFolder('memory');
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

interface Variant {
  readonly name: string;
  readonly options: readonly string[];
  readonly hard: Partial<HardSetOptions>;
}

const variants: readonly Variant[] = [
  { name: 'Debian 12', options: [], hard: { names: 60_000, holes: 3000 } },
  {
    name: 'sectors of 4096 bytes, large counts',
    options: ['-s', 'size=4096', '-i', 'nrext64=1,size=1024', '-m', 'rmapbt=1'],
    hard: { attributes: 4000 },
  },
  {
    name: 'small blocks, large directory blocks, no reflinks',
    options: [
      '-b',
      'size=1024',
      '-n',
      'size=8192',
      '-m',
      'reflink=0,bigtime=0,finobt=0',
      '-i',
      'sparse=0',
    ],
    hard: { holes: 3000, attributes: 2000 },
  },
];

describe.skipIf(obstacle !== undefined)(
  `an XFS as the kernel made it (obstacle: ${obstacle ?? 'none'})`,
  () => {
    describe.each(variants)('$name', ({ name, options, hard }) => {
      const image = join(folder.path, `${name}.img`);
      let volume: Volume;
      let oracle: Listing;
      beforeAll(async () => {
        emptyDisk(image, 400 * 1024 * 1024);
        await must('mkfs.xfs', ['-q', '-L', 'a label', ...options, image]);
        oracle = await mounted(image, join(folder.path, 'mount'), async (root) => {
          await makeHardSet(root, {
            names: 1000,
            holes: 300,
            longestAttribute: 65_000,
            attributes: 300,
            preallocates: true,
            ...(options.some((option) => option.includes('reflink=0')) ? {} : { reflinks: true }),
            ...hard,
          });
          return mountedListing(root);
        });
        volume = await openXfs(await fileBytes(image));
      });

      it('is what it says', async () => {
        const known = await must('blkid', ['-p', '-o', 'export', image]);
        expect(known).toContain(`\nUUID=${volume.uuid}\n`);
        expect(volume).toMatchObject({ kind: 'xfs', label: 'a label', remarks: [] });
      });

      it('has the forms that it is for', async () => {
        const print = async (path: string, ...fields: readonly string[]) => {
          const commands = [`path ${path}`, ...fields.map((field) => `print ${field}`)];
          return must('xfs_db', ['-r', ...commands.flatMap((command) => ['-c', command]), image]);
        };
        expect(await print('/holes', 'core.format')).toContain('3 (btree)');
        expect(await print('/names', 'core.format')).toMatch(/[23] \((extents|btree)\)/);
        expect(await print('/forms/folder-1', 'core.format')).toContain('1 (local)');
        expect(await print('/attributes/many', 'core.aformat')).toMatch(/[23] \((extents|btree)\)/);
        expect(await print('/attributes/small', 'core.aformat')).toContain('1 (local)');
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
