// What the expressions of a policy see: its parameters, and the resource that it judges, field by field.
// Fields and aliases: Microsoft's "Azure Policy definition structure policy rule" and "… alias".

import { ScanError } from '../../model/errors.ts';
import { kindTitles, type Machine } from '../agents/machines.ts';
import { knownText } from '../agents/partial-text.ts';
import { azureGivens } from '../arm/language/azure-givens.ts';
import { evaluate } from '../arm/language/evaluator.ts';
import { parseTextAt } from '../arm/language/expression.ts';
import { type Given as AzureGiven, type Surroundings, scopeOf } from '../arm/language/scope.ts';
import { formOf, type UnknownValue, unknownValue } from '../arm/language/unknown.ts';
import { arrayValue, stringValue, type Value, valueAt } from '../arm/language/value.ts';
import { placeOf, settingIn, settingOf } from '../rules/setting.ts';
import { faultAt, type Span } from '../source.ts';
import type { Given } from './definition.ts';

/** `absent`: the resource certainly has no such field. */
export type Field = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'absent' };

/** What a policy judges. */
export interface Subject {
  field(name: string): Field;
  given(what: AzureGiven, at: Span): Value;
}

export interface PolicyScope {
  readonly subject: Subject;
  readonly given: Given;
  /** Of what has no place of its own. */
  readonly at: Span;
}

const absent: Field = { kind: 'absent' };

function field(value: Value | undefined): Field {
  return value === undefined || value.kind === 'null' ? absent : { kind: 'value', value };
}

export function policyUnknown(form: string, message: string, span: Span | undefined): UnknownValue {
  return unknownValue('any', { kind: 'policy', message, span }, form);
}

function fieldUnknown(name: string, span: Span | undefined): UnknownValue {
  const message = `the field ${name} is known when the policy judges a resource`;
  return policyUnknown(`field(${name.toLowerCase()})`, message, span);
}

function givenUnknown(what: AzureGiven, at: Span): UnknownValue {
  const message = `${what}() is known when the policy judges a resource`;
  return policyUnknown(`${what.toLowerCase()}()`, message, at);
}

/** Any resource: nothing is known of it. */
export const anySubject: Subject = {
  field: (name) => field(fieldUnknown(name, undefined)),
  given: givenUnknown,
};

/** `tags['x']`, `tags[x]`, `tags.x`. */
function tagName(name: string): string | undefined {
  const [, quoted, bare, dotted] = /^tags(?:\[\s*'(.*)'\s*\]|\[(.*)\]|\.(.+))$/is.exec(name) ?? [];
  return quoted?.replaceAll("''", "'") ?? bare ?? dotted;
}

/** Aliases that are named otherwise than the property that they stand for. */
const imageAliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    imagepublisher: 'publisher',
    imageoffer: 'offer',
    imagesku: 'sku',
    imageversion: 'version',
    imageid: 'id',
  }),
);

/** What an alias of a machine stands for; Azure fills in what the template does not say. */
function aliasOf(machine: Machine, name: string): Field {
  const { resource, profile, kind, type } = machine;
  const lower = name.toLowerCase();
  const open = field(fieldUnknown(name, resource.declaration.nameSpan));
  const image = imageAliases.get(lower.split('/').at(-1) ?? '');
  // `Microsoft.Compute/imageOffer`: an alias of all types of the provider.
  const isShared = lower.split('/').length === 2 && lower.split('/')[0] === type.split('/')[0];
  if (!lower.startsWith(`${type}/`) && !isShared) return absent;
  if (lower.includes('[') || (isShared && (image === undefined || kind === 'arc'))) return open;
  const path = lower.slice(type.length + 1);
  if (image === undefined && path === 'sku.name') {
    const size = kind === 'vmss' ? 'sku.name' : 'properties.hardwareProfile.vmSize';
    const setting = settingOf(resource, size);
    return setting.kind === 'absent' ? open : field(setting.value);
  }
  const setting =
    image === undefined
      ? settingIn(placeOf(resource), `properties.${path}`)
      : settingIn(profile, `storageProfile.imageReference.${image}`);
  return setting.kind === 'absent' ? open : field(setting.value);
}

