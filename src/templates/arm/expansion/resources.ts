// Instances of declared resources: conditions, loops, names and keys first, bodies when they are asked for.
import type { Condition, LoopInstance } from '../../resource.ts';
import { faultAt } from '../../source.ts';
import { evaluate } from '../language/evaluator.ts';
import { withMarks } from '../language/marks.ts';
import type { Scope } from '../language/scope.ts';
import type { Term } from '../language/term.ts';
import { type UnknownValue, unknownValue } from '../language/unknown.ts';
import { boolValue, objectValue, type Value } from '../language/value.ts';
import { kindOf } from '../language/wording.ts';
import { type Declared, declaredIn } from './declared.ts';
import { identityOf, placeOf, targetOf } from './identity.ts';
import { anyIndex, framesOf, type LoopFrame, loopCount } from './loops.ts';
import { keyText } from './resource-key.ts';
import type { Entry, Template } from './template.ts';

function isOn(term: Term | undefined, scope: Scope): boolean {
  if (term === undefined) return false;
  const value = evaluate(term, scope);
  return value.kind === 'bool' && value.value;
}

/** Only a template of symbolic names knows `existing`; Azure refuses any other that has it. */
function isExisting({ existing, declaration }: Declared, scope: Scope, template: Template) {
  if (existing === undefined) return false;
  const { languageVersion } = template.deployment;
  const isSymbolic = languageVersion !== undefined && !languageVersion.startsWith('1.0');
  if (isSymbolic || declaration.symbolicName !== undefined) return isOn(existing, scope);
  const message = 'a template without languageVersion 2.0 has no `existing` resources';
  const hint = 'Add `"languageVersion": "2.0"` and name the resources, or leave it out.';
  template.run.keep(faultAt(existing.span, message, hint));
  return false;
}

/** The condition as a bool or unknown, with the marks of all parameters that it was decided by. */
function conditionOf(term: Term, scope: Scope, template: Template): Condition {
  const { run } = template;
  const { result, marks } = run.dependencies.during(() =>
    run.attempt(() => asBool(evaluate(term, scope), term)),
  );
  return { value: withMarks(result ?? noCondition(term), marks), span: term.span };
}

/** A condition that is a fault: the resource is still judged. */
function noCondition({ span }: Term): UnknownValue {
  const reason = { kind: 'fault', message: 'this condition is wrong', span } as const;
  return unknownValue('bool', reason, `condition@${span.source.path}:${span.start}`);
}

function asBool(value: Value, term: Term): Value {
  if (value.kind === 'unknown' && (value.type === 'any' || value.type === 'bool')) return value;
  if (value.kind === 'bool') return value;
  const text = value.kind === 'string' ? value.value.toLowerCase() : undefined;
  if (text === 'true' || text === 'false') return boolValue(text === 'true', value.span);
  throw faultAt(term.span, `a condition is to be a bool, it is ${kindOf(value)}`);
}

function loopsOf(frame: LoopFrame | undefined): LoopInstance[] {
  const loops: LoopInstance[] = [];
  for (let each = frame; each !== undefined; each = each.outer) {
    if (each.kind !== 'resource') continue;
    const { name, index, count } = each;
    loops.push({ name, index: typeof index === 'number' ? index : 0, count });
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
  const target = targetOf(declared, identity, scope, template);
  const { key, extendsKey } = placeOf(declared, identity, scope, template, target);
  const { declaration } = declared;
  // The frames of an outer-scope template reach through to the loops around its deployment.
  const outerLoops = template.seen.deployment.resource?.loops ?? [];
  const entry: Entry = {
    template,
    declared,
    frame,
    target,
    body: 'none',
    deployed: undefined,
    children: [],
    resource: {
      type: identity.type,
      name: identity.name,
      apiVersion: identity.apiVersion,
      key,
      extendsKey,
      isExisting: isExisting(declared, scope, template),
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
        const name = keyText(entry.resource.name);
        if (!template.names.has(name)) template.names.set(name, entry);
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
  const name = loopName(loop.name, template, scope);
  yield* framesOf('resource', name, count, outer, openIndex(name, count, template, outer));
}

/** The index at which a loop of unknown count is evaluated. */
function openIndex(
  name: string,
  count: number | UnknownValue,
  { run, seen }: Template,
  outer: LoopFrame | undefined,
): number | UnknownValue {
  if (typeof count === 'number') return 0;
  run.hasOpenLoops = true;
  if (!run.isAtAnyIndex) return 0;
  const loops = [...loopsOf(outer), ...(seen.deployment.resource?.loops ?? [])];
  const alike = loops.filter((each) => formIn(each.count) === count.form);
  return anyIndex(name, count, alike.length);
}

function formIn(count: number | UnknownValue): string | undefined {
  return typeof count === 'number' ? undefined : count.form;
}

/** The name that copyIndex() may call a loop by; empty where it is not known. */
function loopName(term: Term | undefined, { run }: Template, scope: Scope): string {
  if (term === undefined) return '';
  const value = run.attempt(() => evaluate(term, scope));
  return value?.kind === 'string' ? value.value : '';
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
