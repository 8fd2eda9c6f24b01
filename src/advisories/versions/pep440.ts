// Python's version order, PEP 440 (Version specifiers of the Python Packaging User Guide). Text that is no such version
// is ordered as setuptools did («legacy» versions): before all that are.

import { compareDigits, compareText } from './digits.ts';

const shape =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

/** How a stage sorts within one release: dev of the release itself, pre-releases, the release, post-releases. */
const stages: Readonly<Record<string, number>> = {
  a: 1,
  alpha: 1,
  b: 2,
  beta: 2,
  c: 3,
  rc: 3,
  pre: 3,
  preview: 3,
};
const devOnly = 0;
const final = 4;

interface Parsed {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly stage: number;
  readonly stageNumber: string;
  /** Absent: no post-release, which sorts before post 0. */
  readonly post: string | undefined;
  /** Absent: no development release, which sorts after all of them. */
  readonly dev: string | undefined;
  readonly local: readonly string[] | undefined;
}

function parse(version: string): Parsed | undefined {
  const match = shape.exec(version);
  if (match === null) return undefined;
  const [, epoch, release, pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] =
    match;
  const numbers = (release ?? '').split('.');
  while (numbers.length > 1 && /^0*$/.test(numbers.at(-1) ?? '')) numbers.pop();
  const postText = implicitPost ?? (post === undefined ? undefined : (postNumber ?? '0'));
  const devText = dev === undefined ? undefined : (devNumber ?? '0');
  let stage = final;
  if (pre !== undefined) stage = stages[pre.toLowerCase()] ?? final;
  else if (postText === undefined && devText !== undefined) stage = devOnly;
  return {
    epoch: epoch ?? '0',
    release: numbers,
    stage,
    stageNumber: preNumber ?? '0',
    post: postText,
    dev: devText,
    local: local?.toLowerCase().split(/[-_.]/),
  };
}

/** Whether the text is a version of PEP 440; pip takes no other since 24.1. */
export function isPep440(version: string): boolean {
  return shape.test(version);
}

function compareOptional(left: string | undefined, right: string | undefined, absent: 1 | -1) {
  if (left === undefined || right === undefined) {
    if (left === right) return 0;
    return left === undefined ? absent : -absent;
  }
  return compareDigits(left, right);
}

function compareReleases(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = compareDigits(left[index] ?? '', right[index] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareLocal(left: readonly string[] | undefined, right: readonly string[] | undefined) {
  if (left === undefined || right === undefined) {
    return Number(left !== undefined) - Number(right !== undefined);
  }
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const a = left[index] ?? '';
    const b = right[index] ?? '';
    const isNumber = /^\d+$/.test(a);
    if (isNumber !== /^\d+$/.test(b)) return isNumber ? 1 : -1;
    const difference = isNumber ? compareDigits(a, b) : compareText(a, b);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const legacyWords: Readonly<Record<string, string>> = {
  pre: 'c',
  preview: 'c',
  '-': 'final-',
  rc: 'c',
  dev: '@',
};

/** Parts that compare as texts: numbers padded, words behind an asterisk. */
function legacyParts(version: string): readonly string[] {
  const parts: string[] = [];
  for (const [raw] of version.toLowerCase().matchAll(/\d+|[a-z]+|-/g)) {
    const part = legacyWords[raw] ?? raw;
    if (/^\d/.test(part)) {
      parts.push(part.padStart(8, '0'));
      continue;
    }
    const word = `*${part}`;
    if (word < '*final') while (parts.at(-1) === '*final-') parts.pop();
    while (parts.at(-1) === '00000000') parts.pop();
    parts.push(word);
  }
  parts.push('*final');
  return parts;
}

function compareLegacy(left: string, right: string): number {
  const a = legacyParts(left);
  const b = legacyParts(right);
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = compareText(a[index] ?? '', b[index] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Orders two Python versions. Never throws.
 * @example comparePep440('1.0.dev1', '1.0a1') // < 0
 */
export function comparePep440(left: string, right: string): number {
  if (left === right) return 0;
  const a = parse(left);
  const b = parse(right);
  if (a === undefined || b === undefined) {
    if (a === undefined && b === undefined) return compareLegacy(left, right);
    return a === undefined ? -1 : 1;
  }
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    a.stage - b.stage ||
    compareDigits(a.stageNumber, b.stageNumber) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocal(a.local, b.local)
  );
}
