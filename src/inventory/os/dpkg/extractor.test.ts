import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { named, rowOf, scanFolder } from '../../../../test/inventory/scan-folder.ts';

const release = { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' };
const stanza = (name: string, more = '') =>
  `Package: ${name}\nStatus: install ok installed\nMaintainer: A <a@debian.org>\n${more}Version: 1\nArchitecture: amd64\n\n`;

describe('dpkg packages of a root', () => {
  it('reads the database and the manifests of an image without dpkg', async () => {
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12.4\n',
      'var/lib/dpkg/status.d/libc6': 'Package: libc6\nSource: glibc\nVersion: 2.36\n',
      'var/lib/dpkg/status.d/libc6.md5sums': 'd41d8cd98f00b204e9800998ecf8427e  lib/x\n',
    });
    expect(named(scan, 'dpkg')).toEqual(['base-files@12.4', 'libc6@2.36']);
    expect(scan.packages[1]?.locations).toEqual(['var/lib/dpkg/status.d/libc6']);
    expect(scan.packages[1]?.source).toEqual({ name: 'glibc', version: '2.36' });
    expect(rowOf(scan, 'os-packages')?.incomplete).toBe(false);
  });

  it('is incomplete for a damaged database, and keeps what another holds', async () => {
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status': 'Package: x\nVersion: 1\n\n\u0001broken\n',
      'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12.4\n',
    });
    expect(named(scan, 'dpkg')).toEqual(['base-files@12.4']);
    expect(rowOf(scan, 'os-packages')).toMatchObject({ incomplete: true });
    expect(scan.problems).toMatchObject([{ what: 'path:var/lib/dpkg/status', incomplete: true }]);
  });

  it('is incomplete for a journal that dpkg has not worked in', async () => {
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status': stanza('x'),
      'var/lib/dpkg/updates/0000': stanza('libssl3'),
    });
    expect(rowOf(scan, 'os-packages')).toMatchObject({
      incomplete: true,
      reason: expect.stringMatching(/updates\/0000 is a journal/),
    });
  });

  it.each(['var/lib/dpkg/updates/tmp.i', 'var/lib/dpkg/updates/0001'])(
    'is not disturbed by %s, empty or of another name',
    async (path) => {
      const content = path.endsWith('tmp.i') ? '#padding\n' : '';
      const files = { 'var/lib/dpkg/status': stanza('x'), [path]: content };
      const scan = await scanFolder({ ...release, ...files });
      expect(rowOf(scan, 'os-packages')?.incomplete).toBe(false);
    },
  );

  it('lists two architectures of one package as two', async () => {
    const second = stanza('libc6').replace('amd64', 'i386');
    const scan = await scanFolder({ ...release, 'var/lib/dpkg/status': stanza('libc6') + second });
    expect(scan.packages.map(({ architecture }) => architecture)).toEqual(['amd64', 'i386']);
  });
});

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('what dpkg owns', () => {
  const manifest = '{"name":"x","version":"1.0.0"}';
  const path = 'usr/share/nodejs/x/node_modules/x/package.json';
  const removed = 'Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n';
  it.each([
    ['its list names it', 'x.list', `/${path}\n`, 'x'],
    ['its sums name it', 'x.md5sums', `${md5(manifest)}  ${path}\n`, 'x'],
    ['the file is another by now', 'x.md5sums', `${md5('other')}  ${path}\n`, undefined],
    ['the list is of no package', 'ghost.list', `/${path}\n`, undefined],
    ['the package was removed', 'gone.list', `/${path}\n`, undefined],
  ])('a file, when %s', async (_, name, text, owner) => {
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status': stanza('x') + removed,
      [`var/lib/dpkg/info/${name}`]: text,
      [path]: manifest,
    });
    expect(scan.packages.find(({ manager }) => manager === 'npm')?.ownedBy).toBe(owner);
  });

  it('a file whose list names it and whose sums do not fit is not', async () => {
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status': stanza('x'),
      'var/lib/dpkg/info/x:amd64.list': `/${path}\n`,
      'var/lib/dpkg/info/x:amd64.md5sums': `${md5('other')}  ${path}\n`,
      [path]: manifest,
    });
    expect(scan.packages.find(({ manager }) => manager === 'npm')?.ownedBy).toBeUndefined();
  });

  it("not what a third party's package brings", async () => {
    const place = 'usr/lib/node_modules/npm/node_modules/x/package.json';
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status': stanza('nodejs').replace('A <a@debian.org>', 'NodeSource'),
      'var/lib/dpkg/info/nodejs.list': `/${place}\n`,
      [place]: manifest,
    });
    expect(scan.packages.find(({ manager }) => manager === 'npm')?.ownedBy).toBeUndefined();
  });

  const metadata = 'Metadata-Version: 2.1\nName: Requests\nVersion: 2.28\n';
  it('is marked with its owner, under a merged /usr too', async () => {
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status': stanza('python3-requests') + stanza('libsystemd'),
      'var/lib/dpkg/info/python3-requests.list':
        '/.\n/usr\n/usr/lib/python3/dist-packages/requests-2.28.dist-info/METADATA\n',
      'var/lib/dpkg/info/libsystemd:amd64.list': '/lib/x/node_modules/x/package.json\n',
      'usr/lib/python3/dist-packages/requests-2.28.dist-info/METADATA': metadata,
      'usr/local/lib/python3/dist-packages/requests-2.28.dist-info/METADATA': metadata,
      'usr/lib/x/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
      lib: '-> usr/lib',
    });
    expect(
      scan.packages
        .filter(({ manager }) => manager === 'pypi' || manager === 'npm')
        .map(({ locations, ownedBy }) => [locations, ownedBy]),
    ).toEqual([
      [['usr/lib/x/node_modules/x/package.json'], 'libsystemd'],
      [['usr/lib/python3/dist-packages/requests-2.28.dist-info/METADATA'], 'python3-requests'],
      [['usr/local/lib/python3/dist-packages/requests-2.28.dist-info/METADATA'], undefined],
    ]);
  });

  it('is told by the sums of an image without dpkg', async () => {
    const path = 'usr/lib/python3/dist-packages/requests-2.28.egg-info';
    const scan = await scanFolder({
      ...release,
      'var/lib/dpkg/status.d/cHl0aG9u': 'Package: python3-requests\nVersion: 1\n',
      'var/lib/dpkg/status.d/cHl0aG9u.md5sums': `${md5(metadata)}  ${path}\n`,
      [path]: metadata,
    });
    expect(scan.packages.find(({ manager }) => manager === 'pypi')?.ownedBy).toBe(
      'python3-requests',
    );
  });
});
