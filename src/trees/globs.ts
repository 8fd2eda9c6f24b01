// The glob language of wants and skipped paths, segment by segment: literal, `*`, `?`, `[]`, `{a,b}`; `**` for any
// number of segments. A dot at a name's start is a character like any other.

import { UserError } from '../model/errors.ts';

/** One segment: names that fit, and tests for the rest; or `**`. */
export type GlobSegment =
  | { readonly kind: 'any-depth' }
  | {
      readonly kind: 'name';
      readonly literals: readonly string[];
      readonly tests: readonly ((name: string) => boolean)[];
    };

/** More alternatives in one segment are refused. */
const alternativesLimit = 256;

function malformed(glob: string, what: string): UserError {
  return new UserError('USAGE', `glob «${glob}»: ${what}`, {
    hint: 'Globs go from the root: names, *, ?, [], {a,b} within one segment, ** for any number of segments; \\ takes the next character as it is.',
  });
}

/** Splits at slashes outside of braces and brackets' escapes. */
function splitSegments(glob: string): string[] {
  const segments: string[] = [];
  let current = '';
  let depth = 0;
  for (let index = 0; index < glob.length; index++) {
    const character = glob.charAt(index);
    if (character === '\\' && index + 1 < glob.length) {
      current += character + glob.charAt(++index);
      continue;
    }
    if (character === '{') depth++;
    if (character === '}' && depth > 0) depth--;
    if (character !== '/') {
      current += character;
      continue;
    }
    if (depth > 0) throw malformed(glob, 'a slash within braces');
    segments.push(current);
    current = '';
  }
  if (depth > 0) throw malformed(glob, 'a brace is not closed');
  segments.push(current);
  return segments.filter((segment) => segment !== '' && segment !== '.');
}

/** The end of the bracket expression that starts at `start`, or undefined. */
function bracketEnd(text: string, start: number): number | undefined {
  let index = start + 1;
  if (text[index] === '!' || text[index] === '^') index++;
  if (text[index] === ']') index++;
  for (; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === ']') return index;
  }
  return undefined;
}

/** Expands `{a,b}` (nested too) into the segments that it stands for. */
function expandBraces(segment: string, glob: string): string[] {
  let open = -1;
  let depth = 0;
  const cuts: number[] = [];
  for (let index = 0; index < segment.length; index++) {
    const character = segment[index];
    if (character === '\\') index++;
    else if (character === '[') index = bracketEnd(segment, index) ?? index;
    else if (character === '{') {
      if (depth++ === 0) open = index;
    } else if (character === ',' && depth === 1) cuts.push(index);
    else if (character === '}' && depth > 0 && --depth === 0) {
      const edges = [open, ...cuts, index];
      const expanded: string[] = [];
      for (let part = 0; part + 1 < edges.length; part++) {
        const middle = segment.slice((edges[part] ?? 0) + 1, edges[part + 1]);
        const text = segment.slice(0, open) + middle + segment.slice(index + 1);
        expanded.push(...expandBraces(text, glob));
        if (expanded.length > alternativesLimit) throw malformed(glob, 'too many alternatives');
      }
      return expanded;
    }
  }
  return [segment];
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

interface Piece {
  readonly pattern: string;
  /** The text, where the piece is a literal. */
  readonly literal?: string;
}

function pieces(segment: string, glob: string): Piece[] {
  const found: Piece[] = [];
  for (let index = 0; index < segment.length; index++) {
    const character = segment.charAt(index);
    if (character === '*') {
      if (found.at(-1)?.pattern !== '.*') found.push({ pattern: '.*' });
    } else if (character === '?') found.push({ pattern: '.' });
    else if (character === '[') {
      const end = bracketEnd(segment, index);
      if (end === undefined) throw malformed(glob, 'a bracket is not closed');
      const body = segment.slice(index + 1, end);
      const negated = body.startsWith('!') || body.startsWith('^');
      const set = (negated ? body.slice(1) : body)
        .replace(/\\(.)/gsu, '$1')
        .replace(/[\\\]^[&~|]/g, '\\$&');
      found.push({ pattern: `[${negated ? '^' : ''}${set}]` });
      index = end;
    } else {
      const text =
        character === '\\' && index + 1 < segment.length ? segment.charAt(++index) : character;
      const last = found.at(-1);
      if (last?.literal === undefined) found.push({ pattern: escapeRegExp(text), literal: text });
      else {
        const literal = last.literal + text;
        found[found.length - 1] = { pattern: escapeRegExp(literal), literal };
      }
    }
  }
  return found;
}

/** A test for a segment that is not literal; the usual shapes without a regular expression. */
function nameTest(parts: readonly Piece[], glob: string): (name: string) => boolean {
  const [first, second, third] = parts;
  if (parts.length === 1 && first?.pattern === '.*') return () => true;
  if (parts.length === 2 && first?.pattern === '.*' && second?.literal !== undefined) {
    const suffix = second.literal;
    return (name) => name.endsWith(suffix);
  }
  if (parts.length === 2 && first?.literal !== undefined && second?.pattern === '.*') {
    const prefix = first.literal;
    return (name) => name.startsWith(prefix);
  }
  if (
    parts.length === 3 &&
    first?.literal !== undefined &&
    second?.pattern === '.*' &&
    third?.literal !== undefined
  ) {
    const [prefix, suffix] = [first.literal, third.literal];
    return (name) =>
      name.length >= prefix.length + suffix.length &&
      name.startsWith(prefix) &&
      name.endsWith(suffix);
  }
  try {
    const pattern = new RegExp(`^(?:${parts.map((part) => part.pattern).join('')})$`, 'su');
    return (name) => pattern.test(name);
  } catch (error) {
    throw malformed(glob, `not a pattern (${error instanceof Error ? error.message : 'unknown'})`);
  }
}

/**
 * The segments of a glob; `./`, leading and double slashes are dropped.
 * Throws UserError USAGE for a brace or bracket that is not closed, and for `..`.
 */
export function parseGlob(glob: string): GlobSegment[] {
  const segments: GlobSegment[] = [];
  for (const text of splitSegments(glob)) {
    if (text === '..') throw malformed(glob, '«..» leaves the root');
    if (text === '**') {
      if (segments.at(-1)?.kind !== 'any-depth') segments.push({ kind: 'any-depth' });
      continue;
    }
    const literals: string[] = [];
    const tests: ((name: string) => boolean)[] = [];
    for (const alternative of expandBraces(text, glob)) {
      const parts = pieces(alternative, glob);
      const [only] = parts;
      if (parts.length === 1 && only?.literal !== undefined) literals.push(only.literal);
      else if (parts.length > 0) tests.push(nameTest(parts, glob));
    }
    segments.push({ kind: 'name', literals, tests });
  }
  if (segments.length === 0) throw malformed(glob, 'it names nothing');
  return segments;
}
