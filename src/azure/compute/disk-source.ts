// From a resource ID to its disks, and for each the way its bytes are reached. Reads only; nothing is made here.

import { ScanError, UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { type ArmCompute, type Disk, type Image, ifThere, type Snapshot } from './arm-compute.ts';
import { gallerySources } from './gallery-version.ts';
import {
  type BlobId,
  type ExportableId,
  type ImageId,
  parseAzureDiskId,
  parseExportable,
  resourcePath,
} from './resource-id.ts';
import { diskOfImage, type Making, snapshotOfDisk, temporaryId } from './temporary.ts';

export type Route =
  /** Its own export; `isShared`: somebody has one already, which ours must not end. */
  | { readonly kind: 'export'; readonly id: ExportableId; readonly isShared: boolean }
  | { readonly kind: 'make-disk'; readonly id: ExportableId; readonly body: Disk }
  | { readonly kind: 'make-snapshot'; readonly id: ExportableId; readonly body: Snapshot }
  | { readonly kind: 'blob'; readonly id: BlobId };

export interface DiskNotice {
  /** The disk's name. */
  readonly disk: string;
  readonly kind: 'azure-disk-encryption' | 'shared-export';
  readonly message: string;
}

export interface DiskSource {
  readonly name: string;
  readonly kind: 'os' | 'data';
  readonly lun?: number;
  readonly sizeBytes?: number;
  readonly route: Route;
  /** Whether the export wants a token beside the signature (`dataAccessAuthMode`). */
  readonly wantsToken: boolean;
  readonly notices: readonly DiskNotice[];
}

export interface DiskSources {
  /** The resource as Azure writes its ID; of a blob the address without its query. */
  readonly resourceId: string;
  /** Tells this state of it from others: an image's version, a disk's unique ID. */
  readonly version?: string;
  readonly disks: readonly DiskSource[];
}

export interface Asking {
  readonly arm: ArmCompute;
  readonly making: Making;
  readonly runtime: Runtime;
}

const gibibyte = 1024 ** 3;

/** States in which a disk's bytes are not to be had without a snapshot. */
const inUse: ReadonlySet<string> = new Set(['Attached', 'Frozen', 'ActiveSASFrozen']);
const uploading: ReadonlySet<string> = new Set(['ReadyToUpload', 'ActiveUpload']);

function refuseEncrypted(path: string): ScanError {
  return new ScanError(
    'TARGET_UNSUPPORTED',
    path,
    'is encrypted inside, for a confidential machine',
    {
      hint: 'Scan the image that it was made from, or accept the target by name in the policy.',
    },
  );
}

/** Refuses what cannot leave Azure at all, with the setting that says so. */
function checkExport(path: string, resource: Disk | Snapshot): void {
  if (resource.networkAccessPolicy === 'DenyAll') {
    throw new UserError('TARGET_UNREADABLE', `${path}: its networkAccessPolicy is DenyAll`, {
      hint: 'Allow the export for the scan (AllowAll, or AllowPrivate with a disk access), or scan the image it comes from.',
    });
  }
  if (resource.securityProfile?.securityType?.startsWith('ConfidentialVM_DiskEncrypted') === true) {
    throw refuseEncrypted(path);
  }
}

function noticesOf(
  name: string,
  { encryptionSettingsCollection: ade }: Disk | Snapshot,
): DiskNotice[] {
  if (ade?.enabled !== true) return [];
  const message =
    'Azure Disk Encryption is on (encryptionSettingsCollection): its volumes are encrypted inside';
  return [{ disk: name, kind: 'azure-disk-encryption', message }];
}

function sizeOf({ diskSizeBytes, diskSizeGB }: Disk | Snapshot): { sizeBytes?: number } {
  const bytes = diskSizeBytes ?? (diskSizeGB === undefined ? undefined : diskSizeGB * gibibyte);
  return bytes === undefined ? {} : { sizeBytes: bytes };
}

function exported(id: ExportableId, resource: Disk | Snapshot): DiskSource {
  const isShared = resource.diskState === 'ActiveSAS';
  const shared: DiskNotice[] = isShared
    ? [
        {
          disk: id.name,
          kind: 'shared-export',
          message: 'is exported already: the scan reads beside that and leaves the export open',
        },
      ]
    : [];
  return {
    name: id.name,
    kind: resource.osType === undefined ? 'data' : 'os',
    ...sizeOf(resource),
    route: { kind: 'export', id, isShared },
    wantsToken: resource.dataAccessAuthMode === 'AzureActiveDirectory',
    notices: [...noticesOf(id.name, resource), ...shared],
  };
}

function isInUse({ diskState, managedBy }: Disk): boolean {
  if (diskState === undefined) return managedBy !== undefined;
  return inUse.has(diskState);
}

function diskSource(id: ExportableId, disk: Disk, { making, runtime }: Asking): DiskSource {
  const path = resourcePath(id);
  if (uploading.has(disk.diskState ?? '')) {
    throw new UserError('TARGET_UNREADABLE', `${path}: it is still being uploaded`, {
      hint: 'Scan it when the upload has ended.',
    });
  }
  checkExport(path, disk);
  if (!isInUse(disk)) return exported(id, disk);
  const body = snapshotOfDisk(id, disk, making, runtime);
  return {
    ...exported(id, disk),
    route: { kind: 'make-snapshot', id: temporaryId('snapshot', making), body },
    notices: noticesOf(id.name, disk),
  };
}

async function ofDisk(id: ExportableId, asking: Asking): Promise<DiskSources> {
  const disk = await asking.arm.disk(id);
  return {
    resourceId: resourcePath(id),
    ...(disk.uniqueId === undefined ? {} : { version: disk.uniqueId }),
    disks: [diskSource(id, disk, asking)],
  };
}

async function ofSnapshot(id: ExportableId, { arm }: Asking): Promise<DiskSources> {
  const snapshot = await arm.snapshot(id);
  checkExport(resourcePath(id), snapshot);
  return {
    resourceId: resourcePath(id),
    ...(snapshot.uniqueId === undefined ? {} : { version: snapshot.uniqueId }),
    disks: [exported(id, snapshot)],
  };
}

type ImageDisk = NonNullable<NonNullable<Image['storageProfile']>['osDisk']>;

/** What an image names and what still lives and can be exported as it is: nothing need be made then. */
async function living(
  disk: Pick<ImageDisk, 'snapshot' | 'managedDisk'>,
  asking: Asking,
): Promise<DiskSource | undefined> {
  const snapshotId = parseExportable(disk.snapshot?.id ?? '');
  if (snapshotId?.kind === 'snapshot') {
    const found = await ifThere(asking.arm.snapshot(snapshotId));
    if (found !== undefined && found.networkAccessPolicy !== 'DenyAll')
      return exported(snapshotId, found);
  }
  const diskId = parseExportable(disk.managedDisk?.id ?? '');
  if (diskId?.kind !== 'disk') return undefined;
  const found = await ifThere(asking.arm.disk(diskId));
  // In use again: its bytes may not be the image's any more.
  const isStill = found !== undefined && !isInUse(found) && found.networkAccessPolicy !== 'DenyAll';
  return isStill ? exported(diskId, found) : undefined;
}

async function ofImage(id: ImageId, asking: Asking): Promise<DiskSources> {
  const image = await asking.arm.image(id);
  const path = resourcePath(id);
  const { osDisk, dataDisks = [] } = image.storageProfile ?? {};
  if (osDisk === undefined) {
    throw new ScanError('TARGET_UNSUPPORTED', path, 'has no disk of an operating system');
  }
  const of = async (disk: ImageDisk | (typeof dataDisks)[number]): Promise<DiskSource> => {
    const lun = 'lun' in disk ? disk.lun : undefined;
    const number = lun === undefined ? {} : { lun };
    const own = { kind: lun === undefined ? 'os' : 'data', ...number } as const;
    const alive = await living(disk, asking);
    if (alive !== undefined) return { ...alive, ...own };
    const reference = { id: path, ...number };
    const { hyperVGeneration } = image;
    const ofOs = 'osType' in disk ? { osType: disk.osType, hyperVGeneration } : {};
    const diskEncryptionSetId = disk.diskEncryptionSet?.id;
    const { location } = image;
    const parts = { reference, isGallery: false, location, diskEncryptionSetId, ...ofOs };
    return {
      name: lun === undefined ? id.name : `${id.name}-lun-${lun}`,
      ...own,
      ...(disk.diskSizeGB === undefined ? {} : { sizeBytes: disk.diskSizeGB * gibibyte }),
      route: {
        kind: 'make-disk',
        id: temporaryId('disk', asking.making),
        body: diskOfImage(parts, asking.making, asking.runtime),
      },
      wantsToken: false,
      notices: [],
    };
  };
  const byLun = [...dataDisks].sort((left, right) => left.lun - right.lun);
  return { resourceId: path, disks: await Promise.all([osDisk, ...byLun].map(of)) };
}

function ofBlob(id: BlobId): DiskSources {
  const { origin, pathname } = new URL(id.url);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  const route = { kind: 'blob', id } as const;
  return {
    resourceId: `${origin}${pathname}`,
    disks: [{ name, kind: 'os', route, wantsToken: false, notices: [] }],
  };
}

/**
 * The disks of a resource: the one with the operating system first, the others by LUN. Throws `USAGE` for what is none,
 * `TARGET_NOT_FOUND`, `TARGET_UNREADABLE` (refused, or not to be exported), `TARGET_UNSUPPORTED` (encrypted inside).
 */
export async function diskSources(reference: string, asking: Asking): Promise<DiskSources> {
  const id = parseAzureDiskId(reference);
  switch (id.kind) {
    case 'disk':
      return ofDisk(id, asking);
    case 'snapshot':
      return ofSnapshot(id, asking);
    case 'image':
      return ofImage(id, asking);
    case 'gallery-version':
      return gallerySources(id, asking);
    case 'blob':
      return ofBlob(id);
    default: {
      const never: never = id;
      return never;
    }
  }
}
