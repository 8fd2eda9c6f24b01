import { afterEach, describe, expect, it } from 'vitest';
import { endAzureRuns, startAzureRun } from '../../../test/fixtures/azure/azure-run.ts';
import { openAzureDisks } from './open-azure-disks.ts';

afterEach(endAzureRuns);

describe('a VHD blob', () => {
  const blob = 'https://account.blob.core.windows.net/vhds/golden.vhd';
  it('with a signature is read by it', async () => {
    const run = await startAzureRun({});
    const opened = await openAzureDisks(`${blob}?sv=1&sig=abc`, run.options, run.runtime);
    expect(opened.disks[0]?.address).toEqual({ url: `${blob}?sv=1&sig=abc` });
    expect(opened.identity).toEqual({ resourceId: blob });
    expect(run.masked).toContain('abc');
    await opened.close();
    expect(run.arm.log).toEqual([]);
  });

  it('without one is read with a token', async () => {
    const scopes: string[] = [];
    const run = await startAzureRun({});
    const accessToken = async (scope: string) => {
      scopes.push(scope);
      return 'storage-token';
    };
    const opened = await openAzureDisks(blob, { ...run.options, accessToken }, run.runtime);
    expect(opened.disks[0]?.address.headers).toEqual({ authorization: 'Bearer storage-token' });
    expect(scopes).toEqual(['https://storage.azure.com/.default']);
    await opened.close();
  });

  it('of another host is shown no token', async () => {
    const run = await startAzureRun({});
    const url = 'https://blob.core.windows.net.evil.test/vhds/golden.vhd';
    await expect(openAzureDisks(url, run.options, run.runtime)).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('SAS'),
    });
  });
});
