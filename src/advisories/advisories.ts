// The room's door: opens the stores that a run needs, matches inventories, updates stores and says how they are.

import { createHash } from 'node:crypto';
import type { CoverageRow } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import type { DatabaseStatus, FeedStatus } from '../model/result.ts';
import type { Runtime } from '../model/runtime.ts';
import { warmUpSqlite } from '../runtime/sqlite.ts';
import type { ReleaseCycle } from './feeds/tables.ts';
import { matchEndOfLife } from './match/end-of-life.ts';
import { matchInventory } from './match/match-inventory.ts';
import { tableCoverage } from './match/table-coverage.ts';
import { StoreDamage } from './store/checks.ts';
import { type AdvisoriesRequest, openRunStores, type RunStores } from './store/run-stores.ts';
import { openStore, type Stored } from './store/store-file.ts';
import { lastChecked, listStores, openStored, storeFile } from './store/store-folder.ts';
import { openTable } from './store/table-file.ts';
import { baseEcosystem, orderedEcosystems } from './versions/orders.ts';

export type { AdvisoriesRequest } from './store/run-stores.ts';

export interface Matched {
  readonly findings: Finding[];
  readonly coverage: CoverageRow[];
}

export interface Advisories {
  /** How the feeds are now: one whose store turned out to be damaged may be missing after a match. */
  readonly status: DatabaseStatus;
  match(inventory: Inventory): Promise<Matched>;
  close(): Promise<void>;
}

/** Loads what a first look-up needs, while something else is waited for. Never fails: the look-up itself says why. */
export async function warmUp(): Promise<void> {
  await warmUpSqlite().catch(() => {});
}

/** The name of an ecosystem in whatever spelling of case, without release; undefined for one that is not matched. */
export function knownEcosystem(name: string): string | undefined {
  const base = baseEcosystem(name).toLowerCase();
  return orderedEcosystems.find((ecosystem) => ecosystem.toLowerCase() === base);
}

function digestOf(feeds: readonly FeedStatus[]): DatabaseStatus {
  const hash = createHash('sha256');
  for (const { ecosystem, digest } of feeds) hash.update(`${ecosystem} ${digest ?? ''}\n`);
  return { feeds, digest: `sha256:${hash.digest('hex')}` };
}

function matchOnce(inventory: Inventory, stores: RunStores, runtime: Runtime): Matched {
  const [kev, severities, epss] = [
    stores.table('kev'),
    stores.table('cve-severity'),
    stores.table('epss'),
  ];
  const matched = matchInventory(inventory, {
    store: (base) => (orderedEcosystems.includes(base) ? stores.store(base) : undefined),
    status: (base) => stores.status(base),
    enrichment: {
      stores: orderedEcosystems.flatMap((name) => stores.store(name) ?? []),
      ...(kev !== undefined && { kev }),
      ...(severities !== undefined && { severities }),
      ...(epss !== undefined && { epss }),
    },
  });
  const cycles = (product: string): readonly ReleaseCycle[] | undefined => {
    const text = stores.table('eol')?.text(product);
    return text === undefined ? undefined : (JSON.parse(text) as readonly ReleaseCycle[]);
  };
  return {
    findings: [...matchEndOfLife(inventory.os, cycles, runtime.now()), ...matched.findings],
    coverage: [...matched.coverage, ...tableCoverage(inventory, (name) => stores.status(name))],
  };
}

/**
 * Opens the advisories that a run needs: prepared stores at once, missing, old or damaged ones built first. A feed that
 * cannot be had is a row in `status` (`missing`, `not-offered`), no error. Throws `USAGE` for a feeds folder that is
 * not there, `CANCELLED` when the run was.
 */
export async function openAdvisories(
  request: AdvisoriesRequest,
  runtime: Runtime,
): Promise<Advisories> {
  const stores = await openRunStores(request, false, runtime);
  return {
    get status() {
      return digestOf(stores.statuses());
    },
    async match(inventory) {
      // Ends: a feed is renewed once, and has no store when it is damaged again.
      for (;;) {
        try {
          return matchOnce(inventory, stores, runtime);
        } catch (error) {
          if (!(error instanceof StoreDamage)) throw error;
          await stores.renew(error);
        }
      }
    },
    close: () => stores.close(),
  };
}

/**
 * Asks the sources and builds what has changed, however young the stores are. Without `ecosystems`: those that have a
 * store. Throws `USAGE` for an ecosystem that is not known, or when there is nothing to update.
 */
export async function updateDatabase(
  request: AdvisoriesRequest,
  runtime: Runtime,
): Promise<DatabaseStatus> {
  const known = `One of: ${orderedEcosystems.join(', ')}.`;
  const asked = request.ecosystems.map((name) => {
    const ecosystem = knownEcosystem(name);
    if (ecosystem !== undefined) return ecosystem;
    throw new UserError('USAGE', `there are no advisories for the ecosystem “${name}”`, {
      hint: known,
    });
  });
  const stored = new Set(await listStores(request.folder));
  const ecosystems =
    asked.length > 0 ? asked : orderedEcosystems.filter((name) => stored.has(storeFile(name)));
  if (ecosystems.length === 0) {
    throw new UserError('USAGE', 'there is no store yet: name the ecosystems to fetch', {
      hint: known,
    });
  }
  const stores = await openRunStores({ ...request, ecosystems }, true, runtime);
  const statuses = stores.statuses();
  await stores.close();
  return digestOf(statuses);
}

/** What the stores of a folder say of themselves; nothing is fetched. A damaged one is `missing`. */
export async function databaseStatus(folder: string, runtime: Runtime): Promise<DatabaseStatus> {
  const feeds: FeedStatus[] = [];
  for (const file of await listStores(folder)) {
    const name = file.replace(/\.[a-z]+$/, '');
    const open = (path: string): Promise<Stored | undefined> =>
      file.endsWith('.table') ? openTable(path, name) : openStore(path, name, runtime);
    const { store, damage } = await openStored(folder, { name, file, open }, runtime);
    if (store !== undefined) {
      const { name: ecosystem, source, ages, records, skipped, digest } = store.meta;
      const fetched = await lastChecked(folder, file, store);
      const state = 'ready';
      feeds.push({ ecosystem, state, source, fetched, ages, records, skipped, digest });
      await store.close();
    } else if (damage !== undefined) {
      const more = { source: folder, ages: true, records: 0, skipped: 0, reason: damage };
      feeds.push({ ecosystem: name, state: 'missing', ...more });
    }
  }
  return digestOf(feeds);
}
