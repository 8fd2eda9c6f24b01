// A file's bytes: inline in the tree, in extents as they are, or in compressed ones of which a part may be in use
// (struct btrfs_file_extent_item of uapi/linux/btrfs_tree.h).

import type { Bytes } from '../../model/file-tree.ts';
import type { Fields } from '../../runtime/fields.ts';
import { addExtent, type Extent, extentBytes, extentLimit } from '../extents.ts';
import {
  beyondLimit,
  damagedVolume,
  readAll,
  unsupportedVolume,
  type VolumeBytes,
} from '../volume.ts';
import { addressLimit } from './chunks.ts';
import { type BtrfsVolume, type Inode, whereOfInode } from './inode.ts';
import { itemTypes, lastOffset } from './keys.ts';
import { type Method, methods, mostUnpacked, unpack } from './packed.ts';

const inlineAt = 21;
const kinds = ['inline', 'regular', 'preallocated'] as const;
/** Unpacked extents that are kept for a file. */
const kept = 16;

/** Bytes that lie compressed, or in the tree; addressed behind all places of the device. */
interface Packed {
  readonly start: number;
  readonly length: number;
  unpack(): Promise<Uint8Array>;
}

/** The device, and packed extents behind its end. */
class PackedBytes implements VolumeBytes {
  readonly name: string;
  readonly #device: VolumeBytes;
  readonly #packed: Packed[] = [];
  readonly #unpacked = new Map<Packed, Promise<Uint8Array>>();
  readonly #starts = new Map<number, Packed>();
  #end = addressLimit;

  constructor(device: VolumeBytes) {
    this.name = device.name;
    this.#device = device;
  }

  get size(): number {
    return this.#end;
  }

