// The compute calls of a scan, over @azure/arm-compute: its only user. Writes are sent whatever happens to the run, so
// that one under way is known when it must be undone; only waiting for their end stops when the run does.

import type {
  ComputeManagementClient,
  Disk,
  GalleryImage,
  GalleryImageVersion,
  Image,
  Snapshot,
} from '@azure/arm-compute';
import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { cancelled } from '../../net/failure.ts';
import { createHttp } from '../../net/http.ts';
import type { RetryPolicy } from '../../net/retry.ts';
import type { AccessTokenSource } from '../azure-identity.ts';
import { sendPipelineRequest } from '../pipeline-http.ts';
import { armFailure, isNotFound, tokenFailure } from './arm-failure.ts';
import type { AzureCloud } from './clouds.ts';
import {
  type ExportableId,
  type GalleryVersionId,
  type ImageId,
  type ResourceGroupId,
  resourcePath,
} from './resource-id.ts';

export type { Disk, GalleryImage, GalleryImageVersion, Image, Snapshot };

/** A token is asked for again after as long; identity libraries keep theirs and give none with less left. */
const tokenLifeMs = 4 * 60_000;
/** Azure sends Retry-After; this is for where it does not. */
const pollMs = 1000;
/** Versions of one image: a gallery holds fewer. */
const mostListed = 10_000;

export interface ArmOptions {
  readonly cloud: AzureCloud;
  readonly accessToken: AccessTokenSource;
  readonly runtime: Runtime;
  readonly retry?: Partial<RetryPolicy>;
  readonly pollMs?: number;
}

/** A write that was sent: `accepted` when the service took it over, `done` when it has ended. */
export interface Operation<T = void> {
  readonly accepted: Promise<void>;
  /** Stops waiting, not the operation, when the signal is aborted. */
  done(signal?: AbortSignal): Promise<T>;
}

interface Poller<T> {
  submitted(): Promise<void>;
  pollUntilDone(options?: { abortSignal?: AbortSignal }): Promise<T>;
}

function operationOf<T>(what: string, start: () => Poller<T>): Operation<T> {
  const poller = start();
  const accepted = poller.submitted().catch((error: unknown) => {
    throw armFailure(error, what);
  });
  accepted.catch(() => undefined);
  return {
    accepted,
    async done(signal) {
      await accepted;
      try {
        return await poller.pollUntilDone(signal === undefined ? {} : { abortSignal: signal });
      } catch (error) {
        if (signal?.aborted === true) throw cancelled(signal, error);
        throw armFailure(error, what);
      }
    },
  };
}

