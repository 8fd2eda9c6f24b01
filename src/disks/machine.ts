// A machine's disks as volumes: containers, partitions and logical volumes put together, each volume with what it holds.

import type { ByteSource } from './byte-source.ts';
import { windowOf } from './byte-source.ts';
import type { Container } from './containers/container.ts';
import type { Partition, PartitionTable } from './partitions/partition.ts';
import { readPartitionTable } from './partitions/table.ts';
import { type LogicalVolumeFound, readLvm } from './volumes/lvm.ts';
import { classifyVolume, type VolumeContent } from './volumes.ts';

export interface MachineVolume {
  /** From 1 over all disks, logical volumes last: the `N` of the coverage name `volume:N`. */
  readonly number: number;
  /** `disk.vhd partition 2`, `disk.vhd`, `rootvg/rootlv`. */
  readonly name: string;
  /** Of the disk it lies on; undefined for a logical volume. */
  readonly disk?: number;
  /** Undefined where the whole disk is the volume. */
  readonly partition?: Partition;
  readonly logical?: { readonly group: string; readonly name: string; readonly uuid: string };
  /** As fstab and the kernel's command line may name it: `UUID=…`, `PARTUUID=…`, `/dev/mapper/…`. */
  readonly devices: readonly string[];
  readonly sizeBytes: number;
  readonly content: VolumeContent;
  /** Reading nothing where the content says why it cannot be read. */
  readonly bytes: ByteSource;
}

export interface MachineDisk {
  readonly name: string;
  readonly format: string;
  readonly sizeBytes: number;
  readonly scheme: PartitionTable['scheme'];
  readonly notes: readonly string[];
}

export interface UnreadPart {
  /** A coverage name: `volume:disk-1` (from 1, in the order of the disks), `volume:lvm`. */
  readonly what: string;
  readonly reason: string;
}

export interface Machine {
  readonly disks: readonly MachineDisk[];
  readonly volumes: readonly MachineVolume[];
  /** What may hold files and belongs to no volume that could be listed: each one leaves the target not wholly scanned. */
  readonly unread: readonly UnreadPart[];
  readonly notes: readonly string[];
  close(): Promise<void>;
}

interface Part {
  readonly disk: number;
  readonly name: string;
  readonly bytes: ByteSource;
  readonly partition?: Partition;
}

interface DiskRead {
  readonly disk: MachineDisk;
  readonly parts: readonly Part[];
  readonly unread: readonly string[];
}

/** Of one disk, and of all groups: each one costs some reads to be told. */
const mostPartitions = 256;
const mostLogical = 1024;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parts(what: string, reasons: readonly string[]): UnreadPart[] {
  return reasons.map((reason) => ({ what, reason }));
}

function beyond(count: number, most: number, what: string): string[] {
  return count > most ? [`${what} beyond the first ${most} of ${count} are not read`] : [];
}

async function readDisk(container: Container, index: number): Promise<DiskRead> {
  const { disk, format, notes } = container;
  const about = { name: disk.name, format, sizeBytes: disk.size };
  let table: PartitionTable;
  try {
    table = await readPartitionTable(disk, container.sectorBytes);
  } catch (error) {
    return { disk: { ...about, scheme: 'none', notes }, parts: [], unread: [messageOf(error)] };
  }
  const parts =
    table.scheme === 'none'
      ? [{ disk: index, name: disk.name, bytes: disk }]
      : table.partitions.slice(0, mostPartitions).map((partition) => {
          const name = `${disk.name} partition ${partition.number}`;
          const bytes = windowOf(disk, partition.offset, partition.size, name);
          return { disk: index, name, bytes, partition };
        });
  return {
    disk: { ...about, scheme: table.scheme, notes: [...notes, ...table.notes] },
    parts,
    unread: [
      ...table.unread.map((reason) => `${disk.name}: ${reason}`),
      ...beyond(table.partitions.length, mostPartitions, `${disk.name}: partitions`),
    ],
  };
}

/** The device mapper writes a hyphen within a name twice. */
function mapperName(group: string, name: string): string {
  return `${group.replaceAll('-', '--')}-${name.replaceAll('-', '--')}`;
}

function devicesOf(
  content: VolumeContent,
  partition: Partition | undefined,
  logical: MachineVolume['logical'],
): string[] {
  const named = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`${key}=${value}`];
  return [
    ...named('UUID', content.uuid),
    ...named('LABEL', content.label),
    ...named('PARTUUID', partition?.uuid),
    ...named('PARTLABEL', partition?.label),
    ...(logical === undefined
      ? []
      : [
          `/dev/mapper/${mapperName(logical.group, logical.name)}`,
          `/dev/${logical.group}/${logical.name}`,
        ]),
  ];
}

/** A logical volume that is not read: its bytes are nowhere. */
function noBytes(name: string): ByteSource {
  return { name, size: 0, read: async () => new Uint8Array(0), close: async () => undefined };
}

async function logicalVolume(found: LogicalVolumeFound, number: number): Promise<MachineVolume> {
  const { group, name, uuid, sizeBytes, bytes, reason } = found;
  const title = `${group}/${name}`;
  const logical = { group, name, uuid };
  const unread: VolumeContent = {
    kind: 'lvm-volume',
    title: 'LVM volume',
    holds: 'unread',
    reason: `it ${reason ?? 'cannot be read'}`,
  };
  const content = bytes === undefined ? unread : await classifyVolume(bytes);
  return {
    number,
    name: title,
    logical,
    devices: devicesOf(content, undefined, logical),
    sizeBytes,
    content,
    bytes: bytes ?? noBytes(title),
  };
}

async function partVolume({ bytes, ...part }: Part, number: number): Promise<MachineVolume> {
  const content = await classifyVolume(bytes, part.partition?.type);
  return {
    ...part,
    number,
    devices: devicesOf(content, part.partition, undefined),
    sizeBytes: bytes.size,
    bytes,
    content,
  };
}

/**
 * Reads the tables of all disks and what says which kind each volume is of. Content that cannot be read is told in
 * `unread` or in a volume's content, never thrown. Closing the machine closes the disks.
 */
export async function openMachine(containers: readonly Container[]): Promise<Machine> {
  const disks = await Promise.all(containers.map((container, index) => readDisk(container, index)));
  const all = disks.flatMap((disk) => disk.parts);
  const volumes = await Promise.all(all.map((part, index) => partVolume(part, index + 1)));
  const members = volumes.filter(({ content }) => content.holds === 'member');
  const lvm = await readLvm(members.map(({ bytes }) => bytes));
  const logical = await Promise.all(
    lvm.volumes
      .slice(0, mostLogical)
      .map((found, index) => logicalVolume(found, volumes.length + index + 1)),
  );
  return {
    disks: disks.map(({ disk }) => disk),
    volumes: [...volumes, ...logical],
    unread: [
      ...disks.flatMap(({ unread }, index) => parts(`volume:disk-${index + 1}`, unread)),
      ...parts('volume:lvm', [
        ...lvm.unread,
        ...beyond(lvm.volumes.length, mostLogical, 'logical volumes'),
      ]),
    ],
    notes: lvm.notes,
    async close() {
      await Promise.all(containers.map(({ disk }) => disk.close()));
    },
  };
}
