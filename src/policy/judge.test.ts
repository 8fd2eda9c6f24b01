import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '../model/coverage.ts';
import type { Finding, FindingState } from '../model/finding.ts';
import type { DatabaseStatus, FeedStatus, RunError } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import type { Target } from '../model/target.ts';
import { judgeDatabase } from './database-age.ts';
import { judge, type ScannedTarget } from './judge.ts';
import { defaultPolicy, type Exception, type Policy, thresholds } from './policy.ts';

const now = new Date('2026-11-24T12:00:00Z');

const target: Target = {
  kind: 'registry',
  reference: 'registry:acme.azurecr.io/shop/web:1.2',
  identity: { tags: ['acme.azurecr.io/shop/web:1.2'] },
};

const feed: FeedStatus = {
  ecosystem: 'Debian',
  state: 'ready',
  source: 'https://osv.example/Debian/all.zip',
  fetched: '2026-11-24T07:00:00Z',
  ages: true,
  records: 10,
  skipped: 0,
};
const database: DatabaseStatus = { feeds: [feed], digest: 'sha256:00' };

const base: Finding = {
  fingerprint: 'f0',
  id: 'CVE-2024-1000',
  aliases: ['GHSA-aaaa-bbbb-cccc'],
  kind: 'vulnerability',
  severity: 'high',
  severitySource: 'GHSA',
  severities: [],
  title: 'A fault',
  message: 'It is faulty.',
  package: {
    name: 'openssl',
    version: '3.0.1',
    ecosystem: 'Debian:12',
    purl: 'pkg:deb/debian/openssl@3.0.1',
    binaries: ['libssl3'],
    locations: [],
  },
  fixedVersions: ['3.0.2'],
  references: [],
  sources: ['osv'],
};
const kev = { dateAdded: '2024-02-03', ransomware: true } as const;
const exception: Exception = {
  id: base.id,
  reason: 'not reachable',
  owner: 'team-web',
  expires: '2027-01-31',
  line: 3,
};

function scanned(
  findings: readonly Finding[],
  coverage: readonly CoverageRow[] = [],
): ScannedTarget {
  return { target, packages: [], findings, coverage };
}

function judged(findings: readonly Finding[], policy: Partial<Policy> = {}) {
  return judge({
    targets: [scanned(findings)],
    database,
    policy: { ...defaultPolicy, ...policy },
    errors: [],
    now,
  });
}

