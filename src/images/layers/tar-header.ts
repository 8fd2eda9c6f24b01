// One entry's header: the ustar block, and what an extended header says against it.

import { type PaxRecords, paxNumber } from './pax.ts';
import type { SparseParts } from './sparse.ts';
import { readNumber, textEnd } from './tar-fields.ts';

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

/** Takes over what the block says of itself, but for its size and type. */
export function fillHeader(header: TarHeader, block: Uint8Array, start: number): void {
  header.path = headerPath(block, start);
  header.link = block.subarray(start + 157, textEnd(block, start + 157, 100));
  header.mode = number(block, start + 100, 8) & 0o7777;
  header.uid = number(block, start + 108, 8);
  header.gid = number(block, start + 116, 8);
  header.mtimeMs = number(block, start + 136, 12) * 1000;
  header.xattrs = undefined;
  header.parts = undefined;
}

/** What records say wins over the block. */
export function applyPax(header: TarHeader, { values }: PaxRecords): void {
  header.path = values.get('path') ?? header.path;
  header.link = values.get('linkpath') ?? header.link;
  const size = paxNumber(values.get('size'));
  if (Number.isSafeInteger(size) && size >= 0) header.size = size;
  const uid = paxNumber(values.get('uid'));
  if (Number.isSafeInteger(uid)) header.uid = uid;
  const gid = paxNumber(values.get('gid'));
  if (Number.isSafeInteger(gid)) header.gid = gid;
  const mtime = paxNumber(values.get('mtime'));
  if (Number.isFinite(mtime)) header.mtimeMs = mtime * 1000;
  for (const [key, value] of values) {
    if (!key.startsWith(xattrPrefix)) continue;
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
    case 0x30:
      // Before POSIX a directory was a file whose name ends with a slash.
      return path.at(-1) === 0x2f ? 'directory' : 'file';
    default:
      return 'file';
  }
}

/** Name and, in a POSIX header, prefix. */
function headerPath(block: Uint8Array, start: number): Uint8Array {
  const name = block.subarray(start, textEnd(block, start, 100));
  const isPosix =
    block[start + 257] === 0x75 && block[start + 261] === 0x72 && block[start + 262] === 0;
  if (!isPosix || block[start + 345] === 0) return name;
  const prefix = block.subarray(start + 345, textEnd(block, start + 345, 155));
  const joined = new Uint8Array(prefix.length + 1 + name.length);
  joined.set(prefix);
  joined[prefix.length] = 0x2f;
  joined.set(name, prefix.length + 1);
  return joined;
}
