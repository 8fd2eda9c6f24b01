// npm packages as installed: the manifests below node_modules, and those that links in node_modules lead to.

import { ScanError } from '../../../model/errors.ts';
import type {
  Bytes,
  Entry,
  ExtractedInventory,
  ExtractorContext,
  FileTree,
  Plugin,
} from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { installedName, isInstalledManifest } from './installed-paths.ts';
import { type NpmPackage, parseNpmManifest } from './parse-manifest.ts';

const accept = (entry: Entry) => entry.type === 'file' && isInstalledManifest(entry.path);
const limitBytes = 8 * 1024 ** 2;

/** Workspaces, `npm link`, `file:` dependencies, stores; a whole node_modules or a scope may be a link too. */
const links = {
  globs: ['**/node_modules', '**/node_modules/*', '**/node_modules/@*/*'],
  accept: (entry: Entry) => entry.type === 'symlink',
};

/** The manifests, by the paths through the link, of the packages that it stands for. */
async function manifestsBehind(
  tree: FileTree,
  path: string,
  depth = 2,
): Promise<readonly string[]> {
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

async function parse(entry: Entry, bytes: Bytes): Promise<NpmPackage | undefined> {
  const text = (await readAll(bytes)).toString('utf8');
  return parseNpmManifest(text, entry.path, installedName(entry.path));
}

type Found = readonly [Entry, NpmPackage];

/**
 * The manifests outside of node_modules that a link inside leads to. Those that miss are all asked for in one round.
 * @param known real paths that were found without a link
 */
async function readLinked(
  tree: FileTree,
  known: ReadonlySet<string>,
  context: ExtractorContext,
): Promise<readonly Found[]> {
  const targets = new Map<string, { readonly entry: Entry; readonly name: string | undefined }>();
  for (const link of await tree.find(links)) {
    for (const path of await manifestsBehind(tree, link.path)) {
      const entry = await tree.stat(path);
      if (entry?.type !== 'file' || known.has(entry.path)) continue;
      targets.set(entry.path, { entry, name: installedName(path) });
    }
  }
  const opened = await Promise.allSettled(
    [...targets.values()].map(async ({ entry, name }) => {
      if (entry.sizeBytes > limitBytes) return { entry, name };
      return { entry, name, bytes: await tree.open(entry) };
    }),
  );
  const found: Found[] = [];
  for (const result of opened) {
    if (result.status === 'rejected') throw result.reason;
    const { entry, name, bytes } = result.value;
    try {
      const text = bytes === undefined ? undefined : (await readAll(bytes)).toString('utf8');
      if (text === undefined) {
        context.incomplete(entry.path, `is larger than ${limitBytes} bytes`);
        continue;
      }
      const manifest = parseNpmManifest(text, entry.path, name);
      if (manifest !== undefined) found.push([entry, manifest]);
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      context.incomplete(entry.path, error.message);
    }
  }
  return found;
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
      parse,
    },
    links,
  ],
  async run(tree, facts, context) {
    const known = new Set(facts.map(([{ path }]) => path));
    const linked = await readLinked(tree, known, context);
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
