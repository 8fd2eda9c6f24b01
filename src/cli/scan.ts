// portcullis scan: request, gate, reports on stdout.

import { ambientAzureToken } from '../gate/ambient-azure.ts';
import { misspeltVariables } from '../gate/notices.ts';
import { readRequest } from '../gate/read-request.ts';
import { userCredentials } from '../gate/user-credentials.ts';
import { type ExitCode, UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { ScanResult } from '../model/result.ts';
import type { Session } from '../runtime/session.ts';
import type { Arguments } from './arguments.ts';
import { fixText } from './fix-text.ts';
import { columnsOf, tell, wantsColour, writeAll } from './terminal.ts';

/** Longer is no password, and not read into memory. */
const longestPasswordBytes = 64 * 1024;

/** What a pipe brings, less its last line break. Throws `USAGE` where that is too long. */
export async function readPassword(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > longestPasswordBytes) {
      throw new UserError('USAGE', 'what stdin brings is too long for a password');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** The verdict and what went wrong, for runs whose reports all go to files. */
export function verdictText({ verdict, errors }: ScanResult): string {
  const lines = [`portcullis: ${printable(verdict.reason)} (exit code ${verdict.exitCode})`];
  for (const { message, hint, target } of errors) {
    const about = target === undefined ? '' : `${target}: `;
    lines.push(`  ${printable(`${about}${message}`)}`);
    if (hint !== undefined) lines.push(`    ${printable(hint)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Runs the gate; resolves to its exit code when all reports are written. */
export async function scan(args: Arguments, session: Session): Promise<ExitCode> {
  const password = args.passwordFromStdin ? await readPassword() : args.given['registry-password'];
  const request = readRequest('cli', args.given, {
    credentials: await userCredentials(args.given, password, session.runtime),
    azure: { accessToken: ambientAzureToken(session.runtime) },
    columns: columnsOf(process.stdout, process.env),
    colour: wantsColour(process.stdout.isTTY, process.env),
  });
  if (request.timeoutMs !== undefined) session.limit(request.timeoutMs);
  const outputs = request.outputs.length > 0 ? request.outputs : [{ format: 'table' as const }];
  const notices = misspeltVariables(process.env);
  for (const notice of notices) session.runtime.log.warn(notice);
  const { runGate } = await import('../gate/run-gate.ts');
  const outcome = await runGate({ ...request, outputs }, session.runtime);
  session.end();
  const { fixes } = outcome;
  if (fixes !== undefined) {
    // The difference is what --dry-run is asked for: alone on stdout it can be given to patch; beside a report that
    // stdout is for it goes to stderr.
    const isDry = fixes.mode === 'print';
    const isAlone = isDry && outcome.printed.length === 0;
    const isWithoutReports = request.outputs.length === 0;
    if (isDry && (isAlone || isWithoutReports)) await writeAll(process.stdout, fixes.diff);
    else if (isDry) await tell(fixes.diff);
    await tell(fixText(fixes, columnsOf(process.stderr, process.env)));
    if (isDry && isWithoutReports) {
      await tell(verdictText(outcome.result));
      return outcome.exitCode;
    }
  }
  for (const { text } of outcome.printed) {
    await writeAll(process.stdout, text.endsWith('\n') ? text : `${text}\n`);
  }
  if (outcome.printed.length === 0) await tell(verdictText(outcome.result));
  return outcome.exitCode;
}
