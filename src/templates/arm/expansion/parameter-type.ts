// Types of parameters and outputs: what a declaration says, `$ref` followed, and whether a value fits.
// Microsoft's "Parameters in ARM templates" and "Use type definitions".
import type { ScanError } from '../../../model/errors.ts';
import { faultAt, type Source, type Span } from '../../source.ts';
import { isEqual } from '../language/equality.ts';
import { evaluate } from '../language/evaluator.ts';
import type { Scope } from '../language/scope.ts';
import type { KnownValue, Value, ValueType } from '../language/value.ts';
import { clip, kindOf } from '../language/wording.ts';
import { type JsonNode, memberOf, type ObjectNode } from '../syntax/node.ts';
import { termAt } from './terms.ts';

export interface DeclaredType {
  /** In lower case; empty when it is missing. */
  readonly type: string;
  readonly isSecure: boolean;
  readonly isNullable: boolean;
  /** The list of `allowedValues`. */
  readonly allowed: JsonNode | undefined;
  readonly limits: Readonly<
    Record<'minvalue' | 'maxvalue' | 'minlength' | 'maxlength', bigint | undefined>
  >;
}

/** References followed from one type to the next. */
const maxReferences = 20;

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

function intOf(node: JsonNode | undefined): bigint | undefined {
  return node?.kind === 'number' && /^-?[0-9]{1,18}$/.test(node.raw) ? BigInt(node.raw) : undefined;
}

/** The declaration and those that it refers to, nearest first. */
function chainOf(declaration: ObjectNode, definitions: JsonNode | undefined): ObjectNode[] {
  const chain = [declaration];
  let current: ObjectNode = declaration;
  while (chain.length < maxReferences) {
    const reference = textOf(memberOf(current, '$ref')?.value);
    const name = /^#\/definitions\/(.+)$/.exec(reference ?? '')?.[1];
    if (name === undefined) break;
    const plain = name.replaceAll('~1', '/').replaceAll('~0', '~');
    const next =
      memberOf(definitions, plain)?.value ?? memberOf(definitions, decoded(plain))?.value;
    if (next?.kind !== 'object' || chain.includes(next)) break;
    chain.push(next);
    current = next;
  }
  return chain;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // No escapes after all.
    return name;
  }
}

/** The type of a declaration; `definitions` are those of its template. */
export function declaredType(
  declaration: ObjectNode,
  definitions: JsonNode | undefined,
): DeclaredType {
  const chain = chainOf(declaration, definitions);
  const first = (name: string): JsonNode | undefined => {
    for (const each of chain) {
      const found = memberOf(each, name)?.value;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const nullable = first('nullable');
  const type = (textOf(first('type')) ?? '').toLowerCase();
  return {
    type,
    isSecure: type === 'securestring' || type === 'secureobject',
    isNullable: nullable?.kind === 'boolean' && nullable.value,
    allowed: first('allowedValues'),
    limits: {
      minvalue: intOf(first('minValue')),
      maxvalue: intOf(first('maxValue')),
      minlength: intOf(first('minLength')),
      maxlength: intOf(first('maxLength')),
    },
  };
}

/** Kind of value that a type holds. */
export function kindOfType(type: string): ValueType | 'any' {
  switch (type) {
    case 'string':
    case 'securestring':
      return 'string';
    case 'object':
    case 'secureobject':
      return 'object';
    case 'int':
    case 'bool':
    case 'array':
      return type;
    default:
      return 'any';
  }
}

/** The values that a declaration allows; undefined without a list. */
export function allowedValues(
  { allowed }: DeclaredType,
  source: Source,
  scope: Scope,
): readonly Value[] | undefined {
  if (allowed?.kind !== 'array') return undefined;
  return allowed.items.map((item) => evaluate(termAt(source, item), scope));
}

function isAmong(value: Value, allowed: readonly Value[], scope: Scope, at: Span): boolean {
  // An open part may turn out to be the one: no fault then.
  const isOne = (each: Value) => {
    if (each.kind === 'string' && value.kind === 'string') {
      return each.value.toLowerCase() === value.value.toLowerCase();
    }
    return isEqual(each, value, () => scope.work.spend(1, at)) !== false;
  };
  if (allowed.some(isOne)) return true;
  // Of a list, each item is to be among the allowed ones.
  return value.kind === 'array' && value.items.every((item) => isAmong(item, allowed, scope, at));
}

function outOfLimits(value: KnownValue, { limits }: DeclaredType): string | undefined {
  if (value.kind === 'int') {
    if (limits.minvalue !== undefined && value.value < limits.minvalue)
      return `is below the least value, ${limits.minvalue}`;
    if (limits.maxvalue !== undefined && value.value > limits.maxvalue)
      return `is above the greatest value, ${limits.maxvalue}`;
  }
  const length =
    value.kind === 'string'
      ? value.value.length
      : value.kind === 'array'
        ? value.items.length
        : undefined;
  if (length === undefined) return undefined;
  if (limits.minlength !== undefined && BigInt(length) < limits.minlength)
    return `is shorter (${length}) than the least length, ${limits.minlength}`;
  if (limits.maxlength !== undefined && BigInt(length) > limits.maxlength)
    return `is longer (${length}) than the greatest length, ${limits.maxlength}`;
  return undefined;
}

function wordsOf(value: KnownValue, type: DeclaredType): string {
  if (type.isSecure) return 'the value';
  switch (value.kind) {
    case 'string':
      return `'${clip(value.value)}'`;
    case 'int':
    case 'bool':
    case 'float':
      return String(value.value);
    default:
      return kindOf(value);
  }
}

/** What Azure would refuse about a value for a declared parameter; undefined when it fits or is not known. */
export function misfit(
  what: string,
  value: Value,
  type: DeclaredType,
  source: Source,
  scope: Scope,
  at: Span,
): ScanError | undefined {
  if (value.kind === 'null' && type.isNullable) return undefined;
  const wanted = kindOfType(type.type);
  const kind = value.kind === 'unknown' ? value.type : value.kind;
  if (wanted !== 'any' && kind !== 'any' && kind !== wanted) {
    return faultAt(at, `${what} is declared as ${type.type}, its value is ${kindOf(value)}`);
  }
  if (value.kind === 'unknown') return undefined;
  const allowed = allowedValues(type, source, scope);
  if (allowed !== undefined && !isAmong(value, allowed, scope, at)) {
    const names = allowed
      .slice(0, 10)
      .flatMap((each) =>
        each.kind === 'string' || each.kind === 'int' || each.kind === 'bool'
          ? [String(each.value)]
          : [],
      );
    const hint = names.length === 0 ? undefined : `Allowed: ${clip(names.join(', '))}.`;
    const message = `${what} is ${wordsOf(value, type)}, which is not among its allowedValues`;
    return faultAt(at, message, hint);
  }
  const limit = outOfLimits(value, type);
  return limit === undefined ? undefined : faultAt(at, `${what}: ${wordsOf(value, type)} ${limit}`);
}
