// What a firewall rule of a logical server lets in: a range of IPv4 addresses, 0.0.0.0 alone meaning all of Azure.
import type { Resource } from '../../resource.ts';
import { type AddressRange, ipv4 } from '../addresses.ts';
import type { Outcome } from '../rule.ts';
import { type Setting, settingOf, undecided } from '../setting.ts';

/** Undefined for what is no IPv4 address. A prefix length, which Azure does not take, is ignored. */
function addressOf(setting: Setting): bigint | undefined {
  if (setting.kind !== 'known' || setting.value.kind !== 'string') return undefined;
  return ipv4(setting.value.value.trim().replace(/\/\d+$/, ''));
}

/** The addresses that a firewall rule lets in; undefined where they are not known or none. */
export function rangeOfRule(resource: Resource): AddressRange | undefined {
  const first = addressOf(settingOf(resource, 'properties.startIpAddress'));
  const last = addressOf(settingOf(resource, 'properties.endIpAddress'));
  return first === undefined || last === undefined || last < first
    ? undefined
    : { family: 4, first, last };
}

/**
 * Fails a rule whose range `isWrong`, at its end address. Undecided when an address is not known, passed when it is no
 * IPv4 address: Azure refuses the rule then.
 */
export function expectRange(
  resource: Resource,
  isWrong: (range: AddressRange) => boolean,
  text: { readonly message: string; readonly wanted: string },
): Outcome {
  const start = settingOf(resource, 'properties.startIpAddress');
  const end = settingOf(resource, 'properties.endIpAddress');
  for (const each of [start, end]) {
    if (each.kind !== 'unknown') continue;
    return undecided(each, `the addresses are not known: ${each.value.reason.message}`);
  }
  const range = rangeOfRule(resource);
  if (range === undefined || !isWrong(range)) return { kind: 'pass' };
  const found = [start, end]
    .map(({ kind, ...rest }) =>
      'value' in rest && 'value' in rest.value ? rest.value.value : kind,
    )
    .join(' to ');
  return { kind: 'fail', at: end.at, found, ...text };
}
