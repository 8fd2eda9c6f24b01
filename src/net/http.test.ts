import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../model/runtime.ts';
import { readBytes, readJson, resumable } from './body.ts';
import { createHttp, type HttpClient } from './http.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const quick = { baseDelayMs: 1, longestDelayMs: 2000 };
const open: (Server | NetServer)[] = [];
const clients: HttpClient[] = [];

function runtime(env: Runtime['env'] = {}, signal = new AbortController().signal): Runtime {
  const silent = () => undefined;
  return {
    now: () => new Date('2026-11-25T00:00:00Z'),
    env,
    log: { debug: silent, info: silent, warn: silent },
    temporaryFolder: tmpdir(),
    signal,
  };
}

function client(env: Runtime['env'] = {}, signal?: AbortSignal): HttpClient {
  const http = createHttp(runtime(env, signal), quick);
  clients.push(http);
  return http;
}

async function listen(server: Server | NetServer): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(handler: Handler): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(handler))}`;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((http) => http.close()));
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

const text = async (url: string, http = client()) =>
  Buffer.from(await readBytes(await http.get(url), 1_000_000)).toString();

describe('a request', () => {
  it('gives status, headers and body', async () => {
    const base = await serve((request, response) => {
      response.writeHead(404, { 'X-A': 'b', 'content-type': 'text/plain' });
      response.end(`${request.method} ${request.url} ${request.headers['user-agent']}`);
    });
    const response = await client().get(`${base}/x?y=1`);
    expect(response.status).toBe(404);
    expect(response.headers['x-a']).toBe('b');
    expect(response.url).toBe(`${base}/x`);
    expect(Buffer.from(await readBytes(response, 1000)).toString()).toBe('GET /x?y=1 portcullis');
  });

  it('turns user info into basic authorization and never shows it', async () => {
    const base = await serve((request, response) => {
      response.end(request.headers.authorization);
    });
    const url = base.replace('//', '//me:p%40ss@');
    const response = await client().get(url);
    expect(response.url).toBe(`${base}/`);
    expect(await text(url)).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it.each([429, 500, 502, 503, 504, 408])('tries again after status %i', async (status) => {
    let calls = 0;
    const base = await serve((_request, response) => {
      calls += 1;
      response.writeHead(calls < 3 ? status : 200).end('done');
    });
    expect(await text(base)).toBe('done');
    expect(calls).toBe(3);
  });

  it('gives the last answer when tries run out', async () => {
    let calls = 0;
    const base = await serve((_request, response) => {
      calls += 1;
      response.writeHead(500).end();
    });
    expect((await client().get(base)).status).toBe(500);
    expect(calls).toBe(5);
  });

  it('waits as Retry-After says, and gives up where that is too long', async () => {
    const times: number[] = [];
    const base = await serve((request, response) => {
      times.push(performance.now());
      const wait = request.url === '/long' ? '3600' : '1';
      response.writeHead(times.length === 1 ? 429 : 200, { 'retry-after': wait }).end('x');
    });
    expect((await client().get(base)).status).toBe(200);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
    times.length = 0;
    expect((await client().get(`${base}/long`)).status).toBe(429);
    expect(times.length).toBe(1);
  });

  it('tries again when the connection is closed', async () => {
    let calls = 0;
    const base = await serve((request, response) => {
      calls += 1;
      if (calls < 3) request.socket.destroy();
      else response.end('done');
    });
    expect(await text(base)).toBe('done');
  });

  it('says what is wrong with a port where nothing listens, without the query', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(client().get(`http://127.0.0.1:${port}/a?sig=secret`)).rejects.toMatchObject({
      code: 'NETWORK',
      message: `http://127.0.0.1:${port}/a: the connection was refused (ECONNREFUSED)`,
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
  });

  it.each(['nonsense', 'file:///etc/passwd', 'ftp://host/'])('refuses %s', async (url) => {
    await expect(client().get(url)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each(['while waiting', 'before'])('ends as CANCELLED %s', async (when) => {
    const base = await serve((_request, response) => {
      response.writeHead(503, { 'retry-after': '2' }).end();
    });
    const controller = new AbortController();
    if (when === 'before') controller.abort();
    else setTimeout(() => controller.abort(), 50);
    await expect(client({}, controller.signal).get(base)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('sends a body with POST and follows no redirect of it', async () => {
    const base = await serve((request, response) => {
      request.resume().on('end', () => response.writeHead(302, { location: '/else' }).end());
    });
    const response = await client().request(base, { method: 'POST', body: 'a=b' });
    expect(response.status).toBe(302);
  });
});

describe('a redirect', () => {
  it('keeps credentials at their own origin only', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-keep'] as string);
      response.end('blob');
    });
    const base = await serve((request, response) => {
      seen.push(request.headers.authorization);
      const location = request.url === '/' ? '/second' : `${other}/blob?sig=1`;
      response.writeHead(307, { location }).end();
    });
    const headers = { authorization: 'Bearer canary', 'x-keep': 'yes' };
    const response = await client().get(base, { headers });
    expect(response.url).toBe(`${other}/blob`);
    expect(seen).toEqual(['Bearer canary', 'Bearer canary', undefined, 'yes']);
  });

  it.each([
    ['in circles', '/', 'more than 10 redirects'],
    ['to another scheme', 'file:///etc/passwd', 'redirects to file:'],
    ['to nonsense', 'http://[', 'redirects to something that is no address'],
  ])('%s is refused', async (_name, location, message) => {
    const base = await serve((_request, response) => response.writeHead(302, { location }).end());
    await expect(client().get(base)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining(message),
    });
  });
});

