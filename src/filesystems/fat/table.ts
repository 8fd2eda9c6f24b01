// The table of a FAT volume: for each cluster the one that follows it.

import { addExtent, type Extent } from '../extents.ts';
import { damagedVolume, readAll } from '../volume.ts';
import type { FatGeometry } from './boot-sector.ts';

const pageBytes = 64 * 1024;
const keptPages = 64;
const firstCluster = 2;

export interface FatTable {
  /**
   * Where the chain from `cluster` lies, up to `most` bytes. `isWhole`: a file, whose chain must have all of them.
   * Throws ScanError `TARGET_DAMAGED` for a chain that leaves the volume, ends before, or is longer than any.
   */
  chain(cluster: number, most: number, isWhole: boolean): Promise<readonly Extent[]>;
}

export function fatTable(geometry: FatGeometry): FatTable {
  const { volume, width, clusterBytes, clusters, tableByte, tableBytes } = geometry;
  const pages = new Map<number, Promise<Uint8Array>>();

  function pageAt(index: number): Promise<Uint8Array> {
    const at = index * pageBytes;
    const length = Math.min(pageBytes, tableBytes - at);
    const page = pages.get(index) ?? readAll(volume, tableByte + at, length);
    pages.delete(index);
    pages.set(index, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= keptPages) break;
      pages.delete(oldest);
    }
    return page;
  }

  async function byteAt(at: number): Promise<number> {
    return (await pageAt(Math.floor(at / pageBytes)))[at % pageBytes] ?? 0;
  }

  /** The next cluster; undefined at a chain's end. */
  async function nextOf(cluster: number): Promise<number | undefined> {
    const at = Math.floor((cluster * width) / 8);
    let value = (await byteAt(at)) | ((await byteAt(at + 1)) << 8);
    if (width === 12) value = (value >> ((cluster % 2) * 4)) & 0xfff;
    if (width === 32) value |= ((await byteAt(at + 2)) << 16) | ((await byteAt(at + 3)) << 24);
    const ends = 2 ** Math.min(width, 28) - 8;
    const next = width === 32 ? value & 0x0fff_ffff : value;
    return next >= ends ? undefined : next;
  }

  return {
    async chain(start, most, isWhole) {
      const extents: Extent[] = [];
      const count = Math.ceil(most / clusterBytes);
      let logical = 0;
      for (let cluster: number | undefined = start; cluster !== undefined; ) {
        const index = logical / clusterBytes;
        const isOutside = cluster < firstCluster || cluster >= clusters + firstCluster;
        if (isOutside || index >= count) {
          throw damagedVolume(
            `${volume.name}, byte ${tableByte + Math.floor((cluster * width) / 8)}`,
            isOutside ? `a chain leads to cluster ${cluster}` : 'a chain of clusters is too long',
            'Let fsck.fat or chkdsk repair the volume.',
          );
        }
        addExtent(extents, {
          logical,
          physical: geometry.dataByte + (cluster - firstCluster) * clusterBytes,
          length: clusterBytes,
        });
        logical += clusterBytes;
        // What is beyond a file's size does not count.
        if (isWhole && index + 1 === count) break;
        cluster = await nextOf(cluster);
      }
      if (isWhole && logical < most) {
        throw damagedVolume(
          `${volume.name}, cluster ${start}`,
          `a file of ${most} bytes has clusters for ${logical}`,
          'Let fsck.fat or chkdsk repair the volume.',
        );
      }
      return extents;
    },
  };
}
