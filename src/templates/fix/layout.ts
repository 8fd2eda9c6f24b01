// How a template is laid out, and how something new is put into it so that nothing else moves.
import type { ArrayNode, JsonNode, ObjectNode } from '../arm/syntax/node.ts';
import type { Source } from '../source.ts';
import type { Edit } from './edit.ts';
import { documentOf } from './syntax-path.ts';

/** Plain JSON of what is inserted; names keep their order. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** An item of an array, or with a name a member of an object. */
export interface Entry {
  readonly name?: string;
  readonly value: Json;
}

/** The plain JSON of a node; the last of equal names counts. */
export function toJson(node: JsonNode): Json {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, toJson(value)]));
    case 'array':
      return node.items.map(toJson);
    case 'number':
      return Number(node.raw);
    case 'null':
      return null;
    default:
      return node.value;
  }
}

type Container = ObjectNode | ArrayNode;

function isBreak(letter: string): boolean {
  return letter === '\n' || letter === '\r';
}

/** Blanks at the begin of the line that holds an offset. */
function indentAt(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && !isBreak(text.charAt(start - 1))) start--;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether only blanks stand before it in its line. */
function beginsLine(text: string, offset: number): boolean {
  const before = text.charAt(offset - indentAt(text, offset).length - 1);
  return before === '' || isBreak(before);
}

function childStarts(container: Container): readonly number[] {
  return container.kind === 'array'
    ? container.items.map(({ start }) => start)
    : container.members.map(({ nameStart }) => nameStart);
}

function childEnds(container: Container): readonly number[] {
  return container.kind === 'array'
    ? container.items.map(({ end }) => end)
    : container.members.map(({ value }) => value.end);
}

/** One step of indentation: what the first member of the root has more than the root; two blanks where nothing tells. */
function unitOf(source: Source): string {
  const { text } = source;
  const pending: JsonNode[] = [];
  const { root } = documentOf(source);
  if (root !== undefined) pending.push(root);
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if (node.kind !== 'object' && node.kind !== 'array') continue;
    const first = childStarts(node)[0];
    if (first !== undefined && beginsLine(text, first)) {
      const outer = indentAt(text, node.start);
      const inner = indentAt(text, first);
      if (inner.startsWith(outer) && inner !== outer) return inner.slice(outer.length);
    }
    if (node.kind === 'object') pending.push(...node.members.map(({ value }) => value));
  }
  return '  ';
}

function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Behind blanks and comments. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (text.startsWith('//', at)) {
      while (at < text.length && !isBreak(text.charAt(at))) at++;
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? text.length : close + 2;
    } else if (at < text.length && text.charAt(at).trim() === '') {
      at++;
    } else {
      return at;
    }
  }
}

/** The offset behind the comma that follows; undefined when none does. */
function commaBehind(text: string, from: number): number | undefined {
  const at = skipBlank(text, from);
  return text.charAt(at) === ',' ? at + 1 : undefined;
}

/** The end of the line when only blanks and whole comments follow in it; undefined otherwise. */
function freeLineEnd(text: string, from: number): number | undefined {
  let end = from;
  while (end < text.length && !isBreak(text.charAt(end))) end++;
  const rest = text.slice(from, end);
  return end < text.length && /^[ \t]*(?:\/\*(?:(?!\*\/).)*\*\/[ \t]*)*(?:\/\/.*)?$/.test(rest)
    ? end
    : undefined;
}

function written(entry: Entry, indent: string, unit: string, lineBreak: string): string {
  const value = JSON.stringify(entry.value, undefined, unit).replaceAll(
    '\n',
    `${lineBreak}${indent}`,
  );
  return entry.name === undefined ? value : `${JSON.stringify(entry.name)}: ${value}`;
}

/** On one line, without blanks. */
function writtenShort(entry: Entry): string {
  const value = JSON.stringify(entry.value);
  return entry.name === undefined ? value : `${JSON.stringify(entry.name)}:${value}`;
}

/** Puts the only entry into an empty object or array. */
function fill(source: Source, container: Container, entry: Entry): Edit {
  const { path, text } = source;
  const start = container.start + 1;
  const lineBreak = lineBreakOf(text);
  const unit = unitOf(source);
  const outer = indentAt(text, container.start);
  const inner = outer + unit;
  const lineEnd = freeLineEnd(text, start);
  const fresh = `${lineBreak}${inner}${written(entry, inner, unit, lineBreak)}`;
  if (lineEnd !== undefined && lineEnd < container.end) {
    return { path, start: lineEnd, end: lineEnd, text: fresh };
  }
  if (!/[\r\n]/.test(text)) return { path, start, end: start, text: writtenShort(entry) };
  const isBlank = text.slice(start, container.end - 1).trim() === '';
  const end = isBlank ? container.end - 1 : start;
  return { path, start, end, text: `${fresh}${lineBreak}${outer}` };
}

/**
 * Inserts an entry beside the child at `beside` (the first place when undefined): behind it where a comma follows,
 * before it where it is the last, so that no line of the text has to change.
 */
export function insertBeside(
  source: Source,
  container: Container,
  beside: number | undefined,
  entry: Entry,
): Edit {
  const { path, text } = source;
  const starts = childStarts(container);
  const ends = childEnds(container);
  const first = starts[0];
  if (first === undefined) return fill(source, container, entry);
  const index = beside ?? -1;
  const separator =
    [ends[index], ends[index - 1]]
      .map((end) => (end === undefined ? undefined : commaBehind(text, end)))
      .find((end) => end !== undefined) ?? container.start + 1;
  const unit = unitOf(source);
  const lineBreak = lineBreakOf(text);
  const adds = (entry.name ?? JSON.stringify(entry.value)).toLowerCase();
  const lineEnd = freeLineEnd(text, separator);
  if (lineEnd !== undefined && lineEnd < container.end) {
    const neighbour = starts.find((start) => beginsLine(text, start));
    const indent =
      neighbour === undefined ? indentAt(text, container.start) + unit : indentAt(text, neighbour);
    const fresh = `${lineBreak}${indent}${written(entry, indent, unit, lineBreak)},`;
    return { path, start: lineEnd, end: lineEnd, text: fresh, adds };
  }
  const isOneLine = !/[\r\n]/.test(text.slice(container.start, container.end));
  const fresh = isOneLine
    ? writtenShort(entry)
    : written(entry, indentAt(text, separator), unit, lineBreak);
  const isSpaced = /[ \t]/.test(text.charAt(separator));
  const padded = isSpaced ? ` ${fresh},` : isOneLine ? `${fresh},` : `${fresh}, `;
  return { path, start: separator, end: separator, text: padded, adds };
}
