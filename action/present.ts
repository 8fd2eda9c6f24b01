// What a run looks like on GitHub: outputs, table in the log, annotations, job summary, the step's end.

import { readFileSync, statSync } from 'node:fs';
import * as core from '@actions/core';
import type { HostEnd } from '../src/gate/host-run.ts';
import { outputs as outputTable } from '../src/gate/options.ts';
import { describeError, type ErrorText } from '../src/gate/outputs.ts';
import type { GateOutcome } from '../src/gate/request.ts';
import { printable } from '../src/model/printable.ts';

/** Above it the runner drops the whole summary (1024 KiB); the report keeps below 900 KiB by itself. */
const largestSummaryBytes = 1000 * 1024;
/** The runner cuts an annotation at 4,096 characters. */
const longestAnnotation = 4000;
/** Of ten errors a step, one is the step's own end. */
const annotationLimit = 9;

async function writeSummary(markdown: string): Promise<void> {
  if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return;
  try {
    await core.summary.addRaw(markdown, true).write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    core.info(`Warning: the job summary could not be written: ${printable(reason)}`);
  }
}

async function annotate(outcome: GateOutcome): Promise<void> {
  const { annotationsOf } = await import('../src/reports/annotations.ts');
  for (const { level, title, message, file, line } of annotationsOf(
    outcome.result,
    annotationLimit,
  )) {
    const properties = {
      title: printable(title),
      ...(file === undefined ? {} : { file: printable(file) }),
      ...(line === undefined ? {} : { startLine: line }),
    };
    const text = printable(message).slice(0, longestAnnotation);
    if (level === 'error') core.error(text, properties);
    else if (level === 'warning') core.warning(text, properties);
    else core.notice(text, properties);
  }
}

async function presentOutcome(outcome: GateOutcome): Promise<void> {
  for (const { text } of outcome.printed) {
    for (const line of text.replace(/\n$/, '').split('\n')) core.info(printable(line));
  }
  await annotate(outcome);
  const summary = outcome.written.find(({ format }) => format === 'markdown');
  if (summary !== undefined && statSync(summary.path).size <= largestSummaryBytes) {
    await writeSummary(readFileSync(summary.path, 'utf8'));
  }
  for (const { format, path } of outcome.written) core.info(printable(`${format}: ${path}`));
  if (outcome.exitCode !== 0) core.setFailed(printable(outcome.result.verdict.reason));
}

async function presentError({ message, hint, stack }: ErrorText): Promise<void> {
  for (const line of stack.split('\n')) core.debug(printable(line));
  const text = hint === undefined ? message : `${message}. ${hint}`;
  await writeSummary(`## Portcullis: error\n\n\`\`\`text\n${text.replaceAll('`', "'")}\n\`\`\`\n`);
  core.setFailed(text);
}

/** Why the outputs could not be written; undefined: they are. */
function setOutputs(values: HostEnd['outputs']): string | undefined {
  try {
    for (const { name } of outputTable) core.setOutput(name, values[name]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Outputs come first: whatever fails afterwards, they are set. Where they cannot be, the rest is still told. */
export async function present(end: HostEnd): Promise<void> {
  const failure = setOutputs(end.outputs);
  if (end.kind === 'outcome') await presentOutcome(end.outcome);
  else await presentError(describeError(end.error));
  if (failure === undefined) return;
  const text = `the outputs could not be written: ${printable(failure)}`;
  // Steps that read the outputs must not go on without them.
  if (end.outputs['exit-code'] === '0') core.setFailed(text);
  else core.info(`Warning: ${text}`);
}
