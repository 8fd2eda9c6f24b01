// File systems that others made, sound and damaged. What is expected of them is what Linux 6.18 told of each when it
// was mounted: a digest of type, mode, owner, size, time, link, attributes and SHA-256 of every file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestOf, treeListing } from '../../test/fixtures/disks/listings.ts';
import { memorySource } from '../../test/fixtures/disks/memory-source.ts';
import { treeOf } from '../../test/fixtures/disks/opened-volume.ts';
import { openExt } from './ext/open-ext.ts';
import { openXfs } from './xfs/open-xfs.ts';

async function open(name: string) {
  const packed = readFileSync(join(import.meta.dirname, 'testdata', name));
  return name.endsWith('.gz')
    ? openExt(memorySource(gunzipSync(packed), name))
    : openXfs(memorySource(brotliDecompressSync(packed), name));
}

describe('a file system of another writer', () => {
  it.each([
    ['image.xfs.br', 1252, '0ab0374071a10cc9da9d58b2daf6b2e32b26bb9d17d9b18ce53019ee4bec5dac'],
    ['parents.xfs.br', 490, '7965d3820d8b1a9c4eed88419c493b6d69ed356a356f740db31316739d650260'],
    ['f_jnl_32bit.gz', 1344, 'fdb0198e5b46ff0c1198b08ea3a89b4c073c17ab7b5098e4606bbceb402ca271'],
    ['f_special_ea.gz', 8, 'cd3ca879467e6188e9e4c8bbd6d34f67e6c667885f9860a3deb027102f4c9e1d'],
    [
      'f_bigalloc_symlink_with_xattr.gz',
      3,
      '628b968b3f1d3503e20e62c10af1d47e535f15ebbdceef912a14d0017f5ade4e',
    ],
    [
      'f_valid_ea_in_inode.gz',
      13,
      '8fe6a57cf1e2f64822cf78e4d71f35b1dc954c38ea4c34a20af2ab4e0ea724ed',
    ],
    [
      'f_fast_symlink_extents.gz',
      4,
      '5264a6a558873feeff6639dc31c4c88916e85137e99c7876a135a8c169944946',
    ],
  ])('%s holds what the kernel found in it', async (name, count, digest) => {
    const { tree, unread } = await treeOf(await open(name));
    const listing = await treeListing(tree);
    expect([...unread]).toEqual([]);
    expect(listing.size).toBe(count);
    expect(digestOf(listing)).toBe(digest);
  });

  it.each([
    ['f_jnl_32bit.gz', 'its journal holds changes that are not replayed (needs_recovery)'],
    ['f_special_ea.gz', 'it was not unmounted cleanly'],
  ])('%s is told to be partial', async (name, text) => {
    expect((await open(name)).remarks).toEqual([{ text, isPartial: true }]);
  });

  // The kernel answers each of these with EUCLEAN, EBADMSG or EIO.
  it.each([
    ['f_ea_inode.gz', 'out-of-range', /inode 4008636142 is named/],
    ['f_ea_inode_self_ref.gz', '5', /an attribute of 4211081216 bytes/],
    ['f_resize_inode_meta_bg.gz', '', /directory 2 has a checksum that does not fit/],
    ['f_invalid_extent_symlink.gz', 'a', /is listed as file, but is symlink/],
    ['f_encrypted_lpf.gz', 'lost+found', /is encrypted/],
  ])('%s: %s is told to be unread', async (name, path, reason) => {
    const { tree, unread } = await treeOf(await open(name));
    await tree.find({ globs: ['**/*'], accept: () => true });
    expect(unread.get(path)).toMatch(reason);
  });

  it.each([
    ['f_extent_int_bad_csum.gz', /extents has a checksum that does not fit/],
    ['f_extent_leaf_bad_magic.gz', /no sound extents/],
    ['f_extent_too_deep.gz', /no sound extents/],
    ['f_extents.gz', /extents that overlap or are empty/],
  ])('%s: a file in it is refused', async (name, reason) => {
    const { tree } = await treeOf(await open(name));
    await expect(treeListing(tree)).rejects.toThrow(reason);
    await expect(treeListing(tree)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });
});
