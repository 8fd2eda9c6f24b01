// Loads task-lib, which reads the environment and writes the key of its vault as soon as it is loaded.

import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskLib } from './log.ts';

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * To be called when the secrets are out of the environment. Where `temporary` (the agent's folder) cannot be written,
 * task-lib would end the process, and without one write into the checkout: it gets another folder, so that the task
 * can say by it what is wrong. The vault stays empty.
 */
export async function loadTaskLib(temporary: string | undefined): Promise<TaskLib> {
  if (temporary !== undefined && isWritable(temporary)) {
    return import('azure-pipelines-task-lib/task.js');
  }
  const substitute = mkdtempSync(join(tmpdir(), 'portcullis-'));
  process.env['AGENT_TEMPDIRECTORY'] = substitute;
  try {
    return await import('azure-pipelines-task-lib/task.js');
  } finally {
    rmSync(substitute, { recursive: true, force: true });
  }
}
