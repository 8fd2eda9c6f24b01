// A machine's disks as one tree: containers, volumes, file systems, mounts. What could not be read of it are rows.

import { newStatistics } from '../disks/byte-source.ts';
import type { Container } from '../disks/containers/container.ts';
import { machineCoverage } from '../disks/coverage.ts';
import { type Machine, openMachine } from '../disks/machine.ts';
import { openLocalDisk, openRemoteDisk } from '../disks/open-disk.ts';
import { joinMachine, type MachineFileSystem } from '../filesystems/machine/join-machine.ts';
import { volumeReaders } from '../filesystems/readers.ts';
import { type CoverageRow, mergeCoverage } from '../model/coverage.ts';
import { ScanError, UserError } from '../model/errors.ts';
import type { AzureAccess } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Target } from '../model/target.ts';
import { createHttp } from '../net/http.ts';
import { redactTarget, redactUrl } from '../net/redact.ts';
import type { TreeSource } from '../trees/tree-source.ts';
import type { AzureDisksRequest } from './azure-disks.ts';
import { type DiskLayout, layoutOf } from './disk-layout.ts';
import type { DiskScope } from './request.ts';

/** Where language packages usually lie; other places are walked with --deep. */
const usualPlaces = [
  'app',
  'home',
  'opt',
  'root',
  'srv',
  'usr/lib/node_modules',
  'usr/lib/python3*',
  'usr/local',
  'usr/share/nodejs',
  'var/lib/waagent',
  'var/www',
];

/** Partition types of boot loaders and recovery systems: GPT's GUIDs, MBR's numbers. */
const serviceTypes: ReadonlySet<string> = new Set([
  'c12a7328-f81f-11d2-ba4b-00a0c93ec93b', // EFI system
  'de94bba4-06d1-4d40-a16a-bfd50179d6ac', // Windows recovery
  '0xef',
  '0x27',
]);

export interface OpenedDisks {
  readonly target: Target;
  /** Undefined where no volume holds a root. */
  readonly source: TreeSource | undefined;
  readonly coverage: readonly CoverageRow[];
  readonly layout: DiskLayout;
}

function walksOf(scope: DiskScope): readonly string[] | undefined {
  switch (scope) {
    case 'os':
      return [];
    case 'usual':
      return usualPlaces;
    case 'deep':
      return undefined;
  }
}

/** What the scope leaves out is told, and no gap. */
function scopeRows(scope: DiskScope): CoverageRow[] {
  if (scope === 'deep') return [];
  const reason =
    scope === 'os'
      ? 'left out by --packages os'
      : `looked for in ${usualPlaces.map((place) => `/${place}`).join(', ')}; --deep looks everywhere`;
  const status = scope === 'os' ? 'not-scanned' : 'partial';
  return [{ what: 'language-packages', status, reason, incomplete: false }];
}

/** The file systems that can be opened, and rows of those that cannot. */
async function fileSystemsOf(
  machine: Machine,
): Promise<{ files: readonly MachineFileSystem[]; rows: readonly CoverageRow[] }> {
  const files: MachineFileSystem[] = [];
  const rows: CoverageRow[] = [...machineCoverage(machine)];
  for (const { number, name, content, bytes, devices, partition } of machine.volumes) {
    if (content.holds !== 'files') continue;
    const what = `volume:${number}`;
    const open = volumeReaders[content.kind];
    if (open === undefined) {
      const reason = `${name}: ${content.title} is not read`;
      rows.push({ what, status: 'not-scanned', reason, incomplete: true });
      continue;
    }
    try {
      const volume = await open({ name, size: bytes.size, read: bytes.read.bind(bytes) });
      const isService = partition !== undefined && serviceTypes.has(partition.type);
      files.push({ number, name, volume, devices, isService });
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      rows.push({ what, status: 'not-scanned', reason: error.message, incomplete: true });
    }
  }
  return { files, rows };
}

/** Disks that were opened, and what undoes it. */
interface DisksInHand {
  readonly containers: readonly Container[];
  readonly names: readonly string[];
  readonly coverage: readonly CoverageRow[];
  close(): Promise<void>;
}

/** Files and addresses. */
async function openNamed(texts: readonly string[], runtime: Runtime): Promise<DisksInHand> {
  const http = createHttp(runtime);
  const { signal } = runtime;
  const containers: Container[] = [];
  const close = async () => {
    await Promise.all(containers.map(({ disk }) => disk.close()));
    await http.close();
  };
  try {
    for (const text of texts) {
      const statistics = newStatistics();
      containers.push(
        /^https?:\/\//i.test(text)
          ? await openRemoteDisk({ http, address: { url: text }, statistics, signal })
          : await openLocalDisk(text, statistics),
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  const names = texts.map((text) => redactUrl(text).replace(/^.*[/\\]/, ''));
  return { containers, names, coverage: [], close };
}

/** The machine's tree out of its disks; they are closed where that fails. */
async function joinDisks(
  hand: DisksInHand,
  target: Target,
  scope: DiskScope,
  runtime: Runtime,
): Promise<OpenedDisks> {
  try {
    const machine = await openMachine(hand.containers);
    const disks = machine.disks.map(({ format, sizeBytes }, at) => {
      return { name: hand.names[at] ?? '', format, sizeBytes };
    });
    const known = { ...target, identity: { ...target.identity, disks } };
    const { files, rows } = await fileSystemsOf(machine);
    const joined = await joinMachine(files, runtime, walksOf(scope));
    const before = [...hand.coverage, ...rows];
    const layout = layoutOf(machine, hand.names, files, 'disk' in joined ? joined : undefined);
    if (!('disk' in joined)) {
      await hand.close();
      const coverage = mergeCoverage([...before, ...joined]);
      return { target: known, source: undefined, coverage, layout };
    }
    const { source } = joined.disk;
    const close = async () => {
      await source.close();
      await hand.close();
    };
    return {
      target: known,
      source: { prepare: source.prepare.bind(source), round: source.round.bind(source), close },
      coverage: mergeCoverage([...before, ...joined.coverage, ...scopeRows(scope)]),
      layout,
    };
  } catch (error) {
    await hand.close();
    throw error;
  }
}

/**
 * Opens `A,B,…`, files or addresses, as the disks of one machine. Close the source at the end. Throws UserError or
 * ScanError where a disk cannot be opened.
 */
export async function openDisks(
  text: string,
  scope: DiskScope,
  runtime: Runtime,
): Promise<OpenedDisks> {
  const texts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const hand = await openNamed(texts, runtime);
  const target: Target = { kind: 'disk', reference: redactTarget(`disk:${text}`), identity: {} };
  return joinDisks(hand, target, scope, runtime);
}

/**
 * Opens the disks of a resource in Azure. What is made there for it is undone when the source is closed, and where
 * opening fails. Throws as `openAzureContainers`, and USAGE where the host has no access to Azure.
 */
export async function openAzureMachine(
  request: Omit<AzureDisksRequest, 'access'>,
  access: AzureAccess | undefined,
  scope: DiskScope,
  runtime: Runtime,
): Promise<OpenedDisks> {
  const reference = redactTarget(`azure:${request.reference}`);
  if (access === undefined) {
    throw new UserError('USAGE', `${reference} needs access to Azure`, {
      hint: 'Log in with az login, set AZURE_CLIENT_ID and its like, or name a service connection.',
    });
  }
  const { openAzureContainers } = await import('./azure-disks.ts');
  const hand = await openAzureContainers({ ...request, access }, runtime);
  return joinDisks(hand, { kind: 'azure', reference, identity: hand.identity }, scope, runtime);
}
