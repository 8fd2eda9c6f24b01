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

/**
 * The named headers of RFC 822 style text, up to the first empty line; the first of a name wins.
 * Continuation lines are left out: none of the wanted headers has any.
 */
function readHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    const name = /^([A-Za-z-]+):/.exec(line)?.[1];
    const key = name?.toLowerCase();
    if (name === undefined || key === undefined || headers.has(key)) continue;
    headers.set(key, line.slice(name.length + 1).trim());
  }
  return headers;
}

/** Whether the start of a metadata file is all that is needed: its headers end in it, or it has the wanted ones. */
export function isEnough(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  return /\n\r?\n/.test(text) || (/^name:.*\n/im.test(text) && /^version:.*\n/im.test(text));
}

/**
 * Name and version from metadata, else from the folder's name. Throws a ScanError where neither says them.
 * @param path of the metadata file, which also names it in errors
 */
export function parsePythonMetadata(bytes: Uint8Array, path: string): PythonPackage {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
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
