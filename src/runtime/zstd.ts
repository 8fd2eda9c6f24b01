// zstd: node:zlib's where this Node has it (24), fzstd where it has not (20).

import { Duplex, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { ZstdFrames } from './zstd-frames.ts';

interface StreamOptions {
  readonly chunkSize?: number;
  readonly readableHighWaterMark?: number;
}

type Create = (options: StreamOptions) => Duplex;

function isCreate(value: unknown): value is Create {
  return typeof value === 'function';
}

/** fzstd as a stream: truncated and damaged input is its `error` event, as with node:zlib. */
export function createScriptedZstdDecompressor(options: StreamOptions = {}): Duplex {
  const { readableHighWaterMark } = options;
  let seen = false;
  const decompress = new Decompress((data) => {
    if (data.length > 0) transform.push(data);
  });
  const guarded = (done: (error?: Error) => void, work: () => void) => {
    try {
      work();
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const transform: Transform = new Transform({
    ...(readableHighWaterMark === undefined ? {} : { readableHighWaterMark }),
    transform(chunk: Uint8Array, _encoding, done) {
      seen ||= chunk.length > 0;
      guarded(done, () => decompress.push(chunk));
    },
    flush(done) {
      guarded(done, () => {
        if (seen) decompress.push(new Uint8Array(0), true);
      });
    },
  });
  return transform;
}

/** Node's own, given no more than one frame in a write. */
function createNative(native: Create, options: StreamOptions): Duplex {
  const frames = new ZstdFrames();
  const splitter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      for (const piece of frames.split(chunk)) this.push(piece);
      done();
    },
    readableObjectMode: true,
    readableHighWaterMark: 64,
  });
  const decompressor = native(options);
  splitter.pipe(decompressor);
  return Duplex.from({ writable: splitter, readable: decompressor });
}

/** A stream that takes zstd frames and gives what they hold; an `error` event for what is none or ends too early. */
export function createZstdDecompressor(options: StreamOptions = {}): Duplex {
  const native: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return isCreate(native) ? createNative(native, options) : createScriptedZstdDecompressor(options);
}
