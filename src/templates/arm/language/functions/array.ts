// Functions of arrays only.
import {
  argument,
  arrayArgument,
  type Call,
  eager,
  type Family,
  indexArgument,
  keepingRest,
  refuse,
} from '../definition.ts';
import { unknownCall } from '../unknown.ts';
import { arrayValue, nullValue, type Value } from '../value.ts';
import { kindOf } from '../wording.ts';

function toArray(args: readonly Value[], call: Call): Value {
  const value = argument(args, 0, call);
  return value.kind === 'array' ? value : arrayValue([value]);
}

/** One level flatter. An unknown among the arrays makes all unknown, unknown items in them do not. */
function flatten(args: readonly Value[], call: Call): Value {
  const items: Value[] = [];
  for (const inner of arrayArgument(args, 0, call).items) {
    if (inner.kind === 'unknown') return unknownCall(call.name, args, inner, 'array', call.span);
    if (inner.kind !== 'array')
      return refuse(call, `takes an array of arrays, not of ${kindOf(inner)}`);
    call.scope.work.spend(inner.items.length, call.span);
    for (const item of inner.items) items.push(item);
  }
  return arrayValue(items);
}

/** Counts from the end; 1 is the last item. */
function fromEnd(isSafe: boolean) {
  return eager([2, 2], 'any', (args, call) => {
    const { items } = arrayArgument(args, 0, call);
    const index = indexArgument(args, 1, call);
    const found = index > 0 ? items[items.length - index] : undefined;
    if (found !== undefined) return found;
    if (isSafe) return nullValue();
    return refuse(call, `the array has ${items.length} items, none at ${index} from its end`);
  });
}

export const arrayFunctions: Family = {
  array: eager([1, 1], 'array', toArray),
  createArray: keepingRest(
    eager([0, Number.POSITIVE_INFINITY], 'array', (args) => arrayValue(args), 'own'),
  ),
  flatten: eager([1, 1], 'array', flatten),
  indexFromEnd: fromEnd(false),
  tryIndexFromEnd: fromEnd(true),
};
