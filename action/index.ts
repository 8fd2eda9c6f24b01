// The Action's entry: inputs in, one run, outputs, log, summary and annotations out. No logic of its own.

import * as core from '@actions/core';
import { runOnHost } from '../src/gate/host-run.ts';
import { userCredentials } from '../src/gate/user-credentials.ts';
import { flush } from '../src/runtime/flush.ts';
import { makeReportFolder } from '../src/runtime/report-folder.ts';
import { startSession } from '../src/runtime/session.ts';
import { actionCache } from './cache.ts';
import { readInputs } from './inputs.ts';
import { createLogger } from './log.ts';
import { present } from './present.ts';

const log = createLogger();
const session = startSession({
  now: () => new Date(),
  env: process.env,
  log,
  temporaryParent: process.env['RUNNER_TEMP'],
});
try {
  const given = readInputs();
  const end = await runOnHost('github', {
    given,
    part: async () => ({
      credentials: await userCredentials(given, given['registry-password'], session.runtime),
      cache: actionCache(log),
      columns: 140,
      colour: false,
    }),
    always: ['json', 'sarif', 'cyclonedx-json', 'markdown'],
    reportFolder: makeReportFolder(process.env['RUNNER_TEMP']),
    session,
  });
  await present(end);
} catch (error) {
  // Only what the presenting itself could not do, such as an unwritable GITHUB_OUTPUT.
  core.setFailed(error instanceof Error ? error.message : String(error));
} finally {
  session.end();
}
// Kept-alive connections would hold the step for seconds; everything is written by now.
await flush();
process.exit(process.exitCode ?? 0);
