import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScanError } from '../../../model/errors.ts';
import { parseRpmHeader, splitSourceRpm } from './header.ts';

type Value =
  | string
  | readonly string[]
  | { readonly int32: readonly number[] }
  | { readonly int16: readonly number[] };

/** Writes a header as rpm does: index entries, then the store, integers aligned. */
function writeHeader(values: ReadonlyMap<number, Value>): Buffer {
  const entries: Buffer[] = [];
  let store = Buffer.alloc(0);
  for (const [tag, value] of values) {
    let type = 6;
    let count = 1;
    let data: Buffer;
    if (typeof value === 'string') data = Buffer.from(`${value}\0`);
    else if (Array.isArray(value)) {
      type = 8;
      count = value.length;
      data = Buffer.from(value.map((text) => `${text}\0`).join(''));
    } else {
      const isWide = 'int32' in value;
      const numbers = 'int32' in value ? value.int32 : 'int16' in value ? value.int16 : [];
      type = isWide ? 4 : 3;
      count = numbers.length;
      const width = isWide ? 4 : 2;
      data = Buffer.alloc(numbers.length * width);
      for (const [index, number] of numbers.entries()) {
        if (isWide) data.writeUInt32BE(number, index * 4);
        else data.writeUInt16BE(number, index * 2);
      }
      store = Buffer.concat([store, Buffer.alloc((width - (store.length % width)) % width)]);
    }
    const entry = Buffer.alloc(16);
    for (const [index, number] of [tag, type, store.length, count].entries()) {
      entry.writeUInt32BE(number, index * 4);
    }
    entries.push(entry);
    store = Buffer.concat([store, data]);
  }
  const preamble = Buffer.alloc(8);
  preamble.writeUInt32BE(entries.length, 0);
  preamble.writeUInt32BE(store.length, 4);
  return Buffer.concat([preamble, ...entries, store]);
}

const minimal: readonly (readonly [number, Value])[] = [
  [1000, 'bash'],
  [1001, '5.1.8'],
  [1002, '6.el9_1'],
];
const parse = (...more: readonly (readonly [number, Value])[]) =>
  parseRpmHeader(writeHeader(new Map([...minimal, ...more])), 'db, package 1');

describe('parseRpmHeader', () => {
  it('reads name, version, release', () => {
    expect(parse()).toEqual({ name: 'bash', version: '5.1.8-6.el9_1', files: [] });
  });

  it('reads epoch, architecture, source, module, licence', () => {
    expect(
      parse(
        [1003, { int32: [1] }],
        [1014, 'GPLv3+'],
        [1022, 'x86_64'],
        [1044, 'bash-5.1.8-6.el9_1.src.rpm'],
        [5096, 'nodejs:18:81:48'],
      ),
    ).toEqual({
      name: 'bash',
      version: '1:5.1.8-6.el9_1',
      architecture: 'x86_64',
      source: { name: 'bash', version: '1:5.1.8-6.el9_1' },
      modularityLabel: 'nodejs:18:81:48',
      licence: 'GPLv3+',
      files: [],
    });
  });

  it('keeps of its files the executables and the manifests', () => {
    const files = parse(
      [1030, { int16: [0o100755, 0o100644, 0o100644, 0o040755, 0o120777] }],
      [1116, { int32: [0, 1, 0, 1, 0] }],
      [1117, ['bash', 'METADATA', 'bashrc', 'folder', 'sh']],
      [1118, ['/usr/bin/', '/usr/lib/x.dist-info/']],
    ).files;
    expect(files).toEqual(['usr/bin/bash', 'usr/lib/x.dist-info/METADATA']);
  });

  it.each([
    ['nothing', Buffer.alloc(0), /shorter than its preamble/],
    ['no entries', Buffer.alloc(8), /claims 0 entries/],
    ['too many entries', Buffer.from('00ffffff00000000', 'hex'), /claims 16777215 entries/],
    ['a cut header', writeHeader(new Map(minimal)).subarray(0, 50), /ends too early/],
    ['no name', writeHeader(new Map(minimal.slice(1))), /has no name/],
    ['a name that is a number', writeHeader(new Map([[1000, { int32: [1] }]])), /has type 4/],
    [
      'a file in no directory',
      writeHeader(
        new Map<number, Value>([
          ...minimal,
          [1116, { int32: [3] }],
          [1117, ['METADATA']],
          [1118, ['/x/']],
        ]),
      ),
      /without directory/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseRpmHeader(bytes, 'db, package 7')).toThrow(message);
    expect(() => parseRpmHeader(bytes, 'db, package 7')).toThrow(/^db, package 7: the rpm header/);
  });

  it('throws nothing but a ScanError on flipped bits', () => {
    const good = writeHeader(
      new Map<number, Value>([
        ...minimal,
        [1116, { int32: [0] }],
        [1117, ['METADATA']],
        [1118, ['/x/']],
      ]),
    );
    fc.assert(
      fc.property(fc.nat(good.length * 8 - 1), (bit) => {
        const bytes = Buffer.from(good);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          parseRpmHeader(bytes, 'db');
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
    );
  });
});

describe('splitSourceRpm', () => {
  it.each([
    ['bash-5.1.8-6.el9_1.src.rpm', { name: 'bash', version: '5.1.8-6.el9_1' }],
    ['java-11-openjdk-11.0.1-1.el9.src.rpm', { name: 'java-11-openjdk', version: '11.0.1-1.el9' }],
    ['kernel-5.14-1.nosrc.rpm', { name: 'kernel', version: '5.14-1' }],
    ['(none)', undefined],
    [undefined, undefined],
  ])('%s', (fileName, expected) => {
    expect(splitSourceRpm(fileName, '')).toEqual(expected);
  });
});
