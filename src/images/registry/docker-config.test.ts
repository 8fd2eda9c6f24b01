import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../../test/fixtures/test-runtime.ts';
import { dockerConfigCredential } from './docker-config.ts';

let folder: string;
let warnings: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-config-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');

function authorize(host: string, env: Record<string, string> = {}) {
  const silent = () => undefined;
  const runtime = testRuntime({
    env: { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env['PATH']}`, ...env },
    log: { debug: silent, info: silent, warn: (message) => warnings.push(message) },
  });
  return dockerConfigCredential(runtime).authorize(host);
}

function write(config: unknown, path = 'config.json'): void {
  writeFileSync(join(folder, path), typeof config === 'string' ? config : JSON.stringify(config));
}

describe('auths', () => {
  const auth = base64('me:pa:ss');
  const basic = { kind: 'basic', username: 'me', password: 'pa:ss' };
  it.each([
    ['host', 'host', { auth }, basic],
    ['host:5000', 'host:5000', { auth }, basic],
    ['https://host', 'host', { auth }, basic],
    ['https://host/v2/', 'host', { auth }, basic],
    ['https://index.docker.io/v1/', 'docker.io', { auth }, basic],
    ['docker.io', 'docker.io', { auth }, basic],
    ['registry-1.docker.io', 'docker.io', { auth }, basic],
    ['host', 'host', { username: 'me', password: 'pa:ss' }, basic],
    ['host', 'host', { auth: base64('me:pa:ss\0\0') }, basic],
    [
      'x.azurecr.io',
      'x.azurecr.io',
      { auth: base64('00000000-0000-0000-0000-000000000000:'), identitytoken: 'token' },
      { kind: 'refresh-token', refreshToken: 'token' },
    ],
    ['host', 'other', { auth }, undefined],
    ['host:5000', 'host', { auth }, undefined],
    ['host', 'host', {}, undefined],
    ['host', 'host', 'text', undefined],
  ])('of %s for %s', async (key, host, entry, expected) => {
    write({ auths: { [key]: entry } });
    expect(await authorize(host)).toEqual(expected);
  });

  it("are podman's after docker's", async () => {
    write({ auths: { a: { auth } } });
    write({ auths: { a: { auth: base64('b:b') }, b: { auth } } }, 'auth.json');
    const env = { REGISTRY_AUTH_FILE: join(folder, 'auth.json') };
    expect(await authorize('a', env)).toEqual(basic);
    expect(await authorize('b', env)).toEqual(basic);
  });

  it('are found in the home folder', async () => {
    mkdirSync(join(folder, '.docker'));
    write({ auths: { host: { auth } } }, '.docker/config.json');
    expect(await authorize('host', { DOCKER_CONFIG: '', HOME: folder })).toEqual(basic);
  });

  it('are none without a file, and an error in a damaged one', async () => {
    expect(await authorize('host')).toBeUndefined();
    write('{"auths":');
    await expect(authorize('host')).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('helpers', () => {
  function helper(name: string, script: string): void {
    const path = join(folder, `docker-credential-${name}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  const echo = `read server; [ "$1" = get ] && printf '{"ServerURL":"%s","Username":"%s","Secret":"canary"}' "$server" "$server"`;

  it.each([
    ['credHelpers', { credHelpers: { host: 'x' } }, 'host', 'host'],
    ['credsStore', { credsStore: 'x' }, 'host', 'host'],
    ['credsStore for Docker Hub', { credsStore: 'x' }, 'docker.io', 'https://index.docker.io/v1/'],
  ])('%s', async (_name, config, host, username) => {
    helper('x', echo);
    write(config);
    expect(await authorize(host)).toEqual({ kind: 'basic', username, password: 'canary' });
  });

  it('may give a refresh token', async () => {
    helper('acr', `printf '{"Username":"<token>","Secret":"canary"}'`);
    write({ credsStore: 'acr' });
    expect(await authorize('host')).toEqual({ kind: 'refresh-token', refreshToken: 'canary' });
  });

  it('that know nothing leave the word to auths', async () => {
    helper('x', `echo 'credentials not found in native keychain'; exit 1`);
    write({ credsStore: 'x', auths: { host: { auth: base64('a:b') } } });
    expect(await authorize('host')).toMatchObject({ username: 'a' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['missing', '', 'cannot be started'],
    ['failing', 'echo canary; exit 3', 'ended with status 3'],
    ['talking nonsense', 'echo canary', 'no JSON'],
    ['named ../x', '', 'is none'],
  ])('%s: a warning without what they said', async (name, script, warning) => {
    if (script !== '') helper('x', script);
    write({ credsStore: name === 'named ../x' ? '../x' : 'x' });
    expect(await authorize('host')).toBeUndefined();
    expect(warnings.join()).toContain(warning);
    expect(warnings.join()).not.toContain('canary');
  });
});
