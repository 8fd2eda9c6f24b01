// Packages that rpm installed: the SQLite database, or the manifest of Azure Linux's distroless images.
// Databases in Berkeley DB and ndb format are not read yet: that is said, and closes the gate.

import { ScanError } from '../../../model/errors.ts';
import type {
  Entry,
  ExtractedInventory,
  ExtractorContext,
  FileTree,
  Plugin,
} from '../../../model/file-tree.ts';
import type { Package } from '../../../model/inventory.ts';
import { readAll } from '../../read-bytes.ts';
import { databaseRow } from '../database-row.ts';
import { firstOrigins, type Held } from '../layer-history.ts';
import { ownedByTable } from '../owned-paths.ts';
import { parseManifest1, parseManifest2 } from './container-manifest.ts';
import { readRpmDatabase } from './database.ts';
import type { RpmPackage } from './header.ts';

const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
const inFolders = (names: readonly string[]) =>
  folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));

const sqlite = inFolders(['rpmdb.sqlite', 'rpmdb.sqlite-wal', 'rpmdb.sqlite-journal']);
const manifests = [
  'var/lib/rpmmanifest/container-manifest-1',
  'var/lib/rpmmanifest/container-manifest-2',
];
const unread = inFolders(['Packages', 'Packages.db']);

/** First bytes of a rollback journal that was not played back (sqlite.org/fileformat2.html, section 3). */
const hotJournal = 'd9d505f920a163d7';

interface Reading {
  /** The file that declares the packages. */
  readonly entry: Entry;
  readonly packages: readonly RpmPackage[];
  readonly problem?: string;
}

const keyOf = ({ name, version, architecture }: RpmPackage) =>
  `${name}\0${version}\0${architecture ?? ''}`;

/** The databases of one view; of manifests the fuller one, and only where there is no database. */
async function readView(
  view: FileTree,
  entries: readonly Entry[],
  context: ExtractorContext,
): Promise<readonly Reading[]> {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const databases = entries.filter(({ path }) => path.endsWith('.sqlite'));
  if (databases.length > 0) {
    const readings: Reading[] = [];
    for (const entry of databases) {
      const log = byPath.get(`${entry.path}-wal`);
      const journal = byPath.get(`${entry.path}-journal`);
      // The log may be newer than the database beside it: then its layer brought the change.
      const newest = [entry, log].reduce((left, right) => (isNewer(right, left) ? right : left));
      readings.push({
        ...(await readDatabase(view, entry, log, journal, context)),
        entry: newest === undefined ? entry : { ...entry, origin: newest.origin },
      });
    }
    return readings;
  }
  const manifest = manifests
    .toReversed()
    .map((path) => byPath.get(path))
    .find(Boolean);
  if (manifest === undefined) return [];
  const parse = manifest.path.endsWith('-2') ? parseManifest2 : parseManifest1;
  const text = (await readAll(await view.open(manifest))).toString('utf8');
  return [
    await guarded(manifest, async () => ({
      entry: manifest,
      packages: parse(text, manifest.path),
    })),
  ];
}

function isNewer(left: Entry | undefined, right: Entry | undefined): boolean {
  return (
    left?.origin.kind === 'layer' &&
    right?.origin.kind === 'layer' &&
    left.origin.index > right.origin.index
  );
}

async function readDatabase(
  view: FileTree,
  entry: Entry,
  log: Entry | undefined,
  journal: Entry | undefined,
  { runtime }: ExtractorContext,
): Promise<Reading> {
  // All that may miss is asked for before anything is read.
  const bytes = await view.open(entry);
  const logBytes = log === undefined ? undefined : await view.open(log);
  const journalBytes = journal === undefined ? undefined : await view.open(journal);
  const magic = journalBytes === undefined ? undefined : await journalBytes.read(0, 8);
  if (magic !== undefined && Buffer.from(magic).toString('hex') === hotJournal) {
    return { entry, packages: [], problem: 'was left in the middle of a transaction' };
  }
  return guarded(entry, async () => ({
    entry,
    ...(await readRpmDatabase(bytes, logBytes, entry.path, runtime)),
  }));
}

async function guarded(entry: Entry, read: () => Promise<Reading>): Promise<Reading> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return { entry, packages: [], problem: `could not be read: ${error.message}` };
  }
}

/** Every rpm package with its layer, and which manifests and executables they own. */
export const rpm: Plugin<never, ExtractedInventory> = {
  id: 'os/rpm',
  version: 1,
  wants: [
    { globs: sqlite, every: true, limitBytes: 1024 ** 3 },
    { globs: manifests, every: true, limitBytes: 16 * 1024 ** 2 },
    { globs: unread },
  ],
  async run(tree, _facts, context) {
    const find = (view: FileTree) => view.find({ globs: [...sqlite, ...manifests] });
    const entries = await find(tree);
    const top = await readView(tree, entries, context);
    if (top.length === 0) return notReadYet(tree);
    const origins = await firstOrigins(tree, find, async (view, found) => {
      const readings = view === tree ? top : await readView(view, found, context);
      return readings.flatMap(({ entry, packages }) =>
        packages.map((each): Held => [keyOf(each), entry.origin]),
      );
    });
    const packages: Package[] = [];
    const owners = new Map<string, string>();
    for (const { entry, packages: held } of top) {
      for (const { files, licence, ...found } of held) {
        for (const file of files) owners.set(file, found.name);
        packages.push({
          ...found,
          manager: 'rpm',
          ecosystem: '',
          purl: '',
          ...(licence === undefined ? {} : { licences: [licence] }),
          locations: [entry.path],
          origin: origins.get(keyOf({ ...found, files })) ?? entry.origin,
        });
      }
    }
    const broken = top.find(({ problem }) => problem !== undefined);
    return {
      packages,
      ownedPaths: ownedByTable(owners),
      coverage: [databaseRow(broken?.entry.path, broken?.problem)],
    };
  },
};

/** A database in one of rpm's older formats and no other. */
async function notReadYet(tree: FileTree): Promise<ExtractedInventory> {
  const [older] = await tree.find({ globs: unread });
  if (older === undefined) return {};
  const format = older.path.endsWith('.db') ? 'ndb' : 'Berkeley DB';
  const reason = `is in ${format} format, which this version does not read`;
  return { coverage: [{ ...databaseRow(older.path, reason), status: 'not-scanned' }] };
}
