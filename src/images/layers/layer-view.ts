// The joined nodes as a walk sees them when one layer is the top one.

import type { EntryType } from '../../model/file-tree.ts';
import { encodeName } from '../../trees/name-text.ts';
import type { NodeAccess } from '../../trees/node-walk.ts';
import type { JoinedNodes } from './joined-nodes.ts';

/** The nodes that are there when `layer` is the top one; with `every`, those that any layer up to it has. */
export class LayerView implements NodeAccess<number> {
  readonly root = 0;
  readonly #nodes: JoinedNodes;
  readonly #layer: number;
  readonly #every: boolean;

  constructor(nodes: JoinedNodes, layer: number, every = false) {
    this.#nodes = nodes;
    this.#layer = layer;
    this.#every = every;
  }

  /** -1: not there. */
  versionOf(node: number): number {
    if (!this.#every) return this.#nodes.versionAt(node, this.#layer);
    return this.#nodes.versionsOf(node, this.#layer)[0] ?? -1;
  }

  nameOf(node: number): string {
    return this.#nodes.nameOf(node);
  }

  typeOf(node: number): EntryType {
    // What has become something else is still searched for what was in it.
    if (this.#every && this.#nodes.firstChild(node) >= 0) return 'directory';
    const version = this.versionOf(node);
    return version < 0 ? 'other' : this.#nodes.table.shownType(this.#nodes.rowOf(version));
  }

  parentOf(node: number): number {
    return Math.max(0, this.#nodes.parent[node] ?? 0);
  }

  linkOf(node: number): string | undefined {
    const version = this.versionOf(node);
    return version < 0 ? undefined : this.#nodes.table.link(this.#nodes.rowOf(version));
  }

  child(directory: number, name: string): number | undefined {
    const node = this.#nodes.child(directory, encodeName(name));
    return node >= 0 && this.versionOf(node) >= 0 ? node : undefined;
  }

  children(directory: number): readonly number[] {
    const found: number[] = [];
    for (
      let node = this.#nodes.firstChild(directory);
      node >= 0;
      node = this.#nodes.nextSibling(node)
    )
      if (this.versionOf(node) >= 0) found.push(node);
    return found;
  }

  idOf(node: number): number {
    return node;
  }
}
