// The tree as one attempt of one plugin sees it: skipped paths are not there, and a miss is remembered.

import type { Bytes, Entry, FileTree, Want } from '../model/file-tree.ts';
import { MissingBytes } from './missing-bytes.ts';
import { aboveLimit } from './tree-source.ts';

/** What an attempt leaves behind. */
export interface Attempt {
  readonly plugin: string;
  missed: boolean;
  /** Whether the path is left out of this plugin's sight. */
  skips(path: string): boolean;
  incomplete(path: string, reason: string): void;
}

export class AttemptTree implements FileTree {
  readonly caseSensitive: boolean;
  readonly layers: number;
  readonly #tree: FileTree;
  readonly #attempt: Attempt;

  constructor(tree: FileTree, attempt: Attempt) {
    this.caseSensitive = tree.caseSensitive;
    this.layers = tree.layers;
    this.#tree = tree;
    this.#attempt = attempt;
  }

  at(layer: number): FileTree {
    return new AttemptTree(this.#tree.at(layer), this.#attempt);
  }

  async stat(path: string, follow?: boolean): Promise<Entry | undefined> {
    const entry = await this.#tree.stat(path, follow);
    return entry === undefined || this.#attempt.skips(entry.path) ? undefined : entry;
  }

  async list(path: string): Promise<readonly Entry[]> {
    const entries = await this.#tree.list(path);
    return entries.filter((entry) => !this.#attempt.skips(entry.path));
  }

  async find(want: Want<unknown>): Promise<readonly Entry[]> {
    const { limitBytes } = want;
    const found = await this.#tree.find(want);
    return found.filter((entry) => {
      if (this.#attempt.skips(entry.path)) return false;
      if (limitBytes === undefined || entry.type !== 'file' || entry.sizeBytes <= limitBytes)
        return true;
      this.#attempt.incomplete(entry.path, aboveLimit(entry.sizeBytes, limitBytes));
      return false;
    });
  }

  async open(entry: Entry): Promise<Bytes> {
    try {
      return await this.#tree.open(entry);
    } catch (error) {
      if (error instanceof MissingBytes) this.#attempt.missed = true;
      throw error;
    }
  }
}
