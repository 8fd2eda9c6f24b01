// Policy assignments: where they apply and whether they can act. Azure's documentation: "Azure Policy assignment structure".

import { shownName } from '../agents/machines.ts';
import {
  allOf,
  type Certainty,
  isSameText,
  type PartialText,
  partialKey,
  partialText,
  segmentsOf,
} from '../agents/partial-text.ts';
import { type UnknownValue, unknownValue } from '../arm/language/unknown.ts';
import { type Value, valueAt } from '../arm/language/value.ts';
import type { Evaluation, Resource } from '../resource.ts';
import { isText, settingOf } from '../rules/setting.ts';
import type { Given } from './definitions.ts';

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
    const type = resource.type.toLowerCase();
    const isOne = type === assignmentType || type.endsWith('/providers/policyassignments');
    return isOne && !resource.isExisting ? [assignmentOf(resource, evaluation)] : [];
  });
}

/** Whether a scope is a resource, or holds it. Management groups and the tenant are above all that is in the run. */
export function covers(scope: PartialText, key: PartialText): Certainty {
  const wanted = segmentsOf(scope).filter((each) => each.length > 0);
  if (wanted.length === 0) return 'yes';
  const [first, second, third] = wanted.slice(0, 3).map((each) => each[0]);
  if (first === 'providers' && second === 'microsoft.management' && third === 'managementgroups') {
    return 'yes';
  }
  const given = segmentsOf(key).filter((each) => each.length > 0);
  if (wanted.length > given.length) return 'no';
  return allOf(wanted.map((each, index) => isSameText(each, given[index] ?? [])));
}

/** Why an assignment does not act, or what must be known to say so; undefined: it acts. */
export type Hindrance =
  | { readonly kind: 'not'; readonly reason: string }
  | { readonly kind: 'open'; readonly unknown: UnknownValue; readonly reason: string };

function open(unknown: UnknownValue, reason: string): Hindrance {
  return { kind: 'open', unknown, reason };
}

/** Effects that bring something to a machine. */
const acting = new Set(['deployifnotexists', 'modify', 'append']);

export function isActing(effect: string): boolean {
  return acting.has(effect.toLowerCase());
}

function excluded({ resource }: Assignment, key: PartialText): Hindrance | undefined {
  const list = settingOf(resource, 'properties.notScopes');
  if (list.kind === 'absent') return undefined;
  if (list.kind === 'unknown') return open(list.value, 'its notScopes are not known');
  if (list.value.kind !== 'array') return undefined;
  for (const item of list.value.items) {
    const certainty = covers(partialText(item), key);
    if (certainty === 'yes') return { kind: 'not', reason: 'the machine is in its notScopes' };
    if (certainty === 'maybe' && item.kind === 'unknown') {
      return open(item, 'its notScopes are not known');
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
    if (value?.kind === 'string' && !isActing(value.value)) {
      return { kind: 'not', reason: `an override sets its effect to ${value.value}` };
    }
  }
  return undefined;
}

/** What keeps an assignment, whatever its definition, from acting on a resource of that key. */
export function hindranceOf(assignment: Assignment, key: PartialText): Hindrance | undefined {
  const found = [
    excluded(assignment, key),
    enforced(assignment),
    identified(assignment),
    overridden(assignment),
    selected(assignment),
  ].filter((each) => each !== undefined);
  return found.find((each) => each.kind === 'not') ?? found[0];
}
