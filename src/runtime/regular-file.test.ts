import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegular, readRegular } from './regular-file.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-regular-'));
  writeFileSync(at('file'), 'content');
  symlinkSync('file', at('link'));
  mkdirSync(at('folder'));
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [at('fifo')]);
  symlinkSync('fifo', at('link-to-fifo'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readRegular', () => {
  it.each(['file', 'link'])('reads a %s', async (name) => {
    expect(String(await readRegular(at(name), 7))).toBe('content');
    expect(await readRegular(at(name), 6)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32').each(['folder', 'fifo', 'link-to-fifo', '/dev/zero'])(
    'refuses a %s at once',
    async (name) => {
      const path = name.startsWith('/') ? name : at(name);
      await expect(openRegular(path)).rejects.toMatchObject({ code: 'NOT_REGULAR' });
      await expect(readRegular(path, 1000)).rejects.toMatchObject({ code: 'NOT_REGULAR' });
    },
  );

  it('throws what the system says', async () => {
    await expect(readRegular(at('none'), 1)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
