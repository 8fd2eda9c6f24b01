import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dpkgOwnedPaths, readList, readSums } from './owned-files.ts';

const list = (name: string, ...paths: readonly string[]) =>
  readList(name, Buffer.from(paths.map((path) => `${path}\n`).join('')));

describe('dpkgOwnedPaths', () => {
  const owned = dpkgOwnedPaths([
    list(
      'python3-x.list',
      '/.',
      '/usr',
      '/usr/lib/x.dist-info/METADATA',
      '/usr/share/doc/METADATA.gz',
    ),
    list('libx:amd64.list', '/lib/x/package.json', '/usr/bin/tool'),
    readSums('y.md5sums', Buffer.from('d41d8cd98f00b204e9800998ecf8427e  usr/lib/y.egg-info\n')),
  ]);
  it.each([
    ['usr/lib/x.dist-info/METADATA', 'python3-x'],
    ['usr/lib/x/package.json', 'libx'],
    ['lib/x/package.json', 'libx'],
    ['usr/bin/tool', 'libx'],
    ['usr/lib/y.egg-info', 'y'],
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
        const owners = dpkgOwnedPaths([list('p.list', '/.', ...paths.map((each) => `/${each}`))]);
        // a file in the root directory itself belongs to no package that could hold a manifest
        for (const each of paths.filter((each) => each.includes('/')))
          expect(owners.ownerOf(each)).toBe('p');
        if (!paths.includes(other)) expect(owners.ownerOf(other)).toBeUndefined();
      }),
    );
  });

  const info = '/var/lib/dpkg/info';
  it.skipIf(!existsSync(info))('says what dpkg-query -S says on this machine', () => {
    const names = readdirSync(info).filter((name) => name.endsWith('.list'));
    const lists = names.map((name) => readList(name, readFileSync(join(info, name))));
    const owners = dpkgOwnedPaths(lists);
    const paths = lists
      .flatMap(({ text }) => text.split('\n'))
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