function locationOf(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'string') return value;
  return { ...value, value: value.value.replaceAll(' ', '').toLowerCase() };
}

export function machineSubject(machine: Machine): Subject {
  const { resource, key } = machine;
  const { body, deployment } = resource;
  const at = resource.declaration.nameSpan;
  return {
    field(name) {
      const lower = name.trim().toLowerCase();
      switch (lower) {
        case 'type':
          return field(stringValue(resource.type));
        case 'name':
        case 'fullname':
          return field(resource.name.kind === 'unknown' ? fieldUnknown('name', at) : resource.name);
        case 'location':
          return field(locationOf(valueAt(body, 'location')));
        case 'id': {
          const id = knownText(key);
          return field(id === undefined ? fieldUnknown('id', at) : stringValue(id));
        }
        case 'kind':
        case 'tags':
        case 'zones':
          return field(valueAt(body, lower));
        case 'identity.type':
          return field(valueAt(body, 'identity', 'type'));
      }
      const tag = tagName(name.trim());
      if (tag !== undefined) return field(valueAt(body, 'tags', tag));
      return name.includes('/') ? aliasOf(machine, name.trim()) : field(fieldUnknown(name, at));
    },
    given(what, span) {
      const { subscription, resourceGroup } = deployment;
      if (subscription?.kind !== 'string' || resourceGroup?.kind !== 'string') {
        return givenUnknown(what, span);
      }
      return azureGivens({
        level: 'resourceGroup',
        subscriptionId: subscription.value,
        resourceGroup: resourceGroup.value,
      })(what, span);
    },
  };
}

/** The subscription or the resource group around a machine: of these a policy may bring what is for all in it. */
export function aroundSubject(machine: Machine, type: string): Subject {
  const inner = machineSubject(machine);
  const at = machine.resource.declaration.nameSpan;
  return {
    field: (name) =>
      name.trim().toLowerCase() === 'type'
        ? field(stringValue(type))
        : field(
            policyUnknown(
              `${type} ${name}`,
              `what surrounds the ${kindTitles[machine.kind]} is not known`,
              at,
            ),
          ),
    given: (what, span) => inner.given(what, span),
  };
}

function surroundingsOf({ subject, given, at }: PolicyScope): Surroundings {
  const none = (what: string) => (name: string | undefined, span: Span) => {
    throw faultAt(span, `a policy has no ${what} '${name ?? ''}'`);
  };
  return {
    level: 'resourceGroup',
    parameter: (name, span) =>
      given(name) ??
      policyUnknown(
        `parameters(${name.toLowerCase()})`,
        `the parameter '${name}' of the policy has no value`,
        span,
      ),
    variable: none('variable'),
    copyIndex: none('loop'),
    given: (what, span) => subject.given(what, span),
    resource: ({ kind, target, at: span }) =>
      policyUnknown(`${kind}(${formOf(target)})`, `${kind}() asks Azure`, span),
    userFunction: () => undefined,
    now: undefined,
    field(name) {
      const found = subject.field(name);
      return found.kind === 'value'
        ? found.value
        : policyUnknown(`field(${name.toLowerCase()})`, `the resource has no field ${name}`, at);
    },
  };
}

/** The value of a text of a policy, and of the texts in a list; what only Azure Policy can evaluate is unknown. */
export function evaluated(value: Value | undefined, scope: PolicyScope): Value | undefined {
  if (value?.kind === 'array') {
    return arrayValue(
      value.items.map((item) => evaluated(item, scope) ?? item),
      value.span,
    );
  }
  if (value?.kind !== 'string' || !value.value.startsWith('[')) return value;
  const at = value.span ?? scope.at;
  try {
    return evaluate(parseTextAt(value.value, at), scopeOf(surroundingsOf(scope)));
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return policyUnknown(value.value, `${value.value} cannot be evaluated`, at);
  }
}
