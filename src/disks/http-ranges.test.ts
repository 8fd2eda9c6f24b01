import { afterEach, describe, expect, it } from 'vitest';
import { bytes, openRanges as open, peer, size } from '../../test/fixtures/disks/range-server.ts';
import { closeLoopback } from '../../test/fixtures/loopback.ts';
import { cachedSource } from './block-cache.ts';
import { newStatistics } from './byte-source.ts';
import type { Address } from './http-ranges.ts';

afterEach(closeLoopback);

async function failure(work: Promise<unknown>): Promise<Error & { code?: string; hint?: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) {
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/s3cr3t|sig=/);
      return error;
    }
  }
  throw new Error('nothing failed');
}

describe('a disk behind an address', () => {
  it('is read by ranges of one state, its name without the query', async () => {
    const { url, ranges, requests } = await peer();
    const statistics = newStatistics();
    const disk = await open(url, { statistics });
    expect(disk).toMatchObject({ size, name: url.slice(0, url.indexOf('?')) });
    expect(Buffer.compare(await disk.read(100_000, 5000), bytes.subarray(100_000, 105_000))).toBe(
      0,
    );
    expect(Buffer.compare(await disk.read(size - 10, 500), bytes.subarray(size - 10))).toBe(0);
    expect(Buffer.compare(await disk.read(5, 10), bytes.subarray(5, 15))).toBe(0);
    expect(await disk.read(size, 10)).toHaveLength(0);
    expect(ranges).toEqual([
      'bytes=0-65535',
      'bytes=100000-104999',
      `bytes=${size - 10}-${size - 1}`,
    ]);
    expect(requests.map(({ headers }) => headers['if-match'])).toEqual([
      undefined,
      '"one"',
      '"one"',
    ]);
    expect(requests[1]?.headers).toMatchObject({
      'accept-encoding': 'identity',
      'x-ms-version': '2021-12-02',
    });
    expect(statistics).toEqual({ reads: 3, bytes: 65_536 + 5000 + 10, zeroBytes: 0 });
  });

  it('keeps at most 16 requests in flight behind a cache, and asks for no block twice', async () => {
    let running = 0;
    let most = 0;
    const { url, ranges } = await peer((request, response) => {
      running += 1;
      most = Math.max(most, running);
      response.on('close', () => (running -= 1));
      const [, from = 0, to = 0] = /(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
      setTimeout(() => {
        response.writeHead(206, {
          etag: '"one"',
          'content-range': `bytes ${from}-${to}/${2 ** 30}`,
        });
        response.end(Buffer.alloc(Number(to) - Number(from) + 1, 1));
      }, 20);
      return true;
    });
    const disk = cachedSource(await open(url));
    const places = Array.from({ length: 40 }, (_, index) => (2 + 2 * index) * 65_536);
    await Promise.all([...places, ...places].map((at) => disk.read(at + 100, 512)));
    expect(most).toBe(16);
    expect(ranges).toHaveLength(41);
  });

  it.each([429, 500, 503])('is asked for again after status %i', async (status) => {
    let refused = 0;
    const { url } = await peer((_request, response) => {
      if (refused++ > 1) return false;
      response.writeHead(status).end();
      return true;
    });
    expect((await open(url)).size).toBe(size);
  });

  it('is asked for again where an answer stops in the middle', async () => {
    let broken = 0;
    const { url } = await peer((request, response) => {
      if (request.headers.range === 'bytes=0-65535' || broken++ > 1) return false;
      response.writeHead(206, {
        etag: '"one"',
        'content-length': '5000',
        'content-range': `bytes 100000-104999/${size}`,
      });
      response.write('x');
      setTimeout(() => response.destroy(), 5);
      return true;
    });
    const disk = await open(url);
    expect(Buffer.compare(await disk.read(100_000, 5000), bytes.subarray(100_000, 105_000))).toBe(
      0,
    );
    expect(broken).toBe(3);
  });

  it.each([
    ['answers with another tag', { etag: '"two"' }, 206],
    ['answers with another weak tag', { etag: 'W/"two"' }, 206],
    ['says that its condition failed', {}, 412],
  ])('that %s has changed', async (_name, headers, status) => {
    const { url } = await peer((request, response) => {
      if (request.headers.range === 'bytes=0-65535') return false;
      response.writeHead(status, { 'content-range': `bytes 70000-70009/${size}`, ...headers });
      response.end('0123456789');
      return true;
    });
    const error = await failure((await open(url)).read(70_000, 10));
    expect(error).toMatchObject({ name: 'ScanError', code: 'TARGET_UNREADABLE' });
    expect(error.message).toMatch(/changed while it was read/);
  });

  it.each([
    [200, {}, 'TARGET_UNREADABLE', /no parts/],
    [401, {}, 'TARGET_UNREADABLE', /refused \(status 401\)/],
    [
      403,
      { 'x-ms-error-code': 'AuthenticationFailed' },
      'TARGET_UNREADABLE',
      /AuthenticationFailed/,
    ],
    [403, { 'x-ms-error-code': '##vso[task]' }, 'TARGET_UNREADABLE', /\(status 403\)/],
    [404, {}, 'TARGET_NOT_FOUND', /does not exist/],
    [416, {}, 'NETWORK', /status 416/],
    [503, {}, 'NETWORK', /status 503/],
    [206, {}, 'NETWORK', /another range/],
    [206, { 'content-range': `bytes 1-65535/${size}` }, 'NETWORK', /another range/],
    [206, { 'content-range': 'bytes 0-65535/*' }, 'NETWORK', /another range/],
    [
      206,
      { 'content-range': `bytes 0-65535/${size}`, 'content-encoding': 'gzip' },
      'NETWORK',
      /range/,
    ],
  ])('that answers %i with %j is refused', async (status, headers, code, message) => {
    const { url } = await peer((_request, response) => {
      response.writeHead(status, headers).end('x');
      return true;
    });
    const error = await failure(open(url));
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
  });

  it.each([
    ['http://example.org/disk.vhd?sig=s3cr3t', /over https only/],
    ['ftp://example.org/disk.vhd?sig=s3cr3t', /over https only/],
    ['no address?sig=s3cr3t', /is no address/],
  ])('%s is refused before anything is asked', async (url, message) => {
    const error = await failure(open(url));
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ code: 'USAGE' });
  });
});

