// Evaluated values: plain data, each with the place it was written at and the marks of what fed it.
import type { Span } from '../../source.ts';
import type { Mark } from './marks.ts';
import type { UnknownValue } from './unknown.ts';

export type ValueType = 'null' | 'bool' | 'int' | 'float' | 'string' | 'array' | 'object';

/** What every value carries. */
export interface Traced {
  /** Where the value is written: a literal's place, else the innermost call that made it. */
  readonly span: Span | undefined;
  /** Parameters and secret-giving functions that the value's text came from. */
  readonly marks: readonly Mark[];
}

export interface NullValue extends Traced {
  readonly kind: 'null';
}
export interface BoolValue extends Traced {
  readonly kind: 'bool';
  readonly value: boolean;
}
/** An int64. */
export interface IntValue extends Traced {
  readonly kind: 'int';
  readonly value: bigint;
}
export interface FloatValue extends Traced {
  readonly kind: 'float';
  readonly value: number;
}
export interface StringValue extends Traced {
  readonly kind: 'string';
  readonly value: string;
}
/** What of an array or object is not listed in it, but known to the deployment only. */
export interface Rest {
  /** Stands for the whole of it: its type is the array's or object's. */
  readonly whole: UnknownValue;
  /** Arrays and objects in it have a rest too, as in what Azure makes of a resource. */
  readonly isDeep: boolean;
  /** Of an array: what is not listed may stand before what is, so that no item has an index. */
  readonly isAnywhere?: true;
}

/** What is known of an array's or object's parts when it is made, so that nobody has to descend into it. */
interface Holding extends Traced {
  /** Arrays and objects inside one another, itself counted. */
  readonly depth: number;
  /** The first unknown in it, however deep. */
  readonly unknown: UnknownValue | undefined;
}

export interface ArrayValue extends Holding {
  readonly kind: 'array';
  readonly items: readonly Value[];
  /** Of an array as it is written: where it gives each item its value (an expression, say). */
  readonly places?: readonly Span[];
  readonly rest?: Rest;
}

/** A property of an evaluated object; `at` is where this object gives it its value (an expression, say). */
export interface Property {
  readonly name: string;
  readonly value: Value;
  readonly nameSpan: Span | undefined;
  readonly at: Span | undefined;
}

/** Keyed by the name in lower case: names compare without case. In the order of the text. */
export interface ObjectValue extends Holding {
  readonly kind: 'object';
  readonly properties: ReadonlyMap<string, Property>;
  readonly rest?: Rest;
}

export type KnownValue =
  | NullValue
  | BoolValue
  | IntValue
  | FloatValue
  | StringValue
  | ArrayValue
  | ObjectValue;

export type Value = KnownValue | UnknownValue;

const none: readonly Mark[] = [];

export function nullValue(span?: Span): NullValue {
  return { kind: 'null', span, marks: none };
}
export function boolValue(value: boolean, span?: Span): BoolValue {
  return { kind: 'bool', value, span, marks: none };
}
export function intValue(value: bigint | number, span?: Span): IntValue {
  return { kind: 'int', value: BigInt(value), span, marks: none };
}
export function floatValue(value: number, span?: Span): FloatValue {
  return { kind: 'float', value, span, marks: none };
}
export function stringValue(value: string, span?: Span): StringValue {
  return { kind: 'string', value, span, marks: none };
}
export function arrayValue(items: readonly Value[], span?: Span): ArrayValue {
  let depth = 0;
  let unknown: UnknownValue | undefined;
  for (const item of items) {
    depth = Math.max(depth, depthOf(item));
    unknown ??= unknownIn(item);
  }
  return { kind: 'array', items, depth: depth + 1, unknown, span, marks: none };
}

/** Arrays and objects inside one another; 0 for what is neither. */
export function depthOf(value: Value): number {
  return value.kind === 'array' || value.kind === 'object' ? value.depth : 0;
}

/** The first unknown in a value, itself included. */
export function unknownIn(value: Value): UnknownValue | undefined {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'array' && value.kind !== 'object') return undefined;
  return value.rest?.whole ?? value.unknown;
}

/** Of two properties whose names differ at most in case the later value wins, at the earlier place. */
export function objectValue(properties: Iterable<Property>, span?: Span): ObjectValue {
  const map = new Map<string, Property>();
  for (const each of properties) map.set(each.name.toLowerCase(), each);
  let depth = 0;
  let unknown: UnknownValue | undefined;
  for (const { value } of map.values()) {
    depth = Math.max(depth, depthOf(value));
    unknown ??= unknownIn(value);
  }
  return { kind: 'object', properties: map, depth: depth + 1, unknown, span, marks: none };
}

/** A property made by a function: it stands where its value does. */
export function property(name: string, value: Value): Property {
  return { name, value, nameSpan: undefined, at: value.span };
}

/** The property of that name without case; undefined too when the value is no object. */
export function propertyOf(value: Value | undefined, name: string): Property | undefined {
  return value?.kind === 'object' ? value.properties.get(name.toLowerCase()) : undefined;
}

/** Descends by names without case; undefined where one is missing. An unknown on the way is returned itself, as is the rest. */
export function valueAt(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  let current = value;
  for (const name of names) {
    if (current?.kind === 'unknown') return current;
    const found = propertyOf(current, name)?.value;
    if (found === undefined && current?.kind === 'object' && current.rest !== undefined) {
      return current.rest.whole;
    }
    current = found;
  }
  return current;
}
