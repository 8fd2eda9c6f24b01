// Debian's version order, deb-version(7). Ubuntu has the same.

import { compareDigits, isDigit, isLetter } from './digits.ts';

/** `~` before the end, the end before letters, letters before all else. */
function weight(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (Number.isNaN(code) || isDigit(code)) return 0;
  if (code === 126) return -1;
  return isLetter(code) ? code : code + 256;
}

function compareParts(left: string, right: string): number {
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    while (
      (i < left.length && !isDigit(left.charCodeAt(i))) ||
      (j < right.length && !isDigit(right.charCodeAt(j)))
    ) {
      const difference = weight(left, i) - weight(right, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const fromLeft = i;
    const fromRight = j;
    while (isDigit(left.charCodeAt(i))) i++;
    while (isDigit(right.charCodeAt(j))) j++;
    const difference = compareDigits(left.slice(fromLeft, i), right.slice(fromRight, j));
    if (difference !== 0) return difference;
  }
  return 0;
}

function split(version: string): readonly [epoch: string, upstream: string, revision: string] {
  const text = version.trim();
  const colon = text.indexOf(':');
  const epoch = colon > 0 && /^\d+$/.test(text.slice(0, colon)) ? text.slice(0, colon) : '';
  const rest = epoch === '' ? text : text.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return dash < 0 ? [epoch, rest, ''] : [epoch, rest.slice(0, dash), rest.slice(dash + 1)];
}

/**
 * Orders two Debian versions as dpkg does: epoch, upstream, revision; `~` sorts before everything, even the end.
 * Text that is no version is ordered as upstream text. Never throws.
 * @example compareDpkg('1.0~rc1-1', '1.0-1') // < 0
 */
export function compareDpkg(left: string, right: string): number {
  if (left === right) return 0;
  const [leftEpoch, leftUpstream, leftRevision] = split(left);
  const [rightEpoch, rightUpstream, rightRevision] = split(right);
  return (
    compareDigits(leftEpoch, rightEpoch) ||
    compareParts(leftUpstream, rightUpstream) ||
    compareParts(leftRevision, rightRevision)
  );
}
