// The security rules of a network security group, written in it or as its children, and whom they let in.
// Source: Azure's documentation of network security groups (prefixes, ports, priorities).
import { caselessForm, formOf, type UnknownValue } from '../../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../../resource.ts';
import type { Span } from '../../source.ts';
import { type AddressRange, everyAddress, isEverybody, rangeOf } from '../addresses.ts';
import { parentKeyOf } from '../related.ts';
import { itemsIn, type Place, placeIn, placeOf, settingIn } from '../setting.ts';

export const groupType = 'microsoft.network/networksecuritygroups';
export const ruleType = `${groupType}/securityrules`;

/** Texts of a setting and its plural; `unknown` is one that only the deployment knows. */
export interface Texts {
  readonly texts: readonly string[];
  readonly unknown: UnknownValue | undefined;
}

export interface SecurityRule {
  /** Of its `properties`: no single one of them is wrong. */
  readonly at: Span;
  /** As shown; empty when it is unknown. */
  readonly name: string;
  readonly access: Texts;
  readonly direction: Texts;
  readonly protocol: Texts;
  readonly sources: Texts;
  readonly sourcePorts: Texts;
  readonly destinations: Texts;
  readonly ports: Texts;
  /** Undefined when it is absent, or no number. */
  readonly priority: number | UnknownValue | undefined;
  /** Whether it is deployed in any case. */
  readonly isCertain: boolean;
}

function textsIn(place: Place, ...names: readonly string[]): Texts {
  const texts: string[] = [];
  let unknown: UnknownValue | undefined;
  for (const name of names) {
    const items = itemsIn(place, name);
    const values = 'kind' in items ? [] : items.map((item) => item.value);
    const single = settingIn(place, name);
    if (single.kind === 'unknown' || (single.kind === 'known' && 'kind' in items)) {
      values.push(single.value);
    }
    for (const value of values) {
      if (value.kind === 'string') texts.push(value.value.trim().toLowerCase());
      else if (value.kind === 'int') texts.push(String(value.value));
      else if (value.kind === 'unknown') unknown ??= value;
    }
  }
  return { texts, unknown };
}

/** Begins the text that stands for an application security group among addresses. */
const applicationGroup = 'asg:';

/** Addresses of one side: prefixes, and application security groups, which restrict it to some machines. */
function sideIn(place: Place, side: 'source' | 'destination'): Texts {
  const prefixes = textsIn(place, `${side}AddressPrefix`, `${side}AddressPrefixes`);
  const groups = itemsIn(place, `${side}ApplicationSecurityGroups`);
  if ('kind' in groups) {
    return groups.kind === 'unknown' ? { ...prefixes, unknown: groups.value } : prefixes;
  }
  const ids = groups.map((group) => {
    const id = settingIn(group, 'id');
    const form = id.kind === 'absent' ? '' : caselessForm(formOf(id.value)).toLowerCase();
    return `${applicationGroup}${form}`;
  });
  return { ...prefixes, texts: [...prefixes.texts, ...ids] };
}

function securityRule(place: Place, isCertain: boolean): SecurityRule | UnknownRule | undefined {
  const properties = placeIn(place, 'properties');
  if ('kind' in properties) return properties.kind === 'unknown' ? properties : undefined;
  if (properties.value.kind === 'unknown') return { value: properties.value, at: properties.at };
  const name = settingIn(place, 'name');
  const priority = settingIn(properties, 'priority');
  const isNumber = priority.kind === 'known' && priority.value.kind === 'int';
  const number = isNumber ? Number(priority.value.value) : undefined;
  return {
    at: properties.keySpan,
    name: name.kind === 'known' && name.value.kind === 'string' ? name.value.value : '',
    access: textsIn(properties, 'access'),
    direction: textsIn(properties, 'direction'),
    protocol: textsIn(properties, 'protocol'),
    sources: sideIn(properties, 'source'),
    sourcePorts: textsIn(properties, 'sourcePortRange', 'sourcePortRanges'),
    destinations: sideIn(properties, 'destination'),
    ports: textsIn(properties, 'destinationPortRange', 'destinationPortRanges'),
    priority: priority.kind === 'unknown' ? priority.value : number,
    isCertain,
  };
}

/** A rule of which only the deployment knows what it is. */
export interface UnknownRule {
  readonly value: UnknownValue;
  readonly at: Span;
}

interface OwnRules {
  readonly known: readonly SecurityRule[];
  readonly unknown: readonly UnknownRule[];
}

const own = new WeakMap<Resource, OwnRules>();

