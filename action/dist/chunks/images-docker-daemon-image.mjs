import { i as __toESM } from "./runtime.mjs";
import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { t as cancelled } from "./shared-net-failure.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { f as formatPlatform, i as configLimitBytes, m as suitability, t as missingPlatform } from "./shared-images-oci-image.mjs";
import { r as sha256Digest } from "./shared-images-reference.mjs";
import { r as readRegular } from "./shared-runtime-regular-file.mjs";
import { i as promisedDigest, r as parseArchiveManifest, t as describeArchived } from "./shared-images-archive-docker-archive.mjs";
import { a as PendingNames, i as resolveLink, n as paddedBytes, o as twofold, r as readHeader, t as normaliseName } from "./shared-images-archive-file.mjs";
import { join } from "node:path";
import { stat } from "node:fs/promises";

// src/images/docker/endpoint.ts
/** Of each of the files in DOCKER_CERT_PATH. */
const certificateLimitBytes = 16777216;
const windowsPipe = "//./pipe/docker_engine";
/** Sockets by habit: Docker, rootless Docker, Docker Desktop, Podman. */
function usualSockets(env) {
	const runtimeFolder = env["XDG_RUNTIME_DIR"];
	const home = env["HOME"];
	return [
		"/var/run/docker.sock",
		...runtimeFolder === void 0 ? [] : [join(runtimeFolder, "docker.sock")],
		...home === void 0 ? [] : [join(home, ".docker/run/docker.sock")],
		...home === void 0 ? [] : [join(home, ".docker/desktop/docker.sock")],
		...runtimeFolder === void 0 ? [] : [join(runtimeFolder, "podman/podman.sock")],
		"/run/podman/podman.sock"
	];
}
async function certificates(folder) {
	const read = async (name) => {
		const path = join(folder, name);
		const bytes = await readRegular(path, certificateLimitBytes).catch(() => void 0);
		if (bytes !== void 0) return bytes.toString("utf8");
		throw new UserError("USAGE", `DOCKER_CERT_PATH: ${path} cannot be read`, { hint: "The folder holds ca.pem, cert.pem and key.pem." });
	};
	return {
		ca: await read("ca.pem"),
		cert: await read("cert.pem"),
		key: await read("key.pem")
	};
}
async function fromAddress(text, env) {
	const wrong = (why) => new UserError("USAGE", `DOCKER_HOST ${redactUrl(text)}: ${why}`, { hint: "Write it as unix:///PATH or tcp://HOST:PORT." });
	const local = /^(?:unix|npipe):\/\/(.+)$/.exec(text)?.[1];
	if (local !== void 0) return {
		name: text,
		socketPath: local
	};
	const address = text.includes("://") ? text : `tcp://${text}`;
	if (!URL.canParse(address)) throw wrong("is no address");
	const { protocol, hostname, port } = new URL(address);
	if (protocol === "ssh:") throw new UserError("USAGE", "DOCKER_HOST: engines behind ssh are not reached", { hint: "Forward the socket (ssh -L /tmp/docker.sock:/var/run/docker.sock HOST), or save the image there." });
	if (![
		"tcp:",
		"http:",
		"https:"
	].includes(protocol)) throw wrong("has a scheme that is not known");
	const folder = env["DOCKER_CERT_PATH"];
	const verify = (env["DOCKER_TLS_VERIFY"] ?? "") !== "";
	const secure = verify || protocol === "https:" || port === "2376";
	const home = env["HOME"] ?? env["USERPROFILE"] ?? "";
	return {
		name: redactUrl(address),
		host: hostname.replace(/^\[|\]$/g, ""),
		port: Number(port) || (secure ? 2376 : 2375),
		protocol: secure ? "https" : "http",
		...secure && (verify || folder !== void 0) ? await certificates(folder ?? join(home, ".docker")) : {}
	};
}
async function exists(path) {
	return stat(path).then(() => true, () => false);
}
/** The engines to ask, in order; none where nothing listens. Throws `USAGE` on a DOCKER_HOST that makes no sense. */
async function engineEndpoints(env, platform = process.platform) {
	const named = env["DOCKER_HOST"] || env["CONTAINER_HOST"];
	if (named !== void 0 && named !== "") return [await fromAddress(named, env)];
	if (platform === "win32") return [{
		name: windowsPipe,
		socketPath: windowsPipe
	}];
	const found = [];
	for (const path of usualSockets(env)) if (await exists(path)) found.push({
		name: `unix://${path}`,
		socketPath: path
	});
	return found;
}

