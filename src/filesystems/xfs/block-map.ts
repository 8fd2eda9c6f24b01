// Where the blocks of a fork lie: extents in the inode or in a B+tree (XFS Algorithms & Data Structures, «Data Extents»).

import { Fields } from '../../runtime/fields.ts';
import { addExtent, type Extent, extentLimit } from '../extents.ts';
import { beyondLimit, damagedVolume, readAll } from '../volume.ts';
import { type BlockForm, checkBlock } from './checksum.ts';
import { type Fork, type Inode, placeOfBlock, type XfsVolume } from './inode.ts';

const recordBytes = 16;
const headerBytes = 72;
const deepest = 16;
/** Blocks of one fork's tree that are read at most. */
const treeBlockLimit = 100_000;

const treeBlock: BlockForm = {
  title: 'a block of a B+tree of extents',
  magics: [0x424d4133],
  magicAt: 0,
  checksumAt: 64,
  uuidAt: 40,
  ownerAt: 56,
  placeAt: 24,
};

interface Walk {
  readonly xfs: XfsVolume;
  readonly inode: Inode;
  readonly extents: Extent[];
  /** Whether touching extents become one: not for links, whose mappings have a header each. */
  readonly joins: boolean;
  blocks: number;
  /** The first block that the next extent may have. */
  next: number;
}

function takeExtent(walk: Walk, fields: Fields, at: number): void {
  const { xfs, extents, joins } = walk;
  const { superblock } = xfs;
  const [w0, w1, w2, w3] = [
    fields.be32(at),
    fields.be32(at + 4),
    fields.be32(at + 8),
    fields.be32(at + 12),
  ];
  const isUnwritten = w0 >>> 31 === 1;
  const first = (w0 & 0x7fffffff) * 2 ** 23 + (w1 >>> 9);
  const start = (w1 & 0x1ff) * 2 ** 43 + w2 * 2 ** 11 + (w3 >>> 21);
  const count = w3 & 0x1fffff;
  if (first < walk.next || count === 0 || !Number.isSafeInteger(first * superblock.blockBytes)) {
    throw damagedVolume(fields.where(at), 'extents that overlap or are empty');
  }
  if (extents.length > extentLimit) {
    throw beyondLimit(fields.where(at), `inode ${walk.inode.number} is in too many pieces`);
  }
  walk.next = first + count;
  const physical = placeOfBlock(superblock, start, fields.where(at));
  const isInGroup = (start % 2 ** superblock.groupBits) + count <= superblock.groupBlocks;
  const end = physical + count * superblock.blockBytes;
  if (!isInGroup || end > superblock.blockCount * superblock.blockBytes) {
    throw damagedVolume(fields.where(at), 'an extent that ends behind its group');
  }
  if (isUnwritten) return;
  const extent = {
    logical: first * superblock.blockBytes,
    physical,
    length: count * superblock.blockBytes,
  };
  if (joins) addExtent(extents, extent);
  else extents.push(extent);
}

/** The children of a node, whose keys start at `keysAt` and whose `room` bytes hold keys and pointers. */
async function takeChildren(
  walk: Walk,
  fields: Fields,
  keysAt: number,
  room: number,
  count: number,
  level: number,
): Promise<void> {
  const most = Math.floor(room / recordBytes);
  if (count > most) {
    throw damagedVolume(fields.where(keysAt), `${count} entries have no room in a B+tree`);
  }
  for (let index = 0; index < count; index += 1) {
    // A key never leads before what was taken already: so no block is of use twice.
    if (fields.be64(keysAt + 8 * index) < walk.next) {
      throw damagedVolume(fields.where(keysAt), 'extents that overlap or go round in circles');
    }
    await walkBlock(walk, fields.be64(keysAt + 8 * (most + index)), level - 1, fields.where());
  }
}

async function walkBlock(walk: Walk, block: number, level: number, from: string): Promise<void> {
  const { xfs, inode } = walk;
  const { volume, superblock } = xfs;
  if (++walk.blocks > treeBlockLimit) {
    throw beyondLimit(from, `inode ${inode.number} is in too many pieces`);
  }
  const at = placeOfBlock(superblock, block, from);
  const fields = new Fields(await readAll(volume, at, superblock.blockBytes), volume.name, at);
  checkBlock(fields, treeBlock, superblock.metaUuid, inode.number, at);
  const count = fields.be16(6);
  const room = superblock.blockBytes - headerBytes;
  if (fields.be16(4) !== level) {
    throw damagedVolume(fields.where(4), 'a B+tree of extents that is not level');
  }
  if (level > 0) return takeChildren(walk, fields, headerBytes, room, count, level);
  if (count > Math.floor(room / recordBytes)) {
    throw damagedVolume(fields.where(6), `${count} extents have no room in a block`);
  }
  for (let index = 0; index < count; index += 1) {
    takeExtent(walk, fields, headerBytes + recordBytes * index);
  }
}

/**
 * The extents of a fork, sorted; unwritten ones are left out. Throws ScanError where the fork is damaged or has more
 * pieces than any sound one.
 */
export async function extentsOf(
  xfs: XfsVolume,
  inode: Inode,
  fork: Fork,
  joins = true,
): Promise<readonly Extent[]> {
  const walk: Walk = { xfs, inode, extents: [], joins, blocks: 0, next: 0 };
  const fields = new Fields(fork.bytes, xfs.volume.name, fork.at);
  if (fork.format === 'extents') {
    for (let index = 0; index < fork.extentCount; index += 1) {
      takeExtent(walk, fields, recordBytes * index);
    }
  } else if (fork.format === 'btree') {
    const level = fields.be16(0);
    if (level === 0 || level > deepest) {
      throw damagedVolume(fields.where(), `a B+tree of extents of ${level} levels`);
    }
    await takeChildren(walk, fields, 4, fork.bytes.length - 4, fields.be16(2), level);
  } else {
    throw damagedVolume(fields.where(), `inode ${inode.number} has no extents`);
  }
  return walk.extents;
}
