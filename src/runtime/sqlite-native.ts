// SQLite by `node:sqlite` (Node 24). Errors become ScanErrors; files are opened immutable.

import type * as nodeSqlite from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import {
  type SqliteDatabase,
  type SqliteEngine,
  type SqliteRow,
  type SqliteStatement,
  sqliteError,
} from './sqlite-engine.ts';

type Module = typeof nodeSqlite;

let loaded: Promise<Module> | undefined;

/** Loads the module without its «experimental» warning, which releases before 24.15 print into the user's log. */
function load(): Promise<Module> {
  loaded ??= (async () => {
    const emit = process.emitWarning.bind(process);
    process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
      const text = typeof warning === 'string' ? warning : warning.message;
      if (!text.includes('SQLite is an experimental feature')) {
        Reflect.apply(emit, undefined, [warning, ...rest]);
      }
    };
    try {
      return await import('node:sqlite');
    } finally {
      process.emitWarning = emit;
    }
  })();
  return loaded;
}

export const nativeSqlite: SqliteEngine = {
  async warmUp() {
    await load();
  },
  async openFile(path, where) {
    const { DatabaseSync } = await load();
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    url.searchParams.set('mode', 'ro');
    try {
      return wrap(new DatabaseSync(url.href, { readOnly: true }), where);
    } catch (error) {
      throw sqliteError(where, error);
    }
  },
  async createFile(path, where) {
    const { DatabaseSync } = await load();
    try {
      const database = wrap(new DatabaseSync(path), where);
      // The file gets its name only when it is complete, so a crash leaves nothing to roll back.
      // OFF is forbidden by the defensive mode that Node 24 opens databases in.
      database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
      return database;
    } catch (error) {
      throw sqliteError(where, error);
    }
  },
};

function wrap(database: InstanceType<Module['DatabaseSync']>, where: string): SqliteDatabase {
  const guard = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      throw sqliteError(where, error);
    }
  };
  return {
    exec: (sql) => guard(() => database.exec(sql)),
    prepare(sql): SqliteStatement {
      const statement = guard(() => database.prepare(sql));
      return {
        get: (...parameters) => guard(() => statement.get(...parameters)),
        all: (...parameters) => guard(() => statement.all(...parameters)),
        *iterate(...parameters): IterableIterator<SqliteRow> {
          try {
            yield* statement.iterate(...parameters);
          } catch (error) {
            throw sqliteError(where, error);
          }
        },
        run: (...parameters) => {
          guard(() => statement.run(...parameters));
        },
      };
    },
    async close() {
      database.close();
    },
  };
}
