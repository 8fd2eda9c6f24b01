// The security rules of a network security group, written in it or as its children, and whom they let in.
// Source: Azure's documentation of network security groups (prefixes, ports, priorities).
import type { UnknownValue } from '../../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../../resource.ts';
import type { Span } from '../../source.ts';
import { parentKeyOf } from '../related.ts';
import { itemsIn, type Place, placeIn, placeOf, settingIn } from '../setting.ts';

export const groupType = 'microsoft.network/networksecuritygroups';
export const ruleType = `${groupType}/securityrules`;

/** Texts of a setting and its plural; `unknown` is one that only the deployment knows. */
interface Texts {
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
  readonly priority: number | undefined;
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

function securityRule(place: Place, isCertain: boolean): SecurityRule | undefined {
  const properties = placeIn(place, 'properties');
  if ('kind' in properties) return undefined;
  const name = settingIn(place, 'name');
  const priority = settingIn(properties, 'priority');
  const isNumber = priority.kind === 'known' && priority.value.kind === 'int';
  return {
    at: properties.keySpan,
    name: name.kind === 'known' && name.value.kind === 'string' ? name.value.value : '',
    access: textsIn(properties, 'access'),
    direction: textsIn(properties, 'direction'),
    protocol: textsIn(properties, 'protocol'),
    sources: textsIn(properties, 'sourceAddressPrefix', 'sourceAddressPrefixes'),
    sourcePorts: textsIn(properties, 'sourcePortRange', 'sourcePortRanges'),
    destinations: textsIn(properties, 'destinationAddressPrefix', 'destinationAddressPrefixes'),
    ports: textsIn(properties, 'destinationPortRange', 'destinationPortRanges'),
    priority: isNumber && priority.value.kind === 'int' ? Number(priority.value.value) : undefined,
    isCertain,
  };
}

const own = new WeakMap<Resource, readonly SecurityRule[]>();

/** Rules that a resource declares itself: those of a group in its `securityRules`, or the one that the resource is. */
export function rulesOf(resource: Resource): readonly SecurityRule[] {
  const known = own.get(resource);
  if (known !== undefined) return known;
  const place = placeOf(resource);
  const isCertain = resource.conditions.length === 0;
  const items =
    resource.type.toLowerCase() === ruleType ? [place] : itemsIn(place, 'properties.securityRules');
  const rules =
    'kind' in items
      ? []
      : items.flatMap((item) => {
          const rule = securityRule(item, isCertain);
          return rule === undefined ? [] : [rule];
        });
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
      if (before === undefined) made.set(key, [...rulesOf(each)]);
      else before.push(...rulesOf(each));
    }
    groups.set(evaluation, made);
    known = made;
  }
  return known.get(groupKeyOf(resource)) ?? [];
}

/** Whether a source is everybody on the internet: `*`, the tag Internet, or a prefix of no bits. */
function isAnybody(prefix: string): boolean {
  return (
    prefix === '*' ||
    prefix === 'internet' ||
    prefix === 'any' ||
    prefix === '0.0.0.0' ||
    /^[^/]+\/0$/.test(prefix)
  );
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

/** Whether one of its ranges holds every port. */
export function opensAllPorts(rule: SecurityRule): Answer {
  return some(rule.ports, (text) => {
    const [first, last] = portRange(text) ?? [1, 0];
    return first <= 1 && last >= 65535;
  });
}

/** Whether it lets anybody in by one of these protocols (in lower case). */
export function admitsAnybody(rule: SecurityRule, protocols: readonly string[]): Answer {
  return every([
    some(rule.access, (text) => text === 'allow'),
    some(rule.direction, (text) => text === 'inbound'),
    some(rule.protocol, (text) => text === '*' || protocols.includes(text)),
    some(rule.sources, isAnybody),
  ]);
}

function isUnrestricted({ texts, unknown }: Texts): boolean {
  return unknown === undefined && (texts.length === 0 || texts.includes('*'));
}

/** Whether a rule of the group refuses before this one what this one allows at a port. */
export function isRefusedBefore(
  rule: SecurityRule,
  beside: readonly SecurityRule[],
  protocol: string,
  port: number,
): boolean {
  const { priority } = rule;
  if (priority === undefined) return false;
  return beside.some(
    (other) =>
      other.isCertain &&
      other.priority !== undefined &&
      other.priority < priority &&
      other.access.texts.includes('deny') &&
      other.direction.texts.includes('inbound') &&
      other.protocol.texts.some((text) => text === '*' || text === protocol) &&
      other.sources.texts.some(isAnybody) &&
      isUnrestricted(other.sourcePorts) &&
      isUnrestricted(other.destinations) &&
      opensPort(other, port) === true,
  );
}

/** As messages name it. */
export function shownRule({ name }: SecurityRule): string {
  return name === '' ? 'a security rule' : `security rule '${name.slice(0, 80)}'`;
}
