// Makes what the benchmarks read, once: fixture a (a Debian 12 root as docker-archive, 301 MB), b (the same as OCI
// layout, gzip), and two images of one layer of 200 MB and 2 GB. Needs root, debootstrap, docker.io, skopeo, tar, gzip.
// `node bench/fixtures.ts` makes them; PORTCULLIS_BENCH_FIXTURES names the folder (default out/bench).

import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { must, run } from '../test/fixtures/commands.ts';
import { startDockerEngine, whyNoDockerEngine } from '../test/fixtures/docker-engine.ts';

export interface BenchFixtures {
  readonly folder: string;
  /** docker-archive, one plain layer. */
  readonly a: string;
  /** OCI layout, one gzip layer. */
  readonly b: string;
  /** OCI layouts, one gzip layer of so many bytes when inflated. */
  readonly layer200M: string;
  readonly layer2G: string;
}

/** Where the fixtures lie, or will. */
export function benchFixtures(): BenchFixtures {
  const folder =
    process.env['PORTCULLIS_BENCH_FIXTURES'] ?? join(import.meta.dirname, '../out/bench');
  return {
    folder,
    a: join(folder, 'a.tar'),
    b: join(folder, 'b'),
    layer200M: join(folder, 'layer-200m'),
    layer2G: join(folder, 'layer-2g'),
  };
}

const packages =
  'ca-certificates,python3,python3-pip,python3-requests,python3-yaml,python3-cryptography,curl,wget,nginx,git,openssh-server,openssh-client,gnupg,procps,iproute2,less,jq,rsync,sqlite3,redis-server,sudo,vim-tiny,unzip,xz-utils,zstd,libxml2-utils,libjpeg62-turbo,libpng16-16,iputils-ping,dnsutils,tzdata,cron,logrotate,rsyslog';

const trim = `
rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/usr/share/locale/* "$1"/usr/share/man/*
find "$1"/usr/share/doc \\( -type f ! -name copyright -o -type l \\) -delete
find "$1"/usr/share/doc -type d -empty -delete
find "$1" -name __pycache__ -type d -prune -exec rm -rf {} +
`;

async function makeRoot(root: string): Promise<void> {
  if (existsSync(root)) return;
  const partial = `${root}.partial`;
  await rm(partial, { recursive: true, force: true });
  await must('debootstrap', ['--variant=minbase', `--include=${packages}`, 'bookworm', partial]);
  await must('sh', ['-c', trim, 'sh', partial]);
  await rename(partial, root);
}

async function makeArchive(root: string, path: string): Promise<void> {
  const why = whyNoDockerEngine();
  if (why !== undefined) throw new Error(why);
  const engine = await startDockerEngine();
  try {
    const plain = join(dirname(path), 'root.tar');
    await must('tar', ['-C', root, '--sort=name', '--numeric-owner', '-cf', plain, '.']);
    await engine.docker('import', plain, 'bench:a');
    await rm(plain);
    await engine.docker('save', '-o', `${path}.partial`, 'bench:a');
    await rename(`${path}.partial`, path);
  } finally {
    await engine.stop();
  }
}

async function sha256(path: string, inflate: boolean): Promise<string> {
  const hash = createHash('sha256');
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const bytes = inflate ? file.pipe(createGunzip({ chunkSize: 1 << 18 })) : file;
  for await (const chunk of bytes) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}

/** An OCI layout of one layer: the root's package database and one file of bytes that do not compress. */
async function makeLargeLayer(root: string, path: string, megabytes: number): Promise<void> {
  if (existsSync(path)) return;
  const partial = await mkdtemp(`${path}.partial-`);
  const blobs = join(partial, 'blobs/sha256');
  const tree = join(partial, 'tree');
  await mkdir(blobs, { recursive: true });
  for (const file of ['usr/lib/os-release', 'var/lib/dpkg/status']) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await copyFile(join(root, file), join(tree, file));
  }
  await must('sh', ['-c', 'head -c "$1"M /dev/urandom > "$2"/large', 'sh', `${megabytes}`, tree]);
  const layer = join(partial, 'layer');
  await must('sh', ['-c', 'tar -C "$1" --sort=name -c . | gzip -1n > "$2"', 'sh', tree, layer]);
  await rm(tree, { recursive: true });
  const put = async (value: unknown): Promise<{ digest: string; size: number }> => {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(blobs, digest), bytes);
    return { digest: `sha256:${digest}`, size: bytes.length };
  };
  const layerDigest = await sha256(layer, false);
  const diffId = await sha256(layer, true);
  const { size } = await stat(layer);
  await rename(layer, join(blobs, layerDigest.slice('sha256:'.length)));
  const type = 'application/vnd.oci.image';
  const config = await put({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [diffId] },
  });
  const manifest = await put({
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: { mediaType: `${type}.config.v1+json`, ...config },
    layers: [{ mediaType: `${type}.layer.v1.tar+gzip`, digest: layerDigest, size }],
  });
  const manifests = [{ mediaType: `${type}.manifest.v1+json`, ...manifest }];
  await writeFile(join(partial, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  await writeFile(join(partial, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await rename(partial, path);
}

/** Makes those that are missing; a few minutes and 5 GB at most. */
export async function makeBenchFixtures(): Promise<BenchFixtures> {
  const fixtures = benchFixtures();
  await mkdir(fixtures.folder, { recursive: true });
  const root = join(fixtures.folder, 'root');
  await makeRoot(root);
  if (!existsSync(fixtures.a)) await makeArchive(root, fixtures.a);
  if (!existsSync(fixtures.b)) {
    await rm(`${fixtures.b}.partial`, { recursive: true, force: true });
    const copy = ['copy', '-q', `docker-archive:${fixtures.a}`, `oci:${fixtures.b}.partial:latest`];
    const copied = await run('skopeo', copy);
    if (copied.status !== 0) throw new Error(`skopeo: ${copied.stderr}`);
    await rename(`${fixtures.b}.partial`, fixtures.b);
  }
  await makeLargeLayer(root, fixtures.layer200M, 200);
  await makeLargeLayer(root, fixtures.layer2G, 2000);
  return fixtures;
}

if (process.argv[1] === import.meta.filename) {
  process.stdout.write(`${JSON.stringify(await makeBenchFixtures(), undefined, 2)}\n`);
}
