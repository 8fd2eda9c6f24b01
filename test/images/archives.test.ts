import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImage } from '../../src/images/open.ts';
import { recognise } from '../../src/images/recognise.ts';
import { missingPrograms, must } from '../fixtures/commands.ts';
import { readImage } from '../fixtures/read-image.ts';
import { makeSkopeoImage, type SkopeoImage, whyNoSkopeoImage } from '../fixtures/skopeo-image.ts';
import { testRuntime } from '../fixtures/test-runtime.ts';

const reason = whyNoSkopeoImage();
if (reason !== undefined) process.stderr.write(`skipped: archives written by skopeo (${reason})\n`);

describe.skipIf(reason !== undefined)('archives written by skopeo', () => {
  let folder: string;
  let image: SkopeoImage;
  const at = (name: string) => join(folder, name);
  const copy = (...args: readonly string[]) =>
    must('skopeo', ['copy', '--quiet', `oci:${image.layout}:latest`, ...args]);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-skopeo-'));
    image = await makeSkopeoImage(folder);
    await copy(`docker-archive:${at('docker.tar')}:repo/x:1`);
    await copy(`oci-archive:${at('oci.tar')}:named`);
    await copy('--dest-compress-format', 'zstd', `oci:${at('zstd-layers')}:latest`);
    await must('sh', ['-c', 'gzip -k docker.tar && gzip -k oci.tar'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = (scheme: 'docker-archive' | 'oci-archive' | 'oci-dir', reference: string) =>
    openImage({ scheme, reference }, testRuntime({ temporaryFolder: folder }));

  it.each([
    ['docker.tar', 'docker-archive', ['docker.io/repo/x:1']],
    ['docker.tar.gz', 'docker-archive', ['docker.io/repo/x:1']],
    ['oci.tar', 'oci-archive', ['named']],
    ['oci.tar.gz', 'oci-archive', ['named']],
    ['layout', 'oci-dir', ['latest']],
  ] as const)('%s gives the layers that umoci made', async (name, kind, tags) => {
    const recognised = await recognise(at(name));
    expect(recognised).toBe(name === 'oci.tar.gz' ? 'docker-archive' : kind);
    const [opened] = await open(recognised as typeof kind, at(name));
    expect(opened?.target).toMatchObject({ kind, reference: at(name), identity: { tags } });
    const read = await readImage(opened);
    expect(read.diffIds).toEqual(image.diffIds);
    expect(read.actualDiffIds).toEqual(image.diffIds);
    expect(read.createdBy).toEqual(['ADD one', 'RUN two']);
    expect(read.identity.configDigest).toBe(image.configDigest);
  });

  it.skipIf(missingPrograms('zstd').length > 0)('in a zstd file too', async () => {
    await must('zstd', ['-q', 'docker.tar'], { cwd: folder });
    const read = await readImage((await open('docker-archive', at('docker.tar.zst')))[0]);
    expect(read.actualDiffIds).toEqual(image.diffIds);
  });

  it('gives the gzip layers of an archive as Docker 25 and later write it', async () => {
    await copy(`oci:${at('modern')}:latest`);
    const blob = (digest: string) => `blobs/${digest.replace(':', '/')}`;
    const read = (path: string) => JSON.parse(readFileSync(join(at('modern'), path), 'utf8'));
    const manifest: { config: { digest: string }; layers: { digest: string }[] } = read(
      blob(read('index.json').manifests[0].digest),
    );
    const entry = {
      Config: blob(manifest.config.digest),
      RepoTags: ['repo/x:25'],
      Layers: manifest.layers.map(({ digest }) => blob(digest)),
    };
    writeFileSync(join(at('modern'), 'manifest.json'), JSON.stringify([entry]));
    await must('tar', ['-cf', at('modern.tar'), '-C', at('modern'), '.']);
    expect(await recognise(at('modern.tar'))).toBe('docker-archive');
    const read25 = await readImage((await open('docker-archive', at('modern.tar')))[0]);
    expect(read25.actualDiffIds).toEqual(image.diffIds);
    expect(read25.identity).toMatchObject({
      tags: ['repo/x:25'],
      configDigest: image.configDigest,
    });
  });

  it('gives zstd layers as they lie', async () => {
    const [opened] = await open('oci-dir', at('zstd-layers'));
    for await (const layer of opened?.source.layers() ?? []) {
      const start = await layer.at?.read(0, 4);
      expect([...(start ?? [])]).toEqual([0x28, 0xb5, 0x2f, 0xfd]);
    }
    await opened?.source.close();
  });
});
