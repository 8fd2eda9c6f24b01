// An image that is cut, altered or incomplete is never scanned as if it were whole.

import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, it } from 'vitest';
import { expectEnd, healthy, inputFolder } from '../fixtures/bad-input.ts';
import { nodePrograms } from '../fixtures/cli.ts';
import { missingPrograms, must } from '../fixtures/commands.ts';
import {
  type CraftedLayer,
  dockerArchive,
  layerOf,
  writeCraftedLayout,
} from '../fixtures/crafted-image.ts';
import { type TarEntry, tar } from '../fixtures/tiny-image.ts';

const input = inputFolder();
const { folder, archive, file, layout } = input;
afterAll(() => input.remove());

const nodes = nodePrograms();

function gzipped(entries: readonly TarEntry[]): CraftedLayer {
  const { blob, diffId } = layerOf(entries);
  return { blob: gzipSync(blob), diffId };
}

async function zstd(entries: readonly TarEntry[]): Promise<CraftedLayer> {
  const { blob, diffId } = layerOf(entries);
  const path = file('layer-for-zstd', blob);
  await must('zstd', ['-q', '-f', path, '-o', `${path}.zst`]);
  return { blob: readFileSync(`${path}.zst`), diffId };
}

/** The bytes with one bit turned over at a part of their length. */
function flipped(bytes: Uint8Array, part: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(copy.length * part);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

describe.each(nodes)('a damaged image, $name', (node) => {
  const noise = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 7919) % 251));
  const full: readonly TarEntry[] = [...healthy, { name: 'usr/share/noise', data: noise }];

  it('reads the whole one (so that the others fail for their damage)', async () => {
    await expectEnd([archive('whole', layerOf(full))], 0, /./, { node });
    await expectEnd([layout('whole-gzip', gzipped(full), '+gzip')], 0, /./, { node });
  });

  it.each([0.3, 0.6, 0.9])('a docker-archive cut at %d of its length', async (part) => {
    const bytes = dockerArchive([layerOf(full)]);
    const path = file('cut.tar', bytes.subarray(0, Math.floor(bytes.length * part)));
    await expectEnd([`docker-archive:${path}`], 3, /cut\.tar/, { node });
  });

  it.each([0.2, 0.5])('a docker-archive with a bit turned over at %d', async (part) => {
    const path = file('flipped.tar', flipped(dockerArchive([layerOf(full)]), part));
    await expectEnd([`docker-archive:${path}`], 3, /digest|diff ID|checksum|damaged/i, { node });
  });

  it.each([0.1, 0.5, 0.99])('a gzip layer cut at %d, its digest right', async (part) => {
    const { blob, diffId } = gzipped(full);
    const cut = { blob: blob.subarray(0, Math.floor(blob.length * part)), diffId };
    await expectEnd([layout(`cut-gzip-${part}`, cut, '+gzip')], 3, /layer|gzip|blobs/i, { node });
  });

  it.each([0.2, 0.5, 0.8])(
    'a gzip layer with a bit turned over at %d, its digest right',
    async (part) => {
      const { blob, diffId } = gzipped(full);
      const layer = { blob: flipped(blob, part), diffId };
      await expectEnd([layout(`flipped-gzip-${part}`, layer, '+gzip')], 3, /layer|gzip|digest/i, {
        node,
      });
    },
  );

  it.skipIf(missingPrograms('zstd').length > 0).each(['cut', 'flipped'])(
    'a zstd layer %s',
    async (how) => {
      const { blob, diffId } = await zstd(full);
      await expectEnd([layout(`whole-zstd`, { blob, diffId }, '+zstd')], 0, /./, { node });
      const broken = how === 'cut' ? blob.subarray(0, blob.length - 20) : flipped(blob, 0.5);
      const target = layout(`${how}-zstd`, { blob: broken, diffId }, '+zstd');
      await expectEnd([target], 3, /layer|zstd|digest/i, { node });
    },
  );

  it('a blob that is not what its digest says', async () => {
    const path = writeCraftedLayout(join(folder, 'digest'), gzipped(full));
    writeFileSync(path, gzipSync(tar(healthy)));
    await expectEnd([`oci-dir:${join(folder, 'digest')}`], 3, /digest|sha256/i, { node });
  });

  it('a blob that is not there', async () => {
    const path = writeCraftedLayout(join(folder, 'missing'), gzipped(full));
    unlinkSync(path);
    await expectEnd([`oci-dir:${join(folder, 'missing')}`], 3, /sha256/i, { node });
  });

  it('a platform that is not there', async () => {
    const index = join(folder, 'platform');
    writeCraftedLayout(index, gzipped(full));
    const path = join(index, 'index.json');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    const [manifest] = json.manifests;
    json.manifests = [
      { ...manifest, platform: { os: 'linux', architecture: 'amd64' } },
      { ...manifest, platform: { os: 'linux', architecture: 'arm64' } },
    ];
    writeFileSync(path, JSON.stringify(json));
    const args = [`oci-dir:${index}`, '--platform', 'linux/s390x'];
    await expectEnd(args, 3, /linux\/s390x[^]*linux\/amd64|linux\/amd64[^]*linux\/s390x/, { node });
  });
});
