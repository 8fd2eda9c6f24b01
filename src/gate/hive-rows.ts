// A key of a registry hive as rows: itself, its values, its subkeys.

import type { HiveKey } from '../hives/hive.ts';
import type { HiveValue } from '../hives/values.ts';

/** One line of `inspect --hive`. */
export type HiveRow =
  | { readonly key: string; readonly lastWritten: string }
  | {
      /** Empty for the default value. */
      readonly value: string;
      /** `REG_SZ` …; `REG_n` for a type that Windows does not know. */
      readonly type: string;
      /** Text, texts, a number; a quad word in decimal digits; bytes in base64. */
      readonly data: string | readonly string[] | number;
    }
  | { readonly subkey: string; readonly lastWritten: string };

/** Times that no date can tell are told as far as one can. */
function dateText(timeMs: number): string {
  const most = 8.64e15;
  return new Date(Math.max(-most, Math.min(most, timeMs))).toISOString();
}

function dataOf(value: HiveValue): string | readonly string[] | number {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'texts':
      return value.texts;
    case 'number':
      return value.number;
    case 'quad':
      return value.quad.toString();
    case 'bytes':
      return Buffer.from(value.bytes).toString('base64');
  }
}

/** Rejects with ScanError where the hive is damaged. */
export async function* hiveRows(key: HiveKey): AsyncGenerator<HiveRow> {
  yield { key: key.path, lastWritten: dateText(key.lastWrittenMs) };
  for (const value of await key.values()) {
    yield { value: value.name, type: value.type, data: dataOf(value) };
  }
  for (const { name, lastWrittenMs } of await key.subkeys()) {
    yield { subkey: name, lastWritten: dateText(lastWrittenMs) };
  }
}
