// An advisory as we keep it: of an OSV record (ossf.github.io/osv-schema) what matching and reports need, no `details`.

import type { SeverityStatement } from '../../model/finding.ts';
import type { Interval } from './ranges.ts';

/** What one record says of one package of one release. */
export interface Affected {
  readonly ranges: readonly Interval[];
  /** Affected versions that no range covers. */
  readonly versions?: readonly string[];
  /** Debian's `unimportant`, `end-of-life`, `not yet assigned` …; Ubuntu's «Available with Ubuntu Pro …». */
  readonly urgency?: string;
  readonly availability?: string;
  readonly severities?: readonly SeverityStatement[];
  /** USN: the CVEs that it is about for this package and release (the record names those of all), with severities. */
  readonly byCve?: Readonly<Record<string, readonly SeverityStatement[]>>;
  /** `ranges` come from Go's `custom_ranges`: versions of the product, not of the module. */
  readonly custom?: true;
}

export interface AffectedPackage extends Affected {
  /** With release: `Debian:12`. */
  readonly ecosystem: string;
  /** Normalised by `packageKey`. */
  readonly name: string;
}

/** What the store keeps of a record beside its packages. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  /** What a distribution's advisory is about: CVEs, other records. */
  readonly upstream: readonly string[];
  readonly summary: string;
  readonly severities: readonly SeverityStatement[];
  readonly references: readonly string[];
}

/** The name by which a package is looked up: PEP 503 for PyPI, as written elsewhere. */
export function packageKey(ecosystem: string, name: string): string {
  return ecosystem === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
}
