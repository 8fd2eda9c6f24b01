// Judges templates that a test holds as texts, for the fixer: expansion, agents and rules without files.
import { defaultTemplatePolicy, type TemplatePolicy } from '../../src/model/template-policy.ts';
import { evaluateAgents } from '../../src/templates/agents/evaluate-agents.ts';
import {
  type ExpansionContext,
  type LinkedFile,
  nothingGiven,
} from '../../src/templates/arm/expansion/context.ts';
import { expandTemplate } from '../../src/templates/arm/expansion/expand-template.ts';
import type { JsonDocument } from '../../src/templates/arm/syntax/document.ts';
import { readJson } from '../../src/templates/arm/syntax/reader.ts';
import type { Fixable, FixInstance, FixState, Mend } from '../../src/templates/fix/plan.ts';
import type { Evaluation } from '../../src/templates/resource.ts';
import { evaluateRules } from '../../src/templates/rules/evaluate-rules.ts';
import type { Outcome, TemplateRule } from '../../src/templates/rules/rule.ts';
import { placeNames } from '../../src/templates/scan/place-names.ts';
import { type Span, sourceOf, whereOf } from '../../src/templates/source.ts';

export const now = new Date('2026-11-25T12:00:00Z');

export interface JudgedTexts extends FixState {
  /** `AGT001 t.json:3:5`, sorted. */
  readonly shown: readonly string[];
  /** Messages of faults of the templates and of their syntax. */
  readonly problems: readonly string[];
}

function namesAt(documents: ReadonlyMap<string, JsonDocument>, { source, start }: Span): string {
  const document = documents.get(source.path);
  return document === undefined ? '' : placeNames(document, start).join(' ');
}

/** Files whose name begins with `linked` are read by links only. */
export function judgeTexts(
  texts: ReadonlyMap<string, string>,
  policy: Partial<TemplatePolicy> = {},
  rules: readonly TemplateRule[] = [],
): JudgedTexts {
  const documents = new Map(
    [...texts].map(([path, text]) => [path, readJson(sourceOf(path, text))] as const),
  );
  const context: ExpansionContext = {
    readLinked: (_from, link): LinkedFile => {
      const document = documents.get(link);
      if (document === undefined) return { kind: 'missing', message: 'not there' };
      return { kind: 'file', path: link, document };
    },
  };
  const roots = [...documents].filter(([path]) => !path.startsWith('linked'));
  const byFile = roots.map(([, document]) => expandTemplate(document, nothingGiven, context));
  const evaluations = byFile.flat();
  const whole = {
    ...defaultTemplatePolicy,
    requireAgents: [{ anyOf: ['qualys' as const] }],
    ...policy,
  };
  const groups = new Map<
    string,
    { ruleId: string; at: Span; instances: FixInstance[]; mend: Mend | undefined }
  >();
  const add = (
    ruleId: string,
    span: Span,
    instance: FixInstance | undefined,
    outcome: Outcome,
    mend: Mend | undefined,
  ) => {
    if (outcome.kind !== 'fail' && outcome.kind !== 'undecided') return;
    const key = [
      outcome.kind,
      ruleId,
      span.source.path,
      namesAt(documents, span),
      namesAt(documents, outcome.at),
    ].join(' | ');
    const group = groups.get(key) ?? { ruleId, at: outcome.at, instances: [], mend };
    if (instance !== undefined) group.instances.push(instance);
    groups.set(key, group);
  };
  for (const of of byFile) {
    for (const evaluation of of) {
      for (const cell of evaluateAgents({ evaluations: [evaluation], documents: [] }, whole)) {
        const instance = { evaluation, resource: cell.machine.resource };
        const mend: Mend | undefined =
          cell.outcome.kind === 'fail'
            ? { kind: 'agent', anyOf: cell.requirement.anyOf }
            : undefined;
        add(cell.ruleId, instance.resource.declaration.span, instance, cell.outcome, mend);
      }
      for (const { rule, resource, deployment, outcome } of evaluateRules(evaluation, rules, {
        now,
      })) {
        if (outcome.kind === 'error') continue;
        const fix = outcome.kind === 'fail' ? outcome.fix : undefined;
        const span = resource?.declaration.span ?? deployment.span;
        const instance = resource && { evaluation, resource };
        add(rule.id, span, instance, outcome, fix && { kind: 'setting', fix });
      }
    }
  }
  const findings: Fixable[] = [...groups].map(([key, { at, ...rest }]) => ({
    group: key.split(' | ').slice(1, 4).join(' | '),
    key,
    path: at.source.path,
    ...rest,
  }));
  const shown = [...groups.values()].map(({ ruleId, at }) => `${ruleId} ${whereOf(at)}`).sort();
  const problems = [
    ...[...documents.values()].flatMap(({ problems }) => problems.map(({ message }) => message)),
    ...evaluations.flatMap((each: Evaluation) => each.faults.map(({ message }) => message)),
  ];
  return { findings, evaluations, shown, problems, faults: problems.length };
}
