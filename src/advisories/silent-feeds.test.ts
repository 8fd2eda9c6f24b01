import { execFileSync } from 'node:child_process';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Package } from '../model/inventory.ts';
import { databaseStatus, openAdvisories, updateDatabase } from './advisories.ts';
import {
  packageOf,
  recordText,
  temporaryFolder,
  testRuntime,
  writeExport,
  writeTestFeeds,
} from './test-feeds.ts';

// Feeds that are there and say nothing, or that are not there: never a pass.

const made: string[] = [];
const newFolder = async () => {
  const path = await temporaryFolder();
  made.push(path);
  return path;
};
let feeds = '';
beforeEach(async () => {
  feeds = await writeTestFeeds();
  made.push(feeds);
});
afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true, force: true });
});

const lodash = packageOf('npm', 'lodash', '4.17.20');
const libc = packageOf('Debian:12', 'libc6', '1');

async function scan(packages: readonly Package[] = [lodash]) {
  const ecosystems = packages.map(({ ecosystem }) => ecosystem);
  const request = { ecosystems, feeds, folder: await newFolder(), offline: true };
  const advisories = await openAdvisories(request, testRuntime());
  const { coverage } = await advisories.match({ packages, coverage: [] });
  const { status } = advisories;
  await advisories.close();
  const of = (name: string) => status.feeds.find(({ ecosystem }) => ecosystem === name);
  return { of, coverage };
}

const bad = (count: number) =>
  Array.from({ length: count }, (_, index) => [`BAD-${index}.json`, 'garbage'] as const);
const good = async (count: number) => {
  const text = await recordText('npm', 'GHSA-35jh-r3h4-6jhm');
  return Array.from(
    { length: count },
    (_, index) => [`GHSA-${index}.json`, text.replace('GHSA-35jh', `GHSA-${index}`)] as const,
  );
};

describe('an export without advisories is missing', () => {
  it.each<[string, () => Promise<readonly (readonly [string, string])[]>, RegExp]>([
    ['an empty zip', async () => [], /none of its 0 records is an advisory for npm/],
    ['one bad record', async () => bad(1), /none of its 1 records/],
    ['other files', async () => [['README', 'hello']], /none of its 0 records/],
    [
      'another ecosystem’s zip',
      async () => [['A.json', await recordText('Debian', 'DEBIAN-CVE-2023-2650')]],
      /none of its 1 records is an advisory for npm/,
    ],
    [
      'another ecosystem’s zip that speaks of ours, too',
      async () => {
        const other = await recordText('Debian', 'DEBIAN-CVE-2023-2650');
        const others = Array.from({ length: 40 }, (_, at) => [`O-${at}.json`, other] as const);
        return [...(await good(1)), ...others];
      },
      /only 1 of its 41 records is an advisory for npm/,
    ],
    ['many bad records', async () => [...(await good(3)), ...bad(997)], /997 of its 1000 records/],
    ['a tenth of bad ones', async () => [...(await good(40)), ...bad(5)], /5 of its 45 records/],
  ])('%s', async (_, entries, reason) => {
    await writeExport(feeds, 'npm', await entries());
    const { of, coverage } = await scan();
    expect(of('npm')).toMatchObject({ state: 'missing', reason: expect.stringMatching(reason) });
    expect(coverage).toMatchObject([{ what: 'feed:npm', incomplete: true }]);
  });

  it('a few bad records of many are left out', async () => {
    await writeExport(feeds, 'npm', [...(await good(95)), ...bad(5)]);
    expect((await scan()).of('npm')).toMatchObject({ state: 'ready', records: 95, skipped: 5 });
  });
});

