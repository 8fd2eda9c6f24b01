import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { n as ZstdFrames, t as createZstdDecompressor } from "./shared-fzstd.mjs";
import { t as readBytes } from "./shared-net-body.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { i as retryDelayMs, n as defaultRetry, r as pause } from "./shared-net-agent.mjs";
import { n as openRegular, t as NotRegularError } from "./shared-runtime-regular-file.mjs";
import { promisify } from "node:util";
import { inflate, inflateRaw } from "node:zlib";
import { basename, dirname, join } from "node:path";
import { realpath } from "node:fs/promises";

// src/disks/byte-source.ts
/** The most that one call may ask for: readers walk, they do not slurp. */
const mostReadBytes = 67108864;
function newStatistics() {
	return {
		reads: 0,
		bytes: 0,
		zeroBytes: 0
	};
}
/** Where something was found, for messages. */
function placeOf(source, offset) {
	return `${source.name}, byte ${offset}`;
}
/** What the bytes say cannot be true. */
function damaged(where, message, hint) {
	return new ScanError("TARGET_DAMAGED", where, message, hint === void 0 ? {} : { hint });
}
/** What is well-formed and not read by us. */
function unsupported(where, message, hint) {
	return new ScanError("TARGET_UNSUPPORTED", where, message, { hint });
}
function truncated(source, end, need) {
	return damaged(source.name, `ends at byte ${end}, but goes on to byte ${need} by its own account`, "The file is cut short: copy or export it again.");
}
/**
* How many bytes a read may give: what is left from `offset` on, `length` at most.
* Throws ScanError `LIMIT_EXCEEDED` for more than a reader needs at once, `TARGET_DAMAGED` for a place that is none.
*/
function clampRead(source, offset, length) {
	if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) throw damaged(source.name, `names a place that cannot be (byte ${offset}, ${length} bytes)`);
	const wanted = Math.max(0, Math.min(length, source.size - offset));
	if (wanted > mostReadBytes) throw new ScanError("LIMIT_EXCEEDED", placeOf(source, offset), `${wanted} bytes are asked for at once; the limit is ${mostReadBytes}`);
	return wanted;
}
/** All of the bytes, or ScanError `TARGET_DAMAGED`: the source ends before. */
async function readExactly(source, offset, length) {
	const bytes = await source.read(offset, length);
	if (bytes.length < length) throw truncated(source, source.size, offset + length);
	return bytes;
}
/** A part of a source; closing it leaves the source open. Beyond the source's end reading throws, inside it does not. */
function windowOf(source, offset, size, name) {
	const window = {
		name,
		size,
		async read(at, length) {
			const wanted = clampRead(window, at, length);
			if (wanted === 0) return /* @__PURE__ */ new Uint8Array(0);
			const bytes = await source.read(offset + at, wanted);
			if (bytes.length < wanted) throw truncated(source, source.size, offset + at + wanted);
			return bytes;
		},
		async close() {}
	};
	return window;
}

// src/disks/block-cache.ts
const blockBytes = 65536;
const defaultCapBytes = 67108864;
/** Missing neighbours are asked for together, up to this many. */
const mostBlocksInOne = 64;
const mostInFlight = 16;
/** At most `most` at once; the others wait in order. */
function createGate(most) {
	let running = 0;
	const waiting = [];
	return async (work) => {
		if (running >= most) await new Promise((resolve) => waiting.push(resolve));
		else running += 1;
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next === void 0) running -= 1;
			else next();
		}
	};
}
/** The source behind a cache of `capBytes`; closing it closes the source. A block in flight is never asked for twice. */
function cachedSource(source, capBytes = defaultCapBytes) {
	const blocks = /* @__PURE__ */ new Map();
	const flights = /* @__PURE__ */ new Map();
	const mostBlocks = Math.max(1, Math.floor(capBytes / blockBytes));
	const gate = createGate(mostInFlight);
	/** The block, which is then the last to be dropped. */
	function known(index) {
		const block = blocks.get(index);
		if (block !== void 0) {
			blocks.delete(index);
			blocks.set(index, block);
		}
		return block;
	}
	function keep(index, block) {
		blocks.set(index, block);
		for (const oldest of blocks.keys()) {
			if (blocks.size <= mostBlocks) break;
			blocks.delete(oldest);
		}
	}
	async function fetchBlocks(first, count) {
		try {
			const bytes = await gate(() => source.read(first * blockBytes, count * blockBytes));
			for (let index = 0; index < count; index += 1) {
				const part = bytes.subarray(index * blockBytes, (index + 1) * blockBytes);
				keep(first + index, count === 1 ? part : part.slice());
			}
			return bytes;
		} finally {
			for (let index = 0; index < count; index += 1) flights.delete(first + index);
		}
	}
	function launch(first, count) {
		const flight = {
			first,
			bytes: fetchBlocks(first, count)
		};
		for (let index = 0; index < count; index += 1) flights.set(first + index, flight);
		return flight;
	}
	/** For each block its bytes or the flight that brings it. */
	function gather(first, last) {
		const found = [];
		for (let index = first; index <= last;) {
			const at = known(index) ?? flights.get(index);
			if (at !== void 0) {
				found.push(at);
				index += 1;
				continue;
			}
			let count = 1;
			while (count < mostBlocksInOne && index + count <= last && !blocks.has(index + count) && !flights.has(index + count)) count += 1;
			const flight = launch(index, count);
			for (let added = 0; added < count; added += 1) found.push(flight);
			index += count;
		}
		return found;
	}
	const cached = {
		name: source.name,
		size: source.size,
		async read(offset, length) {
			const wanted = clampRead(cached, offset, length);
			if (wanted === 0) return /* @__PURE__ */ new Uint8Array(0);
			const first = Math.floor(offset / blockBytes);
			const last = Math.floor((offset + wanted - 1) / blockBytes);
			if (first === last) {
				const block = known(first) ?? await blockOf(gather(first, last)[0], first);
				const start = offset - first * blockBytes;
				return block.subarray(start, start + wanted);
			}
			const parts = gather(first, last);
			const found = await Promise.all(parts.map((part, index) => blockOf(part, first + index)));
			const output = new Uint8Array(wanted);
			for (const [index, block] of found.entries()) {
				const at = (first + index) * blockBytes - offset;
				output.set(block.subarray(Math.max(0, -at), wanted - at), Math.max(0, at));
			}
			return output;
		},
		close: () => source.close()
	};
	return cached;
}
async function blockOf(part, index) {
	if (part === void 0) return /* @__PURE__ */ new Uint8Array(0);
	if (part instanceof Uint8Array) return part;
	const start = (index - part.first) * blockBytes;
	return (await part.bytes).subarray(start, start + blockBytes);
}

// src/disks/containers/container.ts
/** Whether the bytes at `at` are those of the text (Latin-1). */
function hasText(bytes, at, text) {
	const found = bytes.subarray(at, at + text.length);
	return Buffer.from(found).toString("latin1") === text;
}
/** 64 TiB: what formats allow, and more than any machine's disk on Azure. */
const mostDiskBytes = 64 * 2 ** 40;

// src/disks/containers/foreign.ts
const convert$2 = "Convert it: qemu-img convert -O vpc -o subformat=fixed,force_size=on FILE disk.vhd";
const unpack = "Unpack it first, and name the disk.";
const foreign = [
	{
		title: "a VDI disk",
		at: 64,
		text: "Ú¾",
		hint: convert$2
	},
	{
		title: "a QED disk",
		at: 0,
		text: "QED\0",
		hint: convert$2
	},
	{
		title: "a VMDK sparse extent of ESX",
		at: 0,
		text: "COWD",
		hint: convert$2
	},
	{
		title: "a space-efficient VMDK of ESX",
		at: 0,
		text: "¾ºþÊ",
		hint: convert$2
	},
	{
		title: "a Parallels disk",
		at: 0,
		text: "WithoutFreeSpace",
		hint: convert$2
	},
	{
		title: "a Parallels disk",
		at: 0,
		text: "WithouFreSpacExt",
		hint: convert$2
	},
	{
		title: "an EnCase image",
		at: 0,
		text: "EVF	\r\nÿ\0",
		hint: convert$2
	},
	{
		title: "compressed by gzip",
		at: 0,
		text: "\b",
		hint: unpack
	},
	{
		title: "compressed by xz",
		at: 0,
		text: "ý7zXZ\0",
		hint: unpack
	},
	{
		title: "compressed by zstd",
		at: 0,
		text: "(µ/ý",
		hint: unpack
	},
	{
		title: "compressed by bzip2",
		at: 0,
		text: "BZh",
		hint: unpack
	},
	{
		title: "a zip archive",
		at: 0,
		text: "PK",
		hint: unpack
	},
	{
		title: "a 7z archive",
		at: 0,
		text: "7z¼¯'",
		hint: unpack
	},
	{
		title: "a tar archive (an OVA, perhaps)",
		at: 257,
		text: "ustar",
		hint: unpack
	}
];
/** What the file is and what to do about it; undefined where it is none of these. */
function foreignFormat(head) {
	return foreign.find(({ at, text }) => hasText(head, at, text));
}