describe('the state of one finding', () => {
  it.each<[string, Partial<Finding>, Partial<Policy>, FindingState, string]>([
    [
      'high with a fix',
      {},
      {},
      'failing',
      'Severity high: the policy fails on high and above, and a fix is known.',
    ],
    ['critical', { severity: 'critical' }, {}, 'failing', 'critical'],
    ['medium', { severity: 'medium' }, {}, 'below-threshold', 'Severity medium: below high.'],
    ['medium at medium', { severity: 'medium' }, { failOn: 'medium' }, 'failing', 'medium'],
    ['info at low', { severity: 'info' }, { failOn: 'low' }, 'below-threshold', 'info'],
    [
      'unknown as medium',
      { severity: 'unknown' },
      {},
      'below-threshold',
      'unknown, judged as medium',
    ],
    [
      'unknown as high',
      { severity: 'unknown' },
      { unknownAs: 'high' },
      'failing',
      'unknown, judged as high',
    ],
    ['unknown at medium', { severity: 'unknown' }, { failOn: 'medium' }, 'failing', 'unknown'],
    ['no fix', { fixedVersions: [] }, {}, 'unfixed', 'no fixed version is known'],
    ['no fix, not spared', { fixedVersions: [] }, { ignoreUnfixed: false }, 'failing', 'high'],
    [
      'no fix below the threshold',
      { fixedVersions: [], severity: 'low' },
      {},
      'below-threshold',
      'low',
    ],
    ['end of life has no fix', { kind: 'end-of-life', fixedVersions: [] }, {}, 'failing', 'high'],
    [
      'malware has no fix',
      { kind: 'malware', severity: 'critical', fixedVersions: [] },
      {},
      'failing',
      'critical',
    ],
    [
      'exploited, low, no fix',
      { kev, severity: 'low', fixedVersions: [] },
      {},
      'failing',
      'Known to be exploited since 2024-02-03, in ransomware too',
    ],
    ['exploited, but none', { kev }, { failOn: 'none' }, 'below-threshold', 'fail-on is none'],
    [
      'critical, but none',
      { severity: 'critical' },
      { failOn: 'none' },
      'below-threshold',
      'fail-on is none',
    ],
    [
      'exploited, but unimportant',
      { kev, notGating: 'Debian calls it unimportant' },
      {},
      'not-gating',
      'Never gates: Debian calls it unimportant',
    ],
    [
      'exploited, but excepted',
      { kev },
      { exceptions: [exception] },
      'excepted',
      'Excepted until 2027-01-31 by team-web: not reachable',
    ],
    [
      'unimportant and excepted',
      { notGating: 'x' },
      { exceptions: [exception] },
      'not-gating',
      'x',
    ],
    [
      'excepted by alias, other letter case',
      {},
      { exceptions: [{ ...exception, id: 'ghsa-AAAA-bbbb-cccc' }] },
      'excepted',
      '',
    ],
    [
      'excepted for the package',
      {},
      { exceptions: [{ ...exception, package: 'openssl' }] },
      'excepted',
      '',
    ],
    [
      'excepted for a binary',
      {},
      { exceptions: [{ ...exception, package: 'libssl3' }] },
      'excepted',
      '',
    ],
    [
      'excepted for another package',
      {},
      { exceptions: [{ ...exception, package: 'zlib' }] },
      'failing',
      '',
    ],
    [
      'excepted for the target',
      {},
      { exceptions: [{ ...exception, target: 'registry:acme.azurecr.io/*' }] },
      'excepted',
      '',
    ],
    [
      'excepted for the target without scheme',
      {},
      { exceptions: [{ ...exception, target: '*/shop/*' }] },
      'excepted',
      '',
    ],
    [
      'excepted for another target',
      {},
      { exceptions: [{ ...exception, target: '*/api:*' }] },
      'failing',
      '',
    ],
    [
      'excepted until today',
      {},
      { exceptions: [{ ...exception, expires: '2026-11-24' }] },
      'excepted',
      '',
    ],
    [
      'excepted until yesterday',
      {},
      { exceptions: [{ ...exception, expires: '2026-11-23' }] },
      'failing',
      '',
    ],
    [
      'one expired, one not',
      {},
      { exceptions: [{ ...exception, expires: '2026-11-23' }, exception] },
      'excepted',
      '',
    ],
    [
      'an exception for another id',
      {},
      { exceptions: [{ ...exception, id: 'CVE-2024-1' }] },
      'failing',
      '',
    ],
  ])('%s', (_, finding, policy, state, reason) => {
    const { targets, verdict } = judged([{ ...base, ...finding }], policy);
    const only = targets[0]?.findings[0];
    expect(only?.state).toBe(state);
    expect(only?.stateReason).toContain(reason);
    expect(verdict.exitCode).toBe(state === 'failing' ? 1 : 0);
    expect(verdict.status).toBe(state === 'failing' ? 'fail' : 'pass');
  });
});

const gap: CoverageRow = {
  what: 'layer:3',
  status: 'partial',
  reason: 'bad checksum',
  incomplete: true,
};
const usage: RunError = { code: 'USAGE', message: 'two formats in one file' };
const broken: RunError = { code: 'REGISTRY_DENIED', message: 'the registry says no', target: 'x' };

