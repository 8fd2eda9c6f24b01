// A row as an entry: whole for plugins, and as a probe that is made once and asked of every file that passes.

import type { Entry, EntryType, Origin } from '../../model/file-tree.ts';
import type { EntryTable } from './entry-table.ts';

/** An entry of a row under a path; where it stands in the image is not known to the row. */
export function entryOfRow(table: EntryTable, row: number, path: string, origin: Origin): Entry {
  const xattrs = table.xattrs.get(row);
  const type = table.shownType(row);
  return {
    path,
    type,
    mode: table.mode[row] ?? 0,
    uid: table.uid[row] ?? 0,
    gid: table.gid[row] ?? 0,
    sizeBytes: table.size[row] ?? 0,
    mtimeMs: table.mtimeMs[row] ?? 0,
    ...(type === 'symlink' ? { link: table.link(row) } : {}),
    ...(xattrs === undefined ? {} : { xattrs }),
    content: contentOf(table, row),
    origin,
  };
}

function contentOf(table: EntryTable, row: number): string {
  return `${table.layer[row] ?? 0}:${table.dataAt(row)}`;
}

/**
 * What an `accept` is asked about: most say no by type, mode or size, so that the rest is only made when looked at.
 * It shows another row after each `show`.
 */
export class RowProbe implements Entry {
  readonly #table: EntryTable;
  readonly #pathOf: (place: number) => string;
  #row = 0;
  #place = 0;
  #origin: Origin;

  /** `pathOf` takes the place that `show` was given. */
  constructor(table: EntryTable, pathOf: (place: number) => string, origin: Origin) {
    this.#table = table;
    this.#pathOf = pathOf;
    this.#origin = origin;
  }

  show(row: number, place: number, origin: Origin): this {
    this.#row = row;
    this.#place = place;
    this.#origin = origin;
    return this;
  }

  get path(): string {
    return this.#pathOf(this.#place);
  }

  get type(): EntryType {
    return this.#table.shownType(this.#row);
  }

  get mode(): number {
    return this.#table.mode[this.#row] ?? 0;
  }

  get uid(): number {
    return this.#table.uid[this.#row] ?? 0;
  }

  get gid(): number {
    return this.#table.gid[this.#row] ?? 0;
  }

  get sizeBytes(): number {
    return this.#table.size[this.#row] ?? 0;
  }

  get mtimeMs(): number {
    return this.#table.mtimeMs[this.#row] ?? 0;
  }

  get link(): string {
    return this.type === 'symlink' ? this.#table.link(this.#row) : '';
  }

  get xattrs(): ReadonlyMap<string, Uint8Array> {
    return this.#table.xattrs.get(this.#row) ?? new Map();
  }

  get content(): string {
    return contentOf(this.#table, this.#row);
  }

  get origin(): Origin {
    return this.#origin;
  }
}
