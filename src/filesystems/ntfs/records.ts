// Records of an NTFS master file table and the attributes in them. The update sequence: the last two bytes of each
// 512 bytes are a number that all of a record share; what stood there is kept in its head, so that a torn write shows.

import { Fields } from '../../runtime/fields.ts';
import { damagedVolume } from '../volume.ts';

/** Attribute types, as numbers on the volume. */
export const attributeType = {
  standardInformation: 0x10,
  attributeList: 0x20,
  fileName: 0x30,
  volumeName: 0x60,
  volumeInformation: 0x70,
  data: 0x80,
  indexRoot: 0x90,
  indexAllocation: 0xa0,
  reparsePoint: 0xc0,
} as const;

export const attributeFlag = { compressed: 0x00ff, encrypted: 0x4000, sparse: 0x8000 } as const;

const endMark = 0xffffffff;
const strideBytes = 512;
const sequenceBytes = 2;

interface AttributeHead {
  readonly type: number;
  readonly name: string;
  readonly flags: number;
  readonly instance: number;
  /** For messages. */
  readonly where: string;
}

export interface ResidentAttribute extends AttributeHead {
  readonly isResident: true;
  readonly value: Fields;
}

/** A piece of an attribute that lies in clusters; sizes are told by the piece that starts at cluster 0. */
export interface ClusterAttribute extends AttributeHead {
  readonly isResident: false;
  readonly firstCluster: number;
  readonly lastCluster: number;
  readonly runs: Fields;
  readonly sizeBytes: number;
  readonly initializedBytes: number;
  /** Clusters of a compression unit; 1 where there are none. */
  readonly unitClusters: number;
}

export type NtfsAttribute = ResidentAttribute | ClusterAttribute;

export interface MftRecord {
  readonly number: number;
  readonly sequence: number;
  readonly isInUse: boolean;
  readonly isDirectory: boolean;
  /** The record that this one continues; 0 in a file's first one. */
  readonly base: number;
  readonly attributes: readonly NtfsAttribute[];
  readonly where: string;
}

/** UTF-16 as text; a half of a pair stays one. */
export function utf16Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le');
}

/** A copy with the update sequence undone. Throws ScanError where the record is torn, or is none. */
export function undoSequence(bytes: Uint8Array, magic: string, name: string, at: number): Fields {
  const copy = Uint8Array.from(bytes);
  const fields = new Fields(copy, name, at);
  const found = fields.text(0, 4);
  if (found !== magic) {
    const what = found === 'BAAD' ? 'is marked as torn by chkdsk' : `does not start with ${magic}`;
    throw damagedVolume(fields.where(), `a record ${what}`, 'Let chkdsk repair the volume.');
  }
  const table = fields.u16(4);
  const count = fields.u16(6) - 1;
  if (count * strideBytes !== copy.length || table + sequenceBytes * (count + 1) > strideBytes) {
    throw damagedVolume(fields.where(4), 'the update sequence does not fit its record');
  }
  const mark = fields.u16(table);
  for (let index = 1; index <= count; index += 1) {
    const end = index * strideBytes - sequenceBytes;
    if (fields.u16(end) !== mark) {
      throw damagedVolume(
        fields.where(end),
        'a record was written only in part: its update sequence differs',
        'Let chkdsk repair the volume.',
      );
    }
    const saved = table + index * sequenceBytes;
    copy.copyWithin(end, saved, saved + sequenceBytes);
  }
  return fields;
}

/** A number of a record with its sequence number: 48 and 16 bits. */
export function referenceAt(fields: Fields, at: number): { number: number; sequence: number } {
  return { number: fields.u32(at) + fields.u16(at + 4) * 2 ** 32, sequence: fields.u16(at + 6) };
}

function parseAttribute(fields: Fields): NtfsAttribute {
  const head = {
    type: fields.u32(0),
    name: utf16Text(fields.slice(fields.u16(10), fields.u8(9) * 2)),
    flags: fields.u16(12),
    instance: fields.u16(14),
    where: fields.where(),
  };
  if (fields.u8(8) === 0) {
    return { ...head, isResident: true, value: fields.part(fields.u16(20), fields.u32(16)) };
  }
  const runs = fields.u16(32);
  const firstCluster = fields.u64(16);
  // An attribute without clusters ends at -1.
  const lastCluster = Number(BigInt.asIntN(64, fields.big64(24)));
  if (lastCluster < firstCluster - 1 || !Number.isSafeInteger(lastCluster)) {
    throw damagedVolume(fields.where(24), `an attribute ends at cluster ${lastCluster}`);
  }
  const unit = fields.u8(34);
  if (unit > 8) throw damagedVolume(fields.where(34), `compression in units of 2^${unit} clusters`);
  const isFirst = firstCluster === 0;
  return {
    ...head,
    isResident: false,
    firstCluster,
    lastCluster,
    runs: fields.part(runs, fields.bytes.length - runs),
    sizeBytes: isFirst ? fields.u64(48) : 0,
    initializedBytes: isFirst ? fields.u64(56) : 0,
    unitClusters: 2 ** unit,
  };
}

/** A record from its bytes as they lie at `at`. Throws ScanError where it is damaged. */
export function parseRecord(
  bytes: Uint8Array,
  number: number,
  name: string,
  at: number,
): MftRecord {
  const fields = undoSequence(bytes, 'FILE', name, at);
  const flags = fields.u16(22);
  const attributes: NtfsAttribute[] = [];
  const used = fields.u32(24);
  for (let next = fields.u16(20); ; ) {
    if (next + 4 > used) {
      throw damagedVolume(fields.where(next), 'the attributes of a record have no end mark');
    }
    const type = fields.u32(next);
    if (type === endMark) break;
    const length = fields.u32(next + 4);
    if (length < 24 || length % 8 !== 0 || next + length > used) {
      throw damagedVolume(fields.where(next + 4), `an attribute of ${length} bytes`);
    }
    attributes.push(parseAttribute(fields.part(next, length)));
    next += length;
  }
  return {
    number,
    sequence: fields.u16(16),
    isInUse: (flags & 1) !== 0,
    isDirectory: (flags & 2) !== 0,
    base: referenceAt(fields, 32).number,
    attributes,
    where: fields.where(),
  };
}
