// The Action's step after the job: undoes what a killed run left in Azure. It changes nothing about the job's result.

import { ambientAzureToken } from '../src/gate/ambient-azure.ts';
import { finishPendingAzure } from '../src/gate/pending-azure.ts';
import { flush } from '../src/runtime/flush.ts';
import { startSession } from '../src/runtime/session.ts';
import { createLogger } from './log.ts';

/** Azure takes seconds to delete a disk; the runner waits for no longer than its own limits. */
const limitMs = 5 * 60_000;

const temporary = process.env['RUNNER_TEMP'] || undefined;
const log = createLogger();

async function finish(folder: string): Promise<void> {
  const env = process.env;
  const session = startSession({ now: () => new Date(), env, log, temporaryParent: folder });
  session.limit(limitMs);
  try {
    const accessToken = ambientAzureToken(session.runtime);
    const work = finishPendingAzure(folder, { accessToken }, session.runtime);
    await Promise.race([work, session.forced]);
  } finally {
    session.end();
  }
}

try {
  if (temporary !== undefined) await finish(temporary);
} catch (error) {
  log.warn(error instanceof Error ? error.message : String(error));
}
await flush();
process.exit(0);
