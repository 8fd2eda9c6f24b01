import { describe, expect, it } from 'vitest';
import { hideSecrets, readTaskEnvironment } from './environment.ts';
import { readInputs } from './inputs.ts';
import { networkEnvironment } from './network.ts';

const auth = (value: unknown) => ({ ENDPOINT_AUTH_abc: JSON.stringify(value) });

describe('readTaskEnvironment', () => {
  it('reads inputs and variables as the agent writes them', () => {
    const task = readTaskEnvironment({
      INPUT_FAILON: 'low',
      INPUT_POLICY: '',
      AGENT_TEMPDIRECTORY: '/agent/temp',
      SECRET_AGENT_PROXYPASSWORD: 's3cret',
      ENDPOINT_DATA_abc_REGISTRYTYPE: 'ACR',
      PATH: '/bin',
    });
    expect(task.input('failOn')).toBe('low');
    expect(task.input('policy')).toBeUndefined();
    expect(task.variable('Agent.TempDirectory')).toBe('/agent/temp');
    expect(task.variable('Agent.ProxyPassword')).toBe('s3cret');
    expect(task.endpointData('abc', 'registrytype')).toBe('ACR');
    expect(task.rest).toEqual({ AGENT_TEMPDIRECTORY: '/agent/temp', PATH: '/bin' });
  });

  it.each([
    [auth({ scheme: 'UsernamePassword', parameters: { username: 'u' } }), 'UsernamePassword'],
    [auth({ scheme: 'UsernamePassword', parameters: { username: 1 } }), undefined],
    [auth({ parameters: {} }), undefined],
    [auth(null), undefined],
    [{ ENDPOINT_AUTH_abc: '{"password":"canary' }, undefined],
    [{}, undefined],
  ])('reads an authorization or none: %j', (environment: Record<string, string>, scheme) => {
    expect(readTaskEnvironment(environment).authorization('abc')?.scheme).toBe(scheme);
  });

  it('takes inputs, endpoints and passwords out of the environment', () => {
    const environment: Record<string, string | undefined> = {
      INPUT_TARGETS: 'x',
      ENDPOINT_AUTH_abc: '{}',
      SECRET_X: 'x',
      AGENT_PROXYURL: 'http://proxy:1',
      AGENT_TEMPDIRECTORY: '/t',
      PATH: '/bin',
    };
    hideSecrets(environment);
    expect(environment).toEqual({ AGENT_TEMPDIRECTORY: '/t', PATH: '/bin' });
  });
});

describe('readInputs', () => {
  it('lets an input beat its variable', () => {
    const task = readTaskEnvironment({
      INPUT_FAILON: 'low',
      PORTCULLIS_FAIL_ON: 'none',
      PORTCULLIS_DB: 'store',
      INPUT_SKIPPATHS: 'opt/**',
    });
    expect(readInputs(task)).toEqual({ 'fail-on': 'low', db: 'store', 'skip-paths': 'opt/**' });
  });
});

describe('networkEnvironment', () => {
  const agent = {
    AGENT_PROXYURL: 'http://proxy.example:3128',
    AGENT_PROXYUSERNAME: 'dom\\me',
    SECRET_AGENT_PROXYPASSWORD: 'p@ss',
    AGENT_PROXYBYPASSLIST: JSON.stringify([
      '^corp\\.example$',
      'https://intra\\.example',
      'a|b',
      '.*\\.lan',
    ]),
    AGENT_CAINFO: '/agent/ca.pem',
  };

  it("speaks the agent's proxy and authority as src/net reads them", () => {
    expect(networkEnvironment(readTaskEnvironment(agent))).toMatchObject({
      HTTPS_PROXY: 'http://dom%5Cme:p%40ss@proxy.example:3128/',
      HTTP_PROXY: 'http://dom%5Cme:p%40ss@proxy.example:3128/',
      NO_PROXY: 'corp.example,intra.example,lan',
      PORTCULLIS_CA_FILE: '/agent/ca.pem',
    });
  });

  it("lets the pipeline's own settings win", () => {
    const environment = { ...agent, HTTPS_PROXY: 'http://other:1', PORTCULLIS_CA_FILE: 'own.pem' };
    expect(networkEnvironment(readTaskEnvironment(environment))).toMatchObject({
      HTTPS_PROXY: 'http://other:1',
      PORTCULLIS_CA_FILE: 'own.pem',
    });
  });

  it('adds nothing without a proxy, and survives a list that is none', () => {
    expect(networkEnvironment(readTaskEnvironment({ PATH: '/bin' }))).toEqual({ PATH: '/bin' });
    const broken = { ...agent, AGENT_PROXYBYPASSLIST: '{' };
    expect(networkEnvironment(readTaskEnvironment(broken))['NO_PROXY']).toBeUndefined();
  });
});
