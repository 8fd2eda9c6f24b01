import { afterEach, describe, expect, it } from 'vitest';
import { serveImage } from '../../../test/fixtures/fake-registry.ts';
import { all, image, pull, start, stopServers } from '../../../test/fixtures/registry-pull.ts';
import type { RegistryAuthorization } from '../../model/ports.ts';

afterEach(stopServers);

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
    ['that nobody knows', 'https://tokens.invalid/', 'NETWORK'],
    ['of another machine without TLS', 'http://tokens.invalid/', 'REGISTRY_FAILED'],
    ['of a cloud’s metadata', 'http://169.254.169.254/latest', 'REGISTRY_FAILED'],
    ['that is no address', 'token', 'REGISTRY_FAILED'],
    ['of another scheme', 'file:///etc/passwd', 'REGISTRY_FAILED'],
  ])('goes to no realm %s', async (_name, realm, codes) => {
    const { host } = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
    });
    const error: unknown = await pull(host, { authorization: basic }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: codes });
    expect(String(error)).not.toContain('canary');
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
