// From the volumes of a machine's disks to its one tree: which volume is the root, what is mounted where, and what is
// missing or belongs nowhere.

import type { CoverageRow } from '../../model/coverage.ts';
import type { FileTree } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { type DiskTree, openDiskTree } from '../open-disk-tree.ts';
import type { NodeId, Volume } from '../volume.ts';
import { bootRootOf } from './boot-root.ts';
import { deviceKey, type FstabEntry, parseFstab, parseMountUnit } from './fstab.ts';
import { readText } from './read-text.ts';
import { mountedVolume, subvolumeIn, topVolumes } from './subvolume-roots.ts';

/** A volume with a file system that was opened. */
export interface MachineFileSystem {
  /** The `N` of the coverage name `volume:N`. */
  readonly number: number;
  readonly name: string;
  readonly volume: Volume;
  /** As fstab may name it. */
  readonly devices: readonly string[];
  /** Holds nothing that is installed (a boot loader's, a recovery system's): not missed where nothing mounts it. */
  readonly isService: boolean;
}

export interface JoinedMachine {
  readonly disk: DiskTree;
  readonly root: MachineFileSystem;
  /** Every file system that holds a root; the chosen one first. */
  readonly roots: readonly MachineFileSystem[];
  readonly mounts: readonly { readonly path: string; readonly file: MachineFileSystem }[];
  readonly coverage: readonly CoverageRow[];
}

const unitFolders = ['etc/systemd/system', 'usr/lib/systemd/system', 'lib/systemd/system'];
/** Mount units that are looked at. */
const mostUnits = 200;

interface Candidate {
  readonly file: MachineFileSystem;
  /** The file system's, or that of a subvolume of it. */
  readonly volume: Volume;
  readonly tree: FileTree;
  /** Path → why it could not be read, so far. */
  readonly unread: ReadonlyMap<string, string>;
}

async function isRoot({ tree }: Candidate): Promise<boolean> {
  for (const path of ['etc/fstab', 'etc/os-release', 'usr/lib/os-release']) {
    if ((await tree.stat(path, false)) !== undefined) return true;
  }
  return (await tree.stat('Windows/System32/config/SOFTWARE')) !== undefined;
}

async function entriesOf(tree: FileTree): Promise<FstabEntry[]> {
  const entries = parseFstab((await readText(tree, 'etc/fstab')) ?? '');
  for (const folder of unitFolders) {
    const listed = (await tree.stat(folder)) === undefined ? [] : await tree.list(folder);
    for (const { path } of listed
      .filter((each) => each.path.endsWith('.mount'))
      .slice(0, mostUnits)) {
      const unit = parseMountUnit((await readText(tree, path)) ?? '');
      if (unit !== undefined && !entries.some((entry) => entry.path === unit.path)) {
        entries.push(unit);
      }
    }
  }
  return entries;
}

async function candidateOf(
  file: MachineFileSystem,
  volume: Volume,
  runtime: Runtime,
): Promise<Candidate> {
  const { tree, unread } = await openDiskTree([{ path: '/', volume }], { runtime, walks: [] });
  return { file, volume, tree, unread };
}

/** As its own fstab has the root: another subvolume than the one that it was found in, perhaps. */
async function asItsFstabSays(candidate: Candidate, runtime: Runtime): Promise<Candidate> {
  const { file, volume, tree } = candidate;
  if (volume.subvolume === undefined) return candidate;
  const entry = (await entriesOf(tree)).find(({ path }) => path === '/');
  const named = entry === undefined ? undefined : await mountedVolume(file.volume, entry);
  if (named === undefined || named.root === volume.root) return candidate;
  const other = await candidateOf(file, named, runtime);
  return (await isRoot(other)) ? other : candidate;
}

/**
 * The roots of a file system: its own, and without one those of its subvolumes. Snapshots have an fstab that names
 * their original, so they lead to it.
 */
async function rootsIn(own: Candidate, runtime: Runtime): Promise<Candidate[]> {
  const { file, volume } = own;
  if (await isRoot(own)) return [await asItsFstabSays(own, runtime)];
  const roots = new Map<NodeId, Candidate>();
  for (const one of await topVolumes(volume)) {
    const candidate = await candidateOf(file, one, runtime);
    if (!(await isRoot(candidate))) continue;
    const root = await asItsFstabSays(candidate, runtime);
    if (!roots.has(root.volume.root)) roots.set(root.volume.root, root);
  }
  return [...roots.values()];
}

/** Azure Disk Encryption keeps the header of an encrypted root apart, as a file of the boot volume. */
async function encryptedNote(candidates: readonly Candidate[]): Promise<string | undefined> {
  for (const { file, tree } of candidates) {
    for (const path of ['luks/osluksheader', 'boot/luks/osluksheader']) {
      if ((await tree.stat(path)) === undefined) continue;
      return `encrypted by Azure Disk Encryption: its header is ${path} of volume ${file.number} (${file.name})`;
    }
  }
  return undefined;
}

