// Policies of a run: those that stand alone in a file, and the templates that definitions deploy (DeployIfNotExists).
import type { ExpansionContext, GivenValue } from '../arm/expansion/context.ts';
import { expandNode } from '../arm/expansion/expand-template.ts';
import { literalValue } from '../arm/language/json-terms.ts';
import { type Value, valueAt } from '../arm/language/value.ts';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { type JsonNode, memberOf, type StringNode } from '../arm/syntax/node.ts';
import type { PolicyDocument } from '../policy-as-code/documents.ts';
import type { Evaluation } from '../resource.ts';
import type { Source, Span } from '../source.ts';
import type { Piece } from './kinds.ts';

const policyKinds = {
  'policy-definition': 'definition',
  initiative: 'initiative',
  assignment: 'assignment',
} as const;

/** The policy of a document, alone; undefined when the piece is none. */
export function policyDocument(
  { source }: JsonDocument,
  { kind, node }: Piece,
): PolicyDocument | undefined {
  if (kind === 'template' || kind === 'parameters') return undefined;
  const body = literalValue(source, node);
  if (body.kind !== 'object') return undefined;
  const name = memberOf(node, 'name')?.value ?? node;
  return {
    kind: policyKinds[kind],
    body,
    source,
    at: { source, start: name.start, end: name.end },
  };
}

/** The node that a value was read from. */
function nodeOf({ root }: JsonDocument, { start, end }: Span): JsonNode | undefined {
  let node = root;
  while (node !== undefined && (node.start !== start || node.end !== end)) {
    const inner: readonly JsonNode[] =
      node.kind === 'object'
        ? node.members.map(({ value }) => value)
        : node.kind === 'array'
          ? node.items
          : [];
    node = inner.find((each) => each.start <= start && end <= each.end);
  }
  return node;
}

/** What an expression of the template around gave in place of its text; undefined where that is unknown or a whole tree. */
function evaluatedNode(node: StringNode, value: Value | undefined): JsonNode | undefined {
  const { start, end } = node;
  switch (value?.kind) {
    case 'string':
      return { ...node, value: value.value };
    case 'bool':
      return { kind: 'boolean', value: value.value, start, end };
    case 'int':
      return { kind: 'number', raw: String(value.value), start, end };
    default:
      return undefined;
  }
}

/**
 * The tree as the template around it hands it over: `[[` at the start of a text is the `[` of an expression inside, and
 * an expression of the template around has its value.
 */
function handedOver(node: JsonNode, value: Value | undefined): JsonNode {
  switch (node.kind) {
    case 'string':
      if (node.value.startsWith('[[')) return { ...node, value: node.value.slice(1) };
      return evaluatedNode(node, value) ?? node;
    case 'array': {
      const values = value?.kind === 'array' ? value.items : [];
      return { ...node, items: node.items.map((item, index) => handedOver(item, values[index])) };
    }
    case 'object': {
      const members = node.members.map((member) => {
        const name = member.name.startsWith('[[') ? member.name.slice(1) : member.name;
        return { ...member, name, value: handedOver(member.value, valueAt(value, member.name)) };
      });
      return { ...node, members };
    }
    default:
      return node;
  }
}

/** The values that a policy passes, as far as they are no expressions of Azure Policy. */
function passedValues(parameters: Value | undefined): Map<string, GivenValue> {
  const values = new Map<string, GivenValue>();
  if (parameters?.kind !== 'object') return values;
  for (const [name, { value: passed, nameSpan }] of parameters.properties) {
    const value = valueAt(passed, 'value');
    if (value === undefined || value.kind === 'unknown' || nameSpan === undefined) continue;
    if (value.kind === 'string' && value.value.startsWith('[')) continue;
    values.set(name, { kind: 'value', value, nameSpan });
  }
  return values;
}

/**
 * Expands the templates that the policy definitions of some evaluations deploy; each once, whatever evaluates it.
 * `isEscaped`: a template declares the definitions, so that expressions in them are escaped once more.
 */
export function templatesInPolicies(
  evaluations: readonly Evaluation[],
  isEscaped: boolean,
  documentOf: (source: Source) => JsonDocument | undefined,
  context: ExpansionContext,
): Evaluation[] {
  const seen = new Set<JsonNode>();
  return evaluations
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => type.toLowerCase() === 'microsoft.authorization/policydefinitions')
    .flatMap(({ body }) => {
      const rule = valueAt(body, 'properties', 'policyRule', 'then', 'details');
      const deployment = valueAt(rule, 'deployment', 'properties');
      const template = valueAt(deployment, 'template');
      const span = template?.span;
      const document = span && documentOf(span.source);
      const node = span && document && nodeOf(document, span);
      if (span === undefined || node?.kind !== 'object' || seen.has(node)) return [];
      seen.add(node);
      const values = passedValues(valueAt(deployment, 'parameters'));
      const own = isEscaped ? handedOver(node, template) : node;
      return expandNode(span.source, own, { file: undefined, values }, context);
    });
}
