import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRuntime } from '../../../../test/inventory/memory.ts';
import { named, scanFolder } from '../../../../test/inventory/scan-folder.ts';
import { scanLayers } from '../../../../test/inventory/scan-image.ts';
import { openFolder } from '../../../filesystems/host/open-folder.ts';
import { ScanError } from '../../../model/errors.ts';
import { runPlugins } from '../../../trees/run-plugins.ts';
import { assembleInventory } from '../../assemble.ts';
import { isDistribution, nameFromPath } from './distribution-paths.ts';
import { python } from './extractor.ts';
import { normalisePythonName, parsePythonMetadata } from './parse-metadata.ts';

describe('normalisePythonName', () => {
  // PEP 503's own examples, then some more
  it.each([
    ['friendly-bard', 'friendly-bard'],
    ['Friendly-Bard', 'friendly-bard'],
    ['FRIENDLY-BARD', 'friendly-bard'],
    ['friendly.bard', 'friendly-bard'],
    ['friendly_bard', 'friendly-bard'],
    ['friendly--bard', 'friendly-bard'],
    ['FrIeNdLy-._.-bArD', 'friendly-bard'],
    ['zope.interface', 'zope-interface'],
  ])('%s is %s', (name, expected) => {
    expect(normalisePythonName(name)).toBe(expected);
  });
});

describe('isDistribution', () => {
  const site = 'usr/lib/python3/dist-packages';
  it.each([
    [`${site}/requests-2.28.dist-info/METADATA`, true],
    [`${site}/PyYAML-6.0.egg-info`, true],
    [`${site}/PyYAML-6.0.egg-info/PKG-INFO`, true],
    ['app/deps/django-4.2.dist-info/METADATA', true],
    ['srv/test/venv/lib/python3.11/site-packages/a-1.dist-info/METADATA', true],
    [`${site}/setuptools/_vendor/wheel-0.43.0.dist-info/METADATA`, true],
    [`${site}/x-1.0-py3.11.egg/EGG-INFO/PKG-INFO`, true],
    [`${site}/~ip-22.0.dist-info/METADATA`, false],
    [`${site}/pkg/tests/data/sample-1.0.dist-info/METADATA`, false],
    [`${site}/pkg/test/sample-1.0.egg-info`, false],
  ])('%s: %s', (path, expected) => {
    expect(isDistribution(path)).toBe(expected);
  });
});

describe('nameFromPath', () => {
  it.each([
    ['s/requests-2.28.1.dist-info/METADATA', 'requests', '2.28.1'],
    ['s/PyYAML-6.0-py3.11.egg-info', 'PyYAML', '6.0'],
    ['s/cffi-1.15-py3.11-linux-x86_64.egg/EGG-INFO/PKG-INFO', 'cffi', '1.15'],
    ['s/zope.interface-5.5.2.egg-info/PKG-INFO', 'zope.interface', '5.5.2'],
  ])('%s', (path, name, version) => {
    expect(nameFromPath(path)).toEqual({ name, version });
  });
  it.each(['s/x.egg-info', 'METADATA', 's/PKG-INFO'])('%s says nothing', (path) => {
    expect(nameFromPath(path)).toBeUndefined();
  });
});

describe('parsePythonMetadata', () => {
  const parse = (text: string, path = 's/x.egg-info') =>
    parsePythonMetadata(Buffer.from(text), path);

  it.each([
    ['Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.0rc1\n\nName: no\n', 'foo-bar', '1.0rc1'],
    ['Name: a\r\nVersion: 1\r\n\r\n', 'a', '1'],
    ['Version: 1\nSummary: x\n Name: no\nname: b\n', 'b', '1'],
    ['\uFEFFName: a\nVersion: 2', 'a', '2'],
  ])('reads %j', (text, name, version) => {
    expect(parse(text)).toMatchObject({ name, version });
  });

  it('takes no time for long runs of spaces', () => {
    const started = performance.now();
    parse(`A: x${' '.repeat(200_000)}y\nName: a\nVersion: 1\n`);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('falls back on the folder, as pip does', () => {
    expect(parse('', 's/a_b-1.0.dist-info/METADATA')).toEqual({ name: 'a-b', version: '1.0' });
  });

  it.each([
    ['License-Expression: MIT\nLicense: no', 'MIT'],
    ['License: Apache 2.0', 'Apache 2.0'],
    ['License: UNKNOWN', undefined],
    [`License: ${'long '.repeat(30)}`, undefined],
  ])('takes the licence from %j', (text, licence) => {
    expect(parse(`Name: a\nVersion: 1\n${text}\n`).licence).toBe(licence);
  });

  it('says which file names nothing', () => {
    expect(() => parse('Summary: x\n')).toThrow(/^s\/x\.egg-info: names no distribution/);
  });

  it('throws nothing but a ScanError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parsePythonMetadata(bytes, 's/x.egg-info');
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
    );
  });
});

