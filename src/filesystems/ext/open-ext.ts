// Opens an ext2, ext3 or ext4 file system for reading. Nothing is ever replayed or written.

import type { Bytes, EntryType } from '../../model/file-tree.ts';
import { updateCrc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { decodeName } from '../../trees/name-text.ts';
import { bytesAtHand, extentBytes } from '../extents.ts';
import {
  type DirectoryItem,
  damagedVolume,
  type NodeId,
  typeOfMode,
  unsupportedVolume,
  type Volume,
  type VolumeBytes,
  type VolumeNode,
} from '../volume.ts';
import { attributesOf, inlineRest, inodeAttributes, type ReadValue } from './attributes.ts';
import { extentsOf, hasExtents } from './block-map.ts';
import { listBlocks, listInline } from './directory.ts';
import { type Inode, InodeTable, inodeFlags } from './inode.ts';
import { readSuperblock, type Superblock } from './superblock.ts';

const rootInode = 2;
/** A target shorter than this lies in the inode. */
const shortTarget = 60;
const longestTarget = 64 * 1024;

interface ExtVolume {
  readonly volume: VolumeBytes;
  readonly superblock: Superblock;
  readonly inodes: InodeTable;
}

function blockBytesOf({ volume, superblock }: ExtVolume, inode: Inode, size: number): Bytes {
  return extentBytes(volume, size, () => extentsOf(volume, superblock, inode));
}

/** Reads the value of an attribute that lies in an inode; its checksum is the inode's time of access. */
function valueReader(ext: ExtVolume): ReadValue {
  return async (number, length, where) => {
    const inode = await ext.inodes.read(number);
    if (inode.sizeBytes !== length) {
      throw damagedVolume(
        where,
        `an attribute of ${length} bytes is in inode ${number}, of other size`,
      );
    }
    const value = await blockBytesOf(ext, inode, length).read(0, length);
    const { seed } = ext.superblock;
    if (seed !== undefined && updateCrc32c(seed, value) !== inode.fields.u32(8)) {
      throw damagedVolume(
        where,
        `the attribute in inode ${number} has a checksum that does not fit`,
      );
    }
    return value;
  };
}

class ExtNode implements VolumeNode {
  readonly id: number;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly #ext: ExtVolume;
  readonly #inode: Inode;

  constructor(ext: ExtVolume, inode: Inode) {
    this.id = inode.number;
    this.type = typeOfMode(inode.mode);
    this.mode = inode.mode & 0o7777;
    this.uid = inode.uid;
    this.gid = inode.gid;
    this.sizeBytes = this.type === 'file' ? inode.sizeBytes : 0;
    this.mtimeMs = inode.mtimeMs;
    this.#ext = ext;
    this.#inode = inode;
  }

  async list(): Promise<readonly DirectoryItem[]> {
    if (this.type !== 'directory') return [];
    this.#refuseEncrypted();
    const { superblock, volume } = this.#ext;
    const { sizeBytes, blockMap, blockMapAt } = this.#inode;
    if (this.#has(inodeFlags.inlineData)) {
      const rest = await this.#inlineRest();
      const map = new Fields(blockMap, volume.name, blockMapAt);
      const fields = rest && new Fields(rest, volume.name, blockMapAt);
      return listInline(map, fields, superblock, sizeBytes);
    }
    const extents = await extentsOf(volume, superblock, this.#inode);
    return listBlocks(volume, extents, superblock, this.#inode);
  }

  async readLink(): Promise<string> {
    this.#refuseEncrypted();
    const { sizeBytes, blockMap } = this.#inode;
    if (sizeBytes > longestTarget) {
      throw damagedVolume(this.#where(), `a link to a path of ${sizeBytes} bytes`);
    }
    // A short target lies in the inode, whatever the flags say, where no extents do.
    const isSlow = this.#has(inodeFlags.inlineData) || hasExtents(this.#inode);
    if (!isSlow && sizeBytes < shortTarget) return decodeName(blockMap.subarray(0, sizeBytes));
    const target = await (await this.#bytes()).read(0, sizeBytes);
    return decodeName(target);
  }

  xattrs(): Promise<ReadonlyMap<string, Uint8Array>> {
    const { volume, superblock } = this.#ext;
    return attributesOf(volume, superblock, this.#inode, valueReader(this.#ext));
  }

  async open(): Promise<Bytes> {
    if (this.type !== 'file') throw damagedVolume(this.#where(), 'is no file');
    this.#refuseEncrypted();
    return this.#bytes();
  }

  async #bytes(): Promise<Bytes> {
    const { sizeBytes } = this.#inode;
    if (!this.#has(inodeFlags.inlineData)) return blockBytesOf(this.#ext, this.#inode, sizeBytes);
    const rest = (await this.#inlineRest()) ?? new Uint8Array(0);
    const data = Buffer.concat([this.#inode.blockMap, rest]);
    if (sizeBytes > data.length) {
      throw damagedVolume(this.#where(), `has ${data.length} of its ${sizeBytes} bytes`);
    }
    return bytesAtHand(data.subarray(0, sizeBytes));
  }

  async #inlineRest(): Promise<Uint8Array | undefined> {
    const attributes = await inodeAttributes(this.#inode, valueReader(this.#ext));
    return attributes.find(({ name }) => name === inlineRest)?.value;
  }

  #has(flag: number): boolean {
    return (this.#inode.flags & flag) !== 0;
  }

  #where(): string {
    return `${this.#ext.volume.name}, inode ${this.#inode.number}`;
  }

  #refuseEncrypted(): void {
    if (!this.#has(inodeFlags.encrypted)) return;
    throw unsupportedVolume(this.#where(), 'is encrypted (fscrypt)', 'Its key is not on the disk.');
  }
}

/**
 * Reads the superblock (or a copy of it). Throws ScanError `TARGET_DAMAGED` where none is sound, `TARGET_UNSUPPORTED`
 * for features that are not read.
 */
export async function openExt(volume: VolumeBytes): Promise<Volume> {
  const superblock = await readSuperblock(volume);
  const { kind, label, uuid, features, remarks } = superblock;
  const ext: ExtVolume = { volume, superblock, inodes: new InodeTable(volume, superblock) };
  return {
    kind,
    name: volume.name,
    label,
    uuid,
    features: [...features],
    remarks,
    root: rootInode,
    node: async (id: NodeId) => new ExtNode(ext, await ext.inodes.read(Number(id))),
  };
}
