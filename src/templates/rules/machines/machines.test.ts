// What the rules over machines answer beyond their examples: defaults by apiVersion, scale sets, unknowns, places.
import { describe, expect, it } from 'vitest';
import type { RulePolicy } from '../rule.ts';
import { outcomeText, resultsOf, templateText } from '../testdata/outcomes.ts';
import { machineRules } from './machine-rules.ts';

type Plain = { readonly [name: string]: unknown };

function ask(
  id: string,
  resources: readonly unknown[],
  policy: Partial<RulePolicy> = {},
): string[] {
  const parameters = {
    text: { type: 'string' },
    switch: { type: 'object' },
    secret: { type: 'secureString' },
  };
  const rules = machineRules.filter((rule) => rule.id === id);
  expect(rules).toHaveLength(1);
  const results = resultsOf(templateText({ parameters, resources }), rules, policy);
  return results.map((result) => outcomeText(result).replace(/ \d+:/, ':'));
}

const vm = (properties: Plain, apiVersion = '2024-07-01', members: Plain = {}) => ({
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion,
  name: 'app',
  ...members,
  properties,
});
const vmss = (virtualMachineProfile: Plain | undefined, properties: Plain = {}) => ({
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  apiVersion: '2024-07-01',
  name: 'web',
  properties: { ...properties, ...(virtualMachineProfile ? { virtualMachineProfile } : {}) },
});
const ubuntu = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' };
const withImage = (imageReference: Plain) => ({ storageProfile: { imageReference } });
const linux = (linuxConfiguration: Plain) => ({ osProfile: { linuxConfiguration } });
const windows = (windowsConfiguration: Plain) => ({ osProfile: { windowsConfiguration } });

describe('trusted launch', () => {
  it.each([
    ['VMH001', {}, '2024-07-01', /^fail: the security type is not set, which means Standard/],
    ['VMH001', {}, '2019-03-01', /^fail/],
    ['VMH001', {}, '2025-11-01', /^undecided: .*by image and subscription/],
    ['VMH001', { securityProfile: { securityType: 'confidentialvm' } }, '2025-11-01', /^pass/],
    ['VMH001', { securityProfile: { securityType: 'Standard' } }, '2025-11-01', /^fail/],
    [
      'VMH001',
      { securityProfile: { securityType: "[parameters('text')]" } },
      '2024-07-01',
      /^undecided/,
    ],
    ['VMH002', {}, '2024-07-01', /^fail: secure boot is not set, which means false/],
    ['VMH002', {}, '2025-11-01', /^undecided/],
    ['VMH002', { securityProfile: { securityType: 'TrustedLaunch' } }, '2024-07-01', /^pass/],
    ['VMH003', { securityProfile: { securityType: 'TrustedLaunch' } }, '2024-07-01', /^pass/],
    [
      'VMH003',
      { securityProfile: { securityType: "[parameters('text')]" } },
      '2024-07-01',
      /^undecided/,
    ],
  ] as const)('%s of %j by apiVersion %s', (id, properties, apiVersion, expected) => {
    expect(ask(id, [vm(properties, apiVersion)])).toStrictEqual([expect.stringMatching(expected)]);
  });

  it('reads the profile of a scale set and skips one that has none', () => {
    const profile = { securityProfile: { securityType: 'TrustedLaunch' } };
    expect(ask('VMH001', [vmss(profile)])).toStrictEqual(['pass']);
    expect(ask('VMH001', [vmss(undefined, { orchestrationMode: 'Flexible' })])).toStrictEqual([
      'not-applicable: the scale set has no machine profile',
    ]);
  });
});

