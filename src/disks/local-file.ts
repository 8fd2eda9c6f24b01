// A disk's file on this machine, opened for reading only.

import { basename } from 'node:path';
import { UserError } from '../model/errors.ts';
import { NotRegularError, openRegular } from '../runtime/regular-file.ts';
import { type ByteSource, clampRead, type ReadStatistics, truncated } from './byte-source.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function unopened(path: string, cause: unknown): UserError {
  if (cause instanceof NotRegularError) {
    return new UserError('TARGET_UNREADABLE', cause.message, {
      hint: 'Name the file of a disk image; copy a device into one first.',
      cause,
    });
  }
  const code = codeOf(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError('TARGET_NOT_FOUND', `${path} does not exist`, {
      hint: 'Check the path of the disk image.',
      cause,
    });
  }
  return new UserError('TARGET_UNREADABLE', `${path} cannot be opened (${code})`, {
    hint: 'Check the permissions of the file and its folder.',
    cause,
  });
}

/** Throws UserError `TARGET_NOT_FOUND` or `TARGET_UNREADABLE`. Its name is the file's own, without the folders. */
export async function openLocalFile(path: string, statistics: ReadStatistics): Promise<ByteSource> {
  const { handle, sizeBytes } = await openRegular(path).catch((cause: unknown) => {
    throw unopened(path, cause);
  });
  const source: ByteSource = {
    name: basename(path),
    size: sizeBytes,
    async read(offset, length) {
      const wanted = clampRead(source, offset, length);
      const bytes = Buffer.allocUnsafe(wanted);
      for (let done = 0; done < wanted; ) {
        const { bytesRead } = await handle
          .read(bytes, done, wanted - done, offset + done)
          .catch((cause: unknown) => {
            throw new UserError('TARGET_UNREADABLE', `${path} cannot be read (${codeOf(cause)})`, {
              cause,
            });
          });
        // Somebody shortens the file while it is read.
        if (bytesRead === 0) throw truncated(source, offset + done, offset + wanted);
        done += bytesRead;
      }
      statistics.reads += 1;
      statistics.bytes += wanted;
      return bytes;
    },
    close: () => handle.close(),
  };
  return source;
}
