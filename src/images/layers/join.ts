// Joins layers in the manifest's order, as an unpacker would apply them (OCI image-spec, layer.md, "Applying
// Changesets"): whiteouts and opaque marks hide lower layers only, wherever they stand in their own.

import { encodeName } from '../../trees/name-text.ts';
import { type EntryTable, rowTypes } from './entry-table.ts';
import { JoinedNodes } from './joined-nodes.ts';
import { Refusals } from './refusals.ts';

export interface JoinLayer {
  /** In the order of the tar. */
  readonly rows: Int32Array;
  readonly root: number;
}

export interface Joined {
  readonly nodes: JoinedNodes;
  /** Entries that could not be placed, with the reason. */
  readonly refused: Refusals;
}

/** A directory that could not be placed. */
const nowhere = -1;
const unknown = -2;
const linkLimit = 40;

class Joiner {
  readonly nodes: JoinedNodes;
  readonly refused = new Refusals();
  readonly #table: EntryTable;
  /** Row of a directory → its node, `nowhere` or `unknown`. */
  readonly #placed: Int32Array;
  /** Directory rows whose node only a link of a lower layer leads to; absent: none so far. */
  #throughLink: Uint8Array | undefined;
  /** Whether the last `#lower` went through such a link. */
  #lowerWasThroughLink = false;
  #layer = 0;
  #root = 0;

  constructor(table: EntryTable) {
    this.#table = table;
    this.nodes = new JoinedNodes(table, table.count);
    this.#placed = new Int32Array(table.count);
  }

