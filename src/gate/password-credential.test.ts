import { describe, expect, it } from 'vitest';
import { passwordCredential, registryHost } from './password-credential.ts';
import { registryOfTargets } from './registry-of-targets.ts';

describe('registryHost', () => {
  it.each([
    ['https://index.docker.io/v1/', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['https://Contoso.azurecr.io', 'contoso.azurecr.io'],
    ['127.0.0.1:5000/v2/', '127.0.0.1:5000'],
    ['https://evil.example/docker.io', 'evil.example'],
    ['notdocker.io', 'notdocker.io'],
  ])('%s', (address, host) => expect(registryHost(address)).toBe(host));
});

describe('passwordCredential', () => {
  it('is none without both parts, and an error with one', () => {
    expect(passwordCredential(undefined, '', 'x')).toEqual([]);
    expect(() => passwordCredential('u', '', 'x')).toThrow(/password is missing/);
    expect(() => passwordCredential(undefined, 'p', 'x')).toThrow(/user name is missing/);
  });

  it('answers to its own registry only', async () => {
    const basic = { kind: 'basic', username: 'u', password: 'p' };
    const [bound] = passwordCredential('u', 'p', 'https://contoso.azurecr.io');
    expect(await bound?.authorize('contoso.azurecr.io')).toEqual(basic);
    expect(await bound?.authorize('evil.example')).toBeUndefined();
    expect(passwordCredential('u', 'p', undefined)).toEqual([]);
  });
});

describe('registryOfTargets', () => {
  it.each([
    ['registry:ghcr.io/a/b:1\nregistry:ghcr.io/c', 'ghcr.io'],
    ['debian:12', 'docker.io'],
    ['dir:/\ndocker:a/b\n/', undefined],
    ['', undefined],
  ])('%j', async (targets, host) => expect(await registryOfTargets(targets)).toBe(host));

  it('refuses to choose between two', async () => {
    const targets = 'registry:ghcr.io/a\nregistry:evil.example/b';
    await expect(registryOfTargets(targets)).rejects.toThrow(
      /several registries: evil\.example, ghcr\.io/,
    );
  });
});
