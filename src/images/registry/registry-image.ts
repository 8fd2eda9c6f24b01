// An image of an OCI registry: manifests and configuration checked by digest, blobs streamed and resumed.

import { ScanError } from '../../model/errors.ts';
import type { RegistryCredential } from '../../model/ports.ts';
import type { Runtime } from '../../model/runtime.ts';
import { readBytes, resumable } from '../../net/body.ts';
import type { RetryPolicy } from '../../net/retry.ts';
import { openImages, type ResolvedImage, type WantedPlatform } from '../oci/image.ts';
import {
  checkDigest,
  configLimitBytes,
  type Descriptor,
  digestOf,
  manifestLimitBytes,
  mediaTypes,
} from '../oci/manifest.ts';
import type { ContentStore } from '../oci/store.ts';
import { type ImageReference, sha256Digest } from '../reference.ts';
import { dockerConfigCredential } from './docker-config.ts';
import { openSession, type Session } from './session.ts';

const acceptManifests = Object.values(mediaTypes).join(', ');
/** Manifests are asked for twice at most; more than this is not worth its memory. */
const cacheLimitBytes = 16 * 1024 * 1024;

interface Shared {
  readonly session: Session;
  readonly manifests: Map<string, Uint8Array>;
  cachedBytes: number;
  users: number;
}

/** The blob's bytes: never more than announced, on after a break. */
async function* blobStream(
  session: Session,
  { digest, size }: Descriptor,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  const stream = resumable((offset) =>
    session.get(
      `blobs/${digest}`,
      `blob ${digest}`,
      offset === 0 ? {} : { range: `bytes=${offset}-` },
    ),
  );
  for await (const chunk of stream) {
    seen += chunk.length;
    if (seen > size) break;
    yield chunk;
  }
  if (seen === size) return;
  const more = seen > size ? 'more' : `only ${seen}`;
  throw new ScanError(
    'TARGET_DAMAGED',
    session.where,
    `the blob ${digest} has ${more} of ${size} bytes`,
  );
}

function registryStore(shared: Shared): ContentStore {
  const { session, manifests } = shared;
  async function small(path: string, what: string, descriptor: Descriptor, limit: number) {
    const { digest, size } = descriptor;
    const response = await session.get(path, what, { accept: acceptManifests });
    const bytes = await readBytes(response, limit);
    checkDigest(bytes, digest, session.where);
    if (bytes.length !== size) {
      throw new ScanError(
        'TARGET_DAMAGED',
        session.where,
        `${digest} has ${bytes.length} bytes, not ${size}`,
      );
    }
    return bytes;
  }
  return {
    where: session.where,
    concurrent: true,
    async manifest(descriptor) {
      const { digest } = descriptor;
      const known = manifests.get(digest);
      if (known !== undefined) return known;
      const what = `manifest ${digest}`;
      const bytes = await small(`manifests/${digest}`, what, descriptor, manifestLimitBytes);
      if (shared.cachedBytes + bytes.length <= cacheLimitBytes) {
        manifests.set(digest, bytes);
        shared.cachedBytes += bytes.length;
      }
      return bytes;
    },
    config(descriptor) {
      const { digest } = descriptor;
      return small(`blobs/${digest}`, `blob ${digest}`, descriptor, configLimitBytes);
    },
    async layer(descriptor) {
      const { digest, size } = descriptor;
      return { key: digest, sizeBytes: size, digest, bytes: blobStream(session, descriptor) };
    },
    share() {
      shared.users += 1;
      return registryStore(shared);
    },
    async close() {
      shared.users -= 1;
      if (shared.users === 0) await session.close();
    },
  };
}

/** The manifest or index that the reference names; what the registry says of its digest is checked. */
async function fetchRoot(
  session: Session,
  { tag, digest }: ImageReference,
): Promise<{ readonly descriptor: Descriptor; readonly bytes: Uint8Array }> {
  const name = digest ?? tag ?? 'latest';
  const response = await session.get(`manifests/${name}`, `image ${name}`, {
    accept: acceptManifests,
  });
  const bytes = await readBytes(response, manifestLimitBytes);
  const promised = response.headers['docker-content-digest'];
  if (digest !== undefined) checkDigest(bytes, digest, session.where);
  else if (promised !== undefined && sha256Digest.test(promised)) {
    checkDigest(bytes, promised, session.where);
  }
  const mediaType = response.headers['content-type']?.replace(/;.*$/s, '').trim() ?? '';
  const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length, annotations: {} };
  return { descriptor, bytes };
}

/**
 * Opens the image, or those of every platform. `credentials` come before the user's own files; then anonymous access.
 * Throws `REGISTRY_DENIED`, `REGISTRY_NOT_FOUND`, `REGISTRY_FAILED`, `NETWORK`, and what `openImages` throws.
 */
export async function openRegistryImage(
  reference: ImageReference,
  wanted: WantedPlatform,
  credentials: readonly RegistryCredential[],
  runtime: Runtime,
  retry: Partial<RetryPolicy> = {},
): Promise<readonly ResolvedImage[]> {
  const sources = [...credentials, dockerConfigCredential(runtime)];
  const session = await openSession(reference, sources, runtime, retry);
  let root: { readonly descriptor: Descriptor; readonly bytes: Uint8Array };
  try {
    root = await fetchRoot(session, reference);
  } catch (error) {
    await session.close();
    throw error;
  }
  const { descriptor, bytes } = root;
  const manifests = new Map([[descriptor.digest, bytes]]);
  const store = registryStore({ session, manifests, cachedBytes: bytes.length, users: 1 });
  const tags = reference.tag === undefined ? [] : [reference.tag];
  return openImages(store, [descriptor], wanted, tags);
}
