// Logical functions. They evaluate no more than they need: an untaken branch neither fails nor makes unknown.
import { ScanError } from '../../../../model/errors.ts';
import {
  boolArgument,
  type Call,
  eager,
  type Family,
  lazy,
  refuse,
  refuseArgument,
} from '../definition.ts';
import { isEqual } from '../equality.ts';
import { negated } from '../form-call.ts';
import { joinMarks, marksOf } from '../marks.ts';
import type { Term } from '../term.ts';
import { formOf, type UnknownValue, unknownCall, unknownValue } from '../unknown.ts';
import { boolValue, nullValue, type Value } from '../value.ts';
import { clip, kindOf } from '../wording.ts';

/** A branch that may never be taken: its fault is none yet. */
function tryEvaluate(term: Term | undefined, call: Call): Value | undefined {
  if (term === undefined) return undefined;
  try {
    return call.evaluate(term);
  } catch (error) {
    if (error instanceof ScanError && error.code !== 'LIMIT_EXCEEDED') return undefined;
    throw error;
  }
}

function typeOf(value: Value): UnknownValue['type'] {
  return value.kind === 'unknown' ? value.type : value.kind;
}

/** With an unknown condition both branches are looked at: what they agree on is known. */
function undecidedIf(condition: UnknownValue, call: Call): Value {
  const taken = tryEvaluate(call.args[1], call);
  const other = tryEvaluate(call.args[2], call);
  const reason = condition.reason;
  if (taken === undefined || other === undefined) {
    return unknownValue('any', reason, `if@${call.scope.work.next()}`);
  }
  const spend = () => call.scope.work.spend(1, call.span);
  if (isEqual(taken, other, spend) === true) return taken;
  const type = typeOf(taken) === typeOf(other) ? typeOf(taken) : 'any';
  const form = `if(${formOf(condition)},${formOf(taken)},${formOf(other)})`;
  return unknownValue(type, reason, form, joinMarks(marksOf(taken), marksOf(other)));
}

function chosen(call: Call): Value {
  const [conditionTerm, takenTerm, otherTerm] = call.args;
  if (conditionTerm === undefined || takenTerm === undefined || otherTerm === undefined) {
    return refuse(call, 'takes a condition and two values');
  }
  const condition = call.evaluate(conditionTerm);
  if (condition.kind === 'unknown') return undecidedIf(condition, call);
  if (condition.kind !== 'bool') {
    return refuseArgument(call, 0, `is to be a bool, it is ${kindOf(condition)}`);
  }
  return call.evaluate(condition.value ? takenTerm : otherTerm);
}

/** `and` ends at the first false, `or` at the first true: `decisive`. Known ones behind an unknown still decide. */
function joined(call: Call, decisive: boolean): Value {
  const seen: Value[] = [];
  let cause: UnknownValue | undefined;
  for (const [index, term] of call.args.entries()) {
    // Behind an unknown, Azure may never come here: a fault is none yet.
    const value = cause === undefined ? call.evaluate(term) : tryEvaluate(term, call);
    if (value === undefined) continue;
    seen.push(value);
    if (value.kind === 'unknown') cause ??= value;
    else if (value.kind !== 'bool') {
      return refuseArgument(call, index, `is to be a bool, it is ${kindOf(value)}`);
    } else if (value.value === decisive) return boolValue(decisive);
  }
  if (cause === undefined) return boolValue(!decisive);
  // Known ones decide nothing here; one unknown that is left is the answer itself.
  const open = seen.filter((value) => value.kind === 'unknown');
  const [only, ...more] = open;
  if (
    only?.kind === 'unknown' &&
    only.type === 'bool' &&
    seen.length === call.args.length &&
    more.every((each) => formOf(each) === only.form)
  ) {
    const marks = seen.reduce((all, each) => joinMarks(all, marksOf(each)), only.marks);
    return { ...only, marks, span: call.span };
  }
  return unknownCall(call.name, seen, cause, 'bool', call.span);
}

function firstOfAll(call: Call): Value {
  for (const [index, term] of call.args.entries()) {
    const value = call.evaluate(term);
    if (value.kind === 'unknown' && value.type === 'any' && index < call.args.length - 1) {
      // It may turn out to be null: what follows would count then.
      const rest = call.args.slice(index + 1).map((each) => tryEvaluate(each, call));
      const known = rest.filter((each) => each !== undefined);
      if (known.length === rest.length) {
        return unknownCall(call.name, [value, ...known], value, 'any', call.span);
      }
      return unknownValue('any', value.reason, `coalesce@${call.scope.work.next()}`, value.marks);
    }
    if (value.kind !== 'null') return value;
  }
  return nullValue();
}

function contrary(args: readonly Value[], call: Call): Value {
  const [value] = args;
  if (value?.kind !== 'unknown') return boolValue(!boolArgument(args, 0, call));
  const form = negated(value.form);
  return { ...unknownValue('bool', value.reason, form, value.marks), span: call.span };
}

function toBool([value]: readonly Value[], call: Call): Value {
  if (value?.kind === 'bool') return value;
  if (value?.kind === 'int') return boolValue(value.value !== 0n);
  if (value?.kind !== 'string') {
    return refuseArgument(call, 0, 'is to be a string or an int');
  }
  const text = value.value.trim().toLowerCase();
  if (text === 'true' || text === '1') return boolValue(true);
  if (text === 'false' || text === '0') return boolValue(false);
  return refuseArgument(call, 0, `'${clip(value.value)}' is no bool`);
}

const unlimited = Number.POSITIVE_INFINITY;

export const logicalFunctions: Family = {
  and: lazy([2, unlimited], (call) => joined(call, false)),
  or: lazy([2, unlimited], (call) => joined(call, true)),
  not: eager([1, 1], 'bool', contrary, 'own'),
  if: lazy([3, 3], chosen),
  coalesce: lazy([1, unlimited], firstOfAll),
  bool: eager([1, 1], 'bool', toBool),
  true: eager([0, 0], 'bool', () => boolValue(true)),
  false: eager([0, 0], 'bool', () => boolValue(false)),
};
