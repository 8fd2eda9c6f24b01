// Azure Container Registry: an Entra ID token becomes a registry's refresh token (POST /oauth2/exchange), which the
// registry's challenge then turns into an access token. Source: Azure/acr docs/AAD-OAuth.md.

import { UserError } from '../model/errors.ts';
import type { RegistryAuthorization, RegistryCredential } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import { readJson } from '../net/body.ts';
import { createHttp } from '../net/http.ts';
import type { AccessTokenSource } from './azure-identity.ts';

const answerLimitBytes = 1024 * 1024;

/** Registries of each Azure cloud, and the scope that their tokens are for. */
const clouds: readonly (readonly [suffix: string, scope: string])[] = [
  ['.azurecr.io', 'https://containerregistry.azure.net/.default'],
  ['.azurecr.us', 'https://management.usgovcloudapi.net/.default'],
  ['.azurecr.cn', 'https://management.chinacloudapi.cn/.default'],
];

export interface AcrOptions {
  /** Sent with the exchange where it is known. */
  readonly tenantId?: string;
  /** Hosts beside `*.azurecr.io` and its like that are trusted with an Entra ID token: a registry's own domain. */
  readonly hosts?: readonly string[];
  /** Whether to say nothing, rather than to fail, where Entra ID gives no token: for a guess at the user's wish. */
  readonly optional?: boolean;
}

/** Whether a host is an Azure Container Registry by its name. */
export function isAcrHost(host: string): boolean {
  return clouds.some(([suffix]) => host.endsWith(suffix) && host.length > suffix.length);
}

function scopeOf(host: string, options: AcrOptions): string | undefined {
  const cloud = clouds.find(([suffix]) => host.endsWith(suffix) && host.length > suffix.length);
  if (cloud !== undefined) return cloud[1];
  return options.hosts?.includes(host) === true ? clouds[0]?.[1] : undefined;
}

async function exchange(
  host: string,
  accessToken: string,
  options: AcrOptions,
  runtime: Runtime,
): Promise<RegistryAuthorization> {
  const form = new URLSearchParams({
    grant_type: 'access_token',
    service: host,
    ...(options.tenantId === undefined ? {} : { tenant: options.tenantId }),
    access_token: accessToken,
  });
  const http = createHttp(runtime);
  try {
    const response = await http.request(`https://${host}/oauth2/exchange`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
    if (response.status !== 200) {
      await response.discard();
      const refused = [400, 401, 403].includes(response.status);
      throw new UserError(
        refused ? 'REGISTRY_DENIED' : 'REGISTRY_FAILED',
        `${host}: the registry does not take the Azure identity (status ${response.status})`,
        { hint: 'Give the identity the role AcrPull on this registry.' },
      );
    }
    const answer = await readJson(response, answerLimitBytes);
    const refreshToken: unknown = Reflect.get(Object(answer), 'refresh_token');
    if (typeof refreshToken === 'string' && refreshToken !== '') {
      return { kind: 'refresh-token', refreshToken };
    }
    throw new UserError('REGISTRY_FAILED', `${host}: the exchange gives no refresh token`);
  } finally {
    await http.close();
  }
}

/**
 * Answers for Azure Container Registries only: nobody else is shown an Entra ID token. One exchange a host.
 * Throws `REGISTRY_DENIED`, `REGISTRY_FAILED`, `NETWORK`.
 */
export function acrCredential(
  accessToken: AccessTokenSource,
  runtime: Runtime,
  options: AcrOptions = {},
): RegistryCredential {
  const known = new Map<string, Promise<RegistryAuthorization | undefined>>();
  async function ask(host: string, scope: string): Promise<RegistryAuthorization | undefined> {
    let token: string;
    try {
      token = await accessToken(scope);
    } catch (error) {
      if (options.optional !== true || runtime.signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      runtime.log.debug(`${host}: ${reason}; going on without an Azure identity`);
      return undefined;
    }
    return exchange(host, token, options, runtime);
  }
  return {
    async authorize(registryHost) {
      const host = registryHost.toLowerCase();
      const scope = scopeOf(host, options);
      if (scope === undefined) return undefined;
      const answer = known.get(host) ?? ask(host, scope);
      known.set(host, answer);
      return answer;
    },
  };
}
