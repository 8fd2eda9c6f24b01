// A layer's blob as it lies, turned into its tar: decompressed by its first bytes, hashed on both sides as it passes.

import { createHash, type Hash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { ScanError } from '../../model/errors.ts';
import { leastBytesForThread, type RunningDigest, startDigest } from '../../runtime/file-digest.ts';
import { createZstdDecompressor } from '../../runtime/zstd.ts';
import type { ByteSource, LayerStream } from '../image.ts';

/** zlib with chunks of this size is twice as fast as with its default. */
const chunkBytes = 256 * 1024;
const readAheadBytes = 1024 * 1024;
const readBytes = 512 * 1024;

/** What any layer may expand to; beyond it only so many times its own size. */
const alwaysAllowedBytes = 2 * 1024 ** 3;
const largestRatio = 200;

export type Compression = 'gzip' | 'zstd' | 'plain';

export interface BlobResult {
  readonly compression: Compression;
  /** `sha256:…` of the whole tar; absent where it could not be read to its end, or was not needed to. */
  readonly diffId?: string;
  /** Why decompression ended early. */
  readonly failure?: string;
}

export interface BlobUse {
  /** Called once, before any chunk. */
  started?(compression: Compression): void;
  /** Takes the tar's next bytes; true: no more are needed, and the rest is only hashed. */
  chunk(chunk: Uint8Array): boolean | Promise<boolean>;
  /** Whether the diff ID is wanted even where no more bytes are. */
  readonly needsDiffId: boolean;
  readonly signal: AbortSignal;
}

export function compressionOf(first: Uint8Array): Compression {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  const isZstd = first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd;
  // A skippable frame may come first (RFC 8878, 3.1.2).
  const isSkippable =
    ((first[0] ?? 0) & 0xf0) === 0x50 &&
    first[1] === 0x2a &&
    first[2] === 0x4d &&
    first[3] === 0x18;
  return isZstd || isSkippable ? 'zstd' : 'plain';
}

/**
 * Reads a local blob one chunk ahead of whoever consumes it. While `mayReuse`, a chunk is overwritten once the one after
 * it has been consumed: fresh buffers for all would keep the collector busy and 50 MB resident.
 */
async function* readAhead(source: ByteSource, mayReuse: () => boolean): AsyncGenerator<Uint8Array> {
  const buffers: Uint8Array[] = [];
  const readNext = async (offset: number, turn: number): Promise<Uint8Array> => {
    if (source.readInto === undefined || !mayReuse()) return source.read(offset, readBytes);
    const buffer = (buffers[turn % 2] ??= Buffer.allocUnsafeSlow(readBytes));
    return buffer.subarray(0, await source.readInto(offset, buffer));
  };
  let offset = 0;
  let next = readNext(0, 0);
  for (let turn = 1; offset < source.size; turn++) {
    const chunk = await next;
    if (chunk.length === 0) return;
    offset += chunk.length;
    if (offset < source.size) {
      next = readNext(offset, turn);
      // Awaited in the next turn, or never when the consumer stops: then its failure does not matter.
      next.catch(() => undefined);
    }
    yield chunk;
  }
}

/** The bytes, at least four in the first chunk where there are so many. */
async function* fromMagic(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (held === undefined) {
      yield chunk;
      continue;
    }
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (held.length < 4) continue;
    yield held;
    held = undefined;
  }
  if (held !== undefined && held.length > 0) yield held;
}

class BlobReader {
  readonly #stream: LayerStream;
  readonly #use: BlobUse;
  /** Of the blob as it lies; absent where no digest was promised, or the diff ID is the same. */
  #blobHash: Hash | undefined;
  readonly #diffHash = createHash('sha256');
  /** In place of `#diffHash`: of a large plain layer in a local file. */
  #beside: RunningDigest | undefined;
  #read = 0;
  #expanded = 0;
  #isDone = false;

  constructor(stream: LayerStream, use: BlobUse) {
    this.#stream = stream;
    this.#use = use;
  }

  async read(): Promise<BlobResult> {
    try {
      return await this.#pass();
    } finally {
      await this.#beside?.stop();
    }
  }

