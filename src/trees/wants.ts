// What a want means once its globs have matched, the same on every tree.

import type { CoverageRow } from '../model/coverage.ts';
import type { Bytes, Entry, Want } from '../model/file-tree.ts';
import { MissingBytes } from './missing-bytes.ts';
import { aboveLimit, type RegisteredWant, unreadPath } from './tree-source.ts';

/** As many first bytes as `magic` looks at. */
export const magicLength = 16;

/** Whether the want takes the entry: by its `accept`, without one regular files. */
export function isAccepted(want: Want<unknown>, entry: Entry): boolean {
  return want.accept === undefined ? entry.type === 'file' : want.accept(entry);
}

/** Whether the file starts as `magic` says; true without it. */
export function hasMagic(want: Want<unknown>, first: Uint8Array): boolean {
  if (want.magic === undefined) return true;
  const hex = Buffer.from(first.buffer, first.byteOffset, first.length).toString('hex');
  return want.magic.some((magic) => hex.startsWith(magic.toLowerCase()));
}

export type Parsed =
  | { readonly kind: 'facts'; readonly facts: unknown }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Parses one file for one want; a throw is a reason, not an error. Only for a want with `parse`. */
export async function parseFile(
  { want }: RegisteredWant,
  entry: Entry,
  open: () => Promise<Bytes> | Bytes,
): Promise<Parsed> {
  const { parse, limitBytes } = want;
  if (parse === undefined || limitBytes === undefined) return { kind: 'nothing' };
  if (entry.sizeBytes > limitBytes)
    return { kind: 'failed', reason: aboveLimit(entry.sizeBytes, limitBytes) };
  try {
    const facts = await parse(entry, await open());
    return facts === undefined ? { kind: 'nothing' } : { kind: 'facts', facts };
  } catch (error) {
    if (error instanceof MissingBytes) throw error;
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The coverage row of a parse that failed. */
export function failedParse(plugin: string, path: string, reason: string): CoverageRow {
  return unreadPath(path, `${plugin}: ${reason}`);
}

/** Orders entries by path, then by layer. */
export function compareEntries(left: Entry, right: Entry): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  if (left.origin.kind !== 'layer' || right.origin.kind !== 'layer') return 0;
  return left.origin.index - right.origin.index;
}
