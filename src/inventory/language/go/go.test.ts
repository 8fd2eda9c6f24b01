import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../../../../test/inventory/memory.ts';
import { named, scanFolder, scanRoot } from '../../../../test/inventory/scan-folder.ts';
import { ScanError } from '../../../model/errors.ts';
import type { Bytes } from '../../../model/file-tree.ts';
import { readGoBuildInfo } from './build-info.ts';
import { readGoModules, readGoVersion } from './parse-modules.ts';

describe('readGoVersion', () => {
  it.each([
    ['go1.22.1', '1.22.1'],
    ['go1.21', '1.21'],
    ['go1.23rc2', '1.23rc2'],
    ['go1.22.1 X:boringcrypto', '1.22.1'],
    ['devel go1.24-0a1b2c3 Mon', '1.24'],
    ['devel +abc', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(readGoVersion(text)).toBe(expected);
  });
});

describe('readGoModules', () => {
  it.each([
    ['a dependency', 'dep\tgithub.com/a/b\tv1.2.3\th1:x=\n', ['github.com/a/b@v1.2.3']],
    ['a released main module', 'path\ta/cmd\nmod\ta\tv1.0.0\th1:x=\n', ['a@v1.0.0']],
    ['a main module of a checkout', 'mod\ta\t(devel)\t\n', []],
    ['a replaced module', 'dep\ta\tv1.0.0\n=>\tfork/a\tv1.0.1\th1:x=\n', ['fork/a@v1.0.1']],
    ['one replaced by a folder', 'dep\ta\tv1.0.0\n=>\t./a\t(devel)\t\n', ['a@v1.0.0']],
    ['one replaced by a folder, no version', 'dep\ta\tv1.0.0\n=>\t./a\t\n', ['a@v1.0.0']],
    [
      'a replacement of a checkout',
      'dep\tz\tv1\ndep\ta\t(devel)\n=>\tb\tv2.0.0\n',
      ['z@v1', 'b@v2.0.0'],
    ],
    ['settings', 'build\t-compiler=gc\nbuild\tCGO_ENABLED=0\n', []],
    ['rubbish', 'dep\nmod\t\t\n\0\tx\ty\n', []],
  ])('reads %s', (_, text, expected) => {
    const found = readGoModules('go1.22.1', text).map(({ path, version }) => `${path}@${version}`);
    expect(found).toEqual(['stdlib@1.22.1', ...expected]);
  });
});

const sentinel = Buffer.alloc(16, 0xaa);
const wrapped = (text: string) => Buffer.concat([sentinel, Buffer.from(text), sentinel]);
const magic = Buffer.from('ff20476f206275696c64696e663a', 'hex');

/** A little or big endian ELF of 64 bits with one writable segment at 0x400000 that holds `data`. */
function elf(data: Buffer, isBig = false): Buffer {
  const head = Buffer.alloc(256);
  head.write('7f454c4602', 'hex');
  head[5] = isBig ? 2 : 1;
  const u16 = (value: number, at: number) =>
    isBig ? head.writeUInt16BE(value, at) : head.writeUInt16LE(value, at);
  const u32 = (value: number, at: number) =>
    isBig ? head.writeUInt32BE(value, at) : head.writeUInt32LE(value, at);
  const u64 = (value: number, at: number) =>
    isBig ? head.writeBigUInt64BE(BigInt(value), at) : head.writeBigUInt64LE(BigInt(value), at);
  u64(64, 32);
  u16(56, 54);
  u16(1, 56);
  u32(1, 64);
  u32(6, 68);
  u64(256, 72);
  u64(0x400000, 80);
  u64(data.length, 96);
  return Buffer.concat([head, data]);
}

function inline(version: string, modules: string): Buffer {
  const header = Buffer.alloc(32);
  magic.copy(header);
  header[14] = 8;
  header[15] = 2;
  const counted = (text: Buffer) => {
    const bytes: number[] = [];
    for (let left = text.length; ; left >>>= 7) {
      bytes.push(left > 0x7f ? (left & 0x7f) | 0x80 : left);
      if (left <= 0x7f) return Buffer.concat([Buffer.from(bytes), text]);
    }
  };
  return Buffer.concat([header, counted(Buffer.from(version)), counted(wrapped(modules))]);
}

function pointers(version: string, modules: string, isBig: boolean): Buffer {
  const words = Buffer.alloc(32 + 32);
  magic.copy(words);
  words[14] = 8;
  words[15] = isBig ? 1 : 0;
  const text = Buffer.from(version);
  const info = wrapped(modules);
  const base = 0x400000;
  for (const [index, word] of [
    base + 32,
    base + 48,
    base + 64,
    text.length,
    base + 64 + text.length,
    info.length,
  ].entries()) {
    if (isBig) words.writeBigUInt64BE(BigInt(word), 16 + index * 8);
    else words.writeBigUInt64LE(BigInt(word), 16 + index * 8);
  }
  return Buffer.concat([words, text, info]);
}

describe('readGoBuildInfo', () => {
  const modules = 'path\tx\ndep\ta\tv1.0.0\th1:x=\n';
  it.each([
    ['inline strings', elf(inline('go1.22.1', modules))],
    [
      'inline strings behind other data',
      elf(Buffer.concat([Buffer.alloc(1048560), inline('go1.22.1', modules)])),
    ],
    ['pointers, little endian', elf(pointers('go1.22.1', modules, false))],
    ['pointers, big endian', elf(pointers('go1.22.1', modules, true), true)],
  ])('reads %s', async (_, file) => {
    expect(await readGoBuildInfo(bytesOf(file), 'x')).toEqual({
      goVersion: 'go1.22.1',
      moduleInfo: modules,
    });
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a script', Buffer.from('#!/bin/sh\n')],
    ['ELF and no more', Buffer.from('7f454c46', 'hex')],
    ['MZ and no more', Buffer.from('4d5a', 'hex')],
    ['an executable without build information', elf(Buffer.alloc(4096))],
    ['one that is not aligned', elf(Buffer.concat([Buffer.alloc(3), inline('go1.22.1', '')]))],
  ])('finds none in %s', async (_, file) => {
    expect(await readGoBuildInfo(bytesOf(file), 'x')).toBeUndefined();
  });

  it.each([
    ['cut', elf(inline('go1.22.1', modules)).subarray(0, -20)],
    ['a pointer to nowhere', elf(pointers('go1.22.1', modules, false).fill(0xff, 16, 24))],
  ])('says that the file is damaged: %s', async (_, file) => {
    await expect(readGoBuildInfo(bytesOf(file), 'usr/bin/x')).rejects.toThrow(
      /^usr\/bin\/x: its Go build information is damaged/,
    );
  });

  it('throws nothing but a ScanError on flipped bits', async () => {
    const good = elf(pointers('go1.22.1', modules, false));
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length * 8 - 1), async (bit) => {
        const file = Buffer.from(good);
        file[bit >> 3] = (file[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          await readGoBuildInfo(bytesOf(file), 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
    );
  });
});

function goTool(): string | undefined {
  try {
    return execFileSync('go', ['version'], { encoding: 'utf8' });
  } catch {
    // No Go here: the tests below say that they are skipped.
    return undefined;
  }
}

/** Files are large: positioned reads, as the trees do. */
function fileBytes(path: string): { readonly bytes: Bytes; readonly close: () => void } {
  const handle = openSync(path, 'r');
  const { size } = fstatSync(handle);
  return {
    bytes: {
      size,
      read: async (offset, length) => {
        const data = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        return data.subarray(0, readSync(handle, data, 0, data.length, offset));
      },
    },
    close: () => closeSync(handle),
  };
}

/** Targets, one of each file format, width and byte order. A cold build of one takes some seconds. */
const targets = (process.env['PORTCULLIS_GO_TARGETS'] ?? 'linux/amd64').split(',');

describe.skipIf(goTool() === undefined)('beside go version -m', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-go-'));
    const write = (path: string, text: string) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    write(
      'go.mod',
      'module example.com/main\n\ngo 1.18\n\nrequire (\n\texample.com/a v1.2.3\n\texample.com/B/c v0.0.0-20240102030405-abcdefabcdef\n\texample.com/local v2.0.0+incompatible\n)\n\nreplace example.com/a => example.com/fork v1.2.4\n\nreplace example.com/local => ./local\n',
    );
    write(
      'main.go',
      'package main\n\nimport (\n\t_ "example.com/B/c"\n\t_ "example.com/a"\n\t_ "example.com/local"\n)\n\nfunc main() {}\n',
    );
    write('local/go.mod', 'module example.com/local\n');
    write('local/l.go', 'package local\n');
    write('vendor/example.com/a/a.go', 'package a\n');
    write('vendor/example.com/B/c/c.go', 'package c\n');
    write('vendor/example.com/local/l.go', 'package local\n');
    write(
      'vendor/modules.txt',
      '# example.com/B/c v0.0.0-20240102030405-abcdefabcdef\n## explicit\nexample.com/B/c\n# example.com/a v1.2.3 => example.com/fork v1.2.4\n## explicit\nexample.com/a\n# example.com/local v2.0.0+incompatible => ./local\n## explicit\nexample.com/local\n# example.com/a => example.com/fork v1.2.4\n# example.com/local => ./local\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(targets)('lists the same modules of a program for %s', async (target) => {
    const [os = '', arch = ''] = target.split('/');
    const file = join(folder, `out-${os}-${arch}`);
    const env = {
      ...process.env,
      HOME: homedir(),
      GOOS: os,
      GOARCH: arch,
      CGO_ENABLED: '0',
      GOFLAGS: '',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
    };
    execFileSync(
      'go',
      ['build', '-mod=vendor', '-buildvcs=false', '-ldflags=-s -w', '-o', file, '.'],
      { cwd: folder, env },
    );
    const printed = execFileSync('go', ['version', '-m', file], { encoding: 'utf8' });
    const expected = printed
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^\t/, ''))
      .join('\n');
    const { bytes, close } = fileBytes(file);
    const found = await readGoBuildInfo(bytes, file);
    close();
    // `go version` prints a folder's replacement as (devel)
    const lines = (text: string) =>
      text.split('\n').map((line) => line.split('\t').slice(0, 3).join('\t').trim());
    expect(printed).toContain(`: ${found?.goVersion}`);
    expect(readGoModules(found?.goVersion ?? '', found?.moduleInfo ?? '')).toEqual(
      readGoModules(found?.goVersion ?? '', lines(expected).join('\n')),
    );
    expect(
      readGoModules('', found?.moduleInfo ?? '').map(({ path, version }) => `${path}@${version}`),
    ).toEqual([
      'example.com/B/c@v0.0.0-20240102030405-abcdefabcdef',
      'example.com/fork@v1.2.4',
      'example.com/local@v2.0.0+incompatible',
    ]);
  });

  it('finds the executables of a root', async () => {
    const root = join(folder, 'root');
    mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
    for (const name of readdirSync(folder).filter((name) => name.startsWith('out-linux'))) {
      execFileSync('cp', ['-p', join(folder, name), join(root, 'usr/local/bin/tool')]);
    }
    const scan = await scanRoot(root);
    expect(named(scan, 'go').filter((name) => !name.startsWith('stdlib'))).toEqual([
      'example.com/B/c@v0.0.0-20240102030405-abcdefabcdef',
      'example.com/fork@v1.2.4',
      'example.com/local@v2.0.0+incompatible',
    ]);
    expect(scan.packages.find(({ name }) => name === 'example.com/fork')).toMatchObject({
      ecosystem: 'Go',
      purl: 'pkg:golang/example.com/fork@v1.2.4',
      locations: ['usr/local/bin/tool'],
    });
  });
});

