// Opens an XFS of version 5 for reading. Nothing is ever replayed or written.

import type { Bytes, EntryType } from '../../model/file-tree.ts';
import { Fields } from '../../runtime/fields.ts';
import { decodeName } from '../../trees/name-text.ts';
import { bytesAtHand, extentBytes } from '../extents.ts';
import {
  type DirectoryItem,
  damagedVolume,
  type NodeId,
  readAll,
  typeOfMode,
  unsupportedVolume,
  type Volume,
  type VolumeBytes,
  type VolumeNode,
} from '../volume.ts';
import { attributesOf } from './attributes.ts';
import { extentsOf } from './block-map.ts';
import { type BlockForm, checkBlock } from './checksum.ts';
import { listDirectory } from './directory.ts';
import { type Inode, readInode, type XfsVolume } from './inode.ts';
import { remarksOfLog } from './log.ts';
import { readSuperblock } from './superblock.ts';

/** Of XFS: no target is longer (XFS_SYMLINK_MAXLEN). */
const longestTarget = 1024;
const linkHeaderBytes = 56;

const linkBlock: BlockForm = {
  title: 'the target of a symbolic link',
  magics: [0x58534c4d],
  magicAt: 0,
  checksumAt: 12,
  uuidAt: 16,
  ownerAt: 32,
  placeAt: 40,
};

/** Each extent has a header of its own. */
async function remoteTarget(xfs: XfsVolume, inode: Inode): Promise<Uint8Array> {
  const { volume, superblock } = xfs;
  const target = Buffer.alloc(inode.sizeBytes);
  let done = 0;
  for (const { physical, length } of await extentsOf(xfs, inode, inode.data, false)) {
    if (done >= target.length || length > 65_536) break;
    const fields = new Fields(await readAll(volume, physical, length), volume.name, physical);
    checkBlock(fields, linkBlock, superblock.metaUuid, inode.number, physical);
    const count = fields.be32(8);
    if (fields.be32(4) !== done || count === 0 || count > target.length - done) {
      throw damagedVolume(fields.where(4), 'the target of a symbolic link is not in order');
    }
    target.set(fields.slice(linkHeaderBytes, count), done);
    done += count;
  }
  if (done === target.length) return target;
  throw damagedVolume(
    `${volume.name}, inode ${inode.number}`,
    `a link has ${done} of the ${target.length} bytes of its target`,
  );
}

class XfsNode implements VolumeNode {
  readonly id: number;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly #xfs: XfsVolume;
  readonly #inode: Inode;

  constructor(xfs: XfsVolume, inode: Inode) {
    this.id = inode.number;
    this.type = typeOfMode(inode.mode);
    this.mode = inode.mode & 0o7777;
    this.uid = inode.uid;
    this.gid = inode.gid;
    this.sizeBytes = this.type === 'file' ? inode.sizeBytes : 0;
    this.mtimeMs = inode.mtimeMs;
    this.#xfs = xfs;
    this.#inode = inode;
  }

  async list(): Promise<readonly DirectoryItem[]> {
    return this.type === 'directory' ? listDirectory(this.#xfs, this.#inode) : [];
  }

  async readLink(): Promise<string> {
    const { data, sizeBytes } = this.#inode;
    if (sizeBytes > longestTarget) {
      throw damagedVolume(this.#where(), `a link to a path of ${sizeBytes} bytes`);
    }
    if (data.format !== 'local') return decodeName(await remoteTarget(this.#xfs, this.#inode));
    const fields = new Fields(data.bytes, this.#xfs.volume.name, data.at);
    return decodeName(fields.slice(0, sizeBytes));
  }

  xattrs(): Promise<ReadonlyMap<string, Uint8Array>> {
    return attributesOf(this.#xfs, this.#inode);
  }

  async open(): Promise<Bytes> {
    const { data, sizeBytes, isRealtime } = this.#inode;
    if (this.type !== 'file') throw damagedVolume(this.#where(), 'is no file');
    if (isRealtime && sizeBytes > 0) {
      throw unsupportedVolume(
        this.#where(),
        'has its data on a realtime device',
        'Copy its files to an XFS without one.',
      );
    }
    if (data.format === 'local') return bytesAtHand(data.bytes.subarray(0, sizeBytes));
    return extentBytes(this.#xfs.volume, sizeBytes, () => extentsOf(this.#xfs, this.#inode, data));
  }

  #where(): string {
    return `${this.#xfs.volume.name}, inode ${this.#inode.number}`;
  }
}

/**
 * Reads the superblock (or a copy of it), and the end of the log to tell whether it is empty. Throws ScanError
 * `TARGET_DAMAGED` where no superblock is sound, `TARGET_UNSUPPORTED` for version 4 and for features that are not read.
 */
export async function openXfs(volume: VolumeBytes): Promise<Volume> {
  const superblock = await readSuperblock(volume);
  const xfs: XfsVolume = { volume, superblock };
  const { label, uuid, features, remarks, root } = superblock;
  return {
    kind: 'xfs',
    name: volume.name,
    label,
    uuid,
    features: [...features],
    remarks: [...remarks, ...(await remarksOfLog(xfs))],
    root,
    node: async (id: NodeId) => new XfsNode(xfs, await readInode(xfs, Number(id))),
  };
}
