// Opens a folder as a source for plugins. Nothing is ever missing: every byte is read where it lies.

import { realpath, stat } from 'node:fs/promises';
import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { TreeSource } from '../../trees/tree-source.ts';
import { prepareTree } from '../prepare-tree.ts';
import { FolderFiles } from './folder-files.ts';
import { FolderNodes } from './folder-nodes.ts';

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
  const files = new FolderFiles((inner) => nodes.hostPath(inner));
  const nodes = new FolderNodes(base === '/' ? '' : base, files, runtime);
  const leftOut = () =>
    [...nodes.leftOut].map(([inner, name]) => ({
      what: `path:${inner}`,
      status: 'not-scanned' as const,
      reason: `a file system of the running kernel (${name})`,
      incomplete: false,
    }));
  return {
    prepare: (prefetch) => prepareTree(nodes, prefetch, runtime, leftOut),
    round: () => Promise.resolve(),
    close: () => files.close(),
  };
}
