// Comparisons. equals() keeps case; the order of texts is that of .NET's invariant culture.
import { argument, type Call, eager, type Family, wrongArgument } from '../definition.ts';
import { compareTexts, isEqual } from '../equality.ts';
import { formOf, type UnknownValue, unknownCall, unknownIn } from '../unknown.ts';
import { boolValue, type Value } from '../value.ts';

function isNumber(value: Value): value is Extract<Value, { kind: 'int' | 'float' }> {
  return value.kind === 'int' || value.kind === 'float';
}

function order(args: readonly Value[], call: Call): number {
  const left = argument(args, 0, call);
  const right = argument(args, 1, call);
  if (isNumber(left) && isNumber(right)) {
    return left.value < right.value ? -1 : Number(left.value > right.value);
  }
  if (left.kind === 'string' && right.kind === 'string')
    return compareTexts(left.value, right.value);
  if (isNumber(left)) return wrongArgument(args, 1, call, 'a number too');
  return wrongArgument(args, left.kind === 'string' ? 1 : 0, call, 'a string or a number');
}

function comparison(holds: (order: number) => boolean) {
  return eager([2, 2], 'bool', (args, call) => boolValue(holds(order(args, call))));
}

/** Whichever stands first, the form is the same. */
function inOneOrder(left: Value, right: Value): readonly Value[] {
  return formOf(left) < formOf(right) ? [right, left] : [left, right];
}

function equals(args: readonly Value[], call: Call): Value {
  const left = argument(args, 0, call);
  const right = argument(args, 1, call);
  const equal = isEqual(left, right, () => call.scope.work.spend(1, call.span));
  if (equal !== undefined) return boolValue(equal);
  const cause: UnknownValue | undefined = unknownIn(left) ?? unknownIn(right);
  return cause === undefined
    ? boolValue(false)
    : unknownCall(call.name, inOneOrder(left, right), cause, 'bool', call.span);
}

export const comparisonFunctions: Family = {
  equals: eager([2, 2], 'bool', equals, 'own'),
  greater: comparison((order) => order > 0),
  greaterOrEquals: comparison((order) => order >= 0),
  less: comparison((order) => order < 0),
  lessOrEquals: comparison((order) => order <= 0),
};
