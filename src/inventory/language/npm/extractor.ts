// npm packages as installed: the manifests below node_modules, and those that links in node_modules lead to.

import type {
  Bytes,
  Entry,
  ExtractedInventory,
  FileTree,
  Plugin,
} from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { readLinked } from '../linked-files.ts';
import { installedName, isInstalledManifest } from './installed-paths.ts';
import { type NpmPackage, parseNpmManifest } from './parse-manifest.ts';

const accept = (entry: Entry) => entry.type === 'file' && isInstalledManifest(entry.path);
const limitBytes = 8 * 1024 ** 2;

/** Workspaces, `npm link`, `file:` dependencies, stores; a whole node_modules, a scope or a manifest may be a link too. */
const links = {
  globs: [
    '**/node_modules',
    '**/node_modules/*',
    '**/node_modules/@*/*',
    '**/node_modules/*/package.json',
    '**/node_modules/@*/*/package.json',
  ],
  accept: (entry: Entry) => entry.type === 'symlink',
};

/** The manifests, by the paths through the link, of the packages that it stands for. */
async function manifestsBehind(
  tree: FileTree,
  path: string,
  depth = 2,
): Promise<readonly string[]> {
  if (isInstalledManifest(path)) return [path];
  if (isInstalledManifest(`${path}/package.json`)) return [`${path}/package.json`];
  if (depth === 0 || !/(?:^|\/)node_modules(?:\/@[^/]*)?$/.test(path)) return [];
  const target = await tree.stat(path);
  if (target?.type !== 'directory') return [];
  const inside = await tree.list(target.path);
  const names = inside.map(
    (entry) => `${path}/${entry.path.slice(entry.path.lastIndexOf('/') + 1)}`,
  );
  return (await Promise.all(names.map((each) => manifestsBehind(tree, each, depth - 1)))).flat();
}

async function parse(
  entry: Entry,
  bytes: Bytes,
  path = entry.path,
): Promise<NpmPackage | undefined> {
  const text = (await readAll(bytes)).toString('utf8');
  return parseNpmManifest(text, entry.path, installedName(path));
}

/** One package for each manifest. */
export const npm: Plugin<NpmPackage, ExtractedInventory> = {
  id: 'language/npm',
  version: 2,
  wants: [
    {
      globs: [
        '**/node_modules/*/package.json',
        '**/node_modules/@*/*/package.json',
        '**/node_modules/.store/*/package/package.json',
      ],
      accept,
      limitBytes,
      parse: (entry, bytes) => parse(entry, bytes),
    },
    links,
  ],
  async run(tree, facts, context) {
    const known = new Set(facts.map(([{ path }]) => path));
    const found = await tree.find(links);
    const paths = await Promise.all(found.map(({ path }) => manifestsBehind(tree, path)));
    const linked = await readLinked(tree, paths.flat(), known, limitBytes, parse, context);
    const packages = [...facts, ...linked].map(
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
