import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configName, hex, ids, image, manifest, old } from '../../../test/fixtures/old-archive.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { blobPath, sha256, type TarEntry, tar } from '../../../test/fixtures/tiny-image.ts';
import type { ImageKind } from '../../model/target.ts';
import { openImage } from '../open.ts';
import { recognise } from '../recognise.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-archive-'));
  path = join(folder, 'image.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Since Docker 25; plain blobs are named by their diff ID. */
function blobs(compressed: boolean): TarEntry[] {
  const files = image.layers.map((layer) => (compressed ? layer.blob : layer.tar));
  return [
    { name: 'blobs/', type: '5' },
    ...[...files, image.config, image.manifest].map((data) => ({
      name: blobPath(sha256(data)),
      data,
    })),
    { name: 'index.json', data: '{"schemaVersion":2,"manifests":[]}' },
    {
      name: 'manifest.json',
      data: manifest({
        Config: blobPath(sha256(image.config)),
        Layers: files.map((data) => blobPath(sha256(data))),
      }),
    },
    { name: 'oci-layout', data: '{}' },
  ];
}

function linked(): TarEntry[] {
  return [
    ...image.layers.map((layer, at) => ({
      name: `${ids[at]}/layer.tar`,
      type: '2',
      link: `../${hex(layer.tar)}.tar`,
    })),
    ...image.layers.map((layer) => ({ name: `./${hex(layer.tar)}.tar`, data: layer.tar })),
    { name: configName, data: image.config },
    {
      name: 'manifest.json',
      data: manifest({ Config: configName, Layers: ids.map((id) => `${id}/layer.tar`) }),
    },
  ];
}

const open = (scheme: ImageKind = 'docker-archive', reference = path) =>
  openImage({ scheme, reference }, testRuntime({ temporaryFolder: folder }));

async function read(reference = path) {
  const [opened] = await open('docker-archive', reference);
  if (opened === undefined) throw new Error('nothing opened');
  const description = await opened.source.describe();
  const contents = new Map<string, string>();
  for await (const layer of opened.source.layers()) {
    const parts: Uint8Array[] = [];
    for await (const part of layer.bytes) parts.push(part);
    const digest = sha256(Buffer.concat(parts));
    expect(layer.digest ?? digest).toBe(digest);
    expect(sha256((await layer.at?.read(0, 1e9)) ?? '')).toBe(digest);
    contents.set(layer.key, digest);
  }
  await opened.source.close();
  return { identity: opened.target.identity, description, contents };
}

describe('every layout', () => {
  it.each<[string, () => TarEntry[], boolean]>([
    ['id/layer.tar', old, false],
    ['blobs, plain', () => blobs(false), false],
    ['blobs, gzip', () => blobs(true), true],
    ['links to diffid.tar', linked, false],
  ])('%s', async (_name, entries, compressed) => {
    writeFileSync(path, tar(entries()));
    expect(await recognise(path)).toBe('docker-archive');
    const { identity, description, contents } = await read();
    expect(identity).toEqual({
      configDigest: sha256(image.config),
      platform: 'linux/amd64',
      tags: ['repo/x:1'],
    });
    expect(description.layers.map(({ diffId }) => diffId)).toEqual(
      image.layers.map((layer) => sha256(layer.tar)),
    );
    expect(description.layers.map(({ key }) => contents.get(key))).toEqual(
      image.layers.map((layer) => sha256(compressed ? layer.blob : layer.tar)),
    );
    expect(description.layers.map(({ createdBy }) => createdBy)).toEqual(['ADD one', 'RUN two']);
  });

  it('in a gzip file is decompressed once, into a file that nobody sees', async () => {
    writeFileSync(path, gzipSync(tar(old())));
    expect(await recognise(path)).toBe('docker-archive');
    const { contents } = await read();
    expect(contents.size).toBe(2);
    expect(readdirSync(folder)).toEqual(['image.tar']);
  });

  it('gives a layer once that the image has twice', async () => {
    const twice = { ...JSON.parse(image.config.toString()), history: [] };
    const [first] = image.layers;
    const diffId = sha256(first?.tar ?? '');
    const config = JSON.stringify({ ...twice, rootfs: { diff_ids: [diffId, diffId] } });
    const entries = [
      { name: 'a/layer.tar', data: first?.tar ?? '' },
      { name: 'b/layer.tar', type: '2', link: '../a/layer.tar' },
      { name: 'c.json', data: config },
      {
        name: 'manifest.json',
        data: manifest({ Config: 'c.json', Layers: ['a/layer.tar', 'b/layer.tar'] }),
      },
    ];
    writeFileSync(path, tar(entries));
    const { description, contents } = await read();
    expect(description.layers.map(({ key }) => key)).toEqual(['a/layer.tar', 'a/layer.tar']);
    expect([...contents.keys()]).toEqual(['a/layer.tar']);
  });
});

describe('an archive with several images', () => {
  beforeEach(() => {
    const [one, two] = ids.map((id) => `${id}/layer.tar`);
    const list = [
      { Config: configName, RepoTags: ['repo/x:1'], Layers: [one, two] },
      { Config: configName, RepoTags: ['docker.io/library/debian:12'], Layers: [one, two] },
    ];
    const others = old().filter(({ name }) => name !== 'manifest.json');
    writeFileSync(path, tar([...others, { name: 'manifest.json', data: JSON.stringify(list) }]));
  });

  it.each(['debian:12', 'docker.io/library/debian:12', 'library/debian:12', '12'])(
    'opens %s',
    async (name) => {
      const { identity } = await read(`${path}:${name}`);
      expect(identity.tags).toEqual(['docker.io/library/debian:12']);
    },
  );

  it('lists them when it is not said which', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'USAGE',
      message: `${path}: it holds several images: repo/x:1, docker.io/library/debian:12`,
    });
  });

  it('opens all of them for every platform', async () => {
    const images = await openImage(
      { scheme: 'docker-archive', reference: path, platform: 'all' },
      testRuntime(),
    );
    expect(images.map(({ target }) => target.identity.tags?.[0])).toEqual([
      'repo/x:1',
      'docker.io/library/debian:12',
    ]);
    for (const { source } of images) await source.close();
  });

  it('says so when the name is none of them', async () => {
    await expect(open('docker-archive', `${path}:alpine`)).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
    });
  });
});
