// Policy assignments: where they apply and whether they can act. Azure's documentation: "Azure Policy assignment structure".

import { isOfProvider } from '../agents/attached.ts';
import { type Machine, shownName } from '../agents/machines.ts';
import {
  allOf,
  type Certainty,
  isSameText,
  knownText,
  type PartialText,
  partialKey,
  partialText,
  segmentsOf,
} from '../agents/partial-text.ts';
import { placeholders } from '../arm/expansion/target.ts';
import { type UnknownValue, unknownValue } from '../arm/language/unknown.ts';
import { type Value, valueAt } from '../arm/language/value.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { isText, settingOf } from '../rules/setting.ts';
import type { Given } from './definition.ts';

export const assignmentType = 'microsoft.authorization/policyassignments';

export interface Assignment {
  readonly evaluation: Evaluation;
  readonly resource: Resource;
  readonly name: string;
  /** Key of what it applies to; empty: the tenant. */
  readonly scope: PartialText;
  /** A string or an unknown; undefined when it is missing. */
  readonly definitionId: Value | undefined;
  readonly given: Given;
}

function scopeOf({ key, extendsKey }: Resource): PartialText {
  if (extendsKey !== undefined) return partialKey(extendsKey);
  const at = key.lastIndexOf(`/providers/${assignmentType}/`);
  return partialKey(at < 0 ? '' : key.slice(0, at));
}

export function assignmentOf(resource: Resource, evaluation: Evaluation): Assignment {
  const { body } = resource;
  return {
    evaluation,
    resource,
    name: shownName(resource),
    scope: scopeOf(resource),
    definitionId: valueAt(body, 'properties', 'policyDefinitionId'),
    given: (name) => {
      const value = valueAt(body, 'properties', 'parameters', name, 'value');
      return value?.kind === 'null' ? undefined : value;
    },
  };
}

export function assignmentsOf(evaluation: Evaluation): Assignment[] {
  return evaluation.resources.flatMap((resource) => {
    const [provider = '', type = ''] = assignmentType.split('/');
    if (resource.isExisting || isOfProvider(resource, provider, type) !== 'yes') return [];
    return [assignmentOf(resource, evaluation)];
  });
}

/** Management groups and the tenant are above all that is in the run. */
export function isAboveAll(scope: PartialText): boolean {
  const wanted = segmentsOf(scope).filter((each) => each.length > 0);
  const [first, second, third] = wanted.slice(0, 3).map((each) => each[0]);
  if (first === undefined) return true;
  return first === 'providers' && second === 'microsoft.management' && third === 'managementgroups';
}

/** Whether a scope is a resource, or holds it. */
export function covers(scope: PartialText, key: PartialText): Certainty {
  if (isAboveAll(scope)) return 'yes';
  const wanted = segmentsOf(scope).filter((each) => each.length > 0);
  const given = segmentsOf(key).filter((each) => each.length > 0);
  if (wanted.length > given.length) return 'no';
  return allOf(wanted.map((each, index) => isSameText(each, given[index] ?? [])));
}

/** The names that stand for a subscription and a group that nobody gave are known to nobody. */
function withoutPlaceholders(text: PartialText): PartialText {
  const { subscription, resourceGroup } = placeholders;
  return text.flatMap((part): PartialText => {
    if (typeof part !== 'string') return [part];
    const pieces = part.split(new RegExp(`(?<=/)(${subscription}|${resourceGroup})(?=/|$)`));
    return pieces.flatMap((piece, at) =>
      piece === '' ? [] : [at % 2 === 0 ? piece : { form: `placeholder ${piece}` }],
    );
  });
}

/** Why an assignment does not act, or what must be known to say so; undefined: it acts. */
export type Hindrance =
  | { readonly kind: 'not'; readonly reason: string }
  | { readonly kind: 'open'; readonly unknown: UnknownValue; readonly reason: string };

function open(unknown: UnknownValue, reason: string): Hindrance {
  return { kind: 'open', unknown, reason };
}

