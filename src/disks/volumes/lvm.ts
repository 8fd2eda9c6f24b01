// Logical volumes over the physical ones of all disks of a machine: linear and striped ones as bytes, each other one
// with the reason why it is not read.

import type { ByteSource } from '../byte-source.ts';
import { mappedSource } from '../mapped-source.ts';
import {
  type LogicalVolume,
  parseVolumeGroup,
  type Segment,
  type VolumeGroup,
} from './lvm-group.ts';
import { type LvmLabel, readLvmLabel, wholeTextBudget } from './lvm-label.ts';

export interface LogicalVolumeFound {
  readonly group: string;
  readonly name: string;
  readonly uuid: string;
  readonly sizeBytes: number;
  /** Undefined where it is not read. */
  readonly bytes?: ByteSource;
  /** Why not. */
  readonly reason?: string;
}

export interface LvmFound {
  /** By group and name. Hidden ones (parts of others) are left out. */
  readonly volumes: readonly LogicalVolumeFound[];
  /** What could not be told at all: labels without description, duplicates, damaged copies. */
  readonly unread: readonly string[];
  readonly notes: readonly string[];
}

interface Physical {
  readonly volume: ByteSource;
  readonly label: LvmLabel;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A physical volume's UUID as LVM's tools print it. */
function hyphened(uuid: string): string {
  return uuid.replace(/^(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})$/, '$1-$2-$3-$4-$5-$6-$7');
}

/** Of each group the description that was written last, over all copies on all volumes. */
function latestGroups(physicals: readonly Physical[], unread: string[], notes: string[]) {
  const groups = new Map<string, VolumeGroup>();
  for (const { volume, label } of physicals) {
    notes.push(...label.faults);
    for (const text of label.texts) {
      try {
        const group = parseVolumeGroup(text, volume.name);
        const known = groups.get(group.uuid);
        if (known === undefined || known.sequence < group.sequence) groups.set(group.uuid, group);
      } catch (error) {
        unread.push(messageOf(error));
      }
    }
  }
  return [...groups.values()];
}

function refusalOf(
  volume: LogicalVolume,
  group: VolumeGroup,
  present: ReadonlyMap<string, ByteSource>,
): string | undefined {
  if (group.snapshots.has(volume.name)) return 'is an LVM snapshot or is being merged with one';
  for (const { type, stripes, stripeBytes, extents } of volume.segments) {
    if (type !== 'striped') return `is of LVM's type ${type}; linear and striped ones are read`;
    for (const stripe of stripes) {
      const physical = group.physical.get(stripe.physical);
      if (physical === undefined) return `lies on ${stripe.physical}, which is no physical volume`;
      if (stripe.firstExtent + extents / stripes.length > physical.extents) {
        return `lies beyond the end of physical volume ${hyphened(physical.uuid)}`;
      }
      if (!present.has(physical.uuid)) {
        const was = physical.device === '' ? '' : ` (it was ${physical.device})`;
        return `lies on physical volume ${hyphened(physical.uuid)}${was}, which is not among the disks: name all disks of the machine, as disk:A,B`;
      }
    }
    if (stripes.length > 1 && stripeBytes > group.extentBytes) return 'has stripes above an extent';
  }
  return undefined;
}

/** The segment that holds an extent; they are in order and without gaps. */
function segmentAt(segments: readonly Segment[], extent: number): Segment | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.firstExtent ?? 0) <= extent) low = middle;
    else high = middle - 1;
  }
  return segments[low];
}

function bytesOf(
  volume: LogicalVolume,
  group: VolumeGroup,
  present: ReadonlyMap<string, ByteSource>,
): ByteSource {
  const { extentBytes } = group;
  return mappedSource({
    name: `${group.name}/${volume.name}`,
    size: volume.extents * extentBytes,
    async locate(offset) {
      const segment = segmentAt(volume.segments, Math.floor(offset / extentBytes));
      if (segment === undefined) return { kind: 'zeros', length: 0 };
      const within = offset - segment.firstExtent * extentBytes;
      const rest = segment.extents * extentBytes - within;
      const width = segment.stripes.length;
      // Chunks are dealt out in turn; with one stripe the whole segment is one chunk.
      const chunkBytes = width === 1 ? segment.extents * extentBytes : segment.stripeBytes;
      const chunk = Math.floor(within / chunkBytes);
      const inChunk = within - chunk * chunkBytes;
      const stripe = segment.stripes[chunk % width];
      const physical = group.physical.get(stripe?.physical ?? '');
      const source = present.get(physical?.uuid ?? '');
      if (stripe === undefined || physical === undefined || source === undefined) {
        return { kind: 'zeros', length: 0 };
      }
      return {
        kind: 'stored',
        source,
        offset:
          physical.start +
          stripe.firstExtent * extentBytes +
          Math.floor(chunk / width) * chunkBytes +
          inChunk,
        length: Math.min(rest, chunkBytes - inChunk),
      };
    },
    async close() {},
  });
}

/** Reads the labels of all physical volumes and puts the logical ones together. Throws nothing about their content. */
export async function readLvm(volumes: readonly ByteSource[]): Promise<LvmFound> {
  const unread: string[] = [];
  const notes: string[] = [];
  const physicals: Physical[] = [];
  const present = new Map<string, ByteSource>();
  const twice = new Set<string>();
  const budget = { bytes: wholeTextBudget };
  for (const volume of volumes) {
    try {
      const label = await readLvmLabel(volume, budget);
      physicals.push({ volume, label });
      if (present.has(label.uuid)) twice.add(label.uuid);
      present.set(label.uuid, volume);
    } catch (error) {
      unread.push(messageOf(error));
    }
  }
  for (const uuid of twice) {
    present.delete(uuid);
    unread.push(`physical volume ${hyphened(uuid)} is there twice: name each disk once`);
  }
  const groups = latestGroups(physicals, unread, notes);
  const described = new Set(
    groups.flatMap((group) => [...group.physical.values()].map(({ uuid }) => uuid)),
  );
  for (const { volume, label } of physicals) {
    if (described.has(label.uuid)) continue;
    // A volume that no group was ever made of holds no files; one whose description is lost may.
    if (label.isUsed === false && label.texts.length === 0 && label.faults.length === 0) {
      notes.push(`${volume.name} is a physical volume of no group`);
    } else {
      unread.push(`no description names physical volume ${hyphened(label.uuid)} (${volume.name})`);
    }
  }
  const found: LogicalVolumeFound[] = [];
  for (const group of groups) {
    for (const volume of group.logical) {
      if (!volume.isVisible) continue;
      const reason = refusalOf(volume, group, present);
      found.push({
        group: group.name,
        name: volume.name,
        uuid: volume.uuid,
        sizeBytes: volume.extents * group.extentBytes,
        ...(reason === undefined ? { bytes: bytesOf(volume, group, present) } : { reason }),
      });
    }
  }
  const byName = (left: LogicalVolumeFound, right: LogicalVolumeFound) =>
    left.group < right.group || (left.group === right.group && left.name < right.name) ? -1 : 1;
  return { volumes: found.sort(byName), unread, notes };
}
