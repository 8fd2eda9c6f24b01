// The room's door: opens the stores that a run needs, matches inventories, updates stores and says how they are.

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoverageRow } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import type { FeedCache } from '../model/ports.ts';
import type { DatabaseStatus, FeedStatus } from '../model/result.ts';
import type { Runtime } from '../model/runtime.ts';
import type { HttpClient } from '../net/http.ts';
import { type FeedSources, isAddress } from './feeds/sources.ts';
import type { ReleaseCycle } from './feeds/tables.ts';
import { matchEndOfLife } from './match/end-of-life.ts';
import { matchInventory } from './match/match-inventory.ts';
import { advisoryFeed, neededTables, optionalTables, tableFeed } from './store/feeds-of-run.ts';
import { type Feed, type OpenedFeed, openFeed, type RefreshContext } from './store/refresh.ts';
import { type Store, storeVersion } from './store/store-file.ts';
import {
  lastChecked,
  listStores,
  openStored,
  prepareFolder,
  storeFile,
} from './store/store-folder.ts';
import { baseEcosystem, orderedEcosystems } from './versions/orders.ts';

export interface AdvisoriesRequest {
  /** OSV's names; a release (`Debian:12`) does not matter. */
  readonly ecosystems: readonly string[];
  /** Folder or address of a feeds layout; absent: the public addresses. */
  readonly feeds?: string | undefined;
  /** Where the stores are kept. */
  readonly folder: string;
  readonly offline: boolean;
  readonly cache?: FeedCache | undefined;
  readonly http?: HttpClient | undefined;
}

export interface Matched {
  readonly findings: Finding[];
  readonly coverage: CoverageRow[];
}

