// Scans every target of a run: what each holds, and the errors of those that could not be scanned.

import { assembleInventory } from '../inventory/assemble.ts';
import { extractors } from '../inventory/list.ts';
import { type CoverageRow, mergeCoverage } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RunError } from '../model/result.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Target } from '../model/target.ts';
import { redactTarget } from '../net/redact.ts';
import type { ScannedTarget } from '../policy/judge.ts';
import type { Policy } from '../policy/policy.ts';
import { type FileRule, runPlugins } from '../trees/run-plugins.ts';
import { createSkippedPaths } from '../trees/skipped-paths.ts';
import { describeError } from './outputs.ts';
import type { GateRequest, TemplateFixes } from './request.ts';
import { type PlacedTarget, scanTemplateTargets } from './scan-templates.ts';
import { type OpenedTarget, openTarget, readTarget } from './target-source.ts';
import type { TargetText } from './target-text.ts';

export interface Scanned {
  /** Findings are the rules' own; the advisories' come after them. */
  readonly result: ScannedTarget;
  /** What advisories are matched with; absent where nothing has packages (templates). */
  readonly inventory?: Inventory;
}

export interface Scan {
  /** In the order of the request. */
  readonly scanned: readonly Scanned[];
  readonly errors: readonly RunError[];
  /** What the policy's author should be told. */
  readonly notices: readonly string[];
  readonly fixes?: TemplateFixes;
}

/** Rules over files: the rooms of the next issues bring them. */
const rules: readonly FileRule[] = [];

/** An error as a row of the result. What is none of ours is a bug, and said to be one. */
export function runErrorOf(error: unknown, target?: string): RunError {
  const { code, message, hint } = describeError(error);
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(target === undefined ? {} : { target }),
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
  if ((kind !== 'dir' && kind !== 'disk') || os !== undefined || packages.length > 0) return [];
  const hint =
    kind === 'disk'
      ? 'Windows is not read yet'
      : `is it a root file system? For templates write arm:${reference.replace(/^dir:/, '')}`;
  const reason = `${reference} holds no os-release, no package database and no package: ${hint}`;
  return [{ what: 'os-packages', status: 'not-scanned', reason, incomplete: true }];
}

async function scanOpened(
  { target, source, coverage: unread = [] }: OpenedTarget,
  request: GateRequest,
  runtime: Runtime,
): Promise<Scanned> {
  if (source === undefined) {
    return { result: { target, packages: [], findings: [], coverage: unread } };
  }
  try {
    const { inventory, ruleResults, coverage } = await runPlugins({
      source,
      extractors,
      rules,
      assemble: (extracts) => assembleInventory(extracts.map(({ extract }) => extract)),
      runtime,
      skip: createSkippedPaths(request.skipPaths),
    });
    const empty = emptyFolder(target, inventory);
    const known = inventory.coverage.filter(({ what }) => !empty.some((row) => row.what === what));
    const rows = mergeCoverage([...known, ...coverage, ...empty, ...unread]);
    const findings = ruleResults.flatMap((result) => result.findings);
    const { os, packages } = inventory;
    return { inventory, result: { target, os, packages, findings, coverage: rows } };
  } finally {
    await source.close();
  }
}

/** Scans the image or folder that a text names; an error on one platform does not end the others. */
async function scanTree(
  text: TargetText,
  shown: string,
  fail: (error: unknown, target: string) => void,
  request: GateRequest,
  runtime: Runtime,
): Promise<readonly Scanned[]> {
  const scanned: Scanned[] = [];
  const opened = await openTarget(text, request, runtime);
  for (const one of opened) {
    try {
      scanned.push(await scanOpened(one, request, runtime));
    } catch (error) {
      const { platform } = one.target.identity;
      fail(error, opened.length > 1 && platform !== undefined ? `${shown} (${platform})` : shown);
    }
  }
  return scanned;
}

/** One after the other, so that memory stays that of one; an error on one does not end the others. */
export async function scanTargets(
  request: GateRequest,
  policy: Policy,
  runtime: Runtime,
): Promise<Scan> {
  const slots: (readonly Scanned[])[] = [];
  const templates: PlacedTarget[] = [];
  const errors: RunError[] = [];
  const fail = (error: unknown, target: string) => {
    if (error instanceof Error) runtime.log.debug(error.stack ?? error.message);
    errors.push(runErrorOf(causeOf(error, runtime), target));
  };
  for (const [slot, text] of request.targets.entries()) {
    const shown = redactTarget(text);
    try {
      runtime.signal.throwIfAborted();
      const read = await readTarget(text);
      if (read.scheme === 'arm') {
        templates.push({ text: read.rest, reference: text, slot });
        continue;
      }
      runtime.log.info(`scanning ${shown}`);
      slots[slot] = await scanTree(read, shown, fail, request, runtime);
    } catch (error) {
      fail(error, shown);
    }
  }
  // Together, since a template that another one links is not evaluated alone.
  const { placed, notices, fixes } =
    templates.length === 0
      ? { placed: [], notices: [] }
      : await scanTemplateTargets(templates, request, policy, runtime, fail);
  for (const [slot, result] of placed) slots[slot] = [{ result }];
  const scanned = slots.flat();
  return { scanned, errors, notices, ...(fixes === undefined ? {} : { fixes }) };
}
