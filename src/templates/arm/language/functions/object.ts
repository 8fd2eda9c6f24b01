// Functions of objects, and the two set functions, which take arrays too.
import { lookUp, unknownAccess } from '../access.ts';
import {
  argument,
  arrayArgument,
  type Call,
  eager,
  type Family,
  keepingRest,
  lazy,
  objectArgument,
  refuse,
  refuseArgument,
} from '../definition.ts';
import { isEqual } from '../equality.ts';
import { withMarks } from '../marks.ts';
import { unknownCall, unknownIn } from '../unknown.ts';
import {
  arrayValue,
  nullValue,
  type ObjectValue,
  objectValue,
  type Property,
  property,
  stringValue,
  type Value,
} from '../value.ts';
import { clip, kindOf } from '../wording.ts';

const unlimited = Number.POSITIVE_INFINITY;

function createObject(args: readonly Value[], call: Call): Value {
  if (args.length % 2 === 1) return refuse(call, 'takes names and values in pairs');
  const seen = new Set<string>();
  const properties: Property[] = [];
  for (let index = 0; index < args.length; index += 2) {
    const name = argument(args, index, call);
    const value = argument(args, index + 1, call);
    if (name.kind === 'unknown') return unknownCall(call.name, args, name, 'object', call.span);
    if (name.kind !== 'string') {
      return refuseArgument(call, index, `is to be a string, it is ${kindOf(name)}`);
    }
    // Of names that differ in case the last wins: the compiler of Bicep lets both pass.
    const key = name.value;
    if (seen.has(key)) return refuseArgument(call, index, `repeats the name '${clip(name.value)}'`);
    seen.add(key);
    const at = call.args[index + 1]?.span;
    properties.push({ name: name.value, value, nameSpan: name.span, at });
  }
  return objectValue(properties);
}

/** Pairs of key and value, in the order of the keys without case. */
function items(args: readonly Value[], call: Call): Value {
  const sorted = [...objectArgument(args, 0, call).properties.values()].toSorted((left, right) => {
    const [a, b] = [left.name.toUpperCase(), right.name.toUpperCase()];
    return a < b ? -1 : Number(a > b);
  });
  const pairs = sorted.map(({ name, value, nameSpan }) =>
    objectValue([property('key', stringValue(name, nameSpan)), property('value', value)]),
  );
  return arrayValue(pairs);
}

function objectKeys(args: readonly Value[], call: Call): Value {
  const properties = [...objectArgument(args, 0, call).properties.values()];
  return arrayValue(properties.map(({ name, nameSpan }) => stringValue(name, nameSpan)));
}

/** The later of two objects wins, property by property; with `isDeep` objects inside are merged too. */
function merge(left: ObjectValue, right: ObjectValue, isDeep: boolean, call: Call): ObjectValue {
  call.scope.work.spend(left.properties.size + right.properties.size, call.span);
  const merged = new Map(left.properties);
  for (const [key, each] of right.properties) {
    const earlier = merged.get(key);
    let { value } = each;
    if (isDeep && earlier !== undefined) {
      const pair = [earlier.value, value] as const;
      if (pair[0].kind === 'object' && pair[1].kind === 'object') {
        value = call.scope.work.descend(call.span, () => mergeDeep(pair[0], pair[1], call));
      } else if (pair[0].kind === 'unknown' && pair[1].kind === 'object') {
        value = unknownCall('union', pair, pair[0], 'object', call.span);
      }
    }
    merged.set(key, { ...each, name: earlier?.name ?? each.name, value });
  }
  return objectValue(merged.values());
}

function mergeDeep(left: Value, right: Value, call: Call): Value {
  if (left.kind !== 'object' || right.kind !== 'object') return right;
  return merge(left, right, true, call);
}

/** Of arrays or of objects; the first argument says which. */
function ofKind(
  args: readonly Value[],
  call: Call,
  arrays: (lists: readonly (readonly Value[])[]) => Value,
  objects: (objects: readonly ObjectValue[]) => Value,
): Value {
  const first = argument(args, 0, call);
  if (first.kind === 'object')
    return objects(args.map((_, index) => objectArgument(args, index, call)));
  return arrays(args.map((_, index) => arrayArgument(args, index, call).items));
}

function isIn(list: readonly Value[], wanted: Value, call: Call): boolean | undefined {
  let result: boolean | undefined = false;
  for (const item of list) {
    const equal = isEqual(item, wanted, () => call.scope.work.spend(1, call.span));
    if (equal === true) return true;
    if (equal === undefined) result = undefined;
  }
  return result;
}

/** What an unknown item makes of a set of items: unknown, as even its size is. */
function openSet(args: readonly Value[], call: Call): Value {
  const cause = args.map((arg) => unknownIn(arg)).find(Boolean);
  if (cause === undefined) return refuse(call, 'has no result');
  return unknownCall(call.name, args, cause, 'array', call.span);
}

