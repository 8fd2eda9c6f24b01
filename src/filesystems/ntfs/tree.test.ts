import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mib, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { memorySource } from '../../../test/fixtures/disks/memory-source.ts';
import { makeNtfs, missingForNtfs, withNtfs } from '../../../test/fixtures/disks/ntfs-disks.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { openHive } from '../../hives/hive.ts';
import { type DiskTree, openDiskTree } from '../open-disk-tree.ts';
import { openNtfs } from './open-ntfs.ts';

const missing = missingForNtfs();
const userHive = join(import.meta.dirname, '../../hives/testdata/NTUSER.DAT.gz');

describe.skipIf(missing !== undefined)(
  `the tree of an NTFS volume (absent: ${missing ?? 'none'})`,
  () => {
    const folder = temporaryFolder();
    let disk: DiskTree;
    beforeAll(async () => {
      const image = join(folder.path, 'ntfs.img');
      await makeNtfs(image, 24 * mib, { names: 60, holes: 5, pieces: 0 });
      await withNtfs(image, 'rw', async (root) => {
        mkdirSync(join(root, 'Users/joe'), { recursive: true });
        mkdirSync(join(root, 'twins'));
        for (const name of ['b.txt', 'B.TXT', 'c.txt'])
          writeFileSync(join(root, 'twins', name), name);
        writeFileSync(join(root, 'Users/joe/NTUSER.DAT'), gunzipSync(readFileSync(userHive)));
      });
      const volume = await openNtfs(memorySource(readFileSync(image), 'disk'));
      disk = await openDiskTree([{ path: '/', volume }], { runtime: testRuntime() });
    });
    afterAll(() => folder.remove());

    it('ignores case in paths and globs, and keeps the spelling', async () => {
      const { tree } = disk;
      expect(tree.caseSensitive).toBe(false);
      const found = await tree.stat('WINDOWS/system32/CONFIG/software');
      expect(found?.path).toBe('Windows/System32/config/SOFTWARE');
      const paths = await tree.find({
        globs: ['windows/**/config/soft*', 'MANY/file number 5? OF*'],
      });
      expect(paths.map(({ path }) => path).toSorted()).toEqual([
        'Windows/System32/config/SOFTWARE',
        ...Array.from({ length: 10 }, (_, index) => `many/file number ${50 + index} of many.dat`),
      ]);
    });

    it('follows junctions and links within the volume', async () => {
      const { tree } = disk;
      for (const path of [
        'Junction/linked.txt',
        'windows/link-up/LINKED.txt',
        'Windows/LINK-file',
      ]) {
        const entry = await tree.stat(path);
        expect(entry?.sizeBytes).toBe(20);
      }
      expect((await tree.stat('junction', false))?.link).toBe('/ProgramData');
      const [left, right] = [
        await tree.stat('small.txt'),
        await tree.stat('ProgramData/linked.txt'),
      ];
      expect(left?.content).toBe(right?.content);
    });

    it('has streams, and says which content it could not read', async () => {
      const { tree } = disk;
      const entry = await tree.stat('streams.txt');
      expect([...(entry?.xattrs?.keys() ?? [])]).toContain('ntfs.stream:Zone.Identifier');
      const compact = await tree.stat('wof/compact.dll');
      if (compact === undefined) throw new Error('the file is missing');
      await expect(tree.open(compact)).rejects.toMatchObject({ code: 'TARGET_UNSUPPORTED' });
    });

    it('names what has the name of another file but for case', async () => {
      const { tree, unread } = disk;
      const names = (await tree.list('twins')).map(({ path }) => path);
      expect(names).toEqual(['twins/B.TXT', 'twins/c.txt']);
      expect([...unread].filter(([path]) => path.startsWith('twins'))).toEqual([
        ['twins/b.txt', 'is hidden by its namesake B.TXT'],
      ]);
      // By its exact name it is found all the same.
      expect((await tree.stat('twins/c.TXT'))?.path).toBe('twins/c.txt');
    });

    it('gives a hive that is read by need', async () => {
      const { tree } = disk;
      const entry = await tree.stat('users/JOE/ntuser.dat');
      if (entry === undefined) throw new Error('the hive is missing');
      const hive = await openHive(await tree.open(entry), entry.path);
      const key = await hive.key('Software\\Microsoft\\Windows\\CurrentVersion\\Explorer');
      expect(key?.path.split('\\')).toHaveLength(5);
      expect((await key?.subkeys())?.length).toBeGreaterThan(5);
    });
  },
);
