import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { must, run, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { emptyDisk, mounted, mountObstacle } from '../../../test/fixtures/disks/loop-mounts.ts';
import { closeFiles, fileBytes } from '../../../test/fixtures/disks/opened-volume.ts';
import { openXfs } from './open-xfs.ts';

const obstacle = await mountObstacle('mkfs.xfs', 'xfs_logprint');
/** What lets mkfs.xfs make logs as small as its own tests need them. */
const env = { TEST_DIR: '/', TEST_DEV: '/dev/null', QA_CHECK_FS: '1' };

describe.skipIf(obstacle !== undefined)(`the log of XFS (obstacle: ${obstacle ?? 'none'})`, () => {
  const folder = temporaryFolder('memory');
  afterAll(async () => {
    await closeFiles();
    folder.remove();
  });

  const isClean = async (path: string) =>
    (await openXfs(await fileBytes(path))).remarks.length === 0;
  /** xfs_logprint's answer to the same question. */
  const shouldBeClean = async (path: string) =>
    (await run('xfs_logprint', ['-t', path])).stdout.includes('<CLEAN>');

  it.each([
    ['records of 256 KiB, so that it goes round', ['-l', 'size=20m,sunit=512']],
    ['sectors of 4096 bytes', ['-s', 'size=4096', '-l', 'size=6m']],
  ])('with %s is as empty as xfs_logprint says', async (name, options) => {
    const image = join(folder.path, name.replaceAll(' ', '-'));
    emptyDisk(image, 300 * 1024 * 1024);
    await must('mkfs.xfs', ['-q', ...options, image], { env });
    expect([await isClean(image), await shouldBeClean(image)]).toEqual([true, true]);
    for (let round = 0; round < 5; round += 1) {
      await mounted(image, join(folder.path, 'mount'), async (root) => {
        const inner = join(root, `round-${round}`);
        mkdirSync(inner);
        for (let file = 0; file < 20; file += 1) {
          writeFileSync(join(inner, `file-${file}`), 'text');
          await must('sync', ['-f', root]);
        }
        await must('cp', ['--sparse=always', image, `${image}.dirty`]);
      });
      expect([await isClean(image), await shouldBeClean(image)]).toEqual([true, true]);
      const dirty = `${image}.dirty`;
      expect([await isClean(dirty), await shouldBeClean(dirty)]).toEqual([false, false]);
    }
  });
});
