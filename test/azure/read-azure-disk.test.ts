import { afterEach, describe, expect, it } from 'vitest';
import { openAzureDisks } from '../../src/azure/compute/open-azure-disks.ts';
import { newStatistics } from '../../src/disks/byte-source.ts';
import { openRemoteDisk } from '../../src/disks/open-disk.ts';
import { createHttp } from '../../src/net/http.ts';
import {
  type AzureRun,
  compute,
  endAzureRuns,
  example,
  freeDisk,
  startAzureRun,
} from '../fixtures/azure/azure-run.ts';
import { fakeSignature } from '../fixtures/azure/fake-arm.ts';
import { noise } from '../fixtures/disks/disk-files.ts';

// The two halves together: addresses from src/azure, read by src/disks.

afterEach(endAzureRuns);

const size = 3 * 1024 * 1024;
const middle = 2 * 1024 * 1024;
const bytes = noise(size, 5);
const content = () => ({
  size,
  read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
});

async function read(run: AzureRun, name: string, meanwhile: () => void) {
  const opened = await openAzureDisks(`${compute}/${name}`, run.options, run.runtime);
  const http = createHttp(run.runtime, { baseDelayMs: 1 });
  try {
    const [disk] = opened.disks;
    if (disk === undefined) throw new Error('no disk');
    const container = await openRemoteDisk({
      http,
      address: disk.address,
      renew: disk.renew,
      statistics: newStatistics(),
      signal: run.runtime.signal,
    });
    const first = await container.disk.read(0, 1000);
    meanwhile();
    const second = await container.disk.read(middle, 1000);
    return { first, second, name: container.disk.name };
  } finally {
    await http.close();
    await opened.close();
  }
}

describe('a disk in Azure', () => {
  it.each([
    ['an unattached disk', 'disks/golden', { 'disks/golden': freeDisk() }],
    ['a disk in use', 'disks/golden', { 'disks/golden': freeDisk({ diskState: 'Attached' }) }],
    [
      'a gallery image version',
      'galleries/shared/images/golden/versions/latest',
      {
        'galleries/shared/images/golden': example('galleryImage'),
        'galleries/shared/images/golden/versions/1.0.0': example('galleryVersion'),
      },
    ],
  ])(
    'is read by ranges, and again after its access has ended: %s',
    async (_name, path, resources) => {
      const run = await startAzureRun(resources, { content });
      const found = await read(run, path, () => run.arm.expireExports());
      expect(Buffer.compare(found.first, bytes.subarray(0, 1000))).toBe(0);
      expect(Buffer.compare(found.second, bytes.subarray(middle, middle + 1000))).toBe(0);
      expect(found.name).not.toContain('sig');
      expect(run.said.join('\n')).not.toContain(decodeURIComponent(fakeSignature));
      expect(run.said.join('\n')).not.toContain(fakeSignature);
      expect(run.arm.leftovers()).toEqual([]);
    },
  );

  it('whose access is not given again, says so and leaves nothing', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() }, { content });
    const failed = read(run, 'disks/golden', () => {
      run.arm.expireExports();
      run.arm.refuse = (_method, path) =>
        path.endsWith('beginGetAccess') ? { status: 403, code: 'AuthorizationFailed' } : undefined;
    });
    await expect(failed).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
    expect(run.arm.leftovers()).toEqual([]);
  });
});
