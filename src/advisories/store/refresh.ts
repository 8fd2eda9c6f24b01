// Brings one store up to date and opens it: built when missing or when its source has changed, at most daily from an
// address; an older one serves when that fails.

import { UserError } from '../../model/errors.ts';
import type { FeedStatus } from '../../model/result.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { HttpClient } from '../../net/http.ts';
import {
  changedAt,
  type FetchedFeed,
  fetchFeed,
  fileFingerprint,
  shownLocation,
} from '../feeds/fetch.ts';
import type { FeedLocation } from '../feeds/sources.ts';
import type { SourceMeta } from './build-store.ts';
import type { Stored } from './store-file.ts';
import {
  lastChecked,
  noteChecked,
  openStored,
  replaceStore,
  type StoreKind,
  throwAway,
} from './store-folder.ts';

const refreshAfterMs = 24 * 60 * 60 * 1000;

/** A store and what it is made from. */
export interface Feed<S extends Stored> extends StoreKind<S> {
  /** All of one kind; several only for a table that comes in pieces. Empty: nobody offers it. */
  readonly locations: readonly FeedLocation[];
  /** Builds the store at `path` from the fetched files. */
  build(path: string, files: readonly FetchedFile[], meta: SourceMeta): Promise<unknown>;
}

export interface FetchedFile {
  readonly path: string;
  /** How the file is called in messages. */
  readonly shown: string;
}

export interface RefreshContext {
  readonly folder: string;
  readonly offline: boolean;
  /** Ask the source even if the store is young. */
  readonly force: boolean;
  readonly runtime: Runtime;
  readonly http: () => Promise<HttpClient>;
}

export interface OpenedFeed<S extends Stored> {
  readonly status: FeedStatus;
  readonly store?: S;
  /** Whether the folder was changed. */
  readonly changed: boolean;
}

async function ready<S extends Stored>(
  feed: Feed<S>,
  store: S,
  context: RefreshContext,
  more: { readonly reason?: string; readonly changed?: boolean; readonly ages: boolean },
): Promise<OpenedFeed<S>> {
  const { name, source, records, skipped, digest } = store.meta;
  return {
    store,
    changed: more.changed ?? false,
    status: {
      ecosystem: name,
      state: 'ready',
      source,
      fetched: await lastChecked(context.folder, feed.file, store),
      ages: more.ages,
      records,
      skipped,
      digest,
      ...(more.reason !== undefined && { reason: more.reason }),
    },
  };
}

