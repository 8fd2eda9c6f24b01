// Makes a folder with those above it. Node's own recursive mkdir never ends where the system says of a folder that is
// there that it is not (Linux's /proc).

import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Throws the system's error where one of the folders can be neither found nor made. */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
    });
    if (found !== undefined) break;
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  for (const folder of missing) {
    await mkdir(folder).catch((error: unknown) => {
      // Somebody else was faster.
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  }
}
