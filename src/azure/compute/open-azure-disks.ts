// A resource in Azure as addresses of its disks, to be read by ranges, and everything undone at the end.

import type { Runtime } from '../../model/runtime.ts';
import { armCompute } from './arm-compute.ts';
import { cleanUp } from './clean-up.ts';
import { cloudOfEnvironment } from './clouds.ts';
import { type AzureDisk, type AzureDiskOptions, openDisk, type Run } from './disk-access.ts';
import { type DiskNotice, type DiskSources, diskSources } from './disk-source.ts';
import { newPendingFile } from './pending-file.ts';
import { plannedCalls } from './planned-calls.ts';
import { parseAzureDiskId, parseResourceGroup, resourcePath } from './resource-id.ts';
import { sweep } from './sweep.ts';
import type { Making } from './temporary.ts';

/** Azure's own limit of an export's life. */
const mostSeconds = 60 * 24 * 3600;

export interface AzureDisks {
  /** The disk of the operating system first, the others by LUN. */
  readonly disks: readonly AzureDisk[];
  readonly identity: { readonly resourceId: string; readonly version?: string };
  readonly notices: readonly DiskNotice[];
  /**
   * Revokes the accesses, then deletes what was made, and waits for both; after an abort both were started already and
   * nothing is waited for. Never throws: what may be left is warned of, and given back.
   */
  close(): Promise<{ readonly left: readonly string[] }>;
}

export interface AzurePlan {
  readonly resourceId: string;
  readonly version?: string;
  /** `METHOD path`, in order: what was read for the plan, and what a scan would call. */
  readonly calls: readonly string[];
  readonly notices: readonly DiskNotice[];
}

function begin(reference: string, options: AzureDiskOptions, runtime: Runtime): Run {
  const id = parseAzureDiskId(reference);
  const cloud = options.cloud ?? cloudOfEnvironment(runtime.env);
  const own = id.kind === 'blob' ? { subscription: '', group: '' } : id;
  const { resourceGroup, diskAccessId, run = '', lifetimeSeconds = 3600 } = options;
  const making: Making = {
    group:
      resourceGroup === undefined || resourceGroup === ''
        ? { subscription: own.subscription, group: own.group }
        : parseResourceGroup(resourceGroup, own.subscription),
    lifetimeSeconds: Math.min(Math.max(60, Math.ceil(lifetimeSeconds)), mostSeconds),
    run,
    ...(diskAccessId === undefined ? {} : { diskAccessId }),
  };
  const { accessToken, retry, pollMs } = options;
  const arm = armCompute({
    cloud,
    accessToken,
    runtime,
    ...(retry === undefined ? {} : { retry }),
    ...(pollMs === undefined ? {} : { pollMs }),
  });
  return { arm, cloud, making, options, runtime };
}

function wantsMaking({ disks }: DiskSources): boolean {
  return disks.some(({ route }) => route.kind === 'make-disk' || route.kind === 'make-snapshot');
}

/**
 * Opens the disks of a managed disk, snapshot, managed image, gallery image version or VHD blob (`parseAzureDiskId`).
 * Nothing is made where the bytes can be had without; else a temporary disk or snapshot, after what earlier runs left
 * there is removed. Throws `USAGE`, `TARGET_NOT_FOUND`, `TARGET_UNREADABLE`, `TARGET_UNSUPPORTED`, `NETWORK`,
 * `CANCELLED`; whatever was made is then undone. The caller closes what it is given, in `finally`.
 */
export async function openAzureDisks(
  reference: string,
  options: AzureDiskOptions,
  runtime: Runtime,
): Promise<AzureDisks> {
  const run = begin(reference, options, runtime);
  const { arm, cloud } = run;
  const folder = options.cleanupFolder;
  const undoing = cleanUp({
    arm,
    cloud: cloud.name,
    runtime,
    ...(folder === undefined ? {} : { file: newPendingFile(folder) }),
    ...(options.pollMs === undefined ? {} : { busyDelayMs: options.pollMs }),
  });
  let closing: Promise<{ left: readonly string[] }> | undefined;
  const close = () => {
    closing ??= (async () => {
      const left = await undoing.finish();
      await arm.close();
      return { left: left.map((id) => resourcePath(id)) };
    })();
    return closing;
  };
  try {
    const sources = await diskSources(reference, run);
    if (wantsMaking(sources)) await sweep(run.making.group, arm, runtime);
    // All at once, and all settled: what one began is known when another fails.
    const opened = await Promise.allSettled(
      sources.disks.map((source) => openDisk(source, run, undoing)),
    );
    const disks = opened.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    const { resourceId, version } = sources;
    return {
      disks,
      identity: { resourceId, ...(version === undefined ? {} : { version }) },
      notices: sources.disks.flatMap(({ notices }) => notices),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What `openAzureDisks` would call, without a write: only the reads are made. Throws as it does. */
export async function planAzureDisks(
  reference: string,
  options: AzureDiskOptions,
  runtime: Runtime,
): Promise<AzurePlan> {
  const run = begin(reference, options, runtime);
  try {
    const sources = await diskSources(reference, run);
    const { resourceId, version, disks } = sources;
    return {
      resourceId,
      ...(version === undefined ? {} : { version }),
      calls: [...run.arm.reads, ...plannedCalls(disks, run.making.group)],
      notices: disks.flatMap(({ notices }) => notices),
    };
  } finally {
    await run.arm.close();
  }
}
