// The store of one ecosystem's advisories is one SQLite file. It never changes once it has its name, so it is opened
// immutable; what is read of it is checked (`checks.ts`).

import { createHash } from 'node:crypto';
import type { Runtime } from '../../model/runtime.ts';
import { openSqlite, type SqliteDatabase, type SqliteStatement } from '../../runtime/sqlite.ts';
import type { Advisory, Affected } from '../feeds/advisory.ts';
import { KeyList, StoreDamage, sumOf } from './checks.ts';

/** Raised whenever the same feed would give another store: tables, orders, what is kept of a record. */
export const storeVersion = 2;

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

/** `sum` is the checksum of the row's other columns; what `meta` holds has one of its own, in the row `sum`. */
export const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE records (n INTEGER PRIMARY KEY, id TEXT, body TEXT, sum INTEGER);
CREATE TABLE affected (ecosystem TEXT, name TEXT, n INTEGER, body TEXT, sum INTEGER,
  PRIMARY KEY (ecosystem, name, n)) WITHOUT ROWID;
CREATE TABLE aliases (alias TEXT, n INTEGER, sum INTEGER, PRIMARY KEY (alias, n)) WITHOUT ROWID;
PRAGMA user_version = ${storeVersion};
`;

/** One row for a package, however many records speak of it: about half the time of a row for each. */
const selectAffected = `SELECT group_concat(n || ' ' || sum || ' ' || body, char(10)) AS lines
  FROM (SELECT n, sum, body FROM affected WHERE ecosystem = ? AND name = ? ORDER BY n)`;

/** A hit's half of a look-up: which record, and what it says of the package. */
export interface AffectedRow {
  readonly n: number;
  readonly affected: readonly Affected[];
}

/** What every store has. */
export interface Stored {
  readonly meta: StoreMeta;
  close(): Promise<void>;
}

/** Every look-up throws StoreDamage where the file does not hold what was written. */
export interface Store extends Stored {
  /** What the advisories say of a package; `name` as `packageKey` gives it. */
  affected(ecosystem: string, name: string): readonly AffectedRow[];
  advisory(n: number): Advisory;
  /** The records that are, alias or are about this id. */
  byAlias(alias: string): readonly number[];
}

export const affectedKey = (ecosystem: string, name: string): string => `${ecosystem}\0${name}`;
export const aliasKey = (alias: string): string => `\0${alias}`;

/** The checksum of what `meta` holds. */
export function metaSum(meta: string, keys: Uint8Array): string {
  return createHash('sha256').update(meta).update('\0').update(keys).digest('hex');
}

const column = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Head {
  readonly meta: StoreMeta;
  readonly keys: KeyList;
}

function readHead(database: SqliteDatabase): Head | undefined {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version !== storeVersion) return undefined;
  const values = new Map<string, unknown>();
  for (const row of database.prepare('SELECT key, value FROM meta').all()) {
    values.set(column(row['key']), row['value']);
  }
  const [meta, keys] = [values.get('meta'), values.get('keys')];
  const isWhole =
    typeof meta === 'string' &&
    keys instanceof Uint8Array &&
    values.get('sum') === metaSum(meta, keys);
  if (!isWhole) throw new Error('its description does not hold');
  // Its checksum says that our own builder wrote it.
  return { meta: JSON.parse(meta) as StoreMeta, keys: new KeyList(keys) };
}

function rowsOf(lines: string): { rows: AffectedRow[]; isWhole: (key: string) => boolean } {
  const parts = lines === '' ? [] : lines.split('\n');
  const bodies: string[] = [];
  const heads: { n: number; sum: number }[] = [];
  for (const part of parts) {
    const first = part.indexOf(' ');
    const second = part.indexOf(' ', first + 1);
    heads.push({ n: Number(part.slice(0, first)), sum: Number(part.slice(first + 1, second)) });
    bodies.push(part.slice(second + 1));
  }
  const isWhole = (key: string): boolean =>
    heads.every(({ n, sum }, index) => sum === sumOf(key, n, bodies[index] ?? ''));
  return {
    isWhole,
    get rows() {
      const parsed = JSON.parse(`[${bodies.join(',')}]`) as readonly Affected[][];
      return heads.map(({ n }, index) => ({ n, affected: parsed[index] ?? [] }));
    },
  };
}

/**
 * Opens a store; undefined where the file was written by another version of this program.
 * Throws StoreDamage, or a ScanError where it is no database.
 */
export async function openStore(
  path: string,
  name: string,
  runtime: Runtime,
): Promise<Store | undefined> {
  const database = await openSqlite({ path }, runtime);
  let head: Head | undefined;
  try {
    head = readHead(database);
    // One transaction for all reads: sql.js looks for a journal and reads the header again at each one's beginning.
    if (head !== undefined) database.exec('PRAGMA cache_size = -32768; BEGIN');
  } catch (error) {
    await database.close();
    throw new StoreDamage(name, path, error instanceof Error ? error.message : 'no table', error);
  }
  if (head === undefined) {
    await database.close();
    return undefined;
  }
  const { meta, keys } = head;
  const statements = new Map<string, SqliteStatement>();
  const statement = (sql: string): SqliteStatement => {
    const made = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const lost = (what: string): StoreDamage => new StoreDamage(name, path, what);
  const read = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      if (error instanceof StoreDamage) throw error;
      const text = error instanceof Error ? error.message : 'SQLite cannot read it';
      throw new StoreDamage(name, path, text, error);
    }
  };
  return {
    meta,
    affected: (ecosystem, packageName) =>
      read(() => {
        const key = affectedKey(ecosystem, packageName);
        if (keys.count(key) === 0) return [];
        const { rows, isWhole } = rowsOf(
          column(statement(selectAffected).get(ecosystem, packageName)?.['lines']),
        );
        if (isWhole(key) && keys.holds(key, rows.length)) return rows;
        throw lost(`rows of ${packageName} do not hold`);
      }),
    advisory: (n) =>
      read(() => {
        const row = statement('SELECT id, body, sum FROM records WHERE n = ?').get(n);
        const [id, body] = [column(row?.['id']), column(row?.['body'])];
        if (row?.['sum'] !== sumOf(n, id, body)) throw lost(`record ${n} does not hold`);
        return { id, ...(JSON.parse(body) as Omit<Advisory, 'id'>) };
      }),
    byAlias: (alias) =>
      read(() => {
        const key = aliasKey(alias);
        if (keys.count(key) === 0) return [];
        const rows = statement('SELECT n, sum FROM aliases WHERE alias = ? ORDER BY n').all(alias);
        const isWhole = rows.every(({ n, sum }) => sum === sumOf(alias, Number(n)));
        if (isWhole && keys.holds(key, rows.length)) return rows.map(({ n }) => Number(n));
        throw lost(`rows of ${alias} do not hold`);
      }),
    close: () => database.close(),
  };
}
