// An image archive read front to back, as an engine sends it: each entry's bytes as they pass.

import { ScanError } from '../../model/errors.ts';
import { PendingNames, twofold } from './pending-names.ts';
import { blockBytes, normaliseName, paddedBytes, readHeader, resolveLink } from './tar-header.ts';

const longestExtension = 1024 * 1024;
const mostEntries = 200_000;

export interface StreamedEntry {
  readonly name: string;
  /** `other`: directories and whatever has no data that matters. */
  readonly type: 'file' | 'link' | 'other';
  /** Of a link: the name that it stands for; empty where it leaves the archive. */
  readonly link: string;
  readonly sizeBytes: number;
  /** The first bytes without taking them, at most one chunk. */
  peek(): Promise<Uint8Array>;
  /** To be read before the next entry is asked for; what is not read is skipped. */
  bytes(): AsyncGenerator<Uint8Array>;
}

/** Takes exact lengths off a stream of chunks. */
class Chunks {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What is at hand, at least one byte; undefined at the end. */
  async peek(): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    return this.#rest;
  }

  /** At most `most` bytes; undefined at the end. */
  async take(most: number): Promise<Uint8Array | undefined> {
    const chunk = await this.peek();
    if (chunk === undefined) return undefined;
    this.#rest = chunk.subarray(most);
    return chunk.subarray(0, most);
  }

  /** Exactly `length` bytes; shorter at the end only. */
  async exactly(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      const part = await this.take(missing);
      if (part === undefined) break;
      parts.push(part);
      missing -= part.length;
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }
}

/**
 * The entries in stream order. Throws `TARGET_DAMAGED` where the stream ends too early or a header is damaged.
 * Leaving the loop does not end the source: who made it destroys it.
 */
export async function* streamEntries(
  source: AsyncIterable<Uint8Array>,
  where: string,
): AsyncGenerator<StreamedEntry> {
  const chunks = new Chunks(source);
  const cut = (name: string) =>
    new ScanError('TARGET_DAMAGED', where, `the stream of the image ends within ${name}`, {
      hint: 'The engine broke off: see its log.',
    });
  const pending = new PendingNames(where);
  for (let offset = 0, count = 0; ; count += 1) {
    if (count > mostEntries) throw new ScanError('LIMIT_EXCEEDED', where, 'too many entries');
    const block = await chunks.exactly(blockBytes);
    if (block.length === 0) return;
    if (block.length < blockBytes) throw cut('a header');
    const header = readHeader(block, where, offset);
    if (header === undefined) {
      const next = await chunks.exactly(blockBytes);
      if (next.some((byte) => byte !== 0))
        throw twofold(where, `the archive goes on after the block of zeros at ${offset}`);
      // What follows the end's mark is read to the end, so that the engine may finish in peace.
      while ((await chunks.take(longestExtension)) !== undefined);
      return;
    }
    const { type } = header;
    const sizeBytes = pending.sizeOf(header);
    offset += blockBytes + paddedBytes(sizeBytes);
    if (type === 'pax' || type === 'global' || type === 'longname' || type === 'longlink') {
      if (sizeBytes > longestExtension)
        throw new ScanError('LIMIT_EXCEEDED', where, 'a name is too long');
      const data = await chunks.exactly(paddedBytes(sizeBytes));
      if (data.length < sizeBytes) throw cut('a header');
      pending.take(type, data.subarray(0, sizeBytes));
      continue;
    }
    const entry = pending.applyTo(header);
    const name = normaliseName(entry.name, where);
    const target = entry.link;
    let left = sizeBytes;
    const readOn = async function* (): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const chunk = await chunks.take(left);
        if (chunk === undefined) throw cut(name);
        left -= chunk.length;
        yield chunk;
      }
    };
    yield {
      name,
      type: type === 'file' ? 'file' : type === 'link' || type === 'symlink' ? 'link' : 'other',
      link:
        type === 'symlink'
          ? (resolveLink(name, target) ?? '')
          : type === 'link'
            ? normaliseName(target, where)
            : '',
      sizeBytes,
      peek: async () =>
        left === 0
          ? new Uint8Array(0)
          : ((await chunks.peek()) ?? new Uint8Array(0)).subarray(0, left),
      bytes: readOn,
    };
    for await (const _skipped of readOn());
    const padding = paddedBytes(sizeBytes) - sizeBytes;
    if ((await chunks.exactly(padding)).length < padding) throw cut(name);
  }
}
