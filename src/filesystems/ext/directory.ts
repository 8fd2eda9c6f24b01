// Directories of an ext file system, read from front to back: the nodes of a hash tree look like empty blocks
// (Documentation/filesystems/ext4/directory.rst of Linux).

import type { EntryType } from '../../model/file-tree.ts';
import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { decodeName } from '../../trees/name-text.ts';
import { type Extent, extentBytes, placeInExtents } from '../extents.ts';
import { beyondLimit, type DirectoryItem, damagedVolume, type VolumeBytes } from '../volume.ts';
import { type Inode, inodeFlags } from './inode.ts';
import type { Superblock } from './superblock.ts';

const tailBytes = 12;
const tailType = 0xde;
/** A directory above it is none: names of half a million files take as much. */
const mostDirectoryBytes = 64 * 1024 * 1024;
/** Read at once. */
const pieceBytes = 1024 * 1024;

const types: readonly (EntryType | undefined)[] = [
  undefined,
  'file',
  'directory',
  'other',
  'other',
  'other',
  'other',
  'symlink',
];

/** The length of an entry; blocks of 64 KiB have lengths that no 16 bits hold. */
function recordLength(raw: number, blockBytes: number): number {
  if (blockBytes < 65_536) return raw;
  if (raw === 65_535 || raw === 0) return blockBytes;
  return (raw & 65_532) | ((raw & 3) << 16);
}

/** The entries from `from` to `end`; throws ScanError for lengths and names that cannot be. */
function takeEntries(
  fields: Fields,
  from: number,
  end: number,
  superblock: Superblock,
  items: DirectoryItem[],
): void {
  const hasTypes = superblock.features.has('filetype');
  for (let at = from; at < end; ) {
    if (at + 8 > end) throw damagedVolume(fields.where(at), 'an entry of a directory is cut short');
    const length = recordLength(fields.u16(at + 4), superblock.blockBytes);
    const nameBytes = hasTypes ? fields.u8(at + 6) : fields.u16(at + 6);
    const id = fields.u32(at);
    if (length < 8 || length % 4 !== 0 || at + length > end || 8 + nameBytes > length) {
      throw damagedVolume(fields.where(at), 'an entry of a directory has a length that cannot be');
    }
    if (id !== 0) {
      const name = decodeName(fields.slice(at + 8, nameBytes));
      if (id > superblock.inodeCount || name === '' || /[/\0]/.test(name)) {
        throw damagedVolume(fields.where(at), 'a directory names what no file can be called');
      }
      const type = hasTypes ? types[fields.u8(at + 7)] : undefined;
      if (name !== '.' && name !== '..') items.push({ name, id, type });
    }
    at += length;
  }
}

/** Where the counts of a hash tree's block lie; undefined for a block of names. */
function hashCountsAt(fields: Fields, blockBytes: number): number | undefined {
  const first = recordLength(fields.u16(4), blockBytes);
  if (first === blockBytes && fields.u32(0) === 0 && fields.u8(6) === 0) return 8;
  const isRoot =
    first === 12 &&
    recordLength(fields.u16(16), blockBytes) === blockBytes - 12 &&
    fields.u32(24) === 0 &&
    fields.u8(29) === 8;
  return isRoot ? 32 : undefined;
}

function hashChecksum(fields: Fields, countsAt: number, seed: number): boolean {
  const [limit, count] = [fields.u16(countsAt), fields.u16(countsAt + 2)];
  const tail = countsAt + limit * 8;
  if (count > limit || tail + 8 > fields.bytes.length) return false;
  let crc = updateCrc32c(seed, fields.slice(0, countsAt + count * 8));
  crc = updateCrc32c(crc, fields.slice(tail, 4));
  crc = updateCrc32c(crc, Buffer.alloc(4));
  return crc === fields.u32(tail + 4);
}

function leafChecksum(fields: Fields, seed: number): boolean {
  const tail = fields.bytes.length - tailBytes;
  const isTail =
    fields.u32(tail) === 0 &&
    fields.u16(tail + 4) === tailBytes &&
    fields.u8(tail + 7) === tailType;
  return isTail && updateCrc32c(seed, fields.slice(0, tail)) === fields.u32(tail + 8);
}

function takeBlock(
  fields: Fields,
  superblock: Superblock,
  { seed, number, flags }: Inode,
  items: DirectoryItem[],
): void {
  const { blockBytes } = superblock;
  if (seed !== undefined) {
    const isIndexed = (flags & inodeFlags.isIndexed) !== 0;
    const countsAt = isIndexed ? hashCountsAt(fields, blockBytes) : undefined;
    const isRight =
      countsAt === undefined ? leafChecksum(fields, seed) : hashChecksum(fields, countsAt, seed);
    if (!isRight) {
      throw damagedVolume(
        fields.where(),
        `a block of directory ${number} has a checksum that does not fit`,
      );
    }
  }
  takeEntries(fields, 0, blockBytes, superblock, items);
}

/** The names in a directory of `extents`; `isIndexed` tells a hash tree. Throws ScanError where a block is damaged. */
export async function listBlocks(
  volume: VolumeBytes,
  extents: readonly Extent[],
  superblock: Superblock,
  inode: Inode,
): Promise<readonly DirectoryItem[]> {
  const { blockBytes } = superblock;
  const { sizeBytes: size } = inode;
  const where = `${volume.name}, directory ${inode.number}`;
  if (size > mostDirectoryBytes) {
    throw beyondLimit(where, `is larger than any directory that is read (${size} bytes)`);
  }
  if (size % blockBytes !== 0) {
    throw damagedVolume(where, `has a size of no whole blocks (${size} bytes)`);
  }
  const bytes = extentBytes(volume, size, async () => extents);
  const items: DirectoryItem[] = [];
  for (let at = 0; at < size; at += pieceBytes) {
    const piece = await bytes.read(at, pieceBytes);
    for (let from = 0; from < piece.length; from += blockBytes) {
      const place = placeInExtents(extents, at + from);
      if (place === undefined) {
        throw damagedVolume(where, `has a hole at its byte ${at + from}`);
      }
      const block = piece.subarray(from, from + blockBytes);
      takeBlock(new Fields(block, volume.name, place), superblock, inode, items);
    }
  }
  return items;
}

/** The names of a directory that lies in its inode: after the parent's number, then in an attribute. */
export function listInline(
  blockMap: Fields,
  rest: Fields | undefined,
  superblock: Superblock,
  sizeBytes: number,
): readonly DirectoryItem[] {
  const items: DirectoryItem[] = [];
  takeEntries(blockMap, 4, Math.min(60, sizeBytes), superblock, items);
  if (rest !== undefined) takeEntries(rest, 0, rest.bytes.length, superblock, items);
  return items;
}
