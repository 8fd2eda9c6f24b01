// The shape of a function of the language, and how functions read their arguments.
import { faultAt, type Span } from '../../source.ts';
import type { Local, Scope } from './scope.ts';
import type { Term } from './term.ts';
import type { ArrayValue, ObjectValue, Value, ValueType } from './value.ts';
import { kindOf } from './wording.ts';

/** One call that is being evaluated. */
export interface Call {
  /** As the template writes it. */
  readonly name: string;
  readonly span: Span;
  readonly args: readonly Term[];
  readonly scope: Scope;
  /** Evaluates an argument; `local` puts a lambda's variables in front. */
  evaluate(term: Term, local?: Local): Value;
}

/** Evaluated arguments in; an unknown among them is dealt with first, as `unknowns` says. */
export interface EagerFunction {
  readonly kind: 'eager';
  readonly min: number;
  readonly max: number;
  readonly returns: ValueType | 'any';
  /**
   * `argument`: any unknown argument makes the result unknown. `deep`: an unknown part of one does too.
   * `own`: the function itself answers for unknowns.
   */
  readonly unknowns: 'argument' | 'deep' | 'own';
  /** Arguments of which not all is known are handed over as they are; else they come as unknowns. */
  readonly keepsRest: boolean;
  run(args: readonly Value[], call: Call): Value;
}

/** Evaluates its arguments itself: what is not taken is not evaluated. */
export interface LazyFunction {
  readonly kind: 'lazy';
  readonly min: number;
  readonly max: number;
  run(call: Call): Value;
}

export type FunctionDefinition = EagerFunction | LazyFunction;

/** Functions by name as documented; they are found without case. */
export type Family = Readonly<Record<string, FunctionDefinition>>;

export function eager(
  [min, max]: readonly [number, number],
  returns: ValueType | 'any',
  run: EagerFunction['run'],
  unknowns: EagerFunction['unknowns'] = 'argument',
): EagerFunction {
  return { kind: 'eager', min, max, returns, unknowns, keepsRest: false, run };
}

/** The definition with arguments handed over as they are, for functions that only hold them. */
export function keepingRest(definition: EagerFunction): EagerFunction {
  return { ...definition, keepsRest: true };
}

export function lazy(
  [min, max]: readonly [number, number],
  run: LazyFunction['run'],
): LazyFunction {
  return { kind: 'lazy', min, max, run };
}

/** Refuses the call, at the call. */
export function refuse(call: Call, message: string, hint?: string): never {
  throw faultAt(call.span, `${call.name}(): ${message}`, hint);
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Refuses one argument, at the argument. */
export function refuseArgument(call: Call, index: number, message: string): never {
  const which = ordinals[index] ?? `${index + 1}th`;
  const span = call.args[index]?.span ?? call.span;
  throw faultAt(span, `${call.name}(): the ${which} argument ${message}`);
}

export function argument(args: readonly Value[], index: number, call: Call): Value {
  return args[index] ?? refuseArgument(call, index, 'is missing');
}

function wrongKind(call: Call, index: number, wanted: string, value: Value): never {
  return refuseArgument(call, index, `is to be ${wanted}, it is ${kindOf(value)}`);
}

export function textArgument(args: readonly Value[], index: number, call: Call): string {
  const value = argument(args, index, call);
  return value.kind === 'string' ? value.value : wrongKind(call, index, 'a string', value);
}

export function intArgument(args: readonly Value[], index: number, call: Call): bigint {
  const value = argument(args, index, call);
  return value.kind === 'int' ? value.value : wrongKind(call, index, 'an int', value);
}

/** An int as a JavaScript number, clamped to ±2^53: enough for every index and count. */
export function indexArgument(args: readonly Value[], index: number, call: Call): number {
  const value = Number(intArgument(args, index, call));
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));
}

export function boolArgument(args: readonly Value[], index: number, call: Call): boolean {
  const value = argument(args, index, call);
  return value.kind === 'bool' ? value.value : wrongKind(call, index, 'a bool', value);
}

export function arrayArgument(args: readonly Value[], index: number, call: Call): ArrayValue {
  const value = argument(args, index, call);
  return value.kind === 'array' ? value : wrongKind(call, index, 'an array', value);
}

export function objectArgument(args: readonly Value[], index: number, call: Call): ObjectValue {
  const value = argument(args, index, call);
  return value.kind === 'object' ? value : wrongKind(call, index, 'an object', value);
}

/** Refuses an argument of another kind than the function takes. */
export function wrongArgument(
  args: readonly Value[],
  index: number,
  call: Call,
  wanted: string,
): never {
  return wrongKind(call, index, wanted, argument(args, index, call));
}
