// The runner's log: every message on one printable line.

import * as core from '@actions/core';
import { printable } from '../src/model/printable.ts';
import type { Logger } from '../src/model/runtime.ts';

export function createLogger(): Logger {
  return {
    debug(message) {
      for (const line of message.split('\n')) core.debug(printable(line));
    },
    info: (message) => core.info(printable(message)),
    // A log line, not an annotation: the runner keeps ten a step, and those are for findings.
    warn: (message) => core.info(`Warning: ${printable(message)}`),
  };
}
