// Scans every target of a run: what each holds, and the errors of those that could not be scanned.

import { assembleInventory } from '../inventory/assemble.ts';
import { extractors } from '../inventory/list.ts';
import type { CoverageRow } from '../model/coverage.ts';
import { ScanError, UserError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RunError } from '../model/result.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Target } from '../model/target.ts';
import { redactTarget } from '../net/redact.ts';
import { runPlugins } from '../trees/run-plugins.ts';
import { createSkippedPaths } from '../trees/skipped-paths.ts';
import type { GateRequest } from './request.ts';
import { type OpenedTarget, openTarget } from './target-source.ts';

export interface ScannedInventory {
  readonly target: Target;
  readonly inventory: Inventory;
  /** The inventory's rows and those of the run. */
  readonly coverage: readonly CoverageRow[];
}

export interface Scan {
  readonly scanned: readonly ScannedInventory[];
  readonly errors: readonly RunError[];
}

/** An error as a row of the result. What is none of ours is a bug, and said to be one. */
export function runErrorOf(error: unknown, target?: string): RunError {
  const about = target === undefined ? {} : { target };
  if (error instanceof UserError || error instanceof ScanError) {
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return { code: error.code, message: error.message, ...hint, ...about };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'BUG',
    message: `bug in portcullis: ${message}`,
    hint: 'Please report this with the output of a run at debug level.',
    ...about,
  };
}

/** What cancelled the run, in place of whatever it broke. */
function causeOf(error: unknown, runtime: Runtime): unknown {
  const { aborted, reason } = runtime.signal;
  if (!aborted) return error;
  if (reason instanceof UserError) return reason;
  return new UserError('CANCELLED', 'the run was cancelled before it ended');
}

/**
 * A `FROM scratch` image may well hold no system and no package; a folder without either is more likely not the root
 * that was meant, and must not pass.
 */
function emptyFolder({ kind, reference }: Target, { os, packages }: Inventory): CoverageRow[] {
  if (kind !== 'dir' || os !== undefined || packages.length > 0) return [];
  const reason = `${reference} holds no os-release, no package database and no package: is it a root file system?`;
  return [{ what: 'os-packages', status: 'not-scanned', reason, incomplete: true }];
}

async function scanOpened(
  { target, source }: OpenedTarget,
  request: GateRequest,
  runtime: Runtime,
): Promise<ScannedInventory> {
  try {
    const { inventory, coverage } = await runPlugins({
      source,
      extractors,
      rules: [],
      assemble: (extracts) => assembleInventory(extracts.map(({ extract }) => extract)),
      runtime,
      skip: createSkippedPaths(request.skipPaths),
    });
    const rows = [...inventory.coverage, ...coverage, ...emptyFolder(target, inventory)];
    return { target, inventory, coverage: rows };
  } finally {
    await source.close();
  }
}

/** One after the other, so that memory stays that of one; an error on one does not end the others. */
export async function scanTargets(request: GateRequest, runtime: Runtime): Promise<Scan> {
  const scanned: ScannedInventory[] = [];
  const errors: RunError[] = [];
  for (const text of request.targets) {
    const shown = redactTarget(text);
    const fail = (error: unknown, target: string) => {
      if (error instanceof Error) runtime.log.debug(error.stack ?? error.message);
      errors.push(runErrorOf(causeOf(error, runtime), target));
    };
    if (runtime.signal.aborted) {
      fail(undefined, shown);
      continue;
    }
    runtime.log.info(`scanning ${shown}`);
    let opened: readonly OpenedTarget[];
    try {
      opened = await openTarget(text, request, runtime);
    } catch (error) {
      fail(error, shown);
      continue;
    }
    for (const one of opened) {
      try {
        scanned.push(await scanOpened(one, request, runtime));
      } catch (error) {
        const { platform } = one.target.identity;
        fail(error, opened.length > 1 && platform !== undefined ? `${shown} (${platform})` : shown);
      }
    }
  }
  return { scanned, errors };
}