/** Whether an effect deploys a template: Modify and Append change a request, they bring no agent. */
export function isActing(effect: string): boolean {
  return effect.toLowerCase() === 'deployifnotexists';
}

/** What leaves open whether a scope holds the machine. */
function unknownPlace(item: Value, assignment: Resource, machine: Machine): UnknownValue {
  const { deployment, name, declaration } = machine.resource;
  const values = [
    item,
    deployment.resourceGroup,
    deployment.subscription,
    name,
    assignment.deployment.subscription,
  ];
  for (const value of values) if (value?.kind === 'unknown') return value;
  const message = 'where the machine goes is not given';
  const reason = { kind: 'outside', message, span: declaration.nameSpan } as const;
  return unknownValue('string', reason, 'place');
}

function excluded(assignment: Assignment, machine: Machine): Hindrance | undefined {
  const { resource, evaluation } = assignment;
  const list = settingOf(resource, 'properties.notScopes');
  if (list.kind === 'absent') return undefined;
  if (list.kind === 'unknown') return open(list.value, 'its notScopes are not known');
  if (list.value.kind !== 'array') return undefined;
  for (const item of list.value.items) {
    const scope = partialText(item);
    // A form speaks of its own evaluation only.
    const isSure = evaluation === machine.evaluation || knownText(scope) !== undefined;
    const certainty = covers(withoutPlaceholders(scope), withoutPlaceholders(machine.key));
    if (certainty === 'yes' && isSure) {
      return { kind: 'not', reason: 'the machine is in its notScopes' };
    }
    if (certainty !== 'no') {
      const unknown = unknownPlace(item, resource, machine);
      return open(unknown, 'its notScopes may hold the machine');
    }
  }
  return undefined;
}

function selected({ resource }: Assignment): Hindrance | undefined {
  const selectors = settingOf(resource, 'properties.resourceSelectors');
  const isThere =
    selectors.kind === 'unknown' ||
    (selectors.kind === 'known' &&
      selectors.value.kind === 'array' &&
      selectors.value.items.length > 0);
  if (!isThere) return undefined;
  const message = 'resource selectors of assignments are not evaluated';
  const reason = { kind: 'outside', message, span: selectors.at } as const;
  return open(unknownValue('any', reason, 'resourceselectors'), 'it has resource selectors');
}

function enforced({ resource }: Assignment): Hindrance | undefined {
  const mode = settingOf(resource, 'properties.enforcementMode');
  if (mode.kind === 'absent') return undefined;
  if (mode.kind === 'unknown') return open(mode.value, 'its enforcementMode is not known');
  if (isText('Default')(mode.value)) return undefined;
  return { kind: 'not', reason: 'its enforcementMode is not Default' };
}

function identified({ resource }: Assignment): Hindrance | undefined {
  const identity = settingOf(resource, 'identity.type');
  if (identity.kind === 'unknown') return open(identity.value, 'its identity is not known');
  const isThere =
    identity.kind === 'known' && isText('SystemAssigned', 'UserAssigned')(identity.value);
  return isThere ? undefined : { kind: 'not', reason: 'it has no identity to deploy with' };
}

function overridden({ resource }: Assignment): Hindrance | undefined {
  const list = settingOf(resource, 'properties.overrides');
  if (list.kind === 'unknown') return open(list.value, 'its overrides are not known');
  if (list.kind !== 'known' || list.value.kind !== 'array') return undefined;
  for (const item of list.value.items) {
    const value = valueAt(item, 'value');
    if (value?.kind === 'unknown') return open(value, 'an override of its effect is not known');
    if (value?.kind === 'string' && !isActing(value.value)) {
      return { kind: 'not', reason: `an override sets its effect to ${value.value}` };
    }
  }
  return undefined;
}

/** What keeps an assignment, whatever its definition, from acting on a machine. */
export function hindranceOf(assignment: Assignment, machine: Machine): Hindrance | undefined {
  const found = [
    excluded(assignment, machine),
    enforced(assignment),
    identified(assignment),
    overridden(assignment),
    selected(assignment),
  ].filter((each) => each !== undefined);
  return found.find((each) => each.kind === 'not') ?? found[0];
}
