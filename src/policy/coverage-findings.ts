// Gaps in what was scanned, as findings: exit code 3, unless the policy accepts them by name.

import { createHash } from 'node:crypto';
import type { CoverageRow } from '../model/coverage.ts';
import type { FindingLocation, JudgedFinding } from '../model/finding.ts';
import type { Target } from '../model/target.ts';
import { matchesWildcard } from '../model/wildcard.ts';
import { isForTarget } from './exceptions.ts';
import type { CoverageAcceptance, Policy } from './policy.ts';

function isAccepted(acceptance: CoverageAcceptance, what: string, target: Target): boolean {
  if (!isForTarget(acceptance.target, target)) return false;
  return acceptance.name === what || matchesWildcard(acceptance.name, what);
}

/** A file's row whose reason begins with a place in it points there: `path:main.json` and `main.json:3:7: …`. */
function placeOf({ what, reason = '' }: CoverageRow): FindingLocation {
  const path = what.startsWith('path:') ? what.slice('path:'.length) : '';
  if (path === '' || !reason.startsWith(`${path}:`)) return { resource: what };
  const [, line, column] = /^(\d{1,9}):(\d{1,9})(?::|$)/.exec(reason.slice(path.length + 1)) ?? [];
  if (line === undefined || column === undefined) return { resource: what };
  return { resource: what, path, line: Number(line), column: Number(column) };
}

/** A row's finding; only for rows that are `incomplete`. A target that was not scanned is accepted by nobody. */
function findingOf(
  row: CoverageRow,
  target: Target,
  acceptance?: CoverageAcceptance,
): JudgedFinding {
  const kind = row.what.split(':', 1)[0] ?? row.what;
  const id = `coverage-${kind}`;
  const reason = row.reason ?? 'no reason is known';
  const verb = row.status === 'partial' ? 'was not wholly scanned' : 'was not scanned';
  return {
    fingerprint: createHash('sha256').update(`coverage\0${id}\0\0${row.what}`).digest('hex'),
    id,
    aliases: [],
    kind: 'coverage',
    severity: 'unknown',
    severitySource: 'none',
    severities: [],
    title: `${row.what} ${verb}`,
    message: `${row.what} of ${target.reference} ${verb}: ${reason}`,
    remedy: `Mend the cause, or accept it in the policy: coverage: [{ name: '${row.what}', reason: … }].`,
    fixedVersions: [],
    location: placeOf(row),
    references: [],
    sources: ['portcullis'],
    state: acceptance === undefined ? 'incomplete' : 'excepted',
    stateReason:
      acceptance === undefined
        ? `What was not read does not count as clean: ${reason}`
        : `Accepted by the policy: ${acceptance.reason}`,
  };
}

/** The findings that stand for a target's incomplete coverage, with the acceptances that were used. */
export function judgeCoverage(
  rows: readonly CoverageRow[],
  target: Target,
  policy: Policy,
  used: Set<CoverageAcceptance>,
): JudgedFinding[] {
  const findings: JudgedFinding[] = [];
  for (const row of rows) {
    if (row.status === 'scanned') continue;
    const acceptance = row.what.startsWith('target')
      ? undefined
      : policy.coverage.find((acceptance) => isAccepted(acceptance, row.what, target));
    // Also of a gap that only informs: the acceptance is about something that the report shows.
    if (acceptance !== undefined) used.add(acceptance);
    if (!row.incomplete) continue;
    findings.push(findingOf(row, target, acceptance));
  }
  return findings;
}

/** One sentence for each acceptance that is meant for a target of this run and accepted nothing. */
export function unusedAcceptances(
  policy: Policy,
  targets: readonly Target[],
  used: ReadonlySet<CoverageAcceptance>,
): string[] {
  return policy.coverage
    .filter((acceptance) => !used.has(acceptance))
    .filter(({ target: pattern }) => targets.some((target) => isForTarget(pattern, target)))
    .map(
      ({ name, line }) =>
        `The acceptance of ${name} (${policy.path ?? 'policy'}:${line}) matched no gap in the coverage.`,
    );
}
