import { n as UserError } from "./shared-model-errors.mjs";
import { t as redactTarget } from "./shared-model-target.mjs";
import { i as openArchive, t as isCompressed } from "./shared-images-archive-archive.mjs";
import { d as unreadable } from "./shared-images-archive-file.mjs";
import { join } from "node:path";
import { stat } from "node:fs/promises";

// src/images/recognise.ts
/** What is meant as a path: it starts as one, or ends as the file of an image does. */
const pathText = /^(?:\.{0,2}[/\\]|~[/\\]|[a-z]:[/\\])|\.(?:tar(?:\.(?:gz|zst))?|tgz|oci)$/i;
function notThere(path, cause) {
	const code = cause instanceof Error && "code" in cause ? cause.code : void 0;
	if (code !== "ENOENT" && code !== "ENOTDIR") return unreadable(path, cause);
	return new UserError("TARGET_NOT_FOUND", `there is no file ${redactTarget(path)}`, {
		hint: "Check the path; relative ones count from the working directory.",
		cause
	});
}
async function isFile(path) {
	return stat(path).then((found) => found.isFile(), () => false);
}
/**
* What lies at `path`; undefined where there is nothing and the text may be an image's name. A compressed archive counts
* as `docker-archive`: opening it tells which of the two archives it is. Throws `TARGET_NOT_FOUND` or
* `TARGET_UNREADABLE` on what can only be a path, `TARGET_UNSUPPORTED` on a file that is none of an image.
*/
async function recognise(path) {
	const found = await stat(path).catch((cause) => {
		if (pathText.test(path)) throw notThere(path, cause);
	});
	if (found === void 0) return void 0;
	if (found.isDirectory()) return await isFile(join(path, "oci-layout")) && await isFile(join(path, "index.json")) ? "oci-dir" : "dir";
	if (!found.isFile()) throw new UserError("TARGET_UNSUPPORTED", `${path} is neither a file nor a folder`);
	if (await isCompressed(path)) return "docker-archive";
	const archive = await openArchive(path);
	try {
		if (archive.has("manifest.json")) return "docker-archive";
		if (archive.has("index.json")) return "oci-archive";
	} finally {
		await archive.close();
	}
	throw new UserError("TARGET_UNSUPPORTED", `${path} is a tar archive, but of no image`, { hint: "It has neither manifest.json (docker save) nor index.json (OCI); unpack a root file system and use dir:." });
}

export { recognise };