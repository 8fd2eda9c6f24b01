// What an access to a property or item finds.
import type { Span } from '../../source.ts';
import { withMarks } from './marks.ts';
import { formOf, unknownValue } from './unknown.ts';
import type { Value } from './value.ts';

/** What the key of an access or of tryGet finds; undefined when there is no such property or item. */
export function lookUp(base: Value, key: Value): Value | undefined {
  if (base.kind === 'object' && key.kind === 'string') {
    return base.properties.get(key.value.toLowerCase())?.value;
  }
  if (base.kind === 'array' && key.kind === 'int') {
    return key.value < 0n ? undefined : base.items[Number(key.value)];
  }
  return undefined;
}

/** The unknown that an access to an unknown, or by an unknown key, is; undefined when both are known. */
export function unknownAccess(base: Value, key: Value, span: Span): Value | undefined {
  const cause = base.kind === 'unknown' ? base : key;
  if (cause.kind !== 'unknown') return undefined;
  const form =
    key.kind === 'string'
      ? `${formOf(base)}.${key.value.toLowerCase()}`
      : `${formOf(base)}[${formOf(key)}]`;
  return { ...unknownValue('any', cause.reason, form, withMarks(base, key.marks).marks), span };
}
