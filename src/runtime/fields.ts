// Numbers in a structure, little- and big-endian. Reading past its end is damage, never a RangeError.

import { ScanError } from '../model/errors.ts';

export class Fields {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #name: string;
  readonly #base: number;

  /** `base`: where the structure lies in the source called `name`. */
  constructor(bytes: Uint8Array, name: string, base: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#name = name;
    this.#base = base;
  }

  /** For messages: the place of a field. */
  where(at = 0): string {
    return `${this.#name}, byte ${this.#base + at}`;
  }

  #check(at: number, length: number): void {
    if (!(at >= 0 && at + length <= this.bytes.length)) {
      throw new ScanError(
        'TARGET_DAMAGED',
        this.where(at),
        'a structure ends before its last field',
      );
    }
  }

  u8(at: number): number {
    this.#check(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  i32(at: number): number {
    return this.u32(at) | 0;
  }

  /** All 64 bits. */
  big64(at: number): bigint {
    this.#check(at, 8);
    return this.#view.getBigUint64(at, true);
  }

  /** Throws for more than 2^53 - 1: nothing that can be counted or placed on a disk is as large. */
  u64(at: number): number {
    return this.#safe(at, this.big64(at));
  }

  be16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, false);
  }

  be32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, false);
  }

  bigBe64(at: number): bigint {
    this.#check(at, 8);
    return this.#view.getBigUint64(at, false);
  }

  be64(at: number): number {
    return this.#safe(at, this.bigBe64(at));
  }

  slice(at: number, length: number): Uint8Array {
    this.#check(at, length);
    return this.bytes.subarray(at, at + length);
  }

  /** A structure within this one; messages keep their places. */
  part(at: number, length: number): Fields {
    return new Fields(this.slice(at, length), this.#name, this.#base + at);
  }

  /** Bytes as Latin-1 text. */
  text(at: number, length: number): string {
    return Buffer.from(this.slice(at, length)).toString('latin1');
  }

  /** A GUID as Microsoft writes it: the first three groups little-endian; in lower case. */
  guid(at: number): string {
    const hex = (from: number, length: number) =>
      Buffer.from(this.slice(at + from, length)).toString('hex');
    const group = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
    return [
      group(this.u32(at), 8),
      group(this.u16(at + 4), 4),
      group(this.u16(at + 6), 4),
      hex(8, 2),
      hex(10, 6),
    ].join('-');
  }

  #safe(at: number, value: bigint): number {
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new ScanError(
        'TARGET_DAMAGED',
        this.where(at),
        `the number ${value} is larger than any disk`,
      );
    }
    return Number(value);
  }
}

/** Whether all bytes are zero. */
export function isZero(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, zeros(bytes.length)) === 0;
}

let someZeros = new Uint8Array(65_536);

function zeros(length: number): Uint8Array {
  if (length > someZeros.length) someZeros = new Uint8Array(length);
  return someZeros.subarray(0, length);
}
