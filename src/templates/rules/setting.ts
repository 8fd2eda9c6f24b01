// Looks a setting up in an evaluated resource, with the place that a finding about it stands at.
import type { UnknownValue } from '../arm/language/unknown.ts';
import { type KnownValue, propertyOf, type Value, valueAt } from '../arm/language/value.ts';
import type { Resource } from '../resource.ts';
import type { Span } from '../source.ts';
import type { Outcome } from './rule.ts';

/** `null` is absent: Azure takes it as not given. */
export type Setting =
  | { readonly kind: 'known'; readonly value: KnownValue; readonly at: Span }
  /** `at` is the key of the innermost enclosing object that exists. */
  | { readonly kind: 'absent'; readonly at: Span }
  /** The setting, or an object around it, is known to the deployment only. */
  | { readonly kind: 'unknown'; readonly value: UnknownValue; readonly at: Span };

/** A value with the place of its key and its own, from which a setting is looked up. */
export interface Place {
  readonly value: Value;
  /** Where it stands as a value. */
  readonly at: Span;
  /** Where it is named: what stands in for settings that are absent in it. */
  readonly keySpan: Span;
}

/** A resource as the place that its settings are looked up from; without `properties`, absent ones stand at its type. */
export function placeOf(resource: Resource): Place {
  const { body, declaration } = resource;
  return { value: body, at: declaration.span, keySpan: declaration.typeSpan };
}

/** The place of an inner value; undefined where it is absent. Names are separated by dots and compare without case. */
export function placeIn(place: Place, path: string): Place | Setting {
  let current = place;
  for (const name of path.split('.')) {
    const { value } = current;
    if (value.kind === 'unknown') return { kind: 'unknown', value, at: current.at };
    const found = propertyOf(value, name);
    if (found === undefined) {
      const rest = value.kind === 'object' ? value.rest?.whole : undefined;
      if (rest !== undefined) return { kind: 'unknown', value: rest, at: current.at };
      return { kind: 'absent', at: current.keySpan };
    }
    const at = found.at ?? found.value.span ?? current.at;
    if (found.value.kind === 'null') return { kind: 'absent', at };
    current = { value: found.value, at, keySpan: found.nameSpan ?? at };
  }
  return current;
}

/** The setting at `path` below a place. */
export function settingIn(place: Place, path: string): Setting {
  const found = placeIn(place, path);
  if ('kind' in found) return found;
  const { value, at } = found;
  return value.kind === 'unknown' ? { kind: 'unknown', value, at } : { kind: 'known', value, at };
}

/** A setting's text; undefined when it is absent, unknown or another type. */
export function textOf(setting: Setting): string | undefined {
  return setting.kind === 'known' && setting.value.kind === 'string'
    ? setting.value.value
    : undefined;
}

/** The text of the setting at `path` below a place; undefined as in `textOf`. */
export function textIn(place: Place, path: string): string | undefined {
  return textOf(settingIn(place, path));
}

/** The setting at `path` (`properties.siteConfig.minTlsVersion`) of a resource. */
export function settingOf(resource: Resource, path: string): Setting {
  return settingIn(placeOf(resource), path);
}

/**
 * The items of the array at `path`, each as a place; undefined when it is absent, the setting itself when unknown or no
 * array. Items that only the deployment knows are one more item, an unknown.
 */
export function itemsIn(place: Place, path: string): readonly Place[] | Setting {
  const found = placeIn(place, path);
  if ('kind' in found) return found;
  const { value, at } = found;
  if (value.kind === 'unknown') return { kind: 'unknown', value, at };
  if (value.kind !== 'array') return { kind: 'known', value, at };
  const items = value.items.map((item, index): Place => {
    const span = value.places?.[index] ?? item.span ?? at;
    return { value: item, at: span, keySpan: span };
  });
  if (value.rest?.isAnywhere !== true) return items;
  return [...items, { value: { ...value.rest.whole, type: 'any' }, at, keySpan: at }];
}

/** A value as a finding shows it: short, without line breaks, secrets never (callers pass settings that are none). */
export function shown(value: KnownValue): string {
  switch (value.kind) {
    case 'string':
      return value.value.length > 80 ? `'${value.value.slice(0, 79)}…'` : `'${value.value}'`;
    case 'array':
      return value.items.length === 0 ? 'an empty array' : `an array of ${value.items.length}`;
    case 'object':
      return 'an object';
    case 'null':
      return 'null';
    default:
      return String(value.value);
  }
}

/**
 * Whether a resource's apiVersion is of that day (`2019-04-01`) or later, previews of the day included; an unknown
 * when only the deployment knows it. A resource without one gets the older behaviour.
 */
