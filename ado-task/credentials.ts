// Registry credentials of the task: service connections, or the variables that the step's `env:` sets.

import type { AzureIdentity } from '../src/azure/azure-identity.ts';
import { ambientCredential } from '../src/gate/ambient-credential.ts';
import { environmentName } from '../src/gate/options.ts';
import { passwordCredential, registryHost } from '../src/gate/password-credential.ts';
import type { GivenOptions } from '../src/gate/read-request.ts';
import { registryOfTargets } from '../src/gate/registry-of-targets.ts';
import { UserError } from '../src/model/errors.ts';
import type { RegistryCredential } from '../src/model/ports.ts';
import type { Runtime } from '../src/model/runtime.ts';
import type { EndpointAuthorization, TaskEnvironment } from './environment.ts';

export interface CredentialContext {
  readonly task: TaskEnvironment;
  readonly runtime: Runtime;
  /** Tells the agent what never to show. */
  readonly mask: (secret: string) => void;
}

function unusable(input: string, why: string, hint: string): UserError {
  return new UserError('USAGE', `${input}: the service connection ${why}`, { hint });
}

/** Parameters by their name in whatever case: Azure DevOps itself does not agree on one. */
function parametersOf({ parameters }: EndpointAuthorization): (name: string) => string | undefined {
  const all = new Map(
    Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (name) => all.get(name.toLowerCase()) || undefined;
}

function authorizationOf(
  { task, mask }: CredentialContext,
  input: string,
  endpoint: string,
): EndpointAuthorization {
  const authorization = task.authorization(endpoint);
  if (authorization === undefined) {
    throw unusable(input, 'cannot be read', 'Authorise the pipeline for this service connection.');
  }
  const get = parametersOf(authorization);
  for (const name of ['password', 'serviceprincipalkey', 'servicePrincipalCertificate']) {
    const secret = get(name);
    if (secret !== undefined) mask(secret);
  }
  return authorization;
}

/** The identity that a connection of Azure Resource Manager, or of ACR, stands for. */
function identityOf(
  { task }: CredentialContext,
  input: string,
  endpoint: string,
  authorization: EndpointAuthorization,
): AzureIdentity {
  const get = parametersOf(authorization);
  const missing = (what: string) =>
    unusable(input, `lacks its ${what}`, 'Open it in the project settings and save it again.');
  if (authorization.scheme === 'ManagedServiceIdentity') return { kind: 'managed-identity' };
  const tenantId = get('tenantid');
  const clientId = get('serviceprincipalid');
  if (tenantId === undefined) throw missing('tenant');
  if (clientId === undefined) throw missing('application');
  switch (authorization.scheme) {
    case 'WorkloadIdentityFederation': {
      const job = task.authorization('SYSTEMVSSCONNECTION');
      const systemAccessToken = job === undefined ? undefined : parametersOf(job)('AccessToken');
      if (systemAccessToken === undefined) throw missing("job's access token");
      const serviceConnectionId = endpoint;
      return {
        kind: 'azure-pipelines',
        tenantId,
        clientId,
        serviceConnectionId,
        systemAccessToken,
      };
    }
    case 'ServicePrincipal': {
      const pem = get('servicePrincipalCertificate');
      if (pem !== undefined) return { kind: 'client-certificate', tenantId, clientId, pem };
      const clientSecret = get('serviceprincipalkey');
      if (clientSecret === undefined) throw missing('key');
      return { kind: 'client-secret', tenantId, clientId, clientSecret };
    }
    default:
      throw unusable(
        input,
        'is of a kind that is not known',
        'Use workload identity federation, a service principal or a managed identity.',
      );
  }
}

/** Who an Azure service connection is. Throws UserError (USAGE), with the input's name. */
export function connectionIdentity(
  context: CredentialContext,
  input: string,
  endpoint: string,
): AzureIdentity {
  return identityOf(context, input, endpoint, authorizationOf(context, input, endpoint));
}

/** Entra ID's token for the registry; `host` names one that does not end on azurecr.io. */
async function fromIdentity(
  identity: AzureIdentity,
  runtime: Runtime,
  host?: string,
): Promise<RegistryCredential> {
  const [{ acrCredential }, { accessTokenSource }] = await Promise.all([
    import('../src/azure/acr-credential.ts'),
    import('../src/azure/azure-identity.ts'),
  ]);
  return acrCredential(accessTokenSource(identity, runtime), runtime, {
    ...('tenantId' in identity ? { tenantId: identity.tenantId } : {}),
    ...(host === undefined ? {} : { hosts: [host] }),
  });
}

async function fromRegistryConnection(
  context: CredentialContext,
  endpoint: string,
): Promise<readonly RegistryCredential[]> {
  const input = 'containerRegistry';
  const authorization = authorizationOf(context, input, endpoint);
  const get = parametersOf(authorization);
  const registry = get('registry') ?? get('loginServer') ?? context.task.endpointUrl(endpoint);
  if (registry === undefined) {
    throw unusable(
      input,
      'names no registry',
      'Open it in the project settings and save it again.',
    );
  }
  if (/^(?:WorkloadIdentityFederation|ManagedServiceIdentity)$/.test(authorization.scheme)) {
    const identity = identityOf(context, input, endpoint, authorization);
    return [await fromIdentity(identity, context.runtime, registryHost(registry))];
  }
  const username = get('username') ?? get('serviceprincipalid');
  const password = get('password') ?? get('serviceprincipalkey');
  if (username === undefined || password === undefined) {
    throw unusable(
      input,
      'has no user name and password',
      'For Azure Container Registry name azureSubscription instead.',
    );
  }
  return passwordCredential(username, password, registry);
}

/** What was named first, then DOCKER_CONFIG and the machine's own identity. Throws UserError (USAGE). */
export async function readCredentials(
  context: CredentialContext,
  given: GivenOptions,
): Promise<readonly RegistryCredential[]> {
  const { task, runtime, mask } = context;
  const credentials: RegistryCredential[] = [];
  const registry = given['container-registry'];
  const subscription = given['azure-subscription'];
  if (registry !== undefined)
    credentials.push(...(await fromRegistryConnection(context, registry)));
  if (subscription !== undefined) {
    const identity = connectionIdentity(context, 'azureSubscription', subscription);
    credentials.push(await fromIdentity(identity, runtime));
  }
  const username = task.variable(environmentName('registry-username'));
  const password = task.variable(environmentName('registry-password'));
  if (password !== undefined) mask(password);
  if (registry === undefined && (username !== undefined || password !== undefined)) {
    const host = await registryOfTargets(given.targets);
    credentials.push(...passwordCredential(username, password, host));
  }
  return [...credentials, ambientCredential(runtime)];
}
