import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Anchor, readAnchors, relations } from '../../scripts/check-arm/anchors.ts';
import { conditionOf } from '../../scripts/check-arm/conditions.ts';
import { readDifferences } from '../../scripts/check-arm/differences.ts';
import { templateRules } from '../../src/templates/rules/list.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const isHere = existsSync(join(shared, 'arm'));
const anchors = await readAnchors();
const all = [...anchors].map(([id, anchor]) => ({ id, ...anchor }));
const rules = new Map(templateRules.map((rule) => [rule.id, rule]));

/** Read by the evaluator of agents, not by a rule of the list. */
const ofAgents = /^AGT\d{3}$/;

/** `C20-22`, `P352,296`, `TA-20` of a row of the catalogue as ids. */
function idsOf(cell: string): string[] {
  const forms = [
    [/\bC(\d[\d,\s-]*)/g, (number: number) => `CKV_AZURE_${number}`],
    [/\bP(\d[\d,\s]*)/g, (number: number) => `AZR-${String(number).padStart(6, '0')}`],
    [/\bTA-(\d+)/g, (number: number) => `TA-${String(number).padStart(6, '0')}`],
  ] as const;
  return forms.flatMap(([pattern, named]) =>
    [...cell.matchAll(pattern)].flatMap(([, numbers = '']) =>
      numbers
        .split(',')
        .map((part) => part.trim())
        .filter((part) => /^\d/.test(part))
        .flatMap((part) => {
          const [first = 0, last = first] = part.split('-').map(Number);
          return Array.from({ length: last - first + 1 }, (_, index) => named(first + index));
        }),
    ),
  );
}

function catalogue(): string[] {
  const rows = readFileSync(join(shared, 'facts/arm.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]{3}\d{3} \|/.test(line));
  return rows.flatMap((row) => idsOf(row.split('|')[4] ?? ''));
}

function checksOfFolder(): { kics: string[]; checkov: string[]; analyzer: string[] } {
  const folders = (name: string) => readdirSync(join(shared, 'arm', name));
  const json = (...path: string[]) =>
    JSON.parse(readFileSync(join(shared, 'arm', ...path), 'utf8'));
  const checkov = folders('checkov').flatMap((name) =>
    json('checkov', name, 'expected.json').flatMap((each: { check: string | null }) =>
      each.check === null ? [] : [each.check],
    ),
  );
  return {
    kics: folders('kics').map((name) => json('kics', name, 'metadata.json').id),
    checkov: [...new Set<string>(checkov)],
    analyzer: folders('template-analyzer'),
  };
}

const sameOf = (ids: readonly string[]) => ids.filter((id) => anchors.get(id)?.relation === 'same');

describe('anchors.json', () => {
  it.each(all)('$id names rules of ours, with a reason', ({ ours, relation, filter, reason }) => {
    expect(relations).toContain(relation);
    expect(reason).not.toBe('');
    expect(ours.length === 0).toBe(relation === 'none');
    expect(ours.filter((id) => !rules.has(id) && !ofAgents.test(id))).toEqual([]);
    expect(() => conditionOf(filter ?? '')).not.toThrow();
  });

  it('lists the rule for each of its aliases, where both read the same setting', () => {
    const wrong = templateRules.flatMap(({ id, aliases }) =>
      aliases.filter((alias) => {
        const anchor: Anchor | undefined = anchors.get(alias);
        const reads = anchor?.relation === 'same' || anchor?.relation === 'narrower';
        return !reads || !anchor.ours.includes(id);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is used by every difference that is not of the language', async () => {
    const differences = await readDifferences();
    const unknown = differences.filter(
      ({ anchor }) => !anchors.has(anchor) && !anchor.startsWith('docs-functions'),
    );
    expect(unknown).toEqual([]);
  });
});

describe.skipIf(!isHere)(`the checks of ${shared}`, () => {
  it('are all mapped, those of the catalogue too', () => {
    const { kics, checkov, analyzer } = checksOfFolder();
    const ids = [...catalogue(), ...kics, ...checkov, ...analyzer];
    expect(ids.length).toBeGreaterThan(200);
    expect([...new Set(ids.filter((id) => !anchors.has(id)))]).toEqual([]);
  });

  it('are the same as ours often enough', () => {
    const { kics, checkov, analyzer } = checksOfFolder();
    expect(sameOf(kics).length).toBeGreaterThanOrEqual(12);
    expect(sameOf(checkov).length).toBeGreaterThanOrEqual(30);
    expect(sameOf(analyzer).length).toBeGreaterThanOrEqual(8);
  });
});
