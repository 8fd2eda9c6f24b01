// Nested and linked deployments: opens the template of a deployment resource, with what it is given and where it goes.
import type { Deployment } from '../../resource.ts';
import { faultAt, limitAt, type Source, type Span } from '../../source.ts';
import { evaluate } from '../language/evaluator.ts';
import { literalText } from '../language/term.ts';
import { formOf, unknownValue } from '../language/unknown.ts';
import { objectValue, property, stringValue, type Value, valueAt } from '../language/value.ts';
import { errorOf } from '../syntax/document.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import { maxDeploymentDepth } from './context.ts';
import { declaredIn, isDeploymentType, isStackType } from './declared.ts';
import { linkedParameters, linkedTemplate } from './links.ts';
import { makeOutputs } from './outputs.ts';
import { readParameterFile } from './parameter-file.ts';
import type { Passed } from './parameters.ts';
import { evaluateBody, makeEntries, withChildren } from './resources.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';
import { type Entry, Template, type TemplateSetup } from './template.ts';
import { checkShape } from './template-shape.ts';
import { spanOf, termAt } from './terms.ts';

function textMember(node: JsonNode, ...names: readonly string[]): string | undefined {
  let current: JsonNode | undefined = node;
  for (const name of names) current = memberOf(current, name)?.value;
  return current?.kind === 'string' ? current.value : undefined;
}

/** What a template says of itself, to be filled in while it is expanded. */
export function newDeployment(
  source: Source,
  node: JsonNode,
  target: Target,
  rest: Pick<Deployment, 'name' | 'parent' | 'evaluation' | 'resource' | 'conditions'>,
): TemplateSetup['deployment'] {
  const parameters = memberOf(node, 'parameters')?.value;
  const generator = textMember(node, 'metadata', '_generator', 'name');
  return {
    ...rest,
    source,
    span: spanOf(source, node),
    level: target.level,
    subscription: target.subscription,
    resourceGroup: target.resourceGroup,
    managementGroup: target.managementGroup,
    languageVersion: textMember(node, 'languageVersion'),
    generator: generator?.toLowerCase() === 'bicep' ? 'bicep' : undefined,
    parameters: [],
    outputs: [],
    parametersSpan: parameters?.kind === 'object' ? spanOf(source, parameters) : undefined,
  };
}

/** Makes the template's resources known by their keys and names. */
export function openTemplate(run: Run, setup: TemplateSetup): Template {
  const template = new Template(run, setup);
  run.templates.push(template);
  const { source, node, deployment, outer } = setup;
  checkShape(source, node, run.fault);
  const declared = declaredIn(source, memberOf(node, 'resources')?.value, run.fault);
  const { conditions } = deployment;
  const around = { parent: undefined, frame: outer?.frame, conditions };
  template.entries.push(...makeEntries(template, declared, around));
  return template;
}

/** Evaluates what of a template nothing asked for, and all that it deploys. */
export function finishTemplate(template: Template): void {
  const { deployment } = template;
  for (const entry of withChildren(template.entries)) {
    evaluateBody(entry);
    const inner = isDeploymentType(entry.resource.type) ? deployedBy(entry) : undefined;
    if (inner !== undefined) finishTemplate(inner);
  }
  outputsOf(template, deployment.span);
  if (deployment.evaluation === 'outer') return;
  template.checkVariables();
  deployment.parameters = template.parameters.list();
}

function isInner(entry: Entry): boolean {
  if (isStackType(entry.resource.type)) return false;
  const scope = valueAt(entry.resource.body, 'properties', 'expressionEvaluationOptions', 'scope');
  return scope?.kind === 'string' && scope.value.toLowerCase() === 'inner';
}

