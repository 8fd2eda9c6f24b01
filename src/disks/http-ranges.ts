// A disk behind an address, read by ranges (RFC 9110, section 14): a blob by its SAS, a managed disk's export, any file
// that a server gives in parts. The address's query is a secret: only what `redactUrl` leaves of it is ever shown.

import { ScanError, UserError } from '../model/errors.ts';
import { readBytes } from '../net/body.ts';
import type { HttpClient, HttpResponse } from '../net/http.ts';
import { redactUrl } from '../net/redact.ts';
import { defaultRetry, pause, type RetryPolicy, retryDelayMs } from '../net/retry.ts';
import { type ByteSource, clampRead, type ReadStatistics } from './byte-source.ts';
import { type PageRanges, parsePageRanges } from './page-ranges.ts';

/** The first request brings as much: the partition table, mostly. */
const firstBytes = 64 * 1024;
/** Some 10,000 ranges; a longer list is not worth its bytes. */
const mostListBytes = 1024 * 1024;
const serviceVersion = '2021-12-02';

export interface Address {
  readonly url: string;
  /** In lower case: a bearer token, where the disk's export asks for one beside its SAS. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpDiskOptions {
  readonly http: HttpClient;
  readonly address: Address;
  readonly statistics: ReadStatistics;
  readonly signal: AbortSignal;
  /** Gives a fresh address when the old one is refused (403). One that is refused at once is not renewed again. */
  readonly renew?: () => Promise<Address>;
  /** Of answers that stop in the middle; the client has its own for those that do not come. */
  readonly retry?: Partial<RetryPolicy>;
}

interface Part {
  readonly bytes: Uint8Array;
  readonly response: HttpResponse;
  readonly total: number;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}

function checkAddress(url: string): void {
  const name = redactUrl(url);
  if (!URL.canParse(url)) throw new UserError('USAGE', `${name} is no address`);
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return;
  throw new UserError('USAGE', `${name}: disks are read over https only`, {
    hint: 'Use the https address: whoever is on the way could change the disk, or read its signature.',
  });
}

/** A service's own word for a failure, where it is one word. */
function reasonOf({ headers, status }: HttpResponse): string {
  const code = headers['x-ms-error-code'] ?? '';
  return /^\w{1,64}$/.test(code) ? `status ${status}, ${code}` : `status ${status}`;
}

function failureOf(name: string, response: HttpResponse): Error {
  const reason = reasonOf(response);
  switch (response.status) {
    case 401:
    case 403:
      return new UserError('TARGET_UNREADABLE', `${name}: reading is refused (${reason})`, {
        hint: 'The signature may have expired, or lack the permission to read (sp=r): make a new one.',
      });
    case 404:
      return new UserError('TARGET_NOT_FOUND', `${name} does not exist (${reason})`, {
        hint: 'Check the address of the disk.',
      });
    case 412:
      return changed(name);
    case 200:
      return new UserError('TARGET_UNREADABLE', `${name}: the server gives no parts of the file`, {
        hint: 'Download the disk and name the file, or use a server that answers ranges.',
      });
    default:
      return new UserError('NETWORK', `${name}: cannot be read (${reason})`);
  }
}

function changed(name: string): ScanError {
  return new ScanError('TARGET_UNREADABLE', name, 'was changed while it was read', {
    hint: 'Scan a snapshot, or a copy that nobody writes to.',
  });
}

/** What tells one state of the file from another. */
function stateOf({ headers }: HttpResponse): string {
  return headers['etag'] ?? headers['last-modified'] ?? '';
}

/** Only strong tags may be asked for (RFC 9110, 13.1.1); of others the answers are compared. */
function ifMatch(state: string | undefined): Record<string, string> {
  return state?.startsWith('"') === true ? { 'if-match': state } : {};
}

function withQuery(url: string, query: string): string {
  const address = new URL(url);
  address.search = address.search === '' ? query : `${address.search}&${query}`;
  return address.href;
}

class HttpDisk {
  readonly name: string;
  readonly #options: HttpDiskOptions;
  readonly #retry: RetryPolicy;
  #address: Address;
  #state: string | undefined;
  /** Whether the present address has worked: only then is another 403 a reason to renew it. */
  #hasWorked = true;
  #renewal: Promise<void> | undefined;

  constructor(options: HttpDiskOptions) {
    checkAddress(options.address.url);
    this.#options = options;
    this.#retry = { ...defaultRetry, ...options.retry };
    this.#address = options.address;
    this.name = redactUrl(options.address.url);
  }

