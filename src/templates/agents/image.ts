// The image that a machine starts from, and what its publisher tells: the operating system, or that it is an appliance.
import type { KnownValue } from '../arm/language/value.ts';
import { type Place, placeIn, type Setting, settingIn } from '../rules/setting.ts';
import type { Span } from '../source.ts';
import type { OperatingSystem } from './agents.ts';

/** Pieces that are absent or known to the deployment only are undefined. */
export interface Image {
  readonly id: string | undefined;
  readonly publisher: string | undefined;
  readonly offer: string | undefined;
  readonly sku: string | undefined;
  readonly version: string | undefined;
  /** Of the image reference. */
  readonly at: Span;
  /** A piece of it is unknown. */
  readonly isOpen: boolean;
}

function textOf(value: KnownValue): string | undefined {
  return value.kind === 'string' && value.value !== '' ? value.value : undefined;
}

/** The image reference below a machine's profile; undefined when there is none (an attached disk, say). */
export function imageIn(profile: Place): Image | undefined {
  const reference = placeIn(profile, 'storageProfile.imageReference');
  if ('kind' in reference) {
    if (reference.kind !== 'unknown') return undefined;
    const none = { id: undefined, publisher: undefined, offer: undefined, sku: undefined };
    return { ...none, version: undefined, at: reference.at, isOpen: true };
  }
  const names = ['id', 'publisher', 'offer', 'sku', 'version', 'sharedGalleryImageId'];
  const settings = names.map((name): Setting => settingIn(reference, name));
  const texts = settings.map((each) => (each.kind === 'known' ? textOf(each.value) : undefined));
  const [id, publisher, offer, sku, version, shared] = texts;
  const isOpen = settings.some((each) => each.kind === 'unknown');
  return { id: id ?? shared, publisher, offer, sku, version, at: reference.at, isOpen };
}

const windowsPublishers = new Set([
  'microsoftwindowsserver',
  'microsoftwindowsdesktop',
  'microsoftwindowsserverhpcpack',
  'microsoftvisualstudio',
  'microsoftsharepoint',
  'microsoftbiztalkserver',
  'microsoftdynamicsax',
  'microsoftdynamicsnav',
]);
const linuxPublishers = new Set([
  'canonical',
  'redhat',
  'suse',
  'openlogic',
  'debian',
  'credativ',
  'coreos',
  'kinvolk',
  'almalinux',
  'resf',
  'microsoftcblmariner',
  'azurelinux',
  'bitnami',
]);
/** Publishers of images of both kinds: the offer's name tells. */
const mixedPublishers = new Set([
  'microsoftsqlserver',
  'microsoft-dsvm',
  'microsoft-ads',
  'oracle',
]);

/** What an image's publisher, and offer where it has both kinds, tells of the operating system. */
export function operatingSystemOfImage(image: Image): OperatingSystem | undefined {
  const publisher = image.publisher?.toLowerCase();
  if (publisher === undefined) return undefined;
  if (windowsPublishers.has(publisher)) return 'windows';
  if (linuxPublishers.has(publisher)) return 'linux';
  if (!mixedPublishers.has(publisher) || image.offer === undefined) return undefined;
  if (/ubuntu|rhel|sles|linux|centos/i.test(image.offer)) return 'linux';
  return /win|-ws2/i.test(image.offer) ? 'windows' : undefined;
}

// The publishers that the built-in policies for Microsoft Defender for Endpoint's agent on Linux leave out
// (d30025d0-6d64-656d-6465-67688881b632 3.0.0-preview, Azure/azure-policy, MIT): nobody installs agents there.
const appliancePublishers: ReadonlySet<string> = new Set([
  'azuredatabricks',
  'azureopenshift',
  'cisco',
  'fortinet',
  'juniper-networks',
  'barracudanetworks',
  'checkpoint',
  'imperva',
  'qualysguard',
  'f5-networks',
  'paloaltonetworks',
  'rohdeschwarzcybersecuritysas',
  'sonicwall-inc',
  'esdenera',
  'brocade_communications',
  '5nine-software-inc',
  'forcepoint-llc',
  'hillstone-networks',
  'netgate',
  'microsoft-aks',
]);

export function isAppliance(image: Image): boolean {
  return image.publisher !== undefined && appliancePublishers.has(image.publisher.toLowerCase());
}
