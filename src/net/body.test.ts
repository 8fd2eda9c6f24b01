import { afterEach, describe, expect, it } from 'vitest';
import { client, closeLoopback, serve } from '../../test/fixtures/loopback.ts';
import { readBytes, readJson, resumable } from './body.ts';

afterEach(closeLoopback);

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
