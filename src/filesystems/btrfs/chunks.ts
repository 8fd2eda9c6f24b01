// From logical addresses to places on the device: chunks, of which metadata often has two copies (struct btrfs_chunk of
// uapi/linux/btrfs_tree.h).

import type { Fields } from '../../runtime/fields.ts';
import { beyondLimit, damagedVolume, unsupportedVolume } from '../volume.ts';

export const chunkHeaderBytes = 48;
const stripeBytes = 32;
/** No place on a device is further: what lies behind is for addresses of other kinds. */
export const addressLimit = 2 ** 52;
/** A petabyte in chunks of a gigabyte has as many. */
const mostChunks = 1_000_000;

/** By bit of the type; bit 5 is DUP: two copies on one device. */
const profiles: ReadonlyMap<number, string> = new Map([
  [3, 'RAID0'],
  [4, 'RAID1'],
  [6, 'RAID10'],
  [7, 'RAID5'],
  [8, 'RAID6'],
  [9, 'RAID1C3'],
  [10, 'RAID1C4'],
]);
const dupBit = 5;

interface Chunk {
  readonly logical: number;
  readonly length: number;
  /** A place for each copy. */
  readonly places: readonly number[];
}

/** Where a part of the logical addresses lies. */
export interface Place {
  /** One for each copy, in bytes of the device. */
  readonly places: readonly number[];
  /** As many bytes are in one piece from there. */
  readonly length: number;
}

export class ChunkMap {
  readonly #chunks: Chunk[] = [];
  readonly #starts = new Set<number>();
  readonly #deviceId: number;
  #isSorted = true;

  constructor(deviceId: number) {
    this.#deviceId = deviceId;
  }

  /**
   * Takes a chunk that starts at `logical`; gives the bytes of its item. Throws ScanError `TARGET_UNSUPPORTED` for the
   * layouts of several devices, `TARGET_DAMAGED` for one that cannot be.
   */
  add(logical: number, fields: Fields): number {
    const length = fields.u64(0);
    const type = fields.big64(24);
    for (const [bit, name] of profiles) {
      if ((type & (1n << BigInt(bit))) === 0n) continue;
      throw unsupportedVolume(
        fields.where(24),
        `a btrfs with chunks of ${name}, which is not read`,
        'Convert them to single or DUP (btrfs balance).',
      );
    }
    const copies = fields.u16(44);
    const isDup = (type & (1n << BigInt(dupBit))) !== 0n;
    if (copies !== (isDup ? 2 : 1) || length === 0 || logical + length > addressLimit) {
      throw damagedVolume(fields.where(), 'a chunk that cannot be');
    }
    const places: number[] = [];
    for (let copy = 0; copy < copies; copy += 1) {
      const at = chunkHeaderBytes + stripeBytes * copy;
      const place = fields.u64(at + 8);
      if (fields.u64(at) !== this.#deviceId || place + length > addressLimit) {
        throw damagedVolume(fields.where(at), 'a chunk on a device that is not this one');
      }
      places.push(place);
    }
    // Those of the superblock come once more in their tree.
    if (!this.#starts.has(logical)) {
      if (this.#chunks.length >= mostChunks) throw beyondLimit(fields.where(), 'too many chunks');
      this.#isSorted = false;
      this.#starts.add(logical);
      this.#chunks.push({ logical, length, places });
    }
    return chunkHeaderBytes + stripeBytes * copies;
  }

  /** Throws ScanError `TARGET_DAMAGED` for an address that no chunk has; `where` names it. */
  locate(logical: number, where: string): Place {
    if (!this.#isSorted) this.#chunks.sort((left, right) => left.logical - right.logical);
    this.#isSorted = true;
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.logical ?? 0) <= logical) low = middle + 1;
      else high = middle;
    }
    const chunk = this.#chunks[low - 1];
    const within = logical - (chunk?.logical ?? 0);
    if (chunk === undefined || within >= chunk.length) {
      throw damagedVolume(where, `names the logical address ${logical}, which no chunk has`);
    }
    return { places: chunk.places.map((place) => place + within), length: chunk.length - within };
  }
}
