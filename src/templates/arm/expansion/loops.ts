// Loops: how often, which index, and the arrays that a `copy` inside an object makes. Microsoft's "Resource iteration",
// "Property iteration", "Variable iteration" in templates.
import { ScanError } from '../../../model/errors.ts';
import { faultAt, type Span } from '../../source.ts';
import { evaluate } from '../language/evaluator.ts';
import type { Scope } from '../language/scope.ts';
import { literalText, type ObjectTerm, propertyTerm, type Term } from '../language/term.ts';
import { formOf, shortForm, type UnknownValue, unknownValue } from '../language/unknown.ts';
import { arrayValue, intValue, objectValue, type Property, type Value } from '../language/value.ts';
import { clip, kindOf } from '../language/wording.ts';
import { maxInstances } from './context.ts';

/** One turn of a loop around what is evaluated, in front of those around it. */
export interface LoopFrame {
  /** `input`: of a property or variable; a bare copyIndex() passes it by. */
  readonly kind: 'resource' | 'output' | 'input';
  readonly name: string;
  /** Unknown where the turn stands for every one of a loop of unknown count. */
  readonly index: number | UnknownValue;
  readonly count: number | UnknownValue;
  readonly outer: LoopFrame | undefined;
}

/** The index that copyIndex() means; a bare one means the innermost loop of a resource or output. */
export function indexIn(frames: LoopFrame | undefined, loop: string | undefined, at: Span): Value {
  const wanted = loop?.toLowerCase();
  for (let frame = frames; frame !== undefined; frame = frame.outer) {
    const isMeant =
      wanted === undefined ? frame.kind !== 'input' : frame.name.toLowerCase() === wanted;
    if (isMeant) {
      const { index } = frame;
      return typeof index === 'number' ? intValue(index, at) : { ...index, span: at };
    }
  }
  if (loop !== undefined) throw faultAt(at, `copyIndex(): no loop '${clip(loop)}' is around this`);
  const hint =
    frames === undefined ? undefined : `Name the loop: copyIndex('${clip(frames.name)}').`;
  throw faultAt(at, 'copyIndex() without a name stands outside of every loop of a resource', hint);
}

/**
 * The count of a loop. Throws a fault at the count when it is no int within 0 to 800.
 * @param least 0, or 1 where Azure wants at least one
 */
export function loopCount(term: Term | undefined, at: Span, scope: Scope): number | UnknownValue {
  if (term === undefined) throw faultAt(at, 'this loop has no count');
  const count = evaluate(term, scope);
  if (count.kind === 'unknown') return count;
  if (count.kind !== 'int') {
    throw faultAt(term.span, `the count of a loop is to be an int, it is ${kindOf(count)}`);
  }
  if (count.value < 0n) throw faultAt(term.span, `the count of a loop is negative: ${count.value}`);
  if (count.value > BigInt(maxInstances)) {
    const hint = `Azure deploys at most ${maxInstances} instances of one loop.`;
    throw faultAt(term.span, `the count of a loop is too large: ${count.value}`, hint);
  }
  return Number(count.value);
}

/** Each turn of a loop; a single one, with index 0 unless another is given, for an unknown count. */
export function* framesOf(
  kind: LoopFrame['kind'],
  name: string,
  count: number | UnknownValue,
  outer: LoopFrame | undefined,
  open: number | UnknownValue = 0,
): Generator<LoopFrame> {
  if (typeof count !== 'number') yield { kind, name, index: open, count, outer };
  else for (let index = 0; index < count; index++) yield { kind, name, index, count, outer };
}

/**
 * Any index of a loop of unknown count. Loops of one count have one index: their instances belong together one by one.
 * @param around number of loops of that count around it, whose indexes are others
 */
export function anyIndex(name: string, count: UnknownValue, around: number): UnknownValue {
  const message = `the index of the loop '${clip(name)}': ${count.reason.message}`;
  const reason = { ...count.reason, kind: 'outside', message } as const;
  const level = around === 0 ? '' : `#${around}`;
  return unknownValue('int', reason, `copyindex(${count.form})${level}`);
}

/** Hands a fault to the surroundings that collect them; throws what is none, and limits. */
function hand(error: unknown, { surroundings }: Scope): ScanError {
  if (surroundings.onFault === undefined || !(error instanceof ScanError)) throw error;
  if (error.code === 'LIMIT_EXCEEDED') throw error;
  surroundings.onFault(error);
  return error;
}

