// Where a deployment goes: its level, what resourceGroup() and the like give there, the key of its scope.
import type { Span } from '../../source.ts';
import { azureGivens } from '../language/azure-givens.ts';
import type { DeploymentLevel, Given } from '../language/scope.ts';
import { joinTexts, type UnknownValue } from '../language/unknown.ts';
import {
  type ObjectValue,
  objectValue,
  property,
  type StringValue,
  stringValue,
  type Value,
  valueAt,
} from '../language/value.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import type { ExpansionContext } from './context.ts';
import { keyText } from './resource-key.ts';

type Text = StringValue | UnknownValue;

export interface Target {
  readonly level: DeploymentLevel;
  /** Undefined above that level. */
  readonly subscription: Text | undefined;
  readonly resourceGroup: Text | undefined;
  readonly managementGroup: Text | undefined;
  readonly location: string | undefined;
}

/** What stands for a subscription and a group that the user did not name. */
export const placeholders = {
  subscription: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'resource-group',
} as const;

/** The level that a template's `$schema` names; a resource group without one. */
export function levelOf(template: JsonNode): DeploymentLevel {
  const schema = memberOf(template, '$schema')?.value;
  const text = schema?.kind === 'string' ? schema.value.toLowerCase() : '';
  if (text.includes('/subscriptiondeploymenttemplate.json')) return 'subscription';
  if (text.includes('/managementgroupdeploymenttemplate.json')) return 'managementGroup';
  if (text.includes('/tenantdeploymenttemplate.json')) return 'tenant';
  return 'resourceGroup';
}

/** Where the file itself goes, as far as the user said. */
export function rootTarget(level: DeploymentLevel, context: ExpansionContext): Target {
  const subscription = stringValue(context.subscription ?? placeholders.subscription);
  const group = stringValue(context.resourceGroup ?? placeholders.resourceGroup);
  const managementGroup = stringValue(context.managementGroup ?? 'management-group');
  const isBelow = level === 'resourceGroup' || level === 'subscription';
  return {
    level,
    subscription: isBelow ? subscription : undefined,
    resourceGroup: level === 'resourceGroup' ? group : undefined,
    managementGroup: level === 'managementGroup' ? managementGroup : undefined,
    location: context.location,
  };
}

/** What a deployment resource says of where it goes; absent members leave it where its parent is. */
export interface Direction {
  readonly subscription: Value | undefined;
  readonly resourceGroup: Value | undefined;
  readonly scope: Value | undefined;
  /** Level of the template that it deploys, by its schema. */
  readonly level: DeploymentLevel;
}

function text(value: Value | undefined): Text | undefined {
  return value?.kind === 'string' || value?.kind === 'unknown' ? value : undefined;
}

function byScope(scope: string, parent: Target): Target | undefined {
  const [, kind, subscription, , group] = scope.split('/');
  if (scope === '/' || scope === '') return { ...parent, ...above('tenant') };
  if (kind?.toLowerCase() === 'subscriptions' && subscription !== undefined) {
    return {
      ...parent,
      level: group === undefined ? 'subscription' : 'resourceGroup',
      subscription: stringValue(subscription),
      resourceGroup: group === undefined ? undefined : stringValue(group),
      managementGroup: undefined,
    };
  }
  const managed = /^(?:\/providers\/)?microsoft\.management\/managementgroups\/([^/]+)$/i.exec(
    scope,
  );
  if (managed?.[1] === undefined) return undefined;
  return { ...parent, ...above('managementGroup'), managementGroup: stringValue(managed[1]) };
}

/** A management group of which the name is not known. */
function openScope(scope: Value | undefined, parent: Target): Target | undefined {
  if (scope?.kind !== 'unknown') return undefined;
  const [first, ...rest] = scope.parts ?? [];
  const isManaged =
    typeof first === 'string' &&
    /^(?:\/providers\/)?microsoft\.management\/managementgroups\/$/i.test(first);
  const [name] = rest;
  if (!isManaged || typeof name !== 'object' || rest.length > 1) return undefined;
  const managementGroup = { ...scope, form: name.form, parts: undefined };
  return { ...parent, ...above('managementGroup'), managementGroup };
}

function above(level: 'tenant' | 'managementGroup') {
  return { level, subscription: undefined, resourceGroup: undefined, managementGroup: undefined };
}

/** The target of a deployment inside another. */
export function innerTarget(parent: Target, direction: Direction): Target {
  const { scope } = direction;
  const scoped = scope?.kind === 'string' ? byScope(scope.value, parent) : openScope(scope, parent);
  if (scoped !== undefined) return scoped;
  const subscription = text(direction.subscription) ?? parent.subscription;
  const group = text(direction.resourceGroup);
  if (group !== undefined) {
    const known = subscription ?? stringValue(placeholders.subscription);
    const level = 'resourceGroup' as const;
    return {
      ...parent,
      level,
      subscription: known,
      resourceGroup: group,
      managementGroup: undefined,
    };
  }
  if (text(direction.subscription) !== undefined) {
    const stays = direction.level === 'resourceGroup' && parent.level === 'resourceGroup';
    if (stays) return { ...parent, subscription };
    const level = 'subscription' as const;
    return { ...parent, level, subscription, resourceGroup: undefined, managementGroup: undefined };
  }
  return parent;
}