export function isSince(resource: Resource, day: string): boolean | UnknownValue {
  if (resource.apiVersion !== undefined) return resource.apiVersion.slice(0, day.length) >= day;
  const given = valueAt(resource.body, 'apiVersion');
  return given?.kind === 'unknown' ? given : false;
}

export interface Expectation {
  readonly holds: (value: KnownValue) => boolean;
  /** As shown: `true`, `'TLS1_2'`. */
  readonly wanted: string;
  /** What the setting is in words: `HTTPS only`. Begins the message. */
  readonly what: string;
  /** What Azure does without it; `pass` where its default is right. */
  readonly absent: 'pass' | 'fail' | 'not-applicable';
  /** Azure's default, for the message: `false`. */
  readonly absentMeans?: string;
  /** Day of the first apiVersion that knows the setting: Azure does not read it in an older one. */
  readonly knownSince?: string;
  readonly fix?: string | number | boolean;
}

/** Judges one setting: pass, fail at its place, undecided where it is unknown. */
export function expectSetting(resource: Resource, path: string, expected: Expectation): Outcome {
  const refused = expectKnown(resource, placeOf(resource), path, expected);
  return refused ?? expectIn(placeOf(resource), path, expected, path);
}

/** The outcome of a setting, below a place, that the resource's apiVersion does not know; undefined where it may. */
export function expectKnown(
  resource: Resource,
  place: Place,
  path: string,
  { knownSince, what, wanted, absent }: Expectation,
): Outcome | undefined {
  if (knownSince === undefined || isSince(resource, knownSince) !== false) return undefined;
  if (absent === 'pass') return { kind: 'pass' };
  const setting = settingIn(place, path);
  const isSet = setting.kind !== 'absent';
  const version = resource.apiVersion ?? 'of the resource';
  const message = `${what} is ${isSet ? 'set, but not known' : 'not known'} to the apiVersion ${version}; raise it to at least ${knownSince} first, then set it to ${wanted}`;
  const found = isSet ? 'not read by Azure' : 'absent';
  return { kind: 'fail', at: setting.at, message, found, wanted };
}

/** As `expectSetting`, below a place; `fixPath` is the path below the resource when one literal there mends it. */
export function expectIn(
  place: Place,
  path: string,
  expected: Expectation,
  fixPath?: string,
): Outcome {
  const setting = settingIn(place, path);
  const fix =
    expected.fix === undefined || fixPath === undefined
      ? {}
      : { fix: { path: fixPath, literal: expected.fix } };
  const { what, wanted } = expected;
  switch (setting.kind) {
    case 'unknown':
      return undecided(setting, `${what} is not known: ${setting.value.reason.message}`);
    case 'absent': {
      if (expected.absent === 'pass') return { kind: 'pass' };
      if (expected.absent === 'not-applicable') {
        return { kind: 'not-applicable', reason: `${what} is not set` };
      }
      const means =
        expected.absentMeans === undefined ? '' : `, which means ${expected.absentMeans}`;
      const message = `${what} is not set${means}; it must be ${wanted}`;
      return { kind: 'fail', at: setting.at, message, found: 'absent', wanted, ...fix };
    }
    case 'known': {
      if (expected.holds(setting.value)) return { kind: 'pass' };
      const found = shown(setting.value);
      const message = `${what} is ${found}; it must be ${wanted}`;
      return { kind: 'fail', at: setting.at, message, found, wanted, ...fix };
    }
  }
}

/** The outcome for a setting that only the deployment knows. */
export function undecided(
  { value, at }: { readonly value: UnknownValue; readonly at: Span },
  message: string,
): Outcome {
  return { kind: 'undecided', at, message, unknown: value };
}

/** A bool, or its text: Azure takes both. */
export function isBool(wanted: boolean): (value: KnownValue) => boolean {
  return (value) =>
    (value.kind === 'bool' && value.value === wanted) ||
    (value.kind === 'string' && value.value.toLowerCase() === String(wanted));
}

/** One of some texts, without case. */
export function isText(...wanted: readonly string[]): (value: KnownValue) => boolean {
  const lower = new Set(wanted.map((each) => each.toLowerCase()));
  return (value) => value.kind === 'string' && lower.has(value.value.toLowerCase());
}

/** One of some version numbers (`1.2`), as text or as a number. */
export function isVersion(...wanted: readonly string[]): (value: KnownValue) => boolean {
  return (value) =>
    (value.kind === 'string' || value.kind === 'float') && wanted.includes(String(value.value));
}
