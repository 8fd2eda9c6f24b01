// docs/arm-differences.md: where our answer differs from another tool's on purpose, by rule and condition.
import { readFile } from 'node:fs/promises';
import type { Case, Verdict } from './anchors.ts';
import { conditionOf } from './conditions.ts';
import type { TextResource } from './resources.ts';

export interface Difference {
  readonly anchor: string;
  readonly theirs: Verdict;
  readonly ours: Verdict | 'line';
  readonly condition: string;
  readonly holds: (resource: TextResource) => boolean;
}

const verdicts: readonly string[] = ['pass', 'fail', 'undecided', 'line'];

const isVerdict = (text: string): text is Verdict => verdicts.includes(text) && text !== 'line';

/**
 * Rows of the tables whose first cell is an anchor's id in code: anchor, what it says, what we say (`line`: the same, at
 * another line), the condition in code, the reason. Throws an Error on a row that has another form.
 */
export function parseDifferences(markdown: string): Difference[] {
  const rows: Difference[] = [];
  for (const line of markdown.split(/\r?\n/)) {
    if (!line.startsWith('| `')) continue;
    const cells = line
      .slice(1, line.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim());
    const [anchors = '', theirs = '', ours = '', condition = '', reason = ''] = cells;
    if (!isVerdict(theirs) || !(isVerdict(ours) || ours === 'line') || reason === '') {
      throw new Error(`not a row of differences: ${line}`);
    }
    const text = condition.replaceAll('`', '');
    for (const anchor of anchors.replaceAll('`', '').split(',')) {
      const holds = conditionOf(text);
      rows.push({ anchor: anchor.trim(), theirs, ours, condition: text, holds });
    }
  }
  return rows;
}

export async function readDifferences(): Promise<Difference[]> {
  const file = new URL('../../docs/arm-differences.md', import.meta.url);
  return parseDifferences(await readFile(file, 'utf8'));
}

/** The row that accounts for a case whose answers differ. */
export function differenceFor(all: readonly Difference[], each: Case): Difference | undefined {
  const ours = each.theirs === each.ours ? 'line' : each.ours;
  return all.find(
    (row) =>
      row.anchor === each.anchor &&
      row.theirs === each.theirs &&
      row.ours === ours &&
      (row.condition === 'any' || each.resources.some((resource) => row.holds(resource))),
  );
}
