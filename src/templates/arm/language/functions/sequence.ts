// Functions that take texts, arrays and objects alike.
import {
  argument,
  arrayArgument,
  type Call,
  eager,
  type Family,
  indexArgument,
  keepingRest,
  refuse,
  textArgument,
  wrongArgument,
} from '../definition.ts';
import { foldCase, isEqual } from '../equality.ts';
import { checkJoined, plainText, textPiece } from '../text.ts';
import { closed, joinTexts, type UnknownValue, unknownCall, unknownIn } from '../unknown.ts';
import { arrayValue, boolValue, intValue, nullValue, stringValue, type Value } from '../value.ts';

const unlimited = Number.POSITIVE_INFINITY;

/** Joins texts, or arrays; never both. */
function concat(args: readonly Value[], call: Call): Value {
  const isArrays = args.some(
    (arg) => arg.kind === 'array' || (arg.kind === 'unknown' && arg.type === 'array'),
  );
  if (!isArrays) {
    const pieces = args.map((arg, index) => textPiece(arg, index, call));
    checkJoined(pieces, call);
    return joinTexts(pieces, call.span);
  }
  const items: Value[] = [];
  let cause: UnknownValue | undefined;
  for (const index of args.keys()) {
    const arg = argument(args, index, call);
    const open = closed(arg);
    if (open.kind === 'unknown') cause ??= open;
    if (arg.kind === 'unknown') continue;
    const { items: more } = arrayArgument(args, index, call);
    call.scope.work.spend(more.length, call.span);
    for (const item of more) items.push(item);
  }
  const joined = arrayValue(items);
  if (cause === undefined) return joined;
  const whole = unknownCall(call.name, args, cause, 'array', call.span);
  // What is known of it is in it for certain, though not at which index.
  return items.length === 0
    ? whole
    : { ...joined, rest: { whole, isDeep: false, isAnywhere: true } };
}

/** The index at which an array holds a value; undefined when an unknown item leaves it open. */
function indexIn(items: readonly Value[], wanted: Value, call: Call): number | undefined {
  let isOpen = false;
  for (const [index, item] of items.entries()) {
    const equal = isEqual(item, wanted, () => call.scope.work.spend(1, call.span));
    if (equal === true) return isOpen ? undefined : index;
    if (equal === undefined) isOpen = true;
  }
  return isOpen ? undefined : -1;
}

/** Texts with case, arrays by equality, objects by the name of a property without case. */
function contains(args: readonly Value[], call: Call): Value {
  const holder = argument(args, 0, call);
  const wanted = argument(args, 1, call);
  if (holder.kind === 'array') {
    const spend = () => call.scope.work.spend(1, call.span);
    const equals = holder.items.map((item) => isEqual(item, wanted, spend));
    if (equals.includes(true)) return boolValue(true);
    const cause = unknownIn(wanted) ?? unknownIn(holder);
    return equals.includes(undefined) && cause !== undefined
      ? unknownCall(call.name, args, cause, 'bool', call.span)
      : boolValue(false);
  }
  const cause = [holder, wanted].find((each) => each.kind === 'unknown');
  if (cause?.kind === 'unknown') return unknownCall(call.name, args, cause, 'bool', call.span);
  const text = plainText(wanted);
  if (text === undefined) return wrongArgument(args, 1, call, 'a string');
  if (holder.kind === 'string') return boolValue(holder.value.includes(text));
  if (holder.kind === 'object') return boolValue(holder.properties.has(text.toLowerCase()));
  return wrongArgument(args, 0, call, 'a string, an array or an object');
}

function empty(args: readonly Value[], call: Call): Value {
  const value = argument(args, 0, call);
  switch (value.kind) {
    case 'null':
      return boolValue(true);
    case 'string':
      return boolValue(value.value === '');
    case 'array':
      return boolValue(value.items.length === 0);
    case 'object':
      return boolValue(value.properties.size === 0);
    case 'unknown':
      // A joined text with a known piece is not empty, whatever the rest.
      if (value.parts?.some((part) => typeof part === 'string')) return boolValue(false);
      return unknownCall(call.name, args, value, 'bool', call.span);
    default:
      return wrongArgument(args, 0, call, 'a string, an array or an object');
  }
}

