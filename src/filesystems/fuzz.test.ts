import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  missingPrograms,
  must,
  noise,
  temporaryFolder,
  writeSparse,
} from '../../test/fixtures/disks/disk-files.ts';
import { emptyDisk, mounted, mountObstacle } from '../../test/fixtures/disks/loop-mounts.ts';
import { fuzz, fuzzRuns, memorySource } from '../../test/fixtures/disks/memory-source.ts';
import { closeFiles, fileBytes, treeOf } from '../../test/fixtures/disks/opened-volume.ts';
import { resealedXfs } from '../../test/fixtures/disks/resealed-xfs.ts';
import { makeSmallRoot, smallExt } from '../../test/fixtures/disks/small-ext.ts';
import { openExt } from './ext/open-ext.ts';
import type { Volume, VolumeBytes } from './volume.ts';
import { openXfs } from './xfs/open-xfs.ts';

const missing = missingPrograms('mkfs.ext4', 'setfattr', 'setfacl');
const obstacle = await mountObstacle('mkfs.xfs', 'mkfs.ext4', 'setfattr', 'setfacl');
const slowestMs = 2000;

const folder = temporaryFolder('memory');
afterAll(async () => {
  await closeFiles();
  folder.remove();
});

interface Seen {
  /** All of the metadata: a file's bytes have no checksum. */
  readonly shape: string;
  /** Whether anything was told that makes the volume partial. */
  readonly isTold: boolean;
}

async function see(volume: Volume): Promise<Seen> {
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

/** No run may hang or end in another error than ours; with checksums none may show less than there is without a word. */
async function fuzzVolume(
  bytes: VolumeBytes,
  open: (bytes: VolumeBytes) => Promise<Volume>,
  hasChecksums = true,
): Promise<void> {
  const clean = await see(await open(bytes));
  expect(clean.isTold).toBe(false);
  const source = { ...bytes, close: async () => undefined };
  const outcome = await fuzz(source, fuzzRuns, async (damaged) => {
    const seen = await see(await open(damaged));
    if (!hasChecksums || seen.isTold || seen.shape === clean.shape) return;
    throw new Error('damage that nothing tells');
  });
  expect(outcome.slowestMs).toBeLessThan(slowestMs);
}

/** Attributes, links of some lengths and directories of every form, and a file in many pieces. */
async function makeForms(root: string, links: readonly number[]): Promise<void> {
  makeSmallRoot(root);
  for (const size of links) {
    symlinkSync('t'.repeat(size), join(root, `link-${size}`));
  }
  const pieces = Array.from({ length: 60 }, (_, index) => ({
    offset: index * 8192,
    bytes: noise(100, index),
  }));
  writeSparse(join(root, 'pieces'), 1_000_000, pieces);
  for (const [name, count, length] of [
    ['few', 2, 20],
    ['several', 6, 60],
    ['long', 2, 1200],
  ] as const) {
    writeFileSync(join(root, name), name);
    for (let index = 0; index < count; index += 1) {
      const value = `0x${Buffer.from(noise(length, index)).toString('hex')}`;
      await must('setfattr', ['-n', `user.${index}`, '-v', value, join(root, name)]);
    }
  }
  await must('setfacl', ['-m', 'u:1000:r', join(root, 'few')]);
}

describe.skipIf(missing.length > 0)(`fuzzed ext (absent: ${missing.join(', ') || 'none'})`, () => {
  it.each([
    ['as mkfs makes it', true, []],
    ['with inline data', true, ['-O', 'inline_data,ea_inode,^has_journal']],
    ['without checksums', false, ['-O', '^metadata_csum,inline_data']],
    ['of the oldest kind', false, ['-t', 'ext2', '-O', 'none']],
  ] as const)('%s says what it could not read', async (name, hasChecksums, options) => {
    const root = join(folder.path, `${name}.root`);
    mkdirSync(root);
    makeSmallRoot(root);
    const bytes = await smallExt(root, join(folder.path, name), ['-I', '256', ...options]);
    await fuzzVolume(memorySource(bytes), openExt, hasChecksums);
  });
});

describe.skipIf(obstacle !== undefined)(`fuzzed (obstacle: ${obstacle ?? 'none'})`, () => {
  // An ext4 has no checksum for a target that is not in its inode.
  it.each([
    ['XFS', 320, ['mkfs.xfs', '-q'], openXfs, [1, 100, 600]],
    ['XFS of blocks of 1 KiB', 320, ['mkfs.xfs', '-q', '-b', 'size=1024'], openXfs, [1000]],
    ['ext4', 64, ['mkfs.ext4', '-q', '-T', 'default', '-O', 'ea_inode'], openExt, [1, 59]],
  ] as const)(
    '%s as the kernel made it says what it could not read',
    async (name, mebibytes, [program, ...options], open, links) => {
      const image = join(folder.path, `${name}.mounted`);
      emptyDisk(image, mebibytes * 1024 * 1024);
      await must(program, [...options, image]);
      await mounted(image, join(folder.path, 'mount'), (root) => makeForms(root, links));
      await fuzzVolume(await fileBytes(image), open);
    },
  );

  it('XFS with damage that no checksum finds ends in time', async () => {
    const image = join(folder.path, 'resealed');
    emptyDisk(image, 320 * 1024 * 1024);
    await must('mkfs.xfs', ['-q', image]);
    await mounted(image, join(folder.path, 'mount'), (root) => makeForms(root, [100, 600]));
    const open = (bytes: VolumeBytes) => openXfs(resealedXfs(bytes, 4096));
    await fuzzVolume(await fileBytes(image), open, false);
  });
});
