// Lambdas: `lambda('x', body)` inside map, filter, reduce and the like; `lambdaVariables('x')` inside the body.
import { faultAt } from '../../../source.ts';
import { type Call, type Family, lazy, refuse, refuseArgument } from '../definition.ts';
import type { Local } from '../scope.ts';
import { literalText } from '../term.ts';
import { closed, type UnknownValue, unknownCall, unknownValue } from '../unknown.ts';
import {
  type ArrayValue,
  arrayValue,
  intValue,
  objectValue,
  type Property,
  property,
  type Value,
} from '../value.ts';
import { clip, kindOf } from '../wording.ts';

type Body = (...values: readonly Value[]) => Value;

/** The lambda at an argument, which takes `min` to `max` values; it is given as many as it declares. */
function lambdaAt(call: Call, index: number, min: number, max: number): Body {
  const term = call.args[index];
  if (term?.kind !== 'call' || term.name.toLowerCase() !== 'lambda') {
    return refuseArgument(call, index, 'is to be a lambda');
  }
  const body = term.args.at(-1);
  const names = term.args.slice(0, -1).map((each) => literalText(each));
  const isNamed = names.every((name) => name !== undefined);
  if (body === undefined || !isNamed || names.length < min || names.length > max) {
    const wanted = min === max ? String(min) : `${min} to ${max}`;
    return refuseArgument(call, index, `is to be a lambda of ${wanted} names and a body`);
  }
  return (...values) => {
    let local: Local | undefined = call.scope.local;
    for (const [position, name] of names.entries()) {
      const value = values[position];
      if (name !== undefined && value !== undefined) local = { name, value, outer: local };
    }
    return local === undefined ? call.evaluate(body) : call.evaluate(body, local);
  };
}

function valueAtArgument(call: Call, index: number): Value {
  const term = call.args[index];
  return term === undefined ? refuse(call, 'an argument is missing') : closed(call.evaluate(term));
}

function arrayAt(call: Call, index: number): ArrayValue | UnknownValue {
  const value = valueAtArgument(call, index);
  if (value.kind === 'array' || value.kind === 'unknown') return value;
  return refuseArgument(call, index, `is to be an array, it is ${kindOf(value)}`);
}

/** What a function makes of a list that is not known: equal to no other, since the lambda is not compared. */
function open(call: Call, cause: UnknownValue, type: UnknownValue['type']): Value {
  const form = `${call.name.toLowerCase()}@${call.scope.work.next()}`;
  return unknownValue(type, cause.reason, form, cause.marks);
}

function map(call: Call): Value {
  const list = arrayAt(call, 0);
  const body = lambdaAt(call, 1, 1, 2);
  if (list.kind === 'unknown') return open(call, list, 'array');
  return arrayValue(list.items.map((item, index) => body(item, intValue(index))));
}

function filter(call: Call): Value {
  const list = arrayAt(call, 0);
  const body = lambdaAt(call, 1, 1, 2);
  if (list.kind === 'unknown') return open(call, list, 'array');
  const kept: Value[] = [];
  for (const [index, item] of list.items.entries()) {
    const verdict = body(item, intValue(index));
    if (verdict.kind === 'unknown') return open(call, verdict, 'array');
    if (verdict.kind !== 'bool') {
      return refuseArgument(call, 1, `is to give a bool, it gives ${kindOf(verdict)}`);
    }
    if (verdict.value) kept.push(item);
  }
  return arrayValue(kept);
}

function reduce(call: Call): Value {
  const list = arrayAt(call, 0);
  let current = valueAtArgument(call, 1);
  const body = lambdaAt(call, 2, 2, 3);
  if (list.kind === 'unknown') return open(call, list, 'any');
  for (const [index, item] of list.items.entries()) current = body(current, item, intValue(index));
  return current;
}

/** Merges two halves that are sorted; stable, as an item of the right goes first only when it is truly before. */
function sortItems(items: readonly Value[], isBefore: (a: Value, b: Value) => boolean): Value[] {
  if (items.length < 2) return [...items];
  const middle = items.length >> 1;
  const left = sortItems(items.slice(0, middle), isBefore);
  const right = sortItems(items.slice(middle), isBefore);
  const merged: Value[] = [];
  let [atLeft, atRight] = [0, 0];
  for (;;) {
    const [a, b] = [left[atLeft], right[atRight]];
    if (a === undefined) return [...merged, ...right.slice(atRight)];
    if (b === undefined) return [...merged, ...left.slice(atLeft)];
    if (isBefore(b, a)) {
      merged.push(b);
      atRight++;
    } else {
      merged.push(a);
      atLeft++;
    }
  }
}

