import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layerEntry, withChecksum } from '../../../test/fixtures/layer-source.ts';
import { image, old } from '../../../test/fixtures/old-archive.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import {
  blobPath,
  descriptor,
  mediaType,
  sha256,
  tar,
  tinyImage,
  tinyIndex,
} from '../../../test/fixtures/tiny-image.ts';
import { openImage } from '../open.ts';
import { streamEntries } from './tar-stream.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-twofold-'));
  path = join(folder, 'image.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A sound archive, and before its end other blocks. */
const withBlocks = (...blocks: readonly Buffer[]) =>
  Buffer.concat([tar(old()).subarray(0, -1024), ...blocks, Buffer.alloc(1024)]);
const file = (name: string, data = '[]') => layerEntry({ path: name, data });
const pax = (...records: readonly string[]) =>
  layerEntry({ path: 'PaxHeaders/x', type: 'x', data: records.join('') });
const global = (...records: readonly string[]) =>
  layerEntry({ path: 'pax_global_header', type: 'g', data: records.join('') });
const long = (name: string, type = 'L') =>
  layerEntry({ path: '././@LongLink', type, data: `${name}\0` });
const link = (name: string, to: string) => layerEntry({ path: name, type: '2', link: to });
const decoy = '11 path=zz\n';
const manifest = 'manifest.json';

/** Each is one image to some readers, and another one to others. */
const twofold: [name: string, blocks: Buffer[]][] = [
  ['a long name, then a path', [long(manifest), pax(decoy), file('a')]],
  ['a path, then a long name', [pax(decoy), long(manifest), file('a')]],
  ['an empty path', [pax('8 path=\n'), file(manifest)]],
  ['two long names', [long('zz'), long(manifest), file('a')]],
  ['two extended headers', [pax(decoy), pax('11 mtime=1\n'), file(manifest)]],
  ['a path said twice', [pax(decoy, '11 path=yy\n'), file(manifest)]],
  ['a path before a global header', [pax(decoy), global('13 comment=c\n'), file(manifest)]],
  ['a global path', [global(decoy), file(manifest)]],
  ['a sparse name', [pax('22 GNU.sparse.name=zz\n'), file(manifest)]],
  ['another size', [pax('9 size=0\n'), file(manifest)]],
  ['a size that is none', [pax('9 size=x\n'), file(manifest)]],
  ['a name with a slash', [file(`${manifest}/`)]],
  ['one block of zeros', [Buffer.alloc(512), file(manifest)]],
];

describe('an archive that readers take differently', () => {
  it.each(twofold)('is refused: %s', async (_, blocks) => {
    writeFileSync(path, withBlocks(...blocks));
    await expect(
      openImage({ scheme: 'docker-archive', reference: path }, testRuntime()),
    ).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each(twofold)('is refused in an engine’s stream: %s', async (_, blocks) => {
    const bytes = withBlocks(...blocks);
    const read = async () => {
      async function* source() {
        yield bytes;
      }
      for await (const entry of streamEntries(source(), 'docker:x')) void entry;
    };
    await expect(read()).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });

  it.each([
    ['a file twice', [file(manifest)], 'more than once'],
    ['a link beside the file', [link(manifest, 'a')], 'more than once'],
    [
      'an entry of no known type beside the file',
      [layerEntry({ path: manifest, type: 'Z', data: '[]' })],
      'more than once',
    ],
    [
      'a directory beside the file',
      [layerEntry({ path: `${manifest}/`, type: '5' })],
      'more than once',
    ],
    ['a file behind a link', [link('d', '.'), file(`d/${manifest}`)], 'behind a link'],
    ['a link in a folder’s place', [file('d/x'), link('d', 'e')], 'a folder’s place'],
  ])('is refused: %s', async (_, blocks, message) => {
    writeFileSync(path, withBlocks(...blocks));
    await expect(
      openImage({ scheme: 'docker-archive', reference: path }, testRuntime()),
    ).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringContaining(message.replace('’', "'")),
    });
  });

  it('is refused where what is no file comes first', async () => {
    const first = layerEntry({ path: `./${manifest}`, type: 'Z', data: '[]' });
    writeFileSync(path, Buffer.concat([first, tar(old())]));
    await expect(
      openImage({ scheme: 'docker-archive', reference: path }, testRuntime()),
    ).rejects.toMatchObject({ message: expect.stringContaining('more than once') });
  });

  it('is not what usual extended headers make of it', async () => {
    writeFileSync(
      path,
      withBlocks(
        global('13 comment=c\n'),
        pax('11 path=zz\n', '11 mtime=1\n'),
        file('a'),
        pax('11 mtime=1\n'),
        long('n'.repeat(120)),
        file('b'),
        withChecksum(file('c')),
      ),
    );
    const [opened] = await openImage({ scheme: 'docker-archive', reference: path }, testRuntime());
    expect(opened?.target.identity.tags).toEqual(['repo/x:1']);
    await opened?.source.close();
  });
});

describe('an archive with manifest.json and index.json', () => {
  const other = {
    ...tinyImage(),
    config: Buffer.from(image.config.toString().replace('ADD one', 'ADD ONE')),
  };
  const otherManifest = Buffer.from(
    image.manifest.toString().replace(sha256(image.config), sha256(other.config)),
  );
  const arm64 = tinyImage({ os: 'linux', architecture: 'arm64' });
  const platform = (architecture: string) => ({ platform: { os: 'linux', architecture } });
  const root = (manifest: Buffer, more: object = {}) =>
    descriptor(manifest, mediaType.manifest, more);
  const nested = tinyIndex([image, arm64]);

  const opened = async (
    roots: readonly object[],
    scheme: 'docker-archive' | 'oci-archive',
    wanted = 'linux/amd64',
  ) => {
    const blobs = [image.config, other.config, arm64.config, image.manifest, otherManifest];
    const layers = image.layers.map(({ blob }) => blob);
    const names = layers.map((data) => blobPath(sha256(data)));
    const list = [
      { Config: blobPath(sha256(image.config)), RepoTags: ['repo/x:1'], Layers: names },
    ];
    writeFileSync(
      path,
      tar([
        ...[...blobs, ...layers, nested].map((data) => ({ name: blobPath(sha256(data)), data })),
        { name: 'index.json', data: JSON.stringify({ schemaVersion: 2, manifests: roots }) },
        { name: 'manifest.json', data: JSON.stringify(list) },
      ]),
    );
    const images = await openImage({ scheme, reference: path, platform: wanted }, testRuntime());
    for (const { source } of images) await source.close();
    return images.map(({ target }) => target.identity.configDigest);
  };

  it.each([
    ['the same image', [root(image.manifest)]],
    [
      'the same image, in an index whose others are not there',
      [descriptor(nested, mediaType.index)],
    ],
    ['another platform too', [root(image.manifest), root(otherManifest, platform('arm64'))]],
  ])('is opened where both name %s', async (_, roots) => {
    expect(await opened(roots, 'docker-archive')).toEqual([sha256(image.config)]);
  });

  it('has every platform only where both name it', async () => {
    const roots = [root(image.manifest), root(otherManifest, platform('arm64'))];
    await expect(opened(roots, 'docker-archive', 'all')).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
      hint: expect.stringContaining('oci-archive:'),
    });
    expect(await opened(roots, 'oci-archive', 'all')).toHaveLength(2);
    expect(await opened([root(image.manifest)], 'docker-archive', 'all')).toHaveLength(1);
  });

  it.each([
    ['another image', [root(otherManifest)]],
    ['one more', [root(image.manifest), root(otherManifest)]],
    ['one more for the platform', [root(image.manifest), root(otherManifest, platform('amd64'))]],
  ])('is refused where index.json names %s', async (_, roots) => {
    for (const scheme of ['docker-archive', 'oci-archive'] as const)
      await expect(opened(roots, scheme)).rejects.toMatchObject({
        code: 'TARGET_DAMAGED',
        message: expect.stringContaining('different images'),
      });
  });

  it('is refused where manifest.json has a field twice to an engine', async () => {
    const twice = file(manifest, '[{"Config":"a.json","Layers":[],"layer\u017f":["b"]}]');
    const others = old().filter(({ name }) => name !== manifest);
    writeFileSync(path, Buffer.concat([tar(others).subarray(0, -1024), twice, Buffer.alloc(1024)]));
    await expect(
      openImage({ scheme: 'docker-archive', reference: path }, testRuntime()),
    ).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: expect.stringContaining('letters'),
    });
  });
});
