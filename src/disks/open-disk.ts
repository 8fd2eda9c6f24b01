// From a path or an address to a disk: the file behind its cache, and the container in it.

import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedSource } from './block-cache.ts';
import { type ByteSource, type ReadStatistics, unsupported } from './byte-source.ts';
import type { Container } from './containers/container.ts';
import { openContainer } from './containers/containers.ts';
import { type HttpDiskOptions, openHttpDisk } from './http-ranges.ts';
import { openLocalFile } from './local-file.ts';

/** A bare name in a folder, links followed only where they stay in it: an image must not lead to another file. */
async function openBeside(
  path: string,
  name: string,
  statistics: ReadStatistics,
): Promise<ByteSource> {
  const refusal = unsupported(
    path,
    `names a file that is not beside it (${name})`,
    'Put both files into one folder, or convert the disk to a fixed VHD.',
  );
  if (/[/\\:\0]/.test(name) || name === '' || name === '.' || name === '..') throw refusal;
  const folder = dirname(await realpath(path));
  const other = join(folder, name);
  const real = await realpath(other).catch(() => other);
  if (dirname(real) !== folder) throw refusal;
  return cachedSource(await openLocalFile(real, statistics));
}

/**
 * Opens the disk in a local file, of whatever format. Throws UserError where the file cannot be opened, ScanError where
 * its container is damaged or refused.
 */
export async function openLocalDisk(path: string, statistics: ReadStatistics): Promise<Container> {
  const file = cachedSource(await openLocalFile(path, statistics));
  try {
    return await openContainer(file, { beside: (name) => openBeside(path, name, statistics) });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Opens the disk behind an address. Throws as `openHttpDisk` and `openLocalDisk` do; what needs a second file is refused. */
export async function openRemoteDisk(options: HttpDiskOptions): Promise<Container> {
  const file = cachedSource(await openHttpDisk(options));
  return openContainer(file, { beside: undefined });
}
