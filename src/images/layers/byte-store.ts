// Bytes that were collected while a layer passed: in memory up to a budget, beyond it in one private temporary file.

import type { Bytes } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { TemporaryFile } from '../../runtime/temporary-files.ts';
import type { SparseParts } from './sparse.ts';

/** Kept in memory for all plugins together. */
export const memoryBudget = 32 * 1024 * 1024;
/** A file above this goes to the temporary file at once. */
const memoryFileLimit = 8 * 1024 * 1024;

/** Takes one file's bytes as they pass. */
export interface Collected {
  write(chunk: Uint8Array): void;
  /** To be called when all bytes have come; they stay until `free`. */
  bytes(): Bytes;
  free(): void;
}

function memoryBytes(data: Uint8Array): Bytes {
  return {
    size: data.length,
    read: (offset, length) => Promise.resolve(data.subarray(offset, offset + length)),
  };
}

export class ByteStore {
  #inMemory = 0;
  #file: TemporaryFile | undefined;
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Bytes in memory now. */
  get inMemory(): number {
    return this.#inMemory;
  }

  /** Bytes that went to the temporary file. */
  get spilled(): number {
    return this.#file?.size ?? 0;
  }

  /** A place for `size` bytes. */
  collect(size: number): Collected {
    const fits = size <= memoryFileLimit && this.#inMemory + size <= memoryBudget;
    return fits ? this.#toMemory(size) : this.#toFile(size);
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #toMemory(size: number): Collected {
    const data = new Uint8Array(size);
    let filled = 0;
    let isFreed = false;
    this.#inMemory += size;
    return {
      write: (chunk) => {
        data.set(chunk, filled);
        filled += chunk.length;
      },
      bytes: () => memoryBytes(data),
      free: () => {
        if (!isFreed) this.#inMemory -= size;
        isFreed = true;
      },
    };
  }

  /** Files come one after the other in a layer, but several layers may pass at once: hence pieces. */
  #toFile(size: number): Collected {
    this.#file ??= new TemporaryFile(this.#runtime);
    const file = this.#file;
    const pieces: { readonly start: number; readonly at: number; readonly length: number }[] = [];
    let filled = 0;
    return {
      write: (chunk) => {
        const at = file.append(chunk);
        const last = pieces.at(-1);
        if (last !== undefined && last.at + last.length === at) {
          pieces[pieces.length - 1] = { ...last, length: last.length + chunk.length };
        } else pieces.push({ start: filled, at, length: chunk.length });
        filled += chunk.length;
      },
      bytes: () => ({
        size,
        read: async (offset, length) => {
          const end = Math.min(size, offset + length);
          const out = Buffer.allocUnsafeSlow(Math.max(0, end - offset));
          for (const piece of pieces) {
            const from = Math.max(offset, piece.start);
            const to = Math.min(end, piece.start + piece.length);
            if (from < to)
              out.set(file.read(piece.at + from - piece.start, to - from), from - offset);
          }
          return out;
        },
      }),
      free: () => undefined,
    };
  }
}

/** A sparse file's bytes over its stored ones: what lies between the parts is zeros. */
export function sparseBytes(stored: Bytes, parts: SparseParts, size: number): Bytes {
  const starts: number[] = [];
  let sum = 0;
  for (let index = 0; index + 1 < parts.length; index += 2) {
    starts.push(sum);
    sum += parts[index + 1] ?? 0;
  }
  return {
    size,
    read: async (offset, length) => {
      const end = Math.min(size, offset + length);
      const out = new Uint8Array(Math.max(0, end - offset));
      for (const [index, start] of starts.entries()) {
        const at = parts[index * 2] ?? 0;
        const from = Math.max(offset, at);
        const to = Math.min(end, at + (parts[index * 2 + 1] ?? 0));
        if (from < to) out.set(await stored.read(start + from - at, to - from), from - offset);
      }
      return out;
    },
  };
}
