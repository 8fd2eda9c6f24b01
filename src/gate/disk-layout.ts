// How a machine's disks are laid out: containers, partitions, volumes, roots and mounts, as plain data to be shown.

import type { Machine, MachineDisk, MachineVolume } from '../disks/machine.ts';
import type { Partition } from '../disks/partitions/partition.ts';
import type { JoinedMachine, MachineFileSystem } from '../filesystems/machine/join-machine.ts';
import type { VolumeRemark } from '../filesystems/volume.ts';

export interface VolumeLayout {
  /** The `N` of the coverage name `volume:N`. */
  readonly number: number;
  readonly name: string;
  /** From 1, in the order of the disks; absent for a logical volume. */
  readonly disk?: number;
  readonly partition?: Partition;
  readonly logical?: { readonly group: string; readonly name: string; readonly uuid: string };
  /** `ext4` where the file system was opened, else what its signature tells: `lvm`, `luks`, `empty`. */
  readonly kind: string;
  readonly title: string;
  readonly sizeBytes: number;
  readonly uuid?: string;
  readonly label?: string;
  /** Of a file system that was opened. */
  readonly features?: readonly string[];
  readonly remarks?: readonly VolumeRemark[];
}

export interface DiskLayout {
  readonly disks: readonly MachineDisk[];
  readonly volumes: readonly VolumeLayout[];
  /** Numbers of the volumes that hold a root; the one that is scanned comes first. */
  readonly roots: readonly number[];
  /** By path; `/` is the root. Empty where no volume holds one. */
  readonly mounts: readonly { readonly path: string; readonly volume: number }[];
  /** For the reader of a report. */
  readonly notes: readonly string[];
}

function volumeLayout(
  { number, name, disk, partition, logical, content, sizeBytes }: MachineVolume,
  file: MachineFileSystem | undefined,
): VolumeLayout {
  const uuid = content.uuid ?? file?.volume.uuid ?? '';
  const label = content.label ?? file?.volume.label ?? '';
  return {
    number,
    name,
    ...(disk === undefined ? {} : { disk: disk + 1 }),
    ...(partition === undefined ? {} : { partition }),
    ...(logical === undefined ? {} : { logical }),
    kind: file?.volume.kind ?? content.kind,
    title: content.title,
    sizeBytes,
    ...(uuid === '' ? {} : { uuid }),
    ...(label === '' ? {} : { label }),
    ...(file === undefined ? {} : { features: file.volume.features, remarks: file.volume.remarks }),
  };
}

/** `names`: of the disks, as they may be shown. `joined`: absent where no volume holds a root. */
export function layoutOf(
  machine: Machine,
  names: readonly string[],
  files: readonly MachineFileSystem[],
  joined: JoinedMachine | undefined,
): DiskLayout {
  const mounts = (joined?.mounts ?? []).map(({ path, file }) => ({ path, volume: file.number }));
  return {
    disks: machine.disks.map((disk, at) => ({ ...disk, name: names[at] ?? disk.name })),
    volumes: machine.volumes.map((volume) =>
      volumeLayout(
        volume,
        files.find(({ number }) => number === volume.number),
      ),
    ),
    roots: (joined?.roots ?? []).map(({ number }) => number),
    mounts: mounts.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
    notes: machine.notes,
  };
}
