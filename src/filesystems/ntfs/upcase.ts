// How an NTFS volume compares names: by its own table `$UpCase`, one upper-case letter for each of 65,536 code units.

import { upperCase } from '../../runtime/upper-case.ts';

const units = 65_536;
export const upcaseBytes = units * 2;

export interface NameOrder {
  /** The name in upper case: names with the same one are one name. */
  fold(name: string): string;
  /** The order of a directory's index. */
  compare(left: string, right: string): number;
}

function ordinal(left: string, right: string): number {
  // Code units, not letters: that is how `<` compares.
  return left < right ? -1 : left > right ? 1 : 0;
}

/** From the table's bytes. Undefined for a table of another size, or one that does not even fold `a` to `A`. */
export function nameOrder(bytes: Uint8Array): NameOrder | undefined {
  if (bytes.length !== upcaseBytes) return undefined;
  const table = new Uint16Array(units);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < units; index += 1) table[index] = view.getUint16(index * 2, true);
  for (let code = 0x20; code < 0x7f; code += 1) {
    const isLower = code >= 0x61 && code <= 0x7a;
    if (table[code] !== (isLower ? code - 0x20 : code)) return undefined;
  }
  return orderBy((name) => {
    let text = '';
    for (let index = 0; index < name.length; index += 1) {
      text += String.fromCharCode(table[name.charCodeAt(index)] ?? 0);
    }
    return text;
  });
}

/** For a volume whose table is damaged. */
export function unicodeOrder(): NameOrder {
  return orderBy(upperCase);
}

function orderBy(fold: (name: string) => string): NameOrder {
  return { fold, compare: (left, right) => ordinal(fold(left), fold(right)) };
}
