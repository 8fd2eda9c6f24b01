import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '../model/coverage.ts';
import type { ExtractedInventory, Origin } from '../model/file-tree.ts';
import type { OperatingSystem, Package, PackageManager } from '../model/inventory.ts';
import { assembleInventory } from './assemble.ts';
import { extractors } from './list.ts';
import { ownedByTable } from './os/owned-paths.ts';

const debian: OperatingSystem = {
  id: 'debian',
  versionId: '12',
  idLike: [],
  ecosystem: 'Debian:12',
};
const layer = (index: number): Origin => ({ kind: 'layer', index, diffId: `sha256:${index}` });
const found = (
  manager: PackageManager,
  name: string,
  location: string,
  more: Partial<Package> = {},
): Package => ({
  manager,
  name,
  version: '1',
  ecosystem: manager === 'npm' ? 'npm' : '',
  purl: '',
  locations: [location],
  ...more,
});
const scanned: CoverageRow = { what: 'os-packages', status: 'scanned', incomplete: false };
const rowsOf = (...extracts: readonly ExtractedInventory[]) =>
  Object.fromEntries(
    assembleInventory(extracts).coverage.map(({ what, status, incomplete }) => [
      what,
      `${status}${incomplete ? ', incomplete' : ''}`,
    ]),
  );

