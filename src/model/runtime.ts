// What the hosts give to everything below them: clock, environment, log, folder for temporary files, cancellation.
// Nothing outside src/cli, action and ado-task touches process.env, console, process.exit or the clock.

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export interface Runtime {
  /** The time of the run. */
  readonly now: () => Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Messages pass `printable()` in the host's logger, once; progress belongs here, never on stdout. */
  readonly log: Logger;
  /** An existing folder for private temporary files. */
  readonly temporaryFolder: string;
  /** Aborted by SIGINT, SIGTERM or the run's timeout. */
  readonly signal: AbortSignal;
}
