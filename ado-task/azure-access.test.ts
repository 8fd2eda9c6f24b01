import { describe, expect, it } from 'vitest';
import type { Runtime } from '../src/model/runtime.ts';
import { readAzureAccess } from './azure-access.ts';
import { readTaskEnvironment } from './environment.ts';

const runtime: Runtime = {
  now: () => new Date(0),
  env: {},
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
  temporaryFolder: 'nowhere',
  signal: new AbortController().signal,
};

function access(environment: Record<string, string>, given: Record<string, string>) {
  const masked: string[] = [];
  const mask = (secret: string) => void masked.push(secret);
  const task = readTaskEnvironment(environment);
  return { masked, ...readAzureAccess({ task, runtime, mask }, given) };
}

const connection = (parameters: Record<string, string>) => ({
  ENDPOINT_AUTH_arm: JSON.stringify({ scheme: 'ServicePrincipal', parameters }),
  ENDPOINT_DATA_arm_ENVIRONMENT: 'AzureUSGovernment',
});
const given = { 'azure-subscription': 'arm' };

describe('readAzureAccess', () => {
  it('knows the cloud of the connection', () => {
    expect(access(connection({}), given).cloud).toBe('AzureUSGovernment');
    expect(access({}, {}).cloud).toBeUndefined();
  });

  it.each([
    ['cannot be read', {}],
    ['lacks its tenant', connection({ serviceprincipalid: 'id' })],
    ['lacks its key', connection({ tenantid: 't', serviceprincipalid: 'id' })],
  ])('says at the first token, not before, that the connection %s', async (says, environment) => {
    const { accessToken } = access(environment, given);
    await expect(accessToken('https://management.azure.com/.default')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(new RegExp(`^azureSubscription: .*${says}`)),
    });
  });

  it('masks the key before it is used', async () => {
    const parameters = {
      tenantid: 'not a tenant',
      serviceprincipalid: 'id',
      serviceprincipalkey: 'canary',
    };
    const { accessToken, masked } = access(connection(parameters), given);
    const error: unknown = await accessToken('scope').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toContain('canary');
    expect(masked).toEqual(['canary']);
  });
});
