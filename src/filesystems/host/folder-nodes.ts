// A folder of this machine as nodes: looked at by need, never written to, links read but never followed by the system.

import { lstatSync, readdirSync, readlinkSync, type Stats, statfsSync } from 'node:fs';
import type { Bytes, Entry, EntryType } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { decodeName, encodeName } from '../../trees/name-text.ts';
import type { TreeNodes } from '../node-tree.ts';
import type { FolderFiles } from './folder-files.ts';

export interface FolderNode {
  readonly name: string;
  /** From the folder's root, without leading slash. */
  readonly path: string;
  readonly parent: FolderNode | undefined;
  readonly type: EntryType;
  /** The device of a directory, once it was looked at. */
  device?: number;
}

/** More entries than this are not walked. */
const entryLimit = 5_000_000;

/** After so many listings the event loop gets its turn, so that a cancelled run ends. */
const listingsPerTurn = 128;

/** File systems that the kernel makes up (statfs(2) `f_type`): nothing in them was installed. */
const kernelFileSystems: ReadonlyMap<number, string> = new Map([
  [0x9fa0, 'proc'],
  [0x62656572, 'sysfs'],
  [0x64626720, 'debugfs'],
  [0x74726163, 'tracefs'],
  [0x73636673, 'securityfs'],
  [0xcafe4a11, 'bpf'],
  [0x6165676c, 'pstore'],
  [0x27e0eb, 'cgroup'],
  [0x63677270, 'cgroup2'],
  [0x1cd1, 'devpts'],
  [0x19800202, 'mqueue'],
  [0xf97cff8c, 'selinuxfs'],
  [0xde5e81e4, 'efivarfs'],
  [0x62656570, 'configfs'],
  [0x65735543, 'fusectl'],
  [0x187, 'autofs'],
]);

interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function typeOf(kind: Kind): EntryType {
  if (kind.isFile()) return 'file';
  if (kind.isDirectory()) return 'directory';
  return kind.isSymbolicLink() ? 'symlink' : 'other';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(codeOf(error));
}

/** Nodes of one folder. What could not be listed or looked at is remembered in `unread`, by path. */
export class FolderNodes implements TreeNodes<FolderNode> {
  readonly root: FolderNode = { name: '', path: '', parent: undefined, type: 'directory' };
  /** Path → why it could not be read. */
  readonly unread = new Map<string, string>();
  /** Path → the kernel's file system that is mounted there and was left out. */
  readonly leftOut = new Map<string, string>();
  /** The system answers at once. */
  readonly lanes = 1;
  readonly #base: Buffer;
  readonly #files: FolderFiles;
  readonly #runtime: Runtime;
  #listings = 0;
  #entries = 0;

  constructor(base: string, files: FolderFiles, runtime: Runtime) {
    this.#base = Buffer.from(base);
    this.#files = files;
    this.#runtime = runtime;
  }

  /** The path on this machine, as bytes: names need not be UTF-8. */
  hostPath(path: string): Buffer {
    return Buffer.concat([this.#base, Buffer.from('/'), encodeName(path)]);
  }

  nameOf(node: FolderNode): string {
    return node.name;
  }

  typeOf(node: FolderNode): EntryType {
    return node.type;
  }

  parentOf(node: FolderNode): FolderNode {
    return node.parent ?? node;
  }

  idOf(node: FolderNode): string {
    return node.path;
  }

  pathOf(node: FolderNode): string {
    return node.path;
  }

  walks(): boolean {
    return true;
  }

  bytesOf(entry: Entry): Bytes {
    return this.#files.bytes(entry);
  }

  entryOf(node: FolderNode): Entry | undefined {
    const stats = this.stats(node.path);
    if (stats === undefined) return undefined;
    const link = node.type === 'symlink' ? this.linkOf(node) : undefined;
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

  linkOf(node: FolderNode): string | undefined {
    try {
      return decodeName(readlinkSync(this.hostPath(node.path), { encoding: 'buffer' }));
    } catch (error) {
      this.#failed(node.path, error);
      return undefined;
    }
  }

  child(directory: FolderNode, name: string): FolderNode | undefined {
    // A name out of a plugin or a link; the system would take more than one step for these.
    if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) return undefined;
    const path = directory.path === '' ? name : `${directory.path}/${name}`;
    const stats = this.stats(path);
    if (stats === undefined || this.#isKernels(directory)) return undefined;
    return { name, path, parent: directory, type: typeOf(stats) };
  }

  children(directory: FolderNode): readonly FolderNode[] | Promise<readonly FolderNode[]> {
    if (++this.#listings % listingsPerTurn !== 0) return this.#list(directory);
    return new Promise<void>((resolve) => void setImmediate(resolve)).then(() => {
      this.#runtime.signal.throwIfAborted();
      return this.#list(directory);
    });
  }

  /** What lstat says; undefined where there is nothing. */
  stats(path: string): Stats | undefined {
    try {
      return lstatSync(this.hostPath(path));
    } catch (error) {
      if (!isAbsent(error)) this.#failed(path, error);
      return undefined;
    }
  }

  #list(directory: FolderNode): readonly FolderNode[] {
    if (this.#isKernels(directory)) return [];
    if (this.#entries > entryLimit) {
      this.unread.set(directory.path, `more than ${entryLimit} entries; the rest is not walked`);
      return [];
    }
    try {
      const listed = readdirSync(this.hostPath(directory.path), {
        withFileTypes: true,
        encoding: 'buffer',
      });
      this.#entries += listed.length;
      return listed.map((dirent) => {
        const name = decodeName(dirent.name);
        const path = directory.path === '' ? name : `${directory.path}/${name}`;
        return { name, path, parent: directory, type: typeOf(dirent) };
      });
    } catch (error) {
      if (!isAbsent(error)) this.#failed(directory.path, error);
      return [];
    }
  }

  /** Whether a directory is the root of (or in) a file system that the kernel makes up; asked where the device changes. */
  #isKernels(directory: FolderNode): boolean {
    if (this.leftOut.has(directory.path)) return true;
    directory.device ??= this.stats(directory.path)?.dev ?? -1;
    const { parent } = directory;
    if (parent === undefined) return false;
    parent.device ??= this.stats(parent.path)?.dev ?? -1;
    if (parent.device === directory.device) return false;
    try {
      const { type } = statfsSync(this.hostPath(directory.path));
      // f_type is signed on some machines.
      const name = kernelFileSystems.get(type >>> 0);
      if (name === undefined) return false;
      this.leftOut.set(directory.path, name);
      return true;
    } catch (error) {
      this.#failed(directory.path, error);
      return false;
    }
  }

  #failed(path: string, error: unknown): void {
    this.unread.set(path, `could not be read (${codeOf(error)})`);
  }
}
