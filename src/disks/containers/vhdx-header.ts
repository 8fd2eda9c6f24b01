// The head of a VHDX: two headers of which the newer is in force, and two tables of regions. [MS-VHDX] 2.2. All numbers
// little-endian, checksums CRC-32C.

import { crc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged, placeOf, unsupported } from '../byte-source.ts';

const kib = 1024;
const headerOffsets = [64 * kib, 128 * kib] as const;
const headerBytes = 4 * kib;
const tableOffsets = [192 * kib, 256 * kib] as const;
const tableBytes = 64 * kib;
const mostRegions = 2047;
const batGuid = '2dc27766-f623-4200-9d64-115e9bfd4a08';
const metadataGuid = '8b7ca206-4790-4b9a-b8fe-575f050f886e';
const noLog = '00000000-0000-0000-0000-000000000000';

export interface VhdxHeader {
  readonly sequence: bigint;
  /** Undefined: nothing is to be replayed. */
  readonly logGuid?: string;
  readonly logOffset: number;
  readonly logBytes: number;
}

export interface Region {
  readonly offset: number;
  readonly length: number;
}

export interface Regions {
  readonly bat: Region;
  readonly metadata: Region;
}

/** Whether a structure's checksum is right; it is taken with its own field zero. */
export function isSummed(bytes: Uint8Array, checksumAt: number): boolean {
  const blanked = Uint8Array.from(bytes);
  const expected = new Fields(bytes, 'VHDX', 0).u32(checksumAt);
  blanked.fill(0, checksumAt, checksumAt + 4);
  return crc32c(blanked) === expected;
}

function parseHeader(fields: Fields): VhdxHeader {
  const version = fields.u16(66);
  if (version !== 1) {
    throw unsupported(fields.where(66), `VHDX of version ${version} is not read`, 'Convert it.');
  }
  const logGuid = fields.guid(48);
  return {
    sequence: fields.big64(8),
    logOffset: fields.u64(72),
    logBytes: fields.u32(68),
    ...(logGuid === noLog ? {} : { logGuid }),
  };
}

/** The valid header with the higher sequence number. Throws ScanError where none is valid. */
export async function readVhdxHeader(file: ByteSource): Promise<VhdxHeader> {
  let newest: VhdxHeader | undefined;
  for (const offset of headerOffsets) {
    const bytes = await file.read(offset, headerBytes);
    if (bytes.length < headerBytes) continue;
    const fields = new Fields(bytes, file.name, offset);
    if (fields.text(0, 4) !== 'head' || !isSummed(bytes, 4)) continue;
    const header = parseHeader(fields);
    if (newest === undefined || header.sequence > newest.sequence) newest = header;
  }
  if (newest === undefined) {
    throw damaged(
      placeOf(file, headerOffsets[0]),
      'both headers of the VHDX are damaged',
      'Export or copy the disk again.',
    );
  }
  return newest;
}

function parseRegions(fields: Fields): Regions {
  const count = fields.u32(8);
  if (count > mostRegions) throw damaged(fields.where(8), `${count} regions cannot be`);
  const found = new Map<string, Region>();
  for (let index = 0; index < count; index += 1) {
    const at = 16 + 32 * index;
    const guid = fields.guid(at);
    const region = { offset: fields.u64(at + 16), length: fields.u32(at + 24) };
    const isKnown = guid === batGuid || guid === metadataGuid;
    if (!isKnown && (fields.u32(at + 28) & 1) !== 0) {
      throw unsupported(
        fields.where(at),
        `needs a region that is not known (${guid})`,
        'Convert it.',
      );
    }
    if (found.has(guid)) throw damaged(fields.where(at), 'a region stands twice');
    found.set(guid, region);
  }
  const bat = found.get(batGuid);
  const metadata = found.get(metadataGuid);
  if (bat === undefined || metadata === undefined) {
    throw damaged(fields.where(), 'the table of regions lacks one of them');
  }
  return { bat, metadata };
}

/** The first table of regions, else its copy. `file`: with the log applied. */
export async function readRegions(file: ByteSource): Promise<Regions> {
  for (const offset of tableOffsets) {
    const bytes = await file.read(offset, tableBytes);
    if (bytes.length < tableBytes) continue;
    const fields = new Fields(bytes, file.name, offset);
    if (fields.text(0, 4) === 'regi' && isSummed(bytes, 4)) return parseRegions(fields);
  }
  throw damaged(placeOf(file, tableOffsets[0]), 'both tables of regions are damaged');
}
