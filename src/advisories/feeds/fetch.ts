// Brings a feed's bytes to a local file: a file of a folder is used where it lies, an address is downloaded.

import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanError, UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { HttpClient } from '../../net/http.ts';
import { redactUrl } from '../../net/redact.ts';
import type { FeedLocation } from './sources.ts';

/** No export is larger; the largest (all of npm) has 0.3 GB. */
const mostBytes = 8 * 1024 ** 3;

export type FetchedFeed =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Changes whenever the content does. */
      readonly fingerprint: string;
      dispose(): Promise<void>;
    }
  | { readonly kind: 'unchanged' }
  /** The source has no such feed. */
  | { readonly kind: 'absent' };

/** The location as it may be shown. */
export function shownLocation(location: FeedLocation): string {
  return location.kind === 'file' ? location.path : redactUrl(location.url);
}

/** Tells a file's content without reading it; undefined where there is none. Throws for a folder, pipe or device. */
export async function fileFingerprint(path: string): Promise<string | undefined> {
  try {
    const info = await stat(path);
    const { size, mtimeMs, ctimeMs, ino } = info;
    // To open a pipe would wait for its writer, past every time limit.
    if (!info.isFile()) throw new ScanError('DATABASE_MISSING', path, 'it is no file');
    return `file:${size}:${mtimeMs}:${ctimeMs}:${ino}`;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** When a feed in a folder was last written, ISO: the nearest thing that a file says of the time of its fetch. */
export async function changedAt(path: string): Promise<string> {
  return (await stat(path)).mtime.toISOString();
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Fetches one feed. `known` is the fingerprint of what we have: an address that still has it answers `unchanged`.
 * Throws `NETWORK` (or `CANCELLED`) where the address gives neither the feed nor a clear «not here».
 */
export async function fetchFeed(
  location: FeedLocation,
  known: string | undefined,
  http: () => Promise<HttpClient>,
  runtime: Runtime,
): Promise<FetchedFeed> {
  if (location.kind === 'file') {
    const fingerprint = await fileFingerprint(location.path);
    if (fingerprint === undefined) return { kind: 'absent' };
    return { kind: 'file', path: location.path, fingerprint, dispose: async () => {} };
  }
  const client = await http();
  const response = await client.get(location.url, { headers: conditions(known) });
  if (response.status === 304) {
    await response.discard();
    return { kind: 'unchanged' };
  }
  if (response.status === 404 || response.status === 410) {
    await response.discard();
    return { kind: 'absent' };
  }
  if (response.status !== 200) {
    await response.discard();
    throw new UserError(
      'NETWORK',
      `${response.url}: the feed answers with status ${response.status}`,
      {
        hint: 'Try again later, or name a mirror or a folder with --feeds.',
      },
    );
  }
  const path = join(runtime.temporaryFolder, `portcullis-feed-${randomUUID()}`);
  const dispose = (): Promise<void> => rm(path, { force: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      let size = 0;
      for await (const chunk of response.body) {
        size += chunk.length;
        if (size > mostBytes) {
          throw new UserError('LIMIT_EXCEEDED', `${response.url}: larger than ${mostBytes} bytes`);
        }
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { kind: 'file', path, fingerprint: fingerprintOf(response.headers), dispose };
}

function conditions(known: string | undefined): Record<string, string> {
  if (known?.startsWith('etag:') === true) return { 'if-none-match': known.slice(5) };
  if (known?.startsWith('date:') === true) return { 'if-modified-since': known.slice(5) };
  return {};
}

function fingerprintOf(headers: Readonly<Record<string, string>>): string {
  const etag = headers['etag'];
  if (etag !== undefined) return `etag:${etag}`;
  const date = headers['last-modified'];
  return date === undefined ? '' : `date:${date}`;
}
