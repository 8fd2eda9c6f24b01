// Judges templates of tests by the real reader, expansion and evaluator, and says each cell in one line.
import type { AgentName, TemplatePolicy } from '../../../model/template-policy.ts';
import { defaultTemplatePolicy } from '../../../model/template-policy.ts';
import { literalValue } from '../../arm/language/json-terms.ts';
import { readJson } from '../../arm/syntax/reader.ts';
import type { PolicyDocument } from '../../policy-as-code/documents.ts';
import type { Evaluation } from '../../resource.ts';
import type { Example } from '../../rules/rule.ts';
import { evaluationsOf, templateText } from '../../rules/testdata/outcomes.ts';
import { sourceOf } from '../../source.ts';
import type { AgentCell } from '../agent-cell.ts';
import { evaluateAgents } from '../evaluate-agents.ts';
import { shownName } from '../machines.ts';

export const subscription = '/subscriptions/00000000-1111-2222-3333-444444444444';

/** A template of these resources. */
export function template(
  resources: readonly unknown[],
  members: { readonly [name: string]: unknown } = {},
): Example {
  return { resources, ...members };
}

export function evaluated(example: Example, path = 'main.json'): Evaluation {
  const [evaluation] = evaluationsOf(templateText(example), undefined, path);
  if (evaluation === undefined) throw new Error('nothing was evaluated');
  const [fault] = evaluation.faults;
  if (fault !== undefined) throw new Error(`the template has a fault: ${fault.message}`);
  return evaluation;
}

export function document(kind: PolicyDocument['kind'], content: unknown): PolicyDocument {
  const source = sourceOf(`${kind}.json`, JSON.stringify(content));
  const { root } = readJson(source);
  const body = root === undefined ? undefined : literalValue(source, root);
  if (body?.kind !== 'object') throw new Error('a policy document is an object');
  return { kind, body, source, at: body.span ?? { source, start: 0, end: 0 } };
}

export function requiring(...anyOf: readonly AgentName[]): TemplatePolicy {
  return { ...defaultTemplatePolicy, requireAgents: [{ anyOf }] };
}

/** `vm1 AGT001 pass: Qualys / QualysAgentLinux`, `vm2 AGT001 fail`, `vm3 AGT001 undecided`. */
export function cellText({ machine, ruleId, outcome, by, further }: AgentCell): string {
  const what = outcome.kind === 'pass' ? `: ${by.map((each) => each.what).join(', ')}` : '';
  const more = further === undefined ? '' : ` (${further.kind})`;
  return `${shownName(machine.resource)} ${ruleId} ${outcome.kind}${what}${more}`;
}

/** The cells of templates that are deployed together. */
export function cellsOf(
  templates: readonly Example[],
  policy: TemplatePolicy = requiring('qualys'),
  documents: readonly PolicyDocument[] = [],
): AgentCell[] {
  const evaluations = templates.map((each, index) => evaluated(each, `file${index}.json`));
  return evaluateAgents({ evaluations, documents }, policy);
}

export function judged(
  templates: readonly Example[],
  policy?: TemplatePolicy,
  documents?: readonly PolicyDocument[],
): string[] {
  return cellsOf(templates, policy, documents).map(cellText);
}

type Members = { readonly [name: string]: unknown };

/** A Linux machine; without `properties` nothing but its disk is said. */
export function vm(name: string, properties: Members = {}, members: Members = {}): Members {
  return {
    type: 'Microsoft.Compute/virtualMachines',
    apiVersion: '2024-07-01',
    name,
    ...members,
    properties: { storageProfile: { osDisk: { osType: 'Linux' } }, ...properties },
  };
}

/** The Qualys extension of a machine. */
export function qualys(host: string, properties: Members = {}, members: Members = {}): Members {
  return {
    type: 'Microsoft.Compute/virtualMachines/extensions',
    apiVersion: '2024-07-01',
    name: host.startsWith('[') ? host : `${host}/agent`,
    ...members,
    properties: { publisher: 'Qualys', type: 'QualysAgentLinux', ...properties },
  };
}

/** A deployment inside a template, with a scope of its own. */
export function nested(
  name: string,
  resources: readonly unknown[],
  members: Members = {},
  inner: Members = {},
  parameters: Members = {},
): Members {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name,
    ...members,
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      parameters,
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        ...inner,
        resources,
      },
    },
  };
}

/** A value that only the deployment knows. */
export function runtime(name: string): string {
  return `[reference(resourceId('Microsoft.Storage/storageAccounts', 'outside'), '2023-01-01').${name}]`;
}

/** What follows `pass` where the Qualys extension of these templates satisfies. */
export const passed = ': Qualys / QualysAgentLinux';
