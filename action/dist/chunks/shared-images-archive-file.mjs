import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { n as openRegular, t as NotRegularError } from "./shared-runtime-regular-file.mjs";
import { d as textEnd, i as sizeOf, l as prefixOf, o as checkBlock, p as readPaxRecords, u as readNumber } from "./shared-images-layers-pax.mjs";

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
	get file() {
		const { fd } = this.#backing;
		return fd === void 0 ? void 0 : {
			fd,
			path: this.path,
			offset: 0,
			size: this.size
		};
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
	async readInto(offset, target) {
		const wanted = Math.max(0, Math.min(target.length, this.size - offset));
		if (wanted === 0) return 0;
		const part = target.subarray(0, wanted);
		if (this.#backing.readInto === void 0) target.set(await this.#backing.read(offset, wanted));
		else await this.#backing.readInto(offset, part);
		return wanted;
	}
};
function handleBacking(path, handle) {
	const readInto = async (offset, target) => {
		const { length } = target;
		for (let filled = 0; filled < length;) {
			const { bytesRead } = await handle.read(target, filled, length - filled, offset + filled);
			if (bytesRead === 0) throw new ScanError("TARGET_DAMAGED", path, "the file became shorter while it was read");
			filled += bytesRead;
		}
	};
	return {
		readInto,
		async read(offset, length) {
			const buffer = Buffer.allocUnsafeSlow(length);
			await readInto(offset, buffer);
			return buffer;
		},
		close: () => handle.close(),
		fd: handle.fd
	};
}
/** Opens a regular file. Throws `TARGET_NOT_FOUND` or `TARGET_UNREADABLE`. */
async function openFile(path) {
	const { handle, sizeBytes } = await openRegular(path).catch((cause) => {
		throw unreadable(path, cause);
	});
	return new SharedFile(path, sizeBytes, handleBacking(path, handle));
}
/** Why a path could not be opened, as an error of ours. */
function unreadable(path, cause) {
	if (cause instanceof NotRegularError) return new UserError("TARGET_UNREADABLE", `${path} is not a regular file`, { hint: "Pipes, sockets and devices are not read: write what they give to a file." });
	const code = cause instanceof Error && "code" in cause ? cause.code : void 0;
	if (code === "ENOENT" || code === "ENOTDIR") return new UserError("TARGET_NOT_FOUND", `${path} does not exist`, {
		hint: "Check the path; relative ones count from the working directory.",
		cause
	});
	return new UserError("TARGET_UNREADABLE", `${path} cannot be read: ${code === "EACCES" ? "permission denied" : typeof code === "string" ? code : "the system refused"}`, { cause });
}
/** The part of `source` from `offset` on, as a source of its own. */
function region(source, offset, size) {
	const within = (at, length) => Math.max(0, Math.min(length, size - at));
	const { file } = source;
	const part = {
		size,
		read: (at, length) => source.read(offset + at, within(at, length)),
		...file === void 0 ? {} : { file: {
			...file,
			offset: file.offset + offset,
			size
		} }
	};
	const readInto = source.readInto?.bind(source);
	if (readInto === void 0) return part;
	return {
		...part,
		readInto: (at, target) => readInto(offset + at, target.subarray(0, within(at, target.length)))
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

// src/images/archive/pending-names.ts
/** Sizes from here on do not fit a header's octal field. */
const octalLimit = 8 ** 11;
var PendingNames = class {
	#where;
	#pending = {};
	#hasRecords = false;
	constructor(where) {
		this.#where = where;
	}
	/** Bytes of an entry's data in the archive. */
	sizeOf({ type, sizeBytes }) {
		return type === "file" ? this.#pending.size ?? sizeBytes : sizeBytes;
	}
	/** The data of a header of type pax, global, longname or longlink. Throws `TARGET_DAMAGED`. */
	take(type, data) {
		if (type === "longname" || type === "longlink") {
			const text = Buffer.from(data).toString("utf8").replace(/\0.*$/s, "");
			this.#set(type === "longname" ? "path" : "linkpath", text);
			return;
		}
		const records = readPaxRecords(data);
		if (records === void 0 || records.isSparse || records.isContradictory) throw this.#twofold();
		const { values } = records;
		if (type === "global") {
			if ([
				"path",
				"linkpath",
				"size"
			].some((key) => values.has(key)) || this.#hasRecords || Object.keys(this.#pending).length > 0) throw this.#twofold();
			return;
		}
		if (this.#hasRecords) throw this.#twofold();
		this.#hasRecords = true;
		for (const key of ["path", "linkpath"]) {
			const value = values.get(key);
			if (value !== void 0) this.#set(key, Buffer.from(value).toString("utf8"));
		}
		const size = values.get("size");
		if (size === void 0) return;
		this.#pending.size = sizeOf(size, NaN);
		if (Number.isNaN(this.#pending.size)) throw this.#twofold();
	}
	/** What an entry is called, and how long it is; the next one starts anew. */
	applyTo(header) {
		const { path, linkpath, size } = this.#pending;
		if (header.type === "file" && size !== void 0 && size !== header.sizeBytes && size < octalLimit) throw this.#twofold();
		const sizeBytes = this.sizeOf(header);
		this.#pending = {};
		this.#hasRecords = false;
		return {
			name: path ?? header.name,
			link: linkpath ?? header.link,
			sizeBytes
		};
	}
	#set(key, text) {
		const before = this.#pending[key];
		if (text === "" || before !== void 0 && before !== text) throw this.#twofold();
		this.#pending[key] = text;
	}
	#twofold() {
		return twofold(this.#where, "an entry has headers that readers of tars take differently");
	}
};
/** The error of an archive that engines and scanners may read as different images. */
function twofold(where, what) {
	return new ScanError("TARGET_DAMAGED", where, what, { hint: "Write the archive again (docker save, skopeo copy); if you did not make it, do not trust it." });
}

// src/images/archive/tar-header.ts
function text(block, from, length) {
	return Buffer.from(block.subarray(from, textEnd(block, from, length))).toString("utf8");
}
const types = {
	"0": "file",
	"7": "file",
	"1": "link",
	"2": "symlink",
	x: "pax",
	g: "global",
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
	const kind = checkBlock(block, 0);
	if (kind === "zeros") return void 0;
	const sizeBytes = readNumber(block, 124, 12);
	const prefix = prefixOf(block, 0);
	const flag = text(block, 156, 1) || "0";
	const name = text(block, 0, 100);
	const isTwofold = prefix.isDoubtful || flag === "0" && name.endsWith("/") && sizeBytes > 0;
	if (kind === "damaged" || !(sizeBytes >= 0) || isTwofold) throw new ScanError("TARGET_DAMAGED", where, offset === 0 ? "this is no tar archive" : `the tar header at offset ${offset} is damaged`, { hint: "Write the archive again (docker save, skopeo copy)." });
	const before = Buffer.from(prefix.bytes).toString("utf8");
	return {
		type: types[flag] ?? "other",
		name: before === "" ? name : `${before}/${name}`,
		link: text(block, 157, 100),
		sizeBytes: dataless.has(flag) ? 0 : sizeBytes
	};
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

export { PendingNames as a, openFile as c, unreadable as d, resolveLink as i, region as l, paddedBytes as n, twofold as o, readHeader as r, SharedFile as s, normaliseName as t, stream as u };