// src/images/archive/tar-stream.ts
const longestExtension = 1048576;
const mostEntries = 2e5;
/** Takes exact lengths off a stream of chunks. */
var Chunks = class {
	#source;
	#rest = /* @__PURE__ */ new Uint8Array(0);
	constructor(source) {
		this.#source = source[Symbol.asyncIterator]();
	}
	/** What is at hand, at least one byte; undefined at the end. */
	async peek() {
		while (this.#rest.length === 0) {
			const next = await this.#source.next();
			if (next.done === true) return void 0;
			this.#rest = next.value;
		}
		return this.#rest;
	}
	/** At most `most` bytes; undefined at the end. */
	async take(most) {
		const chunk = await this.peek();
		if (chunk === void 0) return void 0;
		this.#rest = chunk.subarray(most);
		return chunk.subarray(0, most);
	}
	/** Exactly `length` bytes; shorter at the end only. */
	async exactly(length) {
		const parts = [];
		let missing = length;
		while (missing > 0) {
			const part = await this.take(missing);
			if (part === void 0) break;
			parts.push(part);
			missing -= part.length;
		}
		const [only] = parts;
		return parts.length === 1 && only !== void 0 ? only : Buffer.concat(parts);
	}
};
/**
* The entries in stream order. Throws `TARGET_DAMAGED` where the stream ends too early or a header is damaged.
* Leaving the loop does not end the source: who made it destroys it.
*/
async function* streamEntries(source, where) {
	const chunks = new Chunks(source);
	const cut = (name) => new ScanError("TARGET_DAMAGED", where, `the stream of the image ends within ${name}`, { hint: "The engine broke off: see its log." });
	const pending = new PendingNames(where);
	for (let offset = 0, count = 0;; count += 1) {
		if (count > mostEntries) throw new ScanError("LIMIT_EXCEEDED", where, "too many entries");
		const block = await chunks.exactly(512);
		if (block.length === 0) return;
		if (block.length < 512) throw cut("a header");
		const header = readHeader(block, where, offset);
		if (header === void 0) {
			if ((await chunks.exactly(512)).some((byte) => byte !== 0)) throw twofold(where, `the archive goes on after the block of zeros at ${offset}`);
			while (await chunks.take(longestExtension) !== void 0);
			return;
		}
		const { type } = header;
		const sizeBytes = pending.sizeOf(header);
		offset += 512 + paddedBytes(sizeBytes);
		if (type === "pax" || type === "global" || type === "longname" || type === "longlink") {
			if (sizeBytes > longestExtension) throw new ScanError("LIMIT_EXCEEDED", where, "a name is too long");
			const data = await chunks.exactly(paddedBytes(sizeBytes));
			if (data.length < sizeBytes) throw cut("a header");
			pending.take(type, data.subarray(0, sizeBytes));
			continue;
		}
		const entry = pending.applyTo(header);
		const name = normaliseName(entry.name, where);
		const target = entry.link;
		let left = sizeBytes;
		const readOn = async function* () {
			while (left > 0) {
				const chunk = await chunks.take(left);
				if (chunk === void 0) throw cut(name);
				left -= chunk.length;
				yield chunk;
			}
		};
		yield {
			name,
			type: type === "file" ? "file" : type === "link" || type === "symlink" ? "link" : "other",
			link: type === "symlink" ? resolveLink(name, target) ?? "" : type === "link" ? normaliseName(target, where) : "",
			sizeBytes,
			peek: async () => left === 0 ? /* @__PURE__ */ new Uint8Array(0) : (await chunks.peek() ?? /* @__PURE__ */ new Uint8Array(0)).subarray(0, left),
			bytes: readOn
		};
		for await (const _skipped of readOn());
		const padding = paddedBytes(sizeBytes) - sizeBytes;
		if ((await chunks.exactly(padding)).length < padding) throw cut(name);
	}
}