describe('the verdict', () => {
  const missing: DatabaseStatus = {
    ...database,
    feeds: [{ ...feed, state: 'missing', reason: 'no network' }],
  };
  it.each<[string, Partial<Parameters<typeof judge>[0]>, number, string, string]>([
    [
      'nothing found',
      {},
      0,
      'pass',
      'gate open: no finding at high or above closes it; database 5 h old',
    ],
    [
      'a finding',
      { targets: [scanned([base])] },
      1,
      'fail',
      'gate closed: 1 finding (1 high) closes it; database 5 h old',
    ],
    [
      'a gap',
      { targets: [scanned([], [gap])] },
      3,
      'error',
      'not decided: 1 part not wholly scanned (layer:3 was not wholly scanned)',
    ],
    [
      'a row that informs',
      { targets: [scanned([], [{ ...gap, incomplete: false }])] },
      0,
      'pass',
      'gate open',
    ],
    ['an error', { errors: [broken] }, 3, 'error', 'not decided: x: the registry says no'],
    [
      'an error that nobody knows',
      { errors: [{ code: 'X', message: 'm' }] },
      3,
      'error',
      'not decided: m',
    ],
    [
      'no database',
      { database: missing },
      4,
      'error',
      'not decided: there are no advisories for Debian: no network; no database',
    ],
    ['wrong usage', { errors: [usage] }, 2, 'error', 'not decided: two formats'],
    ['no target', { targets: [] }, 3, 'error', 'there was nothing to scan'],
    [
      'a finding hides a gap',
      { targets: [scanned([base], [gap])] },
      1,
      'fail',
      '; 1 part not wholly scanned',
    ],
    [
      'a finding hides a broken target',
      { targets: [scanned([base])], errors: [broken] },
      1,
      'fail',
      'the registry says no',
    ],
    [
      'no database hides a finding',
      { targets: [scanned([base])], database: missing },
      4,
      'error',
      '1 finding (1 high) would close the gate',
    ],
    [
      'usage hides all',
      { targets: [scanned([base], [gap])], database: missing, errors: [broken, usage] },
      2,
      'error',
      '',
    ],
    [
      'no database hides a gap',
      { targets: [scanned([], [gap])], database: missing },
      4,
      'error',
      '',
    ],
    [
      'none spares neither gap',
      { targets: [scanned([base], [gap])], policy: { ...defaultPolicy, failOn: 'none' } },
      3,
      'error',
      '',
    ],
    [
      '… nor missing database',
      { policy: { ...defaultPolicy, failOn: 'none' }, database: missing },
      4,
      'error',
      '',
    ],
    [
      '… nor wrong usage',
      { policy: { ...defaultPolicy, failOn: 'none' }, errors: [usage] },
      2,
      'error',
      '',
    ],
    [
      'an accepted gap',
      {
        targets: [scanned([], [gap])],
        policy: { ...defaultPolicy, coverage: [{ name: 'layer:3', reason: 'known', line: 1 }] },
      },
      0,
      'pass',
      'gate open',
    ],
    [
      'a gap accepted by pattern',
      {
        targets: [scanned([], [gap])],
        policy: { ...defaultPolicy, coverage: [{ name: 'layer:*', reason: 'known', line: 1 }] },
      },
      0,
      'pass',
      'gate open',
    ],
    [
      'a gap accepted elsewhere',
      {
        targets: [scanned([], [gap])],
        policy: {
          ...defaultPolicy,
          coverage: [{ name: 'layer:3', reason: 'known', target: 'dir:*', line: 1 }],
        },
      },
      3,
      'error',
      '',
    ],
    [
      'another gap accepted',
      {
        targets: [scanned([], [gap])],
        policy: { ...defaultPolicy, coverage: [{ name: 'layer:30', reason: 'known', line: 1 }] },
      },
      3,
      'error',
      '',
    ],
    [
      'a target nobody can accept',
      {
        targets: [scanned([], [{ ...gap, what: 'target' }])],
        policy: { ...defaultPolicy, coverage: [{ name: 'target', reason: 'x', line: 1 }] },
      },
      3,
      'error',
      '',
    ],
  ])('%s', (_, request, exitCode, status, reason) => {
    const { verdict } = judge({
      targets: [scanned([])],
      database,
      policy: defaultPolicy,
      errors: [],
      now,
      ...request,
    });
    expect(verdict).toMatchObject({ exitCode, status });
    expect(verdict.reason).toContain(reason);
    expect(verdict.reason).not.toContain('\n');
  });

  it('says what was spared and counts all but coverage', () => {
    const { verdict } = judge({
      targets: [
        scanned(
          [
            base,
            { ...base, kev },
            { ...base, fixedVersions: [] },
            { ...base, severity: 'critical', fixedVersions: [] },
            { ...base, id: 'CVE-9', aliases: [], severity: 'low', notGating: 'unimportant' },
            { ...base, id: 'CVE-2', aliases: [] },
          ],
          [gap],
        ),
      ],
      database,
      policy: { ...defaultPolicy, exceptions: [{ ...exception, id: 'CVE-2' }] },
      errors: [],
      now,
    });
    expect(verdict.reason).toBe(
      'gate closed: 2 findings (2 high; 1 known to be exploited) close it; ' +
        'spared: 2 without a fix, 1 excepted, 1 not gating; ' +
        '1 part not wholly scanned (layer:3 was not wholly scanned); database 5 h old',
    );
    expect(verdict).toMatchObject({ failing: 2, unfixed: 2, excepted: 1 });
    expect(verdict.counts).toEqual({
      critical: 1,
      high: 4,
      medium: 0,
      low: 1,
      info: 0,
      unknown: 0,
    });
  });

  it('lists a gap as a finding that does not count as failing, with the way to accept it', () => {
    const { targets, verdict } = judge({
      targets: [scanned([], [gap])],
      database,
      policy: defaultPolicy,
      errors: [],
      now,
    });
    expect(verdict.failing).toBe(0);
    expect(targets[0]?.findings[0]).toMatchObject({
      id: 'coverage-layer',
      kind: 'coverage',
      state: 'incomplete',
      stateReason: 'What was not read does not count as clean: bad checksum',
      location: { resource: 'layer:3' },
      remedy: expect.stringContaining("name: 'layer:3'"),
    });
  });
});

