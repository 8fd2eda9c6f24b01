import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { r as sha256Digest } from "./shared-images-reference.mjs";
import { createHash } from "node:crypto";
import { arch } from "node:process";

// src/images/platform.ts
const aliases = {
	x86_64: ["amd64"],
	"x86-64": ["amd64"],
	x64: ["amd64"],
	i386: ["386"],
	ia32: ["386"],
	aarch64: ["arm64", "v8"],
	armhf: ["arm", "v7"],
	armel: ["arm", "v6"]
};
/** What an absent variant stands for. */
const usualVariant = {
	amd64: "v1",
	arm64: "v8",
	arm: "v7"
};
/**
* Reads `linux/arm64/v8`, `linux/arm64` or `arm64` (then the system is linux). Throws `USAGE`.
*/
function parsePlatform(text) {
	const parts = text.toLowerCase().split("/");
	const [os, name, variant] = parts.length === 1 ? ["linux", parts[0]] : parts;
	const words = [
		os,
		name,
		variant ?? "v1"
	];
	if (parts.length > 3 || !words.every((word) => /^[a-z0-9_.-]+$/.test(word ?? ""))) throw new UserError("USAGE", `${text} is no platform`, { hint: "Write it as linux/amd64 or linux/arm64/v8, or all for every platform of the image." });
	return normalise(os ?? "", name ?? "", variant);
}
function normalise(os, name, variant) {
	const [architecture, implied] = aliases[name] ?? [name];
	const chosen = variant ?? implied;
	return {
		os,
		architecture,
		...chosen === void 0 ? {} : { variant: chosen }
	};
}
/** linux on this machine's processor: also where the runner is none of Linux, since images there are run by a Linux. */
function runnersPlatform() {
	return normalise("linux", arch);
}
/** @example formatPlatform({ os: 'linux', architecture: 'arm64', variant: 'v8' }) // 'linux/arm64/v8' */
function formatPlatform({ os, architecture, variant }) {
	return variant === void 0 || variant === "" ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
/** The rank of a variant among its architecture's: `v7` → 7. */
function rankOf({ architecture, variant }) {
	const text = variant === void 0 || variant === "" ? usualVariant[architecture] : variant;
	const match = /^v(\d+)(?:\.(\d+))?$/.exec(text ?? "v0");
	return match === null ? NaN : Number(match[1]) + Number(match[2] ?? 0) / 100;
}
/**
* How well `offered` serves `wanted`: undefined not at all, else the higher the better.
* A processor runs what is made for an older variant of it, never for a newer one.
*/
function suitability(wanted, offered) {
	const there = normalise(offered.os.toLowerCase(), offered.architecture.toLowerCase(), offered.variant);
	if (wanted.os !== there.os || wanted.architecture !== there.architecture) return void 0;
	const asked = rankOf(wanted);
	const rank = rankOf(there);
	if (Number.isNaN(asked) || Number.isNaN(rank)) return wanted.variant === there.variant ? 0 : void 0;
	return rank <= asked ? rank : void 0;
}

// src/images/oci/manifest.ts
/** Larger ones are refused, as registries do. */
const manifestLimitBytes = 4194304;
const configLimitBytes = 4194304;
const mostLayers = 1e3;
const mostManifests = 1e3;
const mediaTypes = {
	ociIndex: "application/vnd.oci.image.index.v1+json",
	ociManifest: "application/vnd.oci.image.manifest.v1+json",
	dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
	dockerManifest: "application/vnd.docker.distribution.manifest.v2+json"
};
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function damaged(where, what) {
	return new ScanError("TARGET_DAMAGED", where, what);
}
/** `sha256:…` of the bytes. */
function digestOf(bytes) {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
/** Throws `DIGEST_MISMATCH` where the bytes are not those that `digest` names. */
function checkDigest(bytes, digest, where) {
	const actual = digestOf(bytes);
	if (actual === digest) return;
	throw new ScanError("DIGEST_MISMATCH", where, `the content of ${digest} has the digest ${actual}`, { hint: "The image is damaged or was tampered with: fetch or build it again." });
}
/** Reads a JSON object. Throws `TARGET_DAMAGED`. */
function parseObject(bytes, where, what) {
	let value;
	try {
		value = JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch (cause) {
		throw new ScanError("TARGET_DAMAGED", where, `${what} is no JSON`, { cause });
	}
	if (!isObject(value)) throw damaged(where, `${what} is no JSON object`);
	return value;
}
/**
* Engines read JSON with Go, for which `Layers` and `layer\u017f` are `layers`, and the last of them counts. Throws
* `TARGET_DAMAGED` where an object has one of `names` in other letters.
*/
function refuseFolded(json, names, where, what) {
	const fold = (name) => name.toLowerCase().toUpperCase();
	const known = new Map(names.map((name) => [fold(name), name]));
	for (const key of Object.keys(json)) {
		const name = known.get(fold(key));
		if (name !== void 0 && name !== key) throw damaged(where, `${what} has ${JSON.stringify(key)} where ${name} should stand`);
	}
}
function textOf(value) {
	return typeof value === "string" ? value : "";
}
function textsOf(value) {
	if (!isObject(value)) return {};
	const texts = {};
	for (const [name, text] of Object.entries(value)) if (typeof text === "string") texts[name] = text;
	return texts;
}
const platformNames = [
	"os",
	"architecture",
	"variant"
];
const descriptorNames = [
	"mediaType",
	"digest",
	"size",
	"platform",
	"annotations"
];
const manifestNames = [
	"schemaVersion",
	"mediaType",
	"config",
	"layers",
	"manifests"
];
const configNames = [
	...platformNames,
	"rootfs",
	"history",
	"config"
];
function platformOf(value) {
	if (!isObject(value)) return void 0;
	const os = textOf(value["os"]);
	const architecture = textOf(value["architecture"]);
	const variant = textOf(value["variant"]);
	if (os === "" || architecture === "") return void 0;
	return {
		os,
		architecture,
		...variant === "" ? {} : { variant }
	};
}
function readDescriptor(value, where, what) {
	if (!isObject(value)) throw damaged(where, `${what} is no descriptor`);
	refuseFolded(value, descriptorNames, where, what);
	const digest = textOf(value["digest"]);
	const size = value["size"];
	if (/^sha512:[0-9a-f]{128}$/.test(digest)) throw new ScanError("TARGET_UNSUPPORTED", where, `${what} is named by SHA-512, not SHA-256`);
	if (!sha256Digest.test(digest)) throw damaged(where, `${what} has no valid digest`);
	if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw damaged(where, `${what} has no valid size`);
	if (isObject(value["platform"])) refuseFolded(value["platform"], platformNames, where, what);
	const platform = platformOf(value["platform"]);
	return {
		mediaType: textOf(value["mediaType"]),
		digest,
		size,
		...platform === void 0 ? {} : { platform },
		annotations: textsOf(value["annotations"])
	};
}
function readDescriptors(value, where, what, most) {
	if (!Array.isArray(value)) throw damaged(where, `${what} is no list`);
	if (value.length > most) throw new ScanError("LIMIT_EXCEEDED", where, `${what} has more than ${most} entries`);
	return value.map((item, at) => readDescriptor(item, where, `${what}[${at}]`));
}
/** The names that index.json gives to its images: the specification's own and containerd's. */
const nameAnnotations = ["org.opencontainers.image.ref.name", "io.containerd.image.name"];
function isUnknown(platform) {
	return platform?.os === "unknown" && platform.architecture === "unknown";
}
/**
* BuildKit's provenance and SBOM manifests: no images. An annotation alone makes none, since engines choose by platform
* and name: `platform` is that of the configuration where the descriptor has none.
*/
function isAttestation({ annotations, ...descriptor }, config) {
	const platform = descriptor.platform ?? config?.platform;
	return annotations["vnd.docker.reference.type"] === "attestation-manifest" && !nameAnnotations.some((name) => annotations[name] !== void 0) && (isUnknown(platform) || config !== void 0 && platform === void 0);
}
/**
* Reads an index or a manifest. `mediaType` is what the registry or the descriptor says, when it does.
* Throws `TARGET_DAMAGED`, `TARGET_UNSUPPORTED` (Docker schema 1, artifacts), `LIMIT_EXCEEDED`.
*/
function parseManifest(bytes, where, mediaType) {
	const json = parseObject(bytes, where, "the manifest");
	refuseFolded(json, manifestNames, where, "the manifest");
	const type = textOf(json["mediaType"]) || mediaType || "";
	if (json["schemaVersion"] === 1 || /docker\.distribution\.manifest\.v1\+/.test(type)) throw new ScanError("TARGET_UNSUPPORTED", where, "the image has Docker schema 1", { hint: "Push it again with a current Docker, which writes schema 2." });
	if ("manifests" in json && ("config" in json || "layers" in json)) throw damaged(where, "the manifest is an index and an image at once");
	if ("manifests" in json) return {
		kind: "index",
		manifests: readDescriptors(json["manifests"], where, "manifests", mostManifests).filter((item) => !isAttestation(item))
	};
	if (!("config" in json) || !("layers" in json)) throw new ScanError("TARGET_UNSUPPORTED", where, `the manifest is none of an image${type === "" ? "" : ` (${type})`}`);
	const layers = readDescriptors(json["layers"], where, "layers", mostLayers);
	layers.forEach((layer, at) => checkLayerType(layer, `${where}: layer ${at}`));
	return {
		kind: "manifest",
		config: readDescriptor(json["config"], where, "config"),
		layers
	};
}
/** Throws `TARGET_UNSUPPORTED` on layers whose content is not to be had. */
function checkLayerType({ mediaType }, where) {
	if (mediaType.endsWith("+encrypted")) throw new ScanError("TARGET_UNSUPPORTED", where, "the layer is encrypted", { hint: "Scan the image before it is encrypted, or decrypt it (skopeo copy --decryption-key)." });
	if (mediaType.includes("nondistributable") || mediaType.includes(".rootfs.foreign.")) throw new ScanError("TARGET_UNSUPPORTED", where, "the layer may not be distributed", { hint: "Save the image from an engine that has it (docker save) and scan the archive." });
}
/** Reads an image configuration. Throws `TARGET_DAMAGED`, `TARGET_UNSUPPORTED` where it is none of an image. */
function parseConfig(bytes, where, mediaType = "") {
	const json = parseObject(bytes, where, "the image configuration");
	refuseFolded(json, configNames, where, "the image configuration");
	const rootfs = json["rootfs"];
	if (isObject(rootfs)) refuseFolded(rootfs, ["diff_ids"], where, "rootfs");
	if (!isObject(rootfs) || !Array.isArray(rootfs["diff_ids"])) {
		const type = mediaType === "" ? "" : ` (its configuration is ${mediaType})`;
		throw new ScanError("TARGET_UNSUPPORTED", where, `this is no container image${type}`);
	}
	const diffIds = rootfs["diff_ids"];
	if (diffIds.length > mostLayers) throw new ScanError("LIMIT_EXCEEDED", where, `more than ${mostLayers} layers`);
	const checked = diffIds.map((id, at) => {
		if (typeof id !== "string" || !sha256Digest.test(id)) throw damaged(where, `diff_ids[${at}] is no valid digest`);
		return id;
	});
	const platform = platformOf(json);
	return {
		...platform === void 0 ? {} : { platform },
		diffIds: checked,
		createdBy: instructionsOf(json["history"], checked.length),
		config: isObject(json["config"]) ? json["config"] : {}
	};
}
/** The instructions that made a layer, lowest first; empty where their number is not that of the layers. */
function instructionsOf(history, layers) {
	if (!Array.isArray(history)) return [];
	const made = history.filter((item) => isObject(item) && item["empty_layer"] !== true);
	if (made.length !== layers) return [];
	return made.map((item) => isObject(item) ? textOf(item["created_by"]) || void 0 : void 0);
}
/** Joins the layers' keys with the configuration. Throws `TARGET_DAMAGED` where their numbers differ. */
function describeLayers(config, keys, where) {
	if (keys.length !== config.diffIds.length) throw damaged(where, `the manifest has ${keys.length} layers, the configuration ${config.diffIds.length}`);
	return config.diffIds.map((diffId, at) => {
		const createdBy = config.createdBy[at];
		return {
			key: keys[at] ?? "",
			diffId,
			...createdBy === void 0 ? {} : { createdBy }
		};
	});
}

// src/images/oci/image.ts
const deepestIndex = 4;
const mostImages = 200;
/** Nested in one another. */
const mostIndexes = 100;
/** The manifests below an index, nested ones too; the order stays. */
async function candidatesBelow(store, manifests, indexes = /* @__PURE__ */ new Set(), depth = 0) {
	if (depth > deepestIndex || indexes.size > mostIndexes) throw new ScanError("LIMIT_EXCEEDED", store.where, "too many nested indexes");
	const found = [];
	for (const descriptor of manifests) {
		const { platform, mediaType } = descriptor;
		if (platform !== void 0 && !/(?:index|manifest\.list)\./.test(mediaType)) found.push({
			descriptor,
			platform
		});
		else if (!indexes.has(descriptor.digest)) {
			const parsed = parseManifest(await store.manifest(descriptor), store.where, mediaType);
			if (parsed.kind === "index") {
				indexes.add(descriptor.digest);
				found.push(...await candidatesBelow(store, parsed.manifests, indexes, depth + 1));
			} else {
				const config = await readConfig(store, parsed);
				if (isAttestation(descriptor, config)) continue;
				found.push({
					descriptor,
					config,
					...config.platform === void 0 ? {} : { platform: config.platform }
				});
			}
		}
		if (found.length > mostImages) throw new ScanError("LIMIT_EXCEEDED", store.where, `more than ${mostImages} images`);
	}
	return found;
}
async function readConfig(store, manifest) {
	const bytes = await store.config(manifest.config);
	return parseConfig(bytes, store.where, manifest.config.mediaType);
}
function shown(platform) {
	return platform === void 0 ? "unnamed" : formatPlatform(platform);
}
/** Says that an image is not there for a platform, and for which it is. */
function missingPlatform(where, wanted, offered) {
	const list = [...new Set(offered.map(shown))].sort().join(", ");
	return new UserError("PLATFORM_MISSING", `${where}: no image for ${formatPlatform(wanted)}; there are: ${list || "none"}`, { hint: "Name one of them with --platform, or all." });
}
/** Each image once, though an index may name it several times. */
function distinct(candidates) {
	const seen = /* @__PURE__ */ new Map();
	for (const candidate of candidates) {
		const { digest } = candidate.descriptor;
		if (!seen.has(digest)) seen.set(digest, candidate);
	}
	return [...seen.values()];
}
/**
* The most suitable of several: one as a rule. Where several suit alike and are not the same (`amd64` twice, or once as
* `x86_64` or with the usual variant), engines differ on which they take, so that it is all of them.
* Throws `PLATFORM_MISSING`.
*/
function choose(where, candidates, wanted) {
	let best = Number.NEGATIVE_INFINITY;
	let chosen = [];
	for (const candidate of candidates) {
		const { platform } = candidate;
		const rank = platform === void 0 ? void 0 : suitability(wanted, platform);
		if (rank === void 0 || rank < best) continue;
		if (rank > best) chosen = [];
		best = rank;
		chosen.push(candidate);
	}
	if (chosen.length > 0) return distinct(chosen);
	throw missingPlatform(where, wanted, candidates.map(({ platform }) => platform));
}
function imageSource(store, description, layers) {
	return {
		concurrent: store.concurrent,
		describe: async () => description,
		async *layers(keys) {
			for (const [key, descriptor] of layers) if (keys === void 0 || keys.has(key)) yield await store.layer(descriptor);
		},
		close: () => store.close()
	};
}
async function openOne(store, { descriptor, config: known }, wanted, tags) {
	const bytes = await store.manifest(descriptor);
	const manifest = parseManifest(bytes, store.where, descriptor.mediaType);
	if (manifest.kind === "index") throw new ScanError("TARGET_DAMAGED", store.where, "an index stands where an image should");
	const config = known ?? await readConfig(store, manifest);
	const platform = config.platform ?? descriptor.platform;
	if (wanted !== void 0 && platform !== void 0 && suitability(wanted, platform) === void 0) throw missingPlatform(store.where, wanted, [platform]);
	const keys = manifest.layers.map(({ digest }) => digest);
	const identity = {
		manifestDigest: descriptor.digest,
		configDigest: manifest.config.digest,
		...platform === void 0 ? {} : { platform: formatPlatform(platform) },
		...tags.length === 0 ? {} : { tags: [...tags].sort() }
	};
	const layers = describeLayers(config, keys, store.where);
	const byKey = new Map(manifest.layers.map((layer) => [layer.digest, layer]));
	return {
		identity,
		source: imageSource(store.share(), {
			identity,
			layers,
			config: config.config
		}, byKey)
	};
}
/**
* Opens what `roots` hold: the entries of an index, or one manifest. Each image gets its own share of `store`,
* and `store` itself is closed. Throws `PLATFORM_MISSING`, and what `parseManifest` and `parseConfig` throw.
*/
async function openImages(store, roots, wanted, tags = []) {
	const opened = [];
	try {
		const candidates = await candidatesBelow(store, roots);
		if (candidates.length === 0) throw new ScanError("TARGET_UNSUPPORTED", store.where, "there is no image in it");
		let chosen;
		if (wanted === "all") chosen = distinct(candidates);
		else if (candidates.length === 1) chosen = candidates;
		else chosen = choose(store.where, candidates, wanted ?? runnersPlatform());
		const indexed = roots.length > 1 || roots[0]?.digest !== chosen[0]?.descriptor.digest;
		const needed = wanted === "all" ? void 0 : wanted ?? (indexed ? runnersPlatform() : void 0);
		for (const candidate of chosen) opened.push(await openOne(store, candidate, needed, tags));
	} catch (error) {
		await Promise.all(opened.map(({ source }) => source.close()));
		throw error;
	} finally {
		await store.close();
	}
	return opened;
}

export { describeLayers as a, mediaTypes as c, parseManifest as d, formatPlatform as f, configLimitBytes as i, nameAnnotations as l, suitability as m, openImages as n, digestOf as o, parsePlatform as p, checkDigest as r, manifestLimitBytes as s, missingPlatform as t, parseConfig as u };