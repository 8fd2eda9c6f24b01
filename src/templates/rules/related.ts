// Children and extensions of a resource in its evaluation: what they add to it, and what is missing when there are none.
// A child under a condition of its own, or whose parent's name is not known, settles nothing: the rule is undecided.
import { formOf, type UnknownValue, unknownValue } from '../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { resourcesOfKey } from './neighbours.ts';
import type { Outcome, RuleContext } from './rule.ts';
import { settingOf, undecided } from './setting.ts';

export interface Related {
  readonly resource: Resource;
  /** What it hangs on besides its owner: a condition of its own, or a name that may be another's. */
  readonly doubt: UnknownValue | undefined;
}

interface Owned {
  readonly byOwner: Map<string, Resource[]>;
  /** Keys of owners that hold a form: each may be any other. */
  readonly unsureOwners: Set<string>;
}

/** By type; see `indexTypeOf`. */
type Index = Map<string, Owned>;

const indexes = new WeakMap<Evaluation, Index>();

/** An identifier without its last type and name; `/` inside `{}` belongs to a form. */
export function parentKeyOf(key: string): string {
  let depth = 0;
  let left = 2;
  for (let at = key.length - 1; at >= 0; at--) {
    const letter = key[at];
    if (letter === '}') depth++;
    if (letter === '{') depth--;
    if (letter === '/' && depth <= 0 && --left === 0) return key.slice(0, at);
  }
  return '';
}

function ownerKeyOf(resource: Resource): string {
  return (resource.extendsKey ?? resource.parent?.key ?? parentKeyOf(resource.key)).toLowerCase();
}

/** `microsoft.keyvault/vaults/providers/diagnosticsettings` and `microsoft.insights/diagnosticsettings` are one type. */
function indexTypeOf(resource: Resource): string {
  const type = resource.type.toLowerCase();
  return resource.extendsKey === undefined ? type : `*/${type.slice(type.lastIndexOf('/') + 1)}`;
}

function indexOf(evaluation: Evaluation): Index {
  const known = indexes.get(evaluation);
  if (known !== undefined) return known;
  const index: Index = new Map();
  for (const resource of evaluation.resources) {
    if (resource.isExisting) continue;
    const type = indexTypeOf(resource);
    const { byOwner, unsureOwners } = index.get(type) ?? {
      byOwner: new Map<string, Resource[]>(),
      unsureOwners: new Set<string>(),
    };
    index.set(type, { byOwner, unsureOwners });
    const owner = ownerKeyOf(resource);
    const those = byOwner.get(owner);
    if (those === undefined) byOwner.set(owner, [resource]);
    else those.push(resource);
    if (owner.includes('{')) unsureOwners.add(owner);
  }
  indexes.set(evaluation, index);
  return index;
}

/** Whether two keys, of which one holds a form, can be one: what is written before and behind the forms agrees. */
function mayBeSame(left: string, right: string): boolean {
  if (left === right) return true;
  if (!left.includes('{') && !right.includes('{')) return false;
  const heads = [left, right].map((key) => key.split('{', 1)[0] ?? '');
  const tails = [left, right].map((key) => key.slice(key.lastIndexOf('}') + 1));
  const [headA = '', headB = ''] = heads;
  const [tailA = '', tailB = ''] = tails;
  return (
    (headA.startsWith(headB) || headB.startsWith(headA)) &&
    (tailA.endsWith(tailB) || tailB.endsWith(tailA))
  );
}

function conditionOf(resource: Resource, owner: Resource): UnknownValue | undefined {
  const given = new Set(owner.conditions.map(({ value }) => formOf(value)));
  for (const { value } of resource.conditions) {
    if (value.kind === 'unknown' && !given.has(formOf(value))) return value;
  }
  return undefined;
}

/**
 * The deployed children of a resource of some types (in lower case, parents' types included; `*` + `/name` for
 * extensions), those that may be its children last.
 */
export function relatedOf(
  owner: Resource,
  evaluation: Evaluation,
  types: readonly string[],
): readonly Related[] {
  const key = owner.key.toLowerCase();
  const sure: Related[] = [];
  const maybe: Related[] = [];
  for (const type of types) {
    const owned = indexOf(evaluation).get(type);
    if (owned === undefined) continue;
    for (const resource of owned.byOwner.get(key) ?? []) {
      sure.push({ resource, doubt: conditionOf(resource, owner) });
    }
    const others = key.includes('{') ? owned.byOwner.keys() : owned.unsureOwners;
    for (const other of others) {
      if (other === key || !mayBeSame(other, key)) continue;
      for (const resource of owned.byOwner.get(other) ?? []) {
        maybe.push({ resource, doubt: doubtOf(resource) });
      }
    }
  }
  return [...sure, ...maybe];
}

