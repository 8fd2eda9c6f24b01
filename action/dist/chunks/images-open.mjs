import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { n as openSpooled, r as indexArchive } from "./shared-images-archive-archive.mjs";
import { d as parseManifest, f as formatPlatform, i as configLimitBytes, l as nameAnnotations, n as openImages, o as digestOf, p as parsePlatform, r as checkDigest, s as manifestLimitBytes, u as parseConfig } from "./shared-images-oci-image.mjs";
import { n as openDockerArchive, r as parseArchiveManifest } from "./shared-images-archive-docker-archive.mjs";
import { c as openFile, d as unreadable, o as twofold, u as stream } from "./shared-images-archive-file.mjs";
import { n as parseReference } from "./shared-images-reference.mjs";
import { join } from "node:path";
import { stat } from "node:fs/promises";

// src/images/archive/both-manifests.ts
const deepestIndex = 4;
const mostManifests = 400;
async function listedBelow(archive, descriptors, seen, depth = 0) {
	const listed = [];
	for (const { digest, mediaType, platform } of descriptors) {
		const name = `blobs/${digest.replace(":", "/")}`;
		if (seen.has(digest) || !archive.has(name)) continue;
		seen.add(digest);
		if (seen.size > mostManifests || depth > deepestIndex) throw new ScanError("LIMIT_EXCEEDED", archive.path, "index.json lists too many images");
		const bytes = await archive.read(name, manifestLimitBytes);
		checkDigest(bytes, digest, archive.path);
		let parsed;
		try {
			parsed = parseManifest(bytes, archive.path, mediaType);
		} catch (error) {
			if (error instanceof ScanError && error.code === "TARGET_UNSUPPORTED") continue;
			throw error;
		}
		if (parsed.kind === "index") listed.push(...await listedBelow(archive, parsed.manifests, seen, depth + 1));
		else listed.push({
			config: parsed.config.digest,
			platform: platform && formatPlatform(platform)
		});
	}
	return listed;
}
/**
* Throws `TARGET_DAMAGED` where manifest.json has an image that index.json has not, or index.json one more for the same
* platform. An index without any image in the archive says nothing. `isWhole`: every image is to be opened by
* manifest.json, so that index.json may have none more for whatever platform (else `TARGET_UNSUPPORTED`).
*/
async function checkBothManifests(archive, isWhole) {
	const index = parseManifest(await archive.read("index.json", manifestLimitBytes), archive.path);
	if (index.kind === "manifest") throw twofold(archive.path, "index.json is no index");
	const listed = await listedBelow(archive, index.manifests, /* @__PURE__ */ new Set());
	if (listed.length === 0) return;
	const manifest = await archive.read("manifest.json", manifestLimitBytes);
	const configs = /* @__PURE__ */ new Set();
	const platforms = /* @__PURE__ */ new Set();
	for (const { config } of parseArchiveManifest(manifest, archive.path)) {
		const bytes = await archive.read(config, configLimitBytes);
		configs.add(digestOf(bytes));
		const { platform } = parseConfig(bytes, archive.path);
		if (platform !== void 0) platforms.add(formatPlatform(platform));
	}
	const all = new Set(listed.map(({ config }) => config));
	const isLacking = [...configs].some((config) => !all.has(config));
	const isMore = listed.some(({ config, platform }) => !configs.has(config) && (platform === void 0 || platforms.has(platform)));
	if (isLacking || isMore) throw twofold(archive.path, "manifest.json and index.json list different images");
	if (isWhole && all.size > configs.size) throw new ScanError("TARGET_UNSUPPORTED", archive.path, "index.json has further platforms", { hint: "Scan all of them with oci-archive:PATH." });
}

