// Positioned reads on files of a folder. A few handles stay open between reads, so that a database is not opened for
// each of its pages.

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ScanError } from '../../model/errors.ts';
import type { Bytes, Entry } from '../../model/file-tree.ts';
import { printable } from '../../model/printable.ts';

/** Handles kept open at most. */
const handleLimit = 16;

/** Never through a link, never waiting for the other end of a FIFO that took the file's place; 0 on Windows. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export class FolderFiles {
  readonly #hostPath: (path: string) => Buffer;
  /** Least recently used first. */
  readonly #handles = new Map<string, Promise<FileHandle>>();
  readonly #reading = new Map<string, number>();

  constructor(hostPath: (path: string) => Buffer) {
    this.#hostPath = hostPath;
  }

  /** Bytes of a regular file; a read throws ScanError TARGET_UNREADABLE. */
  bytes(entry: Entry): Bytes {
    const { path, sizeBytes: size } = entry;
    return {
      size,
      read: (offset, length) => this.#read(path, size, offset, length),
    };
  }

  async close(): Promise<void> {
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    for (const handle of handles) await (await handle).close();
  }

  async #read(path: string, size: number, offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(size, offset + length);
    if (offset >= end) return new Uint8Array(0);
    this.#reading.set(path, (this.#reading.get(path) ?? 0) + 1);
    try {
      const handle = await this.#handle(path);
      const buffer = Buffer.allocUnsafeSlow(end - offset);
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(
          buffer,
          filled,
          buffer.length - filled,
          offset + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new ScanError('TARGET_UNREADABLE', printable(path), `could not be read (${code})`, {
        hint: 'Run the scan as a user that may read the folder.',
        cause: error,
      });
    } finally {
      this.#reading.set(path, (this.#reading.get(path) ?? 1) - 1);
      if (this.#reading.get(path) === 0) this.#reading.delete(path);
      await this.#shrink();
    }
  }

  #handle(path: string): Promise<FileHandle> {
    const known = this.#handles.get(path);
    const handle = known ?? open(this.#hostPath(path), flags);
    this.#handles.delete(path);
    this.#handles.set(path, handle);
    if (known === undefined) handle.catch(() => this.#handles.delete(path));
    return handle;
  }

  async #shrink(): Promise<void> {
    for (const [path, handle] of this.#handles) {
      if (this.#handles.size <= handleLimit) return;
      if (this.#reading.has(path)) continue;
      this.#handles.delete(path);
      await (await handle).close();
    }
  }
}