// src/disks/mapped-source.ts
async function readStored(run) {
	const bytes = await run.source.read(run.offset, run.length);
	if (bytes.length < run.length) throw truncated(run.source, run.source.size, run.offset + run.length);
	return bytes;
}
function follows(left, right) {
	return left.kind === "stored" && right.kind === "stored" && left.source === right.source && left.offset + left.length === right.offset;
}
/** The runs of a range; neighbours that lie one behind the other are one. */
async function runsOf(mapping, offset, wanted) {
	const runs = [];
	for (let done = 0; done < wanted;) {
		const left = wanted - done;
		const found = await mapping.locate(offset + done, left);
		if (found.length <= 0) throw damaged(placeOf(mapping, offset + done), "leads nowhere");
		const run = found.length > left ? {
			...found,
			length: left
		} : found;
		const last = runs.at(-1);
		if (last !== void 0 && follows(last, run)) runs[runs.length - 1] = {
			...last,
			length: last.length + run.length
		};
		else runs.push(run);
		done += run.length;
	}
	return runs;
}
/** The mapping as a source. */
function mappedSource(mapping) {
	const source = {
		name: mapping.name,
		size: mapping.size,
		async read(offset, length) {
			const wanted = clampRead(source, offset, length);
			const runs = await runsOf(mapping, offset, wanted);
			const [only] = runs;
			if (runs.length === 1 && only?.kind === "stored") return readStored(only);
			const output = new Uint8Array(wanted);
			let at = 0;
			await Promise.all(runs.map(async (run) => {
				const start = at;
				at += run.length;
				if (run.kind === "zeros") return;
				const bytes = run.kind === "stored" ? await readStored(run) : (await run.make()).subarray(run.skip, run.skip + run.length);
				if (bytes.length < run.length) throw damaged(placeOf(mapping, offset + start), "holds fewer bytes than it should");
				output.set(bytes, start);
			}));
			return output;
		},
		close: () => mapping.close()
	};
	return source;
}

// src/runtime/zstd-bytes.ts
/** The frames at the start, without the padding of a sector behind them, which a decompressor takes for a next one. */
function framesOf(bytes) {
	let end = 0;
	for (const piece of new ZstdFrames().split(bytes)) {
		const [first = 0, second, third, fourth] = piece;
		const isFrame = first === 40 && second === 181 && third === 47 && fourth === 253;
		const isSkippable = (first & 240) === 80 && second === 42 && third === 77 && fourth === 24;
		if (!isFrame && !isSkippable) break;
		end += piece.length;
	}
	return end === 0 ? bytes : bytes.subarray(0, end);
}
/**
* The first `sizeBytes` bytes that the frames hold, or all of them where they hold fewer; what comes behind is not
* looked at. Throws the decompressor's error where the input is damaged before.
*/
async function inflateZstd(bytes, sizeBytes) {
	const output = new Uint8Array(sizeBytes);
	let done = 0;
	const decompressor = createZstdDecompressor();
	return new Promise((resolve, reject) => {
		decompressor.on("data", (chunk) => {
			const part = chunk.subarray(0, sizeBytes - done);
			output.set(part, done);
			done += part.length;
			if (done < sizeBytes) return;
			resolve(output);
			decompressor.destroy();
		});
		decompressor.on("end", () => resolve(output.subarray(0, done)));
		decompressor.on("error", reject);
		decompressor.end(framesOf(bytes));
	});
}

// src/disks/containers/inflated.ts
const capBytes = 16777216;
const inflateAsync = promisify(inflate);
const inflateRawAsync = promisify(inflateRaw);
/** Exactly `sizeBytes`, or fewer where fewer are there. What follows the compressed bytes does not matter. */
async function expand(compression, bytes, sizeBytes) {
	const limit = { maxOutputLength: sizeBytes };
	switch (compression) {
		case "deflate": return inflateRawAsync(bytes, limit);
		case "zlib": return inflateAsync(bytes, limit);
		case "zstd": return inflateZstd(bytes, sizeBytes);
	}
}
/** Units of `unitBytes` each, at most. A unit that cannot be inflated is ScanError `TARGET_DAMAGED`. */
function createInflated(compression, unitBytes) {
	const units = /* @__PURE__ */ new Map();
	const most = Math.max(1, Math.floor(capBytes / unitBytes));
	async function make(where, load) {
		const bytes = await load();
		try {
			return await expand(compression, bytes, unitBytes);
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			throw damaged(where, `a compressed block cannot be inflated (${reason})`);
		}
	}
	return { get(key, where, load) {
		const known = units.get(key);
		if (known !== void 0) {
			units.delete(key);
			units.set(key, known);
			return known;
		}
		const unit = make(where, load);
		units.set(key, unit);
		unit.catch(() => units.delete(key));
		for (const oldest of units.keys()) {
			if (units.size <= most) break;
			units.delete(oldest);
		}
		return unit;
	} };
}

// src/runtime/fields.ts
var Fields = class Fields {
	bytes;
	#view;
	#name;
	#base;
	/** `base`: where the structure lies in the source called `name`. */
	constructor(bytes, name, base) {
		this.bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#name = name;
		this.#base = base;
	}
	/** For messages: the place of a field. */
	where(at = 0) {
		return `${this.#name}, byte ${this.#base + at}`;
	}
	#check(at, length) {
		if (!(at >= 0 && at + length <= this.bytes.length)) throw new ScanError("TARGET_DAMAGED", this.where(at), "a structure ends before its last field");
	}
	u8(at) {
		this.#check(at, 1);
		return this.#view.getUint8(at);
	}
	u16(at) {
		this.#check(at, 2);
		return this.#view.getUint16(at, true);
	}
	u32(at) {
		this.#check(at, 4);
		return this.#view.getUint32(at, true);
	}
	i32(at) {
		return this.u32(at) | 0;
	}
	/** All 64 bits. */
	big64(at) {
		this.#check(at, 8);
		return this.#view.getBigUint64(at, true);
	}
	/** Throws for more than 2^53 - 1: nothing that can be counted or placed on a disk is as large. */
	u64(at) {
		return this.#safe(at, this.big64(at));
	}
	be16(at) {
		this.#check(at, 2);
		return this.#view.getUint16(at, false);
	}
	be32(at) {
		this.#check(at, 4);
		return this.#view.getUint32(at, false);
	}
	bigBe64(at) {
		this.#check(at, 8);
		return this.#view.getBigUint64(at, false);
	}
	be64(at) {
		return this.#safe(at, this.bigBe64(at));
	}
	slice(at, length) {
		this.#check(at, length);
		return this.bytes.subarray(at, at + length);
	}
	/** A structure within this one; messages keep their places. */
	part(at, length) {
		return new Fields(this.slice(at, length), this.#name, this.#base + at);
	}
	/** Bytes as Latin-1 text. */
	text(at, length) {
		return Buffer.from(this.slice(at, length)).toString("latin1");
	}
	/** A GUID as Microsoft writes it: the first three groups little-endian; in lower case. */
	guid(at) {
		const hex = (from, length) => Buffer.from(this.slice(at + from, length)).toString("hex");
		const group = (value, digits) => value.toString(16).padStart(digits, "0");
		return [
			group(this.u32(at), 8),
			group(this.u16(at + 4), 4),
			group(this.u16(at + 6), 4),
			hex(8, 2),
			hex(10, 6)
		].join("-");
	}
	#safe(at, value) {
		if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ScanError("TARGET_DAMAGED", this.where(at), `the number ${value} is larger than any disk`);
		return Number(value);
	}
};
/** Whether all bytes are zero. */
function isZero(bytes) {
	return Buffer.compare(bytes, zeros(bytes.length)) === 0;
}
let someZeros = /* @__PURE__ */ new Uint8Array(65536);
function zeros(length) {
	if (length > someZeros.length) someZeros = new Uint8Array(length);
	return someZeros.subarray(0, length);
}

