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

/**
 * Judges every deployed resource by the rules for its type and every template by the rules for templates, in the order
 * of the resources and then of the rules. Never throws.
 */
export function evaluateRules(
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