describe('assembleInventory', () => {
  it.each([
    ['the layer that brought its package', 1, 1, 'python3-x'],
    ['a layer below it', 0, 1, 'python3-x'],
    ['a layer above it, which put another in its place', 2, 1, undefined],
  ])('takes a file of %s as owned or not', (_, fileLayer, packageLayer, expected) => {
    const path = 'usr/lib/python3/dist-packages/x.dist-info/METADATA';
    const { packages } = assembleInventory([
      {
        packages: [found('dpkg', 'python3-x', 'db', { origin: layer(packageLayer) })],
        ownedPaths: ownedByTable(new Map([[path, 'python3-x']])),
      },
      { packages: [found('pypi', 'x', path, { origin: layer(fileLayer) })] },
    ]);
    expect(packages.find(({ manager }) => manager === 'pypi')?.ownedBy).toBe(expected);
  });

  it('lets no list of a package own anything that is not installed', () => {
    const { packages } = assembleInventory([
      { packages: [], ownedPaths: ownedByTable(new Map([['usr/lib/a/package.json', 'ghost']])) },
      { packages: [found('npm', 'a', 'usr/lib/a/package.json')] },
    ]);
    expect(packages[0]?.ownedBy).toBeUndefined();
  });

  it('gives system packages the ecosystem and purl of their release', () => {
    const { packages } = assembleInventory([
      { packages: [found('dpkg', 'a', 'db')] },
      { os: debian },
      { packages: [found('npm', 'b', 'b/package.json')] },
    ]);
    expect(packages.map(({ ecosystem, purl }) => [ecosystem, purl])).toEqual([
      ['Debian:12', 'pkg:deb/debian/a@1?distro=debian-12'],
      ['npm', 'pkg:npm/b@1'],
    ]);
  });

  it.each<[PackageManager, string, boolean]>([
    ['dpkg', 'Debian:12', true],
    ['rpm', 'Debian:12', false],
    ['apk', 'Ubuntu:22.04:LTS', false],
    ['apk', 'Alpine:v3.20', true],
    ['dpkg', 'Alpine:v3.20', false],
    ['rpm', 'Azure Linux:3', true],
    ['rpm', 'Rocky Linux:9', true],
    ['dpkg', 'AlmaLinux:9', false],
    ['npm', 'Alpine:v3.20', true],
  ])('asks of %s packages on %s their own feed only', (manager, ecosystem, isNative) => {
    const { packages, coverage } = assembleInventory([
      { os: { ...debian, ecosystem }, coverage: [scanned] },
      { packages: [found(manager, 'a', 'db'), found('go', 'b', 'bin')] },
      { packages: [found('dpkg', 'c', 'db2'), found('rpm', 'c', 'db3'), found('apk', 'c', 'db4')] },
    ]);
    const own = manager === 'npm' ? 'npm' : ecosystem;
    expect(packages.find(({ name }) => name === 'a')?.ecosystem).toBe(isNative ? own : '');
    const row = coverage.find(({ what }) => what === 'os-packages');
    expect(row).toMatchObject({ status: 'partial', incomplete: true });
    if (!isNative) expect(row?.reason).toMatch(new RegExp(`2 packages of ${manager} \\(db`));
  });

  it('leaves packages of a distribution that no feed knows as they are', () => {
    const { coverage } = assembleInventory([
      { os: { id: 'haiku', idLike: [] }, coverage: [scanned] },
      { packages: [found('dpkg', 'a', 'db'), found('rpm', 'b', 'db')] },
    ]);
    expect(coverage.find(({ what }) => what === 'os-packages')).toEqual(scanned);
  });

  it('refuses names and versions that nobody gives, which only cost time', () => {
    const { packages, coverage } = assembleInventory([
      {
        packages: [
          found('npm', 'a', 'a/package.json', { version: '1'.repeat(257) }),
          found('npm', 'b'.repeat(1025), 'b/package.json'),
          found('npm', 'c', 'c/package.json', { version: '1'.repeat(256) }),
        ],
      },
    ]);
    expect(packages.map(({ name }) => name)).toEqual(['c']);
    expect(coverage.filter(({ incomplete }) => incomplete)).toMatchObject([
      { what: 'path:a/package.json', reason: 'states a version of 257 characters' },
      { what: 'path:b/package.json', reason: 'states a name of 1025 characters' },
    ]);
  });

  it('joins copies to one package with its places and its lowest layer', () => {
    const { packages } = assembleInventory([
      {
        packages: [
          found('npm', 'a', 'z/package.json', { origin: layer(2) }),
          found('npm', 'a', 'b/package.json', { origin: layer(1) }),
          found('npm', 'a', 'b/package.json', { origin: layer(1) }),
          found('npm', 'a', 'c/package.json', { origin: layer(3), version: '2' }),
        ],
      },
    ]);
    expect(packages).toMatchObject([
      { version: '1', locations: ['b/package.json', 'z/package.json'], origin: layer(1) },
      { version: '2', locations: ['c/package.json'], origin: layer(3) },
    ]);
  });

  it('joins very many copies in bounded time', () => {
    const packages = Array.from({ length: 50_000 }, (_, at) =>
      found('npm', 'a', `a${at}/package.json`),
    );
    const start = performance.now();
    const inventory = assembleInventory([{ packages }]);
    expect(inventory.packages[0]?.locations).toHaveLength(50_000);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('keeps apart what a system package owns and what it does not', () => {
    const { packages } = assembleInventory([
      {
        packages: [
          found('npm', 'a', 'usr/lib/a/package.json'),
          found('npm', 'a', 'app/a/package.json'),
        ],
      },
      {
        packages: [found('dpkg', 'node-a', 'db')],
        ownedPaths: ownedByTable(new Map([['usr/lib/a/package.json', 'node-a']])),
      },
    ]);
    expect(packages.map(({ name, ownedBy }) => [name, ownedBy])).toEqual([
      ['node-a', undefined],
      ['a', undefined],
      ['a', 'node-a'],
    ]);
  });

  it('takes what lies below /opt for a third party’s, whatever package holds it', () => {
    const path = 'opt/az/lib/python3.12/site-packages/requests-2.31.0.dist-info/METADATA';
    const { packages } = assembleInventory([
      { packages: [found('pypi', 'requests', path)] },
      {
        packages: [found('dpkg', 'azure-cli', 'db')],
        ownedPaths: ownedByTable(new Map([[path, 'azure-cli']])),
      },
    ]);
    expect(packages[0]?.ownedBy).toBeUndefined();
  });

  it('does not say of a system package that it is owned', () => {
    const { packages } = assembleInventory([
      { packages: [found('dpkg', 'a', 'db')], ownedPaths: ownedByTable(new Map([['db', 'x']])) },
    ]);
    expect(packages[0]?.ownedBy).toBeUndefined();
  });

  it('gives the same whatever the order of what was found', () => {
    const packages = ['a', 'b', 'c', 'd'].flatMap((name) => [
      found('npm', name, `x/${name}/package.json`),
      found('npm', name, `y/${name}/package.json`, { version: '2' }),
    ]);
    const expected = assembleInventory([{ packages }]);
    fc.assert(
      fc.property(fc.shuffledSubarray(packages, { minLength: packages.length }), (shuffled) => {
        expect(assembleInventory([{ packages: shuffled }])).toEqual(expected);
      }),
    );
  });
});

describe('coverage', () => {
  const packages = [found('dpkg', 'a', 'db')];
  const known: CoverageRow = { what: 'os-release', status: 'scanned', incomplete: false };
  const language = { 'language-packages': 'scanned' };
  it.each<[string, ExtractedInventory[], Record<string, string>]>([
    ['nothing', [], { 'os-packages': 'not-scanned', 'os-release': 'not-scanned' }],
    [
      'all',
      [
        { os: debian, coverage: [known] },
        { packages, coverage: [scanned] },
      ],
      { 'os-packages': 'scanned', 'os-release': 'scanned' },
    ],
    [
      'a database and no release',
      [{ packages, coverage: [scanned] }],
      { 'os-packages': 'scanned', 'os-release': 'not-scanned, incomplete' },
    ],
    [
      'a release and no database',
      [{ os: debian, coverage: [known] }],
      { 'os-packages': 'not-scanned, incomplete', 'os-release': 'scanned' },
    ],
    [
      'a release and an empty database',
      [
        { os: debian, coverage: [known] },
        { packages: [], coverage: [scanned] },
      ],
      { 'os-packages': 'not-scanned, incomplete', 'os-release': 'scanned' },
    ],
    [
      'one good database and a damaged one',
      [
        { os: debian, coverage: [known] },
        { packages, coverage: [scanned] },
        { coverage: [{ what: 'os-packages', status: 'partial', reason: 'x', incomplete: true }] },
      ],
      { 'os-packages': 'partial, incomplete', 'os-release': 'scanned' },
    ],
  ])('%s', (_, extracts, expected) => {
    expect(rowsOf(...extracts)).toEqual({ ...language, ...expected });
  });

  it('says in the reason why', () => {
    const { coverage } = assembleInventory([{ os: debian }]);
    expect(coverage.find(({ what }) => what === 'os-packages')?.reason).toMatch(/«debian»/);
  });
});

describe('the list of extractors', () => {
  it('has each once, named by its kind and format', () => {
    const ids = extractors.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^(?:os|language)\/[a-z-]+$/.test(id))).toBe(true);
  });

  it('keeps to the contract: a parse has a limit, a magic has an accept', () => {
    for (const { id, wants } of extractors) {
      for (const want of wants) {
        expect([id, want.parse !== undefined && want.limitBytes === undefined]).toEqual([
          id,
          false,
        ]);
        expect([id, want.magic !== undefined && want.accept === undefined]).toEqual([id, false]);
        expect(want.globs.every((glob) => !glob.startsWith('/'))).toBe(true);
      }
    }
  });
});
