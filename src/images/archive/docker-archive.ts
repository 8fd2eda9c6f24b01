// Archives of `docker save`, `skopeo copy docker-archive:` and their like: manifest.json decides which file is a layer.
// Image specification v1.2 of moby; since Docker 25 also an OCI layout (blobs/sha256), which may hold gzip layers.

import { ScanError, UserError } from '../../model/errors.ts';
import type { ImageDescription, ImageSource, LayerStream } from '../image.ts';
import { missingPlatform, type ResolvedImage, type WantedPlatform } from '../oci/image.ts';
import {
  checkDigest,
  configLimitBytes,
  describeLayers,
  digestOf,
  type ImageConfig,
  manifestLimitBytes,
  parseConfig,
} from '../oci/manifest.ts';
import { formatPlatform, suitability } from '../platform.ts';
import type { Archive } from './archive.ts';
import { stream } from './file.ts';

/** One image of manifest.json. */
export interface ArchivedImage {
  readonly config: string;
  readonly tags: readonly string[];
  /** Names in the archive, lowest first. */
  readonly layers: readonly string[];
}

const fields = new Set(['Config', 'Layers', 'RepoTags']);
const folded = new Set([...fields].map((key) => key.toUpperCase()));

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Reads manifest.json. Throws `TARGET_DAMAGED`. */
export function parseArchiveManifest(bytes: Uint8Array, where: string): readonly ArchivedImage[] {
  const damaged = (what: string) => new ScanError('TARGET_DAMAGED', where, `manifest.json ${what}`);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw damaged('is no JSON');
  }
  if (!Array.isArray(json) || json.length === 0) throw damaged('lists no image');
  return json.map((item: unknown) => {
    if (typeof item !== 'object' || item === null) throw damaged('has an entry that is no object');
    // Engines take `config` for `Config`, whichever comes last.
    const isOther = Object.keys(item).some(
      (key) => !fields.has(key) && folded.has(key.toUpperCase()),
    );
    if (isOther) throw damaged('has a name of Config, Layers or RepoTags in other letters');
    const config: unknown = Reflect.get(item, 'Config');
    const layers: unknown = Reflect.get(item, 'Layers') ?? [];
    const tags: unknown = Reflect.get(item, 'RepoTags') ?? [];
    if (!isText(config) || !Array.isArray(layers) || !layers.every(isText)) {
      throw damaged('has an entry without Config or Layers');
    }
    return { config, layers, tags: Array.isArray(tags) ? tags.filter(isText) : [] };
  });
}

/** The digest that a name promises: `blobs/sha256/HEX`, `HEX.json`. */
export function promisedDigest(name: string): string | undefined {
  const hex = /^(?:blobs\/sha256\/([0-9a-f]{64})|([0-9a-f]{64})\.json)$/.exec(name);
  return hex === null ? undefined : `sha256:${hex[1] ?? hex[2]}`;
}

/** What an engine's archive says of an image, once its configuration is at hand. */
export function describeArchived(
  image: ArchivedImage,
  configBytes: Uint8Array,
  realName: (name: string) => string,
  where: string,
): ImageDescription & { readonly parsed: ImageConfig } {
  const promised = promisedDigest(image.config);
  if (promised !== undefined) checkDigest(configBytes, promised, where);
  const parsed = parseConfig(configBytes, where);
  const { platform } = parsed;
  return {
    identity: {
      configDigest: promised ?? digestOf(configBytes),
      ...(platform === undefined ? {} : { platform: formatPlatform(platform) }),
      ...(image.tags.length === 0 ? {} : { tags: [...image.tags].sort() }),
    },
    layers: describeLayers(parsed, image.layers.map(realName), where),
    config: parsed.config,
    parsed,
  };
}

/** A tag as archives write it matches what the user wrote, with or without docker.io and library. */
function carries(image: ArchivedImage, name: string): boolean {
  const short = (text: string) => text.replace(/^docker\.io\//, '').replace(/^library\//, '');
  const wanted = short(name);
  return image.tags.some((tag) => {
    const there = short(tag);
    return there === wanted || there === `${wanted}:latest` || there.endsWith(`:${wanted}`);
  });
}

function choose(
  images: readonly ArchivedImage[],
  name: string | undefined,
  wanted: WantedPlatform,
  where: string,
): readonly ArchivedImage[] {
  const matches = name === undefined ? images : images.filter((image) => carries(image, name));
  const [first] = matches;
  if (first !== undefined && matches.length === 1) return matches;
  if (wanted === 'all' && name === undefined) return images;
  const list = images.map(({ tags, config }) => tags[0] ?? config).join(', ');
  if (first === undefined) {
    throw new UserError(
      'TARGET_NOT_FOUND',
      `${where}: it holds no image ${name}; there are: ${list}`,
      {
        hint: 'Name one of them after the path: PATH:NAME:TAG.',
      },
    );
  }
  throw new UserError('USAGE', `${where}: it holds several images: ${list}`, {
    hint: 'Name one of them after the path: PATH:NAME:TAG.',
  });
}

async function openOne(
  archive: Archive,
  image: ArchivedImage,
  wanted: WantedPlatform,
): Promise<ResolvedImage> {
  const where = archive.path;
  const realName = (name: string) => {
    const real = archive.realName(name);
    if (real !== undefined) return real;
    throw new ScanError('TARGET_DAMAGED', where, `manifest.json names ${name}, which is missing`, {
      hint: 'The archive is incomplete: write it again (docker save, skopeo copy).',
    });
  };
  const bytes = await archive.read(image.config, configLimitBytes);
  const { parsed, ...description } = describeArchived(image, bytes, realName, where);
  if (wanted !== undefined && wanted !== 'all' && parsed.platform !== undefined) {
    if (suitability(wanted, parsed.platform) === undefined) {
      throw missingPlatform(where, wanted, [parsed.platform]);
    }
  }
  archive.file.share();
  const source: ImageSource = {
    concurrent: true,
    describe: async () => description,
    async *layers(keys): AsyncGenerator<LayerStream> {
      for (const key of new Set(description.layers.map((layer) => layer.key))) {
        const at = archive.at(key);
        if (at === undefined || (keys !== undefined && !keys.has(key))) continue;
        const digest = promisedDigest(key);
        yield {
          key,
          sizeBytes: at.size,
          ...(digest === undefined ? {} : { digest }),
          at,
          bytes: stream(at),
        };
      }
    },
    close: () => archive.close(),
  };
  return { identity: description.identity, source };
}

/** Opens the image of an archive, or all with the platform `all`; `name` chooses among several. Closes `archive`. */
export async function openDockerArchive(
  archive: Archive,
  name: string | undefined,
  wanted: WantedPlatform,
): Promise<readonly ResolvedImage[]> {
  const opened: ResolvedImage[] = [];
  try {
    const manifest = await archive.read('manifest.json', manifestLimitBytes);
    const images = parseArchiveManifest(manifest, archive.path);
    for (const image of choose(images, name, wanted, archive.path)) {
      opened.push(await openOne(archive, image, wanted));
    }
  } catch (error) {
    await Promise.all(opened.map(({ source }) => source.close()));
    throw error;
  } finally {
    await archive.close();
  }
  return opened;
}
