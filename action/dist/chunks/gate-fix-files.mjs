import { n as UserError } from "./shared-model-errors.mjs";
import { i as nearest, r as requiredAgentRules } from "./shared-model-nearest.mjs";
import { t as Exceptions } from "./shared-policy-exceptions.mjs";
import { C as memberOf, S as placeNames, _ as fromBicep, a as credentialsIn, b as applyEdits, c as planAgent, d as documentOf, f as objectAt, g as compiledFiles, h as sourceOf, i as slashed, l as insertBeside, m as encodeLike, n as templateRules, o as isSecretName, p as decodeText, r as isWithin, s as agentMend, t as scanTemplates, u as descend, v as noPlan, x as fitTogether, y as untouchable } from "./shared-templates-agents-agents.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { randomBytes } from "node:crypto";
import { basename, dirname, join, relative, resolve } from "node:path";
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";

// src/templates/fix/secret-texts.ts
/** Shorter ones stand in other words, too: only whole values are hidden. */
const shortest = 6;
/** A reference says nothing of a value. */
const reference = /^\[\s*(?:parameters|variables)\(\s*'[^']*'\s*\)[\w.]*\s*\]$/;
function isExpression$1(text) {
	return /^\[(?!\[)[^]*\]$/.test(text);
}
/** The strings of a value, as they are written between their quotes. */
function stringsIn(source, node) {
	if (node.kind === "array") return node.items.flatMap((each) => stringsIn(source, each));
	if (node.kind === "object") return node.members.flatMap((each) => stringsIn(source, each.value));
	if (node.kind !== "string" || isExpression$1(node.value)) return [];
	const text = source.text.slice(node.start + 1, node.end - 1);
	return text === "" ? [] : [text];
}
function isSecureParameter(object) {
	const type = memberOf(object, "type")?.value;
	return type?.kind === "string" && /^secure(?:string|object)$/i.test(type.value);
}
/** Of `adminPassword: "…"`, and of `adminPassword: { value: "…" }` and the like. */
function namedSecrets(source, value) {
	if (value.kind !== "object") return stringsIn(source, value);
	return ["value", "defaultValue"].flatMap((name) => {
		const inner = memberOf(value, name)?.value;
		return inner === void 0 ? [] : stringsIn(source, inner);
	});
}
/** Texts of values that are secret by their names, and the defaults of secure parameters. */
function secretsByPlace(source) {
	const found = [];
	const { root } = documentOf(source);
	const pending = root === void 0 ? [] : [root];
	for (let node = pending.pop(); node !== void 0; node = pending.pop()) {
		if (node.kind === "array") for (const item of node.items) pending.push(item);
		if (node.kind !== "object") continue;
		const secure = isSecureParameter(node);
		for (const { name, value } of node.members) {
			pending.push(value);
			if (secure && name.toLowerCase() === "defaultvalue") found.push(...stringsIn(source, value));
			if (isSecretName(name)) found.push(...namedSecrets(source, value));
		}
	}
	return found;
}
/** The text of a value that a rule found to be a secret; undefined for a name or a mere reference. */
function secretAt({ source, start, end }) {
	const { text } = source;
	const raw = text.slice(start, end);
	const isValue = /^"[^]*"$/.test(raw) && !/^\s*:/.test(text.slice(end, end + 100));
	const inner = raw.slice(1, -1);
	return !isValue || inner === "" || reference.test(inner) ? void 0 : inner;
}
/** Hides secrets in the lines of a text. */
var SecretTexts = class {
	#long;
	#short;
	/** `found` by rules; `sources` are looked through. */
	constructor(found, sources) {
		const texts = [.../* @__PURE__ */ new Set([...found, ...sources.flatMap(secretsByPlace)])].sort((left, right) => right.length - left.length);
		this.#long = texts.filter(({ length }) => length >= shortest);
		this.#short = texts.filter(({ length }) => length < shortest);
	}
	/** The line with `…` in place of each secret. */
	hideIn(line) {
		let text = line;
		for (const secret of this.#long) text = text.replaceAll(secret, "…");
		for (const secret of this.#short) text = text.replaceAll(`"${secret}"`, "\"…\"");
		for (const { start, end } of credentialsIn(text).toReversed()) text = `${text.slice(0, start)}…${text.slice(end)}`;
		return text;
	}
};

// src/templates/fix/fix-state.ts
function isSame(left, right) {
	return left.path === right.path && left.literal === right.literal;
}
function settingMend({ results }) {
	const fixes = results.map(({ outcome }) => outcome.kind === "fail" ? outcome.fix : void 0);
	const [fix] = fixes;
	if (fix === void 0) return void 0;
	return fixes.every((each) => each !== void 0 && isSame(each, fix)) ? {
		kind: "setting",
		fix
	} : void 0;
}
function groupOf({ finding, results: [first] }) {
	const span = first?.resource?.declaration.span ?? first?.deployment.span;
	if (span === void 0) return finding.fingerprint;
	const { source, start } = span;
	return [
		finding.id,
		source.path,
		...placeNames(documentOf(source), start)
	].join("\0");
}
function fixableOf(traced, policy, isWanted) {
	const { finding, results } = traced;
	const instances = results.flatMap(({ evaluation, resource }) => resource === void 0 ? [] : [{
		evaluation,
		resource
	}]);
	const isOpen = isWanted && finding.outcome === void 0 && finding.suppression === void 0;
	const mend = !isOpen ? void 0 : requiredAgentRules.includes(finding.id) ? agentMend(finding.id, instances, policy) : settingMend(traced);
	const { location } = finding;
	return {
		key: finding.fingerprint,
		group: groupOf(traced),
		ruleId: finding.id,
		path: location?.path ?? "",
		line: location?.line,
		severity: finding.severity,
		subject: location?.resource,
		isSettled: !isOpen,
		instances,
		mend
	};
}
/** Rules about values that may be secrets, besides those of the kind for them. */
const secretRules = /* @__PURE__ */ new Set(["VMH014", "AGT019"]);
/** Texts that the rules found to be secrets. */
function secretsIn(scan) {
	return scan.scanned.flatMap(({ traced }) => traced).filter(({ finding }) => finding.kind === "secret" || secretRules.has(finding.id)).flatMap(({ results }) => results.flatMap(({ outcome }) => outcome.kind === "fail" ? secretAt(outcome.at) ?? [] : []));
}
/**
* The state of a run that kept its evaluations. Undecided and suppressed findings are none that an edit mends; nor are
* those that `isWanted` leaves out.
*/
function fixStateOf(scan, policy, isWanted) {
	const traced = scan.scanned.flatMap((each) => each.traced);
	const incomplete = scan.scanned.flatMap(({ coverage }) => coverage.filter((row) => row.incomplete));
	const faults = scan.evaluations.reduce((sum, each) => sum + each.faults.length, 0);
	return {
		findings: traced.map((each) => fixableOf(each, policy, isWanted(each.finding))),
		evaluations: scan.evaluations,
		faults: faults + incomplete.length + scan.errors.length
	};
}

// src/templates/fix/cautions.ts
const cautions = [
	{
		path: "properties.adminuserenabled",
		breaks: /\blistCredentials\s*\(/i,
		note: "adminUserEnabled is false: who signs in to the registry as its admin is turned away."
	},
	{
		path: "properties.pricingtier",
		note: "A plan of Defender for Cloud is Standard, which is charged for each resource that it covers."
	},
	{
		path: "properties.subplan",
		note: "Defender for Servers is plan P2, which costs more than P1."
	},
	{
		path: "enableencryptionathost",
		note: "Encryption at host is refused unless the feature Microsoft.Compute/EncryptionAtHost is registered in the subscription and the size of the nodes supports it."
	}
];
function cautionFor({ path }) {
	const own = `.${path.toLowerCase()}`;
	return cautions.find((each) => own.endsWith(`.${each.path}`));
}
/** What whoever deploys has to know of the setting; undefined when nothing. */
function noteOf(fix) {
	return cautionFor(fix)?.note;
}
/** Why the setting is not written: the templates that are deployed together rely on the other value. */
function breaks(fix, evaluations) {
	const calls = cautionFor(fix)?.breaks;
	if (calls === void 0) return void 0;
	const sources = new Set(evaluations.flatMap(({ deployments }) => deployments.map(({ source }) => source)));
	for (const source of sources) {
		const call = calls.exec(source.text);
		if (call === null) continue;
		const { line } = source.positionAt(call.index);
		const name = call[0].replace(/\W+$/, "");
		return `${source.path}:${line} calls ${name}(), and what that returns would open nothing any more`;
	}
}

// src/templates/fix/setting-plan.ts
function isExpression(node) {
	return node.kind === "string" && node.value.startsWith("[") && node.value.endsWith("]");
}
/** `a.b[0].c` and `a.b.0.c` are both understood. */
function namesOf(path) {
	return path.replace(/\[(\d+)\]/g, ".$1").split(".");
}
/**
* Replaces a literal, or adds the setting with the objects around it that are absent. `instances` are those of one
* declaration.
*/
function planSetting(instances, fix) {
	const [first] = instances;
	if (first === void 0) return noPlan("no resource is declared here");
	const { resource } = first;
	const refusal = untouchable(resource) ?? breaks(fix, instances.map(({ evaluation }) => evaluation));
	if (refusal !== void 0) return noPlan(refusal);
	const { span } = resource.declaration;
	const { path } = span.source;
	const object = objectAt(span);
	if (object === void 0) return noPlan("the resource is not written as an object");
	const { node, rest } = descend(object, namesOf(fix.path));
	if (isExpression(node)) return noPlan("the value comes from an expression");
	const [missing, ...inner] = rest;
	const note = noteOf(fix);
	if (missing === void 0) {
		if (node.kind === "object" || node.kind === "array") return noPlan("an object or array stands where one literal would have to");
		const text = JSON.stringify(fix.literal);
		return {
			kind: "edits",
			edits: [{
				path,
				start: node.start,
				end: node.end,
				text
			}],
			added: void 0,
			note
		};
	}
	if (node.kind !== "object") return noPlan(`there is no object for ${missing} to be added to`);
	const value = inner.reduceRight((json, name) => ({ [name]: json }), fix.literal);
	return {
		kind: "edits",
		edits: [insertBeside(span.source, node, node.members.length - 1, {
			name: missing,
			value
		})],
		added: void 0,
		note
	};
}

// src/templates/fix/fix-templates.ts
/** Passes over the texts: what touches the same place waits for the next one. */
const maxRounds = 10;
/** Evaluations of one pass: a faulty edit is looked for by halves. */
const maxTrials = 40;
/** Rules of which an edit may bring a finding, with the reason. */
const toleratedRules = /* @__PURE__ */ new Map([["AGT005", "the licence code stands in settings, as in all public samples: that the agent reads protectedSettings is proven nowhere"]]);
/** The reason of findings that no edit is known for. */
const nothingKnown = "no edit of the template mends it";
/** How a finding would be mended when `tries` edits for it were in vain; for one that cannot, why. */
function planFix(finding, state, tries) {
	const { mend, instances } = finding;
	if (mend === void 0 || instances.length === 0) return noPlan(nothingKnown);
	if (mend.kind === "agent") return planAgent(mend, instances, state.evaluations, tries);
	return tries === 0 ? planSetting(instances, mend.fix) : noPlan("no other edit mends it");
}
/** The texts of a state, by path. */
function textsOf(state) {
	const texts = /* @__PURE__ */ new Map();
	for (const { deployments } of state.evaluations) for (const { source } of deployments) texts.set(source.path, source.text);
	for (const { source } of state.findings.flatMap(({ instances }) => instances.map(({ resource }) => resource.declaration.span))) texts.set(source.path, source.text);
	return texts;
}
/** How many findings there are of each rule at each declaration. */
function countsOf(findings) {
	const counts = /* @__PURE__ */ new Map();
	for (const { group } of findings) counts.set(group, (counts.get(group) ?? 0) + 1);
	return counts;
}
/** Halves for looking for the faulty edit; where only some touch a file with new findings, those apart. */
function partsOf(attempts, paths) {
	const suspects = attempts.filter(({ plan }) => plan.edits.some(({ path }) => paths.has(path)));
	if (suspects.length > 0 && suspects.length < attempts.length) return [attempts.filter((each) => !suspects.includes(each)), suspects];
	const half = Math.ceil(attempts.length / 2);
	return [attempts.slice(0, half), attempts.slice(half)];
}
var Pass = class {
	#state;
	#texts;
	#changed;
	#rejudge;
	#before;
	#trials = 0;
	#refuseFile;
	/** Whose edits were tried in vain: why, and how many of the plans for them. */
	refused = /* @__PURE__ */ new Map();
	/** For which no edit could be planned in this state. */
	unplanned = /* @__PURE__ */ new Map();
	kept = [];
	/** The state with what is kept. */
	state;
	constructor(state, changed, rejudge, refuseFile) {
		this.#refuseFile = refuseFile;
		this.#state = state;
		this.#texts = textsOf(state);
		this.#changed = changed;
		this.#rejudge = rejudge;
		this.#before = countsOf(state.findings);
		this.state = state;
	}
	/** All changed texts with these attempts. */
	textsWith(attempts) {
		const edits = attempts.flatMap(({ plan }) => plan.edits);
		const texts = new Map(this.#changed);
		for (const path of new Set(edits.map((edit) => edit.path))) {
			const text = this.#texts.get(path);
			if (text !== void 0) texts.set(path, applyEdits(path, text, edits));
		}
		return texts;
	}
	/** Keeps those of the attempts that mend their finding and add none; the others are refused with the reason. */
	async keep(attempts) {
		if (attempts.length === 0) return;
		if (this.#trials++ >= maxTrials) return this.#refuse(attempts, "too many edits had to be tried");
		const together = [...this.kept, ...attempts];
		const next = await this.#rejudge(this.textsWith(together));
		const keys = new Set(next.findings.map(({ key }) => key));
		const after = countsOf(next.findings);
		const wanted = countsOf(together.map(({ finding }) => finding));
		const excess = (group) => (after.get(group) ?? 0) - (this.#before.get(group) ?? 0) + (wanted.get(group) ?? 0);
		const useless = attempts.filter(({ finding }) => keys.has(finding.key) || excess(finding.group) > 0);
		const added = next.findings.filter(({ group, ruleId }) => !wanted.has(group) && excess(group) > 0 && !toleratedRules.has(ruleId));
		const isHarmless = added.length === 0 && next.faults <= this.#state.faults;
		if (useless.length === 0 && isHarmless) {
			this.kept = together;
			this.state = next;
			return;
		}
		this.#refuse(useless, "the edit that was tried does not mend it");
		const rest = attempts.filter((each) => !useless.includes(each));
		if (useless.length > 0) return this.keep(rest);
		if (rest.length === 1) {
			const [first] = added;
			const what = first === void 0 ? "a fault of the template" : `a finding of ${first.ruleId}`;
			return this.#refuse(rest, `the edit that was tried brings ${what}`);
		}
		for (const part of partsOf(rest, new Set(added.map(({ path }) => path)))) await this.keep(part);
	}
	#refuse(attempts, reason) {
		for (const { finding, number } of attempts) this.refused.set(finding.key, {
			reason,
			tries: number + 1
		});
	}
	/** The first plan behind `tries` others whose files may be written. */
	#plan(finding, tries, compiled) {
		let refusal;
		for (let number = tries;; number++) {
			const plan = planFix(finding, this.#state, number);
			if (plan.kind === "none") return {
				plan: noPlan(refusal ?? plan.reason),
				number
			};
			const reason = plan.edits.map(({ path }) => compiled.has(path) ? fromBicep : this.#refuseFile(path)).find((each) => each !== void 0);
			if (reason === void 0) return {
				plan,
				number
			};
			refusal ??= reason;
		}
	}
	/** Plans for all findings, `triesOf` each left out; those that touch one place wait. */
	attempts(triesOf) {
		const chosen = [];
		const edits = [];
		const compiled = compiledFiles(this.#state.evaluations);
		for (const finding of this.#state.findings) {
			const { plan, number } = this.#plan(finding, triesOf(finding.key), compiled);
			if (plan.kind === "none") this.unplanned.set(finding.key, plan.reason);
			else if (fitTogether(edits, plan.edits)) {
				chosen.push({
					finding,
					plan,
					number
				});
				edits.push(...plan.edits);
			}
		}
		return chosen;
	}
};
/**
* Mends all findings of a run that edits can mend. Writes nothing; done again on its own texts it changes nothing.
* An edit of a file that `refuseFile` refuses is not made.
*/
async function fixTemplates(first, rejudge, refuseFile = () => void 0) {
	const refused = /* @__PURE__ */ new Map();
	const tries = /* @__PURE__ */ new Map();
	const mended = [];
	let unplanned = /* @__PURE__ */ new Map();
	let state = first;
	let texts = /* @__PURE__ */ new Map();
	for (let round = 0; round < maxRounds; round++) {
		const pass = new Pass(state, texts, rejudge, refuseFile);
		const attempts = pass.attempts((key) => tries.get(key) ?? 0);
		unplanned = pass.unplanned;
		if (attempts.length === 0) break;
		await pass.keep(attempts);
		for (const [key, { reason, tries: made }] of pass.refused) {
			refused.set(key, reason);
			tries.set(key, made);
		}
		for (const { finding, plan } of pass.kept) {
			const { key, ruleId, path } = finding;
			mended.push({
				key,
				ruleId,
				path,
				note: plan.note,
				asked: plan.asked ?? []
			});
		}
		texts = pass.textsWith(pass.kept);
		state = pass.state;
	}
	const before = countsOf(first.findings);
	const left = state.findings.flatMap((finding) => {
		const { key, group, ruleId, path, line, subject, severity } = finding;
		const tolerated = before.has(group) ? void 0 : toleratedRules.get(ruleId);
		const isNew = tolerated !== void 0;
		if (finding.isSettled === true && !isNew) return [];
		return [{
			key,
			ruleId,
			path,
			line,
			subject,
			severity,
			reason: tolerated ?? refused.get(key) ?? unplanned.get(key) ?? "too many passes over the texts would be needed",
			isNew
		}];
	});
	return {
		texts,
		mended,
		left
	};
}

// src/templates/fix/rewrite.ts
function unfixed(shown, reason, hint, cause) {
	return new UserError("OUTPUT_UNWRITABLE", `${shown} was not fixed: ${reason}`, {
		hint,
		cause
	});
}
async function check({ path, shown, before }) {
	const bytes = await readFile(path);
	if (Buffer.compare(encodeLike(bytes, before), bytes) === 0) return bytes;
	if (decodeText(bytes) !== before) throw unfixed(shown, "it changed meanwhile", "Run the fix again.");
	throw unfixed(shown, "some of its bytes are no text", "Save it as UTF-8, then run the fix again.");
}
/** All other names of the file keep seeing it, at the price that a cut leaves half a text. */
async function overwrite(path, bytes) {
	const file = await open(path, "r+");
	try {
		await file.writeFile(bytes);
		await file.truncate(bytes.length);
	} finally {
		await file.close();
	}
}
function isDenied(error) {
	const code = error instanceof Error && "code" in error ? error.code : void 0;
	return code === "EACCES" || code === "EPERM" || code === "EROFS";
}
async function replace(path, bytes) {
	const { mode, nlink } = await stat(path);
	if (nlink > 1) return overwrite(path, bytes);
	const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
	try {
		await writeFile(temporary, bytes, {
			flag: "wx",
			mode
		});
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		if (!isDenied(error)) throw error;
		await overwrite(path, bytes);
	}
}
/**
* Writes all of them, or none where one is not what was read. Rejects with UserError then, and where one cannot be
* written.
*/
async function rewriteAll(files) {
	const checked = [];
	for (const file of files) try {
		checked.push([file, encodeLike(await check(file), file.after)]);
	} catch (cause) {
		throw asUserError(file.shown, cause);
	}
	for (const [{ path, shown }, bytes] of checked) try {
		await replace(path, bytes);
	} catch (cause) {
		throw asUserError(shown, cause);
	}
}
function asUserError(shown, cause) {
	if (cause instanceof UserError) return cause;
	return unfixed(shown, cause instanceof Error ? cause.message : String(cause), "Check that it may be written to.", cause);
}

// src/templates/fix/writable-files.ts
const wild = /[*?[\]{}]/;
/** The folder of a target as it is written, links kept: what a repository is looked for from. */
function folderOf(text) {
	const full = resolve(text);
	const found = statSync(full, { throwIfNoEntry: false });
	if (found?.isDirectory() === true) return full;
	if (found !== void 0) return dirname(full);
	const segments = slashed(text).split("/");
	const first = segments.findIndex((segment) => wild.test(segment));
	const fixed = segments.slice(0, Math.max(0, first)).join("/");
	return resolve(fixed === "" ? text.startsWith("/") ? "/" : "." : fixed);
}
/**
* Real folders, in all of which a file must lie: every repository on the way up. A link below a repository may lead
* into another one, which is then not ours to write. Without a repository the target's own folder.
*/
function boundsOf(text) {
	const folder = folderOf(text);
	const bounds = [];
	for (let current = folder;; current = dirname(current)) {
		if (existsSync(join(current, ".git"))) bounds.push(realpathSync(current));
		if (dirname(current) === current) break;
	}
	return bounds.length > 0 || !existsSync(folder) ? bounds : [realpathSync(folder)];
}
function unwritableBecause(path) {
	if ((statSync(path).mode & 146) === 0) return "it is read-only";
	accessSync(path, constants.W_OK);
	const bytes = readFileSync(path);
	if (Buffer.compare(encodeLike(bytes, decodeText(bytes)), bytes) === 0) return void 0;
	return "some of its bytes are no text (save it as UTF-8)";
}
/** Answers for the files of a run; `paths` are their absolute paths by the ones that messages show. */
var WritableFiles = class {
	#bounds;
	#folders;
	#paths;
	#answers = /* @__PURE__ */ new Map();
	#shownByReal;
	/** `targets`: path or glob each. */
	constructor(targets, paths) {
		this.#bounds = targets.map(boundsOf).filter((bounds) => bounds.length > 0);
		this.#folders = targets.map((text) => {
			const folder = folderOf(text);
			return existsSync(folder) ? realpathSync(folder) : folder;
		});
		this.#paths = paths;
	}
	/** What is written to when a file is: its path without links. */
	realPath(shown) {
		return realpathSync(this.#paths.get(shown) ?? shown);
	}
	/** Why a file is not written to; undefined when it is. */
	refusal(shown) {
		if (!this.#answers.has(shown)) this.#answers.set(shown, this.#judge(shown));
		return this.#answers.get(shown);
	}
	/** Whether it lies outside the folders that the targets name: a template that theirs link. */
	isOutside(shown) {
		const real = this.realPath(shown);
		return !this.#folders.some((folder) => isWithin(real, folder));
	}
	/** The nearest folder of a target's repository, or of a target, that holds the file; undefined where none does. */
	folderOf(shown) {
		const real = this.realPath(shown);
		return this.#bounds.map(([nearest = ""]) => nearest).find((folder) => isWithin(real, folder));
	}
	#judge(shown) {
		const path = this.#paths.get(shown) ?? shown;
		let reason;
		try {
			const real = realpathSync(path);
			const isInside = this.#bounds.some((all) => all.every((folder) => isWithin(real, folder)));
			const twin = this.#twinOf(shown, real);
			if (!isInside) reason = `it ${real !== resolve(path) ? "is a link that leads" : "lies"} outside the repository, or the folder, of the targets`;
			else if (twin !== void 0) reason = `it is a link to ${twin}, which is mended itself`;
			else reason = unwritableBecause(real);
		} catch (error) {
			reason = error instanceof Error ? error.message : String(error);
		}
		return reason === void 0 ? void 0 : `${shown} is not written: ${reason}`;
	}
	/** Another file of the run that the same path without links is of. */
	#twinOf(shown, real) {
		this.#shownByReal ??= this.#realFiles();
		const twin = this.#shownByReal.get(real);
		return twin === shown ? void 0 : twin;
	}
	#realFiles() {
		const found = /* @__PURE__ */ new Map();
		for (const [shown, path] of this.#paths) {
			if (!existsSync(path)) continue;
			const real = realpathSync(path);
			if (!found.has(real) || real === path) found.set(real, shown);
		}
		return found;
	}
};

// src/templates/fix/unified-diff.ts
const contextLines = 3;
/** Lines with their line breaks; as for patch, only a line feed ends one. */
function linesOf(text) {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
/** Lines added and taken away that are looked for; texts that differ more are shown as wholly replaced. */
const maxDifference = 2e3;
/**
* The changes of the shortest way between two lists of lines. E. W. Myers, «An O(ND) Difference Algorithm and Its
* Variations», 1986; x counts old lines, y new ones, and a diagonal is x - y.
*/
function changesOf(before, after) {
	const furthest = [];
	const reach = (d, k) => furthest[d]?.[k + d] ?? -1;
	const isAddition = (d, k) => k === -d || k !== d && reach(d - 1, k - 1) < reach(d - 1, k + 1);
	const end = before.length - after.length;
	for (let d = 0; d <= maxDifference; d++) {
		const row = new Int32Array(2 * d + 1);
		for (let k = -d; k <= d; k += 2) {
			let x = d === 0 ? 0 : isAddition(d, k) ? reach(d - 1, k + 1) : reach(d - 1, k - 1) + 1;
			while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
			row[k + d] = x;
		}
		furthest.push(row);
		if (Math.abs(end) <= d && (d - end) % 2 === 0 && reach(d, end) >= before.length) return walkBack(d, before.length, after.length, isAddition, reach);
	}
	return [{
		from: 0,
		to: before.length,
		newFrom: 0,
		newTo: after.length
	}];
}
/** The changes on the way that was found, from its end to its begin; steps that touch are one change. */
function walkBack(differences, oldEnd, newEnd, isAddition, reach) {
	const changes = [];
	let [x, y] = [oldEnd, newEnd];
	for (let d = differences; d > 0; d--) {
		const k = x - y;
		const added = isAddition(d, k);
		const beforeX = added ? reach(d - 1, k + 1) : reach(d - 1, k - 1);
		const beforeY = added ? beforeX - k - 1 : beforeX - k + 1;
		const [toX, toY] = added ? [beforeX, beforeY + 1] : [beforeX + 1, beforeY];
		const last = changes.at(-1);
		if (last !== void 0 && last.from === toX && last.newFrom === toY) changes[changes.length - 1] = {
			...last,
			from: beforeX,
			newFrom: beforeY
		};
		else changes.push({
			from: beforeX,
			to: toX,
			newFrom: beforeY,
			newTo: toY
		});
		[x, y] = [beforeX, beforeY];
	}
	return changes.reverse();
}
/** Changes whose context would meet stand in one hunk. */
function hunksOf(changes) {
	const hunks = [];
	for (const change of changes) {
		const last = hunks.at(-1);
		const end = last?.at(-1)?.to;
		if (last !== void 0 && end !== void 0 && change.from - end <= 6) last.push(change);
		else hunks.push([change]);
	}
	return hunks;
}
/** A line as the format has it; one without a line break is followed by the word for that. */
function marked(mark, line) {
	return line.endsWith("\n") ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
}
function range(from, to) {
	const count = to - from;
	return count === 1 ? `${from + 1}` : `${count === 0 ? from : from + 1},${count}`;
}
function hunkText(changes, before, after) {
	const [first] = changes;
	const last = changes.at(-1);
	if (first === void 0 || last === void 0) return "";
	const from = Math.max(0, first.from - contextLines);
	const to = Math.min(before.length, last.to + contextLines);
	const newFrom = first.newFrom - (first.from - from);
	const newTo = last.newTo + (to - last.to);
	let text = `@@ -${range(from, to)} +${range(newFrom, newTo)} @@\n`;
	let at = from;
	const write = (mark, lines) => {
		for (const line of lines) text += marked(mark, line);
	};
	for (const change of changes) {
		write(" ", before.slice(at, change.from));
		write("-", before.slice(change.from, change.to));
		write("+", after.slice(change.newFrom, change.newTo));
		at = change.to;
	}
	write(" ", before.slice(at, to));
	return text;
}
/**
* A name as git quotes it where it must («core.quotePath» of git-config(1), but other scripts stay): characters that no
* terminal or pipeline may see raw are octal bytes in it.
*/
function quotedName(name) {
	const characters = Array.from(name);
	if (!/["\\]|##/.test(name) && characters.every((each) => printable(each) === each)) return name;
	const octal = (text) => [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
	return `"${characters.map((each) => {
		if (each === "\"" || each === "\\") return `\\${each}`;
		return each === "#" || printable(each) !== each ? octal(each) : each;
	}).join("")}"`;
}
/** Empty when the texts are equal. */
function unifiedDiff(path, before, after) {
	if (before === after) return "";
	const old = linesOf(before);
	const fresh = linesOf(after);
	const hunks = hunksOf(changesOf(old, fresh)).map((each) => hunkText(each, old, fresh));
	return `--- ${quotedName(`a/${path}`)}\n+++ ${quotedName(`b/${path}`)}\n${hunks.join("")}`;
}

// src/templates/fix/shown-diff.ts
/** Tabs stay; of a long line the end is left out. */
function withoutCommands(line) {
	const end = line.endsWith("\r") ? "\r" : "";
	return `${(end === "" ? line : line.slice(0, -1)).split("	").map(printable).join("	")}${end}`;
}
function shownDiff({ path, before, after, secrets, isPipeline }) {
	const hidden = new SecretTexts(secrets, [sourceOf(path, before), sourceOf(path, after)]);
	let hidesSecrets = false;
	let isEscaped = false;
	return {
		text: unifiedDiff(path, before, after).split("\n").map((line, index) => {
			if (index < 2) return line;
			const safe = hidden.hideIn(line);
			hidesSecrets ||= safe !== line;
			const shown = isPipeline ? withoutCommands(safe) : safe;
			isEscaped ||= shown !== safe;
			return shown;
		}).join("\n"),
		hidesSecrets,
		isEscaped
	};
}

// src/gate/fix-differences.ts
/** How patch is kept from applying a difference; undefined where it is not. */
function encodingNote(shown, bytes) {
	const [first, second] = bytes;
	return first === 255 && second === 254 || first === 254 && second === 255 ? `${shown} is UTF-16: the difference is that of its decoded text, which patch cannot apply; --fix keeps the encoding.` : void 0;
}
function textOf(bytes) {
	return `${bytes[0] === 239 && bytes[1] === 187 && bytes[2] === 191 ? "﻿" : ""}${decodeText(bytes)}`;
}
/**
* The path that a difference names a file by: one outside the working directory counts from its repository, since patch
* takes no absolute path and none that leads upwards.
*/
function diffPath(shown, writable) {
	const folder = writable.folderOf(shown);
	if (folder === void 0 || !/^(?:\/|\.\.\/|[A-Za-z]:)/.test(shown)) return {
		path: shown,
		folder: void 0
	};
	return {
		path: slashed(relative(folder, writable.realPath(shown))),
		folder
	};
}
/** Collects the files of one run. */
var Differences = class {
	#secrets;
	#isPipeline;
	#hiding = [];
	#escaped = [];
	#notes = [];
	#folders = /* @__PURE__ */ new Set();
	diff = "";
	/** `secrets`: texts that rules found to be secrets. */
	constructor(secrets, { env }) {
		this.#secrets = secrets;
		this.#isPipeline = env["TF_BUILD"] !== void 0 || env["GITHUB_ACTIONS"] !== void 0;
	}
	add(shownPath, bytes, after, writable) {
		const { path, folder } = diffPath(shownPath, writable);
		if (folder !== void 0) this.#folders.add(folder);
		const before = textOf(bytes);
		const mark = before.startsWith("﻿") ? "﻿" : "";
		const shown = shownDiff({
			path,
			before,
			after: `${mark}${after}`,
			secrets: this.#secrets,
			isPipeline: this.#isPipeline
		});
		this.diff += shown.text;
		if (shown.hidesSecrets) this.#hiding.push(path);
		if (shown.isEscaped) this.#escaped.push(path);
		const note = encodingNote(path, bytes);
		if (note !== void 0) this.#notes.push(note);
	}
	/** Sentences about what was changed in the difference. */
	notes() {
		const notes = [...this.#notes];
		for (const folder of this.#folders) notes.push(`Paths in the difference count from ${folder}: patch -p1 -d ${folder}.`);
		if (this.#hiding.length > 0) notes.push(`Secrets in the difference are shown as …, so that patch does not apply it to ${this.#hiding.join(", ")}; --fix does.`);
		if (this.#escaped.length > 0) notes.push(`Lines that the pipeline would take for commands, or cannot show, are written otherwise in the difference of ${this.#escaped.join(", ")}.`);
		return notes;
	}
};

// src/gate/fix-files.ts
/** The new texts by absolute path; they come by the paths that messages show. */
function byPath(texts, { paths }) {
	const found = /* @__PURE__ */ new Map();
	for (const [shown, text] of texts) found.set(paths.get(shown) ?? shown, text);
	return found;
}
const allAgents = "agents";
function isMeant(word, { id, kind }) {
	const [own, asked] = [id.toLowerCase(), word.toLowerCase()];
	return asked === allAgents ? kind === "agent" : own === asked || own.startsWith(`${asked}.`);
}
/** Throws UserError USAGE for a word that no rule is called. */
function checkWords(words) {
	for (const word of words) {
		if (templateRules.some((rule) => isMeant(word, rule))) continue;
		const names = [allAgents, ...templateRules.flatMap(({ id }) => [id, id.replace(/\..*/, "")])];
		const like = nearest(word, names);
		throw new UserError("USAGE", `fix-only: there is no rule ${word}`, { hint: `Name rules (portcullis rules lists them) or ${allAgents}.${like === void 0 ? "" : ` Did you mean ${like}?`}` });
	}
}
function filesOf(paths, { mended }, writable) {
	return paths.map((path) => {
		const rules = /* @__PURE__ */ new Map();
		for (const each of mended) if (each.path === path) rules.set(each.ruleId, (rules.get(each.ruleId) ?? 0) + 1);
		return {
			path,
			rules: [...rules].sort(([left], [right]) => left < right ? -1 : 1),
			isOutside: writable.isOutside(path)
		};
	});
}
/**
* Mends what edits can mend. `mode` print: writes nothing. `only`: findings of these rules, or of `agents`. Rejects
* with UserError where a file changed meanwhile or may not be written.
*/
async function fixFiles(request, mode, only, policy, runtime) {
	checkWords(only);
	const traced = {
		...request,
		keepsEvaluations: true
	};
	const first = await scanTemplates(traced, runtime);
	const exceptions = new Exceptions(policy, request.now);
	const [target = ""] = request.targets.map(({ reference }) => reference);
	const isWanted = (finding) => (only.length === 0 || only.some((word) => isMeant(word, finding))) && exceptions.for(finding, {
		kind: "arm",
		reference: target,
		identity: {}
	}) === void 0;
	const stateOf = (scan) => fixStateOf(scan, request.policy, isWanted);
	const rejudge = async (texts) => stateOf(await scanTemplates({
		...traced,
		overlay: byPath(texts, first)
	}, runtime));
	const writable = new WritableFiles(request.targets.map(({ text }) => text), first.paths);
	const result = await fixTemplates(stateOf(first), rejudge, (path) => writable.refusal(path));
	const differences = new Differences(secretsIn(first), runtime);
	const changed = [];
	for (const [shown, after] of result.texts) {
		const path = writable.realPath(shown);
		const bytes = await readFile(path);
		const before = decodeText(bytes);
		if (before === after) continue;
		differences.add(shown, bytes, after, writable);
		changed.push({
			path,
			shown,
			before,
			after
		});
	}
	if (mode === "write") await rewriteAll(changed);
	const { mended, left } = result;
	const asked = mended.flatMap((each) => each.asked);
	return {
		mode,
		diff: differences.diff,
		files: filesOf(changed.map(({ shown }) => shown), result, writable),
		mended: mended.length,
		parameters: asked.filter(({ path, name }, index) => asked.findIndex((each) => each.path === path && each.name === name) === index),
		notes: [...new Set(mended.flatMap((each) => each.asked.length > 0 ? [] : each.note ?? [])), ...mode === "print" ? differences.notes() : []],
		left: left.map((each) => ({
			...each,
			isPlanned: each.reason !== nothingKnown
		}))
	};
}

export { fixFiles };