// Scans the templates of a run: surveys the files, evaluates each unit, joins what they say by target.
import { setImmediate } from 'node:timers/promises';
import { type CoverageRow, mergeCoverage } from '../../model/coverage.ts';
import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { Suppressions } from '../suppressions/suppressions.ts';
import { type Arguments, readArguments, undeclared } from './arguments.ts';
import { orphanRow, repeatedRow, scannedRow } from './coverage-rows.ts';
import { evaluateUnit, type UnitResult } from './evaluate-unit.ts';
import { finishDrafts, joinDrafts } from './findings.ts';
import type { Unit } from './plan.ts';
import type { ScannedTemplates, TemplateRequest, TemplateScan } from './request.ts';
import { Secrets } from './secrets.ts';
import { nothingIn, type Survey, surveyRun } from './survey.ts';
import { TemplateFiles } from './template-files.ts';
import type { UnitSurroundings } from './unit-evaluation.ts';

/** Work between two looks at whether the run was cancelled. */
const turnMs = 50;

interface Evaluated extends UnitResult {
  readonly unit: Unit;
  /** The first target of its files. */
  readonly target: number;
}

function pathsOf({ files }: Unit): readonly string[] {
  return files.map(({ file }) => file.path);
}

/** Those that link others first: what they link needs no evaluation of its own. */
function ordered(units: readonly Unit[], files: TemplateFiles): readonly Unit[] {
  const links = (unit: Unit) => unit.files.some(({ file }) => files.mayLink(file.path, file.shown));
  const withLinks = new Set(units.filter(links));
  return [...withLinks, ...units.filter((unit) => !withLinks.has(unit))];
}

/** A fault of ours in one unit must neither pass nor end the others. */
function guarded(unit: Unit, around: UnitSurroundings, { log }: Runtime): UnitResult {
  try {
    return evaluateUnit(unit, around);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof Error) log.debug(error.stack ?? text);
    const reason = `evaluating it failed (${text}); this is a fault of Portcullis, please report it`;
    const coverage = unit.files.map(({ file }): CoverageRow => {
      return { what: `path:${file.shown}`, status: 'not-scanned', reason, incomplete: true };
    });
    const none = {
      drafts: [],
      machines: [],
      linked: new Set<string>(),
      policies: [],
      others: [],
      evaluations: [],
    };
    return { ...none, coverage, templates: pathsOf(unit) };
  }
}

async function evaluateAll(
  units: readonly Unit[],
  around: UnitSurroundings,
  runtime: Runtime,
): Promise<Evaluated[]> {
  const evaluated: Evaluated[] = [];
  const linked = new Set<string>();
  let turn = performance.now();
  for (const unit of ordered(units, around.files)) {
    if (performance.now() - turn > turnMs) {
      await setImmediate();
      turn = performance.now();
    }
    if (runtime.signal.aborted) break;
    const [path] = pathsOf(unit);
    if (path !== undefined && unit.files.length === 1 && linked.has(path)) continue;
    const result = guarded(unit, around, runtime);
    for (const each of result.linked) linked.add(each);
    const target = Math.min(...unit.files.map(({ file }) => file.target));
    evaluated.push({ ...result, unit, target });
  }
  return evaluated;
}

/** Leaves out what another one links; of those that link one another the first stays. */
function withoutLinked(evaluated: readonly Evaluated[]): readonly Evaluated[] {
  const order = new Map(evaluated.map((each, index) => [each, index]));
  const linkers = new Map<string, Evaluated[]>();
  for (const each of evaluated) {
    for (const path of each.linked) {
      const known = linkers.get(path);
      if (known === undefined) linkers.set(path, [each]);
      else known.push(each);
    }
  }
  return evaluated.filter((each) => {
    const [path] = pathsOf(each.unit);
    if (path === undefined || each.unit.files.length > 1) return true;
    return !(linkers.get(path) ?? []).some((other) => {
      if (other === each) return false;
      const isMutual = pathsOf(other.unit).some((way) => each.linked.has(way));
      return !isMutual || (order.get(other) ?? 0) < (order.get(each) ?? 0);
    });
  });
}

function scannedTarget(
  index: number,
  references: readonly string[],
  survey: Survey,
  results: readonly Evaluated[],
): ScannedTemplates {
  const own = results.filter(({ target }) => target === index);
  const reference = references[index] ?? '';
  const finished = finishDrafts(joinDrafts(own.flatMap(({ drafts }) => drafts)));
  const rows: CoverageRow[] = survey.coverage
    .filter(({ target }) => target === index)
    .map(({ row }) => row);
  for (const { unit, coverage, templates } of own) {
    rows.push(...coverage);
    // Parameter files whose template turned out to be none.
    for (const { file, parameters } of unit.files) {
      if (templates.includes(file.path)) continue;
      rows.push(...parameters.map(({ shown }) => orphanRow(shown, file.shown, file.isNamed)));
    }
  }
  const count = {
    templates: own.flatMap(({ templates }) => templates).length,
    'linked templates': new Set(own.flatMap(({ linked }) => [...linked])).size,
    'parameter files': own.flatMap(({ unit }) => unit.files.flatMap((each) => each.parameters))
      .length,
    policies: own.flatMap(({ policies }) => policies).length,
  };
  if (Object.values(count).some((number) => number > 0)) rows.push(scannedRow(count));
  const files = survey.found[index]?.files ?? [];
  const earlier = new Set(files.map(({ path }) => survey.targetOf(path) ?? index));
  earlier.delete(index);
  if (earlier.size > 0) rows.push(repeatedRow([...earlier].map((each) => references[each] ?? '')));
  return {
    target: {
      kind: 'arm',
      reference,
      identity: { templates: count.templates, parameterFiles: count['parameter files'] },
    },
    findings: finished.map(({ finding }) => finding),
    coverage: mergeCoverage(rows),
    machines: own.flatMap(({ machines }) => machines),
    traced: finished.filter(({ results: kept }) => kept.length > 0),
  };
}

