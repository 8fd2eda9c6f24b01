// Whether an XFS was unmounted cleanly: its log then ends with an unmount record. Nothing is replayed
// (XFS Algorithms & Data Structures, «Journaling Log»; xfs_log_format.h).

import { ScanError } from '../../model/errors.ts';
import { Fields } from '../../runtime/fields.ts';
import { readAll, type VolumeRemark } from '../volume.ts';
import { placeOfBlock, type XfsVolume } from './inode.ts';

const sector = 512;
const headerMagic = 0xfeedbabe;
const unmountFlag = 0x20;
/** A header is for as many bytes of records; longer ones have more headers. */
const bytesPerHeader = 32 * 1024;
/** The last record starts as near to the end where it is not padded, and where it is (to 256 KiB at most). */
const distances = [16, 544];
/** Looked through behind the log's end for what was written out of turn. */
const lookAheadSectors = 128;

interface Log {
  /** Sectors. */
  readonly size: number;
  /** `from` below zero: the end of the log before its start, as records go round it. */
  read(from: number, count: number): Promise<Fields>;
}

/** The pass over the log in which a sector was written: records have it in their header, else it is the first word. */
function cycleOf(fields: Fields, at: number): number {
  const first = fields.be32(at);
  return first === headerMagic ? fields.be32(at + 4) : first;
}

/** The sector after the last one written. */
async function findHead(log: Log): Promise<number> {
  const cycleAt = async (index: number) => cycleOf(await log.read(index, 1), 0);
  const [first, last] = [await cycleAt(0), await cycleAt(log.size - 1)];
  if (first === last) return log.size;
  // Sectors of the first one's pass, then those of the pass before (or, the first time, zeros).
  let [low, high] = [0, log.size - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((await cycleAt(middle)) === first) low = middle;
    else high = middle;
  }
  return high;
}

/** Whether the record that ends at `head` says that the volume was unmounted; undefined where it starts before `from`. */
async function unmountsAt(log: Log, head: number, from: number): Promise<boolean | undefined> {
  const fields = await log.read(from, head - from);
  for (let index = head - 2; index >= from; index -= 1) {
    const at = (index - from) * sector;
    if (fields.be32(at) !== headerMagic) continue;
    const headers = Math.max(1, Math.ceil(fields.be32(at + 320) / bytesPerHeader));
    const recordAt = at + headers * sector;
    if (index + headers + Math.ceil(fields.be32(at + 12) / sector) !== head) return false;
    if (fields.be32(at + 40) !== 1 || recordAt + sector > fields.bytes.length) return false;
    return (fields.u8(recordAt + 9) & unmountFlag) !== 0;
  }
  return undefined;
}

async function endsWithUnmount(log: Log, head: number): Promise<boolean> {
  for (const distance of distances) {
    const result = await unmountsAt(log, head, head - Math.min(distance, log.size));
    if (result !== undefined) return result;
  }
  return false;
}

/** Whether nothing of the head's pass lies behind it. */
async function isQuietBehind(log: Log, head: number): Promise<boolean> {
  const count = Math.min(lookAheadSectors, log.size - head);
  if (count === 0) return true;
  const cycle = cycleOf(await log.read(0, 1), 0);
  const fields = await log.read(head, count);
  for (let index = 0; index < count; index += 1) {
    if (cycleOf(fields, index * sector) === cycle) return false;
  }
  return true;
}

/** A remark where the log holds changes, or cannot be read. */
export async function remarksOfLog({ volume, superblock }: XfsVolume): Promise<VolumeRemark[]> {
  const { logStart, logBlocks, blockBytes } = superblock;
  const partial = (text: string) => [{ text, isPartial: true }];
  if (logStart === 0) {
    return partial('its log lies on another device: whether it is empty is not known');
  }
  try {
    const start = placeOfBlock(superblock, logStart, volume.name);
    const log: Log = {
      size: Math.floor((logBlocks * blockBytes) / sector),
      async read(from, count) {
        const at = start + Math.max(0, from) * sector;
        const bytes = await readAll(volume, at, (count + Math.min(0, from)) * sector);
        if (from >= 0) return new Fields(bytes, volume.name, at);
        const end = await readAll(volume, start + (log.size + from) * sector, -from * sector);
        return new Fields(Buffer.concat([end, bytes]), volume.name, at);
      },
    };
    const head = await findHead(log);
    const isClean = (await endsWithUnmount(log, head)) && (await isQuietBehind(log, head));
    return isClean
      ? []
      : partial('its log holds changes that are not replayed (it was not unmounted cleanly)');
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return partial(`its log cannot be read: ${error.message}`);
  }
}
