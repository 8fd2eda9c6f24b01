// NTFS attribute lists: in which records the attributes of a file lie that has too many for one.

import type { Bytes } from '../../model/file-tree.ts';
import { Fields } from '../../runtime/fields.ts';
import { beyondLimit, damagedVolume } from '../volume.ts';
import type { NtfsGeometry } from './boot-sector.ts';
import { attributeType, type MftRecord, referenceAt, utf16Text } from './records.ts';
import { attributeBytes } from './stream-bytes.ts';

export interface ListEntry {
  readonly type: number;
  readonly name: string;
  readonly firstCluster: number;
  readonly record: number;
  readonly sequence: number;
  readonly instance: number;
}

/** NTFS itself allows 256 KiB. */
const mostBytes = 1024 * 1024;
const headBytes = 26;

/** The whole of `bytes`, for metadata that is read at once. Throws ScanError `LIMIT_EXCEEDED` above `limit`. */
export async function wholeOf(bytes: Bytes, limit: number, where: string): Promise<Uint8Array> {
  if (bytes.size > limit) {
    throw beyondLimit(where, `${bytes.size} bytes of metadata; the limit is ${limit}`);
  }
  return bytes.read(0, bytes.size);
}

/** The list of a file's first record; undefined where it has none: all attributes are in the record. */
export async function readAttributeList(
  geometry: NtfsGeometry,
  record: MftRecord,
): Promise<readonly ListEntry[] | undefined> {
  const attribute = record.attributes.find(({ type }) => type === attributeType.attributeList);
  if (attribute === undefined) return undefined;
  const bytes = await wholeOf(attributeBytes(geometry, [attribute]), mostBytes, attribute.where);
  const fields = new Fields(bytes, `${attribute.where}, attribute list`, 0);
  const entries: ListEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = fields.u16(at + 4);
    if (length < headBytes || length % 8 !== 0) {
      throw damagedVolume(fields.where(at + 4), `an entry of ${length} bytes`);
    }
    const { number, sequence } = referenceAt(fields, at + 16);
    entries.push({
      type: fields.u32(at),
      name: utf16Text(fields.slice(at + fields.u8(at + 7), fields.u8(at + 6) * 2)),
      firstCluster: fields.u64(at + 8),
      record: number,
      sequence,
      instance: fields.u16(at + 24),
    });
    at += length;
  }
  return entries;
}
