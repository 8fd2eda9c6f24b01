// Policies that stand alone in a file: definitions, initiatives and assignments, as Azure's API gives them.
// Each becomes a resource, as if a template had declared it; its expressions stay texts: only Azure Policy evaluates them.
import {
  type ObjectValue,
  objectValue,
  property,
  propertyOf,
  stringValue,
  type Value,
  valueAt,
} from '../arm/language/value.ts';
import type { Deployment, Evaluation, Resource } from '../resource.ts';
import type { Source, Span } from '../source.ts';

export interface PolicyDocument {
  readonly kind: 'definition' | 'initiative' | 'assignment';
  /** The whole document, with the place of every part; nothing in it was taken for an expression. */
  readonly body: ObjectValue;
  readonly source: Source;
  /** Of its name, or the whole of it. */
  readonly at: Span;
}

const types: Readonly<Record<PolicyDocument['kind'], string>> = {
  definition: 'Microsoft.Authorization/policyDefinitions',
  initiative: 'Microsoft.Authorization/policySetDefinitions',
  assignment: 'Microsoft.Authorization/policyAssignments',
};

function textOf(value: Value | undefined, ...names: readonly string[]): string | undefined {
  const found = valueAt(value, ...names);
  return found?.kind === 'string' ? found.value : undefined;
}

/** The value with one bracket of every `[[` at the start of a text taken off. */
function unescaped(value: Value): Value {
  switch (value.kind) {
    case 'string':
      return value.value.startsWith('[[') ? { ...value, value: value.value.slice(1) } : value;
    case 'array':
      return { ...value, items: value.items.map(unescaped) };
    case 'object':
      return unescapedObject(value);
    default:
      return value;
  }
}

function unescapedObject(value: ObjectValue): ObjectValue {
  const properties = [...value.properties.values()].map((each) => {
    return { ...each, value: unescaped(each.value) };
  });
  return { ...value, ...objectValue(properties, value.span) };
}

/** Whether a definition is written for an ARM template around it, which takes a bracket off its expressions. */
function isEscaped(body: ObjectValue): boolean {
  const then = valueAt(body, 'properties', 'policyRule', 'then');
  if (textOf(then, 'effect')?.startsWith('[[') === true) return true;
  const parameters = valueAt(then, 'details', 'deployment', 'properties', 'parameters');
  if (parameters?.kind !== 'object') return false;
  return [...parameters.properties.values()].some(
    ({ value }) => textOf(value, 'value')?.startsWith('[[') === true,
  );
}

function bodyOf(document: PolicyDocument): ObjectValue {
  const body = completed(document);
  return isEscaped(body) ? unescapedObject(body) : body;
}

/** Properties alone, or a rule alone, get what is around them. */
function completed({ body }: PolicyDocument): ObjectValue {
  if (propertyOf(body, 'properties') !== undefined) return body;
  const isRule = propertyOf(body, 'then') !== undefined;
  const properties = isRule ? objectValue([property('policyRule', body)], body.span) : body;
  return objectValue([property('properties', properties)], body.span);
}

/** `subscription`: where an assignment goes that does not say it. */
function keyOf({ kind, body }: PolicyDocument, name: string, subscription: string): string {
  const id = textOf(body, 'id');
  if (id !== undefined) return id.toLowerCase();
  const scope = textOf(body, 'properties', 'scope') ?? textOf(body, 'scope');
  const place = kind === 'assignment' ? (scope ?? `/subscriptions/${subscription}`) : '';
  return `${place.replace(/\/+$/, '')}/providers/${types[kind]}/${name}`.toLowerCase();
}

/**
 * An evaluation that holds the document as its one resource, so that rules and agents see it. An assignment that
 * names no scope goes to `subscription`; the default is the placeholder that templates get too.
 */
export function evaluationOfPolicy(
  document: PolicyDocument,
  subscription = '00000000-0000-0000-0000-000000000000',
): Evaluation {
  const { source, body, kind, at } = document;
  const span = body.span ?? at;
  const name = textOf(body, 'name') ?? textOf(body, 'id')?.split('/').at(-1) ?? 'policy';
  const root: Deployment = {
    name: stringValue('main'),
    parent: undefined,
    source,
    span,
    level: 'subscription',
    subscription: stringValue(subscription),
    resourceGroup: undefined,
    managementGroup: undefined,
    evaluation: 'root',
    languageVersion: undefined,
    generator: undefined,
    parameters: [],
    outputs: [],
    parametersSpan: undefined,
    resource: undefined,
    conditions: [],
  };
  const resource: Resource = {
    type: types[kind],
    name: stringValue(name, at),
    key: keyOf(document, name, subscription),
    apiVersion: undefined,
    isExisting: false,
    extendsKey: undefined,
    conditions: [],
    loops: [],
    body: bodyOf(document),
    declaration: {
      span,
      nameSpan: at,
      typeSpan: valueAt(body, 'type')?.span ?? span,
      loopSpan: undefined,
      conditionSpan: undefined,
      symbolicName: undefined,
    },
    deployment: root,
    parent: undefined,
  };
  return {
    root,
    parameterFile: undefined,
    tried: {},
    deployments: [root],
    resources: [resource],
    faults: [],
    gaps: [],
    linkedFiles: [],
    atAnyIndex: undefined,
  };
}
