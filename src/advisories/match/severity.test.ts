import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeverityStatement } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';
import { findingsFor, packageOf, temporaryFolder, writeExport } from '../test-feeds.ts';
import { inOrder, needsFallback } from './severity.ts';

const sources = [
  'Ubuntu',
  'AlmaLinux',
  'GHSA',
  'CVSS:4.0',
  'CVSS:3.1',
  'CVSS:2.0',
  'CVE-2024-1',
  'cve-severity',
];
const statement = (source: string, severity: SeverityStatement['severity'] = 'medium') => ({
  source,
  severity,
});

describe('whose word counts', () => {
  it('is the order of the sources, whatever order they come in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(sources.slice(1), { minLength: 7 }), (mixed) => {
        const ordered = inOrder(mixed.map((source) => statement(source)));
        expect(ordered.map(({ source }) => source)).toEqual(sources.slice(1));
      }),
    );
  });

  it('of equal rank the heavier, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...severities), { minLength: 1 }), (words) => {
        const ordered = inOrder(words.map((word) => statement('GHSA', word)));
        const expected = severities.filter((word) => words.includes(word));
        expect(ordered.map(({ severity }) => severity)).toEqual(expected);
      }),
    );
  });

  it('of Debian only «unimportant» is a word on the severity', () => {
    expect(inOrder([statement('CVSS:3.1', 'high'), statement('Debian', 'low')])[0]?.source).toBe(
      'CVSS:3.1',
    );
    expect(inOrder([statement('CVSS:3.1', 'high'), statement('Debian', 'info')])[0]?.source).toBe(
      'Debian',
    );
  });

  it('falls back only where no record says anything', () => {
    expect(needsFallback([])).toBe(true);
    expect(needsFallback([statement('Debian', 'low')])).toBe(true);
    expect(needsFallback([statement('CVSS:2.0')])).toBe(false);
  });
});

describe('what a record does not say', () => {
  let feeds = '';
  const debian = (cve: string) => ({
    id: `DEBIAN-${cve}`,
    affected: [
      {
        package: { ecosystem: 'Debian:12', name: 'x' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
        ecosystem_specific: { urgency: cve.endsWith('4') ? 'high' : 'not yet assigned' },
      },
    ],
  });
  beforeAll(async () => {
    feeds = await temporaryFolder();
    const cves = ['CVE-2024-1', 'CVE-2024-2', 'CVE-2024-3', 'CVE-2024-4'];
    await writeExport(
      feeds,
      'Debian',
      cves.map((cve) => [`DEBIAN-${cve}.json`, JSON.stringify(debian(cve))]),
    );
    const ghsa = {
      id: 'GHSA-aaaa-bbbb-cccc',
      aliases: ['CVE-2024-1'],
      affected: [{ package: { ecosystem: 'npm', name: 'x' }, versions: ['1.0.0'] }],
      database_specific: { severity: 'CRITICAL' },
    };
    await writeExport(feeds, 'npm', [['GHSA-aaaa-bbbb-cccc.json', JSON.stringify(ghsa)]]);
    await writeFile(
      join(feeds, 'cve-severity.csv.gz'),
      'cve,source,cvss_vector,cvss_score,severity_word\nCVE-2024-1,nvd,,1,\nCVE-2024-2,nvd,,7.5,\n',
    );
    await writeFile(
      join(feeds, 'epss.csv.gz'),
      '#score_date:2026-11-24\ncve,epss,percentile\nCVE-2024-2,0.25,0.9\n',
    );
  });
  afterAll(() => rm(feeds, { recursive: true, force: true }));

  it('says the CVE in another ecosystem, then the fallback, then Debian’s urgency, else nobody', async () => {
    const packages = [packageOf('Debian:12', 'x', '1'), packageOf('npm', 'y', '1.0.0')];
    const findings = await findingsFor(feeds, packages);
    const said = findings.map(({ id, severity, severitySource }) => [id, severity, severitySource]);
    expect(said).toEqual([
      ['CVE-2024-1', 'critical', 'CVE-2024-1'],
      ['CVE-2024-2', 'high', 'cve-severity'],
      ['CVE-2024-3', 'unknown', 'none'],
      ['CVE-2024-4', 'high', 'Debian'],
    ]);
    expect(findings[0]?.severities).toHaveLength(2);
    expect(findings[1]?.epss).toEqual({ score: 0.25, percentile: 0.9 });
  });

  it('tells two versions of one source apart, and gives the same findings in any order of packages', async () => {
    const one = packageOf('Debian:12', 'x', '1', { source: { name: 'x', version: '1' } });
    const two = packageOf('Debian:12', 'x2', '2', { source: { name: 'x', version: '2' } });
    const findings = await findingsFor(feeds, [one, two]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(8);
    expect(await findingsFor(feeds, [two, one])).toEqual(findings);
  });
});
