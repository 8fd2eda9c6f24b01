// What was scanned and what was not, in the table.

import { printable } from '../model/printable.ts';
import type { TargetResult } from '../model/result.ts';
import type { Paint } from './paint.ts';
import { wrap } from './width.ts';

const mostRows = 30;

/** The rows that were not wholly scanned, those that matter for the verdict first, and a line of what was. */
export function coverageLines(target: TargetResult, paint: Paint, columns: number): string[] {
  const gaps = target.coverage.filter((row) => row.status !== 'scanned');
  const scanned = target.coverage.filter((row) => row.status === 'scanned');
  const stateOf = new Map(
    target.findings
      .filter((finding) => finding.kind === 'coverage')
      .map((finding) => [finding.location?.resource, finding]),
  );
  const lines: string[] = [];
  const sorted = [...gaps].sort(
    (left, right) => Number(right.incomplete) - Number(left.incomplete),
  );
  if (sorted.length > 0) lines.push('', '  Not scanned, or not wholly:');
  for (const row of sorted.slice(0, mostRows)) {
    const finding = stateOf.get(row.what);
    const isOpen = row.incomplete && finding?.state !== 'excepted';
    const accepted = finding?.state === 'excepted' ? ` (${finding.stateReason})` : '';
    const reason = row.reason === undefined ? row.status : `${row.status}: ${row.reason}`;
    const [first = '', ...rest] = wrap(
      printable(`${row.what} · ${reason}${accepted}`),
      columns - 6,
    );
    lines.push(`  ${isOpen ? paint('red', '✗') : paint('dim', '·')} ${first}`);
    lines.push(...rest.map((line) => `    ${line}`));
  }
  if (sorted.length > mostRows) lines.push(`  … and ${sorted.length - mostRows} more`);
  if (scanned.length > 0) {
    const names = printable(scanned.map((row) => row.what).join(', '));
    const [first = '', ...rest] = wrap(`Scanned: ${names}`, columns - 4);
    lines.push('', `  ${first}`, ...rest.map((line) => `    ${line}`));
  }
  return lines;
}
