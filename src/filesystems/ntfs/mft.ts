// The master file table: where the volume's records are. It describes itself by its record 0, whose list of further
// pieces may lie in the table as well; a copy of the first four records is kept elsewhere.

import { ScanError } from '../../model/errors.ts';
import type { Extent } from '../extents.ts';
import { beyondLimit, damagedVolume, readAll } from '../volume.ts';
import { readAttributeList } from './attribute-list.ts';
import type { NtfsGeometry } from './boot-sector.ts';
import {
  attributeType,
  type ClusterAttribute,
  type MftRecord,
  type NtfsAttribute,
  parseRecord,
} from './records.ts';
import { decodeRuns, extentsOf } from './runs.ts';

export interface Mft {
  readonly geometry: NtfsGeometry;
  /** How many records there are room for. */
  readonly count: number;
  /** Whether record 0 is damaged and its copy was taken. */
  readonly isCopy: boolean;
  /** Throws ScanError where there is none or it is damaged; a record that is not in use is given too. */
  record(number: number): Promise<MftRecord>;
}

/** Records 0 to 3 have a copy. */
const copied = 4;
const mostPieces = 1000;

function isTableData(attribute: NtfsAttribute): attribute is ClusterAttribute {
  return attribute.type === attributeType.data && attribute.name === '' && !attribute.isResident;
}

/** Where `at` of the table lies, all of `length` in one piece; records never straddle clusters that are apart. */
function placesOf(extents: readonly Extent[], at: number, length: number): Extent[] {
  const places: Extent[] = [];
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const extent = extents[middle];
    if (extent !== undefined && extent.logical + extent.length <= at) low = middle + 1;
    else high = middle;
  }
  for (let from = at; from < at + length; low += 1) {
    const extent = extents[low];
    if (extent === undefined || extent.logical > from) break;
    const size = Math.min(at + length, extent.logical + extent.length) - from;
    places.push({ logical: from, physical: extent.physical + from - extent.logical, length: size });
    from += size;
  }
  return places;
}

async function firstRecord(
  geometry: NtfsGeometry,
): Promise<{ record: MftRecord; isCopy: boolean }> {
  const { volume, recordBytes, mftByte, mirrorByte } = geometry;
  const read = async (at: number) =>
    parseRecord(await readAll(volume, at, recordBytes), 0, volume.name, at);
  try {
    return { record: await read(mftByte), isCopy: false };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return read(mirrorByte).then(
      (record) => ({ record, isCopy: true }),
      () => Promise.reject(error),
    );
  }
}

export async function openMft(geometry: NtfsGeometry): Promise<Mft> {
  const { volume, recordBytes } = geometry;
  const { record: first, isCopy } = await firstRecord(geometry);
  const start = first.attributes.find(isTableData);
  if (start === undefined || start.firstCluster !== 0) {
    throw damagedVolume(first.where, 'the master file table does not say where it lies');
  }
  let extents: readonly Extent[] = [];
  let sizeBytes = 0;

  async function record(number: number): Promise<MftRecord> {
    const at = number * recordBytes;
    const places = at + recordBytes <= sizeBytes ? placesOf(extents, at, recordBytes) : [];
    const [place] = places;
    if (place === undefined || places.reduce((sum, { length }) => sum + length, 0) < recordBytes) {
      throw damagedVolume(
        `${volume.name}, record ${number}`,
        `is asked for, but the master file table ends at record ${Math.floor(sizeBytes / recordBytes)}`,
        'Let chkdsk repair the volume.',
      );
    }
    const bytes = new Uint8Array(recordBytes);
    for (const part of places) {
      bytes.set(await readAll(volume, part.physical, part.length), part.logical - at);
    }
    try {
      return parseRecord(bytes, number, volume.name, place.physical);
    } catch (error) {
      if (!(error instanceof ScanError) || number >= copied) throw error;
      const copy = geometry.mirrorByte + at;
      return parseRecord(await readAll(volume, copy, recordBytes), number, volume.name, copy);
    }
  }

  function take(pieces: readonly ClusterAttribute[]): void {
    const runs = decodeRuns(geometry, pieces);
    const last = runs.at(-1);
    const mapped = last === undefined ? 0 : (last.logical + last.length) * geometry.clusterBytes;
    sizeBytes = Math.min(start?.sizeBytes ?? 0, mapped);
    extents = extentsOf(geometry, runs, sizeBytes);
  }

  // Each further piece lies in records that the pieces before it hold.
  const pieces = [start];
  take(pieces);
  const rest = await readAttributeList(geometry, first);
  for (const entry of rest ?? []) {
    const isPiece = entry.type === attributeType.data && entry.name === '';
    if (!isPiece || entry.firstCluster === 0) continue;
    const next = (await record(entry.record)).attributes
      .filter(isTableData)
      .find(({ firstCluster }) => firstCluster === entry.firstCluster);
    if (next === undefined) throw damagedVolume(first.where, 'a piece of the table is missing');
    pieces.push(next);
    if (pieces.length > mostPieces) throw beyondLimit(first.where, 'the table has too many pieces');
    take(pieces);
  }
  return { geometry, count: Math.floor(sizeBytes / recordBytes), isCopy, record };
}
