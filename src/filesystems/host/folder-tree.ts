// `dir:`: a root file system that lies in a folder of this machine, read by need.

import { ScanError } from '../../model/errors.ts';
import type { Bytes, Entry, FileTree, Want } from '../../model/file-tree.ts';
import type { SkippedPaths } from '../../model/ports.ts';
import { printable } from '../../model/printable.ts';
import { compileGlobs } from '../../trees/automaton.ts';
import { lookUp, walkGlobs } from '../../trees/node-walk.ts';
import { compareEntries, hasMagic, isAccepted, magicLength } from '../../trees/wants.ts';
import type { FolderFiles } from './folder-files.ts';
import type { FolderNode, FolderNodes } from './folder-nodes.ts';

export class FolderTree implements FileTree {
  readonly caseSensitive = true;
  readonly layers = 1;
  readonly #nodes: FolderNodes;
  readonly #files: FolderFiles;
  readonly #skip: SkippedPaths;
  /** What the wants of plugins found, by the want itself. */
  readonly #known = new Map<Want<unknown>, readonly Entry[]>();

  constructor(nodes: FolderNodes, files: FolderFiles, skip: SkippedPaths) {
    this.#nodes = nodes;
    this.#files = files;
    this.#skip = skip;
  }

  at(layer: number): FileTree {
    if (layer !== 0) throw new RangeError(`a folder has no layer ${layer}`);
    return this;
  }

  async stat(path: string, follow = true): Promise<Entry | undefined> {
    const node = await lookUp(this.#nodes, path, follow);
    return node === undefined ? undefined : this.#entryOf(node);
  }

  async list(path: string): Promise<readonly Entry[]> {
    const node = await lookUp(this.#nodes, path, true);
    if (node?.type !== 'directory') return [];
    const children = await this.#nodes.children(node);
    return children.flatMap((child) => this.#entryOf(child) ?? []).sort(compareEntries);
  }

  async find(want: Want<unknown>): Promise<readonly Entry[]> {
    const known = this.#known.get(want);
    if (known !== undefined) return known;
    if (want.magic !== undefined) throw new TypeError('magic is for wants, not for a find in run');
    const [found = []] = await this.#walk([want]);
    return found;
  }

  async open(entry: Entry): Promise<Bytes> {
    if (entry.type === 'file') return this.#files.bytes(entry);
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
    const hits = new Map<string, { readonly node: FolderNode; readonly groups: Set<number> }>();
    await walkGlobs({
      access: this.#nodes,
      automaton: compileGlobs(wants.map((want) => want.globs)),
      enters: (directory) => !this.#skip.matches(directory.path),
      found: (node, groups) => {
        const hit = hits.get(node.path) ?? { node, groups: new Set() };
        for (const group of groups) hit.groups.add(group);
        hits.set(node.path, hit);
      },
    });
    const found: Entry[][] = wants.map(() => []);
    for (const { node, groups } of hits.values()) {
      const entry = this.#entryOf(node);
      if (entry === undefined) continue;
      for (const group of groups) {
        const want = wants[group];
        if (want !== undefined && isAccepted(want, entry)) found[group]?.push(entry);
      }
    }
    for (const entries of found) entries.sort(compareEntries);
    return found;
  }

  async #withMagic(want: Want<unknown>, entries: readonly Entry[]): Promise<Entry[]> {
    const kept: Entry[] = [];
    for (const entry of entries) {
      if (entry.type !== 'file' || entry.sizeBytes === 0) continue;
      try {
        if (hasMagic(want, await this.#files.bytes(entry).read(0, magicLength))) kept.push(entry);
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        this.#nodes.unread.set(entry.path, 'its first bytes could not be read');
      }
    }
    return kept;
  }

  #entryOf(node: FolderNode): Entry | undefined {
    const stats = this.#nodes.stats(node.path);
    if (stats === undefined) return undefined;
    const link = node.type === 'symlink' ? this.#nodes.linkOf(node) : undefined;
    return {
      path: node.path,
      type: node.type,
      mode: stats.mode & 0o7777,
      uid: stats.uid,
      gid: stats.gid,
      sizeBytes: node.type === 'file' ? stats.size : 0,
      mtimeMs: stats.mtimeMs,
      ...(link === undefined ? {} : { link }),
      content: `${stats.dev}:${stats.ino}`,
      origin: { kind: 'volume', volume: '/' },
    };
  }
}
