// NTFS boot sectors: where clusters, records and the master file table lie. Microsoft's "NTFS BIOS parameter block";
// the copy lies in the volume's last sector, or (Windows NT) in its middle.

import { ScanError } from '../../model/errors.ts';
import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, readAll, type VolumeBytes } from '../volume.ts';

export interface NtfsGeometry {
  readonly volume: VolumeBytes;
  readonly clusterBytes: number;
  readonly clusters: number;
  /** Byte of the first piece of `$MFT`. */
  readonly mftByte: number;
  /** Byte of `$MFTMirr`, the copy of the first four records. */
  readonly mirrorByte: number;
  readonly recordBytes: number;
  /** 16 hexadecimal digits, as blkid writes it. */
  readonly serial: string;
  /** Whether the first sector is damaged and its copy was taken. */
  readonly isCopy: boolean;
}

const bootBytes = 512;

function isPower(value: number, least: number, most: number): boolean {
  return value >= least && value <= most && (value & (value - 1)) === 0;
}

/** Bytes above 0x7f are negative: powers of two. (128 sectors in a cluster are 128.) */
function unitBytes(value: number, factor: number): number {
  return value < 0x80 ? value * factor : 2 ** (256 - value);
}

function parseBoot(
  volume: VolumeBytes,
  bytes: Uint8Array,
  at: number,
  isCopy: boolean,
): NtfsGeometry {
  const fields = new Fields(bytes, volume.name, at);
  const wrong = (offset: number, what: string) =>
    damagedVolume(
      fields.where(offset),
      `${what} in the NTFS boot sector cannot be right`,
      'The volume is damaged: let chkdsk repair it.',
    );
  if (fields.text(3, 8) !== 'NTFS    ') throw wrong(3, 'the signature');
  const sectorBytes = fields.u16(0x0b);
  if (!isPower(sectorBytes, 256, 4096)) throw wrong(0x0b, `${sectorBytes} bytes in a sector`);
  const perCluster = fields.u8(0x0d);
  const clusterBytes = sectorBytes * (perCluster === 0x80 ? 0x80 : unitBytes(perCluster, 1));
  if (!isPower(clusterBytes, 256, 2 * 1024 * 1024)) throw wrong(0x0d, 'the size of clusters');
  const sectors = fields.u64(0x28);
  if (sectors === 0 || sectors * sectorBytes > volume.size) {
    throw wrong(0x28, `a size of ${sectors} sectors (the volume has ${volume.size} bytes)`);
  }
  const clusters = Math.floor((sectors * sectorBytes) / clusterBytes);
  const clusterAt = (offset: number) => {
    const cluster = fields.u64(offset);
    if (cluster >= clusters) throw wrong(offset, `cluster ${cluster}`);
    return cluster * clusterBytes;
  };
  const recordBytes = unitBytes(fields.u8(0x40), clusterBytes);
  if (!isPower(recordBytes, 512, 65_536)) throw wrong(0x40, 'the size of file records');
  return {
    volume,
    clusterBytes,
    clusters,
    mftByte: clusterAt(0x30),
    mirrorByte: clusterAt(0x38),
    recordBytes,
    serial: fields.big64(0x48).toString(16).toUpperCase().padStart(16, '0'),
    isCopy,
  };
}

/** From the first sector, else its copy. Throws what is wrong with the first where the copy is no better. */
export async function readGeometry(volume: VolumeBytes): Promise<NtfsGeometry> {
  try {
    return parseBoot(volume, await readAll(volume, 0, bootBytes), 0, false);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const middle = Math.floor(volume.size / bootBytes / 2) * bootBytes;
    for (const at of [volume.size - bootBytes, middle]) {
      if (at < bootBytes) continue;
      try {
        return parseBoot(volume, await readAll(volume, at, bootBytes), at, true);
      } catch (other) {
        if (!(other instanceof ScanError)) throw other;
      }
    }
    throw error;
  }
}
