// What a target without a scheme is: a path whose content tells, or an image's name.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { ImageKind } from '../model/target.ts';
import { redactTarget } from '../net/redact.ts';
import { openArchive } from './archive/archive.ts';
import { unreadable } from './archive/file.ts';
import { isCompressed } from './archive/spool.ts';

/** What is meant as a path: it starts as one, or ends as the file of an image does. */
const pathText = /^(?:\.{0,2}[/\\]|~[/\\]|[a-z]:[/\\])|\.(?:tar(?:\.(?:gz|zst))?|tgz|oci)$/i;

function notThere(path: string, cause: unknown): UserError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return unreadable(path, cause);
  return new UserError('TARGET_NOT_FOUND', `there is no file ${redactTarget(path)}`, {
    hint: 'Check the path; relative ones count from the working directory.',
    cause,
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * What lies at `path`; undefined where there is nothing and the text may be an image's name. A compressed archive counts
 * as `docker-archive`: opening it tells which of the two archives it is. Throws `TARGET_NOT_FOUND` or
 * `TARGET_UNREADABLE` on what can only be a path, `TARGET_UNSUPPORTED` on a file that is none of an image.
 */
export async function recognise(path: string): Promise<ImageKind | 'dir' | undefined> {
  const found = await stat(path).catch((cause: unknown) => {
    if (pathText.test(path)) throw notThere(path, cause);
  });
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