  apply(layer: number, { rows, root }: JoinLayer): void {
    this.#layer = layer;
    this.#root = root;
    for (const row of rows) this.#placed[row] = unknown;
    const isFirst = this.nodes.currentRow(0) < 0;
    if (isFirst || this.#table.type[root] === rowTypes.directory)
      this.nodes.setVersion(0, layer, root);
    if (layer > 0) for (const row of rows) this.#hide(row);
    for (const row of rows) this.#add(row);
  }

  #hide(row: number): void {
    const type = this.#table.type[row];
    if (type !== rowTypes.whiteout && type !== rowTypes.opaque) return;
    this.#lowerWasThroughLink = false;
    const directory = this.#lower(this.#table.parent[row] ?? this.#root);
    if (directory < 0) return;
    if (type === rowTypes.opaque) {
      if (this.#lowerWasThroughLink && this.nodes.hasCurrentChildren(directory))
        this.#doubt(directory, 'what is in it is hidden');
      return this.nodes.removeChildren(directory, this.#layer);
    }
    const node = this.nodes.child(directory, this.#table.nameBytes(row));
    if (node < 0) return;
    if (this.#lowerWasThroughLink && this.nodes.currentRow(node) >= 0)
      this.#doubt(node, 'it is hidden');
    this.nodes.remove(node, this.#layer);
  }

  /** Docker's overlay puts a directory in a lower link's place, where others follow the link: both are not known. */
  #doubt(node: number, what: string): void {
    this.refused.add(
      () => this.nodes.pathOf(node),
      `layer ${this.#layer}: ${what} through a symbolic link of a lower layer, which not every engine follows`,
    );
  }

  /** The node that a directory row stands for in the lower layers; -1: there is none. */
  #lower(row: number): number {
    if (row === this.#root) return 0;
    const above = this.#lower(this.#table.parent[row] ?? this.#root);
    if (above < 0) return -1;
    const node = this.nodes.child(above, this.#table.nameBytes(row));
    const current = node < 0 ? -1 : this.nodes.currentRow(node);
    if (current < 0) return -1;
    if (this.#table.isDirectory(current)) return node;
    // A directory of this layer takes the link's place: then nothing below is in it.
    const isReplaced = this.#table.type[row] === rowTypes.directory;
    if (isReplaced || this.#table.type[current] !== rowTypes.symlink) return -1;
    this.#lowerWasThroughLink = true;
    return this.#directoryAt(above, this.#table.link(current));
  }

  #directoryAt(directory: number, link: string, passed?: (node: number) => void): number {
    const target = this.nodes.currentTarget(directory, link, true, passed);
    if (target < 0) return -1;
    return target === 0 || this.#table.isDirectory(this.nodes.currentRow(target)) ? target : -1;
  }

  /** The node of a row's directory, made where no layer has named it. */
  #place(row: number): number {
    if (row === this.#root) return 0;
    const placed = this.#placed[row] ?? unknown;
    if (placed !== unknown) return placed;
    const above = this.#place(this.#table.parent[row] ?? this.#root);
    const node = above < 0 ? nowhere : this.#placeIn(above, row);
    this.#placed[row] = node;
    this.#inherit(row);
    if (node < 0 && above >= 0)
      this.#refuse(above, row, 'what stands in its place is no directory');
    return node;
  }

  #isThroughLink(row: number): boolean {
    return this.#throughLink?.[row] === 1;
  }

  /** Links of the layer itself are where every engine follows them. */
  #passLink(row: number, link: number): void {
    if (this.nodes.currentLayer(link) < this.#layer) this.#markThroughLink(row);
  }

  #markThroughLink(row: number): void {
    this.#throughLink ??= new Uint8Array(this.#table.count);
    this.#throughLink[row] = 1;
  }

  /** What is in a directory behind a link is behind it, too. */
  #inherit(row: number): void {
    if (this.#isThroughLink(this.#table.parent[row] ?? this.#root)) this.#markThroughLink(row);
  }

  #placeIn(above: number, row: number): number {
    const node = this.nodes.childOfRow(above, row);
    const current = this.nodes.currentRow(node);
    if (current < 0) {
      // Implied by other paths: a directory, 0755, root's.
      if (!this.#table.isDirectory(row)) return nowhere;
      this.nodes.setVersion(node, this.#layer, row);
      return node;
    }
    if (this.#table.isDirectory(current)) return node;
    if (this.#table.type[current] !== rowTypes.symlink) return nowhere;
    this.#passLink(row, node);
    return this.#followMaking(above, this.#table.link(current), row);
  }

  /** Where a link leads, its directories made as an unpacker makes them; `row` gives those their metadata. */
  #followMaking(directory: number, link: string, row: number): number {
    const found = this.#directoryAt(directory, link, (passed) => this.#passLink(row, passed));
    if (found >= 0) return found;
    let node = link.startsWith('/') ? 0 : directory;
    const rest = link.split('/').reverse();
    for (let links = 0; rest.length > 0; ) {
      const name = rest.pop();
      if (name === undefined || name === '' || name === '.') continue;
      if (name === '..') {
        node = Math.max(0, this.nodes.parent[node] ?? 0);
        continue;
      }
      const implied = this.#table.add(
        this.#table.layer[row] ?? 0,
        this.#root,
        rowTypes.implied,
        encodeName(name),
        new Uint8Array(0),
      );
      if (implied < 0) return nowhere;
      this.#table.mode[implied] = 0o755;
      const next = this.nodes.childOfRow(node, implied);
      const current = this.nodes.currentRow(next);
      if (current < 0) this.nodes.setVersion(next, this.#layer, implied);
      else if (this.#table.type[current] === rowTypes.symlink) {
        if (++links > linkLimit) return nowhere;
        this.#passLink(row, next);
        const onward = this.#table.link(current);
        if (onward.startsWith('/')) node = 0;
        rest.push(...onward.split('/').reverse());
        continue;
      } else if (!this.#table.isDirectory(current)) return nowhere;
      node = next;
    }
    return node;
  }

  #add(row: number): void {
    const type = this.#table.type[row];
    // Implied directories come with what is in them.
    if (type === rowTypes.whiteout || type === rowTypes.opaque || type === rowTypes.implied) return;
    const parent = this.#table.parent[row] ?? this.#root;
    const above = this.#place(parent);
    if (above < 0) return this.#refuse(above, row, 'its directory could not be placed');
    if (type === rowTypes.hardlink) return this.#addHardLink(above, row);
    const node = this.nodes.childOfRow(above, row);
    if (this.#isThroughLink(parent)) this.#checkReplaced(node, row);
    if (type === rowTypes.directory) {
      this.#placed[row] = node;
      this.#inherit(row);
    } else this.#clear(node);
    this.nodes.setVersion(node, this.#layer, row);
  }

  /** A directory over a directory leaves what is in it. */
  #checkReplaced(node: number, row: number): void {
    const current = this.nodes.currentRow(node);
    if (current < 0) return;
    if (this.#table.isDirectory(current) && this.#table.isDirectory(row)) return;
    this.#doubt(node, 'it is replaced');
  }

  /** What is no directory takes the place of one with all that is in it. */
  #clear(node: number): void {
    const current = this.nodes.currentRow(node);
    if (current >= 0 && this.#table.isDirectory(current)) this.nodes.remove(node, this.#layer);
  }

  #addHardLink(above: number, row: number): void {
    const target = this.nodes.currentTarget(0, this.#table.link(row), false);
    const found = target <= 0 ? -1 : this.nodes.currentRow(target);
    if (found < 0 || this.#table.isDirectory(found))
      return this.#refuse(above, row, `a hard link to ${this.#table.link(row)}, which is no file`);
    const node = this.nodes.childOfRow(above, row);
    if (node === target) return;
    if (this.#isThroughLink(this.#table.parent[row] ?? this.#root)) this.#checkReplaced(node, row);
    this.#clear(node);
    this.nodes.setVersion(node, this.#layer, found);
  }

  #refuse(above: number, row: number, reason: string): void {
    this.refused.add(() => {
      const parent = above < 0 ? '…' : this.nodes.pathOf(above);
      return parent === '' ? this.#table.name(row) : `${parent}/${this.#table.name(row)}`;
    }, reason);
  }
}

/** Joins layers, lowest first; one layer may come more than once. */
export function joinLayers(table: EntryTable, layers: readonly JoinLayer[]): Joined {
  const joiner = new Joiner(table);
  for (const [index, layer] of layers.entries()) joiner.apply(index, layer);
  return joiner;
}