// src/disks/containers/qcow2-header.ts
const shortest = 72;
const longest = 112;
const dirty = 1n;
const corrupt = 2n;
const externalData = 4n;
const otherCompression = 8n;
const extendedEntries = 16n;
const convert$1 = "Convert it: qemu-img convert -O qcow2 FILE plain.qcow2";
function refuseFeatures(fields, features) {
	if ((features & externalData) !== 0n) throw unsupported(fields.where(72), "its data are in an external data file, which is not opened", convert$1);
	if ((features & corrupt) !== 0n) throw damaged(fields.where(72), "is marked as corrupt", "Repair it: qemu-img check -r all FILE");
	if ((features & -32n) !== 0n) throw unsupported(fields.where(72), `needs features that are not known (0x${features.toString(16)})`, convert$1);
}
/** Throws ScanError for parents, external data, encryption, unknown features, and numbers that cannot be. */
async function readQcow2Header(file) {
	const fields = new Fields(await file.read(0, longest), file.name, 0);
	const version = fields.be32(4);
	if (version !== 2 && version !== 3) throw unsupported(fields.where(4), `QCOW of version ${version} is not read`, convert$1);
	if (fields.be64(8) !== 0) throw unsupported(fields.where(8), "has a backing file, which is not opened", "Merge them: qemu-img convert -O qcow2 FILE whole.qcow2");
	if (fields.be32(32) !== 0) throw unsupported(fields.where(32), "is encrypted", "Convert it to a disk that is not.");
	const features = version === 3 ? fields.bigBe64(72) : 0n;
	refuseFeatures(fields, features);
	const headerBytes = version === 3 ? fields.be32(100) : shortest;
	const compressionType = version === 3 && headerBytes > 104 ? fields.u8(104) : 0;
	if (compressionType > 1 || (features & otherCompression) !== 0n !== (compressionType !== 0)) throw damaged(fields.where(104), `compression of type ${compressionType} is not known`);
	const isExtended = (features & extendedEntries) !== 0n;
	const clusterBits = fields.be32(20);
	if (clusterBits < (isExtended ? 14 : 9) || clusterBits > 21) throw damaged(fields.where(20), `clusters cannot have 2^${clusterBits} bytes`);
	const clusterBytes = 2 ** clusterBits;
	const sizeBytes = fields.be64(24);
	if (sizeBytes > mostDiskBytes) throw damaged(fields.where(24), `the disk's size cannot be ${sizeBytes} bytes`);
	const l1Entries = fields.be32(36);
	const perL1 = clusterBytes * (clusterBytes / (isExtended ? 16 : 8));
	if (l1Entries < Math.ceil(sizeBytes / perL1)) throw damaged(fields.where(36), `${l1Entries} entries are too few for ${sizeBytes} bytes`);
	const notes = [];
	if ((features & dirty) !== 0n) notes.push("the QCOW2 was not closed properly");
	if (fields.be32(60) > 0) notes.push("the QCOW2 holds snapshots; its present state was read");
	return {
		version,
		clusterBytes,
		sizeBytes,
		l1Offset: fields.be64(40),
		compression: compressionType === 1 ? "zstd" : "deflate",
		compressedSizeShift: 62 - (clusterBits - 8),
		isExtended,
		notes
	};
}
/** One table entry of 64 bits. */
async function readEntry(file, at) {
	return new Fields(await readExactly(file, at, 8), file.name, at).bigBe64(0);
}

// src/disks/containers/qcow2.ts
const offsetMask = 72057594037927424n;
const compressed = 1n << 62n;
const zero = 1n;
const sectorBytes$4 = 512;
const subclusters = 32;
async function findCluster(file, header, index) {
	const entryBytes = header.isExtended ? 16 : 8;
	const perTable = header.clusterBytes / entryBytes;
	const l1At = header.l1Offset + Math.floor(index / perTable) * 8;
	const table = Number(await readEntry(file, l1At) & offsetMask);
	if (table === 0) return void 0;
	if (table % header.clusterBytes !== 0) throw damaged(placeOf(file, l1At), `a table cannot lie at byte ${table}`);
	const at = table + index % perTable * entryBytes;
	return {
		entry: await readEntry(file, at),
		bitmap: header.isExtended ? await readEntry(file, at + 8) : 0n,
		at
	};
}
function compressedRun(file, header, inflated, cluster, within) {
	const { compressedSizeShift: shift } = header;
	const offset = Number(cluster.entry & (1n << BigInt(shift)) - 1n);
	const length = (Number((cluster.entry & compressed - 1n) >> BigInt(shift)) + 1) * sectorBytes$4 - offset % sectorBytes$4;
	return {
		kind: "made",
		length: header.clusterBytes - within,
		skip: within,
		make: () => inflated.get(offset, placeOf(file, offset), () => file.read(offset, length))
	};
}
/** The run of a cluster with subclusters: as far as its neighbours are in the same state. */
function subclusterRun(file, header, { entry, bitmap, at }, within) {
	const subclusterBytes = header.clusterBytes / subclusters;
	const stateOf = (index) => {
		const isAllocated = bitmap >> BigInt(index) & 1n;
		const isZero = bitmap >> BigInt(index + subclusters) & 1n;
		if (isAllocated === 1n && isZero === 1n) throw damaged(placeOf(file, at), `subcluster ${index} is both allocated and zero`);
		return isAllocated === 1n ? "stored" : "zeros";
	};
	const first = Math.floor(within / subclusterBytes);
	const state = stateOf(first);
	let end = first + 1;
	while (end < subclusters && stateOf(end) === state) end += 1;
	const length = end * subclusterBytes - within;
	if (state === "zeros") return {
		kind: "zeros",
		length
	};
	const start = Number(entry & offsetMask);
	if (start === 0) throw damaged(placeOf(file, at), "an allocated subcluster lies nowhere");
	return {
		kind: "stored",
		length,
		source: file,
		offset: start + within
	};
}
function plainRun(file, header, { entry, at }, within) {
	const length = header.clusterBytes - within;
	const start = Number(entry & offsetMask);
	if (start === 0 || header.version === 3 && (entry & zero) !== 0n) return {
		kind: "zeros",
		length
	};
	if (start % header.clusterBytes !== 0) throw damaged(placeOf(file, at), `a cluster cannot lie at byte ${start}`);
	return {
		kind: "stored",
		length,
		source: file,
		offset: start + within
	};
}
const qcow2 = {
	id: "qcow2",
	recognise: ({ head }) => hasText(head, 0, "QFIû"),
	async open(file) {
		const header = await readQcow2Header(file);
		const inflated = createInflated(header.compression, header.clusterBytes);
		const disk = mappedSource({
			name: file.name,
			size: header.sizeBytes,
			async locate(offset) {
				const index = Math.floor(offset / header.clusterBytes);
				const within = offset - index * header.clusterBytes;
				const cluster = await findCluster(file, header, index);
				if (cluster === void 0) return {
					kind: "zeros",
					length: header.clusterBytes - within
				};
				if ((cluster.entry & compressed) !== 0n) return compressedRun(file, header, inflated, cluster, within);
				return (header.isExtended ? subclusterRun : plainRun)(file, header, cluster, within);
			},
			close: () => file.close()
		});
		return {
			format: `QCOW2 (version ${header.version})`,
			disk,
			notes: header.notes
		};
	}
};

// src/disks/containers/raw.ts
const raw = {
	id: "raw",
	recognise: () => true,
	async open(file) {
		return {
			format: "raw",
			disk: file,
			notes: []
		};
	}
};

