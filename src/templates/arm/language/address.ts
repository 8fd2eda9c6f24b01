// IPv4 and IPv6 addresses as numbers. Text forms: RFC 4291, RFC 5952.
import { isIPv4, isIPv6 } from 'node:net';

export interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

function fromGroups(groups: readonly number[], size: bigint): bigint {
  return groups.reduce((value, group) => (value << size) | BigInt(group), 0n);
}

function parseV6(text: string): bigint {
  // The last 32 bits may be written as IPv4.
  const dotted = /^(.*:)([0-9.]+)$/.exec(text);
  const v4 = dotted?.[2]?.includes('.') ? dotted[2].split('.').map(Number) : undefined;
  const [a = 0, b = 0, c = 0, d = 0] = v4 ?? [];
  const groupsText =
    v4 === undefined
      ? text
      : `${dotted?.[1] ?? ''}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  const [head = '', tail] = groupsText.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const left = read(head);
  const right = tail === undefined ? [] : read(tail);
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return fromGroups([...left, ...Array.from({ length: gap }, () => 0), ...right], 16n);
}

/** Undefined when the text is no address. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { value: fromGroups(text.split('.').map(Number), 8n), bits: 32 };
  if (isIPv6(text) && !text.includes('%')) return { value: parseV6(text), bits: 128 };
  return undefined;
}

function groupsOf(value: bigint, count: number, size: bigint): number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n)),
  );
}

/** The longest run of zero groups, the first of several; a single one is not shortened. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 1 };
  let start = 0;
  for (let at = 0; at <= groups.length; at++) {
    if (groups[at] === 0) continue;
    if (at - start > best.length) best = { start, length: at - start };
    start = at + 1;
  }
  return best;
}

/**
 * The shortest text of an address, in lower case.
 * @example formatAddress({ value: 1n, bits: 128 }) // '::1'
 */
export function formatAddress({ value, bits }: Address): string {
  if (bits === 32) return groupsOf(value, 4, 8n).join('.');
  const groups = groupsOf(value, 8, 16n);
  const hex = groups.map((group) => group.toString(16));
  const { start, length } = longestZeros(groups);
  if (start < 0) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}
