import { t as __commonJSMin } from "./runtime.mjs";
import { n as mergeCoverage } from "./shared-model-coverage.mjs";
import { n as isAtLeast, r as severities, t as compareSeverity } from "./shared-model-severity.mjs";
import { r as requiredAgentRules } from "./shared-model-nearest.mjs";
import { t as matchesWildcard } from "./shared-model-wildcard.mjs";
import { n as isForTarget, t as Exceptions } from "./shared-policy-exceptions.mjs";
import { i as exitCodeOfCode, n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { n as longestPolicyBytes, r as mergePolicy, t as defaultPolicy } from "./shared-policy-policy.mjs";
import { r as openSqlite, t as makeFolder } from "./shared-runtime-make-folder.mjs";
import { t as redactTarget } from "./shared-model-target.mjs";
import { n as aboveLimit, r as unreadPath, t as MissingBytes } from "./shared-trees-missing-bytes.mjs";
import { t as createSkippedPaths } from "./shared-trees-skipped-paths.mjs";
import { n as parseTarget, r as describeError, t as meantTarget } from "./shared-gate-outputs.mjs";
import { _ as statusWords, a as compareForPeople, c as fixText, d as originText, f as placeText, g as sparedText$1, h as sourceText, i as closingText, l as groupFindings, m as reasonOf, n as shortened, o as compareText$2, p as plural, r as allSeverities, s as contentText, t as joinLines, u as isPlaced, v as systemText } from "./shared-reports-lines.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { gzipSync } from "node:zlib";
import { createHash, randomUUID } from "node:crypto";
import { dirname, join as join$1, resolve } from "node:path";
import { open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";

// src/policy/coverage-findings.ts
function isAccepted(acceptance, what, target) {
	if (!isForTarget(acceptance.target, target)) return false;
	return acceptance.name === what || matchesWildcard(acceptance.name, what);
}
/** A file's row whose reason begins with a place in it points there: `path:main.json` and `main.json:3:7: …`. */
function placeOf({ what, reason = "" }) {
	const path = what.startsWith("path:") ? what.slice(5) : "";
	if (path === "" || !reason.startsWith(`${path}:`)) return { resource: what };
	const [, line, column] = /^(\d{1,9}):(\d{1,9})(?::|$)/.exec(reason.slice(path.length + 1)) ?? [];
	if (line === void 0 || column === void 0) return { resource: what };
	return {
		resource: what,
		path,
		line: Number(line),
		column: Number(column)
	};
}
/** A row's finding; only for rows that are `incomplete`. A target that was not scanned is accepted by nobody. */
function findingOf(row, target, acceptance) {
	const id = `coverage-${row.what.split(":", 1)[0] ?? row.what}`;
	const reason = row.reason ?? "no reason is known";
	const verb = row.status === "partial" ? "was not wholly scanned" : "was not scanned";
	return {
		fingerprint: createHash("sha256").update(`coverage\0${id}\0\0${row.what}`).digest("hex"),
		id,
		aliases: [],
		kind: "coverage",
		severity: "unknown",
		severitySource: "none",
		severities: [],
		title: `${row.what} ${verb}`,
		message: `${row.what} of ${target.reference} ${verb}: ${reason}`,
		remedy: `Mend the cause, or accept it in the policy: coverage: [{ name: '${row.what}', reason: … }].`,
		fixedVersions: [],
		location: placeOf(row),
		references: [],
		sources: ["portcullis"],
		state: acceptance === void 0 ? "incomplete" : "excepted",
		stateReason: acceptance === void 0 ? `What was not read does not count as clean: ${reason}` : `Accepted by the policy: ${acceptance.reason}`
	};
}
/** The findings that stand for a target's incomplete coverage, with the acceptances that were used. */
function judgeCoverage(rows, target, policy, used) {
	const findings = [];
	for (const row of rows) {
		if (row.status === "scanned") continue;
		const acceptance = row.what.startsWith("target") ? void 0 : policy.coverage.find((acceptance) => isAccepted(acceptance, row.what, target));
		if (acceptance !== void 0) used.add(acceptance);
		if (!row.incomplete) continue;
		findings.push(findingOf(row, target, acceptance));
	}
	return findings;
}
/** One sentence for each acceptance that is meant for a target of this run and accepted nothing. */
function unusedAcceptances(policy, targets, used) {
	return policy.coverage.filter((acceptance) => !used.has(acceptance)).filter(({ target: pattern }) => targets.some((target) => isForTarget(pattern, target))).map(({ name, line }) => `The acceptance of ${name} (${policy.path ?? "policy"}:${line}) matched no gap in the coverage.`);
}

// src/policy/database-age.ts
const hourMs = 36e5;
/** `5 h`, `3 days`; whole hours below two days, rounded down. */
function duration(hours) {
	if (hours < 1) return "less than 1 h";
	if (hours < 48) return `${Math.floor(hours)} h`;
	return `${Math.floor(hours / 24)} days`;
}
function ageHours(feed, now) {
	const fetched = feed.fetched === void 0 ? NaN : Date.parse(feed.fetched);
	return Number.isNaN(fetched) ? void 0 : (now.getTime() - fetched) / hourMs;
}
/** The command that mends it, ready to be pasted. */
function update({ ecosystem }) {
	if (/^[a-z-]+$/.test(ecosystem) && ecosystem !== "npm") return "portcullis db update";
	return `portcullis db update ${ecosystem.includes(" ") ? `'${ecosystem}'` : ecosystem}`;
}
function stale(feed, text, hint) {
	return {
		code: "DATABASE_STALE",
		message: `the advisories for ${feed.ecosystem} ${text}`,
		hint
	};
}
function errorOf(feed, policy, now) {
	const because = feed.reason === void 0 ? "" : `: ${feed.reason}`;
	if (feed.state === "not-offered") return void 0;
	if (feed.state === "missing") return {
		code: "DATABASE_MISSING",
		message: `there are no advisories for ${feed.ecosystem}${because}`,
		hint: `Run “${update(feed)}” where the network is at hand, or name a folder or mirror by --feeds.`
	};
	if (!isAgeJudged(feed, policy)) return void 0;
	const age = ageHours(feed, now);
	if (age === void 0) return stale(feed, "do not say when they were fetched", `Fetch them again: ${update(feed)}.`);
	if (age < -24) return stale(feed, `were fetched at ${feed.fetched ?? ""}, ahead of this machine’s clock`, `Set the clock right, or fetch them again: ${update(feed)}.`);
	if (age <= policy.maxAgeHours) return void 0;
	return stale(feed, `are ${duration(age)} old, the policy allows ${duration(policy.maxAgeHours)}${because}`, `Run “${update(feed)}”, or raise database.maxAge in the policy.`);
}
/** Whether the feed's age has a say: a folder of feeds ages only where the policy sets an age. */
function isAgeJudged(feed, policy) {
	return feed.ages || policy.isMaxAgeSet;
}
function ageOf(status, policy, now) {
	const ready = status.feeds.filter((feed) => feed.state === "ready");
	if (ready.length === 0) return "no database";
	const judged = ready.filter((feed) => isAgeJudged(feed, policy));
	if (judged.length === 0) return "advisories from a folder, whose age is not judged";
	const ages = judged.map((feed) => ageHours(feed, now)).filter((age) => age !== void 0);
	if (ages.length === 0) return "database of unknown age";
	return `database ${duration(Math.max(0, ...ages))} old`;
}
/**
* Judges every feed of the database: a missing one, or one older than `database.maxAge`, is an error (exit code 4).
* A feed that does not age by itself (a feeds folder) is judged only where the policy sets the age.
*/
function judgeDatabase(status, policy, now) {
	return {
		errors: status.feeds.map((feed) => errorOf(feed, policy, now)).filter((error) => error !== void 0),
		age: ageOf(status, policy, now)
	};
}

// src/policy/verdict.ts
/** When several apply the first one holds: a wrong input hides all else, a closed gate hides a gap in the coverage. */
const precedence = [
	2,
	4,
	1,
	3
];
const statuses = {
	0: "pass",
	1: "fail",
	2: "error",
	3: "error",
	4: "error"
};
/** `1 finding`, `2 findings`. */
function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
function bySeverity(findings) {
	const counts = {
		critical: 0,
		high: 0,
		medium: 0,
		low: 0,
		info: 0,
		unknown: 0
	};
	for (const finding of findings) counts[finding.severity] += 1;
	return counts;
}
function closedText(failing) {
	const counts = bySeverity(failing);
	const parts = [...severities, "unknown"].filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
	const exploited = failing.filter((finding) => finding.kev !== void 0).length;
	const kev = exploited === 0 ? "" : `; ${exploited} known to be exploited`;
	return `${count(failing.length, "finding")} (${parts.join(", ")}${kev})`;
}
function sparedText(unfixed, excepted, notGating) {
	const parts = [];
	if (unfixed > 0) parts.push(`${unfixed} without a fix`);
	if (excepted > 0) parts.push(`${excepted} excepted`);
	if (notGating > 0) parts.push(`${notGating} not gating`);
	return parts.length === 0 ? "" : `; spared: ${parts.join(", ")}`;
}
function errorText(errors, code) {
	const [first, ...rest] = errors.filter((error) => exitCodeOfCode(error.code) === code);
	if (first === void 0) return "";
	const more = rest.length === 0 ? "" : ` (and ${count(rest.length, "more error")})`;
	const { target, message } = first;
	return `${target === void 0 || message.includes(target) ? "" : `${target}: `}${message}${more}`;
}
/** `2 parts not wholly scanned (layer:2 was not wholly scanned, and 1 more)`. */
function gapsText(gaps) {
	const more = gaps.length > 1 ? `, and ${gaps.length - 1} more` : "";
	return `${count(gaps.length, "part")} not wholly scanned (${gaps[0]?.title ?? ""}${more})`;
}
function openText(policy) {
	if (policy.failOn === "none") return "fail-on is none, so no finding closes it";
	return `no finding at ${policy.failOn === "critical" ? "critical" : `${policy.failOn} or above`} closes it`;
}
/** Draws the verdict from judged targets and the run's errors (those of the database among them). */
function drawVerdict(targets, errors, policy, databaseAge) {
	const all = targets.flatMap((target) => target.findings);
	const findings = all.filter((finding) => finding.kind !== "coverage");
	const inState = (state) => findings.filter((finding) => finding.state === state);
	const failing = inState("failing");
	const gaps = all.filter((finding) => finding.state === "incomplete");
	const needsDatabase = targets.some(({ kind }) => kind !== "arm") || databaseAge !== "no database";
	const isNothing = targets.length === 0 && errors.length === 0;
	const codes = new Set(errors.map((error) => exitCodeOfCode(error.code)));
	if (failing.length > 0) codes.add(1);
	if (gaps.length > 0 || isNothing) codes.add(3);
	const exitCode = precedence.find((code) => codes.has(code)) ?? 0;
	const unfixed = inState("unfixed").length;
	const excepted = inState("excepted").length;
	const spared = sparedText(unfixed, excepted, inState("not-gating").length);
	const closed = failing.length === 0 ? "" : closedText(failing);
	const gapText = gaps.length === 0 ? "" : `; ${gapsText(gaps)}`;
	const brokenText = exitCode !== 3 && codes.has(3) ? errorText(errors, 3) : "";
	const broken = brokenText === "" ? "" : `; ${brokenText}`;
	let reason;
	switch (exitCode) {
		case 0:
			reason = `gate open: ${openText(policy)}${spared}`;
			break;
		case 1:
			reason = `gate closed: ${closed} ${failing.length === 1 ? "closes" : "close"} it${spared}${gapText}${broken}`;
			break;
		case 2:
		case 4:
			reason = `not decided: ${errorText(errors, exitCode)}`;
			if (closed !== "") reason += `; ${closed} would close the gate`;
			reason += `${spared}${gapText}`;
			break;
		case 3:
			reason = `not decided: ${isNothing ? "there was nothing to scan" : errorText(errors, 3) || gapsText(gaps)}${targets.length === 0 ? "" : `; in what was scanned ${openText(policy)}`}${spared}`;
			break;
		default: reason = "";
	}
	return {
		status: statuses[exitCode],
		exitCode,
		reason: needsDatabase ? `${reason}; ${databaseAge}` : reason,
		counts: bySeverity(findings),
		failing: failing.length,
		unfixed,
		excepted
	};
}

// src/policy/judge.ts
function orAbove(threshold) {
	return threshold === "critical" ? threshold : `${threshold} and above`;
}
function stateOf(finding, target, policy, exceptions) {
	const exception = exceptions.for(finding, target);
	if (finding.notGating !== void 0) return ["not-gating", `Never gates: ${finding.notGating}`];
	if (exception !== void 0) {
		const { owner, expires, reason } = exception;
		return ["excepted", `Excepted until ${expires} by ${owner}: ${reason}`];
	}
	const { suppression, outcome } = finding;
	if (suppression !== void 0) {
		const { reason, path, line, until } = suppression;
		return ["excepted", `Excepted in the template (${path}:${line})${until === void 0 ? "" : ` until ${until}`}: ${reason}`];
	}
	const rule = requiredAgentRules.includes(finding.id) ? "agents" : "others";
	if (outcome === "undecided" && policy.undecided[rule] === "report") return ["not-gating", "Undecided: reported only, as the policy (undecided) says."];
	if (policy.failOn === "none") return ["below-threshold", "fail-on is none: no finding closes the gate."];
	if (finding.kev !== void 0) {
		const ransomware = finding.kev.ransomware ? ", in ransomware too" : "";
		return ["failing", `Known to be exploited since ${finding.kev.dateAdded}${ransomware}: closes the gate whatever its severity or fix.`];
	}
	const severity = finding.severity === "unknown" ? policy.unknownAs : finding.severity;
	const name = finding.severity === "unknown" ? `unknown, judged as ${severity}` : severity;
	if (!isAtLeast(severity, policy.failOn)) return ["below-threshold", `Severity ${name}: below ${policy.failOn}.`];
	const isUnfixed = finding.kind === "vulnerability" && finding.fixedVersions.length === 0;
	if (policy.ignoreUnfixed && isUnfixed) return ["unfixed", `Severity ${name}, but no fixed version is known: spared by ignoreUnfixed.`];
	const fixed = finding.fixedVersions.length > 0 ? ", and a fix is known" : "";
	return ["failing", `Severity ${name}: the policy fails on ${orAbove(policy.failOn)}${fixed}.`];
}
function compareText$1(left, right) {
	return left < right ? -1 : left > right ? 1 : 0;
}
/** Heaviest first, then by id, package, version and place: the same order in every run. */
function compareFindings(left, right) {
	return compareSeverity(left.severity, right.severity) || compareText$1(left.id, right.id) || compareText$1(left.package?.name ?? "", right.package?.name ?? "") || compareText$1(left.package?.version ?? "", right.package?.version ?? "") || compareText$1(left.fingerprint, right.fingerprint);
}
function judgeTarget(scanned, policy, exceptions, used) {
	const { target, os, packages, coverage, machines } = scanned;
	const findings = scanned.findings.map((finding) => {
		const [state, stateReason] = stateOf(finding, target, policy, exceptions);
		return {
			...finding,
			state,
			stateReason
		};
	});
	findings.push(...judgeCoverage(coverage, target, policy, used));
	return {
		...target,
		...os === void 0 ? {} : { os },
		packages,
		findings: findings.sort(compareFindings),
		coverage,
		...machines === void 0 ? {} : { machines }
	};
}
/** Judges a whole run. Nothing but its arguments has a say: same arguments, same verdict. */
function judge(request) {
	const { policy, now } = request;
	const database = judgeDatabase(request.database, policy, now);
	const seen = /* @__PURE__ */ new Set();
	const errors = [...request.errors, ...database.errors].filter(({ code, message, target }) => {
		const key = JSON.stringify([
			code,
			message,
			target
		]);
		return !seen.has(key) && seen.add(key) !== void 0;
	});
	const exceptions = new Exceptions(policy, now);
	const used = /* @__PURE__ */ new Set();
	const targets = request.targets.map((scanned) => judgeTarget(scanned, policy, exceptions, used));
	const isComplete = errors.length === 0;
	const notices = [
		...request.notices ?? [],
		...exceptions.notices(targets, isComplete),
		...isComplete ? unusedAcceptances(policy, targets, used) : []
	];
	return {
		verdict: drawVerdict(targets, errors, policy, database.age),
		targets,
		applied: {
			...policy.path === void 0 ? {} : { path: policy.path },
			failOn: policy.failOn,
			ignoreUnfixed: policy.ignoreUnfixed,
			unknownAs: policy.unknownAs,
			maxAgeHours: policy.maxAgeHours,
			exceptions: policy.exceptions.length,
			notices
		},
		errors
	};
}

// package.json
var package_default = { "version": "0.1.0" };

// src/runtime/version.ts
const version = package_default.version;

// src/gate/database-folder.ts
/** The user's cache folder after the XDG base directory specification; on Windows %LOCALAPPDATA%. */
function defaultDatabaseFolder({ env, temporaryFolder }) {
	const named = env["XDG_CACHE_HOME"] ?? env["LOCALAPPDATA"];
	if (named !== void 0 && named !== "") return join$1(named, "portcullis", "db");
	const home = env["HOME"] ?? env["USERPROFILE"];
	if (home !== void 0 && home !== "") return join$1(home, ".cache", "portcullis", "db");
	return join$1(temporaryFolder, "db");
}

// src/gate/ecosystems.ts
/** OSV ecosystems without release (`Debian:12` → `Debian`), sorted; of packages that are matched at all. */
function baseEcosystems(inventories) {
	const found = /* @__PURE__ */ new Set();
	for (const { os, packages } of inventories) {
		if (os?.ecosystem !== void 0) found.add(os.ecosystem);
		for (const { ecosystem, ownedBy } of packages) if (ownedBy === void 0) found.add(ecosystem);
	}
	found.delete("");
	return [...new Set([...found].map((name) => name.split(":", 1)[0] ?? name))].sort();
}

// src/gate/policy-source.ts
/** Looked for in this order when no file is named. */
const defaultPaths = [".portcullis.yml", ".portcullis.yaml"];
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
function unreadable(path, why, cause) {
	return new UserError("POLICY_INVALID", `the policy file ${path} cannot be read (${why})`, {
		hint: "Name an existing file by --policy, or leave it out for the defaults.",
		cause
	});
}
/** Undefined where there is no such file. Opens nothing that could block, such as a pipe. */
async function readPolicy(path) {
	let text;
	try {
		const { size, isFile } = await stat(path).then((found) => ({
			size: found.size,
			isFile: found.isFile()
		}));
		if (!isFile) throw unreadable(path, "it is no file");
		if (size > 262144) throw unreadable(path, `larger than ${longestPolicyBytes} bytes`);
		text = await readFile(path, "utf8");
	} catch (cause) {
		if (cause instanceof UserError) throw cause;
		if (codeOf(cause) === "ENOENT") return void 0;
		throw unreadable(path, codeOf(cause), cause);
	}
	const { parsePolicy } = await import("./policy-policy-file.mjs");
	return parsePolicy(text, path);
}
async function findPolicy(named) {
	for (const path of named === void 0 ? defaultPaths : [named]) {
		const policy = await readPolicy(path);
		if (policy !== void 0) return policy;
		if (named !== void 0) throw unreadable(path, "ENOENT");
	}
	return defaultPolicy;
}
/** The policy of the run. Throws UserError `POLICY_INVALID` (file:line:column) or `USAGE`. */
async function policyOf(request) {
	const policy = await findPolicy(request.policy);
	return mergePolicy(policy, {
		failOn: request.failOn,
		ignoreUnfixed: request.ignoreUnfixed
	});
}

// node_modules/packageurl-js/src/error.js
var require_error = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function formatPurlErrorMessage(message = "") {
		const { length } = message;
		let formatted = "";
		if (length) {
			const code0 = message.charCodeAt(0);
			formatted = code0 >= 65 || code0 <= 90 ? `${message[0].toLowerCase()}${message.slice(1)}` : message;
			if (length > 1 && message.charCodeAt(length - 1) === 46 && message.charCodeAt(length - 2) !== 46) formatted = formatted.slice(0, -1);
		}
		return `Invalid purl: ${formatted}`;
	}
	var PurlError = class extends Error {
		constructor(message) {
			super(formatPurlErrorMessage(message));
		}
	};
	module.exports = {
		formatPurlErrorMessage,
		PurlError
	};
}));

// node_modules/packageurl-js/src/decode.js
var require_decode = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { PurlError } = require_error();
	const { decodeURIComponent } = globalThis;
	function decodePurlComponent(comp, encodedURIComponent) {
		try {
			return decodeURIComponent(encodedURIComponent);
		} catch {}
		throw new PurlError(`unable to decode "${comp}" component`);
	}
	module.exports = { decodePurlComponent };
}));

// node_modules/packageurl-js/src/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const LOOP_SENTINEL = 1e6;
	const REUSED_SEARCH_PARAMS = new URLSearchParams();
	const REUSED_SEARCH_PARAMS_KEY = "_";
	const REUSED_SEARCH_PARAMS_OFFSET = 2;
	module.exports = {
		LOOP_SENTINEL,
		REUSED_SEARCH_PARAMS,
		REUSED_SEARCH_PARAMS_KEY,
		REUSED_SEARCH_PARAMS_OFFSET
	};
}));

// node_modules/packageurl-js/src/objects.js
var require_objects = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { LOOP_SENTINEL } = require_constants();
	function isObject(value) {
		return value !== null && typeof value === "object";
	}
	function recursiveFreeze(value_) {
		if (value_ === null || !(typeof value_ === "object" || typeof value_ === "function") || Object.isFrozen(value_)) return value_;
		const queue = [value_];
		let { length: queueLength } = queue;
		let pos = 0;
		while (pos < queueLength) {
			if (pos === LOOP_SENTINEL) throw new Error("Detected infinite loop in object crawl of recursiveFreeze");
			const obj = queue[pos++];
			Object.freeze(obj);
			if (Array.isArray(obj)) for (let i = 0, { length } = obj; i < length; i += 1) {
				const item = obj[i];
				if (item !== null && (typeof item === "object" || typeof item === "function") && !Object.isFrozen(item)) queue[queueLength++] = item;
			}
			else {
				const keys = Reflect.ownKeys(obj);
				for (let i = 0, { length } = keys; i < length; i += 1) {
					const propValue = obj[keys[i]];
					if (propValue !== null && (typeof propValue === "object" || typeof propValue === "function") && !Object.isFrozen(propValue)) queue[queueLength++] = propValue;
				}
			}
		}
		return value_;
	}
	module.exports = {
		isObject,
		recursiveFreeze
	};
}));

// node_modules/packageurl-js/src/strings.js
var require_strings = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { compare: localeCompare } = new Intl.Collator();
	const regexSemverNumberedGroups = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;
	function isBlank(str) {
		for (let i = 0, { length } = str; i < length; i += 1) {
			const code = str.charCodeAt(i);
			if (!(code === 32 || code === 9 || code === 10 || code === 11 || code === 12 || code === 13 || code === 160 || code === 5760 || code === 8192 || code === 8193 || code === 8194 || code === 8195 || code === 8196 || code === 8197 || code === 8198 || code === 8199 || code === 8200 || code === 8201 || code === 8202 || code === 8232 || code === 8233 || code === 8239 || code === 8287 || code === 12288 || code === 65279)) return false;
		}
		return true;
	}
	function isNonEmptyString(value) {
		return typeof value === "string" && value.length > 0;
	}
	function isSemverString(value) {
		return typeof value === "string" && regexSemverNumberedGroups.test(value);
	}
	function lowerName(purl) {
		purl.name = purl.name.toLowerCase();
	}
	function lowerNamespace(purl) {
		const { namespace } = purl;
		if (typeof namespace === "string") purl.namespace = namespace.toLowerCase();
	}
	function lowerVersion(purl) {
		const { version } = purl;
		if (typeof version === "string") purl.version = version.toLowerCase();
	}
	function replaceDashesWithUnderscores(str) {
		let result = "";
		let fromIndex = 0;
		let index = 0;
		while ((index = str.indexOf("-", fromIndex)) !== -1) {
			result = result + str.slice(fromIndex, index) + "_";
			fromIndex = index + 1;
		}
		return fromIndex ? result + str.slice(fromIndex) : str;
	}
	function replaceUnderscoresWithDashes(str) {
		let result = "";
		let fromIndex = 0;
		let index = 0;
		while ((index = str.indexOf("_", fromIndex)) !== -1) {
			result = result + str.slice(fromIndex, index) + "-";
			fromIndex = index + 1;
		}
		return fromIndex ? result + str.slice(fromIndex) : str;
	}
	function trimLeadingSlashes(str) {
		let start = 0;
		while (str.charCodeAt(start) === 47) start += 1;
		return start === 0 ? str : str.slice(start);
	}
	module.exports = {
		isBlank,
		isNonEmptyString,
		isSemverString,
		localeCompare,
		lowerName,
		lowerNamespace,
		lowerVersion,
		replaceDashesWithUnderscores,
		replaceUnderscoresWithDashes,
		trimLeadingSlashes
	};
}));

// node_modules/packageurl-js/src/encode.js
var require_encode = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { REUSED_SEARCH_PARAMS, REUSED_SEARCH_PARAMS_KEY, REUSED_SEARCH_PARAMS_OFFSET } = require_constants();
	const { isObject } = require_objects();
	const { isNonEmptyString } = require_strings();
	const { encodeURIComponent } = globalThis;
	function encodeNamespace(namespace) {
		return isNonEmptyString(namespace) ? encodeURIComponent(namespace).replace(/%3A/g, ":").replace(/%2F/g, "/") : "";
	}
	function encodeQualifierParam(param) {
		if (isNonEmptyString(param)) {
			REUSED_SEARCH_PARAMS.set(REUSED_SEARCH_PARAMS_KEY, param);
			return replacePlusSignWithPercentEncodedSpace(REUSED_SEARCH_PARAMS.toString().slice(REUSED_SEARCH_PARAMS_OFFSET));
		}
		return "";
	}
	function encodeQualifiers(qualifiers) {
		if (isObject(qualifiers)) {
			const qualifiersKeys = Object.keys(qualifiers).sort();
			const searchParams = new URLSearchParams();
			for (let i = 0, { length } = qualifiersKeys; i < length; i += 1) {
				const key = qualifiersKeys[i];
				searchParams.set(key, qualifiers[key]);
			}
			return replacePlusSignWithPercentEncodedSpace(searchParams.toString());
		}
		return "";
	}
	function encodeSubpath(subpath) {
		return isNonEmptyString(subpath) ? encodeURIComponent(subpath).replace(/%2F/g, "/") : "";
	}
	function encodeVersion(version) {
		return isNonEmptyString(version) ? encodeURIComponent(version).replace(/%3A/g, ":").replace(/%2B/g, "+") : "";
	}
	function replacePlusSignWithPercentEncodedSpace(str) {
		return str.replace(/\+/g, "%20");
	}
	module.exports = {
		encodeNamespace,
		encodeVersion,
		encodeQualifiers,
		encodeQualifierParam,
		encodeSubpath,
		encodeURIComponent
	};
}));

// node_modules/packageurl-js/src/helpers.js
var require_helpers = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function createHelpersNamespaceObject(helpers, options_ = {}) {
		const { comparator, ...defaults } = {
			__proto__: null,
			...options_
		};
		const helperNames = Object.keys(helpers).sort();
		const propNames = [...new Set([...Object.values(helpers)].map(Object.keys).flat())].sort(comparator);
		const nsObject = Object.create(null);
		for (let i = 0, { length } = propNames; i < length; i += 1) {
			const propName = propNames[i];
			const helpersForProp = Object.create(null);
			for (let j = 0, { length: length_j } = helperNames; j < length_j; j += 1) {
				const helperName = helperNames[j];
				const helperValue = helpers[helperName][propName] ?? defaults[helperName];
				if (helperValue !== void 0) helpersForProp[helperName] = helperValue;
			}
			nsObject[propName] = helpersForProp;
		}
		return nsObject;
	}
	module.exports = { createHelpersNamespaceObject };
}));

