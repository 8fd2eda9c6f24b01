// portcullis rules [ID]: what is checked, and why.

import { parseOutput } from '../gate/read-request.ts';
import { type RuleText, rulesNamed, ruleTexts } from '../gate/rule-catalogue.ts';
import { type ExitCode, UserError } from '../model/errors.ts';
import { safeJson } from '../reports/safe-json.ts';
import { wrap } from '../reports/width.ts';
import type { Arguments } from './arguments.ts';
import { columnsOf, writeAll } from './terminal.ts';

/** A line a rule, in columns. */
export function ruleTable(rules: readonly RuleText[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(
    ({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`,
  );
  return `${lines.join('\n')}\n`;
}

/** Everything about one rule, lines of at most `columns`. */
export function rulePage(rule: RuleText, columns: number): string {
  const { id, severity, title, rationale, remedy, aliases, controls, references } = rule;
  const part = (heading: string, text: string) =>
    text === '' ? [] : ['', `${heading}:`, ...wrap(text, columns - 2).map((line) => `  ${line}`)];
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', `${heading}:`, ...items.map((item) => `  ${item}`)];
  return [
    `${id} (${severity}): ${title}`,
    ...part('Why', rationale),
    ...part('How to mend it', remedy),
    ...part('The same setting elsewhere', aliases.join(', ')),
    ...part('Controls', controls.join(', ')),
    ...list('See', references),
    '',
  ].join('\n');
}

/** Prints the list of rules, or the pages of those named. Throws `USAGE` for one that there is not. */
export async function rules({ operands, given }: Arguments): Promise<ExitCode> {
  const format = given.output === undefined ? 'table' : parseOutput(given.output).format;
  if (format !== 'table' && format !== 'json') {
    throw new UserError('USAGE', 'rules prints a table or JSON: -o table, -o json');
  }
  const all = await ruleTexts();
  const named = operands.flatMap((word) => rulesNamed(word, all));
  const columns = Math.min(100, Math.max(40, columnsOf(process.stdout, process.env)));
  if (format === 'json') {
    await writeAll(process.stdout, `${safeJson(operands.length === 0 ? all : named)}\n`);
  } else if (operands.length === 0) {
    await writeAll(process.stdout, ruleTable(all));
  } else {
    await writeAll(process.stdout, named.map((rule) => rulePage(rule, columns)).join('\n'));
  }
  return 0;
}
