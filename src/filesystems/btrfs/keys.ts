// Keys of btrfs's trees, and the types of items that are read (uapi/linux/btrfs_tree.h).

import type { Fields } from '../../runtime/fields.ts';

export const keyBytes = 17;

export const itemTypes = {
  inode: 1,
  xattr: 24,
  dirItem: 84,
  dirIndex: 96,
  extentData: 108,
  root: 132,
  rootRef: 156,
  chunk: 228,
} as const;

/** Numbers past 2^53 are rounded: only items that are not read have them. */
export interface Key {
  readonly object: number;
  readonly type: number;
  readonly offset: number;
}

/** The largest offset of a key. */
export const lastOffset = 2 ** 64;

function rounded(fields: Fields, at: number): number {
  return fields.u32(at) + fields.u32(at + 4) * 2 ** 32;
}

export function keyAt(fields: Fields, at: number): Key {
  return { object: rounded(fields, at), type: fields.u8(at + 8), offset: rounded(fields, at + 9) };
}

/** Negative, zero or positive, as btrfs orders them. */
export function compareKeys(left: Key, right: Key): number {
  return left.object - right.object || left.type - right.type || left.offset - right.offset;
}

/** Whether two keys that compare as equal may differ in what was rounded. */
export function isRounded({ object, offset }: Key): boolean {
  return !Number.isSafeInteger(object) || !Number.isSafeInteger(offset);
}
