// Renders the reports of a run and writes them by rename, so that no half-written report is ever there.

import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { RunError, ScanResult } from '../model/result.ts';
import type { ReportOptions } from '../reports/report.ts';
import { reportOf } from '../reports/reports.ts';
import { makeFolder } from '../runtime/make-folder.ts';
import type { GateOutcome, GateRequest, OutputRequest, WrittenReport } from './request.ts';
import { runErrorOf } from './scan-targets.ts';

/** What a path leads to, links followed: nothing, a file to be replaced, or what must be written through. */
async function destinationOf(path: string): Promise<{ path: string; isFile: boolean }> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { path, isFile: true };
  return { path: found.isFile() ? await realpath(path) : path, isFile: found.isFile() };
}

/** By rename where a file is or is to be; a device or pipe (`/dev/stdout`) is written into, never replaced. */
async function writeReport(wanted: string, text: string | Iterable<string>): Promise<void> {
  const { path, isFile } = await destinationOf(wanted);
  const draft = `${path}.${randomUUID()}.part`;
  try {
    if (!isFile) return await writeFile(path, text);
    await makeFolder(dirname(resolve(path)));
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined); // the first failure is the one to tell
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UserError('OUTPUT_UNWRITABLE', `the report ${wanted} cannot be written (${code})`, {
      hint: 'Name a file in a folder that this user may write.',
      cause,
    });
  }
}

/** Width of a table in a file. */
const fileColumns = 120;

export interface Reports extends Pick<GateOutcome, 'written'> {
  readonly errors: readonly RunError[];
}

function optionsOf(request: GateRequest, { file }: OutputRequest): ReportOptions {
  const fullReport = request.outputs.find((output) => output.format === 'json')?.file;
  return {
    columns: file === undefined ? request.columns : fileColumns,
    colour: file === undefined && request.colour,
    ...(fullReport === undefined ? {} : { fullReport }),
  };
}

function textOf(request: GateRequest, output: OutputRequest, result: ScanResult): string {
  return reportOf(output.format)?.render(result, optionsOf(request, output)) ?? '';
}

/** Writes the reports that go into files; one that cannot be written does not keep the others from being written. */
export async function writeReports(request: GateRequest, result: ScanResult): Promise<Reports> {
  const written: WrittenReport[] = [];
  const errors: RunError[] = [];
  for (const output of request.outputs) {
    const { format, file } = output;
    if (file === undefined) continue;
    try {
      const parts = reportOf(format)?.parts?.(result, optionsOf(request, output));
      await writeReport(file, parts ?? textOf(request, output, result));
      written.push({ format, path: file });
    } catch (error) {
      errors.push(runErrorOf(error));
    }
  }
  return { written, errors };
}

/** The reports that the host prints. */
export function printReports(request: GateRequest, result: ScanResult): GateOutcome['printed'] {
  return request.outputs
    .filter(({ file }) => file === undefined)
    .map((output) => ({ format: output.format, text: textOf(request, output, result) }));
}