/** The status of a feed that has no store. */
export function without<S extends Stored>(
  feed: Feed<S>,
  state: 'missing' | 'not-offered',
  source: string,
  reason: string,
): OpenedFeed<S> {
  const { name: ecosystem } = feed;
  const ages = feed.locations[0]?.kind === 'address';
  const status = { ecosystem, state, source, ages, records: 0, skipped: 0, reason };
  return { status, changed: false };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');

/** How the feed's source is shown. */
function sourceOf({ locations }: Feed<Stored>): string {
  const [first] = locations;
  if (first === undefined) return '';
  return locations.length === 1
    ? shownLocation(first)
    : shownLocation(first).replace(/\/[^/]*$/, '');
}

/**
 * Opens a feed's store as it should be now. A damaged store is thrown away. Throws only when the run was cancelled.
 * @param met the damage that was met in the store while it was read, if that is why it is opened again
 */
export async function openFeed<S extends Stored>(
  feed: Feed<S>,
  context: RefreshContext,
  met?: string,
): Promise<OpenedFeed<S>> {
  const [first] = feed.locations;
  const source = sourceOf(feed);
  if (first === undefined) return without(feed, 'not-offered', source, 'no feed is known for it');
  const found = met === undefined ? await openStored(context.folder, feed, context.runtime) : {};
  const damage = met ?? found.damage;
  if (damage !== undefined) await throwAway(context.folder, feed.file);
  const existing = found.store;
  try {
    return first.kind === 'file'
      ? await openFromFiles(feed, first.path, source, existing, context)
      : await openFromAddress(feed, source, existing, damage, context);
  } catch (error) {
    await existing?.close();
    throw error;
  }
}

async function openFromFiles<S extends Stored>(
  feed: Feed<S>,
  path: string,
  source: string,
  existing: S | undefined,
  context: RefreshContext,
): Promise<OpenedFeed<S>> {
  let fingerprint: string | undefined;
  try {
    fingerprint = await fileFingerprint(path);
  } catch (error) {
    await existing?.close();
    return without(feed, 'missing', source, messageOf(error));
  }
  const isSame = existing?.meta.source === source && existing.meta.fingerprint === fingerprint;
  if (existing !== undefined && isSame && fingerprint !== undefined) {
    return ready(feed, existing, context, { ages: false });
  }
  // What the folder says now is what was asked for: an older store is no stand-in.
  await existing?.close();
  if (fingerprint === undefined) {
    return without(feed, 'not-offered', source, 'the feeds folder does not have it');
  }
  try {
    const store = await replaceStore(context.folder, feed, context.runtime, async (target) =>
      feed.build(target, [{ path, shown: path }], {
        name: feed.name,
        source,
        fetched: await changedAt(path),
        ages: false,
        fingerprint,
      }),
    );
    return await ready(feed, store, context, { changed: true, ages: false });
  } catch (error) {
    rethrowCancelled(error);
    return without(feed, 'missing', source, messageOf(error));
  }
}

async function openFromAddress<S extends Stored>(
  feed: Feed<S>,
  source: string,
  existing: S | undefined,
  damage: string | undefined,
  context: RefreshContext,
): Promise<OpenedFeed<S>> {
  const { folder, runtime } = context;
  if (context.offline) {
    // Whatever it was built from was chosen for this folder; its age counts, since no feeds folder was named now.
    if (existing !== undefined) return ready(feed, existing, context, { ages: true });
    const reason = damage ?? 'there is no store of it';
    return without(feed, 'missing', source, `${reason}; the run is offline`);
  }
  const now = runtime.now();
  const isOurs = existing?.meta.source === source;
  if (existing !== undefined && isOurs && !context.force) {
    const ageMs = now.getTime() - Date.parse(await lastChecked(folder, feed.file, existing));
    if (ageMs < refreshAfterMs) return ready(feed, existing, context, { ages: true });
  }
  const fetched: FetchedFeed[] = [];
  try {
    const known = isOurs && feed.locations.length === 1 ? existing.meta.fingerprint : undefined;
    for (const location of feed.locations) {
      fetched.push(await fetchFeed(location, known, context.http, runtime));
    }
    if (existing !== undefined && fetched.some(({ kind }) => kind === 'unchanged')) {
      await noteChecked(folder, feed.file, existing.meta.digest, now.toISOString());
      return await ready(feed, existing, context, { changed: true, ages: true });
    }
    const files = fetched.flatMap((item, index) => {
      const location = feed.locations[index];
      if (item.kind !== 'file' || location === undefined) return [];
      return [{ path: item.path, shown: shownLocation(location), fingerprint: item.fingerprint }];
    });
    if (files.length === 0) {
      await existing?.close();
      return without(feed, 'not-offered', source, 'the source does not have it');
    }
    const fingerprint = feed.locations.length === 1 ? (files[0]?.fingerprint ?? '') : '';
    const store = await replaceStore(folder, feed, runtime, (target) =>
      feed.build(target, files, {
        name: feed.name,
        source,
        fetched: now.toISOString(),
        ages: true,
        fingerprint,
      }),
    );
    await existing?.close();
    return await ready(feed, store, context, { changed: true, ages: true });
  } catch (error) {
    rethrowCancelled(error);
    const reason = messageOf(error);
    if (existing === undefined || !isOurs) {
      // A store of another source (an excerpt, say) is no older state of this one.
      await existing?.close();
      return without(feed, 'missing', source, reason);
    }
    runtime.log.warn(`${feed.name}: the older advisories serve, because ${reason}`);
    return await ready(feed, existing, context, { reason, ages: true });
  } finally {
    for (const item of fetched) if (item.kind === 'file') await item.dispose();
  }
}

function rethrowCancelled(error: unknown): void {
  if (error instanceof UserError && error.code === 'CANCELLED') throw error;
}
