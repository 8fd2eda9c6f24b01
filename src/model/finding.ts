// What a scan finds, before and after the policy has judged it.

import type { Origin } from './file-tree.ts';
import type { Severity } from './severity.ts';

export type FindingKind =
  | 'vulnerability'
  | 'hardening'
  | 'agent'
  | 'template'
  | 'secret'
  | 'end-of-life'
  | 'malware'
  | 'coverage';

/** What one source says of the severity. */
export interface SeverityStatement {
  /** `Debian`, `Ubuntu`, `GHSA`, `CVSS:4.0`, `CVSS:3.1`, `CVE-2024-1234`, `cve-severity` … */
  readonly source: string;
  readonly severity: Severity;
  readonly cvss?: { readonly vector: string; readonly score: number };
}

export interface FindingPackage {
  readonly name: string;
  readonly version: string;
  readonly ecosystem: string;
  readonly purl: string;
  /** For operating-system packages: the binaries of this source package and version that are installed, sorted. */
  readonly binaries?: readonly string[];
  readonly locations: readonly string[];
  readonly origin?: Origin;
}

/** Who wrote down, beside the scanned thing, that a finding may stay. The policy decides whether that counts. */
export interface FindingSuppression {
  readonly reason: string;
  /** Where it is written. */
  readonly path: string;
  readonly line: number;
  /** The last day on which it holds, UTC, `YYYY-MM-DD`. */
  readonly until?: string;
  readonly form: 'comment' | 'metadata' | 'checkov';
}

/** What can be written into the scanned thing to mend it. */
export interface FindingFix {
  /** As it is written there: the JSON of a resource of a template. */
  readonly text: string;
  /** What else has to be done: one sentence. */
  readonly note?: string;
}

export interface FindingLocation {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** Of a template: type and evaluated name, behind the deployments that lead to it. */
  readonly resource?: string;
  /** What one declaration stands for where that is not everything: resources, parameter files, values tried. */
  readonly instances?: readonly string[];
}

export interface KnownExploited {
  readonly dateAdded: string;
  readonly dueDate?: string;
  readonly ransomware: boolean;
}

export interface Finding {
  /** Stable over rebuilds: hex SHA-256 of kind, id, package without version, path. */
  readonly fingerprint: string;
  /** The CVE where the alias group has one, else the record's id, else a rule's id. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Whose word the severity is. */
  readonly severitySource: string;
  readonly severities: readonly SeverityStatement[];
  /** One line. */
  readonly title: string;
  /** What is wrong, in a sentence or two. */
  readonly message: string;
  /** How to mend it. */
  readonly remedy?: string;
  /** Of a rule: why it matters, the same for all its findings. */
  readonly rationale?: string;
  readonly package?: FindingPackage;
  /** Versions that mend it, of the range that matched; empty when none is known. */
  readonly fixedVersions: readonly string[];
  /** Why the distribution says this never gates (`unimportant`, kernel headers); absent otherwise. */
  readonly notGating?: string;
  /** `undecided` where a rule could not know. */
  readonly outcome?: 'undecided';
  /** Set where a comment or metadata of the scanned file excuses it. */
  readonly suppression?: FindingSuppression;
  readonly fix?: FindingFix;
  readonly location?: FindingLocation;
  readonly kev?: KnownExploited;
  /** Probability 0…1 and percentile 0…1. */
  readonly epss?: { readonly score: number; readonly percentile: number };
  readonly cvss?: { readonly vector: string; readonly score: number };
  readonly references: readonly string[];
  /** Who reported it: `osv`, `eol`, later `qualys`, `defender`. */
  readonly sources: readonly string[];
}

export type FindingState =
  | 'failing'
  | 'below-threshold'
  | 'unfixed'
  | 'not-gating'
  | 'excepted'
  | 'not-affected'
  | 'in-baseline'
  | 'in-grace'
  | 'incomplete';

export interface JudgedFinding extends Finding {
  readonly state: FindingState;
  readonly stateReason: string;
}