describe('encryption', () => {
  const extension = (members: Plain) => ({
    apiVersion: '2024-07-01',
    properties: { publisher: 'Microsoft.Azure.Security', type: 'AzureDiskEncryptionForLinux' },
    ...members,
  });

  it('takes the extension that encrypts disks, flat or nested, for encryption at host', () => {
    const flat = { type: 'Microsoft.Compute/virtualMachines/extensions', name: 'APP/crypt' };
    expect(ask('VMH004', [vm({}), extension(flat)])).toStrictEqual(['pass']);
    const nested = { resources: [extension({ type: 'extensions', name: 'crypt' })] };
    expect(ask('VMH004', [vm({}, '2024-07-01', nested)])).toStrictEqual(['pass']);
    const other = { ...flat, name: 'other/crypt' };
    expect(ask('VMH004', [vm({}), extension(other)])[0]).toMatch(/^fail/);
  });

  it('takes the extension of a scale set’s profile', () => {
    const profile = { extensionProfile: { extensions: [extension({ name: 'crypt' })] } };
    expect(ask('VMH004', [vmss(profile)])).toStrictEqual(['pass']);
  });

  it('takes an identifier of a disk encryption set that only the deployment knows', () => {
    const disk = {
      type: 'Microsoft.Compute/disks',
      apiVersion: '2024-03-02',
      name: 'data',
      properties: { encryption: { diskEncryptionSetId: "[parameters('text')]" } },
    };
    expect(ask('VMH017.encryption', [disk])).toStrictEqual(['pass']);
  });
});

describe('login', () => {
  it.each([
    ['a Windows machine', windows({}), 'not-applicable: the machine runs Windows'],
    ['a machine without osProfile', withImage(ubuntu), /^not-applicable: .*its disk or image/],
    [
      'nothing that tells the system',
      { osProfile: { computerName: 'x' } },
      'undecided: nothing says which operating system the machine runs',
    ],
    [
      'a Linux image without a configuration',
      { osProfile: { computerName: 'x' }, ...withImage(ubuntu) },
      /^fail: disablePasswordAuthentication is not set/,
    ],
    [
      'an image whose publisher is not known',
      { osProfile: {}, ...withImage({ publisher: "[parameters('text')]" }) },
      /^undecided: the machine's operating system is not known/,
    ],
    ['the text true', linux({ disablePasswordAuthentication: 'true' }), 'pass'],
    [
      'null as configuration',
      { osProfile: { linuxConfiguration: '[null()]' }, ...withImage(ubuntu) },
      /^fail/,
    ],
  ])('judges password login of %s', (_, properties, expected) => {
    const [found] = ask('VMH005.password-login', [vm(properties)]);
    expect(found).toMatch(expected);
  });

  it.each([
    ['admin', /^fail: .*guessed first/],
    ['operator', /^fail: .*stands in the template/],
    ["[parameters('text')]", 'pass'],
    ["[concat('ad', 'min')]", /^fail: .*guessed first/],
  ])("judges the administrator's name %s", (adminUsername, expected) => {
    expect(ask('VMH015', [vm({ osProfile: { adminUsername } })])[0]).toMatch(expected);
  });

  it.each([
    ["[parameters('secret')]", 'pass'],
    ["[concat('a', parameters('secret'))]", 'pass'],
    ["[parameters('text')]", /^fail: .*parameter 'text', which is not secure/],
    ['Sommer2026', /^fail: .*stands in the template/],
    ['', 'pass'],
    ["[reference('/x/y', '2020-01-01').password]", /^undecided/],
  ])('judges the password %s', (adminPassword, expected) => {
    expect(ask('VMH014', [vm({ osProfile: { adminPassword } })])[0]).toMatch(expected);
  });
});

describe('patches', () => {
  const automatic = { patchSettings: { patchMode: 'AutomaticByPlatform' } };

  it.each([
    ['Linux', vm(linux({})), /ImageDefault/],
    ['Windows', vm(windows({})), /AutomaticByOS/],
    ['an automatic Windows', vm(windows(automatic)), 'pass'],
    ['a uniform scale set', vmss(linux({})), /^not-applicable: uniform scale sets/],
    ['a flexible one', vmss(linux(automatic), { orchestrationMode: 'Flexible' }), 'pass'],
    [
      'a machine of an image alone',
      vm(withImage(ubuntu)),
      'not-applicable: the machine has no osProfile',
    ],
  ])('judges the patch mode of %s', (_, resource, expected) => {
    expect(ask('VMH007.patch-mode', [resource])[0]).toMatch(expected);
  });

  it('offers no literal where the apiVersion lacks the setting', () => {
    const old = [vm(linux({}), '2020-06-01')];
    const text = templateText({ resources: old });
    const [result] = resultsOf(
      text,
      machineRules.filter(({ id }) => id === 'VMH007.patch-mode'),
    );
    expect(result?.outcome).toMatchObject({ kind: 'fail', at: expect.anything() });
    expect(result?.outcome).not.toHaveProperty('fix');
  });

  it('names the path of the literal that mends it, also in a scale set', () => {
    const flexible = vmss(windows({}), { orchestrationMode: 'Flexible' });
    const rules = machineRules.filter(({ id }) => id === 'VMH007.patch-mode');
    const [result] = resultsOf(templateText({ resources: [flexible] }), rules);
    const path =
      'properties.virtualMachineProfile.osProfile.windowsConfiguration.patchSettings.patchMode';
    expect(result?.outcome).toMatchObject({ fix: { path, literal: 'AutomaticByPlatform' } });
  });
});

