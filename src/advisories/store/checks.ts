// How damage in a store is seen when it is read: a checksum for each row, and the list of all keys with their numbers
// of rows, so that a row that is lost is no «not affected».

import { crc32 } from 'node:zlib';
import { ScanError } from '../../model/errors.ts';

/** A store that does not hold what was written. Thrown away and built again where its source is at hand. */
export class StoreDamage extends ScanError {
  /** The feed's name: `npm`, `kev`. */
  readonly feed: string;
  constructor(feed: string, path: string, what: string, cause?: unknown) {
    super('DATABASE_MISSING', path, `the store is damaged: ${what}`, {
      hint: 'Run “portcullis db update”, or name a folder or mirror by --feeds.',
      ...(cause === undefined ? {} : { cause }),
    });
    this.name = 'StoreDamage';
    this.feed = feed;
  }
}

/** The checksum of a row's columns; 32 bits. */
export function sumOf(...columns: readonly (string | number)[]): number {
  return crc32(columns.join('\0'));
}

const countBits = 12n;
const mostCounted = (1 << Number(countBits)) - 1;

/** 52 bits of two independent 32-bit mixes; a key that is none is taken for one once in 10^10 look-ups of a large store. */
function hashOf(key: string): bigint {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 15;
  }
  a = Math.imul(a ^ (a >>> 16), 0xc2b2ae35);
  a ^= a >>> 13;
  b = Math.imul(b ^ (b >>> 16) ^ a, 0x27d4eb2f);
  b ^= b >>> 15;
  return (BigInt(a >>> 0) << 20n) | BigInt(b >>> 12);
}

/** Collects the key of every row that is written. */
export class KeyWriter {
  #hashes = new BigUint64Array(1024);
  #length = 0;

  add(key: string): void {
    if (this.#length === this.#hashes.length) {
      const larger = new BigUint64Array(this.#length * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#length++] = hashOf(key);
  }

  /** The list: for each key its hash and number of rows, sorted, 8 bytes little endian. */
  bytes(): Uint8Array {
    const sorted = this.#hashes.subarray(0, this.#length).sort();
    const bytes = Buffer.alloc(this.#length * 8);
    let end = 0;
    for (let from = 0; from < sorted.length; ) {
      let to = from + 1;
      while (to < sorted.length && sorted[to] === sorted[from]) to++;
      const count = BigInt(Math.min(to - from, mostCounted));
      bytes.writeBigUInt64LE(((sorted[from] ?? 0n) << countBits) | count, end);
      end += 8;
      from = to;
    }
    return bytes.subarray(0, end);
  }
}

/** The list of keys, as `KeyWriter` gives it. */
export class KeyList {
  readonly #bytes: Buffer;
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many rows the key has; 0 for a key that is none. */
  count(key: string): number {
    const hash = hashOf(key);
    let low = 0;
    let high = this.#bytes.length >> 3;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#bytes.readBigUInt64LE(middle * 8) >> countBits < hash) low = middle + 1;
      else high = middle;
    }
    if (low * 8 >= this.#bytes.length) return 0;
    const found = this.#bytes.readBigUInt64LE(low * 8);
    return found >> countBits === hash ? Number(found & BigInt(mostCounted)) : 0;
  }

  /** Whether `rows` is the number of rows that the key had when it was written. */
  holds(key: string, rows: number): boolean {
    return this.count(key) === Math.min(rows, mostCounted);
  }
}
