// What every reader of a file system gives: a volume of nodes, found by their numbers. Paths and mounts are put on top
// of it by the disk tree.

import { ScanError } from '../model/errors.ts';
import type { Bytes, EntryType } from '../model/file-tree.ts';

/** A volume's bytes: a partition, a logical volume, a whole disk. `name` is for messages. */
export interface VolumeBytes extends Bytes {
  readonly name: string;
}

/** Identity of a node within its volume: an inode number, or what tells it from the nodes of other subvolumes. */
export type NodeId = number | string;

export interface DirectoryItem {
  /** Bytes that are not UTF-8 are U+DC80…U+DCFF. */
  readonly name: string;
  readonly id: NodeId;
  /** Where the directory tells it; else the node does. */
  readonly type: EntryType | undefined;
}

/**
 * A file, directory, link or device. Everything that is read later throws ScanError: `TARGET_DAMAGED` with the offset,
 * `TARGET_UNSUPPORTED`, or `LIMIT_EXCEEDED`.
 */
export interface VolumeNode {
  readonly id: NodeId;
  readonly type: EntryType;
  /** Permission bits, set-uid, set-gid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Zero for what is no file. */
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** In the order of the volume, without `.` and `..`; empty for what is no directory. */
  list(): Promise<readonly DirectoryItem[]>;
  /** One name of a directory by its index, where that costs less than the list; names compare as the volume's do. */
  find?(name: string): Promise<DirectoryItem | undefined>;
  /** A symbolic link's target, as written. */
  readLink(): Promise<string>;
  /** By their full names (`security.capability`), values as getxattr(2) gives them. */
  xattrs(): Promise<ReadonlyMap<string, Uint8Array>>;
  /** A file's bytes; holes are zeros. */
  open(): Promise<Bytes>;
}

export interface VolumeRemark {
  readonly text: string;
  /** Whether the volume was read only in part because of it: a journal that is not replayed, a repair that is due. */
  readonly isPartial: boolean;
}

export interface Volume {
  /** `ext2`, `ext3`, `ext4`, `xfs`, `btrfs`, `ntfs`, `vfat`. */
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  /** As blkid writes it. */
  readonly uuid: string;
  readonly features: readonly string[];
  readonly remarks: readonly VolumeRemark[];
  readonly root: NodeId;
  /** On a volume that ignores case: names with the same folded form are one name. Absent: case counts. */
  fold?(name: string): string;
  /** Throws ScanError `TARGET_DAMAGED` where there is no such node. */
  node(id: NodeId): Promise<VolumeNode>;
  /**
   * The same volume with another subvolume as its root: by number, or by path from the top level, as mount's `subvolid=`
   * and `subvol=` name it. Undefined where there is none.
   */
  subvolume?(which: number | string): Promise<Volume | undefined>;
  /** The numbers of the subvolumes that hang in the top-level one. */
  topSubvolumes?(): Promise<readonly number[]>;
}

export function damagedVolume(where: string, message: string, hint?: string): ScanError {
  return new ScanError('TARGET_DAMAGED', where, message, hint === undefined ? {} : { hint });
}

export function unsupportedVolume(where: string, message: string, hint: string): ScanError {
  return new ScanError('TARGET_UNSUPPORTED', where, message, { hint });
}

export function beyondLimit(where: string, message: string): ScanError {
  return new ScanError('LIMIT_EXCEEDED', where, message, {
    hint: 'No sound file system is like this: check it with its own fsck.',
  });
}

/** All of the bytes, or ScanError `TARGET_DAMAGED`: the volume ends before. */
export async function readAll(
  volume: VolumeBytes,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const bytes =
    offset >= 0 && offset + length <= volume.size ? await volume.read(offset, length) : undefined;
  if (bytes !== undefined && bytes.length === length) return bytes;
  throw damagedVolume(
    `${volume.name}, byte ${offset}`,
    `is asked for, but the volume ends at byte ${volume.size}`,
    'The disk is cut short, or the file system is damaged.',
  );
}

/** Whether a path can lead to a file of this name, and to no other. */
export function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
}

/** A UUID as blkid writes it, from its 16 bytes. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Text up to the first zero byte. */
export function labelText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

/** A type from the `mode` of an inode. */
export function typeOfMode(mode: number): EntryType {
  switch (mode & 0xf000) {
    case 0x8000:
      return 'file';
    case 0x4000:
      return 'directory';
    case 0xa000:
      return 'symlink';
    default:
      return 'other';
  }
}
