import { n as UserError } from "./shared-model-errors.mjs";

// src/trees/globs.ts
/** More alternatives in one segment are refused. */
const alternativesLimit = 256;
function malformed(glob, what) {
	return new UserError("USAGE", `glob «${glob}»: ${what}`, { hint: "Globs go from the root: names, *, ?, [], {a,b} within one segment, ** for any number of segments; \\ takes the next character as it is." });
}
/** Splits at slashes outside of braces and brackets' escapes. */
function splitSegments(glob) {
	const segments = [];
	let current = "";
	let depth = 0;
	for (let index = 0; index < glob.length; index++) {
		const character = glob.charAt(index);
		if (character === "\\" && index + 1 < glob.length) {
			current += character + glob.charAt(++index);
			continue;
		}
		if (character === "{") depth++;
		if (character === "}" && depth > 0) depth--;
		if (character !== "/") {
			current += character;
			continue;
		}
		if (depth > 0) throw malformed(glob, "a slash within braces");
		segments.push(current);
		current = "";
	}
	if (depth > 0) throw malformed(glob, "a brace is not closed");
	segments.push(current);
	return segments.filter((segment) => segment !== "" && segment !== ".");
}
/** The end of the bracket expression that starts at `start`, or undefined. */
function bracketEnd(text, start) {
	let index = start + 1;
	if (text[index] === "!" || text[index] === "^") index++;
	if (text[index] === "]") index++;
	for (; index < text.length; index++) if (text[index] === "\\") index++;
	else if (text[index] === "]") return index;
}
/** Expands `{a,b}` (nested too) into the segments that it stands for. */
function expandBraces(segment, glob) {
	let open = -1;
	let depth = 0;
	const cuts = [];
	for (let index = 0; index < segment.length; index++) {
		const character = segment[index];
		if (character === "\\") index++;
		else if (character === "[") index = bracketEnd(segment, index) ?? index;
		else if (character === "{") {
			if (depth++ === 0) open = index;
		} else if (character === "," && depth === 1) cuts.push(index);
		else if (character === "}" && depth > 0 && --depth === 0) {
			const edges = [
				open,
				...cuts,
				index
			];
			const expanded = [];
			for (let part = 0; part + 1 < edges.length; part++) {
				const middle = segment.slice((edges[part] ?? 0) + 1, edges[part + 1]);
				const text = segment.slice(0, open) + middle + segment.slice(index + 1);
				expanded.push(...expandBraces(text, glob));
				if (expanded.length > alternativesLimit) throw malformed(glob, "too many alternatives");
			}
			return expanded;
		}
	}
	return [segment];
}
function escapeRegExp(text) {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
function pieces(segment, glob) {
	const found = [];
	for (let index = 0; index < segment.length; index++) {
		const character = segment.charAt(index);
		if (character === "*") {
			if (found.at(-1)?.pattern !== ".*") found.push({ pattern: ".*" });
		} else if (character === "?") found.push({ pattern: "." });
		else if (character === "[") {
			const end = bracketEnd(segment, index);
			if (end === void 0) throw malformed(glob, "a bracket is not closed");
			const body = segment.slice(index + 1, end);
			const negated = body.startsWith("!") || body.startsWith("^");
			const set = (negated ? body.slice(1) : body).replace(/\\(.)/gsu, "$1").replace(/[\\\]^[&~|]/g, "\\$&");
			found.push({ pattern: `[${negated ? "^" : ""}${set}]` });
			index = end;
		} else {
			const text = character === "\\" && index + 1 < segment.length ? segment.charAt(++index) : character;
			const last = found.at(-1);
			if (last?.literal === void 0) found.push({
				pattern: escapeRegExp(text),
				literal: text
			});
			else {
				const literal = last.literal + text;
				found[found.length - 1] = {
					pattern: escapeRegExp(literal),
					literal
				};
			}
		}
	}
	return found;
}
/** A test for a segment that is not literal; the usual shapes without a regular expression. */
function nameTest(parts, glob) {
	const [first, second, third] = parts;
	if (parts.length === 1 && first?.pattern === ".*") return () => true;
	if (parts.length === 2 && first?.pattern === ".*" && second?.literal !== void 0) {
		const suffix = second.literal;
		return (name) => name.endsWith(suffix);
	}
	if (parts.length === 2 && first?.literal !== void 0 && second?.pattern === ".*") {
		const prefix = first.literal;
		return (name) => name.startsWith(prefix);
	}
	if (parts.length === 3 && first?.literal !== void 0 && second?.pattern === ".*" && third?.literal !== void 0) {
		const [prefix, suffix] = [first.literal, third.literal];
		return (name) => name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
	}
	try {
		const pattern = new RegExp(`^(?:${parts.map((part) => part.pattern).join("")})$`, "su");
		return (name) => pattern.test(name);
	} catch (error) {
		throw malformed(glob, `not a pattern (${error instanceof Error ? error.message : "unknown"})`);
	}
}
/**
* The segments of a glob; `./`, leading and double slashes are dropped.
* Throws UserError USAGE for a brace or bracket that is not closed, and for `..`.
*/
function parseGlob(glob) {
	const segments = [];
	for (const text of splitSegments(glob)) {
		if (text === "..") throw malformed(glob, "«..» leaves the root");
		if (text === "**") {
			if (segments.at(-1)?.kind !== "any-depth") segments.push({ kind: "any-depth" });
			continue;
		}
		const literals = [];
		const tests = [];
		for (const alternative of expandBraces(text, glob)) {
			const parts = pieces(alternative, glob);
			const [only] = parts;
			if (parts.length === 1 && only?.literal !== void 0) literals.push(only.literal);
			else if (parts.length > 0) tests.push(nameTest(parts, glob));
		}
		segments.push({
			kind: "name",
			literals,
			tests
		});
	}
	if (segments.length === 0) throw malformed(glob, "it names nothing");
	return segments;
}

// src/trees/automaton.ts
/** Above it the tests that fitted are a text instead of bits. */
const bitLimit = 30;
var LazyAutomaton = class {
	start;
	dead;
	#positions = [];
	#states = [];
	#byKey = /* @__PURE__ */ new Map();
	constructor(groups) {
		const first = [];
		for (const [group, globs] of groups.entries()) for (const glob of globs) first.push(this.#add(parseGlob(glob), group));
		this.start = this.#stateOf(first);
		this.dead = this.#stateOf([]);
	}
	/** Two positions a segment: before and after the first `**` was entered. */
	#add(segments, group) {
		const base = this.#positions.length;
		const at = (index, isAfterStar) => base + index * 2 + (isAfterStar ? 1 : 0);
		for (let index = 0; index <= segments.length; index++) {
			const segment = segments[index];
			for (const isAfterStar of [false, true]) {
				const enters = isAfterStar || segment?.kind === "any-depth";
				const next = segment === void 0 ? -1 : at(index + 1, enters);
				this.#positions.push({
					segment,
					group,
					isAfterStar,
					next,
					entered: at(index, true)
				});
			}
		}
		return base;
	}
	#stateOf(seeds) {
		const set = new Set(seeds);
		for (const index of set) {
			const position = this.#positions[index];
			if (position?.segment?.kind === "any-depth") set.add(position.next);
		}
		const positions = [...set].sort((left, right) => left - right);
		const key = positions.join(",");
		const known = this.#byKey.get(key);
		if (known !== void 0) return known;
		const state = this.#build(positions);
		this.#states.push(state);
		this.#byKey.set(key, state);
		return state;
	}
	#build(positions) {
		const accepts = /* @__PURE__ */ new Set();
		const literals = /* @__PURE__ */ new Map();
		const wilds = [];
		const always = [];
		for (const index of positions) {
			const position = this.#positions[index];
			if (position === void 0) continue;
			if (position.segment === void 0) accepts.add(position.group);
			else if (position.segment.kind === "any-depth") always.push(position.entered);
			else {
				for (const literal of position.segment.literals) {
					const entry = literals.get(literal) ?? {
						rank: literals.size + 1,
						targets: []
					};
					entry.targets.push(position.next);
					literals.set(literal, entry);
				}
				for (const test of position.segment.tests) wilds.push({
					test,
					target: position.next
				});
			}
		}
		const isLive = literals.size + wilds.length + always.length > 0;
		return {
			id: this.#states.length,
			accepts: [...accepts].sort((left, right) => left - right),
			isLive,
			names: wilds.length + always.length > 0 ? void 0 : [...literals.keys()],
			positions,
			literals,
			wilds,
			always,
			known: /* @__PURE__ */ new Map()
		};
	}
	step(from, name) {
		const state = this.#own(from);
		const literal = state.literals.get(name);
		let bits = 0;
		let text = "";
		const { wilds } = state;
		for (let index = 0; index < wilds.length; index++) {
			if (wilds[index]?.test(name) !== true) continue;
			if (wilds.length > bitLimit) text += `${index},`;
			else bits |= 1 << index;
		}
		const rank = literal?.rank ?? 0;
		const key = wilds.length > bitLimit ? `${rank}:${text}` : rank * 2 ** bitLimit + bits;
		const known = state.known.get(key);
		if (known !== void 0) return known;
		const targets = [...state.always, ...literal?.targets ?? []];
		for (const { test, target } of wilds) if (test(name)) targets.push(target);
		const next = this.#stateOf(targets);
		state.known.set(key, next);
		return next;
	}
	follow(from) {
		const state = this.#own(from);
		state.followed ??= this.#stateOf(state.positions.filter((index) => this.#positions[index]?.isAfterStar === false));
		return state.followed;
	}
	merge(left, right) {
		if (left.id === right.id) return left;
		return this.#stateOf([...this.#own(left).positions, ...this.#own(right).positions]);
	}
	state(id) {
		const state = this.#states[id];
		if (state === void 0) throw new RangeError(`no glob state ${id}`);
		return state;
	}
	#own(state) {
		const own = this.#states[state.id];
		if (own === void 0) throw new RangeError(`no glob state ${state.id}`);
		return own;
	}
};
/**
* One automaton for groups of globs (a group is what one want names); throws UserError USAGE for a malformed glob.
* @example compileGlobs([['etc/*'], ['**\/x.jar']])
*/
function compileGlobs(groups) {
	return new LazyAutomaton(groups);
}

export { compileGlobs as t };