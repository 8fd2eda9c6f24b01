import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type OwnCertificate } from '../../test/fixtures/certificate.ts';
import { type Answer, type FakeServer, startServer } from '../../test/fixtures/fake-registry.ts';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import { UserError } from '../model/errors.ts';
import { acrCredential, isAcrHost } from './acr-credential.ts';

let certificate: OwnCertificate;
const servers: FakeServer[] = [];
beforeAll(() => {
  certificate = makeCertificate();
});
afterAll(() => certificate.remove());
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(answer: Answer): Promise<FakeServer> {
  const server = await startServer(answer, certificate);
  servers.push(server);
  return server;
}

const runtime = () => testRuntime({ env: { PORTCULLIS_CA_FILE: certificate.caFile } });

describe('isAcrHost', () => {
  it.each([
    ['me.azurecr.io', true],
    ['me.eastus.data.azurecr.io', true],
    ['me.azurecr.cn', true],
    ['me.azurecr.us', true],
    ['.azurecr.io', false],
    ['azurecr.io', false],
    ['me.azurecr.io.evil.test', false],
    ['meazurecr.io', false],
    ['docker.io', false],
  ])('%s: %s', (host, expected) => {
    expect(isAcrHost(host)).toBe(expected);
  });
});

describe('acrCredential', () => {
  it.each([
    ['me.azurecr.us', 'https://management.usgovcloudapi.net/.default'],
    ['me.azurecr.cn', 'https://management.chinacloudapi.cn/.default'],
    ['me.azurecr.io', 'https://containerregistry.azure.net/.default'],
  ])('asks for the scope of its cloud: %s', async (host, expected) => {
    const scopes: string[] = [];
    const credential = acrCredential(async (scope) => {
      scopes.push(scope);
      throw new UserError('REGISTRY_DENIED', 'no');
    }, runtime());
    await expect(credential.authorize(host)).rejects.toMatchObject({ code: 'REGISTRY_DENIED' });
    expect(scopes).toEqual([expected]);
  });

  it.each(['docker.io', 'ghcr.io', 'me.azurecr.io.evil.test', 'localhost:5000'])(
    'shows no token to %s',
    async (host) => {
      const credential = acrCredential(() => expect.unreachable(), runtime());
      expect(await credential.authorize(host)).toBeUndefined();
    },
  );

  it('exchanges once a host', async () => {
    const server = await start((_request, response) => {
      response.end('{"refresh_token":"refresh"}');
    });
    const hosts = [server.host];
    const tenantId = 'tenant';
    const credential = acrCredential(async () => 'entra', runtime(), { hosts, tenantId });
    const answers = [
      await credential.authorize(server.host),
      await credential.authorize(server.host),
    ];
    const refresh = { kind: 'refresh-token', refreshToken: 'refresh' };
    expect(answers).toEqual([refresh, refresh]);
    expect(server.calls).toHaveLength(1);
    const [call] = server.calls;
    expect(`${call?.method} ${call?.path}`).toBe('POST /oauth2/exchange');
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      grant_type: 'access_token',
      service: server.host,
      tenant: 'tenant',
      access_token: 'entra',
    });
  });

  it.each<[string, number, string, string]>([
    ['refuses', 401, 'canary', 'REGISTRY_DENIED'],
    ['forbids', 403, 'canary', 'REGISTRY_DENIED'],
    ['is broken', 404, 'canary', 'REGISTRY_FAILED'],
    ['gives nothing', 200, '{"other":"canary"}', 'REGISTRY_FAILED'],
    ['gives no JSON', 200, 'canary', 'NETWORK'],
  ])('says so when the registry %s, and shows no secret', async (_name, status, body, code) => {
    const server = await start((_request, response) => response.writeHead(status).end(body));
    const credential = acrCredential(async () => 'canary-token', runtime(), {
      hosts: [server.host],
    });
    const error: unknown = await credential
      .authorize(server.host)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('canary');
  });

  it('that was only a guess says nothing where there is no Azure identity', async () => {
    const failing = () => Promise.reject(new UserError('REGISTRY_DENIED', 'no identity'));
    const credential = acrCredential(failing, runtime(), { optional: true });
    expect(await credential.authorize('me.azurecr.io')).toBeUndefined();
  });
});
