// Manifests that lie elsewhere and are reached through a link in one of a language's folders.

import { ScanError } from '../../model/errors.ts';
import type { Bytes, Entry, ExtractorContext, FileTree } from '../../model/file-tree.ts';

export type Linked<Facts> = readonly [Entry, Facts];

/**
 * What the files behind links say, each file once. Those whose bytes are not at hand are all asked for in one round.
 * @param paths through a link, as a program finds the file
 * @param known real paths that were found without a link
 * @param parse gets the path through the link; what it throws makes that file Incomplete
 */
export async function readLinked<Facts>(
  tree: FileTree,
  paths: readonly string[],
  known: ReadonlySet<string>,
  limitBytes: number,
  parse: (entry: Entry, bytes: Bytes, path: string) => Promise<Facts | undefined>,
  context: ExtractorContext,
): Promise<readonly Linked<Facts>[]> {
  const targets = new Map<string, { readonly entry: Entry; readonly path: string }>();
  for (const path of paths) {
    const entry = await tree.stat(path);
    if (entry?.type !== 'file' || known.has(entry.path)) continue;
    if (entry.sizeBytes <= limitBytes) targets.set(entry.path, { entry, path });
    else context.incomplete(entry.path, `larger than ${limitBytes} bytes`);
  }
  const opened = await Promise.allSettled(
    [...targets.values()].map(async (target) => ({
      ...target,
      bytes: await tree.open(target.entry),
    })),
  );
  const found: Linked<Facts>[] = [];
  for (const result of opened) {
    if (result.status === 'rejected') throw result.reason;
    const { entry, path, bytes } = result.value;
    try {
      const facts = await parse(entry, bytes, path);
      if (facts !== undefined) found.push([entry, facts]);
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      context.incomplete(entry.path, error.message);
    }
  }
  return found;
}
