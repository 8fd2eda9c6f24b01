// npm packages as installed: the manifests below node_modules, whoever put them there.

import type { Bytes, Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { isInstalledManifest } from './installed-paths.ts';
import { type NpmPackage, parseNpmManifest } from './parse-manifest.ts';

const accept = (entry: Entry) => entry.type === 'file' && isInstalledManifest(entry.path);

async function parse(entry: Entry, bytes: Bytes): Promise<NpmPackage | undefined> {
  return parseNpmManifest((await readAll(bytes)).toString('utf8'), entry.path);
}

/** One package for each manifest. */
export const npm: Plugin<NpmPackage, ExtractedInventory> = {
  id: 'language/npm',
  version: 1,
  wants: [
    {
      globs: ['**/node_modules/*/package.json', '**/node_modules/@*/*/package.json'],
      accept,
      limitBytes: 8 * 1024 ** 2,
      parse,
    },
  ],
  async run(_tree, facts) {
    const packages = facts.map(
      ([entry, { name, version, licence }]): Package => ({
        manager: 'npm',
        ecosystem: 'npm',
        name,
        version,
        purl: '',
        ...(licence === undefined ? {} : { licences: [licence] }),
        locations: [entry.path],
        origin: entry.origin,
      }),
    );
    return { packages };
  },
};
