// package.json of an installed package: name, version, licence.

import { ScanError } from '../../../model/errors.ts';

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly licence?: string;
}

/**
 * Undefined for a manifest that names no package (no name or no version: npm lists neither). The name is the
 * package's own, also where it is installed under an alias. Throws a ScanError where it is no JSON object.
 * @param where names the file in errors
 */
export function parseNpmManifest(text: string, where: string): NpmPackage | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ScanError('TARGET_DAMAGED', where, 'is not JSON', { cause });
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw new ScanError('TARGET_DAMAGED', where, 'is not a JSON object');
  }
  const { name, version, license } = manifest as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  if (name.trim() === '' || version.trim() === '') return undefined;
  return {
    name: name.trim(),
    // npm cleans `v1.2.3` and `=1.2.3` when it reads a manifest.
    version: version.trim().replace(/^[=v]+\s*(?=\d)/, ''),
    ...(typeof license === 'string' && license !== '' ? { licence: license } : {}),
  };
}
