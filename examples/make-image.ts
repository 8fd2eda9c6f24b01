// Makes the example's image and its excerpt of advisories from Debian's, npm's and PyPI's real packages.
// For maintainers, as root: node examples/make-image.ts FEEDS (a folder of feeds; see examples/feeds/README.md).

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeExcerpt } from './make-feeds.ts';

const made = '2026-11-24T00:00:00Z';
const server = ['h2o', 'curl', 'python3'];
const npmPackage = 'minimist@1.2.5';
const pypiPackage = 'PyJWT==2.8.0';

const here = import.meta.dirname;
const work = mkdtempSync(join(tmpdir(), 'portcullis-example-'));

function execute(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** A Debian root of the last point release: `main` alone, so that its versions stay as they are. */
function debianRoot(name: string, include: readonly string[]): string {
  const root = join(work, name);
  const more = include.length === 0 ? [] : [`--include=${include.join(',')}`];
  execute('debootstrap', '--variant=minbase', ...more, 'bookworm', root);
  return root;
}

function sameFile(left: string, right: string): boolean {
  return existsSync(left) && readFileSync(left).equals(readFileSync(right));
}

/**
 * Of a root, what says what is installed: os-release, the status file and the packages' file lists;
 * of a root above another, only what differs there.
 */
function packageDatabase(root: string, name: string, below?: string): string {
  const layer = join(work, name);
  const keep = [
    'etc/debian_version',
    'etc/os-release',
    'usr/lib/os-release',
    'var/lib/dpkg/status',
    ...readdirSync(join(root, 'var/lib/dpkg/info'))
      .filter((file) => file.endsWith('.list'))
      .map((file) => `var/lib/dpkg/info/${file}`),
  ];
  for (const path of keep) {
    if (below !== undefined && sameFile(join(below, path), join(root, path))) continue;
    mkdirSync(dirname(join(layer, path)), { recursive: true });
    cpSync(join(root, path), join(layer, path), { verbatimSymlinks: true });
  }
  return layer;
}

function npmLayer(): string {
  const app = join(work, 'npm/srv/shop');
  mkdirSync(app, { recursive: true });
  const manifest = { name: 'shop', version: '1.0.0', private: true };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  execute('npm', 'install', ...flags, '--prefix', app, npmPackage);
  return join(work, 'npm');
}

function pypiLayer(): string {
  const target = join(work, 'pypi/usr/local/lib/python3.11/dist-packages');
  mkdirSync(target, { recursive: true });
  execute('pip', 'install', '-q', '--no-deps', '--no-compile', '--target', target, pypiPackage);
  return join(work, 'pypi');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same bytes on every machine: names sorted, one time, root's. */
function tar(folder: string): Buffer {
  return execFileSync(
    'tar',
    ['--sort=name', `--mtime=${made}`, '--owner=0', '--group=0', '--numeric-owner', '-c', '.'],
    { cwd: folder, maxBuffer: 1 << 28 },
  );
}

interface LayerMade {
  readonly blob: Buffer;
  readonly diffId: string;
  readonly createdBy: string;
}

function makeLayer(folder: string, createdBy: string): LayerMade {
  const plain = tar(folder);
  return { blob: gzipSync(plain, { level: 9 }), diffId: `sha256:${sha256(plain)}`, createdBy };
}

/** Lays the image as Docker 25 and later save it: an OCI layout with a manifest.json beside it. */
function writeImage(layers: readonly LayerMade[], path: string): void {
  const layout = join(work, 'layout');
  const blobs = join(layout, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (bytes: Buffer, mediaType: string) => {
    const digest = sha256(bytes);
    writeFileSync(join(blobs, digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const oci = 'application/vnd.oci.image';
  const config = put(
    json({
      architecture: 'amd64',
      os: 'linux',
      created: made,
      config: { Cmd: ['h2o', '-c', '/etc/h2o/h2o.conf'], WorkingDir: '/srv/shop' },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
      history: layers.map((layer) => ({ created: made, created_by: layer.createdBy })),
    }),
    `${oci}.config.v1+json`,
  );
  const layerDescriptors = layers.map((layer) => put(layer.blob, `${oci}.layer.v1.tar+gzip`));
  const manifest = put(
    json({
      schemaVersion: 2,
      mediaType: `${oci}.manifest.v1+json`,
      config,
      layers: layerDescriptors,
    }),
    `${oci}.manifest.v1+json`,
  );
  const reference = 'shop:1.0.0';
  const annotations = {
    'io.containerd.image.name': `docker.io/library/${reference}`,
    'org.opencontainers.image.ref.name': '1.0.0',
  };
  const index = {
    schemaVersion: 2,
    mediaType: `${oci}.index.v1+json`,
    manifests: [{ ...manifest, annotations }],
  };
  const blobPath = (digest: string) => `blobs/sha256/${digest.slice('sha256:'.length)}`;
  writeFileSync(join(layout, 'index.json'), json(index));
  writeFileSync(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(
    join(layout, 'manifest.json'),
    json([
      {
        Config: blobPath(config.digest),
        RepoTags: [reference],
        Layers: layerDescriptors.map((layer) => blobPath(layer.digest)),
      },
    ]),
  );
  writeFileSync(path, tar(layout));
}

const feeds = process.argv[2];
if (feeds === undefined || !existsSync(join(feeds, 'osv'))) {
  throw new Error(
    'usage: node examples/make-image.ts FEEDS, a folder laid out as examples/feeds is',
  );
}
try {
  const base = packageDatabase(debianRoot('base', []), 'layer-base');
  const full = packageDatabase(debianRoot('full', server), 'layer-server', base);
  const layers = [
    makeLayer(base, '/bin/sh -c #(nop) ADD file:debian-12.15-minbase in / '),
    makeLayer(full, `RUN /bin/sh -c apt-get install -y ${server.join(' ')} # buildkit`),
    makeLayer(pypiLayer(), `RUN /bin/sh -c pip install ${pypiPackage} # buildkit`),
    makeLayer(npmLayer(), 'COPY node_modules /srv/shop/node_modules # buildkit'),
  ];
  for (const layer of layers) {
    if (`sha256:${sha256(gunzipSync(layer.blob))}` !== layer.diffId)
      throw new Error('gzip is broken');
  }
  mkdirSync(join(here, 'image'), { recursive: true });
  writeImage(layers, join(here, 'image/shop.tar'));
  writeExcerpt(feeds, join(here, 'feeds'), join(full, 'var/lib/dpkg/status'), {
    npm: ['minimist'],
    PyPI: ['pyjwt'],
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
