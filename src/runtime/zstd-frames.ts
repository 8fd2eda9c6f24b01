// Where zstd frames end (RFC 8878, 3.1). Node's decompressor goes on with a next frame, but drops what follows a frame
// within one write; layers of many frames are common (zstd:chunked).

type Field = 'magic' | 'skippable-size' | 'descriptor' | 'block' | 'rest' | 'lost';

const magic = 0xfd2fb528;
const fieldLengths: Readonly<Record<Field, number>> = {
  magic: 4,
  'skippable-size': 4,
  descriptor: 1,
  block: 3,
  rest: 0,
  lost: 0,
};

/** Follows the frames of a stream. */
export class ZstdFrames {
  #field: Field = 'magic';
  #value = 0;
  #read = 0;
  /** Bytes to pass over, and what comes after them. */
  #skip = 0;
  #after: Field = 'magic';
  #hasChecksum = false;

  /** The chunk in pieces, none of which goes on beyond a frame's end; what is no frame is left to the decompressor. */
  split(chunk: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let start = 0;
    let at = 0;
    while (at < chunk.length && this.#field !== 'lost') {
      if (this.#field === 'rest') {
        const length = Math.min(this.#skip, chunk.length - at);
        this.#skip -= length;
        at += length;
        if (this.#skip > 0) break;
        this.#field = this.#after;
      } else {
        this.#value += (chunk[at++] ?? 0) * 2 ** (8 * this.#read++);
        if (this.#read < fieldLengths[this.#field]) continue;
        this.#take(this.#value);
        this.#value = 0;
        this.#read = 0;
      }
      const hasEnded = this.#field === 'magic' && this.#read === 0;
      if (!hasEnded) continue;
      pieces.push(chunk.subarray(start, at));
      start = at;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    return pieces;
  }

  #take(value: number): void {
    switch (this.#field) {
      case 'magic':
        if (value === magic) this.#field = 'descriptor';
        else this.#field = Math.floor(value / 16) === 0x184d2a5 ? 'skippable-size' : 'lost';
        return;
      case 'skippable-size':
        return this.#pass(value, 'magic');
      case 'descriptor': {
        const isSingle = (value & 0x20) !== 0;
        const size = [isSingle ? 1 : 0, 2, 4, 8][value >> 6] ?? 0;
        const dictionary = [0, 1, 2, 4][value & 3] ?? 0;
        this.#hasChecksum = (value & 4) !== 0;
        return this.#pass((isSingle ? 0 : 1) + dictionary + size, 'block');
      }
      case 'block': {
        const isLast = (value & 1) !== 0;
        const isRun = ((value >> 1) & 3) === 1;
        const length = isRun ? 1 : value >> 3;
        if (!isLast) return this.#pass(length, 'block');
        return this.#pass(length + (this.#hasChecksum ? 4 : 0), 'magic');
      }
      default:
        return;
    }
  }

  #pass(length: number, after: Field): void {
    this.#skip = length;
    this.#after = after;
    this.#field = length === 0 ? after : 'rest';
  }
}
