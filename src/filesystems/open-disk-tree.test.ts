import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingPrograms, must, temporaryFolder } from '../../test/fixtures/disks/disk-files.ts';
import { emptyDisk } from '../../test/fixtures/disks/loop-mounts.ts';
import { closeFiles, fileBytes } from '../../test/fixtures/disks/opened-volume.ts';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import type { ExtractedInventory, Extractor } from '../model/file-tree.ts';
import { runPlugins } from '../trees/run-plugins.ts';
import { createSkippedPaths } from '../trees/skipped-paths.ts';
import { openExt } from './ext/open-ext.ts';
import { type DiskTreeOptions, openDiskTree, type VolumeMount } from './open-disk-tree.ts';
import type { Volume } from './volume.ts';

const missing = missingPrograms('mkfs.ext4');

describe.skipIf(missing.length > 0)(
  `volumes in one tree (absent: ${missing.join() || 'none'})`,
  () => {
    const folder = temporaryFolder();
    afterAll(async () => {
      await closeFiles();
      folder.remove();
    });

    async function volumeOf(
      name: string,
      files: Readonly<Record<string, string>>,
    ): Promise<Volume> {
      const root = join(folder.path, `${name}.root`);
      mkdirSync(root);
      for (const [path, text] of Object.entries(files)) {
        const place = join(root, path);
        mkdirSync(dirname(place), { recursive: true });
        if (text.startsWith('-> ')) symlinkSync(text.slice(3), place);
        else if (text.startsWith('=> ')) linkSync(join(root, text.slice(3)), place);
        else if (path.endsWith('/')) mkdirSync(place);
        else writeFileSync(place, text);
      }
      const image = join(folder.path, name);
      emptyDisk(image, 8 * 1024 * 1024);
      await must('mkfs.ext4', ['-q', '-d', root, image]);
      return openExt(await fileBytes(image));
    }

    let root: Volume;
    let variable: Volume;
    let log: Volume;
    beforeAll(async () => {
      root = await volumeOf('root', {
        'etc/os-release': '-> ../usr/lib/os-release',
        'usr/lib/os-release': 'ID=debian',
        'usr/share/a/one.jar': 'PK1',
        'usr/share/a/twice.jar': '=> usr/share/a/one.jar',
        'opt/x/two.jar': 'PK22',
        'home/u/three.jar': 'no',
        'var/hidden': 'below the mount',
        'mnt/': '',
        'var-link': '-> /var',
        circle: '-> circle',
      });
      variable = await volumeOf('variable', {
        'lib/dpkg/status': 'Package: a',
        'log/hidden': 'below the mount',
        'run/': '',
        up: '-> ../../../etc/os-release',
        jars: '-> ../opt',
      });
      log = await volumeOf('log', { syslog: 'line' });
    });

    const treeOf = async (mounts: readonly VolumeMount[], options: Partial<DiskTreeOptions> = {}) =>
      openDiskTree(mounts, { runtime: testRuntime(), ...options });
    const joined = (options: Partial<DiskTreeOptions> = {}) =>
      treeOf(
        [
          { path: '/var-link/log/', volume: log },
          { path: '/', volume: root },
          { path: '/var', volume: variable },
          { path: '/mnt/absent/deep', volume: log },
        ],
        options,
      );
    const textOf = async (path: string) => {
      const { tree } = await joined();
      const entry = await tree.stat(path);
      if (entry === undefined) return undefined;
      const bytes = await tree.open(entry);
      return [entry.path, Buffer.from(await bytes.read(0, bytes.size)).toString()];
    };

    it.each([
      ['etc/os-release', 'usr/lib/os-release', 'ID=debian'],
      ['/var/lib/dpkg/status', 'var/lib/dpkg/status', 'Package: a'],
      ['var-link/lib/dpkg/status', 'var/lib/dpkg/status', 'Package: a'],
      ['var/up', 'usr/lib/os-release', 'ID=debian'],
      ['var/log/syslog', 'var/log/syslog', 'line'],
      ['var/log/../../usr/lib/os-release', 'usr/lib/os-release', 'ID=debian'],
      ['../../usr/lib/os-release', 'usr/lib/os-release', 'ID=debian'],
      ['var/jars/x/two.jar', 'opt/x/two.jar', 'PK22'],
    ])('reads %s across mounts', async (path, real, text) => {
      expect(await textOf(path)).toEqual([real, text]);
    });

    it.each(['var/hidden', 'var/log/hidden', 'circle', 'etc/os-release/x', 'none', 'var/none/x'])(
      'has no %s',
      async (path) => {
        expect(await textOf(path)).toBeUndefined();
      },
    );

    it('tells where an entry comes from, and which are the same file', async () => {
      const { tree } = await joined();
      const status = await tree.stat('var/lib/dpkg/status');
      expect(status?.origin).toEqual({ kind: 'volume', volume: 'variable' });
      expect((await tree.stat('etc/os-release', false))?.link).toBe('../usr/lib/os-release');
      const [one, twice] = await tree.list('usr/share/a');
      expect(one?.content).toBe(twice?.content);
      expect(one?.content).not.toBe(status?.content);
      expect(tree).toMatchObject({ caseSensitive: true, layers: 1 });
      expect(() => tree.at(1)).toThrow(RangeError);
      const directory = await tree.stat('var');
      if (directory === undefined) throw new Error('no var');
      await expect(tree.open(directory)).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
    });

    it('lists directories with what is mounted in them', async () => {
      const { tree, unread } = await joined();
      const names = async (path: string) => (await tree.list(path)).map((entry) => entry.path);
      expect(await names('var/log')).toEqual(['var/log/lost+found', 'var/log/syslog']);
      expect(await names('mnt')).toEqual([]);
      expect(await names('etc/os-release')).toEqual([]);
      expect((await names('/')).includes('var')).toBe(true);
      expect([...unread]).toEqual([]);
    });

    it('lists a mount whose place is not there', async () => {
      const { tree } = await treeOf([
        { path: '/', volume: root },
        { path: '/mnt/new', volume: log },
      ]);
      expect((await tree.list('mnt')).map(({ path }) => path)).toEqual(['mnt/new']);
      expect(await tree.stat('mnt/new/syslog')).toMatchObject({ sizeBytes: 4 });
    });

    it.each([
      [
        undefined,
        ['home/u/three.jar', 'opt/x/two.jar', 'usr/share/a/one.jar', 'usr/share/a/twice.jar'],
      ],
      [[], []],
      [
        ['usr/share', 'opt/*'],
        ['opt/x/two.jar', 'usr/share/a/one.jar', 'usr/share/a/twice.jar'],
      ],
    ])('walks for a glob with ** into %j only', async (walks, paths) => {
      const { tree } = await joined(walks === undefined ? {} : { walks });
      const found = await tree.find({ globs: ['**/*.jar'] });
      expect(found.map(({ path }) => path)).toEqual(paths);
      const literal = await tree.find({ globs: ['opt/*/two.jar', 'usr/share/a/{one,none}.jar'] });
      expect(literal.map(({ path }) => path)).toEqual(['opt/x/two.jar', 'usr/share/a/one.jar']);
    });

    it('serves plugins: facts, skipped paths and files by their first bytes', async () => {
      const plugin = (
        id: string,
        globs: readonly string[],
        magic?: readonly string[],
      ): Extractor => ({
        id,
        version: 1,
        wants: [
          {
            globs,
            accept: ({ type }) => type === 'file',
            ...(magic === undefined ? {} : { magic }),
            limitBytes: 100,
            parse: async ({ path }, bytes) =>
              `${path}: ${Buffer.from(await bytes.read(0, bytes.size)).toString()}`,
          },
        ],
        run: async (_, facts): Promise<ExtractedInventory> => ({
          coverage: facts.map(([, fact]) => ({
            what: 'plugin:seen',
            status: 'scanned',
            reason: String(fact),
            incomplete: false,
          })),
        }),
      });
      const { source } = await joined();
      const seen: (string | undefined)[] = [];
      const results = await runPlugins({
        source,
        extractors: [plugin('jars', ['**/*.jar'], ['504b']), plugin('os', ['etc/os-release'])],
        rules: [],
        assemble: (extracts) => {
          seen.length = 0;
          for (const { extract } of extracts)
            seen.push(...(extract.coverage ?? []).map(({ reason }) => reason));
          return { packages: [], coverage: [] };
        },
        runtime: testRuntime(),
        skip: createSkippedPaths(['opt']),
      });
      await source.close();
      expect(seen).toEqual([
        'usr/share/a/one.jar: PK1',
        'usr/share/a/twice.jar: PK1',
        'usr/lib/os-release: ID=debian',
      ]);
      expect(results.coverage.map(({ what }) => what)).toEqual(['path:opt']);
    });

    it('needs a root', async () => {
      await expect(treeOf([{ path: '/var', volume: variable }])).rejects.toThrow(RangeError);
    });

    it('ends when the run is cancelled', async () => {
      const controller = new AbortController();
      const { tree } = await joined({ runtime: testRuntime({ signal: controller.signal }) });
      controller.abort(new Error('cancelled'));
      await expect(tree.find({ globs: ['**/*'] })).rejects.toThrow('cancelled');
    });
  },
);
