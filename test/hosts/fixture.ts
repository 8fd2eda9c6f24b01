// What the simulated hosts scan: two tiny root file systems and a tiny feeds folder, written anew for each test file.
// Package names and advisories are made up; the layout of the files is dpkg's, npm's and OSV's.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** What a scanned image may call itself: each would be a command if it reached a host's log as it is. */
const hostileName = 'x##vso[task.complete result=Succeeded;]ok';
const hostileFolder = 'y\n::error::owned\r##[error]##vso[task.setvariable variable=verdict;]pass';

export interface Fixture {
  /** Debian 12 with one vulnerable package, mended upstream, and an npm package with a hostile name. */
  readonly vulnerable: string;
  /** Debian 12 with one package that no advisory names. */
  readonly clean: string;
  readonly feeds: string;
}

function put(root: string, path: string, content: string | Buffer): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A zip of stored files. */
export function storedZip(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [nameBytes, data] = [Buffer.from(name), Buffer.from(text)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, nameBytes, data]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'),
        fields,
        central,
        nameBytes,
      ]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, central, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

function dpkgStatus(name: string, version: string): string {
  return [
    `Package: ${name}`,
    'Status: install ok installed',
    'Priority: optional',
    'Section: utils',
    'Maintainer: Nobody <nobody@example.org>',
    'Architecture: amd64',
    `Version: ${version}`,
    'Description: made up',
    '',
    '',
  ].join('\n');
}

function root(folder: string, status: string): void {
  put(
    folder,
    'etc/os-release',
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
  );
  put(folder, 'var/lib/dpkg/status', status);
}

function advisory(id: string, ecosystem: string, name: string, fixed: string, severity?: string) {
  return JSON.stringify({
    schema_version: '1.6.0',
    id,
    modified: '2026-01-02T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    upstream: ecosystem.startsWith('Debian') ? [id.replace('DEBIAN-', '')] : [],
    summary: `made up: ${name}`,
    details: 'made up',
    ...(severity === undefined ? {} : { severity: [{ type: 'CVSS_V3', score: severity }] }),
    affected: [
      {
        package: { ecosystem, name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
        versions: ['1.0.0', '1.0-1', '1.2.3'],
      },
    ],
    references: [{ type: 'ADVISORY', url: 'https://example.org/advisory' }],
  });
}

const criticalVector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

/** Writes everything into `folder`, which exists. */
export function makeFixture(folder: string): Fixture {
  const [vulnerable, clean, feeds] = ['vulnerable', 'clean', 'feeds'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  root(vulnerable, dpkgStatus('gatehouse', '1.0-1'));
  put(
    vulnerable,
    `srv/app/node_modules/${hostileFolder}/package.json`,
    JSON.stringify({ name: hostileName, version: '1.0.0' }),
  );
  put(
    vulnerable,
    'srv/app/node_modules/drawbridge/package.json',
    JSON.stringify({ name: 'drawbridge', version: '1.2.3' }),
  );
  root(clean, dpkgStatus('quiet', '2.0-1'));
  put(
    feeds,
    'osv/Debian/all.zip',
    storedZip({
      'DEBIAN-CVE-2026-90001.json': advisory(
        'DEBIAN-CVE-2026-90001',
        'Debian:12',
        'gatehouse',
        '1.1-1',
        criticalVector,
      ),
    }),
  );
  put(
    feeds,
    'osv/npm/all.zip',
    storedZip({
      'GHSA-xxxx-yyyy-zzzz.json': advisory(
        'GHSA-xxxx-yyyy-zzzz',
        'npm',
        hostileName,
        '2.0.0',
        criticalVector,
      ),
      'GHSA-aaaa-bbbb-cccc.json': advisory(
        'GHSA-aaaa-bbbb-cccc',
        'npm',
        'drawbridge',
        '1.2.4',
        criticalVector,
      ),
    }),
  );
  const exploited = { cveID: 'CVE-2026-99999', dateAdded: '2026-01-01' };
  put(feeds, 'kev.json', JSON.stringify({ catalogVersion: '1', vulnerabilities: [exploited] }));
  put(
    feeds,
    'eol.json',
    JSON.stringify({
      source: 'made up',
      products: {
        debian: {
          title: 'Debian',
          category: 'os',
          releases: [{ releaseCycle: '12', releaseDate: '2023-06-10', eol: '2099-01-01' }],
        },
      },
    }),
  );
  return { vulnerable, clean, feeds };
}
