import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test-feeds.ts';
import { KeyList, KeyWriter, sumOf } from './checks.ts';
import { buildTable, openTable } from './table-file.ts';

describe('the list of keys', () => {
  it('counts the rows of every key, and none of another', () => {
    const keys = fc.array(fc.tuple(fc.string(), fc.integer({ min: 1, max: 5 })));
    fc.assert(
      fc.property(keys, fc.array(fc.string()), (all, others) => {
        const counts = new Map(all);
        const writer = new KeyWriter();
        for (const [key, count] of counts) for (let n = 0; n < count; n++) writer.add(key);
        const list = new KeyList(writer.bytes());
        for (const [key, count] of counts) expect(list.count(key)).toBe(count);
        for (const key of others) expect(list.count(key)).toBe(counts.get(key) ?? 0);
      }),
    );
  });

  it('tells 300,000 keys apart, and counts to its limit', () => {
    const writer = new KeyWriter();
    for (let index = 0; index < 300_000; index++) writer.add(`npm\0package-${index}`);
    for (let index = 0; index < 5000; index++) writer.add('many');
    const bytes = writer.bytes();
    expect(bytes.length).toBe(300_001 * 8);
    const list = new KeyList(bytes);
    expect([list.count('npm\0package-299999'), list.count('npm\0package-300000')]).toEqual([1, 0]);
    expect([list.holds('many', 5000), list.holds('many', 17), list.holds('none', 0)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('has checksums that depend on every column and its place', () => {
    expect(
      new Set([sumOf('a', 1, 'b'), sumOf('a', 1, 'c'), sumOf('b', 1, 'a'), sumOf('a1', 'b')]),
    ).toHaveProperty('size', 4);
  });
});

describe('a table', () => {
  it('finds every key and no other', async () => {
    const folder = await temporaryFolder();
    const key = fc.stringMatching(/^[\x21-\x7e]{1,12}$/);
    let file = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, fc.jsonValue()), key, async (rows, other) => {
        const path = join(folder, `${file++}.table`);
        const entries = Object.entries(rows).map(([name, v]) => [name, JSON.stringify(v)] as const);
        const base = { source: 's', fetched: '', ages: false, fingerprint: '' };
        const meta = await buildTable(path, { name: 'kev', ...base }, entries, 2);
        const table = await openTable(path, 'kev');
        expect(table?.meta).toEqual(meta);
        expect(meta).toMatchObject({ records: entries.length, skipped: 2 });
        for (const [name, body] of entries) expect(table?.text(name)).toBe(body);
        expect(table?.text(other)).toBe(new Map(entries).get(other));
      }),
      { numRuns: 50 },
    );
    await rm(folder, { recursive: true });
  });
});
