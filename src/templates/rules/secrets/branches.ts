// What a text may be that only the deployment knows: texts and parameters that its expression chooses from.
// Read from its form (language/unknown.ts), in which names are in lower case and texts are JSON.
import type { UnknownValue } from '../../arm/language/unknown.ts';

export type Branch =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  /** Made of several pieces, or by something else. */
  | { readonly kind: 'other' };

/** Calls inside one another that are looked into. */
const maxDepth = 20;
const textForm = /^"(?:[^"\\]|\\.)*"$/s;
/** Parameters of nested templates carry a number behind the word. */
const callForm = /^([a-z]+)\d*\((.*)\)$/s;

/** The pieces of a form between separators that stand outside of texts and brackets. */
function piecesOf(form: string, separator: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < form.length; at++) {
    const unit = form[at];
    if (unit === '"') {
      for (at++; at < form.length && form[at] !== '"'; at++) if (form[at] === '\\') at++;
    } else if (unit === '(' || unit === '[' || unit === '{') depth++;
    else if (unit === ')' || unit === ']' || unit === '}') depth--;
    else if (unit === separator && depth === 0) {
      pieces.push(form.slice(start, at));
      start = at + 1;
    }
  }
  return [...pieces, form.slice(start)];
}

function textOf(form: string): string {
  try {
    const text: unknown = JSON.parse(form);
    return typeof text === 'string' ? text : '';
  } catch {
    // Names with quotation marks can make what looks like a text.
    return '';
  }
}

/** A piece of a joined text: its beginning may be all that is taken. */
function beginningOf(form: string, depth: number): readonly Branch[] {
  const [first = ''] = piecesOf(form, '+');
  return branches(first, depth);
}

function branches(form: string, depth: number): readonly Branch[] {
  if (depth > maxDepth) return [{ kind: 'other' }];
  if (textForm.test(form)) return [{ kind: 'text', text: textOf(form) }];
  const [, name, inner] = callForm.exec(form) ?? [];
  if (name === undefined || inner === undefined || piecesOf(form, '+').length > 1) {
    const parameter = /^parameters\d*\(([^()]+)\)[.[]/.exec(form)?.[1];
    const isOne = parameter !== undefined && piecesOf(form, '+').length === 1;
    return [isOne ? { kind: 'parameter', name: parameter } : { kind: 'other' }];
  }
  const args = piecesOf(inner, ',');
  const each = (forms: readonly string[]) => forms.flatMap((arg) => branches(arg, depth + 1));
  switch (name) {
    case 'parameters':
      return [{ kind: 'parameter', name: inner }];
    case 'if':
      return each(args.slice(1));
    case 'coalesce':
      return each(args);
    case 'string':
    case 'trim':
    case 'tolower':
    case 'toupper':
    case 'base64':
    case 'tryget':
      return each(args.slice(0, 1));
    case 'take':
    case 'substring':
    case 'first': {
      const [from = ''] = args;
      const items = /^createarray\((.*)\)$/s.exec(from)?.[1];
      return items === undefined
        ? beginningOf(from, depth + 1)
        : each(piecesOf(items, ',').slice(0, name === 'first' ? 1 : undefined));
    }
    default:
      return [{ kind: 'other' }];
  }
}

/** What an unknown text may be. A long form is a digest, which says nothing. */
export function branchesOf({ form }: UnknownValue): readonly Branch[] {
  return branches(form, 0);
}

/** Whether the form of an unknown holds a digest while its expression chooses between texts: it may be one of them. */
export function mayChooseText({ form, span }: UnknownValue): boolean {
  if (!/#[0-9a-f]{32}/.test(form) || span === undefined) return false;
  const text = span.source.text.slice(span.start, span.end);
  return /^(?:if|coalesce|first|take|substring)\s*\(/i.test(text) && text.includes("'");
}
