// The one place where JSON syntax becomes terms and values: strings in brackets are expressions, all else is literal.
import type { Source, Span } from '../../source.ts';
import type { JsonNode, StringNode } from '../syntax/node.ts';
import { offsetsOf } from '../syntax/string-token.ts';
import { parseText } from './expression.ts';
import { numberOf } from './plain.ts';
import type { PropertyTerm, Term } from './term.ts';
import {
  arrayValue,
  boolValue,
  floatValue,
  intValue,
  nullValue,
  objectValue,
  type Property,
  stringValue,
  type Value,
} from './value.ts';

function textTerm(source: Source, node: Pick<StringNode, 'value' | 'start' | 'end'>): Term {
  const { value, start, end } = node;
  const span = { source, start, end };
  if (value.charCodeAt(0) !== 91) return { kind: 'literal', value, span };
  const offset = offsetsOf(source.text, start, end, value);
  return parseText(value, span, (from, to) => ({ source, start: offset(from), end: offset(to) }));
}

/** The term of a value of a template; expressions are parsed, those that are none become `invalid` terms. */
export function termOf(source: Source, node: JsonNode): Term {
  const span: Span = { source, start: node.start, end: node.end };
  switch (node.kind) {
    case 'null':
      return { kind: 'literal', value: null, span };
    case 'boolean':
      return { kind: 'literal', value: node.value, span };
    case 'number':
      return { kind: 'literal', value: numberOf(node.raw), span };
    case 'string':
      return textTerm(source, node);
    case 'array':
      return { kind: 'array', items: node.items.map((item) => termOf(source, item)), span };
    case 'object': {
      const properties = node.members.map(({ name, nameStart, nameEnd, value }): PropertyTerm => {
        const key = textTerm(source, { value: name, start: nameStart, end: nameEnd });
        return { name: key, value: termOf(source, value) };
      });
      return { kind: 'object', properties, span };
    }
  }
}

/** With a source each part has its own place; without one all have `whole`, and names none. */
function valueOf(node: JsonNode, source: Source | undefined, whole?: Span): Value {
  const placeOf = (start: number, end: number) => source && { source, start, end };
  const span = placeOf(node.start, node.end) ?? whole;
  switch (node.kind) {
    case 'null':
      return nullValue(span);
    case 'boolean':
      return boolValue(node.value, span);
    case 'string':
      return stringValue(node.value, span);
    case 'number': {
      const value = numberOf(node.raw);
      return typeof value === 'bigint' ? intValue(value, span) : floatValue(value, span);
    }
    case 'array':
      return arrayValue(
        node.items.map((item) => valueOf(item, source, whole)),
        span,
      );
    case 'object':
      return objectValue(
        node.members.map(({ name, nameStart, nameEnd, value }): Property => {
          const inner = valueOf(value, source, whole);
          const nameSpan = placeOf(nameStart, nameEnd);
          return { name, value: inner, nameSpan, at: inner.span };
        }),
        span,
      );
  }
}

/** The value of JSON as it stands, each part with its place; nothing in it is taken for an expression. */
export function literalValue(source: Source, node: JsonNode): Value {
  return valueOf(node, source);
}

/** The value of a JSON text that is part of an expression: every part stands at `span`, names nowhere. */
export function fromJson(node: JsonNode, span?: Span): Value {
  return valueOf(node, undefined, span);
}