// src/disks/containers/vhd.ts
const sectorBytes$3 = 512;
const footerBytes = 512;
const headerBytes$2 = 1024;
const unused = 4294967295;
const mostBlockBytes = 268435456;
/** The one's complement of the sum of all bytes but the checksum's own. */
function isSummed$1(fields, checksumAt) {
	let sum = 0;
	for (const [at, byte] of fields.bytes.entries()) if (at < checksumAt || at >= checksumAt + 4) sum += byte;
	return ~sum >>> 0 === fields.be32(checksumAt);
}
function isFooter(bytes) {
	return hasText(bytes, 0, "conectix") && isSummed$1(new Fields(bytes.subarray(0, footerBytes), "VHD", 0), 64);
}
function parseFooter(bytes, name, offset) {
	const fields = new Fields(bytes, name, offset);
	const sizeBytes = fields.be64(48);
	const type = fields.be32(60);
	if (sizeBytes === 0 || sizeBytes > mostDiskBytes) throw damaged(fields.where(48), `the disk's size cannot be ${sizeBytes} bytes`);
	return {
		type,
		sizeBytes,
		headerOffset: type === 3 ? fields.be64(16) : 0
	};
}
/** The footer at the end, else its copy at the start (dynamic disks have one). */
async function readFooter(file) {
	const end = Math.max(0, file.size - footerBytes);
	const last = await file.read(end, footerBytes);
	if (isFooter(last)) return {
		footer: parseFooter(last, file.name, end),
		notes: []
	};
	const first = await file.read(0, footerBytes);
	if (!isFooter(first)) throw damaged(placeOf(file, end), "the VHD footer's checksum is wrong, and there is no copy of it", "Export or copy the disk again.");
	return {
		footer: parseFooter(first, file.name, 0),
		notes: ["the VHD footer at the end is damaged or missing: its copy at the start was used"]
	};
}
async function readDynamicHeader(file, footer) {
	const offset = footer.headerOffset;
	const fields = new Fields(await readExactly(file, offset, headerBytes$2), file.name, offset);
	if (fields.text(0, 8) !== "cxsparse") throw damaged(fields.where(), "the header of a dynamic VHD does not start with cxsparse");
	if (!isSummed$1(fields, 36)) throw damaged(fields.where(36), "the checksum of the dynamic VHD's header is wrong");
	const blockBytes = fields.be32(32);
	if (blockBytes < sectorBytes$3 || blockBytes > mostBlockBytes || (blockBytes & -blockBytes) !== blockBytes) throw damaged(fields.where(32), `blocks cannot have ${blockBytes} bytes`);
	const entries = fields.be32(28);
	if (entries * blockBytes < footer.sizeBytes) throw damaged(fields.where(28), `${entries} blocks are too few for ${footer.sizeBytes} bytes`);
	return {
		tableOffset: fields.be64(16),
		entries,
		blockBytes
	};
}
/** The sector bitmaps before the blocks are left alone: they matter to differencing disks only. */
async function openDynamic(file, footer) {
	const { tableOffset, blockBytes } = await readDynamicHeader(file, footer);
	const bitmapBytes = Math.ceil(blockBytes / sectorBytes$3 / 8 / sectorBytes$3) * sectorBytes$3;
	return mappedSource({
		name: file.name,
		size: footer.sizeBytes,
		async locate(offset) {
			const block = Math.floor(offset / blockBytes);
			const within = offset - block * blockBytes;
			const length = blockBytes - within;
			const at = tableOffset + block * 4;
			const sector = new Fields(await readExactly(file, at, 4), file.name, at).be32(0);
			if (sector === unused) return {
				kind: "zeros",
				length
			};
			return {
				kind: "stored",
				source: file,
				offset: sector * sectorBytes$3 + bitmapBytes + within,
				length
			};
		},
		close: () => file.close()
	});
}
const vhd = {
	id: "vhd",
	recognise: ({ head, tail }) => hasText(head, 0, "conectix") || hasText(tail, 0, "conectix"),
	async open(file) {
		const { footer, notes } = await readFooter(file);
		switch (footer.type) {
			case 2: {
				const room = file.size - footerBytes;
				if (footer.sizeBytes > room) throw truncated(file, room, footer.sizeBytes);
				return {
					format: "VHD (fixed)",
					disk: {
						...windowOf(file, 0, footer.sizeBytes, file.name),
						close: () => file.close()
					},
					notes
				};
			}
			case 3: return {
				format: "VHD (dynamic)",
				disk: await openDynamic(file, footer),
				notes
			};
			case 4: throw unsupported(file.name, "is a differencing VHD, whose other half is in a parent file", "Merge it into its parent, or convert it to a fixed VHD.");
			default: throw damaged(file.name, `VHD disks of type ${footer.type} do not exist`);
		}
	}
};

// src/runtime/crc32.ts
/** Four tables, so that four bytes are taken at once. */
function makeTables(reflectedPolynomial) {
	const tables = [
		/* @__PURE__ */ new Uint32Array(256),
		/* @__PURE__ */ new Uint32Array(256),
		/* @__PURE__ */ new Uint32Array(256),
		/* @__PURE__ */ new Uint32Array(256)
	];
	for (let byte = 0; byte < 256; byte += 1) {
		let value = byte;
		for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 0 ? value >>> 1 : value >>> 1 ^ reflectedPolynomial;
		tables[0][byte] = value;
	}
	for (let byte = 0; byte < 256; byte += 1) {
		let value = tables[0][byte] ?? 0;
		for (const table of tables.slice(1)) {
			value = value >>> 8 ^ (tables[0][value & 255] ?? 0);
			table[byte] = value;
		}
	}
	return tables;
}
const ieee = makeTables(3988292384);
const castagnoli = makeTables(2197175160);
function update([t0, t1, t2, t3], bytes, start) {
	let crc = start;
	let at = 0;
	for (const whole = bytes.length - bytes.length % 4; at < whole; at += 4) {
		const word = ((bytes[at] ?? 0) | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0) << 16 | (bytes[at + 3] ?? 0) << 24) ^ crc;
		crc = (t3[word & 255] ?? 0) ^ (t2[word >>> 8 & 255] ?? 0) ^ (t1[word >>> 16 & 255] ?? 0) ^ (t0[word >>> 24] ?? 0);
	}
	for (; at < bytes.length; at += 1) crc = crc >>> 8 ^ (t0[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0);
	return crc >>> 0;
}
/** The register after `bytes`, without the inversions before and after: for formats that start at a value of their own. */
function updateCrc32(register, bytes) {
	return update(ieee, bytes, register);
}
/** As `updateCrc32`, of CRC-32C; ext4 and btrfs go on from one piece to the next so. */
function updateCrc32c(register, bytes) {
	return update(castagnoli, bytes, register);
}
/** @example crc32(Buffer.from('123456789')) // 0xcbf43926 */
function crc32(bytes) {
	return ~update(ieee, bytes, 4294967295) >>> 0;
}
/** @example crc32c(Buffer.from('123456789')) // 0xe3069283 */
function crc32c(bytes) {
	return ~update(castagnoli, bytes, 4294967295) >>> 0;
}

// src/disks/containers/vhdx-header.ts
const kib = 1024;
const headerOffsets = [64 * kib, 128 * kib];
const headerBytes$1 = 4 * kib;
const tableOffsets = [192 * kib, 256 * kib];
const tableBytes$1 = 64 * kib;
const mostRegions = 2047;
const batGuid = "2dc27766-f623-4200-9d64-115e9bfd4a08";
const metadataGuid = "8b7ca206-4790-4b9a-b8fe-575f050f886e";
const noLog = "00000000-0000-0000-0000-000000000000";
/** Whether a structure's checksum is right; it is taken with its own field zero. */
function isSummed(bytes, checksumAt) {
	const blanked = Uint8Array.from(bytes);
	const expected = new Fields(bytes, "VHDX", 0).u32(checksumAt);
	blanked.fill(0, checksumAt, checksumAt + 4);
	return crc32c(blanked) === expected;
}
function parseHeader(fields) {
	const version = fields.u16(66);
	if (version !== 1) throw unsupported(fields.where(66), `VHDX of version ${version} is not read`, "Convert it.");
	const logGuid = fields.guid(48);
	return {
		sequence: fields.big64(8),
		logOffset: fields.u64(72),
		logBytes: fields.u32(68),
		...logGuid === noLog ? {} : { logGuid }
	};
}
/** The valid header with the higher sequence number. Throws ScanError where none is valid. */
async function readVhdxHeader(file) {
	let newest;
	for (const offset of headerOffsets) {
		const bytes = await file.read(offset, headerBytes$1);
		if (bytes.length < headerBytes$1) continue;
		const fields = new Fields(bytes, file.name, offset);
		if (fields.text(0, 4) !== "head" || !isSummed(bytes, 4)) continue;
		const header = parseHeader(fields);
		if (newest === void 0 || header.sequence > newest.sequence) newest = header;
	}
	if (newest === void 0) throw damaged(placeOf(file, headerOffsets[0]), "both headers of the VHDX are damaged", "Export or copy the disk again.");
	return newest;
}
function parseRegions(fields) {
	const count = fields.u32(8);
	if (count > mostRegions) throw damaged(fields.where(8), `${count} regions cannot be`);
	const found = /* @__PURE__ */ new Map();
	for (let index = 0; index < count; index += 1) {
		const at = 16 + 32 * index;
		const guid = fields.guid(at);
		const region = {
			offset: fields.u64(at + 16),
			length: fields.u32(at + 24)
		};
		if (!(guid === batGuid || guid === metadataGuid) && (fields.u32(at + 28) & 1) !== 0) throw unsupported(fields.where(at), `needs a region that is not known (${guid})`, "Convert it.");
		if (found.has(guid)) throw damaged(fields.where(at), "a region stands twice");
		found.set(guid, region);
	}
	const bat = found.get(batGuid);
	const metadata = found.get(metadataGuid);
	if (bat === void 0 || metadata === void 0) throw damaged(fields.where(), "the table of regions lacks one of them");
	return {
		bat,
		metadata
	};
}
/** The first table of regions, else its copy. `file`: with the log applied. */
async function readRegions(file) {
	for (const offset of tableOffsets) {
		const bytes = await file.read(offset, tableBytes$1);
		if (bytes.length < tableBytes$1) continue;
		const fields = new Fields(bytes, file.name, offset);
		if (fields.text(0, 4) === "regi" && isSummed(bytes, 4)) return parseRegions(fields);
	}
	throw damaged(placeOf(file, tableOffsets[0]), "both tables of regions are damaged");
}

