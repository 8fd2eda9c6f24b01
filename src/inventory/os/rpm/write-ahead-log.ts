// SQLite's write-ahead log (sqlite.org/fileformat2.html, section 4): which pages a reader would see.

import type { Bytes } from '../../../model/file-tree.ts';
import { readBuffer } from '../../read-bytes.ts';

const headerBytes = 32;
const frameHeaderBytes = 24;
/** The low bit of the magic says which byte order the checksums are computed in. */
const magicLittle = 0x377f0682;
const magicBig = 0x377f0683;

export interface CommittedPages {
  readonly pageBytes: number;
  /** Size of the database after the last commit. */
  readonly pageCount: number;
  /** Page number (from 1) → offset of its newest committed content in the log. */
  readonly pages: ReadonlyMap<number, number>;
}

/** Sums pairs of 32-bit words into the running checksum. */
function addChecksum(
  sums: readonly [number, number],
  data: Buffer,
  start: number,
  end: number,
  isBig: boolean,
): readonly [number, number] {
  let [first, second] = sums;
  for (let at = start; at < end; at += 8) {
    const left = isBig ? data.readUInt32BE(at) : data.readUInt32LE(at);
    const right = isBig ? data.readUInt32BE(at + 4) : data.readUInt32LE(at + 4);
    first = (first + left + second) >>> 0;
    second = (second + right + first) >>> 0;
  }
  return [first, second];
}

/**
 * The pages that committed transactions of the log changed. Undefined where no frame is valid: SQLite then reads the
 * database alone. A frame counts while salts and checksums hold and up to the last commit, as SQLite's recovery does.
 */
export async function readCommittedPages(log: Bytes): Promise<CommittedPages | undefined> {
  const header = await readBuffer(log, 0, headerBytes);
  if (header.length < headerBytes) return undefined;
  const magic = header.readUInt32BE(0);
  if (magic !== magicLittle && magic !== magicBig) return undefined;
  const isBig = magic === magicBig;
  const pageBytes = header.readUInt32BE(8);
  const isPower = (pageBytes & (pageBytes - 1)) === 0;
  if (header.readUInt32BE(4) !== 3007000 || !isPower || pageBytes < 512 || pageBytes > 65536) {
    return undefined;
  }
  let sums = addChecksum([0, 0], header, 0, 24, isBig);
  if (sums[0] !== header.readUInt32BE(24) || sums[1] !== header.readUInt32BE(28)) return undefined;

  const frameBytes = frameHeaderBytes + pageBytes;
  const committed = new Map<number, number>();
  const pending = new Map<number, number>();
  let pageCount = 0;
  for (let at = headerBytes; at + frameBytes <= log.size; at += frameBytes) {
    const frame = await readBuffer(log, at, frameBytes);
    if (frame.length < frameBytes) break;
    const page = frame.readUInt32BE(0);
    const isOfThisLog = frame.compare(header, 16, 24, 8, 16) === 0;
    if (page === 0 || !isOfThisLog) break;
    sums = addChecksum(sums, frame, 0, 8, isBig);
    sums = addChecksum(sums, frame, frameHeaderBytes, frameBytes, isBig);
    if (sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20)) break;
    pending.set(page, at + frameHeaderBytes);
    const sizeAfterCommit = frame.readUInt32BE(4);
    if (sizeAfterCommit === 0) continue;
    pageCount = sizeAfterCommit;
    for (const [number, offset] of pending) committed.set(number, offset);
    pending.clear();
  }
  return committed.size === 0 ? undefined : { pageBytes, pageCount, pages: committed };
}