// src/images/docker/streamed-image.ts
const mostLinks = 40;
/** For the JSON files of one archive together. */
const jsonLimitBytes = 67108864;
/** Layers are `…/layer.tar`, `HEX.tar`, or blobs that are no JSON. */
async function isLayer(entry) {
	if (entry.name.startsWith("blobs/")) return (await entry.peek())[0] !== 123;
	return entry.name.endsWith(".tar");
}
async function keepJson(entry, pass, where) {
	if (entry.sizeBytes > 4194304) return;
	pass.jsonBytes += entry.sizeBytes;
	if (pass.jsonBytes > jsonLimitBytes) throw new ScanError("LIMIT_EXCEEDED", where, "the image has too much metadata");
	const parts = [];
	for await (const part of entry.bytes()) parts.push(part);
	pass.json.set(entry.name, Buffer.concat(parts));
}
function describePass({ json, links, files }, where) {
	const missing = (name) => new ScanError("TARGET_DAMAGED", where, `the engine's archive does not hold ${name}`);
	const manifest = json.get("manifest.json");
	if (manifest === void 0) throw missing("manifest.json");
	const [image] = parseArchiveManifest(manifest, where);
	const config = image === void 0 ? void 0 : json.get(image.config);
	if (image === void 0 || config === void 0) throw missing(image?.config ?? "an image");
	const realName = (name) => {
		let at = name;
		for (let count = 0; at !== void 0 && count < mostLinks; count += 1) {
			if (files.has(at)) return at;
			at = links.get(at);
		}
		throw missing(name);
	};
	const { parsed: _parsed, ...description } = describeArchived(image, config, realName, where);
	return description;
}
/** `save` is called once for every pass over the layers. */
function streamedImage(save, where) {
	let description;
	return {
		concurrent: false,
		describe: async () => {
			if (description !== void 0) return description;
			throw new Error("an engine describes an image only after its layers have passed");
		},
		async *layers(keys) {
			const pass = {
				json: /* @__PURE__ */ new Map(),
				links: /* @__PURE__ */ new Map(),
				files: /* @__PURE__ */ new Set(),
				jsonBytes: 0
			};
			const wanted = keys === void 0 ? void 0 : new Set(keys);
			const stream = await save();
			try {
				for await (const entry of streamEntries(stream.bytes, where)) {
					const { name, sizeBytes } = entry;
					if (entry.type === "link") pass.links.set(name, entry.link);
					if (entry.type !== "file") continue;
					if (pass.files.has(name)) throw twofold(where, `the archive holds ${name} more than once`);
					pass.files.add(name);
					if (await isLayer(entry)) {
						if (wanted !== void 0 && !wanted.delete(name)) continue;
						const digest = promisedDigest(name);
						yield {
							key: name,
							sizeBytes,
							...digest === void 0 ? {} : { digest },
							bytes: entry.bytes()
						};
						if (wanted?.size === 0) return;
					} else if (wanted === void 0 && /(?:\.json|^blobs\/.*)$/.test(name)) await keepJson(entry, pass, where);
				}
				if (keys === void 0) description = describePass(pass, where);
			} finally {
				stream.destroy();
			}
		},
		close: async () => void 0
	};
}

