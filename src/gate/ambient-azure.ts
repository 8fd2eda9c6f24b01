// Who the machine is at Microsoft Entra ID, where nobody says so: a GitHub job's own identity, the environment's, a
// managed one, `az login`.

import type { AzureAccess } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';

/** Asks nobody before the first token. */
export function ambientAzureToken(runtime: Runtime): AzureAccess['accessToken'] {
  let source: Promise<AzureAccess['accessToken']> | undefined;
  const make = async (): Promise<AzureAccess['accessToken']> => {
    const [{ accessTokenSource }, { cloudOfEnvironment }] = await Promise.all([
      import('../azure/azure-identity.ts'),
      import('../azure/compute/clouds.ts'),
    ]);
    const { env } = runtime;
    const [tenantId, clientId] = [env['AZURE_TENANT_ID'], env['AZURE_CLIENT_ID']];
    const mayAskGitHub = env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined;
    const isFederated = mayAskGitHub && tenantId !== undefined && clientId !== undefined;
    const { name, authorityHost } = cloudOfEnvironment(env);
    return accessTokenSource(
      isFederated ? { kind: 'github-oidc', tenantId, clientId } : { kind: 'default' },
      runtime,
      // The public cloud's is the library's own default, which its variables replace.
      name === 'public' ? {} : { authorityHost },
    );
  };
  return async (scope) => {
    source ??= make();
    return (await source)(scope);
  };
}
