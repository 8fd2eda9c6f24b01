// By which bytes a volume's content is known. The places are those of each format's own documentation; util-linux's
// blkid looks at the same ones, and the tests hold both side by side.

/**
 * `files`: a file system that we read. `member`: a part of a volume group. `nothing`: no files by design. `unread`: what
 * holds files, or may, and is not read.
 */
export type Holds = 'files' | 'member' | 'nothing' | 'unread';

export interface Signature {
  readonly kind: string;
  /** As a report names it. */
  readonly title: string;
  readonly holds: Holds;
  /** In bytes, within the first 68 KiB; negative: from the volume's end, within the last 12 KiB. */
  readonly at: number;
  /** Latin-1. */
  readonly text: string;
  /** Where the title says too little. */
  readonly hint?: string;
  /** Of containers around others: what lies inside may show its own signature as well. */
  readonly isOuter?: true;
}

const kib = 1024;
const encrypted = 'Scan it before it is encrypted, or a copy that is not.';
const assembled = 'Scan a plain copy of the file system that is on it.';

const swapPages = [4096, 8192, 16_384, 65_536];
const suspended = [
  'S1SUSPEND',
  'S2SUSPEND',
  'ULSUSPEND',
  'LINHIB0001',
  '\xed\xc3\x02\xe9\x98\x56\xe5\x0c',
];

