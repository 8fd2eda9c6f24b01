// Which dpkg package a path belongs to, from the lists in var/lib/dpkg/info and the sums in status.d.

import type { OwnedPaths } from '../../../model/file-tree.ts';
import { listedPaths } from '../owned-paths.ts';

/** One package's list of files, as its bytes lie. */
export interface FileList {
  readonly packageName: string;
  /** Paths after their leading slash, each between newlines: `\nusr/bin/x\n`. */
  readonly text: string;
}

/** `/usr/bin/x` lines of `info/NAME[:ARCH].list`. */
export function readList(fileName: string, bytes: Buffer): FileList {
  return {
    packageName: fileName.replace(/\.list$/, '').replace(/:[^:]*$/, ''),
    text: `\n${bytes.toString('utf8').replaceAll(/^\//gm, '')}\n`,
  };
}

/** `MD5  usr/bin/x` lines of `status.d/NAME.md5sums`. */
export function readSums(fileName: string, bytes: Buffer): FileList {
  return {
    packageName: fileName.replace(/\.md5sums$/, ''),
    text: `\n${bytes.toString('utf8').replaceAll(/^[0-9a-f]{32}\s+\/?/gm, '')}\n`,
  };
}

/**
 * Answers from the lists' text: the lists have 10,000 to 100,000 lines, and only some names of language packages are
 * ever asked for. Each new file name is searched for once, through all lists.
 */
export function dpkgOwnedPaths(lists: readonly FileList[]): OwnedPaths {
  const byName = new Map<string, ReadonlyMap<string, string>>();
  const ownersOf = (name: string) => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const owners = new Map<string, string>();
    const needle = `/${name}\n`;
    for (const { packageName, text } of lists) {
      for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
        const start = text.lastIndexOf('\n', at) + 1;
        owners.set(text.slice(start, at + needle.length - 1), packageName);
      }
    }
    byName.set(name, owners);
    return owners;
  };
  return {
    ownerOf(path) {
      const owners = ownersOf(path.slice(path.lastIndexOf('/') + 1));
      for (const listed of listedPaths(path)) {
        const owner = owners.get(listed);
        if (owner !== undefined) return owner;
      }
      return undefined;
    },
  };
}
