// Judges findings: distribution's word, exceptions, known exploitation, severity, fix, in this order. Pure.

import type { CoverageRow } from '../model/coverage.ts';
import type { Finding, FindingState, JudgedFinding } from '../model/finding.ts';
import type { OperatingSystem, Package } from '../model/inventory.ts';
import type { MachineCoverage } from '../model/machine-coverage.ts';
import type {
  AppliedPolicy,
  DatabaseStatus,
  RunError,
  TargetResult,
  Verdict,
} from '../model/result.ts';
import { compareSeverity, isAtLeast } from '../model/severity.ts';
import type { Target } from '../model/target.ts';
import { requiredAgentRules } from '../model/template-policy.ts';
import { judgeCoverage, unusedAcceptances } from './coverage-findings.ts';
import { judgeDatabase } from './database-age.ts';
import { Exceptions } from './exceptions.ts';
import type { CoverageAcceptance, Policy } from './policy.ts';
import { drawVerdict } from './verdict.ts';

/** What one target's scan brought, before it is judged. */
export interface ScannedTarget {
  readonly target: Target;
  readonly os?: OperatingSystem | undefined;
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  readonly coverage: readonly CoverageRow[];
  readonly machines?: readonly MachineCoverage[] | undefined;
}

export interface JudgeRequest {
  readonly targets: readonly ScannedTarget[];
  readonly database: DatabaseStatus;
  readonly policy: Policy;
  /** What went wrong in the run, without the database's own errors: `judge` adds them. */
  readonly errors: readonly RunError[];
  /** Of the scan, for the policy's author; they come before the policy's own. */
  readonly notices?: readonly string[];
  readonly now: Date;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly targets: readonly TargetResult[];
  readonly applied: AppliedPolicy;
  /** The request's errors and those of the database, each once. */
  readonly errors: readonly RunError[];
}

type Stated = readonly [state: FindingState, reason: string];

function orAbove(threshold: string): string {
  return threshold === 'critical' ? threshold : `${threshold} and above`;
}

function stateOf(finding: Finding, target: Target, policy: Policy, exceptions: Exceptions): Stated {
  // Asked for every finding, so that an exception for one that never gates is not called unused.
  const exception = exceptions.for(finding, target);
  if (finding.notGating !== undefined) return ['not-gating', `Never gates: ${finding.notGating}`];
  if (exception !== undefined) {
    const { owner, expires, reason } = exception;
    return ['excepted', `Excepted until ${expires} by ${owner}: ${reason}`];
  }
  const { suppression, outcome } = finding;
  if (suppression !== undefined) {
    const { reason, path, line, until } = suppression;
    const end = until === undefined ? '' : ` until ${until}`;
    return ['excepted', `Excepted in the template (${path}:${line})${end}: ${reason}`];
  }
  const rule = requiredAgentRules.includes(finding.id) ? 'agents' : 'others';
  if (outcome === 'undecided' && policy.undecided[rule] === 'report') {
    return ['not-gating', 'Undecided: reported only, as the policy (undecided) says.'];
  }
  if (policy.failOn === 'none') {
    return ['below-threshold', 'fail-on is none: no finding closes the gate.'];
  }
  if (finding.kev !== undefined) {
    const ransomware = finding.kev.ransomware ? ', in ransomware too' : '';
    return [
      'failing',
      `Known to be exploited since ${finding.kev.dateAdded}${ransomware}: closes the gate whatever its severity or fix.`,
    ];
  }
  const severity = finding.severity === 'unknown' ? policy.unknownAs : finding.severity;
  const name = finding.severity === 'unknown' ? `unknown, judged as ${severity}` : severity;
  if (!isAtLeast(severity, policy.failOn)) {
    return ['below-threshold', `Severity ${name}: below ${policy.failOn}.`];
  }
  const isUnfixed = finding.kind === 'vulnerability' && finding.fixedVersions.length === 0;
  if (policy.ignoreUnfixed && isUnfixed) {
    return ['unfixed', `Severity ${name}, but no fixed version is known: spared by ignoreUnfixed.`];
  }
  const fixed = finding.fixedVersions.length > 0 ? ', and a fix is known' : '';
  return ['failing', `Severity ${name}: the policy fails on ${orAbove(policy.failOn)}${fixed}.`];
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Heaviest first, then by id, package, version and place: the same order in every run. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    compareSeverity(left.severity, right.severity) ||
    compareText(left.id, right.id) ||
    compareText(left.package?.name ?? '', right.package?.name ?? '') ||
    compareText(left.package?.version ?? '', right.package?.version ?? '') ||
    compareText(left.fingerprint, right.fingerprint)
  );
}

function judgeTarget(
  scanned: ScannedTarget,
  policy: Policy,
  exceptions: Exceptions,
  used: Set<CoverageAcceptance>,
): TargetResult {
  const { target, os, packages, coverage, machines } = scanned;
  const findings = scanned.findings.map((finding): JudgedFinding => {
    const [state, stateReason] = stateOf(finding, target, policy, exceptions);
    return { ...finding, state, stateReason };
  });
  findings.push(...judgeCoverage(coverage, target, policy, used));
  return {
    ...target,
    ...(os === undefined ? {} : { os }),
    packages,
    findings: findings.sort(compareFindings),
    coverage,
    ...(machines === undefined ? {} : { machines }),
  };
}

/** Judges a whole run. Nothing but its arguments has a say: same arguments, same verdict. */
export function judge(request: JudgeRequest): Judgement {
  const { policy, now } = request;
  const database = judgeDatabase(request.database, policy, now);
  const seen = new Set<string>();
  const errors = [...request.errors, ...database.errors].filter(({ code, message, target }) => {
    const key = JSON.stringify([code, message, target]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });

  const exceptions = new Exceptions(policy, now);
  const used = new Set<CoverageAcceptance>();
  const targets = request.targets.map((scanned) => judgeTarget(scanned, policy, exceptions, used));
  const isComplete = errors.length === 0;
  const notices = [
    ...(request.notices ?? []),
    ...exceptions.notices(targets, isComplete),
    ...(isComplete ? unusedAcceptances(policy, targets, used) : []),
  ];
  return {
    verdict: drawVerdict(targets, errors, policy, database.age),
    targets,
    applied: {
      ...(policy.path === undefined ? {} : { path: policy.path }),
      failOn: policy.failOn,
      ignoreUnfixed: policy.ignoreUnfixed,
      unknownAs: policy.unknownAs,
      maxAgeHours: policy.maxAgeHours,
      exceptions: policy.exceptions.length,
      notices,
    },
    errors,
  };
}
