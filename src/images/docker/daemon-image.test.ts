import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { tar } from '../../../test/fixtures/tiny-image.ts';
import { parsePlatform } from '../platform.ts';
import { openDaemonImage } from './daemon-image.ts';

// An engine that fails; a real one stands in test/images/docker.test.ts.

let folder: string;
let socketPath: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-engine-'));
  socketPath = join(folder, 'engine.sock');
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
  server = undefined;
  rmSync(folder, { recursive: true });
});

async function listen(listener: RequestListener): Promise<void> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(socketPath, resolve));
}

const open = (platform?: string, signal = new AbortController().signal, name = 'repo/x:1') =>
  openDaemonImage(
    name,
    platform === undefined ? undefined : parsePlatform(platform),
    testRuntime({ env: { DOCKER_HOST: `unix://${socketPath}` }, signal }),
  );

const inspected = JSON.stringify({
  Id: `sha256:${'1'.repeat(64)}`,
  Os: 'linux',
  Architecture: 'arm64',
  Variant: 'v8',
  RepoTags: ['repo/x:1', '<none>:<none>'],
  Descriptor: {},
});

async function readAll(source: Awaited<ReturnType<typeof open>>['source']): Promise<void> {
  for await (const { bytes } of source.layers()) for await (const _part of bytes);
}

describe('openDaemonImage', () => {
  it('says so when no engine listens', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `unix://${socketPath}: nothing listens there`,
      hint: expect.stringContaining('DOCKER_HOST'),
    });
  });

  it.each([
    [404, 'TARGET_NOT_FOUND'],
    [500, 'TARGET_UNREADABLE'],
  ])('turns status %i into %s', async (status, code) => {
    await listen((_request, response) => response.writeHead(status).end('{"message":"no"}'));
    await expect(open()).rejects.toMatchObject({ code });
  });

  it('takes an ID of the containerd store for what it is', async () => {
    await listen((_request, response) => response.end(inspected));
    const { identity } = await open();
    expect(identity).toEqual({ platform: 'linux/arm64/v8', tags: ['repo/x:1'] });
    await expect(open('linux/amd64')).rejects.toMatchObject({ code: 'PLATFORM_MISSING' });
  });

  it.each(['../../info', 'a?b', 'a b', '', 'a/../../b', '-x'])('refuses «%s»', async (name) => {
    await expect(open(undefined, undefined, name)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each([
    ['breaks off', true, 'TARGET_UNREADABLE'],
    ['ends too early', false, 'TARGET_DAMAGED'],
  ])('tells an engine that %s', async (_name, destroy, code) => {
    const bytes = tar([{ name: 'a/layer.tar', data: 'x'.repeat(5000) }]).subarray(0, 2000);
    await listen((request, response) => {
      if (request.url?.endsWith('/json') === true) response.end(inspected);
      else if (destroy) response.write(bytes, () => response.destroy());
      else response.end(bytes);
    });
    const { source } = await open();
    await expect(readAll(source)).rejects.toMatchObject({ code });
  });

  it('refuses to save: says so', async () => {
    await listen((request, response) => {
      if (request.url?.endsWith('/json') === true) response.end(inspected);
      else response.writeHead(500).end('{"message":"##vso[x]"}');
    });
    const { source } = await open();
    await expect(readAll(source)).rejects.toMatchObject({
      code: 'TARGET_UNREADABLE',
      message: 'the engine cannot save the image (status 500)',
    });
  });

  it('ends when the run is cancelled', async () => {
    const bytes = tar([{ name: 'a/layer.tar', data: 'x'.repeat(5000) }]).subarray(0, 2000);
    await listen((request, response) => {
      if (request.url?.endsWith('/json') === true) response.end(inspected);
      else response.write(bytes);
    });
    const controller = new AbortController();
    const { source } = await open(undefined, controller.signal);
    setTimeout(() => controller.abort(), 100);
    await expect(readAll(source)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
