// NTFS directories: B-trees of file names. The root lies in the file's record, the other nodes in blocks of an
// attribute; a file with a DOS name has an entry for it, too.

import type { Bytes } from '../../model/file-tree.ts';
import type { Fields } from '../../runtime/fields.ts';
import { beyondLimit, type DirectoryItem, damagedVolume } from '../volume.ts';
import type { NtfsFile } from './file.ts';
import type { Mft } from './mft.ts';
import { attributeType, referenceAt, undoSequence, utf16Text } from './records.ts';
import type { NameOrder } from './upcase.ts';

const indexName = '$I30';
const mostBlockBytes = 65_536;
/** A directory's blocks at most: names of some 2 million files. */
const mostBytes = 256 * 1024 * 1024;
const mostNames = 2_000_000;
const mostDepth = 20;
/** As much of a list is read at once. */
const aheadBytes = 1024 * 1024;

const entryFlag = { hasNode: 1, isEnd: 2 } as const;
const fileFlag = { system: 0x4, reparse: 0x400, directory: 0x1000_0000 } as const;
const dosNamespace = 2;
const nameAt = 16;

/** The files below 16 are the file system's own; its root is one of them. */
const firstUserRecord = 16;

interface IndexEntry {
  /** Undefined in a node's last entry. */
  readonly key:
    | { readonly item: DirectoryItem; readonly isDos: boolean; readonly record: number }
    | undefined;
  /** The node with what comes before the entry. */
  readonly node: number | undefined;
}

/** What tells a file of this volume from the others, and from those that had its record before. */
export function ntfsId(record: number, sequence: number): string {
  return `${record}.${sequence}`;
}

function parseEntry(fields: Fields): IndexEntry {
  const flags = fields.u16(12);
  const length = fields.bytes.length;
  const node = (flags & entryFlag.hasNode) === 0 ? undefined : fields.u64(length - 8);
  if ((flags & entryFlag.isEnd) !== 0) return { key: undefined, node };
  const { number, sequence } = referenceAt(fields, 0);
  const fileFlags = fields.u32(nameAt + 56);
  const isPlain = (fileFlags & (fileFlag.reparse | fileFlag.system)) === 0;
  const type = (fileFlags & fileFlag.directory) === 0 ? 'file' : 'directory';
  const name = utf16Text(fields.slice(nameAt + 66, fields.u8(nameAt + 64) * 2));
  return {
    key: {
      item: { name, id: ntfsId(number, sequence), type: isPlain ? type : undefined },
      isDos: fields.u8(nameAt + 65) === dosNamespace,
      record: number,
    },
    node,
  };
}

function isShown(key: NonNullable<IndexEntry['key']>): boolean {
  return !key.isDos && key.record >= firstUserRecord;
}

/** The entries of a node, whose head lies at `at`. */
function parseNode(fields: Fields, at: number): IndexEntry[] {
  const end = at + fields.u32(at + 4);
  const entries: IndexEntry[] = [];
  for (let next = at + fields.u32(at); ; ) {
    const length = next + 16 <= end ? fields.u16(next + 8) : 0;
    if (length < 16 || length % 8 !== 0 || next + length > end) {
      throw damagedVolume(fields.where(next), 'an entry of a directory does not fit its node');
    }
    const entry = parseEntry(fields.part(next, length));
    entries.push(entry);
    if (entry.key === undefined) return entries;
    next += length;
  }
}

export interface NtfsDirectory {
  list(): Promise<readonly DirectoryItem[]>;
  /** The exact spelling first. Not by a DOS name: a directory has one path. */
  find(name: string): Promise<DirectoryItem | undefined>;
}

interface Index {
  readonly root: readonly IndexEntry[];
  readonly blocks: Bytes | undefined;
  readonly blockBytes: number;
  /** What numbers of nodes count in. */
  readonly stepBytes: number;
}