  async #pass(): Promise<BlobResult> {
    const { at, bytes } = this.#stream;
    let compression: Compression | undefined;
    const chunks = fromMagic(
      // A decompressor holds on to what it was given.
      at === undefined ? bytes : readAhead(at, () => compression === 'plain'),
    );
    const first = await chunks.next();
    const head = first.done === true ? new Uint8Array(0) : first.value;
    compression = compressionOf(head);
    this.#use.started?.(compression);
    const isPlain = compression === 'plain';
    if (this.#stream.digest !== undefined && !isPlain) this.#blobHash = createHash('sha256');
    if (isPlain && at?.file !== undefined && at.size >= leastBytesForThread) {
      this.#beside = startDigest(at.file);
    }
    const raw = this.#raw(head, chunks);
    let failure: string | undefined;
    if (isPlain) for await (const chunk of raw) await this.#take(chunk);
    else failure = await this.#expand(compression === 'gzip' ? 'gzip' : 'zstd', raw);
    const isWhole = failure === undefined && (!this.#isDone || this.#use.needsDiffId || isPlain);
    const diffId = isWhole ? await this.#diffId() : undefined;
    this.#check(isPlain ? diffId : this.#blobHash && `sha256:${this.#blobHash.digest('hex')}`);
    return {
      compression,
      ...(diffId === undefined ? {} : { diffId }),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  async *#raw(
    head: Uint8Array,
    rest: AsyncGenerator<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    for (let chunk = head; ; ) {
      this.#use.signal.throwIfAborted();
      this.#read += chunk.length;
      this.#blobHash?.update(chunk);
      if (chunk.length > 0) yield chunk;
      const next = await rest.next();
      if (next.done === true) return;
      chunk = next.value;
    }
  }

  async #diffId(): Promise<string> {
    return `sha256:${(await this.#beside?.wanted) ?? this.#diffHash.digest('hex')}`;
  }

  async #take(chunk: Uint8Array): Promise<void> {
    this.#expanded += chunk.length;
    if (!this.#isDone) {
      const answer = this.#use.chunk(chunk);
      this.#isDone = typeof answer === 'boolean' ? answer : await answer;
    }
    if (this.#beside === undefined) this.#diffHash.update(chunk);
  }

  /** Gives the reason where the stream is damaged; the blob is hashed to its end in any case. */
  async #expand(
    compression: 'gzip' | 'zstd',
    raw: AsyncGenerator<Uint8Array, void, undefined>,
  ): Promise<string | undefined> {
    const options = { chunkSize: chunkBytes, readableHighWaterMark: readAheadBytes };
    const expander =
      compression === 'gzip' ? createGunzip(options) : createZstdDecompressor(options);
    // Whoever iterates gets it; one that comes after is of no use.
    expander.on('error', () => undefined);
    let sourceFailure: unknown;
    // The decompressor's own failure must not close the source: its rest is still hashed.
    const feeding = (async () => {
      try {
        for await (const chunk of raw) {
          if (expander.destroyed || expander.writableEnded) continue;
          if (!expander.write(chunk)) await drained(expander);
        }
      } catch (error) {
        sourceFailure = error;
      }
      if (!expander.destroyed) expander.end();
    })();
    let failure: string | undefined;
    try {
      for await (const chunk of expander) {
        await this.#take(chunk);
        this.#limit();
        if (this.#isDone && !this.#use.needsDiffId) break;
      }
    } catch (error) {
      if (error instanceof ScanError) throw error;
      this.#use.signal.throwIfAborted();
      failure = error instanceof Error ? error.message : String(error);
    } finally {
      expander.destroy();
    }
    await feeding;
    if (sourceFailure !== undefined) throw sourceFailure;
    return failure === undefined ? undefined : `the ${compression} data is damaged: ${failure}`;
  }

  #limit(): void {
    if (this.#expanded <= Math.max(alwaysAllowedBytes, this.#read * largestRatio)) return;
    throw new ScanError(
      'LIMIT_EXCEEDED',
      this.#stream.key,
      `expands to more than 2 GiB and ${largestRatio} times its own size`,
      {
        hint: 'This is no layer of a usual image; scan its unpacked root with dir: if you trust it.',
      },
    );
  }

  #check(actual: string | undefined): void {
    const { digest, key } = this.#stream;
    if (digest === undefined || actual === undefined || digest === actual) return;
    throw new ScanError('DIGEST_MISMATCH', key, `its digest is ${actual}, promised was ${digest}`, {
      hint: 'The blob was damaged or replaced: fetch or save the image again.',
    });
  }
}

function drained(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const name of ['drain', 'close', 'error']) stream.off(name, done);
      resolve();
    };
    for (const name of ['drain', 'close', 'error']) stream.on(name, done);
  });
}

/**
 * Passes one blob. Throws ScanError DIGEST_MISMATCH when the blob is not what the transport promised, LIMIT_EXCEEDED
 * for a decompression bomb, and what the transport throws; damaged compression is a `failure`.
 */
export function readBlob(stream: LayerStream, use: BlobUse): Promise<BlobResult> {
  return new BlobReader(stream, use).read();
}
