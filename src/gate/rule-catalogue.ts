// Every rule that the gate knows, as text: for the command line.

import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { printable } from '../model/printable.ts';
import type { TemplateRule } from '../templates/rules/rule.ts';

/** What a rule says of itself; see `TemplateRule`. */
export type RuleText = Pick<
  TemplateRule,
  'id' | 'severity' | 'title' | 'rationale' | 'remedy' | 'aliases' | 'controls' | 'references'
>;

/** All rules in the order of the catalogue. */
export async function ruleTexts(): Promise<readonly RuleText[]> {
  const { templateRules } = await import('../templates/rules/list.ts');
  return templateRules.map(
    ({ id, severity, title, rationale, remedy, aliases, controls, references }) => {
      return { id, severity, title, rationale, remedy, aliases, controls, references };
    },
  );
}

/**
 * The rules that `word` names: by its id, by the id of a row of several checks (`WEB002`), or by another tool's id;
 * letter case is the same. Throws `USAGE` where there is none.
 */
export function rulesNamed(word: string, rules: readonly RuleText[]): readonly RuleText[] {
  const wanted = word.toLowerCase();
  const found = rules.filter(({ id, aliases }) => {
    const own = id.toLowerCase();
    if (own === wanted || own.startsWith(`${wanted}.`)) return true;
    return aliases.some((alias) => alias.toLowerCase() === wanted);
  });
  if (found.length > 0) return found;
  const like = nearest(
    word.toUpperCase(),
    rules.flatMap(({ id, aliases }) => [id, ...aliases]),
  );
  throw new UserError('USAGE', `there is no rule ${printable(word)}`, {
    hint: like === undefined ? 'See portcullis rules.' : `Did you mean ${like}?`,
  });
}
