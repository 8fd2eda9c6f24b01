import { t as ScanError } from "./shared-model-errors.mjs";
import { t as compileGlobs } from "./shared-trees-automaton.mjs";
import { r as unreadPath, t as MissingBytes } from "./shared-trees-missing-bytes.mjs";
import { a as compareEntries, c as isAccepted, i as walkGlobs, l as parseFile, n as encodeName, o as failedParse, r as lookUp, s as hasMagic, t as decodeName } from "./shared-trees-name-text.mjs";
import { t as TemporaryFile } from "./shared-runtime-temporary-files.mjs";
import { a as typeOf, c as isGnu, d as textEnd, f as paxNumber, i as sizeOf, n as emptyHeader, o as checkBlock, p as readPaxRecords, r as fillHeader, s as flags, t as applyPax, u as readNumber } from "./shared-images-layers-pax.mjs";
import { t as createZstdDecompressor } from "./shared-fzstd.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { createGunzip } from "node:zlib";
import { Worker } from "node:worker_threads";
import { createHash, randomInt } from "node:crypto";
import { fstatSync } from "node:fs";

// src/images/layers/byte-store.ts
/** Kept in memory for all plugins together. */
const memoryBudget = 33554432;
/** A file above this goes to the temporary file at once. */
const memoryFileLimit = 8388608;
function memoryBytes(data) {
	return {
		size: data.length,
		read: (offset, length) => Promise.resolve(data.subarray(offset, offset + length))
	};
}
var ByteStore = class {
	#inMemory = 0;
	#file;
	#runtime;
	constructor(runtime) {
		this.#runtime = runtime;
	}
	/** Bytes in memory now. */
	get inMemory() {
		return this.#inMemory;
	}
	/** Bytes that went to the temporary file. */
	get spilled() {
		return this.#file?.size ?? 0;
	}
	/** A place for `size` bytes. */
	collect(size) {
		return size <= memoryFileLimit && this.#inMemory + size <= 33554432 ? this.#toMemory(size) : this.#toFile(size);
	}
	close() {
		this.#file?.close();
		this.#file = void 0;
	}
	#toMemory(size) {
		const data = new Uint8Array(size);
		let filled = 0;
		let isFreed = false;
		this.#inMemory += size;
		return {
			write: (chunk) => {
				data.set(chunk, filled);
				filled += chunk.length;
			},
			bytes: () => memoryBytes(data),
			free: () => {
				if (!isFreed) this.#inMemory -= size;
				isFreed = true;
			}
		};
	}
	/** Files come one after the other in a layer, but several layers may pass at once: hence pieces. */
	#toFile(size) {
		this.#file ??= new TemporaryFile(this.#runtime);
		const file = this.#file;
		const pieces = [];
		let filled = 0;
		return {
			write: (chunk) => {
				const at = file.append(chunk);
				const last = pieces.at(-1);
				if (last !== void 0 && last.at + last.length === at) pieces[pieces.length - 1] = {
					...last,
					length: last.length + chunk.length
				};
				else pieces.push({
					start: filled,
					at,
					length: chunk.length
				});
				filled += chunk.length;
			},
			bytes: () => ({
				size,
				read: async (offset, length) => {
					const end = Math.min(size, offset + length);
					const out = Buffer.allocUnsafeSlow(Math.max(0, end - offset));
					for (const piece of pieces) {
						const from = Math.max(offset, piece.start);
						const to = Math.min(end, piece.start + piece.length);
						if (from < to) out.set(file.read(piece.at + from - piece.start, to - from), from - offset);
					}
					return out;
				}
			}),
			free: () => void 0
		};
	}
};
/** A sparse file's bytes over its stored ones: what lies between the parts is zeros. */
function sparseBytes(stored, parts, size) {
	const starts = [];
	let sum = 0;
	for (let index = 0; index + 1 < parts.length; index += 2) {
		starts.push(sum);
		sum += parts[index + 1] ?? 0;
	}
	return {
		size,
		read: async (offset, length) => {
			const end = Math.min(size, offset + length);
			const out = new Uint8Array(Math.max(0, end - offset));
			for (const [index, start] of starts.entries()) {
				const at = parts[index * 2] ?? 0;
				const from = Math.max(offset, at);
				const to = Math.min(end, at + (parts[index * 2 + 1] ?? 0));
				if (from < to) out.set(await stored.read(start + from - at, to - from), from - offset);
			}
			return out;
		}
	};
}

