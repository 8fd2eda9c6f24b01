// What all layers hold, an entry a row, in columns: about 70 bytes and its name each, against 230-350 as objects.
// A row's parent is a row of the same layer; a parent that the layer does not name has a row too.

import { randomInt } from 'node:crypto';
import type { EntryType } from '../../model/file-tree.ts';
import { decodeName } from '../../trees/name-text.ts';
import type { SparseParts } from './sparse.ts';
import { blockBytes } from './tar-fields.ts';

/** What a row is; `implied`: a directory that its layer only names in other paths. */
export const rowTypes = {
  file: 0,
  directory: 1,
  symlink: 2,
  other: 3,
  hardlink: 4,
  whiteout: 5,
  opaque: 6,
  implied: 7,
} as const;

export type RowType = (typeof rowTypes)[keyof typeof rowTypes];

const shown: readonly EntryType[] = [
  'file',
  'directory',
  'symlink',
  'other',
  'file',
  'other',
  'other',
  'directory',
];

/** More entries than this in one image are refused. */
export const entryLimit = 5_000_000;

type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** A column of at least `length`, four times as long as before: what is not used yet takes no memory. */
function grow<C extends Column>(column: C, length: number, make: (length: number) => C): C {
  if (length <= column.length) return column;
  const next = make(Math.max(length, column.length * 4));
  next.set(column);
  return next;
}

const int32 = (length: number) => new Int32Array(length);
const uint32 = (length: number) => new Uint32Array(length);
const uint16 = (length: number) => new Uint16Array(length);
const uint8 = (length: number) => new Uint8Array(length);
const bytes = (length: number) => Buffer.alloc(length);
const float64 = (length: number) => new Float64Array(length);

export class EntryTable {
  /** Rows in use. */
  count = 0;
  parent = int32(16_384);
  type = uint8(16_384);
  mode = uint16(16_384);
  uid = uint32(16_384);
  gid = uint32(16_384);
  size = float64(16_384);
  mtimeMs = float64(16_384);
  /** Where the stored bytes start in the layer's tar, in blocks of 512. */
  #dataBlock = uint32(16_384);
  layer = uint16(16_384);
  /** State of the globs' automaton; of directories. */
  state = int32(16_384);
  readonly xattrs = new Map<number, ReadonlyMap<string, Uint8Array>>();
  readonly sparse = new Map<number, { readonly parts: SparseParts; readonly stored: number }>();
  #nameAt = uint32(16_384);
  #nameLength = uint16(16_384);
  /** Where its two bytes of length are, then the link; zero: none. */
  #linkAt = uint32(16_384);
  #arena = bytes(64 * 1024);
  /** Zero is no place. */
  #arenaUsed = 1;
  /** Open addressing over (parent, name): row + 1. */
  #index = int32(32_768);
  #indexed = 0;
  readonly #seed = randomInt(1, 2 ** 31);

  /** A row without name index; -1 when the table is full. The name and link are copied. */
  add(layer: number, parent: number, type: RowType, name: Uint8Array, link: Uint8Array): number {
    const row = this.count;
    if (row >= entryLimit) return -1;
    if (row >= this.parent.length) this.#grow(row + 1);
    this.count++;
    this.parent[row] = parent;
    this.type[row] = type;
    this.layer[row] = layer;
    this.#nameLength[row] = name.length;
    this.#nameAt[row] = this.#keep(name);
    if (link.length === 0) return row;
    this.#linkAt[row] = this.#keep(Buffer.of(link.length >> 8, link.length & 0xff));
    this.#keep(link);
    return row;
  }

  setDataAt(row: number, offset: number): void {
    this.#dataBlock[row] = offset / blockBytes;
  }

