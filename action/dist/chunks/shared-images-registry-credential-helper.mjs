import { n as UserError } from "./shared-model-errors.mjs";
import { r as readRegular } from "./shared-runtime-regular-file.mjs";
import { join } from "node:path";
import { spawn } from "node:child_process";

// src/images/registry/credential-helper.ts
const helperTimeoutMs = 3e4;
const largestAnswer = 1048576;
function start(program, server, runtime) {
	return new Promise((resolve) => {
		const child = spawn(program, ["get"], {
			env: { ...runtime.env },
			stdio: [
				"pipe",
				"pipe",
				"ignore"
			],
			timeout: helperTimeoutMs,
			signal: runtime.signal,
			windowsHide: true
		});
		let output = "";
		child.on("error", () => resolve({
			status: void 0,
			output: ""
		}));
		child.stdout.setEncoding("utf8").on("data", (text) => {
			if (output.length < largestAnswer) output += text;
		});
		child.on("close", (status) => resolve({
			status: status ?? void 0,
			output
		}));
		child.stdin.on("error", () => void 0).end(server);
	});
}
/**
* What the helper knows of the server. A helper that is missing or fails is a warning, not an end: the registry may
* be open to everybody, and says so itself when it is not. Its output never reaches a log.
*/
async function askHelper(helper, server, runtime) {
	if (!/^[\w.-]+$/.test(helper)) {
		runtime.log.warn(`The credential helper's name «${helper}» is none; it is not asked`);
		return;
	}
	const program = `docker-credential-${helper}`;
	const { status, output } = await start(program, server, runtime);
	if (status !== 0) {
		const unknown = status !== void 0 && /not found/i.test(output);
		const why = status === void 0 ? "cannot be started" : `ended with status ${status}`;
		if (!unknown) runtime.log.warn(`${program} ${why}; going on without it`);
		return;
	}
	let answer;
	try {
		answer = JSON.parse(output);
	} catch {
		runtime.log.warn(`${program} answered something that is no JSON; going on without it`);
		return;
	}
	if (typeof answer !== "object" || answer === null) return void 0;
	const username = Reflect.get(answer, "Username");
	const secret = Reflect.get(answer, "Secret");
	if (typeof username !== "string" || typeof secret !== "string" || secret === "") return void 0;
	return username === "<token>" ? {
		kind: "refresh-token",
		refreshToken: secret
	} : {
		kind: "basic",
		username,
		password: secret
	};
}

// src/images/registry/docker-config.ts
const largestConfigBytes = 1048576;
/** What docker calls Docker Hub. */
const hubKey = "https://index.docker.io/v1/";
const hubHosts = /* @__PURE__ */ new Set([
	"docker.io",
	"index.docker.io",
	"registry-1.docker.io"
]);
function objectOf(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
	return Object.fromEntries(Object.entries(value));
}
function textOf(value) {
	return typeof value === "string" && value !== "" ? value : void 0;
}
/** The host of a key, which may be an address or hold a path. */
function hostOf(key) {
	const host = key.replace(/^https?:\/\//, "").replace(/\/.*$/s, "").toLowerCase();
	return hubHosts.has(host) ? "docker.io" : host;
}
/** What the config says of a host: an exact key first, then one with a scheme or path. */
function entryFor(table, host) {
	return table[host] ?? table[Object.keys(table).find((key) => hostOf(key) === host) ?? ""];
}
/** Reads an entry of `auths`; undefined where it holds nothing (a helper has it then). */
function readAuth(entry) {
	const fields = objectOf(entry);
	const identity = textOf(fields["identitytoken"]);
	if (identity !== void 0) return {
		kind: "refresh-token",
		refreshToken: identity
	};
	const auth = textOf(fields["auth"]);
	const pair = auth === void 0 ? void 0 : Buffer.from(auth, "base64").toString("utf8");
	const colon = pair?.indexOf(":") ?? -1;
	if (pair !== void 0 && colon > 0) {
		const password = pair.slice(colon + 1).replace(/\0+$/, "");
		return {
			kind: "basic",
			username: pair.slice(0, colon),
			password
		};
	}
	const username = textOf(fields["username"]);
	const password = textOf(fields["password"]);
	return username === void 0 || password === void 0 ? void 0 : {
		kind: "basic",
		username,
		password
	};
}
/** The files that may hold logins, in the order in which they are asked. */
function configPaths(env) {
	const home = env["HOME"] ?? env["USERPROFILE"];
	const docker = env["DOCKER_CONFIG"] || (home === void 0 ? void 0 : join(home, ".docker"));
	const runtimeFolder = env["XDG_RUNTIME_DIR"];
	const podman = env["REGISTRY_AUTH_FILE"] || (runtimeFolder === void 0 ? void 0 : join(runtimeFolder, "containers", "auth.json"));
	return [docker === void 0 ? void 0 : join(docker, "config.json"), podman].filter((path) => path !== void 0);
}
async function readConfig(path) {
	let bytes;
	try {
		bytes = await readRegular(path, largestConfigBytes);
	} catch {
		return;
	}
	try {
		if (bytes === void 0) throw new Error("too large");
		return objectOf(JSON.parse(bytes.toString("utf8")));
	} catch (cause) {
		throw new UserError("USAGE", `${path} is no JSON`, {
			hint: "Mend it, or point DOCKER_CONFIG to another folder.",
			cause
		});
	}
}
/** One a run: each helper is asked once for a host, and warns once. */
const credentials = /* @__PURE__ */ new WeakMap();
/** Answers from the user's files, read at the first question. Throws `USAGE` where one is no JSON. */
function dockerConfigCredential(runtime) {
	const known = credentials.get(runtime) ?? createCredential(runtime);
	credentials.set(runtime, known);
	return known;
}
function createCredential(runtime) {
	const answers = /* @__PURE__ */ new Map();
	let configs;
	const load = async () => {
		return (await Promise.all(configPaths(runtime.env).map(readConfig))).filter((config) => config !== void 0);
	};
	async function ask(host) {
		const server = host === "docker.io" ? hubKey : host;
		configs ??= load();
		for (const config of await configs) {
			const helper = textOf(entryFor(objectOf(config["credHelpers"]), host)) ?? textOf(config["credsStore"]);
			const found = (helper === void 0 ? void 0 : await askHelper(helper, server, runtime)) ?? readAuth(entryFor(objectOf(config["auths"]), host));
			if (found !== void 0) return found;
		}
	}
	return { async authorize(registryHost) {
		const host = hostOf(registryHost);
		const answer = answers.get(host) ?? ask(host);
		answers.set(host, answer);
		return answer;
	} };
}

export { readAuth as n, dockerConfigCredential as t };