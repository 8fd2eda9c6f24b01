// Names as text: UTF-8, and each byte that is not part of it as U+DC80…U+DCFF, so that two names never become one
// (Python's surrogateescape, PEP 383).

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The length of the UTF-8 sequence at `offset`, or 0 where there is none. */
function sequenceLength(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || first > 0xf4 || offset + length > bytes.length) return 0;
  for (let index = 1; index < length; index++) {
    if (((bytes[offset + index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[offset + 1] ?? 0;
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

function decodeLoosely(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; ) {
    const length = sequenceLength(bytes, offset);
    if (length === 0) text += String.fromCharCode(0xdc00 + (bytes[offset++] ?? 0));
    else {
      text += strict.decode(bytes.subarray(offset, offset + length));
      offset += length;
    }
  }
  return text;
}

/** The text of a name or path; never throws. */
export function decodeName(bytes: Uint8Array): string {
  for (let index = 0; index < bytes.length; index++) {
    if ((bytes[index] ?? 0) < 0x80) continue;
    try {
      return strict.decode(bytes);
    } catch {
      // Not UTF-8 as a whole: byte by byte then.
      return decodeLoosely(bytes);
    }
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** The bytes of a name or path; what `decodeName` made comes back as it was. */
export function encodeName(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const isByte = character.length === 1 && code >= 0xdc80 && code <= 0xdcff;
    parts.push(isByte ? Buffer.of(code - 0xdc00) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}
