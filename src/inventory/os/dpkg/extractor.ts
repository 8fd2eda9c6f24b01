// Packages that dpkg installed: var/lib/dpkg/status, and status.d of images without dpkg (distroless).

import type { Bytes, Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { databaseRow } from '../database-row.ts';
import { firstOrigins } from '../layer-history.ts';
import { dpkgOwnedPaths, type FileList, readList, readSums } from './owned-files.ts';
import { type DpkgPackage, parseDpkgStatus } from './parse-status.ts';

type Facts =
  | { readonly kind: 'status'; readonly packages: readonly DpkgPackage[] }
  | { readonly kind: 'list'; readonly list: FileList };

const databases = ['var/lib/dpkg/status', 'var/lib/dpkg/status.d/*'];
const isDatabase = (entry: Entry) => entry.type === 'file' && !entry.path.endsWith('.md5sums');

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const keyOf = ({ name, version, architecture }: DpkgPackage) =>
  `${name}\0${version}\0${architecture ?? ''}`;

async function parseStatus(entry: Entry, bytes: Bytes): Promise<Facts> {
  return { kind: 'status', packages: parseDpkgStatus(await readAll(bytes), entry.path) };
}

async function parseList(entry: Entry, bytes: Bytes): Promise<Facts> {
  const name = baseName(entry.path);
  const read = name.endsWith('.list') ? readList : readSums;
  return { kind: 'list', list: read(name, await readAll(bytes)) };
}

/** Every dpkg package with its layer, and which paths they own. */
export const dpkg: Plugin<Facts, ExtractedInventory> = {
  id: 'os/dpkg',
  version: 1,
  wants: [
    {
      globs: databases,
      accept: isDatabase,
      every: true,
      limitBytes: 64 * 1024 ** 2,
      parse: parseStatus,
    },
    {
      globs: ['var/lib/dpkg/info/*.list', 'var/lib/dpkg/status.d/*.md5sums'],
      limitBytes: 16 * 1024 ** 2,
      parse: parseList,
    },
  ],
  async run(tree, facts) {
    const parsed = new Map<string, readonly DpkgPackage[]>();
    const lists: FileList[] = [];
    for (const [entry, fact] of facts) {
      if (fact.kind === 'status') parsed.set(entry.content, fact.packages);
      else lists.push(fact.list);
    }
    const find = (view: typeof tree) => view.find({ globs: databases, accept: isDatabase });
    const top = await find(tree);
    if (top.length === 0) return {};
    const origins = await firstOrigins(tree, find, async (_view, entries) =>
      entries.flatMap((entry) =>
        (parsed.get(entry.content) ?? []).map((found) => [keyOf(found), entry.origin] as const),
      ),
    );
    const packages: Package[] = [];
    for (const entry of top) {
      for (const found of parsed.get(entry.content) ?? []) {
        packages.push({
          ...found,
          manager: 'dpkg',
          ecosystem: '',
          purl: '',
          locations: [entry.path],
          origin: origins.get(keyOf(found)) ?? entry.origin,
        });
      }
    }
    const unread = top.find(({ content }) => !parsed.has(content));
    return { packages, ownedPaths: dpkgOwnedPaths(lists), coverage: [databaseRow(unread?.path)] };
  },
};
