// What runs plugins and what holds the bytes agree on: the streamed image, the folder and the disk each give this.

import type { CoverageRow } from '../model/coverage.ts';
import type { Entry, FileTree, Want } from '../model/file-tree.ts';
import type { SkippedPaths } from '../model/ports.ts';

/** One want of one plugin; its index among all wants is its name below. */
export interface RegisteredWant {
  readonly plugin: string;
  readonly want: Want<unknown>;
}

export interface Prefetch {
  /** The source compiles their globs into one automaton; the order is the indexes'. */
  readonly wants: readonly RegisteredWant[];
  /** Nothing of these is parsed, nor walked for a glob with `**`. */
  readonly skip: SkippedPaths;
  /** Called once for each file of the final tree that a want matched and `skip` left out. */
  readonly onSkipped: (plugin: string, path: string) => void;
}

export type Facts = readonly (readonly [Entry, unknown])[];

export interface PreparedTree {
  /** Skips nothing itself. `open` rejects with MissingBytes where a round is needed. */
  readonly tree: FileTree;
  /** What `parse` gave, by index of the want, sorted by path: complete, and only what the top shows (but for `every`). */
  readonly facts: readonly Facts[];
  /** Layers, files and folders that could not be read, and parses that failed; asked when all plugins have run. */
  readonly coverage: () => readonly CoverageRow[];
}

export interface TreeSource {
  /** The first pass and the join; called once. */
  prepare(prefetch: Prefetch): Promise<PreparedTree>;
  /** Brings the bytes that `open` missed, and what late finds matched. Throws when it could not. */
  round(): Promise<void>;
  /** Frees handles and temporary files; the tree is dead afterwards. */
  close(): Promise<void>;
}

/** The coverage row of a file or folder that could not be read as it should. */
export function unreadPath(path: string, reason: string): CoverageRow {
  return { what: `path:${path}`, status: 'not-scanned', reason, incomplete: true };
}

/** The reason of a file above its want's limit, the same on every tree. */
export function aboveLimit(sizeBytes: number, limitBytes: number): string {
  return `larger than is read of such a file (${sizeBytes} bytes; limit ${limitBytes})`;
}
