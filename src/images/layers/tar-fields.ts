// The fields of a tar header block: POSIX.1-2017 ustar, GNU's and star's extensions (tar(5) of libarchive, GNU tar manual).

export const blockBytes = 512;

/** Type flags that the reader tells apart; what the header says of itself comes before an entry for the first four. */
export const flags = {
  pax: 0x78,
  globalPax: 0x67,
  longPath: 0x4c,
  longLink: 0x4b,
  oldFile: 0,
  file: 0x30,
  hardLink: 0x31,
  fifo: 0x36,
  oldSparse: 0x53,
  volume: 0x56,
  otherVolume: 0x4d,
} as const;

/** Octal text padded with spaces or NUL, or base-256 where the first bit is set; NaN for anything else. */
export function readNumber(block: Uint8Array, from: number, length: number): number {
  const first = block[from] ?? 0;
  const end = from + length;
  if ((first & 0x80) !== 0) {
    const isNegative = (first & 0x40) !== 0;
    let value = isNegative ? (first & 0x3f) - 0x40 : first & 0x3f;
    for (let at = from + 1; at < end; at++) value = value * 256 + (block[at] ?? 0);
    return Number.isSafeInteger(value) ? value : Number.NaN;
  }
  let at = from;
  while (at < end && block[at] === 0x20) at++;
  let value = 0;
  for (; at < end; at++) {
    const byte = block[at] ?? 0;
    if (byte === 0 || byte === 0x20) break;
    if (byte < 0x30 || byte > 0x37) return Number.NaN;
    value = value * 8 + (byte - 0x30);
  }
  for (; at < end; at++) {
    const byte = block[at] ?? 0;
    if (byte !== 0 && byte !== 0x20) return Number.NaN;
  }
  return value;
}

/** Where the text that starts at `from` ends: at a NUL or after `length` bytes. */
export function textEnd(block: Uint8Array, from: number, length: number): number {
  const end = from + length;
  for (let at = from; at < end; at++) if (block[at] === 0) return at;
  return end;
}

/** The sum of a header's bytes with its checksum field as spaces; zero for a block of zeros. */
function sums(block: Uint8Array, start: number): { unsigned: number; signed: number } {
  let unsigned = 0;
  let high = 0;
  const end = start + blockBytes;
  for (let at = start; at < end; at++) {
    const byte = block[at] ?? 0;
    unsigned += byte;
    high += byte >> 7;
  }
  if (unsigned === 0) return { unsigned: 0, signed: 0 };
  for (let at = start + 148; at < start + 156; at++) {
    const byte = block[at] ?? 0;
    unsigned += 0x20 - byte;
    high -= byte >> 7;
  }
  return { unsigned, signed: unsigned - high * 256 };
}

/** What a block at `start` is: a header, the zeros of the end, or neither. Old tars summed signed bytes. */
export function checkBlock(block: Uint8Array, start: number): 'header' | 'zeros' | 'damaged' {
  const { unsigned, signed } = sums(block, start);
  if (unsigned === 0) return 'zeros';
  const stated = readNumber(block, start + 148, 8);
  return stated === unsigned || stated === signed ? 'header' : 'damaged';
}

export interface NamePrefix {
  readonly bytes: Uint8Array;
  /** Whether other readers than Go's take other bytes for it. */
  readonly isDoubtful: boolean;
}

const noPrefix: NamePrefix = { bytes: new Uint8Array(0), isDoubtful: false };

/** What stands before the name in a block, by who wrote it as Go's archive/tar guesses that. */
export function prefixOf(block: Uint8Array, start: number): NamePrefix {
  const from = start + 345;
  if (block[from] === 0) return noPrefix;
  const text = (at: number, length: number) =>
    Buffer.from(block.buffer, block.byteOffset + start + at, length).toString('latin1');
  const magic = text(257, 8);
  if (magic.startsWith('ustar\0')) {
    // A block of star has its times behind a shorter prefix.
    const length = text(508, 4) === 'tar\0' ? 131 : 155;
    const end = textEnd(block, from, length);
    const isDoubtful = length === 131 && end === from + length && block[end] !== 0;
    return { bytes: block.subarray(from, end), isDoubtful };
  }
  if (magic !== 'ustar  \0') return noPrefix;
  // GNU tar has times there; old Go programs wrote a prefix nevertheless.
  const isTime = (at: number) => block[at] === 0 || !Number.isNaN(readNumber(block, at, 12));
  if (isTime(from) && isTime(from + 12)) return noPrefix;
  const bytes = block.subarray(from, textEnd(block, from, 155));
  return bytes.every((byte) => byte < 0x80)
    ? { bytes, isDoubtful: true }
    : { ...noPrefix, isDoubtful: true };
}

/** Whether a block is GNU tar's. */
export function isGnu(block: Uint8Array, start: number): boolean {
  const at = start + 261;
  return (
    block[at] === 0x72 && block[at + 1] === 0x20 && block[at + 2] === 0x20 && block[at + 3] === 0
  );
}
