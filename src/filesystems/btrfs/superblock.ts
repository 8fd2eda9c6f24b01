// The superblock of btrfs and its copies (struct btrfs_super_block of uapi/linux/btrfs_tree.h; «On-disk Format» of
// btrfs.readthedocs.io).

import { ScanError } from '../../model/errors.ts';
import { crc32c } from '../../runtime/crc32.ts';
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

const kib = 1024;
const places = [64 * kib, 64 * kib * kib, 256 * kib ** 3];
const superBytes = 4096;
/** Of trees: their root is on level 7 at most. */
export const highestLevel = 7;

const checksums = ['crc32c', 'xxhash64', 'sha256', 'blake2b'];

/** By bit of `incompat_flags`; those that change what a reader does have a meaning of their own below. */
const incompatible: readonly string[] = [
  'mixed-backref',
  'default-subvol',
  'mixed-groups',
  'compress-lzo',
  'compress-zstd',
  'big-metadata',
  'extref',
  'raid56',
  'skinny-metadata',
  'no-holes',
  'metadata-uuid',
  'raid1c34',
];
const refused: ReadonlyMap<number, string> = new Map([
  [12, 'zoned'],
  [13, 'extent-tree-v2'],
  [14, 'raid-stripe-tree'],
]);
/** It changes how space is counted only. */
const simpleQuota = 16;
const readOnlyCompatible: readonly string[] = [
  'free-space-tree',
  'free-space-tree-valid',
  'verity',
  'block-group-tree',
];

/** Where a tree starts. */
export interface TreeRoot {
  /** In the volume's logical addresses. */
  readonly logical: number;
  readonly level: number;
  readonly generation: bigint;
}

export interface Superblock {
  readonly nodeBytes: number;
  readonly sectorBytes: number;
  /** That blocks of metadata bear. */
  readonly metaUuid: string;
  readonly uuid: string;
  readonly label: string;
  readonly features: readonly string[];
  readonly remarks: readonly VolumeRemark[];
  readonly deviceId: number;
  readonly chunkRoot: TreeRoot;
  readonly rootTree: TreeRoot;
  /** The directory of the root tree that names the default subvolume. */
  readonly rootDirectory: number;
  /** Keys and chunks: enough to read the tree of chunks. */
  readonly systemChunks: Fields;
}

function featuresOf(fields: Fields): string[] {
  const names: string[] = [];
  const incompat = fields.big64(188);
  for (let bit = 0; bit < 64; bit += 1) {
    if ((incompat & (1n << BigInt(bit))) === 0n || bit === simpleQuota) continue;
    const name = incompatible[bit];
    if (name === undefined) {
      throw unsupportedVolume(
        fields.where(188),
        `a btrfs with the feature ${refused.get(bit) ?? `of bit ${bit}`}, which is not read`,
        'Copy its files to a btrfs without it.',
      );
    }
    names.push(name);
  }
  const compat = fields.big64(180);
  names.push(...readOnlyCompatible.filter((_, bit) => (compat & (1n << BigInt(bit))) !== 0n));
  return names;
}

function remarksOf(fields: Fields): VolumeRemark[] {
  const remarks: VolumeRemark[] = [];
  if (fields.big64(96) !== 0n) {
    const text = 'its log tree holds changes that are not applied; it was not unmounted';
    remarks.push({ text, isPartial: true });
  }
  if ((fields.big64(56) & 4n) !== 0n) {
    remarks.push({ text: 'it is marked as damaged; check it with btrfs check', isPartial: true });
  }
  return remarks;
}

function treeRoot(fields: Fields, at: number, level: number, generation: bigint): TreeRoot {
  if (level > highestLevel) throw damagedVolume(fields.where(), `a tree of ${level + 1} levels`);
  return { logical: fields.u64(at), level, generation };
}

function sizeAt(fields: Fields, at: number): number {
  const size = fields.u32(at);
  if (size >= 4096 && size <= 65_536 && (size & (size - 1)) === 0) return size;
  throw damagedVolume(fields.where(at), `a btrfs with blocks of ${size} bytes`);
}

function parse(fields: Fields, at: number): Superblock {
  if (fields.text(64, 8) !== '_BHRfS_M') throw damagedVolume(fields.where(64), 'no superblock');
  const kind = fields.u16(196);
  if (crc32c(fields.bytes.subarray(32)) !== fields.u32(0)) {
    const name = checksums[kind];
    if (kind > 0 && name !== undefined) {
      throw unsupportedVolume(
        fields.where(196),
        `a btrfs with checksums of ${name}, which is not read`,
        'Make it with mkfs.btrfs --csum crc32c.',
      );
    }
    throw damagedVolume(fields.where(), 'a superblock with a checksum that does not fit');
  }
  if (fields.u64(48) !== at) throw damagedVolume(fields.where(48), 'a superblock of another place');
  if (kind !== 0) throw damagedVolume(fields.where(196), `checksums of kind ${kind}`);
  const devices = fields.u64(136);
  if (devices !== 1) {
    throw unsupportedVolume(
      fields.where(136),
      `a btrfs over ${devices} devices, which is not read`,
      'Remove all devices but one (btrfs device remove).',
    );
  }
  const features = featuresOf(fields);
  const systemBytes = fields.u32(160);
  if (systemBytes > 2048) throw damagedVolume(fields.where(160), 'a list of chunks with no room');
  const hasMetaUuid = features.includes('metadata-uuid');
  return {
    nodeBytes: sizeAt(fields, 148),
    sectorBytes: sizeAt(fields, 144),
    uuid: uuidText(fields.slice(32, 16)),
    metaUuid: uuidText(fields.slice(hasMetaUuid ? 571 : 32, 16)),
    label: labelText(fields.slice(299, 256)),
    features,
    remarks: remarksOf(fields),
    deviceId: fields.u64(201),
    chunkRoot: treeRoot(fields, 88, fields.u8(199), fields.big64(164)),
    rootTree: treeRoot(fields, 80, fields.u8(198), fields.big64(72)),
    rootDirectory: fields.u64(128),
    systemChunks: fields.part(811, systemBytes),
  };
}

/**
 * The first sound superblock. Throws ScanError `TARGET_DAMAGED` where there is none, `TARGET_UNSUPPORTED` for several
 * devices, for checksums other than crc32c, and for features that are not read.
 */
export async function readSuperblock(volume: VolumeBytes): Promise<Superblock> {
  let first: ScanError | undefined;
  for (const at of places) {
    if (at + superBytes > volume.size && first !== undefined) break;
    try {
      const fields = new Fields(await readAll(volume, at, superBytes), volume.name, at);
      const superblock = parse(fields, at);
      if (first === undefined) return superblock;
      const text = `its superblock is damaged; the copy at byte ${at} is taken, which may be older`;
      return { ...superblock, remarks: [...superblock.remarks, { text, isPartial: true }] };
    } catch (error) {
      if (!(error instanceof ScanError) || error.code !== 'TARGET_DAMAGED') throw error;
      first ??= error;
    }
  }
  throw first ?? damagedVolume(volume.name, 'no superblock');
}
