// What one rule of the list says of some resources, with the line of the text that it points at.
import type { Example } from '../rule.ts';
import { templateRules } from '../list.ts';
import { resultsOf, templateText } from './outcomes.ts';

/** Each outcome in order: `pass`, `not-applicable`, `fail at "httpsOnly": false`, `undecided at …`; with its severity when it has one. */
export function judgeTemplate(id: string, template: Example): string[] {
  const rules = templateRules.filter((rule) => rule.id === id);
  if (rules.length !== 1) throw new Error(`${rules.length} rules are called ${id}`);
  return resultsOf(templateText(template), rules).map(({ outcome }) => {
    if (outcome.kind === 'error') return `error: ${outcome.message}`;
    if (outcome.kind !== 'fail' && outcome.kind !== 'undecided') return outcome.kind;
    const { source, start } = outcome.at;
    const line = source.text.split('\n')[source.positionAt(start).line - 1] ?? '';
    const severity = outcome.kind === 'fail' && outcome.severity ? ` (${outcome.severity})` : '';
    return `${outcome.kind}${severity} at ${line.trim().replace(/,$/, '')}`;
  });
}

/** As `judgeTemplate`, of resources without parameters. */
export function judge(id: string, ...resources: readonly object[]): string[] {
  return judgeTemplate(id, { resources });
}
