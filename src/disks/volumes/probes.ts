// Contents that one signature does not tell: ext and FAT by several fields, LVM and old software RAID by places that
// depend on the volume, ZFS by an array; and the copies that file systems keep of a superblock that was lost.

import { crc32c } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import type { ByteSource } from '../byte-source.ts';
import { lvmLabelSector } from './lvm-label.ts';
import { type Signature, vmfs } from './signatures.ts';

const kib = 1024;
const mdMagic = 0xa92b4efc;
const zfsMagic = 0x00bab10cn;
const extMagic = 0xef53;
const journalDevice = 0x8;

/** What all signatures need of a volume, read once. */
export interface Ends {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** Where software RAID of version 0.90 has its magic. */
  readonly oldRaid: Uint8Array;
  readonly size: number;
}

export async function readEnds(volume: ByteSource): Promise<Ends> {
  const { size } = volume;
  const tailAt = Math.max(0, size - 12 * kib);
  const oldRaidAt = Math.floor(size / (64 * kib)) * 64 * kib - 64 * kib;
  const [head, tail, oldRaid] = await Promise.all([
    volume.read(0, 68 * kib),
    volume.read(tailAt, size - tailAt),
    oldRaidAt < 0 ? Promise.resolve(new Uint8Array(0)) : volume.read(oldRaidAt, 4),
  ]);
  return { head, tail, oldRaid, size };
}

function found(kind: string, title: string, holds: Signature['holds'], more = {}): Signature {
  return { kind, title, holds, at: 0, text: '', ...more };
}

const ext = found('ext', 'ext2/3/4', 'files');
const extJournal = found('ext-journal', 'the external journal of an ext4', 'nothing');

function fieldsAt(head: Uint8Array, at: number, length: number): Fields | undefined {
  const bytes = head.subarray(at, at + length);
  return bytes.length < length ? undefined : new Fields(bytes, 'volume', at);
}

function probeExt({ head }: Ends): Signature | undefined {
  const fields = fieldsAt(head, kib, kib);
  if (fields?.u16(56) !== extMagic) return undefined;
  return (fields.u32(96) & journalDevice) !== 0 ? extJournal : ext;
}

/** Microsoft's FAT specification 1.03: the fields that every FAT has. */
function probeFat({ head }: Ends): Signature | undefined {
  const fields = fieldsAt(head, 0, 512);
  if (fields === undefined) return undefined;
  const clusterSectors = fields.u8(13);
  const isBootSector =
    fields.u16(510) === 0xaa55 &&
    (fields.u8(0) === 0xeb || fields.u8(0) === 0xe9) &&
    [512, 1024, 2048, 4096].includes(fields.u16(11)) &&
    clusterSectors !== 0 &&
    (clusterSectors & (clusterSectors - 1)) === 0 &&
    fields.u16(14) !== 0 &&
    [1, 2].includes(fields.u8(16)) &&
    fields.u8(21) >= 0xf0;
  return isBootSector ? found('fat', 'FAT', 'files') : undefined;
}

function probeLvm({ head }: Ends): Signature | undefined {
  if (lvmLabelSector(head) === undefined) return undefined;
  return found('lvm', 'LVM physical volume', 'member', { isOuter: true });
}

/** Software RAID of the versions 0.90 and 1.0 has its superblock near the end. */
function probeMdAtEnd({ tail, oldRaid, size }: Ends): Signature | undefined {
  const at = Math.floor((size - 8 * kib) / (4 * kib)) * 4 * kib - (size - tail.length);
  const isThere = (fields: Fields | undefined) => fields?.u32(0) === mdMagic;
  const isOld = isThere(fieldsAt(oldRaid, 0, 4));
  if (!isOld && (at < 0 || !isThere(fieldsAt(tail, at, 4)))) return undefined;
  return found('md', 'Linux software RAID', 'unread', {
    isOuter: true,
    hint: 'Scan a plain copy of the file system that is on it.',
  });
}

/** What the two ends say beyond the table of signatures. */
export function probeEnds(ends: Ends): Signature[] {
  return [probeExt, probeFat, probeLvm, probeMdAtEnd]
    .map((probe) => probe(ends))
    .filter((result) => result !== undefined);
}

/** ZFS keeps an array of uberblocks in each of its labels; the first has them from 128 KiB on. */
async function probeZfs(volume: ByteSource): Promise<Signature | undefined> {
  const bytes = await volume.read(128 * kib, 128 * kib);
  const fields = new Fields(bytes, volume.name, 128 * kib);
  for (let at = 0; at + 8 <= bytes.length; at += kib) {
    if (fields.big64(at) === zfsMagic || fields.bigBe64(at) === zfsMagic) {
      return found('zfs', 'ZFS', 'unread');
    }
  }
  return undefined;
}

const lost = (name: string) => `${name} whose first superblock is damaged`;

async function probeExtCopy(volume: ByteSource): Promise<Signature | undefined> {
  for (const [blockBytes, at] of [
    [kib, 8193 * kib],
    [2 * kib, 16_384 * 2 * kib],
    [4 * kib, 32_768 * 4 * kib],
  ] as const) {
    const bytes = await volume.read(at, kib);
    if (bytes.length < kib) break;
    const fields = new Fields(bytes, volume.name, at);
    // The copy says of which group it is, and of which block size.
    const isCopy = fields.u16(56) === extMagic && fields.u16(90) === 1;
    if (isCopy && kib * 2 ** Math.min(fields.u32(24), 6) === blockBytes) {
      return { ...ext, title: lost('ext2/3/4') };
    }
  }
  return undefined;
}

async function probeBtrfsCopy(volume: ByteSource): Promise<Signature | undefined> {
  for (const mirror of [64 * kib * kib, 256 * kib ** 3]) {
    const bytes = await volume.read(mirror, 4 * kib);
    if (bytes.length < 4 * kib) break;
    const fields = new Fields(bytes, volume.name, mirror);
    if (fields.text(64, 8) === '_BHRfS_M' && crc32c(bytes.subarray(32)) === fields.u32(0)) {
      return found('btrfs', lost('btrfs'), 'files');
    }
  }
  return undefined;
}

async function probeNtfsCopy(volume: ByteSource): Promise<Signature | undefined> {
  const end = Math.floor(volume.size / 512) * 512 - 512;
  if (end < 0) return undefined;
  const bytes = await volume.read(end, 512);
  const isCopy = Buffer.from(bytes.subarray(3, 11)).toString('latin1') === 'NTFS    ';
  return isCopy ? found('ntfs', lost('NTFS'), 'files') : undefined;
}

async function probeVmfs(volume: ByteSource): Promise<Signature | undefined> {
  const bytes = await volume.read(vmfs.at, vmfs.text.length);
  return Buffer.from(bytes).toString('latin1') === vmfs.text ? vmfs : undefined;
}

/** What lies farther in; asked only where the ends say nothing. */
export async function probeInside(volume: ByteSource): Promise<Signature | undefined> {
  for (const probe of [probeZfs, probeExtCopy, probeBtrfsCopy, probeNtfsCopy, probeVmfs]) {
    const result = await probe(volume);
    if (result !== undefined) return result;
  }
  return undefined;
}
