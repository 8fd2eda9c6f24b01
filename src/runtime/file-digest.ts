// SHA-256 of a part of an open file, computed beside the thread that reads the same file for another purpose.

import { fstatSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ScanError } from '../model/errors.ts';

/** A part of an open regular file. */
export interface FileRange {
  readonly fd: number;
  /** As messages name it. */
  readonly path: string;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
}

/** From here on a thread of its own pays: starting one takes some 20 ms, hashing this much 16 ms. */
export const leastBytesForThread = 32 * 1024 * 1024;

// Text, since a bundle has no file for a thread to start from. It reads the descriptor of the whole process.
const program = `
const { readSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { parentPort, workerData: { fd, offset, size } } = require('node:worker_threads');
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);
let done = 0;
while (done < size) {
  const count = readSync(fd, buffer, 0, Math.min(buffer.length, size - done), offset + done);
  if (count === 0) break;
  hash.update(buffer.subarray(0, count));
  done += count;
}
parentPort.postMessage({ done, digest: hash.digest('hex') });
`;

/** Differs once somebody has written to it. */
function stateOf(fd: number): string {
  const { mtimeMs, ctimeMs, size } = fstatSync(fd);
  return `${mtimeMs} ${ctimeMs} ${size}`;
}

interface Answer {
  readonly done: number;
  readonly digest: string;
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'done' in value && 'digest' in value;
}

/** `wanted` resolves to hex digits; `stop` ends the thread early, and `wanted` then never settles. */
export interface RunningDigest {
  readonly wanted: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts hashing. `wanted` rejects with ScanError TARGET_DAMAGED where the file became shorter or was changed
 * meanwhile: whoever reads it at the same time may have seen other bytes.
 */
export function startDigest({ fd, path, offset, size }: FileRange): RunningDigest {
  const before = stateOf(fd);
  const worker = new Worker(program, {
    eval: true,
    workerData: { fd, offset, size },
    execArgv: [],
    env: {},
  });
  const hashed = new Promise<Answer>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: unknown) => {
      if (isAnswer(answer)) resolve(answer);
    });
  });
  const wanted = hashed.then(({ done, digest }) => {
    if (done < size) {
      throw new ScanError('TARGET_DAMAGED', path, 'the file became shorter while it was read');
    }
    if (stateOf(fd) !== before) {
      throw new ScanError('TARGET_DAMAGED', path, 'the file was changed while it was read', {
        hint: 'Scan it again once nothing writes to it.',
      });
    }
    return digest;
  });
  // Whoever stops it does not wait for it.
  wanted.catch(() => undefined);
  return {
    wanted,
    stop: async () => {
      await worker.terminate();
    },
  };
}