/** The result without the values of secure parameters, however they came into its texts. */
function hidden(result: ScannedTemplates, secrets: Secrets): ScannedTemplates {
  return {
    ...result,
    findings: result.findings.map((each) => secrets.finding(each)),
    coverage: result.coverage.map((each) => secrets.row(each)),
    machines: result.machines.map((each) => secrets.machine(each)),
  };
}

/** Why a target that names files has nothing to show; undefined where it has. */
function emptiness(
  index: number,
  text: string,
  survey: Survey,
  answered: ReadonlySet<string>,
  rows: readonly CoverageRow[],
): UserError | undefined {
  const files = survey.found[index]?.files ?? [];
  if (files.some(({ path }) => answered.has(path))) return undefined;
  if (rows.some(({ incomplete }) => incomplete)) return undefined;
  const paths = new Set(files.map(({ path }) => path));
  const bicep = survey.bicep.filter(({ path }) => paths.has(path)).length;
  const isNamed = files.some((file) => file.isNamed);
  return nothingIn(text, isNamed, files.length - bicep, bicep);
}

function cancelled({ signal }: Runtime): UserError {
  const { reason } = signal;
  if (reason instanceof UserError) return reason;
  return new UserError('CANCELLED', 'the run was cancelled before all templates were evaluated');
}

/** Files of which it is known what they are, be it evaluated or linked by others. */
function answeredPaths(survey: Survey, evaluated: readonly Evaluated[]): ReadonlySet<string> {
  return new Set([
    ...evaluated.flatMap(({ linked, templates, policies }) => [
      ...linked,
      ...templates,
      ...policies,
    ]),
    ...survey.plan.used,
  ]);
}

/**
 * Scans all template targets of a run together: a template that another one links, in whichever target, is judged
 * there. Findings go to the first target that names the file they come from. Throws nothing for what files say; a
 * cancelled run gives what was found so far, and an error for each target.
 */
export async function scanTemplates(
  request: TemplateRequest,
  runtime: Runtime,
): Promise<TemplateScan> {
  const files = new TemplateFiles(request.overlay);
  let given: Arguments | undefined;
  try {
    given = readArguments(request.context.parameters, files);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const errors = request.targets
      .slice(0, 1)
      .map(({ reference }) => ({ target: reference, error }));
    return { scanned: [], errors, notices: [], evaluations: [], paths: files.shownPaths };
  }
  const survey = surveyRun(request, given !== undefined, files);
  const suppressions = new Suppressions(request.policy.inlineSuppressions, request.now);
  const declared = new Map<string, string>();
  const secrets = new Secrets();
  const evaluated = await evaluateAll(
    survey.plan.units,
    {
      request,
      files,
      given,
      suppressions,
      shownOf: survey.shownOf,
      isSeveral: survey.plan.units.length > 1,
      declared,
      secrets,
    },
    runtime,
  );
  const kept = withoutLinked(evaluated);
  const answered = answeredPaths(survey, evaluated);
  const scanned: ScannedTemplates[] = [];
  const references = request.targets.map(({ reference }) => reference);
  const errors = survey.errors.map(({ target, error }) => ({
    target: request.targets[target]?.reference ?? '',
    error,
  }));
  for (const [index, { text, reference }] of request.targets.entries()) {
    const isRepeated = request.targets.findIndex((each) => each.reference === reference) < index;
    if (survey.found[index] === undefined || isRepeated) continue;
    const result = scannedTarget(index, references, survey, kept);
    if (runtime.signal.aborted) errors.push({ target: reference, error: cancelled(runtime) });
    const empty = runtime.signal.aborted
      ? undefined
      : emptiness(index, text, survey, answered, result.coverage);
    if (empty === undefined) scanned.push(hidden(result, secrets));
    else errors.push({ target: reference, error: empty });
  }
  const unknown = given?.names.filter((name) => !declared.has(name.toLowerCase())) ?? [];
  for (const name of declared.size > 0 ? unknown : []) {
    const error = undeclared(name, new Set(declared.values()));
    errors.push({ target: request.targets[0]?.reference ?? '', error });
  }
  const isComplete =
    errors.length === 0 && !scanned.some(({ coverage }) => coverage.some((row) => row.incomplete));
  return {
    scanned,
    errors,
    notices: suppressions.notices(isComplete),
    evaluations: kept.flatMap(({ evaluations }) => evaluations),
    paths: files.shownPaths,
  };
}
