import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type OwnCertificate } from '../../test/fixtures/certificate.ts';
import { type Answer, type FakeServer, startServer } from '../../test/fixtures/fake-registry.ts';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import { type AzureIdentity, accessTokenSource } from './azure-identity.ts';

// Entra ID is a loopback server here; @azure/identity itself is the real one.

let certificate: OwnCertificate;
const servers: FakeServer[] = [];
beforeAll(() => {
  certificate = makeCertificate();
});
afterAll(() => certificate.remove());
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  delete process.env['SYSTEM_OIDCREQUESTURI'];
});

async function start(answer: Answer): Promise<FakeServer> {
  const server = await startServer(answer, certificate);
  servers.push(server);
  return server;
}

const tenantId = '11111111-1111-1111-1111-111111111111';
const clientId = '22222222-2222-2222-2222-222222222222';
const scope = 'https://containerregistry.azure.net/.default';

/** The parts of Entra ID that a client asks: its configuration and its tokens. */
async function startEntra(accept: (form: URLSearchParams) => boolean) {
  const server = await start((request, response, body) => {
    response.setHeader('content-type', 'application/json');
    if (request.url?.includes('openid-configuration') === true) {
      response.end(
        JSON.stringify({
          issuer: `https://${request.headers.host}/${tenantId}/v2.0`,
          authorization_endpoint: `https://${request.headers.host}/${tenantId}/oauth2/v2.0/authorize`,
          token_endpoint: `https://${request.headers.host}/${tenantId}/oauth2/v2.0/token`,
          jwks_uri: `https://${request.headers.host}/${tenantId}/discovery/v2.0/keys`,
        }),
      );
    } else if (accept(new URLSearchParams(body))) {
      response.end('{"token_type":"Bearer","expires_in":3600,"access_token":"entra-token"}');
    } else {
      response.writeHead(401);
      response.end(
        '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.\\r\\nTrace ID: 1"}',
      );
    }
  });
  return server;
}

function ask(identity: AzureIdentity, server: FakeServer, env: Record<string, string> = {}) {
  const runtime = testRuntime({ env: { PORTCULLIS_CA_FILE: certificate.caFile, ...env } });
  const options = { authorityHost: server.base, disableInstanceDiscovery: true };
  return accessTokenSource(identity, runtime, options)(scope);
}

const tokenCall = (server: FakeServer) =>
  new URLSearchParams(server.calls.find(({ method }) => method === 'POST')?.body);

describe('accessTokenSource', () => {
  it('with a client secret', async () => {
    const entra = await startEntra((form) => form.get('client_secret') === 'canary');
    const identity = { kind: 'client-secret', tenantId, clientId, clientSecret: 'canary' } as const;
    expect(await ask(identity, entra)).toBe('entra-token');
    expect(tokenCall(entra).get('client_id')).toBe(clientId);
    expect(tokenCall(entra).get('scope')).toContain(scope);
  });

  it('with a wrong secret says what Entra ID says, and not the secret', async () => {
    const entra = await startEntra(() => false);
    const identity = { kind: 'client-secret', tenantId, clientId, clientSecret: 'canary' } as const;
    const error: unknown = await ask(identity, entra).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'REGISTRY_DENIED',
      message: expect.stringContaining('AADSTS7000215'),
      hint: expect.stringContaining('AcrPull'),
    });
    expect(String(error)).not.toMatch(/canary|\n/);
  });

  it('with a certificate', async () => {
    const pair = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -keyout - -out -';
    const pem = execFileSync('openssl', pair.split(' '), { stdio: ['ignore', 'pipe', 'ignore'] });
    const entra = await startEntra((form) => (form.get('client_assertion') ?? '').includes('.'));
    const identity = {
      kind: 'client-certificate',
      tenantId,
      clientId,
      pem: pem.toString(),
    } as const;
    expect(await ask(identity, entra)).toBe('entra-token');
  });

  it('with an Azure DevOps service connection of workload identity', async () => {
    const entra = await startEntra((form) => form.get('client_assertion') === 'oidc-of-devops');
    const devops = await start((request, response) => {
      const isOk = request.headers.authorization === 'Bearer job-token';
      response.setHeader('content-type', 'application/json');
      response.end(isOk ? '{"oidcToken":"oidc-of-devops"}' : '{}');
    });
    process.env['SYSTEM_OIDCREQUESTURI'] = `${devops.base}/oidc`;
    const identity = {
      kind: 'azure-pipelines',
      tenantId,
      clientId,
      serviceConnectionId: 'connection',
      systemAccessToken: 'job-token',
    } as const;
    expect(await ask(identity, entra)).toBe('entra-token');
    expect(devops.calls[0]).toMatchObject({
      method: 'POST',
      path: '/oidc?api-version=7.1&serviceConnectionId=connection',
    });
  });

  it('with the OIDC token of a GitHub job', async () => {
    const entra = await startEntra((form) => form.get('client_assertion') === 'oidc-of-github');
    const github = await start((_request, response) => response.end('{"value":"oidc-of-github"}'));
    const identity = { kind: 'github-oidc', tenantId, clientId } as const;
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${github.base}/token?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token',
    };
    expect(await ask(identity, entra, env)).toBe('entra-token');
    expect(github.calls[0]).toMatchObject({
      path: '/token?api-version=2&audience=api%3A%2F%2FAzureADTokenExchange',
      authorization: 'Bearer job-token',
    });
  });

  it('without permission for GitHub’s token says what to add', async () => {
    const entra = await startEntra(() => true);
    const identity = { kind: 'github-oidc', tenantId, clientId } as const;
    await expect(ask(identity, entra)).rejects.toMatchObject({ code: 'REGISTRY_DENIED' });
  });
});