// src/disks/containers/overlay.ts
/** The first index whose patch ends behind `offset`; patches are in order and do not overlap. */
function firstBehind(patches, offset) {
	let low = 0;
	let high = patches.length;
	while (low < high) {
		const middle = low + high >> 1;
		const patch = patches[middle];
		if (patch !== void 0 && patch.offset + patch.length <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
function part(patch, from, to) {
	const start = from - patch.offset;
	return {
		offset: from,
		length: to - from,
		...patch.bytes === void 0 ? {} : { bytes: patch.bytes.subarray(start, to - patch.offset) }
	};
}
/** The patches in order of place, later ones over earlier ones. */
function flatten(patches) {
	const flat = [];
	for (const patch of patches) {
		if (patch.length <= 0) continue;
		const end = patch.offset + patch.length;
		const first = firstBehind(flat, patch.offset);
		let last = first;
		while (last < flat.length && (flat[last]?.offset ?? end) < end) last += 1;
		const pieces = [patch];
		const before = flat[first];
		if (first < last && before !== void 0 && before.offset < patch.offset) pieces.unshift(part(before, before.offset, patch.offset));
		const after = flat[last - 1];
		if (first < last && after !== void 0 && after.offset + after.length > end) pieces.push(part(after, end, after.offset + after.length));
		flat.splice(first, last - first, ...pieces);
	}
	return flat;
}
/** `size`: of the result; what lies behind the file's end and under no patch is zero. */
function overlaidSource(file, patches, size) {
	const flat = flatten(patches);
	return mappedSource({
		name: file.name,
		size,
		async locate(offset, atMost) {
			const patch = flat[firstBehind(flat, offset)];
			if (patch !== void 0 && patch.offset <= offset) {
				const skip = offset - patch.offset;
				const length = patch.length - skip;
				const { bytes } = patch;
				if (bytes === void 0) return {
					kind: "zeros",
					length
				};
				return {
					kind: "made",
					length,
					skip,
					make: async () => bytes
				};
			}
			const length = Math.min(atMost, (patch?.offset ?? size) - offset);
			if (offset >= file.size) return {
				kind: "zeros",
				length
			};
			return {
				kind: "stored",
				source: file,
				offset,
				length: Math.min(length, file.size - offset)
			};
		},
		close: () => file.close()
	});
}

// src/disks/containers/vhdx-log.ts
const sectorBytes$2 = 4096;
const headBytes$1 = 64;
const descriptorBytes = 32;
const mostLogBytes = 67108864;
/** Bytes whose checksum is taken, as a multiple of the log: entries that claim one another's bytes end there. */
const mostRounds = 4;
const leadingBytes = 8;
const trailingBytes = 4;
const mostBytes = BigInt(Number.MAX_SAFE_INTEGER);
/** The bytes of an entry; the log is a ring. */
function ring({ bytes }, offset, length) {
	const first = bytes.subarray(offset, offset + length);
	if (first.length === length) return first;
	return Buffer.concat([first, bytes.subarray(0, length - first.length)]);
}
/** What may be an entry, by its head alone. */
function entryAt(log, offset, guid) {
	const fields = new Fields(log.bytes.subarray(offset, offset + headBytes$1), log.file.name, log.start + offset);
	if (fields.text(0, 4) !== "loge" || fields.guid(32) !== guid) return void 0;
	const length = fields.u32(8);
	const tail = fields.u32(12);
	const descriptors = fields.u32(24);
	if (!(length >= sectorBytes$2 && length % sectorBytes$2 === 0 && length <= log.bytes.length && tail % sectorBytes$2 === 0 && tail < log.bytes.length && headBytes$1 + descriptors * descriptorBytes <= length && fields.big64(48) <= mostBytes && fields.big64(56) <= mostBytes)) return void 0;
	return {
		sequence: fields.big64(16),
		offset,
		length,
		tail,
		descriptors,
		flushedBytes: fields.u64(48),
		lastBytes: fields.u64(56)
	};
}
/** The newest complete sequence, oldest entry first; undefined where the log holds none. */
function activeSequence(log, guid) {
	const byOffset = /* @__PURE__ */ new Map();
	for (let offset = 0; offset < log.bytes.length; offset += sectorBytes$2) {
		const entry = entryAt(log, offset, guid);
		if (entry !== void 0) byOffset.set(offset, entry);
	}
	let budget = mostRounds * log.bytes.length;
	const checked = /* @__PURE__ */ new Map();
	const isWhole = (entry) => {
		const known = checked.get(entry);
		if (known !== void 0) return known;
		budget -= entry.length;
		const whole = budget >= 0 && isSummed(ring(log, entry.offset, entry.length), 4);
		checked.set(entry, whole);
		return whole;
	};
	const newestFirst = [...byOffset.values()].sort((left, right) => left.sequence > right.sequence ? -1 : left.sequence < right.sequence ? 1 : 0);
	for (const head of newestFirst) {
		const sequence = [];
		let entry = byOffset.get(head.tail);
		while (entry !== void 0 && sequence.length <= byOffset.size) {
			const before = sequence.at(-1);
			if (before !== void 0 && entry.sequence !== before.sequence + 1n) break;
			if (!isWhole(entry)) break;
			sequence.push(entry);
			if (entry === head) return sequence;
			entry = byOffset.get((entry.offset + entry.length) % log.bytes.length);
		}
		if (budget < 0) return void 0;
	}
}
function patchesOf(log, entry) {
	const fields = new Fields(ring(log, entry.offset, entry.length), log.file.name, log.start + entry.offset);
	const patches = [];
	const listBytes = headBytes$1 + entry.descriptors * descriptorBytes;
	let data = Math.ceil(listBytes / sectorBytes$2) * sectorBytes$2;
	for (let index = 0; index < entry.descriptors; index += 1) {
		const at = headBytes$1 + index * descriptorBytes;
		const kind = fields.text(at, 4);
		const offset = fields.u64(at + 16);
		if (fields.big64(at + 24) !== entry.sequence || offset % sectorBytes$2 !== 0) throw damaged(fields.where(at), "a log entry's descriptor does not belong to it");
		if (kind === "zero") {
			const length = fields.u64(at + 8);
			if (length % sectorBytes$2 !== 0 || !Number.isSafeInteger(offset + length)) throw damaged(fields.where(at), `a log cannot zero ${length} bytes`);
			patches.push({
				offset,
				length
			});
			continue;
		}
		if (kind !== "desc") throw damaged(fields.where(at), "a log descriptor is of no known kind");
		const sequence = BigInt(fields.u32(data + 4)) << 32n | BigInt(fields.u32(data + 4092));
		if (fields.text(data, 4) !== "data" || sequence !== entry.sequence) throw damaged(fields.where(data), "a log entry's data do not belong to it");
		const bytes = Buffer.concat([
			fields.slice(at + 8, leadingBytes),
			fields.slice(data + 8, 4084),
			fields.slice(at + 4, trailingBytes)
		]);
		patches.push({
			offset,
			length: sectorBytes$2,
			bytes
		});
		data += sectorBytes$2;
	}
	return patches;
}
/** The file as it is when its log is applied; the file itself where there is nothing to apply. */
async function withLog(file, header) {
	const { logGuid, logOffset, logBytes } = header;
	if (logGuid === void 0) return file;
	const where = placeOf(file, logOffset);
	if (logBytes > mostLogBytes) throw unsupported(where, `a log of ${logBytes} bytes is not replayed`, "Attach and detach the disk once, which empties its log.");
	const bytes = await file.read(logOffset, logBytes);
	if (bytes.length < logBytes || logBytes % sectorBytes$2 !== 0) throw damaged(where, "the log of the VHDX is cut short");
	const log = {
		bytes,
		file,
		start: logOffset
	};
	const sequence = activeSequence(log, logGuid);
	const last = sequence?.at(-1);
	if (sequence === void 0 || last === void 0) throw damaged(where, "the VHDX was not closed and its log cannot be replayed", "Attach and detach the disk once on the machine that wrote it.");
	if (file.size < last.flushedBytes) throw truncated(file, file.size, last.flushedBytes);
	const patches = sequence.flatMap((entry) => patchesOf(log, entry));
	return overlaidSource(file, patches, Math.max(file.size, last.lastBytes));
}

// src/disks/containers/vhdx.ts
const mib = 1048576;
const tableBytes = 65536;
const mostItems = 2047;
const items = {
	parameters: "caa16737-fa36-4d43-b3b6-33f0aa44e76b",
	size: "2fa54224-cd1b-4876-b211-5dbed83bf4b8",
	sector: "8141bf1d-a96f-4709-ba47-f233a8faab5f",
	physicalSector: "cda348c7-445d-4471-9cc9-e9885251c556",
	identity: "beca12ab-b2e6-4523-93ef-c309e000c746",
	parent: "a8d35f2d-b30b-454d-abf7-d3d84834ab0c"
};
const knownItems = new Set(Object.values(items));
const hasParent = 2;
/** The states of a block that hold nothing: not present, undefined, zero, unmapped. */
const emptyStates = /* @__PURE__ */ new Set([
	0,
	1,
	2,
	3
]);
const present = 6;
async function itemsOf(file, region) {
	const table = new Fields(await readExactly(file, region.offset, tableBytes), file.name, region.offset);
	if (table.text(0, 8) !== "metadata") throw damaged(table.where(), "no table of metadata is there");
	const count = table.u16(10);
	if (count > mostItems) throw damaged(table.where(10), `${count} items of metadata cannot be`);
	const found = /* @__PURE__ */ new Map();
	for (let index = 0; index < count; index += 1) {
		const at = 32 + 32 * index;
		const guid = table.guid(at);
		if ((table.u32(at + 24) & 1) !== 0) continue;
		if (!knownItems.has(guid) && (table.u32(at + 24) & 4) !== 0) throw unsupported(table.where(at), `needs metadata that are not known (${guid})`, "Convert it.");
		if (found.has(guid)) throw damaged(table.where(at), "an item of metadata stands twice");
		found.set(guid, {
			offset: region.offset + table.u32(at + 16),
			length: table.u32(at + 20)
		});
	}
	return found;
}
async function readMetadata(file, region) {
	const found = await itemsOf(file, region);
	const item = async (guid, length) => {
		const place = found.get(guid);
		if (place === void 0 || place.length < length) throw damaged(placeOf(file, region.offset), `lacks the metadata ${guid}`);
		return new Fields(await readExactly(file, place.offset, length), file.name, place.offset);
	};
	const parameters = await item(items.parameters, 8);
	if ((parameters.u32(4) & hasParent) !== 0) throw unsupported(parameters.where(4), "is a differencing VHDX, whose other half is in a parent file", "Merge it into its parent, or convert it to a fixed VHD.");
	const blockBytes = parameters.u32(0);
	if (blockBytes < mib || blockBytes > 256 * mib || (blockBytes & blockBytes - 1) !== 0) throw damaged(parameters.where(), `blocks cannot have ${blockBytes} bytes`);
	const size = await item(items.size, 8);
	const sizeBytes = size.u64(0);
	if (sizeBytes === 0 || sizeBytes > mostDiskBytes) throw damaged(size.where(), `the disk's size cannot be ${sizeBytes} bytes`);
	const sector = await item(items.sector, 4);
	const sectorBytes = sector.u32(0);
	if (sectorBytes !== 512 && sectorBytes !== 4096) throw damaged(sector.where(), `sectors cannot have ${sectorBytes} bytes`);
	return {
		blockBytes,
		sizeBytes,
		sectorBytes
	};
}
function blocksOf(file, bat, metadata) {
	const { blockBytes, sizeBytes, sectorBytes } = metadata;
	const blocksInChunk = 2 ** 23 * sectorBytes / blockBytes;
	const indexOf = (block) => block + Math.floor(block / blocksInChunk);
	if ((indexOf(Math.ceil(sizeBytes / blockBytes) - 1) + 1) * 8 > bat.length) throw damaged(placeOf(file, bat.offset), `the block table is too short for ${sizeBytes} bytes`);
	return mappedSource({
		name: file.name,
		size: sizeBytes,
		async locate(offset) {
			const block = Math.floor(offset / blockBytes);
			const within = offset - block * blockBytes;
			const length = blockBytes - within;
			const at = bat.offset + indexOf(block) * 8;
			const entry = new Fields(await readExactly(file, at, 8), file.name, at);
			const state = entry.u8(0) & 7;
			if (emptyStates.has(state)) return {
				kind: "zeros",
				length
			};
			if (state !== present) throw damaged(entry.where(), `a block cannot be in state ${state}`);
			const start = Number(entry.big64(0) >> 20n) * mib;
			if (start === 0 || !Number.isSafeInteger(start)) throw damaged(entry.where(), `a block cannot lie at byte ${start}`);
			return {
				kind: "stored",
				source: file,
				offset: start + within,
				length
			};
		},
		close: () => file.close()
	});
}
const vhdx = {
	id: "vhdx",
	recognise: ({ head }) => hasText(head, 0, "vhdxfile"),
	async open(file) {
		const replayed = await withLog(file, await readVhdxHeader(file));
		const regions = await readRegions(replayed);
		const metadata = await readMetadata(replayed, regions.metadata);
		return {
			format: "VHDX",
			disk: blocksOf(replayed, regions.bat, metadata),
			sectorBytes: metadata.sectorBytes,
			notes: replayed === file ? [] : ["the VHDX was not closed: its log was applied in memory"]
		};
	}
};

// src/disks/containers/vmdk-descriptor.ts
const noParent = "ffffffff";
const convert = "Convert it: qemu-img convert -O vpc -o subformat=fixed,force_size=on FILE disk.vhd";
/** Throws ScanError for parents and encryption. */
function parseVmdkDescriptor(text, where) {
	let createType = "";
	const extents = [];
	for (const line of text.split(/\r?\n/)) {
		const [, name = "", content = ""] = /^\s*([A-Za-z][\w.]*)\s*=\s*"?([^"]*?)"?\s*$/.exec(line) ?? [];
		if (name.toLowerCase() === "createtype") createType = content;
		if (name.toLowerCase() === "parentcid" && content.toLowerCase() !== noParent) throw unsupported(where, "has a parent disk, which is not opened", convert);
		if (name.toLowerCase().startsWith("encryption.")) throw unsupported(where, "is encrypted", "Convert it to a disk that is not.");
		const extent = /^\s*(?:RW|RDONLY|NOACCESS)\s+(\d{1,15})\s+([A-Z]+)(?:\s+"([^"]*)"(?:\s+(\d{1,15}))?)?/.exec(line);
		if (extent === null) continue;
		const [, sectors, type = "", file = "", start] = extent;
		extents.push({
			sectors: Number(sectors),
			type,
			file,
			start: Number(start ?? 0)
		});
	}
	if (createType === "") throw damaged(where, "the VMDK descriptor names no createType");
	return {
		createType,
		extents
	};
}
/** The one extent of a disk of these types. Throws ScanError for what is split or of another type. */
function onlyExtent(descriptor, types, where) {
	const [extent] = descriptor.extents;
	if (!types.includes(descriptor.createType)) throw unsupported(where, `VMDK disks of type ${descriptor.createType} are not read`, convert);
	if (extent === void 0) throw damaged(where, "the VMDK descriptor names no extent");
	if (descriptor.extents.length > 1) throw unsupported(where, `is split into ${descriptor.extents.length} files, which are not opened`, convert);
	return extent;
}

