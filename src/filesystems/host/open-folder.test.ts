import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CoverageRow } from '../../model/coverage.ts';
import type { FileTree, Want } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { createSkippedPaths } from '../../trees/skipped-paths.ts';
import type { PreparedTree, TreeSource } from '../../trees/tree-source.ts';
import { openFolder } from './open-folder.ts';

const silent = () => undefined;
const runtime: Runtime = {
  now: () => new Date(0),
  env: {},
  log: { debug: silent, info: silent, warn: silent },
  temporaryFolder: tmpdir(),
  signal: new AbortController().signal,
};

let root = '';
let source: TreeSource | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-folder-'));
});
afterEach(async () => {
  await source?.close();
  source = undefined;
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text = path): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function prepare(
  wants: readonly Want<unknown>[] = [],
  skip: readonly string[] = [],
  onSkipped: (plugin: string, path: string) => void = silent,
): Promise<PreparedTree> {
  source = await openFolder(root, runtime);
  return source.prepare({
    wants: wants.map((want) => ({ plugin: 'test/one', want })),
    skip: createSkippedPaths(skip),
    onSkipped,
  });
}

const paths = async (tree: FileTree, globs: readonly string[], accept?: Want['accept']) => {
  const want = accept === undefined ? { globs } : { globs, accept };
  return (await tree.find(want)).map((entry) => entry.path);
};
const text = async (tree: FileTree, path: string) => {
  const entry = await tree.stat(path);
  if (entry === undefined) return undefined;
  return Buffer.from(await (await tree.open(entry)).read(0, entry.sizeBytes)).toString();
};

describe('a folder', () => {
  it('follows links inside its root, absolute ones from there, and never out of it', async () => {
    write('usr/lib/os-release', 'inside');
    mkdirSync(join(root, 'etc'));
    symlinkSync('/usr/lib/os-release', join(root, 'etc/os-release'));
    symlinkSync('../../../../../../../../etc/passwd', join(root, 'etc/outside'));
    symlinkSync('usr/lib', join(root, 'lib'));
    const { tree } = await prepare();
    expect((await tree.stat('etc/os-release'))?.path).toBe('usr/lib/os-release');
    expect(await tree.stat('etc/os-release', false)).toMatchObject({
      path: 'etc/os-release',
      type: 'symlink',
      link: '/usr/lib/os-release',
    });
    expect(await text(tree, 'lib/os-release')).toBe('inside');
    expect(await tree.stat('etc/outside')).toBeUndefined();
    expect(await tree.stat('../../etc/os-release')).toMatchObject({ path: 'usr/lib/os-release' });
    expect(await paths(tree, ['etc/os-release', 'lib/*', 'lib/**'])).toEqual([
      'usr/lib/os-release',
    ]);
  });

  it('ends on cycles of links', async () => {
    write('a/file');
    symlinkSync('.', join(root, 'a/self'));
    symlinkSync('../a', join(root, 'a/up'));
    symlinkSync('two', join(root, 'one'));
    symlinkSync('one', join(root, 'two'));
    const { tree } = await prepare();
    expect(await tree.stat('one')).toBeUndefined();
    expect(await tree.stat('a/self/up/self/file')).toMatchObject({ path: 'a/file' });
    expect(await paths(tree, ['*/*/*/*/file', 'a/*/file'])).toEqual(['a/file']);
    expect(await paths(tree, ['**/file'])).toEqual(['a/file']);
  });

  it('keeps names that are not UTF-8 apart', async () => {
    const raw = (byte: number) =>
      Buffer.concat([Buffer.from(`${root}/x`), Buffer.of(byte), Buffer.from('.txt')]);
    writeFileSync(raw(0xff), 'ff');
    writeFileSync(raw(0xfe), 'fe');
    const { tree } = await prepare();
    expect(await paths(tree, ['x?.txt'])).toEqual(['x\udcfe.txt', 'x\udcff.txt']);
    expect(await text(tree, 'x\udcff.txt')).toBe('ff');
  });

  it('gives hard links one content, and no two files the same', async () => {
    write('a');
    write('b');
    linkSync(join(root, 'a'), join(root, 'c'));
    const { tree } = await prepare();
    const [a, b, c] = await tree.list('');
    expect(a?.content).toBe(c?.content);
    expect(a?.content).not.toBe(b?.content);
  });

  it('reads by position, shorter only at the end', async () => {
    write('data', '0123456789');
    const { tree } = await prepare();
    const entry = await tree.stat('data');
    if (entry === undefined) throw new Error('no entry');
    const bytes = await tree.open(entry);
    const part = async (offset: number, length: number) =>
      Buffer.from(await bytes.read(offset, length)).toString();
    expect([await part(2, 3), await part(8, 9), await part(10, 1)]).toEqual(['234', '89', '']);
  });

  it('parses what a want names, once, in the order of paths', async () => {
    for (const name of ['b/x.json', 'a/x.json', 'a/deep/down/x.json', 'a/y.json']) write(name);
    const { facts, coverage } = await prepare([
      { globs: ['**/x.json', 'a/*'], limitBytes: 100, parse: async (entry) => entry.path },
    ]);
    expect(facts[0]?.map(([, fact]) => fact)).toEqual([
      'a/deep/down/x.json',
      'a/x.json',
      'a/y.json',
      'b/x.json',
    ]);
    expect(coverage()).toEqual([]);
  });

  it('makes a file Incomplete that is too large or fails to parse, and goes on', async () => {
    write('a', 'x'.repeat(101));
    write('b', 'bad');
    write('c', 'good');
    const { facts, coverage } = await prepare([
      {
        globs: ['*'],
        limitBytes: 100,
        parse: async (_, bytes) => {
          const body = Buffer.from(await bytes.read(0, bytes.size)).toString();
          if (body === 'bad') throw new Error('line 1: no such thing');
          return body;
        },
      },
    ]);
    expect(facts[0]?.map(([entry]) => entry.path)).toEqual(['c']);
    expect(coverage().map((row) => [row.what, row.incomplete])).toEqual([
      ['path:a', true],
      ['path:b', true],
    ]);
    expect(coverage()[1]?.reason).toBe('test/one: line 1: no such thing');
  });

  it('looks at first bytes for a want with magic', async () => {
    write('elf', '\x7fELF and more');
    write('text', 'ELF');
    write('empty', '');
    const want = { globs: ['**'], magic: ['7f454c46'], accept: () => true };
    const { tree } = await prepare([want]);
    expect((await tree.find(want)).map((entry) => entry.path)).toEqual(['elf']);
    await expect(tree.find({ ...want })).rejects.toThrow('magic');
  });

  it('leaves skipped paths unparsed and says which', async () => {
    write('opt/a/x.json');
    write('srv/x.json');
    const skipped: string[] = [];
    const { facts } = await prepare(
      [{ globs: ['opt/*/x.json', 'srv/*'], limitBytes: 100, parse: async () => 1 }],
      ['opt'],
      (_, path) => skipped.push(path),
    );
    expect(facts[0]?.map(([entry]) => entry.path)).toEqual(['srv/x.json']);
    expect(skipped).toEqual(['opt/a/x.json']);
  });

  it('writes nothing', async () => {
    write('var/lib/data');
    const before = statSync(join(root, 'var/lib/data'));
    const { tree } = await prepare([
      { globs: ['**'], limitBytes: 10, parse: async (_, bytes) => bytes.read(0, 10) },
    ]);
    await text(tree, 'var/lib/data');
    const after = statSync(join(root, 'var/lib/data'));
    expect([after.mtimeMs, after.ctimeMs]).toEqual([before.mtimeMs, before.ctimeMs]);
    expect(readdirSync(root, { recursive: true })).toHaveLength(3);
  });

  it.each([
    ['nowhere', 'TARGET_NOT_FOUND'],
    ['file', 'TARGET_UNSUPPORTED'],
    ['file/below', 'TARGET_NOT_FOUND'],
  ])('says of %s: %s', async (name, code) => {
    write('file');
    await expect(openFolder(join(root, name), runtime)).rejects.toMatchObject({ code });
  });

  it('leaves out file systems of the running kernel', async () => {
    source = await openFolder('/', runtime);
    const { tree, coverage } = await source.prepare({
      wants: [],
      skip: createSkippedPaths([]),
      onSkipped: silent,
    });
    expect(await tree.list('proc')).toEqual([]);
    expect(await tree.find({ globs: ['proc/self/maps', 'proc/*/maps'] })).toEqual([]);
    expect(coverage()).toEqual([
      {
        what: 'path:proc',
        status: 'not-scanned',
        reason: 'a file system of the running kernel (proc)',
        incomplete: false,
      } satisfies CoverageRow,
    ]);
  });
});

describe.skipIf(process.getuid?.() !== 0)('a folder that this user may not wholly read', () => {
  it('is Incomplete where a want leads', async () => {
    write('open/x.json');
    write('closed/x.json');
    write('secret.json');
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0o700);
    chmodSync(join(root, 'secret.json'), 0o600);
    process.seteuid?.(65534);
    try {
      const { facts, coverage } = await prepare([
        { globs: ['**/*.json'], limitBytes: 99, parse: async (_, bytes) => bytes.read(0, 1) },
      ]);
      expect(facts[0]?.map(([entry]) => entry.path)).toEqual(['open/x.json']);
      expect(coverage().map((row) => row.what)).toEqual(['path:secret.json', 'path:closed']);
    } finally {
      process.seteuid?.(0);
    }
  });
});
