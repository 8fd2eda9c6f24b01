import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOf, testRuntime } from '../../../../test/inventory/memory.ts';
import { named, rowOf, scanFolder } from '../../../../test/inventory/scan-folder.ts';
import { ScanError } from '../../../model/errors.ts';
import { parseManifest1, parseManifest2 } from './container-manifest.ts';
import { readRpmDatabase } from './database.ts';
import { isOfDistribution } from './extractor.ts';
import { readCommittedPages } from './write-ahead-log.ts';

const testdata = (name: string) =>
  gunzipSync(readFileSync(join(import.meta.dirname, 'testdata', `${name}.gz`)));
const release = { 'etc/os-release': 'ID=almalinux\nVERSION_ID=9.4\n' };

/** What rpm itself lists, on a copy: it writes beside what it reads. */
function query(database: Buffer, log?: Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-rpm-'));
  try {
    writeFileSync(join(folder, 'rpmdb.sqlite'), database);
    if (log !== undefined) writeFileSync(join(folder, 'rpmdb.sqlite-wal'), log);
    const format = '%{NAME} %{EVR} %{ARCH} %{SOURCERPM} %{MODULARITYLABEL}\n';
    return execFileSync('rpm', ['--dbpath', folder, '-qa', '--qf', format], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('gpg-pubkey '))
      .sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ours(database: Buffer, log?: Buffer): Promise<string[]> {
  const { packages, problem } = await readRpmDatabase(
    bytesOf(database),
    log === undefined ? undefined : bytesOf(log),
    'rpmdb.sqlite',
    testRuntime(),
  );
  expect(problem).toBeUndefined();
  return packages
    .map(({ name, version, architecture, source, modularityLabel }) => {
      const file = `${source?.name}-${source?.version.replace(/^\d+:/, '')}.src.rpm`;
      return `${name} ${version} ${architecture} ${file} ${modularityLabel ?? '(none)'}`;
    })
    .sort();
}

describe('readRpmDatabase', () => {
  it('reads packages with epoch, module label, source and owned files', async () => {
    const { packages } = await readRpmDatabase(
      bytesOf(testdata('rpmdb.sqlite')),
      undefined,
      'db',
      testRuntime(),
    );
    expect(packages.map(({ name, version }) => `${name}@${version}`).sort()).toEqual([
      'nodejs@0:18.20.4-1.module_el8.10.0+3901+d3dd2e28',
      'python3-tiny@1:1.2-3.el9',
      'tiny-devel@1:1.2-3.el9',
      'tiny@1:1.2-3.el9',
    ]);
    expect(packages.flatMap(({ files }) => files).sort()).toEqual([
      'usr/bin/tiny',
      'usr/lib/python3.9/site-packages/tiny-1.2.dist-info/METADATA',
    ]);
  });

  it('sees what only the write-ahead log holds, and not what it erased', async () => {
    const names = (await ours(testdata('wal.sqlite'), testdata('wal.sqlite-wal'))).map(
      (line) => line.split(' ')[0],
    );
    expect(names).toEqual(['nodejs', 'python3-tiny', 'tiny']);
    const without = (await ours(testdata('wal.sqlite'))).map((line) => line.split(' ')[0]);
    expect(without).toEqual(['tiny', 'tiny-devel']);
  });

  describe.skipIf(!existsSync('/usr/bin/rpm'))('beside rpm -qa', () => {
    it('lists the same of a database', async () => {
      const database = testdata('rpmdb.sqlite');
      expect(await ours(database)).toEqual(query(database));
    });

    it('lists the same of a database with a log, whole or cut anywhere', async () => {
      const database = testdata('wal.sqlite');
      const log = testdata('wal.sqlite-wal');
      expect(await ours(database, log)).toEqual(query(database, log));
      for (const part of [0, 20, 32, 5000, 0.3, 0.5, 0.7, 0.9, 0.999]) {
        const cut = log.subarray(0, part < 1 ? Math.floor(log.length * part) : part);
        expect(await ours(database, cut)).toEqual(query(database, cut));
      }
    });

    it('ends where rpm ends when a frame of the log is damaged', async () => {
      const database = testdata('wal.sqlite');
      for (const at of [3, 14, 25, 40, 4200, 30000, 90000, 150000]) {
        const log = testdata('wal.sqlite-wal');
        log[at] = (log[at] ?? 0) ^ 1;
        expect(await ours(database, log)).toEqual(query(database, log));
      }
    });
  });

  it('leaves no temporary file behind, whatever happens', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-rpm-'));
    const runtime = testRuntime(folder);
    const database = testdata('rpmdb.sqlite');
    await readRpmDatabase(bytesOf(database), undefined, 'db', runtime);
    for (const broken of [
      Buffer.alloc(0),
      database.subarray(0, 5000),
      Buffer.from('x'.repeat(9000)),
    ]) {
      await expect(
        readRpmDatabase(bytesOf(broken), undefined, 'db', runtime),
      ).rejects.toBeInstanceOf(ScanError);
    }
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('never takes a damaged page for an empty database', async () => {
    const whole = testdata('rpmdb.sqlite');
    const expected = await ours(whole);
    for (let page = 0; page * 4096 < whole.length; page++) {
      const broken = Buffer.from(whole);
      broken.fill(0, page * 4096, (page + 1) * 4096);
      let outcome: unknown;
      try {
        outcome = await readRpmDatabase(bytesOf(broken), undefined, 'db', testRuntime());
      } catch (error) {
        expect(error).toBeInstanceOf(ScanError);
        continue;
      }
      const { packages, problem } = outcome as Awaited<ReturnType<typeof readRpmDatabase>>;
      if (problem === undefined) expect(packages).toHaveLength(expected.length);
    }
  });
});

describe('readCommittedPages', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(8192)],
    ['text', Buffer.from('no log at all '.repeat(100))],
  ])('finds none in %s', async (_, log) => {
    expect(await readCommittedPages(bytesOf(log))).toBeUndefined();
  });
});

