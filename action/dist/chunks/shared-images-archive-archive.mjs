import { t as ScanError } from "./shared-model-errors.mjs";
import { t as cancelled } from "./shared-net-failure.mjs";
import { a as resolveLink, c as region, i as readPax, l as stream, n as paddedBytes, o as SharedFile, r as readHeader, s as openFile, t as normaliseName } from "./shared-images-archive-file.mjs";
import { n as TemporaryFile, t as createZstdDecompressor } from "./shared-fzstd.mjs";
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
		links: /* @__PURE__ */ new Map()
	};
	let pending = {};
	for (let offset = 0, count = 0; offset + 512 <= file.size; count += 1) {
		if (count > mostEntries) throw new ScanError("LIMIT_EXCEEDED", file.path, `more than ${mostEntries} entries`, { hint: "This is no image archive; for an unpacked root file system use dir:." });
		const header = readHeader(await file.read(offset, 512), file.path, offset);
		if (header === void 0) return index;
		const sizeBytes = header.type === "file" ? pending.size ?? header.sizeBytes : header.sizeBytes;
		if (offset + 512 + sizeBytes > file.size) throw new ScanError("TARGET_DAMAGED", file.path, `the archive ends within ${header.name}`, { hint: "It is truncated: write or download it again." });
		switch (header.type) {
			case "pax":
				pending = {
					...pending,
					...readPax(await extension(file, header, offset))
				};
				break;
			case "longname":
			case "longlink": {
				const bytes = await extension(file, header, offset);
				const name = Buffer.from(bytes).toString("utf8").replace(/\0.*$/s, "");
				pending[header.type === "longname" ? "path" : "linkpath"] = name;
				break;
			}
			default:
				addEntry(index, file.path, header, pending, {
					offset: offset + 512,
					sizeBytes
				});
				pending = {};
		}
		offset += 512 + paddedBytes(sizeBytes);
	}
	return index;
}
function addEntry(index, where, header, pending, place) {
	const name = normaliseName(pending.path ?? header.name, where);
	index.files.delete(name);
	index.links.delete(name);
	const link = pending.linkpath ?? header.link;
	if (header.type === "file") index.files.set(name, place);
	else if (header.type === "link") index.links.set(name, normaliseName(link, where));
	else if (header.type === "symlink") index.links.set(name, resolveLink(name, link) ?? "");
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
	const { files, links } = index;
	if (files.size === 0) {
		await file.close();
		throw new ScanError("TARGET_DAMAGED", file.path, "the archive holds no file");
	}
	function realName(name) {
		let at = name;
		for (let count = 0; count < mostLinks; count += 1) {
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