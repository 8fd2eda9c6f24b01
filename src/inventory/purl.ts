// Package URLs (ECMA-427, with purl-spec's type definitions for deb, apk, rpm, npm, pypi and golang).

import { PackageURL } from 'packageurl-js';
import type { OperatingSystem, Package } from '../model/inventory.ts';

type Named = Pick<Package, 'manager' | 'name' | 'version' | 'architecture'>;

/** The purl of a package; operating-system packages get the distribution as namespace and qualifier. */
export function purlOf(found: Named, os: OperatingSystem | undefined): string {
  switch (found.manager) {
    case 'dpkg':
      return osPurl('deb', found, os, found.version);
    case 'apk':
      return osPurl('apk', found, os, found.version);
    case 'rpm': {
      // purl-spec has rpm's epoch as a qualifier, dpkg's in the version.
      const [, epoch, version = found.version] = /^(\d+):(.*)$/.exec(found.version) ?? [];
      return osPurl('rpm', found, os, version, epoch);
    }
    case 'npm': {
      const slash = found.name.startsWith('@') ? found.name.indexOf('/') : -1;
      return slash === -1
        ? purl('npm', undefined, found.name, found.version)
        : purl('npm', found.name.slice(0, slash), found.name.slice(slash + 1), found.version);
    }
    case 'pypi':
      return purl('pypi', undefined, found.name, found.version);
    case 'go': {
      const slash = found.name.lastIndexOf('/');
      return slash === -1
        ? purl('golang', undefined, found.name, found.version)
        : purl('golang', found.name.slice(0, slash), found.name.slice(slash + 1), found.version);
    }
    default:
      return found.manager satisfies never;
  }
}

function osPurl(
  type: string,
  found: Named,
  os: OperatingSystem | undefined,
  version: string,
  epoch?: string,
): string {
  const distribution =
    os === undefined ? undefined : [os.id, os.versionId ?? os.codename].filter(Boolean).join('-');
  return purl(type, os?.id, found.name, version, {
    ...(found.architecture ? { arch: found.architecture } : {}),
    ...(distribution ? { distro: distribution } : {}),
    ...(epoch && epoch !== '0' ? { epoch } : {}),
  });
}

function purl(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string,
  qualifiers?: Readonly<Record<string, string>>,
): string {
  try {
    return new PackageURL(type, namespace, name, version, { ...qualifiers }, undefined).toString();
  } catch {
    // A name that no package of this type can have: what is found is named all the same, escaped whole.
    const whole = namespace === undefined ? name : `${namespace}/${name}`;
    return `pkg:${type}/${escapeWhole(whole)}@${escapeWhole(version)}`;
  }
}

/** Percent-encoding that takes lone surrogates too, which JSON may hold. */
function escapeWhole(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString('utf8'));
}
