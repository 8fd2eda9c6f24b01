// Which feeds a run needs, and how each store is built from its files.

import { readFile, stat } from 'node:fs/promises';
import { ScanError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { loadCalculator } from '../feeds/severity-words.ts';
import {
  advisoryLocation,
  type FeedSources,
  productsByEcosystem,
  type TableName,
  tableLocations,
} from '../feeds/sources.ts';
import { type Rows, readCveSeverities, readEndOfLife, readEpss, readKev } from '../feeds/tables.ts';
import { readZipRecords } from '../feeds/zip-records.ts';
import { orderOf } from '../versions/orders.ts';
import { buildAdvisoryStore, isMostlyBad } from './build-store.ts';
import type { Feed } from './refresh.ts';
import { openStore, type Store } from './store-file.ts';
import { storeFile } from './store-folder.ts';
import { buildTable, openTable, type Table } from './table-file.ts';

const mostTableBytes = 256 * 1024 ** 2;

const readers: Readonly<Record<TableName, (bytes: Uint8Array, where: string) => Rows>> = {
  kev: readKev,
  eol: readEndOfLife,
  'cve-severity': readCveSeverities,
  epss: readEpss,
};

/** The feed of an ecosystem (name without release); without a location where we have no order for it. */
export function advisoryFeed(
  ecosystem: string,
  sources: FeedSources,
  runtime: Runtime,
): Feed<Store> {
  const order = orderOf(ecosystem);
  return {
    name: ecosystem,
    file: storeFile(ecosystem),
    open: (path) => openStore(path, ecosystem, runtime),
    locations: order === undefined ? [] : [advisoryLocation(ecosystem, sources)],
    async build(path, files, meta) {
      const [file] = files;
      if (order === undefined || file === undefined) throw new Error(`${ecosystem}: no file`);
      await buildAdvisoryStore(path, meta, order, readZipRecords(file.path, file.shown), runtime);
    },
  };
}

/** The feed of a table. */
export function tableFeed(table: TableName, sources: FeedSources): Feed<Table> {
  return {
    name: table,
    file: storeFile(table, '.table'),
    open: (path) => openTable(path, table),
    locations: tableLocations(table, sources),
    async build(path, files, meta) {
      await loadCalculator();
      const parts: Rows[] = [];
      for (const file of files) {
        const { size } = await stat(file.path);
        if (size > mostTableBytes) {
          throw new ScanError(
            'DATABASE_MISSING',
            file.shown,
            `larger than ${mostTableBytes} bytes`,
          );
        }
        const part = readers[table](await readFile(file.path), file.shown);
        if (part.rows.length === 0 || isMostlyBad(part.rows.length, part.skipped)) {
          const all = part.rows.length + part.skipped;
          throw new ScanError(
            'DATABASE_MISSING',
            file.shown,
            `${part.rows.length} of its ${all} entries can be used`,
            { hint: 'Fetch the feed again; it was damaged on its way or is of another kind.' },
          );
        }
        parts.push(part);
      }
      const skipped = parts.reduce((sum, part) => sum + part.skipped, 0);
      const rows = parts.flatMap((part) => part.rows);
      await buildTable(path, meta, rows, skipped);
    },
  };
}

/** Tables that are missed when they are not there; the others only add to a finding. None where nothing is matched. */
export function neededTables(ecosystems: readonly string[]): readonly TableName[] {
  if (ecosystems.length === 0) return [];
  const hasSystem = ecosystems.some((ecosystem) => Object.hasOwn(productsByEcosystem, ecosystem));
  return hasSystem ? ['kev', 'eol'] : ['kev'];
}

export const optionalTables: readonly TableName[] = ['cve-severity', 'epss'];
