// Which subvolume of a btrfs an fstab means, and which of them is a machine's root.

import { ScanError } from '../../model/errors.ts';
import type { Volume } from '../volume.ts';
import type { FstabEntry } from './fstab.ts';

/** Of one volume, as many are looked at for a root. */
const mostLookedAt = 64;
const topLevel = 5;

/** What the options name: a path or a number, as `Volume.subvolume` takes it; undefined where they name none. */
export function subvolumeIn(options: readonly string[]): string | number | undefined {
  const path = options.findLast((option) => option.startsWith('subvol='));
  if (path !== undefined) return path.slice('subvol='.length);
  const number = options.findLast((option) => /^subvolid=\d+$/.test(option));
  // Mount takes 0 for the top level.
  return number === undefined ? undefined : Number(number.slice('subvolid='.length)) || topLevel;
}

/**
 * The volume as an entry of an fstab mounts it; undefined where it has no such subvolume, or where that cannot be read.
 */
export async function mountedVolume(
  volume: Volume,
  { options }: Pick<FstabEntry, 'options'>,
): Promise<Volume | undefined> {
  const which = subvolumeIn(options);
  if (which === undefined || volume.subvolume === undefined) return volume;
  try {
    return await volume.subvolume(which);
  } catch (error) {
    if (error instanceof ScanError) return undefined;
    throw error;
  }
}

/** The subvolumes that hang in the top level, where the volume has such. */
export async function topVolumes(volume: Volume): Promise<readonly Volume[]> {
  const found: Volume[] = [];
  try {
    const numbers = (await volume.topSubvolumes?.()) ?? [];
    for (const which of [topLevel, ...numbers].slice(0, mostLookedAt)) {
      const one = await volume.subvolume?.(which);
      if (one !== undefined && one.root !== volume.root) found.push(one);
    }
  } catch (error) {
    // What is damaged of them shows where it is mounted.
    if (!(error instanceof ScanError)) throw error;
  }
  return found;
}