describe('a body', () => {
  const content = Buffer.alloc(300_000, 'portcullis');

  it('above the limit is refused, announced or not', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', content.length);
      response.end(content);
    });
    for (const path of ['/announced', '/chunked']) {
      const response = await client().get(base + path);
      await expect(readBytes(response, 1000)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    }
  });

  it('that nobody reads fails for nobody when the client is closed', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000));
    });
    const http = client();
    const response = await http.get(base);
    const reading = response.body[Symbol.asyncIterator]();
    await reading.next();
    await http.get(base);
    await http.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(
      (async () => {
        while ((await reading.next()).done !== true);
      })(),
    ).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('that is no JSON is refused', async () => {
    const base = await serve((_request, response) => response.end('{'));
    await expect(readJson(await client().get(base), 100)).rejects.toMatchObject({
      code: 'NETWORK',
      message: `${base}/: the answer is no JSON`,
    });
  });

  it('that stops is an error', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    });
    await expect(readBytes(await client().get(base), 1e6)).rejects.toMatchObject({
      code: 'NETWORK',
    });
  });

  it.each([
    ['with ranges', true],
    ['without ranges', false],
  ])('goes on after breaks, %s', async (_name, ranges) => {
    let calls = 0;
    const base = await serve((request, response) => {
      calls += 1;
      const asked = /bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1];
      const from = ranges ? Number(asked ?? 0) : 0;
      const part = content.subarray(from);
      response.writeHead(from > 0 ? 206 : 200, {
        'content-length': part.length,
        ...(from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/*` } : {}),
      });
      if (calls < 4) response.write(part.subarray(0, 40_000 * calls), () => response.destroy());
      else response.end(part);
    });
    const http = client();
    const parts: Uint8Array[] = [];
    const stream = resumable((offset) =>
      http.get(base, { headers: offset === 0 ? {} : { range: `bytes=${offset}-` } }),
    );
    for await (const part of stream) parts.push(part);
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    expect(calls).toBe(4);
  });

  it('that never comes whole is given up with a clear message', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('x'.repeat(10), () => response.destroy());
    });
    const http = client();
    const drain = async () => {
      for await (const _part of resumable(() => http.get(base)));
    };
    await expect(drain()).rejects.toMatchObject({
      code: 'NETWORK',
      message: `${base}/: stopped after 10 of 1000 bytes`,
    });
  });
});

describe('proxy and certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-net-'));
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  beforeAll(() => {
    const request =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=registry.test';
    const names = 'subjectAltName=DNS:registry.test,IP:127.0.0.1';
    const output = ['-addext', names, '-keyout', key, '-out', certificate];
    execFileSync('openssl', [...request.split(' '), ...output], { stdio: 'ignore' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const tlsServer = () =>
    listen(
      createTlsServer(
        { key: readFileSync(key), cert: readFileSync(certificate) },
        (_request, response) => response.end('over TLS'),
      ),
    );

  it.each(['PORTCULLIS_CA_FILE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'trusts the authority in %s',
    async (name) => {
      const url = `https://127.0.0.1:${await tlsServer()}`;
      expect(await text(url, client({ [name]: certificate }))).toBe('over TLS');
    },
  );

  it('refuses an unknown authority and says how to name it', async () => {
    const url = `https://127.0.0.1:${await tlsServer()}`;
    await expect(client().get(url)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('not trusted'),
      hint: expect.stringContaining('PORTCULLIS_CA_FILE'),
    });
  });

  it('says so when the CA file cannot be read', async () => {
    const http = client({ PORTCULLIS_CA_FILE: join(folder, 'none.pem') });
    await expect(http.get('https://127.0.0.1:1')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('tells plain HTTP behind an https address', async () => {
    const base = await serve((_request, response) => response.end());
    await expect(client().get(base.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'NETWORK',
      hint: expect.stringContaining('plain HTTP'),
    });
  });

  it('tunnels https through HTTPS_PROXY with its credentials', async () => {
    const target = await tlsServer();
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      asked.push(request.url, request.headers['proxy-authorization']);
      import('node:net').then(({ connect }) => {
        const upstream = connect(target, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          upstream.write(head);
          upstream.pipe(socket).pipe(upstream);
        });
        for (const end of [upstream, socket]) end.on('error', () => upstream.destroy());
      }, expect.unreachable);
    });
    const port = await listen(proxy);
    const http = client({
      HTTPS_PROXY: `http://me:pw@127.0.0.1:${port}`,
      PORTCULLIS_CA_FILE: certificate,
    });
    expect(await text('https://registry.test:8443/v2/', http)).toBe('over TLS');
    expect(asked).toEqual([
      'registry.test:8443',
      `Basic ${Buffer.from('me:pw').toString('base64')}`,
    ]);
  });

  it('forwards plain HTTP through HTTP_PROXY, but not to NO_PROXY and loopback', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url);
      response.end('from the proxy');
    });
    const base = await serve((_request, response) => response.end('direct'));
    const http = client({ http_proxy: proxy, NO_PROXY: '.invalid' });
    expect(await text('http://feeds.test/a', http)).toBe('from the proxy');
    expect(await text(base, http)).toBe('direct');
    await expect(http.get('http://feeds.invalid/')).rejects.toMatchObject({ code: 'NETWORK' });
    expect(asked).toEqual(['http://feeds.test/a']);
  });

  it('says so when the proxy closes the connection, again and again', async () => {
    let connections = 0;
    const proxy = createNetServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).once('data', () => socket.destroy());
    });
    const http = client({ HTTPS_PROXY: `127.0.0.1:${await listen(proxy)}` });
    await expect(http.get('https://registry.test/')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('the proxy closed the connection'),
    });
    expect(connections).toBe(3);
  });

  it('is cancelled while the proxy says nothing', async () => {
    const proxy = createNetServer((socket) => socket.on('error', () => undefined));
    const address = `127.0.0.1:${await listen(proxy)}`;
    const controller = new AbortController();
    const http = client({ HTTPS_PROXY: address }, controller.signal);
    setTimeout(() => controller.abort(), 100);
    await expect(http.get('https://registry.test/')).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says so when the proxy refuses', async () => {
    const proxy = createNetServer((socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    const http = client({ HTTPS_PROXY: `127.0.0.1:${await listen(proxy)}` });
    await expect(http.get('https://registry.test/')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('the proxy refused'),
    });
  });
});