describe('KEV and the end-of-life dates', () => {
  it.each([
    ['kev', 'kev.json', '{"vulnerabilities":[]}'],
    ['kev', 'kev.json', '{"vulnerabilities":[{"cve":"CVE-2024-1"}]}'],
    ['eol', 'eol.json', '{"products":{"debian":{"releases":[]}}}'],
    ['eol', 'eol.json', '{"result":{"name":"debian"}}'],
  ])('%s without a usable entry is missing: %s %s', async (name, file, text) => {
    await writeFile(join(feeds, file), text);
    expect((await scan([libc])).of(name)).toMatchObject({ state: 'missing' });
  });

  it('are gaps that a policy can accept where the source does not have them', async () => {
    await rm(join(feeds, 'kev.json'));
    await rm(join(feeds, 'eol.json'));
    const { coverage, of } = await scan([libc, lodash]);
    expect(of('kev')).toMatchObject({ state: 'not-offered' });
    const gaps = coverage.filter(({ incomplete }) => incomplete);
    expect(gaps.map(({ what }) => what)).toEqual(['feed:kev', 'feed:eol']);
    expect(gaps[1]?.reason).toMatch(/does not have it: whether the system still gets/);
    const language = await scan([lodash]);
    const names = language.coverage.filter(({ incomplete }) => incomplete);
    expect(names.map(({ what }) => what)).toEqual(['feed:kev']);
  });

  it('are no gap where there are no packages', async () => {
    await rm(join(feeds, 'kev.json'));
    expect((await scan([])).coverage).toEqual([]);
  });
});

describe('a feeds folder that is none', () => {
  it.each(['ftp://me:s3cret@host/feeds', 'https:/me:s3/cret@host/feeds'])(
    'shows no user info of %s',
    async (address) => {
      feeds = address;
      const error = await scan().catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'USAGE' });
      expect(String(error)).toContain('host/feeds');
      expect(String(error)).not.toMatch(/s3|cret/);
    },
  );

  it.skipIf(process.platform === 'win32')('is not waited for when a feed is a pipe', async () => {
    for (const file of ['osv/npm/all.zip', 'kev.json']) {
      await rm(join(feeds, file));
      execFileSync('mkfifo', [join(feeds, file)]);
    }
    const { of } = await scan();
    for (const name of ['npm', 'kev']) {
      expect(of(name)).toMatchObject({
        state: 'missing',
        reason: expect.stringContaining('it is no file'),
      });
    }
  });

  it('is no database when it is empty, neither for an update nor for a scan', async () => {
    const folder = await newFolder();
    feeds = await newFolder();
    await mkdir(join(feeds, 'osv'));
    const request = { ecosystems: ['npm'], feeds, folder, offline: true };
    const missing = { code: 'DATABASE_MISSING' };
    await expect(updateDatabase(request, testRuntime())).rejects.toMatchObject(missing);
    await expect(scan()).rejects.toMatchObject(missing);
    expect((await databaseStatus(folder, testRuntime())).feeds).toEqual([]);
  });
});

describe('an optional table that is there and cannot be read is missing', () => {
  it.each([
    ['cut short', () => gzipSync(`cve,source\n${'x'.repeat(100_000)}`).subarray(0, 60)],
    ['of another kind', () => '<html>'],
    ['more lines than there are CVEs', () => `cve,source,\n${'x\n'.repeat(2_000_001)}`],
  ])('%s', async (_, bytes) => {
    await writeFile(join(feeds, 'cve-severity.csv.gz'), bytes());
    const { of } = await scan();
    expect(of('cve-severity')).toMatchObject({ state: 'missing' });
  });

  it('reads one that is blank for the most part in bounded memory', async () => {
    const blank = gzipSync(
      `cve,source,cvss_vector,cvss_score,severity_word\n${'\n'.repeat(20e6)}CVE-2024-1,nvd,,9.8,`,
    );
    await writeFile(join(feeds, 'cve-severity.csv.gz'), blank);
    const { of } = await scan();
    expect(of('cve-severity')).toMatchObject({ state: 'ready', records: 1 });
  });

  it('is not asked for where nobody offers it', async () => {
    await rm(join(feeds, 'cve-severity.csv.gz'), { force: true });
    const { of } = await scan();
    expect(of('cve-severity')).toBeUndefined();
  });
});

describe('the age of a feeds folder', () => {
  it('counts from when its files were written, not from when the store was built', async () => {
    const day = new Date('2020-01-02T03:04:05Z');
    await utimes(join(feeds, 'osv', 'npm', 'all.zip'), day, day);
    const { of } = await scan();
    expect(of('npm')).toMatchObject({ fetched: day.toISOString(), ages: false });
  });
});
