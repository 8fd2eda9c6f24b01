// What a scan makes in Azure for a while: a disk of an image, a snapshot of an attached disk; how both are named and
// tagged, so that a later run finds what a killed one left.

import { randomBytes } from 'node:crypto';
import type { Runtime } from '../../model/runtime.ts';
import type { Disk, Snapshot } from './arm-compute.ts';
import { madePrefix } from './pending-file.ts';
import { type ExportableId, type ResourceGroupId, resourcePath } from './resource-id.ts';

const creator = 'portcullis';
/** Beyond the access that is asked for: a run that still reads must not lose its disk to another run's sweep. */
const marginMs = 60 * 60_000;

export interface Making {
  /** Where it is made. */
  readonly group: ResourceGroupId;
  /** Of the access, which is renewed as long as the run lasts. */
  readonly lifetimeSeconds: number;
  /** Tells one run from another: a pipeline's number. */
  readonly run: string;
  /** A private endpoint's disk access; absent: reachable from everywhere, by signature only. */
  readonly diskAccessId?: string;
}

/** Tag values have at most 256 characters. */
function tagsOf({ lifetimeSeconds, run }: Making, runtime: Runtime): Record<string, string> {
  const expires = new Date(runtime.now().getTime() + lifetimeSeconds * 1000 + marginMs);
  return {
    'created-by': creator,
    'portcullis-run': run.slice(0, 256),
    'expires-at': expires.toISOString(),
  };
}

/** Whether tags and name say that a run made this, and that its time is over. */
export function isOrphan(name: string, tags: Readonly<Record<string, string>>, now: Date): boolean {
  const expires = Date.parse(tags['expires-at'] ?? '');
  return name.startsWith(madePrefix) && tags['created-by'] === creator && expires < now.getTime();
}

/** A name that no other run has. */
export function temporaryId(kind: 'disk' | 'snapshot', making: Making): ExportableId {
  return { kind, ...making.group, name: `${madePrefix}${randomBytes(8).toString('hex')}` };
}

function networkOf({ diskAccessId }: Making): Pick<Disk, 'networkAccessPolicy' | 'diskAccessId'> {
  return diskAccessId === undefined
    ? { networkAccessPolicy: 'AllowAll' }
    : { networkAccessPolicy: 'AllowPrivate', diskAccessId };
}

export interface ImageDiskParts {
  /** Of the image or image version, and for a data disk its number. */
  readonly reference: { readonly id: string; readonly lun?: number };
  readonly isGallery: boolean;
  readonly location: string;
  readonly osType?: string | undefined;
  readonly hyperVGeneration?: string | undefined;
  readonly securityType?: string | undefined;
  /** The customer's key that encrypts the image where the disk is made. */
  readonly diskEncryptionSetId?: string | undefined;
}

/** A disk with the image's bytes; size and sectors are the image's own. */
export function diskOfImage(parts: ImageDiskParts, making: Making, runtime: Runtime): Disk {
  const { reference, isGallery, location, osType, hyperVGeneration } = parts;
  return {
    location,
    sku: { name: 'Standard_LRS' },
    tags: tagsOf(making, runtime),
    creationData: {
      createOption: 'FromImage',
      ...(isGallery ? { galleryImageReference: reference } : { imageReference: reference }),
    },
    ...networkOf(making),
    ...(osType === 'Linux' || osType === 'Windows' ? { osType } : {}),
    ...(hyperVGeneration === undefined ? {} : { hyperVGeneration }),
    ...(parts.securityType === undefined
      ? {}
      : { securityProfile: { securityType: parts.securityType } }),
    ...(parts.diskEncryptionSetId === undefined
      ? {}
      : {
          encryption: {
            type: 'EncryptionAtRestWithCustomerKey',
            diskEncryptionSetId: parts.diskEncryptionSetId,
          },
        }),
  };
}

/** These have incremental snapshots only. */
const incrementalOnly: ReadonlySet<string> = new Set(['UltraSSD_LRS', 'PremiumV2_LRS']);

/** A snapshot of a disk that is in use. It may leave Azure on the same ways as the disk itself, and no others. */
export function snapshotOfDisk(
  id: ExportableId,
  disk: Disk,
  making: Making,
  runtime: Runtime,
): Snapshot {
  const { networkAccessPolicy, publicNetworkAccess, dataAccessAuthMode, diskAccessId } = disk;
  const own = networkAccessPolicy === undefined ? networkOf(making) : { networkAccessPolicy };
  const { diskEncryptionSetId, type } = disk.encryption ?? {};
  return {
    location: disk.location,
    sku: { name: 'Standard_LRS' },
    tags: tagsOf(making, runtime),
    incremental: incrementalOnly.has(disk.sku?.name ?? ''),
    creationData: { createOption: 'Copy', sourceResourceId: resourcePath(id) },
    ...own,
    ...(diskAccessId === undefined ? {} : { diskAccessId }),
    ...(publicNetworkAccess === undefined ? {} : { publicNetworkAccess }),
    ...(dataAccessAuthMode === undefined ? {} : { dataAccessAuthMode }),
    ...(diskEncryptionSetId === undefined || type === undefined
      ? {}
      : { encryption: { type, diskEncryptionSetId } }),
  };
}
