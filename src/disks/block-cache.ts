// Blocks of a file or of a server's answer, kept while there is room: readers ask for a few bytes here and there, and
// the cost of a request is its latency.

import { type ByteSource, clampRead } from './byte-source.ts';

const blockBytes = 64 * 1024;
const defaultCapBytes = 64 * 1024 * 1024;
/** Missing neighbours are asked for together, up to this many. */
const mostBlocksInOne = 64;
const mostInFlight = 16;

interface Flight {
  /** The first block. */
  readonly first: number;
  readonly bytes: Promise<Uint8Array>;
}

/** At most `most` at once; the others wait in order. */
function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** The source behind a cache of `capBytes`; closing it closes the source. A block in flight is never asked for twice. */
export function cachedSource(source: ByteSource, capBytes = defaultCapBytes): ByteSource {
  const blocks = new Map<number, Uint8Array>();
  const flights = new Map<number, Flight>();
  const mostBlocks = Math.max(1, Math.floor(capBytes / blockBytes));
  const gate = createGate(mostInFlight);

  /** The block, which is then the last to be dropped. */
  function known(index: number): Uint8Array | undefined {
    const block = blocks.get(index);
    if (block !== undefined) {
      blocks.delete(index);
      blocks.set(index, block);
    }
    return block;
  }

  function keep(index: number, block: Uint8Array): void {
    blocks.set(index, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= mostBlocks) break;
      blocks.delete(oldest);
    }
  }

  async function fetchBlocks(first: number, count: number): Promise<Uint8Array> {
    try {
      const bytes = await gate(() => source.read(first * blockBytes, count * blockBytes));
      for (let index = 0; index < count; index += 1) {
        const part = bytes.subarray(index * blockBytes, (index + 1) * blockBytes);
        // A copy where it is one of many: a view would keep all of them alive.
        keep(first + index, count === 1 ? part : part.slice());
      }
      return bytes;
    } finally {
      for (let index = 0; index < count; index += 1) flights.delete(first + index);
    }
  }

  function launch(first: number, count: number): Flight {
    const flight = { first, bytes: fetchBlocks(first, count) };
    for (let index = 0; index < count; index += 1) flights.set(first + index, flight);
    return flight;
  }

  /** For each block its bytes or the flight that brings it. */
  function gather(first: number, last: number): (Uint8Array | Flight)[] {
    const found: (Uint8Array | Flight)[] = [];
    for (let index = first; index <= last; ) {
      const at = known(index) ?? flights.get(index);
      if (at !== undefined) {
        found.push(at);
        index += 1;
        continue;
      }
      let count = 1;
      while (
        count < mostBlocksInOne &&
        index + count <= last &&
        !blocks.has(index + count) &&
        !flights.has(index + count)
      ) {
        count += 1;
      }
      const flight = launch(index, count);
      for (let added = 0; added < count; added += 1) found.push(flight);
      index += count;
    }
    return found;
  }

  const cached: ByteSource = {
    name: source.name,
    size: source.size,
    async read(offset, length) {
      const wanted = clampRead(cached, offset, length);
      if (wanted === 0) return new Uint8Array(0);
      const first = Math.floor(offset / blockBytes);
      const last = Math.floor((offset + wanted - 1) / blockBytes);
      if (first === last) {
        const block = known(first) ?? (await blockOf(gather(first, last)[0], first));
        const start = offset - first * blockBytes;
        return block.subarray(start, start + wanted);
      }
      const parts = gather(first, last);
      const found = await Promise.all(parts.map((part, index) => blockOf(part, first + index)));
      const output = new Uint8Array(wanted);
      for (const [index, block] of found.entries()) {
        const at = (first + index) * blockBytes - offset;
        output.set(block.subarray(Math.max(0, -at), wanted - at), Math.max(0, at));
      }
      return output;
    },
    close: () => source.close(),
  };
  return cached;
}

async function blockOf(part: Uint8Array | Flight | undefined, index: number): Promise<Uint8Array> {
  if (part === undefined) return new Uint8Array(0);
  if (part instanceof Uint8Array) return part;
  const start = (index - part.first) * blockBytes;
  return (await part.bytes).subarray(start, start + blockBytes);
}
