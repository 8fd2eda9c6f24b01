// One or several volumes as a source for plugins, joined by their mounts.

import type { FileTree } from '../model/file-tree.ts';
import type { Runtime } from '../model/runtime.ts';
import { lookUp } from '../trees/node-walk.ts';
import { createSkippedPaths } from '../trees/skipped-paths.ts';
import type { TreeSource } from '../trees/tree-source.ts';
import { DiskNodes, type Mount } from './disk-nodes.ts';
import { NodeTree } from './node-tree.ts';
import { prepareTree } from './prepare-tree.ts';
import type { Volume } from './volume.ts';

export interface VolumeMount {
  /** As fstab has it: `/`, `/var`; links in it are followed as the kernel does. */
  readonly path: string;
  readonly volume: Volume;
}

export interface DiskTreeOptions {
  readonly runtime: Runtime;
  /** Globs of the places into which a want's `**` leads: `[]` is nowhere, without it everywhere. */
  readonly walks?: readonly string[];
}

export interface DiskTree {
  /** Plain look-ups, before or beside plugins. */
  readonly tree: FileTree;
  /** For plugins. Its `close` leaves the volumes' bytes open. */
  readonly source: TreeSource;
  /** Path → why it could not be read, so far. */
  readonly unread: ReadonlyMap<string, string>;
}

function depthOf({ path }: VolumeMount): number {
  return path.split('/').filter((name) => name !== '').length;
}

/** The mounts with their real paths: each is looked up in what is mounted above it. */
async function placed(mounts: readonly VolumeMount[], runtime: Runtime): Promise<Mount[]> {
  const done: Mount[] = [];
  for (const mount of [...mounts].sort((left, right) => depthOf(left) - depthOf(right))) {
    const { path, volume } = mount;
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    const plain = names.join('/');
    const isRoot = names.length === 0;
    const found = isRoot ? undefined : await lookUp(new DiskNodes(done, runtime), plain, true);
    done.push({ path: found?.path ?? plain, volume });
  }
  return done;
}

/**
 * The volumes as one tree; one of them is the root (`/`), else RangeError. A directory or file that cannot be read is
 * told in the source's coverage and in `unread`, never thrown.
 */
export async function openDiskTree(
  mounts: readonly VolumeMount[],
  { runtime, walks }: DiskTreeOptions,
): Promise<DiskTree> {
  const nodes = new DiskNodes(await placed(mounts, runtime), runtime, walks);
  return {
    tree: new NodeTree(nodes, createSkippedPaths([])),
    unread: nodes.unread,
    source: {
      prepare: (prefetch) => prepareTree(nodes, prefetch, runtime),
      round: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
  };
}
