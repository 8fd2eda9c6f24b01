// Every report there is; a new one is a row here, and a word in the formats of report.ts.

import { cyclonedx } from './cyclonedx.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Report, ReportFormat } from './report.ts';
import { sarif } from './sarif.ts';
import { table } from './table.ts';

const byFormat: Readonly<Record<ReportFormat, Report>> = {
  table,
  json,
  sarif,
  junit,
  'cyclonedx-json': cyclonedx,
  markdown,
};

export const reports: readonly Report[] = Object.values(byFormat);

export function reportOf(format: ReportFormat): Report {
  return byFormat[format];
}
