// Texts of which only pieces are known, compared as Azure compares names: without case. Names, groups and keys of
// resources are such texts.
import { caselessForm, type Part } from '../arm/language/unknown.ts';
import type { Value } from '../arm/language/value.ts';

/** Known pieces in lower case and the forms of unknown ones, in order. */
export type PartialText = readonly Part[];

/** `maybe`: an unknown piece leaves it open. */
export type Certainty = 'yes' | 'no' | 'maybe';

function lowered(parts: readonly Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') {
      out.push({ form: caselessForm(part.form) });
      continue;
    }
    const last = out.at(-1);
    if (part === '') continue;
    if (typeof last === 'string') out[out.length - 1] = last + part.toLowerCase();
    else out.push(part.toLowerCase());
  }
  return out;
}

/** A string or an unknown; anything else, and undefined, is an empty text. */
export function partialText(value: Value | undefined): PartialText {
  if (value?.kind === 'string') return lowered([value.value]);
  if (value?.kind === 'unknown') return lowered(value.parts ?? [{ form: value.form }]);
  return [];
}

/** Of a resource's key: unknown pieces stand in it as their forms in braces. */
export function partialKey(key: string): PartialText {
  const parts: Part[] = [];
  let known = '';
  for (let at = 0; at < key.length; at++) {
    if (key[at] !== '{') {
      known += key.charAt(at);
      continue;
    }
    let depth = 0;
    const start = at + 1;
    for (; at < key.length; at++) {
      if (key[at] === '{') depth++;
      else if (key[at] === '}' && --depth === 0) break;
    }
    parts.push(known, { form: key.slice(start, at) });
    known = '';
  }
  return lowered([...parts, known]);
}

/** The pieces between slashes; an unknown piece is taken to hold none. */
export function segmentsOf(text: PartialText): PartialText[] {
  const segments: Part[][] = [[]];
  for (const part of text) {
    if (typeof part !== 'string') {
      segments.at(-1)?.push(part);
      continue;
    }
    for (const [index, piece] of part.split('/').entries()) {
      if (index > 0) segments.push([]);
      if (piece !== '') segments.at(-1)?.push(piece);
    }
  }
  return segments;
}

/** The text when all of it is known, in lower case. */
export function knownText(text: PartialText): string | undefined {
  if (text.length === 0) return '';
  const [only] = text;
  return text.length === 1 && typeof only === 'string' ? only : undefined;
}

function isSamePart(left: Part, right: Part | undefined): boolean {
  if (right === undefined || typeof left === 'string' || typeof right === 'string') {
    return left === right;
  }
  return left.form === right.form;
}

/** Whether the known text at one end of both rules out that they are equal. */
function differsAt(left: Part | undefined, right: Part | undefined, end: 'first' | 'last') {
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  if (end === 'first') return !left.startsWith(right) && !right.startsWith(left);
  return !left.endsWith(right) && !right.endsWith(left);
}

function knownLength(text: PartialText): number {
  return text.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}

/** Whether two texts are the same; equal forms have equal values. */
export function isSameText(left: PartialText, right: PartialText): Certainty {
  if (left.length === right.length && left.every((part, at) => isSamePart(part, right[at]))) {
    return 'yes';
  }
  const leftKnown = knownText(left);
  const rightKnown = knownText(right);
  if (leftKnown !== undefined && rightKnown !== undefined) return 'no';
  if (leftKnown !== undefined && leftKnown.length < knownLength(right)) return 'no';
  if (rightKnown !== undefined && rightKnown.length < knownLength(left)) return 'no';
  if (differsAt(left[0], right[0], 'first')) return 'no';
  if (differsAt(left.at(-1), right.at(-1), 'last')) return 'no';
  return 'maybe';
}

/** The least certain of several. */
export function allOf(certainties: readonly Certainty[]): Certainty {
  if (certainties.includes('no')) return 'no';
  return certainties.includes('maybe') ? 'maybe' : 'yes';
}
