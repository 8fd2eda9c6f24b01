import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../source.ts';
import { formatAddress, parseAddress } from './address.ts';
import { formatDate, parseDate } from './date-format.ts';
import { foldCase, isEqual } from './equality.ts';
import { open } from './evaluate-alone.ts';
import { namedGuid, uniqueText } from './hash.ts';
import { joinMarks, type Mark, maxMarks } from './marks.ts';
import { formatNumber } from './number-format.ts';
import { floatText, fromPlain, jsonText, numberOf, type Plain, toPlain } from './plain.ts';
import { formOf, joinTexts, unknownIn } from './unknown.ts';
import { arrayValue, objectValue, property, stringValue, type Value } from './value.ts';

const here = { source: sourceOf('t', ''), start: 0, end: 0 };
const noSpend = () => undefined;

/** Plain JSON without names that differ only in case. */
const plain = fc
  .jsonValue({ maxDepth: 4 })
  .map(
    (json): Plain => JSON.parse(JSON.stringify(json).toLowerCase().replaceAll('-0', '0')) as Plain,
  );

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    plain.map((each) => fromPlain(each)),
    fc.constantFrom(open('a'), open('b'), open('c', 'any')),
    fc.array(tie('value'), { maxLength: 3 }).map((items): Value => arrayValue(items)),
    fc
      .dictionary(fc.constantFrom('x', 'y'), tie('value'))
      .map(
        (pairs): Value =>
          objectValue(Object.entries(pairs).map(([name, each]) => property(name, each))),
      ),
  ),
})).value;

describe('plain data', () => {
  it('survives the way to values and back', () => {
    fc.assert(
      fc.property(plain, (data) => {
        expect(toPlain(fromPlain(data))).toEqual(data);
      }),
    );
  });

  it('is written as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(plain, (data) => {
        expect(JSON.parse(jsonText(fromPlain(data), 1e6))).toEqual(data);
      }),
    );
  });

  it('is cut at a limit', () => {
    expect(jsonText(fromPlain(['aaaa', 'bbbb']), 6)).toBe('["aaaa…');
  });

  it.each([
    [0.1, '0.1'],
    [-2.5, '-2.5'],
    [1e21, '1E+21'],
    [1.5e-7, '1.5E-07'],
    [Number.NaN, 'NaN'],
  ])('writes the float %d as %s', (number, text) => {
    expect(floatText(number)).toBe(text);
  });

  it.each([
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', 9223372036854775808],
    ['1.0', 1],
    ['1e2', 100],
    ['-0', 0n],
  ])('reads %s as %s', (raw, number) => {
    expect(numberOf(raw)).toBe(number);
  });
});

describe('isEqual', () => {
  it('holds for everything and itself', () => {
    fc.assert(
      fc.property(value, (each) => {
        expect(isEqual(each, each, noSpend)).toBe(true);
      }),
    );
  });

  it('is the same in both directions', () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        expect(isEqual(left, right, noSpend)).toBe(isEqual(right, left, noSpend));
      }),
    );
  });

  it('agrees with the forms of values', () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        if (formOf(left) === formOf(right)) expect(isEqual(left, right, noSpend)).not.toBe(false);
      }),
    );
  });

  it('is undecided only where something is unknown', () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        const isOpen = unknownIn(left) !== undefined || unknownIn(right) !== undefined;
        if (isEqual(left, right, noSpend) === undefined) expect(isOpen).toBe(true);
      }),
    );
  });
});

describe('joinTexts', () => {
  it('keeps known pieces around unknown ones', () => {
    const pieces = [stringValue('a'), stringValue('b'), stringValue('')];
    const joined = joinTexts(pieces, here);
    expect(joined).toMatchObject({ kind: 'string', value: 'ab' });
    const unknown = open('x');
    if (unknown.kind !== 'unknown') throw new Error('known');
    const inner = joinTexts([stringValue('a'), unknown, stringValue('b')], here);
    if (inner.kind !== 'unknown') throw new Error('known');
    const outer = joinTexts([stringValue('0'), inner, stringValue('c')], here);
    expect(outer).toMatchObject({ parts: ['0a', { form: 'parameters(x)' }, 'bc'] });
  });

  it('rules out texts that the known ends forbid', () => {
    const unknown = open('x');
    if (unknown.kind !== 'unknown') throw new Error('known');
    const joined = joinTexts([stringValue('vm-'), unknown, stringValue('/agent')], here);
    const equal = (text: string) => isEqual(joined, stringValue(text), noSpend);
    expect([
      equal('vm-1/agent'),
      equal('vn-1/agent'),
      equal('vm-1/agen'),
      equal('vm-'),
      equal('vm-/agent'),
    ]).toEqual([undefined, false, false, false, undefined]);
  });
});

