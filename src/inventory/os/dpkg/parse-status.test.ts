import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScanError } from '../../../model/errors.ts';
import { mostPackages, parseDpkgStatus } from './parse-status.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';
const parse = (text: string) => parseDpkgStatus(Buffer.from(text), 'status');

/** What dpkg's own tool says of a database: name, version, architecture, source name, source version. */
function query(text: string | Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-dpkg-'));
  try {
    writeFileSync(join(folder, 'status'), text);
    const format =
      '${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\n';
    return execFileSync('dpkg-query', ['--admindir', folder, '-W', '-f', format], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\n')
      .filter((line) => line !== '' && !/^(?:config-files|not-installed) /.test(line))
      .map((line) => line.replace(/^\S+ /, ''))
      .sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ours = (text: string | Buffer) =>
  parseDpkgStatus(Buffer.from(text), 'status')
    .map(
      ({ name, version, architecture, source }) =>
        `${name} ${version} ${architecture} ${source.name} ${source.version}`,
    )
    .sort();

const hasDpkg = existsSync('/usr/bin/dpkg-query');
const databases = ['debian12-main-only', 'debian12-with-security'].map((name) =>
  join(shared, 'feeds/expected', `${name}.dpkg-status.gz`),
);

describe('parseDpkgStatus', () => {
  it.each([
    ['no Source', '', 'a', '1:2-3'],
    ['Source', 'Source: src\n', 'src', '1:2-3'],
    ['Source with a version', 'Source: src (2:9-1)\n', 'src', '2:9-1'],
    ['Source with a version and no space', 'Source: src(2:9-1)\n', 'src', '2:9-1'],
    ['an empty Source', 'Source:\n', 'a', '1:2-3'],
  ])('reads %s', (_, field, name, version) => {
    const text = `Package: a\n${field}Version: 1:2-3\nStatus: install ok installed\n`;
    expect(parse(text)).toEqual([{ name: 'a', version: '1:2-3', source: { name, version } }]);
  });

  it.each([
    ['install ok installed', true],
    ['hold ok installed', true],
    ['install ok unpacked', true],
    ['install reinstreq half-configured', true],
    ['install reinstreq half-installed', true],
    ['install ok triggers-awaited', true],
    ['install ok triggers-pending', true],
    ['deinstall ok config-files', false],
    ['purge ok not-installed', false],
  ])('state «%s»: listed is %s', (status, listed) => {
    expect(parse(`Package: a\nStatus: ${status}\nVersion: 1\n`)).toHaveLength(listed ? 1 : 0);
  });

  it('takes no field from a continuation line, a comment or the last lines without newline', () => {
    const text = 'Package: a\nDescription: x\n Version: 9\n .\n# Version: 8\nVersion: 1';
    expect(parse(text)).toMatchObject([{ name: 'a', version: '1' }]);
  });

  it('reads a file of status.d, without Status, and CRLF lines', () => {
    expect(parse('Package: base-files\r\nVersion: 12.4\r\nArchitecture: amd64\r\n')).toMatchObject([
      { name: 'base-files', version: '12.4', architecture: 'amd64' },
    ]);
  });

  it.each([
    ['binary', 'Package: a\nVersion: 1\n\n\0\x01\x02 rubbish\n', /status, line 4: no field name/],
    ['no name', 'Status: install ok installed\nVersion: 1\n', /without Package/],
    ['a cut stanza', 'Package: a\nStatus: install ok installed\n', /«a» has no Version/],
  ])('says where a damaged database is damaged: %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(ScanError);
    expect(() => parse(text)).toThrow(message);
  });

  it('refuses a database of more packages than there are', () => {
    const text = 'Package: a\nVersion: 1\n\n'.repeat(mostPackages);
    expect(parse(text)).toHaveLength(mostPackages);
    expect(() => parse(`${text}Package: a\nVersion: 1\n`)).toThrow(/more than 50000 packages/);
  });

  it('throws nothing but a ScanError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          parseDpkgStatus(Buffer.from(bytes), 'status');
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
    );
  });

  describe.skipIf(!hasDpkg)('beside dpkg-query', () => {
    it('lists the same in every state', () => {
      const rest = 'Maintainer: x <x@y>\nDescription: x\n';
      const text = [
        'installed',
        'unpacked',
        'half-configured',
        'half-installed',
        'triggers-awaited',
        'config-files',
        'not-installed',
      ]
        .map((state, index) => {
          const more =
            (state === 'config-files' ? 'Config-Version: 1\n' : '') +
            (state === 'half-configured' ? 'Config-Version: 1\n' : '') +
            (state === 'triggers-awaited' ? 'Triggers-Awaited: p0\n' : '');
          return `Package: p${index}\nStatus: install ok ${state}\n${more}Version: 1:${index}-1\nSource: s (${index})\nArchitecture: all\n${rest}`;
        })
        .join('\n');
      expect(ours(text)).toEqual(query(text));
    });

    it.skipIf(!existsSync('/var/lib/dpkg/status'))("lists the same of this machine's own", () => {
      const text = readFileSync('/var/lib/dpkg/status');
      expect(ours(text)).toEqual(query(text));
    });

    it.skipIf(!databases.every((path) => existsSync(path))).each(databases)(
      'lists the same of %s (../shared)',
      (path) => {
        const text = gunzipSync(readFileSync(path));
        expect(ours(text).length).toBeGreaterThan(150);
        expect(ours(text)).toEqual(query(text));
      },
    );
  });
});
