// test/arm/anchors.json: how each check of another tool relates to ours.
import { readFile } from 'node:fs/promises';
import type { TextResource } from './resources.ts';

/**
 * `same` reads the same setting and wants the same of it. Ours is `narrower` when it fails for less, `wider` when it fails
 * for more, `opposite` when it wants what the other forbids; `none`: we have no such check.
 */
export const relations = ['same', 'narrower', 'wider', 'opposite', 'none'] as const;
export type Relation = (typeof relations)[number];

export interface Anchor {
  readonly ours: readonly string[];
  readonly relation: Relation;
  /** A condition (conditions.ts) on the resource: only there the two are held against each other. */
  readonly filter?: string;
  readonly reason: string;
}

/** By the other tool's id: `CKV_AZURE_3`, `AZR-000196`, `TA-000004`, `AZU-0008`, the identifier of a KICS query. */
export type Anchors = ReadonlyMap<string, Anchor>;

export async function readAnchors(): Promise<Anchors> {
  const file = new URL('../../test/arm/anchors.json', import.meta.url);
  const all: Readonly<Record<string, Anchor>> = JSON.parse(await readFile(file, 'utf8'));
  return new Map(Object.entries(all));
}

/** Whether the relation itself allows that the two say this of one resource. */
export function isAllowed(relation: Relation, theirs: Verdict, ours: Verdict): boolean {
  switch (relation) {
    case 'narrower':
      return theirs === 'fail' && ours !== 'fail';
    case 'wider':
      return theirs === 'pass' && ours !== 'pass';
    case 'opposite':
      return true;
    case 'same':
    case 'none':
      return false;
  }
}

export type Verdict = 'pass' | 'fail' | 'undecided';

/** One thing that both judged. */
export interface Case {
  readonly anchor: string;
  /** File, and the resource in it where one is meant. */
  readonly where: string;
  readonly theirs: Verdict;
  readonly ours: Verdict;
  /** Lines that were wanted and found, where the verdicts agree and the value exists; equal ones are left out. */
  readonly lines?: { readonly theirs: number; readonly ours: readonly number[] };
  /** What the case is about, for conditions; several where only a file is known. */
  readonly resources: readonly TextResource[];
}
