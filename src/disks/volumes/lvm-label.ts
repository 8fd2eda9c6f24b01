// The label of an LVM2 physical volume and the copies of its group's description behind it. Source of the layout:
// lvm2, lib/format_text/layout.h and lib/label/label.h. All numbers little-endian.

import { updateCrc32 } from '../../runtime/crc32.ts';
import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged } from '../byte-source.ts';

const sectorBytes = 512;
/** The label is in one of the first four sectors. */
const labelSectors = 4;
/** lvm2's checksums start here and are not inverted at the end. */
const firstRegister = 0xf597a6cf;
const areaHeaderBytes = 512;
const areaMagic = ' LVM2 x[5A%r0N*>';
/** Locations in a label, and areas that are read of one volume. */
const mostAreas = 16;
/** Of one description; lvm2's default area has 1 MiB. */
const mostTextBytes = 16 * 1024 * 1024;
const ignored = 1;
const used = 1;

/** Of all descriptions of a machine: what is left of the room for them. */
export interface TextBudget {
  bytes: number;
}

export const wholeTextBudget = 64 * 1024 * 1024;

export interface LvmLabel {
  /** 32 characters, without hyphens. */
  readonly uuid: string;
  /** The description's copies; empty where the volume keeps none (`--metadatacopies 0`). */
  readonly texts: readonly string[];
  /** Copies that could not be read. */
  readonly faults: readonly string[];
  /** Whether the volume belongs to a group; undefined where an older lvm2 does not say. */
  readonly isUsed: boolean | undefined;
}

interface Area {
  readonly offset: number;
  readonly size: number;
}

function sum(bytes: Uint8Array): number {
  return updateCrc32(firstRegister, bytes);
}

/** The label's sector within the volume's first 2 KiB; undefined where there is none. */
export function lvmLabelSector(head: Uint8Array): number | undefined {
  for (let sector = 0; sector < labelSectors; sector += 1) {
    const at = sector * sectorBytes;
    if (at + sectorBytes > head.length) return undefined;
    const fields = new Fields(head.subarray(at, at + sectorBytes), 'label', at);
    if (fields.text(0, 8) === 'LABELONE' && fields.text(24, 8) === 'LVM2 001') return sector;
  }
  return undefined;
}

/** Offset and size pairs, ended by a zero offset. */
function areasOf(fields: Fields, start: number): { areas: Area[]; end: number } {
  const areas: Area[] = [];
  for (let at = start; ; at += 16) {
    const offset = fields.u64(at);
    if (offset === 0) return { areas, end: at + 16 };
    if (areas.length >= mostAreas) throw damaged(fields.where(at), 'the list of areas has no end');
    areas.push({ offset, size: fields.u64(at + 8) });
  }
}

/** The description that an area's header points at; undefined where it holds none or says to ignore it. */
async function readText(
  volume: ByteSource,
  area: Area,
  budget: TextBudget,
): Promise<string | undefined> {
  const header = new Fields(
    await volume.read(area.offset, areaHeaderBytes),
    volume.name,
    area.offset,
  );
  if (header.text(4, 16) !== areaMagic) {
    throw damaged(header.where(4), 'no LVM2 metadata area is there');
  }
  if (sum(header.slice(4, areaHeaderBytes - 4)) !== header.u32(0)) {
    throw damaged(header.where(), "the LVM2 metadata header's checksum is wrong");
  }
  const offset = header.u64(40);
  const size = header.u64(48);
  if (offset === 0 || (header.u32(60) & ignored) !== 0) return undefined;
  if (size > mostTextBytes || offset < areaHeaderBytes || offset > area.size || size > area.size) {
    throw damaged(header.where(40), `an LVM2 description cannot lie at ${offset}, ${size} bytes`);
  }
  budget.bytes -= size;
  if (budget.bytes < 0) {
    throw damaged(header.where(48), 'the LVM2 descriptions are longer than any group needs');
  }
  // The area is a ring behind its header.
  const first = Math.min(size, area.size - offset);
  const parts = [
    await volume.read(area.offset + offset, first),
    await volume.read(area.offset + areaHeaderBytes, size - first),
  ];
  const bytes = Buffer.concat(parts);
  if (bytes.length < size || sum(bytes) !== header.u32(56)) {
    throw damaged(header.where(56), "the LVM2 description's checksum is wrong");
  }
  const text = bytes.toString('utf8');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** The extension behind the areas says it from its version 2 on. */
function usedOf(fields: Fields, metadata: { areas: Area[]; end: number }): boolean | undefined {
  const version = fields.u32(metadata.end);
  if (version >= 2) return (fields.u32(metadata.end + 4) & used) !== 0;
  // Before: an area without a description is that of a volume that was made and not given to a group.
  return metadata.areas.length > 0 ? false : undefined;
}

/** Throws ScanError where the label itself is damaged or missing. */
export async function readLvmLabel(volume: ByteSource, budget: TextBudget): Promise<LvmLabel> {
  const head = await volume.read(0, labelSectors * sectorBytes);
  const sector = lvmLabelSector(head);
  if (sector === undefined) throw damaged(volume.name, 'has no LVM2 label');
  const at = sector * sectorBytes;
  const fields = new Fields(head.subarray(at, at + sectorBytes), volume.name, at);
  if (sum(fields.slice(20, sectorBytes - 20)) !== fields.u32(16)) {
    throw damaged(fields.where(16), "the LVM2 label's checksum is wrong");
  }
  const body = fields.u32(20);
  const uuid = fields.text(body, 32);
  const data = areasOf(fields, body + 40);
  const metadata = areasOf(fields, data.end);
  const texts: string[] = [];
  const faults: string[] = [];
  for (const area of metadata.areas) {
    try {
      const text = await readText(volume, area, budget);
      if (text !== undefined) texts.push(text);
    } catch (error) {
      // Another copy, here or on another volume, may be whole; the fault is told when it matters.
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { uuid, texts, faults, isUsed: usedOf(fields, metadata) };
}
