// Every report there is.

import { json } from './json.ts';
import type { Report, ReportFormat } from './report.ts';
import { sarif } from './sarif.ts';
import { table } from './table.ts';

export const reports: readonly Report[] = [table, json, sarif];

/** The report of a format; undefined for a word that is none. */
export function reportOf(format: ReportFormat): Report | undefined {
  return reports.find((report) => report.format === format);
}
