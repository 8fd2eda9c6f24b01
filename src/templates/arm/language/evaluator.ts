// Evaluates terms to values: objects, arrays, accesses; calls go to call.ts.
// An unknown is a value like others: only what depends on it becomes unknown.
import { ScanError } from '../../../model/errors.ts';
import { nearest } from '../../../model/nearest.ts';
import { faultAt } from '../../source.ts';
import { lookUp, unknownAccess } from './access.ts';
import { evaluateCall } from './call.ts';
import { checkDepth } from './depth.ts';
import { withMarks } from './marks.ts';
import { callLevels, type Scope } from './scope.ts';
import type { AccessTerm, ArrayTerm, LiteralTerm, ObjectTerm, Term } from './term.ts';
import { unknownValue } from './unknown.ts';
import {
  arrayValue,
  boolValue,
  floatValue,
  intValue,
  nullValue,
  objectValue,
  type Property,
  stringValue,
  type Value,
} from './value.ts';
import { clip, kindOf } from './wording.ts';

function literal({ value, span }: LiteralTerm): Value {
  if (value === null) return nullValue(span);
  if (typeof value === 'boolean') return boolValue(value, span);
  if (typeof value === 'bigint') return intValue(value, span);
  if (typeof value === 'number') return floatValue(value, span);
  return stringValue(value, span);
}

/** Evaluates a part of an object or array; its fault becomes an unknown when the surroundings collect faults. */
function part(term: Term, scope: Scope): Value {
  const { surroundings } = scope;
  if (surroundings.onFault === undefined) return evaluate(term, scope);
  try {
    return evaluate(term, scope);
  } catch (error) {
    if (!(error instanceof ScanError) || error.code === 'LIMIT_EXCEEDED') throw error;
    surroundings.onFault(error);
    const { span } = term;
    const form = `fault@${scope.work.next()}`;
    return unknownValue('any', { kind: 'fault', message: error.message, span }, form);
  }
}

function object(term: ObjectTerm, scope: Scope): Value {
  const replaced = scope.surroundings.object?.(term, scope);
  if (replaced !== undefined) return replaced;
  const properties: Property[] = [];
  for (const { name: nameTerm, value } of term.properties) {
    const name = nameTerm.kind === 'literal' ? literal(nameTerm) : evaluate(nameTerm, scope);
    if (name.kind === 'unknown') {
      return unknownValue('object', name.reason, `object@${scope.work.next()}`, name.marks);
    }
    if (name.kind !== 'string') {
      throw faultAt(nameTerm.span, `the name of a property is ${kindOf(name)}, not a string`);
    }
    properties.push({
      name: name.value,
      value: part(value, scope),
      nameSpan: nameTerm.span,
      at: value.span,
    });
  }
  return objectValue(properties, term.span);
}

function array(term: ArrayTerm, scope: Scope): Value {
  const items = term.items.map((item) => part(item, scope));
  return { ...arrayValue(items, term.span), places: term.items.map(({ span }) => span) };
}

function notThere(term: AccessTerm, base: Value, key: Value): never {
  const at = term.key.span;
  if (base.kind === 'object' && key.kind === 'string') {
    const names = [...base.properties.values()].slice(0, 200).map(({ name }) => name);
    const meant = nearest(key.value, names);
    const hint = meant === undefined ? undefined : `Did you mean '${clip(meant)}'?`;
    throw faultAt(at, `the object has no property '${clip(key.value)}'`, hint);
  }
  if (base.kind === 'array' && key.kind === 'int') {
    throw faultAt(at, `the array has ${base.items.length} items, none at index ${key.value}`);
  }
  throw faultAt(at, `${kindOf(base)} cannot be accessed by ${kindOf(key)}`);
}

function access(term: AccessTerm, scope: Scope): Value {
  const base = evaluate(term.base, scope);
  // Null runs through a safe access, whatever its key.
  if (term.isSafe && base.kind === 'null') return nullValue(term.span);
  const key = evaluate(term.key, scope);
  const unknown = unknownAccess(base, key, term.span);
  if (unknown !== undefined) return unknown;
  const found = lookUp(base, key);
  if (found !== undefined) {
    const placed = found.span === undefined ? { ...found, span: term.span } : found;
    return withMarks(placed, base.marks);
  }
  const fits =
    (base.kind === 'object' && key.kind === 'string') ||
    (base.kind === 'array' && key.kind === 'int');
  return term.isSafe && fits ? nullValue(term.span) : notThere(term, base, key);
}

/**
 * The value of a term. Throws a fault (TARGET_DAMAGED) at the place of what Azure would refuse, and LIMIT_EXCEEDED for
 * too much work; with `onFault` in the surroundings, faults inside objects and arrays go there instead.
 */
export function evaluate(term: Term, scope: Scope): Value {
  scope.work.spend(1, term.span);
  switch (term.kind) {
    case 'literal':
      return literal(term);
    case 'invalid':
      throw faultAt(term.span, term.message, term.hint);
    case 'object':
      return checkDepth(
        scope.work.descend(term.span, () => object(term, scope)),
        term.span,
      );
    case 'array':
      return checkDepth(
        scope.work.descend(term.span, () => array(term, scope)),
        term.span,
      );
    case 'access':
      return scope.work.descend(term.span, () => access(term, scope), callLevels);
    case 'call':
      return checkDepth(
        scope.work.descend(term.span, () => evaluateCall(term, scope, evaluate), callLevels),
        term.span,
      );
  }
}
