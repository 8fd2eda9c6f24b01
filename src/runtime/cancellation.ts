// One AbortSignal from SIGINT, SIGTERM and the run's time limit. Both hosts send SIGINT, 7.5 s later SIGTERM,
// 2.5 s later they kill the process tree.

import { UserError } from '../model/errors.ts';

/** From the abort to the forced end: it leaves the hosts' 7.5 s time for what comes after. */
const graceMs = 4500;

export interface Cancellation {
  readonly signal: AbortSignal;
  /** Starts the run's time limit. */
  limit(timeoutMs: number): void;
  /** Settles at the forced end only: `graceMs` after the abort, or at a second signal. */
  readonly forced: Promise<UserError>;
  /** Takes the handlers off again. */
  dispose(): void;
}

/** Listens from now on; the signal's `reason` is a UserError (CANCELLED) that says why the run ended. */
export function listenForCancellation(): Cancellation {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let force: (reason: UserError) => void = () => undefined;
  const forced = new Promise<UserError>((resolve) => {
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
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

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
    },
  };
}