// src/disks/containers/vmdk-sparse.ts
const sectorBytes$1 = 512;
const headerBytes = 512;
const directoryAtEnd = 18446744073709551615n;
const zeroGrains = 4;
const compressedGrains = 65536;
const markers = 1 << 17;
const deflate = 1;
const mostGrainBytes = 16777216;
const mostPerTable = 512;
const mostDescriptorBytes$1 = 1048576;
function inSectors(fields, at) {
	const bytes = fields.u64(at) * sectorBytes$1;
	if (!Number.isSafeInteger(bytes)) throw damaged(fields.where(at), "a place beyond any disk");
	return bytes;
}
async function headerFields(file, offset) {
	const fields = new Fields(await readExactly(file, offset, headerBytes), file.name, offset);
	if (fields.text(0, 4) !== "KDMV") throw damaged(fields.where(), "no VMDK header is there");
	return fields;
}
async function readHeader(file) {
	const first = await headerFields(file, 0);
	const fields = first.big64(56) === directoryAtEnd ? await headerFields(file, file.size - 2 * sectorBytes$1) : first;
	const version = fields.u32(4);
	if (version < 1 || version > 3) throw unsupported(fields.where(4), `VMDK of version ${version} is not read`, "Convert it.");
	const flags = fields.u32(8);
	const sizeBytes = inSectors(fields, 12);
	if (sizeBytes === 0 || sizeBytes > mostDiskBytes) throw damaged(fields.where(12), `the disk's size cannot be ${sizeBytes} bytes`);
	const grainBytes = inSectors(fields, 20);
	const grainSectors = grainBytes / sectorBytes$1;
	if (grainBytes === 0 || grainBytes > mostGrainBytes || (grainSectors & grainSectors - 1) !== 0) throw damaged(fields.where(20), `grains cannot have ${grainBytes} bytes`);
	const perTable = fields.u32(44);
	if (perTable === 0 || perTable > mostPerTable) throw damaged(fields.where(44), `a table cannot have ${perTable} grains`);
	const isCompressed = (flags & compressedGrains) !== 0;
	if (isCompressed && fields.u16(77) !== deflate) throw damaged(fields.where(77), `compression of type ${fields.u16(77)} is not known`);
	return {
		version,
		sizeBytes,
		grainBytes,
		perTable,
		directory: inSectors(fields, 56),
		descriptorOffset: inSectors(first, 28),
		descriptorBytes: inSectors(first, 36),
		hasZeroGrains: (flags & zeroGrains) !== 0,
		isCompressed,
		hasMarkers: (flags & markers) !== 0
	};
}
async function readDescriptor(file, header) {
	const { descriptorOffset, descriptorBytes } = header;
	if (descriptorBytes > mostDescriptorBytes$1) throw damaged(placeOf(file, 36), `a descriptor cannot have ${descriptorBytes} bytes`);
	const bytes = await readExactly(file, descriptorOffset, descriptorBytes);
	const [text = ""] = Buffer.from(bytes).toString("utf8").split("\0", 1);
	if (descriptorOffset === 0 || text.trim() === "") throw unsupported(file.name, "is one part of a split VMDK", "Convert the whole disk into one file: qemu-img convert -O vmdk DESCRIPTOR.vmdk disk.vmdk");
	const where = placeOf(file, descriptorOffset);
	const descriptor = parseVmdkDescriptor(text, where);
	const extent = onlyExtent(descriptor, ["monolithicSparse", "streamOptimized"], where);
	if (extent.type !== "SPARSE") throw damaged(where, `a sparse VMDK cannot have an extent of type ${extent.type}`);
	return descriptor.createType;
}
/** The bytes of a compressed grain. Its marker repeats which grain it is. */
async function loadGrain(file, header, at, grain) {
	const mostBytes = 2 * header.grainBytes;
	if (!header.hasMarkers) return file.read(at, mostBytes);
	const marker = new Fields(await readExactly(file, at, 12), file.name, at);
	if (marker.u64(0) * sectorBytes$1 !== grain * header.grainBytes) throw damaged(marker.where(), "the grain that is there is another one");
	const length = marker.u32(8);
	if (length > mostBytes) throw damaged(marker.where(8), `a compressed grain cannot have ${length} bytes`);
	return readExactly(file, at + 12, length);
}
async function locateGrain(file, header, inflated, offset) {
	const { grainBytes, perTable } = header;
	const grain = Math.floor(offset / grainBytes);
	const within = offset - grain * grainBytes;
	const length = Math.min(grainBytes - within, header.sizeBytes - offset);
	const entry = async (at) => new Fields(await readExactly(file, at, 4), file.name, at).u32(0);
	const table = await entry(header.directory + Math.floor(grain / perTable) * 4);
	if (table === 0) return {
		kind: "zeros",
		length
	};
	const sector = await entry(table * sectorBytes$1 + grain % perTable * 4);
	if (sector === 0 || sector === 1 && header.hasZeroGrains) return {
		kind: "zeros",
		length
	};
	const at = sector * sectorBytes$1;
	if (!header.isCompressed) return {
		kind: "stored",
		source: file,
		offset: at + within,
		length
	};
	return {
		kind: "made",
		length,
		skip: within,
		make: () => inflated.get(at, placeOf(file, at), () => loadGrain(file, header, at, grain))
	};
}
async function openSparseVmdk(file) {
	const header = await readHeader(file);
	const createType = await readDescriptor(file, header);
	const inflated = createInflated("zlib", header.grainBytes);
	const disk = mappedSource({
		name: file.name,
		size: header.sizeBytes,
		locate: (offset) => locateGrain(file, header, inflated, offset),
		close: () => file.close()
	});
	return {
		format: `VMDK (${createType})`,
		disk,
		notes: []
	};
}

