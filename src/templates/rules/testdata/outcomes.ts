// Evaluates templates of tests by the real reader and expansion, and says what a rule answers, in one line each.
import { expandTemplate } from '../../arm/expansion/expand-template.ts';
import { type GivenParameters, nothingGiven } from '../../arm/expansion/context.ts';
import { readJson } from '../../arm/syntax/reader.ts';
import type { Evaluation } from '../../resource.ts';
import { sourceOf } from '../../source.ts';
import { evaluateRules, type RuleResult } from '../evaluate-rules.ts';
import type { Example, RulePolicy, TemplateRule } from '../rule.ts';

export const now = new Date('2026-11-25T00:00:00Z');

/** The evaluations of a template's text. */
export function evaluationsOf(
  text: string,
  given: GivenParameters = nothingGiven,
  path = 'main.json',
): readonly Evaluation[] {
  return expandTemplate(readJson(sourceOf(path, text)), given, {
    subscription: '00000000-1111-2222-3333-444444444444',
    resourceGroup: 'rg',
    location: 'westeurope',
    readLinked: () => ({ kind: 'missing', message: 'no links in this test' }),
  });
}

/** A whole template of an example's members. */
export function templateText(example: Example): string {
  const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
  return JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', ...example }, null, 2);
}

/** What the rules say of a template: all evaluations' results. */
export function resultsOf(
  text: string,
  rules: readonly TemplateRule[],
  policy: Partial<RulePolicy> = {},
  given: GivenParameters = nothingGiven,
): readonly RuleResult[] {
  return evaluationsOf(text, given).flatMap((evaluation) => {
    const [fault] = evaluation.faults;
    if (fault !== undefined) throw new Error(`the template has a fault: ${fault.message}`);
    return evaluateRules(evaluation, rules, { now, ...policy });
  });
}

/** `fail 12: message`, `pass`, `undecided 4: message`, `not-applicable: reason`. */
export function outcomeText({ outcome }: RuleResult): string {
  switch (outcome.kind) {
    case 'pass':
      return 'pass';
    case 'not-applicable':
      return `not-applicable: ${outcome.reason}`;
    case 'error':
      return `error: ${outcome.message}`;
    default: {
      const { line } = outcome.at.source.positionAt(outcome.at.start);
      return `${outcome.kind} ${line}: ${outcome.message}`;
    }
  }
}
