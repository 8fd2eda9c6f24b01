import { i as __toESM } from "./runtime.mjs";
import { n as UserError } from "./shared-model-errors.mjs";
import { r as readRegular } from "./shared-runtime-regular-file.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { n as isPassing, r as networkError, t as cancelled } from "./shared-net-failure.mjs";
import { rootCertificates } from "node:tls";
import { setTimeout } from "node:timers/promises";

// src/net/agent.ts
const connectTimeoutMs = 15e3;
const headersTimeoutMs = 6e4;
/** For a proxy's answer to CONNECT. */
const tunnelTimeoutMs = 3e4;
/** The longest silence within a body. */
const bodyTimeoutMs = 6e4;
/** Of a file of authorities: a system's whole bundle has less than 1 MiB. */
const authorityLimitBytes = 16777216;
/** Environment variables that name a PEM file; all of them are read. */
const caVariables = [
	"PORTCULLIS_CA_FILE",
	"SSL_CERT_FILE",
	"NODE_EXTRA_CA_CERTS"
];
/** Loopback never goes through a proxy, as with Go's clients (docker, skopeo). */
const neverProxied = "localhost,127.0.0.1,[::1]";
/** Lower case wins, as in curl; an empty value is an answer. */
function variable(env, name) {
	return env[name.toLowerCase()] ?? env[name];
}
function proxyAddress(env, name) {
	const value = variable(env, name)?.trim() ?? "";
	if (value === "") return "";
	const address = value.includes("://") ? value : `http://${value}`;
	if (!URL.canParse(address)) throw new UserError("USAGE", `${name} is no address: ${redactUrl(value)}`, { hint: "Write it as http://HOST:PORT." });
	return address;
}
function noProxyOf(env) {
	const value = variable(env, "NO_PROXY")?.trim() ?? "";
	return value === "*" ? value : `${value},${neverProxied}`;
}
/** Node's roots and the files that the environment names; undefined where it names none. */
async function authorities(env) {
	const found = [];
	for (const name of caVariables) {
		const path = env[name];
		if (path === void 0 || path === "") continue;
		try {
			const bytes = await readRegular(path, authorityLimitBytes);
			if (bytes === void 0) throw new Error("too large");
			found.push(bytes.toString("utf8"));
		} catch (cause) {
			throw new UserError("USAGE", `${name} names a file that cannot be read: ${path}`, {
				hint: "Name a PEM file with the certificates of your authority.",
				cause
			});
		}
	}
	return found.length === 0 ? void 0 : [...rootCertificates, ...found];
}
/**
* undici takes a proxy that closes the connection for a reason to connect again at once, without end and without
* hearing the signal: its own code for that must not reach it.
*/
function tunnelFailure(cause) {
	if (!(cause instanceof Error) || !("code" in cause)) return cause;
	if (cause.code !== "UND_ERR_SOCKET" && cause.code !== "UND_ERR_INFO") return cause;
	return Object.assign(new Error("the proxy closed the connection", { cause }), { code: "PROXY_CLOSED" });
}
/** One pool of connections; to be closed by who made it. Throws `USAGE` on an unreadable CA file or proxy address. */
async function createAgent(env) {
	const { EnvHttpProxyAgent, Pool } = await import("./undici.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const ca = await authorities(env);
	const tls = {
		timeout: connectTimeoutMs,
		...ca === void 0 ? {} : { ca }
	};
	return new EnvHttpProxyAgent({
		httpProxy: proxyAddress(env, "HTTP_PROXY"),
		httpsProxy: proxyAddress(env, "HTTPS_PROXY"),
		noProxy: noProxyOf(env),
		proxyTunnel: false,
		connect: tls,
		requestTls: tls,
		proxyTls: tls,
		clientFactory(origin, options) {
			const pool = new Pool(origin, {
				...options,
				headersTimeout: tunnelTimeoutMs
			});
			const connect = pool.connect.bind(pool);
			const guarded = (parameters) => connect(parameters).catch((cause) => {
				throw tunnelFailure(cause);
			});
			return Object.defineProperty(pool, "connect", { value: guarded });
		},
		headersTimeout: headersTimeoutMs,
		bodyTimeout: bodyTimeoutMs
	});
}

// src/net/retry.ts
const defaultRetry = {
	attempts: 5,
	baseDelayMs: 500,
	longestDelayMs: 6e4,
	random: Math.random
};
const retryableStatus = /* @__PURE__ */ new Set([
	408,
	425,
	429,
	500,
	502,
	503,
	504
]);
/** Whether the same request may succeed a little later. */
function isRetryableStatus(status) {
	return retryableStatus.has(status);
}
/** Milliseconds that `Retry-After` asks for (seconds or a date); undefined where it says nothing readable. */
function retryAfterMs(header, now) {
	if (header === void 0) return void 0;
	const text = header.trim();
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1e3;
	const date = Date.parse(text);
	return Number.isNaN(date) ? void 0 : Math.max(0, date - now.getTime());
}
/**
* The wait before the next try, in milliseconds; undefined: give up.
* `attempt` is the number of tries made, from 1. `askedMs` is what Retry-After asks for.
*/
function retryDelayMs(policy, attempt, askedMs) {
	if (attempt >= policy.attempts) return void 0;
	if (askedMs !== void 0) return askedMs > policy.longestDelayMs ? void 0 : askedMs;
	const ceiling = Math.min(policy.longestDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
	return Math.round(policy.random() * ceiling);
}
/** Waits; throws `CANCELLED` when the signal is aborted before or meanwhile. */
async function pause(delayMs, signal) {
	try {
		await setTimeout(delayMs, void 0, { signal });
	} catch (cause) {
		throw cancelled(signal, cause);
	}
}

// src/net/http.ts
const mostRedirects = 10;
/** Tries where no answer came at all: a machine without network should say so soon. */
const mostConnections = 3;
const userAgent = "portcullis";
/** Never sent to another origin than the one they were meant for. */
const credentialHeaders = /* @__PURE__ */ new Set(["authorization", "cookie"]);
/** The next hop of a redirect; undefined where the answer is none that we follow. */
function redirectOf(hop, method, status, location) {
	if (![
		301,
		302,
		303,
		307,
		308
	].includes(status) || location === void 0) return void 0;
	if (method !== "GET" && method !== "HEAD") return void 0;
	const from = redactUrl(hop.url);
	if (!URL.canParse(location, hop.url.href)) throw new UserError("NETWORK", `${from}: redirects to something that is no address`);
	const url = new URL(location, hop.url);
	if (url.protocol !== "https:" && url.protocol !== hop.url.protocol) throw new UserError("NETWORK", `${from}: redirects to ${url.protocol}, which is not followed`, { hint: "Use the address that it redirects to, if you trust it." });
	return {
		url,
		headers: url.origin === hop.url.origin ? hop.headers : Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !credentialHeaders.has(name)))
	};
}
function flatten(headers) {
	const flat = {};
	for (const [name, value] of Object.entries(headers)) if (value !== void 0) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
	return flat;
}
/** undici hears a signal only once it is connected: a proxy that never answers would outlast the run. */
async function orAborted(answer, signal) {
	if (signal.aborted) {
		answer.catch(() => void 0);
		throw cancelled(signal);
	}
	let stop = () => void 0;
	const aborted = new Promise((_resolve, reject) => {
		stop = () => reject(cancelled(signal));
		signal.addEventListener("abort", stop, { once: true });
	});
	try {
		return await Promise.race([answer, aborted]);
	} finally {
		signal.removeEventListener("abort", stop);
		answer.catch(() => void 0);
		aborted.catch(() => void 0);
	}
}
async function* readBody(data, url, signal) {
	try {
		for await (const chunk of data.body) if (chunk instanceof Uint8Array) yield chunk;
	} catch (error) {
		throw networkError(error, url, signal);
	} finally {
		data.body.destroy();
	}
}
/**
* A client with its own pool of connections; close it at the end. Reads proxy and CA variables of `runtime.env`.
* The pool (undici) is loaded at the first request, so a run without network does not pay for it.
*/
function createHttp(runtime, retry = {}) {
	const policy = {
		...defaultRetry,
		...retry
	};
	let agent;
	async function once(hop, request, signal) {
		agent ??= createAgent(runtime.env);
		const dispatcher = await agent;
		return orAborted((await import("./undici.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1))).request(hop.url, {
			dispatcher,
			method: request.method ?? "GET",
			headers: hop.headers,
			body: request.body ?? null,
			signal
		}), signal);
	}
	/** One try, redirects included. */
	async function follow(first, request, signal) {
		let hop = first;
		for (let count = 0; count <= mostRedirects; count += 1) {
			const data = await once(hop, request, signal);
			const headers = flatten(data.headers);
			const next = redirectOf(hop, request.method ?? "GET", data.statusCode, headers["location"]);
			if (next === void 0) {
				data.body.on("error", () => void 0);
				return {
					status: data.statusCode,
					headers,
					url: redactUrl(hop.url),
					body: readBody(data, hop.url, signal),
					discard: () => data.body.dump({ limit: 65536 }).catch(() => void 0)
				};
			}
			await data.body.dump({ limit: 65536 });
			hop = next;
		}
		throw new UserError("NETWORK", `${redactUrl(first.url)}: more than ${mostRedirects} redirects`);
	}
	async function request(address, options = {}) {
		if (!URL.canParse(address)) throw new UserError("USAGE", `${redactUrl(address)} is no address`);
		const url = new URL(address);
		if (url.protocol !== "https:" && url.protocol !== "http:") throw new UserError("USAGE", `${redactUrl(url)}: only http and https are spoken`);
		const headers = {
			"user-agent": userAgent,
			...options.headers
		};
		if (url.username !== "" || url.password !== "") {
			const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
			headers["authorization"] ??= `Basic ${Buffer.from(user).toString("base64")}`;
			url.username = "";
			url.password = "";
		}
		const signal = options.signal === void 0 ? runtime.signal : AbortSignal.any([runtime.signal, options.signal]);
		for (let attempt = 1;; attempt += 1) {
			if (signal.aborted) throw networkError(signal.reason, url, signal);
			let response;
			try {
				response = await follow({
					url,
					headers
				}, options, signal);
			} catch (error) {
				const tries = Math.min(policy.attempts, mostConnections);
				const delayMs = isOurs(error) || !isPassing(error) ? void 0 : retryDelayMs({
					...policy,
					attempts: tries
				}, attempt);
				if (signal.aborted || delayMs === void 0) throw networkError(error, url, signal);
				runtime.log.debug(`${networkError(error, url).message}; again in ${delayMs} ms`);
				await pause(delayMs, signal);
				continue;
			}
			if (!isRetryableStatus(response.status)) return response;
			const asked = retryAfterMs(response.headers["retry-after"], runtime.now());
			const delayMs = retryDelayMs(policy, attempt, asked);
			if (delayMs === void 0) return response;
			await response.discard();
			runtime.log.debug(`${response.url}: status ${response.status}; again in ${delayMs} ms`);
			await pause(delayMs, signal);
		}
	}
	return {
		get: (url, options) => request(url, {
			...options,
			method: "GET"
		}),
		request,
		async close() {
			const made = await agent?.catch(() => void 0);
			agent = void 0;
			await made?.destroy();
		}
	};
}
function isOurs(error) {
	return error instanceof UserError;
}

export { retryDelayMs as i, defaultRetry as n, pause as r, createHttp as t };