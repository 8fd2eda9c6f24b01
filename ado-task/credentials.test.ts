import { describe, expect, it } from 'vitest';
import type { Runtime } from '../src/model/runtime.ts';
import { readCredentials } from './credentials.ts';
import { readTaskEnvironment } from './environment.ts';

const runtime: Runtime = {
  now: () => new Date(0),
  env: { DOCKER_CONFIG: '/nowhere' },
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
  temporaryFolder: 'nowhere',
  signal: new AbortController().signal,
};

async function ask(
  environment: Record<string, string>,
  given: Record<string, string>,
  host: string,
) {
  const masked: string[] = [];
  const task = readTaskEnvironment(environment);
  const mask = (secret: string) => masked.push(secret);
  const credentials = await readCredentials({ task, runtime, mask }, given);
  const answers = await Promise.all(credentials.map((one) => one.authorize(host)));
  return { answer: answers.find((one) => one !== undefined), masked };
}

const connection = (parameters: Record<string, string>, scheme = 'UsernamePassword') => ({
  ENDPOINT_AUTH_reg: JSON.stringify({ scheme, parameters }),
  ENDPOINT_URL_reg: 'https://contoso.azurecr.io',
});
const given = { 'container-registry': 'reg' };

describe('readCredentials', () => {
  it('takes user and password of a connection, masks them, and keeps them to its registry', async () => {
    const environment = connection({
      username: 'u',
      password: 'canary',
      registry: 'https://ghcr.example',
    });
    const { answer, masked } = await ask(environment, given, 'ghcr.example');
    expect(answer).toEqual({ kind: 'basic', username: 'u', password: 'canary' });
    expect(masked).toEqual(['canary']);
    expect((await ask(environment, given, 'contoso.azurecr.io')).answer).toBeUndefined();
  });

  it('takes the service principal of an ACR connection', async () => {
    const environment = connection(
      { serviceprincipalid: 'id', serviceprincipalkey: 'canary', loginServer: 'a.azurecr.io' },
      'ServicePrincipal',
    );
    expect((await ask(environment, given, 'a.azurecr.io')).answer).toMatchObject({
      username: 'id',
    });
  });

  it('reads what env: sets when there is no connection', async () => {
    const environment = {
      PORTCULLIS_REGISTRY_USERNAME: 'u',
      PORTCULLIS_REGISTRY_PASSWORD: 'canary',
    };
    const { answer, masked } = await ask(
      environment,
      { targets: 'registry:any.example/a' },
      'any.example',
    );
    expect(answer).toMatchObject({ password: 'canary' });
    expect(masked).toEqual(['canary']);
    const elsewhere = await ask(
      environment,
      { targets: 'registry:other.example/a' },
      'any.example',
    );
    expect(elsewhere.answer).toBeUndefined();
    expect(await ask({}, {}, 'any.example')).toEqual({ answer: undefined, masked: [] });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{}, /cannot be read/],
    [{ ENDPOINT_AUTH_reg: '{"scheme":"x","parameters":{"password":"canary"' }, /cannot be read/],
    [connection({ password: 'canary' }), /no user name and password/],
    [
      connection({ serviceprincipalkey: 'canary' }, 'WorkloadIdentityFederation'),
      /lacks its tenant/,
    ],
  ])('says what is wrong without the secret: %j', async (environment, message) => {
    const failure = ask(environment, given, 'x').then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(await failure).toMatch(message);
    expect(await failure).not.toContain('canary');
  });

  it.each<[string, Record<string, string>, string[], RegExp | undefined]>([
    ['ManagedServiceIdentity', { tenantid: 't' }, [], undefined],
    [
      'ServicePrincipal',
      { TenantId: 't', ServicePrincipalId: 'a', serviceprincipalkey: 'canary' },
      ['canary'],
      undefined,
    ],
    ['ServicePrincipal', { tenantid: 't', serviceprincipalid: 'a' }, [], /lacks its key/],
    [
      'ServicePrincipal',
      { tenantid: 't', serviceprincipalid: 'a', servicePrincipalCertificate: 'pem' },
      ['pem'],
      undefined,
    ],
    ['WorkloadIdentityFederation', { tenantid: 't', serviceprincipalid: 'a' }, [], undefined],
    ['Certificate', { tenantid: 't', serviceprincipalid: 'a' }, [], /of a kind that is not known/],
  ])('reads an Azure connection of scheme %s: %j', async (scheme, parameters, secrets, failure) => {
    const environment = {
      ...connection(parameters, scheme),
      ENDPOINT_AUTH_SYSTEMVSSCONNECTION: JSON.stringify({
        scheme: 'OAuth',
        parameters: { AccessToken: 'job' },
      }),
    };
    // A host that is no Azure registry is shown nothing, whoever we are.
    const asked = ask(environment, { 'azure-subscription': 'reg' }, 'ghcr.example');
    if (failure === undefined) expect(await asked).toEqual({ answer: undefined, masked: secrets });
    else await expect(asked).rejects.toThrow(failure);
  });
});
