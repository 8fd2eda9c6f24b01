import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareApk } from './apk.ts';
import { compareDpkg } from './dpkg.ts';
import { compareGo, goVersion } from './go.ts';
import {
  baseEcosystem,
  isOrderable,
  longestVersion,
  orderedEcosystems,
  orderOf,
  type VersionOrder,
} from './orders.ts';
import { comparePep440 } from './pep440.ts';
import { compareRpm } from './rpm.ts';
import { compareSemver } from './semver.ts';

const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'vectors');
const hasVectors = existsSync(folder);

interface Case {
  readonly left: string;
  readonly sign: number;
  readonly right: string;
}

const signs: Readonly<Record<string, number>> = { '<': -1, '=': 0, '>': 1 };

function readCases(file: string): Case[] {
  const cases: Case[] = [];
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('# ') || line.startsWith('// ')) continue;
    const [left, sign, right, more] = line.split(' ');
    if (left === undefined || sign === undefined || right === undefined || more !== undefined)
      continue;
    const number = signs[sign];
    if (number !== undefined) cases.push({ left, sign: number, right });
  }
  return cases;
}

const files: readonly (readonly [file: string, order: VersionOrder, cases: number])[] = [
  ['debian-versions.txt', compareDpkg, 25],
  ['debian-versions-generated.txt', compareDpkg, 14_000],
  ['redhat-versions.txt', compareRpm, 150],
  ['alpine-versions.txt', compareApk, 700],
  ['alpine-versions-generated.txt', compareApk, 13_000],
  ['semver-versions.txt', compareSemver, 80],
  ['semver-versions.txt', compareGo, 80],
  ['pypi-versions.txt', comparePep440, 35],
  ['pypi-versions-generated.txt', comparePep440, 12_000],
];

