import { copyFile, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import type { FeedStatus } from '../model/result.ts';
import { databaseStatus, openAdvisories, updateDatabase } from './advisories.ts';
import {
  packageOf,
  recordText,
  temporaryFolder,
  testRuntime,
  writeExport,
  writeTestFeeds,
} from './test-feeds.ts';

let feeds = '';
let folder = '';
const made: string[] = [];
const newFolder = async () => {
  const path = await temporaryFolder();
  made.push(path);
  return path;
};
beforeAll(async () => {
  feeds = await writeTestFeeds();
  made.push(feeds);
});
beforeEach(async () => {
  folder = await newFolder();
});
afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true, force: true });
});

const npm = ['npm'];
/** A good record of another package. */
const other = JSON.stringify({
  id: 'OTHER-1',
  affected: [{ package: { ecosystem: 'npm', name: 'other' }, versions: ['1.0.0'] }],
});
const lodash = packageOf('npm', 'lodash', '4.17.20');

/** Opens, matches lodash 4.17.20, closes. */
async function scan(
  more: { feeds?: string; ecosystems?: string[]; offline?: boolean } = {},
  runtime = testRuntime(),
) {
  const request = { ecosystems: npm, feeds, folder, offline: true, ...more };
  const advisories = await openAdvisories(request, runtime);
  try {
    const { findings, coverage } = await advisories.match({ packages: [lodash], coverage: [] });
    return { status: advisories.status, ids: findings.map(({ id }) => id), coverage };
  } finally {
    await advisories.close();
  }
}

const feedOf = (feeds: readonly FeedStatus[], name: string) =>
  feeds.find(({ ecosystem }) => ecosystem === name);
const idOf = async (name: string) => (await stat(join(folder, name))).ino;

