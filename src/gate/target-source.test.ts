import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import { openTarget } from './target-source.ts';
import { parseTarget } from './target-text.ts';

// What is said of a target that nothing can be opened for; port 1 of this machine answers nobody.

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-target-'));
});
afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
  server = undefined;
  rmSync(folder, { recursive: true });
});

const socket = () => join(folder, 'engine.sock');

async function emptyEngine(): Promise<void> {
  const started = createServer((_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"none"}');
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(socket(), resolve));
}

const open = (text: string, offline = false) => {
  const env = { DOCKER_HOST: `unix://${socket()}`, DOCKER_CONFIG: folder };
  return openTarget(
    parseTarget(text),
    { credentials: [], offline, diskScope: 'usual' },
    testRuntime({ env }),
  );
};

describe('openTarget', () => {
  it.each([
    ['./none', 'there is no file ./none', /^Check the path/],
    ['none.tar.gz', 'there is no file none.tar.gz', /^Check the path/],
    [
      'docker-arch:none.tar',
      'there is no file docker-arch:none.tar',
      /^Did you mean docker-archive:none\.tar\? Check the path/,
    ],
  ])('asks nobody for %s', async (text, message, hint) => {
    await expect(open(text)).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message,
      hint: expect.stringMatching(hint),
    });
  });

  it('says which engine cannot be asked, and nothing of what it has', async () => {
    await expect(open('127.0.0.1:1/app:1')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringMatching(
        /^127\.0\.0\.1:1\/app:1 is no path here, unix:.*engine\.sock: nothing listens there, and http.*refused/,
      ),
      hint: expect.not.stringContaining('--offline'),
    });
    await expect(open('app:1', true)).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: expect.stringMatching(/^app:1 is no path here, and unix:.*nothing listens there$/),
    });
  });

  it('says that the engine has no such image where it answers so', async () => {
    await emptyEngine();
    await expect(open('127.0.0.1:1/app:1')).rejects.toMatchObject({
      message: expect.stringContaining('is no path here and no image of the daemon, and http'),
    });
    await expect(open('app:1', true)).rejects.toMatchObject({
      message: 'app:1 is no path here, and the engine has no image app:1',
    });
  });

  it('warns of a platform for a folder', async () => {
    const warnings: string[] = [];
    const log = { ...testRuntime().log, warn: (text: string) => void warnings.push(text) };
    for (const platform of [undefined, '', 'linux/arm64']) {
      const options = { credentials: [], offline: true, diskScope: 'usual', platform } as const;
      for (const { source } of await openTarget(
        { scheme: 'dir', rest: folder },
        options,
        testRuntime({ log }),
      ))
        await source?.close();
    }
    expect(warnings).toEqual([
      `${folder}: a folder is of no platform, so that linux/arm64 chooses nothing there`,
    ]);
  });

  it('asks whether another scheme was meant', async () => {
    await emptyEngine();
    await expect(open('dcker:app', true)).rejects.toMatchObject({
      hint: expect.stringMatching(/^Did you mean docker:app\? /),
    });
  });

  it.each(['me:s3cret@127.0.0.1:1/app:1', 'docker:me:s3cret@127.0.0.1:1/app:1'])(
    'shows no password: %s',
    async (text) => {
      await emptyEngine();
      for (const offline of [true, false]) {
        const error: unknown = await open(text, offline).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ name: 'UserError' });
        expect(JSON.stringify(error) + String(error)).not.toContain('s3cret');
      }
    },
  );
});
