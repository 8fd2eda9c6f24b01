// Expressions as text: what stands between the brackets of a template's string, and pieces of it put into others.
import { parseText } from '../arm/language/expression.ts';
import { literalText, type Term } from '../arm/language/term.ts';
import type { JsonNode, ObjectNode } from '../arm/syntax/node.ts';
import { sourceOf } from '../source.ts';
import type { Json } from './layout.ts';
import { descend } from './syntax-path.ts';

/** A text as the language writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The expression that a string is, a literal one in quotes; undefined for anything that is no plain string. */
export function expressionOf(node: JsonNode | undefined): string | undefined {
  if (node?.kind !== 'string' || node.value.startsWith('[[')) return undefined;
  const { value } = node;
  return value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1).trim() : quoted(value);
}

/** A string of a template that has the expression's value: the text itself where the expression is one literal. */
export function templateText(expression: string): string {
  const text = /^'((?:[^']|'')*)'$/.exec(expression)?.[1]?.replaceAll("''", "'");
  return text === undefined || text.startsWith('[') ? `[${expression}]` : text;
}

/** Two expressions of texts joined; literals at the seam become one. */
export function joined(left: string, right: string): string {
  const literal = /^'(?:[^']|'')*'$/;
  if (literal.test(left) && literal.test(right)) return left.slice(0, -1) + right.slice(1);
  return `concat(${left}, ${right})`;
}

function* callsOf(term: Term, name: string): Generator<Extract<Term, { kind: 'call' }>> {
  if (term.kind === 'access') {
    yield* callsOf(term.base, name);
    yield* callsOf(term.key, name);
  }
  if (term.kind !== 'call') return;
  if (term.name.toLowerCase() === name) yield term;
  for (const arg of term.args) yield* callsOf(arg, name);
}

/** A loop as `copyIndex()` may name it. */
export interface LoopName {
  /** Evaluated. */
  readonly name: string;
  /** The expression that it comes from. */
  readonly expression: string;
}

function names(loop: LoopName, arg: Term, text: string): boolean {
  const literal = literalText(arg);
  if (literal !== undefined) return literal.toLowerCase() === loop.name.toLowerCase();
  const bare = (each: string) => each.replace(/\s+/g, '').toLowerCase();
  return bare(text.slice(arg.span.start, arg.span.end)) === bare(loop.expression);
}

/** A string of a template in which each `copyIndex()` that names the loop `from` names the loop `to`. */
export function withLoopRenamed(text: string, from: LoopName, to: string): string {
  if (!/copyindex/i.test(text)) return text;
  const source = sourceOf('', text);
  const whole = { source, start: 0, end: text.length };
  const term = parseText(text, whole, (start, end) => ({ source, start, end }));
  const spans = [...callsOf(term, 'copyindex')].flatMap(({ args: [loop] }) =>
    loop !== undefined && names(from, loop, text) ? [loop.span] : [],
  );
  let result = text;
  for (const { start, end } of spans.toSorted((left, right) => right.start - left.start)) {
    result = result.slice(0, start) + quoted(to) + result.slice(end);
  }
  return result;
}

/** The same in all texts of a value. */
export function withLoopRenamedIn(json: Json, from: LoopName, to: string): Json {
  if (typeof json === 'string') return withLoopRenamed(json, from, to);
  if (json === null || typeof json !== 'object') return json;
  if (isList(json)) return json.map((each) => withLoopRenamedIn(each, from, to));
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, withLoopRenamedIn(value, from, to)]),
  );
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/**
 * An expression for the value at a path of a resource: what is written there, or an access into the expression that an
 * object on the way comes from. Undefined where it is absent or no text.
 */
export function expressionAt(object: ObjectNode, path: string): string | undefined {
  const { node, rest } = descend(object, path.split('.'));
  if (rest.length === 0) return expressionOf(node);
  if (node.kind !== 'string' || !/^\[(?!\[)[^]*\]$/.test(node.value)) return undefined;
  return [node.value.slice(1, -1).trim(), ...rest].join('.');
}
