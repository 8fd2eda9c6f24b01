// The stores that one run needs, opened together; one that turns out to be damaged is renewed while the run goes on.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanError, UserError } from '../../model/errors.ts';
import type { FeedCache } from '../../model/ports.ts';
import type { FeedStatus } from '../../model/result.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { HttpClient } from '../../net/http.ts';
import { redactUrl } from '../../net/redact.ts';
import { type FeedSources, isAddress, type TableName } from '../feeds/sources.ts';
import { baseEcosystem } from '../versions/orders.ts';
import type { StoreDamage } from './checks.ts';
import { advisoryFeed, neededTables, optionalTables, tableFeed } from './feeds-of-run.ts';
import { type Feed, type OpenedFeed, openFeed, type RefreshContext, without } from './refresh.ts';
import { type Store, type Stored, storeVersion } from './store-file.ts';
import { prepareFolder, throwAway } from './store-folder.ts';
import type { Table } from './table-file.ts';

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

/** A feed with what became of it. */
interface Slot<S extends Stored> {
  readonly feed: Feed<S>;
  opened: OpenedFeed<S>;
  isRenewed: boolean;
}

export interface RunStores {
  /** The feeds that the run needs, then the others that are there. */
  statuses(): FeedStatus[];
  status(name: string): FeedStatus | undefined;
  store(ecosystem: string): Store | undefined;
  table(name: TableName): Table | undefined;
  /** Throws the damaged store away and opens its feed again; a second time the feed is missing. */
  renew(damage: StoreDamage): Promise<void>;
  close(): Promise<void>;
}

async function checkFeedsFolder(feeds: string | undefined): Promise<void> {
  if (feeds === undefined || isAddress(feeds)) return;
  const info = await stat(feeds).catch(() => undefined);
  if (info?.isDirectory() === true) return;
  throw new UserError('USAGE', `the feeds folder ${shownFeeds(feeds)} is not there`, {
    hint: layoutHint,
  });
}

const layoutHint =
  'Name a folder laid out as the OSV export (osv/<ECOSYSTEM>/all.zip, kev.json, eol.json), or an http(s) address.';

/** Of what is or was meant as an address (`ftp://me:pw@host`, `me:pw@host`) the user info is not shown. */
function shownFeeds(feeds: string): string {
  return /^[a-z][a-z0-9+.-]+:\//i.test(feeds) || feeds.includes('@') ? redactUrl(feeds) : feeds;
}

/** A folder or mirror that has nothing at all is a slip, and no gap in what the feeds speak of. */
function checkAnyFeed(feeds: string | undefined, slots: readonly Slot<Stored>[]): void {
  if (feeds === undefined || slots.length === 0) return;
  if (slots.some(({ opened }) => opened.status.state !== 'not-offered')) return;
  throw new UserError('DATABASE_MISSING', `${shownFeeds(feeds)} has none of the feeds`, {
    hint: layoutHint,
  });
}

async function restore(request: AdvisoriesRequest, files: readonly string[], key: string) {
  if (request.cache === undefined) return;
  for (const file of files) {
    const path = join(request.folder, file);
    if ((await stat(path).catch(() => undefined)) !== undefined) continue;
    await request.cache.restore(request.folder, key);
    return;
  }
}

/**
 * Opens the stores of a run.
 * @param force ask the sources however young the stores are
 * @throws UserError `USAGE` for a feeds folder that is not there, `DATABASE_MISSING` for one without any feed,
 *   `CANCELLED` when the run was
 */
export async function openRunStores(
  request: AdvisoriesRequest,
  force: boolean,
  runtime: Runtime,
): Promise<RunStores> {
  const { folder } = request;
  await checkFeedsFolder(request.feeds);
  await prepareFolder(folder, runtime);
  const sources: FeedSources = { feeds: request.feeds, env: runtime.env };
  const ecosystems = [...new Set(request.ecosystems.map(baseEcosystem))].sort();
  const advisoryFeeds = ecosystems.map((name) => advisoryFeed(name, sources, runtime));
  const needed = neededTables(ecosystems).map((table) => tableFeed(table, sources));
  const optional = (ecosystems.length === 0 ? [] : optionalTables)
    .map((table) => tableFeed(table, sources))
    .filter(({ locations }) => locations.length > 0);
  const isRemote = request.feeds === undefined || isAddress(request.feeds);
  const key = [
    `portcullis-db-${storeVersion}`,
    advisoryFeeds.map(({ file }) => file.replace('.sqlite', '')).join('-'),
    runtime.now().toISOString().slice(0, 10),
  ].join('-');
  const neededFiles = [...advisoryFeeds, ...needed].map(({ file }) => file);
  if (isRemote) await restore(request, neededFiles, key);

  let own: HttpClient | undefined;
  const context: RefreshContext = {
    folder,
    offline: request.offline,
    force,
    runtime,
    http: async () => {
      if (request.http !== undefined) return request.http;
      own ??= (await import('../../net/http.ts')).createHttp(runtime);
      return own;
    },
  };
  const stores = new Map<string, Slot<Store>>();
  const tables = new Map<string, Slot<Table>>();
  const slots = () => [...stores.values(), ...tables.values()];
  const close = async (): Promise<void> => {
    for (const { opened } of slots()) await opened.store?.close();
    stores.clear();
    tables.clear();
    await own?.close();
  };
  const open = async <S extends Stored>(
    feed: Feed<S>,
    into: Map<string, Slot<S>>,
  ): Promise<void> => {
    into.set(feed.name, { feed, opened: await openFeed(feed, context), isRenewed: false });
  };
  const renewSlot = async <S extends Stored>(slot: Slot<S>, damage: StoreDamage): Promise<void> => {
    const { feed, isRenewed } = slot;
    const { source } = slot.opened.status;
    await slot.opened.store?.close();
    slot.opened = without(feed, 'missing', source, damage.message);
    if (isRenewed) return throwAway(folder, feed.file);
    slot.isRenewed = true;
    runtime.log.warn(damage.message);
    slot.opened = await openFeed(feed, context, damage.message);
  };
  try {
    for (const feed of advisoryFeeds) await open(feed, stores);
    for (const feed of [...needed, ...optional]) await open(feed, tables);
    checkAnyFeed(request.feeds, slots());
    const isChanged = slots().some(({ opened }) => opened.changed);
    if (isRemote && isChanged) await request.cache?.save(folder, key);
  } catch (error) {
    await close();
    throw error;
  }
  const isOptional = new Set(optional.map(({ name }) => name));
  return {
    statuses: () =>
      slots()
        .map(({ opened }) => opened.status)
        // Nobody need offer these; one that is there and cannot be read is missed like any other.
        .filter(({ ecosystem, state }) => state !== 'not-offered' || !isOptional.has(ecosystem)),
    status: (name) => (stores.get(name) ?? tables.get(name))?.opened.status,
    store: (ecosystem) => stores.get(ecosystem)?.opened.store,
    table: (name) => tables.get(name)?.opened.store,
    async renew(damage) {
      const [store, table] = [stores.get(damage.feed), tables.get(damage.feed)];
      if (store !== undefined) return renewSlot(store, damage);
      if (table !== undefined) return renewSlot(table, damage);
      throw new ScanError('DATABASE_MISSING', damage.feed, 'no store of it is open');
    },
    close,
  };
}
