import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TemplateScan } from './request.ts';
import { scan } from './test-folder.ts';

// The collected templates, all in one process: every one is answered, and no rule and no evaluation fails.
const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const root = join(shared, 'arm');

/** Files that are Azure's own templates: nothing in them is a fault. */
const sound = ['avm-machines', 'policies', 'quickstarts', 'symbolic-names'];

const rows = ({ scanned }: TemplateScan) => scanned.flatMap(({ coverage }) => coverage);

describe.skipIf(!existsSync(root))('the collected templates', () => {
  it('are all answered', async () => {
    const result = await scan([root]);
    expect(result.errors).toEqual([]);
    const internal = rows(result).filter(
      ({ what, reason = '' }) =>
        what.startsWith('plugin:') || reason.includes('fault of Portcullis'),
    );
    expect(internal).toEqual([]);
    const limits = rows(result).filter(({ reason = '' }) =>
      /more than \d+ steps|deeper than/.test(reason),
    );
    expect(limits).toEqual([]);
    const [scanned] = rows(result).filter(({ what }) => what === 'templates');
    const [templates = 0] = (scanned?.reason ?? '').match(/\d+/)?.map(Number) ?? [];
    expect(templates).toBeGreaterThan(850);
    const findings = result.scanned.flatMap((each) => each.findings);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
    for (const { location: { path, line, column } = {}, message } of findings) {
      expect(path).toBeTruthy();
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toMatch(/undefined|\[object/);
    }
  }, 120_000);

  it('give the same answer twice, and whatever path leads to them', async () => {
    const folder = join(root, 'quickstarts');
    const [first, second] = [await scan([folder]), await scan([join(folder, '**', '*.json')])];
    const findings = (result: TemplateScan) => result.scanned.flatMap((each) => each.findings);
    expect(findings(second)).toEqual(findings(first));
  }, 120_000);

  it.each(sound)(
    'of %s have no fault but links that lead elsewhere',
    async (name) => {
      const result = await scan([join(root, name)]);
      const faults = rows(result).filter(
        // GEN-UNIQUE and the like are put in by the samples' own pipeline, which makes them fit; where one is a secure
        // parameter's value as well, it is not shown.
        ({ what, incomplete, reason = '' }) =>
          incomplete && !what.startsWith('template-link:') && !/'(?:GEN|…)-/.test(reason),
      );
      const known = new Set(faults.map(({ what }) => basename(what)));
      expect([...known].sort()).toEqual([]);
    },
    120_000,
  );

  it('pair every quickstart with its parameter file', async () => {
    const folder = join(root, 'quickstarts');
    const result = await scan([folder]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const parameterFiles = files.filter((file) => /\.parameters\.(?:\w+\.)?json$/.test(file));
    const [scanned] = rows(result).filter(({ what }) => what === 'templates');
    expect(scanned?.reason).toContain(`${parameterFiles.length} parameter files`);
  }, 120_000);
});
