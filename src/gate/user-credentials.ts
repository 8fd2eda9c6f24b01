// Registry credentials of the hosts without service connections: the user's own, then what the machine has.

import type { RegistryCredential } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import { ambientCredential } from './ambient-credential.ts';
import { passwordCredential } from './password-credential.ts';
import type { GivenOptions } from './read-request.ts';
import { registryOfTargets } from './registry-of-targets.ts';

/**
 * In the order in which a registry is told them.
 * @throws UserError (USAGE) when user name and password are not for one registry, or one of them is missing
 */
export async function userCredentials(
  given: GivenOptions,
  password: string | undefined,
  runtime: Runtime,
): Promise<readonly RegistryCredential[]> {
  const username = given['registry-username'];
  const isGiven = username !== undefined || password !== undefined;
  const registry = isGiven ? await registryOfTargets(given.targets) : undefined;
  return [...passwordCredential(username, password, registry), ambientCredential(runtime)];
}
