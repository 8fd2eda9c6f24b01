// LZO1X, as the kernel's documentation describes its stream (Documentation/staging/lzo.rst).

/** The stream is no LZO1X, or more comes out than there is room for. */
export class LzoError extends Error {
  override readonly name = 'LzoError';
}

class Decoder {
  readonly #input: Uint8Array;
  readonly #output: Uint8Array;
  #at = 0;
  done = 0;

  constructor(input: Uint8Array, output: Uint8Array) {
    this.#input = input;
    this.#output = output;
  }

  next(): number {
    const byte = this.#input[this.#at];
    if (byte === undefined) throw new LzoError('the stream ends too early');
    this.#at += 1;
    return byte;
  }

  /** A length whose bits are all zero goes on in the bytes that follow. */
  length(bits: number, mask: number): number {
    if ((bits & mask) !== 0) return bits & mask;
    let length = mask;
    for (let byte = this.next(); ; byte = this.next()) {
      if (byte !== 0) return length + byte;
      length += 255;
    }
  }

  literals(count: number): void {
    if (this.#at + count > this.#input.length || this.done + count > this.#output.length) {
      throw new LzoError('bytes have no room');
    }
    this.#output.set(this.#input.subarray(this.#at, this.#at + count), this.done);
    this.#at += count;
    this.done += count;
  }

  copy(distance: number, count: number): void {
    if (distance > this.done || this.done + count > this.#output.length) {
      throw new LzoError('a repetition has no room');
    }
    // Byte by byte: a repetition may repeat itself.
    for (let index = 0; index < count; index += 1) {
      this.#output[this.done] = this.#output[this.done - distance] ?? 0;
      this.done += 1;
    }
  }
}

/** How many literals came before: 4 stands for a run of them. */
type State = number;
const afterRun = 4;

/** Takes one instruction; undefined is the end of the stream. */
function step(decoder: Decoder, code: number, state: State): State | undefined {
  if (code < 16 && state === 0) {
    decoder.literals(3 + decoder.length(code, 15));
    return afterRun;
  }
  let tail = code & 3;
  if (code < 16) {
    const far = state === afterRun;
    decoder.copy((decoder.next() << 2) + (code >>> 2) + (far ? 2049 : 1), far ? 3 : 2);
  } else if (code < 64) {
    const isFar = code < 32;
    const count = 2 + decoder.length(code, isFar ? 7 : 31);
    const word = decoder.next() | (decoder.next() << 8);
    const distance = (word >>> 2) + (isFar ? 16_384 + ((code & 8) << 11) : 1);
    if (isFar && distance === 16_384) return undefined;
    decoder.copy(distance, count);
    tail = word & 3;
  } else {
    const count = code < 128 ? 3 + ((code >>> 5) & 1) : 5 + ((code >>> 5) & 3);
    decoder.copy((decoder.next() << 3) + ((code >>> 2) & 7) + 1, count);
  }
  decoder.literals(tail);
  return tail;
}

/** Writes what the stream holds to the start of `output`; gives how many bytes that are. Throws LzoError. */
export function unpackLzo(input: Uint8Array, output: Uint8Array): number {
  const decoder = new Decoder(input, output);
  let code = decoder.next();
  let state: State | undefined = 0;
  if (code > 17) {
    const count = code - 17;
    decoder.literals(count);
    state = Math.min(count, afterRun);
    code = decoder.next();
  }
  while (true) {
    state = step(decoder, code, state);
    if (state === undefined) return decoder.done;
    code = decoder.next();
  }
}
