// Where the advisory stores lie when nobody says so.

import { join } from 'node:path';
import type { Runtime } from '../model/runtime.ts';

/** The user's cache folder after the XDG base directory specification; on Windows %LOCALAPPDATA%. */
export function defaultDatabaseFolder({ env, temporaryFolder }: Runtime): string {
  const named = env['XDG_CACHE_HOME'] ?? env['LOCALAPPDATA'];
  if (named !== undefined && named !== '') return join(named, 'portcullis', 'db');
  const home = env['HOME'] ?? env['USERPROFILE'];
  if (home !== undefined && home !== '') return join(home, '.cache', 'portcullis', 'db');
  return join(temporaryFolder, 'db');
}