function rowOf(file: MachineFileSystem, reason: string, incomplete: boolean): CoverageRow {
  const status = incomplete ? ('partial' as const) : ('not-scanned' as const);
  return { what: `volume:${file.number}`, status, reason: `${file.name}: ${reason}`, incomplete };
}

/** What a file system's own state leaves open: a journal that is not replayed, say. */
function remarkRows(files: readonly MachineFileSystem[]): CoverageRow[] {
  return files.flatMap((file) =>
    file.volume.remarks
      .filter(({ isPartial }) => isPartial)
      .map(({ text }) => rowOf(file, text, true)),
  );
}

async function chooseRoot(
  roots: readonly Candidate[],
  all: readonly Candidate[],
): Promise<Candidate | undefined> {
  const [first, ...others] = roots;
  if (others.length === 0) return first;
  const device = await bootRootOf(all.map(({ tree }) => tree));
  const booted = roots.find(({ file }) =>
    file.devices.some((one) => device !== undefined && deviceKey(one) === deviceKey(device)),
  );
  return booted ?? first;
}

/**
 * Joins the file systems. Undefined with the rows where none of them holds a root. `walks`: where a want's `**` may go.
 */
export async function joinMachine(
  files: readonly MachineFileSystem[],
  runtime: Runtime,
  walks?: readonly string[],
): Promise<JoinedMachine | readonly CoverageRow[]> {
  const all: Candidate[] = [];
  for (const file of files) all.push(await candidateOf(file, file.volume, runtime));
  const roots: Candidate[] = [];
  for (const own of all) roots.push(...(await rootsIn(own, runtime)));
  const encrypted = await encryptedNote([...all, ...roots]);
  const root = await chooseRoot(roots, [...all, ...roots]);
  if (root === undefined) {
    const why = encrypted === undefined ? '' : `: the root is ${encrypted}`;
    const reason = `no volume that was read holds a root file system${why}`;
    return [
      { what: 'os-packages', status: 'not-scanned', reason, incomplete: true },
      ...remarkRows(files),
      // What is damaged may be what makes a root of it.
      ...all.flatMap(({ file, unread }) =>
        Array.from(unread, ([path, why]) => rowOf(file, `/${path}: ${why}`, true)),
      ),
    ];
  }
  const coverage: CoverageRow[] = [];
  const mounts = [{ path: '/', file: root.file, volume: root.volume }];
  for (const entry of await entriesOf(root.tree)) {
    const { device, path, options } = entry;
    const file = files.find((one) =>
      one.devices.some((name) => deviceKey(name) === deviceKey(device)),
    );
    const isOptional = path !== '/' && (options.includes('nofail') || options.includes('noauto'));
    if (file === undefined) {
      const why = path === '/' && encrypted !== undefined ? ` (${encrypted})` : '';
      coverage.push({
        what: `volume:${path}`,
        status: 'not-scanned',
        reason: `fstab mounts ${device} at ${path}, and no volume of these disks is it${why}`,
        incomplete: !isOptional,
      });
      continue;
    }
    const volume = await mountedVolume(file.volume, entry);
    const isOtherRoot = path === '/' && file === root.file && volume?.root !== root.volume.root;
    if (volume === undefined || (isOtherRoot && subvolumeIn(options) !== undefined)) {
      const named = `subvolume ${subvolumeIn(options)} of ${device} at ${path}`;
      const reason = `fstab mounts ${named}, and ${file.name} has none that can be read`;
      const what = `volume:${path}`;
      coverage.push({ what, status: 'not-scanned', reason, incomplete: !isOptional });
    } else if (path !== '/') {
      mounts.push({ path, file, volume });
    }
  }
  const otherRoots = roots.filter(({ file }) => file !== root.file);
  for (const { file } of all) {
    if (mounts.some((mount) => mount.file === file)) continue;
    const isOther = otherRoots.some((one) => one.file === file);
    const reason = isOther
      ? `another root than the one that boots (${root.file.name})`
      : 'nothing mounts it';
    coverage.push(rowOf(file, reason, isOther || !file.isService));
  }
  if (roots.some((one) => one.file === root.file && one !== root)) {
    const reason = 'another of its subvolumes is a root too; the first one is scanned';
    coverage.push(rowOf(root.file, reason, true));
  }
  coverage.push(...remarkRows([...new Set(mounts.map(({ file }) => file))]));
  const options = { runtime, ...(walks === undefined ? {} : { walks }) };
  const disk = await openDiskTree(mounts, options);
  const others = roots.map(({ file }) => file).filter((file) => file !== root.file);
  return { disk, root: root.file, roots: [root.file, ...others], mounts, coverage };
}
