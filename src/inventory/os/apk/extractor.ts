// Packages that apk installed; where /usr is merged the database lies below it.

import type { Bytes, Entry, ExtractedInventory, Plugin } from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { databaseRow } from '../database-row.ts';
import { firstOrigins } from '../layer-history.ts';
import { ownedByTable } from '../owned-paths.ts';
import { type ApkPackage, parseApkInstalled } from './parse-installed.ts';

const globs = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];

const keyOf = ({ name, version, architecture }: ApkPackage) =>
  `${name}\0${version}\0${architecture ?? ''}`;

async function parse(entry: Entry, bytes: Bytes): Promise<readonly ApkPackage[]> {
  return parseApkInstalled((await readAll(bytes)).toString('utf8'), entry.path);
}

/** Every apk package with its layer, and which manifests and executables they own. */
export const apk: Plugin<readonly ApkPackage[], ExtractedInventory> = {
  id: 'os/apk',
  version: 2,
  wants: [{ globs, every: true, limitBytes: 32 * 1024 ** 2, parse }],
  async run(tree, facts) {
    const parsed = new Map(facts.map(([entry, packages]) => [entry.content, packages]));
    const find = (view: typeof tree) => view.find({ globs });
    const top = await find(tree);
    if (top.length === 0) return {};
    const origins = await firstOrigins(tree, find, async (_view, entries) =>
      entries.flatMap((entry) =>
        (parsed.get(entry.content) ?? []).map((found) => [keyOf(found), entry.origin] as const),
      ),
    );
    const packages: Package[] = [];
    const owners = new Map<string, string>();
    for (const entry of top) {
      for (const found of parsed.get(entry.content) ?? []) {
        for (const file of found.files) owners.set(file, found.name);
        packages.push({
          manager: 'apk',
          ecosystem: '',
          purl: '',
          name: found.name,
          version: found.version,
          ...(found.architecture ? { architecture: found.architecture } : {}),
          source: { name: found.origin ?? found.name, version: found.version },
          ...(found.licence ? { licences: [found.licence] } : {}),
          locations: [entry.path],
          origin: origins.get(keyOf(found)) ?? entry.origin,
        });
      }
    }
    const unread = top.find(({ content }) => !parsed.has(content));
    return { packages, ownedPaths: ownedByTable(owners), coverage: [databaseRow(unread?.path)] };
  },
};
