import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";

// src/runtime/regular-file.ts
/** What stands at a path is a folder, a FIFO, a socket or a device. */
var NotRegularError = class extends Error {
	code = "NOT_REGULAR";
	constructor(path) {
		super(`${path} is not a regular file`);
		this.name = "NotRegularError";
	}
};
/** Opens a regular file for reading, links followed. Throws `NotRegularError`, and the system's errors as they are. */
async function openRegular(path) {
	if (!(await stat(path)).isFile()) throw new NotRegularError(path);
	const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const found = await handle.stat();
		if (!found.isFile()) throw new NotRegularError(path);
		return {
			handle,
			sizeBytes: found.size
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}
/**
* The bytes of a regular file; undefined where it has more than `limitBytes`, of which none are read then.
* Throws as `openRegular` does.
*/
async function readRegular(path, limitBytes) {
	const { handle, sizeBytes } = await openRegular(path);
	try {
		if (sizeBytes > limitBytes) return void 0;
		const bytes = await handle.readFile();
		return bytes.length > limitBytes ? void 0 : bytes;
	} finally {
		await handle.close();
	}
}

export { openRegular as n, readRegular as r, NotRegularError as t };