// The superblock of ext2, ext3 and ext4, and its copies (Documentation/filesystems/ext4/super.rst of Linux).

import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import {
  damagedVolume,
  labelText,
  readAll,
  unsupportedVolume,
  uuidText,
  type VolumeBytes,
  type VolumeRemark,
} from '../volume.ts';

export const superblockPlace = 1024;
const superblockBytes = 1024;
const magic = 0xef53;

const compatible = { 0x4: 'has_journal', 0x20: 'dir_index', 0x1000: 'orphan_file' };
const incompatible = {
  0x1: 'compression',
  0x2: 'filetype',
  0x4: 'needs_recovery',
  0x8: 'journal_dev',
  0x10: 'meta_bg',
  0x40: 'extents',
  0x80: '64bit',
  0x100: 'mmp',
  0x200: 'flex_bg',
  0x400: 'ea_inode',
  0x1000: 'dirdata',
  0x2000: 'metadata_csum_seed',
  0x4000: 'large_dir',
  0x8000: 'inline_data',
  0x10000: 'encrypt',
  0x20000: 'casefold',
};
const readOnlyCompatible = {
  0x1: 'sparse_super',
  0x2: 'large_file',
  0x8: 'huge_file',
  0x10: 'uninit_bg',
  0x20: 'dir_nlink',
  0x40: 'extra_isize',
  0x100: 'quota',
  0x200: 'bigalloc',
  0x400: 'metadata_csum',
  0x2000: 'project',
  0x8000: 'verity',
  0x10000: 'orphan_present',
};

/** Of the incompatible features, those that are not read. */
const refused = ['compression', 'journal_dev', 'dirdata'];

/** The mark of an ext3: none of these. */
const onlyExt4 = ['extents', '64bit', 'flex_bg', 'huge_file', 'uninit_bg', 'metadata_csum'];

export interface Superblock {
  readonly kind: 'ext2' | 'ext3' | 'ext4';
  readonly label: string;
  readonly uuid: string;
  readonly uuidBytes: Uint8Array;
  readonly features: ReadonlySet<string>;
  readonly blockBytes: number;
  readonly blockCount: number;
  readonly firstDataBlock: number;
  readonly groupBlocks: number;
  readonly groupInodes: number;
  readonly inodeCount: number;
  readonly inodeBytes: number;
  readonly descriptorBytes: number;
  readonly firstMetaGroup: number;
  /** Where the metadata's checksums start; undefined where there are none. */
  readonly seed: number | undefined;
  readonly remarks: readonly VolumeRemark[];
}

function namesOf(bits: number, table: Readonly<Record<number, string>>): string[] {
  const names: string[] = [];
  for (let bit = 0; bit < 32; bit += 1) {
    const name = table[2 ** bit];
    if (((bits >>> bit) & 1) !== 0 && name !== undefined) names.push(name);
  }
  return names;
}

function checkRefused(fields: Fields, features: ReadonlySet<string>): void {
  const known = Object.keys(incompatible).reduce((sum, bit) => sum + Number(bit), 0);
  const unknown = (fields.u32(0x60) & ~known) >>> 0;
  const wrong = refused.filter((name) => features.has(name));
  if (unknown !== 0) wrong.push(`0x${unknown.toString(16)}`);
  if (wrong.length === 0) return;
  throw unsupportedVolume(
    fields.where(0x60),
    `an ext file system with features that are not read (${wrong.join(', ')})`,
    'Copy its files to a file system without them.',
  );
}

function remarksOf(fields: Fields, features: ReadonlySet<string>): VolumeRemark[] {
  const remarks: VolumeRemark[] = [];
  const add = (text: string) => remarks.push({ text, isPartial: true });
  const state = fields.u16(0x3a);
  if (features.has('needs_recovery')) {
    add('its journal holds changes that are not replayed (needs_recovery)');
  } else if ((state & 1) === 0) add('it was not unmounted cleanly');
  else if (features.has('orphan_present') || fields.u32(0xe8) !== 0) {
    remarks.push({ text: 'deleted files wait to be freed', isPartial: false });
  }
  if ((state & 2) !== 0) add('the kernel found errors in it: run e2fsck');
  return remarks;
}

