import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { t as prepareTree } from "./shared-filesystems-node-tree.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { n as encodeName, t as decodeName } from "./shared-trees-name-text.mjs";
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
	/** The system answers at once. */
	lanes = 1;
	#base;
	#files;
	#runtime;
	#listings = 0;
	#entries = 0;
	constructor(base, files, runtime) {
		this.#base = Buffer.from(base);
		this.#files = files;
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
	pathOf(node) {
		return node.path;
	}
	walks() {
		return true;
	}
	bytesOf(entry) {
		return this.#files.bytes(entry);
	}
	entryOf(node) {
		const stats = this.stats(node.path);
		if (stats === void 0) return void 0;
		const link = node.type === "symlink" ? this.linkOf(node) : void 0;
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

// src/filesystems/host/open-folder.ts
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
	const files = new FolderFiles((inner) => nodes.hostPath(inner));
	const nodes = new FolderNodes(base === "/" ? "" : base, files, runtime);
	const leftOut = () => [...nodes.leftOut].map(([inner, name]) => ({
		what: `path:${inner}`,
		status: "not-scanned",
		reason: `a file system of the running kernel (${name})`,
		incomplete: false
	}));
	return {
		prepare: (prefetch) => prepareTree(nodes, prefetch, runtime, leftOut),
		round: () => Promise.resolve(),
		close: () => files.close()
	};
}

export { openFolder };