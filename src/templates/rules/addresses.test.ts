import { BlockList } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AddressRange, everyAddress, isEverybody, rangeOf, without } from './addresses.ts';

const rangesOf = (...texts: readonly string[]) =>
  texts.flatMap((text) => rangeOf(text) ?? expect.fail(`${text} is no prefix`));

it.each([
  [['0.0.0.0/0']],
  [['10.0.0.0/0']],
  [['::/0']],
  [['0.0.0.0/1']],
  [['0.0.0.0/1', '128.0.0.0/1']],
  [['16.0.0.0/4']],
  [['16.0.0.0/5', '24.0.0.0/5']],
  [['2000::/3']],
  [['::/1', '8000::/1']],
  [Array.from({ length: 112 }, (_, index) => `${index * 2}.0.0.0/8`).concat('3.0.0.0/4')],
])('takes %j for everybody', (texts) => {
  expect(isEverybody(rangesOf(...texts))).toBe(true);
});

it.each([
  [[]],
  [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  [['224.0.0.0/4', '240.0.0.0/4']],
  [['16.0.0.0/5']],
  [['fc00::/7', 'fe80::/10']],
  [['2001:db8::/32']],
  [['203.0.113.7']],
])('takes %j for some', (texts) => {
  expect(isEverybody(rangesOf(...texts))).toBe(false);
});

it.each([
  '',
  'Internet',
  '10.0.0.256',
  '10.0.0/8',
  '10.0.0.0/33',
  '1.2.3.4/',
  '::/129',
  'fe80::1%1',
  '1.2.3.4/8/8',
])('reads no addresses in %j', (text) => {
  expect(rangeOf(text)).toBeUndefined();
});

it('holds the addresses that Node says a prefix holds', () => {
  const families = [
    [fc.ipV4(), 32, 'ipv4'],
    [fc.ipV6(), 128, 'ipv6'],
  ] as const;
  for (const [address, bits, family] of families) {
    fc.assert(
      fc.property(address, address, fc.integer({ min: 1, max: bits }), (inner, base, length) => {
        const oracle = new BlockList();
        oracle.addSubnet(base, length, family);
        const [range, one] = rangesOf(`${base}/${length}`, inner);
        const holds =
          range !== undefined &&
          one !== undefined &&
          range.first <= one.first &&
          one.last <= range.last;
        expect(holds).toBe(oracle.check(inner, family));
      }),
    );
  }
});

it('leaves exactly what the others do not hold', () => {
  const range = fc.tuple(fc.constantFrom(4, 6), fc.nat(30), fc.nat(8)).map(
    ([family, first, length]): AddressRange => ({
      family: family === 4 ? 4 : 6,
      first: BigInt(first),
      last: BigInt(first + length),
    }),
  );
  const holds = (ranges: readonly AddressRange[], family: number, at: bigint) =>
    ranges.some((each) => each.family === family && each.first <= at && at <= each.last);
  fc.assert(
    fc.property(fc.array(range), fc.array(range), (ranges, others) => {
      const left = without(ranges, others);
      for (const family of [4, 6]) {
        for (let at = 0n; at < 40n; at++) {
          const expected = holds(ranges, family, at) && !holds(others, family, at);
          expect(holds(left, family, at)).toBe(expected);
        }
      }
    }),
  );
  expect(without(everyAddress, everyAddress)).toStrictEqual([]);
});
