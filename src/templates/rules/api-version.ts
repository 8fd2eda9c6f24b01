// Defaults of Azure that changed with an apiVersion: which one a resource gets when it leaves a setting out.

import type { Resource } from '../resource.ts';
import type { Outcome } from './rule.ts';
import { type Expectation, expectSetting, isSince, settingOf, undecided } from './setting.ts';

export interface VersionedExpectation extends Omit<Expectation, 'absent'> {
  /** Day of the first apiVersion with the newer default. */
  readonly newSince: string;
  /** What leaving it out means before that day, and from it on. */
  readonly absentBefore: Expectation['absent'];
  readonly absentSince: Expectation['absent'];
}

/** As `expectSetting`, with a default that depends on the apiVersion. */
export function expectSince(
  resource: Resource,
  path: string,
  { newSince, absentBefore, absentSince, ...expected }: VersionedExpectation,
): Outcome {
  const setting = settingOf(resource, path);
  if (setting.kind !== 'absent')
    return expectSetting(resource, path, { ...expected, absent: 'fail' });
  const isNew = isSince(resource, newSince);
  if (typeof isNew === 'boolean') {
    return expectSetting(resource, path, {
      ...expected,
      absent: isNew ? absentSince : absentBefore,
    });
  }
  const message = `${expected.what} is not set, and its default depends on the apiVersion, which is not known`;
  return undecided({ value: isNew, at: setting.at }, `${message}: ${isNew.reason.message}`);
}
