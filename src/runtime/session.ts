// A host's Runtime with a beginning and an end: private temporary folder, cancellation.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { Logger, Runtime } from '../model/runtime.ts';
import { listenForCancellation } from './cancellation.ts';

export interface Session {
  readonly runtime: Runtime;
  /** Starts the run's time limit. */
  limit(timeoutMs: number): void;
  /** Settles when an aborted run does not come to its end by itself. */
  readonly forced: Promise<Error>;
  /** Removes the temporary folder and the signal handlers; may be called again. */
  end(): void;
}

export interface SessionPart {
  readonly now: () => Date;
  readonly env: Runtime['env'];
  readonly log: Logger;
  /** Where the private folder is made; absent: the system's place. */
  readonly temporaryParent?: string | undefined;
}

function makeTemporaryFolder(given: string | undefined): string {
  const parent = given ?? tmpdir();
  try {
    return mkdtempSync(join(parent, 'portcullis-'));
  } catch (cause) {
    throw new UserError('USAGE', `no temporary folder can be made in ${parent}`, {
      hint:
        given === undefined
          ? 'Set TMPDIR (on Windows TEMP) to a folder that is there and that this user may write.'
          : "The pipeline's folder for temporary files must be there, and this user must be able to write it.",
      cause,
    });
  }
}

/** Listens for signals from now on and makes the temporary folder. Throws `USAGE` where it cannot. */
export function startSession(part: SessionPart): Session {
  const temporaryFolder = makeTemporaryFolder(part.temporaryParent);
  const cancellation = listenForCancellation();
  return {
    runtime: {
      now: part.now,
      env: part.env,
      log: part.log,
      temporaryFolder,
      signal: cancellation.signal,
    },
    limit: (timeoutMs) => cancellation.limit(timeoutMs),
    forced: cancellation.forced,
    end() {
      cancellation.dispose();
      rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
