// A file's bytes from the places of its parts: sorted extents on the volume, zeros between them.

import { ScanError } from '../model/errors.ts';
import type { Bytes } from '../model/file-tree.ts';
import { readAll, type VolumeBytes } from './volume.ts';

/** A part of a file that lies in one piece; all in bytes. */
export interface Extent {
  /** From the file's start. */
  readonly logical: number;
  /** From the volume's start. */
  readonly physical: number;
  readonly length: number;
}

/** As much may be asked for at once. */
const mostBytes = 256 * 1024 * 1024;

/** As much is asked of the volume at once. */
const mostPiece = 4 * 1024 * 1024;

/** Extents of one file at most: a file of 64 GiB in pieces of 64 KiB has as many. */
export const extentLimit = 1_000_000;

/** Appends an extent, as part of the last one where both touch. */
export function addExtent(extents: Extent[], next: Extent): void {
  const last = extents.at(-1);
  const touches =
    last !== undefined &&
    last.logical + last.length === next.logical &&
    last.physical + last.length === next.physical;
  if (touches) extents[extents.length - 1] = { ...last, length: last.length + next.length };
  else extents.push(next);
}

/** The index of the first extent that ends after `offset`. */
function firstAfter(extents: readonly Extent[], offset: number): number {
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const extent = extents[middle];
    if (extent !== undefined && extent.logical + extent.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place on the volume of a byte of the file; undefined in a hole. */
export function placeInExtents(extents: readonly Extent[], offset: number): number | undefined {
  const extent = extents[firstAfter(extents, offset)];
  if (extent === undefined || extent.logical > offset) return undefined;
  return extent.physical + offset - extent.logical;
}

/**
 * Bytes of a file of `size`. `load` gives its extents, sorted and without overlap, and is asked when first something is
 * read. A read throws ScanError where the volume ends before, `LIMIT_EXCEEDED` for more than 256 MiB at once.
 */
export function extentBytes(
  volume: VolumeBytes,
  size: number,
  load: () => Promise<readonly Extent[]>,
): Bytes {
  let loading: Promise<readonly Extent[]> | undefined;

  async function read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(size, offset + length);
    if (offset >= end) return new Uint8Array(0);
    if (end - offset > mostBytes) {
      throw new ScanError(
        'LIMIT_EXCEEDED',
        volume.name,
        `${end - offset} bytes of a file are asked for at once; the limit is ${mostBytes}`,
      );
    }
    loading ??= load();
    const extents = await loading;
    let index = firstAfter(extents, offset);
    const only = extents[index];
    if (
      only !== undefined &&
      only.logical <= offset &&
      only.logical + only.length >= end &&
      end - offset <= mostPiece
    ) {
      return readAll(volume, only.physical + offset - only.logical, end - offset);
    }
    const output = new Uint8Array(end - offset);
    const pieces: Promise<void>[] = [];
    for (; index < extents.length; index += 1) {
      const extent = extents[index];
      if (extent === undefined || extent.logical >= end) break;
      const last = Math.min(end, extent.logical + extent.length);
      for (let at = Math.max(offset, extent.logical); at < last; at += mostPiece) {
        const piece = readAll(
          volume,
          extent.physical + at - extent.logical,
          Math.min(mostPiece, last - at),
        );
        pieces.push(piece.then((bytes) => output.set(bytes, at - offset)));
      }
    }
    await Promise.all(pieces);
    return output;
  }

  return { size, read };
}

/** Bytes that are at hand. */
export function bytesAtHand(bytes: Uint8Array): Bytes {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  };
}
