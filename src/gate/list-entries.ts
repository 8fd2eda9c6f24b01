// A whole tree as one entry after the other, sorted by path, without holding more than the directories on the way.

import { createHash } from 'node:crypto';
import { ScanError } from '../model/errors.ts';
import type { Bytes, Entry, EntryType, FileTree } from '../model/file-tree.ts';

/** One line of `inspect --list`. */
export interface ListedEntry {
  /** Real path without a leading slash; empty for the root. */
  readonly path: string;
  readonly type: EntryType;
  /** Permission bits in octal digits: `0755`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** In bytes. */
  readonly size: number;
  readonly link?: string;
  /** Values in base64, by full name. */
  readonly xattrs?: Readonly<Record<string, string>>;
  /** Of a file, where it was asked for and all of it could be read. */
  readonly sha256?: string;
}

export interface ListOptions {
  readonly hash: boolean;
  readonly signal: AbortSignal;
  /** Told of a file whose bytes could not be read. */
  readonly onUnread: (path: string, reason: string) => void;
}

const chunkBytes = 1024 * 1024;

/** All bytes in pieces. Throws ScanError where a file ends before its size, besides what reading throws. */
export async function* piecesOf(
  bytes: Bytes,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.size; ) {
    signal.throwIfAborted();
    const piece = await bytes.read(at, Math.min(chunkBytes, bytes.size - at));
    if (piece.length === 0) {
      throw new ScanError('TARGET_DAMAGED', path, `ends at byte ${at} of ${bytes.size}`);
    }
    yield piece;
    at += piece.length;
  }
}

async function hashOf(
  tree: FileTree,
  entry: Entry,
  { signal, onUnread }: ListOptions,
): Promise<string | undefined> {
  try {
    const hash = createHash('sha256');
    for await (const piece of piecesOf(await tree.open(entry), entry.path, signal)) {
      hash.update(piece);
    }
    return hash.digest('hex');
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    onUnread(entry.path, error.message);
    return undefined;
  }
}

async function listed(tree: FileTree, entry: Entry, options: ListOptions): Promise<ListedEntry> {
  const { path, type, mode, uid, gid, sizeBytes, link, xattrs } = entry;
  const values = [...(xattrs ?? [])]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  const sha256 = options.hash && type === 'file' ? await hashOf(tree, entry, options) : undefined;
  return {
    path,
    type,
    mode: mode.toString(8).padStart(4, '0'),
    uid,
    gid,
    size: sizeBytes,
    ...(link === undefined ? {} : { link }),
    ...(values.length === 0 ? {} : { xattrs: Object.fromEntries(values) }),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

/** `a` is shown before `a-b`, what is in it after: that is the order of whole paths. */
function stepsOf(entries: readonly Entry[]): { key: string; entry: Entry; enters: boolean }[] {
  const steps = entries.flatMap((entry) => {
    const shown = { key: entry.path, entry, enters: false };
    if (entry.type !== 'directory') return [shown];
    return [shown, { key: `${entry.path}/`, entry, enters: true }];
  });
  return steps.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
}

/**
 * The root and everything below it, sorted by path (as strings compare). Rejects as the tree's own methods do, and when
 * cancelled.
 */
export async function* listEntries(
  tree: FileTree,
  options: ListOptions,
): AsyncGenerator<ListedEntry> {
  const root = await tree.stat('/');
  if (root !== undefined) yield await listed(tree, root, options);
  const open = [stepsOf(await tree.list('/')).reverse()];
  for (let steps = open.at(-1); steps !== undefined; steps = open.at(-1)) {
    options.signal.throwIfAborted();
    const step = steps.pop();
    if (step === undefined) open.pop();
    else if (step.enters) open.push(stepsOf(await tree.list(step.entry.path)).reverse());
    else yield await listed(tree, step.entry, options);
  }
}
