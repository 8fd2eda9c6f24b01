// What a partition table says, whatever its kind.

export interface Partition {
  /** As the kernel counts: GPT's entry, MBR's 1 … 4, logical ones from 5. */
  readonly number: number;
  /** In bytes. */
  readonly offset: number;
  readonly size: number;
  /** GPT: the GUID in lower case; MBR: `0x83`. */
  readonly type: string;
  /** PARTUUID, in lower case. */
  readonly uuid: string;
  /** GPT only. */
  readonly label?: string;
}

export interface PartitionTable {
  /** `none`: the whole disk is one volume. */
  readonly scheme: 'gpt' | 'mbr' | 'none';
  readonly sectorBytes: number;
  /** By number. */
  readonly partitions: readonly Partition[];
  /** For the reader of a report. */
  readonly notes: readonly string[];
  /** What could not be told for certain: content may be missed. */
  readonly unread: readonly string[];
}

/** What is wrong with where the partitions lie. A byte in two of them has two readings. */
export function placementFaults(partitions: readonly Partition[], diskBytes: number): string[] {
  const faults: string[] = [];
  const sorted = partitions.toSorted((left, right) => left.offset - right.offset);
  let furthest: Partition | undefined;
  for (const partition of sorted) {
    const end = partition.offset + partition.size;
    if (end > diskBytes) {
      faults.push(
        `partition ${partition.number} goes on to byte ${end}, beyond the disk's end (${diskBytes})`,
      );
    }
    if (furthest !== undefined && partition.offset < furthest.offset + furthest.size) {
      faults.push(`partitions ${furthest.number} and ${partition.number} overlap`);
    }
    if (furthest === undefined || end > furthest.offset + furthest.size) furthest = partition;
  }
  return faults.slice(0, 16);
}
