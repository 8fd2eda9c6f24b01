import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRuntime } from '../../../../test/inventory/memory.ts';
import { named, scanFolder } from '../../../../test/inventory/scan-folder.ts';
import { scanLayers } from '../../../../test/inventory/scan-image.ts';
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
    ['app/node_modules/.store/x-npm-4.17.20-c0db62021c/package/package.json', true],
    ['app/node_modules/.store/x-npm-1/package/node_modules/y/package.json', true],
    ['app/node_modules/.bun/x@1.0.0/node_modules/x/package.json', true],
    ['app/node_modules/.deno/@s+x@1.0.0/node_modules/@s/x/package.json', true],
    ['app/node_modules/.pnpm/node_modules/x/package.json', true],
    ['usr/lib/node_modules/code-server/lib/vscode/node_modules/y/package.json', true],
    ['app/node_modules/mocks/node_modules/y/package.json', true],
    ['app/node_modules/@babel/template/node_modules/y/package.json', true],
    ['app/node_modules/x/node_modules/y/templates/node_modules/z/package.json', false],
    ['app/node_modules/.lodash-Ab12/package.json', false],
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
    ['{"name":"x","version":null}', undefined],
    ['{"name":"","version":"1.0.0"}', undefined],
  ])('reads %j', (text, expected) => {
    expect(parseNpmManifest(text, 'p')).toEqual(expected);
  });

  it('takes the folder for the name of a manifest without one', () => {
    expect(parseNpmManifest('{"version":"1.0.0"}', 'p', '@s/x')).toEqual({
      name: '@s/x',
      version: '1.0.0',
    });
  });

  it.each(['{"name":"x","version":1}', '{"name":{},"version":"1"}'])('refuses %j', (text) => {
    expect(() => parseNpmManifest(text, 'p')).toThrow(/no text/);
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

  it('reads what links in node_modules lead to, once, and what the stores hold', async () => {
    const manifest = (name: string) => `{"name":"${name}","version":"1.0.0"}`;
    const files = {
      'srv/linked/package.json': manifest('linked'),
      'app/packages/workspace/package.json': manifest('@me/workspace'),
      'app/packages/nameless/package.json': '{"version":"2.0.0"}',
      'app/packages/broken/package.json': '{',
      'app/packages/unlinked/package.json': manifest('unlinked'),
      'app/node_modules/linked': '-> /srv/linked',
      'app/node_modules/again': '-> ../../srv/linked',
      'app/node_modules/@me/workspace': '-> ../../packages/workspace',
      'app/node_modules/nameless': '-> ../packages/nameless',
      'app/node_modules/broken': '-> ../packages/broken',
      'deps/whole/package.json': manifest('whole'),
      'deps/@s/scoped/package.json': manifest('@s/scoped'),
      'web/node_modules': '-> /deps',
      'scope/one/package.json': manifest('@t/one'),
      'app/node_modules/@t': '-> ../../scope',
      'deps/single.json': manifest('single'),
      'app/node_modules/single/package.json': '-> /deps/single.json',
      'loop/node_modules/node_modules': '-> .',
      'app/node_modules/dangling': '-> ../packages/none',
      'app/node_modules/.store/y-npm-1.0.0-c0db62021c/package/package.json': manifest('y'),
      'app/node_modules/y': '-> .store/y-npm-1.0.0-c0db62021c/package',
      'app/node_modules/.bun/z@1.0.0/node_modules/z/package.json': manifest('z'),
      'app/node_modules/z': '-> .bun/z@1.0.0/node_modules/z',
    };
    const expected = [
      '@me/workspace@1.0.0',
      '@s/scoped@1.0.0',
      '@t/one@1.0.0',
      'linked@1.0.0',
      'nameless@2.0.0',
      'single@1.0.0',
      'whole@1.0.0',
      'y@1.0.0',
      'z@1.0.0',
    ];
    for (const scan of [
      await scanFolder(files),
      await scanLayers([{ createdBy: 'COPY', files }], true),
    ]) {
      expect(named(scan, 'npm')).toEqual(expected);
      expect(scan.packages.find(({ name }) => name === 'linked')?.locations).toEqual([
        'srv/linked/package.json',
      ]);
      expect(scan.problems).toMatchObject([{ what: 'path:app/packages/broken/package.json' }]);
    }
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
