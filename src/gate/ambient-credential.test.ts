import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../model/runtime.ts';
import { ambientCredential } from './ambient-credential.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-ambient-'));
  const auth = Buffer.from('me:secret').toString('base64');
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ auths: { 'mine.azurecr.io': { auth }, 'ghcr.example': { auth } } }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runtimeOf(env: Record<string, string>, said: string[] = []): Runtime {
  const log = (message: string) => void said.push(message);
  return {
    now: () => new Date(),
    env: { DOCKER_CONFIG: folder, ...env },
    log: { debug: log, info: log, warn: log },
    temporaryFolder: folder,
    signal: new AbortController().signal,
  };
}

describe('ambientCredential', () => {
  it.each(['mine.azurecr.io', 'ghcr.example'])('takes docker login first: %s', async (host) => {
    const answer = await ambientCredential(runtimeOf({})).authorize(host);
    expect(answer).toEqual({ kind: 'basic', username: 'me', password: 'secret' });
  });

  it('has no Azure identity for a registry that is none of Azure', async () => {
    expect(await ambientCredential(runtimeOf({})).authorize('evil.example')).toBeUndefined();
    expect(
      await ambientCredential(runtimeOf({})).authorize('azurecr.io.evil.example'),
    ).toBeUndefined();
  });

  it('passes over an identity that gives no token, and says so at debug level', async () => {
    const said: string[] = [];
    const env = {
      AZURE_TENANT_ID: '00000000-0000-0000-0000-000000000001',
      AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000002',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'no address',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    };
    const credential = ambientCredential(runtimeOf(env, said));
    expect(await credential.authorize('other.azurecr.io')).toBeUndefined();
    expect(said.join('\n')).toMatch(/other\.azurecr\.io: .*going on without an Azure identity/);
  }, 60_000);
});
