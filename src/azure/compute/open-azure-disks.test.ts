import { afterEach, describe, expect, it } from 'vitest';
import {
  type AzureRun,
  compute,
  endAzureRuns,
  example,
  freeDisk,
  withoutNames as named,
  startAzureRun,
} from '../../../test/fixtures/azure/azure-run.ts';
import { fakeSignature } from '../../../test/fixtures/azure/fake-arm.ts';
import { azureCloud } from './clouds.ts';
import { openAzureDisks } from './open-azure-disks.ts';

afterEach(endAzureRuns);

const open = (run: AzureRun, name: string) =>
  openAzureDisks(`${compute}/${name}`, run.options, run.runtime);

describe('openAzureDisks', () => {
  it.each([
    ['an unattached disk', 'disks/golden', freeDisk()],
    ['a disk of a machine that is off', 'disks/golden', freeDisk({ diskState: 'Reserved' })],
    [
      'a snapshot',
      'snapshots/golden',
      example('snapshot', { encryptionSettingsCollection: undefined }),
    ],
  ])('reads %s as it is and makes nothing', async (_name, path, body) => {
    const run = await startAzureRun({ [path]: body });
    const opened = await open(run, path);
    expect(opened.identity.resourceId).toBe(`${compute}/${path}`);
    expect(opened.notices).toEqual([]);
    expect(opened.disks).toHaveLength(1);
    expect(opened.disks[0]).toMatchObject({ name: 'golden', kind: 'os' });
    expect(opened.disks[0]?.address.url).toContain(fakeSignature);
    expect(run.notes()).toHaveLength(1);
    expect(await opened.close()).toEqual({ left: [] });
    expect(named(run.writes())).toEqual([
      `POST ${path}/beginGetAccess`,
      `POST ${path}/endGetAccess`,
    ]);
    expect(run.arm.leftovers()).toEqual([]);
    expect(run.notes()).toEqual([]);
  });

  it.each(['Attached', 'Frozen', 'ActiveSASFrozen'])(
    'makes a snapshot of a disk in use (%s), with the ways out that the disk has',
    async (diskState) => {
      const disk = freeDisk({
        diskState,
        networkAccessPolicy: 'AllowPrivate',
        diskAccessId: '/access',
        dataAccessAuthMode: 'AzureActiveDirectory',
        encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: '/set' },
      });
      const run = await startAzureRun({ 'disks/busy': disk });
      const opened = await open(run, 'disks/busy');
      const [[path, body] = ['', {}]] = run.arm.bodies;
      expect(path).toMatch(/\/snapshots\/portcullis-[0-9a-f]{16}$/);
      expect(body).toMatchObject({
        location: 'westus',
        sku: { name: 'Standard_LRS' },
        tags: {
          'created-by': 'portcullis',
          'portcullis-run': 'build 7',
          'expires-at': '2026-11-25T02:00:00.000Z',
        },
        properties: {
          incremental: false,
          creationData: { createOption: 'Copy', sourceResourceId: `${compute}/disks/busy` },
          networkAccessPolicy: 'AllowPrivate',
          diskAccessId: '/access',
          dataAccessAuthMode: 'AzureActiveDirectory',
          encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: '/set' },
        },
      });
      expect(opened.disks[0]?.address.headers).toEqual({
        authorization: 'Bearer fake-entra-token',
      });
      await opened.close();
      expect(named(run.writes())).toEqual([
        'PUT snapshots/temp0',
        'POST snapshots/temp0/beginGetAccess',
        'POST snapshots/temp0/endGetAccess',
        'DELETE snapshots/temp0',
      ]);
      expect(run.arm.leftovers()).toEqual([]);
    },
  );

  it('copies fast disks by increments, and waits until the copy is whole', async () => {
    const ultra = { ...freeDisk({ diskState: 'Attached' }), sku: { name: 'UltraSSD_LRS' } };
    const ready = { completionPercent: 20 };
    const run = await startAzureRun({ 'disks/ultra': ultra }, { ready });
    let looks = 0;
    run.arm.refuse = (method, path) => {
      if (method !== 'GET' || !path.includes('portcullis-')) return undefined;
      looks += 1;
      const known = run.arm.get(path);
      if (looks === 3) run.arm.put(path, { ...known, properties: { completionPercent: 100 } });
      return undefined;
    };
    const opened = await open(run, 'disks/ultra');
    expect(looks).toBe(3);
    expect([...run.arm.bodies.values()][0]).toMatchObject({ properties: { incremental: true } });
    await opened.close();
  });

  it('takes the bytes of a managed image where they still live, and makes a disk elsewhere', async () => {
    const run = await startAzureRun({
      'images/golden': JSON.parse(
        JSON.stringify(example('image')).replaceAll(
          'subscriptions/{subscriptionId}/resourceGroups/myResourceGroup',
          'subscriptions/sub/resourceGroups/rg',
        ),
      ) as Record<string, unknown>,
      'snapshots/mySnapshot1': example('snapshot', { encryptionSettingsCollection: undefined }),
      // The machine of the data disk runs again: its bytes are not the image's.
      'disks/myManagedDisk2': freeDisk({ diskState: 'Attached' }),
    });
    const opened = await open(run, 'images/golden');
    expect(opened.disks.map(({ name, kind, lun }) => [name, kind, lun])).toEqual([
      ['mySnapshot1', 'os', undefined],
      ['golden-lun-1', 'data', 1],
    ]);
    expect([...run.arm.bodies.values()]).toMatchObject([
      {
        location: 'West US',
        properties: {
          creationData: {
            createOption: 'FromImage',
            imageReference: { id: `${compute}/images/golden`, lun: 1 },
          },
        },
      },
    ]);
    await opened.close();
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('renews an access, once it has ended', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() });
    const opened = await open(run, 'disks/golden');
    run.arm.expireExports();
    const before = opened.disks[0]?.address.url;
    const after = await opened.disks[0]?.renew();
    expect(after?.url).not.toBe(before);
    await opened.close();
    expect(run.arm.leftovers()).toEqual([]);
  });

  it.each([
    [undefined, 3600],
    [0.5, 60],
    [7199.2, 7200],
    [10 ** 9, 5_184_000],
  ])('asks for access of %s s, within what Azure gives: %i', async (lifetimeSeconds, expected) => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() });
    const options = lifetimeSeconds === undefined ? {} : { lifetimeSeconds };
    const all = { ...run.options, ...options };
    const opened = await openAzureDisks(`${compute}/disks/golden`, all, run.runtime);
    expect(run.arm.grants).toEqual([{ access: 'Read', durationInSeconds: expected }]);
    await opened.close();
  });

  it.each([
    ['public', 'https://management.azure.com/.default'],
    ['government', 'https://management.usgovcloudapi.net/.default'],
    ['china', 'https://management.chinacloudapi.cn/.default'],
  ])('asks for tokens of its cloud: %s', async (name, expected) => {
    const disk = freeDisk({ dataAccessAuthMode: 'AzureActiveDirectory' });
    const run = await startAzureRun({ 'disks/golden': disk });
    const scopes = new Set<string>();
    const options = {
      ...run.options,
      cloud: { ...azureCloud(name), managementUrl: run.arm.base },
      accessToken: (scope: string) => {
        scopes.add(scope);
        return run.options.accessToken(scope);
      },
    };
    const opened = await openAzureDisks(`${compute}/disks/golden`, options, run.runtime);
    expect([...scopes]).toEqual([expected, 'https://disk.azure.com//.default']);
    await opened.close();
  });

  it('does not end an export that another one has open', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk({ diskState: 'ActiveSAS' }) });
    const opened = await open(run, 'disks/golden');
    expect(opened.notices).toMatchObject([{ disk: 'golden', kind: 'shared-export' }]);
    await opened.close();
    expect(run.writes()).toEqual([`POST ${compute}/disks/golden/beginGetAccess`]);
  });

  it('says that Azure Disk Encryption is on', async () => {
    const run = await startAzureRun({ 'snapshots/golden': example('snapshot') });
    const opened = await open(run, 'snapshots/golden');
    expect(opened.notices).toMatchObject([{ disk: 'golden', kind: 'azure-disk-encryption' }]);
    await opened.close();
  });

  it.each([
    [
      'may not be exported',
      freeDisk({ networkAccessPolicy: 'DenyAll' }),
      'TARGET_UNREADABLE',
      /DenyAll/,
    ],
    ['is being uploaded', freeDisk({ diskState: 'ActiveUpload' }), 'TARGET_UNREADABLE', /uploaded/],
    [
      'is encrypted inside',
      freeDisk({
        securityProfile: { securityType: 'ConfidentialVM_DiskEncryptedWithPlatformKey' },
      }),
      'TARGET_UNSUPPORTED',
      /encrypted inside/,
    ],
  ])('refuses a disk that %s, with what mends it', async (_name, body, code, says) => {
    const run = await startAzureRun({ 'disks/golden': body });
    const caught = open(run, 'disks/golden');
    await expect(caught).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says),
      hint: expect.any(String),
    });
    expect(run.writes()).toEqual([]);
  });

  it('says what is not there', async () => {
    const run = await startAzureRun({});
    await expect(open(run, 'disks/none')).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: expect.stringContaining('disks/none'),
    });
  });

  it('names the role where a call is refused, and no signature of what Azure says', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() });
    run.arm.refuse = (method) =>
      method === 'POST' ? { status: 403, code: 'AuthorizationFailed' } : undefined;
    const error: unknown = await open(run, 'disks/golden').catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'TARGET_UNREADABLE',
      message: expect.stringContaining('AuthorizationFailed'),
      hint: expect.stringContaining('docs/azure-role.json'),
    });
    expect(String(error)).not.toContain('secret');
  });

  it('tries again when Azure is busy', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() });
    let times = 0;
    run.arm.refuse = () => {
      times += 1;
      return times % 2 === 1 ? { status: times % 3 === 0 ? 503 : 429, code: 'Busy' } : undefined;
    };
    const opened = await open(run, 'disks/golden');
    expect(await opened.close()).toEqual({ left: [] });
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('shows its signatures to nobody but the masker', async () => {
    const run = await startAzureRun({ 'disks/golden': freeDisk() });
    const opened = await open(run, 'disks/golden');
    await opened.disks[0]?.renew();
    await opened.close();
    expect(run.said.join('\n')).not.toMatch(/sig=|c4n4ry/);
    expect(run.masked.some((secret) => secret.includes(`sig=${fakeSignature}`))).toBe(true);
    expect(run.masked.some((secret) => secret.startsWith('c4n4ry/'))).toBe(true);
  });
});
