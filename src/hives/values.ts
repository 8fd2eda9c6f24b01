// Values of a key: name, type and data, which lies in the reference itself (4 bytes at most), in a cell, or from version
// 1.4 on and above 16,344 bytes in segments.

import type { Fields } from '../runtime/fields.ts';
import { beyondHiveLimit, type Cells, cellText, damagedHive, noCell } from './cells.ts';

interface ValueHead {
  /** Empty for a key's default value. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type HiveValue = ValueHead &
  (
    | {
        readonly kind: 'text';
        readonly type: 'REG_SZ' | 'REG_EXPAND_SZ' | 'REG_LINK';
        readonly text: string;
      }
    | { readonly kind: 'texts'; readonly type: 'REG_MULTI_SZ'; readonly texts: readonly string[] }
    | {
        readonly kind: 'number';
        readonly type: 'REG_DWORD' | 'REG_DWORD_BIG_ENDIAN';
        readonly number: number;
      }
    | { readonly kind: 'quad'; readonly type: 'REG_QWORD'; readonly quad: bigint }
    /** Also a number that is not as long as its type has it. A type that Windows does not know is `REG_n`. */
    | { readonly kind: 'bytes'; readonly type: string }
  );

const typeNames = [
  'REG_NONE',
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_BINARY',
  'REG_DWORD',
  'REG_DWORD_BIG_ENDIAN',
  'REG_LINK',
  'REG_MULTI_SZ',
  'REG_RESOURCE_LIST',
  'REG_FULL_RESOURCE_DESCRIPTOR',
  'REG_RESOURCE_REQUIREMENTS_LIST',
  'REG_QWORD',
] as const;

const headBytes = 20;
const inReference = 0x8000_0000;
const isLatin1 = 1;
const segmentBytes = 16_344;
const firstWithSegments = 4;
/** Values of one key at most, and of their data together. */
const mostValues = 100_000;
const mostDataBytes = 64 * 1024 * 1024;
const mostValueBytes = 16 * 1024 * 1024;

interface FoundValue {
  readonly name: string;
  readonly head: Fields;
}

async function bigData(cells: Cells, head: Fields, size: number): Promise<Uint8Array> {
  const count = head.u16(2);
  if (count * segmentBytes < size || (count - 1) * segmentBytes >= size) {
    throw damagedHive(head.where(2), `${size} bytes of data in ${count} segments`);
  }
  const list = await cells.start(head.u32(4), count * 4);
  const output = new Uint8Array(size);
  for (let index = 0; index < count; index += 1) {
    const at = index * segmentBytes;
    const part = await cells.start(list.u32(index * 4), Math.min(segmentBytes, size - at));
    output.set(part.bytes, at);
  }
  return output;
}

async function dataOf(cells: Cells, head: Fields): Promise<Uint8Array> {
  const sizeField = head.u32(4);
  const size = sizeField % inReference;
  if (sizeField >= inReference) {
    if (size > 4) throw damagedHive(head.where(4), `${size} bytes of data in a reference of 4`);
    return Uint8Array.from(head.slice(8, size));
  }
  if (size === 0) return new Uint8Array(0);
  if (size > mostValueBytes) throw beyondHiveLimit(head.where(4), `a value of ${size} bytes`);
  const reference = head.u32(8);
  if (size > segmentBytes && cells.minorVersion >= firstWithSegments) {
    const first = await cells.start(reference, 8);
    if (first.text(0, 2) === 'db') return bigData(cells, first, size);
  }
  return Uint8Array.from((await cells.start(reference, size)).bytes);
}

/** Up to the first zero. */
function terminated(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function utf16(bytes: Uint8Array): string {
  return cellText(bytes.subarray(0, bytes.length & ~1), false);
}

/** The texts up to an empty one. */
function severalTexts(text: string): string[] {
  const parts = text.split('\0');
  const end = parts.indexOf('');
  return end < 0 ? parts : parts.slice(0, end);
}

function typedValue(name: string, code: number, bytes: Uint8Array): HiveValue {
  const type = typeNames[code];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = { name, bytes };
  switch (type) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
    case 'REG_LINK':
      return { ...head, kind: 'text', type, text: terminated(utf16(bytes)) };
    case 'REG_MULTI_SZ':
      return { ...head, kind: 'texts', type, texts: severalTexts(utf16(bytes)) };
    case 'REG_DWORD':
    case 'REG_DWORD_BIG_ENDIAN':
      if (bytes.length !== 4) break;
      return { ...head, kind: 'number', type, number: view.getUint32(0, type === 'REG_DWORD') };
    case 'REG_QWORD':
      if (bytes.length !== 8) break;
      return { ...head, kind: 'quad', type, quad: view.getBigUint64(0, true) };
    default:
      break;
  }
  return { ...head, kind: 'bytes', type: type ?? `REG_${code}` };
}

/** The names of a key's values, each with where its data is; `count` and `reference` are the key's. */
async function* namedValues(
  cells: Cells,
  reference: number,
  count: number,
): AsyncGenerator<FoundValue> {
  if (count === 0 || reference === noCell) return;
  const list = await cells.start(reference, 4 * Math.min(count, mostValues));
  if (count > mostValues) throw beyondHiveLimit(list.where(), `a key of ${count} values`);
  for (let index = 0; index < count; index += 1) {
    const cell = list.u32(index * 4);
    const head = await cells.start(cell, headBytes);
    if (head.text(0, 2) !== 'vk') throw damagedHive(head.where(), 'a value is expected here');
    const length = head.u16(2);
    const whole = await cells.start(cell, headBytes + length);
    const name = cellText(whole.slice(headBytes, length), (head.u16(16) & isLatin1) !== 0);
    yield { name, head };
  }
}

/** All values, in the key's order. */
export async function readValues(
  cells: Cells,
  reference: number,
  count: number,
): Promise<readonly HiveValue[]> {
  const values: HiveValue[] = [];
  let left = mostDataBytes;
  for await (const { name, head } of namedValues(cells, reference, count)) {
    const bytes = await dataOf(cells, head);
    left -= bytes.length;
    if (left < 0) {
      throw beyondHiveLimit(head.where(), `values of more than ${mostDataBytes} bytes in one key`);
    }
    values.push(typedValue(name, head.u32(12), bytes));
  }
  return values;
}

/** One value; the data of the others is not read. `matches` is asked for each name. */
export async function findValue(
  cells: Cells,
  reference: number,
  count: number,
  matches: (name: string) => boolean,
): Promise<HiveValue | undefined> {
  for await (const { name, head } of namedValues(cells, reference, count)) {
    if (matches(name)) return typedValue(name, head.u32(12), await dataOf(cells, head));
  }
  return undefined;
}
