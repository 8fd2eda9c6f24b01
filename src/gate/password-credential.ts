// A user's own user name and password for a registry.

import { UserError } from '../model/errors.ts';
import type { RegistryCredential } from '../model/ports.ts';

/**
 * The host of a registry's address, Docker Hub's many names as one.
 * @example registryHost('https://index.docker.io/v1/') // 'docker.io'
 */
export function registryHost(address: string): string {
  const host = address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/.*$/s, '')
    .toLowerCase();
  return host === 'docker.io' || host.endsWith('.docker.io') ? 'docker.io' : host;
}

/**
 * A list of one credential, or none when neither part was given.
 * It answers to `registry` only; without one (no target is at a registry) to nobody.
 * @throws UserError (USAGE) when only one part was given
 */
export function passwordCredential(
  username: string | undefined,
  password: string | undefined,
  registry: string | undefined,
): readonly RegistryCredential[] {
  const hasName = username !== undefined && username !== '';
  const hasPassword = password !== undefined && password !== '';
  if (!hasName && !hasPassword) return [];
  if (!hasName || !hasPassword) {
    throw new UserError(
      'USAGE',
      `registry user name and password go together: the ${hasName ? 'password' : 'user name'} is missing`,
    );
  }
  if (registry === undefined) return [];
  const only = registryHost(registry);
  return [
    {
      authorize: (host) =>
        Promise.resolve(
          registryHost(host) === only ? { kind: 'basic', username, password } : undefined,
        ),
    },
  ];
}
