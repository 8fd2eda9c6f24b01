// A user's own user name and password for the targets' registry.

import { UserError } from '../model/errors.ts';
import type { RegistryCredential } from '../model/ports.ts';

/**
 * A list of one credential, or none when neither part was given.
 * @throws UserError (USAGE) when only one part was given
 */
export function passwordCredential(
  username: string | undefined,
  password: string | undefined,
): readonly RegistryCredential[] {
  const hasName = username !== undefined && username !== '';
  const hasPassword = password !== undefined && password !== '';
  if (!hasName && !hasPassword) return [];
  if (!hasName || !hasPassword) {
    throw new UserError(
      'USAGE',
      `registry-username and registry-password go together: the ${hasName ? 'password' : 'user name'} is missing`,
    );
  }
  return [{ authorize: () => Promise.resolve({ kind: 'basic', username, password }) }];
}
