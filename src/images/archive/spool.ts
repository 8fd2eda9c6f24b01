// A compressed image archive, decompressed once into a private temporary file, so that its layers can be read in place.

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ScanError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { cancelled } from '../../net/failure.ts';
import { TemporaryFile } from '../../runtime/temporary-files.ts';
import { createZstdDecompressor } from '../../runtime/zstd.ts';
import { openFile, SharedFile, stream } from './file.ts';

export interface SpoolLimits {
  /** What any archive may expand to; beyond it only `largestRatio` times its own size. */
  readonly alwaysAllowedBytes: number;
  readonly largestRatio: number;
}

export const spoolLimits: SpoolLimits = { alwaysAllowedBytes: 1024 ** 3, largestRatio: 100 };
const chunkBytes = 256 * 1024;

const magics = { gzip: [0x1f, 0x8b], zstd: [0x28, 0xb5, 0x2f, 0xfd] } as const;

function compressionOf(start: Uint8Array): 'gzip' | 'zstd' | undefined {
  const starts = (magic: readonly number[]) => magic.every((byte, at) => start[at] === byte);
  if (starts(magics.gzip)) return 'gzip';
  return starts(magics.zstd) ? 'zstd' : undefined;
}

/** Whether the file starts as gzip or zstd does. Throws as `openFile` does. */
export async function isCompressed(path: string): Promise<boolean> {
  const file = await openFile(path);
  try {
    return compressionOf(await file.read(0, 4)) !== undefined;
  } finally {
    await file.close();
  }
}

/**
 * The archive's file as it lies, or decompressed where it is gzip or zstd. The temporary file goes with the last user.
 * Throws `TARGET_DAMAGED` on damaged or truncated compression, `LIMIT_EXCEEDED` on a decompression bomb.
 */
export async function openSpooled(
  path: string,
  runtime: Runtime,
  { alwaysAllowedBytes, largestRatio }: SpoolLimits = spoolLimits,
): Promise<SharedFile> {
  const file = await openFile(path);
  let spool: TemporaryFile | undefined;
  try {
    const compression = compressionOf(await file.read(0, 4));
    if (compression === undefined) return file.share();
    const limitBytes = Math.max(alwaysAllowedBytes, file.size * largestRatio);
    const target = new TemporaryFile(runtime);
    spool = target;
    for await (const chunk of decompress(file, compression, runtime.signal)) {
      if (target.size + chunk.length > limitBytes) {
        throw new ScanError('LIMIT_EXCEEDED', path, `it expands to more than ${limitBytes} bytes`, {
          hint: 'If you trust it, decompress it yourself and scan the plain archive.',
        });
      }
      target.append(chunk);
    }
    return new SharedFile(path, target.size, target);
  } catch (error) {
    spool?.close();
    throw error;
  } finally {
    await file.close();
  }
}

async function* decompress(
  file: SharedFile,
  compression: 'gzip' | 'zstd',
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const options = { chunkSize: chunkBytes, readableHighWaterMark: chunkBytes };
  const through = compression === 'gzip' ? createGunzip(options) : createZstdDecompressor(options);
  const source = Readable.from(stream(file), { objectMode: false });
  source.on('error', (error) => through.destroy(error));
  source.pipe(through);
  try {
    for await (const chunk of through) {
      if (signal.aborted) throw cancelled(signal);
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (cause) {
    if (signal.aborted) throw cancelled(signal, cause);
    if (cause instanceof ScanError) throw cause;
    throw new ScanError('TARGET_DAMAGED', file.path, `its ${compression} is damaged or truncated`, {
      hint: 'Write or download the archive again.',
      cause,
    });
  } finally {
    source.destroy();
    through.destroy();
  }
}
