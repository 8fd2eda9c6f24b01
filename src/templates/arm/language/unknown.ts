// Values that only a deployment knows: typed, with their reason, and with a form that tells equal unknowns from others.
import { createHash } from 'node:crypto';
import type { Span } from '../../source.ts';
import { joinMarks, type Mark, marksOf } from './marks.ts';
import { jsonText } from './plain.ts';
import { type StringValue, stringValue, type Traced, type Value, type ValueType } from './value.ts';

export interface UnknownReason {
  readonly kind: /** A parameter without a value. */
    | 'parameter'
    /** A function that asks Azure: reference, list…, utcNow, pickZones. */
    | 'runtime'
    /** A loop whose count is unknown, a resource or file outside the run. */
    | 'outside'
    /** A function of policy documents. */
    | 'policy'
    /** Evaluating it is an error; reported on its own. */
    | 'fault';
  /** Says what cannot be known: one clause without a full stop. */
  readonly message: string;
  /** The expression that could not be known. */
  readonly span: Span | undefined;
}

/** A piece of a text of which some is known. */
export type Part = string | { readonly form: string };

export interface UnknownValue extends Traced {
  readonly kind: 'unknown';
  /** What it will be; `any` may be null too, another type may not. */
  readonly type: ValueType | 'any';
  readonly reason: UnknownReason;
  /**
   * Canonical wording: two unknowns of one form have the same value, two of different forms may or may not.
   * Names are in lower case in it. Long ones are replaced by a digest.
   */
  readonly form: string;
  /** Of a text made by joining: its known and unknown pieces in order. */
  readonly parts: readonly Part[] | undefined;
}

/** Longest form; longer ones become a digest. */
const maxForm = 400;

export function shortForm(form: string): string {
  if (form.length <= maxForm) return form;
  return `#${createHash('sha256').update(form).digest('hex').slice(0, 32)}`;
}

export function unknownValue(
  type: ValueType | 'any',
  reason: UnknownReason,
  form: string,
  marks: readonly Mark[] = [],
): UnknownValue {
  return {
    kind: 'unknown',
    type,
    reason,
    form: shortForm(form),
    parts: undefined,
    span: reason.span,
    marks,
  };
}

/** The form of any value; a known one's is its JSON text. */
export function formOf(value: Value): string {
  const whole = closed(value);
  return whole.kind === 'unknown' ? whole.form : shortForm(jsonText(whole, maxForm * 10));
}

/** For texts that compare without case, such as names: what toLower() and toUpper() make of one is the same. */
export function caselessForm(form: string): string {
  const inner = /^to(?:lower|upper)\((.*)\)$/s.exec(form)?.[1];
  if (inner === undefined) return form;
  let depth = 0;
  for (const unit of inner) {
    if (unit === '(') depth++;
    // The last parenthesis belongs to another call.
    if (unit === ')' && --depth < 0) return form;
  }
  return caselessForm(inner);
}

/** What a function makes of arguments of which `cause` is unknown. */
export function unknownCall(
  name: string,
  args: readonly Value[],
  cause: UnknownValue,
  type: ValueType | 'any',
  span: Span,
): UnknownValue {
  const form = `${name.toLowerCase()}(${args.map(formOf).join(',')})`;
  let marks: readonly Mark[] = [];
  for (const arg of args) marks = joinMarks(marks, marksOf(arg));
  return { ...unknownValue(type, cause.reason, form, marks), span };
}

/** A value as functions see it: one of which not all is known is unknown as a whole, save for its type. */
export function closed(value: Value): Value {
  if ((value.kind !== 'array' && value.kind !== 'object') || value.rest === undefined) return value;
  return { ...value.rest.whole, type: value.kind, span: value.span, marks: value.marks };
}

export { unknownIn } from './value.ts';

/** The pieces of a value that is joined into a text. */
function partsOf(value: UnknownValue | StringValue): readonly Part[] {
  if (value.kind === 'string') return [value.value];
  return value.parts ?? [{ form: value.form }];
}

/**
 * Joins texts: a string when all are known, else an unknown string that keeps its known pieces.
 * `pieces` are strings or unknowns whose text is not known yet.
 */
export function joinTexts(pieces: readonly (StringValue | UnknownValue)[], span: Span): Value {
  const cause = pieces.find((piece) => piece.kind === 'unknown');
  let marks: readonly Mark[] = [];
  for (const piece of pieces) marks = joinMarks(marks, piece.marks);
  if (cause?.kind !== 'unknown') {
    const text = pieces.map((piece) => (piece.kind === 'string' ? piece.value : '')).join('');
    return { ...stringValue(text, span), marks };
  }
  const parts: Part[] = [];
  for (const part of pieces.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  const form = parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : part.form));
  return { ...unknownValue('string', cause.reason, form.join('+'), marks), parts, span };
}
