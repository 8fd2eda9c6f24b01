// Instances of declared resources: conditions, loops, names and keys first, bodies when they are asked for.
import type { Condition, LoopInstance } from '../../resource.ts';
import { faultAt } from '../../source.ts';
import { evaluate } from '../language/evaluator.ts';
import { withMarks } from '../language/marks.ts';
import type { Scope } from '../language/scope.ts';
import type { Term } from '../language/term.ts';
import { joinTexts, type UnknownValue, unknownValue } from '../language/unknown.ts';
import {
  boolValue,
  objectValue,
  type StringValue,
  stringValue,
  type Value,
} from '../language/value.ts';
import { clip, kindOf } from '../language/wording.ts';
import { memberOf } from '../syntax/node.ts';
import { type Declared, declaredIn, isDeploymentType } from './declared.ts';
import { framesOf, type LoopFrame, loopCount } from './loops.ts';
import { extendedBy, keyOf, kindsOf, scopeKey, segmentsOf } from './resource-key.ts';
import type { Run } from './run.ts';
import { innerTarget, targetKey } from './target.ts';
import type { Entry, Template } from './template.ts';

function isOn(term: Term | undefined, scope: Scope): boolean {
  if (term === undefined) return false;
  const value = evaluate(term, scope);
  return value.kind === 'bool' && value.value;
}

/** The condition as a bool or unknown, with the marks of all parameters that it was decided by. */
function conditionOf(term: Term, scope: Scope, template: Template): Condition {
  const { result, marks } = template.run.dependencies.during(() => evaluate(term, scope));
  const value = withMarks(asBool(result, term), marks);
  return { value, span: term.span };
}

function asBool(value: Value, term: Term): Value {
  if (value.kind === 'unknown' && (value.type === 'any' || value.type === 'bool')) return value;
  if (value.kind === 'bool') return value;
  const text = value.kind === 'string' ? value.value.toLowerCase() : undefined;
  if (text === 'true' || text === 'false') return boolValue(text === 'true', value.span);
  throw faultAt(term.span, `a condition is to be a bool, it is ${kindOf(value)}`);
}

function textOf(value: Value, what: string, declared: Declared): StringValue | UnknownValue {
  if (value.kind === 'string') return value;
  if (value.kind === 'unknown' && (value.type === 'string' || value.type === 'any')) return value;
  const at = value.span ?? declared.declaration.span;
  throw faultAt(at, `${what} of a resource is to be a string, it is ${kindOf(value)}`);
}

