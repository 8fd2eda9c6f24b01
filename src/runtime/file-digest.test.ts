import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDigest } from './file-digest.ts';

let folder: string;
let path: string;
let fd: number;
const size = 5_000_001;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-digest-'));
  path = join(folder, 'file');
  writeFileSync(path, Buffer.alloc(size, 'portcullis '));
  fd = openSync(path, 'r');
});
afterAll(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

/** As coreutils see it. */
function sha256sum(offset: number, length: number): string {
  const script = `tail -c +${offset + 1} '${path}' | head -c ${length} | sha256sum`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).slice(0, 64);
}

describe.skipIf(process.platform === 'win32')('startDigest', () => {
  it.each([
    [0, size],
    [0, 0],
    [512, 1_048_576],
    [4_999_999, 2],
  ])('is sha256sum of %i, %i bytes', async (offset, length) => {
    const running = startDigest({ fd, path, offset, size: length });
    expect(await running.wanted).toBe(sha256sum(offset, length));
    await running.stop();
  });

  it('refuses a file that became shorter', async () => {
    const { wanted } = startDigest({ fd, path, offset: 0, size: size + 1 });
    await expect(wanted).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      message: `${path}: the file became shorter while it was read`,
    });
  });

  it('refuses a file that was changed meanwhile', async () => {
    const { wanted } = startDigest({ fd, path, offset: 0, size });
    appendFileSync(path, 'x');
    await expect(wanted).rejects.toMatchObject({
      message: `${path}: the file was changed while it was read`,
    });
  });

  it('fails as the system does for a descriptor that is none', async () => {
    expect(() => startDigest({ fd: 9999, path, offset: 0, size })).toThrow(/EBADF/);
  });
});
