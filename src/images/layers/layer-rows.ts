// One layer's tar as rows of the table, matched against all globs as it passes.

import type { Origin } from '../../model/file-tree.ts';
import type { GlobAutomaton, GlobState } from '../../trees/automaton.ts';
import { decodeName, encodeName } from '../../trees/name-text.ts';
import type { Collector } from './collector.ts';
import { type EntryTable, type RowType, rowTypes } from './entry-table.ts';
import { Refusals } from './refusals.ts';
import { entryOfRow, RowProbe } from './row-entry.ts';
import { pathText, RowPaths } from './row-paths.ts';
import type { TarHeader } from './tar-header.ts';
import type { DataSink, TarHandler } from './tar-reader.ts';

const none = new Uint8Array(0);
const whiteoutPrefix = Buffer.from('.wh.');
const opaqueName = Buffer.from('.wh..wh..opq');
const reservedPrefix = Buffer.from('.wh..wh.');

/** The rows of one layer in the order of its tar. */
export class RowList {
  length = 0;
  #rows = new Int32Array(256);

  push(row: number): void {
    if (this.length === this.#rows.length) {
      const next = new Int32Array(this.length + (this.length >> 1));
      next.set(this.#rows);
      this.#rows = next;
    }
    this.#rows[this.length++] = row;
  }

  values(): Int32Array {
    return this.#rows.subarray(0, this.length);
  }
}

export class LayerRows implements TarHandler {
  readonly rows = new RowList();
  /** Paths that could not be taken, with the reason. */
  readonly refused = new Refusals();
  readonly root: number;
  readonly #table: EntryTable;
  readonly #automaton: GlobAutomaton;
  readonly #collector: Collector;
  readonly #origin: Origin;
  readonly #isInPlace: boolean;
  readonly #layer: number;
  readonly #paths: RowPaths;
  readonly #probe: RowProbe;
  /** Directory row → name → wants of a link that leads there. */
  readonly #linked = new Map<number, Map<string, readonly number[]>>();

