// Python distributions as installed: dist-info, egg-info and unpacked eggs, wherever they lie; vendored ones too.

import type { Bytes, Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { isDistribution } from './distribution-paths.ts';
import { isEnough, type PythonPackage, parsePythonMetadata } from './parse-metadata.ts';

/** Where it is enough, metadata is read up to here: the headers come first, the description may be long. */
const headBytes = 64 * 1024;

const accept = (entry: Entry) => entry.type === 'file' && isDistribution(entry.path);

async function parse(entry: Entry, bytes: Bytes): Promise<PythonPackage> {
  const head = await bytes.read(0, Math.min(bytes.size, headBytes));
  const isWhole = bytes.size <= headBytes || isEnough(head);
  return parsePythonMetadata(isWhole ? head : await bytes.read(0, bytes.size), entry.path);
}

/** One package for each metadata file. */
export const python: Plugin<PythonPackage, ExtractedInventory> = {
  id: 'language/python',
  version: 2,
  wants: [
    {
      globs: [
        '**/*.dist-info/METADATA',
        '**/*.egg-info/PKG-INFO',
        '**/*.egg-info',
        '**/*.egg/EGG-INFO/PKG-INFO',
      ],
      accept,
      limitBytes: 16 * 1024 ** 2,
      parse,
    },
  ],
  async run(_tree, facts) {
    const packages = facts.map(
      ([entry, { name, version, licence }]): Package => ({
        manager: 'pypi',
        ecosystem: 'PyPI',
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
