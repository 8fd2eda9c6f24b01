import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Package } from '../../model/inventory.ts';
import { openAdvisories } from '../advisories.ts';
import { packageOf, temporaryFolder, testRuntime, writeExport } from '../test-feeds.ts';

// Versions that have no place in any range: never a pass where an advisory speaks of the name.

const record = (id: string, ecosystem: string, name: string, more: object) =>
  [
    `${id}.json`,
    JSON.stringify({ id, affected: [{ package: { ecosystem, name }, ...more }] }),
  ] as const;
const bounded = (introduced: string, fixed: string) => ({
  ranges: [{ type: 'ECOSYSTEM', events: [{ introduced }, { fixed }] }],
});

let feeds = '';
let database = '';
beforeAll(async () => {
  feeds = await temporaryFolder();
  database = await temporaryFolder();
  await writeExport(feeds, 'npm', [
    record('A-1', 'npm', 'axios', bounded('1.0.0', '1.8.0')),
    record('A-2', 'npm', 'listed', { versions: ['1.x'] }),
    record('A-3', 'npm', 'every', {
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
    }),
    record('A-4', 'npm', 'mixed', { versions: ['1.x'] }),
    record('A-5', 'npm', 'mixed', bounded('1.0.0', '2.0.0')),
  ]);
  await writeExport(feeds, 'PyPI', [record('B-1', 'PyPI', 'django', bounded('4.2', '4.2.5'))]);
  await writeExport(feeds, 'Debian', [record('D-1', 'Debian:12', 'x', bounded('0', '2'))]);
});
afterAll(async () => {
  await rm(feeds, { recursive: true, force: true });
  await rm(database, { recursive: true, force: true });
});

async function match(...packages: Package[]) {
  const ecosystems = packages.map(({ ecosystem }) => ecosystem);
  const request = { ecosystems, feeds, folder: database, offline: true };
  const advisories = await openAdvisories(request, testRuntime());
  try {
    const { findings, coverage } = await advisories.match({ packages, coverage: [] });
    const rows = coverage.filter(({ what }) => what.endsWith('-packages'));
    return { ids: findings.map(({ id }) => id), rows };
  } finally {
    await advisories.close();
  }
}

describe('a version that cannot be compared', () => {
  it.each([
    ['PyPI', 'Django', '4.2.0-acme'],
    ['PyPI', 'Django', '4.2.0_acme'],
    ['npm', 'axios', '1.7.0_custom'],
    ['npm', 'axios', '1.7.0 (custom)'],
    ['npm', 'axios', '^1.7.0'],
    ['npm', 'axios', '1.x'],
    ['npm', 'axios', ''],
  ])('of %s: %s %s is no pass', async (ecosystem, name, version) => {
    const { ids, rows } = await match(packageOf(ecosystem, name, version));
    expect(ids).toEqual([]);
    expect(rows).toMatchObject([
      { what: 'language-packages', status: 'partial', incomplete: true },
    ]);
    expect(rows[0]?.reason).toMatch(/^1 package has a version that cannot be compared/);
    expect(rows[0]?.reason?.toLowerCase()).toContain(`${name} ‹${version}›`.toLowerCase());
  });

  it('has no row where no advisory speaks of the name', async () => {
    expect(await match(packageOf('npm', 'unheard-of', '^1.7.0'))).toEqual({ ids: [], rows: [] });
  });

  it.each([
    ['npm', 'axios', 'v1.7.0', 1],
    ['npm', 'axios', '1.7.0beta', 1],
    ['npm', 'axios', '1.8.0', 0],
    ['PyPI', 'Django', '4.2.0+acme', 1],
    ['PyPI', 'Django', '4.2.4-1', 1],
  ])('%s %s %s is compared as its tool does', async (ecosystem, name, version, count) => {
    const { ids, rows } = await match(packageOf(ecosystem, name, version));
    expect([ids.length, rows]).toEqual([count, []]);
  });

  it('is found by an exact list and by a range of everything, without a row', async () => {
    const listed = packageOf('npm', 'listed', '1.x');
    const { ids, rows } = await match(listed, packageOf('npm', 'every', 'latest'));
    expect([ids.toSorted(), rows]).toEqual([['A-2', 'A-3'], []]);
  });

  it('keeps its row where one record holds and another cannot be told', async () => {
    const { ids, rows } = await match(packageOf('npm', 'mixed', '1.x'));
    expect([ids, rows.length]).toEqual([['A-4'], 1]);
  });

  it('is named up to three times, cut, with the count of all', async () => {
    const versions = ['^1', '^2', '^3', '^4', `^${'5'.repeat(1_000_000)}`];
    const { rows } = await match(...versions.map((text) => packageOf('npm', 'axios', text)));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.reason).toMatch(/^5 packages have versions .* and others$/);
    expect(rows[0]?.reason?.match(/axios/g)).toHaveLength(3);
    expect(rows[0]?.reason?.length).toBeLessThan(500);
  });

  it('of a system is one that is too long', async () => {
    const { ids, rows } = await match(packageOf('Debian:12', 'x', '9'.repeat(300)));
    expect(ids).toEqual([]);
    expect(rows).toMatchObject([{ what: 'os-packages', status: 'partial', incomplete: true }]);
  });
});
