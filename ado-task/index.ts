// The task's entry: inputs in, one run, output variables, log, summary, tests and artifact out. No logic of its own.

import { basename } from 'node:path';
import { endOfError, type HostEnd, runOnHost } from '../src/gate/host-run.ts';
import { secretParts } from '../src/gate/secret-parts.ts';
import { printable } from '../src/model/printable.ts';
import { flush } from '../src/runtime/flush.ts';
import { makeReportFolder } from '../src/runtime/report-folder.ts';
import { type Session, startSession } from '../src/runtime/session.ts';
import { readAzureAccess } from './azure-access.ts';
import { readCredentials } from './credentials.ts';
import { hideSecrets, readTaskEnvironment } from './environment.ts';
import { readInputs } from './inputs.ts';
import { createLogger } from './log.ts';
import { networkEnvironment } from './network.ts';
import { present } from './present.ts';
import { loadTaskLib } from './task-lib.ts';

const task = readTaskEnvironment(process.env);
hideSecrets(process.env);
const temporary = task.variable('Agent.TempDirectory');
const tl = await loadTaskLib(temporary);
let session: Session | undefined;
let reportFolder: string | undefined;

/** task-lib refuses a secret with a line break. */
function mask(secret: string): void {
  for (const part of secretParts(secret)) tl.setSecret(part);
}

async function run(): Promise<HostEnd> {
  const started = startSession({
    now: () => new Date(),
    env: networkEnvironment(task),
    log: createLogger(tl),
    temporaryParent: temporary,
  });
  session = started;
  const folder = makeReportFolder(temporary);
  reportFolder = folder;
  const given = readInputs(task);
  return runOnHost('azure', {
    given,
    part: async () => {
      const context = { task, runtime: started.runtime, mask };
      return {
        credentials: await readCredentials(context, given),
        azure: {
          ...readAzureAccess(context, given),
          // Where post.ts looks for it.
          ...(temporary === undefined ? {} : { cleanupFolder: temporary }),
          run: `${task.variable('System.TeamProject')}/${task.variable('Build.BuildId')}`,
        },
        columns: 140,
        colour: false,
      };
    },
    always: ['json', 'sarif', 'cyclonedx-json', 'markdown', 'junit'],
    // All steps of a run share one artifact: a second gate must not overwrite the first one's file.
    names: { sarif: `portcullis-${basename(folder)}.sarif` },
    reportFolder: folder,
    session: started,
  });
}

try {
  const end = await run().catch(endOfError);
  const isBuild = task.variable('System.HostType') !== 'release';
  await present(tl, end, { reportFolder, isBuild });
} catch (error) {
  // Only what the presenting itself could not do.
  const message = error instanceof Error ? error.message : String(error);
  tl.setResult(tl.TaskResult.Failed, printable(message), true);
} finally {
  session?.end();
}
// The agent reads the result from task.complete. Kept-alive connections would hold the step for seconds.
await flush();
process.exit(0);
