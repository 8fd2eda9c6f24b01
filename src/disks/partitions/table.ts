// Which partition table a disk has: GPT, else MBR, else none.

import type { ByteSource } from '../byte-source.ts';
import { readGpt } from './gpt.ts';
import { isProtectiveMbr, readMbr } from './mbr.ts';
import type { PartitionTable } from './partition.ts';

/** `sectorBytes` where the container knows it. Throws ScanError where a table is there and cannot be read at all. */
export async function readPartitionTable(
  disk: ByteSource,
  sectorBytes?: number,
): Promise<PartitionTable> {
  const sector = await disk.read(0, 512);
  const gpt = await readGpt(disk, isProtectiveMbr(sector), sectorBytes);
  if (gpt !== undefined) return gpt;
  const mbr = await readMbr(disk, sectorBytes ?? 512);
  return (
    mbr ?? {
      scheme: 'none',
      sectorBytes: sectorBytes ?? 512,
      partitions: [],
      notes: [],
      unread: [],
    }
  );
}
