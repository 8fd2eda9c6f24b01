import { n as UserError } from "./shared-model-errors.mjs";
import { n as readJson } from "./shared-net-body.mjs";
import { t as createHttp } from "./shared-net-agent.mjs";

// src/azure/acr-credential.ts
const answerLimitBytes = 1048576;
/** Registries of each Azure cloud, and the scope that their tokens are for. */
const clouds = [
	[".azurecr.io", "https://containerregistry.azure.net/.default"],
	[".azurecr.us", "https://management.usgovcloudapi.net/.default"],
	[".azurecr.cn", "https://management.chinacloudapi.cn/.default"]
];
/** Whether a host is an Azure Container Registry by its name. */
function isAcrHost(host) {
	return clouds.some(([suffix]) => host.endsWith(suffix) && host.length > suffix.length);
}
function scopeOf(host, options) {
	const cloud = clouds.find(([suffix]) => host.endsWith(suffix) && host.length > suffix.length);
	if (cloud !== void 0) return cloud[1];
	return options.hosts?.includes(host) === true ? clouds[0]?.[1] : void 0;
}
async function exchange(host, accessToken, options, runtime) {
	const form = new URLSearchParams({
		grant_type: "access_token",
		service: host,
		...options.tenantId === void 0 ? {} : { tenant: options.tenantId },
		access_token: accessToken
	});
	const http = createHttp(runtime);
	try {
		const response = await http.request(`https://${host}/oauth2/exchange`, {
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded" },
			body: form.toString()
		});
		if (response.status !== 200) {
			await response.discard();
			const refused = [
				400,
				401,
				403
			].includes(response.status);
			throw new UserError(refused ? "REGISTRY_DENIED" : "REGISTRY_FAILED", `${host}: the registry does not take the Azure identity (status ${response.status})`, { hint: "Give the identity the role AcrPull on this registry." });
		}
		const answer = await readJson(response, answerLimitBytes);
		const refreshToken = Reflect.get(Object(answer), "refresh_token");
		if (typeof refreshToken === "string" && refreshToken !== "") return {
			kind: "refresh-token",
			refreshToken
		};
		throw new UserError("REGISTRY_FAILED", `${host}: the exchange gives no refresh token`);
	} finally {
		await http.close();
	}
}
/**
* Answers for Azure Container Registries only: nobody else is shown an Entra ID token. One exchange a host.
* Throws `REGISTRY_DENIED`, `REGISTRY_FAILED`, `NETWORK`.
*/
function acrCredential(accessToken, runtime, options = {}) {
	const known = /* @__PURE__ */ new Map();
	async function ask(host, scope) {
		let token;
		try {
			token = await accessToken(scope);
		} catch (error) {
			if (options.optional !== true || runtime.signal.aborted) throw error;
			const reason = error instanceof Error ? error.message : String(error);
			runtime.log.debug(`${host}: ${reason}; going on without an Azure identity`);
			return;
		}
		return exchange(host, token, options, runtime);
	}
	return { async authorize(registryHost) {
		const host = registryHost.toLowerCase();
		const scope = scopeOf(host, options);
		if (scope === void 0) return void 0;
		const answer = known.get(host) ?? ask(host, scope);
		known.set(host, answer);
		return answer;
	} };
}

export { acrCredential, isAcrHost };