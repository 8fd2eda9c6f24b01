// Opens a btrfs on one device for reading. Its log tree is never replayed, nothing is ever written.

import type { Bytes, EntryType } from '../../model/file-tree.ts';
import { decodeName } from '../../trees/name-text.ts';
import {
  type DirectoryItem,
  damagedVolume,
  type NodeId,
  typeOfMode,
  type Volume,
  type VolumeBytes,
  type VolumeNode,
} from '../volume.ts';
import { ChunkMap } from './chunks.ts';
import { attributesOf, findName, listDirectory } from './directory.ts';
import { bytesOfInode } from './file-data.ts';
import { type BtrfsVolume, type Inode, readInode, whereOfInode } from './inode.ts';
import { itemTypes, keyAt, keyBytes, lastOffset } from './keys.ts';
import { nodeId, Subvolumes, topLevel } from './subvolumes.ts';
import { readSuperblock, type Superblock } from './superblock.ts';
import { Trees } from './trees.ts';

/** Of Linux: no target is longer (PATH_MAX). */
const longestTarget = 4096;
/** The tree of chunks names them all as its own. */
const chunkObject = 256;

class BtrfsNode implements VolumeNode {
  readonly id: NodeId;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly #btrfs: BtrfsVolume;
  readonly #inode: Inode;

  constructor(btrfs: BtrfsVolume, inode: Inode) {
    this.id = nodeId(inode.subvolume.id, inode.number);
    this.type = typeOfMode(inode.mode);
    this.mode = inode.mode & 0o7777;
    this.uid = inode.uid;
    this.gid = inode.gid;
    this.sizeBytes = this.type === 'file' ? inode.sizeBytes : 0;
    this.mtimeMs = inode.mtimeMs;
    this.#btrfs = btrfs;
    this.#inode = inode;
  }

  async list(): Promise<readonly DirectoryItem[]> {
    return this.type === 'directory' ? listDirectory(this.#btrfs, this.#inode) : [];
  }

  async find(name: string): Promise<DirectoryItem | undefined> {
    return this.type === 'directory' ? findName(this.#btrfs, this.#inode, name) : undefined;
  }

  async readLink(): Promise<string> {
    const { sizeBytes } = this.#inode;
    if (this.type !== 'symlink') throw damagedVolume(this.#where(), 'is no link');
    if (sizeBytes > longestTarget) {
      throw damagedVolume(this.#where(), `a link to a path of ${sizeBytes} bytes`);
    }
    return decodeName(await bytesOfInode(this.#btrfs, this.#inode).read(0, sizeBytes));
  }

  xattrs(): Promise<ReadonlyMap<string, Uint8Array>> {
    return attributesOf(this.#btrfs, this.#inode);
  }

  async open(): Promise<Bytes> {
    if (this.type !== 'file') throw damagedVolume(this.#where(), 'is no file');
    return bytesOfInode(this.#btrfs, this.#inode);
  }

  #where(): string {
    return whereOfInode(this.#btrfs, this.#inode.subvolume, this.#inode.number);
  }
}

/** What the kernel shows in a snapshot where its original has a subvolume: an empty directory. */
function stubIn(directory: Inode, id: NodeId): VolumeNode {
  const { uid, gid, mtimeMs } = directory;
  const nothing = () => Promise.reject(damagedVolume(String(id), 'is no file'));
  return {
    id,
    type: 'directory',
    mode: 0o755,
    uid,
    gid,
    sizeBytes: 0,
    mtimeMs,
    list: () => Promise.resolve([]),
    readLink: nothing,
    xattrs: () => Promise.resolve(new Map()),
    open: nothing,
  };
}

async function readNode(btrfs: BtrfsVolume, id: NodeId): Promise<VolumeNode> {
  const [, stub, tree, number] = /^(stub:)?(\d+):(\d+)$/.exec(String(id)) ?? [];
  if (tree === undefined || number === undefined) {
    throw damagedVolume(`${btrfs.trees.volume.name}, node ${id}`, 'is none');
  }
  const subvolume = await btrfs.subvolumes.get(Number(tree));
  const inode = await readInode(btrfs, subvolume, Number(number));
  return stub === undefined ? new BtrfsNode(btrfs, inode) : stubIn(inode, id);
}

async function openTrees(volume: VolumeBytes, superblock: Superblock): Promise<Trees> {
  const { systemChunks, deviceId, chunkRoot } = superblock;
  const chunks = new ChunkMap(deviceId);
  for (let at = 0; at < systemChunks.bytes.length; ) {
    const rest = systemChunks.bytes.length - at - keyBytes;
    const { offset } = keyAt(systemChunks, at);
    at += keyBytes + chunks.add(offset, systemChunks.part(at + keyBytes, rest));
  }
  const trees = new Trees(volume, superblock, chunks);
  const range = { object: chunkObject, type: itemTypes.chunk };
  await trees.scan(
    chunkRoot,
    { ...range, offset: 0 },
    { ...range, offset: lastOffset },
    ({ offset }, item) => {
      chunks.add(offset, item);
      return undefined;
    },
  );
  return trees;
}

/** The root of a subvolume by its number, or by its path from the top level; undefined where there is none. */
async function rootOf(btrfs: BtrfsVolume, which: number | string): Promise<NodeId | undefined> {
  const { subvolumes } = btrfs;
  if (typeof which === 'number') {
    return (await subvolumes.has(which))
      ? nodeId(which, (await subvolumes.get(which)).rootInode)
      : undefined;
  }
  let inode = await subvolumes
    .get(topLevel)
    .then((subvolume) => readInode(btrfs, subvolume, subvolume.rootInode));
  for (const name of which.split('/').filter((part) => part !== '')) {
    const item = await findName(btrfs, inode, name);
    const [tree, number] = /^(\d+):(\d+)$/.exec(String(item?.id))?.slice(1) ?? [];
    if (tree === undefined || number === undefined) return undefined;
    inode = await readInode(btrfs, await subvolumes.get(Number(tree)), Number(number));
  }
  const { subvolume, number } = inode;
  return number === subvolume.rootInode ? nodeId(subvolume.id, number) : undefined;
}

/**
 * Reads the superblock (or a copy of it), the chunks, and which subvolume is the root. Throws ScanError
 * `TARGET_DAMAGED` where one of them is not sound, `TARGET_UNSUPPORTED` for several devices, RAID, checksums other than
 * crc32c, and features that are not read.
 */
export async function openBtrfs(volume: VolumeBytes): Promise<Volume> {
  const superblock = await readSuperblock(volume);
  const trees = await openTrees(volume, superblock);
  const subvolumes = new Subvolumes(trees);
  const btrfs: BtrfsVolume = { trees, subvolumes };
  const { label, uuid, features, remarks } = superblock;
  const first = await subvolumes.get(await subvolumes.defaultId());
  const opened: Volume = {
    kind: 'btrfs',
    name: volume.name,
    label,
    uuid,
    features,
    remarks,
    root: nodeId(first.id, first.rootInode),
    node: (id) => readNode(btrfs, id),
    async subvolume(which) {
      const root = await rootOf(btrfs, which);
      return root === undefined ? undefined : { ...opened, root };
    },
    topSubvolumes: () => subvolumes.below(topLevel),
  };
  return opened;
}
