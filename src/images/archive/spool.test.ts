import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { openFile, region, stream } from './file.ts';
import { isCompressed, openSpooled } from './spool.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-spool-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

const runtime = (signal = new AbortController().signal) =>
  testRuntime({ temporaryFolder: folder, signal });

describe('openSpooled', () => {
  it('reads a plain file in place', async () => {
    writeFileSync(path, 'plain');
    expect(await isCompressed(path)).toBe(false);
    const file = await openSpooled(path, runtime());
    expect(Buffer.from(await file.read(1, 100)).toString()).toBe('lain');
    await file.close();
  });

  it('reads what a compressed file holds, and leaves nothing behind', async () => {
    const content = Buffer.alloc(3_000_000, 'portcullis');
    writeFileSync(path, gzipSync(content));
    expect(await isCompressed(path)).toBe(true);
    const file = await openSpooled(path, runtime());
    const shared = file.share();
    await file.close();
    expect(readdirSync(folder)).toEqual(['file']);
    const parts: Uint8Array[] = [];
    for await (const part of stream(shared)) parts.push(part);
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    await shared.close();
  });

  it('refuses what expands beyond all measure', async () => {
    writeFileSync(path, gzipSync(Buffer.alloc(5_000_000)));
    const limits = { alwaysAllowedBytes: 1_000_000, largestRatio: 100 };
    await expect(openSpooled(path, runtime(), limits)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: `${path}: it expands to more than 1000000 bytes`,
    });
    const generous = { alwaysAllowedBytes: 1, largestRatio: 2000 };
    await (await openSpooled(path, runtime(), generous)).close();
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('ends when the run is cancelled', async () => {
    writeFileSync(path, gzipSync(Buffer.alloc(1000)));
    const signal = AbortSignal.abort();
    await expect(openSpooled(path, runtime(signal))).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.each([
    ['none', 'TARGET_NOT_FOUND'],
    ['', 'TARGET_UNREADABLE'],
  ])('says what is wrong with «%s»', async (name, code) => {
    await expect(openSpooled(join(folder, name), runtime())).rejects.toMatchObject({ code });
  });
});

describe('region', () => {
  it('stays within its bounds', async () => {
    writeFileSync(path, '0123456789');
    const file = await openFile(path);
    const part = region(file, 3, 4);
    const read = async (at: number, length: number) =>
      Buffer.from(await part.read(at, length)).toString();
    expect([await read(0, 100), await read(2, 1), await read(4, 5), await read(9, 1)]).toEqual([
      '3456',
      '5',
      '',
      '',
    ]);
    await file.close();
  });
});
