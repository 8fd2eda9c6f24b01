// The first pass over a tree that is read by need: one walk for all wants, then the files that a want parses.

import type { CoverageRow } from '../model/coverage.ts';
import type { Entry } from '../model/file-tree.ts';
import type { Runtime } from '../model/runtime.ts';
import { type Prefetch, type PreparedTree, unreadPath } from '../trees/tree-source.ts';
import { failedParse, parseFile } from '../trees/wants.ts';
import { inLanes, NodeTree, type TreeNodes } from './node-tree.ts';

/** Files parsed at once. */
const parsesAtOnce = 8;

function byPath([left]: readonly [Entry, unknown], [right]: readonly [Entry, unknown]): number {
  return left.path < right.path ? -1 : 1;
}

/** `more`: what else was not read, asked when all plugins have run. */
export async function prepareTree<Node>(
  nodes: TreeNodes<Node>,
  { wants, skip, onSkipped }: Prefetch,
  { signal }: Runtime,
  more: () => readonly CoverageRow[] = () => [],
): Promise<PreparedTree> {
  const tree = new NodeTree(nodes, skip);
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
        const parsed = await parseFile(registered, entry, () => nodes.bytesOf(entry));
        if (parsed.kind === 'facts') slots.push([entry, parsed.facts]);
        if (parsed.kind === 'failed')
          rows.push(failedParse(registered.plugin, entry.path, parsed.reason));
      });
    }
    facts[index] = slots;
  }
  await inLanes(jobs, parsesAtOnce, (job) => {
    signal.throwIfAborted();
    return job();
  });
  return {
    tree,
    facts: facts.map((slots) => [...slots].sort(byPath)),
    coverage: () => [
      ...rows,
      ...[...nodes.unread].map(([path, reason]) => unreadPath(path, reason)),
      ...more(),
    ],
  };
}
