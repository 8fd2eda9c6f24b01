import { n as UserError } from "./shared-model-errors.mjs";
import { n as readJson } from "./shared-net-body.mjs";
import { t as createHttp } from "./shared-net-agent.mjs";
import { t as sendPipelineRequest } from "./shared-azure-pipeline-http.mjs";

// src/azure/identity-http.ts
/** Sends what the library's own pipeline hands down; that pipeline retries, so this does not. */
function createIdentityHttp(runtime) {
	return { async sendRequest(request) {
		const http = createHttp(runtime, { attempts: 1 });
		try {
			return await sendPipelineRequest(http, request);
		} finally {
			await http.close();
		}
	} };
}

// src/azure/azure-identity.ts
const assertionAudience = "api://AzureADTokenExchange";
const assertionLimitBytes = 1048576;
/** The job's OIDC token: `ACTIONS_ID_TOKEN_REQUEST_URL`, as GitHub's «Security hardening with OpenID Connect» says. */
async function githubAssertion(runtime) {
	const url = runtime.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
	const token = runtime.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
	if (url === void 0 || token === void 0 || !URL.canParse(url)) throw new UserError("REGISTRY_DENIED", "This job may not ask GitHub for an OIDC token", { hint: "Add `permissions: id-token: write` to the job." });
	const address = new URL(url);
	address.searchParams.set("audience", assertionAudience);
	const http = createHttp(runtime);
	try {
		const response = await http.get(address.href, { headers: { authorization: `Bearer ${token}` } });
		const answer = response.status === 200 ? await readJson(response, assertionLimitBytes) : {};
		const value = Reflect.get(Object(answer), "value");
		if (typeof value === "string") return value;
		throw new UserError("REGISTRY_DENIED", `GitHub gives no OIDC token (status ${response.status})`);
	} finally {
		await http.close();
	}
}
async function credentialOf(identity, runtime, options) {
	const azure = await import("./azure-identity.mjs");
	const ours = {
		httpClient: createIdentityHttp(runtime),
		...options
	};
	switch (identity.kind) {
		case "azure-pipelines": {
			const { tenantId, clientId, serviceConnectionId, systemAccessToken } = identity;
			return new azure.AzurePipelinesCredential(tenantId, clientId, serviceConnectionId, systemAccessToken, ours);
		}
		case "client-secret": return new azure.ClientSecretCredential(identity.tenantId, identity.clientId, identity.clientSecret, ours);
		case "client-certificate": return new azure.ClientCertificateCredential(identity.tenantId, identity.clientId, { certificate: identity.pem }, ours);
		case "github-oidc": return new azure.ClientAssertionCredential(identity.tenantId, identity.clientId, () => githubAssertion(runtime), ours);
		case "managed-identity": return identity.clientId === void 0 ? new azure.ManagedIdentityCredential(options) : new azure.ManagedIdentityCredential({
			...options,
			clientId: identity.clientId
		});
		case "default": return new azure.DefaultAzureCredential(options);
		default: return identity;
	}
}
/** The first line of what Entra ID says, without its trace; it names applications and tenants, never a secret. */
function reasonOf(error) {
	return ((error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "").slice(0, 300);
}
/** `options` (authority host …) are @azure/identity's own. The library is loaded at the first token. */
function accessTokenSource(identity, runtime, options = {}) {
	let credential;
	return async (scope) => {
		try {
			credential ??= credentialOf(identity, runtime, options);
			const token = await (await credential).getToken(scope, { abortSignal: runtime.signal });
			if (token !== null) return token.token;
		} catch (cause) {
			if (cause instanceof UserError) throw cause;
			throw new UserError("REGISTRY_DENIED", `Microsoft Entra ID gives no token: ${reasonOf(cause)}`, {
				hint: "Check the service connection or `az login`, and that the identity has the role AcrPull.",
				cause
			});
		}
		throw new UserError("REGISTRY_DENIED", "Microsoft Entra ID gives no token");
	};
}

export { accessTokenSource };