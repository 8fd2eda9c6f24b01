// Numbers: int64, overflow is a fault; only float() makes decimals, for use as a value.
import {
  type Call,
  eager,
  type Family,
  indexArgument,
  intArgument,
  lazy,
  refuse,
  refuseArgument,
} from '../definition.ts';
import { isInt64 } from '../plain.ts';
import { unknownCall, unknownIn } from '../unknown.ts';
import { arrayValue, floatValue, intValue, type Value } from '../value.ts';
import { clip, kindOf } from '../wording.ts';

/** Azure's own bound for range(). */
export const maxRange = 10_000;

function checked(value: bigint, call: Call): Value {
  return isInt64(value) ? intValue(value) : refuse(call, 'the result does not fit into 64 bits');
}

function arithmetic(run: (left: bigint, right: bigint, call: Call) => bigint) {
  return eager([2, 2], 'int', (args, call) =>
    checked(run(intArgument(args, 0, call), intArgument(args, 1, call), call), call),
  );
}

function divisor(right: bigint, call: Call): bigint {
  return right === 0n ? refuseArgument(call, 1, 'is 0') : right;
}

function toInt([value]: readonly Value[], call: Call): Value {
  if (value?.kind === 'int') return value;
  if (value?.kind === 'float' && Number.isFinite(value.value)) {
    return checked(BigInt(Math.trunc(value.value)), call);
  }
  if (value?.kind !== 'string') return refuseArgument(call, 0, 'is to be a string or an int');
  const text = value.value.trim();
  if (!/^[+-]?[0-9]{1,40}$/.test(text)) {
    return refuseArgument(call, 0, `'${clip(value.value)}' is no whole number`);
  }
  return checked(BigInt(text.replace(/^\+/, '')), call);
}

function toFloat([value]: readonly Value[], call: Call): Value {
  if (value?.kind === 'float') return value;
  if (value?.kind === 'int') return floatValue(Number(value.value));
  const text = value?.kind === 'string' ? value.value.trim() : '';
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) {
    return refuseArgument(call, 0, 'is to be an int or a text that is a number');
  }
  return floatValue(Number(text));
}

/** Of ints and of arrays of ints. */
function extreme(isBetter: (left: bigint, right: bigint) => boolean) {
  const run = (args: readonly Value[], call: Call): Value => {
    const values = args.flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg]));
    const cause = [...args, ...values].map((value) => unknownIn(value)).find(Boolean);
    if (cause !== undefined) return unknownCall(call.name, args, cause, 'int', call.span);
    let best: bigint | undefined;
    for (const value of values) {
      if (value.kind !== 'int') return refuse(call, `takes ints, not ${kindOf(value)}`);
      if (best === undefined || isBetter(value.value, best)) best = value.value;
    }
    return best === undefined ? refuse(call, 'of an empty array') : intValue(best);
  };
  return eager([1, Number.POSITIVE_INFINITY], 'int', run, 'own');
}

function range(args: readonly Value[], call: Call): Value {
  const start = intArgument(args, 0, call);
  const count = indexArgument(args, 1, call);
  if (count < 0 || count > maxRange)
    return refuseArgument(call, 1, `is not within 0 to ${maxRange}`);
  checked(start + BigInt(count), call);
  return arrayValue(Array.from({ length: count }, (_, index) => intValue(start + BigInt(index))));
}

/** copyIndex(), copyIndex(offset), copyIndex('loop'), copyIndex('loop', offset). */
function copyIndex(call: Call): Value {
  const args = call.args.map((arg) => call.evaluate(arg));
  const cause = args.find((arg) => arg.kind === 'unknown');
  if (cause?.kind === 'unknown') return unknownCall(call.name, args, cause, 'int', call.span);
  const [first] = args;
  const loop = first?.kind === 'string' ? first.value : undefined;
  const offsetAt = loop === undefined ? 0 : 1;
  const offset = args.length > offsetAt ? intArgument(args, offsetAt, call) : 0n;
  const index = call.scope.surroundings.copyIndex(loop, call.span);
  if (index.kind === 'unknown') {
    return offset === 0n
      ? index
      : unknownCall('add', [index, intValue(offset)], index, 'int', call.span);
  }
  return index.kind === 'int' ? checked(index.value + offset, call) : refuse(call, 'has no index');
}

export const numericFunctions: Family = {
  add: arithmetic((left, right) => left + right),
  sub: arithmetic((left, right) => left - right),
  mul: arithmetic((left, right) => left * right),
  div: arithmetic((left, right, call) => left / divisor(right, call)),
  mod: arithmetic((left, right, call) => left % divisor(right, call)),
  int: eager([1, 1], 'int', toInt),
  float: eager([1, 1], 'float', toFloat),
  min: extreme((left, right) => left < right),
  max: extreme((left, right) => left > right),
  range: eager([2, 2], 'array', range),
  copyIndex: lazy([0, 2], copyIndex),
};
