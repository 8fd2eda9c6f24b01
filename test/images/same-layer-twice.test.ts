import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLayeredTree } from '../../src/images/layers/open-layered-tree.ts';
import { openImage } from '../../src/images/open.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';
import { descriptor, mediaType, sha256, tar, writeLayout } from '../fixtures/tiny-image.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-twice-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('an image that has a layer twice gives both, around the one between', async () => {
  const layer = tar([{ name: 'a', data: 'a' }]);
  const removal = tar([{ name: '.wh.a' }]);
  const layers = [layer, removal, layer];
  const blobs = layers.map((bytes) => gzipSync(bytes));
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
      history: [{ created_by: 'one' }, { created_by: 'two' }, { created_by: 'three' }],
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: descriptor(config, mediaType.config),
      layers: blobs.map((blob) => descriptor(blob, mediaType.layer)),
    }),
  );
  writeLayout(folder, [...blobs, config, manifest], [descriptor(manifest, mediaType.manifest)]);
  const runtime = testRuntime({ temporaryFolder: folder });
  const [image] = await openImage({ scheme: 'oci-dir', reference: folder }, runtime);
  if (image === undefined) throw new Error('nothing opened');
  const source = openLayeredTree(image.source, runtime);
  try {
    const skip = { globs: [], matches: () => false };
    const { tree } = await source.prepare({ wants: [], skip, onSkipped: () => undefined });
    expect(tree.layers).toBe(3);
    expect(await tree.at(0).stat('a')).toBeDefined();
    expect(await tree.at(1).stat('a')).toBeUndefined();
    expect((await tree.stat('a'))?.origin).toMatchObject({ index: 2, createdBy: 'three' });
  } finally {
    await source.close();
  }
});
