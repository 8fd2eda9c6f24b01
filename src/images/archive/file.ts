// A local file as positioned reads and as a stream of chunks; closed when its last user has closed it.

import type { FileHandle } from 'node:fs/promises';
import { ScanError, UserError } from '../../model/errors.ts';
import type { FileRange } from '../../runtime/file-digest.ts';
import { NotRegularError, openRegular } from '../../runtime/regular-file.ts';
import type { ByteSource } from '../image.ts';

const chunkBytes = 512 * 1024;

/** What a shared file reads from; `read` gives all of `length`, which lies within the file. */
interface Backing {
  readInto?(offset: number, target: Uint8Array): Promise<void>;
  read(offset: number, length: number): Promise<Uint8Array> | Uint8Array;
  close(): Promise<void> | void;
  /** Of a local file. */
  readonly fd?: number;
}

/** A file that stays open until `close` was called as often as `share`, and once more. */
export class SharedFile implements ByteSource {
  readonly path: string;
  readonly size: number;
  readonly #backing: Backing;
  #users = 1;

  constructor(path: string, size: number, backing: Backing) {
    this.path = path;
    this.size = size;
    this.#backing = backing;
  }

  get file(): FileRange | undefined {
    const { fd } = this.#backing;
    return fd === undefined ? undefined : { fd, path: this.path, offset: 0, size: this.size };
  }

  share(): this {
    this.#users += 1;
    return this;
  }

  async close(): Promise<void> {
    this.#users -= 1;
    if (this.#users === 0) await this.#backing.close();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    return wanted === 0 ? new Uint8Array(0) : this.#backing.read(offset, wanted);
  }

  async readInto(offset: number, target: Uint8Array): Promise<number> {
    const wanted = Math.max(0, Math.min(target.length, this.size - offset));
    if (wanted === 0) return 0;
    const part = target.subarray(0, wanted);
    if (this.#backing.readInto === undefined) target.set(await this.#backing.read(offset, wanted));
    else await this.#backing.readInto(offset, part);
    return wanted;
  }
}

function handleBacking(path: string, handle: FileHandle): Backing {
  const readInto = async (offset: number, target: Uint8Array) => {
    const { length } = target;
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await handle.read(target, filled, length - filled, offset + filled);
      if (bytesRead === 0) {
        throw new ScanError('TARGET_DAMAGED', path, 'the file became shorter while it was read');
      }
      filled += bytesRead;
    }
  };
  return {
    readInto,
    async read(offset, length) {
      const buffer = Buffer.allocUnsafeSlow(length);
      await readInto(offset, buffer);
      return buffer;
    },
    close: () => handle.close(),
    fd: handle.fd,
  };
}

/** Opens a regular file. Throws `TARGET_NOT_FOUND` or `TARGET_UNREADABLE`. */
export async function openFile(path: string): Promise<SharedFile> {
  const { handle, sizeBytes } = await openRegular(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return new SharedFile(path, sizeBytes, handleBacking(path, handle));
}

/** Why a path could not be opened, as an error of ours. */
export function unreadable(path: string, cause: unknown): UserError {
  if (cause instanceof NotRegularError) {
    return new UserError('TARGET_UNREADABLE', `${path} is not a regular file`, {
      hint: 'Pipes, sockets and devices are not read: write what they give to a file.',
    });
  }
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError('TARGET_NOT_FOUND', `${path} does not exist`, {
      hint: 'Check the path; relative ones count from the working directory.',
      cause,
    });
  }
  const reason =
    code === 'EACCES'
      ? 'permission denied'
      : typeof code === 'string'
        ? code
        : 'the system refused';
  return new UserError('TARGET_UNREADABLE', `${path} cannot be read: ${reason}`, { cause });
}

/** The part of `source` from `offset` on, as a source of its own. */
export function region(source: ByteSource, offset: number, size: number): ByteSource {
  const within = (at: number, length: number) => Math.max(0, Math.min(length, size - at));
  const { file } = source;
  const part: ByteSource = {
    size,
    read: (at, length) => source.read(offset + at, within(at, length)),
    ...(file === undefined ? {} : { file: { ...file, offset: file.offset + offset, size } }),
  };
  const readInto = source.readInto?.bind(source);
  if (readInto === undefined) return part;
  return {
    ...part,
    readInto: (at, target) => readInto(offset + at, target.subarray(0, within(at, target.length))),
  };
}

/** The whole source front to back; the next chunk is read while the consumer works on this one. */
export async function* stream(source: ByteSource): AsyncGenerator<Uint8Array> {
  let next = source.size === 0 ? undefined : source.read(0, chunkBytes);
  for (let offset = 0; next !== undefined; ) {
    const chunk = await next;
    offset += chunk.length;
    next = offset < source.size ? source.read(offset, chunkBytes) : undefined;
    // An early return leaves this read behind: its failure concerns nobody.
    next?.catch(() => undefined);
    yield chunk;
  }
}