describe('notices', () => {
  const notices = (exceptions: readonly Partial<Exception>[], errors: readonly RunError[] = []) =>
    judge({
      targets: [scanned([base])],
      database,
      policy: {
        ...defaultPolicy,
        path: 'p.yml',
        exceptions: exceptions.map((e) => ({ ...exception, ...e })),
      },
      errors,
      now,
    }).applied.notices;

  it.each<[string, Partial<Exception>, string[]]>([
    ['far from its end', {}, []],
    ['fifteen days from it', { expires: '2026-12-09' }, []],
    [
      'fourteen days from it',
      { expires: '2026-12-08' },
      [
        'The exception for CVE-2024-1000 (owner team-web, p.yml:3) expires in 14 days, on 2026-12-08.',
      ],
    ],
    ['tomorrow', { expires: '2026-11-25' }, [expect.stringContaining('expires tomorrow')]],
    ['today', { expires: '2026-11-24' }, [expect.stringContaining('expires today')]],
    [
      'expired',
      { expires: '2026-11-23' },
      [
        'The exception for CVE-2024-1000 (owner team-web, p.yml:3) expired on 2026-11-23 and no longer holds.',
      ],
    ],
    [
      'unused',
      { id: 'CVE-1' },
      [expect.stringContaining('for CVE-1 (owner team-web, p.yml:3) matched no finding.')],
    ],
    ['for another target', { id: 'CVE-1', target: 'dir:*' }, []],
  ])('on an exception %s', (_, change, expected) => {
    expect(notices([change])).toEqual(expected);
  });

  it('do not call an exception unused when a target could not be scanned', () => {
    expect(notices([{ id: 'CVE-1' }], [broken])).toEqual([]);
  });

  it('name an acceptance that matched no gap', () => {
    const coverage = [{ name: 'layer:9', reason: 'x', line: 7 }];
    const { applied } = judged([], { coverage });
    expect(applied.notices).toEqual([
      'The acceptance of layer:9 (policy:7) matched no gap in the coverage.',
    ]);
  });
});

