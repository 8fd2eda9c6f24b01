// Core metadata of Python distributions: METADATA and PKG-INFO (packaging.python.org, «Core metadata specifications»).

import { ScanError } from '../../../model/errors.ts';
import { ownText } from '../../read-bytes.ts';
import { nameFromPath } from './distribution-paths.ts';

export interface PythonPackage {
  /** As PEP 503 normalises it. */
  readonly name: string;
  readonly version: string;
  readonly licence?: string;
}

/** @example normalisePythonName('Foo._Bar') // 'foo-bar' */
export function normalisePythonName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/** Enough for the headers; what follows the first empty line is the description. */
const headBytes = 64 * 1024;

/**
 * The named headers of RFC 822 style text, up to the first empty line; the first of a name wins.
 * Continuation lines are left out: none of the wanted headers has any.
 */
function readHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    const match = /^([A-Za-z-]+):[ \t]*(.*?)\s*$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined && !headers.has(name)) headers.set(name, match?.[2] ?? '');
  }
  return headers;
}

/**
 * Name and version from metadata, else from the folder's name. Throws a ScanError where neither says them.
 * @param path of the metadata file, which also names it in errors
 */
export function parsePythonMetadata(bytes: Uint8Array, path: string): PythonPackage {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes));
  const headers = readHeaders(head.toString('utf8').replace(/^\uFEFF/, ''));
  const named = nameFromPath(path);
  const name = headers.get('name') || named?.name;
  const version = headers.get('version') || named?.version;
  if (!name || !version) {
    throw new ScanError('TARGET_DAMAGED', path, 'names no distribution and version');
  }
  const licence = headers.get('license-expression') || shortLicence(headers.get('license'));
  return {
    name: ownText(normalisePythonName(name)),
    version: ownText(version),
    ...(licence ? { licence: ownText(licence) } : {}),
  };
}

/** `License` is free text, up to the whole licence: only what looks like a name is one. */
function shortLicence(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 60 && text !== 'UNKNOWN' ? text : undefined;
}
