import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { n as readJson, r as resumable, t as readBytes } from "./shared-net-body.mjs";
import { c as mediaTypes, i as configLimitBytes, n as openImages, o as digestOf, r as checkDigest, s as manifestLimitBytes } from "./shared-images-oci-image.mjs";
import { r as sha256Digest } from "./shared-images-reference.mjs";
import { t as dockerConfigCredential } from "./shared-images-registry-credential-helper.mjs";
import { t as createHttp } from "./shared-net-agent.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";

// src/images/registry/challenge.ts
const longestHeader = 16384;
const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const parameter = new RegExp(`^(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`);
/**
* The challenges of a header, in order; what cannot be read ends the list.
* @example parseChallenges('Bearer realm="https://a/token",service="a"')[0]?.scheme // 'bearer'
*/
function parseChallenges(header) {
	const challenges = [];
	let rest = (header ?? "").slice(0, longestHeader).trim();
	while (rest !== "") {
		const pair = parameter.exec(rest);
		const current = challenges.at(-1);
		if (pair !== null && current !== void 0) {
			const value = pair[2]?.replace(/\\(.)/g, "$1") ?? pair[3] ?? "";
			current.parameters[(pair[1] ?? "").toLowerCase()] = value;
			rest = rest.slice(pair[0].length);
		} else {
			const scheme = new RegExp(`^(${token})(?=\\s|,|$)`).exec(rest);
			if (scheme === null) break;
			challenges.push({
				scheme: scheme[0].toLowerCase(),
				parameters: {}
			});
			rest = rest.slice(scheme[0].length);
		}
		rest = rest.replace(/^[\s,]+/, "");
	}
	return challenges;
}

// src/images/registry/loopback.ts
/** @param host HOST[:PORT], IPv6 in brackets */
function isLoopback(host) {
	const name = hostName(host);
	return name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}
/** Without the port. */
function hostName(host) {
	return host.replace(/:\d+$/, "").toLowerCase();
}

