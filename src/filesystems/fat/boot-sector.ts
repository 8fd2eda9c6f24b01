// FAT boot sectors ("Microsoft Extensible Firmware Initiative FAT32 File System Specification"). FAT32 keeps a copy in
// the sector that it names, as a rule the sixth.

import { ScanError } from '../../model/errors.ts';
import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, readAll, type VolumeBytes, type VolumeRemark } from '../volume.ts';

export interface FatGeometry {
  readonly volume: VolumeBytes;
  /** Bits of an entry of the table. */
  readonly width: 12 | 16 | 32;
  readonly clusterBytes: number;
  /** The last cluster is this plus one: they count from 2. */
  readonly clusters: number;
  /** Byte of the table. */
  readonly tableByte: number;
  readonly tableBytes: number;
  /** Byte of cluster 2. */
  readonly dataByte: number;
  /** The root directory: its first cluster, or a place of its own. */
  readonly root: { readonly cluster: number } | { readonly byte: number; readonly length: number };
  /** `1234-ABCD`, as blkid writes it. */
  readonly serial: string;
  readonly label: string;
  readonly remarks: readonly VolumeRemark[];
}

const bootBytes = 512;
const copySector = 6;
const isInUse = 1;
const dirEntryBytes = 32;

function isPower(value: number, least: number, most: number): boolean {
  return value >= least && value <= most && (value & (value - 1)) === 0;
}

function serialOf(fields: Fields, at: number): string {
  const hex = fields.u32(at).toString(16).toUpperCase().padStart(8, '0');
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}

function parseBoot(volume: VolumeBytes, bytes: Uint8Array, at: number): FatGeometry {
  const fields = new Fields(bytes, volume.name, at);
  const wrong = (offset: number, what: string) =>
    damagedVolume(
      fields.where(offset),
      `${what} in the FAT boot sector cannot be right`,
      'The volume is damaged: let fsck.fat or chkdsk repair it.',
    );
  if (fields.u16(510) !== 0xaa55) throw wrong(510, 'the signature');
  const sectorBytes = fields.u16(0x0b);
  if (!isPower(sectorBytes, 512, 4096)) throw wrong(0x0b, `${sectorBytes} bytes in a sector`);
  const perCluster = fields.u8(0x0d);
  if (!isPower(perCluster, 1, 128)) throw wrong(0x0d, `${perCluster} sectors in a cluster`);
  const reserved = fields.u16(0x0e);
  const tables = fields.u8(0x10);
  if (reserved === 0 || tables === 0) throw wrong(0x0e, 'the place of the table');
  const sectors = fields.u16(0x13) || fields.u32(0x20);
  if (sectors * sectorBytes > volume.size) {
    throw wrong(0x20, `a size of ${sectors} sectors (the volume has ${volume.size} bytes)`);
  }
  const shortTable = fields.u16(0x16);
  const tableSectors = shortTable || fields.u32(0x24);
  const rootBytes = fields.u16(0x11) * dirEntryBytes;
  const rootSector = reserved + tables * tableSectors;
  const dataSector = rootSector + Math.ceil(rootBytes / sectorBytes);
  const clusters = Math.floor((sectors - dataSector) / perCluster);
  if (clusters < 1) throw wrong(0x24, 'a table that leaves no room');
  // As Linux tells them: a small FAT32 is one by the place of its table's size.
  const width = shortTable === 0 ? 32 : clusters < 4085 ? 12 : 16;
  const tableBytes = tableSectors * sectorBytes;
  if (tableBytes * 8 < (clusters + 2) * width) throw wrong(0x24, 'the size of the table');
  const extension = width === 32 ? 0x40 : 0x24;
  const hasExtension = fields.u8(extension + 2) === 0x29;
  const isOpen = (fields.u8(extension + 1) & isInUse) !== 0;
  return {
    volume,
    width,
    clusterBytes: perCluster * sectorBytes,
    clusters,
    tableByte: reserved * sectorBytes,
    tableBytes,
    dataByte: dataSector * sectorBytes,
    root:
      width === 32
        ? { cluster: fields.u32(0x2c) }
        : { byte: rootSector * sectorBytes, length: rootBytes },
    serial: serialOf(fields, extension + 3),
    label: hasExtension ? fields.text(extension + 7, 11).trimEnd() : '',
    remarks: isOpen
      ? [{ text: 'it is marked as in use: it was not unmounted', isPartial: false }]
      : [],
  };
}

/** From the first sector, else its copy. Throws what is wrong with the first where the copy is no better. */
export async function readGeometry(volume: VolumeBytes): Promise<FatGeometry> {
  try {
    return parseBoot(volume, await readAll(volume, 0, bootBytes), 0);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const at = copySector * bootBytes;
    const copy = await readAll(volume, at, bootBytes)
      .then((bytes) => parseBoot(volume, bytes, at))
      .catch(() => undefined); // The first one's fault is what is told.
    if (copy === undefined || copy.width !== 32) throw error;
    const text = 'its boot sector is damaged; the copy was read';
    return { ...copy, remarks: [...copy.remarks, { text, isPartial: true }] };
  }
}