/** A superblock from its 1024 bytes; throws ScanError where it is damaged or of a kind that is not read. */
function parseSuperblock(bytes: Uint8Array, name: string, at: number): Superblock {
  const fields = new Fields(bytes, name, at);
  const wrong = (place: number, what: string) =>
    damagedVolume(fields.where(place), `the superblock of an ext file system ${what}`);
  if (fields.u16(0x38) !== magic) throw wrong(0x38, 'is not here');
  const features = new Set([
    ...namesOf(fields.u32(0x5c), compatible),
    ...namesOf(fields.u32(0x60), incompatible),
    ...namesOf(fields.u32(0x64), readOnlyCompatible),
  ]);
  const hasChecksums = features.has('metadata_csum');
  if (hasChecksums && updateCrc32c(0xffffffff, bytes.subarray(0, 0x3fc)) !== fields.u32(0x3fc)) {
    throw wrong(0x3fc, 'has a checksum that does not fit');
  }
  checkRefused(fields, features);
  const logBlock = fields.u32(0x18);
  if (logBlock > 6) throw wrong(0x18, 'names blocks of no possible size');
  const blockBytes = 1024 * 2 ** logBlock;
  const isDynamic = fields.u32(0x4c) > 0;
  const inodeBytes = isDynamic ? fields.u16(0x58) : 128;
  if (inodeBytes < 128 || inodeBytes > blockBytes || (inodeBytes & (inodeBytes - 1)) !== 0) {
    throw wrong(0x58, `names inodes of ${inodeBytes} bytes`);
  }
  const descriptorBytes = features.has('64bit') ? fields.u16(0xfe) : 32;
  if (descriptorBytes < 32 || descriptorBytes > blockBytes || descriptorBytes % 8 !== 0) {
    throw wrong(0xfe, `names group descriptors of ${descriptorBytes} bytes`);
  }
  const [groupBlocks, groupInodes] = [fields.u32(0x20), fields.u32(0x28)];
  if (groupBlocks === 0 || groupInodes === 0) throw wrong(0x20, 'names empty groups');
  const uuidBytes = fields.slice(0x68, 16);
  const seed = features.has('metadata_csum_seed')
    ? fields.u32(0x270)
    : updateCrc32c(0xffffffff, uuidBytes);
  const isExt4 = onlyExt4.some((feature) => features.has(feature));
  const high = features.has('64bit') ? fields.u32(0x150) : 0;
  return {
    kind: isExt4 ? 'ext4' : features.has('has_journal') ? 'ext3' : 'ext2',
    label: labelText(fields.slice(0x78, 16)),
    uuid: uuidText(uuidBytes),
    uuidBytes,
    features,
    blockBytes,
    blockCount: fields.u32(0x4) + high * 2 ** 32,
    firstDataBlock: fields.u32(0x14),
    groupBlocks,
    groupInodes,
    inodeCount: fields.u32(0),
    inodeBytes,
    descriptorBytes,
    firstMetaGroup: fields.u32(0x104),
    seed: hasChecksums ? seed : undefined,
    remarks: remarksOf(fields, features),
  };
}

/** The places of the first copy, for blocks of 1, 2 and 4 KiB, then of 64 KiB, in groups of the usual size. */
const copies = [8193 * 1024, 16_384 * 2048, 32_768 * 4096, 65_528 * 65_536];

/**
 * The superblock, or where it is damaged its first copy, with a remark. Throws ScanError for the first one where no copy
 * is sound.
 */
export async function readSuperblock(volume: VolumeBytes): Promise<Superblock> {
  const first = await readAll(volume, superblockPlace, superblockBytes);
  try {
    return parseSuperblock(first, volume.name, superblockPlace);
  } catch (error) {
    for (const at of copies) {
      if (at + superblockBytes > volume.size) continue;
      const bytes = await volume.read(at, superblockBytes);
      try {
        const copy = parseSuperblock(bytes, volume.name, at);
        // Copies are as old as the file system: they know nothing of its journal and its state.
        const text = `its superblock is damaged; the copy at byte ${at} was taken`;
        return { ...copy, remarks: [{ text, isPartial: true }] };
      } catch {
        // No copy here either: the error of the first one says more.
      }
    }
    throw error;
  }
}
