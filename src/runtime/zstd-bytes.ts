// zstd in memory, of content whose size is known: clusters of disks and extents of file systems, with padding behind.

import { createZstdDecompressor } from './zstd.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** The frames at the start, without the padding of a sector behind them, which a decompressor takes for a next one. */
function framesOf(bytes: Uint8Array): Uint8Array {
  let end = 0;
  for (const piece of new ZstdFrames().split(bytes)) {
    const [first = 0, second, third, fourth] = piece;
    const isFrame = first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd;
    const isSkippable =
      (first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18;
    if (!isFrame && !isSkippable) break;
    end += piece.length;
  }
  return end === 0 ? bytes : bytes.subarray(0, end);
}

/**
 * The first `sizeBytes` bytes that the frames hold, or all of them where they hold fewer; what comes behind is not
 * looked at. Throws the decompressor's error where the input is damaged before.
 */
export async function inflateZstd(bytes: Uint8Array, sizeBytes: number): Promise<Uint8Array> {
  const output = new Uint8Array(sizeBytes);
  let done = 0;
  const decompressor = createZstdDecompressor();
  return new Promise((resolve, reject) => {
    decompressor.on('data', (chunk: Uint8Array) => {
      const part = chunk.subarray(0, sizeBytes - done);
      output.set(part, done);
      done += part.length;
      if (done < sizeBytes) return;
      resolve(output);
      decompressor.destroy();
    });
    decompressor.on('end', () => resolve(output.subarray(0, done)));
    decompressor.on('error', reject);
    decompressor.end(framesOf(bytes));
  });
}
