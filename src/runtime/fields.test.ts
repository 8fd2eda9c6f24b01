import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fields, isZero } from './fields.ts';

const bytes = Uint8Array.from({ length: 24 }, (_, index) => index + 1);
const fields = new Fields(bytes.subarray(2), 'disk', 1002);

describe('fields', () => {
  it('are little- or big-endian, from the start of their structure', () => {
    expect(fields.u8(0)).toBe(3);
    expect(fields.u16(0)).toBe(0x0403);
    expect(fields.u32(0)).toBe(0x06050403);
    expect(fields.be16(0)).toBe(0x0304);
    expect(fields.be32(0)).toBe(0x03040506);
    expect(fields.big64(0)).toBe(0x0a09080706050403n);
    expect(fields.bigBe64(0)).toBe(0x030405060708090an);
    expect(fields.guid(0)).toBe('06050403-0807-0a09-0b0c-0d0e0f101112');
    expect(new Fields(Buffer.from([0, 16, 0, 0, 0, 0, 0, 0]), 'x', 0).u64(0)).toBe(4096);
    expect(new Fields(Buffer.from([0, 0, 0, 0, 0, 0, 16, 0]), 'x', 0).be64(0)).toBe(4096);
  });

  it('beyond the end are damage with their place', () => {
    const all = ['u8', 'u16', 'u32', 'big64', 'be16', 'be32', 'bigBe64', 'guid'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.integer({ min: 22, max: 1e9 }), (name, at) => {
        expect(() => fields[name](at)).toThrow(`disk, byte ${1002 + at}: a structure ends`);
      }),
    );
    expect(() => fields.u8(-1)).toThrow(/a structure ends/);
    expect(() => fields.slice(20, Number.NaN)).toThrow(/a structure ends/);
  });

  it('above 2^53 are no places', () => {
    expect(() => fields.u64(0)).toThrow(/larger than any disk/);
    expect(() => fields.be64(0)).toThrow(/larger than any disk/);
  });
});

describe('isZero', () => {
  it('is true of zeros only, of any length', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(), (length, at) => {
        const some = new Uint8Array(length);
        const before = isZero(some);
        if (length > 0) some[at % length] = 1;
        return before && isZero(some) === (length === 0);
      }),
      { numRuns: 30 },
    );
  });
});
