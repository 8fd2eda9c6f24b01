// FAT directories: entries of 32 bytes; a long name stands in entries before the one with the short name, last part
// first, tied to it by a sum.

import { Fields } from '../../runtime/fields.ts';
import { decodeName } from '../../trees/name-text.ts';

const entryBytes = 32;
const isLongName = 0x0f;
const isLabel = 0x08;
const isDirectory = 0x10;
const deleted = 0xe5;
const lastPart = 0x40;
const partUnits = 13;
/** Where the units of a part stand. */
const unitsAt = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];

export interface FatEntry {
  readonly name: string;
  /** From the directory's start. */
  readonly at: number;
  readonly isDirectory: boolean;
}

export interface FatFile {
  readonly isDirectory: boolean;
  readonly cluster: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

function shortSum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff;
  return sum;
}

function shortName(fields: Fields): string {
  const caseBits = fields.u8(12);
  const part = (at: number, length: number, isLower: boolean) => {
    const bytes = Uint8Array.from(fields.slice(at, length));
    // 0x05 stands for a letter that would mark the entry as deleted.
    if (at === 0 && bytes[0] === 0x05) bytes[0] = deleted;
    const text = decodeName(bytes).replace(/ +$/, '');
    return isLower ? text.toLowerCase() : text;
  };
  const base = part(0, 8, (caseBits & 0x08) !== 0);
  const extension = part(8, 3, (caseBits & 0x10) !== 0);
  return extension === '' ? base : `${base}.${extension}`;
}

/** Parts of a long name as they come, until an entry that they belong to. */
class LongName {
  #parts: string[] = [];
  #next = 0;
  #sum = 0;

  add(fields: Fields): void {
    const sequence = fields.u8(0);
    const order = sequence & 0x3f;
    if ((sequence & lastPart) !== 0) {
      this.#parts = [];
      this.#next = order;
      this.#sum = fields.u8(13);
    }
    if (order === 0 || order !== this.#next || fields.u8(13) !== this.#sum) {
      this.#next = -1;
      return;
    }
    const units = unitsAt.map((at) => fields.u16(at));
    const end = units.indexOf(0);
    const text = String.fromCharCode(...(end < 0 ? units : units.slice(0, end)));
    this.#parts.unshift(text.slice(0, partUnits));
    this.#next = order - 1;
  }

  /** The name of the entry with this short name; undefined where the parts are not its own. */
  take(shortBytes: Uint8Array): string | undefined {
    const isWhole = this.#next === 0 && this.#parts.length > 0;
    const name = isWhole && shortSum(shortBytes) === this.#sum ? this.#parts.join('') : undefined;
    this.#parts = [];
    this.#next = -1;
    return name;
  }
}

/** A file by its entry. */
export function parseFile(fields: Fields, isFat32: boolean): FatFile {
  const time = fields.u16(22);
  const date = fields.u16(24);
  const isFolder = (fields.u8(11) & isDirectory) !== 0;
  return {
    isDirectory: isFolder,
    cluster: fields.u16(26) + (isFat32 ? (fields.u16(20) & 0x0fff) * 0x1_0000 : 0),
    sizeBytes: isFolder ? 0 : fields.u32(28),
    // Local time of whoever wrote it; taken as UTC.
    mtimeMs: Date.UTC(
      1980 + (date >> 9),
      ((date >> 5) & 15) - 1,
      date & 31,
      time >> 11,
      (time >> 5) & 63,
      (time & 31) * 2,
    ),
  };
}

/** The entries, and the volume's label where the directory is the root. */
export function parseDirectory(
  bytes: Uint8Array,
  name: string,
): { readonly entries: readonly FatEntry[]; readonly label: string | undefined } {
  const entries: FatEntry[] = [];
  const long = new LongName();
  let label: string | undefined;
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const fields = new Fields(bytes.subarray(at, at + entryBytes), name, at);
    const first = fields.u8(0);
    if (first === 0) break;
    const attributes = fields.u8(11);
    if (first === deleted) continue;
    if ((attributes & 0x3f) === isLongName) {
      long.add(fields);
      continue;
    }
    const shortBytes = fields.slice(0, 11);
    const longName = long.take(shortBytes);
    if ((attributes & isLabel) !== 0) {
      label ??= Buffer.from(shortBytes).toString('latin1').trimEnd();
      continue;
    }
    const shown = longName ?? shortName(fields);
    if (longName === undefined && (shown === '.' || shown === '..')) continue;
    entries.push({
      name: shown,
      at,
      isDirectory: (attributes & isDirectory) !== 0,
    });
  }
  return { entries, label };
}
