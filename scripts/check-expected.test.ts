import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWith, readExpected } from './check-expected.ts';

const feeds = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'feeds');

describe.skipIf(!existsSync(join(feeds, 'expected')))('check:expected (PORTCULLIS_SHARED)', () => {
  let work = '';
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'portcullis-expected-'));
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('finds exactly what is expected', async () => {
    const all = await readExpected(feeds);
    expect(all.map(({ pairs }) => pairs.length)).toEqual([163, 20]);
    for (const expected of all) {
      const comparison = await compareWith(feeds, expected, work);
      expect(comparison).toMatchObject({ missing: [], extra: [] });
    }
  });

  it('sees one altered pair', async () => {
    const [, expected] = await readExpected(feeds);
    const [first, ...others] = expected?.pairs ?? [];
    if (expected === undefined || first === undefined) throw new Error('nothing is expected');
    const altered = { ...expected, pairs: [['DEBIAN-CVE-1999-1', first[1]] as const, ...others] };
    const comparison = await compareWith(feeds, altered, work);
    expect(comparison).toMatchObject({
      missing: [`DEBIAN-CVE-1999-1 of ${first[1]}`],
      extra: [`${first[0]} of ${first[1]}`],
    });
  });
});
