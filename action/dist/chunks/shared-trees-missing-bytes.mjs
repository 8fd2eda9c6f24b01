// src/trees/tree-source.ts
/** The coverage row of a file or folder that could not be read as it should. */
function unreadPath(path, reason) {
	return {
		what: `path:${path}`,
		status: "not-scanned",
		reason,
		incomplete: true
	};
}
/** The reason of a file above its want's limit, the same on every tree. */
function aboveLimit(sizeBytes, limitBytes) {
	return `larger than is read of such a file (${sizeBytes} bytes; limit ${limitBytes})`;
}

// src/trees/missing-bytes.ts
/** Rejects `open` on a stream; the bytes come with the next round. Never caught by a plugin. */
var MissingBytes = class extends Error {
	path;
	constructor(path) {
		super(`the bytes of ${path} are not at hand yet`);
		this.name = "MissingBytes";
		this.path = path;
	}
};

export { aboveLimit as n, unreadPath as r, MissingBytes as t };