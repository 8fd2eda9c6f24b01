import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { named, rowOf, scanFolder } from '../../../../test/inventory/scan-folder.ts';
import { ScanError } from '../../../model/errors.ts';
import { mostPackages, parseApkInstalled } from './parse-installed.ts';

/** Written after the field descriptions of apk-package(5). */
const installed = `C:Q1p78yvTLG094tHE1+dToJGbmYzQE=
P:musl
V:1.2.5-r0
A:x86_64
S:407278
I:667648
T:the musl c library (libc) implementation
U:https://musl.libc.org/
L:MIT
o:musl
m:Someone <x@example.org>
t:1717251436
c:a8f38fe5
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1aC0vVl6TBEsrcVG3S6E8mYWa2+c=
R:libc.musl-x86_64.so.1
a:0:0:777

C:Q1x=
P:libcrypto3
V:3.3.1-r0
A:x86_64
L:Apache-2.0
o:openssl
F:usr
F:usr/lib
R:libcrypto.so.3

P:py3-requests
V:2.32.3-r0
A:noarch
o:py3-requests
F:usr/lib/python3.12/site-packages/requests-2.32.3-py3.12.egg-info
R:PKG-INFO
R:top_level.txt
F:usr/bin
M:0:0:1777
R:tool
a:0:0:4755
R:data
a:0:0:644

`;

describe('parseApkInstalled', () => {
  it('reads packages, origins and what may be asked for', () => {
    expect(parseApkInstalled(installed, 'installed')).toEqual([
      {
        name: 'musl',
        version: '1.2.5-r0',
        architecture: 'x86_64',
        origin: 'musl',
        licence: 'MIT',
        files: ['lib/ld-musl-x86_64.so.1', 'lib/libc.musl-x86_64.so.1'],
      },
      {
        name: 'libcrypto3',
        version: '3.3.1-r0',
        architecture: 'x86_64',
        origin: 'openssl',
        licence: 'Apache-2.0',
        files: [],
      },
      {
        name: 'py3-requests',
        version: '2.32.3-r0',
        architecture: 'noarch',
        origin: 'py3-requests',
        files: [
          'usr/lib/python3.12/site-packages/requests-2.32.3-py3.12.egg-info/PKG-INFO',
          'usr/bin/tool',
        ],
      },
    ]);
  });

  it('lists what awk lists', () => {
    const program = '/^P:/{p=substr($0,3)} /^V:/{v=substr($0,3)} /^$/{if(p!="")print p"@"v; p=""}';
    const listed = execFileSync('awk', [program], { input: `${installed}\n`, encoding: 'utf8' });
    expect(
      parseApkInstalled(installed, 'x').map(({ name, version }) => `${name}@${version}`),
    ).toEqual(listed.trim().split('\n'));
  });

  it('needs no empty line at the end', () => {
    expect(parseApkInstalled('P:a\nV:1', 'x')).toEqual([{ name: 'a', version: '1', files: [] }]);
  });

  it.each([
    ['rubbish', 'P:a\nV:1\n\nrubbish\n', /installed, line 4: no field name/],
    ['no name', 'V:1\n\n', /installed, line 2: a stanza without P:/],
    ['no version', 'P:a\n', /«a» has no V:/],
  ])('says where a damaged database is damaged: %s', (_, text, message) => {
    expect(() => parseApkInstalled(text, 'installed')).toThrow(message);
  });

  it('throws nothing but a ScanError', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('P', 'V', ':', '\n', 'R', 'F', 'a', '7') }),
        (text) => {
          try {
            parseApkInstalled(text, 'x');
          } catch (error) {
            expect(error).toBeInstanceOf(ScanError);
          }
        },
      ),
    );
  });
});

describe('apk packages of a root', () => {
  it.each(['lib/apk/db/installed', 'usr/lib/apk/db/installed'])('reads %s', async (path) => {
    const metadata = 'usr/lib/python3.12/site-packages/requests-2.32.3-py3.12.egg-info/PKG-INFO';
    const scan = await scanFolder({
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\n',
      [path]: installed,
      [metadata]: 'Name: requests\nVersion: 2.32.3\n',
    });
    expect(named(scan, 'apk')).toEqual([
      'libcrypto3@3.3.1-r0',
      'musl@1.2.5-r0',
      'py3-requests@2.32.3-r0',
    ]);
    expect(scan.packages[0]).toMatchObject({
      ecosystem: 'Alpine:v3.20',
      source: { name: 'openssl', version: '3.3.1-r0' },
      purl: 'pkg:apk/alpine/libcrypto3@3.3.1-r0?arch=x86_64&distro=alpine-3.20.3',
      locations: [path],
    });
    expect(scan.packages.find(({ manager }) => manager === 'pypi')?.ownedBy).toBe('py3-requests');
  });

  it('is incomplete for a damaged database', async () => {
    const scan = await scanFolder({
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\n',
      'lib/apk/db/installed': 'P:a\n\u0000\n',
    });
    expect(rowOf(scan, 'os-packages')).toMatchObject({ incomplete: true });
  });
});

it('refuses a database of more packages than there are', () => {
  const text = 'P:1\nV:1\n\n'.repeat(mostPackages);
  expect(parseApkInstalled(text, 'db')).toHaveLength(mostPackages);
  expect(() => parseApkInstalled(`${text}P:1\nV:1\n`, 'db')).toThrow(/more than 50000 packages/);
});
