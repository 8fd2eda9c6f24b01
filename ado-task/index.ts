// The task's entry: inputs in, one run, output variables, log, summary, tests and artifact out. No logic of its own.

import { basename } from 'node:path';
import { runOnHost } from '../src/gate/host-run.ts';
import { printable } from '../src/model/printable.ts';
import { flush } from '../src/runtime/flush.ts';
import { makeReportFolder } from '../src/runtime/report-folder.ts';
import { startSession } from '../src/runtime/session.ts';
import { readCredentials } from './credentials.ts';
import { hideSecrets, readTaskEnvironment } from './environment.ts';
import { readInputs } from './inputs.ts';
import { createLogger } from './log.ts';
import { networkEnvironment } from './network.ts';
import { present } from './present.ts';

const task = readTaskEnvironment(process.env);
hideSecrets(process.env);
// Only now, since it reads the environment when it is loaded.
const tl = await import('azure-pipelines-task-lib/task.js');
const temporary = task.variable('Agent.TempDirectory');
const session = startSession({
  now: () => new Date(),
  env: networkEnvironment(task),
  log: createLogger(tl),
  temporaryParent: temporary,
});
try {
  const given = readInputs(task);
  const reportFolder = makeReportFolder(temporary);
  const end = await runOnHost('azure', {
    given,
    part: async () => ({
      credentials: await readCredentials(
        { task, runtime: session.runtime, mask: (secret) => tl.setSecret(secret) },
        given,
      ),
      columns: 140,
      colour: false,
    }),
    always: ['json', 'sarif', 'cyclonedx-json', 'markdown', 'junit'],
    // All steps of a run share one artifact: a second gate must not overwrite the first one's file.
    names: { sarif: `portcullis-${basename(reportFolder)}.sarif` },
    reportFolder,
    session,
  });
  await present(tl, end, { reportFolder, isBuild: task.variable('System.HostType') !== 'release' });
} catch (error) {
  // Only what the presenting itself could not do.
  const message = error instanceof Error ? error.message : String(error);
  tl.setResult(tl.TaskResult.Failed, printable(message), true);
} finally {
  session.end();
}
// The agent reads the result from task.complete. Kept-alive connections would hold the step for seconds.
await flush();
process.exit(0);