export interface TaggedResource {
  readonly id: ExportableId;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ArmCompute {
  disk(id: ExportableId): Promise<Disk>;
  snapshot(id: ExportableId): Promise<Snapshot>;
  image(id: ImageId): Promise<Image>;
  galleryImage(id: GalleryVersionId): Promise<GalleryImage>;
  galleryVersion(id: GalleryVersionId): Promise<GalleryImageVersion>;
  galleryVersions(id: GalleryVersionId): Promise<readonly GalleryImageVersion[]>;
  /** Disks and snapshots of a group. */
  listGroup(group: ResourceGroupId): Promise<readonly TaggedResource[]>;
  createDisk(id: ExportableId, body: Disk): Promise<Operation<Disk>>;
  createSnapshot(id: ExportableId, body: Snapshot): Promise<Operation<Snapshot>>;
  /** Gives the address with its signature. */
  grant(id: ExportableId, seconds: number): Promise<Operation<string>>;
  revoke(id: ExportableId): Promise<Operation>;
  remove(id: ExportableId): Promise<Operation>;
  /** What was read so far, as `GET /subscriptions/…`. */
  readonly reads: readonly string[];
  close(): Promise<void>;
}

/** Reads end with the run; writes and their polling do not: they are what cleans up after it. */
export function armCompute({
  cloud,
  accessToken,
  runtime,
  retry,
  ...options
}: ArmOptions): ArmCompute {
  const life = new AbortController();
  const http = createHttp({ ...runtime, signal: life.signal }, retry);
  const clients = new Map<string, Promise<ComputeManagementClient>>();
  const reads: string[] = [];
  const poll = { updateIntervalInMs: options.pollMs ?? pollMs };
  let known: { readonly token: string; readonly expiresOnTimestamp: number } | undefined;

  const credential = {
    async getToken() {
      const nowMs = runtime.now().getTime();
      // After an abort the source gives none: what it gave last serves the clean-up.
      if (known !== undefined && (runtime.signal.aborted || known.expiresOnTimestamp > nowMs)) {
        return { ...known, expiresOnTimestamp: Math.max(known.expiresOnTimestamp, nowMs + 1000) };
      }
      const token = await accessToken(cloud.managementScope).catch((error: unknown) => {
        throw tokenFailure(error);
      });
      known = { token, expiresOnTimestamp: nowMs + tokenLifeMs };
      return known;
    },
  };

  async function connect(subscription: string): Promise<ComputeManagementClient> {
    const { ComputeManagementClient } = await import('@azure/arm-compute');
    return new ComputeManagementClient(credential, subscription, {
      endpoint: cloud.managementUrl,
      credentials: { scopes: [cloud.managementScope] },
      httpClient: { sendRequest: (request) => sendPipelineRequest(http, request) },
      // Our own client tries again, as Retry-After says.
      retryOptions: { maxRetries: 0 },
    });
  }

  function client({ subscription }: { readonly subscription: string }) {
    const found = clients.get(subscription) ?? connect(subscription);
    clients.set(subscription, found);
    return found;
  }

  async function read<T>(path: string, ask: () => Promise<T>): Promise<T> {
    reads.push(`GET ${path}`);
    try {
      return await ask();
    } catch (error) {
      if (runtime.signal.aborted) throw cancelled(runtime.signal, error);
      throw armFailure(error, path);
    }
  }

  const ending = () => ({ abortSignal: runtime.signal });

  async function* listed(group: ResourceGroupId): AsyncGenerator<TaggedResource> {
    const { disks, snapshots } = await client(group);
    const kinds = [
      ['disk', disks.listByResourceGroup(group.group, ending())],
      ['snapshot', snapshots.listByResourceGroup(group.group, ending())],
    ] as const;
    for (const [kind, pages] of kinds) {
      for await (const { name, tags } of pages) {
        if (name !== undefined) yield { id: { kind, ...group, name }, tags: tags ?? {} };
      }
    }
  }

  async function collect<T>(items: AsyncIterable<T>, what: string): Promise<T[]> {
    const found: T[] = [];
    for await (const item of items) {
      found.push(item);
      if (found.length > mostListed) {
        throw new UserError('LIMIT_EXCEEDED', `${what}: more than ${mostListed} entries`);
      }
    }
    return found;
  }

  return {
    reads,
    async disk(id) {
      const { disks } = await client(id);
      return read(resourcePath(id), () => disks.get(id.group, id.name, ending()));
    },
    async snapshot(id) {
      const { snapshots } = await client(id);
      return read(resourcePath(id), () => snapshots.get(id.group, id.name, ending()));
    },
    async image(id) {
      const { images } = await client(id);
      return read(resourcePath(id), () => images.get(id.group, id.name, ending()));
    },
    async galleryImage(id) {
      const { galleryImages } = await client(id);
      const path = resourcePath(id).replace(/\/versions\/[^/]+$/, '');
      return read(path, () => galleryImages.get(id.group, id.gallery, id.image, ending()));
    },
    async galleryVersion(id) {
      const { galleryImageVersions } = await client(id);
      return read(resourcePath(id), () =>
        galleryImageVersions.get(id.group, id.gallery, id.image, id.version, ending()),
      );
    },
    async galleryVersions(id) {
      const { galleryImageVersions } = await client(id);
      const path = resourcePath(id).replace(/\/[^/]+$/, '');
      const list = () =>
        galleryImageVersions.listByGalleryImage(id.group, id.gallery, id.image, ending());
      return read(path, () => collect(list(), path));
    },
    listGroup(group) {
      const path = `/subscriptions/${group.subscription}/resourceGroups/${group.group}/providers/Microsoft.Compute/{disks,snapshots}`;
      return read(path, () => collect(listed(group), path));
    },
    async createDisk(id, body) {
      const { disks } = await client(id);
      return operationOf(`making ${resourcePath(id)}`, () =>
        disks.createOrUpdate(id.group, id.name, body, poll),
      );
    },
    async createSnapshot(id, body) {
      const { snapshots } = await client(id);
      return operationOf(`making ${resourcePath(id)}`, () =>
        snapshots.createOrUpdate(id.group, id.name, body, poll),
      );
    },
    async grant(id, seconds) {
      const { disks, snapshots } = await client(id);
      const kind = id.kind === 'disk' ? disks : snapshots;
      const what = `access to ${resourcePath(id)}`;
      const data = { access: 'Read', durationInSeconds: seconds };
      const operation = operationOf(what, () => kind.grantAccess(id.group, id.name, data, poll));
      return {
        accepted: operation.accepted,
        async done(signal) {
          const { accessSAS } = await operation.done(signal);
          if (accessSAS !== undefined && accessSAS !== '') return accessSAS;
          throw new UserError('TARGET_UNREADABLE', `${what}: the answer has no address`);
        },
      };
    },
    async revoke(id) {
      const { disks, snapshots } = await client(id);
      const kind = id.kind === 'disk' ? disks : snapshots;
      return operationOf(`revoking access to ${resourcePath(id)}`, () =>
        kind.revokeAccess(id.group, id.name, poll),
      );
    },
    async remove(id) {
      const { disks, snapshots } = await client(id);
      const kind = id.kind === 'disk' ? disks : snapshots;
      return operationOf(`deleting ${resourcePath(id)}`, () =>
        kind.delete(id.group, id.name, poll),
      );
    },
    async close() {
      life.abort();
      await http.close();
    },
  };
}

/** The resource, or undefined where there is none of that name. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
