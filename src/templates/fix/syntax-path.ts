// From a place in a template to its syntax: the nodes around it, and the values below it.
import { type JsonDocument } from '../arm/syntax/document.ts';
import { type JsonNode, memberOf, type ObjectNode } from '../arm/syntax/node.ts';
import { readJson } from '../arm/syntax/reader.ts';
import type { Source, Span } from '../source.ts';

const documents = new WeakMap<Source, JsonDocument>();

/** The tree of a source, read once. */
export function documentOf(source: Source): JsonDocument {
  const known = documents.get(source);
  if (known !== undefined) return known;
  const document = readJson(source);
  documents.set(source, document);
  return document;
}

function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  return node.kind === 'object' ? node.members.map(({ value }) => value) : [];
}

/** The nodes from the root to the one that covers exactly this span; undefined when there is none. */
export function nodesTo(span: Span): readonly JsonNode[] | undefined {
  const nodes: JsonNode[] = [];
  let node = documentOf(span.source).root;
  while (node !== undefined) {
    nodes.push(node);
    if (node.start === span.start && node.end === span.end) return nodes;
    node = childrenOf(node).find(({ start, end }) => start <= span.start && end >= span.end);
  }
  return undefined;
}

/** The object that covers exactly this span. */
export function objectAt(span: Span): ObjectNode | undefined {
  const node = nodesTo(span)?.at(-1);
  return node?.kind === 'object' ? node : undefined;
}

/** What a path of names leads to: a value, or the innermost value on the way and the names that are left. */
export interface Descent {
  readonly node: JsonNode;
  readonly rest: readonly string[];
}

/** Descends by names without case; a whole number is an index of an array. */
export function descend(from: JsonNode, names: readonly string[]): Descent {
  let node = from;
  for (const [index, name] of names.entries()) {
    const next =
      node.kind === 'array' && /^\d+$/.test(name)
        ? node.items[Number(name)]
        : memberOf(node, name)?.value;
    if (next === undefined) return { node, rest: names.slice(index) };
    node = next;
  }
  return { node, rest: [] };
}
