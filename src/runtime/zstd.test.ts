import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { createScriptedZstdDecompressor, createZstdDecompressor } from './zstd.ts';

const hasZstd = (() => {
  try {
    return execFileSync('zstd', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

const compress = (data: Uint8Array, ...options: string[]) =>
  execFileSync('zstd', ['-q', '-c', ...options], { input: data, maxBuffer: 1 << 28 });

async function expand(create: () => Duplex, chunks: readonly Uint8Array[]): Promise<Buffer> {
  const stream = create();
  const fed = pipeline(Readable.from(chunks), stream);
  const [data] = await Promise.all([buffer(stream), fed]);
  return data;
}

const text = Buffer.from('all work and no play '.repeat(20_000));
const mixed = Buffer.concat([text, randomBytes(300_000), text.subarray(0, 99)]);
/** A skippable frame, as zstd:chunked layers end with (RFC 8878, 3.1.2). */
const skippable = Buffer.concat([
  Buffer.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0),
  Buffer.from('abc'),
]);

describe.skipIf(!hasZstd).each([
  ['this Node', createZstdDecompressor],
  ['fzstd', createScriptedZstdDecompressor],
] as const)('zstd by %s (skipped without the zstd command)', (_, create) => {
  it.each([
    ['one frame', () => compress(mixed), mixed],
    ['level 19', () => compress(mixed, '-19'), mixed],
    ['nothing', () => compress(Buffer.alloc(0)), Buffer.alloc(0)],
    [
      'two frames',
      () => Buffer.concat([compress(text), compress(mixed)]),
      Buffer.concat([text, mixed]),
    ],
    ['a skippable frame at the end', () => Buffer.concat([compress(text), skippable]), text],
  ])('expands %s', async (_name, make, expected) => {
    const data = make();
    const chunks: Buffer[] = [];
    for (let at = 0; at < data.length; at += 1000) chunks.push(data.subarray(at, at + 1000));
    expect((await expand(() => create({}), chunks)).equals(expected)).toBe(true);
    expect((await expand(() => create({}), [data])).equals(expected)).toBe(true);
  });

  it('fails on truncated and on damaged input', async () => {
    const data = compress(mixed);
    await expect(expand(() => create({}), [data.subarray(0, -1000)])).rejects.toThrow(Error);
    const damaged = Buffer.from(data);
    damaged.fill(0xff, 4, 40);
    await expect(expand(() => create({}), [damaged])).rejects.toThrow(Error);
  });
});