describe('images', () => {
  const gallery =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/y';

  it.each([
    [{ ...ubuntu, version: 'latest' }, /^fail: the image's version is 'latest'/],
    [ubuntu, /^fail: the image's version is not set, which means latest/],
    [{ ...ubuntu, version: '24.04.1' }, 'pass'],
    [{ ...ubuntu, version: "[parameters('text')]" }, /^undecided/],
    [{ id: gallery }, /^fail: the image's version is none/],
    [{ id: `${gallery}/versions/latest` }, /^fail/],
    [{ id: `${gallery}/versions/1.0.0` }, 'pass'],
    [{ id: '/subscriptions/s/…/providers/Microsoft.Compute/images/y' }, 'pass'],
    [{ communityGalleryImageId: '/CommunityGalleries/c/Images/i' }, /^fail/],
  ])('judges the version of %j', (imageReference, expected) => {
    expect(ask('VMH012', [vm(withImage(imageReference))])[0]).toMatch(expected);
  });

  it.each([
    [undefined, 'not-applicable: the policy has no list approved.images'],
    [
      [],
      /^fail: the image 'Canonical:ubuntu-24_04-lts:server' is not among the policy's approved.images/,
    ],
    [['canonical:*:*'], 'pass'],
    [['Canonical:*'], 'pass'],
    [['*'], 'pass'],
    [['Canonical:ubuntu-24_04-lts:server'], 'pass'],
    [['Canonical:ubuntu-24_04-lts:server:*'], 'pass'],
    [['Canonical:ubuntu-24_04-lts:server:1.0'], /^fail/],
    [['RedHat:*'], /^fail/],
  ])('asks for approved images of %j', (approvedImages, expected) => {
    const policy = approvedImages === undefined ? {} : { approvedImages };
    expect(ask('VMH011', [vm(withImage(ubuntu))], policy)[0]).toMatch(expected);
  });

  it('finds unmanaged disks of data and of scale sets', () => {
    const dataDisks = [{ lun: 0 }, { lun: 1, vhd: { uri: 'https://x' } }];
    expect(ask('VMH010', [vm({ storageProfile: { dataDisks } })])[0]).toMatch(/^fail/);
    const osDisk = { vhdContainers: ['https://x'] };
    expect(ask('VMH010', [vmss({ storageProfile: { osDisk } })])[0]).toMatch(/^fail/);
    expect(ask('VMH010', [vm({ storageProfile: { osDisk: {} } })])).toStrictEqual(['pass']);
  });

  it('judges support by the day of the run', () => {
    const focal = withImage({ ...ubuntu, offer: '0001-com-ubuntu-server-focal', sku: '20_04-lts' });
    const at = (day: string) => ask('VMH013', [vm(focal)], { now: new Date(day) })[0];
    expect(at('2025-05-31')).toBe('pass');
    expect(at('2025-06-01')).toMatch(/^fail: the image is Ubuntu 20.04, without support since/);
  });
});

describe('data that is handed to a machine', () => {
  const key = `AccountKey=${'Ab1/'.repeat(21)}Zz==`;
  it.each([
    [{ osProfile: { customData: `[base64('${key}')]` } }, /^fail: customData holds a storage/],
    [{ osProfile: { customData: key } }, /^fail/],
    [{ osProfile: { customData: `[concat('${key}', parameters('text'))]` } }, /^fail/],
    [{ osProfile: { customData: "[concat('#!/bin/sh ', parameters('text'))]" } }, 'pass'],
    [{ osProfile: { customData: "[parameters('text')]" } }, /^undecided/],
    [{ userData: "[base64(parameters('secret'))]" }, /^fail: userData holds a secret/],
    [{}, 'not-applicable: the machine is handed no data'],
  ])('judges %j', (properties, expected) => {
    expect(ask('VMH016', [vm(properties)])[0]).toMatch(expected);
  });
});
