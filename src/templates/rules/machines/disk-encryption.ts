// Encryption on a machine's host and its extension for encrypting disks; encryption and network access of managed disks.
// Source of the defaults: Azure's documentation of managed disks' encryption and of restricting their export.
import type { Resource } from '../../resource.ts';
import { childrenOf } from '../neighbours.ts';
import { passingOf } from '../outcome.ts';
import { isSet } from '../presence.ts';
import type { Outcome, ResourceRule, RuleContext } from '../rule.ts';
import { expectSetting, isBool, isText, itemsIn, placeOf, settingOf, textIn } from '../setting.ts';
import { expectOfMachine, type Machine, machineTypes, onMachine } from './machine.ts';
import { linuxMachine, resource } from './machine-examples.ts';

const diskReference = 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview';
const exportReference =
  'https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview';

function isDiskEncryption(publisher: string | undefined, type: string | undefined): boolean {
  return (
    publisher?.toLowerCase() === 'microsoft.azure.security' &&
    /^azurediskencryption(?:forlinux)?$/i.test(type ?? '')
  );
}

/** Whether the extension that encrypts disks inside the machine is on it. */
function hasDiskEncryption({ resource: owner, profile }: Machine, context: RuleContext): boolean {
  const declared = childrenOf(context.evaluation, owner).some((child: Resource) => {
    if (!child.type.toLowerCase().endsWith('/extensions') || child.isExisting) return false;
    const place = placeOf(child);
    return isDiskEncryption(
      textIn(place, 'properties.publisher'),
      textIn(place, 'properties.type'),
    );
  });
  if (declared) return true;
  const items = itemsIn(profile, 'extensionProfile.extensions');
  if ('kind' in items) return false;
  return items.some((item) =>
    isDiskEncryption(textIn(item, 'properties.publisher'), textIn(item, 'properties.type')),
  );
}

const vmh004: ResourceRule = {
  id: 'VMH004',
  kind: 'template',
  severity: 'medium',
  title: "A machine's disks and caches are encrypted on the host",
  rationale:
    'Storage encrypts managed disks always, but the temporary disk, the caches and the way between host and storage only with encryption at host, which is off unless the template says so. It exists from apiVersion 2020-06-01 on. Azure Disk Encryption inside the machine counts as well.',
  remedy:
    'Register the feature Microsoft.Compute/EncryptionAtHost in the subscription, take a size that supports it, and set securityProfile.encryptionAtHost to true.',
  references: [
    diskReference,
    'https://learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-portal',
  ],
  aliases: ['CKV_AZURE_97', 'CKV_AZURE_151'],
  controls: ['MCSB:DP-4'],
  example: {
    passing: linuxMachine({ securityProfile: { encryptionAtHost: true } }),
    failing: linuxMachine({}),
  },
  on: 'resource',
  types: machineTypes,
  check: onMachine((machine, context): Outcome => {
    // No literal alone mends it: the subscription needs a feature, and the size of the machine must support it.
    const outcome = expectOfMachine(machine, 'securityProfile.encryptionAtHost', {
      holds: isBool(true),
      wanted: 'true',
      what: 'encryption at host',
      absent: 'fail',
      absentMeans: 'false',
      knownSince: '2020-06-01',
    });
    return outcome.kind !== 'pass' && hasDiskEncryption(machine, context)
      ? { kind: 'pass' }
      : outcome;
  }),
};

const diskTypes = ['microsoft.compute/disks'];
const disk = (properties: { readonly [name: string]: unknown }) =>
  resource('Microsoft.Compute/disks', '2024-03-02', 'data', {
    creationData: { createOption: 'Empty' },
    diskSizeGB: 128,
    ...properties,
  });
const diskEncryptionSet = {
  encryption: {
    type: 'EncryptionAtRestWithCustomerKey',
    diskEncryptionSetId: "[resourceId('Microsoft.Compute/diskEncryptionSets', 'keys')]",
  },
};

