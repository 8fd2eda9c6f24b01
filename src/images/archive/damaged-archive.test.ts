import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configName, ids, manifest, old } from '../../../test/fixtures/old-archive.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { tar } from '../../../test/fixtures/tiny-image.ts';
import { openImage } from '../open.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-archive-'));
  path = join(folder, 'image.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () =>
  openImage(
    { scheme: 'docker-archive', reference: path },
    testRuntime({ temporaryFolder: folder }),
  );

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
      () =>
        tar([...old().filter(({ name }) => name !== configName), { name: configName, data: '{}' }]),
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
