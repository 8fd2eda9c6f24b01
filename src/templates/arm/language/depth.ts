// How deep values nest. Functions can wrap a value again and again; whatever walks a value relies on the limit here.
import { limitAt, type Span } from '../../source.ts';
import type { Value } from './value.ts';

/** Arrays and objects inside one another in one value; more than JSON is read with. */
export const maxValueDepth = 1000;

const depths = new WeakMap<Value, number>();

/** Its parts have been measured before, when they were made, so that this does not descend far. */
function depthOf(value: Value): number {
  if (value.kind !== 'array' && value.kind !== 'object') return 0;
  const cached = depths.get(value);
  if (cached !== undefined) return cached;
  let deepest = 0;
  if (value.kind === 'array') {
    for (const item of value.items) deepest = Math.max(deepest, depthOf(item));
  } else {
    for (const each of value.properties.values()) deepest = Math.max(deepest, depthOf(each.value));
  }
  depths.set(value, deepest + 1);
  return deepest + 1;
}

/** The value itself; throws LIMIT_EXCEEDED when it nests too deep. */
export function checkDepth(value: Value, at: Span): Value {
  if (depthOf(value) <= maxValueDepth) return value;
  throw limitAt(at, `a value is nested deeper than ${maxValueDepth} levels`);
}
