// What a machine is made of: managed disks, approved, pinned and supported images.
// Source of the defaults: Azure's documentation of storageProfile and of galleries.
import type { Outcome, ResourceRule } from '../rule.ts';
import { itemsIn, placeIn, settingIn, shown, undecided } from '../setting.ts';
import { isApproved } from './approved-images.ts';
import { imageOf, imageText } from './image.ts';
import { supportEndOf } from './image-support.ts';
import { machineTypes, onMachine } from './machine.ts';
import { linuxMachine } from './machine-examples.ts';

const templateReference =
  'https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines';
const galleryReference =
  'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries';

const marketplace = (sku: string, version: string, offer = 'ubuntu-24_04-lts') => ({
  publisher: 'Canonical',
  offer,
  sku,
  version,
});
const made = (imageReference: { readonly [name: string]: unknown }, osDisk = {}) =>
  linuxMachine({
    storageProfile: { imageReference, osDisk: { createOption: 'FromImage', ...osDisk } },
  });
const pinned = made(marketplace('server', '24.04.202510010'), {
  managedDisk: { storageAccountType: 'Premium_LRS' },
});

const vmh010: ResourceRule = {
  id: 'VMH010',
  kind: 'template',
  severity: 'high',
  title: 'A machine uses managed disks',
  rationale:
    'Blobs in a storage account as disks have neither access control of their own nor encryption sets nor snapshots under roles, and Azure has retired them. Disks are managed unless the template names a vhd (vhdContainers in a scale set).',
  remedy: 'Replace vhd and vhdContainers by managedDisk.',
  references: [
    'https://learn.microsoft.com/azure/virtual-machines/unmanaged-disks-deprecation',
    templateReference,
  ],
  aliases: ['CKV_AZURE_92', 'AZR-000238'],
  controls: ['MCSB:DP-4', 'CIS:7.2'],
  example: {
    passing: pinned,
    failing: made(marketplace('server', '24.04.202510010'), {
      name: 'system',
      vhd: { uri: 'https://disks.blob.core.windows.net/vhds/app.vhd' },
    }),
  },
  on: 'resource',
  types: machineTypes,
  check: onMachine(({ profile }) => {
    const storage = placeIn(profile, 'storageProfile');
    if ('kind' in storage) {
      if (storage.kind === 'unknown') {
        return undecided(storage, `the disks are not known: ${storage.value.reason.message}`);
      }
      return { kind: 'not-applicable', reason: 'the machine names no disks' };
    }
    const disks = itemsIn(storage, 'dataDisks');
    const wrong = [
      settingIn(storage, 'osDisk.vhd'),
      settingIn(storage, 'osDisk.vhdContainers'),
      ...('kind' in disks ? [] : disks.map((disk) => settingIn(disk, 'vhd'))),
    ].filter((setting) => setting.kind !== 'absent');
    if (wrong.length === 0) return { kind: 'pass' };
    return wrong.map((setting): Outcome => {
      if (setting.kind === 'unknown' && setting.value.type === 'any') {
        const { message } = setting.value.reason;
        return undecided(setting, `whether the disk is a blob is not known: ${message}`);
      }
      return {
        kind: 'fail',
        at: setting.at,
        message: 'the disk is a blob of a storage account; it must be a managed disk',
        found: 'an unmanaged disk',
        wanted: 'managedDisk',
      };
    });
  }),
};

const vmh011: ResourceRule = {
  id: 'VMH011',
  kind: 'template',
  severity: 'high',
  title: 'A machine is made of an approved image',
  rationale:
    "What the image holds runs with full rights from the first start. The policy's `approved.images` names the images that were checked, as `publisher:offer:sku`, with `:version` behind it or not, or as identifiers; `*` stands for any text. The rule applies only where the policy has that list. Images of shared and community galleries count only where a pattern of the list names their galleries.",
  remedy: "Take an image that the policy's `approved.images` names, or have this one approved.",
  references: [galleryReference],
  aliases: [],
  controls: ['MCSB:PV-3', 'MCSB:PV-6'],
  example: { passing: pinned, failing: made(marketplace('20_04-lts', 'latest', 'Unapproved')) },
  on: 'resource',
  types: machineTypes,
  check: onMachine((machine, { policy }) => {
    if (policy.approvedImages === undefined) {
      return { kind: 'not-applicable', reason: 'the policy has no list approved.images' };
    }
    const image = imageOf(machine);
    if (!('place' in image)) return image;
    if (isApproved(image, policy.approvedImages)) return { kind: 'pass' };
    const found = `'${imageText(image)}'`;
    const message = `the image ${found} is not among the policy's approved.images`;
    const at = image.place.keySpan;
    return { kind: 'fail', at, message, found, wanted: "an image of the policy's approved.images" };
  }),
};

