// The inventory of an image, by the real extractors over the real streamed layers.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLayeredTree } from '../../src/images/layers/open-layered-tree.ts';
import { openImage } from '../../src/images/open.ts';
import { testRuntime } from './memory.ts';
import { type FolderFiles, type FolderScan, scanSource, withFolder } from './scan-folder.ts';

export interface TestLayer {
  readonly files: FolderFiles;
  /** The history instruction. */
  readonly createdBy: string;
}

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

/** Writes the layers as `docker save` does, lowest first, gzipped or plain; returns the archive's path. */
async function writeArchive(
  folder: string,
  layers: readonly TestLayer[],
  isGzip: boolean,
): Promise<string> {
  const content = join(folder, 'content');
  await mkdir(content);
  const diffIds: string[] = [];
  const names: string[] = [];
  for (const [index, { files }] of layers.entries()) {
    const tar = await withFolder(files, async (root) =>
      execFileSync('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', '.'], {
        maxBuffer: 1024 ** 3,
      }),
    );
    diffIds.push(`sha256:${sha256(tar)}`);
    const name = `layer-${index}.tar`;
    names.push(name);
    await writeFile(
      join(content, name),
      isGzip ? execFileSync('gzip', ['-1'], { input: tar, maxBuffer: 1024 ** 3 }) : tar,
    );
  }
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: layers.map(({ createdBy }) => ({ created_by: createdBy })),
  });
  const configName = `${sha256(Buffer.from(config))}.json`;
  await writeFile(join(content, configName), config);
  await writeFile(
    join(content, 'manifest.json'),
    JSON.stringify([{ Config: configName, RepoTags: ['test:1'], Layers: names }]),
  );
  const archive = join(folder, 'image.tar');
  execFileSync('tar', ['-C', content, '-cf', archive, '.']);
  return archive;
}

/** Scans `docker-archive:PATH`. */
export async function scanArchive(path: string): Promise<FolderScan> {
  const runtime = testRuntime();
  const [image] = await openImage(
    { scheme: 'docker-archive', reference: path, platform: 'linux/amd64', credentials: [] },
    runtime,
  );
  if (image === undefined) throw new Error(`no image in ${path}`);
  return scanSource(openLayeredTree(image.source, runtime), runtime);
}

/** Scans an image made of these layers, lowest first, and removes it. */
export async function scanLayers(
  layers: readonly TestLayer[],
  isGzip = false,
): Promise<FolderScan> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-image-'));
  try {
    return await scanArchive(await writeArchive(folder, layers, isGzip));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
