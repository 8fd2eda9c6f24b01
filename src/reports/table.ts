// The report for a terminal: what closes the gate first, by package; then what does not; then the verdict.

import type { JudgedFinding } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import type { ScanResult, TargetResult } from '../model/result.ts';
import { joinLines } from './lines.ts';
import { type Paint, painter } from './paint.ts';
import type { Report } from './report.ts';
import { coverageLines } from './table-coverage.ts';
import { machineLines } from './table-machines.ts';
import { findingLines, idWidth } from './table-rows.ts';
import { cut, widthOf, wrap } from './width.ts';
import {
  allSeverities,
  contentText,
  type FindingGroup,
  groupFindings,
  isPlaced,
  originText,
  placeText,
  reasonOf,
  sparedText,
  statusWords,
  systemText,
} from './wording.ts';

/** Rows of one target that are shown: what closes the gate, and what does not. */
const mostFailing = 200;
const mostSpared = 20;
const narrowest = 60;
const widest = 200;

function targetLine(target: TargetResult, paint: Paint, columns: number): string[] {
  const facts = [systemText(target), target.identity.platform ?? '', contentText(target)];
  const about = facts
    .filter((fact) => fact !== '')
    .map(printable)
    .join(' · ');
  const lines = [paint('bold', cut(printable(target.reference), columns))];
  const digest = target.identity.manifestDigest ?? target.identity.configDigest;
  lines.push(cut(`  ${about}`, columns));
  if (digest !== undefined) lines.push(paint('dim', cut(`  ${printable(digest)}`, columns)));
  return lines;
}

/** The package and where it comes from; what closes the gate may take a second line for that. */
function groupTitle(group: FindingGroup, paint: Paint, columns: number): string[] {
  const { package: about, location, state } = group.first;
  if (about === undefined) {
    const { resource, path } = location ?? {};
    const place = cut(printable(resource ?? path ?? 'the whole target'), columns - 2);
    const file = resource === undefined ? '' : printable(path ?? '');
    // Never cut: five machines of one name differ by their files only.
    const isBeside = widthOf(place) + 2 + widthOf(file) <= columns - 2;
    const title = `  ${paint('bold', place)}`;
    if (file === '') return [title];
    if (isBeside) return [`${title}  ${paint('dim', file)}`];
    return [title, ...wrap(file, columns - 4).map((line) => `    ${paint('dim', line)}`)];
  }
  const name = cut(printable(`${about.name} ${about.version}`), columns - 2);
  const [ecosystem = '', place = '', origin = ''] = [
    about.ecosystem,
    placeText(about),
    originText(about.origin),
  ].map(printable);
  const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');
  const room = columns - 2 - widthOf(name) - 2;
  const all = joined([ecosystem, place, origin]);
  const title = (rest: string) =>
    `  ${paint('bold', name)}${room < 8 ? '' : `  ${paint('dim', cut(rest, room))}`}`;
  if (widthOf(all) <= room || state !== 'failing') return [title(all)];
  const second = joined([widthOf(joined([ecosystem, place])) <= room ? '' : place, origin]);
  const first =
    widthOf(joined([ecosystem, place])) <= room ? joined([ecosystem, place]) : ecosystem;
  return [title(first), ...wrap(second, columns - 4).map((line) => `    ${paint('dim', line)}`)];
}

function sectionLines(
  findings: readonly JudgedFinding[],
  limit: number,
  paint: Paint,
  columns: number,
): string[] {
  const lines: string[] = [];
  const width = idWidth(findings);
  let left = limit;
  const advised = new Set<string>();
  for (const group of groupFindings(findings)) {
    if (left <= 0) break;
    lines.push(...groupTitle(group, paint, columns));
    for (const finding of group.findings.slice(0, left)) {
      const { id, remedy = '' } = finding;
      const advice = `${id}\0${remedy}`;
      const isRepeated = isPlaced(finding) && advised.has(advice);
      advised.add(advice);
      lines.push(...findingLines(finding, width, paint, columns, isRepeated));
    }
    left -= group.findings.length;
  }
  if (findings.length > limit) {
    const more = findings.length - limit;
    lines.push(
      paint('dim', cut(`    … and ${more} more; “-o json=FILE” writes them all`, columns)),
    );
  }
  return lines;
}

function targetLines(target: TargetResult, paint: Paint, columns: number): string[] {
  const findings = target.findings.filter((finding) => finding.kind !== 'coverage');
  const failing = findings.filter((finding) => finding.state === 'failing');
  const spared = findings.filter((finding) => finding.state !== 'failing');
  const lines = targetLine(target, paint, columns);
  if (findings.length === 0) lines.push('', '  Nothing was found.');
  if (failing.length > 0) {
    lines.push('', paint('red', `  Closes the gate: ${failing.length}`));
    lines.push(...sectionLines(failing, mostFailing, paint, columns));
  }
  if (spared.length > 0) {
    const heading = `Does not close it: ${spared.length} (${sparedText(spared)})`;
    lines.push(
      '',
      ...wrap(heading, columns - 4).map((line, index) => (index === 0 ? '  ' : '    ') + line),
    );
    lines.push(...sectionLines(spared, mostSpared, paint, columns));
  }
  lines.push(...machineLines(target, paint, columns), ...coverageLines(target, paint, columns));
  return [...lines, ''];
}

function errorLines(result: ScanResult, paint: Paint, columns: number): string[] {
  const lines: string[] = [];
  for (const { code, message, hint, target } of result.errors) {
    const about = target === undefined ? '' : `${target}: `;
    const text = printable(`${about}${message} (${code})`);
    const [first = '', ...rest] = wrap(text, columns - 6);
    lines.push(`${paint('red', 'error')} ${first}`, ...rest.map((line) => `      ${line}`));
    if (hint !== undefined) {
      lines.push(...wrap(printable(hint), columns - 6).map((line) => `      ${line}`));
    }
  }
  for (const notice of result.policy.notices) {
    const [first = '', ...rest] = wrap(printable(notice), columns - 7);
    lines.push(`${paint('yellow', 'notice')} ${first}`, ...rest.map((line) => `       ${line}`));
  }
  return lines.length === 0 ? [] : [...lines, ''];
}

function verdictLines(result: ScanResult, paint: Paint, columns: number): string[] {
  const { status, exitCode, reason, counts } = result.verdict;
  const colour = { pass: 'green', fail: 'red', error: 'yellow' } as const;
  const title = ` ${statusWords[status].toUpperCase()} `;
  const found = allSeverities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const all = allSeverities.reduce((sum, severity) => sum + counts[severity], 0);
  const tally = all === 0 ? 'Found: nothing' : `Found: ${all} (${found.join(', ')})`;
  return [
    `${paint(colour[status], paint('inverse', title))} exit code ${exitCode}`,
    ...wrap(printable(reasonOf(reason)), columns - 2).map((line) => `  ${line}`),
    ...wrap(tally, columns - 2).map((line) => `  ${line}`),
  ];
}

export const table: Report = {
  format: 'table',
  extension: '.txt',
  render(result, options) {
    const columns = Math.min(widest, Math.max(narrowest, options.columns));
    const paint = painter(options.colour);
    return joinLines([
      ...result.targets.flatMap((target) => targetLines(target, paint, columns)),
      ...errorLines(result, paint, columns),
      ...verdictLines(result, paint, columns),
    ]);
  },
};
