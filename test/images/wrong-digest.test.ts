import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLayeredTree } from '../../src/images/layers/open-layered-tree.ts';
import { type ImageRequest, openImage } from '../../src/images/open.ts';
import { serveBlobs, startServer } from '../fixtures/fake-registry.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';
import {
  blobPath,
  descriptor,
  mediaType,
  sha256,
  tar,
  tinyImage,
  writeLayout,
} from '../fixtures/tiny-image.ts';

// What a transport promises and what the layers' reader finds: nothing leaves before both are equal.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-digest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function scan(request: ImageRequest): Promise<void> {
  const runtime = testRuntime({ temporaryFolder: folder });
  const [image] = await openImage(request, runtime);
  if (image === undefined) throw new Error('nothing opened');
  const source = openLayeredTree(image.source, runtime);
  try {
    const skip = { globs: [], matches: () => false };
    await source.prepare({ wants: [], skip, onSkipped: () => undefined });
  } finally {
    await source.close();
  }
}

const image = tinyImage();
const right = image.layers[1]?.blob ?? Buffer.alloc(0);
/** Good gzip of the same length, but of another content. */
const wrong = Buffer.from(right);
wrong[4] = (wrong[4] ?? 0) ^ 1;

describe('another blob than the manifest names', () => {
  it('of a registry', async () => {
    const blobs = new Map(image.blobs).set(sha256(right), wrong);
    const server = await startServer(serveBlobs(blobs, image.manifest));
    try {
      const reference = `${server.host}/repo`;
      await expect(scan({ scheme: 'registry', reference })).rejects.toMatchObject({
        code: 'DIGEST_MISMATCH',
        message: expect.stringContaining(sha256(wrong)),
      });
    } finally {
      await server.stop();
    }
  });

  it('of a layout', async () => {
    writeLayout(folder, image.blobs.values(), [descriptor(image.manifest, mediaType.manifest)]);
    writeFileSync(join(folder, blobPath(sha256(right))), wrong);
    await expect(scan({ scheme: 'oci-dir', reference: folder })).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
  });

  it('of an archive with blobs', async () => {
    const path = join(folder, 'image.tar');
    const config = blobPath(sha256(image.config));
    const layers = image.layers.map(({ blob }) => blobPath(sha256(blob)));
    const entries = [
      ...[...image.blobs].map(([digest, data]) => ({
        name: blobPath(digest),
        data: data === right ? wrong : data,
      })),
      { name: 'manifest.json', data: JSON.stringify([{ Config: config, Layers: layers }]) },
    ];
    writeFileSync(path, tar(entries));
    await expect(scan({ scheme: 'docker-archive', reference: path })).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
  });
});

it('another layer than the configuration names, in an old archive', async () => {
  const path = join(folder, 'image.tar');
  const other = tar([{ name: 'other' }]);
  const layers = ['a/layer.tar', 'b/layer.tar'];
  const entries = [
    { name: 'a/layer.tar', data: image.layers[0]?.tar ?? '' },
    { name: 'b/layer.tar', data: other },
    { name: 'c.json', data: image.config },
    { name: 'manifest.json', data: JSON.stringify([{ Config: 'c.json', Layers: layers }]) },
  ];
  for (const bytes of [tar(entries), gzipSync(tar(entries))]) {
    writeFileSync(path, bytes);
    await expect(scan({ scheme: 'docker-archive', reference: path })).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      message: expect.stringContaining(sha256(other)),
    });
  }
});
