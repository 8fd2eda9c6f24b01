// From OSV's events to intervals (OSV schema, «Evaluation»): events are sorted by version and walked, never paired by index.

import type { VersionOrder } from '../versions/orders.ts';
import { asArray, asObject, asText } from './json.ts';

/** A span of affected versions, `''` for absent: from (inclusive), fixed (exclusive), last affected (inclusive), limit. */
export type Interval = readonly [from: string, fixed: string, last: string, limit?: string];

interface Event {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit';
  readonly version: string;
}

const kinds = ['introduced', 'fixed', 'last_affected', 'limit'] as const;

function readEvents(range: unknown): Event[] {
  const events: Event[] = [];
  for (const item of asArray(asObject(range)?.['events'])) {
    const event = asObject(item);
    for (const kind of kinds) {
      const version = asText(event?.[kind]);
      if (version !== undefined) events.push({ kind, version });
    }
  }
  return events;
}

/** `0` means before everything, which in some orders `0` itself is not (`0~rc1`, `0-0`). */
function compareEvents(left: Event, right: Event, order: VersionOrder): number {
  const leftFirst = left.kind === 'introduced' && left.version === '0';
  const rightFirst = right.kind === 'introduced' && right.version === '0';
  if (leftFirst || rightFirst) return Number(rightFirst) - Number(leftFirst);
  return order(left.version, right.version);
}

/** The intervals of one range; GIT ranges have none. */
export function intervalsOf(range: unknown, order: VersionOrder): Interval[] {
  if (asObject(range)?.['type'] === 'GIT') return [];
  const events = readEvents(range).toSorted((a, b) => compareEvents(a, b, order));
  const intervals: Interval[] = [];
  let from: string | undefined;
  for (const { kind, version } of events) {
    if (kind === 'introduced') {
      from ??= version === '0' ? '' : version;
      continue;
    }
    if (from === undefined) continue;
    if (kind === 'fixed') intervals.push([from, version, '']);
    else if (kind === 'last_affected') intervals.push([from, '', version]);
    // `*` is the schema's word for no limit.
    else if (version !== '*') intervals.push([from, '', '', version]);
    else continue;
    from = undefined;
  }
  if (from !== undefined) intervals.push([from, '', '']);
  return intervals;
}

/** Whether a version lies in the interval. */
export function isWithin(version: string, interval: Interval, order: VersionOrder): boolean {
  const [from, fixed, last, limit = ''] = interval;
  if (from !== '' && order(version, from) < 0) return false;
  if (fixed !== '' && order(version, fixed) >= 0) return false;
  if (last !== '' && order(version, last) > 0) return false;
  return limit === '' || order(version, limit) < 0;
}