// node_modules/packageurl-js/src/normalize.js
var require_normalize = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { isObject } = require_objects();
	const { isBlank } = require_strings();
	function normalizeName(rawName) {
		return typeof rawName === "string" ? rawName.trim() : void 0;
	}
	function normalizeNamespace(rawNamespace) {
		return typeof rawNamespace === "string" ? normalizePath(rawNamespace) : void 0;
	}
	function normalizePath(pathname, callback) {
		let collapsed = "";
		let start = 0;
		while (pathname.charCodeAt(start) === 47) start += 1;
		let nextIndex = pathname.indexOf("/", start);
		if (nextIndex === -1) return pathname.slice(start);
		while (nextIndex !== -1) {
			const segment = pathname.slice(start, nextIndex);
			if (callback === void 0 || callback(segment)) collapsed = collapsed + (collapsed.length === 0 ? "" : "/") + segment;
			start = nextIndex + 1;
			while (pathname.charCodeAt(start) === 47) start += 1;
			nextIndex = pathname.indexOf("/", start);
		}
		const lastSegment = pathname.slice(start);
		if (lastSegment.length !== 0 && (callback === void 0 || callback(lastSegment))) collapsed = collapsed + "/" + lastSegment;
		return collapsed;
	}
	function normalizeQualifiers(rawQualifiers) {
		let qualifiers;
		for (const { 0: key, 1: value } of qualifiersToEntries(rawQualifiers)) {
			const trimmed = (typeof value === "string" ? value : String(value)).trim();
			if (trimmed.length === 0) continue;
			if (qualifiers === void 0) qualifiers = { __proto__: null };
			qualifiers[key.toLowerCase()] = trimmed;
		}
		return qualifiers;
	}
	function normalizeSubpath(rawSubpath) {
		return typeof rawSubpath === "string" ? normalizePath(rawSubpath, subpathFilter) : void 0;
	}
	function normalizeType(rawType) {
		return typeof rawType === "string" ? rawType.trim().toLowerCase() : void 0;
	}
	function normalizeVersion(rawVersion) {
		return typeof rawVersion === "string" ? rawVersion.trim() : void 0;
	}
	function qualifiersToEntries(rawQualifiers) {
		if (isObject(rawQualifiers)) return rawQualifiers instanceof URLSearchParams ? rawQualifiers.entries() : Object.entries(rawQualifiers);
		return typeof rawQualifiers === "string" ? new URLSearchParams(rawQualifiers).entries() : Object.entries({});
	}
	function subpathFilter(segment) {
		const { length } = segment;
		if (length === 1 && segment.charCodeAt(0) === 46) return false;
		if (length === 2 && segment.charCodeAt(0) === 46 && segment.charCodeAt(1) === 46) return false;
		return !isBlank(segment);
	}
	module.exports = {
		normalizeName,
		normalizeNamespace,
		normalizePath,
		normalizeQualifiers,
		normalizeSubpath,
		normalizeType,
		normalizeVersion
	};
}));

// node_modules/packageurl-js/src/lang.js
var require_lang = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function isNullishOrEmptyString(value) {
		return value === null || value === void 0 || typeof value === "string" && value.length === 0;
	}
	module.exports = { isNullishOrEmptyString };
}));

// node_modules/packageurl-js/src/validate.js
var require_validate = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { PurlError } = require_error();
	const { isNullishOrEmptyString } = require_lang();
	const { isNonEmptyString } = require_strings();
	function validateEmptyByType(type, name, value, throws) {
		if (!isNullishOrEmptyString(value)) {
			if (throws) throw new PurlError(`${type} "${name}" component must be empty`);
			return false;
		}
		return true;
	}
	function validateName(name, throws) {
		return validateRequired("name", name, throws) && validateStrings("name", name, throws);
	}
	function validateNamespace(namespace, throws) {
		return validateStrings("namespace", namespace, throws);
	}
	function validateQualifiers(qualifiers, throws) {
		if (qualifiers === null || qualifiers === void 0) return true;
		if (typeof qualifiers !== "object") {
			if (throws) throw new PurlError("\"qualifiers\" must be an object");
			return false;
		}
		const keysIterable = typeof qualifiers.keys === "function" ? qualifiers.keys() : Object.keys(qualifiers);
		for (const key of keysIterable) if (!validateQualifierKey(key, throws)) return false;
		return true;
	}
	function validateQualifierKey(key, throws) {
		if (!validateStartsWithoutNumber("qualifier", key, throws)) return false;
		for (let i = 0, { length } = key; i < length; i += 1) {
			const code = key.charCodeAt(i);
			if (!(code >= 48 && code <= 57 || code >= 65 && code <= 90 || code >= 97 && code <= 122 || code === 46 || code === 45 || code === 95)) {
				if (throws) throw new PurlError(`qualifier "${key}" contains an illegal character`);
				return false;
			}
		}
		return true;
	}
	function validateRequired(name, value, throws) {
		if (isNullishOrEmptyString(value)) {
			if (throws) throw new PurlError(`"${name}" is a required component`);
			return false;
		}
		return true;
	}
	function validateRequiredByType(type, name, value, throws) {
		if (isNullishOrEmptyString(value)) {
			if (throws) throw new PurlError(`${type} requires a "${name}" component`);
			return false;
		}
		return true;
	}
	function validateStartsWithoutNumber(name, value, throws) {
		if (isNonEmptyString(value)) {
			const code = value.charCodeAt(0);
			if (code >= 48 && code <= 57) {
				if (throws) throw new PurlError(`${name} "${value}" cannot start with a number`);
				return false;
			}
		}
		return true;
	}
	function validateStrings(name, value, throws) {
		if (value === null || value === void 0 || typeof value === "string") return true;
		if (throws) throw new PurlError(`"'${name}" must be a string`);
		return false;
	}
	function validateSubpath(subpath, throws) {
		return validateStrings("subpath", subpath, throws);
	}
	function validateType(type, throws) {
		if (!validateRequired("type", type, throws) || !validateStrings("type", type, throws) || !validateStartsWithoutNumber("type", type, throws)) return false;
		for (let i = 0, { length } = type; i < length; i += 1) {
			const code = type.charCodeAt(i);
			if (!(code >= 48 && code <= 57 || code >= 65 && code <= 90 || code >= 97 && code <= 122 || code === 46 || code === 43 || code === 45)) {
				if (throws) throw new PurlError(`type "${type}" contains an illegal character`);
				return false;
			}
		}
		return true;
	}
	function validateVersion(version, throws) {
		return validateStrings("version", version, throws);
	}
	module.exports = {
		validateEmptyByType,
		validateName,
		validateNamespace,
		validateQualifiers,
		validateQualifierKey,
		validateRequired,
		validateRequiredByType,
		validateStartsWithoutNumber,
		validateStrings,
		validateSubpath,
		validateType,
		validateVersion
	};
}));

// node_modules/packageurl-js/src/purl-component.js
var require_purl_component = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { encodeNamespace, encodeVersion, encodeQualifiers, encodeQualifierParam, encodeSubpath, encodeURIComponent } = require_encode();
	const { createHelpersNamespaceObject } = require_helpers();
	const { normalizeType, normalizeNamespace, normalizeName, normalizeVersion, normalizeQualifiers, normalizeSubpath } = require_normalize();
	const { localeCompare, isNonEmptyString } = require_strings();
	const { validateType, validateNamespace, validateName, validateVersion, validateQualifiers, validateQualifierKey, validateSubpath } = require_validate();
	const PurlComponentEncoder = (comp) => isNonEmptyString(comp) ? encodeURIComponent(comp) : "";
	const PurlComponentStringNormalizer = (comp) => typeof comp === "string" ? comp : void 0;
	const PurlComponentValidator = (_comp, _throws) => true;
	const componentSortOrderLookup = {
		__proto__: null,
		type: 0,
		namespace: 1,
		name: 2,
		version: 3,
		qualifiers: 4,
		qualifierKey: 5,
		qualifierValue: 6,
		subpath: 7
	};
	function componentSortOrder(comp) {
		return componentSortOrderLookup[comp] ?? comp;
	}
	function componentComparator(compA, compB) {
		return localeCompare(componentSortOrder(compA), componentSortOrder(compB));
	}
	module.exports = { PurlComponent: createHelpersNamespaceObject({
		encode: {
			namespace: encodeNamespace,
			version: encodeVersion,
			qualifiers: encodeQualifiers,
			qualifierKey: encodeQualifierParam,
			qualifierValue: encodeQualifierParam,
			subpath: encodeSubpath
		},
		normalize: {
			type: normalizeType,
			namespace: normalizeNamespace,
			name: normalizeName,
			version: normalizeVersion,
			qualifiers: normalizeQualifiers,
			subpath: normalizeSubpath
		},
		validate: {
			type: validateType,
			namespace: validateNamespace,
			name: validateName,
			version: validateVersion,
			qualifierKey: validateQualifierKey,
			qualifiers: validateQualifiers,
			subpath: validateSubpath
		}
	}, {
		comparator: componentComparator,
		encode: PurlComponentEncoder,
		normalize: PurlComponentStringNormalizer,
		validate: PurlComponentValidator
	}) };
}));

// node_modules/packageurl-js/src/purl-qualifier-names.js
var require_purl_qualifier_names = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = { PurlQualifierNames: {
		__proto__: null,
		RepositoryUrl: "repository_url",
		DownloadUrl: "download_url",
		VcsUrl: "vcs_url",
		FileName: "file_name",
		Checksum: "checksum"
	} };
}));

