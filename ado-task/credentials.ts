// Registry credentials of the task: service connections, or the variables that the step's `env:` sets.

import { environmentName } from '../src/gate/options.ts';
import { passwordCredential } from '../src/gate/password-credential.ts';
import type { GivenOptions } from '../src/gate/read-request.ts';
import { UserError } from '../src/model/errors.ts';
import type { RegistryCredential } from '../src/model/ports.ts';
import type { TaskEnvironment } from './environment.ts';

/** User name, password and registry of a docker registry connection, whatever its kind. */
function fromRegistryConnection(
  task: TaskEnvironment,
  endpoint: string,
  mask: (secret: string) => void,
): readonly RegistryCredential[] {
  const authorization = task.authorization(endpoint);
  if (authorization === undefined) {
    throw new UserError('USAGE', 'containerRegistry: the service connection cannot be read', {
      hint: 'Authorise the pipeline for this service connection.',
    });
  }
  const { parameters } = authorization;
  const username = parameters['username'] ?? parameters['serviceprincipalid'];
  const password = parameters['password'] ?? parameters['serviceprincipalkey'];
  const registry =
    parameters['registry'] ?? parameters['loginServer'] ?? task.endpointUrl(endpoint);
  if (password !== undefined) mask(password);
  if (username === undefined || password === undefined) {
    throw new UserError(
      'USAGE',
      'containerRegistry: the service connection has no user name and password',
      { hint: 'For workload identity or a managed identity name azureSubscription instead.' },
    );
  }
  return passwordCredential(username, password, registry);
}

/** @throws UserError (USAGE) when a named connection does not hold what it should */
export function readCredentials(
  task: TaskEnvironment,
  given: GivenOptions,
  mask: (secret: string) => void,
): readonly RegistryCredential[] {
  const registry = given['container-registry'];
  if (registry !== undefined) return fromRegistryConnection(task, registry, mask);
  const password = task.variable(environmentName('registry-password'));
  if (password !== undefined) mask(password);
  return passwordCredential(task.variable(environmentName('registry-username')), password);
}
