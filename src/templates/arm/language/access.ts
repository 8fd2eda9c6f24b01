// What an access to a property or item finds.
import type { Span } from '../../source.ts';
import { withMarks } from './marks.ts';
import { closed, formOf, shortForm, unknownValue } from './unknown.ts';
import type { ArrayValue, ObjectValue, Value } from './value.ts';

/** A key that can stand behind a dot; others are quoted, so that `['a.b']` is not `.a.b`. */
const plainKey = /^[a-z_][a-z0-9_]*$/i;

/** The form of what an access finds. */
function accessForm(base: string, key: Value): string {
  if (key.kind !== 'string') return `${base}[${formOf(key)}]`;
  const name = key.value.toLowerCase();
  return plainKey.test(name) ? `${base}.${name}` : `${base}[${JSON.stringify(name)}]`;
}

/** An array or object within one of which not all is known, down to its ground, is such a one too. */
function opened(found: Value, base: ArrayValue | ObjectValue, key: Value): Value {
  const isOpenable = found.kind === 'array' || found.kind === 'object';
  if (base.rest?.isDeep !== true || !isOpenable || found.rest !== undefined) return found;
  const { whole } = base.rest;
  const form = shortForm(accessForm(whole.form, key));
  return { ...found, rest: { whole: { ...whole, type: found.kind, form }, isDeep: true } };
}

/** What the key of an access or of tryGet finds; undefined when there is no such property or item. */
export function lookUp(base: Value, key: Value): Value | undefined {
  if (base.kind === 'object' && key.kind === 'string') {
    const found = base.properties.get(key.value.toLowerCase())?.value;
    return found && opened(found, base, key);
  }
  if (base.kind === 'array' && key.kind === 'int' && base.rest?.isAnywhere !== true) {
    const found = key.value < 0n ? undefined : base.items[Number(key.value)];
    return found && opened(found, base, key);
  }
  return undefined;
}

/** Whether a base that is known in part leaves open what a key that it does not list finds. */
function isBeyond(base: Value, key: Value): boolean {
  if (base.kind !== 'array' && base.kind !== 'object') return false;
  if (base.rest === undefined) return false;
  const fits =
    base.kind === 'object' ? key.kind === 'string' : key.kind === 'int' && key.value >= 0n;
  return fits && lookUp(base, key) === undefined;
}

/** The unknown that an access to an unknown, or by an unknown key, is; undefined when both are known. */
export function unknownAccess(value: Value, key: Value, span: Span): Value | undefined {
  const base = isBeyond(value, key) ? closed(value) : value;
  const cause = base.kind === 'unknown' ? base : key;
  if (cause.kind !== 'unknown') return undefined;
  const form = accessForm(formOf(base), key);
  return { ...unknownValue('any', cause.reason, form, withMarks(base, key.marks).marks), span };
}
