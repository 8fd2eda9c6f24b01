// Reads of a file that mostly go forward in small steps, served from one window: a zip's entries and its directory.

import type { FileHandle } from 'node:fs/promises';

const windowBytes = 1024 ** 2;

/** One reader's view of a file that somebody else opens and closes. */
export class WindowedFile {
  readonly #file: FileHandle;
  #start = 0;
  #window: Buffer = Buffer.alloc(0);

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The bytes at `position`, shorter only at the end of the file; valid until the next read. */
  async read(position: number, length: number): Promise<Buffer> {
    const at = position - this.#start;
    if (at >= 0 && at + length <= this.#window.length) {
      return this.#window.subarray(at, at + length);
    }
    const wanted = Math.max(length, windowBytes);
    const buffer = wanted === this.#window.length ? this.#window : Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.#file.read(
        buffer,
        filled,
        wanted - filled,
        position + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.#start = position;
    this.#window = buffer.subarray(0, filled);
    return this.#window.subarray(0, length);
  }
}
