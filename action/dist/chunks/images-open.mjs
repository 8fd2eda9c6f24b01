import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { t as redactUrl } from "./shared-net-redact.mjs";
import { n as openSpooled, r as indexArchive } from "./shared-images-archive-archive.mjs";
import { n as openDockerArchive } from "./shared-images-archive-docker-archive.mjs";
import { l as stream, s as openFile, u as unreadable } from "./shared-images-archive-file.mjs";
import { f as parsePlatform, i as configLimitBytes, n as openImages, r as checkDigest, s as manifestLimitBytes, u as parseManifest } from "./shared-images-oci-image.mjs";
import { n as parseReference } from "./shared-images-reference.mjs";
import { join } from "node:path";
import { stat } from "node:fs/promises";

// src/images/oci/layout.ts
/** The names that index.json gives to its images: the specification's own and containerd's. */
const nameAnnotations = ["org.opencontainers.image.ref.name", "io.containerd.image.name"];
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
/** The entries of index.json that a name chooses, and the names of all. */
function choose(where, roots, name) {
	const namesOf = ({ annotations }) => nameAnnotations.map((key) => annotations[key]).filter((text) => text !== void 0);
	if (name !== void 0) {
		const matches = roots.filter((root) => namesOf(root).some((text) => text === name || text.endsWith(`:${name}`)));
		if (matches.length > 0) return {
			chosen: matches,
			tags: [...new Set(matches.flatMap(namesOf))]
		};
	}
	const names = [...new Set(roots.flatMap(namesOf))].sort();
	if (name !== void 0 || names.length > 1) {
		const problem = name === void 0 ? "it holds several images" : `it holds no image ${name}`;
		throw new UserError(name === void 0 ? "USAGE" : "TARGET_NOT_FOUND", `${where}: ${problem}; there are: ${names.join(", ") || "none with a name"}`, { hint: "Name one of them after the path: PATH:NAME." });
	}
	return {
		chosen: roots,
		tags: names
	};
}
async function openLayout(files, name, wanted) {
	const store = layoutStore(files);
	let picked;
	try {
		const index = parseManifest(await small(files, "index.json", manifestLimitBytes), files.where);
		if (index.kind === "manifest") throw new ScanError("TARGET_DAMAGED", files.where, "index.json is no index");
		picked = choose(files.where, index.manifests, name);
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
async function openEitherArchive(kind, reference, wanted, runtime) {
	const { path, name } = await splitPath(reference);
	const archive = await indexArchive(await openSpooled(path, runtime));
	const docker = archive.has("manifest.json");
	const oci = archive.has("index.json");
	if (!docker && !oci) {
		await archive.close();
		throw new UserError("TARGET_UNSUPPORTED", `${path} is a tar archive, but of no image`, { hint: "It has neither manifest.json (docker save) nor index.json (OCI); unpack a root file system and use dir:." });
	}
	const asDocker = kind === "docker-archive" ? docker : !oci;
	return {
		kind: asDocker ? "docker-archive" : "oci-archive",
		reference,
		images: await (asDocker ? openDockerArchive : openLayoutArchive)(archive, name, wanted)
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