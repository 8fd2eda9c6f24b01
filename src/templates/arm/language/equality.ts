// Deep equality and ordering of values. Texts compare with case, names of properties without.
import { closed, type Part, type UnknownValue } from './unknown.ts';
import type { Value } from './value.ts';

/** Called per comparison, so that values with shared parts cannot make the work exponential; throws to end it. */
export type Spend = () => void;

/** How the known text at the ends of a joined text rules out that it becomes `text`. */
function canBecome(parts: readonly Part[], text: string): boolean {
  const first = parts[0];
  const last = parts.at(-1);
  const least = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
  if (text.length < least) return false;
  if (typeof first === 'string' && !text.startsWith(first)) return false;
  return !(typeof last === 'string' && !text.endsWith(last));
}

function isUnknownEqual(unknown: UnknownValue, other: Value): boolean | undefined {
  if (other.kind === 'unknown') return unknown.form === other.form ? true : undefined;
  if (unknown.type !== 'any' && unknown.type !== other.kind) return false;
  if (other.kind === 'string' && unknown.parts && !canBecome(unknown.parts, other.value))
    return false;
  return undefined;
}

/** Whether all pairs are equal: false as soon as one is not, undefined when one cannot be known. */
function areAllEqual(
  pairs: Iterable<readonly [Value, Value | undefined]>,
  spend: Spend,
): boolean | undefined {
  let result: boolean | undefined = true;
  for (const [left, right] of pairs) {
    const equal = right === undefined ? false : isEqual(left, right, spend);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

/** Whether two values are equal in every part; undefined when an unknown part leaves it open. */
export function isEqual(one: Value, other: Value, spend: Spend): boolean | undefined {
  spend();
  if (one === other) return true;
  const left = closed(one);
  const right = closed(other);
  if (left.kind === 'unknown') return isUnknownEqual(left, right);
  if (right.kind === 'unknown') return isUnknownEqual(right, left);
  if (left.kind === 'array' && right.kind === 'array') {
    if (left.items.length !== right.items.length) return false;
    const pairs = left.items.map((item, index) => [item, right.items[index]] as const);
    return areAllEqual(pairs, spend);
  }
  if (left.kind === 'object' && right.kind === 'object') {
    if (left.properties.size !== right.properties.size) return false;
    const pairs = [...left.properties].map(
      ([key, each]) => [each.value, right.properties.get(key)?.value] as const,
    );
    return areAllEqual(pairs, spend);
  }
  if (left.kind === 'null' || right.kind === 'null') return left.kind === right.kind;
  if (left.kind === 'array' || left.kind === 'object') return false;
  if (right.kind === 'array' || right.kind === 'object') return false;
  return left.kind === right.kind && left.value === right.value;
}

const collator = new Intl.Collator('en');

/**
 * Orders two texts as .NET's invariant culture does (documented: 'A' is greater than 'a').
 * @example compareTexts('A', 'a') // > 0
 */
export function compareTexts(left: string, right: string): number {
  return collator.compare(left, right) || (left < right ? -1 : Number(left > right));
}

/** Two texts of the same letters, whatever their case; no language's own rules. */
export function foldCase(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the ASCII range as such
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toUpperCase();
  // Unit by unit: offsets into the folded text must be offsets into the text.
  return Array.from({ length: text.length }, (_, index) => {
    const upper = text.charAt(index).toUpperCase();
    return upper.length === 1 ? upper : text.charAt(index);
  }).join('');
}
