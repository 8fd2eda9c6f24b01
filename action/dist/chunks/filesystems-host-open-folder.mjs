import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { r as unreadPath } from "./shared-trees-missing-bytes.mjs";
import { a as compareEntries, c as isAccepted, i as encodeName, l as parseFile, n as walkGlobs, o as failedParse, r as decodeName, s as hasMagic, t as lookUp } from "./shared-trees-name-text.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { t as compileGlobs } from "./shared-trees-automaton.mjs";
import { constants, lstatSync, readdirSync, readlinkSync, statfsSync } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";

// src/filesystems/host/folder-files.ts
/** Handles kept open at most. */
const handleLimit = 16;
/** Never through a link, never waiting for the other end of a FIFO that took the file's place; 0 on Windows. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
var FolderFiles = class {
	#hostPath;
	/** Least recently used first. */
	#handles = /* @__PURE__ */ new Map();
	#reading = /* @__PURE__ */ new Map();
	constructor(hostPath) {
		this.#hostPath = hostPath;
	}
	/** Bytes of a regular file; a read throws ScanError TARGET_UNREADABLE. */
	bytes(entry) {
		const { path, sizeBytes: size } = entry;
		return {
			size,
			read: (offset, length) => this.#read(path, size, offset, length)
		};
	}
	async close() {
		const handles = [...this.#handles.values()];
		this.#handles.clear();
		for (const handle of handles) await (await handle).close();
	}
	async #read(path, size, offset, length) {
		const end = Math.min(size, offset + length);
		if (offset >= end) return /* @__PURE__ */ new Uint8Array(0);
		this.#reading.set(path, (this.#reading.get(path) ?? 0) + 1);
		try {
			const handle = await this.#handle(path);
			const buffer = Buffer.allocUnsafeSlow(end - offset);
			let filled = 0;
			while (filled < buffer.length) {
				const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
				if (bytesRead === 0) break;
				filled += bytesRead;
			}
			return buffer.subarray(0, filled);
		} catch (error) {
			const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
			throw new ScanError("TARGET_UNREADABLE", printable(path), `could not be read (${code})`, {
				hint: "Run the scan as a user that may read the folder.",
				cause: error
			});
		} finally {
			this.#reading.set(path, (this.#reading.get(path) ?? 1) - 1);
			if (this.#reading.get(path) === 0) this.#reading.delete(path);
			await this.#shrink();
		}
	}
	#handle(path) {
		const known = this.#handles.get(path);
		const handle = known ?? open(this.#hostPath(path), flags);
		this.#handles.delete(path);
		this.#handles.set(path, handle);
		if (known === void 0) handle.catch(() => this.#handles.delete(path));
		return handle;
	}
	async #shrink() {
		for (const [path, handle] of this.#handles) {
			if (this.#handles.size <= handleLimit) return;
			if (this.#reading.has(path)) continue;
			this.#handles.delete(path);
			await (await handle).close();
		}
	}
};

// src/filesystems/host/folder-nodes.ts
/** More entries than this are not walked. */
const entryLimit = 5e6;
/** After so many listings the event loop gets its turn, so that a cancelled run ends. */
const listingsPerTurn = 128;
/** File systems that the kernel makes up (statfs(2) `f_type`): nothing in them was installed. */
const kernelFileSystems = /* @__PURE__ */ new Map([
	[40864, "proc"],
	[1650812274, "sysfs"],
	[1684170528, "debugfs"],
	[1953653091, "tracefs"],
	[1935894131, "securityfs"],
	[3405662737, "bpf"],
	[1634035564, "pstore"],
	[2613483, "cgroup"],
	[1667723888, "cgroup2"],
	[7377, "devpts"],
	[427819522, "mqueue"],
	[4185718668, "selinuxfs"],
	[3730735588, "efivarfs"],
	[1650812272, "configfs"],
	[1702057283, "fusectl"],
	[391, "autofs"]
]);
function typeOf(kind) {
	if (kind.isFile()) return "file";
	if (kind.isDirectory()) return "directory";
	return kind.isSymbolicLink() ? "symlink" : "other";
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
function isAbsent(error) {
	return [
		"ENOENT",
		"ENOTDIR",
		"ENAMETOOLONG",
		"EINVAL"
	].includes(codeOf(error));
}
/** Nodes of one folder. What could not be listed or looked at is remembered in `unread`, by path. */
var FolderNodes = class {
	root = {
		name: "",
		path: "",
		parent: void 0,
		type: "directory"
	};
	/** Path → why it could not be read. */
	unread = /* @__PURE__ */ new Map();
	/** Path → the kernel's file system that is mounted there and was left out. */
	leftOut = /* @__PURE__ */ new Map();
	#base;
	#runtime;
	#listings = 0;
	#entries = 0;
	constructor(base, runtime) {
		this.#base = Buffer.from(base);
		this.#runtime = runtime;
	}
	/** The path on this machine, as bytes: names need not be UTF-8. */
	hostPath(path) {
		return Buffer.concat([
			this.#base,
			Buffer.from("/"),
			encodeName(path)
		]);
	}
	nameOf(node) {
		return node.name;
	}
	typeOf(node) {
		return node.type;
	}
	parentOf(node) {
		return node.parent ?? node;
	}
	idOf(node) {
		return node.path;
	}
	linkOf(node) {
		try {
			return decodeName(readlinkSync(this.hostPath(node.path), { encoding: "buffer" }));
		} catch (error) {
			this.#failed(node.path, error);
			return;
		}
	}
	child(directory, name) {
		if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) return void 0;
		const path = directory.path === "" ? name : `${directory.path}/${name}`;
		const stats = this.stats(path);
		if (stats === void 0 || this.#isKernels(directory)) return void 0;
		return {
			name,
			path,
			parent: directory,
			type: typeOf(stats)
		};
	}
	children(directory) {
		if (++this.#listings % listingsPerTurn !== 0) return this.#list(directory);
		return new Promise((resolve) => void setImmediate(resolve)).then(() => {
			this.#runtime.signal.throwIfAborted();
			return this.#list(directory);
		});
	}
	/** What lstat says; undefined where there is nothing. */
	stats(path) {
		try {
			return lstatSync(this.hostPath(path));
		} catch (error) {
			if (!isAbsent(error)) this.#failed(path, error);
			return;
		}
	}
	#list(directory) {
		if (this.#isKernels(directory)) return [];
		if (this.#entries > entryLimit) {
			this.unread.set(directory.path, `more than ${entryLimit} entries; the rest is not walked`);
			return [];
		}
		try {
			const listed = readdirSync(this.hostPath(directory.path), {
				withFileTypes: true,
				encoding: "buffer"
			});
			this.#entries += listed.length;
			return listed.map((dirent) => {
				const name = decodeName(dirent.name);
				return {
					name,
					path: directory.path === "" ? name : `${directory.path}/${name}`,
					parent: directory,
					type: typeOf(dirent)
				};
			});
		} catch (error) {
			if (!isAbsent(error)) this.#failed(directory.path, error);
			return [];
		}
	}
	/** Whether a directory is the root of (or in) a file system that the kernel makes up; asked where the device changes. */
	#isKernels(directory) {
		if (this.leftOut.has(directory.path)) return true;
		directory.device ??= this.stats(directory.path)?.dev ?? -1;
		const { parent } = directory;
		if (parent === void 0) return false;
		parent.device ??= this.stats(parent.path)?.dev ?? -1;
		if (parent.device === directory.device) return false;
		try {
			const { type } = statfsSync(this.hostPath(directory.path));
			const name = kernelFileSystems.get(type >>> 0);
			if (name === void 0) return false;
			this.leftOut.set(directory.path, name);
			return true;
		} catch (error) {
			this.#failed(directory.path, error);
			return false;
		}
	}
	#failed(path, error) {
		this.unread.set(path, `could not be read (${codeOf(error)})`);
	}
};

// src/filesystems/host/folder-tree.ts
var FolderTree = class {
	caseSensitive = true;
	layers = 1;
	#nodes;
	#files;
	#skip;
	/** What the wants of plugins found, by the want itself. */
	#known = /* @__PURE__ */ new Map();
	constructor(nodes, files, skip) {
		this.#nodes = nodes;
		this.#files = files;
		this.#skip = skip;
	}
	at(layer) {
		if (layer !== 0) throw new RangeError(`a folder has no layer ${layer}`);
		return this;
	}
	async stat(path, follow = true) {
		const node = await lookUp(this.#nodes, path, follow);
		return node === void 0 ? void 0 : this.#entryOf(node);
	}
	async list(path) {
		const node = await lookUp(this.#nodes, path, true);
		if (node?.type !== "directory") return [];
		return (await this.#nodes.children(node)).flatMap((child) => this.#entryOf(child) ?? []).sort(compareEntries);
	}
	async find(want) {
		const known = this.#known.get(want);
		if (known !== void 0) return known;
		if (want.magic !== void 0) throw new TypeError("magic is for wants, not for a find in run");
		const [found = []] = await this.#walk([want]);
		return found;
	}
	async open(entry) {
		if (entry.type === "file") return this.#files.bytes(entry);
		throw new ScanError("TARGET_UNREADABLE", printable(entry.path), `is no file (${entry.type})`);
	}
	/** One walk for all wants; by index of the want, sorted by path. */
	async findAll(wants) {
		const all = await this.#walk(wants);
		for (const [index, want] of wants.entries()) {
			const found = all[index] ?? [];
			this.#known.set(want, want.magic === void 0 ? found : await this.#withMagic(want, found));
		}
		return wants.map((want) => this.#known.get(want) ?? []);
	}
	async #walk(wants) {
		const hits = /* @__PURE__ */ new Map();
		await walkGlobs({
			access: this.#nodes,
			automaton: compileGlobs(wants.map((want) => want.globs)),
			enters: (directory) => !this.#skip.matches(directory.path),
			found: (node, groups) => {
				const hit = hits.get(node.path) ?? {
					node,
					groups: /* @__PURE__ */ new Set()
				};
				for (const group of groups) hit.groups.add(group);
				hits.set(node.path, hit);
			}
		});
		const found = wants.map(() => []);
		for (const { node, groups } of hits.values()) {
			const entry = this.#entryOf(node);
			if (entry === void 0) continue;
			for (const group of groups) {
				const want = wants[group];
				if (want !== void 0 && isAccepted(want, entry)) found[group]?.push(entry);
			}
		}
		for (const entries of found) entries.sort(compareEntries);
		return found;
	}
	async #withMagic(want, entries) {
		const kept = [];
		for (const entry of entries) {
			if (entry.type !== "file" || entry.sizeBytes === 0) continue;
			try {
				if (hasMagic(want, await this.#files.bytes(entry).read(0, 16))) kept.push(entry);
			} catch (error) {
				if (!(error instanceof ScanError)) throw error;
				this.#nodes.unread.set(entry.path, "its first bytes could not be read");
			}
		}
		return kept;
	}
	#entryOf(node) {
		const stats = this.#nodes.stats(node.path);
		if (stats === void 0) return void 0;
		const link = node.type === "symlink" ? this.#nodes.linkOf(node) : void 0;
		return {
			path: node.path,
			type: node.type,
			mode: stats.mode & 4095,
			uid: stats.uid,
			gid: stats.gid,
			sizeBytes: node.type === "file" ? stats.size : 0,
			mtimeMs: stats.mtimeMs,
			...link === void 0 ? {} : { link },
			content: `${stats.dev}:${stats.ino}`,
			origin: {
				kind: "volume",
				volume: "/"
			}
		};
	}
};

// src/filesystems/host/open-folder.ts
/** Files parsed at once. */
const parsesAtOnce = 8;
async function prepare(nodes, files, runtime, { wants, skip, onSkipped }) {
	const tree = new FolderTree(nodes, files, skip);
	const rows = [];
	const found = await tree.findAll(wants.map(({ want }) => want));
	const facts = wants.map(() => []);
	const jobs = [];
	for (const [index, registered] of wants.entries()) {
		const slots = [];
		for (const entry of found[index] ?? []) {
			if (skip.matches(entry.path)) {
				onSkipped(registered.plugin, entry.path);
				continue;
			}
			if (registered.want.parse === void 0 || entry.type !== "file") continue;
			jobs.push(async () => {
				const parsed = await parseFile(registered, entry, () => files.bytes(entry));
				if (parsed.kind === "facts") slots.push([entry, parsed.facts]);
				if (parsed.kind === "failed") rows.push(failedParse(registered.plugin, entry.path, parsed.reason));
			});
		}
		facts[index] = slots;
	}
	const work = jobs.values();
	const worker = async () => {
		for (const job of work) {
			runtime.signal.throwIfAborted();
			await job();
		}
	};
	await Promise.all(Array.from({ length: parsesAtOnce }, worker));
	const byPath = ([left], [right]) => left.path < right.path ? -1 : 1;
	return {
		tree,
		facts: facts.map((slots) => [...slots].sort(byPath)),
		coverage: () => [
			...rows,
			...[...nodes.unread].map(([path, reason]) => unreadPath(path, reason)),
			...[...nodes.leftOut].map(([path, name]) => ({
				what: `path:${path}`,
				status: "not-scanned",
				reason: `a file system of the running kernel (${name})`,
				incomplete: false
			}))
		]
	};
}
/**
* A folder that holds a root file system; mounts below it belong to it, but for file systems that the kernel makes up.
* Throws UserError TARGET_NOT_FOUND, TARGET_UNREADABLE or TARGET_UNSUPPORTED.
*/
async function openFolder(path, runtime) {
	let base;
	try {
		base = await realpath(path);
		if (!(await stat(base)).isDirectory()) throw new UserError("TARGET_UNSUPPORTED", `dir:${path} is no folder`, { hint: "dir: takes the folder of a root file system; for a file use docker-archive: or oci-archive:." });
	} catch (error) {
		if (error instanceof UserError) throw error;
		const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
		const isAbsent = code === "ENOENT" || code === "ENOTDIR";
		throw new UserError(isAbsent ? "TARGET_NOT_FOUND" : "TARGET_UNREADABLE", isAbsent ? `dir:${path} is not there` : `dir:${path} could not be read (${code})`, {
			hint: "Name an existing folder that this user may read.",
			cause: error
		});
	}
	const nodes = new FolderNodes(base === "/" ? "" : base, runtime);
	const files = new FolderFiles((inner) => nodes.hostPath(inner));
	return {
		prepare: (prefetch) => prepare(nodes, files, runtime, prefetch),
		round: () => Promise.resolve(),
		close: () => files.close()
	};
}

export { openFolder };