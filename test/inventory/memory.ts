// Bytes and runtime for tests of parsers and extractors.

import { tmpdir } from 'node:os';
import type { Bytes } from '../../src/model/file-tree.ts';
import type { Runtime } from '../../src/model/runtime.ts';

export function bytesOf(content: string | Uint8Array): Bytes {
  const data = Buffer.from(content);
  return {
    size: data.length,
    read: async (offset, length) => data.subarray(offset, offset + length),
  };
}

export function testRuntime(temporaryFolder = tmpdir()): Runtime {
  const log = () => {};
  return {
    now: () => new Date(0),
    env: {},
    log: { debug: log, info: log, warn: log },
    temporaryFolder,
    signal: new AbortController().signal,
  };
}
