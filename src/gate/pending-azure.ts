// What runs that were killed left to be undone in Azure: the step that both pipelines' hosts run after the job.

import type { AzureAccess } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';

/**
 * Undoes what runs noted in files of `folder` and did not undo. Never throws: whatever goes wrong is warned of, since
 * the job's result is not this step's to change.
 */
export async function finishPendingAzure(
  folder: string,
  { accessToken }: AzureAccess,
  runtime: Runtime,
): Promise<void> {
  const { pendingFilesIn } = await import('../azure/compute/pending-file.ts');
  const files = pendingFilesIn(folder);
  if (files.length === 0) return;
  const { finishCleanup } = await import('../azure/compute/sweep.ts');
  for (const file of files) {
    try {
      const { done } = await finishCleanup(file, { accessToken, runtime });
      for (const path of done) runtime.log.info(`${path}: revoked, and deleted if it was made`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      runtime.log.warn(`what a scan made in Azure may be left behind: ${reason}`);
    }
  }
}