  /** Gives the address where it starts; an extent at one place of the device is one. */
  add(length: number, work: () => Promise<Uint8Array>, place?: number): number {
    const known = place === undefined ? undefined : this.#starts.get(place);
    if (known !== undefined && known.length === length) return known.start;
    const packed = { start: this.#end, length, unpack: work };
    this.#packed.push(packed);
    if (place !== undefined) this.#starts.set(place, packed);
    this.#end += length;
    return packed.start;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset < addressLimit) return readAll(this.#device, offset, length);
    let low = 0;
    let high = this.#packed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#packed[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const packed = this.#packed[low - 1];
    if (packed === undefined) return new Uint8Array(0);
    const unpacking = this.#unpacked.get(packed) ?? packed.unpack();
    this.#unpacked.delete(packed);
    this.#unpacked.set(packed, unpacking);
    for (const oldest of this.#unpacked.keys()) {
      if (this.#unpacked.size <= kept) break;
      this.#unpacked.delete(oldest);
    }
    const from = offset - packed.start;
    return (await unpacking).subarray(from, from + length);
  }
}

interface Walk {
  readonly btrfs: BtrfsVolume;
  readonly bytes: PackedBytes;
  readonly extents: Extent[];
  /** The first byte that the next extent may have. */
  next: number;
}

function takeInline(walk: Walk, item: Fields, logical: number, method: Method): number {
  const { bytes, extents, btrfs } = walk;
  const length = item.u64(8);
  const stored = Uint8Array.from(item.slice(inlineAt, item.bytes.length - inlineAt));
  if (logical !== 0 || length > mostUnpacked || (method === 'none' && length > stored.length)) {
    throw damagedVolume(item.where(), 'a file in the tree that cannot be');
  }
  const { sectorBytes } = btrfs.trees.superblock;
  const where = item.where();
  const work = async () =>
    method === 'none' ? stored : unpack(method, stored, length, sectorBytes, where);
  if (length > 0) extents.push({ logical, physical: bytes.add(length, work), length });
  // The rest of the sector is zeros.
  return Math.max(sectorBytes, length);
}

/** As the chunks cut it, seldom in more than one piece. */
function takePlain(
  walk: Walk,
  logical: number,
  address: number,
  length: number,
  where: string,
): void {
  const { chunks } = walk.btrfs.trees;
  for (let done = 0; done < length; ) {
    const { places, length: whole } = chunks.locate(address + done, where);
    const part = Math.min(whole, length - done);
    addExtent(walk.extents, { logical: logical + done, physical: places[0] ?? 0, length: part });
    done += part;
  }
}

function takeRegular(walk: Walk, item: Fields, logical: number, method: Method): number {
  const [address, stored, offset, length] = [21, 29, 37, 45].map((at) => item.u64(at));
  if (
    address === undefined ||
    stored === undefined ||
    offset === undefined ||
    length === undefined
  ) {
    return 0;
  }
  const unpackedBytes = item.u64(8);
  if (length === 0 || logical + length > addressLimit) {
    throw damagedVolume(item.where(), 'an extent of no length');
  }
  if (address === 0) return length;
  const where = item.where(21);
  if (offset + length > (method === 'none' ? stored : unpackedBytes)) {
    throw damagedVolume(where, 'an extent that ends behind its own end');
  }
  if (method === 'none') {
    takePlain(walk, logical, address + offset, length, where);
    return length;
  }
  if (stored > mostUnpacked || unpackedBytes > mostUnpacked) {
    throw damagedVolume(where, `a compressed extent of ${Math.max(stored, unpackedBytes)} bytes`);
  }
  const { btrfs, bytes, extents } = walk;
  const { volume, chunks, superblock } = btrfs.trees;
  const { places, length: whole } = chunks.locate(address, where);
  const place = places[0] ?? 0;
  if (whole < stored) throw damagedVolume(where, 'a compressed extent that ends behind its chunk');
  const work = async () =>
    unpack(
      method,
      await readAll(volume, place, stored),
      unpackedBytes,
      superblock.sectorBytes,
      `${volume.name}, byte ${place}`,
    );
  const start = bytes.add(unpackedBytes, work, place);
  extents.push({ logical, physical: start + offset, length });
  return length;
}

function takeExtent(walk: Walk, item: Fields, logical: number): void {
  const method = methods[item.u8(16)];
  const kind = kinds[item.u8(20)];
  if (logical < walk.next) throw damagedVolume(item.where(), 'extents that overlap');
  if (method === undefined || item.u8(17) !== 0 || item.u16(18) !== 0) {
    throw unsupportedVolume(
      item.where(16),
      'an extent that is encrypted, or compressed in a way that is not read',
      'Copy its files to a btrfs without it.',
    );
  }
  if (kind === undefined) throw damagedVolume(item.where(20), 'an extent of no kind');
  if (walk.extents.length > extentLimit) {
    throw beyondLimit(item.where(), 'a file in too many pieces');
  }
  if (kind === 'inline') walk.next = logical + takeInline(walk, item, logical, method);
  else if (kind === 'regular') walk.next = logical + takeRegular(walk, item, logical, method);
  else walk.next = logical + item.u64(45);
}

/**
 * The bytes of a file, or of a link's target. A read throws ScanError `TARGET_DAMAGED` with the offset where an extent
 * is damaged; data have no checksum here.
 */
export function bytesOfInode(btrfs: BtrfsVolume, inode: Inode): Bytes {
  const { trees } = btrfs;
  const { subvolume, number, sizeBytes } = inode;
  if (sizeBytes > addressLimit) {
    throw damagedVolume(whereOfInode(btrfs, subvolume, number), `a file of ${sizeBytes} bytes`);
  }
  const bytes = new PackedBytes(trees.volume);
  return extentBytes(bytes, sizeBytes, async () => {
    const walk: Walk = { btrfs, bytes, extents: [], next: 0 };
    const range = { object: number, type: itemTypes.extentData };
    await trees.scan(
      subvolume.root,
      { ...range, offset: 0 },
      { ...range, offset: lastOffset },
      ({ offset }, item) => {
        takeExtent(walk, item, offset);
        return undefined;
      },
    );
    return walk.extents;
  });
}