export interface Advisories {
  readonly status: DatabaseStatus;
  match(inventory: Inventory): Promise<Matched>;
  close(): Promise<void>;
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

interface Opened {
  readonly feeds: readonly OpenedFeed[];
  readonly optional: readonly OpenedFeed[];
}

async function checkFeedsFolder(feeds: string | undefined): Promise<void> {
  if (feeds === undefined || isAddress(feeds)) return;
  const info = await stat(feeds).catch(() => undefined);
  if (info?.isDirectory() === true) return;
  throw new UserError('USAGE', `the feeds folder ${feeds} is not there`, {
    hint: 'Name a folder laid out as the OSV export (osv/<ECOSYSTEM>/all.zip, kev.json, eol.json), or an http(s) address.',
  });
}

async function restore(request: AdvisoriesRequest, feeds: readonly Feed[], key: string) {
  if (request.cache === undefined) return;
  for (const { name } of feeds) {
    const path = join(request.folder, storeFile(name));
    if ((await stat(path).catch(() => undefined)) !== undefined) continue;
    await request.cache.restore(request.folder, key);
    return;
  }
}

async function openAll(
  request: AdvisoriesRequest,
  force: boolean,
  runtime: Runtime,
): Promise<Opened> {
  await checkFeedsFolder(request.feeds);
  await prepareFolder(request.folder, runtime);
  const sources: FeedSources = { feeds: request.feeds, env: runtime.env };
  const ecosystems = [...new Set(request.ecosystems.map(baseEcosystem))].sort();
  const needed = [
    ...ecosystems.map((ecosystem) => advisoryFeed(ecosystem, sources, runtime)),
    ...neededTables(ecosystems).map((table) => tableFeed(table, sources)),
  ];
  const optional =
    ecosystems.length === 0 ? [] : optionalTables.map((table) => tableFeed(table, sources));
  const isRemote = request.feeds === undefined || isAddress(request.feeds);
  const key = [
    `portcullis-db-${storeVersion}`,
    ecosystems.map((name) => storeFile(name).replace('.sqlite', '')).join('-'),
    runtime.now().toISOString().slice(0, 10),
  ].join('-');
  if (isRemote) await restore(request, needed, key);

  let own: HttpClient | undefined;
  const context: RefreshContext = {
    folder: request.folder,
    offline: request.offline,
    force,
    runtime,
    http: async () => {
      if (request.http !== undefined) return request.http;
      own ??= (await import('../net/http.ts')).createHttp(runtime);
      return own;
    },
  };
  const opened: OpenedFeed[] = [];
  const added: OpenedFeed[] = [];
  try {
    for (const feed of needed) opened.push(await openFeed(feed, context));
    for (const feed of optional) {
      if (feed.locations.length > 0) added.push(await openFeed(feed, context));
    }
    const isChanged = [...opened, ...added].some(({ changed }) => changed);
    if (isRemote && isChanged) await request.cache?.save(request.folder, key);
    return { feeds: opened, optional: added };
  } catch (error) {
    for (const { store } of [...opened, ...added]) await store?.close();
    throw error;
  } finally {
    await own?.close();
  }
}

/**
 * Opens the advisories that a run needs: prepared stores at once, missing or old ones built first. A feed that cannot be
 * had is a row in `status` (`missing`, `not-offered`), no error. Throws `USAGE` for a feeds folder that is not there,
 * `CANCELLED` when the run was.
 */
export async function openAdvisories(
  request: AdvisoriesRequest,
  runtime: Runtime,
): Promise<Advisories> {
  const { feeds, optional } = await openAll(request, false, runtime);
  const all = [...feeds, ...optional];
  const stores = new Map<string, Store>();
  for (const { status, store } of all) if (store !== undefined) stores.set(status.ecosystem, store);
  const statuses = new Map(all.map(({ status }) => [status.ecosystem, status]));
  const table = (name: string): Store | undefined => stores.get(name);
  const kev = table('kev');
  const severities = table('cve-severity');
  const epss = table('epss');
  const enrichment = {
    stores: orderedEcosystems.flatMap((name) => stores.get(name) ?? []),
    ...(kev !== undefined && { kev }),
    ...(severities !== undefined && { severities }),
    ...(epss !== undefined && { epss }),
  };
  const added = optional.filter(({ status }) => status.state === 'ready');
  return {
    status: digestOf([...feeds, ...added].map(({ status }) => status)),
    async match(inventory) {
      const matched = matchInventory(inventory, {
        store: (base) => (orderedEcosystems.includes(base) ? stores.get(base) : undefined),
        status: (base) => statuses.get(base),
        enrichment,
      });
      const cycles = (product: string): readonly ReleaseCycle[] | undefined => {
        const text = stores.get('eol')?.text(product);
        return text === undefined ? undefined : (JSON.parse(text) as readonly ReleaseCycle[]);
      };
      const endOfLife = matchEndOfLife(inventory.os, cycles, runtime.now());
      return { findings: [...endOfLife, ...matched.findings], coverage: matched.coverage };
    },
    async close() {
      for (const store of stores.values()) await store.close();
      stores.clear();
    },
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
  const { feeds, optional } = await openAll({ ...request, ecosystems }, true, runtime);
  for (const { store } of [...feeds, ...optional]) await store?.close();
  const added = optional.filter(({ status }) => status.state === 'ready');
  return digestOf([...feeds, ...added].map(({ status }) => status));
}

/** What the stores of a folder say of themselves; nothing is fetched. */
export async function databaseStatus(folder: string, runtime: Runtime): Promise<DatabaseStatus> {
  const feeds: FeedStatus[] = [];
  for (const file of await listStores(folder)) {
    const store = await openStored(folder, file.replace(/\.sqlite$/, ''), runtime);
    if (store === undefined) continue;
    const { name, source, ages, records, skipped, digest } = store.meta;
    const fetched = await lastChecked(folder, store);
    feeds.push({
      ecosystem: name,
      state: 'ready',
      source,
      fetched,
      ages,
      records,
      skipped,
      digest,
    });
    await store.close();
  }
  return digestOf(feeds);
}
