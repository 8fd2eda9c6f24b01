// The fields of a tar header block: POSIX.1-2017 ustar, GNU's and star's extensions (tar(5) of libarchive, GNU tar manual).

export const blockBytes = 512;

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