function length(args: readonly Value[], call: Call): Value {
  const value = argument(args, 0, call);
  if (value.kind === 'string') return intValue(value.value.length);
  if (value.kind === 'array') return intValue(value.items.length);
  if (value.kind === 'object') return intValue(value.properties.size);
  return wrongArgument(args, 0, call, 'a string, an array or an object');
}

function end(pick: <T>(list: ArrayLike<T>) => T | undefined) {
  return eager([1, 1], 'any', (args, call) => {
    const value = argument(args, 0, call);
    if (value.kind === 'string') return stringValue(pick(value.value) ?? '');
    if (value.kind === 'array') return pick(value.items) ?? nullValue();
    return wrongArgument(args, 0, call, 'a string or an array');
  });
}

/** In a text without case, in an array by equality. */
function search(isLast: boolean) {
  const run = (args: readonly Value[], call: Call): Value => {
    const holder = argument(args, 0, call);
    const wanted = argument(args, 1, call);
    if (holder.kind === 'array') {
      const items = isLast ? holder.items.toReversed() : holder.items;
      const index = indexIn(items, wanted, call);
      const cause = unknownIn(wanted) ?? unknownIn(holder);
      if (index === undefined && cause !== undefined) {
        return unknownCall(call.name, args, cause, 'int', call.span);
      }
      const found = index ?? -1;
      return intValue(isLast && found >= 0 ? items.length - 1 - found : found);
    }
    const cause = [holder, wanted].find((each) => each.kind === 'unknown');
    if (cause?.kind === 'unknown') return unknownCall(call.name, args, cause, 'int', call.span);
    const text = foldCase(textArgument(args, 0, call));
    const part = foldCase(textArgument(args, 1, call));
    return intValue(isLast ? text.lastIndexOf(part) : text.indexOf(part));
  };
  return eager([2, 2], 'int', run, 'own');
}

/** The first `count` or what is behind them; a negative count is 0, one that is too large is all. */
function cut(isTake: boolean) {
  return eager([2, 2], 'any', (args, call) => {
    const value = argument(args, 0, call);
    const count = Math.max(0, indexArgument(args, 1, call));
    const bounds: [number, number?] = isTake ? [0, count] : [count];
    if (value.kind === 'string') return stringValue(value.value.slice(...bounds));
    if (value.kind === 'array') return arrayValue(value.items.slice(...bounds));
    return wrongArgument(args, 0, call, 'a string or an array');
  });
}

/** Texts in an array with a text between them. */
function join(args: readonly Value[], call: Call): Value {
  const { items } = arrayArgument(args, 0, call);
  const between = stringValue(textArgument(args, 1, call), call.span);
  const pieces = items.flatMap((item, index) => {
    if (item.kind === 'array' || item.kind === 'object') {
      return refuse(call, `item ${index} of the array is no text`);
    }
    const piece = textPiece(item, 0, call);
    return index === 0 ? [piece] : [between, piece];
  });
  checkJoined(pieces, call);
  return joinTexts(pieces, call.span);
}

export const sequenceFunctions: Family = {
  concat: keepingRest(eager([0, unlimited], 'any', concat, 'own')),
  contains: eager([2, 2], 'bool', contains, 'own'),
  empty: eager([1, 1], 'bool', empty, 'own'),
  length: eager([1, 1], 'int', length),
  first: end((list) => list[0]),
  last: end((list) => list[list.length - 1]),
  indexOf: search(false),
  lastIndexOf: search(true),
  take: cut(true),
  skip: cut(false),
  join: eager([2, 2], 'string', join),
};
