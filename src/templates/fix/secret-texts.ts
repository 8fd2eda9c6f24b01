// Which texts of a template are secrets, by where they stand: for what is printed of a file.
import { type JsonNode, memberOf, type ObjectNode } from '../arm/syntax/node.ts';
import { isSecretName } from '../rules/secrets/parameter-rules.ts';
import { credentialsIn } from '../rules/secrets/patterns.ts';
import type { Source, Span } from '../source.ts';
import { documentOf } from './syntax-path.ts';

/** Shorter ones stand in other words, too: only whole values are hidden. */
const shortest = 6;

/** A reference says nothing of a value. */
const reference = /^\[\s*(?:parameters|variables)\(\s*'[^']*'\s*\)[\w.]*\s*\]$/;

function isExpression(text: string): boolean {
  return /^\[(?!\[)[^]*\]$/.test(text);
}

/** The strings of a value, as they are written between their quotes. */
function stringsIn(source: Source, node: JsonNode): string[] {
  if (node.kind === 'array') return node.items.flatMap((each) => stringsIn(source, each));
  if (node.kind === 'object') return node.members.flatMap((each) => stringsIn(source, each.value));
  if (node.kind !== 'string' || isExpression(node.value)) return [];
  const text = source.text.slice(node.start + 1, node.end - 1);
  return text === '' ? [] : [text];
}

function isSecureParameter(object: ObjectNode): boolean {
  const type = memberOf(object, 'type')?.value;
  return type?.kind === 'string' && /^secure(?:string|object)$/i.test(type.value);
}

/** Of `adminPassword: "…"`, and of `adminPassword: { value: "…" }` and the like. */
function namedSecrets(source: Source, value: JsonNode): string[] {
  if (value.kind !== 'object') return stringsIn(source, value);
  return ['value', 'defaultValue'].flatMap((name) => {
    const inner = memberOf(value, name)?.value;
    return inner === undefined ? [] : stringsIn(source, inner);
  });
}

/** Texts of values that are secret by their names, and the defaults of secure parameters. */
function secretsByPlace(source: Source): string[] {
  const found: string[] = [];
  const { root } = documentOf(source);
  const pending: JsonNode[] = root === undefined ? [] : [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'array') for (const item of node.items) pending.push(item);
    if (node.kind !== 'object') continue;
    const secure = isSecureParameter(node);
    for (const { name, value } of node.members) {
      pending.push(value);
      if (secure && name.toLowerCase() === 'defaultvalue') found.push(...stringsIn(source, value));
      if (isSecretName(name)) found.push(...namedSecrets(source, value));
    }
  }
  return found;
}

/** The text of a value that a rule found to be a secret; undefined for a name or a mere reference. */
export function secretAt({ source, start, end }: Span): string | undefined {
  const { text } = source;
  const raw = text.slice(start, end);
  const isValue = /^"[^]*"$/.test(raw) && !/^\s*:/.test(text.slice(end, end + 100));
  const inner = raw.slice(1, -1);
  return !isValue || inner === '' || reference.test(inner) ? undefined : inner;
}

/** Hides secrets in the lines of a text. */
export class SecretTexts {
  readonly #long: readonly string[];
  readonly #short: readonly string[];

  /** `found` by rules; `sources` are looked through. */
  constructor(found: readonly string[], sources: readonly Source[]) {
    const texts = [...new Set([...found, ...sources.flatMap(secretsByPlace)])].sort(
      (left, right) => right.length - left.length,
    );
    this.#long = texts.filter(({ length }) => length >= shortest);
    this.#short = texts.filter(({ length }) => length < shortest);
  }

  /** The line with `…` in place of each secret. */
  hideIn(line: string): string {
    let text = line;
    for (const secret of this.#long) text = text.replaceAll(secret, '…');
    for (const secret of this.#short) text = text.replaceAll(`"${secret}"`, '"…"');
    for (const { start, end } of credentialsIn(text).toReversed()) {
      text = `${text.slice(0, start)}…${text.slice(end)}`;
    }
    return text;
  }
}
