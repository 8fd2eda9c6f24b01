// Volumes put together by their mounts, as nodes of one tree: looked at by need, links read but never followed here.

import { ScanError } from '../model/errors.ts';
import type { Bytes, Entry, EntryType } from '../model/file-tree.ts';
import type { Runtime } from '../model/runtime.ts';
import { compileGlobs } from '../trees/automaton.ts';
import type { TreeNodes } from './node-tree.ts';
import {
  type DirectoryItem,
  isFileName,
  type NodeId,
  type Volume,
  type VolumeNode,
} from './volume.ts';

/** A volume in its place. */
export interface Mount {
  /** From the root, without leading slash and without links in it; the empty one is the root. */
  readonly path: string;
  readonly volume: Volume;
}

export interface DiskNode {
  readonly name: string;
  readonly path: string;
  readonly parent: DiskNode | undefined;
  readonly mount: Mount;
  readonly id: NodeId;
  readonly type: EntryType;
}

type Listing = ReadonlyMap<string, DirectoryItem>;

/** More names than this are not walked. */
const nameLimit = 5_000_000;
/** As many names of directories are kept. */
const keptNames = 100_000;
/** As many requests to a server as are in flight at once, and some that wait for the same block. */
const lanes = 32;

export class DiskNodes implements TreeNodes<DiskNode> {
  readonly root: DiskNode;
  readonly unread = new Map<string, string>();
  readonly lanes = lanes;
  readonly fold?: (text: string) => string;
  readonly #mounts: ReadonlyMap<string, Mount>;
  readonly #volumes: readonly Volume[];
  readonly #runtime: Runtime;
  readonly #isWalked: (path: string) => boolean;
  /** By volume and node, least recently used first. */
  readonly #listings = new Map<string, Promise<Listing>>();
  readonly #sizes = new Map<string, number>();
  #kept = 0;
  #names = 0;
  /** By mount and node, the path of each directory that was met: it has one only. */
  readonly #directories = new Map<string, string>();
  /** Not the volume's nodes: they may keep whole blocks of the disk alive. */
  readonly #nodes = new WeakMap<Entry, DiskNode>();

  /**
   * `mounts`: one of them at the root; the deepest one at a path wins. `walks`: globs of the places into which a `**`
   * leads; everything without them.
   */
  constructor(mounts: readonly Mount[], runtime: Runtime, walks?: readonly string[]) {
    this.#mounts = new Map(mounts.map((mount) => [mount.path, mount]));
    this.#volumes = [...new Set(mounts.map(({ volume }) => volume))];
    this.#runtime = runtime;
    this.#isWalked = walks === undefined ? () => true : placesOf(walks);
    const mount = this.#mounts.get('');
    if (mount === undefined) throw new RangeError('no volume is the root');
    const { volume } = mount;
    if (volume.fold !== undefined) this.fold = (text) => volume.fold?.(text) ?? text;
    const { root: id } = volume;
    this.root = { name: '', path: '', parent: undefined, mount, id, type: 'directory' };
  }

  nameOf(node: DiskNode): string {
    return this.fold?.(node.name) ?? node.name;
  }

  typeOf(node: DiskNode): EntryType {
    return node.type;
  }

  parentOf(node: DiskNode): DiskNode {
    return node.parent ?? node;
  }

  pathOf(node: DiskNode): string {
    return node.path;
  }

  idOf(node: DiskNode): string {
    return node.path;
  }

  walks(directory: DiskNode): boolean {
    return this.#isWalked(directory.path);
  }

  async linkOf(node: DiskNode): Promise<string | undefined> {
    return this.#attempt(node.path, async () => (await this.#read(node)).readLink());
  }

  async child(directory: DiskNode, name: string): Promise<DiskNode | undefined> {
    const item = await this.#find(directory, name);
    return item === undefined ? this.#mountedAt(directory, name) : this.#nodeOf(directory, item);
  }

