import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { client, closeLoopback, listen, serve, text } from '../../test/fixtures/loopback.ts';
import { readBytes } from './body.ts';

afterEach(closeLoopback);

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

  it.each([
    ['HTTP/1.1 with Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\n'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n'],
  ])('reads a large body to its end though %s ends the connection', async (_, head) => {
    const body = Buffer.alloc(8 << 20, 7);
    const port = await listen(
      createNetServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => {
          socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
          socket.end(body);
        });
      }),
    );
    // undici 7.26 and later throw from the socket's event where the reader is slower than the network.
    for (let round = 0; round < 4; round++) {
      const { body: chunks } = await client().get(`http://127.0.0.1:${port}/`);
      let length = 0;
      for await (const chunk of chunks) {
        length += chunk.length;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      expect(length).toBe(body.length);
    }
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

  it.each(['PUT', 'POST', 'DELETE'] as const)(
    'sends %s with its body, and follows no redirect',
    async (method) => {
      const seen: string[] = [];
      const base = await serve((request, response) => {
        request.on('data', (part: Buffer) => seen.push(`${request.method} ${part.toString()}`));
        request.on('end', () => response.writeHead(307, { location: '/elsewhere' }).end());
      });
      const response = await client().request(`${base}/x`, { method, body: 'text' });
      expect(response.status).toBe(307);
      await response.discard();
      expect(seen).toEqual([`${method} text`]);
    },
  );

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