  /** Bytes `offset` to `offset + length - 1`, fewer only at the file's end. */
  async part(offset: number, length: number): Promise<Part> {
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#once(offset, length);
      if (!(result instanceof UserError)) return result;
      const delayMs = retryDelayMs(this.#retry, attempt);
      if (delayMs === undefined) throw result;
      await pause(delayMs, this.#options.signal);
    }
  }

  /** Undefined where the server has no such list, or one that is too long. */
  async pageRanges(sizeBytes: number): Promise<PageRanges | undefined> {
    const response = await this.#ask({}, 'comp=pagelist');
    if (response.status !== 200) {
      await response.discard();
      return undefined;
    }
    try {
      const bytes = await readBytes(response, mostListBytes);
      return parsePageRanges(Buffer.from(bytes).toString('utf8'), sizeBytes);
    } catch (error) {
      // The list only spares requests: without it everything is asked for.
      if (error instanceof UserError && error.code !== 'CANCELLED') return undefined;
      throw error;
    }
  }

  /** An answer that stops in the middle is given back as an error, since the next one may not. */
  async #once(offset: number, length: number): Promise<Part | UserError> {
    const last = offset + length - 1;
    const response = await this.#ask({ range: `bytes=${offset}-${last}` });
    if (response.status !== 206) {
      await response.discard();
      throw failureOf(this.name, response);
    }
    const [, first, end, total] =
      /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(response.headers['content-range'] ?? '') ??
      [];
    const expected = Math.min(last, Number(total) - 1);
    const encoding = response.headers['content-encoding'] ?? 'identity';
    if (
      total === undefined ||
      Number(first) !== offset ||
      Number(end) !== expected ||
      encoding !== 'identity'
    ) {
      await response.discard();
      throw new UserError('NETWORK', `${this.name}: answers another range than asked for`);
    }
    const state = stateOf(response);
    this.#state ??= state;
    if (state !== this.#state) {
      await response.discard();
      throw changed(this.name);
    }
    const bytes = await readBytes(response, length).catch((error: unknown) => {
      if (error instanceof UserError && error.code === 'NETWORK') return error;
      throw error;
    });
    if (bytes instanceof UserError) return bytes;
    if (bytes.length !== expected - offset + 1) {
      return new UserError('NETWORK', `${this.name}: an answer stopped in the middle`);
    }
    this.#options.statistics.reads += 1;
    this.#options.statistics.bytes += bytes.length;
    return { bytes, response, total: Number(total) };
  }

  /** One request, with a fresh address where the old one is refused. */
  async #ask(headers: Readonly<Record<string, string>>, query?: string): Promise<HttpResponse> {
    for (;;) {
      const address = this.#address;
      const isAzure = new URL(address.url).searchParams.has('sv');
      const url = query === undefined ? address.url : withQuery(address.url, query);
      const response = await this.#options.http.get(url, {
        signal: this.#options.signal,
        headers: {
          'accept-encoding': 'identity',
          ...(isAzure || address.headers !== undefined ? { 'x-ms-version': serviceVersion } : {}),
          ...address.headers,
          ...ifMatch(this.#state),
          ...headers,
        },
      });
      if (response.status !== 403) {
        if (address === this.#address) this.#hasWorked = true;
        return response;
      }
      if (!(await this.#renewed(address))) return response;
      await response.discard();
    }
  }

  /** Whether there is another address than `old` by now. All that are refused at once share one renewal. */
  async #renewed(old: Address): Promise<boolean> {
    const { renew } = this.#options;
    if (old !== this.#address) return true;
    if (renew === undefined) return false;
    if (this.#renewal === undefined) {
      if (!this.#hasWorked) return false;
      this.#hasWorked = false;
      this.#renewal = renew()
        .then((address) => {
          checkAddress(address.url);
          this.#address = address;
        })
        .finally(() => {
          this.#renewal = undefined;
        });
    }
    await this.#renewal;
    return true;
  }
}

/**
 * Opens a disk behind an address. Throws UserError: `USAGE` for what is no https address, `TARGET_NOT_FOUND`,
 * `TARGET_UNREADABLE`, `NETWORK`; reading throws ScanError `TARGET_UNREADABLE` when the disk changes meanwhile.
 * The client is the caller's to close.
 */
export async function openHttpDisk(options: HttpDiskOptions): Promise<ByteSource> {
  const disk = new HttpDisk(options);
  // One request tells size and state, and that ranges are answered at all.
  const { bytes: head, response, total } = await disk.part(0, firstBytes);
  const isPages = response.headers['x-ms-blob-type']?.toLowerCase() === 'pageblob';
  const pages = isPages ? await disk.pageRanges(total) : undefined;
  const source: ByteSource = {
    name: disk.name,
    size: total,
    async read(offset, length) {
      const wanted = clampRead(source, offset, length);
      if (wanted === 0) return new Uint8Array(0);
      if (offset + wanted <= head.length) return head.subarray(offset, offset + wanted);
      if (pages?.isZero(offset, wanted) === true) {
        options.statistics.zeroBytes += wanted;
        return new Uint8Array(wanted);
      }
      return (await disk.part(offset, wanted)).bytes;
    },
    async close() {},
  };
  return source;
}
