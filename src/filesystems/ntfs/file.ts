// An NTFS file: its attributes, wherever the attribute list says that they lie.

import type { Bytes } from '../../model/file-tree.ts';
import { beyondLimit, damagedVolume } from '../volume.ts';
import { type ListEntry, readAttributeList } from './attribute-list.ts';
import type { Mft } from './mft.ts';
import type { MftRecord, NtfsAttribute } from './records.ts';
import { attributeBytes } from './stream-bytes.ts';

export interface NtfsFile {
  readonly number: number;
  readonly sequence: number;
  readonly isDirectory: boolean;
  /** For messages. */
  readonly where: string;
  /** Names of the attributes of a type, each once; `''` for the one without a name. */
  names(type: number): readonly string[];
  /** The piece that tells an attribute's flags and size; undefined where the file has none such. */
  first(type: number, name: string): Promise<NtfsAttribute | undefined>;
  /** Undefined where the file has no such attribute. Throws ScanError for what cannot be read. */
  open(type: number, name: string): Promise<Bytes | undefined>;
}

/** Pieces of one attribute at most; NTFS allows fewer by the size of its lists. */
const mostPieces = 20_000;
/** Records that are kept for one file: the pieces of several attributes share them. */
const keptRecords = 64;

/** The file whose first record is `number`. Throws ScanError where there is none, or another file took its place. */
export async function readFile(mft: Mft, number: number, sequence?: number): Promise<NtfsFile> {
  const base = await mft.record(number);
  const isOther = sequence !== undefined && base.sequence !== sequence;
  if (!base.isInUse || base.base !== 0 || isOther) {
    throw damagedVolume(
      base.where,
      `record ${number} is named as a file's, but ${base.isInUse ? 'belongs to another' : 'is free'}`,
      'Let chkdsk repair the volume.',
    );
  }
  const list = await readAttributeList(mft.geometry, base);
  const records = new Map<number, MftRecord>([[number, base]]);

  async function recordOf(entry: ListEntry): Promise<MftRecord> {
    const known = records.get(entry.record);
    if (known !== undefined) return known;
    const record = await mft.record(entry.record);
    if (!record.isInUse || record.base !== number || record.sequence !== entry.sequence) {
      throw damagedVolume(record.where, `record ${entry.record} is no part of file ${number}`);
    }
    if (records.size < keptRecords) records.set(entry.record, record);
    return record;
  }

  async function pieceOf(entry: ListEntry): Promise<NtfsAttribute> {
    const found = (await recordOf(entry)).attributes.find(
      (one) =>
        one.type === entry.type && one.name === entry.name && one.instance === entry.instance,
    );
    if (found !== undefined) return found;
    throw damagedVolume(
      base.where,
      `an attribute of type ${entry.type} is not in record ${entry.record}, where the list has it`,
    );
  }

  const entriesOf = (type: number, name: string) =>
    (list ?? []).filter((entry) => entry.type === type && entry.name === name);

  async function pieces(type: number, name: string): Promise<readonly NtfsAttribute[]> {
    if (list === undefined) {
      return base.attributes.filter((one) => one.type === type && one.name === name);
    }
    const entries = entriesOf(type, name);
    if (entries.length > mostPieces) {
      throw beyondLimit(base.where, `an attribute in ${entries.length} pieces`);
    }
    const found: NtfsAttribute[] = [];
    for (const entry of entries) found.push(await pieceOf(entry));
    return found;
  }

  return {
    number,
    sequence: base.sequence,
    isDirectory: base.isDirectory,
    where: base.where,
    names(type) {
      const attributes = list ?? base.attributes;
      return [...new Set(attributes.filter((one) => one.type === type).map(({ name }) => name))];
    },
    async first(type, name) {
      if (list === undefined) {
        return base.attributes.find((one) => one.type === type && one.name === name);
      }
      const [entry] = entriesOf(type, name);
      return entry === undefined ? undefined : pieceOf(entry);
    },
    async open(type, name) {
      const found = await pieces(type, name);
      return found.length === 0 ? undefined : attributeBytes(mft.geometry, found);
    },
  };
}
