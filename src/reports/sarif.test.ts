import { gunzipSync, gzipSync } from 'node:zlib';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { JudgedFinding } from '../model/finding.ts';
import type { ScanResult, TargetResult } from '../model/result.ts';
import { sarif } from './sarif.ts';
import { repositoryUri } from './sarif-location.ts';
import { levelOf, securitySeverity } from './sarif-rules.ts';
import { broken, closed, finding, open } from './testdata/results.ts';

const options = { columns: 80, colour: false };
const log = (result: ScanResult, more = {}): Log =>
  JSON.parse(sarif.render(result, { ...options, ...more })) as Log;
const [web] = closed.targets;

function target(reference: string, findings: readonly JudgedFinding[]): TargetResult {
  return { kind: 'registry', reference, identity: {}, packages: [], findings, coverage: [] };
}

function many(
  count: number,
  change: (index: number) => Partial<JudgedFinding> = () => ({}),
): JudgedFinding[] {
  return Array.from({ length: count }, (_, index) =>
    finding({
      id: `CVE-2024-${index}`,
      severity: 'low',
      title: `fault ${index}`,
      ...change(index),
    }),
  );
}

const results = (run: Run | undefined): Result[] => run?.results ?? [];

describe('SARIF', () => {
  it('has one run a target, with a category that holds no tag and ends with a slash', () => {
    expect(log(closed).runs.map((run) => run.automationDetails?.id)).toEqual([
      'portcullis/registry-acme.azurecr.io-shop-web/',
      'portcullis/docker-archive-build-worker.tar/',
    ]);
  });

  it('keeps the fingerprint of a finding when the package and the tag change', () => {
    const prints = (result: ScanResult) =>
      log(result).runs.flatMap((run) => results(run).map((one) => one.partialFingerprints));
    const later: ScanResult = {
      ...closed,
      targets: closed.targets.map((one) => ({
        ...one,
        reference: one.reference.replace(':1.2', ':1.3'),
        findings: one.findings.map((found) =>
          found.package === undefined
            ? found
            : { ...found, package: { ...found.package, version: '9' } },
        ),
      })),
    };
    expect(prints(later)).toEqual(prints(closed));
    expect(prints(closed)[0]).toEqual({
      primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{64}:1$/),
    });
  });

  it('tells two findings of one fingerprint apart', () => {
    const twins = many(2, () => ({ fingerprint: 'f' }));
    const prints = results(log({ ...closed, targets: [target('a', twins)] }).runs[0]);
    expect(prints.map((one) => one.partialFingerprints?.['primaryLocationLineHash'])).toEqual([
      'f:1',
      'f:2',
    ]);
  });

  it('gives all four numbers of a region and a file of the checkout', () => {
    for (const dockerfile of [undefined, 'deploy\\Dockerfile']) {
      for (const run of log(closed, dockerfile === undefined ? {} : { dockerfile }).runs) {
        for (const { locations } of results(run)) {
          expect(locations?.[0]?.physicalLocation).toEqual({
            artifactLocation: {
              uri: dockerfile === undefined ? 'Dockerfile' : 'deploy/Dockerfile',
              uriBaseId: '%SRCROOT%',
            },
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
          });
        }
      }
    }
  });

  it('points at a finding’s own line where it has one', () => {
    const location = { path: 'infra/main.json', line: 12, column: 3, endLine: 14, endColumn: 4 };
    const [result] = results(
      log({
        ...closed,
        targets: [
          target(
            'a',
            many(1, () => ({ location })),
          ),
        ],
      }).runs[0],
    );
    expect(result?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'infra/main.json' },
      region: { startLine: 12, startColumn: 3, endLine: 14, endColumn: 4 },
    });
  });

  it.each([
    ['/etc/passwd', 'etc/passwd'],
    ['../../x', 'x'],
    ['C:/src/Dockerfile', 'src/Dockerfile'],
    ['a:b.json', 'a%3Ab.json'],
    ['a\\b.json', 'a%5Cb.json'],
    ['a\u202eb', 'a%E2%80%AEb'],
    ['a b/ä#?.txt', 'a%20b/%C3%A4%23%3F.txt'],
    ['', 'Dockerfile'],
    ['./..//', 'Dockerfile'],
    ['\ud800', '%EF%BF%BD'],
  ])('writes %j as the relative URI %s', (path, uri) => {
    expect(repositoryUri(path)).toBe(uri);
  });

  it('suppresses what is excepted and nothing else', () => {
    const suppressed = results(log(closed).runs[0]).filter((one) => one.suppressions !== undefined);
    expect(suppressed.map((one) => one.ruleId)).toEqual(['CVE-2021-23337']);
    expect(suppressed[0]?.suppressions?.[0]).toMatchObject({
      kind: 'external',
      status: 'accepted',
    });
  });

  it('says that a run failed when a part was not scanned or an error happened', () => {
    const success = (result: ScanResult) =>
      log(result).runs.map((run) => run.invocations?.[0]?.executionSuccessful);
    expect(success(closed)).toEqual([true, false]);
    expect(success(open)).toEqual([true]);
    expect(success(broken)).toEqual([false]);
    const notes = log(broken).runs[0]?.invocations?.[0]?.toolExecutionNotifications;
    expect(notes?.map((note) => note.descriptor?.id)).toEqual([
      'DATABASE_MISSING',
      'REGISTRY_DENIED',
    ]);
  });

  it.each([
    ['critical', 9.8, '9.8'],
    ['critical', 9, '9.5'],
    ['critical', undefined, '9.5'],
    ['high', 7, '7.0'],
    ['high', 9.8, '8.0'],
    ['medium', 6.9, '6.9'],
    ['low', 9.8, '2.0'],
    ['info', undefined, '0.0'],
    ['unknown', undefined, '5.5'],
  ] as const)('places %s with score %s at %s', (severity, score, expected) => {
    const one = finding({
      id: 'x',
      severity,
      title: 't',
      ...(score === undefined ? {} : { cvss: { vector: '', score } }),
    });
    expect(securitySeverity(one, closed.policy)).toBe(expected);
  });

  it.each([
    [{ severity: 'critical' }, 'error'],
    [{ severity: 'high', state: 'unfixed' }, 'error'],
    [{ severity: 'medium' }, 'warning'],
    [{ severity: 'unknown' }, 'warning'],
    [{ severity: 'low' }, 'note'],
    [{ severity: 'high', state: 'not-gating' }, 'note'],
    [{ kind: 'coverage', severity: 'unknown', state: 'incomplete' }, 'error'],
    [{ kind: 'coverage', severity: 'unknown', state: 'excepted' }, 'note'],
  ] as const)('%j has level %s', (change, level) => {
    expect(
      levelOf({ ...finding({ id: 'x', severity: 'low', title: 't' }), ...change }, closed.policy),
    ).toBe(level);
  });

  it('fills rules with what GitHub demands, within its lengths', () => {
    const long = 'x'.repeat(5000);
    const loud = many(1, () => ({ id: long, title: long, message: long, remedy: long }));
    const runs = [...log(closed).runs, ...log({ ...closed, targets: [target('a', loud)] }).runs];
    for (const rule of runs.flatMap((run) => run.tool.driver.rules ?? [])) {
      expect(rule.name?.length).toBeLessThanOrEqual(255);
      for (const part of [rule.shortDescription, rule.fullDescription]) {
        expect(part?.text.length).toBeGreaterThan(0);
        expect(part?.text.length).toBeLessThanOrEqual(1024);
      }
      expect(rule.help?.text.length).toBeGreaterThan(0);
      expect(rule.help?.markdown?.length).toBeGreaterThan(0);
      expect(rule.properties?.tags?.length).toBeLessThanOrEqual(20);
    }
    for (const run of runs) {
      for (const one of results(run)) {
        expect(run.tool.driver.rules?.[one.ruleIndex ?? -1]?.id).toBe(one.ruleId);
      }
    }
  });
});

