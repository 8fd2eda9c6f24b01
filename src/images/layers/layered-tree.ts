// A joined image as the FileTree that plugins see.

import { ScanError } from '../../model/errors.ts';
import type { Bytes, Entry, FileTree, Origin, Want } from '../../model/file-tree.ts';
import { printable } from '../../model/printable.ts';
import { compileGlobs } from '../../trees/automaton.ts';
import { MissingBytes } from '../../trees/missing-bytes.ts';
import { lookUp, walkGlobs } from '../../trees/node-walk.ts';
import { compareEntries, isAccepted } from '../../trees/wants.ts';
import type { JoinedNodes } from './joined-nodes.ts';
import { LayerView } from './layer-view.ts';
import { entryOfRow, RowProbe } from './row-entry.ts';

/** Where the bytes of rows are, and who is told when they are not at hand. */
export interface RowBytes {
  atHand(row: number): Bytes | undefined;
  /** For the next round: `isMissed` where an attempt failed for it. */
  ask(row: number, isMissed: boolean): void;
}

/** What all views of one image share. */
export class JoinedImage {
  readonly nodes: JoinedNodes;
  readonly origins: readonly Origin[];
  readonly bytes: RowBytes;
  /** What the wants of plugins found in the top view, by the want itself. */
  readonly known = new Map<Want<unknown>, readonly Entry[]>();
  readonly #rows = new WeakMap<Entry, number>();

  constructor(nodes: JoinedNodes, origins: readonly Origin[], bytes: RowBytes) {
    this.nodes = nodes;
    this.origins = origins;
    this.bytes = bytes;
  }

  entryOf(node: number, version: number): Entry {
    const row = this.nodes.rowOf(version);
    const origin = this.origins[this.nodes.layerOf(version)];
    if (origin === undefined) throw new RangeError(`no layer for version ${version}`);
    const entry = entryOfRow(this.nodes.table, row, this.nodes.pathOf(node), origin);
    this.#rows.set(entry, row);
    return entry;
  }

  rowOf(entry: Entry): number {
    const row = this.#rows.get(entry);
    if (row === undefined) throw new TypeError(`${entry.path} is no entry of this tree`);
    return row;
  }

  /** One walk for all wants; by index of the want, sorted by path. `magic` is not looked at. */
  async findAll(wants: readonly Want<unknown>[], layer: number): Promise<Entry[][]> {
    const found: Entry[][] = wants.map(() => []);
    const everyWants = wants.map((want) => want.every === true);
    await this.#walk(wants, layer, false, found);
    if (everyWants.includes(true)) await this.#walk(wants, layer, true, found);
    for (const entries of found) entries.sort(compareEntries);
    return found;
  }

  async #walk(
    wants: readonly Want<unknown>[],
    layer: number,
    every: boolean,
    found: Entry[][],
  ): Promise<void> {
    const view = new LayerView(this.nodes, layer, every);
    const globs = wants.map((want) => ((want.every === true) === every ? want.globs : []));
    /** Versions already found, by want: several ways may lead to one. */
    const taken = wants.map(() => new Set<number>());
    const [anyOrigin] = this.origins;
    if (anyOrigin === undefined) return;
    const probe = new RowProbe(this.nodes.table, (node) => this.nodes.pathOf(node), anyOrigin);
    const consider = (node: number, version: number, groups: readonly number[]): void => {
      const origin = this.origins[this.nodes.layerOf(version)] ?? anyOrigin;
      probe.show(this.nodes.rowOf(version), node, origin);
      let entry: Entry | undefined;
      for (const group of groups) {
        const want = wants[group];
        if (want === undefined || !isAccepted(want, probe)) continue;
        if (taken[group]?.has(version) !== false) continue;
        taken[group].add(version);
        entry ??= this.entryOf(node, version);
        found[group]?.push(entry);
      }
    };
    await walkGlobs({
      access: view,
      automaton: compileGlobs(globs),
      found: (node, groups) => {
        if (!every) return consider(node, view.versionOf(node), groups);
        for (const version of this.nodes.versionsOf(node, layer)) consider(node, version, groups);
      },
    });
  }
}

export class LayeredTree implements FileTree {
  readonly caseSensitive = true;
  readonly layers: number;
  readonly #image: JoinedImage;
  readonly #layer: number;
  readonly #view: LayerView;

  constructor(image: JoinedImage, layer: number) {
    this.layers = image.origins.length;
    this.#image = image;
    this.#layer = layer;
    this.#view = new LayerView(image.nodes, layer);
  }

  at(layer: number): FileTree {
    if (!Number.isInteger(layer) || layer < 0 || layer >= this.layers)
      throw new RangeError(`the image has no layer ${layer}`);
    return layer === this.#layer ? this : new LayeredTree(this.#image, layer);
  }

  async stat(path: string, follow = true): Promise<Entry | undefined> {
    const node = await lookUp(this.#view, path, follow);
    return node === undefined ? undefined : this.#entryOf(node);
  }

  async list(path: string): Promise<readonly Entry[]> {
    const node = await lookUp(this.#view, path, true);
    if (node === undefined || this.#view.typeOf(node) !== 'directory') return [];
    return this.#view
      .children(node)
      .flatMap((child) => this.#entryOf(child) ?? [])
      .sort(compareEntries);
  }

  async find(want: Want<unknown>): Promise<readonly Entry[]> {
    const isTop = this.#layer === this.layers - 1;
    const known = isTop ? this.#image.known.get(want) : undefined;
    if (known === undefined && want.magic !== undefined)
      throw new TypeError('magic is for wants, not for a find in run');
    const found = known ?? (await this.#image.findAll([want], this.#layer))[0] ?? [];
    if (want.limitBytes !== undefined && want.parse === undefined) {
      for (const entry of found) {
        if (entry.type === 'file' && entry.sizeBytes <= want.limitBytes)
          this.#image.bytes.ask(this.#image.rowOf(entry), false);
      }
    }
    return found;
  }

  async open(entry: Entry): Promise<Bytes> {
    if (entry.type !== 'file')
      throw new ScanError('TARGET_UNREADABLE', printable(entry.path), `is no file (${entry.type})`);
    const row = this.#image.rowOf(entry);
    const bytes = this.#image.bytes.atHand(row);
    if (bytes !== undefined) return bytes;
    this.#image.bytes.ask(row, true);
    throw new MissingBytes(entry.path);
  }

  #entryOf(node: number): Entry | undefined {
    const version = this.#view.versionOf(node);
    return version < 0 ? undefined : this.#image.entryOf(node, version);
  }
}
