// Opens a folder as a source for plugins. Nothing is ever missing: every byte is read where it lies.

import { realpath, stat } from 'node:fs/promises';
import type { CoverageRow } from '../../model/coverage.ts';
import { UserError } from '../../model/errors.ts';
import type { Entry } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import {
  type Prefetch,
  type PreparedTree,
  type TreeSource,
  unreadPath,
} from '../../trees/tree-source.ts';
import { failedParse, parseFile } from '../../trees/wants.ts';
import { FolderFiles } from './folder-files.ts';
import { FolderNodes } from './folder-nodes.ts';
import { FolderTree } from './folder-tree.ts';

/** Files parsed at once. */
const parsesAtOnce = 8;

async function prepare(
  nodes: FolderNodes,
  files: FolderFiles,
  runtime: Runtime,
  { wants, skip, onSkipped }: Prefetch,
): Promise<PreparedTree> {
  const tree = new FolderTree(nodes, files, skip);
  const rows: CoverageRow[] = [];
  const found = await tree.findAll(wants.map(({ want }) => want));
  const facts: (readonly [Entry, unknown])[][] = wants.map(() => []);
  const jobs: (() => Promise<void>)[] = [];
  for (const [index, registered] of wants.entries()) {
    const slots: [Entry, unknown][] = [];
    for (const entry of found[index] ?? []) {
      if (skip.matches(entry.path)) {
        onSkipped(registered.plugin, entry.path);
        continue;
      }
      if (registered.want.parse === undefined || entry.type !== 'file') continue;
      jobs.push(async () => {
        const parsed = await parseFile(registered, entry, () => files.bytes(entry));
        if (parsed.kind === 'facts') slots.push([entry, parsed.facts]);
        if (parsed.kind === 'failed')
          rows.push(failedParse(registered.plugin, entry.path, parsed.reason));
      });
    }
    facts[index] = slots;
  }
  const work = jobs.values();
  const worker = async () => {
    for (const job of work) {
      runtime.signal.throwIfAborted();
      await job();
    }
  };
  await Promise.all(Array.from({ length: parsesAtOnce }, worker));
  const byPath = ([left]: readonly [Entry, unknown], [right]: readonly [Entry, unknown]) =>
    left.path < right.path ? -1 : 1;
  return {
    tree,
    facts: facts.map((slots) => [...slots].sort(byPath)),
    coverage: () => [
      ...rows,
      ...[...nodes.unread].map(([path, reason]) => unreadPath(path, reason)),
      ...[...nodes.leftOut].map(([path, name]) => ({
        what: `path:${path}`,
        status: 'not-scanned' as const,
        reason: `a file system of the running kernel (${name})`,
        incomplete: false,
      })),
    ],
  };
}

/**
 * A folder that holds a root file system; mounts below it belong to it, but for file systems that the kernel makes up.
 * Throws UserError TARGET_NOT_FOUND, TARGET_UNREADABLE or TARGET_UNSUPPORTED.
 */
export async function openFolder(path: string, runtime: Runtime): Promise<TreeSource> {
  let base: string;
  try {
    base = await realpath(path);
    if (!(await stat(base)).isDirectory()) {
      throw new UserError('TARGET_UNSUPPORTED', `dir:${path} is no folder`, {
        hint: 'dir: takes the folder of a root file system; for a file use docker-archive: or oci-archive:.',
      });
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
    throw new UserError(
      isAbsent ? 'TARGET_NOT_FOUND' : 'TARGET_UNREADABLE',
      isAbsent ? `dir:${path} is not there` : `dir:${path} could not be read (${code})`,
      { hint: 'Name an existing folder that this user may read.', cause: error },
    );
  }
  const nodes = new FolderNodes(base === '/' ? '' : base, runtime);
  const files = new FolderFiles((inner) => nodes.hostPath(inner));
  return {
    prepare: (prefetch) => prepare(nodes, files, runtime, prefetch),
    round: () => Promise.resolve(),
    close: () => files.close(),
  };
}
