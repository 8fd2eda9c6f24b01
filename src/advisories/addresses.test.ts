import { readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedCache } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import { createHttp } from '../net/http.ts';
import { openAdvisories, updateDatabase } from './advisories.ts';
import { packageOf, temporaryFolder, testRuntime, writeTestFeeds } from './test-feeds.ts';

// Feeds from addresses: a loopback server stands for the mirror and for the public ones.

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let feeds = '';
let folder = '';
let server: Server;
let base = '';
let asked: string[] = [];
let answer: Answer;
const made: string[] = [];

const tagOf = (bytes: Buffer) => `"${bytes.length}"`;

/** The folder as a web server gives it, with ETags; `/osv` and the products too. */
const serve: Answer = (request, response) => {
  void give(request, response);
};

async function give(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const path = decodeURIComponent(request.url ?? '/').replace(/^\/feeds/, '');
  const bytes = await readFile(join(feeds, path)).catch(() => undefined);
  if (bytes === undefined) return response.writeHead(404).end('nothing here');
  const etag = tagOf(bytes);
  if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
  return response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes);
}

beforeAll(async () => {
  feeds = await writeTestFeeds();
  made.push(feeds);
  server = createServer((request, response) => {
    asked.push(
      `${request.url} ${request.headers['if-none-match'] === undefined ? 'new' : 'known'}`,
    );
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  base = `http://127.0.0.1:${address.port}`;
});
beforeEach(async () => {
  folder = await temporaryFolder();
  made.push(folder);
  asked = [];
  answer = serve;
});
afterEach(() => {
  server.closeAllConnections();
});
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
  });
  for (const path of made) await rm(path, { recursive: true, force: true });
});

const lodash = packageOf('npm', 'lodash', '4.17.20');

interface ScanOptions {
  readonly feeds?: string | undefined;
  readonly at?: string;
  readonly offline?: boolean;
  readonly env?: Runtime['env'];
  readonly cache?: FeedCache;
  readonly ecosystems?: readonly string[];
}

async function scan(options: ScanOptions = {}) {
  const runtime = testRuntime({
    now: () => new Date(options.at ?? '2026-11-25T12:00:00Z'),
    env: options.env ?? {},
  });
  const http = createHttp(runtime, { attempts: 1 });
  const request = {
    ecosystems: options.ecosystems ?? ['npm'],
    feeds: 'feeds' in options ? options.feeds : `${base}/feeds`,
    folder,
    offline: options.offline ?? false,
    cache: options.cache,
    http,
  };
  const advisories = await openAdvisories(request, runtime);
  try {
    const { findings } = await advisories.match({ packages: [lodash], coverage: [] });
    const [first] = advisories.status.feeds;
    return { ids: findings.map(({ id }) => id), first, all: advisories.status.feeds };
  } finally {
    await advisories.close();
    await http.close();
  }
}

const fixed = ['CVE-2021-23337'];

