import { describe, expect, it } from 'vitest';
import { listedPaths, mayBeAsked, ownedByTable } from './owned-paths.ts';

describe('listedPaths', () => {
  it.each([
    ['usr/lib/x', ['usr/lib/x', 'lib/x']],
    ['usr/bin/x', ['usr/bin/x', 'bin/x']],
    ['usr/sbin/x', ['usr/sbin/x', 'sbin/x']],
    ['usr/lib64/x', ['usr/lib64/x', 'lib64/x']],
    ['usr/libexec/x', ['usr/libexec/x']],
    ['usr/share/x', ['usr/share/x']],
    ['usr/lib', ['usr/lib']],
    ['lib/x', ['lib/x']],
    ['opt/usr/lib/x', ['opt/usr/lib/x']],
  ])('%s', (path, expected) => {
    expect(listedPaths(path)).toEqual(expected);
  });
});

describe('mayBeAsked', () => {
  it.each([
    ['package.json', false, true],
    ['METADATA', false, true],
    ['PKG-INFO', false, true],
    ['x.egg-info', false, true],
    ['tool', true, true],
    ['tool', false, false],
    ['METADATA.gz', false, false],
  ])('%s, executable %s: %s', (name, isExecutable, expected) => {
    expect(mayBeAsked(name, isExecutable)).toBe(expected);
  });
});

describe('ownedByTable', () => {
  it('looks on both sides of a merged /usr', () => {
    const owned = ownedByTable(
      new Map([
        ['bin/x', 'a'],
        ['usr/lib/y', 'b'],
      ]),
    );
    expect(owned.ownerOf('usr/bin/x')).toBe('a');
    expect(owned.ownerOf('usr/lib/y')).toBe('b');
    expect(owned.ownerOf('lib/y')).toBeUndefined();
  });
});
