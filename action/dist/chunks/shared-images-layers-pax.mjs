// src/images/layers/pax.ts
const named = /* @__PURE__ */ new Set([
	"path",
	"linkpath",
	"uname",
	"gname"
]);
const unique = /* @__PURE__ */ new Set([
	"path",
	"linkpath",
	"size"
]);
const sparsePrefix = "GNU.sparse.";
/** Undefined for records that are not as the standard says. */
function readPaxRecords(data) {
	const values = /* @__PURE__ */ new Map();
	const sparsePairs = [];
	let isSparse = false;
	let isContradictory = false;
	for (let at = 0; at < data.length;) {
		if (data[at] === 0) break;
		let length = 0;
		let cursor = at;
		for (; cursor < data.length && data[cursor] !== 32; cursor++) {
			const digit = (data[cursor] ?? 0) - 48;
			if (digit < 0 || digit > 9 || cursor - at > 9) return void 0;
			length = length * 10 + digit;
		}
		const end = at + length;
		if (length < 5 || end > data.length || data[end - 1] !== 10) return void 0;
		const equals = data.indexOf(61, cursor);
		if (equals < 0 || equals >= end) return void 0;
		const key = Buffer.from(data.subarray(cursor + 1, equals)).toString("utf8");
		const value = new Uint8Array(data.subarray(equals + 1, end - 1));
		if (key === "" || key.includes("\0") || named.has(key) && value.includes(0)) return void 0;
		isSparse ||= key.startsWith(sparsePrefix);
		if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") {
			if (key === "GNU.sparse.offset" !== (sparsePairs.length % 2 === 0)) return void 0;
			sparsePairs.push(paxNumber(value));
		} else {
			const before = unique.has(key) ? values.get(key) : void 0;
			isContradictory ||= before !== void 0 && Buffer.compare(before, value) !== 0;
			values.set(key, value);
		}
		at = end;
	}
	return {
		values,
		sparsePairs,
		isSparse,
		isContradictory
	};
}
/** A decimal number, with a fraction for times; NaN for anything else. */
function paxNumber(value) {
	if (value === void 0) return NaN;
	const text = Buffer.from(value).toString("latin1");
	return /^-?\d+(?:\.\d*)?$/.test(text) ? Number(text) : NaN;
}

// src/images/layers/tar-fields.ts
const blockBytes = 512;
/** Type flags that the reader tells apart; what the header says of itself comes before an entry for the first four. */
const flags = {
	pax: 120,
	globalPax: 103,
	longPath: 76,
	longLink: 75,
	oldFile: 0,
	file: 48,
	hardLink: 49,
	fifo: 54,
	oldSparse: 83,
	volume: 86,
	otherVolume: 77
};
/** Octal text padded with spaces or NUL, or base-256 where the first bit is set; NaN for anything else. */
function readNumber(block, from, length) {
	const first = block[from] ?? 0;
	const end = from + length;
	if ((first & 128) !== 0) {
		let value = (first & 64) !== 0 ? (first & 63) - 64 : first & 63;
		for (let at = from + 1; at < end; at++) value = value * 256 + (block[at] ?? 0);
		return Number.isSafeInteger(value) ? value : NaN;
	}
	let at = from;
	while (at < end && block[at] === 32) at++;
	let value = 0;
	for (; at < end; at++) {
		const byte = block[at] ?? 0;
		if (byte === 0 || byte === 32) break;
		if (byte < 48 || byte > 55) return NaN;
		value = value * 8 + (byte - 48);
	}
	for (; at < end; at++) {
		const byte = block[at] ?? 0;
		if (byte !== 0 && byte !== 32) return NaN;
	}
	return value;
}
/** Where the text that starts at `from` ends: at a NUL or after `length` bytes. */
function textEnd(block, from, length) {
	const end = from + length;
	for (let at = from; at < end; at++) if (block[at] === 0) return at;
	return end;
}
/** The sum of a header's bytes with its checksum field as spaces; zero for a block of zeros. */
function sums(block, start) {
	let unsigned = 0;
	let high = 0;
	const end = start + 512;
	for (let at = start; at < end; at++) {
		const byte = block[at] ?? 0;
		unsigned += byte;
		high += byte >> 7;
	}
	if (unsigned === 0) return {
		unsigned: 0,
		signed: 0
	};
	for (let at = start + 148; at < start + 156; at++) {
		const byte = block[at] ?? 0;
		unsigned += 32 - byte;
		high -= byte >> 7;
	}
	return {
		unsigned,
		signed: unsigned - high * 256
	};
}
/** What a block at `start` is: a header, the zeros of the end, or neither. Old tars summed signed bytes. */
function checkBlock(block, start) {
	const { unsigned, signed } = sums(block, start);
	if (unsigned === 0) return "zeros";
	const stated = readNumber(block, start + 148, 8);
	return stated === unsigned || stated === signed ? "header" : "damaged";
}
const noPrefix = {
	bytes: /* @__PURE__ */ new Uint8Array(0),
	isDoubtful: false
};
/** What stands before the name in a block, by who wrote it as Go's archive/tar guesses that. */
function prefixOf(block, start) {
	const from = start + 345;
	if (block[from] === 0) return noPrefix;
	const text = (at, length) => Buffer.from(block.buffer, block.byteOffset + start + at, length).toString("latin1");
	const magic = text(257, 8);
	if (magic.startsWith("ustar\0")) {
		const length = text(508, 4) === "tar\0" ? 131 : 155;
		const end = textEnd(block, from, length);
		const isDoubtful = length === 131 && end === from + length && block[end] !== 0;
		return {
			bytes: block.subarray(from, end),
			isDoubtful
		};
	}
	if (magic !== "ustar  \0") return noPrefix;
	const isTime = (at) => block[at] === 0 || !Number.isNaN(readNumber(block, at, 12));
	if (isTime(from) && isTime(from + 12)) return noPrefix;
	const bytes = block.subarray(from, textEnd(block, from, 155));
	return bytes.every((byte) => byte < 128) ? {
		bytes,
		isDoubtful: true
	} : {
		...noPrefix,
		isDoubtful: true
	};
}
/** Whether a block is GNU tar's. */
function isGnu(block, start) {
	const at = start + 261;
	return block[at] === 114 && block[at + 1] === 32 && block[at + 2] === 32 && block[at + 3] === 0;
}

