import { randomBytes } from 'node:crypto';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateZstd } from './zstd-bytes.ts';

const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');

function packed(bytes: Uint8Array): Buffer {
  if (typeof compress !== 'function') throw new Error('no zstd here');
  return compress(bytes);
}

describe.skipIf(typeof compress !== 'function')('inflateZstd', () => {
  const content = Buffer.concat([randomBytes(40_000), Buffer.alloc(25_536, 'ab')]);

  it.each([
    ['alone', (bytes: Buffer) => bytes],
    ['with zeros behind', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(400)])],
    ['with junk behind', (bytes: Buffer) => Buffer.concat([bytes, randomBytes(400)])],
  ])('gives the content of a frame %s', async (_name, change) => {
    const read = await inflateZstd(change(packed(content)), content.length);
    expect(Buffer.compare(read, content)).toBe(0);
  });

  it('goes on over frames, and stops at the size that it was told', async () => {
    const frames = Buffer.concat([packed(content), packed(content)]);
    expect(await inflateZstd(frames, content.length + 5)).toHaveLength(content.length + 5);
  });

  it('makes no more of a bomb than asked for', async () => {
    const bomb = packed(Buffer.alloc(64 * 1024 * 1024));
    const started = performance.now();
    expect(await inflateZstd(bomb, 65_536)).toHaveLength(65_536);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('gives fewer bytes where fewer are there', async () => {
    expect(await inflateZstd(packed(content), 200_000)).toHaveLength(content.length);
    const padded = Buffer.concat([packed(content), Buffer.alloc(400)]);
    expect(await inflateZstd(padded, 200_000)).toHaveLength(content.length);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, 20_000)],
    ['no zstd', () => Buffer.from('no zstd at all')],
  ])('fails on input that is %s', async (_name, change) => {
    await expect(inflateZstd(change(packed(content)), content.length)).rejects.toThrow(/./);
  });
});
