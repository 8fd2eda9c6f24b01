// portcullis db update | status: what lies in the advisory database.

import type { DatabaseReport } from '../gate/database.ts';
import { parseBoolean, parseOutput, timeoutOf } from '../gate/read-request.ts';
import { type ExitCode, UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { FeedStatus } from '../model/result.ts';
import { safeJson } from '../reports/safe-json.ts';
import type { Session } from '../runtime/session.ts';
import type { Arguments } from './arguments.ts';
import { writeAll } from './terminal.ts';

const hourMs = 3_600_000;

function ageOf(fetched: string | undefined, now: Date): string {
  if (fetched === undefined) return '–';
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(fetched)) / hourMs));
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

function cellsOf(feed: FeedStatus, now: Date): string[] {
  const { ecosystem, state, records, skipped, fetched, source, reason } = feed;
  const bad = skipped === 0 ? '' : ` (${skipped} bad ones left out)`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return [
    printable(ecosystem),
    state === 'ready' ? `${records} records${bad}` : state,
    ageOf(fetched, now),
    printable(`${source}${why}`),
  ];
}

/** One line a feed, in columns. */
export function databaseTable({ folder, status }: DatabaseReport, now: Date): string {
  if (status.feeds.length === 0) {
    return `No advisories in ${printable(folder)}.\nFetch some: portcullis db update npm Debian\n`;
  }
  const rows = status.feeds.map((feed) => cellsOf(feed, now));
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${printable(folder)}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

function wantsJson(output: string | undefined): boolean {
  if (output === undefined) return false;
  const { format, file } = parseOutput(output);
  if (file === undefined && (format === 'json' || format === 'table')) return format === 'json';
  throw new UserError('USAGE', 'db prints a table or JSON: -o table, -o json');
}

/** A mirror's address, or no feeds at all, is the network. */
function asksNetwork(feeds: string | undefined): boolean {
  return feeds === undefined || /^https?:/i.test(feeds);
}

/** KEV and the end-of-life dates may be left out by a mirror (a scan then says so); advisories that were asked for not. */
const isAbsent = ({ ecosystem, state }: FeedStatus): boolean =>
  state === 'missing' || (state === 'not-offered' && ecosystem !== 'kev' && ecosystem !== 'eol');

/** Prints the state of the database; 4 when a feed that was asked for is missing. */
export async function database(args: Arguments, session: Session): Promise<ExitCode> {
  const { given, operands, command } = args;
  const isJson = wantsJson(given.output);
  const request = {
    ...(given.db === undefined ? {} : { db: given.db }),
    ...(given.feeds === undefined ? {} : { feeds: given.feeds }),
    offline: given.offline === undefined ? false : parseBoolean(given.offline, 'offline'),
  };
  if (command === 'db update') {
    if (request.offline && asksNetwork(request.feeds)) {
      throw new UserError(
        'USAGE',
        'db update fetches advisories, and PORTCULLIS_OFFLINE forbids it',
        {
          hint: 'Unset it, or name a folder of feeds by --feeds.',
        },
      );
    }
    session.limit(timeoutOf(given));
  }
  const { readDatabase, refreshDatabase } = await import('../gate/database.ts');
  const report =
    command === 'db update'
      ? await refreshDatabase(operands, request, session.runtime)
      : await readDatabase(request, session.runtime);
  session.end();
  const text = isJson ? safeJson(report) : databaseTable(report, session.runtime.now());
  await writeAll(process.stdout, text);
  return report.status.feeds.some(isAbsent) ? 4 : 0;
}
