// Whether rules of a group with lower priority numbers refuse what a rule allows: only what they cover as a whole.
// Source: Azure's documentation of network security groups (the first rule that fits decides).
import type { UnknownValue } from '../../arm/language/unknown.ts';
import { type AddressRange, everyAddress, isEverybody, without } from '../addresses.ts';
import {
  type Answer,
  opensPort,
  portRange,
  rangesOf,
  type SecurityRule,
  type Texts,
} from './security-rule.ts';

/** What a rule allows: its protocol in lower case, and one port. */
interface Allowed {
  readonly rule: SecurityRule;
  readonly protocol: string;
  readonly port: number;
}

const denials = new WeakMap<readonly SecurityRule[], readonly SecurityRule[]>();

/** The rules of a group that refuse what comes in, or may. */
function denialsOf(beside: readonly SecurityRule[]): readonly SecurityRule[] {
  const known = denials.get(beside);
  if (known !== undefined) return known;
  const found = beside.filter(
    ({ isCertain, access, direction }) =>
      isCertain &&
      (access.unknown !== undefined || access.texts.includes('deny')) &&
      (direction.unknown !== undefined || direction.texts.includes('inbound')),
  );
  denials.set(beside, found);
  return found;
}

/** Whether one side or the source ports of a refusal hold all that those of the other rule hold. */
function holdsAll(refused: Texts, allowed: Texts): Answer {
  const { texts, unknown } = refused;
  const isOfGroups = texts.some((text) => text.startsWith('asg:'));
  if (unknown === undefined && texts.length === 0) return true;
  if (texts.includes('*') && !isOfGroups && unknown === undefined) return true;
  const isNamed = allowed.unknown === undefined && allowed.texts.length > 0;
  if (isNamed && allowed.texts.every((text) => texts.includes(text))) return true;
  return unknown ?? false;
}

function isBefore(refusal: SecurityRule, { priority }: SecurityRule): Answer {
  if (typeof refusal.priority === 'number' && typeof priority === 'number') {
    return refusal.priority < priority;
  }
  if (typeof refusal.priority === 'object') return refusal.priority;
  return typeof priority === 'object' ? priority : false;
}

/** Whether a refusal fits what is allowed but for its sources. */
function fits(refusal: SecurityRule, { rule, protocol, port }: Allowed): Answer {
  const { access, direction, protocol: own } = refusal;
  const isOfProtocol = own.texts.some((text) => text === '*' || text === protocol);
  const answers = [
    access.unknown ?? true,
    direction.unknown ?? true,
    isOfProtocol || (own.unknown ?? false),
    isBefore(refusal, rule),
    opensPort(refusal, port),
    holdsAll(refusal.sourcePorts, rule.sourcePorts),
    holdsAll(refusal.destinations, rule.destinations),
  ];
  if (answers.includes(false)) return false;
  return answers.find((answer) => answer !== true) ?? true;
}

/** What certain refusals hold, what those hold that may be ones, and what the latter depend on. */
function refusedSources(
  allowed: Allowed,
  beside: readonly SecurityRule[],
): {
  readonly certain: readonly AddressRange[];
  readonly possible: readonly AddressRange[];
  readonly cause: UnknownValue | undefined;
} {
  const certain: AddressRange[] = [];
  const possible: AddressRange[] = [];
  let cause: UnknownValue | undefined;
  for (const refusal of denialsOf(beside)) {
    if (refusal === allowed.rule) continue;
    const answer = fits(refusal, allowed);
    if (answer === false) continue;
    const { sources } = refusal;
    const ranges = rangesOf(sources);
    for (const range of ranges) (answer === true ? certain : possible).push(range);
    if (answer !== true) cause ??= answer;
    if (sources.unknown !== undefined) {
      cause ??= sources.unknown;
      for (const range of everyAddress) possible.push(range);
    }
  }
  return { certain, possible, cause };
}

/**
 * Whether rules of the group refuse, before this one, so much of what it allows at a port that it is no longer
 * everybody; an unknown where that hangs on one.
 */
export function isRefusedBefore(
  rule: SecurityRule,
  beside: readonly SecurityRule[],
  protocol: string,
  port: number,
): Answer {
  const { certain, possible, cause } = refusedSources({ rule, protocol, port }, beside);
  if (certain.length === 0 && cause === undefined) return false;
  const named = rangesOf(rule.sources);
  // Those that are not known may be everybody.
  const sources = isEverybody(named) ? named : everyAddress;
  if (!isEverybody(without(sources, certain))) return true;
  if (cause === undefined) return false;
  return isEverybody(without(sources, [...certain, ...possible])) ? false : cause;
}

/** As `isRefusedBefore` of every port: asked at each port where one of the refusals' ranges begins or has ended. */
export function isWhollyRefused(
  rule: SecurityRule,
  beside: readonly SecurityRule[],
  protocol: string,
): Answer {
  const starts = new Set([1]);
  for (const { ports } of denialsOf(beside)) {
    for (const text of ports.texts) {
      const [first, last] = portRange(text) ?? [0, 0];
      for (const port of [first, last + 1]) if (port >= 1 && port <= 65535) starts.add(port);
    }
  }
  let doubt: Answer = true;
  for (const port of starts) {
    const answer = isRefusedBefore(rule, beside, protocol, port);
    if (answer === false) return false;
    if (answer !== true) doubt = answer;
  }
  return doubt;
}
