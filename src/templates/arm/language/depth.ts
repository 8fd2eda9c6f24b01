// How deep values nest. Functions can wrap a value again and again; whatever walks a value relies on the limit here.
import { limitAt, type Span } from '../../source.ts';
import { depthOf, type Value } from './value.ts';

/** Arrays and objects inside one another in one value; more than JSON is read with. */
export const maxValueDepth = 1000;

/** The value itself; throws LIMIT_EXCEEDED when it nests too deep. */
export function checkDepth(value: Value, at: Span): Value {
  if (depthOf(value) <= maxValueDepth) return value;
  throw limitAt(at, `a value is nested deeper than ${maxValueDepth} levels`);
}
