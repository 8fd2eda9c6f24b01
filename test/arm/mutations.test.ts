import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mutationCases, samplesIn } from '../../scripts/check-arm/mutations.ts';

// Skipped where the shared samples are not there (PORTCULLIS_SHARED).
const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm/quickstarts');
const isHere = existsSync(folder);
const samples = isHere ? await samplesIn(folder) : [];
const work = mkdtempSync(join(tmpdir(), 'portcullis-mutations-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(!isHere)(`mutations of the samples in ${folder}`, () => {
  it('are of at least 20 samples', () => {
    expect(samples.length).toBeGreaterThanOrEqual(20);
  });

  it.each(samples)('$name', async (sample) => {
    const cases = await mutationCases(sample, work);
    const wrong = cases.filter(({ theirs, ours }) => theirs !== ours);
    expect(wrong.map(({ where, theirs, ours }) => `${where} is ${ours}, not ${theirs}`)).toEqual(
      [],
    );
    // Edits that bring an agent and edits that leave it open were made; the others show that it was not there before.
    expect(cases.map(({ ours }) => ours)).toEqual(expect.arrayContaining(['pass', 'undecided']));
  });
});
