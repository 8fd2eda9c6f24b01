// Reads of whole files and pieces of text, for parsers whose formats are read from the first byte to the last.

import type { Bytes } from '../model/file-tree.ts';

/** All bytes of a file, as a Buffer; the caller's want has limited its size. */
export async function readAll(bytes: Bytes): Promise<Buffer> {
  return readBuffer(bytes, 0, bytes.size);
}

/** As `Bytes.read`: shorter than `length` only at the end. */
export async function readBuffer(bytes: Bytes, offset: number, length: number): Promise<Buffer> {
  const data = await bytes.read(offset, length);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** Copies a piece of a large text, which V8 would keep alive for the piece. */
export function ownText(piece: string): string {
  return Buffer.from(piece).toString();
}
