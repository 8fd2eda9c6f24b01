// What both implementations of SQLite offer, and the one error that they throw.

import { ScanError } from '../model/errors.ts';

export type SqliteValue = string | number | bigint | null | Uint8Array;
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

/** Synchronous, as SQLite is. Every call throws a ScanError where the file is damaged or the SQL is wrong. */
export interface SqliteStatement {
  get(...parameters: readonly SqliteValue[]): SqliteRow | undefined;
  all(...parameters: readonly SqliteValue[]): SqliteRow[];
  /** Row by row; to be walked to its end or left by `break` before the statement is used again. */
  iterate(...parameters: readonly SqliteValue[]): IterableIterator<SqliteRow>;
  run(...parameters: readonly SqliteValue[]): void;
}

export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  /** Frees everything; of a database being created it also completes the file. */
  close(): Promise<void>;
}

/** How a database is reached; `where` names it in errors. */
export interface SqliteEngine {
  /** Loads and compiles what the first statement needs. */
  warmUp(): Promise<void>;
  openFile(path: string, where: string): Promise<SqliteDatabase>;
  createFile(path: string, where: string): Promise<SqliteDatabase>;
}

/** Turns whatever an engine throws into the one error of this port. */
export function sqliteError(where: string, cause: unknown): ScanError {
  if (cause instanceof ScanError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  return new ScanError('TARGET_DAMAGED', where, `SQLite cannot read it: ${text}`, { cause });
}
