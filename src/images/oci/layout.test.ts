import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import {
  blobPath,
  descriptor,
  mediaType,
  sha256,
  tinyImage,
  tinyIndex,
  writeLayout,
} from '../../../test/fixtures/tiny-image.ts';
import { type OpenedImage, openImage } from '../open.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-layout-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (platform?: string, reference = folder) =>
  openImage({ scheme: 'oci-dir', reference, platform }, testRuntime());

async function contents(image: OpenedImage, keys?: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const layer of image.source.layers(keys)) {
    const parts: Uint8Array[] = [];
    for await (const part of layer.bytes) parts.push(part);
    found.push(sha256(Buffer.concat(parts)));
    expect(found.at(-1)).toBe(layer.digest);
    expect(layer.at?.size).toBe(layer.sizeBytes);
  }
  await image.source.close();
  return found;
}

const amd64 = tinyImage();
const arm64 = tinyImage({ os: 'linux', architecture: 'arm64', variant: 'v8' });
const armv6 = tinyImage({ os: 'linux', architecture: 'arm', variant: 'v6' });
const windows = tinyImage({ os: 'windows', architecture: 'amd64' });
const root = (image: typeof amd64, more: object = {}) =>
  descriptor(image.manifest, mediaType.manifest, more);

function writeMulti(images = [amd64, arm64, armv6, windows], more: readonly object[] = []) {
  const index = tinyIndex(images, more);
  const blobs = images.flatMap((image) => [...image.blobs.values()]);
  writeLayout(folder, [...blobs, index], [descriptor(index, mediaType.index)]);
}

describe('a layout with one image', () => {
  it('gives layers with diff IDs and instructions, lowest first', async () => {
    writeLayout(folder, amd64.blobs.values(), [root(amd64)]);
    const [image, ...others] = await open();
    expect(others).toEqual([]);
    expect(image?.target).toEqual({
      kind: 'oci-dir',
      reference: folder,
      identity: {
        manifestDigest: sha256(amd64.manifest),
        configDigest: sha256(amd64.config),
        platform: 'linux/amd64',
      },
    });
    const description = await image?.source.describe();
    expect(description?.config).toEqual({ Env: ['A=b'] });
    expect(description?.layers).toEqual(
      amd64.layers.map((layer, at) => ({
        key: sha256(layer.blob),
        diffId: sha256(layer.tar),
        createdBy: ['ADD one', 'RUN two'][at],
      })),
    );
    const keys = description?.layers.map(({ key }) => key) ?? [];
    expect(image && (await contents(image))).toEqual(keys);
  });

  it('reads only the layers that are asked for', async () => {
    writeLayout(folder, amd64.blobs.values(), [root(amd64)]);
    const [image] = await open();
    const key = sha256(amd64.layers[1]?.blob ?? '');
    expect(image && (await contents(image, new Set([key])))).toEqual([key]);
  });

  it('takes a lone image whatever its platform, unless another one is asked for', async () => {
    writeLayout(folder, arm64.blobs.values(), [root(arm64)]);
    const [image] = await open();
    expect(image?.target.identity.platform).toBe('linux/arm64/v8');
    await expect(open('linux/amd64')).rejects.toMatchObject({
      code: 'PLATFORM_MISSING',
      message: `${folder}: no image for linux/amd64; there are: linux/arm64/v8`,
    });
  });
});

describe('a layout with several platforms', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/arm64', 'linux/arm64/v8'],
    ['linux/arm/v7', 'linux/arm/v6'],
    ['windows/amd64', 'windows/amd64'],
  ])('gives the image for %s', async (platform, expected) => {
    writeMulti();
    const images = await open(platform);
    expect(images.map(({ target }) => target.identity.platform)).toEqual([expected]);
  });

  it('gives each with all', async () => {
    writeMulti();
    const images = await open('all');
    expect(images.map(({ target }) => target.identity.platform)).toEqual([
      'linux/amd64',
      'linux/arm64/v8',
      'linux/arm/v6',
      'windows/amd64',
    ]);
    for (const image of images) expect(await contents(image)).toHaveLength(2);
  });

  it('says which there are when the wanted one is missing', async () => {
    writeMulti([arm64, armv6]);
    await expect(open('linux/s390x')).rejects.toMatchObject({
      code: 'PLATFORM_MISSING',
      message: `${folder}: no image for linux/s390x; there are: linux/arm/v6, linux/arm64/v8`,
      hint: expect.stringContaining('--platform'),
    });
  });

  it('does not take the only image of an index for a platform that it is not for', async () => {
    writeMulti([tinyImage({ os: 'linux', architecture: 's390x' })]);
    await expect(open()).rejects.toMatchObject({ code: 'PLATFORM_MISSING' });
  });
});

