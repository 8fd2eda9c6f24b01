// Small text files of a tree that is being put together.

import type { FileTree } from '../../model/file-tree.ts';

/** A larger one is none of the files that say what is mounted or booted. */
const longestBytes = 1024 * 1024;

/** The file's text, links followed; undefined where there is none of that size. */
export async function readText(tree: FileTree, path: string): Promise<string | undefined> {
  const entry = await tree.stat(path);
  if (entry?.type !== 'file' || entry.sizeBytes > longestBytes) return undefined;
  const bytes = await tree.open(entry);
  return Buffer.from(await bytes.read(0, bytes.size)).toString('utf8');
}