describe('judgeDatabase', () => {
  it.each<[string, Partial<FeedStatus>, Partial<Policy>, string | undefined, string]>([
    ['young', {}, {}, undefined, 'database 5 h old'],
    [
      'just within the age',
      { fetched: '2026-11-17T12:00:00Z' },
      {},
      undefined,
      'database 7 days old',
    ],
    ['too old', { fetched: '2026-11-17T11:59:00Z' }, {}, 'DATABASE_STALE', 'database 7 days old'],
    [
      'within a longer age',
      { fetched: '2026-11-01T12:00:00Z' },
      { maxAgeHours: 720, isMaxAgeSet: true },
      undefined,
      'database 23 days old',
    ],
    [
      'too old for a shorter age',
      {},
      { maxAgeHours: 4, isMaxAgeSet: true },
      'DATABASE_STALE',
      '5 h',
    ],
    [
      'a folder, however old',
      { ages: false, fetched: '2024-01-01T00:00:00Z' },
      {},
      undefined,
      'advisories from a folder, whose age is not judged',
    ],
    [
      'a folder, where the policy says so',
      { ages: false, fetched: '2024-01-01T00:00:00Z' },
      { isMaxAgeSet: true },
      'DATABASE_STALE',
      'days old',
    ],
    ['missing', { state: 'missing' }, {}, 'DATABASE_MISSING', 'no database'],
    ['not offered', { state: 'not-offered' }, {}, undefined, 'no database'],
    [
      'of the future',
      { fetched: '2026-11-26T12:00:00Z' },
      {},
      'DATABASE_STALE',
      'database less than 1 h old',
    ],
    [
      'of a clock that is a little ahead',
      { fetched: '2026-11-24T13:00:00Z' },
      {},
      undefined,
      'less than 1 h',
    ],
    ['of a time that cannot be read', { fetched: 'soon' }, {}, 'DATABASE_STALE', 'unknown age'],
  ])('%s', (_, change, policy, code, age) => {
    const status = { ...database, feeds: [{ ...feed, ...change }] };
    const judgement = judgeDatabase(status, { ...defaultPolicy, ...policy }, now);
    expect(judgement.errors.map((error) => error.code)).toEqual(code === undefined ? [] : [code]);
    for (const error of judgement.errors) expect(error.hint).toBeTruthy();
    expect(judgement.age).toContain(age);
  });
});

const severity = fc.constantFrom<Severity>('critical', 'high', 'medium', 'low', 'info', 'unknown');
const findings = fc.array(
  fc
    .record({
      id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
      severity,
      fixed: fc.boolean(),
      kev: fc.boolean(),
      silent: fc.boolean(),
    })
    .map(
      ({ id, severity, fixed, kev: exploited, silent }): Finding => ({
        ...base,
        id,
        aliases: [],
        severity,
        fixedVersions: fixed ? ['2'] : [],
        ...(exploited ? { kev } : {}),
        ...(silent ? { notGating: 'unimportant' } : {}),
      }),
    ),
  { maxLength: 8 },
);
const policies = fc.record({
  failOn: fc.constantFrom(...thresholds),
  ignoreUnfixed: fc.boolean(),
  unknownAs: fc.constantFrom('critical', 'high', 'medium', 'low', 'info'),
}) as fc.Arbitrary<Pick<Policy, 'failOn' | 'ignoreUnfixed' | 'unknownAs'>>;

describe('laws', () => {
  const failing = (list: readonly Finding[], policy: Partial<Policy>) =>
    judged(list, policy).verdict.failing;

  it('an exception never closes the gate, an expired one changes nothing', () => {
    fc.assert(
      fc.property(findings, policies, fc.constantFrom('CVE-1', 'CVE-4'), (list, policy, id) => {
        const plain = failing(list, policy);
        expect(
          failing(list, { ...policy, exceptions: [{ ...exception, id }] }),
        ).toBeLessThanOrEqual(plain);
        expect(
          failing(list, { ...policy, exceptions: [{ ...exception, id, expires: '2020-01-01' }] }),
        ).toBe(plain);
      }),
    );
  });

  it('a higher threshold never closes more, sparing the unfixed neither', () => {
    fc.assert(
      fc.property(findings, policies, (list, policy) => {
        const counts = [...thresholds]
          .reverse()
          .map((failOn) => failing(list, { ...policy, failOn }));
        const [none, ...fromLow] = counts;
        expect(none).toBe(0);
        expect(fromLow).toEqual([...fromLow].sort((a, b) => b - a));
        const spared = failing(list, { ...policy, ignoreUnfixed: true });
        expect(spared).toBeLessThanOrEqual(failing(list, { ...policy, ignoreUnfixed: false }));
      }),
    );
  });

  it('the order of findings does not matter, every finding stays and has a reason', () => {
    fc.assert(
      fc.property(findings, policies, (list, policy) => {
        const forth = judged(list, policy);
        const back = judged([...list].reverse(), policy);
        expect(back.verdict).toEqual(forth.verdict);
        const states = forth.targets.flatMap((one) => one.findings);
        expect(states).toHaveLength(list.length);
        expect(states.every((one) => one.stateReason.length > 0)).toBe(true);
        expect(states.filter((one) => one.state === 'failing')).toHaveLength(forth.verdict.failing);
        expect(forth.verdict.exitCode).toBe(forth.verdict.failing > 0 ? 1 : 0);
      }),
    );
  });
});
