// HTTP as the rest of the engine sees it: retried, redirected without credentials, bounded in time, with clean errors.

import type { Dispatcher } from 'undici';
import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { createAgent } from './agent.ts';
import { cancelled, isPassing, networkError } from './failure.ts';
import { redactUrl } from './redact.ts';
import {
  defaultRetry,
  isRetryableStatus,
  pause,
  type RetryPolicy,
  retryAfterMs,
  retryDelayMs,
} from './retry.ts';

const mostRedirects = 10;
/** Tries where no answer came at all: a machine without network should say so soon. */
const mostConnections = 3;
const userAgent = 'portcullis';
/** Never sent to another origin than the one they were meant for. */
const credentialHeaders: ReadonlySet<string> = new Set(['authorization', 'cookie']);

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Beside the run's own signal. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  /** The last one, when tries ran out: 429 and 5xx are returned, not thrown. */
  readonly status: number;
  /** Names in lower case; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where it came from after redirects, without user info, query and fragment. */
  readonly url: string;
  /** To be read once, or discarded. A stop in the middle throws `NETWORK`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Frees the connection of a body that nobody reads. */
  discard(): Promise<void>;
}

export interface HttpClient {
  /** `request` with GET. */
  get(url: string, request?: HttpRequest): Promise<HttpResponse>;
  /**
   * Tried again on 408, 425, 429, 5xx and passing connection failures, as Retry-After says or with back-off.
   * Redirects of GET and HEAD are followed; credentials stay with their origin, https never falls to http.
   * Throws `NETWORK`, or `CANCELLED` when a signal is aborted.
   */
  request(url: string, request?: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

interface Hop {
  readonly url: URL;
  readonly headers: Record<string, string>;
}

/** The next hop of a redirect; undefined where the answer is none that we follow. */
function redirectOf(hop: Hop, method: string, status: number, location?: string): Hop | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const from = redactUrl(hop.url);
  if (!URL.canParse(location, hop.url.href)) {
    throw new UserError('NETWORK', `${from}: redirects to something that is no address`);
  }
  const url = new URL(location, hop.url);
  if (url.protocol !== 'https:' && url.protocol !== hop.url.protocol) {
    throw new UserError('NETWORK', `${from}: redirects to ${url.protocol}, which is not followed`, {
      hint: 'Use the address that it redirects to, if you trust it.',
    });
  }
  const headers =
    url.origin === hop.url.origin
      ? hop.headers
      : Object.fromEntries(
          Object.entries(hop.headers).filter(([name]) => !credentialHeaders.has(name)),
        );
  return { url, headers };
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** undici hears a signal only once it is connected: a proxy that never answers would outlast the run. */
async function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    answer.catch(() => undefined);
    throw cancelled(signal);
  }
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cancelled(signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // Whichever lost the race may still fail: nobody waits for it.
    answer.catch(() => undefined);
    aborted.catch(() => undefined);
  }
}

async function* readBody(
  data: Dispatcher.ResponseData,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of data.body) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    throw networkError(error, url, signal);
  } finally {
    // Left early: the rest of a body is not worth its bytes.
    data.body.destroy();
  }
}

/**
 * A client with its own pool of connections; close it at the end. Reads proxy and CA variables of `runtime.env`.
 * The pool (undici) is loaded at the first request, so a run without network does not pay for it.
 */
export function createHttp(runtime: Runtime, retry: Partial<RetryPolicy> = {}): HttpClient {
  const policy: RetryPolicy = { ...defaultRetry, ...retry };
  let agent: Promise<Dispatcher> | undefined;

  async function once(hop: Hop, request: HttpRequest, signal: AbortSignal) {
    agent ??= createAgent(runtime.env);
    const dispatcher = await agent;
    const undici = await import('undici');
    const answer = undici.request(hop.url, {
      dispatcher,
      method: request.method ?? 'GET',
      headers: hop.headers,
      body: request.body ?? null,
      signal,
    });
    return orAborted(answer, signal);
  }

  /** One try, redirects included. */
  async function follow(
    first: Hop,
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    let hop = first;
    for (let count = 0; count <= mostRedirects; count += 1) {
      const data = await once(hop, request, signal);
      const headers = flatten(data.headers);
      const next = redirectOf(hop, request.method ?? 'GET', data.statusCode, headers['location']);
      if (next === undefined) {
        // A body that nobody reads any more may still fail when the pool is closed.
        data.body.on('error', () => undefined);
        return {
          status: data.statusCode,
          headers,
          url: redactUrl(hop.url),
          body: readBody(data, hop.url, signal),
          discard: () => data.body.dump({ limit: 65_536 }).catch(() => undefined),
        };
      }
      await data.body.dump({ limit: 65_536 });
      hop = next;
    }
    throw new UserError('NETWORK', `${redactUrl(first.url)}: more than ${mostRedirects} redirects`);
  }

  async function request(address: string, options: HttpRequest = {}): Promise<HttpResponse> {
    if (!URL.canParse(address)) {
      throw new UserError('USAGE', `${redactUrl(address)} is no address`);
    }
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw new UserError('USAGE', `${redactUrl(url)}: only http and https are spoken`);
    }
    const headers: Record<string, string> = { 'user-agent': userAgent, ...options.headers };
    if (url.username !== '' || url.password !== '') {
      const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
      headers['authorization'] ??= `Basic ${Buffer.from(user).toString('base64')}`;
      url.username = '';
      url.password = '';
    }
    const signal =
      options.signal === undefined
        ? runtime.signal
        : AbortSignal.any([runtime.signal, options.signal]);
    for (let attempt = 1; ; attempt += 1) {
      if (signal.aborted) throw networkError(signal.reason, url, signal);
      let response: HttpResponse;
      try {
        response = await follow({ url, headers }, options, signal);
      } catch (error) {
        const tries = Math.min(policy.attempts, mostConnections);
        const delayMs =
          isOurs(error) || !isPassing(error)
            ? undefined
            : retryDelayMs({ ...policy, attempts: tries }, attempt);
        if (signal.aborted || delayMs === undefined) throw networkError(error, url, signal);
        runtime.log.debug(`${networkError(error, url).message}; again in ${delayMs} ms`);
        await pause(delayMs, signal);
        continue;
      }
      if (!isRetryableStatus(response.status)) return response;
      const asked = retryAfterMs(response.headers['retry-after'], runtime.now());
      const delayMs = retryDelayMs(policy, attempt, asked);
      if (delayMs === undefined) return response;
      await response.discard();
      runtime.log.debug(`${response.url}: status ${response.status}; again in ${delayMs} ms`);
      await pause(delayMs, signal);
    }
  }

  return {
    get: (url, options) => request(url, { ...options, method: 'GET' }),
    request,
    async close() {
      const made = await agent?.catch(() => undefined);
      agent = undefined;
      await made?.destroy();
    },
  };
}

function isOurs(error: unknown): boolean {
  return error instanceof UserError;
}
