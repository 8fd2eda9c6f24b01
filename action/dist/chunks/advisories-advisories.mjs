import { i as __toESM } from "./runtime.mjs";
import { i as warmUpSqlite, n as createSqlite, r as openSqlite, t as makeFolder } from "./shared-runtime-make-folder.mjs";
import { t as compareSeverity } from "./shared-model-severity.mjs";
import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { crc32, gunzipSync, inflateRawSync } from "node:zlib";
import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";

// src/advisories/versions/digits.ts
/** Orders two runs of decimal digits by value; the empty run is zero. */
function compareDigits(left, right) {
	if (left.length < 16 && right.length < 16) return Number(left) - Number(right);
	const a = left.replace(/^0+/, "");
	const b = right.replace(/^0+/, "");
	if (a.length !== b.length) return a.length - b.length;
	return compareText$1(a, b);
}
/** Orders two texts by UTF-16 code units. */
function compareText$1(left, right) {
	if (left === right) return 0;
	return left < right ? -1 : 1;
}
/** Whether a code unit (NaN past the end) is an ASCII digit. */
function isDigit(code) {
	return code >= 48 && code <= 57;
}
/** Whether a code unit is an ASCII letter. */
function isLetter(code) {
	return code >= 97 && code <= 122 || code >= 65 && code <= 90;
}

// src/advisories/versions/apk.ts
/** What comes next in a version; the order of the numbers is the order of apk's tokens. */
const kinds$1 = {
	componentOrZero: 0,
	component: 1,
	letter: 2,
	suffix: 3,
	suffixNumber: 4,
	revision: 5,
	end: 6,
	invalid: 7
};
const before = [
	"alpha",
	"beta",
	"pre",
	"rc"
];
const after = [
	"cvs",
	"svn",
	"git",
	"hg",
	"p"
];
/** Going back to these kinds is allowed after those. */
const returns = /* @__PURE__ */ new Map([
	[kinds$1.componentOrZero, kinds$1.component],
	[kinds$1.suffix, kinds$1.suffixNumber],
	[kinds$1.component, kinds$1.letter]
]);
function compareValues(left, right) {
	if (typeof left === "number") return typeof right === "number" ? left - right : -1;
	return typeof right === "number" ? 1 : compareDigits(left, right);
}
var Tokens = class {
	kind = kinds$1.component;
	text;
	at = 0;
	constructor(text) {
		this.text = text;
	}
	/** The value of the token at hand; afterwards `kind` is that of the next one. */
	next() {
		const { text } = this;
		if (this.at >= text.length) {
			this.kind = kinds$1.end;
			return 0;
		}
		switch (this.kind) {
			case kinds$1.componentOrZero:
				if (text[this.at] === "0") return this.zeros();
				return this.digits();
			case kinds$1.component:
			case kinds$1.suffixNumber:
			case kinds$1.revision: return this.digits();
			case kinds$1.letter: {
				const code = text.charCodeAt(this.at);
				this.step(1);
				return code;
			}
			case kinds$1.suffix: return this.suffix();
			default:
				this.kind = kinds$1.invalid;
				return -1;
		}
	}
	/** The kind at hand, `invalid` where a number is due and none stands there. */
	get sound() {
		const { kind } = this;
		return (kind === kinds$1.componentOrZero || kind === kinds$1.revision) && this.at < this.text.length && !isDigit(this.text.charCodeAt(this.at)) ? kinds$1.invalid : kind;
	}
	/** Zeros at the start of a component make it sort before those without, the more the earlier. */
	zeros() {
		let end = this.at;
		while (this.text[end] === "0") end++;
		const count = end - this.at;
		this.at = end;
		this.kind = end >= this.text.length ? kinds$1.end : kinds$1.component;
		return -count;
	}
	digits() {
		let end = this.at;
		while (isDigit(this.text.charCodeAt(end))) end++;
		const digits = this.text.slice(this.at, end);
		this.step(digits.length);
		const significant = digits.replace(/^0+/, "");
		return significant.length < 16 ? Number(significant) : significant;
	}
	suffix() {
		const early = before.findIndex((word) => this.text.startsWith(word, this.at));
		if (early >= 0) {
			this.step(before[early]?.length ?? 0);
			return early - before.length;
		}
		const late = after.findIndex((word) => this.text.startsWith(word, this.at));
		if (late >= 0) {
			this.step(after[late]?.length ?? 0);
			return late;
		}
		this.kind = kinds$1.invalid;
		return -1;
	}
	step(length) {
		this.at += length;
		const next = this.classify();
		const back = next < this.kind && returns.get(next) !== this.kind;
		this.kind = back ? kinds$1.invalid : next;
	}
	classify() {
		if (this.at >= this.text.length) return kinds$1.end;
		const code = this.text.charCodeAt(this.at);
		const isLower = code >= 97 && code <= 122;
		if ((this.kind === kinds$1.component || this.kind === kinds$1.componentOrZero) && isLower) return kinds$1.letter;
		if (this.kind === kinds$1.letter && isDigit(code)) return kinds$1.component;
		if (this.kind === kinds$1.suffix && isDigit(code)) return kinds$1.suffixNumber;
		this.at++;
		switch (this.text[this.at - 1]) {
			case ".": return kinds$1.componentOrZero;
			case "_": return kinds$1.suffix;
			case "-":
				if (this.text[this.at] !== "r") return kinds$1.invalid;
				this.at++;
				return kinds$1.revision;
			default: return kinds$1.invalid;
		}
	}
};
/**
* Orders two Alpine versions as `apk version -t` does. Never throws.
* @example compareApk('1.2_rc1-r0', '1.2-r0') // < 0
*/
function compareApk(left, right) {
	if (left === right) return 0;
	const a = new Tokens(left);
	const b = new Tokens(right);
	while (a.kind === b.kind && a.kind !== kinds$1.end && a.kind !== kinds$1.invalid) {
		const difference = compareValues(a.next(), b.next());
		if (difference !== 0) return Math.sign(difference);
	}
	const ends = [a.sound, b.sound];
	if (ends[0] === ends[1]) return 0;
	if (ends[0] === kinds$1.suffix && compareValues(a.next(), 0) < 0) return -1;
	if (ends[1] === kinds$1.suffix && compareValues(b.next(), 0) < 0) return 1;
	return ends[0] > ends[1] ? -1 : 1;
}

// src/advisories/versions/dpkg.ts
/** `~` before the end, the end before letters, letters before all else. */
function weight(text, index) {
	const code = text.charCodeAt(index);
	if (Number.isNaN(code) || isDigit(code)) return 0;
	if (code === 126) return -1;
	return isLetter(code) ? code : code + 256;
}
function compareParts$1(left, right) {
	let i = 0;
	let j = 0;
	while (i < left.length || j < right.length) {
		while (i < left.length && !isDigit(left.charCodeAt(i)) || j < right.length && !isDigit(right.charCodeAt(j))) {
			const difference = weight(left, i) - weight(right, j);
			if (difference !== 0) return difference;
			i++;
			j++;
		}
		const fromLeft = i;
		const fromRight = j;
		while (isDigit(left.charCodeAt(i))) i++;
		while (isDigit(right.charCodeAt(j))) j++;
		const difference = compareDigits(left.slice(fromLeft, i), right.slice(fromRight, j));
		if (difference !== 0) return difference;
	}
	return 0;
}
function split$1(version) {
	const text = version.trim();
	const colon = text.indexOf(":");
	const epoch = colon > 0 && /^\d+$/.test(text.slice(0, colon)) ? text.slice(0, colon) : "";
	const rest = epoch === "" ? text : text.slice(colon + 1);
	const dash = rest.lastIndexOf("-");
	return dash < 0 ? [
		epoch,
		rest,
		""
	] : [
		epoch,
		rest.slice(0, dash),
		rest.slice(dash + 1)
	];
}
/**
* Orders two Debian versions as dpkg does: epoch, upstream, revision; `~` sorts before everything, even the end.
* Text that is no version is ordered as upstream text. Never throws.
* @example compareDpkg('1.0~rc1-1', '1.0-1') // < 0
*/
function compareDpkg(left, right) {
	if (left === right) return 0;
	const [leftEpoch, leftUpstream, leftRevision] = split$1(left);
	const [rightEpoch, rightUpstream, rightRevision] = split$1(right);
	return compareDigits(leftEpoch, rightEpoch) || compareParts$1(leftUpstream, rightUpstream) || compareParts$1(leftRevision, rightRevision);
}

