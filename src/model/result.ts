// The result of a run: what `-o json` writes and every report is made from. Described by docs/result.schema.json.

import type { CoverageRow } from './coverage.ts';
import type { ExitCode } from './errors.ts';
import type { JudgedFinding } from './finding.ts';
import type { OperatingSystem, Package } from './inventory.ts';
import type { MachineCoverage } from './machine-coverage.ts';
import type { RankedSeverity, Severity } from './severity.ts';
import type { Target } from './target.ts';

/** Identity and age of one ecosystem's store, or of KEV and the end-of-life table. */
export interface FeedStatus {
  /** `Debian`, `npm`, `kev`, `eol`. */
  readonly ecosystem: string;
  /** `missing`: the feeds offer it, it is not there (exit 4). `not-offered`: no feed speaks of it (coverage, exit 3). */
  readonly state: 'ready' | 'missing' | 'not-offered';
  /** Address or folder, without user info and query. */
  readonly source: string;
  /** ISO time of the fetch; absent for a missing store. */
  readonly fetched?: string;
  /** Whether its age counts by default (a `--feeds` folder has none unless the policy says so). */
  readonly ages: boolean;
  readonly records: number;
  /** Bad records left out. */
  readonly skipped: number;
  /** `sha256:…` of the store. */
  readonly digest?: string;
  /** Why it is missing, or why an older one is served. */
  readonly reason?: string;
}

export interface DatabaseStatus {
  readonly feeds: readonly FeedStatus[];
  /** `sha256:…` over the feeds' digests. */
  readonly digest: string;
}

export type VerdictStatus = 'pass' | 'fail' | 'error';

export interface Verdict {
  readonly status: VerdictStatus;
  readonly exitCode: ExitCode;
  /** One line: why, and what was spared. */
  readonly reason: string;
  /** All findings but coverage, by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** Findings that close the gate. */
  readonly failing: number;
  /** Findings spared because no fix is known. */
  readonly unfixed: number;
  readonly excepted: number;
}

/** One target's part of the result. */
export interface TargetResult extends Target {
  readonly os?: OperatingSystem;
  readonly packages: readonly Package[];
  readonly findings: readonly JudgedFinding[];
  readonly coverage: readonly CoverageRow[];
  /** Of templates: machines × required agents. */
  readonly machines?: readonly MachineCoverage[];
}

/** The policy as applied, for the record. */
export interface AppliedPolicy {
  /** Path as the user wrote it; absent for the defaults. */
  readonly path?: string;
  readonly failOn: RankedSeverity | 'none';
  readonly ignoreUnfixed: boolean;
  readonly unknownAs: RankedSeverity;
  readonly maxAgeHours: number;
  readonly exceptions: number;
  /** Exceptions that matched nothing, have expired or expire soon: one sentence each. */
  readonly notices: readonly string[];
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The target's reference, when it is about one. */
  readonly target?: string;
}

export interface ScanResult {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: 'portcullis'; readonly version: string };
  /** ISO time. */
  readonly created: string;
  readonly verdict: Verdict;
  readonly policy: AppliedPolicy;
  readonly database: DatabaseStatus;
  readonly targets: readonly TargetResult[];
  readonly errors: readonly RunError[];
  /** Milliseconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
}
