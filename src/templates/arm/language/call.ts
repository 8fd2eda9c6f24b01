// Calls: finds the function, counts and evaluates its arguments, deals with unknown ones, traces the result.
import { nearest } from '../../../model/nearest.ts';
import { faultAt } from '../../source.ts';
import type { Call, EagerFunction, FunctionDefinition } from './definition.ts';
import { functionNames, functionOf } from './functions/all.ts';
import { joinMarks, type Mark, marksOf, withMarks } from './marks.ts';
import type { Local, Scope, Surroundings, UserFunction } from './scope.ts';
import type { CallTerm, Term } from './term.ts';
import { closed, unknownCall, unknownIn } from './unknown.ts';
import type { Value } from './value.ts';
import { clip } from './wording.ts';

/** The evaluator, handed in: it calls this file. */
type Evaluate = (term: Term, scope: Scope) => Value;

function checkCount(term: CallTerm, min: number, max: number): void {
  const count = term.args.length;
  if (count >= min && count <= max) return;
  const wanted =
    min === max
      ? String(min)
      : max === Number.POSITIVE_INFINITY
        ? `${min} or more`
        : `${min} to ${max}`;
  throw faultAt(
    term.span,
    `${clip(term.name)}(): takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${count}`,
  );
}

/** Gives the result its place, and a text the marks of what it was made from. */
function trace(value: Value, args: readonly Value[], term: CallTerm): Value {
  const placed = value.span === undefined ? { ...value, span: term.span } : value;
  if (placed.kind !== 'string' && placed.kind !== 'unknown') return placed;
  let marks: readonly Mark[] = placed.marks;
  for (const arg of args) marks = joinMarks(marks, marksOf(arg));
  return withMarks(placed, marks);
}

function runEager(definition: EagerFunction, call: Call, term: CallTerm): Value {
  const args = term.args.map((arg) => {
    const value = call.evaluate(arg);
    return definition.keepsRest ? value : closed(value);
  });
  if (definition.unknowns !== 'own') {
    for (const arg of args) {
      const cause = definition.unknowns === 'deep' ? unknownIn(arg) : arg;
      if (cause?.kind === 'unknown') {
        return unknownCall(term.name, args, cause, definition.returns, term.span);
      }
    }
  }
  const result = definition.run(args, call);
  const { work } = call.scope;
  if (result.kind === 'string') work.checkLength(result.value.length, term.span);
  if (result.kind === 'array') work.spend(result.items.length, term.span);
  if (result.kind === 'object') work.spend(result.properties.size, term.span);
  return trace(result, args, term);
}

/** The body sees its own parameters and the other user functions, nothing else. */
function surroundingsOf(
  outer: Surroundings,
  name: string,
  args: ReadonlyMap<string, Value>,
): Surroundings {
  const title = `the function ${clip(name)}`;
  return {
    level: outer.level,
    now: outer.now,
    userFunction: (other) => outer.userFunction(other),
    given: (what, at) => outer.given(what, at),
    parameter(wanted, at) {
      const value = args.get(wanted.toLowerCase());
      if (value !== undefined) return value;
      throw faultAt(at, `${title} has no parameter '${clip(wanted)}'`, 'It sees only its own.');
    },
    variable(wanted, at) {
      throw faultAt(at, `${title} uses the variable '${clip(wanted)}'; functions see no variables`);
    },
    copyIndex(_loop, at) {
      throw faultAt(at, `${title} uses copyIndex(); a function belongs to no loop`);
    },
    resource({ at }) {
      throw faultAt(at, `${title} asks for a resource; functions see none`);
    },
  };
}

function runUser(declared: UserFunction, term: CallTerm, scope: Scope, evaluate: Evaluate): Value {
  checkCount(term, declared.parameters.length, declared.parameters.length);
  const args = new Map<string, Value>();
  for (const [index, name] of declared.parameters.entries()) {
    const arg = term.args[index];
    if (arg !== undefined) args.set(name.toLowerCase(), evaluate(arg, scope));
  }
  const surroundings = surroundingsOf(scope.surroundings, term.name, args);
  return evaluate(declared.output, { ...scope, surroundings, local: undefined });
}

/** Azure names a list… function per kind of resource; any name that begins so is one. */
function definitionOf(name: string): FunctionDefinition | undefined {
  return functionOf(name) ?? (/^list[A-Za-z]+$/i.test(name) ? functionOf('list*') : undefined);
}

export function evaluateCall(term: CallTerm, scope: Scope, evaluate: Evaluate): Value {
  const definition = definitionOf(term.name);
  if (definition === undefined) {
    const declared = scope.surroundings.userFunction(term.name);
    if (declared !== undefined) return runUser(declared, term, scope, evaluate);
    const meant = nearest(term.name, functionNames);
    const hint = meant === undefined ? undefined : `Did you mean ${meant}()?`;
    throw faultAt(term.span, `there is no function ${clip(term.name)}()`, hint);
  }
  checkCount(term, definition.min, definition.max);
  const inside = (each: Term, local?: Local) =>
    evaluate(each, local === undefined ? scope : { ...scope, local });
  const call: Call = { name: term.name, span: term.span, args: term.args, scope, evaluate: inside };
  return definition.kind === 'lazy'
    ? trace(definition.run(call), [], term)
    : runEager(definition, call, term);
}
