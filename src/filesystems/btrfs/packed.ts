// Compressed extents: zlib, zstd, and LZO in pieces of a sector each (fs/btrfs/lzo.c tells their framing).

import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { Fields } from '../../runtime/fields.ts';
import { inflateZstd } from '../../runtime/zstd-bytes.ts';
import { damagedVolume } from '../volume.ts';
import { unpackLzo } from './lzo.ts';

const inflateAsync = promisify(inflate);

export const methods = ['none', 'zlib', 'lzo', 'zstd'] as const;
export type Method = (typeof methods)[number];

/** Of btrfs: no compressed extent holds more (BTRFS_MAX_UNCOMPRESSED). */
export const mostUnpacked = 128 * 1024;

/** A total length, then pieces with their lengths; no length lies across the end of a sector. */
function unpackSectors(bytes: Uint8Array, output: Uint8Array, sectorBytes: number): number {
  const fields = new Fields(bytes, 'extent', 0);
  const total = fields.u32(0);
  let done = 0;
  let at = 4;
  while (at < total && done < output.length) {
    const left = sectorBytes - (at % sectorBytes);
    if (left < 4) at += left;
    const length = fields.u32(at);
    const room = output.subarray(done, done + sectorBytes);
    done += unpackLzo(fields.slice(at + 4, length), room);
    at += 4 + length;
  }
  return done;
}

async function unpackInto(
  method: Exclude<Method, 'none'>,
  bytes: Uint8Array,
  output: Uint8Array,
  sectorBytes: number,
): Promise<number> {
  if (method === 'lzo') return unpackSectors(bytes, output, sectorBytes);
  const unpacked =
    method === 'zstd'
      ? await inflateZstd(bytes, output.length)
      : await inflateAsync(bytes, { maxOutputLength: output.length });
  output.set(unpacked);
  return unpacked.length;
}

/**
 * The `sizeBytes` of an extent. Its last sector may be compressed in part: the rest is zeros. Throws ScanError
 * `TARGET_DAMAGED` for `where` if fewer bytes come out, or more.
 */
export async function unpack(
  method: Exclude<Method, 'none'>,
  bytes: Uint8Array,
  sizeBytes: number,
  sectorBytes: number,
  where: string,
): Promise<Uint8Array> {
  if (sizeBytes > mostUnpacked) {
    throw damagedVolume(where, `a compressed extent of ${sizeBytes} bytes`);
  }
  const output = new Uint8Array(sizeBytes);
  let done: number;
  try {
    done = await unpackInto(method, bytes, output, sectorBytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw damagedVolume(where, `an extent compressed by ${method} cannot be read (${reason})`);
  }
  if (done + sectorBytes > sizeBytes) return output;
  throw damagedVolume(where, `a compressed extent has ${done} of its ${sizeBytes} bytes`);
}
