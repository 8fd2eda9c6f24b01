// Compressed clusters and grains: inflated once and kept while there is room, since readers come back for their
// neighbours. What comes out is as large as a cluster, whatever the input says: a bomb ends there.

import { promisify } from 'node:util';
import { inflate, inflateRaw } from 'node:zlib';
import { inflateZstd } from '../../runtime/zstd-bytes.ts';
import { damaged } from '../byte-source.ts';

const capBytes = 16 * 1024 * 1024;

export type Compression = 'deflate' | 'zlib' | 'zstd';

const inflateAsync = promisify(inflate);
const inflateRawAsync = promisify(inflateRaw);

/** Exactly `sizeBytes`, or fewer where fewer are there. What follows the compressed bytes does not matter. */
async function expand(
  compression: Compression,
  bytes: Uint8Array,
  sizeBytes: number,
): Promise<Uint8Array> {
  const limit = { maxOutputLength: sizeBytes };
  switch (compression) {
    case 'deflate':
      return inflateRawAsync(bytes, limit);
    case 'zlib':
      return inflateAsync(bytes, limit);
    case 'zstd':
      return inflateZstd(bytes, sizeBytes);
  }
}

export interface Inflated {
  /** The unit whose compressed bytes `load` brings; `key` names it, `where` is for messages. */
  get(key: number, where: string, load: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

/** Units of `unitBytes` each, at most. A unit that cannot be inflated is ScanError `TARGET_DAMAGED`. */
export function createInflated(compression: Compression, unitBytes: number): Inflated {
  const units = new Map<number, Promise<Uint8Array>>();
  const most = Math.max(1, Math.floor(capBytes / unitBytes));

  async function make(where: string, load: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const bytes = await load();
    try {
      return await expand(compression, bytes, unitBytes);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw damaged(where, `a compressed block cannot be inflated (${reason})`);
    }
  }

  return {
    get(key, where, load) {
      const known = units.get(key);
      if (known !== undefined) {
        units.delete(key);
        units.set(key, known);
        return known;
      }
      const unit = make(where, load);
      units.set(key, unit);
      // A failure is not kept: its message names the reader's place.
      unit.catch(() => units.delete(key));
      for (const oldest of units.keys()) {
        if (units.size <= most) break;
        units.delete(oldest);
      }
      return unit;
    },
  };
}
