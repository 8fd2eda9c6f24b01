// Builds stores: rows as they come, in one transaction, beside the final name.

import { createHash } from 'node:crypto';
import { ScanError, UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { createSqlite, type SqliteDatabase } from '../../runtime/sqlite.ts';
import type { Affected } from '../feeds/advisory.ts';
import { readOsvRecord } from '../feeds/osv-record.ts';
import { loadCalculator } from '../feeds/severity-words.ts';
import type { ZipRecord } from '../feeds/zip-records.ts';
import type { VersionOrder } from '../versions/orders.ts';
import { type StoreMeta, schema } from './store-file.ts';

/** What the caller knows of a store before it is built. */
export type SourceMeta = Omit<StoreMeta, 'records' | 'skipped' | 'digest' | 'releases'>;

/** Bad records named in the log; the others are only counted. */
const mostNamed = 5;

async function build(
  path: string,
  meta: SourceMeta,
  fill: (
    database: SqliteDatabase,
    digest: (text: string) => void,
  ) => Promise<Pick<StoreMeta, 'records' | 'skipped' | 'releases'>>,
): Promise<StoreMeta> {
  const database = await createSqlite(path);
  const hash = createHash('sha256');
  try {
    database.exec(schema);
    database.exec('BEGIN');
    const counts = await fill(database, (text) => {
      hash.update(text).update('\n');
    });
    const complete: StoreMeta = { ...meta, ...counts, digest: `sha256:${hash.digest('hex')}` };
    database.prepare('INSERT INTO meta VALUES (?, ?)').run('meta', JSON.stringify(complete));
    database.exec('COMMIT');
    return complete;
  } finally {
    await database.close();
  }
}

/**
 * Builds the store of one ecosystem at `path` (which must not exist) from OSV records. Bad records are skipped, counted
 * and the first of them named in the log. Throws `DATABASE_MISSING` where there are records and none is good.
 */
export function buildAdvisoryStore(
  path: string,
  meta: SourceMeta,
  order: VersionOrder,
  records: AsyncIterable<ZipRecord>,
  runtime: Runtime,
): Promise<StoreMeta> {
  return build(path, meta, async (database, digest) => {
    await loadCalculator();
    const insertRecord = database.prepare('INSERT INTO records VALUES (?, ?, ?)');
    const insertAffected = database.prepare('INSERT INTO affected VALUES (?, ?, ?, ?)');
    const insertAlias = database.prepare('INSERT OR IGNORE INTO aliases VALUES (?, ?)');
    const releases = new Set<string>();
    let read = 0;
    let skipped = 0;
    let n = 0;
    const skip = (name: string, reason: string): void => {
      skipped++;
      if (skipped <= mostNamed) runtime.log.debug(`${meta.name}: ${name} is skipped: ${reason}`);
    };
    for await (const record of records) {
      if (runtime.signal.aborted) throw cancelled(runtime.signal.reason);
      if (record.kind === 'bad') {
        skip(record.name, record.reason);
        continue;
      }
      let value: unknown;
      try {
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(record.bytes));
      } catch (error) {
        skip(record.name, error instanceof Error ? error.message : 'it is no JSON');
        continue;
      }
      const result = readOsvRecord(value, meta.name, order);
      if (result.kind === 'bad') {
        skip(record.name, result.reason);
        continue;
      }
      read++;
      if (result.kind === 'left-out') continue;
      n++;
      const { id, ...body } = result.advisory;
      const text = JSON.stringify(body);
      insertRecord.run(n, id, text);
      digest(`${id} ${text}`);
      for (const alias of new Set([id, ...body.aliases, ...body.upstream])) {
        insertAlias.run(alias, n);
      }
      const byPackage = new Map<string, { ecosystem: string; name: string; all: Affected[] }>();
      for (const { ecosystem, name, ...affected } of result.affected) {
        const key = `${ecosystem}\0${name}`;
        const group = byPackage.get(key) ?? { ecosystem, name, all: [] };
        group.all.push(affected);
        byPackage.set(key, group);
      }
      for (const { ecosystem, name, all } of byPackage.values()) {
        releases.add(ecosystem);
        const affected = JSON.stringify(all);
        insertAffected.run(ecosystem, name, n, affected);
        digest(`${ecosystem} ${name} ${affected}`);
      }
    }
    if (skipped > 0) runtime.log.warn(`${meta.name}: ${skipped} bad advisory records are skipped`);
    if (read === 0 && skipped > 0) {
      throw new ScanError(
        'DATABASE_MISSING',
        meta.source,
        `none of its ${skipped} records is good`,
      );
    }
    return { records: n, skipped, releases: [...releases].sort() };
  });
}

/** Builds a table of texts at `path`, which must not exist. */
export function buildTableStore(
  path: string,
  meta: SourceMeta,
  rows: Iterable<readonly [key: string, body: string]>,
  skipped: number,
): Promise<StoreMeta> {
  return build(path, meta, async (database, digest) => {
    const insert = database.prepare('INSERT OR REPLACE INTO texts VALUES (?, ?)');
    let records = 0;
    for (const [key, body] of rows) {
      insert.run(key, body);
      digest(`${key} ${body}`);
      records++;
    }
    return { records, skipped, releases: [] };
  });
}

function cancelled(reason: unknown): Error {
  if (reason instanceof UserError) return reason;
  return new UserError('CANCELLED', 'The run was cancelled', { cause: reason });
}
