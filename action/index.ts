// The Action's entry: inputs in, one run, outputs, log, summary and annotations out. No logic of its own.

import * as core from '@actions/core';
import { ambientAzureToken } from '../src/gate/ambient-azure.ts';
import { endOfError, type HostEnd, runOnHost } from '../src/gate/host-run.ts';
import { secretParts } from '../src/gate/secret-parts.ts';
import { userCredentials } from '../src/gate/user-credentials.ts';
import type { AzureAccess } from '../src/model/ports.ts';
import { printable } from '../src/model/printable.ts';
import type { Runtime } from '../src/model/runtime.ts';
import { flush } from '../src/runtime/flush.ts';
import { makeReportFolder } from '../src/runtime/report-folder.ts';
import { type Session, startSession } from '../src/runtime/session.ts';
import { actionCache } from './cache.ts';
import { readInputs } from './inputs.ts';
import { createLogger } from './log.ts';
import { present } from './present.ts';

const log = createLogger();
// Empty would be the working directory, which is the checkout.
const temporary = process.env['RUNNER_TEMP'] || undefined;
let session: Session | undefined;

/** What is to be undone is noted where `post.ts` looks for it. */
function azureAccess(runtime: Runtime): AzureAccess {
  const { GITHUB_REPOSITORY: name, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt } = process.env;
  return {
    accessToken: ambientAzureToken(runtime),
    ...(temporary === undefined ? {} : { cleanupFolder: temporary }),
    run: `${name}/${id}/${attempt}`,
    mask(secret) {
      for (const part of secretParts(secret)) core.setSecret(part);
    },
  };
}

async function run(): Promise<HostEnd> {
  const started = startSession({
    now: () => new Date(),
    env: process.env,
    log,
    temporaryParent: temporary,
  });
  session = started;
  const given = readInputs();
  return runOnHost('github', {
    given,
    part: async () => ({
      credentials: await userCredentials(given, given['registry-password'], started.runtime),
      cache: actionCache(log),
      azure: azureAccess(started.runtime),
      columns: 140,
      colour: false,
    }),
    always: ['json', 'sarif', 'cyclonedx-json', 'markdown'],
    reportFolder: makeReportFolder(temporary),
    session: started,
  });
}

try {
  await present(await run().catch(endOfError));
} catch (error) {
  // Only what the presenting itself could not do.
  core.setFailed(printable(error instanceof Error ? error.message : String(error)));
} finally {
  session?.end();
}
// Kept-alive connections would hold the step for seconds; everything is written by now.
await flush();
process.exit(process.exitCode ?? 0);
