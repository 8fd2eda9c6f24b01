import { afterEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  type FakeServer,
  serveBlobs,
  serveImage,
  startServer,
} from '../../../test/fixtures/fake-registry.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import {
  descriptor,
  mediaType,
  sha256,
  tinyImage,
  tinyIndex,
} from '../../../test/fixtures/tiny-image.ts';
import type { RegistryAuthorization } from '../../model/ports.ts';
import { parsePlatform } from '../platform.ts';
import { parseReference } from '../reference.ts';
import { openRegistryImage } from './registry-image.ts';

const image = tinyImage();
const layer = image.layers[0]?.blob ?? Buffer.alloc(0);
const servers: FakeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(answer: Answer): Promise<FakeServer> {
  const server = await startServer(answer);
  servers.push(server);
  return server;
}

interface Options {
  readonly name?: string;
  readonly platform?: string;
  readonly authorization?: RegistryAuthorization;
  readonly signal?: AbortSignal;
  readonly env?: Record<string, string>;
}

function open(host: string, options: Options = {}) {
  const { authorization, platform, name = 'repo', signal, env = {} } = options;
  const log: string[] = [];
  const keep = (message: string) => void log.push(message);
  return openRegistryImage(
    parseReference(`${host}/${name}`),
    platform === undefined || platform === 'all' ? platform : parsePlatform(platform),
    authorization === undefined ? [] : [{ authorize: async () => authorization }],
    testRuntime({
      env,
      log: { debug: keep, info: keep, warn: keep },
      ...(signal === undefined ? {} : { signal }),
    }),
    { attempts: 3, baseDelayMs: 1, longestDelayMs: 1500 },
  );
}

async function pull(host: string, options: Options = {}): Promise<string[]> {
  const [opened] = await open(host, options);
  if (opened === undefined) return [];
  const digests: string[] = [];
  try {
    for await (const { bytes } of opened.source.layers()) {
      const parts: Uint8Array[] = [];
      for await (const part of bytes) parts.push(part);
      digests.push(sha256(Buffer.concat(parts)));
    }
  } finally {
    await opened.source.close();
  }
  return digests;
}

const all = image.layers.map(({ blob }) => sha256(blob));
const isBlob = (url: string | undefined) => url === `/v2/repo/blobs/${sha256(layer)}`;

