import { n as aboveLimit, r as unreadPath, t as MissingBytes } from "./shared-trees-missing-bytes.mjs";

// src/trees/wants.ts
/** Whether the want takes the entry: by its `accept`, without one regular files. */
function isAccepted(want, entry) {
	return want.accept === void 0 ? entry.type === "file" : want.accept(entry);
}
/** Whether the file starts as `magic` says; true without it. */
function hasMagic(want, first) {
	if (want.magic === void 0) return true;
	const hex = Buffer.from(first.buffer, first.byteOffset, first.length).toString("hex");
	return want.magic.some((magic) => hex.startsWith(magic.toLowerCase()));
}
/** Parses one file for one want; a throw is a reason, not an error. Only for a want with `parse`. */
async function parseFile({ want }, entry, open) {
	const { parse, limitBytes } = want;
	if (parse === void 0 || limitBytes === void 0) return { kind: "nothing" };
	if (entry.sizeBytes > limitBytes) return {
		kind: "failed",
		reason: aboveLimit(entry.sizeBytes, limitBytes)
	};
	try {
		const facts = await parse(entry, await open());
		return facts === void 0 ? { kind: "nothing" } : {
			kind: "facts",
			facts
		};
	} catch (error) {
		if (error instanceof MissingBytes) throw error;
		return {
			kind: "failed",
			reason: error instanceof Error ? error.message : String(error)
		};
	}
}
/** The coverage row of a parse that failed. */
function failedParse(plugin, path, reason) {
	return unreadPath(path, `${plugin}: ${reason}`);
}
/** Orders entries by path, then by layer. */
function compareEntries(left, right) {
	if (left.path !== right.path) return left.path < right.path ? -1 : 1;
	if (left.origin.kind !== "layer" || right.origin.kind !== "layer") return 0;
	return left.origin.index - right.origin.index;
}

// src/trees/node-walk.ts
/** As many links are followed in one look-up as Linux follows. */
const linkLimit = 40;
/**
* The node that a path names, from `start`; a leading slash and `..` never leave the root. `follow` is for the last
* segment. Undefined where there is none, and for a cycle of links.
*/
async function lookUp(access, path, follow, start = access.root) {
	let node = path.startsWith("/") ? access.root : start;
	const rest = path.split("/").reverse();
	let links = 0;
	while (rest.length > 0) {
		const name = rest.pop();
		if (name === void 0 || name === "" || name === ".") continue;
		if (access.typeOf(node) !== "directory") return void 0;
		if (name === "..") {
			node = access.parentOf(node);
			continue;
		}
		const step = access.child(node, name);
		const next = step instanceof Promise ? await step : step;
		if (next === void 0) return void 0;
		if (access.typeOf(next) !== "symlink" || rest.every((left) => left === "") && !follow) {
			node = next;
			continue;
		}
		if (++links > linkLimit) return void 0;
		const read = access.linkOf(next);
		const target = read instanceof Promise ? await read : read;
		if (target === void 0 || target === "") return void 0;
		if (target.startsWith("/")) node = access.root;
		rest.push(...target.split("/").reverse());
	}
	return node;
}
/** Walks to every node that a glob reaches, links in the segments before a glob's first `**` included. */
async function walkGlobs(walk) {
	const { access, automaton, found, enters } = walk;
	const pending = [[access.root, automaton.start]];
	/** Once a link has led on, no directory is walked twice in one state: links may go round in circles. */
	const visited = /* @__PURE__ */ new Set();
	let hasFollowed = false;
	const enter = (directory, state) => {
		if (!state.isLive) return;
		if (enters !== void 0 && !automaton.follow(state).isLive && !enters(directory)) return;
		pending.push([directory, state]);
	};
	const followLink = async (parent, node, state) => {
		const onward = automaton.follow(state);
		if (!onward.isLive && onward.accepts.length === 0) return;
		const read = access.linkOf(node);
		const link = read instanceof Promise ? await read : read;
		if (link === void 0) return;
		const target = await lookUp(access, link, true, parent);
		if (target === void 0) return;
		if (onward.accepts.length > 0) found(target, onward.accepts);
		if (access.typeOf(target) !== "directory") return;
		hasFollowed = true;
		enter(target, onward);
	};
	/** A promise only where a link must be followed: most nodes cost no wait. */
	const visit = (parent, node, state) => {
		if (state.accepts.length > 0) found(node, state.accepts);
		const type = access.typeOf(node);
		if (type === "directory") enter(node, state);
		return type === "symlink" ? followLink(parent, node, state) : void 0;
	};
	if (automaton.start.accepts.length > 0) found(access.root, automaton.start.accepts);
	const walkOne = async (directory, state) => {
		if (hasFollowed) {
			const key = `${access.idOf(directory)}/${state.id}`;
			if (visited.has(key)) return;
			visited.add(key);
		}
		const children = state.names?.map((name) => access.child(directory, name)) ?? access.children(directory);
		for (const child of children instanceof Promise ? await children : children) {
			const node = child instanceof Promise ? await child : child;
			if (node === void 0) continue;
			const onward = automaton.step(state, access.nameOf(node));
			if (onward.accepts.length === 0 && !onward.isLive) continue;
			const following = visit(directory, node, onward);
			if (following !== void 0) await following;
		}
	};
	while (pending.length > 0) {
		const batch = pending.splice(-(walk.lanes ?? 1));
		await Promise.all(batch.map(([directory, state]) => walkOne(directory, state)));
	}
}

// src/trees/name-text.ts
const strict = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
/** The length of the UTF-8 sequence at `offset`, or 0 where there is none. */
function sequenceLength(bytes, offset) {
	const first = bytes[offset] ?? 0;
	if (first < 128) return 1;
	const length = first >= 240 ? 4 : first >= 224 ? 3 : first >= 194 ? 2 : 0;
	if (length === 0 || first > 244 || offset + length > bytes.length) return 0;
	for (let index = 1; index < length; index++) if (((bytes[offset + index] ?? 0) & 192) !== 128) return 0;
	const second = bytes[offset + 1] ?? 0;
	if (first === 224 && second < 160) return 0;
	if (first === 237 && second > 159) return 0;
	if (first === 240 && second < 144) return 0;
	if (first === 244 && second > 143) return 0;
	return length;
}
function decodeLoosely(bytes) {
	let text = "";
	for (let offset = 0; offset < bytes.length;) {
		const length = sequenceLength(bytes, offset);
		if (length === 0) text += String.fromCharCode(56320 + (bytes[offset++] ?? 0));
		else {
			text += strict.decode(bytes.subarray(offset, offset + length));
			offset += length;
		}
	}
	return text;
}
/** The text of a name or path; never throws. */
function decodeName(bytes) {
	for (let index = 0; index < bytes.length; index++) {
		if ((bytes[index] ?? 0) < 128) continue;
		try {
			return strict.decode(bytes);
		} catch {
			return decodeLoosely(bytes);
		}
	}
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
/** The bytes of a name or path; what `decodeName` made comes back as it was. */
function encodeName(text) {
	if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, "utf8");
	const parts = [];
	for (const character of text) {
		const code = character.charCodeAt(0);
		const isByte = character.length === 1 && code >= 56448 && code <= 56575;
		parts.push(isByte ? Buffer.of(code - 56320) : Buffer.from(character, "utf8"));
	}
	return Buffer.concat(parts);
}

export { compareEntries as a, isAccepted as c, walkGlobs as i, parseFile as l, encodeName as n, failedParse as o, lookUp as r, hasMagic as s, decodeName as t };