/** Key of what the resources of a deployment stand in. */
export function targetKey({ level, subscription, resourceGroup, managementGroup }: Target): string {
  switch (level) {
    case 'tenant':
      return '';
    case 'managementGroup':
      return managementGroup === undefined
        ? ''
        : `/providers/microsoft.management/managementgroups/${keyText(managementGroup)}`;
    case 'subscription':
      return subscription === undefined ? '' : `/subscriptions/${keyText(subscription)}`;
    case 'resourceGroup': {
      if (subscription === undefined || resourceGroup === undefined) return '';
      return `/subscriptions/${keyText(subscription)}/resourcegroups/${keyText(resourceGroup)}`;
    }
  }
}

/** The identifier of what the resources of a deployment stand in, in pieces. */
export function targetId({ level, subscription, resourceGroup, managementGroup }: Target): Text[] {
  if (managementGroup !== undefined && level === 'managementGroup') {
    return [stringValue('/providers/Microsoft.Management/managementGroups/'), managementGroup];
  }
  if (subscription === undefined) return [];
  const pieces = [stringValue('/subscriptions/'), subscription];
  if (resourceGroup === undefined) return pieces;
  return [...pieces, stringValue('/resourceGroups/'), resourceGroup];
}

function replaced(base: Value, changes: Readonly<Record<string, Value | undefined>>): Value {
  if (base.kind !== 'object') return base;
  const properties = new Map(base.properties);
  for (const [name, value] of Object.entries(changes)) {
    if (value !== undefined) properties.set(name.toLowerCase(), property(name, value));
  }
  return objectValue(properties.values(), base.span);
}

function known(value: Text | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}

/** Implements `Surroundings.given` for all but deployment(); `id` tells deployments of one run apart. */
export function givensOf(target: Target, id: string): (what: Given, at: Span) => Value {
  const { level, subscription, resourceGroup, managementGroup, location } = target;
  const strings = {
    subscriptionId: known(subscription),
    resourceGroup: known(resourceGroup),
    managementGroup: known(managementGroup),
    location,
  };
  const present = Object.entries(strings).filter(([, value]) => value !== undefined);
  const identities = {
    ...(id === '' ? {} : { deployment: id }),
    ...(subscription === undefined ? {} : { subscription: keyText(subscription) }),
    ...(resourceGroup === undefined ? {} : { resourceGroup: keyText(resourceGroup) }),
  };
  const base = azureGivens({ level, identities, ...Object.fromEntries(present) });
  const isOpen = [subscription, resourceGroup, managementGroup].some(
    (each) => each?.kind === 'unknown',
  );
  if (!isOpen) return base;
  return (what, at) => {
    const value = base(what, at);
    if (what === 'subscription' && subscription !== undefined) {
      const id = joinTexts([stringValue('/subscriptions/'), subscription], at);
      return replaced(value, { id, subscriptionId: subscription });
    }
    if (what === 'resourceGroup' && subscription !== undefined && resourceGroup !== undefined) {
      const pieces = [
        stringValue('/subscriptions/'),
        subscription,
        stringValue('/resourceGroups/'),
      ];
      return replaced(value, {
        id: joinTexts([...pieces, resourceGroup], at),
        name: resourceGroup,
      });
    }
    if (what === 'managementGroup' && managementGroup !== undefined) {
      const start = stringValue('/providers/Microsoft.Management/managementGroups/');
      return replaced(value, {
        id: joinTexts([start, managementGroup], at),
        name: managementGroup,
      });
    }
    return value;
  };
}

/** Addresses that stand for files beside the template: what deployment().properties.templateLink.uri gives. */
const selfBase = 'https://template.invalid/';

/** The address that stands for a file; relative addresses laid over it stand for the files beside it. */
export function selfAddress(path: string): string {
  const clean = path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/^\/+/, '');
  // `..` at the start would be lost in an address: a name stands for each of them.
  const [ups = ''] = /^(?:\.\.\/)*/.exec(clean) ?? [];
  const inner = ups.replaceAll('..', '-up-') + clean.slice(ups.length);
  return selfBase + inner.split('/').map(encodeURIComponent).join('/');
}

/** The path relative to the file at `path` of an address made from `selfAddress`; undefined for other addresses. */
export function besideSelf(path: string, address: string): string | undefined {
  if (!address.startsWith(selfBase)) return undefined;
  const from = selfAddress(path).slice(selfBase.length).split('/').slice(0, -1);
  const to = address.slice(selfBase.length).split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const pieces = [...from.slice(shared).map(() => '..'), ...to.slice(shared)];
  try {
    return pieces.map(decodeURIComponent).join('/');
  } catch {
    // A broken escape: no address that we made.
    return undefined;
  }
}

/** What deployment() gives: its name, and the address of a template that stands in a file of its own. */
export function deploymentGiven(name: Value, templatePath: string | undefined, base: Value): Value {
  const at = base.span;
  const link = templatePath === undefined ? undefined : stringValue(selfAddress(templatePath), at);
  const inner = valueAt(base, 'properties');
  const listed: ObjectValue = objectValue(
    [
      ...(link === undefined
        ? []
        : [property('templateLink', objectValue([property('uri', link)], at))]),
      property('mode', stringValue('Incremental', at)),
      property('provisioningState', stringValue('Accepted', at)),
    ],
    at,
  );
  const properties: ObjectValue =
    inner?.kind === 'unknown' ? { ...listed, rest: { whole: inner, isDeep: false } } : listed;
  return replaced(base, {
    name,
    properties: inner === undefined ? undefined : properties,
  });
}