describe('the manifests of distroless Azure Linux', () => {
  it('reads the ten columns', () => {
    const text =
      'mariner-release\t2.0-12.cm2\t1653816591\t1653753130\tMicrosoft Corporation\t(none)\t580\tnoarch\t0\tmariner-release-2.0-12.cm2.src.rpm\n' +
      'openssl-libs\t1.1.1k-15.cm2\t1\t1\tMicrosoft Corporation\t1\t580\tx86_64\t1\topenssl-1.1.1k-15.cm2.src.rpm\n';
    expect(parseManifest2(text, 'm')).toEqual([
      {
        name: 'mariner-release',
        version: '2.0-12.cm2',
        architecture: 'noarch',
        source: { name: 'mariner-release', version: '2.0-12.cm2' },
        files: [],
      },
      {
        name: 'openssl-libs',
        version: '1:1.1.1k-15.cm2',
        architecture: 'x86_64',
        source: { name: 'openssl', version: '1:1.1.1k-15.cm2' },
        files: [],
      },
    ]);
    expect(() => parseManifest2('a\tb\n', 'm')).toThrow(/^m, line 1: names no rpm package/);
  });

  it('reads the names of the older one', () => {
    expect(
      parseManifest1('glibc-2.35-2.cm2.x86_64\ntzdata-2022a-1.cm2.noarch\n', 'm'),
    ).toMatchObject([
      { name: 'glibc', version: '2.35-2.cm2', architecture: 'x86_64' },
      { name: 'tzdata', version: '2022a-1.cm2', architecture: 'noarch' },
    ]);
    expect(() => parseManifest1('\nglibc\n', 'm')).toThrow(/^m, line 2/);
  });
});

