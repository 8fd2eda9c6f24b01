// What a target's text means: a scheme, a path whose content tells, or an image's name.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { TargetKind } from '../model/target.ts';
import { openArchive } from './archive/archive.ts';
import { isCompressed } from './archive/spool.ts';

const schemes: readonly TargetKind[] = [
  'docker-archive',
  'oci-dir',
  'oci-archive',
  'docker',
  'registry',
  'dir',
];

export interface TargetText {
  /** Absent: a path to be recognised by content, or an image's name. */
  readonly scheme?: TargetKind;
  readonly rest: string;
}

/** Splits `SCHEME:REST`; throws `USAGE` where nothing follows. `debian:12` has no scheme. */
export function parseTarget(text: string): TargetText {
  const trimmed = text.trim();
  const scheme = schemes.find((name) => trimmed.startsWith(`${name}:`));
  const rest = scheme === undefined ? trimmed : trimmed.slice(scheme.length + 1);
  if (rest === '') {
    throw new UserError(
      'USAGE',
      scheme === undefined ? 'a target is empty' : `${scheme}: names nothing`,
      {
        hint: `Write it as SCHEME:WHAT with one of ${schemes.join(', ')}, as a path, or as an image's name.`,
      },
    );
  }
  return scheme === undefined ? { rest } : { scheme, rest };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * What lies at `path`; undefined where there is nothing. A compressed archive counts as `docker-archive`: opening it
 * tells which of the two archives it is. Throws `TARGET_UNSUPPORTED` on a file that is none.
 */
export async function recognise(path: string): Promise<TargetKind | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isDirectory()) {
    const layout = await isFile(join(path, 'oci-layout'));
    return layout && (await isFile(join(path, 'index.json'))) ? 'oci-dir' : 'dir';
  }
  if (!found.isFile()) {
    throw new UserError('TARGET_UNSUPPORTED', `${path} is neither a file nor a folder`);
  }
  if (await isCompressed(path)) return 'docker-archive';
  const archive = await openArchive(path);
  try {
    if (archive.has('manifest.json')) return 'docker-archive';
    if (archive.has('index.json')) return 'oci-archive';
  } finally {
    await archive.close();
  }
  throw new UserError('TARGET_UNSUPPORTED', `${path} is a tar archive, but of no image`, {
    hint: 'It has neither manifest.json (docker save) nor index.json (OCI); unpack a root file system and use dir:.',
  });
}
