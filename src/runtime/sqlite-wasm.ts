// SQLite by sql.js: the database lies in memory, its WebAssembly is looked up beside the bundle or in node_modules.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { Database, SqlJsStatic } from 'sql.js';
import { ScanError } from '../model/errors.ts';
import {
  type SqliteDatabase,
  type SqliteEngine,
  type SqliteRow,
  sqliteError,
} from './sqlite-engine.ts';

/** Above it a file is refused: WebAssembly's memory ends at 2 GiB, and it holds the file once. */
const largestBytes = 1024 ** 3;

/** sql.js wants a mutable array, and no undefined. */
const bindable = (parameters: readonly (string | number | bigint | null | Uint8Array)[]) =>
  parameters.map((value) => (typeof value === 'bigint' ? Number(value) : value));

let loaded: Promise<SqlJsStatic> | undefined;

/** Where the WebAssembly may lie: beside the bundle, beside the bundle's folder of chunks, in node_modules. */
async function wasmBinary(): Promise<ArrayBuffer> {
  const places = [
    () => new URL('./sql-wasm.wasm', import.meta.url),
    () => new URL('../sql-wasm.wasm', import.meta.url),
    () => createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
  ];
  for (const place of places) {
    try {
      const bytes = await readFile(place());
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    } catch {
      // Not here: the next place. That it is nowhere is said below.
    }
  }
  throw new ScanError('TARGET_UNREADABLE', 'sql-wasm.wasm', 'this file of the program is missing', {
    hint: 'Install Portcullis again, or run it with Node 24, which needs no such file.',
  });
}

function load(): Promise<SqlJsStatic> {
  loaded ??= (async () => {
    const [{ default: initSqlJs }, binary] = await Promise.all([import('sql.js'), wasmBinary()]);
    // V8's optimizing compiler would take half a second of a run's short look-ups, while everything else waits; what
    // its baseline compiler gives is fast enough for a store, too. The flag holds for what is compiled meanwhile.
    setFlagsFromString('--liftoff-only');
    try {
      return await initSqlJs({ wasmBinary: binary });
    } finally {
      setFlagsFromString('--no-liftoff-only');
    }
  })();
  return loaded;
}

/** Functions of WebAssembly are compiled when they are first called: these reach what look-ups need. */
const rehearsal = `CREATE TABLE t (a TEXT, n INTEGER, body TEXT, PRIMARY KEY (a, n)) WITHOUT ROWID;
  INSERT INTO t VALUES ('a', 1, 'x');
  SELECT group_concat(n || ' ' || body, char(10)) FROM (SELECT n, body FROM t WHERE a = 'a' ORDER BY n)`;

export const wasmSqlite: SqliteEngine = {
  async warmUp() {
    const { Database } = await load();
    const database = new Database();
    database.exec(rehearsal);
    database.close();
  },
  async openFile(path, where) {
    const { Database } = await load();
    try {
      const { size } = await stat(path);
      if (size > largestBytes) {
        throw new ScanError(
          'LIMIT_EXCEEDED',
          where,
          `the database is larger than ${largestBytes} bytes`,
          {
            hint: 'Run with Node 24, which reads it from the file.',
          },
        );
      }
      const bytes = await readFile(path);
      // A database in WAL mode whose log was applied: sql.js has no shared memory, so it must not look for the log.
      if (bytes[18] === 2 && bytes[19] === 2) {
        bytes[18] = 1;
        bytes[19] = 1;
      }
      return wrap(new Database(bytes), where);
    } catch (error) {
      throw sqliteError(where, error);
    }
  },
  async createFile(path, where) {
    const { Database } = await load();
    return wrap(new Database(), where, path);
  },
};

/** `path`: where the database is written to when it is closed. */
function wrap(database: Database, where: string, path?: string): SqliteDatabase {
  const guard = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      throw sqliteError(where, error);
    }
  };
  return {
    exec: (sql) => {
      guard(() => database.exec(sql));
    },
    prepare(sql) {
      const statement = guard(() => database.prepare(sql));
      const rows = function* (
        parameters: readonly (string | number | bigint | null | Uint8Array)[],
      ): IterableIterator<SqliteRow> {
        try {
          statement.bind(bindable(parameters));
          while (statement.step()) yield statement.getAsObject();
        } catch (error) {
          throw sqliteError(where, error);
        } finally {
          statement.reset();
        }
      };
      return {
        get: (...parameters) => {
          for (const row of rows(parameters)) return row;
          return undefined;
        },
        all: (...parameters) => [...rows(parameters)],
        iterate: (...parameters) => rows(parameters),
        run: (...parameters) => guard(() => statement.run(bindable(parameters))),
      };
    },
    async close() {
      if (path !== undefined) await writeFile(path, database.export());
      database.close();
    },
  };
}
