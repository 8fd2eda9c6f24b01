import { t as ScanError } from "./shared-model-errors.mjs";
import { t as Exceptions } from "./shared-policy-exceptions.mjs";
import { r as requiredAgentRules } from "./shared-model-nearest.mjs";
import { a as textIn, c as encodeLike, d as memberOf, f as isSelected, g as agents, h as settingIn, i as extensionsOf, l as sourceOf, m as isSameText, n as literalText, o as readJson, p as machinesOf, r as parseText, s as decodeText, t as scanTemplates, u as placeNames } from "./shared-templates-agents-agents.mjs";
import { readFile, writeFile } from "node:fs/promises";

// src/templates/fix/syntax-path.ts
const documents = /* @__PURE__ */ new WeakMap();
/** The tree of a source, read once. */
function documentOf(source) {
	const known = documents.get(source);
	if (known !== void 0) return known;
	const document = readJson(source);
	documents.set(source, document);
	return document;
}
function childrenOf(node) {
	if (node.kind === "array") return node.items;
	return node.kind === "object" ? node.members.map(({ value }) => value) : [];
}
/** The nodes from the root to the one that covers exactly this span; undefined when there is none. */
function nodesTo(span) {
	const nodes = [];
	let node = documentOf(span.source).root;
	while (node !== void 0) {
		nodes.push(node);
		if (node.start === span.start && node.end === span.end) return nodes;
		node = childrenOf(node).find(({ start, end }) => start <= span.start && end >= span.end);
	}
}
/** The object that covers exactly this span. */
function objectAt(span) {
	const node = nodesTo(span)?.at(-1);
	return node?.kind === "object" ? node : void 0;
}
/** Descends by names without case; a whole number is an index of an array. */
function descend(from, names) {
	let node = from;
	for (const [index, name] of names.entries()) {
		const next = node.kind === "array" && /^\d+$/.test(name) ? node.items[Number(name)] : memberOf(node, name)?.value;
		if (next === void 0) return {
			node,
			rest: names.slice(index)
		};
		node = next;
	}
	return {
		node,
		rest: []
	};
}