const vmh017encryption: ResourceRule = {
  id: 'VMH017.encryption',
  kind: 'template',
  severity: 'medium',
  title: 'A managed disk is encrypted by a key of yours or inside the machine',
  rationale:
    "Azure encrypts every managed disk with a key of the platform. Only a disk encryption set, or Azure Disk Encryption (encryptionSettingsCollection), gives keys that you control; without both the platform's key is all there is.",
  remedy:
    'Set encryption.diskEncryptionSetId, or encryptionSettingsCollection.enabled to true with its keys.',
  references: [diskReference],
  aliases: ['CKV_AZURE_2', '350f3955-b5be-436f-afaa-3d2be2fa6cdd', 'AZU-0038'],
  controls: ['MCSB:DP-5'],
  example: { passing: disk(diskEncryptionSet), failing: disk({}) },
  on: 'resource',
  types: diskTypes,
  check: (each) => {
    const old = settingOf(each, 'properties.encryptionSettings.enabled');
    const path = old.kind === 'absent' ? 'encryptionSettingsCollection' : 'encryptionSettings';
    const own = expectSetting(each, `properties.${path}.enabled`, {
      holds: isBool(true),
      wanted: 'true, or a disk encryption set',
      what: "the disk's own encryption",
      absent: 'fail',
      absentMeans: "the platform's key alone",
    });
    const set = isSet(each, 'properties.encryption.diskEncryptionSetId', {
      what: 'the disk encryption set',
      wanted: 'the identifier of one',
    });
    return passingOf(own, set);
  },
};

const vmh017public: ResourceRule = {
  id: 'VMH017.public-access',
  kind: 'template',
  severity: 'medium',
  title: 'A managed disk cannot be reached over public networks',
  rationale:
    'Who may export a disk gets an address to its content that works from anywhere. publicNetworkAccess is Enabled unless the template says Disabled; it exists from apiVersion 2021-04-01 on.',
  remedy: "Set publicNetworkAccess to 'Disabled'.",
  references: [exportReference],
  aliases: ['CKV_AZURE_251'],
  controls: ['MCSB:DP-5'],
  example: {
    passing: disk({ publicNetworkAccess: 'Disabled', networkAccessPolicy: 'DenyAll' }),
    failing: disk({}),
  },
  on: 'resource',
  types: diskTypes,
  check: (each) =>
    expectSetting(each, 'properties.publicNetworkAccess', {
      holds: isText('Disabled'),
      wanted: "'Disabled'",
      what: 'public network access to the disk',
      absent: 'fail',
      absentMeans: 'Enabled',
      knownSince: '2021-04-01',
      fix: 'Disabled',
    }),
};

const vmh017policy: ResourceRule = {
  id: 'VMH017.network-policy',
  kind: 'template',
  severity: 'medium',
  title: 'A managed disk is exported over private links only, or not at all',
  rationale:
    'networkAccessPolicy says over which networks a disk may be exported and imported. Without it that is AllowAll; it exists from apiVersion 2020-05-01 on.',
  remedy: "Set networkAccessPolicy to 'DenyAll', or to 'AllowPrivate' with a disk access resource.",
  references: [exportReference],
  aliases: [],
  controls: ['MCSB:DP-5'],
  example: {
    passing: disk({ publicNetworkAccess: 'Disabled', networkAccessPolicy: 'DenyAll' }),
    failing: disk({ networkAccessPolicy: 'AllowAll' }),
  },
  on: 'resource',
  types: diskTypes,
  check: (each) =>
    expectSetting(each, 'properties.networkAccessPolicy', {
      holds: isText('DenyAll', 'AllowPrivate'),
      wanted: "'DenyAll' or 'AllowPrivate'",
      what: "the disk's network access policy",
      absent: 'fail',
      absentMeans: 'AllowAll',
      knownSince: '2020-05-01',
      fix: 'DenyAll',
    }),
};

export const diskEncryptionRules = [vmh004, vmh017encryption, vmh017public, vmh017policy];
