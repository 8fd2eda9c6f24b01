// Judges whether a setting is given at all, whatever it says.
import type { KnownValue } from '../arm/language/value.ts';
import type { Resource } from '../resource.ts';
import type { Outcome } from './rule.ts';
import { type Expectation, expectSetting, placeIn, placeOf, settingOf } from './setting.ts';

function isEmpty(value: KnownValue): boolean {
  if (value.kind === 'string') return value.value.trim() === '';
  if (value.kind === 'array') {
    return value.items.every((item) => item.kind !== 'unknown' && isEmpty(item));
  }
  return value.kind === 'null' || (value.kind === 'object' && value.properties.size === 0);
}

/** Whether the setting itself is unknown, the object around it known, and it can hardly be null. */
function isGivenLater(resource: Resource, path: string): boolean {
  const setting = settingOf(resource, path);
  if (setting.kind !== 'unknown') return false;
  const { type, reason } = setting.value;
  if (type === 'any' && reason.kind !== 'runtime') return false;
  const around = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  if (around === '') return true;
  const outer = placeIn(placeOf(resource), around);
  return !('kind' in outer) && outer.value.kind !== 'unknown';
}

/**
 * Passes when a setting has a value that is not empty. One that only the deployment knows counts as given, unless it is
 * a parameter that may be null.
 */
export function isSet(
  resource: Resource,
  path: string,
  text: Pick<Expectation, 'what' | 'wanted' | 'absentMeans'>,
): Outcome {
  if (isGivenLater(resource, path)) return { kind: 'pass' };
  return expectSetting(resource, path, {
    ...text,
    holds: (value) => !isEmpty(value),
    absent: 'fail',
  });
}
