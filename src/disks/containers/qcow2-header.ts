// The header of QCOW2, versions 2 and 3, and what of it is refused. QEMU, docs/interop/qcow2.txt. Big-endian.

import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged, readExactly, unsupported } from '../byte-source.ts';
import { mostDiskBytes } from './container.ts';
import type { Compression } from './inflated.ts';

const shortest = 72;
const longest = 112;
const knownFeatures = 0b11111n;
const dirty = 1n;
const corrupt = 2n;
const externalData = 4n;
const otherCompression = 8n;
const extendedEntries = 16n;
const convert = 'Convert it: qemu-img convert -O qcow2 FILE plain.qcow2';

export interface Qcow2Header {
  readonly version: 2 | 3;
  readonly clusterBytes: number;
  readonly sizeBytes: number;
  readonly l1Offset: number;
  readonly compression: Compression;
  readonly compressedSizeShift: number;
  /** Subclusters: 32 of each cluster. */
  readonly isExtended: boolean;
  readonly notes: readonly string[];
}

function refuseFeatures(fields: Fields, features: bigint): void {
  if ((features & externalData) !== 0n) {
    throw unsupported(
      fields.where(72),
      'its data are in an external data file, which is not opened',
      convert,
    );
  }
  if ((features & corrupt) !== 0n) {
    throw damaged(
      fields.where(72),
      'is marked as corrupt',
      'Repair it: qemu-img check -r all FILE',
    );
  }
  if ((features & ~knownFeatures) !== 0n) {
    throw unsupported(
      fields.where(72),
      `needs features that are not known (0x${features.toString(16)})`,
      convert,
    );
  }
}

/** Throws ScanError for parents, external data, encryption, unknown features, and numbers that cannot be. */
export async function readQcow2Header(file: ByteSource): Promise<Qcow2Header> {
  const fields = new Fields(await file.read(0, longest), file.name, 0);
  const version = fields.be32(4);
  if (version !== 2 && version !== 3) {
    throw unsupported(fields.where(4), `QCOW of version ${version} is not read`, convert);
  }
  if (fields.be64(8) !== 0) {
    throw unsupported(
      fields.where(8),
      'has a backing file, which is not opened',
      'Merge them: qemu-img convert -O qcow2 FILE whole.qcow2',
    );
  }
  if (fields.be32(32) !== 0) {
    throw unsupported(fields.where(32), 'is encrypted', 'Convert it to a disk that is not.');
  }
  const features = version === 3 ? fields.bigBe64(72) : 0n;
  refuseFeatures(fields, features);
  const headerBytes = version === 3 ? fields.be32(100) : shortest;
  const compressionType = version === 3 && headerBytes > 104 ? fields.u8(104) : 0;
  if (compressionType > 1 || ((features & otherCompression) !== 0n) !== (compressionType !== 0)) {
    throw damaged(fields.where(104), `compression of type ${compressionType} is not known`);
  }
  const isExtended = (features & extendedEntries) !== 0n;
  const clusterBits = fields.be32(20);
  if (clusterBits < (isExtended ? 14 : 9) || clusterBits > 21) {
    throw damaged(fields.where(20), `clusters cannot have 2^${clusterBits} bytes`);
  }
  const clusterBytes = 2 ** clusterBits;
  const sizeBytes = fields.be64(24);
  if (sizeBytes > mostDiskBytes) {
    throw damaged(fields.where(24), `the disk's size cannot be ${sizeBytes} bytes`);
  }
  const l1Entries = fields.be32(36);
  const perL1 = clusterBytes * (clusterBytes / (isExtended ? 16 : 8));
  if (l1Entries < Math.ceil(sizeBytes / perL1)) {
    throw damaged(fields.where(36), `${l1Entries} entries are too few for ${sizeBytes} bytes`);
  }
  const notes: string[] = [];
  if ((features & dirty) !== 0n) notes.push('the QCOW2 was not closed properly');
  if (fields.be32(60) > 0) notes.push('the QCOW2 holds snapshots; its present state was read');
  return {
    version,
    clusterBytes,
    sizeBytes,
    l1Offset: fields.be64(40),
    compression: compressionType === 1 ? 'zstd' : 'deflate',
    compressedSizeShift: 62 - (clusterBits - 8),
    isExtended,
    notes,
  };
}

/** One table entry of 64 bits. */
export async function readEntry(file: ByteSource, at: number): Promise<bigint> {
  return new Fields(await readExactly(file, at, 8), file.name, at).bigBe64(0);
}
