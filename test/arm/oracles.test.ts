import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAnchors } from '../../scripts/check-arm/anchors.ts';
import { readDifferences } from '../../scripts/check-arm/differences.ts';
import { checkArm, oracles } from '../../scripts/check-arm.ts';

// Answers of other tools and of the documentation (PORTCULLIS_SHARED); skipped where they are not there. The mutations
// have a test of their own.
const root = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm');
const names = oracles.map(([name]) => name).filter((name) => name !== 'mutations');

describe.skipIf(!existsSync(root))(`the oracles of ${root}`, () => {
  it.each(names)('%s', async (name) => {
    const checked = await checkArm(root, await readAnchors(), await readDifferences(), [name]);

    const [tally] = checked.tallies;
    expect(tally?.unlisted.map(({ anchor, where }) => `${anchor} ${where}`)).toEqual([]);
    expect(tally?.unmapped).toEqual([]);
    expect(checked.failures).toEqual([]);
  });
});
