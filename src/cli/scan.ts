// portcullis scan: request, gate, reports on stdout.

import { misspeltVariables } from '../gate/notices.ts';
import { readRequest } from '../gate/read-request.ts';
import type { TemplateFixes } from '../gate/request.ts';
import { userCredentials } from '../gate/user-credentials.ts';
import { type ExitCode, UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { ScanResult } from '../model/result.ts';
import type { Session } from '../runtime/session.ts';
import type { Arguments } from './arguments.ts';
import { columnsOf, tell, wantsColour, writeAll } from './terminal.ts';

/** Longer is no password, and not read into memory. */
const longestPasswordBytes = 64 * 1024;

async function readPassword(): Promise<string> {
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

const mostLeft = 10;
/** The reason of findings for which no edit is known at all. */
const unplanned = 'no edit of the template mends it';

/** What --fix did, or with --dry-run would do, on stderr beside the verdict. */
export function fixText({ mode, files, mended, notes, left }: TemplateFixes): string {
  const verb = mode === 'write' ? 'mended' : 'would mend';
  const count = `${mended} finding${mended === 1 ? '' : 's'}`;
  const where = files.length === 0 ? 'nothing was changed' : files.join(', ');
  const lines = [
    files.length === 0 ? `fix: ${where}` : `fix: ${verb} ${count} in ${where}`,
    ...notes.map((note) => `  ${note}`),
  ];
  const planned = left.filter(({ reason }) => reason !== unplanned);
  const counts = new Map<string, number>();
  for (const { ruleId, reason } of planned) {
    const text = `${ruleId}: ${reason}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const texts = [...counts].map(([text, count]) =>
    count === 1 ? text : `${text} (${count} times)`,
  );
  lines.push(...texts.slice(0, mostLeft).map((text) => `  left: ${text}`));
  if (texts.length > mostLeft) lines.push(`  left: ${texts.length - mostLeft} more`);
  const byHand = left.length - planned.length;
  if (byHand > 0) lines.push(`  left to be mended by hand: ${byHand} more`);
  return `${lines.map(printable).join('\n')}\n`;
}

/** Runs the gate; resolves to its exit code when all reports are written. */
export async function scan(args: Arguments, session: Session): Promise<ExitCode> {
  const password = args.passwordFromStdin ? await readPassword() : args.given['registry-password'];
  const request = readRequest('cli', args.given, {
    credentials: await userCredentials(args.given, password, session.runtime),
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
    // The difference is what --dry-run is asked for: alone on stdout it can be given to patch.
    const isDiff = fixes.mode === 'print' && request.outputs.length === 0;
    if (isDiff) await writeAll(process.stdout, fixes.diff);
    await tell(fixText(fixes));
    if (isDiff) {
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
