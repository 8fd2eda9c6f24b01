// Extended attributes of an ext file system: in the inode, in a block of their own, long values in inodes of their own
// (Documentation/filesystems/ext4/attributes.rst of Linux).

import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { aclFromExt } from '../acl.ts';
import { beyondLimit, damagedVolume, readAll, type VolumeBytes } from '../volume.ts';
import { blockMapOffset, type Inode } from './inode.ts';
import type { Superblock } from './superblock.ts';

const magic = 0xea020000;
const entryBytes = 16;
const headerBytes = 32;
/** Of Linux: no value is longer (XATTR_SIZE_MAX). */
const longestValue = 64 * 1024;
/** Of all attributes of a file. */
const mostAttributes = 4096;

const prefixes: readonly (string | undefined)[] = [
  undefined,
  'user.',
  'system.posix_acl_access',
  'system.posix_acl_default',
  'trusted.',
  undefined,
  'security.',
  'system.',
  'system.richacl',
];

/** The rest of data that lies in its inode. */
export const inlineRest = 'system.data';

export interface RawAttribute {
  readonly name: string;
  readonly value: Uint8Array;
  /** Where the value lies, for messages. */
  readonly at: number;
}

/** Reads the value that an inode holds. */
export type ReadValue = (number: number, length: number, where: string) => Promise<Uint8Array>;

/** The entries from `first` on; values lie from `base` on. */
async function takeAttributes(
  fields: Fields,
  first: number,
  base: number,
  at: number,
  readValue: ReadValue,
): Promise<RawAttribute[]> {
  const found: RawAttribute[] = [];
  for (let entry = first; entry + 4 <= fields.bytes.length && fields.u32(entry) !== 0; ) {
    if (found.length >= mostAttributes) {
      throw beyondLimit(fields.where(entry), 'more extended attributes than any file has');
    }
    const nameBytes = fields.u8(entry);
    const prefix = prefixes[fields.u8(entry + 1)];
    const name = fields.text(entry + entryBytes, nameBytes);
    const [offset, inode, length] = [
      fields.u16(entry + 2),
      fields.u32(entry + 4),
      fields.u32(entry + 8),
    ];
    if (length > longestValue) {
      throw damagedVolume(fields.where(entry + 8), `an attribute of ${length} bytes`);
    }
    const value =
      inode === 0
        ? fields.slice(base + offset, length)
        : await readValue(inode, length, fields.where(entry));
    // Of the others the kernel keeps to itself (encryption), or knows nothing.
    if (prefix !== undefined) {
      found.push({ name: `${prefix}${name}`, value, at: at + base + offset });
    }
    entry += entryBytes + Math.ceil(nameBytes / 4) * 4;
  }
  return found;
}

async function blockAttributes(
  volume: VolumeBytes,
  superblock: Superblock,
  block: number,
  readValue: ReadValue,
): Promise<RawAttribute[]> {
  const { blockBytes, blockCount, seed } = superblock;
  const at = block * blockBytes;
  if (block >= blockCount) {
    throw damagedVolume(volume.name, `attributes are in block ${block} of ${blockCount}`);
  }
  const bytes = await readAll(volume, at, blockBytes);
  const fields = new Fields(bytes, volume.name, at);
  if (fields.u32(0) !== magic) throw damagedVolume(fields.where(), 'no block of attributes');
  if (seed !== undefined) {
    const number = Buffer.alloc(8);
    number.writeBigUInt64LE(BigInt(block));
    let crc = updateCrc32c(seed, number);
    crc = updateCrc32c(crc, bytes.subarray(0, 16));
    crc = updateCrc32c(crc, Buffer.alloc(4));
    crc = updateCrc32c(crc, bytes.subarray(20));
    if (crc !== fields.u32(16)) {
      throw damagedVolume(
        fields.where(),
        'a block of extended attributes has a checksum that does not fit',
      );
    }
  }
  return takeAttributes(fields, headerBytes, 0, at, readValue);
}

/** The attributes in the inode itself: what is needed for data that lies there too. */
export async function inodeAttributes(
  { fields, attributesAt, blockMapAt }: Inode,
  readValue: ReadValue,
): Promise<RawAttribute[]> {
  if (attributesAt === undefined || fields.u32(attributesAt) !== magic) return [];
  const first = attributesAt + 4;
  return takeAttributes(fields, first, first, blockMapAt - blockMapOffset, readValue);
}

/** All attributes as getxattr(2) gives them, without the rest of inline data. */
export async function attributesOf(
  volume: VolumeBytes,
  superblock: Superblock,
  inode: Inode,
  readValue: ReadValue,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = await inodeAttributes(inode, readValue);
  if (inode.attributeBlock !== 0) {
    found.push(...(await blockAttributes(volume, superblock, inode.attributeBlock, readValue)));
  }
  const attributes = new Map<string, Uint8Array>();
  for (const { name, value, at } of found) {
    if (name === inlineRest) continue;
    const isAcl = name.startsWith('system.posix_acl_');
    // A copy: a view would keep the whole block alive.
    attributes.set(name, isAcl ? aclFromExt(new Fields(value, volume.name, at)) : value.slice());
  }
  return attributes;
}