  async children(directory: DiskNode): Promise<readonly DiskNode[]> {
    this.#runtime.signal.throwIfAborted();
    const listing = (await this.#listing(directory)) ?? new Map<string, DirectoryItem>();
    this.#names += listing.size;
    if (this.#names > nameLimit) {
      this.unread.set(directory.path, `more than ${nameLimit} names; the rest is not walked`);
      return [];
    }
    const nodes: DiskNode[] = [];
    for (const item of listing.values()) {
      const made = this.#nodeOf(directory, item);
      const node = made instanceof Promise ? await made : made;
      if (node !== undefined) nodes.push(node);
    }
    for (const { path } of this.#mounts.values()) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (path === '' || listing.has(this.fold?.(name) ?? name)) continue;
      const node = this.#mountedAt(directory, name);
      if (node?.path === path) nodes.push(node);
    }
    return nodes;
  }

  async entryOf(node: DiskNode): Promise<Entry | undefined> {
    const read = await this.#attempt(node.path, () => this.#read(node));
    if (read === undefined) return undefined;
    const { mode, uid, gid, sizeBytes, mtimeMs } = read;
    const link = node.type === 'symlink' ? await this.linkOf(node) : undefined;
    const xattrs = await this.#attempt(node.path, () => read.xattrs());
    const entry: Entry = {
      path: node.path,
      type: node.type,
      mode,
      uid,
      gid,
      sizeBytes,
      mtimeMs,
      ...(link === undefined ? {} : { link }),
      ...(xattrs === undefined || xattrs.size === 0 ? {} : { xattrs }),
      content: this.#keyOf(node),
      origin: { kind: 'volume', volume: node.mount.volume.name },
    };
    this.#nodes.set(entry, node);
    return entry;
  }

  async bytesOf(entry: Entry): Promise<Bytes> {
    const node = this.#nodes.get(entry);
    if (node !== undefined) return (await this.#read(node)).open();
    throw new ScanError('TARGET_UNREADABLE', entry.path, 'is an entry of another tree');
  }

  /** What a directory's item stands for; a promise only where the directory does not tell its type. */
  #nodeOf(
    parent: DiskNode,
    item: DirectoryItem,
  ): DiskNode | undefined | Promise<DiskNode | undefined> {
    const mounted = this.#mountedAt(parent, item.name);
    if (mounted !== undefined) return mounted;
    if (item.type !== undefined) return this.#checked(parent, item, item.type);
    const path = pathIn(parent, item.name);
    const reading = this.#attempt(path, () => parent.mount.volume.node(item.id));
    return reading.then((read) => read && this.#checked(parent, item, read.type));
  }

  /** No directory has two names: else a walk would go round in circles. */
  #checked(parent: DiskNode, { name, id }: DirectoryItem, type: EntryType): DiskNode | undefined {
    const node = { name, path: pathIn(parent, name), parent, mount: parent.mount, id, type };
    if (type !== 'directory') return node;
    const key = `${parent.mount.path}:${id}`;
    const known = this.#directories.get(key) ?? (id === parent.mount.volume.root ? '' : node.path);
    this.#directories.set(key, known);
    if (known === node.path) return node;
    this.unread.set(node.path, `is the directory ${known === '' ? '/' : known} once more`);
    return undefined;
  }

  #mountedAt(parent: DiskNode, name: string): DiskNode | undefined {
    if (this.#mounts.size === 1) return undefined;
    const path = pathIn(parent, name);
    const mount = this.#mounts.get(path);
    if (mount === undefined) return undefined;
    return { name, path, parent, mount, id: mount.volume.root, type: 'directory' };
  }

  async #read(node: DiskNode): Promise<VolumeNode> {
    const read = await node.mount.volume.node(node.id);
    if (read.type === node.type) return read;
    throw new ScanError(
      'TARGET_DAMAGED',
      `${node.mount.volume.name}, node ${node.id}`,
      `is listed as ${node.type}, but is ${read.type}`,
    );
  }

  /** By the directory's index where it has one that is of use, else by its list, which then serves others too. */
  async #find(directory: DiskNode, name: string): Promise<DirectoryItem | undefined> {
    if (!this.#listings.has(this.#keyOf(directory))) {
      const read = await this.#attempt(directory.path, () => this.#read(directory));
      if (read === undefined) return undefined;
      if (read.find !== undefined) return this.#attempt(directory.path, () => read.find?.(name));
    }
    return (await this.#listing(directory))?.get(this.fold?.(name) ?? name);
  }

  async #listing(directory: DiskNode): Promise<Listing | undefined> {
    const key = this.#keyOf(directory);
    const known = this.#listings.get(key);
    const listing = known ?? this.#list(key, directory);
    this.#listings.delete(key);
    this.#listings.set(key, listing);
    return this.#attempt(directory.path, () => listing);
  }

  async #list(key: string, directory: DiskNode): Promise<Listing> {
    const items = await (await this.#read(directory)).list();
    this.#sizes.set(key, items.length);
    this.#kept += items.length;
    for (const oldest of this.#listings.keys()) {
      if (this.#kept <= keptNames || oldest === key) break;
      this.#listings.delete(oldest);
      this.#kept -= this.#sizes.get(oldest) ?? 0;
      this.#sizes.delete(oldest);
    }
    const listing = new Map<string, DirectoryItem>();
    for (const item of items) {
      if (!isFileName(item.name)) {
        const text = `has a file of the name ${JSON.stringify(item.name)}, which is not read`;
        this.unread.set(directory.path, text);
        continue;
      }
      const name = this.fold?.(item.name) ?? item.name;
      const other = listing.get(name);
      if (other === undefined) listing.set(name, item);
      else this.unread.set(pathIn(directory, item.name), `is hidden by its namesake ${other.name}`);
    }
    return listing;
  }

  #keyOf(node: DiskNode): string {
    return `${this.#volumes.indexOf(node.mount.volume)}:${node.id}`;
  }

  /** A failure is remembered by its path; what is no ScanError is a bug and goes on. */
  async #attempt<Result>(
    path: string,
    work: () => Promise<Result> | Result,
  ): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      this.unread.set(path, error.message);
      return undefined;
    }
  }
}

function pathIn({ path }: DiskNode, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

/** Whether a path is a place, lies in one, or leads to one. */
function placesOf(globs: readonly string[]): (path: string) => boolean {
  const automaton = compileGlobs([globs]);
  return (path) => {
    let state = automaton.start;
    for (const name of path.split('/')) {
      if (name === '') continue;
      state = automaton.step(state, name);
      if (state.accepts.length > 0) return true;
      if (!state.isLive) return false;
    }
    return true;
  };
}
