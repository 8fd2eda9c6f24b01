import { n as UserError } from "./shared-model-errors.mjs";

// src/azure/compute/clouds.ts
const cloudNames = [
	"public",
	"government",
	"china"
];
/** The same in every cloud. */
const storageScope = "https://storage.azure.com/.default";
/** With two slashes: the service compares the audience to `https://disk.azure.com/`, letter by letter. */
const diskScope = "https://disk.azure.com//.default";
const clouds = [
	{
		name: "public",
		managementUrl: "https://management.azure.com",
		managementScope: "https://management.azure.com/.default",
		authorityHost: "https://login.microsoftonline.com",
		blobSuffix: ".blob.core.windows.net"
	},
	{
		name: "government",
		managementUrl: "https://management.usgovcloudapi.net",
		managementScope: "https://management.usgovcloudapi.net/.default",
		authorityHost: "https://login.microsoftonline.us",
		blobSuffix: ".blob.core.usgovcloudapi.net"
	},
	{
		name: "china",
		managementUrl: "https://management.chinacloudapi.cn",
		managementScope: "https://management.chinacloudapi.cn/.default",
		authorityHost: "https://login.chinacloudapi.cn",
		blobSuffix: ".blob.core.chinacloudapi.cn"
	}
];
/** Names of `az cloud list`, which service connections use too. */
const otherNames = {
	azurecloud: "public",
	azureusgovernment: "government",
	azurechinacloud: "china"
};
/** A cloud by our word for it or by the CLI's (`AzureUSGovernment`). Throws `USAGE`. */
function azureCloud(name) {
	const word = name.toLowerCase();
	const wanted = otherNames[word] ?? word;
	const cloud = clouds.find((each) => each.name === wanted);
	if (cloud !== void 0) return cloud;
	throw new UserError("USAGE", `${name} is no Azure cloud that is known`, { hint: "Use public, government or china." });
}
/** The cloud that a blob's host belongs to. */
function cloudOfBlobHost(host) {
	return clouds.find(({ blobSuffix }) => host.length > blobSuffix.length && host.endsWith(blobSuffix));
}
/**
* The cloud of this environment: `AZURE_CLOUD` by name, else the one that `AZURE_AUTHORITY_HOST` belongs to, else the
* public one; `PORTCULLIS_ARM_ENDPOINT` puts another resource manager in its place. Throws `USAGE`.
*/
function cloudOfEnvironment(env) {
	const authority = (env["AZURE_AUTHORITY_HOST"] ?? "").replace(/\/+$/, "").toLowerCase();
	const byAuthority = clouds.find(({ authorityHost }) => authorityHost === authority);
	const name = env["AZURE_CLOUD"];
	const cloud = name === void 0 || name === "" ? byAuthority : azureCloud(name);
	const endpoint = env["PORTCULLIS_ARM_ENDPOINT"];
	const chosen = cloud ?? azureCloud("public");
	if (endpoint === void 0 || endpoint === "") return chosen;
	if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== "https:") throw new UserError("USAGE", "PORTCULLIS_ARM_ENDPOINT is no https address", { hint: "Give the address of the resource manager, as https://management.example.net." });
	return {
		...chosen,
		managementUrl: new URL(endpoint).origin
	};
}

export { diskScope as a, cloudOfEnvironment as i, cloudNames as n, storageScope as o, cloudOfBlobHost as r, azureCloud as t };