function passedValue(value: Value): Passed | undefined {
  const nameSpan = undefined;
  if (value.kind === 'unknown') {
    const form = `${formOf(value)}.value`;
    return { kind: 'value', value: { ...value, type: 'any', form }, origin: 'parent', nameSpan };
  }
  const given = valueAt(value, 'value');
  if (given !== undefined) return { kind: 'value', value: given, origin: 'parent', nameSpan };
  const reference = valueAt(value, 'reference');
  const at = reference?.span ?? value.span;
  if (reference !== undefined && at !== undefined) return { kind: 'key-vault', at, nameSpan };
  return undefined;
}

interface Handed {
  readonly passed: ReadonlyMap<string, Passed>;
  /** Values that cannot be seen may be given too. */
  readonly isOpen: boolean;
}

/** What a deployment gives to its template. */
function handedOver(entry: Entry): Handed {
  const { resource, template } = entry;
  const { run } = template;
  const passed = new Map<string, Passed>();
  const linked = linkedParameters(run, resource);
  if (linked !== undefined && linked !== 'unknown') {
    for (const [name, given] of readParameterFile(linked).values) {
      if (given.kind === 'value') passed.set(name, { ...given, origin: 'parent' });
      else if (given.kind === 'key-vault') passed.set(name, given);
    }
  }
  const parameters = valueAt(resource.body, 'properties', 'parameters');
  if (parameters?.kind === 'object') {
    for (const [key, { value, nameSpan }] of parameters.properties) {
      const each = passedValue(value);
      if (each !== undefined) passed.set(key, each.kind === 'text' ? each : { ...each, nameSpan });
    }
  }
  return { passed, isOpen: linked === 'unknown' || parameters?.kind === 'unknown' };
}

/** Parameters that may be given out of sight are unknown, whatever their default. */
function openPassed(
  node: JsonNode,
  source: Source,
  { passed, isOpen }: Handed,
): ReadonlyMap<string, Passed> {
  const parameters = memberOf(node, 'parameters')?.value;
  if (!isOpen || parameters?.kind !== 'object') return passed;
  const all = new Map(passed);
  for (const { name, nameStart, nameEnd } of parameters.members) {
    const key = name.toLowerCase();
    if (all.has(key)) continue;
    const nameSpan = { source, start: nameStart, end: nameEnd };
    const message = `the value of the parameter '${name}' is given out of sight`;
    const form = `${source.path}:${nameStart}.given`;
    const value = unknownValue('any', { kind: 'outside', message, span: nameSpan }, form);
    all.set(key, { kind: 'value', value, origin: 'parent', nameSpan: undefined });
  }
  return all;
}

interface Found {
  readonly source: Source;
  readonly node: JsonNode;
  readonly evaluation: 'outer' | 'inner' | 'linked';
}

/**
 * Whether a deployment stack is as a deployment of the outer scope. The template around evaluates what stands in it as
 * in any property; of one with expressions of its own (`[[`) or a scope of its own it is not known what it deploys.
 */
function isPlainStack({ declared, resource }: Entry): boolean {
  const scope = valueAt(resource.body, 'properties', 'deploymentScope');
  if (scope !== undefined && scope.kind !== 'null') return false;
  const node = declared.template;
  return node === undefined || !/"\[\[/.test(declared.source.text.slice(node.start, node.end));
}

function templateOf(entry: Entry): Found | undefined {
  const { declared, resource, template } = entry;
  if (isStackType(resource.type) && !isPlainStack(entry)) {
    const message = 'what this deployment stack deploys is not evaluated';
    const span = resource.declaration.nameSpan;
    template.run.gaps.push({ kind: 'missing-link', link: resource.type, message, span, resource });
    return undefined;
  }
  if (declared.template?.kind === 'object') {
    const evaluation = isInner(entry) ? 'inner' : 'outer';
    return { source: declared.source, node: declared.template, evaluation };
  }
  if (declared.template !== undefined) return computedTemplate(entry, declared.template);
  const document = linkedTemplate(template.run, resource);
  if (document?.root === undefined) return undefined;
  for (const problem of document.problems) {
    if (problem.level !== 'warning') template.run.keep(errorOf(document, problem));
  }
  return { source: document.source, node: document.root, evaluation: 'linked' };
}