/** Every item once, in the order of its first place. Plain texts and ints take no quadratic search. */
function union(args: readonly Value[], call: Call): Value {
  const arrays = (lists: readonly (readonly Value[])[]): Value => {
    const plain = new Set<string>();
    const others: Value[] = [];
    const result: Value[] = [];
    for (const item of lists.flat()) {
      if (item.kind === 'string' || item.kind === 'int') {
        const key = `${item.kind} ${item.value}`;
        const isOpen = others.some(
          (other) => other.kind === 'unknown' && isIn([other], item, call) === undefined,
        );
        if (isOpen) return openSet(args, call);
        if (plain.has(key)) continue;
        plain.add(key);
      } else {
        const candidates = item.kind === 'unknown' ? result : others;
        const held = isIn(candidates, item, call);
        if (held === undefined) return openSet(args, call);
        if (held) continue;
        others.push(item);
      }
      result.push(item);
    }
    return arrayValue(result);
  };
  return ofKind(args, call, arrays, (objects) =>
    objects.reduce((merged, each) => merge(merged, each, true, call)),
  );
}

/** What every array holds; of objects the properties that all have with equal value. */
function intersection(args: readonly Value[], call: Call): Value {
  const spend = () => call.scope.work.spend(1, call.span);
  const arrays = ([first = [], ...rest]: readonly (readonly Value[])[]): Value => {
    const result: Value[] = [];
    for (const item of first) {
      const held = rest.map((list) => isIn(list, item, call));
      const known = isIn(result, item, call);
      if (held.includes(false) || known === true) continue;
      if (held.includes(undefined) || known === undefined) return openSet(args, call);
      result.push(item);
    }
    return arrayValue(result);
  };
  const common = (left: ObjectValue, right: ObjectValue): ObjectValue | undefined => {
    const properties: Property[] = [];
    for (const [key, each] of left.properties) {
      const other = right.properties.get(key)?.value;
      if (other === undefined) continue;
      if (each.value.kind === 'object' && other.kind === 'object') {
        const mine = each.value;
        const inner = call.scope.work.descend(call.span, () => common(mine, other));
        if (inner === undefined) return undefined;
        if (inner.properties.size > 0 || mine.properties.size === 0) {
          properties.push({ ...each, value: inner });
        }
        continue;
      }
      const equal = isEqual(each.value, other, spend);
      if (equal === undefined) return undefined;
      if (equal) properties.push(each);
    }
    return objectValue(properties);
  };
  return ofKind(args, call, arrays, (objects) => {
    let result: ObjectValue | undefined = objects[0];
    for (const each of objects.slice(1)) result = result && common(result, each);
    const cause = args.map((arg) => unknownIn(arg)).find(Boolean);
    if (result !== undefined) return result;
    return cause ? unknownCall(call.name, args, cause, 'object', call.span) : objectValue([]);
  });
}

function shallowMerge(args: readonly Value[], call: Call): Value {
  let merged = objectValue([]);
  for (const each of arrayArgument(args, 0, call).items) {
    if (each.kind === 'unknown') return unknownCall(call.name, args, each, 'object', call.span);
    if (each.kind !== 'object')
      return refuse(call, `takes an array of objects, not of ${kindOf(each)}`);
    merged = merge(merged, each, false, call);
  }
  return merged;
}

/** Descends by names and indices; null as soon as one is not there. What follows is then not evaluated. */
function tryGet(call: Call): Value {
  const [baseTerm, ...keys] = call.args;
  if (baseTerm === undefined) return refuse(call, 'takes an object or array');
  let current = call.evaluate(baseTerm);
  for (const term of keys) {
    if (current.kind === 'null') return nullValue();
    const key = call.evaluate(term);
    const unknown = unknownAccess(current, key, call.span);
    if (unknown === undefined) {
      const found = lookUp(current, key);
      if (found === undefined) return nullValue();
      current = withMarks(found, current.marks);
    } else current = unknown;
  }
  return current;
}

export const objectFunctions: Family = {
  createObject: keepingRest(eager([0, unlimited], 'object', createObject, 'own')),
  items: eager([1, 1], 'array', items),
  objectKeys: eager([1, 1], 'array', objectKeys),
  union: eager([1, unlimited], 'any', union),
  intersection: eager([1, unlimited], 'any', intersection),
  shallowMerge: eager([1, 1], 'object', shallowMerge),
  tryGet: lazy([2, unlimited], tryGet),
  distinct: eager([1, 1], 'array', (args, call) => union([arrayArgument(args, 0, call)], call)),
  null: eager([0, 0], 'null', () => nullValue()),
};
