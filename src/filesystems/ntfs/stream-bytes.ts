// The bytes of an NTFS attribute: in its record, in clusters with holes, or in compression units, of which each is a
// hole, plain, or LZNT1 where clusters at its end are missing.

import type { Bytes } from '../../model/file-tree.ts';
import { bytesAtHand, type Extent, extentBytes } from '../extents.ts';
import { beyondLimit, damagedVolume, readAll, unsupportedVolume } from '../volume.ts';
import type { NtfsGeometry } from './boot-sector.ts';
import { inflateLznt1 } from './lznt1.ts';
import { attributeFlag, type ClusterAttribute, type NtfsAttribute } from './records.ts';
import { decodeRuns, extentsOf, type Run } from './runs.ts';

/** NTFS compresses with clusters of 4 KiB at most, 16 in a unit. */
const mostUnitBytes = 1024 * 1024;
/** Units that are kept inflated for each open file: readers go forward by less than a unit. */
const keptUnits = 4;
/** As much of a compressed file may be asked for at once. */
const mostAtOnce = 256 * 1024 * 1024;

/** The run that holds cluster `logical`, by its index. */
function runIndexAt(runs: readonly Run[], logical: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run !== undefined && run.logical + run.length <= logical) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compressedBytes(
  geometry: NtfsGeometry,
  first: ClusterAttribute,
  load: () => readonly Run[],
): Bytes {
  const { volume, clusterBytes } = geometry;
  const unitBytes = first.unitClusters * clusterBytes;
  const initialized = Math.min(first.sizeBytes, first.initializedBytes);
  if (unitBytes > mostUnitBytes) {
    throw beyondLimit(first.where, `compression in units of ${unitBytes} bytes`);
  }
  const kept = new Map<number, Promise<Uint8Array>>();
  let runs: readonly Run[] | undefined;

  /** The clusters that unit `unit` has on the volume. */
  function placesOf(unit: number): Extent[] {
    runs ??= load();
    const start = unit * first.unitClusters;
    const end = start + first.unitClusters;
    const places: Extent[] = [];
    for (let index = runIndexAt(runs, start); index < runs.length; index += 1) {
      const run = runs[index];
      if (run === undefined || run.logical >= end) break;
      if (run.physical < 0) continue;
      const from = Math.max(start, run.logical);
      places.push({
        logical: (from - start) * clusterBytes,
        physical: (run.physical + from - run.logical) * clusterBytes,
        length: (Math.min(end, run.logical + run.length) - from) * clusterBytes,
      });
    }
    return places;
  }

  async function inflate(unit: number): Promise<Uint8Array> {
    const places = placesOf(unit);
    const present = places.reduce((sum, { length }) => sum + length, 0);
    if (present === 0) return new Uint8Array(unitBytes);
    const packed = new Uint8Array(present);
    let at = 0;
    for (const { logical, physical, length } of places) {
      if (logical !== at) throw damagedVolume(first.where, `compression unit ${unit} has a hole`);
      packed.set(await readAll(volume, physical, length), at);
      at += length;
    }
    if (present === unitBytes) return packed;
    const plain = inflateLznt1(packed, unitBytes);
    if (plain !== undefined) return plain;
    throw damagedVolume(
      `${volume.name}, byte ${places[0]?.physical ?? 0}`,
      `unit ${unit} of a compressed file cannot be decompressed`,
    );
  }

  function unitAt(unit: number): Promise<Uint8Array> {
    const found = kept.get(unit) ?? inflate(unit);
    kept.delete(unit);
    kept.set(unit, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptUnits) break;
      kept.delete(oldest);
    }
    return found;
  }

  return {
    size: first.sizeBytes,
    async read(offset, length) {
      const end = Math.min(first.sizeBytes, offset + length);
      if (offset >= end) return new Uint8Array(0);
      if (end - offset > mostAtOnce) {
        throw beyondLimit(first.where, `${end - offset} bytes of a file are asked for at once`);
      }
      const output = new Uint8Array(end - offset);
      const stop = Math.min(end, initialized);
      for (let at = offset; at < stop; ) {
        const unit = Math.floor(at / unitBytes);
        const within = at - unit * unitBytes;
        const size = Math.min(stop - at, unitBytes - within);
        output.set((await unitAt(unit)).subarray(within, within + size), at - offset);
        at += size;
      }
      return output;
    },
  };
}

/**
 * The bytes of an attribute, from all its pieces in order. Throws ScanError `TARGET_UNSUPPORTED` where it is encrypted
 * (EFS); runs are looked at when something is read.
 */
export function attributeBytes(geometry: NtfsGeometry, pieces: readonly NtfsAttribute[]): Bytes {
  const [first, second] = pieces;
  if (first === undefined) return bytesAtHand(new Uint8Array(0));
  if ((first.flags & attributeFlag.encrypted) !== 0) {
    throw unsupportedVolume(
      first.where,
      'the file is encrypted (EFS)',
      'Decrypt it (cipher /d) before the image is captured.',
    );
  }
  if (first.isResident) {
    if (second !== undefined) throw damagedVolume(second.where, 'an attribute is there twice');
    return bytesAtHand(first.value.bytes);
  }
  const inClusters = pieces.filter((piece) => !piece.isResident);
  if (inClusters.length !== pieces.length) {
    throw damagedVolume(first.where, 'an attribute lies in its record and in clusters');
  }
  const load = () => {
    const runs = decodeRuns(geometry, inClusters);
    const last = runs.at(-1);
    const mapped = last === undefined ? 0 : (last.logical + last.length) * geometry.clusterBytes;
    const initialized = Math.min(first.sizeBytes, first.initializedBytes);
    if (mapped < initialized) {
      throw damagedVolume(first.where, `${initialized} bytes lie in clusters for ${mapped}`);
    }
    return runs;
  };
  if ((first.flags & attributeFlag.compressed) !== 0 && first.unitClusters > 1) {
    return compressedBytes(geometry, first, load);
  }
  const initialized = Math.min(first.sizeBytes, first.initializedBytes);
  return extentBytes(geometry.volume, first.sizeBytes, async () =>
    extentsOf(geometry, load(), initialized),
  );
}