// src/images/registry/authorizer.ts
const tokenLimitBytes = 1048576;
const clientId = "portcullis";
const loginHint = "Log in (docker login, or the inputs for registry user and password), with an account that may pull this image.";
function denied(host, repository, why) {
	return new UserError("REGISTRY_DENIED", `${host}/${repository}: ${why}`, { hint: loginHint });
}
function basic(username, password) {
	return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
/** Plain HTTP goes to no further machine than the registry itself, which is asked so already. */
function isWithoutTls(url, { host, plainHttp }) {
	if (url.protocol !== "http:" || !plainHttp) return false;
	return hostName(url.host) === hostName(host) || isLoopback(url.host) && isLoopback(host);
}
/** The address that gives tokens: https, or plain HTTP of a registry that is so itself. */
function realmOf(challenge, options) {
	const realm = challenge.parameters["realm"] ?? "";
	const fault = (why) => new UserError("REGISTRY_FAILED", `${options.host}: its token server ${why}`);
	if (!URL.canParse(realm)) throw fault("has no valid address");
	const url = new URL(realm);
	if (url.protocol !== "https:" && !isWithoutTls(url, options)) throw fault(`is not reached over TLS: ${redactUrl(url)}`);
	url.username = "";
	url.password = "";
	return url;
}
async function fetchToken(challenge, credential, options) {
	const { http, host, repository } = options;
	const realm = realmOf(challenge, options);
	const { service } = challenge.parameters;
	const scope = challenge.parameters["scope"] ?? `repository:${repository}:pull`;
	let response;
	if (credential?.kind === "refresh-token") {
		const form = new URLSearchParams({
			grant_type: "refresh_token",
			refresh_token: credential.refreshToken,
			...service === void 0 ? {} : { service },
			scope,
			client_id: clientId
		});
		response = await http.request(realm.href, {
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded" },
			body: form.toString()
		});
	} else {
		if (service !== void 0) realm.searchParams.set("service", service);
		for (const one of scope.split(" ")) realm.searchParams.append("scope", one);
		if (credential !== void 0) {
			realm.searchParams.set("account", credential.username);
			realm.searchParams.set("client_id", clientId);
		}
		response = await http.get(realm.href, { headers: credential === void 0 ? {} : { authorization: basic(credential.username, credential.password) } });
	}
	if (response.status !== 200) {
		await response.discard();
		if ([
			400,
			401,
			403
		].includes(response.status)) throw denied(host, repository, `${credential === void 0 ? "anonymous access is refused" : "the login is refused"} (status ${response.status} of the token server)`);
		throw new UserError("REGISTRY_FAILED", `${host}: its token server ${response.url} answers with status ${response.status}`, { hint: "Try again later." });
	}
	const answer = await readJson(response, tokenLimitBytes);
	const fields = typeof answer === "object" && answer !== null ? answer : {};
	for (const name of ["access_token", "token"]) {
		const token = Reflect.get(fields, name);
		if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
	}
	throw new UserError("REGISTRY_FAILED", `${host}: its token server gives no token`);
}
/** One registry's authorization for one repository, kept until it is refused. */
function createAuthorizer(options) {
	const { host, repository } = options;
	let header;
	let pending;
	async function credentialOf() {
		for (const source of options.credentials) {
			const found = await source.authorize(host);
			if (found !== void 0) return found;
		}
	}
	async function answer(challenges) {
		const credential = await credentialOf();
		const bearer = challenges.find(({ scheme }) => scheme === "bearer");
		if (bearer !== void 0) {
			header = `Bearer ${await fetchToken(bearer, credential, options)}`;
			return;
		}
		if (!challenges.some(({ scheme }) => scheme === "basic")) throw denied(host, repository, "the registry asks for a login of a kind that is not known");
		if (credential === void 0) throw denied(host, repository, "the registry asks for a login");
		if (credential.kind !== "basic") throw denied(host, repository, "the registry asks for a user name and password, not a token");
		header = basic(credential.username, credential.password);
	}
	return {
		get header() {
			return header;
		},
		async answer(response) {
			await response.discard();
			pending ??= answer(parseChallenges(response.headers["www-authenticate"])).finally(() => {
				pending = void 0;
			});
			await pending;
		}
	};
}

// src/images/registry/session.ts
const errorLimitBytes = 65536;
const hubRegistry = "registry-1.docker.io";
/** Hosts (comma separated) that are asked over plain HTTP; loopback needs no word. */
const plainHttpVariable = "PORTCULLIS_PLAIN_HTTP_REGISTRIES";
/** Loopback may speak either; nobody else is asked without TLS but those that the user names. */
async function baseOf(host, runtime) {
	if ((runtime.env[plainHttpVariable] ?? "").split(",").map((name) => name.trim()).includes(host)) return `http://${host}`;
	const secure = `https://${host === "docker.io" ? hubRegistry : host}`;
	if (!isLoopback(host)) return secure;
	const probe = createHttp(runtime, { attempts: 1 });
	try {
		await (await probe.get(`${secure}/v2/`)).discard();
		return secure;
	} catch (error) {
		return error instanceof UserError && /certificate/.test(error.message) ? secure : `http://${host}`;
	} finally {
		await probe.close();
	}
}
/** The registry's own error code, when it sends one: upper case and underscores only. */
async function errorCode(response) {
	try {
		const body = Buffer.from(await readBytes(response, errorLimitBytes)).toString("utf8");
		return /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(body)?.[1] ?? "";
	} catch {
		return "";
	}
}
async function failure(reference, what, response) {
	const { host, repository } = reference;
	const where = `${host}/${repository}`;
	const { status } = response;
	const code = await errorCode(response);
	const shown = code === "" ? `status ${status}` : `status ${status}, ${code}`;
	if (status === 401 || status === 403) return denied(host, repository, `access to ${what} is refused (${shown})`);
	if (status === 404) return new UserError("REGISTRY_NOT_FOUND", `${where}: the registry has no ${what} (${shown})`, { hint: "Check name and tag; some registries answer so where a login is needed." });
	if (status === 429) return new UserError("REGISTRY_FAILED", `${where}: too many requests (${shown})`, { hint: "Log in for a higher limit, use a mirror, or try again later." });
	return new UserError("REGISTRY_FAILED", `${where}: the registry cannot give ${what} (${shown})`, { hint: "Try again later." });
}
/** Opens a session; close it at the end. The registry is asked at the first `get` (loopback: for its protocol before). */
async function openSession(reference, credentials, runtime, retry = {}) {
	const { host, repository } = reference;
	const base = await baseOf(host, runtime);
	const http = createHttp(runtime, retry);
	const plainHttp = base.startsWith("http:");
	const authorizer = createAuthorizer({
		http,
		host,
		repository,
		plainHttp,
		credentials
	});
	async function get(path, what, headers = {}) {
		for (let attempt = 0;; attempt += 1) {
			const sent = authorizer.header;
			const response = await http.get(`${base}/v2/${repository}/${path}`, { headers: sent === void 0 ? headers : {
				...headers,
				authorization: sent
			} });
			if (response.status === 200 || response.status === 206) return response;
			if (response.status !== 401 || attempt > 0) throw await failure(reference, what, response);
			if (authorizer.header === sent) await authorizer.answer(response);
			else await response.discard();
		}
	}
	return {
		where: `${host}/${repository}`,
		get,
		close: () => http.close()
	};
}

// src/images/registry/registry-image.ts
const acceptManifests = Object.values(mediaTypes).join(", ");
/** Manifests are asked for twice at most; more than this is not worth its memory. */
const cacheLimitBytes = 16777216;
/** The blob's bytes: never more than announced, on after a break. */
async function* blobStream(session, { digest, size }) {
	let seen = 0;
	const stream = resumable((offset) => session.get(`blobs/${digest}`, `blob ${digest}`, offset === 0 ? {} : { range: `bytes=${offset}-` }));
	for await (const chunk of stream) {
		seen += chunk.length;
		if (seen > size) break;
		yield chunk;
	}
	if (seen === size) return;
	const more = seen > size ? "more" : `only ${seen}`;
	throw new ScanError("TARGET_DAMAGED", session.where, `the blob ${digest} has ${more} of ${size} bytes`);
}
function registryStore(shared) {
	const { session, manifests } = shared;
	async function small(path, what, descriptor, limit) {
		const { digest, size } = descriptor;
		const response = await session.get(path, what, { accept: acceptManifests });
		const bytes = await readBytes(response, limit);
		checkDigest(bytes, digest, session.where);
		if (bytes.length !== size) throw new ScanError("TARGET_DAMAGED", session.where, `${digest} has ${bytes.length} bytes, not ${size}`);
		return bytes;
	}
	return {
		where: session.where,
		concurrent: true,
		async manifest(descriptor) {
			const { digest } = descriptor;
			const known = manifests.get(digest);
			if (known !== void 0) return known;
			const what = `manifest ${digest}`;
			const bytes = await small(`manifests/${digest}`, what, descriptor, manifestLimitBytes);
			if (shared.cachedBytes + bytes.length <= cacheLimitBytes) {
				manifests.set(digest, bytes);
				shared.cachedBytes += bytes.length;
			}
			return bytes;
		},
		config(descriptor) {
			const { digest } = descriptor;
			return small(`blobs/${digest}`, `blob ${digest}`, descriptor, configLimitBytes);
		},
		async layer(descriptor) {
			const { digest, size } = descriptor;
			return {
				key: digest,
				sizeBytes: size,
				digest,
				bytes: blobStream(session, descriptor)
			};
		},
		share() {
			shared.users += 1;
			return registryStore(shared);
		},
		async close() {
			shared.users -= 1;
			if (shared.users === 0) await session.close();
		}
	};
}
/** The manifest or index that the reference names; what the registry says of its digest is checked. */
async function fetchRoot(session, { tag, digest }) {
	const name = digest ?? tag ?? "latest";
	const response = await session.get(`manifests/${name}`, `image ${name}`, { accept: acceptManifests });
	const bytes = await readBytes(response, manifestLimitBytes);
	const promised = response.headers["docker-content-digest"];
	if (digest !== void 0) checkDigest(bytes, digest, session.where);
	else if (promised !== void 0 && sha256Digest.test(promised)) checkDigest(bytes, promised, session.where);
	return {
		descriptor: {
			mediaType: response.headers["content-type"]?.replace(/;.*$/s, "").trim() ?? "",
			digest: digestOf(bytes),
			size: bytes.length,
			annotations: {}
		},
		bytes
	};
}
/**
* Opens the image, or those of every platform. `credentials` come before the user's own files; then anonymous access.
* Throws `REGISTRY_DENIED`, `REGISTRY_NOT_FOUND`, `REGISTRY_FAILED`, `NETWORK`, and what `openImages` throws.
*/
async function openRegistryImage(reference, wanted, credentials, runtime, retry = {}) {
	const sources = [...credentials, dockerConfigCredential(runtime)];
	const session = await openSession(reference, sources, runtime, retry);
	let root;
	try {
		root = await fetchRoot(session, reference);
	} catch (error) {
		await session.close();
		throw error;
	}
	const { descriptor, bytes } = root;
	const store = registryStore({
		session,
		manifests: /* @__PURE__ */ new Map([[descriptor.digest, bytes]]),
		cachedBytes: bytes.length,
		users: 1
	});
	const tags = reference.tag === void 0 ? [] : [reference.tag];
	return openImages(store, [descriptor], wanted, tags);
}

export { openRegistryImage };