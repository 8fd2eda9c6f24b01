// An NTFS volume, read-only. Layout by Microsoft's published structures ([MS-FSCC], the boot sector's pages) and what
// mkntfs and Windows write; modes are those that ntfs-3g shows where nobody maps users.

import { ScanError } from '../../model/errors.ts';
import type { EntryType } from '../../model/file-tree.ts';
import {
  beyondLimit,
  damagedVolume,
  type NodeId,
  type Volume,
  type VolumeBytes,
  type VolumeNode,
  type VolumeRemark,
} from '../volume.ts';
import { wholeOf } from './attribute-list.ts';
import { readGeometry } from './boot-sector.ts';
import { ntfsDirectory, ntfsId } from './directory.ts';
import { type NtfsFile, readFile } from './file.ts';
import { type Mft, openMft } from './mft.ts';
import { attributeType } from './records.ts';
import { parseReparse, type Reparse, refuseReparse } from './reparse.ts';
import { readState } from './state.ts';
import { type NameOrder, nameOrder, unicodeOrder, upcaseBytes } from './upcase.ts';

const rootRecord = 5;
const upcaseRecord = 10;
const everything = 0o777;
/** [MS-FSCC] allows 16 KiB. */
const mostReparseBytes = 64 * 1024;
/** Streams of one file that are given as extended attributes, all together. */
const mostStreamBytes = 1024 * 1024;
const streamPrefix = 'ntfs.stream:';

/** Milliseconds from 1601 to 1970. */
const epochMs = 11_644_473_600_000;

async function reparseOf(file: NtfsFile): Promise<Reparse | undefined> {
  const bytes = await file.open(attributeType.reparsePoint, '');
  if (bytes === undefined) return undefined;
  return parseReparse(await wholeOf(bytes, mostReparseBytes, file.where), file.where);
}

async function modifiedMs(file: NtfsFile): Promise<number> {
  const standard = await file.first(attributeType.standardInformation, '');
  if (standard === undefined || !standard.isResident) {
    throw damagedVolume(file.where, 'a file has no standard information');
  }
  return Number(standard.value.big64(8) / 10_000n) - epochMs;
}

async function streamsOf(file: NtfsFile): Promise<ReadonlyMap<string, Uint8Array>> {
  const streams = new Map<string, Uint8Array>();
  let left = mostStreamBytes;
  for (const name of file.names(attributeType.data)) {
    if (name === '') continue;
    const bytes = await file.open(attributeType.data, name);
    if (bytes === undefined) continue;
    left -= bytes.size;
    if (left < 0) {
      throw beyondLimit(file.where, `streams beside a file of more than ${mostStreamBytes} bytes`);
    }
    streams.set(`${streamPrefix}${name}`, await bytes.read(0, bytes.size));
  }
  return streams;
}

function typeOf(file: NtfsFile, reparse: Reparse | undefined): EntryType {
  if (reparse?.kind === 'link') return 'symlink';
  if (reparse?.kind === 'special') return 'other';
  return file.isDirectory ? 'directory' : 'file';
}

async function nodeOf(mft: Mft, file: NtfsFile, order: NameOrder): Promise<VolumeNode> {
  const reparse = await reparseOf(file);
  const type = typeOf(file, reparse);
  const data = type === 'file' ? await file.first(attributeType.data, '') : undefined;
  const refuse = () => {
    if (reparse?.kind === 'unread') throw refuseReparse(file.where, reparse.what);
  };
  const directory = ntfsDirectory(mft, file, order);
  return {
    id: ntfsId(file.number, file.sequence),
    type,
    mode: everything,
    uid: 0,
    gid: 0,
    sizeBytes: data === undefined ? 0 : data.isResident ? data.value.bytes.length : data.sizeBytes,
    mtimeMs: await modifiedMs(file),
    async list() {
      if (type !== 'directory') return [];
      refuse();
      return directory.list();
    },
    async find(name) {
      if (type !== 'directory') return undefined;
      refuse();
      return directory.find(name);
    },
    async readLink() {
      if (reparse?.kind === 'link') return reparse.target;
      throw damagedVolume(file.where, 'is read as a link, but is none');
    },
    xattrs: async () => (reparse?.kind === 'unread' ? new Map() : streamsOf(file)),
    async open() {
      refuse();
      const bytes = await file.open(attributeType.data, '');
      if (bytes !== undefined) return bytes;
      throw damagedVolume(file.where, 'a file has no data');
    },
  };
}

async function readOrder(mft: Mft, remarks: VolumeRemark[]): Promise<NameOrder> {
  try {
    const bytes = await (await readFile(mft, upcaseRecord)).open(attributeType.data, '');
    const found =
      bytes?.size === upcaseBytes ? nameOrder(await bytes.read(0, upcaseBytes)) : undefined;
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
  }
  const text = 'its table of upper-case letters is damaged: names are compared by Unicode';
  remarks.push({ text, isPartial: true });
  return unicodeOrder();
}

function recordOf(volume: VolumeBytes, id: NodeId): { number: number; sequence: number } {
  const match = /^(\d+)\.(\d+)$/.exec(String(id));
  if (match === null) throw damagedVolume(volume.name, `has no file ${id}`);
  return { number: Number(match[1]), sequence: Number(match[2]) };
}

/**
 * Opens the volume. Throws ScanError where boot sector, master file table or root directory cannot be read, in their
 * copies neither.
 */
export async function openNtfs(volume: VolumeBytes): Promise<Volume> {
  const geometry = await readGeometry(volume);
  const mft = await openMft(geometry);
  const remarks: VolumeRemark[] = [];
  const damagedPart = geometry.isCopy ? 'boot sector' : mft.isCopy ? 'master file table' : '';
  if (damagedPart !== '') {
    remarks.push({ text: `its ${damagedPart} is damaged; the copy was read`, isPartial: true });
  }
  const order = await readOrder(mft, remarks);
  const state = await readState(mft);
  const root = await readFile(mft, rootRecord);
  return {
    kind: 'ntfs',
    name: volume.name,
    label: state.label,
    uuid: geometry.serial,
    features: [`version ${state.version}`, `clusters of ${geometry.clusterBytes} bytes`],
    remarks: [...remarks, ...state.remarks],
    root: ntfsId(root.number, root.sequence),
    fold: (name) => order.fold(name),
    async node(id) {
      const { number, sequence } = recordOf(volume, id);
      return nodeOf(mft, await readFile(mft, number, sequence), order);
    },
  };
}
