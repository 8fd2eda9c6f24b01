// rpm's SQLite database (rpm 4.16 and later): table Packages (hnum, blob), one header a row.
// It is copied to a private file, the log's committed pages are put in, and the copy is opened: a plain open would
// leave -wal and -shm files in a scanned folder, an immutable one would not see what only the log holds.

import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanError } from '../../../model/errors.ts';
import type { Bytes } from '../../../model/file-tree.ts';
import type { Runtime } from '../../../model/runtime.ts';
import { openSqlite, type SqliteDatabase } from '../../../runtime/sqlite.ts';
import { parseRpmHeader, type RpmPackage } from './header.ts';
import { readCommittedPages } from './write-ahead-log.ts';

const chunkBytes = 4 * 1024 ** 2;
/** The largest distributions have fewer; a database beyond this is made to exhaust memory. */
const mostPackages = 50_000;

export interface RpmDatabase {
  /** Signing keys are no packages and left out. */
  readonly packages: readonly RpmPackage[];
  /** What could not be read of it; absent when all was. */
  readonly problem?: string;
}

/**
 * Reads the whole database. Throws a ScanError where SQLite cannot open it; of a database with single damaged
 * headers the others are returned with a `problem`.
 * @param where names the database in errors
 */
export async function readRpmDatabase(
  database: Bytes,
  log: Bytes | undefined,
  where: string,
  runtime: Runtime,
): Promise<RpmDatabase> {
  const path = join(runtime.temporaryFolder, `portcullis-rpmdb-${randomUUID()}`);
  try {
    await copyWithLog(database, log, path, where);
    const opened = await openSqlite({ path }, runtime, where);
    try {
      return readPackages(opened, where);
    } finally {
      await opened.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

async function copyWithLog(
  database: Bytes,
  log: Bytes | undefined,
  path: string,
  where: string,
): Promise<void> {
  const committed = log === undefined ? undefined : await readCommittedPages(log);
  const file = await open(path, 'wx+', 0o600);
  try {
    for (let at = 0; at < database.size; at += chunkBytes) {
      const chunk = await database.read(at, chunkBytes);
      if (chunk.length === 0) throw new ScanError('TARGET_DAMAGED', where, 'ends too early');
      await file.write(chunk, 0, chunk.length, at);
    }
    if (committed === undefined || log === undefined) return;
    const { pageBytes, pageCount, pages } = committed;
    for (const [number, offset] of pages) {
      if (number > pageCount) continue;
      const page = await log.read(offset, pageBytes);
      await file.write(page, 0, page.length, (number - 1) * pageBytes);
    }
    await file.truncate(pageCount * pageBytes);
  } finally {
    await file.close();
  }
}

function readPackages(database: SqliteDatabase, where: string): RpmDatabase {
  // A view or a virtual table of this name would run what the scanned file says.
  const table = database
    .prepare("SELECT type, sql FROM sqlite_master WHERE name = 'Packages'")
    .get();
  if (table?.['type'] !== 'table' || /virtual/i.test(String(table['sql']))) {
    throw new ScanError('TARGET_DAMAGED', where, 'has no table Packages');
  }
  const packages: RpmPackage[] = [];
  const problems: string[] = [];
  let rows = 0;
  for (const row of database.prepare('SELECT hnum, blob FROM Packages ORDER BY hnum').iterate()) {
    rows++;
    if (rows > mostPackages) {
      throw new ScanError('TARGET_DAMAGED', where, `holds more than ${mostPackages} packages`);
    }
    const { blob, hnum } = row;
    try {
      if (!(blob instanceof Uint8Array)) {
        throw new ScanError('TARGET_DAMAGED', where, 'a row of Packages holds no header');
      }
      const found = parseRpmHeader(
        Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength),
        `${where}, package ${String(hnum)}`,
      );
      if (found.name !== 'gpg-pubkey') packages.push(found);
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      problems.push(error.message);
    }
  }
  const indexed = countNames(database);
  if (indexed !== undefined && indexed !== rows) {
    problems.push(`${where}: holds ${rows} packages, its index of names ${indexed}`);
  }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return problems.length === 0 ? { packages } : { packages, problem: `${problems[0]}${more}` };
}

/** How many packages the index of names knows: a database that lost pages seldom lost the same rows of both. */
function countNames(database: SqliteDatabase): number | undefined {
  const index = database
    .prepare("SELECT count(*) AS tables FROM sqlite_master WHERE name = 'Name' AND type = 'table'")
    .get();
  if (index?.['tables'] !== 1) return undefined;
  const count = database.prepare('SELECT count(DISTINCT hnum) AS names FROM Name').get()?.['names'];
  return typeof count === 'number' ? count : undefined;
}
