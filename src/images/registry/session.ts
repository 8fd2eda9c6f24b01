// One repository of one registry: requests with authorization, answers turned into our errors.
// OCI distribution-spec 1.1: sections «Pulling manifests», «Pulling blobs», «Error Codes».

import { UserError } from '../../model/errors.ts';
import type { RegistryCredential } from '../../model/ports.ts';
import type { Runtime } from '../../model/runtime.ts';
import { readBytes } from '../../net/body.ts';
import { createHttp, type HttpClient, type HttpResponse } from '../../net/http.ts';
import type { RetryPolicy } from '../../net/retry.ts';
import type { ImageReference } from '../reference.ts';
import { type Authorizer, createAuthorizer, denied } from './authorizer.ts';
import { isLoopback } from './loopback.ts';

const errorLimitBytes = 64 * 1024;
const hubRegistry = 'registry-1.docker.io';
/** Hosts (comma separated) that are asked over plain HTTP; loopback needs no word. */
const plainHttpVariable = 'PORTCULLIS_PLAIN_HTTP_REGISTRIES';

export interface Session {
  /** HOST/REPOSITORY, for messages. */
  readonly where: string;
  /** GET below `/v2/REPOSITORY/`; status 200 or 206, everything else is thrown. `what` names the thing in messages. */
  get(
    path: string,
    what: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<HttpResponse>;
  close(): Promise<void>;
}

/** Loopback may speak either; nobody else is asked without TLS but those that the user names. */
async function baseOf(host: string, runtime: Runtime): Promise<string> {
  const named = (runtime.env[plainHttpVariable] ?? '').split(',').map((name) => name.trim());
  if (named.includes(host)) return `http://${host}`;
  const secure = `https://${host === 'docker.io' ? hubRegistry : host}`;
  if (!isLoopback(host)) return secure;
  const probe = createHttp(runtime, { attempts: 1 });
  try {
    await (await probe.get(`${secure}/v2/`)).discard();
    return secure;
  } catch (error) {
    const speaksTls = error instanceof UserError && /certificate/.test(error.message);
    return speaksTls ? secure : `http://${host}`;
  } finally {
    await probe.close();
  }
}

/** The registry's own error code, when it sends one: upper case and underscores only. */
async function errorCode(response: HttpResponse): Promise<string> {
  try {
    const body = Buffer.from(await readBytes(response, errorLimitBytes)).toString('utf8');
    return /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(body)?.[1] ?? '';
  } catch {
    // The status says enough; the body of an error may be anything.
    return '';
  }
}

async function failure(
  reference: ImageReference,
  what: string,
  response: HttpResponse,
): Promise<UserError> {
  const { host, repository } = reference;
  const where = `${host}/${repository}`;
  const { status } = response;
  const code = await errorCode(response);
  const shown = code === '' ? `status ${status}` : `status ${status}, ${code}`;
  if (status === 401 || status === 403) {
    return denied(host, repository, `access to ${what} is refused (${shown})`);
  }
  if (status === 404) {
    return new UserError('REGISTRY_NOT_FOUND', `${where}: the registry has no ${what} (${shown})`, {
      hint: 'Check name and tag; some registries answer so where a login is needed.',
    });
  }
  if (status === 429) {
    return new UserError('REGISTRY_FAILED', `${where}: too many requests (${shown})`, {
      hint: 'Log in for a higher limit, use a mirror, or try again later.',
    });
  }
  return new UserError('REGISTRY_FAILED', `${where}: the registry cannot give ${what} (${shown})`, {
    hint: 'Try again later.',
  });
}

/** Opens a session; close it at the end. The registry is asked at the first `get` (loopback: for its protocol before). */
export async function openSession(
  reference: ImageReference,
  credentials: readonly RegistryCredential[],
  runtime: Runtime,
  retry: Partial<RetryPolicy> = {},
): Promise<Session> {
  const { host, repository } = reference;
  const base = await baseOf(host, runtime);
  const http: HttpClient = createHttp(runtime, retry);
  const plainHttp = base.startsWith('http:');
  const authorizer: Authorizer = createAuthorizer({
    http,
    host,
    repository,
    plainHttp,
    credentials,
  });

  async function get(
    path: string,
    what: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpResponse> {
    for (let attempt = 0; ; attempt += 1) {
      const sent = authorizer.header;
      const response = await http.get(`${base}/v2/${repository}/${path}`, {
        headers: sent === undefined ? headers : { ...headers, authorization: sent },
      });
      if (response.status === 200 || response.status === 206) return response;
      // Once for the first challenge or an ended token; what is refused twice is refused.
      if (response.status !== 401 || attempt > 0) throw await failure(reference, what, response);
      if (authorizer.header === sent) await authorizer.answer(response);
      else await response.discard();
    }
  }

  return { where: `${host}/${repository}`, get, close: () => http.close() };
}
