import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScanError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { createSqlite, openSqlite, sqliteEngine } from './sqlite.ts';
import { nativeSqlite } from './sqlite-native.ts';
import { wasmSqlite } from './sqlite-wasm.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portcullis-sqlite-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hasNative = Number(process.versions.node.split('.')[0]) >= 24;
const engines = [
  ...(hasNative ? [['node:sqlite', nativeSqlite] as const] : []),
  ['sql.js', wasmSqlite] as const,
];

function runtime(): Runtime {
  const log = () => {};
  return {
    now: () => new Date(0),
    env: {},
    log: { debug: log, info: log, warn: log },
    temporaryFolder: folder,
    signal: new AbortController().signal,
  };
}

describe.each(engines)('SQLite by %s', (name, engine) => {
  it('reads back what it wrote: text, number, null, bytes', async () => {
    const path = join(folder, `${name.replace(/\W/g, '')} #?%.sqlite`);
    const made = await engine.createFile(path, path);
    made.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, data BLOB)');
    const insert = made.prepare('INSERT INTO t VALUES (?, ?, ?)');
    made.exec('BEGIN');
    insert.run(1, 'Zürich', new Uint8Array([1, 0, 255]));
    insert.run(2, null, new Uint8Array(0));
    made.exec('COMMIT');
    await made.close();

    const database = await engine.openFile(path, path);
    const all = database.prepare('SELECT * FROM t ORDER BY id');
    const rows = all.all().map((row) => ({ ...row }));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual({ id: 1, name: 'Zürich', data: new Uint8Array([1, 0, 255]) });
    expect(rows[1]?.['name']).toBeNull();
    const one = database.prepare('SELECT name FROM t WHERE id = ?');
    expect(one.get(1)?.['name']).toBe('Zürich');
    expect(one.get(3)).toBeUndefined();
    expect(one.get(1)?.['name']).toBe('Zürich');
    // left early, then used again
    for (const row of all.iterate()) {
      expect(row['id']).toBe(1);
      break;
    }
    expect([...all.iterate()].map((row) => row['id'])).toEqual([1, 2]);
    await database.close();
  });

  it('says what is wrong: no table, bad SQL, not a database', async () => {
    const path = join(folder, `${name.replace(/\W/g, '')}-errors.sqlite`);
    const made = await engine.createFile(path, path);
    made.exec('CREATE TABLE t (id)');
    await made.close();
    const database = await engine.openFile(path, 'the database');
    expect(() => database.prepare('SELECT * FROM nowhere')).toThrow(/the database: .*nowhere/);
    expect(() => database.exec('SELEC')).toThrow(ScanError);
    await database.close();
  });
});

describe('the port', () => {
  it('chooses by the Node that runs it', async () => {
    expect(await sqliteEngine()).toBe(hasNative ? nativeSqlite : wasmSqlite);
  });

  it('opens bytes and leaves no file behind', async () => {
    const path = join(folder, 'source.sqlite');
    const made = await createSqlite(path);
    made.exec("CREATE TABLE t AS SELECT 'x' AS a");
    await made.close();
    const before = await readdir(folder);
    const database = await openSqlite({ bytes: await readFile(path) }, runtime());
    expect(database.prepare('SELECT a FROM t').get()?.['a']).toBe('x');
    await database.close();
    expect(await readdir(folder)).toEqual(before);
  });

  it('reads a read-only file in place without making others beside it', async () => {
    const inner = await mkdtemp(join(folder, 'immutable-'));
    const path = join(inner, 'a.sqlite');
    const made = await createSqlite(path);
    made.exec('CREATE TABLE t (a); INSERT INTO t VALUES (7)');
    await made.close();
    const database = await openSqlite({ path }, runtime());
    expect(database.prepare('SELECT a FROM t').get()?.['a']).toBe(7);
    expect(() => database.exec('INSERT INTO t VALUES (8)')).not.toThrow(TypeError);
    expect(await readdir(inner)).toEqual(['a.sqlite']);
    await database.close();
  });

  it.each([
    ['text', 'not a database, but long enough to be taken for one '.repeat(40)],
    ['a cut header', 'SQLite format 3\0'],
  ])('refuses %s', async (_, text) => {
    const path = join(folder, 'broken.sqlite');
    await writeFile(path, text);
    const before = await readdir(folder);
    await expect(openSqlite({ path }, runtime(), 'db')).rejects.toThrow(
      /^db: SQLite cannot read it/,
    );
    await expect(openSqlite({ bytes: Buffer.from(text) }, runtime())).rejects.toThrow(ScanError);
    expect(await readdir(folder)).toEqual(before);
  });

  it('does not overwrite a file', async () => {
    const path = join(folder, 'taken');
    await writeFile(path, 'x');
    await expect(createSqlite(path)).rejects.toThrow(/taken: the database file cannot be created/);
  });
});
