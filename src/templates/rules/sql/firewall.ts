// What a firewall rule of a logical server lets in: a range of IPv4 addresses, 0.0.0.0 alone meaning all of Azure.
import type { Resource } from '../../resource.ts';
import type { Outcome } from '../rule.ts';
import { type Setting, settingOf, undecided } from '../setting.ts';

/** As a number; undefined for anything else. A prefix length, which Azure does not take, is ignored. */
function addressOf(setting: Setting): number | undefined {
  if (setting.kind !== 'known' || setting.value.kind !== 'string') return undefined;
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/\d+)?$/.exec(setting.value.value);
  if (match === null) return undefined;
  const bytes = match.slice(1, 5).map(Number);
  return bytes.every((byte) => byte < 256)
    ? bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    : undefined;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Fails a rule whose range `isWrong`, at its end address. Undecided when an address is not known, passed when it is no
 * IPv4 address: Azure refuses the rule then.
 */
export function expectRange(
  resource: Resource,
  isWrong: (range: Range) => boolean,
  text: { readonly message: string; readonly wanted: string },
): Outcome {
  const start = settingOf(resource, 'properties.startIpAddress');
  const end = settingOf(resource, 'properties.endIpAddress');
  for (const each of [start, end]) {
    if (each.kind !== 'unknown') continue;
    return undecided(each, `the addresses are not known: ${each.value.reason.message}`);
  }
  const [from, to] = [addressOf(start), addressOf(end)];
  if (from === undefined || to === undefined || !isWrong({ start: from, end: to })) {
    return { kind: 'pass' };
  }
  const found = [start, end]
    .map(({ kind, ...rest }) =>
      'value' in rest && 'value' in rest.value ? rest.value.value : kind,
    )
    .join(' to ');
  return { kind: 'fail', at: end.at, found, ...text };
}
