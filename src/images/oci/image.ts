// From an index or manifest to the images that are wanted: one for the platform, or all.

import { ScanError, UserError } from '../../model/errors.ts';
import type { TargetIdentity } from '../../model/target.ts';
import type { ImageDescription, ImageSource, LayerStream } from '../image.ts';
import { formatPlatform, type Platform, runnersPlatform, suitability } from '../platform.ts';
import {
  type Descriptor,
  describeLayers,
  type ImageConfig,
  type ImageManifest,
  isAttestation,
  parseConfig,
  parseManifest,
} from './manifest.ts';
import type { ContentStore } from './store.ts';

const deepestIndex = 4;
const mostImages = 200;
/** Nested in one another. */
const mostIndexes = 100;

/** `all`, a platform that the user named, or undefined: this machine's where the image offers a choice. */
export type WantedPlatform = Platform | 'all' | undefined;

export interface ResolvedImage {
  readonly identity: TargetIdentity;
  readonly source: ImageSource;
}

interface Candidate {
  readonly descriptor: Descriptor;
  readonly platform?: Platform;
  /** Where the platform had to be looked up in it. */
  readonly config?: ImageConfig;
}

/** The manifests below an index, nested ones too; the order stays. */
async function candidatesBelow(
  store: ContentStore,
  manifests: readonly Descriptor[],
  indexes: Set<string> = new Set(),
  depth = 0,
): Promise<Candidate[]> {
  if (depth > deepestIndex || indexes.size > mostIndexes) {
    throw new ScanError('LIMIT_EXCEEDED', store.where, 'too many nested indexes');
  }
  const found: Candidate[] = [];
  for (const descriptor of manifests) {
    const { platform, mediaType } = descriptor;
    if (platform !== undefined && !/(?:index|manifest\.list)\./.test(mediaType)) {
      found.push({ descriptor, platform });
    } else if (!indexes.has(descriptor.digest)) {
      const parsed = parseManifest(await store.manifest(descriptor), store.where, mediaType);
      if (parsed.kind === 'index') {
        indexes.add(descriptor.digest);
        found.push(...(await candidatesBelow(store, parsed.manifests, indexes, depth + 1)));
      } else {
        const config = await readConfig(store, parsed);
        if (isAttestation(descriptor, config)) continue;
        found.push({
          descriptor,
          config,
          ...(config.platform === undefined ? {} : { platform: config.platform }),
        });
      }
    }
    if (found.length > mostImages) {
      throw new ScanError('LIMIT_EXCEEDED', store.where, `more than ${mostImages} images`);
    }
  }
  return found;
}

async function readConfig(store: ContentStore, manifest: ImageManifest): Promise<ImageConfig> {
  const bytes = await store.config(manifest.config);
  return parseConfig(bytes, store.where, manifest.config.mediaType);
}

function shown(platform: Platform | undefined): string {
  return platform === undefined ? 'unnamed' : formatPlatform(platform);
}

/** Says that an image is not there for a platform, and for which it is. */
export function missingPlatform(
  where: string,
  wanted: Platform,
  offered: readonly (Platform | undefined)[],
): UserError {
  const list = [...new Set(offered.map(shown))].sort().join(', ');
  return new UserError(
    'PLATFORM_MISSING',
    `${where}: no image for ${formatPlatform(wanted)}; there are: ${list || 'none'}`,
    { hint: 'Name one of them with --platform, or all.' },
  );
}

/** Each image once, though an index may name it several times. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { digest } = candidate.descriptor;
    if (!seen.has(digest)) seen.set(digest, candidate);
  }
  return [...seen.values()];
}

/**
 * The most suitable of several: one as a rule. Where several suit alike and are not the same (`amd64` twice, or once as
 * `x86_64` or with the usual variant), engines differ on which they take, so that it is all of them.
 * Throws `PLATFORM_MISSING`.
 */
