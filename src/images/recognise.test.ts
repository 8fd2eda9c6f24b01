import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tar, writeLayout } from '../../test/fixtures/tiny-image.ts';
import { recognise } from './recognise.ts';

describe('recognise', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-recognise-'));
    mkdirSync(at('layout'));
    writeLayout(at('layout'), [], []);
    mkdirSync(at('root/etc'), { recursive: true });
    writeFileSync(at('docker.tar'), tar([{ name: 'index.json' }, { name: 'manifest.json' }]));
    writeFileSync(at('oci.tar'), tar([{ name: 'blobs/', type: '5' }, { name: './index.json' }]));
    writeFileSync(at('zstd.tar'), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]));
    writeFileSync(at('root.tar'), tar([{ name: 'etc/passwd' }]));
    writeFileSync(at('notes.txt'), 'notes');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['layout', 'oci-dir'],
    ['root', 'dir'],
    ['docker.tar', 'docker-archive'],
    ['oci.tar', 'oci-archive'],
    ['zstd.tar', 'docker-archive'],
  ])('%s is %s', async (name, kind) => {
    expect(await recognise(at(name))).toBe(kind);
  });

  it.each(['debian', 'debian:12', 'repo.example/a/b:1', 'docker-arch:x'])(
    '%s may be an image',
    async (text) => {
      expect(await recognise(text)).toBeUndefined();
    },
  );

  it.each([
    './none',
    '../none/none',
    '/none/none',
    '~/none',
    '.\\none',
    'c:/none',
    'none.tar',
    'none.tar.gz',
    'none.tgz',
    'none.TAR.zst',
    'none.oci',
    'docker-arch:x.tar',
  ])('%s can only be a file', async (text) => {
    await expect(recognise(text)).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: `there is no file ${text}`,
    });
  });

  it.each([
    ['root.tar', 'TARGET_UNSUPPORTED'],
    ['notes.txt', 'TARGET_DAMAGED'],
  ])('%s is refused', async (name, code) => {
    await expect(recognise(at(name))).rejects.toMatchObject({ code });
  });

  it.skipIf(process.platform === 'win32')('a pipe is refused at once', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await expect(recognise(at('pipe'))).rejects.toMatchObject({ code: 'TARGET_UNSUPPORTED' });
  });
});
