// Sparse files in tars: which parts of the file the archive stores, the rest being zeros.
// GNU tar manual, "Storing Sparse Files": type S of old, pax 0.0, 0.1 and 1.0.

import { readNumber, textEnd } from './tar-fields.ts';

/** Parts in file order: offset in the file, then length; stored one after the other. */
export type SparseParts = number[];

/** More parts than this are refused. */
export const sparseLimit = 1_000_000;

/** Appends pairs of a type S header or of one of its extension blocks; false: the block is not as it should be. */
export function readOldParts(
  block: Uint8Array,
  from: number,
  count: number,
  parts: SparseParts,
): boolean {
  for (let index = 0; index < count; index++) {
    const at = from + index * 24;
    if (textEnd(block, at + 12, 12) === at + 12) return true;
    const offset = readNumber(block, at, 12);
    const length = readNumber(block, at + 12, 12);
    if (Number.isNaN(offset) || Number.isNaN(length)) return false;
    parts.push(offset, length);
  }
  return true;
}

/** The parts of pax 0.1's `GNU.sparse.map`; undefined where it is none. */
export function readMapText(value: Uint8Array): SparseParts | undefined {
  const numbers = Buffer.from(value).toString('latin1').split(',').map(Number);
  return numbers.length % 2 === 0 ? numbers : undefined;
}

/** The map of pax 1.0, at the start of the data: decimal lines, the count first, filled up to a block. */
export class MapLines {
  readonly #numbers: number[] = [];
  #wanted = 1;
  #digits = '';

  /** Takes one block; gives the parts when the map has ended with it. */
  push(block: Uint8Array): SparseParts | 'more' | 'damaged' {
    for (const byte of block) {
      if (byte === 0x0a) {
        if (this.#digits === '') return 'damaged';
        this.#numbers.push(Number(this.#digits));
        if (this.#numbers.length === 1) this.#wanted = 1 + Number(this.#digits) * 2;
        this.#digits = '';
        if (this.#wanted > sparseLimit * 2) return 'damaged';
        if (this.#numbers.length === this.#wanted) return this.#numbers.slice(1);
      } else if (byte >= 0x30 && byte <= 0x39 && this.#digits.length < 16) {
        this.#digits += String.fromCharCode(byte);
      } else return 'damaged';
    }
    return 'more';
  }
}

/** Whether parts are in order, within the file, and stored in no more than `stored` bytes. */
export function areSound(parts: SparseParts, size: number, stored: number): boolean {
  let end = 0;
  let sum = 0;
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const offset = parts[index] ?? Number.NaN;
    const length = parts[index + 1] ?? Number.NaN;
    if (!(Number.isSafeInteger(offset) && Number.isSafeInteger(length))) return false;
    if (offset < end || length < 0) return false;
    end = offset + length;
    sum += length;
  }
  return end <= size && sum <= stored && Number.isSafeInteger(size) && size >= 0;
}