// src/images/layers/collector.ts
/** Bytes of files whose parse has not ended; the stream waits above it. */
const inFlightLimit = 16777216;
const parsesInFlight = 512;
/** On a layer with positioned reads, larger files are parsed where they lie. */
const collectedInPlace = 1048576;
var Collector = class {
	wants;
	store;
	#skip;
	#known = /* @__PURE__ */ new Map();
	#kept = /* @__PURE__ */ new Map();
	#jobs = /* @__PURE__ */ new Set();
	#inFlight = 0;
	constructor(wants, skip, runtime) {
		this.wants = wants;
		this.#skip = skip;
		this.store = new ByteStore(runtime);
	}
	/** What `parse` or `magic` said of a row for a want. */
	known(row, want) {
		return this.#known.get(row)?.[want];
	}
	setKnown(row, want, known) {
		const all = this.#known.get(row) ?? [];
		all[want] = known;
		this.#known.set(row, all);
	}
	/** Bytes of a row that were kept. */
	kept(row) {
		return this.#kept.get(row);
	}
	keep(row, bytes) {
		this.#kept.set(row, bytes);
	}
	/** Which of the wants whose globs match need the bytes of such a file. */
	interestsIn(entry, matched) {
		const interests = [];
		for (const index of matched) {
			const registered = this.wants[index];
			if (registered === void 0) continue;
			const { want } = registered;
			if (want.limitBytes === void 0 && want.magic === void 0) continue;
			if (want.limitBytes !== void 0 && entry.sizeBytes > want.limitBytes) continue;
			if (isAccepted(want, entry)) interests.push({
				index,
				registered
			});
		}
		return interests;
	}
	/** A sink for a file's bytes; undefined where they need not be taken now, or its path is left out. */
	sinkFor(file, interests) {
		if (this.#skip.matches(file.entry.path)) return void 0;
		if (!interests.some(({ registered }) => registered.want.magic !== void 0)) return this.collect(file, interests);
		if (file.stored > 0) return new MagicSink(this, file, interests);
		return this.collect(file, this.pleased(file, interests, /* @__PURE__ */ new Uint8Array(0)));
	}
	/** The interests that a file's first bytes please; the others are known not to be. */
	pleased(file, interests, first) {
		return interests.filter(({ index, registered: { want } }) => {
			if (hasMagic(want, first)) return true;
			this.setKnown(file.row, index, { kind: "not-magic" });
			return false;
		});
	}
	/** A sink that gathers the whole file, if it must be gathered now. */
	collect(file, interests) {
		const parsing = interests.filter(({ registered }) => registered.want.parse !== void 0);
		const isKept = !file.isInPlace && interests.some(({ registered: { want } }) => want.parse === void 0 && want.limitBytes !== void 0);
		const isParsed = parsing.length > 0 && !(file.isInPlace && file.stored > collectedInPlace);
		if (!isKept && !isParsed) return void 0;
		const collected = this.store.collect(file.stored);
		return {
			write: (chunk) => collected.write(chunk),
			end: () => this.#ended(file, collected, isParsed ? parsing : [], isKept)
		};
	}
	#ended(file, collected, parsing, isKept) {
		const stored = collected.bytes();
		const bytes = file.parts === void 0 ? stored : sparseBytes(stored, file.parts, file.entry.sizeBytes);
		if (isKept) this.#kept.set(file.row, bytes);
		if (parsing.length === 0) return;
		this.#inFlight += file.stored;
		const job = Promise.all(parsing.map(async ({ index, registered }) => {
			this.setKnown(file.row, index, await parseFile(registered, file.entry, () => bytes));
		})).then(() => {
			this.#inFlight -= file.stored;
			this.#jobs.delete(job);
			if (!isKept) collected.free();
		});
		this.#jobs.add(job);
	}
	/** While too much is being parsed: settles when there is room again. */
	relieved() {
		if (this.#inFlight <= inFlightLimit && this.#jobs.size <= parsesInFlight) return void 0;
		return Promise.race(this.#jobs).then(() => this.relieved());
	}
	/** Waits for all parses. */
	async settle() {
		while (this.#jobs.size > 0) await Promise.all(this.#jobs);
	}
};
/** Looks at the first bytes, then gathers the file for the wants that they please. */
var MagicSink = class {
	#collector;
	#file;
	#interests;
	#first;
	#filled = 0;
	#isDecided = false;
	#sink;
	constructor(collector, file, interests) {
		this.#collector = collector;
		this.#file = file;
		this.#interests = interests;
		this.#first = new Uint8Array(Math.min(16, file.stored));
	}
	write(chunk) {
		if (this.#isDecided) {
			this.#sink?.write(chunk);
			return;
		}
		const taken = Math.min(chunk.length, this.#first.length - this.#filled);
		this.#first.set(chunk.subarray(0, taken), this.#filled);
		this.#filled += taken;
		if (this.#filled < this.#first.length) return;
		this.#decide();
		this.#sink?.write(this.#first);
		if (taken < chunk.length) this.#sink?.write(chunk.subarray(taken));
	}
	end() {
		this.#sink?.end();
	}
	#decide() {
		this.#isDecided = true;
		const { parts } = this.#file;
		const first = parts === void 0 || parts[0] === 0 ? this.#first : new Uint8Array(16);
		const pleased = this.#collector.pleased(this.#file, this.#interests, first);
		if (pleased.length > 0) this.#sink = this.#collector.collect(this.#file, pleased);
	}
};

// src/images/layers/entry-table.ts
/** What a row is; `implied`: a directory that its layer only names in other paths. */
const rowTypes = {
	file: 0,
	directory: 1,
	symlink: 2,
	other: 3,
	hardlink: 4,
	whiteout: 5,
	opaque: 6,
	implied: 7
};
const shown = [
	"file",
	"directory",
	"symlink",
	"other",
	"file",
	"other",
	"other",
	"directory"
];
/** More entries than this in one image are refused. */
const entryLimit = 5e6;
/** A column of at least `length`, four times as long as before: what is not used yet takes no memory. */
function grow(column, length, make) {
	if (length <= column.length) return column;
	const next = make(Math.max(length, column.length * 4));
	next.set(column);
	return next;
}
const int32$1 = (length) => new Int32Array(length);
const uint32 = (length) => new Uint32Array(length);
const uint16$1 = (length) => new Uint16Array(length);
const uint8 = (length) => new Uint8Array(length);
const bytes = (length) => Buffer.alloc(length);
const float64 = (length) => new Float64Array(length);
var EntryTable = class {
	/** Rows in use. */
	count = 0;
	parent = int32$1(16384);
	type = uint8(16384);
	mode = uint16$1(16384);
	uid = uint32(16384);
	gid = uint32(16384);
	size = float64(16384);
	mtimeMs = float64(16384);
	/** Where the stored bytes start in the layer's tar, in blocks of 512. */
	#dataBlock = uint32(16384);
	layer = uint16$1(16384);
	/** State of the globs' automaton; of directories. */
	state = int32$1(16384);
	xattrs = /* @__PURE__ */ new Map();
	sparse = /* @__PURE__ */ new Map();
	#nameAt = uint32(16384);
	#nameLength = uint16$1(16384);
	/** Where its two bytes of length are, then the link; zero: none. */
	#linkAt = uint32(16384);
	#arena = bytes(65536);
	/** Zero is no place. */
	#arenaUsed = 1;
	/** Open addressing over (parent, name): row + 1. */
	#index = int32$1(32768);
	#indexed = 0;
	#seed = randomInt(1, 2 ** 31);
	/** A row without name index; -1 when the table is full. The name and link are copied. */
	add(layer, parent, type, name, link) {
		const row = this.count;
		if (row >= 5e6) return -1;
		if (row >= this.parent.length) this.#grow(row + 1);
		this.count++;
		this.parent[row] = parent;
		this.type[row] = type;
		this.layer[row] = layer;
		this.#nameLength[row] = name.length;
		this.#nameAt[row] = this.#keep(name);
		if (link.length === 0) return row;
		this.#linkAt[row] = this.#keep(Buffer.of(link.length >> 8, link.length & 255));
		this.#keep(link);
		return row;
	}
	setDataAt(row, offset) {
		this.#dataBlock[row] = offset / 512;
	}
	/** Offset of the stored bytes in the layer's tar: the identity of the content within it. */
	dataAt(row) {
		return (this.#dataBlock[row] ?? 0) * 512;
	}
	nameBytes(row) {
		const at = this.#nameAt[row] ?? 0;
		return this.#arena.subarray(at, at + (this.#nameLength[row] ?? 0));
	}
	name(row) {
		const at = this.#nameAt[row] ?? 0;
		const end = at + (this.#nameLength[row] ?? 0);
		for (let index = at; index < end; index++) if ((this.#arena[index] ?? 0) > 127) return decodeName(this.#arena.subarray(at, end));
		return this.#arena.toString("latin1", at, end);
	}
	/** The target of a symbolic or hard link, as written. */
	link(row) {
		const at = this.#linkAt[row] ?? 0;
		if (at === 0) return "";
		const length = this.#arena.readUInt16BE(at);
		return decodeName(this.#arena.subarray(at + 2, at + 2 + length));
	}
	shownType(row) {
		return shown[this.type[row] ?? 0] ?? "other";
	}
	isDirectory(row) {
		const type = this.type[row];
		return type === rowTypes.directory || type === rowTypes.implied;
	}
	/** The row of a name in a directory of a layer; -1: none. */
	child(parent, name, start = 0, end = name.length) {
		const mask = this.#index.length - 1;
		let slot = hashName(this.#seed, parent, name, start, end) & mask;
		for (;;) {
			const row = (this.#index[slot] ?? 0) - 1;
			if (row < 0) return -1;
			if (this.parent[row] === parent && this.isNamed(row, name, start, end)) return row;
			slot = slot + 1 & mask;
		}
	}
	isNamed(row, name, start, end) {
		const length = end - start;
		if (this.#nameLength[row] !== length) return false;
		const at = this.#nameAt[row] ?? 0;
		for (let index = 0; index < length; index++) if (this.#arena[at + index] !== name[start + index]) return false;
		return true;
	}
	/** Makes `row` the one that `child` gives for its name; the one before is only a row from now on. */
	setChild(row) {
		if ((this.#indexed + 1) * 2 > this.#index.length) this.#rehash();
		const name = this.nameBytes(row);
		const parent = this.parent[row] ?? 0;
		const mask = this.#index.length - 1;
		let slot = hashName(this.#seed, parent, name, 0, name.length) & mask;
		for (;;) {
			const other = (this.#index[slot] ?? 0) - 1;
			if (other < 0) {
				this.#indexed++;
				break;
			}
			if (this.parent[other] === parent && this.isNamed(other, name, 0, name.length)) break;
			slot = slot + 1 & mask;
		}
		this.#index[slot] = row + 1;
	}
	/** Frees what only reading layers needs. */
	seal() {
		this.#index = int32$1(0);
		this.state = int32$1(0);
	}
	#keep(data) {
		const at = this.#arenaUsed;
		this.#arena = grow(this.#arena, at + data.length, bytes);
		this.#arena.set(data, at);
		this.#arenaUsed = at + data.length;
		return at;
	}
	#rehash() {
		const old = this.#index;
		const next = int32$1(old.length * 4);
		const mask = next.length - 1;
		for (const value of old) {
			if (value === 0) continue;
			const row = value - 1;
			const name = this.nameBytes(row);
			let slot = hashName(this.#seed, this.parent[row] ?? 0, name, 0, name.length) & mask;
			while (next[slot] !== 0) slot = slot + 1 & mask;
			next[slot] = value;
		}
		this.#index = next;
	}
	#grow(length) {
		this.parent = grow(this.parent, length, int32$1);
		this.type = grow(this.type, length, uint8);
		this.mode = grow(this.mode, length, uint16$1);
		this.uid = grow(this.uid, length, uint32);
		this.gid = grow(this.gid, length, uint32);
		this.size = grow(this.size, length, float64);
		this.mtimeMs = grow(this.mtimeMs, length, float64);
		this.#dataBlock = grow(this.#dataBlock, length, uint32);
		this.layer = grow(this.layer, length, uint16$1);
		this.state = grow(this.state, length, int32$1);
		this.#nameAt = grow(this.#nameAt, length, uint32);
		this.#nameLength = grow(this.#nameLength, length, uint16$1);
		this.#linkAt = grow(this.#linkAt, length, uint32);
	}
};
/** A hash of a name in a directory, seeded so that no image can be made to collide. */
function hashName(seed, parent, name, start, end) {
	let hash = seed ^ Math.imul(parent, 2654435761);
	for (let at = start; at < end; at++) {
		hash = Math.imul(hash ^ (name[at] ?? 0), 2246822507);
		hash ^= hash >>> 13;
	}
	hash = Math.imul(hash ^ hash >>> 16, 3266489909);
	return (hash ^ hash >>> 16) >>> 0;
}

// src/images/layers/joined-nodes.ts
/** A version that says: nothing is here from this layer on. */
const removed = -1;
const linkLimit$1 = 40;
function grown(column, length, make) {
	if (length <= column.length) return column;
	const next = make(Math.max(length, column.length + (column.length >> 1)));
	next.set(column);
	return next;
}
const int32 = (length) => new Int32Array(length);
const uint16 = (length) => new Uint16Array(length);
var JoinedNodes = class {
	table;
	/** Nodes; zero is the root. */
	count = 0;
	parent;
	#nameRow;
	#firstChild;
	#nextSibling;
	/** The newest version of a node; -1: none yet. */
	#head;
	#versionRow;
	#versionLayer;
	#versionBefore;
	#versions = 0;
	#index;
	#seed = randomInt(1, 2 ** 31);
	/** `expected`: about how many paths will come. */
	constructor(table, expected) {
		this.table = table;
		const room = Math.max(16, expected);
		this.parent = int32(room);
		this.#nameRow = int32(room);
		this.#firstChild = int32(room);
		this.#nextSibling = int32(room);
		this.#head = int32(room);
		this.#versionRow = int32(room);
		this.#versionLayer = uint16(room);
		this.#versionBefore = int32(room);
		let slots = 32;
		while (slots < room * 2) slots *= 2;
		this.#index = int32(slots);
		this.#node(-1, 0);
	}
	#node(parent, nameRow) {
		const node = this.count++;
		const length = this.count;
		this.parent = grown(this.parent, length, int32);
		this.#nameRow = grown(this.#nameRow, length, int32);
		this.#firstChild = grown(this.#firstChild, length, int32);
		this.#nextSibling = grown(this.#nextSibling, length, int32);
		this.#head = grown(this.#head, length, int32);
		this.parent[node] = parent;
		this.#nameRow[node] = nameRow;
		this.#firstChild[node] = -1;
		this.#head[node] = -1;
		this.#nextSibling[node] = parent < 0 ? -1 : this.#firstChild[parent] ?? -1;
		if (parent >= 0) this.#firstChild[parent] = node;
		return node;
	}
	/** The node of a name, whether it is there in any view or not; -1: none. */
	child(parent, name) {
		const mask = this.#index.length - 1;
		let slot = hashName(this.#seed, parent, name, 0, name.length) & mask;
		for (;;) {
			const node = (this.#index[slot] ?? 0) - 1;
			if (node < 0) return -1;
			if (this.parent[node] === parent && this.table.isNamed(this.#nameRow[node] ?? 0, name, 0, name.length)) return node;
			slot = slot + 1 & mask;
		}
	}
	/** The node of a row's name in a directory, made where there is none. */
	childOfRow(parent, row) {
		const name = this.table.nameBytes(row);
		const known = this.child(parent, name);
		if (known >= 0) return known;
		const node = this.#node(parent, row);
		if (this.count * 2 > this.#index.length) this.#rehash();
		else this.#insert(this.#index, node);
		return node;
	}
	#insert(index, node) {
		const mask = index.length - 1;
		const name = this.table.nameBytes(this.#nameRow[node] ?? 0);
		let slot = hashName(this.#seed, this.parent[node] ?? 0, name, 0, name.length) & mask;
		while (index[slot] !== 0) slot = slot + 1 & mask;
		index[slot] = node + 1;
	}
	#rehash() {
		const next = int32(this.#index.length * 2);
		for (let node = 1; node < this.count; node++) this.#insert(next, node);
		this.#index = next;
	}
	/** Gives a node a row from a layer on; layers come in ascending order. */
	setVersion(node, layer, row) {
		const head = this.#head[node] ?? -1;
		if (head >= 0 && this.#versionLayer[head] === layer) {
			this.#versionRow[head] = row;
			return;
		}
		const version = this.#versions++;
		this.#versionRow = grown(this.#versionRow, this.#versions, int32);
		this.#versionLayer = grown(this.#versionLayer, this.#versions, uint16);
		this.#versionBefore = grown(this.#versionBefore, this.#versions, int32);
		this.#versionRow[version] = row;
		this.#versionLayer[version] = layer;
		this.#versionBefore[version] = head;
		this.#head[node] = version;
	}
	/** Removes what is visible of a node and below it, from a layer on. */
	remove(node, layer) {
		const pending = [node];
		for (let next = pending.pop(); next !== void 0; next = pending.pop()) {
			if (this.currentRow(next) === removed) continue;
			this.setVersion(next, layer, removed);
			for (let child = this.firstChild(next); child >= 0; child = this.nextSibling(child)) pending.push(child);
		}
	}
	/** Removes what is visible below a directory. */
	removeChildren(node, layer) {
		for (let child = this.firstChild(node); child >= 0; child = this.nextSibling(child)) this.remove(child, layer);
	}
	hasCurrentChildren(node) {
		for (let child = this.firstChild(node); child >= 0; child = this.nextSibling(child)) if (this.currentRow(child) >= 0) return true;
		return false;
	}
	firstChild(node) {
		return this.#firstChild[node] ?? -1;
	}
	nextSibling(node) {
		return this.#nextSibling[node] ?? -1;
	}
	/** The row that the newest layer so far gives a node; -1: nothing is there. */
	currentRow(node) {
		const head = this.#head[node] ?? -1;
		return head < 0 ? removed : this.#versionRow[head] ?? removed;
	}
	/** The layer that gave a node its newest version so far. */
	currentLayer(node) {
		return this.#versionLayer[this.#head[node] ?? -1] ?? 0;
	}
	/** The version that a node has when `layer` is the top one; -1: it is not there. */
	versionAt(node, layer) {
		let version = this.#head[node] ?? -1;
		while (version >= 0 && (this.#versionLayer[version] ?? 0) > layer) version = this.#versionBefore[version] ?? -1;
		return version >= 0 && this.#versionRow[version] === removed ? -1 : version;
	}
	/** All versions of a node up to a layer that are not removals, newest first. */
	versionsOf(node, layer) {
		const all = [];
		let version = this.#head[node] ?? -1;
		for (; version >= 0; version = this.#versionBefore[version] ?? -1) {
			if ((this.#versionLayer[version] ?? 0) > layer) continue;
			if (this.#versionRow[version] !== removed) all.push(version);
		}
		return all;
	}
	rowOf(version) {
		return this.#versionRow[version] ?? 0;
	}
	layerOf(version) {
		return this.#versionLayer[version] ?? 0;
	}
	nameOf(node) {
		return this.table.name(this.#nameRow[node] ?? 0);
	}
	pathOf(node) {
		const names = [];
		for (let at = node; at > 0; at = this.parent[at] ?? 0) names.push(this.nameOf(at));
		return names.reverse().join("/");
	}
	/**
	* The node that a link in `directory` leads to as the layers so far have it; -1: nowhere.
	* With `follow` false the last segment may be a link itself. `passed` gets each link on the way.
	*/
	currentTarget(directory, path, follow = true, passed) {
		let node = path.startsWith("/") ? 0 : directory;
		const rest = path.split("/").reverse();
		let links = 0;
		while (rest.length > 0) {
			const name = rest.pop();
			if (name === void 0 || name === "" || name === ".") continue;
			if (name === "..") {
				node = Math.max(0, this.parent[node] ?? 0);
				continue;
			}
			const next = this.child(node, encodeName(name));
			const row = next < 0 ? removed : this.currentRow(next);
			if (row === removed) return -1;
			const type = this.table.shownType(row);
			const isLast = rest.every((left) => left === "");
			if (type !== "symlink" || isLast && !follow) {
				if (type !== "directory" && !isLast) return -1;
				node = next;
				continue;
			}
			if (++links > linkLimit$1) return -1;
			passed?.(next);
			const link = this.table.link(row);
			if (link.startsWith("/")) node = 0;
			rest.push(...link.split("/").reverse());
		}
		return node;
	}
};

// src/images/layers/refusals.ts
/** As many are named. */
const namedLimit = 100;
var Refusals = class {
	named = [];
	/** Those beyond the limit. */
	unnamed = 0;
	/** The path is only made when it is named. */
	add(path, reason) {
		if (this.named.length < namedLimit) this.named.push({
			path: path(),
			reason
		});
		else this.unnamed++;
	}
};

// src/images/layers/join.ts
/** A directory that could not be placed. */
const nowhere = -1;
const unknown = -2;
const linkLimit = 40;
var Joiner = class {
	nodes;
	refused = new Refusals();
	#table;
	/** Row of a directory → its node, `nowhere` or `unknown`. */
	#placed;
	/** Directory rows whose node only a link of a lower layer leads to; absent: none so far. */
	#throughLink;
	/** Whether the last `#lower` went through such a link. */
	#lowerWasThroughLink = false;
	#layer = 0;
	#root = 0;
	constructor(table) {
		this.#table = table;
		this.nodes = new JoinedNodes(table, table.count);
		this.#placed = new Int32Array(table.count);
	}
	apply(layer, { rows, root }) {
		this.#layer = layer;
		this.#root = root;
		for (const row of rows) this.#placed[row] = unknown;
		if (this.nodes.currentRow(0) < 0 || this.#table.type[root] === rowTypes.directory) this.nodes.setVersion(0, layer, root);
		if (layer > 0) for (const row of rows) this.#hide(row);
		for (const row of rows) this.#add(row);
	}
	#hide(row) {
		const type = this.#table.type[row];
		if (type !== rowTypes.whiteout && type !== rowTypes.opaque) return;
		this.#lowerWasThroughLink = false;
		const directory = this.#lower(this.#table.parent[row] ?? this.#root);
		if (directory < 0) return;
		if (type === rowTypes.opaque) {
			if (this.#lowerWasThroughLink && this.nodes.hasCurrentChildren(directory)) this.#doubt(directory, "what is in it is hidden");
			return this.nodes.removeChildren(directory, this.#layer);
		}
		const node = this.nodes.child(directory, this.#table.nameBytes(row));
		if (node < 0) return;
		if (this.#lowerWasThroughLink && this.nodes.currentRow(node) >= 0) this.#doubt(node, "it is hidden");
		this.nodes.remove(node, this.#layer);
	}
	/** Docker's overlay puts a directory in a lower link's place, where others follow the link: both are not known. */
	#doubt(node, what) {
		this.refused.add(() => this.nodes.pathOf(node), `layer ${this.#layer}: ${what} through a symbolic link of a lower layer, which not every engine follows`);
	}
	/** The node that a directory row stands for in the lower layers; -1: there is none. */
	#lower(row) {
		if (row === this.#root) return 0;
		const above = this.#lower(this.#table.parent[row] ?? this.#root);
		if (above < 0) return -1;
		const node = this.nodes.child(above, this.#table.nameBytes(row));
		const current = node < 0 ? -1 : this.nodes.currentRow(node);
		if (current < 0) return -1;
		if (this.#table.isDirectory(current)) return node;
		if (this.#table.type[row] === rowTypes.directory || this.#table.type[current] !== rowTypes.symlink) return -1;
		this.#lowerWasThroughLink = true;
		return this.#directoryAt(above, this.#table.link(current));
	}
	#directoryAt(directory, link, passed) {
		const target = this.nodes.currentTarget(directory, link, true, passed);
		if (target < 0) return -1;
		return target === 0 || this.#table.isDirectory(this.nodes.currentRow(target)) ? target : -1;
	}
	/** The node of a row's directory, made where no layer has named it. */
	#place(row) {
		if (row === this.#root) return 0;
		const placed = this.#placed[row] ?? unknown;
		if (placed !== unknown) return placed;
		const above = this.#place(this.#table.parent[row] ?? this.#root);
		const node = above < 0 ? nowhere : this.#placeIn(above, row);
		this.#placed[row] = node;
		this.#inherit(row);
		if (node < 0 && above >= 0) this.#refuse(above, row, "what stands in its place is no directory");
		return node;
	}
	#isThroughLink(row) {
		return this.#throughLink?.[row] === 1;
	}
	/** Links of the layer itself are where every engine follows them. */
	#passLink(row, link) {
		if (this.nodes.currentLayer(link) < this.#layer) this.#markThroughLink(row);
	}
	#markThroughLink(row) {
		this.#throughLink ??= new Uint8Array(this.#table.count);
		this.#throughLink[row] = 1;
	}
	/** What is in a directory behind a link is behind it, too. */
	#inherit(row) {
		if (this.#isThroughLink(this.#table.parent[row] ?? this.#root)) this.#markThroughLink(row);
	}
	#placeIn(above, row) {
		const node = this.nodes.childOfRow(above, row);
		const current = this.nodes.currentRow(node);
		if (current < 0) {
			if (!this.#table.isDirectory(row)) return nowhere;
			this.nodes.setVersion(node, this.#layer, row);
			return node;
		}
		if (this.#table.isDirectory(current)) return node;
		if (this.#table.type[current] !== rowTypes.symlink) return nowhere;
		this.#passLink(row, node);
		return this.#followMaking(above, this.#table.link(current), row);
	}
	/** Where a link leads, its directories made as an unpacker makes them; `row` gives those their metadata. */
	#followMaking(directory, link, row) {
		const found = this.#directoryAt(directory, link, (passed) => this.#passLink(row, passed));
		if (found >= 0) return found;
		let node = link.startsWith("/") ? 0 : directory;
		const rest = link.split("/").reverse();
		for (let links = 0; rest.length > 0;) {
			const name = rest.pop();
			if (name === void 0 || name === "" || name === ".") continue;
			if (name === "..") {
				node = Math.max(0, this.nodes.parent[node] ?? 0);
				continue;
			}
			const implied = this.#table.add(this.#table.layer[row] ?? 0, this.#root, rowTypes.implied, encodeName(name), /* @__PURE__ */ new Uint8Array(0));
			if (implied < 0) return nowhere;
			this.#table.mode[implied] = 493;
			const next = this.nodes.childOfRow(node, implied);
			const current = this.nodes.currentRow(next);
			if (current < 0) this.nodes.setVersion(next, this.#layer, implied);
			else if (this.#table.type[current] === rowTypes.symlink) {
				if (++links > linkLimit) return nowhere;
				this.#passLink(row, next);
				const onward = this.#table.link(current);
				if (onward.startsWith("/")) node = 0;
				rest.push(...onward.split("/").reverse());
				continue;
			} else if (!this.#table.isDirectory(current)) return nowhere;
			node = next;
		}
		return node;
	}
	#add(row) {
		const type = this.#table.type[row];
		if (type === rowTypes.whiteout || type === rowTypes.opaque || type === rowTypes.implied) return;
		const parent = this.#table.parent[row] ?? this.#root;
		const above = this.#place(parent);
		if (above < 0) return this.#refuse(above, row, "its directory could not be placed");
		if (type === rowTypes.hardlink) return this.#addHardLink(above, row);
		const node = this.nodes.childOfRow(above, row);
		if (this.#isThroughLink(parent)) this.#checkReplaced(node, row);
		if (type === rowTypes.directory) {
			this.#placed[row] = node;
			this.#inherit(row);
		} else this.#clear(node);
		this.nodes.setVersion(node, this.#layer, row);
	}
	/** A directory over a directory leaves what is in it. */
	#checkReplaced(node, row) {
		const current = this.nodes.currentRow(node);
		if (current < 0) return;
		if (this.#table.isDirectory(current) && this.#table.isDirectory(row)) return;
		this.#doubt(node, "it is replaced");
	}
	/** What is no directory takes the place of one with all that is in it. */
	#clear(node) {
		const current = this.nodes.currentRow(node);
		if (current >= 0 && this.#table.isDirectory(current)) this.nodes.remove(node, this.#layer);
	}
	#addHardLink(above, row) {
		const target = this.nodes.currentTarget(0, this.#table.link(row), false);
		const found = target <= 0 ? -1 : this.nodes.currentRow(target);
		if (found < 0 || this.#table.isDirectory(found)) return this.#refuse(above, row, `a hard link to ${this.#table.link(row)}, which is no file`);
		const node = this.nodes.childOfRow(above, row);
		if (node === target) return;
		if (this.#isThroughLink(this.#table.parent[row] ?? this.#root)) this.#checkReplaced(node, row);
		this.#clear(node);
		this.nodes.setVersion(node, this.#layer, found);
	}
	#refuse(above, row, reason) {
		this.refused.add(() => {
			const parent = above < 0 ? "…" : this.nodes.pathOf(above);
			return parent === "" ? this.#table.name(row) : `${parent}/${this.#table.name(row)}`;
		}, reason);
	}
};
/** Joins layers, lowest first; one layer may come more than once. */
function joinLayers(table, layers) {
	const joiner = new Joiner(table);
	for (const [index, layer] of layers.entries()) joiner.apply(index, layer);
	return joiner;
}

// src/runtime/file-digest.ts
/** From here on a thread of its own pays: starting one takes some 20 ms, hashing this much 16 ms. */
const leastBytesForThread = 33554432;
const program = `
const { readSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { parentPort, workerData: { fd, offset, size } } = require('node:worker_threads');
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);
let done = 0;
while (done < size) {
  const count = readSync(fd, buffer, 0, Math.min(buffer.length, size - done), offset + done);
  if (count === 0) break;
  hash.update(buffer.subarray(0, count));
  done += count;
}
parentPort.postMessage({ done, digest: hash.digest('hex') });
`;
/** Differs once somebody has written to it. */
function stateOf(fd) {
	const { mtimeMs, ctimeMs, size } = fstatSync(fd);
	return `${mtimeMs} ${ctimeMs} ${size}`;
}
function isAnswer(value) {
	return typeof value === "object" && value !== null && "done" in value && "digest" in value;
}
/**
* Starts hashing. `wanted` rejects with ScanError TARGET_DAMAGED where the file became shorter or was changed
* meanwhile: whoever reads it at the same time may have seen other bytes.
*/
function startDigest({ fd, path, offset, size }) {
	const before = stateOf(fd);
	const worker = new Worker(program, {
		eval: true,
		workerData: {
			fd,
			offset,
			size
		},
		execArgv: [],
		env: {}
	});
	const wanted = new Promise((resolve, reject) => {
		worker.once("error", reject);
		worker.once("message", (answer) => {
			if (isAnswer(answer)) resolve(answer);
		});
	}).then(({ done, digest }) => {
		if (done < size) throw new ScanError("TARGET_DAMAGED", path, "the file became shorter while it was read");
		if (stateOf(fd) !== before) throw new ScanError("TARGET_DAMAGED", path, "the file was changed while it was read", { hint: "Scan it again once nothing writes to it." });
		return digest;
	});
	wanted.catch(() => void 0);
	return {
		wanted,
		stop: async () => {
			await worker.terminate();
		}
	};
}

// src/images/layers/blob-reader.ts
/** zlib with chunks of this size is twice as fast as with its default. */
const chunkBytes = 262144;
const readAheadBytes = 1048576;
const readBytes = 524288;
/** What any layer may expand to; beyond it only so many times its own size. */
const alwaysAllowedBytes = 2 * 1024 ** 3;
const largestRatio = 200;
function compressionOf(first) {
	if (first[0] === 31 && first[1] === 139) return "gzip";
	const isZstd = first[0] === 40 && first[1] === 181 && first[2] === 47 && first[3] === 253;
	const isSkippable = ((first[0] ?? 0) & 240) === 80 && first[1] === 42 && first[2] === 77 && first[3] === 24;
	return isZstd || isSkippable ? "zstd" : "plain";
}
/**
* Reads a local blob one chunk ahead of whoever consumes it. While `mayReuse`, a chunk is overwritten once the one after
* it has been consumed: fresh buffers for all would keep the collector busy and 50 MB resident.
*/
async function* readAhead(source, mayReuse) {
	const buffers = [];
	const readNext = async (offset, turn) => {
		if (source.readInto === void 0 || !mayReuse()) return source.read(offset, readBytes);
		const buffer = buffers[turn % 2] ??= Buffer.allocUnsafeSlow(readBytes);
		return buffer.subarray(0, await source.readInto(offset, buffer));
	};
	let offset = 0;
	let next = readNext(0, 0);
	for (let turn = 1; offset < source.size; turn++) {
		const chunk = await next;
		if (chunk.length === 0) return;
		offset += chunk.length;
		if (offset < source.size) {
			next = readNext(offset, turn);
			next.catch(() => void 0);
		}
		yield chunk;
	}
}
/** The bytes, at least four in the first chunk where there are so many. */
async function* fromMagic(bytes) {
	let held = /* @__PURE__ */ new Uint8Array(0);
	for await (const chunk of bytes) {
		if (held === void 0) {
			yield chunk;
			continue;
		}
		held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
		if (held.length < 4) continue;
		yield held;
		held = void 0;
	}
	if (held !== void 0 && held.length > 0) yield held;
}
var BlobReader = class {
	#stream;
	#use;
	/** Of the blob as it lies; absent where no digest was promised, or the diff ID is the same. */
	#blobHash;
	#diffHash = createHash("sha256");
	/** In place of `#diffHash`: of a large plain layer in a local file. */
	#beside;
	#read = 0;
	#expanded = 0;
	#isDone = false;
	constructor(stream, use) {
		this.#stream = stream;
		this.#use = use;
	}
	async read() {
		try {
			return await this.#pass();
		} finally {
			await this.#beside?.stop();
		}
	}
	async #pass() {
		const { at, bytes } = this.#stream;
		let compression;
		const chunks = fromMagic(at === void 0 ? bytes : readAhead(at, () => compression === "plain"));
		const first = await chunks.next();
		const head = first.done === true ? /* @__PURE__ */ new Uint8Array(0) : first.value;
		compression = compressionOf(head);
		this.#use.started?.(compression);
		const isPlain = compression === "plain";
		if (this.#stream.digest !== void 0 && !isPlain) this.#blobHash = createHash("sha256");
		if (isPlain && at?.file !== void 0 && at.size >= 33554432) this.#beside = startDigest(at.file);
		const raw = this.#raw(head, chunks);
		let failure;
		if (isPlain) for await (const chunk of raw) await this.#take(chunk);
		else failure = await this.#expand(compression === "gzip" ? "gzip" : "zstd", raw);
		const diffId = failure === void 0 && (!this.#isDone || this.#use.needsDiffId || isPlain) ? await this.#diffId() : void 0;
		this.#check(isPlain ? diffId : this.#blobHash && `sha256:${this.#blobHash.digest("hex")}`);
		return {
			compression,
			...diffId === void 0 ? {} : { diffId },
			...failure === void 0 ? {} : { failure }
		};
	}
	async *#raw(head, rest) {
		for (let chunk = head;;) {
			this.#use.signal.throwIfAborted();
			this.#read += chunk.length;
			this.#blobHash?.update(chunk);
			if (chunk.length > 0) yield chunk;
			const next = await rest.next();
			if (next.done === true) return;
			chunk = next.value;
		}
	}
	async #diffId() {
		return `sha256:${await this.#beside?.wanted ?? this.#diffHash.digest("hex")}`;
	}
	async #take(chunk) {
		this.#expanded += chunk.length;
		if (!this.#isDone) {
			const answer = this.#use.chunk(chunk);
			this.#isDone = typeof answer === "boolean" ? answer : await answer;
		}
		if (this.#beside === void 0) this.#diffHash.update(chunk);
	}
	/** Gives the reason where the stream is damaged; the blob is hashed to its end in any case. */
	async #expand(compression, raw) {
		const options = {
			chunkSize: chunkBytes,
			readableHighWaterMark: readAheadBytes
		};
		const expander = compression === "gzip" ? createGunzip(options) : createZstdDecompressor(options);
		expander.on("error", () => void 0);
		let sourceFailure;
		const feeding = (async () => {
			try {
				for await (const chunk of raw) {
					if (expander.destroyed || expander.writableEnded) continue;
					if (!expander.write(chunk)) await drained(expander);
				}
			} catch (error) {
				sourceFailure = error;
			}
			if (!expander.destroyed) expander.end();
		})();
		let failure;
		try {
			for await (const chunk of expander) {
				await this.#take(chunk);
				this.#limit();
				if (this.#isDone && !this.#use.needsDiffId) break;
			}
		} catch (error) {
			if (error instanceof ScanError) throw error;
			this.#use.signal.throwIfAborted();
			failure = error instanceof Error ? error.message : String(error);
		} finally {
			expander.destroy();
		}
		await feeding;
		if (sourceFailure !== void 0) throw sourceFailure;
		return failure === void 0 ? void 0 : `the ${compression} data is damaged: ${failure}`;
	}
	#limit() {
		if (this.#expanded <= Math.max(alwaysAllowedBytes, this.#read * largestRatio)) return;
		throw new ScanError("LIMIT_EXCEEDED", this.#stream.key, `expands to more than 2 GiB and ${largestRatio} times its own size`, { hint: "This is no layer of a usual image; scan its unpacked root with dir: if you trust it." });
	}
	#check(actual) {
		const { digest, key } = this.#stream;
		if (digest === void 0 || actual === void 0 || digest === actual) return;
		throw new ScanError("DIGEST_MISMATCH", key, `its digest is ${actual}, promised was ${digest}`, { hint: "The blob was damaged or replaced: fetch or save the image again." });
	}
};
function drained(stream) {
	return new Promise((resolve) => {
		const done = () => {
			for (const name of [
				"drain",
				"close",
				"error"
			]) stream.off(name, done);
			resolve();
		};
		for (const name of [
			"drain",
			"close",
			"error"
		]) stream.on(name, done);
	});
}
/**
* Passes one blob. Throws ScanError DIGEST_MISMATCH when the blob is not what the transport promised, LIMIT_EXCEEDED
* for a decompression bomb, and what the transport throws; damaged compression is a `failure`.
*/
function readBlob(stream, use) {
	return new BlobReader(stream, use).read();
}

// src/images/layers/row-entry.ts
/** An entry of a row under a path; where it stands in the image is not known to the row. */
function entryOfRow(table, row, path, origin) {
	const xattrs = table.xattrs.get(row);
	const type = table.shownType(row);
	return {
		path,
		type,
		mode: table.mode[row] ?? 0,
		uid: table.uid[row] ?? 0,
		gid: table.gid[row] ?? 0,
		sizeBytes: table.size[row] ?? 0,
		mtimeMs: table.mtimeMs[row] ?? 0,
		...type === "symlink" ? { link: table.link(row) } : {},
		...xattrs === void 0 ? {} : { xattrs },
		content: contentOf(table, row),
		origin
	};
}
function contentOf(table, row) {
	return `${table.layer[row] ?? 0}:${table.dataAt(row)}`;
}
/**
* What an `accept` is asked about: most say no by type, mode or size, so that the rest is only made when looked at.
* It shows another row after each `show`.
*/
var RowProbe = class {
	#table;
	#pathOf;
	#row = 0;
	#place = 0;
	#origin;
	/** `pathOf` takes the place that `show` was given. */
	constructor(table, pathOf, origin) {
		this.#table = table;
		this.#pathOf = pathOf;
		this.#origin = origin;
	}
	show(row, place, origin) {
		this.#row = row;
		this.#place = place;
		this.#origin = origin;
		return this;
	}
	get path() {
		return this.#pathOf(this.#place);
	}
	get type() {
		return this.#table.shownType(this.#row);
	}
	get mode() {
		return this.#table.mode[this.#row] ?? 0;
	}
	get uid() {
		return this.#table.uid[this.#row] ?? 0;
	}
	get gid() {
		return this.#table.gid[this.#row] ?? 0;
	}
	get sizeBytes() {
		return this.#table.size[this.#row] ?? 0;
	}
	get mtimeMs() {
		return this.#table.mtimeMs[this.#row] ?? 0;
	}
	get link() {
		return this.type === "symlink" ? this.#table.link(this.#row) : "";
	}
	get xattrs() {
		return this.#table.xattrs.get(this.#row) ?? /* @__PURE__ */ new Map();
	}
	get content() {
		return contentOf(this.#table, this.#row);
	}
	get origin() {
		return this.#origin;
	}
};

// src/images/layers/row-paths.ts
/** Paths with more segments, or longer ones, are refused. */
const depthLimit = 1024;
const pathLimit = 65535;
const none$3 = /* @__PURE__ */ new Uint8Array(0);
var RowPaths = class {
	root;
	#table;
	#layer;
	#added;
	#lastDirectory = none$3;
	#lastRow;
	/** `added` is called for each directory that only other paths imply. */
	constructor(table, layer, added) {
		this.#table = table;
		this.#layer = layer;
		this.#added = added;
		this.root = table.add(layer, -1, rowTypes.implied, none$3, none$3);
		table.mode[this.root] = 493;
		this.#lastRow = this.root;
	}
	/** Where an entry belongs; its name is `path` from `start` to `end`. */
	place(path) {
		if (path.length > pathLimit) return {
			kind: "refused",
			why: "is too long"
		};
		let end = path.length;
		while (end > 0 && path[end - 1] === 47) end--;
		let start = end;
		while (start > 0 && path[start - 1] !== 47) start--;
		const name = dots(path, start, end);
		if (name === 2) return {
			kind: "refused",
			why: "leaves the root"
		};
		const parent = this.#directory(path, start);
		if (typeof parent !== "number") return {
			kind: "refused",
			why: parent
		};
		if (name === 1 || start === end) {
			if (parent === this.root) return { kind: "root" };
			return this.place(path.subarray(0, start));
		}
		return {
			kind: "in",
			parent,
			start,
			end
		};
	}
	/** The row of the directory that `path` names up to `end`, made where the layer has none yet. */
	#directory(path, end) {
		if (end === 0) return this.root;
		if (end === this.#lastDirectory.length && startsWith$1(path, this.#lastDirectory)) return this.#lastRow;
		let row = this.root;
		let depth = 0;
		for (let start = 0; start < end;) {
			let stop = start;
			while (stop < end && path[stop] !== 47) stop++;
			const kind = dots(path, start, stop);
			if (kind === 2) return "leaves the root";
			if (stop > start && kind === 0) {
				if (++depth > depthLimit) return "is too long";
				const next = this.descend(row, path, start, stop);
				if (next < 0) return "goes beyond the limit of entries";
				row = next;
			}
			start = stop + 1;
		}
		this.#lastDirectory = new Uint8Array(path.subarray(0, end));
		this.#lastRow = row;
		return row;
	}
	/** Forgets the directory found last: a row of its path was replaced. */
	forget() {
		this.#lastDirectory = none$3;
		this.#lastRow = this.root;
	}
	/** The row of a name, made as an implied directory where there is none; -1: the table is full. */
	descend(parent, path, start, end) {
		const known = this.#table.child(parent, path, start, end);
		if (known >= 0) return known;
		const name = path.subarray(start, end);
		const row = this.#table.add(this.#layer, parent, rowTypes.implied, name, none$3);
		if (row < 0) return row;
		this.#table.mode[row] = 493;
		this.#table.setChild(row);
		this.#added(row);
		return row;
	}
	/** The path that a row has in its layer. */
	pathOf(row) {
		const names = [];
		for (let at = row; at !== this.root && at >= 0; at = this.#table.parent[at] ?? -1) names.push(this.#table.name(at));
		return names.reverse().join("/");
	}
};
/** 1 for `.`, 2 for `..`, else 0. */
function dots(path, start, end) {
	if (path[start] !== 46 || end === start) return 0;
	if (end - start === 1) return 1;
	return end - start === 2 && path[start + 1] === 46 ? 2 : 0;
}
function startsWith$1(path, prefix) {
	for (let at = prefix.length - 1; at >= 0; at--) if (path[at] !== prefix[at]) return false;
	return true;
}
/** For a message: the path as text. */
function pathText(path) {
	return decodeName(path.length > 1e3 ? path.subarray(0, 1e3) : path).replace(/^(?:\.?\/)+/, "");
}

// src/images/layers/layer-rows.ts
const none$2 = /* @__PURE__ */ new Uint8Array(0);
const whiteoutPrefix = Buffer.from(".wh.");
const opaqueName = Buffer.from(".wh..wh..opq");
const reservedPrefix = Buffer.from(".wh..wh.");
/** The rows of one layer in the order of its tar. */
var RowList = class {
	length = 0;
	#rows = /* @__PURE__ */ new Int32Array(256);
	push(row) {
		if (this.length === this.#rows.length) {
			const next = new Int32Array(this.length + (this.length >> 1));
			next.set(this.#rows);
			this.#rows = next;
		}
		this.#rows[this.length++] = row;
	}
	values() {
		return this.#rows.subarray(0, this.length);
	}
};
var LayerRows = class {
	rows = new RowList();
	/** Paths that could not be taken, with the reason. */
	refused = new Refusals();
	root;
	#table;
	#automaton;
	#collector;
	#origin;
	#isInPlace;
	#layer;
	#paths;
	#probe;
	/** Directory row → name → wants of a link that leads there. */
	#linked = /* @__PURE__ */ new Map();
	constructor(part) {
		this.#table = part.table;
		this.#layer = part.layer;
		this.#automaton = part.automaton;
		this.#collector = part.collector;
		this.#origin = part.origin;
		this.#isInPlace = part.isInPlace;
		this.#paths = new RowPaths(part.table, part.layer, (row) => {
			this.rows.push(row);
			this.#setState(row, this.#table.parent[row] ?? 0);
		});
		this.#probe = new RowProbe(part.table, (row) => this.#paths.pathOf(row), part.origin);
		this.root = this.#paths.root;
		this.#table.state[this.root] = this.#automaton.start.id;
	}
	entry(header) {
		const place = this.#paths.place(header.path);
		if (place.kind === "refused") return this.#refuse(header.path, `the path ${place.why}`);
		if (place.kind === "root") {
			if (header.type !== "directory") return this.#refuse(header.path, "what is no directory is named as the root");
			this.#fill(this.root, header, rowTypes.directory);
			return;
		}
		const { parent, start, end } = place;
		const name = header.path.subarray(start, end);
		if (startsWith(name, whiteoutPrefix)) {
			this.#whiteout(parent, name, header);
			return;
		}
		const isLink = header.type === "symlink" || header.type === "hardlink";
		if (header.link.length > 65535 || name.length > 65535) return this.#refuse(header.path, "the name or link is too long");
		const known = this.#table.child(parent, name);
		if (header.type === "directory" && known >= 0 && this.#table.isDirectory(known)) {
			this.#fill(known, header, rowTypes.directory);
			return;
		}
		const type = rowTypes[header.type];
		const row = this.#table.add(this.#layer, parent, type, name, isLink ? header.link : none$2);
		if (row < 0) return this.#refuse(header.path, "goes beyond the limit of entries");
		if (known >= 0) this.#paths.forget();
		this.#table.setChild(row);
		this.rows.push(row);
		this.#fill(row, header, type);
		const state = this.#setState(row, parent);
		if (header.type === "symlink") this.#lead(row, parent, state);
		return header.type === "file" ? this.#want(row, parent, header, state) : void 0;
	}
	#refuse(path, reason) {
		this.refused.add(() => pathText(path), reason);
	}
	#fill(row, header, type) {
		const table = this.#table;
		table.type[row] = type;
		table.mode[row] = type === rowTypes.symlink ? 511 : header.mode;
		table.uid[row] = header.uid;
		table.gid[row] = header.gid;
		table.size[row] = header.size;
		table.mtimeMs[row] = header.mtimeMs;
		table.setDataAt(row, header.dataAt);
		if (header.xattrs !== void 0) table.xattrs.set(row, header.xattrs);
		else if (table.xattrs.size > 0) table.xattrs.delete(row);
		if (header.parts !== void 0) table.sparse.set(row, {
			parts: header.parts,
			stored: header.stored
		});
	}
	#whiteout(parent, name, header) {
		const isOpaque = name.length === opaqueName.length && startsWith(name, opaqueName);
		if (!isOpaque && startsWith(name, reservedPrefix)) return;
		const hidden = name.subarray(whiteoutPrefix.length);
		const isNothing = hidden.length === 0 || hidden.length <= 2 && hidden.every((b) => b === 46);
		if (!isOpaque && isNothing) {
			this.#refuse(header.path, "a whiteout of no name");
			return;
		}
		const type = isOpaque ? rowTypes.opaque : rowTypes.whiteout;
		const row = this.#table.add(this.#layer, parent, type, isOpaque ? none$2 : hidden, none$2);
		if (row < 0) this.#refuse(header.path, "goes beyond the limit of entries");
		else this.rows.push(row);
	}
	/** The globs' state of a row; of directories it is kept for what is in them. */
	#setState(row, parent) {
		const { dead } = this.#automaton;
		const above = this.#automaton.state(this.#table.state[parent] ?? dead.id);
		const state = above.isLive ? this.#automaton.step(above, this.#table.name(row)) : dead;
		this.#table.state[row] = this.#table.isDirectory(row) ? state.id : dead.id;
		return state;
	}
	/** What a link leads to is wanted as if it stood in the link's place, where it has not passed yet. */
	#lead(row, parent, state) {
		const onward = this.#automaton.follow(state);
		if (!onward.isLive && onward.accepts.length === 0) return;
		const target = this.#table.link(row);
		const base = target.startsWith("/") ? "" : this.#paths.pathOf(parent);
		const names = [];
		for (const name of `${base}/${target}`.split("/")) if (name === "..") names.pop();
		else if (name !== "" && name !== ".") names.push(name);
		const last = names.pop();
		if (last === void 0 || names.length > 64) return;
		let directory = this.root;
		for (const name of names) {
			const bytes = encodeName(name);
			directory = this.#paths.descend(directory, bytes, 0, bytes.length);
			if (directory < 0) return;
		}
		if (onward.accepts.length > 0) {
			const linked = this.#linked.get(directory) ?? /* @__PURE__ */ new Map();
			linked.set(last, [...linked.get(last) ?? [], ...onward.accepts]);
			this.#linked.set(directory, linked);
		}
		if (!onward.isLive) return;
		const bytes = encodeName(last);
		const end = this.#paths.descend(directory, bytes, 0, bytes.length);
		if (end < 0 || !this.#table.isDirectory(end)) return;
		const merged = this.#automaton.merge(this.#automaton.state(this.#table.state[end] ?? this.#automaton.dead.id), onward);
		this.#table.state[end] = merged.id;
	}
	#want(row, parent, header, state) {
		let matched = state.accepts;
		if (this.#linked.size > 0) {
			const linked = this.#linked.get(parent)?.get(decodeName(this.#table.nameBytes(row)));
			if (linked !== void 0) matched = [.../* @__PURE__ */ new Set([...matched, ...linked])];
		}
		if (matched.length === 0) return void 0;
		const { stored, parts } = header;
		const interests = this.#collector.interestsIn(this.#probe.show(row, row, this.#origin), matched);
		if (interests.length === 0) return void 0;
		const entry = entryOfRow(this.#table, row, this.#paths.pathOf(row), this.#origin);
		const isInPlace = this.#isInPlace;
		return this.#collector.sinkFor({
			row,
			entry,
			stored,
			parts,
			isInPlace
		}, interests);
	}
};
function startsWith(name, prefix) {
	if (name.length < prefix.length) return false;
	for (let at = 0; at < prefix.length; at++) if (name[at] !== prefix[at]) return false;
	return true;
}

// src/images/layers/pending-headers.ts
const none$1 = /* @__PURE__ */ new Uint8Array(0);
/** Sizes from here on do not fit a header's octal field, so that only the record has them. */
const octalLimit = 8 ** 11;
/** Records that say what an entry is called and how long it is. */
const telling = [
	"path",
	"linkpath",
	"size"
];
var PendingHeaders = class {
	#doubt;
	#longPath = none$1;
	#longLink = none$1;
	#pax;
	/** `doubt` is told where readers differ. */
	constructor(doubt) {
		this.#doubt = doubt;
	}
	/** The records that wait, until `applyTo` has been called. */
	get pax() {
		return this.#pax;
	}
	/** The data of a header of type x, g, L or K; false: it is none. */
	take(flag, data) {
		if (flag === flags.longPath || flag === flags.longLink) {
			const text = data.subarray(0, textEnd(data, 0, data.length));
			const before = flag === flags.longPath ? this.#longPath : this.#longLink;
			if (text.length === 0) this.#doubt("an empty long name");
			if (before.length > 0 && !isSame(before, text)) this.#doubt("two long names of one entry");
			if (flag === flags.longPath) this.#longPath = text;
			else this.#longLink = text;
			return true;
		}
		const records = readPaxRecords(data);
		if (records === void 0) return false;
		if (flag === flags.globalPax) {
			this.#takeGlobal(records);
			return true;
		}
		if (this.#pax !== void 0) this.#doubt("two extended headers of one entry");
		if (records.isContradictory) this.#doubt("two names or sizes in one extended header");
		if (telling.some((key) => records.values.get(key)?.length === 0)) this.#doubt("an empty name or size in an extended header");
		this.#pax = records;
		return true;
	}
	/** Go ignores what global headers say, and forgets what came before them. */
	#takeGlobal({ values, isSparse }) {
		if (isSparse || telling.some((key) => values.has(key))) this.#doubt("a global header with names or sizes");
		if (this.#pax !== void 0 || this.#longPath.length > 0 || this.#longLink.length > 0) this.#doubt("a global header between an entry and its extended header");
		this.#forget();
	}
	/** Changes what a header's block says of itself; false: a size that is none. */
	applyTo(header, hasData) {
		const pax = this.#pax;
		if (pax !== void 0) {
			const size = sizeOf(pax.values.get("size"), header.size);
			if (Number.isNaN(size)) return false;
			if (hasData && size !== header.size && size < octalLimit) this.#doubt("two sizes of one entry");
			header.size = size;
			applyPax(header, pax);
		}
		header.path = this.#chosen(this.#longPath, header.path, pax, "path");
		header.link = this.#chosen(this.#longLink, header.link, pax, "linkpath");
		const sparseName = pax?.values.get("GNU.sparse.name") ?? none$1;
		if (sparseName.length > 0 && this.#longPath.length > 0 && !isSame(sparseName, this.#longPath)) this.#doubt("two names of one entry");
		this.#forget();
		return true;
	}
	/** A long name wins over a record. */
	#chosen(long, other, pax, key) {
		if (long.length === 0) return other;
		const record = pax?.values.get(key) ?? none$1;
		if (record.length > 0 && !isSame(record, long)) this.#doubt("two names of one entry");
		return long;
	}
	#forget() {
		this.#pax = void 0;
		this.#longPath = none$1;
		this.#longLink = none$1;
	}
};
function isSame(left, right) {
	return Buffer.compare(left, right) === 0;
}

// src/images/layers/sparse.ts
/** More parts than this are refused. */
const sparseLimit = 1e6;
/** Appends pairs of a type S header or of one of its extension blocks; false: the block is not as it should be. */
function readOldParts(block, from, count, parts) {
	for (let index = 0; index < count; index++) {
		const at = from + index * 24;
		const ends = (block[at] === 0 ? 1 : 0) + (block[at + 12] === 0 ? 1 : 0);
		if (ends > 0) return ends === 2;
		const offset = readNumber(block, at, 12);
		const length = readNumber(block, at + 12, 12);
		if (Number.isNaN(offset) || Number.isNaN(length)) return false;
		parts.push(offset, length);
	}
	return true;
}
/** How an entry's records say that it is sparse, as Go's archive/tar decides it. */
function sparseKind(pax) {
	const text = (key) => Buffer.from(pax.values.get(`GNU.sparse.${key}`) ?? /* @__PURE__ */ new Uint8Array(0)).toString("latin1");
	const major = text("major");
	const minor = text("minor");
	if (major === "1" && minor === "0") return "lines";
	if (major === "0" && (minor === "0" || minor === "1")) return "records";
	return major !== "" || minor !== "" || text("map") === "" && pax.sparsePairs.length === 0 ? "none" : "records";
}
/** The parts that records of pax 0.0 or 0.1 say; undefined where they do not fit each other. */
function readMapRecords({ values, sparsePairs }) {
	const map = Buffer.from(values.get("GNU.sparse.map") ?? /* @__PURE__ */ new Uint8Array(0)).toString("latin1");
	const texts = map === "" ? [] : map.split(",");
	const isDecimal = texts.every((text) => /^\d{1,16}$/.test(text));
	const parts = sparsePairs.length > 0 ? sparsePairs : isDecimal ? texts.map(Number) : void 0;
	const count = paxNumber(values.get("GNU.sparse.numblocks"));
	return parts?.length === count * 2 ? parts : void 0;
}
/** The map of pax 1.0, at the start of the data: decimal lines, the count first, filled up to a block. */
var MapLines = class {
	#numbers = [];
	#wanted = 1;
	#digits = "";
	/** Takes one block; gives the parts when the map has ended with it. */
	push(block) {
		for (const byte of block) if (byte === 10) {
			if (this.#digits === "") return "damaged";
			this.#numbers.push(Number(this.#digits));
			if (this.#numbers.length === 1) this.#wanted = 1 + Number(this.#digits) * 2;
			this.#digits = "";
			if (this.#wanted > 1e6 * 2) return "damaged";
			if (this.#numbers.length === this.#wanted) return this.#numbers.slice(1);
		} else if (byte >= 48 && byte <= 57 && this.#digits.length < 16) this.#digits += String.fromCharCode(byte);
		else return "damaged";
		return "more";
	}
};
/** Whether parts are in order, within the file, and stored in no more than `stored` bytes. */
function areSound(parts, size, stored) {
	let end = 0;
	let sum = 0;
	for (let index = 0; index + 1 < parts.length; index += 2) {
		const offset = parts[index] ?? NaN;
		const length = parts[index + 1] ?? NaN;
		if (!(Number.isSafeInteger(offset) && Number.isSafeInteger(length))) return false;
		if (offset < end || length < 0) return false;
		end = offset + length;
		sum += length;
	}
	return end <= size && sum <= stored && Number.isSafeInteger(size) && size >= 0;
}

// src/images/layers/tar-reader.ts
/** Extended headers and long names above this are refused. */
const metadataLimit = 4194304;
const none = /* @__PURE__ */ new Uint8Array(0);
var TarReader = class {
	/** Why the rest could not be read, with the offset in the layer; undefined: so far it could. */
	failure;
	/** The first thing that other readers of tars than Go's take otherwise, with its offset: what an engine sees may differ. */
	doubt;
	#handler;
	#header = emptyHeader();
	#carry = new Uint8Array(512);
	#carried = 0;
	#state = "header";
	/** Where the current chunk starts in the layer. */
	#base = 0;
	#remaining = 0;
	#padding = 0;
	#zeros = 0;
	#sink;
	#metadata = /* @__PURE__ */ new Uint8Array(0);
	#metadataFilled = 0;
	#metadataType = 0;
	#map = new MapLines();
	/** Where the header is that is being read. */
	#headerAt = 0;
	#pending = new PendingHeaders((reason) => this.#doubt(reason));
	constructor(handler) {
		this.#handler = handler;
	}
	/** Takes the next bytes; never throws for what they are: see `failure`. */
	push(chunk) {
		let at = 0;
		while (at < chunk.length && this.#state !== "ended") {
			if (this.#remaining > 0 || this.#padding > 0) {
				at = this.#advance(chunk, at);
				continue;
			}
			if (this.#carried === 0 && chunk.length - at >= 512) {
				this.#block(chunk, at, this.#base + at);
				at += 512;
				continue;
			}
			const length = Math.min(512 - this.#carried, chunk.length - at);
			this.#carry.set(chunk.subarray(at, at + length), this.#carried);
			this.#carried += length;
			at += length;
			if (this.#carried < 512) break;
			this.#carried = 0;
			this.#block(this.#carry, 0, this.#base + at - 512);
		}
		this.#base += chunk.length;
	}
	/** To be called after the last bytes. */
	end() {
		if (this.#state === "ended") return;
		if (!(this.#state === "header" && this.#carried === 0 && this.#remaining === 0)) this.#fail("ends in the middle of an entry", this.#base);
		this.#state = "ended";
	}
	#fail(reason, offset) {
		this.failure ??= `the tar ${reason} (offset ${offset})`;
		this.#state = "ended";
		this.#sink = void 0;
	}
	#doubt(reason) {
		this.doubt ??= `readers of tars differ on ${reason} (offset ${this.#headerAt})`;
	}
	/** Data, metadata and what fills the last block up. */
	#advance(chunk, at) {
		if (this.#remaining === 0) {
			const length = Math.min(this.#padding, chunk.length - at);
			this.#padding -= length;
			return at + length;
		}
		const length = Math.min(this.#remaining, chunk.length - at);
		this.#remaining -= length;
		if (this.#state === "metadata") {
			this.#metadata.set(chunk.subarray(at, at + length), this.#metadataFilled);
			this.#metadataFilled += length;
			if (this.#remaining === 0) this.#endMetadata(this.#base + at + length);
		} else {
			this.#sink?.write(length === chunk.length ? chunk : chunk.subarray(at, at + length));
			if (this.#remaining === 0) this.#endData();
		}
		return at + length;
	}
	#endData() {
		const sink = this.#sink;
		this.#sink = void 0;
		if (this.#state === "data") this.#state = "header";
		sink?.end();
	}
	#endMetadata(offset) {
		const data = this.#metadata;
		this.#metadata = none;
		this.#state = "header";
		if (!this.#pending.take(this.#metadataType, data)) this.#fail("has an extended header that is none", offset);
	}
	#block(block, start, offset) {
		if (this.#state === "sparse-blocks") return this.#sparseBlock(block, start, offset);
		if (this.#state === "sparse-map") return this.#sparseMap(block, start, offset);
		const kind = checkBlock(block, start);
		if (kind === "zeros") {
			if (++this.#zeros === 2) this.#state = "ended";
			return;
		}
		if (this.#zeros > 0) return this.#fail("goes on after a block of zeros", offset);
		if (kind === "damaged") return this.#fail("has a header with a wrong checksum", offset);
		const size = readNumber(block, start + 124, 12);
		if (!(size >= 0)) return this.#fail("has a header without a size", offset);
		this.#headerAt = offset;
		const flag = block[start + 156] ?? 0;
		if (flag === flags.pax || flag === flags.globalPax || flag === flags.longPath || flag === flags.longLink) {
			if (size > metadataLimit) return this.#fail("has an extended header beyond 4 MiB", offset);
			this.#metadata = new Uint8Array(size);
			this.#metadataFilled = 0;
			this.#metadataType = flag;
			this.#state = "metadata";
			this.#expect(size);
			if (size === 0) this.#endMetadata(offset);
			return;
		}
		this.#entry(block, start, offset, size, flag);
	}
	#expect(size) {
		this.#remaining = size;
		this.#padding = (512 - size % 512) % 512;
	}
	#entry(block, start, offset, size, flag) {
		const header = this.#header;
		if (fillHeader(header, block, start)) this.#doubt("the name of an entry");
		header.size = size;
		const hasData = !(flag >= flags.hardLink && flag <= flags.fifo);
		const { pax } = this.#pending;
		if (!this.#pending.applyTo(header, hasData)) return this.#fail("has an entry without a size", offset);
		header.type = typeOf(flag, header.path);
		const isOldDirectory = flag === flags.oldFile && header.type === "directory";
		if (isOldDirectory && header.size > 0) this.#doubt("a directory with data");
		if (flag === flags.file && header.path.at(-1) === 47) this.#doubt("a file whose name ends with a slash");
		header.stored = hasData && !isOldDirectory ? header.size : 0;
		header.dataAt = offset + 512;
		if (header.type !== "file") header.size = 0;
		if (flag === flags.volume || flag === flags.otherVolume) {
			this.#doubt("the header of a volume");
			this.#state = "data";
			this.#expect(header.stored);
			if (header.stored === 0) this.#state = "header";
			return;
		}
		if (flag === flags.oldSparse) {
			if (pax?.isSparse === true) this.#doubt("two maps of a sparse file");
			return this.#oldSparse(block, start, offset);
		}
		if (pax?.isSparse === true && this.#paxSparse(pax, offset) === "taken") return;
		this.#emit(offset);
	}
	#oldSparse(block, start, offset) {
		const header = this.#header;
		const parts = [];
		header.parts = parts;
		header.size = readNumber(block, start + 483, 12);
		if (!isGnu(block, start) || !readOldParts(block, start + 386, 4, parts)) return this.#fail("has a sparse file without its map", offset);
		if (block[start + 482] === 0) return this.#emit(offset);
		header.path = new Uint8Array(header.path);
		this.#state = "sparse-blocks";
	}
	#sparseBlock(block, start, offset) {
		const parts = this.#header.parts ?? [];
		if (!readOldParts(block, start, 21, parts) || parts.length > 2e6) return this.#fail("has a sparse file without its map", offset);
		this.#header.dataAt = offset + 512;
		if (block[start + 504] === 0) this.#emit(offset);
	}
	#paxSparse(pax, offset) {
		const header = this.#header;
		const kind = sparseKind(pax);
		if (kind === "none") {
			this.#doubt("records of a sparse file that has no map");
			return "plain";
		}
		const value = (key) => pax.values.get(`GNU.sparse.${key}`);
		const name = value("name");
		if (name !== void 0 && name.length > 0) header.path = name;
		const real = sizeOf(value("realsize"), header.stored);
		const size = sizeOf(value("size"), real);
		if (size !== real && value("realsize") !== void 0) this.#doubt("two sizes of one entry");
		header.size = size;
		const parts = kind === "records" ? readMapRecords(pax) : [];
		if (header.type !== "file" || Number.isNaN(size) || parts === void 0) {
			this.#fail("has a sparse file without its map", offset);
			return "taken";
		}
		if (kind === "records") {
			header.parts = parts;
			return "plain";
		}
		header.path = new Uint8Array(header.path);
		this.#map = new MapLines();
		this.#state = "sparse-map";
		if (header.stored < 512) this.#fail("has a sparse file without its map", offset);
		return "taken";
	}
	#sparseMap(block, start, offset) {
		const header = this.#header;
		const parts = this.#map.push(block.subarray(start, start + 512));
		header.stored -= 512;
		if (parts === "damaged" || header.stored < 0) return this.#fail("has a sparse file without its map", offset);
		if (parts === "more") return;
		header.parts = parts;
		header.dataAt = offset + 512;
		this.#emit(offset);
	}
	#emit(offset) {
		const header = this.#header;
		if (header.parts !== void 0 && !areSound(header.parts, header.size, header.stored)) return this.#fail("has a sparse file whose map does not fit it", offset);
		this.#sink = this.#handler.entry(header);
		this.#state = "data";
		this.#expect(header.stored);
		if (header.stored === 0) this.#endData();
	}
};

// src/images/layers/layer-pass.ts
/** Blobs read at the same time. */
const layersAtOnce = 3;
/** For a daemon's stream: which layer this is, only its end tells. */
const unknownOrigin = {
	kind: "layer",
	index: 0,
	diffId: ""
};
function originOf(description, key) {
	const index = description?.layers.findIndex((layer) => layer.key === key) ?? -1;
	const layer = description?.layers[index];
	return layer === void 0 ? unknownOrigin : layerOrigin(index, layer.diffId, layer.createdBy);
}
function layerOrigin(index, diffId, createdBy) {
	const origin = {
		kind: "layer",
		index,
		diffId
	};
	return createdBy === void 0 ? origin : {
		...origin,
		createdBy
	};
}
async function passLayer(pass, stream, number) {
	const { table, automaton, collector, runtime } = pass;
	let inPlace;
	let rows;
	let reader;
	const start = () => {
		rows = new LayerRows({
			table,
			layer: number,
			automaton,
			collector,
			origin: originOf(pass.description, stream.key),
			isInPlace: inPlace !== void 0
		});
		reader = new TarReader(rows);
	};
	const result = await readBlob(stream, {
		needsDiffId: true,
		signal: runtime.signal,
		started: (compression) => {
			if (compression === "plain") inPlace = stream.at;
			start();
		},
		chunk: (chunk) => {
			reader?.push(chunk);
			const relief = collector.relieved();
			return relief === void 0 ? false : relief.then(() => false);
		}
	});
	if (rows === void 0) start();
	if (result.failure === void 0) reader?.end();
	await collector.settle();
	if (rows === void 0) throw new TypeError("no rows");
	return {
		key: stream.key,
		rows,
		inPlace,
		diffId: result.diffId,
		failure: result.failure ?? reader?.failure,
		doubt: reader?.doubt,
		digest: stream.digest
	};
}
/**
* Reads every layer that the source gives. Rejects with what the source throws, and as `readBlob` does; then all
* streams have ended.
*/
async function passLayers(pass) {
	const { source, runtime } = pass;
	const passed = [];
	const running = /* @__PURE__ */ new Set();
	const failures = [];
	const atOnce = source.concurrent ? layersAtOnce : 1;
	let number = 0;
	for await (const stream of source.layers()) {
		runtime.signal.throwIfAborted();
		const place = number++;
		const task = passLayer(pass, stream, place).then((layer) => {
			passed[place] = layer;
		}).catch((error) => void failures.push(error)).finally(() => running.delete(task));
		running.add(task);
		while (running.size >= atOnce) await Promise.race(running);
		if (failures.length > 0) break;
	}
	await Promise.all(running);
	if (failures.length > 0) throw failures[0];
	return passed;
}

// src/images/layers/layer-round.ts
/** Cuts the wanted rows' bytes out of a tar that passes. */
var Cutter = class {
	#round;
	/** By offset. */
	#wanted;
	#next = 0;
	#offset = 0;
	#collected;
	constructor(round, wanted) {
		this.#round = round;
		this.#wanted = wanted;
	}
	/** What a layer that ends too early does not have. */
	giveUp(key) {
		for (const { row } of this.#wanted.slice(this.#next)) this.#round.fetched(row, {
			size: this.#round.table.size[row] ?? 0,
			read: () => Promise.reject(new ScanError("TARGET_DAMAGED", key, "the layer ends before these bytes", { hint: "Build or fetch the image again." }))
		});
		this.#next = this.#wanted.length;
	}
	get isDone() {
		return this.#next >= this.#wanted.length;
	}
	push(chunk) {
		const end = this.#offset + chunk.length;
		for (let wanted = this.#wanted[this.#next]; wanted; wanted = this.#wanted[this.#next]) {
			const from = Math.max(wanted.start, this.#offset);
			const stop = wanted.start + wanted.stored;
			if (from >= end) break;
			this.#collected ??= this.#round.store.collect(wanted.stored);
			this.#collected.write(chunk.subarray(from - this.#offset, Math.min(stop, end) - this.#offset));
			if (stop > end) break;
			this.#finish(wanted, this.#collected);
		}
		this.#offset = end;
		return this.isDone;
	}
	#finish(wanted, collected) {
		const { table, fetched } = this.#round;
		const sparse = table.sparse.get(wanted.row);
		const bytes = collected.bytes();
		const size = table.size[wanted.row] ?? 0;
		fetched(wanted.row, sparse === void 0 ? bytes : sparseBytes(bytes, sparse.parts, size));
		this.#collected = void 0;
		this.#next++;
	}
};
function wantedOf(table, rows) {
	const byLayer = /* @__PURE__ */ new Map();
	for (const row of rows) {
		const layer = table.layer[row] ?? 0;
		const stored = table.sparse.get(row)?.stored ?? table.size[row] ?? 0;
		const wanted = byLayer.get(layer) ?? [];
		wanted.push({
			row,
			start: table.dataAt(row),
			stored
		});
		byLayer.set(layer, wanted);
	}
	for (const wanted of byLayer.values()) wanted.sort((left, right) => left.start - right.start);
	return byLayer;
}
/**
* Fetches the bytes of rows, none of which is empty. Throws ScanError TARGET_DAMAGED when a layer is not what it was in
* the first pass, and what the source throws.
*/
async function fetchRows(round, rows) {
	const { source, layers, table, runtime } = round;
	const byLayer = wantedOf(table, rows);
	const byKey = new Map([...byLayer].map(([layer, wanted]) => [layers[layer]?.key ?? "", {
		layer,
		wanted
	}]));
	if (byKey.size === 0) return;
	const left = new Set(byKey.keys());
	for await (const stream of source.layers(new Set(left))) {
		const found = byKey.get(stream.key);
		const before = found === void 0 ? void 0 : layers[found.layer];
		if (found === void 0 || before === void 0) continue;
		left.delete(stream.key);
		const cutter = new Cutter(round, found.wanted);
		const { diffId } = await readBlob(stream, {
			needsDiffId: stream.digest === void 0,
			signal: runtime.signal,
			chunk: (chunk) => cutter.push(chunk)
		});
		if (before.failure !== void 0) cutter.giveUp(stream.key);
		const isSame = stream.digest === before.digest && (diffId === void 0 || before.diffId === void 0 || diffId === before.diffId);
		if (cutter.isDone && isSame) continue;
		throw new ScanError("TARGET_DAMAGED", stream.key, "it is not the layer that it was before", { hint: "The image was changed during the scan: scan it again." });
	}
	const [missing] = left;
	if (missing !== void 0) throw new ScanError("TARGET_DAMAGED", missing, "the layer is not there any more", { hint: "The image was changed during the scan: scan it again." });
}

// src/images/layers/layer-view.ts
/** The nodes that are there when `layer` is the top one; with `every`, those that any layer up to it has. */
var LayerView = class {
	root = 0;
	#nodes;
	#layer;
	#every;
	constructor(nodes, layer, every = false) {
		this.#nodes = nodes;
		this.#layer = layer;
		this.#every = every;
	}
	/** -1: not there. */
	versionOf(node) {
		if (!this.#every) return this.#nodes.versionAt(node, this.#layer);
		return this.#nodes.versionsOf(node, this.#layer)[0] ?? -1;
	}
	nameOf(node) {
		return this.#nodes.nameOf(node);
	}
	typeOf(node) {
		if (this.#every && this.#nodes.firstChild(node) >= 0) return "directory";
		const version = this.versionOf(node);
		return version < 0 ? "other" : this.#nodes.table.shownType(this.#nodes.rowOf(version));
	}
	parentOf(node) {
		return Math.max(0, this.#nodes.parent[node] ?? 0);
	}
	linkOf(node) {
		const version = this.versionOf(node);
		return version < 0 ? void 0 : this.#nodes.table.link(this.#nodes.rowOf(version));
	}
	child(directory, name) {
		const node = this.#nodes.child(directory, encodeName(name));
		return node >= 0 && this.versionOf(node) >= 0 ? node : void 0;
	}
	children(directory) {
		const found = [];
		for (let node = this.#nodes.firstChild(directory); node >= 0; node = this.#nodes.nextSibling(node)) if (this.versionOf(node) >= 0) found.push(node);
		return found;
	}
	idOf(node) {
		return node;
	}
};

// src/images/layers/layered-tree.ts
/** What all views of one image share. */
var JoinedImage = class {
	nodes;
	origins;
	bytes;
	/** What the wants of plugins found in the top view, by the want itself. */
	known = /* @__PURE__ */ new Map();
	#rows = /* @__PURE__ */ new WeakMap();
	constructor(nodes, origins, bytes) {
		this.nodes = nodes;
		this.origins = origins;
		this.bytes = bytes;
	}
	entryOf(node, version) {
		const row = this.nodes.rowOf(version);
		const origin = this.origins[this.nodes.layerOf(version)];
		if (origin === void 0) throw new RangeError(`no layer for version ${version}`);
		const entry = entryOfRow(this.nodes.table, row, this.nodes.pathOf(node), origin);
		this.#rows.set(entry, row);
		return entry;
	}
	rowOf(entry) {
		const row = this.#rows.get(entry);
		if (row === void 0) throw new TypeError(`${entry.path} is no entry of this tree`);
		return row;
	}
	/** One walk for all wants; by index of the want, sorted by path. `magic` is not looked at. */
	async findAll(wants, layer) {
		const found = wants.map(() => []);
		const everyWants = wants.map((want) => want.every === true);
		await this.#walk(wants, layer, false, found);
		if (everyWants.includes(true)) await this.#walk(wants, layer, true, found);
		for (const entries of found) entries.sort(compareEntries);
		return found;
	}
	async #walk(wants, layer, every, found) {
		const view = new LayerView(this.nodes, layer, every);
		const globs = wants.map((want) => want.every === true === every ? want.globs : []);
		/** Versions already found, by want: several ways may lead to one. */
		const taken = wants.map(() => /* @__PURE__ */ new Set());
		const [anyOrigin] = this.origins;
		if (anyOrigin === void 0) return;
		const probe = new RowProbe(this.nodes.table, (node) => this.nodes.pathOf(node), anyOrigin);
		const consider = (node, version, groups) => {
			const origin = this.origins[this.nodes.layerOf(version)] ?? anyOrigin;
			probe.show(this.nodes.rowOf(version), node, origin);
			let entry;
			for (const group of groups) {
				const want = wants[group];
				if (want === void 0 || !isAccepted(want, probe)) continue;
				if (taken[group]?.has(version) !== false) continue;
				taken[group].add(version);
				entry ??= this.entryOf(node, version);
				found[group]?.push(entry);
			}
		};
		await walkGlobs({
			access: view,
			automaton: compileGlobs(globs),
			found: (node, groups) => {
				if (!every) return consider(node, view.versionOf(node), groups);
				for (const version of this.nodes.versionsOf(node, layer)) consider(node, version, groups);
			}
		});
	}
};
var LayeredTree = class LayeredTree {
	caseSensitive = true;
	layers;
	#image;
	#layer;
	#view;
	constructor(image, layer) {
		this.layers = image.origins.length;
		this.#image = image;
		this.#layer = layer;
		this.#view = new LayerView(image.nodes, layer);
	}
	at(layer) {
		if (!Number.isInteger(layer) || layer < 0 || layer >= this.layers) throw new RangeError(`the image has no layer ${layer}`);
		return layer === this.#layer ? this : new LayeredTree(this.#image, layer);
	}
	async stat(path, follow = true) {
		const node = await lookUp(this.#view, path, follow);
		return node === void 0 ? void 0 : this.#entryOf(node);
	}
	async list(path) {
		const node = await lookUp(this.#view, path, true);
		if (node === void 0 || this.#view.typeOf(node) !== "directory") return [];
		return this.#view.children(node).flatMap((child) => this.#entryOf(child) ?? []).sort(compareEntries);
	}
	async find(want) {
		const known = this.#layer === this.layers - 1 ? this.#image.known.get(want) : void 0;
		if (known === void 0 && want.magic !== void 0) throw new TypeError("magic is for wants, not for a find in run");
		const found = known ?? (await this.#image.findAll([want], this.#layer))[0] ?? [];
		if (want.limitBytes !== void 0 && want.parse === void 0) {
			for (const entry of found) if (entry.type === "file" && entry.sizeBytes <= want.limitBytes) this.#image.bytes.ask(this.#image.rowOf(entry), false);
		}
		return found;
	}
	async open(entry) {
		if (entry.type !== "file") throw new ScanError("TARGET_UNREADABLE", printable(entry.path), `is no file (${entry.type})`);
		const row = this.#image.rowOf(entry);
		const bytes = this.#image.bytes.atHand(row);
		if (bytes !== void 0) return bytes;
		this.#image.bytes.ask(row, true);
		throw new MissingBytes(entry.path);
	}
	#entryOf(node) {
		const version = this.#view.versionOf(node);
		return version < 0 ? void 0 : this.#image.entryOf(node, version);
	}
};

// src/images/layers/open-layered-tree.ts
/** Small files in the folders of what a round fetches come along. */
const besideFileBytes = 65536;
const besideBytes = 4194304;
const empty = {
	size: 0,
	read: () => Promise.resolve(/* @__PURE__ */ new Uint8Array(0))
};
var LayeredSource = class {
	#source;
	#runtime;
	#table = new EntryTable();
	#collector;
	#layers = [];
	/** Rows for the next round. */
	#asked = /* @__PURE__ */ new Set();
	#missed = /* @__PURE__ */ new Set();
	constructor(source, runtime) {
		this.#source = source;
		this.#runtime = runtime;
	}
	async prepare(prefetch) {
		const { wants, skip } = prefetch;
		const collector = new Collector(wants, skip, this.#runtime);
		this.#collector = collector;
		this.#layers = await passLayers({
			source: this.#source,
			table: this.#table,
			automaton: compileGlobs(wants.map(({ want }) => want.globs)),
			collector,
			runtime: this.#runtime,
			description: this.#source.concurrent ? await this.#source.describe() : void 0
		});
		this.#table.seal();
		const description = await this.#source.describe();
		const ordered = this.#ordered(description);
		const joined = joinLayers(this.#table, ordered.map(({ rows }) => ({
			rows: rows.rows.values(),
			root: rows.root
		})));
		const origins = description.layers.map(({ diffId, createdBy }, index) => layerOrigin(index, diffId, createdBy));
		const image = new JoinedImage(joined.nodes, origins, this);
		const coverage = rowsOf(ordered, joined);
		const found = ordered.length === 0 ? wants.map(() => []) : await image.findAll(wants.map(({ want }) => want), ordered.length - 1);
		const facts = await this.#factsOf(prefetch, collector, image, found, coverage);
		return {
			tree: new LayeredTree(image, ordered.length - 1),
			facts,
			coverage: () => coverage
		};
	}
	async round() {
		const rows = new Set(this.#asked);
		this.#addBeside(rows);
		this.#asked.clear();
		this.#missed.clear();
		await this.#fetch([...rows].filter((row) => this.atHand(row) === void 0));
	}
	close() {
		this.#collector?.store.close();
		return this.#source.close();
	}
	atHand(row) {
		const size = this.#table.size[row] ?? 0;
		if (size === 0) return empty;
		const kept = this.#collector?.kept(row);
		if (kept !== void 0) return kept;
		const inPlace = this.#layers[this.#table.layer[row] ?? 0]?.inPlace;
		if (inPlace === void 0) return void 0;
		const start = this.#table.dataAt(row);
		const sparse = this.#table.sparse.get(row);
		const stored = sparse?.stored ?? size;
		const bytes = {
			size: stored,
			read: (offset, length) => inPlace.read(start + offset, Math.max(0, Math.min(length, stored - offset)))
		};
		return sparse === void 0 ? bytes : sparseBytes(bytes, sparse.parts, size);
	}
	ask(row, isMissed) {
		if (this.atHand(row) !== void 0) return;
		this.#asked.add(row);
		if (isMissed) this.#missed.add(row);
	}
	/** The passed layers in the manifest's order. Throws where one is missing or not what the image says it is. */
	#ordered(description) {
		const byKey = new Map(this.#layers.map((layer) => [layer.key, layer]));
		return description.layers.map(({ key, diffId }, index) => {
			const layer = byKey.get(key);
			if (layer === void 0) throw new ScanError("TARGET_DAMAGED", `layer ${index} (${key})`, "is missing", { hint: "Save or fetch the image again." });
			if (layer.diffId !== void 0 && layer.diffId !== diffId) throw new ScanError("DIGEST_MISMATCH", `layer ${index} (${key})`, `its content is ${layer.diffId}, the image says ${diffId}`, { hint: "The layer was damaged or replaced: build, save or fetch the image again." });
			return layer;
		});
	}
	/** Facts of all wants for what the joined image shows; what the pass could not know is fetched and parsed now. */
	async #factsOf({ wants, skip, onSkipped }, collector, image, found, coverage) {
		const shown = found.map((entries, index) => entries.filter((entry) => {
			if (!skip.matches(entry.path)) return true;
			onSkipped(wants[index]?.plugin ?? "", entry.path);
			return false;
		}));
		await this.#decide(collector, image, shown);
		const facts = wants.map(() => []);
		for (const [index, registered] of wants.entries()) {
			const { want, plugin } = registered;
			image.known.set(want, want.magic === void 0 ? found[index] ?? [] : (shown[index] ?? []).filter((entry) => collector.known(image.rowOf(entry), index)?.kind !== "not-magic"));
			if (want.parse === void 0) continue;
			for (const entry of shown[index] ?? []) {
				if (entry.type !== "file") continue;
				const known = collector.known(image.rowOf(entry), index);
				if (known?.kind === "facts") facts[index]?.push([entry, known.facts]);
				if (known?.kind === "failed") coverage.push(failedParse(plugin, entry.path, known.reason));
			}
		}
		return facts;
	}
	/** Parses, and looks at the first bytes of, what has not been while it passed: links, moved paths, large files. */
	async #decide(collector, image, shown) {
		const open = [];
		const missing = /* @__PURE__ */ new Set();
		for (const [index, entries] of shown.entries()) {
			const want = collector.wants[index]?.want;
			if (want === void 0 || (want.parse ?? want.magic) === void 0) continue;
			for (const entry of entries) {
				const row = image.rowOf(entry);
				if (entry.type !== "file") {
					if (want.magic !== void 0) collector.setKnown(row, index, { kind: "not-magic" });
					continue;
				}
				if (collector.known(row, index) !== void 0) continue;
				open.push({
					index,
					entry,
					row
				});
				const isTooLarge = want.limitBytes !== void 0 && entry.sizeBytes > want.limitBytes;
				if (this.atHand(row) === void 0 && !(isTooLarge && want.magic === void 0)) missing.add(row);
			}
		}
		if (missing.size > 0) await this.#fetch([...missing]);
		for (const { index, entry, row } of open) {
			this.#runtime.signal.throwIfAborted();
			const registered = collector.wants[index];
			if (registered === void 0) continue;
			const bytes = this.atHand(row);
			if (registered.want.magic !== void 0 && bytes !== void 0) {
				const first = await bytes.read(0, 16);
				if (!hasMagic(registered.want, first)) {
					collector.setKnown(row, index, { kind: "not-magic" });
					continue;
				}
			}
			const parsed = await parseFile(registered, entry, () => bytes ?? empty);
			collector.setKnown(row, index, parsed);
		}
	}
	async #fetch(rows) {
		const collector = this.#collector;
		if (collector === void 0 || rows.length === 0) return;
		await fetchRows({
			source: this.#source,
			table: this.#table,
			store: collector.store,
			layers: this.#layers,
			runtime: this.#runtime,
			fetched: (row, bytes) => collector.keep(row, bytes)
		}, rows);
	}
	/** A plugin that missed one file of a folder often wants its neighbours next. */
	#addBeside(rows) {
		const missed = this.#missed;
		const table = this.#table;
		const folders = /* @__PURE__ */ new Set();
		for (const row of missed) folders.add(table.parent[row] ?? -1);
		let left = besideBytes;
		for (let row = 0; row < table.count && folders.size > 0 && left > 0; row++) {
			if (table.type[row] !== 0 || !folders.has(table.parent[row] ?? -1)) continue;
			const size = table.size[row] ?? 0;
			if (size > besideFileBytes || size > left || rows.has(row)) continue;
			rows.add(row);
			left -= size;
		}
	}
};
function rowsOf(layers, joined) {
	const rows = [];
	for (const [index, { failure, doubt, rows: layer }] of layers.entries()) {
		const reason = [failure, doubt].filter((part) => part !== void 0).join("; ");
		if (reason !== "") rows.push({
			what: `layer:${index}`,
			status: "partial",
			reason,
			incomplete: true
		});
		refusedRows(rows, layer.refused, `layer ${index}: `);
	}
	refusedRows(rows, joined.refused, "");
	return rows;
}
function refusedRows(rows, refused, where) {
	for (const { path, reason } of refused.named) rows.push(unreadPath(path, `${where}${reason}`));
	if (refused.unnamed > 0) rows.push(unreadPath("**", `${where}${refused.unnamed} more entries could not be taken for certain`));
}
/** An image as a source for `runPlugins`; closing it closes the image's transport. */
function openLayeredTree(source, runtime) {
	return new LayeredSource(source, runtime);
}

export { openLayeredTree };