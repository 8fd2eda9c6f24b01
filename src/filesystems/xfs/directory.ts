// Directories of XFS: in the inode, in one block, or in many with their index behind them, which is not needed
// (XFS Algorithms & Data Structures, «Directories»; xfs_da_format.h).

import type { EntryType } from '../../model/file-tree.ts';
import { Fields } from '../../runtime/fields.ts';
import { decodeName } from '../../trees/name-text.ts';
import { type Extent, extentBytes, placeInExtents } from '../extents.ts';
import { beyondLimit, type DirectoryItem, damagedVolume } from '../volume.ts';
import { extentsOf } from './block-map.ts';
import { type BlockForm, checkBlock } from './checksum.ts';
import type { Inode, XfsVolume } from './inode.ts';

const headerBytes = 64;
const blockMagic = 0x58444233;
const dataMagic = 0x58444433;
const freeTag = 0xffff;
/** From here on lies the index. */
const indexFrom = 2 ** 35;
/** A directory above it is none: names of half a million files take as much. */
const mostDirectoryBytes = 64 * 1024 * 1024;

/** Read at once. */
const pieceBytes = 1024 * 1024;

const dataBlock: BlockForm = {
  title: 'a block of a directory',
  magics: [blockMagic, dataMagic],
  magicAt: 0,
  checksumAt: 4,
  uuidAt: 24,
  ownerAt: 40,
  placeAt: 8,
};

const types: readonly (EntryType | undefined)[] = [
  undefined,
  'file',
  'directory',
  'other',
  'other',
  'other',
  'other',
  'symlink',
  'other',
];

function itemOf(fields: Fields, nameAt: number, nameBytes: number, id: number): DirectoryItem {
  const name = decodeName(fields.slice(nameAt, nameBytes));
  if (name === '' || /[/\0]/.test(name)) {
    throw damagedVolume(fields.where(nameAt), 'a directory names what no file can be called');
  }
  return { name, id, type: types[fields.u8(nameAt + nameBytes)] };
}

function listShort(fields: Fields): DirectoryItem[] {
  const isWide = fields.u8(1) > 0;
  const idBytes = isWide ? 8 : 4;
  const count = isWide ? fields.u8(1) : fields.u8(0);
  const items: DirectoryItem[] = [];
  let at = 2 + idBytes;
  for (let index = 0; index < count; index += 1) {
    const nameBytes = fields.u8(at);
    const idAt = at + 3 + nameBytes + 1;
    const id = isWide ? fields.be64(idAt) : fields.be32(idAt);
    items.push(itemOf(fields, at + 3, nameBytes, id));
    at = idAt + idBytes;
  }
  return items;
}

/** Where the names of a block end: a directory of one block has its index at the block's end. */
function namesEnd(fields: Fields): number {
  const { length } = fields.bytes;
  if (fields.be32(0) !== blockMagic) return length;
  const end = length - 8 - fields.be32(length - 8) * 8;
  if (end < headerBytes) throw damagedVolume(fields.where(length - 8), 'an index has no room');
  return end;
}

function takeBlock(fields: Fields, items: DirectoryItem[]): void {
  const end = namesEnd(fields);
  for (let at = headerBytes; at < end; ) {
    if (fields.be16(at) === freeTag) {
      const length = fields.be16(at + 2);
      if (length === 0 || length % 8 !== 0 || at + length > end) {
        throw damagedVolume(fields.where(at), 'a gap of a directory has a length that cannot be');
      }
      at += length;
      continue;
    }
    const nameBytes = fields.u8(at + 8);
    const length = Math.ceil((12 + nameBytes) / 8) * 8;
    if (at + length > end) throw damagedVolume(fields.where(at), 'an entry is cut short');
    const item = itemOf(fields, at + 9, nameBytes, fields.be64(at));
    if (item.name !== '.' && item.name !== '..') items.push(item);
    at += length;
  }
}

/** The starts of the directory's blocks, within it. */
function* blocksOf(extents: readonly Extent[], blockBytes: number): Generator<number> {
  let done = 0;
  for (const { logical, length } of extents) {
    const first = Math.max(done, logical - (logical % blockBytes));
    for (let at = first; at < logical + length; at += blockBytes) {
      yield at;
      done = at + blockBytes;
    }
  }
}

/** The names in a directory; throws ScanError where one of its blocks is damaged. */
export async function listDirectory(
  xfs: XfsVolume,
  inode: Inode,
): Promise<readonly DirectoryItem[]> {
  const { volume, superblock } = xfs;
  const { directoryBlockBytes, metaUuid } = superblock;
  const { data } = inode;
  const where = `${volume.name}, directory ${inode.number}`;
  if (data.format === 'local') return listShort(new Fields(data.bytes, volume.name, data.at));
  const all = await extentsOf(xfs, inode, data);
  const extents = all.filter(({ logical }) => logical < indexFrom);
  const size = extents.reduce((sum, { length }) => sum + length, 0);
  if (size > mostDirectoryBytes) {
    throw beyondLimit(where, `is larger than any directory that is read (${size} bytes)`);
  }
  const last = extents.at(-1);
  const end = last === undefined ? 0 : last.logical + last.length;
  const bytes = extentBytes(volume, end, async () => extents);
  const items: DirectoryItem[] = [];
  let piece: Uint8Array = new Uint8Array(0);
  let pieceAt = 0;
  for (const at of blocksOf(extents, directoryBlockBytes)) {
    if (at + directoryBlockBytes > pieceAt + piece.length) {
      piece = await bytes.read(at, pieceBytes);
      pieceAt = at;
    }
    const block = piece.subarray(at - pieceAt, at - pieceAt + directoryBlockBytes);
    const place = placeInExtents(extents, at) ?? -1;
    const fields = new Fields(block, volume.name, place);
    checkBlock(fields, dataBlock, metaUuid, inode.number, place);
    takeBlock(fields, items);
  }
  return items;
}