async function openIndex(mft: Mft, file: NtfsFile): Promise<Index> {
  const first = await file.first(attributeType.indexRoot, indexName);
  if (first === undefined || !first.isResident) {
    throw damagedVolume(file.where, 'a directory has no index', 'Let chkdsk repair the volume.');
  }
  const root = first.value;
  const blockBytes = root.u32(8);
  if (blockBytes < 512 || blockBytes > mostBlockBytes || (blockBytes & (blockBytes - 1)) !== 0) {
    throw damagedVolume(root.where(8), `an index with blocks of ${blockBytes} bytes`);
  }
  const { clusterBytes } = mft.geometry;
  return {
    root: parseNode(root, 16),
    blocks: await file.open(attributeType.indexAllocation, indexName),
    blockBytes,
    stepBytes: blockBytes >= clusterBytes ? clusterBytes : 512,
  };
}

/** Reads nodes, each once. `ahead`: for who wants them all, which lie in any order: pieces are read and kept. */
function nodeReader(file: NtfsFile, index: Index, ahead: boolean) {
  const { blocks, blockBytes, stepBytes } = index;
  const visited = new Set<number>();
  const pieces = new Map<number, Promise<Uint8Array>>();
  const blockAt = async (from: Bytes, at: number): Promise<Uint8Array> => {
    if (!ahead) return from.read(at, blockBytes);
    const number = Math.floor(at / aheadBytes);
    const piece = pieces.get(number) ?? from.read(number * aheadBytes, aheadBytes);
    pieces.set(number, piece);
    const start = at - number * aheadBytes;
    return (await piece).subarray(start, start + blockBytes);
  };
  return async (node: number, depth: number): Promise<readonly IndexEntry[]> => {
    const at = node * stepBytes;
    const where = `${file.where}, directory block ${node}`;
    if (blocks === undefined || at + blockBytes > blocks.size) {
      throw damagedVolume(where, 'is named in a directory, but is not there');
    }
    if (blocks.size > mostBytes) throw beyondLimit(where, `a directory of ${blocks.size} bytes`);
    if (visited.has(node) || depth > mostDepth) {
      throw damagedVolume(where, 'is part of a circle of directory blocks');
    }
    visited.add(node);
    const bytes = await blockAt(blocks, at);
    const fields = undoSequence(bytes, 'INDX', where, 0);
    if (fields.u64(16) !== node) {
      throw damagedVolume(fields.where(16), `says that it is block ${fields.u64(16)}`);
    }
    return parseNode(fields, 24);
  };
}

/** The directory in `file`. */
export function ntfsDirectory(mft: Mft, file: NtfsFile, order: NameOrder): NtfsDirectory {
  return {
    async list() {
      const index = await openIndex(mft, file);
      const read = nodeReader(file, index, true);
      const items: DirectoryItem[] = [];
      const walk = async (entries: readonly IndexEntry[], depth: number): Promise<void> => {
        for (const { key, node } of entries) {
          if (node !== undefined) await walk(await read(node, depth), depth + 1);
          if (key === undefined || !isShown(key)) continue;
          if (items.length >= mostNames) throw beyondLimit(file.where, 'too many names');
          items.push(key.item);
        }
      };
      await walk(index.root, 0);
      return items;
    },
    async find(name) {
      const index = await openIndex(mft, file);
      const read = nodeReader(file, index, false);
      const found: DirectoryItem[] = [];
      const walk = async (entries: readonly IndexEntry[], depth: number): Promise<void> => {
        for (const { key, node } of entries) {
          const side = key === undefined ? 1 : order.compare(key.item.name, name);
          if (side < 0) continue;
          if (node !== undefined) await walk(await read(node, depth), depth + 1);
          if (side > 0) return;
          if (key !== undefined && isShown(key)) {
            found.push(key.item);
          }
        }
      };
      await walk(index.root, 0);
      return found.find((item) => item.name === name) ?? found[0];
    },
  };
}
