// A tree that is read by need, a folder or a disk's volumes: look-ups where a want names paths, one walk where it has
// `**`. Nothing is ever missing.

import { ScanError } from '../model/errors.ts';
import type { Bytes, Entry, FileTree, Want } from '../model/file-tree.ts';
import type { SkippedPaths } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import { compileGlobs } from '../trees/automaton.ts';
import { lookUp, type NodeAccess, walkGlobs } from '../trees/node-walk.ts';
import { compareEntries, hasMagic, isAccepted, magicLength } from '../trees/wants.ts';

type Maybe<T> = T | Promise<T>;

/** What a folder or a disk gives beyond its nodes. */
export interface TreeNodes<Node> extends NodeAccess<Node> {
  /** Path → why it could not be read. */
  readonly unread: Map<string, string>;
  /** Directories and files that are asked for at once: more than one where waiting is what costs. */
  readonly lanes: number;
  /** On a tree without regard to case: names and globs as they are compared; `nameOf` gives them so. */
  readonly fold?: (text: string) => string;
  pathOf(node: Node): string;
  /** Undefined where it could not be read, which `unread` then tells. */
  entryOf(node: Node): Maybe<Entry | undefined>;
  /** Of an entry that `entryOf` made, of type `file`. */
  bytesOf(entry: Entry): Maybe<Bytes>;
  /** Whether a directory into which only a `**` leads is walked. */
  walks(directory: Node): boolean;
}

/** Runs a few jobs at once; jobs that need no waiting cost none. */
export async function inLanes<Item>(
  items: Iterable<Item>,
  lanes: number,
  work: (item: Item) => Maybe<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      const running = work(next.value);
      if (running instanceof Promise) await running;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export class NodeTree<Node> implements FileTree {
  readonly caseSensitive: boolean;
  readonly layers = 1;
  readonly #nodes: TreeNodes<Node>;
  readonly #skip: SkippedPaths;
  /** What the wants of plugins found, by the want itself. */
  readonly #known = new Map<Want<unknown>, readonly Entry[]>();

  constructor(nodes: TreeNodes<Node>, skip: SkippedPaths) {
    this.#nodes = nodes;
    this.#skip = skip;
    this.caseSensitive = nodes.fold === undefined;
  }

  at(layer: number): FileTree {
    if (layer !== 0) throw new RangeError(`there is no layer ${layer}`);
    return this;
  }

  async stat(path: string, follow = true): Promise<Entry | undefined> {
    const node = await lookUp(this.#nodes, path, follow);
    return node === undefined ? undefined : this.#nodes.entryOf(node);
  }

  async list(path: string): Promise<readonly Entry[]> {
    const node = await lookUp(this.#nodes, path, true);
    if (node === undefined || this.#nodes.typeOf(node) !== 'directory') return [];
    const entries: Entry[] = [];
    await inLanes(await this.#nodes.children(node), this.#nodes.lanes, async (child) => {
      const entry = await this.#nodes.entryOf(child);
      if (entry !== undefined) entries.push(entry);
    });
    return entries.sort(compareEntries);
  }

  async find(want: Want<unknown>): Promise<readonly Entry[]> {
    const known = this.#known.get(want);
    if (known !== undefined) return known;
    if (want.magic !== undefined) throw new TypeError('magic is for wants, not for a find in run');
    const [found = []] = await this.#walk([want]);
    return found;
  }

  async open(entry: Entry): Promise<Bytes> {
    if (entry.type === 'file') return this.#nodes.bytesOf(entry);
    throw new ScanError('TARGET_UNREADABLE', printable(entry.path), `is no file (${entry.type})`);
  }

  /** One walk for all wants; by index of the want, sorted by path. */
  async findAll(wants: readonly Want<unknown>[]): Promise<readonly (readonly Entry[])[]> {
    const all = await this.#walk(wants);
    for (const [index, want] of wants.entries()) {
      const found = all[index] ?? [];
      this.#known.set(want, want.magic === undefined ? found : await this.#withMagic(want, found));
    }
    return wants.map((want) => this.#known.get(want) ?? []);
  }

  async #walk(wants: readonly Want<unknown>[]): Promise<Entry[][]> {
    const nodes = this.#nodes;
    const { fold } = nodes;
    const hits = new Map<string, { readonly node: Node; readonly groups: Set<number> }>();
    await walkGlobs({
      access: nodes,
      automaton: compileGlobs(wants.map(({ globs }) => (fold ? globs.map(fold) : globs))),
      enters: (directory) => !this.#skip.matches(nodes.pathOf(directory)) && nodes.walks(directory),
      found: (node, groups) => {
        const path = nodes.pathOf(node);
        const hit = hits.get(path) ?? { node, groups: new Set() };
        for (const group of groups) hit.groups.add(group);
        hits.set(path, hit);
      },
      lanes: nodes.lanes,
    });
    const found: Entry[][] = wants.map(() => []);
    const sort = (entry: Entry | undefined, groups: ReadonlySet<number>) => {
      if (entry === undefined) return;
      for (const group of groups) {
        const want = wants[group];
        if (want !== undefined && isAccepted(want, entry)) found[group]?.push(entry);
      }
    };
    await inLanes(hits.values(), nodes.lanes, ({ node, groups }) => {
      const made = nodes.entryOf(node);
      if (made instanceof Promise) return made.then((entry) => sort(entry, groups));
      return sort(made, groups);
    });
    for (const entries of found) entries.sort(compareEntries);
    return found;
  }

  async #withMagic(want: Want<unknown>, entries: readonly Entry[]): Promise<Entry[]> {
    const kept: Entry[] = [];
    await inLanes(entries, this.#nodes.lanes, async (entry) => {
      if (entry.type !== 'file' || entry.sizeBytes === 0) return;
      try {
        const bytes = await this.#nodes.bytesOf(entry);
        if (hasMagic(want, await bytes.read(0, magicLength))) kept.push(entry);
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        this.#nodes.unread.set(entry.path, `its first bytes could not be read: ${error.message}`);
      }
    });
    return kept.sort(compareEntries);
  }
}
