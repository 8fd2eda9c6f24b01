// What both pipelines' hosts do alike: one run that always ends with every output set, and leaves its reports.

import { join, resolve } from 'node:path';
import type { Runtime } from '../model/runtime.ts';
import type { ReportFormat } from '../reports/report.ts';
import { misspeltVariables } from './notices.ts';
import type { Host } from './options.ts';
import { type OutputValues, outputsOf, outputsOfError } from './outputs.ts';
import { type GivenOptions, type HostPart, readRequest } from './read-request.ts';
import type { GateOutcome, OutputRequest } from './request.ts';

const fileNames: Readonly<Record<ReportFormat, string>> = {
  table: 'table.txt',
  json: 'result.json',
  sarif: 'result.sarif',
  junit: 'junit.xml',
  'cyclonedx-json': 'bom.cdx.json',
  markdown: 'summary.md',
};

/**
 * The reports that were asked for, those without a file put into `folder`, and after them those of `always` that
 * nobody asked for. The table is always printed, too.
 */
export function hostOutputs(
  asked: readonly OutputRequest[],
  always: readonly ReportFormat[],
  folder: string,
  names: Partial<Readonly<Record<ReportFormat, string>>> = {},
): readonly OutputRequest[] {
  const place = (format: ReportFormat) => join(folder, names[format] ?? fileNames[format]);
  const placed = asked
    .filter(({ format, file }) => format !== 'table' || file !== undefined)
    .map(({ format, file }) => ({ format, file: file ?? place(format) }));
  const missing = always
    .filter((format) => !placed.some((output) => output.format === format))
    .map((format) => ({ format, file: place(format) }));
  const once = [...placed, ...missing].filter(
    (output, at, all) => all.findIndex(({ file }) => file === output.file) === at,
  );
  return [{ format: 'table' }, ...once];
}

export interface HostRun {
  readonly given: GivenOptions;
  /** May throw what is wrong with the given credentials. */
  readonly part: () => HostPart | Promise<HostPart>;
  /** Reports that are made whatever the user asks for. */
  readonly always: readonly ReportFormat[];
  /** Names of files in it where the usual one will not do. */
  readonly names?: Partial<Readonly<Record<ReportFormat, string>>>;
  /** An existing folder for reports without a path of their own. */
  readonly reportFolder: string;
  readonly session: {
    readonly runtime: Runtime;
    limit(timeoutMs: number): void;
    readonly forced: Promise<Error>;
  };
}

export type HostEnd =
  | { readonly kind: 'outcome'; readonly outcome: GateOutcome; readonly outputs: OutputValues }
  | { readonly kind: 'error'; readonly error: unknown; readonly outputs: OutputValues };

/** The end of a run that could not even begin. */
export function endOfError(error: unknown): HostEnd {
  return { kind: 'error', error, outputs: outputsOfError(error) };
}

/** Never rejects: what was thrown is the end's `error`. */
export async function runOnHost(host: Host, run: HostRun): Promise<HostEnd> {
  const { session } = run;
  try {
    const request = readRequest(host, run.given, await run.part());
    if (request.timeoutMs !== undefined) session.limit(request.timeoutMs);
    const notices = misspeltVariables(session.runtime.env);
    for (const notice of notices) session.runtime.log.warn(notice);
    const outputs = hostOutputs(request.outputs, run.always, run.reportFolder, run.names);
    const work = import('./run-gate.ts').then(({ runGate }) =>
      runGate({ ...request, outputs }, session.runtime),
    );
    const forced = session.forced.then((reason) => {
      throw reason;
    });
    const ended = await Promise.race([work, forced]);
    // Later steps may run in another folder.
    const written = ended.written.map(({ format, path }) => ({ format, path: resolve(path) }));
    const outcome = { ...ended, written };
    return { kind: 'outcome', outcome, outputs: outputsOf(outcome) };
  } catch (thrown) {
    const { signal } = session.runtime;
    return endOfError(signal.aborted ? signal.reason : thrown);
  }
}
