// Opening files that others name: only regular ones, and without waiting. Opening a FIFO waits for its writer in a
// thread that nothing interrupts, so that neither a time limit nor the process's end would come.

import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/** What stands at a path is a folder, a FIFO, a socket or a device. */
export class NotRegularError extends Error {
  readonly code = 'NOT_REGULAR';
  constructor(path: string) {
    super(`${path} is not a regular file`);
    this.name = 'NotRegularError';
  }
}

export interface RegularFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
}

/** Opens a regular file for reading, links followed. Throws `NotRegularError`, and the system's errors as they are. */
export async function openRegular(path: string): Promise<RegularFile> {
  // Asked first, since opening a device may do something; asked again, since another may stand there by now.
  if (!(await stat(path)).isFile()) throw new NotRegularError(path);
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new NotRegularError(path);
    return { handle, sizeBytes: found.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The bytes of a regular file; undefined where it has more than `limitBytes`, of which none are read then.
 * Throws as `openRegular` does.
 */
export async function readRegular(path: string, limitBytes: number): Promise<Buffer | undefined> {
  const { handle, sizeBytes } = await openRegular(path);
  try {
    if (sizeBytes > limitBytes) return undefined;
    const bytes = await handle.readFile();
    return bytes.length > limitBytes ? undefined : bytes;
  } finally {
    await handle.close();
  }
}
