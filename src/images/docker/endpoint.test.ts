import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineEndpoints } from './endpoint.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-endpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('engineEndpoints', () => {
  it.each([
    ['unix:///run/x.sock', { socketPath: '/run/x.sock' }],
    ['npipe:////./pipe/docker', { socketPath: '//./pipe/docker' }],
    ['tcp://host:2375', { host: 'host', port: 2375, protocol: 'http' }],
    ['tcp://host', { host: 'host', port: 2375, protocol: 'http' }],
    ['host:1234', { host: 'host', port: 1234, protocol: 'http' }],
    ['tcp://[::1]:2375', { host: '::1', port: 2375, protocol: 'http' }],
    ['tcp://host:2376', { host: 'host', port: 2376, protocol: 'https' }],
    ['https://host', { host: 'host', port: 2376, protocol: 'https' }],
  ])('DOCKER_HOST %s', async (address, expected) => {
    const [endpoint, ...others] = await engineEndpoints({ DOCKER_HOST: address });
    expect(endpoint).toMatchObject(expected);
    expect(others).toEqual([]);
  });

  it('reads the certificates of DOCKER_CERT_PATH', async () => {
    for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, `${name}.pem`), name);
    const env = {
      DOCKER_HOST: 'tcp://host:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: folder,
    };
    const [endpoint] = await engineEndpoints(env);
    expect(endpoint).toMatchObject({ protocol: 'https', ca: 'ca', cert: 'cert', key: 'key' });
    rmSync(join(folder, 'ca.pem'));
    await expect(engineEndpoints(env)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each(['ssh://me@host', 'ftp://host', 'tcp://host:port'])('refuses %s', async (address) => {
    await expect(engineEndpoints({ DOCKER_HOST: address })).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.any(String),
    });
  });

  it("finds podman's socket", async () => {
    mkdirSync(join(folder, 'podman'));
    const path = join(folder, 'podman/podman.sock');
    writeFileSync(path, '');
    const endpoints = await engineEndpoints({ XDG_RUNTIME_DIR: folder }, 'linux');
    expect(endpoints).toContainEqual({ name: `unix://${path}`, socketPath: path });
  });

  it('takes the pipe on Windows', async () => {
    expect(await engineEndpoints({}, 'win32')).toMatchObject([
      { socketPath: '//./pipe/docker_engine' },
    ]);
  });
});
