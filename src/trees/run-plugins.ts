// Runs extractors and rules over a tree, again as long as one of them misses bytes. The rounds are described in
// ARCHITECTURE.md, «The contract»: only an attempt without a miss counts.

import type { CoverageRow } from '../model/coverage.ts';
import type { ExtractedInventory, Extractor, Plugin, RuleContext } from '../model/file-tree.ts';
import type { Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import type { SkippedPaths } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import { type Attempt, AttemptTree } from './attempt-tree.ts';
import { MissingBytes } from './missing-bytes.ts';
import { createSkippedPaths } from './skipped-paths.ts';
import { SkippedRecord } from './skipped-record.ts';
import {
  type PreparedTree,
  type RegisteredWant,
  type TreeSource,
  unreadPath,
} from './tree-source.ts';

/** After so many attempts a plugin is Incomplete. */
export const attemptLimit = 8;

// oxlint-disable-next-line typescript/no-explicit-any -- the list holds plugins of different facts
export type FileRule = Plugin<any, readonly Finding[], RuleContext>;

export interface Extract {
  readonly id: string;
  readonly extract: ExtractedInventory;
}

export interface PluginRun {
  readonly source: TreeSource;
  readonly extractors: readonly Extractor[];
  readonly rules: readonly FileRule[];
  /** Joins what the extractors gave, in their order; pure. One that failed is not among them. */
  readonly assemble: (extracts: readonly Extract[]) => Inventory;
  readonly runtime: Runtime;
  /** Its globs are compiled again, to tell which one left a path out. */
  readonly skip?: SkippedPaths;
}

export interface PluginResults {
  /** Its own coverage rows are not repeated below. */
  readonly inventory: Inventory;
  readonly ruleResults: readonly { readonly id: string; readonly findings: readonly Finding[] }[];
  /** Sorted by name, then reason; each row once. */
  readonly coverage: readonly CoverageRow[];
}

type Outcome<Out> =
  | { readonly kind: 'done'; readonly out: Out; readonly rows: readonly CoverageRow[] }
  | { readonly kind: 'failed'; readonly rows: readonly CoverageRow[] }
  | { readonly kind: 'missed' };

/** One plugin's way through its attempts. */
interface Task<Out> {
  readonly id: string;
  readonly run: (attempt: Attempt) => Promise<Out>;
  outcome: Outcome<Out>;
}

function failed(plugin: string, error: unknown): CoverageRow {
  const reason = error instanceof Error ? error.message : String(error);
  return { what: `plugin:${plugin}`, status: 'not-scanned', reason, incomplete: true };
}

/** One attempt; never rejects but when the run was cancelled. */
async function attemptOnce<Out>(
  task: Task<Out>,
  record: SkippedRecord,
  runtime: Runtime,
): Promise<Outcome<Out>> {
  const rows: CoverageRow[] = [];
  const attempt: Attempt = {
    plugin: task.id,
    missed: false,
    skips: (path) => record.skips(task.id, path),
    incomplete: (path, reason) => void rows.push(unreadPath(path, `${task.id}: ${reason}`)),
  };
  try {
    const out = await task.run(attempt);
    return attempt.missed ? { kind: 'missed' } : { kind: 'done', out, rows };
  } catch (error) {
    runtime.signal.throwIfAborted();
    if (attempt.missed || error instanceof MissingBytes) return { kind: 'missed' };
    return { kind: 'failed', rows: [...rows, failed(task.id, error)] };
  }
}

/** Tasks for plugins of one kind; their wants stand in `wants` from `firstWant` on. */
function tasksOf<Out, Context>(
  plugins: readonly Plugin<unknown, Out, Context>[],
  firstWant: number,
  prepared: PreparedTree,
  contextOf: (attempt: Attempt) => Context,
): Task<Out>[] {
  let next = firstWant;
  return plugins.map((plugin) => {
    const mine = prepared.facts.slice(next, next + plugin.wants.length).flat();
    next += plugin.wants.length;
    mine.sort(([left], [right]) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
    return {
      id: plugin.id,
      run: (attempt) =>
        plugin.run(new AttemptTree(prepared.tree, attempt), mine, contextOf(attempt)),
      outcome: { kind: 'missed' },
    };
  });
}

/** Whatever hides behind a glob is told, also where no plugin would have looked. */
async function recordUnused(
  prepared: PreparedTree,
  record: SkippedRecord,
  { log }: Runtime,
): Promise<void> {
  const globs = record.unused();
  if (globs.length === 0) return;
  for (const entry of await prepared.tree.find({ globs, accept: () => true }))
    record.skips('', entry.path);
  for (const glob of record.unused()) log.warn(`skip-paths «${glob}» leaves nothing out`);
}

function sortedRows(rows: readonly CoverageRow[]): CoverageRow[] {
  const unique = new Map(rows.map((row) => [`${row.what}\n${row.status}\n${row.reason}`, row]));
  return [...unique.keys()].sort().flatMap((key) => unique.get(key) ?? []);
}

/** The inventory as one attempt of a rule gets it: when this attempt's extractors have settled. */
async function inventoryOf(
  settled: Promise<unknown>,
  extractors: readonly Task<ExtractedInventory>[],
  assemble: PluginRun['assemble'],
  attempt: Attempt,
): Promise<Inventory> {
  await settled;
  if (extractors.some((task) => task.outcome.kind === 'missed')) {
    attempt.missed = true;
    throw new MissingBytes('the inventory');
  }
  return assemble(extractsOf(extractors));
}

function extractsOf(tasks: readonly Task<ExtractedInventory>[]): Extract[] {
  return tasks.flatMap(({ id, outcome }) =>
    outcome.kind === 'done' ? [{ id, extract: outcome.out }] : [],
  );
}

/**
 * Prepares the source, runs every plugin until its attempt misses nothing, and joins the results. A plugin or a parse
 * that throws is a coverage row, not an error; rejects when the source itself cannot be read, and when cancelled.
 * The source is not closed.
 */
export async function runPlugins(run: PluginRun): Promise<PluginResults> {
  const { source, extractors, rules, assemble, runtime } = run;
  const matcher = createSkippedPaths(run.skip?.globs ?? []);
  const record = new SkippedRecord(matcher);
  const wants: RegisteredWant[] = [...extractors, ...rules].flatMap((plugin) =>
    plugin.wants.map((want) => ({ plugin: plugin.id, want })),
  );
  const prepared = await source.prepare({
    wants,
    skip: matcher,
    onSkipped: (plugin, path) => void record.skips(plugin, path),
  });

  let settled: Promise<unknown> = Promise.resolve();
  const extracting = tasksOf(extractors, 0, prepared, (attempt) => ({
    incomplete: (path, reason) => attempt.incomplete(path, reason),
    runtime,
  }));
  const ruleWants = extractors.reduce((sum, plugin) => sum + plugin.wants.length, 0);
  const judging = tasksOf(rules, ruleWants, prepared, (attempt) => ({
    incomplete: (path, reason) => attempt.incomplete(path, reason),
    runtime,
    inventory: () => inventoryOf(settled, extracting, assemble, attempt),
  }));

  const attempt = async <Out>(task: Task<Out>) => {
    if (task.outcome.kind === 'missed') task.outcome = await attemptOnce(task, record, runtime);
  };
  for (let attempts = 1; ; attempts++) {
    runtime.signal.throwIfAborted();
    settled = Promise.all(extracting.map(attempt));
    await Promise.all([settled, ...judging.map(attempt)]);
    const missing = [...extracting, ...judging].filter(({ outcome }) => outcome.kind === 'missed');
    if (missing.length === 0) break;
    if (attempts === attemptLimit) {
      for (const task of missing) {
        const reason = new Error(`asked for more files in each of ${attemptLimit} attempts`);
        task.outcome = { kind: 'failed', rows: [failed(task.id, reason)] };
      }
      break;
    }
    await source.round();
  }
  await recordUnused(prepared, record, runtime);

  const rows = [...extracting, ...judging].flatMap(({ outcome }) =>
    outcome.kind === 'missed' ? [] : outcome.rows,
  );
  return {
    inventory: assemble(extractsOf(extracting)),
    ruleResults: judging.flatMap(({ id, outcome }) =>
      outcome.kind === 'done' ? [{ id, findings: outcome.out }] : [],
    ),
    coverage: sortedRows([...prepared.coverage(), ...rows, ...record.rows()]),
  };
}
