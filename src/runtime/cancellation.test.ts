import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
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
      expect(await cancellation.forced).toMatchObject({ code: 'CANCELLED' });
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

  it('is forced by an error that nothing caught, in place of a stack and exit code 1', () => {
    const module = join(import.meta.dirname, 'cancellation.ts');
    const program = `
      import { listenForCancellation } from ${JSON.stringify(module)};
      const { forced } = listenForCancellation();
      setTimeout(() => { throw new Error('from an event') }, 1);
      console.log('caught ' + (await forced).message);
      process.exit(3);`;
    const run = () =>
      execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(run).toThrow(
      expect.objectContaining({ status: 3, stdout: 'caught from an event\n', stderr: '' }),
    );
  });

  it('takes its handlers off', () => {
    const before = process.listenerCount('SIGINT');
    cancellation = listenForCancellation();
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    cancellation.dispose();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