/** Order does not matter: a volume with two of them, neither around the other, is told to be ambiguous. */
export const signatures: readonly Signature[] = [
  { kind: 'xfs', title: 'XFS', holds: 'files', at: 0, text: 'XFSB' },
  { kind: 'btrfs', title: 'btrfs', holds: 'files', at: 64 * kib + 64, text: '_BHRfS_M' },
  { kind: 'ntfs', title: 'NTFS', holds: 'files', at: 3, text: 'NTFS    ' },
  ...swapPages.map(
    (page): Signature => ({
      kind: 'swap',
      title: 'swap (old)',
      holds: 'nothing',
      at: page - 10,
      text: 'SWAP-SPACE',
    }),
  ),
  ...swapPages.map(
    (page): Signature => ({
      kind: 'swap',
      title: 'swap',
      holds: 'nothing',
      at: page - 10,
      text: 'SWAPSPACE2',
    }),
  ),
  ...swapPages.flatMap((page) =>
    suspended.map(
      (text): Signature => ({
        kind: 'swap',
        title: 'swap with a suspended system',
        holds: 'nothing',
        at: page - 10,
        text,
      }),
    ),
  ),
  {
    kind: 'luks',
    title: 'LUKS',
    holds: 'unread',
    at: 0,
    text: 'LUKS\xba\xbe',
    hint: encrypted,
    isOuter: true,
  },
  {
    kind: 'bitlocker',
    title: 'BitLocker',
    holds: 'unread',
    at: 3,
    text: '-FVE-FS-',
    hint: encrypted,
    isOuter: true,
  },
  {
    kind: 'md',
    title: 'Linux software RAID',
    holds: 'unread',
    at: 0,
    text: '\xfc\x4e\x2b\xa9',
    hint: assembled,
    isOuter: true,
  },
  {
    kind: 'md',
    title: 'Linux software RAID',
    holds: 'unread',
    at: 4 * kib,
    text: '\xfc\x4e\x2b\xa9',
    hint: assembled,
    isOuter: true,
  },
  {
    kind: 'bcache',
    title: 'bcache',
    holds: 'unread',
    at: 4 * kib + 24,
    text: '\xc6\x85\x73\xf6\x4e\x1a\x45\xca\x82\x65\xf5\x7f\x48\xba\x6d\x81',
    hint: assembled,
    isOuter: true,
  },
  {
    kind: 'bcachefs',
    title: 'bcachefs',
    holds: 'unread',
    at: 4 * kib + 24,
    text: '\xc6\x85\x73\xf6\x66\xce\x90\xa9\xd9\x6a\x60\xcf\x80\x3d\xf7\xef',
  },
  {
    kind: 'drbd',
    title: 'DRBD',
    holds: 'unread',
    at: -4 * kib + 60,
    text: '\x83\x74\x02\x6b',
    hint: assembled,
    isOuter: true,
  },
  {
    kind: 'vdo',
    title: 'VDO',
    holds: 'unread',
    at: 0,
    text: 'dmvdo001',
    hint: assembled,
    isOuter: true,
  },
  {
    kind: 'stratis',
    title: 'Stratis',
    holds: 'unread',
    at: 528,
    text: '!Stra0tis\x86\xff\x02^\x41rh',
    hint: assembled,
    isOuter: true,
  },
  {
    kind: 'lvm-snapshot',
    title: 'an LVM snapshot',
    holds: 'unread',
    at: 0,
    text: 'SnAp',
    isOuter: true,
  },
  {
    kind: 'integrity',
    title: 'dm-integrity',
    holds: 'unread',
    at: 0,
    text: 'integrt\0',
    hint: assembled,
    isOuter: true,
  },
  { kind: 'verity', title: 'dm-verity hashes', holds: 'nothing', at: 0, text: 'verity\0\0' },
  { kind: 'lvm1', title: 'LVM1', holds: 'unread', at: 0, text: 'HM\x01\x00', isOuter: true },
  { kind: 'refs', title: 'ReFS', holds: 'unread', at: 3, text: 'ReFS\0\0\0\0' },
  {
    kind: 'storage-spaces',
    title: 'Storage Spaces',
    holds: 'unread',
    at: 4 * kib,
    text: 'SPACEDB \0',
    hint: assembled,
    isOuter: true,
  },
  { kind: 'exfat', title: 'exFAT', holds: 'unread', at: 3, text: 'EXFAT   ' },
  { kind: 'iso9660', title: 'ISO 9660', holds: 'unread', at: 32 * kib + 1, text: 'CD001' },
  { kind: 'udf', title: 'UDF', holds: 'unread', at: 32 * kib + 1, text: 'BEA01' },
  { kind: 'squashfs', title: 'squashfs', holds: 'unread', at: 0, text: 'hsqs' },
  { kind: 'erofs', title: 'EROFS', holds: 'unread', at: 1024, text: '\xe2\xe1\xf5\xe0' },
  { kind: 'f2fs', title: 'F2FS', holds: 'unread', at: 1024, text: '\x10\x20\xf5\xf2' },
  { kind: 'jfs', title: 'JFS', holds: 'unread', at: 32 * kib, text: 'JFS1' },
  { kind: 'reiserfs', title: 'ReiserFS', holds: 'unread', at: 64 * kib + 52, text: 'ReIsEr' },
  { kind: 'hfsplus', title: 'HFS+', holds: 'unread', at: 1024, text: 'H+\0\x04' },
  { kind: 'hfsplus', title: 'HFSX', holds: 'unread', at: 1024, text: 'HX\0\x05' },
  { kind: 'apfs', title: 'APFS', holds: 'unread', at: 32, text: 'NXSB' },
  {
    kind: 'gfs2',
    title: 'GFS2',
    holds: 'unread',
    at: 64 * kib,
    text: '\x01\x16\x19\x70\0\0\0\x01',
  },
  ...[1, 2, 4, 8].map(
    (at): Signature => ({
      kind: 'ocfs2',
      title: 'OCFS2',
      holds: 'unread',
      at: at * kib,
      text: 'OCFSV2',
    }),
  ),
  {
    kind: 'bluestore',
    title: 'Ceph BlueStore',
    holds: 'unread',
    at: 0,
    text: 'bluestore block device',
  },
  { kind: 'cramfs', title: 'cramfs', holds: 'unread', at: 0, text: '\x45\x3d\xcd\x28' },
];

/** Looked for where none of the above is there, since it lies farther in. */
export const vmfs: Signature = {
  kind: 'vmfs',
  title: 'VMFS',
  holds: 'unread',
  at: 1024 * kib,
  text: '\x0d\xd0\x01\xc0',
};

/** Partition types that hold no files; asked only where no signature is found, since Linux mounts whatever the type. */
export const emptyByType: ReadonlyMap<string, string> = new Map([
  ['21686148-6449-6e6f-744e-656564454649', 'BIOS boot'],
  ['e3c9e316-0b5c-4db8-817d-f92df00215ae', 'Microsoft reserved'],
  ['9e1a2d38-c612-4316-aa26-8b49521e5a8b', 'PReP boot'],
  ['0x41', 'PReP boot'],
]);