describe('Go executables of a root', () => {
  const content = Buffer.concat([
    elf(inline('go1.22.1', 'dep\ta/b\tv1.0.0\n')),
    Buffer.alloc(600_000),
  ]);
  it.each([
    ['usr/local/bin/tool', true],
    ['app/sbin/tool', true],
    ['app/libx.so', true],
    ['libx.so.1.2', true],
    ['usr/local/lib/python3.11/site-packages/x.so', true],
    ['usr/lib/x86_64-linux-gnu/libx.so', false],
    ['lib64/libx.so', false],
    ['app/libx.so.txt', false],
    ['app/bin/deep/tool', false],
  ])('without the executable bit: %s is %s', async (path, isRead) => {
    const scan = await scanFolder({ [path]: { content, mode: 0o644 } });
    expect(named(scan, 'go')).toEqual(isRead ? ['a/b@v1.0.0', 'stdlib@1.22.1'] : []);
  });

  it('are told by mode and size', async () => {
    const scan = await scanFolder({
      'usr/bin/tool': { content, mode: 0o755 },
      'usr/share/sample': { content, mode: 0o644 },
      'usr/bin/broken': {
        content: Buffer.concat([
          elf(inline('go1', '').subarray(0, 36)),
          Buffer.alloc(600_000, 0xff),
        ]),
        mode: 0o755,
      },
    });
    expect(named(scan, 'go')).toEqual(['a/b@v1.0.0', 'stdlib@1.22.1']);
    expect(scan.problems).toMatchObject([{ what: 'path:usr/bin/broken', incomplete: true }]);
  });
});
