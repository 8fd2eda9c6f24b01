// One inode of an ext file system (Documentation/filesystems/ext4/inodes.rst of Linux).

import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, readAll, type VolumeBytes } from '../volume.ts';
import { inodeTableOf, littleEndian } from './groups.ts';
import type { Superblock } from './superblock.ts';

export const inodeFlags = {
  encrypted: 0x800,
  isIndexed: 0x1000,
  extents: 0x80000,
  inlineData: 0x10000000,
};

export const blockMapOffset = 0x28;
/** The part that all inodes have. */
const oldBytes = 128;

export interface Inode {
  readonly number: number;
  readonly fields: Fields;
  /** Type and permissions. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly flags: number;
  /** The 60 bytes of block numbers, extents, or a short link's target. */
  readonly blockMap: Uint8Array;
  /** Where they lie on the volume. */
  readonly blockMapAt: number;
  /** Where the attributes in the inode start; undefined where there is no room for them. */
  readonly attributesAt: number | undefined;
  /** The block of its other attributes; 0 for none. */
  readonly attributeBlock: number;
  /** Where the checksums of its blocks start. */
  readonly seed: number | undefined;
}

function checkChecksum(fields: Fields, seed: number, extraBytes: number, number: number): void {
  const { bytes } = fields;
  const hasHigh = bytes.length > oldBytes && extraBytes >= 4;
  let crc = updateCrc32c(seed, bytes.subarray(0, 0x7c));
  crc = updateCrc32c(crc, Buffer.alloc(2));
  crc = updateCrc32c(crc, bytes.subarray(0x7e, oldBytes));
  if (bytes.length > oldBytes) {
    if (hasHigh) {
      crc = updateCrc32c(crc, bytes.subarray(oldBytes, 0x82));
      crc = updateCrc32c(crc, Buffer.alloc(2));
      crc = updateCrc32c(crc, bytes.subarray(0x84));
    } else crc = updateCrc32c(crc, bytes.subarray(oldBytes));
  }
  const isRight =
    (crc & 0xffff) === fields.u16(0x7c) && (!hasHigh || crc >>> 16 === fields.u16(0x82));
  if (!isRight) {
    throw damagedVolume(fields.where(), `inode ${number} has a checksum that does not fit`);
  }
}

function mtimeOf(fields: Fields, extraBytes: number): number {
  const seconds = fields.u32(0x10) | 0;
  if (extraBytes < 12) return seconds * 1000;
  const extra = fields.u32(0x88);
  return (seconds + (extra & 3) * 2 ** 32) * 1000 + (extra >>> 2) / 1e6;
}

function parseInode(fields: Fields, superblock: Superblock, number: number, at: number): Inode {
  const { bytes } = fields;
  const extraBytes = bytes.length > oldBytes ? fields.u16(0x80) : 0;
  if (extraBytes % 4 !== 0 || oldBytes + extraBytes > bytes.length) {
    throw damagedVolume(fields.where(0x80), `inode ${number} is larger than there is room`);
  }
  let seed: number | undefined;
  if (superblock.seed !== undefined) {
    seed = updateCrc32c(superblock.seed, littleEndian(number));
    seed = updateCrc32c(seed, littleEndian(fields.u32(0x64)));
    checkChecksum(fields, seed, extraBytes, number);
  }
  const mode = fields.u16(0);
  if (mode === 0) throw damagedVolume(fields.where(), `inode ${number} is named, but free`);
  const isLong = (mode & 0xf000) === 0x8000 || superblock.features.has('large_dir');
  const high = isLong ? fields.u32(0x6c) : 0;
  if (high >= 2 ** 21) {
    throw damagedVolume(fields.where(0x6c), `inode ${number} is larger than a file can be`);
  }
  const hasRoom = bytes.length > oldBytes && oldBytes + extraBytes + 8 <= bytes.length;
  return {
    number,
    fields,
    mode,
    uid: fields.u16(2) + fields.u16(0x78) * 65_536,
    gid: fields.u16(0x18) + fields.u16(0x7a) * 65_536,
    sizeBytes: fields.u32(4) + high * 2 ** 32,
    mtimeMs: mtimeOf(fields, extraBytes),
    flags: fields.u32(0x20),
    blockMap: fields.slice(blockMapOffset, 60),
    blockMapAt: at + blockMapOffset,
    attributesAt: hasRoom ? oldBytes + extraBytes : undefined,
    attributeBlock: fields.u32(0x68) + fields.u16(0x76) * 2 ** 32,
    seed,
  };
}

/** Reads inodes by number; the places of their tables are kept. */
export class InodeTable {
  readonly #volume: VolumeBytes;
  readonly #superblock: Superblock;
  readonly #tables = new Map<number, Promise<number>>();

  constructor(volume: VolumeBytes, superblock: Superblock) {
    this.#volume = volume;
    this.#superblock = superblock;
  }

  /** Throws ScanError for a number that no inode has, and for a damaged one. */
  async read(number: number): Promise<Inode> {
    const { groupInodes, inodeCount, inodeBytes } = this.#superblock;
    if (!Number.isSafeInteger(number) || number < 1 || number > inodeCount) {
      throw damagedVolume(
        this.#volume.name,
        `inode ${number} is named, but there are ${inodeCount}`,
      );
    }
    const group = Math.floor((number - 1) / groupInodes);
    let table = this.#tables.get(group);
    if (table === undefined) {
      table = inodeTableOf(this.#volume, this.#superblock, group);
      this.#tables.set(group, table);
    }
    const at = (await table) + ((number - 1) % groupInodes) * inodeBytes;
    const fields = new Fields(await readAll(this.#volume, at, inodeBytes), this.#volume.name, at);
    return parseInode(fields, this.#superblock, number, at);
  }
}
