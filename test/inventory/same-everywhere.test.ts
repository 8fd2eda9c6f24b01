// The contract's promise with the real extractors: a root gives the same packages as a folder and as layers, however
// their bytes come.

import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLayeredTree } from '../../src/images/layers/open-layered-tree.ts';
import { must } from '../fixtures/commands.ts';
import { debianRootTar, whyNoDebianRoot } from '../fixtures/debian-root.ts';
import {
  gzipped,
  layerSource,
  type MadeLayer,
  type SourceShape,
} from '../fixtures/layer-source.ts';
import { testRuntime } from './memory.ts';
import type { FolderFiles, FolderScan } from './scan-folder.ts';
import { scanRoot, scanSource, withFolder } from './scan-folder.ts';

const rpmData = (name: string) =>
  gunzipSync(
    readFileSync(join(import.meta.dirname, '../../src/inventory/os/rpm/testdata', `${name}.gz`)),
  );

const language: FolderFiles = {
  'app/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
  'app/node_modules/@s/y/package.json': '{"name":"@s/y","version":"2.0.0"}',
  'usr/lib/python3/dist-packages/tiny-1.2.dist-info/METADATA': 'Name: tiny\nVersion: 1.2\n',
  'opt/venv/lib/python3.12/site-packages/Big_Name-3.dist-info/METADATA':
    'Name: Big_Name\nVersion: 3\n',
};

const roots: [name: string, manager: string, files: FolderFiles][] = [
  [
    'dpkg',
    'dpkg',
    {
      ...language,
      'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
      'etc/os-release': '-> ../usr/lib/os-release',
      'var/lib/dpkg/status': ['libc6', 'python3-tiny']
        .map(
          (name) =>
            `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-2\n`,
        )
        .join('\n'),
      'var/lib/dpkg/info/python3-tiny.list':
        '/.\n/usr/lib/python3/dist-packages/tiny-1.2.dist-info/METADATA\n',
      'var/lib/dpkg/status.d/base': 'Package: base-files\nArchitecture: amd64\nVersion: 12.4\n',
    },
  ],
  [
    'rpm, database behind a link and with a log',
    'rpm',
    {
      ...language,
      'etc/os-release': 'ID=almalinux\nVERSION_ID="9.4"\n',
      'usr/lib/sysimage/rpm/rpmdb.sqlite': rpmData('wal.sqlite'),
      'usr/lib/sysimage/rpm/rpmdb.sqlite-wal': rpmData('wal.sqlite-wal'),
      'var/lib/rpm': '-> ../../usr/lib/sysimage/rpm',
    },
  ],
];

const ways: [name: string, layer: (tar: Uint8Array) => MadeLayer, shape: SourceShape][] = [
  ['plain layers in place', (tar) => ({ tar }), { inPlace: true }],
  ['plain layers as they pass', (tar) => ({ tar }), {}],
  ['gzip layers', gzipped, {}],
  ['gzip layers of a daemon', gzipped, { isDaemon: true }],
];

/** What does not depend on where the packages came from. */
function comparable({ packages, ...others }: FolderScan) {
  return {
    packages: packages.map((found) => JSON.stringify({ ...found, origin: undefined })).sort(),
    ...others,
  };
}

async function scanTars(
  tars: readonly Uint8Array[],
  layer: (tar: Uint8Array) => MadeLayer,
  shape: SourceShape,
): Promise<FolderScan> {
  const runtime = testRuntime();
  return scanSource(openLayeredTree(layerSource(tars.map(layer), shape), runtime), runtime);
}

const tarOf = async (root: string, ...paths: string[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-same-'));
  try {
    const tar = join(folder, 'layer.tar');
    await must('tar', ['-C', root, '--owner=0', '--group=0', '-cf', tar, ...paths]);
    return readFileSync(tar);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe.each(roots)('the packages of a root with %s', (_, manager, files) => {
  it.each(ways)('are the folder’s in %s', async (__, layer, shape) => {
    await withFolder(files, async (root) => {
      const folder = await scanRoot(root);
      expect(folder.packages.some((found) => found.manager === manager)).toBe(true);
      expect(folder.packages.some((found) => found.manager === 'npm')).toBe(true);
      expect(folder.packages.some((found) => found.manager === 'pypi')).toBe(true);
      const one = await scanTars([await tarOf(root, '.')], layer, shape);
      expect(comparable(one)).toEqual(comparable(folder));
      // Parted so that links and what they lead to, databases and lists come in different layers.
      const parts = await Promise.all(
        ['app', 'usr', 'etc', 'var', 'opt'].map((path) => tarOf(root, path)),
      );
      const many = await scanTars(parts, layer, shape);
      expect(comparable(many)).toEqual(comparable(folder));
    });
  });
});

const whyNot = whyNoDebianRoot();
/** Making it takes half a minute and a network: only where it is there already. */
const hasRoot =
  whyNot === undefined && existsSync(join(import.meta.dirname, '../../out/fixtures/debian-12.tar'));

describe.skipIf(!hasRoot)(`a whole Debian root (skipped: ${whyNot ?? 'not made yet'})`, () => {
  it.each(ways)('is the folder’s in %s', { timeout: 120_000 }, async (_, layer, shape) => {
    const path = await debianRootTar();
    const root = await mkdtemp(join(tmpdir(), 'portcullis-debian-'));
    try {
      await must('tar', ['-C', root, '--exclude=./dev/*', '-xf', path]);
      const folder = await scanRoot(root);
      expect(folder.packages.length).toBeGreaterThan(60);
      const image = await scanTars([readFileSync(path)], layer, shape);
      expect(comparable(image)).toEqual(comparable(folder));
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