describe('a layout with several names', () => {
  const name = (text: string) => ({ annotations: { 'org.opencontainers.image.ref.name': text } });
  beforeEach(() => {
    const blobs = [...amd64.blobs.values(), ...arm64.blobs.values()];
    writeLayout(folder, blobs, [root(amd64, name('a')), root(arm64, name('b'))]);
  });

  it('opens the one after the colon', async () => {
    const [image] = await open(undefined, `${folder}:b`);
    expect(image?.target.identity).toMatchObject({ platform: 'linux/arm64/v8', tags: ['b'] });
  });

  it.each([
    ['', 'USAGE', 'it holds several images; there are: a, b'],
    [':c', 'TARGET_NOT_FOUND', 'it holds no image c; there are: a, b'],
  ])('lists them for «%s»', async (suffix, code, message) => {
    await expect(open(undefined, folder + suffix)).rejects.toMatchObject({
      code,
      message: `${folder}: ${message}`,
    });
  });
});

describe('a damaged layout', () => {
  const manifestWith = (change: (manifest: Record<string, unknown>) => void) => {
    const json = JSON.parse(amd64.manifest.toString());
    change(json);
    const bytes = Buffer.from(JSON.stringify(json));
    writeLayout(folder, [...amd64.blobs.values(), bytes], [descriptor(bytes, mediaType.manifest)]);
  };
  const path = (bytes: Buffer) => join(folder, blobPath(sha256(bytes)));
  const layerType = (type: string) => {
    const image = tinyImage(amd64.platform, type);
    writeLayout(folder, image.blobs.values(), [root(image)]);
  };

  it.each<[string, string, string, () => void]>([
    ['a missing manifest', 'TARGET_DAMAGED', 'is missing', () => unlinkSync(path(amd64.manifest))],
    [
      'a missing configuration',
      'TARGET_DAMAGED',
      'is missing',
      () => unlinkSync(path(amd64.config)),
    ],
    [
      'another manifest',
      'DIGEST_MISMATCH',
      'has the digest',
      () => writeFileSync(path(amd64.manifest), arm64.manifest),
    ],
    [
      'another configuration',
      'DIGEST_MISMATCH',
      'has the digest',
      () => writeFileSync(path(amd64.config), arm64.config),
    ],
    [
      'index.json that is none',
      'TARGET_DAMAGED',
      'no JSON',
      () => writeFileSync(join(folder, 'index.json'), '{'),
    ],
    ['an empty index', 'TARGET_UNSUPPORTED', 'no image', () => writeLayout(folder, [], [])],
    [
      'a wrong size',
      'TARGET_DAMAGED',
      'bytes, not 1',
      () => writeLayout(folder, amd64.blobs.values(), [root(amd64, { size: 1 })]),
    ],
    [
      'a digest that leaves the folder',
      'TARGET_DAMAGED',
      'no valid digest',
      () => writeLayout(folder, [], [root(amd64, { digest: 'sha256:../../../etc/passwd' })]),
    ],
    [
      'a SHA-512 digest',
      'TARGET_UNSUPPORTED',
      'SHA-512',
      () => writeLayout(folder, [], [root(amd64, { digest: `sha512:${'0'.repeat(128)}` })]),
    ],
    [
      'fewer layers than diff IDs',
      'TARGET_DAMAGED',
      'has 1 layers, the configuration 2',
      () => manifestWith((json) => (json['layers'] as unknown[]).pop()),
    ],
    [
      'schema 1',
      'TARGET_UNSUPPORTED',
      'schema 1',
      () => manifestWith((json) => Object.assign(json, { schemaVersion: 1 })),
    ],
    [
      'an artifact',
      'TARGET_UNSUPPORTED',
      'no container image',
      () =>
        manifestWith((json) => {
          const config = Buffer.from('{}');
          json['config'] = descriptor(config, 'application/vnd.cncf.helm.config.v1+json');
          writeLayout(folder, [config], []);
        }),
    ],
    [
      'an encrypted layer',
      'TARGET_UNSUPPORTED',
      'encrypted',
      () => layerType(`${mediaType.layer}+encrypted`),
    ],
    [
      'a layer not to be distributed',
      'TARGET_UNSUPPORTED',
      'may not be distributed',
      () => layerType('application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'),
    ],
    [
      'a foreign layer',
      'TARGET_UNSUPPORTED',
      'may not be distributed',
      () => layerType('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'),
    ],
  ])('with %s is %s', async (_name, code, message, damage) => {
    writeLayout(folder, amd64.blobs.values(), [root(amd64)]);
    damage();
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('with a missing layer says which', async () => {
    writeLayout(folder, amd64.blobs.values(), [root(amd64)]);
    const blob = amd64.layers[0]?.blob ?? Buffer.alloc(0);
    unlinkSync(path(blob));
    const [image] = await open();
    await expect(image && contents(image)).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: `${folder}: the blob ${sha256(blob)} is missing`,
    });
  });

  it('with indexes nested without end is refused', async () => {
    let inner = tinyIndex([amd64]);
    const blobs = [...amd64.blobs.values(), inner];
    for (let depth = 0; depth < 6; depth += 1) {
      inner = tinyIndex([], [descriptor(inner, mediaType.index)]);
      blobs.push(inner);
    }
    writeLayout(folder, blobs, [descriptor(inner, mediaType.index)]);
    await expect(open()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('that is not there at all is not found', async () => {
    await expect(open(undefined, join(folder, 'none'))).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
    });
  });
});
