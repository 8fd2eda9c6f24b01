// How names and kinds of values are worded in messages.
import type { Value } from './value.ts';

/** A name from a template, short enough for a message. */
export function clip(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

/** The kind of a value with its article. */
export function kindOf(value: Value): string {
  const kind = value.kind === 'unknown' ? value.type : value.kind;
  switch (kind) {
    case 'null':
      return 'null';
    case 'any':
      return 'an unknown value';
    case 'int':
    case 'array':
    case 'object':
      return `an ${kind}`;
    default:
      return `a ${kind}`;
  }
}
