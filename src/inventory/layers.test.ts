import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type FolderScan, rowOf, scanFolder } from '../../test/inventory/scan-folder.ts';
import { scanLayers, type TestLayer } from '../../test/inventory/scan-image.ts';

const release = { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' };
const stanza = (name: string, version = '1') =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`;
const rpmData = (name: string) =>
  gunzipSync(readFileSync(join(import.meta.dirname, 'os/rpm/testdata', `${name}.gz`)));

/** Package → layer and instruction. */
const layersOf = ({ packages }: FolderScan) =>
  Object.fromEntries(
    packages.map(({ name, version, origin }) => [
      `${name}@${version}`,
      origin?.kind === 'layer' ? `${origin.index} ${origin.createdBy ?? ''}` : 'none',
    ]),
  );

describe.each([
  ['plain', false],
  ['gzip', true],
])('the layer of a package, %s layers', (_, isGzip) => {
  it('is the lowest from which every higher database holds this version', async () => {
    const layers: TestLayer[] = [
      {
        createdBy: 'ADD root',
        files: { ...release, 'var/lib/dpkg/status': stanza('base') + stanza('old') + stanza('up') },
      },
      {
        createdBy: 'COPY app',
        files: { 'app/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}' },
      },
      {
        createdBy: 'RUN apt-get install added',
        files: { 'var/lib/dpkg/status': stanza('base') + stanza('added') + stanza('up', '2') },
      },
      { createdBy: 'RUN true', files: { 'tmp/x': '' } },
      {
        createdBy: 'RUN apt-get install old',
        files: {
          'var/lib/dpkg/status':
            stanza('base') + stanza('added') + stanza('up', '2') + stanza('old'),
        },
      },
    ];
    const scan = await scanLayers(layers, isGzip);
    expect(layersOf(scan)).toEqual({
      'base@1': '0 ADD root',
      'x@1.0.0': '1 COPY app',
      'added@1': '2 RUN apt-get install added',
      'up@2': '2 RUN apt-get install added',
      'old@1': '4 RUN apt-get install old',
    });
    expect(scan.problems).toEqual([]);
  });

  it('is told of the manifests in status.d, one by one, through whiteouts', async () => {
    const manifest = (name: string) => `Package: ${name}\nVersion: 1\n`;
    const scan = await scanLayers(
      [
        {
          createdBy: 'base',
          files: {
            ...release,
            'var/lib/dpkg/status.d/a': manifest('a'),
            'var/lib/dpkg/status.d/gone': manifest('gone'),
          },
        },
        {
          createdBy: 'more',
          files: { 'var/lib/dpkg/status.d/b': manifest('b'), 'var/lib/dpkg/status.d/.wh.gone': '' },
        },
      ],
      isGzip,
    );
    expect(layersOf(scan)).toEqual({ 'a@1': '0 base', 'b@1': '1 more' });
  });

  it('counts the write-ahead log of an rpm database as part of it', async () => {
    const path = 'var/lib/rpm/rpmdb.sqlite';
    const scan = await scanLayers(
      [
        {
          createdBy: 'base',
          files: {
            'etc/os-release': 'ID=almalinux\nVERSION_ID=9\n',
            [path]: rpmData('wal.sqlite'),
          },
        },
        { createdBy: 'RUN dnf install', files: { [`${path}-wal`]: rpmData('wal.sqlite-wal') } },
      ],
      isGzip,
    );
    expect(layersOf(scan)).toEqual({
      'tiny@1:1.2-3.el9': '0 base',
      'nodejs@0:18.20.4-1.module_el8.10.0+3901+d3dd2e28': '1 RUN dnf install',
      'python3-tiny@1:1.2-3.el9': '1 RUN dnf install',
    });
    expect(scan.problems).toEqual([]);
    expect(rowOf(scan, 'os-packages')).toMatchObject({ status: 'scanned' });
  });

  it('follows a database that moved', async () => {
    const scan = await scanLayers(
      [
        { createdBy: 'base', files: { ...release, 'lib/apk/db/installed': 'P:a\nV:1\n\n' } },
        {
          createdBy: 'merge /usr',
          files: { '.wh.lib': '', 'usr/lib/apk/db/installed': 'P:a\nV:1\n\nP:b\nV:1\n\n' },
        },
      ],
      isGzip,
    );
    expect(layersOf(scan)).toEqual({ 'a@1': '0 base', 'b@1': '1 merge /usr' });
  });

  it('is not disturbed by what a higher layer removed, readable or not', async () => {
    const scan = await scanLayers(
      [
        {
          createdBy: 'base',
          files: {
            ...release,
            'var/lib/dpkg/status': stanza('a'),
            'app/node_modules/x/package.json': '{"name":"x"',
            'app/node_modules/y/package.json': '{"name":"y","version":"1.0.0"}',
            'app/node_modules/z/package.json': '{"name":"z","version":"1.0.0"}',
          },
        },
        {
          createdBy: 'RUN npm prune',
          files: {
            'app/node_modules/.wh.x': '',
            'app/node_modules/y/.wh.package.json': '',
            'app/node_modules/z/package.json': '{"name":"z","version":"2.0.0"}',
          },
        },
      ],
      isGzip,
    );
    expect(layersOf(scan)).toEqual({ 'a@1': '0 base', 'z@2.0.0': '1 RUN npm prune' });
    expect(scan.problems).toEqual([]);
  });

  it('gives what the same root as a folder gives', async () => {
    const lower = {
      ...release,
      'usr/lib/python3/dist-packages/a-1.dist-info/METADATA': 'Name: a\nVersion: 1\n',
      'var/lib/dpkg/info/python3-a.list': '/usr/lib/python3/dist-packages/a-1.dist-info/METADATA\n',
      'var/lib/dpkg/status': stanza('python3-a'),
    };
    const upper = {
      'app/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
      'app/lib/y.jar': 'x',
    };
    const image = await scanLayers(
      [
        { createdBy: 'base', files: lower },
        { createdBy: 'app', files: upper },
      ],
      isGzip,
    );
    const folder = await scanFolder({ ...lower, ...upper });
    const plain = ({ packages, coverage, os }: FolderScan) => ({
      os,
      coverage,
      packages: packages.map(({ origin: _origin, ...rest }) => rest),
    });
    expect(plain(image)).toEqual(plain(folder));
    expect(image.packages.find(({ manager }) => manager === 'pypi')?.ownedBy).toBe('python3-a');
  });
});
