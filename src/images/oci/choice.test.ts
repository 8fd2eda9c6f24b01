import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import {
  descriptor,
  mediaType,
  sha256,
  type TinyImage,
  tinyImage,
  tinyIndex,
  writeLayout,
} from '../../../test/fixtures/tiny-image.ts';
import { openImage } from '../open.ts';

// Which images an index offers, and which of them are scanned. The other side of each case is what containerd, Docker
// or skopeo take: that one must be among the scanned.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-choice-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Manifest digests in the order in which they are scanned. */
async function scanned(platform?: string, reference = folder): Promise<string[]> {
  const images = await openImage({ scheme: 'oci-dir', reference, platform }, testRuntime());
  for (const { source } of images) await source.close();
  return images.map(({ target }) => target.identity.manifestDigest ?? '');
}

const one = tinyImage();

/** Another image for the same platform: its configuration has one more member. */
function twin(image: TinyImage, mark: string): TinyImage {
  const config = Buffer.from(JSON.stringify({ ...JSON.parse(String(image.config)), mark }));
  const json = {
    ...JSON.parse(String(image.manifest)),
    config: descriptor(config, mediaType.config),
  };
  const manifest = Buffer.from(JSON.stringify(json));
  const blobs = new Map(image.blobs);
  for (const bytes of [config, manifest]) blobs.set(sha256(bytes), bytes);
  return { ...image, config, manifest, blobs };
}
const second = twin(one, 'second');
const third = twin(one, 'third');
const digest = (image: TinyImage) => sha256(image.manifest);

const attests = { 'vnd.docker.reference.type': 'attestation-manifest' };
const amd64 = { os: 'linux', architecture: 'amd64' };
const unknown = { os: 'unknown', architecture: 'unknown' };

function write(...entries: readonly (readonly [TinyImage, object])[]): void {
  const more = entries.map(([image, part]) => descriptor(image.manifest, mediaType.manifest, part));
  const index = tinyIndex([], more);
  const blobs = entries.flatMap(([image]) => [...image.blobs.values()]);
  writeLayout(folder, [...blobs, index], [descriptor(index, mediaType.index)]);
}

describe('attestations', () => {
  it.each(['all', 'linux/amd64'])('are left out with %s', async (platform) => {
    write([one, { platform: amd64 }], [second, { platform: unknown, annotations: attests }]);
    expect(await scanned(platform)).toEqual([digest(one)]);
  });

  it('without a platform are told by their configuration', async () => {
    const nowhere = twin(tinyImage(unknown), 'attestation');
    write([nowhere, { annotations: attests }], [one, { platform: amd64 }]);
    expect(await scanned('all')).toEqual([digest(one)]);
  });

  it.each<[string, object]>([
    ['a platform', { platform: amd64, annotations: attests }],
    ['no platform but that of its configuration', { annotations: attests }],
    ['another kind', { platform: amd64, annotations: { 'vnd.docker.reference.type': 'x' } }],
  ])('are none with %s', async (_, part) => {
    write([second, part], [one, { platform: amd64 }]);
    expect(await scanned('linux/amd64')).toEqual([digest(second), digest(one)]);
    expect(await scanned('all')).toEqual([digest(second), digest(one)]);
  });

  it('are none with a name: skopeo opens them by it', async () => {
    const name = { 'org.opencontainers.image.ref.name': 'x' };
    const entry = descriptor(one.manifest, mediaType.manifest, {
      platform: unknown,
      annotations: { ...attests, ...name },
    });
    writeLayout(folder, one.blobs.values(), [entry]);
    expect(await scanned(undefined, `${folder}:x`)).toEqual([digest(one)]);
  });

  it('are none without the annotation', async () => {
    write([one, { platform: amd64 }], [second, { platform: unknown }]);
    expect(await scanned('linux/amd64')).toEqual([digest(one)]);
    expect(await scanned('all')).toEqual([digest(one), digest(second)]);
  });
});

describe('several images for one platform', () => {
  it.each<[string, object]>([
    ['amd64 again', amd64],
    ['x86_64', { os: 'linux', architecture: 'x86_64' }],
    ['AMD64', { os: 'Linux', architecture: 'AMD64' }],
    ['the usual variant', { ...amd64, variant: 'v1' }],
    ['the usual variant in other words', { ...amd64, variant: 'v1.0' }],
  ])('are all scanned: %s', async (_, platform) => {
    write([second, { platform }], [one, { platform: amd64 }]);
    expect(await scanned('linux/amd64')).toEqual([digest(second), digest(one)]);
    write([one, { platform: amd64 }], [second, { platform }]);
    expect(await scanned('linux/amd64')).toEqual([digest(one), digest(second)]);
  });

  it('are one where they are the same', async () => {
    write([one, { platform: amd64 }], [one, { platform: { ...amd64, variant: 'v1' } }]);
    expect(await scanned('linux/amd64')).toEqual([digest(one)]);
    expect(await scanned('all')).toEqual([digest(one)]);
  });

  it('are the best of them where variants differ', async () => {
    write(
      [one, { platform: amd64 }],
      [second, { platform: { ...amd64, variant: 'v2' } }],
      [third, { platform: { ...amd64, variant: 'v3' } }],
    );
    expect(await scanned('linux/amd64')).toEqual([digest(one)]);
    expect(await scanned('linux/amd64/v2')).toEqual([digest(second)]);
  });
});

describe('names', () => {
  const short = 'org.opencontainers.image.ref.name';
  const full = 'io.containerd.image.name';
  const entry = (image: TinyImage, annotations: object, more: object = {}) =>
    descriptor(image.manifest, mediaType.manifest, { annotations, ...more });
  const blobs = [one, second].flatMap((image) => [...image.blobs.values()]);
  const root = (...entries: readonly object[]) => writeLayout(folder, blobs, entries);

  it('of one image may be several, in one entry or in two', async () => {
    root(entry(one, { [full]: 'docker.io/library/two:1', [short]: '1' }));
    expect(await scanned()).toEqual([digest(one)]);
    root(entry(one, { [short]: 'a' }), entry(one, { [short]: 'b' }));
    const [image] = await openImage({ scheme: 'oci-dir', reference: folder }, testRuntime());
    expect(image?.target.identity.tags).toEqual(['a', 'b']);
    await image?.source.close();
  });

  it('that are the same for several entries are of one image for several platforms', async () => {
    root(entry(one, { [short]: 'a' }), entry(second, { [short]: 'a' }));
    expect(await scanned()).toEqual([digest(one), digest(second)]);
  });

  it.each<[string, string, object, object, string]>([
    ['two names', '', { [short]: 'a' }, { [short]: 'b' }, 'a, b'],
    ['a name and none', '', { [short]: 'a' }, {}, 'a, and unnamed'],
    [
      'one tag',
      ':1',
      { [full]: 'x:1', [short]: '1' },
      { [full]: 'y:1', [short]: '1' },
      '1, x:1, y:1',
    ],
    ['the end of two names', ':1', { [full]: 'x:1' }, { [full]: 'y:1' }, 'x:1, y:1'],
  ])('of several images have to be chosen among: %s', async (_, suffix, left, right, list) => {
    root(entry(one, left), entry(second, right));
    await expect(scanned(undefined, folder + suffix)).rejects.toMatchObject({
      code: 'USAGE',
      message: `${folder}: it holds several images; there are: ${list}`,
    });
  });

  it('in full win over their ends', async () => {
    root(entry(one, { [full]: 'x:1' }), entry(second, { [full]: 'y:x:1' }));
    expect(await scanned(undefined, `${folder}:x:1`)).toEqual([digest(one)]);
  });
});
