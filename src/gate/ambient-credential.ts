// Who the machine is, where nobody says so: for Azure Container Registries only, and after the user's docker login.

import { UserError } from '../model/errors.ts';
import type { RegistryCredential } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';

async function azureCredential(runtime: Runtime): Promise<RegistryCredential> {
  const [{ acrCredential }, { accessTokenSource }] = await Promise.all([
    import('../azure/acr-credential.ts'),
    import('../azure/azure-identity.ts'),
  ]);
  const { env } = runtime;
  const [tenantId, clientId] = [env['AZURE_TENANT_ID'], env['AZURE_CLIENT_ID']];
  const mayAskGitHub = env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined;
  const isFederated = mayAskGitHub && tenantId !== undefined && clientId !== undefined;
  const source = accessTokenSource(
    isFederated ? { kind: 'github-oidc', tenantId, clientId } : { kind: 'default' },
    runtime,
  );
  return acrCredential(source, runtime, {
    optional: true,
    ...(tenantId === undefined ? {} : { tenantId }),
  });
}

/**
 * DOCKER_CONFIG first, then the Azure identity at hand (GitHub's OIDC, environment, managed identity, `az login`).
 * A guess at the user's wish: an identity that the registry does not take is passed over.
 */
export function ambientCredential(runtime: Runtime): RegistryCredential {
  let azure: Promise<RegistryCredential> | undefined;
  return {
    async authorize(host) {
      const [{ dockerConfigCredential }, { isAcrHost }] = await Promise.all([
        import('../images/registry/docker-config.ts'),
        import('../azure/acr-credential.ts'),
      ]);
      const own = await dockerConfigCredential(runtime).authorize(host);
      if (own !== undefined || !isAcrHost(host.toLowerCase())) return own;
      try {
        azure ??= azureCredential(runtime);
        return await (await azure).authorize(host);
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== 'REGISTRY_DENIED') throw error;
        runtime.log.debug(`${host}: ${error.message}; going on without an Azure identity`);
        return undefined;
      }
    },
  };
}
