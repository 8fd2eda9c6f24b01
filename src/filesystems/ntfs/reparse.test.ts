import { describe, expect, it } from 'vitest';
import { ScanError } from '../../model/errors.ts';
import { parseReparse } from './reparse.ts';

function point(tag: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(tag, 0);
  head.writeUInt16LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** A junction, or with `flags` a symbolic link, to `target`, as Windows writes it. */
function link(target: string, flags?: number): Buffer {
  const name = Buffer.from(target, 'utf16le');
  const head = Buffer.alloc(flags === undefined ? 8 : 12);
  head.writeUInt16LE(name.length, 2);
  head.writeUInt16LE(name.length + 2, 4);
  const tag = flags === undefined ? 0xa0000003 : 0xa000000c;
  return point(tag, Buffer.concat([head, name, Buffer.alloc(4)]));
}

describe('a reparse point', () => {
  it.each([
    ['\\??\\C:\\ProgramData', undefined, '/ProgramData'],
    ['\\??\\C:\\', undefined, '/'],
    ['\\??\\D:\\Data\\x\\', undefined, '/Data/x'],
    ['..\\ProgramData', 1, '../ProgramData'],
    ['name', 1, 'name'],
    ['\\Users\\Public', 1, '/Users/Public'],
    ['\\??\\C:\\Users\\All Users', 0, '/Users/All Users'],
    [
      '\\??\\Volume{01234567-0000-0000-0000-100000000000}\\',
      undefined,
      '/Volume{01234567-0000-0000-0000-100000000000}',
    ],
    ['\\??\\UNC\\server\\share', 0, '/UNC/server/share'],
  ])('with the target %s leads to a path of the tree', (target, flags, path) => {
    expect(parseReparse(link(target, flags), 'x')).toEqual({ kind: 'link', target: path });
  });

  it('of the Linux subsystem is a link, too', () => {
    const body = Buffer.concat([Buffer.from([2, 0, 0, 0]), Buffer.from('/usr/bin/größe')]);
    expect(parseReparse(point(0xa000001d, body), 'x')).toEqual({
      kind: 'link',
      target: '/usr/bin/größe',
    });
  });

  it.each([
    [0x80000017, /WOF/],
    [0x80000013, /deduplication/],
    [0x90001018, /Windows container/],
    [0x9000701a, /reparse tag 0x9000701a/],
  ])('with tag %i has its content elsewhere', (tag, what) => {
    const found = parseReparse(point(tag, Buffer.alloc(8)), 'x');
    expect(found).toEqual({ kind: 'unread', what: expect.stringMatching(what) });
  });

  it.each([
    [0x80000023, 'special'],
    [0x80000024, 'special'],
    [0x8000001b, 'mark'],
  ])('with tag %i is a %s', (tag, kind) => {
    expect(parseReparse(point(tag, Buffer.alloc(8)), 'x')).toEqual({ kind });
  });

  it.each([
    { what: 'of no bytes', bytes: Buffer.alloc(0) },
    { what: 'with a name beyond its end', bytes: link('C:\\x', 0).subarray(0, 22) },
    { what: 'with no name', bytes: link('') },
    {
      what: 'of Linux that is cut short',
      bytes: point(0xa000001d, Buffer.alloc(40)).subarray(0, 20),
    },
  ])('$what is refused', ({ bytes }) => {
    expect(() => parseReparse(bytes, 'x')).toThrow(ScanError);
  });
});
