// Sets of internet addresses: ranges of prefixes, what is left of them, and whether that is everybody.
// Source of the form: RFC 4632 (IPv4 prefixes) and RFC 4291 (IPv6 addresses).
import { isIPv6 } from 'node:net';

/** First and last address. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const bits = { 4: 32, 6: 128 } as const;
/** Beyond it IPv4 is multicast and reserved; IPv6 gives 2000::/3 alone to the internet. */
const internet: readonly AddressRange[] = [
  { family: 4, first: 0n, last: 0xdf_ff_ff_ffn },
  { family: 6, first: 1n << 125n, last: (1n << 126n) - 1n },
];
/** Every address of both families. */
export const everyAddress: readonly AddressRange[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
];

/** An IPv4 address as a number; undefined for any other text. */
export function ipv4(text: string): bigint | undefined {
  const bytes = text.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) {
    return undefined;
  }
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function ipv6(text: string): bigint | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = text
    .replace(/[\d.]+$/, (end) => {
      const four = end.includes('.') ? ipv4(end) : undefined;
      return four === undefined
        ? end
        : `${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
    })
    .split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce(
    (sum, each) => (sum << 16n) + BigInt(`0x${each}`),
    0n,
  );
}

/** The addresses of `203.0.113.0/24`, `::/0` or one address; undefined for other texts. */
export function rangeOf(text: string): AddressRange | undefined {
  const [address = '', length, more] = text.trim().split('/');
  const four = ipv4(address);
  const start = four ?? ipv6(address);
  const family = four === undefined ? 6 : 4;
  if (start === undefined || more !== undefined) return undefined;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const free = bits[family] - Number(length ?? bits[family]);
  if (free < 0) return undefined;
  const first = (start >> BigInt(free)) << BigInt(free);
  return { family, first, last: first + (1n << BigInt(free)) - 1n };
}

function sizeOf({ first, last }: AddressRange): bigint {
  return last - first + 1n;
}

/** In order and without overlaps. */
function merged(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const found: AddressRange[] = [];
  const inOrder = ranges.toSorted((a, b) => a.family - b.family || (a.first < b.first ? -1 : 1));
  for (const range of inOrder) {
    const before = found.at(-1);
    if (before?.family !== range.family || range.first > before.last + 1n) found.push(range);
    else if (range.last > before.last) found[found.length - 1] = { ...before, last: range.last };
  }
  return found;
}

/** What is left of some ranges without others, in order. */
export function without(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): readonly AddressRange[] {
  const left: AddressRange[] = [];
  const taken = merged(others);
  let index = 0;
  for (const range of merged(ranges)) {
    const isBefore = ({ family, last }: AddressRange) =>
      family < range.family || (family === range.family && last < range.first);
    for (let each = taken[index]; each !== undefined && isBefore(each); each = taken[index])
      index++;
    let { first } = range;
    // One that is taken may reach into the next range: the index stays at it.
    for (let at = index; first <= range.last; at++) {
      const each = taken[at];
      const hit = each?.family === range.family && each.first <= range.last ? each : undefined;
      if (hit === undefined || hit.first > first) {
        left.push({ ...range, first, last: hit === undefined ? range.last : hit.first - 1n });
      }
      first = (hit?.last ?? range.last) + 1n;
      if (hit !== undefined && hit.last < range.last) index = at + 1;
    }
  }
  return left;
}

const outside = new Map(internet.map((whole) => [whole.family, without(everyAddress, [whole])]));

/**
 * Whether so many addresses mean everybody: a sixteenth of a family's internet in one piece (a prefix of 4 bits of
 * IPv4), or half of it in all. Private prefixes are far smaller.
 */
export function isEverybody(ranges: readonly AddressRange[]): boolean {
  return internet.some((whole) => {
    const own = ranges.filter(({ family }) => family === whole.family);
    const pieces = without(own, outside.get(whole.family) ?? []);
    const all = whole.family === 4 ? 1n << 32n : sizeOf(whole);
    const total = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0n);
    return total >= all / 2n || pieces.some((piece) => sizeOf(piece) >= all / 16n);
  });
}
