import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerEntry, layerTar, withChecksum } from '../../../test/fixtures/layer-source.ts';
import { type ReadEntry, readTar } from '../../../test/fixtures/read-tar.ts';

const hasTar = (() => {
  try {
    return execFileSync('tar', ['--version']).toString().includes('GNU tar');
  } catch {
    return false;
  }
})();

const long = `${'a-long-folder-name-'.repeat(4)}/${'another-long-name-'.repeat(6)}`;

describe.skipIf(!hasTar)('a tar as GNU tar writes it (skipped without GNU tar)', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'portcullis-tar-'));
    const at = (path: string) => join(root, path);
    mkdirSync(at('folder/empty'), { recursive: true });
    writeFileSync(at('folder/file'), 'hello');
    writeFileSync(at('folder/block'), 'x'.repeat(512), { mode: 0o4755 });
    writeFileSync(at('folder/nothing'), '');
    writeFileSync(at('ünïcode'), 'name');
    linkSync(at('folder/file'), at('folder/hard'));
    symlinkSync('../folder/file', at('folder/soft'));
    mkdirSync(join(at(long), '..'), { recursive: true });
    writeFileSync(at(long), 'long');
    symlinkSync(long, at('to-long'));
    linkSync(at(long), at('hard-to-long'));
    execFileSync('mkfifo', [at('fifo')]);
    const sparse = openSync(at('sparse'), 'w');
    for (let part = 0; part < 30; part++) writeSync(sparse, `part ${part}`, part * 65_536 + 4096);
    ftruncateSync(sparse, 40 * 65_536);
    closeSync(sparse);
    const hollow = openSync(at('hollow'), 'w');
    ftruncateSync(hollow, 1_000_000);
    closeSync(hollow);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const pack = (...options: string[]) =>
    execFileSync('tar', ['-c', '-C', root, '--sort=name', ...options, '.'], {
      maxBuffer: 1 << 28,
    });

  it.each([
    ['gnu', ['--format=gnu']],
    ['oldgnu', ['--format=oldgnu']],
    ['pax', ['--format=pax']],
    ['ustar', ['--format=ustar', '--exclude=*long*']],
    ['v7', ['--format=v7', '--exclude=*long*', '--exclude=fifo']],
    ['gnu, sparse', ['--format=gnu', '--sparse']],
    ['pax, sparse 0.0', ['--format=pax', '--sparse', '--sparse-version=0.0']],
    ['pax, sparse 0.1', ['--format=pax', '--sparse', '--sparse-version=0.1']],
    ['pax, sparse 1.0', ['--format=pax', '--sparse', '--sparse-version=1.0']],
    ['large numbers', ['--format=gnu', '--owner=:3000000', '--group=:2999999']],
    ['large numbers, pax', ['--format=pax', '--owner=:3000000', '--group=:2999999']],
  ])('reads %s as the folder is', async (_, options) => {
    const tar = pack(...options);
    for (const sizes of [[tar.length], [1000], [511, 1, 513, 7], [262_144]]) {
      const { entries, failure, ended } = await readTar(tar, sizes);
      expect(failure).toBeUndefined();
      expect(ended).not.toContain(false);
      const byPath = new Map<string, ReadEntry>();
      for (const entry of entries) {
        const path = Buffer.from(entry.path, 'latin1')
          .toString()
          .replace(/^\.\/?|\/$/g, '');
        expect(byPath.has(path)).toBe(false);
        byPath.set(path, entry);
      }
      const excluded = options.some((option) => option.includes('exclude'));
      const expected = readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((path) => !excluded || byPath.has(path))
        .sort();
      expect([...byPath.keys()].filter((path) => path !== '').sort()).toEqual(expected);
      for (const path of expected) {
        const entry = byPath.get(path);
        const stats = lstatSync(join(root, path));
        const isHard = entry?.type === 'hardlink';
        expect(entry?.mode).toBe(stats.mode & 0o7777);
        expect(entry?.uid).toBe(options.includes('--owner=:3000000') ? 3_000_000 : stats.uid);
        expect(Math.floor((entry?.mtimeMs ?? 0) / 1000)).toBe(Math.floor(stats.mtimeMs / 1000));
        if (stats.isDirectory()) expect(entry?.type).toBe('directory');
        else if (stats.isSymbolicLink()) {
          expect(entry?.type).toBe('symlink');
          expect(entry?.link).toBe(readlinkSync(join(root, path)));
        } else if (stats.isFIFO()) expect(entry?.type).toBe('other');
        else if (!isHard) {
          expect(entry?.type).toBe('file');
          expect(entry?.size).toBe(stats.size);
          expect(entry?.body.equals(readFileSync(join(root, path)))).toBe(true);
        }
      }
    }
  });
});