// src/disks/containers/vmdk.ts
const sectorBytes = 512;
const mostDescriptorBytes = 65536;
const descriptorStart = /^\s*# Disk DescriptorFile/i;
async function openFlat(file, { beside }) {
	if (file.size > mostDescriptorBytes) throw damaged(file.name, `a VMDK descriptor cannot have ${file.size} bytes`);
	const text = Buffer.from(await file.read(0, file.size)).toString("utf8");
	const descriptor = parseVmdkDescriptor(text, file.name);
	const extent = onlyExtent(descriptor, ["monolithicFlat", "vmfs"], file.name);
	if (extent.type !== "FLAT" && extent.type !== "VMFS") throw unsupported(file.name, `an extent of type ${extent.type} is not read`, "Convert it: qemu-img convert -O vmdk FILE disk.vmdk");
	if (beside === void 0) throw unsupported(file.name, "is a descriptor only, whose data are in another file", "Name a disk in one file: a fixed VHD, for instance.");
	const data = await beside(extent.file);
	const start = extent.start * sectorBytes;
	const size = extent.sectors * sectorBytes;
	if (start + size > data.size) {
		await data.close();
		throw truncated(data, data.size, start + size);
	}
	const disk = {
		...windowOf(data, start, size, file.name),
		async close() {
			await Promise.all([data.close(), file.close()]);
		}
	};
	return {
		format: `VMDK (${descriptor.createType})`,
		disk,
		notes: []
	};
}
const vmdk = {
	id: "vmdk",
	recognise: ({ head }) => hasText(head, 0, "KDMV") || descriptorStart.test(Buffer.from(head.subarray(0, 256)).toString("latin1")),
	open: (file, context) => file.read(0, 4).then((head) => hasText(head, 0, "KDMV") ? openSparseVmdk(file) : openFlat(file, context))
};

// src/disks/containers/containers.ts
const headBytes = 4096;
const tailBytes = 512;
/** Raw is not among them: it takes whatever is left. */
const formats = [
	vhd,
	vhdx,
	vmdk,
	qcow2
];
async function endsOf(file) {
	const [head, tail] = await Promise.all([file.read(0, headBytes), file.read(Math.max(0, file.size - tailBytes), tailBytes)]);
	return {
		head,
		tail
	};
}
/** Opens the disk in a file. Throws ScanError: damaged, ambiguous, or of a kind that is refused. */
async function openContainer(file, context) {
	if (file.size === 0) throw damaged(file.name, "is empty");
	const ends = await endsOf(file);
	const [format, other] = formats.filter((one) => one.recognise(ends));
	if (format !== void 0 && other !== void 0) throw unsupported(file.name, `has the signatures of two formats (${format.id} and ${other.id})`, "Convert it to a fixed VHD with the tool that made it.");
	if (format !== void 0) return format.open(file, context);
	const foreign = foreignFormat(ends.head);
	if (foreign !== void 0) throw unsupported(file.name, `is ${foreign.title}, which is not read`, foreign.hint);
	return raw.open(file, context);
}