describe('rpm packages of a root', () => {
  const path = 'usr/lib/sysimage/rpm/rpmdb.sqlite';

  it('reads database and log, marks what it owns, leaves nothing in the folder', async () => {
    const metadata = 'usr/lib/python3.9/site-packages/tiny-1.2.dist-info/METADATA';
    const scan = await scanFolder({
      ...release,
      [path]: testdata('wal.sqlite'),
      [`${path}-wal`]: testdata('wal.sqlite-wal'),
      'var/lib/rpm': '-> ../../usr/lib/sysimage/rpm',
      [metadata]: 'Name: tiny\nVersion: 1.2\n',
    });
    expect(named(scan, 'rpm')).toEqual([
      'nodejs@0:18.20.4-1.module_el8.10.0+3901+d3dd2e28',
      'python3-tiny@1:1.2-3.el9',
      'tiny@1:1.2-3.el9',
    ]);
    expect(scan.packages.find(({ manager }) => manager === 'pypi')?.ownedBy).toBe('python3-tiny');
    expect(scan.packages.find(({ name }) => name === 'tiny')).toBeDefined();
    expect(
      scan.packages.find(({ manager, name }) => manager === 'rpm' && name === 'tiny'),
    ).toMatchObject({
      ecosystem: 'AlmaLinux:9',
      purl: 'pkg:rpm/almalinux/tiny@1.2-3.el9?arch=x86_64&distro=almalinux-9.4&epoch=1',
      source: { name: 'tiny', version: '1:1.2-3.el9' },
    });
    expect(rowOf(scan, 'os-packages')).toMatchObject({ status: 'scanned', incomplete: false });
  });

  it.each([
    ['a damaged database', { [path]: 'SQLite format 3\0 and no more' }, /could not be read/],
    [
      'a hot journal',
      {
        [path]: testdata('rpmdb.sqlite'),
        [`${path}-journal`]: Buffer.from('d9d505f920a163d7ffffffff', 'hex'),
      },
      /middle of a transaction/,
    ],
    ['Berkeley DB', { 'var/lib/rpm/Packages': 'x' }, /Berkeley DB/],
    ['ndb', { 'usr/lib/sysimage/rpm/Packages.db': 'x' }, /ndb/],
    ['both', { 'var/lib/rpm/Packages': 'x', 'usr/share/rpm/Packages.db': 'x' }, /ndb.*Berkeley/],
    [
      'a damaged manifest',
      { 'var/lib/rpmmanifest/container-manifest-2': 'x\n' },
      /could not be read|names no/,
    ],
  ])('is incomplete for %s', async (_, files, reason) => {
    const scan = await scanFolder({ ...release, ...files });
    expect(named(scan, 'rpm')).toEqual([]);
    expect(rowOf(scan, 'os-packages')).toMatchObject({
      incomplete: true,
      reason: expect.stringMatching(reason),
    });
  });

  const azure = { 'etc/os-release': 'ID=azurelinux\nVERSION_ID="3.0"\n' };
  const manifest1 = 'var/lib/rpmmanifest/container-manifest-1';
  const manifest2 = 'var/lib/rpmmanifest/container-manifest-2';
  const line = (name: string, epoch = '(none)') =>
    `${name}\t2.38-8.azl3\t1\t1\tMicrosoft\t${epoch}\t1\tx86_64\t0\t${name}-2.38-8.azl3.src.rpm\n`;

  it.each([
    ['Berkeley DB', 'a database', 'var/lib/rpm/Packages', { [path]: testdata('rpmdb.sqlite') }],
    ['ndb', 'a database', 'var/lib/rpm/Packages.db', { [path]: testdata('rpmdb.sqlite') }],
    ['Berkeley DB', 'a manifest', 'var/lib/rpm/Packages', { [manifest2]: line('glibc') }],
  ])('is incomplete for one in %s beside %s', async (format, _, unread, files) => {
    const scan = await scanFolder({ ...release, ...files, [unread]: 'x' });
    expect(named(scan, 'rpm')).not.toEqual([]);
    expect(rowOf(scan, 'os-packages')).toMatchObject({
      status: 'partial',
      incomplete: true,
      reason: expect.stringContaining(`${unread} is in ${format}`),
    });
  });

  it('reads a manifest beside a database', async () => {
    const files = { [path]: testdata('wal.sqlite'), [manifest2]: line('openssl') };
    const scan = await scanFolder({ ...azure, ...files });
    expect(named(scan, 'rpm')).toEqual([
      'openssl@2.38-8.azl3',
      'tiny@1:1.2-3.el9',
      'tiny-devel@1:1.2-3.el9',
    ]);
  });

  it('joins the manifests of a distroless image; the second says more', async () => {
    const scan = await scanFolder({
      ...azure,
      [manifest1]: 'glibc-2.38-8.azl3.x86_64\nvim-2.38-8.azl3.x86_64\nonly-first-1-1.azl3.noarch\n',
      [manifest2]: line('glibc') + line('vim', '2'),
    });
    expect(named(scan, 'rpm')).toEqual([
      'glibc@2.38-8.azl3',
      'only-first@1-1.azl3',
      'vim@2:2.38-8.azl3',
    ]);
    expect(scan.packages[0]).toMatchObject({
      ecosystem: 'Azure Linux:3',
      purl: 'pkg:rpm/azurelinux/glibc@2.38-8.azl3?arch=x86_64&distro=azurelinux-3.0',
      source: { name: 'glibc', version: '2.38-8.azl3' },
    });
  });
});

describe('isOfDistribution', () => {
  it.each([
    ['AlmaLinux', '1-1.el9', true],
    ['Rocky Enterprise Software Foundation', '1-1.el9', true],
    ['Red Hat, Inc.', '1-1.el9', true],
    ['Microsoft Corporation', '1-1.azl3', true],
    ['Microsoft Corporation', '1-1.cm2', true],
    ['Microsoft Corporation', '2.60.0-1.el9', false],
    ['Fedora Project', '1-1.el9', false],
    ['Docker', '1-1.el9', false],
    [undefined, '1-1', true],
  ])('%s, %s: %s', (vendor, version, expected) => {
    expect(isOfDistribution(vendor, version)).toBe(expected);
  });
});
