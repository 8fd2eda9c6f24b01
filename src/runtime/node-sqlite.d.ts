// The part of Node 24's `node:sqlite` that we use: @types/node is 20 on purpose and does not know it.

declare module 'node:sqlite' {
  export type SQLValue = string | number | bigint | null | Uint8Array;

  export class StatementSync {
    all(...parameters: SQLValue[]): Record<string, SQLValue>[];
    get(...parameters: SQLValue[]): Record<string, SQLValue> | undefined;
    iterate(...parameters: SQLValue[]): IterableIterator<Record<string, SQLValue>>;
    run(...parameters: SQLValue[]): unknown;
  }

  export class DatabaseSync {
    constructor(path: string | URL, options?: { readonly readOnly?: boolean });
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
