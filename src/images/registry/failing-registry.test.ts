import { afterEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  serveBlobs,
  serveImage,
  startServer,
} from '../../../test/fixtures/fake-registry.ts';
import { all, image, pull, start, stopServers } from '../../../test/fixtures/registry-pull.ts';
import { descriptor, mediaType, sha256, tinyIndex } from '../../../test/fixtures/tiny-image.ts';

afterEach(stopServers);

const layer = image.layers[0]?.blob ?? Buffer.alloc(0);
const isBlob = (url: string | undefined) => url === `/v2/repo/blobs/${sha256(layer)}`;

describe('a registry that fails', () => {
  const status =
    (code: number, headers = {}): Answer =>
    (_request, response) => {
      response
        .writeHead(code, headers)
        .end('{"errors":[{"code":"TOOMANYREQUESTS","detail":"canary"}]}');
    };

  it.each<[number, object, string, string]>([
    [401, { 'www-authenticate': 'Digest realm="x"' }, 'REGISTRY_DENIED', 'kind that is not known'],
    [401, {}, 'REGISTRY_DENIED', 'kind that is not known'],
    [403, {}, 'REGISTRY_DENIED', 'status 403'],
    [404, {}, 'REGISTRY_NOT_FOUND', 'the registry has no image latest (status 404'],
    [418, {}, 'REGISTRY_FAILED', 'status 418'],
    [
      429,
      { 'retry-after': '0' },
      'REGISTRY_FAILED',
      'too many requests (status 429, TOOMANYREQUESTS)',
    ],
    [429, { 'retry-after': '9999' }, 'REGISTRY_FAILED', 'too many requests'],
    [500, {}, 'REGISTRY_FAILED', 'status 500'],
    [503, {}, 'REGISTRY_FAILED', 'status 503'],
  ])('with status %i %o is %s', async (code, headers, expected, message) => {
    const { host, calls } = await start(status(code, headers));
    const error: unknown = await pull(host).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(message) });
    expect(String(error)).not.toMatch(/canary|\n/);
    const tries =
      code === 429 && 'retry-after' in headers && headers['retry-after'] === '9999' ? 1 : 3;
    expect(calls).toHaveLength(code === 429 || code >= 500 ? tries : 1);
  });

  it('now and then is asked again, as Retry-After says', async () => {
    let count = 0;
    const served = serveImage(image);
    const { host } = await start((request, response, body) => {
      count += 1;
      if (count % 2 === 0) return served(request, response, body);
      response.writeHead(count % 3 === 0 ? 500 : 429, { 'retry-after': '0' }).end();
    });
    expect(await pull(host)).toEqual(all);
  });

  it('without a layer says which', async () => {
    const blobs = new Map(image.blobs);
    blobs.delete(sha256(layer));
    const { host } = await start(serveBlobs(blobs, image.manifest));
    await expect(pull(host)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining(`no blob ${sha256(layer)}`),
    });
  });

  it.each([
    ['goes on with ranges', true],
    ['starts again without them', false],
  ])('within a blob: %s', async (_name, ranges) => {
    let breaks = 0;
    const served = serveImage(image);
    const { host } = await start((request, response, body) => {
      if (isBlob(request.url) && breaks < 3) {
        breaks += 1;
        response.writeHead(200, { 'content-length': layer.length });
        response.write(layer.subarray(0, 20), () => response.destroy());
        return;
      }
      if (!ranges) delete request.headers.range;
      served(request, response, body);
    });
    expect(await pull(host)).toEqual(all);
    expect(breaks).toBe(3);
  });

  it('within a blob again and again is given up', async () => {
    const served = serveImage(image);
    const { host } = await start((request, response, body) => {
      if (!isBlob(request.url)) return served(request, response, body);
      response.writeHead(200, { 'content-length': layer.length });
      response.write(layer.subarray(0, 20), () => response.destroy());
    });
    await expect(pull(host)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining(`stopped after 20 of ${layer.length} bytes`),
    });
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['shorter', (bytes) => bytes.subarray(0, 10), 'only 10 of'],
    ['longer', (bytes) => Buffer.concat([bytes, bytes]), 'more of'],
  ])('with a %s blob is damaged', async (_name, change, message) => {
    const blobs = new Map(image.blobs).set(sha256(layer), change(layer));
    const { host } = await start(serveBlobs(blobs, image.manifest));
    await expect(pull(host)).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, string, (blobs: Map<string, Buffer>) => Buffer | undefined, string?]>([
    [
      'configuration',
      'DIGEST_MISMATCH',
      (blobs) => {
        blobs.set(sha256(image.config), Buffer.from(image.config).fill(32, 0, 1));
        return undefined;
      },
    ],
    [
      'manifest under its digest',
      'DIGEST_MISMATCH',
      (blobs) => {
        blobs.set(sha256(image.manifest), image.config);
        return undefined;
      },
      `repo@${sha256(image.manifest)}`,
    ],
    ['manifest that is too large', 'LIMIT_EXCEEDED', () => Buffer.alloc(5 * 1024 * 1024, ' ')],
    ['manifest that is no JSON', 'TARGET_DAMAGED', () => Buffer.from('"x"')],
    ['manifest of schema 1', 'TARGET_UNSUPPORTED', () => Buffer.from('{"schemaVersion":1}')],
  ])('with another %s is %s', async (_name, code, change, name = 'repo') => {
    const blobs = new Map(image.blobs);
    const root = change(blobs) ?? image.manifest;
    const { host } = await start(serveBlobs(blobs, root));
    await expect(pull(host, { name })).rejects.toMatchObject({ code });
  });

  it('by naming another digest than it sends is found out', async () => {
    const { host } = await start((_request, response) => {
      response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`);
      response.end(image.manifest);
    });
    await expect(pull(host)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  it('by an index that names itself ends', async () => {
    const inner = tinyIndex([], [{ ...descriptor(image.manifest, mediaType.index), size: 1 }]);
    const { host } = await start(serveBlobs(image.blobs, inner));
    await expect(pull(host)).rejects.toMatchObject({ name: 'ScanError' });
  });

  it('while the run is cancelled ends at once', async () => {
    const { host } = await start((request, response, body) => {
      if (!isBlob(request.url)) return serveImage(image)(request, response, body);
      response.writeHead(200, { 'content-length': layer.length });
      response.write(layer.subarray(0, 20));
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    await expect(pull(host, { signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('by not being there is unreachable', async () => {
    const server = await startServer(() => undefined);
    await server.stop();
    await expect(pull(server.host)).rejects.toMatchObject({ code: 'NETWORK' });
  });
});
