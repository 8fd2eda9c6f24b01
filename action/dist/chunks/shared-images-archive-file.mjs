import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { open } from "node:fs/promises";

// src/images/archive/file.ts
const chunkBytes = 524288;
/** A file that stays open until `close` was called as often as `share`, and once more. */
var SharedFile = class {
	path;
	size;
	#backing;
	#users = 1;
	constructor(path, size, backing) {
		this.path = path;
		this.size = size;
		this.#backing = backing;
	}
	share() {
		this.#users += 1;
		return this;
	}
	async close() {
		this.#users -= 1;
		if (this.#users === 0) await this.#backing.close();
	}
	async read(offset, length) {
		const wanted = Math.max(0, Math.min(length, this.size - offset));
		return wanted === 0 ? /* @__PURE__ */ new Uint8Array(0) : this.#backing.read(offset, wanted);
	}
};
function handleBacking(path, handle) {
	return {
		async read(offset, length) {
			const buffer = Buffer.allocUnsafeSlow(length);
			for (let filled = 0; filled < length;) {
				const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
				if (bytesRead === 0) throw new ScanError("TARGET_DAMAGED", path, "the file became shorter while it was read");
				filled += bytesRead;
			}
			return buffer;
		},
		close: () => handle.close()
	};
}
/** Opens a regular file. Throws `TARGET_NOT_FOUND` or `TARGET_UNREADABLE`. */
async function openFile(path) {
	let handle;
	try {
		handle = await open(path);
	} catch (cause) {
		throw unreadable(path, cause);
	}
	const found = await handle.stat();
	if (!found.isFile()) {
		await handle.close();
		throw new UserError("TARGET_UNREADABLE", `${path} is not a file`);
	}
	return new SharedFile(path, found.size, handleBacking(path, handle));
}
/** Why a path could not be opened, as an error of ours. */
function unreadable(path, cause) {
	const code = cause instanceof Error && "code" in cause ? cause.code : void 0;
	if (code === "ENOENT" || code === "ENOTDIR") return new UserError("TARGET_NOT_FOUND", `${path} does not exist`, {
		hint: "Check the path; relative ones count from the working directory.",
		cause
	});
	return new UserError("TARGET_UNREADABLE", `${path} cannot be read: ${code === "EACCES" ? "permission denied" : typeof code === "string" ? code : "the system refused"}`, { cause });
}
/** The part of `source` from `offset` on, as a source of its own. */
function region(source, offset, size) {
	return {
		size,
		read: (at, length) => source.read(offset + at, Math.max(0, Math.min(length, size - at)))
	};
}
/** The whole source front to back; the next chunk is read while the consumer works on this one. */
async function* stream(source) {
	let next = source.size === 0 ? void 0 : source.read(0, chunkBytes);
	for (let offset = 0; next !== void 0;) {
		const chunk = await next;
		offset += chunk.length;
		next = offset < source.size ? source.read(offset, chunkBytes) : void 0;
		next?.catch(() => void 0);
		yield chunk;
	}
}

// src/images/archive/tar-header.ts
const blockBytes = 512;
function text(block, from, length) {
	const end = block.indexOf(0, from);
	const to = end < 0 || end > from + length ? from + length : end;
	return Buffer.from(block.buffer, block.byteOffset + from, to - from).toString("utf8");
}
/** Octal text, or base-256 where the first bit is set. NaN: neither. */
function number(block, from, length) {
	const first = block[from] ?? 0;
	if ((first & 128) === 0) {
		const digits = text(block, from, length).trim();
		if (digits === "") return 0;
		return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
	}
	let value = first & 63;
	for (let at = from + 1; at < from + length; at += 1) value = value * 256 + (block[at] ?? 0);
	return (first & 64) === 0 && Number.isSafeInteger(value) ? value : NaN;
}
const types = {
	"0": "file",
	"7": "file",
	"1": "link",
	"2": "symlink",
	x: "pax",
	L: "longname",
	K: "longlink"
};
/** Links, devices, directories and FIFOs have no data, whatever their size says. */
const dataless = /* @__PURE__ */ new Set([
	"1",
	"2",
	"3",
	"4",
	"5",
	"6"
]);
/** One header; undefined for a block of zeros (the end). Throws `TARGET_DAMAGED` on a bad checksum or size. */
function readHeader(block, where, offset) {
	let sum = 0;
	for (let at = 0; at < 512; at += 1) sum += at >= 148 && at < 156 ? 32 : block[at] ?? 0;
	if (sum === 256) return void 0;
	const sizeBytes = number(block, 124, 12);
	if (number(block, 148, 8) !== sum || Number.isNaN(sizeBytes)) throw new ScanError("TARGET_DAMAGED", where, offset === 0 ? "this is no tar archive" : `the tar header at offset ${offset} is damaged`, { hint: "Write the archive again (docker save, skopeo copy)." });
	const flag = text(block, 156, 1) || "0";
	const prefix = text(block, 257, 5) === "ustar" && block[263] !== 32 ? text(block, 345, 155) : "";
	const name = text(block, 0, 100);
	return {
		type: types[flag] ?? "other",
		name: prefix === "" ? name : `${prefix}/${name}`,
		link: text(block, 157, 100),
		sizeBytes: dataless.has(flag) ? 0 : sizeBytes
	};
}
/** The `path`, `linkpath` and `size` records of a pax header; the others do not matter here. */
function readPax(data) {
	const found = {};
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(32, at);
		const length = space < 0 ? NaN : Number(bytes.toString("latin1", at, space));
		if (!Number.isInteger(length) || length <= space - at || at + length > bytes.length) break;
		const record = bytes.toString("utf8", space + 1, at + length - 1);
		const equals = record.indexOf("=");
		const value = record.slice(equals + 1);
		if (record.startsWith("path=")) found.path = value;
		else if (record.startsWith("linkpath=")) found.linkpath = value;
		else if (record.startsWith("size=") && /^\d{1,15}$/.test(value)) found.size = Number(value);
		at += length;
	}
	return found;
}
/** Bytes that an entry's data takes with its padding. */
function paddedBytes(sizeBytes) {
	return Math.ceil(sizeBytes / 512) * 512;
}
/**
* The name without `./`, doubled and leading slashes. Throws `TARGET_DAMAGED` on a name with `..`: no image archive
* has one, and whoever wrote it means harm.
*/
function normaliseName(name, where) {
	const parts = name.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.includes("..")) throw new ScanError("TARGET_DAMAGED", where, `an entry's name leaves the archive: ${name}`);
	return parts.join("/");
}
/** Where a symbolic link of the archive points to; undefined when out of it. */
function resolveLink(from, link) {
	const parts = link.startsWith("/") ? [] : from.split("/").slice(0, -1);
	for (const part of link.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === void 0) return void 0;
	}
	return parts.join("/");
}

export { resolveLink as a, region as c, readPax as i, stream as l, paddedBytes as n, SharedFile as o, readHeader as r, openFile as s, normaliseName as t, unreadable as u };