// One entry's header: the ustar block, and what an extended header says against it.

import { type PaxRecords, paxNumber } from './pax.ts';
import type { SparseParts } from './sparse.ts';
import { prefixOf, readNumber, textEnd } from './tar-fields.ts';

export type TarType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** One entry; reused for the next one, and its bytes are the chunk's: copy what is to be kept. */
export interface TarHeader {
  type: TarType;
  path: Uint8Array;
  link: Uint8Array;
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
  /** The file's size; zero for what is no file. */
  size: number;
  /** Bytes of it in the archive, from `dataAt` on: less than `size` for a sparse file. */
  stored: number;
  dataAt: number;
  xattrs: Map<string, Uint8Array> | undefined;
  parts: SparseParts | undefined;
}

const xattrPrefix = 'SCHILY.xattr.';
const none = new Uint8Array(0);

export function emptyHeader(): TarHeader {
  return {
    type: 'file',
    path: none,
    link: none,
    mode: 0,
    uid: 0,
    gid: 0,
    mtimeMs: 0,
    size: 0,
    stored: 0,
    dataAt: 0,
    xattrs: undefined,
    parts: undefined,
  };
}

/** Numbers that are none count as zero: only a wrong size makes the rest unreadable. */
function number(block: Uint8Array, from: number, length: number): number {
  const value = readNumber(block, from, length);
  return Number.isNaN(value) ? 0 : value;
}

/** Takes over what the block says of itself, but for its size and type; true: readers differ on its name. */
export function fillHeader(header: TarHeader, block: Uint8Array, start: number): boolean {
  const name = block.subarray(start, textEnd(block, start, 100));
  const prefix = prefixOf(block, start);
  header.path = prefix.bytes.length === 0 ? name : joined(prefix.bytes, name);
  header.link = block.subarray(start + 157, textEnd(block, start + 157, 100));
  header.mode = number(block, start + 100, 8) & 0o7777;
  header.uid = number(block, start + 108, 8);
  header.gid = number(block, start + 116, 8);
  header.mtimeMs = number(block, start + 136, 12) * 1000;
  header.xattrs = undefined;
  header.parts = undefined;
  return prefix.isDoubtful;
}

/** A record, or `before` where there is none or an empty one. */
function said(record: Uint8Array | undefined, before: Uint8Array): Uint8Array {
  return record === undefined || record.length === 0 ? before : record;
}

/** A record's size in bytes, or `before` where there is none or an empty one; NaN: it is no size. */
export function sizeOf(record: Uint8Array | undefined, before: number): number {
  if (record === undefined || record.length === 0) return before;
  const size = paxNumber(record);
  return Number.isSafeInteger(size) && size >= 0 && !record.includes(0x2e) ? size : Number.NaN;
}

/** What records say wins over the block; of sizes `sizeOf` knows. */
export function applyPax(header: TarHeader, { values }: PaxRecords): void {
  header.path = said(values.get('path'), header.path);
  header.link = said(values.get('linkpath'), header.link);
  const uid = paxNumber(values.get('uid'));
  if (Number.isSafeInteger(uid)) header.uid = uid;
  const gid = paxNumber(values.get('gid'));
  if (Number.isSafeInteger(gid)) header.gid = gid;
  const mtime = paxNumber(values.get('mtime'));
  if (Number.isFinite(mtime)) header.mtimeMs = mtime * 1000;
  for (const [key, value] of values) {
    if (value.length === 0 || !key.startsWith(xattrPrefix)) continue;
    header.xattrs ??= new Map();
    header.xattrs.set(key.slice(xattrPrefix.length), value);
  }
}

export function typeOf(flag: number, path: Uint8Array): TarType {
  switch (flag) {
    case 0x31:
      return 'hardlink';
    case 0x32:
      return 'symlink';
    case 0x33:
    case 0x34:
    case 0x36:
      return 'other';
    case 0x35:
    case 0x44:
      return 'directory';
    case 0:
      // Before POSIX a directory was a file whose name ends with a slash.
      return path.at(-1) === 0x2f ? 'directory' : 'file';
    default:
      return 'file';
  }
}

function joined(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  const path = new Uint8Array(prefix.length + 1 + name.length);
  path.set(prefix);
  path[prefix.length] = 0x2f;
  path.set(name, prefix.length + 1);
  return path;
}
