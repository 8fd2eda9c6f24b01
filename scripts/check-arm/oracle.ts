// What an oracle hands to the tally: everything that both judged, and what it could not hold against each other.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchors, Case } from './anchors.ts';

export interface OracleResult {
  readonly name: string;
  readonly cases: readonly Case[];
  /** Cases of anchors that anchors.json calls `none`: we have no such check. */
  readonly notOurs: number;
  /** Ids that anchors.json does not know, each with its cases. */
  readonly unmapped: ReadonlyMap<string, number>;
}

export interface Asked {
  /** The oracle's folder or file. */
  readonly path: string;
  readonly anchors: Anchors;
}

/** Folders of a folder, sorted. Throws what reading the folder throws: a missing oracle is no empty one. */
export async function foldersOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** JSON files of a folder, sorted. */
export async function jsonFilesOf(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => name.endsWith('.json')).sort();
}

export async function readJsonOf<T>(...path: readonly string[]): Promise<T> {
  const data: T = JSON.parse((await readFile(join(...path), 'utf8')).replace(/^\uFEFF/, ''));
  return data;
}
