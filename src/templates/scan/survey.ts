// The first half of a run: which files the targets name, what a look at each says, what belongs together.
import { relative } from 'node:path';
import type { CoverageRow } from '../../model/coverage.ts';
import { UserError } from '../../model/errors.ts';
import { createSkippedPaths, type SkipMatcher } from '../../trees/skipped-paths.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { bicepRow } from './coverage-rows.ts';
import { type FoundFiles, findFiles } from './find-files.ts';
import { type PlacedRow, type Plan, planRun } from './plan.ts';
import type { TemplateRequest } from './request.ts';
import { firstLook, type RunFile, runFilesOf } from './run-files.ts';
import { slashed } from './shown-path.ts';
import type { TemplateFiles } from './template-files.ts';

export interface Survey {
  readonly plan: Plan;
  readonly coverage: readonly PlacedRow[];
  /** What each target names, by its index; undefined where it names nothing. */
  readonly found: readonly (FoundFiles | undefined)[];
  readonly errors: readonly { readonly target: number; readonly error: Error }[];
  readonly parameterFiles: readonly RunFile[];
  /** Files of JSON that are surely nothing of ours. */
  readonly others: readonly RunFile[];
  readonly bicep: readonly RunFile[];
  /** How the run shows a file that it names itself. */
  readonly shownOf: (path: string) => string | undefined;
  /** Index of the first target that names a file. */
  readonly targetOf: (path: string) => number | undefined;
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function bicepRows(files: readonly RunFile[]): PlacedRow[] {
  const targets = [...new Set(files.map(({ target }) => target))];
  return targets.map((target) => {
    const own = files.filter((file) => file.target === target);
    const isNamed = own.some((file) => file.isNamed);
    return {
      target,
      row: bicepRow(
        own.map(({ shown }) => shown),
        isNamed,
      ),
    };
  });
}

/** Without the files that `skip-paths` leaves out, each of them told. */
function withoutSkipped(found: FoundFiles, skipped: SkipMatcher): FoundFiles {
  if (skipped.globs.length === 0) return found;
  const coverage: CoverageRow[] = [];
  const files = found.files.filter(({ path, shown }) => {
    const glob = skipped.globOf(slashed(relative(found.folder, path)));
    if (glob === undefined) return true;
    const reason = `left out by skip-paths ${glob}`;
    coverage.push({ what: `path:${shown}`, status: 'not-scanned', reason, incomplete: false });
    return false;
  });
  return { ...found, files, coverage: [...found.coverage, ...coverage] };
}

/** Looks at every file of a run once. `isGiven`: `--parameters` stands in for parameter files. Never throws. */
export function surveyRun(
  request: TemplateRequest,
  isGiven: boolean,
  files: TemplateFiles,
): Survey {
  const errors: { target: number; error: Error }[] = [];
  const skipped = createSkippedPaths(request.skipPaths ?? []);
  const found = request.targets.map(({ text }, target) => {
    try {
      return withoutSkipped(findFiles(text), skipped);
    } catch (error) {
      errors.push({ target, error: errorOf(error) });
      return undefined;
    }
  });
  const all = runFilesOf(found.map((each) => each ?? { files: [], folder: '' }));
  const coverage: PlacedRow[] = found.flatMap((each, target) =>
    (each?.coverage ?? []).map((row) => ({ target, row })),
  );
  const candidates: RunFile[] = [];
  const parameters: { file: RunFile; document: JsonDocument }[] = [];
  const others: RunFile[] = [];
  const bicep: RunFile[] = [];
  for (const file of all.values()) {
    const look = firstLook(file, files);
    if (look.kind === 'candidate') candidates.push(file);
    else if (look.kind === 'parameters') parameters.push({ file, document: look.document });
    else if (look.kind === 'other') others.push(file);
    else if (look.kind === 'bicep') bicep.push(file);
    else coverage.push({ target: file.target, row: look.row });
  }
  const plan = planRun(candidates, parameters, request.policy, isGiven, files);
  return {
    plan,
    coverage: [...coverage, ...plan.coverage, ...bicepRows(bicep)],
    found,
    errors,
    parameterFiles: parameters.map(({ file }) => file),
    others,
    bicep,
    shownOf: (path) => all.get(path)?.shown,
    targetOf: (path) => all.get(path)?.target,
  };
}

/** What is wrong with a target that holds nothing of ours. */
export function nothingIn(
  text: string,
  isNamed: boolean,
  others: number,
  bicep: number,
): UserError {
  if (isNamed) {
    return new UserError('TARGET_UNSUPPORTED', `${text}:1:1: this is no template`, {
      hint: 'Scanned are ARM templates, parameter files and definitions, initiatives and assignments of Azure Policy, told by their $schema and members.',
    });
  }
  const seen = [
    others > 0 ? `${others} JSON ${others === 1 ? 'file is' : 'files are'} none` : '',
    bicep > 0 ? `${bicep} Bicep ${bicep === 1 ? 'file is' : 'files are'} not read yet` : '',
  ].filter(Boolean);
  const rest = seen.length === 0 ? '' : ` (${seen.join(', ')})`;
  return new UserError('TARGET_NOT_FOUND', `there is no template in ${text}${rest}`, {
    hint: 'Name the folder that holds ARM templates, or a glob such as arm:**/azuredeploy.json.',
  });
}
