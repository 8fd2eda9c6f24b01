// One disk of a resource in Azure made readable: what has to be made first is made, then access is asked for, and again
// when it has ended.

import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { cancelled } from '../../net/failure.ts';
import { pause, type RetryPolicy } from '../../net/retry.ts';
import type { AccessTokenSource } from '../azure-identity.ts';
import type { ArmCompute } from './arm-compute.ts';
import type { CleanUp } from './clean-up.ts';
import { type AzureCloud, cloudOfBlobHost, diskScope, storageScope } from './clouds.ts';
import type { DiskSource } from './disk-source.ts';
import { type ExportableId, resourcePath } from './resource-id.ts';
import type { Making } from './temporary.ts';

/** Between two looks at how far a snapshot of a fast disk is copied: it can be read when it is whole. */
const copyPollMs = 5000;

export interface AzureDiskOptions {
  readonly accessToken: AccessTokenSource;
  /** Absent: `cloudOfEnvironment`. */
  readonly cloud?: AzureCloud;
  /** Where temporary disks and snapshots are made, by name or ID; absent: beside what is scanned. */
  readonly resourceGroup?: string;
  /** Of a private endpoint that temporary disks are read through. */
  readonly diskAccessId?: string;
  /** Of one access, which is renewed as long as the run lasts: the run's time limit and a margin. Default: an hour. */
  readonly lifetimeSeconds?: number;
  /** A pipeline's number, for the tag `portcullis-run`. */
  readonly run?: string;
  /** Where what is to be undone is noted, in a file of its own, for `finishCleanup`. */
  readonly cleanupFolder?: string;
  /** Hears every secret before it is used: a host hides it in its log. */
  readonly mask?: (secret: string) => void;
  readonly retry?: Partial<RetryPolicy>;
  /** Between two looks at an operation, where Azure does not say. */
  readonly pollMs?: number;
}

/** As `openRemoteDisk` takes it; the query is a secret. */
export interface DiskAddress {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AzureDisk {
  readonly name: string;
  readonly kind: 'os' | 'data';
  readonly lun?: number;
  readonly sizeBytes?: number;
  readonly address: DiskAddress;
  /** A fresh address, when the old one is refused. */
  readonly renew: () => Promise<DiskAddress>;
}

/** What the disks of one run share. */
export interface Run {
  readonly arm: ArmCompute;
  readonly cloud: AzureCloud;
  readonly making: Making;
  readonly options: AzureDiskOptions;
  readonly runtime: Runtime;
}

/** What an address's query says about who may read: hidden whole, and its signature alone. */
function maskAddress(url: string, mask: AzureDiskOptions['mask']): void {
  if (mask === undefined) return;
  const { search, searchParams } = new URL(url);
  if (search === '') return;
  mask(search.slice(1));
  const signature = searchParams.get('sig');
  if (signature === null || signature === '') return;
  mask(signature);
  mask(encodeURIComponent(signature));
}

async function bearer(run: Run, scope: string): Promise<Record<string, string>> {
  const token = await run.options.accessToken(scope);
  run.options.mask?.(token);
  return { authorization: `Bearer ${token}` };
}

async function blobAddress(url: string, run: Run): Promise<DiskAddress> {
  maskAddress(url, run.options.mask);
  const { hostname, searchParams } = new URL(url);
  if (searchParams.has('sig')) return { url };
  if (cloudOfBlobHost(hostname) === undefined) {
    throw new UserError(
      'USAGE',
      `${hostname} is no storage account of Azure, and the address has no signature`,
      {
        hint: 'Give the address with a SAS that may read (sp=r), or scan it as disk:ADDRESS.',
      },
    );
  }
  return { url, headers: await bearer(run, storageScope) };
}

/** Makes what has to be made first, and gives what is then exported. */
async function exportable(source: DiskSource, run: Run, undoing: CleanUp): Promise<ExportableId> {
  const { arm, runtime } = run;
  const { route } = source;
  switch (route.kind) {
    case 'make-disk': {
      runtime.log.info(`making ${resourcePath(route.id)} from ${source.name}`);
      const making = { id: route.id, made: true };
      const operation = await undoing.send(making, () => arm.createDisk(route.id, route.body));
      await operation.done(runtime.signal);
      return route.id;
    }
    case 'make-snapshot': {
      runtime.log.info(`${source.name} is in use: making ${resourcePath(route.id)}`);
      const making = { id: route.id, made: true };
      const operation = await undoing.send(making, () => arm.createSnapshot(route.id, route.body));
      let { completionPercent } = await operation.done(runtime.signal);
      while (completionPercent !== undefined && completionPercent < 100) {
        await pause(run.options.pollMs ?? copyPollMs, runtime.signal);
        ({ completionPercent } = await arm.snapshot(route.id));
      }
      return route.id;
    }
    case 'export':
      return route.id;
    case 'blob':
      throw new Error('a blob is read as it is');
    default: {
      const never: never = route;
      return never;
    }
  }
}

/** Throws as the calls do; what was made by then is in `undoing`. */
export async function openDisk(source: DiskSource, run: Run, undoing: CleanUp): Promise<AzureDisk> {
  const { arm, making, options, runtime } = run;
  const { name, kind, lun, sizeBytes, route } = source;
  const facts = {
    name,
    kind,
    ...(lun === undefined ? {} : { lun }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  };
  if (route.kind === 'blob') {
    const { url } = route.id;
    return { ...facts, address: await blobAddress(url, run), renew: () => blobAddress(url, run) };
  }
  const id = await exportable(source, run, undoing);
  const made = route.kind !== 'export';
  let isShared = route.kind === 'export' && route.isShared;

  const grant = async (): Promise<DiskAddress> => {
    const call = () => arm.grant(id, making.lifetimeSeconds);
    if (isShared && runtime.signal.aborted) throw cancelled(runtime.signal);
    // Another one's export goes on without us: it is not ours to end.
    const operation = isShared ? await call() : await undoing.send({ id, made }, call);
    const url = await operation.done(runtime.signal);
    maskAddress(url, options.mask);
    return source.wantsToken ? { url, headers: await bearer(run, diskScope) } : { url };
  };
  const address = await grant();
  const renew = (): Promise<DiskAddress> => {
    runtime.log.debug(`${name}: access is asked for again`);
    isShared = false;
    return grant();
  };
  return { ...facts, address, renew };
}
