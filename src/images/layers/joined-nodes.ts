// The image as all its layers together make it, and as it was when each one was the top one: a node a path, with the
// versions that layers gave it. In columns: about 40 bytes a path.

import { randomInt } from 'node:crypto';
import { encodeName } from '../../trees/name-text.ts';
import { type EntryTable, hashName } from './entry-table.ts';

/** A version that says: nothing is here from this layer on. */
const removed = -1;
const linkLimit = 40;

type Growing = Int32Array | Uint16Array;

function grown<C extends Growing>(column: C, length: number, make: (length: number) => C): C {
  if (length <= column.length) return column;
  const next = make(Math.max(length, column.length + (column.length >> 1)));
  next.set(column);
  return next;
}

const int32 = (length: number) => new Int32Array(length);
const uint16 = (length: number) => new Uint16Array(length);

export class JoinedNodes {
  readonly table: EntryTable;
  /** Nodes; zero is the root. */
  count = 0;
  parent: Int32Array;
  #nameRow: Int32Array;
  #firstChild: Int32Array;
  #nextSibling: Int32Array;
  /** The newest version of a node; -1: none yet. */
  #head: Int32Array;
  #versionRow: Int32Array;
  #versionLayer: Uint16Array;
  #versionBefore: Int32Array;
  #versions = 0;
  #index: Int32Array;
  readonly #seed = randomInt(1, 2 ** 31);

  /** `expected`: about how many paths will come. */
  constructor(table: EntryTable, expected: number) {
    this.table = table;
    const room = Math.max(16, expected);
    this.parent = int32(room);
    this.#nameRow = int32(room);
    this.#firstChild = int32(room);
    this.#nextSibling = int32(room);
    this.#head = int32(room);
    this.#versionRow = int32(room);
    this.#versionLayer = uint16(room);
    this.#versionBefore = int32(room);
    let slots = 32;
    while (slots < room * 2) slots *= 2;
    this.#index = int32(slots);
    this.#node(-1, 0);
  }

