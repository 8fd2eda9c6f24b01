// The whole way of a run: policy, targets, advisories, verdict, reports. The only place that knows it.

import type { Advisories } from '../advisories/advisories.ts';
import { mergeCoverage } from '../model/coverage.ts';
import type { DatabaseStatus, RunError, ScanResult } from '../model/result.ts';
import type { Runtime } from '../model/runtime.ts';
import { type Judgement, judge, type ScannedTarget } from '../policy/judge.ts';
import type { Policy } from '../policy/policy.ts';
import { version } from '../runtime/version.ts';
import { defaultDatabaseFolder } from './database-folder.ts';
import { baseEcosystems } from './ecosystems.ts';
import { policyOf } from './policy-source.ts';
import type { GateOutcome, GateRequest } from './request.ts';
import { runErrorOf, type Scanned, scanTargets } from './scan-targets.ts';
import { printReports, writeReports } from './write-reports.ts';

const noDatabase: DatabaseStatus = { feeds: [], digest: '' };

interface Matched {
  readonly targets: readonly ScannedTarget[];
  readonly database: DatabaseStatus;
  readonly errors: readonly RunError[];
}

/** Milliseconds by phase. */
class Stopwatch {
  readonly timings: Record<string, number> = {};
  #since = performance.now();
  lap(phase: string): void {
    const now = performance.now();
    this.timings[phase] = Math.round(now - this.#since);
    this.#since = now;
  }
}

async function matchOne(advisories: Advisories, one: Scanned): Promise<ScannedTarget> {
  const { result, inventory } = one;
  if (inventory === undefined) return result;
  const { findings, coverage } = await advisories.match(inventory);
  return {
    ...result,
    findings: [...result.findings, ...findings],
    coverage: mergeCoverage([...result.coverage, ...coverage]),
  };
}

/** Opens the stores of what was found, and matches; an error leaves the targets unmatched and is reported. */
async function matchAll(
  scanned: readonly Scanned[],
  request: GateRequest,
  runtime: Runtime,
): Promise<Matched> {
  const inventories = scanned.flatMap(({ inventory }) => inventory ?? []);
  const unmatched = scanned.map(({ result }) => result);
  if (inventories.length === 0) return { targets: unmatched, database: noDatabase, errors: [] };
  const ecosystems = baseEcosystems(inventories);
  let advisories: Advisories | undefined;
  try {
    const { openAdvisories } = await import('../advisories/advisories.ts');
    advisories = await openAdvisories(
      {
        ecosystems,
        feeds: request.feeds,
        folder: request.db ?? defaultDatabaseFolder(runtime),
        offline: request.offline,
        cache: request.cache,
      },
      runtime,
    );
    const targets: ScannedTarget[] = [];
    for (const one of scanned) targets.push(await matchOne(advisories, one));
    return { targets, database: advisories.status, errors: [] };
  } catch (error) {
    if (error instanceof Error) runtime.log.debug(error.stack ?? error.message);
    const cause: unknown = runtime.signal.aborted ? runtime.signal.reason : error;
    return {
      targets: unmatched,
      database: advisories?.status ?? noDatabase,
      errors: [runErrorOf(cause)],
    };
  } finally {
    await advisories?.close();
  }
}

function resultOf(
  { verdict, targets, applied, errors }: Judgement,
  database: DatabaseStatus,
  runtime: Runtime,
  timings: ScanResult['timings'],
): ScanResult {
  return {
    schemaVersion: '1',
    tool: { name: 'portcullis', version },
    created: runtime.now().toISOString(),
    verdict,
    policy: applied,
    database,
    targets,
    errors,
    timings,
  };
}

/**
 * Scans the request's targets and draws one verdict. What goes wrong with a target, the database or a report is in the
 * result and its exit code; reports are written also then.
 * Throws UserError only for what is wrong before anything was scanned: the policy file, a usage error.
 */
export async function runGate(request: GateRequest, runtime: Runtime): Promise<GateOutcome> {
  const watch = new Stopwatch();
  const policy: Policy = await policyOf(request);
  watch.lap('policy');
  // The room of advisories makes itself ready while the targets are read; templates need none.
  if (request.targets.some((target) => !target.startsWith('arm:'))) {
    void import('../advisories/advisories.ts').then(({ warmUp }) => warmUp()).catch(() => {});
  }
  const {
    scanned,
    errors: scanErrors,
    notices,
    fixes,
  } = await scanTargets(request, policy, runtime);
  watch.lap('scan');
  const matched = await matchAll(scanned, request, runtime);
  watch.lap('match');
  const decide = (errors: readonly RunError[]): ScanResult => {
    const judgement = judge({
      targets: matched.targets,
      database: matched.database,
      policy,
      errors,
      notices,
      now: runtime.now(),
    });
    return resultOf(judgement, matched.database, runtime, watch.timings);
  };
  const errors = [...scanErrors, ...matched.errors];
  const result = decide(errors);
  watch.lap('judge');
  const first = await writeReports(request, result);
  // What could not be written changes the verdict, which the other reports must tell alike.
  const final = first.errors.length === 0 ? result : decide([...errors, ...first.errors]);
  const { written } = final === result ? first : await writeReports(request, final);
  const printed = printReports(request, final);
  const { exitCode } = final.verdict;
  return {
    result: final,
    exitCode,
    written,
    printed,
    ...(fixes === undefined ? {} : { fixes }),
  };
}
