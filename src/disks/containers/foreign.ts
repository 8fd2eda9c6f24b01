// Files that hold a disk and that we do not read: they are named, so that none is taken for a raw disk.

import { hasText } from './container.ts';

interface Foreign {
  readonly title: string;
  readonly at: number;
  /** Latin-1. */
  readonly text: string;
  readonly hint: string;
}

const convert =
  'Convert it: qemu-img convert -O vpc -o subformat=fixed,force_size=on FILE disk.vhd';
const unpack = 'Unpack it first, and name the disk.';

const foreign: readonly Foreign[] = [
  { title: 'a VDI disk', at: 0x40, text: '\x7f\x10\xda\xbe', hint: convert },
  { title: 'a QED disk', at: 0, text: 'QED\0', hint: convert },
  { title: 'a VMDK sparse extent of ESX', at: 0, text: 'COWD', hint: convert },
  { title: 'a space-efficient VMDK of ESX', at: 0, text: '\xbe\xba\xfe\xca', hint: convert },
  { title: 'a Parallels disk', at: 0, text: 'WithoutFreeSpace', hint: convert },
  { title: 'a Parallels disk', at: 0, text: 'WithouFreSpacExt', hint: convert },
  { title: 'an EnCase image', at: 0, text: 'EVF\x09\x0d\x0a\xff\x00', hint: convert },
  { title: 'compressed by gzip', at: 0, text: '\x1f\x8b\x08', hint: unpack },
  { title: 'compressed by xz', at: 0, text: '\xfd7zXZ\0', hint: unpack },
  { title: 'compressed by zstd', at: 0, text: '\x28\xb5\x2f\xfd', hint: unpack },
  { title: 'compressed by bzip2', at: 0, text: 'BZh', hint: unpack },
  { title: 'a zip archive', at: 0, text: 'PK\x03\x04', hint: unpack },
  { title: 'a 7z archive', at: 0, text: '7z\xbc\xaf\x27\x1c', hint: unpack },
  { title: 'a tar archive (an OVA, perhaps)', at: 257, text: 'ustar', hint: unpack },
];

/** What the file is and what to do about it; undefined where it is none of these. */
export function foreignFormat(head: Uint8Array): { title: string; hint: string } | undefined {
  return foreign.find(({ at, text }) => hasText(head, at, text));
}
