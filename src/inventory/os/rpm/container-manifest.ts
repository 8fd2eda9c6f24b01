// What Azure Linux leaves in distroless images in place of the rpm database: /var/lib/rpmmanifest.

import { ScanError } from '../../../model/errors.ts';
import { type RpmPackage, splitSourceRpm } from './header.ts';

/**
 * `container-manifest-2`: ten columns by tab: name, version-release, install time, build time, vendor, epoch (or
 * `(none)`), size, architecture, epoch number, source rpm. Throws a ScanError with the line where it is none.
 */
export function parseManifest2(text: string, where: string): readonly RpmPackage[] {
  return lines(text).map(([line, number]) => {
    const [name, version, , , , epoch = '(none)', , architecture, , sourceRpm] = line.split('\t');
    if (!name || !version || architecture === undefined) throw damaged(where, number);
    const prefix = /^\d+$/.test(epoch) ? `${epoch}:` : '';
    const source = splitSourceRpm(sourceRpm, prefix);
    return {
      name,
      version: `${prefix}${version}`,
      ...(architecture ? { architecture } : {}),
      ...(source ? { source } : {}),
      files: [],
    };
  });
}

/** `container-manifest-1`: `name-version-release.architecture` lines, as `rpm -qa` prints them. */
export function parseManifest1(text: string, where: string): readonly RpmPackage[] {
  return lines(text).map(([line, number]) => {
    const match = /^(.+)-([^-]+-[^-]+)\.([^.-]+)$/.exec(line);
    const [, name, version, architecture] = match ?? [];
    if (!name || !version || !architecture) throw damaged(where, number);
    return { name, version, architecture, files: [] };
  });
}

function lines(text: string): readonly (readonly [string, number])[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => [line, index + 1] as const)
    .filter(([line]) => line.trim() !== '' && !line.startsWith('gpg-pubkey'));
}

function damaged(where: string, number: number): ScanError {
  return new ScanError('TARGET_DAMAGED', `${where}, line ${number}`, 'names no rpm package');
}
