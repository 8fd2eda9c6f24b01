// From which layer on an image holds a package without a break.

import type { Entry, FileTree, Origin } from '../../model/file-tree.ts';

/**
 * For each key of the top view: the origin of the lowest layer from which every higher view holds it. A layer's
 * databases are read only where they differ from those of the layer above.
 * @param find the database files of a view
 * @param keysOf what one database file holds; a package changed in version is another key
 */
export async function firstOrigins(
  tree: FileTree,
  find: (view: FileTree) => Promise<readonly Entry[]>,
  keysOf: (view: FileTree, entry: Entry) => Promise<Iterable<string>>,
): Promise<ReadonlyMap<string, Origin>> {
  const origins = new Map<string, Origin>();
  let alive: Set<string> | undefined;
  let above = '';
  for (let layer = tree.layers - 1; layer >= 0; layer--) {
    const view = layer === tree.layers - 1 ? tree : tree.at(layer);
    const entries = await find(view);
    const signature = entries.map(({ path, content }) => `${path}\0${content}`).join('\n');
    if (alive !== undefined && signature === above) continue;
    above = signature;
    const held = new Set<string>();
    for (const entry of entries) {
      for (const key of await keysOf(view, entry)) {
        if (alive !== undefined && !alive.has(key)) continue;
        held.add(key);
        origins.set(key, entry.origin);
      }
    }
    alive = held;
    if (held.size === 0) break;
  }
  return origins;
}
