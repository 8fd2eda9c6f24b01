import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acrCredential } from '../../src/azure/acr-credential.ts';
import { openImage } from '../../src/images/open.ts';
import { makeCertificate, type OwnCertificate } from '../fixtures/certificate.ts';
import {
  type Answer,
  type FakeServer,
  serveImage,
  startServer,
} from '../fixtures/fake-registry.ts';
import { readImage } from '../fixtures/read-image.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';
import { sha256, tinyImage } from '../fixtures/tiny-image.ts';

// The way of Azure Container Registry over TLS: challenge, exchange, token, a blob on another host.

const image = tinyImage();
const servers: FakeServer[] = [];
let certificate: OwnCertificate;
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

describe('Azure Container Registry', () => {
  it('sees the right calls in order, and the storage behind it sees no token', async () => {
    const storage = await start((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'https://x');
      const blob = image.blobs.get(pathname.slice(1));
      response.writeHead(searchParams.get('sig') === 'sas' && blob ? 200 : 403).end(blob);
    });
    const served = serveImage(image, 'team/app');
    const registry = await start((request, response, body) => {
      const form = new URLSearchParams(body);
      const url = request.url ?? '';
      if (url === '/oauth2/exchange' && form.get('access_token') === 'canary-entra') {
        response.end('{"refresh_token":"canary-refresh"}');
      } else if (url === '/oauth2/token' && form.get('refresh_token') === 'canary-refresh') {
        response.end('{"access_token":"canary-access"}');
      } else if (request.headers.authorization !== 'Bearer canary-access') {
        const { host } = request.headers;
        const scope = 'repository:team/app:pull';
        response.setHeader(
          'www-authenticate',
          `Bearer realm="https://${host}/oauth2/token",service="${host}",scope="${scope}"`,
        );
        response.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
      } else if (url.startsWith('/v2/team/app/blobs/')) {
        const digest = url.slice('/v2/team/app/blobs/'.length);
        response.writeHead(307, { location: `${storage.base}/${digest}?sig=sas` }).end();
      } else served(request, response, body);
    });
    const log: string[] = [];
    const keep = (message: string) => void log.push(message);
    const runtime = testRuntime({
      env: { PORTCULLIS_CA_FILE: certificate.caFile },
      log: { debug: keep, info: keep, warn: keep },
    });
    const scopes: string[] = [];
    const accessToken = async (scope: string) => {
      scopes.push(scope);
      return 'canary-entra';
    };
    const credentials = [acrCredential(accessToken, runtime, { hosts: [registry.host] })];
    const reference = `${registry.host}/team/app:latest`;
    const [opened] = await openImage({ scheme: 'registry', reference, credentials }, runtime);
    const read = await readImage(opened);

    expect(read.actualDiffIds).toEqual(image.layers.map((layer) => sha256(layer.tar)));
    expect(scopes).toEqual(['https://containerregistry.azure.net/.default']);
    const line = ({ method, path, authorization }: FakeServer['calls'][number]) =>
      `${method} ${path} ${authorization ?? '-'}`;
    const blobs = [image.config, ...image.layers.map(({ blob }) => blob)].map(sha256);
    expect(registry.calls.map(line)).toEqual([
      'GET /v2/ -',
      'GET /v2/team/app/manifests/latest -',
      'POST /oauth2/exchange -',
      'POST /oauth2/token -',
      'GET /v2/team/app/manifests/latest Bearer canary-access',
      ...blobs.map((digest) => `GET /v2/team/app/blobs/${digest} Bearer canary-access`),
    ]);
    expect(storage.calls.map(line)).toEqual(blobs.map((digest) => `GET /${digest}?sig=sas -`));
    expect(JSON.stringify(storage.calls)).not.toContain('canary');
    expect(log.join('\n')).not.toMatch(/canary|sig=/);
  });

  it('is not sent to a token server without TLS', async () => {
    const plain = await startServer((_request, response) => response.end('{}'));
    servers.push(plain);
    const registry = await start((_request, response) => {
      response.setHeader('www-authenticate', `Bearer realm="${plain.base}/token"`);
      response.writeHead(401).end();
    });
    const runtime = testRuntime({ env: { PORTCULLIS_CA_FILE: certificate.caFile } });
    const reference = `${registry.host}/app`;
    await expect(openImage({ scheme: 'registry', reference }, runtime)).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      message: expect.stringContaining('not reached over TLS'),
    });
    expect(plain.calls).toEqual([]);
  });

  it('with a certificate that nobody trusts is not read over plain HTTP instead', async () => {
    const registry = await start(serveImage(image, 'app'));
    const reference = `${registry.host}/app`;
    await expect(openImage({ scheme: 'registry', reference }, testRuntime())).rejects.toMatchObject(
      { code: 'NETWORK', message: expect.stringContaining('not trusted') },
    );
  });
});