  /** Offset of the stored bytes in the layer's tar: the identity of the content within it. */
  dataAt(row: number): number {
    return (this.#dataBlock[row] ?? 0) * blockBytes;
  }

  nameBytes(row: number): Uint8Array {
    const at = this.#nameAt[row] ?? 0;
    return this.#arena.subarray(at, at + (this.#nameLength[row] ?? 0));
  }

  name(row: number): string {
    const at = this.#nameAt[row] ?? 0;
    const end = at + (this.#nameLength[row] ?? 0);
    for (let index = at; index < end; index++)
      if ((this.#arena[index] ?? 0) > 0x7f) return decodeName(this.#arena.subarray(at, end));
    return this.#arena.toString('latin1', at, end);
  }

  /** The target of a symbolic or hard link, as written. */
  link(row: number): string {
    const at = this.#linkAt[row] ?? 0;
    if (at === 0) return '';
    const length = this.#arena.readUInt16BE(at);
    return decodeName(this.#arena.subarray(at + 2, at + 2 + length));
  }

  shownType(row: number): EntryType {
    return shown[this.type[row] ?? 0] ?? 'other';
  }

  isDirectory(row: number): boolean {
    const type = this.type[row];
    return type === rowTypes.directory || type === rowTypes.implied;
  }

  /** The row of a name in a directory of a layer; -1: none. */
  child(parent: number, name: Uint8Array, start = 0, end = name.length): number {
    const mask = this.#index.length - 1;
    let slot = hashName(this.#seed, parent, name, start, end) & mask;
    for (;;) {
      const row = (this.#index[slot] ?? 0) - 1;
      if (row < 0) return -1;
      if (this.parent[row] === parent && this.isNamed(row, name, start, end)) return row;
      slot = (slot + 1) & mask;
    }
  }

  isNamed(row: number, name: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.#nameLength[row] !== length) return false;
    const at = this.#nameAt[row] ?? 0;
    for (let index = 0; index < length; index++) {
      if (this.#arena[at + index] !== name[start + index]) return false;
    }
    return true;
  }

  /** Makes `row` the one that `child` gives for its name; the one before is only a row from now on. */
  setChild(row: number): void {
    if ((this.#indexed + 1) * 2 > this.#index.length) this.#rehash();
    const name = this.nameBytes(row);
    const parent = this.parent[row] ?? 0;
    const mask = this.#index.length - 1;
    let slot = hashName(this.#seed, parent, name, 0, name.length) & mask;
    for (;;) {
      const other = (this.#index[slot] ?? 0) - 1;
      if (other < 0) {
        this.#indexed++;
        break;
      }
      if (this.parent[other] === parent && this.isNamed(other, name, 0, name.length)) break;
      slot = (slot + 1) & mask;
    }
    this.#index[slot] = row + 1;
  }

  /** Frees what only reading layers needs. */
  seal(): void {
    this.#index = int32(0);
    this.state = int32(0);
  }

  #keep(data: Uint8Array): number {
    const at = this.#arenaUsed;
    this.#arena = grow(this.#arena, at + data.length, bytes);
    this.#arena.set(data, at);
    this.#arenaUsed = at + data.length;
    return at;
  }

  #rehash(): void {
    const old = this.#index;
    const next = int32(old.length * 4);
    const mask = next.length - 1;
    for (const value of old) {
      if (value === 0) continue;
      const row = value - 1;
      const name = this.nameBytes(row);
      let slot = hashName(this.#seed, this.parent[row] ?? 0, name, 0, name.length) & mask;
      while (next[slot] !== 0) slot = (slot + 1) & mask;
      next[slot] = value;
    }
    this.#index = next;
  }

  #grow(length: number): void {
    this.parent = grow(this.parent, length, int32);
    this.type = grow(this.type, length, uint8);
    this.mode = grow(this.mode, length, uint16);
    this.uid = grow(this.uid, length, uint32);
    this.gid = grow(this.gid, length, uint32);
    this.size = grow(this.size, length, float64);
    this.mtimeMs = grow(this.mtimeMs, length, float64);
    this.#dataBlock = grow(this.#dataBlock, length, uint32);
    this.layer = grow(this.layer, length, uint16);
    this.state = grow(this.state, length, int32);
    this.#nameAt = grow(this.#nameAt, length, uint32);
    this.#nameLength = grow(this.#nameLength, length, uint16);
    this.#linkAt = grow(this.#linkAt, length, uint32);
  }
}

/** A hash of a name in a directory, seeded so that no image can be made to collide. */
export function hashName(
  seed: number,
  parent: number,
  name: Uint8Array,
  start: number,
  end: number,
): number {
  let hash = seed ^ Math.imul(parent, 0x9e3779b1);
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (name[at] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
