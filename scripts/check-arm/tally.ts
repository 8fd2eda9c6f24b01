// Counts the cases of an oracle: equal, differing as listed, differing without a reason, unmapped.
import { type Anchors, type Case, isAllowed } from './anchors.ts';
import { type Difference, differenceFor } from './differences.ts';
import type { OracleResult } from './oracle.ts';

export interface Tally {
  readonly name: string;
  readonly cases: number;
  readonly equal: number;
  readonly listed: number;
  readonly unlisted: readonly Case[];
  /** Ours says that only the deployment knows; equal and listed ones too. */
  readonly undecided: readonly Case[];
  readonly unmapped: readonly string[];
  readonly unmappedCases: number;
  readonly notOurs: number;
  /** Of anchors that are `same`: their number, cases, and those with equal verdicts. */
  readonly same: { readonly anchors: number; readonly cases: number; readonly equal: number };
  /** Rows of differences that accounted for a case. */
  readonly used: ReadonlySet<Difference>;
}

const isEqual = ({ theirs, ours, lines }: Case): boolean => theirs === ours && lines === undefined;

export function tallyOf(
  { name, cases, notOurs, unmapped }: OracleResult,
  anchors: Anchors,
  differences: readonly Difference[],
): Tally {
  const unlisted: Case[] = [];
  const used = new Set<Difference>();
  const sameAnchors = new Set<string>();
  let equal = 0;
  let listed = 0;
  let sameCases = 0;
  let sameEqual = 0;
  for (const each of cases) {
    const anchor = anchors.get(each.anchor);
    const relation = anchor?.relation ?? 'same';
    if (anchor !== undefined && relation === 'same') {
      sameAnchors.add(each.anchor);
      sameCases++;
      if (each.theirs === each.ours) sameEqual++;
    }
    const row = differenceFor(differences, each);
    if (isEqual(each)) equal++;
    else if (
      row !== undefined ||
      (each.theirs !== each.ours && isAllowed(relation, each.theirs, each.ours))
    ) {
      listed++;
      if (row !== undefined) used.add(row);
    } else unlisted.push(each);
  }
  return {
    name,
    cases: cases.length,
    equal,
    listed,
    unlisted,
    undecided: cases.filter(({ ours }) => ours === 'undecided'),
    unmapped: [...unmapped.keys()],
    unmappedCases: [...unmapped.values()].reduce((sum, count) => sum + count, 0),
    notOurs,
    same: { anchors: sameAnchors.size, cases: sameCases, equal: sameEqual },
    used,
  };
}
