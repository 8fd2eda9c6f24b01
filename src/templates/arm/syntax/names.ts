// Names of one object. ARM compares them without case, so two that differ only in case are one name with two values.

import type { JsonProblem } from './document.ts';
import type { Member } from './node.ts';

/**
 * The members whose name came before: an error when the two differ in case, a warning when they are equal
 * (Azure's reader then keeps the last). At most `room` of them; `line` words the place of the earlier one.
 */
export function nameProblems(
  members: readonly Member[],
  room: number,
  line: (offset: number) => string,
): JsonProblem[] {
  if (members.length < 2) return [];
  const seen = new Map<string, Member>();
  const problems: JsonProblem[] = [];
  for (const member of members) {
    const key = member.name.toLowerCase();
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, member);
      continue;
    }
    if (problems.length >= room) break;
    const equal = earlier.name === member.name;
    const place = line(earlier.nameStart);
    problems.push({
      level: equal ? 'warning' : 'error',
      message: equal
        ? `the name "${member.name}" stands in this object already (${place}); the last one counts`
        : `the name "${member.name}" differs only in case from "${earlier.name}" (${place})`,
      hint: 'Azure compares names without case: remove or rename one of them.',
      start: member.nameStart,
      end: member.nameEnd,
    });
  }
  return problems;
}
