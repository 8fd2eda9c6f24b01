// Who we are at Microsoft Entra ID, and the access tokens it gives for that. The only user of @azure/identity.

import type { TokenCredential, TokenCredentialOptions } from '@azure/identity';
import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { readJson } from '../net/body.ts';
import { createHttp } from '../net/http.ts';
import { createIdentityHttp } from './identity-http.ts';

export type AzureIdentity =
  /** An Azure DevOps service connection of the scheme WorkloadIdentityFederation. */
  | {
      readonly kind: 'azure-pipelines';
      readonly tenantId: string;
      readonly clientId: string;
      readonly serviceConnectionId: string;
      /** The job's own token (SYSTEMVSSCONNECTION). */
      readonly systemAccessToken: string;
    }
  /** A service connection of the scheme ServicePrincipal. */
  | {
      readonly kind: 'client-secret';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | {
      readonly kind: 'client-certificate';
      readonly tenantId: string;
      readonly clientId: string;
      /** Certificate and private key. */
      readonly pem: string;
    }
  /** A service connection of the scheme ManagedServiceIdentity, or the machine's own identity. */
  | { readonly kind: 'managed-identity'; readonly clientId?: string }
  /** A GitHub job with `permissions: id-token: write` and a federated credential. */
  | { readonly kind: 'github-oidc'; readonly tenantId: string; readonly clientId: string }
  /** Environment variables, workload or managed identity, `az login`: in DefaultAzureCredential's order. */
  | { readonly kind: 'default' };

/** Gives an access token for a scope (`https://…/.default`). Throws `REGISTRY_DENIED` where there is none. */
export type AccessTokenSource = (scope: string) => Promise<string>;

const assertionAudience = 'api://AzureADTokenExchange';
const assertionLimitBytes = 1024 * 1024;

/** The job's OIDC token: `ACTIONS_ID_TOKEN_REQUEST_URL`, as GitHub's «Security hardening with OpenID Connect» says. */
async function githubAssertion(runtime: Runtime): Promise<string> {
  const url = runtime.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const token = runtime.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (url === undefined || token === undefined || !URL.canParse(url)) {
    throw new UserError('REGISTRY_DENIED', 'This job may not ask GitHub for an OIDC token', {
      hint: 'Add `permissions: id-token: write` to the job.',
    });
  }
  const address = new URL(url);
  address.searchParams.set('audience', assertionAudience);
  const http = createHttp(runtime);
  try {
    const response = await http.get(address.href, {
      headers: { authorization: `Bearer ${token}` },
    });
    const answer = response.status === 200 ? await readJson(response, assertionLimitBytes) : {};
    const value: unknown = Reflect.get(Object(answer), 'value');
    if (typeof value === 'string') return value;
    throw new UserError(
      'REGISTRY_DENIED',
      `GitHub gives no OIDC token (status ${response.status})`,
    );
  } finally {
    await http.close();
  }
}

async function credentialOf(
  identity: AzureIdentity,
  runtime: Runtime,
  options: TokenCredentialOptions,
): Promise<TokenCredential> {
  const azure = await import('@azure/identity');
  const ours = { httpClient: createIdentityHttp(runtime), ...options };
  switch (identity.kind) {
    case 'azure-pipelines': {
      const { tenantId, clientId, serviceConnectionId, systemAccessToken } = identity;
      return new azure.AzurePipelinesCredential(
        tenantId,
        clientId,
        serviceConnectionId,
        systemAccessToken,
        ours,
      );
    }
    case 'client-secret':
      return new azure.ClientSecretCredential(
        identity.tenantId,
        identity.clientId,
        identity.clientSecret,
        ours,
      );
    case 'client-certificate':
      return new azure.ClientCertificateCredential(
        identity.tenantId,
        identity.clientId,
        { certificate: identity.pem },
        ours,
      );
    case 'github-oidc':
      return new azure.ClientAssertionCredential(
        identity.tenantId,
        identity.clientId,
        () => githubAssertion(runtime),
        ours,
      );
    // These ask the machine itself (169.254.169.254, `az`), which our proxy and retries would only slow down.
    case 'managed-identity':
      return identity.clientId === undefined
        ? new azure.ManagedIdentityCredential(options)
        : new azure.ManagedIdentityCredential({ ...options, clientId: identity.clientId });
    case 'default':
      return new azure.DefaultAzureCredential(options);
    default: {
      const never: never = identity;
      return never;
    }
  }
}

/** The first line of what Entra ID says, without its trace; it names applications and tenants, never a secret. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').slice(0, 300);
}

/** `options` (authority host …) are @azure/identity's own. The library is loaded at the first token. */
export function accessTokenSource(
  identity: AzureIdentity,
  runtime: Runtime,
  options: TokenCredentialOptions = {},
): AccessTokenSource {
  let credential: Promise<TokenCredential> | undefined;
  return async (scope) => {
    try {
      credential ??= credentialOf(identity, runtime, options);
      const token = await (await credential).getToken(scope, { abortSignal: runtime.signal });
      if (token !== null) return token.token;
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new UserError(
        'REGISTRY_DENIED',
        `Microsoft Entra ID gives no token: ${reasonOf(cause)}`,
        {
          hint: 'Check the service connection or `az login`, and that the identity has the role AcrPull.',
          cause,
        },
      );
    }
    throw new UserError('REGISTRY_DENIED', 'Microsoft Entra ID gives no token');
  };
}
