// CRC-32C of XFS's metadata, and the fields that say whose a block is (xfs_cksum.h, xfs_format.h).

import { updateCrc32c } from '../../runtime/crc32.ts';
import type { Fields } from '../../runtime/fields.ts';
import { damagedVolume, uuidText } from '../volume.ts';

const four = Buffer.alloc(4);

/** Whether the checksum at `at` is that of the bytes, counted with zeros in its place. */
export function hasChecksum(bytes: Uint8Array, at: number): boolean {
  let crc = updateCrc32c(0xffffffff, bytes.subarray(0, at));
  crc = updateCrc32c(crc, four);
  crc = ~updateCrc32c(crc, bytes.subarray(at + 4)) >>> 0;
  const stored =
    ((bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)) >>>
    0;
  return crc === stored;
}

/** Where a block's own fields are. */
export interface BlockForm {
  readonly title: string;
  readonly magics: readonly number[];
  readonly magicAt: number;
  /** Some magic numbers have 16 bits. */
  readonly isShortMagic?: true;
  readonly checksumAt: number;
  readonly uuidAt: number;
  readonly ownerAt: number;
  readonly placeAt: number;
}

/**
 * Holds a block to its checksum, kind, file system, owner and place: so a stale or borrowed block is never taken for
 * another. `at` is its place on the volume in bytes. Throws ScanError `TARGET_DAMAGED`.
 */
export function checkBlock(
  fields: Fields,
  form: BlockForm,
  metaUuid: string,
  owner: number,
  at: number,
): void {
  const wrong = (what: string) => damagedVolume(fields.where(), `${form.title} ${what}`);
  const magic = form.isShortMagic ? fields.be16(form.magicAt) : fields.be32(form.magicAt);
  if (!form.magics.includes(magic)) throw wrong('is not here');
  if (!hasChecksum(fields.bytes, form.checksumAt)) throw wrong('has a checksum that does not fit');
  if (uuidText(fields.slice(form.uuidAt, 16)) !== metaUuid)
    throw wrong('is of another file system');
  if (fields.bigBe64(form.ownerAt) !== BigInt(owner)) throw wrong('is of another file');
  if (fields.bigBe64(form.placeAt) * 512n !== BigInt(at)) throw wrong('is of another place');
}