  #node(parent: number, nameRow: number): number {
    const node = this.count++;
    const length = this.count;
    this.parent = grown(this.parent, length, int32);
    this.#nameRow = grown(this.#nameRow, length, int32);
    this.#firstChild = grown(this.#firstChild, length, int32);
    this.#nextSibling = grown(this.#nextSibling, length, int32);
    this.#head = grown(this.#head, length, int32);
    this.parent[node] = parent;
    this.#nameRow[node] = nameRow;
    this.#firstChild[node] = -1;
    this.#head[node] = -1;
    this.#nextSibling[node] = parent < 0 ? -1 : (this.#firstChild[parent] ?? -1);
    if (parent >= 0) this.#firstChild[parent] = node;
    return node;
  }

  /** The node of a name, whether it is there in any view or not; -1: none. */
  child(parent: number, name: Uint8Array): number {
    const mask = this.#index.length - 1;
    let slot = hashName(this.#seed, parent, name, 0, name.length) & mask;
    for (;;) {
      const node = (this.#index[slot] ?? 0) - 1;
      if (node < 0) return -1;
      if (
        this.parent[node] === parent &&
        this.table.isNamed(this.#nameRow[node] ?? 0, name, 0, name.length)
      )
        return node;
      slot = (slot + 1) & mask;
    }
  }

  /** The node of a row's name in a directory, made where there is none. */
  childOfRow(parent: number, row: number): number {
    const name = this.table.nameBytes(row);
    const known = this.child(parent, name);
    if (known >= 0) return known;
    const node = this.#node(parent, row);
    if (this.count * 2 > this.#index.length) this.#rehash();
    else this.#insert(this.#index, node);
    return node;
  }

  #insert(index: Int32Array, node: number): void {
    const mask = index.length - 1;
    const name = this.table.nameBytes(this.#nameRow[node] ?? 0);
    let slot = hashName(this.#seed, this.parent[node] ?? 0, name, 0, name.length) & mask;
    while (index[slot] !== 0) slot = (slot + 1) & mask;
    index[slot] = node + 1;
  }

  #rehash(): void {
    const next = int32(this.#index.length * 2);
    for (let node = 1; node < this.count; node++) this.#insert(next, node);
    this.#index = next;
  }

  /** Gives a node a row from a layer on; layers come in ascending order. */
  setVersion(node: number, layer: number, row: number): void {
    const head = this.#head[node] ?? -1;
    if (head >= 0 && this.#versionLayer[head] === layer) {
      this.#versionRow[head] = row;
      return;
    }
    const version = this.#versions++;
    this.#versionRow = grown(this.#versionRow, this.#versions, int32);
    this.#versionLayer = grown(this.#versionLayer, this.#versions, uint16);
    this.#versionBefore = grown(this.#versionBefore, this.#versions, int32);
    this.#versionRow[version] = row;
    this.#versionLayer[version] = layer;
    this.#versionBefore[version] = head;
    this.#head[node] = version;
  }

  /** Removes what is visible of a node and below it, from a layer on. */
  remove(node: number, layer: number): void {
    const pending = [node];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.currentRow(next) === removed) continue;
      this.setVersion(next, layer, removed);
      for (let child = this.firstChild(next); child >= 0; child = this.nextSibling(child))
        pending.push(child);
    }
  }

  /** Removes what is visible below a directory. */
  removeChildren(node: number, layer: number): void {
    for (let child = this.firstChild(node); child >= 0; child = this.nextSibling(child))
      this.remove(child, layer);
  }

  hasCurrentChildren(node: number): boolean {
    for (let child = this.firstChild(node); child >= 0; child = this.nextSibling(child))
      if (this.currentRow(child) >= 0) return true;
    return false;
  }

  firstChild(node: number): number {
    return this.#firstChild[node] ?? -1;
  }

  nextSibling(node: number): number {
    return this.#nextSibling[node] ?? -1;
  }

  /** The row that the newest layer so far gives a node; -1: nothing is there. */
  currentRow(node: number): number {
    const head = this.#head[node] ?? -1;
    return head < 0 ? removed : (this.#versionRow[head] ?? removed);
  }

  /** The layer that gave a node its newest version so far. */
  currentLayer(node: number): number {
    return this.#versionLayer[this.#head[node] ?? -1] ?? 0;
  }

  /** The version that a node has when `layer` is the top one; -1: it is not there. */
  versionAt(node: number, layer: number): number {
    let version = this.#head[node] ?? -1;
    while (version >= 0 && (this.#versionLayer[version] ?? 0) > layer)
      version = this.#versionBefore[version] ?? -1;
    return version >= 0 && this.#versionRow[version] === removed ? -1 : version;
  }

  /** All versions of a node up to a layer that are not removals, newest first. */
  versionsOf(node: number, layer: number): number[] {
    const all: number[] = [];
    let version = this.#head[node] ?? -1;
    for (; version >= 0; version = this.#versionBefore[version] ?? -1) {
      if ((this.#versionLayer[version] ?? 0) > layer) continue;
      if (this.#versionRow[version] !== removed) all.push(version);
    }
    return all;
  }

  rowOf(version: number): number {
    return this.#versionRow[version] ?? 0;
  }

  layerOf(version: number): number {
    return this.#versionLayer[version] ?? 0;
  }

  nameOf(node: number): string {
    return this.table.name(this.#nameRow[node] ?? 0);
  }

  pathOf(node: number): string {
    const names: string[] = [];
    for (let at = node; at > 0; at = this.parent[at] ?? 0) names.push(this.nameOf(at));
    return names.reverse().join('/');
  }

  /**
   * The node that a link in `directory` leads to as the layers so far have it; -1: nowhere.
   * With `follow` false the last segment may be a link itself. `passed` gets each link on the way.
   */
  currentTarget(
    directory: number,
    path: string,
    follow = true,
    passed?: (node: number) => void,
  ): number {
    let node = path.startsWith('/') ? 0 : directory;
    const rest = path.split('/').reverse();
    let links = 0;
    while (rest.length > 0) {
      const name = rest.pop();
      if (name === undefined || name === '' || name === '.') continue;
      if (name === '..') {
        node = Math.max(0, this.parent[node] ?? 0);
        continue;
      }
      const next = this.child(node, encodeName(name));
      const row = next < 0 ? removed : this.currentRow(next);
      if (row === removed) return -1;
      const type = this.table.shownType(row);
      const isLast = rest.every((left) => left === '');
      if (type !== 'symlink' || (isLast && !follow)) {
        if (type !== 'directory' && !isLast) return -1;
        node = next;
        continue;
      }
      if (++links > linkLimit) return -1;
      passed?.(next);
      const link = this.table.link(row);
      if (link.startsWith('/')) node = 0;
      rest.push(...link.split('/').reverse());
    }
    return node;
  }
}
