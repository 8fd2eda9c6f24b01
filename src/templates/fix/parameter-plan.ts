// Declares a secure parameter in the template that a new resource stands in, and passes it down from the file's own.
import type { JsonNode, ObjectNode } from '../arm/syntax/node.ts';
import { memberOf } from '../arm/syntax/node.ts';
import type { Deployment, Evaluation } from '../resource.ts';
import type { Span } from '../source.ts';
import type { NewParameter } from './agent-resources.ts';
import { choosesByParameter, mayBeChosen } from './chosen-modules.ts';
import type { Edit } from './edit.ts';
import { quoted } from './expression-text.ts';
import { insertBeside, type Json } from './layout.ts';
import type { AskedParameter } from './plan.ts';
import { objectAt } from './syntax-path.ts';

/** Templates around one another that a parameter is passed through. */
const maxTemplates = 200;

export type ParameterPlan =
  | {
      readonly kind: 'edits';
      /** `parameters('qualysLicenseCode')`. */
      readonly expression: string;
      readonly edits: readonly Edit[];
      /** In files' own templates: whose values the one who deploys has to give. */
      readonly asked: readonly AskedParameter[];
    }
  | { readonly kind: 'none'; readonly reason: string };

const byChoice =
  'a parameter chooses which of several templates is linked, and all of them would have to declare the new one';

/** The deployment whose parameters `parameters()` reads: an outer-scope template reads its parent's. */
export function scopeOf(deployment: Deployment): Deployment {
  let scope = deployment;
  while (scope.evaluation === 'outer' && scope.parent !== undefined) scope = scope.parent;
  return scope;
}

function keyOf({ source, start }: Span): string {
  return `${start} ${source.path}`;
}

/** The deployments of one template in all evaluations: it may be linked from several places. */
function deploymentsOf(template: Span, evaluations: readonly Evaluation[]): Deployment[] {
  return evaluations.flatMap(({ deployments }) =>
    deployments.filter(({ span }) => keyOf(span) === keyOf(template)),
  );
}

/** Of the secure parameters of that name in all deployments of the template. */
function isThere(deployments: readonly Deployment[], name: string): boolean {
  return deployments.every(({ parameters }) =>
    parameters.some((each) => each.isSecure && each.name.toLowerCase() === name.toLowerCase()),
  );
}

function freeName(names: ReadonlySet<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; names.has(name.toLowerCase()); number++) name = `${wanted}${number}`;
  return name;
}

/** Adds a member to the object that a member of `owner` is, which is made when absent; undefined when it is no object. */
function addTo(
  span: Span,
  owner: ObjectNode,
  at: string,
  before: string,
  entry: { readonly name: string; readonly value: Json },
): Edit | undefined {
  const existing: JsonNode | undefined = memberOf(owner, at)?.value;
  if (existing === undefined) {
    const index = owner.members.findIndex(({ name }) => name.toLowerCase() === before);
    const value = { [entry.name]: entry.value };
    const beside = index > 0 ? index - 1 : undefined;
    return insertBeside(span.source, owner, beside, { name: at, value });
  }
  if (existing.kind !== 'object') return undefined;
  return insertBeside(span.source, existing, undefined, entry);
}

function declare(template: Span, name: string, parameter: NewParameter): Edit | undefined {
  const object = objectAt(template);
  const metadata = { description: parameter.description };
  const entry = { name, value: { type: 'secureString', metadata } };
  return object && addTo(template, object, 'parameters', 'resources', entry);
}

/** The value that a deployment resource passes for the parameter. */
function pass(resource: Span, name: string, expression: string): Edit | undefined {
  const properties = memberOf(objectAt(resource), 'properties')?.value;
  if (properties?.kind !== 'object' || memberOf(properties, 'parametersLink') !== undefined) {
    return undefined;
  }
  const entry = { name, value: { value: `[${expression}]` } };
  return addTo(resource, properties, 'parameters', 'template', entry);
}

/**
 * The parameter for a resource in a template: one that is there and secure, else a new one, which every template
 * around passes down. `evaluations` must hold all deployments of these templates.
 */
export function planParameter(
  deployment: Deployment,
  parameter: NewParameter,
  evaluations: readonly Evaluation[],
): ParameterPlan {
  const start = scopeOf(deployment);
  const edits: Edit[] = [];
  const names = new Map<string, string>();
  const fresh = new Set<string>();
  const pending = [start.span];
  const asked = new Map<string, AskedParameter>();
  for (let template = pending.pop(); template !== undefined; template = pending.pop()) {
    if (names.has(keyOf(template))) continue;
    if (names.size >= maxTemplates) {
      return { kind: 'none', reason: `more than ${maxTemplates} templates would have to pass it` };
    }
    const deployments = deploymentsOf(template, evaluations);
    if (isThere(deployments, parameter.name)) {
      names.set(keyOf(template), parameter.name);
      continue;
    }
    const taken = deployments.flatMap((each) => each.parameters.map(({ name }) => name));
    const name = freeName(new Set(taken.map((each) => each.toLowerCase())), parameter.name);
    names.set(keyOf(template), name);
    fresh.add(keyOf(template));
    const edit = declare(template, name, parameter);
    if (edit === undefined) return { kind: 'none', reason: 'its parameters are no object' };
    edits.push(edit);
    for (const { resource } of deployments) {
      if (resource === undefined) {
        const { path } = template.source;
        if (mayBeChosen(path, evaluations)) return { kind: 'none', reason: byChoice };
        asked.set(path, { path, name });
      } else if (choosesByParameter(resource)) return { kind: 'none', reason: byChoice };
      else pending.push(scopeOf(resource.deployment).span);
    }
  }
  // Only now every template has its name for the parameter.
  for (const { span, resource } of evaluations.flatMap((each) => each.deployments)) {
    const key = keyOf(span);
    const name = names.get(key);
    if (name === undefined || !fresh.has(key) || resource === undefined) continue;
    const outer = names.get(keyOf(scopeOf(resource.deployment).span));
    if (outer === undefined) continue;
    const expression = `parameters(${quoted(outer)})`;
    const edit = pass(resource.declaration.span, name, expression);
    if (edit === undefined) {
      return {
        kind: 'none',
        reason: 'a deployment around passes its parameters by expression or link',
      };
    }
    edits.push(edit);
  }
  const name = names.get(keyOf(start.span)) ?? parameter.name;
  return {
    kind: 'edits',
    expression: `parameters(${quoted(name)})`,
    edits,
    asked: [...asked.values()],
  };
}
