// Finds the row of a path's directory while a layer passes. Tars list a directory's files one after the other, so the
// directory found last is mostly the right one.

import { decodeName } from '../../trees/name-text.ts';
import type { EntryTable } from './entry-table.ts';
import { rowTypes } from './entry-table.ts';

/** Paths with more segments, or longer ones, are refused. */
const depthLimit = 1024;
const pathLimit = 65_535;

export type PathRefusal = 'leaves the root' | 'is too long' | 'goes beyond the limit of entries';

export type Place =
  | { readonly kind: 'root' }
  | { readonly kind: 'in'; readonly parent: number; readonly start: number; readonly end: number }
  | { readonly kind: 'refused'; readonly why: PathRefusal };

const none = new Uint8Array(0);

export class RowPaths {
  readonly root: number;
  readonly #table: EntryTable;
  readonly #layer: number;
  readonly #added: (row: number) => void;
  #lastDirectory: Uint8Array = none;
  #lastRow: number;

  /** `added` is called for each directory that only other paths imply. */
  constructor(table: EntryTable, layer: number, added: (row: number) => void) {
    this.#table = table;
    this.#layer = layer;
    this.#added = added;
    this.root = table.add(layer, -1, rowTypes.implied, none, none);
    table.mode[this.root] = 0o755;
    this.#lastRow = this.root;
  }

  /** Where an entry belongs; its name is `path` from `start` to `end`. */
  place(path: Uint8Array): Place {
    if (path.length > pathLimit) return { kind: 'refused', why: 'is too long' };
    let end = path.length;
    while (end > 0 && path[end - 1] === 0x2f) end--;
    let start = end;
    while (start > 0 && path[start - 1] !== 0x2f) start--;
    const name = dots(path, start, end);
    if (name === 2) return { kind: 'refused', why: 'leaves the root' };
    const parent = this.#directory(path, start);
    if (typeof parent !== 'number') return { kind: 'refused', why: parent };
    // `x/.` and `.` name the directory itself.
    if (name === 1 || start === end) {
      if (parent === this.root) return { kind: 'root' };
      return this.place(path.subarray(0, start));
    }
    return { kind: 'in', parent, start, end };
  }

  /** The row of the directory that `path` names up to `end`, made where the layer has none yet. */
  #directory(path: Uint8Array, end: number): number | PathRefusal {
    if (end === 0) return this.root;
    if (end === this.#lastDirectory.length && startsWith(path, this.#lastDirectory))
      return this.#lastRow;
    let row = this.root;
    let depth = 0;
    for (let start = 0; start < end; ) {
      let stop = start;
      while (stop < end && path[stop] !== 0x2f) stop++;
      const kind = dots(path, start, stop);
      if (kind === 2) return 'leaves the root';
      if (stop > start && kind === 0) {
        if (++depth > depthLimit) return 'is too long';
        const next = this.descend(row, path, start, stop);
        if (next < 0) return 'goes beyond the limit of entries';
        row = next;
      }
      start = stop + 1;
    }
    this.#lastDirectory = new Uint8Array(path.subarray(0, end));
    this.#lastRow = row;
    return row;
  }

  /** Forgets the directory found last: a row of its path was replaced. */
  forget(): void {
    this.#lastDirectory = none;
    this.#lastRow = this.root;
  }

  /** The row of a name, made as an implied directory where there is none; -1: the table is full. */
  descend(parent: number, path: Uint8Array, start: number, end: number): number {
    const known = this.#table.child(parent, path, start, end);
    if (known >= 0) return known;
    const name = path.subarray(start, end);
    const row = this.#table.add(this.#layer, parent, rowTypes.implied, name, none);
    if (row < 0) return row;
    this.#table.mode[row] = 0o755;
    this.#table.setChild(row);
    this.#added(row);
    return row;
  }

  /** The path that a row has in its layer. */
  pathOf(row: number): string {
    const names: string[] = [];
    for (let at = row; at !== this.root && at >= 0; at = this.#table.parent[at] ?? -1)
      names.push(this.#table.name(at));
    return names.reverse().join('/');
  }
}

/** 1 for `.`, 2 for `..`, else 0. */
function dots(path: Uint8Array, start: number, end: number): 0 | 1 | 2 {
  if (path[start] !== 0x2e || end === start) return 0;
  if (end - start === 1) return 1;
  return end - start === 2 && path[start + 1] === 0x2e ? 2 : 0;
}

function startsWith(path: Uint8Array, prefix: Uint8Array): boolean {
  // From the end: paths of one folder differ there first.
  for (let at = prefix.length - 1; at >= 0; at--) if (path[at] !== prefix[at]) return false;
  return true;
}

/** For a message: the path as text. */
export function pathText(path: Uint8Array): string {
  return decodeName(path.length > 1000 ? path.subarray(0, 1000) : path).replace(/^(?:\.?\/)+/, '');
}
