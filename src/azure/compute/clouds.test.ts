import { describe, expect, it } from 'vitest';
import { azureCloud, cloudOfBlobHost, cloudOfEnvironment } from './clouds.ts';

describe('azureCloud', () => {
  it.each([
    ['public', 'https://management.azure.com'],
    ['AzureCloud', 'https://management.azure.com'],
    ['government', 'https://management.usgovcloudapi.net'],
    ['AzureUSGovernment', 'https://management.usgovcloudapi.net'],
    ['China', 'https://management.chinacloudapi.cn'],
    ['AzureChinaCloud', 'https://management.chinacloudapi.cn'],
  ])('%s is at %s, and its tokens are for it', (name, url) => {
    expect(azureCloud(name)).toMatchObject({
      managementUrl: url,
      managementScope: `${url}/.default`,
    });
  });

  it('says which there are', () => {
    expect(() => azureCloud('moon')).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringContaining('government') }),
    );
  });
});

describe('cloudOfBlobHost', () => {
  it.each([
    ['a.blob.core.windows.net', 'public'],
    ['a.blob.core.usgovcloudapi.net', 'government'],
    ['a.blob.core.chinacloudapi.cn', 'china'],
    ['.blob.core.windows.net', undefined],
    ['a.blob.core.windows.net.evil.test', undefined],
    ['ablob.core.windows.net', undefined],
  ])('%s: %s', (host, name) => {
    expect(cloudOfBlobHost(host)?.name).toBe(name);
  });
});

describe('cloudOfEnvironment', () => {
  it.each([
    [{}, 'public'],
    [{ AZURE_CLOUD: '' }, 'public'],
    [{ AZURE_CLOUD: 'AzureUSGovernment' }, 'government'],
    [{ AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' }, 'government'],
    [{ AZURE_AUTHORITY_HOST: 'https://LOGIN.chinacloudapi.cn' }, 'china'],
    [{ AZURE_AUTHORITY_HOST: 'https://login.example.test' }, 'public'],
    [{ AZURE_CLOUD: 'public', AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us' }, 'public'],
  ])('%o: %s', (env, name) => {
    expect(cloudOfEnvironment(env).name).toBe(name);
  });

  it('takes another resource manager, over TLS only', () => {
    const env = { PORTCULLIS_ARM_ENDPOINT: 'https://arm.example.test:8443/' };
    expect(cloudOfEnvironment(env)).toMatchObject({
      managementUrl: 'https://arm.example.test:8443',
      managementScope: 'https://management.azure.com/.default',
    });
    for (const endpoint of ['http://arm.example.test', 'arm']) {
      expect(() => cloudOfEnvironment({ PORTCULLIS_ARM_ENDPOINT: endpoint })).toThrow(
        expect.objectContaining({ code: 'USAGE' }),
      );
    }
  });
});
