// Undoing what a scan did in Azure: access is revoked first, since a disk with an open export cannot be deleted, then
// what the scan made is deleted.

import type { Runtime } from '../../model/runtime.ts';
import { cancelled } from '../../net/failure.ts';
import { pause } from '../../net/retry.ts';
import type { ArmCompute, Operation } from './arm-compute.ts';
import { isBusy, isNotFound } from './arm-failure.ts';
import type { AzureCloud } from './clouds.ts';
import { type PendingResource, writePendingFile } from './pending-file.ts';
import { type ExportableId, resourcePath } from './resource-id.ts';

/** After an abort: inside the hosts' grace, which ends the process. */
const startLimitMs = 4000;
const startDelayMs = 500;
const busyTries = 5;
const busyDelayMs = 3000;

export interface CleanUpOptions {
  readonly arm: ArmCompute;
  readonly cloud: AzureCloud['name'];
  readonly runtime: Runtime;
  /** Where what is pending is noted (`pending-file.ts`). */
  readonly file?: string;
  readonly busyDelayMs?: number;
}

interface Entry extends PendingResource {
  /** What was sent last: undoing it earlier would leave it behind. */
  sent: Promise<void>;
}

async function unlessGone(asked: () => Promise<unknown>): Promise<void> {
  try {
    await asked();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

interface Patience {
  readonly busyDelayMs?: number | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

async function patiently(asked: () => Promise<void>, patience: Patience): Promise<void> {
  const signal = patience.signal ?? new AbortController().signal;
  for (let tries = 1; ; tries += 1) {
    try {
      return await asked();
    } catch (error) {
      if (tries >= busyTries || !isBusy(error)) throw error;
      await pause(patience.busyDelayMs ?? busyDelayMs, signal);
    }
  }
}

/** Revokes, and deletes what was made; waits for both. What is not there any more is done. Throws as the calls do. */
export async function undo(
  arm: ArmCompute,
  { id, made }: PendingResource,
  patience: Patience = {},
): Promise<void> {
  const settled = async (operation: Promise<Operation>) => (await operation).done(patience.signal);
  await patiently(() => unlessGone(() => settled(arm.revoke(id))), patience);
  if (made) await patiently(() => unlessGone(() => settled(arm.remove(id))), patience);
}

/** Sends both calls and waits for the end of neither; the second again and again until an export has ended. */
async function startUndoing(arm: ArmCompute, entry: Entry): Promise<void> {
  await entry.sent;
  const accepted = async (operation: Promise<Operation>) => (await operation).accepted;
  const patience = { busyDelayMs: startDelayMs, signal: AbortSignal.timeout(startLimitMs) };
  await patiently(() => unlessGone(() => accepted(arm.revoke(entry.id))), patience);
  if (entry.made) await patiently(() => unlessGone(() => accepted(arm.remove(entry.id))), patience);
}

export interface CleanUp {
  /**
   * Sends a call that changes a resource, which is noted before: a killed run leaves its traces. Throws `CANCELLED`
   * instead when the run is aborted already, `OUTPUT_UNWRITABLE` where nothing can be noted.
   */
  send<T>(resource: PendingResource, call: () => Promise<Operation<T>>): Promise<Operation<T>>;
  /** Undoes everything, or after an abort sees that it was started. Gives what may be left. */
  finish(): Promise<readonly ExportableId[]>;
}

/** Starts by itself when the run is aborted. */
export function cleanUp({ arm, cloud, runtime, file, ...options }: CleanUpOptions): CleanUp {
  const { signal } = runtime;
  const entries = new Map<string, Entry>();
  let started: Promise<unknown> | undefined;
  let isFinishing = false;

  const persist = (): void => {
    if (file !== undefined) writePendingFile(file, { cloud, resources: [...entries.values()] });
  };
  const warn = (id: ExportableId, error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    runtime.log.warn(`${resourcePath(id)} may be left behind in Azure: ${reason}`);
  };

  const start = (): void => {
    started ??= Promise.all(
      [...entries.values()].map((entry) =>
        startUndoing(arm, entry).catch((error: unknown) => warn(entry.id, error)),
      ),
    );
  };
  const onAbort = (): void => {
    if (!isFinishing) start();
  };
  signal.addEventListener('abort', onAbort, { once: true });

  async function undoNoted(entry: Entry): Promise<void> {
    try {
      await entry.sent;
      await undo(arm, entry, { busyDelayMs: options.busyDelayMs });
      entries.delete(resourcePath(entry.id));
      persist();
    } catch (error) {
      // After an abort this was given up on purpose.
      if (!signal.aborted) warn(entry.id, error);
    }
  }

  return {
    async send(resource, call) {
      if (signal.aborted) throw cancelled(signal);
      const key = resourcePath(resource.id);
      const known = entries.get(key);
      const entry = known ?? { ...resource, sent: Promise.resolve() };
      if (known === undefined) {
        entries.set(key, entry);
        try {
          persist();
        } catch (error) {
          // Not called, so nothing to be undone.
          entries.delete(key);
          throw error;
        }
      }
      const operation = call();
      const before = entry.sent;
      entry.sent = operation
        .then(({ accepted }) => accepted)
        .then(
          () => before,
          () => before,
        );
      return operation;
    },
    async finish() {
      if (!signal.aborted) {
        isFinishing = true;
        const all = Promise.all([...entries.values()].map(undoNoted));
        await orAborted(all, signal);
        isFinishing = false;
        if (signal.aborted && entries.size > 0) start();
      }
      signal.removeEventListener('abort', onAbort);
      if (started !== undefined) await orAborted(started, AbortSignal.timeout(startLimitMs));
      return [...entries.values()].map(({ id }) => id);
    },
  };
}

/** Waits for either. */
async function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) resolve();
  });
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
}