/** A template that an expression gives: the text of a variable is known, what functions make has no text. */
function computedTemplate({ template, frame, resource }: Entry, node: JsonNode): Found | undefined {
  const term = termAt(template.setup.source, node);
  const name = term.kind === 'call' && /^variables$/i.test(term.name) && literalText(term.args[0]);
  const variable = typeof name === 'string' ? template.seen.variableNode(name) : undefined;
  if (variable?.kind === 'object') {
    return { source: template.seen.setup.source, node: variable, evaluation: 'outer' };
  }
  const value = evaluate(term, template.scope(frame));
  if (value.kind !== 'object' && value.kind !== 'unknown') {
    throw faultAt(term.span, 'a template is to be an object');
  }
  const resources = valueAt(value, 'resources');
  const isEmpty = resources?.kind === 'array' && resources.items.length === 0;
  if (!isEmpty) {
    const message = 'the template is made by an expression: what it deploys is not known';
    const { span } = term;
    template.run.gaps.push({ kind: 'missing-link', link: '', message, span, resource });
  }
  return undefined;
}

function open(entry: Entry): Template | undefined {
  const { resource, template, target } = entry;
  const { run, setup } = template;
  evaluateBody(entry);
  if (resource.isExisting) return undefined;
  const found = templateOf(entry);
  if (found === undefined) return undefined;
  const { source, node, evaluation } = found;
  const depth = setup.depth + 1;
  if (depth > maxDeploymentDepth) {
    const message = `deployments stand inside one another deeper than ${maxDeploymentDepth} levels`;
    throw limitAt(
      resource.declaration.nameSpan,
      message,
      'Look for a template that deploys itself.',
    );
  }
  const deployment = newDeployment(source, node, target, {
    name: resource.name,
    parent: template.deployment,
    evaluation,
    resource,
    conditions: resource.conditions,
  });
  const handed = evaluation === 'outer' ? { passed: new Map(), isOpen: false } : handedOver(entry);
  const passed = openPassed(node, source, handed);
  const outer = evaluation === 'outer' ? { template, frame: entry.frame } : undefined;
  const opened = openTemplate(run, { source, node, deployment, target, passed, outer, depth });
  if (evaluation !== 'outer') {
    opened.parameters.reportUndeclared(passed);
    opened.parameters.reportMissing(resource.declaration.nameSpan);
  }
  return opened;
}

/** The template that a deployment resource deploys, opened when first asked; undefined when it is not to be had. */
export function deployedBy(entry: Entry): Template | undefined {
  if (entry.deployed?.state === 'open') return entry.deployed.template;
  // Its parameters are being evaluated, or what they need of it.
  if (entry.deployed?.state === 'opening' || entry.body === 'evaluating') {
    throw faultAt(entry.resource.declaration.nameSpan, 'this deployment needs its own outputs');
  }
  entry.deployed = { state: 'opening' };
  const template = entry.template.run.attempt(() => open(entry));
  entry.deployed = { state: 'open', template };
  return template;
}

/** The outputs of a template as reference() gives them: `{name: {type, value}}`. */
export function outputsOf(template: Template, at: Span): Value {
  if (template.outputs === 'evaluating') throw faultAt(at, 'this template needs its own outputs');
  if (template.outputs !== 'none') return template.outputs.value;
  template.outputs = 'evaluating';
  const outputs = makeOutputs(template);
  template.deployment.outputs = outputs;
  const properties = outputs.map(({ name, type, value, nameSpan }) => {
    const pair = [property('type', stringValue(type)), property('value', value)];
    return { name, value: objectValue(pair, value.span), nameSpan, at: value.span };
  });
  const value = objectValue(properties);
  template.outputs = { value };
  return value;
}
