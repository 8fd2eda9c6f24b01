// Python distributions as installed: dist-info, egg-info and unpacked eggs, wherever they lie; vendored ones too.

import type { Bytes, Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readLinked } from '../linked-files.ts';
import { isDistribution } from './distribution-paths.ts';
import { isEnough, type PythonPackage, parsePythonMetadata } from './parse-metadata.ts';

/** Where it is enough, metadata is read up to here: the headers come first, the description may be long. */
const headBytes = 64 * 1024;

const accept = (entry: Entry) => entry.type === 'file' && isDistribution(entry.path);

const limitBytes = 16 * 1024 ** 2;

/** Folders or files of metadata that are links, as Nix, Bazel and developers make them. */
const links = {
  globs: [
    '**/*.{dist-info,egg-info,egg}',
    '**/*.dist-info/METADATA',
    '**/*.egg-info/PKG-INFO',
    '**/*.egg/EGG-INFO/PKG-INFO',
  ],
  accept: ({ type }: Entry) => type === 'symlink',
};

/** Where the metadata lies, by the kinds of folders. */
function metadataBehind(path: string): readonly string[] {
  if (path.endsWith('.dist-info')) return [`${path}/METADATA`];
  if (path.endsWith('.egg-info')) return [path, `${path}/PKG-INFO`];
  return path.endsWith('.egg') ? [`${path}/EGG-INFO/PKG-INFO`] : [path];
}

async function parse(entry: Entry, bytes: Bytes, path = entry.path): Promise<PythonPackage> {
  const head = await bytes.read(0, Math.min(bytes.size, headBytes));
  const isWhole = bytes.size <= headBytes || isEnough(head);
  return parsePythonMetadata(isWhole ? head : await bytes.read(0, bytes.size), path);
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
      limitBytes,
      parse: (entry, bytes) => parse(entry, bytes),
    },
    links,
  ],
  async run(tree, facts, context) {
    const known = new Set(facts.map(([{ path }]) => path));
    const paths = (await tree.find(links)).flatMap(({ path }) => metadataBehind(path));
    const wanted = paths.filter(isDistribution);
    const linked = await readLinked(tree, wanted, known, limitBytes, parse, context);
    const packages = [...facts, ...linked].map(
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
