// Fixes templates that a test holds as texts, and checks what must hold of every fix.
import { parse } from '@humanwhocodes/momoa';
import { expect } from 'vitest';
import type { TemplatePolicy } from '../../src/model/template-policy.ts';
import { type Value, valueAt } from '../../src/templates/arm/language/value.ts';
import { fixTemplates } from '../../src/templates/fix/fix-templates.ts';
import { unifiedDiff } from '../../src/templates/fix/unified-diff.ts';
import type { Evaluation } from '../../src/templates/resource.ts';
import type { TemplateRule } from '../../src/templates/rules/rule.ts';
import { judgeTexts } from './judge-texts.ts';

/** A template of two blanks' indentation; `more` stands before its resources. */
export function template(resources: string, more = ''): string {
  const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
  return `{
  "$schema": "${schema}",
  "contentVersion": "1.0.0.0",${more === '' ? '' : `\n  ${more},`}
  "resources": ${resources}
}
`;
}

function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : '?';
}

/** Full name and extension type of all extensions that are deployed. */
export function extensions({ evaluations }: { readonly evaluations: readonly Evaluation[] }) {
  return evaluations.flatMap(({ resources }) =>
    resources.flatMap(({ type, name, body }) =>
      type.toLowerCase().endsWith('/extensions')
        ? [`${textOf(name)} ${textOf(valueAt(body, 'properties', 'type'))}`]
        : [],
    ),
  );
}

/** Lines of a diff that take something away. */
function removals(before: string, after: string): string[] {
  return unifiedDiff('t', before, after)
    .split('\n')
    .filter((line) => line.startsWith('-') && !line.startsWith('---'));
}

/** Fixes, and does it again: the result must be what another parser takes, without faults, and final. */
export async function fixTexts(
  files: Readonly<Record<string, string>>,
  policy: Partial<TemplatePolicy> = {},
  rules: readonly TemplateRule[] = [],
) {
  const texts = new Map(Object.entries(files));
  const judge = (changed: ReadonlyMap<string, string>) => judgeTexts(changed, policy, rules);
  const before = judge(texts);
  expect(before.problems).toEqual([]);
  const result = await fixTemplates(before, async (changed) =>
    judge(new Map([...texts, ...changed])),
  );
  for (const text of result.texts.values()) {
    parse(text, { mode: 'jsonc', allowTrailingCommas: true });
  }
  const fixed = new Map([...texts, ...result.texts]);
  const after = judge(fixed);
  expect(after.problems).toEqual([]);
  const again = await fixTemplates(after, async (changed) =>
    judge(new Map([...fixed, ...changed])),
  );
  expect([...again.texts]).toEqual([]);
  return {
    before: before.shown,
    after: after.shown,
    left: result.left.map(({ reason }) => reason),
    notes: result.mended.map(({ note }) => note),
    text: fixed.get('t.json') ?? '',
    texts: fixed,
    evaluations: after.evaluations,
    removed: [...texts].flatMap(([path, text]) => removals(text, fixed.get(path) ?? '')),
  };
}
