// Subvolumes and snapshots: each is a tree of its own, named by the root tree (struct btrfs_root_item and
// btrfs_root_ref of uapi/linux/btrfs_tree.h).

import { updateCrc32c } from '../../runtime/crc32.ts';
import type { Fields } from '../../runtime/fields.ts';
import { damagedVolume, type NodeId } from '../volume.ts';
import { itemTypes, keyAt, lastOffset } from './keys.ts';
import { highestLevel, type TreeRoot } from './superblock.ts';
import type { Trees } from './trees.ts';

/** The tree of files that is there from the start. */
export const topLevel = 5;
const firstSubvolume = 256;
/** Subvolumes that are kept, or listed. */
const mostSubvolumes = 10_000;

export interface Subvolume {
  readonly id: number;
  readonly root: TreeRoot;
  /** The inode of its root directory. */
  readonly rootInode: number;
}

/** How btrfs hashes names, without the inversions of CRC-32C. */
export function nameHash(name: Uint8Array): number {
  return updateCrc32c(0xfffffffe, name);
}

/** Other numbers are those of the volume's own trees. */
function canBe(id: number): boolean {
  return id === topLevel || (id >= firstSubvolume && Number.isSafeInteger(id));
}

export function nodeId(tree: number, inode: number): NodeId {
  return `${tree}:${inode}`;
}

export class Subvolumes {
  readonly #trees: Trees;
  readonly #known = new Map<number, Promise<Subvolume>>();

  constructor(trees: Trees) {
    this.#trees = trees;
  }

  /** Throws ScanError `TARGET_DAMAGED` where there is none of this number. */
  get(id: number): Promise<Subvolume> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const loading = this.#load(id);
    if (this.#known.size < mostSubvolumes) this.#known.set(id, loading);
    return loading;
  }

  /** Whether there is one of this number. */
  async has(id: number): Promise<boolean> {
    return canBe(id) && (await this.#rootItem(id)) !== undefined;
  }

  /** The last one: of a snapshot, the key tells its generation. */
  async #rootItem(id: number): Promise<Fields | undefined> {
    const range = { object: id, type: itemTypes.root };
    let item: Fields | undefined;
    await this.#trees.scan(
      this.#trees.superblock.rootTree,
      { ...range, offset: 0 },
      { ...range, offset: lastOffset },
      (_, one) => {
        item = one;
        return undefined;
      },
    );
    return item;
  }

  async #load(id: number): Promise<Subvolume> {
    const { volume } = this.#trees;
    const where = `${volume.name}, subvolume ${id}`;
    if (!canBe(id)) {
      throw damagedVolume(where, 'is named, but can be none');
    }
    const item = await this.#rootItem(id);
    if (item === undefined) throw damagedVolume(where, 'is named, but not here');
    const level = item.u8(238);
    if (level > highestLevel) throw damagedVolume(item.where(238), `a tree of ${level + 1} levels`);
    const root = { logical: item.u64(176), level, generation: item.big64(160) };
    return { id, root, rootInode: item.u64(168) };
  }

  /** The one that is mounted where none is named. */
  async defaultId(): Promise<number> {
    const { superblock } = this.#trees;
    const offset = nameHash(Buffer.from('default'));
    const key = { object: superblock.rootDirectory, type: itemTypes.dirItem, offset };
    const item = await this.#trees.item(superblock.rootTree, key);
    return item === undefined ? topLevel : keyAt(item, 0).object;
  }

  /**
   * Whether `child` hangs at this name of this directory: a snapshot has the names of the subvolumes in its original,
   * but not these.
   */
  async isAt(parent: number, child: number, directory: number, name: Uint8Array): Promise<boolean> {
    const key = { object: parent, type: itemTypes.rootRef, offset: child };
    const item = await this.#trees.item(this.#trees.superblock.rootTree, key);
    if (item === undefined || item.u64(0) !== directory) return false;
    return Buffer.compare(item.slice(18, item.u16(16)), name) === 0;
  }

  /** The numbers of those that hang in the one of number `parent`. */
  async below(parent: number): Promise<readonly number[]> {
    const range = { object: parent, type: itemTypes.rootRef };
    const ids: number[] = [];
    await this.#trees.scan(
      this.#trees.superblock.rootTree,
      { ...range, offset: 0 },
      { ...range, offset: lastOffset },
      ({ offset }) => {
        ids.push(offset);
        return ids.length >= mostSubvolumes;
      },
    );
    return ids;
  }
}
