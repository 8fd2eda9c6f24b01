// The verdict: one exit code and one line that says why and what was spared.

import type { ExitCode } from '../model/errors.ts';
import { exitCodeOfCode } from '../model/errors.ts';
import type { JudgedFinding } from '../model/finding.ts';
import type { RunError, TargetResult, Verdict, VerdictStatus } from '../model/result.ts';
import { type Severity, severities } from '../model/severity.ts';
import type { Policy } from './policy.ts';

/** When several apply the first one holds: a wrong input hides all else, a closed gate hides a gap in the coverage. */
const precedence: readonly ExitCode[] = [2, 4, 1, 3];

const statuses: Readonly<Record<ExitCode, VerdictStatus>> = {
  0: 'pass',
  1: 'fail',
  2: 'error',
  3: 'error',
  4: 'error',
};

/** `1 finding`, `2 findings`. */
function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function bySeverity(findings: readonly JudgedFinding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, unknown: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

function closedText(failing: readonly JudgedFinding[]): string {
  const counts = bySeverity(failing);
  const parts = [...severities, 'unknown' as const]
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const exploited = failing.filter((finding) => finding.kev !== undefined).length;
  const kev = exploited === 0 ? '' : `; ${exploited} known to be exploited`;
  return `${count(failing.length, 'finding')} (${parts.join(', ')}${kev})`;
}

function sparedText(unfixed: number, excepted: number, notGating: number): string {
  const parts: string[] = [];
  if (unfixed > 0) parts.push(`${unfixed} without a fix`);
  if (excepted > 0) parts.push(`${excepted} excepted`);
  if (notGating > 0) parts.push(`${notGating} not gating`);
  return parts.length === 0 ? '' : `; spared: ${parts.join(', ')}`;
}

function errorText(errors: readonly RunError[], code: ExitCode): string {
  const [first, ...rest] = errors.filter((error) => exitCodeOfCode(error.code) === code);
  if (first === undefined) return '';
  const more = rest.length === 0 ? '' : ` (and ${count(rest.length, 'more error')})`;
  const { target, message } = first;
  const about = target === undefined || message.includes(target) ? '' : `${target}: `;
  return `${about}${message}${more}`;
}

/** `2 parts not wholly scanned (layer:2 was not wholly scanned, and 1 more)`. */
function gapsText(gaps: readonly JudgedFinding[]): string {
  const more = gaps.length > 1 ? `, and ${gaps.length - 1} more` : '';
  return `${count(gaps.length, 'part')} not wholly scanned (${gaps[0]?.title ?? ''}${more})`;
}

function openText(policy: Policy): string {
  if (policy.failOn === 'none') return 'fail-on is none, so no finding closes it';
  const above = policy.failOn === 'critical' ? 'critical' : `${policy.failOn} or above`;
  return `no finding at ${above} closes it`;
}

/** Draws the verdict from judged targets and the run's errors (those of the database among them). */
export function drawVerdict(
  targets: readonly TargetResult[],
  errors: readonly RunError[],
  policy: Policy,
  databaseAge: string,
): Verdict {
  const all = targets.flatMap((target) => target.findings);
  const findings = all.filter((finding) => finding.kind !== 'coverage');
  const inState = (state: JudgedFinding['state']) =>
    findings.filter((finding) => finding.state === state);
  const failing = inState('failing');
  const gaps = all.filter((finding) => finding.state === 'incomplete');
  const needsDatabase = targets.some(({ kind }) => kind !== 'arm') || databaseAge !== 'no database';
  const isNothing = targets.length === 0 && errors.length === 0;

  const codes = new Set<ExitCode>(errors.map((error) => exitCodeOfCode(error.code)));
  if (failing.length > 0) codes.add(1);
  if (gaps.length > 0 || isNothing) codes.add(3);
  const exitCode = precedence.find((code) => codes.has(code)) ?? 0;

  const unfixed = inState('unfixed').length;
  const excepted = inState('excepted').length;
  const spared = sparedText(unfixed, excepted, inState('not-gating').length);
  const closed = failing.length === 0 ? '' : closedText(failing);
  const gapText = gaps.length === 0 ? '' : `; ${gapsText(gaps)}`;
  const brokenText = exitCode !== 3 && codes.has(3) ? errorText(errors, 3) : '';
  const broken = brokenText === '' ? '' : `; ${brokenText}`;

  let reason: string;
  switch (exitCode) {
    case 0:
      reason = `gate open: ${openText(policy)}${spared}`;
      break;
    case 1: {
      const verb = failing.length === 1 ? 'closes' : 'close';
      reason = `gate closed: ${closed} ${verb} it${spared}${gapText}${broken}`;
      break;
    }
    case 2:
    case 4:
      reason = `not decided: ${errorText(errors, exitCode)}`;
      if (closed !== '') reason += `; ${closed} would close the gate`;
      reason += `${spared}${gapText}`;
      break;
    case 3: {
      const why = isNothing ? 'there was nothing to scan' : errorText(errors, 3) || gapsText(gaps);
      const scanned = targets.length === 0 ? '' : `; in what was scanned ${openText(policy)}`;
      reason = `not decided: ${why}${scanned}${spared}`;
      break;
    }
    default:
      exitCode satisfies never;
      reason = '';
  }
  return {
    status: statuses[exitCode],
    exitCode,
    reason: needsDatabase ? `${reason}; ${databaseAge}` : reason,
    counts: bySeverity(findings),
    failing: failing.length,
    unfixed,
    excepted,
  };
}
