// The UUID and label by which fstab and the kernel's command line name a volume, written as blkid writes them. The places
// are those of each format's superblock.

import { Fields } from '../../runtime/fields.ts';

export interface VolumeIdentity {
  readonly uuid?: string;
  readonly label?: string;
}

const kib = 1024;

function hyphened(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte === 0)) return undefined;
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Text up to a NUL; undefined where there is none. */
function labelAt(fields: Fields, at: number, length: number): string | undefined {
  const [text = ''] = Buffer.from(fields.slice(at, length)).toString('utf8').split('\0', 1);
  return text.trimEnd() === '' ? undefined : text.trimEnd();
}

function identity(uuid: string | undefined, label: string | undefined): VolumeIdentity {
  return {
    ...(uuid === undefined ? {} : { uuid }),
    ...(label === undefined ? {} : { label }),
  };
}

/** The volume's serial number and the label of its boot sector, which mkfs and fatlabel keep beside the folder's entry. */
function fatIdentity(fields: Fields): VolumeIdentity {
  // FAT32 has no count of sectors per FAT in the old place, and its extension lies farther back.
  const at = fields.u16(22) === 0 ? 64 : 36;
  if (fields.u8(at + 2) !== 0x29) return {};
  const serial = fields
    .u32(at + 3)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');
  const label = labelAt(fields, at + 7, 11);
  return identity(
    `${serial.slice(0, 4)}-${serial.slice(4)}`,
    label === 'NO NAME' ? undefined : label,
  );
}

/** The UUID is text in both versions; only the second has a label. */
function luksIdentity(fields: Fields): VolumeIdentity {
  const label = fields.be16(6) === 2 ? labelAt(fields, 24, 48) : undefined;
  return identity(labelAt(fields, 168, 40), label);
}

/** `head`: the volume's first 68 KiB. Empty where the kind has no names, or the volume is shorter than they need. */
export function identityOf(kind: string, head: Uint8Array): VolumeIdentity {
  const fields = new Fields(head, 'volume', 0);
  const both = (uuidAt: number, labelFrom: number, labelBytes: number) =>
    head.length < Math.max(uuidAt + 16, labelFrom + labelBytes)
      ? {}
      : identity(hyphened(fields.slice(uuidAt, 16)), labelAt(fields, labelFrom, labelBytes));
  switch (kind) {
    case 'ext':
    case 'ext-journal':
      return both(kib + 104, kib + 120, 16);
    case 'xfs':
      return both(32, 108, 12);
    case 'btrfs':
      return both(64 * kib + 32, 64 * kib + 299, 256);
    case 'swap':
      return both(kib + 12, kib + 28, 16);
    case 'luks':
      return head.length < 512 ? {} : luksIdentity(fields);
    case 'ntfs':
      return head.length < 512
        ? {}
        : identity(fields.big64(72).toString(16).toUpperCase().padStart(16, '0'), undefined);
    case 'fat':
      return head.length < 512 ? {} : fatIdentity(fields);
    default:
      return {};
  }
}
