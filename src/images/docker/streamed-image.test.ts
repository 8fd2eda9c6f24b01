import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blobPath,
  sha256,
  type TarEntry,
  tar,
  tinyImage,
} from '../../../test/fixtures/tiny-image.ts';
import { streamedImage } from './streamed-image.ts';

const image = tinyImage();
const hex = (bytes: Uint8Array) => sha256(bytes).slice('sha256:'.length);
const manifest = (config: string, layers: readonly string[]) =>
  JSON.stringify([{ Config: config, RepoTags: ['repo/x:1'], Layers: layers }]);
const configName = `${hex(image.config)}.json`;
const long = `${'d'.repeat(120)}/layer.tar`;

const old: TarEntry[] = [
  { name: 'b/', type: '5' },
  { name: 'b/layer.tar', data: image.layers[1]?.tar ?? '' },
  { name: long, data: image.layers[0]?.tar ?? '' },
  { name: 'a/layer.tar', type: '2', link: `../${long}` },
  { name: configName, data: image.config },
  { name: 'manifest.json', data: manifest(configName, ['a/layer.tar', 'b/layer.tar']) },
];

const blobNames = image.layers.map((layer) => blobPath(sha256(layer.blob)));
const modern: TarEntry[] = [
  ...[...image.blobs.values()].map((data) => ({ name: blobPath(sha256(data)), data })),
  { name: blobPath(sha256('{}')), data: `{"attestation":"${'x'.repeat(5_000_000)}"}` },
  { name: 'manifest.json', data: manifest(blobPath(sha256(image.config)), blobNames) },
];

interface Saved {
  readonly source: ReturnType<typeof streamedImage>;
  readonly destroyed: () => number;
}

/** The archive in chunks of `size` bytes. */
function saved(bytes: Uint8Array, size = 1000): Saved {
  let destroyed = 0;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const save = async () => ({ bytes: chunks(), destroy: () => void (destroyed += 1) });
  return { source: streamedImage(save, 'docker:x'), destroyed: () => destroyed };
}

async function read({ source }: Saved, keys?: ReadonlySet<string>) {
  const found = new Map<string, string>();
  for await (const layer of source.layers(keys)) {
    const parts: Uint8Array[] = [];
    for await (const part of layer.bytes) parts.push(part);
    found.set(layer.key, sha256(Buffer.concat(parts)));
  }
  return found;
}

describe('streamedImage', () => {
  it.each([
    ['id/layer.tar, links', old, image.layers.map((layer) => sha256(layer.tar))],
    ['blobs', modern, image.layers.map((layer) => sha256(layer.blob))],
  ])('%s', async (_name, entries, expected) => {
    for (const size of [100, 512, 100_000]) {
      const stream = saved(tar(entries), size);
      const found = await read(stream);
      const { layers, identity } = await stream.source.describe();
      expect(layers.map(({ key }) => found.get(key))).toEqual(expected);
      expect(layers.map(({ diffId }) => diffId)).toEqual(image.layers.map((l) => sha256(l.tar)));
      expect(layers.map(({ createdBy }) => createdBy)).toEqual(['ADD one', 'RUN two']);
      expect(identity).toMatchObject({ configDigest: sha256(image.config), tags: ['repo/x:1'] });
      expect(stream.destroyed()).toBe(1);
    }
  });

  it('skips layers that nobody reads', async () => {
    const { source } = saved(tar(old));
    const keys: string[] = [];
    for await (const { key } of source.layers()) keys.push(key);
    expect(keys).toEqual(['b/layer.tar', long]);
    expect((await source.describe()).layers.map(({ key }) => key)).toEqual([long, 'b/layer.tar']);
  });

  it('ends a pass for some layers with the last of them', async () => {
    const stream = saved(tar(old));
    expect([...(await read(stream, new Set(['b/layer.tar']))).keys()]).toEqual(['b/layer.tar']);
    expect(stream.destroyed()).toBe(1);
  });

  it.each<[string, string, string, TarEntry[]]>([
    ['without a manifest', 'TARGET_DAMAGED', 'does not hold manifest.json', old.slice(0, -1)],
    ['without its configuration', 'TARGET_DAMAGED', 'does not hold', old.toSpliced(4, 1)],
    ['without a layer', 'TARGET_DAMAGED', 'does not hold a/layer.tar', old.toSpliced(2, 1)],
    [
      'with a name that leaves it',
      'TARGET_DAMAGED',
      'leaves the archive',
      [{ name: '../x' }, ...old],
    ],
    [
      'with another configuration',
      'DIGEST_MISMATCH',
      'has the digest',
      [...old.filter(({ name }) => name !== configName), { name: configName, data: '{}' }],
    ],
    [
      'with a file twice',
      'TARGET_DAMAGED',
      'more than once',
      [...old, { name: 'manifest.json', data: '[]' }],
    ],
  ])('%s is %s', async (_name, code, message, entries) => {
    await expect(read(saved(tar(entries)))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('that breaks off anywhere is damaged', async () => {
    const bytes = tar(old);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1100 }), async (end) => {
        const stream = saved(bytes.subarray(0, end));
        await expect(read(stream)).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
        expect(stream.destroyed()).toBe(1);
      }),
    );
  });
});