// node_modules/packageurl-js/src/purl-type.js
var require_purl_type = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { isNullishOrEmptyString } = require_lang();
	const { createHelpersNamespaceObject } = require_helpers();
	const { isSemverString, lowerName, lowerNamespace, lowerVersion, replaceDashesWithUnderscores, replaceUnderscoresWithDashes } = require_strings();
	const { validateEmptyByType, validateRequiredByType } = require_validate();
	const { PurlError } = require_error();
	const PurlTypNormalizer = (purl) => purl;
	const PurlTypeValidator = (_purl, _throws) => true;
	module.exports = { PurlType: createHelpersNamespaceObject({
		normalize: {
			alpm(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			apk(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			bitbucket(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			bitnami(purl) {
				lowerName(purl);
				return purl;
			},
			composer(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			deb(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			gitlab(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			github(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			hex(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			huggingface(purl) {
				lowerVersion(purl);
				return purl;
			},
			mlflow(purl) {
				if (purl.qualifiers?.repository_url?.includes("databricks")) lowerName(purl);
				return purl;
			},
			npm(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				return purl;
			},
			luarocks(purl) {
				lowerVersion(purl);
				return purl;
			},
			oci(purl) {
				lowerName(purl);
				return purl;
			},
			pub(purl) {
				lowerName(purl);
				purl.name = replaceDashesWithUnderscores(purl.name);
				return purl;
			},
			pypi(purl) {
				lowerNamespace(purl);
				lowerName(purl);
				purl.name = replaceUnderscoresWithDashes(purl.name);
				return purl;
			},
			qpkg(purl) {
				lowerNamespace(purl);
				return purl;
			},
			rpm(purl) {
				lowerNamespace(purl);
				return purl;
			}
		},
		validate: {
			conan(purl, throws) {
				if (isNullishOrEmptyString(purl.namespace)) {
					if (purl.qualifiers?.channel) {
						if (throws) throw new PurlError("conan requires a \"namespace\" component when a \"channel\" qualifier is present");
						return false;
					}
				} else if (isNullishOrEmptyString(purl.qualifiers)) {
					if (throws) throw new PurlError("conan requires a \"qualifiers\" component when a namespace is present");
					return false;
				}
				return true;
			},
			cran(purl, throws) {
				return validateRequiredByType("cran", "version", purl.version, throws);
			},
			golang(purl) {
				const { version } = purl;
				if ((typeof version === "string" ? version.length : 0) && version.charCodeAt(0) === 118 && !isSemverString(version.slice(1))) {
					if (throws) throw new PurlError("golang \"version\" component starting with a \"v\" must be followed by a valid semver version");
					return false;
				}
				return true;
			},
			maven(purl, throws) {
				return validateRequiredByType("maven", "namespace", purl.namespace, throws);
			},
			mlflow(purl, throws) {
				return validateEmptyByType("mlflow", "namespace", purl.namespace, throws);
			},
			oci(purl, throws) {
				return validateEmptyByType("oci", "namespace", purl.namespace, throws);
			},
			pub(purl, throws) {
				const { name } = purl;
				for (let i = 0, { length } = name; i < length; i += 1) {
					const code = name.charCodeAt(i);
					if (!(code >= 48 && code <= 57 || code >= 97 && code <= 122 || code === 95)) {
						if (throws) throw new PurlError("pub \"name\" component may only contain [a-z0-9_] characters");
						return false;
					}
				}
				return true;
			},
			swift(purl, throws) {
				return validateRequiredByType("swift", "namespace", purl.namespace, throws) && validateRequiredByType("swift", "version", purl.version, throws);
			}
		}
	}, {
		normalize: PurlTypNormalizer,
		validate: PurlTypeValidator
	}) };
}));

// node_modules/packageurl-js/src/package-url.js
/*!
Copyright (c) the purl authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
var require_package_url = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { decodePurlComponent } = require_decode();
	const { isObject, recursiveFreeze } = require_objects();
	const { isBlank, isNonEmptyString, trimLeadingSlashes } = require_strings();
	const { PurlComponent } = require_purl_component();
	const { PurlQualifierNames } = require_purl_qualifier_names();
	const { PurlType } = require_purl_type();
	const { PurlError } = require_error();
	var PackageURL = class PackageURL {
		static Component = recursiveFreeze(PurlComponent);
		static KnownQualifierNames = recursiveFreeze(PurlQualifierNames);
		static Type = recursiveFreeze(PurlType);
		constructor(rawType, rawNamespace, rawName, rawVersion, rawQualifiers, rawSubpath) {
			const type = isNonEmptyString(rawType) ? PurlComponent.type.normalize(rawType) : rawType;
			PurlComponent.type.validate(type, true);
			const namespace = isNonEmptyString(rawNamespace) ? PurlComponent.namespace.normalize(rawNamespace) : rawNamespace;
			PurlComponent.namespace.validate(namespace, true);
			const name = isNonEmptyString(rawName) ? PurlComponent.name.normalize(rawName) : rawName;
			PurlComponent.name.validate(name, true);
			const version = isNonEmptyString(rawVersion) ? PurlComponent.version.normalize(rawVersion) : rawVersion;
			PurlComponent.version.validate(version, true);
			const qualifiers = typeof rawQualifiers === "string" || isObject(rawQualifiers) ? PurlComponent.qualifiers.normalize(rawQualifiers) : rawQualifiers;
			PurlComponent.qualifiers.validate(qualifiers, true);
			const subpath = isNonEmptyString(rawSubpath) ? PurlComponent.subpath.normalize(rawSubpath) : rawSubpath;
			PurlComponent.subpath.validate(subpath, true);
			this.type = type;
			this.name = name;
			this.namespace = namespace ?? void 0;
			this.version = version ?? void 0;
			this.qualifiers = qualifiers ?? void 0;
			this.subpath = subpath ?? void 0;
			const typeHelpers = PurlType[type];
			if (typeHelpers) {
				typeHelpers.normalize(this);
				typeHelpers.validate(this, true);
			}
		}
		toString() {
			const { namespace, name, version, qualifiers, subpath, type } = this;
			let purlStr = `pkg:${PurlComponent.type.encode(type)}/`;
			if (namespace) purlStr = `${purlStr}${PurlComponent.namespace.encode(namespace)}/`;
			purlStr = `${purlStr}${PurlComponent.name.encode(name)}`;
			if (version) purlStr = `${purlStr}@${PurlComponent.version.encode(version)}`;
			if (qualifiers) purlStr = `${purlStr}?${PurlComponent.qualifiers.encode(qualifiers)}`;
			if (subpath) purlStr = `${purlStr}#${PurlComponent.subpath.encode(subpath)}`;
			return purlStr;
		}
		static fromString(purlStr) {
			return new PackageURL(...PackageURL.parseString(purlStr));
		}
		static parseString(purlStr) {
			if (typeof purlStr !== "string") throw new Error("A purl string argument is required.");
			if (isBlank(purlStr)) return [
				void 0,
				void 0,
				void 0,
				void 0,
				void 0,
				void 0
			];
			const colonIndex = purlStr.indexOf(":");
			let url;
			let maybeUrlWithAuth;
			if (colonIndex !== -1) try {
				const beforeColon = purlStr.slice(0, colonIndex);
				const afterColon = purlStr.slice(colonIndex + 1);
				const trimmedAfterColon = trimLeadingSlashes(afterColon);
				url = new URL(`${beforeColon}:${trimmedAfterColon}`);
				maybeUrlWithAuth = afterColon.length === trimmedAfterColon.length ? url : new URL(purlStr);
			} catch (e) {
				throw new PurlError("failed to parse as URL", { cause: e });
			}
			if (url?.protocol !== "pkg:") throw new PurlError("missing required \"pkg\" scheme component");
			if (maybeUrlWithAuth.username !== "" || maybeUrlWithAuth.password !== "") throw new PurlError("cannot contain a \"user:pass@host:port\"");
			const { pathname } = url;
			const firstSlashIndex = pathname.indexOf("/");
			const rawType = decodePurlComponent("type", firstSlashIndex === -1 ? pathname : pathname.slice(0, firstSlashIndex));
			if (firstSlashIndex < 1) return [
				rawType,
				void 0,
				void 0,
				void 0,
				void 0,
				void 0
			];
			let rawVersion;
			let atSignIndex = pathname.lastIndexOf("@");
			if (atSignIndex !== -1 && pathname.charCodeAt(atSignIndex - 1) === 47) atSignIndex = -1;
			const beforeVersion = pathname.slice(rawType.length + 1, atSignIndex === -1 ? pathname.length : atSignIndex);
			if (atSignIndex !== -1) rawVersion = decodePurlComponent("version", pathname.slice(atSignIndex + 1));
			let rawNamespace;
			let rawName;
			const lastSlashIndex = beforeVersion.lastIndexOf("/");
			if (lastSlashIndex === -1) rawName = decodePurlComponent("name", beforeVersion);
			else {
				rawName = decodePurlComponent("name", beforeVersion.slice(lastSlashIndex + 1));
				rawNamespace = decodePurlComponent("namespace", beforeVersion.slice(0, lastSlashIndex));
			}
			let rawQualifiers;
			const { searchParams } = url;
			if (searchParams.size !== 0) {
				searchParams.forEach((value) => decodePurlComponent("qualifiers", value));
				rawQualifiers = searchParams;
			}
			let rawSubpath;
			const { hash } = url;
			if (hash.length !== 0) rawSubpath = decodePurlComponent("subpath", hash.slice(1));
			return [
				rawType,
				rawNamespace,
				rawName,
				rawVersion,
				rawQualifiers,
				rawSubpath
			];
		}
	};
	for (const staticProp of [
		"Component",
		"KnownQualifierNames",
		"Type"
	]) Reflect.defineProperty(PackageURL, staticProp, {
		...Reflect.getOwnPropertyDescriptor(PackageURL, staticProp),
		writable: false
	});
	Reflect.setPrototypeOf(PackageURL.prototype, null);
	module.exports = {
		PackageURL,
		PurlComponent,
		PurlQualifierNames,
		PurlType
	};
}));

// node_modules/packageurl-js/index.js
/*!
Copyright (c) the purl authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
var require_packageurl_js = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { PackageURL, PurlComponent, PurlQualifierNames, PurlType } = require_package_url();
	module.exports = {
		PackageURL,
		PurlComponent,
		PurlQualifierNames,
		PurlType
	};
}));

// src/inventory/purl.ts
var import_packageurl_js = require_packageurl_js();
/** The purl of a package; operating-system packages get the distribution as namespace and qualifier. */
function purlOf(found, os) {
	switch (found.manager) {
		case "dpkg": return osPurl("deb", found, os, found.version);
		case "apk": return osPurl("apk", found, os, found.version);
		case "rpm": {
			const [, epoch, version = found.version] = /^(\d+):(.*)$/.exec(found.version) ?? [];
			return osPurl("rpm", found, os, version, epoch);
		}
		case "npm": {
			const slash = found.name.startsWith("@") ? found.name.indexOf("/") : -1;
			return slash === -1 ? purl("npm", void 0, found.name, found.version) : purl("npm", found.name.slice(0, slash), found.name.slice(slash + 1), found.version);
		}
		case "pypi": return purl("pypi", void 0, found.name, found.version);
		case "go": {
			const slash = found.name.lastIndexOf("/");
			return slash === -1 ? purl("golang", void 0, found.name, found.version) : purl("golang", found.name.slice(0, slash), found.name.slice(slash + 1), found.version);
		}
		default: return found.manager;
	}
}
function osPurl(type, found, os, version, epoch) {
	const distribution = os === void 0 ? void 0 : [os.id, os.versionId ?? os.codename].filter(Boolean).join("-");
	return purl(type, os?.id, found.name, version, {
		...found.architecture ? { arch: found.architecture } : {},
		...distribution ? { distro: distribution } : {},
		...epoch && epoch !== "0" ? { epoch } : {}
	});
}
function purl(type, namespace, name, version, qualifiers) {
	try {
		return new import_packageurl_js.PackageURL(type, namespace, name, version, { ...qualifiers }, void 0).toString();
	} catch {
		return `pkg:${type}/${escapeWhole(namespace === void 0 ? name : `${namespace}/${name}`)}@${escapeWhole(version)}`;
	}
}
/** Percent-encoding that takes lone surrogates too, which JSON may hold. */
function escapeWhole(text) {
	return encodeURIComponent(Buffer.from(text).toString("utf8"));
}

// src/inventory/assemble.ts
/** Managers whose packages belong to the operating system: its release is their ecosystem. */
const systemManagers = /* @__PURE__ */ new Set([
	"dpkg",
	"apk",
	"rpm"
]);
/** The distributions that feeds speak of, by the name in their ecosystem, and the manager that each has. */
const nativeManagers = {
	Debian: "dpkg",
	Ubuntu: "dpkg",
	Alpine: "apk",
	AlmaLinux: "rpm",
	"Rocky Linux": "rpm",
	"Azure Linux": "rpm"
};
/** npm allows 214 characters of a name and 256 of a version; Go's import paths are the longest elsewhere. */
const mostNameLength = 1024;
const mostVersionLength = 256;
/**
* The inventory of one tree. Packages that are the same but for where they lie are one package with several
* locations. What an operating-system package owns is marked `ownedBy`.
*/
function assembleInventory(extracts) {
	const os = extracts.find((extract) => extract.os !== void 0)?.os;
	const copies = /* @__PURE__ */ new Map();
	const tooLong = [];
	for (const extract of extracts) for (const found of extract.packages ?? []) {
		if (found.version.length > mostVersionLength || found.name.length > mostNameLength) {
			tooLong.push(found);
			continue;
		}
		const whole = complete(found, os, extracts);
		const key = [
			whole.manager,
			whole.name,
			whole.version,
			whole.architecture ?? "",
			whole.ownedBy ?? ""
		].join("\0");
		const known = copies.get(key);
		if (known === void 0) copies.set(key, [whole]);
		else known.push(whole);
	}
	const packages = [...copies.values()].map(join).sort(comparePackages);
	const rows = extracts.flatMap((extract) => extract.coverage ?? []);
	rows.push(...tooLong.map(tooLongRow), ...foreignRows(packages, os));
	return {
		...os === void 0 ? {} : { os },
		packages,
		coverage: mergeCoverage([...rows, ...systemRows(rows, os, packages)])
	};
}
/**
* Where distributions put nothing of their own (Filesystem Hierarchy Standard 3.13): what lies here came in a package
* of a third party (azure-cli brings a whole Python), of which no advisory of the distribution speaks.
*/
const addOn = /^(?:opt|usr\/local)\//;
/** Adds what only the whole knows: ecosystem and purl of system packages, owners of the others. */
function complete(found, os, extracts) {
	const isForeign = isForeignTo(found.manager, os);
	const purl = found.purl === "" ? purlOf(found, isForeign ? void 0 : os) : found.purl;
	if (systemManagers.has(found.manager)) return {
		...found,
		ecosystem: isForeign ? "" : os?.ecosystem ?? "",
		purl
	};
	for (const { ownedPaths, packages } of extracts) {
		if (ownedPaths === void 0) continue;
		for (const path of found.locations) {
			if (addOn.test(path)) continue;
			const ownedBy = ownedPaths.ownerOf(path);
			const owners = packages?.filter(({ name }) => name === ownedBy) ?? [];
			if (ownedBy === void 0 || owners.length === 0) continue;
			if (owners.some((owner) => isOwnFile(found, owner))) return {
				...found,
				purl,
				ownedBy
			};
		}
	}
	return {
		...found,
		purl
	};
}
/** Whether a system's packages come from another manager than the distribution's: its feed does not speak of them. */
function isForeignTo(manager, os) {
	const distribution = os?.ecosystem?.split(":", 1)[0] ?? "";
	const native = Object.hasOwn(nativeManagers, distribution) ? nativeManagers[distribution] : void 0;
	return native !== void 0 && systemManagers.has(manager) && manager !== native;
}
function foreignRows(packages, os) {
	const foreign = packages.filter(({ manager }) => isForeignTo(manager, os));
	return [...new Set(foreign.map(({ manager }) => manager))].map((manager) => {
		const mine = foreign.filter((each) => each.manager === manager);
		return {
			what: "os-packages",
			status: "partial",
			reason: `${mine.length === 1 ? "1 package" : `${mine.length} packages`} of ${manager} (${mine[0]?.locations[0] ?? ""}): not the manager of «${os?.id ?? ""}», so no feed speaks of them`,
			incomplete: true
		};
	});
}
function tooLongRow({ locations, name, version }) {
	const reason = name.length > mostNameLength ? `states a name of ${name.length} characters` : `states a version of ${version.length} characters`;
	return {
		what: `path:${locations[0] ?? ""}`,
		status: "not-scanned",
		reason,
		incomplete: true
	};
}
/**
* Whether the file is the one that the package brought: a layer above the package's own has put another in its place
* (`npm install -g npm` over the distribution's npm), and of that no advisory of the distribution speaks.
*/
function isOwnFile(found, owner) {
	if (found.origin?.kind !== "layer" || owner.origin?.kind !== "layer") return true;
	return found.origin.index <= owner.origin.index;
}
/** One package for all its copies: the lowest layer's is the one that brought it. */
function join(copies) {
	const lowest = copies.reduce((left, right) => isBelow(right, left) ? right : left);
	if (copies.length === 1) return lowest;
	const locations = [...new Set(copies.flatMap((copy) => copy.locations))].sort(compareText);
	return {
		...lowest,
		locations
	};
}
function isBelow(left, right) {
	if (left.origin?.kind !== "layer" || right.origin?.kind !== "layer") return false;
	return left.origin.index < right.origin.index;
}
const compareText = (left, right) => left < right ? -1 : left > right ? 1 : 0;
function comparePackages(left, right) {
	return compareText(left.manager, right.manager) || compareText(left.name, right.name) || compareText(left.version, right.version) || compareText(left.architecture ?? "", right.architecture ?? "") || compareText(left.locations[0] ?? "", right.locations[0] ?? "");
}
/** The rows that follow from what is missing beside what is there. */
function systemRows(rows, os, packages) {
	const hasDatabase = rows.some(({ what }) => what === "os-packages");
	const hasPackages = packages.some(({ manager }) => systemManagers.has(manager));
	const row = (what, reason, incomplete) => ({
		what,
		status: "not-scanned",
		reason,
		incomplete
	});
	const language = {
		what: "language-packages",
		status: "scanned",
		incomplete: false
	};
	if (os === void 0 && !hasDatabase) {
		const reason = "not applicable: no os-release and no package database";
		return [
			language,
			row("os-release", reason, false),
			row("os-packages", reason, false)
		];
	}
	const missing = [];
	if (os === void 0) missing.push(row("os-release", "there is a package database, but nothing names the distribution", true));
	if (!hasPackages && !rows.some((known) => known.what === "os-packages" && known.incomplete)) {
		const reason = hasDatabase ? "the package database holds no packages" : `no package database that this version reads was found for «${os?.id ?? ""}»`;
		missing.push(row("os-packages", reason, true));
	}
	return [language, ...missing];
}

// src/inventory/read-bytes.ts
/** All bytes of a file, as a Buffer; the caller's want has limited its size. */
async function readAll(bytes) {
	return readBuffer(bytes, 0, bytes.size);
}
/** As `Bytes.read`: shorter than `length` only at the end. */
async function readBuffer(bytes, offset, length) {
	const data = await bytes.read(offset, length);
	return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
/** Copies a piece of a large text, which V8 would keep alive for the piece. */
function ownText(piece) {
	return Buffer.from(piece).toString();
}

// src/inventory/language/go/executable.ts
/** Program headers, sections and load commands are few; more is damage. */
const mostHeaders = 4096;
const inSegments = (segments) => (address) => {
	for (const segment of segments) {
		const inside = address - segment.address;
		if (inside >= 0 && inside < segment.length) return segment.offset + inside;
	}
};
/** Integers of one byte order and width; zero beyond the end. */
var Fields = class {
	#data;
	#isBig;
	constructor(data, isBig) {
		this.#data = data;
		this.#isBig = isBig;
	}
	u16(at) {
		if (at + 2 > this.#data.length) return 0;
		return this.#isBig ? this.#data.readUInt16BE(at) : this.#data.readUInt16LE(at);
	}
	u32(at) {
		if (at + 4 > this.#data.length) return 0;
		return this.#isBig ? this.#data.readUInt32BE(at) : this.#data.readUInt32LE(at);
	}
	u64(at) {
		return this.#isBig ? this.u32(at) * 2 ** 32 + this.u32(at + 4) : this.u32(at) + this.u32(at + 4) * 2 ** 32;
	}
	text(at, length) {
		return this.#data.toString("latin1", at, at + length).replace(/\0[\s\S]*$/, "");
	}
};
async function fieldsAt(bytes, offset, length, isBig) {
	return new Fields(await readBuffer(bytes, offset, length), isBig);
}
/** Undefined for what is neither ELF nor PE nor Mach-O. */
async function openExecutable(bytes) {
	const head = await bytes.read(0, 64);
	const hex = Buffer.from(head.subarray(0, 4)).toString("hex");
	if (hex === "7f454c46") return openElf(bytes, head);
	if (hex.startsWith("4d5a")) return openPe(bytes);
	if (hex === "cffaedfe" || hex === "cefaedfe") return openMachO(bytes, hex === "cffaedfe");
}
const loadable = 1;
const writable = 2;
async function openElf(bytes, head) {
	const is64 = head[4] === 2;
	const isBig = head[5] === 2;
	const fields = new Fields(Buffer.from(head), isBig);
	const wide = (from, at64, at32) => is64 ? from.u64(at64) : from.u32(at32);
	const programs = {
		offset: wide(fields, 32, 28),
		size: fields.u16(is64 ? 54 : 42),
		count: Math.min(fields.u16(is64 ? 56 : 44), mostHeaders)
	};
	const table = await fieldsAt(bytes, programs.offset, programs.size * programs.count, isBig);
	const segments = [];
	let data;
	for (let index = 0; index < programs.count; index++) {
		const at = index * programs.size;
		if (table.u32(at) !== loadable) continue;
		const segment = {
			offset: wide(table, at + 8, at + 4),
			address: wide(table, at + 16, at + 8),
			length: wide(table, at + 32, at + 16)
		};
		segments.push(segment);
		if ((table.u32(at + (is64 ? 4 : 24)) & writable) !== 0) data ??= segment;
	}
	const search = await elfSection(bytes, fields, is64, isBig, ".go.buildinfo") ?? data;
	return {
		...search === void 0 ? {} : { search },
		offsetOf: inSegments(segments)
	};
}
/** A section by name; a stripped binary keeps its sections unless somebody removed the table too. */
async function elfSection(bytes, header, is64, isBig, name) {
	const offset = is64 ? header.u64(40) : header.u32(32);
	const size = header.u16(is64 ? 58 : 46);
	const count = Math.min(header.u16(is64 ? 60 : 48), mostHeaders);
	if (offset === 0 || count === 0) return void 0;
	const table = await fieldsAt(bytes, offset, size * count, isBig);
	const range = (index) => {
		const at = index * size;
		return is64 ? {
			offset: table.u64(at + 24),
			length: table.u64(at + 32)
		} : {
			offset: table.u32(at + 16),
			length: table.u32(at + 20)
		};
	};
	const namesAt = range(header.u16(is64 ? 62 : 50));
	const names = await fieldsAt(bytes, namesAt.offset, Math.min(namesAt.length, 1024 ** 2), isBig);
	for (let index = 0; index < count; index++) if (names.text(table.u32(index * size), name.length + 1) === name) return range(index);
}
async function openPe(bytes) {
	const at = (await fieldsAt(bytes, 0, 64, false)).u32(60);
	const header = await fieldsAt(bytes, at, 256, false);
	if (header.u32(0) !== 17744) return void 0;
	const count = Math.min(header.u16(6), mostHeaders);
	const optional = header.u16(20);
	const imageBase = header.u16(24) === 523 ? header.u64(48) : header.u32(52);
	const table = await fieldsAt(bytes, at + 24 + optional, count * 40, false);
	const segments = [];
	let data;
	for (let index = 0; index < count; index++) {
		const row = index * 40;
		const segment = {
			address: imageBase + table.u32(row + 12),
			length: table.u32(row + 16),
			offset: table.u32(row + 20)
		};
		segments.push(segment);
		if ((table.u32(row + 36) >>> 0 & 3221225536) >>> 0 === 3221225536 && segment.length > 0) data ??= segment;
	}
	return {
		...data === void 0 ? {} : { search: data },
		offsetOf: inSegments(segments)
	};
}
const segment32 = 1;
const segment64 = 25;
async function openMachO(bytes, is64) {
	const header = await fieldsAt(bytes, 0, 32, false);
	const count = Math.min(header.u32(16), mostHeaders);
	const commandBytes = Math.min(header.u32(20), 4 * 1024 ** 2);
	const commands = await fieldsAt(bytes, is64 ? 32 : 28, commandBytes, false);
	const segments = [];
	let section;
	let data;
	for (let index = 0, at = 0; index < count && at + 8 <= commandBytes; index++) {
		const kind = commands.u32(at);
		const size = commands.u32(at + 4);
		if (size < 8) break;
		if (kind === segment32 || kind === segment64) {
			const wide = kind === segment64;
			const segment = {
				address: wide ? commands.u64(at + 24) : commands.u32(at + 24),
				offset: wide ? commands.u64(at + 40) : commands.u32(at + 32),
				length: wide ? commands.u64(at + 48) : commands.u32(at + 36)
			};
			segments.push(segment);
			if (commands.text(at + 8, 16) === "__DATA") data ??= segment;
			section ??= machOSection(commands, at, wide);
		}
		at += size;
	}
	const search = section ?? data;
	return {
		...search === void 0 ? {} : { search },
		offsetOf: inSegments(segments)
	};
}
/** The section `__go_buildinfo` of one segment command. */
function machOSection(commands, at, wide) {
	const count = Math.min(commands.u32(at + (wide ? 64 : 48)), mostHeaders);
	const size = wide ? 80 : 68;
	for (let index = 0; index < count; index++) {
		const row = at + (wide ? 72 : 56) + index * size;
		if (commands.text(row, 16) !== "__go_buildinfo") continue;
		return {
			offset: commands.u32(row + (wide ? 48 : 40)),
			length: wide ? commands.u64(row + 40) : commands.u32(row + 36)
		};
	}
}

// src/inventory/language/go/build-info.ts
/** `\xff Go buildinf:`, aligned to 16 bytes. */
const magic = Buffer.from("ff20476f206275696c64696e663a", "hex");
const alignment = 16;
const headerBytes$1 = 32;
const chunkBytes$1 = 1024 ** 2;
/** The blob lies at the start of its section; where there is no such section, of the data segment. */
const mostSearchedBytes = 64 * 1024 ** 2;
const mostTextBytes = 16 * 1024 ** 2;
const inlineFlag = 2;
const bigEndianFlag = 1;
/**
* Undefined for what is no executable or none of Go. Throws a ScanError for a Go executable whose build information
* is damaged.
* @param where names the file in errors
*/
async function readGoBuildInfo(bytes, where) {
	const executable = await openExecutable(bytes);
	if (executable === void 0) return void 0;
	const at = await findMagic(bytes, executable);
	if (at === void 0) return void 0;
	const header = await readBuffer(bytes, at, headerBytes$1);
	const pointerBytes = header[14] ?? 0;
	const flags = header[15] ?? 0;
	const found = (flags & inlineFlag) !== 0 ? await readInline(bytes, at + headerBytes$1) : await readPointers(bytes, executable, header, pointerBytes, (flags & bigEndianFlag) !== 0);
	if (found === void 0) throw new ScanError("TARGET_DAMAGED", where, "its Go build information is damaged", { hint: "Build the program again, or replace the file." });
	return found.goVersion === "" ? void 0 : found;
}
async function findMagic(bytes, { search }) {
	if (search === void 0) return void 0;
	const end = Math.min(search.offset + search.length, bytes.size, search.offset + mostSearchedBytes);
	for (let at = search.offset; at < end; at += chunkBytes$1) {
		const chunk = await readBuffer(bytes, at, Math.min(chunkBytes$1 + magic.length, end - at));
		for (let hit = chunk.indexOf(magic); hit !== -1; hit = chunk.indexOf(magic, hit + 1)) if ((at + hit - search.offset) % alignment === 0) return at + hit;
	}
}
async function readInline(bytes, start) {
	const version = await readCounted(bytes, start);
	if (version === void 0) return void 0;
	const modules = await readCounted(bytes, version.next);
	if (modules === void 0) return void 0;
	return {
		goVersion: version.data.toString("utf8"),
		moduleInfo: unwrap(modules.data)
	};
}
/** A string after its length as an unsigned varint. */
async function readCounted(bytes, start) {
	const head = await readBuffer(bytes, start, 10);
	let length = 0;
	for (const [index, byte] of head.entries()) {
		length += (byte & 127) * 2 ** (7 * index);
		if (byte >= 128) continue;
		const from = start + index + 1;
		if (length > mostTextBytes || from + length > bytes.size) return void 0;
		return {
			data: await readBuffer(bytes, from, length),
			next: from + length
		};
	}
}
async function readPointers(bytes, executable, header, pointerBytes, isBig) {
	if (pointerBytes !== 4 && pointerBytes !== 8) return void 0;
	const wordAt = (data, at) => {
		if (data.length < at + pointerBytes) return -1;
		if (pointerBytes === 4) return isBig ? data.readUInt32BE(at) : data.readUInt32LE(at);
		return Number(isBig ? data.readBigUInt64BE(at) : data.readBigUInt64LE(at));
	};
	const stringAt = async (address) => {
		const pair = executable.offsetOf(address);
		if (pair === void 0) return void 0;
		const words = await readBuffer(bytes, pair, 2 * pointerBytes);
		const length = wordAt(words, pointerBytes);
		if (length === 0) return Buffer.alloc(0);
		const data = executable.offsetOf(wordAt(words, 0));
		if (data === void 0 || length < 0 || length > mostTextBytes) return void 0;
		return data + length > bytes.size ? void 0 : readBuffer(bytes, data, length);
	};
	const version = await stringAt(wordAt(header, 16));
	const moduleAddress = wordAt(header, 16 + pointerBytes);
	const modules = moduleAddress === 0 ? Buffer.alloc(0) : await stringAt(moduleAddress);
	return version === void 0 || modules === void 0 ? void 0 : {
		goVersion: version.toString("utf8"),
		moduleInfo: unwrap(modules)
	};
}
/** The text stands between two marks of 16 bytes. */
function unwrap(data) {
	return data.length >= 33 && data[data.length - 17] === 10 ? data.toString("utf8", 16, data.length - 16) : "";
}

// src/inventory/language/go/parse-modules.ts
/**
* The modules that are in the binary, the standard library as `stdlib`. What `=>` puts in a module's place is named
* instead of it; a local folder in its place has no version, so the module's own stands. `(devel)`, the main module
* of a checkout, is left out: no advisory can be compared with it.
* @example readGoModules('go1.22.1', 'dep\ta.b/c\tv1.0.0\th1:x=\n') // stdlib 1.22.1, a.b/c v1.0.0
*/
function readGoModules(goVersion, moduleInfo) {
	const modules = [];
	let last;
	const finish = () => {
		if (last !== void 0) modules.push(last);
		last = void 0;
	};
	const standard = readGoVersion(goVersion);
	if (standard !== void 0) modules.push({
		path: "stdlib",
		version: standard
	});
	for (const line of moduleInfo.split("\n")) {
		const [kind, path, version] = line.split("	");
		if (kind === "mod" || kind === "dep") finish();
		else if (kind !== "=>") continue;
		if (path && isVersion(version)) last = {
			path,
			version
		};
	}
	finish();
	return modules;
}
const isVersion = (version) => version !== void 0 && version !== "" && version !== "(devel)";
/** `go1.22.1`, `go1.21rc2`, `go1.22.1 X:boringcrypto`, `devel go1.23-abcdef …`; undefined where none is named. */
function readGoVersion(text) {
	return /(?:^|\s)go(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)/.exec(text)?.[1];
}

// src/inventory/language/go/extractor.ts
/** The linker's smallest programs are above a megabyte; tools of the system are mostly below. */
const smallestBytes = 524288;
const limitBytes$3 = 2 * 1024 ** 3;
/**
* What may be run without the executable bit: programs that a start script makes executable, and libraries
* (`-buildmode=c-shared`). The distribution's own libraries are many, and none of them is built so.
*/
const runnable = /(?:^|\/)s?bin\/[^/]+$|^(?!(?:usr\/)?lib(?:32|64|x32)?\/)(?:.*\/)?[^/]+\.so(?:\.\d+)*$/;
const accept$3 = ({ type, mode, sizeBytes, path }) => type === "file" && sizeBytes >= smallestBytes && ((mode & 73) !== 0 || runnable.test(path));
async function parse$4(entry, bytes) {
	const found = await readGoBuildInfo(bytes, entry.path);
	return found === void 0 ? void 0 : readGoModules(found.goVersion, found.moduleInfo);
}
/** One package for each module of each executable. */
const go = {
	id: "language/go",
	version: 2,
	wants: [{
		globs: ["**/*"],
		accept: accept$3,
		magic: [
			"7f454c46",
			"4d5a",
			"cffaedfe",
			"cefaedfe"
		],
		limitBytes: limitBytes$3,
		parse: parse$4
	}],
	async run(_tree, facts) {
		return { packages: facts.flatMap(([entry, modules]) => modules.map(({ path, version }) => ({
			manager: "go",
			ecosystem: "Go",
			name: path,
			version,
			purl: "",
			locations: [entry.path],
			origin: entry.origin
		}))) };
	}
};

// src/inventory/language/not-read/extractor.ts
/** To be shortened by every format that gets an extractor. */
const kinds = [
	{
		kind: "jar",
		files: "Java archives",
		globs: ["**/*.{jar,war,ear,jpi,hpi}"]
	},
	{
		kind: "dotnet",
		files: ".NET dependency lists",
		globs: ["**/*.deps.json"]
	},
	{
		kind: "gem",
		files: "Ruby gems",
		globs: ["**/specifications/**/*.gemspec"]
	},
	{
		kind: "composer",
		files: "lists of PHP packages",
		globs: ["**/vendor/composer/installed.json", "**/composer.lock"]
	},
	{
		kind: "cargo",
		files: "Rust lock files",
		globs: ["**/Cargo.lock"]
	},
	{
		kind: "conda",
		files: "Conda packages",
		globs: ["**/conda-meta/*.json"]
	},
	{
		kind: "yarn-pnp",
		files: "Yarn Plug’n’Play tables",
		globs: ["**/.pnp.cjs", "**/.pnp.js"]
	},
	{
		kind: "asar",
		files: "Electron archives",
		globs: ["**/*.asar"]
	},
	{
		kind: "python-archive",
		files: "packed Python distributions",
		globs: ["**/*-packages/*.egg"]
	},
	{
		kind: "pub",
		files: "Dart lock files",
		globs: ["**/pubspec.lock"]
	},
	{
		kind: "hex",
		files: "Elixir lock files",
		globs: ["**/mix.lock"]
	},
	{
		kind: "swift",
		files: "Swift package lists",
		globs: ["**/Package.resolved"]
	}
];
const accept$2 = (entry) => entry.type === "file";
/** One want a kind: asked for again as the same object, a tree answers from its first walk. */
const wants = kinds.map((kind) => ({
	...kind,
	want: {
		globs: kind.globs,
		accept: accept$2
	}
}));
/** One row for each kind that is there, with its count and the first path. */
const notRead = {
	id: "language/not-read",
	version: 1,
	wants: wants.map(({ want }) => want),
	async run(tree) {
		const coverage = [];
		for (const { kind, files, want } of wants) {
			const found = await tree.find(want);
			const [first] = found;
			if (first === void 0) continue;
			coverage.push({
				what: `not-read-yet:${kind}`,
				status: "not-scanned",
				reason: `${files}, which this version does not read: ${found.length} (${first.path}${found.length > 1 ? ", …" : ""})`,
				incomplete: false
			});
		}
		return { coverage };
	}
};

// src/inventory/language/linked-files.ts
/**
* What the files behind links say, each file once. Those whose bytes are not at hand are all asked for in one round.
* @param paths through a link, as a program finds the file
* @param known real paths that were found without a link
* @param parse gets the path through the link; what it throws makes that file Incomplete
*/
async function readLinked(tree, paths, known, limitBytes, parse, context) {
	const targets = /* @__PURE__ */ new Map();
	for (const path of paths) {
		const entry = await tree.stat(path);
		if (entry?.type !== "file" || known.has(entry.path)) continue;
		if (entry.sizeBytes <= limitBytes) targets.set(entry.path, {
			entry,
			path
		});
		else context.incomplete(entry.path, `larger than ${limitBytes} bytes`);
	}
	const opened = await Promise.allSettled([...targets.values()].map(async (target) => ({
		...target,
		bytes: await tree.open(target.entry)
	})));
	const found = [];
	for (const result of opened) {
		if (result.status === "rejected") throw result.reason;
		const { entry, path, bytes } = result.value;
		try {
			const facts = await parse(entry, bytes, path);
			if (facts !== void 0) found.push([entry, facts]);
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			context.incomplete(entry.path, error.message);
		}
	}
	return found;
}

// src/inventory/language/npm/installed-paths.ts
/** Folders of samples inside packages, whose node_modules nobody's `require` reaches. */
const samples$1 = new Set("test,tests,__tests__,testdata,test-data,fixture,fixtures,__fixtures__,template,templates,example,examples,sample,samples,mocks,__mocks__,spec,specs".split(","));
/** How many segments after `node_modules` name the package, or the package's folder in a store. */
function nameLength(segments, at) {
	const first = segments[at] ?? "";
	if (first === ".store" && segments[at + 2] === "package") return 3;
	if (first.startsWith(".") || first.startsWith("@")) return 2;
	return 1;
}
/**
* Whether the path is that of an installed package's manifest: directly in a `node_modules`, of which those below
* tests or templates of a package do not count.
* @example isInstalledManifest('app/node_modules/@s/x/package.json') // true
* @example isInstalledManifest('app/node_modules/x/test/node_modules/y/package.json') // false
*/
function isInstalledManifest(path) {
	const segments = path.split("/");
	const last = segments.lastIndexOf("node_modules");
	if (last === -1 || segments.at(-1) !== "package.json") return false;
	const length = nameLength(segments, last + 1);
	if (last + 1 + length !== segments.length - 1) return false;
	if (segments[last + 1]?.startsWith(".") && length !== 3) return false;
	for (let at = segments.indexOf("node_modules"); at < last;) {
		const inside = at + 1 + nameLength(segments, at + 1);
		const next = segments.indexOf("node_modules", inside);
		if (next === -1) return true;
		if (segments.slice(inside, next).some((segment) => samples$1.has(segment))) return false;
		at = next;
	}
	return true;
}
/** The name under which the package is installed; undefined in a store of another naming. */
function installedName(path) {
	const segments = path.split("/");
	const at = segments.lastIndexOf("node_modules") + 1;
	const length = segments[at]?.startsWith("@") ? 2 : 1;
	return segments[at]?.startsWith(".") || at === 0 ? void 0 : segments.slice(at, at + length).join("/");
}

// src/inventory/language/npm/parse-manifest.ts
/**
* Undefined for a manifest without a version: npm lists none. The name is the package's own, also where it is installed
* under an alias. Throws a ScanError where it is no JSON object, or name or version are no text.
* @param where names the file in errors
* @param folder the folder's name, which npm takes for a manifest without a name
*/
function parseNpmManifest(text, where, folder) {
	let manifest;
	try {
		manifest = JSON.parse(text.replace(/^\uFEFF/, ""));
	} catch (cause) {
		throw new ScanError("TARGET_DAMAGED", where, "is not JSON", { cause });
	}
	if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) throw new ScanError("TARGET_DAMAGED", where, "is not a JSON object");
	const { name: own, version, license } = manifest;
	for (const field of [own, version]) {
		if (field === void 0 || field === null || typeof field === "string") continue;
		throw new ScanError("TARGET_DAMAGED", where, "has a name or version that is no text");
	}
	const name = typeof own === "string" && own.trim() !== "" ? own : folder;
	if (name === void 0 || typeof version !== "string" || version.trim() === "") return void 0;
	return {
		name: name.trim(),
		version: version.trim().replace(/^[=v]+\s*(?=\d)/, ""),
		...typeof license === "string" && license !== "" ? { licence: license } : {}
	};
}

// src/inventory/language/npm/extractor.ts
const accept$1 = (entry) => entry.type === "file" && isInstalledManifest(entry.path);
const limitBytes$2 = 8 * 1024 ** 2;
/** Workspaces, `npm link`, `file:` dependencies, stores; a whole node_modules, a scope or a manifest may be a link too. */
const links$1 = {
	globs: [
		"**/node_modules",
		"**/node_modules/*",
		"**/node_modules/@*/*",
		"**/node_modules/*/package.json",
		"**/node_modules/@*/*/package.json"
	],
	accept: (entry) => entry.type === "symlink"
};
/** The manifests, by the paths through the link, of the packages that it stands for. */
async function manifestsBehind(tree, path, depth = 2) {
	if (isInstalledManifest(path)) return [path];
	if (isInstalledManifest(`${path}/package.json`)) return [`${path}/package.json`];
	if (depth === 0 || !/(?:^|\/)node_modules(?:\/@[^/]*)?$/.test(path)) return [];
	const target = await tree.stat(path);
	if (target?.type !== "directory") return [];
	const names = (await tree.list(target.path)).map((entry) => `${path}/${entry.path.slice(entry.path.lastIndexOf("/") + 1)}`);
	return (await Promise.all(names.map((each) => manifestsBehind(tree, each, depth - 1)))).flat();
}
async function parse$3(entry, bytes, path = entry.path) {
	const text = (await readAll(bytes)).toString("utf8");
	return parseNpmManifest(text, entry.path, installedName(path));
}
/** One package for each manifest. */
const npm = {
	id: "language/npm",
	version: 2,
	wants: [{
		globs: [
			"**/node_modules/*/package.json",
			"**/node_modules/@*/*/package.json",
			"**/node_modules/.store/*/package/package.json"
		],
		accept: accept$1,
		limitBytes: limitBytes$2,
		parse: (entry, bytes) => parse$3(entry, bytes)
	}, links$1],
	async run(tree, facts, context) {
		const known = new Set(facts.map(([{ path }]) => path));
		const found = await tree.find(links$1);
		const paths = await Promise.all(found.map(({ path }) => manifestsBehind(tree, path)));
		const linked = await readLinked(tree, paths.flat(), known, limitBytes$2, parse$3, context);
		return { packages: [...facts, ...linked].map(([entry, { name, version, licence }]) => ({
			manager: "npm",
			ecosystem: "npm",
			name,
			version,
			purl: "",
			...licence === void 0 ? {} : { licences: [licence] },
			locations: [entry.path],
			origin: entry.origin
		})) };
	}
};

// src/inventory/language/python/distribution-paths.ts
/** Folders of tests inside packages, whose samples look like distributions. */
const samples = /* @__PURE__ */ new Set([
	"test",
	"tests",
	"testdata",
	"test-data",
	"test_data",
	"fixtures"
]);
/** `name-1.0.dist-info`, `name-1.0-py3.11.egg-info`, `name-1.0-py3.11.egg`. */
const folderName = /^(.+?)-(\d[^-]*)(?:-py[\d.]+(?:-.+)?)?\.(?:dist-info|egg-info|egg)$/;
/** NAME_MAX of every file system that pip installs into. */
const longestName$4 = 255;
/** The segment that names the distribution: a `.dist-info` or `.egg-info`, or the `.egg` above `EGG-INFO`. */
function nameSegment(segments) {
	const last = segments.length - 1;
	if ((segments[last] ?? "").endsWith(".egg-info")) return last;
	if (segments[last - 1] === "EGG-INFO") return last - 2;
	return last - 1;
}
/** False for samples inside packages, and for what pip left over (`~ip-22.0.dist-info`) and itself ignores. */
function isDistribution(path) {
	const segments = path.split("/");
	const named = nameSegment(segments);
	if (segments[named]?.startsWith("~")) return false;
	const from = Math.max(segments.lastIndexOf("site-packages"), segments.lastIndexOf("dist-packages"));
	return from === -1 || !segments.slice(from + 1, named).some((segment) => samples.has(segment));
}
/** Name and version as the folder's name has them, for metadata that lacks them, as pip reads it. */
function nameFromPath(path) {
	const segments = path.split("/");
	const segment = segments[nameSegment(segments)] ?? "";
	const match = segment.length > longestName$4 ? null : folderName.exec(segment);
	return match?.[1] === void 0 || match[2] === void 0 ? void 0 : {
		name: match[1],
		version: match[2]
	};
}

// src/inventory/language/python/parse-metadata.ts
/** @example normalisePythonName('Foo._Bar') // 'foo-bar' */
function normalisePythonName(name) {
	return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}
/**
* The named headers of RFC 822 style text, up to the first empty line; the first of a name wins.
* Continuation lines are left out: none of the wanted headers has any.
*/
function readHeaders(text) {
	const headers = /* @__PURE__ */ new Map();
	for (const line of text.split(/\r?\n/)) {
		if (line === "") break;
		const name = /^([A-Za-z-]+):/.exec(line)?.[1];
		const key = name?.toLowerCase();
		if (name === void 0 || key === void 0 || headers.has(key)) continue;
		headers.set(key, line.slice(name.length + 1).trim());
	}
	return headers;
}
/** Whether the start of a metadata file is all that is needed: its headers end in it, or it has the wanted ones. */
function isEnough(head) {
	const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString("latin1");
	return /\n\r?\n/.test(text) || /^name:.*\n/im.test(text) && /^version:.*\n/im.test(text);
}
/**
* Name and version from metadata, else from the folder's name. Throws a ScanError where neither says them.
* @param path of the metadata file, which also names it in errors
*/
function parsePythonMetadata(bytes, path) {
	const headers = readHeaders(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8").replace(/^\uFEFF/, ""));
	const named = nameFromPath(path);
	const name = headers.get("name") || named?.name;
	const version = headers.get("version") || named?.version;
	if (!name || !version) throw new ScanError("TARGET_DAMAGED", path, "names no distribution and version");
	const licence = headers.get("license-expression") || shortLicence(headers.get("license"));
	return {
		name: ownText(normalisePythonName(name)),
		version: ownText(version),
		...licence ? { licence: ownText(licence) } : {}
	};
}
/** `License` is free text, up to the whole licence: only what looks like a name is one. */
function shortLicence(text) {
	return text !== void 0 && text.length <= 60 && text !== "UNKNOWN" ? text : void 0;
}

// src/inventory/language/python/extractor.ts
/** Where it is enough, metadata is read up to here: the headers come first, the description may be long. */
const headBytes = 65536;
const accept = (entry) => entry.type === "file" && isDistribution(entry.path);
const limitBytes$1 = 16 * 1024 ** 2;
/** Folders or files of metadata that are links, as Nix, Bazel and developers make them. */
const links = {
	globs: [
		"**/*.{dist-info,egg-info,egg}",
		"**/*.dist-info/METADATA",
		"**/*.egg-info/PKG-INFO",
		"**/*.egg/EGG-INFO/PKG-INFO"
	],
	accept: ({ type }) => type === "symlink"
};
/** Where the metadata lies, by the kinds of folders. */
function metadataBehind(path) {
	if (path.endsWith(".dist-info")) return [`${path}/METADATA`];
	if (path.endsWith(".egg-info")) return [path, `${path}/PKG-INFO`];
	return path.endsWith(".egg") ? [`${path}/EGG-INFO/PKG-INFO`] : [path];
}
async function parse$2(entry, bytes, path = entry.path) {
	const head = await bytes.read(0, Math.min(bytes.size, headBytes));
	const isWhole = bytes.size <= headBytes || isEnough(head);
	return parsePythonMetadata(isWhole ? head : await bytes.read(0, bytes.size), path);
}
/** One package for each metadata file. */
const python = {
	id: "language/python",
	version: 2,
	wants: [{
		globs: [
			"**/*.dist-info/METADATA",
			"**/*.egg-info/PKG-INFO",
			"**/*.egg-info",
			"**/*.egg/EGG-INFO/PKG-INFO"
		],
		accept,
		limitBytes: limitBytes$1,
		parse: (entry, bytes) => parse$2(entry, bytes)
	}, links],
	async run(tree, facts, context) {
		const known = new Set(facts.map(([{ path }]) => path));
		const wanted = (await tree.find(links)).flatMap(({ path }) => metadataBehind(path)).filter(isDistribution);
		const linked = await readLinked(tree, wanted, known, limitBytes$1, parse$2, context);
		return { packages: [...facts, ...linked].map(([entry, { name, version, licence }]) => ({
			manager: "pypi",
			ecosystem: "PyPI",
			name,
			version,
			purl: "",
			...licence === void 0 ? {} : { licences: [licence] },
			locations: [entry.path],
			origin: entry.origin
		})) };
	}
};

// src/inventory/os/database-row.ts
/**
* Says that the operating system's package database was read, or what of it was not.
* @param unread path of a database that could not be read; its own row says why
*/
function databaseRow(unread, reason = "could not be read") {
	if (unread === void 0) return {
		what: "os-packages",
		status: "scanned",
		incomplete: false
	};
	return {
		what: "os-packages",
		status: "partial",
		reason: `the package database ${unread} ${reason}`,
		incomplete: true
	};
}

// src/inventory/os/layer-history.ts
/**
* For each key of the top view: the origin of the lowest layer from which every higher view holds it. A view is read
* only where its database files differ from those of the view above.
* @param find the database files of a view
* @param read what they hold
*/
async function firstOrigins(tree, find, read) {
	const origins = /* @__PURE__ */ new Map();
	let alive;
	let above;
	for (let layer = tree.layers - 1; layer >= 0; layer--) {
		const view = layer === tree.layers - 1 ? tree : tree.at(layer);
		const entries = await find(view);
		const signature = entries.map(({ path, content }) => `${path}\0${content}`).join("\n");
		if (signature === above) continue;
		above = signature;
		const held = /* @__PURE__ */ new Set();
		for (const [key, origin] of await read(view, entries)) {
			if (alive !== void 0 && !alive.has(key)) continue;
			held.add(key);
			origins.set(key, origin);
		}
		alive = held;
		if (held.size === 0) break;
	}
	return origins;
}

// src/inventory/os/owned-paths.ts
/** Directories that a merged /usr turns into links: package lists may name either side. */
const merged = /^usr\/(?=(?:bin|sbin|lib|lib32|lib64|libx32)\/)/;
/** The paths under which a package list may name the file at a real path. */
function listedPaths(path) {
	return merged.test(path) ? [path, path.slice(4)] : [path];
}
/**
* What language packages may be read from: their manifests and executables. Of all the files of all packages only
* these are kept, because only these are ever asked for.
*/
function mayBeAsked(name, isExecutable) {
	return isExecutable || name === "package.json" || name === "METADATA" || name === "PKG-INFO" || name.endsWith(".egg-info");
}
/** From a table of paths without leading slash to names of packages. */
function ownedByTable(owners) {
	return { ownerOf(path) {
		for (const listed of listedPaths(path)) {
			const owner = owners.get(listed);
			if (owner !== void 0) return owner;
		}
	} };
}

// src/inventory/os/apk/parse-installed.ts
/** Alpine has 35,000 packages in all; a database beyond this is none. */
const mostPackages$2 = 5e4;
/**
* Reads `lib/apk/db/installed`. Throws a ScanError with the line where the file is no such database.
* @param where names the file in errors
*/
function parseApkInstalled(text, where) {
	const packages = [];
	let stanza = { files: [] };
	let isOpen = false;
	let folder = "";
	let file;
	let isExecutable = false;
	let number = 0;
	const damaged = (what) => new ScanError("TARGET_DAMAGED", `${where}, line ${number}`, what, { hint: "The package database is damaged: build the image again." });
	const finishFile = () => {
		if (file !== void 0 && mayBeAsked(file, isExecutable)) stanza.files.push(ownText(folder === "" ? file : `${folder}/${file}`));
		file = void 0;
		isExecutable = false;
	};
	const finish = () => {
		finishFile();
		if (isOpen) {
			const { P, V, A, o, L, files } = stanza;
			if (packages.length === 5e4) throw damaged(`more than ${mostPackages$2} packages`);
			if (!P) throw damaged("a stanza without P: (name) ends here");
			if (!V) throw damaged(`the stanza of «${P}» has no V: (version)`);
			packages.push({
				name: ownText(P),
				version: ownText(V),
				...A ? { architecture: ownText(A) } : {},
				...o ? { origin: ownText(o) } : {},
				...L ? { licence: ownText(L) } : {},
				files
			});
		}
		stanza = { files: [] };
		isOpen = false;
		folder = "";
	};
	for (let start = 0; start < text.length;) {
		let end = text.indexOf("\n", start);
		if (end === -1) end = text.length;
		number++;
		if (end === start) finish();
		else {
			if (text[start + 1] !== ":") throw damaged("no field name");
			isOpen = true;
			const letter = text[start];
			if (letter === "P" || letter === "V" || letter === "A" || letter === "o" || letter === "L") stanza[letter] = text.slice(start + 2, end);
			else if (letter === "F") {
				finishFile();
				folder = text.slice(start + 2, end);
			} else if (letter === "R") {
				finishFile();
				file = text.slice(start + 2, end);
			} else if (letter === "a") {
				const mode = text.slice(text.lastIndexOf(":", end - 1) + 1, end);
				isExecutable = (Number.parseInt(mode, 8) & 73) !== 0;
			}
		}
		start = end + 1;
	}
	finish();
	return packages;
}

// src/inventory/os/apk/extractor.ts
const globs = ["lib/apk/db/installed", "usr/lib/apk/db/installed"];
const keyOf$2 = ({ name, version, architecture }) => `${name}\0${version}\0${architecture ?? ""}`;
async function parse$1(entry, bytes) {
	return parseApkInstalled((await readAll(bytes)).toString("utf8"), entry.path);
}
/** Every apk package with its layer, and which manifests and executables they own. */
const apk = {
	id: "os/apk",
	version: 2,
	wants: [{
		globs,
		every: true,
		limitBytes: 32 * 1024 ** 2,
		parse: parse$1
	}],
	async run(tree, facts) {
		const parsed = new Map(facts.map(([entry, packages]) => [entry.content, packages]));
		const find = (view) => view.find({ globs });
		const top = await find(tree);
		if (top.length === 0) return {};
		const origins = await firstOrigins(tree, find, async (_view, entries) => entries.flatMap((entry) => (parsed.get(entry.content) ?? []).map((found) => [keyOf$2(found), entry.origin])));
		const packages = [];
		const owners = /* @__PURE__ */ new Map();
		for (const entry of top) for (const found of parsed.get(entry.content) ?? []) {
			for (const file of found.files) owners.set(file, found.name);
			packages.push({
				manager: "apk",
				ecosystem: "",
				purl: "",
				name: found.name,
				version: found.version,
				...found.architecture ? { architecture: found.architecture } : {},
				source: {
					name: found.origin ?? found.name,
					version: found.version
				},
				...found.licence ? { licences: [found.licence] } : {},
				locations: [entry.path],
				origin: origins.get(keyOf$2(found)) ?? entry.origin
			});
		}
		const unread = top.find(({ content }) => !parsed.has(content));
		return {
			packages,
			ownedPaths: ownedByTable(owners),
			coverage: [databaseRow(unread?.path)]
		};
	}
};

// src/inventory/os/dpkg/distribution.ts
/** Where Debian's policies for Python and Node.js put modules; other makers of packages hardly use these folders. */
const ownPlaces = /^usr\/(?:lib\/python\d(?:\.\d+)?\/dist-packages|share\/nodejs|lib\/nodejs)\//;
/** All of /usr, less what the policies leave to the administrator or use otherwise. */
const usualPlaces = /^(?:usr\/(?!local\/|src\/|lib\/node_modules\/)|(?:bin|sbin|lib[^/]*)\/)/;
/** Domains of the maintainers' addresses; private addresses of Debian's maintainers are not told from others. */
const domains = /(?:^|[.@])(?:debian\.(?:org|net)|ubuntu\.com|canonical\.com)$/;
/**
* Whether the `Maintainer` field names a person or team of the distribution.
* @example isOfDistribution('Debian Go Team <team+pkg-go@tracker.debian.org>') // true
*/
function isOfDistribution$1(maintainer) {
	const address = /<([^<>\s]+)>\s*$/.exec(maintainer ?? "")?.[1] ?? "";
	return address.includes("@") && domains.test(address.toLowerCase());
}
/** Whether a package may bring a file at this path for which the distribution's advisories stand. */
function mayOwn(path, ofDistribution) {
	return ownPlaces.test(path) || ofDistribution && usualPlaces.test(path);
}
/** Whether it is worth to know the file's sum: a package might own it. */
function mayBeOwned(path) {
	return usualPlaces.test(path);
}

// src/inventory/os/dpkg/owned-files.ts
/** A file list or sums file of `owner`, whichever it is. */
function readList(owner, bytes) {
	return {
		packageName: owner.name,
		isOfDistribution: isOfDistribution$1(owner.maintainer),
		text: `\n${bytes.toString("latin1")}\n`
	};
}
const line = /^(?:([0-9a-f]{32}) [ *])?\/?(.*)$/;
/**
* Answers from the lists' text: they have 10,000 to 100,000 lines, and only some names of language packages are ever
* asked for. Each new file name is searched for once, through all lists.
* @param md5Of hex MD5 of the file at a path, where it is known: a file whose sum is not the package's is not owned
*/
function dpkgOwnedPaths(lists, md5Of) {
	const byName = /* @__PURE__ */ new Map();
	const ownersOf = (name) => {
		const known = byName.get(name);
		if (known !== void 0) return known;
		const owners = /* @__PURE__ */ new Map();
		const needle = `/${name}\n`;
		for (const list of lists) {
			const { text } = list;
			for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
				const start = text.lastIndexOf("\n", at) + 1;
				const [, md5, path = ""] = line.exec(text.slice(start, at + needle.length - 1)) ?? [];
				const others = owners.get(path);
				if (others === void 0) owners.set(path, [{
					list,
					md5
				}]);
				else others.push({
					list,
					md5
				});
			}
		}
		byName.set(name, owners);
		return owners;
	};
	return { ownerOf(path) {
		const bytes = Buffer.from(path).toString("latin1");
		const owners = ownersOf(bytes.slice(bytes.lastIndexOf("/") + 1));
		for (const listed of listedPaths(bytes)) for (const { list, md5 } of owners.get(listed) ?? []) {
			if (!mayOwn(path, list.isOfDistribution)) continue;
			if (md5 === void 0 || !isManifest(path) || md5Of(path) === md5) return list.packageName;
		}
	} };
}
const manifest = /(?:^|\/)(?:package\.json|METADATA|PKG-INFO|[^/]*\.egg-info)$/;
/** Whether the path names one of the manifests whose bytes are compared with the package's sums. */
function isManifest(path) {
	return manifest.test(path);
}

// src/inventory/os/dpkg/parse-status.ts
/** Debian has 65,000 packages in all; a database beyond this is none. */
const mostPackages$1 = 5e4;
const wanted = [
	"Package",
	"Status",
	"Version",
	"Architecture",
	"Source",
	"Maintainer"
];
/** The wanted field that a line begins with. Field names are case-insensitive; dpkg itself writes them so. */
function fieldAt(text, start, colon) {
	return wanted.find((field) => field.length === colon - start && text.slice(start, colon).toLowerCase() === field.toLowerCase());
}
/**
* Reads `var/lib/dpkg/status`, or a file of `status.d`, which has no `Status` field.
*
* Lists what `dpkg-query -W` lists, less what is removed but for its configuration: a package that is unpacked and not
* configured has its files on the disk. Throws a ScanError with the line where the file is no such database.
* @param where names the file in errors
*/
function parseDpkgStatus(bytes, where) {
	const text = bytes.toString("latin1");
	const packages = [];
	let stanza = /* @__PURE__ */ new Map();
	let isOpen = false;
	let number = 0;
	const finish = () => {
		if (isOpen) {
			const found = readStanza(stanza, `${where}, line ${number}`);
			if (found !== void 0) packages.push(found);
			if (packages.length > 5e4) throw new ScanError("TARGET_DAMAGED", where, `holds more than ${mostPackages$1} packages`);
		}
		stanza = /* @__PURE__ */ new Map();
		isOpen = false;
	};
	for (let start = 0; start < text.length;) {
		let end = text.indexOf("\n", start);
		if (end === -1) end = text.length;
		number++;
		const first = text.charCodeAt(start);
		if (end === start || text.slice(start, end).trim() === "") finish();
		else if (first !== 32 && first !== 9 && first !== 35) {
			const colon = text.indexOf(":", start);
			if (colon === -1 || colon >= end || colon === start) throw new ScanError("TARGET_DAMAGED", `${where}, line ${number}`, "no field name", { hint: "The package database is damaged: build the image again." });
			isOpen = true;
			const field = fieldAt(text, start, colon);
			if (field !== void 0) stanza.set(field, bytes.toString("utf8", colon + 1, end).trim());
		}
		start = end + 1;
	}
	finish();
	return packages;
}
/** Undefined for what is not on the disk. */
function readStanza(stanza, where) {
	const name = stanza.get("Package");
	if (!name) throw new ScanError("TARGET_DAMAGED", where, "a stanza without Package ends here");
	const status = stanza.get("Status")?.split(/\s+/)[2];
	if (status === "config-files" || status === "not-installed") return void 0;
	const version = stanza.get("Version");
	if (!version) {
		if (status === "half-installed") return void 0;
		throw new ScanError("TARGET_DAMAGED", where, `the stanza of «${name}» has no Version`);
	}
	const architecture = stanza.get("Architecture");
	const maintainer = stanza.get("Maintainer");
	return {
		name,
		version,
		...architecture ? { architecture } : {},
		source: readSource(stanza.get("Source"), name, version),
		...maintainer ? { maintainer } : {}
	};
}
/** `Source: name (version)`; what is left out is the binary package's own. */
function readSource(field, name, version) {
	const match = field ? /^([^\s(]+)(?:\s*\(([^)]*)\))?/.exec(field) : null;
	return {
		name: match?.[1] ?? name,
		version: match?.[2]?.trim() || version
	};
}

// src/inventory/os/dpkg/extractor.ts
const statusBytes = 32 * 1024 ** 2;
const manifestBytes = 16 * 1024 ** 2;
/** Of all lists together; a full desktop has 20 MB of them. What lies beyond owns nothing. */
const listBytes = 64 * 1024 ** 2;
const baseName = (path) => path.slice(path.lastIndexOf("/") + 1);
const keyOf$1 = ({ name, version, architecture }) => `${name}\0${version}\0${architecture ?? ""}`;
const databases = {
	globs: ["var/lib/dpkg/status", "var/lib/dpkg/status.d/*"],
	accept: (entry) => entry.type === "file" && !entry.path.endsWith(".md5sums")
};
const lists = {
	globs: ["var/lib/dpkg/info/*.{list,md5sums}", "var/lib/dpkg/status.d/*.md5sums"],
	limitBytes: listBytes
};
/** What dpkg has done and not yet written into its status file; files of other names it ignores, too. */
const journal = {
	globs: ["var/lib/dpkg/updates/*"],
	accept: ({ type, path, sizeBytes }) => type === "file" && sizeBytes > 0 && /\/\d+$/.test(path)
};
const manifests$1 = {
	globs: ["usr/**/{package.json,METADATA,PKG-INFO,*.egg-info}"],
	accept: ({ type, path }) => type === "file" && mayBeOwned(path) && isManifest(path)
};
async function parseStatus(entry, bytes) {
	return {
		kind: "status",
		packages: parseDpkgStatus(await readAll(bytes), entry.path)
	};
}
/** MD5, because that is what dpkg keeps: it tells a file that was replaced, not one made to deceive. */
async function parseSum(_entry, bytes) {
	return {
		kind: "sum",
		md5: createHash("md5").update(await readAll(bytes)).digest("hex")
	};
}
/** The lists of installed packages; where a package has sums, these alone, since they name every regular file. */
async function readLists(tree, packages) {
	const wanted = /* @__PURE__ */ new Map();
	for (const entry of await tree.find(lists)) {
		const stem = entry.path.replace(/\.(?:list|md5sums)$/, "");
		const owner = packages.get(stem) ?? packages.get(baseName(stem).replace(/:[^:]*$/, ""));
		if (owner !== void 0) wanted.set(stem, {
			entry,
			owner
		});
	}
	let left = listBytes;
	const opened = [...wanted.values()].filter(({ entry }) => (left -= entry.sizeBytes) >= 0).map(async ({ entry, owner }) => ({
		owner,
		bytes: await tree.open(entry)
	}));
	return Promise.all((await Promise.all(opened)).map(async ({ owner, bytes }) => readList(owner, await readAll(bytes))));
}
/** Every dpkg package with its layer, and which paths they own. */
const dpkg = {
	id: "os/dpkg",
	version: 2,
	wants: [
		{
			...databases,
			every: true,
			limitBytes: statusBytes,
			parse: parseStatus
		},
		{
			...manifests$1,
			limitBytes: manifestBytes,
			parse: parseSum
		},
		lists,
		journal
	],
	async run(tree, facts) {
		const parsed = /* @__PURE__ */ new Map();
		const sums = /* @__PURE__ */ new Map();
		for (const [entry, fact] of facts) if (fact.kind === "status") parsed.set(entry.content, fact.packages);
		else sums.set(entry.path, fact.md5);
		const find = (view) => view.find(databases);
		const top = await find(tree);
		const unwritten = await tree.find(journal);
		if (top.length === 0 && unwritten.length === 0) return {};
		const origins = await firstOrigins(tree, find, async (_view, entries) => entries.flatMap((entry) => (parsed.get(entry.content) ?? []).map((found) => [keyOf$1(found), entry.origin])));
		const packages = [];
		const owners = /* @__PURE__ */ new Map();
		for (const entry of top) for (const found of parsed.get(entry.content) ?? []) {
			if (entry.path.includes("/status.d/")) owners.set(entry.path, found);
			else owners.set(found.name, found);
			const { maintainer: _maintainer, ...rest } = found;
			packages.push({
				...rest,
				manager: "dpkg",
				ecosystem: "",
				purl: "",
				locations: [entry.path],
				origin: origins.get(keyOf$1(found)) ?? entry.origin
			});
		}
		const owned = dpkgOwnedPaths(await readLists(tree, owners), (path) => sums.get(path));
		const unread = top.find(({ content }) => !parsed.has(content));
		const coverage = [databaseRow(unread?.path)];
		const [pending] = unwritten;
		if (pending !== void 0) coverage.push(databaseRow(pending.path, "is a journal that dpkg has not put into its status file: run `dpkg --configure -a`"));
		return {
			packages,
			ownedPaths: owned,
			coverage
		};
	}
};

// src/inventory/os/release/ecosystem.ts
const known = (ecosystem) => ({
	kind: "known",
	ecosystem
});
const unknown = (reason) => ({
	kind: "unknown",
	reason
});
/** The first number of a version: OSV names these distributions by their major release. */
function byMajor(name, versionId) {
	const major = /^(\d+)/.exec(versionId)?.[1];
	return major === void 0 ? unknown(`${name} has no release «${versionId}»`) : known(`${name}:${major}`);
}
function ubuntu(versionId) {
	const match = /^(\d{2})\.(\d{2})/.exec(versionId);
	if (match === null) return unknown(`Ubuntu has no release «${versionId}»`);
	const [release = "", year, month] = match;
	const isLongTerm = Number(year) % 2 === 0 && month === "04";
	return known(`Ubuntu:${release}${isLongTerm ? ":LTS" : ""}`);
}
function alpine(versionId) {
	const match = /^(\d+\.\d+)(?:\.\d+)?$/.exec(versionId);
	return match === null ? unknown(`Alpine «${versionId}» is no release: edge has no security branch`) : known(`Alpine:v${match[1] ?? ""}`);
}
const distributions = {
	debian: (version) => byMajor("Debian", version),
	ubuntu,
	alpine,
	almalinux: (version) => byMajor("AlmaLinux", version),
	rocky: (version) => byMajor("Rocky Linux", version),
	azurelinux: (version) => byMajor("Azure Linux", version),
	mariner: (version) => byMajor("Azure Linux", version)
};
/**
* The OSV ecosystem of a release, or why there is none: another distribution, or one without a release (Debian
* testing and unstable, Alpine edge). Derivatives are not their parents: their packages differ.
* @example ecosystemOf({ id: 'ubuntu', versionId: '22.04', idLike: [] }) // Ubuntu:22.04:LTS
*/
function ecosystemOf(release) {
	const find = Object.hasOwn(distributions, release.id) ? distributions[release.id] : void 0;
	if (find === void 0) return unknown(`no advisory feed knows the distribution «${release.id}»`);
	if (release.versionId === void 0) return unknown(`«${release.prettyName ?? release.id}» names no release (testing or unstable)`);
	return find(release.versionId);
}

// src/inventory/os/release/parse-release.ts
/** `KEY=value` lines in shell quoting, as os-release(5) and lsb-release write them; the last of a key wins. */
function readAssignments(text) {
	const values = /* @__PURE__ */ new Map();
	for (const line of text.split("\n")) {
		const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.trim());
		if (match?.[1] !== void 0) values.set(match[1], unquote(match[2] ?? ""));
	}
	return values;
}
function unquote(raw) {
	if (raw.startsWith("'")) return raw.replace(/^'([^']*)'?.*$/, "$1");
	if (raw.startsWith("\"")) return (/^"((?:[^"\\]|\\.)*)"?/.exec(raw)?.[1] ?? "").replace(/\\(["$`\\])/g, "$1");
	return raw.replace(/\\(.)/g, "$1");
}
/** Leaves out what is undefined or empty. */
function fields(id, idLike, more) {
	return {
		id: id.toLowerCase(),
		idLike: (idLike ?? "").split(/\s+/).filter((word) => word !== ""),
		...more.versionId ? { versionId: more.versionId } : {},
		...more.codename ? { codename: more.codename } : {},
		...more.prettyName ? { prettyName: more.prettyName } : {}
	};
}
/**
* Reads os-release; a file without ID is `linux`, as os-release(5) has it.
* @example parseOsRelease('ID=debian\nVERSION_ID="12"\n').versionId // '12'
*/
function parseOsRelease(text) {
	const values = readAssignments(text);
	return fields(values.get("ID") || "linux", values.get("ID_LIKE"), {
		versionId: values.get("VERSION_ID"),
		codename: values.get("VERSION_CODENAME"),
		prettyName: values.get("PRETTY_NAME")
	});
}
/** Reads etc/lsb-release; undefined where it names no distribution (old Red Hat ones hold LSB_VERSION only). */
function parseLsbRelease(text) {
	const values = readAssignments(text);
	const id = values.get("DISTRIB_ID");
	if (!id) return void 0;
	return fields(id, void 0, {
		versionId: values.get("DISTRIB_RELEASE"),
		codename: values.get("DISTRIB_CODENAME"),
		prettyName: values.get("DISTRIB_DESCRIPTION")
	});
}
/** etc/debian_version: `9.13`, or `trixie/sid` where there is no release yet. */
function parseDebianVersion(text) {
	const line = text.trim();
	if (line === "") return void 0;
	const versionId = /^(\d+)(?:\.\d+)*$/.exec(line)?.[1];
	return fields("debian", void 0, {
		versionId,
		codename: versionId === void 0 ? line : void 0,
		prettyName: `Debian ${line}`
	});
}
/** etc/alpine-release: `3.20.3`. */
function parseAlpineRelease(text) {
	const line = text.trim();
	return line === "" ? void 0 : fields("alpine", void 0, {
		versionId: line,
		prettyName: `Alpine Linux ${line}`
	});
}
/** Distribution names of one-line release files → os-release IDs. */
const redHatFamily = [
	[/^AlmaLinux/i, "almalinux"],
	[/^Rocky Linux/i, "rocky"],
	[/^Red Hat Enterprise Linux/i, "rhel"],
	[/^CentOS/i, "centos"],
	[/^Fedora/i, "fedora"],
	[/^Oracle Linux/i, "ol"],
	[/^Amazon Linux/i, "amzn"],
	[/^(?:CBL-)?Mariner/i, "mariner"],
	[/^(?:Microsoft )?Azure Linux/i, "azurelinux"]
];
/** `AlmaLinux release 8.4 (Electric Cheetah)`, `CBL-Mariner 2.0.20220226`. */
function parseRedHatRelease(text) {
	const line = text.split("\n", 1)[0]?.trim() ?? "";
	if (line === "") return void 0;
	const known = redHatFamily.find(([pattern]) => pattern.test(line))?.[1];
	return fields(known ?? line.split(/\s/, 1)[0] ?? "", void 0, {
		versionId: /\d+(?:\.\d+)*/.exec(line)?.[0],
		codename: /\(([^()]+)\)/.exec(line)?.[1],
		prettyName: line
	});
}

// src/inventory/os/release/extractor.ts
/** In the order in which they are believed. Ubuntu has a debian_version too, of Debian: so that comes last. */
const sources = [
	["etc/os-release", parseOsRelease],
	["usr/lib/os-release", parseOsRelease],
	["etc/lsb-release", parseLsbRelease],
	["etc/alpine-release", parseAlpineRelease],
	["etc/azurelinux-release", parseRedHatRelease],
	["etc/mariner-release", parseRedHatRelease],
	["etc/almalinux-release", parseRedHatRelease],
	["etc/rocky-release", parseRedHatRelease],
	["etc/centos-release", parseRedHatRelease],
	["etc/redhat-release", parseRedHatRelease],
	["etc/system-release", parseRedHatRelease],
	["etc/debian_version", parseDebianVersion]
];
const limitBytes = 65536;
/** The text of one of the files, as it is: which file it is depends on the path that leads to it. */
async function parse(_entry, bytes) {
	return (await readAll(bytes)).toString("utf8");
}
/** The first file that names a distribution; a link counts as what it leads to. */
async function readRelease(tree, texts) {
	for (const [path, read] of sources) {
		const entry = await tree.stat(path);
		const text = entry === void 0 ? void 0 : texts.get(entry.content);
		const release = text === void 0 ? void 0 : read(text);
		if (release === void 0) continue;
		if (release.id !== "debian" || release.versionId !== void 0) return release;
		const version = await tree.stat("etc/debian_version");
		const plain = version === void 0 ? void 0 : texts.get(version.content);
		const versionId = plain === void 0 ? void 0 : parseDebianVersion(plain)?.versionId;
		return versionId === void 0 ? release : {
			...release,
			versionId
		};
	}
}
/** The operating system, with a coverage row `os-release` where no feed knows it. */
const release = {
	id: "os/release",
	version: 1,
	wants: [{
		globs: sources.map(([path]) => path),
		limitBytes,
		parse
	}],
	async run(tree, facts) {
		const found = await readRelease(tree, new Map(facts.map(([entry, text]) => [entry.content, text])));
		if (found === void 0) return {};
		const ecosystem = ecosystemOf(found);
		if (ecosystem.kind === "known") return {
			os: {
				...found,
				ecosystem: ecosystem.ecosystem
			},
			coverage: [{
				what: "os-release",
				status: "scanned",
				incomplete: false
			}]
		};
		return {
			os: found,
			coverage: [{
				what: "os-release",
				status: "not-scanned",
				incomplete: true,
				reason: ecosystem.reason
			}]
		};
	}
};

// src/inventory/os/rpm/header.ts
const tags = {
	name: 1e3,
	version: 1001,
	release: 1002,
	epoch: 1003,
	vendor: 1011,
	licence: 1014,
	architecture: 1022,
	fileModes: 1030,
	sourceRpm: 1044,
	directoryIndexes: 1116,
	baseNames: 1117,
	directoryNames: 1118,
	modularityLabel: 5096
};
const types = {
	int16: 3,
	int32: 4,
	string: 6,
	stringArray: 8,
	i18nString: 9
};
/** rpm's own limits for a header (header.c: hdrchkTags, hdrchkData). */
const mostEntries = 65535;
const mostDataBytes = 268435455;
/** The fields of one header that are asked for. */
var Header = class {
	#bytes;
	#data;
	#where;
	#fields = /* @__PURE__ */ new Map();
	constructor(bytes, where) {
		this.#bytes = bytes;
		this.#where = where;
		if (bytes.length < 8) throw this.damaged("is shorter than its preamble");
		const entries = bytes.readUInt32BE(0);
		const dataBytes = bytes.readUInt32BE(4);
		if (entries < 1 || entries > mostEntries || dataBytes > mostDataBytes) throw this.damaged(`claims ${entries} entries and ${dataBytes} bytes`);
		this.#data = 8 + entries * 16;
		if (this.#data + dataBytes > bytes.length) throw this.damaged("ends too early");
		for (let at = 8; at < this.#data; at += 16) this.#fields.set(bytes.readUInt32BE(at), {
			type: bytes.readUInt32BE(at + 4),
			offset: bytes.readInt32BE(at + 8),
			count: bytes.readUInt32BE(at + 12)
		});
	}
	damaged(what) {
		return new ScanError("TARGET_DAMAGED", this.#where, `the rpm header ${what}`, { hint: "Run `rpm --rebuilddb` in the image, or build it again." });
	}
	#field(tag, ...allowed) {
		const field = this.#fields.get(tag);
		if (field === void 0) return void 0;
		if (!allowed.includes(field.type)) throw this.damaged(`has type ${field.type} for tag ${tag}`);
		if (field.offset < 0 || this.#data + field.offset > this.#bytes.length) throw this.damaged(`has tag ${tag} outside its data`);
		return field;
	}
	string(tag) {
		const field = this.#field(tag, types.string, types.i18nString, types.stringArray);
		if (field === void 0) return void 0;
		return this.#stringAt(this.#data + field.offset, tag).text;
	}
	strings(tag) {
		const field = this.#field(tag, types.stringArray, types.string);
		const found = [];
		let at = this.#data + (field?.offset ?? 0);
		for (let index = 0; index < (field?.count ?? 0); index++) {
			const { text, next } = this.#stringAt(at, tag);
			found.push(text);
			at = next;
		}
		return found;
	}
	#stringAt(start, tag) {
		const end = this.#bytes.indexOf(0, start);
		if (end === -1) throw this.damaged(`has an endless string at tag ${tag}`);
		return {
			text: this.#bytes.toString("utf8", start, end),
			next: end + 1
		};
	}
	/** The offset of a field of numbers, when all of them lie within the data. */
	#numbers(tag, type, width) {
		const field = this.#field(tag, type);
		if (field === void 0) return {
			at: 0,
			count: 0
		};
		const at = this.#data + field.offset;
		if (at + field.count * width > this.#bytes.length) throw this.damaged(`is cut at tag ${tag}`);
		return {
			at,
			count: field.count
		};
	}
	int32(tag) {
		const { at, count } = this.#numbers(tag, types.int32, 4);
		return count === 0 ? void 0 : this.#bytes.readUInt32BE(at);
	}
	int32s(tag) {
		const { at, count } = this.#numbers(tag, types.int32, 4);
		return (index) => index < count ? this.#bytes.readUInt32BE(at + index * 4) : void 0;
	}
	int16s(tag) {
		const { at, count } = this.#numbers(tag, types.int16, 2);
		return (index) => index < count ? this.#bytes.readUInt16BE(at + index * 2) : void 0;
	}
};
/**
* Reads one header. Throws a ScanError where it breaks rpm's own rules for headers.
* @param where names the header in errors
*/
function parseRpmHeader(bytes, where) {
	const header = new Header(bytes, where);
	const name = header.string(tags.name);
	const version = header.string(tags.version);
	const release = header.string(tags.release);
	if (!name || !version || !release) throw header.damaged("has no name, version or release");
	const epoch = header.int32(tags.epoch);
	const prefix = epoch === void 0 ? "" : `${epoch}:`;
	const architecture = header.string(tags.architecture);
	const source = splitSourceRpm(header.string(tags.sourceRpm), prefix);
	const modularityLabel = header.string(tags.modularityLabel);
	const licence = header.string(tags.licence);
	const vendor = header.string(tags.vendor);
	return {
		name,
		version: `${prefix}${version}-${release}`,
		...architecture ? { architecture } : {},
		...source ? { source } : {},
		...modularityLabel ? { modularityLabel } : {},
		...licence ? { licence } : {},
		...vendor ? { vendor } : {},
		files: ownedFiles(header)
	};
}
/**
* `bash-5.1.8-6.el9_1.src.rpm` → name and version. The file name has no epoch, so the package's own is taken: they
* are equal in all but a handful of packages.
*/
function splitSourceRpm(fileName, epochPrefix) {
	const match = fileName === void 0 ? null : /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(fileName);
	return match?.[1] === void 0 || match[2] === void 0 ? void 0 : {
		name: match[1],
		version: `${epochPrefix}${match[2]}`
	};
}
const regular = 32768;
const formatMask = 61440;
/** Paths are kept as directory + base name; of all of them only what may be asked for is put together. */
function ownedFiles(header) {
	const directories = header.strings(tags.directoryNames);
	const directoryOf = header.int32s(tags.directoryIndexes);
	const modeOf = header.int16s(tags.fileModes);
	const files = [];
	for (const [index, name] of header.strings(tags.baseNames).entries()) {
		const mode = modeOf(index) ?? 0;
		const isExecutable = (mode & formatMask) === regular && (mode & 73) !== 0;
		if (!mayBeAsked(name, isExecutable)) continue;
		const directory = directories[directoryOf(index) ?? -1];
		if (directory === void 0) throw header.damaged("names a file without directory");
		files.push(`${directory}${name}`.replace(/^\/+/, ""));
	}
	return files;
}

// src/inventory/os/rpm/container-manifest.ts
/**
* `container-manifest-2`: ten columns by tab: name, version-release, install time, build time, vendor, epoch (or
* `(none)`), size, architecture, epoch number, source rpm. Throws a ScanError with the line where it is none.
*/
function parseManifest2(text, where) {
	return lines(text).map(([line, number]) => {
		const [name, version, , , , epoch = "(none)", , architecture, , sourceRpm] = line.split("	");
		if (!name || !version || architecture === void 0) throw damaged(where, number);
		const prefix = /^\d+$/.test(epoch) ? `${epoch}:` : "";
		const source = splitSourceRpm(sourceRpm, prefix);
		return {
			name,
			version: `${prefix}${version}`,
			...architecture ? { architecture } : {},
			...source ? { source } : {},
			files: []
		};
	});
}
/** `container-manifest-1`: `name-version-release.architecture` lines, as `rpm -qa` prints them. */
function parseManifest1(text, where) {
	return lines(text).map(([line, number]) => {
		const [, name, version, architecture] = /^(.+)-([^-]+-[^-]+)\.([^.-]+)$/.exec(line) ?? [];
		if (!name || !version || !architecture) throw damaged(where, number);
		return {
			name,
			version,
			architecture,
			files: []
		};
	});
}
function lines(text) {
	return text.split(/\r?\n/).map((line, index) => [line, index + 1]).filter(([line]) => line.trim() !== "" && !line.startsWith("gpg-pubkey"));
}
function damaged(where, number) {
	return new ScanError("TARGET_DAMAGED", `${where}, line ${number}`, "names no rpm package");
}

// src/inventory/os/rpm/write-ahead-log.ts
const headerBytes = 32;
const frameHeaderBytes = 24;
/** The low bit of the magic says which byte order the checksums are computed in. */
const magicLittle = 931071618;
const magicBig = 931071619;
/** Sums pairs of 32-bit words into the running checksum. */
function addChecksum(sums, data, start, end, isBig) {
	let [first, second] = sums;
	for (let at = start; at < end; at += 8) {
		const left = isBig ? data.readUInt32BE(at) : data.readUInt32LE(at);
		const right = isBig ? data.readUInt32BE(at + 4) : data.readUInt32LE(at + 4);
		first = first + left + second >>> 0;
		second = second + right + first >>> 0;
	}
	return [first, second];
}
/**
* The pages that committed transactions of the log changed. Undefined where no frame is valid: SQLite then reads the
* database alone. A frame counts while salts and checksums hold and up to the last commit, as SQLite's recovery does.
*/
async function readCommittedPages(log) {
	const header = await readBuffer(log, 0, headerBytes);
	if (header.length < headerBytes) return void 0;
	const magic = header.readUInt32BE(0);
	if (magic !== magicLittle && magic !== magicBig) return void 0;
	const isBig = magic === magicBig;
	const pageBytes = header.readUInt32BE(8);
	const isPower = (pageBytes & pageBytes - 1) === 0;
	if (header.readUInt32BE(4) !== 3007e3 || !isPower || pageBytes < 512 || pageBytes > 65536) return;
	let sums = addChecksum([0, 0], header, 0, 24, isBig);
	if (sums[0] !== header.readUInt32BE(24) || sums[1] !== header.readUInt32BE(28)) return void 0;
	const frameBytes = frameHeaderBytes + pageBytes;
	const committed = /* @__PURE__ */ new Map();
	const pending = /* @__PURE__ */ new Map();
	let pageCount = 0;
	for (let at = headerBytes; at + frameBytes <= log.size; at += frameBytes) {
		const frame = await readBuffer(log, at, frameBytes);
		if (frame.length < frameBytes) break;
		const page = frame.readUInt32BE(0);
		const isOfThisLog = frame.compare(header, 16, 24, 8, 16) === 0;
		if (page === 0 || !isOfThisLog) break;
		sums = addChecksum(sums, frame, 0, 8, isBig);
		sums = addChecksum(sums, frame, frameHeaderBytes, frameBytes, isBig);
		if (sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20)) break;
		pending.set(page, at + frameHeaderBytes);
		const sizeAfterCommit = frame.readUInt32BE(4);
		if (sizeAfterCommit === 0) continue;
		pageCount = sizeAfterCommit;
		for (const [number, offset] of pending) committed.set(number, offset);
		pending.clear();
	}
	return committed.size === 0 ? void 0 : {
		pageBytes,
		pageCount,
		pages: committed
	};
}

// src/inventory/os/rpm/database.ts
const chunkBytes = 4 * 1024 ** 2;
/** The largest distributions have fewer; a database beyond this is made to exhaust memory. */
const mostPackages = 5e4;
/**
* Reads the whole database. Throws a ScanError where SQLite cannot open it; of a database with single damaged
* headers the others are returned with a `problem`.
* @param where names the database in errors
*/
async function readRpmDatabase(database, log, where, runtime) {
	const path = join$1(runtime.temporaryFolder, `portcullis-rpmdb-${randomUUID()}`);
	try {
		await copyWithLog(database, log, path, where);
		const opened = await openSqlite({ path }, runtime, where);
		try {
			return readPackages(opened, where);
		} finally {
			await opened.close();
		}
	} finally {
		await rm(path, { force: true });
	}
}
async function copyWithLog(database, log, path, where) {
	const committed = log === void 0 ? void 0 : await readCommittedPages(log);
	const file = await open(path, "wx+", 384);
	try {
		for (let at = 0; at < database.size; at += chunkBytes) {
			const chunk = await database.read(at, chunkBytes);
			if (chunk.length === 0) throw new ScanError("TARGET_DAMAGED", where, "ends too early");
			await file.write(chunk, 0, chunk.length, at);
		}
		if (committed === void 0 || log === void 0) return;
		const { pageBytes, pageCount, pages } = committed;
		for (const [number, offset] of pages) {
			if (number > pageCount) continue;
			const page = await log.read(offset, pageBytes);
			await file.write(page, 0, page.length, (number - 1) * pageBytes);
		}
		await file.truncate(pageCount * pageBytes);
	} finally {
		await file.close();
	}
}
function readPackages(database, where) {
	const table = database.prepare("SELECT type, sql FROM sqlite_master WHERE name = 'Packages'").get();
	if (table?.["type"] !== "table" || /virtual/i.test(String(table["sql"]))) throw new ScanError("TARGET_DAMAGED", where, "has no table Packages");
	const packages = [];
	const problems = [];
	let rows = 0;
	for (const row of database.prepare("SELECT hnum, blob FROM Packages ORDER BY hnum").iterate()) {
		rows++;
		if (rows > mostPackages) throw new ScanError("TARGET_DAMAGED", where, `holds more than ${mostPackages} packages`);
		const { blob, hnum } = row;
		try {
			if (!(blob instanceof Uint8Array)) throw new ScanError("TARGET_DAMAGED", where, "a row of Packages holds no header");
			const found = parseRpmHeader(Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength), `${where}, package ${String(hnum)}`);
			if (found.name !== "gpg-pubkey") packages.push(found);
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			problems.push(error.message);
		}
	}
	const indexed = countNames(database);
	if (indexed !== void 0 && indexed !== rows) problems.push(`${where}: holds ${rows} packages, its index of names ${indexed}`);
	const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
	return problems.length === 0 ? { packages } : {
		packages,
		problem: `${problems[0]}${more}`
	};
}
/** How many packages the index of names knows: a database that lost pages seldom lost the same rows of both. */
function countNames(database) {
	if (database.prepare("SELECT count(*) AS tables FROM sqlite_master WHERE name = 'Name' AND type = 'table'").get()?.["tables"] !== 1) return void 0;
	const count = database.prepare("SELECT count(DISTINCT hnum) AS names FROM Name").get()?.["names"];
	return typeof count === "number" ? count : void 0;
}

// src/inventory/os/rpm/extractor.ts
const folders = [
	"var/lib/rpm",
	"usr/lib/sysimage/rpm",
	"usr/share/rpm"
];
const inFolders = (names) => folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
const sqlite = inFolders([
	"rpmdb.sqlite",
	"rpmdb.sqlite-wal",
	"rpmdb.sqlite-journal"
]);
const manifests = ["var/lib/rpmmanifest/container-manifest-1", "var/lib/rpmmanifest/container-manifest-2"];
const unread = inFolders(["Packages", "Packages.db"]);
/** First bytes of a rollback journal that was not played back (sqlite.org/fileformat2.html, section 3). */
const hotJournal = "d9d505f920a163d7";
/**
* Whether the distribution made the package, whose advisories then speak of what it holds. Fedora's are not among them:
* no feed speaks of EPEL. A package without vendor counts as the distribution's.
*/
function isOfDistribution(vendor, version) {
	if (vendor === void 0) return true;
	if (vendor.startsWith("Microsoft")) return /\.(?:azl|cm)\d+$/.test(version);
	return /^(?:AlmaLinux|Rocky|Red Hat)/.test(vendor);
}
const keyOf = ({ name, version, architecture }) => `${name}\0${version}\0${architecture ?? ""}`;
/** Without the epoch, which the first manifest leaves out. */
const plainKeyOf = (found) => keyOf({
	...found,
	version: found.version.replace(/^\d+:/, "")
});
/** All databases and manifests of one view. */
async function readView(view, entries, context) {
	const byPath = new Map(entries.map((entry) => [entry.path, entry]));
	const readings = [];
	for (const entry of entries.filter(({ path }) => path.endsWith(".sqlite"))) {
		const log = byPath.get(`${entry.path}-wal`);
		const journal = byPath.get(`${entry.path}-journal`);
		const newest = [entry, log].reduce((left, right) => isNewer(right, left) ? right : left);
		readings.push({
			...await readDatabase(view, entry, log, journal, context),
			entry: newest === void 0 ? entry : {
				...entry,
				origin: newest.origin
			}
		});
	}
	for (const [path, parse] of [[manifests[1], parseManifest2], [manifests[0], parseManifest1]]) {
		const entry = byPath.get(path);
		if (entry === void 0) continue;
		const text = (await readAll(await view.open(entry))).toString("utf8");
		const known = new Set(readings.flatMap(({ packages }) => packages.map(plainKeyOf)));
		readings.push(await guarded(entry, async () => ({
			entry,
			packages: parse(text, path).filter((found) => !known.has(plainKeyOf(found)))
		})));
	}
	return readings;
}
function isNewer(left, right) {
	return left?.origin.kind === "layer" && right?.origin.kind === "layer" && left.origin.index > right.origin.index;
}
async function readDatabase(view, entry, log, journal, { runtime }) {
	const bytes = await view.open(entry);
	const logBytes = log === void 0 ? void 0 : await view.open(log);
	const journalBytes = journal === void 0 ? void 0 : await view.open(journal);
	const magic = journalBytes === void 0 ? void 0 : await journalBytes.read(0, 8);
	if (magic !== void 0 && Buffer.from(magic).toString("hex") === hotJournal) return {
		entry,
		packages: [],
		problem: "was left in the middle of a transaction"
	};
	return guarded(entry, async () => ({
		entry,
		...await readRpmDatabase(bytes, logBytes, entry.path, runtime)
	}));
}
async function guarded(entry, read) {
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		return {
			entry,
			packages: [],
			problem: `could not be read: ${error.message}`
		};
	}
}
/** Every rpm package with its layer, and which manifests and executables they own. */
const rpm = {
	id: "os/rpm",
	version: 2,
	wants: [
		{
			globs: sqlite,
			every: true,
			limitBytes: 1024 ** 3
		},
		{
			globs: manifests,
			every: true,
			limitBytes: 16 * 1024 ** 2
		},
		{ globs: unread }
	],
	async run(tree, _facts, context) {
		const find = (view) => view.find({ globs: [...sqlite, ...manifests] });
		const top = await readView(tree, await find(tree), context);
		const older = await notReadYet(tree, top.length === 0);
		if (top.length === 0) return { coverage: older };
		const origins = await firstOrigins(tree, find, async (view, found) => {
			return (view === tree ? top : await readView(view, found, context)).flatMap(({ entry, packages }) => packages.map((each) => [keyOf(each), entry.origin]));
		});
		const packages = [];
		const owners = /* @__PURE__ */ new Map();
		for (const { entry, packages: held } of top) for (const { files, licence, vendor, ...found } of held) {
			if (isOfDistribution(vendor, found.version)) for (const file of files) owners.set(file, found.name);
			packages.push({
				...found,
				manager: "rpm",
				ecosystem: "",
				purl: "",
				...licence === void 0 ? {} : { licences: [licence] },
				locations: [entry.path],
				origin: origins.get(keyOf({
					...found,
					files
				})) ?? entry.origin
			});
		}
		const rows = top.filter(({ problem }) => problem !== void 0).map(({ entry, problem }) => databaseRow(entry.path, problem));
		const coverage = rows.length === 0 ? [databaseRow(void 0)] : rows;
		return {
			packages,
			ownedPaths: ownedByTable(owners),
			coverage: [...coverage, ...older]
		};
	}
};
/** Rows for databases in rpm's older formats, whether or not there is another beside them. */
async function notReadYet(tree, isAlone) {
	const status = isAlone ? "not-scanned" : "partial";
	return (await tree.find({ globs: unread })).map(({ path }) => {
		const reason = `is in ${path.endsWith(".db") ? "ndb" : "Berkeley DB"} format, which this version does not read`;
		return {
			...databaseRow(path, reason),
			status
		};
	});
}

// src/inventory/list.ts
const extractors = [
	release,
	dpkg,
	apk,
	rpm,
	npm,
	python,
	go,
	notRead
];

// src/trees/attempt-tree.ts
var AttemptTree = class AttemptTree {
	caseSensitive;
	layers;
	#tree;
	#attempt;
	constructor(tree, attempt) {
		this.caseSensitive = tree.caseSensitive;
		this.layers = tree.layers;
		this.#tree = tree;
		this.#attempt = attempt;
	}
	at(layer) {
		return new AttemptTree(this.#tree.at(layer), this.#attempt);
	}
	async stat(path, follow) {
		const entry = await this.#tree.stat(path, follow);
		return entry === void 0 || this.#attempt.skips(entry.path) ? void 0 : entry;
	}
	async list(path) {
		return (await this.#tree.list(path)).filter((entry) => !this.#attempt.skips(entry.path));
	}
	async find(want) {
		const { limitBytes } = want;
		return (await this.#tree.find(want)).filter((entry) => {
			if (this.#attempt.skips(entry.path)) return false;
			if (limitBytes === void 0 || entry.type !== "file" || entry.sizeBytes <= limitBytes) return true;
			this.#attempt.incomplete(entry.path, aboveLimit(entry.sizeBytes, limitBytes));
			return false;
		});
	}
	async open(entry) {
		try {
			return await this.#tree.open(entry);
		} catch (error) {
			if (error instanceof MissingBytes) this.#attempt.missed = true;
			throw error;
		}
	}
};

// src/trees/skipped-record.ts
/** Extractors with this prefix read the operating system's package database. */
const systemPrefix = "os/";
var SkippedRecord = class {
	#matcher;
	#hits = /* @__PURE__ */ new Set();
	/** Glob → a path of a package database that it left out. */
	#databases = /* @__PURE__ */ new Map();
	constructor(matcher) {
		this.#matcher = matcher;
	}
	/** Whether the path is left out; if so, that is remembered. `plugin` is the one that would have read it. */
	skips(plugin, path) {
		const glob = this.#matcher.globOf(path);
		if (glob === void 0) return false;
		this.#hits.add(glob);
		if (plugin.startsWith(systemPrefix)) {
			const known = this.#databases.get(glob);
			if (known === void 0 || path < known) this.#databases.set(glob, path);
		}
		return true;
	}
	/** Globs that have left nothing out so far. */
	unused() {
		return this.#matcher.globs.filter((glob) => !this.#hits.has(glob));
	}
	/** One row a glob that hit something, and one more for each that hid a package database. */
	rows() {
		const rows = [];
		for (const glob of this.#matcher.globs) {
			if (!this.#hits.has(glob)) continue;
			const row = {
				what: `path:${glob}`,
				status: "not-scanned",
				incomplete: false
			};
			rows.push({
				...row,
				reason: "left out by skip-paths"
			});
			const database = this.#databases.get(glob);
			if (database === void 0) continue;
			rows.push({
				what: "os-packages",
				status: "not-scanned",
				reason: `skip-paths «${glob}» leaves out ${database}`,
				incomplete: true
			});
		}
		return rows;
	}
};

// src/trees/run-plugins.ts
/** After so many attempts a plugin is Incomplete. */
const attemptLimit = 8;
function failed(plugin, error) {
	const reason = error instanceof Error ? error.message : String(error);
	return {
		what: `plugin:${plugin}`,
		status: "not-scanned",
		reason,
		incomplete: true
	};
}
/** One attempt; never rejects but when the run was cancelled. */
async function attemptOnce(task, record, runtime) {
	const rows = [];
	const attempt = {
		plugin: task.id,
		missed: false,
		skips: (path) => record.skips(task.id, path),
		incomplete: (path, reason) => void rows.push(unreadPath(path, `${task.id}: ${reason}`))
	};
	try {
		const out = await task.run(attempt);
		return attempt.missed ? { kind: "missed" } : {
			kind: "done",
			out,
			rows
		};
	} catch (error) {
		runtime.signal.throwIfAborted();
		if (attempt.missed || error instanceof MissingBytes) return { kind: "missed" };
		return {
			kind: "failed",
			rows: [...rows, failed(task.id, error)]
		};
	}
}
/** Tasks for plugins of one kind; their wants stand in `wants` from `firstWant` on. */
function tasksOf(plugins, firstWant, prepared, contextOf) {
	let next = firstWant;
	return plugins.map((plugin) => {
		const mine = prepared.facts.slice(next, next + plugin.wants.length).flat();
		next += plugin.wants.length;
		mine.sort(([left], [right]) => left.path < right.path ? -1 : left.path > right.path ? 1 : 0);
		return {
			id: plugin.id,
			run: (attempt) => plugin.run(new AttemptTree(prepared.tree, attempt), mine, contextOf(attempt)),
			outcome: { kind: "missed" }
		};
	});
}
/** Whatever hides behind a glob is told, also where no plugin would have looked. */
async function recordUnused(prepared, record, { log }) {
	const globs = record.unused();
	if (globs.length === 0) return;
	for (const entry of await prepared.tree.find({
		globs,
		accept: () => true
	})) record.skips("", entry.path);
	for (const glob of record.unused()) log.warn(`skip-paths «${glob}» leaves nothing out`);
}
function sortedRows(rows) {
	const unique = new Map(rows.map((row) => [`${row.what}\n${row.status}\n${row.reason}`, row]));
	return [...unique.keys()].sort().flatMap((key) => unique.get(key) ?? []);
}
/** The inventory as one attempt of a rule gets it: when this attempt's extractors have settled. */
async function inventoryOf(settled, extractors, assemble, attempt) {
	await settled;
	if (extractors.some((task) => task.outcome.kind === "missed")) {
		attempt.missed = true;
		throw new MissingBytes("the inventory");
	}
	return assemble(extractsOf(extractors));
}
function extractsOf(tasks) {
	return tasks.flatMap(({ id, outcome }) => outcome.kind === "done" ? [{
		id,
		extract: outcome.out
	}] : []);
}
/**
* Prepares the source, runs every plugin until its attempt misses nothing, and joins the results. A plugin or a parse
* that throws is a coverage row, not an error; rejects when the source itself cannot be read, and when cancelled.
* The source is not closed.
*/
async function runPlugins(run) {
	const { source, extractors, rules, assemble, runtime } = run;
	const matcher = createSkippedPaths(run.skip?.globs ?? []);
	const record = new SkippedRecord(matcher);
	const wants = [...extractors, ...rules].flatMap((plugin) => plugin.wants.map((want) => ({
		plugin: plugin.id,
		want
	})));
	const prepared = await source.prepare({
		wants,
		skip: matcher,
		onSkipped: (plugin, path) => void record.skips(plugin, path)
	});
	let settled = Promise.resolve();
	const extracting = tasksOf(extractors, 0, prepared, (attempt) => ({
		incomplete: (path, reason) => attempt.incomplete(path, reason),
		runtime
	}));
	const judging = tasksOf(rules, extractors.reduce((sum, plugin) => sum + plugin.wants.length, 0), prepared, (attempt) => ({
		incomplete: (path, reason) => attempt.incomplete(path, reason),
		runtime,
		inventory: () => inventoryOf(settled, extracting, assemble, attempt)
	}));
	const attempt = async (task) => {
		if (task.outcome.kind === "missed") task.outcome = await attemptOnce(task, record, runtime);
	};
	for (let attempts = 1;; attempts++) {
		runtime.signal.throwIfAborted();
		settled = Promise.all(extracting.map(attempt));
		await Promise.all([settled, ...judging.map(attempt)]);
		const missing = [...extracting, ...judging].filter(({ outcome }) => outcome.kind === "missed");
		if (missing.length === 0) break;
		if (attempts === 8) {
			for (const task of missing) {
				const reason = /* @__PURE__ */ new Error(`asked for more files in each of ${8} attempts`);
				task.outcome = {
					kind: "failed",
					rows: [failed(task.id, reason)]
				};
			}
			break;
		}
		await source.round();
	}
	await recordUnused(prepared, record, runtime);
	const rows = [...extracting, ...judging].flatMap(({ outcome }) => outcome.kind === "missed" ? [] : outcome.rows);
	return {
		inventory: assemble(extractsOf(extracting)),
		ruleResults: judging.flatMap(({ id, outcome }) => outcome.kind === "done" ? [{
			id,
			findings: outcome.out
		}] : []),
		coverage: sortedRows([
			...prepared.coverage(),
			...rows,
			...record.rows()
		])
	};
}

// src/runtime/small-heap.ts
/**
* Evaluating templates makes twenty times the garbage of what it keeps, in objects that live as long as one template.
* V8 answers with a young generation of 128 MB (Node 24) and an old one of four times what lives, without being the
* faster for it.
*/
const flags = [
	"--semi-space-growth-factor=1",
	"--heap-growing-percent=100",
	"--no-incremental-marking"
];
/** The last release that is known to know the flags: another would complain on stderr, and do without. */
const lastMajor = 24;
/** From here on the process takes less memory, for the price of some time where little garbage is made. */
function keepHeapSmall() {
	if (Number.parseInt(process.versions.node, 10) > lastMajor) return;
	for (const flag of flags) setFlagsFromString(flag);
}

// src/gate/scan-templates.ts
function placedOf({ scanned }, targets) {
	return scanned.flatMap(({ target, findings, coverage, machines }) => {
		const slot = targets.find(({ reference }) => reference === target.reference)?.slot;
		return slot === void 0 ? [] : [[slot, {
			target,
			packages: [],
			findings,
			coverage,
			machines
		}]];
	});
}
/** Scans, and mends first where that is asked for; `fail` is told what could not be scanned. */
async function scanTemplateTargets(targets, request, policy, runtime, fail) {
	keepHeapSmall();
	const { scanTemplates } = await import("./templates-scan-scan-templates.mjs");
	const { requireAgents = policy.templates.requireAgents, fix, fixOnly, ...context } = request.templates;
	const asked = {
		targets,
		context,
		policy: {
			...policy.templates,
			requireAgents
		},
		now: runtime.now(),
		skipPaths: request.skipPaths
	};
	for (const { reference } of targets) runtime.log.info(`scanning ${reference}`);
	let fixes;
	if (fix !== void 0) {
		const { fixFiles } = await import("./gate-fix-files.mjs");
		fixes = await fixFiles(asked, fix, fixOnly ?? [], policy, runtime);
	}
	const scan = await scanTemplates(asked, runtime);
	for (const { error, target } of scan.errors) fail(error, target);
	return {
		placed: placedOf(scan, targets),
		notices: scan.notices,
		...fixes === void 0 ? {} : { fixes }
	};
}

// src/gate/target-source.ts
async function openImageTarget(scheme, reference, options, runtime) {
	const [{ openImage }, { openLayeredTree }] = await Promise.all([import("./images-open.mjs"), import("./images-layers-open-layered-tree.mjs")]);
	const { platform, credentials } = options;
	return (await openImage({
		scheme,
		reference,
		platform,
		credentials
	}, runtime)).map(({ target, source }) => ({
		target,
		source: openLayeredTree(source, runtime)
	}));
}
async function openFolderTarget(path, { platform = "" }, runtime) {
	if (platform !== "") runtime.log.warn(`${path}: a folder is of no platform, so that ${platform} chooses nothing there`);
	const { openFolder } = await import("./filesystems-host-open-folder.mjs");
	const source = await openFolder(path, runtime);
	return [{
		target: {
			kind: "dir",
			reference: path,
			identity: {}
		},
		source
	}];
}
/** Whether the daemon has nothing to say, so that the registry is asked. */
function isAbsentAtDaemon(error) {
	return error instanceof UserError && (error.code === "ENGINE_UNREACHABLE" || error.code === "TARGET_NOT_FOUND");
}
/** An image's name without a scheme: the daemon first, then the registry. */
async function openNamedImage(reference, options, runtime) {
	const shown = redactTarget(reference);
	let daemonSays;
	try {
		return await openImageTarget("docker", reference, options, runtime);
	} catch (error) {
		if (!isAbsentAtDaemon(error)) throw error;
		if (options.offline) throw new UserError("TARGET_NOT_FOUND", `${shown} is no path here, and ${error.message}`, {
			hint: "Offline only the daemon is asked for an image without a scheme: write registry:REF to ask a registry.",
			cause: error
		});
		daemonSays = error.code === "TARGET_NOT_FOUND" ? " and no image of the daemon" : `, ${error.message}`;
		runtime.log.debug(`${shown}: ${error.message}; asking the registry`);
	}
	try {
		return await openImageTarget("registry", reference, options, runtime);
	} catch (error) {
		if (!(error instanceof UserError) || error.code === "PLATFORM_MISSING") throw error;
		throw new UserError(error.code, `${shown} is no path here${daemonSays}, and ${error.message}`, {
			cause: error,
			...error.hint === void 0 ? {} : { hint: error.hint }
		});
	}
}
/** What only its content tells: a path, or else an image's name. */
async function openBare(text, options, runtime) {
	const { recognise } = await import("./images-recognise.mjs");
	const kind = await recognise(text);
	if (kind === "dir") return openFolderTarget(text, options, runtime);
	if (kind !== void 0) return openImageTarget(kind, text, options, runtime);
	return openNamedImage(text, options, runtime);
}
/** A file that templates are written in: its name says so, as nothing else that is scanned is named. */
const templateFile = /\.(?:json|jsonc|bicep|bicepparam)$/i;
/** A file that disks are kept in. */
const diskFile = /\.(?:vhd|vhdx|vmdk|qcow2|raw|img)$/i;
/**
* A target's text as what is to be scanned. Without a scheme a file of JSON or Bicep is `arm`, one named as disks are
* `disk`; all else keeps none, and
* `openTarget` tells it by its content. Throws `USAGE` as `parseTarget`.
*/
async function readTarget(text) {
	const parsed = parseTarget(text);
	const scheme = templateFile.test(parsed.rest) ? "arm" : diskFile.test(parsed.rest) ? "disk" : void 0;
	if (parsed.scheme !== void 0 || scheme === void 0) return parsed;
	return await stat(parsed.rest).then((found) => found.isFile(), () => false) ? {
		scheme,
		rest: parsed.rest
	} : parsed;
}
/**
* Opens the image or folder that a text names. Close every source at the end.
* Throws UserError or ScanError: no such thing, unreadable, unsupported, denied, unreachable.
*/
async function openTarget({ scheme, rest }, options, runtime) {
	if (scheme === "dir") return openFolderTarget(rest, options, runtime);
	if (scheme === "disk") {
		const { openDisks } = await import("./gate-open-disks.mjs");
		return [await openDisks(rest, options.diskScope, runtime)];
	}
	if (scheme === "azure") {
		const { openAzureMachine } = await import("./gate-open-disks.mjs");
		const { scratchGroup, timeoutMs } = options;
		return [await openAzureMachine({
			reference: rest,
			...scratchGroup === void 0 ? {} : { resourceGroup: scratchGroup },
			...timeoutMs === void 0 ? {} : { timeoutMs }
		}, options.azure, options.diskScope, runtime)];
	}
	if (scheme === "arm") throw new Error("templates are no tree of files");
	if (scheme !== void 0) return openImageTarget(scheme, rest, options, runtime);
	try {
		return await openBare(rest, options, runtime);
	} catch (error) {
		const meant = meantTarget(rest);
		if (meant === void 0 || !(error instanceof UserError)) throw error;
		const hint = `Did you mean ${redactTarget(meant)}?`;
		throw new UserError(error.code, error.message, {
			hint: error.hint === void 0 ? hint : `${hint} ${error.hint}`,
			cause: error
		});
	}
}

// src/gate/scan-targets.ts
/** Rules over files: the rooms of the next issues bring them. */
const rules = [];
/** An error as a row of the result. What is none of ours is a bug, and said to be one. */
function runErrorOf(error, target) {
	const { code, message, hint } = describeError(error);
	return {
		code,
		message,
		...hint === void 0 ? {} : { hint },
		...target === void 0 ? {} : { target }
	};
}
/** What cancelled the run, in place of whatever it broke. */
function causeOf(error, runtime) {
	const { aborted, reason } = runtime.signal;
	if (!aborted) return error;
	if (reason instanceof UserError) return reason;
	return new UserError("CANCELLED", "the run was cancelled before it ended");
}
/**
* A `FROM scratch` image may well hold no system and no package; a folder without either is more likely not the root
* that was meant, and must not pass.
*/
function emptyFolder({ kind, reference }, { os, packages }) {
	if (kind !== "dir" && kind !== "disk" || os !== void 0 || packages.length > 0) return [];
	return [{
		what: "os-packages",
		status: "not-scanned",
		reason: `${reference} holds no os-release, no package database and no package: ${kind === "disk" ? "Windows is not read yet" : `is it a root file system? For templates write arm:${reference.replace(/^dir:/, "")}`}`,
		incomplete: true
	}];
}
async function scanOpened({ target, source, coverage: unread = [] }, request, runtime) {
	if (source === void 0) return { result: {
		target,
		packages: [],
		findings: [],
		coverage: unread
	} };
	try {
		const { inventory, ruleResults, coverage } = await runPlugins({
			source,
			extractors,
			rules,
			assemble: (extracts) => assembleInventory(extracts.map(({ extract }) => extract)),
			runtime,
			skip: createSkippedPaths(request.skipPaths)
		});
		const empty = emptyFolder(target, inventory);
		const known = inventory.coverage.filter(({ what }) => !empty.some((row) => row.what === what));
		const rows = mergeCoverage([
			...known,
			...coverage,
			...empty,
			...unread
		]);
		const findings = ruleResults.flatMap((result) => result.findings);
		const { os, packages } = inventory;
		return {
			inventory,
			result: {
				target,
				os,
				packages,
				findings,
				coverage: rows
			}
		};
	} finally {
		await source.close();
	}
}
/** Scans the image or folder that a text names; an error on one platform does not end the others. */
async function scanTree(text, shown, fail, request, runtime) {
	const scanned = [];
	const opened = await openTarget(text, request, runtime);
	for (const one of opened) try {
		scanned.push(await scanOpened(one, request, runtime));
	} catch (error) {
		const { platform } = one.target.identity;
		fail(error, opened.length > 1 && platform !== void 0 ? `${shown} (${platform})` : shown);
	}
	return scanned;
}
/** One after the other, so that memory stays that of one; an error on one does not end the others. */
async function scanTargets(request, policy, runtime) {
	const slots = [];
	const templates = [];
	const errors = [];
	const fail = (error, target) => {
		if (error instanceof Error) runtime.log.debug(error.stack ?? error.message);
		errors.push(runErrorOf(causeOf(error, runtime), target));
	};
	for (const [slot, text] of request.targets.entries()) {
		const shown = redactTarget(text);
		try {
			runtime.signal.throwIfAborted();
			const read = await readTarget(text);
			if (read.scheme === "arm") {
				templates.push({
					text: read.rest,
					reference: text,
					slot
				});
				continue;
			}
			runtime.log.info(`scanning ${shown}`);
			slots[slot] = await scanTree(read, shown, fail, request, runtime);
		} catch (error) {
			fail(error, shown);
		}
	}
	const { placed, notices, fixes } = templates.length === 0 ? {
		placed: [],
		notices: []
	} : await scanTemplateTargets(templates, request, policy, runtime, fail);
	for (const [slot, result] of placed) slots[slot] = [{ result }];
	return {
		scanned: slots.flat(),
		errors,
		notices,
		...fixes === void 0 ? {} : { fixes }
	};
}

// src/reports/category.ts
const longest$1 = 200;
/**
* @example categoryOf({ kind: 'registry', reference: 'registry:acme.azurecr.io/shop/web:1.2@sha256:…' }) // 'registry-acme.azurecr.io-shop-web'
*/
function categoryOf({ kind, reference }) {
	const bare = reference.startsWith(`${kind}:`) ? reference.slice(kind.length + 1) : reference;
	return `${kind}-${kind === "docker" || kind === "registry" ? bare.replace(/@[^@/]*$/, "").replace(/:[^:/]*$/, "") : bare}`.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/^[.-]+|[.-]+$/g, "").slice(0, longest$1) || kind;
}
/** A category for each target, all different: by platform where the same image is scanned for several, else numbered. */
function categoriesOf(targets) {
	const plain = targets.map(categoryOf);
	const isShared = (name) => plain.filter((other) => other === name).length > 1;
	const taken = /* @__PURE__ */ new Set();
	return targets.map((target, index) => {
		const name = plain[index] ?? "";
		const { platform } = target.identity;
		const withPlatform = isShared(name) && platform !== void 0 ? `${name}-${platform.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, 50)}` : name;
		let unique = withPlatform;
		for (let number = 2; taken.has(unique); number += 1) unique = `${withPlatform}-${number}`;
		taken.add(unique);
		return unique;
	});
}

// src/reports/cyclonedx-components.ts
/** Hands out references that occur once: the wish, or the wish with the next free number. */
var References = class {
	#next = /* @__PURE__ */ new Map();
	take(wish) {
		const plain = wish === "" ? "component" : wish;
		let number = this.#next.get(plain) ?? 1;
		let name = number === 1 ? plain : `${plain}#${number}`;
		while (number > 1 && this.#next.has(name)) {
			number += 1;
			name = `${plain}#${number}`;
		}
		this.#next.set(plain, number + 1);
		if (name !== plain) this.#next.set(name, 2);
		return name;
	}
};
/** Properties with a value, in the order given, named in our own space. */
function propertiesOf(values) {
	const properties = [];
	for (const [name, value] of Object.entries(values)) if (value !== void 0 && value !== "") properties.push({
		name: `portcullis:${name}`,
		value: String(value)
	});
	return properties;
}
function packageComponent(one, references, prefix) {
	const scoped = one.ecosystem === "npm" ? /^(@[^/]+)\/(.+)$/s.exec(one.name) : null;
	const layer = one.origin?.kind === "layer" ? one.origin : void 0;
	const properties = propertiesOf({
		ecosystem: one.ecosystem,
		manager: one.manager,
		architecture: one.architecture,
		sourceName: one.source?.name,
		sourceVersion: one.source?.version,
		layerIndex: layer?.index,
		layerDiffId: layer?.diffId,
		layerCreatedBy: layer?.createdBy,
		volume: one.origin?.kind === "volume" ? one.origin.volume : void 0,
		fromBaseImage: one.fromBaseImage,
		ownedBy: one.ownedBy,
		modularityLabel: one.modularityLabel
	});
	const licences = (one.licences ?? []).filter((licence) => licence !== "");
	const locations = [...new Set(one.locations)].filter((location) => location !== "").sort();
	return {
		"bom-ref": references.take(prefix + one.purl),
		type: "library",
		...scoped === null ? {} : { group: scoped[1] ?? "" },
		name: scoped?.[2] ?? one.name,
		version: one.version,
		...one.purl === "" ? {} : { purl: one.purl },
		...licences.length === 0 ? {} : { licenses: licences.map((name) => ({ license: { name } })) },
		...properties.length === 0 ? {} : { properties },
		...locations.length === 0 ? {} : { evidence: { occurrences: locations.map((location) => ({ location })) } }
	};
}
function systemComponent(os, references, prefix) {
	const properties = propertiesOf({
		prettyName: os.prettyName,
		codename: os.codename
	});
	return {
		"bom-ref": references.take(`${prefix}os:${os.id}@${os.versionId ?? ""}`),
		type: "operating-system",
		name: os.id,
		...os.versionId === void 0 ? {} : { version: os.versionId },
		...properties.length === 0 ? {} : { properties }
	};
}
/** The target itself, without what it holds. */
function targetComponent(target, references, name) {
	const { identity } = target;
	const properties = propertiesOf({
		reference: target.reference,
		platform: identity.platform,
		manifestDigest: identity.manifestDigest,
		configDigest: identity.configDigest,
		tags: identity.tags?.join(" ")
	});
	return {
		"bom-ref": references.take(`target:${name}`),
		type: target.kind === "dir" ? "file" : "container",
		name: target.reference,
		...identity.manifestDigest === void 0 ? {} : { version: identity.manifestDigest },
		properties
	};
}
/** What a target holds, sorted by reference, and which component stands for which package. */
function componentsOf(target, references, prefix) {
	const of = /* @__PURE__ */ new Map();
	const components = [];
	if (target.os !== void 0) components.push(systemComponent(target.os, references, prefix));
	const order = (one) => `${one.purl}\0${one.locations.join("\0")}`;
	const keyed = target.packages.map((one) => ({
		one,
		key: order(one)
	}));
	keyed.sort((left, right) => left.key < right.key ? -1 : left.key > right.key ? 1 : 0);
	for (const { one } of keyed) {
		const component = packageComponent(one, references, prefix);
		of.set(one, component["bom-ref"]);
		components.push(component);
	}
	return {
		components,
		of
	};
}

// src/reports/addresses.ts
const address = /^https?:\/\/[A-Za-z0-9._~:/?#@!$&*+,;=%-]+$/;
const longest = 2e3;
/** The web addresses among references, in their order, at most `limit` of them. */
function webAddresses(references, limit) {
	return references.filter((reference) => reference.length <= longest && address.test(reference)).filter((reference) => URL.canParse(reference)).slice(0, limit);
}

// src/reports/cyclonedx-vulnerabilities.ts
const mostAdvisories = 20;
function methodOf(vector) {
	if (vector.startsWith("CVSS:4")) return "CVSSv4";
	if (vector.startsWith("CVSS:3.1/")) return "CVSSv31";
	if (vector.startsWith("CVSS:3")) return "CVSSv3";
	return vector.startsWith("AV:") ? "CVSSv2" : "other";
}
function rating({ source, severity, cvss }) {
	return {
		source: { name: source },
		severity,
		...cvss === void 0 ? {} : {
			score: cvss.score,
			method: methodOf(cvss.vector),
			vector: cvss.vector
		}
	};
}
/** The severity that counted first, then what every other source says. */
function ratingsOf(finding) {
	const { severity, severitySource: source, severities } = finding;
	const counted = severities.find((one) => one.source === source && one.severity === severity);
	const others = severities.filter((one) => one !== counted);
	return [counted ?? {
		source,
		severity
	}, ...others].map(rating);
}
function namespaceOf(id) {
	if (id.startsWith("CVE-")) return "NVD";
	if (id.startsWith("GHSA-")) return "GitHub";
	return "OSV";
}
function byName(packages) {
	const index = /* @__PURE__ */ new Map();
	for (const placed of packages) {
		const key = JSON.stringify([placed[0].ecosystem, placed[0].name]);
		const those = index.get(key);
		if (those === void 0) index.set(key, [placed]);
		else those.push(placed);
	}
	return index;
}
/** The components that a finding is about: the installed binaries of a source package, or the package itself. */
function affectsOf(finding, packages, otherwise) {
	const { package: about } = finding;
	if (about === void 0) return [otherwise];
	const { binaries, ecosystem, version } = about;
	const places = new Set(about.locations);
	const isSame = (one) => {
		if (binaries !== void 0) return (one.source?.version ?? one.version) === version;
		if (one.version !== version) return false;
		return places.size === 0 || one.locations.some((path) => places.has(path));
	};
	const references = (binaries ?? [about.name]).flatMap((name) => packages.get(JSON.stringify([ecosystem, name])) ?? []).filter(([one]) => isSame(one)).map(([, reference]) => reference);
	return references.length === 0 ? [otherwise] : [...new Set(references)].sort(compareText$2);
}
/** The vulnerabilities and malicious packages of a target, sorted by id and fingerprint; other kinds have no place in the format. */
function vulnerabilitiesOf(target, packages, targetReference, take) {
	const index = byName(packages);
	return target.findings.filter(({ kind }) => kind === "vulnerability" || kind === "malware").sort((a, b) => compareText$2(a.id, b.id) || compareText$2(a.fingerprint, b.fingerprint)).map((finding) => {
		const advisories = webAddresses(finding.references, mostAdvisories);
		const aliases = finding.aliases.filter((alias) => alias !== "" && alias !== finding.id);
		return {
			"bom-ref": take(`vulnerability:${finding.fingerprint}`),
			id: finding.id,
			source: { name: namespaceOf(finding.id) },
			...aliases.length === 0 ? {} : { references: aliases.map((id) => ({
				id,
				source: { name: namespaceOf(id) }
			})) },
			ratings: ratingsOf(finding),
			description: finding.title,
			detail: finding.message,
			...finding.remedy === void 0 ? {} : { recommendation: finding.remedy },
			...advisories.length === 0 ? {} : { advisories: advisories.map((url) => ({ url })) },
			analysis: {
				state: finding.state === "not-affected" ? "not_affected" : "in_triage",
				detail: finding.stateReason
			},
			affects: affectsOf(finding, index, targetReference).map((ref) => ({ ref })),
			properties: propertiesOf({
				state: finding.state,
				fixedVersions: finding.fixedVersions.join(", "),
				knownExploitedSince: finding.kev?.dateAdded,
				epss: finding.epss?.score
			})
		};
	});
}

// src/reports/safe-json.ts
/** Control (C1), invisible and direction-changing characters, line separators; JSON.stringify leaves them as they are. */
const hidden = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/** Levels that are written member by member: result, targets, target, its findings. */
const splitLevels = 4;
/** Units of text gathered to one part. */
const partLength = 65536;
/** `text` is JSON that is not cut inside a string. */
function escaped(json) {
	let text = json.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
	if (text.includes("##")) text = text.replace(/#(?=#(?:vso)?\[)/gi, "\\u0023");
	if (text.includes("::")) text = text.replace(/"(\s*):(?=:)/g, "\"$1\\u003a");
	return text;
}
/** Undefined for what JSON has no text for. */
function whole(value, indent) {
	const text = JSON.stringify(value, void 0, 2);
	return indent === "" ? text : text?.replaceAll("\n", `\n${indent}`);
}
function* list([open, close], items, levels, indent) {
	const inner = `${indent}  `;
	let isFirst = true;
	for (const [before, value] of items) {
		yield `${isFirst ? open : ","}\n${inner}${before}`;
		isFirst = false;
		yield* pieces(value, levels - 1, inner);
	}
	yield isFirst ? `${open}${close}` : `\n${indent}${close}`;
}
/** The text of `JSON.stringify(value, undefined, 2)` in pieces, each of whole tokens. */
function* pieces(value, levels, indent) {
	if (levels > 0 && Array.isArray(value)) yield* list(["[", "]"], value.map((item) => ["", item]), levels, indent);
	else if (levels > 0 && typeof value === "object" && value !== null && !("toJSON" in value)) yield* list(["{", "}"], Object.entries(value).filter(([, member]) => whole(typeof member === "object" ? null : member, "") !== void 0).map(([name, member]) => [`${JSON.stringify(name)}: `, member]), levels, indent);
	else yield whole(value, indent) ?? "null";
}
/** The text of `safeJson` in parts of bounded length, so that no report of megabytes stands in memory as a whole. */
function* safeJsonParts(value) {
	let text = "";
	for (const piece of pieces(value, splitLevels, "")) {
		text += piece;
		if (text.length < partLength) continue;
		yield escaped(text);
		text = "";
	}
	yield `${escaped(text)}\n`;
}
/**
* JSON with two spaces of indent and a last newline. `##vso[`, `##[` and a string's leading `::` are written with
* \u escapes, so that no host takes them for a command; a parser reads the same value.
*/
function safeJson(value) {
	return `${escaped(JSON.stringify(value, void 0, 2))}\n`;
}

// src/reports/cyclonedx.ts
const blankNumber = "urn:uuid:00000000-0000-8000-8000-000000000000";
/** A UUID of version 8 (RFC 9562, made by our own rule): the first bits of a SHA-256. */
function serialNumber(content) {
	const hex = createHash("sha256").update(content).digest("hex");
	const variant = (Number.parseInt(hex.slice(16, 17), 16) & 3 | 8).toString(16);
	return `urn:uuid:${[
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`${variant}${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join("-")}`;
}
/** One target is the document's subject; several are components that hold their packages. */
function contentOf(result) {
	const references = new References();
	const categories = categoriesOf(result.targets);
	const subjects = [];
	const components = [];
	const vulnerabilities = [];
	const incomplete = [];
	const isOne = result.targets.length === 1;
	for (const [index, target] of result.targets.entries()) {
		const name = categories[index] ?? "";
		const subject = targetComponent(target, references, name);
		const ref = subject["bom-ref"];
		const inside = componentsOf(target, references, isOne ? "" : `${name}/`);
		if (isOne) {
			subjects.push(subject);
			components.push(...inside.components);
		} else {
			const held = inside.components.length === 0 ? {} : { components: inside.components };
			components.push({
				...subject,
				...held
			});
		}
		vulnerabilities.push(...vulnerabilitiesOf(target, inside.of, ref, (wish) => references.take(wish)));
		if (target.coverage.some((row) => row.status !== "scanned")) incomplete.push(ref);
	}
	return {
		subject: subjects[0],
		components,
		vulnerabilities,
		incomplete
	};
}
const cyclonedx = {
	format: "cyclonedx-json",
	extension: ".cdx.json",
	render(result) {
		const { subject, components, vulnerabilities, incomplete } = contentOf(result);
		const { verdict, tool } = result;
		const body = {
			version: 1,
			metadata: {
				timestamp: result.created,
				tools: { components: [{
					type: "application",
					name: tool.name,
					version: tool.version
				}] },
				...subject === void 0 ? {} : { component: subject },
				properties: propertiesOf({
					verdict: verdict.status,
					exitCode: verdict.exitCode,
					databaseDigest: result.database.digest
				})
			},
			components,
			vulnerabilities,
			...incomplete.length === 0 ? {} : { compositions: [{
				aggregate: "incomplete",
				assemblies: incomplete
			}] }
		};
		const text = safeJson({
			$schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
			bomFormat: "CycloneDX",
			specVersion: "1.6",
			serialNumber: blankNumber,
			...body
		});
		return text.replace(blankNumber, serialNumber(text));
	}
};

// src/reports/json.ts
const json = {
	format: "json",
	extension: ".json",
	render: (result) => safeJson(result),
	parts: (result) => safeJsonParts(result)
};

// src/reports/xml.ts
const entities$1 = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&apos;"
};
/** One line of text that is valid in an element and in a quoted attribute; XML's two forbidden non-characters are dropped. */
function xmlText(text) {
	return printable(text).replace(/[\ufffe\uffff]/g, "").replace(/[&<>"']/g, (character) => entities$1[character] ?? character);
}
/** An element; `content` is markup already. */
function element(name, attributes, content = "") {
	const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`).join("");
	return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

// src/reports/junit.ts
/** Cases of one suite; a test view with more is of no use, and slow. */
const mostCases = 1e4;
function outcomeOf({ state }) {
	switch (state) {
		case "failing": return "failed";
		case "incomplete": return "error";
		case "below-threshold": return "passed";
		default: return "skipped";
	}
}
/** Without versions, so that a test keeps its history from build to build. */
function nameOf(finding) {
	const { package: about, location } = finding;
	if (about === void 0) {
		const { resource, path, line } = location ?? {};
		const file = resource !== void 0 && line !== void 0 && path !== void 0 ? path : "";
		const place = resource ?? path;
		const name = place === void 0 ? finding.id : `${finding.id} in ${place}`;
		return file === "" ? name : `${name} (${file})`;
	}
	const path = about.binaries === void 0 ? about.locations[0] : void 0;
	return `${finding.id} in ${about.name}${path === void 0 ? "" : ` (${path})`}`;
}
function bodyOf(finding) {
	const { package: about } = finding;
	return [
		finding.message,
		isPlaced(finding) ? `${finding.location?.path ?? ""}:${finding.location?.line ?? ""}` : "",
		`Severity: ${finding.severity} (${finding.severitySource})`,
		about === void 0 ? "" : `Installed: ${about.name} ${about.version} ${fixText(finding)}`,
		about === void 0 ? "" : originText(about.origin),
		finding.remedy ?? "",
		...finding.references.slice(0, 5)
	].filter((line) => line.trim() !== "").map(xmlText).join("\n");
}
function caseOf(finding) {
	const outcome = outcomeOf(finding);
	const about = {
		message: `${isPlaced(finding) ? finding.message.replace(/\.$/, "") : finding.title}. ${finding.stateReason}`,
		type: `${finding.severity} ${finding.kind}`
	};
	const name = nameOf(finding);
	switch (outcome) {
		case "failed": return {
			name,
			outcome,
			markup: element("failure", about, bodyOf(finding))
		};
		case "error": return {
			name,
			outcome,
			markup: element("error", about, bodyOf(finding))
		};
		case "skipped": {
			const skipped = { message: finding.stateReason };
			return {
				name,
				outcome,
				markup: element("skipped", skipped)
			};
		}
		case "passed": return {
			name,
			outcome,
			markup: ""
		};
		default: return outcome;
	}
}
function errorCase({ code, message, hint, target }) {
	const body = [message, hint ?? ""].filter((line) => line !== "").map(xmlText).join("\n");
	return {
		name: target === void 0 ? code : `${code} ${target}`,
		outcome: "error",
		markup: element("error", {
			message,
			type: code
		}, body)
	};
}
function suite(id, name, cases, properties, result) {
	const number = (outcome) => cases.filter((one) => one.outcome === outcome).length;
	const seconds = id === 0 ? ((result.timings["total"] ?? 0) / 1e3).toFixed(3) : "0";
	const attributes = {
		id,
		name,
		package: "portcullis",
		timestamp: result.created.slice(0, 19),
		hostname: "localhost",
		tests: cases.length,
		failures: number("failed"),
		errors: number("error"),
		skipped: number("skipped"),
		time: seconds
	};
	const open = element("testsuite", attributes, " ").replace(" </testsuite>", "");
	const facts = Object.entries(properties).filter(([, value]) => value !== "").map(([key, value]) => element("property", {
		name: key,
		value
	}));
	return [
		`  ${open}`,
		"    <properties>",
		...facts.map((fact) => `      ${fact}`),
		"    </properties>",
		...cases.map((one) => `    ${element("testcase", {
			name: one.name || "unnamed",
			classname: name,
			time: "0"
		}, one.markup)}`),
		`    <system-out>${xmlText(result.verdict.reason)}</system-out>`,
		"    <system-err/>",
		"  </testsuite>"
	];
}
function targetSuite(target, category, id, result) {
	const sorted = [...target.findings].sort(compareForPeople);
	const cases = sorted.slice(0, mostCases).map(caseOf);
	if (cases.length === 0) cases.push({
		name: "no findings",
		outcome: "passed",
		markup: ""
	});
	const left = sorted.length - mostCases;
	return suite(id, category, cases, {
		target: target.reference,
		digest: target.identity.manifestDigest ?? target.identity.configDigest ?? "",
		platform: target.identity.platform ?? "",
		verdict: result.verdict.status,
		leftOut: left > 0 ? plural(left, "finding") : ""
	}, result);
}
const junit = {
	format: "junit",
	extension: ".junit.xml",
	render(result) {
		const categories = categoriesOf(result.targets);
		const suites = result.targets.flatMap((target, index) => targetSuite(target, categories[index] ?? "target", index, result));
		if (result.errors.length > 0 || result.targets.length === 0) {
			const cases = result.errors.map(errorCase);
			const properties = { verdict: result.verdict.status };
			suites.push(...suite(result.targets.length, "run", cases, properties, result));
		}
		return joinLines([
			"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
			"<testsuites>",
			...suites,
			"</testsuites>"
		]);
	}
};

// src/reports/markdown-escape.ts
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Text for HTML, in elements and in quoted attributes; one line. */
function htmlText(text) {
	return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
/**
* Text for a line of GitHub-flavoured Markdown or a cell of its tables. Addresses and mentions do not become links:
* the colon of `://` is written as an entity, an invisible space stands behind `@` and `www`.
*/
function markdownText(text) {
	return printable(text).replace(/[\\`*_{}[\]()#+\-!|~$]/g, "\\$&").replace(/^(\s*\d+)\./, "$1\\.").replace(/[&<>"']/g, (character) => entities[character] ?? character).replace(/:(?=\/\/)/g, "&#58;").replace(/@/g, "&#64;&#8203;").replace(/www(?=\.)/gi, "$&&#8203;");
}
/** Text in a code span, whatever backquotes it holds. For names and versions; what looks like an e-mail address is broken as above. */
function markdownCode(text) {
	return `<code>${printable(text).replace(/[&<>"'\\`*_{}[\]()#+\-!|~$@:.]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/(?<=[^ ])&#64;/g, "$&&#8203;")}</code>`;
}

// src/reports/markdown-fixes.ts
const mostFixes = 20;
const longestName$3 = 200;
const longestFixBytes = 8192;
/** Lines of a fix as HTML, in which nothing of them is markup; Markdown is not read inside it. */
function block(text) {
	return `<pre>${text.split("\n").map((line) => htmlText(line).replaceAll(/[@:.[\]*_`|\\]/g, (mark) => `&#${mark.charCodeAt(0)};`)).join("&#10;")}</pre>`;
}
/** Nothing where no finding carries one, or where they are too long. */
function fixSection(findings) {
	const fixes = findings.flatMap(({ id, fix, location }) => {
		if (fix === void 0 || Buffer.byteLength(fix.text) > longestFixBytes) return [];
		const { resource = "", path = "" } = location ?? {};
		return [{
			id,
			name: resource === "" ? path : resource,
			fix
		}];
	});
	if (fixes.length === 0) return [];
	const lines = ["<details><summary>What mends it</summary>", ""];
	for (const { id, name, fix } of fixes.slice(0, mostFixes)) {
		const note = fix.note === void 0 ? "" : ` ${markdownText(fix.note)}`;
		lines.push(`${markdownText(id)}, ${markdownText(shortened(name, longestName$3))}:${note}`, "");
		lines.push(block(fix.text), "");
	}
	if (fixes.length > mostFixes) lines.push(`… and ${fixes.length - mostFixes} more.`, "");
	return [
		...lines,
		"</details>",
		""
	];
}

// src/reports/machines.ts
const weights = {
	fail: 0,
	undecided: 1,
	pass: 2,
	"not-applicable": 3
};
function weightOf({ cells }) {
	return Math.min(3, ...cells.map(({ outcome }) => weights[outcome]));
}
/** What lacks an agent first, then by place. */
function sortedMachines(machines) {
	return [...machines].sort((left, right) => weightOf(left) - weightOf(right) || compareText$2(left.path, right.path) || left.line - right.line || compareText$2(left.name, right.name) || compareText$2(left.evaluation ?? "", right.evaluation ?? ""));
}
/** The requirements of all machines, each once, in the order in which they come first. */
function requirementsOf(machines) {
	return [...new Set(machines.flatMap(({ cells }) => cells.map(({ agent }) => agent)))];
}
/** `vm-1`, `vm-1 (3 instances)`, `vm-1 [dev.parameters.json]`. */
function machineText({ name, count, evaluation }) {
	return `${name}${count > 1 ? ` (${count} instances)` : ""}${evaluation === void 0 ? "" : ` [${evaluation}]`}`;
}

// src/reports/markdown-machines.ts
const mostRows$2 = 200;
const mostEvidence = 3;
const longestText$2 = 200;
const marks$2 = {
	pass: "✅",
	fail: "❌ missing",
	undecided: "❔ not known",
	"not-applicable": "➖"
};
function cellText(cell) {
	if (cell === void 0) return "";
	const { outcome, by, reason } = cell;
	const evidence = by.slice(0, mostEvidence).map(({ what, path, line }) => {
		const place = markdownText(shortened(`${path}:${line}`, longestText$2));
		return `${markdownText(shortened(what, longestText$2))}<br>${place.replaceAll("/", "/<wbr>")}`;
	});
	if (by.length === 0 && reason !== void 0) evidence.push(markdownText(shortened(reason, longestText$2)));
	return [marks$2[outcome], ...evidence].join("<br>");
}
/** Nothing where a target has no machines. */
function machineSection(target) {
	const machines = sortedMachines(target.machines ?? []);
	const agents = requirementsOf(machines);
	if (machines.length === 0 || agents.length === 0) return [];
	const lines = [
		"**Machines and required agents**",
		"",
		`| Machine | ${agents.map(markdownText).join(" | ")} | Where |`,
		`|---|${"---|".repeat(agents.length)}---|`
	];
	for (const machine of machines.slice(0, mostRows$2)) {
		const cells = agents.map((agent) => cellText(machine.cells.find((one) => one.agent === agent)));
		const place = markdownText(shortened(`${machine.path}:${machine.line}`, longestText$2));
		const name = markdownCode(shortened(machineText(machine), longestText$2));
		lines.push(`| ${name} | ${cells.join(" | ")} | ${place.replaceAll("/", "/<wbr>")} |`);
	}
	if (machines.length > mostRows$2) lines.push("", `… and ${machines.length - mostRows$2} more.`);
	return [...lines, ""];
}

// src/reports/markdown.ts
const budgetBytes = 921600;
const mostFailingRows = 500;
const mostSparedRows = 200;
/** What the rows of all targets may take together, so that a long list is cut rather than left out. */
const failingBytes = 512e3;
const sparedBytes = 204800;
const longestText$1 = 400;
const mostCoverageRows = 100;
const marks$1 = {
	pass: "✅",
	fail: "⛔",
	error: "⚠️"
};
const severityMarks = {
	critical: "🟣",
	high: "🔴",
	medium: "🟠",
	low: "🔵",
	info: "⚪",
	unknown: "❔"
};
function text(untrusted) {
	return markdownText(shortened(untrusted, longestText$1));
}
function code(untrusted) {
	return markdownCode(shortened(untrusted, longestText$1));
}
function linked(finding) {
	const [address] = webAddresses(finding.references, 1);
	const id = text(finding.id);
	return address === void 0 ? id : `[${id}](<${address.replaceAll("&", "&amp;")}>)`;
}
/** `main.json:12`; empty where the finding is about no file, or the file is all that is known of its place. */
function filePlace(location) {
	const { path = "", line } = location ?? {};
	return line === void 0 ? path : `${path}:${line}`;
}
function row$1(finding, isFailing, hasPackages) {
	const { package: about, location } = finding;
	const kev = finding.kev === void 0 ? "" : " **KEV**";
	const name = about === void 0 ? "" : `${code(about.name)} ${code(about.version)}`;
	const where = (about === void 0 ? [location?.resource ?? "", filePlace(location)] : [placeText(about), originText(about.origin)]).filter((place) => place !== "").map((place) => text(place).replaceAll("/", "/<wbr>"));
	const remark = isFailing ? text(closingText(finding)) : `${text(isPlaced(finding) ? finding.message : finding.title)}<br>${text(finding.stateReason)}`;
	return `| ${[
		[`${severityMarks[finding.severity]} ${finding.severity}`, text(sourceText(finding))].filter((part) => part !== "").join("<br>"),
		`${linked(finding)}${kev}<br>${remark}`,
		...hasPackages ? [name, finding.fixedVersions.map(code).join(", ")] : [],
		where.join("<br>")
	].join(" | ")} |`;
}
function rows(findings, isFailing, limits) {
	const hasPackages = findings.some((finding) => finding.package !== void 0);
	const lines = hasPackages ? ["| Severity | Finding | Installed | Fixed in | Where |", "|---|---|---|---|---|"] : ["| Severity | Finding | Where |", "|---|---|---|"];
	let bytes = 0;
	let shown = 0;
	for (const finding of [...findings].sort(compareForPeople).slice(0, limits.rows)) {
		const line = row$1(finding, isFailing, hasPackages);
		bytes += Buffer.byteLength(line) + 1;
		if (bytes > limits.bytes) break;
		lines.push(line);
		shown += 1;
	}
	if (findings.length > shown) lines.push("", `… and ${findings.length - shown} more.`);
	return [...lines, ""];
}
function coverageSection(target) {
	const gaps = target.coverage.filter(({ status }) => status !== "scanned");
	if (gaps.length === 0) return [];
	const stateOf = new Map(target.findings.filter(({ kind }) => kind === "coverage").map((finding) => [finding.location?.resource, finding.state]));
	const sorted = [...gaps].sort((left, right) => Number(right.incomplete) - Number(left.incomplete));
	const lines = ["**Not scanned, or not wholly**", ""];
	for (const { what, status, reason, incomplete } of sorted.slice(0, mostCoverageRows)) {
		const isAccepted = incomplete && stateOf.get(what) === "excepted";
		const mark = incomplete && !isAccepted ? "⚠️ " : "";
		const why = reason === void 0 ? "" : `: ${markdownText(reason)}`;
		const accepted = isAccepted ? " (accepted by the policy)" : "";
		lines.push(`- ${mark}${markdownCode(what)} ${status}${why}${accepted}`);
	}
	const more = sorted.length - mostCoverageRows;
	if (more > 0) lines.push(`- … and ${more} more`);
	return [...lines, ""];
}
function targetSections(target, targets) {
	const findings = target.findings.filter(({ kind }) => kind !== "coverage");
	const failing = findings.filter(({ state }) => state === "failing");
	const spared = findings.filter(({ state }) => state !== "failing");
	const { manifestDigest, configDigest, platform } = target.identity;
	const about = [
		systemText(target),
		platform ?? "",
		contentText(target)
	].filter((fact) => fact !== "").map(markdownText);
	const digest = manifestDigest ?? configDigest;
	if (digest !== void 0) about.push(markdownCode(digest));
	const sections = [{
		rank: 4,
		lines: [
			`### ${markdownText(target.reference)}`,
			"",
			about.join(" · "),
			""
		]
	}];
	if (findings.length === 0) sections.push({
		rank: 4,
		lines: ["Nothing was found.", ""]
	});
	if (failing.length > 0) {
		const lines = [
			`**Closes the gate: ${failing.length}**`,
			"",
			...rows(failing, true, {
				rows: mostFailingRows,
				bytes: failingBytes / targets
			})
		];
		sections.push({
			rank: 3,
			lines
		});
		const fixes = fixSection(failing);
		if (fixes.length > 0) sections.push({
			rank: 1,
			lines: fixes
		});
	}
	const machines = machineSection(target);
	if (machines.length > 0) sections.push({
		rank: 3,
		lines: machines
	});
	const coverage = coverageSection(target);
	if (coverage.length > 0) sections.push({
		rank: 2,
		lines: coverage
	});
	if (spared.length > 0) {
		const lines = [
			`<details><summary>${htmlText(`Does not close it: ${spared.length} (${sparedText$1(spared)})`)}</summary>`,
			"",
			...rows(spared, false, {
				rows: mostSparedRows,
				bytes: sparedBytes / targets
			}),
			"</details>",
			""
		];
		sections.push({
			rank: 1,
			lines
		});
	}
	return sections;
}
function headSection(result) {
	const { status, exitCode, reason, counts } = result.verdict;
	return {
		rank: 9,
		lines: [
			`## ${marks$1[status]} Portcullis: ${statusWords[status]}`,
			"",
			`**${markdownText(reasonOf(reason))}** (exit code ${exitCode})`,
			"",
			`| ${allSeverities.map((severity) => `${severityMarks[severity]} ${severity}`).join(" | ")} |`,
			`|${"---|".repeat(allSeverities.length)}`,
			`| ${allSeverities.map((severity) => counts[severity]).join(" | ")} |`,
			""
		]
	};
}
function messagesSection(result) {
	const lines = [...result.errors.map(({ code, message, hint, target }) => {
		const about = target === void 0 ? "" : `${markdownCode(target)}: `;
		const mend = hint === void 0 ? "" : ` ${markdownText(hint)}`;
		return `- ⚠️ ${about}${markdownText(message)} (${markdownText(code)}).${mend}`;
	}), ...result.policy.notices.map((notice) => `- 🕑 ${markdownText(notice)}`)];
	return lines.length === 0 ? [] : [{
		rank: 5,
		lines: [...lines, ""]
	}];
}
function basisSection(result) {
	const { policy, database, tool } = result;
	const feeds = database.feeds.map(({ ecosystem, state, fetched, records, source }) => {
		const when = fetched === void 0 ? state : `fetched ${fetched}`;
		return `- ${markdownText(ecosystem)}: ${markdownText(when)}, ${plural(records, "record")}, ${markdownText(source)}`;
	});
	return {
		rank: 2,
		lines: [
			"<details><summary>What it was judged by</summary>",
			"",
			`- Policy ${policy.path === void 0 ? "by default" : markdownCode(policy.path)}: fail on ${policy.failOn}, ${policy.ignoreUnfixed ? "unfixed vulnerabilities spared" : "unfixed vulnerabilities count"}, unknown severity as ${policy.unknownAs}, ${plural(policy.exceptions, "exception")}, database at most ${policy.maxAgeHours} h old`,
			...feeds,
			`- Portcullis ${markdownText(tool.version)}, ${markdownText(result.created)}`,
			"",
			"</details>"
		]
	};
}
/** The sections that fit, in the order of the page, and how many did not. */
function fitting(sections) {
	const ranked = sections.map((section, index) => ({
		section,
		index
	}));
	ranked.sort((a, b) => b.section.rank - a.section.rank || a.index - b.index);
	const kept = /* @__PURE__ */ new Set();
	let bytes = 0;
	for (const { section, index } of ranked) {
		const size = Buffer.byteLength(section.lines.join("\n")) + 1;
		if (bytes + size > budgetBytes) continue;
		bytes += size;
		kept.add(index);
	}
	return {
		lines: sections.filter((_, index) => kept.has(index)).flatMap((section) => section.lines),
		left: sections.length - kept.size
	};
}
function render(result, options) {
	const { lines, left } = fitting([
		headSection(result),
		...messagesSection(result),
		...result.targets.flatMap((target) => targetSections(target, result.targets.length)),
		basisSection(result)
	]);
	if (left > 0) {
		const where = options.fullReport === void 0 ? "the JSON report" : markdownCode(options.fullReport);
		lines.push("", `${plural(left, "section")} left out to keep this page short: see ${where}.`);
	}
	return joinLines(lines);
}
const markdown = {
	format: "markdown",
	extension: ".md",
	render
};

// src/reports/sarif-location.ts
const defaultFile = "Dockerfile";
const longestName$2 = 500;
function plain(text) {
	return shortened(printable(text), longestName$2);
}
/** Half of a surrogate pair is no character that a URI could hold. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/**
* A path with slashes as a relative URI reference: no `..`, no drive, no leading slash; every other character stands
* for itself, percent-encoded.
* @example repositoryUri('a:b.json') // 'a%3Ab.json'
*/
function repositoryUri(path) {
	const uri = path.replaceAll(loneSurrogate, "�").replace(/^[A-Za-z]:(?=\/)/, "").split("/").filter((part) => part !== "" && part !== "." && part !== "..").map((part) => encodeURIComponent(part)).join("/");
	return uri === "" ? defaultFile : uri;
}
function logicalLocations(finding) {
	const { package: about, location } = finding;
	const places = [];
	if (about !== void 0) {
		places.push({
			name: plain(about.name),
			fullyQualifiedName: plain(about.purl),
			kind: "package"
		});
		const [path] = about.locations;
		if (path !== void 0 && path !== "") places.push({
			fullyQualifiedName: plain(path),
			kind: "file"
		});
		const origin = originText(about.origin);
		if (origin !== "") places.push({
			fullyQualifiedName: plain(origin),
			kind: "layer"
		});
	}
	if (about === void 0 && location?.path !== void 0 && location.path !== "") places.push({
		fullyQualifiedName: plain(location.path),
		kind: "file"
	});
	if (location?.resource !== void 0 && location.resource !== "") places.push({
		fullyQualifiedName: plain(location.resource),
		kind: "resource"
	});
	return places.filter(({ fullyQualifiedName }) => fullyQualifiedName !== "");
}
/**
* The one location of a result. A finding with a line is about a file of the checkout; all others lie inside the
* scanned thing and point at line 1 of the file that makes it.
*/
function locationOf(finding, dockerfile) {
	const { location } = finding;
	const isInCheckout = location?.path !== void 0 && location.line !== void 0;
	const startLine = (isInCheckout ? location.line : void 0) ?? 1;
	const startColumn = (isInCheckout ? location.column : void 0) ?? 1;
	const endLine = (isInCheckout ? location.endLine : void 0) ?? startLine;
	const logical = logicalLocations(finding);
	return {
		physicalLocation: {
			artifactLocation: {
				uri: repositoryUri(isInCheckout ? location.path ?? "" : (dockerfile ?? defaultFile).replaceAll("\\", "/")),
				uriBaseId: "%SRCROOT%"
			},
			region: {
				startLine,
				startColumn,
				endLine,
				endColumn: (isInCheckout ? location.endColumn : void 0) ?? startColumn
			}
		},
		...logical.length === 0 ? {} : { logicalLocations: logical }
	};
}

// src/reports/sarif-rules.ts
const longestName$1 = 255;
const longestText = 1024;
const longestHelp = 4e3;
const mostTags = 20;
const mostReferences = 10;
/** GitHub's bands of `security-severity`, and what stands for a severity whose score is not known or not in its band. */
const bands = {
	critical: [
		9.1,
		10,
		"9.5"
	],
	high: [
		7,
		8.9,
		"8.0"
	],
	medium: [
		4,
		6.9,
		"5.5"
	],
	low: [
		.1,
		3.9,
		"2.0"
	],
	info: [
		0,
		0,
		"0.0"
	]
};
function limited(text, length, otherwise) {
	const plain = printable(text);
	if (plain.trim() === "") return otherwise;
	return shortened(plain, length);
}
function ranked(severity, policy) {
	return severity === "unknown" ? policy.unknownAs : severity;
}
/** The score where it lies in the band of the severity shown; else the severity's own place, since it may be a distribution's. */
function securitySeverity(finding, policy) {
	const [from, to, usual] = bands[ranked(finding.severity, policy)];
	const score = finding.cvss?.score;
	return score !== void 0 && score >= from && score <= to ? score.toFixed(1) : usual;
}
/** A result's level: by severity; what never gates is a note. */
function levelOf(finding, policy) {
	if (finding.state === "incomplete") return "error";
	if (finding.kind === "coverage" || finding.state === "not-gating") return "note";
	switch (ranked(finding.severity, policy)) {
		case "critical":
		case "high": return "error";
		case "medium": return "warning";
		default: return "note";
	}
}
/** SARIF's rule id of a finding: one line, never empty. */
function ruleId(finding) {
	return limited(finding.id, longestName$1, "unnamed");
}
/** What is true of all findings of its rule: the rule's own reason where it has one. */
function aboutRule(finding) {
	if (finding.rationale !== void 0 && finding.rationale !== "") return finding.rationale;
	return isPlaced(finding) ? finding.title : finding.message;
}
function helpOf(finding) {
	const known = [
		["Severity", `${finding.severity} (${finding.severitySource})`],
		["Also known as", finding.aliases.slice(0, 20).join(", ")],
		["CVSS", finding.cvss === void 0 ? "" : `${finding.cvss.score} ${finding.cvss.vector}`],
		["Known to be exploited since", finding.kev?.dateAdded ?? ""],
		["Remedy", finding.remedy ?? ""]
	].filter(([, value]) => value !== "");
	const references = webAddresses(finding.references, mostReferences);
	const about = aboutRule(finding);
	const text = [
		printable(about),
		...known.map(([name, value]) => `${name}: ${printable(value)}`),
		...references
	].join("\n");
	const markdown = [
		markdownText(about),
		known.map(([name, value]) => `- **${name}**: ${markdownText(value)}`).join("\n"),
		references.map((reference) => `- <${reference}>`).join("\n")
	].filter((part) => part !== "").join("\n\n");
	return {
		text: shortened(text, longestHelp),
		markdown: shortened(markdown, longestHelp)
	};
}
function tagsOf(finding) {
	const tags = [finding.kind === "coverage" ? "coverage" : "security", finding.kind];
	if (finding.package !== void 0) tags.push(finding.package.ecosystem.split(":", 1)[0] ?? "");
	if (finding.kev !== void 0) tags.push("known-exploited");
	const shown = tags.map((tag) => limited(tag, 100, "")).filter((tag) => tag !== "");
	return [...new Set(shown)].slice(0, mostTags);
}
/** The rules of a run's findings, sorted by id; of several findings with one id the heaviest speaks. */
function rulesOf(findings, policy) {
	const heaviest = /* @__PURE__ */ new Map();
	for (const finding of findings) {
		const id = ruleId(finding);
		const known = heaviest.get(id);
		if (known === void 0 || compareSeverity(finding.severity, known.severity) < 0) heaviest.set(id, finding);
	}
	return [...heaviest].sort(([left], [right]) => left < right ? -1 : 1).map(([id, finding]) => {
		const [helpUri] = webAddresses(finding.references, mostReferences);
		return {
			id,
			name: id.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, longestName$1) || "unnamed",
			shortDescription: { text: limited(finding.title, longestText, id) },
			fullDescription: { text: limited(aboutRule(finding), longestText, id) },
			...helpUri === void 0 ? {} : { helpUri },
			help: helpOf(finding),
			defaultConfiguration: { level: levelOf(finding, policy) },
			properties: {
				tags: tagsOf(finding),
				precision: finding.outcome === "undecided" ? "low" : "very-high",
				...finding.kind === "coverage" ? {} : { "security-severity": securitySeverity(finding, policy) }
			}
		};
	});
}

// src/reports/sarif.ts
const mostRuns = 20;
const mostResults = 25e3;
const longestMessage = 4e3;
const mostGzipBytes = 1e7;
/** Below this many characters gzip stays under its limit whatever the text, so it is not tried. */
const surelySmall = 9e6;
function partsOf(result) {
	const categories = categoriesOf(result.targets);
	const errorsOf = (reference) => result.errors.filter((error) => error.target === reference);
	const parts = result.targets.map((target, index) => {
		return {
			category: categories[index] ?? "",
			target,
			findings: target.findings.map((finding) => [finding, ""]),
			errors: errorsOf(target.reference)
		};
	});
	const known = new Set(result.targets.map((target) => target.reference));
	const general = result.errors.filter(({ target }) => target === void 0 || !known.has(target));
	if (parts.length === 0 || general.length > 0) {
		const [first, ...others] = parts;
		if (first === void 0) return [{
			category: "run",
			findings: [],
			errors: general
		}];
		parts.splice(0, parts.length, {
			...first,
			errors: [...general, ...first.errors]
		}, ...others);
	}
	if (parts.length <= mostRuns) return parts;
	const rest = parts.slice(19);
	const merged = {
		category: "others",
		findings: rest.flatMap(({ category, findings }) => findings.map(([finding]) => [finding, `${category}/`])),
		errors: rest.flatMap(({ errors }) => errors)
	};
	return [...parts.slice(0, 19), merged];
}
function messageOf(finding) {
	const { package: about } = finding;
	const subject = about === void 0 ? "" : `${about.name} ${about.version}: `;
	const fix = fixText(finding);
	const text = printable(isPlaced(finding) ? `${closingText(finding)} ${finding.stateReason}` : `${subject}${finding.title}${fix === "" ? "" : ` (${fix})`}. ${finding.stateReason}`);
	return shortened(text, longestMessage).replace(/[[\]]/g, "\\$&").replace(/[{}]/g, "$&$&");
}
function notificationOf({ code, message, hint }) {
	return {
		level: "error",
		message: { text: printable(hint === void 0 ? message : `${message}. ${hint}`) || code },
		descriptor: { id: printable(code) || "error" }
	};
}
/** The file that a finding without a place is about: of templates its own, or what was named as the target. */
function fileOf({ location }, target) {
	if (target?.kind !== "arm") return void 0;
	const what = location?.resource ?? "";
	if (what.startsWith("path:")) return what.slice(5);
	return location?.path ?? target.reference.replace(/^arm:/, "");
}
function resultsOf(part, rules, limit, result, options) {
	const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
	const seen = /* @__PURE__ */ new Map();
	return [...part.findings].sort(([a], [b]) => compareForPeople(a, b)).slice(0, limit).map(([finding, salt]) => {
		const id = ruleId(finding);
		const fingerprint = salt + finding.fingerprint;
		const nth = (seen.get(fingerprint) ?? 0) + 1;
		seen.set(fingerprint, nth);
		return {
			ruleId: id,
			ruleIndex: indexOf.get(id) ?? 0,
			level: levelOf(finding, result.policy),
			message: { text: messageOf(finding) },
			locations: [locationOf(finding, fileOf(finding, part.target) ?? options.dockerfile)],
			partialFingerprints: { primaryLocationLineHash: `${fingerprint}:${nth}` },
			...finding.state === "excepted" ? { suppressions: [{
				kind: finding.suppression === void 0 ? "external" : "inSource",
				status: "accepted",
				justification: printable(finding.stateReason)
			}] } : {},
			properties: {
				state: finding.state,
				severity: finding.severity
			}
		};
	});
}
function runOf(part, limit, result, options) {
	const findings = part.findings.map(([finding]) => finding);
	const kept = [...findings].sort(compareForPeople).slice(0, limit);
	const rules = rulesOf(kept, result.policy);
	const notifications = part.errors.map(notificationOf);
	const left = findings.length - kept.length;
	if (left > 0) {
		const text = `${plural(left, "finding")} of least weight left out to keep within the limits of code scanning.`;
		notifications.push({
			level: "warning",
			message: { text },
			descriptor: { id: "results-left-out" }
		});
	}
	const { target } = part;
	return {
		tool: { driver: {
			name: "Portcullis",
			version: result.tool.version,
			semanticVersion: result.tool.version,
			rules
		} },
		automationDetails: { id: `portcullis/${part.category}/` },
		originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the checkout." } } },
		invocations: [{
			executionSuccessful: part.errors.length === 0 && !findings.some(({ state }) => state === "incomplete"),
			endTimeUtc: result.created,
			...notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }
		}],
		columnKind: "utf16CodeUnits",
		results: resultsOf(part, rules, limit, result, options),
		properties: {
			verdict: result.verdict.status,
			exitCode: result.verdict.exitCode,
			reason: printable(result.verdict.reason),
			...target === void 0 ? {} : { target: printable(target.reference) }
		}
	};
}
function logOf(result, limit, options) {
	const log = {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: partsOf(result).map((part) => runOf(part, limit, result, options))
	};
	return [...safeJsonParts(log)];
}
/** The text of the log that keeps within the limits. */
function fittingLog(result, options) {
	let limit = mostResults;
	for (;;) {
		const parts = logOf(result, limit, options);
		if (parts.reduce((sum, part) => sum + part.length, 0) <= surelySmall || limit <= 100) return parts;
		if (gzipSync(parts.join(""), { level: 1 }).length <= mostGzipBytes) return parts;
		limit = Math.floor(limit / 2);
	}
}
const sarif = {
	format: "sarif",
	extension: ".sarif",
	render: (result, options) => fittingLog(result, options).join(""),
	parts: fittingLog
};

