// An image of a Docker or Podman engine, through dockerode: inspected, then saved as a stream.

import type Docker from 'dockerode';
import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { cancelled } from '../../net/failure.ts';
import { redactUrl } from '../../net/redact.ts';
import { missingPlatform, type ResolvedImage, type WantedPlatform } from '../oci/image.ts';
import { formatPlatform, type Platform, suitability } from '../platform.ts';
import { sha256Digest } from '../reference.ts';
import { type EngineEndpoint, engineEndpoints } from './endpoint.ts';
import { type SaveStream, streamedImage } from './streamed-image.ts';

/** For answers, not for the stream of a save. */
const answerTimeoutMs = 60_000;

const startHint =
  'Start Docker or Podman, set DOCKER_HOST, or scan without an engine: registry:REF, or docker-archive: of `docker save`.';

function unreachable(where: string, error: unknown): UserError {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const why =
    code === 'EACCES' || code === 'EPERM'
      ? 'permission denied'
      : code === 'ENOENT' || code === 'ECONNREFUSED'
        ? 'nothing listens there'
        : `the engine cannot be asked${typeof code === 'string' ? ` (${code})` : ''}`;
  const hint =
    code === 'EACCES' || code === 'EPERM'
      ? 'Add the user to the group of the socket (docker), or scan registry:REF.'
      : startHint;
  return new UserError('ENGINE_UNREACHABLE', `${where}: ${why}`, { hint, cause: error });
}

/** The HTTP status of an engine's refusal, as dockerode's errors carry it. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

async function engine(endpoint: EngineEndpoint): Promise<Docker> {
  const { default: Dockerode } = await import('dockerode');
  const { name: _name, ...given } = endpoint;
  // Absent members are written out: else the process's own DOCKER_HOST would fill them.
  return new Dockerode({
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    protocol: 'http',
    pathPrefix: '/',
    connectionTimeout: answerTimeoutMs,
    ...given,
  } as Docker.DockerOptions);
}

interface Found {
  readonly image: Docker.Image;
  readonly inspected: Docker.ImageInspectInfo;
  readonly endpoint: EngineEndpoint;
}

/** The image in the first engine that has it. */
async function find(reference: string, runtime: Runtime): Promise<Found> {
  const endpoints = await engineEndpoints(runtime.env);
  if (endpoints.length === 0) {
    throw new UserError('ENGINE_UNREACHABLE', 'no Docker or Podman engine listens here', {
      hint: startHint,
    });
  }
  const shown = redactUrl(reference);
  const failures: UserError[] = [];
  for (const endpoint of endpoints) {
    if (runtime.signal.aborted) throw cancelled(runtime.signal);
    try {
      const image = (await engine(endpoint)).getImage(reference);
      return { image, inspected: await image.inspect(), endpoint };
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) failures.push(unreachable(endpoint.name, error));
      else if (status === 404) {
        failures.unshift(
          new UserError('TARGET_NOT_FOUND', `the engine has no image ${shown}`, {
            hint: `Pull or build it first, or scan registry:${shown}.`,
            cause: error,
          }),
        );
      } else {
        failures.push(
          new UserError(
            'TARGET_UNREADABLE',
            `${shown}: the engine at ${endpoint.name} answers with status ${status}`,
            { cause: error },
          ),
        );
      }
    }
  }
  throw failures[0] ?? new UserError('ENGINE_UNREACHABLE', 'no engine answers');
}

/** A name that can stand in the engine's address: an image's name, ID or digest, nothing that leaves its place. */
function checkName(reference: string): void {
  if (/^[a-z0-9][\w.:@/[\]-]*$/i.test(reference) && !reference.split('/').includes('..')) return;
  throw new UserError('USAGE', `docker:${redactUrl(reference)} names no image`, {
    hint: 'Write it as docker:NAME[:TAG], or with an image ID.',
  });
}

function platformOf(inspected: Docker.ImageInspectInfo): Platform | undefined {
  const { Os: os, Architecture: architecture } = inspected;
  const variant: unknown = Reflect.get(inspected, 'Variant');
  if (os === '' || architecture === '') return undefined;
  return {
    os,
    architecture,
    ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
  };
}

async function save({ image, endpoint }: Found, runtime: Runtime): Promise<SaveStream> {
  if (runtime.signal.aborted) throw cancelled(runtime.signal);
  const stream = await image.get().catch((error: unknown) => {
    const status = statusOf(error);
    if (status === undefined) throw unreachable(endpoint.name, error);
    throw new UserError(
      'TARGET_UNREADABLE',
      `the engine cannot save the image (status ${status})`,
      {
        cause: error,
      },
    );
  });
  const destroy = () => {
    runtime.signal.removeEventListener('abort', destroy);
    if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
  };
  runtime.signal.addEventListener('abort', destroy, { once: true });
  return { bytes: bytesOf(stream, endpoint, runtime), destroy };
}

async function* bytesOf(
  stream: NodeJS.ReadableStream,
  endpoint: EngineEndpoint,
  runtime: Runtime,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    if (runtime.signal.aborted) throw cancelled(runtime.signal, error);
    throw new UserError('TARGET_UNREADABLE', `${endpoint.name}: the engine broke off`, {
      hint: "See the engine's log.",
      cause: error,
    });
  }
  if (runtime.signal.aborted) throw cancelled(runtime.signal);
}

/**
 * Finds the image in the engine that DOCKER_HOST names, else in the engines whose sockets are there.
 * Throws `ENGINE_UNREACHABLE`, `TARGET_NOT_FOUND`, `PLATFORM_MISSING`. `all` is the one that is there.
 */
export async function openDaemonImage(
  reference: string,
  wanted: WantedPlatform,
  runtime: Runtime,
): Promise<ResolvedImage> {
  checkName(reference);
  const found = await find(reference, runtime);
  const { inspected } = found;
  const platform = platformOf(inspected);
  if (wanted !== undefined && wanted !== 'all' && platform !== undefined) {
    if (suitability(wanted, platform) === undefined) {
      throw missingPlatform(redactUrl(reference), wanted, [platform]);
    }
  }
  // With containerd's image store the ID is that of a manifest or an index.
  const isConfig = !('Descriptor' in inspected) && sha256Digest.test(inspected.Id);
  const tags = (inspected.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
  return {
    identity: {
      ...(isConfig ? { configDigest: inspected.Id } : {}),
      ...(platform === undefined ? {} : { platform: formatPlatform(platform) }),
      ...(tags.length === 0 ? {} : { tags: [...tags].sort() }),
    },
    source: streamedImage(() => save(found, runtime), redactUrl(reference)),
  };
}
