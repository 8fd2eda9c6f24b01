// The disks of a gallery's image version. A version has no bytes of its own to be read: each disk is made of it, in a
// region where it is kept.

import { ScanError, UserError } from '../../model/errors.ts';
import type { GalleryImage, GalleryImageVersion } from './arm-compute.ts';
import type { Asking, DiskSource, DiskSources } from './disk-source.ts';
import { type GalleryVersionId, resourcePath } from './resource-id.ts';
import { diskOfImage, temporaryId } from './temporary.ts';

const gibibyte = 1024 ** 3;

type Region = NonNullable<
  NonNullable<GalleryImageVersion['publishingProfile']>['targetRegions']
>[number];

/** `West US` and `westus` are one region. */
const plain = (region: string): string => region.replace(/\s/g, '').toLowerCase();

/** Undefined for what is no version of three numbers. */
function numbersOf(name: string | undefined): readonly number[] | undefined {
  const parts = /^(\d{1,10})\.(\d{1,10})\.(\d{1,10})$/.exec(name ?? '');
  return parts === null ? undefined : parts.slice(1).map(Number);
}

/** Orders versions by their numbers. */
export function compareVersions(left: readonly number[], right: readonly number[]): number {
  for (const [index, number] of left.entries()) {
    const difference = number - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The highest one that is ready and not left out of `latest`; undefined where there is none. */
export function latestVersion(
  versions: readonly GalleryImageVersion[],
): GalleryImageVersion | undefined {
  let best:
    | { readonly version: GalleryImageVersion; readonly numbers: readonly number[] }
    | undefined;
  for (const version of versions) {
    const numbers = numbersOf(version.name);
    const { excludeFromLatest, targetRegions } = version.publishingProfile ?? {};
    const isOut =
      excludeFromLatest === true ||
      (targetRegions !== undefined &&
        targetRegions.length > 0 &&
        targetRegions.every((region) => region.excludeFromLatest === true));
    if (numbers === undefined || isOut || version.provisioningState !== 'Succeeded') continue;
    if (best === undefined || compareVersions(numbers, best.numbers) > 0)
      best = { version, numbers };
  }
  return best?.version;
}

async function versionOf(
  id: GalleryVersionId,
  { arm }: Asking,
): Promise<readonly [GalleryVersionId, GalleryImageVersion]> {
  if (id.version !== 'latest') return [id, await arm.galleryVersion(id)];
  const latest = latestVersion(await arm.galleryVersions(id));
  if (latest?.name === undefined) {
    throw new UserError(
      'TARGET_NOT_FOUND',
      `${resourcePath(id)}: the image has no latest version`,
      {
        hint: 'Name a version, or publish one that is not left out of latest (excludeFromLatest).',
      },
    );
  }
  return [{ ...id, version: latest.name }, latest];
}

/** Where a disk can be made of the version: its own region if it is kept there. */
function regionOf(version: GalleryImageVersion): { location: string; region?: Region } {
  const regions = version.publishingProfile?.targetRegions ?? [];
  const own = regions.find(({ name }) => plain(name) === plain(version.location));
  const region = own ?? regions[0];
  return region === undefined
    ? { location: version.location }
    : { location: plain(region.name), region };
}

/** What a disk of the image needs to be made at all, by the definition's feature; undefined: nothing. */
function securityTypeOf(
  image: GalleryImage,
  region: Region | undefined,
  path: string,
): string | undefined {
  const feature = image.features?.find(({ name }) => name === 'SecurityType')?.value;
  const inside = region?.encryption?.osDiskImage?.securityProfile?.confidentialVMEncryptionType;
  if (inside !== undefined && inside !== 'EncryptedVMGuestStateOnlyWithPmk') {
    throw new ScanError(
      'TARGET_UNSUPPORTED',
      path,
      'is encrypted inside, for confidential machines',
      {
        hint: 'Scan the disk or snapshot that the version was made from, or accept the target by name in the policy.',
      },
    );
  }
  if (feature === 'TrustedLaunch') return feature;
  return feature === 'ConfidentialVM'
    ? 'ConfidentialVM_VMGuestStateOnlyEncryptedWithPlatformKey'
    : undefined;
}

/** Throws as `diskSources` does. */
export async function gallerySources(
  named: GalleryVersionId,
  asking: Asking,
): Promise<DiskSources> {
  const { arm, making, runtime } = asking;
  const [[id, version], image] = await Promise.all([
    versionOf(named, asking),
    arm.galleryImage(named),
  ]);
  const path = resourcePath(id);
  const { osDiskImage, dataDiskImages = [] } = version.storageProfile ?? {};
  if (osDiskImage === undefined) {
    throw new ScanError('TARGET_UNSUPPORTED', path, 'has no disk of an operating system');
  }
  const { location, region } = regionOf(version);
  const encryption = region?.encryption;
  const name = `${id.image}-${id.version}`;
  const common = { isGallery: true, location };

  const sourceOf = (
    sizeInGB: number | undefined,
    body: ReturnType<typeof diskOfImage>,
  ): Pick<DiskSource, 'route' | 'wantsToken' | 'notices' | 'sizeBytes'> => ({
    ...(sizeInGB === undefined ? {} : { sizeBytes: sizeInGB * gibibyte }),
    route: { kind: 'make-disk', id: temporaryId('disk', making), body },
    wantsToken: false,
    notices: [],
  });
  const os = diskOfImage(
    {
      ...common,
      reference: { id: path },
      osType: image.osType,
      hyperVGeneration: image.hyperVGeneration,
      securityType: securityTypeOf(image, region, path),
      diskEncryptionSetId: encryption?.osDiskImage?.diskEncryptionSetId,
    },
    making,
    runtime,
  );
  const data = [...dataDiskImages]
    .sort((left, right) => left.lun - right.lun)
    .map(({ lun, sizeInGB }): DiskSource => {
      const sets = encryption?.dataDiskImages?.find((each) => each.lun === lun);
      const body = diskOfImage(
        { ...common, reference: { id: path, lun }, diskEncryptionSetId: sets?.diskEncryptionSetId },
        making,
        runtime,
      );
      return { name: `${name}-lun-${lun}`, kind: 'data', lun, ...sourceOf(sizeInGB, body) };
    });
  return {
    resourceId: path,
    version: id.version,
    disks: [{ name, kind: 'os', ...sourceOf(osDiskImage.sizeInGB, os) }, ...data],
  };
}
