// src/model/coverage.ts
/** Every coverage name by its kind, the text before the colon: what it is about, after the name's form where it has a rest. */
const coverageNames = {
	"os-release": "the operating system could not be told, or is none that a feed knows",
	"os-packages": "the package database of the operating system",
	"language-packages": "npm, Python and Go packages",
	feed: "feed:ECOSYSTEM · no advisory feed speaks of this ecosystem, or not of this release; feed:kev and feed:eol: the feeds have no such table",
	layer: "layer:N · a layer of an image that could not be read to its end",
	volume: "volume:N · a volume of a disk",
	path: "path:GLOB · a file or folder that could not be read, or was left out by skip-paths",
	plugin: "plugin:ID · an extractor or rule that failed",
	"not-read-yet": "not-read-yet:KIND · content that this version does not read (listed; exit code 3 only where it was named as the target)",
	templates: "templates, parameter files and policies that were evaluated",
	"template-link": "template-link:LINK · a template that another one deploys and that is not in the run: remote, a template spec, missing or damaged",
	parameters: "parameters:FILE · a parameter file whose template is not in the run",
	target: "the whole target: it could not be opened, or the run ended before it was read"
};
const ranks = {
	scanned: 0,
	partial: 1,
	"not-scanned": 2
};
function worse(left, right) {
	const [worst, other] = ranks[right.status] > ranks[left.status] ? [right, left] : [left, right];
	const reasons = [...new Set([worst.reason, other.reason].filter((reason) => reason !== void 0))];
	return {
		what: worst.what,
		status: worst.status,
		incomplete: left.incomplete || right.incomplete,
		...reasons.length > 0 ? { reason: reasons.join("; ") } : {}
	};
}
/** One row a name, sorted by name: the worst status wins, reasons are joined. */
function mergeCoverage(rows) {
	const byName = /* @__PURE__ */ new Map();
	for (const row of rows) {
		const known = byName.get(row.what);
		byName.set(row.what, known === void 0 ? row : worse(known, row));
	}
	return [...byName.values()].sort((left, right) => left.what < right.what ? -1 : left.what > right.what ? 1 : 0);
}

export { mergeCoverage as n, coverageNames as t };