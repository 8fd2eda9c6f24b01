// Where a file's blocks lie: extent trees of ext4, and the direct and indirect blocks of ext2 and ext3
// (Documentation/filesystems/ext4/ifork.rst of Linux).

import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { addExtent, type Extent, extentLimit } from '../extents.ts';
import { beyondLimit, damagedVolume, readAll, type VolumeBytes } from '../volume.ts';
import { blockMapOffset, type Inode, inodeFlags } from './inode.ts';
import type { Superblock } from './superblock.ts';

const extentMagic = 0xf30a;
const deepest = 5;
const checksumBytes = 4;
/** Blocks of one file's map that are read at most. */
const mapBlockLimit = 100_000;
/** Above it an extent is allocated, but not written: it reads as zeros. */
const longestWritten = 32_768;

/** Whether the inode has extents where others have block numbers or a target. */
export function hasExtents({ flags, fields }: Inode): boolean {
  return (flags & inodeFlags.extents) !== 0 && fields.u16(blockMapOffset) === extentMagic;
}

interface Walk {
  readonly volume: VolumeBytes;
  readonly superblock: Superblock;
  readonly inode: Inode;
  readonly extents: Extent[];
  /** Blocks of the map read so far. */
  blocks: number;
  /** The first logical block that the next extent may have. */
  next: number;
}

function countBlock(walk: Walk, where: string): void {
  if (++walk.blocks > mapBlockLimit || walk.extents.length > extentLimit) {
    throw beyondLimit(where, `the file of inode ${walk.inode.number} is in too many pieces`);
  }
}

async function readMapBlock(walk: Walk, block: number, where: string): Promise<Fields> {
  const { volume, superblock } = walk;
  if (block <= 0 || block >= superblock.blockCount) {
    throw damagedVolume(where, `names block ${block} of ${superblock.blockCount}`);
  }
  countBlock(walk, where);
  const at = block * superblock.blockBytes;
  return new Fields(await readAll(volume, at, superblock.blockBytes), volume.name, at);
}

function checkTail(fields: Fields, most: number, seed: number | undefined): void {
  if (seed === undefined) return;
  const tail = 12 + 12 * most;
  if (updateCrc32c(seed, fields.slice(0, tail)) !== fields.u32(tail)) {
    throw damagedVolume(fields.where(), 'a block of extents has a checksum that does not fit');
  }
}

function takeExtent(walk: Walk, fields: Fields, at: number): void {
  const { superblock, extents } = walk;
  const first = fields.u32(at);
  const length = fields.u16(at + 4);
  const count = length > longestWritten ? length - longestWritten : length;
  const start = fields.u32(at + 8) + fields.u16(at + 6) * 2 ** 32;
  if (first < walk.next || count === 0) {
    throw damagedVolume(fields.where(at), 'extents that overlap or are empty');
  }
  if (start + count > superblock.blockCount) {
    throw damagedVolume(fields.where(at), 'an extent that ends behind the volume');
  }
  walk.next = first + count;
  if (length > longestWritten) return;
  addExtent(extents, {
    logical: first * superblock.blockBytes,
    physical: start * superblock.blockBytes,
    length: count * superblock.blockBytes,
  });
}

async function walkExtents(walk: Walk, fields: Fields, depth: number | undefined): Promise<void> {
  const { inode } = walk;
  const [entries, most, own] = [fields.u16(2), fields.u16(4), fields.u16(6)];
  const isRoot = depth === undefined;
  const room = fields.bytes.length - (isRoot ? 0 : checksumBytes);
  const isSound =
    fields.u16(0) === extentMagic &&
    entries <= most &&
    12 + 12 * most <= room &&
    (isRoot ? own <= deepest : own === depth);
  if (!isSound) {
    throw damagedVolume(fields.where(), `no sound extents of inode ${inode.number}`);
  }
  if (!isRoot) checkTail(fields, most, inode.seed);
  for (let index = 0; index < entries; index += 1) {
    const at = 12 + 12 * index;
    if (own === 0) {
      takeExtent(walk, fields, at);
      continue;
    }
    // An index never leads before what was taken already: so no block is of use twice.
    if (fields.u32(at) < walk.next) {
      throw damagedVolume(fields.where(at), 'extents that overlap or go round in circles');
    }
    const child = fields.u32(at + 4) + fields.u16(at + 8) * 2 ** 32;
    await walkExtents(walk, await readMapBlock(walk, child, fields.where(at)), own - 1);
  }
}

/** `span`: how many blocks of the file an entry stands for. */
async function walkIndirect(
  walk: Walk,
  fields: Fields,
  from: number,
  count: number,
  span: number,
  first: number,
): Promise<void> {
  const { blockBytes, blockCount } = walk.superblock;
  const end = Math.ceil(walk.inode.sizeBytes / blockBytes);
  const each = blockBytes / 4;
  for (let index = 0; index < count; index += 1) {
    const logical = first + index * span;
    if (logical >= end) return;
    const block = fields.u32(from + 4 * index);
    if (block === 0) continue;
    if (span > 1) {
      const inner = await readMapBlock(walk, block, fields.where(from + 4 * index));
      await walkIndirect(walk, inner, 0, each, span / each, logical);
    } else if (block >= blockCount) {
      throw damagedVolume(fields.where(from + 4 * index), `names block ${block} of ${blockCount}`);
    } else {
      addExtent(walk.extents, {
        logical: logical * blockBytes,
        physical: block * blockBytes,
        length: blockBytes,
      });
      if (walk.extents.length > extentLimit) countBlock(walk, fields.where());
    }
  }
}

/** The extents of a file, sorted; throws ScanError where the map is damaged or has more pieces than any sound one. */
export async function extentsOf(
  volume: VolumeBytes,
  superblock: Superblock,
  inode: Inode,
): Promise<readonly Extent[]> {
  const walk: Walk = { volume, superblock, inode, extents: [], blocks: 0, next: 0 };
  const fields = new Fields(inode.blockMap, volume.name, inode.blockMapAt);
  if ((inode.flags & inodeFlags.extents) !== 0) {
    await walkExtents(walk, fields, undefined);
    return walk.extents;
  }
  const each = superblock.blockBytes / 4;
  let first = 0;
  await walkIndirect(walk, fields, 0, 12, 1, first);
  first += 12;
  for (const [level, span] of [1, each, each ** 2].entries()) {
    // The single, double and triple indirect block: one entry each, that stands for `span * each` blocks.
    await walkIndirect(walk, fields, 48 + 4 * level, 1, span * each, first);
    first += span * each;
  }
  return walk.extents;
}
