// Where a value's text came from: lets rules follow a secret through variables, objects, defaults and parameter files.
import type { Value } from './value.ts';

export type Mark =
  /** A parameter, as declared in the template that is evaluated; `isSecure` for secureString and secureObject. */
  | { readonly kind: 'parameter'; readonly name: string; readonly isSecure: boolean }
  /** A function whose result is secret, such as listKeys. */
  | { readonly kind: 'secret-function'; readonly name: string };

/** Marks kept of one value: names of a few parameters are of use, of hundreds they are not. */
export const maxMarks = 16;
/** Values looked through for marks below one argument. */
const maxVisited = 1000;

function isSame(left: Mark, right: Mark): boolean {
  return (
    left.kind === right.kind &&
    left.name === right.name &&
    (left.kind !== 'parameter' || right.kind !== 'parameter' || left.isSecure === right.isSecure)
  );
}

/** Both lists without repetition; one that is secret is kept before one that is not when there are too many. */
export function joinMarks(left: readonly Mark[], right: readonly Mark[]): readonly Mark[] {
  if (right.length === 0 || left === right) return left;
  if (left.length === 0) return right;
  const fresh = right.filter((mark) => !left.some((each) => isSame(each, mark)));
  if (fresh.length === 0) return left;
  const joined = [...left, ...fresh];
  if (joined.length <= maxMarks) return joined;
  return joined.toSorted((a, b) => Number(isSecret(b)) - Number(isSecret(a))).slice(0, maxMarks);
}

/** Whether it stands for something that must not be shown. */
export function isSecret(mark: Mark): boolean {
  return mark.kind === 'secret-function' || mark.isSecure;
}

/** The value with these marks added to its own. */
export function withMarks<V extends Value>(value: V, marks: readonly Mark[]): V {
  const joined = joinMarks(value.marks, marks);
  return joined === value.marks ? value : { ...value, marks: joined };
}

/** The marks of a value and of all that it holds. */
export function marksOf(value: Value): readonly Mark[] {
  let marks = value.marks;
  if (value.kind !== 'array' && value.kind !== 'object') return marks;
  const pending: Value[] = [value];
  for (let visited = 0; visited < maxVisited; visited++) {
    const next = pending.pop();
    if (next === undefined) break;
    marks = joinMarks(marks, next.marks);
    if (next.kind === 'array') for (const item of next.items) pending.push(item);
    if (next.kind === 'object')
      for (const each of next.properties.values()) pending.push(each.value);
  }
  return marks;
}
