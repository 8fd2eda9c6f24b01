// Names in directories, and extended attributes, which are kept as names are (struct btrfs_dir_item of
// uapi/linux/btrfs_tree.h).

import type { EntryType } from '../../model/file-tree.ts';
import type { Fields } from '../../runtime/fields.ts';
import { decodeName, encodeName } from '../../trees/name-text.ts';
import { beyondLimit, type DirectoryItem, damagedVolume } from '../volume.ts';
import type { BtrfsVolume, Inode } from './inode.ts';
import { itemTypes, type Key, keyAt, keyBytes, lastOffset } from './keys.ts';
import { nameHash, nodeId } from './subvolumes.ts';

const headerBytes = 30;
const mostNames = 5_000_000;
/** Of all attributes of a file. */
const mostAttributes = 65_536;

/** By the type that a directory tells. */
const types: readonly (EntryType | undefined)[] = [
  undefined,
  'file',
  'directory',
  'other',
  'other',
  'other',
  'other',
  'symlink',
];

interface Named {
  readonly location: Key;
  readonly type: number;
  readonly name: Uint8Array;
  readonly value: Uint8Array;
}

/** Names with one hash share an item. */
function namedIn(item: Fields): Named[] {
  const named: Named[] = [];
  for (let at = 0; at < item.bytes.length; ) {
    const valueBytes = item.u16(at + keyBytes + 8);
    const nameBytes = item.u16(at + keyBytes + 10);
    named.push({
      location: keyAt(item, at),
      type: item.u8(at + keyBytes + 12),
      name: item.slice(at + headerBytes, nameBytes),
      value: item.slice(at + headerBytes + nameBytes, valueBytes),
    });
    at += headerBytes + nameBytes + valueBytes;
  }
  return named;
}

async function itemOf(btrfs: BtrfsVolume, inode: Inode, named: Named): Promise<DirectoryItem> {
  const { location, name, type } = named;
  const { subvolumes, trees } = btrfs;
  const { id: tree } = inode.subvolume;
  const text = decodeName(name);
  if (location.type === itemTypes.inode) {
    return { name: text, id: nodeId(tree, location.object), type: types[type] };
  }
  if (location.type !== itemTypes.root) {
    throw damagedVolume(
      `${trees.volume.name}, subvolume ${tree}, inode ${inode.number}`,
      `a name that stands for an item of type ${location.type}`,
    );
  }
  const isHere = await subvolumes.isAt(tree, location.object, inode.number, name);
  const id = isHere
    ? nodeId(location.object, (await subvolumes.get(location.object)).rootInode)
    : `stub:${tree}:${inode.number}`;
  return { name: text, id, type: 'directory' };
}

export async function listDirectory(
  btrfs: BtrfsVolume,
  inode: Inode,
): Promise<readonly DirectoryItem[]> {
  const range = { object: inode.number, type: itemTypes.dirIndex };
  const all: Named[] = [];
  await btrfs.trees.scan(
    inode.subvolume.root,
    { ...range, offset: 0 },
    { ...range, offset: lastOffset },
    (_, item) => {
      all.push(...namedIn(item));
      if (all.length > mostNames) throw beyondLimit(item.where(), 'a directory of too many names');
      return undefined;
    },
  );
  const items: DirectoryItem[] = [];
  for (const named of all) items.push(await itemOf(btrfs, inode, named));
  return items;
}

export async function findName(
  btrfs: BtrfsVolume,
  inode: Inode,
  name: string,
): Promise<DirectoryItem | undefined> {
  const bytes = encodeName(name);
  const key = { object: inode.number, type: itemTypes.dirItem, offset: nameHash(bytes) };
  const item = await btrfs.trees.item(inode.subvolume.root, key);
  const named = (item === undefined ? [] : namedIn(item)).find(
    (one) => Buffer.compare(one.name, bytes) === 0,
  );
  return named === undefined ? undefined : itemOf(btrfs, inode, named);
}

export async function attributesOf(
  btrfs: BtrfsVolume,
  inode: Inode,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const range = { object: inode.number, type: itemTypes.xattr };
  const attributes = new Map<string, Uint8Array>();
  await btrfs.trees.scan(
    inode.subvolume.root,
    { ...range, offset: 0 },
    { ...range, offset: lastOffset },
    (_, item) => {
      for (const { name, value } of namedIn(item)) {
        // A copy: else the block stays in memory as long as the entry.
        attributes.set(Buffer.from(name).toString('utf8'), Uint8Array.from(value));
      }
      if (attributes.size > mostAttributes) throw beyondLimit(item.where(), 'too many attributes');
      return undefined;
    },
  );
  return attributes;
}
