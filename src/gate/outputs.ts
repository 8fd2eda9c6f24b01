// The values of the outputs table for one run, and what a host says of an error.

import { type ErrorCode, exitCodeOf, ScanError, UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { ReportFormat } from '../reports/report.ts';
import type { OutputName } from './options.ts';
import type { GateOutcome } from './request.ts';

export type OutputValues = Readonly<Record<OutputName, string>>;

/**
 * The manifest digest of one target, else that of its configuration (an engine tells no other); of several targets one
 * line each, `sha256:… reference`.
 */
function digestOf({ result }: GateOutcome): string {
  const known = result.targets.flatMap(({ identity, reference }) => {
    const digest = identity.manifestDigest ?? identity.configDigest;
    return digest === undefined ? [] : [{ digest, reference }];
  });
  if (result.targets.length === 1) return known[0]?.digest ?? '';
  return known.map(({ digest, reference }) => `${digest} ${printable(reference)}`).join('\n');
}

/** Every output of a run that came to its end, whatever the verdict. */
export function outputsOf(outcome: GateOutcome): OutputValues {
  const { verdict } = outcome.result;
  const pathOf = (format: ReportFormat): string =>
    outcome.written.find((report) => report.format === format)?.path ?? '';
  return {
    verdict: verdict.status,
    'exit-code': String(outcome.exitCode),
    'failing-count': String(verdict.failing),
    'critical-count': String(verdict.counts.critical),
    'high-count': String(verdict.counts.high),
    'medium-count': String(verdict.counts.medium),
    'low-count': String(verdict.counts.low),
    'info-count': String(verdict.counts.info),
    'unknown-count': String(verdict.counts.unknown),
    digest: digestOf(outcome),
    'report-path': pathOf('json'),
    'sarif-path': pathOf('sarif'),
    'sbom-path': pathOf('cyclonedx-json'),
  };
}

/** Every output of a run that an error ended before there was a result. */
export function outputsOfError(error: unknown): OutputValues {
  return {
    verdict: 'error',
    'exit-code': String(exitCodeOf(error)),
    'failing-count': '0',
    'critical-count': '0',
    'high-count': '0',
    'medium-count': '0',
    'low-count': '0',
    'info-count': '0',
    'unknown-count': '0',
    digest: '',
    'report-path': '',
    'sarif-path': '',
    'sbom-path': '',
  };
}

export interface ErrorText {
  /** One line: what went wrong. */
  readonly message: string;
  /** One line: how to mend it. */
  readonly hint?: string;
  /** What `exitCodeOfCode` maps; `BUG` for an error that is none of ours. */
  readonly code: ErrorCode | 'BUG';
  /** For the debug level only. */
  readonly stack: string;
}

/** An error in printable lines; what is none of our own errors is called a bug. */
export function describeError(error: unknown): ErrorText {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error instanceof UserError || error instanceof ScanError) {
    return {
      code: error.code,
      message: printable(error.message),
      ...(error.hint === undefined ? {} : { hint: printable(error.hint) }),
      stack,
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'BUG',
    message: printable(`bug in portcullis: ${message}`),
    hint: 'Please report this with the output of a run at debug level.',
    stack,
  };
}
