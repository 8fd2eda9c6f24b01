import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '../model/coverage.ts';
import type { JudgedFinding } from '../model/finding.ts';
import type { ScanResult, TargetResult } from '../model/result.ts';
import { table } from './table.ts';
import { closed, finding, hostile, open } from './testdata/results.ts';
import { widthOf } from './width.ts';

const [web] = closed.targets;
if (web === undefined) throw new Error('the sample has no target');

const show = (result: ScanResult, columns = 80, colour = false) =>
  table.render(result, { columns, colour }).split('\n');
const withTarget = (change: Partial<TargetResult>): ScanResult => ({
  ...open,
  targets: [{ ...web, ...change }],
});

const about = (name: string) => ({
  name,
  version: '1.0',
  ecosystem: 'npm',
  purl: `pkg:npm/${name}@1.0`,
  locations: [`srv/${name}/package.json`],
});
const many = (count: number, change: Partial<JudgedFinding>) =>
  Array.from({ length: count }, (_, index) =>
    finding({
      id: `CVE-2024-${index}`,
      severity: 'high',
      title: `fault ${index}`,
      package: about(`p${index % 7}`),
      ...change,
    }),
  );

describe('the table', () => {
  it('lists up to 200 findings that close the gate and 20 that do not, and says how many more', () => {
    const findings = [...many(250, { state: 'failing' }), ...many(50, { state: 'unfixed' })];
    const lines = show(withTarget({ findings }), 140);
    expect(lines.filter((line) => line.includes('✗ high'))).toHaveLength(200);
    expect(lines.filter((line) => line.includes('· high'))).toHaveLength(20);
    expect(
      lines.filter((line) => line.includes('more; “-o json=FILE”')).map((line) => line.trim()),
    ).toEqual([
      '… and 50 more; “-o json=FILE” writes them all',
      '… and 30 more; “-o json=FILE” writes them all',
    ]);
    expect(lines).toContain('  Closes the gate: 250');
  });

  it('names a package once for all of its findings', () => {
    const lines = show(withTarget({ findings: many(14, { state: 'failing' }) }));
    expect(lines.filter((line) => line.startsWith('  p3 1.0'))).toHaveLength(1);
  });

  it('gives the ids, fixes and reasons of what closes the gate in full, however narrow', () => {
    const findings = [
      finding({
        id: 'GHSA-aaaa-bbbb-cccc',
        severity: 'critical',
        title: 'A very long title that does not fit into the line beside its columns at all',
        fixedVersions: ['1.2.3-rc.1+build.5', '2.0.0'],
        kev: { dateAdded: '2026-01-02', ransomware: false },
        state: 'failing',
        stateReason: 'Known to be exploited since 2026-01-02: closes the gate.',
        package: about('left-pad'),
      }),
    ];
    const text = show(withTarget({ findings }), 60).join(' ').replaceAll(/ +/g, ' ');
    expect(text).toContain('GHSA-aaaa-bbbb-cccc KEV → 1.2.3-rc.1+build.5');
    expect(text).toContain(
      'A very long title that does not fit into the line beside its columns at all.',
    );
    expect(text).toContain('Known to be exploited since 2026-01-02: closes the gate.');
    expect(text).toContain('(severity: GHSA)');
  });

  it('says so where what closes the gate has no fix, and what to do', () => {
    const findings = [
      finding({
        id: 'CVE-1',
        severity: 'high',
        title: 'A fault.',
        remedy: 'Remove it.',
        state: 'failing',
        package: about('a'),
      }),
    ];
    const text = show(withTarget({ findings })).join('\n');
    expect(text).toContain('CVE-1 no fix known');
    expect(text).toContain('A fault. Remove it.');
  });

  it('shows whose exception it is', () => {
    const findings = many(1, {
      state: 'excepted',
      stateReason: 'Excepted until 2027-01-01 by team-web: x',
    });
    for (const columns of [60, 80, 140]) {
      expect(show(withTarget({ findings }), columns).join('\n')).toContain('Excepted until 2027');
    }
  });

  it('puts gaps that matter first, says which are accepted, and counts the rest', () => {
    const rows = (count: number): CoverageRow[] =>
      Array.from({ length: count }, (_, index) => ({
        what: `path:p${index}`,
        status: 'not-scanned',
        reason: 'skip-paths',
        incomplete: false,
      }));
    const gap: CoverageRow = {
      what: 'layer:1',
      status: 'partial',
      reason: 'cut short',
      incomplete: true,
    };
    const state = (state: 'incomplete' | 'excepted') =>
      finding({
        id: 'coverage-layer',
        kind: 'coverage',
        severity: 'unknown',
        title: 't',
        state,
        stateReason: 'Accepted by the policy: known',
        location: { resource: 'layer:1' },
      });
    const shown = (one: 'incomplete' | 'excepted') =>
      show(withTarget({ findings: [state(one)], coverage: [...rows(40), gap] }));
    const lines = shown('incomplete');
    const start = lines.indexOf('  Not scanned, or not wholly:');
    expect(lines[start + 1]).toBe('  ✗ layer:1 · partial: cut short');
    expect(lines).toContain('  … and 11 more');
    expect(shown('excepted')).toContain(
      '  · layer:1 · partial: cut short (Accepted by the policy: known)',
    );
  });

  it('keeps to its width with any text, in wide characters too', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', ' ', '漢', '🔒', 'e\u0301', '/', '\n', '::'),
      maxLength: 300,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 20, max: 240 }), (text, columns) => {
        const width = Math.min(200, Math.max(60, columns));
        for (const line of show(hostile(text), columns))
          expect(widthOf(line)).toBeLessThanOrEqual(width + 1);
      }),
    );
  });

  it('ends with the verdict, its reason and the count of all', () => {
    expect(show(closed, 200).slice(-5)).toEqual([
      ' GATE CLOSED  exit code 1',
      expect.stringMatching(
        /^ {2}3 findings \(1 critical, 1 high, 1 medium; 1 known to be exploited\) close it; /,
      ),
      '  29 h old',
      '  Found: 8 (1 critical, 3 high, 2 medium, 1 low, 1 unknown)',
      '',
    ]);
  });
});
