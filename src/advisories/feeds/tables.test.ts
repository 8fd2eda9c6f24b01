import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCalculator } from './severity-words.ts';
import { type Rows, readCveSeverities, readEndOfLife, readEpss, readKev } from './tables.ts';

beforeAll(() => loadCalculator());

const bytes = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const table = ({ rows }: Rows): Record<string, unknown> =>
  Object.fromEntries(rows.map(([key, body]) => [key, JSON.parse(body)]));

describe('the small feeds', () => {
  it('reads KEV, bad entries counted', () => {
    const rows = readKev(
      bytes({
        vulnerabilities: [
          {
            cveID: 'CVE-1',
            dateAdded: '2024-01-01',
            dueDate: '2024-02-01',
            knownRansomwareCampaignUse: 'Known',
          },
          { cveID: 'CVE-2', dateAdded: '2024-01-02', knownRansomwareCampaignUse: 'Unknown' },
          { cveID: 'CVE-3' },
          null,
        ],
      }),
      'kev.json',
    );
    expect(table(rows)).toEqual({
      'CVE-1': { dateAdded: '2024-01-01', dueDate: '2024-02-01', ransomware: true },
      'CVE-2': { dateAdded: '2024-01-02', ransomware: false },
    });
    expect(rows.skipped).toBe(2);
  });

  it('reads the end-of-life table in the repository’s words and in the API’s', () => {
    const repository = {
      products: {
        debian: { releases: [{ releaseCycle: '12', eol: '2026-07-11', eoes: '2028-06-30' }, {}] },
        rolling: { releases: [{ releaseCycle: 'x', eol: false }] },
        gone: { releases: [{ releaseCycle: '1', eol: true }] },
      },
    };
    expect(table(readEndOfLife(bytes(repository), 'eol.json'))).toEqual({
      debian: [{ cycle: '12', endOfLife: '2026-07-11', endOfExtended: '2028-06-30' }],
      rolling: [{ cycle: 'x' }],
      gone: [{ cycle: '1', endOfLife: true }],
    });
    const api = {
      schema_version: '1.2.0',
      result: {
        name: 'debian',
        releases: [
          { name: '12', isEol: true, eolFrom: '2026-07-11', isEoes: false, eoesFrom: '2028-06-30' },
          { name: '14', isEol: false, eolFrom: null },
        ],
      },
    };
    expect(table(readEndOfLife(bytes(api), 'debian'))).toEqual({
      debian: [
        { cycle: '12', endOfLife: '2026-07-11', endOfExtended: '2028-06-30' },
        { cycle: '14' },
      ],
    });
  });

  it('reads severities by CVE: word, vector or score', () => {
    const csv = [
      'cve,source,cvss_vector,cvss_score,severity_word',
      'CVE-1,nvd,CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H,,',
      'CVE-2,redhat,,5.5,',
      'CVE-3,redhat,,,important',
      'CVE-4,redhat,,,',
      'what,redhat,,5,',
      '',
    ].join('\n');
    for (const input of [bytes(csv), gzipSync(csv)]) {
      const rows = readCveSeverities(input, 'cve-severity.csv.gz');
      expect(table(rows)).toMatchObject({
        'CVE-1': { source: 'cve-severity', severity: 'critical', cvss: { score: 9.8 } },
        'CVE-2': { source: 'cve-severity', severity: 'medium' },
        'CVE-3': { source: 'cve-severity', severity: 'high' },
      });
      expect(rows.skipped).toBe(2);
    }
  });

  it('reads EPSS behind its comment', () => {
    const csv =
      '#model_version:v2025,score_date:2026-11-24\ncve,epss,percentile\nCVE-1,0.5,0.97\nCVE-2,x,1\n';
    const rows = readEpss(gzipSync(csv), 'epss.csv.gz');
    expect(table(rows)).toEqual({ 'CVE-1': [0.5, 0.97] });
    expect(rows.skipped).toBe(1);
  });

  it.each([
    ['KEV', readKev],
    ['end of life', readEndOfLife],
    ['severities', readCveSeverities],
    ['EPSS', readEpss],
  ])('%s: refuses what is another thing, naming it', (_, read) => {
    const inputs = [
      '',
      '<html>',
      '[]',
      '{}',
      '{"vulnerabilities":7}',
      gzipSync('x').subarray(0, 15),
    ];
    for (const input of inputs) {
      expect(() => read(Buffer.from(input), 'the file')).toThrow(/^the file: /);
    }
  });
});
