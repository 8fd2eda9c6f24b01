import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { a as describeLayers, f as formatPlatform, i as configLimitBytes, m as suitability, o as digestOf, r as checkDigest, s as manifestLimitBytes, t as missingPlatform, u as parseConfig } from "./shared-images-oci-image.mjs";
import { u as stream } from "./shared-images-archive-file.mjs";

// src/images/archive/docker-archive.ts
const fields = /* @__PURE__ */ new Set([
	"Config",
	"Layers",
	"RepoTags"
]);
const folded = new Set([...fields].map((key) => key.toUpperCase()));
function isText(value) {
	return typeof value === "string";
}
/** Reads manifest.json. Throws `TARGET_DAMAGED`. */
function parseArchiveManifest(bytes, where) {
	const damaged = (what) => new ScanError("TARGET_DAMAGED", where, `manifest.json ${what}`);
	let json;
	try {
		json = JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch {
		throw damaged("is no JSON");
	}
	if (!Array.isArray(json) || json.length === 0) throw damaged("lists no image");
	return json.map((item) => {
		if (typeof item !== "object" || item === null) throw damaged("has an entry that is no object");
		if (Object.keys(item).some((key) => !fields.has(key) && folded.has(key.toUpperCase()))) throw damaged("has a name of Config, Layers or RepoTags in other letters");
		const config = Reflect.get(item, "Config");
		const layers = Reflect.get(item, "Layers") ?? [];
		const tags = Reflect.get(item, "RepoTags") ?? [];
		if (!isText(config) || !Array.isArray(layers) || !layers.every(isText)) throw damaged("has an entry without Config or Layers");
		return {
			config,
			layers,
			tags: Array.isArray(tags) ? tags.filter(isText) : []
		};
	});
}
/** The digest that a name promises: `blobs/sha256/HEX`, `HEX.json`. */
function promisedDigest(name) {
	const hex = /^(?:blobs\/sha256\/([0-9a-f]{64})|([0-9a-f]{64})\.json)$/.exec(name);
	return hex === null ? void 0 : `sha256:${hex[1] ?? hex[2]}`;
}
/** What an engine's archive says of an image, once its configuration is at hand. */
function describeArchived(image, configBytes, realName, where) {
	const promised = promisedDigest(image.config);
	if (promised !== void 0) checkDigest(configBytes, promised, where);
	const parsed = parseConfig(configBytes, where);
	const { platform } = parsed;
	return {
		identity: {
			configDigest: promised ?? digestOf(configBytes),
			...platform === void 0 ? {} : { platform: formatPlatform(platform) },
			...image.tags.length === 0 ? {} : { tags: [...image.tags].sort() }
		},
		layers: describeLayers(parsed, image.layers.map(realName), where),
		config: parsed.config,
		parsed
	};
}
/** A tag as archives write it matches what the user wrote, with or without docker.io and library. */
function carries(image, name) {
	const short = (text) => text.replace(/^docker\.io\//, "").replace(/^library\//, "");
	const wanted = short(name);
	return image.tags.some((tag) => {
		const there = short(tag);
		return there === wanted || there === `${wanted}:latest` || there.endsWith(`:${wanted}`);
	});
}
function choose(images, name, wanted, where) {
	const matches = name === void 0 ? images : images.filter((image) => carries(image, name));
	const [first] = matches;
	if (first !== void 0 && matches.length === 1) return matches;
	if (wanted === "all" && name === void 0) return images;
	const list = images.map(({ tags, config }) => tags[0] ?? config).join(", ");
	if (first === void 0) throw new UserError("TARGET_NOT_FOUND", `${where}: it holds no image ${name}; there are: ${list}`, { hint: "Name one of them after the path: PATH:NAME:TAG." });
	throw new UserError("USAGE", `${where}: it holds several images: ${list}`, { hint: "Name one of them after the path: PATH:NAME:TAG." });
}
async function openOne(archive, image, wanted) {
	const where = archive.path;
	const realName = (name) => {
		const real = archive.realName(name);
		if (real !== void 0) return real;
		throw new ScanError("TARGET_DAMAGED", where, `manifest.json names ${name}, which is missing`, { hint: "The archive is incomplete: write it again (docker save, skopeo copy)." });
	};
	const { parsed, ...description } = describeArchived(image, await archive.read(image.config, configLimitBytes), realName, where);
	if (wanted !== void 0 && wanted !== "all" && parsed.platform !== void 0) {
		if (suitability(wanted, parsed.platform) === void 0) throw missingPlatform(where, wanted, [parsed.platform]);
	}
	archive.file.share();
	return {
		identity: description.identity,
		source: {
			concurrent: true,
			describe: async () => description,
			async *layers(keys) {
				for (const key of new Set(description.layers.map((layer) => layer.key))) {
					const at = archive.at(key);
					if (at === void 0 || keys !== void 0 && !keys.has(key)) continue;
					const digest = promisedDigest(key);
					yield {
						key,
						sizeBytes: at.size,
						...digest === void 0 ? {} : { digest },
						at,
						bytes: stream(at)
					};
				}
			},
			close: () => archive.close()
		}
	};
}
/** Opens the image of an archive, or all with the platform `all`; `name` chooses among several. Closes `archive`. */
async function openDockerArchive(archive, name, wanted) {
	const opened = [];
	try {
		const images = parseArchiveManifest(await archive.read("manifest.json", manifestLimitBytes), archive.path);
		for (const image of choose(images, name, wanted, archive.path)) opened.push(await openOne(archive, image, wanted));
	} catch (error) {
		await Promise.all(opened.map(({ source }) => source.close()));
		throw error;
	} finally {
		await archive.close();
	}
	return opened;
}

export { promisedDigest as i, openDockerArchive as n, parseArchiveManifest as r, describeArchived as t };