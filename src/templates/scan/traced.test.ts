import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requiredAgentRules } from '../../model/template-policy.ts';
import { evaluateRules } from '../rules/evaluate-rules.ts';
import { templateRules } from '../rules/list.ts';
import { folderOf, scan, storage, template, today } from './test-folder.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const rules = templateRules.filter(({ id }) => !requiredAgentRules.includes(id));

describe('what a finding was made from', () => {
  it('is kept only where it is asked for', async () => {
    const folder = folderOf({ 'a.json': template([storage('a')]) });
    const plain = await scan([folder]);
    expect([plain.scanned[0]?.traced, plain.evaluations]).toEqual([[], []]);
    const kept = await scan([folder], { keepsEvaluations: true });
    expect(kept.evaluations).toHaveLength(1);
    expect(kept.scanned[0]?.findings).toEqual(plain.scanned[0]?.findings);
    const [first] = kept.scanned[0]?.traced ?? [];
    expect(first?.finding).toBe(kept.scanned[0]?.findings[0]);
    expect(first?.results[0]?.resource?.type).toBe('Microsoft.Storage/storageAccounts');
  });

  it('names the files by their absolute paths', async () => {
    const folder = folderOf({ 'a.json': template([storage('a')]) });
    const { paths, scanned } = await scan([folder]);
    const shown = scanned[0]?.findings[0]?.location?.path ?? '';
    expect(paths.get(shown)).toBe(join(folder, 'a.json'));
  });

  it.skipIf(!existsSync(shared))(
    'are all outcomes that fail or are open, each in one finding',
    async () => {
      const folder = join(shared, 'arm', 'quickstarts');
      const { scanned, evaluations } = await scan([folder], { keepsEvaluations: true });
      const reported = new Set(
        scanned.flatMap(({ traced }) =>
          traced.flatMap(({ finding, results }) =>
            results.map(({ outcome }) => {
              expect(outcome.kind === 'undecided').toBe(finding.outcome === 'undecided');
              return outcome;
            }),
          ),
        ),
      );
      let failing = 0;
      for (const evaluation of evaluations) {
        for (const { outcome } of evaluateRules(evaluation, rules, { now: today })) {
          if (outcome.kind === 'fail') failing++;
        }
      }
      const own = [...reported].filter(({ kind }) => kind === 'fail');
      const agents = scanned.flatMap(({ traced }) =>
        traced
          .filter(({ finding: { id } }) => requiredAgentRules.includes(id))
          .flatMap(({ results }) => results.filter(({ outcome }) => outcome.kind === 'fail')),
      );
      expect(own.length - agents.length).toBe(failing);
      expect(failing).toBeGreaterThan(500);
    },
    120_000,
  );
});

describe('an overlay', () => {
  it('stands in for the file, and nothing is written', async () => {
    const folder = folderOf({ 'a.json': template([storage('a')]) });
    const overlay = new Map([
      [join(folder, 'a.json'), JSON.stringify(template([storage('a', true)]))],
    ]);
    const rule = ({ id }: { readonly id: string }) => id === 'STO001';
    const mended = await scan([folder], { overlay });
    expect(mended.scanned[0]?.findings.some(rule)).toBe(false);
    const before = await scan([folder]);
    expect(before.scanned[0]?.findings.some(rule)).toBe(true);
  });
});
