import { r as unreadPath } from "./shared-trees-missing-bytes.mjs";
import { a as compareEntries, c as isAccepted, i as walkGlobs, l as parseFile, o as failedParse, r as lookUp, s as hasMagic } from "./shared-trees-name-text.mjs";
import { t as ScanError } from "./shared-model-errors.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { t as compileGlobs } from "./shared-trees-automaton.mjs";

// src/filesystems/node-tree.ts
/** Runs a few jobs at once; jobs that need no waiting cost none. */
async function inLanes(items, lanes, work) {
	const rest = items[Symbol.iterator]();
	const lane = async () => {
		for (let next = rest.next(); next.done !== true; next = rest.next()) {
			const running = work(next.value);
			if (running instanceof Promise) await running;
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}
var NodeTree = class {
	caseSensitive;
	layers = 1;
	#nodes;
	#skip;
	/** What the wants of plugins found, by the want itself. */
	#known = /* @__PURE__ */ new Map();
	constructor(nodes, skip) {
		this.#nodes = nodes;
		this.#skip = skip;
		this.caseSensitive = nodes.fold === void 0;
	}
	at(layer) {
		if (layer !== 0) throw new RangeError(`there is no layer ${layer}`);
		return this;
	}
	async stat(path, follow = true) {
		const node = await lookUp(this.#nodes, path, follow);
		return node === void 0 ? void 0 : this.#nodes.entryOf(node);
	}
	async list(path) {
		const node = await lookUp(this.#nodes, path, true);
		if (node === void 0 || this.#nodes.typeOf(node) !== "directory") return [];
		const entries = [];
		await inLanes(await this.#nodes.children(node), this.#nodes.lanes, async (child) => {
			const entry = await this.#nodes.entryOf(child);
			if (entry !== void 0) entries.push(entry);
		});
		return entries.sort(compareEntries);
	}
	async find(want) {
		const known = this.#known.get(want);
		if (known !== void 0) return known;
		if (want.magic !== void 0) throw new TypeError("magic is for wants, not for a find in run");
		const [found = []] = await this.#walk([want]);
		return found;
	}
	async open(entry) {
		if (entry.type === "file") return this.#nodes.bytesOf(entry);
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
		const nodes = this.#nodes;
		const { fold } = nodes;
		const hits = /* @__PURE__ */ new Map();
		await walkGlobs({
			access: nodes,
			automaton: compileGlobs(wants.map(({ globs }) => fold ? globs.map(fold) : globs)),
			enters: (directory) => !this.#skip.matches(nodes.pathOf(directory)) && nodes.walks(directory),
			found: (node, groups) => {
				const path = nodes.pathOf(node);
				const hit = hits.get(path) ?? {
					node,
					groups: /* @__PURE__ */ new Set()
				};
				for (const group of groups) hit.groups.add(group);
				hits.set(path, hit);
			},
			lanes: nodes.lanes
		});
		const found = wants.map(() => []);
		const sort = (entry, groups) => {
			if (entry === void 0) return;
			for (const group of groups) {
				const want = wants[group];
				if (want !== void 0 && isAccepted(want, entry)) found[group]?.push(entry);
			}
		};
		await inLanes(hits.values(), nodes.lanes, ({ node, groups }) => {
			const made = nodes.entryOf(node);
			if (made instanceof Promise) return made.then((entry) => sort(entry, groups));
			return sort(made, groups);
		});
		for (const entries of found) entries.sort(compareEntries);
		return found;
	}
	async #withMagic(want, entries) {
		const kept = [];
		await inLanes(entries, this.#nodes.lanes, async (entry) => {
			if (entry.type !== "file" || entry.sizeBytes === 0) return;
			try {
				const bytes = await this.#nodes.bytesOf(entry);
				if (hasMagic(want, await bytes.read(0, 16))) kept.push(entry);
			} catch (error) {
				if (!(error instanceof ScanError)) throw error;
				this.#nodes.unread.set(entry.path, `its first bytes could not be read: ${error.message}`);
			}
		});
		return kept.sort(compareEntries);
	}
};

// src/filesystems/prepare-tree.ts
/** Files parsed at once. */
const parsesAtOnce = 8;
function byPath([left], [right]) {
	return left.path < right.path ? -1 : 1;
}
/** `more`: what else was not read, asked when all plugins have run. */
async function prepareTree(nodes, { wants, skip, onSkipped }, { signal }, more = () => []) {
	const tree = new NodeTree(nodes, skip);
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
				const parsed = await parseFile(registered, entry, () => nodes.bytesOf(entry));
				if (parsed.kind === "facts") slots.push([entry, parsed.facts]);
				if (parsed.kind === "failed") rows.push(failedParse(registered.plugin, entry.path, parsed.reason));
			});
		}
		facts[index] = slots;
	}
	await inLanes(jobs, parsesAtOnce, (job) => {
		signal.throwIfAborted();
		return job();
	});
	return {
		tree,
		facts: facts.map((slots) => [...slots].sort(byPath)),
		coverage: () => [
			...rows,
			...[...nodes.unread].map(([path, reason]) => unreadPath(path, reason)),
			...more()
		]
	};
}

export { NodeTree as n, prepareTree as t };