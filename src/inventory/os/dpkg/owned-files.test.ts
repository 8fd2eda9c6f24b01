import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfDistribution, mayOwn } from './distribution.ts';
import { dpkgOwnedPaths, readList } from './owned-files.ts';

const maintainer = 'A Team <team@lists.debian.org>';
const list = (name: string, ...paths: readonly string[]) =>
  readList({ name, maintainer }, Buffer.from(paths.map((path) => `${path}\n`).join('')));
const unknown = () => undefined;

describe('dpkgOwnedPaths', () => {
  const owned = dpkgOwnedPaths(
    [
      list(
        'python3-x',
        '/.',
        '/usr',
        '/usr/lib/x.dist-info/METADATA',
        '/usr/share/doc/METADATA.gz',
        '/usr/local/lib/z.dist-info/METADATA',
        '/opt/z/METADATA',
        '/app/z/METADATA',
        '/usr/lib/node_modules/z/package.json',
        '/usr/share/ä/METADATA',
      ),
      list('libx', '/lib/x/package.json', '/usr/bin/tool'),
      list(
        'y',
        `${'a'.repeat(32)}  usr/lib/y.egg-info`,
        `${'b'.repeat(32)}  usr/lib/replaced.egg-info`,
        `${'b'.repeat(32)}  usr/bin/sum`,
      ),
      readList(
        { name: 'vendor', maintainer: 'Vendor <support@debian.org.example>' },
        Buffer.from('/usr/bin/vendor\n/usr/lib/v/METADATA\n/usr/share/nodejs/v/package.json\n'),
      ),
    ],
    () => 'a'.repeat(32),
  );
  it.each([
    ['usr/lib/x.dist-info/METADATA', 'python3-x'],
    ['usr/lib/x/package.json', 'libx'],
    ['lib/x/package.json', 'libx'],
    ['usr/bin/tool', 'libx'],
    ['usr/lib/y.egg-info', 'y'],
    ['usr/lib/replaced.egg-info', undefined],
    ['usr/bin/sum', 'y'],
    ['usr/share/ä/METADATA', 'python3-x'],
    ['usr/local/lib/z.dist-info/METADATA', undefined],
    ['opt/z/METADATA', undefined],
    ['app/z/METADATA', undefined],
    ['usr/lib/node_modules/z/package.json', undefined],
    ['usr/bin/vendor', undefined],
    ['usr/lib/v/METADATA', undefined],
    ['usr/share/nodejs/v/package.json', 'vendor'],
    ['bin/tool', undefined],
    ['lib/x.dist-info/METADATA', undefined],
    ['x.dist-info/METADATA', undefined],
    ['usr/share/doc/METADATA', undefined],
    ['usr/local/lib/x.dist-info/METADATA', undefined],
    ['METADATA', undefined],
    ['', undefined],
  ])('%s belongs to %s', (path, owner) => {
    expect(owned.ownerOf(path)).toBe(owner);
    // asked again: the answer is from the table
    expect(owned.ownerOf(path)).toBe(owner);
  });

  it('finds every path of a list and no other', () => {
    const segment = fc.stringMatching(/^[a-c]{1,3}$/);
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path), path, (paths, other) => {
        const lines = paths.map((each) => `/usr/${each}`);
        const owners = dpkgOwnedPaths([list('p', '/.', ...lines)], unknown);
        for (const each of paths) expect(owners.ownerOf(`usr/${each}`)).toBe('p');
        if (!paths.includes(other)) expect(owners.ownerOf(`usr/${other}`)).toBeUndefined();
      }),
    );
  });

  const info = '/var/lib/dpkg/info';
  it.skipIf(!existsSync(info))('says what dpkg-query -S says on this machine', () => {
    const names = readdirSync(info).filter((name) => name.endsWith('.list'));
    const lists = names.map((name) =>
      readList(
        { name: name.replace(/(?::[^:]*)?\.list$/, ''), maintainer },
        readFileSync(join(info, name)),
      ),
    );
    const owners = dpkgOwnedPaths(lists, unknown);
    const paths = lists
      .flatMap(({ text }) => text.split('\n').map((path) => path.slice(1)))
      .filter((path) => mayOwn(path, true))
      .filter((path) =>
        /\/(?:METADATA|PKG-INFO|package\.json)$|\.egg-info$|^usr\/bin\/[a-c]/.test(path),
      )
      .slice(0, 400);
    const searched = execFileSync('dpkg-query', ['-S', ...paths.map((path) => `/${path}`)], {
      encoding: 'utf8',
    });
    const expected = new Map<string, string>();
    for (const line of searched.split('\n')) {
      const match = /^(\S+?)(?::\S+)?: \/(.+)$/.exec(line);
      if (match?.[1] !== undefined && match[2] !== undefined) expected.set(match[2], match[1]);
    }
    expect(expected.size).toBeGreaterThan(20);
    for (const [path, owner] of expected)
      expect([path, owners.ownerOf(path)]).toEqual([path, owner]);
  });
});

describe('isOfDistribution', () => {
  it.each([
    ['Debian Go Packaging Team <team+pkg-go@tracker.debian.org>', true],
    ['Matthias Klose <doko@debian.org>', true],
    ['X <pkg-x@alioth-lists.debian.net>', true],
    ['Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>', true],
    ['A <a@canonical.com>', true],
    ['Docker <support@docker.com>', false],
    ['NodeSource', false],
    ['A <a@notdebian.org>', false],
    ['a@debian.org <support@vendor.example>', false],
    ['A <debian.org>', false],
    [undefined, false],
  ])('%s: %s', (text, expected) => {
    expect(isOfDistribution(text)).toBe(expected);
  });
});
