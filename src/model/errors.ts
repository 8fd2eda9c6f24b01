// The only errors that the engine throws on purpose. Whatever else is thrown is a bug.

/** Says what went wrong; decides the exit code (`exitCodeOf`), whatever the class. */
export type ErrorCode =
  // the user's input: exit code 2
  | 'USAGE'
  | 'POLICY_INVALID'
  // a target that cannot be scanned, or not wholly: exit code 3
  | 'TARGET_NOT_FOUND'
  | 'TARGET_UNREADABLE'
  | 'TARGET_DAMAGED'
  | 'TARGET_UNSUPPORTED'
  | 'PLATFORM_MISSING'
  | 'DIGEST_MISMATCH'
  | 'LIMIT_EXCEEDED'
  | 'REGISTRY_DENIED'
  | 'REGISTRY_NOT_FOUND'
  | 'REGISTRY_FAILED'
  | 'ENGINE_UNREACHABLE'
  | 'NETWORK'
  | 'CANCELLED'
  | 'OUTPUT_UNWRITABLE'
  // no advisory database, or one too old: exit code 4
  | 'DATABASE_MISSING'
  | 'DATABASE_STALE';

export type ExitCode = 0 | 1 | 2 | 3 | 4;

interface ErrorDetails {
  /** What to do about it: one sentence, shown after the message. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The user's side is at fault (input, permission, an unreachable registry). No stack is shown. */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'UserError';
    this.code = code;
    this.hint = details.hint;
  }
}

/** The scanned thing is damaged or of a kind that is not supported. `where` is a file, offset or line. */
export class ScanError extends Error {
  readonly code: ErrorCode;
  readonly where: string;
  readonly hint: string | undefined;
  constructor(code: ErrorCode, where: string, message: string, details: ErrorDetails = {}) {
    super(
      `${where}: ${message}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = 'ScanError';
    this.code = code;
    this.where = where;
    this.hint = details.hint;
  }
}

/** The exit code that an error's code means; 3 for a code that is none of ours. */
export function exitCodeOfCode(code: string): ExitCode {
  switch (code) {
    case 'USAGE':
    case 'POLICY_INVALID':
      return 2;
    case 'DATABASE_MISSING':
    case 'DATABASE_STALE':
      return 4;
    default:
      return 3;
  }
}

/** The exit code of an error; 3 for what is none of ours, since then a target was not wholly scanned. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof UserError || error instanceof ScanError)) return 3;
  return exitCodeOfCode(error.code);
}
