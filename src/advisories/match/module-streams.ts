// Module streams of RHEL and its kin: the fix of nodejs 10 says nothing of nodejs 14 (docs.fedoraproject.org/modularity).

import type { Package } from '../../model/inventory.ts';
import type { Interval } from '../feeds/ranges.ts';
import type { VersionOrder } from '../versions/orders.ts';

const moduleBuild = /\.module[_+]/;

function majorOf(version: string): string {
  return /^(?:\d+:)?(\d+)/.exec(version)?.[1] ?? '';
}

/** `nodejs:10` of a label `nodejs:10:8030020210118191659:229f0a1c`. */
function streamOf(label: string): string {
  return label.split(':').slice(0, 2).join(':');
}

/** The stream that an advisory names in its summary: «Important: nodejs:10 security update». */
function namedStream(summary: string): string | undefined {
  return /(?:^|\s)([\w.+-]+:[\w.+-]+) (?:security|bug fix)/.exec(summary)?.[1];
}

/**
 * Of the fixes that one advisory names for one package, those that the installed build is to be held against: builds of
 * another stream say nothing, and several builds of one stream (one for each minor release) are one fix, the lowest.
 */
export function comparableIntervals(
  item: Package,
  summary: string,
  intervals: readonly Interval[],
  order: VersionOrder,
): readonly Interval[] {
  const isModule = (item.modularityLabel ?? '') !== '' || moduleBuild.test(item.version);
  const same = intervals.filter(([, fixed]) => moduleBuild.test(fixed) === isModule);
  if (!isModule) return same;
  const label = item.modularityLabel;
  const stream = namedStream(summary);
  const isKnown =
    label !== undefined && stream !== undefined && label.split(':')[0] === stream.split(':')[0];
  if (isKnown && streamOf(label) !== stream) return [];
  const fitting = same.filter(([, fixed]) => isKnown || majorOf(fixed) === majorOf(item.version));
  const lowest = fitting.toSorted((a, b) => order(a[1], b[1]))[0];
  return lowest === undefined ? [] : [lowest];
}