function doubtOf({ name, declaration }: Resource): UnknownValue {
  if (name.kind === 'unknown') return name;
  const message = 'whether it belongs to this resource is only known to the deployment';
  return unknownValue('bool', { kind: 'outside', message, span: declaration.nameSpan }, 'belongs');
}

/** `undecided` in place of an outcome of a resource that may not be there. */
function doubtful(outcome: Outcome, { resource, doubt }: Related): Outcome {
  if (doubt === undefined || outcome.kind === 'not-applicable') return outcome;
  const at = resource.declaration.nameSpan;
  const message = `whether this resource is deployed for it is not known: ${doubt.reason.message}`;
  return undecided({ value: doubt, at }, message);
}

/**
 * What the children or extensions of some types (see `relatedOf`) say of a resource: pass when one does, else undecided
 * when one may, else the first failure; undefined when none says anything. A failure of one that may not be there says
 * nothing.
 */
export function judgeRelated(
  owner: Resource,
  { evaluation }: RuleContext,
  types: readonly string[],
  judge: (resource: Resource) => Outcome,
): Outcome | undefined {
  const outcomes = relatedOf(owner, evaluation, types).flatMap((each) => {
    const outcome = withoutFix(judge(each.resource));
    return outcome.kind === 'fail' && each.doubt !== undefined ? [] : [doubtful(outcome, each)];
  });
  for (const kind of ['pass', 'undecided', 'fail'] as const) {
    const found = outcomes.find((each) => each.kind === kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What has to be there beside a resource. */
export interface Wanted {
  readonly types: readonly string[];
  /** Judges one that is there; `not-applicable` for one that says nothing about it. */
  readonly judge: (resource: Resource) => Outcome;
  /** Of the finding when none is there. */
  readonly message: string;
  readonly wanted: string;
}

/**
 * As `judgeRelated`; where none says anything it fails at the name of the resource, or is undecided when a template of
 * the deployment could not be read.
 */
export function expectRelated(
  owner: Resource,
  context: RuleContext,
  { types, judge, message, wanted }: Wanted,
): Outcome {
  const judged = judgeRelated(owner, context, types, judge);
  if (judged !== undefined) return judged;
  const at = owner.declaration.nameSpan;
  const [gap] = context.evaluation.gaps;
  if (gap !== undefined) {
    const reason = { kind: 'outside', message: gap.message, span: gap.span } as const;
    const value = unknownValue('object', reason, `gap(${gap.link})`);
    const because = `a template that this one deploys could not be read: ${gap.message}`;
    return undecided({ value, at }, `${message}, but ${because}`);
  }
  return { kind: 'fail', at, message, found: 'absent', wanted };
}

/** The deployed resources of the evaluation that a child or an extension belongs to. */
export function ownersOf(resource: Resource, evaluation: Evaluation): readonly Resource[] {
  return resourcesOfKey(evaluation, ownerKeyOf(resource)).filter((each) => !each.isExisting);
}

/**
 * Judges a setting that a child resource may give too, as `sites/config` does; the child's value is the one that
 * counts. `judge` is called with the owner and `own`, and with each child that gives the setting and `child`.
 */
export function expectEffective(
  owner: Resource,
  children: readonly Related[],
  paths: { readonly own: string; readonly child: string },
  judge: (resource: Resource, path: string) => Outcome,
): Outcome {
  let outcome = judge(owner, paths.own);
  for (const child of children) {
    if (settingOf(child.resource, paths.child).kind === 'absent') continue;
    const given = withoutFix(judge(child.resource, paths.child));
    const settles = given.kind === outcome.kind || child.doubt === undefined;
    outcome = settles ? given : doubtful(given, child);
  }
  return outcome;
}

/** A fix is a path below the resource that the rule is asked about, which the child is not. */
function withoutFix(outcome: Outcome): Outcome {
  if (outcome.kind !== 'fail') return outcome;
  const { fix: _, ...rest } = outcome;
  return rest;
}
