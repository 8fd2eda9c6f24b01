// What a run looks like on Azure DevOps: output variables, table in the log, issues, summary, tests, artifact, result.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostEnd } from '../src/gate/host-run.ts';
import { camelCase, outputs as outputTable } from '../src/gate/options.ts';
import { describeError } from '../src/gate/outputs.ts';
import type { GateOutcome } from '../src/gate/request.ts';
import { printable } from '../src/model/printable.ts';
import type { ScanResult } from '../src/model/result.ts';
import type { ReportFormat } from '../src/reports/report.ts';
import { type TaskLib, writeLine } from './log.ts';

/** Of ten issues a step, one is the step's own end. */
const issueLimit = 9;
/** The name that the «Scans» tab of Microsoft's extension looks for. */
const scansArtifact = 'CodeAnalysisLogs';

export interface Place {
  /** Undefined where none could be made. */
  readonly reportFolder: string | undefined;
  /** A classic release has no artifacts of its own. */
  readonly isBuild: boolean;
}

/** Why an open gate is still worth a look; undefined: nothing. */
export function issuesOf(result: ScanResult): string | undefined {
  const below = result.targets
    .flatMap(({ findings }) => findings)
    .filter(({ state }) => state === 'below-threshold').length;
  const { notices } = result.policy;
  const parts = [
    ...(below === 0
      ? []
      : [`${below} ${below === 1 ? 'finding' : 'findings'} below the threshold`]),
    ...notices,
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

async function logIssues(tl: TaskLib, outcome: GateOutcome): Promise<void> {
  const { annotationsOf } = await import('../src/reports/annotations.ts');
  for (const { level, title, message, file, line } of annotationsOf(outcome.result, issueLimit)) {
    const text = printable(`${title}: ${message}`);
    if (level === 'notice') writeLine(text);
    else {
      const kind = level === 'error' ? tl.IssueType.Error : tl.IssueType.Warning;
      tl.logIssue(kind, text, file === undefined ? undefined : printable(file), line);
    }
  }
}

/** The files are announced when they are whole: the agent looks for them at once. */
function announceReports(tl: TaskLib, outcome: GateOutcome, place: Place): void {
  const pathOf = (format: ReportFormat) =>
    outcome.written.find((report) => report.format === format)?.path;
  const summary = pathOf('markdown');
  if (summary !== undefined) tl.uploadSummary(summary);
  const tests = pathOf('junit');
  if (tests !== undefined) {
    tl.command(
      'results.publish',
      { type: 'JUnit', runTitle: 'Portcullis', resultFiles: tests, testRunSystem: 'Portcullis' },
      '',
    );
  }
  const sarif = pathOf('sarif');
  if (sarif !== undefined && place.isBuild) {
    tl.uploadArtifact(scansArtifact, sarif, scansArtifact);
  }
  for (const { format, path } of outcome.written) writeLine(`${format}: ${path}`);
}

async function presentOutcome(tl: TaskLib, outcome: GateOutcome, place: Place): Promise<void> {
  for (const { text } of outcome.printed) {
    for (const line of text.replace(/\n$/, '').split('\n')) writeLine(line);
  }
  await logIssues(tl, outcome);
  announceReports(tl, outcome, place);
  const reason = printable(outcome.result.verdict.reason);
  const issues = issuesOf(outcome.result);
  if (outcome.exitCode !== 0) tl.setResult(tl.TaskResult.Failed, reason, true);
  else if (issues === undefined) tl.setResult(tl.TaskResult.Succeeded, reason, true);
  else tl.setResult(tl.TaskResult.SucceededWithIssues, `${reason} (${printable(issues)})`, true);
}

function summarizeError(tl: TaskLib, text: string, reportFolder: string): void {
  const summary = join(reportFolder, 'summary.md');
  try {
    const fenced = text.replaceAll('`', "'");
    writeFileSync(summary, `## Portcullis: error\n\n\`\`\`text\n${fenced}\n\`\`\`\n`);
    tl.uploadSummary(summary);
  } catch (failure) {
    // The result below says it all; a full disk must not hide it.
    tl.debug(printable(String(failure)));
  }
}

function presentError(tl: TaskLib, error: unknown, { reportFolder }: Place): void {
  const { message, hint, stack } = describeError(error);
  for (const line of stack.split('\n')) tl.debug(printable(line));
  const text = hint === undefined ? message : `${message}. ${hint}`;
  if (reportFolder !== undefined) summarizeError(tl, text, reportFolder);
  tl.setResult(tl.TaskResult.Failed, text, true);
}

/** Output variables come first: whatever fails afterwards, they are set. */
export async function present(tl: TaskLib, end: HostEnd, place: Place): Promise<void> {
  for (const { name } of outputTable) {
    tl.setVariable(camelCase(name), end.outputs[name], false, true);
  }
  if (end.kind === 'outcome') await presentOutcome(tl, end.outcome, place);
  else presentError(tl, end.error, place);
}