describe('an open registry', () => {
  it('gives the image', async () => {
    const { host, calls } = await start(serveImage(image));
    const [opened] = await open(host);
    expect(opened?.identity).toEqual({
      manifestDigest: sha256(image.manifest),
      configDigest: sha256(image.config),
      platform: 'linux/amd64',
      tags: ['latest'],
    });
    await opened?.source.close();
    expect(await pull(host)).toEqual(all);
    expect(calls.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('gives the image of a digest', async () => {
    const { host } = await start(serveImage(image));
    expect(await pull(host, { name: `repo@${sha256(image.manifest)}` })).toEqual(all);
  });

  it('gives the image of a platform, of all, and says which there are', async () => {
    const arm = tinyImage({ os: 'linux', architecture: 'arm64', variant: 'v8' });
    const index = tinyIndex([image, arm]);
    const blobs = new Map([...image.blobs, ...arm.blobs, [sha256(index), index]]);
    const { host } = await start(serveBlobs(blobs, index));
    const platforms = async (platform?: string) => {
      const images = await open(host, platform === undefined ? {} : { platform });
      for (const { source } of images) await source.close();
      return images.map(({ identity }) => identity.platform);
    };
    expect(await platforms('linux/arm64')).toEqual(['linux/arm64/v8']);
    expect(await platforms('all')).toEqual(['linux/amd64', 'linux/arm64/v8']);
    await expect(open(host, { platform: 'linux/s390x' })).rejects.toMatchObject({
      code: 'PLATFORM_MISSING',
      message: `${host}/repo: no image for linux/s390x; there are: linux/amd64, linux/arm64/v8`,
    });
  });
});

describe('a registry elsewhere', () => {
  it('is asked over plain HTTP only where the user names it', async () => {
    const served = serveImage(image);
    // A proxy that answers for everybody: it sees whole addresses of plain HTTP, and CONNECT of TLS.
    const proxy = await start((request, response, body) => {
      request.url = (request.url ?? '').replace('http://plain.test', '');
      served(request, response, body);
    });
    const env = { HTTP_PROXY: proxy.base };
    const named = { ...env, PORTCULLIS_PLAIN_HTTP_REGISTRIES: 'other.test, plain.test' };
    expect(await pull('plain.test', { env: named })).toEqual(all);
    expect(proxy.calls[0]?.path).toBe('http://plain.test/v2/repo/manifests/latest');
    proxy.calls.length = 0;
    await expect(pull('plain.test', { env })).rejects.toMatchObject({ code: 'NETWORK' });
    expect(proxy.calls).toEqual([]);
  });
});

describe('authorization', () => {
  const basic: RegistryAuthorization = { kind: 'basic', username: 'me', password: 'canary' };
  const basicHeader = `Basic ${Buffer.from('me:canary').toString('base64')}`;

  /** A registry that asks for a bearer token of a token server of its own. */
  async function startBearer(accepted = 'good', lifetime = Number.POSITIVE_INFINITY) {
    let given = 0;
    let left = lifetime;
    const tokens = await start((request, response, body) => {
      const form = new URLSearchParams(body);
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const isOk =
        form.get('refresh_token') === 'canary-refresh' ||
        request.headers.authorization === basicHeader ||
        (accepted === 'anonymous' && query.get('scope') === 'repository:repo:pull');
      given += 1;
      left = lifetime;
      response.writeHead(isOk ? 200 : 401).end(JSON.stringify({ token: `good${given}` }));
    });
    const served = serveImage(image);
    const registry = await start((request, response, body) => {
      if (request.headers.authorization === `Bearer good${given}` && left > 0) {
        left -= 1;
        return served(request, response, body);
      }
      response.writeHead(401, {
        'www-authenticate': `Bearer realm="${tokens.base}/token",service="registry.test",scope="repository:repo:pull"`,
      });
      response.end('{"errors":[{"code":"UNAUTHORIZED"}]}');
    });
    return { registry, tokens };
  }

  it('is basic where the registry asks for it', async () => {
    const served = serveImage(image);
    const { host } = await start((request, response, body) => {
      if (request.headers.authorization === basicHeader) return served(request, response, body);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    expect(await pull(host, { authorization: basic })).toEqual(all);
    await expect(pull(host)).rejects.toMatchObject({
      code: 'REGISTRY_DENIED',
      message: `${host}/repo: the registry asks for a login`,
      hint: expect.stringContaining('docker login'),
    });
  });

  it('is an anonymous token', async () => {
    const { registry, tokens } = await startBearer('anonymous');
    expect(await pull(registry.host)).toEqual(all);
    expect(tokens.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /token?service=registry.test&scope=repository%3Arepo%3Apull',
    ]);
  });

  it('is a token for user name and password, which the registry itself never sees', async () => {
    const { registry, tokens } = await startBearer();
    expect(await pull(registry.host, { authorization: basic })).toEqual(all);
    expect(tokens.calls[0]?.authorization).toBe(basicHeader);
    expect(JSON.stringify(registry.calls)).not.toContain(basicHeader);
  });

  it('is a token for a refresh token', async () => {
    const { registry, tokens } = await startBearer();
    const authorization = { kind: 'refresh-token', refreshToken: 'canary-refresh' } as const;
    expect(await pull(registry.host, { authorization })).toEqual(all);
    expect(Object.fromEntries(new URLSearchParams(tokens.calls[0]?.body))).toEqual({
      grant_type: 'refresh_token',
      service: 'registry.test',
      scope: 'repository:repo:pull',
      refresh_token: 'canary-refresh',
      client_id: 'portcullis',
    });
    expect(JSON.stringify(registry.calls)).not.toContain('canary');
  });

  it('is asked for again when a token has ended', async () => {
    const { registry, tokens } = await startBearer('good', 2);
    expect(await pull(registry.host, { authorization: basic })).toEqual(all);
    expect(tokens.calls.length).toBeGreaterThan(1);
  });

  it.each<[string, RegistryAuthorization | undefined, string]>([
    ['nobody', undefined, 'anonymous access is refused'],
    [
      'a wrong password',
      { kind: 'basic', username: 'me', password: 'canary-wrong' },
      'the login is refused',
    ],
    [
      'a wrong token',
      { kind: 'refresh-token', refreshToken: 'canary-wrong' },
      'the login is refused',
    ],
  ])('is refused to %s, and the secret is not shown', async (_name, authorization, message) => {
    const { registry } = await startBearer();
    const error: unknown = await pull(
      registry.host,
      authorization === undefined ? {} : { authorization },
    ).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'REGISTRY_DENIED',
      message: expect.stringContaining(message),
    });
    expect(String(error)).not.toContain('canary');
  });

  it.each([
    ['that nobody knows', 'http://tokens.invalid/', 'NETWORK'],
    ['that is no address', 'token', 'REGISTRY_FAILED'],
    ['of another scheme', 'file:///etc/passwd', 'REGISTRY_FAILED'],
  ])('goes to no realm %s', async (_name, realm, codes) => {
    const { host } = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
    });
    await expect(pull(host)).rejects.toMatchObject({ code: expect.stringMatching(codes) });
  });

  it('stays with the registry when a blob lies elsewhere', async () => {
    const storage = await start((request, response) => {
      const blob = image.blobs.get(new URL(request.url ?? '', 'http://x').pathname.slice(1));
      response.end(blob);
    });
    const served = serveImage(image);
    const registry = await start((request, response, body) => {
      if (request.headers.authorization !== basicHeader) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      } else if (request.url?.startsWith('/v2/repo/blobs/') === true) {
        const digest = request.url.slice('/v2/repo/blobs/'.length);
        response.writeHead(307, { location: `${storage.base}/${digest}?sig=canary-sas` }).end();
      } else served(request, response, body);
    });
    expect(await pull(registry.host, { authorization: basic })).toEqual(all);
    expect(storage.calls).toHaveLength(3);
    expect(storage.calls.every(({ authorization }) => authorization === undefined)).toBe(true);
  });
});

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
