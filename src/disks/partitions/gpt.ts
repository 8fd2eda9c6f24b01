// GUID partition tables. UEFI specification, section 5.3: header in sector 1, a copy of it in the last one, both with
// CRC-32, for themselves and for the array of entries.

import { crc32 } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged } from '../byte-source.ts';
import { type Partition, type PartitionTable, placementFaults } from './partition.ts';

const sectorSizes = [512, 4096] as const;
const headerBytes = 92;
const unusedType = '00000000-0000-0000-0000-000000000000';
/** 128 is usual; more than this is no table that anybody wrote. */
const mostEntries = 16_384;
const mostEntryBytes = 4096;
const mostTableBytes = 4 * 1024 * 1024;

interface Header {
  readonly sectorBytes: number;
  readonly otherLba: number;
  readonly partitions: readonly Partition[];
  /** Entries whose places cannot be. */
  readonly faults: readonly string[];
}

function isHeader(fields: Fields): boolean {
  return fields.bytes.length >= headerBytes && fields.text(0, 8) === 'EFI PART';
}

function labelOf(fields: Fields): string {
  const text = Buffer.from(fields.slice(56, 72)).toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function parseEntries(fields: Fields, count: number, entryBytes: number, sectorBytes: number) {
  const partitions: Partition[] = [];
  const faults: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = new Fields(
      fields.slice(index * entryBytes, entryBytes),
      'GPT',
      index * entryBytes,
    );
    const type = entry.guid(0);
    if (type === unusedType) continue;
    const number = index + 1;
    const first = entry.big64(32);
    const last = entry.big64(40);
    if (last < first || last > BigInt(Number.MAX_SAFE_INTEGER) / BigInt(sectorBytes)) {
      faults.push(`partition ${number} lies in sectors ${first} to ${last}, which cannot be`);
      continue;
    }
    partitions.push({
      number,
      offset: Number(first) * sectorBytes,
      size: Number(last - first + 1n) * sectorBytes,
      type,
      uuid: entry.guid(16),
      label: labelOf(entry),
    });
  }
  return { partitions, faults: faults.slice(0, 16) };
}

/** A header with its entries. Throws ScanError where a checksum or a number is wrong. */
async function readHeader(disk: ByteSource, lba: number, sectorBytes: number): Promise<Header> {
  const offset = lba * sectorBytes;
  const fields = new Fields(await disk.read(offset, sectorBytes), disk.name, offset);
  if (!isHeader(fields)) throw damaged(fields.where(), 'no GPT header is there');
  const length = fields.u32(12);
  if (length < headerBytes || length > sectorBytes) {
    throw damaged(fields.where(12), `a GPT header cannot have ${length} bytes`);
  }
  const blanked = Uint8Array.from(fields.slice(0, length));
  blanked.fill(0, 16, 20);
  if (crc32(blanked) !== fields.u32(16)) {
    throw damaged(fields.where(16), "the GPT header's checksum is wrong");
  }
  if (fields.u64(24) !== lba) throw damaged(fields.where(24), 'the GPT header is of another place');
  const count = fields.u32(80);
  const entryBytes = fields.u32(84);
  if (
    count > mostEntries ||
    entryBytes < 128 ||
    entryBytes > mostEntryBytes ||
    count * entryBytes > mostTableBytes
  ) {
    throw damaged(fields.where(80), `${count} GPT entries of ${entryBytes} bytes cannot be`);
  }
  const at = fields.u64(72) * sectorBytes;
  const table = new Fields(await disk.read(at, count * entryBytes), disk.name, at);
  if (crc32(table.slice(0, count * entryBytes)) !== fields.u32(88)) {
    throw damaged(table.where(), 'the checksum of the GPT entries is wrong');
  }
  const { partitions, faults } = parseEntries(table, count, entryBytes, sectorBytes);
  return { sectorBytes, otherLba: fields.u64(32), partitions, faults };
}

type Attempt = { readonly header: Header } | { readonly error: string };

async function attempt(disk: ByteSource, lba: number, sectorBytes: number): Promise<Attempt> {
  try {
    return { header: await readHeader(disk, lba, sectorBytes) };
  } catch (error) {
    // Whatever is wrong with one header, the other may be whole; both messages are told when none is.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The sector size at which a header is signed, damaged or not. */
async function signedSectorBytes(disk: ByteSource): Promise<number | undefined> {
  const head = await disk.read(0, 8192);
  for (const size of sectorSizes) {
    const fields = new Fields(head.subarray(size, size + headerBytes), disk.name, size);
    if (isHeader(fields)) return size;
  }
  return undefined;
}

function lastLba(disk: ByteSource, sectorBytes: number): number {
  return Math.floor(disk.size / sectorBytes) - 1;
}

function samePartitions(left: Header, right: Header): boolean {
  return JSON.stringify(left.partitions) === JSON.stringify(right.partitions);
}

function tableOf(disk: ByteSource, header: Header, notes: readonly string[]): PartitionTable {
  return {
    scheme: 'gpt',
    sectorBytes: header.sectorBytes,
    partitions: header.partitions,
    notes,
    unread: [...header.faults, ...placementFaults(header.partitions, disk.size)],
  };
}

/**
 * The table; undefined where there is none. `isProtected`: sector 0 says that there is one, so that the copy at the end
 * is looked for even where the first header is gone. The kernel's order: the first header, then the copy.
 * Throws ScanError where both are damaged.
 */
export async function readGpt(
  disk: ByteSource,
  isProtected: boolean,
  sectorBytes: number | undefined,
): Promise<PartitionTable | undefined> {
  const signed = await signedSectorBytes(disk);
  if (signed === undefined && !isProtected) return undefined;
  const sizes = [...new Set([signed ?? sectorBytes ?? 512, ...sectorSizes])];
  const errors: string[] = [];
  for (const size of sizes) {
    const first =
      signed === undefined || signed === size ? await attempt(disk, 1, size) : undefined;
    if (first !== undefined && 'header' in first) {
      const { header } = first;
      const copy = await attempt(disk, header.otherLba, size);
      const notes =
        'error' in copy
          ? [`the GPT's copy at the end cannot be used (${copy.error})`]
          : samePartitions(header, copy.header)
            ? []
            : ['the GPT and its copy at the end name other partitions; the first was used'];
      return tableOf(disk, header, notes);
    }
    const copy = await attempt(disk, lastLba(disk, size), size);
    if ('header' in copy) {
      return tableOf(disk, copy.header, [
        `the GPT at the start cannot be used (${first?.error ?? 'not there'}); its copy at the end was`,
      ]);
    }
    errors.push(...(first === undefined ? [] : [first.error]), copy.error);
  }
  throw damaged(
    disk.name,
    `its GPT and the copy at the end are damaged: ${errors.slice(0, 2).join('; ')}`,
    'Repair the table (gdisk, recovery menu) or export the disk again.',
  );
}