// src/images/docker/daemon-image.ts
/** For answers, not for the stream of a save. */
const answerTimeoutMs = 6e4;
const startHint = "Start Docker or Podman, set DOCKER_HOST, or scan without an engine: registry:REF, or docker-archive: of `docker save`.";
function unreachable(where, error) {
	const code = error instanceof Error && "code" in error ? error.code : void 0;
	const why = code === "EACCES" || code === "EPERM" ? "permission denied" : code === "ENOENT" || code === "ECONNREFUSED" ? "nothing listens there" : `the engine cannot be asked${typeof code === "string" ? ` (${code})` : ""}`;
	const hint = code === "EACCES" || code === "EPERM" ? "Add the user to the group of the socket (docker), or scan registry:REF." : startHint;
	return new UserError("ENGINE_UNREACHABLE", `${where}: ${why}`, {
		hint,
		cause: error
	});
}
/** The HTTP status of an engine's refusal, as dockerode's errors carry it. */
function statusOf(error) {
	if (!(error instanceof Error) || !("statusCode" in error)) return void 0;
	return typeof error.statusCode === "number" ? error.statusCode : void 0;
}
async function engine(endpoint) {
	const { default: Dockerode } = await import("./dockerode.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { name: _name, ...given } = endpoint;
	return new Dockerode({
		host: void 0,
		port: void 0,
		socketPath: void 0,
		ca: void 0,
		cert: void 0,
		key: void 0,
		protocol: "http",
		pathPrefix: "/",
		connectionTimeout: answerTimeoutMs,
		...given
	});
}
/** The image in the first engine that has it. */
async function find(reference, runtime) {
	const endpoints = await engineEndpoints(runtime.env);
	if (endpoints.length === 0) throw new UserError("ENGINE_UNREACHABLE", "no Docker or Podman engine listens here", { hint: startHint });
	const shown = redactUrl(reference);
	const failures = [];
	for (const endpoint of endpoints) {
		if (runtime.signal.aborted) throw cancelled(runtime.signal);
		try {
			const image = (await engine(endpoint)).getImage(reference);
			return {
				image,
				inspected: await image.inspect(),
				endpoint
			};
		} catch (error) {
			const status = statusOf(error);
			if (status === void 0) failures.push(unreachable(endpoint.name, error));
			else if (status === 404) failures.unshift(new UserError("TARGET_NOT_FOUND", `the engine has no image ${shown}`, {
				hint: `Pull or build it first, or scan registry:${shown}.`,
				cause: error
			}));
			else failures.push(new UserError("TARGET_UNREADABLE", `${shown}: the engine at ${endpoint.name} answers with status ${status}`, { cause: error }));
		}
	}
	throw failures[0] ?? new UserError("ENGINE_UNREACHABLE", "no engine answers");
}
/** A name that can stand in the engine's address: an image's name, ID or digest, nothing that leaves its place. */
function checkName(reference) {
	if (/^[a-z0-9][\w.:@/[\]-]*$/i.test(reference) && !reference.split("/").includes("..")) return;
	throw new UserError("USAGE", `docker:${redactUrl(reference)} names no image`, { hint: "Write it as docker:NAME[:TAG], or with an image ID." });
}
function platformOf(inspected) {
	const { Os: os, Architecture: architecture } = inspected;
	const variant = Reflect.get(inspected, "Variant");
	if (os === "" || architecture === "") return void 0;
	return {
		os,
		architecture,
		...typeof variant === "string" && variant !== "" ? { variant } : {}
	};
}
async function save({ image, endpoint }, runtime) {
	if (runtime.signal.aborted) throw cancelled(runtime.signal);
	const stream = await image.get().catch((error) => {
		const status = statusOf(error);
		if (status === void 0) throw unreachable(endpoint.name, error);
		throw new UserError("TARGET_UNREADABLE", `the engine cannot save the image (status ${status})`, { cause: error });
	});
	const destroy = () => {
		runtime.signal.removeEventListener("abort", destroy);
		if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
	};
	runtime.signal.addEventListener("abort", destroy, { once: true });
	return {
		bytes: bytesOf(stream, endpoint, runtime),
		destroy
	};
}
async function* bytesOf(stream, endpoint, runtime) {
	try {
		for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
	} catch (error) {
		if (runtime.signal.aborted) throw cancelled(runtime.signal, error);
		throw new UserError("TARGET_UNREADABLE", `${endpoint.name}: the engine broke off`, {
			hint: "See the engine's log.",
			cause: error
		});
	}
	if (runtime.signal.aborted) throw cancelled(runtime.signal);
}
/**
* Finds the image in the engine that DOCKER_HOST names, else in the engines whose sockets are there.
* Throws `ENGINE_UNREACHABLE`, `TARGET_NOT_FOUND`, `PLATFORM_MISSING`. `all` is the one that is there.
*/
async function openDaemonImage(reference, wanted, runtime) {
	checkName(reference);
	const found = await find(reference, runtime);
	const { inspected } = found;
	const platform = platformOf(inspected);
	if (wanted !== void 0 && wanted !== "all" && platform !== void 0) {
		if (suitability(wanted, platform) === void 0) throw missingPlatform(redactUrl(reference), wanted, [platform]);
	}
	const isConfig = !("Descriptor" in inspected) && sha256Digest.test(inspected.Id);
	const tags = (inspected.RepoTags ?? []).filter((tag) => tag !== "<none>:<none>");
	return {
		identity: {
			...isConfig ? { configDigest: inspected.Id } : {},
			...platform === void 0 ? {} : { platform: formatPlatform(platform) },
			...tags.length === 0 ? {} : { tags: [...tags].sort() }
		},
		source: streamedImage(() => save(found, runtime), redactUrl(reference))
	};
}

export { openDaemonImage };