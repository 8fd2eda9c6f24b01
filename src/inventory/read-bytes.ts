// Reads of whole files, for parsers whose formats are read from the first byte to the last.

import type { Bytes } from '../model/file-tree.ts';

/** All bytes of a file, as a Buffer; the caller's want has limited its size. */
export async function readAll(bytes: Bytes): Promise<Buffer> {
  const data = await bytes.read(0, bytes.size);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
