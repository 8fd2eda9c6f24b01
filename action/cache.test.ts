import { describe, expect, it } from 'vitest';
import { actionCache, olderKeys } from './cache.ts';

describe('olderKeys', () => {
  it.each([
    ['portcullis-db-v1-npm-2026-11-24', ['portcullis-db-v1-npm-']],
    ['portcullis-db-v1-npm-abc123', ['portcullis-db-v1-npm-']],
    ['single', []],
  ])('%s', (key, older) => expect(olderKeys(key)).toEqual(older));
});

describe('actionCache', () => {
  it('is without effect, and without noise, where there is no cache service', async () => {
    const said: string[] = [];
    const log = {
      debug: (message: string) => said.push(message),
      info: (message: string) => said.push(message),
      warn: (message: string) => said.push(message),
    };
    const cache = actionCache(log);
    expect(await cache.restore('folder', 'key-1')).toBe(false);
    await cache.save('folder', 'key-1');
    expect(said).toEqual([]);
  });
});
