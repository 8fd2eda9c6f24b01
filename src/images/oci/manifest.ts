// Manifests, indexes and configurations: OCI image-spec 1.1 (manifest.md, image-index.md, config.md) and Docker schema 2.

import { createHash } from 'node:crypto';
import { ScanError } from '../../model/errors.ts';
import type { LayerDescription } from '../image.ts';
import type { Platform } from '../platform.ts';
import { sha256Digest } from '../reference.ts';

/** Larger ones are refused, as registries do. */
export const manifestLimitBytes = 4 * 1024 * 1024;
export const configLimitBytes = 4 * 1024 * 1024;
const mostLayers = 1000;
const mostManifests = 1000;

export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:` and 64 hex digits, checked. */
  readonly digest: string;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ImageIndex {
  readonly kind: 'index';
  /** Attestations are left out, but for those that only their configuration tells. */
  readonly manifests: readonly Descriptor[];
}

export interface ImageManifest {
  readonly kind: 'manifest';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface ImageConfig {
  readonly platform?: Platform;
  readonly diffIds: readonly string[];
  /** `created_by` by layer; empty where the history does not fit the layers. */
  readonly createdBy: readonly (string | undefined)[];
  readonly config: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(where: string, what: string): ScanError {
  return new ScanError('TARGET_DAMAGED', where, what);
}

/** `sha256:…` of the bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Throws `DIGEST_MISMATCH` where the bytes are not those that `digest` names. */
export function checkDigest(bytes: Uint8Array, digest: string, where: string): void {
  const actual = digestOf(bytes);
  if (actual === digest) return;
  throw new ScanError(
    'DIGEST_MISMATCH',
    where,
    `the content of ${digest} has the digest ${actual}`,
    {
      hint: 'The image is damaged or was tampered with: fetch or build it again.',
    },
  );
}

/** Reads a JSON object. Throws `TARGET_DAMAGED`. */
export function parseObject(bytes: Uint8Array, where: string, what: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new ScanError('TARGET_DAMAGED', where, `${what} is no JSON`, { cause });
  }
  if (!isObject(value)) throw damaged(where, `${what} is no JSON object`);
  return value;
}

/**
 * Engines read JSON with Go, for which `Layers` and `layer\u017f` are `layers`, and the last of them counts. Throws
 * `TARGET_DAMAGED` where an object has one of `names` in other letters.
 */
function refuseFolded(json: Json, names: readonly string[], where: string, what: string): void {
  const fold = (name: string) => name.toLowerCase().toUpperCase();
  const known = new Map(names.map((name) => [fold(name), name]));
  for (const key of Object.keys(json)) {
    const name = known.get(fold(key));
    if (name !== undefined && name !== key) {
      throw damaged(where, `${what} has ${JSON.stringify(key)} where ${name} should stand`);
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(value))
    if (typeof text === 'string') texts[name] = text;
  return texts;
}

const platformNames = ['os', 'architecture', 'variant'];
const descriptorNames = ['mediaType', 'digest', 'size', 'platform', 'annotations'];
const manifestNames = ['schemaVersion', 'mediaType', 'config', 'layers', 'manifests'];
const configNames = [...platformNames, 'rootfs', 'history', 'config'];

function platformOf(value: unknown): Platform | undefined {
  if (!isObject(value)) return undefined;
  const os = textOf(value['os']);
  const architecture = textOf(value['architecture']);
  const variant = textOf(value['variant']);
  if (os === '' || architecture === '') return undefined;
  return { os, architecture, ...(variant === '' ? {} : { variant }) };
}

function readDescriptor(value: unknown, where: string, what: string): Descriptor {
  if (!isObject(value)) throw damaged(where, `${what} is no descriptor`);
  refuseFolded(value, descriptorNames, where, what);
  const digest = textOf(value['digest']);
  const size = value['size'];
  if (/^sha512:[0-9a-f]{128}$/.test(digest)) {
    throw new ScanError('TARGET_UNSUPPORTED', where, `${what} is named by SHA-512, not SHA-256`);
  }
  if (!sha256Digest.test(digest)) throw damaged(where, `${what} has no valid digest`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw damaged(where, `${what} has no valid size`);
  }
  if (isObject(value['platform'])) refuseFolded(value['platform'], platformNames, where, what);
  const platform = platformOf(value['platform']);
  return {
    mediaType: textOf(value['mediaType']),
    digest,
    size,
    ...(platform === undefined ? {} : { platform }),
    annotations: textsOf(value['annotations']),
  };
}

function readDescriptors(value: unknown, where: string, what: string, most: number): Descriptor[] {
  if (!Array.isArray(value)) throw damaged(where, `${what} is no list`);
  if (value.length > most) {
    throw new ScanError('LIMIT_EXCEEDED', where, `${what} has more than ${most} entries`);
  }
  return value.map((item, at) => readDescriptor(item, where, `${what}[${at}]`));
}

/** The names that index.json gives to its images: the specification's own and containerd's. */
export const nameAnnotations = [
  'org.opencontainers.image.ref.name',
  'io.containerd.image.name',
] as const;

function isUnknown(platform: Platform | undefined): boolean {
  return platform?.os === 'unknown' && platform.architecture === 'unknown';
}

/**
 * BuildKit's provenance and SBOM manifests: no images. An annotation alone makes none, since engines choose by platform
 * and name: `platform` is that of the configuration where the descriptor has none.
 */
export function isAttestation({ annotations, ...descriptor }: Descriptor, config?: ImageConfig) {
  const platform = descriptor.platform ?? config?.platform;
  return (
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' &&
    !nameAnnotations.some((name) => annotations[name] !== undefined) &&
    (isUnknown(platform) || (config !== undefined && platform === undefined))
  );
}

/**
 * Reads an index or a manifest. `mediaType` is what the registry or the descriptor says, when it does.
 * Throws `TARGET_DAMAGED`, `TARGET_UNSUPPORTED` (Docker schema 1, artifacts), `LIMIT_EXCEEDED`.
 */
export function parseManifest(
  bytes: Uint8Array,
  where: string,
  mediaType?: string,
): ImageIndex | ImageManifest {
  const json = parseObject(bytes, where, 'the manifest');
  refuseFolded(json, manifestNames, where, 'the manifest');
  const type = textOf(json['mediaType']) || mediaType || '';
  if (json['schemaVersion'] === 1 || /docker\.distribution\.manifest\.v1\+/.test(type)) {
    throw new ScanError('TARGET_UNSUPPORTED', where, 'the image has Docker schema 1', {
      hint: 'Push it again with a current Docker, which writes schema 2.',
    });
  }
  if ('manifests' in json && ('config' in json || 'layers' in json)) {
    throw damaged(where, 'the manifest is an index and an image at once');
  }
  if ('manifests' in json) {
    const all = readDescriptors(json['manifests'], where, 'manifests', mostManifests);
    return { kind: 'index', manifests: all.filter((item) => !isAttestation(item)) };
  }
  if (!('config' in json) || !('layers' in json)) {
    throw new ScanError(
      'TARGET_UNSUPPORTED',
      where,
      `the manifest is none of an image${type === '' ? '' : ` (${type})`}`,
    );
  }
  const layers = readDescriptors(json['layers'], where, 'layers', mostLayers);
  layers.forEach((layer, at) => checkLayerType(layer, `${where}: layer ${at}`));
  return { kind: 'manifest', config: readDescriptor(json['config'], where, 'config'), layers };
}

/** Throws `TARGET_UNSUPPORTED` on layers whose content is not to be had. */
function checkLayerType({ mediaType }: Descriptor, where: string): void {
  if (mediaType.endsWith('+encrypted')) {
    throw new ScanError('TARGET_UNSUPPORTED', where, 'the layer is encrypted', {
      hint: 'Scan the image before it is encrypted, or decrypt it (skopeo copy --decryption-key).',
    });
  }
  if (mediaType.includes('nondistributable') || mediaType.includes('.rootfs.foreign.')) {
    throw new ScanError('TARGET_UNSUPPORTED', where, 'the layer may not be distributed', {
      hint: 'Save the image from an engine that has it (docker save) and scan the archive.',
    });
  }
}

/** Reads an image configuration. Throws `TARGET_DAMAGED`, `TARGET_UNSUPPORTED` where it is none of an image. */
export function parseConfig(bytes: Uint8Array, where: string, mediaType = ''): ImageConfig {
  const json = parseObject(bytes, where, 'the image configuration');
  refuseFolded(json, configNames, where, 'the image configuration');
  const rootfs = json['rootfs'];
  if (isObject(rootfs)) refuseFolded(rootfs, ['diff_ids'], where, 'rootfs');
  if (!isObject(rootfs) || !Array.isArray(rootfs['diff_ids'])) {
    const type = mediaType === '' ? '' : ` (its configuration is ${mediaType})`;
    throw new ScanError('TARGET_UNSUPPORTED', where, `this is no container image${type}`);
  }
  const diffIds: unknown[] = rootfs['diff_ids'];
  if (diffIds.length > mostLayers) {
    throw new ScanError('LIMIT_EXCEEDED', where, `more than ${mostLayers} layers`);
  }
  const checked = diffIds.map((id, at) => {
    if (typeof id !== 'string' || !sha256Digest.test(id)) {
      throw damaged(where, `diff_ids[${at}] is no valid digest`);
    }
    return id;
  });
  const platform = platformOf(json);
  return {
    ...(platform === undefined ? {} : { platform }),
    diffIds: checked,
    createdBy: instructionsOf(json['history'], checked.length),
    config: isObject(json['config']) ? json['config'] : {},
  };
}

/** The instructions that made a layer, lowest first; empty where their number is not that of the layers. */
function instructionsOf(history: unknown, layers: number): (string | undefined)[] {
  if (!Array.isArray(history)) return [];
  const made = history.filter((item) => isObject(item) && item['empty_layer'] !== true);
  if (made.length !== layers) return [];
  return made.map((item: unknown) =>
    isObject(item) ? textOf(item['created_by']) || undefined : undefined,
  );
}

/** Joins the layers' keys with the configuration. Throws `TARGET_DAMAGED` where their numbers differ. */
export function describeLayers(
  config: ImageConfig,
  keys: readonly string[],
  where: string,
): LayerDescription[] {
  if (keys.length !== config.diffIds.length) {
    throw damaged(
      where,
      `the manifest has ${keys.length} layers, the configuration ${config.diffIds.length}`,
    );
  }
  return config.diffIds.map((diffId, at) => {
    const createdBy = config.createdBy[at];
    return { key: keys[at] ?? '', diffId, ...(createdBy === undefined ? {} : { createdBy }) };
  });
}