// src/disks/page-ranges.ts
const range = /<PageRange>\s*<Start>(\d{1,15})<\/Start>\s*<End>(\d{1,15})<\/End>\s*<\/PageRange>/g;
const nextMarker = /<NextMarker>\s*[^<\s]/;
/**
* Reads an answer. Undefined where it is none, or not in order: then nothing is known to be zero. Of an answer that is
* to be continued nothing is known behind its last range.
*/
function parsePageRanges(xml, sizeBytes) {
	if (!/<PageList[\s/>]/.test(xml)) return void 0;
	const starts = [];
	const ends = [];
	for (const [, first, last] of xml.matchAll(range)) {
		const start = Number(first);
		const end = Number(last) + 1;
		if (end <= start || start < (ends.at(-1) ?? 0)) return void 0;
		starts.push(start);
		ends.push(end);
	}
	const knownEnd = nextMarker.test(xml) ? ends.at(-1) ?? 0 : sizeBytes;
	return { isZero(offset, length) {
		if (offset + length > knownEnd) return false;
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = low + high >> 1;
			if ((ends[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return (starts[low] ?? Number.POSITIVE_INFINITY) >= offset + length;
	} };
}

// src/disks/http-ranges.ts
/** The first request brings as much: the partition table, mostly. */
const firstBytes = 65536;
/** Some 10,000 ranges; a longer list is not worth its bytes. */
const mostListBytes = 1048576;
const serviceVersion = "2021-12-02";
function isLoopback(host) {
	return host === "localhost" || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}
function checkAddress(url) {
	const name = redactUrl(url);
	if (!URL.canParse(url)) throw new UserError("USAGE", `${name} is no address`);
	const { protocol, hostname } = new URL(url);
	if (protocol === "https:" || protocol === "http:" && isLoopback(hostname)) return;
	throw new UserError("USAGE", `${name}: disks are read over https only`, { hint: "Use the https address: whoever is on the way could change the disk, or read its signature." });
}
/** A service's own word for a failure, where it is one word. */
function reasonOf({ headers, status }) {
	const code = headers["x-ms-error-code"] ?? "";
	return /^\w{1,64}$/.test(code) ? `status ${status}, ${code}` : `status ${status}`;
}
function failureOf(name, response) {
	const reason = reasonOf(response);
	switch (response.status) {
		case 401:
		case 403: return new UserError("TARGET_UNREADABLE", `${name}: reading is refused (${reason})`, { hint: "The signature may have expired, or lack the permission to read (sp=r): make a new one." });
		case 404: return new UserError("TARGET_NOT_FOUND", `${name} does not exist (${reason})`, { hint: "Check the address of the disk." });
		case 412: return changed(name);
		case 200: return new UserError("TARGET_UNREADABLE", `${name}: the server gives no parts of the file`, { hint: "Download the disk and name the file, or use a server that answers ranges." });
		default: return new UserError("NETWORK", `${name}: cannot be read (${reason})`);
	}
}
function changed(name) {
	return new ScanError("TARGET_UNREADABLE", name, "was changed while it was read", { hint: "Scan a snapshot, or a copy that nobody writes to." });
}
/** What tells one state of the file from another. */
function stateOf({ headers }) {
	return headers["etag"] ?? headers["last-modified"] ?? "";
}
/** Only strong tags may be asked for (RFC 9110, 13.1.1); of others the answers are compared. */
function ifMatch(state) {
	return state?.startsWith("\"") === true ? { "if-match": state } : {};
}
function withQuery(url, query) {
	const address = new URL(url);
	address.search = address.search === "" ? query : `${address.search}&${query}`;
	return address.href;
}
var HttpDisk = class {
	name;
	#options;
	#retry;
	#address;
	#state;
	/** Whether the present address has worked: only then is another 403 a reason to renew it. */
	#hasWorked = true;
	#renewal;
	constructor(options) {
		checkAddress(options.address.url);
		this.#options = options;
		this.#retry = {
			...defaultRetry,
			...options.retry
		};
		this.#address = options.address;
		this.name = redactUrl(options.address.url);
	}
	/** Bytes `offset` to `offset + length - 1`, fewer only at the file's end. */
	async part(offset, length) {
		for (let attempt = 1;; attempt += 1) {
			const result = await this.#once(offset, length);
			if (!(result instanceof UserError)) return result;
			const delayMs = retryDelayMs(this.#retry, attempt);
			if (delayMs === void 0) throw result;
			await pause(delayMs, this.#options.signal);
		}
	}
	/** Undefined where the server has no such list, or one that is too long. */
	async pageRanges(sizeBytes) {
		const response = await this.#ask({}, "comp=pagelist");
		if (response.status !== 200) {
			await response.discard();
			return;
		}
		try {
			const bytes = await readBytes(response, mostListBytes);
			return parsePageRanges(Buffer.from(bytes).toString("utf8"), sizeBytes);
		} catch (error) {
			if (error instanceof UserError && error.code !== "CANCELLED") return void 0;
			throw error;
		}
	}
	/** An answer that stops in the middle is given back as an error, since the next one may not. */
	async #once(offset, length) {
		const last = offset + length - 1;
		const response = await this.#ask({ range: `bytes=${offset}-${last}` });
		if (response.status !== 206) {
			await response.discard();
			throw failureOf(this.name, response);
		}
		const [, first, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(response.headers["content-range"] ?? "") ?? [];
		const expected = Math.min(last, Number(total) - 1);
		const encoding = response.headers["content-encoding"] ?? "identity";
		if (total === void 0 || Number(first) !== offset || Number(end) !== expected || encoding !== "identity") {
			await response.discard();
			throw new UserError("NETWORK", `${this.name}: answers another range than asked for`);
		}
		const state = stateOf(response);
		this.#state ??= state;
		if (state !== this.#state) {
			await response.discard();
			throw changed(this.name);
		}
		const bytes = await readBytes(response, length).catch((error) => {
			if (error instanceof UserError && error.code === "NETWORK") return error;
			throw error;
		});
		if (bytes instanceof UserError) return bytes;
		if (bytes.length !== expected - offset + 1) return new UserError("NETWORK", `${this.name}: an answer stopped in the middle`);
		this.#options.statistics.reads += 1;
		this.#options.statistics.bytes += bytes.length;
		return {
			bytes,
			response,
			total: Number(total)
		};
	}
	/** One request, with a fresh address where the old one is refused. */
	async #ask(headers, query) {
		for (;;) {
			const address = this.#address;
			const isAzure = new URL(address.url).searchParams.has("sv");
			const url = query === void 0 ? address.url : withQuery(address.url, query);
			const response = await this.#options.http.get(url, {
				signal: this.#options.signal,
				headers: {
					"accept-encoding": "identity",
					...isAzure || address.headers !== void 0 ? { "x-ms-version": serviceVersion } : {},
					...address.headers,
					...ifMatch(this.#state),
					...headers
				}
			});
			if (response.status !== 403) {
				if (address === this.#address) this.#hasWorked = true;
				return response;
			}
			if (!await this.#renewed(address)) return response;
			await response.discard();
		}
	}
	/** Whether there is another address than `old` by now. All that are refused at once share one renewal. */
	async #renewed(old) {
		const { renew } = this.#options;
		if (old !== this.#address) return true;
		if (renew === void 0) return false;
		if (this.#renewal === void 0) {
			if (!this.#hasWorked) return false;
			this.#hasWorked = false;
			this.#renewal = renew().then((address) => {
				checkAddress(address.url);
				this.#address = address;
			}).finally(() => {
				this.#renewal = void 0;
			});
		}
		await this.#renewal;
		return true;
	}
};
/**
* Opens a disk behind an address. Throws UserError: `USAGE` for what is no https address, `TARGET_NOT_FOUND`,
* `TARGET_UNREADABLE`, `NETWORK`; reading throws ScanError `TARGET_UNREADABLE` when the disk changes meanwhile.
* The client is the caller's to close.
*/
async function openHttpDisk(options) {
	const disk = new HttpDisk(options);
	const { bytes: head, response, total } = await disk.part(0, firstBytes);
	const pages = response.headers["x-ms-blob-type"]?.toLowerCase() === "pageblob" ? await disk.pageRanges(total) : void 0;
	const source = {
		name: disk.name,
		size: total,
		async read(offset, length) {
			const wanted = clampRead(source, offset, length);
			if (wanted === 0) return /* @__PURE__ */ new Uint8Array(0);
			if (offset + wanted <= head.length) return head.subarray(offset, offset + wanted);
			if (pages?.isZero(offset, wanted) === true) {
				options.statistics.zeroBytes += wanted;
				return new Uint8Array(wanted);
			}
			return (await disk.part(offset, wanted)).bytes;
		},
		async close() {}
	};
	return source;
}

// src/disks/local-file.ts
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "";
}
function unopened(path, cause) {
	if (cause instanceof NotRegularError) return new UserError("TARGET_UNREADABLE", cause.message, {
		hint: "Name the file of a disk image; copy a device into one first.",
		cause
	});
	const code = codeOf(cause);
	if (code === "ENOENT" || code === "ENOTDIR") return new UserError("TARGET_NOT_FOUND", `${path} does not exist`, {
		hint: "Check the path of the disk image.",
		cause
	});
	return new UserError("TARGET_UNREADABLE", `${path} cannot be opened (${code})`, {
		hint: "Check the permissions of the file and its folder.",
		cause
	});
}
/** Throws UserError `TARGET_NOT_FOUND` or `TARGET_UNREADABLE`. Its name is the file's own, without the folders. */
async function openLocalFile(path, statistics) {
	const { handle, sizeBytes } = await openRegular(path).catch((cause) => {
		throw unopened(path, cause);
	});
	const source = {
		name: basename(path),
		size: sizeBytes,
		async read(offset, length) {
			const wanted = clampRead(source, offset, length);
			const bytes = Buffer.allocUnsafe(wanted);
			for (let done = 0; done < wanted;) {
				const { bytesRead } = await handle.read(bytes, done, wanted - done, offset + done).catch((cause) => {
					throw new UserError("TARGET_UNREADABLE", `${path} cannot be read (${codeOf(cause)})`, { cause });
				});
				if (bytesRead === 0) throw truncated(source, offset + done, offset + wanted);
				done += bytesRead;
			}
			statistics.reads += 1;
			statistics.bytes += wanted;
			return bytes;
		},
		close: () => handle.close()
	};
	return source;
}

// src/disks/open-disk.ts
/** A bare name in a folder, links followed only where they stay in it: an image must not lead to another file. */
async function openBeside(path, name, statistics) {
	const refusal = unsupported(path, `names a file that is not beside it (${name})`, "Put both files into one folder, or convert the disk to a fixed VHD.");
	if (/[/\\:\0]/.test(name) || name === "" || name === "." || name === "..") throw refusal;
	const folder = dirname(await realpath(path));
	const other = join(folder, name);
	const real = await realpath(other).catch(() => other);
	if (dirname(real) !== folder) throw refusal;
	return cachedSource(await openLocalFile(real, statistics));
}
/**
* Opens the disk in a local file, of whatever format. Throws UserError where the file cannot be opened, ScanError where
* its container is damaged or refused.
*/
async function openLocalDisk(path, statistics) {
	const file = cachedSource(await openLocalFile(path, statistics));
	try {
		return await openContainer(file, { beside: (name) => openBeside(path, name, statistics) });
	} catch (error) {
		await file.close();
		throw error;
	}
}
/** Opens the disk behind an address. Throws as `openHttpDisk` and `openLocalDisk` do; what needs a second file is refused. */
async function openRemoteDisk(options) {
	const file = cachedSource(await openHttpDisk(options));
	return openContainer(file, { beside: void 0 });
}

export { updateCrc32 as a, isZero as c, damaged as d, newStatistics as f, crc32c as i, inflateZstd as l, windowOf as m, openRemoteDisk as n, updateCrc32c as o, placeOf as p, crc32 as r, Fields as s, openLocalDisk as t, mappedSource as u };