// src/reports/paint.ts
const codes = {
	bold: [1, 22],
	dim: [2, 22],
	inverse: [7, 27],
	red: [31, 39],
	green: [32, 39],
	yellow: [33, 39],
	blue: [34, 39],
	magenta: [35, 39]
};
/** Paints text that has passed `printable()`; gives it back unchanged without colour. */
function painter(colour) {
	if (!colour) return (_, text) => text;
	return (style, text) => {
		if (style === void 0 || text === "") return text;
		const [on, off] = codes[style];
		return `\u001b[${on}m${text}\u001b[${off}m`;
	};
}

// src/reports/width.ts
const wide = [
	[4352, 4447],
	[8986, 8987],
	[9193, 9196],
	[9725, 9726],
	[9748, 9749],
	[9800, 9811],
	[9889, 9889],
	[9940, 9940],
	[9989, 9989],
	[10060, 10060],
	[10067, 10071],
	[10133, 10135],
	[11035, 11036],
	[11904, 12350],
	[12353, 42191],
	[43360, 43388],
	[44032, 55203],
	[63744, 64255],
	[65040, 65049],
	[65072, 65135],
	[65281, 65376],
	[65504, 65510],
	[94176, 101631],
	[110592, 111359],
	[126980, 126980],
	[127183, 127183],
	[127374, 127386],
	[127488, 128591],
	[128640, 128767],
	[128992, 129003],
	[129280, 129791],
	[131072, 262141]
];
const ascii = /^[\u0020-\u007e]*$/;
const zero = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
function cellsOf(character) {
	const code = character.codePointAt(0) ?? 0;
	if (code < 768) return 1;
	if (zero.test(character)) return 0;
	return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
/** Cells of a text without control characters; those of a joined emoji are counted one by one. */
function widthOf(text) {
	if (ascii.test(text)) return text.length;
	let cells = 0;
	for (const character of text) cells += cellsOf(character);
	return cells;
}
/** The text in at most `cells` cells, `…` in place of what was cut. */
function cut(text, cells) {
	if (widthOf(text) <= cells) return text;
	if (cells <= 0) return "";
	let kept = "";
	let used = 1;
	for (const character of text) {
		used += cellsOf(character);
		if (used > cells) break;
		kept += character;
	}
	return `${kept.trimEnd()}…`;
}
/** Filled up with blanks on the right. */
function pad(text, cells) {
	return text + " ".repeat(Math.max(0, cells - widthOf(text)));
}
/** Lines of at most `cells` cells, broken at blanks; a longer word is broken where it must be. */
function wrap(text, cells) {
	const lines = [];
	let line = "";
	for (const word of text.split(" ")) {
		let rest = word;
		while (widthOf(rest) > cells) {
			if (line !== "") lines.push(line);
			line = "";
			let part = "";
			for (const character of rest) {
				if (widthOf(part) + cellsOf(character) > cells) break;
				part += character;
			}
			if (part === "") break;
			lines.push(part);
			rest = rest.slice(part.length);
		}
		const joined = line === "" ? rest : `${line} ${rest}`;
		if (widthOf(joined) <= cells) line = joined;
		else {
			lines.push(line);
			line = rest;
		}
	}
	if (line !== "" || lines.length === 0) lines.push(line);
	return lines;
}

// src/reports/table-coverage.ts
const mostRows$1 = 30;
/** The rows that were not wholly scanned, those that matter for the verdict first, and a line of what was. */
function coverageLines(target, paint, columns) {
	const gaps = target.coverage.filter((row) => row.status !== "scanned");
	const scanned = target.coverage.filter((row) => row.status === "scanned");
	const stateOf = new Map(target.findings.filter((finding) => finding.kind === "coverage").map((finding) => [finding.location?.resource, finding]));
	const lines = [];
	const sorted = [...gaps].sort((left, right) => Number(right.incomplete) - Number(left.incomplete));
	if (sorted.length > 0) lines.push("", "  Not scanned, or not wholly:");
	for (const row of sorted.slice(0, mostRows$1)) {
		const finding = stateOf.get(row.what);
		const isOpen = row.incomplete && finding?.state !== "excepted";
		const accepted = finding?.state === "excepted" ? ` (${finding.stateReason})` : "";
		const reason = row.reason === void 0 ? row.status : `${row.status}: ${row.reason}`;
		const [first = "", ...rest] = wrap(printable(`${row.what} · ${reason}${accepted}`), columns - 6);
		lines.push(`  ${isOpen ? paint("red", "✗") : paint("dim", "·")} ${first}`);
		lines.push(...rest.map((line) => `    ${line}`));
	}
	if (sorted.length > mostRows$1) lines.push(`  … and ${sorted.length - mostRows$1} more`);
	if (scanned.length > 0) {
		const names = printable(scanned.map((row) => row.what).join(", "));
		const [first = "", ...rest] = wrap(`Scanned: ${names}`, columns - 4);
		lines.push("", `  ${first}`, ...rest.map((line) => `    ${line}`));
	}
	return lines;
}

// src/reports/table-machines.ts
const mostRows = 50;
const mostAboutLines = 4;
/** Cells of a machine's name, and of a requirement's heading at least and at most. */
const longestName = 34;
const shortestAgent = 4;
const longestAgent = 18;
const marks = {
	pass: ["✓", "green"],
	fail: ["✗", "red"],
	undecided: ["?", "yellow"],
	"not-applicable": ["–", "dim"]
};
/** What satisfies the requirements and where, or why one is not satisfied. */
function evidence({ cells }) {
	const texts = cells.flatMap(({ by, reason, outcome }) => {
		if (outcome === "fail") return [];
		if (by.length > 0) return by.map(({ what, path, line }) => `${what} (${path}:${line})`);
		return reason === void 0 ? [] : [reason];
	});
	return [...new Set(texts)].join("; ");
}
function row(machine, agents, widths, paint, columns) {
	const cells = agents.map((agent, at) => {
		const cell = machine.cells.find((one) => one.agent === agent);
		const [mark, style] = marks[cell?.outcome ?? "not-applicable"];
		return paint(style, pad(mark, widths.agent[at] ?? 1));
	});
	const name = pad(cut(printable(machineText(machine)), widths.name), widths.name);
	const why = evidence(machine);
	const about = printable(`${machine.path}:${machine.line}${why === "" ? "" : ` · ${why}`}`);
	const lines = wrap(about, columns - 6).slice(0, mostAboutLines);
	return [`    ${name}  ${cells.join("  ")}`, ...lines.map((line) => `      ${paint("dim", line)}`)];
}
/** The headings that fit beside the names, cut alike where they must be. */
function headingsOf(agents, nameCells, columns) {
	const room = columns - 4 - nameCells - 2;
	const fitting = agents.slice(0, Math.max(1, Math.floor(room / 6)));
	const each = Math.floor(room / fitting.length) - 2;
	const cells = Math.min(longestAgent, Math.max(shortestAgent, each));
	return fitting.map((agent) => cut(printable(agent), cells));
}
/** Nothing where a target has no machines. */
function machineLines(target, paint, columns) {
	const machines = sortedMachines(target.machines ?? []);
	const agents = requirementsOf(machines);
	if (machines.length === 0 || agents.length === 0) return [];
	const shown = machines.slice(0, mostRows);
	const widest = Math.max(...shown.map((one) => widthOf(printable(machineText(one)))));
	const nameCells = Math.min(longestName, widest);
	const headings = headingsOf(agents, nameCells, columns);
	const widths = {
		name: nameCells,
		agent: headings.map(widthOf)
	};
	const [yes, no, open, none] = Object.values(marks).map(([mark]) => mark);
	const legend = `Agents of machines (${yes} there, ${no} missing, ${open} not known, ${none} not asked for):`;
	const lines = [
		"",
		...wrap(legend, columns - 4).map((line, at) => `${at === 0 ? "  " : "    "}${line}`),
		paint("dim", cut(`    ${" ".repeat(nameCells)}  ${headings.join("  ")}`, columns))
	];
	const columnsOf = agents.slice(0, headings.length);
	for (const machine of shown) lines.push(...row(machine, columnsOf, widths, paint, columns));
	if (agents.length > headings.length) lines.push(cut(`    … and ${agents.length - headings.length} more requirements`, columns));
	if (machines.length > mostRows) lines.push(`    … and ${machines.length - mostRows} more`);
	return lines;
}

// src/reports/table-rows.ts
/** From here on a title stands in its finding's own line. */
const wideFrom = 110;
const longestId = 28;
const sourceCells = 14;
const stateCells = 10;
const fixCells = 22;
/** `line 1234`. */
const lineCells = 9;
/** With less room than this beside its columns, a remark is left out or stands below. */
const leastRemark = 24;
const colours = {
	critical: "magenta",
	high: "red",
	medium: "yellow",
	low: "blue",
	info: void 0,
	unknown: "yellow"
};
const shortStates = {
	failing: "closes",
	incomplete: "gap",
	excepted: "excepted",
	unfixed: "no fix",
	"below-threshold": "below",
	"in-grace": "in grace",
	"in-baseline": "baseline",
	"not-affected": "not aff.",
	"not-gating": "not gating"
};
/** Cells of the column of ids. */
function idWidth(findings) {
	let width = 0;
	for (const { id, kev } of findings) {
		const cells = widthOf(printable(id)) + (kev === void 0 ? 0 : 4);
		width = Math.max(width, Math.min(longestId, cells));
	}
	return width;
}
/** What is worth saying besides the columns: why a finding is spared where that is somebody's decision, else its title. */
function remark(finding, isRepeated) {
	if (finding.state === "failing") return closingText(finding, isRepeated);
	if ((finding.state === "excepted" || finding.state === "not-gating") && finding.outcome === void 0) return finding.stateReason;
	return isPlaced(finding) ? finding.message : finding.title;
}
/**
* The lines of one finding. What closes the gate stands under that heading, so only the others name their state; in a
* narrow terminal its remark has lines of its own, as has an exception's.
*/
function findingLines(finding, idCells, paint, columns, isRepeated = false) {
	const isFailing = finding.state === "failing";
	const isWide = columns >= wideFrom;
	const hasSource = isWide && finding.severitySource !== "portcullis";
	const kev = finding.kev === void 0 ? "" : " KEV";
	const id = cut(printable(finding.id), longestId - kev.length);
	const sourceCell = cut(printable(sourceText(finding)), sourceCells);
	const row = `    ${[
		isFailing ? paint("red", "✗") : paint("dim", "·"),
		paint(colours[finding.severity], pad(finding.severity, 8)),
		...hasSource ? [paint("dim", pad(sourceCell, sourceCells))] : [],
		`${id}${paint("red", kev)}${" ".repeat(Math.max(0, idCells - widthOf(id + kev)))}`,
		...isFailing ? [] : [paint("dim", pad(shortStates[finding.state], stateCells))]
	].join(" ")} `;
	const used = 15 + (hasSource ? 15 : 0) + idCells + 1 + (isFailing ? 0 : 11);
	const isUnfixed = isFailing && finding.kind === "vulnerability" && fixText(finding) === "";
	const fix = cut(isUnfixed ? "no fix known" : printable(fixText(finding)), columns - used);
	const text = printable(remark(finding, isRepeated));
	const fixWidth = Math.max(isPlaced(finding) ? lineCells : fixCells, widthOf(fix));
	const start = used + fixWidth + 1;
	const beside = columns - start;
	if (isWide && isFailing && beside >= leastRemark) {
		const [first = "", ...rest] = wrap(text, beside);
		return [`${row}${pad(fix, fixWidth)} ${first}`, ...rest.map((line) => " ".repeat(start) + line)];
	}
	if (!isFailing && beside >= leastRemark) return [`${row}${pad(fix, fixWidth)} ${paint("dim", cut(text, beside))}`];
	const indent = " ".repeat(15);
	const room = columns - indent.length;
	if (isFailing) {
		const source = printable(sourceText(finding)) || "stated by nobody";
		const isOurs = finding.severitySource === "portcullis";
		const lines = wrap(isOurs ? text : `${text} (severity: ${source})`, room);
		return [row + fix, ...lines.map((line) => indent + line)];
	}
	if (finding.state !== "excepted" && finding.package !== void 0) return [row + fix];
	return [row + fix, paint("dim", indent + cut(text, room))];
}

// src/reports/table.ts
/** Rows of one target that are shown: what closes the gate, and what does not. */
const mostFailing = 200;
const mostSpared = 20;
const narrowest = 60;
const widest = 200;
function targetLine(target, paint, columns) {
	const about = [
		systemText(target),
		target.identity.platform ?? "",
		contentText(target)
	].filter((fact) => fact !== "").map(printable).join(" · ");
	const lines = [paint("bold", cut(printable(target.reference), columns))];
	const digest = target.identity.manifestDigest ?? target.identity.configDigest;
	lines.push(cut(`  ${about}`, columns));
	if (digest !== void 0) lines.push(paint("dim", cut(`  ${printable(digest)}`, columns)));
	return lines;
}
/** The package and where it comes from; what closes the gate may take a second line for that. */
function groupTitle(group, paint, columns) {
	const { package: about, location, state } = group.first;
	if (about === void 0) {
		const { resource, path } = location ?? {};
		const place = cut(printable(resource ?? path ?? "the whole target"), columns - 2);
		const file = resource === void 0 ? "" : printable(path ?? "");
		const isBeside = widthOf(place) + 2 + widthOf(file) <= columns - 2;
		const title = `  ${paint("bold", place)}`;
		if (file === "") return [title];
		if (isBeside) return [`${title}  ${paint("dim", file)}`];
		return [title, ...wrap(file, columns - 4).map((line) => `    ${paint("dim", line)}`)];
	}
	const name = cut(printable(`${about.name} ${about.version}`), columns - 2);
	const [ecosystem = "", place = "", origin = ""] = [
		about.ecosystem,
		placeText(about),
		originText(about.origin)
	].map(printable);
	const joined = (parts) => parts.filter((part) => part !== "").join(" · ");
	const room = columns - 2 - widthOf(name) - 2;
	const all = joined([
		ecosystem,
		place,
		origin
	]);
	const title = (rest) => `  ${paint("bold", name)}${room < 8 ? "" : `  ${paint("dim", cut(rest, room))}`}`;
	if (widthOf(all) <= room || state !== "failing") return [title(all)];
	const second = joined([widthOf(joined([ecosystem, place])) <= room ? "" : place, origin]);
	return [title(widthOf(joined([ecosystem, place])) <= room ? joined([ecosystem, place]) : ecosystem), ...wrap(second, columns - 4).map((line) => `    ${paint("dim", line)}`)];
}
function sectionLines(findings, limit, paint, columns) {
	const lines = [];
	const width = idWidth(findings);
	let left = limit;
	const advised = /* @__PURE__ */ new Set();
	for (const group of groupFindings(findings)) {
		if (left <= 0) break;
		lines.push(...groupTitle(group, paint, columns));
		for (const finding of group.findings.slice(0, left)) {
			const { id, remedy = "" } = finding;
			const advice = `${id}\0${remedy}`;
			const isRepeated = isPlaced(finding) && advised.has(advice);
			advised.add(advice);
			lines.push(...findingLines(finding, width, paint, columns, isRepeated));
		}
		left -= group.findings.length;
	}
	if (findings.length > limit) {
		const more = findings.length - limit;
		lines.push(paint("dim", cut(`    … and ${more} more; “-o json=FILE” writes them all`, columns)));
	}
	return lines;
}
function targetLines(target, paint, columns) {
	const findings = target.findings.filter((finding) => finding.kind !== "coverage");
	const failing = findings.filter((finding) => finding.state === "failing");
	const spared = findings.filter((finding) => finding.state !== "failing");
	const lines = targetLine(target, paint, columns);
	if (findings.length === 0) lines.push("", "  Nothing was found.");
	if (failing.length > 0) {
		lines.push("", paint("red", `  Closes the gate: ${failing.length}`));
		lines.push(...sectionLines(failing, mostFailing, paint, columns));
	}
	if (spared.length > 0) {
		const heading = `Does not close it: ${spared.length} (${sparedText$1(spared)})`;
		lines.push("", ...wrap(heading, columns - 4).map((line, index) => (index === 0 ? "  " : "    ") + line));
		lines.push(...sectionLines(spared, mostSpared, paint, columns));
	}
	lines.push(...machineLines(target, paint, columns), ...coverageLines(target, paint, columns));
	return [...lines, ""];
}
function errorLines(result, paint, columns) {
	const lines = [];
	for (const { code, message, hint, target } of result.errors) {
		const about = target === void 0 ? "" : `${target}: `;
		const text = printable(`${about}${message} (${code})`);
		const [first = "", ...rest] = wrap(text, columns - 6);
		lines.push(`${paint("red", "error")} ${first}`, ...rest.map((line) => `      ${line}`));
		if (hint !== void 0) lines.push(...wrap(printable(hint), columns - 6).map((line) => `      ${line}`));
	}
	for (const notice of result.policy.notices) {
		const [first = "", ...rest] = wrap(printable(notice), columns - 7);
		lines.push(`${paint("yellow", "notice")} ${first}`, ...rest.map((line) => `       ${line}`));
	}
	return lines.length === 0 ? [] : [...lines, ""];
}
function verdictLines(result, paint, columns) {
	const { status, exitCode, reason, counts } = result.verdict;
	const colour = {
		pass: "green",
		fail: "red",
		error: "yellow"
	};
	const title = ` ${statusWords[status].toUpperCase()} `;
	const found = allSeverities.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
	const all = allSeverities.reduce((sum, severity) => sum + counts[severity], 0);
	const tally = all === 0 ? "Found: nothing" : `Found: ${all} (${found.join(", ")})`;
	return [
		`${paint(colour[status], paint("inverse", title))} exit code ${exitCode}`,
		...wrap(printable(reasonOf(reason)), columns - 2).map((line) => `  ${line}`),
		...wrap(tally, columns - 2).map((line) => `  ${line}`)
	];
}
const table = {
	format: "table",
	extension: ".txt",
	render(result, options) {
		const columns = Math.min(widest, Math.max(narrowest, options.columns));
		const paint = painter(options.colour);
		return joinLines([
			...result.targets.flatMap((target) => targetLines(target, paint, columns)),
			...errorLines(result, paint, columns),
			...verdictLines(result, paint, columns)
		]);
	}
};

// src/reports/reports.ts
const byFormat = {
	table,
	json,
	sarif,
	junit,
	"cyclonedx-json": cyclonedx,
	markdown
};
const reports = Object.values(byFormat);
function reportOf(format) {
	return byFormat[format];
}

// src/gate/write-reports.ts
/** What a path leads to, links followed: nothing, a file to be replaced, or what must be written through. */
async function destinationOf(path) {
	const found = await stat(path).catch(() => void 0);
	if (found === void 0) return {
		path,
		isFile: true
	};
	return {
		path: found.isFile() ? await realpath(path) : path,
		isFile: found.isFile()
	};
}
/** By rename where a file is or is to be; a device or pipe (`/dev/stdout`) is written into, never replaced. */
async function writeReport(wanted, text) {
	const { path, isFile } = await destinationOf(wanted);
	const draft = `${path}.${randomUUID()}.part`;
	try {
		if (!isFile) return await writeFile(path, text);
		await makeFolder(dirname(resolve(path)));
		await writeFile(draft, text);
		await rename(draft, path);
	} catch (cause) {
		await rm(draft, { force: true }).catch(() => void 0);
		const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
		throw new UserError("OUTPUT_UNWRITABLE", `the report ${wanted} cannot be written (${code})`, {
			hint: "Name a file in a folder that this user may write.",
			cause
		});
	}
}
/** Width of a table in a file. */
const fileColumns = 120;
function optionsOf(request, { file }) {
	const fullReport = request.outputs.find((output) => output.format === "json")?.file;
	return {
		columns: file === void 0 ? request.columns : fileColumns,
		colour: file === void 0 && request.colour,
		...fullReport === void 0 ? {} : { fullReport }
	};
}
function textOf(request, output, result) {
	return reportOf(output.format)?.render(result, optionsOf(request, output)) ?? "";
}
/** Writes the reports that go into files; one that cannot be written does not keep the others from being written. */
async function writeReports(request, result) {
	const written = [];
	const errors = [];
	for (const output of request.outputs) {
		const { format, file } = output;
		if (file === void 0) continue;
		try {
			const parts = reportOf(format)?.parts?.(result, optionsOf(request, output));
			await writeReport(file, parts ?? textOf(request, output, result));
			written.push({
				format,
				path: file
			});
		} catch (error) {
			errors.push(runErrorOf(error));
		}
	}
	return {
		written,
		errors
	};
}
/** The reports that the host prints. */
function printReports(request, result) {
	return request.outputs.filter(({ file }) => file === void 0).map((output) => ({
		format: output.format,
		text: textOf(request, output, result)
	}));
}

// src/gate/run-gate.ts
const noDatabase = {
	feeds: [],
	digest: ""
};
/** Milliseconds by phase. */
var Stopwatch = class {
	timings = {};
	#since = performance.now();
	lap(phase) {
		const now = performance.now();
		this.timings[phase] = Math.round(now - this.#since);
		this.#since = now;
	}
};
async function matchOne(advisories, one) {
	const { result, inventory } = one;
	if (inventory === void 0) return result;
	const { findings, coverage } = await advisories.match(inventory);
	return {
		...result,
		findings: [...result.findings, ...findings],
		coverage: mergeCoverage([...result.coverage, ...coverage])
	};
}
/** Opens the stores of what was found, and matches; an error leaves the targets unmatched and is reported. */
async function matchAll(scanned, request, runtime) {
	const inventories = scanned.flatMap(({ inventory }) => inventory ?? []);
	const unmatched = scanned.map(({ result }) => result);
	if (inventories.length === 0) return {
		targets: unmatched,
		database: noDatabase,
		errors: []
	};
	const ecosystems = baseEcosystems(inventories);
	let advisories;
	try {
		const { openAdvisories } = await import("./advisories-advisories.mjs");
		advisories = await openAdvisories({
			ecosystems,
			feeds: request.feeds,
			folder: request.db ?? defaultDatabaseFolder(runtime),
			offline: request.offline,
			cache: request.cache
		}, runtime);
		const targets = [];
		for (const one of scanned) targets.push(await matchOne(advisories, one));
		return {
			targets,
			database: advisories.status,
			errors: []
		};
	} catch (error) {
		if (error instanceof Error) runtime.log.debug(error.stack ?? error.message);
		const cause = runtime.signal.aborted ? runtime.signal.reason : error;
		return {
			targets: unmatched,
			database: advisories?.status ?? noDatabase,
			errors: [runErrorOf(cause)]
		};
	} finally {
		await advisories?.close();
	}
}
function resultOf({ verdict, targets, applied, errors }, database, runtime, timings) {
	return {
		schemaVersion: "1",
		tool: {
			name: "portcullis",
			version
		},
		created: runtime.now().toISOString(),
		verdict,
		policy: applied,
		database,
		targets,
		errors,
		timings
	};
}
/**
* Scans the request's targets and draws one verdict. What goes wrong with a target, the database or a report is in the
* result and its exit code; reports are written also then.
* Throws UserError only for what is wrong before anything was scanned: the policy file, a usage error.
*/
async function runGate(request, runtime) {
	const watch = new Stopwatch();
	const policy = await policyOf(request);
	watch.lap("policy");
	if (request.targets.some((target) => !target.startsWith("arm:"))) import("./advisories-advisories.mjs").then(({ warmUp }) => warmUp()).catch(() => {});
	const { scanned, errors: scanErrors, notices, fixes } = await scanTargets(request, policy, runtime);
	watch.lap("scan");
	const matched = await matchAll(scanned, request, runtime);
	watch.lap("match");
	const decide = (errors) => {
		return resultOf(judge({
			targets: matched.targets,
			database: matched.database,
			policy,
			errors,
			notices,
			now: runtime.now()
		}), matched.database, runtime, watch.timings);
	};
	const errors = [...scanErrors, ...matched.errors];
	const result = decide(errors);
	watch.lap("judge");
	const first = await writeReports(request, result);
	const final = first.errors.length === 0 ? result : decide([...errors, ...first.errors]);
	const { written } = final === result ? first : await writeReports(request, final);
	const printed = printReports(request, final);
	const { exitCode } = final.verdict;
	return {
		result: final,
		exitCode,
		written,
		printed,
		...fixes === void 0 ? {} : { fixes }
	};
}

export { runGate };