import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareSemver } from '../versions/semver.ts';
import { readOsvRecord } from './osv-record.ts';
import { type Interval, intervalsOf, isWithin } from './ranges.ts';
import {
  loadCalculator,
  severityOfScore,
  severityOfWord,
  statementOfVector,
} from './severity-words.ts';

beforeAll(() => loadCalculator());

const range = (...events: object[]) => ({ type: 'SEMVER', events });

describe('ranges', () => {
  it.each<[string, object, Interval[]]>([
    ['all versions', range({ introduced: '0' }), [['', '', '']]],
    ['one span', range({ introduced: '1.0.0' }, { fixed: '1.2.0' }), [['1.0.0', '1.2.0', '']]],
    ['last affected', range({ introduced: '0' }, { last_affected: '2.0.0' }), [['', '', '2.0.0']]],
    ['a limit', range({ introduced: '0' }, { limit: '2.0.0' }), [['', '', '', '2.0.0']]],
    ['no limit', range({ introduced: '0' }, { limit: '*' }), [['', '', '']]],
    ['nothing affected', range({ introduced: '0' }, { fixed: '0' }), [['', '0', '']]],
    [
      'spans that touch',
      range({ introduced: '1.0.0' }, { fixed: '1.5.0' }, { introduced: '1.5.0' }),
      [
        ['1.0.0', '1.5.0', ''],
        ['1.5.0', '', ''],
      ],
    ],
    ['a fix without introduction', range({ fixed: '1.0.0' }), []],
    ['an empty range', range(), []],
    ['commits', { type: 'GIT', events: [{ introduced: '0' }] }, []],
    ['two events in one object', range({ introduced: '0', fixed: '3.0.0' }), [['', '3.0.0', '']]],
  ])('%s', (_, value, intervals) => {
    expect(intervalsOf(value, compareSemver)).toEqual(intervals);
  });

  // The schema's own algorithm, written from its text: the last event at or before the version decides.
  function isAffectedBySchema(version: string, events: readonly object[]): boolean {
    const all = events.flatMap((event) => Object.entries(event) as [string, string][]);
    all.sort((a, b) => (a[1] === '0' ? -1 : b[1] === '0' ? 1 : compareSemver(a[1], b[1])));
    let isAffected = false;
    for (const [kind, bound] of all) {
      const order = bound === '0' ? 1 : compareSemver(version, bound);
      if (kind === 'introduced' && order >= 0) isAffected = true;
      if (kind === 'fixed' && order >= 0) isAffected = false;
      if (kind === 'last_affected' && order > 0) isAffected = false;
    }
    return isAffected;
  }

  it('agrees with the algorithm of the schema on any events in any order', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => `${a + 1}.${b}.0`);
    const bounds = fc.uniqueArray(version, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bounds, fc.boolean(), fc.boolean(), version, (list, fromZero, last, asked) => {
        const sorted = [...list].sort(compareSemver);
        const events: object[] = fromZero ? [{ introduced: '0' }] : [];
        for (const bound of sorted) {
          const isOpen = events.length % 2 === 1;
          if (!isOpen) events.push({ introduced: bound });
          else events.push(last ? { last_affected: bound } : { fixed: bound });
        }
        const mixed = [...events].reverse();
        const intervals = intervalsOf({ type: 'SEMVER', events: mixed }, compareSemver);
        const isHit = intervals.some((interval) => isWithin(asked, interval, compareSemver));
        expect(isHit).toBe(isAffectedBySchema(asked, events));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a record', () => {
  const read = (value: unknown) => readOsvRecord(value, 'npm', compareSemver);
  const affected = [
    { package: { ecosystem: 'npm', name: 'x' }, ranges: [range({ introduced: '0' })] },
  ];

  it.each([
    ['null', null],
    ['a list', []],
    ['without id', { affected }],
    ['with an id of control characters', { id: 'A\n##vso[x]', affected }],
    ['with an endless id', { id: 'A'.repeat(200), affected }],
    ['whose “affected” is a text', { id: 'A-1', affected: 'x' }],
  ])('is bad when it is %s', (_, value) => {
    expect(read(value).kind).toBe('bad');
  });

  it.each([
    ['withdrawn', { id: 'A-1', affected, withdrawn: '2024-01-01T00:00:00Z' }],
    [
      'of another ecosystem',
      { id: 'A-1', affected: [{ package: { ecosystem: 'Go', name: 'x' } }] },
    ],
    ['without packages', { id: 'A-1' }],
  ])('is left out when it is %s', (_, value) => {
    expect(read(value).kind).toBe('left-out');
  });

  it('is not bad for a part of it that is', () => {
    const result = read({
      id: 'A-1',
      affected: [null, { package: 7 }, { package: { ecosystem: 'npm' } }, ...affected],
      severity: [{ type: 'CVSS_V3', score: 'nonsense' }, { score: 7 }, 'x'],
      references: [{ url: 'javascript:alert(1)' }, { url: 'https://a.b/c' }, 7],
      aliases: ['CVE-2020-1', 7],
    });
    expect(result).toMatchObject({
      kind: 'advisory',
      advisory: { aliases: ['CVE-2020-1'], severities: [], references: ['https://a.b/c'] },
    });
  });

  it('keeps of a list of versions what the ranges do not say, and one line of text', () => {
    const item = {
      ...affected[0],
      ranges: [range({ introduced: '2.0.0' })],
      versions: ['1.0.0', '2.1.0'],
    };
    const details = `Two\nlines. ${'x'.repeat(300)}`;
    const result = read({ id: 'A-1', affected: [item], details });
    if (result.kind !== 'advisory') throw new Error(result.kind);
    expect(result.affected[0]?.versions).toEqual(['1.0.0']);
    expect(result.advisory.summary).toMatch(/^Two lines\. x+…$/);
    expect(result.advisory.summary.length).toBeLessThanOrEqual(160);
  });

  it('never throws, whatever JSON it is', () => {
    const key = fc.constantFrom(
      'id',
      'affected',
      'package',
      'ranges',
      'events',
      'severity',
      'name',
      'ecosystem',
      'aliases',
      'versions',
      'fixed',
      'ecosystem_specific',
      'custom_ranges',
    );
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('npm', 'x', '1.0.0', '', null, 7, true),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(key, tie('json'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(read(value).kind).toBeTypeOf('string');
      }),
    );
  });
});

describe('severities', () => {
  it.each([
    ['Important', 'high'],
    ['MODERATE', 'medium'],
    ['negligible', 'info'],
    ['low**', 'low'],
    ['untriaged', undefined],
    ['constructor', undefined],
    [undefined, undefined],
  ])('the word %s means %s', (word, severity) => {
    expect(severityOfWord(word)).toBe(severity);
  });

  it.each([
    [10, 'critical'],
    [9, 'critical'],
    [8.9, 'high'],
    [7, 'high'],
    [6.9, 'medium'],
    [4, 'medium'],
    [3.9, 'low'],
    [0.1, 'low'],
    [0, 'info'],
  ])('the score %d is %s', (score, severity) => {
    expect(severityOfScore(score)).toBe(severity);
  });

  // Scores as FIRST's own calculators show them.
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'CVSS:3.1'],
    ['CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H', 5.5, 'CVSS:3.0'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'CVSS:4.0'],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5, 'CVSS:2.0'],
  ])('%s has %d', (vector, score, source) => {
    expect(statementOfVector(vector)).toMatchObject({ source, cvss: { vector, score } });
  });

  it('says nothing of a vector that is none', () => {
    expect(statementOfVector('CVSS:3.1/AV:X')).toBeUndefined();
    expect(statementOfVector('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H')).toBeUndefined();
    expect(statementOfVector('CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')).toBeUndefined();
    expect(statementOfVector('')).toBeUndefined();
  });
});

describe('a huge record', () => {
  const record = (ranges: number, versions: number) => ({
    id: 'GHSA-x',
    affected: [
      {
        package: { ecosystem: 'npm', name: 'lodash' },
        ranges: Array.from({ length: ranges }, (_, index) =>
          range({ introduced: `${2 * index}.0.0` }, { fixed: `${2 * index}.0.1` }),
        ),
        versions: Array.from({ length: versions }, (_, index) => `${index}.5.0`),
      },
    ],
  });

  it('with more ranges than any has is bad, in bounded time', () => {
    const start = performance.now();
    expect(readOsvRecord(record(40_000, 200_000), 'npm', compareSemver)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining('ranges'),
    });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('keeps versions that were not compared', () => {
    const read = readOsvRecord(record(5000, 20_000), 'npm', compareSemver);
    expect(read.kind === 'advisory' && read.affected[0]?.versions?.length).toBe(20_000);
  });
});
