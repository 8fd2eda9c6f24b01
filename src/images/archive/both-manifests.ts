// Archives since Docker 25 list their images twice: in manifest.json and, as an OCI layout, in index.json. Engines read
// the one or the other, so both must name the same.

import { ScanError } from '../../model/errors.ts';
import {
  checkDigest,
  configLimitBytes,
  type Descriptor,
  digestOf,
  manifestLimitBytes,
  parseConfig,
  parseManifest,
} from '../oci/manifest.ts';
import { formatPlatform } from '../platform.ts';
import type { Archive } from './archive.ts';
import { parseArchiveManifest } from './docker-archive.ts';
import { twofold } from './pending-names.ts';

const deepestIndex = 4;
const mostManifests = 400;

/** An image of index.json whose manifest is in the archive. */
interface Listed {
  readonly config: string;
  /** `os/architecture` as the descriptor says it. */
  readonly platform: string | undefined;
}

async function listedBelow(
  archive: Archive,
  descriptors: readonly Descriptor[],
  seen: Set<string>,
  depth = 0,
): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const { digest, mediaType, platform } of descriptors) {
    const name = `blobs/${digest.replace(':', '/')}`;
    // An image of several platforms is often saved without the others' blobs.
    if (seen.has(digest) || !archive.has(name)) continue;
    seen.add(digest);
    if (seen.size > mostManifests || depth > deepestIndex)
      throw new ScanError('LIMIT_EXCEEDED', archive.path, 'index.json lists too many images');
    const bytes = await archive.read(name, manifestLimitBytes);
    checkDigest(bytes, digest, archive.path);
    let parsed: ReturnType<typeof parseManifest>;
    try {
      parsed = parseManifest(bytes, archive.path, mediaType);
    } catch (error) {
      // An artifact is no image of any engine.
      if (error instanceof ScanError && error.code === 'TARGET_UNSUPPORTED') continue;
      throw error;
    }
    if (parsed.kind === 'index')
      listed.push(...(await listedBelow(archive, parsed.manifests, seen, depth + 1)));
    else
      listed.push({
        config: parsed.config.digest,
        platform: platform && formatPlatform(platform),
      });
  }
  return listed;
}

/**
 * Throws `TARGET_DAMAGED` where manifest.json has an image that index.json has not, or index.json one more for the same
 * platform. An index without any image in the archive says nothing. `isWhole`: every image is to be opened by
 * manifest.json, so that index.json may have none more for whatever platform (else `TARGET_UNSUPPORTED`).
 */
export async function checkBothManifests(archive: Archive, isWhole: boolean): Promise<void> {
  const index = parseManifest(await archive.read('index.json', manifestLimitBytes), archive.path);
  if (index.kind === 'manifest') throw twofold(archive.path, 'index.json is no index');
  const listed = await listedBelow(archive, index.manifests, new Set());
  if (listed.length === 0) return;
  const manifest = await archive.read('manifest.json', manifestLimitBytes);
  const configs = new Set<string>();
  const platforms = new Set<string>();
  for (const { config } of parseArchiveManifest(manifest, archive.path)) {
    const bytes = await archive.read(config, configLimitBytes);
    configs.add(digestOf(bytes));
    const { platform } = parseConfig(bytes, archive.path);
    if (platform !== undefined) platforms.add(formatPlatform(platform));
  }
  const all = new Set(listed.map(({ config }) => config));
  const isLacking = [...configs].some((config) => !all.has(config));
  const isMore = listed.some(
    ({ config, platform }) =>
      !configs.has(config) && (platform === undefined || platforms.has(platform)),
  );
  if (isLacking || isMore)
    throw twofold(archive.path, 'manifest.json and index.json list different images');
  if (isWhole && all.size > configs.size) {
    throw new ScanError('TARGET_UNSUPPORTED', archive.path, 'index.json has further platforms', {
      hint: 'Scan all of them with oci-archive:PATH.',
    });
  }
}
