// The superblock of XFS, version 5, and its copies (XFS Algorithms & Data Structures, «Superblocks»; xfs_format.h).

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
import { hasChecksum } from './checksum.ts';

const magic = 0x58465342;
/** Sectors and superblocks are at most as large. */
const largestSector = 32_768;
const headBytes = 512;

const incompatible: readonly string[] = [
  'ftype',
  'sparse',
  'meta_uuid',
  'bigtime',
  'needsrepair',
  'nrext64',
  'exchange',
  'parent',
  'metadir',
];
const readOnlyCompatible: readonly string[] = ['finobt', 'rmapbt', 'reflink', 'inobtcount'];

export interface Superblock {
  readonly label: string;
  readonly uuid: string;
  /** The one in all metadata: differs from `uuid` where that was changed later. */
  readonly metaUuid: string;
  readonly features: ReadonlySet<string>;
  readonly blockBytes: number;
  readonly blockCount: number;
  readonly groupBlocks: number;
  readonly groupCount: number;
  /** log2 of `groupBlocks`, rounded up: how addresses are put together. */
  readonly groupBits: number;
  readonly inodeBytes: number;
  /** log2 of the inodes in a block. */
  readonly inodeBits: number;
  readonly directoryBlockBytes: number;
  readonly root: number;
  /** The first block of the log, and how many it has; 0 where it lies on another device. */
  readonly logStart: number;
  readonly logBlocks: number;
  readonly remarks: readonly VolumeRemark[];
}

function namesOf(bits: number, names: readonly string[]): string[] {
  return names.filter((_, bit) => ((bits >>> bit) & 1) !== 0);
}

function featuresOf(fields: Fields): ReadonlySet<string> {
  const incompat = fields.be32(216);
  const unknown = (incompat & ~(2 ** incompatible.length - 1)) >>> 0;
  if (unknown !== 0) {
    throw unsupportedVolume(
      fields.where(216),
      `an XFS with features that are not read (0x${unknown.toString(16)})`,
      'Copy its files to a file system without them.',
    );
  }
  return new Set([
    ...namesOf(incompat, incompatible),
    ...namesOf(fields.be32(212), readOnlyCompatible),
  ]);
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

/** A superblock from a sector at least as long as its own; throws ScanError where it is damaged or not read. */
function parseSuperblock(bytes: Uint8Array, name: string, at: number): Superblock {
  const fields = new Fields(bytes, name, at);
  const wrong = (place: number, what: string) =>
    damagedVolume(fields.where(place), `the superblock of an XFS ${what}`);
  if (fields.be32(0) !== magic) throw wrong(0, 'is not here');
  const version = fields.be16(100) & 0xf;
  if (version !== 5) {
    throw unsupportedVolume(
      fields.where(100),
      `an XFS of version ${version}, which has no checksums and is not read`,
      'Copy its files to an XFS made by a present mkfs.xfs.',
    );
  }
  const sectorBytes = fields.be16(102);
  if (sectorBytes < 512 || sectorBytes > bytes.length || !isPowerOfTwo(sectorBytes)) {
    throw wrong(102, `names sectors of ${sectorBytes} bytes`);
  }
  if (!hasChecksum(bytes.subarray(0, sectorBytes), 224)) {
    throw wrong(224, 'has a checksum that does not fit');
  }
  const features = featuresOf(fields);
  const blockBytes = fields.be32(4);
  const inodeBytes = fields.be16(104);
  const [blockBits, groupBits, inodeBits] = [fields.u8(120), fields.u8(124), fields.u8(123)];
  const directoryBits = fields.u8(192);
  const groupBlocks = fields.be32(84);
  const isSound =
    blockBytes >= 512 &&
    blockBytes <= 65_536 &&
    2 ** blockBits === blockBytes &&
    inodeBytes >= 256 &&
    inodeBytes * 2 ** inodeBits === blockBytes &&
    blockBits + directoryBits <= 16 &&
    groupBits <= 31 &&
    groupBlocks > 0 &&
    groupBlocks <= 2 ** groupBits;
  if (!isSound) throw wrong(4, 'has sizes that cannot be');
  const uuid = uuidText(fields.slice(32, 16));
  const remarks: VolumeRemark[] = features.has('needsrepair')
    ? [{ text: 'it is marked as in need of xfs_repair', isPartial: true }]
    : [];
  return {
    label: labelText(fields.slice(108, 12)),
    uuid,
    metaUuid: features.has('meta_uuid') ? uuidText(fields.slice(248, 16)) : uuid,
    features,
    blockBytes,
    blockCount: fields.be64(8),
    groupBlocks,
    groupCount: fields.be32(88),
    groupBits,
    inodeBytes,
    inodeBits,
    directoryBlockBytes: blockBytes * 2 ** directoryBits,
    root: fields.be64(56),
    logStart: fields.be64(48),
    logBlocks: fields.be32(96),
    remarks,
  };
}

/** Where the copy of the second group may lie: by what the damaged first one says, and for the usual four groups. */
function copyPlaces(first: Uint8Array, volume: VolumeBytes): number[] {
  const fields = new Fields(first, volume.name, 0);
  const [blockBytes, groupBlocks] = [fields.be32(4), fields.be32(84)];
  const quarter = Math.floor(volume.size / 4096 / 4) * 4096;
  return [blockBytes * groupBlocks, quarter, quarter + 4096].filter(
    (at) => at > 0 && at + largestSector <= volume.size,
  );
}

/** The superblock, or where it is damaged a copy, with a remark. Throws the first one's ScanError where none is sound. */
export async function readSuperblock(volume: VolumeBytes): Promise<Superblock> {
  await readAll(volume, 0, headBytes);
  const first = await volume.read(0, largestSector);
  try {
    return parseSuperblock(first, volume.name, 0);
  } catch (error) {
    for (const at of copyPlaces(first, volume)) {
      try {
        const copy = parseSuperblock(await volume.read(at, largestSector), volume.name, at);
        const text = `its superblock is damaged; the copy at byte ${at} was taken`;
        return { ...copy, remarks: [...copy.remarks, { text, isPartial: true }] };
      } catch {
        // No copy here either: the error of the first one says more.
      }
    }
    throw error;
  }
}
