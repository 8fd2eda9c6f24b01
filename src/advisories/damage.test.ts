import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSqlite } from '../runtime/sqlite.ts';
import { databaseStatus, openAdvisories } from './advisories.ts';
import { packageOf, temporaryFolder, testRuntime, writeTestFeeds } from './test-feeds.ts';

// Stores that were damaged after they were built: never a pass, never a bug; built again where the source is at hand.

let feeds = '';
let folder = '';
const made: string[] = [];
beforeAll(async () => {
  feeds = await writeTestFeeds();
  made.push(feeds);
});
beforeEach(async () => {
  folder = await temporaryFolder();
  made.push(folder);
});
afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true, force: true });
});

async function scan(from: string | undefined) {
  const runtime = testRuntime();
  const request = { ecosystems: ['npm'], feeds: from, folder, offline: true };
  const advisories = await openAdvisories(request, runtime);
  const packages = [packageOf('npm', 'lodash', '4.17.20')];
  const { findings } = await advisories.match({ packages, coverage: [] });
  const { status } = advisories;
  await advisories.close();
  const of = (name: string) => status.feeds.find(({ ecosystem }) => ecosystem === name);
  return { of, ids: findings.map(({ id }) => id), lines: runtime.lines };
}

/** By sql.js, since it writes to a file's bytes on every Node. */
async function change(sql: string) {
  const { default: initSqlJs } = await import('sql.js');
  const { Database } = await initSqlJs();
  await edit('npm.sqlite', (bytes) => {
    const database = new Database(bytes);
    database.exec(sql);
    const changed = database.export();
    database.close();
    return Buffer.from(changed);
  });
}

async function edit(file: string, mend: (bytes: Buffer) => Buffer) {
  await writeFile(join(folder, file), mend(await readFile(join(folder, file))));
}

const flip = (bytes: Buffer, text: string, all = true) => {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    bytes[at + text.length - 1] = (bytes[at + text.length - 1] ?? 0) ^ 1;
    if (!all) break;
  }
  return bytes;
};

const damages: readonly (readonly [string, () => Promise<void>])[] = [
  ['pages zeroed', () => edit('npm.sqlite', (bytes) => bytes.fill(0, 8192))],
  [
    'every 97th byte flipped',
    () =>
      edit(
        'npm.sqlite',
        (bytes) =>
          bytes.map((byte, at) => (at > 4096 && at % 97 === 0 ? byte ^ 1 : byte)) as Buffer,
      ),
  ],
  ['cut', () => edit('npm.sqlite', (bytes) => bytes.subarray(0, 8192))],
  ['a description that is null', () => change("UPDATE meta SET value = 'null'")],
  ['no description', () => change('DELETE FROM meta')],
  ['bodies that are null', () => change("UPDATE affected SET body = 'null'")],
  ['another range', () => change("UPDATE affected SET body = replace(body, '4.17.21', '4.17.19')")],
  ['no records', () => change('DELETE FROM records')],
  ['no affected packages', () => change('DELETE FROM affected')],
  [
    'one row lost',
    () =>
      change("DELETE FROM affected WHERE n = (SELECT min(n) FROM affected WHERE name = 'lodash')"),
  ],
  ['no aliases', () => change('DELETE FROM aliases')],
  ['no tables', () => change('DROP TABLE affected')],
  ['a bit flipped in a key', () => edit('npm.sqlite', (bytes) => flip(bytes, 'npmlodash'))],
];

describe.each(damages)('a store with %s', (_, damage) => {
  it('is built again from the feeds', async () => {
    const before = await scan(feeds);
    expect(before.ids).toEqual(['CVE-2021-23337']);
    await damage();
    const { ids, of } = await scan(feeds);
    expect(ids).toEqual(before.ids);
    expect(of('npm')).toEqual(before.of('npm'));
    const again = await scan(feeds);
    expect(again.ids).toEqual(before.ids);
    expect(again.lines).toEqual([]);
  });

  it('is missing without them, and gone', async () => {
    await scan(feeds);
    await damage();
    const { ids, of } = await scan(undefined);
    expect(ids).toEqual([]);
    expect(of('npm')).toMatchObject({
      state: 'missing',
      reason: expect.stringMatching(/npm\.sqlite: .*; the run is offline$/),
    });
    expect(await readdir(folder)).not.toContain('npm.sqlite');
  });
});

describe('a damaged table', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['a letter changed', (bytes) => flip(bytes, 'CVE-2023-44487')],
    ['cut', (bytes) => bytes.subarray(0, -10)],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: built again or missing', async (_, mend) => {
    await scan(feeds);
    await edit('kev.table', mend);
    expect((await databaseStatus(folder, testRuntime())).feeds).toMatchObject([
      { ecosystem: 'kev', state: 'missing' },
      { ecosystem: 'npm', state: 'ready' },
    ]);
    expect((await scan(feeds)).of('kev')).toMatchObject({ state: 'ready', records: 1 });
    await edit('kev.table', mend);
    expect((await scan(undefined)).of('kev')).toMatchObject({ state: 'missing' });
  });
});

describe('the database’s status', () => {
  it('tells a damaged store', async () => {
    await scan(feeds);
    await change("UPDATE meta SET value = 'null'");
    const { feeds: all } = await databaseStatus(folder, testRuntime());
    expect(all.find(({ ecosystem }) => ecosystem === 'npm')).toMatchObject({
      state: 'missing',
      reason: expect.stringContaining('damaged'),
    });
  });
});

describe('journals', () => {
  it('are swept with what killed runs left', async () => {
    const old = new Date('2026-11-25T08:00:00Z');
    for (const name of ['npm.sqlite.1.tmp', 'npm.sqlite.1.tmp-journal']) {
      await writeFile(join(folder, name), 'half');
      await utimes(join(folder, name), old, old);
    }
    await scan(feeds);
    expect(await readdir(folder)).toEqual(['kev.table', 'npm.sqlite']);
  });

  it('are not made', async () => {
    const database = await createSqlite(join(folder, 'a.sqlite'));
    database.exec('CREATE TABLE t (a); BEGIN');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    for (let index = 0; index < 5000; index++) insert.run('x'.repeat(1000));
    expect(await readdir(folder)).toEqual(['a.sqlite']);
    database.exec('COMMIT');
    await database.close();
  });
});
