// Lays the figures out as bench/README.md.

import { cpus, release, totalmem } from 'node:os';
import type { Figures } from './measure.ts';

export interface Row {
  readonly what: string;
  /** `node 24`, `trivy 0.74.0` … */
  readonly by: string;
  readonly figures: Figures;
}

export interface Goal {
  readonly what: string;
  readonly by: string;
  /** `≤ 1.0 × trivy`, `≤ 150 MB`. */
  readonly goal: string;
  /** As shown: `0.83 ×`, `131 MB`. */
  readonly measured: string;
  readonly reached: boolean;
  /** Lines of a profile, where it is not. */
  readonly profile?: readonly string[];
}

export interface BenchReport {
  readonly date: string;
  readonly versions: readonly string[];
  /** Processes waiting for the machine's cores just before, as a mean over a minute. */
  readonly load: number;
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
  /** Goals that need a peer are judged only with `--peers`. */
  readonly peers: boolean;
}

function seconds(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(2);
}

function rowText({ what, by, figures }: Row): string {
  const { wallSeconds, wallRange, cpuSeconds, peakMegabytes } = figures;
  const range = wallRange.map(seconds).join('–');
  return `| ${what} | ${by} | ${seconds(wallSeconds)} | ${range} | ${seconds(cpuSeconds)} | ${peakMegabytes.toFixed(0)} |`;
}

function goalText({ what, by, goal, measured, reached }: Goal): string {
  return `| ${what} | ${by} | ${goal} | ${measured} | ${reached ? 'yes' : '**no**'} |`;
}

function profileText({ what, by, profile = [] }: Goal): string {
  return `### ${what}, ${by}\n\`\`\`\n${profile.join('\n')}\n\`\`\``;
}

/** What it was measured on. */
export function machineText(load: number): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release().split('.').slice(0, 2).join('.')}; load before the run ${load.toFixed(1)}`;
}

export function goalTable(goals: readonly Goal[]): string {
  return `| what | by | goal | measured | reached |
|---|---|---|---|---|
${goals.map(goalText).join('\n')}`;
}

export function figureTable(rows: readonly Row[]): string {
  return `| what | by | wall s | range | CPU s | peak MB |
|---|---|---|---|---|---|
${rows.map(rowText).join('\n')}`;
}

/** The whole page. */
export function reportText(report: BenchReport): string {
  const missed = report.goals.filter((goal) => !goal.reached && goal.profile !== undefined);
  return `# Benchmarks
Written by \`npm run bench${report.peers ? ' -- --peers' : ''}\` on ${report.date}: whole processes, cold start, one warm-up, then five runs; median (wall: lowest–highest).
Fixtures and peers: \`fixtures.ts\`, \`peers.ts\`. a: a Debian 12 root of 225 packages as docker-archive, 301 MB, one plain layer;
b: the same as OCI layout, gzip. A scan goes from file to SARIF and CycloneDX, digests checked, matched with a prepared
store and gated; trivy's runs are its bare inventory (its database cannot be had offline), osv-scanner's are named.

- Machine: ${machineText(report.load)}
${report.versions.map((version) => `- ${version}`).join('\n')}

## Goals
${goalTable(report.goals)}
${report.peers ? '' : '\nRatios to the peers are measured by `npm run bench -- --peers`.\n'}
## Figures
${figureTable(report.rows)}
${missed.length === 0 ? '' : `\n## Where a goal is missed: own time by function, milliseconds\n${missed.map(profileText).join('\n\n')}\n`}`;
}