interface Identity {
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

function identityOf(
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

interface Place {
  readonly key: string;
  readonly extendsKey: string | undefined;
}

function placeOf(declared: Declared, identity: Identity, scope: Scope, template: Template): Place {
  const { type, name } = identity;
  const segments = segmentsOf(name);
  template.run.attempt(() => checkSegments(identity, segments, declared));
  const base = targetKey(template.setup.target);
  if (isDeploymentType(type)) {
    // A deployment stands in what it deploys to.
    const target = innerTarget(template.setup.target, {
      subscription: declared.subscriptionId && evaluate(declared.subscriptionId, scope),
      resourceGroup: declared.resourceGroup && evaluate(declared.resourceGroup, scope),
      scope: declared.scope && evaluate(declared.scope, scope),
      level: 'subscription',
    });
    return { key: keyOf(targetKey(target), type, segments), extendsKey: undefined };
  }
  if (declared.scope === undefined) {
    return { key: keyOf(base, type, segments), extendsKey: extendedBy(base, type, segments) };
  }
  const named = scopeKey(textOf(evaluate(declared.scope, scope), 'the scope', declared), base);
  const isResource = named.includes('/providers/') || named.startsWith('{');
  return { key: keyOf(named, type, segments), extendsKey: isResource ? named : undefined };
}

function loopsOf(frame: LoopFrame | undefined): LoopInstance[] {
  const loops: LoopInstance[] = [];
  for (let each = frame; each !== undefined; each = each.outer) {
    if (each.kind === 'resource')
      loops.push({ name: each.name, index: each.index, count: each.count });
  }
  return loops;
}

/** What stands around the resources of a list. */
interface Around {
  readonly parent: Entry | undefined;
  readonly frame: LoopFrame | undefined;
  readonly conditions: readonly Condition[];
}

/** One instance; undefined when its condition is false. */
function instance(declared: Declared, template: Template, around: Around): Entry | undefined {
  const { frame, parent } = around;
  const { run, deployment } = template;
  const scope = template.scope(frame);
  const conditions = [...around.conditions];
  if (declared.condition !== undefined) {
    const condition = conditionOf(declared.condition, scope, template);
    if (condition.value.kind === 'bool' && !condition.value.value) return undefined;
    conditions.push(condition);
  }
  const identity = identityOf(declared, scope, parent, run);
  const { key, extendsKey } = placeOf(declared, identity, scope, template);
  const { declaration } = declared;
  // The frames of an outer-scope template reach through to the loops around its deployment.
  const outerLoops = template.seen.deployment.resource?.loops ?? [];
  const entry: Entry = {
    template,
    declared,
    frame,
    body: 'none',
    deployed: undefined,
    children: [],
    resource: {
      type: identity.type,
      name: identity.name,
      apiVersion: identity.apiVersion,
      key,
      extendsKey,
      isExisting: isOn(declared.existing, scope),
      conditions,
      loops: [...loopsOf(frame), ...outerLoops],
      body: objectValue([], declaration.span),
      declaration,
      deployment,
      parent: parent?.resource,
    },
  };
  run.register(entry, declaration.span);
  return entry;
}

/** Makes the instances of the resources of a list, those nested in them included. */
export function makeEntries(
  template: Template,
  nodes: readonly Declared[],
  around: Around,
): Entry[] {
  const { run } = template;
  const entries: Entry[] = [];
  for (const declared of nodes) {
    const made: Entry[] = [];
    run.attempt(() => {
      for (const frame of turnsOf(declared, template, around.frame)) {
        const entry = run.attempt(() => instance(declared, template, { ...around, frame }));
        if (entry === undefined) continue;
        made.push(entry);
        if (declared.children === undefined) continue;
        const inner = declaredIn(declared.source, declared.children, run.fault);
        const { conditions } = entry.resource;
        entry.children.push(...makeEntries(template, inner, { parent: entry, frame, conditions }));
      }
    });
    const { symbolicName } = declared.declaration;
    if (symbolicName !== undefined) {
      const key = symbolicName.toLowerCase();
      template.symbols.set(key, [...(template.symbols.get(key) ?? []), ...made]);
    }
    entries.push(...made);
  }
  return entries;
}

function* turnsOf(
  declared: Declared,
  template: Template,
  outer: LoopFrame | undefined,
): Generator<LoopFrame | undefined> {
  const { loop } = declared;
  if (loop === undefined) {
    yield outer;
    return;
  }
  const scope = template.scope(outer);
  const count =
    template.run.attempt(() => loopCount(loop.count, loop.span, scope)) ?? noCount(declared);
  yield* framesOf('resource', loop.name, count, outer);
}

/** A count that is a fault: one instance stands for those that there would be. */
function noCount({ declaration }: Declared): UnknownValue {
  const span = declaration.loopSpan ?? declaration.span;
  const reason = { kind: 'fault', message: 'the count of this loop is wrong', span } as const;
  return unknownValue('int', reason, `count@${span.source.path}:${span.start}`);
}

/** Evaluates the body of a resource; once. */
export function evaluateBody(entry: Entry): void {
  if (entry.body !== 'none') return;
  entry.body = 'evaluating';
  const { declared, template, frame } = entry;
  const value = template.run.attempt(() => evaluate(declared.body, template.scope(frame)));
  if (value?.kind === 'object') entry.resource.body = value;
  entry.body = 'done';
}

/** Every entry with those nested in it, in the order of the text. */
export function* withChildren(entries: readonly Entry[]): Generator<Entry> {
  for (const entry of entries) {
    yield entry;
    yield* withChildren(entry.children);
  }
}
