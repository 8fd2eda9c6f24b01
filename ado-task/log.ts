// The agent's log: every message on one printable line.

import type * as taskLib from 'azure-pipelines-task-lib/task.js';
import { printable } from '../src/model/printable.ts';
import type { Logger } from '../src/model/runtime.ts';

export type TaskLib = typeof taskLib;

/** Writes one line that is no command. */
export function writeLine(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

export function createLogger(tl: TaskLib): Logger {
  return {
    debug(message) {
      for (const line of message.split('\n')) tl.debug(printable(line));
    },
    info: writeLine,
    // A log line, not an issue: the agent keeps ten a step, and those are for findings.
    warn: (message) => process.stdout.write(`##[warning]${printable(message)}\n`),
  };
}
