import { describe, expect, it } from 'vitest';
import { readCredentials } from './credentials.ts';
import { readTaskEnvironment } from './environment.ts';

async function ask(
  environment: Record<string, string>,
  given: Record<string, string>,
  host: string,
) {
  const masked: string[] = [];
  const credentials = await readCredentials(readTaskEnvironment(environment), given, (secret) =>
    masked.push(secret),
  );
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
    const { answer, masked } = await ask(environment, {}, 'any.example');
    expect(answer).toMatchObject({ password: 'canary' });
    expect(masked).toEqual(['canary']);
    expect(await ask({}, {}, 'any.example')).toEqual({ answer: undefined, masked: [] });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{}, /cannot be read/],
    [{ ENDPOINT_AUTH_reg: '{"scheme":"x","parameters":{"password":"canary"' }, /cannot be read/],
    [connection({ password: 'canary' }), /no user name and password/],
  ])('says what is wrong without the secret: %j', async (environment, message) => {
    const failure = ask(environment, given, 'x').then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(await failure).toMatch(message);
    expect(await failure).not.toContain('canary');
  });
});
