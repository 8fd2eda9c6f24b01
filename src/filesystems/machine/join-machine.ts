// From the volumes of a machine's disks to its one tree: which volume is the root, what is mounted where, and what is
// missing or belongs nowhere.

import type { CoverageRow } from '../../model/coverage.ts';
import type { FileTree } from '../../model/file-tree.ts';
import type { Runtime } from '../../model/runtime.ts';
import { type DiskTree, openDiskTree } from '../open-disk-tree.ts';
import type { Volume } from '../volume.ts';
import { bootRootOf } from './boot-root.ts';
import { deviceKey, type FstabEntry, parseFstab, parseMountUnit } from './fstab.ts';
import { readText } from './read-text.ts';

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
  readonly mounts: readonly { readonly path: string; readonly file: MachineFileSystem }[];
  readonly coverage: readonly CoverageRow[];
}

const unitFolders = ['etc/systemd/system', 'usr/lib/systemd/system', 'lib/systemd/system'];
/** Mount units that are looked at. */
const mostUnits = 200;

interface Candidate {
  readonly file: MachineFileSystem;
  readonly tree: FileTree;
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
  for (const file of files) {
    const mounts = [{ path: '/', volume: file.volume }];
    all.push({ file, tree: (await openDiskTree(mounts, { runtime, walks: [] })).tree });
  }
  const roots: Candidate[] = [];
  for (const candidate of all) if (await isRoot(candidate)) roots.push(candidate);
  const encrypted = await encryptedNote(all);
  const root = await chooseRoot(roots, all);
  if (root === undefined) {
    const why = encrypted === undefined ? '' : `: the root is ${encrypted}`;
    const reason = `no volume that was read holds a root file system${why}`;
    return [
      { what: 'os-packages', status: 'not-scanned', reason, incomplete: true },
      ...remarkRows(files),
    ];
  }
  const coverage: CoverageRow[] = [];
  const mounts = [{ path: '/', file: root.file }];
  for (const entry of await entriesOf(root.tree)) {
    const { device, path, options } = entry;
    const file = files.find((one) =>
      one.devices.some((name) => deviceKey(name) === deviceKey(device)),
    );
    if (file === undefined) {
      const isOptional = path !== '/' && (options.includes('nofail') || options.includes('noauto'));
      const why = path === '/' && encrypted !== undefined ? ` (${encrypted})` : '';
      coverage.push({
        what: `volume:${path}`,
        status: 'not-scanned',
        reason: `fstab mounts ${device} at ${path}, and no volume of these disks is it${why}`,
        incomplete: !isOptional,
      });
    } else if (path !== '/') {
      mounts.push({ path, file });
    }
  }
  for (const { file } of all) {
    if (mounts.some((mount) => mount.file === file)) continue;
    const isOther = roots.some((one) => one.file === file);
    const reason = isOther
      ? `another root than the one that boots (${root.file.name})`
      : 'nothing mounts it';
    coverage.push(rowOf(file, reason, isOther || !file.isService));
  }
  coverage.push(...remarkRows(mounts.map(({ file }) => file)));
  const disk = await openDiskTree(
    mounts.map(({ path, file }) => ({ path, volume: file.volume })),
    { runtime, ...(walks === undefined ? {} : { walks }) },
  );
  return { disk, root: root.file, mounts, coverage };
}