  constructor(part: {
    readonly table: EntryTable;
    readonly layer: number;
    readonly automaton: GlobAutomaton;
    readonly collector: Collector;
    readonly origin: Origin;
    readonly isInPlace: boolean;
  }) {
    this.#table = part.table;
    this.#layer = part.layer;
    this.#automaton = part.automaton;
    this.#collector = part.collector;
    this.#origin = part.origin;
    this.#isInPlace = part.isInPlace;
    this.#paths = new RowPaths(part.table, part.layer, (row) => {
      this.rows.push(row);
      this.#setState(row, this.#table.parent[row] ?? 0);
    });
    this.#probe = new RowProbe(part.table, (row) => this.#paths.pathOf(row), part.origin);
    this.root = this.#paths.root;
    this.#table.state[this.root] = this.#automaton.start.id;
  }

  entry(header: TarHeader): DataSink | undefined {
    const place = this.#paths.place(header.path);
    if (place.kind === 'refused') return this.#refuse(header.path, `the path ${place.why}`);
    if (place.kind === 'root') {
      if (header.type !== 'directory')
        return this.#refuse(header.path, 'what is no directory is named as the root');
      this.#fill(this.root, header, rowTypes.directory);
      return undefined;
    }
    const { parent, start, end } = place;
    const name = header.path.subarray(start, end);
    if (startsWith(name, whiteoutPrefix)) {
      this.#whiteout(parent, name, header);
      return undefined;
    }
    const isLink = header.type === 'symlink' || header.type === 'hardlink';
    if (header.link.length > 65_535 || name.length > 65_535)
      return this.#refuse(header.path, 'the name or link is too long');
    const known = this.#table.child(parent, name);
    if (header.type === 'directory' && known >= 0 && this.#table.isDirectory(known)) {
      this.#fill(known, header, rowTypes.directory);
      return undefined;
    }
    const type = rowTypes[header.type];
    const row = this.#table.add(this.#layer, parent, type, name, isLink ? header.link : none);
    if (row < 0) return this.#refuse(header.path, 'goes beyond the limit of entries');
    if (known >= 0) this.#paths.forget();
    this.#table.setChild(row);
    this.rows.push(row);
    this.#fill(row, header, type);
    const state = this.#setState(row, parent);
    if (header.type === 'symlink') this.#lead(row, parent, state);
    return header.type === 'file' ? this.#want(row, parent, header, state) : undefined;
  }

  #refuse(path: Uint8Array, reason: string): undefined {
    this.refused.add(() => pathText(path), reason);
    return undefined;
  }

  #fill(row: number, header: TarHeader, type: RowType): void {
    const table = this.#table;
    table.type[row] = type;
    // A link's mode means nothing, and a file system shows it as all.
    table.mode[row] = type === rowTypes.symlink ? 0o777 : header.mode;
    table.uid[row] = header.uid;
    table.gid[row] = header.gid;
    table.size[row] = header.size;
    table.mtimeMs[row] = header.mtimeMs;
    table.setDataAt(row, header.dataAt);
    if (header.xattrs !== undefined) table.xattrs.set(row, header.xattrs);
    else if (table.xattrs.size > 0) table.xattrs.delete(row);
    if (header.parts !== undefined)
      table.sparse.set(row, { parts: header.parts, stored: header.stored });
  }

  #whiteout(parent: number, name: Uint8Array, header: TarHeader): void {
    const isOpaque = name.length === opaqueName.length && startsWith(name, opaqueName);
    // Other names with this prefix are a storage driver's own.
    if (!isOpaque && startsWith(name, reservedPrefix)) return;
    const hidden = name.subarray(whiteoutPrefix.length);
    const isNothing =
      hidden.length === 0 || (hidden.length <= 2 && hidden.every((b) => b === 0x2e));
    if (!isOpaque && isNothing) {
      this.#refuse(header.path, 'a whiteout of no name');
      return;
    }
    const type = isOpaque ? rowTypes.opaque : rowTypes.whiteout;
    const row = this.#table.add(this.#layer, parent, type, isOpaque ? none : hidden, none);
    if (row < 0) this.#refuse(header.path, 'goes beyond the limit of entries');
    else this.rows.push(row);
  }

  /** The globs' state of a row; of directories it is kept for what is in them. */
  #setState(row: number, parent: number): GlobState {
    const { dead } = this.#automaton;
    const above = this.#automaton.state(this.#table.state[parent] ?? dead.id);
    const state = above.isLive ? this.#automaton.step(above, this.#table.name(row)) : dead;
    this.#table.state[row] = this.#table.isDirectory(row) ? state.id : dead.id;
    return state;
  }

  /** What a link leads to is wanted as if it stood in the link's place, where it has not passed yet. */
  #lead(row: number, parent: number, state: GlobState): void {
    const onward = this.#automaton.follow(state);
    if (!onward.isLive && onward.accepts.length === 0) return;
    const target = this.#table.link(row);
    const base = target.startsWith('/') ? '' : this.#paths.pathOf(parent);
    const names: string[] = [];
    for (const name of `${base}/${target}`.split('/')) {
      if (name === '..') names.pop();
      else if (name !== '' && name !== '.') names.push(name);
    }
    const last = names.pop();
    if (last === undefined || names.length > 64) return;
    let directory = this.root;
    for (const name of names) {
      const bytes = encodeName(name);
      directory = this.#paths.descend(directory, bytes, 0, bytes.length);
      if (directory < 0) return;
    }
    if (onward.accepts.length > 0) {
      const linked = this.#linked.get(directory) ?? new Map<string, readonly number[]>();
      linked.set(last, [...(linked.get(last) ?? []), ...onward.accepts]);
      this.#linked.set(directory, linked);
    }
    if (!onward.isLive) return;
    const bytes = encodeName(last);
    const end = this.#paths.descend(directory, bytes, 0, bytes.length);
    if (end < 0 || !this.#table.isDirectory(end)) return;
    const merged = this.#automaton.merge(
      this.#automaton.state(this.#table.state[end] ?? this.#automaton.dead.id),
      onward,
    );
    this.#table.state[end] = merged.id;
  }

  #want(row: number, parent: number, header: TarHeader, state: GlobState): DataSink | undefined {
    let matched = state.accepts;
    if (this.#linked.size > 0) {
      const linked = this.#linked.get(parent)?.get(decodeName(this.#table.nameBytes(row)));
      if (linked !== undefined) matched = [...new Set([...matched, ...linked])];
    }
    if (matched.length === 0) return undefined;
    const { stored, parts } = header;
    const interests = this.#collector.interestsIn(
      this.#probe.show(row, row, this.#origin),
      matched,
    );
    if (interests.length === 0) return undefined;
    const entry = entryOfRow(this.#table, row, this.#paths.pathOf(row), this.#origin);
    const isInPlace = this.#isInPlace;
    return this.#collector.sinkFor({ row, entry, stored, parts, isInPlace }, interests);
  }
}

function startsWith(name: Uint8Array, prefix: Uint8Array): boolean {
  if (name.length < prefix.length) return false;
  for (let at = 0; at < prefix.length; at++) if (name[at] !== prefix[at]) return false;
  return true;
}
