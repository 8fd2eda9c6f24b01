import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflateLznt1 } from './lznt1.ts';

function header(length: number, isCompressed: boolean): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE((isCompressed ? 0xb000 : 0x3000) | (length - 1));
  return bytes;
}

/** As a writer without any search would: literals only, or a plain chunk. */
function packed(plain: Uint8Array, asLiterals: boolean): Buffer {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < plain.length; at += 4096) {
    const chunk = plain.subarray(at, at + 4096);
    const tokens: Uint8Array[] = [];
    for (let token = 0; token < chunk.length; token += 8) {
      tokens.push(Uint8Array.of(0), chunk.subarray(token, token + 8));
    }
    const body = asLiterals ? Buffer.concat(tokens) : chunk;
    // A plain chunk is whole: its rest would be taken for another.
    if (body.length > 4096 || (!asLiterals && chunk.length < 4096)) return Buffer.alloc(0);
    parts.push(header(body.length, asLiterals), body);
  }
  return Buffer.concat(parts);
}

describe('LZNT1', () => {
  it('copies what was written just before', () => {
    // `a`, and a copy of the 4,095 before: the distance is 1.
    const input = Buffer.concat([header(4, true), Buffer.from([2, 0x61, 0xfc, 0x0f])]);
    expect(Buffer.from(inflateLznt1(input, 4096) ?? []).toString()).toBe('a'.repeat(4096));
  });

  it('fills what its chunks leave with zeros', () => {
    const input = Buffer.concat([header(3, true), Buffer.from([0, 0x61, 0x62]), Buffer.alloc(2)]);
    const output = inflateLznt1(input, 8192);
    expect(Buffer.from(output?.subarray(0, 4) ?? [])).toEqual(Buffer.from('ab\0\0'));
    expect(output?.length).toBe(8192);
  });

  it.each([
    { what: 'a copy from before the chunk', bytes: [2, 0x61, 0x00, 0x20] },
    { what: 'a copy beyond the chunk', bytes: [2, 0x61, 0xff, 0x0f] },
    { what: 'half a copy', bytes: [2, 0x61, 0x00] },
  ])('refuses $what', ({ bytes }) => {
    const input = Buffer.concat([header(bytes.length, true), Buffer.from(bytes)]);
    expect(inflateLznt1(input, 4096)).toBeUndefined();
  });

  it('refuses a chunk that is cut short', () => {
    expect(inflateLznt1(Buffer.concat([header(9, true), Buffer.alloc(4)]), 4096)).toBeUndefined();
    expect(inflateLznt1(Buffer.concat([header(9, false), Buffer.alloc(4)]), 4096)).toBeUndefined();
  });

  it('gives literals and plain chunks as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3500 }), fc.boolean(), (bytes, asLiterals) => {
        const plain = asLiterals
          ? bytes
          : Buffer.concat([bytes, Buffer.alloc(4096 - bytes.length)]);
        const output = inflateLznt1(packed(plain, asLiterals), 8192);
        expect(Buffer.from(output?.subarray(0, plain.length) ?? []).equals(plain)).toBe(true);
        expect(output?.subarray(plain.length).every((byte) => byte === 0)).toBe(true);
      }),
    );
  });

  it('answers any bytes, within its size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(20_000), (bytes, size) => {
        const output = inflateLznt1(bytes, size);
        expect(output === undefined || output.length === size).toBe(true);
      }),
    );
  });
});
