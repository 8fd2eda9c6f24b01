// Inodes of a subvolume (struct btrfs_inode_item of uapi/linux/btrfs_tree.h).

import { damagedVolume } from '../volume.ts';
import { itemTypes } from './keys.ts';
import type { Subvolume, Subvolumes } from './subvolumes.ts';
import type { Trees } from './trees.ts';

/** What btrfs's readers need of a volume. */
export interface BtrfsVolume {
  readonly trees: Trees;
  readonly subvolumes: Subvolumes;
}

export interface Inode {
  readonly subvolume: Subvolume;
  readonly number: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export function whereOfInode({ trees }: BtrfsVolume, subvolume: Subvolume, number: number): string {
  return `${trees.volume.name}, subvolume ${subvolume.id}, inode ${number}`;
}

/** Throws ScanError `TARGET_DAMAGED` where there is none of this number. */
export async function readInode(
  btrfs: BtrfsVolume,
  subvolume: Subvolume,
  number: number,
): Promise<Inode> {
  const key = { object: number, type: itemTypes.inode, offset: 0 };
  const item = Number.isSafeInteger(number)
    ? await btrfs.trees.item(subvolume.root, key)
    : undefined;
  if (item === undefined) {
    throw damagedVolume(whereOfInode(btrfs, subvolume, number), 'is named, but not here');
  }
  const seconds = Number(BigInt.asIntN(64, item.big64(136)));
  return {
    subvolume,
    number,
    mode: item.u32(52),
    uid: item.u32(44),
    gid: item.u32(48),
    sizeBytes: item.u64(16),
    mtimeMs: seconds * 1000 + item.u32(144) / 1e6,
  };
}
