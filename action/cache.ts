// The advisory stores in the runner's cache. Best effort: what fails is said at debug level and nothing else happens.

import type { FeedCache } from '../src/model/ports.ts';
import type { Logger } from '../src/model/runtime.ts';

/** `db-v1-npm-2026-11-24` → `db-v1-npm-2026-11-`, `db-v1-npm-2026-` …: older keys, nearest first. */
export function olderKeys(key: string): string[] {
  const date = /^(.*-)(?:\d{4}-\d{2}-\d{2}.*)$/.exec(key);
  const stem = date?.[1] ?? key.replace(/[^-]*$/, '');
  return stem === '' || stem === key ? [] : [stem];
}

async function attempt<Result>(log: Logger, what: string, work: () => Promise<Result>) {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.debug(`cache: cannot ${what}: ${reason}`);
    return undefined;
  }
}

/** The cache, loaded when it is first asked for: most runs with feeds of their own never do. */
export function actionCache(log: Logger): FeedCache {
  return {
    async restore(folder, key) {
      const hit = await attempt(log, `restore ${key}`, async () => {
        const cache = await import('@actions/cache');
        if (!cache.isFeatureAvailable()) return undefined;
        return cache.restoreCache([folder], key, olderKeys(key));
      });
      return hit !== undefined;
    },
    async save(folder, key) {
      await attempt(log, `save ${key}`, async () => {
        const cache = await import('@actions/cache');
        if (cache.isFeatureAvailable()) await cache.saveCache([folder], key);
      });
    },
  };
}
