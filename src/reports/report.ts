// What a report is: a pure function from a result to text.

import type { ScanResult } from '../model/result.ts';

export const reportFormats = [
  'table',
  'json',
  'sarif',
  'junit',
  'cyclonedx-json',
  'markdown',
] as const;

export type ReportFormat = (typeof reportFormats)[number];

export interface ReportOptions {
  /** Width for texts made for a terminal; others ignore it. */
  readonly columns: number;
  readonly colour: boolean;
  /** The file of the checkout that an image is made from, for SARIF's locations; `Dockerfile` without it. */
  readonly dockerfile?: string;
  /** Where the whole result lies, for a report that had to be cut. */
  readonly fullReport?: string;
}

export interface Report {
  readonly format: ReportFormat;
  /** With its dot: `.sarif`. */
  readonly extension: string;
  /** Same result and options, same text; ends with a newline. All untrusted text in it is escaped. */
  render(result: ScanResult, options: ReportOptions): string;
  /** The same text in parts, of a report that may be too long to be held as a whole. */
  parts?(result: ScanResult, options: ReportOptions): Iterable<string>;
}
