// Runs rules over one evaluated template. Knows no rule; the list of them is list.ts.
import type { Deployment, Evaluation, Resource } from '../resource.ts';
import type { DeploymentRule, Outcome, ResourceRule, RulePolicy, TemplateRule } from './rule.ts';

/** A rule that threw: a fault of ours, never taken for a pass. */
export interface RuleError {
  readonly kind: 'error';
  readonly message: string;
  readonly cause: unknown;
}

/** What one rule says about one resource, or about one template when `resource` is undefined. */
export interface RuleResult {
  readonly rule: TemplateRule;
  readonly deployment: Deployment;
  readonly resource: Resource | undefined;
  readonly outcome: Outcome | RuleError;
}

interface RuleIndex {
  readonly byType: ReadonlyMap<string, readonly ResourceRule[]>;
  readonly onDeployments: readonly DeploymentRule[];
}

const indexes = new WeakMap<readonly TemplateRule[], RuleIndex>();

function indexOf(rules: readonly TemplateRule[]): RuleIndex {
  const known = indexes.get(rules);
  if (known !== undefined) return known;
  const byType = new Map<string, ResourceRule[]>();
  const onDeployments: DeploymentRule[] = [];
  for (const rule of rules) {
    if (rule.on === 'deployment') {
      onDeployments.push(rule);
      continue;
    }
    for (const type of rule.types) {
      const those = byType.get(type.toLowerCase());
      if (those === undefined) byType.set(type.toLowerCase(), [rule]);
      else those.push(rule);
    }
  }
  const index = { byType, onDeployments };
  indexes.set(rules, index);
  return index;
}

function isList(outcome: Outcome | readonly Outcome[]): outcome is readonly Outcome[] {
  return Array.isArray(outcome);
}

/** A rule that throws gives one outcome `error`; the others go on. */
function outcomesOf(check: () => Outcome | readonly Outcome[]): readonly (Outcome | RuleError)[] {
  try {
    const outcome = check();
    return isList(outcome) ? outcome : [outcome];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return [{ kind: 'error', message: `the rule failed: ${message}`, cause }];
  }
}

/** Every deployed resource by the rules for its type and every template by the rules for templates. */
function judge(
  evaluation: Evaluation,
  rules: readonly TemplateRule[],
  policy: RulePolicy,
): RuleResult[] {
  const { byType, onDeployments } = indexOf(rules);
  const context = { evaluation, policy };
  const results: RuleResult[] = [];
  for (const deployment of evaluation.deployments) {
    for (const rule of onDeployments) {
      for (const outcome of outcomesOf(() => rule.check(deployment, context))) {
        results.push({ rule, deployment, resource: undefined, outcome });
      }
    }
  }
  for (const resource of evaluation.resources) {
    if (resource.isExisting) continue;
    const { deployment } = resource;
    for (const rule of byType.get(resource.type.toLowerCase()) ?? []) {
      for (const outcome of outcomesOf(() => rule.check(resource, context))) {
        results.push({ rule, deployment, resource, outcome });
      }
    }
  }
  return results;
}

/** One for all instances of a loop. */
function placeKey({ rule, deployment, resource }: RuleResult): string {
  const { source, start } = resource?.declaration.span ?? deployment.span;
  return `${rule.id} ${start} ${source.path}`;
}

/** What hangs on the index of a loop of unknown count, whose instance of index 0 was judged: it passes for none. */
function openByIndex(results: readonly RuleResult[], atAnyIndex: readonly RuleResult[]) {
  const reported = new Set(
    results.filter(({ outcome }) => outcome.kind === 'fail').map((each) => placeKey(each)),
  );
  return atAnyIndex.filter(
    (each) =>
      each.outcome.kind === 'undecided' &&
      each.outcome.unknown.form.includes('copyindex(') &&
      !reported.has(placeKey(each)),
  );
}

/**
 * Judges every deployed resource by the rules for its type and every template by the rules for templates, in the order
 * of the resources and then of the rules; what hangs on the index of a loop of unknown count is undecided, at the end.
 * Never throws.
 */
export function evaluateRules(
  evaluation: Evaluation,
  rules: readonly TemplateRule[],
  policy: RulePolicy,
): RuleResult[] {
  const results = judge(evaluation, rules, policy);
  if (evaluation.atAnyIndex === undefined) return results;
  return [...results, ...openByIndex(results, judge(evaluation.atAnyIndex, rules, policy))];
}
