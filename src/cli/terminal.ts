// What the command line writes, and where: reports on stdout, everything else on stderr.

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

/** Writes all of `text`; a reader that has gone away is no failure of ours. */
export function writeAll(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (text === '' || stream.destroyed) return resolve();
    stream.write(text, () => resolve());
  });
}

/** Without a listener an EPIPE would end the process with a stack. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
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
  const clear = (): void => {
    if (shown) stderr.write('\r\u001B[K');
    shown = false;
  };
  const line = (text: string): void => {
    clear();
    stderr.write(`${text}\n`);
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
      stderr.write(printable(message).slice(0, Math.max(10, stderr.columns - 1)));
      shown = true;
    },
    warn: (message) => line(`warning: ${printable(message)}`),
  };
}
