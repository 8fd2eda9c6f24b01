// Defaults of Azure that changed with an apiVersion: which one a resource gets when it leaves a setting out.

import type { UnknownValue } from '../arm/language/unknown.ts';
import { valueAt } from '../arm/language/value.ts';
import type { Resource } from '../resource.ts';
import type { Outcome } from './rule.ts';
import { type Expectation, expectSetting, settingOf, undecided } from './setting.ts';

/**
 * Whether a resource's apiVersion is of that day (`2019-04-01`) or later, previews of the day included; an unknown
 * when only the deployment knows it. A resource without one gets the older behaviour.
 */
export function isSince(resource: Resource, day: string): boolean | UnknownValue {
  if (resource.apiVersion !== undefined) return resource.apiVersion.slice(0, day.length) >= day;
  const given = valueAt(resource.body, 'apiVersion');
  return given?.kind === 'unknown' ? given : false;
}

export interface VersionedExpectation extends Omit<Expectation, 'absent'> {
  /** Day of the first apiVersion with the newer default. */
  readonly since: string;
  /** What leaving it out means before that day, and from it on. */
  readonly absentBefore: Expectation['absent'];
  readonly absentSince: Expectation['absent'];
}

/** As `expectSetting`, with a default that depends on the apiVersion. */
export function expectSince(
  resource: Resource,
  path: string,
  { since, absentBefore, absentSince, ...expected }: VersionedExpectation,
): Outcome {
  const setting = settingOf(resource, path);
  if (setting.kind !== 'absent')
    return expectSetting(resource, path, { ...expected, absent: 'fail' });
  const isNew = isSince(resource, since);
  if (typeof isNew === 'boolean') {
    return expectSetting(resource, path, {
      ...expected,
      absent: isNew ? absentSince : absentBefore,
    });
  }
  const message = `${expected.what} is not set, and its default depends on the apiVersion, which is not known`;
  return undecided({ value: isNew, at: setting.at }, `${message}: ${isNew.reason.message}`);
}
