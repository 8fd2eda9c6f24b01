import { r as severities, t as compareSeverity } from "./shared-model-severity.mjs";

// src/reports/wording.ts
const stateWords = {
	failing: "closes the gate",
	incomplete: "not scanned",
	excepted: "excepted",
	unfixed: "no fix known",
	"below-threshold": "below threshold",
	"in-grace": "in grace",
	"in-baseline": "in baseline",
	"not-affected": "not affected",
	"not-gating": "not gating"
};
/** States in the order in which people want to see them. */
const stateOrder = Object.keys(stateWords);
const statusWords = {
	pass: "gate open",
	fail: "gate closed",
	error: "not decided"
};
const allSeverities = [...severities, "unknown"];
/** Whose word the severity is; empty where nobody states one, or our own rule does. */
function sourceText({ severitySource }) {
	return severitySource === "none" || severitySource === "portcullis" ? "" : severitySource;
}
function plural(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
/** The verdict's reason without the words that its status already says. */
function reasonOf(reason) {
	return reason.replace(/^(?:gate open|gate closed|not decided): /, "");
}
/** `→ 1.2.3`, `→ 1.2.3, 2.0.1`; of a finding with a line `line 12`; else empty where no fix is known. */
function fixText(finding) {
	const { location } = finding;
	if (location?.line !== void 0) return `line ${location.line}`;
	return finding.fixedVersions.length === 0 ? "" : `→ ${finding.fixedVersions.join(", ")}`;
}
/** An instruction without the builders' noise: `/bin/sh -c #(nop)`, `# buildkit`, whole digests, runs of blanks. */
function instructionText(createdBy) {
	return createdBy.replace(/^\|\d+ .*?(?=\/bin\/sh -c )/s, "").replace(/^\/bin\/sh -c #\(nop\)\s*/, "").replace(/^\/bin\/sh -c /, "RUN ").replace(/^RUN \/bin\/sh -c /, "RUN ").replace(/\s*# buildkit\s*$/, "").replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, "$1…").replace(/\s+/g, " ").trim();
}
/** `layer 3: RUN npm ci`, `volume 1`; empty where nothing is known. */
function originText(origin) {
	if (origin === void 0) return "";
	if (origin.kind === "volume") return `volume ${origin.volume}`;
	const instruction = origin.createdBy === void 0 ? "" : instructionText(origin.createdBy);
	return `layer ${origin.index}${instruction === "" ? "" : `: ${instruction}`}`;
}
/** `Debian GNU/Linux 12 (bookworm)`, `alpine 3.20`; empty without an operating system. */
function systemText(target) {
	const { os } = target;
	if (os === void 0) return "";
	return os.prettyName ?? [os.id, os.versionId].filter((part) => part !== void 0).join(" ");
}
/** How much of a target there is: its packages, or its templates. */
function contentText({ kind, identity, packages }) {
	if (kind !== "arm") return plural(packages.length, "package");
	const { templates = 0, parameterFiles = 0 } = identity;
	const files = parameterFiles === 0 ? "" : ` with ${plural(parameterFiles, "parameter file")}`;
	return `${plural(templates, "template")}${files}`;
}
function groupKey(finding) {
	const { package: about, location } = finding;
	if (about !== void 0) {
		const place = about.binaries === void 0 ? about.locations.join("\0") : "";
		return JSON.stringify([
			"package",
			about.ecosystem,
			about.name,
			about.version,
			place
		]);
	}
	const kind = isPlaced(finding) ? "" : finding.kind;
	return JSON.stringify([
		"place",
		kind,
		location?.path ?? "",
		location?.resource ?? ""
	]);
}
function compareText(left, right) {
	return left < right ? -1 : left > right ? 1 : 0;
}
/** What closes the gate first, then by weight, known exploitation and id. */
function compareForPeople(left, right) {
	return stateOrder.indexOf(left.state) - stateOrder.indexOf(right.state) || compareSeverity(left.severity, right.severity) || Number(right.kev !== void 0) - Number(left.kev !== void 0) || compareText(left.id, right.id) || compareText(left.fingerprint, right.fingerprint);
}
/** Findings by package, sorted within; groups by their foremost finding, then by package. */
function groupFindings(findings) {
	const groups = /* @__PURE__ */ new Map();
	for (const finding of findings) {
		const key = groupKey(finding);
		const those = groups.get(key);
		if (those === void 0) groups.set(key, [finding]);
		else those.push(finding);
	}
	const sorted = [];
	for (const [key, those] of groups) {
		those.sort(compareForPeople);
		const [first] = those;
		if (first !== void 0) sorted.push({
			key,
			first,
			findings: those
		});
	}
	return sorted.sort((left, right) => stateOrder.indexOf(left.first.state) - stateOrder.indexOf(right.first.state) || compareSeverity(left.first.severity, right.first.severity) || compareText(left.first.package?.name ?? "", right.first.package?.name ?? "") || compareText(left.key, right.key));
}
/** `12 no fix known, 3 below threshold`: everything but what closes the gate, in the states' order. */
function sparedText(findings) {
	const parts = [];
	for (const state of stateOrder) {
		if (state === "failing") continue;
		const count = findings.filter((finding) => finding.state === state).length;
		if (count > 0) parts.push(`${count} ${stateWords[state]}`);
	}
	return parts.join(", ");
}
/** The binaries of a source package, or the file that declares a language's package; empty where the name says it all. */
function placeText(about) {
	const { binaries, locations, name } = about;
	if (binaries === void 0) return locations[0] ?? "";
	return binaries.length === 1 && binaries[0] === name ? "" : binaries.join(", ");
}
/** Whether it points at a line of a file. */
function isPlaced({ location }) {
	return location?.line !== void 0;
}
/** What is to be said of a finding that closes the gate besides its columns: title, why in special cases, what to do where no version mends it. */
function closingText(finding, isRepeated = false) {
	const parts = [(isPlaced(finding) ? finding.message : finding.title).replace(/\.$/, "")];
	if (finding.kev !== void 0) parts.push(finding.stateReason.replace(/\.$/, ""));
	if (finding.fixedVersions.length === 0 && finding.remedy !== void 0 && !isRepeated) parts.push(finding.remedy.replace(/\.$/, ""));
	if (finding.fix !== void 0 && !isRepeated) parts.push("“portcullis scan … --fix” writes it");
	if (parts.length === 1) return isPlaced(finding) ? finding.message : finding.title;
	return parts.map((part) => part.endsWith("…") ? part : `${part}.`).join(" ");
}

// src/reports/lines.ts
const blankEnd = /(?:\s|\u001b\[\d+m)+$/;
/**
* Joins lines with a newline at the end. Fields have passed `printable()` before; what only comes about by wrapping
* or joining (a line that starts with `::`, `##[`) is broken here.
*/
function joinLines(lines) {
	return `${lines.map((line) => line.replace(/^(\s*):(?=:)/, "$1\\:").replace(/##(?=vso\[|\[)/gi, "#\\#").replace(blankEnd, (end) => end.replaceAll(/\s/g, ""))).join("\n")}\n`;
}
/** At most `length` UTF-16 units of text without lone surrogates, `…` in place of what was cut. */
function shortened(text, length) {
	if (text.length <= length) return text;
	return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

export { statusWords as _, compareForPeople as a, fixText as c, originText as d, placeText as f, sparedText as g, sourceText as h, closingText as i, groupFindings as l, reasonOf as m, shortened as n, compareText as o, plural as p, allSeverities as r, contentText as s, joinLines as t, isPlaced as u, systemText as v };