// When a request is worth another try, and how long to wait before it: Retry-After (RFC 9110 section 10.2.3), else
// exponential back-off with full jitter.

import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled } from './failure.ts';

export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly attempts: number;
  /** The first wait is at most this; each further one at most twice the one before. */
  readonly baseDelayMs: number;
  /** No wait is longer; a server that asks for more than this is not asked again. */
  readonly longestDelayMs: number;
  /** 0 … 1. */
  readonly random: () => number;
}

export const defaultRetry: RetryPolicy = {
  attempts: 5,
  baseDelayMs: 500,
  longestDelayMs: 60_000,
  random: Math.random,
};

const retryableStatus: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether the same request may succeed a little later. */
export function isRetryableStatus(status: number): boolean {
  return retryableStatus.has(status);
}

/** Milliseconds that `Retry-After` asks for (seconds or a date); undefined where it says nothing readable. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

/**
 * The wait before the next try, in milliseconds; undefined: give up.
 * `attempt` is the number of tries made, from 1. `askedMs` is what Retry-After asks for.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  askedMs?: number,
): number | undefined {
  if (attempt >= policy.attempts) return undefined;
  if (askedMs !== undefined) return askedMs > policy.longestDelayMs ? undefined : askedMs;
  const ceiling = Math.min(policy.longestDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return Math.round(policy.random() * ceiling);
}

/** Waits; throws `CANCELLED` when the signal is aborted before or meanwhile. */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal });
  } catch (cause) {
    throw cancelled(signal, cause);
  }
}
