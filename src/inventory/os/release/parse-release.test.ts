import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseAlpineRelease,
  parseDebianVersion,
  parseLsbRelease,
  parseOsRelease,
  parseRedHatRelease,
} from './parse-release.ts';

describe('parseOsRelease', () => {
  it('reads what a Debian writes', () => {
    const text = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION_CODENAME=bookworm
ID=debian
`;
    expect(parseOsRelease(text)).toEqual({
      id: 'debian',
      versionId: '12',
      idLike: [],
      codename: 'bookworm',
      prettyName: 'Debian GNU/Linux 12 (bookworm)',
    });
  });

  it.each([
    [
      "ID='rocky'\nID_LIKE='rhel centos fedora'",
      { id: 'rocky', idLike: ['rhel', 'centos', 'fedora'] },
    ],
    ['# ID=no\nID="al\\"ma"', { id: 'al"ma', idLike: [] }],
    ['ID=a\nID=b', { id: 'b', idLike: [] }],
    ['', { id: 'linux', idLike: [] }],
    ['ID=\r\nVERSION_ID=\r\n', { id: 'linux', idLike: [] }],
    ['ID=Debian', { id: 'debian', idLike: [] }],
    ['garbage\0\nID=x', { id: 'x', idLike: [] }],
  ])('reads %j', (text, expected) => {
    expect(parseOsRelease(text)).toEqual(expected);
  });

  it('unquotes as the shell does', () => {
    const quoted = ['"a \\$b \\` \\\\ c"', "'it is \\ so'", 'plain', '"x"', "''"];
    for (const value of quoted) {
      const shell = execFileSync('sh', ['-c', `V=${value}; printf %s "$V"`], { encoding: 'utf8' });
      expect(parseOsRelease(`ID=x\nVERSION_ID=${value}`).versionId ?? '').toBe(shell);
    }
  });

  it('takes no time for long runs of spaces', () => {
    const started = performance.now();
    parseOsRelease(`A=${' '.repeat(200_000)}y`);
    parseOsRelease(`${' '.repeat(200_000)}y`);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseOsRelease(text).id).not.toBe('');
        parseLsbRelease(text);
        parseDebianVersion(text);
        parseAlpineRelease(text);
        parseRedHatRelease(text);
      }),
    );
  });
});

describe('the files from before os-release', () => {
  it.each([
    [parseLsbRelease, 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n', 'ubuntu', '22.04'],
    [parseLsbRelease, 'LSB_VERSION=core-4.1', undefined, undefined],
    [parseDebianVersion, '9.13\n', 'debian', '9'],
    [parseDebianVersion, 'trixie/sid\n', 'debian', undefined],
    [parseDebianVersion, '\n', undefined, undefined],
    [parseAlpineRelease, '3.20.3\n', 'alpine', '3.20.3'],
    [parseAlpineRelease, '', undefined, undefined],
    [parseRedHatRelease, 'AlmaLinux release 8.4 (Electric Cheetah)\n', 'almalinux', '8.4'],
    [parseRedHatRelease, 'Rocky Linux release 9.2 (Blue Onyx)\n', 'rocky', '9.2'],
    [parseRedHatRelease, 'Red Hat Enterprise Linux release 8.4 (Ootpa)\n', 'rhel', '8.4'],
    [
      parseRedHatRelease,
      'CBL-Mariner 2.0.20220226\nMARINER_BUILD_NUMBER=x\n',
      'mariner',
      '2.0.20220226',
    ],
    [parseRedHatRelease, 'Haiku release R1\n', 'haiku', '1'],
    [parseRedHatRelease, '\n', undefined, undefined],
  ])('%o reads %j', (parse, text, id, versionId) => {
    const found = parse(text);
    expect(found?.id).toBe(id);
    expect(found?.versionId).toBe(versionId);
  });
});
