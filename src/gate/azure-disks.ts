// The disks of a resource in Azure as containers, in the order of a machine: `src/azure` gives addresses, `src/disks`
// reads them.

import { newStatistics } from '../disks/byte-source.ts';
import type { Container } from '../disks/containers/container.ts';
import { openRemoteDisk } from '../disks/open-disk.ts';
import type { CoverageRow } from '../model/coverage.ts';
import type { AzureAccess } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import { createHttp } from '../net/http.ts';

/** Beyond the run's time limit: an access must not end in the midst of the last read. */
const marginSeconds = 600;

export interface AzureDisksRequest {
  /** A resource ID or a blob's address, without the scheme. */
  readonly reference: string;
  readonly access: AzureAccess;
  /** Where temporary disks and snapshots are made; absent: beside what is scanned. */
  readonly resourceGroup?: string;
  readonly timeoutMs?: number;
}

export interface AzureContainers {
  /** The disk of the operating system first, the others by LUN. */
  readonly containers: readonly Container[];
  readonly names: readonly string[];
  readonly identity: { readonly resourceId: string; readonly version?: string };
  /** What Azure itself says cannot be read of them. */
  readonly coverage: readonly CoverageRow[];
  /** Closes the disks, then undoes what was done in Azure. */
  close(): Promise<void>;
}

async function optionsOf({ access, resourceGroup, timeoutMs }: AzureDisksRequest) {
  const { azureCloud } = await import('../azure/compute/clouds.ts');
  const { accessToken, cloud, cleanupFolder, run, mask } = access;
  return {
    accessToken,
    ...(cloud === undefined ? {} : { cloud: azureCloud(cloud) }),
    ...(cleanupFolder === undefined ? {} : { cleanupFolder }),
    ...(run === undefined ? {} : { run }),
    ...(mask === undefined ? {} : { mask }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(timeoutMs === undefined
      ? {}
      : { lifetimeSeconds: Math.ceil(timeoutMs / 1000) + marginSeconds }),
  };
}

/** Throws as `openAzureDisks` and `openRemoteDisk` do; everything is undone then. */
export async function openAzureContainers(
  request: AzureDisksRequest,
  runtime: Runtime,
): Promise<AzureContainers> {
  const { openAzureDisks } = await import('../azure/compute/open-azure-disks.ts');
  const opened = await openAzureDisks(request.reference, await optionsOf(request), runtime);
  const http = createHttp(runtime);
  const containers: Container[] = [];
  const close = async () => {
    try {
      await Promise.all(containers.map(({ disk }) => disk.close()));
      await http.close();
    } finally {
      await opened.close();
    }
  };
  try {
    for (const { address, renew } of opened.disks) {
      const statistics = newStatistics();
      const { signal } = runtime;
      containers.push(await openRemoteDisk({ http, address, renew, statistics, signal }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const coverage: CoverageRow[] = [];
  for (const [at, { name }] of opened.disks.entries()) {
    for (const { disk, kind, message } of opened.notices) {
      if (disk !== name) continue;
      if (kind === 'shared-export') runtime.log.info(`${name}: ${message}`);
      else {
        const reason = `${name}: ${message}`;
        coverage.push({
          what: `volume:disk-${at + 1}`,
          status: 'partial',
          reason,
          incomplete: true,
        });
      }
    }
  }
  return {
    containers,
    names: opened.disks.map(({ name }) => name),
    identity: opened.identity,
    coverage,
    close,
  };
}

/** What `openAzureContainers` would call, for --dry-run: `METHOD path`, in order. Only reads are made. */
export async function planAzureTarget(
  request: AzureDisksRequest,
  runtime: Runtime,
): Promise<readonly string[]> {
  const { planAzureDisks } = await import('../azure/compute/open-azure-disks.ts');
  const plan = await planAzureDisks(request.reference, await optionsOf(request), runtime);
  return plan.calls;
}