function choose(
  where: string,
  candidates: readonly Candidate[],
  wanted: Platform,
): readonly Candidate[] {
  let best = Number.NEGATIVE_INFINITY;
  let chosen: Candidate[] = [];
  for (const candidate of candidates) {
    const { platform } = candidate;
    const rank = platform === undefined ? undefined : suitability(wanted, platform);
    if (rank === undefined || rank < best) continue;
    if (rank > best) chosen = [];
    best = rank;
    chosen.push(candidate);
  }
  if (chosen.length > 0) return distinct(chosen);
  throw missingPlatform(
    where,
    wanted,
    candidates.map(({ platform }) => platform),
  );
}

function imageSource(
  store: ContentStore,
  description: ImageDescription,
  layers: ReadonlyMap<string, Descriptor>,
): ImageSource {
  return {
    concurrent: store.concurrent,
    describe: async () => description,
    async *layers(keys): AsyncGenerator<LayerStream> {
      for (const [key, descriptor] of layers) {
        if (keys === undefined || keys.has(key)) yield await store.layer(descriptor);
      }
    },
    close: () => store.close(),
  };
}

async function openOne(
  store: ContentStore,
  { descriptor, config: known }: Candidate,
  wanted: Platform | undefined,
  tags: readonly string[],
): Promise<ResolvedImage> {
  const bytes = await store.manifest(descriptor);
  const manifest = parseManifest(bytes, store.where, descriptor.mediaType);
  if (manifest.kind === 'index') {
    throw new ScanError('TARGET_DAMAGED', store.where, 'an index stands where an image should');
  }
  const config = known ?? (await readConfig(store, manifest));
  const platform = config.platform ?? descriptor.platform;
  if (
    wanted !== undefined &&
    platform !== undefined &&
    suitability(wanted, platform) === undefined
  ) {
    throw missingPlatform(store.where, wanted, [platform]);
  }
  const keys = manifest.layers.map(({ digest }) => digest);
  const identity: TargetIdentity = {
    manifestDigest: descriptor.digest,
    configDigest: manifest.config.digest,
    ...(platform === undefined ? {} : { platform: formatPlatform(platform) }),
    ...(tags.length === 0 ? {} : { tags: [...tags].sort() }),
  };
  const layers = describeLayers(config, keys, store.where);
  const byKey = new Map(manifest.layers.map((layer) => [layer.digest, layer]));
  const source = imageSource(store.share(), { identity, layers, config: config.config }, byKey);
  return { identity, source };
}

/**
 * Opens what `roots` hold: the entries of an index, or one manifest. Each image gets its own share of `store`,
 * and `store` itself is closed. Throws `PLATFORM_MISSING`, and what `parseManifest` and `parseConfig` throw.
 */
export async function openImages(
  store: ContentStore,
  roots: readonly Descriptor[],
  wanted: WantedPlatform,
  tags: readonly string[] = [],
): Promise<readonly ResolvedImage[]> {
  const opened: ResolvedImage[] = [];
  try {
    const candidates = await candidatesBelow(store, roots);
    if (candidates.length === 0) {
      throw new ScanError('TARGET_UNSUPPORTED', store.where, 'there is no image in it');
    }
    let chosen: readonly Candidate[];
    if (wanted === 'all') chosen = distinct(candidates);
    else if (candidates.length === 1) chosen = candidates;
    else chosen = choose(store.where, candidates, wanted ?? runnersPlatform());
    // A lone image in an index still has to suit; a lone manifest only where the user named a platform.
    const indexed = roots.length > 1 || roots[0]?.digest !== chosen[0]?.descriptor.digest;
    const needed =
      wanted === 'all' ? undefined : (wanted ?? (indexed ? runnersPlatform() : undefined));
    for (const candidate of chosen) opened.push(await openOne(store, candidate, needed, tags));
  } catch (error) {
    await Promise.all(opened.map(({ source }) => source.close()));
    throw error;
  } finally {
    await store.close();
  }
  return opened;
}
