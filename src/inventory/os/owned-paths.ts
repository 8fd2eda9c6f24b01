// Which operating-system package a file belongs to.

import type { OwnedPaths } from '../../model/file-tree.ts';

/** Directories that a merged /usr turns into links: package lists may name either side. */
const merged = /^usr\/(?=(?:bin|sbin|lib|lib32|lib64|libx32)\/)/;

/** The paths under which a package list may name the file at a real path. */
export function listedPaths(path: string): readonly string[] {
  return merged.test(path) ? [path, path.slice('usr/'.length)] : [path];
}

/**
 * What language packages may be read from: their manifests and executables. Of all the files of all packages only
 * these are kept, because only these are ever asked for.
 */
export function mayBeAsked(name: string, isExecutable: boolean): boolean {
  return (
    isExecutable ||
    name === 'package.json' ||
    name === 'METADATA' ||
    name === 'PKG-INFO' ||
    name.endsWith('.egg-info')
  );
}

/** From a table of paths without leading slash to names of packages. */
export function ownedByTable(owners: ReadonlyMap<string, string>): OwnedPaths {
  return {
    ownerOf(path) {
      for (const listed of listedPaths(path)) {
        const owner = owners.get(listed);
        if (owner !== undefined) return owner;
      }
      return undefined;
    },
  };
}
