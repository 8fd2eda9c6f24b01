// Block groups: where the inodes of an ext file system lie (Documentation/filesystems/ext4/group_descr.rst of Linux).

import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, readAll, type VolumeBytes } from '../volume.ts';
import { type Superblock, superblockPlace } from './superblock.ts';

const inodesUninitialised = 0x1;

/** A number as the checksums take it. */
export function littleEndian(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** CRC-16 of the older descriptors (polynomial 0x8005, reflected). */
function crc16(register: number, bytes: Uint8Array): number {
  let crc = register;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
  }
  return crc;
}

/** The checksum that a descriptor should have; undefined where it has none. */
function checksumOf(superblock: Superblock, group: number, bytes: Uint8Array): number | undefined {
  const { seed, features, uuidBytes } = superblock;
  const [before, after] = [bytes.subarray(0, 0x1e), bytes.subarray(0x20)];
  if (seed !== undefined) {
    let crc = updateCrc32c(seed, littleEndian(group));
    crc = updateCrc32c(crc, before);
    crc = updateCrc32c(crc, Buffer.alloc(2));
    return updateCrc32c(crc, after) & 0xffff;
  }
  if (!features.has('uninit_bg')) return undefined;
  const crc = crc16(crc16(crc16(0xffff, uuidBytes), littleEndian(group)), before);
  return features.has('64bit') ? crc16(crc, after) : crc;
}

/** Whether a group holds a copy of the superblock. */
function hasSuperblock({ features }: Superblock, group: number): boolean {
  if (!features.has('sparse_super') || group <= 1) return true;
  for (const base of [3, 5, 7]) {
    let power = base;
    while (power < group) power *= base;
    if (power === group) return true;
  }
  return false;
}

function descriptorBlock(superblock: Superblock, index: number): number {
  const { features, firstDataBlock, firstMetaGroup, groupBlocks, blockBytes, descriptorBytes } =
    superblock;
  // The superblock's own block, which with clusters is not the first data block.
  const own = Math.floor(superblockPlace / blockBytes);
  if (!features.has('meta_bg') || index < firstMetaGroup) return own + 1 + index;
  const group = index * Math.floor(blockBytes / descriptorBytes);
  const before = group === 0 ? own - firstDataBlock : 0;
  const copy = hasSuperblock(superblock, group) ? 1 : 0;
  return firstDataBlock + group * groupBlocks + before + copy;
}

/** Where the inode table of a group lies, in bytes. Throws ScanError where the group or its table is none. */
export async function inodeTableOf(
  volume: VolumeBytes,
  superblock: Superblock,
  group: number,
): Promise<number> {
  const { blockBytes, descriptorBytes, blockCount } = superblock;
  const each = Math.floor(blockBytes / descriptorBytes);
  const block = descriptorBlock(superblock, Math.floor(group / each));
  const at = block * blockBytes + (group % each) * descriptorBytes;
  const bytes = await readAll(volume, at, descriptorBytes);
  const fields = new Fields(bytes, volume.name, at);
  const checksum = checksumOf(superblock, group, bytes);
  if (checksum !== undefined && checksum !== fields.u16(0x1e)) {
    throw damagedVolume(
      fields.where(),
      `the descriptor of block group ${group} has a checksum that does not fit`,
    );
  }
  const hasFlags = checksum !== undefined;
  if (hasFlags && (fields.u16(0x12) & inodesUninitialised) !== 0) {
    throw damagedVolume(fields.where(0x12), `block group ${group} has no inodes, but one is named`);
  }
  const high = descriptorBytes >= 64 ? fields.u32(0x28) : 0;
  const table = fields.u32(0x8) + high * 2 ** 32;
  if (table === 0 || table >= blockCount) {
    throw damagedVolume(fields.where(0x8), `block group ${group} has its inodes nowhere`);
  }
  return table * blockBytes;
}
