// Which dpkg package a path belongs to, from the lists and sums in var/lib/dpkg/info and the sums in status.d.

import type { OwnedPaths } from '../../../model/file-tree.ts';
import { listedPaths } from '../owned-paths.ts';
import { isOfDistribution, mayOwn } from './distribution.ts';
import type { DpkgPackage } from './parse-status.ts';

/** One package's list of files, as its bytes lie. */
export interface FileList {
  readonly packageName: string;
  /** Whether the distribution made the package, by its maintainer. */
  readonly isOfDistribution: boolean;
  /** One character a byte; lines of `/usr/bin/x` or `MD5  usr/bin/x`, between newlines. */
  readonly text: string;
}

interface Owner {
  readonly list: FileList;
  readonly md5: string | undefined;
}

/** A file list or sums file of `owner`, whichever it is. */
export function readList(owner: Pick<DpkgPackage, 'name' | 'maintainer'>, bytes: Buffer): FileList {
  return {
    packageName: owner.name,
    isOfDistribution: isOfDistribution(owner.maintainer),
    text: `\n${bytes.toString('latin1')}\n`,
  };
}

const line = /^(?:([0-9a-f]{32}) [ *])?\/?(.*)$/;

/**
 * Answers from the lists' text: they have 10,000 to 100,000 lines, and only some names of language packages are ever
 * asked for. Each new file name is searched for once, through all lists.
 * @param md5Of hex MD5 of the file at a path, where it is known: a file whose sum is not the package's is not owned
 */
export function dpkgOwnedPaths(
  lists: readonly FileList[],
  md5Of: (path: string) => string | undefined,
): OwnedPaths {
  const byName = new Map<string, ReadonlyMap<string, readonly Owner[]>>();
  const ownersOf = (name: string) => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const owners = new Map<string, Owner[]>();
    const needle = `/${name}\n`;
    for (const list of lists) {
      const { text } = list;
      for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
        const start = text.lastIndexOf('\n', at) + 1;
        const [, md5, path = ''] = line.exec(text.slice(start, at + needle.length - 1)) ?? [];
        const others = owners.get(path);
        if (others === undefined) owners.set(path, [{ list, md5 }]);
        else others.push({ list, md5 });
      }
    }
    byName.set(name, owners);
    return owners;
  };
  return {
    ownerOf(path) {
      const bytes = Buffer.from(path).toString('latin1');
      const owners = ownersOf(bytes.slice(bytes.lastIndexOf('/') + 1));
      for (const listed of listedPaths(bytes)) {
        for (const { list, md5 } of owners.get(listed) ?? []) {
          if (!mayOwn(path, list.isOfDistribution)) continue;
          // Executables may have hundreds of megabytes; of them the path has to do.
          const isSame = md5 === undefined || !isManifest(path) || md5Of(path) === md5;
          if (isSame) return list.packageName;
        }
      }
      return undefined;
    },
  };
}

const manifest = /(?:^|\/)(?:package\.json|METADATA|PKG-INFO|[^/]*\.egg-info)$/;

/** Whether the path names one of the manifests whose bytes are compared with the package's sums. */
export function isManifest(path: string): boolean {
  return manifest.test(path);
}
