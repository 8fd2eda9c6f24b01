// Inodes of XFS, version 3 of them (XFS Algorithms & Data Structures, «On-disk Inode»; xfs_format.h).

import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, readAll, uuidText, type VolumeBytes } from '../volume.ts';
import { hasChecksum } from './checksum.ts';
import type { Superblock } from './superblock.ts';

const magic = 0x494e;
const coreBytes = 176;

/** What XFS's readers need of a volume. */
export interface XfsVolume {
  readonly volume: VolumeBytes;
  readonly superblock: Superblock;
}

export type ForkFormat = 'local' | 'extents' | 'btree' | 'none';

/** The part of an inode that holds data or attributes, or says where they are. */
export interface Fork {
  readonly which: 'data' | 'attributes';
  readonly format: ForkFormat;
  readonly bytes: Uint8Array;
  /** On the volume. */
  readonly at: number;
  readonly extentCount: number;
}

export interface Inode {
  readonly number: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Its data lie on another device. */
  readonly isRealtime: boolean;
  readonly data: Fork;
  readonly attributes: Fork | undefined;
}

const formats: readonly ForkFormat[] = ['none', 'local', 'extents', 'btree'];

function mtimeOf(fields: Fields, isBig: boolean): number {
  if (!isBig) return (fields.be32(40) | 0) * 1000 + fields.be32(44) / 1e6;
  const nanoseconds = fields.bigBe64(40);
  const seconds = Number(nanoseconds / 1_000_000_000n) - 2 ** 31;
  return seconds * 1000 + Number(nanoseconds % 1_000_000_000n) / 1e6;
}

function forkOf(
  fields: Fields,
  which: Fork['which'],
  formatAt: number,
  from: number,
  to: number,
  extentCount: number,
  inodeAt: number,
): Fork {
  const format = formats[fields.u8(formatAt)];
  if (format === undefined || from > to) {
    throw damagedVolume(fields.where(formatAt), 'an inode with no sound fork');
  }
  const bytes = fields.slice(from, to - from);
  if (format === 'extents' && extentCount * 16 > bytes.length) {
    throw damagedVolume(fields.where(from), `${extentCount} extents have no room in an inode`);
  }
  return { which, format, bytes, at: inodeAt + from, extentCount };
}

function parseInode(fields: Fields, { metaUuid }: Superblock, number: number, at: number): Inode {
  const wrong = (what: string) => damagedVolume(fields.where(), `inode ${number} ${what}`);
  if (fields.be16(0) !== magic) throw wrong('is named, but not here');
  if (fields.u8(4) !== 3) throw wrong('is of a version that is not read');
  if (!hasChecksum(fields.bytes, 100)) throw wrong('has a checksum that does not fit');
  if (fields.bigBe64(152) !== BigInt(number)) throw wrong('is another one');
  if (uuidText(fields.slice(160, 16)) !== metaUuid) throw wrong('is of another file system');
  const mode = fields.be16(2);
  if (mode === 0) throw wrong('is named, but free');
  const flags2 = fields.bigBe64(120);
  const hasBigCounts = (flags2 & 16n) !== 0n;
  const attributesAt = coreBytes + fields.u8(82) * 8;
  const end = fields.bytes.length;
  const hasAttributes = attributesAt > coreBytes;
  if (attributesAt > end) throw wrong('has its attributes behind its end');
  const dataCount = hasBigCounts ? fields.be64(24) : fields.be32(76);
  const attributeCount = hasBigCounts ? fields.be32(76) : fields.be16(80);
  const dataEnd = hasAttributes ? attributesAt : end;
  return {
    number,
    mode,
    uid: fields.be32(8),
    gid: fields.be32(12),
    sizeBytes: fields.be64(56),
    mtimeMs: mtimeOf(fields, (flags2 & 8n) !== 0n),
    isRealtime: (fields.be16(90) & 1) !== 0,
    data: forkOf(fields, 'data', 5, coreBytes, dataEnd, dataCount, at),
    attributes: hasAttributes
      ? forkOf(fields, 'attributes', 83, attributesAt, end, attributeCount, at)
      : undefined,
  };
}

/** The place of a block from its number; throws ScanError where it lies outside of the volume. */
export function placeOfBlock(superblock: Superblock, block: number, where: string): number {
  const { groupBits, groupBlocks, groupCount, blockBytes, blockCount } = superblock;
  const group = Math.floor(block / 2 ** groupBits);
  const within = block % 2 ** groupBits;
  const index = group * groupBlocks + within;
  if (group >= groupCount || within >= groupBlocks || index >= blockCount) {
    throw damagedVolume(where, `names block ${block}, which is none`);
  }
  return index * blockBytes;
}

/** Throws ScanError for a number that no inode has, and for a damaged one. */
export async function readInode({ volume, superblock }: XfsVolume, number: number): Promise<Inode> {
  const { inodeBits, inodeBytes } = superblock;
  const where = `${volume.name}, inode ${number}`;
  if (!Number.isSafeInteger(number) || number <= 0) throw damagedVolume(where, 'is no inode');
  const block = placeOfBlock(superblock, Math.floor(number / 2 ** inodeBits), where);
  const at = block + (number % 2 ** inodeBits) * inodeBytes;
  const fields = new Fields(await readAll(volume, at, inodeBytes), volume.name, at);
  return parseInode(fields, superblock, number, at);
}
