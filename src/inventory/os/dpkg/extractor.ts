// Packages that dpkg installed: var/lib/dpkg/status, and status.d of images without dpkg (distroless).

import { createHash } from 'node:crypto';
import type { CoverageRow } from '../../../model/coverage.ts';
import type {
  Bytes,
  Entry,
  ExtractedInventory,
  FileTree,
  Plugin,
} from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { databaseRow } from '../database-row.ts';
import { firstOrigins } from '../layer-history.ts';
import { mayBeOwned } from './distribution.ts';
import { dpkgOwnedPaths, type FileList, isManifest, readList } from './owned-files.ts';
import { type DpkgPackage, parseDpkgStatus } from './parse-status.ts';

type Facts =
  | { readonly kind: 'status'; readonly packages: readonly DpkgPackage[] }
  | { readonly kind: 'sum'; readonly md5: string };

const statusBytes = 32 * 1024 ** 2;
const manifestBytes = 16 * 1024 ** 2;
/** Of all lists together; a full desktop has 20 MB of them. What lies beyond owns nothing. */
const listBytes = 64 * 1024 ** 2;

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const keyOf = ({ name, version, architecture }: DpkgPackage) =>
  `${name}\0${version}\0${architecture ?? ''}`;

const databases = {
  globs: ['var/lib/dpkg/status', 'var/lib/dpkg/status.d/*'],
  accept: (entry: Entry) => entry.type === 'file' && !entry.path.endsWith('.md5sums'),
};

const lists = {
  globs: ['var/lib/dpkg/info/*.{list,md5sums}', 'var/lib/dpkg/status.d/*.md5sums'],
  limitBytes: listBytes,
};

/** What dpkg has done and not yet written into its status file; files of other names it ignores, too. */
const journal = {
  globs: ['var/lib/dpkg/updates/*'],
  accept: ({ type, path, sizeBytes }: Entry) =>
    type === 'file' && sizeBytes > 0 && /\/\d+$/.test(path),
};

const manifests = {
  globs: ['usr/**/{package.json,METADATA,PKG-INFO,*.egg-info}'],
  accept: ({ type, path }: Entry) => type === 'file' && mayBeOwned(path) && isManifest(path),
};

async function parseStatus(entry: Entry, bytes: Bytes): Promise<Facts> {
  return { kind: 'status', packages: parseDpkgStatus(await readAll(bytes), entry.path) };
}

/** MD5, because that is what dpkg keeps: it tells a file that was replaced, not one made to deceive. */
async function parseSum(_entry: Entry, bytes: Bytes): Promise<Facts> {
  return {
    kind: 'sum',
    md5: createHash('md5')
      .update(await readAll(bytes))
      .digest('hex'),
  };
}

/** The lists of installed packages; where a package has sums, these alone, since they name every regular file. */
async function readLists(
  tree: FileTree,
  packages: ReadonlyMap<string, DpkgPackage>,
): Promise<readonly FileList[]> {
  const wanted = new Map<string, { readonly entry: Entry; readonly owner: DpkgPackage }>();
  // Sorted by path: x.md5sums comes after x.list and takes its place.
  for (const entry of await tree.find(lists)) {
    const stem = entry.path.replace(/\.(?:list|md5sums)$/, '');
    const owner = packages.get(stem) ?? packages.get(baseName(stem).replace(/:[^:]*$/, ''));
    if (owner !== undefined) wanted.set(stem, { entry, owner });
  }
  let left = listBytes;
  const opened = [...wanted.values()]
    .filter(({ entry }) => (left -= entry.sizeBytes) >= 0)
    .map(async ({ entry, owner }) => ({ owner, bytes: await tree.open(entry) }));
  return Promise.all(
    (await Promise.all(opened)).map(async ({ owner, bytes }) =>
      readList(owner, await readAll(bytes)),
    ),
  );
}

/** Every dpkg package with its layer, and which paths they own. */
export const dpkg: Plugin<Facts, ExtractedInventory> = {
  id: 'os/dpkg',
  version: 2,
  wants: [
    { ...databases, every: true, limitBytes: statusBytes, parse: parseStatus },
    { ...manifests, limitBytes: manifestBytes, parse: parseSum },
    lists,
    journal,
  ],
  async run(tree, facts) {
    const parsed = new Map<string, readonly DpkgPackage[]>();
    const sums = new Map<string, string>();
    for (const [entry, fact] of facts) {
      if (fact.kind === 'status') parsed.set(entry.content, fact.packages);
      else sums.set(entry.path, fact.md5);
    }
    const find = (view: FileTree) => view.find(databases);
    const top = await find(tree);
    const unwritten = await tree.find(journal);
    if (top.length === 0 && unwritten.length === 0) return {};
    const origins = await firstOrigins(tree, find, async (_view, entries) =>
      entries.flatMap((entry) =>
        (parsed.get(entry.content) ?? []).map((found) => [keyOf(found), entry.origin] as const),
      ),
    );
    const packages: Package[] = [];
    const owners = new Map<string, DpkgPackage>();
    for (const entry of top) {
      for (const found of parsed.get(entry.content) ?? []) {
        // A file of status.d is named as its sums are, which need not be the package's name.
        if (entry.path.includes('/status.d/')) owners.set(entry.path, found);
        else owners.set(found.name, found);
        const { maintainer: _maintainer, ...rest } = found;
        packages.push({
          ...rest,
          manager: 'dpkg',
          ecosystem: '',
          purl: '',
          locations: [entry.path],
          origin: origins.get(keyOf(found)) ?? entry.origin,
        });
      }
    }
    const owned = dpkgOwnedPaths(await readLists(tree, owners), (path) => sums.get(path));
    const unread = top.find(({ content }) => !parsed.has(content));
    const coverage: CoverageRow[] = [databaseRow(unread?.path)];
    const [pending] = unwritten;
    if (pending !== undefined) {
      const reason =
        'is a journal that dpkg has not put into its status file: run `dpkg --configure -a`';
      coverage.push(databaseRow(pending.path, reason));
    }
    return { packages, ownedPaths: owned, coverage };
  },
};
