import { afterEach, describe, expect, it } from 'vitest';
import {
  type AzureRun,
  compute,
  endAzureRuns,
  example,
  freeDisk,
  startAzureRun,
} from '../../test/fixtures/azure/azure-run.ts';
import { noise } from '../../test/fixtures/disks/disk-files.ts';
import { openAzureContainers, planAzureTarget } from './azure-disks.ts';

afterEach(endAzureRuns);

const bytes = noise(1024 * 1024, 9);
const content = () => ({
  size: bytes.length,
  read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
});

const image = 'galleries/shared/images/golden';
const gallery = {
  [image]: example('galleryImage'),
  [`${image}/versions/1.0.0`]: example('galleryVersion'),
};

/** The fake is named by the environment, as for the command line. */
function parts(run: AzureRun, name: string) {
  const { accessToken } = run.options;
  const access = { accessToken, cleanupFolder: run.cleanupFolder, run: 'build 7' };
  const env = { ...run.runtime.env, PORTCULLIS_ARM_ENDPOINT: run.arm.base };
  const request = { reference: `${compute}/${name}`, access, timeoutMs: 90_000 };
  return [request, { ...run.runtime, env }] as const;
}

describe('openAzureContainers', () => {
  it('gives a machine’s disks in order, and leaves nothing', async () => {
    const run = await startAzureRun(gallery, { content, settleMs: 0 });
    const opened = await openAzureContainers(...parts(run, image));
    expect(opened.names).toEqual(['golden-1.0.0', 'golden-1.0.0-lun-1']);
    expect(opened.identity).toMatchObject({ version: '1.0.0' });
    expect(opened.coverage).toEqual([]);
    for (const { disk, format } of opened.containers) {
      expect(format).toBe('raw');
      expect(Buffer.compare(await disk.read(700_000, 100), bytes.subarray(700_000, 700_100))).toBe(
        0,
      );
    }
    expect(run.notes()).toHaveLength(1);
    await opened.close();
    expect(run.arm.leftovers()).toEqual([]);
    expect(run.notes()).toEqual([]);
  });

  it('says as a gap what Azure encrypts inside, and asks for the run’s time and some more', async () => {
    const disk = freeDisk({ encryptionSettingsCollection: { enabled: true } });
    const run = await startAzureRun({ 'disks/golden': disk }, { content, settleMs: 0 });
    const opened = await openAzureContainers(...parts(run, 'disks/golden'));
    expect(opened.coverage).toMatchObject([
      {
        what: 'volume:disk-1',
        status: 'partial',
        incomplete: true,
        reason: expect.stringMatching(/^golden: Azure Disk Encryption/),
      },
    ]);
    expect(run.arm.grants).toEqual([{ access: 'Read', durationInSeconds: 690 }]);
    await opened.close();
  });

  it('undoes everything when a disk cannot be opened', async () => {
    const run = await startAzureRun(gallery, { settleMs: 0 });
    await expect(openAzureContainers(...parts(run, image))).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
    });
    expect(run.arm.leftovers()).toEqual([]);
  });
});

describe('planAzureTarget', () => {
  it('lists the calls', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() });
    expect(await planAzureTarget(...parts(run, 'disks/golden'))).toEqual([
      `GET ${compute}/disks/golden`,
      `POST ${compute}/disks/golden/beginGetAccess`,
      `POST ${compute}/disks/golden/endGetAccess`,
    ]);
    expect(run.writes()).toEqual([]);
  });
});
