// The order of Semantic Versioning 2.0.0 (section 11), as lenient as registries are: a leading `v`, missing components,
// more than three of them. Own code, because the library refuses what feeds hold and parses into objects.

import { compareDigits, compareText } from './digits.ts';

interface Parsed {
  readonly numbers: readonly string[];
  readonly prerelease: string;
}

// Two expressions, one after the other: in one, the pre-release could take over digits of the release, which costs
// quadratic time and makes of `10.x` the version 1 with pre-release `0.x`.
const release = /^[v=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*/;
const preRelease = /^-?([0-9A-Za-z-][0-9A-Za-z.-]*)?$/;

function parse(version: string): Parsed | undefined {
  const text = version.trim();
  const plus = text.indexOf('+');
  const counted = plus < 0 ? text : text.slice(0, plus);
  const numbers = release.exec(counted);
  if (numbers === null) return undefined;
  const rest = preRelease.exec(counted.slice(numbers[0].length));
  if (rest === null) return undefined;
  const [, major = '', minor = '', patch = ''] = numbers;
  return { numbers: [major, minor, patch], prerelease: rest[1] ?? '' };
}

/** Whether the text is a version, in the loose spelling of npm (`v1.2.3`, `=1.2.3`, `1.2.3beta`) or with fewer numbers. */
export function isSemver(version: string): boolean {
  return parse(version) !== undefined;
}

function comparePrerelease(left: string, right: string): number {
  if (left === right) return 0;
  // A release comes after all of its pre-releases.
  if (left === '') return 1;
  if (right === '') return -1;
  const a = left.split('.');
  const b = right.split('.');
  for (let index = 0; index < a.length && index < b.length; index++) {
    const one = a[index] ?? '';
    const two = b[index] ?? '';
    if (one === two) continue;
    const isNumber = /^\d+$/.test(one);
    if (isNumber !== /^\d+$/.test(two)) return isNumber ? -1 : 1;
    const difference = isNumber ? compareDigits(one, two) : compareText(one, two);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Orders two semantic versions; build metadata does not count. Text that is no version comes before every version.
 * Never throws.
 * @example compareSemver('1.26.0-0', '1.26.0-rc.1') // < 0
 */
export function compareSemver(left: string, right: string): number {
  if (left === right) return 0;
  const a = parse(left);
  const b = parse(right);
  if (a === undefined || b === undefined) {
    if (a === undefined && b === undefined) return compareText(left, right);
    return a === undefined ? -1 : 1;
  }
  for (let index = 0; index < 3; index++) {
    const difference = compareDigits(a.numbers[index] ?? '', b.numbers[index] ?? '');
    if (difference !== 0) return difference;
  }
  return comparePrerelease(a.prerelease, b.prerelease);
}
