// One store is one SQLite file: an ecosystem's advisories, or a table of texts by key (KEV, end of life, severities, EPSS).
// The file never changes once it has its name, so it is opened immutable.

import type { Runtime } from '../../model/runtime.ts';
import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../../runtime/sqlite.ts';
import type { Advisory, Affected } from '../feeds/advisory.ts';

/** Raised whenever the same feed would give another store: tables, orders, what is kept of a record. */
export const storeVersion = 1;

/** What a store says of itself. */
export interface StoreMeta {
  /** `Debian`, `npm`, `kev`, `eol` … */
  readonly name: string;
  /** Address or folder, without user info and query. */
  readonly source: string;
  /** ISO time of the fetch. */
  readonly fetched: string;
  /** False for a folder: it has no age by itself. */
  readonly ages: boolean;
  readonly records: number;
  readonly skipped: number;
  /** `sha256:…` over what the store holds. */
  readonly digest: string;
  /** Tells whether the source has changed: size and times of a file, ETag or date of an address. */
  readonly fingerprint: string;
  /** Ecosystems with release that it speaks of. */
  readonly releases: readonly string[];
}

export const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (n INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE affected (ecosystem TEXT, name TEXT, n INTEGER, body TEXT NOT NULL,
  PRIMARY KEY (ecosystem, name, n)) WITHOUT ROWID;
CREATE TABLE aliases (alias TEXT, n INTEGER, PRIMARY KEY (alias, n)) WITHOUT ROWID;
CREATE TABLE texts (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = ${storeVersion};
`;

/** One row and one parse for a package, however many records speak of it: about half the time of a row for each. */
const selectAffected = `SELECT '[' || group_concat('[' || n || ',' || body || ']') || ']' AS parts
  FROM (SELECT n, body FROM affected WHERE ecosystem = ? AND name = ? ORDER BY n)`;

/** A hit's half of a look-up: which record, and what it says of the package. */
export interface AffectedRow {
  readonly n: number;
  readonly affected: readonly Affected[];
}

export interface Store {
  readonly meta: StoreMeta;
  /** What the advisories say of a package; `name` as `packageKey` gives it. */
  affected(ecosystem: string, name: string): readonly AffectedRow[];
  /** Throws where there is no such record: `n` comes from this store. */
  advisory(n: number): Advisory;
  /** The records that are, alias or are about this id. */
  byAlias(alias: string): readonly number[];
  /** A text of a table. */
  text(key: string): string | undefined;
  close(): Promise<void>;
}

/** Our own columns, written by our own builder. */
const column = (value: unknown): string => (typeof value === 'string' ? value : '');

function readMeta(database: SqliteDatabase): StoreMeta | undefined {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version !== storeVersion) return undefined;
  const values = new Map<string, string>();
  for (const row of database.prepare('SELECT key, value FROM meta').all()) {
    values.set(column(row['key']), column(row['value']));
  }
  const complete = values.get('meta');
  return complete === undefined ? undefined : (JSON.parse(complete) as StoreMeta);
}

/**
 * Opens a store; undefined where the file was written by another version of this program.
 * Throws a ScanError where it is no database.
 */
export async function openStore(path: string, runtime: Runtime): Promise<Store | undefined> {
  const database = await openSqlite({ path }, runtime);
  let meta: StoreMeta | undefined;
  try {
    meta = readMeta(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  if (meta === undefined) {
    await database.close();
    return undefined;
  }
  // One transaction for all reads: sql.js looks for a journal and reads the header again at each one's beginning.
  database.exec('PRAGMA cache_size = -32768; BEGIN');
  const statements = new Map<string, SqliteStatement>();
  const statement = (sql: string): SqliteStatement => {
    const made = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    meta,
    affected(ecosystem, name) {
      const row = statement(selectAffected).get(ecosystem, name);
      const parts = JSON.parse(column(row?.['parts']) || '[]') as [n: number, Affected[]][];
      return parts.map(([n, affected]) => ({ n, affected }));
    },
    advisory(n) {
      const row = statement('SELECT id, body FROM records WHERE n = ?').get(n);
      if (row === undefined) throw new Error(`${path}: there is no record ${n}`);
      return {
        id: column(row['id']),
        ...(JSON.parse(column(row['body'])) as Omit<Advisory, 'id'>),
      };
    },
    byAlias: (alias) =>
      statement('SELECT n FROM aliases WHERE alias = ? ORDER BY n')
        .all(alias)
        .map((row) => Number(row['n'])),
    text(key) {
      const row = statement('SELECT body FROM texts WHERE key = ?').get(key);
      return row === undefined ? undefined : column(row['body']);
    },
    close: () => database.close(),
  };
}
