// What a declared resource is: its type, its whole name, where it goes, its key.
import { faultAt } from '../../source.ts';
import { evaluate } from '../language/evaluator.ts';
import type { Scope } from '../language/scope.ts';
import { joinTexts, type UnknownValue, unknownValue } from '../language/unknown.ts';
import { type StringValue, stringValue, type Value } from '../language/value.ts';
import { clip, kindOf } from '../language/wording.ts';
import { memberOf } from '../syntax/node.ts';
import { type Declared, isDeploymentType } from './declared.ts';
import { extendedBy, keyOf, kindsOf, scopeKey, segmentsOf } from './resource-key.ts';
import type { Run } from './run.ts';
import { innerTarget, levelOf, type Target, targetKey } from './target.ts';
import type { Entry, Template } from './template.ts';

function textOf(value: Value, what: string, declared: Declared): StringValue | UnknownValue {
  if (value.kind === 'string') return value;
  if (value.kind === 'unknown' && (value.type === 'string' || value.type === 'any')) return value;
  const at = value.span ?? declared.declaration.span;
  throw faultAt(at, `${what} of a resource is to be a string, it is ${kindOf(value)}`);
}

export interface Identity {
  readonly type: string;
  readonly name: StringValue | UnknownValue;
  readonly apiVersion: string | undefined;
}

/** Types of other providers of resources (Graph) hold their version: `Microsoft.Graph/groups@v1.0`. */
function splitType(type: string): { readonly type: string; readonly version: string | undefined } {
  const at = type.indexOf('@');
  return at < 0
    ? { type, version: undefined }
    : { type: type.slice(0, at), version: type.slice(at + 1) };
}

function nameOf(declared: Declared, scope: Scope): StringValue | UnknownValue {
  if (declared.name !== undefined)
    return textOf(evaluate(declared.name, scope), 'the name', declared);
  const { declaration, node } = declared;
  const isForeign = ['extension', 'import', 'provider'].some((each) => memberOf(node, each));
  if (isForeign && declaration.symbolicName !== undefined) {
    return stringValue(declaration.symbolicName, declaration.span);
  }
  throw faultAt(declaration.span, 'a resource has no name');
}

/** Type, name and apiVersion; below a parent they are relative to it. A name that is a fault is unknown. */
export function identityOf(
  declared: Declared,
  scope: Scope,
  parent: Entry | undefined,
  run: Run,
): Identity {
  const { declaration } = declared;
  if (declared.type === undefined) throw faultAt(declaration.span, 'a resource has no type');
  const written = textOf(evaluate(declared.type, scope), 'the type', declared);
  if (written.kind === 'unknown') {
    throw faultAt(
      declaration.typeSpan,
      `the type of a resource cannot be known: ${written.reason.message}`,
    );
  }
  const { type, version } = splitType(written.value);
  const name = run.attempt(() => nameOf(declared, scope)) ?? noName(declared);
  const api = declared.apiVersion && evaluate(declared.apiVersion, scope);
  const apiVersion = api?.kind === 'string' ? api.value : version;
  if (parent === undefined || isWhole(type, name, parent)) return { type, name, apiVersion };
  const prefix = parent.resource.type;
  const isBelow = type.toLowerCase().startsWith(`${prefix.toLowerCase()}/`);
  const slash = stringValue('/', name.span);
  const parentName = textOf(parent.resource.name, 'the name', declared);
  const full = joinTexts([parentName, slash, name], name.span ?? declaration.nameSpan);
  return {
    type: isBelow ? type : `${prefix}/${type}`,
    name: textOf(full, 'the name', declared),
    apiVersion,
  };
}

/** A nested resource that is written with its whole type, and a name that fits it, is not relative to its parent. */
function isWhole(type: string, name: Value, parent: Entry): boolean {
  if (!/^[^/]+\.[^/]+\//.test(type)) return false;
  const isBelow = type.toLowerCase().startsWith(`${parent.resource.type.toLowerCase()}/`);
  return !isBelow || segmentsOf(name).length === kindsOf(type).length;
}

/** A name that is a fault: unlike every other. The resource is still judged. */
function noName({ declaration }: Declared): UnknownValue {
  const span = declaration.nameSpan;
  const reason = { kind: 'fault', message: 'the name of this resource is wrong', span } as const;
  return unknownValue('string', reason, `name@${span.source.path}:${span.start}`);
}

function checkSegments(
  { type, name }: Identity,
  segments: readonly string[],
  declared: Declared,
): void {
  const wanted = kindsOf(type).length;
  if (wanted === 0) {
    throw faultAt(declared.declaration.typeSpan, `'${clip(type)}' is no type of a resource`);
  }
  if (name.kind !== 'string' || segments.length === wanted) return;
  const hint = `A name has one segment for each piece of its type behind the provider.`;
  const message = `the name '${clip(name.value)}' has ${segments.length} segments, the type '${clip(type)}' wants ${wanted}`;
  throw faultAt(declared.declaration.nameSpan, message, hint);
}

export interface Place {
  readonly key: string;
  readonly extendsKey: string | undefined;
}

/** Where a resource goes; of a deployment, where what it deploys goes. */
export function targetOf(
  declared: Declared,
  { type }: Identity,
  scope: Scope,
  template: Template,
): Target {
  const { target } = template.setup;
  const { subscriptionId, resourceGroup } = declared;
  const isDeployment = isDeploymentType(type);
  if (subscriptionId === undefined && resourceGroup === undefined && !isDeployment) return target;
  return innerTarget(target, {
    subscription: subscriptionId && evaluate(subscriptionId, scope),
    resourceGroup: resourceGroup && evaluate(resourceGroup, scope),
    scope: isDeployment && declared.scope ? evaluate(declared.scope, scope) : undefined,
    level: declared.template === undefined ? 'subscription' : levelOf(declared.template),
  });
}

/** The key, and that of what the resource extends. */
export function placeOf(
  declared: Declared,
  identity: Identity,
  scope: Scope,
  template: Template,
  target: Target,
): Place {
  const { type, name } = identity;
  const segments = segmentsOf(name);
  template.run.attempt(() => checkSegments(identity, segments, declared));
  const base = targetKey(target);
  // A deployment stands in what it deploys to: its scope is in the target already.
  if (isDeploymentType(type)) return { key: keyOf(base, type, segments), extendsKey: undefined };
  if (declared.scope === undefined) {
    return { key: keyOf(base, type, segments), extendsKey: extendedBy(base, type, segments) };
  }
  const named = scopeKey(textOf(evaluate(declared.scope, scope), 'the scope', declared), base);
  const isResource = named.includes('/providers/') || named.startsWith('{');
  return { key: keyOf(named, type, segments), extendsKey: isResource ? named : undefined };
}