describe('marks', () => {
  const mark = (name: string, isSecure = false): Mark => ({ kind: 'parameter', name, isSecure });

  it('are joined without repetition', () => {
    expect(joinMarks([mark('a')], [mark('a'), mark('b')])).toEqual([mark('a'), mark('b')]);
  });

  it('keep the secret ones when there are too many', () => {
    const many = Array.from({ length: maxMarks }, (_, index) => mark(`p${index}`));
    const joined = joinMarks(many, [mark('secret', true)]);
    expect(joined).toHaveLength(maxMarks);
    expect(joined).toContainEqual(mark('secret', true));
  });
});

describe('addresses', () => {
  it('are written as the URL standard writes them', () => {
    // Runs of zeros matter: half of the groups are zero.
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const text = groups.map((each) => each.toString(16)).join(':');
        const address = parseAddress(text);
        expect(address && formatAddress(address)).toBe(
          new URL(`http://[${text}]/`).hostname.slice(1, -1),
        );
      }),
    );
  });

  it('are read again as they were written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        expect(address).toBeDefined();
        expect(address && parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it.each(['', '1.2.3', '1.2.3.256', ':::', 'g::', 'fe80::1%eth0'])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('numbers', () => {
  it('are grouped as Intl groups them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (number) => {
        expect(formatNumber(number, 'N0')).toBe(number.toLocaleString('en-US'));
      }),
    );
  });

  it('never throw, whatever the format', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.bigInt(), fc.double({ noNaN: true })),
        fc.string(),
        (number, format) => {
          expect(['string', 'undefined']).toContain(typeof formatNumber(number, format));
        },
      ),
    );
  });

  it.each([
    [1234.5678, 'F1', '1234.6'],
    [0.256, 'P1', '25.6 %'],
    [-1n, 'X', 'FFFFFFFFFFFFFFFF'],
    [5n, 'C', '\u00a45.00'],
    [-5n, '0.0;(0.0)', '(5.0)'],
    [1.5, 'D', undefined],
    [1n, 'Q', undefined],
    [2.345678, '0.##', '2.35'],
    [3, '0.##', '3'],
  ])('%s in %s is %s', (number, format, text) => {
    expect(formatNumber(number, format)).toBe(text);
  });
});

describe('dates', () => {
  const date = fc.date({
    min: new Date('0100-01-01'),
    max: new Date('9999-12-31'),
    noInvalidDate: true,
  });

  it('are read as Date reads them', () => {
    fc.assert(
      fc.property(date, (each) => {
        expect(parseDate(each.toISOString())).toEqual(each);
      }),
    );
  });

  it('are written as Date writes them', () => {
    fc.assert(
      fc.property(date, (each) => {
        expect(formatDate(each, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'")).toBe(each.toISOString());
        expect(formatDate(each, 'r')).toBe(each.toUTCString());
      }),
    );
  });

  it.each(['', '2020', '2020-13-01', '2020-02-30', '2020-01-01T25:00:00Z', 'x2020-01-01'])(
    '%j is none',
    (text) => {
      expect(parseDate(text)).toBeUndefined();
    },
  );
});

describe('hashes', () => {
  // Azure's values from public posts and repositories; they are in the vectors of the tests beside as well.
  it.each([
    ['tyeth', 'zcztcwvu6iyg6'],
    ['hello-world', 'a7wkljktk6wne'],
    ['fu-bar', 'q5wxoscxs5j6k'],
  ])('of %s is %s', (text, hash) => {
    expect(uniqueText(text)).toBe(hash);
  });

  it('have their shapes for every text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(uniqueText(text)).toMatch(/^[a-z2-7]{13}$/);
        expect(namedGuid(text)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });
});

describe('foldCase', () => {
  it('keeps the length of every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldCase(text)).toHaveLength(text.length);
      }),
    );
    expect(foldCase('Straße Ünïcode')).toBe('STRAßE ÜNÏCODE');
  });
});
