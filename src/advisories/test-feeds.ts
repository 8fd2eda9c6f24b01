// For tests only: feeds folders made of records, a runtime, packages.

import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { Finding } from '../model/finding.ts';
import type { OperatingSystem, Package, PackageManager } from '../model/inventory.ts';
import type { Runtime } from '../model/runtime.ts';
import { openAdvisories } from './advisories.ts';

const testdata = join(import.meta.dirname, 'testdata');

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'portcullis-advisories-'));
}

export interface TestRuntime extends Runtime {
  readonly lines: string[];
}

export function testRuntime(more: Partial<Runtime> = {}): TestRuntime {
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
  };
  return {
    now: () => new Date('2026-11-25T12:00:00Z'),
    env: {},
    log: { debug: log, info: log, warn: log },
    temporaryFolder: tmpdir(),
    signal: new AbortController().signal,
    lines,
    ...more,
  };
}

/** A zip file of the given entries, each deflated; APPNOTE 4.3. */
export function zipOf(entries: readonly (readonly [name: string, content: string | Buffer])[]) {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const plain = Buffer.from(content);
    const data = deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, data]);
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 'latin1');
    central.writeUInt16LE(20, 4);
    common.copy(central, 6, 0, 26);
    central.writeUInt32LE(offset, 42);
    directory.push(central, nameBytes);
    locals.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** A record of testdata, as text. */
export function recordText(ecosystem: string, id: string): Promise<string> {
  return readFile(join(testdata, 'osv', ecosystem, `${id.replaceAll(':', '_')}.json`), 'utf8');
}

/** Writes `osv/<ecosystem>/all.zip`. */
export async function writeExport(
  feeds: string,
  ecosystem: string,
  records: readonly (readonly [name: string, content: string | Buffer])[],
): Promise<string> {
  const folder = join(feeds, 'osv', ecosystem);
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'all.zip');
  await writeFile(path, zipOf(records));
  return path;
}

/** A feeds folder of all records in testdata, with KEV and end-of-life dates for a few of them. */
export async function writeTestFeeds(): Promise<string> {
  const feeds = await temporaryFolder();
  for (const ecosystem of await readdir(join(testdata, 'osv'))) {
    const files = await readdir(join(testdata, 'osv', ecosystem));
    const records: [string, Buffer][] = [];
    for (const file of files) {
      records.push([
        file.replace('_', ':'),
        await readFile(join(testdata, 'osv', ecosystem, file)),
      ]);
    }
    await writeExport(feeds, ecosystem, records);
  }
  const kev = { cveID: 'CVE-2023-44487', dateAdded: '2023-10-10', dueDate: '2023-10-31' };
  await writeFile(join(feeds, 'kev.json'), JSON.stringify({ vulnerabilities: [kev] }));
  const debian = [
    { releaseCycle: '13', eol: '2028-08-09', eoes: '2030-06-30' },
    { releaseCycle: '12', eol: '2026-07-11', eoes: '2028-06-30' },
    { releaseCycle: '10', eol: '2022-09-10', eoes: '2024-06-30' },
  ];
  const products = {
    debian: { releases: debian },
    'alpine-linux': { releases: [{ releaseCycle: '3.20', eol: '2026-04-01' }] },
  };
  await writeFile(join(feeds, 'eol.json'), JSON.stringify({ products }));
  return feeds;
}

const managers: Readonly<Record<string, PackageManager>> = {
  Debian: 'dpkg',
  Ubuntu: 'dpkg',
  Alpine: 'apk',
  npm: 'npm',
  PyPI: 'pypi',
  Go: 'go',
};

export function packageOf(
  ecosystem: string,
  name: string,
  version: string,
  more: Partial<Package> = {},
): Package {
  const manager = managers[ecosystem.split(':')[0] ?? ''] ?? 'rpm';
  return {
    ecosystem,
    manager,
    name,
    version,
    purl: `pkg:generic/${name}@${version}`,
    locations: [`where/${name}`],
    ...more,
  };
}

/** What a fresh store of `feeds` says of the packages. */
export async function findingsFor(
  feeds: string,
  packages: readonly Package[],
  os?: OperatingSystem,
): Promise<Finding[]> {
  const folder = await temporaryFolder();
  const ecosystems = packages.map(({ ecosystem }) => ecosystem);
  const request = { ecosystems, feeds, folder, offline: true };
  const advisories = await openAdvisories(request, testRuntime());
  try {
    const inventory = { packages, coverage: [], ...(os !== undefined && { os }) };
    return (await advisories.match(inventory)).findings;
  } finally {
    await advisories.close();
  }
}
