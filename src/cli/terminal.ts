// What the command line writes, and where: reports on stdout, everything else on stderr.

import { UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Logger } from '../model/runtime.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const fallbackColumns = 100;

/** NO_COLOR and FORCE_COLOR as their conventions say; else only a terminal is coloured. */
export function wantsColour(isTerminal: boolean, environment: Environment): boolean {
  const force = environment['FORCE_COLOR'];
  if (environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** The terminal's width, `COLUMNS` where there is none, 100 without either. */
export function columnsOf(stream: { columns?: number }, environment: Environment): number {
  const said = Number(environment['COLUMNS']);
  const columns = stream.columns ?? (Number.isInteger(said) && said > 0 ? said : fallbackColumns);
  return Math.max(40, Math.min(columns, 400));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** What `writeAll` needs of a stream. */
interface OutStream {
  readonly destroyed: boolean;
  write(text: string | Uint8Array, done: (error?: Error | null) => void): unknown;
}

/**
 * Writes all of `text`; a reader that has gone away is no failure of ours.
 * @throws UserError (OUTPUT_UNWRITABLE) when it cannot be written, such as on a full disk
 */
export async function writeAll(stream: OutStream, text: string | Uint8Array): Promise<void> {
  if (text.length === 0 || stream.destroyed) return;
  try {
    // A stream to a file throws at once where others call back.
    await new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EPIPE') return;
    throw new UserError('OUTPUT_UNWRITABLE', `the output cannot be written (${code})`, {
      hint: 'Free space where the output goes, or write the report to a file by -o FORMAT=FILE.',
      cause,
    });
  }
}

/** Writes to stderr where that is possible: nobody could be told that it is not. */
export async function tell(text: string): Promise<void> {
  await writeAll(process.stderr, text).catch(() => undefined);
}

/** Without a listener a failed write would end the process with a stack; `writeAll` reports it. */
export function listenForFailedWrites(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

export interface TerminalLogger extends Logger {
  /** Takes the progress line away. */
  clear(): void;
}

/** What a logger needs of stderr. */
interface LogStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): unknown;
}

/**
 * Warnings always; progress as one changing line, on a terminal only; at debug level everything as lines.
 */
export function createLogger(stderr: LogStream, debug: boolean): TerminalLogger {
  let shown = false;
  const write = (text: string): void => {
    try {
      stderr.write(text);
    } catch {
      // A full disk behind stderr: the run goes on, its reports are elsewhere.
    }
  };
  const clear = (): void => {
    if (shown) write('\r\u001B[K');
    shown = false;
  };
  const line = (text: string): void => {
    clear();
    write(`${text}\n`);
  };
  return {
    clear,
    debug: (message) => {
      if (!debug) return;
      for (const each of message.split('\n')) line(`debug: ${printable(each)}`);
    },
    info: (message) => {
      if (debug) return line(printable(message));
      if (!stderr.isTTY) return;
      clear();
      write(printable(message).slice(0, Math.max(10, stderr.columns - 1)));
      shown = true;
    },
    warn: (message) => line(`warning: ${printable(message)}`),
  };
}
