// Evaluates an expression alone, for the tests of this folder: no template around it, placeholders for the target.
import { faultAt, type Span, sourceOf } from '../../source.ts';
import { readJson } from '../syntax/reader.ts';
import { azureGivens, type DeploymentTarget } from './azure-givens.ts';
import { evaluate } from './evaluator.ts';
import { termOf } from './json-terms.ts';
import { fromPlain, type Plain, toPlain } from './plain.ts';
import { type Surroundings, scopeOf } from './scope.ts';
import { formOf, unknownValue } from './unknown.ts';
import type { Value, ValueType } from './value.ts';

export interface World {
  readonly parameters?: Readonly<Record<string, Value>>;
  readonly variables?: Readonly<Record<string, Value>>;
  readonly target?: DeploymentTarget;
  readonly overrides?: Partial<Surroundings>;
}

/** An unknown parameter of a type, as expansion makes one. */
export function open(name: string, type: ValueType | 'any' = 'string'): Value {
  const message = `the parameter '${name}' has no value`;
  return unknownValue(
    type,
    { kind: 'parameter', message, span: undefined },
    `parameters(${name.toLowerCase()})`,
  );
}

function named(what: string, values: Readonly<Record<string, Value>>) {
  const byName = new Map(
    Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (name: string, at: Span): Value => {
    const value = byName.get(name.toLowerCase());
    if (value === undefined) throw faultAt(at, `the ${what} '${name}' is not declared`);
    return value;
  };
}

export function surroundingsOf(world: World = {}): Surroundings {
  const target = world.target ?? { level: 'resourceGroup' };
  return {
    level: target.level,
    parameter: named('parameter', world.parameters ?? {}),
    variable: named('variable', world.variables ?? {}),
    copyIndex(_, at) {
      throw faultAt(at, 'copyIndex() outside of every loop');
    },
    given: azureGivens(target),
    resource({ kind, target, at }) {
      const message = `${kind}() asks Azure`;
      return unknownValue(
        'any',
        { kind: 'runtime', message, span: at },
        `${kind}(${formOf(target)})`,
      );
    },
    userFunction: () => undefined,
    now: undefined,
    ...world.overrides,
  };
}

/** The value of a JSON value of a template (an expression in a string, an object, …). */
export function valueOf(json: unknown, world: World = {}): Value {
  const source = sourceOf('test.json', JSON.stringify(json));
  const { root } = readJson(source);
  if (root === undefined) throw new Error('no JSON');
  return evaluate(termOf(source, root), scopeOf(surroundingsOf(world)));
}

/** As `valueOf`, in plain data; 'unknown' when anything in it is. */
export function plainOf(json: unknown, world: World = {}): Plain {
  const plain = toPlain(valueOf(json, world));
  return plain === undefined ? 'unknown' : plain;
}

export function values(plain: Readonly<Record<string, Plain>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, fromPlain(value)]));
}