describe('an address that is refused after a while', () => {
  /** Refuses all addresses but those with `sig` of the set. */
  const guarded = async (accepted: Set<string>) =>
    peer((request, response) => {
      const signature = new URL(request.url ?? '', 'http://x').searchParams.get('sig') ?? '';
      if (accepted.has(signature)) return false;
      response.writeHead(403, { 'x-ms-error-code': 'AuthenticationFailed' }).end();
      return true;
    });

  it('is renewed once for all that wait, and again when that one ends too', async () => {
    const accepted = new Set(['s3cr3t/value']);
    const { url } = await guarded(accepted);
    let count = 0;
    const renew = async (): Promise<Address> => {
      count += 1;
      return { url: url.replace(/sig=.*/, `sig=new${count}`) };
    };
    const disk = await open(url, { renew });
    for (const next of ['new1', 'new2']) {
      accepted.clear();
      accepted.add(next);
      const places = [100_000, 200_000, 300_000, 400_000];
      const read = await Promise.all(places.map((at) => disk.read(at, 100)));
      expect(
        read.map((part, index) =>
          Buffer.compare(part, bytes.subarray(places[index], (places[index] ?? 0) + 100)),
        ),
      ).toEqual([0, 0, 0, 0]);
    }
    expect(count).toBe(2);
  });

  it('is not renewed when the new one is refused at once', async () => {
    const accepted = new Set(['s3cr3t/value']);
    const { url } = await guarded(accepted);
    let count = 0;
    const disk = await open(url, {
      renew: async () => {
        count += 1;
        return { url: url.replace('value', 'other') };
      },
    });
    accepted.clear();
    const error = await failure(disk.read(100_000, 100));
    expect(error).toMatchObject({
      code: 'TARGET_UNREADABLE',
      hint: expect.stringMatching(/expired/),
    });
    expect(count).toBe(1);
  });

  it('may need a token beside it', async () => {
    const { url, requests } = await peer();
    await open(url, { address: { url, headers: { authorization: 'Bearer t0ken' } } });
    expect(requests[0]?.headers.authorization).toBe('Bearer t0ken');
  });
});
