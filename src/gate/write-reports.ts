// Renders the reports of a run and writes them by rename, so that no half-written report is ever there.

import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { RunError, ScanResult } from '../model/result.ts';
import { reportOf } from '../reports/reports.ts';
import type { GateOutcome, GateRequest, WrittenReport } from './request.ts';
import { runErrorOf } from './scan-targets.ts';

async function writeByRename(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UserError('OUTPUT_UNWRITABLE', `the report ${path} cannot be written (${code})`, {
      hint: 'Name a file in a folder that this user may write.',
      cause,
    });
  }
}

export interface Reports extends Pick<GateOutcome, 'written' | 'printed'> {
  readonly errors: readonly RunError[];
}

/** One report that cannot be written does not keep the others from being written. */
export async function writeReports(request: GateRequest, result: ScanResult): Promise<Reports> {
  const written: WrittenReport[] = [];
  const printed: { format: WrittenReport['format']; text: string }[] = [];
  const errors: RunError[] = [];
  const fullReport = request.outputs.find(({ format }) => format === 'json')?.file;
  for (const { format, file } of request.outputs) {
    const report = reportOf(format);
    if (report === undefined) continue;
    try {
      const text = report.render(result, {
        columns: file === undefined ? request.columns : 120,
        colour: file === undefined && request.colour,
        ...(fullReport === undefined ? {} : { fullReport }),
      });
      if (file === undefined) {
        printed.push({ format, text });
      } else {
        await writeByRename(file, text);
        written.push({ format, path: file });
      }
    } catch (error) {
      errors.push(runErrorOf(error));
    }
  }
  return { written, printed, errors };
}
