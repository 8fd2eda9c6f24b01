// One SQLite for all: `node:sqlite` where Node has it, sql.js (WebAssembly, whole file in memory) on Node 20.

import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import type { SqliteDatabase, SqliteEngine } from './sqlite-engine.ts';

export type { SqliteDatabase, SqliteStatement } from './sqlite-engine.ts';

export type SqliteSource =
  /** A complete file that nobody writes to: no lock, no `-wal`, no `-shm` is made or looked at. */
  { readonly path: string } | { readonly bytes: Uint8Array };

/** Node's own SQLite on Node 24 and later, else sql.js. */
export async function sqliteEngine(): Promise<SqliteEngine> {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? (await import('./sqlite-native.ts')).nativeSqlite
    : (await import('./sqlite-wasm.ts')).wasmSqlite;
}

/** Loads the engine and lets it run once, so that the first statement of a run does not wait for WebAssembly. */
export async function warmUpSqlite(): Promise<void> {
  const engine = await sqliteEngine();
  await engine.warmUp();
}

/**
 * Opens a database to read. Throws a ScanError (`TARGET_DAMAGED`) where it is none; damage deeper in the file shows
 * in the statement that meets it.
 * @param where names the database in errors, when the path is not what the user knows it by
 */
export async function openSqlite(
  source: SqliteSource,
  runtime: Runtime,
  where?: string,
): Promise<SqliteDatabase> {
  const engine = await sqliteEngine();
  if ('path' in source) return openChecked(engine, source.path, where ?? source.path);
  const path = join(runtime.temporaryFolder, `portcullis-${randomUUID()}.sqlite`);
  await writeFile(path, source.bytes, { mode: 0o600, flag: 'wx' });
  try {
    const database = await openChecked(engine, path, where ?? 'a database in memory');
    return {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => database.prepare(sql),
      async close() {
        await database.close();
        await rm(path, { force: true });
      },
    };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Creates a database in a new file, without journal: it is complete after `close`, so write beside the final name
 * and rename. Throws a ScanError (`OUTPUT_UNWRITABLE`) where the path cannot be written.
 */
export async function createSqlite(path: string): Promise<SqliteDatabase> {
  try {
    await writeFile(path, '', { mode: 0o644, flag: 'wx' });
  } catch (cause) {
    throw new ScanError('OUTPUT_UNWRITABLE', path, 'the database file cannot be created', {
      cause,
      hint: 'Choose a folder that can be written to, and a name that is not taken.',
    });
  }
  const engine = await sqliteEngine();
  return engine.createFile(path, path);
}

async function openChecked(
  engine: SqliteEngine,
  path: string,
  where: string,
): Promise<SqliteDatabase> {
  const database = await engine.openFile(path, where);
  try {
    // The scanned schema is not ours: no function of it may do more than compute.
    database.exec('PRAGMA trusted_schema = OFF');
    // SQLite reads the header late: ask for it now.
    database.prepare('SELECT count(*) AS tables FROM sqlite_master').get();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
