// Builds the store of an ecosystem: rows as they come, in one transaction, beside the final name.

import { createHash } from 'node:crypto';
import { ScanError, UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { createSqlite } from '../../runtime/sqlite.ts';
import type { Affected } from '../feeds/advisory.ts';
import { readOsvRecord } from '../feeds/osv-record.ts';
import { loadCalculator } from '../feeds/severity-words.ts';
import type { ZipRecord } from '../feeds/zip-records.ts';
import type { VersionOrder } from '../versions/orders.ts';
import { KeyWriter, sumOf } from './checks.ts';
import { affectedKey, aliasKey, metaSum, type StoreMeta, schema } from './store-file.ts';

/** What the caller knows of a store before it is built. */
export type SourceMeta = Omit<StoreMeta, 'records' | 'skipped' | 'digest' | 'releases'>;

/** Bad records named in the log; the others are only counted. */
const mostNamed = 5;

/** An export is no export when more than this share of its records is bad, and more than a handful. */
const mostBadShare = 0.1;
const handful = 5;
/** Of an ecosystem's own export nearly all records speak of it, withdrawn and bug-fix ones (a fifth at AlmaLinux) aside. */
const leastShare = 0.1;

/** Whether so many are bad that the rest says little: `good` and `bad` are numbers of records. */
export function isMostlyBad(good: number, bad: number): boolean {
  return bad >= handful && bad > mostBadShare * (good + bad);
}

/**
 * Builds the store of one ecosystem at `path` (which must not exist) from OSV records. Bad records are skipped, counted
 * and the first of them named in the log. Throws `DATABASE_MISSING` where none speaks of the ecosystem, or where many
 * are bad (`isMostlyBad`): what such an export does not say is no «not affected».
 */
export async function buildAdvisoryStore(
  path: string,
  meta: SourceMeta,
  order: VersionOrder,
  records: AsyncIterable<ZipRecord>,
  runtime: Runtime,
): Promise<StoreMeta> {
  await loadCalculator();
  const database = await createSqlite(path);
  try {
    database.exec(schema);
    database.exec('BEGIN');
    const hash = createHash('sha256');
    const digest = (text: string): void => {
      hash.update(text).update('\n');
    };
    const keys = new KeyWriter();
    const insertRecord = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?)');
    const insertAffected = database.prepare('INSERT INTO affected VALUES (?, ?, ?, ?, ?)');
    const insertAlias = database.prepare('INSERT INTO aliases VALUES (?, ?, ?)');
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
      insertRecord.run(n, id, text, sumOf(n, id, text));
      digest(`${id} ${text}`);
      for (const alias of new Set([id, ...body.aliases, ...body.upstream])) {
        insertAlias.run(alias, n, sumOf(alias, n));
        keys.add(aliasKey(alias));
      }
      const byPackage = new Map<string, { ecosystem: string; name: string; all: Affected[] }>();
      for (const { ecosystem, name, ...affected } of result.affected) {
        const key = affectedKey(ecosystem, name);
        const group = byPackage.get(key) ?? { ecosystem, name, all: [] };
        group.all.push(affected);
        byPackage.set(key, group);
      }
      for (const [key, { ecosystem, name, all }] of byPackage) {
        releases.add(ecosystem);
        const affected = JSON.stringify(all);
        insertAffected.run(ecosystem, name, n, affected, sumOf(key, n, affected));
        keys.add(key);
        digest(`${ecosystem} ${name} ${affected}`);
      }
    }
    if (skipped > 0) runtime.log.warn(`${meta.name}: ${skipped} bad advisory records are skipped`);
    const isOfAnother = n < leastShare * read;
    if (n === 0 || isOfAnother || isMostlyBad(read, skipped)) {
      const reason =
        n === 0 || isOfAnother
          ? `${n === 0 ? 'none' : `only ${n}`} of its ${read + skipped} records is an advisory for ${meta.name}`
          : `${skipped} of its ${read + skipped} records are bad`;
      throw new ScanError('DATABASE_MISSING', meta.source, reason);
    }
    const complete: StoreMeta = {
      ...meta,
      records: n,
      skipped,
      releases: [...releases].sort(),
      digest: `sha256:${hash.digest('hex')}`,
    };
    const text = JSON.stringify(complete);
    const list = keys.bytes();
    const insertMeta = database.prepare('INSERT INTO meta VALUES (?, ?)');
    insertMeta.run('meta', text);
    insertMeta.run('keys', list);
    insertMeta.run('sum', metaSum(text, list));
    database.exec('COMMIT');
    return complete;
  } catch (error) {
    // sql.js writes its file when it is closed, and cannot amid a transaction.
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite ended it by itself; what went wrong is said below.
    }
    throw error;
  } finally {
    await database.close();
  }
}

function cancelled(reason: unknown): Error {
  if (reason instanceof UserError) return reason;
  return new UserError('CANCELLED', 'The run was cancelled', { cause: reason });
}
