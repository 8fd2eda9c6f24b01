// What a target's text means: a scheme, a path whose content tells, or an image's name.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { TargetKind } from '../model/target.ts';
import { redactTarget, redactUrl } from '../net/redact.ts';
import { openArchive } from './archive/archive.ts';
import { unreadable } from './archive/file.ts';
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

/** Splits `SCHEME:REST`; throws `USAGE` where nothing follows, or an address where a path should. `debian:12` has no scheme. */
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
  const isImage = scheme === undefined || scheme === 'docker' || scheme === 'registry';
  if (!isImage && /^[a-z][a-z0-9+.-]*:\/\//i.test(rest)) {
    throw new UserError('USAGE', `${scheme}:${redactUrl(rest)} is an address, and no path`, {
      hint: `${scheme}: takes a file or folder of this machine; write registry:HOST/NAME:TAG for an image in a registry.`,
    });
  }
  return scheme === undefined ? { rest } : { scheme, rest };
}

/** What is meant as a path: it starts as one, or ends as the file of an image does. */
const pathText = /^(?:\.{0,2}[/\\]|~[/\\]|[a-z]:[/\\])|\.(?:tar(?:\.(?:gz|zst))?|tgz|oci)$/i;

/**
 * The target that was probably meant where `text` starts with what is nearly a scheme.
 * @example meantTarget('docker-arch:x.tar') // 'docker-archive:x.tar'
 */
export function meantTarget(text: string): string | undefined {
  const [, word, rest] = /^([a-z_-]+):(.+)$/is.exec(text.trim()) ?? [];
  const scheme = word === undefined ? undefined : nearest(word, schemes);
  return scheme === undefined || scheme === word ? undefined : `${scheme}:${rest}`;
}

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
export async function recognise(path: string): Promise<TargetKind | undefined> {
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