/** Evaluates a part; its fault goes to the surroundings and leaves an unknown. */
function evaluatePart(term: Term, scope: Scope): Value {
  try {
    return evaluate(term, scope);
  } catch (error) {
    const { message } = hand(error, scope);
    const reason = { kind: 'fault', message, span: term.span } as const;
    return unknownValue('any', reason, `fault@${scope.work.next()}`);
  }
}

/** Makes the scope inside a turn of a loop. */
export type ScopeIn = (frame: LoopFrame, scope: Scope) => Scope;

/** One `{name, count, input}`; `name` is absent in outputs. */
interface CopyTerm {
  readonly name: Term | undefined;
  readonly count: Term | undefined;
  readonly input: Term | undefined;
  readonly span: Span;
}

export function copyTermOf(term: Term): CopyTerm {
  return {
    name: propertyTerm(term, 'name')?.value,
    count: propertyTerm(term, 'count')?.value,
    input: propertyTerm(term, 'input')?.value,
    span: term.span,
  };
}

/** The array that a loop of values makes. */
export function loopArray(
  kind: LoopFrame['kind'],
  name: string,
  copy: CopyTerm,
  scope: Scope,
  frames: LoopFrame | undefined,
  scopeIn: ScopeIn,
): Value {
  const { input } = copy;
  if (input === undefined) throw faultAt(copy.span, 'this loop has no input');
  const count = loopCount(copy.count, copy.span, scope);
  const items: Value[] = [];
  for (const frame of framesOf(kind, name, count, frames)) {
    items.push(evaluatePart(input, scopeIn(frame, scope)));
  }
  const array = arrayValue(items, input.span);
  if (typeof count === 'number') return array;
  // One item stands for all: how many there are is not known.
  const form = shortForm(`loop(${count.form},${items.map(formOf).join(',')})`);
  return { ...array, rest: { whole: { ...count, type: 'array', form }, isDeep: false } };
}

/** The object without its `copy`, and the loops; undefined where `copy` is no list of loops. */
interface Split {
  readonly rest: ObjectTerm;
  readonly copies: readonly CopyTerm[];
}

const splits = new WeakMap<ObjectTerm, Split | 'none'>();

/** Most objects have no such property: they are told without a look into the cache. */
function mayHaveLoops({ properties }: ObjectTerm): boolean {
  return properties.some(({ name }) => {
    const text = literalText(name);
    return text?.length === 4 && text.toLowerCase() === 'copy';
  });
}

function splitOf(term: ObjectTerm): Split | 'none' {
  const copy = propertyTerm(term, 'copy');
  if (copy?.value.kind !== 'array' || copy.value.items.length === 0) return 'none';
  if (
    !copy.value.items.every((item) => propertyTerm(item, 'name') && propertyTerm(item, 'count'))
  ) {
    return 'none';
  }
  const properties = term.properties.filter((each) => each !== copy);
  return { rest: { ...term, properties }, copies: copy.value.items.map(copyTermOf) };
}

function copyName({ name, span }: CopyTerm, scope: Scope): string {
  const text = literalText(name) ?? (name && evaluate(name, scope));
  if (typeof text === 'string') return text;
  if (text?.kind === 'string') return text.value;
  throw faultAt(name?.span ?? span, 'the name of a loop is to be a text that is known');
}

/** Evaluates an object that holds loops of properties; undefined for one that does not. */
export function objectWithLoops(
  term: ObjectTerm,
  scope: Scope,
  frames: LoopFrame | undefined,
  scopeIn: ScopeIn,
): Value | undefined {
  if (!mayHaveLoops(term)) return undefined;
  let split = splits.get(term);
  if (split === undefined) {
    split = splitOf(term);
    splits.set(term, split);
  }
  if (split === 'none') return undefined;
  const rest = evaluate(split.rest, scope);
  if (rest.kind !== 'object') return rest;
  const properties: Property[] = [...rest.properties.values()];
  for (const copy of split.copies) {
    try {
      const name = copyName(copy, scope);
      const value = loopArray('input', name, copy, scope, frames, scopeIn);
      properties.push({ name, value, nameSpan: copy.name?.span, at: copy.input?.span });
    } catch (error) {
      hand(error, scope);
    }
  }
  return objectValue(properties, term.span);
}
