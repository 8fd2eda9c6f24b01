// Every file system that can be read, by the kind that a volume's signature tells. A new one is one line here.

import { openBtrfs } from './btrfs/open-btrfs.ts';
import { openExt } from './ext/open-ext.ts';
import { openFat } from './fat/open-fat.ts';
import { openNtfs } from './ntfs/open-ntfs.ts';
import type { Volume, VolumeBytes } from './volume.ts';
import { openXfs } from './xfs/open-xfs.ts';

export type OpenVolume = (bytes: VolumeBytes) => Promise<Volume>;

export const volumeReaders: Readonly<Record<string, OpenVolume>> = {
  ext: openExt,
  xfs: openXfs,
  btrfs: openBtrfs,
  ntfs: openNtfs,
  fat: openFat,
};
