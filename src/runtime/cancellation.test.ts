import { afterEach, describe, expect, it } from 'vitest';
import { type Cancellation, listenForCancellation } from './cancellation.ts';

let cancellation: Cancellation | undefined;
afterEach(() => cancellation?.dispose());

const reasonOf = (signal: AbortSignal): string =>
  signal.reason instanceof Error ? signal.reason.message : '';

describe('listenForCancellation', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'aborts at %s, and is forced by a second one',
    async (name) => {
      cancellation = listenForCancellation();
      expect(cancellation.signal.aborted).toBe(false);
      process.emit(name, name);
      expect(cancellation.signal.aborted).toBe(true);
      expect(reasonOf(cancellation.signal)).toContain(name);
      process.emit(name, name);
      expect((await cancellation.forced).code).toBe('CANCELLED');
    },
  );

  it('aborts when the time is over and says how long it was', async () => {
    cancellation = listenForCancellation();
    const { signal } = cancellation;
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
    });
    cancellation.limit(20);
    // The limit's timer does not hold the process; this one does.
    const holding = setTimeout(() => undefined, 5000);
    await aborted;
    clearTimeout(holding);
    expect(reasonOf(signal)).toContain('0.02 s');
  });

  it('takes its handlers off', () => {
    const before = process.listenerCount('SIGINT');
    cancellation = listenForCancellation();
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    cancellation.dispose();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
