// zstd in memory, of content whose size is known: clusters of disks and extents of file systems, with padding behind.

import { createZstdDecompressor } from './zstd.ts';

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
    decompressor.end(bytes);
  });
}
