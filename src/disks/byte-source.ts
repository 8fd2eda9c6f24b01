// Random access to bytes that lie somewhere else: a file, a server, a disk within a container, a partition, a volume.
// Every reader of this room is written over it; it fits the model's `Bytes` as well.

import { ScanError } from '../model/errors.ts';

/** The most that one call may ask for: readers walk, they do not slurp. */
const mostReadBytes = 64 * 1024 * 1024;

export interface ByteSource {
  /** For messages: a file's name, an address without its query, `NAME partition 2`. */
  readonly name: string;
  readonly size: number;
  /**
   * Shorter than `length` only at the source's end. The bytes may be a view of a cache: they are never written to.
   * Throws ScanError `TARGET_DAMAGED` where bytes are missing that should be there.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What was asked of files and servers; for tests, figures and `--verbose`. */
export interface ReadStatistics {
  reads: number;
  bytes: number;
  /** Bytes that a server said to be zero, which cost no request. */
  zeroBytes: number;
}

export function newStatistics(): ReadStatistics {
  return { reads: 0, bytes: 0, zeroBytes: 0 };
}

/** Where something was found, for messages. */
export function placeOf(source: { readonly name: string }, offset: number): string {
  return `${source.name}, byte ${offset}`;
}

/** What the bytes say cannot be true. */
export function damaged(where: string, message: string, hint?: string): ScanError {
  return new ScanError('TARGET_DAMAGED', where, message, hint === undefined ? {} : { hint });
}

/** What is well-formed and not read by us. */
export function unsupported(where: string, message: string, hint: string): ScanError {
  return new ScanError('TARGET_UNSUPPORTED', where, message, { hint });
}

export function truncated(source: { readonly name: string }, end: number, need: number): ScanError {
  return damaged(
    source.name,
    `ends at byte ${end}, but goes on to byte ${need} by its own account`,
    'The file is cut short: copy or export it again.',
  );
}

/**
 * How many bytes a read may give: what is left from `offset` on, `length` at most.
 * Throws ScanError `LIMIT_EXCEEDED` for more than a reader needs at once, `TARGET_DAMAGED` for a place that is none.
 */
export function clampRead(source: ByteSource, offset: number, length: number): number {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) {
    throw damaged(source.name, `names a place that cannot be (byte ${offset}, ${length} bytes)`);
  }
  const wanted = Math.max(0, Math.min(length, source.size - offset));
  if (wanted > mostReadBytes) {
    throw new ScanError(
      'LIMIT_EXCEEDED',
      placeOf(source, offset),
      `${wanted} bytes are asked for at once; the limit is ${mostReadBytes}`,
    );
  }
  return wanted;
}

/** All of the bytes, or ScanError `TARGET_DAMAGED`: the source ends before. */
export async function readExactly(
  source: ByteSource,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = await source.read(offset, length);
  if (bytes.length < length) throw truncated(source, source.size, offset + length);
  return bytes;
}

/** A part of a source; closing it leaves the source open. Beyond the source's end reading throws, inside it does not. */
export function windowOf(
  source: ByteSource,
  offset: number,
  size: number,
  name: string,
): ByteSource {
  const window: ByteSource = {
    name,
    size,
    async read(at, length) {
      const wanted = clampRead(window, at, length);
      if (wanted === 0) return new Uint8Array(0);
      const bytes = await source.read(offset + at, wanted);
      if (bytes.length < wanted) throw truncated(source, source.size, offset + at + wanted);
      return bytes;
    },
    async close() {},
  };
  return window;
}
