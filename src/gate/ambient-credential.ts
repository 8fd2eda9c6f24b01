// Who the machine is, where nobody says so: for Azure Container Registries only, and after the user's docker login.

import { UserError } from '../model/errors.ts';
import type { RegistryCredential } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import { ambientAzureToken } from './ambient-azure.ts';

async function azureCredential(runtime: Runtime): Promise<RegistryCredential> {
  const { acrCredential } = await import('../azure/acr-credential.ts');
  const tenantId = runtime.env['AZURE_TENANT_ID'];
  return acrCredential(ambientAzureToken(runtime), runtime, {
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
