// One finding for all instances of a declaration that one rule gives one outcome: across loops, deployments, parameter
// files and tried values.
import { compareSeverity, type Severity } from '../../model/severity.ts';
import type { Evaluation } from '../resource.ts';
import type { RuleError, RuleResult } from '../rules/evaluate-rules.ts';
import type { Outcome } from '../rules/rule.ts';
import type { Span } from '../source.ts';
import { deploymentPath, evaluationLabel, nameText, resourcePath } from './evaluation-label.ts';

export type EvaluatedResult = RuleResult & { readonly evaluation: Evaluation };
export type Reported = Extract<Outcome, { readonly kind: 'fail' | 'undecided' }>;

/** A resource, or a template, in one evaluation. */
export interface Instance {
  /** Type and name behind deployments and loops; empty for a file's own template. */
  readonly path: string;
  /** Its name alone, which tells most instances of one declaration apart. */
  readonly name: string;
  /** Parameter file and tried values; empty where there is one evaluation. */
  readonly evaluation: string;
}

export interface OutcomeGroup {
  readonly rule: RuleResult['rule'];
  /** The first result; `outcome` is the worst of all. */
  readonly first: EvaluatedResult;
  readonly outcome: Reported;
  readonly severity: Severity;
  readonly at: Span;
  /** The object that the finding is about. */
  readonly declaration: Span;
  readonly results: readonly EvaluatedResult[];
  /** Those that the outcome is of, each once. */
  readonly instances: readonly Instance[];
  /** All that the rule judged of this declaration, these included. */
  readonly judged: readonly Instance[];
}

export interface GroupedOutcomes {
  readonly groups: readonly OutcomeGroup[];
  /** Rules that failed: faults of ours. */
  readonly errors: readonly { readonly rule: string; readonly error: RuleError }[];
}

function declarationOf({ resource, deployment }: RuleResult): Span {
  return resource?.declaration.span ?? deployment.span;
}

/** One name for one place, whichever evaluation read the text. */
function placeKey({ source, start, end }: Span): string {
  return `${source.path}\0${start}\0${end}`;
}

function instanceOf({ resource, deployment, evaluation }: EvaluatedResult): Instance {
  return {
    path: (resource === undefined ? deploymentPath(deployment) : resourcePath(resource)) ?? '',
    name: resource === undefined ? '' : nameText(resource.name),
    evaluation: evaluationLabel(evaluation),
  };
}

function instanceKey({ path, evaluation }: Instance): string {
  return `${evaluation}\0${path}`;
}

interface OpenGroup {
  readonly results: EvaluatedResult[];
  readonly instances: Map<string, Instance>;
}

function severityOf(result: EvaluatedResult): Severity {
  const { outcome, rule } = result;
  return outcome.kind === 'fail' ? (outcome.severity ?? rule.severity) : rule.severity;
}

function isReported(outcome: RuleResult['outcome']): outcome is Reported {
  return outcome.kind === 'fail' || outcome.kind === 'undecided';
}

/** The file's evaluation without the values that were tried in it. */
function trialKey(result: EvaluatedResult, at: Span): string {
  const { path } = instanceOf(result);
  const { root, parameterFile = '' } = result.evaluation;
  return [result.rule.id, root.source.path, parameterFile, path, placeKey(at)].join('\0');
}

/** Of several values that were tried the worst outcome counts: where one fails, not knowing another says nothing more. */
function withoutOvershadowed(results: readonly EvaluatedResult[]): readonly EvaluatedResult[] {
  const failed = new Set(
    results.flatMap((result) =>
      result.outcome.kind === 'fail' ? [trialKey(result, result.outcome.at)] : [],
    ),
  );
  return results.filter(
    (result) =>
      result.outcome.kind !== 'undecided' || !failed.has(trialKey(result, result.outcome.at)),
  );
}

/** Groups the results of all evaluations of a run; in the order in which the first of each came. */
export function groupOutcomes(all: readonly EvaluatedResult[]): GroupedOutcomes {
  const open = new Map<string, OpenGroup>();
  const judged = new Map<string, Map<string, Instance>>();
  const errors: { rule: string; error: RuleError }[] = [];
  for (const result of withoutOvershadowed(all)) {
    const { rule, outcome } = result;
    if (outcome.kind === 'not-applicable') continue;
    if (outcome.kind === 'error') {
      errors.push({ rule: rule.id, error: outcome });
      continue;
    }
    const declaration = declarationOf(result);
    const instance = instanceOf(result);
    const judgedKey = `${rule.id}\0${placeKey(declaration)}`;
    const known = judged.get(judgedKey) ?? new Map<string, Instance>();
    judged.set(judgedKey, known.set(instanceKey(instance), instance));
    if (!isReported(outcome)) continue;
    const key = `${judgedKey}\0${outcome.kind}\0${placeKey(outcome.at)}`;
    const group: OpenGroup = open.get(key) ?? { results: [], instances: new Map() };
    group.results.push(result);
    group.instances.set(instanceKey(instance), instance);
    open.set(key, group);
  }
  const groups: OutcomeGroup[] = [];
  for (const { results, instances } of open.values()) {
    const [first] = results;
    if (first === undefined) continue;
    const [worst = first] = results.toSorted((left, right) =>
      compareSeverity(severityOf(left), severityOf(right)),
    );
    if (!isReported(worst.outcome)) continue;
    const declaration = declarationOf(first);
    const all = judged.get(`${first.rule.id}\0${placeKey(declaration)}`);
    groups.push({
      rule: first.rule,
      first: worst,
      outcome: worst.outcome,
      severity: severityOf(worst),
      at: worst.outcome.at,
      declaration,
      results,
      instances: [...instances.values()],
      judged: [...(all?.values() ?? [])],
    });
  }
  return { groups, errors };
}
