// Go modules, from the build information of executables.

import type { Bytes, Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readGoBuildInfo } from './build-info.ts';
import { type GoModule, readGoModules } from './parse-modules.ts';

/** The linker's smallest programs are above a megabyte; tools of the system are mostly below. */
const smallestBytes = 512 * 1024;
const limitBytes = 2 * 1024 ** 3;

/**
 * What may be run without the executable bit: programs that a start script makes executable, and libraries
 * (`-buildmode=c-shared`). The distribution's own libraries are many, and none of them is built so.
 */
const runnable =
  /(?:^|\/)s?bin\/[^/]+$|^(?!(?:usr\/)?lib(?:32|64|x32)?\/)(?:.*\/)?[^/]+\.so(?:\.\d+)*$/;

const accept = ({ type, mode, sizeBytes, path }: Entry) =>
  type === 'file' && sizeBytes >= smallestBytes && ((mode & 0o111) !== 0 || runnable.test(path));

async function parse(entry: Entry, bytes: Bytes): Promise<readonly GoModule[] | undefined> {
  const found = await readGoBuildInfo(bytes, entry.path);
  return found === undefined ? undefined : readGoModules(found.goVersion, found.moduleInfo);
}

/** One package for each module of each executable. */
export const go: Plugin<readonly GoModule[], ExtractedInventory> = {
  id: 'language/go',
  version: 2,
  wants: [
    {
      globs: ['**/*'],
      accept,
      // ELF, PE, Mach-O of 64 and 32 bits
      magic: ['7f454c46', '4d5a', 'cffaedfe', 'cefaedfe'],
      limitBytes,
      parse,
    },
  ],
  async run(_tree, facts) {
    const packages = facts.flatMap(([entry, modules]) =>
      modules.map(
        ({ path, version }): Package => ({
          manager: 'go',
          ecosystem: 'Go',
          name: path,
          version,
          purl: '',
          locations: [entry.path],
          origin: entry.origin,
        }),
      ),
    );
    return { packages };
  },
};
