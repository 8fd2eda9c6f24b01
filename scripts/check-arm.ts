// Holds the room of templates against answers that other tools and Azure's documentation give.
// Usage: node scripts/check-arm.ts [--root DIR] [--undecided]   (default: $PORTCULLIS_SHARED/arm, ../shared/arm)
// --undecided lists what is undecided, with its unknown.
// Ends with 1 when a difference is not accounted for, an oracle's folder is missing or empty, or fewer than 97 % of the
// verdicts of checks that read the same setting are equal.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Anchors, type Case, readAnchors } from './check-arm/anchors.ts';
import { checkCheckov } from './check-arm/checkov.ts';
import { type Difference, readDifferences } from './check-arm/differences.ts';
import { checkDocsFunctions, checkFunctionVectors } from './check-arm/functions.ts';
import { checkKics } from './check-arm/kics.ts';
import { checkMutations } from './check-arm/mutations.ts';
import type { Asked, OracleResult } from './check-arm/oracle.ts';
import { checkSymbolicPairs } from './check-arm/symbolic-pairs.ts';
import { type Tally, tallyOf } from './check-arm/tally.ts';
import { checkTemplateAnalyzer } from './check-arm/template-analyzer.ts';

/** Share of equal verdicts that checks of the same setting must reach. */
const wantedShare = 0.97;

type Oracle = (asked: Asked) => Promise<OracleResult>;

export const oracles: readonly (readonly [name: string, path: string, check: Oracle])[] = [
  ['kics', 'kics', checkKics],
  ['checkov', 'checkov', checkCheckov],
  ['template-analyzer', 'template-analyzer', checkTemplateAnalyzer],
  ['symbolic-pairs', 'symbolic-pairs', checkSymbolicPairs],
  ['function-vectors', 'function-vectors.json', checkFunctionVectors],
  ['docs-functions', 'docs-functions', checkDocsFunctions],
  ['mutations', 'quickstarts', checkMutations],
];

export interface Checked {
  readonly tallies: readonly Tally[];
  /** Why the check as a whole is not good; empty when it is. */
  readonly failures: readonly string[];
}

function failuresOf(tally: Tally): string[] {
  const { name, cases, unlisted, same } = tally;
  const failures: string[] = [];
  if (cases === 0) failures.push(`${name}: no case`);
  if (unlisted.length > 0) failures.push(`${name}: ${unlisted.length} differences are not listed`);
  if (same.cases > 0 && same.equal / same.cases < wantedShare) {
    failures.push(
      `${name}: ${same.equal} of ${same.cases} verdicts on the same settings are equal`,
    );
  }
  return failures;
}

/** Runs the oracles, all of them unless some are named, on a folder of the layout of ../shared/arm. */
export async function checkArm(
  root: string,
  anchors: Anchors,
  differences: readonly Difference[],
  names: readonly string[] = oracles.map(([name]) => name),
): Promise<Checked> {
  const tallies: Tally[] = [];
  const failures: string[] = [];
  for (const [name, path, check] of oracles) {
    if (!names.includes(name)) continue;
    let result: OracleResult;
    try {
      result = await check({ path: resolve(join(root, path)), anchors });
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const tally = tallyOf(result, anchors, differences);
    tallies.push(tally);
    failures.push(...failuresOf(tally));
  }
  return { tallies, failures };
}

function lineOf({ anchor, where, theirs, ours, lines }: Case): string {
  const at = lines === undefined ? '' : `, line ${lines.theirs} against ${lines.ours.join(', ')}`;
  return `  ${anchor} ${where}: theirs ${theirs}, ours ${ours}${at}`;
}

function report({ tallies, failures }: Checked, listsUndecided: boolean): void {
  const columns = [
    'oracle',
    'cases',
    'equal',
    'as listed',
    'unlisted',
    'unmapped',
    'no check of ours',
    'same',
  ];
  const rows = tallies.map((tally) => [
    tally.name,
    tally.cases,
    tally.equal,
    tally.listed,
    tally.unlisted.length,
    tally.unmappedCases,
    tally.notOurs,
    tally.same.cases === 0
      ? ''
      : `${tally.same.anchors} checks, ${tally.same.equal} of ${tally.same.cases} verdicts equal`,
  ]);
  for (const row of [columns, ...rows]) {
    const cells = row.map((cell, index) =>
      String(cell).padEnd([18, 7, 7, 11, 10, 10, 18][index] ?? 0),
    );
    console.log(cells.join('').trimEnd());
  }
  for (const { name, unlisted, undecided, unmapped } of tallies) {
    if (unlisted.length > 0)
      console.log(`\n${name}, unlisted:\n${unlisted.map(lineOf).join('\n')}`);
    if (listsUndecided && undecided.length > 0) {
      console.log(`\n${name}, undecided:\n${undecided.map(lineOf).join('\n')}`);
    }
    if (unmapped.length > 0) console.log(`\n${name}, unmapped: ${unmapped.join(', ')}`);
  }
  for (const failure of failures) console.error(`check:arm: ${failure}`);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { root: { type: 'string' }, undecided: { type: 'boolean' } },
  });
  const root = values.root ?? join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm');
  const checked = await checkArm(root, await readAnchors(), await readDifferences());
  report(checked, values.undecided === true);
  if (checked.failures.length > 0) process.exitCode = 1;
}