// src/templates/fix/fix-state.ts
/** The agents of all requirements that the rule of a finding stands for at its machines. */
function agentMend(ruleId, instances, policy) {
	const [first] = instances;
	const machine = first && machinesOf(first.evaluation).find((each) => each.resource === first.resource);
	if (machine === void 0) return void 0;
	const anyOf = policy.requireAgents.filter(({ anyOf: [agent], where }) => {
		return agent !== void 0 && agents[agent].rules[machine.kind] === ruleId && isSelected(machine, where).kind !== "no";
	}).flatMap((requirement) => requirement.anyOf);
	return anyOf.length === 0 ? void 0 : {
		kind: "agent",
		anyOf: [...new Set(anyOf)]
	};
}
function isSame$1(left, right) {
	return left.path === right.path && left.literal === right.literal;
}
function settingMend({ results }) {
	const fixes = results.map(({ outcome }) => outcome.kind === "fail" ? outcome.fix : void 0);
	const [fix] = fixes;
	if (fix === void 0) return void 0;
	return fixes.every((each) => each !== void 0 && isSame$1(each, fix)) ? {
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
	const mend = !(isWanted && finding.outcome === void 0 && finding.suppression === void 0) ? void 0 : requiredAgentRules.includes(finding.id) ? agentMend(finding.id, instances, policy) : settingMend(traced);
	const path = finding.location?.path ?? "";
	const group = groupOf(traced);
	return {
		key: finding.fingerprint,
		group,
		ruleId: finding.id,
		path,
		instances,
		mend
	};
}
/**
* The state of a run that kept its evaluations. Undecided and suppressed findings are none that an edit mends; nor are
* those that `isWanted` leaves out.
*/
function fixStateOf(scan, policy, isWanted) {
	const traced = scan.scanned.flatMap((each) => each.traced);
	const incomplete = scan.scanned.flatMap(({ coverage }) => coverage.filter((row) => row.incomplete === true));
	const faults = scan.evaluations.reduce((sum, each) => sum + each.faults.length, 0);
	return {
		findings: traced.map((each) => fixableOf(each, policy, isWanted(each.finding))),
		evaluations: scan.evaluations,
		faults: faults + incomplete.length + scan.errors.length
	};
}

// src/templates/fix/agent-resources.ts
/** Extensions of agents that come by one. */
const extensionShapes = {
	qualys: {
		name: "QualysAgent",
		version: "1.6",
		enableAutomaticUpgrade: false,
		parameter: {
			name: "qualysLicenseCode",
			description: "Licence code of the Qualys Cloud Agent."
		},
		needsIdentity: false,
		settings: (parameter) => ({ LicenseCode: `[${parameter}]` })
	},
	mde: {
		name: "MDE",
		version: "1.0",
		enableAutomaticUpgrade: false,
		parameter: {
			name: "mdeOnboardingScript",
			description: "Onboarding script of Microsoft Defender for Endpoint, in base64."
		},
		needsIdentity: false,
		settings: (_parameter, machineId) => ({
			azureResourceId: `[${machineId}]`,
			vNextEnabled: "true"
		}),
		protectedSettings: (parameter) => ({ defenderForEndpointOnboardingScript: `[${parameter}]` })
	},
	"guest-configuration": {
		name: "GuestConfiguration",
		version: {
			windows: "1.1",
			linux: "1.0"
		},
		enableAutomaticUpgrade: true,
		parameter: void 0,
		needsIdentity: true,
		settings: () => ({})
	}
};
/** Agents that no edit brings, with the reason. */
const unwritable = { ama: "the Azure Monitor Agent also needs a data collection rule, which only you can choose" };
/** Kinds of machines that a Defender vulnerability assessment can be written for. */
const assessmentKinds = ["vm", "arc"];
const assessmentVersion = "2020-01-01";
/** Newest version of an extension's resource type that all clouds have, where the machine's own tells none. */
const extensionApiVersions = {
	vm: "2024-07-01",
	vmss: "2024-07-01",
	arc: "2024-07-10"
};

// src/templates/fix/plan.ts
function noPlan(reason) {
	return {
		kind: "none",
		reason
	};
}
/** Why a declaration's file is not edited; undefined when it may be. */
function untouchable(resource) {
	const { path } = resource.declaration.span.source;
	for (let { deployment } = resource;;) {
		const { source, generator, parent } = deployment;
		if (source.path === path && generator?.toLowerCase() === "bicep") return "the file was compiled from Bicep: mend its source";
		if (parent === void 0) return void 0;
		deployment = parent;
	}
}

// src/templates/fix/expression-text.ts
/** A text as the language writes it. */
function quoted(text) {
	return `'${text.replaceAll("'", "''")}'`;
}
/** The expression that a string is, a literal one in quotes; undefined for anything that is no plain string. */
function expressionOf(node) {
	if (node?.kind !== "string" || node.value.startsWith("[[")) return void 0;
	const { value } = node;
	return value.startsWith("[") && value.endsWith("]") ? value.slice(1, -1).trim() : quoted(value);
}
/** A string of a template that has the expression's value: the text itself where the expression is one literal. */
function templateText(expression) {
	const text = /^'((?:[^']|'')*)'$/.exec(expression)?.[1]?.replaceAll("''", "'");
	return text === void 0 || text.startsWith("[") ? `[${expression}]` : text;
}
/** Two expressions of texts joined; literals at the seam become one. */
function joined(left, right) {
	const literal = /^'(?:[^']|'')*'$/;
	if (literal.test(left) && literal.test(right)) return left.slice(0, -1) + right.slice(1);
	return `concat(${left}, ${right})`;
}
function* callsOf(term, name) {
	if (term.kind === "access") {
		yield* callsOf(term.base, name);
		yield* callsOf(term.key, name);
	}
	if (term.kind !== "call") return;
	if (term.name.toLowerCase() === name) yield term;
	for (const arg of term.args) yield* callsOf(arg, name);
}
function names(loop, arg, text) {
	const literal = literalText(arg);
	if (literal !== void 0) return literal.toLowerCase() === loop.name.toLowerCase();
	const bare = (each) => each.replace(/\s+/g, "").toLowerCase();
	return bare(text.slice(arg.span.start, arg.span.end)) === bare(loop.expression);
}
/** A string of a template in which each `copyIndex()` that names the loop `from` names the loop `to`. */
function withLoopRenamed(text, from, to) {
	if (!/copyindex/i.test(text)) return text;
	const source = sourceOf("", text);
	const whole = {
		source,
		start: 0,
		end: text.length
	};
	const spans = [...callsOf(parseText(text, whole, (start, end) => ({
		source,
		start,
		end
	})), "copyindex")].flatMap(({ args: [loop] }) => loop !== void 0 && names(from, loop, text) ? [loop.span] : []);
	let result = text;
	for (const { start, end } of spans.toSorted((left, right) => right.start - left.start)) result = result.slice(0, start) + quoted(to) + result.slice(end);
	return result;
}
/** The same in all texts of a value. */
function withLoopRenamedIn(json, from, to) {
	if (typeof json === "string") return withLoopRenamed(json, from, to);
	if (json === null || typeof json !== "object") return json;
	if (isList(json)) return json.map((each) => withLoopRenamedIn(each, from, to));
	return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, withLoopRenamedIn(value, from, to)]));
}
function isList(json) {
	return Array.isArray(json);
}
/**
* An expression for the value at a path of a resource: what is written there, or an access into the expression that an
* object on the way comes from. Undefined where it is absent or no text.
*/
function expressionAt(object, path) {
	const { node, rest } = descend(object, path.split("."));
	if (rest.length === 0) return expressionOf(node);
	if (node.kind !== "string" || !/^\[(?!\[)[^]*\]$/.test(node.value)) return void 0;
	return [node.value.slice(1, -1).trim(), ...rest].join(".");
}

// src/templates/fix/layout.ts
/** The plain JSON of a node; the last of equal names counts. */
function toJson(node) {
	switch (node.kind) {
		case "object": return Object.fromEntries(node.members.map(({ name, value }) => [name, toJson(value)]));
		case "array": return node.items.map(toJson);
		case "number": return Number(node.raw);
		case "null": return null;
		default: return node.value;
	}
}
function isBreak(letter) {
	return letter === "\n" || letter === "\r";
}
/** Blanks at the begin of the line that holds an offset. */
function indentAt(text, offset) {
	let start = offset;
	while (start > 0 && !isBreak(text.charAt(start - 1))) start--;
	return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
/** Whether only blanks stand before it in its line. */
function beginsLine(text, offset) {
	const before = text.charAt(offset - indentAt(text, offset).length - 1);
	return before === "" || isBreak(before);
}
function childStarts(container) {
	return container.kind === "array" ? container.items.map(({ start }) => start) : container.members.map(({ nameStart }) => nameStart);
}
function childEnds(container) {
	return container.kind === "array" ? container.items.map(({ end }) => end) : container.members.map(({ value }) => value.end);
}
/** One step of indentation: what the first member of the root has more than the root; two blanks where nothing tells. */
function unitOf(source) {
	const { text } = source;
	const pending = [];
	const { root } = documentOf(source);
	if (root !== void 0) pending.push(root);
	for (let node = pending.shift(); node !== void 0; node = pending.shift()) {
		if (node.kind !== "object" && node.kind !== "array") continue;
		const first = childStarts(node)[0];
		if (first !== void 0 && beginsLine(text, first)) {
			const outer = indentAt(text, node.start);
			const inner = indentAt(text, first);
			if (inner.startsWith(outer) && inner !== outer) return inner.slice(outer.length);
		}
		if (node.kind === "object") pending.push(...node.members.map(({ value }) => value));
	}
	return "  ";
}
function lineBreakOf(text) {
	return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
/** Behind blanks and comments. */
function skipBlank(text, from) {
	let at = from;
	for (;;) if (text.startsWith("//", at)) while (at < text.length && !isBreak(text.charAt(at))) at++;
	else if (text.startsWith("/*", at)) {
		const close = text.indexOf("*/", at + 2);
		at = close < 0 ? text.length : close + 2;
	} else if (at < text.length && text.charAt(at).trim() === "") at++;
	else return at;
}
/** The offset behind the comma that follows; undefined when none does. */
function commaBehind(text, from) {
	const at = skipBlank(text, from);
	return text.charAt(at) === "," ? at + 1 : void 0;
}
/** The end of the line when only blanks and whole comments follow in it; undefined otherwise. */
function freeLineEnd(text, from) {
	let end = from;
	while (end < text.length && !isBreak(text.charAt(end))) end++;
	const rest = text.slice(from, end);
	return end < text.length && /^[ \t]*(?:\/\*(?:(?!\*\/).)*\*\/[ \t]*)*(?:\/\/.*)?$/.test(rest) ? end : void 0;
}
function written(entry, indent, unit, lineBreak) {
	const value = JSON.stringify(entry.value, void 0, unit).replaceAll("\n", `${lineBreak}${indent}`);
	return entry.name === void 0 ? value : `${JSON.stringify(entry.name)}: ${value}`;
}
/** On one line, without blanks. */
function writtenShort(entry) {
	const value = JSON.stringify(entry.value);
	return entry.name === void 0 ? value : `${JSON.stringify(entry.name)}:${value}`;
}
/** Puts the only entry into an empty object or array. */
function fill(source, container, entry) {
	const { path, text } = source;
	const start = container.start + 1;
	const lineBreak = lineBreakOf(text);
	const unit = unitOf(source);
	const outer = indentAt(text, container.start);
	const inner = outer + unit;
	const lineEnd = freeLineEnd(text, start);
	const fresh = `${lineBreak}${inner}${written(entry, inner, unit, lineBreak)}`;
	if (lineEnd !== void 0 && lineEnd < container.end) return {
		path,
		start: lineEnd,
		end: lineEnd,
		text: fresh
	};
	if (!/[\r\n]/.test(text)) return {
		path,
		start,
		end: start,
		text: writtenShort(entry)
	};
	return {
		path,
		start,
		end: text.slice(start, container.end - 1).trim() === "" ? container.end - 1 : start,
		text: `${fresh}${lineBreak}${outer}`
	};
}
/**
* Inserts an entry beside the child at `beside` (the first place when undefined): behind it where a comma follows,
* before it where it is the last, so that no line of the text has to change.
*/
function insertBeside(source, container, beside, entry) {
	const { path, text } = source;
	const starts = childStarts(container);
	const ends = childEnds(container);
	if (starts[0] === void 0) return fill(source, container, entry);
	const index = beside ?? -1;
	const separator = [ends[index], ends[index - 1]].map((end) => end === void 0 ? void 0 : commaBehind(text, end)).find((end) => end !== void 0) ?? container.start + 1;
	const unit = unitOf(source);
	const lineBreak = lineBreakOf(text);
	const adds = (entry.name ?? JSON.stringify(entry.value)).toLowerCase();
	const lineEnd = freeLineEnd(text, separator);
	if (lineEnd !== void 0 && lineEnd < container.end) {
		const neighbour = starts.find((start) => beginsLine(text, start));
		const indent = neighbour === void 0 ? indentAt(text, container.start) + unit : indentAt(text, neighbour);
		return {
			path,
			start: lineEnd,
			end: lineEnd,
			text: `${lineBreak}${indent}${written(entry, indent, unit, lineBreak)},`,
			adds
		};
	}
	const isOneLine = !/[\r\n]/.test(text.slice(container.start, container.end));
	const fresh = isOneLine ? writtenShort(entry) : written(entry, indentAt(text, separator), unit, lineBreak);
	return {
		path,
		start: separator,
		end: separator,
		text: /[ \t]/.test(text.charAt(separator)) ? ` ${fresh},` : isOneLine ? `${fresh},` : `${fresh}, `,
		adds
	};
}

// src/templates/fix/machine-syntax.ts
/** Undefined where it is not written as an object with a name. */
function machineSyntax(resource) {
	const { span } = resource.declaration;
	const nodes = nodesTo(span);
	const object = nodes?.at(-1);
	const container = nodes?.at(-2);
	if (object?.kind !== "object") return void 0;
	if (container?.kind !== "array" && container?.kind !== "object") return void 0;
	const children = container.kind === "array" ? container.items : container.members.map(({ value }) => value);
	const name = expressionOf(memberOf(object, "name")?.value);
	if (name === void 0) return void 0;
	return {
		source: span.source,
		object,
		container,
		index: children.indexOf(object),
		name
	};
}
/** A name that no text of the file is, without case: `wanted`, `wanted2` … */
function freeText(source, wanted) {
	const text = source.text.toLowerCase();
	let name = wanted;
	for (let number = 2; text.includes(`"${name.toLowerCase()}"`); number++) name = `${wanted}${number}`;
	return name;
}
/** Undefined where the loop cannot be repeated. `suffix` makes the new loop's name. */
function repetitionOf(syntax, loops, suffix) {
	const copy = memberOf(syntax.object, "copy")?.value;
	const condition = memberOf(syntax.object, "condition")?.value;
	const own = condition === void 0 ? {} : { condition: toJson(condition) };
	if (copy === void 0) return {
		members: own,
		adapt: (json) => json,
		isLooped: false
	};
	const expression = expressionOf(memberOf(copy, "name")?.value);
	const count = memberOf(copy, "count")?.value;
	const [loop] = loops;
	if (expression === void 0 || loop === void 0 || count === void 0) return void 0;
	const isLiteral = expression === quoted(loop.name);
	const name = freeText(syntax.source, isLiteral ? `${loop.name}${suffix}` : `${suffix}Loop`);
	const from = {
		name: loop.name,
		expression
	};
	const adapt = (json) => withLoopRenamedIn(json, from, name);
	return {
		members: {
			...adaptAll(own, adapt),
			copy: {
				name,
				count: toJson(count)
			}
		},
		adapt,
		isLooped: true
	};
}
function adaptAll(members, adapt) {
	return Object.fromEntries(Object.entries(members).map(([name, json]) => [name, adapt(json)]));
}

// src/templates/fix/parameter-plan.ts
/** Templates around one another that a parameter is passed through. */
const maxTemplates = 200;
/** The deployment whose parameters `parameters()` reads: an outer-scope template reads its parent's. */
function scopeOf(deployment) {
	let scope = deployment;
	while (scope.evaluation === "outer" && scope.parent !== void 0) scope = scope.parent;
	return scope;
}
function keyOf({ source, start }) {
	return `${start} ${source.path}`;
}
/** The deployments of one template in all evaluations: it may be linked from several places. */
function deploymentsOf(template, evaluations) {
	return evaluations.flatMap(({ deployments }) => deployments.filter(({ span }) => keyOf(span) === keyOf(template)));
}
/** Of the secure parameters of that name in all deployments of the template. */
function isThere(deployments, name) {
	return deployments.every(({ parameters }) => parameters.some((each) => each.isSecure && each.name.toLowerCase() === name.toLowerCase()));
}
function freeName(names, wanted) {
	let name = wanted;
	for (let number = 2; names.has(name.toLowerCase()); number++) name = `${wanted}${number}`;
	return name;
}
/** Adds a member to the object that a member of `owner` is, which is made when absent; undefined when it is no object. */
function addTo(span, owner, at, before, entry) {
	const existing = memberOf(owner, at)?.value;
	if (existing === void 0) {
		const index = owner.members.findIndex(({ name }) => name.toLowerCase() === before);
		const value = { [entry.name]: entry.value };
		const beside = index > 0 ? index - 1 : void 0;
		return insertBeside(span.source, owner, beside, {
			name: at,
			value
		});
	}
	if (existing.kind !== "object") return void 0;
	return insertBeside(span.source, existing, void 0, entry);
}
function declare(template, name, parameter) {
	const object = objectAt(template);
	const entry = {
		name,
		value: {
			type: "secureString",
			metadata: { description: parameter.description }
		}
	};
	return object && addTo(template, object, "parameters", "resources", entry);
}
/** The value that a deployment resource passes for the parameter. */
function pass(resource, name, expression) {
	const properties = memberOf(objectAt(resource), "properties")?.value;
	if (properties?.kind !== "object" || memberOf(properties, "parametersLink") !== void 0) return;
	return addTo(resource, properties, "parameters", "template", {
		name,
		value: { value: `[${expression}]` }
	});
}
/**
* The parameter for a resource in a template: one that is there and secure, else a new one, which every template
* around passes down. `evaluations` must hold all deployments of these templates.
*/
function planParameter(deployment, parameter, evaluations) {
	const start = scopeOf(deployment);
	const edits = [];
	const names = /* @__PURE__ */ new Map();
	const fresh = /* @__PURE__ */ new Set();
	const pending = [start.span];
	let asked;
	for (let template = pending.pop(); template !== void 0; template = pending.pop()) {
		if (names.has(keyOf(template))) continue;
		if (names.size >= maxTemplates) return {
			kind: "none",
			reason: `more than ${maxTemplates} templates would have to pass it`
		};
		const deployments = deploymentsOf(template, evaluations);
		if (isThere(deployments, parameter.name)) {
			names.set(keyOf(template), parameter.name);
			continue;
		}
		const taken = deployments.flatMap((each) => each.parameters.map(({ name }) => name));
		const name = freeName(new Set(taken.map((each) => each.toLowerCase())), parameter.name);
		names.set(keyOf(template), name);
		fresh.add(keyOf(template));
		const edit = declare(template, name, parameter);
		if (edit === void 0) return {
			kind: "none",
			reason: "its parameters are no object"
		};
		edits.push(edit);
		for (const { resource } of deployments) if (resource === void 0) asked ??= name;
		else pending.push(scopeOf(resource.deployment).span);
	}
	for (const { span, resource } of evaluations.flatMap((each) => each.deployments)) {
		const key = keyOf(span);
		const name = names.get(key);
		if (name === void 0 || !fresh.has(key) || resource === void 0) continue;
		const outer = names.get(keyOf(scopeOf(resource.deployment).span));
		if (outer === void 0) continue;
		const expression = `parameters(${quoted(outer)})`;
		const edit = pass(resource.declaration.span, name, expression);
		if (edit === void 0) return {
			kind: "none",
			reason: "a deployment around passes its parameters by expression or link"
		};
		edits.push(edit);
	}
	const name = names.get(keyOf(start.span)) ?? parameter.name;
	return {
		kind: "edits",
		expression: `parameters(${quoted(name)})`,
		edits,
		asked
	};
}

// src/templates/fix/system-expression.ts
function isOneOf(expression, texts) {
	const tests = texts.map((text) => `equals(toLower(${expression}), ${quoted(text)})`);
	return tests.length === 1 ? tests.join("") : `or(${tests.join(", ")})`;
}
/** The choice for all instances of one declaration; `object` is the declaration's. */
function systemChoice(machines, object) {
	const systems = new Set(machines.map(({ system }) => system.os));
	const [os] = systems;
	if (systems.size === 1 && os !== void 0) return {
		kind: "one",
		os
	};
	const isArc = machines.some(({ kind }) => kind === "arc");
	const profile = machines.some(({ kind }) => kind === "vmss") ? "properties.virtualMachineProfile" : "properties";
	const type = isArc ? "properties.osType" : `${profile}.storageProfile.osDisk.osType`;
	const byType = expressionAt(object, type);
	if (byType !== void 0) return {
		kind: "either",
		isWindows: isOneOf(byType, ["windows"])
	};
	const publisher = expressionAt(object, `${profile}.storageProfile.imageReference.publisher`);
	if (publisher === void 0) return { kind: "none" };
	const publishers = machines.flatMap(({ system, image }) => system.os === "windows" && image?.publisher !== void 0 ? [image.publisher.toLowerCase()] : []);
	const windows = [...new Set(publishers)].sort();
	return {
		kind: "either",
		isWindows: windows.length === 0 ? `startsWith(toLower(${publisher}), 'microsoftwindows')` : isOneOf(publisher, windows)
	};
}

// src/templates/fix/resource-plan.ts
const unwritten = noPlan("the machine is not written as an object with a name");
const loopWithoutName = noPlan("its loop is not written as an object with name and count");
function machineType(kind) {
	if (kind === "arc") return "Microsoft.HybridCompute/machines";
	return `Microsoft.Compute/${kind === "vmss" ? "virtualMachineScaleSets" : "virtualMachines"}`;
}
/** What a new resource depends on: the machine's symbolic name where it has one, its identifier elsewhere. */
function dependency(machine, syntax, isLooped) {
	const { symbolicName } = machine.resource.declaration;
	if (symbolicName === void 0) return `[resourceId(${quoted(machineType(machine.kind))}, ${syntax.name})]`;
	return isLooped ? `[format('{0}[{1}]', ${quoted(symbolicName)}, copyIndex())]` : symbolicName;
}
/** Puts a resource beside the machine. `rest` are its members behind its name. */
function planBeside(machine, syntax, suffix, head, rest) {
	const { source, container, index } = syntax;
	const repetition = repetitionOf(syntax, machine.resource.loops, suffix);
	if (repetition === void 0) return void 0;
	const { condition, ...loop } = repetition.members;
	const { type, apiVersion, name } = head;
	const dependsOn = [dependency(machine, syntax, repetition.isLooped)];
	const ordered = inUsualOrder({
		...condition === void 0 ? {} : { condition },
		type,
		apiVersion,
		name: repetition.adapt(name),
		...loop,
		...Object.fromEntries(Object.entries(rest).map(([key, json]) => [key, repetition.adapt(json)])),
		dependsOn: repetition.adapt(dependsOn)
	});
	const symbol = machine.resource.declaration.symbolicName;
	const entry = symbol === void 0 ? { value: ordered } : {
		name: freeText(source, `${symbol}${suffix}`),
		value: ordered
	};
	return {
		edit: insertBeside(source, container, index, entry),
		added: ordered
	};
}
const usualOrder = [
	"condition",
	"type",
	"apiVersion",
	"name",
	"location",
	"copy",
	"dependsOn"
];
function inUsualOrder(members) {
	const place = (name) => (usualOrder.indexOf(name) + 1 || usualOrder.length + 1) - 1;
	return Object.fromEntries(Object.entries(members).sort(([left], [right]) => place(left) - place(right)));
}
/** The name of the extension's resource: one that no other extension of these machines has. */
function extensionName({ shape, machines }) {
	const names = new Set(machines.flatMap(({ evaluation, type }) => extensionsOf(evaluation).flatMap((each) => each.hostType === type ? [(each.name.split("/").at(-1) ?? "").toLowerCase()] : [])));
	let name = shape.name;
	for (let number = 2; names.has(name.toLowerCase()); number++) name = `${shape.name}${number}`;
	return name;
}
function eitherText(choice, windows, linux) {
	if (windows === linux) return windows;
	if (choice.kind === "one") return choice.os === "windows" ? windows : linux;
	if (choice.kind === "none") return linux;
	return `[if(${choice.isWindows}, ${quoted(windows)}, ${quoted(linux)})]`;
}
/** `properties` of the extension; `parameter` and `machineId` are expressions. */
function propertiesOf({ agent, shape }, choice, parameter, machineId) {
	const { extensions } = agents[agent];
	const windows = extensions.find(({ os }) => os === "windows");
	const linux = extensions.find(({ os }) => os === "linux");
	const { version } = shape;
	return {
		publisher: linux?.publisher ?? "",
		type: eitherText(choice, windows?.type ?? "", linux?.type ?? ""),
		typeHandlerVersion: typeof version === "string" ? version : eitherText(choice, version.windows, version.linux),
		autoUpgradeMinorVersion: true,
		...shape.enableAutomaticUpgrade ? { enableAutomaticUpgrade: true } : {},
		settings: shape.settings(parameter, machineId),
		...shape.protectedSettings === void 0 ? {} : { protectedSettings: shape.protectedSettings(parameter) }
	};
}
/** A secure parameter that another extension of the agent reads its code from, in the same template. */
function parameterInUse({ agent, machine }) {
	if (agent !== "qualys") return void 0;
	const scope = scopeOf(machine.resource.deployment);
	for (const { resource, publisher, properties } of extensionsOf(machine.evaluation)) {
		if (scopeOf(resource.deployment) !== scope) continue;
		if (textIn(publisher)?.toLowerCase() !== "qualys") continue;
		for (const path of ["settings.LicenseCode", "protectedSettings.LicenseCode"]) {
			const { at } = settingIn(properties, path);
			const text = at.source.text.slice(at.start, at.end);
			const name = /^"?\[?\s*parameters\(\s*'([^']+)'\s*\)\s*\]?"?$/i.exec(text)?.[1];
			const isSecure = scope.parameters.some((each) => each.isSecure && each.name.toLowerCase() === name?.toLowerCase());
			if (name !== void 0 && isSecure) return name;
		}
	}
}
function parameterFor(request) {
	const { shape, machine, evaluations } = request;
	const { parameter } = shape;
	if (parameter === void 0) return {
		kind: "edits",
		expression: "",
		edits: [],
		asked: void 0
	};
	const name = parameterInUse(request);
	if (name !== void 0) return {
		kind: "edits",
		expression: `parameters(${quoted(name)})`,
		edits: [],
		asked: void 0
	};
	return planParameter(machine.resource.deployment, parameter, evaluations);
}
/** An identity for the machine where the agent needs one and none is declared; undefined where that cannot be written. */
function identityFor({ shape, machines }, syntax) {
	if (!shape.needsIdentity || machines.some(({ kind }) => kind === "arc")) return [];
	if (memberOf(syntax.object, "identity") !== void 0) return [];
	const before = syntax.object.members.findIndex(({ name }) => name.toLowerCase() === "properties");
	return [insertBeside(syntax.source, syntax.object, before > 0 ? before - 1 : void 0, {
		name: "identity",
		value: { type: "SystemAssigned" }
	})];
}
/** Into the literal profile of a scale set; undefined where the profile is not written out. */
function planInProfile(syntax, name, properties) {
	const { source, object } = syntax;
	const profile = memberOf(memberOf(object, "properties")?.value, "virtualMachineProfile")?.value;
	if (profile?.kind !== "object") return void 0;
	const added = {
		name,
		properties
	};
	const holder = memberOf(profile, "extensionProfile")?.value;
	if (holder === void 0) {
		const entry = {
			name: "extensionProfile",
			value: { extensions: [added] }
		};
		return {
			edit: insertBeside(source, profile, profile.members.length - 1, entry),
			added
		};
	}
	if (holder.kind !== "object" || memberOf(holder, "copy") !== void 0) return void 0;
	const list = memberOf(holder, "extensions")?.value;
	if (list === void 0) {
		const entry = {
			name: "extensions",
			value: [added]
		};
		return {
			edit: insertBeside(source, holder, holder.members.length - 1, entry),
			added
		};
	}
	if (list.kind !== "array") return void 0;
	return {
		edit: insertBeside(source, list, list.items.length - 1, { value: added }),
		added
	};
}
/** The extension of an agent for the machines of one declaration. */
function planExtension(request) {
	const { machine, machines, shape } = request;
	const syntax = machineSyntax(machine.resource);
	if (syntax === void 0) return unwritten;
	const choice = systemChoice(machines, syntax.object);
	if (choice.kind === "none") return noPlan("nothing tells whether it runs Windows or Linux: set osDisk.osType");
	const parameter = parameterFor(request);
	if (parameter.kind === "none") return noPlan(parameter.reason);
	const name = extensionName(request);
	const type = machineType(machine.kind);
	const machineId = `resourceId(${quoted(type)}, ${syntax.name})`;
	const properties = propertiesOf(request, choice, parameter.expression, machineId);
	const inProfile = machine.kind === "vmss" ? planInProfile(syntax, name, properties) : void 0;
	const apiVersion = memberOf(syntax.object, "apiVersion")?.value;
	const location = memberOf(syntax.object, "location")?.value;
	const placed = inProfile ?? planBeside(machine, syntax, shape.name, {
		type: `${type}/extensions`,
		apiVersion: apiVersion === void 0 ? extensionApiVersions[machine.kind] : toJson(apiVersion),
		name: templateText(joined(syntax.name, quoted(`/${name}`)))
	}, {
		...machine.kind === "vmss" ? {} : { location: location === void 0 ? "[resourceGroup().location]" : toJson(location) },
		properties
	});
	if (placed === void 0) return loopWithoutName;
	const { asked } = parameter;
	const edits = [
		placed.edit,
		...parameter.edits,
		...identityFor(request, syntax)
	];
	const note = asked === void 0 ? void 0 : `Give the new parameter ${asked} at deployment (${shape.parameter?.description ?? ""})`;
	return {
		kind: "edits",
		edits,
		added: placed.added,
		note
	};
}
/** Defender's own assessment, as a child of the machine by provider. */
function planAssessment(machine, apiVersion) {
	const syntax = machineSyntax(machine.resource);
	if (syntax === void 0) return unwritten;
	const placed = planBeside(machine, syntax, "Assessment", {
		type: `${machineType(machine.kind)}/providers/serverVulnerabilityAssessments`,
		apiVersion,
		name: templateText(joined(syntax.name, "'/Microsoft.Security/mdeTvm'"))
	}, {});
	if (placed === void 0) return loopWithoutName;
	return {
		kind: "edits",
		edits: [placed.edit],
		added: placed.added,
		note: void 0
	};
}

// src/templates/fix/agent-plan.ts
function machineAt({ evaluation, resource }) {
	return machinesOf(evaluation).find((each) => each.resource === resource);
}
/** All machines of that declaration, whatever the parameters. */
function machinesDeclaredAt(machine, evaluations) {
	const { span } = machine.resource.declaration;
	return evaluations.flatMap((evaluation) => machinesOf(evaluation).filter(({ resource: { declaration } }) => {
		const other = declaration.span;
		return other.start === span.start && other.source.path === span.source.path;
	}));
}
/** Whether an extension of the agent may be on the machine: Azure refuses a second one of the same kind. */
function hasExtension(machine, agent) {
	return extensionsOf(machine.evaluation).some((extension) => {
		const { hostType, hostName, publisher, type } = extension;
		if (hostType !== machine.type) return false;
		return agents[agent].extensions.some((each) => each.publisher.toLowerCase() === textIn(publisher)?.toLowerCase() && each.type.toLowerCase() === textIn(type)?.toLowerCase()) && (hostName === void 0 || isSameText(hostName, machine.name) !== "no");
	});
}
function planOne(agent, machines, machine, evaluations) {
	const refusal = unwritable[agent];
	if (refusal !== void 0) return noPlan(refusal);
	if (agent === "mdvm") return assessmentKinds.includes(machine.kind) ? planAssessment(machine, assessmentVersion) : noPlan("a Defender vulnerability assessment cannot be declared for a scale set");
	if (machines.some(({ installing }) => installing.kind === "no")) return noPlan("extensions cannot be installed on it: allowExtensionOperations or provisionVMAgent is false");
	const all = machinesDeclaredAt(machine, evaluations);
	if (all.some((each) => hasExtension(each, agent))) return noPlan("some instances of the declaration, or some parameter values, have the agent already: it would be there twice");
	const shape = extensionShapes[agent];
	if (shape === void 0) return noPlan("this agent comes by no extension");
	return planExtension({
		agent,
		shape,
		machine,
		machines: all,
		evaluations
	});
}
/**
* How the machines of one declaration get one of the agents; of several the first that can be written.
* `evaluations` are those of the whole run.
*/
function planAgent(anyOf, instances, evaluations) {
	const machines = instances.flatMap((each) => machineAt(each) ?? []);
	const [machine] = machines;
	if (machine === void 0) return noPlan("no machine is declared here");
	const refusal = untouchable(machine.resource);
	if (refusal !== void 0) return noPlan(refusal);
	const reasons = [];
	for (const agent of anyOf) {
		const plan = planOne(agent, machines, machine, evaluations);
		if (plan.kind === "edits") return plan;
		reasons.push(plan.reason);
	}
	return noPlan([...new Set(reasons)].join("; "));
}

// src/templates/fix/edit.ts
function isSame(left, right) {
	return left.path === right.path && left.start === right.start && left.end === right.end && left.text === right.text;
}
/** Whether two different edits touch the same place, so that the second has to wait for the text with the first. */
function collides(left, right) {
	if (left.path !== right.path || isSame(left, right)) return false;
	if (left.start === right.start) return !(left.adds !== void 0 && right.adds !== void 0) || left.adds === right.adds;
	return left.start < right.start ? left.end > right.start : right.end > left.start;
}
/** Whether edits of one fix can be made in the same pass as those that are already chosen. */
function fitTogether(chosen, more) {
	return !more.some((edit) => chosen.some((each) => collides(each, edit)));
}
/** The edits of one text without repetitions, in the order of the text. */
function ordered(edits) {
	return edits.filter((edit, index) => edits.findIndex((each) => isSame(each, edit)) === index).sort((left, right) => left.start - right.start);
}
/** The text with all edits of its path; they fit together, and equal ones are made once. */
function applyEdits(path, text, edits) {
	let result = "";
	let at = 0;
	for (const edit of ordered(edits.filter((each) => each.path === path))) {
		result += text.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return result + text.slice(at);
}

// src/templates/fix/setting-plan.ts
function isExpression(node) {
	return node.kind === "string" && node.value.startsWith("[") && node.value.endsWith("]");
}
/** `a.b[0].c` and `a.b.0.c` are both understood. */
function namesOf(path) {
	return path.replace(/\[(\d+)\]/g, ".$1").split(".");
}
/** Replaces a literal, or adds the setting with the objects around it that are absent. */
function planSetting(resource, fix) {
	const refusal = untouchable(resource);
	if (refusal !== void 0) return noPlan(refusal);
	const { span } = resource.declaration;
	const { path } = span.source;
	const object = objectAt(span);
	if (object === void 0) return noPlan("the resource is not written as an object");
	const { node, rest } = descend(object, namesOf(fix.path));
	if (isExpression(node)) return noPlan("the value comes from an expression");
	const [first, ...inner] = rest;
	if (first === void 0) {
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
			note: void 0
		};
	}
	if (node.kind !== "object") return noPlan(`there is no object for ${first} to be added to`);
	const value = inner.reduceRight((json, name) => ({ [name]: json }), fix.literal);
	return {
		kind: "edits",
		edits: [insertBeside(span.source, node, node.members.length - 1, {
			name: first,
			value
		})],
		added: void 0,
		note: void 0
	};
}

// src/templates/fix/fix-templates.ts
/** Passes over the texts: what touches the same place waits for the next one. */
const maxRounds = 10;
/** Evaluations of one pass: a faulty edit is looked for by halves. */
const maxTrials = 40;
/** AGT005 stands on every Qualys extension as long as nobody has shown that it reads protectedSettings. */
const toleratedRules = /* @__PURE__ */ new Set(["AGT005"]);
/** How a finding would be mended; for one that cannot, why. */
function planFix(finding, state) {
	const { mend, instances } = finding;
	const [first] = instances;
	if (mend === void 0 || first === void 0) return noPlan("no edit of the template mends it");
	return mend.kind === "agent" ? planAgent(mend.anyOf, instances, state.evaluations) : planSetting(first.resource, mend.fix);
}
/** The texts of a state, by path. */
function textsOf(state) {
	const texts = /* @__PURE__ */ new Map();
	for (const { deployments } of state.evaluations) for (const { source } of deployments) texts.set(source.path, source.text);
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
	refused = /* @__PURE__ */ new Map();
	kept = [];
	/** The state with what is kept. */
	state;
	constructor(state, changed, rejudge) {
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
		for (const { finding } of attempts) this.refused.set(finding.key, reason);
	}
	/** Plans for all findings but those refused before; those that touch one place wait. */
	attempts(isRefused) {
		const chosen = [];
		const edits = [];
		for (const finding of this.#state.findings) {
			if (isRefused(finding.key)) continue;
			const plan = planFix(finding, this.#state);
			if (plan.kind === "none") this.refused.set(finding.key, plan.reason);
			else if (fitTogether(edits, plan.edits)) {
				chosen.push({
					finding,
					plan
				});
				edits.push(...plan.edits);
			}
		}
		return chosen;
	}
};
/** Mends all findings of a run that edits can mend. Writes nothing; done again on its own texts it changes nothing. */
async function fixTemplates(first, rejudge) {
	const refused = /* @__PURE__ */ new Map();
	const mended = [];
	let state = first;
	let texts = /* @__PURE__ */ new Map();
	for (let round = 0; round < maxRounds; round++) {
		const pass = new Pass(state, texts, rejudge);
		const attempts = pass.attempts((key) => refused.has(key));
		await pass.keep(attempts);
		for (const [key, reason] of pass.refused) refused.set(key, reason);
		if (pass.kept.length === 0) break;
		for (const { finding, plan } of pass.kept) mended.push({
			key: finding.key,
			ruleId: finding.ruleId,
			note: plan.note
		});
		texts = pass.textsWith(pass.kept);
		state = pass.state;
	}
	const left = state.findings.map(({ key, ruleId }) => ({
		key,
		ruleId,
		reason: refused.get(key) ?? "too many passes over the texts would be needed"
	}));
	return {
		texts,
		mended,
		left
	};
}

// src/templates/fix/unified-diff.ts
const contextLines = 3;
/** Lines with their line breaks. */
function linesOf(text) {
	return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
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
	if (line.replace(/(?:\r\n|\n|\r)$/, "") === line) return `${mark}${line}\n\\ No newline at end of file\n`;
	return `${mark}${line}`;
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
/** Empty when the texts are equal. `path` is printed as it is: callers make it printable. */
function unifiedDiff(path, before, after) {
	if (before === after) return "";
	const old = linesOf(before);
	const fresh = linesOf(after);
	return `--- a/${path}\n+++ b/${path}\n${hunksOf(changesOf(old, fresh)).map((each) => hunkText(each, old, fresh)).join("")}`;
}

// src/gate/fix-files.ts
/** The new texts by absolute path; they come by the paths that messages show. */
function byPath(texts, { paths }) {
	const found = /* @__PURE__ */ new Map();
	for (const [shown, text] of texts) found.set(paths.get(shown) ?? shown, text);
	return found;
}
/** Writes the text in the file's own encoding. Throws ScanError where the file is not what was read any more. */
async function rewrite(path, shown, before, after) {
	const bytes = await readFile(path);
	if (decodeText(bytes) !== before) throw new ScanError("TARGET_UNREADABLE", shown, "the file was changed while it was scanned", { hint: "Nothing was written into it: run --fix again." });
	await writeFile(path, encodeLike(bytes, after));
}
/**
* Mends what edits can mend. `mode` print: writes nothing. Rejects with ScanError where a file changed meanwhile, and
* with the system's error where it may not be written.
*/
async function fixFiles(request, mode, policy, runtime) {
	const traced = {
		...request,
		keepsEvaluations: true
	};
	const first = await scanTemplates(traced, runtime);
	const exceptions = new Exceptions(policy, request.now);
	const [target = ""] = request.targets.map(({ reference }) => reference);
	const isWanted = (finding) => exceptions.for(finding, {
		kind: "arm",
		reference: target,
		identity: {}
	}) === void 0;
	const stateOf = (scan) => fixStateOf(scan, request.policy, isWanted);
	const rejudge = async (texts) => stateOf(await scanTemplates({
		...traced,
		overlay: byPath(texts, first)
	}, runtime));
	const { texts, mended, left } = await fixTemplates(stateOf(first), rejudge);
	const files = [];
	let diff = "";
	for (const [shown, after] of texts) {
		const path = first.paths.get(shown) ?? shown;
		const before = decodeText(await readFile(path));
		if (before === after) continue;
		diff += unifiedDiff(shown, before, after);
		files.push(shown);
		if (mode === "write") await rewrite(path, shown, before, after);
	}
	return {
		mode,
		diff,
		files,
		mended: mended.length,
		notes: [...new Set(mended.flatMap(({ note }) => note ?? []))],
		left: left.map(({ ruleId, reason }) => ({
			ruleId,
			reason
		}))
	};
}

export { fixFiles };