// src/images/layers/tar-header.ts
const xattrPrefix = "SCHILY.xattr.";
const none = /* @__PURE__ */ new Uint8Array(0);
function emptyHeader() {
	return {
		type: "file",
		path: none,
		link: none,
		mode: 0,
		uid: 0,
		gid: 0,
		mtimeMs: 0,
		size: 0,
		stored: 0,
		dataAt: 0,
		xattrs: void 0,
		parts: void 0
	};
}
/** Numbers that are none count as zero: only a wrong size makes the rest unreadable. */
function number(block, from, length) {
	const value = readNumber(block, from, length);
	return Number.isNaN(value) ? 0 : value;
}
/** Takes over what the block says of itself, but for its size and type; true: readers differ on its name. */
function fillHeader(header, block, start) {
	const name = block.subarray(start, textEnd(block, start, 100));
	const prefix = prefixOf(block, start);
	header.path = prefix.bytes.length === 0 ? name : joined(prefix.bytes, name);
	header.link = block.subarray(start + 157, textEnd(block, start + 157, 100));
	header.mode = number(block, start + 100, 8) & 4095;
	header.uid = number(block, start + 108, 8);
	header.gid = number(block, start + 116, 8);
	header.mtimeMs = number(block, start + 136, 12) * 1e3;
	header.xattrs = void 0;
	header.parts = void 0;
	return prefix.isDoubtful;
}
/** A record, or `before` where there is none or an empty one. */
function said(record, before) {
	return record === void 0 || record.length === 0 ? before : record;
}
/** A record's size in bytes, or `before` where there is none or an empty one; NaN: it is no size. */
function sizeOf(record, before) {
	if (record === void 0 || record.length === 0) return before;
	const size = paxNumber(record);
	return Number.isSafeInteger(size) && size >= 0 && !record.includes(46) ? size : NaN;
}
/** What records say wins over the block; of sizes `sizeOf` knows. */
function applyPax(header, { values }) {
	header.path = said(values.get("path"), header.path);
	header.link = said(values.get("linkpath"), header.link);
	const uid = paxNumber(values.get("uid"));
	if (Number.isSafeInteger(uid)) header.uid = uid;
	const gid = paxNumber(values.get("gid"));
	if (Number.isSafeInteger(gid)) header.gid = gid;
	const mtime = paxNumber(values.get("mtime"));
	if (Number.isFinite(mtime)) header.mtimeMs = mtime * 1e3;
	for (const [key, value] of values) {
		if (value.length === 0 || !key.startsWith(xattrPrefix)) continue;
		header.xattrs ??= /* @__PURE__ */ new Map();
		header.xattrs.set(key.slice(13), value);
	}
}
function typeOf(flag, path) {
	switch (flag) {
		case 49: return "hardlink";
		case 50: return "symlink";
		case 51:
		case 52:
		case 54: return "other";
		case 53:
		case 68: return "directory";
		case 0: return path.at(-1) === 47 ? "directory" : "file";
		default: return "file";
	}
}
function joined(prefix, name) {
	const path = new Uint8Array(prefix.length + 1 + name.length);
	path.set(prefix);
	path[prefix.length] = 47;
	path.set(name, prefix.length + 1);
	return path;
}

export { typeOf as a, isGnu as c, textEnd as d, paxNumber as f, sizeOf as i, prefixOf as l, emptyHeader as n, checkBlock as o, readPaxRecords as p, fillHeader as r, flags as s, applyPax as t, readNumber as u };