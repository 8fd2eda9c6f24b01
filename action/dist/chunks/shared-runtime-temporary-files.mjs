import { n as UserError } from "./shared-model-errors.mjs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";

// src/runtime/temporary-files.ts
var TemporaryFile = class {
	#path;
	#handle;
	#isUnlinked = false;
	#isClosed = false;
	#size = 0;
	/** Throws UserError OUTPUT_UNWRITABLE where the folder cannot be written to. */
	constructor(runtime) {
		this.#path = join(runtime.temporaryFolder, `portcullis-${randomUUID()}`);
		try {
			this.#handle = openSync(this.#path, "wx+", 384);
		} catch (error) {
			throw unwritable(error);
		}
		this.#unlink();
	}
	get size() {
		return this.#size;
	}
	/** Appends; gives the offset of the first byte. */
	append(bytes) {
		const start = this.#size;
		try {
			for (let done = 0; done < bytes.length;) done += writeSync(this.#handle, bytes, done, bytes.length - done, start + done);
		} catch (error) {
			throw unwritable(error);
		}
		this.#size += bytes.length;
		return start;
	}
	/** Shorter than `length` only at the end. */
	read(offset, length) {
		const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, this.#size - offset)));
		let filled = 0;
		while (filled < buffer.length) {
			const read = readSync(this.#handle, buffer, filled, buffer.length - filled, offset + filled);
			if (read === 0) break;
			filled += read;
		}
		return buffer.subarray(0, filled);
	}
	/** May be called again. */
	close() {
		if (this.#isClosed) return;
		this.#isClosed = true;
		closeSync(this.#handle);
		if (!this.#isUnlinked) this.#unlink();
	}
	#unlink() {
		try {
			unlinkSync(this.#path);
			this.#isUnlinked = true;
		} catch {}
	}
};
function unwritable(error) {
	const reason = error instanceof Error ? error.message : String(error);
	return new UserError("OUTPUT_UNWRITABLE", `no temporary file could be written: ${reason}`, {
		hint: "Free space in the folder for temporary files, or point TMPDIR to another one.",
		cause: error
	});
}

export { TemporaryFile as t };