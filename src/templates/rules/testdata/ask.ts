// Asks one rule about resources of a test: its outcomes as lines without line numbers.
import { expect } from 'vitest';
import type { RulePolicy, TemplateRule } from '../rule.ts';
import { outcomeText, resultsOf, templateText } from './outcomes.ts';

/** Members of a template beside its resources; `parameters` are added to `text`, `secret` and `many`. */
export function asker(rules: readonly TemplateRule[]) {
  return (
    id: string,
    members: { readonly [name: string]: unknown },
    policy: Partial<RulePolicy> = {},
  ): string[] => {
    const [rule] = rules.filter((each) => each.id === id);
    expect(rule, `rule ${id}`).toBeDefined();
    const parameters = {
      text: { type: 'string' },
      secret: { type: 'secureString' },
      many: { type: 'array' },
      ...(members['parameters'] as object | undefined),
    };
    const text = templateText({ ...members, parameters });
    const results = resultsOf(text, rule === undefined ? [] : [rule], policy);
    return results.map((result) => outcomeText(result).replace(/ \d+:/, ':'));
  };
}
