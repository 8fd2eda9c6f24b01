// Sparse files in tars: which parts of the file the archive stores, the rest being zeros.
// GNU tar manual, "Storing Sparse Files": type S of old, pax 0.0, 0.1 and 1.0.

import { type PaxRecords, paxNumber } from './pax.ts';
import { readNumber } from './tar-fields.ts';

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
    // Go ends the map at an offset that is not there, GNU tar at a length that is not.
    const ends = (block[at] === 0 ? 1 : 0) + (block[at + 12] === 0 ? 1 : 0);
    if (ends > 0) return ends === 2;
    const offset = readNumber(block, at, 12);
    const length = readNumber(block, at + 12, 12);
    if (Number.isNaN(offset) || Number.isNaN(length)) return false;
    parts.push(offset, length);
  }
  return true;
}

/** How an entry's records say that it is sparse, as Go's archive/tar decides it. */
export function sparseKind(pax: PaxRecords): 'none' | 'records' | 'lines' {
  const text = (key: string) =>
    Buffer.from(pax.values.get(`GNU.sparse.${key}`) ?? new Uint8Array(0)).toString('latin1');
  const major = text('major');
  const minor = text('minor');
  if (major === '1' && minor === '0') return 'lines';
  if (major === '0' && (minor === '0' || minor === '1')) return 'records';
  const isUnknown = major !== '' || minor !== '';
  return isUnknown || (text('map') === '' && pax.sparsePairs.length === 0) ? 'none' : 'records';
}

/** The parts that records of pax 0.0 or 0.1 say; undefined where they do not fit each other. */
export function readMapRecords({ values, sparsePairs }: PaxRecords): SparseParts | undefined {
  const map = Buffer.from(values.get('GNU.sparse.map') ?? new Uint8Array(0)).toString('latin1');
  const texts = map === '' ? [] : map.split(',');
  const isDecimal = texts.every((text) => /^\d{1,16}$/.test(text));
  const parts = sparsePairs.length > 0 ? sparsePairs : isDecimal ? texts.map(Number) : undefined;
  const count = paxNumber(values.get('GNU.sparse.numblocks'));
  return parts?.length === count * 2 ? parts : undefined;
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
