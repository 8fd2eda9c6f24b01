// What is evaluated of a run's files: which values each template gets, and what is deployed together.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import type { CoverageRow } from '../../model/coverage.ts';
import type { TemplatePolicy } from '../../model/template-policy.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { namedTemplate, templateNamesOf, templateOf } from './belonging.ts';
import { orphanRow } from './coverage-rows.ts';
import { isParameterDocument, piecesOf } from './kinds.ts';
import { type Repository, repositoryOf } from './repository.ts';
import type { RunFile } from './run-files.ts';
import { isWithin, slashed } from './shown-path.ts';
import type { TemplateFiles } from './template-files.ts';

export interface ParameterFile {
  readonly path: string;
  readonly shown: string;
}

export interface UnitFile {
  readonly file: RunFile;
  /** Each is one evaluation; none: the defaults alone. */
  readonly parameters: readonly ParameterFile[];
}

/** What is deployed together: one file, or those of one entry of the policy's `deployments`. */
export interface Unit {
  readonly files: readonly UnitFile[];
}

export interface PlacedRow {
  /** Index of the target that it is about. */
  readonly target: number;
  readonly row: CoverageRow;
}

export interface Plan {
  readonly units: readonly Unit[];
  readonly coverage: readonly PlacedRow[];
  /** Paths of the parameter files that have their template. */
  readonly used: ReadonlySet<string>;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // In a folder that may not be entered.
    return false;
  }
}

function isParameters(document: JsonDocument): boolean {
  return piecesOf(document).some(({ kind }) => kind === 'parameters');
}

/** How a file is shown that lies beside, above or below another. */
export function shownBeside(file: ParameterFile, path: string): string {
  const way = slashed(relative(dirname(file.path), path));
  return posix.normalize(posix.join(posix.dirname(file.shown), way));
}

export function repositoryFor({ path, folder }: RunFile): Repository {
  return repositoryOf(dirname(path), folder);
}

class Planner {
  readonly coverage: PlacedRow[] = [];
  readonly used = new Set<string>();
  private readonly templates = new Map<string, RunFile>();
  private readonly belonging = new Map<string, Map<string, ParameterFile>>();
  private readonly listings = new Map<string, readonly string[]>();
  private readonly files: TemplateFiles;

  constructor(templates: readonly RunFile[], files: TemplateFiles) {
    this.files = files;
    for (const file of templates) this.templates.set(file.path, file);
  }

  /** A parameter file of the run: its template is one of the run too, named or not. */
  parameterFile(file: RunFile, document: JsonDocument): void {
    const repository = repositoryFor(file);
    const exists = (path: string) =>
      this.templates.has(path) || (isWithin(path, repository.folder) && isFile(path));
    const template = templateOf(file.path, document, repository.folder, exists);
    if (template === undefined) {
      const row = orphanRow(file.shown, namedTemplate(document), file.isNamed);
      this.coverage.push({ target: file.target, row });
      return;
    }
    const known = this.templates.get(template);
    if (known === undefined) {
      const shown = shownBeside(file, template);
      this.templates.set(template, { ...file, path: template, shown });
    }
    this.used.add(file.path);
    this.belongs(template, { path: file.path, shown: file.shown });
  }

  private belongs(template: string, file: ParameterFile): void {
    const all = this.belonging.get(template) ?? new Map<string, ParameterFile>();
    this.belonging.set(template, all.set(file.path, file));
  }

  private list(folder: string): readonly string[] {
    const known = this.listings.get(folder);
    if (known !== undefined) return known;
    let names: string[] = [];
    try {
      names = readdirSync(folder);
    } catch {
      // A template may lie in a folder that can be entered but not listed: it has no parameter files for us.
    }
    const found = names.filter((name) => /param.*\.jsonc?$/i.test(name)).sort();
    this.listings.set(folder, found);
    return found;
  }

  /** Parameter files beside a template that the run does not name itself. */
  lookBeside(template: RunFile): void {
    const folder = dirname(template.path);
    const { folder: repository } = repositoryFor(template);
    for (const name of this.list(folder)) {
      const path = join(folder, name);
      if (path === template.path || this.used.has(path) || this.templates.has(path)) continue;
      const isLikely = templateNamesOf(name).includes(basename(template.path));
      if (!isLikely && !/\.parameters?\./i.test(name)) continue;
      const read = this.files.text(path, name);
      if (read.kind !== 'text') continue;
      const shown = shownBeside(template, path);
      const document = this.files.document(path, shown);
      const isCalledSo = templateNamesOf(name).length > 0;
      if (!(isCalledSo ? isParameterDocument(document) : isParameters(document))) continue;
      if (templateOf(path, document, repository, isFile) !== template.path) continue;
      this.belongs(template.path, { path, shown });
    }
  }

  unitFile(file: RunFile): UnitFile {
    const parameters = [...(this.belonging.get(file.path)?.values() ?? [])];
    parameters.sort((left, right) => (left.shown < right.shown ? -1 : 1));
    return { file, parameters };
  }

  /** The files of one entry of `deployments`; empty when none of them is in the run. */
  together(paths: readonly string[], base: string): readonly RunFile[] {
    const found = paths.map((written) => {
      // From the policy file's folder; or as the run names its files, from the working directory.
      const path = [resolve(base, written), resolve(written)].find(isFile) ?? written;
      const real = isFile(path) ? realpathSync(path) : path;
      return { written, path: real, file: this.templates.get(real) };
    });
    const inRun = found.find(({ file }) => file !== undefined)?.file;
    if (inRun === undefined) return [];
    return found.flatMap(({ written, path, file }) => {
      if (file !== undefined) return [file];
      if (isFile(path)) {
        const added = { ...inRun, path, shown: shownBeside(inRun, path), isNamed: true };
        this.templates.set(path, added);
        return [added];
      }
      const reason = `the policy deploys it together with ${inRun.shown}, and it is not there`;
      const row = {
        what: `path:${written}`,
        status: 'not-scanned',
        reason,
        incomplete: true,
      } as const;
      this.coverage.push({ target: inRun.target, row });
      return [];
    });
  }

  all(): readonly RunFile[] {
    return [...this.templates.values()];
  }
}

/**
 * Pairs templates with their parameter files and with what is deployed beside them.
 * `templates`: every file of the run that may hold a template or a policy. `isGiven`: `--parameters` replaces the files.
 */
export function planRun(
  templates: readonly RunFile[],
  parameterFiles: readonly { readonly file: RunFile; readonly document: JsonDocument }[],
  policy: TemplatePolicy,
  isGiven: boolean,
  files: TemplateFiles,
): Plan {
  const planner = new Planner(templates, files);
  for (const { file, document } of parameterFiles) planner.parameterFile(file, document);
  const groups = policy.deployments
    .map((paths) => planner.together(paths, policy.folder ?? '.'))
    .filter((group) => group.length > 0);
  // After the run's own: a template that is here through a parameter file alone gets that one only.
  for (const file of [...templates, ...groups.flat()]) planner.lookBeside(file);
  const unitFile = (file: RunFile) => (isGiven ? { file, parameters: [] } : planner.unitFile(file));
  const grouped = new Set(groups.flat());
  const single = planner.all().filter((file) => !grouped.has(file));
  return {
    units: [
      ...groups.map((group) => ({ files: group.map(unitFile) })),
      ...single.map((file) => ({ files: [unitFile(file)] })),
    ],
    coverage: planner.coverage,
    used: planner.used,
  };
}
