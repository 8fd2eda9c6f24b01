// The log of a VHDX, replayed in memory: a disk that was not detached cleanly is right only with it. [MS-VHDX] 2.3.

import { Fields } from '../../runtime/fields.ts';
import { type ByteSource, damaged, placeOf, truncated, unsupported } from '../byte-source.ts';
import { overlaidSource, type Patch } from './overlay.ts';
import { isSummed, type VhdxHeader } from './vhdx-header.ts';

const sectorBytes = 4096;
const headBytes = 64;
const descriptorBytes = 32;
const mostLogBytes = 64 * 1024 * 1024;
/** Bytes whose checksum is taken, as a multiple of the log: entries that claim one another's bytes end there. */
const mostRounds = 4;
const leadingBytes = 8;
const trailingBytes = 4;
const mostBytes = BigInt(Number.MAX_SAFE_INTEGER);

interface Entry {
  readonly sequence: bigint;
  readonly offset: number;
  readonly length: number;
  /** Where the oldest entry of its sequence lies. */
  readonly tail: number;
  readonly descriptors: number;
  readonly flushedBytes: number;
  readonly lastBytes: number;
}

interface Log {
  readonly bytes: Uint8Array;
  readonly file: ByteSource;
  readonly start: number;
}

/** The bytes of an entry; the log is a ring. */
function ring({ bytes }: Log, offset: number, length: number): Uint8Array {
  const first = bytes.subarray(offset, offset + length);
  if (first.length === length) return first;
  return Buffer.concat([first, bytes.subarray(0, length - first.length)]);
}

/** What may be an entry, by its head alone. */
function entryAt(log: Log, offset: number, guid: string): Entry | undefined {
  const fields = new Fields(
    log.bytes.subarray(offset, offset + headBytes),
    log.file.name,
    log.start + offset,
  );
  if (fields.text(0, 4) !== 'loge' || fields.guid(32) !== guid) return undefined;
  const length = fields.u32(8);
  const tail = fields.u32(12);
  const descriptors = fields.u32(24);
  const isPossible =
    length >= sectorBytes &&
    length % sectorBytes === 0 &&
    length <= log.bytes.length &&
    tail % sectorBytes === 0 &&
    tail < log.bytes.length &&
    headBytes + descriptors * descriptorBytes <= length &&
    fields.big64(48) <= mostBytes &&
    fields.big64(56) <= mostBytes;
  if (!isPossible) return undefined;
  return {
    sequence: fields.big64(16),
    offset,
    length,
    tail,
    descriptors,
    flushedBytes: fields.u64(48),
    lastBytes: fields.u64(56),
  };
}

/** The newest complete sequence, oldest entry first; undefined where the log holds none. */
function activeSequence(log: Log, guid: string): Entry[] | undefined {
  const byOffset = new Map<number, Entry>();
  for (let offset = 0; offset < log.bytes.length; offset += sectorBytes) {
    const entry = entryAt(log, offset, guid);
    if (entry !== undefined) byOffset.set(offset, entry);
  }
  let budget = mostRounds * log.bytes.length;
  const checked = new Map<Entry, boolean>();
  const isWhole = (entry: Entry): boolean => {
    const known = checked.get(entry);
    if (known !== undefined) return known;
    budget -= entry.length;
    const whole = budget >= 0 && isSummed(ring(log, entry.offset, entry.length), 4);
    checked.set(entry, whole);
    return whole;
  };
  const newestFirst = [...byOffset.values()].sort((left, right) =>
    left.sequence > right.sequence ? -1 : left.sequence < right.sequence ? 1 : 0,
  );
  for (const head of newestFirst) {
    const sequence: Entry[] = [];
    let entry = byOffset.get(head.tail);
    while (entry !== undefined && sequence.length <= byOffset.size) {
      const before = sequence.at(-1);
      if (before !== undefined && entry.sequence !== before.sequence + 1n) break;
      if (!isWhole(entry)) break;
      sequence.push(entry);
      if (entry === head) return sequence;
      entry = byOffset.get((entry.offset + entry.length) % log.bytes.length);
    }
    if (budget < 0) return undefined;
  }
  return undefined;
}

function patchesOf(log: Log, entry: Entry): Patch[] {
  const fields = new Fields(
    ring(log, entry.offset, entry.length),
    log.file.name,
    log.start + entry.offset,
  );
  const patches: Patch[] = [];
  const listBytes = headBytes + entry.descriptors * descriptorBytes;
  let data = Math.ceil(listBytes / sectorBytes) * sectorBytes;
  for (let index = 0; index < entry.descriptors; index += 1) {
    const at = headBytes + index * descriptorBytes;
    const kind = fields.text(at, 4);
    const offset = fields.u64(at + 16);
    if (fields.big64(at + 24) !== entry.sequence || offset % sectorBytes !== 0) {
      throw damaged(fields.where(at), "a log entry's descriptor does not belong to it");
    }
    if (kind === 'zero') {
      const length = fields.u64(at + 8);
      if (length % sectorBytes !== 0 || !Number.isSafeInteger(offset + length)) {
        throw damaged(fields.where(at), `a log cannot zero ${length} bytes`);
      }
      patches.push({ offset, length });
      continue;
    }
    if (kind !== 'desc') throw damaged(fields.where(at), 'a log descriptor is of no known kind');
    const sequence = (BigInt(fields.u32(data + 4)) << 32n) | BigInt(fields.u32(data + 4092));
    if (fields.text(data, 4) !== 'data' || sequence !== entry.sequence) {
      throw damaged(fields.where(data), "a log entry's data do not belong to it");
    }
    const bytes = Buffer.concat([
      fields.slice(at + 8, leadingBytes),
      fields.slice(data + 8, sectorBytes - leadingBytes - trailingBytes),
      fields.slice(at + 4, trailingBytes),
    ]);
    patches.push({ offset, length: sectorBytes, bytes });
    data += sectorBytes;
  }
  return patches;
}

/** The file as it is when its log is applied; the file itself where there is nothing to apply. */
export async function withLog(file: ByteSource, header: VhdxHeader): Promise<ByteSource> {
  const { logGuid, logOffset, logBytes } = header;
  if (logGuid === undefined) return file;
  const where = placeOf(file, logOffset);
  if (logBytes > mostLogBytes) {
    throw unsupported(
      where,
      `a log of ${logBytes} bytes is not replayed`,
      'Attach and detach the disk once, which empties its log.',
    );
  }
  const bytes = await file.read(logOffset, logBytes);
  if (bytes.length < logBytes || logBytes % sectorBytes !== 0) {
    throw damaged(where, 'the log of the VHDX is cut short');
  }
  const log = { bytes, file, start: logOffset };
  const sequence = activeSequence(log, logGuid);
  const last = sequence?.at(-1);
  if (sequence === undefined || last === undefined) {
    throw damaged(
      where,
      'the VHDX was not closed and its log cannot be replayed',
      'Attach and detach the disk once on the machine that wrote it.',
    );
  }
  if (file.size < last.flushedBytes) throw truncated(file, file.size, last.flushedBytes);
  const patches = sequence.flatMap((entry) => patchesOf(log, entry));
  return overlaidSource(file, patches, Math.max(file.size, last.lastBytes));
}
