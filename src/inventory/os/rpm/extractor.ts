// Packages that rpm installed: the SQLite database, or the manifest of Azure Linux's distroless images.
// Databases in Berkeley DB and ndb format are not read yet: that is said, and closes the gate.

import type { CoverageRow } from '../../../model/coverage.ts';
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
] as const;
const unread = inFolders(['Packages', 'Packages.db']);

/** First bytes of a rollback journal that was not played back (sqlite.org/fileformat2.html, section 3). */
const hotJournal = 'd9d505f920a163d7';

interface Reading {
  /** The file that declares the packages. */
  readonly entry: Entry;
  readonly packages: readonly RpmPackage[];
  readonly problem?: string;
}

/**
 * Whether the distribution made the package, whose advisories then speak of what it holds. Fedora's are not among them:
 * no feed speaks of EPEL. A package without vendor counts as the distribution's.
 */
export function isOfDistribution(vendor: string | undefined, version: string): boolean {
  if (vendor === undefined) return true;
  // Microsoft makes packages for other distributions as well.
  if (vendor.startsWith('Microsoft')) return /\.(?:azl|cm)\d+$/.test(version);
  return /^(?:AlmaLinux|Rocky|Red Hat)/.test(vendor);
}

const keyOf = ({ name, version, architecture }: RpmPackage) =>
  `${name}\0${version}\0${architecture ?? ''}`;

/** Without the epoch, which the first manifest leaves out. */
const plainKeyOf = (found: RpmPackage) =>
  keyOf({ ...found, version: found.version.replace(/^\d+:/, '') });

/** All databases and manifests of one view. */
async function readView(
  view: FileTree,
  entries: readonly Entry[],
  context: ExtractorContext,
): Promise<readonly Reading[]> {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const readings: Reading[] = [];
  for (const entry of entries.filter(({ path }) => path.endsWith('.sqlite'))) {
    const log = byPath.get(`${entry.path}-wal`);
    const journal = byPath.get(`${entry.path}-journal`);
    // The log may be newer than the database beside it: then its layer brought the change.
    const newest = [entry, log].reduce((left, right) => (isNewer(right, left) ? right : left));
    readings.push({
      ...(await readDatabase(view, entry, log, journal, context)),
      entry: newest === undefined ? entry : { ...entry, origin: newest.origin },
    });
  }
  // The second manifest says more of a package than the first: what it has is not taken from the first again.
  for (const [path, parse] of [
    [manifests[1], parseManifest2],
    [manifests[0], parseManifest1],
  ] as const) {
    const entry = byPath.get(path);
    if (entry === undefined) continue;
    const text = (await readAll(await view.open(entry))).toString('utf8');
    const known = new Set(readings.flatMap(({ packages }) => packages.map(plainKeyOf)));
    readings.push(
      await guarded(entry, async () => ({
        entry,
        packages: parse(text, path).filter((found) => !known.has(plainKeyOf(found))),
      })),
    );
  }
  return readings;
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
  version: 2,
  wants: [
    { globs: sqlite, every: true, limitBytes: 1024 ** 3 },
    { globs: manifests, every: true, limitBytes: 16 * 1024 ** 2 },
    { globs: unread },
  ],
  async run(tree, _facts, context) {
    const find = (view: FileTree) => view.find({ globs: [...sqlite, ...manifests] });
    const entries = await find(tree);
    const top = await readView(tree, entries, context);
    const older = await notReadYet(tree, top.length === 0);
    if (top.length === 0) return { coverage: older };
    const origins = await firstOrigins(tree, find, async (view, found) => {
      const readings = view === tree ? top : await readView(view, found, context);
      return readings.flatMap(({ entry, packages }) =>
        packages.map((each): Held => [keyOf(each), entry.origin]),
      );
    });
    const packages: Package[] = [];
    const owners = new Map<string, string>();
    for (const { entry, packages: held } of top) {
      for (const { files, licence, vendor, ...found } of held) {
        if (isOfDistribution(vendor, found.version))
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
    const broken = top.filter(({ problem }) => problem !== undefined);
    const rows = broken.map(({ entry, problem }) => databaseRow(entry.path, problem));
    const coverage = rows.length === 0 ? [databaseRow(undefined)] : rows;
    return { packages, ownedPaths: ownedByTable(owners), coverage: [...coverage, ...older] };
  },
};

/** Rows for databases in rpm's older formats, whether or not there is another beside them. */
async function notReadYet(tree: FileTree, isAlone: boolean): Promise<readonly CoverageRow[]> {
  const status = isAlone ? 'not-scanned' : 'partial';
  return (await tree.find({ globs: unread })).map(({ path }) => {
    const format = path.endsWith('.db') ? 'ndb' : 'Berkeley DB';
    const reason = `is in ${format} format, which this version does not read`;
    return { ...databaseRow(path, reason), status };
  });
}
