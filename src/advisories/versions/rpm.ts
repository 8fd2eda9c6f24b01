// rpm's version order: epoch, version, release, each by rpmvercmp (rpm-version(7)).

import { compareDigits, compareText, isDigit, isLetter } from './digits.ts';

const tilde = 126;
const caret = 94;

function isSeparator(code: number): boolean {
  return (
    !Number.isNaN(code) && !isDigit(code) && !isLetter(code) && code !== tilde && code !== caret
  );
}

function compareParts(left: string, right: string): number {
  if (left === right) return 0;
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    while (isSeparator(left.charCodeAt(i))) i++;
    while (isSeparator(right.charCodeAt(j))) j++;
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(j);
    if (a === tilde || b === tilde) {
      if (a !== tilde) return 1;
      if (b !== tilde) return -1;
      i++;
      j++;
      continue;
    }
    if (a === caret || b === caret) {
      if (Number.isNaN(a)) return -1;
      if (Number.isNaN(b)) return 1;
      if (a !== caret) return 1;
      if (b !== caret) return -1;
      i++;
      j++;
      continue;
    }
    if (Number.isNaN(a) || Number.isNaN(b)) break;
    const same = isDigit(a) ? isDigit : isLetter;
    const fromLeft = i;
    const fromRight = j;
    while (same(left.charCodeAt(i))) i++;
    while (same(right.charCodeAt(j))) j++;
    // A number is newer than letters.
    if (fromRight === j) return isDigit(a) ? 1 : -1;
    const one = left.slice(fromLeft, i);
    const two = right.slice(fromRight, j);
    const difference = isDigit(a) ? compareDigits(one, two) : compareText(one, two);
    if (difference !== 0) return difference;
  }
  return Number(i < left.length) - Number(j < right.length);
}

interface Evr {
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  readonly hasRelease: boolean;
}

/** `(none)`, as rpm prints a missing epoch, is none. */
function split(text: string): Evr {
  const colon = text.indexOf(':');
  const before = colon < 0 ? '' : text.slice(0, colon);
  const hasEpoch = colon >= 0 && (/^\d*$/.test(before) || before === '(none)');
  const rest = hasEpoch ? text.slice(colon + 1) : text;
  const dash = rest.lastIndexOf('-');
  return {
    epoch: hasEpoch && before !== '(none)' ? before : '',
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? '' : rest.slice(dash + 1),
    hasRelease: dash >= 0,
  };
}

/**
 * Orders two `[epoch:]version[-release]` as rpm does; a missing epoch is 0. Never throws.
 * @example compareRpm('1:1.1.1k-12.el8_9', '1.1.1k-14.el8_9') // > 0
 */
export function compareRpm(left: string, right: string): number {
  if (left === right) return 0;
  const a = split(left);
  const b = split(right);
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareParts(a.version, b.version) ||
    compareParts(a.release, b.release) ||
    Number(a.hasRelease) - Number(b.hasRelease)
  );
}