// src/advisories/versions/semver.ts
const release = /^[v=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*/;
const preRelease = /^-?([0-9A-Za-z-][0-9A-Za-z.-]*)?$/;
function parse$1(version) {
	const text = version.trim();
	const plus = text.indexOf("+");
	const counted = plus < 0 ? text : text.slice(0, plus);
	const numbers = release.exec(counted);
	if (numbers === null) return void 0;
	const rest = preRelease.exec(counted.slice(numbers[0].length));
	if (rest === null) return void 0;
	const [, major = "", minor = "", patch = ""] = numbers;
	return {
		numbers: [
			major,
			minor,
			patch
		],
		prerelease: rest[1] ?? ""
	};
}
/** Whether the text is a version, in the loose spelling of npm (`v1.2.3`, `=1.2.3`, `1.2.3beta`) or with fewer numbers. */
function isSemver(version) {
	return parse$1(version) !== void 0;
}
function comparePrerelease(left, right) {
	if (left === right) return 0;
	if (left === "") return 1;
	if (right === "") return -1;
	const a = left.split(".");
	const b = right.split(".");
	for (let index = 0; index < a.length && index < b.length; index++) {
		const one = a[index] ?? "";
		const two = b[index] ?? "";
		if (one === two) continue;
		const isNumber = /^\d+$/.test(one);
		if (isNumber !== /^\d+$/.test(two)) return isNumber ? -1 : 1;
		const difference = isNumber ? compareDigits(one, two) : compareText$1(one, two);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
/**
* Orders two semantic versions; build metadata does not count. Text that is no version comes before every version.
* Never throws.
* @example compareSemver('1.26.0-0', '1.26.0-rc.1') // < 0
*/
function compareSemver(left, right) {
	if (left === right) return 0;
	const a = parse$1(left);
	const b = parse$1(right);
	if (a === void 0 || b === void 0) {
		if (a === void 0 && b === void 0) return compareText$1(left, right);
		return a === void 0 ? -1 : 1;
	}
	for (let index = 0; index < 3; index++) {
		const difference = compareDigits(a.numbers[index] ?? "", b.numbers[index] ?? "");
		if (difference !== 0) return difference;
	}
	return comparePrerelease(a.prerelease, b.prerelease);
}

// src/advisories/versions/go.ts
/**
* The semantic version of a Go release as a binary names it; other text comes back without `go` and `v`.
* @example goVersion('go1.22rc1') // '1.22.0-rc.1'
*/
function goVersion(text) {
	const bare = text.trim().replace(/^(?:go|v)(?=\d)/, "");
	const first = bare.split(/[\s+]/)[0] ?? "";
	const release = /^(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta|alpha)(\d+))?(?:-.*)?$/.exec(first);
	if (release === null) return bare;
	const [, major, minor, patch = "0", stage, number] = release;
	if (stage !== void 0) return `${major}.${minor}.${patch}-${stage}.${number}`;
	return text.startsWith("go") ? `${major}.${minor}.${patch}` : bare;
}
/**
* Orders versions of Go modules and of the standard library. Never throws.
* @example compareGo('v0.0.0-20190101000000-abcdefabcdef', '0.1.0') // < 0
*/
function compareGo(left, right) {
	return left === right ? 0 : compareSemver(goVersion(left), goVersion(right));
}

// src/advisories/versions/pep440.ts
const shape = /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;
/** How a stage sorts within one release: dev of the release itself, pre-releases, the release, post-releases. */
const stages = {
	a: 1,
	alpha: 1,
	b: 2,
	beta: 2,
	c: 3,
	rc: 3,
	pre: 3,
	preview: 3
};
const devOnly = 0;
const final = 4;
function parse(version) {
	const match = shape.exec(version);
	if (match === null) return void 0;
	const [, epoch, release, pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] = match;
	const numbers = (release ?? "").split(".");
	while (numbers.length > 1 && /^0*$/.test(numbers.at(-1) ?? "")) numbers.pop();
	const postText = implicitPost ?? (post === void 0 ? void 0 : postNumber ?? "0");
	const devText = dev === void 0 ? void 0 : devNumber ?? "0";
	let stage = final;
	if (pre !== void 0) stage = stages[pre.toLowerCase()] ?? final;
	else if (postText === void 0 && devText !== void 0) stage = devOnly;
	return {
		epoch: epoch ?? "0",
		release: numbers,
		stage,
		stageNumber: preNumber ?? "0",
		post: postText,
		dev: devText,
		local: local?.toLowerCase().split(/[-_.]/)
	};
}
/** Whether the text is a version of PEP 440; pip takes no other since 24.1. */
function isPep440(version) {
	return shape.test(version);
}
function compareOptional(left, right, absent) {
	if (left === void 0 || right === void 0) {
		if (left === right) return 0;
		return left === void 0 ? absent : -absent;
	}
	return compareDigits(left, right);
}
function compareReleases(left, right) {
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const difference = compareDigits(left[index] ?? "", right[index] ?? "");
		if (difference !== 0) return difference;
	}
	return 0;
}
function compareLocal(left, right) {
	if (left === void 0 || right === void 0) return Number(left !== void 0) - Number(right !== void 0);
	for (let index = 0; index < Math.min(left.length, right.length); index++) {
		const a = left[index] ?? "";
		const b = right[index] ?? "";
		const isNumber = /^\d+$/.test(a);
		if (isNumber !== /^\d+$/.test(b)) return isNumber ? 1 : -1;
		const difference = isNumber ? compareDigits(a, b) : compareText$1(a, b);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}
const legacyWords = {
	pre: "c",
	preview: "c",
	"-": "final-",
	rc: "c",
	dev: "@"
};
/** Parts that compare as texts: numbers padded, words behind an asterisk. */
function legacyParts(version) {
	const parts = [];
	for (const [raw] of version.toLowerCase().matchAll(/\d+|[a-z]+|-/g)) {
		const part = legacyWords[raw] ?? raw;
		if (/^\d/.test(part)) {
			parts.push(part.padStart(8, "0"));
			continue;
		}
		const word = `*${part}`;
		if (word < "*final") while (parts.at(-1) === "*final-") parts.pop();
		while (parts.at(-1) === "00000000") parts.pop();
		parts.push(word);
	}
	parts.push("*final");
	return parts;
}
function compareLegacy(left, right) {
	const a = legacyParts(left);
	const b = legacyParts(right);
	for (let index = 0; index < Math.min(a.length, b.length); index++) {
		const difference = compareText$1(a[index] ?? "", b[index] ?? "");
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
/**
* Orders two Python versions. Never throws.
* @example comparePep440('1.0.dev1', '1.0a1') // < 0
*/
function comparePep440(left, right) {
	if (left === right) return 0;
	const a = parse(left);
	const b = parse(right);
	if (a === void 0 || b === void 0) {
		if (a === void 0 && b === void 0) return compareLegacy(left, right);
		return a === void 0 ? -1 : 1;
	}
	return compareDigits(a.epoch, b.epoch) || compareReleases(a.release, b.release) || a.stage - b.stage || compareDigits(a.stageNumber, b.stageNumber) || compareOptional(a.post, b.post, -1) || compareOptional(a.dev, b.dev, 1) || compareLocal(a.local, b.local);
}

// src/advisories/versions/rpm.ts
const tilde = 126;
const caret = 94;
function isSeparator(code) {
	return !Number.isNaN(code) && !isDigit(code) && !isLetter(code) && code !== tilde && code !== caret;
}
function compareParts(left, right) {
	if (left === right) return 0;
	let i = 0;
	let j = 0;
	while (i < left.length || j < right.length) {
		while (isSeparator(left.charCodeAt(i))) i++;
		while (isSeparator(right.charCodeAt(j))) j++;
		const a = left.charCodeAt(i);
		const b = right.charCodeAt(j);
		if (a === tilde || b === tilde) {
			if (a !== tilde) return 1;
			if (b !== tilde) return -1;
			i++;
			j++;
			continue;
		}
		if (a === caret || b === caret) {
			if (Number.isNaN(a)) return -1;
			if (Number.isNaN(b)) return 1;
			if (a !== caret) return 1;
			if (b !== caret) return -1;
			i++;
			j++;
			continue;
		}
		if (Number.isNaN(a) || Number.isNaN(b)) break;
		const same = isDigit(a) ? isDigit : isLetter;
		const fromLeft = i;
		const fromRight = j;
		while (same(left.charCodeAt(i))) i++;
		while (same(right.charCodeAt(j))) j++;
		if (fromRight === j) return isDigit(a) ? 1 : -1;
		const one = left.slice(fromLeft, i);
		const two = right.slice(fromRight, j);
		const difference = isDigit(a) ? compareDigits(one, two) : compareText$1(one, two);
		if (difference !== 0) return difference;
	}
	return Number(i < left.length) - Number(j < right.length);
}
/** `(none)`, as rpm prints a missing epoch, is none. */
function split(text) {
	const colon = text.indexOf(":");
	const before = colon < 0 ? "" : text.slice(0, colon);
	const hasEpoch = colon >= 0 && (/^\d*$/.test(before) || before === "(none)");
	const rest = hasEpoch ? text.slice(colon + 1) : text;
	const dash = rest.lastIndexOf("-");
	return {
		epoch: hasEpoch && before !== "(none)" ? before : "",
		version: dash < 0 ? rest : rest.slice(0, dash),
		release: dash < 0 ? "" : rest.slice(dash + 1),
		hasRelease: dash >= 0
	};
}
/**
* Orders two `[epoch:]version[-release]` as rpm does; a missing epoch is 0. Never throws.
* @example compareRpm('1:1.1.1k-12.el8_9', '1.1.1k-14.el8_9') // > 0
*/
function compareRpm(left, right) {
	if (left === right) return 0;
	const a = split(left);
	const b = split(right);
	return compareDigits(a.epoch, b.epoch) || compareParts(a.version, b.version) || compareParts(a.release, b.release) || Number(a.hasRelease) - Number(b.hasRelease);
}

// src/advisories/versions/orders.ts
const orders = {
	Debian: compareDpkg,
	Ubuntu: compareDpkg,
	Alpine: compareApk,
	AlmaLinux: compareRpm,
	"Rocky Linux": compareRpm,
	"Red Hat": compareRpm,
	"Azure Linux": compareRpm,
	npm: compareSemver,
	Go: compareGo,
	PyPI: comparePep440
};
/** The ecosystems that can be matched. */
const orderedEcosystems = Object.keys(orders);
/** `Debian:12` → `Debian`. */
function baseEcosystem(ecosystem) {
	const colon = ecosystem.indexOf(":");
	return colon < 0 ? ecosystem : ecosystem.slice(0, colon);
}
/** The version order of an ecosystem (with or without release); undefined where we have none. */
function orderOf(ecosystem) {
	const base = baseEcosystem(ecosystem);
	return Object.hasOwn(orders, base) ? orders[base] : void 0;
}
/** Characters of a version; npm's own limit, and far more than any package of a system has. */
const longestVersion = 256;
/**
* Whether a version can be placed in a range. Of npm, Python and Go it must be one for their tools: not `(devel)`, a git
* address, `1.x` or `4.2.0-acme`; the orders of the systems take any text. Longer than `longestVersion` is none anywhere.
*/
function isOrderable(ecosystem, version) {
	if (version === "" || version.length > 256) return false;
	const base = baseEcosystem(ecosystem);
	if (base === "npm") return isSemver(version);
	if (base === "Go") return isSemver(goVersion(version));
	return base !== "PyPI" || isPep440(version);
}

// src/advisories/match/severity.ts
const systems = new Set(orderedEcosystems);
const last = 9;
function rank(statement) {
	const { source, severity } = statement;
	if (source === "Debian") return severity === "info" ? 0 : last;
	if (systems.has(source)) return 0;
	if (source === "GHSA") return 1;
	if (source.startsWith("CVSS:4")) return 2;
	if (source.startsWith("CVSS:3")) return 3;
	if (source.startsWith("CVSS:")) return 4;
	return source.startsWith("CVE-") ? 5 : 6;
}
/** Whether no record of the group itself says how severe it is. */
function needsFallback(statements) {
	return statements.every((statement) => rank(statement) > 4);
}
/** What the group's own records say. */
function statementsOf(group) {
	return group.hits.flatMap(({ advisory, affected }) => [...affected.flatMap((part) => [...part.severities ?? [], ...group.cves.flatMap((cve) => part.byCve?.[cve] ?? [])]), ...advisory.severities]);
}
/** Each statement once, the one that counts first; of equal rank the heavier one. */
function inOrder(statements) {
	const once = /* @__PURE__ */ new Map();
	for (const statement of statements) {
		const key = [
			statement.source,
			statement.severity,
			statement.cvss?.vector ?? ""
		].join("\0");
		once.set(key, statement);
	}
	return [...once.values()].sort((a, b) => rank(a) - rank(b) || compareSeverity(a.severity, b.severity) || (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0));
}

// src/advisories/match/findings.ts
const mostReferences$1 = 10;
const kernelHeaders = /^(?:linux-libc-dev(?:-.*)?|linux-(?:headers|kbuild|compiler)(?:-.*)?|kernel(?:-.*)?-(?:headers|devel)(?:-.*)?|kernel-headers|kernel-devel)$/s;
/** Hex SHA-256 of what stays the same when an image is built again. */
function fingerprintOf$1(kind, id, ecosystem, name, path) {
	return createHash("sha256").update([
		kind,
		id,
		ecosystem,
		name,
		path
	].join("\0")).digest("hex");
}
const kernelSource = /^(?:linux|kernel)(?:-|$)/;
/** Binaries that bring headers of a kernel and no kernel; in a container the kernel is the host's anyway. */
function areKernelHeaders(packages) {
	return packages.length > 0 && packages.every(({ name, source }) => kernelHeaders.test(name) && kernelSource.test(source === void 0 ? name : source.name));
}
function withFallbacks(group, enrichment) {
	const statements = statementsOf(group);
	if (!needsFallback(statements)) return inOrder(statements);
	for (const cve of group.cves) {
		for (const store of enrichment.stores) for (const n of store.byAlias(cve)) for (const { severity, cvss } of store.advisory(n).severities) statements.push({
			source: cve,
			severity,
			...cvss !== void 0 && { cvss }
		});
		const text = enrichment.severities?.text(cve);
		if (text !== void 0) statements.push(JSON.parse(text));
	}
	return inOrder(statements);
}
function knownExploited(group, kev) {
	for (const cve of group.cves) {
		const text = kev?.text(cve);
		if (text !== void 0) return JSON.parse(text);
	}
}
function exploitProbability(group, epss) {
	for (const cve of group.cves) {
		const text = epss?.text(cve);
		if (text === void 0) continue;
		const [score, percentile] = JSON.parse(text);
		return {
			score,
			percentile
		};
	}
}
function notGatingReason(group, packages) {
	if (group.hits.some(({ affected }) => affected.some(({ urgency }) => urgency === "unimportant"))) return "the distribution calls it unimportant";
	return areKernelHeaders(packages) ? "kernel headers: no kernel is installed by it" : void 0;
}
function remedyOf(group, unit, fixed) {
	const needs = group.hits.flatMap(({ affected }) => affected.map((part) => part.availability)).find((text) => text !== void 0);
	const upgrade = fixed.length === 0 ? void 0 : `Upgrade ${unit.name} to ${fixed.join(" or ")}.`;
	if (needs === void 0) return upgrade;
	return [upgrade, `The fix needs Ubuntu Pro: ${needs}`].filter((text) => text !== void 0).join(" ");
}
function titleOf(group, unit) {
	const records = group.hits.map(({ advisory }) => advisory);
	return (records.find(({ id, summary }) => id.startsWith("GHSA-") && summary !== "") ?? records.find(({ id, summary }) => id.includes("CVE-") && summary !== "") ?? records.find(({ summary }) => summary !== ""))?.summary ?? `${group.id} in ${unit.name}`;
}
/** The finding of a group. */
function findingOf(unit, group, enrichment) {
	const order = orderOf(unit.base);
	const packages = [...new Set(group.hits.flatMap((hit) => hit.packages))].sort((a, b) => a.name < b.name ? -1 : Number(a.name > b.name));
	const locations = [...new Set(packages.flatMap((item) => item.locations))].sort();
	const [first] = packages;
	const isMalware = group.hits.some(({ advisory }) => advisory.id.startsWith("MAL-"));
	const kind = isMalware ? "malware" : "vulnerability";
	const fixedVersions = [...new Set(group.hits.flatMap((hit) => hit.fixedVersions))].sort(order);
	const severities = isMalware ? [{
		source: "malicious-packages",
		severity: "critical"
	}, ...withFallbacks(group, enrichment)] : withFallbacks(group, enrichment);
	const [decisive] = severities;
	const cvss = severities.find((statement) => statement.cvss !== void 0)?.cvss;
	const kev = knownExploited(group, enrichment.kev);
	const epss = exploitProbability(group, enrichment.epss);
	const notGating = notGatingReason(group, packages);
	const remedy = isMalware ? `Remove ${unit.name}, and treat what it could reach as compromised.` : remedyOf(group, unit, fixedVersions);
	const isCustom = group.hits.every(({ affected }) => affected.every((part) => part.custom === true));
	const path = unit.isSystem ? "" : locations[0] ?? "";
	const what = isMalware ? "is malicious" : `is affected by ${group.id}`;
	const fix = fixedVersions.length > 0 ? `fixed in ${fixedVersions.join(", ")}` : "no fixed version is known";
	return {
		fingerprint: fingerprintOf$1(kind, group.id, unit.base, unit.name, path),
		id: group.id,
		aliases: group.aliases,
		kind,
		severity: decisive?.severity ?? "unknown",
		severitySource: decisive?.source ?? "none",
		severities,
		title: titleOf(group, unit),
		message: `${unit.name} ${unit.version} ${what}; ${fix}${isCustom ? " (the range counts releases of the product, not of the module)" : ""}.`,
		...remedy !== void 0 && { remedy },
		package: {
			name: unit.name,
			version: unit.version,
			ecosystem: unit.ecosystem,
			purl: first?.purl ?? "",
			...unit.isSystem && { binaries: [...new Set(packages.map((item) => item.name))] },
			locations,
			...first?.origin !== void 0 && { origin: first.origin }
		},
		fixedVersions,
		...notGating !== void 0 && { notGating },
		...path !== "" && { location: { path } },
		...kev !== void 0 && { kev },
		...epss !== void 0 && { epss },
		...cvss !== void 0 && { cvss },
		references: [...new Set(group.hits.flatMap(({ advisory }) => advisory.references))].slice(0, mostReferences$1),
		sources: ["osv"]
	};
}

// src/advisories/match/end-of-life.ts
/** endoflife.date's product for an os-release ID. */
const products = {
	debian: "debian",
	ubuntu: "ubuntu",
	alpine: "alpine-linux",
	almalinux: "almalinux",
	rocky: "rocky-linux",
	rhel: "rhel",
	azurelinux: "azure-linux",
	mariner: "azure-linux",
	centos: "centos",
	fedora: "fedora",
	ol: "oracle-linux",
	amzn: "amazon-linux",
	sles: "sles"
};
/** The cycle of a version: `12` of `12.15`, `3.20` of `3.20.3`, `22.04` of `22.04`. */
function cycleOf(cycles, versionId) {
	const parts = versionId.split(".");
	for (let length = parts.length; length > 0; length--) {
		const name = parts.slice(0, length).join(".");
		const found = cycles.find(({ cycle }) => cycle === name);
		if (found !== void 0) return found;
	}
}
/** Whether the day of `end` is over. */
function isOver(end, now) {
	if (end === void 0 || end === true) return end === true;
	return now.toISOString().slice(0, 10) > end;
}
const onDay = (end) => end === true ? "before now" : `on ${end}`;
/**
* The finding for an operating system whose security support is over: medium, high once extended support is over too
* or where there is none. Empty where it is supported or the table does not know it.
*/
function matchEndOfLife(os, table, now) {
	if (os?.versionId === void 0 || !Object.hasOwn(products, os.id)) return [];
	const product = products[os.id] ?? "";
	const cycle = cycleOf(table(product) ?? [], os.versionId);
	if (cycle?.endOfLife === void 0 || !isOver(cycle.endOfLife, now)) return [];
	const { endOfLife, endOfExtended } = cycle;
	const isAllOver = endOfExtended === void 0 || isOver(endOfExtended, now);
	const severity = isAllOver ? "high" : "medium";
	const name = os.prettyName ?? `${os.id} ${os.versionId}`;
	const extended = endOfExtended === void 0 ? "there is no extended support" : `extended support ${isAllOver ? "ended" : "ends"} ${onDay(endOfExtended)}`;
	const id = `EOL-${product}-${cycle.cycle}`;
	return [{
		fingerprint: fingerprintOf$1("end-of-life", id, product, cycle.cycle, ""),
		id,
		aliases: [],
		kind: "end-of-life",
		severity,
		severitySource: "endoflife.date",
		severities: [{
			source: "endoflife.date",
			severity
		}],
		title: `${name} is past its end of life`,
		message: `Security support of ${name} ended ${onDay(endOfLife)}; ${extended}. Flaws found since may have no advisory.`,
		remedy: "Move to a release that is supported.",
		fixedVersions: [],
		references: [`https://endoflife.date/${product}`],
		sources: ["eol"]
	}];
}

// src/advisories/match/groups.ts
const mostAliases = 200;
/** `DEBIAN-CVE-2025-69419` is about `CVE-2025-69419`, whether its record says so or not. */
function cveIn(id) {
	return /^(?:[A-Z]+-)?(CVE-\d{4}-\d+)$/.exec(id)?.[1];
}
/** Made once: `localeCompare` with options makes one for each call. */
const collator = new Intl.Collator("en", { numeric: true });
/** `CVE-2024-999` before `CVE-2024-1000`. */
function compareIds(left, right) {
	return collator.compare(left, right);
}
function cvesOf(ids) {
	const cves = /* @__PURE__ */ new Set();
	for (const id of ids) {
		const cve = cveIn(id);
		if (cve !== void 0) cves.add(cve);
	}
	return [...cves].sort(compareIds);
}
/** The CVEs that a distribution's advisory is about for the package that was hit. */
function cvesOfHit({ advisory, affected }) {
	if (affected.every(({ byCve }) => byCve !== void 0)) return cvesOf(affected.flatMap(({ byCve }) => Object.keys(byCve ?? {})));
	return cvesOf([
		advisory.id,
		...advisory.aliases,
		...advisory.upstream
	]);
}
/** Groups of a distribution: by CVE; an advisory without one is its own group. */
function groupByCve(hits) {
	const groups = /* @__PURE__ */ new Map();
	for (const hit of hits) {
		const cves = cvesOfHit(hit);
		for (const key of cves.length > 0 ? cves : [hit.advisory.id]) {
			const group = groups.get(key) ?? [];
			group.push(hit);
			groups.set(key, group);
		}
	}
	return [...groups].map(([id, group]) => {
		const names = new Set(group.map(({ advisory }) => advisory.id));
		names.delete(id);
		return {
			id,
			aliases: [...names].sort(compareIds),
			cves: cvesOf([id]),
			hits: group
		};
	});
}
/** Every id that is connected with the record by aliases, over records of the store that did not match, too. */
function aliasClosure(hit, store) {
	const ids = /* @__PURE__ */ new Set([hit.advisory.id, ...hit.advisory.aliases]);
	for (const id of ids) {
		if (ids.size > mostAliases) break;
		for (const n of store.byAlias(id)) {
			const advisory = store.advisory(n);
			ids.add(advisory.id);
			for (const alias of advisory.aliases) ids.add(alias);
		}
	}
	return ids;
}
/** Groups of a language's packages: connected by aliases. */
function groupByAlias(hits, store) {
	const groups = [];
	for (const hit of hits) {
		const group = {
			ids: aliasClosure(hit, store),
			hits: [hit]
		};
		for (let index = groups.length - 1; index >= 0; index--) {
			const other = groups[index];
			if (other === void 0) continue;
			if (![...other.ids].some((id) => group.ids.has(id))) continue;
			for (const id of other.ids) group.ids.add(id);
			group.hits.unshift(...other.hits);
			groups.splice(index, 1);
		}
		groups.push(group);
	}
	return groups.map((group) => {
		const cves = cvesOf(group.ids);
		const all = [...group.ids].sort(compareIds);
		const own = group.hits.map(({ advisory }) => advisory.id).sort(compareIds);
		const id = cves[0] ?? all.find((name) => name.startsWith("GHSA-")) ?? own[0] ?? "";
		return {
			id,
			aliases: all.filter((name) => name !== id),
			cves,
			hits: group.hits
		};
	});
}

// src/advisories/feeds/json.ts
/** The value where it is an object (no array), else undefined. */
function asObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : void 0;
}
/** The value where it is an array, else an empty one. */
function asArray(value) {
	return Array.isArray(value) ? value : [];
}
/** The value where it is a text that is not empty, else undefined. */
function asText(value) {
	return typeof value === "string" && value !== "" ? value : void 0;
}
/** The texts of an array. */
function asTexts(value) {
	return asArray(value).filter((item) => typeof item === "string" && item !== "");
}

// src/advisories/feeds/ranges.ts
const kinds = [
	"introduced",
	"fixed",
	"last_affected",
	"limit"
];
function readEvents(range) {
	const events = [];
	for (const item of asArray(asObject(range)?.["events"])) {
		const event = asObject(item);
		for (const kind of kinds) {
			const version = asText(event?.[kind]);
			if (version !== void 0) events.push({
				kind,
				version
			});
		}
	}
	return events;
}
/** `0` means before everything, which in some orders `0` itself is not (`0~rc1`, `0-0`). */
function compareEvents(left, right, order) {
	const leftFirst = left.kind === "introduced" && left.version === "0";
	const rightFirst = right.kind === "introduced" && right.version === "0";
	if (leftFirst || rightFirst) return Number(rightFirst) - Number(leftFirst);
	return order(left.version, right.version);
}
/** The intervals of one range; GIT ranges have none. */
function intervalsOf$1(range, order) {
	if (asObject(range)?.["type"] === "GIT") return [];
	const events = readEvents(range).toSorted((a, b) => compareEvents(a, b, order));
	const intervals = [];
	let from;
	for (const { kind, version } of events) {
		if (kind === "introduced") {
			from ??= version === "0" ? "" : version;
			continue;
		}
		if (from === void 0) continue;
		if (kind === "fixed") intervals.push([
			from,
			version,
			""
		]);
		else if (kind === "last_affected") intervals.push([
			from,
			"",
			version
		]);
		else if (version !== "*") intervals.push([
			from,
			"",
			"",
			version
		]);
		else continue;
		from = void 0;
	}
	if (from !== void 0) intervals.push([
		from,
		"",
		""
	]);
	return intervals;
}
/** Whether a version lies in the interval. */
function isWithin(version, interval, order) {
	const [from, fixed, last, limit = ""] = interval;
	if (from !== "" && order(version, from) < 0) return false;
	if (fixed !== "" && order(version, fixed) >= 0) return false;
	if (last !== "" && order(version, last) > 0) return false;
	return limit === "" || order(version, limit) < 0;
}

// src/advisories/match/module-streams.ts
const moduleBuild = /\.module[_+]/;
function majorOf(version) {
	return /^(?:\d+:)?(\d+)/.exec(version)?.[1] ?? "";
}
/** `nodejs:10` of a label `nodejs:10:8030020210118191659:229f0a1c`. */
function streamOf(label) {
	return label.split(":").slice(0, 2).join(":");
}
/** The stream that an advisory names in its summary: «Important: nodejs:10 security update». */
function namedStream(summary) {
	return /(?:^|\s)([\w.+-]+:[\w.+-]+) (?:security|bug fix)/.exec(summary)?.[1];
}
/**
* Of the fixes that one advisory names for one package, those that the installed build is to be held against: builds of
* another stream say nothing, and several builds of one stream (one for each minor release) are one fix, the lowest.
*/
function comparableIntervals(item, summary, intervals, order) {
	const isModule = (item.modularityLabel ?? "") !== "" || moduleBuild.test(item.version);
	const same = intervals.filter(([, fixed]) => moduleBuild.test(fixed) === isModule);
	if (!isModule) return same;
	const label = item.modularityLabel;
	const stream = namedStream(summary);
	const isKnown = label !== void 0 && stream !== void 0 && label.split(":")[0] === stream.split(":")[0];
	if (isKnown && streamOf(label) !== stream) return [];
	const lowest = same.filter(([, fixed]) => isKnown || majorOf(fixed) === majorOf(item.version)).toSorted((a, b) => order(a[1], b[1]))[0];
	return lowest === void 0 ? [] : [lowest];
}

// src/advisories/match/hits.ts
const enterpriseModules = /* @__PURE__ */ new Set([
	"AlmaLinux",
	"Rocky Linux",
	"Red Hat"
]);
/** Whether the image has packages of Ubuntu Pro. */
function contextOf(packages) {
	return { hasUbuntuPro: packages.some(({ manager, version }) => manager === "dpkg" && /[+~]esm\d|fips/i.test(version)) };
}
/** The ecosystems to ask for a look-up; of each record the first that speaks of the package decides. */
function ecosystemsFor(unit, version, context) {
	const { ecosystem, base } = unit;
	if (base !== "Ubuntu" || !context.hasUbuntuPro) return [ecosystem];
	const release = ecosystem.slice(7);
	const pro = [`Ubuntu:Pro:${release}`, ecosystem];
	if (!/fips/i.test(version)) return pro;
	return [...[
		"FIPS-updates",
		"FIPS",
		"FIPS-preview"
	].map((channel) => `Ubuntu:Pro:${channel}:${release}`), ...pro];
}
function isHitBy(version, interval, order, orderable) {
	if (orderable) return isWithin(version, interval, order);
	return interval.every((bound) => bound === "");
}
function matchAffected(affected, intervals, lookUp, order, orderable) {
	const { version } = lookUp;
	const hit = intervals.filter((interval) => isHitBy(version, interval, order, orderable));
	const isListed = affected.versions?.some((listed) => listed === version || orderable && order(listed, version) === 0) ?? false;
	return hit.length > 0 || isListed ? hit : void 0;
}
/** Module builds of one record are judged together: several `affected` of one package are several builds of one fix. */
function intervalsOf(row, unit, lookUp, advisory, order) {
	const own = new Map(row.affected.map((affected) => [affected, affected.ranges]));
	const [item] = lookUp.packages;
	if (!enterpriseModules.has(unit.base) || item === void 0) return own;
	const all = row.affected.flatMap(({ ranges }) => ranges);
	const kept = new Set(comparableIntervals(item, advisory().summary, all, order));
	return new Map(row.affected.map((affected) => [affected, affected.ranges.filter((range) => kept.has(range))]));
}
/** Records that stand beside Go's own ones of the same vulnerability and speak of the same module. */
function hasOwnRange(store, rows, advisory) {
	const ghsa = advisory.aliases.filter((alias) => alias.startsWith("GHSA-"));
	if (ghsa.length === 0) return false;
	const there = new Set(rows.map(({ n }) => n));
	return ghsa.some((alias) => store.byAlias(alias).some((n) => there.has(n) && store.advisory(n).id === alias));
}
function hitOf(row, rows, unit, lookUp, store, order, orderable) {
	let read;
	const advisory = () => {
		read ??= store.advisory(row.n);
		return read;
	};
	const matched = [];
	const fixed = /* @__PURE__ */ new Set();
	for (const [affected, intervals] of intervalsOf(row, unit, lookUp, advisory, order)) {
		const hit = matchAffected(affected, intervals, lookUp, order, orderable);
		if (hit === void 0) continue;
		if (affected.custom === true && hasOwnRange(store, rows, advisory())) continue;
		matched.push(affected);
		for (const [, version] of hit) if (version !== "") fixed.add(version);
	}
	if (matched.length === 0) return void 0;
	return {
		advisory: advisory(),
		affected: matched,
		fixedVersions: [...fixed].sort(order),
		packages: lookUp.packages
	};
}
/** Every record of the store that holds for the unit, and for what of the unit it cannot be told. */
function hitsOf(unit, store, context) {
	const order = orderOf(unit.base);
	const hits = [];
	const undecided = [];
	if (order === void 0) return {
		hits,
		undecided
	};
	for (const lookUp of unit.lookUps) {
		const orderable = isOrderable(unit.base, lookUp.version);
		let held = 0;
		const decided = /* @__PURE__ */ new Set();
		for (const ecosystem of ecosystemsFor(unit, lookUp.version, context)) {
			const rows = store.affected(ecosystem, lookUp.name);
			for (const row of rows) {
				if (decided.has(row.n)) continue;
				decided.add(row.n);
				const hit = hitOf(row, rows, unit, lookUp, store, order, orderable);
				if (hit === void 0) continue;
				hits.push(hit);
				held++;
			}
		}
		if (!orderable && held < decided.size) undecided.push(lookUp);
	}
	return {
		hits,
		undecided
	};
}

// src/advisories/feeds/advisory.ts
/** The name by which a package is looked up: PEP 503 for PyPI, as written elsewhere. */
function packageKey(ecosystem, name) {
	return ecosystem === "PyPI" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;
}

// src/advisories/match/units.ts
/** How a distribution names the packages in its advisories. */
const naming = {
	Debian: "source",
	Ubuntu: "source",
	Alpine: "source",
	AlmaLinux: "binary",
	"Red Hat": "binary",
	"Rocky Linux": "both",
	"Azure Linux": "both"
};
/** rpm's source file name has no epoch: the binary's is the source's. */
function sourceVersion(item) {
	const version = item.source?.version;
	if (version === void 0 || version === "") return item.version;
	if (item.manager !== "rpm" || version.includes(":")) return version;
	return (/^\d+:/.exec(item.version)?.[0] ?? "") + version;
}
function systemLookUps(base, packages, name) {
	const how = naming[base] ?? "both";
	const lookUps = [];
	const [first] = packages;
	if (how !== "binary" && first !== void 0) lookUps.push({
		name,
		version: sourceVersion(first),
		packages
	});
	if (how === "source") return lookUps;
	for (const item of packages) if (!(how === "both" && item.name === name && item.version === lookUps[0]?.version)) lookUps.push({
		name: item.name,
		version: item.version,
		packages: [item]
	});
	return lookUps;
}
/**
* The units of the packages, in a stable order. What an operating-system package owns is part of that package and has
* no unit; neither has a package without ecosystem.
*/
function unitsOf(packages) {
	const groups = /* @__PURE__ */ new Map();
	for (const item of packages) {
		if (item.ownedBy !== void 0 || item.ecosystem === "") continue;
		const base = baseEcosystem(item.ecosystem);
		const [name, version] = Object.hasOwn(naming, base) ? [item.source?.name ?? item.name, sourceVersion(item)] : [packageKey(base, item.name), item.version];
		const key = [
			item.ecosystem,
			name,
			version
		].join("\0");
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [item]);
		else group.push(item);
	}
	const units = [];
	for (const key of [...groups.keys()].sort()) {
		const group = groups.get(key) ?? [];
		const [ecosystem = "", name = "", version = ""] = key.split("\0");
		const base = baseEcosystem(ecosystem);
		const isSystem = Object.hasOwn(naming, base);
		const lookUps = isSystem ? systemLookUps(base, group, name) : [{
			name,
			version,
			packages: group
		}];
		const shown = isSystem ? name : group[0]?.name ?? name;
		units.push({
			ecosystem,
			base,
			isSystem,
			name: shown,
			version,
			lookUps
		});
	}
	return units;
}

// src/advisories/match/match-inventory.ts
function coverageOf(units, stores) {
	const ecosystems = new Map(units.map(({ ecosystem, isSystem }) => [ecosystem, isSystem]));
	return [...ecosystems.keys()].sort().map((ecosystem) => {
		const base = baseEcosystem(ecosystem);
		const store = stores.store(base);
		const what = `feed:${ecosystem}`;
		if (store === void 0) return {
			what,
			status: "not-scanned",
			reason: stores.status(base)?.reason ?? `no advisory feed of ${base} was opened`,
			incomplete: true
		};
		if (ecosystems.get(ecosystem) !== true || store.meta.releases.includes(ecosystem)) return {
			what,
			status: "scanned",
			incomplete: false
		};
		return {
			what,
			status: "not-scanned",
			reason: `the advisory feed of ${base} does not speak of this release`,
			incomplete: true
		};
	});
}
const mostNamed$1 = 3;
/** Characters of a name or version in a reason. */
const longestNamed = 80;
const cut = (text) => text.length > longestNamed ? `${text.slice(0, longestNamed)}…` : text;
/** A row where advisories speak of packages whose versions have no place in any range. */
function undecidedCoverage(what, lookUps) {
	if (lookUps.length === 0) return [];
	const named = lookUps.slice(0, mostNamed$1).map(({ name, version }) => `${cut(name)} ‹${cut(version)}›`);
	const more = lookUps.length > mostNamed$1 ? " and others" : "";
	return [{
		what,
		status: "partial",
		reason: `${lookUps.length === 1 ? "1 package has a version" : `${lookUps.length} packages have versions`} that cannot be compared with the advisories of the same name: ${named.join(", ")}${more}`,
		incomplete: true
	}];
}
/** Two versions of one source package would have one fingerprint: the later ones are told apart by their place. */
function withDistinctFingerprints(findings) {
	const seen = /* @__PURE__ */ new Map();
	return findings.map((finding) => {
		const count = seen.get(finding.fingerprint) ?? 0;
		seen.set(finding.fingerprint, count + 1);
		if (count === 0) return finding;
		return {
			...finding,
			fingerprint: `${finding.fingerprint.slice(0, -4)}${String(count).padStart(4, "0")}`
		};
	});
}
/** Findings in the order of package and id, and which feeds spoke of the packages. */
function matchInventory(inventory, stores) {
	const units = unitsOf(inventory.packages);
	const context = contextOf(inventory.packages);
	const findings = [];
	const [ofSystem, ofLanguages] = [[], []];
	for (const unit of units) {
		const store = stores.store(unit.base);
		if (store === void 0) continue;
		const { hits, undecided } = hitsOf(unit, store, context);
		if (undecided.length > 0) (unit.isSystem ? ofSystem : ofLanguages).push(...undecided);
		if (hits.length === 0) continue;
		const groups = unit.isSystem ? groupByCve(hits) : groupByAlias(hits, store);
		for (const group of groups) findings.push(findingOf(unit, group, stores.enrichment));
	}
	findings.sort(compareFindings);
	const coverage = [
		...coverageOf(units, stores),
		...undecidedCoverage("os-packages", ofSystem),
		...undecidedCoverage("language-packages", ofLanguages)
	];
	return {
		findings: withDistinctFingerprints(findings),
		coverage
	};
}
function compareFindings(left, right) {
	const [a, b] = [left.package, right.package];
	return compareText(a?.name, b?.name) || compareText(a?.version, b?.version) || compareText(a?.ecosystem, b?.ecosystem) || compareIds(left.id, right.id);
}
function compareText(left = "", right = "") {
	return left < right ? -1 : Number(left > right);
}

// src/advisories/feeds/sources.ts
const files = {
	kev: "kev.json",
	eol: "eol.json",
	"cve-severity": "cve-severity.csv.gz",
	epss: "epss.csv.gz"
};
const publicOsv = "https://osv-vulnerabilities.storage.googleapis.com";
const publicEndOfLife = "https://endoflife.date/api/v1/products";
const publicTables = { kev: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json" };
const variables = {
	kev: "PORTCULLIS_FEED_KEV",
	eol: "PORTCULLIS_FEED_EOL",
	"cve-severity": "PORTCULLIS_FEED_CVE_SEVERITY",
	epss: "PORTCULLIS_FEED_EPSS"
};
/** endoflife.date's product for each ecosystem that is an operating system. */
const productsByEcosystem = {
	Debian: "debian",
	Ubuntu: "ubuntu",
	Alpine: "alpine-linux",
	AlmaLinux: "almalinux",
	"Rocky Linux": "rocky-linux",
	"Red Hat": "rhel",
	"Azure Linux": "azure-linux"
};
function isAddress(text) {
	return /^https?:\/\//i.test(text);
}
const address = (base, ...parts) => ({
	kind: "address",
	url: [base.replace(/\/+$/, ""), ...parts.map(encodeURIComponent)].join("/")
});
function place(text) {
	return isAddress(text) ? {
		kind: "address",
		url: text
	} : {
		kind: "file",
		path: text
	};
}
/** The export of an ecosystem. */
function advisoryLocation(ecosystem, sources) {
	const base = sources.feeds ?? sources.env["PORTCULLIS_FEED_OSV"] ?? publicOsv;
	const parts = sources.feeds === void 0 ? [] : ["osv"];
	if (isAddress(base)) return address(base, ...parts, ecosystem, "all.zip");
	return {
		kind: "file",
		path: join(base, ...parts, ecosystem, "all.zip")
	};
}
/**
* Where a table lies, in one piece or (end of life at the public address) a document for each product.
* Empty: nobody offers it.
*/
function tableLocations(table, sources) {
	const { feeds, env } = sources;
	if (feeds !== void 0) return isAddress(feeds) ? [address(feeds, files[table])] : [{
		kind: "file",
		path: join(feeds, files[table])
	}];
	const override = env[variables[table]];
	if (table === "eol") {
		if (override !== void 0 && override.endsWith(".json")) return [place(override)];
		const base = override ?? publicEndOfLife;
		return Object.values(productsByEcosystem).map((product) => address(base, product));
	}
	const text = override ?? publicTables[table];
	return text === void 0 || text === "" ? [] : [place(text)];
}

// src/advisories/match/table-coverage.ts
const meanings = {
	kev: "what is known to be exploited is not told apart",
	eol: "whether the system still gets security fixes is not known"
};
/**
* A row for each table that the inventory needs and the source does not have: `feed:kev` for any package, `feed:eol` for
* the packages of a system. A missing one (offered, but not to be had) is an error of the run and has no row.
*/
function tableCoverage(inventory, status) {
	const bases = inventory.packages.map(({ ecosystem }) => baseEcosystem(ecosystem));
	const tables = bases.some((base) => Object.hasOwn(productsByEcosystem, base)) ? ["kev", "eol"] : ["kev"];
	return (bases.length === 0 ? [] : tables).flatMap((table) => {
		const feed = status(table);
		if (feed?.state !== "not-offered") return [];
		const reason = `${feed.reason ?? "the source does not have it"}: ${meanings[table]}`;
		return [{
			what: `feed:${table}`,
			status: "not-scanned",
			reason,
			incomplete: true
		}];
	});
}

// src/advisories/store/checks.ts
/** A store that does not hold what was written. Thrown away and built again where its source is at hand. */
var StoreDamage = class extends ScanError {
	/** The feed's name: `npm`, `kev`. */
	feed;
	constructor(feed, path, what, cause) {
		super("DATABASE_MISSING", path, `the store is damaged: ${what}`, {
			hint: "Run “portcullis db update”, or name a folder or mirror by --feeds.",
			...cause === void 0 ? {} : { cause }
		});
		this.name = "StoreDamage";
		this.feed = feed;
	}
};
/** The checksum of a row's columns; 32 bits. */
function sumOf(...columns) {
	return crc32(columns.join("\0"));
}
const countBits = 12n;
const mostCounted = (1 << Number(countBits)) - 1;
/** 52 bits of two independent 32-bit mixes; a key that is none is taken for one once in 10^10 look-ups of a large store. */
function hashOf(key) {
	let a = 2654435769;
	let b = 608135816;
	for (let index = 0; index < key.length; index++) {
		const unit = key.charCodeAt(index);
		a = Math.imul(a ^ unit, 16777619);
		b = Math.imul(b ^ unit, 2246822507);
		b ^= b >>> 15;
	}
	a = Math.imul(a ^ a >>> 16, 3266489909);
	a ^= a >>> 13;
	b = Math.imul(b ^ b >>> 16 ^ a, 668265263);
	b ^= b >>> 15;
	return BigInt(a >>> 0) << 20n | BigInt(b >>> 12);
}
/** Collects the key of every row that is written. */
var KeyWriter = class {
	#hashes = /* @__PURE__ */ new BigUint64Array(1024);
	#length = 0;
	add(key) {
		if (this.#length === this.#hashes.length) {
			const larger = new BigUint64Array(this.#length * 2);
			larger.set(this.#hashes);
			this.#hashes = larger;
		}
		this.#hashes[this.#length++] = hashOf(key);
	}
	/** The list: for each key its hash and number of rows, sorted, 8 bytes little endian. */
	bytes() {
		const sorted = this.#hashes.subarray(0, this.#length).sort();
		const bytes = Buffer.alloc(this.#length * 8);
		let end = 0;
		for (let from = 0; from < sorted.length;) {
			let to = from + 1;
			while (to < sorted.length && sorted[to] === sorted[from]) to++;
			const count = BigInt(Math.min(to - from, mostCounted));
			bytes.writeBigUInt64LE((sorted[from] ?? 0n) << countBits | count, end);
			end += 8;
			from = to;
		}
		return bytes.subarray(0, end);
	}
};
/** The list of keys, as `KeyWriter` gives it. */
var KeyList = class {
	#bytes;
	constructor(bytes) {
		this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}
	/** How many rows the key has; 0 for a key that is none. */
	count(key) {
		const hash = hashOf(key);
		let low = 0;
		let high = this.#bytes.length >> 3;
		while (low < high) {
			const middle = low + high >> 1;
			if (this.#bytes.readBigUInt64LE(middle * 8) >> countBits < hash) low = middle + 1;
			else high = middle;
		}
		if (low * 8 >= this.#bytes.length) return 0;
		const found = this.#bytes.readBigUInt64LE(low * 8);
		return found >> countBits === hash ? Number(found & BigInt(mostCounted)) : 0;
	}
	/** Whether `rows` is the number of rows that the key had when it was written. */
	holds(key, rows) {
		return this.count(key) === Math.min(rows, mostCounted);
	}
};

// src/advisories/feeds/severity-words.ts
const words = {
	critical: "critical",
	important: "high",
	high: "high",
	moderate: "medium",
	medium: "medium",
	low: "low",
	minor: "low",
	negligible: "info",
	unimportant: "info",
	none: "info"
};
/** The severity that a source's word means; undefined for `not yet assigned`, `untriaged` and other words. */
function severityOfWord(word) {
	const key = word?.trim().toLowerCase().replace(/\*+$/, "") ?? "";
	return Object.hasOwn(words, key) ? words[key] : void 0;
}
/** The severity of a CVSS score, 0 to 10. */
function severityOfScore(score) {
	if (score >= 9) return "critical";
	if (score >= 7) return "high";
	if (score >= 4) return "medium";
	return score > 0 ? "low" : "info";
}
let calculator;
/** A bundler gives the module's exports by name, Node only as the default export. */
async function importCalculator() {
	const module = await import("./ae-cvss-calculator.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const exported = "fromVector" in module ? module : Reflect.get(module, "default");
	if (typeof Reflect.get(exported, "fromVector") !== "function") throw new Error("ae-cvss-calculator has no fromVector");
	return exported;
}
/** Loads the CVSS calculator; call it before `statementOfVector`. */
async function loadCalculator() {
	calculator ??= await importCalculator();
}
const known = /* @__PURE__ */ new Map();
const mostKnown = 2e4;
/**
* What a CVSS vector says. Its version is read from the vector itself, because records name the wrong type
* (GHSA-wj5w-qghh-gvqp); a vector without prefix is CVSS 2. Undefined where it cannot be read.
*/
function statementOfVector(vector) {
	if (known.has(vector)) return known.get(vector);
	if (known.size >= mostKnown) known.clear();
	const statement = computeStatement(vector);
	known.set(vector, statement);
	return statement;
}
function computeStatement(vector) {
	if (calculator === void 0) throw new Error("loadCalculator was not awaited");
	try {
		const read = calculator.fromVector(vector);
		if (read?.isBaseFullyDefined() !== true) return void 0;
		const score = read.calculateScores().overall;
		if (!Number.isFinite(score)) return void 0;
		return {
			source: `CVSS:${/^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? "2.0"}`,
			severity: severityOfScore(score),
			cvss: {
				vector,
				score
			}
		};
	} catch {
		return;
	}
}

// src/advisories/feeds/tables.ts
/** Inflated, no small feed is larger. */
const mostBytes$1 = 64 * 1024 ** 2;
/** One line for each CVE that there is, several times over. */
const mostLines = 2e6;
function parseJson(bytes, where) {
	try {
		const value = asObject(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
		if (value !== void 0) return value;
	} catch (cause) {
		throw damaged(where, cause instanceof Error ? cause.message : "it is no JSON", cause);
	}
	throw damaged(where, "it holds no JSON object");
}
function damaged(where, message, cause) {
	return new ScanError("DATABASE_MISSING", where, message, {
		hint: "Fetch the feed again; it was damaged on its way or is of another kind.",
		...cause === void 0 ? {} : { cause }
	});
}
/** CISA's Known Exploited Vulnerabilities: CVE → KnownExploited. */
function readKev(bytes, where) {
	const list = parseJson(bytes, where)["vulnerabilities"];
	if (!Array.isArray(list)) throw damaged(where, "it has no list “vulnerabilities”");
	const rows = [];
	for (const item of list) {
		const entry = asObject(item);
		const cve = asText(entry?.["cveID"]);
		const dateAdded = asText(entry?.["dateAdded"]);
		if (cve === void 0 || dateAdded === void 0) continue;
		const dueDate = asText(entry?.["dueDate"]);
		const known = {
			dateAdded,
			...dueDate !== void 0 && { dueDate },
			ransomware: entry?.["knownRansomwareCampaignUse"] === "Known"
		};
		rows.push([cve, JSON.stringify(known)]);
	}
	return {
		rows,
		skipped: list.length - rows.length
	};
}
function endOf(value) {
	if (value === true) return true;
	const text = asText(value);
	return text !== void 0 && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : void 0;
}
/** A release in the repository's words (`releaseCycle`, `eol`, `eoes`) or the API's (`name`, `eolFrom`, `eoesFrom`). */
function readCycle(item) {
	const release = asObject(item);
	const cycle = release?.["releaseCycle"] ?? release?.["name"] ?? release?.["cycle"];
	if (typeof cycle !== "string" && typeof cycle !== "number") return void 0;
	const endOfLife = endOf(release?.["eolFrom"] ?? release?.["isEol"] ?? release?.["eol"]);
	const endOfExtended = endOf(release?.["eoesFrom"] ?? release?.["isEoes"] ?? release?.["eoes"] ?? release?.["extendedSupport"]);
	return {
		cycle: String(cycle),
		...endOfLife !== void 0 && { endOfLife },
		...endOfExtended !== void 0 && { endOfExtended }
	};
}
/**
* End-of-life dates: product → its cycles. Takes one table of products (`{products: {debian: {releases}}}`), and what
* the API gives for one product (`{result: {name, releases}}`).
*/
function readEndOfLife(bytes, where) {
	const document = parseJson(bytes, where);
	const result = asObject(document["result"]);
	const products = result === void 0 ? Object.entries(asObject(document["products"]) ?? {}) : [[asText(result["name"]) ?? "", result]];
	if (products.length === 0) throw damaged(where, "it has neither “products” nor “result”");
	const rows = [];
	let skipped = 0;
	for (const [product, value] of products) {
		const releases = asArray(asObject(value)?.["releases"]);
		const cycles = releases.map(readCycle).filter((cycle) => cycle !== void 0);
		skipped += releases.length - cycles.length;
		if (product !== "" && cycles.length > 0) rows.push([product, JSON.stringify(cycles)]);
	}
	return {
		rows,
		skipped
	};
}
/** The lines that are not empty, one after the other: a list of them all could be larger than memory. */
function* readLines(bytes, where) {
	let text;
	try {
		const plain = bytes[0] === 31 && bytes[1] === 139 ? gunzipSync(bytes, { maxOutputLength: mostBytes$1 }) : bytes;
		text = new TextDecoder().decode(plain);
	} catch (cause) {
		throw damaged(where, cause instanceof Error ? cause.message : "it cannot be inflated", cause);
	}
	let count = 0;
	for (let start = 0; start < text.length;) {
		const newline = text.indexOf("\n", start);
		const end = newline < 0 ? text.length : newline;
		const line = text.slice(start, end).replace(/\r$/, "");
		start = end + 1;
		if (line === "") continue;
		count += 1;
		if (count > mostLines) throw damaged(where, `it has more than ${mostLines} lines`);
		yield line;
	}
}
/** Severities by CVE, `cve,source,cvss_vector,cvss_score,severity_word` (gzip or plain): CVE → SeverityStatement. */
function readCveSeverities(bytes, where) {
	const rows = [];
	let skipped = 0;
	let head;
	for (const line of readLines(bytes, where)) {
		if (head === void 0) {
			head = line;
			if (!head.startsWith("cve,source,")) break;
			continue;
		}
		const [cve = "", , vector = "", score = "", word = ""] = line.split(",");
		const statement = severityStatement(vector, score, word);
		if (!cve.startsWith("CVE-") || statement === void 0) skipped++;
		else rows.push([cve, JSON.stringify(statement)]);
	}
	if (head?.startsWith("cve,source,") !== true) throw damaged(where, "its first line is not “cve,source,…”");
	return {
		rows,
		skipped
	};
}
function severityStatement(vector, score, word) {
	const source = "cve-severity";
	const computed = vector === "" ? void 0 : statementOfVector(vector);
	const severity = severityOfWord(word) ?? computed?.severity;
	if (severity !== void 0) return {
		source,
		severity,
		...computed?.cvss !== void 0 && { cvss: computed.cvss }
	};
	const number = Number(score);
	if (score === "" || !(number >= 0 && number <= 10)) return void 0;
	return {
		source,
		severity: severityOfScore(number)
	};
}
/** FIRST's EPSS, `cve,epss,percentile` behind a comment line: CVE → `[score, percentile]`. */
function readEpss(bytes, where) {
	const rows = [];
	let skipped = 0;
	let head;
	for (const line of readLines(bytes, where)) {
		if (line.startsWith("#")) continue;
		if (head === void 0) {
			head = line;
			if (!head.startsWith("cve,epss,percentile")) break;
			continue;
		}
		const [cve = "", score, percentile] = line.split(",");
		const numbers = [Number(score), Number(percentile)];
		if (!cve.startsWith("CVE-") || !numbers.every((value) => value >= 0 && value <= 1)) skipped++;
		else rows.push([cve, JSON.stringify(numbers)]);
	}
	if (head?.startsWith("cve,epss,percentile") !== true) throw damaged(where, "its head is not “cve,epss,percentile”");
	return {
		rows,
		skipped
	};
}

// src/advisories/feeds/windowed-file.ts
const windowBytes = 1024 ** 2;
/** One reader's view of a file that somebody else opens and closes. */
var WindowedFile = class {
	#file;
	#start = 0;
	#window = Buffer.alloc(0);
	constructor(file) {
		this.#file = file;
	}
	/** The bytes at `position`, shorter only at the end of the file; valid until the next read. */
	async read(position, length) {
		const at = position - this.#start;
		if (at >= 0 && at + length <= this.#window.length) return this.#window.subarray(at, at + length);
		const wanted = Math.max(length, windowBytes);
		const buffer = wanted === this.#window.length ? this.#window : Buffer.allocUnsafe(wanted);
		let filled = 0;
		while (filled < wanted) {
			const { bytesRead } = await this.#file.read(buffer, filled, wanted - filled, position + filled);
			if (bytesRead === 0) break;
			filled += bytesRead;
		}
		this.#start = position;
		this.#window = buffer.subarray(0, filled);
		return this.#window.subarray(0, length);
	}
};

// src/advisories/feeds/zip-records.ts
/** The largest export (Chainguard) has 1.4 million records; the largest record of our feeds is below 2 MB. */
const zipLimits = {
	recordBytes: 32 * 1024 ** 2,
	totalBytes: 32 * 1024 ** 3,
	records: 5e6
};
/** Records between two turns of the event loop. */
const turnRecords = 500;
const localHeaderBytes = 30;
const localSignature = 67324752;
/** Extra fields of a local header are short; a longer one costs a second read. */
const slackBytes = 64;
const methods = {
	stored: 0,
	deflated: 8
};
/** Opens the zip's directory over a window of its own: yauzl reads it in steps of a few bytes. */
async function openDirectory(file) {
	const { fromRandomAccessReaderPromise, RandomAccessReader } = await import("./yauzl.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const directory = new WindowedFile(file);
	class Reader extends RandomAccessReader {
		read(buffer, offset, length, position, callback) {
			directory.read(position, length).then((bytes) => {
				bytes.copy(buffer, offset);
				callback(bytes.length < length ? /* @__PURE__ */ new Error("the file ends too early") : null);
			}, callback);
		}
	}
	const { size } = await file.stat();
	return fromRandomAccessReaderPromise(new Reader(), size, { autoClose: false });
}
async function readEntry(file, entry) {
	const { compressedSize, uncompressedSize, compressionMethod } = entry;
	if (entry.isEncrypted()) return "it is encrypted";
	if (compressionMethod !== methods.stored && compressionMethod !== methods.deflated) return `compression method ${compressionMethod} is not read`;
	const at = entry.relativeOffsetOfLocalHeader;
	const guess = localHeaderBytes + entry.fileNameLength + slackBytes + compressedSize;
	let bytes = await file.read(at, guess);
	if (bytes.length < localHeaderBytes || bytes.readUInt32LE(0) !== localSignature) return `there is no entry at offset ${at}`;
	const start = localHeaderBytes + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
	if (start + compressedSize > guess) bytes = await file.read(at, start + compressedSize);
	const data = bytes.subarray(start, start + compressedSize);
	if (data.length < compressedSize) return "the file ends within it";
	try {
		const plain = compressionMethod === methods.stored ? Buffer.from(data) : inflateRawSync(data, { maxOutputLength: Math.max(uncompressedSize, 1) });
		if (plain.length !== uncompressedSize) return "its size is not the announced one";
		if (crc32(plain) !== entry.crc32) return "its checksum is wrong";
		return plain;
	} catch (error) {
		return error instanceof Error ? error.message : "it cannot be inflated";
	}
}
/**
* The records of the zip file at `path`, in its own order; other entries are passed over.
* Throws a ScanError (`DATABASE_MISSING`, naming `where`) where the file is no zip, is cut, or is larger than `limits`.
*/
async function* readZipRecords(path, where = path, limits = zipLimits) {
	const broken = (message, cause) => new ScanError("DATABASE_MISSING", where, message, {
		hint: "Fetch the advisory feed again; it was damaged on its way or is no OSV export.",
		...cause === void 0 ? {} : { cause }
	});
	const file = await open(path);
	let zip;
	try {
		zip = await openDirectory(file);
	} catch (error) {
		await file.close();
		throw broken(`not a whole zip file: ${error instanceof Error ? error.message : ""}`, error);
	}
	const data = new WindowedFile(file);
	let records = 0;
	let totalBytes = 0;
	try {
		const entries = zip.eachEntry();
		for (;;) {
			const next = await entries.next().catch((error) => {
				throw broken(`its directory is damaged: ${error instanceof Error ? error.message : ""}`, error);
			});
			if (next.done === true) return;
			const entry = next.value;
			if (!entry.fileName.endsWith(".json")) continue;
			records++;
			if (records % turnRecords === 0) await setImmediate();
			totalBytes += entry.uncompressedSize;
			if (records > limits.records) throw broken(`it has more than ${limits.records} records`);
			if (totalBytes > limits.totalBytes) throw broken(`its records are larger than ${limits.totalBytes} bytes together`);
			if (Math.max(entry.uncompressedSize, entry.compressedSize) > limits.recordBytes) {
				const reason = `it is larger than ${limits.recordBytes} bytes`;
				yield {
					kind: "bad",
					name: entry.fileName,
					reason
				};
				continue;
			}
			const bytes = await readEntry(data, entry).catch((error) => error instanceof Error ? error.message : "it cannot be read");
			yield typeof bytes === "string" ? {
				kind: "bad",
				name: entry.fileName,
				reason: bytes
			} : {
				kind: "record",
				name: entry.fileName,
				bytes
			};
		}
	} finally {
		zip.close();
		await file.close();
	}
}

// src/advisories/feeds/osv-record.ts
const longestSummary = 160;
const mostReferences = 5;
/** A record with more of them is no record: to cut them would be to lose what it says. */
const mostIntervals = 1e4;
/** Comparisons of listed versions with ranges, for a record; what is listed beyond them is kept unseen. */
const mostComparisons = 5e5;
/** Advisories of these systems are security advisories only under these names. */
const securityPrefixes = {
	AlmaLinux: "ALSA-",
	"Rocky Linux": "RLSA-",
	"Red Hat": "RHSA-"
};
/** Systems whose advisory begins its summary with its severity: «Important: nodejs:10 security update». */
const saysInSummary = /* @__PURE__ */ new Set([
	"AlmaLinux",
	"Rocky Linux",
	"Red Hat"
]);
function summaryOf(record) {
	const line = (asText(record["summary"]) ?? asText(record["details"]) ?? "").slice(0, 640).replace(/\s+/g, " ").trim();
	return line.length > longestSummary ? `${line.slice(0, 159).trimEnd()}…` : line;
}
function referencesOf(record) {
	const urls = /* @__PURE__ */ new Set();
	const all = asArray(record["references"]).map(asObject);
	for (const wanted of ["ADVISORY", void 0]) for (const reference of all) {
		const url = asText(reference?.["url"]);
		if (url === void 0 || !/^https?:\/\//i.test(url) || url.length > 500) continue;
		if (wanted === void 0 || reference?.["type"] === wanted) urls.add(url);
	}
	return [...urls].slice(0, mostReferences);
}
function vectorStatements(list) {
	const statements = [];
	for (const item of asArray(list)) {
		const { type, score } = asObject(item) ?? {};
		if (typeof score !== "string") continue;
		if (type === "Ubuntu") {
			const severity = severityOfWord(score);
			if (severity !== void 0) statements.push({
				source: "Ubuntu",
				severity
			});
			continue;
		}
		const statement = statementOfVector(score);
		if (statement !== void 0) statements.push(statement);
	}
	return statements;
}
function recordStatements(record, base, id) {
	const statements = vectorStatements(record["severity"]);
	if (saysInSummary.has(base)) {
		const severity = severityOfWord(asText(record["summary"])?.split(":")[0]);
		if (severity !== void 0) statements.push({
			source: base,
			severity
		});
	}
	const severity = severityOfWord(asText(asObject(record["database_specific"])?.["severity"]));
	if (severity !== void 0) statements.push({
		source: id.startsWith("GHSA-") ? "GHSA" : base,
		severity
	});
	return statements;
}
function cveStatements(specific) {
	const list = asArray(asObject(specific?.["cves_map"])?.["cves"]);
	const byCve = {};
	for (const item of list) {
		const cve = asText(asObject(item)?.["id"]);
		const statements = vectorStatements(asObject(item)?.["severity"]);
		if (cve?.startsWith("CVE-") === true) byCve[cve] = statements;
	}
	return Object.keys(byCve).length === 0 ? void 0 : byCve;
}
function affectedPackage(item, ecosystem, name, order, budget) {
	const specific = asObject(item["ecosystem_specific"]);
	const database = asObject(item["database_specific"]);
	const customRanges = asArray(specific?.["custom_ranges"]);
	const custom = customRanges.length > 0;
	const ranges = (custom ? customRanges : asArray(item["ranges"])).flatMap((range) => intervalsOf$1(range, order));
	const versions = asTexts(item["versions"]).filter((version) => {
		budget.left -= ranges.length;
		return budget.left < 0 || !ranges.some((interval) => isWithin(version, interval, order));
	});
	if (ranges.length === 0 && versions.length === 0) return void 0;
	const urgency = asText(specific?.["urgency"]);
	const availability = asText(specific?.["availability"]);
	const severities = vectorStatements(item["severity"]);
	const base = baseEcosystem(ecosystem);
	const word = severityOfWord(asText(database?.["severity"]));
	if (word !== void 0) severities.push({
		source: base,
		severity: word
	});
	if (base === "Debian") {
		const severity = severityOfWord(urgency);
		if (severity !== void 0) severities.push({
			source: "Debian",
			severity
		});
	}
	const byCve = cveStatements(database);
	return {
		ecosystem,
		name: packageKey(base, name),
		ranges,
		...versions.length > 0 && { versions },
		...urgency !== void 0 && urgency !== "not yet assigned" && { urgency },
		...availability !== void 0 && availability !== "No subscription required" && { availability },
		...severities.length > 0 && { severities },
		...byCve !== void 0 && { byCve },
		...custom && { custom }
	};
}
/**
* Reads one record for the ecosystem `base` (without release). Await `loadCalculator` before. Never throws: what is no
* record comes back as `bad`.
*/
function readOsvRecord(value, base, order) {
	const record = asObject(value);
	const id = asText(record?.["id"]);
	if (record === void 0 || id === void 0) return {
		kind: "bad",
		reason: "it has no id"
	};
	if (!/^[\x21-\x7e]{1,128}$/.test(id)) return {
		kind: "bad",
		reason: "its id is no id"
	};
	if (!Array.isArray(record["affected"] ?? [])) return {
		kind: "bad",
		reason: "“affected” is no list"
	};
	if (record["withdrawn"] !== void 0 && record["withdrawn"] !== null) return { kind: "left-out" };
	const prefix = securityPrefixes[base];
	if (prefix !== void 0 && !id.startsWith(prefix)) return { kind: "left-out" };
	const affected = [];
	const budget = { left: mostComparisons };
	let intervals = 0;
	for (const entry of asArray(record["affected"])) {
		const item = asObject(entry);
		const named = asObject(item?.["package"]);
		const ecosystem = asText(named?.["ecosystem"]);
		const name = asText(named?.["name"]);
		if (item === void 0 || ecosystem === void 0 || name === void 0) continue;
		if (baseEcosystem(ecosystem) !== base) continue;
		const read = affectedPackage(item, ecosystem, name, order, budget);
		if (read === void 0) continue;
		intervals += read.ranges.length;
		if (intervals > mostIntervals) return {
			kind: "bad",
			reason: `it has more than ${mostIntervals} ranges`
		};
		affected.push(read);
	}
	if (affected.length === 0) return { kind: "left-out" };
	const related = base === "AlmaLinux" ? asTexts(record["related"]) : [];
	return {
		kind: "advisory",
		advisory: {
			id,
			aliases: asTexts(record["aliases"]),
			upstream: [.../* @__PURE__ */ new Set([...asTexts(record["upstream"]), ...related])],
			summary: summaryOf(record),
			severities: recordStatements(record, base, id),
			references: referencesOf(record)
		},
		affected
	};
}

// src/advisories/store/store-file.ts
/** Raised whenever the same feed would give another store: tables, orders, what is kept of a record. */
const storeVersion = 2;
/** `sum` is the checksum of the row's other columns; what `meta` holds has one of its own, in the row `sum`. */
const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE records (n INTEGER PRIMARY KEY, id TEXT, body TEXT, sum INTEGER);
CREATE TABLE affected (ecosystem TEXT, name TEXT, n INTEGER, body TEXT, sum INTEGER,
  PRIMARY KEY (ecosystem, name, n)) WITHOUT ROWID;
CREATE TABLE aliases (alias TEXT, n INTEGER, sum INTEGER, PRIMARY KEY (alias, n)) WITHOUT ROWID;
PRAGMA user_version = ${2};
`;
/** One row for a package, however many records speak of it: about half the time of a row for each. */
const selectAffected = `SELECT group_concat(n || ' ' || sum || ' ' || body, char(10)) AS lines
  FROM (SELECT n, sum, body FROM affected WHERE ecosystem = ? AND name = ? ORDER BY n)`;
const affectedKey = (ecosystem, name) => `${ecosystem}\0${name}`;
const aliasKey = (alias) => `\0${alias}`;
/** The checksum of what `meta` holds. */
function metaSum(meta, keys) {
	return createHash("sha256").update(meta).update("\0").update(keys).digest("hex");
}
const column = (value) => typeof value === "string" ? value : "";
function readHead(database) {
	if (database.prepare("PRAGMA user_version").get()?.["user_version"] !== 2) return void 0;
	const values = /* @__PURE__ */ new Map();
	for (const row of database.prepare("SELECT key, value FROM meta").all()) values.set(column(row["key"]), row["value"]);
	const [meta, keys] = [values.get("meta"), values.get("keys")];
	if (!(typeof meta === "string" && keys instanceof Uint8Array && values.get("sum") === metaSum(meta, keys))) throw new Error("its description does not hold");
	return {
		meta: JSON.parse(meta),
		keys: new KeyList(keys)
	};
}
function rowsOf(lines) {
	const parts = lines === "" ? [] : lines.split("\n");
	const bodies = [];
	const heads = [];
	for (const part of parts) {
		const first = part.indexOf(" ");
		const second = part.indexOf(" ", first + 1);
		heads.push({
			n: Number(part.slice(0, first)),
			sum: Number(part.slice(first + 1, second))
		});
		bodies.push(part.slice(second + 1));
	}
	const isWhole = (key) => heads.every(({ n, sum }, index) => sum === sumOf(key, n, bodies[index] ?? ""));
	return {
		isWhole,
		get rows() {
			const parsed = JSON.parse(`[${bodies.join(",")}]`);
			return heads.map(({ n }, index) => ({
				n,
				affected: parsed[index] ?? []
			}));
		}
	};
}
/**
* Opens a store; undefined where the file was written by another version of this program.
* Throws StoreDamage, or a ScanError where it is no database.
*/
async function openStore(path, name, runtime) {
	const database = await openSqlite({ path }, runtime);
	let head;
	try {
		head = readHead(database);
		if (head !== void 0) database.exec("PRAGMA cache_size = -32768; BEGIN");
	} catch (error) {
		await database.close();
		throw new StoreDamage(name, path, error instanceof Error ? error.message : "no table", error);
	}
	if (head === void 0) {
		await database.close();
		return;
	}
	const { meta, keys } = head;
	const statements = /* @__PURE__ */ new Map();
	const statement = (sql) => {
		const made = statements.get(sql) ?? database.prepare(sql);
		statements.set(sql, made);
		return made;
	};
	const lost = (what) => new StoreDamage(name, path, what);
	const read = (call) => {
		try {
			return call();
		} catch (error) {
			if (error instanceof StoreDamage) throw error;
			const text = error instanceof Error ? error.message : "SQLite cannot read it";
			throw new StoreDamage(name, path, text, error);
		}
	};
	return {
		meta,
		affected: (ecosystem, packageName) => read(() => {
			const key = affectedKey(ecosystem, packageName);
			if (keys.count(key) === 0) return [];
			const { rows, isWhole } = rowsOf(column(statement(selectAffected).get(ecosystem, packageName)?.["lines"]));
			if (isWhole(key) && keys.holds(key, rows.length)) return rows;
			throw lost(`rows of ${packageName} do not hold`);
		}),
		advisory: (n) => read(() => {
			const row = statement("SELECT id, body, sum FROM records WHERE n = ?").get(n);
			const [id, body] = [column(row?.["id"]), column(row?.["body"])];
			if (row?.["sum"] !== sumOf(n, id, body)) throw lost(`record ${n} does not hold`);
			return {
				id,
				...JSON.parse(body)
			};
		}),
		byAlias: (alias) => read(() => {
			const key = aliasKey(alias);
			if (keys.count(key) === 0) return [];
			const rows = statement("SELECT n, sum FROM aliases WHERE alias = ? ORDER BY n").all(alias);
			if (rows.every(({ n, sum }) => sum === sumOf(alias, Number(n))) && keys.holds(key, rows.length)) return rows.map(({ n }) => Number(n));
			throw lost(`rows of ${alias} do not hold`);
		}),
		close: () => database.close()
	};
}

// src/advisories/store/build-store.ts
/** Bad records named in the log; the others are only counted. */
const mostNamed = 5;
/** An export is no export when more than this share of its records is bad, and more than a handful. */
const mostBadShare = .1;
const handful = 5;
/** Of an ecosystem's own export nearly all records speak of it, withdrawn and bug-fix ones (a fifth at AlmaLinux) aside. */
const leastShare = .1;
/** Whether so many are bad that the rest says little: `good` and `bad` are numbers of records. */
function isMostlyBad(good, bad) {
	return bad >= handful && bad > mostBadShare * (good + bad);
}
/**
* Builds the store of one ecosystem at `path` (which must not exist) from OSV records. Bad records are skipped, counted
* and the first of them named in the log. Throws `DATABASE_MISSING` where none speaks of the ecosystem, or where many
* are bad (`isMostlyBad`): what such an export does not say is no «not affected».
*/
async function buildAdvisoryStore(path, meta, order, records, runtime) {
	await loadCalculator();
	const database = await createSqlite(path);
	try {
		database.exec(schema);
		database.exec("BEGIN");
		const hash = createHash("sha256");
		const digest = (text) => {
			hash.update(text).update("\n");
		};
		const keys = new KeyWriter();
		const insertRecord = database.prepare("INSERT INTO records VALUES (?, ?, ?, ?)");
		const insertAffected = database.prepare("INSERT INTO affected VALUES (?, ?, ?, ?, ?)");
		const insertAlias = database.prepare("INSERT INTO aliases VALUES (?, ?, ?)");
		const releases = /* @__PURE__ */ new Set();
		let read = 0;
		let skipped = 0;
		let n = 0;
		const skip = (name, reason) => {
			skipped++;
			if (skipped <= mostNamed) runtime.log.debug(`${meta.name}: ${name} is skipped: ${reason}`);
		};
		for await (const record of records) {
			if (runtime.signal.aborted) throw cancelled(runtime.signal.reason);
			if (record.kind === "bad") {
				skip(record.name, record.reason);
				continue;
			}
			let value;
			try {
				value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(record.bytes));
			} catch (error) {
				skip(record.name, error instanceof Error ? error.message : "it is no JSON");
				continue;
			}
			const result = readOsvRecord(value, meta.name, order);
			if (result.kind === "bad") {
				skip(record.name, result.reason);
				continue;
			}
			read++;
			if (result.kind === "left-out") continue;
			n++;
			const { id, ...body } = result.advisory;
			const text = JSON.stringify(body);
			insertRecord.run(n, id, text, sumOf(n, id, text));
			digest(`${id} ${text}`);
			for (const alias of /* @__PURE__ */ new Set([
				id,
				...body.aliases,
				...body.upstream
			])) {
				insertAlias.run(alias, n, sumOf(alias, n));
				keys.add(aliasKey(alias));
			}
			const byPackage = /* @__PURE__ */ new Map();
			for (const { ecosystem, name, ...affected } of result.affected) {
				const key = affectedKey(ecosystem, name);
				const group = byPackage.get(key) ?? {
					ecosystem,
					name,
					all: []
				};
				group.all.push(affected);
				byPackage.set(key, group);
			}
			for (const [key, { ecosystem, name, all }] of byPackage) {
				releases.add(ecosystem);
				const affected = JSON.stringify(all);
				insertAffected.run(ecosystem, name, n, affected, sumOf(key, n, affected));
				keys.add(key);
				digest(`${ecosystem} ${name} ${affected}`);
			}
		}
		if (skipped > 0) runtime.log.warn(`${meta.name}: ${skipped} bad advisory records are skipped`);
		const isOfAnother = n < leastShare * read;
		if (n === 0 || isOfAnother || isMostlyBad(read, skipped)) {
			const reason = n === 0 || isOfAnother ? `${n === 0 ? "none" : `only ${n}`} of its ${read + skipped} records is an advisory for ${meta.name}` : `${skipped} of its ${read + skipped} records are bad`;
			throw new ScanError("DATABASE_MISSING", meta.source, reason);
		}
		const complete = {
			...meta,
			records: n,
			skipped,
			releases: [...releases].sort(),
			digest: `sha256:${hash.digest("hex")}`
		};
		const text = JSON.stringify(complete);
		const list = keys.bytes();
		const insertMeta = database.prepare("INSERT INTO meta VALUES (?, ?)");
		insertMeta.run("meta", text);
		insertMeta.run("keys", list);
		insertMeta.run("sum", metaSum(text, list));
		database.exec("COMMIT");
		return complete;
	} catch (error) {
		try {
			database.exec("ROLLBACK");
		} catch {}
		throw error;
	} finally {
		await database.close();
	}
}
function cancelled(reason) {
	if (reason instanceof UserError) return reason;
	return new UserError("CANCELLED", "The run was cancelled", { cause: reason });
}

// src/advisories/store/store-folder.ts
/** No build takes as long: what is older was left by a killed run. */
const leftoverAgeMs = 36e5;
/** What killed runs leave: a half-built store, and SQLite's journal of it. */
const leftover = /\.tmp(?:-journal)?$/;
/** `Azure Linux` → `azure-linux.sqlite`. */
function storeFile(name, extension = ".sqlite") {
	return `${name.toLowerCase().replace(/[^a-z0-9.]+/g, "-")}${extension}`;
}
/** Makes the folder and takes away what killed runs left in it. A folder that cannot be written to is left as it is. */
async function prepareFolder(folder, runtime) {
	try {
		await makeFolder(folder);
		for (const name of await readdir(folder)) {
			if (!leftover.test(name)) continue;
			const path = join(folder, name);
			const info = await stat(path).catch(() => void 0);
			if (info === void 0 || runtime.now().getTime() - info.mtimeMs < leftoverAgeMs) continue;
			await rm(path, { force: true });
			runtime.log.debug(`${path}: removed, left by a run that was killed`);
		}
	} catch (error) {
		runtime.log.debug(`${folder}: ${error instanceof Error ? error.message : "not writable"}`);
	}
}
/** Opens a store of the folder; without one where there is none that this version can read. */
async function openStored(folder, kind, runtime) {
	const path = join(folder, kind.file);
	if (await stat(path).catch(() => void 0) === void 0) return {};
	try {
		const store = await kind.open(path, runtime);
		if (store !== void 0) return { store };
		runtime.log.debug(`${path}: made by another version`);
		return {};
	} catch (error) {
		const damage = error instanceof Error ? error.message : `${path}: damaged`;
		runtime.log.warn(damage);
		return { damage };
	}
}
/** Takes a store away, so that no later run meets it. */
async function throwAway(folder, file) {
	await rm(join(folder, file), { force: true }).catch(() => {});
}
/**
* Builds a store beside its name and gives it the name when it is complete, so another run sees the old one or the new
* one, never a part. Gives back the store that was built here, whatever another run puts under the name meanwhile.
*/
async function replaceStore(folder, kind, runtime, build) {
	await makeFolder(folder);
	const path = join(folder, kind.file);
	const temporary = `${path}.${randomUUID()}.tmp`;
	try {
		await build(temporary);
		const store = await openOwn(temporary, kind, runtime);
		try {
			await rename(temporary, path);
			return store;
		} catch {
			await store.close();
			await rename(temporary, path);
			return await openOwn(path, kind, runtime);
		}
	} finally {
		await rm(temporary, { force: true });
	}
}
async function openOwn(path, kind, runtime) {
	const store = await kind.open(path, runtime);
	if (store === void 0) throw new Error(`${path}: not the store that was just built`);
	return store;
}
const checkedFile = (folder, file) => join(folder, `${file}.checked`);
/** Notes that the source still has what this store was built from. */
async function noteChecked(folder, file, digest, time) {
	const path = checkedFile(folder, file);
	const temporary = `${path}.${randomUUID()}.tmp`;
	await writeFile(temporary, `${digest} ${time}\n`);
	await rename(temporary, path);
}
/** When the source was last seen to have what the store holds: its fetch, or a later check of the same content. */
async function lastChecked(folder, file, store) {
	const { digest, fetched } = store.meta;
	const [noted, time] = (await readFile(checkedFile(folder, file), "utf8").catch(() => "")).trim().split(" ");
	return noted === digest && time !== void 0 && !Number.isNaN(Date.parse(time)) ? time : fetched;
}

// src/advisories/store/table-file.ts
const newline = 10;
const sumBytes = 71;
const isKey = (key) => /^[\x21-\x7e]{1,128}$/.test(key);
/** Writes a table at `path`, which must not exist. Of several rows of one key the last one counts. */
async function buildTable(path, meta, rows, skipped) {
	const byKey = /* @__PURE__ */ new Map();
	let bad = skipped;
	for (const [key, body] of rows) if (isKey(key)) byKey.set(key, body);
	else bad++;
	const content = [...byKey].map(([key, body]) => `${key}\t${body}\n`).sort((a, b) => compareKeys(a, b)).join("");
	const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
	const complete = {
		...meta,
		records: byKey.size,
		skipped: bad,
		digest,
		releases: []
	};
	const rest = `${JSON.stringify({
		version: 2,
		...complete
	})}\n${content}`;
	const sum = createHash("sha256").update(rest).digest("hex");
	await writeFile(path, `sha256:${sum}\n${rest}`, {
		flag: "wx",
		mode: 420
	});
	return complete;
}
/** Keys have no tab, and a tab stands before every letter of a key. */
function compareKeys(left, right) {
	return left < right ? -1 : Number(left > right);
}
/**
* Opens a table; undefined where another version of this program wrote it. Throws StoreDamage where its checksum does
* not hold.
*/
async function openTable(path, name) {
	const bytes = await readFile(path);
	const rest = bytes.subarray(72);
	const sum = `sha256:${createHash("sha256").update(rest).digest("hex")}`;
	if (bytes.toString("latin1", 0, sumBytes) !== sum || bytes[sumBytes] !== newline) throw new StoreDamage(name, path, "its checksum does not hold");
	const end = rest.indexOf(newline);
	const { version, ...meta } = JSON.parse(rest.toString("utf8", 0, end));
	if (version !== 2) return void 0;
	const content = rest.subarray(end + 1);
	return {
		meta,
		text: (key) => isKey(key) ? find(content, key) : void 0,
		close: async () => {}
	};
}
/** Binary search: `low` is always the beginning of a line, `high` the end of one. */
function find(content, key) {
	const wanted = `${key}\t`;
	let low = 0;
	let high = content.length;
	while (low < high) {
		const middle = low + high >> 1;
		const from = middle === 0 ? 0 : content.lastIndexOf(newline, middle - 1) + 1;
		const end = content.indexOf(newline, from);
		const line = content.toString("utf8", from, end);
		if (line.startsWith(wanted)) return line.slice(wanted.length);
		if (line < wanted) low = end + 1;
		else high = from;
	}
}

// src/advisories/store/feeds-of-run.ts
const mostTableBytes = 256 * 1024 ** 2;
const readers = {
	kev: readKev,
	eol: readEndOfLife,
	"cve-severity": readCveSeverities,
	epss: readEpss
};
/** The feed of an ecosystem (name without release); without a location where we have no order for it. */
function advisoryFeed(ecosystem, sources, runtime) {
	const order = orderOf(ecosystem);
	return {
		name: ecosystem,
		file: storeFile(ecosystem),
		open: (path) => openStore(path, ecosystem, runtime),
		locations: order === void 0 ? [] : [advisoryLocation(ecosystem, sources)],
		async build(path, files, meta) {
			const [file] = files;
			if (order === void 0 || file === void 0) throw new Error(`${ecosystem}: no file`);
			await buildAdvisoryStore(path, meta, order, readZipRecords(file.path, file.shown), runtime);
		}
	};
}
/** The feed of a table. */
function tableFeed(table, sources) {
	return {
		name: table,
		file: storeFile(table, ".table"),
		open: (path) => openTable(path, table),
		locations: tableLocations(table, sources),
		async build(path, files, meta) {
			await loadCalculator();
			const parts = [];
			for (const file of files) {
				const { size } = await stat(file.path);
				if (size > mostTableBytes) throw new ScanError("DATABASE_MISSING", file.shown, `larger than ${mostTableBytes} bytes`);
				const part = readers[table](await readFile(file.path), file.shown);
				if (part.rows.length === 0 || isMostlyBad(part.rows.length, part.skipped)) {
					const all = part.rows.length + part.skipped;
					throw new ScanError("DATABASE_MISSING", file.shown, `${part.rows.length} of its ${all} entries can be used`, { hint: "Fetch the feed again; it was damaged on its way or is of another kind." });
				}
				parts.push(part);
			}
			const skipped = parts.reduce((sum, part) => sum + part.skipped, 0);
			const rows = parts.flatMap((part) => part.rows);
			await buildTable(path, meta, rows, skipped);
		}
	};
}
/** Tables that are missed when they are not there; the others only add to a finding. None where nothing is matched. */
function neededTables(ecosystems) {
	if (ecosystems.length === 0) return [];
	return ecosystems.some((ecosystem) => Object.hasOwn(productsByEcosystem, ecosystem)) ? ["kev", "eol"] : ["kev"];
}
const optionalTables = ["cve-severity", "epss"];

// src/advisories/feeds/fetch.ts
/** No export is larger; the largest (all of npm) has 0.3 GB. */
const mostBytes = 8 * 1024 ** 3;
/** The location as it may be shown. */
function shownLocation(location) {
	return location.kind === "file" ? location.path : redactUrl(location.url);
}
/** Tells a file's content without reading it; undefined where there is none. Throws for a folder, pipe or device. */
async function fileFingerprint(path) {
	try {
		const info = await stat(path);
		const { size, mtimeMs, ctimeMs, ino } = info;
		if (!info.isFile()) throw new ScanError("DATABASE_MISSING", path, "it is no file");
		return `file:${size}:${mtimeMs}:${ctimeMs}:${ino}`;
	} catch (error) {
		if (isMissing(error)) return void 0;
		throw error;
	}
}
/** When a feed in a folder was last written, ISO: the nearest thing that a file says of the time of its fetch. */
async function changedAt(path) {
	return (await stat(path)).mtime.toISOString();
}
function isMissing(error) {
	const code = error instanceof Error && "code" in error ? error.code : void 0;
	return code === "ENOENT" || code === "ENOTDIR";
}
/**
* Fetches one feed. `known` is the fingerprint of what we have: an address that still has it answers `unchanged`.
* Throws `NETWORK` (or `CANCELLED`) where the address gives neither the feed nor a clear «not here».
*/
async function fetchFeed(location, known, http, runtime) {
	if (location.kind === "file") {
		const fingerprint = await fileFingerprint(location.path);
		if (fingerprint === void 0) return { kind: "absent" };
		return {
			kind: "file",
			path: location.path,
			fingerprint,
			dispose: async () => {}
		};
	}
	const response = await (await http()).get(location.url, { headers: conditions(known) });
	if (response.status === 304) {
		await response.discard();
		return { kind: "unchanged" };
	}
	if (response.status === 404 || response.status === 410) {
		await response.discard();
		return { kind: "absent" };
	}
	if (response.status !== 200) {
		await response.discard();
		throw new UserError("NETWORK", `${response.url}: the feed answers with status ${response.status}`, { hint: "Try again later, or name a mirror or a folder with --feeds." });
	}
	const path = join(runtime.temporaryFolder, `portcullis-feed-${randomUUID()}`);
	const dispose = () => rm(path, { force: true });
	try {
		const file = await open(path, "wx", 384);
		try {
			let size = 0;
			for await (const chunk of response.body) {
				size += chunk.length;
				if (size > mostBytes) throw new UserError("LIMIT_EXCEEDED", `${response.url}: larger than ${mostBytes} bytes`);
				await file.writeFile(chunk);
			}
		} finally {
			await file.close();
		}
	} catch (error) {
		await dispose();
		throw error;
	}
	return {
		kind: "file",
		path,
		fingerprint: fingerprintOf(response.headers),
		dispose
	};
}
function conditions(known) {
	if (known?.startsWith("etag:") === true) return { "if-none-match": known.slice(5) };
	if (known?.startsWith("date:") === true) return { "if-modified-since": known.slice(5) };
	return {};
}
function fingerprintOf(headers) {
	const etag = headers["etag"];
	if (etag !== void 0) return `etag:${etag}`;
	const date = headers["last-modified"];
	return date === void 0 ? "" : `date:${date}`;
}

// src/advisories/store/refresh.ts
const refreshAfterMs = 864e5;
async function ready(feed, store, context, more) {
	const { name, source, records, skipped, digest } = store.meta;
	return {
		store,
		changed: more.changed ?? false,
		status: {
			ecosystem: name,
			state: "ready",
			source,
			fetched: await lastChecked(context.folder, feed.file, store),
			ages: more.ages,
			records,
			skipped,
			digest,
			...more.reason !== void 0 && { reason: more.reason }
		}
	};
}
/** The status of a feed that has no store. */
function without(feed, state, source, reason) {
	const { name: ecosystem } = feed;
	return {
		status: {
			ecosystem,
			state,
			source,
			ages: feed.locations[0]?.kind === "address",
			records: 0,
			skipped: 0,
			reason
		},
		changed: false
	};
}
const messageOf = (error) => error instanceof Error ? error.message : "failed";
/** How the feed's source is shown. */
function sourceOf({ locations }) {
	const [first] = locations;
	if (first === void 0) return "";
	return locations.length === 1 ? shownLocation(first) : shownLocation(first).replace(/\/[^/]*$/, "");
}
/**
* Opens a feed's store as it should be now. A damaged store is thrown away. Throws only when the run was cancelled.
* @param met the damage that was met in the store while it was read, if that is why it is opened again
*/
async function openFeed(feed, context, met) {
	const [first] = feed.locations;
	const source = sourceOf(feed);
	if (first === void 0) return without(feed, "not-offered", source, "no feed is known for it");
	const found = met === void 0 ? await openStored(context.folder, feed, context.runtime) : {};
	const damage = met ?? found.damage;
	if (damage !== void 0) await throwAway(context.folder, feed.file);
	const existing = found.store;
	try {
		return first.kind === "file" ? await openFromFiles(feed, first.path, source, existing, context) : await openFromAddress(feed, source, existing, damage, context);
	} catch (error) {
		await existing?.close();
		throw error;
	}
}
async function openFromFiles(feed, path, source, existing, context) {
	let fingerprint;
	try {
		fingerprint = await fileFingerprint(path);
	} catch (error) {
		await existing?.close();
		return without(feed, "missing", source, messageOf(error));
	}
	const isSame = existing?.meta.source === source && existing.meta.fingerprint === fingerprint;
	if (existing !== void 0 && isSame && fingerprint !== void 0) return ready(feed, existing, context, { ages: false });
	await existing?.close();
	if (fingerprint === void 0) return without(feed, "not-offered", source, "the feeds folder does not have it");
	try {
		return await ready(feed, await replaceStore(context.folder, feed, context.runtime, async (target) => feed.build(target, [{
			path,
			shown: path
		}], {
			name: feed.name,
			source,
			fetched: await changedAt(path),
			ages: false,
			fingerprint
		})), context, {
			changed: true,
			ages: false
		});
	} catch (error) {
		rethrowCancelled(error);
		return without(feed, "missing", source, messageOf(error));
	}
}
async function openFromAddress(feed, source, existing, damage, context) {
	const { folder, runtime } = context;
	if (context.offline) {
		if (existing !== void 0) return ready(feed, existing, context, { ages: true });
		return without(feed, "missing", source, `${damage ?? "there is no store of it"}; the run is offline`);
	}
	const now = runtime.now();
	const isOurs = existing?.meta.source === source;
	if (existing !== void 0 && isOurs && !context.force) {
		if (now.getTime() - Date.parse(await lastChecked(folder, feed.file, existing)) < refreshAfterMs) return ready(feed, existing, context, { ages: true });
	}
	const fetched = [];
	try {
		const known = isOurs && feed.locations.length === 1 ? existing.meta.fingerprint : void 0;
		for (const location of feed.locations) fetched.push(await fetchFeed(location, known, context.http, runtime));
		if (existing !== void 0 && fetched.some(({ kind }) => kind === "unchanged")) {
			await noteChecked(folder, feed.file, existing.meta.digest, now.toISOString());
			return await ready(feed, existing, context, {
				changed: true,
				ages: true
			});
		}
		const files = fetched.flatMap((item, index) => {
			const location = feed.locations[index];
			if (item.kind !== "file" || location === void 0) return [];
			return [{
				path: item.path,
				shown: shownLocation(location),
				fingerprint: item.fingerprint
			}];
		});
		if (files.length === 0) {
			await existing?.close();
			return without(feed, "not-offered", source, "the source does not have it");
		}
		const fingerprint = feed.locations.length === 1 ? files[0]?.fingerprint ?? "" : "";
		const store = await replaceStore(folder, feed, runtime, (target) => feed.build(target, files, {
			name: feed.name,
			source,
			fetched: now.toISOString(),
			ages: true,
			fingerprint
		}));
		await existing?.close();
		return await ready(feed, store, context, {
			changed: true,
			ages: true
		});
	} catch (error) {
		rethrowCancelled(error);
		const reason = messageOf(error);
		if (existing === void 0 || !isOurs) {
			await existing?.close();
			return without(feed, "missing", source, reason);
		}
		runtime.log.warn(`${feed.name}: the older advisories serve, because ${reason}`);
		return await ready(feed, existing, context, {
			reason,
			ages: true
		});
	} finally {
		for (const item of fetched) if (item.kind === "file") await item.dispose();
	}
}
function rethrowCancelled(error) {
	if (error instanceof UserError && error.code === "CANCELLED") throw error;
}

// src/advisories/store/run-stores.ts
async function checkFeedsFolder(feeds) {
	if (feeds === void 0 || isAddress(feeds)) return;
	if ((await stat(feeds).catch(() => void 0))?.isDirectory() === true) return;
	throw new UserError("USAGE", `the feeds folder ${shownFeeds(feeds)} is not there`, { hint: layoutHint });
}
const layoutHint = "Name a folder laid out as the OSV export (osv/<ECOSYSTEM>/all.zip, kev.json, eol.json), or an http(s) address.";
/** Of what is or was meant as an address (`ftp://me:pw@host`, `me:pw@host`) the user info is not shown. */
function shownFeeds(feeds) {
	return /^[a-z][a-z0-9+.-]+:\//i.test(feeds) || feeds.includes("@") ? redactUrl(feeds) : feeds;
}
/** A folder or mirror that has nothing at all is a slip, and no gap in what the feeds speak of. */
function checkAnyFeed(feeds, slots) {
	if (feeds === void 0 || slots.length === 0) return;
	if (slots.some(({ opened }) => opened.status.state !== "not-offered")) return;
	throw new UserError("DATABASE_MISSING", `${shownFeeds(feeds)} has none of the feeds`, { hint: layoutHint });
}
async function restore(request, files, key) {
	if (request.cache === void 0) return;
	for (const file of files) {
		const path = join(request.folder, file);
		if (await stat(path).catch(() => void 0) !== void 0) continue;
		await request.cache.restore(request.folder, key);
		return;
	}
}
/**
* Opens the stores of a run.
* @param force ask the sources however young the stores are
* @throws UserError `USAGE` for a feeds folder that is not there, `DATABASE_MISSING` for one without any feed,
*   `CANCELLED` when the run was
*/
async function openRunStores(request, force, runtime) {
	const { folder } = request;
	await checkFeedsFolder(request.feeds);
	await prepareFolder(folder, runtime);
	const sources = {
		feeds: request.feeds,
		env: runtime.env
	};
	const ecosystems = [...new Set(request.ecosystems.map(baseEcosystem))].sort();
	const advisoryFeeds = ecosystems.map((name) => advisoryFeed(name, sources, runtime));
	const needed = neededTables(ecosystems).map((table) => tableFeed(table, sources));
	const optional = (ecosystems.length === 0 ? [] : optionalTables).map((table) => tableFeed(table, sources)).filter(({ locations }) => locations.length > 0);
	const isRemote = request.feeds === void 0 || isAddress(request.feeds);
	const key = [
		`portcullis-db-${2}`,
		advisoryFeeds.map(({ file }) => file.replace(".sqlite", "")).join("-"),
		runtime.now().toISOString().slice(0, 10)
	].join("-");
	const neededFiles = [...advisoryFeeds, ...needed].map(({ file }) => file);
	if (isRemote) await restore(request, neededFiles, key);
	let own;
	const context = {
		folder,
		offline: request.offline,
		force,
		runtime,
		http: async () => {
			if (request.http !== void 0) return request.http;
			own ??= (await import("./net-http.mjs")).createHttp(runtime);
			return own;
		}
	};
	const stores = /* @__PURE__ */ new Map();
	const tables = /* @__PURE__ */ new Map();
	const slots = () => [...stores.values(), ...tables.values()];
	const close = async () => {
		for (const { opened } of slots()) await opened.store?.close();
		stores.clear();
		tables.clear();
		await own?.close();
	};
	const open = async (feed, into) => {
		into.set(feed.name, {
			feed,
			opened: await openFeed(feed, context),
			isRenewed: false
		});
	};
	const renewSlot = async (slot, damage) => {
		const { feed, isRenewed } = slot;
		const { source } = slot.opened.status;
		await slot.opened.store?.close();
		slot.opened = without(feed, "missing", source, damage.message);
		if (isRenewed) return throwAway(folder, feed.file);
		slot.isRenewed = true;
		runtime.log.warn(damage.message);
		slot.opened = await openFeed(feed, context, damage.message);
	};
	try {
		for (const feed of advisoryFeeds) await open(feed, stores);
		for (const feed of [...needed, ...optional]) await open(feed, tables);
		checkAnyFeed(request.feeds, slots());
		const isChanged = slots().some(({ opened }) => opened.changed);
		if (isRemote && isChanged) await request.cache?.save(folder, key);
	} catch (error) {
		await close();
		throw error;
	}
	const isOptional = new Set(optional.map(({ name }) => name));
	return {
		statuses: () => slots().map(({ opened }) => opened.status).filter(({ ecosystem, state }) => state !== "not-offered" || !isOptional.has(ecosystem)),
		status: (name) => (stores.get(name) ?? tables.get(name))?.opened.status,
		store: (ecosystem) => stores.get(ecosystem)?.opened.store,
		table: (name) => tables.get(name)?.opened.store,
		async renew(damage) {
			const [store, table] = [stores.get(damage.feed), tables.get(damage.feed)];
			if (store !== void 0) return renewSlot(store, damage);
			if (table !== void 0) return renewSlot(table, damage);
			throw new ScanError("DATABASE_MISSING", damage.feed, "no store of it is open");
		},
		close
	};
}

// src/advisories/advisories.ts
/** Loads what a first look-up needs, while something else is waited for. Never fails: the look-up itself says why. */
async function warmUp() {
	await warmUpSqlite().catch(() => {});
}
function digestOf(feeds) {
	const hash = createHash("sha256");
	for (const { ecosystem, digest } of feeds) hash.update(`${ecosystem} ${digest ?? ""}\n`);
	return {
		feeds,
		digest: `sha256:${hash.digest("hex")}`
	};
}
function matchOnce(inventory, stores, runtime) {
	const [kev, severities, epss] = [
		stores.table("kev"),
		stores.table("cve-severity"),
		stores.table("epss")
	];
	const matched = matchInventory(inventory, {
		store: (base) => orderedEcosystems.includes(base) ? stores.store(base) : void 0,
		status: (base) => stores.status(base),
		enrichment: {
			stores: orderedEcosystems.flatMap((name) => stores.store(name) ?? []),
			...kev !== void 0 && { kev },
			...severities !== void 0 && { severities },
			...epss !== void 0 && { epss }
		}
	});
	const cycles = (product) => {
		const text = stores.table("eol")?.text(product);
		return text === void 0 ? void 0 : JSON.parse(text);
	};
	return {
		findings: [...matchEndOfLife(inventory.os, cycles, runtime.now()), ...matched.findings],
		coverage: [...matched.coverage, ...tableCoverage(inventory, (name) => stores.status(name))]
	};
}
/**
* Opens the advisories that a run needs: prepared stores at once, missing, old or damaged ones built first. A feed that
* cannot be had is a row in `status` (`missing`, `not-offered`), no error. Throws `USAGE` for a feeds folder that is
* not there, `CANCELLED` when the run was.
*/
async function openAdvisories(request, runtime) {
	const stores = await openRunStores(request, false, runtime);
	return {
		get status() {
			return digestOf(stores.statuses());
		},
		async match(inventory) {
			for (;;) try {
				return matchOnce(inventory, stores, runtime);
			} catch (error) {
				if (!(error instanceof StoreDamage)) throw error;
				await stores.renew(error);
			}
		},
		close: () => stores.close()
	};
}

export { openAdvisories, warmUp };