function sort(call: Call): Value {
  const list = arrayAt(call, 0);
  const body = lambdaAt(call, 1, 2, 2);
  if (list.kind === 'unknown') return open(call, list, 'array');
  let cause: UnknownValue | undefined;
  const sorted = sortItems(list.items, (a, b) => {
    const verdict = body(a, b);
    if (verdict.kind === 'unknown') cause ??= verdict;
    else if (verdict.kind !== 'bool') {
      return refuseArgument(call, 1, `is to give a bool, it gives ${kindOf(verdict)}`);
    }
    return verdict.kind === 'bool' && verdict.value;
  });
  return cause === undefined ? arrayValue(sorted) : open(call, cause, 'array');
}

/** Keys made by a lambda: texts; an unknown one makes the whole object unknown. */
function keyed(
  call: Call,
  put: (key: string, value: Value, item: Value) => void,
): Value | undefined {
  const list = arrayAt(call, 0);
  const keyOf = lambdaAt(call, 1, 1, 1);
  const valueOf = call.args.length > 2 ? lambdaAt(call, 2, 1, 1) : undefined;
  if (list.kind === 'unknown') return open(call, list, 'object');
  for (const item of list.items) {
    const key = keyOf(item);
    if (key.kind === 'unknown') return open(call, key, 'object');
    if (key.kind !== 'string') {
      return refuseArgument(call, 1, `is to give a string, it gives ${kindOf(key)}`);
    }
    put(key.value, valueOf === undefined ? item : valueOf(item), item);
  }
  return undefined;
}

function toObject(call: Call): Value {
  const properties = new Map<string, Property>();
  const unknown = keyed(call, (key, value) => {
    const lower = key.toLowerCase();
    if (properties.has(lower)) return refuse(call, `two items have the key '${clip(key)}'`);
    return properties.set(lower, property(key, value));
  });
  return unknown ?? objectValue(properties.values());
}

function groupBy(call: Call): Value {
  const groups = new Map<string, { name: string; items: Value[] }>();
  const unknown = keyed(call, (key, value) => {
    const group = groups.get(key.toLowerCase()) ?? { name: key, items: [] };
    group.items.push(value);
    groups.set(key.toLowerCase(), group);
  });
  if (unknown !== undefined) return unknown;
  return objectValue(
    [...groups.values()].map(({ name, items }) => property(name, arrayValue(items))),
  );
}

function mapValues(call: Call): Value {
  const value = valueAtArgument(call, 0);
  const body = lambdaAt(call, 1, 1, 1);
  if (value.kind === 'unknown') return open(call, value, 'object');
  if (value.kind !== 'object') {
    return refuseArgument(call, 0, `is to be an object, it is ${kindOf(value)}`);
  }
  return objectValue(
    [...value.properties.values()].map((each) => ({ ...each, value: body(each.value) })),
  );
}

function lambdaVariable(call: Call): Value {
  const name = valueAtArgument(call, 0);
  if (name.kind === 'unknown') return unknownCall(call.name, [name], name, 'any', call.span);
  if (name.kind !== 'string')
    return refuseArgument(call, 0, `is to be a string, it is ${kindOf(name)}`);
  const wanted = name.value.toLowerCase();
  for (let local = call.scope.local; local !== undefined; local = local.outer) {
    if (local.name.toLowerCase() === wanted) return local.value;
  }
  throw faultAt(call.span, `no lambda around this declares the variable '${clip(name.value)}'`);
}

const unlimited = Number.POSITIVE_INFINITY;

export const lambdaFunctions: Family = {
  map: lazy([2, 2], map),
  filter: lazy([2, 2], filter),
  reduce: lazy([3, 3], reduce),
  sort: lazy([2, 2], sort),
  toObject: lazy([2, 3], toObject),
  groupBy: lazy([2, 3], groupBy),
  mapValues: lazy([2, 2], mapValues),
  lambdaVariables: lazy([1, 1], lambdaVariable),
  lambda: lazy([1, unlimited], (call) =>
    refuse(call, 'stands only as an argument of map, filter, reduce, sort and the like'),
  ),
};
