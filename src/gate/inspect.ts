// Looks into one target without judging it: how its disks are laid out, what files there are, one file, one registry key.

import { type CoverageRow, mergeCoverage } from '../model/coverage.ts';
import { ScanError, UserError } from '../model/errors.ts';
import type { Bytes, FileTree } from '../model/file-tree.ts';
import { printable } from '../model/printable.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Target } from '../model/target.ts';
import { redactTarget } from '../net/redact.ts';
import { safeJsonLine } from '../reports/safe-json.ts';
import { MissingBytes } from '../trees/missing-bytes.ts';
import { createSkippedPaths } from '../trees/skipped-paths.ts';
import { type TreeSource, unreadPath } from '../trees/tree-source.ts';
import type { DiskLayout } from './disk-layout.ts';
import { hiveRows } from './hive-rows.ts';
import { listEntries, piecesOf } from './list-entries.ts';
import { type OpenedTarget, openTarget, readTarget, type SourceOptions } from './target-source.ts';

export type Inspection =
  | { readonly kind: 'layout' }
  /** `hash`: also each file's SHA-256. */
  | { readonly kind: 'list'; readonly hash: boolean }
  | { readonly kind: 'cat'; readonly path: string }
  /** `key`: with backslashes, from below the root. */
  | { readonly kind: 'hive'; readonly path: string; readonly key: string };

export interface InspectRequest extends Omit<SourceOptions, 'diskScope'> {
  readonly target: string;
  readonly inspection: Inspection;
}

export interface Inspected {
  readonly target: Target;
  /** Of disks. */
  readonly layout?: DiskLayout;
  /** What was not read, or not wholly. */
  readonly coverage: readonly CoverageRow[];
}

/** Takes a part of the output; false where nobody reads it any more. */
export type WritePart = (part: string | Uint8Array) => Promise<boolean>;

/** In an image a file's bytes are brought by a round; links may need some more. */
const mostRounds = 8;

/** What is inspected is one thing; the others are closed. */
async function openOne(request: InspectRequest, runtime: Runtime): Promise<OpenedTarget> {
  const text = await readTarget(request.target);
  if (text.scheme === 'arm') {
    throw new UserError('USAGE', 'inspect looks into disks, images and folders, not templates', {
      hint: 'To evaluate templates: portcullis scan arm:PATH.',
    });
  }
  const [first, ...others] = await openTarget(text, { ...request, diskScope: 'deep' }, runtime);
  if (first !== undefined && others.length === 0) return first;
  for (const { source } of [first, ...others].filter((one) => one !== undefined)) {
    await source?.close();
  }
  const shown = redactTarget(request.target);
  throw new UserError('USAGE', `${shown} is ${others.length + 1} images`, {
    hint: 'Inspect one of them: --platform linux/amd64.',
  });
}

async function openFile(tree: FileTree, source: TreeSource, path: string): Promise<Bytes> {
  for (let rounds = 0; ; rounds += 1) {
    try {
      const entry = await tree.stat(path);
      if (entry === undefined) {
        throw new UserError('TARGET_NOT_FOUND', `there is no ${printable(path)} in it`, {
          hint: 'See --list. What could not be read is missing there too.',
        });
      }
      return await tree.open(entry);
    } catch (error) {
      if (!(error instanceof MissingBytes) || rounds >= mostRounds) throw error;
      await source.round();
    }
  }
}

async function writeList(
  tree: FileTree,
  hash: boolean,
  write: WritePart,
  { signal }: Runtime,
): Promise<CoverageRow[]> {
  const rows: CoverageRow[] = [];
  const onUnread = (path: string, reason: string) => void rows.push(unreadPath(path, reason));
  for await (const entry of listEntries(tree, { hash, signal, onUnread })) {
    if (!(await write(safeJsonLine(entry)))) break;
  }
  return rows;
}

async function writeHive(
  file: Bytes,
  { path, key: wanted }: Extract<Inspection, { readonly kind: 'hive' }>,
  write: WritePart,
): Promise<CoverageRow[]> {
  const { openHive } = await import('../hives/hive.ts');
  const hive = await openHive(file, printable(path));
  const key = await hive.key(wanted);
  if (key === undefined) {
    throw new UserError('TARGET_NOT_FOUND', `${printable(path)} has no key ${printable(wanted)}`, {
      hint: 'A key is written with backslashes, from below the root: --hive PATH "Microsoft\\Windows NT".',
    });
  }
  for await (const row of hiveRows(key)) if (!(await write(safeJsonLine(row)))) break;
  return hive.remarks.map((remark) => ({
    ...unreadPath(path, remark),
    status: 'partial' as const,
  }));
}

async function writeContent(
  inspection: Inspection,
  tree: FileTree,
  source: TreeSource,
  write: WritePart,
  runtime: Runtime,
): Promise<CoverageRow[]> {
  switch (inspection.kind) {
    case 'layout':
      return [];
    case 'list':
      return writeList(tree, inspection.hash, write, runtime);
    case 'cat': {
      const { path } = inspection;
      const file = await openFile(tree, source, path);
      for await (const piece of piecesOf(file, printable(path), runtime.signal)) {
        if (!(await write(piece))) break;
      }
      return [];
    }
    case 'hive':
      return writeHive(await openFile(tree, source, inspection.path), inspection, write);
  }
}

/** What cannot be looked at in this kind of target. */
function checkKind({ target, layout }: OpenedTarget, inspection: Inspection): void {
  if (layout !== undefined) return;
  if (inspection.kind === 'layout') {
    throw new UserError('USAGE', `${target.reference} is no disk: it has no layout`, {
      hint: 'Its files: --list, --cat PATH.',
    });
  }
  if (inspection.kind === 'list' && inspection.hash && target.kind !== 'dir') {
    throw new UserError('USAGE', 'an image is listed without hashes', {
      hint: 'Leave --hash out, or read one file by --cat PATH.',
    });
  }
}

/**
 * Looks into a target and writes what was asked for; the layout is given back. What could not be read is in the rows.
 * Throws UserError or ScanError where the target or the one file that was asked for cannot be read.
 */
export async function inspect(
  request: InspectRequest,
  write: WritePart,
  runtime: Runtime,
): Promise<Inspected> {
  const { inspection } = request;
  const opened = await openOne(request, runtime);
  const { target, source, layout, coverage = [] } = opened;
  try {
    checkKind(opened, inspection);
    const rows = [...coverage];
    if (source === undefined && inspection.kind !== 'layout') {
      const reasons = coverage.flatMap(({ incomplete, what, reason = '' }) =>
        incomplete ? [`${what}: ${reason}`] : [],
      );
      const { reference } = target;
      throw new ScanError('TARGET_UNREADABLE', reference, `has no files: ${reasons.join('; ')}`, {
        hint: 'See its volumes: portcullis inspect TARGET.',
      });
    }
    if (source !== undefined) {
      const skip = createSkippedPaths([]);
      const prepared = await source.prepare({ wants: [], skip, onSkipped: () => undefined });
      rows.push(...(await writeContent(inspection, prepared.tree, source, write, runtime)));
      rows.push(...prepared.coverage());
    }
    return { target, ...(layout === undefined ? {} : { layout }), coverage: mergeCoverage(rows) };
  } finally {
    await source?.close();
  }
}
