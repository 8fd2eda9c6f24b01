// Opens an image by any transport. The transports' heavy parts are loaded when they are asked for.

import { stat } from 'node:fs/promises';
import { UserError } from '../model/errors.ts';
import type { RegistryCredential } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import type { ImageKind, Target, TargetKind } from '../model/target.ts';
import { redactUrl } from '../net/redact.ts';
import { type Archive, indexArchive } from './archive/archive.ts';
import { checkBothManifests } from './archive/both-manifests.ts';
import { openDockerArchive } from './archive/docker-archive.ts';
import { openSpooled } from './archive/spool.ts';
import type { ImageSource } from './image.ts';
import type { ResolvedImage, WantedPlatform } from './oci/image.ts';
import { openLayoutArchive, openLayoutFolder } from './oci/layout.ts';
import { parsePlatform } from './platform.ts';
import { parseReference } from './reference.ts';

export interface ImageRequest {
  readonly scheme: ImageKind;
  /** What follows the scheme: `PATH`, `PATH:NAME` of an archive or layout with several images, or a reference. */
  readonly reference: string;
  /** `linux/arm64`, `all`; absent: this machine's where there is a choice. */
  readonly platform?: string | undefined;
  /** Asked in order before DOCKER_CONFIG and anonymous access. */
  readonly credentials?: readonly RegistryCredential[] | undefined;
}

export interface OpenedImage {
  readonly target: Target;
  readonly source: ImageSource;
}

/** `PATH:NAME` where PATH exists, else the whole text is a path. */
async function splitPath(text: string): Promise<{ path: string; name?: string }> {
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  if (await exists(text)) return { path: text };
  for (let colon = text.indexOf(':', 1); colon > 0; colon = text.indexOf(':', colon + 1)) {
    const path = text.slice(0, colon);
    const name = text.slice(colon + 1);
    if (name !== '' && (await exists(path))) return { path, name };
  }
  return { path: text };
}

interface Opened {
  readonly kind: TargetKind;
  readonly reference: string;
  readonly images: readonly ResolvedImage[];
}

/** An archive of either kind: its content decides where the asked for kind is not in it. */
async function kindOf(
  archive: Archive,
  asked: 'docker-archive' | 'oci-archive',
  wanted: WantedPlatform,
): Promise<'docker-archive' | 'oci-archive'> {
  const docker = archive.has('manifest.json');
  const oci = archive.has('index.json');
  if (docker && oci) {
    await checkBothManifests(archive, wanted === 'all' && asked === 'docker-archive');
    return asked;
  }
  if (docker) return 'docker-archive';
  if (oci) return 'oci-archive';
  throw new UserError('TARGET_UNSUPPORTED', `${archive.path} is a tar archive, but of no image`, {
    hint: 'It has neither manifest.json (docker save) nor index.json (OCI); unpack a root file system and use dir:.',
  });
}

async function openEitherArchive(
  asked: 'docker-archive' | 'oci-archive',
  reference: string,
  wanted: WantedPlatform,
  runtime: Runtime,
): Promise<Opened> {
  const { path, name } = await splitPath(reference);
  const archive = await indexArchive(await openSpooled(path, runtime));
  const kind = await kindOf(archive, asked, wanted).catch(async (error: unknown) => {
    await archive.close();
    throw error;
  });
  const open = kind === 'docker-archive' ? openDockerArchive : openLayoutArchive;
  return { kind, reference, images: await open(archive, name, wanted) };
}

async function openAny(
  request: ImageRequest,
  wanted: WantedPlatform,
  runtime: Runtime,
): Promise<Opened> {
  const { scheme, reference } = request;
  switch (scheme) {
    case 'docker-archive':
    case 'oci-archive':
      return openEitherArchive(scheme, reference, wanted, runtime);
    case 'oci-dir': {
      const { path, name } = await splitPath(reference);
      return { kind: scheme, reference, images: await openLayoutFolder(path, name, wanted) };
    }
    case 'docker': {
      const { openDaemonImage } = await import('./docker/daemon-image.ts');
      const image = await openDaemonImage(reference, wanted, runtime);
      return { kind: scheme, reference: redactUrl(reference), images: [image] };
    }
    case 'registry': {
      const { openRegistryImage } = await import('./registry/registry-image.ts');
      const parsed = parseReference(reference);
      const credentials = request.credentials ?? [];
      const images = await openRegistryImage(parsed, wanted, credentials, runtime);
      return { kind: scheme, reference, images };
    }
    default: {
      const never: never = scheme;
      return never;
    }
  }
}

/**
 * Opens the image, or every image of it with the platform `all`. Close each source at the end.
 * Throws UserError or ScanError: not found, damaged, unsupported, no such platform, denied, unreachable.
 */
export async function openImage(
  request: ImageRequest,
  runtime: Runtime,
): Promise<readonly OpenedImage[]> {
  const { platform } = request;
  const wanted: WantedPlatform =
    platform === undefined || platform === ''
      ? undefined
      : platform === 'all'
        ? 'all'
        : parsePlatform(platform);
  const { kind, reference, images } = await openAny(request, wanted, runtime);
  return images.map(({ identity, source }) => ({ target: { kind, reference, identity }, source }));
}
