import { n as UserError } from "./shared-model-errors.mjs";
import { n as cloudNames } from "./shared-azure-compute-clouds.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";

// src/azure/compute/resource-id.ts
const forms = "Name a managed disk, a snapshot, a managed image, a gallery image version (…/versions/latest) or the https address of a VHD blob.";
function refuse(text, says, hint = forms) {
	return new UserError("USAGE", `${redactUrl(text)} ${says}`, { hint });
}
/** Names reach addresses: no separators, no dot segments. */
function isName(text) {
	return text !== void 0 && /^[^/\\?#%\s]{1,90}$/.test(text) && !/^\.+$/.test(text);
}
/** Another thing that has disks: which of its properties names them. */
const others = {
	virtualmachines: "A machine is scanned by its OS disk: name the disk of storageProfile.osDisk.managedDisk.id.",
	galleries: "A gallery is scanned one image version at a time: name …/images/NAME/versions/latest.",
	restorepointcollections: "Make a disk or snapshot of the restore point, and name that."
};
function blobOf(text) {
	if (!URL.canParse(text)) throw refuse(text, "is no address");
	const { protocol, pathname } = new URL(text);
	if (protocol !== "https:") throw refuse(text, "is no https address");
	if (pathname.split("/").filter((part) => part !== "").length < 2) throw refuse(text, "names no blob in a container");
	return {
		kind: "blob",
		url: text
	};
}
/**
* Reads a resource ID (any case, with or without a slash at its ends) or a blob's address. A gallery's image without a
* version means the latest one, as elsewhere in Azure. Throws `USAGE` with what can be named.
*/
function parseAzureDiskId(reference) {
	const text = reference.trim();
	if (/^https?:/i.test(text)) return blobOf(text);
	const parts = text.replace(/^\/+|\/+$/g, "").split("/");
	if (/^(?:shared|community)galleries$/i.test(parts[0] ?? "")) throw refuse(text, "belongs to a shared or community gallery, which is not read", "Name the image version by its own subscription (/subscriptions/…/galleries/…), or copy it to a gallery of yours.");
	const [subscriptions, subscription, groups, group, providers, namespace, type, name, ...rest] = parts;
	if (!(subscriptions?.toLowerCase() === "subscriptions" && groups?.toLowerCase() === "resourcegroups" && providers?.toLowerCase() === "providers" && namespace?.toLowerCase() === "microsoft.compute") || !isName(subscription) || !isName(group) || !isName(name)) throw refuse(text, "is no resource ID of a disk or image");
	const word = type?.toLowerCase() ?? "";
	if (rest.length === 0) switch (word) {
		case "disks": return {
			kind: "disk",
			subscription,
			group,
			name
		};
		case "snapshots": return {
			kind: "snapshot",
			subscription,
			group,
			name
		};
		case "images": return {
			kind: "image",
			subscription,
			group,
			name
		};
		default: throw refuse(text, "is nothing that has one disk", others[word]);
	}
	const [images, image, versions, version = "latest", ...more] = rest;
	if (!(word === "galleries" && images?.toLowerCase() === "images" && (versions === void 0 || versions.toLowerCase() === "versions") && more.length === 0) || !isName(image)) throw refuse(text, "is no image version", others[word]);
	const wanted = version.toLowerCase();
	if (wanted !== "latest" && !/^\d{1,10}\.\d{1,10}\.\d{1,10}$/.test(wanted)) throw refuse(text, `has no version: ${version}`, "A version is three numbers, as 1.0.3, or latest.");
	return {
		kind: "gallery-version",
		subscription,
		group,
		gallery: name,
		image,
		version: wanted
	};
}
/** `/subscriptions/S/resourceGroups/RG`, or a group's name in `subscription`. Throws `USAGE`. */
function parseResourceGroup(text, subscription) {
	const parts = text.trim().replace(/^\/+|\/+$/g, "").split("/");
	const [first, given, groups, group] = parts;
	if (parts.length === 1 && isName(first)) return {
		subscription,
		group: first
	};
	if (parts.length === 4 && first?.toLowerCase() === "subscriptions" && groups?.toLowerCase() === "resourcegroups" && isName(given) && isName(group)) return {
		subscription: given,
		group
	};
	throw new UserError("USAGE", `${text} is no resource group`, { hint: "Give its name, or /subscriptions/ID/resourceGroups/NAME." });
}
const typeOf = {
	disk: "disks",
	snapshot: "snapshots",
	image: "images"
};
/** The path of a resource at the resource manager: its ID as Azure writes it. */
function resourcePath(id) {
	const base = `/subscriptions/${id.subscription}/resourceGroups/${id.group}/providers/Microsoft.Compute`;
	if (id.kind === "gallery-version") return `${base}/galleries/${id.gallery}/images/${id.image}/versions/${id.version}`;
	return `${base}/${typeOf[id.kind]}/${id.name}`;
}
/** A disk or snapshot by its ID; undefined for anything else. */
function parseExportable(text) {
	try {
		const id = parseAzureDiskId(text);
		return id.kind === "disk" || id.kind === "snapshot" ? id : void 0;
	} catch (error) {
		if (error instanceof UserError) return void 0;
		throw error;
	}
}

// src/azure/compute/pending-file.ts
/** Every resource that a scan makes is called so; nothing else is ever deleted. */
const madePrefix = "portcullis-";
/** A name for one run's file in a folder that outlives the run. */
function newPendingFile(folder) {
	return join(folder, `portcullis-azure-${randomBytes(6).toString("hex")}.json`);
}
/** The files of runs in a folder that did not come to their end; none where the folder cannot be read. */
function pendingFilesIn(folder) {
	try {
		return readdirSync(folder).filter((name) => /^portcullis-azure-[0-9a-f]{12}\.json$/.test(name)).sort().map((name) => join(folder, name));
	} catch {
		return [];
	}
}
/** Replaces the file in one step; nothing pending removes it. Throws `OUTPUT_UNWRITABLE`. */
function writePendingFile(path, { cloud, resources }) {
	try {
		if (resources.length === 0) {
			rmSync(path, { force: true });
			return;
		}
		const rows = resources.map(({ id, made }) => ({
			id: resourcePath(id),
			made
		}));
		const text = JSON.stringify({
			version: 1,
			cloud,
			resources: rows
		});
		writeFileSync(`${path}.new`, `${text}\n`, { mode: 384 });
		renameSync(`${path}.new`, path);
	} catch (cause) {
		throw new UserError("OUTPUT_UNWRITABLE", `${path} cannot be written`, {
			hint: "What a scan makes in Azure is noted there before it is made: name a folder that this user may write.",
			cause
		});
	}
}
function damaged(path) {
	return new UserError("TARGET_DAMAGED", `${path} is no list of what is to be undone in Azure`, { hint: `Look for disks and snapshots with the tag created-by: portcullis, and delete them.` });
}
/** Undefined where there is no such file: nothing is pending. Throws `TARGET_DAMAGED` for anything else than our list. */
function readPendingFile(path) {
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch {
		return;
	}
	let parsed;
	try {
		parsed = JSON.parse(text);
	} catch {
		throw damaged(path);
	}
	const member = (value, name) => Reflect.get(Object(value), name);
	const rows = member(parsed, "resources");
	const cloud = cloudNames.find((name) => name === member(parsed, "cloud"));
	if (member(parsed, "version") !== 1 || !Array.isArray(rows) || cloud === void 0) throw damaged(path);
	return {
		cloud,
		resources: rows.map((row) => {
			const id = member(row, "id");
			const made = member(row, "made");
			const parsedId = typeof id === "string" ? parseExportable(id) : void 0;
			const isOurs = made === false || parsedId?.name.startsWith("portcullis-") === true;
			if (parsedId === void 0 || typeof made !== "boolean" || !isOurs) throw damaged(path);
			return {
				id: parsedId,
				made
			};
		})
	};
}

export { writePendingFile as a, parseResourceGroup as c, readPendingFile as i, resourcePath as l, newPendingFile as n, parseAzureDiskId as o, pendingFilesIn as r, parseExportable as s, madePrefix as t };