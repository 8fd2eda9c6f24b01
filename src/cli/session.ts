// The command line's Runtime: clock, environment, log, private temporary folder, cancellation.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { listenForCancellation } from '../runtime/cancellation.ts';
import { createLogger } from './terminal.ts';

export interface Session {
  readonly runtime: Runtime;
  limit(timeoutMs: number): void;
  readonly forced: Promise<UserError>;
  /** Removes the temporary folder and gives the terminal back. */
  end(): void;
}

/** Starts to listen for signals and makes the temporary folder. */
export function startSession(debug: boolean): Session {
  const cancellation = listenForCancellation();
  const log = createLogger(process.stderr, debug);
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  return {
    runtime: {
      now: () => new Date(),
      env: process.env,
      log,
      temporaryFolder,
      signal: cancellation.signal,
    },
    limit: (timeoutMs) => cancellation.limit(timeoutMs),
    forced: cancellation.forced,
    end() {
      cancellation.dispose();
      log.clear();
      rmSync(temporaryFolder, { recursive: true, force: true });
    },
  };
}
