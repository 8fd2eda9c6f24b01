import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  digestOf,
  gzipped,
  type LayerEntry,
  layerEntry,
  layerSource,
  layerTar,
  type MadeLayer,
  type SourceShape,
} from '../../../test/fixtures/layer-source.ts';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { openFolder } from '../../filesystems/host/open-folder.ts';
import type { Bytes, Entry, Extractor, FileTree, Plugin, Want } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { type PluginResults, runPlugins } from '../../trees/run-plugins.ts';
import { createSkippedPaths } from '../../trees/skipped-paths.ts';
import type { TreeSource } from '../../trees/tree-source.ts';
import { openLayeredTree } from './open-layered-tree.ts';

let folder = '';
let runtime: Runtime;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-layers-'));
  runtime = testRuntime({ temporaryFolder: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, data: string | Uint8Array = path): LayerEntry => ({ path, data });
const link = (path: string, target: string): LayerEntry => ({ path, type: '2', link: target });

async function textOf(tree: FileTree, entry: Entry): Promise<string> {
  const bytes = await tree.open(entry);
  return Buffer.from(await bytes.read(0, bytes.size)).toString();
}

/** An extractor whose `run` gives text, as the licence of a package. */
function textPlugin(
  id: string,
  wants: readonly Want<string>[],
  run: Plugin<string, string>['run'] = async (_, facts) =>
    facts.map(([entry, fact]) => `${entry.path}=${fact}`).join(' '),
): Extractor {
  return {
    id,
    version: 1,
    wants,
    run: async (tree, facts, context) => ({
      coverage: [
        {
          what: `result:${id}`,
          status: 'scanned',
          reason: await run(tree, facts, context),
          incomplete: false,
        },
      ],
    }),
  };
}

async function runAll(
  source: TreeSource,
  plugins: readonly Extractor[],
  skip: readonly string[] = [],
): Promise<PluginResults> {
  const run = runPlugins({
    source,
    extractors: plugins,
    rules: [],
    runtime,
    skip: createSkippedPaths(skip),
    assemble: (extracts) => ({
      packages: [],
      coverage: extracts.flatMap(({ extract }) => extract.coverage ?? []),
    }),
  });
  try {
    return await run;
  } finally {
    await source.close();
  }
}

const resultOf = (results: PluginResults, id: string) =>
  results.inventory.coverage.find(({ what }) => what === `result:${id}`)?.reason;

function stream(layers: readonly (readonly LayerEntry[])[], shape?: SourceShape) {
  const made = layerSource(
    layers.map((entries) => gzipped(layerTar(entries))),
    shape,
  );
  return { made, source: openLayeredTree(made, runtime) };
}

const parseText = async (_: Entry, bytes: Bytes) =>
  Buffer.from(await bytes.read(0, bytes.size)).toString();

describe('a streamed image', () => {
  it('needs one pass for what wants name', async () => {
    const { made, source } = stream([[file('etc/a', 'old'), file('x')], [file('etc/a', 'new')]]);
    const results = await runAll(source, [
      textPlugin('one', [{ globs: ['etc/*'], limitBytes: 99, parse: parseText }]),
      textPlugin('two', [{ globs: ['etc/a'], limitBytes: 99 }], async (tree) => {
        const entry = await tree.stat('etc/a');
        return entry === undefined ? 'none' : textOf(tree, entry);
      }),
    ]);
    expect(resultOf(results, 'one')).toBe('etc/a=new');
    expect(resultOf(results, 'two')).toBe('new');
    expect(made.passes).toEqual([['layer-0', 'layer-1']]);
    expect(results.coverage).toEqual([]);
  });

  it('fetches what run asks for in a round over the layers concerned, and small files beside it', async () => {
    const { made, source } = stream([
      [file('d/a', 'A'), file('d/b', 'B')],
      [file('e', 'E'.repeat(100_000))],
    ]);
    let attempts = 0;
    const results = await runAll(source, [
      textPlugin('late', [], async (tree) => {
        attempts++;
        const read: string[] = [];
        for (const entry of await tree.find({ globs: ['d/*'] }))
          read.push(await textOf(tree, entry));
        return read.join('');
      }),
    ]);
    expect(resultOf(results, 'late')).toBe('AB');
    expect([attempts, made.passes]).toEqual([2, [['layer-0', 'layer-1'], ['layer-0']]]);
  });

  it('brings everything that a late find with a limit matched in one round', async () => {
    const { made, source } = stream([[file('a/x', 'A'), file('b/x', 'B'), file('c/x', 'C')]]);
    const results = await runAll(source, [
      textPlugin('late', [], async (tree) => {
        const read: string[] = [];
        for (const entry of await tree.find({ globs: ['*/x'], limitBytes: 9 }))
          read.push(await textOf(tree, entry));
        return read.join('');
      }),
    ]);
    expect(resultOf(results, 'late')).toBe('ABC');
    expect(made.passes).toHaveLength(2);
  });

  it('gives up on a plugin after eight attempts, and only on that one', async () => {
    const big = 'x'.repeat(70_000);
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
    const { source } = stream([names.map((name) => file(name, big))]);
    const results = await runAll(source, [
      textPlugin('greedy', [], async (tree) => {
        for (const name of names) {
          const entry = await tree.stat(name);
          if (entry !== undefined) await tree.open(entry);
        }
        return 'done';
      }),
      textPlugin('modest', [], async () => 'done'),
    ]);
    expect(resultOf(results, 'greedy')).toBeUndefined();
    expect(resultOf(results, 'modest')).toBe('done');
    expect(results.coverage.map(({ what, incomplete }) => [what, incomplete])).toEqual([
      ['plugin:greedy', true],
    ]);
  });

  it('voids an attempt that caught its miss, with what it said', async () => {
    const { source } = stream([[file('a', 'A')]]);
    let attempts = 0;
    const results = await runAll(source, [
      textPlugin('catcher', [], async (tree, _, context) => {
        attempts++;
        const entry = await tree.stat('a');
        if (entry === undefined) return 'none';
        const text = await textOf(tree, entry).catch(() => {
          context.incomplete('a', 'not there');
          return 'caught';
        });
        return text;
      }),
    ]);
    expect([resultOf(results, 'catcher'), attempts, results.coverage]).toEqual(['A', 2, []]);
  });

  it('parses what only the join brings: links, moved paths, hard links', async () => {
    const { made, source } = stream([
      [file('usr/lib/os', 'U'), link('lib', 'usr/lib'), file('real/data', 'R')],
      [file('lib/moved', 'M'), { path: 'hard/named', type: '1', link: 'real/data' }],
      [link('etc/os', '../usr/lib/os')],
    ]);
    const want = { limitBytes: 99, parse: parseText };
    const results = await runAll(source, [
      textPlugin('one', [{ ...want, globs: ['etc/os', 'usr/lib/moved', 'hard/*'] }]),
    ]);
    expect(resultOf(results, 'one')).toBe('hard/named=R usr/lib/moved=M usr/lib/os=U');
    expect(made.passes).toHaveLength(2);
  });

  it('wants what a link leads to before it has passed', async () => {
    const { made, source } = stream([
      [
        link('etc/os', '/usr/lib/os'),
        link('lib', 'usr/lib'),
        file('usr/lib/db/x', 'X'),
        file('usr/lib/os', 'U'),
      ],
    ]);
    const want = { limitBytes: 99, parse: parseText };
    const results = await runAll(source, [
      textPlugin('one', [{ ...want, globs: ['etc/os', 'lib/db/*'] }]),
    ]);
    expect(resultOf(results, 'one')).toBe('usr/lib/db/x=X usr/lib/os=U');
    expect(made.passes).toHaveLength(1);
  });

  it('gives with every also what is hidden, and reads it in the view of its layer', async () => {
    const { source } = stream([
      [file('db', '1'), file('gone/x', 'G')],
      [file('db', '22'), file('.wh.gone')],
    ]);
    const results = await runAll(source, [
      textPlugin('every', [
        { globs: ['db', 'gone/*'], every: true, limitBytes: 9, parse: parseText },
      ]),
      textPlugin('views', [{ globs: ['db'], every: true, limitBytes: 9 }], async (tree) => {
        const read: string[] = [];
        for (let layer = 0; layer < tree.layers; layer++) {
          const entry = await tree.at(layer).stat('db');
          if (entry !== undefined) read.push(await textOf(tree.at(layer), entry));
        }
        return read.join(',');
      }),
    ]);
    expect(resultOf(results, 'every')).toBe('db=1 db=22 gone/x=G');
    expect(resultOf(results, 'views')).toBe('1,22');
  });

  it('takes the order of a daemon’s layers from its end', async () => {
    const { made, source } = stream([[file('a', 'old')], [file('a', 'new')]], { isDaemon: true });
    const want = { globs: ['a'], limitBytes: 9, parse: parseText };
    const results = await runAll(source, [textPlugin('one', [want])]);
    expect(resultOf(results, 'one')).toBe('a=new');
    expect(made.passes).toEqual([['layer-1', 'layer-0']]);
  });

  it('spills large files to a file that has no name, and reads them by position', async () => {
    const large = Buffer.alloc(9 * 1024 * 1024, 'x');
    large.write('the end', large.length - 7);
    const { source } = stream([[file('jar', large), file('after', 'A')]]);
    const results = await runAll(source, [
      textPlugin('jar', [{ globs: ['jar'], limitBytes: 1e9 }], async (tree) => {
        const [entry] = await tree.find({ globs: ['jar'] });
        if (entry === undefined) return 'none';
        const bytes = await tree.open(entry);
        const tail = Buffer.from(await bytes.read(bytes.size - 7, 100)).toString();
        return `${tail} ${bytes.size} ${readdirSync(folder).length}`;
      }),
    ]);
    expect(resultOf(results, 'jar')).toBe(`the end ${large.length} 0`);
  });

  it('looks at first bytes while they pass', async () => {
    const { made, source } = stream([
      [file('elf', `\x7fELF${'x'.repeat(5000)}`), file('text', 'ELF'), file('none', '')],
    ]);
    const wants = [
      { globs: ['**'], accept: () => true, magic: ['7F454c46'], limitBytes: 1e4, parse: parseText },
    ];
    const results = await runAll(source, [
      textPlugin('magic', wants, async (tree, facts) => {
        const [want] = wants;
        const found = want === undefined ? [] : await tree.find(want);
        return [...facts.map(([entry]) => entry.path), ...found.map(({ path }) => path)].join(' ');
      }),
    ]);
    expect(resultOf(results, 'magic')).toBe('elf elf');
    expect(made.passes).toHaveLength(1);
  });

  it('is Incomplete for a file above the limit and for a parse that throws, where the top shows it', async () => {
    const parse = async (entry: Entry) => {
      if (entry.sizeBytes === 3) throw new Error('offset 2: bad');
      return 'ok';
    };
    const { source } = stream([
      [file('a', 'xxxx'), file('b', 'bad'), file('c', 'bad')],
      [file('c', 'ok')],
    ]);
    const results = await runAll(source, [
      textPlugin('one', [{ globs: ['*'], limitBytes: 3, parse }]),
    ]);
    expect(resultOf(results, 'one')).toBe('c=ok');
    expect(results.coverage).toEqual([
      {
        what: 'path:a',
        status: 'not-scanned',
        incomplete: true,
        reason: 'one: larger than is read of such a file (4 bytes; limit 3)',
      },
      { what: 'path:b', status: 'not-scanned', incomplete: true, reason: 'one: offset 2: bad' },
    ]);
  });
});

describe('an image whose layers lie in place', () => {
  it('copies nothing and is never missing anything', async () => {
    const { made, source } = {
      made: layerSource([{ tar: layerTar([file('a', 'A'), file('big', 'x'.repeat(2_000_000))]) }], {
        inPlace: true,
      }),
      source: undefined,
    };
    expect(source).toBeUndefined();
    let attempts = 0;
    const results = await runAll(openLayeredTree(made, runtime), [
      textPlugin(
        'late',
        [{ globs: ['big'], limitBytes: 1e7, parse: async (_, b) => `${b.size}` }],
        async (tree, facts) => {
          attempts++;
          const entry = await tree.stat('a');
          return entry === undefined ? 'none' : `${await textOf(tree, entry)} ${facts[0]?.[1]}`;
        },
      ),
    ]);
    expect([resultOf(results, 'late'), attempts, made.passes.length]).toEqual(['A 2000000', 1, 1]);
  });
});

const hasZstd = (() => {
  try {
    return execFileSync('zstd', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasZstd)('a zstd layer (skipped without the zstd command)', () => {
  const tar = layerTar([file('a', 'A'), file('b', 'B'.repeat(100_000))]);
  const zstd = (data: Uint8Array) => execFileSync('zstd', ['-q', '-c'], { input: data });
  const want = { globs: ['*'], limitBytes: 1e6, parse: async (_: Entry, b: Bytes) => `${b.size}` };

  it.each([
    ['one frame', zstd(tar)],
    ['several frames', Buffer.concat([zstd(tar.subarray(0, 700)), zstd(tar.subarray(700))])],
  ])('is read: %s', async (_, blob) => {
    const layer = { tar, blob, digest: digestOf(blob) };
    const results = await runAll(openLayeredTree(layerSource([layer]), runtime), [
      textPlugin('one', [want]),
    ]);
    expect(resultOf(results, 'one')).toBe('a=1 b=100000');
    expect(results.coverage).toEqual([]);
  });

  it('is Incomplete when cut short', async () => {
    const blob = zstd(tar);
    const layer = { tar, blob: blob.subarray(0, -9) };
    const results = await runAll(openLayeredTree(layerSource([layer]), runtime), []);
    expect(results.coverage[0]).toMatchObject({ what: 'layer:0', incomplete: true });
  });
});

describe('digests', () => {
  const tar = layerTar([file('a')]);
  const wrong = digestOf(Buffer.from('something else'));
  const read = (layer: MadeLayer, shape?: SourceShape) =>
    runAll(openLayeredTree(layerSource([layer], shape), runtime), []);

  it.each([
    ['blob', { ...gzipped(tar), digest: wrong }],
    ['diff ID', { ...gzipped(tar), diffId: wrong }],
    ['plain diff ID', { tar, diffId: wrong }],
    ['plain blob', { tar, digest: wrong }],
    ['truncated gzip', { ...gzipped(tar), blob: gzipSync(tar).subarray(0, -20) }],
    ['truncated plain', { tar, blob: tar.subarray(0, 700), diffId: digestOf(tar) }],
  ])('refuse a wrong one: %s', async (_, layer) => {
    await expect(read(layer)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  it('refuse a layer that changed between two passes', async () => {
    const first = gzipped(layerTar([file('a', 'before')]));
    const second = gzipped(layerTar([file('a', 'after!')]));
    const sources = [layerSource([first]), layerSource([second])] as const;
    let pass = 0;
    const changing = {
      ...layerSource([first]),
      layers: (keys?: ReadonlySet<string>) => (pass++ === 0 ? sources[0] : sources[1]).layers(keys),
    };
    const late = textPlugin('late', [], async (tree) => {
      const entry = await tree.stat('a');
      return entry === undefined ? 'none' : textOf(tree, entry);
    });
    await expect(runAll(openLayeredTree(changing, runtime), [late])).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
    });
  });
});

describe('damage', () => {
  const entries = [file('first', 'F'), file('second', 'x'.repeat(300_000)), file('third', 'T')];
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251));
  const tar = layerTar([entries[0] ?? file('a'), file('second', noise), file('third', 'T')]);
  const want = { globs: ['*'], limitBytes: 1e6, parse: async () => 'read' };

  it.each([
    ['gzip cut short', gzipSync(tar).subarray(0, -500), 'gzip data is damaged'],
    [
      'gzip with a flipped bit',
      flipped(gzipSync(tar, { level: 0 }), 200_000),
      'gzip data is damaged',
    ],
  ])('makes a layer Incomplete: %s', async (_, blob, reason) => {
    const source = openLayeredTree(
      layerSource([{ tar, blob }, { tar: layerTar([file('top')]) }]),
      runtime,
    );
    const results = await runAll(source, [textPlugin('one', [want])]);
    expect(resultOf(results, 'one')).toContain('first=read');
    expect(resultOf(results, 'one')).toContain('top=read');
    const row = results.coverage.find(({ what }) => what === 'layer:0');
    expect(row).toMatchObject({ status: 'partial', incomplete: true });
    expect(row?.reason).toContain(reason);
  });

  it('makes a layer Incomplete whose tar is broken though its digests are right', async () => {
    const broken = Buffer.concat([
      layerTar([file('first')]).subarray(0, 1024),
      Buffer.alloc(512, 'x'),
    ]);
    const results = await runAll(openLayeredTree(layerSource([gzipped(broken)]), runtime), [
      textPlugin('one', [want]),
    ]);
    expect(resultOf(results, 'one')).toBe('first=read');
    expect(results.coverage[0]).toMatchObject({ what: 'layer:0', incomplete: true });
    expect(results.coverage[0]?.reason).toContain('wrong checksum (offset 1024)');
  });

  it('says of a late read beyond the damage that it failed', async () => {
    const blob = gzipSync(tar).subarray(0, -500);
    const results = await runAll(openLayeredTree(layerSource([{ tar, blob }]), runtime), [
      textPlugin('late', [], async (tree) => {
        const entry = await tree.stat('second');
        return entry === undefined ? 'none' : textOf(tree, entry);
      }),
    ]);
    expect(results.coverage.map(({ what }) => what)).toContain('layer:0');
  });

  it('throws for a layer that is missing', async () => {
    const made = layerSource([{ tar }, { tar }]);
    const source = openLayeredTree(
      { ...made, layers: () => layerSource([{ tar }]).layers() },
      runtime,
    );
    await expect(runAll(source, [])).rejects.toMatchObject({ code: 'TARGET_DAMAGED' });
  });
});

describe('layers that are made to harm', () => {
  it('end early when they expand beyond all measure', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const blob = Buffer.concat([
      gzipSync(layerEntry({ path: 'zeros', size: 0o77777777777 })),
      ...Array.from({ length: 40 }, () => zeros),
    ]);
    const source = openLayeredTree(layerSource([{ tar: Buffer.alloc(0), blob }]), runtime);
    await expect(runAll(source, [])).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('name a hundred of many refused entries and count the rest', async () => {
    const entries = Array.from({ length: 250 }, (_, index) => file(`../${index}`));
    const { source } = stream([entries]);
    const { coverage } = await runAll(source, []);
    expect(coverage).toHaveLength(101);
    expect(coverage[0]).toMatchObject({
      what: 'path:**',
      reason: 'layer 0: 150 more entries could not be taken for certain',
    });
  });
});

function flipped(data: Buffer, at: number): Buffer {
  const copy = Buffer.from(data);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

describe('skipped paths on a stream', () => {
  it('are left out of parse, find, list and stat, and told; a package database is Incomplete', async () => {
    const { source } = stream([
      [file('var/lib/dpkg/status', 'S'), file('opt/x.json'), file('srv/x.json')],
    ]);
    const want = { globs: ['**/x.json', 'var/lib/dpkg/status'], limitBytes: 9, parse: parseText };
    const results = await runAll(
      source,
      [
        textPlugin('language/x', [{ ...want, limitBytes: 99 }], async (tree, facts) => {
          const found = await tree.find({ globs: ['**/x.json'] });
          const stat = await tree.stat('opt/x.json');
          const listed = await tree.list('');
          return `${facts.length} ${found.length} ${stat?.path} ${listed.map(({ path }) => path).join()}`;
        }),
        textPlugin('os/dpkg', [{ ...want, globs: ['var/lib/dpkg/status'] }]),
      ],
      ['opt', 'var/lib/dpkg', 'nowhere/**'],
    );
    expect(resultOf(results, 'language/x')).toBe('1 1 undefined srv,var');
    expect(resultOf(results, 'os/dpkg')).toBe('');
    expect(results.coverage.map(({ what, incomplete }) => [what, incomplete])).toEqual([
      ['os-packages', true],
      ['path:opt', false],
      ['path:var/lib/dpkg', false],
    ]);
  });
});

describe('one plugin on a stream, in place and on a folder', () => {
  const root: LayerEntry[] = [
    { path: 'etc', type: '5', mode: 0o755 },
    link('etc/os-release', '../usr/lib/os-release'),
    link('lib', 'usr/lib'),
    file('usr/lib/os-release', 'ID=test'),
    file('usr/lib/pkg/a.json', '{}'),
    { path: 'usr/lib/pkg/hard.json', type: '1', link: 'usr/lib/pkg/a.json' },
    file('var/lib/db/one', 'package one'),
    file('var/lib/db/two', 'package two'),
    link('var/loop', '.'),
    link('var/outside', '../../../../../../etc/passwd'),
    file('odd \xff name', 'odd'),
    { path: 'ping', data: 'p', mode: 0o4755 },
    { path: 'fifo', type: '6' },
  ];

  it('gives the same result', async () => {
    const tar = layerTar(root);
    const host = join(folder, 'root');
    writeFileSync(join(folder, 'root.tar'), tar);
    execFileSync('mkdir', [host]);
    execFileSync('tar', ['-x', '-p', '-C', host, '-f', join(folder, 'root.tar')]);
    const describeEntry = ({ path, type, mode, sizeBytes, link: target }: Entry) =>
      `${path}:${type}:${mode.toString(8)}:${type === 'file' ? sizeBytes : ''}:${target ?? ''}`;
    const plugin = textPlugin(
      'all',
      [
        {
          globs: ['**/*.json', 'etc/os-release', 'lib/pkg/*', 'var/*/lib/db/*'],
          limitBytes: 99,
          parse: parseText,
        },
        { globs: ['var/lib/db/*'], limitBytes: 99 },
      ],
      async (tree, facts) => {
        const lines = facts.map(([entry, fact]) => `${describeEntry(entry)}=${fact}`);
        for (const globs of [['**'], ['*/*'], ['var/loop/**'], ['lib/**/a.json'], ['odd*']]) {
          const found = await tree.find({ globs, accept: (entry) => entry.path !== '' });
          lines.push(`${globs.join()}: ${found.map(describeEntry).join(' ')}`);
        }
        for (const path of [
          'etc/os-release',
          'var/outside',
          'lib/../lib/os-release',
          'nope',
          'var/loop/loop/lib',
        ])
          lines.push(
            `${path} -> ${(await tree.stat(path))?.path} ${(await tree.stat(path, false))?.path}`,
          );
        for (const entry of await tree.find({ globs: ['var/lib/db/*'] }))
          lines.push(await textOf(tree, entry));
        return lines.join('\n');
      },
    );
    const results: (string | undefined)[] = [];
    for (const source of [
      await openFolder(host, runtime),
      openLayeredTree(layerSource([{ tar }], { inPlace: true }), runtime),
      openLayeredTree(layerSource([gzipped(tar)]), runtime),
      openLayeredTree(layerSource([gzipped(tar)], { isDaemon: true, chunkBytes: 77 }), runtime),
    ]) {
      const run = await runAll(source, [plugin]);
      expect(run.coverage).toEqual([]);
      results.push(resultOf(run, 'all'));
    }
    expect(results[0]).toContain('usr/lib/os-release:file:644:7:=ID=test');
    expect(results[0]).toContain('odd \udcff name');
    for (const result of results) expect(result).toBe(results[0]);
  });
});