describe('a mirror', () => {
  it('is fetched once a day, and asked whether it has changed', async () => {
    const { ids, first } = await scan();
    expect(ids).toEqual(fixed);
    expect(first).toMatchObject({
      ecosystem: 'npm',
      state: 'ready',
      source: `${base}/feeds/osv/npm/all.zip`,
      fetched: '2026-11-25T12:00:00.000Z',
      ages: true,
    });
    asked = [];
    await scan({ at: '2026-11-26T11:59:00Z' });
    expect(asked.filter((line) => line.includes('npm') || line.includes('kev'))).toEqual([]);
    const next = await scan({ at: '2026-11-26T12:01:00Z' });
    expect(asked).toContain('/feeds/osv/npm/all.zip known');
    expect(next.first).toMatchObject({
      fetched: '2026-11-26T12:01:00.000Z',
      digest: first?.digest,
    });
    asked = [];
    await scan({ at: '2026-11-27T11:59:00Z' });
    expect(asked.filter((line) => line.includes('npm'))).toEqual([]);
  });

  it('serves the old store when it fails, and says why', async () => {
    await scan();
    for (const status of [500, 403]) {
      answer = (_, response) => response.writeHead(status).end('no');
      const { ids, first } = await scan({ at: '2026-11-30T12:00:00Z' });
      expect(ids).toEqual(fixed);
      expect(first).toMatchObject({
        state: 'ready',
        fetched: '2026-11-25T12:00:00.000Z',
        reason: expect.stringContaining(`status ${status}`),
      });
    }
  });

  it('serves the old store when the download stops or is damaged', async () => {
    await scan();
    const zip = await readFile(join(feeds, 'osv/npm/all.zip'));
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': zip.length });
      response.write(zip.subarray(0, 100), () => response.destroy());
    };
    expect(await scan({ at: '2026-11-30T12:00:00Z' })).toMatchObject({ ids: fixed });
    answer = (_, response) => response.writeHead(200).end(zip.subarray(0, 3000));
    const damaged = await scan({ at: '2026-11-30T12:00:00Z' });
    expect(damaged.ids).toEqual(fixed);
    expect(damaged.first?.reason).toContain(`${base}/feeds/osv/npm/all.zip: not a whole zip file`);
  });

  it('is missing when it fails and there is no store', async () => {
    answer = (_, response) => response.writeHead(503).end();
    const { ids, first } = await scan();
    expect(ids).toEqual([]);
    expect(first).toMatchObject({ state: 'missing', reason: expect.stringContaining('503') });
  });

  it('is missing offline, nothing is asked; a store of it serves offline', async () => {
    expect((await scan({ offline: true })).first).toMatchObject({ state: 'missing' });
    expect(asked).toEqual([]);
    await scan();
    asked = [];
    const { ids, first } = await scan({ offline: true, at: '2027-01-01T00:00:00Z' });
    expect([ids, first?.fetched]).toEqual([fixed, '2026-11-25T12:00:00.000Z']);
    expect(asked).toEqual([]);
  });

  it('is not stood in for by the store of another source', async () => {
    await scan({ feeds });
    answer = (_, response) => response.writeHead(503).end();
    expect((await scan()).first).toMatchObject({ state: 'missing' });
  });

  it('may be a folder’s store offline, whose age then counts', async () => {
    expect((await scan({ feeds })).first).toMatchObject({ ages: false });
    const { ids, first } = await scan({ offline: true });
    expect(ids).toEqual(fixed);
    expect(first).toMatchObject({ ages: true, source: join(feeds, 'osv/npm/all.zip') });
  });

  it('is not asked where nothing is to be matched', async () => {
    expect((await scan({ ecosystems: [] })).all).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is none where it answers with 404 to everything', async () => {
    answer = (_, response) => response.writeHead(404).end();
    await expect(scan()).rejects.toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it('keeps user info and query out of what is shown', async () => {
    const { first } = await scan({ feeds: `${base.replace('//', '//me:secret@')}/feeds` });
    expect(first?.source).toBe(`${base}/feeds/osv/npm/all.zip`);
  });

  it('escapes names with spaces', async () => {
    await scan({ ecosystems: ['Azure Linux'] });
    expect(asked).toContain('/feeds/osv/Azure%20Linux/all.zip new');
  });
});

describe('the public addresses', () => {
  const env = () => ({
    PORTCULLIS_FEED_OSV: `${base}/osv`,
    PORTCULLIS_FEED_KEV: `${base}/kev.json`,
    PORTCULLIS_FEED_EOL: `${base}/eol`,
  });

  it('are replaced one by one by the environment; end of life is asked by product', async () => {
    answer = (request, response) => {
      if (!(request.url ?? '').startsWith('/eol/')) return serve(request, response);
      if (request.url !== '/eol/debian') return response.writeHead(404).end();
      const result = { name: 'debian', releases: [{ name: '12', eolFrom: '2026-07-11' }] };
      return response.writeHead(200).end(JSON.stringify({ result }));
    };
    const { all } = await scan({ feeds: undefined, env: env(), ecosystems: ['Debian'] });
    expect(all.map(({ ecosystem, state, source }) => [ecosystem, state, source])).toEqual([
      ['Debian', 'ready', `${base}/osv/Debian/all.zip`],
      ['kev', 'ready', `${base}/kev.json`],
      ['eol', 'ready', `${base}/eol`],
    ]);
    expect(asked).toContain('/eol/debian new');
  });

  it('may be replaced by files', async () => {
    const file = join(feeds, 'kev.json');
    const { all } = await scan({ feeds: undefined, env: { ...env(), PORTCULLIS_FEED_KEV: file } });
    expect(all.map(({ source, state }) => [source, state])).toEqual([
      [`${base}/osv/npm/all.zip`, 'ready'],
      [file, 'ready'],
    ]);
  });
});

describe('the host’s cache', () => {
  it('is asked when a store is not there, and given what was fetched', async () => {
    const calls: string[] = [];
    const cache: FeedCache = {
      async restore(into, key) {
        calls.push(`restore ${key} ${into === folder}`);
        return false;
      },
      async save(_, key) {
        calls.push(`save ${key}`);
      },
    };
    await scan({ cache });
    const [version] = /\d+/.exec(calls[0] ?? '') ?? [];
    expect(calls).toEqual([
      `restore portcullis-db-${version}-npm-2026-11-25 true`,
      `save portcullis-db-${version}-npm-2026-11-25`,
    ]);
    await scan({ cache });
    expect(calls).toHaveLength(2);
    await scan({ cache, feeds });
    expect(calls).toHaveLength(2);
  });
});

describe('db update', () => {
  it('asks however young the store is', async () => {
    await scan();
    asked = [];
    const runtime = testRuntime();
    const request = { ecosystems: ['npm'], feeds: `${base}/feeds`, folder, offline: false };
    const { feeds: all } = await updateDatabase(request, runtime);
    expect(asked).toContain('/feeds/osv/npm/all.zip known');
    expect(all[0]).toMatchObject({ ecosystem: 'npm', state: 'ready' });
  });
});
