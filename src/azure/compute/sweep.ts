// Undoing what runs left behind: from the file that a killed run wrote, and by the tags of what nobody undid in time.

import { rmSync } from 'node:fs';
import type { Runtime } from '../../model/runtime.ts';
import type { RetryPolicy } from '../../net/retry.ts';
import type { AccessTokenSource } from '../azure-identity.ts';
import { type ArmCompute, armCompute } from './arm-compute.ts';
import { undo } from './clean-up.ts';
import { type AzureCloud, azureCloud, cloudOfEnvironment } from './clouds.ts';
import { type PendingResource, readPendingFile, writePendingFile } from './pending-file.ts';
import { type ResourceGroupId, resourcePath } from './resource-id.ts';
import { isOrphan } from './temporary.ts';

export interface Undone {
  /** Resource IDs. */
  readonly done: readonly string[];
  readonly left: readonly string[];
}

async function undoAll(
  arm: ArmCompute,
  resources: readonly PendingResource[],
  runtime: Runtime,
): Promise<{ done: PendingResource[]; left: PendingResource[] }> {
  const done: PendingResource[] = [];
  const left: PendingResource[] = [];
  await Promise.all(
    resources.map(async (resource) => {
      try {
        await undo(arm, resource, { signal: runtime.signal });
        done.push(resource);
      } catch (error) {
        left.push(resource);
        const reason = error instanceof Error ? error.message : String(error);
        runtime.log.warn(`${resourcePath(resource.id)} is left behind in Azure: ${reason}`);
      }
    }),
  );
  return { done, left };
}

const pathsOf = (resources: readonly PendingResource[]): string[] =>
  resources.map(({ id }) => resourcePath(id)).sort();

/**
 * Removes what earlier runs left in a resource group: disks and snapshots by our name and tags whose time is over.
 * Never throws but for an abort: a scan does not fail because of another one's leftovers.
 */
export async function sweep(
  group: ResourceGroupId,
  arm: ArmCompute,
  runtime: Runtime,
): Promise<Undone> {
  try {
    const found = await arm.listGroup(group);
    const orphans = found
      .filter(({ id, tags }) => isOrphan(id.name, tags, runtime.now()))
      .map(({ id }) => ({ id, made: true }));
    const { done, left } = await undoAll(arm, orphans, runtime);
    for (const path of pathsOf(done)) runtime.log.info(`${path}: left by an earlier run, deleted`);
    return { done: pathsOf(done), left: pathsOf(left) };
  } catch (error) {
    if (runtime.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    runtime.log.warn(`what earlier runs left in ${group.group} cannot be looked for: ${reason}`);
    return { done: [], left: [] };
  }
}

export interface FinishOptions {
  readonly accessToken: AccessTokenSource;
  readonly runtime: Runtime;
  /** With another resource manager; absent: `cloudOfEnvironment`. Taken where the file names the same cloud. */
  readonly cloud?: AzureCloud;
  readonly retry?: Partial<RetryPolicy>;
  readonly pollMs?: number;
}

/**
 * Undoes what a run noted in its file and did not undo, waits for it, and removes the file; without a file it does
 * nothing. What could not be undone stays in the file and is warned of. Throws `TARGET_DAMAGED` for a file that is not
 * ours.
 */
export async function finishCleanup(path: string, options: FinishOptions): Promise<Undone> {
  const pending = readPendingFile(path);
  if (pending === undefined) return { done: [], left: [] };
  const own = options.cloud ?? cloudOfEnvironment(options.runtime.env);
  // Another cloud than the file's has other resource managers: the environment speaks of some other run.
  const cloud = own.name === pending.cloud ? own : azureCloud(pending.cloud);
  const { accessToken, runtime, retry, pollMs } = options;
  const arm = armCompute({
    cloud,
    accessToken,
    runtime,
    ...(retry === undefined ? {} : { retry }),
    ...(pollMs === undefined ? {} : { pollMs }),
  });
  try {
    const { done, left } = await undoAll(arm, pending.resources, runtime);
    if (left.length > 0) writePendingFile(path, { cloud: pending.cloud, resources: left });
    else rmSync(path, { force: true });
    return { done: pathsOf(done), left: pathsOf(left) };
  } finally {
    await arm.close();
  }
}