// src/images/oci/layout.ts
function blobName(digest) {
	return `blobs/${digest.replace(":", "/")}`;
}
async function small(files, name, limitBytes) {
	const file = await files.open(name);
	if (file === void 0) throw new ScanError("TARGET_DAMAGED", files.where, `${name} is missing`, { hint: "The layout is incomplete: write it again (skopeo copy, docker buildx --output type=oci)." });
	try {
		if (file.size > limitBytes) throw new ScanError("LIMIT_EXCEEDED", files.where, `${name} is larger than ${limitBytes} bytes`);
		return await file.read(0, file.size);
	} finally {
		await file.close?.();
	}
}
async function checked(files, { digest, size }, limitBytes) {
	const bytes = await small(files, blobName(digest), limitBytes);
	checkDigest(bytes, digest, files.where);
	if (bytes.length !== size) throw new ScanError("TARGET_DAMAGED", files.where, `${digest} has ${bytes.length} bytes, not ${size}`);
	return bytes;
}
function layoutStore(files) {
	/** Layers stay open until the image is closed: a later round reads them again. */
	const opened = /* @__PURE__ */ new Map();
	return {
		where: files.where,
		concurrent: true,
		manifest: (descriptor) => checked(files, descriptor, manifestLimitBytes),
		config: (descriptor) => checked(files, descriptor, configLimitBytes),
		async layer({ digest, size }) {
			const file = opened.get(digest) ?? await files.open(blobName(digest));
			if (file === void 0) throw new ScanError("TARGET_DAMAGED", files.where, `the blob ${digest} is missing`, { hint: "The layout is incomplete: write it again." });
			opened.set(digest, file);
			if (file.size !== size) throw new ScanError("TARGET_DAMAGED", files.where, `the blob ${digest} has ${file.size} bytes, not ${size}`);
			return {
				key: digest,
				sizeBytes: size,
				digest,
				at: file,
				bytes: stream(file)
			};
		},
		share: () => layoutStore(files.share()),
		async close() {
			for (const file of opened.values()) await file.close?.();
			opened.clear();
			await files.close();
		}
	};
}
/** The entries, once for each manifest and platform. */
function rootsOf(entries) {
	const roots = /* @__PURE__ */ new Map();
	const namesOf = /* @__PURE__ */ new Map();
	for (const descriptor of entries) {
		const { digest, platform, annotations } = descriptor;
		const names = namesOf.get(digest) ?? /* @__PURE__ */ new Set();
		namesOf.set(digest, names);
		for (const annotation of nameAnnotations) {
			const name = annotations[annotation];
			if (name !== void 0) names.add(name);
		}
		roots.set(`${digest} ${JSON.stringify(platform)}`, {
			descriptor,
			names
		});
	}
	return [...roots.values()];
}
/**
* The entries of index.json that are one image, and its names. Several are one where all have the same names, or none:
* those are its platforms.
*/
function choose(where, roots, name) {
	const carrying = (fits) => roots.filter(({ names }) => [...names].some(fits));
	const exact = name === void 0 ? roots : carrying((text) => text === name);
	const matches = exact.length > 0 ? exact : carrying((text) => text.endsWith(`:${name}`));
	const keys = new Set(matches.map(({ names }) => [...names].sort().join(" ")));
	if (keys.size === 1 || roots.length === 0 && name === void 0) return {
		chosen: matches.map(({ descriptor }) => descriptor),
		tags: [...matches[0]?.names ?? []]
	};
	const names = new Set((keys.size > 1 ? matches : roots).flatMap((root) => [...root.names]));
	const problem = keys.size > 1 ? "it holds several images" : `it holds no image ${name}`;
	const without = roots.some((root) => root.names.size === 0) && keys.size > 1 ? ", and unnamed" : "";
	throw new UserError(keys.size > 1 ? "USAGE" : "TARGET_NOT_FOUND", `${where}: ${problem}; there are: ${[...names].sort().join(", ") || "none with a name"}${without}`, { hint: "Name one of them after the path: PATH:NAME." });
}
async function openLayout(files, name, wanted) {
	const store = layoutStore(files);
	let picked;
	try {
		const index = parseManifest(await small(files, "index.json", manifestLimitBytes), files.where);
		if (index.kind === "manifest") throw new ScanError("TARGET_DAMAGED", files.where, "index.json is no index");
		picked = choose(files.where, rootsOf(index.manifests), name);
	} catch (error) {
		await store.close();
		throw error;
	}
	return openImages(store, picked.chosen, wanted, picked.tags);
}
/** Opens an image of a layout's folder. `name` chooses where index.json has several. */
async function openLayoutFolder(path, name, wanted) {
	await stat(path).catch((cause) => {
		throw unreadable(path, cause);
	});
	const files = {
		where: path,
		async open(name) {
			return openFile(join(path, name)).catch((error) => {
				if (error instanceof UserError && error.code === "TARGET_NOT_FOUND") return void 0;
				throw error;
			});
		},
		share: () => files,
		close: async () => void 0
	};
	return openLayout(files, name, wanted);
}
/** Opens an image of an archive that holds a layout; the archive is closed with its last image. */
function openLayoutArchive(archive, name, wanted) {
	const files = {
		where: archive.path,
		open: async (name) => archive.at(name),
		share() {
			archive.file.share();
			return files;
		},
		close: () => archive.close()
	};
	return openLayout(files, name, wanted);
}

