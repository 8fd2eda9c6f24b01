import { afterEach, describe, expect, it } from 'vitest';
import {
  compute,
  endAzureRuns,
  example,
  freeDisk,
  startAzureRun,
} from '../../../test/fixtures/azure/azure-run.ts';
import { compareVersions, latestVersion } from './gallery-version.ts';
import { openAzureDisks } from './open-azure-disks.ts';

afterEach(endAzureRuns);

const image = 'galleries/shared/images/golden';
const definition = (properties = {}) => example('galleryImage', { osType: 'Linux', ...properties });
const version = (properties = {}) => example('galleryVersion', properties);

type Made = { location: string; properties: Record<string, unknown> };

async function opened(
  resources: Parameters<typeof startAzureRun>[0],
  reference = `${image}/versions/latest`,
  options = {},
) {
  const run = await startAzureRun(resources);
  const disks = await openAzureDisks(
    `${compute}/${reference}`,
    { ...run.options, ...options },
    run.runtime,
  );
  const made = [...run.arm.bodies].map(([path, body]) => ({ path, ...(body as Made) }));
  return { run, disks, made };
}

describe('a gallery image version', () => {
  it('becomes one disk for the system and one for each LUN, in its region', async () => {
    const data = [
      { lun: 7, sizeInGB: 2 },
      { lun: 0, sizeInGB: 1 },
    ];
    const { run, disks, made } = await opened(
      {
        [image]: definition({ hyperVGeneration: 'V2' }),
        [`${image}/versions/1.0.0`]: version({
          storageProfile: { osDiskImage: { sizeInGB: 30 }, dataDiskImages: data },
        }),
      },
      `${image}/versions/1.0.0`,
    );
    expect(disks.identity).toEqual({
      resourceId: `${compute}/${image}/versions/1.0.0`,
      version: '1.0.0',
    });
    expect(
      disks.disks.map(({ kind, lun, sizeBytes }) => [kind, lun, (sizeBytes ?? 0) / 1024 ** 3]),
    ).toEqual([
      ['os', undefined, 30],
      ['data', 0, 1],
      ['data', 7, 2],
    ]);
    const id = `${compute}/${image}/versions/1.0.0`;
    const of = (lun?: number) =>
      made.find(({ properties }) => {
        const { galleryImageReference } = Object(properties['creationData']);
        return galleryImageReference.lun === lun;
      });
    expect(of()).toMatchObject({
      location: 'westus',
      sku: { name: 'Standard_LRS' },
      properties: {
        osType: 'Linux',
        hyperVGeneration: 'V2',
        networkAccessPolicy: 'AllowAll',
        creationData: { createOption: 'FromImage', galleryImageReference: { id } },
        encryption: {
          type: 'EncryptionAtRestWithCustomerKey',
          diskEncryptionSetId: expect.stringMatching(/myDiskEncryptionSet$/),
        },
      },
    });
    expect(of()?.properties).not.toHaveProperty('securityProfile');
    expect(of(0)?.properties).toMatchObject({
      creationData: { galleryImageReference: { id, lun: 0 } },
      encryption: { diskEncryptionSetId: expect.stringMatching(/myOtherDiskEncryptionSet$/) },
    });
    expect(of(7)?.properties).not.toHaveProperty('encryption');
    expect(of(7)?.properties).not.toHaveProperty('hyperVGeneration');
    expect(await disks.close()).toEqual({ left: [] });
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('named latest is the highest that is ready and not left out', async () => {
    const publishing = { targetRegions: [{ name: 'West US' }], excludeFromLatest: true };
    const { disks } = await opened({
      [image]: definition(),
      [`${image}/versions/1.9.0`]: { ...version(), name: '1.9.0' },
      [`${image}/versions/1.10.0`]: { ...version(), name: '1.10.0' },
      [`${image}/versions/2.0.0`]: version({ publishingProfile: publishing }),
      [`${image}/versions/3.0.0`]: version({ provisioningState: 'Creating' }),
    });
    expect(disks.identity.version).toBe('1.10.0');
    await disks.close();
  });

  it('is made where it is kept when its own region does not keep it', async () => {
    const publishingProfile = { targetRegions: [{ name: 'North Europe' }, { name: 'East US' }] };
    const { disks, made } = await opened({
      [image]: definition(),
      [`${image}/versions/1.0.0`]: version({ publishingProfile }),
    });
    expect(made.map(({ location }) => location)).toEqual(['northeurope', 'northeurope']);
    await disks.close();
  });

  it.each([
    ['TrustedLaunch', { securityType: 'TrustedLaunch' }],
    ['TrustedLaunchSupported', undefined],
    ['ConfidentialVM', { securityType: 'ConfidentialVM_VMGuestStateOnlyEncryptedWithPlatformKey' }],
    ['None', undefined],
  ])('of a definition for %s has the security profile %o', async (value, expected) => {
    const { disks, made } = await opened({
      [image]: definition({ features: [{ name: 'SecurityType', value }] }),
      [`${image}/versions/1.0.0`]: version({
        storageProfile: { osDiskImage: { sizeInGB: 1 } },
      }),
    });
    expect(made[0]?.properties['securityProfile']).toEqual(expected);
    await disks.close();
  });

  it('is made in the scratch group, private where a disk access is named', async () => {
    const { run, disks, made } = await opened(
      { [image]: definition(), [`${image}/versions/1.0.0`]: version() },
      image,
      { resourceGroup: '/subscriptions/other/resourceGroups/scratch', diskAccessId: '/access' },
    );
    expect(made[0]?.path).toMatch(
      /^\/subscriptions\/other\/resourceGroups\/scratch\/providers\/Microsoft.Compute\/disks\/portcullis-/,
    );
    expect(made[0]?.properties).toMatchObject({
      networkAccessPolicy: 'AllowPrivate',
      diskAccessId: '/access',
    });
    await disks.close();
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('encrypted inside is refused before anything is made', async () => {
    const securityProfile = { confidentialVMEncryptionType: 'EncryptedWithPmk' };
    const targetRegions = [{ name: 'West US', encryption: { osDiskImage: { securityProfile } } }];
    const refused = opened({
      [image]: definition({ features: [{ name: 'SecurityType', value: 'ConfidentialVM' }] }),
      [`${image}/versions/1.0.0`]: version({ publishingProfile: { targetRegions } }),
    });
    await expect(refused).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
      message: expect.stringContaining('encrypted inside'),
    });
  });

  it.each([
    ['no version is the latest', { [image]: definition() }, 'TARGET_NOT_FOUND'],
    ['the definition is not there', { [`${image}/versions/1.0.0`]: version() }, 'TARGET_NOT_FOUND'],
    [
      'it has no disk of a system',
      { [image]: definition(), [`${image}/versions/1.0.0`]: version({ storageProfile: {} }) },
      'TARGET_UNSUPPORTED',
    ],
  ])('is refused when %s', async (_name, resources, code) => {
    await expect(opened({ 'disks/other': freeDisk(), ...resources })).rejects.toMatchObject({
      code,
    });
  });
});

describe('versions', () => {
  it.each([
    [[1, 2, 3], [1, 2, 3], 0],
    [[1, 10, 0], [1, 9, 9], 1],
    [[0, 0, 2], [0, 1, 0], -1],
  ])('%o against %o', (left, right, expected) => {
    expect(Math.sign(compareVersions(left, right))).toBe(expected);
    expect(Math.sign(compareVersions(right, left))).toBe(-expected + 0);
  });

  it('that every region leaves out, or without a name of three numbers, are not the latest', () => {
    const targetRegions = [{ name: 'West US', excludeFromLatest: true }];
    const ready = { location: 'westus', provisioningState: 'Succeeded' } as const;
    const found = latestVersion([
      { ...ready, name: '1.0.0' },
      { ...ready, name: '2.0.0', publishingProfile: { targetRegions } },
      { ...ready, name: 'next' },
    ]);
    expect(found?.name).toBe('1.0.0');
    expect(latestVersion([])).toBeUndefined();
  });
});
