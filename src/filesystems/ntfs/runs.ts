// Runs of an NTFS attribute: lengths and places of its clusters, each place relative to the one before. A run without
// a place is a hole.

import { type Extent, extentLimit } from '../extents.ts';
import { beyondLimit, damagedVolume } from '../volume.ts';
import type { NtfsGeometry } from './boot-sector.ts';
import type { ClusterAttribute } from './records.ts';

/** All in clusters; `physical` is -1 in a hole. */
export interface Run {
  readonly logical: number;
  readonly physical: number;
  readonly length: number;
}

/** Little-endian two's complement of up to 8 bytes. */
function signedNumber(bytes: Uint8Array): number {
  let value = 0;
  for (const [index, byte] of bytes.entries()) {
    const digit = index === bytes.length - 1 && byte > 0x7f ? byte - 256 : byte;
    value += digit * 256 ** index;
  }
  return value;
}

/** The runs of all pieces of one attribute, in order; holes too. Throws ScanError where they do not join. */
export function decodeRuns(geometry: NtfsGeometry, pieces: readonly ClusterAttribute[]): Run[] {
  const runs: Run[] = [];
  let logical = 0;
  let allocated = 0;
  for (const piece of pieces) {
    if (piece.firstCluster !== logical) {
      throw damagedVolume(
        piece.where,
        `a piece of an attribute starts at cluster ${piece.firstCluster}, not at ${logical}`,
      );
    }
    const { runs: fields } = piece;
    let physical = 0;
    for (let at = 0; logical <= piece.lastCluster; ) {
      const head = fields.u8(at);
      const lengthBytes = head & 0x0f;
      const placeBytes = head >> 4;
      const length = signedNumber(fields.slice(at + 1, lengthBytes));
      if (lengthBytes === 0 || lengthBytes > 8 || placeBytes > 8 || length <= 0) {
        throw damagedVolume(fields.where(at), 'a run of clusters has no length');
      }
      const isHole = placeBytes === 0;
      if (!isHole) {
        physical += signedNumber(fields.slice(at + 1 + lengthBytes, placeBytes));
        allocated += length;
      }
      const isOutside = !isHole && (physical < 0 || physical + length > geometry.clusters);
      if (isOutside || logical + length - 1 > piece.lastCluster) {
        throw damagedVolume(fields.where(at), `a run of ${length} clusters lies outside`);
      }
      if (allocated > geometry.clusters) {
        throw damagedVolume(fields.where(at), 'an attribute has more clusters than its volume');
      }
      if (runs.length >= extentLimit) throw beyondLimit(fields.where(at), 'too many runs');
      runs.push({ logical, physical: isHole ? -1 : physical, length });
      logical += length;
      at += 1 + lengthBytes + placeBytes;
    }
  }
  return runs;
}

/** What of the runs lies in clusters, in bytes, up to `end` of the attribute. */
export function extentsOf(geometry: NtfsGeometry, runs: readonly Run[], end: number): Extent[] {
  const { clusterBytes } = geometry;
  const extents: Extent[] = [];
  for (const run of runs) {
    const logical = run.logical * clusterBytes;
    if (logical >= end) break;
    if (run.physical < 0) continue;
    const length = Math.min(run.length * clusterBytes, end - logical);
    extents.push({ logical, physical: run.physical * clusterBytes, length });
  }
  return extents;
}
