// portcullis inspect TARGET: how disks are laid out, and what is on them.

import { ambientAzureToken } from '../gate/ambient-azure.ts';
import type { Inspection } from '../gate/inspect.ts';
import { parseOutput, readRequest } from '../gate/read-request.ts';
import { userCredentials } from '../gate/user-credentials.ts';
import { type ExitCode, UserError } from '../model/errors.ts';
import { safeJson } from '../reports/safe-json.ts';
import type { Session } from '../runtime/session.ts';
import type { Arguments } from './arguments.ts';
import { inspectionOf } from './inspect-words.ts';
import { layoutText, unreadLines } from './layout-text.ts';
import { readPassword } from './scan.ts';
import { columnsOf, tell, writeAll } from './terminal.ts';

function usage(message: string, hint: string): UserError {
  return new UserError('USAGE', message, { hint });
}

function wantsJson(output: string | undefined, { kind }: Inspection): boolean {
  if (output === undefined || kind !== 'layout') return false;
  const { format, file } = parseOutput(output);
  if (file === undefined && (format === 'json' || format === 'table')) return format === 'json';
  throw usage('inspect prints a table or JSON', 'Write -o table or -o json.');
}

/** Prints what was asked for; 3 where something of the target was not read, or not wholly. */
export async function inspectTarget(args: Arguments, session: Session): Promise<ExitCode> {
  const inspection = inspectionOf(args.inspect, args.operands[1]);
  const { output, ...given } = args.given;
  const isJson = wantsJson(output, inspection);
  if (given.targets === undefined || args.operands.length === 0) {
    throw usage('inspect lacks its target', 'Name a disk: portcullis inspect disk:golden.vhd');
  }
  const password = args.passwordFromStdin ? await readPassword() : given['registry-password'];
  const request = readRequest('cli', given, {
    credentials: await userCredentials(given, password, session.runtime),
    azure: { accessToken: ambientAzureToken(session.runtime) },
    columns: columnsOf(process.stdout, process.env),
    colour: false,
  });
  if (request.timeoutMs !== undefined) session.limit(request.timeoutMs);
  const { stdout } = process;
  const write = async (part: string | Uint8Array): Promise<boolean> => {
    await writeAll(stdout, part);
    return !stdout.destroyed;
  };
  const { inspect } = await import('../gate/inspect.ts');
  const asked = { ...request, target: given.targets, inspection };
  const { target, layout, coverage } = await inspect(asked, write, session.runtime);
  session.end();
  if (layout !== undefined && inspection.kind === 'layout') {
    const text = isJson ? safeJson({ target, ...layout, coverage }) : layoutText(layout, coverage);
    await writeAll(stdout, text);
  } else {
    const gaps = unreadLines(coverage.filter(({ incomplete }) => incomplete));
    if (gaps.length > 0) await tell(['Not read:', ...gaps, ''].join('\n'));
  }
  return coverage.some(({ incomplete }) => incomplete) ? 3 : 0;
}