/** Places where a Python of this machine keeps its packages, and which of its pips to ask. */
function sitePackages(): readonly string[] {
  try {
    const code = 'import sys; print("\\n".join(p for p in sys.path if p.endswith("-packages")))';
    return execFileSync('python3', ['-c', code], { encoding: 'utf8' }).split('\n').filter(Boolean);
  } catch {
    // No Python here: the test below says that it is skipped.
    return [];
  }
}

describe('Python distributions of a root', () => {
  it('reads dist-info, egg-info files and folders, eggs, vendored ones', async () => {
    const site = 'opt/venv/lib/python3.11/site-packages';
    const meta = (name: string, version: string) => `Name: ${name}\nVersion: ${version}\n`;
    const scan = await scanFolder({
      [`${site}/Django-4.2.dist-info/METADATA`]: meta('Django', '4.2'),
      [`${site}/PyYAML-6.0.egg-info`]: meta('PyYAML', '6.0'),
      [`${site}/chardet-5.1.0.egg-info/PKG-INFO`]: meta('chardet', '5.1.0'),
      [`${site}/old-1.0-py3.11.egg/EGG-INFO/PKG-INFO`]: meta('old', '1.0'),
      [`${site}/setuptools/_vendor/wheel-0.43.0.dist-info/METADATA`]: meta('wheel', '0.43.0'),
      [`${site}/~ip-22.0.dist-info/METADATA`]: meta('pip', '22.0'),
    });
    expect(named(scan, 'pypi')).toEqual([
      'chardet@5.1.0',
      'django@4.2',
      'old@1.0',
      'pyyaml@6.0',
      'wheel@0.43.0',
    ]);
    expect(scan.packages.find(({ name }) => name === 'django')).toMatchObject({
      ecosystem: 'PyPI',
      purl: 'pkg:pypi/django@4.2',
    });
  });

  it('reads metadata behind links, once', async () => {
    const text = (name: string) => `Name: ${name}\nVersion: 1\n`;
    const files = {
      'store/folder/METADATA': text('folder'),
      'store/file': text('file'),
      'store/egg/EGG-INFO/PKG-INFO': text('egg'),
      'store/info': text('info'),
      'store/broken': '\n',
      'store/real-1.dist-info/METADATA': text('real'),
      'site-packages/folder-1.dist-info': '-> ../store/folder',
      'site-packages/file-1.dist-info/METADATA': '-> ../../store/file',
      'site-packages/egg-1.egg': '-> ../store/egg',
      'site-packages/info-1.egg-info': '-> ../store/info',
      'site-packages/broken.egg-info': '-> ../store/broken',
      'site-packages/real-1.dist-info': '-> ../store/real-1.dist-info',
      'site-packages/none-1.dist-info': '-> ../store/none',
    };
    const expected = ['egg@1', 'file@1', 'folder@1', 'info@1', 'real@1'];
    for (const scan of [
      await scanFolder(files),
      await scanLayers([{ createdBy: 'COPY', files }], true),
    ]) {
      expect(named(scan, 'pypi')).toEqual(expected);
      expect(scan.problems).toMatchObject([{ what: 'path:store/broken', incomplete: true }]);
    }
  });

  it('reads on where the first 64 KiB are all headers', async () => {
    const text = `X-A: ${'a'.repeat(66_000)}\nName: Django\nVersion: 4.2.0\n\n`;
    const scan = await scanFolder({ 'site-packages/Django-9.9.dist-info/METADATA': text });
    expect(named(scan, 'pypi')).toEqual(['django@4.2.0']);
  });

  const places = sitePackages();
  it.skipIf(places.length === 0)('lists what pip lists on this machine', async () => {
    for (const place of places) {
      const runtime = testRuntime();
      const source = await openFolder(place, runtime);
      const { inventory } = await runPlugins({
        source,
        extractors: [python],
        rules: [],
        assemble: (extracts) => assembleInventory(extracts.map(({ extract }) => extract)),
        runtime,
      });
      await source.close();
      const listed: readonly { readonly name: string; readonly version: string }[] = JSON.parse(
        execFileSync(
          'python3',
          ['-m', 'pip', 'list', '--format=json', '--disable-pip-version-check', '--path', place],
          { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
        ),
      );
      const expected = listed.map(({ name, version }) => `${normalisePythonName(name)}@${version}`);
      // pip looks at the folder itself only, we list what lies vendored inside packages too
      const direct = inventory.packages.filter(({ locations }) =>
        locations.some((path) => !/^[^/]+\/.*(?:dist|egg)-info/.test(path)),
      );
      expect(direct.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
        expected.sort(),
      );
    }
  });
});