const vmh012: ResourceRule = {
  id: 'VMH012',
  kind: 'template',
  severity: 'medium',
  title: "A machine's image is pinned to a version",
  rationale:
    "A version 'latest', or an image of a gallery without one, gives another system at each deployment: what was tested is not what is deployed. Azure takes the latest where none is written.",
  remedy:
    'Write the version in imageReference.version, or /versions/… behind the image of a gallery.',
  references: [galleryReference, templateReference],
  aliases: [],
  controls: ['MCSB:PV-3'],
  example: { passing: pinned, failing: made(marketplace('server', 'latest')) },
  on: 'resource',
  types: machineTypes,
  check: onMachine((machine) => {
    const image = imageOf(machine);
    if (!('place' in image)) return image;
    const wanted = 'a version';
    const latest = "the image's version is";
    if (image.kind !== 'marketplace') {
      const isGallery = /\/galleries\/|\/(?:shared|community)galleries\//i.test(image.id);
      const version = /\/versions\/([^/]+)$/i.exec(image.id)?.[1];
      if (!isGallery || (version !== undefined && version.toLowerCase() !== 'latest')) {
        return { kind: 'pass' };
      }
      const names = {
        id: 'id',
        shared: 'sharedGalleryImageId',
        community: 'communityGalleryImageId',
      };
      const { at } = settingIn(image.place, names[image.kind]);
      const found = version === undefined ? 'none' : `'${version}'`;
      return { kind: 'fail', at, message: `${latest} ${found}; it must be pinned`, found, wanted };
    }
    const version = settingIn(image.place, 'version');
    if (version.kind === 'unknown') {
      return undecided(version, `${latest} not known: ${version.value.reason.message}`);
    }
    if (version.kind === 'absent') {
      const message = `${latest} not set, which means latest; it must be pinned`;
      return { kind: 'fail', at: version.at, message, found: 'absent', wanted };
    }
    const { value, at } = version;
    if (value.kind === 'string' && value.value.toLowerCase() !== 'latest' && value.value !== '') {
      return { kind: 'pass' };
    }
    const found = shown(value);
    return { kind: 'fail', at, message: `${latest} ${found}; it must be pinned`, found, wanted };
  }),
};

const vmh013: ResourceRule = {
  id: 'VMH013',
  kind: 'template',
  severity: 'medium',
  title: "A machine's system is still supported",
  rationale:
    'A system whose support has ended gets no more patches. The table of ends of support follows the makers; images that it does not name pass.',
  remedy: 'Take an image of a supported release.',
  references: [
    'https://learn.microsoft.com/lifecycle/products/',
    'https://ubuntu.com/about/release-cycle',
  ],
  aliases: [],
  controls: ['MCSB:PV-6'],
  example: { passing: pinned, failing: made(marketplace('18.04-LTS', 'latest', 'UbuntuServer')) },
  on: 'resource',
  types: machineTypes,
  check: onMachine((machine, { policy }) => {
    const image = imageOf(machine);
    if (!('place' in image)) return image;
    if (image.kind !== 'marketplace') {
      return { kind: 'not-applicable', reason: 'the image is none of the marketplace' };
    }
    const support = supportEndOf(image.publisher, image.offer, image.sku);
    if (support === undefined || policy.now.toISOString().slice(0, 10) < support.end) {
      return { kind: 'pass' };
    }
    const sku = settingIn(image.place, 'sku');
    return {
      kind: 'fail',
      at: sku.at,
      message: `the image is ${support.system}, without support since ${support.end}`,
      found: `'${imageText(image)}'`,
      wanted: 'a supported release',
    };
  }),
};

export const imageRules = [vmh010, vmh011, vmh012, vmh013];
