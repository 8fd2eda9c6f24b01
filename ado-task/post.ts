// The task's step after the job: undoes what a killed run left in Azure. It changes nothing about the job's result.

import { finishPendingAzure } from '../src/gate/pending-azure.ts';
import { secretParts } from '../src/gate/secret-parts.ts';
import { flush } from '../src/runtime/flush.ts';
import { startSession } from '../src/runtime/session.ts';
import { readAzureAccess } from './azure-access.ts';
import { hideSecrets, readTaskEnvironment } from './environment.ts';
import { readInputs } from './inputs.ts';
import { createLogger } from './log.ts';
import { networkEnvironment } from './network.ts';
import { loadTaskLib } from './task-lib.ts';

const limitMs = 5 * 60_000;

const task = readTaskEnvironment(process.env);
hideSecrets(process.env);
const temporary = task.variable('Agent.TempDirectory');
const tl = await loadTaskLib(temporary);
const log = createLogger(tl);

async function finish(folder: string): Promise<void> {
  const env = networkEnvironment(task);
  const session = startSession({ now: () => new Date(), env, log, temporaryParent: folder });
  session.limit(limitMs);
  try {
    const { runtime } = session;
    const mask = (secret: string) => {
      for (const part of secretParts(secret)) tl.setSecret(part);
    };
    const access = readAzureAccess({ task, runtime, mask }, readInputs(task));
    await Promise.race([finishPendingAzure(folder, access, runtime), session.forced]);
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
