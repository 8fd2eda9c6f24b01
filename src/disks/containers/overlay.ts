// A file with newer bytes over some of it: what a log says, applied in memory, while the file stays as it is.

import type { ByteSource } from '../byte-source.ts';
import { mappedSource } from '../mapped-source.ts';

/** Without bytes: zeros. */
export interface Patch {
  readonly offset: number;
  readonly length: number;
  readonly bytes?: Uint8Array;
}

/** The first index whose patch ends behind `offset`; patches are in order and do not overlap. */
function firstBehind(patches: readonly Patch[], offset: number): number {
  let low = 0;
  let high = patches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const patch = patches[middle];
    if (patch !== undefined && patch.offset + patch.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function part(patch: Patch, from: number, to: number): Patch {
  const start = from - patch.offset;
  return {
    offset: from,
    length: to - from,
    ...(patch.bytes === undefined ? {} : { bytes: patch.bytes.subarray(start, to - patch.offset) }),
  };
}

/** The patches in order of place, later ones over earlier ones. */
function flatten(patches: readonly Patch[]): Patch[] {
  const flat: Patch[] = [];
  for (const patch of patches) {
    if (patch.length <= 0) continue;
    const end = patch.offset + patch.length;
    const first = firstBehind(flat, patch.offset);
    let last = first;
    while (last < flat.length && (flat[last]?.offset ?? end) < end) last += 1;
    const pieces = [patch];
    const before = flat[first];
    if (first < last && before !== undefined && before.offset < patch.offset) {
      pieces.unshift(part(before, before.offset, patch.offset));
    }
    const after = flat[last - 1];
    if (first < last && after !== undefined && after.offset + after.length > end) {
      pieces.push(part(after, end, after.offset + after.length));
    }
    flat.splice(first, last - first, ...pieces);
  }
  return flat;
}

/** `size`: of the result; what lies behind the file's end and under no patch is zero. */
export function overlaidSource(
  file: ByteSource,
  patches: readonly Patch[],
  size: number,
): ByteSource {
  const flat = flatten(patches);
  return mappedSource({
    name: file.name,
    size,
    async locate(offset, atMost) {
      const patch = flat[firstBehind(flat, offset)];
      if (patch !== undefined && patch.offset <= offset) {
        const skip = offset - patch.offset;
        const length = patch.length - skip;
        const { bytes } = patch;
        if (bytes === undefined) return { kind: 'zeros', length };
        return { kind: 'made', length, skip, make: async () => bytes };
      }
      const length = Math.min(atMost, (patch?.offset ?? size) - offset);
      if (offset >= file.size) return { kind: 'zeros', length };
      const inFile = Math.min(length, file.size - offset);
      return { kind: 'stored', source: file, offset, length: inFile };
    },
    close: () => file.close(),
  });
}
