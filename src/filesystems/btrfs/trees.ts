// Blocks of metadata, each held to its checksum, place and neighbours, and searches in the trees that they make
// (struct btrfs_header, btrfs_node and btrfs_leaf of uapi/linux/btrfs_tree.h).

import { ScanError } from '../../model/errors.ts';
import { crc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { damagedVolume, readAll, uuidText, type VolumeBytes } from '../volume.ts';
import type { ChunkMap } from './chunks.ts';
import { compareKeys, isRounded, type Key, keyAt, keyBytes } from './keys.ts';
import type { Superblock, TreeRoot } from './superblock.ts';

const headerBytes = 101;
const itemBytes = 25;
const pointerBytes = 33;
/** Of blocks that are kept. */
const cacheBytes = 16 * 1024 * 1024;

interface Block {
  readonly fields: Fields;
  readonly keys: readonly Key[];
}

/** What a block's parent says of it. */
interface Expected extends TreeRoot {
  /** For messages. */
  readonly from: string;
  readonly first?: Key;
  /** All of its keys come before. */
  readonly end?: Key;
}

/** Sees an item; `true` ends the search. */
export type Visit = (key: Key, item: Fields) => boolean | undefined;

/** The index of the first key that is not before `key`. */
function firstFrom(keys: readonly Key[], key: Key): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = keys[middle];
    if (one !== undefined && compareKeys(one, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keysOf(fields: Fields, level: number): Key[] {
  const count = fields.u32(96);
  const room = Math.floor(
    (fields.bytes.length - headerBytes) / (level > 0 ? pointerBytes : itemBytes),
  );
  if (count > room)
    throw damagedVolume(fields.where(96), `${count} entries have no room in a block`);
  const keys: Key[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = headerBytes + index * (level > 0 ? pointerBytes : itemBytes);
    const key = keyAt(fields, at);
    const last = keys.at(-1);
    const order = last === undefined ? -1 : compareKeys(last, key);
    if (order > 0 || (order === 0 && !isRounded(key))) {
      throw damagedVolume(fields.where(at), 'keys that are not in order');
    }
    keys.push(key);
  }
  return keys;
}

export class Trees {
  readonly volume: VolumeBytes;
  readonly superblock: Superblock;
  readonly chunks: ChunkMap;
  /** By logical address, least recently used first. */
  readonly #blocks = new Map<number, Promise<Block>>();

  constructor(volume: VolumeBytes, superblock: Superblock, chunks: ChunkMap) {
    this.volume = volume;
    this.superblock = superblock;
    this.chunks = chunks;
  }

  /**
   * Shows the items from `from` to `to`, both included, in their order. Throws ScanError `TARGET_DAMAGED` for a block
   * that is not what its parent says.
   */
  async scan(root: TreeRoot, from: Key, to: Key, visit: Visit): Promise<void> {
    await this.#walk({ ...root, from: this.volume.name }, from, to, visit);
  }

  /** The item with this key. */
  async item(root: TreeRoot, key: Key): Promise<Fields | undefined> {
    let found: Fields | undefined;
    await this.scan(root, key, key, (_, item) => {
      found = item;
      return true;
    });
    return found;
  }

  async #walk(expected: Expected, from: Key, to: Key, visit: Visit): Promise<boolean> {
    const { fields, keys } = await this.#block(expected);
    const { level } = expected;
    let index = firstFrom(keys, from);
    if (level > 0 && index > 0) {
      const exact = keys[index];
      if (exact === undefined || compareKeys(exact, from) !== 0) index -= 1;
    }
    for (; index < keys.length; index += 1) {
      const key = keys[index];
      if (key === undefined || compareKeys(key, to) > 0) break;
      if (level > 0) {
        const at = headerBytes + pointerBytes * index + keyBytes;
        const end = keys[index + 1] ?? expected.end;
        const child: Expected = {
          logical: fields.u64(at),
          generation: fields.big64(at + 8),
          level: level - 1,
          from: fields.where(at),
          first: key,
          ...(end === undefined ? {} : { end }),
        };
        if (await this.#walk(child, from, to, visit)) return true;
      } else {
        const at = headerBytes + itemBytes * index + keyBytes;
        const [offset, size] = [headerBytes + fields.u32(at), fields.u32(at + 4)];
        if (offset < headerBytes + itemBytes * keys.length) {
          throw damagedVolume(fields.where(at), 'an item that lies on its header');
        }
        if (visit(key, fields.part(offset, size)) === true) return true;
      }
    }
    return false;
  }

  async #block(expected: Expected): Promise<Block> {
    const { logical, level, generation, first, end, from } = expected;
    const known = this.#blocks.get(logical);
    const loading = known ?? this.#load(logical, from);
    this.#blocks.delete(logical);
    this.#blocks.set(logical, loading);
    const block = await loading;
    const { fields, keys } = block;
    const [own, last] = [keys[0], keys.at(-1)];
    const isExpected =
      fields.u8(100) === level &&
      fields.big64(80) === generation &&
      (first === undefined || (own !== undefined && compareKeys(own, first) === 0)) &&
      (level === 0 || own !== undefined) &&
      (end === undefined || last === undefined || compareKeys(last, end) <= 0);
    if (isExpected) return block;
    throw damagedVolume(fields.where(), `a block of a tree is not the one that is named (${from})`);
  }

  #load(logical: number, from: string): Promise<Block> {
    const most = Math.floor(cacheBytes / this.superblock.nodeBytes);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size < most) break;
      this.#blocks.delete(oldest);
    }
    const loading = this.#read(logical, from);
    loading.catch(() => this.#blocks.delete(logical));
    return loading;
  }

  /** The first sound copy. */
  async #read(logical: number, from: string): Promise<Block> {
    const { nodeBytes } = this.superblock;
    const { places, length } = this.chunks.locate(logical, from);
    if (length < nodeBytes) throw damagedVolume(from, 'names a block that ends behind its chunk');
    let first: ScanError | undefined;
    for (const place of places) {
      try {
        const bytes = await readAll(this.volume, place, nodeBytes);
        return this.#checked(new Fields(bytes, this.volume.name, place), logical);
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        first ??= error;
      }
    }
    throw first ?? damagedVolume(from, 'names a block without a place');
  }

  #checked(fields: Fields, logical: number): Block {
    const wrong = (what: string) => damagedVolume(fields.where(), `a block of a tree ${what}`);
    if (crc32c(fields.bytes.subarray(32)) !== fields.u32(0)) {
      throw wrong('has a checksum that does not fit');
    }
    if (uuidText(fields.slice(32, 16)) !== this.superblock.metaUuid) {
      throw wrong('is of another file system');
    }
    if (fields.u64(48) !== logical) throw wrong('is of another place');
    return { fields, keys: keysOf(fields, fields.u8(100)) };
  }
}
