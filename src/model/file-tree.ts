// The contract between trees and plugins: one shape over streamed image layers, folders and disks.
// The semantics stand in ARCHITECTURE.md, «The contract».

import type { CoverageRow } from './coverage.ts';
import type { Inventory, OperatingSystem, Package } from './inventory.ts';
import type { Runtime } from './runtime.ts';

/** Where an entry or a package came from. */
export type Origin =
  | {
      readonly kind: 'layer';
      /** Zero is the lowest layer. */
      readonly index: number;
      readonly diffId: string;
      /** The history instruction (`created_by`) that made the layer. */
      readonly createdBy?: string;
    }
  | { readonly kind: 'volume'; readonly volume: string };

export type EntryType = 'file' | 'directory' | 'symlink' | 'other';

/** A view of one file, made when asked for. A hard link is the file that it names. */
export interface Entry {
  /** Real path without a leading slash: no link in its parents. Bytes that are not UTF-8 are U+DC80…U+DCFF. */
  readonly path: string;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** A symbolic link's target, as written. */
  readonly link?: string;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  /** Identity of the bytes within one target; hard links share it. */
  readonly content: string;
  readonly origin: Origin;
}

/** Random access to a file's bytes, wherever they lie; nothing to close. */
export interface Bytes {
  readonly size: number;
  /** Shorter than `length` only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** What a plugin asks to have at hand: a prefetch for streams and one shared walk for disks, never a permission. */
export interface Want<Facts = never> {
  /** Segments: literal, `*`, `?`, `[]`, `{a,b}` within one segment; `**` for any number of segments. */
  readonly globs: readonly string[];
  /** On metadata only. Without it: regular files. */
  readonly accept?: (entry: Entry) => boolean;
  /** Hex of the first bytes (16 at most), any of them; needs `accept`; not in a `find` made in `run`. */
  readonly magic?: readonly string[];
  /** Above it the file is Incomplete. Absent: metadata only, and no parse. */
  readonly limitBytes?: number;
  /** Also what higher layers replaced or removed. */
  readonly every?: true;
  /** Pure in the file's bytes. With it the bytes are freed afterwards; without it they stay until `run` has ended. */
  readonly parse?: (entry: Entry, bytes: Bytes) => Promise<Facts | undefined>;
}

/** Read-only; follows links inside its root, never out of it. */
export interface FileTree {
  readonly caseSensitive: boolean;
  /** 1 on a folder or disk. */
  readonly layers: number;
  /** The tree when layer `layer` was the top one. */
  at(layer: number): FileTree;
  /** `follow` (default true) is for the last segment; links in parents are always followed. */
  stat(path: string, follow?: boolean): Promise<Entry | undefined>;
  /** The entries of a directory, sorted by path; empty where there is none. */
  list(path: string): Promise<readonly Entry[]>;
  /** Sorted by path. */
  find(want: Want<unknown>): Promise<readonly Entry[]>;
  /** Rejects where the bytes are not at hand: that voids the attempt, and a round fetches them. Never catch it. */
  open(entry: Entry): Promise<Bytes>;
}

export interface ExtractorContext {
  /** This file or path could not be read as it should: exit code 3 unless the policy accepts `path:…`. */
  incomplete(path: string, reason: string): void;
  readonly runtime: Runtime;
}

export interface RuleContext extends ExtractorContext {
  /** What all extractors found. */
  inventory(): Promise<Inventory>;
}

/**
 * An extractor or a rule. `run` is deterministic and has no effect but its result, because it may run again:
 * `find` the set, then `open`, in a loop or not.
 */
export interface Plugin<Facts, Out, Context = ExtractorContext> {
  readonly id: string;
  /** Raised whenever the same bytes may give another result. */
  readonly version: number;
  readonly wants: readonly Want<Facts>[];
  run(tree: FileTree, facts: readonly (readonly [Entry, Facts])[], context: Context): Promise<Out>;
}

/** What an extractor gives: a part of the inventory. */
export interface ExtractedInventory {
  readonly os?: OperatingSystem;
  readonly packages?: readonly Package[];
  readonly coverage?: readonly CoverageRow[];
  /** Paths (real, without leading slash) that an operating-system package of this extract owns. */
  readonly ownedPaths?: OwnedPaths;
}

/** Which package owns a path: what it owns is not matched again by its own ecosystem. */
export interface OwnedPaths {
  /** The owning package's name, for a real path without leading slash. */
  ownerOf(path: string): string | undefined;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the list holds plugins of different facts
export type Extractor = Plugin<any, ExtractedInventory>;
