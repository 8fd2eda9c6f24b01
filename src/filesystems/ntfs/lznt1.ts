// LZNT1, NTFS's compression: chunks of 4 KiB; within a chunk 8 tokens follow a byte of flags, each a literal or a copy
// of what was written before ([MS-XCA] 2.5).

const chunkBytes = 4096;
const isCompressed = 0x8000;

/** How many bits of a copy token are its length, by the place in the chunk. */
function lengthBitsAt(place: number): number {
  let bits = 12;
  for (let reach = 16; reach < place; reach *= 2) bits -= 1;
  return bits;
}

/** One chunk into `output` from `start` on; false where its tokens cannot be. */
function inflateChunk(input: Uint8Array, output: Uint8Array, start: number): boolean {
  const end = Math.min(output.length, start + chunkBytes);
  let to = start;
  for (let at = 0; at < input.length; ) {
    const flags = input[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < input.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        if (to >= end) return false;
        output[to++] = input[at++] ?? 0;
        continue;
      }
      if (at + 2 > input.length) return false;
      const token = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
      at += 2;
      const lengthBits = lengthBitsAt(to - start);
      const distance = (token >> lengthBits) + 1;
      const length = (token & ((1 << lengthBits) - 1)) + 3;
      if (distance > to - start || to + length > end) return false;
      for (let left = length; left > 0; left -= 1, to += 1) output[to] = output[to - distance] ?? 0;
    }
  }
  return true;
}

/**
 * The `size` bytes of a unit; what its chunks do not fill is zero. Undefined where the input is no LZNT1, or ends within
 * a chunk.
 */
export function inflateLznt1(input: Uint8Array, size: number): Uint8Array | undefined {
  const output = new Uint8Array(size);
  let at = 0;
  for (let start = 0; start < size && at + 2 <= input.length; start += chunkBytes) {
    const head = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
    if (head === 0) break;
    const length = (head & 0x0fff) + 1;
    const chunk = input.subarray(at + 2, at + 2 + length);
    if (chunk.length < length) return undefined;
    at += 2 + length;
    if ((head & isCompressed) === 0) {
      if (start + length > size || length > chunkBytes) return undefined;
      output.set(chunk, start);
    } else if (!inflateChunk(chunk, output, start)) {
      return undefined;
    }
  }
  return output;
}
