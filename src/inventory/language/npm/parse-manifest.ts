// package.json of an installed package: name, version, licence.

import { ScanError } from '../../../model/errors.ts';

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly licence?: string;
}

/**
 * Undefined for a manifest without a version: npm lists none. The name is the package's own, also where it is installed
 * under an alias. Throws a ScanError where it is no JSON object, or name or version are no text.
 * @param where names the file in errors
 * @param folder the folder's name, which npm takes for a manifest without a name
 */
export function parseNpmManifest(
  text: string,
  where: string,
  folder?: string,
): NpmPackage | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ScanError('TARGET_DAMAGED', where, 'is not JSON', { cause });
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw new ScanError('TARGET_DAMAGED', where, 'is not a JSON object');
  }
  const { name: own, version, license } = manifest as Readonly<Record<string, unknown>>;
  for (const field of [own, version]) {
    if (field === undefined || field === null || typeof field === 'string') continue;
    throw new ScanError('TARGET_DAMAGED', where, 'has a name or version that is no text');
  }
  const name = typeof own === 'string' && own.trim() !== '' ? own : folder;
  if (name === undefined || typeof version !== 'string' || version.trim() === '') return undefined;
  return {
    name: name.trim(),
    // npm cleans `v1.2.3` and `=1.2.3` when it reads a manifest.
    version: version.trim().replace(/^[=v]+\s*(?=\d)/, ''),
    ...(typeof license === 'string' && license !== '' ? { licence: license } : {}),
  };
}
