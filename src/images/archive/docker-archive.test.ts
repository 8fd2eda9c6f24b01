import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import {
  blobPath,
  sha256,
  type TarEntry,
  tar,
  tinyImage,
} from '../../../test/fixtures/tiny-image.ts';
import { type ImageScheme, openImage } from '../open.ts';
import { recognise } from '../recognise.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-archive-'));
  path = join(folder, 'image.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

const image = tinyImage();
const hex = (bytes: Uint8Array) => sha256(bytes).slice('sha256:'.length);
const manifest = (entry: object) => JSON.stringify([{ RepoTags: ['repo/x:1'], ...entry }]);
const configName = `${hex(image.config)}.json`;
const ids = ['1'.repeat(64), '2'.repeat(64)];

function old(): TarEntry[] {
  return [
    ...image.layers.flatMap((layer, at) => [
      { name: `${ids[at]}/`, type: '5' },
      { name: `${ids[at]}/VERSION`, data: '1.0' },
      { name: `${ids[at]}/layer.tar`, data: layer.tar },
    ]),
    { name: configName, data: image.config },
    {
      name: 'manifest.json',
      data: manifest({ Config: configName, Layers: ids.map((id) => `${id}/layer.tar`) }),
    },
  ];
}

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

const open = (scheme: ImageScheme = 'docker-archive', reference = path) =>
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
    writeFileSync(path, tar([...old(), { name: 'manifest.json', data: JSON.stringify(list) }]));
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

describe('a damaged archive', () => {
  const without = (name: string) => tar(old().filter((entry) => entry.name !== name));
  const withManifest = (data: string) =>
    tar([...old().filter(({ name }) => name !== 'manifest.json'), { name: 'manifest.json', data }]);
  const flipped = (at: number) => {
    const bytes = tar(old());
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

  it.each<[string, string, string, () => Uint8Array]>([
    [
      'cut within a layer',
      'TARGET_DAMAGED',
      'the archive ends within',
      () => tar(old()).subarray(0, 2800),
    ],
    [
      'cut between two entries',
      'TARGET_UNSUPPORTED',
      'of no image',
      () => tar(old()).subarray(0, 512 * 3),
    ],
    [
      'with a flipped bit in a header',
      'TARGET_DAMAGED',
      'header at offset 512 is damaged',
      () => flipped(520),
    ],
    ['that is none', 'TARGET_DAMAGED', 'this is no tar archive', () => Buffer.alloc(2048, 'x')],
    ['of zeros', 'TARGET_DAMAGED', 'holds no file', () => Buffer.alloc(2048)],
    ['that is empty', 'TARGET_DAMAGED', 'holds no file', () => Buffer.alloc(0)],
    ['without its configuration', 'TARGET_DAMAGED', 'does not hold', () => without(configName)],
    ['without a layer', 'TARGET_DAMAGED', 'which is missing', () => without(`${ids[0]}/layer.tar`)],
    [
      'with another configuration',
      'DIGEST_MISMATCH',
      'has the digest',
      () => tar([...old(), { name: configName, data: '{}' }]),
    ],
    [
      'with a name that leaves it',
      'TARGET_DAMAGED',
      'leaves the archive',
      () => tar([{ name: '../../etc/passwd', data: 'x' }, ...old()]),
    ],
    [
      'with a layer outside',
      'TARGET_DAMAGED',
      '/etc/passwd, which is missing',
      () => withManifest(manifest({ Config: configName, Layers: ['/etc/passwd', '../x'] })),
    ],
    [
      'with a link out of it',
      'TARGET_DAMAGED',
      'which is missing',
      () =>
        tar([
          ...old().filter(({ name }) => name !== `${ids[0]}/layer.tar`),
          { name: `${ids[0]}/layer.tar`, type: '2', link: '../../../etc/passwd' },
        ]),
    ],
    [
      'with links in a circle',
      'TARGET_DAMAGED',
      'which is missing',
      () =>
        tar([
          ...old().filter(({ name }) => name !== `${ids[0]}/layer.tar`),
          { name: `${ids[0]}/layer.tar`, type: '2', link: 'other' },
          { name: `${ids[0]}/other`, type: '2', link: 'layer.tar' },
        ]),
    ],
    ['with a manifest that is no JSON', 'TARGET_DAMAGED', 'is no JSON', () => withManifest('[')],
    ['with an empty manifest', 'TARGET_DAMAGED', 'lists no image', () => withManifest('[]')],
    ['with a manifest of numbers', 'TARGET_DAMAGED', 'no object', () => withManifest('[1]')],
    [
      'with a manifest without layers',
      'TARGET_DAMAGED',
      'without Config or Layers',
      () => withManifest('[{"Layers":1}]'),
    ],
    [
      'of something else',
      'TARGET_UNSUPPORTED',
      'of no image',
      () => tar([{ name: 'etc/os-release', data: 'ID=x' }]),
    ],
    [
      'in truncated gzip',
      'TARGET_DAMAGED',
      'gzip is damaged or truncated',
      () => gzipSync(tar(old())).subarray(0, 300),
    ],
    [
      'in flipped gzip',
      'TARGET_DAMAGED',
      'gzip is damaged or truncated',
      () => {
        const bytes = gzipSync(tar(old()));
        bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
        return bytes;
      },
    ],
    [
      'in what is no zstd',
      'TARGET_DAMAGED',
      'zstd is damaged or truncated',
      () => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(100, 0xff)]),
    ],
  ])('%s is %s', async (_name, code, message, bytes) => {
    writeFileSync(path, bytes());
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(readdirSync(folder)).toEqual(['image.tar']);
  });

  it('never ends in anything but an error of ours or an image', async () => {
    const whole = tar(old());
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(whole.length),
        async (at, change, end) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ change;
          writeFileSync(path, at % 3 === 0 ? bytes.subarray(0, end) : bytes);
          try {
            for (const { source } of await open()) await source.close();
          } catch (error) {
            expect(error).toMatchObject({ name: expect.stringMatching(/^(User|Scan)Error$/) });
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
