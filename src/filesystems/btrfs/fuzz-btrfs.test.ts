import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resealedBtrfs } from '../../../test/fixtures/disks/btrfs-blocks.ts';
import { must, temporaryFolder } from '../../../test/fixtures/disks/disk-files.ts';
import { emptyDisk, mounted, mountObstacle } from '../../../test/fixtures/disks/loop-mounts.ts';
import { fuzz, fuzzRuns } from '../../../test/fixtures/disks/memory-source.ts';
import { closeFiles, fileBytes, treeOf } from '../../../test/fixtures/disks/opened-volume.ts';
import { makeSmallRoot } from '../../../test/fixtures/disks/small-ext.ts';
import type { Volume, VolumeBytes } from '../volume.ts';
import { openBtrfs } from './open-btrfs.ts';

const obstacle = await mountObstacle('mkfs.btrfs', 'btrfs');
const folder = temporaryFolder();
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

async function see(volume: Volume) {
  const { tree, unread } = await treeOf(volume);
  const lines: string[] = [];
  let failed = 0;
  for (const entry of await tree.find({ globs: ['**/*'], accept: () => true })) {
    const xattrs = [...(entry.xattrs ?? [])].map(([name, value]) => [name, [...value]]);
    lines.push(JSON.stringify([{ ...entry, xattrs }]));
    if (entry.type !== 'file') continue;
    try {
      const bytes = await tree.open(entry);
      await bytes.read(Math.max(0, entry.sizeBytes - 1), 1);
    } catch {
      failed += 1;
    }
  }
  const isPartial = volume.remarks.some((remark) => remark.isPartial);
  return { shape: lines.join('\n'), isTold: failed > 0 || unread.size > 0 || isPartial };
}

async function make(name: string, method: string): Promise<VolumeBytes> {
  const image = join(folder.path, name);
  emptyDisk(image, 128 * 1024 * 1024);
  await must('mkfs.btrfs', ['-q', '-m', 'single', '-n', '4096', image]);
  const mount = join(folder.path, 'mount');
  await mounted(
    image,
    mount,
    async (root) => {
      makeSmallRoot(root);
      writeFileSync(join(root, 'packed'), 'some text '.repeat(40_000));
      await must('btrfs', ['subvolume', 'create', join(root, 'inner')]);
      writeFileSync(join(root, 'inner/file'), 'in a subvolume');
      await must('btrfs', ['subvolume', 'snapshot', root, join(root, 'snapshot')]);
    },
    `loop,compress=${method}`,
  );
  return fileBytes(image);
}

describe.skipIf(obstacle !== undefined)(`fuzzed btrfs (${obstacle ?? 'none'})`, () => {
  it.each(['zlib', 'lzo', 'zstd'])(
    'with %s says what it could not read',
    async (method) => {
      const source = { ...(await make(method, method)), close: async () => undefined };
      const clean = await see(await openBtrfs(source));
      expect(clean.isTold).toBe(false);
      const outcome = await fuzz(source, fuzzRuns, async (damaged) => {
        const seen = await see(await openBtrfs(damaged));
        if (seen.isTold || seen.shape === clean.shape) return;
        throw new Error('damage that nothing tells');
      });
      expect(outcome.slowestMs).toBeLessThan(2000);
    },
    300_000,
  );

  it.each(['zlib', 'lzo', 'zstd'])(
    'with %s and no checksum to find it ends',
    async (method) => {
      const source = { ...(await make(`r-${method}`, method)), close: async () => undefined };
      const { uuid } = await openBtrfs(source);
      const outcome = await fuzz(source, fuzzRuns, async (damaged) => {
        await see(await openBtrfs(resealedBtrfs(damaged, uuid, 4096)));
      });
      expect(outcome.slowestMs).toBeLessThan(2000);
    },
    300_000,
  );
});