/** Rules that a resource declares itself: those of a group in its `securityRules`, or the one that the resource is. */
export function rulesOf(resource: Resource): OwnRules {
  const before = own.get(resource);
  if (before !== undefined) return before;
  const place = placeOf(resource);
  const isCertain = resource.conditions.length === 0;
  const items =
    resource.type.toLowerCase() === ruleType ? [place] : itemsIn(place, 'properties.securityRules');
  const known: SecurityRule[] = [];
  const unknown: UnknownRule[] = [];
  if ('kind' in items) {
    if (items.kind === 'unknown') unknown.push(items);
  } else {
    for (const item of items) {
      const rule = securityRule(item, isCertain);
      if (rule === undefined) continue;
      if ('value' in rule) unknown.push(rule);
      else known.push(rule);
    }
  }
  const rules = { known, unknown };
  own.set(resource, rules);
  return rules;
}

const groups = new WeakMap<Evaluation, ReadonlyMap<string, readonly SecurityRule[]>>();

function groupKeyOf(resource: Resource): string {
  if (resource.type.toLowerCase() !== ruleType) return resource.key;
  return resource.parent?.key ?? parentKeyOf(resource.key);
}

/** All rules of the group that a resource is or belongs to. */
export function rulesBeside(resource: Resource, evaluation: Evaluation): readonly SecurityRule[] {
  let known = groups.get(evaluation);
  if (known === undefined) {
    const made = new Map<string, SecurityRule[]>();
    for (const each of evaluation.resources) {
      const type = each.type.toLowerCase();
      if (each.isExisting || (type !== groupType && type !== ruleType)) continue;
      const key = groupKeyOf(each);
      const before = made.get(key);
      if (before === undefined) made.set(key, [...rulesOf(each).known]);
      else for (const rule of rulesOf(each).known) before.push(rule);
    }
    groups.set(evaluation, made);
    known = made;
  }
  return known.get(groupKeyOf(resource)) ?? [];
}

const anybody = new Set(['*', 'internet', 'any']);

/**
 * Addresses of the internet that the sources of a rule name; none where application security groups restrict them.
 * Service tags are none either.
 */
export function rangesOf({ texts }: Texts): readonly AddressRange[] {
  if (texts.some((text) => text.startsWith(applicationGroup))) return [];
  if (texts.some((text) => anybody.has(text))) return everyAddress;
  return texts.flatMap((text) => rangeOf(text) ?? []);
}

function admitsEverybody(sources: Texts): Answer {
  // The address of no host stands for any.
  if (sources.texts.includes('0.0.0.0') || isEverybody(rangesOf(sources))) return true;
  return sources.unknown ?? false;
}

/** First and last port of `*`, `22`, `20-30`; undefined for other texts. */
export function portRange(text: string): readonly [number, number] | undefined {
  if (text === '*') return [0, 65535];
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text.replaceAll(' ', ''));
  if (match === null) return undefined;
  const first = Number(match[1]);
  return [first, match[2] === undefined ? first : Number(match[2])];
}

/** `true`, `false`, or the value that it depends on. */
export type Answer = boolean | UnknownValue;

function some({ texts, unknown }: Texts, holds: (text: string) => boolean): Answer {
  return texts.some(holds) || (unknown ?? false);
}

/** `false` when one is false, else an unknown when one is, else `true`. */
function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.find((answer) => answer !== true) ?? true;
}

export function opensPort(rule: SecurityRule, port: number): Answer {
  return some(rule.ports, (text) => {
    const [first, last] = portRange(text) ?? [-1, -1];
    return first <= port && port <= last;
  });
}

/** Whether its ranges hold every port. */
export function opensAllPorts({ ports: { texts, unknown } }: SecurityRule): Answer {
  const ranges = texts.flatMap((text) => {
    const range = portRange(text);
    return range === undefined ? [] : [range];
  });
  let next = 1;
  for (const [first, last] of ranges.toSorted(([left], [right]) => left - right)) {
    if (first <= next) next = Math.max(next, last + 1);
  }
  return next > 65535 || (unknown ?? false);
}

/** Whether it lets anybody in by one of these protocols (in lower case). */
export function admitsAnybody(rule: SecurityRule, protocols: readonly string[]): Answer {
  return every([
    some(rule.access, (text) => text === 'allow'),
    some(rule.direction, (text) => text === 'inbound'),
    some(rule.protocol, (text) => text === '*' || protocols.includes(text)),
    admitsEverybody(rule.sources),
  ]);
}

/** As messages name it. */
export function shownRule({ name }: SecurityRule): string {
  return name === '' ? 'a security rule' : `security rule '${name.slice(0, 80)}'`;
}
