// A FAT12, FAT16 or FAT32 volume, read-only: the partition that firmware starts from. Modes are those that Linux shows.

import type { Bytes } from '../../model/file-tree.ts';
import { Fields } from '../../runtime/fields.ts';
import { upperCase } from '../../runtime/upper-case.ts';
import { bytesAtHand, type Extent, extentBytes } from '../extents.ts';
import {
  type DirectoryItem,
  damagedVolume,
  type NodeId,
  readAll,
  type Volume,
  type VolumeBytes,
  type VolumeNode,
} from '../volume.ts';
import { type FatGeometry, readGeometry } from './boot-sector.ts';
import { type FatFile, parseDirectory, parseFile } from './directory.ts';
import { type FatTable, fatTable } from './table.ts';

/** The root's identity; every other file's is the byte of its entry. */
const rootId = 0;
const entryBytes = 32;
/** A directory has 65,536 entries at most. */
const mostDirectoryBytes = 2 * 1024 * 1024;
const mode = 0o755;

interface Opened {
  readonly geometry: FatGeometry;
  readonly table: FatTable;
}

interface Listed {
  readonly items: readonly DirectoryItem[];
  readonly label: string | undefined;
}

async function listed({ geometry }: Opened, extents: readonly Extent[]): Promise<Listed> {
  const { volume } = geometry;
  const size = extents.reduce((sum, { length }) => sum + length, 0);
  const whole = await extentBytes(volume, size, async () => extents).read(0, size);
  const { entries, label } = parseDirectory(whole, `${volume.name}, directory`);
  let index = 0;
  const items = entries.map(({ name, at, isDirectory }): DirectoryItem => {
    let extent = extents[index];
    while (extent !== undefined && extent.logical + extent.length <= at) extent = extents[++index];
    const id = extent === undefined ? 0 : extent.physical + at - extent.logical;
    return { name, id, type: isDirectory ? 'directory' : 'file' };
  });
  return { items, label };
}

async function rootExtents({ geometry, table }: Opened): Promise<readonly Extent[]> {
  const { root } = geometry;
  if ('cluster' in root) return table.chain(root.cluster, mostDirectoryBytes, false);
  return [{ logical: 0, physical: root.byte, length: root.length }];
}

function dataOf({ geometry, table }: Opened, file: FatFile): Bytes {
  if (file.sizeBytes === 0) return bytesAtHand(new Uint8Array(0));
  return extentBytes(geometry.volume, file.sizeBytes, () =>
    table.chain(file.cluster, file.sizeBytes, true),
  );
}

async function fileAt({ geometry }: Opened, id: NodeId): Promise<FatFile> {
  const { volume, root, dataByte, width } = geometry;
  const first = 'byte' in root ? root.byte : dataByte;
  if (typeof id !== 'number' || id < first || id % entryBytes !== 0) {
    throw damagedVolume(volume.name, `has no file ${id}`);
  }
  return parseFile(
    new Fields(await readAll(volume, id, entryBytes), volume.name, id),
    width === 32,
  );
}

function nodeOf(opened: Opened, id: NodeId, file: FatFile, where: string): VolumeNode {
  const place = () =>
    id === rootId
      ? rootExtents(opened)
      : opened.table.chain(file.cluster, mostDirectoryBytes, false);
  return {
    id,
    type: file.isDirectory ? 'directory' : 'file',
    mode,
    uid: 0,
    gid: 0,
    sizeBytes: file.sizeBytes,
    mtimeMs: file.mtimeMs,
    list: async () => (file.isDirectory ? (await listed(opened, await place())).items : []),
    async readLink() {
      throw damagedVolume(where, 'is read as a link, but FAT has none');
    },
    xattrs: async () => new Map(),
    open: async () => dataOf(opened, file),
  };
}

/** Opens the volume. Throws ScanError where its boot sector or root directory cannot be read. */
export async function openFat(volume: VolumeBytes): Promise<Volume> {
  const geometry = await readGeometry(volume);
  const opened = { geometry, table: fatTable(geometry) };
  const { label } = await listed(opened, await rootExtents(opened));
  const root: FatFile = { isDirectory: true, cluster: 0, sizeBytes: 0, mtimeMs: 0 };
  return {
    kind: 'vfat',
    name: volume.name,
    label: label ?? (geometry.label === 'NO NAME' ? '' : geometry.label),
    uuid: geometry.serial,
    features: [`FAT${geometry.width}`],
    remarks: geometry.remarks,
    root: rootId,
    fold: upperCase,
    async node(id) {
      const file = id === rootId ? root : await fileAt(opened, id);
      return nodeOf(opened, id, file, `${volume.name}, entry at byte ${id}`);
    },
  };
}