describe.skipIf(!hasVectors)('the vectors of osv-scalibr (in PORTCULLIS_SHARED)', () => {
  it.each(files)('%s by %o', (file, order, least) => {
    const cases = readCases(file);
    expect(cases.length).toBeGreaterThan(least);
    const wrong = cases.filter(
      ({ left, sign, right }) =>
        Math.sign(order(left, right)) !== sign || Math.sign(order(right, left)) + sign !== 0,
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  // Hand-written Alpine cases hold text that apk itself does not order transitively.
  const transitive = files.filter(([file]) => file !== 'alpine-versions.txt');
  it.each(transitive)('%s: transitive on triples', (file, order) => {
    const texts = readCases(file).flatMap(({ left, right }) => [left, right]);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...texts),
        fc.constantFrom(...texts),
        (a, b, c) => {
          if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('compares fast enough: 71,000 comparisons within two seconds', () => {
    const all = files.map(([file, order]) => ({ order, cases: readCases(file) }));
    const start = performance.now();
    for (const { order, cases } of all) for (const { left, right } of cases) order(left, right);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

const orders: readonly (readonly [string, VersionOrder])[] = [
  ['dpkg', compareDpkg],
  ['rpm', compareRpm],
  ['apk', compareApk],
  ['semver', compareSemver],
  ['go', compareGo],
  ['pep440', comparePep440],
];

const versionish = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[0-9a-z.~^+:_-]{0,20}$/),
  fc.string({ unit: 'binary' }),
);

describe.each(orders)('the order of %s', (_, order) => {
  it('is antisymmetric, reflexive and never throws, on any text', () => {
    fc.assert(
      fc.property(versionish, versionish, (a, b) => {
        expect(Math.sign(order(a, b)) + Math.sign(order(b, a))).toBe(0);
        expect(order(a, a)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('compares numbers of any length by value', () => {
    expect(order('1.99999999999999999998', '1.99999999999999999999')).toBeLessThan(0);
    expect(order('1.99999999999999999999', '1.100000000000000000000')).toBeLessThan(0);
  });
});

describe.each(orders)('the order of %s on long text', (_, order) => {
  const long = 300_000;
  it.each([
    ['digits', `${'1'.repeat(long)}!`],
    ['digits with dots', `${'1.'.repeat(long)}!`],
    ['zeros', `1.${'0'.repeat(long)}!`],
    ['pre-releases', `1.0.0-${'1-a.'.repeat(long)}!`],
    ['spaces', `1${' '.repeat(long)}!`],
    ['spaces first', `${' '.repeat(long)}!`],
    ['words', `1${'dev-'.repeat(long)}!`],
    ['local parts', `1+${'a1.'.repeat(long)}!`],
    ['suffixes', `1${'_p1'.repeat(long)}!`],
  ])('takes linear time: %s', (_name, text) => {
    const start = performance.now();
    order(text, `${text}1`);
    order('1.0', text);
    // Quadratic time is minutes here, linear time some 20 ms.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('what has a place in a range', () => {
  // Answers of node-semver 7 (loose), packaging 26 and golang.org/x/mod; shorter versions than three numbers are ours.
  it.each([
    ['npm', '1.2.3', true],
    ['npm', 'v1.2.3', true],
    ['npm', '=1.2.3', true],
    ['npm', '1.2.3beta', true],
    ['npm', '1.2.3-beta.1+build', true],
    ['npm', '1.2', true],
    ['npm', '1.7.0_custom', false],
    ['npm', '1.7.0 (custom)', false],
    ['npm', '^1.7.0', false],
    ['npm', '1.x', false],
    ['npm', '10.x', false],
    ['npm', 'git+ssh://x/y', false],
    ['npm', '', false],
    ['PyPI', '4.2.0', true],
    ['PyPI', 'V4.2.0-RC1', true],
    ['PyPI', '4.2.0-1', true],
    ['PyPI', '4.2.0.post1', true],
    ['PyPI', '1!4.2+ubuntu.1', true],
    ['PyPI', '4.2.0-acme', false],
    ['PyPI', '4.2.0.acme', false],
    ['PyPI', '4.2.0_acme', false],
    ['PyPI', '4.2.0-1ubuntu1', false],
    ['Go', 'v1.2.3+incompatible', true],
    ['Go', 'v0.0.0-20190101000000-abcdefabcdef', true],
    ['Go', 'go1.22rc1', true],
    ['Go', '(devel)', false],
    ['Go', 'v1.2.3_x', false],
    ['Debian:12', 'what ever', true],
    ['Alpine:v3.20', '1.0-r0', true],
  ])('%s %s: %s', (ecosystem, version, expected) => {
    expect(isOrderable(ecosystem, version)).toBe(expected);
  });

  it.each(orderedEcosystems)('%s: nothing longer than the limit', (ecosystem) => {
    expect(isOrderable(ecosystem, '1'.repeat(longestVersion))).toBe(true);
    expect(isOrderable(ecosystem, '1'.repeat(longestVersion + 1))).toBe(false);
  });
});

describe('single cases', () => {
  it.each([
    ['1.26.0-0', '1.26.0-rc.1', -1],
    ['go1.22rc1', '1.22.0', -1],
    ['go1.22', '1.22.0', 0],
    ['v1.0.0+incompatible', '1.0.0', 0],
    ['v0.0.0-20190101000000-abcdefabcdef', '0.0.1', -1],
  ])('Go: %s against %s', (a, b, sign) => {
    expect(Math.sign(compareGo(a, b))).toBe(sign);
  });

  it.each([
    ['go1.22rc1', '1.22.0-rc.1'],
    ['go1.21', '1.21.0'],
    ['1.22.3', '1.22.3'],
    ['go1.22.3 X:boringcrypto', '1.22.3'],
    ['go1.20.14-fips', '1.20.14'],
    ['v1.2.3-beta', '1.2.3-beta'],
    ['(devel)', '(devel)'],
  ])('the Go release %s is %s', (text, version) => {
    expect(goVersion(text)).toBe(version);
  });

  it.each([
    ['(none):1.0-1', '0:1.0-1', 0],
    ['1:1.1.1k-12.el8_9', '1.1.1k-14.el8_9', 1],
    ['0:4.18.0-1', '4.18.0-1', 0],
  ])('rpm: %s against %s', (a, b, sign) => {
    expect(Math.sign(compareRpm(a, b))).toBe(sign);
  });

  it('PEP 440: orders the bound 1.6.5.post1 of PYSEC-2012-1', () => {
    expect(comparePep440('1.6.5', '1.6.5.post1')).toBeLessThan(0);
    expect(comparePep440('1.6.6', '1.6.5.post1')).toBeGreaterThan(0);
  });

  it('has an order for each ecosystem of the list, with or without release, and none for others', () => {
    for (const ecosystem of orderedEcosystems)
      expect(orderOf(`${ecosystem}:9`)).toBeTypeOf('function');
    expect(orderOf('constructor')).toBeUndefined();
    expect(orderOf('Maven')).toBeUndefined();
    expect(baseEcosystem('Ubuntu:22.04:LTS')).toBe('Ubuntu');
  });
});
