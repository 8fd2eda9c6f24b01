// MBR partition tables and the chain of extended boot records, as Linux reads them (block/partitions/msdos.c).

import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, placeOf } from '../byte-source.ts';
import { type Partition, type PartitionTable, placementFaults } from './partition.ts';

const recordBytes = 512;
const entriesAt = 446;
const extendedTypes: ReadonlySet<number> = new Set([0x05, 0x0f, 0x85]);
const protectiveType = 0xee;
const mostLogical = 128;

interface Entry {
  readonly status: number;
  readonly type: number;
  /** In sectors. */
  readonly start: number;
  readonly length: number;
}

function isSigned(fields: Fields): boolean {
  return fields.bytes.length >= recordBytes && fields.u16(510) === 0xaa55;
}

function entriesOf(fields: Fields): Entry[] {
  return [0, 1, 2, 3].map((index) => {
    const at = entriesAt + 16 * index;
    return {
      status: fields.u8(at),
      type: fields.u8(at + 4),
      start: fields.u32(at + 8),
      length: fields.u32(at + 12),
    };
  });
}

function isUsed(entry: Entry): boolean {
  return entry.type !== 0 && entry.length > 0;
}

/** Whether sector 0 says that a GPT follows. */
export function isProtectiveMbr(sector: Uint8Array): boolean {
  const fields = new Fields(sector, 'MBR', 0);
  return isSigned(fields) && entriesOf(fields).some(({ type }) => type === protectiveType);
}

/** A boot sector of FAT, exFAT or NTFS is signed as an MBR is: the whole disk is a volume then. */
function hasBootSector(fields: Fields): boolean {
  const jump = fields.u8(0);
  if (jump !== 0xeb && jump !== 0xe9) return false;
  if (/^(?:NTFS|EXFAT|-FVE-FS-)/.test(fields.text(3, 8))) return true;
  const clusterSectors = fields.u8(13);
  return (
    [512, 1024, 2048, 4096].includes(fields.u16(11)) &&
    clusterSectors !== 0 &&
    (clusterSectors & (clusterSectors - 1)) === 0 &&
    fields.u16(14) > 0 &&
    [1, 2].includes(fields.u8(16))
  );
}

interface Chain {
  readonly partitions: readonly Partition[];
  readonly unread: readonly string[];
}

/** The logical partitions. Each record names one, and the next record relative to the extended partition's start. */
async function readChain(
  disk: ByteSource,
  extended: Entry,
  sectorBytes: number,
  identity: (number: number) => string,
): Promise<Chain> {
  const partitions: Partition[] = [];
  const seen = new Set<number>();
  let record = extended.start;
  const stop = (reason: string): Chain => ({
    partitions,
    unread: [`the logical partitions after number ${4 + partitions.length} are lost: ${reason}`],
  });
  for (;;) {
    const offset = record * sectorBytes;
    const where = placeOf(disk, offset);
    if (seen.has(record)) return stop(`the extended boot records lead back to ${where}`);
    if (seen.size >= mostLogical) return stop(`there are more than ${mostLogical}`);
    seen.add(record);
    const fields = new Fields(await disk.read(offset, recordBytes), disk.name, offset);
    if (!isSigned(fields)) return stop(`no extended boot record is at ${where}`);
    const entries = entriesOf(fields);
    // The kernel takes data partitions of all four entries, though writers use the first one only.
    for (const entry of entries) {
      if (!isUsed(entry) || extendedTypes.has(entry.type)) continue;
      const number = 5 + partitions.length;
      partitions.push({
        number,
        offset: offset + entry.start * sectorBytes,
        size: entry.length * sectorBytes,
        type: typeText(entry.type),
        uuid: identity(number),
      });
    }
    const next = entries.find((entry) => isUsed(entry) && extendedTypes.has(entry.type));
    if (next === undefined) return { partitions, unread: [] };
    record = extended.start + next.start;
  }
}

function typeText(type: number): string {
  return `0x${type.toString(16).padStart(2, '0')}`;
}

/** The table; undefined where sector 0 holds none, or the boot sector of a file system instead. */
export async function readMbr(
  disk: ByteSource,
  sectorBytes: number,
): Promise<PartitionTable | undefined> {
  const fields = new Fields(await disk.read(0, recordBytes), disk.name, 0);
  if (!isSigned(fields)) return undefined;
  const entries = entriesOf(fields);
  const used = entries.filter(isUsed);
  const isTable = entries.every(({ status }) => status === 0 || status === 0x80);
  if (!isTable || used.length === 0 || used.some(({ start }) => start === 0)) return undefined;
  const isVolumeToo = hasBootSector(fields);
  const fits = used.every(({ start }) => start * sectorBytes < disk.size);
  if (isVolumeToo && !fits) return undefined;

  const signature = fields.u32(440).toString(16).padStart(8, '0');
  const identity = (number: number) => `${signature}-${number.toString(16).padStart(2, '0')}`;
  const partitions: Partition[] = [];
  const unread: string[] = [];
  if (isVolumeToo) unread.push('sector 0 is a boot sector and a partition table at once');
  let logical: Chain | undefined;
  for (const [index, entry] of entries.entries()) {
    if (!isUsed(entry)) continue;
    const number = index + 1;
    if (extendedTypes.has(entry.type)) {
      if (logical === undefined) logical = await readChain(disk, entry, sectorBytes, identity);
      else unread.push(`partition ${number} is a second extended one, which is not read`);
      continue;
    }
    partitions.push({
      number,
      offset: entry.start * sectorBytes,
      size: entry.length * sectorBytes,
      type: typeText(entry.type),
      uuid: identity(number),
    });
  }
  const all = [...partitions, ...(logical?.partitions ?? [])];
  return {
    scheme: 'mbr',
    sectorBytes,
    partitions: all,
    notes: [],
    unread: [...unread, ...(logical?.unread ?? []), ...placementFaults(all, disk.size)],
  };
}