describe('the limits of code scanning', () => {
  it('are kept with 26,000 findings: 25,000 results, the weightiest, and a word on the rest', () => {
    const findings = many(26_000, (index) =>
      index === 25_999 ? { severity: 'critical', state: 'failing' } : {},
    );
    const text = sarif.render({ ...closed, targets: [target('a', findings)] }, options);
    const [run] = (JSON.parse(text) as Log).runs;
    expect(results(run)).toHaveLength(25_000);
    expect(results(run)[0]?.ruleId).toBe('CVE-2024-25999');
    expect(run?.tool.driver.rules?.length).toBeLessThanOrEqual(25_000);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toContain(
      '1000 findings',
    );
    expect(gzipSync(text).length).toBeLessThanOrEqual(10_000_000);
  });

  it('are kept with text that does not compress', () => {
    let seed = 1;
    const noise = () => {
      let text = '';
      while (text.length < 900) {
        seed = (seed * 48_271) % 2_147_483_647;
        text += seed.toString(36);
      }
      return text;
    };
    const findings = many(20_000, () => ({ message: noise() }));
    const zipped = gzipSync(sarif.render({ ...closed, targets: [target('a', findings)] }, options));
    expect(zipped.length).toBeLessThanOrEqual(10_000_000);
    expect(
      results((JSON.parse(gunzipSync(zipped).toString()) as Log).runs[0]).length,
    ).toBeGreaterThan(1000);
  });

  it('are kept with 25 targets: 20 runs, no finding lost, no two categories or fingerprints alike', () => {
    const findings = many(3);
    const targets = Array.from({ length: 25 }, (_, index) =>
      target(`registry:r/app${index}`, findings),
    );
    const { runs } = log({ ...closed, targets });
    expect(runs).toHaveLength(20);
    expect(new Set(runs.map((run) => run.automationDetails?.id)).size).toBe(20);
    expect(runs.flatMap(results)).toHaveLength(75);
    const last = results(runs.at(-1)).map(
      (one) => one.partialFingerprints?.['primaryLocationLineHash'],
    );
    expect(new Set(last).size).toBe(18);
  });

  it('keeps a target’s own errors with it', () => {
    const errors = [{ code: 'CANCELLED', message: 'too late', target: web?.reference ?? '' }];
    const { runs } = log({ ...closed, errors });
    expect(
      runs.map((run) => run.invocations?.[0]?.toolExecutionNotifications?.length ?? 0),
    ).toEqual([1, 0]);
  });
});
