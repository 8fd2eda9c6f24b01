import { t as ScanError } from "./shared-model-errors.mjs";
import { t as cancelled } from "./shared-net-failure.mjs";
import { t as createZstdDecompressor } from "./shared-fzstd.mjs";
import { a as PendingNames, c as openFile, i as resolveLink, l as region, n as paddedBytes, o as twofold, r as readHeader, s as SharedFile, t as normaliseName, u as stream } from "./shared-images-archive-file.mjs";
import { t as TemporaryFile } from "./shared-runtime-temporary-files.mjs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

// src/images/archive/archive.ts
/** More than any image has; a bound for the index's memory. */
const mostEntries = 2e5;
/** Of a pax or long-name header's data. */
const longestExtension = 1048576;
const mostLinks = 40;
async function extension(file, header, offset) {
	if (header.sizeBytes > longestExtension) throw new ScanError("LIMIT_EXCEEDED", file.path, `a name at offset ${offset} is too long`);
	return file.read(offset + 512, header.sizeBytes);
}
async function readIndex(file) {
	const index = {
		files: /* @__PURE__ */ new Map(),
		links: /* @__PURE__ */ new Map(),
		others: /* @__PURE__ */ new Set(),
		repeated: /* @__PURE__ */ new Set(),
		folders: /* @__PURE__ */ new Set()
	};
	const pending = new PendingNames(file.path);
	for (let offset = 0, count = 0; offset + 512 <= file.size; count += 1) {
		if (count > mostEntries) throw new ScanError("LIMIT_EXCEEDED", file.path, `more than ${mostEntries} entries`, { hint: "This is no image archive; for an unpacked root file system use dir:." });
		const header = readHeader(await file.read(offset, 512), file.path, offset);
		if (header === void 0) {
			if ((await file.read(offset + 512, 512)).some((byte) => byte !== 0)) throw twofold(file.path, `the archive goes on after the block of zeros at ${offset}`);
			return index;
		}
		const sizeBytes = pending.sizeOf(header);
		if (offset + 512 + sizeBytes > file.size) throw new ScanError("TARGET_DAMAGED", file.path, `the archive ends within ${header.name}`, { hint: "It is truncated: write or download it again." });
		const { type } = header;
		if (type === "pax" || type === "global" || type === "longname" || type === "longlink") pending.take(type, await extension(file, header, offset));
		else {
			const place = {
				offset: offset + 512,
				sizeBytes
			};
			addEntry(index, file.path, type, pending.applyTo(header), place);
		}
		offset += 512 + paddedBytes(sizeBytes);
	}
	return index;
}
function addEntry({ files, links, others, repeated, folders }, where, type, entry, place) {
	const name = normaliseName(entry.name, where);
	if (files.has(name) || links.has(name) || type !== "other" && others.has(name)) repeated.add(name);
	if (type === "other") {
		others.add(name);
		return;
	}
	for (let slash = name.indexOf("/"); slash > 0; slash = name.indexOf("/", slash + 1)) {
		const folder = name.slice(0, slash);
		if (links.has(folder) || files.has(folder)) throw twofold(where, `${name} lies behind a link`);
		folders.add(folder);
	}
	if (folders.has(name)) throw twofold(where, `${name} takes a folder's place`);
	if (type === "file") files.set(name, place);
	else if (type === "link") links.set(name, normaliseName(entry.link, where));
	else links.set(name, resolveLink(name, entry.link) ?? "");
}
/** Indexes a plain tar file by its headers. Throws `TARGET_DAMAGED` where it is none or ends too early. */
async function openArchive(path) {
	return indexArchive(await openFile(path));
}
/** `openArchive` on an open file, which the archive then owns. */
async function indexArchive(file) {
	let index;
	try {
		index = await readIndex(file);
	} catch (error) {
		await file.close();
		throw error;
	}
	const { files, links, repeated } = index;
	if (files.size === 0) {
		await file.close();
		throw new ScanError("TARGET_DAMAGED", file.path, "the archive holds no file");
	}
	function realName(name) {
		let at = name;
		for (let count = 0; count < mostLinks; count += 1) {
			if (repeated.has(at)) throw twofold(file.path, `the archive holds ${at} more than once`);
			if (files.has(at)) return at;
			const next = links.get(at);
			if (next === void 0) return void 0;
			at = next;
		}
	}
	function at(name) {
		const real = realName(name);
		const place = real === void 0 ? void 0 : files.get(real);
		return place === void 0 ? void 0 : region(file, place.offset, place.sizeBytes);
	}
	return {
		path: file.path,
		file,
		has: (name) => realName(name) !== void 0,
		realName,
		at,
		async read(name, limitBytes) {
			const source = at(name);
			if (source === void 0) throw new ScanError("TARGET_DAMAGED", file.path, `the archive does not hold ${name}`);
			if (source.size > limitBytes) throw new ScanError("LIMIT_EXCEEDED", file.path, `${name} is larger than ${limitBytes} bytes`);
			return source.read(0, source.size);
		},
		close: () => file.close()
	};
}

