// What of Azure can be scanned as disks, read from how the user names it: a resource ID of Microsoft.Compute, or a blob.

import { UserError } from '../../model/errors.ts';
import { redactUrl } from '../../net/redact.ts';

interface InGroup {
  readonly subscription: string;
  readonly group: string;
}

/** A disk or snapshot: what can be exported, and what may be made for a scan. */
export interface ExportableId extends InGroup {
  readonly kind: 'disk' | 'snapshot';
  readonly name: string;
}

export interface ImageId extends InGroup {
  readonly kind: 'image';
  readonly name: string;
}

export interface GalleryVersionId extends InGroup {
  readonly kind: 'gallery-version';
  readonly gallery: string;
  readonly image: string;
  /** Three numbers, or `latest`. */
  readonly version: string;
}

export interface BlobId {
  readonly kind: 'blob';
  /** With its signature where it has one: never to be shown. */
  readonly url: string;
}

export type AzureDiskId = ExportableId | ImageId | GalleryVersionId | BlobId;

export interface ResourceGroupId extends InGroup {}

const forms =
  'Name a managed disk, a snapshot, a managed image, a gallery image version (…/versions/latest) or the https address of a VHD blob.';

function refuse(text: string, says: string, hint = forms): UserError {
  return new UserError('USAGE', `${redactUrl(text)} ${says}`, { hint });
}

/** Names reach addresses: no separators, no dot segments. */
function isName(text: string | undefined): text is string {
  return text !== undefined && /^[^/\\?#%\s]{1,90}$/.test(text) && !/^\.+$/.test(text);
}

/** Another thing that has disks: which of its properties names them. */
const others: Readonly<Record<string, string>> = {
  virtualmachines:
    'A machine is scanned by its OS disk: name the disk of storageProfile.osDisk.managedDisk.id.',
  galleries:
    'A gallery is scanned one image version at a time: name …/images/NAME/versions/latest.',
  restorepointcollections: 'Make a disk or snapshot of the restore point, and name that.',
};

function blobOf(text: string): BlobId {
  if (!URL.canParse(text)) throw refuse(text, 'is no address');
  const { protocol, pathname } = new URL(text);
  if (protocol !== 'https:') throw refuse(text, 'is no https address');
  if (pathname.split('/').filter((part) => part !== '').length < 2) {
    throw refuse(text, 'names no blob in a container');
  }
  return { kind: 'blob', url: text };
}

/**
 * Reads a resource ID (any case, with or without a slash at its ends) or a blob's address. A gallery's image without a
 * version means the latest one, as elsewhere in Azure. Throws `USAGE` with what can be named.
 */
export function parseAzureDiskId(reference: string): AzureDiskId {
  const text = reference.trim();
  if (/^https?:/i.test(text)) return blobOf(text);
  const parts = text.replace(/^\/+|\/+$/g, '').split('/');
  if (/^(?:shared|community)galleries$/i.test(parts[0] ?? '')) {
    throw refuse(
      text,
      'belongs to a shared or community gallery, which is not read',
      'Name the image version by its own subscription (/subscriptions/…/galleries/…), or copy it to a gallery of yours.',
    );
  }
  const [subscriptions, subscription, groups, group, providers, namespace, type, name, ...rest] =
    parts;
  const isCompute =
    subscriptions?.toLowerCase() === 'subscriptions' &&
    groups?.toLowerCase() === 'resourcegroups' &&
    providers?.toLowerCase() === 'providers' &&
    namespace?.toLowerCase() === 'microsoft.compute';
  if (!isCompute || !isName(subscription) || !isName(group) || !isName(name)) {
    throw refuse(text, 'is no resource ID of a disk or image');
  }
  const word = type?.toLowerCase() ?? '';
  if (rest.length === 0) {
    switch (word) {
      case 'disks':
        return { kind: 'disk', subscription, group, name };
      case 'snapshots':
        return { kind: 'snapshot', subscription, group, name };
      case 'images':
        return { kind: 'image', subscription, group, name };
      default:
        throw refuse(text, 'is nothing that has one disk', others[word]);
    }
  }
  const [images, image, versions, version = 'latest', ...more] = rest;
  const isVersion =
    word === 'galleries' &&
    images?.toLowerCase() === 'images' &&
    (versions === undefined || versions.toLowerCase() === 'versions') &&
    more.length === 0;
  if (!isVersion || !isName(image)) throw refuse(text, 'is no image version', others[word]);
  const wanted = version.toLowerCase();
  if (wanted !== 'latest' && !/^\d{1,10}\.\d{1,10}\.\d{1,10}$/.test(wanted)) {
    throw refuse(
      text,
      `has no version: ${version}`,
      'A version is three numbers, as 1.0.3, or latest.',
    );
  }
  return { kind: 'gallery-version', subscription, group, gallery: name, image, version: wanted };
}

/** `/subscriptions/S/resourceGroups/RG`, or a group's name in `subscription`. Throws `USAGE`. */
export function parseResourceGroup(text: string, subscription: string): ResourceGroupId {
  const parts = text
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .split('/');
  const [first, given, groups, group] = parts;
  if (parts.length === 1 && isName(first)) return { subscription, group: first };
  const isId =
    parts.length === 4 &&
    first?.toLowerCase() === 'subscriptions' &&
    groups?.toLowerCase() === 'resourcegroups';
  if (isId && isName(given) && isName(group)) return { subscription: given, group };
  throw new UserError('USAGE', `${text} is no resource group`, {
    hint: 'Give its name, or /subscriptions/ID/resourceGroups/NAME.',
  });
}

const typeOf = { disk: 'disks', snapshot: 'snapshots', image: 'images' } as const;

/** The path of a resource at the resource manager: its ID as Azure writes it. */
export function resourcePath(id: ExportableId | ImageId | GalleryVersionId): string {
  const base = `/subscriptions/${id.subscription}/resourceGroups/${id.group}/providers/Microsoft.Compute`;
  if (id.kind === 'gallery-version') {
    return `${base}/galleries/${id.gallery}/images/${id.image}/versions/${id.version}`;
  }
  return `${base}/${typeOf[id.kind]}/${id.name}`;
}

/** A disk or snapshot by its ID; undefined for anything else. */
export function parseExportable(text: string): ExportableId | undefined {
  try {
    const id = parseAzureDiskId(text);
    return id.kind === 'disk' || id.kind === 'snapshot' ? id : undefined;
  } catch (error) {
    // Only USAGE is thrown there: the text names something else.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