describe('the tar reader', () => {
  it('gives extended attributes as bytes', async () => {
    const tar = layerTar([
      { path: 'ping', pax: { 'SCHILY.xattr.security.capability': '\x01\x00\x00\x02=\n\xff' } },
      { path: 'plain' },
    ]);
    const { entries } = await readTar(tar);
    expect([...(entries[0]?.xattrs ?? [])]).toEqual([
      ['security.capability', new Uint8Array([1, 0, 0, 2, 61, 10, 255])],
    ]);
    expect(entries[1]?.xattrs).toBeUndefined();
  });

  it('lets pax path, linkpath, size, uid, gid and mtime win over the header, for one entry', async () => {
    const data = 'y'.repeat(700);
    const tar = layerTar([
      {
        path: 'short',
        size: 0o7777,
        data,
        pax: { path: 'real/name', size: '700', uid: '70000', gid: '80000', mtime: '1.5' },
      },
      { path: 'link', type: '2', link: 'no', pax: { linkpath: 'yes' } },
      { path: 'next', data: 'n' },
    ]);
    const { entries, failure } = await readTar(tar);
    expect(failure).toBeUndefined();
    expect(entries.map(({ path, link, body }) => [path, link, body.length])).toEqual([
      ['real/name', '', 700],
      ['link', 'yes', 0],
      ['next', '', 1],
    ]);
    expect(entries[0]).toMatchObject({ uid: 70_000, gid: 80_000, mtimeMs: 1500, size: 700 });
  });

  it('ignores what a global header says', async () => {
    const global = layerEntry({ path: 'pax_global_header', type: 'g', data: '17 mtime=1234567\n' });
    const { entries, doubt } = await readTar(Buffer.concat([global, layerTar([{ path: 'a' }])]));
    expect(entries.map(({ path, mtimeMs }) => [path, mtimeMs])).toEqual([['a', 0]]);
    expect(doubt).toBeUndefined();
  });

  it('reads no data for links, devices, directories and FIFOs, whatever size they state', async () => {
    const odd = ['1', '2', '3', '4', '5', '6'].map((type) => ({ path: type, type, size: 5000 }));
    const { entries, failure } = await readTar(layerTar([...odd, { path: 'after', data: 'x' }]));
    expect(failure).toBeUndefined();
    expect(entries.map(({ path, size }) => [path, size]).at(-1)).toEqual(['after', 1]);
    expect(entries).toHaveLength(7);
  });

  it('reads data of types that nobody knows, and passes over volume headers', async () => {
    const { entries } = await readTar(
      layerTar([
        { path: 'unknown', type: 'Z', data: 'zzz' },
        { path: 'volume', type: 'V', data: 'vvv' },
        { path: 'after', data: 'x' },
      ]),
    );
    expect(entries.map(({ path, type }) => [path, type])).toEqual([
      ['unknown', 'file'],
      ['after', 'file'],
    ]);
  });

  it('accepts the sum over signed bytes of old tars', async () => {
    const tar = layerTar([{ path: 'n\xfcme', data: 'x' }]);
    const sum = tar
      .subarray(0, 512)
      .reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : (byte << 24) >> 24), 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect((await readTar(tar)).failure).toBeUndefined();
  });

  const good = layerTar([{ path: 'one', data: 'x'.repeat(600) }, { path: 'two' }]);
  const pairs = (text: string) =>
    layerTar([
      {
        path: 's',
        data: 'abc',
        pax: {
          'GNU.sparse.map': text,
          'GNU.sparse.size': '10',
          'GNU.sparse.numblocks': `${text.split(',').length / 2}`,
        },
      },
    ]);
  it.each([
    [
      'a wrong checksum',
      Buffer.concat([good.subarray(0, 1536), Buffer.from('x'), good.subarray(1537)]),
      'checksum (offset 1536)',
      1,
    ],
    ['text', Buffer.from('no tar at all '.repeat(99)), 'checksum (offset 0)', 0],
    ['an end within data', good.subarray(0, 900), 'in the middle of an entry (offset 900)', 1],
    ['an end within a header', good.subarray(0, 1600), 'in the middle', 1],
    [
      'a lone block of zeros',
      Buffer.concat([Buffer.alloc(512), good]),
      'after a block of zeros',
      0,
    ],
    [
      'pax records without length',
      layerTar([{ path: 'x', type: 'x', data: 'what=ever\n' }]),
      'extended header that is none',
      0,
    ],
    [
      'a huge extended header',
      layerEntry({ path: 'x', type: 'x', size: 5_000_000 }),
      'beyond 4 MiB',
      0,
    ],
    ['a sparse map beyond the file', pairs('0,1,20,1'), 'does not fit', 0],
    ['a sparse map that goes back', pairs('5,1,2,1'), 'does not fit', 0],
    ['a sparse map of words', pairs('a,b'), 'without its map', 0],
    ['a sparse map beyond what is stored', pairs('0,4'), 'does not fit', 0],
    [
      'a negative size',
      withChecksum(
        Buffer.concat([good.subarray(0, 124), Buffer.alloc(12, 0xff), good.subarray(136)]),
      ),
      'without a size',
      0,
    ],
  ])('ends at %s', async (_, tar, message, count) => {
    const { entries, failure } = await readTar(tar);
    expect(failure).toContain(message);
    expect(entries).toHaveLength(count);
  });

  it('takes a tar without its end, and whatever follows the end', async () => {
    expect((await readTar(good.subarray(0, -1024))).failure).toBeUndefined();
    expect((await readTar(good.subarray(0, -512))).failure).toBeUndefined();
    const { entries, failure } = await readTar(Buffer.concat([good, Buffer.from('junk')]));
    expect([entries.length, failure]).toEqual([2, undefined]);
  });

  it('never throws, and reads the same in whatever pieces it comes', async () => {
    const sparse = {
      'GNU.sparse.map': '0,1,5,2',
      'GNU.sparse.size': '10',
      'GNU.sparse.numblocks': '2',
    };
    const base = layerTar([
      { path: 'a', data: 'x'.repeat(700) },
      { path: 'b', data: 'abc', pax: sparse },
      { path: 'd/'.repeat(80), type: '5' },
      { path: 'l', type: '2', link: 'a' },
    ]);
    const damage = fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 4 });
    const cut = fc.nat(base.length);
    const sizes = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(damage, cut, sizes, async (bytes, length, pieces) => {
        const tar = Buffer.from(base.subarray(0, length));
        for (const [at, value] of bytes) if (at < tar.length) tar[at] = value;
        // Half of the damaged headers get past the checksum.
        for (let at = 0; at + 512 <= tar.length && bytes.length % 2 === 1; at += 512)
          if (tar[at + 257] === 0x75) withChecksum(tar.subarray(at, at + 512));
        const whole = await readTar(tar);
        expect(await readTar(tar, pieces)).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });
});