// src/images/archive/spool.ts
const spoolLimits = {
	alwaysAllowedBytes: 1024 ** 3,
	largestRatio: 100
};
const chunkBytes = 262144;
const magics = {
	gzip: [31, 139],
	zstd: [
		40,
		181,
		47,
		253
	]
};
function compressionOf(start) {
	const starts = (magic) => magic.every((byte, at) => start[at] === byte);
	if (starts(magics.gzip)) return "gzip";
	return starts(magics.zstd) ? "zstd" : void 0;
}
/** Whether the file starts as gzip or zstd does. Throws as `openFile` does. */
async function isCompressed(path) {
	const file = await openFile(path);
	try {
		return compressionOf(await file.read(0, 4)) !== void 0;
	} finally {
		await file.close();
	}
}
/**
* The archive's file as it lies, or decompressed where it is gzip or zstd. The temporary file goes with the last user.
* Throws `TARGET_DAMAGED` on damaged or truncated compression, `LIMIT_EXCEEDED` on a decompression bomb.
*/
async function openSpooled(path, runtime, { alwaysAllowedBytes, largestRatio } = spoolLimits) {
	const file = await openFile(path);
	let spool;
	try {
		const compression = compressionOf(await file.read(0, 4));
		if (compression === void 0) return file.share();
		const limitBytes = Math.max(alwaysAllowedBytes, file.size * largestRatio);
		const target = new TemporaryFile(runtime);
		spool = target;
		for await (const chunk of decompress(file, compression, runtime.signal)) {
			if (target.size + chunk.length > limitBytes) throw new ScanError("LIMIT_EXCEEDED", path, `it expands to more than ${limitBytes} bytes`, { hint: "If you trust it, decompress it yourself and scan the plain archive." });
			target.append(chunk);
		}
		return new SharedFile(path, target.size, target);
	} catch (error) {
		spool?.close();
		throw error;
	} finally {
		await file.close();
	}
}
async function* decompress(file, compression, signal) {
	const options = {
		chunkSize: chunkBytes,
		readableHighWaterMark: chunkBytes
	};
	const through = compression === "gzip" ? createGunzip(options) : createZstdDecompressor(options);
	const source = Readable.from(stream(file), { objectMode: false });
	source.on("error", (error) => through.destroy(error));
	source.pipe(through);
	try {
		for await (const chunk of through) {
			if (signal.aborted) throw cancelled(signal);
			if (chunk instanceof Uint8Array) yield chunk;
		}
	} catch (cause) {
		if (signal.aborted) throw cancelled(signal, cause);
		if (cause instanceof ScanError) throw cause;
		throw new ScanError("TARGET_DAMAGED", file.path, `its ${compression} is damaged or truncated`, {
			hint: "Write or download the archive again.",
			cause
		});
	} finally {
		source.destroy();
		through.destroy();
	}
}

export { openArchive as i, openSpooled as n, indexArchive as r, isCompressed as t };