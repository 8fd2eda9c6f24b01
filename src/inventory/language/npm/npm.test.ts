import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRuntime } from '../../../../test/inventory/memory.ts';
import { named, scanFolder } from '../../../../test/inventory/scan-folder.ts';
import { openFolder } from '../../../filesystems/host/open-folder.ts';
import { ScanError } from '../../../model/errors.ts';
import { runPlugins } from '../../../trees/run-plugins.ts';
import { assembleInventory } from '../../assemble.ts';
import { npm } from './extractor.ts';
import { isInstalledManifest } from './installed-paths.ts';
import { parseNpmManifest } from './parse-manifest.ts';

describe('isInstalledManifest', () => {
  it.each([
    ['node_modules/x/package.json', true],
    ['usr/lib/node_modules/npm/package.json', true],
    ['usr/lib/node_modules/npm/node_modules/@npmcli/fs/package.json', true],
    ['app/node_modules/@s/x/node_modules/y/package.json', true],
    ['app/node_modules/.pnpm/x@1.0.0/node_modules/x/package.json', true],
    ['app/node_modules/.pnpm/@s+x@1.0.0/node_modules/@s/x/package.json', true],
    ['app/node_modules/.store/x-npm-1/node_modules/x/package.json', true],
    ['app/node_modules/x/lib/package.json', false],
    ['app/node_modules/x/esm/package.json', false],
    ['app/node_modules/@s/x/build/cjs/package.json', false],
    ['app/node_modules/x/test/node_modules/y/package.json', false],
    ['app/node_modules/x/fixtures/a/node_modules/@s/y/package.json', false],
    ['app/node_modules/.cache/x/package.json', false],
    ['app/node_modules/.cache/package.json', false],
    ['app/package.json', false],
    ['node_modules/package.json', false],
  ])('%s: %s', (path, expected) => {
    expect(isInstalledManifest(path)).toBe(expected);
  });
});

describe('parseNpmManifest', () => {
  it.each([
    [
      '{"name":"x","version":"1.0.0","license":"MIT"}',
      { name: 'x', version: '1.0.0', licence: 'MIT' },
    ],
    ['\uFEFF{"name":"@s/x","version":"v1.0.0"}', { name: '@s/x', version: '1.0.0' }],
    ['{"name":"x","version":"1.0.0","license":{"type":"MIT"}}', { name: 'x', version: '1.0.0' }],
    ['{"name":"x"}', undefined],
    ['{"type":"module"}', undefined],
    ['{"name":"x","version":1}', undefined],
    ['{"name":"","version":"1.0.0"}', undefined],
  ])('reads %j', (text, expected) => {
    expect(parseNpmManifest(text, 'p')).toEqual(expected);
  });

  it.each(['', '{', '[]', 'null', '"x"', '{"name":"x",}'])('refuses %j', (text) => {
    expect(() => parseNpmManifest(text, 'a/package.json')).toThrow(/^a\/package.json: is not/);
  });

  it('throws nothing but a ScanError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          parseNpmManifest(text, 'p');
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
    );
  });
});

describe('npm packages of a root', () => {
  it('takes the name from the manifest, joins copies, leaves out templates', async () => {
    const lodash = '{"name":"lodash","version":"4.17.20"}';
    const scan = await scanFolder({
      'app/node_modules/lodash/package.json': lodash,
      'app/node_modules/a/node_modules/lodash/package.json': lodash,
      'app/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}',
      'app/node_modules/a/templates/node_modules/z/package.json': '{"name":"z","version":"1.0.0"}',
      'app/node_modules/string-width-cjs/package.json': '{"name":"string-width","version":"4.2.3"}',
      'app/node_modules/@s/b/package.json': '{"name":"@s/b","version":"2.0.0"}',
    });
    expect(named(scan, 'npm')).toEqual([
      '@s/b@2.0.0',
      'a@1.0.0',
      'lodash@4.17.20',
      'string-width@4.2.3',
    ]);
    expect(scan.packages.find(({ name }) => name === 'lodash')).toMatchObject({
      ecosystem: 'npm',
      purl: 'pkg:npm/lodash@4.17.20',
      locations: [
        'app/node_modules/a/node_modules/lodash/package.json',
        'app/node_modules/lodash/package.json',
      ],
    });
    expect(scan.packages.find(({ name }) => name === '@s/b')?.purl).toBe('pkg:npm/%40s/b@2.0.0');
  });

  it('says which manifest cannot be read, and goes on', async () => {
    const scan = await scanFolder({
      'app/node_modules/x/package.json': '{"name":"x"',
      'app/node_modules/y/package.json': '{"name":"y","version":"1.0.0"}',
    });
    expect(named(scan, 'npm')).toEqual(['y@1.0.0']);
    expect(scan.problems).toMatchObject([
      { what: 'path:app/node_modules/x/package.json', incomplete: true },
    ]);
  });

  it("lists what npm ls lists of this project's own node_modules", async () => {
    const runtime = testRuntime();
    const source = await openFolder('node_modules/..', runtime);
    const { inventory } = await runPlugins({
      source,
      extractors: [npm],
      rules: [],
      assemble: (extracts) => assembleInventory(extracts.map(({ extract }) => extract)),
      runtime,
    });
    await source.close();
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-npm-'));
    let listed = '';
    try {
      listed = execFileSync('npm', ['ls', '--all', '--json', '--long=false', '--offline'], {
        encoding: 'utf8',
        env: { ...process.env, npm_config_cache: folder },
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 1024 ** 2,
      });
    } catch (error) {
      // npm ls prints the whole tree and exits with 1 where something is extraneous or missing.
      listed = String((error as { readonly stdout?: unknown }).stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    // An alias shows under its own name; the lock says what it stands for.
    const lock: { readonly packages: Readonly<Record<string, { readonly name?: string }>> } =
      JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const aliases = new Map(
      Object.entries(lock.packages).flatMap(([path, { name }]) =>
        name === undefined ? [] : [[path.replace(/^.*node_modules\//, ''), name] as const],
      ),
    );
    const expected = new Set<string>();
    const walk = (node: Pick<Node, 'dependencies'>) => {
      for (const [name, child] of Object.entries(node.dependencies ?? {})) {
        if (child.version !== undefined)
          expected.add(`${aliases.get(name) ?? name}@${child.version}`);
        walk(child);
      }
    };
    interface Node {
      readonly version?: string;
      readonly dependencies?: Readonly<Record<string, Node>>;
    }
    walk(JSON.parse(listed));
    expect(expected.size).toBeGreaterThan(300);
    expect([...named(inventory, 'npm')].sort()).toEqual([...expected].sort());
  });
});
