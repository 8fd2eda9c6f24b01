import * as zlib from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, crc32c, updateCrc32, updateCrc32c } from './crc32.ts';

const check = Buffer.from('123456789');

describe('the check values of the catalogue', () => {
  it('are those of CRC-32 and CRC-32C', () => {
    expect(crc32(check)).toBe(0xcbf43926);
    expect(crc32c(check)).toBe(0xe3069283);
  });

  // RFC 3720, appendix B.4.
  it.each([
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
    ['31 to 0', Buffer.from(Array.from({ length: 32 }, (_, index) => 31 - index)), 0x113fdb5c],
  ])('CRC-32C of %s', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

const native: unknown = Reflect.get(zlib, 'crc32');

describe.skipIf(typeof native !== 'function')('against zlib', () => {
  it('gives the same CRC-32 of any bytes', () => {
    if (typeof native !== 'function') return;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => crc32(bytes) === native(bytes)),
    );
  });
});

describe('a register', () => {
  it('goes on over pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (left, right) => {
        const both = Buffer.concat([left, right]);
        const ieee = updateCrc32(updateCrc32(0xffffffff, left), right);
        const castagnoli = updateCrc32c(updateCrc32c(0xffffffff, left), right);
        return ~ieee >>> 0 === crc32(both) && ~castagnoli >>> 0 === crc32c(both);
      }),
    );
  });
});
