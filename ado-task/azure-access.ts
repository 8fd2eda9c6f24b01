// How the task reaches disks in Azure: as the service connection `azureSubscription`, else as the machine itself.

import { ambientAzureToken } from '../src/gate/ambient-azure.ts';
import type { GivenOptions } from '../src/gate/read-request.ts';
import type { AzureAccess } from '../src/model/ports.ts';
import { type CredentialContext, connectionIdentity } from './credentials.ts';

/** The connection is read, and may be refused (USAGE), at the first token: only targets in Azure need it. */
export function readAzureAccess(
  context: CredentialContext,
  given: GivenOptions,
): Pick<AzureAccess, 'accessToken' | 'cloud' | 'mask'> {
  const { task, runtime, mask } = context;
  const connection = given['azure-subscription'];
  if (connection === undefined) return { accessToken: ambientAzureToken(runtime), mask };
  const cloud = task.endpointData(connection, 'environment');
  let source: Promise<AzureAccess['accessToken']> | undefined;
  const make = async (): Promise<AzureAccess['accessToken']> => {
    const identity = connectionIdentity(context, 'azureSubscription', connection);
    const [{ accessTokenSource }, { azureCloud }] = await Promise.all([
      import('../src/azure/azure-identity.ts'),
      import('../src/azure/compute/clouds.ts'),
    ]);
    if (cloud === undefined) return accessTokenSource(identity, runtime);
    return accessTokenSource(identity, runtime, { authorityHost: azureCloud(cloud).authorityHost });
  };
  return {
    async accessToken(scope) {
      source ??= make();
      return (await source)(scope);
    },
    ...(cloud === undefined ? {} : { cloud }),
    mask,
  };
}
