// One private temporary file that nobody else can name: 0600, and unlinked as soon as it is open where the system
// allows that, so that a killed run leaves nothing behind.

import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';

export class TemporaryFile {
  readonly #path: string;
  readonly #handle: number;
  #isUnlinked = false;
  #isClosed = false;
  #size = 0;

  /** Throws UserError OUTPUT_UNWRITABLE where the folder cannot be written to. */
  constructor(runtime: Runtime) {
    this.#path = join(runtime.temporaryFolder, `portcullis-${randomUUID()}`);
    try {
      this.#handle = openSync(this.#path, 'wx+', 0o600);
    } catch (error) {
      throw unwritable(error);
    }
    this.#unlink();
  }

  get size(): number {
    return this.#size;
  }

  /** Appends; gives the offset of the first byte. */
  append(bytes: Uint8Array): number {
    const start = this.#size;
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#handle, bytes, done, bytes.length - done, start + done);
      }
    } catch (error) {
      throw unwritable(error);
    }
    this.#size += bytes.length;
    return start;
  }

  /** Shorter than `length` only at the end. */
  read(offset: number, length: number): Uint8Array {
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, this.#size - offset)));
    let filled = 0;
    while (filled < buffer.length) {
      const read = readSync(this.#handle, buffer, filled, buffer.length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  }

  /** May be called again. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#handle);
    if (!this.#isUnlinked) this.#unlink();
  }

  #unlink(): void {
    try {
      unlinkSync(this.#path);
      this.#isUnlinked = true;
    } catch {
      // Windows keeps an open file's name: once more when it is closed, and the host removes its folder at the end.
    }
  }
}

function unwritable(error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError('OUTPUT_UNWRITABLE', `no temporary file could be written: ${reason}`, {
    hint: 'Free space in the folder for temporary files, or point TMPDIR to another one.',
    cause: error,
  });
}
