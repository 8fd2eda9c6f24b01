// One AbortSignal from SIGINT, SIGTERM and the run's time limit; the last net for errors that nothing caught. Both hosts send SIGINT, 7.5 s later SIGTERM,
// 2.5 s later they kill the process tree.

import { UserError } from '../model/errors.ts';

/** From the abort to the forced end: it leaves the hosts' 7.5 s time for what comes after. */
const graceMs = 4500;

export interface Cancellation {
  readonly signal: AbortSignal;
  /** Starts the run's time limit. */
  limit(timeoutMs: number): void;
  /**
   * Settles at the forced end only: `graceMs` after the abort, at a second signal, or with an error that nothing
   * caught (a library's event handler), which must not end the process as Node does: by a stack and exit code 1.
   */
  readonly forced: Promise<Error>;
  /** Takes the handlers off again. */
  dispose(): void;
}

/** Listens from now on; the signal's `reason` is a UserError (CANCELLED) that says why the run ended. */
export function listenForCancellation(): Cancellation {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let force: (reason: Error) => void = () => undefined;
  const forced = new Promise<Error>((resolve) => {
    force = resolve;
  });

  const abort = (reason: UserError): void => {
    if (controller.signal.aborted) return force(reason);
    controller.abort(reason);
    // Not unref'ed: an await that nothing will settle must not end the process without its outputs.
    timers.push(setTimeout(() => force(reason), graceMs));
  };
  const onSignal = (name: NodeJS.Signals): void =>
    abort(new UserError('CANCELLED', `cancelled by ${name} before everything was scanned`));
  const onUncaught = (error: Error): void => force(error);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('uncaughtException', onUncaught);

  return {
    signal: controller.signal,
    forced,
    limit(timeoutMs) {
      const timer = setTimeout(
        () =>
          abort(
            new UserError('CANCELLED', `the run's time limit of ${timeoutMs / 1000} s is over`, {
              hint: 'Raise timeout, or scan fewer targets in one run.',
            }),
          ),
        timeoutMs,
      );
      timer.unref();
      timers.push(timer);
    },
    dispose() {
      for (const timer of timers) clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      process.off('uncaughtException', onUncaught);
    },
  };
}