// src/images/open.ts
/** `PATH:NAME` where PATH exists, else the whole text is a path. */
async function splitPath(text) {
	const exists = (path) => stat(path).then(() => true, () => false);
	if (await exists(text)) return { path: text };
	for (let colon = text.indexOf(":", 1); colon > 0; colon = text.indexOf(":", colon + 1)) {
		const path = text.slice(0, colon);
		const name = text.slice(colon + 1);
		if (name !== "" && await exists(path)) return {
			path,
			name
		};
	}
	return { path: text };
}
/** An archive of either kind: its content decides where the asked for kind is not in it. */
async function kindOf(archive, asked, wanted) {
	const docker = archive.has("manifest.json");
	const oci = archive.has("index.json");
	if (docker && oci) {
		await checkBothManifests(archive, wanted === "all" && asked === "docker-archive");
		return asked;
	}
	if (docker) return "docker-archive";
	if (oci) return "oci-archive";
	throw new UserError("TARGET_UNSUPPORTED", `${archive.path} is a tar archive, but of no image`, { hint: "It has neither manifest.json (docker save) nor index.json (OCI); unpack a root file system and use dir:." });
}
async function openEitherArchive(asked, reference, wanted, runtime) {
	const { path, name } = await splitPath(reference);
	const archive = await indexArchive(await openSpooled(path, runtime));
	const kind = await kindOf(archive, asked, wanted).catch(async (error) => {
		await archive.close();
		throw error;
	});
	return {
		kind,
		reference,
		images: await (kind === "docker-archive" ? openDockerArchive : openLayoutArchive)(archive, name, wanted)
	};
}
async function openAny(request, wanted, runtime) {
	const { scheme, reference } = request;
	switch (scheme) {
		case "docker-archive":
		case "oci-archive": return openEitherArchive(scheme, reference, wanted, runtime);
		case "oci-dir": {
			const { path, name } = await splitPath(reference);
			return {
				kind: scheme,
				reference,
				images: await openLayoutFolder(path, name, wanted)
			};
		}
		case "docker": {
			const { openDaemonImage } = await import("./images-docker-daemon-image.mjs");
			const image = await openDaemonImage(reference, wanted, runtime);
			return {
				kind: scheme,
				reference: redactUrl(reference),
				images: [image]
			};
		}
		case "registry": {
			const { openRegistryImage } = await import("./images-registry-registry-image.mjs");
			return {
				kind: scheme,
				reference,
				images: await openRegistryImage(parseReference(reference), wanted, request.credentials ?? [], runtime)
			};
		}
		default: return scheme;
	}
}
/**
* Opens the image, or every image of it with the platform `all`. Close each source at the end.
* Throws UserError or ScanError: not found, damaged, unsupported, no such platform, denied, unreachable.
*/
async function openImage(request, runtime) {
	const { platform } = request;
	const { kind, reference, images } = await openAny(request, platform === void 0 || platform === "" ? void 0 : platform === "all" ? "all" : parsePlatform(platform), runtime);
	return images.map(({ identity, source }) => ({
		target: {
			kind,
			reference,
			identity
		},
		source
	}));
}

export { openImage };