describe('a feeds folder', () => {
  it('is built once, and served as it is afterwards', async () => {
    const first = await scan();
    expect(first.ids).toEqual(['CVE-2021-23337']);
    expect(feedOf(first.status.feeds, 'npm')).toMatchObject({
      state: 'ready',
      source: join(feeds, 'osv', 'npm', 'all.zip'),
      fetched: (await stat(join(feeds, 'osv', 'npm', 'all.zip'))).mtime.toISOString(),
      ages: false,
      records: 6,
      skipped: 0,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const built = await idOf('npm.sqlite');
    const second = await scan({}, testRuntime({ now: () => new Date('2028-01-01T00:00:00Z') }));
    expect(await idOf('npm.sqlite')).toBe(built);
    expect(second.status).toEqual(first.status);
    expect((await readdir(folder)).filter((name) => !/\.(sqlite|table)$/.test(name))).toEqual([]);
  });

  it('is built again when its content has changed, and the same content has the same digest', async () => {
    const own = await newFolder();
    const record = await recordText('npm', 'GHSA-35jh-r3h4-6jhm');
    await writeExport(own, 'npm', [['GHSA-35jh-r3h4-6jhm.json', record]]);
    const first = await scan({ feeds: own });
    await writeExport(own, 'npm', [['OTHER-1.json', other]]);
    const second = await scan({ feeds: own });
    expect([first.ids, second.ids]).toEqual([['CVE-2021-23337'], []]);
    await writeExport(own, 'npm', [['GHSA-35jh-r3h4-6jhm.json', record]]);
    const third = await scan({ feeds: own });
    expect(third.status.digest).toBe(first.status.digest);
    expect(second.status.digest).not.toBe(first.status.digest);
  });

  it('does not serve the store of another folder', async () => {
    await scan();
    const changed = await newFolder();
    await writeExport(changed, 'npm', [['OTHER-1.json', other]]);
    expect((await scan({ feeds: changed })).ids).toEqual([]);
  });

  it('is a usage error when it is not there', async () => {
    const error = scan({ feeds: join(folder, 'nowhere') });
    await expect(error).rejects.toMatchObject({ code: 'USAGE' });
    await expect(error).rejects.toThrow(/nowhere is not there/);
  });

  it('is only read for what is asked for', async () => {
    await scan();
    expect(await readdir(folder)).toEqual(['kev.table', 'npm.sqlite']);
    const all = await scan({ ecosystems: ['Debian:12', 'npm'] });
    expect(all.status.feeds.map(({ ecosystem }) => ecosystem)).toEqual([
      'Debian',
      'npm',
      'kev',
      'eol',
    ]);
  });
});

describe('bad input', () => {
  it('skips and counts bad records', async () => {
    const own = await newFolder();
    await writeExport(own, 'npm', [
      ['GOOD.json', await recordText('npm', 'GHSA-35jh-r3h4-6jhm')],
      ['A.json', '{"id":'],
      ['B.json', '[]'],
      ['C.json', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
      ['D.json', '{"id":"D","affected":7}'],
    ]);
    const runtime = testRuntime();
    const { status, ids } = await scan({ feeds: own }, runtime);
    expect(ids).toEqual(['CVE-2021-23337']);
    expect(feedOf(status.feeds, 'npm')).toMatchObject({ state: 'ready', records: 1, skipped: 4 });
    expect(runtime.lines).toContain('npm: 4 bad advisory records are skipped');
  });

  it.each([
    ['cut', (zip: Buffer) => zip.subarray(0, zip.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['a web page', () => Buffer.from('<html>'.repeat(100))],
  ])('takes an export that is %s as missing, an older store is no stand-in', async (_, damage) => {
    const own = await newFolder();
    const record = await recordText('npm', 'GHSA-35jh-r3h4-6jhm');
    const path = await writeExport(own, 'npm', [['GHSA-35jh-r3h4-6jhm.json', record]]);
    expect((await scan({ feeds: own })).ids).toHaveLength(1);
    await writeFile(path, damage(await readFile(path)));
    const { status, ids, coverage } = await scan({ feeds: own });
    expect(ids).toEqual([]);
    expect(feedOf(status.feeds, 'npm')).toMatchObject({
      state: 'missing',
      reason: expect.stringContaining(path),
    });
    expect(coverage).toContainEqual(
      expect.objectContaining({ what: 'feed:npm', status: 'not-scanned', incomplete: true }),
    );
  });

  it('takes damaged KEV as missing', async () => {
    const own = await newFolder();
    await writeExport(own, 'npm', [['A.json', other]]);
    await writeFile(join(own, 'kev.json'), '{"vulnerabilities":');
    const { status } = await scan({ feeds: own });
    expect(feedOf(status.feeds, 'kev')).toMatchObject({ state: 'missing' });
  });

  it.each([
    ['damaged', 'SQLite format 3\0 and then nothing'],
    ['empty', ''],
  ])('builds again over a store that is %s', async (_, content) => {
    await scan();
    await writeFile(join(folder, 'npm.sqlite'), content);
    expect((await scan()).ids).toEqual(['CVE-2021-23337']);
  });

  it('says which feed does not speak of an ecosystem or a release', async () => {
    const request = { ecosystems: ['Debian', 'RubyGems'], feeds, folder, offline: true };
    const advisories = await openAdvisories(request, testRuntime());
    const packages = [packageOf('Debian:99', 'a', '1'), packageOf('RubyGems', 'rails', '1')];
    const { coverage } = await advisories.match({ packages, coverage: [] });
    expect(coverage).toMatchObject([
      { what: 'feed:Debian:99', status: 'not-scanned', incomplete: true },
      { what: 'feed:RubyGems', status: 'not-scanned', incomplete: true },
    ]);
    expect(feedOf(advisories.status.feeds, 'RubyGems')).toMatchObject({ state: 'not-offered' });
    await advisories.close();
  });

  it('says that a folder has no such ecosystem', async () => {
    const own = await newFolder();
    await copyFile(join(feeds, 'kev.json'), join(own, 'kev.json'));
    const { status, coverage } = await scan({ feeds: own });
    expect(status.feeds).toMatchObject([
      { ecosystem: 'npm', state: 'not-offered' },
      { ecosystem: 'kev', state: 'ready' },
    ]);
    expect(coverage[0]?.reason).toContain('does not have it');
  });

  it('stops when the run is cancelled', async () => {
    const controller = new AbortController();
    controller.abort(new UserError('CANCELLED', 'cancelled by SIGTERM'));
    const runtime = testRuntime({ signal: controller.signal });
    await expect(scan({}, runtime)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a folder of stores', () => {
  it('is swept of what a killed run left; a run that is still building keeps its file', async () => {
    const [old, young] = ['npm.sqlite.1.tmp', 'npm.sqlite.2.tmp'].map((name) => join(folder, name));
    if (old === undefined || young === undefined) throw new Error('two paths');
    await writeFile(old, 'half a database');
    await writeFile(young, 'half a database');
    await utimes(old, new Date('2026-11-25T08:00:00Z'), new Date('2026-11-25T08:00:00Z'));
    await utimes(young, new Date('2026-11-25T11:59:00Z'), new Date('2026-11-25T11:59:00Z'));
    expect((await scan()).ids).toEqual(['CVE-2021-23337']);
    expect(await readdir(folder)).toEqual(['kev.table', 'npm.sqlite', 'npm.sqlite.2.tmp']);
  });

  it('serves several runs that start at once', async () => {
    const runs = await Promise.all(Array.from({ length: 6 }, () => scan()));
    for (const { ids } of runs) expect(ids).toEqual(['CVE-2021-23337']);
    expect(await readdir(folder)).toEqual(['kev.table', 'npm.sqlite']);
  });

  it('keeps a run on the store that it opened while another replaces it', async () => {
    const request = { ecosystems: npm, feeds, folder, offline: true };
    const advisories = await openAdvisories(request, testRuntime());
    const changed = await newFolder();
    await writeExport(changed, 'npm', [['OTHER-1.json', other]]);
    expect((await scan({ feeds: changed })).ids).toEqual([]);
    const { findings } = await advisories.match({ packages: [lodash], coverage: [] });
    expect(findings).toHaveLength(1);
    await advisories.close();
  });

  it('may be read-only when its stores are ready', async () => {
    await scan();
    const moved = `${folder}-moved`;
    await rename(folder, moved);
    await writeFile(folder, 'a file where the folder was');
    made.push(moved);
    const { status } = await scan();
    expect(feedOf(status.feeds, 'npm')).toMatchObject({ state: 'missing' });
    await rm(folder);
    await rename(moved, folder);
    expect((await scan()).ids).toHaveLength(1);
  });
});

describe('the database’s own commands', () => {
  it('updates what is named, in any case, and says how it is', async () => {
    const request = { ecosystems: ['NPM', 'debian'], feeds, folder, offline: true };
    const updated = await updateDatabase(request, testRuntime());
    expect(updated.feeds.map(({ ecosystem, state }) => `${ecosystem} ${state}`)).toEqual([
      'Debian ready',
      'npm ready',
      'kev ready',
      'eol ready',
    ]);
    const status = await databaseStatus(folder, testRuntime());
    expect(status.feeds.map(({ ecosystem }) => ecosystem).sort()).toEqual([
      'Debian',
      'eol',
      'kev',
      'npm',
    ]);
    expect(feedOf(status.feeds, 'npm')).toEqual(feedOf(updated.feeds, 'npm'));
  });

  it('updates what there is when nothing is named', async () => {
    await scan();
    const request = { ecosystems: [], feeds, folder, offline: true };
    const { feeds: all } = await updateDatabase(request, testRuntime());
    expect(all.map(({ ecosystem }) => ecosystem)).toEqual(['npm', 'kev']);
  });

  it('says what may be named', async () => {
    const request = { feeds, folder, offline: true };
    await expect(
      updateDatabase({ ...request, ecosystems: ['Maven'] }, testRuntime()),
    ).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('npm'),
    });
    await expect(
      updateDatabase({ ...request, ecosystems: [] }, testRuntime()),
    ).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect((await databaseStatus(join(folder, 'nowhere'), testRuntime())).feeds).toEqual([]);
  });
});
