// Records of pax extended headers, POSIX.1-2017 pax(1): "LENGTH KEY=VALUE\n". Values of attributes are bytes.

/** Key → value; the repeated keys of GNU sparse 0.0 are gathered under `GNU.sparse.pairs`. */
export interface PaxRecords {
  readonly values: Map<string, Uint8Array>;
  /** `GNU.sparse.offset` and `GNU.sparse.numbytes` in order. */
  readonly sparsePairs: number[];
  /** Whether any record is one of a sparse file. */
  readonly isSparse: boolean;
  /** Whether a name or size is said twice, and not the same. */
  readonly isContradictory: boolean;
}

const named = new Set(['path', 'linkpath', 'uname', 'gname']);
const unique = new Set(['path', 'linkpath', 'size']);
const sparsePrefix = 'GNU.sparse.';

/** Undefined for records that are not as the standard says. */
export function readPaxRecords(data: Uint8Array): PaxRecords | undefined {
  const values = new Map<string, Uint8Array>();
  const sparsePairs: number[] = [];
  let isSparse = false;
  let isContradictory = false;
  for (let at = 0; at < data.length; ) {
    // Some writers pad with NULs.
    if (data[at] === 0) break;
    let length = 0;
    let cursor = at;
    for (; cursor < data.length && data[cursor] !== 0x20; cursor++) {
      const digit = (data[cursor] ?? 0) - 0x30;
      if (digit < 0 || digit > 9 || cursor - at > 9) return undefined;
      length = length * 10 + digit;
    }
    const end = at + length;
    if (length < 5 || end > data.length || data[end - 1] !== 0x0a) return undefined;
    const equals = data.indexOf(0x3d, cursor);
    if (equals < 0 || equals >= end) return undefined;
    const key = Buffer.from(data.subarray(cursor + 1, equals)).toString('utf8');
    const value = new Uint8Array(data.subarray(equals + 1, end - 1));
    if (key === '' || key.includes('\0') || (named.has(key) && value.includes(0))) return undefined;
    isSparse ||= key.startsWith(sparsePrefix);
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
      const isOffset = key === 'GNU.sparse.offset';
      if (isOffset !== (sparsePairs.length % 2 === 0)) return undefined;
      sparsePairs.push(paxNumber(value));
    } else {
      const before = unique.has(key) ? values.get(key) : undefined;
      isContradictory ||= before !== undefined && Buffer.compare(before, value) !== 0;
      values.set(key, value);
    }
    at = end;
  }
  return { values, sparsePairs, isSparse, isContradictory };
}

/** A decimal number, with a fraction for times; NaN for anything else. */
export function paxNumber(value: Uint8Array | undefined): number {
  if (value === undefined) return Number.NaN;
  const text = Buffer.from(value).toString('latin1');
  return /^-?\d+(?:\.\d*)?$/.test(text) ? Number(text) : Number.NaN;
}
