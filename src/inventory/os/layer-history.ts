// From which layer on an image holds a package without a break.

import type { Entry, FileTree, Origin } from '../../model/file-tree.ts';

/** A package's key (a changed version is another key) and the origin of the database that holds it. */
export type Held = readonly [key: string, origin: Origin];

/**
 * For each key of the top view: the origin of the lowest layer from which every higher view holds it. A view is read
 * only where its database files differ from those of the view above.
 * @param find the database files of a view
 * @param read what they hold
 */
export async function firstOrigins(
  tree: FileTree,
  find: (view: FileTree) => Promise<readonly Entry[]>,
  read: (view: FileTree, entries: readonly Entry[]) => Promise<readonly Held[]>,
): Promise<ReadonlyMap<string, Origin>> {
  const origins = new Map<string, Origin>();
  let alive: ReadonlySet<string> | undefined;
  let above: string | undefined;
  for (let layer = tree.layers - 1; layer >= 0; layer--) {
    const view = layer === tree.layers - 1 ? tree : tree.at(layer);
    const entries = await find(view);
    const signature = entries.map(({ path, content }) => `${path}\0${content}`).join('\n');
    if (signature === above) continue;
    above = signature;
    const held = new Set<string>();
    for (const [key, origin] of await read(view, entries)) {
      if (alive !== undefined && !alive.has(key)) continue;
      held.add(key);
      origins.set(key, origin);
    }
    alive = held;
    if (held.size === 0) break;
  }
  return origins;
}
