import { n as mergeCoverage } from "./shared-model-coverage.mjs";
import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { i as nearest, n as defaultTemplatePolicy, r as requiredAgentRules } from "./shared-model-nearest.mjs";
import { t as matchesWildcard } from "./shared-model-wildcard.mjs";
import { t as compareSeverity } from "./shared-model-severity.mjs";
import { t as createSkippedPaths } from "./shared-trees-skipped-paths.mjs";
import { t as compileGlobs } from "./shared-trees-automaton.mjs";
import { isIPv4, isIPv6 } from "node:net";
import { createHash } from "node:crypto";
import { basename, dirname, isAbsolute, join as join$1, normalize, posix, relative, resolve, sep } from "node:path";
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

// src/templates/arm/syntax/node.ts
/** A member by its name without case, as ARM compares names; the last of several, as Azure takes it. */
function memberOf(node, name) {
	if (node?.kind !== "object") return void 0;
	const wanted = name.toLowerCase();
	return node.members.findLast((member) => member.name.toLowerCase() === wanted);
}

// src/templates/scan/place-names.ts
/** An item of an array is known by its own name and type where it has them. */
function itemName(item, index) {
	const name = memberOf(item, "name")?.value;
	const type = memberOf(item, "type")?.value;
	if (name?.kind !== "string") return String(index);
	return type?.kind === "string" ? `${type.value.toLowerCase()}=${name.value}` : `=${name.value}`;
}
/** The item or member that holds the offset; found by halves, since scale sets of data have thousands. */
function indexAt(items, offset, endOf) {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = low + high >> 1;
		const item = items[middle];
		if (item !== void 0 && endOf(item) <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
/** Names from the document's root to the innermost member or item that holds the offset. */
function placeNames({ root }, offset) {
	const names = [];
	let node = root;
	while (node !== void 0) if (node.kind === "object") {
		const member = node.members[indexAt(node.members, offset, ({ value, nameEnd }) => Math.max(value.end, nameEnd))];
		if (member === void 0 || offset < member.nameStart) break;
		names.push(member.name.toLowerCase());
		if (offset < member.value.start) break;
		node = member.value;
	} else if (node.kind === "array") {
		const index = indexAt(node.items, offset, ({ end }) => end);
		const item = node.items[index];
		if (item === void 0 || offset < item.start) break;
		names.push(itemName(item, index));
		node = item;
	} else break;
	return names;
}

// src/templates/agents/agents.ts
const assessment$2 = {
	vm: "AGT001",
	vmss: "AGT002",
	arc: "AGT003"
};
function oneRule(id) {
	return {
		vm: id,
		vmss: id,
		arc: id
	};
}
const agents = {
	qualys: {
		name: "qualys",
		title: "Qualys Cloud Agent",
		extensions: [{
			publisher: "Qualys",
			type: "QualysAgentLinux",
			os: "linux"
		}, {
			publisher: "Qualys",
			type: "QualysAgent",
			os: "windows"
		}],
		retired: [
			{
				publisher: "Qualys",
				type: "LinuxAgent.AzureSecurityCenter"
			},
			{
				publisher: "Qualys",
				type: "WindowsAgent.AzureSecurityCenter"
			},
			{
				publisher: "Qualys.LinuxAgent.GrayLabel",
				type: "QualysAgentGL"
			},
			{
				publisher: "Qualys.WindowsAgent.GrayLabel",
				type: "QualysAgentGL"
			}
		],
		rules: assessment$2,
		builtIn: {}
	},
	mdvm: {
		name: "mdvm",
		title: "Microsoft Defender Vulnerability Management",
		extensions: [],
		retired: [],
		rules: assessment$2,
		builtIn: {}
	},
	mde: {
		name: "mde",
		title: "Microsoft Defender for Endpoint",
		extensions: [{
			publisher: "Microsoft.Azure.AzureDefenderForServers",
			type: "MDE.Linux",
			os: "linux"
		}, {
			publisher: "Microsoft.Azure.AzureDefenderForServers",
			type: "MDE.Windows",
			os: "windows"
		}],
		retired: [],
		rules: oneRule("AGT010"),
		builtIn: {}
	},
	ama: {
		name: "ama",
		title: "Azure Monitor Agent",
		extensions: [{
			publisher: "Microsoft.Azure.Monitor",
			type: "AzureMonitorLinuxAgent",
			os: "linux"
		}, {
			publisher: "Microsoft.Azure.Monitor",
			type: "AzureMonitorWindowsAgent",
			os: "windows"
		}],
		retired: [],
		rules: oneRule("AGT011"),
		builtIn: {}
	},
	"guest-configuration": {
		name: "guest-configuration",
		title: "Guest Configuration",
		extensions: [{
			publisher: "Microsoft.GuestConfiguration",
			type: "ConfigurationforLinux",
			os: "linux"
		}, {
			publisher: "Microsoft.GuestConfiguration",
			type: "ConfigurationforWindows",
			os: "windows"
		}],
		retired: [],
		rules: oneRule("AGT013"),
		builtIn: { arc: "the Azure Connected Machine agent brings Guest Configuration" }
	}
};
const allAgents = Object.values(agents);
/** The entry of an extension, whatever its case; undefined when it is none of our agents' (retired ones included). */
function agentOfExtension(publisher, type) {
	for (const agent of allAgents) {
		const extension = agent.extensions.find((each) => isSameExtension(each, publisher, type));
		if (extension !== void 0) return {
			agent,
			extension
		};
	}
}
const withdrawnOnWindows = /^3\.1(?:\.|$)/;
/** Whether a typeHandlerVersion is of those that Azure no longer gives to new machines. */
function isWithdrawn({ publisher, os }, version) {
	return publisher === "Qualys" && os === "windows" && withdrawnOnWindows.test(version);
}
/** Whether an extension belongs to a product that is no longer: Defender's integrated Qualys scanner. */
function isRetiredExtension(publisher, type) {
	return allAgents.some(({ retired }) => retired.some((each) => isSameExtension(each, publisher, type)));
}
function isSameExtension(each, publisher, type) {
	return each.publisher.toLowerCase() === publisher.toLowerCase() && each.type.toLowerCase() === type.toLowerCase();
}

// src/templates/arm/language/value.ts
const none = [];
function nullValue(span) {
	return {
		kind: "null",
		span,
		marks: none
	};
}
function boolValue(value, span) {
	return {
		kind: "bool",
		value,
		span,
		marks: none
	};
}
function intValue(value, span) {
	return {
		kind: "int",
		value: BigInt(value),
		span,
		marks: none
	};
}
function floatValue(value, span) {
	return {
		kind: "float",
		value,
		span,
		marks: none
	};
}
function stringValue(value, span) {
	return {
		kind: "string",
		value,
		span,
		marks: none
	};
}
function arrayValue(items, span) {
	let depth = 0;
	let unknown;
	for (const item of items) {
		depth = Math.max(depth, depthOf(item));
		unknown ??= unknownIn(item);
	}
	return {
		kind: "array",
		items,
		depth: depth + 1,
		unknown,
		span,
		marks: none
	};
}
/** Arrays and objects inside one another; 0 for what is neither. */
function depthOf(value) {
	return value.kind === "array" || value.kind === "object" ? value.depth : 0;
}
/** The first unknown in a value, itself included. */
function unknownIn(value) {
	if (value.kind === "unknown") return value;
	if (value.kind !== "array" && value.kind !== "object") return void 0;
	return value.rest?.whole ?? value.unknown;
}
/** Of two properties whose names differ at most in case the later value wins, at the earlier place. */
function objectValue(properties, span) {
	const map = /* @__PURE__ */ new Map();
	for (const each of properties) map.set(each.name.toLowerCase(), each);
	let depth = 0;
	let unknown;
	for (const { value } of map.values()) {
		depth = Math.max(depth, depthOf(value));
		unknown ??= unknownIn(value);
	}
	return {
		kind: "object",
		properties: map,
		depth: depth + 1,
		unknown,
		span,
		marks: none
	};
}
/** A property made by a function: it stands where its value does. */
function property(name, value) {
	return {
		name,
		value,
		nameSpan: void 0,
		at: value.span
	};
}
/** The property of that name without case; undefined too when the value is no object. */
function propertyOf(value, name) {
	return value?.kind === "object" ? value.properties.get(name.toLowerCase()) : void 0;
}
/** Descends by names without case; undefined where one is missing. An unknown on the way is returned itself, as is the rest. */
function valueAt(value, ...names) {
	let current = value;
	for (const name of names) {
		if (current?.kind === "unknown") return current;
		const found = propertyOf(current, name)?.value;
		if (found === void 0 && current?.kind === "object" && current.rest !== void 0) return current.rest.whole;
		current = found;
	}
	return current;
}

// src/templates/rules/setting.ts
/** A resource as the place that its settings are looked up from; without `properties`, absent ones stand at its type. */
function placeOf$2(resource) {
	const { body, declaration } = resource;
	return {
		value: body,
		at: declaration.span,
		keySpan: declaration.typeSpan
	};
}
/** The place of an inner value; undefined where it is absent. Names are separated by dots and compare without case. */
function placeIn(place, path) {
	let current = place;
	for (const name of path.split(".")) {
		const { value } = current;
		if (value.kind === "unknown") return {
			kind: "unknown",
			value,
			at: current.at
		};
		const found = propertyOf(value, name);
		if (found === void 0) {
			const rest = value.kind === "object" ? value.rest?.whole : void 0;
			if (rest !== void 0) return {
				kind: "unknown",
				value: rest,
				at: current.at
			};
			return {
				kind: "absent",
				at: current.keySpan
			};
		}
		const at = found.at ?? found.value.span ?? current.at;
		if (found.value.kind === "null") return {
			kind: "absent",
			at
		};
		current = {
			value: found.value,
			at,
			keySpan: found.nameSpan ?? at
		};
	}
	return current;
}
/** The setting at `path` below a place. */
function settingIn(place, path) {
	const found = placeIn(place, path);
	if ("kind" in found) return found;
	const { value, at } = found;
	return value.kind === "unknown" ? {
		kind: "unknown",
		value,
		at
	} : {
		kind: "known",
		value,
		at
	};
}
/** A setting's text; undefined when it is absent, unknown or another type. */
function textOf$9(setting) {
	return setting.kind === "known" && setting.value.kind === "string" ? setting.value.value : void 0;
}
/** The text of the setting at `path` below a place; undefined as in `textOf`. */
function textIn(place, path) {
	return textOf$9(settingIn(place, path));
}
/** The setting at `path` (`properties.siteConfig.minTlsVersion`) of a resource. */
function settingOf(resource, path) {
	return settingIn(placeOf$2(resource), path);
}
/**
* The items of the array at `path`, each as a place; undefined when it is absent, the setting itself when unknown or no
* array. Items that only the deployment knows are one more item, an unknown.
*/
function itemsIn(place, path) {
	const found = placeIn(place, path);
	if ("kind" in found) return found;
	const { value, at } = found;
	if (value.kind === "unknown") return {
		kind: "unknown",
		value,
		at
	};
	if (value.kind !== "array") return {
		kind: "known",
		value,
		at
	};
	const items = value.items.map((item, index) => {
		const span = value.places?.[index] ?? item.span ?? at;
		return {
			value: item,
			at: span,
			keySpan: span
		};
	});
	if (value.rest?.isAnywhere !== true) return items;
	return [...items, {
		value: {
			...value.rest.whole,
			type: "any"
		},
		at,
		keySpan: at
	}];
}
/** A value as a finding shows it: short, without line breaks, secrets never (callers pass settings that are none). */
function shown(value) {
	switch (value.kind) {
		case "string": return value.value.length > 80 ? `'${value.value.slice(0, 79)}…'` : `'${value.value}'`;
		case "array": return value.items.length === 0 ? "an empty array" : `an array of ${value.items.length}`;
		case "object": return "an object";
		case "null": return "null";
		default: return String(value.value);
	}
}
/**
* Whether a resource's apiVersion is of that day (`2019-04-01`) or later, previews of the day included; an unknown
* when only the deployment knows it. A resource without one gets the older behaviour.
*/
function isSince(resource, day) {
	if (resource.apiVersion !== void 0) return resource.apiVersion.slice(0, day.length) >= day;
	const given = valueAt(resource.body, "apiVersion");
	return given?.kind === "unknown" ? given : false;
}
/** Judges one setting: pass, fail at its place, undecided where it is unknown. */
function expectSetting(resource, path, expected) {
	return expectKnown(resource, placeOf$2(resource), path, expected) ?? expectIn(placeOf$2(resource), path, expected, path);
}
/** The outcome of a setting, below a place, that the resource's apiVersion does not know; undefined where it may. */
function expectKnown(resource, place, path, { knownSince, what, wanted, absent }) {
	if (knownSince === void 0 || isSince(resource, knownSince) !== false) return void 0;
	if (absent === "pass") return { kind: "pass" };
	const setting = settingIn(place, path);
	const isSet = setting.kind !== "absent";
	const version = resource.apiVersion ?? "of the resource";
	const message = `${what} is ${isSet ? "set, but not known" : "not known"} to the apiVersion ${version}; raise it to at least ${knownSince} first, then set it to ${wanted}`;
	const found = isSet ? "not read by Azure" : "absent";
	return {
		kind: "fail",
		at: setting.at,
		message,
		found,
		wanted
	};
}
/** As `expectSetting`, below a place; `fixPath` is the path below the resource when one literal there mends it. */
function expectIn(place, path, expected, fixPath) {
	const setting = settingIn(place, path);
	const fix = expected.fix === void 0 || fixPath === void 0 ? {} : { fix: {
		path: fixPath,
		literal: expected.fix
	} };
	const { what, wanted } = expected;
	switch (setting.kind) {
		case "unknown": return undecided(setting, `${what} is not known: ${setting.value.reason.message}`);
		case "absent": {
			if (expected.absent === "pass") return { kind: "pass" };
			if (expected.absent === "not-applicable") return {
				kind: "not-applicable",
				reason: `${what} is not set`
			};
			const message = `${what} is not set${expected.absentMeans === void 0 ? "" : `, which means ${expected.absentMeans}`}; it must be ${wanted}`;
			return {
				kind: "fail",
				at: setting.at,
				message,
				found: "absent",
				wanted,
				...fix
			};
		}
		case "known": {
			if (expected.holds(setting.value)) return { kind: "pass" };
			const found = shown(setting.value);
			const message = `${what} is ${found}; it must be ${wanted}`;
			return {
				kind: "fail",
				at: setting.at,
				message,
				found,
				wanted,
				...fix
			};
		}
	}
}
/** The outcome for a setting that only the deployment knows. */
function undecided({ value, at }, message) {
	return {
		kind: "undecided",
		at,
		message,
		unknown: value
	};
}
/** A bool, or its text: Azure takes both. */
function isBool(wanted) {
	return (value) => value.kind === "bool" && value.value === wanted || value.kind === "string" && value.value.toLowerCase() === String(wanted);
}
/** One of some texts, without case. */
function isText$1(...wanted) {
	const lower = new Set(wanted.map((each) => each.toLowerCase()));
	return (value) => value.kind === "string" && lower.has(value.value.toLowerCase());
}
/** One of some version numbers (`1.2`), as text or as a number. */
function isVersion(...wanted) {
	return (value) => (value.kind === "string" || value.kind === "float") && wanted.includes(String(value.value));
}

// src/templates/agents/image.ts
function textOf$8(value) {
	return value.kind === "string" && value.value !== "" ? value.value : void 0;
}
/** The image reference below a machine's profile; undefined when there is none (an attached disk, say). */
function imageIn(profile) {
	const reference = placeIn(profile, "storageProfile.imageReference");
	if ("kind" in reference) {
		if (reference.kind !== "unknown") return void 0;
		return {
			id: void 0,
			publisher: void 0,
			offer: void 0,
			sku: void 0,
			version: void 0,
			at: reference.at,
			isOpen: true
		};
	}
	const settings = [
		"id",
		"publisher",
		"offer",
		"sku",
		"version",
		"sharedGalleryImageId"
	].map((name) => settingIn(reference, name));
	const [id, publisher, offer, sku, version, shared] = settings.map((each) => each.kind === "known" ? textOf$8(each.value) : void 0);
	const isOpen = settings.some((each) => each.kind === "unknown");
	return {
		id: id ?? shared,
		publisher,
		offer,
		sku,
		version,
		at: reference.at,
		isOpen
	};
}
const windowsPublishers = /* @__PURE__ */ new Set([
	"microsoftwindowsserver",
	"microsoftwindowsdesktop",
	"microsoftwindowsserverhpcpack",
	"microsoftvisualstudio",
	"microsoftsharepoint",
	"microsoftbiztalkserver",
	"microsoftdynamicsax",
	"microsoftdynamicsnav"
]);
const linuxPublishers = /* @__PURE__ */ new Set([
	"canonical",
	"redhat",
	"suse",
	"openlogic",
	"debian",
	"credativ",
	"coreos",
	"kinvolk",
	"almalinux",
	"resf",
	"microsoftcblmariner",
	"azurelinux",
	"bitnami"
]);
/** Publishers of images of both kinds: the offer's name tells. */
const mixedPublishers = /* @__PURE__ */ new Set([
	"microsoftsqlserver",
	"microsoft-dsvm",
	"microsoft-ads",
	"oracle"
]);
/** What an image's publisher, and offer where it has both kinds, tells of the operating system. */
function operatingSystemOfImage(image) {
	const publisher = image.publisher?.toLowerCase();
	if (publisher === void 0) return void 0;
	if (windowsPublishers.has(publisher)) return "windows";
	if (linuxPublishers.has(publisher)) return "linux";
	if (!mixedPublishers.has(publisher) || image.offer === void 0) return void 0;
	if (/ubuntu|rhel|sles|linux|centos/i.test(image.offer)) return "linux";
	return /win|-ws2/i.test(image.offer) ? "windows" : void 0;
}
const appliancePublishers = /* @__PURE__ */ new Set([
	"azuredatabricks",
	"azureopenshift",
	"cisco",
	"fortinet",
	"juniper-networks",
	"barracudanetworks",
	"checkpoint",
	"imperva",
	"qualysguard",
	"f5-networks",
	"paloaltonetworks",
	"rohdeschwarzcybersecuritysas",
	"sonicwall-inc",
	"esdenera",
	"brocade_communications",
	"5nine-software-inc",
	"forcepoint-llc",
	"hillstone-networks",
	"netgate",
	"microsoft-aks"
]);
function isAppliance(image) {
	return image.publisher !== void 0 && appliancePublishers.has(image.publisher.toLowerCase());
}

// src/templates/agents/operating-system.ts
/** `profile` is `properties` of a machine, `properties.virtualMachineProfile` of a scale set. */
function operatingSystemOf(kind, profile, image) {
	let unknown;
	const type = settingIn(profile, kind === "arc" ? "osType" : "storageProfile.osDisk.osType");
	if (type.kind === "unknown") unknown = type.value;
	if (type.kind === "known" && type.value.kind === "string") {
		const text = type.value.value.toLowerCase();
		if (text === "windows" || text === "linux") return {
			os: text,
			unknown: void 0
		};
	}
	if (kind === "arc") return {
		os: void 0,
		unknown
	};
	for (const os of ["windows", "linux"]) {
		const configuration = settingIn(profile, `osProfile.${os}Configuration`);
		if (configuration.kind === "known") return {
			os,
			unknown: void 0
		};
		if (configuration.kind === "unknown") unknown ??= configuration.value;
	}
	if (image === void 0) return {
		os: void 0,
		unknown
	};
	const os = operatingSystemOfImage(image);
	if (os !== void 0) return {
		os,
		unknown: void 0
	};
	for (const name of [
		"publisher",
		"offer",
		"id"
	]) {
		const piece = settingIn(profile, `storageProfile.imageReference.${name}`);
		if (piece.kind === "unknown") unknown ??= piece.value;
	}
	return {
		os: void 0,
		unknown
	};
}

// src/templates/arm/language/marks.ts
/** Marks kept of one value: names of a few parameters are of use, of hundreds they are not. */
const maxMarks = 16;
/** Values looked through for marks below one argument. */
const maxVisited$1 = 1e3;
function isSame$2(left, right) {
	return left.kind === right.kind && left.name === right.name && (left.kind !== "parameter" || right.kind !== "parameter" || left.isSecure === right.isSecure);
}
/** Both lists without repetition; one that is secret is kept before one that is not when there are too many. */
function joinMarks(left, right) {
	if (right.length === 0 || left === right) return left;
	if (left.length === 0) return right;
	const fresh = right.filter((mark) => !left.some((each) => isSame$2(each, mark)));
	if (fresh.length === 0) return left;
	const joined = [...left, ...fresh];
	if (joined.length <= 16) return joined;
	return joined.toSorted((a, b) => Number(isSecret(b)) - Number(isSecret(a))).slice(0, 16);
}
/** Whether it stands for something that must not be shown. */
function isSecret(mark) {
	return mark.kind === "secret-function" || mark.isSecure;
}
/** The value with these marks added to its own. */
function withMarks(value, marks) {
	const joined = joinMarks(value.marks, marks);
	return joined === value.marks ? value : {
		...value,
		marks: joined
	};
}
/** The marks of a value and of all that it holds. */
function marksOf(value) {
	let marks = value.marks;
	if (value.kind !== "array" && value.kind !== "object") return marks;
	const pending = [value];
	for (let visited = 0; visited < maxVisited$1; visited++) {
		const next = pending.pop();
		if (next === void 0) break;
		marks = joinMarks(marks, next.marks);
		if (next.kind === "array") for (const item of next.items) pending.push(item);
		if (next.kind === "object") for (const each of next.properties.values()) pending.push(each.value);
	}
	return marks;
}

// src/templates/arm/language/plain.ts
const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
function isInt64(value) {
	return value >= minInt64 && value <= maxInt64;
}
/** A JSON number: a bigint when it is a whole number of 64 bits, else the nearest float. */
function numberOf(raw) {
	if (/^-?[0-9]{1,19}$/.test(raw)) {
		const value = BigInt(raw);
		if (isInt64(value)) return value;
	}
	return Number(raw);
}
/** A float as .NET writes it: shortest digits that read back, `1E+21` for large ones. */
function floatText(value) {
	if (Number.isNaN(value)) return "NaN";
	if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
	const magnitude = Math.abs(value);
	if (value === 0 || magnitude >= 1e-5 && magnitude < 0x38d7ea4c68000) return String(value);
	const [digits = "", exponent = ""] = value.toExponential().split("e");
	const size = exponent.replace(/^[+-]/, "").padStart(2, "0");
	return `${digits}E${exponent.startsWith("-") ? "-" : "+"}${size}`;
}
/**
* The JSON text of a value without blanks, as ARM's string() gives it. An unknown's place holds its form in angle
* brackets. Stops with `…` behind `limit` units: shared parts could otherwise make it exponentially long.
*/
function jsonText(value, limit) {
	const pieces = [];
	let length = 0;
	const put = (text) => {
		pieces.push(text);
		length += text.length;
		return length <= limit;
	};
	const write = (each) => {
		if ((each.kind === "array" || each.kind === "object") && each.rest !== void 0) return put(`<${each.rest.whole.form}>`);
		switch (each.kind) {
			case "null": return put("null");
			case "string": return put(JSON.stringify(each.value));
			case "float": return put(floatText(each.value));
			case "bool":
			case "int": return put(String(each.value));
			case "unknown": return put(`<${each.form}>`);
			case "array":
				put("[");
				for (const [index, item] of each.items.entries()) {
					if (index > 0) put(",");
					if (!write(item)) return false;
				}
				return put("]");
			case "object": {
				put("{");
				let isFirst = true;
				for (const { name, value: inner } of each.properties.values()) {
					put(`${isFirst ? "" : ","}${JSON.stringify(name)}:`);
					isFirst = false;
					if (!write(inner)) return false;
				}
				return put("}");
			}
		}
	};
	return write(value) ? pieces.join("") : `${pieces.join("").slice(0, limit)}…`;
}
/** Plain data of a value: an int becomes a number where that is exact. Undefined when something in it is unknown. */
function toPlain(value) {
	if ((value.kind === "array" || value.kind === "object") && value.rest !== void 0) return;
	switch (value.kind) {
		case "unknown": return;
		case "null": return null;
		case "int": return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value;
		case "array": {
			const items = [];
			for (const item of value.items) {
				const plain = toPlain(item);
				if (plain === void 0) return void 0;
				items.push(plain);
			}
			return items;
		}
		case "object": {
			const pairs = [];
			for (const each of value.properties.values()) {
				const plain = toPlain(each.value);
				if (plain === void 0) return void 0;
				pairs.push([each.name, plain]);
			}
			return Object.fromEntries(pairs);
		}
		default: return value.value;
	}
}
/** The value of plain data; whole numbers are ints. `span` is given to every part. */
function fromPlain(plain, span) {
	if (plain === null) return nullValue(span);
	if (typeof plain === "boolean") return boolValue(plain, span);
	if (typeof plain === "string") return stringValue(plain, span);
	if (typeof plain === "bigint") return intValue(plain, span);
	if (typeof plain === "number") return Number.isSafeInteger(plain) ? intValue(plain, span) : floatValue(plain, span);
	if (isList$2(plain)) return arrayValue(plain.map((item) => fromPlain(item, span)), span);
	const pairs = Object.entries(plain);
	return objectValue(pairs.map(([name, item]) => property(name, fromPlain(item, span))), span);
}
function isList$2(plain) {
	return Array.isArray(plain);
}

// src/templates/arm/language/unknown.ts
/** Longest form; longer ones become a digest. */
const maxForm = 400;
function shortForm(form) {
	if (form.length <= maxForm) return form;
	return `#${createHash("sha256").update(form).digest("hex").slice(0, 32)}`;
}
function unknownValue(type, reason, form, marks = []) {
	return {
		kind: "unknown",
		type,
		reason,
		form: shortForm(form),
		parts: void 0,
		span: reason.span,
		marks
	};
}
/** The form of any value; a known one's is its JSON text. */
function formOf(value) {
	const whole = closed(value);
	return whole.kind === "unknown" ? whole.form : shortForm(jsonText(whole, maxForm * 10));
}
/** For texts that compare without case, such as names: what toLower() and toUpper() make of one is the same. */
function caselessForm(form) {
	const inner = /^to(?:lower|upper)\((.*)\)$/s.exec(form)?.[1];
	if (inner === void 0) return form;
	let depth = 0;
	for (const unit of inner) {
		if (unit === "(") depth++;
		if (unit === ")" && --depth < 0) return form;
	}
	return caselessForm(inner);
}
/** What a function makes of arguments of which `cause` is unknown. */
function unknownCall(name, args, cause, type, span) {
	const form = `${name.toLowerCase()}(${args.map(formOf).join(",")})`;
	let marks = [];
	for (const arg of args) marks = joinMarks(marks, marksOf(arg));
	return {
		...unknownValue(type, cause.reason, form, marks),
		span
	};
}
/** A value as functions see it: one of which not all is known is unknown as a whole, save for its type. */
function closed(value) {
	if (value.kind !== "array" && value.kind !== "object" || value.rest === void 0) return value;
	return {
		...value.rest.whole,
		type: value.kind,
		span: value.span,
		marks: value.marks
	};
}
/** The pieces of a value that is joined into a text. */
function partsOf(value) {
	if (value.kind === "string") return [value.value];
	return value.parts ?? [{ form: value.form }];
}
/**
* Joins texts: a string when all are known, else an unknown string that keeps its known pieces.
* `pieces` are strings or unknowns whose text is not known yet.
*/
function joinTexts(pieces, span) {
	const cause = pieces.find((piece) => piece.kind === "unknown");
	let marks = [];
	for (const piece of pieces) marks = joinMarks(marks, piece.marks);
	if (cause?.kind !== "unknown") {
		const text = pieces.map((piece) => piece.kind === "string" ? piece.value : "").join("");
		return {
			...stringValue(text, span),
			marks
		};
	}
	const parts = [];
	for (const part of pieces.flatMap(partsOf)) {
		const last = parts.at(-1);
		if (part === "") continue;
		if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
		else parts.push(part);
	}
	const form = parts.map((part) => typeof part === "string" ? JSON.stringify(part) : part.form);
	return {
		...unknownValue("string", cause.reason, form.join("+"), marks),
		parts,
		span
	};
}

// src/templates/agents/partial-text.ts
function lowered(parts) {
	const out = [];
	for (const part of parts) {
		if (typeof part !== "string") {
			out.push({ form: caselessForm(part.form) });
			continue;
		}
		const last = out.at(-1);
		if (part === "") continue;
		if (typeof last === "string") out[out.length - 1] = last + part.toLowerCase();
		else out.push(part.toLowerCase());
	}
	return out;
}
/** A string or an unknown; anything else, and undefined, is an empty text. */
function partialText(value) {
	if (value?.kind === "string") return lowered([value.value]);
	if (value?.kind === "unknown") return lowered(value.parts ?? [{ form: value.form }]);
	return [];
}
/** Of a resource's key: unknown pieces stand in it as their forms in braces. */
function partialKey(key) {
	const parts = [];
	let known = "";
	for (let at = 0; at < key.length; at++) {
		if (key[at] !== "{") {
			known += key.charAt(at);
			continue;
		}
		let depth = 0;
		const start = at + 1;
		for (; at < key.length; at++) if (key[at] === "{") depth++;
		else if (key[at] === "}" && --depth === 0) break;
		parts.push(known, { form: key.slice(start, at) });
		known = "";
	}
	return lowered([...parts, known]);
}
/** The pieces between slashes; an unknown piece is taken to hold none. */
function segmentsOf$1(text) {
	const segments = [[]];
	for (const part of text) {
		if (typeof part !== "string") {
			segments.at(-1)?.push(part);
			continue;
		}
		for (const [index, piece] of part.split("/").entries()) {
			if (index > 0) segments.push([]);
			if (piece !== "") segments.at(-1)?.push(piece);
		}
	}
	return segments;
}
/** The text when all of it is known, in lower case. */
function knownText(text) {
	if (text.length === 0) return "";
	const [only] = text;
	return text.length === 1 && typeof only === "string" ? only : void 0;
}
function isSamePart(left, right) {
	if (right === void 0 || typeof left === "string" || typeof right === "string") return left === right;
	return left.form === right.form;
}
/** Whether the known text at one end of both rules out that they are equal. */
function differsAt(left, right, end) {
	if (typeof left !== "string" || typeof right !== "string") return false;
	if (end === "first") return !left.startsWith(right) && !right.startsWith(left);
	return !left.endsWith(right) && !right.endsWith(left);
}
function knownLength(text) {
	return text.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
}
/** Whether two texts are the same; equal forms have equal values. */
function isSameText(left, right) {
	if (left.length === right.length && left.every((part, at) => isSamePart(part, right[at]))) return "yes";
	const leftKnown = knownText(left);
	const rightKnown = knownText(right);
	if (leftKnown !== void 0 && rightKnown !== void 0) return "no";
	if (leftKnown !== void 0 && leftKnown.length < knownLength(right)) return "no";
	if (rightKnown !== void 0 && rightKnown.length < knownLength(left)) return "no";
	if (differsAt(left[0], right[0], "first")) return "no";
	if (differsAt(left.at(-1), right.at(-1), "last")) return "no";
	return "maybe";
}
/** The least certain of several. */
function allOf(certainties) {
	if (certainties.includes("no")) return "no";
	return certainties.includes("maybe") ? "maybe" : "yes";
}

// src/templates/agents/machines.ts
const kindsByType = /* @__PURE__ */ new Map([
	["microsoft.compute/virtualmachines", "vm"],
	["microsoft.compute/virtualmachinescalesets", "vmss"],
	["microsoft.hybridcompute/machines", "arc"]
]);
/** As messages name a kind. */
const kindTitles = {
	vm: "virtual machine",
	vmss: "scale set",
	arc: "Arc machine"
};
/** A resource's name for messages: unknown pieces as `{…}`. */
function shownName(resource) {
	const { name } = resource;
	if (name.kind === "string") return name.value;
	if (name.kind !== "unknown") return "{…}";
	return (name.parts ?? [{ form: name.form }]).map((part) => typeof part === "string" ? part : "{…}").join("");
}
/** The kind of machine that a resource is, existing ones too; undefined when it is none. */
function machineKindOf(resource) {
	return kindsByType.get(resource.type.toLowerCase());
}
/** Where the settings of a machine's system stand; where the path is absent or unknown, the nearest place around it. */
function profileOf(kind, resource) {
	const path = kind === "vmss" ? "properties.virtualMachineProfile" : "properties";
	const root = placeOf$2(resource);
	const found = placeIn(root, path);
	if (!("kind" in found)) return found;
	if (found.kind === "absent") return {
		value: {
			kind: "null",
			span: void 0,
			marks: []
		},
		at: found.at,
		keySpan: found.at
	};
	return {
		value: found.value,
		at: found.at,
		keySpan: found.at
	};
}
const switches$1 = [
	["osProfile", "allowExtensionOperations"],
	["osProfile.windowsConfiguration", "provisionVMAgent"],
	["osProfile.linuxConfiguration", "provisionVMAgent"]
];
function installingOn(profile) {
	let open = { kind: "yes" };
	for (const [path, name] of switches$1) {
		const holder = placeIn(profile, path);
		if ("kind" in holder || holder.value.kind === "unknown") continue;
		const setting = settingIn(holder, name);
		if (setting.kind === "known" && isBool(false)(setting.value)) return {
			kind: "no",
			reason: `${path}.${name} is false, so that no extension can be installed`
		};
		if (setting.kind === "unknown") open = {
			kind: "open",
			unknown: setting.value
		};
	}
	return open;
}
function exemption(kind, resource, image) {
	if (image !== void 0 && isAppliance(image)) return `images of ${image.publisher ?? ""} are appliances, on which nobody installs agents`;
	if (kind !== "vmss") return void 0;
	const mode = settingOf(resource, "properties.orchestrationMode");
	const profile = settingOf(resource, "properties.virtualMachineProfile");
	if (!(mode.kind === "known" && isText$1("Flexible")(mode.value)) || profile.kind !== "absent") return void 0;
	return "a Flexible scale set without a profile has no machines of its own; they are judged one by one";
}
const images = /* @__PURE__ */ new WeakMap();
function imagesIn(evaluation) {
	const before = images.get(evaluation);
	if (before !== void 0) return before;
	const found = evaluation.resources.filter(({ type }) => type.toLowerCase() === "microsoft.compute/images");
	images.set(evaluation, found);
	return found;
}
/** Also by the image that the machine is made from, where the same evaluation makes that. */
function systemOf$1(kind, profile, image, evaluation) {
	const answer = operatingSystemOf(kind, profile, image);
	if (answer.os !== void 0 || image === void 0) return answer;
	const id = settingIn(profile, "storageProfile.imageReference.id");
	if (id.kind !== "known" && id.kind !== "unknown") return answer;
	const wanted = partialText(id.value);
	const source = imagesIn(evaluation).find(({ key }) => isSameText(partialKey(key), wanted) === "yes");
	if (source === void 0) return answer;
	const made = settingOf(source, "properties.storageProfile.osDisk.osType");
	const os = ["windows", "linux"].find((each) => made.kind === "known" && isText$1(each)(made.value));
	return os === void 0 ? answer : {
		os,
		unknown: void 0
	};
}
function machineOf$2(kind, resource, evaluation) {
	const profile = profileOf(kind, resource);
	const image = kind === "arc" ? void 0 : imageIn(profile);
	return {
		kind,
		resource,
		evaluation,
		type: resource.type.toLowerCase(),
		name: partialText(resource.name),
		subscription: partialText(resource.deployment.subscription),
		resourceGroup: partialText(resource.deployment.resourceGroup),
		key: partialKey(resource.key),
		profile,
		system: systemOf$1(kind, profile, image, evaluation),
		image,
		installing: kind === "arc" ? { kind: "yes" } : installingOn(profile),
		notApplicable: exemption(kind, resource, image)
	};
}
const known$8 = /* @__PURE__ */ new WeakMap();
const byResource$1 = /* @__PURE__ */ new WeakMap();
/** The machines that an evaluation deploys, in the order of the text; existing ones are not deployed. */
function machinesOf(evaluation) {
	const before = known$8.get(evaluation);
	if (before !== void 0) return before;
	const machines = [];
	for (const resource of evaluation.resources) {
		const kind = machineKindOf(resource);
		if (kind !== void 0 && !resource.isExisting) {
			const machine = machineOf$2(kind, resource, evaluation);
			machines.push(machine);
			byResource$1.set(resource, machine);
		}
	}
	known$8.set(evaluation, machines);
	return machines;
}
/** The machine that a resource of the evaluation is; undefined when it is none that is deployed. */
function machineOfResource(resource, evaluation) {
	machinesOf(evaluation);
	return byResource$1.get(resource);
}

// src/templates/agents/requirements.ts
const yes = { kind: "yes" };
const no = { kind: "no" };
/** Without case. */
function isMatch$1(pattern, text) {
	return matchesWildcard(pattern.toLowerCase(), text.toLowerCase());
}
function byTag(machine, name, wanted) {
	const tags = settingOf(machine.resource, "tags");
	if (tags.kind === "unknown") return {
		kind: "maybe",
		unknown: tags.value
	};
	const tag = tags.kind === "known" ? propertyOf(tags.value, name)?.value : void 0;
	if (tag?.kind === "unknown") return {
		kind: "maybe",
		unknown: tag
	};
	return tag?.kind === "string" && tag.value.toLowerCase() === wanted.toLowerCase() ? yes : no;
}
/** Whether a filter selects a machine. */
function isSelected(machine, where) {
	if (where === void 0) return yes;
	if (where.kind !== void 0 && !where.kind.includes(machine.kind)) return no;
	const answers = [];
	if (where.os !== void 0) {
		const { os, unknown } = machine.system;
		const untold = () => {
			const message = "its operating system is not stated";
			const span = machine.resource.declaration.nameSpan;
			return unknownValue("string", {
				kind: "outside",
				message,
				span
			}, "operating system");
		};
		if (os === void 0) answers.push({
			kind: "maybe",
			unknown: unknown ?? untold()
		});
		else if (os !== where.os) return no;
	}
	if (where.name !== void 0) {
		const { name } = machine.resource;
		if (name.kind === "unknown") answers.push({
			kind: "maybe",
			unknown: name
		});
		else if (!isMatch$1(where.name, shownName(machine.resource))) return no;
	}
	for (const [name, wanted] of Object.entries(where.tags ?? {})) answers.push(byTag(machine, name, wanted));
	if (answers.some((each) => each.kind === "no")) return no;
	return answers.find((each) => each.kind === "maybe") ?? yes;
}
/** As messages and tables name it: `qualys or mdvm`. */
function requirementLabel({ anyOf }) {
	return anyOf.join(" or ");
}
/** The names by which a policy's globs may call an image. */
function imageNames({ image: reference }) {
	if (reference === void 0) return [];
	const { id, publisher, offer, sku, version } = reference;
	const names = id === void 0 ? [] : [id];
	if (publisher !== void 0 && offer !== void 0 && sku !== void 0) {
		const image = `${publisher}:${offer}:${sku}`;
		names.push(image, `${image}:${version ?? "latest"}`);
	}
	return names;
}
/** Whether the machine's image brings an agent with it, as the policy says. */
function isBakedIn(machine, agent, bakedIn) {
	const globs = bakedIn.filter((each) => each.agent === agent).flatMap(({ images }) => images);
	if (globs.length === 0 || machine.image === void 0) return no;
	if (imageNames(machine).some((name) => globs.some((glob) => isMatch$1(glob, name)))) return yes;
	if (!machine.image.isOpen) return no;
	const reference = settingOf(machine.resource, `${machine.kind === "vmss" ? "properties.virtualMachineProfile" : "properties"}.storageProfile.imageReference`);
	const unknown = reference.kind === "absent" ? void 0 : unknownIn(reference.value);
	return unknown === void 0 ? no : {
		kind: "maybe",
		unknown
	};
}

// src/templates/agents/extensions.ts
const suffix = "/extensions";
/** Full types of extension resources, in lower case. */
const extensionTypes = [...kindsByType.keys()].map((type) => `${type}${suffix}`);
/** Of an extension resource; undefined when the resource is none. */
function extensionOf(resource, evaluation) {
	const type = resource.type.toLowerCase();
	if (!extensionTypes.includes(type)) return void 0;
	const segments = segmentsOf$1(partialText(resource.name));
	const host = segments.length > 1 ? segments.slice(0, -1) : void 0;
	return {
		evaluation,
		resource,
		isInProfile: false,
		hostType: type.slice(0, -11),
		hostName: host?.flatMap((each, index) => index === 0 ? each : ["/", ...each]),
		name: shownName(resource),
		at: resource.declaration.nameSpan,
		...described(propertiesOf$1(placeOf$2(resource))),
		conditions: resource.conditions,
		loops: resource.loops,
		mayBeAbsent: void 0
	};
}
function propertiesOf$1(place) {
	const found = placeIn(place, "properties");
	if (!("kind" in found)) return found;
	if (found.kind === "unknown") return {
		value: found.value,
		at: found.at,
		keySpan: found.at
	};
	return {
		value: {
			kind: "null",
			span: void 0,
			marks: []
		},
		at: found.at,
		keySpan: found.at
	};
}
function described(properties) {
	return {
		properties,
		publisher: settingIn(properties, "publisher"),
		type: settingIn(properties, "type")
	};
}
/** The extensions in a scale set's profile; one unknown one when the list is unknown. */
function profileExtensions(scaleSet, evaluation) {
	const common = {
		evaluation,
		resource: scaleSet,
		isInProfile: true,
		hostType: scaleSet.type.toLowerCase(),
		hostName: partialText(scaleSet.name),
		conditions: scaleSet.conditions,
		loops: scaleSet.loops,
		mayBeAbsent: void 0
	};
	const path = "properties.virtualMachineProfile.extensionProfile.extensions";
	const items = itemsIn(placeOf$2(scaleSet), path);
	if ("kind" in items) {
		if (items.kind !== "unknown") return [];
		const { value, at } = items;
		const properties = {
			value,
			at,
			keySpan: at
		};
		return [{
			...common,
			name: "extensionProfile",
			at,
			...described(properties)
		}];
	}
	const list = placeIn(placeOf$2(scaleSet), path);
	const open = !("kind" in list) && list.value.kind === "array" ? list.value.rest?.whole : void 0;
	return items.map((item) => {
		const name = settingIn(item, "name");
		const isNamed = name.kind === "known" && name.value.kind === "string";
		return {
			...common,
			name: isNamed ? name.value.value : "extension",
			at: item.at,
			mayBeAbsent: open,
			...described(item.value.kind === "unknown" ? item : propertiesOf$1(item))
		};
	});
}
const known$7 = /* @__PURE__ */ new WeakMap();
/** Every extension that an evaluation deploys, in the order of the text. */
function extensionsOf(evaluation) {
	const before = known$7.get(evaluation);
	if (before !== void 0) return before;
	const found = [];
	for (const resource of evaluation.resources) {
		if (resource.isExisting) continue;
		const extension = extensionOf(resource, evaluation);
		if (extension !== void 0) found.push(extension);
		if (kindsByType.get(resource.type.toLowerCase()) === "vmss") found.push(...profileExtensions(resource, evaluation));
	}
	known$7.set(evaluation, found);
	return found;
}
/** `Qualys / QualysAgentLinux`, for messages. */
function labelOf$1({ publisher, type }) {
	return `${textOf$9(publisher) ?? "{…}"} / ${textOf$9(type) ?? "{…}"}`;
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

// src/templates/fix/edit.ts
function isSame$1(left, right) {
	return left.path === right.path && left.start === right.start && left.end === right.end && left.text === right.text;
}
/** Whether two different edits touch the same place, so that the second has to wait for the text with the first. */
function collides(left, right) {
	if (left.path !== right.path || isSame$1(left, right)) return false;
	if (left.start === right.start) return !(left.adds !== void 0 && right.adds !== void 0) || left.adds === right.adds;
	return left.start < right.start ? left.end > right.start : right.end > left.start;
}
/** Whether edits of one fix can be made in the same pass as those that are already chosen. */
function fitTogether(chosen, more) {
	return !more.some((edit) => chosen.some((each) => collides(each, edit)));
}
/** The edits of one text without repetitions, in the order of the text. */
function ordered$1(edits) {
	return edits.filter((edit, index) => edits.findIndex((each) => isSame$1(each, edit)) === index).sort((left, right) => left.start - right.start);
}
/** The text with all edits of its path; they fit together, and equal ones are made once. */
function applyEdits(path, text, edits) {
	let result = "";
	let at = 0;
	for (const edit of ordered$1(edits.filter((each) => each.path === path))) {
		result += text.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return result + text.slice(at);
}

// src/templates/fix/plan.ts
function noPlan(reason) {
	return {
		kind: "none",
		reason
	};
}
/** Files that are compiled Bicep as a whole, templates around a plain linked one among them. */
function compiledFiles(evaluations) {
	const paths = /* @__PURE__ */ new Set();
	for (const { source, generator, parent } of evaluations.flatMap((each) => each.deployments)) if ((parent === void 0 || parent.source.path !== source.path) && generator?.toLowerCase() === "bicep") paths.add(source.path);
	return paths;
}
const fromBicep = "the file was compiled from Bicep: mend its source";
/** Why a declaration's file is not edited; undefined when it may be. */
function untouchable(resource) {
	const { path } = resource.declaration.span.source;
	for (let { deployment } = resource;;) {
		const { source, generator, parent } = deployment;
		if (source.path === path && generator?.toLowerCase() === "bicep") return fromBicep;
		if (parent === void 0) return void 0;
		deployment = parent;
	}
}

// src/templates/arm/language/token.ts
const blank = /\s*/y;
const name = /[A-Za-z_$][\w$]*/y;
const number$1 = /[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const marks$1 = [
	"[?",
	".?",
	"(",
	")",
	"[",
	"]",
	",",
	"."
];
function matchAt(pattern, text, at) {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}
/** The index behind the closing quote of the text that opens at `from`; a doubled quote does not close it. */
function endOfText(text, from, end) {
	let at = text.indexOf("'", from + 1);
	while (at >= 0 && at < end && text[at + 1] === "'") at = text.indexOf("'", at + 2);
	return at >= 0 && at < end ? at + 1 : void 0;
}
function tokenAt(text, from, end) {
	const word = matchAt(name, text, from);
	if (word !== void 0) return {
		kind: "name",
		text: word,
		from,
		to: from + word.length
	};
	const digits = matchAt(number$1, text, from);
	if (digits !== void 0) return {
		kind: "number",
		text: digits.replace(/^\+/, ""),
		from,
		to: from + digits.length
	};
	if (text[from] === "'") {
		const to = endOfText(text, from, end);
		if (to === void 0) return {
			kind: "wrong",
			text: "this text is not closed by a quote",
			from,
			to: end
		};
		return {
			kind: "text",
			text: text.slice(from + 1, to - 1).replaceAll("''", "'"),
			from,
			to
		};
	}
	const mark = marks$1.find((each) => text.startsWith(each, from));
	if (mark !== void 0) return {
		kind: mark,
		text: mark,
		from,
		to: from + mark.length
	};
	return {
		kind: "wrong",
		text: "a character that belongs to no expression",
		from,
		to: from + 1
	};
}
/** All tokens from `start` to `end`; the last is `end`, or `wrong` where the reading stopped. */
function readTokens(text, start, end) {
	const tokens = [];
	let at = start;
	for (;;) {
		at += matchAt(blank, text, at)?.length ?? 0;
		if (at >= end) {
			tokens.push({
				kind: "end",
				text: "",
				from: end,
				to: end
			});
			return tokens;
		}
		const token = tokenAt(text, at, end);
		tokens.push(token);
		if (token.kind === "wrong") return tokens;
		at = token.to;
	}
}

// src/templates/arm/language/wording.ts
/** A name from a template, short enough for a message. */
function clip$1(name) {
	return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
/** The kind of a value with its article. */
function kindOf(value) {
	const kind = value.kind === "unknown" ? value.type : value.kind;
	switch (kind) {
		case "null": return "null";
		case "any": return "an unknown value";
		case "int":
		case "array":
		case "object": return `an ${kind}`;
		default: return `a ${kind}`;
	}
}

// src/templates/arm/language/expression.ts
/** Calls and brackets inside one another. */
const maxExpressionDepth = 200;
/** Ends the parsing; never leaves this file. */
var Unparsable = class extends Error {
	from;
	to;
	hint;
	constructor(message, from, to, hint) {
		super(message);
		this.from = from;
		this.to = to;
		this.hint = hint;
	}
};
var Parser = class {
	index = 0;
	depth = 0;
	tokens;
	place;
	constructor(tokens, place) {
		this.tokens = tokens;
		this.place = place;
	}
	whole() {
		const term = this.expression();
		const rest = this.peek();
		if (rest.kind !== "end") this.refuse(rest, "the end of the expression");
		return term;
	}
	peek() {
		const token = this.tokens[this.index];
		if (token === void 0) throw new Unparsable("this expression ends too early", 0, 0);
		return token;
	}
	take() {
		const token = this.peek();
		if (token.kind === "wrong") throw new Unparsable(token.text, token.from, token.to);
		if (token.kind !== "end") this.index++;
		return token;
	}
	takeIf(kind) {
		if (this.peek().kind !== kind) return false;
		this.index++;
		return true;
	}
	expect(kind, what) {
		const token = this.peek();
		if (token.kind !== kind) this.refuse(token, what);
		return this.take();
	}
	refuse(token, wanted) {
		if (token.kind === "wrong") throw new Unparsable(token.text, token.from, token.to);
		const found = token.kind === "end" ? "the expression ends" : `'${clip$1(token.text)}' stands`;
		throw new Unparsable(`${found} where ${wanted} is expected`, token.from, token.to);
	}
	expression() {
		if (this.depth >= 200) {
			const { from, to } = this.peek();
			throw new Unparsable(`this expression is nested deeper than ${200} levels`, from, to, "Split it by variables.");
		}
		this.depth++;
		const { from } = this.peek();
		let term = this.primary();
		for (let next = this.suffix(term, from); next !== void 0; next = this.suffix(term, from)) term = next;
		this.depth--;
		return term;
	}
	primary() {
		const token = this.take();
		const span = this.place(token.from, token.to);
		if (token.kind === "text") return {
			kind: "literal",
			value: token.text,
			span
		};
		if (token.kind === "number") return {
			kind: "literal",
			value: numberOf(token.text),
			span
		};
		if (token.kind !== "name") this.refuse(token, "a function, a text or a number");
		let name = token.text;
		if (this.takeIf(".")) name += `.${this.expect("name", "the name of a function").text}`;
		const open = this.peek();
		if (open.kind !== "(") {
			const hint = `A text needs single quotes, a function its parentheses: '${clip$1(name)}', ${clip$1(name)}().`;
			throw new Unparsable(`'${clip$1(name)}' is neither a text nor a call`, token.from, open.from, hint);
		}
		this.index++;
		const args = [];
		if (!this.takeIf(")")) {
			do
				args.push(this.expression());
			while (this.takeIf(","));
			this.expect(")", "a comma or ')'");
		}
		return {
			kind: "call",
			name,
			args,
			span: this.place(token.from, this.lastEnd())
		};
	}
	lastEnd() {
		return this.tokens[this.index - 1]?.to ?? 0;
	}
	suffix(base, from) {
		const { kind } = this.peek();
		if (kind === "." || kind === ".?") {
			this.index++;
			const name = this.expect("name", "the name of a property");
			return {
				kind: "access",
				base,
				key: {
					kind: "literal",
					value: name.text,
					span: this.place(name.from, name.to)
				},
				isSafe: kind === ".?",
				span: this.place(from, name.to)
			};
		}
		if (kind !== "[" && kind !== "[?") return void 0;
		this.index++;
		const key = this.expression();
		const close = this.expect("]", "']'");
		return {
			kind: "access",
			base,
			key,
			isSafe: kind === "[?",
			span: this.place(from, close.to)
		};
	}
};
/**
* The term of a text of a template. A text from `[` to `]` is an expression; `[[…]` is the text without its first
* bracket; all else stands for itself. What cannot be parsed becomes an `invalid` term at the fault's place.
*/
function parseText(value, span, place) {
	if (!value.startsWith("[") || !value.endsWith("]")) return {
		kind: "literal",
		value,
		span
	};
	if (value.startsWith("[[")) return {
		kind: "literal",
		value: value.slice(1),
		span
	};
	try {
		return new Parser(readTokens(value, 1, value.length - 1), place).whole();
	} catch (error) {
		if (!(error instanceof Unparsable)) throw error;
		const { message, hint } = error;
		return {
			kind: "invalid",
			message,
			hint,
			span: place(error.from, error.to)
		};
	}
}
/** As `parseText`, of a text that has no place of its own (an escaped inner template): all of it stands at `span`. */
function parseTextAt(value, span) {
	return parseText(value, span, () => span);
}

// src/templates/arm/language/term.ts
/** The literal text of a term; undefined when it is anything else. */
function literalText(term) {
	return term?.kind === "literal" && typeof term.value === "string" ? term.value : void 0;
}
/** A property whose name is literal text, found without case; the last of several. */
function propertyTerm(term, name) {
	if (term?.kind !== "object") return void 0;
	const wanted = name.toLowerCase();
	return term.properties.findLast((each) => literalText(each.name)?.toLowerCase() === wanted);
}

// src/templates/source.ts
/** Offsets at which the lines begin; `\n`, `\r\n` and a lone `\r` each end one. */
function lineStarts(text) {
	const starts = [0];
	for (let offset = 0; offset < text.length; offset++) {
		const unit = text.charCodeAt(offset);
		if (unit === 10 || unit === 13 && text.charCodeAt(offset + 1) !== 10) starts.push(offset + 1);
	}
	return starts;
}
/** Keeps the text; its table of lines is made when the first position is asked for. */
function sourceOf(path, text) {
	let starts;
	return {
		path,
		text,
		positionAt(offset) {
			starts ??= lineStarts(text);
			const wanted = Math.max(0, Math.min(offset, text.length));
			let low = 0;
			let high = starts.length - 1;
			while (low < high) {
				const middle = low + high + 1 >> 1;
				if ((starts[middle] ?? 0) <= wanted) low = middle;
				else high = middle - 1;
			}
			return {
				line: low + 1,
				column: wanted - (starts[low] ?? 0) + 1
			};
		}
	};
}
/** `file:line:column` of a span's start. */
function whereOf(span) {
	const { line, column } = span.source.positionAt(span.start);
	return `${span.source.path}:${line}:${column}`;
}
/**
* Text of a file's bytes: UTF-8, or UTF-16 when its byte order mark says so (older PowerShell writes that).
* The mark itself is taken off; bytes that are no text become U+FFFD, for the reader to complain about.
*/
function decodeText(bytes) {
	const [first, second] = bytes;
	return new TextDecoder(first === 255 && second === 254 ? "utf-16le" : first === 254 && second === 255 ? "utf-16be" : "utf-8").decode(bytes);
}
/** The bytes of a text in the encoding, and with the byte order mark, of the bytes that an older one was read from. */
function encodeLike(bytes, text) {
	const [first, second, third] = bytes;
	if (first === 255 && second === 254) return Buffer.from(`\ufeff${text}`, "utf16le");
	if (first === 254 && second === 255) return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
	const isMarked = first === 239 && second === 187 && third === 191;
	return Buffer.from(isMarked ? `\ufeff${text}` : text);
}
/** A fault of a template at a place, as the user sees it: `file:line:column: message`. */
function faultAt(span, message, hint) {
	return new ScanError("TARGET_DAMAGED", whereOf(span), message, hint === void 0 ? {} : { hint });
}
/** A limit of ours that a template went over. Never swallowed where other faults are. */
function limitAt(span, message, hint) {
	return new ScanError("LIMIT_EXCEEDED", whereOf(span), message, hint === void 0 ? {} : { hint });
}

// src/templates/arm/syntax/document.ts
/** Longest text in UTF-16 units. Azure takes 4 MB; generated data files beside templates are larger. */
const maxTextLength = 41943040;
/** Values of one text: 4 MB, which is what Azure takes, have some 500,000. A tree takes about 150 bytes for each. */
const maxJsonNodes = 6e5;
/** A problem as an error at its place. */
function errorOf$1(document, problem) {
	const span = {
		source: document.source,
		start: problem.start,
		end: problem.end
	};
	return (problem.level === "limit" ? limitAt : faultAt)(span, problem.message, problem.hint);
}
/** The one message for a text that Azure would refuse: its first error or limit. Undefined when there is none. */
function firstError(document) {
	const problem = document.problems.find(({ level }) => level !== "warning");
	return problem && errorOf$1(document, problem);
}

// src/templates/arm/syntax/names.ts
/**
* The members whose name came before: an error when the two differ in case, a warning when they are equal
* (Azure's reader then keeps the last). At most `room` of them; `line` words the place of the earlier one.
*/
function nameProblems(members, room, line) {
	if (members.length < 2) return [];
	const seen = /* @__PURE__ */ new Map();
	const problems = [];
	for (const member of members) {
		const key = member.name.toLowerCase();
		const earlier = seen.get(key);
		if (earlier === void 0) {
			seen.set(key, member);
			continue;
		}
		if (problems.length >= room) break;
		const equal = earlier.name === member.name;
		const place = line(earlier.nameStart);
		problems.push({
			level: equal ? "warning" : "error",
			message: equal ? `the name "${member.name}" stands in this object already (${place}); the last one counts` : `the name "${member.name}" differs only in case from "${earlier.name}" (${place})`,
			hint: "Azure compares names without case: remove or rename one of them.",
			start: member.nameStart,
			end: member.nameEnd
		});
	}
	return problems;
}

// src/templates/arm/syntax/string-token.ts
const backslash = 92;
const simpleEscapes = {
	"\"": "\"",
	"'": "'",
	"\\": "\\",
	"/": "/",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "	"
};
/** One escape at a backslash: what it stands for and how many units it takes; undefined when it is none. */
function readEscape(text, at) {
	const letter = text[at + 1] ?? "";
	const simple = simpleEscapes[letter];
	if (simple !== void 0) return {
		value: simple,
		length: 2
	};
	if (letter !== "u") return void 0;
	const digits = text.slice(at + 2, at + 6);
	if (!/^[0-9a-fA-F]{4}$/.test(digits)) return void 0;
	return {
		value: String.fromCharCode(Number.parseInt(digits, 16)),
		length: 6
	};
}
/** Reads the string whose opening quote stands at `start`. Line breaks inside are kept as they are. */
function readString(text, start) {
	const quote = text.charCodeAt(start);
	let pieces = "";
	let from = start + 1;
	let problem;
	let problemAt = start;
	for (let at = from; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		if (unit === quote) return {
			value: pieces === "" ? text.slice(from, at) : pieces + text.slice(from, at),
			end: at + 1,
			closed: true,
			problem,
			problemAt
		};
		if (unit !== backslash) continue;
		const escape = readEscape(text, at);
		pieces += text.slice(from, at);
		if (escape === void 0) {
			if (problem === void 0) problemAt = at;
			problem ??= "an escape that JSON does not know";
		}
		pieces += escape?.value ?? "\\";
		const length = escape?.length ?? 1;
		from = at + length;
		at = from - 1;
	}
	return {
		value: pieces + text.slice(from),
		end: text.length,
		closed: false,
		problem,
		problemAt
	};
}
/**
* Maps an index in a string's value to the offset in the file; `start` is the opening quote's, `end` behind the closing.
* Strings without escapes cost nothing; others are scanned once.
*/
function offsetsOf(text, start, end, value) {
	if (end - start - 2 === value.length) return (index) => start + 1 + Math.min(index, value.length);
	const offsets = new Uint32Array(value.length + 1);
	let at = start + 1;
	for (let index = 0; index < value.length; index++) {
		offsets[index] = at;
		at += text.charCodeAt(at) === backslash ? readEscape(text, at)?.length ?? 1 : 1;
	}
	offsets[value.length] = at;
	return (index) => offsets[Math.max(0, Math.min(index, value.length))] ?? at;
}

// src/templates/arm/syntax/word.ts
const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const marks = "\"',:[]{}/";
/** RFC 8259 section 6. */
function isNumber$1(word) {
	return number.test(word);
}
/** Whether a UTF-16 unit cannot belong to a word: blanks, no-break space, byte order mark, JSON's own marks. */
function endsWord(unit) {
	return unit <= 32 || unit === 160 || unit === 65279 || marks.includes(String.fromCharCode(unit));
}
/** What is wrong with a word that is none of JSON's. */
function strayWord(word) {
	return /^(?:<{7}|={7}|>{7})/.test(word) ? {
		message: "a conflict of a merge is not resolved",
		hint: "Keep one of its two sides."
	} : {
		message: "a word that is no JSON value",
		hint: "Put text into double quotes."
	};
}

// src/templates/arm/syntax/reader.ts
const [tab, lineFeed$1, carriageReturn$1, space] = [
	9,
	10,
	13,
	32
];
var Reader = class {
	problems = [];
	at = 0;
	depth = 0;
	nodes = 0;
	stopped = false;
	source;
	text;
	lenient;
	constructor(source, lenient) {
		this.source = source;
		this.text = source.text;
		this.lenient = lenient;
	}
	read() {
		this.skipBlank();
		if (this.at >= this.text.length) {
			this.complain("the file holds no JSON value", this.at, this.at);
			return;
		}
		const root = this.value();
		this.skipBlank();
		if (!this.stopped && this.at < this.text.length) this.complain("there is more text behind the end of the value", this.at, this.at + 1);
		return root;
	}
	complain(message, start, end, hint) {
		if (this.stopped || this.problems.length >= 100) return;
		this.problems.push({
			level: "error",
			message,
			hint,
			start,
			end
		});
	}
	/** Ends the reading: every loop sees the end of the text and says nothing more. */
	stop(message) {
		if (this.stopped) return;
		this.problems.push({
			level: "limit",
			message,
			hint: "Split the file, or leave it out of the targets.",
			start: this.at,
			end: this.at + 1
		});
		this.stopped = true;
		this.at = this.text.length;
	}
	/** Says once that the text ended too early. */
	endsEarly(what, start) {
		this.complain(`this ${what} is not closed before the file ends`, start, start + 1);
		this.stopped = true;
	}
	skipBlank() {
		const { text } = this;
		for (;;) {
			const unit = text.charCodeAt(this.at);
			if (unit === space || unit === lineFeed$1 || unit === carriageReturn$1 || unit === tab) this.at++;
			else if (unit === 65279 || unit === 160) this.at++;
			else if (unit === 47 && !this.skipComment()) return;
			else if (unit !== 47) return;
		}
	}
	skipComment() {
		const { text } = this;
		const next = text[this.at + 1];
		if (next === "/") {
			while (this.at < text.length && !"\n\r".includes(text.charAt(this.at))) this.at++;
			return true;
		}
		if (next !== "*") return false;
		const end = text.indexOf("*/", this.at + 2);
		if (end < 0) this.endsEarly("comment", this.at);
		this.at = end < 0 ? text.length : end + 2;
		return true;
	}
	value() {
		this.nodes++;
		if (this.nodes > 6e5) this.stop(`more than ${maxJsonNodes} values in one file`);
		switch (this.text[this.at]) {
			case "{":
			case "[": return this.nested();
			case "\"":
			case "'": return this.string();
			default: return this.word();
		}
	}
	nested() {
		if (this.depth >= 500) {
			const start = this.at;
			this.stop(`objects and arrays are nested deeper than ${500} levels`);
			return {
				kind: "null",
				start,
				end: start
			};
		}
		this.depth++;
		const node = this.text[this.at] === "{" ? this.object() : this.array();
		this.depth--;
		return node;
	}
	string() {
		const start = this.at;
		if (this.text[start] === "'" && !this.lenient) this.complain("a string in single quotes", start, start + 1, "JSON wants double quotes.");
		const token = readString(this.text, start);
		if (token.closed) {
			if (token.problem !== void 0) {
				const at = token.problemAt;
				this.complain(token.problem, at, at + 2, "Write \\\\ for a backslash.");
			}
			this.at = token.end;
			return {
				kind: "string",
				value: token.value,
				start,
				end: token.end
			};
		}
		this.endsEarly("string", start);
		this.at = this.text.length;
		return {
			kind: "string",
			value: token.value,
			start,
			end: this.at
		};
	}
	word() {
		const start = this.at;
		while (this.at < this.text.length && !endsWord(this.text.charCodeAt(this.at))) this.at++;
		const end = this.at;
		const raw = this.text.slice(start, end);
		if (raw === "true" || raw === "false") return {
			kind: "boolean",
			value: raw === "true",
			start,
			end
		};
		if (raw === "null") return {
			kind: "null",
			start,
			end
		};
		if (isNumber$1(raw)) return {
			kind: "number",
			raw,
			start,
			end
		};
		if (raw !== "") {
			const { message, hint } = strayWord(raw);
			this.complain(message, start, end, hint);
			return {
				kind: "string",
				value: raw,
				start,
				end
			};
		}
		if (start >= this.text.length) this.endsEarly("file", start);
		else this.complain("a value is missing here", start, start + 1);
		return {
			kind: "null",
			start,
			end
		};
	}
	array() {
		const start = this.at++;
		const items = [];
		for (;;) {
			this.skipBlank();
			const letter = this.text[this.at];
			if (letter === void 0) this.endsEarly("array", start);
			if (letter === void 0 || letter === "}") break;
			if (letter === "]") return {
				kind: "array",
				items,
				start,
				end: ++this.at
			};
			if (letter === ",") this.complain("a comma without a value", this.at, ++this.at);
			else if (letter === ":") this.complain("a colon inside an array", this.at, ++this.at);
			else {
				const before = this.at;
				items.push(this.value());
				this.separator("]");
				if (this.at === before) this.at++;
			}
		}
		this.complain("']' expected", this.at, this.at + 1, `It closes the array of ${this.line(start)}.`);
		return {
			kind: "array",
			items,
			start,
			end: this.at
		};
	}
	object() {
		const start = this.at++;
		const members = [];
		for (;;) {
			this.skipBlank();
			const letter = this.text[this.at];
			if (letter === void 0) this.endsEarly("object", start);
			if (letter === void 0 || letter === "]") break;
			if (letter === "}") {
				this.at++;
				this.checkNames(members);
				return {
					kind: "object",
					members,
					start,
					end: this.at
				};
			}
			if (letter === ",") this.complain("a comma without a member", this.at, ++this.at);
			else if (letter === ":") this.complain("a colon without a name", this.at, ++this.at);
			else {
				const before = this.at;
				members.push(this.member());
				this.separator("}");
				if (this.at === before) this.at++;
			}
		}
		this.complain("'}' expected", this.at, this.at + 1, `It closes the object of ${this.line(start)}.`);
		return {
			kind: "object",
			members,
			start,
			end: this.at
		};
	}
	member() {
		const nameStart = this.at;
		const name = this.name();
		const nameEnd = this.at;
		this.skipBlank();
		if (this.text[this.at] === ":") {
			this.at++;
			this.skipBlank();
		} else {
			this.complain("a colon is missing behind this name", nameStart, nameEnd);
			const next = this.text[this.at];
			if (next === "," || next === "}" || next === "]") return {
				name,
				nameStart,
				nameEnd,
				value: {
					kind: "null",
					start: nameEnd,
					end: nameEnd
				}
			};
		}
		return {
			name,
			nameStart,
			nameEnd,
			value: this.value()
		};
	}
	name() {
		const start = this.at;
		const letter = this.text[start];
		if (letter === "\"" || letter === "'") {
			const node = this.string();
			return node.kind === "string" ? node.value : "";
		}
		while (this.at < this.text.length && !endsWord(this.text.charCodeAt(this.at))) this.at++;
		const raw = this.text.slice(start, this.at);
		if (!this.lenient || raw === "") this.complain("a name in double quotes is expected", start, Math.max(start + 1, this.at));
		return raw;
	}
	/** Behind a value: takes the comma, or says that it is missing. One before the closing bracket is tolerated. */
	separator(closing) {
		const end = this.at;
		this.skipBlank();
		const letter = this.text[this.at];
		if (letter === ",") this.at++;
		else if (letter !== void 0 && letter !== closing && letter !== "}" && letter !== "]") this.complain("a comma is missing", end, end + 1);
	}
	checkNames(members) {
		const room = 100 - this.problems.length;
		if (room <= 0 || this.stopped) return;
		this.problems.push(...nameProblems(members, room, (start) => this.line(start)));
	}
	line(offset) {
		return `line ${this.source.positionAt(offset).line}`;
	}
};
/** Reads a text; never throws: what is wrong stands in `problems`, what could be read in `root`. */
function readJson(source, reading = {}) {
	if (source.text.length > 41943040) return {
		source,
		root: void 0,
		problems: [{
			level: "limit",
			message: `the file is longer than ${maxTextLength / 1024 / 1024} MiB`,
			hint: "Azure takes templates of 4 MB at most; leave it out of the targets.",
			start: 0,
			end: 0
		}]
	};
	const reader = new Reader(source, reading.lenient ?? false);
	return {
		source,
		root: reader.read(),
		problems: reader.problems.toSorted((left, right) => left.start - right.start)
	};
}

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
function childrenOf$1(node) {
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
		node = childrenOf$1(node).find(({ start, end }) => start <= span.start && end >= span.end);
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

// src/templates/fix/expression-text.ts
/** A text as the language writes it. */
function quoted$1(text) {
	return `'${text.replaceAll("'", "''")}'`;
}
/** The expression that a string is, a literal one in quotes; undefined for anything that is no plain string. */
function expressionOf$1(node) {
	if (node?.kind !== "string" || node.value.startsWith("[[")) return void 0;
	const { value } = node;
	return value.startsWith("[") && value.endsWith("]") ? value.slice(1, -1).trim() : quoted$1(value);
}
/** A string of a template that has the expression's value: the text itself where the expression is one literal. */
function templateText(expression) {
	const text = /^'((?:[^']|'')*)'$/.exec(expression)?.[1]?.replaceAll("''", "'");
	return text === void 0 || text.startsWith("[") ? `[${expression}]` : text;
}
/** Two expressions of texts joined; literals at the seam become one. */
function joined$3(left, right) {
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
function names$1(loop, arg, text) {
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
	})), "copyindex")].flatMap(({ args: [loop] }) => loop !== void 0 && names$1(from, loop, text) ? [loop.span] : []);
	let result = text;
	for (const { start, end } of spans.toSorted((left, right) => right.start - left.start)) result = result.slice(0, start) + quoted$1(to) + result.slice(end);
	return result;
}
/** The same in all texts of a value. */
function withLoopRenamedIn(json, from, to) {
	if (typeof json === "string") return withLoopRenamed(json, from, to);
	if (json === null || typeof json !== "object") return json;
	if (isList$1(json)) return json.map((each) => withLoopRenamedIn(each, from, to));
	return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, withLoopRenamedIn(value, from, to)]));
}
function isList$1(json) {
	return Array.isArray(json);
}
/**
* An expression for the value at a path of a resource: what is written there, or an access into the expression that an
* object on the way comes from. Undefined where it is absent or no text.
*/
function expressionAt(object, path) {
	const { node, rest } = descend(object, path.split("."));
	if (rest.length === 0) return expressionOf$1(node);
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
function written$1(entry, indent, unit, lineBreak) {
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
	const fresh = `${lineBreak}${inner}${written$1(entry, inner, unit, lineBreak)}`;
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
			text: `${lineBreak}${indent}${written$1(entry, indent, unit, lineBreak)},`,
			adds
		};
	}
	const isOneLine = !/[\r\n]/.test(text.slice(container.start, container.end));
	const fresh = isOneLine ? writtenShort(entry) : written$1(entry, indentAt(text, separator), unit, lineBreak);
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
	const name = expressionOf$1(memberOf(object, "name")?.value);
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
	const expression = expressionOf$1(memberOf(copy, "name")?.value);
	const count = memberOf(copy, "count")?.value;
	const [loop] = loops;
	if (expression === void 0 || loop === void 0 || count === void 0) return void 0;
	const isLiteral = expression === quoted$1(loop.name);
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

// src/templates/fix/chosen-modules.ts
/** A parameter that says where templates lie, or how they may be read, rather than which one: an address, a token. */
function isAddress({ name, value }) {
	if (/location|artifact|ur[il]|sas|token|branch|repo/i.test(name)) return true;
	return value.kind === "string" && (value.value === "" || /:\/\/|^\?|\/$/.test(value.value));
}
/** The deployment whose parameters the link's expression reads. */
function readerOf(resource) {
	let reader = resource.deployment;
	while (reader.evaluation === "outer" && reader.parent !== void 0) reader = reader.parent;
	return reader;
}
/** Texts looked through for the parameters of one link. */
const maxTexts = 1e3;
function textsIn$1(node) {
	if (node.kind === "array") return node.items.flatMap(textsIn$1);
	if (node.kind === "object") return node.members.flatMap(({ value }) => textsIn$1(value));
	return node.kind === "string" ? [node.value] : [];
}
/**
* Names, in lower case, of the parameters that an expression reads, also by variables and as keys: a key that chooses
* leaves no mark on the value.
*/
function parametersOf$1(link, template) {
	const names = /* @__PURE__ */ new Set();
	const variables = memberOf(template, "variables")?.value;
	const seen = /* @__PURE__ */ new Set([link]);
	const pending = [link];
	for (let text = pending.pop(); text !== void 0; text = pending.pop()) {
		for (const [, name = ""] of text.matchAll(/\bparameters\(\s*'([^']+)'\s*\)/gi)) names.add(name.toLowerCase());
		for (const [, name = "", path = ""] of text.matchAll(/\bvariables\(\s*'([^']+)'\s*\)((?:\.\w+)*)/gi)) {
			const value = memberOf(variables, name)?.value;
			if (value === void 0) continue;
			const { node } = descend(value, path.split(".").slice(1));
			for (const each of textsIn$1(node)) {
				if (!seen.has(each) && seen.size < maxTexts) pending.push(each);
				seen.add(each);
			}
		}
	}
	return names;
}
const known$6 = /* @__PURE__ */ new WeakMap();
/** Whether a parameter chooses what a deployment resource links. */
function choosesByParameter(resource) {
	const before = known$6.get(resource);
	if (before !== void 0) return before;
	const isChosen = chooses(resource);
	known$6.set(resource, isChosen);
	return isChosen;
}
function chooses(resource) {
	const properties = memberOf(objectAt(resource.declaration.span), "properties")?.value;
	const link = memberOf(properties, "templateLink")?.value;
	const { parameters, span } = readerOf(resource);
	return [
		"uri",
		"relativePath",
		"id"
	].some((member) => {
		const address = memberOf(link, member)?.value;
		if (address?.kind !== "string") return false;
		const names = parametersOf$1(address.value, objectAt(span));
		return parameters.some((each) => names.has(each.name.toLowerCase()) && !isAddress(each));
	});
}
const linksIn = /* @__PURE__ */ new WeakMap();
function linksOf(evaluations) {
	const before = linksIn.get(evaluations);
	if (before !== void 0) return before;
	const linkers = /* @__PURE__ */ new Set();
	const folders = /* @__PURE__ */ new Set();
	for (const { source, resource } of evaluations.flatMap(({ deployments }) => deployments)) {
		const from = resource?.deployment.source.path;
		if (resource === void 0 || from === void 0 || from === source.path) continue;
		linkers.add(from);
		if (choosesByParameter(resource)) folders.add(dirname(source.path));
	}
	const links = {
		linkers,
		folders
	};
	linksIn.set(evaluations, links);
	return links;
}
/**
* Whether a file that nothing links in this run may be another choice of such a link: it lies beside a template that is
* chosen so, and links none itself.
*/
function mayBeChosen(path, evaluations) {
	const { linkers, folders } = linksOf(evaluations);
	return !linkers.has(path) && folders.has(dirname(path));
}

// src/templates/fix/parameter-plan.ts
/** Templates around one another that a parameter is passed through. */
const maxTemplates = 200;
const byChoice = "a parameter chooses which of several templates is linked, and all of them would have to declare the new one";
/** The deployment whose parameters `parameters()` reads: an outer-scope template reads its parent's. */
function scopeOf$2(deployment) {
	let scope = deployment;
	while (scope.evaluation === "outer" && scope.parent !== void 0) scope = scope.parent;
	return scope;
}
function keyOf$2({ source, start }) {
	return `${start} ${source.path}`;
}
/** The deployments of one template in all evaluations: it may be linked from several places. */
function deploymentsOf(template, evaluations) {
	return evaluations.flatMap(({ deployments }) => deployments.filter(({ span }) => keyOf$2(span) === keyOf$2(template)));
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
	const start = scopeOf$2(deployment);
	const edits = [];
	const names = /* @__PURE__ */ new Map();
	const fresh = /* @__PURE__ */ new Set();
	const pending = [start.span];
	const asked = /* @__PURE__ */ new Map();
	for (let template = pending.pop(); template !== void 0; template = pending.pop()) {
		if (names.has(keyOf$2(template))) continue;
		if (names.size >= maxTemplates) return {
			kind: "none",
			reason: `more than ${maxTemplates} templates would have to pass it`
		};
		const deployments = deploymentsOf(template, evaluations);
		if (isThere(deployments, parameter.name)) {
			names.set(keyOf$2(template), parameter.name);
			continue;
		}
		const taken = deployments.flatMap((each) => each.parameters.map(({ name }) => name));
		const name = freeName(new Set(taken.map((each) => each.toLowerCase())), parameter.name);
		names.set(keyOf$2(template), name);
		fresh.add(keyOf$2(template));
		const edit = declare(template, name, parameter);
		if (edit === void 0) return {
			kind: "none",
			reason: "its parameters are no object"
		};
		edits.push(edit);
		for (const { resource } of deployments) if (resource === void 0) {
			const { path } = template.source;
			if (mayBeChosen(path, evaluations)) return {
				kind: "none",
				reason: byChoice
			};
			asked.set(path, {
				path,
				name
			});
		} else if (choosesByParameter(resource)) return {
			kind: "none",
			reason: byChoice
		};
		else pending.push(scopeOf$2(resource.deployment).span);
	}
	for (const { span, resource } of evaluations.flatMap((each) => each.deployments)) {
		const key = keyOf$2(span);
		const name = names.get(key);
		if (name === void 0 || !fresh.has(key) || resource === void 0) continue;
		const outer = names.get(keyOf$2(scopeOf$2(resource.deployment).span));
		if (outer === void 0) continue;
		const expression = `parameters(${quoted$1(outer)})`;
		const edit = pass(resource.declaration.span, name, expression);
		if (edit === void 0) return {
			kind: "none",
			reason: "a deployment around passes its parameters by expression or link"
		};
		edits.push(edit);
	}
	const name = names.get(keyOf$2(start.span)) ?? parameter.name;
	return {
		kind: "edits",
		expression: `parameters(${quoted$1(name)})`,
		edits,
		asked: [...asked.values()]
	};
}

// src/templates/fix/system-expression.ts
function isOneOf(expression, texts) {
	const tests = texts.map((text) => `equals(toLower(${expression}), ${quoted$1(text)})`);
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
function machineType$1(kind) {
	if (kind === "arc") return "Microsoft.HybridCompute/machines";
	return `Microsoft.Compute/${kind === "vmss" ? "virtualMachineScaleSets" : "virtualMachines"}`;
}
/**
* What a new resource depends on: the machine's symbolic name where it has one, its identifier elsewhere. In a template
* of outer scope resourceId() speaks of the parent's group, so type and name stand there.
*/
function dependency(machine, syntax, isLooped) {
	const { declaration, deployment } = machine.resource;
	const { symbolicName } = declaration;
	if (symbolicName === void 0) {
		if (deployment.evaluation === "outer") return templateText(joined$3(quoted$1(`${machineType$1(machine.kind)}/`), syntax.name));
		return `[resourceId(${quoted$1(machineType$1(machine.kind))}, ${syntax.name})]`;
	}
	return isLooped ? `[format('{0}[{1}]', ${quoted$1(symbolicName)}, copyIndex())]` : symbolicName;
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
	const types = new Set(machines.map(({ type }) => type));
	const evaluations = [...new Set(machines.map(({ evaluation }) => evaluation))];
	const names = new Set(evaluations.flatMap((evaluation) => extensionsOf(evaluation).flatMap((each) => types.has(each.hostType) ? [(each.name.split("/").at(-1) ?? "").toLowerCase()] : [])));
	let name = shape.name;
	for (let number = 2; names.has(name.toLowerCase()); number++) name = `${shape.name}${number}`;
	return name;
}
function eitherText(choice, windows, linux) {
	if (windows === linux) return windows;
	if (choice.kind === "one") return choice.os === "windows" ? windows : linux;
	if (choice.kind === "none") return linux;
	return `[if(${choice.isWindows}, ${quoted$1(windows)}, ${quoted$1(linux)})]`;
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
	const scope = scopeOf$2(machine.resource.deployment);
	for (const { resource, publisher, properties } of extensionsOf(machine.evaluation)) {
		if (scopeOf$2(resource.deployment) !== scope) continue;
		if (textOf$9(publisher)?.toLowerCase() !== "qualys") continue;
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
		asked: []
	};
	const name = parameterInUse(request);
	if (name !== void 0) return {
		kind: "edits",
		expression: `parameters(${quoted$1(name)})`,
		edits: [],
		asked: []
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
	const type = machineType$1(machine.kind);
	const machineId = `resourceId(${quoted$1(type)}, ${syntax.name})`;
	const properties = propertiesOf(request, choice, parameter.expression, machineId);
	const inProfile = machine.kind === "vmss" ? planInProfile(syntax, name, properties) : void 0;
	const apiVersion = memberOf(syntax.object, "apiVersion")?.value;
	const location = memberOf(syntax.object, "location")?.value;
	const placed = inProfile ?? planBeside(machine, syntax, shape.name, {
		type: `${type}/extensions`,
		apiVersion: apiVersion === void 0 ? extensionApiVersions[machine.kind] : toJson(apiVersion),
		name: templateText(joined$3(syntax.name, quoted$1(`/${name}`)))
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
	const names = [...new Set(asked.map(({ name: each }) => each))].join(", ");
	const note = names === "" ? void 0 : `Give the new parameter ${names} at deployment (${shape.parameter?.description ?? ""})`;
	return {
		kind: "edits",
		edits,
		added: placed.added,
		note,
		asked
	};
}
/** Defender's own assessment, as a child of the machine by provider. */
function planAssessment(machine, apiVersion) {
	const syntax = machineSyntax(machine.resource);
	if (syntax === void 0) return unwritten;
	const placed = planBeside(machine, syntax, "Assessment", {
		type: `${machineType$1(machine.kind)}/providers/serverVulnerabilityAssessments`,
		apiVersion,
		name: templateText(joined$3(syntax.name, "'/Microsoft.Security/mdeTvm'"))
	}, {});
	if (placed === void 0) return loopWithoutName;
	return {
		kind: "edits",
		edits: [placed.edit],
		added: placed.added,
		note: void 0
	};
}

// src/templates/fix/switched-off.ts
function textOf$7(node) {
	return node?.kind === "string" ? node.value : void 0;
}
function itemsOf$1(node) {
	return (node?.kind === "array" ? node.items : node?.kind === "object" ? node.members.map(({ value }) => value) : []).filter((item) => item.kind === "object");
}
/** The resources of a template, those inside others and inside its nested deployments among them. */
function* resourcesIn$1(template, parent, isConditional = false) {
	for (const object of itemsOf$1(memberOf(template, "resources")?.value)) {
		const has = isConditional || memberOf(object, "condition") !== void 0;
		yield {
			object,
			parent,
			isConditional: has
		};
		yield* resourcesIn$1(object, object, has);
		const nested = memberOf(memberOf(object, "properties")?.value, "template")?.value;
		if (nested?.kind === "object") yield* resourcesIn$1(nested, void 0, has);
	}
}
function isOf(written, hostType, agent) {
	const type = textOf$7(memberOf(written.object, "type")?.value)?.toLowerCase();
	if (!(type === `${hostType}/extensions` || type === "extensions" && written.parent !== void 0)) return false;
	const properties = memberOf(written.object, "properties")?.value;
	const publisher = textOf$7(memberOf(properties, "publisher")?.value)?.toLowerCase();
	return agents[agent].extensions.some((each) => each.publisher.toLowerCase() === publisher);
}
const bare = (text) => text.replace(/[\s'"]+/g, "").toLowerCase();
/** Whether its name may be one below the machine; `others` are the names of the other machines of the template. */
function mayBeOn(written, machine, name, others) {
	if (written.parent !== void 0) return written.parent === machine;
	const expression = expressionOf$1(memberOf(written.object, "name")?.value);
	if (expression === void 0) return true;
	const text = bare(expression);
	if (text.includes(bare(name))) return true;
	return !(/^'[^']*'$/.test(expression) && /^'[^']*'$/.test(name)) && !others.some((other) => text.includes(bare(other)));
}
const inventories = /* @__PURE__ */ new WeakMap();
function inventoryOf(template) {
	const known = inventories.get(template);
	if (known !== void 0) return known;
	const written = [...resourcesIn$1(template)];
	const inventory = {
		extensions: written.filter(({ object, isConditional }) => isConditional && /(?:^|\/)extensions$/i.test(textOf$7(memberOf(object, "type")?.value) ?? "")),
		machines: written.flatMap(({ object }) => {
			const type = textOf$7(memberOf(object, "type")?.value)?.toLowerCase() ?? "";
			const name = expressionOf$1(memberOf(object, "name")?.value);
			return !kindsByType.has(type) || name === void 0 ? [] : [{
				object,
				name
			}];
		})
	};
	inventories.set(template, inventory);
	return inventory;
}
/** Why no agent is added to a machine for which one of them is written, but not deployed here; undefined otherwise. */
function switchedOff(machine, anyOf) {
	const { deployment } = machine.resource;
	const template = objectAt(deployment.span);
	if (template === void 0) return void 0;
	const { extensions, machines } = inventoryOf(template);
	const own = extensions.length === 0 ? void 0 : machineSyntax(machine.resource);
	if (own === void 0) return void 0;
	const deployed = new Set(machine.evaluation.resources.map(({ declaration: { span } }) => span.source.path === deployment.source.path ? span.start : -1));
	const others = machines.flatMap(({ object, name }) => object === own.object ? [] : [name]);
	const off = extensions.find((each) => !deployed.has(each.object.start) && anyOf.some((agent) => isOf(each, machine.type, agent)) && mayBeOn(each, own.object, own.name, others));
	if (off === void 0) return void 0;
	const { line } = deployment.source.positionAt(off.object.start);
	return `the extension at line ${line} is written for it under a condition that is false here: change the condition, or the parameter that it depends on`;
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
function hostsIn(evaluation, hostType, agent) {
	const known = /* @__PURE__ */ new Set();
	const open = [];
	for (const extension of extensionsOf(evaluation)) {
		if (extension.hostType !== hostType) continue;
		const publisher = textOf$9(extension.publisher)?.toLowerCase();
		const type = textOf$9(extension.type)?.toLowerCase();
		if (!agents[agent].extensions.some((each) => each.publisher.toLowerCase() === publisher && each.type.toLowerCase() === type)) continue;
		const name = extension.hostName && knownText(extension.hostName);
		if (name === void 0) open.push(extension.hostName);
		else known.add(name);
	}
	return {
		known,
		open
	};
}
function mayBeIn({ known, open }, name) {
	const text = knownText(name);
	if (text !== void 0 && known.has(text)) return true;
	if (text === void 0 && [...known].some((each) => isSameText([each], name) !== "no")) return true;
	return open.some((each) => each === void 0 || isSameText(each, name) !== "no");
}
/** Whether an extension of the agent may be on one of the machines: Azure refuses a second one of the same kind. */
function haveExtension(machines, agent) {
	const known = /* @__PURE__ */ new Map();
	return machines.some(({ evaluation, type, name }) => {
		const byType = known.get(evaluation) ?? /* @__PURE__ */ new Map();
		known.set(evaluation, byType);
		const hosts = byType.get(type) ?? hostsIn(evaluation, type, agent);
		byType.set(type, hosts);
		return mayBeIn(hosts, name);
	});
}
function planOne(agent, machines, machine, evaluations) {
	const refusal = unwritable[agent];
	if (refusal !== void 0) return noPlan(refusal);
	if (agent === "mdvm") return assessmentKinds.includes(machine.kind) ? planAssessment(machine, assessmentVersion) : noPlan("a Defender vulnerability assessment cannot be declared for a scale set");
	if (machines.some(({ installing }) => installing.kind === "no")) return noPlan("extensions cannot be installed on it: allowExtensionOperations or provisionVMAgent is false");
	const all = machinesDeclaredAt(machine, evaluations);
	if (haveExtension(all, agent)) return noPlan("some instances of the declaration, or some parameter values, have the agent already: it would be there twice");
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
/** Choices of one agent of every list, beyond which none is tried. */
const maxChoices = 16;
/** One agent of every list, in their order; none where a choice is a single agent. */
function choicesOf(lists) {
	let choices = [[]];
	for (const list of lists) {
		choices = choices.flatMap((start) => list.map((agent) => [...start, agent]));
		if (choices.length > maxChoices) choices = choices.slice(0, maxChoices);
	}
	const sets = choices.map((choice) => [...new Set(choice)]).filter(({ length }) => length > 1);
	const keys = sets.map((each) => each.toSorted().join());
	return sets.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
/** All of the plans as one; undefined where they do not go together. */
function together(plans) {
	let joint;
	for (const plan of plans) {
		if (plan.kind === "none") return void 0;
		if (joint !== void 0 && !fitTogether(joint.edits, plan.edits)) return void 0;
		joint = {
			...plan,
			edits: [...joint?.edits ?? [], ...plan.edits],
			note: joint?.note ?? plan.note,
			asked: [...joint?.asked ?? [], ...plan.asked ?? []]
		};
	}
	return joint;
}
/**
* How the machines of one declaration get one of the agents; of several the first that can be written, `skip` of them
* left out. `evaluations` are those of the whole run.
*/
function planAgent({ anyOf, each = [] }, instances, evaluations, skip = 0) {
	const machines = instances.flatMap((instance) => machineAt(instance) ?? []);
	const [machine] = machines;
	if (machine === void 0) return noPlan("no machine is declared here");
	const refusal = untouchable(machine.resource);
	if (refusal !== void 0) return noPlan(refusal);
	const off = switchedOff(machine, anyOf);
	if (off !== void 0) return noPlan(off);
	const reasons = [];
	let left = skip;
	const plans = /* @__PURE__ */ new Map();
	for (const agent of anyOf) {
		const plan = planOne(agent, machines, machine, evaluations);
		plans.set(agent, plan);
		if (plan.kind === "none") reasons.push(plan.reason);
		else if (left-- === 0) return plan;
	}
	for (const choice of each.length > 1 ? choicesOf(each) : []) {
		const plan = together(choice.map((agent) => plans.get(agent) ?? noPlan("")));
		if (plan !== void 0 && left-- === 0) return plan;
	}
	return noPlan([...new Set(reasons)].join("; "));
}

// src/templates/fix/agent-mend.ts
/** Longest text that a finding carries; names that are built by long expressions would fill the reports. */
const maxText$1 = 4e3;
/** The agents of all requirements that the rule of a finding stands for at its machines. */
function agentMend(ruleId, instances, policy) {
	const [first] = instances;
	const machine = first && machinesOf(first.evaluation).find((each) => each.resource === first.resource);
	if (machine === void 0) return void 0;
	const each = policy.requireAgents.filter(({ anyOf: [agent], where }) => {
		return agent !== void 0 && agents[agent].rules[machine.kind] === ruleId && isSelected(machine, where).kind !== "no";
	}).map((requirement) => requirement.anyOf);
	const anyOf = [...new Set(each.flat())];
	return anyOf.length === 0 ? void 0 : {
		kind: "agent",
		anyOf,
		each
	};
}
/**
* A rule's remedy for the machines of one finding: of an agent's two extensions the one for their system, or what to do
* about one that is there under a false condition.
*/
function agentRemedy(remedy, ruleId, instances, policy) {
	const machines = instances.flatMap(({ evaluation, resource }) => machinesOf(evaluation).find((each) => each.resource === resource) ?? []);
	const [machine] = machines;
	const mend = machine === void 0 ? void 0 : agentMend(ruleId, instances, policy);
	if (machine === void 0 || mend?.kind !== "agent") return remedy;
	const off = switchedOff(machine, mend.anyOf);
	if (off !== void 0) return `${off.charAt(0).toUpperCase()}${off.slice(1)}.`;
	const systems = new Set(machines.map(({ system }) => system.os));
	const [os] = systems;
	if (systems.size !== 1 || os === void 0) return remedy;
	return Object.values(agents).reduce((text, { extensions }) => {
		const [first, second] = extensions;
		const own = extensions.find((each) => each.os === os);
		if (first === void 0 || second === void 0 || own === void 0) return text;
		return text.replace(`\`${first.type}\` or \`${second.type}\``, `\`${own.type}\``);
	}, remedy);
}
/** The resource that a finding about a missing agent carries; undefined where none can be written. */
function agentFix(ruleId, instances, evaluations, policy) {
	const mend = agentMend(ruleId, instances, policy);
	if (mend?.kind !== "agent") return void 0;
	const plan = planAgent(mend, instances, evaluations);
	if (plan.kind === "none" || plan.added === void 0) return void 0;
	const text = JSON.stringify(plan.added, void 0, 2);
	if (text.length > maxText$1) return void 0;
	return {
		text,
		...plan.note === void 0 ? {} : { note: plan.note }
	};
}

// src/templates/rules/neighbours.ts
const known$5 = /* @__PURE__ */ new WeakMap();
function neighboursOf(evaluation) {
	const before = known$5.get(evaluation);
	if (before !== void 0) return before;
	const byKey = /* @__PURE__ */ new Map();
	const byType = /* @__PURE__ */ new Map();
	const byParent = /* @__PURE__ */ new Map();
	const byDeployment = /* @__PURE__ */ new Map();
	const put = (map, key, resource) => {
		const those = map.get(key);
		if (those === void 0) map.set(key, [resource]);
		else those.push(resource);
	};
	for (const resource of evaluation.resources) {
		put(byKey, resource.key, resource);
		put(byType, resource.type.toLowerCase(), resource);
		put(byDeployment, resource.deployment, resource);
		if (resource.parent !== void 0) put(byParent, resource.parent.key, resource);
	}
	const made = {
		byKey,
		byType,
		byParent,
		byDeployment
	};
	known$5.set(evaluation, made);
	return made;
}
/** Resources of a type (without case), existing ones included. */
function resourcesOfType(evaluation, type) {
	return neighboursOf(evaluation).byType.get(type.toLowerCase()) ?? [];
}
/** Resources of a key, existing ones included; a condition may give more than one. */
function resourcesOfKey(evaluation, key) {
	return neighboursOf(evaluation).byKey.get(key.toLowerCase()) ?? [];
}
/** Child resources one level below (`…/extensions`), nested or flat, existing ones included. */
function childrenOf(evaluation, parent) {
	return neighboursOf(evaluation).byParent.get(parent.key) ?? [];
}
/** Resources that a template declares itself, without those of the deployments in it. */
function resourcesIn(evaluation, deployment) {
	return neighboursOf(evaluation).byDeployment.get(deployment) ?? [];
}

// src/templates/rules/secrets/parameter-rules.ts
const practices = "https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices";
function orPass$1(outcomes) {
	return outcomes.length === 0 ? { kind: "pass" } : outcomes;
}
/** Whether no text stands in it: numbers and switches of a secure object are no secrets. */
function isEmptyDefault(value) {
	switch (value.kind) {
		case "unknown": return false;
		case "string": return value.value === "";
		case "array": return value.items.every(isEmptyDefault);
		case "object": return [...value.properties.values()].every((each) => isEmptyDefault(each.value));
		default: return true;
	}
}
/** Whether a default is new in each deployment, or is another secret parameter's. */
function isFreshDefault(value) {
	const unknown = unknownIn(value);
	if (unknown === void 0) return false;
	return marksOf(value).some(isSecret) || /newguid/i.test(unknown.form + unknown.reason.message);
}
function judgeDefault(parameter) {
	const { defaultValue, isSecure } = parameter;
	if (!isSecure || defaultValue === void 0) return void 0;
	if (isEmptyDefault(defaultValue) || isFreshDefault(defaultValue)) return void 0;
	return {
		kind: "fail",
		at: defaultValue.span ?? parameter.span,
		message: `the secure parameter '${parameter.name}' has a default value, which everybody who reads the template knows`,
		found: "a default value",
		wanted: "no default value, or newGuid()"
	};
}
const secretName$1 = /password|passwd|passphrase|(?:pwd|pw|adminpass)$|secret|token|credential|connectionstring|licen[sc]ecode|(?:account|access|api|shared|primary|secondary|private|storage|master|encryption|host|function|signing)key/i;
/** What is said of a secret rather than the secret itself. */
const saidOfSecrets = /(?:ids?|names?|uris?|urls?|versions?|lengths?|expiry|expir(?:es|ation)|date|types?|kind|enabled|disabled|policy|policies|location|description|prefix|suffix|(?<!ac)counts?|days|hours|minutes|seconds|lifetime|format|settings?|permissions?|resourcegroup|rg|path|file|size|thumbprint|algorithm|issuer|audience|endpoint|provider|mode|option|sku|tags?|reference|authentication|vault)$/i;
const saidBefore = /^(?:is|has|use|enable|disable|require|allow|should|create|generate|deploy|store|rotate|public(?!Password|Secret))[A-Z_]/;
/** Whether a parameter of that name holds a secret, as far as a name tells. */
function isSecretName(name) {
	return secretName$1.test(name) && !saidOfSecrets.test(name) && !saidBefore.test(name);
}
function judgeType(parameter) {
	const { name, type, isSecure } = parameter;
	if (isSecure || type !== "string" && type !== "object" || !isSecretName(name)) return void 0;
	const wanted = type === "object" ? "secureObject" : "secureString";
	return {
		kind: "fail",
		at: parameter.nameSpan,
		message: `parameter '${name}' is named like a secret and of type ${type}; it must be ${wanted}`,
		found: type,
		wanted
	};
}
const parameter = (type, defaultValue) => ({
	parameters: { adminPassword: defaultValue === void 0 ? { type } : {
		type,
		defaultValue
	} },
	resources: []
});
const sec001 = {
	id: "SEC001",
	kind: "secret",
	severity: "critical",
	title: "A secure parameter has no default value",
	rationale: "A default stands in the template, in its repository and in the history of deployments, and is used wherever nobody gives another. Empty ones and newGuid() are allowed.",
	remedy: "Take the defaultValue out; let the parameter file refer to a Key Vault.",
	references: [`${practices}#security-recommendations-for-parameters`, "https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter"],
	aliases: ["CKV_AZURE_131", "4d2cf896-c053-4be5-9c95-8b4771112f29"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: parameter("secureString", "[newGuid()]"),
		failing: parameter("secureString", "Sommer-2026!")
	},
	on: "deployment",
	check: ({ parameters }) => orPass$1(parameters.flatMap((each) => judgeDefault(each) ?? []))
};
const sec002 = {
	id: "SEC002",
	kind: "secret",
	severity: "high",
	title: "A parameter that is named like a secret is secure",
	rationale: "Values of plain parameters stand in the history of deployments and in logs, where everybody with the right to read sees them.",
	remedy: "Give it the type secureString or secureObject.",
	references: [`${practices}#security-recommendations-for-parameters`],
	aliases: ["AZR-000408"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: parameter("secureString"),
		failing: parameter("string")
	},
	on: "deployment",
	check: ({ parameters }) => orPass$1(parameters.flatMap((each) => judgeType(each) ?? []))
};
/** Values looked through for secrets below one. */
const maxVisited = 2e4;
/** Calls that say nothing of a secret: whether it is there, how long it is, a digest of it. */
const harmless = /^(?:empty|length|not|equals|contains|bool|uniqueString|guid)\s*\(/i;
/** Whether a value made from a secret does not give it away. */
function isHarmless$1(value) {
	if (value.kind === "null" || value.kind === "bool") return true;
	if (value.kind === "string" && value.value === "") return true;
	if (value.kind === "unknown" && (value.type === "bool" || harmless.test(value.form))) return true;
	const { span } = value;
	return span !== void 0 && harmless.test(span.source.text.slice(span.start, span.start + 20));
}
/** Texts and unknowns that are secret, with their places, in the order of the text. */
function secretsIn(root, at) {
	const found = [];
	const pending = [{
		value: root,
		at
	}];
	for (let visited = 0; visited < maxVisited; visited++) {
		const next = pending.pop();
		if (next === void 0) break;
		const { value } = next;
		if (value.kind !== "array" && value.kind !== "object" && value.marks.some(isSecret) && !isHarmless$1(value)) found.push(next);
		if (value.kind === "array") for (const item of value.items.toReversed()) pending.push({
			value: item,
			at: item.span ?? next.at
		});
		else if (value.kind === "object") for (const each of [...value.properties.values()].toReversed()) pending.push({
			value: each.value,
			at: each.at ?? next.at
		});
	}
	return found;
}
function isInside(inner, outer) {
	return inner.source === outer.source && outer.start <= inner.start && inner.end <= outer.end;
}
const output = (value) => ({
	parameters: {
		key: { type: "secureString" },
		name: { type: "string" }
	},
	resources: [],
	outputs: { result: {
		type: "string",
		value
	} }
});
const sec003 = {
	id: "SEC003",
	kind: "secret",
	severity: "high",
	title: "No output gives a secret away",
	rationale: "Outputs stand in the history of deployments in clear. What list functions and secure parameters give must not go into one, unless it is of a secure type itself.",
	remedy: "Take the output out; let who needs the secret read it from a Key Vault.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-outputs-should-not-contain-secrets"],
	aliases: ["AZR-000279"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: output("[parameters('name')]"),
		failing: output("[parameters('key')]")
	},
	on: "deployment",
	check({ outputs }, { evaluation }) {
		const isOfResource = (at) => evaluation.resources.some(({ declaration: { span } }) => isInside(at, span));
		return orPass$1(outputs.flatMap(({ name, type, value, valueSpan: at }) => {
			if (type.toLowerCase().startsWith("secure")) return [];
			const mark = secretsIn(value, value.span ?? at).find((each) => each.value === value || !isOfResource(each.at))?.value.marks.find(isSecret);
			if (mark === void 0) return [];
			return [{
				kind: "fail",
				at,
				message: `output '${name}' gives away what ${mark.kind === "parameter" ? `secure parameter '${mark.name}'` : `${mark.name}()`} holds`,
				found: "a secret",
				wanted: "no secret"
			}];
		}));
	}
};
const nested = (scope) => ({
	parameters: { password: { type: "secureString" } },
	resources: [{
		type: "Microsoft.Resources/deployments",
		apiVersion: "2022-09-01",
		name: "server",
		properties: {
			mode: "Incremental",
			expressionEvaluationOptions: { scope },
			...scope === "inner" ? { parameters: { password: { value: "[parameters('password')]" } } } : {},
			template: {
				$schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
				contentVersion: "1.0.0.0",
				...scope === "inner" ? { parameters: { password: { type: "secureString" } } } : {},
				resources: [{
					type: "Microsoft.KeyVault/vaults/secrets",
					apiVersion: "2023-07-01",
					name: "vault/password",
					properties: { value: "[parameters('password')]" }
				}]
			}
		}
	}]
});
/** Secrets that a deployment's plain parameters are given: its history keeps their values. */
function handedInClear({ parameters }) {
	return parameters.flatMap(({ name, type, isSecure, origin, value, nameSpan }) => {
		if (isSecure || origin !== "parent" || secretsIn(value, nameSpan).length === 0) return [];
		return [{
			kind: "fail",
			at: nameSpan,
			message: `parameter '${name}' of a nested deployment is given a secret, and is no secure one: the value is stored in clear`,
			found: type,
			wanted: type === "string" ? "secureString" : "secureObject"
		}];
	});
}
const sec004 = {
	id: "SEC004",
	kind: "secret",
	severity: "high",
	title: "A nested deployment gets its secrets as secure parameters of its own",
	rationale: "A nested template without a scope of its own (outer, which is Azure's default) is stored with the values put in: secrets of its parent stand in the history of deployments in clear. So do values of parameters that are not secure.",
	remedy: "Set expressionEvaluationOptions.scope to 'inner' and hand the secret to a secure parameter of the nested template.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates", "https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases#secure-parameters-in-nested-deployments"],
	aliases: ["AZR-000331"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: nested("inner"),
		failing: nested("outer")
	},
	on: "deployment",
	check(deployment, { evaluation }) {
		if (deployment.evaluation === "root") return {
			kind: "not-applicable",
			reason: "the template is nested in no other"
		};
		if (deployment.evaluation !== "outer") return orPass$1(handedInClear(deployment));
		const message = "a nested deployment without a scope of its own uses a secret of its parent, which is stored in clear";
		const fail = (at) => {
			return {
				kind: "fail",
				at,
				message,
				found: "scope outer",
				wanted: "scope inner"
			};
		};
		const ofResources = resourcesIn(evaluation, deployment).flatMap((resource) => {
			if (resource.isExisting || !marksOf(resource.body).some(isSecret)) return [];
			const { declaration, body } = resource;
			return [fail(secretsIn(body, declaration.span)[0]?.at ?? declaration.span)];
		});
		const ofOutputs = deployment.outputs.flatMap(({ value, valueSpan }) => secretsIn(value, valueSpan).length === 0 ? [] : [fail(valueSpan)]);
		return orPass$1([...ofResources, ...ofOutputs]);
	}
};
const parameterRules = [
	sec001,
	sec002,
	sec003,
	sec004
];

// src/templates/rules/secrets/patterns.ts
const patterns = [
	{
		what: "a storage or database account key",
		pattern: /AccountKey=(?<secret>(?:[A-Za-z0-9+]|\\?\/){86}==)/g
	},
	{
		what: "a shared access key",
		pattern: /SharedAccessKey=(?<secret>(?:[A-Za-z0-9+]|\\?\/){43}=)/g
	},
	{
		what: "a shared access signature",
		pattern: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{43,}(?:%3[Dd]|=))/g
	},
	{
		what: "a private key",
		pattern: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?:\\[nr]|\s)*(?<secret>[A-Za-z0-9+/=:,\- ]{20,})/g
	},
	{
		what: "a web token",
		pattern: /(?<![A-Za-z0-9_.-])(?<secret>eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,2000})/g
	},
	{
		what: "a client secret of Microsoft Entra",
		pattern: /(?<![A-Za-z0-9_~.-])(?<secret>[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])/g
	},
	{
		what: "the password of a connection string",
		pattern: /\b(?:User ID|Uid|User)=[^;"]{1,128};\s?(?:Password|Pwd)=(?<secret>[^;"'\s]{4,128})/gi
	},
	{
		what: "the password of a connection string",
		pattern: /\b(?:Password|Pwd)=(?<secret>[^;"'\s]{4,128});[^"]{0,200}?\b(?:Server|Data Source|Initial Catalog|Database|User ID|Uid)=/gi
	},
	{
		what: "the password of an address",
		pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[A-Za-z0-9._-]{1,64}:(?<secret>[^\s:/@"'<>{}[\]$]{4,128})@[A-Za-z0-9]/g
	},
	{
		what: "the password of a connection string",
		pattern: /\bpassword=(?<secret>[A-Za-z0-9+/]{43}=),/gi
	},
	{
		what: "an access key of AWS",
		pattern: /\b(?<secret>AKIA[0-9A-Z]{16})\b/g
	},
	{
		what: "a token of GitHub",
		pattern: /\b(?<secret>gh[pousr]_[A-Za-z0-9]{36})\b/g
	}
];
/** Finds out cheaply whether a text is worth looking at. */
const hint = /AccountKey=|SharedAccessKey=|sig=|PRIVATE KEY-|eyJ|[78]Q~|password=|pwd=|:\/\/[\w.-]{1,64}:|AKIA|gh[pousr]_/i;
const emulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq";
/** Texts that stand for a secret to be filled in. */
function isPlaceholder(secret) {
	return secret.includes(emulatorKey) || /^[<[{(%$]|\{\d?\}|\*\*\*|^(.)\1{3,}=*$|your|placeholder|example|changeme|redacted/i.test(secret) || /^(?:password|pass|secret|pwd|x+|0+)$/i.test(secret);
}
/** Most credentials of one text: beyond them the template is wrong as a whole. */
const maxFound = 100;
/** Printable characters that JSON may write as `\u0026`, and what lies between two literals of a call. */
const escapes = /\\u00([2-7][0-9a-f])/gi;
const seams = /'\s{0,20},\s{0,20}'/g;
function decode(original, pattern, put) {
	const ends = [];
	const shifts = [];
	const pieces = [];
	let at = 0;
	let length = 0;
	for (const match of original.matchAll(pattern)) {
		const piece = put(match);
		const before = original.slice(at, match.index);
		pieces.push(before, piece);
		length += before.length + piece.length;
		at = match.index + match[0].length;
		ends.push(length);
		shifts.push(at - length);
	}
	return {
		text: pieces.join("") + original.slice(at),
		ends,
		shifts
	};
}
/** The offset in the original of one in the decoded text. */
function originalOffset({ ends, shifts }, offset) {
	let low = 0;
	let high = ends.length;
	while (low < high) {
		const middle = low + high >> 1;
		if ((ends[middle] ?? 0) <= offset) low = middle + 1;
		else high = middle;
	}
	return offset + (shifts[low - 1] ?? 0);
}
function back(decoded, found) {
	return found.map(({ what, start, end }) => ({
		what,
		start: originalOffset(decoded, start),
		end: originalOffset(decoded, end - 1) + 1
	}));
}
/**
* The credentials in the text of a template, in the order of their places: as it is written, with JSON's escapes
* decoded, and with the literals of a call joined.
*/
function credentialsInTemplate(text) {
	const character = ([, code = ""]) => String.fromCharCode(Number.parseInt(code, 16));
	const decoded = decode(text, escapes, (match) => /["\\]/.test(character(match)) ? match[0] : character(match));
	const joined = decode(decoded.text, seams, () => "");
	const found = [...credentialsIn(decoded.text)];
	if (joined.ends.length > 0) {
		for (const each of back(joined, credentialsIn(joined.text))) if (!found.some(({ start, end }) => start < each.end && each.start < end)) found.push(each);
	}
	return back(decoded, found.toSorted((left, right) => left.start - right.start));
}
/** The credentials in a text, in the order of their places. */
function credentialsIn(text) {
	if (!hint.test(text)) return [];
	const found = [];
	for (const { what, pattern } of patterns) for (const match of text.matchAll(pattern)) {
		const secret = match.groups?.["secret"] ?? "";
		if (isPlaceholder(secret)) continue;
		const start = match.index + match[0].indexOf(secret);
		const end = start + secret.length;
		if (found.some((other) => other.start < end && start < other.end)) continue;
		found.push({
			what,
			start,
			end
		});
		if (found.length >= maxFound) return found.toSorted((a, b) => a.start - b.start);
	}
	return found.toSorted((left, right) => left.start - right.start);
}

// src/templates/scan/shown-path.ts
/** With `/` on every system. */
function slashed(path) {
	return sep === "\\" ? path.replaceAll("\\", "/") : path;
}
/** Whether `path` is `folder` or lies below it; both absolute and without links. */
function isWithin(path, folder) {
	const way = relative(folder, path);
	return way === "" || !isAbsolute(way) && way.split(sep)[0] !== "..";
}
/** `path` as it is shown: from the working directory where it lies below it, else as it was written. */
function shownPath(path) {
	const full = resolve(path);
	const here = resolve(".");
	if (full !== here && isWithin(full, here)) return slashed(relative(here, full));
	return slashed(normalize(path));
}

// src/templates/policy-as-code/documents.ts
const types$9 = {
	definition: "Microsoft.Authorization/policyDefinitions",
	initiative: "Microsoft.Authorization/policySetDefinitions",
	assignment: "Microsoft.Authorization/policyAssignments"
};
function textOf$6(value, ...names) {
	const found = valueAt(value, ...names);
	return found?.kind === "string" ? found.value : void 0;
}
/** The value with one bracket of every `[[` at the start of a text taken off. */
function unescaped(value) {
	switch (value.kind) {
		case "string": return value.value.startsWith("[[") ? {
			...value,
			value: value.value.slice(1)
		} : value;
		case "array": return {
			...value,
			items: value.items.map(unescaped)
		};
		case "object": return unescapedObject(value);
		default: return value;
	}
}
function unescapedObject(value) {
	const properties = [...value.properties.values()].map((each) => {
		return {
			...each,
			value: unescaped(each.value)
		};
	});
	return {
		...value,
		...objectValue(properties, value.span)
	};
}
/** Whether a definition is written for an ARM template around it, which takes a bracket off its expressions. */
function isEscaped(body) {
	const then = valueAt(body, "properties", "policyRule", "then");
	if (textOf$6(then, "effect")?.startsWith("[[") === true) return true;
	const parameters = valueAt(then, "details", "deployment", "properties", "parameters");
	if (parameters?.kind !== "object") return false;
	return [...parameters.properties.values()].some(({ value }) => textOf$6(value, "value")?.startsWith("[[") === true);
}
function bodyOf(document) {
	const body = completed(document);
	return isEscaped(body) ? unescapedObject(body) : body;
}
/** Properties alone, or a rule alone, get what is around them. */
function completed({ body }) {
	if (propertyOf(body, "properties") !== void 0) return body;
	const properties = propertyOf(body, "then") !== void 0 ? objectValue([property("policyRule", body)], body.span) : body;
	return objectValue([property("properties", properties)], body.span);
}
/** `subscription`: where an assignment goes that does not say it. */
function keyOf$1({ kind, body }, name, subscription) {
	const id = textOf$6(body, "id");
	if (id !== void 0) return id.toLowerCase();
	const scope = textOf$6(body, "properties", "scope") ?? textOf$6(body, "scope");
	return `${(kind === "assignment" ? scope ?? `/subscriptions/${subscription}` : "").replace(/\/+$/, "")}/providers/${types$9[kind]}/${name}`.toLowerCase();
}
/**
* An evaluation that holds the document as its one resource, so that rules and agents see it. An assignment that
* names no scope goes to `subscription`; the default is the placeholder that templates get too.
*/
function evaluationOfPolicy(document, subscription = "00000000-0000-0000-0000-000000000000") {
	const { source, body, kind, at } = document;
	const span = body.span ?? at;
	const name = textOf$6(body, "name") ?? textOf$6(body, "id")?.split("/").at(-1) ?? "policy";
	const root = {
		name: stringValue("main"),
		parent: void 0,
		source,
		span,
		level: "subscription",
		subscription: stringValue(subscription),
		resourceGroup: void 0,
		managementGroup: void 0,
		evaluation: "root",
		languageVersion: void 0,
		generator: void 0,
		parameters: [],
		outputs: [],
		parametersSpan: void 0,
		resource: void 0,
		conditions: []
	};
	const resource = {
		type: types$9[kind],
		name: stringValue(name, at),
		key: keyOf$1(document, name, subscription),
		apiVersion: void 0,
		isExisting: false,
		extendsKey: void 0,
		conditions: [],
		loops: [],
		body: bodyOf(document),
		declaration: {
			span,
			nameSpan: at,
			typeSpan: valueAt(body, "type")?.span ?? span,
			loopSpan: void 0,
			conditionSpan: void 0,
			symbolicName: void 0
		},
		deployment: root,
		parent: void 0
	};
	return {
		root,
		parameterFile: void 0,
		tried: {},
		deployments: [root],
		resources: [resource],
		faults: [],
		gaps: [],
		linkedFiles: [],
		atAnyIndex: void 0
	};
}

// src/templates/agents/offer.ts
/** An open offer for a reason that no condition mends. */
function openOffer(what, at, unknown, reason) {
	return {
		kind: "open",
		what,
		at,
		unknown,
		reason,
		needs: void 0
	};
}

// src/templates/arm/language/form-call.ts
/**
* The arguments of a form that is a call of that function; undefined when it is another.
* @example argumentsOf('and(a,or(b,c))', 'and') // ['a', 'or(b,c)']
*/
function argumentsOf(form, name) {
	if (!form.startsWith(`${name}(`) || !form.endsWith(")")) return void 0;
	const found = [];
	let depth = 0;
	let isText = false;
	let start = name.length + 1;
	for (let at = start; at < form.length; at++) {
		const letter = form[at];
		if (isText && letter === "\\") at++;
		else if (letter === "\"") isText = !isText;
		if (isText) continue;
		if (letter === "(" || letter === "[" || letter === "{") depth++;
		if (letter === ")" || letter === "]" || letter === "}") depth--;
		if (letter === "," && depth === 0 || depth < 0) {
			found.push(form.slice(start, at));
			start = at + 1;
			if (depth < 0) return at === form.length - 1 ? found : void 0;
		}
	}
}
/**
* The form of the contrary: not() is moved inwards, and two of them are none.
* @example negated('or(a,not(b))') // 'and(not(a),b)'
*/
function negated$1(form) {
	const [inner, ...more] = argumentsOf(form, "not") ?? [];
	if (inner !== void 0 && more.length === 0) return inner;
	for (const [name, other] of [["and", "or"], ["or", "and"]]) {
		const parts = argumentsOf(form, name);
		if (parts !== void 0) return `${other}(${parts.map(negated$1).join(",")})`;
	}
	return `not(${form})`;
}

// src/templates/agents/presence.ts
function factsOf(form) {
	return [form, ...argumentsOf(form, "and")?.flatMap(factsOf) ?? []];
}
/** Whether a condition of this form is true when all of `facts` are. */
function isImplied(form, facts) {
	if (facts.has(form)) return true;
	const all = argumentsOf(form, "and");
	if (all !== void 0) return all.every((each) => isImplied(each, facts));
	return argumentsOf(form, "or")?.some((each) => isImplied(each, facts)) ?? false;
}
function unknownsOf(conditions) {
	return conditions.flatMap(({ value }) => value.kind === "unknown" ? [value] : []);
}
function openCounts(loops) {
	return loops.flatMap(({ count }) => typeof count === "number" ? [] : [count]);
}
/** The first of `counts` that none of `others` equals. */
function unequal(counts, others) {
	return counts.find((count) => !others.some((other) => other.form === count.form));
}
/** Whether what is declared is there when the machine is; forms of two evaluations say nothing of one another. */
function presenceOn(machine, declared) {
	const isSameRun = declared.evaluation === machine.evaluation;
	const facts = new Set(isSameRun ? unknownsOf(machine.resource.conditions).flatMap((each) => factsOf(each.form)) : []);
	const open = unknownsOf(declared.conditions).filter((each) => !isImplied(each.form, facts));
	const machineCounts = openCounts(machine.resource.loops);
	const counts = openCounts(declared.loops);
	const uncovered = isSameRun ? unequal(machineCounts, counts) : machineCounts[0];
	const uncertain = isSameRun ? unequal(counts, machineCounts) : counts[0];
	const count = uncovered ?? uncertain;
	if (count !== void 0) return {
		kind: "open",
		unknown: count,
		message: uncovered === void 0 ? "it is in a loop that may be empty" : "the machine is in a loop of unknown count, and this is not in a loop of the same count",
		needs: void 0
	};
	const [first] = open;
	if (first === void 0) return { kind: "there" };
	const message = "its condition is not known";
	const { evaluation } = declared;
	return {
		kind: "open",
		unknown: first,
		message,
		needs: open.map(({ form }) => ({
			evaluation,
			form
		}))
	};
}
/** Whether some of several open ones are always there: one under a condition, the other under its contrary. */
function areExhaustive(open) {
	const single = /* @__PURE__ */ new Map();
	for (const { needs } of open) {
		const [need] = needs ?? [];
		if (need === void 0 || needs?.length !== 1) continue;
		const forms = single.get(need.evaluation) ?? /* @__PURE__ */ new Set();
		single.set(need.evaluation, forms.add(need.form));
	}
	return [...single.values()].some((forms) => [...forms].some((form) => forms.has(negated$1(form))));
}

// src/templates/agents/attached.ts
const known$4 = /* @__PURE__ */ new WeakMap();
/** Resources of `provider/type` (lower case) that extend another one. */
function attachedOf(evaluation, provider, type) {
	const full = `${provider}/${type}`;
	const before = known$4.get(evaluation) ?? /* @__PURE__ */ new Map();
	known$4.set(evaluation, before);
	const found = before.get(full) ?? findAttached(evaluation, provider, type);
	before.set(full, found);
	return found;
}
/**
* Whether a resource is a `provider/type` (lower case), written so or as a child of its host's `providers`, whose name
* is `host/provider/name`.
*/
function isOfProvider(resource, provider, type) {
	const own = resource.type.toLowerCase();
	if (own === `${provider}/${type}`) return "yes";
	if (!own.endsWith(`/providers/${type}`)) return "no";
	const segments = segmentsOf$1(partialText(resource.name));
	return segments.length < 3 ? "maybe" : isSameText(segments.at(-2) ?? [], [provider]);
}
function findAttached(evaluation, provider, type) {
	return evaluation.resources.flatMap((resource) => {
		if (resource.isExisting || resource.extendsKey === void 0) return [];
		const certainty = isOfProvider(resource, provider, type);
		if (certainty === "no") return [];
		const name = segmentsOf$1(partialText(resource.name)).at(-1) ?? [];
		return [{
			evaluation,
			resource,
			hostKey: partialKey(resource.extendsKey),
			isOfProvider: certainty,
			name,
			at: resource.declaration.nameSpan
		}];
	});
}
function isAttachedTo(attached, machine) {
	const certainty = allOf([attached.isOfProvider, isSameText(attached.hostKey, machine.key)]);
	if (certainty !== "yes" || attached.evaluation === machine.evaluation) return certainty;
	return knownText(machine.key) === void 0 ? "maybe" : "yes";
}
/** The unknown in a resource's name, or in what is around it. */
function unknownNameOf(resource) {
	const { name, deployment } = resource;
	return [
		name,
		deployment.resourceGroup,
		deployment.subscription
	].find((value) => value?.kind === "unknown");
}

// src/templates/arm/language/azure-givens.ts
const zeroGuid = "00000000-0000-0000-0000-000000000000";
const azureCloud = {
	name: "AzureCloud",
	gallery: "https://gallery.azure.com/",
	graph: "https://graph.windows.net/",
	portal: "https://portal.azure.com",
	graphAudience: "https://graph.windows.net/",
	activeDirectoryDataLake: "https://datalake.azure.net/",
	batch: "https://batch.core.windows.net/",
	media: "https://rest.media.azure.net",
	sqlManagement: "https://management.core.windows.net:8443/",
	vmImageAliasDoc: "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json",
	resourceManager: "https://management.azure.com/",
	authentication: {
		loginEndpoint: "https://login.microsoftonline.com/",
		audiences: ["https://management.core.windows.net/", "https://management.azure.com/"],
		tenant: "common",
		identityProvider: "AAD"
	},
	suffixes: {
		acrLoginServer: ".azurecr.io",
		azureDatalakeAnalyticsCatalogAndJob: "azuredatalakeanalytics.net",
		azureDatalakeStoreFileSystem: "azuredatalakestore.net",
		azureFrontDoorEndpointSuffix: "azurefd.net",
		keyvaultDns: ".vault.azure.net",
		sqlServerHostname: ".database.windows.net",
		storage: "core.windows.net"
	}
};
/** Levels at which each is to be had. */
const levels = {
	deployment: [
		"resourceGroup",
		"subscription",
		"managementGroup",
		"tenant"
	],
	deployer: [
		"resourceGroup",
		"subscription",
		"managementGroup",
		"tenant"
	],
	environment: [
		"resourceGroup",
		"subscription",
		"managementGroup",
		"tenant"
	],
	tenant: [
		"resourceGroup",
		"subscription",
		"managementGroup",
		"tenant"
	],
	resourceGroup: ["resourceGroup"],
	subscription: ["resourceGroup", "subscription"],
	managementGroup: ["managementGroup"]
};
/** Known properties, and those that only Azure knows with their types. `identity` tells one of its kind from another. */
function partly(what, identity, known, open, at) {
	const properties = Object.entries(known).map(([name, value]) => property(name, fromPlain(value, at)));
	for (const [name, type] of Object.entries(open)) {
		const message = `${what}().${name} is known to Azure only`;
		const form = `${what}(${identity}).${name}`.toLowerCase();
		properties.push(property(name, unknownValue(type, {
			kind: "runtime",
			message,
			span: at
		}, form)));
	}
	return objectValue(properties, at);
}
/** Implements `Surroundings.given` for a target. */
function azureGivens(target) {
	const subscriptionId = target.subscriptionId ?? zeroGuid;
	const tenantId = target.tenantId ?? zeroGuid;
	const group = target.resourceGroup ?? "resource-group";
	const location = target.location ?? "westeurope";
	const managementGroup = target.managementGroup ?? "management-group";
	const subscription = `/subscriptions/${subscriptionId}`;
	const { identities = {} } = target;
	const subscriptionIdentity = identities.subscription ?? subscriptionId;
	const groupIdentity = `${subscriptionIdentity}/${identities.resourceGroup ?? group}`;
	return (what, at) => {
		if (!levels[what].includes(target.level)) throw faultAt(at, `${what}() does not exist in a deployment at ${target.level} level`);
		switch (what) {
			case "environment": return fromPlain(azureCloud, at);
			case "deployer": return partly(what, tenantId, { tenantId }, {
				objectId: "string",
				userPrincipalName: "string"
			}, at);
			case "tenant": return partly(what, tenantId, {
				id: `/tenants/${tenantId}`,
				tenantId
			}, {
				countryCode: "string",
				displayName: "string"
			}, at);
			case "subscription": return partly(what, subscriptionIdentity, {
				id: subscription,
				subscriptionId,
				tenantId
			}, { displayName: "string" }, at);
			case "resourceGroup": return partly(what, groupIdentity, {
				id: `${subscription}/resourceGroups/${group}`,
				name: group,
				type: "Microsoft.Resources/resourceGroups",
				location,
				properties: { provisioningState: "Succeeded" }
			}, {
				tags: "object",
				managedBy: "string"
			}, at);
			case "managementGroup": {
				const id = `/providers/Microsoft.Management/managementGroups/${managementGroup}`;
				return partly(what, managementGroup, {
					id,
					name: managementGroup,
					type: "Microsoft.Management/managementGroups",
					properties: {
						displayName: managementGroup,
						tenantId
					}
				}, {}, at);
			}
			case "deployment": {
				const name = target.deploymentName ?? "main";
				const place = target.level === "resourceGroup" ? {} : { location };
				return partly(what, `${groupIdentity}/${identities.deployment ?? name}`, {
					name,
					...place
				}, { properties: "object" }, at);
			}
		}
	};
}

// src/templates/arm/expansion/resource-key.ts
/** A text for a key: what is known of it in lower case, what is not in braces. */
function keyText(value) {
	if (value.kind === "string") return value.value.toLowerCase();
	if (value.kind === "unknown" && value.parts !== void 0) return value.parts.map((part) => typeof part === "string" ? part : `{${caselessForm(part.form)}}`).join("").toLowerCase();
	return `{${caselessForm(formOf(value))}}`.toLowerCase();
}
/** The segments of a name; a slash within braces belongs to a form. */
function segmentsOf(name) {
	if (name.kind === "string") return name.value.toLowerCase().split("/");
	if (name.kind !== "unknown" || name.parts === void 0) return [keyText(name)];
	const segments = [""];
	for (const part of name.parts) {
		const pieces = typeof part === "string" ? part.split("/") : [`{${caselessForm(part.form)}}`];
		for (const [index, piece] of pieces.entries()) {
			if (index > 0) segments.push("");
			segments[segments.length - 1] += piece;
		}
	}
	return segments.map((segment) => segment.toLowerCase());
}
/** Kinds of a type, the provider left out: those that each take one segment of the name. */
function kindsOf(type) {
	return type.toLowerCase().split("/").slice(1);
}
/**
* The key of a resource below the key of its scope (`''` is the tenant).
* @example keyOf('/subscriptions/s', 'Microsoft.Resources/resourceGroups', ['rg']) // '/subscriptions/s/resourcegroups/rg'
*/
function keyOf(scope, type, segments) {
	const lower = type.toLowerCase();
	if (lower === "microsoft.resources/resourcegroups") return `${/^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? scope}/resourcegroups/${segments.join("/")}`;
	const [provider = "", ...kinds] = lower.split("/");
	let key = `${scope}/providers/${provider}`;
	for (const [index, kind] of kinds.entries()) {
		const segment = segments[index];
		key += segment === void 0 ? `/${kind}` : `/${kind}/${segment}`;
	}
	const beyond = segments.slice(kinds.length);
	return beyond.length === 0 ? key : `${key}/${beyond.join("/")}`;
}
/** The key of what a resource extends through a `providers` piece in its type; undefined without one. */
function extendedBy(scope, type, segments) {
	const kinds = type.split("/");
	const at = kinds.findIndex((kind, index) => index > 0 && kind.toLowerCase() === "providers");
	if (at < 0) return void 0;
	return keyOf(scope, kinds.slice(0, at).join("/"), segments.slice(0, at - 1));
}
/**
* The key that a `scope` names: an identifier, a path `Type/name` relative to where the deployment goes, or `/`,
* the tenant.
*/
function scopeKey(scope, target) {
	const text = keyText(scope).replace(/\/+$/, "");
	if (text === "" || text.startsWith("/")) return text;
	if (text.startsWith("{")) return text;
	if (/^(?:subscriptions|resourcegroups)\//.test(text)) return `/${text}`;
	if (text.startsWith("microsoft.management/managementgroups/")) return `/providers/${text}`;
	return `${target}/providers/${text}`;
}

// src/templates/arm/expansion/target.ts
/** What stands for a subscription and a group that the user did not name. */
const placeholders = {
	subscription: "00000000-0000-0000-0000-000000000000",
	resourceGroup: "resource-group"
};
/** The level that a template's `$schema` names; a resource group without one. */
function levelOf(template) {
	const schema = memberOf(template, "$schema")?.value;
	const text = schema?.kind === "string" ? schema.value.toLowerCase() : "";
	if (text.includes("/subscriptiondeploymenttemplate.json")) return "subscription";
	if (text.includes("/managementgroupdeploymenttemplate.json")) return "managementGroup";
	if (text.includes("/tenantdeploymenttemplate.json")) return "tenant";
	return "resourceGroup";
}
/** Where the file itself goes, as far as the user said. */
function rootTarget(level, context) {
	const subscription = stringValue(context.subscription ?? placeholders.subscription);
	const group = stringValue(context.resourceGroup ?? placeholders.resourceGroup);
	const managementGroup = stringValue(context.managementGroup ?? "management-group");
	return {
		level,
		subscription: level === "resourceGroup" || level === "subscription" ? subscription : void 0,
		resourceGroup: level === "resourceGroup" ? group : void 0,
		managementGroup: level === "managementGroup" ? managementGroup : void 0,
		location: context.location
	};
}
function text(value) {
	return value?.kind === "string" || value?.kind === "unknown" ? value : void 0;
}
function byScope(scope, parent) {
	const [, kind, subscription, , group] = scope.split("/");
	if (scope === "/" || scope === "") return {
		...parent,
		...above("tenant")
	};
	if (kind?.toLowerCase() === "subscriptions" && subscription !== void 0) return {
		...parent,
		level: group === void 0 ? "subscription" : "resourceGroup",
		subscription: stringValue(subscription),
		resourceGroup: group === void 0 ? void 0 : stringValue(group),
		managementGroup: void 0
	};
	const managed = /^(?:\/providers\/)?microsoft\.management\/managementgroups\/([^/]+)$/i.exec(scope);
	if (managed?.[1] === void 0) return void 0;
	return {
		...parent,
		...above("managementGroup"),
		managementGroup: stringValue(managed[1])
	};
}
/** A management group of which the name is not known. */
function openScope(scope, parent) {
	if (scope?.kind !== "unknown") return void 0;
	const [first, ...rest] = scope.parts ?? [];
	const isManaged = typeof first === "string" && /^(?:\/providers\/)?microsoft\.management\/managementgroups\/$/i.test(first);
	const [name] = rest;
	if (!isManaged || typeof name !== "object" || rest.length > 1) return void 0;
	const managementGroup = {
		...scope,
		form: name.form,
		parts: void 0
	};
	return {
		...parent,
		...above("managementGroup"),
		managementGroup
	};
}
function above(level) {
	return {
		level,
		subscription: void 0,
		resourceGroup: void 0,
		managementGroup: void 0
	};
}
/** The target of a deployment inside another. */
function innerTarget(parent, direction) {
	const { scope } = direction;
	const scoped = scope?.kind === "string" ? byScope(scope.value, parent) : openScope(scope, parent);
	if (scoped !== void 0) return scoped;
	const subscription = text(direction.subscription) ?? parent.subscription;
	const group = text(direction.resourceGroup);
	if (group !== void 0) {
		const known = subscription ?? stringValue(placeholders.subscription);
		const level = "resourceGroup";
		return {
			...parent,
			level,
			subscription: known,
			resourceGroup: group,
			managementGroup: void 0
		};
	}
	if (text(direction.subscription) !== void 0) {
		if (direction.level === "resourceGroup" && parent.level === "resourceGroup") return {
			...parent,
			subscription
		};
		const level = "subscription";
		return {
			...parent,
			level,
			subscription,
			resourceGroup: void 0,
			managementGroup: void 0
		};
	}
	return parent;
}
/** Key of what the resources of a deployment stand in. */
function targetKey({ level, subscription, resourceGroup, managementGroup }) {
	switch (level) {
		case "tenant": return "";
		case "managementGroup": return managementGroup === void 0 ? "" : `/providers/microsoft.management/managementgroups/${keyText(managementGroup)}`;
		case "subscription": return subscription === void 0 ? "" : `/subscriptions/${keyText(subscription)}`;
		case "resourceGroup":
			if (subscription === void 0 || resourceGroup === void 0) return "";
			return `/subscriptions/${keyText(subscription)}/resourcegroups/${keyText(resourceGroup)}`;
	}
}
/** The identifier of what the resources of a deployment stand in, in pieces. */
function targetId({ level, subscription, resourceGroup, managementGroup }) {
	if (managementGroup !== void 0 && level === "managementGroup") return [stringValue("/providers/Microsoft.Management/managementGroups/"), managementGroup];
	if (subscription === void 0) return [];
	const pieces = [stringValue("/subscriptions/"), subscription];
	if (resourceGroup === void 0) return pieces;
	return [
		...pieces,
		stringValue("/resourceGroups/"),
		resourceGroup
	];
}
function replaced(base, changes) {
	if (base.kind !== "object") return base;
	const properties = new Map(base.properties);
	for (const [name, value] of Object.entries(changes)) if (value !== void 0) properties.set(name.toLowerCase(), property(name, value));
	return objectValue(properties.values(), base.span);
}
function known$3(value) {
	return value?.kind === "string" ? value.value : void 0;
}
/** Implements `Surroundings.given` for all but deployment(); `id` tells deployments of one run apart. */
function givensOf(target, id) {
	const { level, subscription, resourceGroup, managementGroup, location } = target;
	const strings = {
		subscriptionId: known$3(subscription),
		resourceGroup: known$3(resourceGroup),
		managementGroup: known$3(managementGroup),
		location
	};
	const present = Object.entries(strings).filter(([, value]) => value !== void 0);
	const identities = {
		...id === "" ? {} : { deployment: id },
		...subscription === void 0 ? {} : { subscription: keyText(subscription) },
		...resourceGroup === void 0 ? {} : { resourceGroup: keyText(resourceGroup) }
	};
	const base = azureGivens({
		level,
		identities,
		...Object.fromEntries(present)
	});
	if (![
		subscription,
		resourceGroup,
		managementGroup
	].some((each) => each?.kind === "unknown")) return base;
	return (what, at) => {
		const value = base(what, at);
		if (what === "subscription" && subscription !== void 0) return replaced(value, {
			id: joinTexts([stringValue("/subscriptions/"), subscription], at),
			subscriptionId: subscription
		});
		if (what === "resourceGroup" && subscription !== void 0 && resourceGroup !== void 0) {
			const pieces = [
				stringValue("/subscriptions/"),
				subscription,
				stringValue("/resourceGroups/")
			];
			return replaced(value, {
				id: joinTexts([...pieces, resourceGroup], at),
				name: resourceGroup
			});
		}
		if (what === "managementGroup" && managementGroup !== void 0) {
			const start = stringValue("/providers/Microsoft.Management/managementGroups/");
			return replaced(value, {
				id: joinTexts([start, managementGroup], at),
				name: managementGroup
			});
		}
		return value;
	};
}
/** Addresses that stand for files beside the template: what deployment().properties.templateLink.uri gives. */
const selfBase = "https://template.invalid/";
/** The address that stands for a file; relative addresses laid over it stand for the files beside it. */
function selfAddress(path) {
	const clean = path.replaceAll("\\", "/").replace(/^\.\//, "").replace(/^\/+/, "");
	const [ups = ""] = /^(?:\.\.\/)*/.exec(clean) ?? [];
	const inner = ups.replaceAll("..", "-up-") + clean.slice(ups.length);
	return selfBase + inner.split("/").map(encodeURIComponent).join("/");
}
/** The path relative to the file at `path` of an address made from `selfAddress`; undefined for other addresses. */
function besideSelf(path, address) {
	if (!address.startsWith(selfBase)) return void 0;
	const from = selfAddress(path).slice(25).split("/").slice(0, -1);
	const to = address.slice(25).split("/");
	let shared = 0;
	while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
	const pieces = [...from.slice(shared).map(() => ".."), ...to.slice(shared)];
	try {
		return pieces.map(decodeURIComponent).join("/");
	} catch {
		return;
	}
}
/** What deployment() gives: its name, and the address of a template that stands in a file of its own. */
function deploymentGiven(name, templatePath, base) {
	const at = base.span;
	const link = templatePath === void 0 ? void 0 : stringValue(selfAddress(templatePath), at);
	const inner = valueAt(base, "properties");
	const listed = objectValue([
		...link === void 0 ? [] : [property("templateLink", objectValue([property("uri", link)], at))],
		property("mode", stringValue("Incremental", at)),
		property("provisioningState", stringValue("Accepted", at))
	], at);
	const properties = inner?.kind === "unknown" ? {
		...listed,
		rest: {
			whole: inner,
			isDeep: false
		}
	} : listed;
	return replaced(base, {
		name,
		properties: inner === void 0 ? void 0 : properties
	});
}

// src/templates/policy-as-code/assignments.ts
const assignmentType = "microsoft.authorization/policyassignments";
function scopeOf$1({ key, extendsKey }) {
	if (extendsKey !== void 0) return partialKey(extendsKey);
	const at = key.lastIndexOf(`/providers/${assignmentType}/`);
	return partialKey(at < 0 ? "" : key.slice(0, at));
}
function assignmentOf(resource, evaluation) {
	const { body } = resource;
	return {
		evaluation,
		resource,
		name: shownName(resource),
		scope: scopeOf$1(resource),
		definitionId: valueAt(body, "properties", "policyDefinitionId"),
		given: (name) => {
			const value = valueAt(body, "properties", "parameters", name, "value");
			return value?.kind === "null" ? void 0 : value;
		}
	};
}
function assignmentsOf(evaluation) {
	return evaluation.resources.flatMap((resource) => {
		const [provider = "", type = ""] = assignmentType.split("/");
		if (resource.isExisting || isOfProvider(resource, provider, type) !== "yes") return [];
		return [assignmentOf(resource, evaluation)];
	});
}
/** Management groups and the tenant are above all that is in the run. */
function isAboveAll(scope) {
	const [first, second, third] = segmentsOf$1(scope).filter((each) => each.length > 0).slice(0, 3).map((each) => each[0]);
	if (first === void 0) return true;
	return first === "providers" && second === "microsoft.management" && third === "managementgroups";
}
/** Whether a scope is a resource, or holds it. */
function covers(scope, key) {
	if (isAboveAll(scope)) return "yes";
	const wanted = segmentsOf$1(scope).filter((each) => each.length > 0);
	const given = segmentsOf$1(key).filter((each) => each.length > 0);
	if (wanted.length > given.length) return "no";
	return allOf(wanted.map((each, index) => isSameText(each, given[index] ?? [])));
}
/** The names that stand for a subscription and a group that nobody gave are known to nobody. */
function withoutPlaceholders(text) {
	const { subscription, resourceGroup } = placeholders;
	return text.flatMap((part) => {
		if (typeof part !== "string") return [part];
		return part.split(new RegExp(`(?<=/)(${subscription}|${resourceGroup})(?=/|$)`)).flatMap((piece, at) => piece === "" ? [] : [at % 2 === 0 ? piece : { form: `placeholder ${piece}` }]);
	});
}
function open$2(unknown, reason) {
	return {
		kind: "open",
		unknown,
		reason
	};
}
/** Whether an effect deploys a template: Modify and Append change a request, they bring no agent. */
function isActing(effect) {
	return effect.toLowerCase() === "deployifnotexists";
}
/** What leaves open whether a scope holds the machine. */
function unknownPlace(item, assignment, machine) {
	const { deployment, name, declaration } = machine.resource;
	const values = [
		item,
		deployment.resourceGroup,
		deployment.subscription,
		name,
		assignment.deployment.subscription
	];
	for (const value of values) if (value?.kind === "unknown") return value;
	const reason = {
		kind: "outside",
		message: "where the machine goes is not given",
		span: declaration.nameSpan
	};
	return unknownValue("string", reason, "place");
}
function excluded(assignment, machine) {
	const { resource, evaluation } = assignment;
	const list = settingOf(resource, "properties.notScopes");
	if (list.kind === "absent") return void 0;
	if (list.kind === "unknown") return open$2(list.value, "its notScopes are not known");
	if (list.value.kind !== "array") return void 0;
	for (const item of list.value.items) {
		const scope = partialText(item);
		const isSure = evaluation === machine.evaluation || knownText(scope) !== void 0;
		const certainty = covers(withoutPlaceholders(scope), withoutPlaceholders(machine.key));
		if (certainty === "yes" && isSure) return {
			kind: "not",
			reason: "the machine is in its notScopes"
		};
		if (certainty !== "no") return open$2(unknownPlace(item, resource, machine), "its notScopes may hold the machine");
	}
}
function selected({ resource }) {
	const selectors = settingOf(resource, "properties.resourceSelectors");
	if (!(selectors.kind === "unknown" || selectors.kind === "known" && selectors.value.kind === "array" && selectors.value.items.length > 0)) return void 0;
	const reason = {
		kind: "outside",
		message: "resource selectors of assignments are not evaluated",
		span: selectors.at
	};
	return open$2(unknownValue("any", reason, "resourceselectors"), "it has resource selectors");
}
function enforced({ resource }) {
	const mode = settingOf(resource, "properties.enforcementMode");
	if (mode.kind === "absent") return void 0;
	if (mode.kind === "unknown") return open$2(mode.value, "its enforcementMode is not known");
	if (isText$1("Default")(mode.value)) return void 0;
	return {
		kind: "not",
		reason: "its enforcementMode is not Default"
	};
}
function identified$2({ resource }) {
	const identity = settingOf(resource, "identity.type");
	if (identity.kind === "unknown") return open$2(identity.value, "its identity is not known");
	return identity.kind === "known" && isText$1("SystemAssigned", "UserAssigned")(identity.value) ? void 0 : {
		kind: "not",
		reason: "it has no identity to deploy with"
	};
}
function overridden({ resource }) {
	const list = settingOf(resource, "properties.overrides");
	if (list.kind === "unknown") return open$2(list.value, "its overrides are not known");
	if (list.kind !== "known" || list.value.kind !== "array") return void 0;
	for (const item of list.value.items) {
		const value = valueAt(item, "value");
		if (value?.kind === "unknown") return open$2(value, "an override of its effect is not known");
		if (value?.kind === "string" && !isActing(value.value)) return {
			kind: "not",
			reason: `an override sets its effect to ${value.value}`
		};
	}
}
/** What keeps an assignment, whatever its definition, from acting on a machine. */
function hindranceOf(assignment, machine) {
	const found = [
		excluded(assignment, machine),
		enforced(assignment),
		identified$2(assignment),
		overridden(assignment),
		selected(assignment)
	].filter((each) => each !== void 0);
	return found.find((each) => each.kind === "not") ?? found[0];
}

// src/templates/policy-as-code/built-in.ts
/** The definition whose default brings the retired scanner. */
const assessmentDefinition = "13ce0167-8ca6-4048-8e6b-f996402e3c1b";
const endpoint$1 = {
	windowsVm: "1ec9c2c2-6d64-656d-6465-3ec3309b8579",
	linuxVm: "d30025d0-6d64-656d-6465-67688881b632",
	windowsArc: "37c043a6-6d64-656d-6465-b362dfeb354a",
	linuxArc: "4eb909e7-6d64-656d-6465-2eeb297a1625"
};
const monitor$2 = {
	windowsVm: "ca817e41-e85a-4783-bc7f-dc532d36235e",
	windowsVmss: "4efbd9d8-6bc6-45f6-9be2-7fe9dd5d89ff",
	windowsArc: "94f686d6-9a24-4e19-91f1-de937dc171a4",
	linuxVm: "a4034bc6-ae50-406d-bf76-50f4ee5a7811",
	linuxVmss: "56a3e4f8-649b-4fac-887e-5564d11e8d3a",
	linuxArc: "845857af-0333-4c5d-bbbc-6076697da122",
	/** With a user-assigned identity. */
	windowsVmUser: "637125fd-7c39-4b94-bb0a-d331faf333a9",
	windowsVmssUser: "98569e20-8f32-4f31-bf34-0e91590ae9d3",
	linuxVmUser: "ae8a10e6-19d6-44a3-a02d-a2bdfc707742",
	linuxVmssUser: "59c3d93f-900b-4827-a8bd-562e7b956e7c"
};
const association = {
	linux: "2ea82cdd-f2e8-4500-af75-67a2e084ca74",
	windows: "eab1f514-22e3-42e3-9a1f-e1dc9199355c",
	insightsVm: "a0f27bdc-5b15-4810-b81d-7c4df9df1a37",
	insightsVmss: "c7f3bf36-b807-4f18-82dc-f480ad713635",
	insightsArc: "7c4214e9-ea57-487a-b38e-310ec09bc21d"
};
/** For Change Tracking and Inventory: the agent again, and associations of its own. */
const tracking = {
	windowsVm: "ad1eeff9-20d7-4c82-a04e-903acab0bfc1",
	windowsVmss: "4485d24b-a9d3-4206-b691-1fad83bc5007",
	windowsArc: "a7acfae7-9497-4a3f-a3b5-a16a50abbe2f",
	linuxVm: "56d0ed2b-60fc-44bf-af81-a78c851b5fe1",
	linuxVmss: "b73e81f3-6303-48ad-9822-b69fc00c15ef",
	linuxArc: "09a1f130-7697-42bc-8d84-8a9ea17e5187",
	windowsVmRule: "b6faa975-0add-4f35-8d1c-70bba45c4424",
	windowsVmssRule: "8fd85785-1547-4a4a-bf90-d5483c9571c5",
	windowsArcRule: "ef9fe2ce-a588-4edd-829c-6247069dcfdb",
	linuxVmRule: "bef2d677-e829-492d-9a3d-f5a20fda818f",
	linuxVmssRule: "1142b015-2bd7-41e0-8645-a531afe09a1e",
	linuxArcRule: "09a1f130-7697-42bc-8d84-8a9ea17e5192"
};
const guest$2 = {
	windows: "385f5831-96d4-41db-9a3c-cd3af78aaae6",
	linux: "331e8ea8-378a-410f-a2e5-ae22f38bb0da",
	formerWindows: "0ecd903d-91e7-4726-83d3-a229d7f2e293",
	formerLinux: "fb27e9e0-526e-4ae1-89f2-a2a0bf0f8a50"
};
function of(deploys, kinds, os) {
	return os === void 0 ? {
		deploys,
		kinds
	} : {
		deploys,
		kinds,
		os
	};
}
const builtInDefinitions = {
	[assessmentDefinition]: {
		deploys: "mdvm",
		kinds: ["vm", "arc"],
		needs: {
			parameter: "vaType",
			value: "mdetvm"
		}
	},
	"766e621d-ba95-4e43-a6f2-e945db3d7888": of("mdvm", ["vm", "arc"], void 0),
	[endpoint$1.windowsVm]: of("mde", ["vm"], "windows"),
	[endpoint$1.linuxVm]: of("mde", ["vm"], "linux"),
	[endpoint$1.windowsArc]: of("mde", ["arc"], "windows"),
	[endpoint$1.linuxArc]: of("mde", ["arc"], "linux"),
	[monitor$2.windowsVm]: of("ama", ["vm"], "windows"),
	[monitor$2.windowsVmss]: of("ama", ["vmss"], "windows"),
	[monitor$2.windowsArc]: of("ama", ["arc"], "windows"),
	[monitor$2.linuxVm]: of("ama", ["vm"], "linux"),
	[monitor$2.linuxVmss]: of("ama", ["vmss"], "linux"),
	[monitor$2.linuxArc]: of("ama", ["arc"], "linux"),
	[monitor$2.windowsVmUser]: of("ama", ["vm"], "windows"),
	[monitor$2.windowsVmssUser]: of("ama", ["vmss"], "windows"),
	[monitor$2.linuxVmUser]: of("ama", ["vm"], "linux"),
	[monitor$2.linuxVmssUser]: of("ama", ["vmss"], "linux"),
	[association.linux]: of("association", [
		"vm",
		"vmss",
		"arc"
	], "linux"),
	[association.windows]: of("association", [
		"vm",
		"vmss",
		"arc"
	], "windows"),
	[association.insightsVm]: of("association", ["vm"], void 0),
	[association.insightsVmss]: of("association", ["vmss"], void 0),
	[association.insightsArc]: of("association", ["arc"], void 0),
	[tracking.windowsVm]: of("ama", ["vm"], "windows"),
	[tracking.windowsVmss]: of("ama", ["vmss"], "windows"),
	[tracking.windowsArc]: of("ama", ["arc"], "windows"),
	[tracking.linuxVm]: of("ama", ["vm"], "linux"),
	[tracking.linuxVmss]: of("ama", ["vmss"], "linux"),
	[tracking.linuxArc]: of("ama", ["arc"], "linux"),
	[tracking.windowsVmRule]: of("association", ["vm"], "windows"),
	[tracking.windowsVmssRule]: of("association", ["vmss"], "windows"),
	[tracking.windowsArcRule]: of("association", ["arc"], "windows"),
	[tracking.linuxVmRule]: of("association", ["vm"], "linux"),
	[tracking.linuxVmssRule]: of("association", ["vmss"], "linux"),
	[tracking.linuxArcRule]: of("association", ["arc"], "linux"),
	[guest$2.windows]: {
		...of("guest-configuration", ["vm"], "windows"),
		isFixed: true
	},
	[guest$2.linux]: {
		...of("guest-configuration", ["vm"], "linux"),
		isFixed: true
	},
	[guest$2.formerWindows]: {
		...of("guest-configuration", ["vm"], "windows"),
		isFixed: true
	},
	[guest$2.formerLinux]: {
		...of("guest-configuration", ["vm"], "linux"),
		isFixed: true
	}
};
/** All members of an initiative whose effect is its parameter `effect`. */
function withEffect(...members) {
	return {
		members,
		effects: Object.fromEntries(members.map((each) => [each, "effect"]))
	};
}
const associations = [association.linux, association.windows];
/** The initiative with the associations' own effect: it does not pass its parameter on to them. */
function besideAssociations(...members) {
	return {
		...withEffect(...members),
		members: [...members, ...associations]
	};
}
const builtInInitiatives = {
	"e20d08c5-6d64-656d-6465-ce9e37fd0ebc": {
		members: Object.values(endpoint$1),
		effects: {
			[endpoint$1.windowsVm]: "microsoftDefenderForEndpointWindowsVmAgentDeployEffect",
			[endpoint$1.linuxVm]: "microsoftDefenderForEndpointLinuxVmAgentDeployEffect",
			[endpoint$1.windowsArc]: "microsoftDefenderForEndpointWindowsArcAgentDeployEffect",
			[endpoint$1.linuxArc]: "microsoftDefenderForEndpointLinuxArcAgentDeployEffect"
		}
	},
	"59e9c3eb-d8df-473b-8059-23fd38ddd0f0": withEffect(monitor$2.windowsArc, monitor$2.linuxArc, association.insightsArc),
	"2b00397d-c309-49c4-aa5a-f0b2c5bc6321": besideAssociations(monitor$2.windowsArc, monitor$2.linuxArc),
	"9dffaf29-5905-4145-883c-957eb442c226": withEffect(monitor$2.linuxVmUser, monitor$2.windowsVmUser, association.insightsVm),
	"924bfe3a-762f-40e7-86dd-5c8b95eb09e6": besideAssociations(monitor$2.linuxVmUser, monitor$2.windowsVmUser),
	"1f9b0c83-b4fa-4585-a686-72b74aeabcfd": withEffect(monitor$2.linuxVmssUser, monitor$2.windowsVmssUser, association.insightsVmss),
	"f5bf694c-cca7-4033-b883-3a23327d5485": besideAssociations(monitor$2.linuxVmssUser, monitor$2.windowsVmssUser),
	"babf8e94-780b-4b4d-abaa-4830136a8725": withEffect(monitor$2.linuxVmUser, monitor$2.linuxVmssUser, association.linux),
	"0d1b56c6-6d1f-4a5d-8695-b15efbea6b49": withEffect(monitor$2.windowsVmUser, monitor$2.windowsVmssUser, association.windows),
	"118f04da-0375-44d1-84e3-0fd9e1849403": withEffect(monitor$2.linuxVm, monitor$2.linuxVmss, monitor$2.linuxArc, association.linux),
	"9575b8b7-78ab-4281-b53b-d3c1ace2260b": withEffect(monitor$2.windowsVm, monitor$2.windowsVmss, monitor$2.windowsArc, association.windows),
	"92a36f05-ebc9-4bba-9128-b47ad2ea3354": withEffect(tracking.windowsVm, tracking.linuxVm, tracking.windowsVmRule, tracking.linuxVmRule),
	"c4a70814-96be-461c-889f-2b27429120dc": withEffect(tracking.windowsVmss, tracking.linuxVmss, tracking.windowsVmssRule, tracking.linuxVmssRule),
	"53448c70-089b-4f52-8f38-89196d7f2de1": withEffect(tracking.windowsArc, tracking.linuxArc, tracking.windowsArcRule, tracking.linuxArcRule),
	"362ab02d-c362-417e-a525-45805d58e21d": {
		members: [
			monitor$2.linuxVmUser,
			monitor$2.windowsVmUser,
			monitor$2.linuxArc,
			monitor$2.windowsArc
		],
		effects: {}
	},
	"12794019-7a00-42cf-95c2-882eed337cc8": {
		members: [guest$2.windows, guest$2.linux],
		effects: {}
	}
};

// src/templates/arm/expansion/context.ts
const nothingGiven = {
	file: void 0,
	values: /* @__PURE__ */ new Map()
};
/** Resources of all evaluations of a template that are kept together, those of all deployments in them counted. */
const maxResources = 1e4;

// src/templates/arm/language/scope.ts
/** Evaluations of one template with all that it deploys. */
const maxSteps = 25e5;
/** Objects and arrays inside one another, through variables and parameters too; a call or access counts as two. */
const maxEvaluationDepth = 700;
/** Longest text that an expression may make. */
const maxTextUnits = 4194304;
/** The account of one evaluation; one object for a template and all its nested deployments. */
var Work = class {
	steps = 0;
	depth = 0;
	serial = 0;
	/** Books steps; throws LIMIT_EXCEEDED when there have been too many. */
	spend(steps, at) {
		this.steps += steps;
		if (this.steps <= 25e5) return;
		throw limitAt(at, `evaluating this template takes more than ${maxSteps} steps`, "Lower the counts of its loops, or leave it out of the targets.");
	}
	/** Refuses a text that would be too long, before it is made. */
	checkLength(units, at) {
		if (units <= 4194304) return;
		throw limitAt(at, `this expression makes a text longer than ${maxTextUnits} characters`);
	}
	/** Runs some levels deeper. */
	descend(at, run, levels = 1) {
		if (this.depth + levels > 700) throw this.tooDeep(at);
		this.depth += levels;
		try {
			return run();
		} catch (error) {
			if (error instanceof RangeError && /call stack/i.test(error.message)) throw this.tooDeep(at);
			throw error;
		} finally {
			this.depth -= levels;
		}
	}
	tooDeep(at) {
		return limitAt(at, `expressions refer to one another deeper than ${700} levels`, "Look for a function or variable that refers to itself.");
	}
	/** A number that no earlier call of this evaluation got: tells two results of newGuid() apart. */
	next() {
		this.serial++;
		return this.serial;
	}
};
function scopeOf(surroundings, work = new Work()) {
	return {
		surroundings,
		work,
		local: void 0
	};
}

// src/templates/arm/language/access.ts
/** A key that can stand behind a dot; others are quoted, so that `['a.b']` is not `.a.b`. */
const plainKey = /^[a-z_][a-z0-9_]*$/i;
/** The form of what an access finds. */
function accessForm(base, key) {
	if (key.kind !== "string") return `${base}[${formOf(key)}]`;
	const name = key.value.toLowerCase();
	return plainKey.test(name) ? `${base}.${name}` : `${base}[${JSON.stringify(name)}]`;
}
/** An array or object within one of which not all is known, down to its ground, is such a one too. */
function opened$2(found, base, key) {
	const isOpenable = found.kind === "array" || found.kind === "object";
	if (base.rest?.isDeep !== true || !isOpenable || found.rest !== void 0) return found;
	const { whole } = base.rest;
	const form = shortForm(accessForm(whole.form, key));
	return {
		...found,
		rest: {
			whole: {
				...whole,
				type: found.kind,
				form
			},
			isDeep: true
		}
	};
}
/** What the key of an access or of tryGet finds; undefined when there is no such property or item. */
function lookUp(base, key) {
	if (base.kind === "object" && key.kind === "string") {
		const found = base.properties.get(key.value.toLowerCase())?.value;
		return found && opened$2(found, base, key);
	}
	if (base.kind === "array" && key.kind === "int" && base.rest?.isAnywhere !== true) {
		const found = key.value < 0n ? void 0 : base.items[Number(key.value)];
		return found && opened$2(found, base, key);
	}
}
/** Whether a base that is known in part leaves open what a key that it does not list finds. */
function isBeyond(base, key) {
	if (base.kind !== "array" && base.kind !== "object") return false;
	if (base.rest === void 0) return false;
	return (base.kind === "object" ? key.kind === "string" : key.kind === "int" && key.value >= 0n) && lookUp(base, key) === void 0;
}
/** The unknown that an access to an unknown, or by an unknown key, is; undefined when both are known. */
function unknownAccess(value, key, span) {
	const base = isBeyond(value, key) ? closed(value) : value;
	const cause = base.kind === "unknown" ? base : key;
	if (cause.kind !== "unknown") return void 0;
	const form = accessForm(formOf(base), key);
	return {
		...unknownValue("any", cause.reason, form, withMarks(base, key.marks).marks),
		span
	};
}

// src/templates/arm/language/definition.ts
function eager([min, max], returns, run, unknowns = "argument") {
	return {
		kind: "eager",
		min,
		max,
		returns,
		unknowns,
		keepsRest: false,
		run
	};
}
/** The definition with arguments handed over as they are, for functions that only hold them. */
function keepingRest(definition) {
	return {
		...definition,
		keepsRest: true
	};
}
function lazy([min, max], run) {
	return {
		kind: "lazy",
		min,
		max,
		run
	};
}
/** Refuses the call, at the call. */
function refuse(call, message, hint) {
	throw faultAt(call.span, `${call.name}(): ${message}`, hint);
}
const ordinals = [
	"first",
	"second",
	"third",
	"fourth",
	"fifth"
];
/** Refuses one argument, at the argument. */
function refuseArgument(call, index, message) {
	const which = ordinals[index] ?? `${index + 1}th`;
	const span = call.args[index]?.span ?? call.span;
	throw faultAt(span, `${call.name}(): the ${which} argument ${message}`);
}
function argument(args, index, call) {
	return args[index] ?? refuseArgument(call, index, "is missing");
}
function wrongKind(call, index, wanted, value) {
	return refuseArgument(call, index, `is to be ${wanted}, it is ${kindOf(value)}`);
}
function textArgument(args, index, call) {
	const value = argument(args, index, call);
	return value.kind === "string" ? value.value : wrongKind(call, index, "a string", value);
}
function intArgument(args, index, call) {
	const value = argument(args, index, call);
	return value.kind === "int" ? value.value : wrongKind(call, index, "an int", value);
}
/** An int as a JavaScript number, clamped to ±2^53: enough for every index and count. */
function indexArgument(args, index, call) {
	const value = Number(intArgument(args, index, call));
	return Math.max(Number.MIN_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));
}
function boolArgument(args, index, call) {
	const value = argument(args, index, call);
	return value.kind === "bool" ? value.value : wrongKind(call, index, "a bool", value);
}
function arrayArgument(args, index, call) {
	const value = argument(args, index, call);
	return value.kind === "array" ? value : wrongKind(call, index, "an array", value);
}
function objectArgument(args, index, call) {
	const value = argument(args, index, call);
	return value.kind === "object" ? value : wrongKind(call, index, "an object", value);
}
/** Refuses an argument of another kind than the function takes. */
function wrongArgument(args, index, call, wanted) {
	return wrongKind(call, index, wanted, argument(args, index, call));
}

// src/templates/arm/language/functions/array.ts
function toArray(args, call) {
	const value = argument(args, 0, call);
	return value.kind === "array" ? value : arrayValue([value]);
}
/** One level flatter. An unknown among the arrays makes all unknown, unknown items in them do not. */
function flatten(args, call) {
	const items = [];
	for (const inner of arrayArgument(args, 0, call).items) {
		if (inner.kind === "unknown") return unknownCall(call.name, args, inner, "array", call.span);
		if (inner.kind !== "array") return refuse(call, `takes an array of arrays, not of ${kindOf(inner)}`);
		call.scope.work.spend(inner.items.length, call.span);
		for (const item of inner.items) items.push(item);
	}
	return arrayValue(items);
}
/** Counts from the end; 1 is the last item. */
function fromEnd(isSafe) {
	return eager([2, 2], "any", (args, call) => {
		const { items } = arrayArgument(args, 0, call);
		const index = indexArgument(args, 1, call);
		const found = index > 0 ? items[items.length - index] : void 0;
		if (found !== void 0) return found;
		if (isSafe) return nullValue();
		return refuse(call, `the array has ${items.length} items, none at ${index} from its end`);
	});
}
const arrayFunctions = {
	array: eager([1, 1], "array", toArray),
	createArray: keepingRest(eager([0, Number.POSITIVE_INFINITY], "array", (args) => arrayValue(args), "own")),
	flatten: eager([1, 1], "array", flatten),
	indexFromEnd: fromEnd(false),
	tryIndexFromEnd: fromEnd(true)
};

// src/templates/arm/language/address.ts
function fromGroups(groups, size) {
	return groups.reduce((value, group) => value << size | BigInt(group), 0n);
}
function parseV6(text) {
	const dotted = /^(.*:)([0-9.]+)$/.exec(text);
	const v4 = dotted?.[2]?.includes(".") ? dotted[2].split(".").map(Number) : void 0;
	const [a = 0, b = 0, c = 0, d = 0] = v4 ?? [];
	const [head = "", tail] = (v4 === void 0 ? text : `${dotted?.[1] ?? ""}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`).split("::");
	const read = (part) => part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
	const left = read(head);
	const right = tail === void 0 ? [] : read(tail);
	const gap = tail === void 0 ? 0 : 8 - left.length - right.length;
	return fromGroups([
		...left,
		...Array.from({ length: gap }, () => 0),
		...right
	], 16n);
}
/** Undefined when the text is no address. */
function parseAddress$1(text) {
	if (isIPv4(text)) return {
		value: fromGroups(text.split(".").map(Number), 8n),
		bits: 32
	};
	if (isIPv6(text) && !text.includes("%")) return {
		value: parseV6(text),
		bits: 128
	};
}
function groupsOf(value, count, size) {
	return Array.from({ length: count }, (_, index) => Number(value >> size * BigInt(count - 1 - index) & (1n << size) - 1n));
}
/** The longest run of zero groups, the first of several; a single one is not shortened. */
function longestZeros(groups) {
	let best = {
		start: -1,
		length: 1
	};
	let start = 0;
	for (let at = 0; at <= groups.length; at++) {
		if (groups[at] === 0) continue;
		if (at - start > best.length) best = {
			start,
			length: at - start
		};
		start = at + 1;
	}
	return best;
}
/**
* The shortest text of an address, in lower case.
* @example formatAddress({ value: 1n, bits: 128 }) // '::1'
*/
function formatAddress({ value, bits }) {
	if (bits === 32) return groupsOf(value, 4, 8n).join(".");
	const groups = groupsOf(value, 8, 16n);
	const hex = groups.map((group) => group.toString(16));
	const { start, length } = longestZeros(groups);
	if (start < 0) return hex.join(":");
	return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

// src/templates/arm/language/functions/cidr.ts
function mask$2(bits, prefix) {
	return (1n << BigInt(prefix)) - 1n << BigInt(bits - prefix);
}
/** The range of an argument, brought to its first address. */
function rangeArgument(args, index, call) {
	const text = textArgument(args, index, call);
	const [addressText = "", prefixText = "", ...more] = text.split("/");
	const address = parseAddress$1(addressText);
	const prefix = /^[0-9]{1,3}$/.test(prefixText) ? Number(prefixText) : -1;
	if (address === void 0 || more.length > 0 || prefix < 0 || prefix > address.bits) return refuseArgument(call, index, `'${clip$1(text)}' is no range such as 10.0.0.0/24`);
	return {
		...address,
		value: address.value & mask$2(address.bits, prefix),
		prefix
	};
}
function lastOf({ value, bits, prefix }) {
	return value | (1n << BigInt(bits - prefix)) - 1n;
}
function parseCidr(args, call) {
	const range = rangeArgument(args, 0, call);
	const { bits, prefix, value } = range;
	const last = lastOf(range);
	const isV6 = bits === 128;
	const isTiny = !isV6 && prefix > 30;
	const text = (name, address) => property(name, stringValue(formatAddress({
		value: address,
		bits
	}), call.span));
	return objectValue([
		text("network", value),
		text("netmask", mask$2(bits, prefix)),
		...isV6 ? [] : [text("broadcast", last)],
		text("firstUsable", isV6 || isTiny ? value : value + 1n),
		text("lastUsable", isV6 ? last : isTiny ? value : last - 1n),
		property("cidr", intValue(prefix, call.span))
	]);
}
function cidrSubnet(args, call) {
	const range = rangeArgument(args, 0, call);
	const prefix = indexArgument(args, 1, call);
	const index = indexArgument(args, 2, call);
	if (prefix < range.prefix || prefix > range.bits) return refuseArgument(call, 1, `is not within ${range.prefix} to ${range.bits}`);
	const size = 1n << BigInt(range.bits - prefix);
	if (index < 0 || BigInt(index) >= 1n << BigInt(prefix - range.prefix)) return refuseArgument(call, 2, `is larger than the range holds ranges of /${prefix}`);
	const value = range.value + BigInt(index) * size;
	return stringValue(`${formatAddress({
		value,
		bits: range.bits
	})}/${prefix}`);
}
/** Index 0 is the first address behind the network's own. */
function cidrHost(args, call) {
	const range = rangeArgument(args, 0, call);
	const index = indexArgument(args, 1, call);
	const value = range.value + BigInt(index) + 1n;
	const last = range.bits === 32 ? lastOf(range) - 1n : lastOf(range);
	if (index < 0 || value > last) return refuseArgument(call, 1, "is larger than the range holds hosts");
	return stringValue(formatAddress({
		value,
		bits: range.bits
	}));
}
const cidrFunctions = {
	parseCidr: eager([1, 1], "object", parseCidr),
	cidrSubnet: eager([3, 3], "string", cidrSubnet),
	cidrHost: eager([2, 2], "string", cidrHost)
};

// src/templates/arm/language/equality.ts
/** How the known text at the ends of a joined text rules out that it becomes `text`. */
function canBecome(parts, text) {
	const first = parts[0];
	const last = parts.at(-1);
	const least = parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
	if (text.length < least) return false;
	if (typeof first === "string" && !text.startsWith(first)) return false;
	return !(typeof last === "string" && !text.endsWith(last));
}
function isUnknownEqual(unknown, other) {
	if (other.kind === "unknown") return unknown.form === other.form ? true : void 0;
	if (unknown.type !== "any" && unknown.type !== other.kind) return false;
	if (other.kind === "string" && unknown.parts && !canBecome(unknown.parts, other.value)) return false;
}
/** Whether all pairs are equal: false as soon as one is not, undefined when one cannot be known. */
function areAllEqual(pairs, spend) {
	let result = true;
	for (const [left, right] of pairs) {
		const equal = right === void 0 ? false : isEqual(left, right, spend);
		if (equal === false) return false;
		if (equal === void 0) result = void 0;
	}
	return result;
}
/** Whether two values are equal in every part; undefined when an unknown part leaves it open. */
function isEqual(one, other, spend) {
	spend();
	if (one === other) return true;
	const left = closed(one);
	const right = closed(other);
	if (left.kind === "unknown") return isUnknownEqual(left, right);
	if (right.kind === "unknown") return isUnknownEqual(right, left);
	if (left.kind === "array" && right.kind === "array") {
		if (left.items.length !== right.items.length) return false;
		return areAllEqual(left.items.map((item, index) => [item, right.items[index]]), spend);
	}
	if (left.kind === "object" && right.kind === "object") {
		if (left.properties.size !== right.properties.size) return false;
		return areAllEqual([...left.properties].map(([key, each]) => [each.value, right.properties.get(key)?.value]), spend);
	}
	if (left.kind === "null" || right.kind === "null") return left.kind === right.kind;
	if (left.kind === "array" || left.kind === "object") return false;
	if (right.kind === "array" || right.kind === "object") return false;
	return left.kind === right.kind && left.value === right.value;
}
const collator = new Intl.Collator("en");
/**
* Orders two texts as .NET's invariant culture does (documented: 'A' is greater than 'a').
* @example compareTexts('A', 'a') // > 0
*/
function compareTexts(left, right) {
	return collator.compare(left, right) || (left < right ? -1 : Number(left > right));
}
/** Two texts of the same letters, whatever their case; no language's own rules. */
function foldCase(text) {
	if (/^[\u0000-\u007f]*$/.test(text)) return text.toUpperCase();
	return Array.from({ length: text.length }, (_, index) => {
		const upper = text.charAt(index).toUpperCase();
		return upper.length === 1 ? upper : text.charAt(index);
	}).join("");
}

// src/templates/arm/language/functions/comparison.ts
function isNumber(value) {
	return value.kind === "int" || value.kind === "float";
}
function order(args, call) {
	const left = argument(args, 0, call);
	const right = argument(args, 1, call);
	if (isNumber(left) && isNumber(right)) return left.value < right.value ? -1 : Number(left.value > right.value);
	if (left.kind === "string" && right.kind === "string") return compareTexts(left.value, right.value);
	if (isNumber(left)) return wrongArgument(args, 1, call, "a number too");
	return wrongArgument(args, left.kind === "string" ? 1 : 0, call, "a string or a number");
}
function comparison(holds) {
	return eager([2, 2], "bool", (args, call) => boolValue(holds(order(args, call))));
}
/** Whichever stands first, the form is the same. */
function inOneOrder(left, right) {
	return formOf(left) < formOf(right) ? [right, left] : [left, right];
}
function equals$1(args, call) {
	const left = argument(args, 0, call);
	const right = argument(args, 1, call);
	const equal = isEqual(left, right, () => call.scope.work.spend(1, call.span));
	if (equal !== void 0) return boolValue(equal);
	const cause = unknownIn(left) ?? unknownIn(right);
	return cause === void 0 ? boolValue(false) : unknownCall(call.name, inOneOrder(left, right), cause, "bool", call.span);
}
const comparisonFunctions = {
	equals: eager([2, 2], "bool", equals$1, "own"),
	greater: comparison((order) => order > 0),
	greaterOrEquals: comparison((order) => order >= 0),
	less: comparison((order) => order < 0),
	lessOrEquals: comparison((order) => order <= 0)
};

// src/templates/arm/language/date-format.ts
const dayNames = [
	"Sunday",
	"Monday",
	"Tuesday",
	"Wednesday",
	"Thursday",
	"Friday",
	"Saturday"
];
const monthNames = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December"
];
/** The custom format that a standard letter stands for. */
const standard$1 = {
	d: "MM/dd/yyyy",
	D: "dddd, dd MMMM yyyy",
	f: "dddd, dd MMMM yyyy HH:mm",
	F: "dddd, dd MMMM yyyy HH:mm:ss",
	g: "MM/dd/yyyy HH:mm",
	G: "MM/dd/yyyy HH:mm:ss",
	m: "MMMM dd",
	M: "MMMM dd",
	o: "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
	O: "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
	r: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
	R: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
	s: "yyyy-MM-dd'T'HH:mm:ss",
	t: "HH:mm",
	T: "HH:mm:ss",
	u: "yyyy-MM-dd HH:mm:ss'Z'",
	U: "dddd, dd MMMM yyyy HH:mm:ss",
	y: "yyyy MMMM",
	Y: "yyyy MMMM"
};
function padded(value, width) {
	return String(value).padStart(width, "0");
}
/** What a run of one letter stands for; undefined when the letter stands for itself. */
function specifier(run, date) {
	const width = run.length;
	const hour12 = date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12;
	switch (run[0]) {
		case "y": {
			const year = date.getUTCFullYear();
			return width < 3 ? padded(year % 100, width) : padded(year, width);
		}
		case "M": {
			const name = monthNames[date.getUTCMonth()] ?? "";
			if (width > 2) return width === 3 ? name.slice(0, 3) : name;
			return padded(date.getUTCMonth() + 1, width);
		}
		case "d": {
			const name = dayNames[date.getUTCDay()] ?? "";
			if (width > 2) return width === 3 ? name.slice(0, 3) : name;
			return padded(date.getUTCDate(), width);
		}
		case "H": return padded(date.getUTCHours(), Math.min(width, 2));
		case "h": return padded(hour12, Math.min(width, 2));
		case "m": return padded(date.getUTCMinutes(), Math.min(width, 2));
		case "s": return padded(date.getUTCSeconds(), Math.min(width, 2));
		case "f": return `${padded(date.getUTCMilliseconds(), 3)}0000`.slice(0, Math.min(width, 7));
		case "F": return padded(date.getUTCMilliseconds(), 3).slice(0, width).replace(/0+$/, "");
		case "t": {
			const half = date.getUTCHours() < 12 ? "AM" : "PM";
			return width === 1 ? half.slice(0, 1) : half;
		}
		case "K": return "Z".repeat(width);
		case "z": return [
			"+0",
			"+00",
			"+00:00"
		][Math.min(width, 3) - 1];
		case "g": return "A.D.";
		default: return;
	}
}
/**
* A date by a .NET format, in UTC; undefined when a standard format does not exist.
* @example formatDate(new Date(0), 'yyyy-MM-dd') // '1970-01-01'
*/
function formatDate(date, format) {
	const custom = format.length === 1 ? standard$1[format] : format.replace(/^%(?=.)/, "");
	if (custom === void 0) return void 0;
	return (custom.match(/'[^']*'?|"[^"]*"?|\\.|([A-Za-z])\1*|[^]/g) ?? []).map((piece) => {
		if (piece.startsWith("'") || piece.startsWith("\"")) return piece.replaceAll(/['"]/g, "");
		if (piece.startsWith("\\")) return piece.slice(1);
		return specifier(piece, date) ?? piece;
	}).join("");
}
const shape = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
/** What utcNow('G') and PowerShell write: month first. */
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*(AM|PM))?)?$/i;
function offsetMinutes(zone) {
	if (zone === "" || zone.toUpperCase() === "Z") return 0;
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
	return zone.startsWith("-") ? -minutes : minutes;
}
function checked$1(parts, extraMs) {
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
	const time = Date.UTC(year, month - 1, day, hour, minute, second);
	const date = new Date(time);
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return void 0;
	if (hour > 23 || minute > 59 || second > 59) return void 0;
	return new Date(time + extraMs);
}
/** A date of ISO 8601 (or of .NET's invariant culture); without zone it is UTC. Undefined when it is none. */
function parseDate(text) {
	const iso = shape.exec(text.trim());
	if (iso !== null) return checked$1(iso.slice(1, 7).map((part) => Number(part ?? 0)), Math.floor(Number(`0.${iso[7] ?? 0}`) * 1e3) - offsetMinutes(iso[8] ?? "") * 6e4);
	const other = american.exec(text.trim());
	if (other === null) return void 0;
	const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = other.slice(1, 7).map((part) => Number(part ?? 0));
	const half = other[7]?.toUpperCase();
	return checked$1([
		year,
		month,
		day,
		half === void 0 ? hour : hour % 12 + (half === "PM" ? 12 : 0),
		minute,
		second
	], 0);
}
/**
* Milliseconds of an ISO 8601 duration. A year is 365 days and a month 30, as Azure documents for dateTimeAdd.
* Undefined when it is none.
*/
function parseDuration(text) {
	const match = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text.trim());
	if (match === null || !/\d/.test(text)) return void 0;
	const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part ?? 0));
	const allSeconds = (((years * 365 + months * 30 + weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
	return (match[1] === "-" ? -1 : 1) * allSeconds * 1e3;
}

// src/templates/arm/language/text.ts
/** The text of a plain value inside another text, as .NET writes it: `True`, `5`; undefined for arrays and objects. */
function plainText(value) {
	switch (value.kind) {
		case "string": return value.value;
		case "int": return String(value.value);
		case "float": return floatText(value.value);
		case "bool": return value.value ? "True" : "False";
		case "null": return "";
		default: return;
	}
}
/** A piece for `joinTexts`; an array or object is refused. */
function textPiece(value, index, call) {
	if (value.kind === "unknown" || value.kind === "string") return value;
	const text = plainText(value);
	if (text === void 0) return refuseArgument(call, index, `is to be a string, it is ${kindOf(value)}`);
	return {
		...stringValue(text, value.span),
		marks: value.marks
	};
}
/** Refuses a text that would be too long before it is joined. */
function checkJoined(texts, call) {
	let units = 0;
	for (const text of texts) units += text.kind === "string" ? text.value.length : 0;
	call.scope.work.checkLength(units, call.span);
}
/** string(): a text is itself, an array or object becomes JSON. */
function stringOf(value, call) {
	const text = plainText(value);
	if (text !== void 0) return text;
	const json = jsonText(value, maxTextUnits);
	call.scope.work.checkLength(json.length, call.span);
	return json;
}
/**
* An array or object in the style of the language, as format() prints them: `{'a':'b'}`, `[true,2893,'abc']`.
* Stops behind `limit` units.
*/
function armText(value, limit) {
	const pieces = [];
	let length = 0;
	const put = (text) => {
		pieces.push(text);
		length += text.length;
	};
	const write = (each) => {
		if (length > limit) return;
		if (each.kind === "string") put(`'${each.value.replaceAll("'", "''")}'`);
		else if (each.kind === "bool") put(String(each.value));
		else if (each.kind === "null") put("null");
		else if (each.kind === "array") {
			put("[");
			for (const [index, item] of each.items.entries()) {
				if (index > 0) put(",");
				write(item);
				if (length > limit) break;
			}
			put("]");
		} else if (each.kind === "object") {
			let separator = "{";
			for (const { name, value: inner } of each.properties.values()) {
				put(`${separator}'${name.replaceAll("'", "''")}':`);
				separator = ",";
				write(inner);
				if (length > limit) break;
			}
			put(each.properties.size === 0 ? "{}" : "}");
		} else put(plainText(each) ?? "");
	};
	write(value);
	return pieces.join("");
}
/** An unknown text that no other evaluation equals. */
function freshText(call, message) {
	const form = `${call.name.toLowerCase()}@${call.scope.work.next()}`;
	return unknownValue("string", {
		kind: "runtime",
		message,
		span: call.span
	}, form);
}

// src/templates/arm/language/functions/date.ts
/** What Azure writes when no format is given. */
const usual = "yyyy-MM-dd'T'HH:mm:ss'Z'";
function dateArgument(args, index, call) {
	const text = textArgument(args, index, call);
	return parseDate(text) ?? refuseArgument(call, index, `'${clip$1(text)}' is no date of ISO 8601`);
}
function written(date, format, index, call) {
	if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1) return refuse(call, "the result is outside the years 1 to 9999");
	const text = formatDate(date, format);
	return text === void 0 ? refuseArgument(call, index, `'${clip$1(format)}' is no format of dates`) : stringValue(text);
}
function dateTimeAdd(args, call) {
	const base = dateArgument(args, 0, call);
	const durationText = textArgument(args, 1, call);
	const duration = parseDuration(durationText);
	if (duration === void 0) return refuseArgument(call, 1, `'${clip$1(durationText)}' is no duration of ISO 8601`);
	const format = args.length > 2 ? textArgument(args, 2, call) : usual;
	return written(new Date(base.getTime() + duration), format, 2, call);
}
function utcNow(args, call) {
	const { now } = call.scope.surroundings;
	if (now === void 0) return freshText(call, "utcNow() is the time of the deployment");
	return written(now, args.length > 0 ? textArgument(args, 0, call) : "yyyyMMdd'T'HHmmss'Z'", 0, call);
}
const dateFunctions = {
	dateTimeAdd: eager([2, 3], "string", dateTimeAdd),
	dateTimeFromEpoch: eager([1, 1], "string", (args, call) => written(/* @__PURE__ */ new Date(indexArgument(args, 0, call) * 1e3), usual, 0, call)),
	dateTimeToEpoch: eager([1, 1], "int", (args, call) => intValue(Math.floor(dateArgument(args, 0, call).getTime() / 1e3))),
	utcNow: eager([0, 1], "string", utcNow)
};

// src/templates/arm/language/functions/deployment.ts
function given$1(what) {
	return eager([0, 0], "object", (_, call) => call.scope.surroundings.given(what, call.span));
}
function fail(args, call) {
	throw faultAt(call.span, `the template gives up: ${textArgument(args, 0, call).slice(0, 300)}`);
}
/** Values that a tool hands to the deployment; they are in no file. */
function external(_, call) {
	const message = `${call.name}() gives what a tool hands to the deployment`;
	const form = `${call.name.toLowerCase()}@${call.scope.work.next()}`;
	return unknownValue("any", {
		kind: "outside",
		message,
		span: call.span
	}, form);
}
const deploymentFunctions = {
	parameters: eager([1, 1], "any", (args, call) => call.scope.surroundings.parameter(textArgument(args, 0, call), call.span)),
	variables: eager([1, 1], "any", (args, call) => call.scope.surroundings.variable(textArgument(args, 0, call), call.span)),
	deployment: given$1("deployment"),
	deployer: given$1("deployer"),
	environment: given$1("environment"),
	fail: eager([1, 1], "any", fail),
	externalInput: eager([1, 2], "any", external),
	externalInputs: eager([1, 2], "any", external)
};

// src/templates/arm/language/json-terms.ts
function textTerm(source, node) {
	const { value, start, end } = node;
	const span = {
		source,
		start,
		end
	};
	if (value.charCodeAt(0) !== 91) return {
		kind: "literal",
		value,
		span
	};
	const offset = offsetsOf(source.text, start, end, value);
	return parseText(value, span, (from, to) => ({
		source,
		start: offset(from),
		end: offset(to)
	}));
}
/** The term of a value of a template; expressions are parsed, those that are none become `invalid` terms. */
function termOf(source, node) {
	const span = {
		source,
		start: node.start,
		end: node.end
	};
	switch (node.kind) {
		case "null": return {
			kind: "literal",
			value: null,
			span
		};
		case "boolean": return {
			kind: "literal",
			value: node.value,
			span
		};
		case "number": return {
			kind: "literal",
			value: numberOf(node.raw),
			span
		};
		case "string": return textTerm(source, node);
		case "array": return {
			kind: "array",
			items: node.items.map((item) => termOf(source, item)),
			span
		};
		case "object": return {
			kind: "object",
			properties: node.members.map(({ name, nameStart, nameEnd, value }) => {
				return {
					name: textTerm(source, {
						value: name,
						start: nameStart,
						end: nameEnd
					}),
					value: termOf(source, value)
				};
			}),
			span
		};
	}
}
/** With a source each part has its own place; without one all have `whole`, and names none. */
function valueOf$1(node, source, whole) {
	const placeOf = (start, end) => source && {
		source,
		start,
		end
	};
	const span = placeOf(node.start, node.end) ?? whole;
	switch (node.kind) {
		case "null": return nullValue(span);
		case "boolean": return boolValue(node.value, span);
		case "string": return stringValue(node.value, span);
		case "number": {
			const value = numberOf(node.raw);
			return typeof value === "bigint" ? intValue(value, span) : floatValue(value, span);
		}
		case "array": return arrayValue(node.items.map((item) => valueOf$1(item, source, whole)), span);
		case "object": return objectValue(node.members.map(({ name, nameStart, nameEnd, value }) => {
			const inner = valueOf$1(value, source, whole);
			return {
				name,
				value: inner,
				nameSpan: placeOf(nameStart, nameEnd),
				at: inner.span
			};
		}), span);
	}
}
/** The value of JSON as it stands, each part with its place; nothing in it is taken for an expression. */
function literalValue(source, node) {
	return valueOf$1(node, source);
}
/** The value of a JSON text that is part of an expression: every part stands at `span`, names nowhere. */
function fromJson(node, span) {
	return valueOf$1(node, void 0, span);
}

// src/templates/arm/language/functions/encoding.ts
function toBase64(text) {
	return Buffer.from(text, "utf8").toString("base64");
}
function fromBase64(args, call) {
	const text = textArgument(args, 0, call).replaceAll(/\s/g, "");
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return refuseArgument(call, 0, "is no base64");
	return Buffer.from(text, "base64").toString("utf8");
}
/** A JSON text's value, read as leniently as Azure does: single quotes, comments, trailing commas. */
function parseJson(text, call) {
	const span = call.args[0]?.span ?? call.span;
	const document = readJson(sourceOf("", text), { lenient: true });
	const problem = document.problems.find(({ level }) => level !== "warning");
	if (problem !== void 0) {
		const message = `${call.name}(): the text is no JSON: ${problem.message}`;
		throw (problem.level === "limit" ? limitAt : faultAt)(span, message, problem.hint);
	}
	if (document.root === void 0) throw faultAt(span, `${call.name}(): the text is empty`);
	return fromJson(document.root, call.span);
}
/** RFC 2397; the default of its type and character set is text in ASCII, of which UTF-8 is the superset. */
function fromDataUri(args, call) {
	const match = /^data:([^,]*),(.*)$/is.exec(textArgument(args, 0, call));
	if (match === null) return refuseArgument(call, 0, "is no data URI");
	const [, kind = "", data = ""] = match;
	if (/;\s*base64\s*$/i.test(kind)) return stringValue(Buffer.from(data, "base64").toString("utf8"));
	try {
		return stringValue(decodeURIComponent(data));
	} catch {
		return stringValue(data);
	}
}
const encodingFunctions = {
	base64: eager([1, 1], "string", (args, call) => stringValue(toBase64(textArgument(args, 0, call)))),
	base64ToString: eager([1, 1], "string", (args, call) => stringValue(fromBase64(args, call))),
	base64ToJson: eager([1, 1], "any", (args, call) => parseJson(fromBase64(args, call), call)),
	dataUri: eager([1, 1], "string", (args, call) => {
		const text = textArgument(args, 0, call);
		return stringValue(`data:text/plain;charset=utf8;base64,${toBase64(text)}`);
	}),
	dataUriToString: eager([1, 1], "string", fromDataUri),
	json: eager([1, 1], "any", (args, call) => parseJson(textArgument(args, 0, call), call))
};

// src/templates/arm/language/functions/lambda.ts
/** The lambda at an argument, which takes `min` to `max` values; it is given as many as it declares. */
function lambdaAt(call, index, min, max) {
	const term = call.args[index];
	if (term?.kind !== "call" || term.name.toLowerCase() !== "lambda") return refuseArgument(call, index, "is to be a lambda");
	const body = term.args.at(-1);
	const names = term.args.slice(0, -1).map((each) => literalText(each));
	const isNamed = names.every((name) => name !== void 0);
	if (body === void 0 || !isNamed || names.length < min || names.length > max) {
		const wanted = min === max ? String(min) : `${min} to ${max}`;
		return refuseArgument(call, index, `is to be a lambda of ${wanted} names and a body`);
	}
	return (...values) => {
		let local = call.scope.local;
		for (const [position, name] of names.entries()) {
			const value = values[position];
			if (name !== void 0 && value !== void 0) local = {
				name,
				value,
				outer: local
			};
		}
		return local === void 0 ? call.evaluate(body) : call.evaluate(body, local);
	};
}
function valueAtArgument(call, index) {
	const term = call.args[index];
	return term === void 0 ? refuse(call, "an argument is missing") : closed(call.evaluate(term));
}
function arrayAt(call, index) {
	const value = valueAtArgument(call, index);
	if (value.kind === "array" || value.kind === "unknown") return value;
	return refuseArgument(call, index, `is to be an array, it is ${kindOf(value)}`);
}
/** What a function makes of a list that is not known: equal to no other, since the lambda is not compared. */
function open$1(call, cause, type) {
	const form = `${call.name.toLowerCase()}@${call.scope.work.next()}`;
	return unknownValue(type, cause.reason, form, cause.marks);
}
function map(call) {
	const list = arrayAt(call, 0);
	const body = lambdaAt(call, 1, 1, 2);
	if (list.kind === "unknown") return open$1(call, list, "array");
	return arrayValue(list.items.map((item, index) => body(item, intValue(index))));
}
function filter(call) {
	const list = arrayAt(call, 0);
	const body = lambdaAt(call, 1, 1, 2);
	if (list.kind === "unknown") return open$1(call, list, "array");
	const kept = [];
	for (const [index, item] of list.items.entries()) {
		const verdict = body(item, intValue(index));
		if (verdict.kind === "unknown") return open$1(call, verdict, "array");
		if (verdict.kind !== "bool") return refuseArgument(call, 1, `is to give a bool, it gives ${kindOf(verdict)}`);
		if (verdict.value) kept.push(item);
	}
	return arrayValue(kept);
}
function reduce(call) {
	const list = arrayAt(call, 0);
	let current = valueAtArgument(call, 1);
	const body = lambdaAt(call, 2, 2, 3);
	if (list.kind === "unknown") return open$1(call, list, "any");
	for (const [index, item] of list.items.entries()) current = body(current, item, intValue(index));
	return current;
}
/** Merges two halves that are sorted; stable, as an item of the right goes first only when it is truly before. */
function sortItems(items, isBefore) {
	if (items.length < 2) return [...items];
	const middle = items.length >> 1;
	const left = sortItems(items.slice(0, middle), isBefore);
	const right = sortItems(items.slice(middle), isBefore);
	const merged = [];
	let [atLeft, atRight] = [0, 0];
	for (;;) {
		const [a, b] = [left[atLeft], right[atRight]];
		if (a === void 0) return [...merged, ...right.slice(atRight)];
		if (b === void 0) return [...merged, ...left.slice(atLeft)];
		if (isBefore(b, a)) {
			merged.push(b);
			atRight++;
		} else {
			merged.push(a);
			atLeft++;
		}
	}
}
function sort(call) {
	const list = arrayAt(call, 0);
	const body = lambdaAt(call, 1, 2, 2);
	if (list.kind === "unknown") return open$1(call, list, "array");
	let cause;
	const sorted = sortItems(list.items, (a, b) => {
		const verdict = body(a, b);
		if (verdict.kind === "unknown") cause ??= verdict;
		else if (verdict.kind !== "bool") return refuseArgument(call, 1, `is to give a bool, it gives ${kindOf(verdict)}`);
		return verdict.kind === "bool" && verdict.value;
	});
	return cause === void 0 ? arrayValue(sorted) : open$1(call, cause, "array");
}
/** Keys made by a lambda: texts; an unknown one makes the whole object unknown. */
function keyed$1(call, put) {
	const list = arrayAt(call, 0);
	const keyOf = lambdaAt(call, 1, 1, 1);
	const valueOf = call.args.length > 2 ? lambdaAt(call, 2, 1, 1) : void 0;
	if (list.kind === "unknown") return open$1(call, list, "object");
	for (const item of list.items) {
		const key = keyOf(item);
		if (key.kind === "unknown") return open$1(call, key, "object");
		if (key.kind !== "string") return refuseArgument(call, 1, `is to give a string, it gives ${kindOf(key)}`);
		put(key.value, valueOf === void 0 ? item : valueOf(item), item);
	}
}
function toObject(call) {
	const properties = /* @__PURE__ */ new Map();
	return keyed$1(call, (key, value) => {
		const lower = key.toLowerCase();
		if (properties.has(lower)) return refuse(call, `two items have the key '${clip$1(key)}'`);
		return properties.set(lower, property(key, value));
	}) ?? objectValue(properties.values());
}
function groupBy(call) {
	const groups = /* @__PURE__ */ new Map();
	const unknown = keyed$1(call, (key, value) => {
		const group = groups.get(key.toLowerCase()) ?? {
			name: key,
			items: []
		};
		group.items.push(value);
		groups.set(key.toLowerCase(), group);
	});
	if (unknown !== void 0) return unknown;
	return objectValue([...groups.values()].map(({ name, items }) => property(name, arrayValue(items))));
}
function mapValues(call) {
	const value = valueAtArgument(call, 0);
	const body = lambdaAt(call, 1, 1, 1);
	if (value.kind === "unknown") return open$1(call, value, "object");
	if (value.kind !== "object") return refuseArgument(call, 0, `is to be an object, it is ${kindOf(value)}`);
	return objectValue([...value.properties.values()].map((each) => ({
		...each,
		value: body(each.value)
	})));
}
function lambdaVariable(call) {
	const name = valueAtArgument(call, 0);
	if (name.kind === "unknown") return unknownCall(call.name, [name], name, "any", call.span);
	if (name.kind !== "string") return refuseArgument(call, 0, `is to be a string, it is ${kindOf(name)}`);
	const wanted = name.value.toLowerCase();
	for (let local = call.scope.local; local !== void 0; local = local.outer) if (local.name.toLowerCase() === wanted) return local.value;
	throw faultAt(call.span, `no lambda around this declares the variable '${clip$1(name.value)}'`);
}
const unlimited$6 = Number.POSITIVE_INFINITY;
const lambdaFunctions = {
	map: lazy([2, 2], map),
	filter: lazy([2, 2], filter),
	reduce: lazy([3, 3], reduce),
	sort: lazy([2, 2], sort),
	toObject: lazy([2, 3], toObject),
	groupBy: lazy([2, 3], groupBy),
	mapValues: lazy([2, 2], mapValues),
	lambdaVariables: lazy([1, 1], lambdaVariable),
	lambda: lazy([1, unlimited$6], (call) => refuse(call, "stands only as an argument of map, filter, reduce, sort and the like"))
};

// src/templates/arm/language/functions/logical.ts
/** A branch that may never be taken: its fault is none yet. */
function tryEvaluate(term, call) {
	if (term === void 0) return void 0;
	try {
		return call.evaluate(term);
	} catch (error) {
		if (error instanceof ScanError && error.code !== "LIMIT_EXCEEDED") return void 0;
		throw error;
	}
}
function typeOf(value) {
	return value.kind === "unknown" ? value.type : value.kind;
}
/** With an unknown condition both branches are looked at: what they agree on is known. */
function undecidedIf(condition, call) {
	const taken = tryEvaluate(call.args[1], call);
	const other = tryEvaluate(call.args[2], call);
	const reason = condition.reason;
	if (taken === void 0 || other === void 0) return unknownValue("any", reason, `if@${call.scope.work.next()}`);
	const spend = () => call.scope.work.spend(1, call.span);
	if (isEqual(taken, other, spend) === true) return taken;
	const type = typeOf(taken) === typeOf(other) ? typeOf(taken) : "any";
	const form = `if(${formOf(condition)},${formOf(taken)},${formOf(other)})`;
	return unknownValue(type, reason, form, joinMarks(marksOf(taken), marksOf(other)));
}
function chosen(call) {
	const [conditionTerm, takenTerm, otherTerm] = call.args;
	if (conditionTerm === void 0 || takenTerm === void 0 || otherTerm === void 0) return refuse(call, "takes a condition and two values");
	const condition = call.evaluate(conditionTerm);
	if (condition.kind === "unknown") return undecidedIf(condition, call);
	if (condition.kind !== "bool") return refuseArgument(call, 0, `is to be a bool, it is ${kindOf(condition)}`);
	return call.evaluate(condition.value ? takenTerm : otherTerm);
}
/** `and` ends at the first false, `or` at the first true: `decisive`. Known ones behind an unknown still decide. */
function joined$2(call, decisive) {
	const seen = [];
	let cause;
	for (const [index, term] of call.args.entries()) {
		const value = cause === void 0 ? call.evaluate(term) : tryEvaluate(term, call);
		if (value === void 0) continue;
		seen.push(value);
		if (value.kind === "unknown") cause ??= value;
		else if (value.kind !== "bool") return refuseArgument(call, index, `is to be a bool, it is ${kindOf(value)}`);
		else if (value.value === decisive) return boolValue(decisive);
	}
	if (cause === void 0) return boolValue(!decisive);
	const [only, ...more] = seen.filter((value) => value.kind === "unknown");
	if (only?.kind === "unknown" && only.type === "bool" && seen.length === call.args.length && more.every((each) => formOf(each) === only.form)) {
		const marks = seen.reduce((all, each) => joinMarks(all, marksOf(each)), only.marks);
		return {
			...only,
			marks,
			span: call.span
		};
	}
	return unknownCall(call.name, seen, cause, "bool", call.span);
}
function firstOfAll(call) {
	for (const [index, term] of call.args.entries()) {
		const value = call.evaluate(term);
		if (value.kind === "unknown" && value.type === "any" && index < call.args.length - 1) {
			const rest = call.args.slice(index + 1).map((each) => tryEvaluate(each, call));
			const known = rest.filter((each) => each !== void 0);
			if (known.length === rest.length) return unknownCall(call.name, [value, ...known], value, "any", call.span);
			return unknownValue("any", value.reason, `coalesce@${call.scope.work.next()}`, value.marks);
		}
		if (value.kind !== "null") return value;
	}
	return nullValue();
}
function contrary(args, call) {
	const [value] = args;
	if (value?.kind !== "unknown") return boolValue(!boolArgument(args, 0, call));
	const form = negated$1(value.form);
	return {
		...unknownValue("bool", value.reason, form, value.marks),
		span: call.span
	};
}
function toBool([value], call) {
	if (value?.kind === "bool") return value;
	if (value?.kind === "int") return boolValue(value.value !== 0n);
	if (value?.kind !== "string") return refuseArgument(call, 0, "is to be a string or an int");
	const text = value.value.trim().toLowerCase();
	if (text === "true" || text === "1") return boolValue(true);
	if (text === "false" || text === "0") return boolValue(false);
	return refuseArgument(call, 0, `'${clip$1(value.value)}' is no bool`);
}
const unlimited$5 = Number.POSITIVE_INFINITY;
const logicalFunctions = {
	and: lazy([2, unlimited$5], (call) => joined$2(call, false)),
	or: lazy([2, unlimited$5], (call) => joined$2(call, true)),
	not: eager([1, 1], "bool", contrary, "own"),
	if: lazy([3, 3], chosen),
	coalesce: lazy([1, unlimited$5], firstOfAll),
	bool: eager([1, 1], "bool", toBool),
	true: eager([0, 0], "bool", () => boolValue(true)),
	false: eager([0, 0], "bool", () => boolValue(false))
};

// src/templates/arm/language/functions/numeric.ts
/** Azure's own bound for range(). */
const maxRange = 1e4;
function checked(value, call) {
	return isInt64(value) ? intValue(value) : refuse(call, "the result does not fit into 64 bits");
}
function arithmetic(run) {
	return eager([2, 2], "int", (args, call) => checked(run(intArgument(args, 0, call), intArgument(args, 1, call), call), call));
}
function divisor(right, call) {
	return right === 0n ? refuseArgument(call, 1, "is 0") : right;
}
function toInt([value], call) {
	if (value?.kind === "int") return value;
	if (value?.kind === "float" && Number.isFinite(value.value)) return checked(BigInt(Math.trunc(value.value)), call);
	if (value?.kind !== "string") return refuseArgument(call, 0, "is to be a string or an int");
	const text = value.value.trim();
	if (!/^[+-]?[0-9]{1,40}$/.test(text)) return refuseArgument(call, 0, `'${clip$1(value.value)}' is no whole number`);
	return checked(BigInt(text.replace(/^\+/, "")), call);
}
function toFloat([value], call) {
	if (value?.kind === "float") return value;
	if (value?.kind === "int") return floatValue(Number(value.value));
	const text = value?.kind === "string" ? value.value.trim() : "";
	if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return refuseArgument(call, 0, "is to be an int or a text that is a number");
	return floatValue(Number(text));
}
/** Of ints and of arrays of ints. */
function extreme(isBetter) {
	const run = (args, call) => {
		const values = args.flatMap((arg) => arg.kind === "array" ? arg.items : [arg]);
		const cause = [...args, ...values].map((value) => unknownIn(value)).find(Boolean);
		if (cause !== void 0) return unknownCall(call.name, args, cause, "int", call.span);
		let best;
		for (const value of values) {
			if (value.kind !== "int") return refuse(call, `takes ints, not ${kindOf(value)}`);
			if (best === void 0 || isBetter(value.value, best)) best = value.value;
		}
		return best === void 0 ? refuse(call, "of an empty array") : intValue(best);
	};
	return eager([1, Number.POSITIVE_INFINITY], "int", run, "own");
}
function range(args, call) {
	const start = intArgument(args, 0, call);
	const count = indexArgument(args, 1, call);
	if (count < 0 || count > 1e4) return refuseArgument(call, 1, `is not within 0 to ${maxRange}`);
	checked(start + BigInt(count), call);
	return arrayValue(Array.from({ length: count }, (_, index) => intValue(start + BigInt(index))));
}
/** copyIndex(), copyIndex(offset), copyIndex('loop'), copyIndex('loop', offset). */
function copyIndex(call) {
	const args = call.args.map((arg) => call.evaluate(arg));
	const cause = args.find((arg) => arg.kind === "unknown");
	if (cause?.kind === "unknown") return unknownCall(call.name, args, cause, "int", call.span);
	const [first] = args;
	const loop = first?.kind === "string" ? first.value : void 0;
	const offsetAt = loop === void 0 ? 0 : 1;
	const offset = args.length > offsetAt ? intArgument(args, offsetAt, call) : 0n;
	const index = call.scope.surroundings.copyIndex(loop, call.span);
	if (index.kind === "unknown") return offset === 0n ? index : unknownCall("add", [index, intValue(offset)], index, "int", call.span);
	return index.kind === "int" ? checked(index.value + offset, call) : refuse(call, "has no index");
}
const numericFunctions = {
	add: arithmetic((left, right) => left + right),
	sub: arithmetic((left, right) => left - right),
	mul: arithmetic((left, right) => left * right),
	div: arithmetic((left, right, call) => left / divisor(right, call)),
	mod: arithmetic((left, right, call) => left % divisor(right, call)),
	int: eager([1, 1], "int", toInt),
	float: eager([1, 1], "float", toFloat),
	min: extreme((left, right) => left < right),
	max: extreme((left, right) => left > right),
	range: eager([2, 2], "array", range),
	copyIndex: lazy([0, 2], copyIndex)
};

// src/templates/arm/language/functions/object.ts
const unlimited$4 = Number.POSITIVE_INFINITY;
function createObject(args, call) {
	if (args.length % 2 === 1) return refuse(call, "takes names and values in pairs");
	const seen = /* @__PURE__ */ new Set();
	const properties = [];
	for (let index = 0; index < args.length; index += 2) {
		const name = argument(args, index, call);
		const value = argument(args, index + 1, call);
		if (name.kind === "unknown") return unknownCall(call.name, args, name, "object", call.span);
		if (name.kind !== "string") return refuseArgument(call, index, `is to be a string, it is ${kindOf(name)}`);
		const key = name.value;
		if (seen.has(key)) return refuseArgument(call, index, `repeats the name '${clip$1(name.value)}'`);
		seen.add(key);
		const at = call.args[index + 1]?.span;
		properties.push({
			name: name.value,
			value,
			nameSpan: name.span,
			at
		});
	}
	return objectValue(properties);
}
/** Pairs of key and value, in the order of the keys without case. */
function items(args, call) {
	const pairs = [...objectArgument(args, 0, call).properties.values()].toSorted((left, right) => {
		const [a, b] = [left.name.toUpperCase(), right.name.toUpperCase()];
		return a < b ? -1 : Number(a > b);
	}).map(({ name, value, nameSpan }) => objectValue([property("key", stringValue(name, nameSpan)), property("value", value)]));
	return arrayValue(pairs);
}
function objectKeys(args, call) {
	const properties = [...objectArgument(args, 0, call).properties.values()];
	return arrayValue(properties.map(({ name, nameSpan }) => stringValue(name, nameSpan)));
}
/** The later of two objects wins, property by property; with `isDeep` objects inside are merged too. */
function merge(left, right, isDeep, call) {
	call.scope.work.spend(left.properties.size + right.properties.size, call.span);
	const merged = new Map(left.properties);
	for (const [key, each] of right.properties) {
		const earlier = merged.get(key);
		let { value } = each;
		if (isDeep && earlier !== void 0) {
			const pair = [earlier.value, value];
			if (pair[0].kind === "object" && pair[1].kind === "object") value = call.scope.work.descend(call.span, () => mergeDeep(pair[0], pair[1], call));
			else if (pair[0].kind === "unknown" && pair[1].kind === "object") value = unknownCall("union", pair, pair[0], "object", call.span);
		}
		merged.set(key, {
			...each,
			name: earlier?.name ?? each.name,
			value
		});
	}
	return objectValue(merged.values());
}
function mergeDeep(left, right, call) {
	if (left.kind !== "object" || right.kind !== "object") return right;
	return merge(left, right, true, call);
}
/** Of arrays or of objects; the first argument says which. */
function ofKind(args, call, arrays, objects) {
	if (argument(args, 0, call).kind === "object") return objects(args.map((_, index) => objectArgument(args, index, call)));
	return arrays(args.map((_, index) => arrayArgument(args, index, call).items));
}
function isIn$1(list, wanted, call) {
	let result = false;
	for (const item of list) {
		const equal = isEqual(item, wanted, () => call.scope.work.spend(1, call.span));
		if (equal === true) return true;
		if (equal === void 0) result = void 0;
	}
	return result;
}
/** What an unknown item makes of a set of items: unknown, as even its size is. */
function openSet(args, call) {
	const cause = args.map((arg) => unknownIn(arg)).find(Boolean);
	if (cause === void 0) return refuse(call, "has no result");
	return unknownCall(call.name, args, cause, "array", call.span);
}
/** Every item once, in the order of its first place. Plain texts and ints take no quadratic search. */
function union(args, call) {
	const arrays = (lists) => {
		const plain = /* @__PURE__ */ new Set();
		const others = [];
		const result = [];
		for (const item of lists.flat()) {
			if (item.kind === "string" || item.kind === "int") {
				const key = `${item.kind} ${item.value}`;
				if (others.some((other) => other.kind === "unknown" && isIn$1([other], item, call) === void 0)) return openSet(args, call);
				if (plain.has(key)) continue;
				plain.add(key);
			} else {
				const held = isIn$1(item.kind === "unknown" ? result : others, item, call);
				if (held === void 0) return openSet(args, call);
				if (held) continue;
				others.push(item);
			}
			result.push(item);
		}
		return arrayValue(result);
	};
	return ofKind(args, call, arrays, (objects) => objects.reduce((merged, each) => merge(merged, each, true, call)));
}
/** What every array holds; of objects the properties that all have with equal value. */
function intersection(args, call) {
	const spend = () => call.scope.work.spend(1, call.span);
	const arrays = ([first = [], ...rest]) => {
		const result = [];
		for (const item of first) {
			const held = rest.map((list) => isIn$1(list, item, call));
			const known = isIn$1(result, item, call);
			if (held.includes(false) || known === true) continue;
			if (held.includes(void 0) || known === void 0) return openSet(args, call);
			result.push(item);
		}
		return arrayValue(result);
	};
	const common = (left, right) => {
		const properties = [];
		for (const [key, each] of left.properties) {
			const other = right.properties.get(key)?.value;
			if (other === void 0) continue;
			if (each.value.kind === "object" && other.kind === "object") {
				const mine = each.value;
				const inner = call.scope.work.descend(call.span, () => common(mine, other));
				if (inner === void 0) return void 0;
				if (inner.properties.size > 0 || mine.properties.size === 0) properties.push({
					...each,
					value: inner
				});
				continue;
			}
			const equal = isEqual(each.value, other, spend);
			if (equal === void 0) return void 0;
			if (equal) properties.push(each);
		}
		return objectValue(properties);
	};
	return ofKind(args, call, arrays, (objects) => {
		let result = objects[0];
		for (const each of objects.slice(1)) result = result && common(result, each);
		const cause = args.map((arg) => unknownIn(arg)).find(Boolean);
		if (result !== void 0) return result;
		return cause ? unknownCall(call.name, args, cause, "object", call.span) : objectValue([]);
	});
}
function shallowMerge(args, call) {
	let merged = objectValue([]);
	for (const each of arrayArgument(args, 0, call).items) {
		if (each.kind === "unknown") return unknownCall(call.name, args, each, "object", call.span);
		if (each.kind !== "object") return refuse(call, `takes an array of objects, not of ${kindOf(each)}`);
		merged = merge(merged, each, false, call);
	}
	return merged;
}
/** Descends by names and indices; null as soon as one is not there. What follows is then not evaluated. */
function tryGet(call) {
	const [baseTerm, ...keys] = call.args;
	if (baseTerm === void 0) return refuse(call, "takes an object or array");
	let current = call.evaluate(baseTerm);
	for (const term of keys) {
		if (current.kind === "null") return nullValue();
		const key = call.evaluate(term);
		const unknown = unknownAccess(current, key, call.span);
		if (unknown === void 0) {
			const found = lookUp(current, key);
			if (found === void 0) return nullValue();
			current = withMarks(found, current.marks);
		} else current = unknown;
	}
	return current;
}
const objectFunctions = {
	createObject: keepingRest(eager([0, unlimited$4], "object", createObject, "own")),
	items: eager([1, 1], "array", items),
	objectKeys: eager([1, 1], "array", objectKeys),
	union: eager([1, unlimited$4], "any", union),
	intersection: eager([1, unlimited$4], "any", intersection),
	shallowMerge: eager([1, 1], "object", shallowMerge),
	tryGet: lazy([2, unlimited$4], tryGet),
	distinct: eager([1, 1], "array", (args, call) => union([arrayArgument(args, 0, call)], call)),
	null: eager([0, 0], "null", () => nullValue())
};

// src/templates/arm/language/functions/policy.ts
function judged(type) {
	return (args, call) => {
		const message = `${call.name}() is known when the policy judges a resource`;
		const form = `${call.name.toLowerCase()}(${args.map(formOf).join(",")})`;
		return unknownValue(type, {
			kind: "policy",
			message,
			span: call.span
		}, form);
	};
}
/** A field of the resource, where the surroundings know which one is judged. */
function fieldOf$1(args, call) {
	const [name] = args;
	return (name?.kind === "string" ? call.scope.surroundings.field?.(name.value) : void 0) ?? judged("any")(args, call);
}
function addDays(args, call) {
	const date = parseDate(textArgument(args, 0, call));
	if (date === void 0) return refuseArgument(call, 0, "is no date of ISO 8601");
	const moved = new Date(date.getTime() + indexArgument(args, 1, call) * 864e5);
	if (Number.isNaN(moved.getTime())) return refuseArgument(call, 1, "leaves the calendar");
	return stringValue(formatDate(moved, "O") ?? "");
}
/** First and last address of `10.0.0.0/8`, of one address, or of `10.0.0.1-10.0.0.9`. */
function boundsOf(text) {
	const [from = "", to] = text.split("-");
	const [addressText = "", prefixText] = from.split("/");
	const address = parseAddress$1(addressText.trim());
	const end = to === void 0 ? address : parseAddress$1(to.trim());
	if (address === void 0 || end?.bits !== address.bits) return void 0;
	const { value, bits } = address;
	if (prefixText === void 0) return {
		first: value,
		last: end.value,
		bits
	};
	if (!/^[0-9]{1,3}$/.test(prefixText) || Number(prefixText) > bits) return void 0;
	const hosts = (1n << BigInt(bits - Number(prefixText))) - 1n;
	return {
		first: value & ~hosts,
		last: value | hosts,
		bits
	};
}
function ipRangeContains(args, call) {
	const [outer, inner] = [0, 1].map((index) => boundsOf(textArgument(args, index, call)));
	if (outer === void 0) return refuseArgument(call, 0, "is no range of addresses");
	if (inner === void 0) return refuseArgument(call, 1, "is no range of addresses");
	const isInside = inner.first >= outer.first && inner.last <= outer.last;
	return boolValue(outer.bits === inner.bits && isInside);
}
const policyFunctions = {
	field: eager([1, 1], "any", fieldOf$1, "own"),
	current: eager([0, 1], "any", judged("any"), "own"),
	policy: eager([0, 0], "object", judged("object"), "own"),
	requestContext: eager([0, 0], "object", judged("object"), "own"),
	addDays: eager([2, 2], "string", addDays),
	ipRangeContains: eager([2, 2], "bool", ipRangeContains)
};

// src/templates/arm/language/functions/resource.ts
function ask(kind) {
	return (args, call) => {
		const mode = args.find((arg, index) => index > 0 && arg.kind === "string" && arg.value.toLowerCase() === "full");
		return call.scope.surroundings.resource({
			kind,
			target: argument(args, 0, call),
			apiVersion: args[1] === mode ? void 0 : args[1],
			isFull: mode !== void 0,
			at: call.span
		});
	};
}
/** Names of roles are looked up in Azure. */
function roleDefinitions(args, call) {
	const name = argument(args, 0, call);
	const cause = {
		kind: "unknown",
		type: "object",
		reason: {
			kind: "runtime",
			message: "roleDefinitions() looks the role up in Azure",
			span: call.span
		},
		form: "",
		parts: void 0
	};
	return unknownCall(call.name, [name], {
		...cause,
		span: call.span,
		marks: []
	}, "object", call.span);
}
const resourceFunctions = {
	reference: eager([1, 3], "any", ask("reference"), "own"),
	references: eager([1, 3], "array", ask("references"), "own"),
	resourceInfo: eager([1, 1], "object", ask("resourceInfo"), "own"),
	roleDefinitions: eager([1, 1], "object", roleDefinitions, "own")
};

// src/templates/arm/language/functions/runtime.ts
/** The identifier of a resource that a symbolic name stands for; other arguments as they are. */
function identified$1(target, call) {
	if (target?.kind !== "string" || target.value.includes("/")) return target;
	const { surroundings } = call.scope;
	const request = {
		target,
		apiVersion: void 0,
		isFull: false,
		at: call.span
	};
	const id = valueAt(surroundings.resource({
		kind: "resourceInfo",
		...request
	}), "id");
	return id?.kind === "string" || id?.kind === "unknown" && id.parts !== void 0 ? id : target;
}
/** The text that tells two calls apart; identifiers have no case. */
function lowerForm(value) {
	return value.kind === "string" ? formOf(stringValue(value.value.toLowerCase())) : formOf(value);
}
function asks(type, what, isSecret = false) {
	return (args, call) => {
		const message = `${call.name}() ${what}`;
		const [first, ...rest] = args;
		const target = isSecret ? identified$1(first, call) : first;
		const forms = target === void 0 ? [] : [target, ...rest].map(lowerForm);
		const form = `${call.name.toLowerCase()}(${forms.join(",")})`;
		const marks = isSecret ? [{
			kind: "secret-function",
			name: call.name
		}] : [];
		return unknownValue(type, {
			kind: "runtime",
			message,
			span: call.span
		}, form, marks);
	};
}
const unlimited$3 = Number.POSITIVE_INFINITY;
const zones = "asks Azure for the zones of a subscription";
const runtimeFunctions = {
	"list*": eager([1, unlimited$3], "any", asks("any", "asks Azure for keys or secrets", true), "own"),
	list: eager([1, unlimited$3], "any", asks("any", "asks Azure for keys or secrets", true), "own"),
	listOutputsWithSecureValues: eager([1, 2], "object", asks("object", "gives the secure outputs of a deployment", true), "own"),
	pickZones: eager([3, 5], "array", asks("array", zones), "own"),
	toLogicalZone: eager([3, 3], "string", asks("string", zones), "own"),
	toLogicalZones: eager([3, 3], "array", asks("array", zones), "own"),
	toPhysicalZone: eager([3, 3], "string", asks("string", zones), "own"),
	toPhysicalZones: eager([3, 3], "array", asks("array", zones), "own"),
	providers: eager([1, 2], "any", asks("any", "asks Azure for a resource provider"), "own")
};

// src/templates/arm/language/functions/scope.ts
const unlimited$2 = Number.POSITIVE_INFINITY;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
function given(what) {
	return eager([0, 0], "object", (_, call) => call.scope.surroundings.given(what, call.span));
}
/** The pieces `/type/name/child/name` of a type and its names. */
function typed(type, names, call) {
	const [provider = "", ...kinds] = type.split("/");
	const pieces = [stringValue(`/providers/${provider}`, call.span)];
	for (const [index, kind] of kinds.entries()) {
		const name = names[index];
		pieces.push(stringValue(`/${kind}/`, call.span));
		if (name !== void 0) pieces.push(name);
	}
	return pieces;
}
/**
* Finds the type among the arguments by counting: it has as many slashes as names follow it. `most` arguments may
* stand before it. Undefined when an unknown could be the type.
*/
function identify(args, most, call) {
	let isOpen = false;
	for (let index = 0; index <= most && index < args.length; index++) {
		const value = args[index];
		if (value?.kind === "unknown") isOpen = true;
		if (value?.kind !== "string") continue;
		const type = value.value.replace(/\/+$/, "");
		const slashes = type.split("/").length - 1;
		if (slashes > 0 && slashes === args.length - index - 1) return {
			leading: args.slice(0, index),
			type,
			names: args.slice(index + 1)
		};
	}
	if (isOpen) return void 0;
	const shown = args.map((arg) => arg.kind === "string" ? `'${clip$1(arg.value)}'` : "?");
	return refuse(call, `no argument is a type with as many slashes as names follow it: ${shown.slice(0, 8).join(", ")}`, "Give one name per piece of the type: resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'subnet').");
}
/** Joins pieces to an identifier; unknown names leave its known pieces known. */
function joined$1(pieces, call) {
	const texts = pieces.map((piece, index) => textPiece(piece, index, call));
	return joinTexts(texts, call.span);
}
function fact(what, name, call) {
	return valueAt(call.scope.surroundings.given(what, call.span), name) ?? refuse(call, `${what}() has no ${name}`);
}
function subscriptionPieces(id, call) {
	const known = id ?? fact("subscription", "subscriptionId", call);
	return [stringValue("/subscriptions/", call.span), known];
}
function groupPieces(name, call) {
	return [stringValue("/resourceGroups/", call.span), name];
}
/** A resource group is no resource of a provider: its identifier is written without one. */
function isGroup(type) {
	return type.toLowerCase() === "microsoft.resources/resourcegroups";
}
function byType(found, before, call) {
	const [name] = found.names;
	if (isGroup(found.type) && name !== void 0) return joined$1([...before, ...groupPieces(name, call)], call);
	return joined$1([...before, ...typed(found.type, found.names, call)], call);
}
function openId(args, call) {
	const cause = args.find((arg) => arg.kind === "unknown");
	return cause?.kind === "unknown" ? unknownCall(call.name, args, cause, "string", call.span) : refuse(call, "has no type");
}
function resourceId(args, call) {
	const { level } = call.scope.surroundings;
	const found = identify(args, 2, call);
	if (found === void 0) return openId(args, call);
	const [first, second] = found.leading;
	if (second !== void 0) return byType(found, [...subscriptionPieces(first, call), ...groupPieces(second, call)], call);
	const isSubscription = first?.kind === "string" && (guid.test(first.value) || level === "subscription");
	if (isSubscription && level !== "resourceGroup") return byType(found, subscriptionPieces(first, call), call);
	if (first !== void 0 && !isSubscription) return byType(found, [...subscriptionPieces(void 0, call), ...groupPieces(first, call)], call);
	switch (level) {
		case "resourceGroup": {
			const before = subscriptionPieces(first, call);
			if (isGroup(found.type)) return byType(found, before, call);
			return byType(found, [...before, ...groupPieces(fact("resourceGroup", "name", call), call)], call);
		}
		case "subscription": return byType(found, subscriptionPieces(void 0, call), call);
		case "managementGroup": return byType(found, [fact("managementGroup", "id", call)], call);
		case "tenant": return byType(found, [], call);
	}
}
function subscriptionResourceId(args, call) {
	const found = identify(args, 1, call);
	if (found === void 0) return openId(args, call);
	return byType(found, subscriptionPieces(found.leading[0], call), call);
}
function tenantResourceId(args, call) {
	const found = identify(args, 0, call);
	return found === void 0 ? openId(args, call) : byType(found, [], call);
}
function managementGroupResourceId(args, call) {
	const found = identify(args, 1, call);
	if (found === void 0) return openId(args, call);
	const [name] = found.leading;
	return byType(found, name === void 0 ? [fact("managementGroup", "id", call)] : [stringValue("/providers/Microsoft.Management/managementGroups/", call.span), name], call);
}
function extensionResourceId(args, call) {
	const scope = argument(args, 0, call);
	const found = identify(args.slice(1), 0, call);
	if (found === void 0) return openId(args, call);
	return joined$1([scope.kind === "unknown" ? scope : stringValue(textArgument(args, 0, call).replace(/\/+$/, "")), ...typed(found.type, found.names, call)], call);
}
const scopeFunctions = {
	resourceGroup: given("resourceGroup"),
	subscription: given("subscription"),
	managementGroup: given("managementGroup"),
	tenant: given("tenant"),
	resourceId: eager([2, unlimited$2], "string", resourceId, "own"),
	subscriptionResourceId: eager([2, unlimited$2], "string", subscriptionResourceId, "own"),
	tenantResourceId: eager([2, unlimited$2], "string", tenantResourceId, "own"),
	managementGroupResourceId: eager([2, unlimited$2], "string", managementGroupResourceId, "own"),
	extensionResourceId: eager([3, unlimited$2], "string", extensionResourceId, "own")
};

// src/templates/arm/language/functions/sequence.ts
const unlimited$1 = Number.POSITIVE_INFINITY;
/** Joins texts, or arrays; never both. */
function concat(args, call) {
	if (!args.some((arg) => arg.kind === "array" || arg.kind === "unknown" && arg.type === "array")) {
		const pieces = args.map((arg, index) => textPiece(arg, index, call));
		checkJoined(pieces, call);
		return joinTexts(pieces, call.span);
	}
	const items = [];
	let cause;
	for (const index of args.keys()) {
		const arg = argument(args, index, call);
		const open = closed(arg);
		if (open.kind === "unknown") cause ??= open;
		if (arg.kind === "unknown") continue;
		const { items: more } = arrayArgument(args, index, call);
		call.scope.work.spend(more.length, call.span);
		for (const item of more) items.push(item);
	}
	const joined = arrayValue(items);
	if (cause === void 0) return joined;
	const whole = unknownCall(call.name, args, cause, "array", call.span);
	return items.length === 0 ? whole : {
		...joined,
		rest: {
			whole,
			isDeep: false,
			isAnywhere: true
		}
	};
}
/** The index at which an array holds a value; undefined when an unknown item leaves it open. */
function indexIn$1(items, wanted, call) {
	let isOpen = false;
	for (const [index, item] of items.entries()) {
		const equal = isEqual(item, wanted, () => call.scope.work.spend(1, call.span));
		if (equal === true) return isOpen ? void 0 : index;
		if (equal === void 0) isOpen = true;
	}
	return isOpen ? void 0 : -1;
}
/** Texts with case, arrays by equality, objects by the name of a property without case. */
function contains$1(args, call) {
	const holder = argument(args, 0, call);
	const wanted = argument(args, 1, call);
	if (holder.kind === "array") {
		const spend = () => call.scope.work.spend(1, call.span);
		const equals = holder.items.map((item) => isEqual(item, wanted, spend));
		if (equals.includes(true)) return boolValue(true);
		const cause = unknownIn(wanted) ?? unknownIn(holder);
		return equals.includes(void 0) && cause !== void 0 ? unknownCall(call.name, args, cause, "bool", call.span) : boolValue(false);
	}
	const cause = [holder, wanted].find((each) => each.kind === "unknown");
	if (cause?.kind === "unknown") return unknownCall(call.name, args, cause, "bool", call.span);
	const text = plainText(wanted);
	if (text === void 0) return wrongArgument(args, 1, call, "a string");
	if (holder.kind === "string") return boolValue(holder.value.includes(text));
	if (holder.kind === "object") return boolValue(holder.properties.has(text.toLowerCase()));
	return wrongArgument(args, 0, call, "a string, an array or an object");
}
function empty(args, call) {
	const value = argument(args, 0, call);
	switch (value.kind) {
		case "null": return boolValue(true);
		case "string": return boolValue(value.value === "");
		case "array": return boolValue(value.items.length === 0);
		case "object": return boolValue(value.properties.size === 0);
		case "unknown":
			if (value.parts?.some((part) => typeof part === "string")) return boolValue(false);
			return unknownCall(call.name, args, value, "bool", call.span);
		default: return wrongArgument(args, 0, call, "a string, an array or an object");
	}
}
function length(args, call) {
	const value = argument(args, 0, call);
	if (value.kind === "string") return intValue(value.value.length);
	if (value.kind === "array") return intValue(value.items.length);
	if (value.kind === "object") return intValue(value.properties.size);
	return wrongArgument(args, 0, call, "a string, an array or an object");
}
function end$1(pick) {
	return eager([1, 1], "any", (args, call) => {
		const value = argument(args, 0, call);
		if (value.kind === "string") return stringValue(pick(value.value) ?? "");
		if (value.kind === "array") return pick(value.items) ?? nullValue();
		return wrongArgument(args, 0, call, "a string or an array");
	});
}
/** In a text without case, in an array by equality. */
function search(isLast) {
	const run = (args, call) => {
		const holder = argument(args, 0, call);
		const wanted = argument(args, 1, call);
		if (holder.kind === "array") {
			const items = isLast ? holder.items.toReversed() : holder.items;
			const index = indexIn$1(items, wanted, call);
			const cause = unknownIn(wanted) ?? unknownIn(holder);
			if (index === void 0 && cause !== void 0) return unknownCall(call.name, args, cause, "int", call.span);
			const found = index ?? -1;
			return intValue(isLast && found >= 0 ? items.length - 1 - found : found);
		}
		const cause = [holder, wanted].find((each) => each.kind === "unknown");
		if (cause?.kind === "unknown") return unknownCall(call.name, args, cause, "int", call.span);
		const text = foldCase(textArgument(args, 0, call));
		const part = foldCase(textArgument(args, 1, call));
		return intValue(isLast ? text.lastIndexOf(part) : text.indexOf(part));
	};
	return eager([2, 2], "int", run, "own");
}
/** The first `count` or what is behind them; a negative count is 0, one that is too large is all. */
function cut(isTake) {
	return eager([2, 2], "any", (args, call) => {
		const value = argument(args, 0, call);
		const count = Math.max(0, indexArgument(args, 1, call));
		const bounds = isTake ? [0, count] : [count];
		if (value.kind === "string") return stringValue(value.value.slice(...bounds));
		if (value.kind === "array") return arrayValue(value.items.slice(...bounds));
		return wrongArgument(args, 0, call, "a string or an array");
	});
}
/** Texts in an array with a text between them. */
function join(args, call) {
	const { items } = arrayArgument(args, 0, call);
	const between = stringValue(textArgument(args, 1, call), call.span);
	const pieces = items.flatMap((item, index) => {
		if (item.kind === "array" || item.kind === "object") return refuse(call, `item ${index} of the array is no text`);
		const piece = textPiece(item, 0, call);
		return index === 0 ? [piece] : [between, piece];
	});
	checkJoined(pieces, call);
	return joinTexts(pieces, call.span);
}
const sequenceFunctions = {
	concat: keepingRest(eager([0, unlimited$1], "any", concat, "own")),
	contains: eager([2, 2], "bool", contains$1, "own"),
	empty: eager([1, 1], "bool", empty, "own"),
	length: eager([1, 1], "int", length),
	first: end$1((list) => list[0]),
	last: end$1((list) => list[list.length - 1]),
	indexOf: search(false),
	lastIndexOf: search(true),
	take: cut(true),
	skip: cut(false),
	join: eager([2, 2], "string", join)
};

// src/templates/arm/language/composite-format.ts
/** Widest alignment; .NET takes up to a million. */
const maxWidth = 1e6;
function readItem(text) {
	const match = /^\s*([0-9]{1,6})\s*(?:,\s*(-?[0-9]{1,7})\s*)?(?::(.*))?$/s.exec(text);
	if (match === null) return void 0;
	const [, index = "", width = "0", format] = match;
	if (Math.abs(Number(width)) > maxWidth) return void 0;
	return {
		index: Number(index),
		width: Number(width),
		format
	};
}
/** The segments of a format text; undefined when it is none (a brace that is not closed, no number in it). */
function readComposite(text) {
	const segments = [];
	let literal = "";
	for (let at = 0; at < text.length; at++) {
		const letter = text.charAt(at);
		if (letter !== "{" && letter !== "}") {
			literal += letter;
			continue;
		}
		if (text[at + 1] === letter) {
			literal += letter;
			at++;
			continue;
		}
		const end = letter === "{" ? text.indexOf("}", at) : -1;
		const item = end < 0 ? void 0 : readItem(text.slice(at + 1, end));
		if (item === void 0) return void 0;
		if (literal !== "") segments.push(literal);
		literal = "";
		segments.push(item);
		at = end;
	}
	if (literal !== "") segments.push(literal);
	return segments;
}
/** A text brought to a width. */
function align(text, width) {
	return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

// src/templates/arm/language/hash.ts
const mask$1 = 4294967295;
function rotate(value, bits) {
	return (value << bits | value >>> 32 - bits) >>> 0;
}
/** The last rounds of MurmurHash3: every bit of the input reaches every bit of the output. */
function finish(value) {
	let mixed = value ^ value >>> 16;
	mixed = Math.imul(mixed, 2246822507);
	mixed ^= mixed >>> 13;
	mixed = Math.imul(mixed, 3266489909);
	return (mixed ^ mixed >>> 16) >>> 0;
}
/** A 64-bit hash in the manner of MurmurHash3 with two lanes of 32 bits and seed 0, as Azure computes it. */
function hash64(data) {
	const [c1, c2] = [597399067, 2869860233];
	let h1 = 0;
	let h2 = 0;
	const firstLane = (word) => Math.imul(rotate(Math.imul(word, c1) >>> 0, 15), c2);
	const secondLane = (word) => Math.imul(rotate(Math.imul(word, c2) >>> 0, 17), c1);
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const whole = data.length - data.length % 8;
	for (let at = 0; at < whole; at += 8) {
		h1 = rotate((h1 ^ firstLane(view.getUint32(at, true))) >>> 0, 19);
		h1 = Math.imul(h1 + h2 >>> 0, 5) + 1444728091 >>> 0;
		h2 = rotate((h2 ^ secondLane(view.getUint32(at + 4, true))) >>> 0, 13);
		h2 = Math.imul(h2 + h1 >>> 0, 5) + 197830471 >>> 0;
	}
	const tail = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
	for (let at = whole; at < data.length; at++) tail.setUint8(at - whole, data[at] ?? 0);
	if (data.length - whole > 4) h2 = (h2 ^ secondLane(tail.getUint32(4, true))) >>> 0;
	if (data.length > whole) h1 = (h1 ^ firstLane(tail.getUint32(0, true))) >>> 0;
	h1 = (h1 ^ data.length) >>> 0;
	h2 = (h2 ^ data.length) >>> 0;
	h1 = h1 + h2 & mask$1;
	h2 = h2 + h1 & mask$1;
	h1 = finish(h1);
	h2 = finish(h2);
	h1 = h1 + h2 >>> 0;
	h2 = h2 + h1 >>> 0;
	return BigInt(h2) << 32n | BigInt(h1);
}
const letters = "abcdefghijklmnopqrstuvwxyz234567";
/**
* Thirteen letters that Azure gives for a text, the same in every deployment.
* @example uniqueText('hello-world') // 'a7wkljktk6wne'
*/
function uniqueText(text) {
	let hash = hash64(new TextEncoder().encode(text));
	let result = "";
	for (let index = 0; index < 13; index++) {
		result += letters[Number(hash >> 59n)] ?? "";
		hash = hash << 5n & 18446744073709551615n;
	}
	return result;
}
/** The namespace of guid() for UUID version 5. */
const namespace = Buffer.from("11fb06fb-712d-4ddd-98c7-e71bbd588830".replaceAll("-", ""), "hex");
/** A UUID of version 5 (RFC 9562) in the namespace of ARM's guid(). */
function namedGuid(text) {
	const bytes = createHash("sha1").update(namespace).update(text, "utf8").digest().subarray(0, 16);
	bytes[6] = (bytes[6] ?? 0) & 15 | 80;
	bytes[8] = (bytes[8] ?? 0) & 63 | 128;
	const hex = bytes.toString("hex");
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20)
	].join("-");
}

// src/templates/arm/language/number-format.ts
function grouped$1(digits) {
	return digits.replace(/\B(?=(?:[0-9]{3})+$)/g, ",");
}
/** Most decimals; .NET takes more, nobody writes them. */
const maxPrecision = 99;
/** Digits of a number with exactly `decimals` behind the point; ints keep all their digits. */
function fixed(value, decimals) {
	if (typeof value === "bigint") return {
		sign: value < 0n ? "-" : "",
		whole: String(value).replace("-", ""),
		part: "0".repeat(decimals)
	};
	const text = Math.abs(value).toFixed(Math.min(decimals, 100));
	const [whole = "0", part = ""] = text.split(".");
	const isZero = /^[0.]*$/.test(text);
	return {
		sign: value < 0 && !isZero ? "-" : "",
		whole,
		part
	};
}
function pointed(whole, part) {
	return part === "" ? whole : `${whole}.${part}`;
}
function exponential(value, precision, letter) {
	const [digits = "", exponent = ""] = Number(value).toExponential(precision).split("e");
	return `${digits}${letter}${exponent.startsWith("-") ? "-" : "+"}${exponent.replace(/^[+-]/, "").padStart(3, "0")}`;
}
function standard(value, letter, precision) {
	const decimals = precision ?? 2;
	switch (letter.toUpperCase()) {
		case "D": {
			if (typeof value !== "bigint") return void 0;
			const { sign, whole } = fixed(value, 0);
			return sign + whole.padStart(precision ?? 0, "0");
		}
		case "X": {
			if (typeof value !== "bigint") return void 0;
			const hex = BigInt.asUintN(64, value).toString(16).padStart(precision ?? 0, "0");
			return letter === "X" ? hex.toUpperCase() : hex;
		}
		case "F": {
			const { sign, whole, part } = fixed(value, decimals);
			return sign + pointed(whole, part);
		}
		case "N": {
			const { sign, whole, part } = fixed(value, decimals);
			return sign + pointed(grouped$1(whole), part);
		}
		case "P": {
			const { sign, whole, part } = fixed(typeof value === "bigint" ? value * 100n : value * 100, decimals);
			return `${sign}${pointed(grouped$1(whole), part)} %`;
		}
		case "C": {
			const { sign, whole, part } = fixed(value, decimals);
			const amount = `\u00a4${pointed(grouped$1(whole), part)}`;
			return sign === "" ? amount : `(${amount})`;
		}
		case "E": return exponential(value, precision ?? 6, letter);
		case "G":
		case "R": return precision === void 0 || precision === 0 || typeof value === "bigint" ? String(value) : String(Number(value.toPrecision(Math.min(precision, 100))));
		default: return;
	}
}
/** A custom format: `0` and `#` for digits, `,` for groups, `.`, `%`, quoted text. Up to three sections. */
function custom(value, format) {
	const sections = format.split(";");
	const chosen = value < 0 ? sections[1] : value === 0 || value === 0n ? sections[2] : void 0;
	const section = chosen === void 0 || chosen === "" ? sections[0] ?? "" : chosen;
	const [, before = "", pattern = "", after = ""] = /^((?:[^0#.,%]|'[^']*')*)([0#.,]*)(.*)$/s.exec(section) ?? [];
	const literal = (text) => text.replaceAll(/['"\\]/g, "");
	const [wholePattern = "", partPattern = ""] = pattern.split(".");
	const { sign, whole, part } = fixed((section.includes("%") ? typeof value === "bigint" ? 100n : 100 : void 0) === void 0 ? value : typeof value === "bigint" ? value * 100n : value * 100, partPattern.length);
	const least = wholePattern.replaceAll(/[^0]/g, "").length;
	const stripped = whole.replace(/^0+/, "").padStart(least, "0");
	const kept = partPattern.replace(/#+$/, "").length;
	let decimals = part;
	while (decimals.length > kept && decimals.endsWith("0")) decimals = decimals.slice(0, -1);
	const body = pointed(wholePattern.includes(",") ? grouped$1(stripped) : stripped, decimals);
	return `${chosen === void 0 || chosen === "" ? sign : ""}${literal(before)}${pattern === "" ? "" : body}${literal(after)}`;
}
/**
* A number by a .NET format string; undefined for a standard format that does not fit or does not exist.
* @example formatNumber(8175133n, 'N0') // '8,175,133'
*/
function formatNumber(value, format) {
	const match = /^([A-Za-z])([0-9]{0,3})$/.exec(format);
	if (match === null) return custom(value, format);
	const [, letter = "", digits = ""] = match;
	const precision = digits === "" ? void 0 : Number(digits);
	if (precision !== void 0 && precision > maxPrecision) return void 0;
	return standard(value, letter, precision);
}

// src/templates/arm/language/functions/string.ts
const unlimited = Number.POSITIVE_INFINITY;
function change$1(run) {
	return eager([1, 1], "string", (args, call) => stringValue(run(textArgument(args, 0, call))));
}
/** Of a text that is known in part, its known pieces change; the rest is what the function makes of it. */
function changeCase(run) {
	const answer = (args, call) => {
		const value = argument(args, 0, call);
		if (value.kind !== "unknown") return stringValue(run(textArgument(args, 0, call)));
		const whole = unknownCall(call.name, args, value, "string", call.span);
		if (value.parts === void 0) return whole;
		const name = call.name.toLowerCase();
		const parts = value.parts.map((part) => typeof part === "string" ? run(part) : { form: `${name}(${part.form})` });
		return {
			...whole,
			parts
		};
	};
	return eager([1, 1], "string", answer, "own");
}
/** One argument of format(), by its format. Undefined: the format does not fit. */
function formatted(value, format) {
	if (value.kind === "array" || value.kind === "object") return armText(value, maxTextUnits);
	if (format !== void 0 && format !== "" && (value.kind === "int" || value.kind === "float")) return formatNumber(value.value, format);
	return plainText(value);
}
function format(args, call) {
	const [first, ...rest] = args;
	if (first?.kind === "unknown") return unknownCall(call.name, args, first, "string", call.span);
	const segments = readComposite(textArgument(args, 0, call));
	if (segments === void 0) return refuseArgument(call, 0, "is no format: a brace does not fit");
	const pieces = [];
	for (const segment of segments) {
		if (typeof segment === "string") {
			pieces.push(stringValue(segment, first?.span));
			continue;
		}
		const value = rest[segment.index];
		if (value === void 0) return refuseArgument(call, 0, `names {${segment.index}}, but there are ${rest.length} values`);
		const cause = unknownIn(value);
		if (cause !== void 0) {
			if (!(segment.width === 0 && segment.format === void 0) || value.kind !== "unknown" || !isText(value)) return unknownCall(call.name, args, cause, "string", call.span);
			pieces.push(value);
			continue;
		}
		const text = formatted(value, segment.format);
		if (text === void 0) return refuseArgument(call, 0, `has the format '${clip$1(segment.format ?? "")}', which does not fit`);
		pieces.push({
			...stringValue(align(text, segment.width), value.span),
			marks: value.marks
		});
		checkJoined(pieces.slice(-1), call);
	}
	checkJoined(pieces, call);
	return joinTexts(pieces, call.span);
}
/** Whether its text inside another equals its own: others print differently (`True`, arrays). */
function isText(value) {
	return value.type === "string" || value.type === "int" || value.type === "any";
}
function padLeft(args, call) {
	const value = argument(args, 0, call);
	if (value.kind !== "string" && value.kind !== "int") return wrongArgument(args, 0, call, "a string or an int");
	const width = indexArgument(args, 1, call);
	const filler = args.length > 2 ? textArgument(args, 2, call) : " ";
	if (filler.length !== 1) return refuseArgument(call, 2, "is to be one character");
	if (width < 0) return refuseArgument(call, 1, "is negative");
	call.scope.work.checkLength(width, call.span);
	return stringValue(String(value.value).padStart(width, filler));
}
function replace(args, call) {
	const [text, old, fresh] = [
		0,
		1,
		2
	].map((index) => textArgument(args, index, call));
	if (text === void 0 || old === void 0 || fresh === void 0 || old === "") return refuseArgument(call, 1, "is empty");
	const pieces = text.split(old);
	call.scope.work.checkLength(text.length + pieces.length * fresh.length, call.span);
	return stringValue(pieces.join(fresh));
}
/** Splits at a text, or at any of an array of texts. */
function split(args, call) {
	const text = textArgument(args, 0, call);
	const by = argument(args, 1, call);
	const delimiters = (by.kind === "array" ? by.items : [by]).map((each) => {
		if (each.kind === "string") return each.value;
		return wrongArgument(args, 1, call, "a string or an array of strings");
	});
	let pieces = [text];
	const wanted = delimiters.filter((each) => each !== "");
	if (wanted.length === 1) pieces = text.split(wanted[0] ?? "");
	else if (wanted.length > 1) pieces = splitByAny(text, wanted, call);
	return arrayValue(pieces.map((piece) => stringValue(piece, call.span)));
}
/** At each place the first delimiter of the list that stands there counts. */
function splitByAny(text, delimiters, call) {
	const pieces = [];
	let from = 0;
	let at = 0;
	while (at < text.length) {
		call.scope.work.spend(1, call.span);
		const found = delimiters.find((each) => text.startsWith(each, at));
		if (found === void 0) at++;
		else {
			pieces.push(text.slice(from, at));
			at += found.length;
			from = at;
		}
	}
	return [...pieces, text.slice(from)];
}
function substring(args, call) {
	const text = textArgument(args, 0, call);
	const start = args.length > 1 ? indexArgument(args, 1, call) : 0;
	const count = args.length > 2 ? indexArgument(args, 2, call) : text.length - start;
	if (start < 0 || count < 0 || start + count > text.length) return refuseArgument(call, 1, `leaves the text, which has ${text.length} characters`);
	return stringValue(text.slice(start, start + count));
}
/** Whether a text begins or ends with another, without case. */
function edge(holds) {
	return eager([2, 2], "bool", (args, call) => ({
		kind: "bool",
		value: holds(foldCase(textArgument(args, 0, call)), foldCase(textArgument(args, 1, call))),
		span: void 0,
		marks: []
	}));
}
/** A pattern with `*` for any text, without case as in policies. Each piece takes the first place that fits. */
function isLike$2(text, pattern) {
	const [head = "", ...pieces] = pattern.split("*");
	const tail = pieces.pop();
	if (tail === void 0) return text === head;
	if (!text.startsWith(head) || text.length < head.length + tail.length) return false;
	let at = head.length;
	for (const piece of pieces) {
		const found = text.indexOf(piece, at);
		if (found < 0) return false;
		at = found + piece.length;
	}
	return text.endsWith(tail) && at <= text.length - tail.length;
}
/** A hash of the arguments, joined by hyphens. */
function hashed(run) {
	return eager([1, unlimited], "string", (args, call) => {
		const texts = args.map((arg, index) => {
			const piece = textPiece(arg, index, call);
			return piece.kind === "string" ? piece.value : "";
		});
		call.scope.work.checkLength(texts.reduce((sum, text) => sum + text.length + 1, 0), call.span);
		return stringValue(run(texts.join("-")));
	});
}
const stringFunctions = {
	endsWith: edge((text, part) => text.endsWith(part)),
	startsWith: edge((text, part) => text.startsWith(part)),
	like: edge(isLike$2),
	format: eager([1, unlimited], "string", format, "own"),
	guid: hashed(namedGuid),
	uniqueString: hashed(uniqueText),
	newGuid: lazy([0, 0], (call) => freshText(call, "newGuid() is another in every deployment")),
	padLeft: eager([2, 3], "string", padLeft),
	replace: eager([3, 3], "string", replace),
	split: eager([2, 2], "array", split, "deep"),
	string: eager([1, 1], "string", (args, call) => stringValue(stringOf(argument(args, 0, call), call)), "deep"),
	substring: eager([1, 3], "string", substring),
	toLower: changeCase((text) => text.toLowerCase()),
	toUpper: changeCase((text) => text.toUpperCase()),
	trim: change$1((text) => text.trim())
};

// src/templates/arm/language/functions/uri.ts
function parsed(text, index, call, base) {
	try {
		return new URL(text, base);
	} catch {
		return refuseArgument(call, index, `'${clip$1(text)}' is no URI`);
	}
}
/**
* The relative part is laid over the base as a browser does: the base's last piece counts only with its slash.
* Of a relative part whose end is not known (a token behind a path), what is before it is.
*/
function uri(args, call) {
	const cause = args.find((arg) => arg.kind === "unknown");
	if (cause?.kind === "unknown") {
		const whole = unknownCall(call.name, args, cause, "string", call.span);
		const [first, ...rest] = cause.parts ?? [];
		if (cause === args[0] || typeof first !== "string") return whole;
		const base = parsed(textArgument(args, 0, call), 0, call);
		return {
			...whole,
			parts: [parsed(first, 1, call, base).href, ...rest]
		};
	}
	const base = parsed(textArgument(args, 0, call), 0, call);
	return stringValue(parsed(textArgument(args, 1, call), 1, call, base).href);
}
/** Half a character, which has no UTF-8. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Escapes all but letters, digits and `-._~`. */
function escapeComponent(text) {
	return encodeURIComponent(text.replaceAll(loneSurrogate, "�")).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
function unescapeComponent(text) {
	return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
		try {
			return decodeURIComponent(run);
		} catch {
			return run;
		}
	});
}
function parseUri(args, call) {
	const url = parsed(textArgument(args, 0, call), 0, call);
	const scheme = url.protocol.slice(0, -1);
	const usual = scheme === "https" ? 443 : scheme === "http" ? 80 : -1;
	return objectValue([
		property("scheme", stringValue(scheme, call.span)),
		property("host", stringValue(url.hostname, call.span)),
		property("port", intValue(url.port === "" ? usual : Number(url.port), call.span)),
		property("path", stringValue(url.pathname, call.span)),
		property("query", stringValue(url.search, call.span))
	]);
}
function buildUri(args, call) {
	const components = objectArgument(args, 0, call);
	const part = (name) => plainText(valueAt(components, name) ?? stringValue("")) ?? "";
	const scheme = part("scheme") || "https";
	const host = part("host");
	if (host === "") return refuse(call, "the object has no host");
	const port = part("port");
	const path = part("path");
	const query = part("query").replace(/^\?/, "");
	const text = `${scheme}://${port === "" || port === "-1" ? host : `${host}:${port}`}/${path.replace(/^\//, "")}${query === "" ? "" : `?${query}`}`;
	return stringValue(parsed(text, 0, call).href);
}
function change(run) {
	return eager([1, 1], "string", (args, call) => stringValue(run(textArgument(args, 0, call))));
}
const uriFunctions = {
	uri: eager([2, 2], "string", uri, "own"),
	uriComponent: change(escapeComponent),
	uriComponentToString: change(unescapeComponent),
	parseUri: eager([1, 1], "object", parseUri),
	buildUri: eager([1, 1], "string", buildUri, "deep")
};

// src/templates/arm/language/functions/all.ts
const families = [
	arrayFunctions,
	cidrFunctions,
	comparisonFunctions,
	dateFunctions,
	deploymentFunctions,
	encodingFunctions,
	lambdaFunctions,
	logicalFunctions,
	numericFunctions,
	objectFunctions,
	policyFunctions,
	resourceFunctions,
	runtimeFunctions,
	scopeFunctions,
	sequenceFunctions,
	stringFunctions,
	uriFunctions
];
const byName$1 = new Map(families.flatMap((family) => Object.entries(family)).map(([name, definition]) => [name.toLowerCase(), definition]));
/** Names as documented, without the pattern `list*`. */
const functionNames = families.flatMap((family) => Object.keys(family)).filter((name) => !name.includes("*"));
/** A function by its name without case. */
function functionOf(name) {
	return byName$1.get(name.toLowerCase());
}

// src/templates/arm/language/call.ts
function checkCount(term, min, max) {
	const count = term.args.length;
	if (count >= min && count <= max) return;
	const wanted = min === max ? String(min) : max === Number.POSITIVE_INFINITY ? `${min} or more` : `${min} to ${max}`;
	throw faultAt(term.span, `${clip$1(term.name)}(): takes ${wanted} argument${wanted === "1" ? "" : "s"}, not ${count}`);
}
/** Gives the result its place, and a text the marks of what it was made from. */
function trace(value, args, term) {
	const placed = value.span === void 0 ? {
		...value,
		span: term.span
	} : value;
	if (placed.kind !== "string" && placed.kind !== "unknown") return placed;
	let marks = placed.marks;
	for (const arg of args) marks = joinMarks(marks, marksOf(arg));
	return withMarks(placed, marks);
}
function runEager(definition, call, term) {
	const args = term.args.map((arg) => {
		const value = call.evaluate(arg);
		return definition.keepsRest ? value : closed(value);
	});
	if (definition.unknowns !== "own") for (const arg of args) {
		const cause = definition.unknowns === "deep" ? unknownIn(arg) : arg;
		if (cause?.kind === "unknown") return unknownCall(term.name, args, cause, definition.returns, term.span);
	}
	const result = definition.run(args, call);
	const { work } = call.scope;
	if (result.kind === "string") work.checkLength(result.value.length, term.span);
	if (result.kind === "array") work.spend(result.items.length, term.span);
	if (result.kind === "object") work.spend(result.properties.size, term.span);
	return trace(result, args, term);
}
/** The body sees its own parameters and the other user functions, nothing else. */
function surroundingsOf$1(outer, name, args) {
	const title = `the function ${clip$1(name)}`;
	return {
		level: outer.level,
		now: outer.now,
		userFunction: (other) => outer.userFunction(other),
		given: (what, at) => outer.given(what, at),
		parameter(wanted, at) {
			const value = args.get(wanted.toLowerCase());
			if (value !== void 0) return value;
			throw faultAt(at, `${title} has no parameter '${clip$1(wanted)}'`, "It sees only its own.");
		},
		variable(wanted, at) {
			throw faultAt(at, `${title} uses the variable '${clip$1(wanted)}'; functions see no variables`);
		},
		copyIndex(_loop, at) {
			throw faultAt(at, `${title} uses copyIndex(); a function belongs to no loop`);
		},
		resource({ at }) {
			throw faultAt(at, `${title} asks for a resource; functions see none`);
		}
	};
}
function runUser(declared, term, scope, evaluate) {
	checkCount(term, declared.parameters.length, declared.parameters.length);
	const args = /* @__PURE__ */ new Map();
	for (const [index, name] of declared.parameters.entries()) {
		const arg = term.args[index];
		if (arg !== void 0) args.set(name.toLowerCase(), evaluate(arg, scope));
	}
	const surroundings = surroundingsOf$1(scope.surroundings, term.name, args);
	return evaluate(declared.output, {
		...scope,
		surroundings,
		local: void 0
	});
}
/** Azure names a list… function per kind of resource; any name that begins so is one. */
function definitionOf(name) {
	return functionOf(name) ?? (/^list[A-Za-z]+$/i.test(name) ? functionOf("list*") : void 0);
}
function evaluateCall(term, scope, evaluate) {
	const definition = definitionOf(term.name);
	if (definition === void 0) {
		const declared = scope.surroundings.userFunction(term.name);
		if (declared !== void 0) return runUser(declared, term, scope, evaluate);
		const meant = nearest(term.name, functionNames);
		const hint = meant === void 0 ? void 0 : `Did you mean ${meant}()?`;
		throw faultAt(term.span, `there is no function ${clip$1(term.name)}()`, hint);
	}
	checkCount(term, definition.min, definition.max);
	const inside = (each, local) => evaluate(each, local === void 0 ? scope : {
		...scope,
		local
	});
	const call = {
		name: term.name,
		span: term.span,
		args: term.args,
		scope,
		evaluate: inside
	};
	return definition.kind === "lazy" ? trace(definition.run(call), [], term) : runEager(definition, call, term);
}

// src/templates/arm/language/depth.ts
/** Arrays and objects inside one another in one value; more than JSON is read with. */
const maxValueDepth = 1e3;
/** The value itself; throws LIMIT_EXCEEDED when it nests too deep. */
function checkDepth(value, at) {
	if (depthOf(value) <= 1e3) return value;
	throw limitAt(at, `a value is nested deeper than ${maxValueDepth} levels`);
}

// src/templates/arm/language/evaluator.ts
function literal({ value, span }) {
	if (value === null) return nullValue(span);
	if (typeof value === "boolean") return boolValue(value, span);
	if (typeof value === "bigint") return intValue(value, span);
	if (typeof value === "number") return floatValue(value, span);
	return stringValue(value, span);
}
/** Evaluates a part of an object or array; its fault becomes an unknown when the surroundings collect faults. */
function part(term, scope) {
	const { surroundings } = scope;
	if (surroundings.onFault === void 0) return evaluate(term, scope);
	try {
		return evaluate(term, scope);
	} catch (error) {
		if (!(error instanceof ScanError) || error.code === "LIMIT_EXCEEDED") throw error;
		surroundings.onFault(error);
		const { span } = term;
		const form = `fault@${scope.work.next()}`;
		return unknownValue("any", {
			kind: "fault",
			message: error.message,
			span
		}, form);
	}
}
function object(term, scope) {
	const replaced = scope.surroundings.object?.(term, scope);
	if (replaced !== void 0) return replaced;
	const properties = [];
	for (const { name: nameTerm, value } of term.properties) {
		const name = nameTerm.kind === "literal" ? literal(nameTerm) : evaluate(nameTerm, scope);
		if (name.kind === "unknown") return unknownValue("object", name.reason, `object@${scope.work.next()}`, name.marks);
		if (name.kind !== "string") throw faultAt(nameTerm.span, `the name of a property is ${kindOf(name)}, not a string`);
		properties.push({
			name: name.value,
			value: part(value, scope),
			nameSpan: nameTerm.span,
			at: value.span
		});
	}
	return objectValue(properties, term.span);
}
function array(term, scope) {
	const items = term.items.map((item) => part(item, scope));
	return {
		...arrayValue(items, term.span),
		places: term.items.map(({ span }) => span)
	};
}
function notThere(term, base, key) {
	const at = term.key.span;
	if (base.kind === "object" && key.kind === "string") {
		const names = [...base.properties.values()].slice(0, 200).map(({ name }) => name);
		const meant = nearest(key.value, names);
		const hint = meant === void 0 ? void 0 : `Did you mean '${clip$1(meant)}'?`;
		throw faultAt(at, `the object has no property '${clip$1(key.value)}'`, hint);
	}
	if (base.kind === "array" && key.kind === "int") throw faultAt(at, `the array has ${base.items.length} items, none at index ${key.value}`);
	throw faultAt(at, `${kindOf(base)} cannot be accessed by ${kindOf(key)}`);
}
function access(term, scope) {
	const base = evaluate(term.base, scope);
	if (term.isSafe && base.kind === "null") return nullValue(term.span);
	const key = evaluate(term.key, scope);
	const unknown = unknownAccess(base, key, term.span);
	if (unknown !== void 0) return unknown;
	const found = lookUp(base, key);
	if (found !== void 0) {
		const placed = found.span === void 0 ? {
			...found,
			span: term.span
		} : found;
		return withMarks(placed, base.marks);
	}
	const fits = base.kind === "object" && key.kind === "string" || base.kind === "array" && key.kind === "int";
	return term.isSafe && fits ? nullValue(term.span) : notThere(term, base, key);
}
/**
* The value of a term. Throws a fault (TARGET_DAMAGED) at the place of what Azure would refuse, and LIMIT_EXCEEDED for
* too much work; with `onFault` in the surroundings, faults inside objects and arrays go there instead.
*/
function evaluate(term, scope) {
	scope.work.spend(1, term.span);
	switch (term.kind) {
		case "literal": return literal(term);
		case "invalid": throw faultAt(term.span, term.message, term.hint);
		case "object": return checkDepth(scope.work.descend(term.span, () => object(term, scope)), term.span);
		case "array": return checkDepth(scope.work.descend(term.span, () => array(term, scope)), term.span);
		case "access": return scope.work.descend(term.span, () => access(term, scope), 2);
		case "call": return checkDepth(scope.work.descend(term.span, () => evaluateCall(term, scope, evaluate), 2), term.span);
	}
}

// src/templates/arm/expansion/terms.ts
const known$2 = /* @__PURE__ */ new WeakMap();
/** The term of a node; a node belongs to one source. */
function termAt(source, node) {
	let term = known$2.get(node);
	if (term === void 0) {
		term = termOf(source, node);
		known$2.set(node, term);
	}
	return term;
}
function spanOf(source, node) {
	return {
		source,
		start: node.start,
		end: node.end
	};
}

// src/templates/arm/expansion/declared.ts
const known$1 = /* @__PURE__ */ new WeakMap();
function isLeftOut({ name, value }) {
	const lower = name.toLowerCase();
	return lower === "resources" || lower === "copy" && value.kind === "object";
}
/** The members that are evaluated as the resource's own. */
function bodyNode(node) {
	const members = node.members.filter((member) => !isLeftOut(member)).map((member) => {
		const { value } = member;
		if (member.name.toLowerCase() !== "properties" || value.kind !== "object") return member;
		if (!isDeployment(node)) return member;
		const inner = value.members.filter(({ name }) => name.toLowerCase() !== "template");
		return {
			...member,
			value: {
				...value,
				members: inner
			}
		};
	});
	return {
		...node,
		members
	};
}
function isDeployment(node) {
	const type = memberOf(node, "type")?.value;
	return type?.kind === "string" && isDeploymentType(type.value);
}
/** Whether resources of a type deploy a template: deployments, and deployment stacks. */
function isDeploymentType(type) {
	return type.toLowerCase() === "microsoft.resources/deployments" || isStackType(type);
}
function isStackType(type) {
	return type.toLowerCase() === "microsoft.resources/deploymentstacks";
}
function read$1(source, node, symbolicName) {
	const term = (name) => {
		const value = memberOf(node, name)?.value;
		return value && termAt(source, value);
	};
	const span = spanOf(source, node);
	const copy = memberOf(node, "copy")?.value;
	const copyTerm = copy?.kind === "object" ? copy : void 0;
	const loopName = memberOf(copyTerm, "name")?.value;
	const count = memberOf(copyTerm, "count")?.value;
	const type = term("type");
	const name = term("name");
	const condition = term("condition");
	return {
		source,
		node,
		type,
		name,
		condition,
		apiVersion: term("apiVersion"),
		scope: term("scope"),
		existing: term("existing"),
		subscriptionId: term("subscriptionId"),
		resourceGroup: term("resourceGroup"),
		loop: copyTerm && {
			name: loopName && termAt(source, loopName),
			count: count && termAt(source, count),
			span: spanOf(source, copyTerm)
		},
		children: memberOf(node, "resources")?.value,
		template: isDeployment(node) ? memberOf(memberOf(node, "properties")?.value, "template")?.value : void 0,
		body: termAt(source, bodyNode(node)),
		declaration: {
			span,
			nameSpan: name?.span ?? span,
			typeSpan: type?.span ?? span,
			loopSpan: copyTerm && spanOf(source, copyTerm),
			conditionSpan: condition?.span,
			symbolicName
		}
	};
}
/** The resources of a `resources` list or object. Items that are no objects go to `onFault`. */
function declaredIn(source, resources, onFault) {
	const nodes = resources?.kind === "array" ? resources.items.map((node) => ({
		node,
		symbolicName: void 0
	})) : resources?.kind === "object" ? resources.members.map(({ name, value }) => ({
		node: value,
		symbolicName: name
	})) : [];
	if (resources !== void 0 && resources.kind !== "array" && resources.kind !== "object") onFault(faultAt(spanOf(source, resources), "`resources` is to be a list, or an object of names"));
	const declared = [];
	for (const { node, symbolicName } of nodes) {
		if (node.kind !== "object") {
			onFault(faultAt(spanOf(source, node), "a resource is to be an object"));
			continue;
		}
		let each = known$1.get(node);
		if (each === void 0) {
			each = read$1(source, node, symbolicName);
			known$1.set(node, each);
		}
		declared.push(each);
	}
	return declared;
}

// src/templates/link-text.ts
/** Parts of a shared access signature that were put behind an address without the `?` they need. */
const strayToken = /&(?:sv|sig|se|st|sp|sr|spr|token|code)=.*$/is;
/**
* The link without user info, query and fragment.
* @example withoutSecrets('https://me:pw@host/t.json?sig=x') // 'https://host/t.json'
*/
function withoutSecrets(link) {
	return link.replace(/[?#].*$/s, "").replace(strayToken, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1");
}

// src/templates/arm/expansion/links.ts
/** A link as text; of one of which only the end is unknown (a token behind the address) what is before it. */
function linkText(value) {
	if (value?.kind === "string") return value.value;
	if (value?.kind !== "unknown") return void 0;
	const [first] = value.parts ?? [];
	return typeof first === "string" && /\.json\??$/i.test(first) ? first : void 0;
}
const gapKinds = {
	missing: "missing-link",
	outside: "outside-link",
	remote: "remote-link",
	damaged: "damaged-link"
};
/** Reads what a link leads to; a gap is kept when it cannot be. */
function read(run, from, link, span, resource) {
	const plain = withoutSecrets(link);
	const beside = besideSelf(from.path, plain);
	const file = run.context.readLinked(from, beside ?? plain);
	if (file.kind === "file") {
		run.linkedFiles.add(file.path);
		return file.document;
	}
	run.gaps.push({
		kind: gapKinds[file.kind],
		link: beside ?? plain,
		message: file.message,
		span,
		resource
	});
}
function openLink(run, value, span, resource) {
	const message = value.kind !== "unknown" ? "the address of the template is no text" : `the address of the template is not known: ${value.reason.message}`;
	const written = span.source.text.slice(span.start, Math.min(span.end, span.start + 200));
	const link = withoutSecrets(written);
	run.gaps.push({
		kind: "remote-link",
		link,
		message,
		span,
		resource
	});
}
/** The document that a deployment's `templateLink` means; undefined, with a gap kept, when there is none to be had. */
function linkedTemplate(run, resource) {
	const { source } = resource.deployment;
	const link = valueAt(resource.body, "properties", "templateLink");
	const span = link?.span ?? resource.declaration.span;
	const id = valueAt(link, "id");
	if (id !== void 0 && id.kind !== "null" && link?.kind === "object") {
		const text = id.kind === "string" ? id.value : "a template spec";
		run.gaps.push({
			kind: "template-spec",
			link: text,
			message: "a template spec is kept in Azure: what it deploys is not known",
			span: id.span ?? span,
			resource
		});
		return;
	}
	if (link?.kind === "unknown") return openLink(run, link, span, resource);
	const property = propertyOf(link, "relativePath") ?? propertyOf(link, "uri");
	const address = property?.value;
	const at = property?.at ?? span;
	if (address === void 0) {
		run.gaps.push({
			kind: "missing-link",
			link: "",
			message: "this deployment has neither a template nor a link to one",
			span: resource.declaration.span,
			resource
		});
		return;
	}
	const text = linkText(address);
	if (text === void 0) return openLink(run, address, at, resource);
	return read(run, source, text, at, resource);
}
/** The document of a deployment's `parametersLink`; undefined without one. */
function linkedParameters(run, resource) {
	const link = valueAt(resource.body, "properties", "parametersLink");
	if (link === void 0 || link.kind === "null") return void 0;
	const address = valueAt(link, "relativePath") ?? valueAt(link, "uri");
	const text = linkText(address);
	if (address === void 0 || text === void 0) return "unknown";
	const { source } = resource.deployment;
	const plain = withoutSecrets(text);
	const file = run.context.readLinked(source, besideSelf(source.path, plain) ?? plain);
	return file.kind === "file" ? file.document : "unknown";
}

// src/templates/arm/expansion/loops.ts
/** The index that copyIndex() means; a bare one means the innermost loop of a resource or output. */
function indexIn(frames, loop, at) {
	const wanted = loop?.toLowerCase();
	for (let frame = frames; frame !== void 0; frame = frame.outer) if (wanted === void 0 ? frame.kind !== "input" : frame.name.toLowerCase() === wanted) {
		const { index } = frame;
		return typeof index === "number" ? intValue(index, at) : {
			...index,
			span: at
		};
	}
	if (loop !== void 0) throw faultAt(at, `copyIndex(): no loop '${clip$1(loop)}' is around this`);
	const hint = frames === void 0 ? void 0 : `Name the loop: copyIndex('${clip$1(frames.name)}').`;
	throw faultAt(at, "copyIndex() without a name stands outside of every loop of a resource", hint);
}
/**
* The count of a loop. Throws a fault at the count when it is no int within 0 to 800.
* @param least 0, or 1 where Azure wants at least one
*/
function loopCount(term, at, scope) {
	if (term === void 0) throw faultAt(at, "this loop has no count");
	const count = evaluate(term, scope);
	if (count.kind === "unknown") return count;
	if (count.kind !== "int") throw faultAt(term.span, `the count of a loop is to be an int, it is ${kindOf(count)}`);
	if (count.value < 0n) throw faultAt(term.span, `the count of a loop is negative: ${count.value}`);
	if (count.value > BigInt(800)) {
		const hint = `Azure deploys at most ${800} instances of one loop.`;
		throw faultAt(term.span, `the count of a loop is too large: ${count.value}`, hint);
	}
	return Number(count.value);
}
/** Each turn of a loop; a single one, with index 0 unless another is given, for an unknown count. */
function* framesOf(kind, name, count, outer, open = 0) {
	if (typeof count !== "number") yield {
		kind,
		name,
		index: open,
		count,
		outer
	};
	else for (let index = 0; index < count; index++) yield {
		kind,
		name,
		index,
		count,
		outer
	};
}
/**
* Any index of a loop of unknown count. Loops of one count have one index: their instances belong together one by one.
* @param around number of loops of that count around it, whose indexes are others
*/
function anyIndex(name, count, around) {
	const message = `the index of the loop '${clip$1(name)}': ${count.reason.message}`;
	const reason = {
		...count.reason,
		kind: "outside",
		message
	};
	const level = around === 0 ? "" : `#${around}`;
	return unknownValue("int", reason, `copyindex(${count.form})${level}`);
}
/** Hands a fault to the surroundings that collect them; throws what is none, and limits. */
function hand(error, { surroundings }) {
	if (surroundings.onFault === void 0 || !(error instanceof ScanError)) throw error;
	if (error.code === "LIMIT_EXCEEDED") throw error;
	surroundings.onFault(error);
	return error;
}
/** Evaluates a part; its fault goes to the surroundings and leaves an unknown. */
function evaluatePart(term, scope) {
	try {
		return evaluate(term, scope);
	} catch (error) {
		const { message } = hand(error, scope);
		const reason = {
			kind: "fault",
			message,
			span: term.span
		};
		return unknownValue("any", reason, `fault@${scope.work.next()}`);
	}
}
function copyTermOf(term) {
	return {
		name: propertyTerm(term, "name")?.value,
		count: propertyTerm(term, "count")?.value,
		input: propertyTerm(term, "input")?.value,
		span: term.span
	};
}
/** The array that a loop of values makes. */
function loopArray(kind, name, copy, scope, frames, scopeIn) {
	const { input } = copy;
	if (input === void 0) throw faultAt(copy.span, "this loop has no input");
	const count = loopCount(copy.count, copy.span, scope);
	const items = [];
	for (const frame of framesOf(kind, name, count, frames)) items.push(evaluatePart(input, scopeIn(frame, scope)));
	const array = arrayValue(items, input.span);
	if (typeof count === "number") return array;
	const form = shortForm(`loop(${count.form},${items.map(formOf).join(",")})`);
	return {
		...array,
		rest: {
			whole: {
				...count,
				type: "array",
				form
			},
			isDeep: false
		}
	};
}
const splits = /* @__PURE__ */ new WeakMap();
/** Most objects have no such property: they are told without a look into the cache. */
function mayHaveLoops({ properties }) {
	return properties.some(({ name }) => {
		const text = literalText(name);
		return text?.length === 4 && text.toLowerCase() === "copy";
	});
}
function splitOf(term) {
	const copy = propertyTerm(term, "copy");
	if (copy?.value.kind !== "array" || copy.value.items.length === 0) return "none";
	if (!copy.value.items.every((item) => propertyTerm(item, "name") && propertyTerm(item, "count"))) return "none";
	const properties = term.properties.filter((each) => each !== copy);
	return {
		rest: {
			...term,
			properties
		},
		copies: copy.value.items.map(copyTermOf)
	};
}
function copyName({ name, span }, scope) {
	const text = literalText(name) ?? (name && evaluate(name, scope));
	if (typeof text === "string") return text;
	if (text?.kind === "string") return text.value;
	throw faultAt(name?.span ?? span, "the name of a loop is to be a text that is known");
}
/** Evaluates an object that holds loops of properties; undefined for one that does not. */
function objectWithLoops(term, scope, frames, scopeIn) {
	if (!mayHaveLoops(term)) return void 0;
	let split = splits.get(term);
	if (split === void 0) {
		split = splitOf(term);
		splits.set(term, split);
	}
	if (split === "none") return void 0;
	const rest = evaluate(split.rest, scope);
	if (rest.kind !== "object") return rest;
	const properties = [...rest.properties.values()];
	for (const copy of split.copies) try {
		const name = copyName(copy, scope);
		const value = loopArray("input", name, copy, scope, frames, scopeIn);
		properties.push({
			name,
			value,
			nameSpan: copy.name?.span,
			at: copy.input?.span
		});
	} catch (error) {
		hand(error, scope);
	}
	return objectValue(properties, term.span);
}

// src/templates/arm/expansion/parameter-type.ts
/** References followed from one type to the next. */
const maxReferences = 20;
function textOf$5(node) {
	return node?.kind === "string" ? node.value : void 0;
}
function intOf(node) {
	return node?.kind === "number" && /^-?[0-9]{1,18}$/.test(node.raw) ? BigInt(node.raw) : void 0;
}
/** The declaration and those that it refers to, nearest first. */
function chainOf(declaration, definitions) {
	const chain = [declaration];
	let current = declaration;
	while (chain.length < maxReferences) {
		const reference = textOf$5(memberOf(current, "$ref")?.value);
		const name = /^#\/definitions\/(.+)$/.exec(reference ?? "")?.[1];
		if (name === void 0) break;
		const plain = name.replaceAll("~1", "/").replaceAll("~0", "~");
		const next = memberOf(definitions, plain)?.value ?? memberOf(definitions, decoded$1(plain))?.value;
		if (next?.kind !== "object" || chain.includes(next)) break;
		chain.push(next);
		current = next;
	}
	return chain;
}
function decoded$1(name) {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
/** The type of a declaration; `definitions` are those of its template. */
function declaredType(declaration, definitions) {
	const chain = chainOf(declaration, definitions);
	const first = (name) => {
		for (const each of chain) {
			const found = memberOf(each, name)?.value;
			if (found !== void 0) return found;
		}
	};
	const nullable = first("nullable");
	const type = (textOf$5(first("type")) ?? "").toLowerCase();
	return {
		type,
		isSecure: type === "securestring" || type === "secureobject",
		isNullable: nullable?.kind === "boolean" && nullable.value,
		allowed: first("allowedValues"),
		limits: {
			minvalue: intOf(first("minValue")),
			maxvalue: intOf(first("maxValue")),
			minlength: intOf(first("minLength")),
			maxlength: intOf(first("maxLength"))
		}
	};
}
/** Kind of value that a type holds. */
function kindOfType(type) {
	switch (type) {
		case "string":
		case "securestring": return "string";
		case "object":
		case "secureobject": return "object";
		case "int":
		case "bool":
		case "array": return type;
		default: return "any";
	}
}
/** The values that a declaration allows; undefined without a list. */
function allowedValues({ allowed }, source, scope) {
	if (allowed?.kind !== "array") return void 0;
	return allowed.items.map((item) => evaluate(termAt(source, item), scope));
}
function isAmong(value, allowed, scope, at) {
	const isOne = (each) => {
		if (each.kind === "string" && value.kind === "string") return each.value.toLowerCase() === value.value.toLowerCase();
		return isEqual(each, value, () => scope.work.spend(1, at)) !== false;
	};
	if (allowed.some(isOne)) return true;
	return value.kind === "array" && value.items.every((item) => isAmong(item, allowed, scope, at));
}
function outOfLimits(value, { limits }) {
	if (value.kind === "int") {
		if (limits.minvalue !== void 0 && value.value < limits.minvalue) return `is below the least value, ${limits.minvalue}`;
		if (limits.maxvalue !== void 0 && value.value > limits.maxvalue) return `is above the greatest value, ${limits.maxvalue}`;
	}
	const length = value.kind === "string" ? value.value.length : value.kind === "array" ? value.items.length : void 0;
	if (length === void 0) return void 0;
	if (limits.minlength !== void 0 && BigInt(length) < limits.minlength) return `is shorter (${length}) than the least length, ${limits.minlength}`;
	if (limits.maxlength !== void 0 && BigInt(length) > limits.maxlength) return `is longer (${length}) than the greatest length, ${limits.maxlength}`;
}
function wordsOf(value, type) {
	if (type.isSecure) return "the value";
	switch (value.kind) {
		case "string": return `'${clip$1(value.value)}'`;
		case "int":
		case "bool":
		case "float": return String(value.value);
		default: return kindOf(value);
	}
}
/** What Azure would refuse about a value for a declared parameter; undefined when it fits or is not known. */
function misfit(what, value, type, source, scope, at) {
	if (value.kind === "null" && type.isNullable) return void 0;
	const wanted = kindOfType(type.type);
	const kind = value.kind === "unknown" ? value.type : value.kind;
	if (wanted !== "any" && kind !== "any" && kind !== wanted) return faultAt(at, `${what} is declared as ${type.type}, its value is ${kindOf(value)}`);
	if (value.kind === "unknown") return void 0;
	const allowed = allowedValues(type, source, scope);
	if (allowed !== void 0 && !isAmong(value, allowed, scope, at)) {
		const names = allowed.slice(0, 10).flatMap((each) => each.kind === "string" || each.kind === "int" || each.kind === "bool" ? [String(each.value)] : []);
		const hint = names.length === 0 ? void 0 : `Allowed: ${clip$1(names.join(", "))}.`;
		const message = `${what} is ${wordsOf(value, type)}, which is not among its allowedValues`;
		return faultAt(at, message, hint);
	}
	const limit = outOfLimits(value, type);
	return limit === void 0 ? void 0 : faultAt(at, `${what}: ${wordsOf(value, type)} ${limit}`);
}

// src/templates/arm/expansion/outputs.ts
/** The value of an output; undefined when its condition is false. */
function valueOf(template, { name, value: node }, scope) {
	const { source } = template.setup;
	const condition = memberOf(node, "condition")?.value;
	if (condition !== void 0) {
		const on = evaluate(termAt(source, condition), scope);
		if (on.kind === "bool" && !on.value) return void 0;
	}
	const copy = memberOf(node, "copy")?.value;
	if (copy !== void 0) {
		const term = copyTermOf(termAt(source, copy));
		return loopArray("output", name, term, scope, void 0, template.scopeIn);
	}
	const value = memberOf(node, "value")?.value;
	if (value === void 0) throw faultAt(spanOf(source, node), `the output '${clip$1(name)}' has no value`);
	return evaluate(termAt(source, value), scope);
}
/** Every output whose condition is not false; one that is a fault is unknown. */
function makeOutputs(template) {
	const { run, setup } = template;
	const { source, node } = setup;
	const outputs = memberOf(node, "outputs")?.value;
	if (outputs?.kind !== "object") return [];
	const definitions = memberOf(node, "definitions")?.value;
	const scope = template.scope(void 0);
	const made = [];
	for (const member of outputs.members) {
		const { name, nameStart, nameEnd, value: inner } = member;
		if (inner.kind !== "object") continue;
		const nameSpan = {
			source,
			start: nameStart,
			end: nameEnd
		};
		const type = declaredType(inner, definitions);
		const failed = () => {
			const message = `the output '${clip$1(name)}' cannot be evaluated`;
			const form = `outputs@${run.work.next()}`;
			return unknownValue(kindOfType(type.type), {
				kind: "fault",
				message,
				span: nameSpan
			}, form);
		};
		let isThere = true;
		const value = run.attempt(() => {
			const found = valueOf(template, member, scope);
			if (found === void 0) isThere = false;
			else {
				const at = found.span ?? nameSpan;
				const error = found.kind === "null" ? void 0 : misfit(`the output '${clip$1(name)}'`, found, type, source, scope, at);
				if (error !== void 0) run.keep(error);
			}
			return found;
		});
		if (!isThere) continue;
		const span = spanOf(source, inner);
		const valueSpan = spanOf(source, memberOf(inner, "value")?.value ?? inner);
		made.push({
			name,
			type: type.type,
			value: value ?? failed(),
			valueSpan,
			nameSpan,
			span
		});
	}
	return made;
}

// src/templates/arm/expansion/parameter-file.ts
function givenValue(source, node, nameSpan) {
	const value = memberOf(node, "value")?.value;
	if (value !== void 0) return {
		kind: "value",
		value: literalValue(source, value),
		nameSpan
	};
	const reference = memberOf(node, "reference")?.value;
	if (reference !== void 0) return {
		kind: "key-vault",
		at: {
			source,
			start: reference.start,
			end: reference.end
		},
		nameSpan
	};
	const expression = memberOf(node, "expression")?.value;
	if (expression === void 0) return void 0;
	return {
		kind: "expression",
		term: termOf(source, expression),
		nameSpan
	};
}
/** The values of a parameter file's `parameters`; members that are no value, reference or expression are left out. */
function readParameterFile(document) {
	const { source, root } = document;
	const parameters = memberOf(root, "parameters")?.value ?? root;
	const values = /* @__PURE__ */ new Map();
	if (parameters?.kind === "object") for (const { name, nameStart, nameEnd, value } of parameters.members) {
		const given = givenValue(source, value, {
			source,
			start: nameStart,
			end: nameEnd
		});
		if (given !== void 0) values.set(name.toLowerCase(), given);
	}
	return {
		file: source.path,
		values
	};
}
/** What Azure refuses of a parameter file: members that give no value. */
function parameterFaults({ source, root }) {
	const parameters = memberOf(root, "parameters")?.value;
	if (parameters?.kind !== "object") return [];
	return parameters.members.flatMap(({ name, nameStart, nameEnd, value }) => {
		const span = {
			source,
			start: nameStart,
			end: nameEnd
		};
		if (givenValue(source, value, span) !== void 0) return [];
		const message = `'${clip$1(name)}' has neither a value nor a reference`;
		return [faultAt(span, message, "Write {\"value\": …}.")];
	});
}
/** Values of `--parameters NAME=VALUE`, laid over those of a file. */
function withArguments(given, texts) {
	if (texts.size === 0) return given;
	const values = new Map(given.values);
	for (const [name, text] of texts) values.set(name.toLowerCase(), {
		kind: "text",
		text
	});
	return {
		file: given.file,
		values
	};
}

// src/templates/arm/expansion/identity.ts
function textOf$4(value, what, declared) {
	if (value.kind === "string") return value;
	if (value.kind === "unknown" && (value.type === "string" || value.type === "any")) return value;
	const at = value.span ?? declared.declaration.span;
	throw faultAt(at, `${what} of a resource is to be a string, it is ${kindOf(value)}`);
}
/** Types of other providers of resources (Graph) hold their version: `Microsoft.Graph/groups@v1.0`. */
function splitType(type) {
	const at = type.indexOf("@");
	return at < 0 ? {
		type,
		version: void 0
	} : {
		type: type.slice(0, at),
		version: type.slice(at + 1)
	};
}
function nameOf(declared, scope) {
	if (declared.name !== void 0) return textOf$4(evaluate(declared.name, scope), "the name", declared);
	const { declaration, node } = declared;
	if ([
		"extension",
		"import",
		"provider"
	].some((each) => memberOf(node, each)) && declaration.symbolicName !== void 0) return stringValue(declaration.symbolicName, declaration.span);
	throw faultAt(declaration.span, "a resource has no name");
}
/** Type, name and apiVersion; below a parent they are relative to it. A name that is a fault is unknown. */
function identityOf$1(declared, scope, parent, run) {
	const { declaration } = declared;
	if (declared.type === void 0) throw faultAt(declaration.span, "a resource has no type");
	const written = textOf$4(evaluate(declared.type, scope), "the type", declared);
	if (written.kind === "unknown") throw faultAt(declaration.typeSpan, `the type of a resource cannot be known: ${written.reason.message}`);
	const { type, version } = splitType(written.value);
	const name = run.attempt(() => nameOf(declared, scope)) ?? noName(declared);
	const api = declared.apiVersion && evaluate(declared.apiVersion, scope);
	const apiVersion = api?.kind === "string" ? api.value : version;
	if (parent === void 0 || isWhole(type, name, parent)) return {
		type,
		name,
		apiVersion
	};
	const prefix = parent.resource.type;
	const isBelow = type.toLowerCase().startsWith(`${prefix.toLowerCase()}/`);
	const slash = stringValue("/", name.span);
	const parentName = textOf$4(parent.resource.name, "the name", declared);
	const full = joinTexts([
		parentName,
		slash,
		name
	], name.span ?? declaration.nameSpan);
	return {
		type: isBelow ? type : `${prefix}/${type}`,
		name: textOf$4(full, "the name", declared),
		apiVersion
	};
}
/** A nested resource that is written with its whole type, and a name that fits it, is not relative to its parent. */
function isWhole(type, name, parent) {
	if (!/^[^/]+\.[^/]+\//.test(type)) return false;
	return !type.toLowerCase().startsWith(`${parent.resource.type.toLowerCase()}/`) || segmentsOf(name).length === kindsOf(type).length;
}
/** A name that is a fault: unlike every other. The resource is still judged. */
function noName({ declaration }) {
	const span = declaration.nameSpan;
	return unknownValue("string", {
		kind: "fault",
		message: "the name of this resource is wrong",
		span
	}, `name@${span.source.path}:${span.start}`);
}
function checkSegments({ type, name }, segments, declared) {
	const wanted = kindsOf(type).length;
	if (wanted === 0) throw faultAt(declared.declaration.typeSpan, `'${clip$1(type)}' is no type of a resource`);
	if (name.kind !== "string" || segments.length === wanted) return;
	const hint = `A name has one segment for each piece of its type behind the provider.`;
	const message = `the name '${clip$1(name.value)}' has ${segments.length} segments, the type '${clip$1(type)}' wants ${wanted}`;
	throw faultAt(declared.declaration.nameSpan, message, hint);
}
/** Where a resource goes; of a deployment, where what it deploys goes. */
function targetOf(declared, { type }, scope, template) {
	const { target } = template.setup;
	const { subscriptionId, resourceGroup } = declared;
	const isDeployment = isDeploymentType(type);
	if (subscriptionId === void 0 && resourceGroup === void 0 && !isDeployment) return target;
	return innerTarget(target, {
		subscription: subscriptionId && evaluate(subscriptionId, scope),
		resourceGroup: resourceGroup && evaluate(resourceGroup, scope),
		scope: isDeployment && declared.scope ? evaluate(declared.scope, scope) : void 0,
		level: declared.template === void 0 ? "subscription" : levelOf(declared.template)
	});
}
/** The key, and that of what the resource extends. */
function placeOf$1(declared, identity, scope, template, target) {
	const { type, name } = identity;
	const segments = segmentsOf(name);
	template.run.attempt(() => checkSegments(identity, segments, declared));
	const base = targetKey(target);
	if (isDeploymentType(type)) return {
		key: keyOf(base, type, segments),
		extendsKey: void 0
	};
	if (declared.scope === void 0) return {
		key: keyOf(base, type, segments),
		extendsKey: extendedBy(base, type, segments)
	};
	const named = scopeKey(textOf$4(evaluate(declared.scope, scope), "the scope", declared), base);
	const isResource = named.includes("/providers/") || named.startsWith("{");
	return {
		key: keyOf(named, type, segments),
		extendsKey: isResource ? named : void 0
	};
}

// src/templates/arm/expansion/resources.ts
function isOn(term, scope) {
	if (term === void 0) return false;
	const value = evaluate(term, scope);
	return value.kind === "bool" && value.value;
}
/** Only a template of symbolic names knows `existing`; Azure refuses any other that has it. */
function isExisting({ existing, declaration }, scope, template) {
	if (existing === void 0) return false;
	const { languageVersion } = template.deployment;
	if (languageVersion !== void 0 && !languageVersion.startsWith("1.0") || declaration.symbolicName !== void 0) return isOn(existing, scope);
	template.run.keep(faultAt(existing.span, "a template without languageVersion 2.0 has no `existing` resources", "Add `\"languageVersion\": \"2.0\"` and name the resources, or leave it out."));
	return false;
}
/** The condition as a bool or unknown, with the marks of all parameters that it was decided by. */
function conditionOf$1(term, scope, template) {
	const { run } = template;
	const { result, marks } = run.dependencies.during(() => run.attempt(() => asBool(evaluate(term, scope), term)));
	return {
		value: withMarks(result ?? noCondition(term), marks),
		span: term.span
	};
}
/** A condition that is a fault: the resource is still judged. */
function noCondition({ span }) {
	return unknownValue("bool", {
		kind: "fault",
		message: "this condition is wrong",
		span
	}, `condition@${span.source.path}:${span.start}`);
}
function asBool(value, term) {
	if (value.kind === "unknown" && (value.type === "any" || value.type === "bool")) return value;
	if (value.kind === "bool") return value;
	const text = value.kind === "string" ? value.value.toLowerCase() : void 0;
	if (text === "true" || text === "false") return boolValue(text === "true", value.span);
	throw faultAt(term.span, `a condition is to be a bool, it is ${kindOf(value)}`);
}
function loopsOf(frame) {
	const loops = [];
	for (let each = frame; each !== void 0; each = each.outer) {
		if (each.kind !== "resource") continue;
		const { name, index, count } = each;
		loops.push({
			name,
			index: typeof index === "number" ? index : 0,
			count
		});
	}
	return loops;
}
/** One instance; undefined when its condition is false. */
function instance(declared, template, around) {
	const { frame, parent } = around;
	const { run, deployment } = template;
	const scope = template.scope(frame);
	const conditions = [...around.conditions];
	if (declared.condition !== void 0) {
		const condition = conditionOf$1(declared.condition, scope, template);
		if (condition.value.kind === "bool" && !condition.value.value) return void 0;
		conditions.push(condition);
	}
	const identity = identityOf$1(declared, scope, parent, run);
	const target = targetOf(declared, identity, scope, template);
	const { key, extendsKey } = placeOf$1(declared, identity, scope, template, target);
	const { declaration } = declared;
	const outerLoops = template.seen.deployment.resource?.loops ?? [];
	const entry = {
		template,
		declared,
		frame,
		target,
		body: "none",
		deployed: void 0,
		children: [],
		resource: {
			type: identity.type,
			name: identity.name,
			apiVersion: identity.apiVersion,
			key,
			extendsKey,
			isExisting: isExisting(declared, scope, template),
			conditions,
			loops: [...loopsOf(frame), ...outerLoops],
			body: objectValue([], declaration.span),
			declaration,
			deployment,
			parent: parent?.resource
		}
	};
	run.register(entry, declaration.span);
	return entry;
}
/** Makes the instances of the resources of a list, those nested in them included. */
function makeEntries(template, nodes, around) {
	const { run } = template;
	const entries = [];
	for (const declared of nodes) {
		const made = [];
		run.attempt(() => {
			for (const frame of turnsOf(declared, template, around.frame)) {
				const entry = run.attempt(() => instance(declared, template, {
					...around,
					frame
				}));
				if (entry === void 0) continue;
				made.push(entry);
				const name = keyText(entry.resource.name);
				if (!template.names.has(name)) template.names.set(name, entry);
				if (declared.children === void 0) continue;
				const inner = declaredIn(declared.source, declared.children, run.fault);
				const { conditions } = entry.resource;
				entry.children.push(...makeEntries(template, inner, {
					parent: entry,
					frame,
					conditions
				}));
			}
		});
		const { symbolicName } = declared.declaration;
		if (symbolicName !== void 0) {
			const key = symbolicName.toLowerCase();
			template.symbols.set(key, [...template.symbols.get(key) ?? [], ...made]);
		}
		entries.push(...made);
	}
	return entries;
}
function* turnsOf(declared, template, outer) {
	const { loop } = declared;
	if (loop === void 0) {
		yield outer;
		return;
	}
	const scope = template.scope(outer);
	const count = template.run.attempt(() => loopCount(loop.count, loop.span, scope)) ?? noCount(declared);
	const name = loopName(loop.name, template, scope);
	yield* framesOf("resource", name, count, outer, openIndex(name, count, template, outer));
}
/** The index at which a loop of unknown count is evaluated. */
function openIndex(name, count, { run, seen }, outer) {
	if (typeof count === "number") return 0;
	run.hasOpenLoops = true;
	if (!run.isAtAnyIndex) return 0;
	const alike = [...loopsOf(outer), ...seen.deployment.resource?.loops ?? []].filter((each) => formIn(each.count) === count.form);
	return anyIndex(name, count, alike.length);
}
function formIn(count) {
	return typeof count === "number" ? void 0 : count.form;
}
/** The name that copyIndex() may call a loop by; empty where it is not known. */
function loopName(term, { run }, scope) {
	if (term === void 0) return "";
	const value = run.attempt(() => evaluate(term, scope));
	return value?.kind === "string" ? value.value : "";
}
/** A count that is a fault: one instance stands for those that there would be. */
function noCount({ declaration }) {
	const span = declaration.loopSpan ?? declaration.span;
	return unknownValue("int", {
		kind: "fault",
		message: "the count of this loop is wrong",
		span
	}, `count@${span.source.path}:${span.start}`);
}
/** Evaluates the body of a resource; once. */
function evaluateBody(entry) {
	if (entry.body !== "none") return;
	entry.body = "evaluating";
	const { declared, template, frame } = entry;
	const value = template.run.attempt(() => evaluate(declared.body, template.scope(frame)));
	if (value?.kind === "object") entry.resource.body = value;
	entry.body = "done";
}
/** Every entry with those nested in it, in the order of the text. */
function* withChildren(entries) {
	for (const entry of entries) {
		yield entry;
		yield* withChildren(entry.children);
	}
}

// src/templates/arm/language/definitions.ts
/** Names shown of a cycle. */
const maxShown = 10;
/** Finds values by name without case. `what` names their kind in messages: 'parameter', 'variable'. */
var Definitions = class {
	what;
	byName = /* @__PURE__ */ new Map();
	states = /* @__PURE__ */ new Map();
	path = [];
	constructor(what, definitions) {
		this.what = what;
		for (const each of definitions) this.byName.set(each.name.toLowerCase(), each);
	}
	has(name) {
		return this.byName.has(name.toLowerCase());
	}
	/** Throws a fault at `at` for a name that is not declared, and for one whose value needs itself. */
	get(name, at) {
		const definition = this.byName.get(name.toLowerCase());
		if (definition === void 0) return this.refuse(name, at);
		const state = this.states.get(definition);
		if (state?.kind === "known") return state.value;
		if (state?.kind === "failed") throw state.error;
		if (state?.kind === "evaluating") return this.refuseCycle(definition, at);
		this.states.set(definition, { kind: "evaluating" });
		this.path.push(definition);
		try {
			const value = definition.evaluate();
			this.states.set(definition, {
				kind: "known",
				value
			});
			return value;
		} catch (error) {
			this.states.set(definition, {
				kind: "failed",
				error
			});
			throw error;
		} finally {
			this.path.pop();
		}
	}
	refuse(name, at) {
		const names = [...this.byName.values()].slice(0, 500).map((each) => each.name);
		const meant = nearest(name, names);
		const hint = meant === void 0 ? void 0 : `Did you mean '${clip$1(meant)}'?`;
		throw faultAt(at, `the ${this.what} '${clip$1(name)}' is not declared`, hint);
	}
	refuseCycle(definition, at) {
		const from = this.path.indexOf(definition);
		const names = [...this.path.slice(from), definition].map((each) => clip$1(each.name));
		const shown = names.length > maxShown ? [
			...names.slice(0, maxShown),
			"…",
			names.at(-1)
		] : names;
		const message = `the ${this.what} '${clip$1(definition.name)}' needs its own value: ${shown.join(" → ")}`;
		throw faultAt(at, message, `It is declared at ${whereOf(definition.span)}.`);
	}
};

// src/templates/arm/expansion/argument-value.ts
/** The value of a text for a declared type; throws a fault at the declaration when it is none. */
function argumentValue(name, text, { type }, at) {
	const refuse = (wanted) => {
		throw faultAt(at, `--parameters ${clip$1(name)}=…: what was given is no ${wanted}`);
	};
	switch (kindOfType(type)) {
		case "bool": {
			const lower = text.trim().toLowerCase();
			return lower === "true" || lower === "false" ? boolValue(lower === "true", at) : refuse("bool");
		}
		case "int": {
			const digits = /^\s*(-?[0-9]{1,19})\s*$/.exec(text)?.[1];
			const value = digits === void 0 ? void 0 : BigInt(digits);
			return value !== void 0 && isInt64(value) ? intValue(value, at) : refuse("int");
		}
		case "object":
		case "array": {
			const document = readJson(sourceOf("--parameters", text));
			if (document.root === void 0 || firstError(document) !== void 0) return refuse("JSON");
			return fromJson(document.root, at);
		}
		default: return stringValue(text, at);
	}
}

// src/templates/arm/expansion/parameters.ts
var Parameters = class {
	run;
	source;
	scope;
	/** Tells unknowns of one name in two deployments apart. */
	form;
	declared = /* @__PURE__ */ new Map();
	reads = /* @__PURE__ */ new Map();
	definitions;
	constructor(run, source, template, passed, id, scope) {
		this.run = run;
		this.source = source;
		this.scope = scope;
		this.form = (name) => `parameters${id}(${name.toLowerCase()})`;
		const definitions = memberOf(template, "definitions")?.value;
		const parameters = memberOf(template, "parameters")?.value;
		for (const member of parameters?.kind === "object" ? parameters.members : []) {
			const node = member.value;
			if (node.kind !== "object") continue;
			this.declared.set(member.name.toLowerCase(), {
				member,
				node,
				type: declaredType(node, definitions),
				nameSpan: {
					source,
					start: member.nameStart,
					end: member.nameEnd
				},
				span: {
					source,
					start: node.start,
					end: node.end
				},
				passed: passed.get(member.name.toLowerCase())
			});
		}
		this.definitions = new Definitions("parameter", [...this.declared.values()].map((each) => this.definitionOf(each)));
	}
	definitionOf(declared) {
		const { name } = declared.member;
		return {
			name,
			span: declared.nameSpan,
			evaluate: () => {
				const { result, marks } = this.run.dependencies.during(() => this.valueOf(declared));
				const own = this.markOf(declared);
				this.reads.set(name.toLowerCase(), [own, ...marks]);
				return withMarks(result, [own]);
			}
		};
	}
	markOf({ member, type, passed }) {
		const isSecure = type.isSecure || passed?.kind === "key-vault";
		return {
			kind: "parameter",
			name: member.name,
			isSecure
		};
	}
	unknown({ member, type, nameSpan }, kind, message) {
		return unknownValue(kindOfType(type.type), {
			kind,
			message,
			span: nameSpan
		}, this.form(member.name));
	}
	valueOf(declared) {
		const { member, passed, type, node } = declared;
		const what = `the parameter '${clip$1(member.name)}'`;
		if (passed?.kind === "key-vault") return this.unknown(declared, "parameter", `${what} comes from a Key Vault`);
		if (passed?.kind === "text") return this.fitting(declared, argumentValue(member.name, passed.text, type, declared.nameSpan), declared.nameSpan);
		if (passed?.kind === "expression") return this.fitting(declared, evaluate(passed.term, this.scope()), passed.term.span);
		if (passed !== void 0 && (passed.value.kind !== "null" || type.isNullable)) return this.fitting(declared, passed.value, passed.value.span ?? passed.nameSpan ?? declared.nameSpan);
		const defaultNode = memberOf(node, "defaultValue")?.value;
		if (defaultNode !== void 0) {
			const term = termAt(this.source, defaultNode);
			return this.fitting(declared, evaluate(term, this.scope()), term.span);
		}
		if (type.isNullable) return nullValue(declared.nameSpan);
		return this.unknown(declared, "parameter", `${what} has no value`);
	}
	/** The value; an unknown of the declared type in place of one that nothing could be done with. */
	fitting(declared, value, at) {
		const what = `the parameter '${clip$1(declared.member.name)}'`;
		const error = misfit(what, value, declared.type, this.source, this.scope(), at);
		if (error === void 0) return value;
		this.run.fault(error);
		const isPlain = value.kind !== "array" && value.kind !== "object";
		const wanted = kindOfType(declared.type.type);
		return wanted === value.kind || isPlain && wanted !== "array" && wanted !== "object" ? value : this.unknown(declared, "fault", error.message);
	}
	/** What `parameters(name)` gives. */
	get(name, at) {
		try {
			return this.definitions.get(name, at);
		} finally {
			this.run.dependencies.note(this.reads.get(name.toLowerCase()) ?? []);
		}
	}
	/** Every parameter in the order of the text. Those that nothing asked for are evaluated now. */
	list() {
		return [...this.declared.values()].map((declared) => {
			const { member, type, nameSpan, span } = declared;
			const value = this.run.attempt(() => this.get(member.name, nameSpan)) ?? this.unknown(declared, "fault", `the parameter '${clip$1(member.name)}' cannot be evaluated`);
			return {
				name: member.name,
				type: type.type,
				isSecure: type.isSecure,
				nameSpan,
				span,
				defaultValue: this.defaultOf(declared),
				value,
				origin: this.originOf(declared)
			};
		});
	}
	originOf({ passed, node, type }) {
		if (passed?.kind === "key-vault") return "key-vault";
		if (passed?.kind === "text") return "argument";
		if (passed?.kind === "expression") return "file";
		if (passed !== void 0 && (passed.value.kind !== "null" || type.isNullable)) return passed.origin;
		return memberOf(node, "defaultValue") === void 0 && !type.isNullable ? "none" : "default";
	}
	defaultOf(declared) {
		const node = memberOf(declared.node, "defaultValue")?.value;
		if (node === void 0) return void 0;
		try {
			return evaluate(termAt(this.source, node), this.scope());
		} catch (error) {
			if (!(error instanceof ScanError) || error.code === "LIMIT_EXCEEDED") throw error;
			return this.unknown(declared, "fault", error.message);
		}
	}
	/** Names that are given but not declared, each a fault where it is given. */
	reportUndeclared(passed) {
		for (const [name, each] of passed) {
			if (each.kind === "text" || each.nameSpan === void 0 || this.declared.has(name)) continue;
			const { source, start, end } = each.nameSpan;
			const written = source.text.slice(start, end).replace(/^"(.*)"$/s, "$1");
			const meant = nearest(name, [...this.declared.values()].map((known) => known.member.name));
			const hint = meant === void 0 ? "Remove it, or declare the parameter in the template." : `Did you mean '${clip$1(meant)}'?`;
			const message = `the template declares no parameter '${clip$1(written)}'`;
			this.run.keep(faultAt(each.nameSpan, message, hint));
		}
	}
	/** Parameters of a deployment that get no value although they need one: Azure refuses that inside a template. */
	reportMissing(at) {
		for (const declared of this.declared.values()) {
			if (this.originOf(declared) !== "none") continue;
			const name = clip$1(declared.member.name);
			this.run.keep(faultAt(at, `this deployment gives no value for the parameter '${name}'`));
		}
	}
};

// src/templates/arm/expansion/user-functions.ts
function parameterNames$1(node) {
	return (node?.kind === "array" ? node.items : []).flatMap((item) => {
		const name = memberOf(item, "name")?.value;
		return name?.kind === "string" ? [name.value] : [];
	});
}
/** Functions by `namespace.name` in lower case. One without an output is left out: calling it is an error. */
function userFunctions(source, node) {
	const found = /* @__PURE__ */ new Map();
	for (const group of node?.kind === "array" ? node.items : []) {
		const namespace = memberOf(group, "namespace")?.value;
		const members = memberOf(group, "members")?.value;
		if (namespace?.kind !== "string" || members?.kind !== "object") continue;
		for (const { name, value } of members.members) {
			const output = memberOf(memberOf(value, "output")?.value, "value")?.value;
			if (output === void 0) continue;
			const parameters = parameterNames$1(memberOf(value, "parameters")?.value);
			const key = `${namespace.value}.${name}`.toLowerCase();
			found.set(key, {
				parameters,
				output: termAt(source, output)
			});
		}
	}
	return found;
}

// src/templates/arm/expansion/template.ts
var Template = class {
	run;
	setup;
	/** Tells templates of one run apart in forms; empty for the file itself. */
	id;
	deployment;
	parameters;
	/** Those not nested in others, in the order of the text. */
	entries = [];
	/** By name as in keys, nested ones included; the first of several. */
	names = /* @__PURE__ */ new Map();
	/** By symbolic name in lower case; empty where the condition is false. */
	symbols = /* @__PURE__ */ new Map();
	outputs = "none";
	variables;
	variableNames;
	variableReads = /* @__PURE__ */ new Map();
	functions;
	givens;
	constructor(run, setup) {
		this.run = run;
		this.setup = setup;
		this.deployment = setup.deployment;
		const { source, node, target, passed } = setup;
		const id = setup.depth === 0 ? "" : `#${run.work.next()}`;
		this.id = id;
		this.parameters = new Parameters(run, source, node, passed, id, () => this.scope(void 0));
		this.variableNames = [...this.variableDefinitions()];
		this.variables = new Definitions("variable", this.variableNames);
		this.functions = userFunctions(source, memberOf(node, "functions")?.value);
		this.givens = givensOf(target, id);
	}
	/** What parameters() and variables() are of: itself, or for an outer-scope template the one around it. */
	get seen() {
		return this.setup.outer === void 0 ? this : this.setup.outer.template.seen;
	}
	*variableDefinitions() {
		const { source, node } = this.setup;
		const variables = memberOf(node, "variables")?.value;
		if (variables?.kind !== "object") return;
		const define = (name, span, run) => ({
			name,
			span,
			evaluate: () => {
				const { result, marks } = this.run.dependencies.during(run);
				this.variableReads.set(name.toLowerCase(), marks);
				return result;
			}
		});
		for (const member of variables.members) {
			const span = {
				source,
				start: member.nameStart,
				end: member.nameEnd
			};
			if (member.name.toLowerCase() === "copy" && member.value.kind === "array") for (const item of member.value.items) {
				const term = termAt(source, item);
				const nameTerm = propertyTerm(term, "name")?.value;
				const name = literalText(nameTerm);
				if (name === void 0) continue;
				const copy = copyTermOf(term);
				yield define(name, nameTerm?.span ?? term.span, () => loopArray("input", name, copy, this.scope(void 0), void 0, this.scopeIn));
			}
			else yield define(member.name, span, () => evaluate(termAt(source, member.value), this.scope(void 0)));
		}
	}
	/** The text of a variable. */
	variableNode(name) {
		return memberOf(memberOf(this.setup.node, "variables")?.value, name)?.value;
	}
	variable(name, at) {
		try {
			return this.variables.get(name, at);
		} finally {
			this.run.dependencies.note(this.variableReads.get(name.toLowerCase()) ?? []);
		}
	}
	/** Evaluates the variables that nothing asked for: Azure refuses a template for them too. */
	checkVariables() {
		for (const { name, span } of this.variableNames) this.run.attempt(() => this.variable(name, span));
	}
	given(what, at) {
		const value = this.givens(what, at);
		if (what !== "deployment") return value;
		const { deployment, source } = this.setup;
		const hasFile = deployment.evaluation === "root" || deployment.evaluation === "linked";
		return deploymentGiven(deployment.name, hasFile ? source.path : void 0, value);
	}
	/** What expressions see within some loops; `undefined` outside of all of this template's. */
	scope(frame) {
		const seen = this.seen;
		const frames = frame ?? this.setup.outer?.frame;
		return {
			surroundings: {
				level: seen.setup.target.level,
				now: void 0,
				parameter: (name, at) => seen.parameters.get(name, at),
				variable: (name, at) => seen.variable(name, at),
				userFunction: (name) => seen.functions.get(name.toLowerCase()),
				given: (what, at) => seen.given(what, at),
				copyIndex: (loop, at) => indexIn(frames, loop, at),
				resource: (request) => this.run.reference(request, this),
				object: (term, scope) => objectWithLoops(term, scope, frames, this.scopeIn),
				onFault: this.run.fault
			},
			work: this.run.work,
			local: void 0
		};
	}
	/** The scope in a turn of a loop inside a scope: variables of lambdas stay. */
	scopeIn = (frame, scope) => ({
		...scope,
		surroundings: {
			...scope.surroundings,
			copyIndex: (loop, at) => indexIn(frame, loop, at),
			object: (term, inner) => objectWithLoops(term, inner, frame, this.scopeIn)
		}
	});
};

// src/templates/arm/expansion/template-shape.ts
const kinds = {
	contentVersion: {
		kind: "string",
		is: "a string"
	},
	languageVersion: {
		kind: "string",
		is: "a string"
	},
	parameters: {
		kind: "object",
		is: "an object of names"
	},
	variables: {
		kind: "object",
		is: "an object of names"
	},
	outputs: {
		kind: "object",
		is: "an object of names"
	},
	functions: {
		kind: "array",
		is: "a list"
	}
};
/** Tells `onFault` of each member that is of a kind that Azure refuses, and of `resources` that are not there. */
function checkShape(source, node, onFault) {
	if (node.kind !== "object") return;
	for (const [name, { kind, is }] of Object.entries(kinds)) {
		const value = memberOf(node, name)?.value;
		if (value === void 0 || value.kind === kind || value.kind === "null") continue;
		onFault(faultAt(spanOf(source, value), `\`${name}\` is to be ${is}`));
	}
	if (memberOf(node, "resources") !== void 0) return;
	const at = {
		source,
		start: node.start,
		end: node.start + 1
	};
	onFault(faultAt(at, "the template has no `resources`", "Give it an empty list if it has none."));
}

// src/templates/arm/expansion/deployments.ts
function textMember(node, ...names) {
	let current = node;
	for (const name of names) current = memberOf(current, name)?.value;
	return current?.kind === "string" ? current.value : void 0;
}
/** What a template says of itself, to be filled in while it is expanded. */
function newDeployment(source, node, target, rest) {
	const parameters = memberOf(node, "parameters")?.value;
	const generator = textMember(node, "metadata", "_generator", "name");
	return {
		...rest,
		source,
		span: spanOf(source, node),
		level: target.level,
		subscription: target.subscription,
		resourceGroup: target.resourceGroup,
		managementGroup: target.managementGroup,
		languageVersion: textMember(node, "languageVersion"),
		generator: generator?.toLowerCase() === "bicep" ? "bicep" : void 0,
		parameters: [],
		outputs: [],
		parametersSpan: parameters?.kind === "object" ? spanOf(source, parameters) : void 0
	};
}
/** Makes the template's resources known by their keys and names. */
function openTemplate(run, setup) {
	const template = new Template(run, setup);
	run.templates.push(template);
	const { source, node, deployment, outer } = setup;
	checkShape(source, node, run.fault);
	const declared = declaredIn(source, memberOf(node, "resources")?.value, run.fault);
	const { conditions } = deployment;
	const around = {
		parent: void 0,
		frame: outer?.frame,
		conditions
	};
	template.entries.push(...makeEntries(template, declared, around));
	return template;
}
/** Evaluates what of a template nothing asked for, and all that it deploys. */
function finishTemplate(template) {
	const { deployment } = template;
	for (const entry of withChildren(template.entries)) {
		evaluateBody(entry);
		const inner = isDeploymentType(entry.resource.type) ? deployedBy(entry) : void 0;
		if (inner !== void 0) finishTemplate(inner);
	}
	outputsOf(template, deployment.span);
	if (deployment.evaluation === "outer") return;
	template.checkVariables();
	deployment.parameters = template.parameters.list();
}
function isInner(entry) {
	if (isStackType(entry.resource.type)) return false;
	const scope = valueAt(entry.resource.body, "properties", "expressionEvaluationOptions", "scope");
	return scope?.kind === "string" && scope.value.toLowerCase() === "inner";
}
function passedValue(value) {
	const nameSpan = void 0;
	if (value.kind === "unknown") {
		const form = `${formOf(value)}.value`;
		return {
			kind: "value",
			value: {
				...value,
				type: "any",
				form
			},
			origin: "parent",
			nameSpan
		};
	}
	const given = valueAt(value, "value");
	if (given !== void 0) return {
		kind: "value",
		value: given,
		origin: "parent",
		nameSpan
	};
	const reference = valueAt(value, "reference");
	const at = reference?.span ?? value.span;
	if (reference !== void 0 && at !== void 0) return {
		kind: "key-vault",
		at,
		nameSpan
	};
}
/** What a deployment gives to its template. */
function handedOver$1(entry) {
	const { resource, template } = entry;
	const { run } = template;
	const passed = /* @__PURE__ */ new Map();
	const linked = linkedParameters(run, resource);
	if (linked !== void 0 && linked !== "unknown") {
		for (const [name, given] of readParameterFile(linked).values) if (given.kind === "value") passed.set(name, {
			...given,
			origin: "parent"
		});
		else if (given.kind === "key-vault") passed.set(name, given);
	}
	const parameters = valueAt(resource.body, "properties", "parameters");
	if (parameters?.kind === "object") for (const [key, { value, nameSpan }] of parameters.properties) {
		const each = passedValue(value);
		if (each !== void 0) passed.set(key, each.kind === "text" ? each : {
			...each,
			nameSpan
		});
	}
	return {
		passed,
		isOpen: linked === "unknown" || parameters?.kind === "unknown"
	};
}
/** Parameters that may be given out of sight are unknown, whatever their default. */
function openPassed(node, source, { passed, isOpen }) {
	const parameters = memberOf(node, "parameters")?.value;
	if (!isOpen || parameters?.kind !== "object") return passed;
	const all = new Map(passed);
	for (const { name, nameStart, nameEnd } of parameters.members) {
		const key = name.toLowerCase();
		if (all.has(key)) continue;
		const nameSpan = {
			source,
			start: nameStart,
			end: nameEnd
		};
		const message = `the value of the parameter '${name}' is given out of sight`;
		const form = `${source.path}:${nameStart}.given`;
		const value = unknownValue("any", {
			kind: "outside",
			message,
			span: nameSpan
		}, form);
		all.set(key, {
			kind: "value",
			value,
			origin: "parent",
			nameSpan: void 0
		});
	}
	return all;
}
/**
* Whether a deployment stack is as a deployment of the outer scope. The template around evaluates what stands in it as
* in any property; of one with expressions of its own (`[[`) or a scope of its own it is not known what it deploys.
*/
function isPlainStack({ declared, resource }) {
	const scope = valueAt(resource.body, "properties", "deploymentScope");
	if (scope !== void 0 && scope.kind !== "null") return false;
	const node = declared.template;
	return node === void 0 || !/"\[\[/.test(declared.source.text.slice(node.start, node.end));
}
function templateOf$1(entry) {
	const { declared, resource, template } = entry;
	if (isStackType(resource.type) && !isPlainStack(entry)) {
		const message = "what this deployment stack deploys is not evaluated";
		const span = resource.declaration.nameSpan;
		template.run.gaps.push({
			kind: "missing-link",
			link: resource.type,
			message,
			span,
			resource
		});
		return;
	}
	if (declared.template?.kind === "object") {
		const evaluation = isInner(entry) ? "inner" : "outer";
		return {
			source: declared.source,
			node: declared.template,
			evaluation
		};
	}
	if (declared.template !== void 0) return computedTemplate(entry, declared.template);
	const document = linkedTemplate(template.run, resource);
	if (document?.root === void 0) return void 0;
	for (const problem of document.problems) if (problem.level !== "warning") template.run.keep(errorOf$1(document, problem));
	return {
		source: document.source,
		node: document.root,
		evaluation: "linked"
	};
}
/** A template that an expression gives: the text of a variable is known, what functions make has no text. */
function computedTemplate({ template, frame, resource }, node) {
	const term = termAt(template.setup.source, node);
	const name = term.kind === "call" && /^variables$/i.test(term.name) && literalText(term.args[0]);
	const variable = typeof name === "string" ? template.seen.variableNode(name) : void 0;
	if (variable?.kind === "object") return {
		source: template.seen.setup.source,
		node: variable,
		evaluation: "outer"
	};
	const value = evaluate(term, template.scope(frame));
	if (value.kind !== "object" && value.kind !== "unknown") throw faultAt(term.span, "a template is to be an object");
	const resources = valueAt(value, "resources");
	if (!(resources?.kind === "array" && resources.items.length === 0)) {
		const message = "the template is made by an expression: what it deploys is not known";
		const { span } = term;
		template.run.gaps.push({
			kind: "missing-link",
			link: "",
			message,
			span,
			resource
		});
	}
}
function open(entry) {
	const { resource, template, target } = entry;
	const { run, setup } = template;
	evaluateBody(entry);
	if (resource.isExisting) return void 0;
	const found = templateOf$1(entry);
	if (found === void 0) return void 0;
	const { source, node, evaluation } = found;
	const depth = setup.depth + 1;
	if (depth > 30) {
		const message = `deployments stand inside one another deeper than ${30} levels`;
		throw limitAt(resource.declaration.nameSpan, message, "Look for a template that deploys itself.");
	}
	const deployment = newDeployment(source, node, target, {
		name: resource.name,
		parent: template.deployment,
		evaluation,
		resource,
		conditions: resource.conditions
	});
	const passed = openPassed(node, source, evaluation === "outer" ? {
		passed: /* @__PURE__ */ new Map(),
		isOpen: false
	} : handedOver$1(entry));
	const opened = openTemplate(run, {
		source,
		node,
		deployment,
		target,
		passed,
		outer: evaluation === "outer" ? {
			template,
			frame: entry.frame
		} : void 0,
		depth
	});
	if (evaluation !== "outer") {
		opened.parameters.reportUndeclared(passed);
		opened.parameters.reportMissing(resource.declaration.nameSpan);
	}
	return opened;
}
/** The template that a deployment resource deploys, opened when first asked; undefined when it is not to be had. */
function deployedBy(entry) {
	if (entry.deployed?.state === "open") return entry.deployed.template;
	if (entry.deployed?.state === "opening" || entry.body === "evaluating") throw faultAt(entry.resource.declaration.nameSpan, "this deployment needs its own outputs");
	entry.deployed = { state: "opening" };
	const template = entry.template.run.attempt(() => open(entry));
	entry.deployed = {
		state: "open",
		template
	};
	return template;
}
/** The outputs of a template as reference() gives them: `{name: {type, value}}`. */
function outputsOf(template, at) {
	if (template.outputs === "evaluating") throw faultAt(at, "this template needs its own outputs");
	if (template.outputs !== "none") return template.outputs.value;
	template.outputs = "evaluating";
	const outputs = makeOutputs(template);
	template.deployment.outputs = outputs;
	const properties = outputs.map(({ name, type, value, nameSpan }) => {
		const pair = [property("type", stringValue(type)), property("value", value)];
		return {
			name,
			value: objectValue(pair, value.span),
			nameSpan,
			at: value.span
		};
	});
	const value = objectValue(properties);
	template.outputs = { value };
	return value;
}

// src/templates/arm/expansion/references.ts
function unknown(request, form, why) {
	const message = `${request.kind}() ${why}`;
	const type = request.kind === "references" ? "array" : "any";
	const mode = request.isFull ? ",full" : "";
	const reason = {
		kind: "outside",
		message,
		span: request.at
	};
	return unknownValue(type, reason, `${request.kind}(${form}${mode})`);
}
/** Such an instance is none of a number. */
function isAtAnyIndex({ frame }) {
	return typeof frame?.index === "object";
}
/** The instance of `symbol[index]` whose index is not known, inside another loop of its count. */
function ofAnyIndex(target, template) {
	const [before, index, after] = target.parts ?? [];
	if (typeof before !== "string" || typeof index !== "object" || after !== "]") return void 0;
	const name = /^([^/[\]]+)\[$/.exec(before.toLowerCase())?.[1] ?? "";
	return (template.symbols.get(name) ?? template.seen.symbols.get(name))?.find(({ frame }) => typeof frame?.index === "object" && frame.index.form === index.form);
}
/** The entry that a text names: a symbol, `symbol[index]`, an identifier, or a name in the same template. */
function named(text, template) {
	const lower = text.toLowerCase();
	const symbol = /^([^/[\]]+)(?:\[(\d+)\])?$/.exec(lower);
	if (symbol?.[1] !== void 0) {
		const entry = (template.symbols.get(symbol[1]) ?? template.seen.symbols.get(symbol[1]))?.[Number(symbol[2] ?? 0)];
		if (entry !== void 0) return isAtAnyIndex(entry) ? void 0 : entry;
	}
	if (lower.startsWith("/")) return template.run.find(lower.replace(/\/+$/, ""), template);
	return byName(lower, template);
}
/** An outer-scope template is evaluated by the one around it: what that one declares is known in it too. */
function byName(name, template) {
	return template.names.get(name) ?? template.seen.names.get(name);
}
function find(target, template) {
	if (target.kind === "string") return named(target.value, template);
	if (target.kind !== "unknown") return void 0;
	const instance = ofAnyIndex(target, template);
	if (instance !== void 0) return instance;
	const key = keyText(target);
	if (key.startsWith("/")) return template.run.find(key, template);
	return byName(key, template);
}
function ofDeployment(entry, request) {
	const { resource } = entry;
	const deployed = deployedBy(entry);
	if (deployed === void 0) return unknown(request, resource.key, "asks for a deployment whose template is not in the run");
	const outputs = outputsOf(deployed, request.at);
	const state = stringValue("Succeeded", request.at);
	const properties = objectValue([property("outputs", outputs), property("provisioningState", state)], request.at);
	const asks = "asks for what Azure makes of a deployment";
	const open = opened$1(properties, unknown({
		...request,
		isFull: false
	}, resource.key, asks), false);
	if (!request.isFull) return open;
	return opened$1(objectValue([property("properties", open)], request.at), unknown(request, resource.key, asks), false);
}
function ofResource$1(entry, request) {
	const { resource } = entry;
	if (isDeploymentType(resource.type) && !resource.isExisting) return ofDeployment(entry, request);
	if (entry.body === "evaluating") throw faultAt(request.at, "a resource needs its own properties");
	evaluateBody(entry);
	const whole = unknown(request, resource.key, "asks for what Azure makes of a resource");
	if (resource.isExisting) return whole;
	const own = request.isFull ? resource.body : valueAt(resource.body, "properties");
	return own?.kind === "object" ? opened$1(own, whole, true) : whole;
}
/** What the template says of a resource; all else of it only Azure knows. */
function opened$1(value, whole, isDeep) {
	return {
		...value,
		rest: {
			whole: {
				...whole,
				type: "object"
			},
			isDeep
		}
	};
}
/** The identifier with the case of the template; names that are not known stay pieces of it. */
function idOf({ resource, target, declared }, at) {
	const { name, type, key, extendsKey } = resource;
	const [provider = "", ...kinds] = type.split("/");
	if (key.split("/").at(-2) === "resourcegroups") return stringValue(key, at);
	const names = name.kind === "string" ? name.value.split("/").map((each) => stringValue(each)) : [name];
	if (!(declared.scope === void 0 && extendsKey === void 0) || names.length !== kinds.length) return stringValue(key, at);
	const pieces = [...targetId(target), stringValue(`/providers/${provider}`)];
	for (const [index, kind] of kinds.entries()) {
		const each = names[index];
		pieces.push(stringValue(`/${kind}/`));
		if (each?.kind === "string" || each?.kind === "unknown") pieces.push(each);
	}
	return joinTexts(pieces, at);
}
function infoOf(entry, { at }) {
	const { resource } = entry;
	const text = (value) => stringValue(value, at);
	const properties = [
		property("id", idOf(entry, at)),
		property("name", resource.name),
		property("type", text(resource.type))
	];
	if (resource.apiVersion !== void 0) properties.push(property("apiVersion", text(resource.apiVersion)));
	return objectValue(properties, at);
}
/** Implements `Surroundings.resource` for a template. */
function answer(request, template) {
	const { target, kind } = request;
	if (target.kind !== "string" && target.kind !== "unknown") throw faultAt(request.at, `${kind}(): the resource is to be named by a string`);
	const key = keyText(target);
	const form = key.startsWith("/") ? key : `${key}${template.seen.id}`;
	if (kind === "references") {
		const entries = target.kind === "string" ? template.symbols.get(key) : void 0;
		if (entries === void 0 || entries.some(({ resource }) => typeof resource.loops[0]?.count !== "number")) return unknown(request, form, "asks for resources outside of this run");
		return arrayValue(entries.map((entry) => ofResource$1(entry, {
			...request,
			kind: "reference"
		})));
	}
	const entry = find(target, template);
	if (entry === void 0) return unknown(request, form, "asks for a resource outside of this run");
	return kind === "resourceInfo" ? infoOf(entry, request) : ofResource$1(entry, request);
}

// src/templates/arm/expansion/dependencies.ts
/** Notes the parameters that are read while something is evaluated. */
var Dependencies = class {
	read = [];
	note(marks) {
		this.read = joinMarks(this.read, marks);
	}
	/** Runs and gives what was read meanwhile, which counts as read by what is around it too. */
	during(run) {
		const before = this.read;
		this.read = [];
		try {
			return {
				result: run(),
				marks: this.read
			};
		} finally {
			this.read = joinMarks(before, this.read);
		}
	}
};

// src/templates/arm/expansion/run.ts
/** Faults kept of one evaluation: what follows is mostly their consequence. */
const maxFaults = 200;
var Run = class {
	context;
	work;
	dependencies = new Dependencies();
	gaps = [];
	linkedFiles = /* @__PURE__ */ new Set();
	templates = [];
	/** Loops of unknown count are evaluated at any index instead of at 0. */
	isAtAnyIndex;
	/** A resource is in a loop of unknown count. */
	hasOpenLoops = false;
	faultsByMessage = /* @__PURE__ */ new Map();
	byKey = /* @__PURE__ */ new Map();
	room;
	/** Answers reference() and the like; set by what knows deployments. */
	reference = ({ at }) => {
		throw faultAt(at, "no resource can be asked for here");
	};
	constructor(context, work, room, isAtAnyIndex) {
		this.context = context;
		this.work = work;
		this.room = room;
		this.isAtAnyIndex = isAtAnyIndex;
	}
	get faults() {
		return [...this.faultsByMessage.values()];
	}
	/** Keeps a fault once; throws what is none, and limits. */
	fault = (error) => {
		if (!(error instanceof ScanError) || error.code === "LIMIT_EXCEEDED") throw error;
		this.keep(error);
	};
	/** Keeps a fault or a limit. */
	keep(error) {
		if (this.faultsByMessage.size >= maxFaults || this.faultsByMessage.has(error.message)) return;
		this.faultsByMessage.set(error.message, error);
	}
	/** Runs a step; its fault is kept and gives undefined. */
	attempt(step) {
		try {
			return step();
		} catch (error) {
			this.fault(error);
			return;
		}
	}
	register(entry, at) {
		this.room.taken++;
		if (this.room.taken > 1e4) {
			const message = `this template makes more than ${maxResources} resources, those of all its parameter files counted`;
			throw limitAt(at, message, "Give one parameter file at a time with --parameters.");
		}
		const { key } = entry.resource;
		const known = this.byKey.get(key);
		if (known === void 0) this.byKey.set(key, [entry]);
		else known.push(entry);
	}
	/** The resource of a key: one that is deployed before one that only exists, one of this template before others. */
	find(key, template) {
		const found = this.byKey.get(key);
		if (found === void 0) return void 0;
		const rank = ({ resource, template: owner }) => (resource.isExisting ? 2 : 0) + (owner === template ? 0 : 1);
		return found.reduce((best, each) => rank(each) < rank(best) ? each : best);
	}
};

// src/templates/arm/expansion/deciders.ts
/** Names that a term reads, as `parameters/x` and `variables/x`. */
function namesIn(term, into) {
	switch (term.kind) {
		case "call": {
			const what = term.name.toLowerCase();
			const name = literalText(term.args[0]);
			if ((what === "parameters" || what === "variables") && name !== void 0) into.add(`${what}/${name.toLowerCase()}`);
			for (const arg of term.args) namesIn(arg, into);
			return;
		}
		case "access":
			namesIn(term.base, into);
			namesIn(term.key, into);
			return;
		case "array":
			for (const item of term.items) namesIn(item, into);
			return;
		case "object":
			for (const { value } of term.properties) namesIn(value, into);
			return;
	}
}
function decisionsIn(term, reads) {
	switch (term.kind) {
		case "call": {
			const [first] = term.args;
			if (term.name.toLowerCase() === "if" && first !== void 0) namesIn(first, reads.deciding);
			for (const arg of term.args) decisionsIn(arg, reads);
			return;
		}
		case "access":
			namesIn(term.key, reads.deciding);
			decisionsIn(term.base, reads);
			return;
		case "array":
			for (const item of term.items) decisionsIn(item, reads);
			return;
		case "object":
			for (const { name, value } of term.properties) {
				const key = literalText(name)?.toLowerCase();
				if (key === "condition") namesIn(value, reads.deciding);
				if (key === "parameters") handedOn(value, reads);
				decisionsIn(value, reads);
			}
			return;
	}
}
/** `parameters: {x: {value: …}}` of a deployment: what `x` decides inside, the names in its value decide. */
function handedOn(term, { through }) {
	if (term.kind !== "object") return;
	for (const { name, value } of term.properties) {
		const key = literalText(name);
		if (key !== void 0) addThrough(`parameters/${key.toLowerCase()}`, value, through);
	}
}
function addThrough(name, term, through) {
	const names = through.get(name) ?? /* @__PURE__ */ new Set();
	namesIn(term, names);
	through.set(name, names);
}
/** Names in lower case of the parameters of a template that decide something. */
function decidingParameters(source, template) {
	const reads = {
		deciding: /* @__PURE__ */ new Set(),
		through: /* @__PURE__ */ new Map()
	};
	const variables = memberOf(template, "variables")?.value;
	for (const member of variables?.kind === "object" ? variables.members : []) addThrough(`variables/${member.name.toLowerCase()}`, termAt(source, member.value), reads.through);
	decisionsIn(termAt(source, template), reads);
	const pending = [...reads.deciding];
	for (let name = pending.pop(); name !== void 0; name = pending.pop()) for (const each of reads.through.get(name) ?? []) {
		if (reads.deciding.has(each)) continue;
		reads.deciding.add(each);
		pending.push(each);
	}
	const found = [...reads.deciding].filter((name) => name.startsWith("parameters/"));
	return new Set(found.map((name) => name.slice(11)));
}

// src/templates/arm/expansion/trials.ts
function candidatesOf(source, template, given) {
	const parameters = memberOf(template, "parameters")?.value;
	const definitions = memberOf(template, "definitions")?.value;
	if (parameters?.kind !== "object") return [];
	const candidates = [];
	for (const { name, value: node } of parameters.members) {
		if (node.kind !== "object" || given.values.has(name.toLowerCase())) continue;
		if (memberOf(node, "defaultValue") !== void 0) continue;
		const type = declaredType(node, definitions);
		if (type.isNullable || type.isSecure || type.type === "array") continue;
		if (type.allowed?.kind === "array") {
			const values = type.allowed.items.map((item) => literalValue(source, item));
			if (values.length > 0) candidates.push({
				name,
				values
			});
		} else if (type.type === "bool") {
			const span = spanOf(source, node);
			candidates.push({
				name,
				values: [boolValue(true, span), boolValue(false, span)]
			});
		}
	}
	return candidates;
}
/** Those that decide something come first, each kind in the order of the text. */
function ranked(candidates, deciding) {
	const rank = ({ name }) => deciding.has(name.toLowerCase()) ? 0 : 1;
	return candidates.toSorted((left, right) => rank(left) - rank(right));
}
/**
* The combinations to expand with; one empty one when there is nothing to try. A parameter with which there would be
* too many stays without a value.
*/
function trialsOf(source, template, given) {
	const candidates = candidatesOf(source, template, given);
	const order = candidates.reduce((count, { values }) => count * values.length, 1) <= 16 ? candidates : ranked(candidates, decidingParameters(source, template));
	let trials = [{
		values: /* @__PURE__ */ new Map(),
		plain: {}
	}];
	for (const { name, values } of order) {
		if (trials.length * values.length > 16) continue;
		trials = trials.flatMap((trial) => values.map((value) => ({
			values: new Map([...trial.values, [name, value]]),
			plain: {
				...trial.plain,
				[name]: toPlain(value) ?? null
			}
		})));
	}
	return trials;
}

// src/templates/arm/expansion/expand-template.ts
function passedOf(given, trial) {
	const passed = /* @__PURE__ */ new Map();
	for (const [name, each] of given.values) if (each.kind === "value") passed.set(name, {
		...each,
		origin: "file"
	});
	else passed.set(name, each);
	for (const [name, value] of trial.values) passed.set(name.toLowerCase(), {
		kind: "value",
		value,
		origin: "tried",
		nameSpan: void 0
	});
	return passed;
}
function resourcesOf(template, into) {
	for (const entry of withChildren(template.entries)) {
		into.push(entry.resource);
		if (entry.deployed?.state === "open" && entry.deployed.template !== void 0) resourcesOf(entry.deployed.template, into);
	}
}
/** Names the parent of flat children and of extension resources, where it is in the evaluation. */
function nameParents(run) {
	for (const template of run.templates) for (const { resource } of withChildren(template.entries)) {
		if (resource.parent !== void 0) continue;
		const key = resource.extendsKey ?? parentKey(resource);
		if (key === void 0) continue;
		const parent = run.find(key, template);
		if (parent !== void 0) resource.parent = parent.resource;
	}
}
function parentKey({ key, type }) {
	if (type.split("/").length < 3) return void 0;
	return /^(.*)\/[^/]+\/[^/]+$/.exec(key)?.[1];
}
function expandOnce(source, node, given, context, accounts, trial, isAtAnyIndex = false) {
	const work = isAtAnyIndex ? accounts.workAtAnyIndex : accounts.work;
	const room = isAtAnyIndex ? accounts.roomAtAnyIndex : accounts.room;
	const run = new Run(context, work, room, isAtAnyIndex);
	run.reference = answer;
	const target = rootTarget(levelOf(node), context);
	const deployment = newDeployment(source, node, target, {
		name: stringValue(context.deploymentName ?? "main"),
		parent: void 0,
		evaluation: "root",
		resource: void 0,
		conditions: []
	});
	const passed = passedOf(given, trial);
	const setup = {
		source,
		node,
		deployment,
		target,
		passed,
		outer: void 0,
		depth: 0
	};
	const resources = [];
	try {
		const root = openTemplate(run, setup);
		root.parameters.reportUndeclared(passed);
		finishTemplate(root);
		nameParents(run);
		resourcesOf(root, resources);
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		run.keep(error);
	}
	return {
		atAnyIndex: run.hasOpenLoops && !isAtAnyIndex ? expandOnce(source, node, given, context, accounts, trial, true) : void 0,
		root: deployment,
		parameterFile: given.file,
		tried: trial.plain,
		deployments: run.templates.map((template) => template.deployment),
		resources,
		faults: isAtAnyIndex ? [] : run.faults,
		gaps: run.gaps,
		linkedFiles: [...run.linkedFiles]
	};
}
/**
* Expands a template that stands at a node of a text; see `expandTemplate`. `room`: the account of all evaluations that
* the caller keeps.
*/
function expandNode(source, node, given, context, room = { taken: 0 }) {
	const accounts = {
		work: new Work(),
		workAtAnyIndex: new Work(),
		room,
		roomAtAnyIndex: { taken: room.taken }
	};
	const trials = trialsOf(source, node, given);
	const evaluations = [];
	for (const trial of trials) {
		const evaluation = expandOnce(source, node, given, context, accounts, trial);
		evaluations.push(evaluation);
		if (evaluation.faults.some(({ code }) => code === "LIMIT_EXCEEDED")) break;
	}
	return evaluations;
}
/**
* Expands a template: one evaluation, or one for each combination of values that is tried for required parameters
* (16 at most). Never throws for what the template says: its faults are in `Evaluation.faults`; so is a limit that it
* went over, and there are no resources then.
*/
function expandTemplate(document, given, context) {
	const { source, root } = document;
	return root === void 0 ? [] : expandNode(source, root, given, context);
}

// src/templates/policy-as-code/policy-scope.ts
const absent = { kind: "absent" };
function field(value) {
	return value === void 0 || value.kind === "null" ? absent : {
		kind: "value",
		value
	};
}
function policyUnknown(form, message, span) {
	return unknownValue("any", {
		kind: "policy",
		message,
		span
	}, form);
}
function fieldUnknown(name, span) {
	const message = `the field ${name} is known when the policy judges a resource`;
	return policyUnknown(`field(${name.toLowerCase()})`, message, span);
}
function givenUnknown(what, at) {
	const message = `${what}() is known when the policy judges a resource`;
	return policyUnknown(`${what.toLowerCase()}()`, message, at);
}
/** Any resource: nothing is known of it. */
const anySubject = {
	field: (name) => field(fieldUnknown(name, void 0)),
	given: givenUnknown
};
/** `tags['x']`, `tags[x]`, `tags.x`. */
function tagName(name) {
	const [, quoted, bare, dotted] = /^tags(?:\[\s*'(.*)'\s*\]|\[(.*)\]|\.(.+))$/is.exec(name) ?? [];
	return quoted?.replaceAll("''", "'") ?? bare ?? dotted;
}
/** Aliases that are named otherwise than the property that they stand for. */
const imageAliases = new Map(Object.entries({
	imagepublisher: "publisher",
	imageoffer: "offer",
	imagesku: "sku",
	imageversion: "version",
	imageid: "id"
}));
/** What an alias of a machine stands for; Azure fills in what the template does not say. */
function aliasOf(machine, name) {
	const { resource, profile, kind, type } = machine;
	const lower = name.toLowerCase();
	const open = field(fieldUnknown(name, resource.declaration.nameSpan));
	const image = imageAliases.get(lower.split("/").at(-1) ?? "");
	const isShared = lower.split("/").length === 2 && lower.split("/")[0] === type.split("/")[0];
	if (!lower.startsWith(`${type}/`) && !isShared) return absent;
	if (lower.includes("[") || isShared && (image === void 0 || kind === "arc")) return open;
	const path = lower.slice(type.length + 1);
	if (image === void 0 && path === "sku.name") {
		const setting = settingOf(resource, kind === "vmss" ? "sku.name" : "properties.hardwareProfile.vmSize");
		return setting.kind === "absent" ? open : field(setting.value);
	}
	const setting = image === void 0 ? settingIn(placeOf$2(resource), `properties.${path}`) : settingIn(profile, `storageProfile.imageReference.${image}`);
	return setting.kind === "absent" ? open : field(setting.value);
}
function locationOf$1(value) {
	if (value?.kind !== "string") return value;
	return {
		...value,
		value: value.value.replaceAll(" ", "").toLowerCase()
	};
}
function machineSubject(machine) {
	const { resource, key } = machine;
	const { body, deployment } = resource;
	const at = resource.declaration.nameSpan;
	return {
		field(name) {
			const lower = name.trim().toLowerCase();
			switch (lower) {
				case "type": return field(stringValue(resource.type));
				case "name":
				case "fullname": return field(resource.name.kind === "unknown" ? fieldUnknown("name", at) : resource.name);
				case "location": return field(locationOf$1(valueAt(body, "location")));
				case "id": {
					const id = knownText(key);
					return field(id === void 0 ? fieldUnknown("id", at) : stringValue(id));
				}
				case "kind":
				case "tags":
				case "zones": return field(valueAt(body, lower));
				case "identity.type": return field(valueAt(body, "identity", "type"));
			}
			const tag = tagName(name.trim());
			if (tag !== void 0) return field(valueAt(body, "tags", tag));
			return name.includes("/") ? aliasOf(machine, name.trim()) : field(fieldUnknown(name, at));
		},
		given(what, span) {
			const { subscription, resourceGroup } = deployment;
			if (subscription?.kind !== "string" || resourceGroup?.kind !== "string") return givenUnknown(what, span);
			return azureGivens({
				level: "resourceGroup",
				subscriptionId: subscription.value,
				resourceGroup: resourceGroup.value
			})(what, span);
		}
	};
}
/** The subscription or the resource group around a machine: of these a policy may bring what is for all in it. */
function aroundSubject(machine, type) {
	const inner = machineSubject(machine);
	const at = machine.resource.declaration.nameSpan;
	return {
		field: (name) => name.trim().toLowerCase() === "type" ? field(stringValue(type)) : field(policyUnknown(`${type} ${name}`, `what surrounds the ${kindTitles[machine.kind]} is not known`, at)),
		given: (what, span) => inner.given(what, span)
	};
}
function surroundingsOf({ subject, given, at }) {
	const none = (what) => (name, span) => {
		throw faultAt(span, `a policy has no ${what} '${name ?? ""}'`);
	};
	return {
		level: "resourceGroup",
		parameter: (name, span) => given(name) ?? policyUnknown(`parameters(${name.toLowerCase()})`, `the parameter '${name}' of the policy has no value`, span),
		variable: none("variable"),
		copyIndex: none("loop"),
		given: (what, span) => subject.given(what, span),
		resource: ({ kind, target, at: span }) => policyUnknown(`${kind}(${formOf(target)})`, `${kind}() asks Azure`, span),
		userFunction: () => void 0,
		now: void 0,
		field(name) {
			const found = subject.field(name);
			return found.kind === "value" ? found.value : policyUnknown(`field(${name.toLowerCase()})`, `the resource has no field ${name}`, at);
		}
	};
}
/** The value of a text of a policy, and of the texts in a list; what only Azure Policy can evaluate is unknown. */
function evaluated(value, scope) {
	if (value?.kind === "array") return arrayValue(value.items.map((item) => evaluated(item, scope) ?? item), value.span);
	if (value?.kind !== "string" || !value.value.startsWith("[")) return value;
	const at = value.span ?? scope.at;
	try {
		return evaluate(parseTextAt(value.value, at), scopeOf(surroundingsOf(scope)));
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		return policyUnknown(value.value, `${value.value} cannot be evaluated`, at);
	}
}

// src/templates/policy-as-code/embedded-template.ts
/** Longest embedded template that is expanded; Azure's built-in ones have at most 40 KB. */
const maxEmbeddedUnits = 262144;
const plain = {
	unknown: void 0,
	not: void 0,
	isWide: false
};
const everyMachine = {
	kinds: ["vm", "arc"],
	os: void 0
};
/** Whether a part of the template goes to the machine's place, as the template itself does for a resource group. */
function placeCertainty({ deployment }, { root }, host) {
	const at = (own, ofRoot, known) => {
		if (ofRoot !== void 0 && isSameText(partialText(own), partialText(ofRoot)) === "yes") return "yes";
		return known === void 0 ? "maybe" : isSameText(partialText(own), [known.toLowerCase()]);
	};
	return allOf([at(deployment.resourceGroup, root.resourceGroup, host.resourceGroup), at(deployment.subscription, root.subscription, host.subscription)]);
}
function limitsOf(resource, certainty, mayBeAbsent) {
	if (certainty === "no") return {
		not: "its template is for another machine",
		unknown: void 0
	};
	const condition = resource.conditions.find(({ value }) => value.kind === "unknown")?.value;
	const count = resource.loops.find((loop) => typeof loop.count !== "number")?.count;
	if (condition?.kind === "unknown") return {
		not: void 0,
		unknown: condition
	};
	if (typeof count === "object") return {
		not: void 0,
		unknown: count
	};
	if (mayBeAbsent !== void 0 || certainty === "yes") return {
		not: void 0,
		unknown: mayBeAbsent
	};
	const span = resource.declaration.nameSpan;
	return {
		not: void 0,
		unknown: unknownIn(resource.name) ?? policyUnknown("machine", "which machine its template is for is not known", span)
	};
}
function byExtensions(evaluation, host) {
	return extensionsOf(evaluation).flatMap((extension) => {
		const kind = kindsByType.get(extension.hostType);
		if (kind === void 0) return [];
		const { resource, hostName, mayBeAbsent } = extension;
		const named = hostName === void 0 ? "maybe" : isSameText(hostName, host.name);
		const limits = limitsOf(resource, allOf([named, placeCertainty(resource, evaluation, host)]), mayBeAbsent);
		const { publisher, type } = extension;
		const publisherText = textOf$9(publisher);
		const typeText = textOf$9(type);
		if (publisherText !== void 0 && typeText !== void 0) {
			const found = agentOfExtension(publisherText, typeText);
			if (found === void 0) return [];
			const { agent, extension: entry } = found;
			return [{
				...plain,
				...limits,
				deploys: agent.name,
				kinds: [kind],
				os: entry.os
			}];
		}
		const unknown = [publisher, type].find((each) => each.kind === "unknown")?.value;
		if (unknown?.kind !== "unknown") return [];
		return allAgents.flatMap((agent) => agent.extensions.filter((entry) => publisher.kind !== "absent" && type.kind !== "absent" && isSameText(partialText(publisher.value), [entry.publisher.toLowerCase()]) !== "no" && isSameText(partialText(type.value), [entry.type.toLowerCase()]) !== "no").map((entry) => ({
			...plain,
			not: limits.not,
			deploys: agent.name,
			kinds: [kind],
			os: entry.os,
			unknown
		})));
	});
}
/** The kinds that a resource extends, by its type or by the type in its scope; both where that is not known. */
function extendedKinds({ type, extendsKey }) {
	const host = type.toLowerCase().split("/providers/")[0] ?? "";
	const named = kindsByType.get(host);
	if (named !== void 0) return [named];
	const key = extendsKey ?? "";
	const inKey = [...kindsByType].flatMap(([each, kind]) => key.includes(`/providers/${each}/`) ? [kind] : []);
	return inKey.length > 0 ? inKey : [
		"vm",
		"vmss",
		"arc"
	];
}
/** Whether what extends a machine extends this one. */
function extendsHost({ extendsKey }, host) {
	const key = partialKey(extendsKey ?? "");
	if (isSameText(key, host.key) === "yes") return "yes";
	if (host.subscription !== void 0 && host.resourceGroup !== void 0 && knownText(host.key) !== void 0) return isSameText(key, host.key);
	return isSameText(segmentsOf$1(key).at(-1) ?? [], host.name);
}
function byResource(resource, host) {
	const type = resource.type.toLowerCase();
	const limits = limitsOf(resource, extendsHost(resource, host), void 0);
	if (isOfProvider(resource, "microsoft.security", "servervulnerabilityassessments") !== "no") {
		const name = segmentsOf$1(partialText(resource.name)).at(-1) ?? [];
		const kinds = extendedKinds(resource).filter((kind) => kind !== "vmss");
		const one = {
			...plain,
			...limits,
			deploys: "mdvm",
			kinds,
			os: void 0
		};
		const certainty = isSameText(name, ["mdetvm"]);
		if (certainty === "yes") return [one];
		const unknown = unknownIn(resource.name);
		if (certainty === "maybe" && unknown !== void 0 && knownText(name) === void 0) return [{
			...one,
			unknown
		}];
		return [{
			...one,
			not: "it brings the retired scanner"
		}];
	}
	if (type === "microsoft.security/servervulnerabilityassessmentssettings") {
		const provider = settingOf(resource, "properties.selectedProvider");
		const wide = {
			...plain,
			...everyMachine,
			deploys: "mdvm",
			isWide: true
		};
		if (provider.kind === "unknown") return [{
			...wide,
			unknown: provider.value
		}];
		return provider.kind === "known" && isText$1("MdeTvm")(provider.value) ? [{
			...wide,
			...limitsOf(resource, "yes", void 0)
		}] : [];
	}
	if (isOfProvider(resource, "microsoft.insights", "datacollectionruleassociations") !== "no") {
		const kinds = extendedKinds(resource);
		return [{
			...plain,
			...limits,
			deploys: "association",
			kinds,
			os: void 0
		}];
	}
	return [];
}
function isSure({ unknown, not }) {
	return unknown === void 0 && not === void 0;
}
function isLike$1(left, right) {
	return left.deploys === right.deploys && left.os === right.os && left.kinds.every((kind) => right.kinds.includes(kind));
}
/** Of templates with values that were tried, what each of them brings is sure. */
function inEach(all, tried) {
	return all.flatMap((each) => each.map((one) => {
		return all.every((others) => others.some((o) => isSure(o) && isLike$1(one, o))) || !isSure(one) ? one : {
			...one,
			unknown: tried
		};
	}));
}
/** The agents that a policy's template brings to a machine, given the values that the policy passes to it. */
function deployedByTemplate(template, values, host) {
	if (template?.kind !== "object") return [];
	const text = jsonText(template, maxEmbeddedUnits);
	if (text.length > maxEmbeddedUnits) return [];
	const source = sourceOf("the template of a policy", text);
	const nameSpan = {
		source,
		start: 0,
		end: 0
	};
	const given = {
		...nothingGiven,
		values: new Map([...values].map(([name, value]) => [name.toLowerCase(), {
			kind: "value",
			value,
			nameSpan
		}]))
	};
	const { subscription, resourceGroup } = host;
	const context = {
		...subscription === void 0 ? {} : { subscription },
		...resourceGroup === void 0 ? {} : { resourceGroup },
		readLinked: () => ({
			kind: "missing",
			message: "a policy links no files"
		})
	};
	const found = inEach(expandTemplate(readJson(source), given, context).map((evaluation) => [...byExtensions(evaluation, host), ...evaluation.resources.filter(({ isExisting }) => !isExisting).flatMap((resource) => byResource(resource, host))]), policyUnknown("tried", "a parameter of its template has no value", template.span));
	const open = unknownIn(template);
	return open === void 0 ? found : found.map((each) => isSure(each) ? {
		...each,
		unknown: open
	} : each);
}

// src/templates/policy-as-code/policy-condition.ts
/** Conditions inside one another; Azure takes far fewer. */
const maxDepth$2 = 64;
/** Longest text that is compared. */
const maxText = 65536;
function not(answer) {
	return typeof answer === "boolean" ? !answer : answer;
}
function all(answers) {
	if (answers.includes(false)) return false;
	return answers.find((each) => typeof each !== "boolean") ?? true;
}
function any(answers) {
	return not(all(answers.map(not)));
}
function textOf$3(value) {
	if (value.kind === "string") return value.value;
	return jsonText(value, maxText);
}
function equals(left, right) {
	const unknown = unknownIn(left) ?? unknownIn(right);
	if (unknown === void 0) return textOf$3(left).toLowerCase() === textOf$3(right).toLowerCase();
	return [left, right].every(({ kind }) => kind === "string" || kind === "unknown") && isSameText(partialText(left), partialText(right)) === "no" ? false : unknown;
}
function escaped$1(text) {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
/** `*` stands for any text, once; without case. */
function isLike(text, pattern) {
	const [before = "", ...after] = pattern.split("*");
	const rest = after.map((each) => `.*${escaped$1(each)}`).slice(0, 2);
	return new RegExp(`^${escaped$1(before)}${rest.join("")}$`, "is").test(text);
}
/** `#` is a digit, `?` a letter, `.` any character. */
function isMatch(text, pattern, flags) {
	const source = pattern.replaceAll(/[\s\S]/g, (each) => {
		if (each === "#") return "[0-9]";
		if (each === "?") return "[A-Za-z]";
		return each === "." ? "." : escaped$1(each);
	});
	return new RegExp(`^${source}$`, `s${flags}`).test(text);
}
function byText(test) {
	return (value, wanted) => unknownIn(value) ?? unknownIn(wanted) ?? test(textOf$3(value), textOf$3(wanted));
}
function isIn(value, wanted) {
	if (wanted.kind !== "array") return unknownIn(wanted) ?? false;
	return any(wanted.items.map((item) => equals(value, item)));
}
function contains(value, wanted) {
	if (value.kind === "array") return any(value.items.map((item) => equals(item, wanted)));
	return byText((text, part) => text.toLowerCase().includes(part.toLowerCase()))(value, wanted);
}
function containsKey(value, wanted) {
	return unknownIn(wanted) ?? (value.kind === "unknown" ? value : void 0) ?? propertyOf(value, textOf$3(wanted)) !== void 0;
}
function compared(test) {
	return (value, wanted) => {
		const unknown = unknownIn(value) ?? unknownIn(wanted);
		if (unknown !== void 0) return unknown;
		if ([value, wanted].every(({ kind }) => kind === "int" || kind === "float")) return test(Number(textOf$3(value)) - Number(textOf$3(wanted)));
		return policyUnknown(`order(${textOf$3(value)},${textOf$3(wanted)})`, "this comparison is left to Azure Policy", wanted.span);
	};
}
const operators = new Map(Object.entries({
	equals,
	like: byText(isLike),
	match: byText((text, pattern) => isMatch(text, pattern, "")),
	matchinsensitively: byText((text, pattern) => isMatch(text, pattern, "i")),
	contains,
	in: isIn,
	containskey: containsKey,
	less: compared((order) => order < 0),
	lessorequals: compared((order) => order <= 0),
	greater: compared((order) => order > 0),
	greaterorequals: compared((order) => order >= 0)
}));
const negated = new Map(Object.entries({
	notequals: "equals",
	notlike: "like",
	notmatch: "match",
	notmatchinsensitively: "matchinsensitively",
	notcontains: "contains",
	notin: "in",
	notcontainskey: "containskey"
}));
function exists(field, wanted) {
	if (wanted.kind === "unknown") return wanted;
	const isWanted = textOf$3(wanted).toLowerCase() === "true";
	if (field.kind === "absent") return !isWanted;
	return field.value.kind === "unknown" ? field.value : isWanted;
}
function compare$1(field, operator, wanted) {
	const name = operator.toLowerCase();
	if (name === "exists") return exists(field, wanted);
	const positive = negated.get(name) ?? name;
	const test = operators.get(positive);
	if (test === void 0) return void 0;
	const isEmpty = wanted.kind === "string" && wanted.value === "";
	const found = field.kind === "value" ? test(field.value, wanted) : isEmpty && policyUnknown("absent", "the resource has no such field", wanted.span);
	return positive === name ? found : not(found);
}
function fieldOf(condition, scope) {
	const named = propertyOf(condition, "field")?.value;
	if (named !== void 0) {
		const name = evaluated(named, scope);
		if (name?.kind === "string") return scope.subject.field(name.value);
		return name?.kind === "unknown" ? {
			kind: "value",
			value: name
		} : void 0;
	}
	const given = evaluated(propertyOf(condition, "value")?.value, scope);
	return given && {
		kind: "value",
		value: given
	};
}
/** Whether a policy's condition selects the subject; an unknown where that cannot be said. Never throws. */
function answerOf(condition, scope, depth = 0) {
	const at = condition?.span ?? scope.at;
	const open = policyUnknown("condition", "a condition of the policy cannot be evaluated", at);
	if (condition?.kind === "unknown") return condition;
	if (condition?.kind !== "object" || depth > maxDepth$2) return open;
	const inner = (each) => answerOf(each, scope, depth + 1);
	for (const { name, value } of condition.properties.values()) {
		const lower = name.toLowerCase();
		if (lower === "not") return not(inner(value));
		if (lower !== "allof" && lower !== "anyof") continue;
		if (value.kind !== "array") return value.kind === "unknown" ? value : open;
		const answers = value.items.map(inner);
		return lower === "allof" ? all(answers) : any(answers);
	}
	const field = fieldOf(condition, scope);
	if (field === void 0) return open;
	for (const { name, value } of condition.properties.values()) {
		const wanted = evaluated(value, scope);
		const answer = wanted && compare$1(field, name, wanted);
		if (answer !== void 0) return answer;
	}
	return open;
}

// src/templates/policy-as-code/definitions.ts
/** Machines that the template of one definition is expanded for, where it differs from machine to machine. */
const maxExpansions = 1e3;
const always = stringValue("DeployIfNotExists");
function builtIn(name, entry) {
	const { deploys, kinds, os, needs } = entry;
	return {
		name,
		effect: (given) => entry.isFixed === true ? always : given("effect") ?? always,
		deployed(given) {
			const plain = {
				deploys,
				kinds,
				os,
				unknown: void 0,
				not: void 0,
				isWide: false
			};
			if (needs === void 0) return [plain];
			const value = given(needs.parameter);
			if (value?.kind === "unknown") return [{
				...plain,
				unknown: value
			}];
			if (value?.kind === "string" && value.value.toLowerCase() === needs.value) return [plain];
			const not = `its ${needs.parameter} is not mdeTvm, so that it brings the retired scanner`;
			return [{
				...plain,
				not
			}];
		},
		selects: () => true
	};
}
function builtInMembers({ members, effects }) {
	return members.flatMap((name) => {
		const entry = builtInDefinitions[name];
		if (entry === void 0) return [];
		const effect = effects[name];
		const given = (ofInitiative) => {
			return (asked) => effect !== void 0 && asked.toLowerCase() === "effect" ? ofInitiative(effect) : void 0;
		};
		return [{
			definition: builtIn(name, entry),
			given
		}];
	});
}
/** Values given, else the defaults that the document declares. */
function withDefaults(given, properties) {
	return (name) => given(name) ?? valueAt(properties, "parameters", name, "defaultValue");
}
/** What is around a machine, by the types that policies call it by. */
const around = ["Microsoft.Resources/subscriptions", "Microsoft.Resources/subscriptions/resourceGroups"];
/** What of a machine the template gets: its name is the machine's own where that is known. */
function embeddedFor(machine) {
	const { subscription, resourceGroup } = machine?.resource.deployment ?? {};
	const isNamed = machine?.resource.name.kind === "string";
	const isPlaced = machine !== void 0 && knownText(machine.key) !== void 0;
	return {
		name: isNamed ? machine.name : [{ form: "field(name)" }],
		key: isPlaced ? machine.key : [{ form: "field(id)" }],
		subscription: subscription?.kind === "string" ? subscription.value : void 0,
		resourceGroup: resourceGroup?.kind === "string" ? resourceGroup.value : void 0
	};
}
/** A definition that stands in the run. */
function ofResource({ body, key, declaration }) {
	const properties = valueAt(body, "properties");
	const rule = valueAt(properties, "policyRule");
	const then = valueAt(rule, "then");
	const deployment = valueAt(then, "details", "deployment", "properties");
	const at = declaration.span;
	const scopeOf = (subject, given) => {
		return {
			subject,
			given: withDefaults(given, properties),
			at
		};
	};
	const deployed = (given, machine) => {
		const subject = machine === void 0 ? anySubject : machineSubject(machine);
		const parameters = valueAt(deployment, "parameters");
		const values = /* @__PURE__ */ new Map();
		if (parameters?.kind === "object") for (const [name, each] of parameters.properties) {
			const value = evaluated(valueAt(each.value, "value"), scopeOf(subject, given));
			if (value !== void 0) values.set(name, value);
		}
		return deployedByTemplate(valueAt(deployment, "template"), values, embeddedFor(machine));
	};
	const forAny = /* @__PURE__ */ new WeakMap();
	let expansions = 0;
	return {
		name: key.split("/").at(-1) ?? key,
		effect: (given) => evaluated(valueAt(then, "effect"), scopeOf(anySubject, given)),
		deployed(given, machine) {
			const known = forAny.get(given) ?? deployed(given, void 0);
			forAny.set(given, known);
			const isOpen = known.some(({ unknown }) => unknown !== void 0);
			if (machine === void 0 || !isOpen || expansions >= maxExpansions) return known;
			expansions++;
			return deployed(given, machine);
		},
		selects(given, machine, isWide) {
			const condition = valueAt(rule, "if");
			const types = isWide ? around : [];
			const answers = [machineSubject(machine), ...types.map((each) => aroundSubject(machine, each))].map((each) => answerOf(condition, scopeOf(each, given)));
			if (answers.includes(true)) return true;
			return answers.find((each) => typeof each !== "boolean") ?? false;
		}
	};
}
function membersOfResource({ body, declaration }, catalogue) {
	const properties = valueAt(body, "properties");
	const list = valueAt(properties, "policyDefinitions");
	if (list?.kind !== "array") return [];
	return list.items.flatMap((item) => {
		const id = valueAt(item, "policyDefinitionId");
		const definition = id?.kind === "string" ? catalogue.definition(id.value) : void 0;
		if (definition === void 0) return [];
		const given = (ofInitiative) => {
			const outer = withDefaults(ofInitiative, properties);
			const at = item.span ?? declaration.span;
			const scope = {
				subject: anySubject,
				given: outer,
				at
			};
			return (name) => evaluated(valueAt(item, "parameters", name, "value"), scope);
		};
		return [{
			definition,
			given
		}];
	});
}
/** The last piece of an identifier that ends with a definition or an initiative. */
function nameIn(id, kind) {
	const segments = id.toLowerCase().split("/");
	return segments.at(-2) === kind ? segments.at(-1) : void 0;
}
function catalogueOf(evaluations) {
	const own = /* @__PURE__ */ new Map();
	for (const { resources } of evaluations) for (const resource of resources) {
		if (resource.isExisting) continue;
		if (/^microsoft\.authorization\/policy(?:set)?definitions$/i.test(resource.type)) own.set(resource.key, resource);
	}
	const catalogue = {
		definition(id) {
			const name = nameIn(id, "policydefinitions");
			if (name === void 0) return void 0;
			const resource = own.get(id.toLowerCase());
			if (resource !== void 0) return ofResource(resource);
			const entry = builtInDefinitions[name];
			return entry && builtIn(name, entry);
		},
		initiative(id) {
			const name = nameIn(id, "policysetdefinitions");
			if (name === void 0) return void 0;
			const resource = own.get(id.toLowerCase());
			if (resource !== void 0) return membersOfResource(resource, catalogue);
			const entry = builtInInitiatives[name];
			return entry && builtInMembers(entry);
		}
	};
	return catalogue;
}

// src/templates/policy-as-code/offered-by-assignments.ts
function definitionsOf(assignment, catalogue) {
	const { definitionId, given } = assignment;
	if (definitionId?.kind !== "string") return [];
	const definition = catalogue.definition(definitionId.value);
	if (definition !== void 0) return [[definition, given]];
	return (catalogue.initiative(definitionId.value) ?? []).map((member) => [member.definition, member.given(given)]);
}
function policiesOf(evaluations) {
	const catalogue = catalogueOf(evaluations);
	return evaluations.flatMap(assignmentsOf).map((assignment) => ({
		assignment,
		brought: definitionsOf(assignment, catalogue).map(([definition, given]) => ({
			definition: definition.name,
			effect: definition.effect(given),
			deployed: (machine) => definition.deployed(given, machine),
			selects: (machine, isWide) => definition.selects(given, machine, isWide)
		}))
	}));
}
/** What one definition of an assignment offers, scope and hindrances left out. */
function offerOfDefinition({ definition, effect, deployed: deployedTo, selects }, wanted, machine, assignment) {
	const { at, what } = labelOf(assignment, definition);
	const deployed = deployedTo(machine).filter(({ deploys, os }) => deploys === wanted && (os === void 0 || machine.system.os === void 0 || machine.system.os === os));
	const forKind = deployed.filter(({ kinds }) => kinds.includes(machine.kind));
	if (forKind.length === 0) {
		if (deployed.length === 0) return void 0;
		return {
			kind: "not",
			at,
			reason: `${what} does not cover a ${kindTitles[machine.kind]}`
		};
	}
	if (effect?.kind === "string" && !isActing(effect.value)) return {
		kind: "not",
		at,
		reason: `${what} has the effect ${effect.value}`
	};
	if (effect?.kind === "unknown") return openOffer(what, at, effect, "its effect is not known");
	const offers = forKind.map(({ not, unknown, isWide }) => {
		const why = (reason) => ({
			kind: "not",
			at,
			reason: `${what} does not count: ${reason}`
		});
		if (not !== void 0) return why(not);
		const selected = selects(machine, isWide);
		if (selected === false) return why(`its policyRule selects no such ${kindTitles[machine.kind]}`);
		if (unknown !== void 0) return openOffer(what, at, unknown, "what it deploys is not known");
		if (selected === true) return {
			kind: "there",
			what,
			at
		};
		return openOffer(what, at, selected, "whether its policyRule selects the machine is not known");
	});
	return [
		"there",
		"open",
		"not"
	].flatMap((kind) => offers.filter((each) => each.kind === kind))[0];
}
function labelOf({ name, resource }, definition) {
	return {
		at: resource.declaration.nameSpan,
		what: `assignment '${name}' of ${definition}`
	};
}
/** The offer with what keeps the assignment from acting on the machine. */
function limited(offer, assignment, machine) {
	if (offer.kind === "not") return offer;
	const { what, at } = offer;
	const hindrance = hindranceOf(assignment, machine);
	if (hindrance?.kind === "not") return {
		kind: "not",
		at,
		reason: `${what} does not count: ${hindrance.reason}`
	};
	if (offer.kind === "open") return offer;
	if (hindrance !== void 0) return openOffer(what, at, hindrance.unknown, hindrance.reason);
	const { evaluation, resource } = assignment;
	const { conditions, loops } = resource;
	const alone = {
		...machine,
		resource: {
			...machine.resource,
			loops: []
		}
	};
	const presence = presenceOn(alone, {
		evaluation,
		conditions,
		loops
	});
	if (presence.kind === "there") return offer;
	const { unknown, message: reason, needs } = presence;
	return {
		kind: "open",
		what,
		at,
		unknown,
		reason,
		needs
	};
}
function scopeHolds({ scope, evaluation }, machine) {
	const certainty = covers(scope, machine.key);
	const isSure = evaluation === machine.evaluation || isAboveAll(scope);
	return certainty === "yes" && !isSure && knownText(scope) === void 0 ? "maybe" : certainty;
}
function offersOf$1({ assignment, brought }, wanted, machine) {
	const within = scopeHolds(assignment, machine);
	if (within === "no") return [];
	const { definitionId } = assignment;
	if (definitionId?.kind === "unknown") {
		const { what, at } = labelOf(assignment, "a definition that is not known");
		return [limited(openOffer(what, at, definitionId, "its definition is not known"), assignment, machine)];
	}
	return brought.flatMap((each) => {
		const offer = offerOfDefinition(each, wanted, machine, assignment);
		if (offer === void 0) return [];
		const whole = limited(offer, assignment, machine);
		if (within === "yes" || whole.kind !== "there") return [whole];
		const unknown = [
			machine.resource.deployment.resourceGroup,
			machine.resource.deployment.subscription,
			assignment.resource.deployment.resourceGroup,
			assignment.resource.deployment.subscription,
			machine.resource.name,
			assignment.resource.name
		].flatMap((value) => value === void 0 ? [] : unknownIn(value) ?? [])[0];
		if (unknown === void 0) return [whole];
		return [openOffer(whole.what, whole.at, unknown, "its scope is not known")];
	});
}
/** What the assignments in the run offer; those whose scope does not hold the machine are left out. */
function offeredByAssignments(wanted, machine, policies) {
	const name = wanted === "association" ? wanted : wanted.name;
	return policies.flatMap((each) => offersOf$1(each, name, machine));
}

// src/templates/agents/every-instance.ts
/** Where a resource is declared, with the deployments around it and the turns of loops whose count is known. */
function pathOf(resource) {
	const places = [...resource.loops.flatMap(({ index, count }) => typeof count === "number" ? [index] : [])];
	for (let each = resource; each; each = each.deployment.resource) {
		const { source, start } = each.declaration.span;
		places.push(source.path, start);
	}
	return JSON.stringify(places);
}
/** Each evaluation at any index, where it has loops of unknown count; undefined when none has. */
function atAnyIndex(evaluations) {
	if (evaluations.every((each) => each.atAnyIndex === void 0)) return void 0;
	return evaluations.map((each) => each.atAnyIndex ?? each);
}
/** Paths tell machines of one evaluation; `at` is its place in the run. */
function keyed(evaluations) {
	return new Map(evaluations.map((each, at) => [each, ({ resource }) => `${at} ${pathOf(resource)}`]));
}
/** Machines by the place where they are declared. */
var MachinePlaces = class {
	keys;
	first = /* @__PURE__ */ new Map();
	/** `evaluations` at index 0, `general` at any, both in one order. */
	constructor(evaluations, general) {
		this.keys = new Map([...keyed(evaluations), ...keyed(general)]);
		for (const machine of evaluations.flatMap(machinesOf)) {
			const key = this.keyOf(machine);
			if (!this.first.has(key)) this.first.set(key, machine);
		}
	}
	keyOf(machine) {
		return this.keys.get(machine.evaluation)?.(machine) ?? "";
	}
	/** The machine at index 0 that is declared at the place of one at any index. */
	firstOf(machine) {
		return this.first.get(this.keyOf(machine));
	}
	/** A machine at any index, as those of each system where it depends on the index which one it has. */
	ofEachSystem(machine) {
		if (machine.system.os !== void 0) return [machine];
		if (this.firstOf(machine)?.system.os === void 0) return [machine];
		return ["linux", "windows"].map((os) => {
			return {
				...machine,
				system: {
					os,
					unknown: void 0
				}
			};
		});
	}
};
function isFine({ kind }) {
	return kind === "pass" || kind === "not-applicable";
}
function messageOf$2(outcome) {
	if (outcome === void 0) return "those could not be evaluated";
	return outcome.kind === "fail" || outcome.kind === "undecided" ? outcome.message : "";
}
function openAt(cell, other) {
	const { machine, label } = cell;
	const { nameSpan } = machine.resource.declaration;
	const message = `${`${kindTitles[machine.kind]} '${shownName(machine.resource)}'`} has ${label} at index 0 of a loop of unknown count; of the others, ${messageOf$2(other)}`;
	const reason = {
		kind: "outside",
		message,
		span: nameSpan
	};
	const unknown = other?.kind === "undecided" ? other.unknown : unknownValue("int", reason, "index");
	return {
		...cell,
		outcome: {
			kind: "undecided",
			at: nameSpan,
			message,
			unknown
		}
	};
}
/**
* The cells at index 0, undecided where they hold for it alone; and those of machines that there are none of at index 0.
*/
function ofEveryInstance(cells, general, places) {
	const byKey = /* @__PURE__ */ new Map();
	for (const cell of general) {
		const key = places.keyOf(cell.machine);
		byKey.set(key, [...byKey.get(key) ?? [], cell]);
	}
	const checked = cells.map((cell) => {
		const { evaluation, resource } = cell.machine;
		if (evaluation.atAnyIndex === void 0 || !isFine(cell.outcome)) return cell;
		const others = byKey.get(places.keyOf(cell.machine));
		const isLooped = resource.loops.some(({ count }) => typeof count !== "number");
		if (others === void 0) return isLooped ? openAt(cell, void 0) : cell;
		const other = others.find((each) => each.requirement === cell.requirement && !isFine(each.outcome));
		return other === void 0 ? cell : openAt(cell, other.outcome);
	});
	const alone = general.filter(({ machine }) => places.firstOf(machine) === void 0);
	return [...checked, ...alone];
}

// src/templates/agents/offered-by-defender.ts
/** Name of an assessment by Defender Vulnerability Management; `default` is the retired scanner. */
const current$1 = "mdetvm";
const assessed = ["vm", "arc"];
/** `serverVulnerabilityAssessments` on the machine, as a provider's child or with the machine as its scope. */
function offeredByAssessments(machine, evaluations) {
	const offers = [];
	for (const evaluation of evaluations) {
		const found = attachedOf(evaluation, "microsoft.security", "servervulnerabilityassessments");
		for (const attached of found) {
			const placed = isAttachedTo(attached, machine);
			const named = isSameText(attached.name, [current$1]);
			if (placed === "no") continue;
			const { resource, at } = attached;
			const what = `serverVulnerabilityAssessments '${knownText(attached.name) ?? "{…}"}'`;
			if (!assessed.includes(machine.kind)) {
				const reason = `${what} does not cover a ${kindTitles[machine.kind]}`;
				if (placed === "yes") offers.push({
					kind: "not",
					at,
					reason
				});
				continue;
			}
			if (named === "no") {
				if (placed === "yes") offers.push({
					kind: "not",
					at,
					reason: `${what} is Defender's retired scanner`
				});
				continue;
			}
			const unknown = unknownNameOf(resource) ?? unknownNameOf(machine.resource);
			if ((named === "maybe" || placed === "maybe") && unknown !== void 0) {
				offers.push(openOffer(what, at, unknown, "its name is not known"));
				continue;
			}
			offers.push(presentOffer(machine, evaluation, resource, what));
		}
	}
	return offers;
}
function presentOffer(machine, evaluation, resource, what) {
	const { conditions, loops } = resource;
	const at = resource.declaration.nameSpan;
	const subject = resource.extendsKey === void 0 ? {
		...machine,
		resource: {
			...machine.resource,
			loops: []
		}
	} : machine;
	const presence = presenceOn(subject, {
		evaluation,
		conditions,
		loops
	});
	if (presence.kind === "there") return {
		kind: "there",
		what,
		at
	};
	const { unknown, message: reason, needs } = presence;
	return {
		kind: "open",
		what,
		at,
		unknown,
		reason,
		needs
	};
}
/** The unknown that leaves open whether two subscriptions are one; undefined: they are not. */
function openSubscription(resource, machine) {
	return [resource, machine.resource].map(({ deployment }) => deployment.subscription).find((value) => value?.kind === "unknown");
}
/** Resources of that type in the machine's subscription, or in one that may be it. */
function inSubscription(machine, evaluations, type) {
	return evaluations.flatMap((evaluation) => resourcesOfType(evaluation, type).flatMap((resource) => {
		if (resource.isExisting) return [];
		const theirs = partialText(resource.deployment.subscription);
		const certainty = isSameText(theirs, machine.subscription);
		const isSure = evaluation === machine.evaluation || knownText(theirs) !== void 0;
		if (certainty === "no") return [];
		if (certainty === "yes" && isSure) return [{
			evaluation,
			resource,
			elsewhere: void 0
		}];
		const elsewhere = openSubscription(resource, machine);
		return elsewhere === void 0 ? [] : [{
			evaluation,
			resource,
			elsewhere
		}];
	}));
}
/** An offer when the setting is as wanted, open when it is unknown; undefined else. */
function offerIf(machine, { evaluation, resource, elsewhere }, setting, isWanted, what) {
	if (setting.kind === "unknown") return openOffer(what, setting.at, setting.value, "its setting is not known");
	if (!isWanted) return void 0;
	if (elsewhere === void 0) return presentOffer(machine, evaluation, resource, what);
	return openOffer(what, setting.at, elsewhere, "its subscription is not known");
}
/** `serverVulnerabilityAssessmentsSettings` that select Defender Vulnerability Management for the subscription. */
function offeredBySettings(machine, evaluations) {
	return inSubscription(machine, evaluations, "microsoft.security/servervulnerabilityassessmentssettings").flatMap((wide) => {
		const setting = settingOf(wide.resource, "properties.selectedProvider");
		const isWanted = setting.kind === "known" && isText$1("MdeTvm")(setting.value);
		const what = "serverVulnerabilityAssessmentsSettings with MdeTvm";
		if (!assessed.includes(machine.kind)) {
			const reason = `${what} does not cover a ${kindTitles[machine.kind]}`;
			return isWanted ? [{
				kind: "not",
				at: setting.at,
				reason
			}] : [];
		}
		const offer = offerIf(machine, wide, setting, isWanted, what);
		return offer === void 0 ? [] : [offer];
	});
}
/** Defender for Servers with its integration of Defender for Endpoint: both must be in the subscription. */
function offeredByPlan(machine, evaluations) {
	if (!assessed.includes(machine.kind)) return [];
	const plan = inSubscription(machine, evaluations, "microsoft.security/pricings").filter(({ resource }) => shownName(resource).toLowerCase() === "virtualmachines").flatMap((wide) => {
		const tier = settingOf(wide.resource, "properties.pricingTier");
		return offerIf(machine, wide, tier, tier.kind === "known" && isText$1("Standard")(tier.value), "Defender for Servers with WDATP") ?? [];
	})[0];
	const integration = inSubscription(machine, evaluations, "microsoft.security/settings").filter(({ resource }) => shownName(resource).toLowerCase() === "wdatp").flatMap((wide) => {
		const enabled = settingOf(wide.resource, "properties.enabled");
		return offerIf(machine, wide, enabled, enabled.kind === "known" && isBool(true)(enabled.value), "Defender for Servers with WDATP") ?? [];
	})[0];
	if (plan === void 0 || integration === void 0) return [];
	return [plan.kind === "open" ? plan : integration];
}
/** Associations of the machine with a data collection rule, without which Azure Monitor Agent collects nothing. */
function isAssociated(machine, evaluations) {
	return evaluations.some((evaluation) => attachedOf(evaluation, "microsoft.insights", "datacollectionruleassociations").some((attached) => isAttachedTo(attached, machine) !== "no"));
}

// src/templates/agents/offered-extensions.ts
function isSetTo(setting, wanted) {
	if (setting.kind === "absent") return "no";
	return isSameText(partialText(setting.value), [wanted.toLowerCase()]);
}
function unknownOf(...settings) {
	for (const setting of settings) if (setting.kind === "unknown") return setting.value;
}
/** The agent's extension that this one is, may be, or is for another system. */
function matchOf(agent, { extension }) {
	return agent.extensions.flatMap((entry) => {
		const certainty = allOf([isSetTo(extension.publisher, entry.publisher), isSetTo(extension.type, entry.type)]);
		return certainty === "no" ? [] : [[entry, certainty]];
	});
}
function isRetired(agent, placed) {
	const publisher = textOf$9(placed.extension.publisher)?.toLowerCase();
	const type = textOf$9(placed.extension.type)?.toLowerCase();
	return agent.retired.some((each) => each.publisher.toLowerCase() === publisher && each.type.toLowerCase() === type);
}
function offerOf(agent, machine, placed) {
	const { extension, certainty } = placed;
	const { at } = extension;
	const what = labelOf$1(extension);
	if (isRetired(agent, placed)) return {
		kind: "not",
		at,
		reason: `${what} is Defender's retired scanner`
	};
	const matches = matchOf(agent, placed);
	const { os } = machine.system;
	const fitting = matches.filter(([entry]) => os === void 0 || entry.os === os);
	if (fitting.length === 0) {
		if (!matches.some(([, each]) => each === "yes") || certainty !== "yes") return void 0;
		return {
			kind: "not",
			at,
			reason: `${what} installs nothing on ${os === "windows" ? "Windows" : "Linux"}`
		};
	}
	const version = textOf$9(settingIn(extension.properties, "typeHandlerVersion"));
	if (version !== void 0 && fitting.every(([entry]) => isWithdrawn(entry, version))) return {
		kind: "not",
		at,
		reason: `version ${version} of ${what} was withdrawn`
	};
	if (certainty === "maybe") {
		const loop = extension.loops.find(({ count }) => typeof count !== "number")?.count;
		const unknown = unknownNameOf(extension.resource) ?? unknownNameOf(machine.resource) ?? (typeof loop === "number" ? void 0 : loop);
		if (unknown === void 0) return void 0;
		return openOffer(what, at, unknown, "it is not known which machine it is for");
	}
	if (!fitting.some(([, each]) => each === "yes")) {
		const unknown = unknownOf(extension.publisher, extension.type);
		if (unknown === void 0) return void 0;
		return openOffer(what, at, unknown, "its publisher or type is not known");
	}
	if (extension.mayBeAbsent !== void 0) return openOffer(what, at, extension.mayBeAbsent, "it is in a loop that may be empty");
	const presence = presenceOn(machine, extension);
	if (presence.kind === "there") return {
		kind: "there",
		what,
		at
	};
	const { unknown, message: reason, needs } = presence;
	return {
		kind: "open",
		what,
		at,
		unknown,
		reason,
		needs
	};
}
/** What the extensions that are placed on a machine offer of an agent. */
function offeredByExtensions(agent, machine, placed) {
	return placed.flatMap((each) => offerOf(agent, machine, each) ?? []);
}

// src/templates/agents/placement.ts
/** Extensions kept of one machine that may be its own; one that may be is enough to leave it open. */
const maxPlaced = 200;
/** Whether an extension is, or may turn out to be, one of an agent. */
function mayBeAgent({ publisher, type }) {
	if (publisher.kind === "absent" || type.kind === "absent") return false;
	return allAgents.some(({ extensions }) => extensions.some((entry) => isSameText(partialText(publisher.value), [entry.publisher.toLowerCase()]) !== "no" && isSameText(partialText(type.value), [entry.type.toLowerCase()]) !== "no"));
}
function addressOf$1(type, parts) {
	return JSON.stringify([type, ...parts]);
}
function isWhollyKnown(parts) {
	return parts.every((each) => knownText(each) !== void 0);
}
function ofMachine({ subscription, resourceGroup, name }) {
	return { parts: [
		subscription,
		resourceGroup,
		name
	] };
}
/** Undefined where the whole name of the extension is unknown. */
function ofExtension({ resource, hostName }) {
	if (hostName === void 0) return void 0;
	const { subscription, resourceGroup } = resource.deployment;
	return { parts: [
		partialText(subscription),
		partialText(resourceGroup),
		hostName
	] };
}
function escaped(text) {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
/** Whether another instance of the extension's loop of unknown count may have this machine's name. */
function mayBeAnotherInstance(extension, machine) {
	const counts = extension.loops.flatMap(({ count }) => typeof count === "number" ? [] : [count]);
	const isShared = (form) => extension.evaluation === machine.evaluation && machine.resource.loops.some(({ count }) => typeof count !== "number" && count.form === form);
	if (counts.every(({ form }) => isShared(form))) return false;
	const { subscription, resourceGroup } = extension.resource.deployment;
	if (isSameText(partialText(subscription), machine.subscription) === "no") return false;
	if (isSameText(partialText(resourceGroup), machine.resourceGroup) === "no") return false;
	const host = knownText(extension.hostName ?? []);
	const name = knownText(machine.name);
	if (!host || name === void 0) return true;
	return new RegExp(`^${escaped(host).replaceAll(/[0-9]+/g, "[0-9]+")}$`).test(name);
}
function certaintyOf(extension, machine) {
	if (extension.isInProfile) return extension.resource === machine.resource ? "yes" : "no";
	const address = ofExtension(extension);
	const { parts } = ofMachine(machine);
	const certainty = address === void 0 ? "maybe" : allOf(parts.map((each, index) => isSameText(each, address.parts[index] ?? [])));
	if (certainty !== "yes" || extension.evaluation === machine.evaluation) return certainty;
	return isWhollyKnown(parts) ? "yes" : "maybe";
}
function grouped(machines, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const machine of machines) {
		const key = keyOf(machine);
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [machine]);
		else group.push(machine);
	}
	return groups;
}
/**
* The extensions of each machine. One that is certainly some machine's is no other's: two machines of one deployment
* never have one name.
*/
function placeExtensions(machines, extensions) {
	const placed = new Map(machines.map((machine) => [machine, []]));
	const byAddress = grouped(machines, (each) => addressOf$1(each.type, ofMachine(each).parts));
	const byType = grouped(machines, (each) => each.type);
	const open = machines.filter((each) => !isWhollyKnown(ofMachine(each).parts));
	for (const extension of extensions) {
		const isAgent = mayBeAgent(extension);
		const address = ofExtension(extension);
		const sure = (address === void 0 ? [] : byAddress.get(addressOf$1(extension.hostType, address.parts)) ?? []).filter((machine) => certaintyOf(extension, machine) === "yes");
		for (const machine of sure) placed.get(machine)?.push({
			extension,
			certainty: "yes"
		});
		const isLooped = extension.loops.some(({ count }) => typeof count !== "number");
		const others = isLooped || address === void 0 || !isWhollyKnown(address.parts) ? byType.get(extension.hostType) ?? [] : open.filter((machine) => machine.type === extension.hostType);
		for (const machine of others) {
			if (sure.includes(machine) || !isAgent) continue;
			const isOpen = sure.length === 0 && certaintyOf(extension, machine) === "maybe" || isLooped && mayBeAnotherInstance(extension, machine);
			const those = placed.get(machine);
			if (!isOpen || those === void 0 || those.length >= maxPlaced) continue;
			those.push({
				extension,
				certainty: "maybe"
			});
		}
	}
	return placed;
}

// src/templates/agents/evaluate-agents.ts
/** What is offered of one agent, whether extensions can be installed or not. */
function offersOf(agent, machine, run) {
	const { evaluations } = run;
	const offers = [...offeredByExtensions(agent, machine, run.placed.get(machine) ?? []), ...offeredByAssignments(agent, machine, run.policies)];
	if (agent.name === "mdvm") {
		offers.push(...offeredByAssessments(machine, evaluations));
		offers.push(...offeredBySettings(machine, evaluations));
	}
	if (agent.name === "mde") offers.push(...offeredByPlan(machine, evaluations));
	return offers;
}
/** What the machine has without any extension. */
function broughtAlong(agent, machine, run) {
	const { nameSpan } = machine.resource.declaration;
	const what = agent.builtIn[machine.kind];
	if (what !== void 0) return [{
		kind: "there",
		what,
		at: nameSpan
	}];
	const baked = isBakedIn(machine, agent.name, run.policy.bakedIn);
	const at = machine.image?.at ?? nameSpan;
	if (baked.kind === "yes") return [{
		kind: "there",
		what: "baked into the image",
		at
	}];
	if (baked.kind === "no") return [];
	return [{
		kind: "open",
		what: "the image",
		at,
		unknown: baked.unknown,
		reason: "the image is not known",
		needs: void 0
	}];
}
/** Offers of all agents of a requirement, those by extensions shut out where none can be installed. */
function allOffers(requirement, machine, run) {
	const { installing } = machine;
	return requirement.anyOf.flatMap((name) => {
		const agent = agents[name];
		const installed = offersOf(agent, machine, run).map((offer) => {
			if (offer.kind === "not" || installing.kind === "yes") return offer;
			if (installing.kind === "no") return {
				kind: "not",
				at: offer.at,
				reason: installing.reason
			};
			if (offer.kind === "open") return offer;
			const { unknown } = installing;
			const reason = "it is not known whether extensions can be installed";
			return {
				...offer,
				kind: "open",
				unknown,
				reason,
				needs: void 0
			};
		});
		return [...broughtAlong(agent, machine, run), ...installed];
	});
}
function titlesOf({ anyOf }) {
	return anyOf.map((name) => agents[name].title).join(" or ");
}
function undecidedBy(machine, requirement, unknown, why) {
	const message = `whether ${`${kindTitles[machine.kind]} '${shownName(machine.resource)}'`} gets ${titlesOf(requirement)} is not known: ${why}`;
	return {
		kind: "undecided",
		at: machine.resource.declaration.nameSpan,
		message,
		unknown
	};
}
function gapUnknown({ message, span, link }) {
	return unknownValue("any", {
		kind: "outside",
		message,
		span
	}, `link(${link.toLowerCase()})`);
}
function missing(machine, requirement, offers) {
	const reasons = offers.flatMap((offer) => offer.kind === "not" ? [offer.reason] : []);
	const why = [...new Set(reasons)].slice(0, 3).map((reason) => `; ${reason}`);
	const subject = `${kindTitles[machine.kind]} '${shownName(machine.resource)}'`;
	return {
		kind: "fail",
		at: machine.resource.declaration.nameSpan,
		message: `${subject} does not get ${titlesOf(requirement)}${why.join("")}`,
		found: "none",
		wanted: requirementLabel(requirement),
		severity: "high"
	};
}
/** Azure Monitor Agent collects nothing without a data collection rule. */
function furtherOutcome(machine, requirement, run) {
	if (requirement.anyOf.length !== 1 || requirement.anyOf[0] !== "ama") return void 0;
	if (isAssociated(machine, run.evaluations)) return void 0;
	if (offeredByAssignments("association", machine, run.policies).some(isCounted)) return void 0;
	const message = `${`${kindTitles[machine.kind]} '${shownName(machine.resource)}'`} has Azure Monitor Agent, but no data collection rule is associated with it, so that the agent collects nothing`;
	return {
		kind: "fail",
		at: machine.resource.declaration.nameSpan,
		message,
		found: "none",
		wanted: "a dataCollectionRuleAssociation",
		severity: "medium"
	};
}
function isCounted(offer) {
	return offer.kind !== "not";
}
function judge$2(machine, requirement, run) {
	const selected = isSelected(machine, requirement.where);
	if (selected.kind === "no") return void 0;
	const [first] = requirement.anyOf;
	if (first === void 0) return void 0;
	const cell = {
		machine,
		requirement,
		label: requirementLabel(requirement),
		ruleId: agents[first].rules[machine.kind],
		further: void 0
	};
	if (machine.notApplicable !== void 0) {
		const outcome = {
			kind: "not-applicable",
			reason: machine.notApplicable
		};
		return {
			...cell,
			outcome,
			by: []
		};
	}
	const offers = allOffers(requirement, machine, run);
	const there = offers.filter((offer) => offer.kind === "there");
	const open = offers.filter((offer) => offer.kind === "open");
	if (there.length > 0 || areExhaustive(open)) {
		const by = there.length > 0 ? there : open;
		const further = furtherOutcome(machine, requirement, run);
		return {
			...cell,
			outcome: { kind: "pass" },
			further,
			by
		};
	}
	const [may] = open;
	if (may !== void 0) {
		const why = `${may.what}: ${may.reason} (${may.unknown.reason.message})`;
		return {
			...cell,
			outcome: undecidedBy(machine, requirement, may.unknown, why),
			by: open
		};
	}
	const [gap] = run.gaps;
	if (gap !== void 0) {
		const outcome = undecidedBy(machine, requirement, gapUnknown(gap), gap.message);
		return {
			...cell,
			outcome,
			by: []
		};
	}
	if (selected.kind === "maybe") {
		const { unknown } = selected;
		const why = `whether the policy asks for it here is open (${unknown.reason.message})`;
		return {
			...cell,
			outcome: undecidedBy(machine, requirement, unknown, why),
			by: []
		};
	}
	return {
		...cell,
		outcome: missing(machine, requirement, offers),
		by: []
	};
}
/** Where assignments go that name no scope: to the first machine's subscription. */
function subscriptionOf([machine]) {
	const value = machine?.resource.deployment.subscription;
	return value?.kind === "string" ? value.value : "";
}
function judgeAll(machines, { evaluations: templates, documents }, policy) {
	if (machines.length === 0) return [];
	const subscription = subscriptionOf(machines);
	const evaluations = [...templates, ...documents.map((document) => evaluationOfPolicy(document, subscription))];
	const run = {
		evaluations,
		policy,
		placed: placeExtensions(machines, evaluations.flatMap(extensionsOf)),
		gaps: evaluations.flatMap(({ gaps }) => gaps),
		policies: policiesOf(evaluations)
	};
	return machines.flatMap((machine) => policy.requireAgents.flatMap((requirement) => judge$2(machine, requirement, run) ?? []));
}
/**
* Machines × requirements of what is deployed together, in the order of the text. A machine that a requirement's
* `where` leaves out has no cell for it. Never throws.
*/
function evaluateAgents(together, policy) {
	const { evaluations } = together;
	const cells = judgeAll(evaluations.flatMap(machinesOf), together, policy);
	const general = atAnyIndex(evaluations);
	if (general === void 0) return cells;
	const places = new MachinePlaces(evaluations, general);
	const others = judgeAll(general.flatMap(machinesOf).flatMap((each) => places.ofEachSystem(each)), {
		...together,
		evaluations: general
	}, policy);
	return ofEveryInstance(cells, others, places);
}

// src/templates/agents/rules/examples.ts
function linuxMachine$1(properties = {}, members = {}) {
	return {
		type: "Microsoft.Compute/virtualMachines",
		apiVersion: "2024-07-01",
		name: "app",
		location: "westeurope",
		...members,
		properties: {
			hardwareProfile: { vmSize: "Standard_D2s_v5" },
			storageProfile: { osDisk: {
				createOption: "FromImage",
				osType: "Linux"
			} },
			...properties
		}
	};
}
function scaleSet$1(profile, members = {}) {
	return {
		type: "Microsoft.Compute/virtualMachineScaleSets",
		apiVersion: "2024-07-01",
		name: "web",
		location: "westeurope",
		sku: {
			name: "Standard_D2s_v5",
			capacity: 2
		},
		...members,
		properties: {
			orchestrationMode: "Uniform",
			virtualMachineProfile: {
				storageProfile: { osDisk: {
					createOption: "FromImage",
					osType: "Linux"
				} },
				...profile
			}
		}
	};
}
function arcMachine() {
	return {
		type: "Microsoft.HybridCompute/machines",
		apiVersion: "2024-07-10",
		name: "edge",
		location: "westeurope",
		properties: { osType: "Linux" }
	};
}
/** An extension of the machine above of that kind. */
function agentExtension(kind, properties, members = {}) {
	return {
		type: `${kind === "vm" ? "Microsoft.Compute/virtualMachines" : "Microsoft.HybridCompute/machines"}/extensions`,
		apiVersion: kind === "vm" ? "2024-07-01" : "2024-07-10",
		name: kind === "vm" ? "app/agent" : "edge/agent",
		location: "westeurope",
		...members,
		properties: {
			autoUpgradeMinorVersion: true,
			settings: {},
			...properties
		}
	};
}
/** A parameter for a licence code, and the expression that asks for it. */
const licenceParameter = { licenseCode: { type: "secureString" } };
const licence = "[parameters('licenseCode')]";

// src/templates/agents/presence-rules.ts
function presenceRule(anyOf, text) {
	const policy = {
		...defaultTemplatePolicy,
		requireAgents: [{ anyOf }]
	};
	return {
		...text,
		kind: "agent",
		on: "resource",
		severity: "high",
		check(resource, { evaluation }) {
			return evaluateAgents({
				evaluations: [evaluation],
				documents: []
			}, policy).filter(({ machine }) => machine.resource === resource).map(({ outcome }) => outcome);
		}
	};
}
const vm = "microsoft.compute/virtualmachines";
const vmss = "microsoft.compute/virtualmachinescalesets";
const arc = "microsoft.hybridcompute/machines";
const assessment$1 = {
	rationale: "A machine without an agent that assesses it keeps its known vulnerabilities unseen. Azure installs none by itself: without an extension, an assessment resource or a policy assignment nothing looks at the machine. The scanner that Defender for Cloud once integrated (`default`) was retired in May 2024 and counts for nothing.",
	remedy: "Add the Qualys extension (publisher `Qualys`, type `QualysAgentLinux` or `QualysAgent`), or select Defender Vulnerability Management (`mdeTvm`).",
	references: ["https://learn.microsoft.com/azure/virtual-machines/extensions/qualys", "https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-defender-vulnerability-management"],
	aliases: [],
	controls: ["MCSB:PV-5"]
};
const qualysOnProfile = { extensionProfile: { extensions: [{
	name: "agent",
	properties: {
		publisher: "Qualys",
		type: "QualysAgentLinux",
		typeHandlerVersion: "1.6",
		autoUpgradeMinorVersion: true,
		settings: {}
	}
}] } };
const qualys$2 = {
	publisher: "Qualys",
	type: "QualysAgentLinux",
	typeHandlerVersion: "1.6"
};
const endpoint = {
	publisher: "Microsoft.Azure.AzureDefenderForServers",
	type: "MDE.Linux",
	typeHandlerVersion: "1.0"
};
const monitor$1 = {
	publisher: "Microsoft.Azure.Monitor",
	type: "AzureMonitorLinuxAgent",
	typeHandlerVersion: "1.36"
};
const guest$1 = {
	publisher: "Microsoft.GuestConfiguration",
	type: "ConfigurationforLinux",
	typeHandlerVersion: "1.0"
};
/** In the order of the catalogue; see `requiredAgentRules` of the model. */
const presenceRules = [
	presenceRule(["qualys", "mdvm"], {
		...assessment$1,
		id: "AGT001",
		title: "Virtual machines get an agent that assesses their vulnerabilities",
		types: [vm],
		example: {
			passing: { resources: [linuxMachine$1(), agentExtension("vm", qualys$2)] },
			failing: { resources: [linuxMachine$1()] }
		}
	}),
	presenceRule(["qualys", "mdvm"], {
		...assessment$1,
		id: "AGT002",
		title: "Scale sets get an agent that assesses their vulnerabilities",
		types: [vmss],
		example: {
			passing: { resources: [scaleSet$1(qualysOnProfile)] },
			failing: { resources: [scaleSet$1({})] }
		}
	}),
	presenceRule(["qualys", "mdvm"], {
		...assessment$1,
		id: "AGT003",
		title: "Arc machines get an agent that assesses their vulnerabilities",
		types: [arc],
		example: {
			passing: { resources: [arcMachine(), agentExtension("arc", qualys$2)] },
			failing: { resources: [arcMachine()] }
		}
	}),
	presenceRule(["mde"], {
		id: "AGT010",
		title: "Machines get Microsoft Defender for Endpoint",
		rationale: "Without endpoint protection, what happens on a machine after it is attacked is neither seen nor stopped. The rule applies where the policy requires the agent `mde`. Azure brings the sensor only through its extension, a policy, or Defender for Servers with its integration of Defender for Endpoint (`WDATP`).",
		remedy: "Add the extension `MDE.Linux` or `MDE.Windows` of publisher `Microsoft.Azure.AzureDefenderForServers`, or an assignment of the policy that does.",
		references: ["https://learn.microsoft.com/azure/defender-for-cloud/integration-defender-for-endpoint"],
		aliases: [],
		controls: ["MCSB:ES-1"],
		types: [
			vm,
			vmss,
			arc
		],
		example: {
			passing: { resources: [linuxMachine$1(), agentExtension("vm", endpoint)] },
			failing: { resources: [linuxMachine$1()] }
		}
	}),
	presenceRule(["ama"], {
		id: "AGT011",
		title: "Machines get Azure Monitor Agent and a data collection rule",
		rationale: "Logs of the guest reach a workspace only through Azure Monitor Agent, and only as an associated data collection rule says: an agent without a rule collects nothing. Azure installs neither by itself. The rule applies where the policy requires the agent `ama`.",
		remedy: "Add the extension `AzureMonitorLinuxAgent` or `AzureMonitorWindowsAgent` of publisher `Microsoft.Azure.Monitor` and a `Microsoft.Insights/dataCollectionRuleAssociations` on the machine.",
		references: ["https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-manage"],
		aliases: ["AZR-000345", "AZR-000346"],
		controls: ["MCSB:LT-3"],
		types: [
			vm,
			vmss,
			arc
		],
		example: {
			passing: { resources: [linuxMachine$1(), agentExtension("vm", monitor$1)] },
			failing: { resources: [linuxMachine$1()] }
		}
	}),
	presenceRule(["guest-configuration"], {
		id: "AGT013",
		title: "Machines get the Guest Configuration extension",
		rationale: "Policies that look into a machine (password rules, installed software, the security baseline) work only with this extension. Arc machines have it in their agent; virtual machines and scale sets do not have it unless it is declared. The rule applies where the policy requires the agent `guest-configuration`.",
		remedy: "Add the extension `ConfigurationforLinux` or `ConfigurationforWindows` of publisher `Microsoft.GuestConfiguration`, and a system-assigned identity.",
		references: ["https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts"],
		aliases: [],
		controls: ["MCSB:PV-4"],
		types: [
			vm,
			vmss,
			arc
		],
		example: {
			passing: { resources: [linuxMachine$1(), agentExtension("vm", guest$1)] },
			failing: { resources: [linuxMachine$1()] }
		}
	})
];

// src/templates/agents/rules/extension-rule.ts
/** Types on which extensions are declared, in lower case. */
const declaringTypes = [...extensionTypes, "microsoft.compute/virtualmachinescalesets"];
/** The extensions that a resource declares. */
function declaredBy(resource, { evaluation }) {
	if (machineKindOf(resource) === "vmss") return profileExtensions(resource, evaluation);
	const extension = extensionOf(resource, evaluation);
	return extension === void 0 ? [] : [extension];
}
/** A rule that is asked for each extension; undefined or an empty list says nothing of it. */
function extensionRule(text, check) {
	return {
		kind: "agent",
		...text,
		on: "resource",
		types: declaringTypes,
		check: (resource, context) => declaredBy(resource, context).flatMap((extension) => check(extension, context) ?? [])
	};
}
/** The agent that an extension is of; undefined for others and where publisher or type is unknown. */
function agentOf({ publisher, type }) {
	const publisherText = textOf$9(publisher);
	const typeText = textOf$9(type);
	if (publisherText === void 0 || typeText === void 0) return void 0;
	return agentOfExtension(publisherText, typeText);
}

// src/templates/agents/rules/clear-text.ts
/** Properties looked at in the settings of one extension. */
const maxProperties = 500;
/** Names of settings that hold secrets; what only names or locates one does not. */
const secretName = /(?:password|passwd|secret|(?:account|access|workspace|shared|storage|api)_?key|sas_?token|connectionstring)$/i;
/** A licence code is the matter of rules of its own. */
const ownRules$1 = /^licensecode$/i;
/** Words of a command that are followed by a secret. */
const secretInCommand = /(?:^|[\s;'"])(?:--?|\/)?[\w-]{0,30}(?:password|passwd|pwd|secret|account-?key|sas-?token)[\s=:]+(?!true\b|false\b)(?:'[^'<{%][^']{3,}'|['"]?[^\s'"$%<{]{4,})/i;
/** A name with its password for a web address. */
const userOfCurl = /\bcurl\b[^|;\n]{0,500}\s(?:-u|--user)[\s=]{0,3}['"]?[^\s:'"$]{1,64}:[^\s'"$%<{]{4,}/i;
function holdsSecret(command) {
	return secretInCommand.test(command) || userOfCurl.test(command);
}
/** The texts of a command that are known; a script is one in base64. */
function commandsOf(name, value) {
	if (/^commandtoexecute$/i.test(name)) {
		if (value.kind === "string") return [value.value];
		return (value.kind === "unknown" ? value.parts ?? [] : []).filter((part) => typeof part === "string");
	}
	if (!/^script$/i.test(name) || value.kind !== "string") return [];
	return [value.value, Buffer.from(value.value, "base64").toString("utf8")];
}
function isFilled(value) {
	if (value.kind === "string") return value.value.trim() !== "";
	return value.kind === "unknown" && (value.type === "string" || value.type === "any");
}
function secretIn({ name, value, at }) {
	if (ownRules$1.test(name)) return void 0;
	if (value.marks.some(isSecret)) return {
		name,
		at,
		why: "a secret of the template"
	};
	if (value.kind === "object" || value.kind === "array") return void 0;
	if (secretName.test(name) && isFilled(value)) return {
		name,
		at,
		why: "a secret by its name"
	};
	if (commandsOf(name, value).some(holdsSecret)) return {
		name,
		at,
		why: "a password in a command"
	};
}
/** The first secret in a tree of settings. */
function firstSecret(settings) {
	const pending = [settings];
	for (let seen = 0; seen < maxProperties; seen++) {
		const next = pending.shift();
		if (next === void 0) return void 0;
		if (next.kind === "array") pending.push(...next.items);
		if (next.kind !== "object") continue;
		for (const each of next.properties.values()) {
			const secret = secretIn(each);
			if (secret !== void 0) return secret;
			if (!ownRules$1.test(each.name)) pending.push(each.value);
		}
	}
}
function kept(extension) {
	const settings = placeIn(extension.properties, "settings");
	if ("kind" in settings) {
		if (settings.kind !== "unknown") return { kind: "pass" };
		if (!marksOf(settings.value).some(isSecret)) return { kind: "pass" };
		const message = `the settings of ${labelOf$1(extension)} come from a secret and are shown in clear text`;
		return {
			kind: "fail",
			at: settings.at,
			message,
			found: "settings",
			wanted: "protectedSettings"
		};
	}
	const secret = settings.value.marks.some(isSecret) ? {
		name: "settings",
		at: settings.at,
		why: "a secret of the template"
	} : firstSecret(settings.value);
	if (secret === void 0) return { kind: "pass" };
	return {
		kind: "fail",
		at: secret.at ?? settings.at,
		message: `${secret.name} in the settings of ${labelOf$1(extension)} holds ${secret.why}, which Azure shows in clear text`,
		found: `'${secret.name}' in settings`,
		wanted: "protectedSettings"
	};
}
const script$1 = {
	publisher: "Microsoft.Azure.Extensions",
	type: "CustomScript",
	typeHandlerVersion: "2.1"
};
const command = { commandToExecute: "[concat('sh join.sh --token ', parameters('token'))]" };
function withScript(properties) {
	return {
		parameters: { token: { type: "secureString" } },
		resources: [linuxMachine$1(), agentExtension("vm", {
			...script$1,
			...properties
		})]
	};
}
function withPublisher(publisher) {
	const extension = agentExtension("vm", {
		...script$1,
		publisher,
		type: "AzureMonitorLinuxAgent"
	});
	return { resources: [linuxMachine$1(), extension] };
}
const clearTextRules = [extensionRule({
	id: "AGT019",
	kind: "secret",
	severity: "high",
	title: "Secrets of extensions are in protectedSettings",
	rationale: "Azure keeps `settings` of an extension in clear text, shows them in the portal and its API, and writes them to the machine; `protectedSettings` are encrypted and never given out.",
	remedy: "Move the secret, or the whole commandToExecute that holds it, to `protectedSettings`.",
	references: ["https://learn.microsoft.com/azure/virtual-machines/extensions/custom-script-linux", "https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases#use-protectedsettings-for-commandtoexecute-secrets"],
	aliases: ["AZR-000332", "AZR-000333"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: withScript({ protectedSettings: command }),
		failing: withScript({ settings: command })
	}
}, kept), extensionRule({
	id: "AGT020",
	severity: "medium",
	title: "Extensions come from the policy's approved publishers",
	rationale: "An extension runs as administrator on the machine. A policy that lists `approved.publishers` keeps others out; without the list this rule is not applicable. Azure itself takes every publisher.",
	remedy: "Remove the extension, or add its publisher to the policy's `approved.publishers`.",
	references: ["https://learn.microsoft.com/azure/virtual-machines/extensions/overview"],
	aliases: [],
	controls: ["MCSB:AM-2"],
	example: {
		passing: withPublisher("Microsoft.Azure.Monitor"),
		failing: withPublisher("Contoso.Tools")
	}
}, (extension, { policy }) => {
	const { approvedPublishers } = policy;
	if (approvedPublishers === void 0) return {
		kind: "not-applicable",
		reason: "the policy lists no approved publishers"
	};
	const { publisher } = extension;
	if (publisher.kind === "unknown") {
		const why = publisher.value.reason.message;
		return undecided(publisher, `the publisher of an extension is not known: ${why}`);
	}
	const text = textOf$9(publisher);
	if (text === void 0) return void 0;
	if (approvedPublishers.some((each) => each.toLowerCase() === text.toLowerCase())) return { kind: "pass" };
	return {
		kind: "fail",
		at: publisher.at,
		message: `${labelOf$1(extension)} is of a publisher that the policy does not approve`,
		found: `'${text}'`,
		wanted: "an approved publisher"
	};
})];

// src/templates/resource.ts
/** Parameters that a value's conditions or text came from. */
function parameterNames(marks) {
	return marks.flatMap((mark) => mark.kind === "parameter" ? [mark.name] : []);
}

// src/templates/agents/rules/fitting.ts
const placements = /* @__PURE__ */ new WeakMap();
/** The extensions of each machine of one evaluation. */
function placedIn(evaluation) {
	const before = placements.get(evaluation);
	if (before !== void 0) return before;
	const placed = placeExtensions(machinesOf(evaluation), extensionsOf(evaluation));
	placements.set(evaluation, placed);
	return placed;
}
const owners = /* @__PURE__ */ new WeakMap();
/** Tells an extension, made anew for each rule, by what declares it. */
function identityOf({ resource, at, name }) {
	return `${resource.key}\0${at.start}\0${name}`;
}
/** The machine of the evaluation that an extension is certainly on. */
function machineOf$1(extension) {
	const { evaluation } = extension;
	let known = owners.get(evaluation);
	if (known === void 0) {
		const made = /* @__PURE__ */ new Map();
		for (const [machine, placed] of placedIn(evaluation)) for (const each of placed) if (each.certainty === "yes") made.set(identityOf(each.extension), machine);
		known = made;
		owners.set(evaluation, known);
	}
	return known.get(identityOf(extension));
}
function fitting(extension) {
	const found = agentOf(extension);
	if (found === void 0) return void 0;
	const machine = machineOf$1(extension);
	const os = machine?.system.os;
	if (machine === void 0 || os === void 0) return {
		kind: "not-applicable",
		reason: "the operating system of its machine is not stated"
	};
	if (found.extension.os === os) return { kind: "pass" };
	const wanted = found.agent.extensions.find((each) => each.os === os)?.type ?? "none";
	const system = os === "windows" ? "Windows" : "Linux";
	return {
		kind: "fail",
		at: extension.type.kind === "absent" ? extension.at : extension.type.at,
		message: `${labelOf$1(extension)} installs nothing on '${shownName(machine.resource)}', which runs ${system}`,
		found: `'${found.extension.type}'`,
		wanted: `'${wanted}'`
	};
}
/** A condition's text without blanks, to tell the same condition written twice. */
function textOf$2({ source, start, end }) {
	return source.text.slice(start, end).replaceAll(/\s+/g, "").toLowerCase();
}
/**
* The parameters of a condition that a caller may give another value: those of the file itself, not what it passes to
* templates inside. What was tried is judged with each value.
*/
function parametersIn({ value }, { evaluation }) {
	const tried = new Set(Object.keys(evaluation.tried).map((name) => name.toLowerCase()));
	const open = new Set(evaluation.root.parameters.map(({ name }) => name.toLowerCase()));
	const names = parameterNames(marksOf(value)).filter((name) => open.has(name.toLowerCase()));
	return names.some((name) => tried.has(name.toLowerCase())) ? [] : names;
}
/** Conditions that are true here because of a parameter, and that are not the machine's own. */
function switchesOf(extension, machine) {
	const own = new Set(machine.resource.conditions.map(({ span }) => textOf$2(span)));
	return extension.conditions.filter((condition) => condition.value.kind !== "unknown" && parametersIn(condition, extension).length > 0 && !own.has(textOf$2(condition.span)));
}
function unconditional(extension) {
	if (agentOf(extension) === void 0) return void 0;
	const machine = machineOf$1(extension);
	if (machine === void 0) return {
		kind: "not-applicable",
		reason: "its machine is not in this template"
	};
	const [first] = switchesOf(extension, machine);
	if (first === void 0) return { kind: "pass" };
	const names = parametersIn(first, extension).map((name) => `'${name}'`);
	return {
		kind: "fail",
		at: first.span,
		message: `whoever deploys this can leave ${labelOf$1(extension)} off '${shownName(machine.resource)}' by parameter ${names.join(", ")}`,
		found: "a condition on a parameter",
		wanted: "no condition but the machine's own"
	};
}
const qualys$1 = {
	publisher: "Qualys",
	type: "QualysAgentLinux",
	typeHandlerVersion: "1.6"
};
const references$7 = ["https://learn.microsoft.com/azure/virtual-machines/extensions/qualys"];
const fittingRules = [extensionRule({
	id: "AGT008",
	severity: "medium",
	title: "An agent's extension is of the type for the machine's operating system",
	rationale: "Extensions for Windows and for Linux have types of their own. One of the other system is accepted by the template, and installs nothing.",
	remedy: "Use the type for the system: `QualysAgentLinux` on Linux, `QualysAgent` on Windows.",
	references: references$7,
	aliases: [],
	controls: ["MCSB:PV-5"],
	example: {
		passing: { resources: [linuxMachine$1(), agentExtension("vm", qualys$1)] },
		failing: { resources: [linuxMachine$1(), agentExtension("vm", {
			...qualys$1,
			type: "QualysAgent"
		})] }
	}
}, fitting), extensionRule({
	id: "AGT017",
	severity: "medium",
	title: "An agent's extension hangs on no parameter",
	rationale: "A condition on a parameter lets everyone who deploys the template leave the agent off, also where its default brings it.",
	remedy: "Take the condition away, or use the machine's own.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/conditional-resource-deployment"],
	aliases: [],
	controls: ["MCSB:PV-5"],
	example: {
		passing: { resources: [linuxMachine$1(), agentExtension("vm", qualys$1)] },
		failing: {
			parameters: { installAgent: {
				type: "bool",
				defaultValue: true
			} },
			resources: [linuxMachine$1(), agentExtension("vm", qualys$1, { condition: "[parameters('installAgent')]" })]
		}
	}
}, unconditional)];

// src/templates/rules/secrets/branches.ts
/** Calls inside one another that are looked into. */
const maxDepth$1 = 20;
const textForm = /^"(?:[^"\\]|\\.)*"$/s;
/** Parameters of nested templates carry a number behind the word. */
const callForm = /^([a-z]+)\d*\((.*)\)$/s;
/** The pieces of a form between separators that stand outside of texts and brackets. */
function piecesOf$1(form, separator) {
	const pieces = [];
	let depth = 0;
	let start = 0;
	for (let at = 0; at < form.length; at++) {
		const unit = form[at];
		if (unit === "\"") {
			for (at++; at < form.length && form[at] !== "\""; at++) if (form[at] === "\\") at++;
		} else if (unit === "(" || unit === "[" || unit === "{") depth++;
		else if (unit === ")" || unit === "]" || unit === "}") depth--;
		else if (unit === separator && depth === 0) {
			pieces.push(form.slice(start, at));
			start = at + 1;
		}
	}
	return [...pieces, form.slice(start)];
}
function textOf$1(form) {
	try {
		const text = JSON.parse(form);
		return typeof text === "string" ? text : "";
	} catch {
		return "";
	}
}
/** A piece of a joined text: its beginning may be all that is taken. */
function beginningOf(form, depth) {
	const [first = ""] = piecesOf$1(form, "+");
	return branches(first, depth);
}
function branches(form, depth) {
	if (depth > maxDepth$1) return [{ kind: "other" }];
	if (textForm.test(form)) return [{
		kind: "text",
		text: textOf$1(form)
	}];
	const [, name, inner] = callForm.exec(form) ?? [];
	if (name === void 0 || inner === void 0 || piecesOf$1(form, "+").length > 1) {
		const parameter = /^parameters\d*\(([^()]+)\)[.[]/.exec(form)?.[1];
		return [parameter !== void 0 && piecesOf$1(form, "+").length === 1 ? {
			kind: "parameter",
			name: parameter
		} : { kind: "other" }];
	}
	const args = piecesOf$1(inner, ",");
	const each = (forms) => forms.flatMap((arg) => branches(arg, depth + 1));
	switch (name) {
		case "parameters": return [{
			kind: "parameter",
			name: inner
		}];
		case "if": return each(args.slice(1));
		case "coalesce": return each(args);
		case "string":
		case "trim":
		case "tolower":
		case "toupper":
		case "base64":
		case "tryget": return each(args.slice(0, 1));
		case "take":
		case "substring":
		case "first": {
			const [from = ""] = args;
			const items = /^createarray\((.*)\)$/s.exec(from)?.[1];
			return items === void 0 ? beginningOf(from, depth + 1) : each(piecesOf$1(items, ",").slice(0, name === "first" ? 1 : void 0));
		}
		default: return [{ kind: "other" }];
	}
}
/** What an unknown text may be. A long form is a digest, which says nothing. */
function branchesOf({ form }) {
	return branches(form, 0);
}
/** Whether the form of an unknown holds a digest while its expression chooses between texts: it may be one of them. */
function mayChooseText({ form, span }) {
	if (!/#[0-9a-f]{32}/.test(form) || span === void 0) return false;
	const text = span.source.text.slice(span.start, span.end);
	return /^(?:if|coalesce|first|take|substring)\s*\(/i.test(text) && text.includes("'");
}

// src/templates/agents/rules/licence.ts
/** The licence codes of an extension: in either of its settings. */
function codesOf(extension) {
	if (agentOf(extension)?.agent.name !== "qualys") return [];
	return ["settings", "protectedSettings"].flatMap((place) => {
		const setting = settingIn(extension.properties, `${place}.LicenseCode`);
		if (setting.kind === "absent") return [];
		const around = settingIn(extension.properties, place);
		return [{
			place,
			setting,
			marks: [
				...marksOf(setting.value),
				...around.kind === "absent" ? [] : around.value.marks,
				...extension.properties.value.marks
			]
		}];
	});
}
/** What a pipeline puts a value in place of. */
const placeholder = /^(?:<.*>|#\{.*\}#?|\$\(.*\)|\$\{.*\}|\{\{.*\}\}|__.*__|GEN-.*)$/s;
function isCodeText(text) {
	return text.trim() !== "" && !placeholder.test(text);
}
function isCode(value) {
	return value?.kind === "string" && isCodeText(value.value);
}
/** The parameters that marks name, in the deployment and those around it. */
function parametersOf(deployment, marks) {
	const keyOf = ({ name, isSecure }) => `${name.toLowerCase()} ${isSecure}`;
	const names = new Set(marks.flatMap((mark) => mark.kind === "parameter" ? [keyOf(mark)] : []));
	const found = [];
	let at = deployment;
	while (at !== void 0) {
		found.push(...at.parameters.filter((each) => names.has(keyOf(each))));
		at = at.parent;
	}
	return found;
}
function isSame(left, right) {
	return left.kind === "string" && right.kind === "string" && left.value === right.value;
}
function literalOutcome({ setting, marks }, { deployment }) {
	const { value } = setting;
	const parameters = parametersOf(deployment, marks);
	const fail = (at, where) => ({
		kind: "fail",
		at,
		message: `the licence code of Qualys stands ${where} as a literal`,
		found: "a literal",
		wanted: "a secureString parameter without a default, given from a Key Vault"
	});
	const withDefault = parameters.find(({ defaultValue }) => isCode(defaultValue));
	if (withDefault?.defaultValue !== void 0) return fail(withDefault.defaultValue.span ?? withDefault.nameSpan, `in the default of parameter '${withDefault.name}'`);
	if (value.kind === "unknown" && branchesOf(value).some((each) => each.kind === "text" && isCodeText(each.text))) return fail(setting.at, "in the template");
	if (!isCode(value)) return { kind: "pass" };
	if (parameters.some((each) => each.origin === "argument" && isSame(each.value, value))) return { kind: "pass" };
	const at = value.span ?? setting.at;
	return fail(at, parameters.length === 0 || at.source.path === deployment.source.path ? "in the template" : "in the parameter file");
}
const references$6 = ["https://learn.microsoft.com/azure/virtual-machines/extensions/qualys", "https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter"];
const qualys = {
	publisher: "Qualys",
	type: "QualysAgentLinux",
	typeHandlerVersion: "1.6"
};
function withLicence(parameters, place, code) {
	const extension = agentExtension("vm", {
		...qualys,
		[place]: { LicenseCode: code }
	});
	return {
		parameters,
		resources: [linuxMachine$1(), extension]
	};
}
const passing = withLicence(licenceParameter, "protectedSettings", licence);
const licenceRules = [
	extensionRule({
		id: "AGT004",
		kind: "secret",
		severity: "critical",
		title: "The licence code of Qualys is no literal",
		rationale: "Whoever has the licence code can add machines to the Qualys account, and what stands in a template, a variable, a default or a parameter file can be read by everyone who reads the repository and its history.",
		remedy: "Declare a secureString parameter without a default and give it from a Key Vault or a secret of the pipeline; then replace the code.",
		references: references$6,
		aliases: [],
		controls: ["MCSB:IM-8"],
		example: {
			passing,
			failing: withLicence({}, "protectedSettings", "an-example-of-a-code")
		}
	}, (extension) => codesOf(extension).map((code) => literalOutcome(code, extension.resource))),
	extensionRule({
		id: "AGT005",
		kind: "secret",
		severity: "medium",
		title: "The licence code of Qualys is in protectedSettings",
		rationale: "Azure shows `settings` of an extension in the portal, its API and on the machine in clear text, also when the parameter behind them is secure; `protectedSettings` are encrypted. Every public sample uses `settings`: try on one machine that your version of the extension reads the code from `protectedSettings`.",
		remedy: "Move LicenseCode from `settings` to `protectedSettings`, and verify that the agent still starts.",
		references: references$6,
		aliases: [],
		controls: ["MCSB:IM-8"],
		example: {
			passing,
			failing: withLicence(licenceParameter, "settings", licence)
		}
	}, (extension) => codesOf(extension).map(({ place, setting }) => {
		if (place === "protectedSettings") return { kind: "pass" };
		return {
			kind: "fail",
			at: setting.at,
			message: "the licence code of Qualys is in settings, which Azure shows in clear text",
			found: "settings.LicenseCode",
			wanted: "protectedSettings.LicenseCode"
		};
	})),
	extensionRule({
		id: "AGT006",
		kind: "secret",
		severity: "high",
		title: "Parameters for the licence code of Qualys are secure",
		rationale: "The value of a parameter of type `string` or `object` is kept with the deployment and shown to all who may read it; that of `secureString` and `secureObject` is not.",
		remedy: "Make the type of the parameter `secureString`.",
		references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters"],
		aliases: [],
		controls: ["MCSB:IM-8"],
		example: {
			passing,
			failing: withLicence({ licenseCode: { type: "string" } }, "protectedSettings", licence)
		}
	}, (extension) => codesOf(extension).map(({ marks }) => {
		const { deployment } = extension.resource;
		const plain = parametersOf(deployment, marks).find(({ isSecure }) => !isSecure);
		if (plain === void 0) return { kind: "pass" };
		return {
			kind: "fail",
			at: plain.nameSpan,
			message: `parameter '${plain.name}' gives the licence code of Qualys and is of type ${plain.type || "unknown"}`,
			found: plain.type || "no type",
			wanted: "secureString"
		};
	}))
];

// src/templates/agents/rules/machine-side.ts
const types$8 = ["microsoft.compute/virtualmachines", "microsoft.compute/virtualmachinescalesets"];
/** A rule over virtual machines and scale sets with what is placed on them. */
function machineRule(text, check) {
	return {
		...text,
		kind: "agent",
		on: "resource",
		types: types$8,
		check(resource, { evaluation }) {
			const machine = machineOfResource(resource, evaluation);
			if (machine === void 0) return [];
			return check(machine, placedIn(evaluation).get(machine) ?? []);
		}
	};
}
function identified(machine, placed) {
	const guest = placed.find(({ extension }) => agentOf(extension)?.agent.name === "guest-configuration");
	if (guest === void 0) return {
		kind: "not-applicable",
		reason: "it has no Guest Configuration extension"
	};
	const identity = settingOf(machine.resource, "identity.type");
	if (identity.kind === "unknown") return undecided(identity, `the identity is not known: ${identity.value.reason.message}`);
	const text = identity.kind === "known" ? textOf$9(identity) : void 0;
	if (text?.toLowerCase().split(/\s*,\s*/).includes("systemassigned")) return { kind: "pass" };
	return {
		kind: "fail",
		at: identity.at,
		message: `'${shownName(machine.resource)}' has ${labelOf$1(guest.extension)} and no system-assigned identity, without which it reports nothing`,
		found: text === void 0 ? "absent" : `'${text}'`,
		wanted: `'SystemAssigned'`
	};
}
function isAttestation({ extension }) {
	const publisher = textOf$9(extension.publisher)?.toLowerCase() ?? "";
	return /^microsoft\.azure\.security\.(?:linux|windows)attestation$/.test(publisher) && textOf$9(extension.type)?.toLowerCase() === "guestattestation";
}
function attested(machine, placed) {
	const security = placeIn(machine.profile, "securityProfile");
	const none = {
		kind: "not-applicable",
		reason: "it is no Trusted Launch machine"
	};
	if ("kind" in security) {
		if (security.kind === "unknown") {
			const why = security.value.reason.message;
			return undecided(security, `whether this is a Trusted Launch machine is not known: ${why}`);
		}
		return none;
	}
	const type = settingIn(security, "securityType");
	if (type.kind === "unknown") {
		const why = type.value.reason.message;
		return undecided(type, `whether this is a Trusted Launch machine is not known: ${why}`);
	}
	if (type.kind === "absent" || !isText$1("TrustedLaunch")(type.value)) return none;
	if (["secureBootEnabled", "vTpmEnabled"].some((name) => {
		const setting = settingIn(security, `uefiSettings.${name}`);
		return setting.kind === "absent" || setting.kind === "known" && !isBool(true)(setting.value);
	})) return {
		kind: "not-applicable",
		reason: "Secure Boot or vTPM is off"
	};
	if (placed.some(isAttestation)) return { kind: "pass" };
	return {
		kind: "fail",
		at: type.at,
		message: `'${shownName(machine.resource)}' starts by Trusted Launch, and nothing attests to it`,
		found: "no extension",
		wanted: "the GuestAttestation extension"
	};
}
const switches = [
	["osProfile", "allowExtensionOperations"],
	["osProfile.windowsConfiguration", "provisionVMAgent"],
	["osProfile.linuxConfiguration", "provisionVMAgent"]
];
function extensible({ profile, kind }) {
	const above = kind === "vmss" ? "properties.virtualMachineProfile" : "properties";
	return switches.flatMap(([path, name]) => {
		const holder = placeIn(profile, path);
		if ("kind" in holder) return [];
		const expected = {
			what: name,
			wanted: "true",
			holds: isBool(true),
			absent: "pass",
			fix: true
		};
		return [expectIn(holder, name, expected, `${above}.${path}.${name}`)];
	});
}
const guest = {
	publisher: "Microsoft.GuestConfiguration",
	type: "ConfigurationforLinux",
	typeHandlerVersion: "1.0"
};
const attestation = {
	publisher: "Microsoft.Azure.Security.LinuxAttestation",
	type: "GuestAttestation",
	typeHandlerVersion: "1.0"
};
const identity = { identity: { type: "SystemAssigned" } };
const trusted$1 = { securityProfile: {
	securityType: "TrustedLaunch",
	uefiSettings: {
		secureBootEnabled: true,
		vTpmEnabled: true
	}
} };
function withSwitch(allowExtensionOperations) {
	return { resources: [linuxMachine$1({ osProfile: {
		computerName: "app",
		adminUsername: "operator",
		allowExtensionOperations,
		linuxConfiguration: { disablePasswordAuthentication: true }
	} })] };
}
const machineSideRules = [
	machineRule({
		id: "AGT014",
		severity: "medium",
		title: "Machines with the Guest Configuration extension have a system-assigned identity",
		rationale: "The extension signs in with the identity that the system assigns to the machine. Without one, or with a user-assigned one alone, it is installed and reports nothing. A machine has no identity unless it is declared.",
		remedy: "Add `identity: { \"type\": \"SystemAssigned\" }` to the machine.",
		references: ["https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts"],
		aliases: [],
		controls: ["MCSB:IM-3", "MCSB:PV-4"],
		example: {
			passing: { resources: [linuxMachine$1({}, identity), agentExtension("vm", guest)] },
			failing: { resources: [linuxMachine$1(), agentExtension("vm", guest)] }
		}
	}, identified),
	machineRule({
		id: "AGT015",
		severity: "low",
		title: "Trusted Launch machines get the Guest Attestation extension",
		rationale: "Trusted Launch measures how a machine starts; only the extension has these measurements checked, so that Defender for Cloud can warn of a changed boot chain. Azure does not install it by itself.",
		remedy: "Add the extension `GuestAttestation` of publisher `Microsoft.Azure.Security.LinuxAttestation` or `Microsoft.Azure.Security.WindowsAttestation`.",
		references: ["https://learn.microsoft.com/azure/virtual-machines/boot-integrity-monitoring-overview"],
		aliases: [],
		controls: ["MCSB:PV-4"],
		example: {
			passing: { resources: [linuxMachine$1(trusted$1), agentExtension("vm", attestation)] },
			failing: { resources: [linuxMachine$1(trusted$1)] }
		}
	}, attested),
	machineRule({
		id: "AGT018",
		severity: "high",
		title: "Extensions can be installed",
		rationale: "With allowExtensionOperations or provisionVMAgent set to false no extension can be installed, neither by the template nor by a policy: no agent ever gets onto the machine. Both are true when they are absent.",
		remedy: "Take the setting away, or set it to true.",
		references: ["https://learn.microsoft.com/azure/virtual-machines/extensions/features-linux", "https://learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update"],
		aliases: ["AZR-000246"],
		controls: ["MCSB:PV-5"],
		example: {
			passing: withSwitch(true),
			failing: withSwitch(false)
		}
	}, extensible)
];

// src/templates/agents/rules/retired.ts
const assessmentTypes = [
	"microsoft.compute/virtualmachines/providers/servervulnerabilityassessments",
	"microsoft.hybridcompute/machines/providers/servervulnerabilityassessments",
	"microsoft.security/servervulnerabilityassessments"
];
const wayOut = "an assessment named mdeTvm, or the Qualys Cloud Agent";
function assessmentOutcome(resource) {
	if (isOfProvider(resource, "microsoft.security", "servervulnerabilityassessments") === "no") return {
		kind: "not-applicable",
		reason: "it is of another provider than Defender's"
	};
	const name = segmentsOf$1(partialText(resource.name)).at(-1) ?? [];
	const at = resource.declaration.nameSpan;
	switch (isSameText(name, ["mdetvm"])) {
		case "yes": return { kind: "pass" };
		case "maybe": {
			const unknown = unknownNameOf(resource);
			if (unknown === void 0) return { kind: "pass" };
			return {
				kind: "undecided",
				at,
				message: `which scanner this selects is not known: ${unknown.reason.message}`,
				unknown
			};
		}
		case "no": return {
			kind: "fail",
			at,
			message: "this selects the scanner that Defender for Cloud integrated, which was retired in May 2024",
			found: "the retired scanner",
			wanted: wayOut
		};
	}
}
function retiredOutcomes(resource, context) {
	if (assessmentTypes.includes(resource.type.toLowerCase())) return [assessmentOutcome(resource)];
	return declaredBy(resource, context).flatMap((extension) => {
		const publisher = textOf$9(extension.publisher);
		const type = textOf$9(extension.type);
		if (publisher === void 0 || type === void 0) return [];
		if (!isRetiredExtension(publisher, type)) return [];
		return [{
			kind: "fail",
			at: extension.type.at,
			message: `${labelOf$1(extension)} is the scanner that Defender for Cloud integrated, which was retired in May 2024`,
			found: `'${type}'`,
			wanted: wayOut
		}];
	});
}
function assessment(name) {
	return {
		type: "Microsoft.Compute/virtualMachines/providers/serverVulnerabilityAssessments",
		apiVersion: "2020-01-01",
		name: `app/Microsoft.Security/${name}`
	};
}
const retiredScanner = {
	id: "AGT009",
	kind: "agent",
	on: "resource",
	severity: "medium",
	types: [...declaringTypes, ...assessmentTypes],
	title: "Nothing selects Defender's retired Qualys scanner",
	rationale: "The Qualys scanner that was part of Defender for Cloud was retired in May 2024: assessments named `default` and extensions of type `*.AzureSecurityCenter` bring nothing any more, and machines that have nothing else are not assessed.",
	remedy: "Name the assessment `mdeTvm`, set `Microsoft.Security/serverVulnerabilityAssessmentsSettings` to MdeTvm for the subscription, or use the Qualys Cloud Agent with a licence of your own.",
	references: ["https://learn.microsoft.com/azure/defender-for-cloud/how-to-migrate-to-built-in", "https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-defender-vulnerability-management"],
	aliases: [],
	controls: ["MCSB:PV-5"],
	example: {
		passing: { resources: [linuxMachine$1(), assessment("mdeTvm")] },
		failing: { resources: [linuxMachine$1(), assessment("default")] }
	},
	check: retiredOutcomes
};
const legacyTypes = /* @__PURE__ */ new Set(["omsagentforlinux", "microsoftmonitoringagent"]);
const legacyMonitor = extensionRule({
	id: "AGT012",
	severity: "medium",
	title: "No machine gets the Log Analytics agent",
	rationale: "The Log Analytics agent (`OmsAgentForLinux`, `MicrosoftMonitoringAgent`) was retired in August 2024: it gets no fixes, and its uploads are no longer promised to arrive.",
	remedy: "Use Azure Monitor Agent with a data collection rule in its place.",
	references: ["https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-migration"],
	aliases: ["AZR-000317", "AZR-000318"],
	controls: ["MCSB:AM-2"],
	example: {
		passing: { resources: [linuxMachine$1(), agentExtension("vm", {
			publisher: "Microsoft.Azure.Monitor",
			type: "AzureMonitorLinuxAgent",
			typeHandlerVersion: "1.36"
		})] },
		failing: { resources: [linuxMachine$1(), agentExtension("vm", {
			publisher: "Microsoft.EnterpriseCloud.Monitoring",
			type: "OmsAgentForLinux",
			typeHandlerVersion: "1.13"
		})] }
	}
}, (extension) => {
	const publisher = textOf$9(extension.publisher)?.toLowerCase();
	const type = textOf$9(extension.type);
	if (type === void 0 || publisher === void 0) return void 0;
	if (!(publisher === "microsoft.enterprisecloud.monitoring" && legacyTypes.has(type.toLowerCase()))) return { kind: "pass" };
	return {
		kind: "fail",
		at: extension.type.at,
		message: `${labelOf$1(extension)} is the Log Analytics agent, which was retired in August 2024`,
		found: `'${type}'`,
		wanted: "Azure Monitor Agent"
	};
});
const retiredRules = [retiredScanner, legacyMonitor];

// src/templates/agents/rules/upgrades.ts
const windowsQualys = {
	publisher: "Qualys",
	type: "QualysAgent"
};
const monitor = {
	publisher: "Microsoft.Azure.Monitor",
	type: "AzureMonitorLinuxAgent",
	typeHandlerVersion: "1.36"
};
function onMachine$1(properties) {
	return { resources: [linuxMachine$1(), agentExtension("vm", { ...properties })] };
}
function withdrawn(extension) {
	const found = agentOf(extension);
	if (found?.agent.name !== "qualys" || found.extension.os !== "windows") return void 0;
	const version = settingIn(extension.properties, "typeHandlerVersion");
	if (version.kind === "absent") return {
		kind: "not-applicable",
		reason: "it names no version"
	};
	if (version.kind === "unknown") {
		const why = version.value.reason.message;
		return undecided(version, `the version of ${labelOf$1(extension)} is not known: ${why}`);
	}
	const text = textOf$9(version) ?? "";
	if (!isWithdrawn(found.extension, text)) return { kind: "pass" };
	return {
		kind: "fail",
		at: version.at,
		message: `version ${text} of ${labelOf$1(extension)} was withdrawn`,
		found: `'${text}'`,
		wanted: `'1.6'`
	};
}
/** Agents whose publishers take part in Azure's automatic upgrade of extensions. */
const upgraded = ["ama", "guest-configuration"];
function upgrading(extension) {
	const agent = agentOf(extension)?.agent;
	if (agent === void 0) return void 0;
	const isArc = extension.hostType.startsWith("microsoft.hybridcompute/");
	const minor = expectIn(extension.properties, "autoUpgradeMinorVersion", {
		what: `autoUpgradeMinorVersion of ${labelOf$1(extension)}`,
		wanted: "true",
		holds: isBool(true),
		absent: isArc ? "pass" : "fail",
		absentMeans: "false"
	});
	if (minor.kind !== "pass" || !upgraded.includes(agent.name)) return minor;
	return expectIn(extension.properties, "enableAutomaticUpgrade", {
		what: `enableAutomaticUpgrade of ${labelOf$1(extension)}`,
		wanted: "true",
		holds: isBool(true),
		absent: isArc ? "pass" : "fail",
		absentMeans: "false"
	});
}
const upgradeRules = [extensionRule({
	id: "AGT007",
	severity: "medium",
	title: "The Qualys extension on Windows is not of the withdrawn version 3.1",
	rationale: "Version 3.1 of the extension for Windows was withdrawn; Azure no longer offers it to new machines, so that the deployment fails or the machine stays without the agent. Without typeHandlerVersion Azure refuses the extension.",
	remedy: "Set typeHandlerVersion to `1.6` and autoUpgradeMinorVersion to true.",
	references: ["https://learn.microsoft.com/azure/virtual-machines/extensions/qualys"],
	aliases: [],
	controls: ["MCSB:PV-5"],
	example: {
		passing: onMachine$1({
			...windowsQualys,
			typeHandlerVersion: "1.6"
		}),
		failing: onMachine$1({
			...windowsQualys,
			typeHandlerVersion: "3.1"
		})
	}
}, withdrawn), extensionRule({
	id: "AGT016",
	severity: "low",
	title: "Extensions of agents are kept up to date",
	rationale: "An agent that is never upgraded misses new checks and keeps its own faults. autoUpgradeMinorVersion is false when it is absent; enableAutomaticUpgrade, which publishers such as Azure Monitor and Guest Configuration support, is false too when it is absent (on Arc machines it is on).",
	remedy: "Set autoUpgradeMinorVersion to true, and enableAutomaticUpgrade to true for Azure Monitor Agent and Guest Configuration.",
	references: ["https://learn.microsoft.com/azure/virtual-machines/automatic-extension-upgrade", "https://learn.microsoft.com/azure/azure-arc/servers/manage-automatic-vm-extension-upgrade"],
	aliases: [],
	controls: ["MCSB:PV-7"],
	example: {
		passing: onMachine$1({
			...monitor,
			enableAutomaticUpgrade: true
		}),
		failing: onMachine$1({
			...monitor,
			enableAutomaticUpgrade: false
		})
	}
}, upgrading)];

// src/templates/agents/rules/agent-rules.ts
const agentRules = [
	...presenceRules,
	...licenceRules,
	...upgradeRules,
	...fittingRules,
	...retiredRules,
	...machineSideRules,
	...clearTextRules
].toSorted((left, right) => left.id < right.id ? -1 : 1);

// src/templates/policy-as-code/assignment-rules.ts
const types$7 = ["microsoft.authorization/policyassignments"];
const catalogues = /* @__PURE__ */ new WeakMap();
function catalogueIn(evaluation) {
	const known = catalogues.get(evaluation);
	if (known !== void 0) return known;
	const made = catalogueOf([evaluation]);
	catalogues.set(evaluation, made);
	return made;
}
/** The definitions behind an assignment that bring an agent. */
function agentDefinitions(resource, evaluation) {
	const { definitionId, given } = assignmentOf(resource, evaluation);
	if (definitionId?.kind !== "string") return [];
	const catalogue = catalogueIn(evaluation);
	const direct = catalogue.definition(definitionId.value);
	return (direct === void 0 ? (catalogue.initiative(definitionId.value) ?? []).map((member) => ({
		definition: member.definition,
		given: member.given(given)
	})) : [{
		definition: direct,
		given
	}]).filter(({ definition, given: own }) => definition.deployed(own).length > 0);
}
function assignmentRule(text, check) {
	return {
		...text,
		kind: "agent",
		on: "resource",
		types: types$7,
		check(resource, { evaluation }) {
			const named = agentDefinitions(resource, evaluation);
			if (named.length > 0) return check(resource, named);
			return {
				kind: "not-applicable",
				reason: "it assigns no policy that brings an agent"
			};
		}
	};
}
function powerful(resource) {
	const identity = settingOf(resource, "identity.type");
	if (identity.kind === "unknown") return undecided(identity, `its identity is not known: ${identity.value.reason.message}`);
	const wanted = "an identity and a location";
	if (!(identity.kind === "known" && isText$1("SystemAssigned", "UserAssigned")(identity.value))) return {
		kind: "fail",
		at: identity.at,
		message: "this assignment has no identity, without which its policy deploys nothing",
		found: "no identity",
		wanted
	};
	const location = settingOf(resource, "location");
	if (location.kind !== "absent") return { kind: "pass" };
	return {
		kind: "fail",
		at: location.at,
		message: "this assignment has an identity and no location, which Azure refuses",
		found: "no location",
		wanted
	};
}
function definitionSpan(resource) {
	return settingOf(resource, "properties.policyDefinitionId").at;
}
function currentScanner(resource, named) {
	const assessing = named.flatMap(({ definition, given }) => definition.deployed(given).filter(({ deploys }) => deploys === "mdvm"));
	if (assessing.length === 0) return {
		kind: "not-applicable",
		reason: "it assigns no vulnerability assessment"
	};
	const retired = assessing.find(({ not }) => not !== void 0);
	const open = assessing.find(({ unknown }) => unknown !== void 0 && !/\bfield\(/.test(unknown.form))?.unknown;
	const isDirect = named.some(({ definition }) => definition.name === assessmentDefinition);
	const setting = settingOf(resource, "properties.parameters.vaType.value");
	const at = isDirect && named.length === 1 ? setting.at : definitionSpan(resource);
	if (retired === void 0) {
		if (open === void 0) return { kind: "pass" };
		return undecided({
			value: open,
			at
		}, `its vaType is not known: ${open.reason.message}`);
	}
	return {
		kind: "fail",
		at,
		message: "this assignment brings the scanner that was retired in May 2024, since its vaType is not mdeTvm",
		found: setting.kind === "absent" ? "absent, which means 'default'" : "another vaType",
		wanted: `'mdeTvm'`
	};
}
/** The place of the parameter of the assignment that gives this value; else that of the definition's identifier. */
function parameterSpan(resource, value) {
	const parameters = settingOf(resource, "properties.parameters");
	if (parameters.kind === "known" && parameters.value.kind === "object") for (const name of parameters.value.properties.keys()) {
		if (name.includes(".")) continue;
		const setting = settingOf(resource, `properties.parameters.${name}.value`);
		if (setting.kind === "known" && setting.value === value) return setting.at;
	}
	return definitionSpan(resource);
}
function effective(resource, named) {
	const mode = expectSetting(resource, "properties.enforcementMode", {
		what: "enforcementMode",
		wanted: "'Default'",
		holds: isText$1("Default"),
		absent: "pass"
	});
	const off = named.map(({ definition, given }) => definition.effect(given)).find((effect) => effect?.kind === "string" && effect.value.toLowerCase() === "disabled");
	if (off === void 0) return [mode];
	const effect = {
		kind: "fail",
		at: parameterSpan(resource, off),
		message: "the effect of this assignment is Disabled: no machine gets its agent",
		found: `'Disabled'`,
		wanted: `'DeployIfNotExists'`
	};
	return mode.kind === "pass" ? [effect] : [mode, effect];
}
const documentation = ["https://learn.microsoft.com/azure/governance/policy/concepts/assignment-structure"];
function assignment$1(properties, members = { identity: { type: "SystemAssigned" } }) {
	const definition = `/providers/Microsoft.Authorization/policyDefinitions/${assessmentDefinition}`;
	return { resources: [{
		type: "Microsoft.Authorization/policyAssignments",
		apiVersion: "2022-06-01",
		name: "assess-machines",
		location: "westeurope",
		...members,
		properties: {
			policyDefinitionId: definition,
			...properties
		}
	}] };
}
const current = { parameters: { vaType: { value: "mdeTvm" } } };
const settingsType = "Microsoft.Security/serverVulnerabilityAssessmentsSettings";
function settings$1(properties) {
	return { resources: [{
		type: settingsType,
		apiVersion: "2023-05-01",
		name: "azureServersSetting",
		kind: "AzureServersSetting",
		properties
	}] };
}
const assignmentRules = [
	assignmentRule({
		id: "POL001",
		severity: "medium",
		title: "Assignments of policies that bring agents have an identity and a location",
		rationale: "A DeployIfNotExists policy deploys with the identity of its assignment. Without one it only reports, and an identity needs a location. The identity must also hold the roles that the definition names: portal and command line grant them, templates need a role assignment.",
		remedy: "Add `\"identity\": { \"type\": \"SystemAssigned\" }` and a `location`, and grant the roles of the definition.",
		references: [...documentation, "https://learn.microsoft.com/azure/governance/policy/how-to/remediate-resources"],
		aliases: [],
		controls: ["MCSB:PV-5"],
		example: {
			passing: assignment$1(current),
			failing: assignment$1(current, {})
		}
	}, powerful),
	assignmentRule({
		id: "POL002",
		severity: "medium",
		title: "The assignment for vulnerability assessment selects Defender Vulnerability Management",
		rationale: "The built-in definition `Configure machines to receive a vulnerability assessment provider` has the parameter vaType, whose default (`default`) is the Qualys scanner that was retired in May 2024: such an assignment brings nothing.",
		remedy: "Give the parameter vaType the value `mdeTvm`.",
		references: ["https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-defender-vulnerability-management", ...documentation],
		aliases: [],
		controls: ["MCSB:PV-5"],
		example: {
			passing: assignment$1(current),
			failing: assignment$1({})
		}
	}, currentScanner),
	assignmentRule({
		id: "POL003",
		severity: "medium",
		title: "Assignments of policies that bring agents are in force",
		rationale: "With enforcementMode DoNotEnforce or the effect Disabled a policy deploys nothing, although it is assigned. Without enforcementMode it is enforced; without the parameter the built-in definitions deploy.",
		remedy: "Set enforcementMode to Default and the effect to DeployIfNotExists.",
		references: documentation,
		aliases: [],
		controls: ["MCSB:PV-5"],
		example: {
			passing: assignment$1(current),
			failing: assignment$1({
				...current,
				enforcementMode: "DoNotEnforce"
			})
		}
	}, effective),
	{
		id: "POL004",
		kind: "agent",
		on: "resource",
		severity: "low",
		types: [settingsType.toLowerCase()],
		title: "The subscription's setting for vulnerability assessment selects Defender Vulnerability Management",
		rationale: "serverVulnerabilityAssessmentsSettings says which scanner the machines of a subscription get. Without a selectedProvider it selects none.",
		remedy: "Set properties.selectedProvider to `MdeTvm`.",
		references: ["https://learn.microsoft.com/azure/templates/microsoft.security/servervulnerabilityassessmentssettings"],
		aliases: [],
		controls: ["MCSB:PV-5"],
		example: {
			passing: settings$1({ selectedProvider: "MdeTvm" }),
			failing: settings$1({})
		},
		check: (resource) => expectSetting(resource, "properties.selectedProvider", {
			what: "selectedProvider",
			wanted: "'MdeTvm'",
			holds: isText$1("MdeTvm"),
			absent: "fail",
			absentMeans: "none"
		})
	}
];

// src/templates/rules/outcome.ts
/** Passes when one of them does; else the first that is undecided; else the first. */
function passingOf(first, ...others) {
	const all = [first, ...others];
	return all.find((each) => each.kind === "pass") ?? all.find((each) => each.kind === "undecided") ?? first;
}
/** Fails when one of them does; else the first that is undecided; else the first that passes; else the first. */
function failingOf(first, ...others) {
	const all = [first, ...others];
	return all.find((each) => each.kind === "fail") ?? all.find((each) => each.kind === "undecided") ?? all.find((each) => each.kind === "pass") ?? first;
}

// src/templates/rules/presence.ts
function isEmpty(value) {
	if (value.kind === "string") return value.value.trim() === "";
	if (value.kind === "array") return value.items.every((item) => item.kind !== "unknown" && isEmpty(item));
	return value.kind === "null" || value.kind === "object" && value.properties.size === 0;
}
/** Whether the setting itself is unknown, the object around it known, and it can hardly be null. */
function isGivenLater(resource, path) {
	const setting = settingOf(resource, path);
	if (setting.kind !== "unknown") return false;
	const { type, reason } = setting.value;
	if (type === "any" && reason.kind !== "runtime") return false;
	const around = path.slice(0, Math.max(0, path.lastIndexOf(".")));
	if (around === "") return true;
	const outer = placeIn(placeOf$2(resource), around);
	return !("kind" in outer) && outer.value.kind !== "unknown";
}
/**
* Passes when a setting has a value that is not empty. One that only the deployment knows counts as given, unless it is
* a parameter that may be null.
*/
function isSet(resource, path, text) {
	if (isGivenLater(resource, path)) return { kind: "pass" };
	return expectSetting(resource, path, {
		...text,
		holds: (value) => !isEmpty(value),
		absent: "fail"
	});
}

// src/templates/rules/setting-rule.ts
/** A rule over resources with a function of its own. */
function resourceRule(rule) {
	return {
		kind: "template",
		on: "resource",
		...rule
	};
}
/** A rule that wants one setting of a resource. */
function settingRule({ path, expected, ...text }) {
	return resourceRule({
		...text,
		check: (resource) => expectSetting(resource, path, expected)
	});
}
/** Examples of one resource each, or of several. */
function exampleOf(passing, failing) {
	const listed = (one) => Array.isArray(one) ? one : [one];
	return {
		passing: { resources: listed(passing) },
		failing: { resources: listed(failing) }
	};
}

// src/templates/rules/defender/contact-rules.ts
const types$6 = ["microsoft.security/securitycontacts"];
const references$5 = ["https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications", "https://learn.microsoft.com/azure/templates/microsoft.security/securitycontacts"];
function contact(properties) {
	return {
		type: "Microsoft.Security/securityContacts",
		apiVersion: "2020-01-01-preview",
		name: "default",
		properties: {
			emails: "security@example.com",
			phone: "+49 30 123456",
			...properties
		}
	};
}
const on = (what) => ({
	holds: isText$1("On"),
	wanted: "'On'",
	what,
	absent: "fail"
});
function expectAddress(resource, name) {
	return isSet(resource, `properties.${name}`, {
		what: `the address of the security contact (${name})`,
		wanted: "one or more addresses"
	});
}
/** The form of 2023-12: a source `Alert` in a contact that is enabled. */
function expectAlertSource(resource) {
	const sources = itemsIn(placeOf$2(resource), "properties.notificationsSources");
	if ("kind" in sources) {
		if (sources.kind === "unknown") return undecided(sources, "the sources are not known");
		return {
			kind: "fail",
			at: sources.at,
			message: "no notification of alerts is asked for",
			found: "absent",
			wanted: "a source Alert"
		};
	}
	const [first, ...rest] = sources.map((source) => expectIn(source, "sourceType", {
		holds: isText$1("Alert"),
		wanted: "'Alert'",
		what: "the source of notifications (sourceType)",
		absent: "fail"
	}));
	const enabled = expectSetting(resource, "properties.isEnabled", {
		holds: isBool(true),
		wanted: "true",
		what: "the contact (isEnabled)",
		absent: "pass"
	});
	if (first === void 0) return {
		kind: "not-applicable",
		reason: "it names no source"
	};
	return failingOf(enabled, passingOf(first, ...rest));
}
const defenderContactRules = [
	resourceRule({
		id: "POL009.email",
		severity: "low",
		title: "The security contact has an address",
		rationale: "Microsoft tells the contact when data of the subscription was taken; without an address nobody hears of it.",
		remedy: "Name addresses in properties.emails (properties.email before apiVersion 2020-01-01).",
		references: references$5,
		aliases: ["AZR-000209", "AZU-0062"],
		controls: ["MCSB:IR-2", "CIS:2.1.19"],
		types: types$6,
		example: exampleOf(contact({}), contact({ emails: "" })),
		check: (resource) => passingOf(expectAddress(resource, "emails"), expectAddress(resource, "email"))
	}),
	resourceRule({
		id: "POL009.alerts",
		severity: "low",
		title: "The security contact is told of alerts",
		rationale: "Alerts of high severity are mailed only where that is on; with a lower minimal severity more of them are.",
		remedy: "Set properties.alertNotifications.state to 'On', or name a source Alert in properties.notificationsSources (apiVersion 2023-12-01-preview).",
		references: references$5,
		aliases: ["CKV_AZURE_21", "AZU-0044"],
		controls: ["MCSB:IR-2", "CIS:2.1.20"],
		types: types$6,
		example: exampleOf(contact({ alertNotifications: {
			state: "On",
			minimalSeverity: "High"
		} }), contact({ alertNotifications: { state: "Off" } })),
		check: (resource) => passingOf(expectSetting(resource, "properties.alertNotifications.state", {
			...on("mail about alerts (alertNotifications)"),
			absentMeans: "'Off'"
		}), expectSetting(resource, "properties.alertNotifications", on("mail about alerts")), expectAlertSource(resource))
	}),
	resourceRule({
		id: "POL009.owners",
		severity: "low",
		title: "Owners of the subscription are told of alerts",
		rationale: "Addresses go stale when people leave; owners are those who can act. Off unless the template says so.",
		remedy: "Set properties.notificationsByRole.state to 'On' with the role Owner (properties.alertsToAdmins before apiVersion 2020-01-01).",
		references: references$5,
		aliases: ["CKV_AZURE_22"],
		controls: ["MCSB:IR-2", "CIS:2.1.18"],
		types: types$6,
		example: exampleOf(contact({ notificationsByRole: {
			state: "On",
			roles: ["Owner"]
		} }), contact({ notificationsByRole: { state: "Off" } })),
		check: (resource) => passingOf(expectSetting(resource, "properties.notificationsByRole.state", {
			...on("mail to owners (notificationsByRole)"),
			absentMeans: "'Off'"
		}), expectSetting(resource, "properties.alertsToAdmins", on("mail to owners (alertsToAdmins)")))
	}),
	resourceRule({
		id: "POL009.phone",
		severity: "low",
		title: "The security contact has a phone number",
		rationale: "When mail is what was broken into, a call still reaches someone.",
		remedy: "Name a number in properties.phone.",
		references: references$5,
		aliases: [
			"CKV_AZURE_20",
			"AZU-0046",
			"3e9fcc67-1f64-405f-b2f9-0a6be17598f0"
		],
		controls: ["MCSB:IR-2"],
		types: types$6,
		example: exampleOf(contact({}), contact({ phone: "" })),
		check: (resource) => isSet(resource, "properties.phone", {
			what: "the phone number of the security contact (phone)",
			wanted: "a number"
		})
	})
];

// src/templates/rules/defender/pricing.ts
const types$5 = ["microsoft.security/pricings"];
const references$4 = ["https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction", "https://learn.microsoft.com/azure/templates/microsoft.security/pricings"];
function pricing(name, properties) {
	return {
		type: "Microsoft.Security/pricings",
		apiVersion: "2024-01-01",
		name,
		properties
	};
}
/** A rule that wants a plan in the tier Standard where a template sets it; that it is set at all is not asked. */
function planRule({ names, also, title, rationale, ...text }) {
	const [name] = names;
	const isNamed = isText$1(...names);
	return resourceRule({
		...text,
		title: `${title} is on where a template sets its plan`,
		rationale: `${rationale} The tier Free turns the plan off.`,
		remedy: `Set properties.pricingTier of the plan '${name}' to 'Standard'.`,
		references: references$4,
		types: types$5,
		example: exampleOf(pricing(name, { pricingTier: "Standard" }), pricing(name, { pricingTier: "Free" })),
		check(resource) {
			if (resource.name.kind !== "unknown" && !isNamed(resource.name)) return {
				kind: "not-applicable",
				reason: "it is another plan"
			};
			const tier = expectSetting(resource, "properties.pricingTier", {
				holds: isText$1("Standard"),
				wanted: "'Standard'",
				what: `the tier of ${title} (pricingTier)`,
				absent: "fail",
				fix: "Standard"
			});
			const outcome = tier.kind === "pass" ? also?.(resource) ?? tier : tier;
			if (resource.name.kind !== "unknown" || outcome.kind !== "fail") return outcome;
			const { name: value, declaration } = resource;
			return undecided({
				value,
				at: declaration.nameSpan
			}, "which plan this is is not known");
		}
	});
}

// src/templates/rules/defender/plan-rules.ts
const defenderPlanRules = [
	planRule({
		id: "POL005",
		severity: "high",
		title: "Microsoft Defender for Servers",
		rationale: "The plan brings Defender for Endpoint and the assessment of vulnerabilities to machines. Plan P1 lacks the assessment without an agent and the checks of files and configuration; without a subPlan it is P2.",
		names: ["VirtualMachines", "default"],
		aliases: ["AZR-000293"],
		controls: [
			"MCSB:LT-1",
			"MCSB:ES-1",
			"CIS:2.1.1"
		],
		also(resource) {
			const outcome = expectSetting(resource, "properties.subPlan", {
				holds: isText$1("P2"),
				wanted: "'P2'",
				what: "the plan of Defender for Servers (subPlan)",
				absent: "pass",
				fix: "P2"
			});
			return outcome.kind === "fail" ? {
				...outcome,
				severity: "low"
			} : outcome;
		}
	}),
	planRule({
		id: "POL006",
		severity: "high",
		title: "Microsoft Defender for Containers",
		rationale: "The plan scans images in registries and watches clusters. The older plans ContainerRegistry and KubernetesService are halves of it.",
		names: [
			"Containers",
			"ContainerRegistry",
			"KubernetesService"
		],
		aliases: ["CKV_AZURE_85", "AZR-000290"],
		controls: ["MCSB:LT-1", "CIS:2.1.8"]
	}),
	planRule({
		id: "POL007.key-vaults",
		severity: "medium",
		title: "Microsoft Defender for Key Vault",
		rationale: "The plan reports odd reading of secrets, such as from the Tor network or in bulk.",
		names: ["KeyVaults"],
		aliases: ["CKV_AZURE_87", "AZR-000352"],
		controls: [
			"MCSB:LT-1",
			"MCSB:DP-8",
			"CIS:2.1.10"
		]
	}),
	planRule({
		id: "POL007.storage-accounts",
		severity: "medium",
		title: "Microsoft Defender for Storage",
		rationale: "The plan reports malware in uploads and odd reading of blobs.",
		names: ["StorageAccounts"],
		aliases: ["CKV_AZURE_84", "AZR-000296"],
		controls: ["MCSB:LT-1", "CIS:2.1.7"]
	}),
	planRule({
		id: "POL007.sql-servers",
		severity: "medium",
		title: "Microsoft Defender for Azure SQL",
		rationale: "The plan reports injection and guessed passwords, and assesses databases.",
		names: ["SqlServers"],
		aliases: ["AZR-000294"],
		controls: ["MCSB:LT-1", "CIS:2.1.4"]
	}),
	planRule({
		id: "POL007.sql-machines",
		severity: "medium",
		title: "Microsoft Defender for SQL servers on machines",
		rationale: "The plan reports injection and guessed passwords on SQL servers of virtual machines.",
		names: ["SqlServerVirtualMachines"],
		aliases: ["AZR-000297"],
		controls: ["MCSB:LT-1", "CIS:2.1.5"]
	}),
	planRule({
		id: "POL007.app-services",
		severity: "medium",
		title: "Microsoft Defender for App Service",
		rationale: "The plan reports attacks on sites and what they leave behind.",
		names: ["AppServices"],
		aliases: ["AZR-000295"],
		controls: ["MCSB:LT-1", "CIS:2.1.2"]
	}),
	planRule({
		id: "POL007.resource-manager",
		severity: "medium",
		title: "Microsoft Defender for Resource Manager",
		rationale: "The plan reports odd management of the subscription, whichever tool it comes from.",
		names: ["Arm"],
		aliases: ["AZR-000354"],
		controls: ["MCSB:LT-1", "CIS:2.1.12"]
	}),
	planRule({
		id: "POL007.open-source-databases",
		severity: "medium",
		title: "Microsoft Defender for open-source relational databases",
		rationale: "The plan reports guessed passwords and odd access to PostgreSQL, MySQL and MariaDB.",
		names: ["OpenSourceRelationalDatabases"],
		aliases: [],
		controls: ["MCSB:LT-1", "CIS:2.1.6"]
	}),
	planRule({
		id: "POL007.cosmos-dbs",
		severity: "medium",
		title: "Microsoft Defender for Azure Cosmos DB",
		rationale: "The plan reports injection, leaked keys and bulk reading.",
		names: ["CosmosDbs"],
		aliases: [],
		controls: ["MCSB:LT-1", "CIS:2.1.9"]
	}),
	planRule({
		id: "POL008",
		severity: "medium",
		title: "Microsoft Defender Cloud Security Posture Management",
		rationale: "The plan finds paths of attack and looks into the disks of machines without an agent.",
		names: ["CloudPosture"],
		aliases: ["AZR-000372"],
		controls: ["MCSB:LT-1"]
	})
];

// src/templates/rules/defender/role-rules.ts
/** Actions that give all others, or the right to give them. */
const allActions = /* @__PURE__ */ new Set([
	"*",
	"*/write",
	"microsoft.authorization/*",
	"microsoft.authorization/*/write",
	"microsoft.authorization/roledefinitions/*",
	"microsoft.authorization/roledefinitions/write"
]);
/** A subscription, a management group or the tenant. */
const wideScope = /^(\/|\/subscriptions\/[^/]+\/?|\/providers\/microsoft\.management\/managementgroups\/[^/]+\/?)$/i;
function anyOf(values, isIt) {
	if (values.some((value) => value.kind === "string" && isIt(value.value))) return "yes";
	return values.find((value) => value.kind === "unknown") ?? "no";
}
/** Whether it may be given in a whole subscription or above; a role without scopes is taken as one of those. */
function isWide(resource) {
	const scopes = itemsIn(placeOf$2(resource), "properties.assignableScopes");
	if (!("kind" in scopes)) return anyOf(scopes.map(({ value }) => value), (scope) => wideScope.test(scope));
	return scopes.kind === "unknown" ? scopes.value : "yes";
}
function expectActions(permission, wide) {
	const place = placeIn(permission, "actions");
	if ("kind" in place) return place.kind === "unknown" && wide !== "no" ? undecided(place, "the actions of this role are not known") : { kind: "pass" };
	const { value, at } = place;
	const items = value.kind === "array" ? value.items : [value];
	const all = anyOf(items, (action) => allActions.has(action.toLowerCase()));
	if (all === "no" || wide === "no") return { kind: "pass" };
	if (all !== "yes") return undecided({
		value: all,
		at
	}, `an action is not known: ${all.reason.message}`);
	if (wide !== "yes") return undecided({
		value: wide,
		at
	}, `where it holds is not known: ${wide.reason.message}`);
	return {
		kind: "fail",
		at,
		message: "this role may do everything, or give that right, in a whole subscription",
		found: items.flatMap((item) => item.kind === "string" ? [`'${item.value}'`] : []).join(", "),
		wanted: "the actions that it needs"
	};
}
function role(actions) {
	return {
		type: "Microsoft.Authorization/roleDefinitions",
		apiVersion: "2022-04-01",
		name: "[guid('operator')]",
		properties: {
			roleName: "operator",
			type: "CustomRole",
			permissions: [{
				actions,
				notActions: []
			}],
			assignableScopes: ["[subscription().id]"]
		}
	};
}
const roleRules = [resourceRule({
	id: "POL010",
	severity: "medium",
	title: "No role of your own may do everything in a subscription",
	rationale: "A second Owner under another name is in no review of owners. The right to write roles is the same right, one step later.",
	remedy: "Name the actions that the role needs instead of '*', or use a built-in role.",
	references: ["https://learn.microsoft.com/azure/role-based-access-control/custom-roles", "https://learn.microsoft.com/azure/templates/microsoft.authorization/roledefinitions"],
	aliases: [
		"CKV_AZURE_39",
		"AZU-0030",
		"AZU-0052",
		"8fa9ceea-881f-4ef0-b0b8-728f589699a7"
	],
	controls: ["MCSB:PA-7", "CIS:1.23"],
	types: ["microsoft.authorization/roledefinitions"],
	example: exampleOf(role(["Microsoft.Compute/virtualMachines/restart/action"]), role(["*"])),
	check(resource) {
		const permissions = itemsIn(placeOf$2(resource), "properties.permissions");
		if ("kind" in permissions) return permissions.kind === "unknown" ? undecided(permissions, "the permissions of this role are not known") : { kind: "pass" };
		const wide = isWide(resource);
		return permissions.map((permission) => expectActions(permission, wide));
	}
})];

// src/templates/rules/defender/defender-rules.ts
const defenderRules = [
	...defenderPlanRules,
	...defenderContactRules,
	...roleRules
];

// src/templates/rules/api-version.ts
/** As `expectSetting`, with a default that depends on the apiVersion. */
function expectSince(resource, path, { newSince, absentBefore, absentSince, ...expected }) {
	const setting = settingOf(resource, path);
	if (setting.kind !== "absent") return expectSetting(resource, path, {
		...expected,
		absent: "fail"
	});
	const isNew = isSince(resource, newSince);
	if (typeof isNew === "boolean") return expectSetting(resource, path, {
		...expected,
		absent: isNew ? absentSince : absentBefore
	});
	const message = `${expected.what} is not set, and its default depends on the apiVersion, which is not known`;
	return undecided({
		value: isNew,
		at: setting.at
	}, `${message}: ${isNew.reason.message}`);
}

// src/templates/rules/related.ts
const indexes$1 = /* @__PURE__ */ new WeakMap();
/** An identifier without its last type and name; `/` inside `{}` belongs to a form. */
function parentKeyOf(key) {
	let depth = 0;
	let left = 2;
	for (let at = key.length - 1; at >= 0; at--) {
		const letter = key[at];
		if (letter === "}") depth++;
		if (letter === "{") depth--;
		if (letter === "/" && depth <= 0 && --left === 0) return key.slice(0, at);
	}
	return "";
}
function ownerKeyOf(resource) {
	return (resource.extendsKey ?? resource.parent?.key ?? parentKeyOf(resource.key)).toLowerCase();
}
/** `microsoft.keyvault/vaults/providers/diagnosticsettings` and `microsoft.insights/diagnosticsettings` are one type. */
function indexTypeOf(resource) {
	const type = resource.type.toLowerCase();
	return resource.extendsKey === void 0 ? type : `*/${type.slice(type.lastIndexOf("/") + 1)}`;
}
function indexOf$1(evaluation) {
	const known = indexes$1.get(evaluation);
	if (known !== void 0) return known;
	const index = /* @__PURE__ */ new Map();
	for (const resource of evaluation.resources) {
		if (resource.isExisting) continue;
		const type = indexTypeOf(resource);
		const { byOwner, unsureOwners } = index.get(type) ?? {
			byOwner: /* @__PURE__ */ new Map(),
			unsureOwners: /* @__PURE__ */ new Set()
		};
		index.set(type, {
			byOwner,
			unsureOwners
		});
		const owner = ownerKeyOf(resource);
		const those = byOwner.get(owner);
		if (those === void 0) byOwner.set(owner, [resource]);
		else those.push(resource);
		if (owner.includes("{")) unsureOwners.add(owner);
	}
	indexes$1.set(evaluation, index);
	return index;
}
/** Whether two keys, of which one holds a form, can be one: what is written before and behind the forms agrees. */
function mayBeSame(left, right) {
	if (left === right) return true;
	if (!left.includes("{") && !right.includes("{")) return false;
	const heads = [left, right].map((key) => key.split("{", 1)[0] ?? "");
	const tails = [left, right].map((key) => key.slice(key.lastIndexOf("}") + 1));
	const [headA = "", headB = ""] = heads;
	const [tailA = "", tailB = ""] = tails;
	return (headA.startsWith(headB) || headB.startsWith(headA)) && (tailA.endsWith(tailB) || tailB.endsWith(tailA));
}
function conditionOf(resource, owner) {
	const given = new Set(owner.conditions.map(({ value }) => formOf(value)));
	for (const { value } of resource.conditions) if (value.kind === "unknown" && !given.has(formOf(value))) return value;
}
/**
* The deployed children of a resource of some types (in lower case, parents' types included; `*` + `/name` for
* extensions), those that may be its children last.
*/
function relatedOf(owner, evaluation, types) {
	const key = owner.key.toLowerCase();
	const sure = [];
	const maybe = [];
	for (const type of types) {
		const owned = indexOf$1(evaluation).get(type);
		if (owned === void 0) continue;
		for (const resource of owned.byOwner.get(key) ?? []) sure.push({
			resource,
			doubt: conditionOf(resource, owner)
		});
		const others = key.includes("{") ? owned.byOwner.keys() : owned.unsureOwners;
		for (const other of others) {
			if (other === key || !mayBeSame(other, key)) continue;
			for (const resource of owned.byOwner.get(other) ?? []) maybe.push({
				resource,
				doubt: doubtOf(resource)
			});
		}
	}
	return [...sure, ...maybe];
}
function doubtOf({ name, declaration }) {
	if (name.kind === "unknown") return name;
	return unknownValue("bool", {
		kind: "outside",
		message: "whether it belongs to this resource is only known to the deployment",
		span: declaration.nameSpan
	}, "belongs");
}
/** `undecided` in place of an outcome of a resource that may not be there. */
function doubtful(outcome, { resource, doubt }) {
	if (doubt === void 0 || outcome.kind === "not-applicable") return outcome;
	const at = resource.declaration.nameSpan;
	const message = `whether this resource is deployed for it is not known: ${doubt.reason.message}`;
	return undecided({
		value: doubt,
		at
	}, message);
}
/**
* What the children or extensions of some types (see `relatedOf`) say of a resource: pass when one does, else undecided
* when one may, else the first failure; undefined when none says anything. A failure of one that may not be there says
* nothing.
*/
function judgeRelated(owner, { evaluation }, types, judge) {
	const outcomes = relatedOf(owner, evaluation, types).flatMap((each) => {
		const outcome = withoutFix(judge(each.resource));
		return outcome.kind === "fail" && each.doubt !== void 0 ? [] : [doubtful(outcome, each)];
	});
	for (const kind of [
		"pass",
		"undecided",
		"fail"
	]) {
		const found = outcomes.find((each) => each.kind === kind);
		if (found !== void 0) return found;
	}
}
/**
* As `judgeRelated`; where none says anything it fails at the name of the resource, or is undecided when a template of
* the deployment could not be read.
*/
function expectRelated(owner, context, { types, judge, message, wanted }) {
	const judged = judgeRelated(owner, context, types, judge);
	if (judged !== void 0) return judged;
	const at = owner.declaration.nameSpan;
	const [gap] = context.evaluation.gaps;
	if (gap !== void 0) {
		const reason = {
			kind: "outside",
			message: gap.message,
			span: gap.span
		};
		const value = unknownValue("object", reason, `gap(${gap.link})`);
		const because = `a template that this one deploys could not be read: ${gap.message}`;
		return undecided({
			value,
			at
		}, `${message}, but ${because}`);
	}
	return {
		kind: "fail",
		at,
		message,
		found: "absent",
		wanted
	};
}
/** The deployed resources of the evaluation that a child or an extension belongs to. */
function ownersOf(resource, evaluation) {
	return resourcesOfKey(evaluation, ownerKeyOf(resource)).filter((each) => !each.isExisting);
}
/**
* Judges a setting that a child resource may give too, as `sites/config` does; the child's value is the one that
* counts. `judge` is called with the owner and `own`, and with each child that gives the setting and `child`.
*/
function expectEffective(owner, children, paths, judge) {
	let outcome = judge(owner, paths.own);
	for (const child of children) {
		if (settingOf(child.resource, paths.child).kind === "absent") continue;
		const given = withoutFix(judge(child.resource, paths.child));
		outcome = given.kind === outcome.kind || child.doubt === void 0 ? given : doubtful(given, child);
	}
	return outcome;
}
/** A fix is a path below the resource that the rule is asked about, which the child is not. */
function withoutFix(outcome) {
	if (outcome.kind !== "fail") return outcome;
	const { fix: _, ...rest } = outcome;
	return rest;
}

// src/templates/rules/key-vault/diagnostic-logs.ts
/** Passes a setting that sends one of these categories, or category groups, to a workspace. */
function expectLogs(categories, groups) {
	const wanted = new Set([...categories, ...groups].map((name) => name.toLowerCase()));
	return (resource) => {
		const place = placeOf$2(resource);
		const logs = itemsIn(place, "properties.logs");
		if ("kind" in logs) {
			if (logs.kind !== "unknown") return {
				kind: "not-applicable",
				reason: "it sends no logs"
			};
			return undecided(logs, `the logs that it sends are not known: ${logs.value.reason.message}`);
		}
		const names = ["category", "categoryGroup"];
		const those = logs.filter((log) => names.some((name) => wanted.has(textIn(log, name)?.toLowerCase() ?? "")));
		const [unknown] = logs.filter((log) => log.value.kind === "unknown");
		if (those.length === 0 && unknown?.value.kind === "unknown") return undecided({
			value: unknown.value,
			at: unknown.at
		}, "a log that it sends is not known");
		const [first, ...rest] = those.map((log) => expectIn(log, "enabled", {
			holds: isBool(true),
			wanted: "true",
			what: `the log ${categories[0] ?? ""}`,
			absent: "fail"
		}));
		if (first === void 0) return {
			kind: "not-applicable",
			reason: "it sends other logs"
		};
		const enabled = [first, ...rest].find((each) => each.kind === "pass") ?? first;
		if (enabled.kind !== "pass") return enabled;
		return isSet(resource, "properties.workspaceId", {
			what: "the workspace (workspaceId)",
			wanted: "the id of a Log Analytics workspace"
		});
	};
}

// src/templates/rules/key-vault/key-vault-rules.ts
const types$4 = ["microsoft.keyvault/vaults"];
const reference$3 = "https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults";
const softDelete = "https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview";
function vault(properties) {
	return {
		type: "Microsoft.KeyVault/vaults",
		apiVersion: "2023-07-01",
		name: "kv-example",
		location: "westeurope",
		properties: {
			sku: {
				family: "A",
				name: "standard"
			},
			tenantId: "[subscription().tenantId]",
			...properties
		}
	};
}
function item(kind, properties) {
	return {
		type: `Microsoft.KeyVault/vaults/${kind}`,
		apiVersion: "2023-07-01",
		name: "kv-example/example",
		properties
	};
}
const logs = {
	type: "Microsoft.Insights/diagnosticSettings",
	apiVersion: "2021-05-01-preview",
	name: "audit",
	scope: "Microsoft.KeyVault/vaults/kv-example",
	properties: {
		workspaceId: "[resourceId('Microsoft.OperationalInsights/workspaces', 'log-example')]",
		logs: [{
			category: "AuditEvent",
			enabled: true
		}]
	}
};
const keyVaultRules = [
	settingRule({
		id: "KVT001",
		severity: "high",
		title: "A key vault is protected against purging",
		rationale: "Without it, whoever may purge destroys every key at once, and with them all that they encrypt. Left out, it is off.",
		remedy: "Set properties.enablePurgeProtection to true. It cannot be taken back: a deleted vault keeps its name until its retention is over.",
		references: [softDelete, reference$3],
		aliases: [
			"CKV_AZURE_110",
			"AZR-000125",
			"AZU-0016"
		],
		controls: ["MCSB:DP-8", "CIS:8.5"],
		types: types$4,
		example: exampleOf(vault({ enablePurgeProtection: true }), vault({})),
		path: "properties.enablePurgeProtection",
		expected: {
			holds: isBool(true),
			wanted: "true",
			what: "purge protection (enablePurgeProtection)",
			absent: "fail",
			absentMeans: "false",
			fix: true
		}
	}),
	settingRule({
		id: "KVT002",
		severity: "medium",
		title: "A key vault keeps what was deleted",
		rationale: "With soft delete a deleted key, secret or vault can be brought back. Left out, it is on, and new vaults cannot be made without it; false still stands for the intent.",
		remedy: "Remove properties.enableSoftDelete or set it to true.",
		references: [softDelete, reference$3],
		aliases: ["CKV_AZURE_111", "AZR-000124"],
		controls: ["MCSB:DP-8", "CIS:8.5"],
		types: types$4,
		example: exampleOf(vault({ enableSoftDelete: true }), vault({ enableSoftDelete: false })),
		path: "properties.enableSoftDelete",
		expected: {
			holds: isBool(true),
			wanted: "true",
			what: "soft delete (enableSoftDelete)",
			absent: "pass",
			fix: true
		}
	}),
	resourceRule({
		id: "KVT003",
		severity: "medium",
		title: "A key vault gives access by roles",
		rationale: "Access policies hold for the whole vault, and whoever may write the vault may give them to himself; roles can be given for one secret, for a time, and are audited with all others. Left out, access policies are used; from apiVersion 2026-02-01 on a new vault uses roles.",
		remedy: "Set properties.enableRbacAuthorization to true and give roles instead of accessPolicies.",
		references: ["https://learn.microsoft.com/azure/key-vault/general/rbac-guide", reference$3],
		aliases: ["AZR-000388"],
		controls: ["MCSB:PA-7", "CIS:8.6"],
		types: types$4,
		example: exampleOf(vault({ enableRbacAuthorization: true }), vault({
			enableRbacAuthorization: false,
			accessPolicies: []
		})),
		check: (resource) => expectSince(resource, "properties.enableRbacAuthorization", {
			holds: isBool(true),
			wanted: "true",
			what: "access by roles (enableRbacAuthorization)",
			newSince: "2026-02-01",
			absentBefore: "fail",
			absentSince: "pass",
			absentMeans: "access policies before apiVersion 2026-02-01"
		})
	}),
	resourceRule({
		id: "KVT004",
		severity: "medium",
		title: "A key vault is closed to networks that are not named",
		rationale: "A vault without network rules answers the whole internet: a stolen token is then enough. Left out, networkAcls.defaultAction is Allow and publicNetworkAccess is enabled.",
		remedy: "Set properties.networkAcls.defaultAction to 'Deny' and name the networks and addresses that need it, or set properties.publicNetworkAccess to 'disabled' and use private endpoints.",
		references: ["https://learn.microsoft.com/azure/key-vault/general/network-security", reference$3],
		aliases: [
			"CKV_AZURE_109",
			"AZR-000355",
			"AZU-0013"
		],
		controls: ["MCSB:NS-2"],
		types: types$4,
		example: exampleOf(vault({ networkAcls: {
			defaultAction: "Deny",
			bypass: "AzureServices"
		} }), vault({ networkAcls: { defaultAction: "Allow" } })),
		check: (resource) => passingOf(expectSetting(resource, "properties.networkAcls.defaultAction", {
			holds: isText$1("Deny"),
			wanted: "'Deny', or publicNetworkAccess 'disabled'",
			what: "the default of the network rules (networkAcls.defaultAction)",
			absent: "fail",
			absentMeans: "'Allow'"
		}), expectSetting(resource, "properties.publicNetworkAccess", {
			holds: isText$1("disabled", "SecuredByPerimeter"),
			wanted: "'disabled'",
			what: "public network access (publicNetworkAccess)",
			absent: "fail"
		}))
	}),
	resourceRule({
		id: "KVT005.secrets",
		severity: "low",
		title: "A secret in a key vault expires",
		rationale: "A secret without an end is never changed: who once read it keeps access. Left out, it never expires.",
		remedy: "Set properties.attributes.exp to the end of its life, in seconds since 1970.",
		references: ["https://learn.microsoft.com/azure/key-vault/secrets/about-secrets", "https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/secrets"],
		aliases: [
			"CKV_AZURE_41",
			"AZU-0017",
			"cff9c3f7-e8f0-455f-9fb4-5f72326da96e"
		],
		controls: [
			"MCSB:DP-6",
			"CIS:8.3",
			"CIS:8.4"
		],
		types: ["microsoft.keyvault/vaults/secrets"],
		example: exampleOf(item("secrets", {
			value: "[newGuid()]",
			attributes: { exp: 1830297600 }
		}), item("secrets", {
			value: "[newGuid()]",
			attributes: { enabled: true }
		})),
		check: (resource) => isSet(resource, "properties.attributes.exp", {
			what: "the expiry date (attributes.exp)",
			wanted: "a date in seconds since 1970",
			absentMeans: "that it never expires"
		})
	}),
	resourceRule({
		id: "KVT005.keys",
		severity: "low",
		title: "A key in a key vault expires",
		rationale: "A key without an end is never changed. Left out, it never expires; a rotation policy with an expiry time gives each version its end.",
		remedy: "Set properties.attributes.exp (seconds since 1970), or properties.rotationPolicy.attributes.expiryTime (such as P90D).",
		references: ["https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation", "https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/keys"],
		aliases: ["CKV_AZURE_40", "AZU-0014"],
		controls: [
			"MCSB:DP-6",
			"CIS:8.1",
			"CIS:8.2"
		],
		types: ["microsoft.keyvault/vaults/keys"],
		example: exampleOf(item("keys", {
			kty: "RSA",
			attributes: { exp: 1830297600 }
		}), item("keys", { kty: "RSA" })),
		check: (resource) => passingOf(isSet(resource, "properties.attributes.exp", {
			what: "the expiry date (attributes.exp)",
			wanted: "a date in seconds since 1970",
			absentMeans: "that it never expires"
		}), isSet(resource, "properties.rotationPolicy.attributes.expiryTime", {
			what: "the expiry time of the rotation policy",
			wanted: "a time such as P90D"
		}))
	}),
	resourceRule({
		id: "KVT006",
		severity: "medium",
		title: "A key vault sends its audit log to a workspace",
		rationale: "Without the log nobody can say who read which secret. A vault logs nothing until a diagnostic setting says where to.",
		remedy: "Add a Microsoft.Insights/diagnosticSettings resource with the vault as its scope, a workspaceId, and the log category 'AuditEvent' or the category group 'audit' or 'allLogs' enabled.",
		references: ["https://learn.microsoft.com/azure/key-vault/general/howto-logging", "https://learn.microsoft.com/azure/templates/microsoft.insights/diagnosticsettings"],
		aliases: ["AZR-000119"],
		controls: [
			"MCSB:LT-3",
			"MCSB:DP-8",
			"CIS:5.1.5"
		],
		types: types$4,
		example: exampleOf([vault({}), logs], vault({})),
		check: (resource, context) => expectRelated(resource, context, {
			types: ["*/diagnosticsettings"],
			judge: expectLogs(["AuditEvent"], ["audit", "allLogs"]),
			message: "no diagnostic setting sends the audit log of this key vault to a workspace",
			wanted: "a diagnostic setting with AuditEvent and a workspaceId"
		})
	})
];

// src/templates/rules/addresses.ts
const bits = {
	4: 32,
	6: 128
};
/** Beyond it IPv4 is multicast and reserved; IPv6 gives 2000::/3 alone to the internet. */
const internet = [{
	family: 4,
	first: 0n,
	last: 3758096383n
}, {
	family: 6,
	first: 1n << 125n,
	last: (1n << 126n) - 1n
}];
/** Every address of both families. */
const everyAddress = [{
	family: 4,
	first: 0n,
	last: (1n << 32n) - 1n
}, {
	family: 6,
	first: 0n,
	last: (1n << 128n) - 1n
}];
/** An IPv4 address as a number; undefined for any other text. */
function ipv4(text) {
	const bytes = text.split(".");
	if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) return;
	return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
function ipv6(text) {
	if (!isIPv6(text) || text.includes("%")) return void 0;
	const [head = "", tail] = text.replace(/[\d.]+$/, (end) => {
		const four = end.includes(".") ? ipv4(end) : void 0;
		return four === void 0 ? end : `${(four >> 16n).toString(16)}:${(four & 65535n).toString(16)}`;
	}).split("::");
	const groups = (part) => part === "" ? [] : part.split(":");
	const [before, after] = [groups(head), groups(tail ?? "")];
	const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
	return [
		...before,
		...zeros,
		...after
	].reduce((sum, each) => (sum << 16n) + BigInt(`0x${each}`), 0n);
}
/** The addresses of `203.0.113.0/24`, `::/0` or one address; undefined for other texts. */
function rangeOf(text) {
	const [address = "", length, more] = text.trim().split("/");
	const four = ipv4(address);
	const start = four ?? ipv6(address);
	const family = four === void 0 ? 6 : 4;
	if (start === void 0 || more !== void 0) return void 0;
	if (length !== void 0 && !/^\d{1,3}$/.test(length)) return void 0;
	const free = bits[family] - Number(length ?? bits[family]);
	if (free < 0) return void 0;
	const first = start >> BigInt(free) << BigInt(free);
	return {
		family,
		first,
		last: first + (1n << BigInt(free)) - 1n
	};
}
function sizeOf({ first, last }) {
	return last - first + 1n;
}
/** In order and without overlaps. */
function merged(ranges) {
	const found = [];
	const inOrder = ranges.toSorted((a, b) => a.family - b.family || (a.first < b.first ? -1 : 1));
	for (const range of inOrder) {
		const before = found.at(-1);
		if (before?.family !== range.family || range.first > before.last + 1n) found.push(range);
		else if (range.last > before.last) found[found.length - 1] = {
			...before,
			last: range.last
		};
	}
	return found;
}
/** What is left of some ranges without others, in order. */
function without(ranges, others) {
	const left = [];
	const taken = merged(others);
	let index = 0;
	for (const range of merged(ranges)) {
		const isBefore = ({ family, last }) => family < range.family || family === range.family && last < range.first;
		for (let each = taken[index]; each !== void 0 && isBefore(each); each = taken[index]) index++;
		let { first } = range;
		for (let at = index; first <= range.last; at++) {
			const each = taken[at];
			const hit = each?.family === range.family && each.first <= range.last ? each : void 0;
			if (hit === void 0 || hit.first > first) left.push({
				...range,
				first,
				last: hit === void 0 ? range.last : hit.first - 1n
			});
			first = (hit?.last ?? range.last) + 1n;
			if (hit !== void 0 && hit.last < range.last) index = at + 1;
		}
	}
	return left;
}
const outside$1 = new Map(internet.map((whole) => [whole.family, without(everyAddress, [whole])]));
/**
* Whether so many addresses mean everybody: a sixteenth of a family's internet in one piece (a prefix of 4 bits of
* IPv4), or half of it in all. Private prefixes are far smaller.
*/
function isEverybody(ranges) {
	return internet.some((whole) => {
		const pieces = without(ranges.filter(({ family }) => family === whole.family), outside$1.get(whole.family) ?? []);
		const all = whole.family === 4 ? 1n << 32n : sizeOf(whole);
		return pieces.reduce((sum, piece) => sum + sizeOf(piece), 0n) >= all / 2n || pieces.some((piece) => sizeOf(piece) >= all / 16n);
	});
}

// src/templates/rules/kubernetes/cluster.ts
const clusterTypes = ["microsoft.containerservice/managedclusters"];
const clusterReference = "https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters";
/** A cluster for examples. */
function cluster(properties) {
	return {
		type: "Microsoft.ContainerService/managedClusters",
		apiVersion: "2024-05-01",
		name: "aks-example",
		location: "westeurope",
		identity: { type: "SystemAssigned" },
		properties: {
			dnsPrefix: "aks-example",
			...properties
		}
	};
}

// src/templates/rules/kubernetes/access-rules.ts
/** Whether the API server answers some addresses only; `path` names their list. */
function expectRanges(resource, path) {
	const items = itemsIn(placeOf$2(resource), path);
	const expected = {
		holds: (value) => value.kind === "array" && value.items.length > 0,
		wanted: "address ranges, or a private cluster",
		what: "the list of addresses that reach the API server (authorizedIPRanges)",
		absent: "fail",
		absentMeans: "every address"
	};
	if ("kind" in items) return expectSetting(resource, path, expected);
	const { wanted } = expected;
	const ranges = [];
	let unknown;
	let isNamed = false;
	for (const { value, at } of items) {
		if (value.kind === "unknown") {
			const message = `an address that reaches the API server is not known: ${value.reason.message}`;
			unknown ??= undecided({
				value,
				at
			}, message);
		}
		if (value.kind !== "string" || value.value.trim() === "") continue;
		isNamed = true;
		const range = rangeOf(value.value);
		if (range === void 0) continue;
		ranges.push(range);
		if (!isEverybody([range])) continue;
		return {
			kind: "fail",
			at,
			message: "the API server answers everybody; name the ranges that need it",
			found: shown(value),
			wanted
		};
	}
	const [first] = items;
	if (first !== void 0 && isEverybody(ranges)) return {
		kind: "fail",
		at: first.at,
		message: "the API server answers everybody: the ranges together hold the internet",
		found: "ranges",
		wanted
	};
	if (unknown !== void 0) return unknown;
	return expectSetting(resource, path, {
		...expected,
		holds: () => isNamed
	});
}
/** Azure sets it in Automatic clusters, which may leave it out. */
function expectUnlessAutomatic(resource, path, expected) {
	const sku = settingOf(resource, "sku.name");
	const isAutomatic = sku.kind === "known" && isText$1("Automatic")(sku.value);
	return expectSetting(resource, path, isAutomatic ? {
		...expected,
		absent: "pass"
	} : expected);
}
const kubernetesAccessRules = [
	settingRule({
		id: "AKS001.local-accounts",
		severity: "high",
		title: "A cluster has no local accounts",
		rationale: "The local admin account is a certificate without a name and without an end: it goes past Microsoft Entra ID, multi-factor sign-in and conditional access. Left out, it is there.",
		remedy: "Set properties.disableLocalAccounts to true (with properties.aadProfile.managed true).",
		references: ["https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad", clusterReference],
		aliases: ["CKV_AZURE_141", "AZR-000031"],
		controls: ["MCSB:IM-1"],
		types: clusterTypes,
		example: exampleOf(cluster({
			aadProfile: { managed: true },
			disableLocalAccounts: true
		}), cluster({
			aadProfile: { managed: true },
			disableLocalAccounts: false
		})),
		path: "properties.disableLocalAccounts",
		expected: {
			holds: isBool(true),
			wanted: "true",
			what: "the ban on local accounts (disableLocalAccounts)",
			absent: "fail",
			absentMeans: "false"
		}
	}),
	resourceRule({
		id: "AKS001.entra",
		severity: "high",
		title: "A cluster signs users in with Microsoft Entra ID",
		rationale: "Without it there are only certificates, which name nobody and cannot be taken back. Left out, it is off, save in Automatic clusters; the older form with an application of your own is retired.",
		remedy: "Set properties.aadProfile.managed to true and name the groups of administrators.",
		references: ["https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id", clusterReference],
		aliases: ["AZR-000029"],
		controls: ["MCSB:IM-1"],
		types: clusterTypes,
		example: exampleOf(cluster({ aadProfile: {
			managed: true,
			enableAzureRBAC: true
		} }), cluster({})),
		check: (resource) => expectUnlessAutomatic(resource, "properties.aadProfile.managed", {
			holds: isBool(true),
			wanted: "true",
			what: "sign-in with Microsoft Entra ID (aadProfile.managed)",
			absent: "fail",
			absentMeans: "off"
		})
	}),
	resourceRule({
		id: "AKS002",
		severity: "high",
		title: "A cluster uses role-based access control",
		rationale: "Without it every account may do everything in the cluster. Azure documents no default, old apiVersions made clusters without it, and the built-in policy \"Role-Based Access Control (RBAC) should be used on Kubernetes Services\" does not accept it left out. Automatic clusters have it.",
		remedy: "Set properties.enableRBAC to true; it cannot be changed later.",
		references: ["https://learn.microsoft.com/azure/aks/concepts-identity", clusterReference],
		aliases: [
			"CKV_AZURE_5",
			"AZR-000038",
			"TA-000024",
			"AZU-0042",
			"9307a2ed-35c2-413d-94de-a1a0682c2158"
		],
		controls: ["MCSB:PA-7"],
		types: clusterTypes,
		example: exampleOf(cluster({ enableRBAC: true }), cluster({ enableRBAC: false })),
		check: (resource) => expectUnlessAutomatic(resource, "properties.enableRBAC", {
			holds: isBool(true),
			wanted: "true",
			what: "role-based access control (enableRBAC)",
			absent: "fail",
			fix: true
		})
	}),
	resourceRule({
		id: "AKS003",
		severity: "high",
		title: "The API server of a cluster is private or answers named addresses",
		rationale: "An API server open to the internet is open to every stolen token and to every fault in it. Left out, it answers everyone.",
		remedy: "Set properties.apiServerAccessProfile.enablePrivateCluster to true, or name address ranges in properties.apiServerAccessProfile.authorizedIPRanges.",
		references: [
			"https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
			"https://learn.microsoft.com/azure/aks/private-clusters",
			clusterReference
		],
		aliases: [
			"CKV_AZURE_6",
			"AZR-000030",
			"TA-000023",
			"AZU-0041",
			"2583fab1-953b-4fae-bd02-4a136a6c21f9"
		],
		controls: ["MCSB:NS-2"],
		types: clusterTypes,
		example: exampleOf(cluster({ apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] } }), cluster({ apiServerAccessProfile: { authorizedIPRanges: [] } })),
		check: (resource) => passingOf(expectRanges(resource, "properties.apiServerAccessProfile.authorizedIPRanges"), expectSetting(resource, "properties.apiServerAccessProfile.enablePrivateCluster", {
			holds: isBool(true),
			wanted: "true",
			what: "the private API server (enablePrivateCluster)",
			absent: "fail"
		}), expectRanges(resource, "properties.apiServerAuthorizedIPRanges"))
	}),
	settingRule({
		id: "AKS004",
		severity: "medium",
		title: "A cluster enforces network policies",
		rationale: "Without an engine NetworkPolicy objects are accepted and ignored: every pod reaches every other. Left out, there is none.",
		remedy: "Set properties.networkProfile.networkPolicy to 'cilium', 'azure' or 'calico' when the cluster is made.",
		references: ["https://learn.microsoft.com/azure/aks/use-network-policies", clusterReference],
		aliases: [
			"CKV_AZURE_7",
			"AZR-000027",
			"AZU-0043",
			"25c0228e-4444-459b-a2df-93c7df40b7ed"
		],
		controls: ["MCSB:NS-1"],
		types: clusterTypes,
		example: exampleOf(cluster({ networkProfile: {
			networkPlugin: "azure",
			networkPolicy: "calico"
		} }), cluster({ networkProfile: { networkPlugin: "azure" } })),
		path: "properties.networkProfile.networkPolicy",
		expected: {
			holds: (value) => value.kind === "string" && !["", "none"].includes(value.value.toLowerCase()),
			wanted: "'cilium', 'azure' or 'calico'",
			what: "the engine of network policies (networkPolicy)",
			absent: "fail",
			absentMeans: "'none'"
		}
	})
];

// src/templates/rules/kubernetes/data-rules.ts
const poolType = "microsoft.containerservice/managedclusters/agentpools";
const secretsProvider = "properties.addonProfiles.azureKeyvaultSecretsProvider";
const hostEncryption = {
	holds: isBool(true),
	wanted: "true",
	what: "encryption at the host (enableEncryptionAtHost)",
	absent: "fail",
	absentMeans: "false"
};
/** One outcome for each pool of a cluster, or of a pool that is a resource of its own. */
function expectPools(resource) {
	if (resource.type.toLowerCase() === poolType) return expectSetting(resource, "properties.enableEncryptionAtHost", {
		...hostEncryption,
		fix: true
	});
	const pools = itemsIn(placeOf$2(resource), "properties.agentPoolProfiles");
	if ("kind" in pools) {
		if (pools.kind !== "unknown") return {
			kind: "not-applicable",
			reason: "it names no pool"
		};
		return undecided(pools, `the pools are not known: ${pools.value.reason.message}`);
	}
	return pools.map((pool) => expectIn(pool, "enableEncryptionAtHost", hostEncryption));
}
const kubernetesDataRules = [
	resourceRule({
		id: "AKS008.host-encryption",
		severity: "medium",
		title: "The pools of a cluster encrypt at the host",
		rationale: "Temporary disks and the caches of disks hold data of pods and are not encrypted otherwise. Left out, it is off.",
		remedy: "Set enableEncryptionAtHost to true for each pool.",
		references: ["https://learn.microsoft.com/azure/aks/enable-host-encryption", clusterReference],
		aliases: ["CKV_AZURE_227"],
		controls: ["MCSB:DP-4"],
		types: [...clusterTypes, poolType],
		example: exampleOf(cluster({ agentPoolProfiles: [{
			name: "system",
			enableEncryptionAtHost: true
		}] }), cluster({ agentPoolProfiles: [{ name: "system" }] })),
		check: expectPools
	}),
	resourceRule({
		id: "AKS008.monitoring",
		severity: "medium",
		title: "A cluster sends its logs to Azure Monitor",
		rationale: "Pods and nodes come and go with their logs; what is not collected is gone after an attack. Left out, nothing is collected.",
		remedy: "Set properties.addonProfiles.omsagent.enabled to true with the workspace in its config, or properties.azureMonitorProfile.containerInsights.enabled.",
		references: ["https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable", clusterReference],
		aliases: [
			"CKV_AZURE_4",
			"AZR-000041",
			"AZU-0040",
			"9b09dee1-f09b-4013-91d2-158fa4695f4b"
		],
		controls: ["MCSB:LT-3"],
		types: clusterTypes,
		example: exampleOf(cluster({ addonProfiles: { omsagent: {
			enabled: true,
			config: { logAnalyticsWorkspaceResourceID: "[resourceId('Microsoft.OperationalInsights/workspaces', 'logs')]" }
		} } }), cluster({ addonProfiles: { omsagent: { enabled: false } } })),
		check: (resource) => passingOf(expectSetting(resource, "properties.addonProfiles.omsagent.enabled", {
			holds: isBool(true),
			wanted: "true",
			what: "the monitoring add-on (addonProfiles.omsagent)",
			absent: "fail",
			absentMeans: "off"
		}), expectSetting(resource, "properties.azureMonitorProfile.containerInsights.enabled", {
			holds: isBool(true),
			wanted: "true",
			what: "container insights (azureMonitorProfile.containerInsights)",
			absent: "fail"
		}))
	}),
	resourceRule({
		id: "AKS008.secret-rotation",
		severity: "medium",
		title: "A cluster takes over secrets that were changed in a key vault",
		rationale: "Without rotation pods keep the secret that they were started with, also when it was changed because it leaked. Left out, it is off; a cluster without the add-on has nothing to rotate.",
		remedy: "Set properties.addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation to 'true'.",
		references: ["https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options", clusterReference],
		aliases: ["CKV_AZURE_172", "AZR-000034"],
		controls: ["MCSB:DP-6"],
		types: clusterTypes,
		example: exampleOf(cluster({ addonProfiles: { azureKeyvaultSecretsProvider: {
			enabled: true,
			config: { enableSecretRotation: "true" }
		} } }), cluster({ addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true } } })),
		check(resource) {
			const isOn = expectSetting(resource, `${secretsProvider}.enabled`, {
				holds: isBool(true),
				wanted: "true",
				what: "the secrets provider (azureKeyvaultSecretsProvider)",
				absent: "not-applicable"
			});
			if (isOn.kind === "fail" || isOn.kind === "not-applicable") return {
				kind: "not-applicable",
				reason: "the secrets provider is off"
			};
			const rotation = expectSetting(resource, `${secretsProvider}.config.enableSecretRotation`, {
				holds: isBool(true),
				wanted: "'true'",
				what: "the rotation of secrets (enableSecretRotation)",
				absent: "fail",
				absentMeans: "false",
				fix: "true"
			});
			return rotation.kind === "fail" && isOn.kind === "undecided" ? isOn : rotation;
		}
	})
];

// src/templates/rules/kubernetes/operation-rules.ts
const kubernetesOperationRules = [
	settingRule({
		id: "AKS005.policy",
		severity: "medium",
		title: "A cluster has the Azure Policy add-on",
		rationale: "The add-on refuses pods that the policies of the subscription forbid: privileged ones, host paths, images from elsewhere. Left out, those policies are not enforced in the cluster.",
		remedy: "Set properties.addonProfiles.azurepolicy.enabled to true.",
		references: ["https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes", clusterReference],
		aliases: ["AZR-000028", "AZU-0066"],
		controls: ["MCSB:PV-2"],
		types: clusterTypes,
		example: exampleOf(cluster({ addonProfiles: { azurepolicy: { enabled: true } } }), cluster({ addonProfiles: { azurepolicy: { enabled: false } } })),
		path: "properties.addonProfiles.azurepolicy.enabled",
		expected: {
			holds: isBool(true),
			wanted: "true",
			what: "the Azure Policy add-on (addonProfiles.azurepolicy)",
			absent: "fail",
			absentMeans: "off",
			fix: true
		}
	}),
	settingRule({
		id: "AKS005.dashboard",
		severity: "medium",
		title: "A cluster has no Kubernetes dashboard",
		rationale: "The dashboard acts with rights of its own and was the way into many clusters; the add-on is retired. Left out, it is off in clusters made with Kubernetes 1.18 or later, and older ones are no longer to be had.",
		remedy: "Remove properties.addonProfiles.kubeDashboard or set its enabled to false.",
		references: ["https://learn.microsoft.com/azure/aks/kubernetes-portal", clusterReference],
		aliases: ["CKV_AZURE_8", "c62d3b92-9a11-4ffd-b7b7-6faaae83faed"],
		controls: ["MCSB:PV-2"],
		types: clusterTypes,
		example: exampleOf(cluster({ addonProfiles: { kubeDashboard: { enabled: false } } }), cluster({ addonProfiles: { kubeDashboard: { enabled: true } } })),
		path: "properties.addonProfiles.kubeDashboard.enabled",
		expected: {
			holds: isBool(false),
			wanted: "false",
			what: "the Kubernetes dashboard (addonProfiles.kubeDashboard)",
			absent: "pass",
			fix: false
		}
	}),
	resourceRule({
		id: "AKS006",
		severity: "high",
		title: "A cluster is watched by Microsoft Defender for Containers",
		rationale: "The sensor on the nodes sees what runs: miners, shells, escapes. Left out, it is off even where the plan of the subscription is on.",
		remedy: "Set properties.securityProfile.defender.securityMonitoring.enabled to true and name the workspace.",
		references: ["https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction", clusterReference],
		aliases: ["AZR-000370"],
		controls: ["MCSB:LT-1"],
		types: clusterTypes,
		example: exampleOf(cluster({ securityProfile: { defender: { securityMonitoring: { enabled: true } } } }), cluster({})),
		check: (resource) => passingOf(expectSetting(resource, "properties.securityProfile.defender.securityMonitoring.enabled", {
			holds: isBool(true),
			wanted: "true",
			what: "the Defender sensor (defender.securityMonitoring)",
			absent: "fail",
			absentMeans: "off"
		}), expectSetting(resource, "properties.securityProfile.azureDefender.enabled", {
			holds: isBool(true),
			wanted: "true",
			what: "the Defender sensor (azureDefender)",
			absent: "fail"
		}))
	}),
	settingRule({
		id: "AKS007.channel",
		severity: "medium",
		title: "A cluster upgrades itself",
		rationale: "A Kubernetes version gets fixes for about a year; a cluster that nobody upgrades runs without them. Left out, nothing is upgraded.",
		remedy: "Set properties.autoUpgradeProfile.upgradeChannel to 'patch' or 'stable'.",
		references: ["https://learn.microsoft.com/azure/aks/auto-upgrade-cluster", clusterReference],
		aliases: ["CKV_AZURE_171", "AZR-000036"],
		controls: ["MCSB:PV-7"],
		types: clusterTypes,
		example: exampleOf(cluster({ autoUpgradeProfile: { upgradeChannel: "stable" } }), cluster({ autoUpgradeProfile: { upgradeChannel: "none" } })),
		path: "properties.autoUpgradeProfile.upgradeChannel",
		expected: {
			holds: (value) => value.kind === "string" && !["", "none"].includes(value.value.toLowerCase()),
			wanted: "'patch', 'stable', 'rapid' or 'node-image'",
			what: "the upgrade channel (upgradeChannel)",
			absent: "fail",
			absentMeans: "'none'",
			fix: "stable"
		}
	}),
	resourceRule({
		id: "AKS007.node-os",
		severity: "medium",
		title: "The nodes of a cluster get fixed images",
		rationale: "Kernel and packages of the nodes are patched by new images only. Left out, the channel is NodeImage from apiVersion 2023-06-01 on; before, there is none.",
		remedy: "Set properties.autoUpgradeProfile.nodeOSUpgradeChannel to 'NodeImage' or 'SecurityPatch' (apiVersion 2023-06-01 or later).",
		references: ["https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image", clusterReference],
		aliases: ["AZR-000435"],
		controls: ["MCSB:PV-7"],
		types: clusterTypes,
		example: exampleOf(cluster({ autoUpgradeProfile: { nodeOSUpgradeChannel: "SecurityPatch" } }), cluster({ autoUpgradeProfile: { nodeOSUpgradeChannel: "None" } })),
		check: (resource) => expectSince(resource, "properties.autoUpgradeProfile.nodeOSUpgradeChannel", {
			holds: isText$1("NodeImage", "SecurityPatch"),
			wanted: "'NodeImage' or 'SecurityPatch'",
			what: "the channel for images of nodes (nodeOSUpgradeChannel)",
			newSince: "2023-06-01",
			absentBefore: "fail",
			absentSince: "pass",
			absentMeans: "'None' before apiVersion 2023-06-01"
		})
	})
];

// src/templates/rules/kubernetes/kubernetes-rules.ts
const kubernetesRules = [
	...kubernetesAccessRules,
	...kubernetesOperationRules,
	...kubernetesDataRules
];

// src/templates/rules/machines/machine.ts
const machineType = "microsoft.compute/virtualmachines";
const scaleSetType = "microsoft.compute/virtualmachinescalesets";
const machineTypes = [machineType, scaleSetType];
/** The machine of a resource; an outcome where its settings are absent or unknown. */
function machineOf(resource) {
	const isScaleSet = resource.type.toLowerCase() === scaleSetType;
	const path = isScaleSet ? "properties.virtualMachineProfile" : "properties";
	const profile = placeIn(placeOf$2(resource), path);
	if (!("kind" in profile)) return {
		resource,
		isScaleSet,
		profile,
		path
	};
	if (profile.kind === "unknown") {
		const { value, at } = profile;
		return {
			kind: "undecided",
			at,
			message: `the machine's settings are not known: ${value.reason.message}`,
			unknown: value
		};
	}
	return {
		kind: "not-applicable",
		reason: isScaleSet ? "the scale set has no machine profile" : "the machine has no properties"
	};
}
/** A rule's check over machines: called with those whose settings are there. */
function onMachine(check) {
	return (resource, context) => {
		const machine = machineOf(resource);
		return "profile" in machine ? check(machine, context) : machine;
	};
}
/** The operating system; undefined when nothing says it, or only the deployment. */
function systemOf({ profile, isScaleSet }) {
	return operatingSystemOf(isScaleSet ? "vmss" : "vm", profile, imageIn(profile)).os;
}
/** The outcome for a rule about one system where the machine runs the other, or nobody knows; undefined where it fits. */
function notOn(system, { resource, profile, isScaleSet }) {
	const { os, unknown } = operatingSystemOf(isScaleSet ? "vmss" : "vm", profile, imageIn(profile));
	if (os === system) return void 0;
	if (os !== void 0) return {
		kind: "not-applicable",
		reason: `the machine runs ${os === "linux" ? "Linux" : "Windows"}`
	};
	if (unknown !== void 0) {
		const message = `the machine's operating system is not known: ${unknown.reason.message}`;
		return undecided({
			value: unknown,
			at: profile.keySpan
		}, message);
	}
	const message = "nothing says which operating system the machine runs";
	const reason = {
		kind: "runtime",
		message,
		span: profile.keySpan
	};
	const value = unknownValue("string", reason, `os(${resource.key})`);
	return undecided({
		value,
		at: profile.keySpan
	}, message);
}
/** Whether the scale set's instances are single machines (`orchestrationMode`). */
function isFlexible({ resource, isScaleSet }) {
	const mode = textIn(placeOf$2(resource), "properties.orchestrationMode");
	return isScaleSet && mode?.toLowerCase() === "flexible";
}
/** Judges a setting below the machine's profile; `isMendable` where the literal of the expectation alone mends it. */
function expectOfMachine({ resource, profile, path }, setting, expected, isMendable = false) {
	return expectKnown(resource, profile, setting, expected) ?? expectIn(profile, setting, expected, isMendable ? `${path}.${setting}` : void 0);
}

// src/templates/rules/machines/machine-examples.ts
/** A Linux machine; `properties` come on top of what every machine has, `members` stand beside them. */
function linuxMachine(properties, members = {}) {
	return machine({
		osProfile: {
			computerName: "app",
			adminUsername: "operator",
			linuxConfiguration: { disablePasswordAuthentication: true }
		},
		...properties
	}, members);
}
/** A machine without a profile of its system. */
function machine(properties, members = {}) {
	return { resources: [{
		type: "Microsoft.Compute/virtualMachines",
		apiVersion: "2024-07-01",
		name: "app",
		location: "westeurope",
		...members,
		properties: {
			hardwareProfile: { vmSize: "Standard_D2s_v5" },
			...properties
		}
	}] };
}
/** A scale set; `profile` is its machine profile, `properties` stand beside it. */
function scaleSet(profile, properties = {}) {
	return { resources: [{
		type: "Microsoft.Compute/virtualMachineScaleSets",
		apiVersion: "2024-07-01",
		name: "web",
		location: "westeurope",
		sku: {
			name: "Standard_D2s_v5",
			capacity: 2
		},
		properties: {
			...properties,
			virtualMachineProfile: profile
		}
	}] };
}
/** One resource of any type. */
function resource(type, apiVersion, name, properties, members = {}) {
	return { resources: [{
		type,
		apiVersion,
		name,
		location: "westeurope",
		...members,
		properties
	}] };
}

// src/templates/rules/machines/disk-encryption.ts
const diskReference = "https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview";
const exportReference = "https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview";
function isDiskEncryption(publisher, type) {
	return publisher?.toLowerCase() === "microsoft.azure.security" && /^azurediskencryption(?:forlinux)?$/i.test(type ?? "");
}
/** Whether the extension that encrypts disks inside the machine is on it. */
function hasDiskEncryption({ resource: owner, profile }, context) {
	if (childrenOf(context.evaluation, owner).some((child) => {
		if (!child.type.toLowerCase().endsWith("/extensions") || child.isExisting) return false;
		const place = placeOf$2(child);
		return isDiskEncryption(textIn(place, "properties.publisher"), textIn(place, "properties.type"));
	})) return true;
	const items = itemsIn(profile, "extensionProfile.extensions");
	if ("kind" in items) return false;
	return items.some((item) => isDiskEncryption(textIn(item, "properties.publisher"), textIn(item, "properties.type")));
}
const vmh004 = {
	id: "VMH004",
	kind: "template",
	severity: "medium",
	title: "A machine's disks and caches are encrypted on the host",
	rationale: "Storage encrypts managed disks always, but the temporary disk, the caches and the way between host and storage only with encryption at host, which is off unless the template says so. It exists from apiVersion 2020-06-01 on. Azure Disk Encryption inside the machine counts as well.",
	remedy: "Register the feature Microsoft.Compute/EncryptionAtHost in the subscription, take a size that supports it, and set securityProfile.encryptionAtHost to true.",
	references: [diskReference, "https://learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-portal"],
	aliases: ["CKV_AZURE_97", "CKV_AZURE_151"],
	controls: ["MCSB:DP-4"],
	example: {
		passing: linuxMachine({ securityProfile: { encryptionAtHost: true } }),
		failing: linuxMachine({})
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((machine, context) => {
		const outcome = expectOfMachine(machine, "securityProfile.encryptionAtHost", {
			holds: isBool(true),
			wanted: "true",
			what: "encryption at host",
			absent: "fail",
			absentMeans: "false",
			knownSince: "2020-06-01"
		});
		return outcome.kind !== "pass" && hasDiskEncryption(machine, context) ? { kind: "pass" } : outcome;
	})
};
const diskTypes = ["microsoft.compute/disks"];
const disk = (properties) => resource("Microsoft.Compute/disks", "2024-03-02", "data", {
	creationData: { createOption: "Empty" },
	diskSizeGB: 128,
	...properties
});
const vmh017encryption = {
	id: "VMH017.encryption",
	kind: "template",
	severity: "medium",
	title: "A managed disk is encrypted by a key of yours or inside the machine",
	rationale: "Azure encrypts every managed disk with a key of the platform. Only a disk encryption set, or Azure Disk Encryption (encryptionSettingsCollection), gives keys that you control; without both the platform's key is all there is.",
	remedy: "Set encryption.diskEncryptionSetId, or encryptionSettingsCollection.enabled to true with its keys.",
	references: [diskReference],
	aliases: [
		"CKV_AZURE_2",
		"350f3955-b5be-436f-afaa-3d2be2fa6cdd",
		"AZU-0038"
	],
	controls: ["MCSB:DP-5"],
	example: {
		passing: disk({ encryption: {
			type: "EncryptionAtRestWithCustomerKey",
			diskEncryptionSetId: "[resourceId('Microsoft.Compute/diskEncryptionSets', 'keys')]"
		} }),
		failing: disk({})
	},
	on: "resource",
	types: diskTypes,
	check: (each) => {
		const path = settingOf(each, "properties.encryptionSettings.enabled").kind === "absent" ? "encryptionSettingsCollection" : "encryptionSettings";
		const own = expectSetting(each, `properties.${path}.enabled`, {
			holds: isBool(true),
			wanted: "true, or a disk encryption set",
			what: "the disk's own encryption",
			absent: "fail",
			absentMeans: "the platform's key alone"
		});
		const set = isSet(each, "properties.encryption.diskEncryptionSetId", {
			what: "the disk encryption set",
			wanted: "the identifier of one"
		});
		return passingOf(own, set);
	}
};
const vmh017public = {
	id: "VMH017.public-access",
	kind: "template",
	severity: "medium",
	title: "A managed disk cannot be reached over public networks",
	rationale: "Who may export a disk gets an address to its content that works from anywhere. publicNetworkAccess is Enabled unless the template says Disabled; it exists from apiVersion 2021-04-01 on.",
	remedy: "Set publicNetworkAccess to 'Disabled'.",
	references: [exportReference],
	aliases: ["CKV_AZURE_251"],
	controls: ["MCSB:DP-5"],
	example: {
		passing: disk({
			publicNetworkAccess: "Disabled",
			networkAccessPolicy: "DenyAll"
		}),
		failing: disk({})
	},
	on: "resource",
	types: diskTypes,
	check: (each) => expectSetting(each, "properties.publicNetworkAccess", {
		holds: isText$1("Disabled"),
		wanted: "'Disabled'",
		what: "public network access to the disk",
		absent: "fail",
		absentMeans: "Enabled",
		knownSince: "2021-04-01",
		fix: "Disabled"
	})
};
const vmh017policy = {
	id: "VMH017.network-policy",
	kind: "template",
	severity: "medium",
	title: "A managed disk is exported over private links only, or not at all",
	rationale: "networkAccessPolicy says over which networks a disk may be exported and imported. Without it that is AllowAll; it exists from apiVersion 2020-05-01 on.",
	remedy: "Set networkAccessPolicy to 'DenyAll', or to 'AllowPrivate' with a disk access resource.",
	references: [exportReference],
	aliases: [],
	controls: ["MCSB:DP-5"],
	example: {
		passing: disk({
			publicNetworkAccess: "Disabled",
			networkAccessPolicy: "DenyAll"
		}),
		failing: disk({ networkAccessPolicy: "AllowAll" })
	},
	on: "resource",
	types: diskTypes,
	check: (each) => expectSetting(each, "properties.networkAccessPolicy", {
		holds: isText$1("DenyAll", "AllowPrivate"),
		wanted: "'DenyAll' or 'AllowPrivate'",
		what: "the disk's network access policy",
		absent: "fail",
		absentMeans: "AllowAll",
		knownSince: "2020-05-01",
		fix: "DenyAll"
	})
};
const diskEncryptionRules = [
	vmh004,
	vmh017encryption,
	vmh017public,
	vmh017policy
];

// src/templates/rules/machines/exposure.ts
const interfaceType = "microsoft.network/networkinterfaces";
const reference$2 = "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access";
const interfaceReference = "https://learn.microsoft.com/azure/templates/microsoft.network/networkinterfaces";
const networkInterface = (configuration, properties = {}) => resource("Microsoft.Network/networkInterfaces", "2024-05-01", "app", {
	ipConfigurations: [{
		name: "main",
		properties: {
			subnet: { id: "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'app')]" },
			...configuration
		}
	}],
	...properties
});
/** Looks at each address of a network interface, of its own resource or inside a machine. */
function publicAddresses(owner, setting) {
	const configurations = itemsIn(owner, "properties.ipConfigurations");
	if ("kind" in configurations) {
		if (configurations.kind !== "unknown") return [];
		const { value, at } = configurations;
		return [undecided({
			value,
			at
		}, `the addresses are not known: ${value.reason.message}`)];
	}
	return configurations.flatMap((configuration) => {
		const properties = settingIn(configuration, "properties");
		const address = settingIn(configuration, `properties.${setting}`);
		if (address.kind === "absent") return [];
		const isAround = properties.kind === "unknown";
		if (address.kind === "unknown" && (isAround || address.value.type === "any" || address.value.type === "null")) {
			const message = `whether there is a public address is not known: ${address.value.reason.message}`;
			return [undecided(address, message)];
		}
		return [{
			kind: "fail",
			at: address.at,
			message: "a network interface of a machine has a public address; it must have none",
			found: "a public address",
			wanted: "no public address"
		}];
	});
}
/** Network interfaces that a machine or scale set declares itself. */
function ownInterfaces(profile) {
	const items = itemsIn(profile, "networkProfile.networkInterfaceConfigurations");
	if (!("kind" in items)) return items;
	if (items.kind !== "unknown") return [];
	return [{
		value: {
			...items.value,
			type: "any"
		},
		at: items.at,
		keySpan: items.at
	}];
}
const noInterfaces = {
	kind: "not-applicable",
	reason: "the machine declares no network interface itself"
};
function orPass(outcomes) {
	return outcomes.length === 0 ? [{ kind: "pass" }] : outcomes;
}
const vmh006 = {
	id: "VMH006",
	kind: "template",
	severity: "high",
	title: "A machine has no public address of its own",
	rationale: "A public address puts every open port of the machine on the internet. There is none unless a network interface names one (publicIPAddress) or a scale set asks for one (publicIPAddressConfiguration).",
	remedy: "Take publicIPAddress out; go in by Azure Bastion or a private network, and out by a NAT gateway.",
	references: [reference$2, interfaceReference],
	aliases: [
		"CKV_AZURE_119",
		"AZR-000449",
		"AZR-000450",
		"AZU-0076"
	],
	controls: ["MCSB:NS-1"],
	example: {
		passing: networkInterface({}),
		failing: networkInterface({ publicIPAddress: { id: "[resourceId('Microsoft.Network/publicIPAddresses', 'app')]" } })
	},
	on: "resource",
	types: [interfaceType, ...machineTypes],
	check(each, context) {
		if (each.type.toLowerCase() === interfaceType) return orPass(publicAddresses(placeOf$2(each), "publicIPAddress"));
		return onMachine(({ profile }) => {
			const own = ownInterfaces(profile);
			if (own.length === 0) return noInterfaces;
			return orPass(own.flatMap((item) => publicAddresses(item, "publicIPAddressConfiguration")));
		})(each, context);
	}
};
const forwarding = {
	holds: isBool(false),
	wanted: "false",
	what: "IP forwarding",
	absent: "pass",
	fix: false
};
const vmh019 = {
	id: "VMH019",
	kind: "template",
	severity: "medium",
	title: "A machine's network interface does not forward",
	rationale: "An interface that forwards passes on traffic that is not for the machine, around the rules of the network. Only network appliances need that. It is off unless the template turns it on.",
	remedy: "Set enableIPForwarding to false, or leave it out.",
	references: [interfaceReference],
	aliases: ["CKV_AZURE_118", "AZU-0075"],
	controls: ["MCSB:NS-3"],
	example: {
		passing: networkInterface({}),
		failing: networkInterface({}, { enableIPForwarding: true })
	},
	on: "resource",
	types: [interfaceType, ...machineTypes],
	check(each, context) {
		const path = "properties.enableIPForwarding";
		if (each.type.toLowerCase() === interfaceType) return expectIn(placeOf$2(each), path, forwarding, path);
		return onMachine(({ profile }) => {
			const own = ownInterfaces(profile);
			if (own.length === 0) return noInterfaces;
			return own.map((item) => expectIn(item, path, forwarding));
		})(each, context);
	}
};
const exposureRules = [vmh006, vmh019];

// src/templates/rules/machines/identity.ts
const vmh020 = {
	id: "VMH020",
	kind: "template",
	severity: "medium",
	title: "A machine has a managed identity",
	rationale: "Software on a machine without an identity needs stored credentials for Azure, and agents that sign in by it (Azure Monitor, Guest Configuration) do not work. There is none unless the template gives one.",
	remedy: "Add identity: { type: 'SystemAssigned' }, or a user-assigned one.",
	references: ["https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview"],
	aliases: [],
	controls: ["MCSB:IM-3"],
	example: {
		passing: linuxMachine({}, { identity: { type: "SystemAssigned" } }),
		failing: linuxMachine({})
	},
	on: "resource",
	types: machineTypes,
	check: (each) => expectSetting(each, "identity.type", {
		holds: (value) => value.kind === "string" && value.value.toLowerCase() !== "none",
		wanted: "'SystemAssigned' or 'UserAssigned'",
		what: "the managed identity",
		absent: "fail",
		absentMeans: "none",
		fix: "SystemAssigned"
	})
};
const identityRules = [vmh020];

// src/templates/rules/machines/image.ts
const identifiers = [
	["id", "id"],
	["shared", "sharedGalleryImageId"],
	["community", "communityGalleryImageId"]
];
/** An outcome where there is no image, or where it is unknown. */
function imageOf({ profile }) {
	const place = placeIn(profile, "storageProfile.imageReference");
	if ("kind" in place) {
		if (place.kind === "unknown") return notKnown(place);
		return {
			kind: "not-applicable",
			reason: "the machine is made of no image"
		};
	}
	for (const [kind, name] of identifiers) {
		const id = settingIn(place, name);
		if (id.kind === "unknown") return notKnown(id);
		if (id.kind === "known" && id.value.kind === "string") return {
			kind,
			id: id.value.value,
			place
		};
	}
	const names = [];
	for (const name of [
		"publisher",
		"offer",
		"sku"
	]) {
		const part = settingIn(place, name);
		if (part.kind === "unknown") return notKnown(part);
		names.push(part.kind === "known" && part.value.kind === "string" ? part.value.value : "");
	}
	const [publisher = "", offer = "", sku = ""] = names;
	const given = settingIn(place, "version");
	return {
		kind: "marketplace",
		publisher,
		offer,
		sku,
		version: given.kind === "known" && given.value.kind === "string" ? given.value.value : "",
		place
	};
}
function notKnown(setting) {
	return undecided(setting, `the image is not known: ${setting.value.reason.message}`);
}
/** `publisher:offer:sku`, or the identifier. */
function imageText(image) {
	return image.kind === "marketplace" ? `${image.publisher}:${image.offer}:${image.sku}` : image.id;
}

// src/templates/rules/machines/approved-images.ts
/** Longest pattern; a longer one names nothing. */
const maxPattern = 500;
/**
* Whether one of the patterns fits the image's identifier, `publisher:offer:sku` or `publisher:offer:sku:version`,
* without case. `*` stands for any text. Images of shared and community galleries need a pattern that begins with that
* gallery's word.
* @example isApproved(image, ['canonical:*', '/subscriptions/x/*'])
*/
function isApproved(image, patterns) {
	const text = imageText(image).toLowerCase();
	const version = image.kind === "marketplace" ? image.version.toLowerCase() : void 0;
	const texts = version === void 0 ? [text] : [text, `${text}:${version}`];
	return patterns.some((pattern) => {
		const lower = pattern.toLowerCase();
		if (image.kind === "shared" && !lower.startsWith("/sharedgalleries/")) return false;
		if (image.kind === "community" && !lower.startsWith("/communitygalleries/")) return false;
		return lower.length <= maxPattern && texts.some((each) => fits$1(lower, each));
	});
}
/** Follows every place that the pattern can have come to; work is the product of both lengths. */
function fits$1(pattern, text) {
	const pieces = pattern.split(/(\*)\**/);
	/** Places in the text that the pieces so far can end at. */
	let ends = /* @__PURE__ */ new Set([0]);
	for (const piece of pieces) {
		const next = /* @__PURE__ */ new Set();
		if (piece === "*") for (let end = Math.min(...ends); end <= text.length; end++) next.add(end);
		else for (const start of ends) if (text.startsWith(piece, start)) next.add(start + piece.length);
		ends = next;
	}
	return ends.has(text.length);
}

// src/templates/rules/machines/image-support.ts
/** `pattern` is matched against `publisher:offer:sku` in lower case; the first that fits counts. */
const ends = [
	{
		system: "Ubuntu 12.04",
		end: "2017-04-28",
		pattern: /^canonical:ubuntuserver:12[._]04/
	},
	{
		system: "Ubuntu 14.04",
		end: "2019-04-25",
		pattern: /^canonical:.*[-:]14[._]04/
	},
	{
		system: "Ubuntu 16.04",
		end: "2021-04-30",
		pattern: /^canonical:(?:.*[-:]16[._]04|.*-xenial)/
	},
	{
		system: "Ubuntu 18.04",
		end: "2023-06-01",
		pattern: /^canonical:(?:.*[-:]18[._]04|.*-bionic)/
	},
	{
		system: "Ubuntu 20.04",
		end: "2025-06-01",
		pattern: /^canonical:(?:.*[-:]20[._]04|.*-focal)/
	},
	{
		system: "an interim Ubuntu release",
		end: "2025-08-01",
		pattern: /^canonical:.*(?:[-:](?:1[579]|2[13])[._](?:04|10)|[-:](?:1[2-9]|2[0-4])[._]10)/
	},
	{
		system: "Ubuntu 25.04",
		end: "2026-01-16",
		pattern: /^canonical:.*[-:]25[._]04/
	},
	{
		system: "Ubuntu 25.10",
		end: "2026-07-10",
		pattern: /^canonical:.*[-:]25[._]10/
	},
	{
		system: "CentOS 6",
		end: "2020-12-01",
		pattern: /^openlogic:centos[^:]*:6/
	},
	{
		system: "CentOS 7",
		end: "2024-07-01",
		pattern: /^openlogic:centos[^:]*:7/
	},
	{
		system: "CentOS 8",
		end: "2022-01-01",
		pattern: /^openlogic:centos[^:]*:8/
	},
	{
		system: "Debian 8",
		end: "2020-07-01",
		pattern: /^credativ:debian[^:]*:8/
	},
	{
		system: "Debian 9",
		end: "2022-07-01",
		pattern: /^credativ:debian[^:]*:9/
	},
	{
		system: "Debian 10",
		end: "2024-07-01",
		pattern: /^debian:debian-10/
	},
	{
		system: "Debian 11",
		end: "2026-09-01",
		pattern: /^debian:debian-11/
	},
	{
		system: "Red Hat Enterprise Linux 6",
		end: "2020-12-01",
		pattern: /^redhat:rhel[^:]*:6/
	},
	{
		system: "Red Hat Enterprise Linux 7",
		end: "2024-07-01",
		pattern: /^redhat:rhel[^:]*:7/
	},
	{
		system: "SUSE Linux Enterprise Server 11",
		end: "2019-04-01",
		pattern: /^suse:sles[^:]*:11/
	},
	{
		system: "SUSE Linux Enterprise Server 12",
		end: "2024-11-01",
		pattern: /^suse:(?:sles[^:]*:12|sles-12)/
	},
	{
		system: "SUSE Linux Enterprise Server 15 before SP6",
		end: "2025-01-01",
		pattern: /^suse:(?:sles[^:]*:15(?!-sp[67])|sles(?:-sap)?-15(?!-sp[67]))/
	},
	{
		system: "SUSE Linux Enterprise Server 15 SP6",
		end: "2026-01-01",
		pattern: /^suse:sles[^:]*[:-]15-sp6/
	},
	{
		system: "CBL-Mariner",
		end: "2025-08-01",
		pattern: /^microsoftcblmariner:cbl-mariner:/
	},
	{
		system: "Container Linux",
		end: "2020-05-27",
		pattern: /^coreos:/
	},
	{
		system: "Oracle Linux 6",
		end: "2021-04-01",
		pattern: /^oracle:oracle-linux:(?:ol)?6/
	},
	{
		system: "Oracle Linux 7",
		end: "2025-01-01",
		pattern: /^oracle:oracle-linux:(?:ol)?7/
	},
	{
		system: "Windows Server 2008 R2",
		end: "2020-01-15",
		pattern: /^microsoft[a-z]+:[^:]*(?:2008-?r2|:2008-r2)/
	},
	{
		system: "Windows Server 2012",
		end: "2023-10-11",
		pattern: /^microsoftwindowsserver:windowsserver:2012|^microsoft[a-z]+:.*ws2012/
	},
	{
		system: "Windows Server 2016",
		end: "2027-01-13",
		pattern: /^microsoftwindowsserver:windowsserver:2016|^microsoft[a-z]+:.*ws2016/
	},
	{
		system: "a semi-annual release of Windows Server",
		end: "2022-08-10",
		pattern: /^microsoftwindowsserver:(?:windowsserversemiannual|windowsserver):.*(?:1709|1803|1809-d|1903|1909|2004|20h2)/
	},
	{
		system: "Windows 7",
		end: "2020-01-15",
		pattern: /^microsoft[a-z]+:windows(?:-7)?:win7/
	},
	{
		system: "Windows 8.1",
		end: "2023-01-11",
		pattern: /^microsoft[a-z]+:windows(?:-8)?:win8/
	},
	{
		system: "Windows 10",
		end: "2025-10-15",
		pattern: /^microsoftwindowsdesktop:(?:windows-10|office-365):(?:win10-[12]|[12][0-9]h[12]|rs[1-5]|19h[12]|20h[12]|.*win10)/
	}
];
/** The end of support of an image; undefined when the table does not name it. */
function supportEndOf(publisher, offer, sku) {
	const text = `${publisher}:${offer}:${sku}`.toLowerCase();
	return ends.find(({ pattern }) => pattern.test(text));
}

// src/templates/rules/machines/images.ts
const templateReference = "https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines";
const galleryReference = "https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries";
const marketplace = (sku, version, offer = "ubuntu-24_04-lts") => ({
	publisher: "Canonical",
	offer,
	sku,
	version
});
const made = (imageReference, osDisk = {}) => linuxMachine({ storageProfile: {
	imageReference,
	osDisk: {
		createOption: "FromImage",
		...osDisk
	}
} });
const pinned = made(marketplace("server", "24.04.202510010"), { managedDisk: { storageAccountType: "Premium_LRS" } });
const vmh010 = {
	id: "VMH010",
	kind: "template",
	severity: "high",
	title: "A machine uses managed disks",
	rationale: "Blobs in a storage account as disks have neither access control of their own nor encryption sets nor snapshots under roles, and Azure has retired them. Disks are managed unless the template names a vhd (vhdContainers in a scale set).",
	remedy: "Replace vhd and vhdContainers by managedDisk.",
	references: ["https://learn.microsoft.com/azure/virtual-machines/unmanaged-disks-deprecation", templateReference],
	aliases: ["CKV_AZURE_92", "AZR-000238"],
	controls: ["MCSB:DP-4", "CIS:7.2"],
	example: {
		passing: pinned,
		failing: made(marketplace("server", "24.04.202510010"), {
			name: "system",
			vhd: { uri: "https://disks.blob.core.windows.net/vhds/app.vhd" }
		})
	},
	on: "resource",
	types: machineTypes,
	check: onMachine(({ profile }) => {
		const storage = placeIn(profile, "storageProfile");
		if ("kind" in storage) {
			if (storage.kind === "unknown") return undecided(storage, `the disks are not known: ${storage.value.reason.message}`);
			return {
				kind: "not-applicable",
				reason: "the machine names no disks"
			};
		}
		const disks = itemsIn(storage, "dataDisks");
		const wrong = [
			settingIn(storage, "osDisk.vhd"),
			settingIn(storage, "osDisk.vhdContainers"),
			..."kind" in disks ? [] : disks.map((disk) => settingIn(disk, "vhd"))
		].filter((setting) => setting.kind !== "absent");
		if (wrong.length === 0) return { kind: "pass" };
		return wrong.map((setting) => {
			if (setting.kind === "unknown" && setting.value.type === "any") {
				const { message } = setting.value.reason;
				return undecided(setting, `whether the disk is a blob is not known: ${message}`);
			}
			return {
				kind: "fail",
				at: setting.at,
				message: "the disk is a blob of a storage account; it must be a managed disk",
				found: "an unmanaged disk",
				wanted: "managedDisk"
			};
		});
	})
};
const vmh011 = {
	id: "VMH011",
	kind: "template",
	severity: "high",
	title: "A machine is made of an approved image",
	rationale: "What the image holds runs with full rights from the first start. The policy's `approved.images` names the images that were checked, as `publisher:offer:sku`, with `:version` behind it or not, or as identifiers; `*` stands for any text. The rule applies only where the policy has that list. Images of shared and community galleries count only where a pattern of the list names their galleries.",
	remedy: "Take an image that the policy's `approved.images` names, or have this one approved.",
	references: [galleryReference],
	aliases: [],
	controls: ["MCSB:PV-3", "MCSB:PV-6"],
	example: {
		passing: pinned,
		failing: made(marketplace("20_04-lts", "latest", "Unapproved"))
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((machine, { policy }) => {
		if (policy.approvedImages === void 0) return {
			kind: "not-applicable",
			reason: "the policy has no list approved.images"
		};
		const image = imageOf(machine);
		if (!("place" in image)) return image;
		if (isApproved(image, policy.approvedImages)) return { kind: "pass" };
		const found = `'${imageText(image)}'`;
		const message = `the image ${found} is not among the policy's approved.images`;
		return {
			kind: "fail",
			at: image.place.keySpan,
			message,
			found,
			wanted: "an image of the policy's approved.images"
		};
	})
};
const vmh012 = {
	id: "VMH012",
	kind: "template",
	severity: "medium",
	title: "A machine's image is pinned to a version",
	rationale: "A version 'latest', or an image of a gallery without one, gives another system at each deployment: what was tested is not what is deployed. Azure takes the latest where none is written.",
	remedy: "Write the version in imageReference.version, or /versions/… behind the image of a gallery.",
	references: [galleryReference, templateReference],
	aliases: [],
	controls: ["MCSB:PV-3"],
	example: {
		passing: pinned,
		failing: made(marketplace("server", "latest"))
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((machine) => {
		const image = imageOf(machine);
		if (!("place" in image)) return image;
		const wanted = "a version";
		const latest = "the image's version is";
		if (image.kind !== "marketplace") {
			const isGallery = /\/galleries\/|\/(?:shared|community)galleries\//i.test(image.id);
			const version = /\/versions\/([^/]+)$/i.exec(image.id)?.[1];
			if (!isGallery || version !== void 0 && version.toLowerCase() !== "latest") return { kind: "pass" };
			const { at } = settingIn(image.place, {
				id: "id",
				shared: "sharedGalleryImageId",
				community: "communityGalleryImageId"
			}[image.kind]);
			const found = version === void 0 ? "none" : `'${version}'`;
			return {
				kind: "fail",
				at,
				message: `${latest} ${found}; it must be pinned`,
				found,
				wanted
			};
		}
		const version = settingIn(image.place, "version");
		if (version.kind === "unknown") return undecided(version, `${latest} not known: ${version.value.reason.message}`);
		if (version.kind === "absent") {
			const message = `${latest} not set, which means latest; it must be pinned`;
			return {
				kind: "fail",
				at: version.at,
				message,
				found: "absent",
				wanted
			};
		}
		const { value, at } = version;
		if (value.kind === "string" && value.value.toLowerCase() !== "latest" && value.value !== "") return { kind: "pass" };
		const found = shown(value);
		return {
			kind: "fail",
			at,
			message: `${latest} ${found}; it must be pinned`,
			found,
			wanted
		};
	})
};
const vmh013 = {
	id: "VMH013",
	kind: "template",
	severity: "medium",
	title: "A machine's system is still supported",
	rationale: "A system whose support has ended gets no more patches. The table of ends of support follows the makers; images that it does not name pass.",
	remedy: "Take an image of a supported release.",
	references: ["https://learn.microsoft.com/lifecycle/products/", "https://ubuntu.com/about/release-cycle"],
	aliases: [],
	controls: ["MCSB:PV-6"],
	example: {
		passing: pinned,
		failing: made(marketplace("18.04-LTS", "latest", "UbuntuServer"))
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((machine, { policy }) => {
		const image = imageOf(machine);
		if (!("place" in image)) return image;
		if (image.kind !== "marketplace") return {
			kind: "not-applicable",
			reason: "the image is none of the marketplace"
		};
		const support = supportEndOf(image.publisher, image.offer, image.sku);
		if (support === void 0 || policy.now.toISOString().slice(0, 10) < support.end) return { kind: "pass" };
		return {
			kind: "fail",
			at: settingIn(image.place, "sku").at,
			message: `the image is ${support.system}, without support since ${support.end}`,
			found: `'${imageText(image)}'`,
			wanted: "a supported release"
		};
	})
};
const imageRules = [
	vmh010,
	vmh011,
	vmh012,
	vmh013
];

// src/templates/rules/machines/login.ts
const references$3 = ["https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed", "https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines"];
const noProfile = {
	kind: "not-applicable",
	reason: "the machine takes its accounts from its disk or image"
};
const withKeys = linuxMachine({ osProfile: {
	computerName: "app",
	adminUsername: "operator",
	linuxConfiguration: {
		disablePasswordAuthentication: true,
		ssh: { publicKeys: [{
			path: "/home/operator/.ssh/authorized_keys",
			keyData: "[parameters('publicKey')]"
		}] }
	}
} });
const parameters = {
	publicKey: { type: "string" },
	password: { type: "secureString" }
};
const withPassword$1 = linuxMachine({ osProfile: {
	computerName: "app",
	adminUsername: "operator",
	adminPassword: "[parameters('password')]",
	linuxConfiguration: { disablePasswordAuthentication: false }
} });
const passwordLogin = {
	id: "VMH005.password-login",
	kind: "template",
	severity: "high",
	title: "A Linux machine takes no passwords over SSH",
	rationale: "Passwords are guessed and reused; keys are not. disablePasswordAuthentication is false unless the template says true.",
	remedy: "Set osProfile.linuxConfiguration.disablePasswordAuthentication to true and give a public key in ssh.publicKeys.",
	references: references$3,
	aliases: [
		"CKV_AZURE_1",
		"CKV_AZURE_49",
		"CKV_AZURE_149",
		"6797f581-0433-4768-ae3e-7ceb2f8b138e",
		"AZU-0039",
		"AZR-000245",
		"AZR-000288"
	],
	controls: ["MCSB:IM-6"],
	example: {
		passing: {
			parameters,
			...withKeys
		},
		failing: {
			parameters,
			...withPassword$1
		}
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((each) => {
		const { profile } = each;
		if (settingIn(profile, "osProfile").kind === "absent") return noProfile;
		const path = "osProfile.linuxConfiguration.disablePasswordAuthentication";
		const otherSystem = notOn("linux", each);
		if (otherSystem !== void 0) return otherSystem;
		return expectIn(profile, path, {
			holds: isBool(true),
			wanted: "true",
			what: "disablePasswordAuthentication",
			absent: "fail",
			absentMeans: "false: passwords are taken"
		});
	})
};
const adminPassword = {
	id: "VMH005.admin-password",
	kind: "template",
	severity: "low",
	title: "A Linux machine is given no password",
	rationale: "A password that is given stays usable at the serial console and for sudo, also where SSH takes keys only. Templates that hand a key or a password through one parameter give it here too.",
	remedy: "Leave osProfile.adminPassword out and give a public key.",
	references: references$3,
	aliases: [],
	controls: ["MCSB:IM-6"],
	example: {
		passing: {
			parameters,
			...withKeys
		},
		failing: {
			parameters,
			...withPassword$1
		}
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((each) => {
		if (settingIn(each.profile, "osProfile").kind === "absent") return noProfile;
		const otherSystem = notOn("linux", each);
		if (otherSystem !== void 0) return otherSystem;
		const password = settingIn(each.profile, "osProfile.adminPassword");
		if (password.kind === "absent") return { kind: "pass" };
		if (password.kind === "unknown" && password.value.type === "any") return undecided(password, `whether a password is given is not known: ${password.value.reason.message}`);
		return {
			kind: "fail",
			at: password.at,
			message: "a Linux machine is given a password; it must be given a key alone",
			found: "a password",
			wanted: "no password"
		};
	})
};
const guessed = /* @__PURE__ */ new Set([
	"admin",
	"administrator",
	"root"
]);
const adminName = {
	id: "VMH015",
	kind: "template",
	severity: "low",
	title: "The administrator's name is given at deployment and is none that is guessed first",
	rationale: "Half of a password login is the name. One that stands in the template is known to all who can read it; admin, administrator and root are tried first everywhere.",
	remedy: "Take adminUsername from a parameter, and choose another name.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters"],
	aliases: ["AZR-000284"],
	controls: ["MCSB:PA-1"],
	example: {
		passing: {
			parameters: { name: { type: "string" } },
			...machine({ osProfile: {
				computerName: "app",
				adminUsername: "[parameters('name')]"
			} })
		},
		failing: machine({ osProfile: {
			computerName: "app",
			adminUsername: "administrator"
		} })
	},
	on: "resource",
	types: machineTypes,
	check: onMachine(({ profile }) => {
		const name = settingIn(profile, "osProfile.adminUsername");
		if (name.kind === "absent") return noProfile;
		const isGiven = name.value.marks.some((mark) => mark.kind === "parameter");
		if (name.kind === "unknown") return { kind: "pass" };
		const wanted = "a name from a parameter, not admin, administrator or root";
		const found = shown(name.value);
		if (name.value.kind === "string" && guessed.has(name.value.value.toLowerCase())) {
			const message = `the administrator's name is ${found}, which is guessed first`;
			return {
				kind: "fail",
				at: name.at,
				message,
				found,
				wanted
			};
		}
		if (isGiven) return { kind: "pass" };
		const message = `the administrator's name ${found} stands in the template; it must come from a parameter`;
		return {
			kind: "fail",
			at: name.at,
			message,
			found,
			wanted
		};
	})
};
const loginRules = [
	passwordLogin,
	adminPassword,
	adminName
];

// src/templates/rules/secrets/secret-origin.ts
/** The parameters of a name in a deployment and those around it, innermost first. */
function declarationsOf(name, deployment) {
	const wanted = name.toLowerCase();
	const found = [];
	let current = deployment;
	while (current !== void 0) {
		const parameter = current.parameters.find((each) => each.name.toLowerCase() === wanted);
		if (parameter !== void 0) found.push(parameter);
		current = current.parent;
	}
	return found;
}
/** Whether a text stands where its value is: not made by an expression, not a parameter's default or a file's. */
function isLiteral(value) {
	if (value.kind !== "string" || value.span === void 0) return false;
	const { source, start } = value.span;
	const first = source.text.slice(start, start + 3);
	if (first.startsWith("'")) return true;
	return first.startsWith("\"") && (!first.startsWith("\"[") || first === "\"[[");
}
/** Whether a text stands in a template, outside of what its parameters declare. */
function standsInTemplate(value, deployment) {
	const { span } = value;
	if (span === void 0 || !isLiteral(value)) return false;
	const isIn = (outer) => outer?.source === span.source && outer.start <= span.start && span.end <= outer.end;
	let isTemplate = false;
	for (let at = deployment; at !== void 0; at = at.parent) {
		if (isIn(at.parametersSpan)) return false;
		isTemplate ||= isIn(at.span);
	}
	return isTemplate;
}
/** What a value that secret and plain texts are mixed in may be, where that is not secret; undefined elsewhere. */
function plainBranch(value, deployment) {
	if (value.kind === "string") return standsInTemplate(value, deployment) ? { kind: "literal" } : void 0;
	if (value.kind !== "unknown") return void 0;
	if (mayChooseText(value)) return {
		kind: "open",
		unknown: value
	};
	for (const branch of branchesOf(value)) {
		if (branch.kind === "text" && branch.text !== "") return { kind: "literal" };
		if (branch.kind !== "parameter") continue;
		const [declared] = declarationsOf(branch.name, deployment);
		if (declared !== void 0 && !declared.isSecure && declared.origin !== "key-vault" && declared.origin !== "parent") return {
			kind: "plain",
			parameter: declared.name
		};
	}
}
/**
* Where the text of a value comes from. What a parent hands to a nested deployment counts as the parent's: a secure
* parameter that is given a literal is a literal.
*/
function secretOrigin(value, deployment) {
	if (value === void 0 || value.kind === "null") return { kind: "none" };
	if (value.kind === "string" && value.value === "") return { kind: "none" };
	const marks = marksOf(value);
	if (marks.some((mark) => mark.kind === "secret-function")) return { kind: "secure" };
	const declared = marks.flatMap((mark) => mark.kind === "parameter" ? declarationsOf(mark.name, deployment).filter((each) => each.isSecure === mark.isSecure) : []);
	const branch = marks.some(isSecret) ? plainBranch(value, deployment) : void 0;
	if (branch !== void 0) return branch;
	const leak = declared.find((each) => !each.isSecure && each.origin === "parent" && marksOf(each.value).some(isSecret));
	if (leak !== void 0) return {
		kind: "plain",
		parameter: leak.name
	};
	const given = declared.filter((each) => each.origin !== "parent");
	if (given.some((each) => each.isSecure)) return { kind: "secure" };
	const [plain] = given;
	if (plain !== void 0) return {
		kind: "plain",
		parameter: plain.name
	};
	if (declared.some((each) => each.isSecure && !isLiteral(each.value))) return { kind: "secure" };
	const mark = marks.find((each) => each.kind === "parameter");
	if (mark !== void 0 && declared.length === 0) return mark.kind === "parameter" && mark.isSecure ? { kind: "secure" } : {
		kind: "plain",
		parameter: mark.name
	};
	return value.kind === "unknown" ? {
		kind: "open",
		unknown: value
	} : { kind: "literal" };
}
/** The end of a message about a secret that comes from there; undefined where it may come from there. */
function originFault(origin) {
	if (origin.kind === "literal") return "stands in the template";
	if (origin.kind !== "plain") return void 0;
	return `comes from parameter '${origin.parameter}', which is not secure`;
}

// src/templates/rules/machines/machine-secrets.ts
const withPassword = (adminPassword) => machine({ osProfile: {
	computerName: "app",
	adminUsername: "operator",
	adminPassword
} });
const vmh014 = {
	id: "VMH014",
	kind: "secret",
	severity: "high",
	title: "The administrator's password comes from a secure parameter",
	rationale: "A password that stands in the template, or comes through a plain parameter, can be read in the repository or in the history of deployments.",
	remedy: "Take adminPassword from a secureString parameter, best one that the parameter file takes from a Key Vault.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters", "https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases"],
	aliases: ["AZR-000316"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: {
			parameters: { password: { type: "secureString" } },
			...withPassword("[parameters('password')]")
		},
		failing: {
			parameters: { password: { type: "string" } },
			...withPassword("[parameters('password')]")
		}
	},
	on: "resource",
	types: machineTypes,
	check: onMachine(({ profile, resource }) => {
		const password = settingIn(profile, "osProfile.adminPassword");
		if (password.kind === "absent") return {
			kind: "not-applicable",
			reason: "the machine is given no password"
		};
		const { value, at } = password;
		const origin = secretOrigin(value, resource.deployment);
		if (origin.kind === "open") {
			const { unknown } = origin;
			const message = `where the password comes from is not known: ${unknown.reason.message}`;
			return undecided({
				value: unknown,
				at
			}, message);
		}
		const fault = originFault(origin);
		if (fault === void 0) return { kind: "pass" };
		const found = origin.kind === "plain" ? `plain parameter '${origin.parameter}'` : "a text";
		return {
			kind: "fail",
			at,
			message: `the administrator's password ${fault}`,
			found,
			wanted: "a secure parameter"
		};
	})
};
const base64 = /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/;
/** The texts of a value that are known, also what they decode to. */
function knownTexts(value) {
	if (value.kind === "string") {
		if (!base64.test(value.value)) return [value.value];
		return [value.value, Buffer.from(value.value, "base64").toString("utf8")];
	}
	if (value.kind !== "unknown") return [];
	return (value.parts ?? []).filter((part) => typeof part === "string");
}
const script = (text) => `#!/bin/sh\n${text}\n`;
const exampleKey$1 = `${"Pc7".repeat(28)}Qq==`;
const started = (text) => linuxMachine({ osProfile: {
	computerName: "app",
	adminUsername: "operator",
	customData: Buffer.from(script(text)).toString("base64"),
	linuxConfiguration: { disablePasswordAuthentication: true }
} });
const vmh016 = {
	id: "VMH016",
	kind: "secret",
	severity: "critical",
	title: "No credential is handed to a machine by custom data or user data",
	rationale: "Custom data lies on the disk of the machine and user data is answered by its metadata service, both in clear to whatever runs there. Credentials are found by their form, in the text and in what it decodes to; a secure parameter in user data counts as well.",
	remedy: "Let the machine fetch what it needs from a Key Vault by its managed identity.",
	references: ["https://learn.microsoft.com/azure/virtual-machines/custom-data"],
	aliases: ["CKV_AZURE_45", "AZU-0037"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: started("apt-get update"),
		failing: started(`export STORAGE='AccountName=data;AccountKey=${exampleKey$1}'`)
	},
	on: "resource",
	types: machineTypes,
	check: onMachine(({ profile }) => {
		const outcomes = ["osProfile.customData", "userData"].flatMap((path) => {
			const data = settingIn(profile, path);
			if (data.kind === "absent") return [];
			const name = path.slice(path.lastIndexOf(".") + 1);
			const wanted = "no credential";
			const [credential] = knownTexts(data.value).flatMap(credentialsIn);
			if (credential !== void 0) {
				const message = `${name} holds ${credential.what}`;
				return [{
					kind: "fail",
					at: data.at,
					message,
					found: credential.what,
					wanted
				}];
			}
			if (path === "userData" && marksOf(data.value).some(isSecret)) return [{
				kind: "fail",
				at: data.at,
				message: "userData holds a secret, which the metadata service answers in clear",
				found: "a secret",
				wanted
			}];
			if (data.kind === "unknown" && data.value.parts === void 0) {
				const message = `${name} is not known: ${data.value.reason.message}`;
				return [undecided(data, message)];
			}
			return [{ kind: "pass" }];
		});
		if (outcomes.length > 0) return outcomes;
		return {
			kind: "not-applicable",
			reason: "the machine is handed no data"
		};
	})
};
const machineSecretRules = [vmh014, vmh016];

// src/templates/rules/machines/patching.ts
const patchReference = "https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching";
const upgradeReference = "https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade";
/** Whether a scale set replaces its instances when there is a new image. */
const osUpgrade = "properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade";
const linuxSettings = (patchSettings) => machine({ osProfile: {
	computerName: "app",
	linuxConfiguration: {
		disablePasswordAuthentication: true,
		patchSettings
	}
} });
const patched = linuxSettings({
	patchMode: "AutomaticByPlatform",
	assessmentMode: "AutomaticByPlatform"
});
/** One of the patch settings, below the configuration of the machine's system. */
function patchSetting(name, expected, absentMeans) {
	return onMachine((each) => {
		const { profile } = each;
		if (each.isScaleSet && !isFlexible(each)) return {
			kind: "not-applicable",
			reason: "uniform scale sets are patched by new images"
		};
		if (settingIn(profile, "osProfile").kind === "absent") return {
			kind: "not-applicable",
			reason: "the machine has no osProfile"
		};
		const system = systemOf(each);
		if (system === void 0) return notOn("linux", each) ?? { kind: "pass" };
		const setting = `osProfile.${system}Configuration.patchSettings.${name}`;
		const whole = {
			...expected,
			absent: "fail",
			absentMeans: absentMeans[system],
			knownSince: "2020-12-01"
		};
		const updates = settingIn(profile, "osProfile.windowsConfiguration.enableAutomaticUpdates");
		const isTurnedOff = updates.kind !== "absent" && !(updates.kind === "known" && isBool(true)(updates.value));
		return expectOfMachine(each, setting, whole, !isTurnedOff);
	});
}
const byPlatform = {
	holds: isText$1("AutomaticByPlatform"),
	wanted: "'AutomaticByPlatform'",
	fix: "AutomaticByPlatform"
};
const patchMode = {
	id: "VMH007.patch-mode",
	kind: "template",
	severity: "medium",
	title: "Azure installs the patches of a machine",
	rationale: "Only AutomaticByPlatform installs critical and security patches of all machines in order, with health checks. Without patchMode Linux does what its image says (ImageDefault) and Windows updates itself (AutomaticByOS). The setting exists from apiVersion 2020-12-01 on; uniform scale sets get new images instead.",
	remedy: "Set patchSettings.patchMode to 'AutomaticByPlatform' below linuxConfiguration or windowsConfiguration.",
	references: [patchReference],
	aliases: [],
	controls: ["MCSB:PV-6"],
	example: {
		passing: patched,
		failing: linuxSettings({ patchMode: "ImageDefault" })
	},
	on: "resource",
	types: machineTypes,
	check: patchSetting("patchMode", {
		...byPlatform,
		what: "the patch mode"
	}, {
		linux: "ImageDefault",
		windows: "AutomaticByOS"
	})
};
const assessmentMode = {
	id: "VMH008",
	kind: "template",
	severity: "low",
	title: "Azure looks daily for missing patches",
	rationale: "Without periodic assessment Azure knows what is missing only after somebody asks. assessmentMode is ImageDefault unless the template says otherwise, which means no assessment.",
	remedy: "Set patchSettings.assessmentMode to 'AutomaticByPlatform' below linuxConfiguration or windowsConfiguration.",
	references: ["https://learn.microsoft.com/azure/update-manager/assessment-options", patchReference],
	aliases: [],
	controls: ["MCSB:PV-6", "CIS:2.1.13"],
	example: {
		passing: patched,
		failing: linuxSettings({ patchMode: "AutomaticByPlatform" })
	},
	on: "resource",
	types: machineTypes,
	check: patchSetting("assessmentMode", {
		...byPlatform,
		what: "the assessment mode"
	}, {
		linux: "ImageDefault: none",
		windows: "ImageDefault: none"
	})
};
const windowsUpdates = {
	id: "VMH007.windows-updates",
	kind: "template",
	severity: "medium",
	title: "Windows' automatic updates are not turned off",
	rationale: "enableAutomaticUpdates is true unless the template says false, and then neither Windows nor Azure installs patches. A scale set that takes new images by itself needs them off.",
	remedy: "Set windowsConfiguration.enableAutomaticUpdates to true, or leave it out.",
	references: [patchReference],
	aliases: ["CKV_AZURE_177", "AZR-000247"],
	controls: ["MCSB:PV-6"],
	example: {
		passing: machine({ osProfile: {
			computerName: "app",
			windowsConfiguration: { enableAutomaticUpdates: true }
		} }),
		failing: machine({ osProfile: {
			computerName: "app",
			windowsConfiguration: { enableAutomaticUpdates: false }
		} })
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((each) => {
		const { profile, path } = each;
		const otherSystem = systemOf(each) === "linux" ? notOn("windows", each) : void 0;
		if (otherSystem !== void 0) return otherSystem;
		const upgrade = settingOf(each.resource, osUpgrade);
		if (upgrade.kind === "known" && isBool(true)(upgrade.value)) return {
			kind: "not-applicable",
			reason: "new images patch the scale set, which Azure takes with automatic updates off"
		};
		const setting = "osProfile.windowsConfiguration.enableAutomaticUpdates";
		const expected = {
			holds: isBool(true),
			wanted: "true",
			what: "enableAutomaticUpdates",
			absent: "pass",
			fix: true
		};
		return expectIn(profile, setting, expected, `${path}.${setting}`);
	})
};
const imageUpgrades = {
	id: "VMH009",
	kind: "template",
	severity: "medium",
	title: "A scale set takes new images of its system by itself",
	rationale: "Instances of a uniform scale set are patched by replacing them. Automatic image upgrades are off unless the template turns them on. Flexible scale sets are patched as machines are (VMH007).",
	remedy: "Set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade to true.",
	references: [upgradeReference],
	aliases: [],
	controls: ["MCSB:PV-7"],
	example: {
		passing: scaleSet({ osProfile: { computerNamePrefix: "web" } }, { upgradePolicy: {
			mode: "Automatic",
			automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true }
		} }),
		failing: scaleSet({ osProfile: { computerNamePrefix: "web" } }, { upgradePolicy: { mode: "Manual" } })
	},
	on: "resource",
	types: [scaleSetType],
	check: onMachine((each) => {
		if (isFlexible(each)) return {
			kind: "not-applicable",
			reason: "flexible scale sets are patched as machines are"
		};
		return expectSetting(each.resource, osUpgrade, {
			holds: isBool(true),
			wanted: "true",
			what: "enableAutomaticOSUpgrade",
			absent: "fail",
			absentMeans: "false"
		});
	})
};
const patchingRules = [
	patchMode,
	windowsUpdates,
	assessmentMode,
	imageUpgrades
];

// src/templates/rules/machines/trusted-launch.ts
const references$2 = ["https://learn.microsoft.com/azure/virtual-machines/trusted-launch", "https://learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines"];
const trusted = linuxMachine({ securityProfile: {
	securityType: "TrustedLaunch",
	uefiSettings: {
		secureBootEnabled: true,
		vTpmEnabled: true
	}
} });
const isTrusted = isText$1("TrustedLaunch", "ConfidentialVM");
/** The first apiVersion with securityType. */
const knownSince = "2020-12-01";
/** From this apiVersion on a machine without securityType may get trusted launch: subscription and image decide. */
const trustedByDefaultSince = "2025-11-01";
function undecidedDefault({ resource, profile }, what) {
	const type = settingIn(profile, "securityProfile.securityType");
	if (type.kind !== "absent" || resource.apiVersion === void 0) return void 0;
	if (isSince(resource, trustedByDefaultSince) === false) return void 0;
	const message = `without securityType, apiVersion ${resource.apiVersion} gives trusted launch or not by image and subscription`;
	const value = unknownValue("string", {
		kind: "runtime",
		message,
		span: type.at
	}, `securityType(${resource.key})`);
	return undecided({
		value,
		at: type.at
	}, `${what} is not known: ${message}`);
}
const vmh001 = {
	id: "VMH001",
	kind: "template",
	severity: "medium",
	title: "A machine starts by trusted launch or as a confidential machine",
	rationale: "Without a security type the boot chain is not measured, so a boot kit stays unseen and secure boot and the virtual TPM cannot be had. A machine without securityType is Standard; below apiVersion 2020-12-01 the setting does not exist, from 2025-11-01 on the image and the subscription decide, which leaves the outcome undecided.",
	remedy: "Set securityProfile.securityType to 'TrustedLaunch' (with a generation 2 image), or to 'ConfidentialVM'.",
	references: references$2,
	aliases: [],
	controls: ["MCSB:PV-4"],
	example: {
		passing: trusted,
		failing: linuxMachine({})
	},
	on: "resource",
	types: machineTypes,
	check: onMachine((machine) => undecidedDefault(machine, "the security type") ?? expectOfMachine(machine, "securityProfile.securityType", {
		holds: isTrusted,
		wanted: "'TrustedLaunch' or 'ConfidentialVM'",
		what: "the security type",
		absent: "fail",
		absentMeans: "Standard",
		knownSince
	}))
};
/** Secure boot and the TPM: without trusted launch there are none, with it Azure turns on what is not written. */
function uefiSetting(name, what) {
	return onMachine((machine) => {
		const { profile } = machine;
		const undecidedHere = undecidedDefault(machine, what);
		const setting = `securityProfile.uefiSettings.${name}`;
		if (undecidedHere !== void 0 && settingIn(profile, setting).kind === "absent") return undecidedHere;
		const type = settingIn(profile, "securityProfile.securityType");
		if (type.kind === "unknown" && settingIn(profile, setting).kind === "absent") return undecided(type, `${what} is not known: ${type.value.reason.message}`);
		const isOnByDefault = isSince(machine.resource, knownSince) !== false && type.kind === "known" && isTrusted(type.value);
		const expected = {
			holds: isBool(true),
			wanted: "true",
			what,
			absent: isOnByDefault ? "pass" : "fail",
			absentMeans: "false",
			fix: true,
			knownSince
		};
		return expectOfMachine(machine, setting, expected, isOnByDefault);
	});
}
const vmh002 = {
	id: "VMH002",
	kind: "template",
	severity: "medium",
	title: "Secure boot is on",
	rationale: "Secure boot lets only signed boot loaders and kernels start. It needs a trusted security type, which turns it on unless the template turns it off; on a Standard machine it is off.",
	remedy: "Set securityProfile.uefiSettings.secureBootEnabled to true beside securityType 'TrustedLaunch'.",
	references: references$2,
	aliases: ["AZR-000538", "AZR-000539"],
	controls: ["MCSB:PV-4"],
	example: {
		passing: trusted,
		failing: linuxMachine({ securityProfile: {
			securityType: "TrustedLaunch",
			uefiSettings: {
				secureBootEnabled: false,
				vTpmEnabled: true
			}
		} })
	},
	on: "resource",
	types: machineTypes,
	check: uefiSetting("secureBootEnabled", "secure boot")
};
const vmh003 = {
	id: "VMH003",
	kind: "template",
	severity: "medium",
	title: "The virtual TPM is on",
	rationale: "The virtual TPM keeps the measurements of the boot that attestation reads. It needs a trusted security type, which turns it on unless the template turns it off; on a Standard machine there is none.",
	remedy: "Set securityProfile.uefiSettings.vTpmEnabled to true beside securityType 'TrustedLaunch'.",
	references: references$2,
	aliases: [],
	controls: ["MCSB:PV-4"],
	example: {
		passing: trusted,
		failing: linuxMachine({ securityProfile: {
			securityType: "TrustedLaunch",
			uefiSettings: {
				secureBootEnabled: true,
				vTpmEnabled: false
			}
		} })
	},
	on: "resource",
	types: machineTypes,
	check: uefiSetting("vTpmEnabled", "the virtual TPM")
};
const trustedLaunchRules = [
	vmh001,
	vmh002,
	vmh003
];

// src/templates/rules/machines/machine-rules.ts
const machineRules = [
	...trustedLaunchRules,
	...diskEncryptionRules,
	...loginRules,
	...exposureRules,
	...patchingRules,
	...imageRules,
	...machineSecretRules,
	...identityRules
].toSorted((left, right) => left.id < right.id ? -1 : 1);

// src/templates/rules/network/application-gateways.ts
const gatewayTypes = ["microsoft.network/applicationgateways"];
const firewallReference$1 = "https://learn.microsoft.com/azure/web-application-firewall/overview";
const tlsReference = "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview";
const gateway = (properties) => ({
	type: "Microsoft.Network/applicationGateways",
	apiVersion: "2024-05-01",
	name: "entry",
	location: "westeurope",
	properties: {
		sku: {
			name: "WAF_v2",
			tier: "WAF_v2",
			capacity: 2
		},
		...properties
	}
});
const withPolicy = { firewallPolicy: { id: "[resourceId('Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies', 'waf')]" } };
function firewallOfGateway(resource) {
	return passingOf(expectSetting(resource, "properties.webApplicationFirewallConfiguration.enabled", {
		holds: isBool(true),
		wanted: "true, or a firewallPolicy",
		what: "the web application firewall",
		absent: "fail",
		absentMeans: "none"
	}), isSet(resource, "properties.firewallPolicy.id", {
		what: "the firewall policy",
		wanted: "the identifier of one"
	}));
}
/** Predefined policies of Application Gateway that start at TLS 1.2. */
const modernPolicies = isText$1("AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S");
function isSecondGeneration(resource) {
	const tier = settingOf(resource, "properties.sku.tier");
	return tier.kind === "known" && isText$1("Standard_v2", "WAF_v2")(tier.value);
}
function tlsOfGateway(resource) {
	if (settingOf(resource, "properties.sslPolicy.policyName").kind !== "absent") return expectSetting(resource, "properties.sslPolicy.policyName", {
		holds: modernPolicies,
		wanted: "a policy that starts at TLS 1.2",
		what: "the TLS policy",
		absent: "fail",
		...isSecondGeneration(resource) ? { fix: "AppGwSslPolicy20220101" } : {}
	});
	return expectSince(resource, "properties.sslPolicy.minProtocolVersion", {
		holds: isText$1("TLSv1_2", "TLSv1_3"),
		wanted: "'TLSv1_2' or 'TLSv1_3'",
		what: "the lowest TLS version",
		newSince: "2023-02-01",
		absentBefore: "fail",
		absentSince: "pass",
		absentMeans: "AppGwSslPolicy20150501, which starts at TLS 1.0"
	});
}
const gatewayRules = [
	resourceRule({
		id: "NET008.gateway-firewall",
		severity: "medium",
		title: "An Application Gateway has a web application firewall",
		rationale: "A gateway without a firewall hands injected queries and scripts on to the application. There is none unless a policy is linked or webApplicationFirewallConfiguration turns one on.",
		remedy: "Link a policy by firewallPolicy.id (tier WAF_v2).",
		references: [firewallReference$1],
		aliases: ["CKV_AZURE_120"],
		controls: ["MCSB:NS-6"],
		example: exampleOf(gateway(withPolicy), gateway({})),
		types: gatewayTypes,
		check: firewallOfGateway
	}),
	resourceRule({
		id: "NET008.gateway-tls",
		severity: "medium",
		title: "An Application Gateway takes TLS 1.2 or later only",
		rationale: "Older versions can be broken. Without sslPolicy a gateway takes the default of its apiVersion: from 2023-02-01 on one that starts at TLS 1.2, before that one that starts at TLS 1.0.",
		remedy: "Set sslPolicy.policyName to 'AppGwSslPolicy20220101', or minProtocolVersion to 'TLSv1_2'.",
		references: [tlsReference],
		aliases: ["CKV_AZURE_218"],
		controls: ["MCSB:NS-6", "MCSB:DP-3"],
		example: exampleOf(gateway({ sslPolicy: {
			policyType: "Predefined",
			policyName: "AppGwSslPolicy20220101"
		} }), gateway({ sslPolicy: {
			policyType: "Custom",
			minProtocolVersion: "TLSv1_0"
		} })),
		types: gatewayTypes,
		check: tlsOfGateway
	}),
	resourceRule({
		id: "NET008.gateway-mode",
		severity: "medium",
		title: "An Application Gateway's own firewall configuration prevents",
		rationale: "In Detection mode attacks are written down and let through.",
		remedy: "Set webApplicationFirewallConfiguration.firewallMode to 'Prevention'.",
		references: [firewallReference$1],
		aliases: [],
		controls: ["MCSB:NS-6"],
		example: exampleOf(gateway({ webApplicationFirewallConfiguration: {
			enabled: true,
			firewallMode: "Prevention"
		} }), gateway({ webApplicationFirewallConfiguration: {
			enabled: true,
			firewallMode: "Detection"
		} })),
		types: gatewayTypes,
		check: (resource) => {
			const configuration = "properties.webApplicationFirewallConfiguration";
			if (settingOf(resource, configuration).kind === "absent") return {
				kind: "not-applicable",
				reason: "the gateway configures no firewall itself"
			};
			return expectSetting(resource, `${configuration}.firewallMode`, {
				holds: isText$1("Prevention"),
				wanted: "'Prevention'",
				what: "the firewall's mode",
				absent: "fail",
				fix: "Prevention"
			});
		}
	})
];

// src/templates/rules/network/flow-logs.ts
const types$3 = ["microsoft.network/networkwatchers/flowlogs"];
const references$1 = ["https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview"];
const flowLog = (enabled, days) => ({
	type: "Microsoft.Network/networkWatchers/flowLogs",
	apiVersion: "2024-05-01",
	name: "watcher/net",
	location: "westeurope",
	properties: {
		targetResourceId: "[resourceId('Microsoft.Network/virtualNetworks', 'net')]",
		storageId: "[resourceId('Microsoft.Storage/storageAccounts', 'flowlogs')]",
		enabled,
		retentionPolicy: {
			enabled: true,
			days
		}
	}
});
const flowLogRules = [settingRule({
	id: "NET009.enabled",
	severity: "low",
	title: "A declared flow log is written",
	rationale: "A flow log that is turned off records nothing: who talked to whom cannot be found out after an incident. It is off unless the template turns it on.",
	remedy: "Set enabled to true.",
	references: references$1,
	aliases: ["AZU-0073"],
	controls: ["MCSB:LT-4"],
	example: exampleOf(flowLog(true, 90), flowLog(false, 90)),
	types: types$3,
	path: "properties.enabled",
	expected: {
		holds: isBool(true),
		wanted: "true",
		what: "the flow log",
		absent: "fail",
		absentMeans: "off",
		fix: true
	}
}), resourceRule({
	id: "NET009.retention",
	severity: "low",
	title: "Flow logs are kept for 90 days or longer",
	rationale: "Intrusions are found weeks after they happened. Without a retention policy, or with one that is off, nothing says how long the logs are kept; 0 days keep them for ever.",
	remedy: "Set retentionPolicy.enabled to true and retentionPolicy.days to 90 or more.",
	references: references$1,
	aliases: [
		"CKV_AZURE_12",
		"564b70f8-41cd-4690-aff8-bb53add86bc9",
		"AZU-0049"
	],
	controls: ["MCSB:LT-4"],
	example: exampleOf(flowLog(true, 90), flowLog(true, 7)),
	types: types$3,
	check(resource) {
		const days = settingOf(resource, "properties.retentionPolicy.days");
		const isEndless = days.kind === "known" && days.value.kind === "int" && days.value.value === 0n;
		const on = expectSetting(resource, "properties.retentionPolicy.enabled", {
			holds: isBool(true),
			wanted: "true",
			what: "the retention policy",
			absent: "fail",
			absentMeans: "off",
			fix: true
		});
		if (isEndless) return on;
		if (on.kind !== "pass") return on;
		return expectSetting(resource, "properties.retentionPolicy.days", {
			holds: (value) => value.kind === "int" && value.value >= 90n,
			wanted: "90 or more",
			what: "the retention in days",
			absent: "fail",
			fix: 90
		});
	}
})];

// src/templates/rules/network/security-rule.ts
const groupType = "microsoft.network/networksecuritygroups";
const ruleType = `${groupType}/securityrules`;
function textsIn(place, ...names) {
	const texts = [];
	let unknown;
	for (const name of names) {
		const items = itemsIn(place, name);
		const values = "kind" in items ? [] : items.map((item) => item.value);
		const single = settingIn(place, name);
		if (single.kind === "unknown" || single.kind === "known" && "kind" in items) values.push(single.value);
		for (const value of values) if (value.kind === "string") texts.push(value.value.trim().toLowerCase());
		else if (value.kind === "int") texts.push(String(value.value));
		else if (value.kind === "unknown") unknown ??= value;
	}
	return {
		texts,
		unknown
	};
}
/** Begins the text that stands for an application security group among addresses. */
const applicationGroup = "asg:";
/** Addresses of one side: prefixes, and application security groups, which restrict it to some machines. */
function sideIn(place, side) {
	const prefixes = textsIn(place, `${side}AddressPrefix`, `${side}AddressPrefixes`);
	const groups = itemsIn(place, `${side}ApplicationSecurityGroups`);
	if ("kind" in groups) return groups.kind === "unknown" ? {
		...prefixes,
		unknown: groups.value
	} : prefixes;
	const ids = groups.map((group) => {
		const id = settingIn(group, "id");
		const form = id.kind === "absent" ? "" : caselessForm(formOf(id.value)).toLowerCase();
		return `${applicationGroup}${form}`;
	});
	return {
		...prefixes,
		texts: [...prefixes.texts, ...ids]
	};
}
function securityRule(place, isCertain) {
	const properties = placeIn(place, "properties");
	if ("kind" in properties) return properties.kind === "unknown" ? properties : void 0;
	if (properties.value.kind === "unknown") return {
		value: properties.value,
		at: properties.at
	};
	const name = settingIn(place, "name");
	const priority = settingIn(properties, "priority");
	const number = priority.kind === "known" && priority.value.kind === "int" ? Number(priority.value.value) : void 0;
	return {
		at: properties.keySpan,
		name: name.kind === "known" && name.value.kind === "string" ? name.value.value : "",
		access: textsIn(properties, "access"),
		direction: textsIn(properties, "direction"),
		protocol: textsIn(properties, "protocol"),
		sources: sideIn(properties, "source"),
		sourcePorts: textsIn(properties, "sourcePortRange", "sourcePortRanges"),
		destinations: sideIn(properties, "destination"),
		ports: textsIn(properties, "destinationPortRange", "destinationPortRanges"),
		priority: priority.kind === "unknown" ? priority.value : number,
		isCertain
	};
}
const own = /* @__PURE__ */ new WeakMap();
/** Rules that a resource declares itself: those of a group in its `securityRules`, or the one that the resource is. */
function rulesOf(resource) {
	const before = own.get(resource);
	if (before !== void 0) return before;
	const place = placeOf$2(resource);
	const isCertain = resource.conditions.length === 0;
	const items = resource.type.toLowerCase() === "microsoft.network/networksecuritygroups/securityrules" ? [place] : itemsIn(place, "properties.securityRules");
	const known = [];
	const unknown = [];
	if ("kind" in items) {
		if (items.kind === "unknown") unknown.push(items);
	} else for (const item of items) {
		const rule = securityRule(item, isCertain);
		if (rule === void 0) continue;
		if ("value" in rule) unknown.push(rule);
		else known.push(rule);
	}
	const rules = {
		known,
		unknown
	};
	own.set(resource, rules);
	return rules;
}
const groups = /* @__PURE__ */ new WeakMap();
function groupKeyOf(resource) {
	if (resource.type.toLowerCase() !== "microsoft.network/networksecuritygroups/securityrules") return resource.key;
	return resource.parent?.key ?? parentKeyOf(resource.key);
}
/** All rules of the group that a resource is or belongs to. */
function rulesBeside(resource, evaluation) {
	let known = groups.get(evaluation);
	if (known === void 0) {
		const made = /* @__PURE__ */ new Map();
		for (const each of evaluation.resources) {
			const type = each.type.toLowerCase();
			if (each.isExisting || type !== "microsoft.network/networksecuritygroups" && type !== "microsoft.network/networksecuritygroups/securityrules") continue;
			const key = groupKeyOf(each);
			const before = made.get(key);
			if (before === void 0) made.set(key, [...rulesOf(each).known]);
			else for (const rule of rulesOf(each).known) before.push(rule);
		}
		groups.set(evaluation, made);
		known = made;
	}
	return known.get(groupKeyOf(resource)) ?? [];
}
const anybody = /* @__PURE__ */ new Set([
	"*",
	"internet",
	"any"
]);
/**
* Addresses of the internet that the sources of a rule name; none where application security groups restrict them.
* Service tags are none either.
*/
function rangesOf({ texts }) {
	if (texts.some((text) => text.startsWith(applicationGroup))) return [];
	if (texts.some((text) => anybody.has(text))) return everyAddress;
	return texts.flatMap((text) => rangeOf(text) ?? []);
}
function admitsEverybody(sources) {
	if (sources.texts.includes("0.0.0.0") || isEverybody(rangesOf(sources))) return true;
	return sources.unknown ?? false;
}
/** First and last port of `*`, `22`, `20-30`; undefined for other texts. */
function portRange(text) {
	if (text === "*") return [0, 65535];
	const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text.replaceAll(" ", ""));
	if (match === null) return void 0;
	const first = Number(match[1]);
	return [first, match[2] === void 0 ? first : Number(match[2])];
}
function some({ texts, unknown }, holds) {
	return texts.some(holds) || (unknown ?? false);
}
/** `false` when one is false, else an unknown when one is, else `true`. */
function every(answers) {
	if (answers.includes(false)) return false;
	return answers.find((answer) => answer !== true) ?? true;
}
function opensPort(rule, port) {
	return some(rule.ports, (text) => {
		const [first, last] = portRange(text) ?? [-1, -1];
		return first <= port && port <= last;
	});
}
/** Whether its ranges hold every port. */
function opensAllPorts({ ports: { texts, unknown } }) {
	const ranges = texts.flatMap((text) => {
		const range = portRange(text);
		return range === void 0 ? [] : [range];
	});
	let next = 1;
	for (const [first, last] of ranges.toSorted(([left], [right]) => left - right)) if (first <= next) next = Math.max(next, last + 1);
	return next > 65535 || (unknown ?? false);
}
/** Whether it lets anybody in by one of these protocols (in lower case). */
function admitsAnybody(rule, protocols) {
	return every([
		some(rule.access, (text) => text === "allow"),
		some(rule.direction, (text) => text === "inbound"),
		some(rule.protocol, (text) => text === "*" || protocols.includes(text)),
		admitsEverybody(rule.sources)
	]);
}
/** As messages name it. */
function shownRule({ name }) {
	return name === "" ? "a security rule" : `security rule '${name.slice(0, 80)}'`;
}

// src/templates/rules/network/refusal.ts
const denials = /* @__PURE__ */ new WeakMap();
/** The rules of a group that refuse what comes in, or may. */
function denialsOf(beside) {
	const known = denials.get(beside);
	if (known !== void 0) return known;
	const found = beside.filter(({ isCertain, access, direction }) => isCertain && (access.unknown !== void 0 || access.texts.includes("deny")) && (direction.unknown !== void 0 || direction.texts.includes("inbound")));
	denials.set(beside, found);
	return found;
}
/** Whether one side or the source ports of a refusal hold all that those of the other rule hold. */
function holdsAll(refused, allowed) {
	const { texts, unknown } = refused;
	const isOfGroups = texts.some((text) => text.startsWith("asg:"));
	if (unknown === void 0 && texts.length === 0) return true;
	if (texts.includes("*") && !isOfGroups && unknown === void 0) return true;
	if (allowed.unknown === void 0 && allowed.texts.length > 0 && allowed.texts.every((text) => texts.includes(text))) return true;
	return unknown ?? false;
}
function isBefore(refusal, { priority }) {
	if (typeof refusal.priority === "number" && typeof priority === "number") return refusal.priority < priority;
	if (typeof refusal.priority === "object") return refusal.priority;
	return typeof priority === "object" ? priority : false;
}
/** Whether a refusal fits what is allowed but for its sources. */
function fits(refusal, { rule, protocol, port }) {
	const { access, direction, protocol: own } = refusal;
	const isOfProtocol = own.texts.some((text) => text === "*" || text === protocol);
	const answers = [
		access.unknown ?? true,
		direction.unknown ?? true,
		isOfProtocol || (own.unknown ?? false),
		isBefore(refusal, rule),
		opensPort(refusal, port),
		holdsAll(refusal.sourcePorts, rule.sourcePorts),
		holdsAll(refusal.destinations, rule.destinations)
	];
	if (answers.includes(false)) return false;
	return answers.find((answer) => answer !== true) ?? true;
}
/** What certain refusals hold, what those hold that may be ones, and what the latter depend on. */
function refusedSources(allowed, beside) {
	const certain = [];
	const possible = [];
	let cause;
	for (const refusal of denialsOf(beside)) {
		if (refusal === allowed.rule) continue;
		const answer = fits(refusal, allowed);
		if (answer === false) continue;
		const { sources } = refusal;
		const ranges = rangesOf(sources);
		for (const range of ranges) (answer === true ? certain : possible).push(range);
		if (answer !== true) cause ??= answer;
		if (sources.unknown !== void 0) {
			cause ??= sources.unknown;
			for (const range of everyAddress) possible.push(range);
		}
	}
	return {
		certain,
		possible,
		cause
	};
}
/**
* Whether rules of the group refuse, before this one, so much of what it allows at a port that it is no longer
* everybody; an unknown where that hangs on one.
*/
function isRefusedBefore(rule, beside, protocol, port) {
	const { certain, possible, cause } = refusedSources({
		rule,
		protocol,
		port
	}, beside);
	if (certain.length === 0 && cause === void 0) return false;
	const named = rangesOf(rule.sources);
	const sources = isEverybody(named) ? named : everyAddress;
	if (!isEverybody(without(sources, certain))) return true;
	if (cause === void 0) return false;
	return isEverybody(without(sources, [...certain, ...possible])) ? false : cause;
}
/** As `isRefusedBefore` of every port: asked at each port where one of the refusals' ranges begins or has ended. */
function isWhollyRefused(rule, beside, protocol) {
	const starts = /* @__PURE__ */ new Set([1]);
	for (const { ports } of denialsOf(beside)) for (const text of ports.texts) {
		const [first, last] = portRange(text) ?? [0, 0];
		for (const port of [first, last + 1]) if (port >= 1 && port <= 65535) starts.add(port);
	}
	let doubt = true;
	for (const port of starts) {
		const answer = isRefusedBefore(rule, beside, protocol, port);
		if (answer === false) return false;
		if (answer !== true) doubt = answer;
	}
	return doubt;
}

// src/templates/rules/network/open-ports.ts
const references = ["https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview", "https://learn.microsoft.com/azure/security/fundamentals/network-best-practices"];
/** A group with one rule for a source and a port. */
function group(sourceAddressPrefix, destinationPortRange, protocol = "Tcp") {
	return resource("Microsoft.Network/networkSecurityGroups", "2024-05-01", "app", { securityRules: [{
		name: "in",
		properties: {
			access: "Allow",
			direction: "Inbound",
			priority: 100,
			protocol,
			sourceAddressPrefix,
			sourcePortRange: "*",
			destinationAddressPrefix: "*",
			destinationPortRange
		}
	}] });
}
/** Which of the ports are open to anybody by a rule; `false` when none is. */
function openPorts(rule, beside, { ports, protocol, isNet004 }) {
	const lower = protocol.toLowerCase();
	const admits = admitsAnybody(rule, [lower]);
	if (admits === false) return false;
	const isOfOneProtocol = rule.protocol.texts.includes(lower) && protocol === "Udp";
	if (isNet004 && !isOfOneProtocol && opensAllPorts(rule) === true) return false;
	const open = [];
	let doubt = false;
	for (const port of ports.keys()) {
		const opens = opensPort(rule, port);
		const refused = opens === false || isRefusedBefore(rule, beside, lower, port);
		if (refused === true) continue;
		if (opens === true && refused === false) open.push(port);
		else doubt = refused === false ? opens : refused;
	}
	if (open.length > 0) return admits === true ? open : admits;
	return doubt;
}
/** Judges the rules that a resource declares itself. */
function judge$1({ resource: owner, evaluation }, look) {
	const beside = rulesBeside(owner, evaluation);
	const { known, unknown } = rulesOf(owner);
	const outcomes = known.flatMap((rule) => look(rule, beside) ?? []);
	for (const each of unknown) {
		const message = `the security rules are not all known: ${each.value.reason.message}`;
		outcomes.push(undecided(each, message));
	}
	return outcomes.length === 0 ? { kind: "pass" } : outcomes;
}
function openOutcome(rule, subject, what) {
	return {
		kind: "fail",
		at: rule.at,
		message: `${subject} is open to the internet: ${shownRule(rule)} lets anybody reach ${what}`,
		found: `${rule.sources.texts.slice(0, 3).join(", ")} to ${rule.ports.texts.slice(0, 8).join(", ")}`,
		wanted: "no source that is everybody"
	};
}
function doubtOutcome(rule, answer, what) {
	if (typeof answer === "boolean") return void 0;
	const message = `whether ${shownRule(rule)} lets anybody reach ${what} is not known: ${answer.reason.message}`;
	return undecided({
		value: answer,
		at: rule.at
	}, message);
}
function watch(watched) {
	return (owner, { evaluation }) => judge$1({
		resource: owner,
		evaluation
	}, (rule, beside) => {
		const open = openPorts(rule, beside, watched);
		const name = (port) => `${port} (${watched.ports.get(port) ?? ""})`;
		const { protocol } = watched;
		if (typeof open === "object" && "length" in open) {
			const ports = open.map(name).join(", ");
			return openOutcome(rule, watched.subject, `${protocol.toUpperCase()} ${open.length === 1 ? "port" : "ports"} ${ports}`);
		}
		const [first] = watched.ports.keys();
		return doubtOutcome(rule, open, watched.ports.size === 1 && first !== void 0 ? `port ${name(first)}` : `${protocol.toUpperCase()} ports that nobody outside may reach`);
	});
}
const types$2 = [groupType, ruleType];
const openPortRules = [
	{
		id: "NET001",
		kind: "template",
		severity: "critical",
		title: "SSH is not open to the internet",
		rationale: "Open SSH ports are found within minutes and tried for passwords and holes without end. A group lets nobody in from outside unless a rule allows it.",
		remedy: "Name the networks that may come in as source, or go in by Azure Bastion, and take the rule out.",
		references,
		aliases: [
			"CKV_AZURE_10",
			"2ade1579-4b2c-4590-bebb-f99bf597f612",
			"AZU-0050"
		],
		controls: ["MCSB:NS-1", "CIS:6.2"],
		example: {
			passing: group("10.1.0.0/24", "22"),
			failing: group("*", "20-30")
		},
		on: "resource",
		types: types$2,
		check: watch({
			subject: "SSH",
			ports: /* @__PURE__ */ new Map([[22, "SSH"]]),
			protocol: "Tcp",
			isNet004: false
		})
	},
	{
		id: "NET002",
		kind: "template",
		severity: "critical",
		title: "Remote Desktop is not open to the internet",
		rationale: "Open Remote Desktop ports are the usual way in of those who encrypt for ransom. A group lets nobody in from outside unless a rule allows it.",
		remedy: "Name the networks that may come in as source, or go in by Azure Bastion, and take the rule out.",
		references,
		aliases: [
			"CKV_AZURE_9",
			"59cb3da7-f206-4ae6-b827-7abf0a9cab9d",
			"AZU-0048"
		],
		controls: ["MCSB:NS-1", "CIS:6.1"],
		example: {
			passing: group("10.1.0.0/24", "3389"),
			failing: group("Internet", "3389")
		},
		on: "resource",
		types: types$2,
		check: watch({
			subject: "Remote Desktop",
			ports: /* @__PURE__ */ new Map([[3389, "RDP"]]),
			protocol: "Tcp",
			isNet004: false
		})
	},
	{
		id: "NET003",
		kind: "template",
		severity: "high",
		title: "No other management or database port is open to the internet",
		rationale: "Remote management, file sharing, databases and container engines are made for networks of their own; many of them let anybody in who reaches them. A rule that opens every port is reported by NET004.",
		remedy: "Name the networks that may come in as source, or use private endpoints.",
		references,
		aliases: [],
		controls: ["MCSB:NS-3"],
		example: {
			passing: group("10.1.0.0/24", "1433"),
			failing: group("0.0.0.0/0", "1433")
		},
		on: "resource",
		types: types$2,
		check: watch({
			subject: "a management or database port",
			ports: /* @__PURE__ */ new Map([
				[23, "Telnet"],
				[445, "SMB"],
				[1433, "SQL Server"],
				[2375, "Docker"],
				[2376, "Docker"],
				[3306, "MySQL"],
				[5432, "PostgreSQL"],
				[5985, "WinRM"],
				[5986, "WinRM"],
				[6379, "Redis"],
				[9200, "Elasticsearch"],
				[10250, "kubelet"],
				[27017, "MongoDB"]
			]),
			protocol: "Tcp",
			isNet004: true
		})
	},
	{
		id: "NET004",
		kind: "template",
		severity: "high",
		title: "No rule opens every port to the internet",
		rationale: "A rule that lets anybody reach every port makes the group useless: what starts to listen next is open at once.",
		remedy: "Name the ports, and the networks that may come in.",
		references,
		aliases: [],
		controls: ["MCSB:NS-1"],
		example: {
			passing: group("*", "443"),
			failing: group("*", "*", "*")
		},
		on: "resource",
		types: types$2,
		check: (owner, { evaluation }) => judge$1({
			resource: owner,
			evaluation
		}, (rule, beside) => {
			const opens = opensAllPorts(rule);
			const admits = admitsAnybody(rule, ["tcp", "udp"]);
			if (opens === false || admits === false) return void 0;
			const protocol = rule.protocol.texts[0] ?? "*";
			const refused = isWhollyRefused(rule, beside, protocol);
			if (refused === true) return void 0;
			const doubts = [
				opens,
				admits,
				refused
			].filter((each) => typeof each === "object");
			return doubts[0] === void 0 ? openOutcome(rule, "every port", "all of them") : doubtOutcome(rule, doubts[0], "every port");
		})
	},
	{
		id: "NET005.udp",
		kind: "template",
		severity: "medium",
		title: "No UDP service that amplifies attacks is open to the internet",
		rationale: "These services answer small questions with large answers to whoever the sender claims to be. Who leaves them open floods others. A rule that opens every port of every protocol is reported by NET004.",
		remedy: "Name the networks that may ask as source.",
		references,
		aliases: [],
		controls: ["CIS:6.3"],
		example: {
			passing: group("10.1.0.0/24", "53", "Udp"),
			failing: group("*", "53", "Udp")
		},
		on: "resource",
		types: types$2,
		check: watch({
			subject: "a UDP service that amplifies attacks",
			ports: /* @__PURE__ */ new Map([
				[19, "chargen"],
				[53, "DNS"],
				[111, "portmap"],
				[123, "NTP"],
				[137, "NetBIOS"],
				[161, "SNMP"],
				[389, "LDAP"],
				[1900, "SSDP"],
				[5353, "mDNS"],
				[11211, "memcached"]
			]),
			protocol: "Udp",
			isNet004: true
		})
	},
	{
		id: "NET005.http",
		kind: "template",
		severity: "medium",
		title: "HTTP without encryption is not open to the internet",
		rationale: "What goes over port 80 can be read and changed on its way.",
		remedy: "Serve HTTPS on port 443; let a gateway answer on port 80 and send on to it.",
		references,
		aliases: ["CKV_AZURE_160"],
		controls: ["CIS:6.4"],
		example: {
			passing: group("*", "443"),
			failing: group("*", "80")
		},
		on: "resource",
		types: types$2,
		check: watch({
			subject: "HTTP without encryption",
			ports: /* @__PURE__ */ new Map([[80, "HTTP"]]),
			protocol: "Tcp",
			isNet004: false
		})
	}
];

// src/templates/rules/network/subnets.ts
const networkType = "microsoft.network/virtualnetworks";
const subnetType = `${networkType}/subnets`;
/** Subnets of Azure's own services, which take no group or bring their own rules. */
const excepted = /* @__PURE__ */ new Set([
	"gatewaysubnet",
	"azurefirewallsubnet",
	"azurefirewallmanagementsubnet",
	"azurebastionsubnet",
	"routeserversubnet"
]);
function judgeSubnet(place, name) {
	if (name !== void 0 && excepted.has(name.toLowerCase())) return void 0;
	const group = settingIn(place, "properties.networkSecurityGroup");
	const id = settingIn(place, "properties.networkSecurityGroup.id");
	if (id.kind === "known" || id.kind === "unknown" && group.kind === "known") return { kind: "pass" };
	const what = name === void 0 ? "the subnet" : `subnet '${name.slice(0, 80)}'`;
	if (id.kind === "unknown") return undecided(id, `whether ${what} has a group is not known: ${id.value.reason.message}`);
	return {
		kind: "fail",
		at: id.at,
		message: `${what} has no network security group`,
		found: "absent",
		wanted: "a networkSecurityGroup"
	};
}
function lastSegment(name) {
	return name.slice(name.lastIndexOf("/") + 1);
}
/** Whether a child of the network declares the same subnet with a group: it is deployed after the network. */
function isDeclaredAgain(network, name, { evaluation }) {
	const key = `${network.key}/subnets/${name.toLowerCase()}`;
	return resourcesOfKey(evaluation, key).some((each) => !each.isExisting && judgeSubnet(placeOf$2(each), name)?.kind === "pass");
}
function judgeNetwork(network, context) {
	const subnets = itemsIn(placeOf$2(network), "properties.subnets");
	if ("kind" in subnets) {
		if (subnets.kind === "unknown") return undecided(subnets, `the subnets are not known: ${subnets.value.reason.message}`);
		return {
			kind: "not-applicable",
			reason: "the network declares no subnets itself"
		};
	}
	const wrong = subnets.flatMap((subnet) => {
		const setting = settingIn(subnet, "name");
		const name = setting.kind === "known" && setting.value.kind === "string" && setting.value.kind === "string" ? setting.value.value : void 0;
		if (name !== void 0 && isDeclaredAgain(network, name, context)) return [];
		return judgeSubnet(subnet, name) ?? [];
	}).filter((outcome) => outcome.kind !== "pass");
	return wrong.length > 0 ? wrong : { kind: "pass" };
}
const network = (properties) => ({
	type: "Microsoft.Network/virtualNetworks",
	apiVersion: "2024-05-01",
	name: "net",
	location: "westeurope",
	properties: {
		addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
		subnets: [{
			name: "app",
			properties: {
				addressPrefix: "10.0.0.0/24",
				...properties
			}
		}]
	}
});
const subnetRules = [resourceRule({
	id: "NET006",
	severity: "medium",
	title: "A subnet has a network security group",
	rationale: "Without a group every machine of a subnet is reachable from the whole network, and from the internet by its public address. Gateway, firewall, Bastion and route server subnets are excepted: Azure manages what goes through them.",
	remedy: "Set networkSecurityGroup.id of the subnet.",
	references: ["https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"],
	aliases: [],
	controls: ["MCSB:NS-1"],
	example: exampleOf(network({ networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'app')]" } }), network({})),
	types: [networkType, subnetType],
	check(resource, context) {
		if (resource.type.toLowerCase() === networkType) return judgeNetwork(resource, context);
		const { name } = resource;
		const text = name.kind === "string" ? lastSegment(name.value) : void 0;
		return judgeSubnet(placeOf$2(resource), text) ?? {
			kind: "not-applicable",
			reason: "the subnet is one of a service of Azure"
		};
	}
})];

// src/templates/rules/network/web-firewalls.ts
const policyTypes$1 = ["microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "microsoft.network/frontdoorwebapplicationfirewallpolicies"];
const profileType = "microsoft.cdn/profiles";
const firewallReference = "https://learn.microsoft.com/azure/web-application-firewall/overview";
const policy$1 = (policySettings) => ({
	type: "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies",
	apiVersion: "2024-02-01",
	name: "waf",
	location: "Global",
	sku: { name: "Premium_AzureFrontDoor" },
	properties: { policySettings }
});
const frontDoor = (properties) => ({
	type: "Microsoft.Network/frontDoors",
	apiVersion: "2021-06-01",
	name: "entry",
	location: "Global",
	properties: { frontendEndpoints: [{
		name: "main",
		properties: {
			hostName: "entry.azurefd.net",
			...properties
		}
	}] }
});
function firewallOfFrontDoor(resource) {
	const endpoints = itemsIn(placeOf$2(resource), "properties.frontendEndpoints");
	if ("kind" in endpoints) {
		if (endpoints.kind === "unknown") return undecided(endpoints, `the endpoints are not known: ${endpoints.value.reason.message}`);
		return {
			kind: "not-applicable",
			reason: "the Front Door has no endpoints"
		};
	}
	return endpoints.map((endpoint) => expectIn(endpoint, "properties.webApplicationFirewallPolicyLink.id", {
		holds: (value) => value.kind === "string" && value.value !== "",
		wanted: "a policy",
		what: "the endpoint's web application firewall policy",
		absent: "fail",
		absentMeans: "none"
	})).map((outcome) => outcome.kind === "undecided" ? givenLater(outcome) : outcome);
}
/** An identifier that only the deployment knows is one all the same. */
function givenLater(outcome) {
	return outcome.unknown.type === "string" ? { kind: "pass" } : outcome;
}
/** Profiles of Front Door Standard and Premium take their firewall by a child of their own. */
function firewallOfProfile(resource, children) {
	const sku = settingOf(resource, "sku.name");
	if (sku.kind !== "known" || !isText$1("Standard_AzureFrontDoor", "Premium_AzureFrontDoor")(sku.value)) return {
		kind: "not-applicable",
		reason: "the profile is none of Front Door"
	};
	if (children.some((each) => each.type.toLowerCase() === `${profileType}/securitypolicies`)) return { kind: "pass" };
	return {
		kind: "fail",
		at: resource.declaration.nameSpan,
		message: "no security policy of this Front Door profile is deployed with it",
		found: "absent",
		wanted: "a securityPolicies resource with a web application firewall policy"
	};
}
const webFirewallRules = [
	resourceRule({
		id: "NET008.policy-mode",
		severity: "medium",
		title: "A web application firewall policy prevents",
		rationale: "In Detection mode attacks are written down and let through. The documentation of the resource types names no default, so the mode must be written.",
		remedy: "Set policySettings.mode to 'Prevention'.",
		references: [firewallReference],
		aliases: [],
		controls: ["MCSB:NS-6"],
		example: exampleOf(policy$1({
			enabledState: "Enabled",
			mode: "Prevention"
		}), policy$1({
			enabledState: "Enabled",
			mode: "Detection"
		})),
		types: policyTypes$1,
		check: (resource) => expectSetting(resource, "properties.policySettings.mode", {
			holds: isText$1("Prevention"),
			wanted: "'Prevention'",
			what: "the firewall's mode",
			absent: "fail",
			fix: "Prevention"
		})
	}),
	resourceRule({
		id: "NET008.policy-state",
		severity: "medium",
		title: "A web application firewall policy is enabled",
		rationale: "A policy that is turned off lets everything through. It is on unless the template says Disabled.",
		remedy: "Set policySettings.enabledState (Front Door) or state (gateway) to 'Enabled'.",
		references: [firewallReference],
		aliases: ["CKV_AZURE_122", "CKV_AZURE_123"],
		controls: ["MCSB:NS-6"],
		example: exampleOf(policy$1({
			enabledState: "Enabled",
			mode: "Prevention"
		}), policy$1({
			enabledState: "Disabled",
			mode: "Prevention"
		})),
		types: policyTypes$1,
		check: (resource) => {
			const name = resource.type.toLowerCase().includes("frontdoor") ? "enabledState" : "state";
			return expectSetting(resource, `properties.policySettings.${name}`, {
				holds: isText$1("Enabled"),
				wanted: "'Enabled'",
				what: "the firewall's state",
				absent: "pass",
				fix: "Enabled"
			});
		}
	}),
	resourceRule({
		id: "NET008.front-door-firewall",
		severity: "medium",
		title: "A Front Door has a web application firewall",
		rationale: "A Front Door without a firewall hands injected queries and scripts on to the application. Its endpoints have none unless a policy is linked; Standard and Premium profiles take it by a securityPolicies resource.",
		remedy: "Link a policy by webApplicationFirewallPolicyLink, or add a securityPolicies resource.",
		references: [firewallReference],
		aliases: ["CKV_AZURE_121"],
		controls: ["MCSB:NS-6"],
		example: exampleOf(frontDoor({ webApplicationFirewallPolicyLink: { id: "[resourceId('Microsoft.Network/FrontDoorWebApplicationFirewallPolicies', 'waf')]" } }), frontDoor({})),
		types: ["microsoft.network/frontdoors", profileType],
		check: (resource, { evaluation }) => resource.type.toLowerCase() === profileType ? firewallOfProfile(resource, childrenOf(evaluation, resource)) : firewallOfFrontDoor(resource)
	})
];

// src/templates/rules/network/network-rules.ts
const networkRules = [
	...openPortRules,
	...subnetRules,
	...gatewayRules,
	...webFirewallRules,
	...flowLogRules
];

// src/templates/rules/registry/registry-rules.ts
const types$1 = ["microsoft.containerregistry/registries"];
const reference$1 = "https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries";
const skus = "https://learn.microsoft.com/azure/container-registry/container-registry-skus";
function registry(properties, sku = "Premium") {
	return {
		type: "Microsoft.ContainerRegistry/registries",
		apiVersion: "2023-07-01",
		name: "crexample",
		location: "westeurope",
		sku: { name: sku },
		properties
	};
}
const registryRules = [
	settingRule({
		id: "ACR001",
		severity: "high",
		title: "A container registry has no admin user",
		rationale: "The admin user is one password for everyone, with the right to push: what runs in production can be replaced without a name in the log. Left out, it is off.",
		remedy: "Set properties.adminUserEnabled to false and let clients sign in with their identity.",
		references: ["https://learn.microsoft.com/azure/container-registry/container-registry-authentication", reference$1],
		aliases: ["CKV_AZURE_137", "AZR-000005"],
		controls: ["MCSB:IM-1"],
		types: types$1,
		example: exampleOf(registry({ adminUserEnabled: false }), registry({ adminUserEnabled: true })),
		path: "properties.adminUserEnabled",
		expected: {
			holds: isBool(false),
			wanted: "false",
			what: "the admin user (adminUserEnabled)",
			absent: "pass",
			fix: false
		}
	}),
	resourceRule({
		id: "ACR002",
		severity: "high",
		title: "A container registry gives images to nobody without a name",
		rationale: "With anonymous pull everyone on the internet may read every image of the registry. Left out, it is off; the Basic SKU does not have it.",
		remedy: "Set properties.anonymousPullEnabled to false.",
		references: ["https://learn.microsoft.com/azure/container-registry/anonymous-pull-access", reference$1],
		aliases: ["CKV_AZURE_138", "AZR-000401"],
		controls: ["MCSB:IM-1"],
		types: types$1,
		example: exampleOf(registry({ anonymousPullEnabled: false }), registry({ anonymousPullEnabled: true }, "Standard")),
		check(resource) {
			if (expectSetting(resource, "sku.name", {
				holds: isText$1("Basic"),
				wanted: "'Basic'",
				what: "the SKU",
				absent: "fail"
			}).kind === "pass") return {
				kind: "not-applicable",
				reason: "the Basic SKU has no anonymous pull"
			};
			return expectSetting(resource, "properties.anonymousPullEnabled", {
				holds: isBool(false),
				wanted: "false",
				what: "anonymous pull (anonymousPullEnabled)",
				absent: "pass",
				fix: false
			});
		}
	}),
	resourceRule({
		id: "ACR003",
		severity: "medium",
		title: "A container registry is closed to networks that are not named",
		rationale: "A registry open to the internet is open to every stolen token. Left out, publicNetworkAccess is Enabled and networkRuleSet.defaultAction is Allow.",
		remedy: "Set properties.publicNetworkAccess to 'Disabled' and use private endpoints, or set properties.networkRuleSet.defaultAction to 'Deny' and name the addresses that need it. Both need the Premium SKU.",
		references: ["https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks", reference$1],
		aliases: ["CKV_AZURE_139", "AZR-000402"],
		controls: ["MCSB:NS-2"],
		types: types$1,
		example: exampleOf(registry({ publicNetworkAccess: "Disabled" }), registry({ publicNetworkAccess: "Enabled" })),
		check: (resource) => passingOf(expectSetting(resource, "properties.publicNetworkAccess", {
			holds: isText$1("Disabled", "SecuredByPerimeter"),
			wanted: "'Disabled', or networkRuleSet.defaultAction 'Deny'",
			what: "public network access (publicNetworkAccess)",
			absent: "fail",
			absentMeans: "'Enabled'"
		}), expectSetting(resource, "properties.networkRuleSet.defaultAction", {
			holds: isText$1("Deny"),
			wanted: "'Deny'",
			what: "the default of the network rules (networkRuleSet.defaultAction)",
			absent: "fail"
		}))
	}),
	settingRule({
		id: "ACR004.sku",
		severity: "medium",
		title: "A container registry is Premium",
		rationale: "Private endpoints, network rules, quarantine, export policies and keys of your own are to be had in the Premium SKU only.",
		remedy: "Set sku.name to 'Premium'.",
		references: [skus, reference$1],
		aliases: [],
		controls: ["MCSB:DS-6"],
		types: types$1,
		example: exampleOf(registry({}), registry({}, "Basic")),
		path: "sku.name",
		expected: {
			holds: isText$1("Premium"),
			wanted: "'Premium'",
			what: "the SKU (sku.name)",
			absent: "fail"
		}
	}),
	settingRule({
		id: "ACR004.quarantine",
		severity: "medium",
		title: "A container registry quarantines images until they were scanned",
		rationale: "Without quarantine an image can be pulled in the moment it was pushed, before any scanner saw it. Left out, it is disabled.",
		remedy: "Set properties.policies.quarantinePolicy.status to 'enabled' (preview, Premium SKU) with a scanner that releases images.",
		references: ["https://github.com/Azure/acr/tree/main/docs/preview/quarantine", reference$1],
		aliases: ["CKV_AZURE_166", "AZR-000008"],
		controls: ["MCSB:DS-6"],
		types: types$1,
		example: exampleOf(registry({ policies: { quarantinePolicy: { status: "enabled" } } }), registry({ policies: { quarantinePolicy: { status: "disabled" } } })),
		path: "properties.policies.quarantinePolicy.status",
		expected: {
			holds: isText$1("enabled"),
			wanted: "'enabled'",
			what: "the quarantine of pushed images (quarantinePolicy.status)",
			absent: "fail",
			absentMeans: "'disabled'"
		}
	}),
	settingRule({
		id: "ACR004.export",
		severity: "medium",
		title: "A container registry lets no images be exported",
		rationale: "An export copies images to a registry or a storage account that nobody here controls, past private endpoints. Left out, exports are allowed.",
		remedy: "Set properties.policies.exportPolicy.status to 'disabled' (Premium SKU, with publicNetworkAccess 'Disabled').",
		references: ["https://learn.microsoft.com/azure/container-registry/data-loss-prevention", reference$1],
		aliases: ["AZR-000495"],
		controls: ["MCSB:DS-6"],
		types: types$1,
		example: exampleOf(registry({
			publicNetworkAccess: "Disabled",
			policies: { exportPolicy: { status: "disabled" } }
		}), registry({ publicNetworkAccess: "Disabled" })),
		path: "properties.policies.exportPolicy.status",
		expected: {
			holds: isText$1("disabled"),
			wanted: "'disabled'",
			what: "the export of images (exportPolicy.status)",
			absent: "fail",
			absentMeans: "'enabled'"
		}
	})
];

// src/templates/rules/secrets/literal-credentials.ts
const found = /* @__PURE__ */ new WeakMap();
/** Looked for once in each text. */
function credentialsOf(source) {
	let known = found.get(source);
	if (known === void 0) {
		known = credentialsInTemplate(source.text);
		found.set(source, known);
	}
	return known;
}
/** The template's own text, and the files that gave its parameters values. */
function textsOf({ source, span, parameters, evaluation }) {
	if (evaluation !== "root") return [span];
	const given = /* @__PURE__ */ new Set();
	for (const { origin, value } of parameters) if (origin === "file" && value.span !== void 0) given.add(value.span.source);
	given.delete(source);
	return [span, ...[...given].map((each) => ({
		source: each,
		start: 0,
		end: each.text.length
	}))];
}
/** Values that a parameter file, or a parent, would give in clear text: what pipelines put a secret in place of is none. */
const filledIn = /^(?:GEN-|#\{|__.*__$|\$|@)/i;
/** A text of a value that somebody has to keep secret; undefined where there is none. */
function firstText(value) {
	if (value.kind === "string") return value.value.trim() !== "" && !filledIn.test(value.value) && !isPlaceholder(value.value) ? value : void 0;
	const inner = value.kind === "array" ? value.items : value.kind === "object" ? [...value.properties.values()].map((each) => each.value) : [];
	for (const each of inner) {
		const text = firstText(each);
		if (text !== void 0) return text;
	}
}
/** Secure parameters whose values stand in the parameter file. */
function clearValues({ parameters }) {
	return parameters.flatMap(({ name, isSecure, origin, value, nameSpan }) => {
		if (!isSecure || origin !== "file") return [];
		const text = firstText(value);
		if (text === void 0) return [];
		return [{
			kind: "fail",
			at: text.span ?? nameSpan,
			message: `the value of the secure parameter '${name}' stands in the parameter file`,
			found: "a text",
			wanted: "a Key Vault reference, or a value that the pipeline gives",
			severity: "high"
		}];
	});
}
const settings = (value) => ({
	parameters: { connection: { type: "secureString" } },
	resources: [{
		type: "Microsoft.Web/sites/config",
		apiVersion: "2023-12-01",
		name: "app/appsettings",
		properties: { storage: value }
	}]
});
const exampleKey = `${"Pc7".repeat(28)}Qq==`;
const literalCredentialRules = [{
	id: "SEC005",
	kind: "secret",
	severity: "critical",
	title: "No credential stands in a template or parameter file",
	rationale: "Account keys, shared access signatures, passwords of connection strings, private keys and tokens are found by their form, in every text of the template (comments too) and of its parameter file; there every text that a secure parameter is given counts as well, as high. Whoever reads the file, or its history, can use them.",
	remedy: "Withdraw the credential, then refer to a Key Vault from the parameter file, or use a managed identity.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter"],
	aliases: [],
	controls: ["MCSB:IM-8"],
	example: {
		passing: settings("[parameters('connection')]"),
		failing: settings(`DefaultEndpointsProtocol=https;AccountName=data;AccountKey=${exampleKey}`)
	},
	on: "deployment",
	check(deployment) {
		const { evaluation } = deployment;
		if (evaluation !== "root" && evaluation !== "linked") return {
			kind: "not-applicable",
			reason: "the text is looked through with its file"
		};
		const outcomes = textsOf(deployment).flatMap(({ source, start, end }) => credentialsOf(source).filter((each) => each.start >= start && each.end <= end).map((each) => ({
			kind: "fail",
			at: {
				source,
				start: each.start,
				end: each.end
			},
			message: `${each.what} stands in the file`,
			found: each.what,
			wanted: "a secure parameter or a Key Vault reference"
		})));
		const isCovered = ({ source, start, end }) => outcomes.some((each) => each.kind === "fail" && each.at.source === source && start <= each.at.start && each.at.end <= end);
		for (const each of clearValues(deployment)) if (each.kind === "fail" && !isCovered(each.at)) outcomes.push(each);
		return outcomes.length === 0 ? { kind: "pass" } : outcomes;
	}
}];

// src/templates/rules/secrets/secret-settings.ts
const administratorPassword = ["properties.administratorLoginPassword"];
/** Paths below a resource by its type; `[]` stands for each item of an array. Machines' passwords are VMH014's. */
const secretSettings = /* @__PURE__ */ new Map([
	["microsoft.sql/servers", administratorPassword],
	["microsoft.sql/managedinstances", administratorPassword],
	["microsoft.dbformysql/servers", administratorPassword],
	["microsoft.dbformysql/flexibleservers", administratorPassword],
	["microsoft.dbforpostgresql/servers", administratorPassword],
	["microsoft.dbforpostgresql/flexibleservers", administratorPassword],
	["microsoft.dbformariadb/servers", administratorPassword],
	["microsoft.synapse/workspaces", ["properties.sqlAdministratorLoginPassword"]],
	["microsoft.keyvault/vaults/secrets", ["properties.value"]],
	["microsoft.containerservice/managedclusters", ["properties.servicePrincipalProfile.secret", "properties.windowsProfile.adminPassword"]],
	["microsoft.containerinstance/containergroups", ["properties.imageRegistryCredentials[].password", "properties.containers[].properties.environmentVariables[].secureValue"]],
	["microsoft.app/containerapps", ["properties.configuration.secrets[].value"]],
	["microsoft.web/sites", ["properties.siteConfig.connectionStrings[].connectionString"]],
	["microsoft.web/sites/slots", ["properties.siteConfig.connectionStrings[].connectionString"]],
	["microsoft.compute/virtualmachines/extensions", ["properties.protectedSettings.Password", "properties.protectedSettings.storageAccountKey"]],
	["microsoft.compute/virtualmachinescalesets/extensions", ["properties.protectedSettings.Password", "properties.protectedSettings.storageAccountKey"]],
	["microsoft.automation/automationaccounts/credentials", ["properties.password"]],
	["microsoft.network/connections", ["properties.sharedKey"]],
	["microsoft.resources/deploymentscripts", ["properties.environmentVariables[].secureValue", "properties.storageAccountSettings.storageAccountKey"]],
	["microsoft.hdinsight/clusters", ["properties.computeProfile.roles[].osProfile.linuxOperatingSystemProfile.password"]],
	["microsoft.sqlvirtualmachine/sqlvirtualmachines", [
		"properties.serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings.sqlAuthUpdatePassword",
		"properties.autoBackupSettings.password",
		"properties.keyVaultCredentialSettings.servicePrincipalSecret"
	]],
	["microsoft.compute/virtualmachines/runcommands", ["properties.protectedParameters[].value", "properties.runAsPassword"]]
]);
/** A connection string that signs in by an identity holds no secret. */
function isHarmless({ value, path }) {
	if (!path.endsWith("connectionString") || value.kind !== "string") return false;
	return !/(?:password|pwd|key|signature|sig|secret|token)\s*=/i.test(value.value);
}
/** The values at a path, one for each item of the arrays on the way; absent ones are left out. */
function secretsAt(place, path) {
	const cut = path.indexOf("[].");
	if (cut < 0) {
		const setting = settingIn(place, path);
		return setting.kind === "absent" ? [] : [{
			value: setting.value,
			at: setting.at,
			path
		}];
	}
	const items = itemsIn(place, path.slice(0, cut));
	if ("kind" in items) {
		const isOfSecrets = /(?:secrets|Credentials|protectedParameters)\[\]\.[^[]*$/.test(path);
		return items.kind === "unknown" && isOfSecrets ? [{
			value: items.value,
			at: items.at,
			path
		}] : [];
	}
	return items.flatMap((item) => secretsAt(item, path.slice(cut + 3)));
}
const server$1 = (administratorLoginPassword) => ({
	type: "Microsoft.Sql/servers",
	apiVersion: "2023-08-01",
	name: "data",
	location: "westeurope",
	properties: {
		administratorLogin: "operator",
		administratorLoginPassword
	}
});
const example = exampleOf(server$1("[parameters('password')]"), server$1("[concat('Pass-', uniqueString('data'))]"));
const secretSettingRules = [{
	id: "SEC006",
	kind: "secret",
	severity: "high",
	title: "A secret setting of a resource takes a secure parameter",
	rationale: "A password that stands in the template, or comes through a plain parameter, can be read in the repository or in the history of deployments.",
	remedy: "Hand it in by a secureString parameter, best one that the parameter file takes from a Key Vault.",
	references: ["https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters", "https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter"],
	aliases: ["AZR-000316", "AZR-000459"],
	controls: ["MCSB:IM-8"],
	example: {
		passing: {
			parameters: { password: { type: "secureString" } },
			...example.passing
		},
		failing: example.failing
	},
	on: "resource",
	types: [...secretSettings.keys()],
	check(resource) {
		const paths = secretSettings.get(resource.type.toLowerCase()) ?? [];
		const place = placeOf$2(resource);
		const secrets = paths.flatMap((path) => secretsAt(place, path)).filter((each) => !isHarmless(each));
		if (secrets.length === 0) return {
			kind: "not-applicable",
			reason: "the resource is given no secret"
		};
		return secrets.map(({ value, at, path }) => {
			const name = path.slice(path.lastIndexOf(".") + 1);
			const origin = secretOrigin(value, resource.deployment);
			if (origin.kind === "open") {
				const { unknown } = origin;
				return undecided({
					value: unknown,
					at
				}, `where ${name} comes from is not known: ${unknown.reason.message}`);
			}
			const fault = originFault(origin);
			if (fault === void 0) return { kind: "pass" };
			return {
				kind: "fail",
				at,
				message: `${name} ${fault}`,
				found: origin.kind === "plain" ? `plain parameter '${origin.parameter}'` : "a text",
				wanted: "a secure parameter"
			};
		});
	}
}];

// src/templates/rules/secrets/secret-rules.ts
const secretRules = [
	...parameterRules,
	...literalCredentialRules,
	...secretSettingRules
];

// src/templates/rules/sql/firewall.ts
/** Undefined for what is no IPv4 address. A prefix length, which Azure does not take, is ignored. */
function addressOf(setting) {
	if (setting.kind !== "known" || setting.value.kind !== "string") return void 0;
	return ipv4(setting.value.value.trim().replace(/\/\d+$/, ""));
}
/** The addresses that a firewall rule lets in; undefined where they are not known or none. */
function rangeOfRule(resource) {
	const first = addressOf(settingOf(resource, "properties.startIpAddress"));
	const last = addressOf(settingOf(resource, "properties.endIpAddress"));
	return first === void 0 || last === void 0 || last < first ? void 0 : {
		family: 4,
		first,
		last
	};
}
/**
* Fails a rule whose range `isWrong`, at its end address. Undecided when an address is not known, passed when it is no
* IPv4 address: Azure refuses the rule then.
*/
function expectRange(resource, isWrong, text) {
	const start = settingOf(resource, "properties.startIpAddress");
	const end = settingOf(resource, "properties.endIpAddress");
	for (const each of [start, end]) {
		if (each.kind !== "unknown") continue;
		return undecided(each, `the addresses are not known: ${each.value.reason.message}`);
	}
	const range = rangeOfRule(resource);
	if (range === void 0 || !isWrong(range)) return { kind: "pass" };
	const found = [start, end].map(({ kind, ...rest }) => "value" in rest && "value" in rest.value ? rest.value.value : kind).join(" to ");
	return {
		kind: "fail",
		at: end.at,
		found,
		...text
	};
}

// src/templates/rules/sql/server.ts
const serverTypes = ["microsoft.sql/servers"];
const serverReference = "https://learn.microsoft.com/azure/templates/microsoft.sql/servers";
/** A logical server for examples. */
function server(properties) {
	return {
		type: "Microsoft.Sql/servers",
		apiVersion: "2023-08-01",
		name: "sql-example",
		location: "westeurope",
		properties
	};
}
/** A child of that server; `kind` as below `Microsoft.Sql/servers/`. */
function serverChild(kind, name, properties) {
	return {
		type: `Microsoft.Sql/servers/${kind}`,
		apiVersion: "2023-08-01",
		name: `sql-example/${name}`,
		properties
	};
}

// src/templates/rules/sql/access-rules.ts
const firewallTypes = ["microsoft.sql/servers/firewallrules"];
const firewallPages = ["https://learn.microsoft.com/azure/azure-sql/database/firewall-configure", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/firewallrules"];
const servers = /* @__PURE__ */ new WeakMap();
/** What the certain rules of one server let in together; unknown ones let in nobody. */
function rangesOfServer(resource, evaluation) {
	let known = servers.get(evaluation);
	if (known === void 0) {
		const made = /* @__PURE__ */ new Map();
		for (const type of firewallTypes) for (const each of resourcesOfType(evaluation, type)) {
			const range = rangeOfRule(each);
			if (range === void 0 || each.isExisting || each.conditions.length > 0) continue;
			if (isEverybody([range])) continue;
			const key = parentKeyOf(each.key);
			const before = made.get(key);
			if (before === void 0) made.set(key, [range]);
			else before.push(range);
		}
		known = made;
		servers.set(evaluation, known);
	}
	return known.get(parentKeyOf(resource.key)) ?? [];
}
/** A piece of the internet that may stand for it together with others: a 256th. */
const largePiece = 2n ** 24n;
function firewallRule(startIpAddress, endIpAddress) {
	return serverChild("firewallRules", "office", {
		startIpAddress,
		endIpAddress
	});
}
const sqlAccessRules = [
	resourceRule({
		id: "SQL001.internet",
		severity: "high",
		title: "No firewall rule of a SQL server lets in the whole internet",
		rationale: "A server open to every address is tried with lists of passwords within minutes. Without a rule nobody gets in.",
		remedy: "Name the addresses that need the server, or use a private endpoint.",
		references: firewallPages,
		aliases: [
			"CKV_AZURE_11",
			"AZR-000185",
			"AZU-0029",
			"6a3201a5-1630-494b-b294-3129d06b0eca"
		],
		controls: ["MCSB:NS-2", "CIS:4.1.2"],
		types: firewallTypes,
		example: exampleOf(firewallRule("203.0.113.0", "203.0.113.255"), firewallRule("0.0.0.0", "255.255.255.255")),
		check: (resource, { evaluation }) => expectRange(resource, (range) => isEverybody([range]) || range.last - range.first + 1n >= largePiece && isEverybody([range, ...rangesOfServer(resource, evaluation)]), {
			message: "this firewall rule lets in the internet, by itself or with others",
			wanted: "the addresses that need the server"
		})
	}),
	resourceRule({
		id: "SQL001.azure",
		severity: "low",
		title: "No firewall rule of a SQL server lets in all of Azure",
		rationale: "The rule from 0.0.0.0 to 0.0.0.0 lets in every address of Azure, those of other customers too.",
		remedy: "Use a private endpoint or a virtual network rule for the services that need the server.",
		references: firewallPages,
		aliases: ["AZR-000184"],
		controls: ["MCSB:NS-2", "CIS:4.1.2"],
		types: firewallTypes,
		example: exampleOf(firewallRule("203.0.113.7", "203.0.113.7"), firewallRule("0.0.0.0", "0.0.0.0")),
		check: (resource) => expectRange(resource, ({ first, last }) => first === 0n && last === 0n, {
			message: "this firewall rule lets in every address of Azure, other customers too",
			wanted: "the addresses that need the server"
		})
	}),
	settingRule({
		id: "SQL002.tls",
		severity: "medium",
		title: "A SQL server refuses TLS before 1.2",
		rationale: "TLS 1.0 and 1.1 are broken, and a client that falls back to them sends its password over them. Left out, there is no minimum.",
		remedy: "Set properties.minimalTlsVersion to '1.2'.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings", serverReference],
		aliases: [
			"CKV_AZURE_52",
			"AZR-000189",
			"AZU-0026"
		],
		controls: ["MCSB:DP-3", "MCSB:IM-4"],
		types: serverTypes,
		example: exampleOf(server({ minimalTlsVersion: "1.2" }), server({ minimalTlsVersion: "1.0" })),
		path: "properties.minimalTlsVersion",
		expected: {
			holds: isVersion("1.2", "1.3"),
			wanted: "'1.2' or '1.3'",
			what: "the minimum TLS version (minimalTlsVersion)",
			absent: "fail",
			absentMeans: "no minimum",
			fix: "1.2"
		}
	}),
	settingRule({
		id: "SQL002.public-access",
		severity: "medium",
		title: "A SQL server is not reached from the internet",
		rationale: "A public endpoint is guarded by firewall rules alone, which are easily widened. Left out, it is Enabled.",
		remedy: "Set properties.publicNetworkAccess to 'Disabled' and use private endpoints.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings", serverReference],
		aliases: ["CKV_AZURE_113", "AZU-0022"],
		controls: ["MCSB:NS-2", "CIS:4.1.2"],
		types: serverTypes,
		example: exampleOf(server({ publicNetworkAccess: "Disabled" }), server({ publicNetworkAccess: "Enabled" })),
		path: "properties.publicNetworkAccess",
		expected: {
			holds: isText$1("Disabled", "SecuredByPerimeter"),
			wanted: "'Disabled'",
			what: "public network access (publicNetworkAccess)",
			absent: "fail",
			absentMeans: "'Enabled'"
		}
	})
];

// src/templates/rules/sql/alert-rules.ts
const auditTypes = [
	"microsoft.sql/servers/auditingsettings",
	"microsoft.sql/servers/extendedauditingsettings",
	"microsoft.sql/servers/databases/auditingsettings",
	"microsoft.sql/servers/databases/extendedauditingsettings",
	"microsoft.sql/servers/databases/auditingpolicies"
];
const policyTypes = [
	"microsoft.sql/servers/securityalertpolicies",
	"microsoft.sql/servers/databases/securityalertpolicies",
	"microsoft.sql/managedinstances/securityalertpolicies"
];
const policyPages = ["https://learn.microsoft.com/azure/azure-sql/database/threat-detection-configure", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/securityalertpolicies"];
/** Judges settings that are on only; those that are off are another rule's. */
function whereEnabled(judge) {
	return (resource) => {
		const state = expectSetting(resource, "properties.state", {
			holds: isText$1("Enabled"),
			wanted: "'Enabled'",
			what: "the state",
			absent: "fail"
		});
		if (state.kind === "fail") return {
			kind: "not-applicable",
			reason: "it is not enabled"
		};
		const outcome = judge(resource);
		return outcome.kind === "fail" && state.kind === "undecided" ? state : outcome;
	};
}
/** Days as a number, from a number or its text. */
function daysOf(value) {
	if (value.kind === "int") return Number(value.value);
	return value.kind === "string" && /^\d+$/.test(value.value) ? Number(value.value) : void 0;
}
function policy(properties) {
	return serverChild("securityAlertPolicies", "Default", {
		state: "Enabled",
		...properties
	});
}
const sqlAlertRules = [
	resourceRule({
		id: "SQL003.retention",
		severity: "medium",
		title: "The audit log of a SQL server is kept for 90 days",
		rationale: "Attacks are found weeks later; by then a shorter log is gone. Left out or 0, a log in a storage account is kept without end; a workspace has its own retention.",
		remedy: "Set properties.retentionDays to 90 or more, or to 0.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/auditing-setup", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/auditingsettings"],
		aliases: [
			"CKV_AZURE_24",
			"TA-000028",
			"AZU-0025",
			"c09cdac2-7670-458a-bf6c-efad6880973a"
		],
		controls: ["MCSB:LT-6", "CIS:4.1.6"],
		types: auditTypes,
		example: exampleOf(serverChild("auditingSettings", "default", {
			state: "Enabled",
			retentionDays: 90
		}), serverChild("auditingSettings", "default", {
			state: "Enabled",
			retentionDays: 30
		})),
		check: whereEnabled((resource) => {
			const storage = settingOf(resource, "properties.storageEndpoint");
			const monitor = expectSetting(resource, "properties.isAzureMonitorTargetEnabled", {
				holds: isBool(true),
				wanted: "true",
				what: "the log in a workspace",
				absent: "fail"
			});
			if (storage.kind === "absent" && monitor.kind === "pass") return {
				kind: "not-applicable",
				reason: "the log goes to a workspace"
			};
			return expectSetting(resource, "properties.retentionDays", {
				holds: (value) => {
					const days = daysOf(value);
					return days !== void 0 && (days === 0 || days >= 90);
				},
				wanted: "90 or more, or 0",
				what: "the retention of the audit log in days (retentionDays)",
				absent: "pass",
				fix: 90
			});
		})
	}),
	resourceRule({
		id: "SQL003.alert-types",
		severity: "medium",
		title: "Threat detection of a SQL server reports all kinds of attack",
		rationale: "A kind of alert that was turned off is an attack that nobody hears of. Left out, all are on.",
		remedy: "Remove the entries of properties.disabledAlerts.",
		references: policyPages,
		aliases: [
			"CKV_AZURE_25",
			"AZU-0028",
			"574e8d82-1db2-4b9c-b526-e320ede9a9ff"
		],
		controls: ["MCSB:LT-1", "CIS:4.2.1"],
		types: policyTypes,
		example: exampleOf(policy({ disabledAlerts: [] }), policy({ disabledAlerts: ["Sql_Injection"] })),
		check: whereEnabled((resource) => expectSetting(resource, "properties.disabledAlerts", {
			holds: (value) => value.kind === "array" ? value.items.every((item) => item.kind === "string" && item.value === "") : value.kind === "string" && value.value === "",
			wanted: "an empty array",
			what: "the list of alerts that are off (disabledAlerts)",
			absent: "pass"
		}))
	}),
	resourceRule({
		id: "SQL003.alert-emails",
		severity: "medium",
		title: "Alerts of a SQL server are sent to someone",
		rationale: "An alert that is mailed to nobody is found when it is too late. Left out, there is no address.",
		remedy: "Name addresses in properties.emailAddresses.",
		references: policyPages,
		aliases: [
			"CKV_AZURE_26",
			"AZU-0018",
			"89b79fe5-49bd-4d39-84ce-55f5fc6f7764"
		],
		controls: ["MCSB:LT-1", "CIS:4.2.4"],
		types: policyTypes,
		example: exampleOf(policy({ emailAddresses: ["security@example.com"] }), policy({})),
		check: whereEnabled((resource) => isSet(resource, "properties.emailAddresses", {
			what: "the list of addresses for alerts (emailAddresses)",
			wanted: "one or more addresses",
			absentMeans: "nobody"
		}))
	}),
	resourceRule({
		id: "SQL003.alert-admins",
		severity: "medium",
		title: "Alerts of a SQL server are sent to the administrators of the subscription",
		rationale: "Addresses go stale when people leave; those who hold the rights do not. Left out, administrators get no mail.",
		remedy: "Set properties.emailAccountAdmins to true.",
		references: policyPages,
		aliases: [
			"CKV_AZURE_27",
			"AZU-0023",
			"a8852cc0-fd4b-4fc7-9372-1e43fad0732e"
		],
		controls: ["MCSB:LT-1", "CIS:4.2.5"],
		types: policyTypes,
		example: exampleOf(policy({ emailAccountAdmins: true }), policy({ emailAccountAdmins: false })),
		check: whereEnabled((resource) => expectSetting(resource, "properties.emailAccountAdmins", {
			holds: (value) => isBool(true)(value) || isText$1("Enabled")(value),
			wanted: "true",
			what: "mail to the administrators (emailAccountAdmins)",
			absent: "fail",
			absentMeans: "false",
			fix: true
		}))
	})
];

// src/templates/rules/sql/protection-rules.ts
/** Passes a child whose `state` (or `status` in older apiVersions) is Enabled. */
function isEnabled(what) {
	return (resource) => {
		const expected = {
			holds: isText$1("Enabled"),
			wanted: "'Enabled'",
			what,
			absent: "fail"
		};
		return passingOf(expectSetting(resource, "properties.state", {
			...expected,
			fix: "Enabled"
		}), expectSetting(resource, "properties.status", expected));
	};
}
/** Whether the template turns on the plan of Microsoft Defender that covers servers. */
function hasDefenderPlan({ evaluation }) {
	return resourcesOfType(evaluation, "Microsoft.Security/pricings").some(({ name, body }) => {
		const tier = valueAt(body, "properties", "pricingTier");
		return name.kind === "string" && name.value.toLowerCase() === "sqlservers" && tier?.kind === "string" && tier.value.toLowerCase() === "standard";
	});
}
const databaseTypes = ["microsoft.sql/servers/databases"];
/** What a server, or a database, says of its auditing itself. */
function ownAuditing(resource, context) {
	const isServer = serverTypes.includes(resource.type.toLowerCase());
	const [type = ""] = isServer ? serverTypes : databaseTypes;
	return expectRelated(resource, context, {
		types: [
			"auditingsettings",
			"extendedauditingsettings",
			"auditingpolicies"
		].map((name) => `${type}/${name}`),
		judge: isEnabled("auditing (state)"),
		message: `no auditing settings are deployed for this SQL ${isServer ? "server" : "database"}`,
		wanted: "auditingSettings with state 'Enabled'"
	});
}
/**
* Auditing of a server, or of each of its databases where the server has none. A database that says nothing is left to
* its server.
*/
function expectAuditing(resource, context) {
	const own = ownAuditing(resource, context);
	if (own.kind === "pass") return own;
	if (!serverTypes.includes(resource.type.toLowerCase())) {
		const isSilent = own.kind === "fail" && own.found === "absent";
		const isCovered = ownersOf(resource, context.evaluation).some((owner) => ownAuditing(owner, context).kind === "pass");
		if (isSilent || isCovered) return {
			kind: "not-applicable",
			reason: "its server is judged"
		};
		return own;
	}
	const databases = relatedOf(resource, context.evaluation, databaseTypes);
	const isEach = databases.every((each) => ownAuditing(each.resource, context).kind === "pass");
	return databases.length > 0 && isEach ? { kind: "pass" } : own;
}
const sqlProtectionRules = [
	resourceRule({
		id: "SQL003.auditing",
		severity: "medium",
		title: "A SQL server is audited",
		rationale: "Without an audit log nobody can say who read which table. Nothing is logged until auditing settings say so; those of the server cover all its databases.",
		remedy: "Add a Microsoft.Sql/servers/auditingSettings resource named 'default' with properties.state 'Enabled' and a place for the log.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/auditing-overview", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/auditingsettings"],
		aliases: [
			"CKV_AZURE_23",
			"AZR-000187",
			"AZU-0027",
			"e055285c-bc01-48b4-8aa5-8a54acdd29df"
		],
		controls: ["MCSB:LT-3", "CIS:4.1.1"],
		types: [...serverTypes, ...databaseTypes],
		example: exampleOf([server({}), serverChild("auditingSettings", "default", {
			state: "Enabled",
			isAzureMonitorTargetEnabled: true
		})], server({})),
		check: expectAuditing
	}),
	resourceRule({
		id: "SQL003.threat-detection",
		severity: "medium",
		title: "A SQL server is watched for attacks",
		rationale: "Threat detection reports injection, guessed passwords and odd logins. It is off until a policy of the server or the Defender plan of the subscription turns it on.",
		remedy: "Add a Microsoft.Sql/servers/securityAlertPolicies resource named 'Default' with properties.state 'Enabled', or the Microsoft.Security/pricings resource 'SqlServers' with tier Standard.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/azure-defender-for-sql", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/securityalertpolicies"],
		aliases: ["AZR-000186"],
		controls: ["MCSB:LT-1", "CIS:4.2.1"],
		types: serverTypes,
		example: exampleOf([server({}), serverChild("securityAlertPolicies", "Default", { state: "Enabled" })], server({})),
		check: (resource, context) => hasDefenderPlan(context) ? { kind: "pass" } : expectRelated(resource, context, {
			types: ["microsoft.sql/servers/securityalertpolicies", "microsoft.sql/servers/advancedthreatprotectionsettings"],
			judge: isEnabled("threat detection (state)"),
			message: "no security alert policy is deployed for this SQL server",
			wanted: "securityAlertPolicies with state 'Enabled'"
		})
	}),
	resourceRule({
		id: "SQL003.vulnerability-assessment",
		severity: "medium",
		title: "A SQL server is assessed for vulnerabilities",
		rationale: "The assessment finds excessive rights, open settings and sensitive data without protection. It is off until it is deployed.",
		remedy: "Add a Microsoft.Sql/servers/sqlVulnerabilityAssessments resource named 'default' with properties.state 'Enabled', or vulnerabilityAssessments with recurring scans.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/sql-vulnerability-assessment", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/sqlvulnerabilityassessments"],
		aliases: ["AZR-000455"],
		controls: ["MCSB:PV-5", "CIS:4.2.2"],
		types: serverTypes,
		example: exampleOf([server({}), serverChild("sqlVulnerabilityAssessments", "default", { state: "Enabled" })], server({})),
		check: (resource, context) => expectRelated(resource, context, {
			types: ["microsoft.sql/servers/sqlvulnerabilityassessments", "microsoft.sql/servers/vulnerabilityassessments"],
			judge: (child) => passingOf(isEnabled("vulnerability assessment (state)")(child), expectSetting(child, "properties.recurringScans.isEnabled", {
				holds: isBool(true),
				wanted: "true",
				what: "the recurring scan (recurringScans.isEnabled)",
				absent: "fail"
			})),
			message: "no vulnerability assessment is deployed for this SQL server",
			wanted: "sqlVulnerabilityAssessments with state 'Enabled'"
		})
	}),
	resourceRule({
		id: "SQL003.encryption",
		severity: "medium",
		title: "A database is encrypted at rest",
		rationale: "Without transparent data encryption the files and backups of a database can be read by whoever gets hold of them. A new database is encrypted unless a template turns it off.",
		remedy: "Set properties.state of transparentDataEncryption to 'Enabled', or remove it.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview", "https://learn.microsoft.com/azure/templates/microsoft.sql/servers/databases/transparentdataencryption"],
		aliases: ["AZR-000191"],
		controls: ["MCSB:DP-4", "CIS:4.1.5"],
		types: ["microsoft.sql/servers/databases/transparentdataencryption"],
		example: exampleOf(serverChild("databases/transparentDataEncryption", "db/current", { state: "Enabled" }), serverChild("databases/transparentDataEncryption", "db/current", { state: "Disabled" })),
		check: isEnabled("transparent data encryption (state)")
	}),
	resourceRule({
		id: "SQL003.entra-only",
		severity: "medium",
		title: "A SQL server takes no SQL passwords",
		rationale: "A SQL login is a password that several know and nobody changes; with Microsoft Entra ID each caller has an identity. Left out, SQL logins are accepted.",
		remedy: "Set properties.administrators.azureADOnlyAuthentication to true, or add a servers/azureADOnlyAuthentications resource with it.",
		references: ["https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication", serverReference],
		aliases: ["AZR-000369"],
		controls: ["MCSB:IM-1"],
		types: serverTypes,
		example: exampleOf(server({ administrators: { azureADOnlyAuthentication: true } }), server({ administratorLogin: "sqladmin" })),
		check: (resource, context) => {
			const expected = {
				holds: isBool(true),
				wanted: "true",
				what: "sign-in with Microsoft Entra ID alone (azureADOnlyAuthentication)",
				absent: "fail",
				absentMeans: "false"
			};
			const own = expectSetting(resource, "properties.administrators.azureADOnlyAuthentication", expected);
			if (own.kind === "pass") return own;
			return judgeRelated(resource, context, ["microsoft.sql/servers/azureadonlyauthentications"], (each) => expectSetting(each, "properties.azureADOnlyAuthentication", expected)) ?? own;
		}
	})
];

// src/templates/rules/sql/sql-rules.ts
const sqlRules = [
	...sqlAccessRules,
	...sqlProtectionRules,
	...sqlAlertRules
];

// src/templates/rules/storage/storage-rules.ts
const types = ["microsoft.storage/storageaccounts"];
const containerTypes = ["microsoft.storage/storageaccounts/blobservices/containers"];
const reference = "https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts";
function account(properties, apiVersion = "2023-05-01") {
	return {
		type: "Microsoft.Storage/storageAccounts",
		apiVersion,
		name: "stexample",
		location: "westeurope",
		sku: { name: "Standard_LRS" },
		kind: "StorageV2",
		properties
	};
}
function container(publicAccess) {
	return {
		type: "Microsoft.Storage/storageAccounts/blobServices/containers",
		apiVersion: "2023-05-01",
		name: "stexample/default/reports",
		properties: { publicAccess }
	};
}
const storageRules = [
	resourceRule({
		id: "STO001",
		severity: "high",
		title: "A storage account takes encrypted connections only",
		rationale: "Over plain HTTP, or SMB without encryption, anyone on the way reads the data and the tokens that give access to it. Left out, the setting is true from apiVersion 2019-04-01 on and false before.",
		remedy: "Set properties.supportsHttpsTrafficOnly to true.",
		references: ["https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer", reference],
		aliases: [
			"CKV_AZURE_3",
			"AZR-000196",
			"AZU-0008",
			"1367dd13-2c90-4020-80b7-e4339a3dc2c4"
		],
		controls: ["MCSB:DP-3", "CIS:3.1"],
		types,
		example: exampleOf(account({ supportsHttpsTrafficOnly: true }), account({ supportsHttpsTrafficOnly: false })),
		check: (resource) => expectSince(resource, "properties.supportsHttpsTrafficOnly", {
			holds: isBool(true),
			wanted: "true",
			what: "secure transfer (supportsHttpsTrafficOnly)",
			knownSince: "2016-12-01",
			newSince: "2019-04-01",
			absentBefore: "fail",
			absentSince: "pass",
			absentMeans: "false before apiVersion 2019-04-01",
			fix: true
		})
	}),
	settingRule({
		id: "STO002",
		severity: "low",
		title: "A storage account refuses TLS before 1.2",
		rationale: "TLS 1.0 and 1.1 are broken. Left out in a template, the account is created with TLS1_0 as its minimum. The service itself refuses older versions since 2026-02-03, so that the setting says what is meant rather than what happens.",
		remedy: "Set properties.minimumTlsVersion to 'TLS1_2'.",
		references: ["https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version", reference],
		aliases: [
			"CKV_AZURE_44",
			"AZR-000200",
			"AZU-0011"
		],
		controls: ["MCSB:DP-3", "CIS:3.15"],
		types,
		example: exampleOf(account({ minimumTlsVersion: "TLS1_2" }), account({ minimumTlsVersion: "TLS1_0" })),
		path: "properties.minimumTlsVersion",
		expected: {
			holds: isText$1("TLS1_2", "TLS1_3"),
			wanted: "'TLS1_2' or 'TLS1_3'",
			what: "the minimum TLS version (minimumTlsVersion)",
			knownSince: "2019-04-01",
			absent: "fail",
			absentMeans: "'TLS1_0'",
			fix: "TLS1_2"
		}
	}),
	resourceRule({
		id: "STO003.account",
		severity: "high",
		title: "A storage account lets no container be public",
		rationale: "With it, one careless container publishes its blobs to everyone without a key. Accounts made since late 2023 are created with false when it is left out, but an older account that the template deploys to again keeps true: an absent setting is reported as low.",
		remedy: "Set properties.allowBlobPublicAccess to false.",
		references: ["https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent", reference],
		aliases: ["AZR-000198"],
		controls: ["MCSB:NS-2", "CIS:3.7"],
		types,
		example: exampleOf(account({ allowBlobPublicAccess: false }), account({ allowBlobPublicAccess: true })),
		check(resource) {
			const outcome = expectSetting(resource, "properties.allowBlobPublicAccess", {
				holds: isBool(false),
				wanted: "false",
				what: "public access to blobs (allowBlobPublicAccess)",
				knownSince: "2019-04-01",
				absent: "fail",
				absentMeans: "false for accounts made since late 2023 and true for older ones",
				fix: false
			});
			return outcome.kind === "fail" && outcome.found === "absent" ? {
				...outcome,
				severity: "low"
			} : outcome;
		}
	}),
	settingRule({
		id: "STO003.container",
		severity: "high",
		title: "A blob container is private",
		rationale: "A container with public access Blob or Container gives its blobs to everyone who knows or guesses the address. Left out, it is None.",
		remedy: "Set properties.publicAccess to 'None', and give access by identity or a signed URL.",
		references: ["https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-configure", "https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts/blobservices/containers"],
		aliases: [
			"CKV_AZURE_34",
			"AZR-000199",
			"AZU-0007",
			"a0ab985d-660b-41f7-ac81-70957ee8e627"
		],
		controls: ["MCSB:NS-2", "CIS:3.7"],
		types: containerTypes,
		example: exampleOf(container("None"), container("Blob")),
		path: "properties.publicAccess",
		expected: {
			holds: isText$1("None"),
			wanted: "'None'",
			what: "public access of the container (publicAccess)",
			absent: "pass",
			fix: "None"
		}
	}),
	resourceRule({
		id: "STO004",
		severity: "medium",
		title: "A storage account is closed to networks that are not named",
		rationale: "An account without network rules answers the whole internet: a leaked key or token is then enough. Left out, networkAcls.defaultAction is Allow and publicNetworkAccess is Enabled; apiVersions before 2017 cannot say otherwise.",
		remedy: "Set properties.networkAcls.defaultAction to 'Deny' and name the networks and addresses that need it, or set properties.publicNetworkAccess to 'Disabled' and use private endpoints.",
		references: ["https://learn.microsoft.com/azure/storage/common/storage-network-security", reference],
		aliases: [
			"CKV_AZURE_35",
			"AZR-000202",
			"AZU-0012",
			"9073f073-5d60-4b46-b569-0d6baa80ed95",
			"d855ced8-6157-448f-9f1d-f05a41d046f7"
		],
		controls: ["MCSB:NS-2", "CIS:3.8"],
		types,
		example: exampleOf(account({ networkAcls: {
			defaultAction: "Deny",
			bypass: "AzureServices"
		} }), account({ networkAcls: { defaultAction: "Allow" } })),
		check: (resource) => passingOf(expectSetting(resource, "properties.networkAcls.defaultAction", {
			holds: isText$1("Deny"),
			wanted: "'Deny', or publicNetworkAccess 'Disabled'",
			what: "the default of the network rules (networkAcls.defaultAction)",
			knownSince: "2017-06-01",
			absent: "fail",
			absentMeans: "'Allow'"
		}), expectSetting(resource, "properties.publicNetworkAccess", {
			holds: isText$1("Disabled", "SecuredByPerimeter"),
			wanted: "'Disabled'",
			what: "public network access (publicNetworkAccess)",
			knownSince: "2021-06-01",
			absent: "fail"
		}))
	}),
	settingRule({
		id: "STO005",
		severity: "medium",
		title: "A storage account refuses its shared keys",
		rationale: "The account keys open everything, name nobody and do not expire. With Microsoft Entra ID each caller has an identity and just the rights it needs. Left out, shared keys are accepted.",
		remedy: "Set properties.allowSharedKeyAccess to false once every client signs in with Microsoft Entra ID.",
		references: ["https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent", reference],
		aliases: ["AZR-000497"],
		controls: ["MCSB:IM-1"],
		types,
		example: exampleOf(account({ allowSharedKeyAccess: false }), account({ allowSharedKeyAccess: true })),
		path: "properties.allowSharedKeyAccess",
		expected: {
			holds: isBool(false),
			wanted: "false",
			what: "access by shared key (allowSharedKeyAccess)",
			knownSince: "2019-04-01",
			absent: "fail",
			absentMeans: "true"
		}
	})
];

// src/templates/rules/web/site.ts
const siteTypes = ["microsoft.web/sites", "microsoft.web/sites/slots"];
/** Sites and slots, and their configuration where it is deployed without them. */
const siteConfigTypes = [...siteTypes, ...siteTypes.map((type) => `${type}/config`)];
const siteReference = "https://learn.microsoft.com/azure/templates/microsoft.web/sites";
/** A site for examples. */
function site(properties, members = {}) {
	return {
		type: "Microsoft.Web/sites",
		apiVersion: "2023-12-01",
		name: "app-example",
		location: "westeurope",
		kind: "app",
		...members,
		properties
	};
}
/** Names of `config` resources that hold something else than `siteConfig`. */
const otherConfigs = /* @__PURE__ */ new Set([
	"appsettings",
	"authsettings",
	"authsettingsv2",
	"azurestorageaccounts",
	"backup",
	"connectionstrings",
	"logs",
	"metadata",
	"pushsettings",
	"slotconfignames"
]);
/** `web`; a name that only the deployment knows is judged by what the resource says. */
function isWebConfig({ key }) {
	return !otherConfigs.has(key.slice(key.lastIndexOf("/") + 1).toLowerCase());
}
/**
* Judges the setting `name` of `siteConfig`. Called for a site or slot, whose `config/web` counts where it gives the
* setting, and for a `config/web` whose site is not deployed with it, which is judged by what it says alone.
*/
function judgeSiteConfig(resource, { evaluation }, name, judge) {
	const type = resource.type.toLowerCase();
	if (type.endsWith("/config")) {
		if (!isWebConfig(resource)) return {
			kind: "not-applicable",
			reason: "it holds other settings"
		};
		if (ownersOf(resource, evaluation).length > 0) return {
			kind: "not-applicable",
			reason: "it is judged with its site"
		};
		return settingOf(resource, `properties.${name}`).kind === "absent" ? {
			kind: "not-applicable",
			reason: "it does not say"
		} : judge(resource, `properties.${name}`);
	}
	const children = relatedOf(resource, evaluation, [`${type}/config`]).filter((child) => isWebConfig(child.resource));
	const paths = {
		own: `properties.siteConfig.${name}`,
		child: `properties.${name}`
	};
	return expectEffective(resource, children, paths, judge);
}
/** As `judgeSiteConfig`, for one expected value. */
function expectSiteConfig(name, expected) {
	return (resource, context) => judgeSiteConfig(resource, context, name, (each, path) => expectSetting(each, path, expected));
}

// src/templates/rules/web/caller-rules.ts
/** Fails at an origin `*`, passes without one. */
function expectOrigins(resource, path) {
	const origins = itemsIn(placeOf$2(resource), path);
	if ("kind" in origins) {
		if (origins.kind !== "unknown") return { kind: "pass" };
		return undecided(origins, `the origins are not known: ${origins.value.reason.message}`);
	}
	for (const { value, at } of origins) {
		if (value.kind !== "string" || value.value.trim() !== "*") continue;
		return {
			kind: "fail",
			at,
			message: "pages of every origin may call this site; name those that need it",
			found: shown(value),
			wanted: "the origins that need it"
		};
	}
	for (const { value, at } of origins) {
		if (value.kind !== "unknown") continue;
		return undecided({
			value,
			at
		}, `an origin is not known: ${value.reason.message}`);
	}
	return { kind: "pass" };
}
const webCallerRules = [
	resourceRule({
		id: "WEB003.cors",
		severity: "medium",
		title: "A site does not take calls from pages of every origin",
		rationale: "With the origin '*' any page that a user opens may call the site from his browser. Left out, no other origin may.",
		remedy: "Name the origins that need it in cors.allowedOrigins of siteConfig instead of '*'.",
		references: ["https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api", siteReference],
		aliases: [
			"CKV_AZURE_57",
			"CKV_AZURE_62",
			"TA-000006",
			"TA-000012",
			"TA-000018"
		],
		controls: ["MCSB:PV-2"],
		types: siteConfigTypes,
		example: exampleOf(site({ siteConfig: { cors: { allowedOrigins: ["https://www.example.com"] } } }), site({ siteConfig: { cors: { allowedOrigins: ["*"] } } })),
		check: (resource, context) => judgeSiteConfig(resource, context, "cors.allowedOrigins", expectOrigins)
	}),
	settingRule({
		id: "WEB003.client-certificates",
		severity: "medium",
		title: "A site asks its callers for certificates",
		rationale: "With client certificates only known callers get as far as the code of the site. Left out, nobody is asked.",
		remedy: "Set properties.clientCertEnabled to true where the callers are services.",
		references: ["https://learn.microsoft.com/azure/app-service/app-service-web-configure-tls-mutual-auth", siteReference],
		aliases: [
			"CKV_AZURE_17",
			"AZU-0001",
			"92302b47-b0cc-46cb-a28f-5610ecda140b"
		],
		controls: ["MCSB:PV-2"],
		types: siteTypes,
		example: exampleOf(site({ clientCertEnabled: true }), site({ clientCertEnabled: false })),
		path: "properties.clientCertEnabled",
		expected: {
			holds: isBool(true),
			wanted: "true",
			what: "client certificates (clientCertEnabled)",
			absent: "fail",
			absentMeans: "false",
			fix: true
		}
	}),
	resourceRule({
		id: "WEB003.public-access",
		severity: "medium",
		title: "A site is closed to networks that are not named",
		rationale: "A site that serves one network should not answer the internet. Left out, it answers everyone.",
		remedy: "Set properties.publicNetworkAccess to 'Disabled' and use private endpoints, or set ipSecurityRestrictionsDefaultAction of siteConfig to 'Deny' and name the addresses.",
		references: ["https://learn.microsoft.com/azure/app-service/overview-access-restrictions", siteReference],
		aliases: ["CKV_AZURE_222"],
		controls: ["MCSB:PV-2"],
		types: siteTypes,
		example: exampleOf(site({ publicNetworkAccess: "Disabled" }), site({ publicNetworkAccess: "Enabled" })),
		check: (resource, context) => passingOf(expectSetting(resource, "properties.publicNetworkAccess", {
			holds: isText$1("Disabled"),
			wanted: "'Disabled'",
			what: "public network access (publicNetworkAccess)",
			absent: "fail",
			absentMeans: "'Enabled'"
		}), ...["publicNetworkAccess", "ipSecurityRestrictionsDefaultAction"].map((name) => judgeSiteConfig(resource, context, name, (each, path) => expectSetting(each, path, {
			holds: isText$1("Disabled", "Deny"),
			wanted: "'Disabled' or 'Deny'",
			what: `access from networks (${name})`,
			absent: "fail"
		}))))
	})
];

// src/templates/rules/web/connection-rules.ts
const webConnectionRules = [
	settingRule({
		id: "WEB001",
		severity: "high",
		title: "A site sends everyone to HTTPS",
		rationale: "Over plain HTTP anyone on the way reads and changes what the site and its users say, sign-in cookies too. Left out in a template, HTTP is answered.",
		remedy: "Set properties.httpsOnly to true.",
		references: ["https://learn.microsoft.com/azure/app-service/configure-ssl-bindings", siteReference],
		aliases: [
			"CKV_AZURE_14",
			"CKV_AZURE_70",
			"CKV_AZURE_153",
			"AZR-000084",
			"TA-000004",
			"TA-000010",
			"TA-000016",
			"AZU-0004",
			"488847ff-6031-487c-bf42-98fd6ac5c9a0"
		],
		controls: ["MCSB:DP-3", "CIS:9.2"],
		types: siteTypes,
		example: exampleOf(site({ httpsOnly: true }), site({ httpsOnly: false })),
		path: "properties.httpsOnly",
		expected: {
			holds: isBool(true),
			wanted: "true",
			what: "HTTPS only (httpsOnly)",
			absent: "fail",
			absentMeans: "false",
			fix: true
		}
	}),
	resourceRule({
		id: "WEB002.tls",
		severity: "medium",
		title: "A site refuses TLS before 1.2",
		rationale: "TLS 1.0 and 1.1 are broken. Left out, 1.2 is the minimum.",
		remedy: "Set minTlsVersion of siteConfig to '1.2', or remove it.",
		references: [
			"https://learn.microsoft.com/azure/app-service/overview-tls",
			"https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.AppService.MinTLS",
			siteReference
		],
		aliases: [
			"CKV_AZURE_15",
			"CKV_AZURE_145",
			"AZR-000073",
			"TA-000005",
			"TA-000011",
			"TA-000017",
			"AZU-0006",
			"b5c851d5-00f1-43dc-a8de-3218fd6f71be"
		],
		controls: [
			"MCSB:DP-3",
			"MCSB:NS-8",
			"CIS:9.3"
		],
		types: siteConfigTypes,
		example: exampleOf(site({ siteConfig: { minTlsVersion: "1.2" } }), site({ siteConfig: { minTlsVersion: "1.0" } })),
		check: expectSiteConfig("minTlsVersion", {
			holds: isVersion("1.2", "1.3"),
			wanted: "'1.2' or '1.3'",
			what: "the minimum TLS version (minTlsVersion)",
			absent: "pass",
			fix: "1.2"
		})
	}),
	resourceRule({
		id: "WEB002.ftps",
		severity: "medium",
		title: "A site is not deployed to over plain FTP",
		rationale: "FTP sends the password and the code of the site in the clear. Azure documents no default, and the built-in policy \"App Service apps should require FTPS only\" does not accept the setting left out.",
		remedy: "Set ftpsState of siteConfig to 'Disabled', or to 'FtpsOnly' where FTPS is used.",
		references: ["https://learn.microsoft.com/azure/app-service/deploy-ftp", siteReference],
		aliases: [
			"CKV_AZURE_78",
			"AZR-000081",
			"TA-000003",
			"TA-000009",
			"TA-000015",
			"AZU-0071"
		],
		controls: ["MCSB:DP-3", "CIS:9.10"],
		types: siteConfigTypes,
		example: exampleOf(site({ siteConfig: { ftpsState: "Disabled" } }), site({ siteConfig: { ftpsState: "AllAllowed" } })),
		check: expectSiteConfig("ftpsState", {
			holds: isText$1("Disabled", "FtpsOnly"),
			wanted: "'Disabled' or 'FtpsOnly'",
			what: "the state of FTP (ftpsState)",
			absent: "fail",
			fix: "Disabled"
		})
	}),
	resourceRule({
		id: "WEB002.debugging",
		severity: "medium",
		title: "A site cannot be debugged from outside",
		rationale: "Remote debugging opens ports into the running process. Left out, it is off.",
		remedy: "Remove remoteDebuggingEnabled of siteConfig or set it to false.",
		references: ["https://learn.microsoft.com/azure/app-service/configure-common", siteReference],
		aliases: [
			"CKV_AZURE_72",
			"CKV_AZURE_155",
			"AZR-000074",
			"TA-000002",
			"TA-000008",
			"TA-000014"
		],
		controls: ["MCSB:PV-2"],
		types: siteConfigTypes,
		example: exampleOf(site({ siteConfig: { remoteDebuggingEnabled: false } }), site({ siteConfig: { remoteDebuggingEnabled: true } })),
		check: expectSiteConfig("remoteDebuggingEnabled", {
			holds: isBool(false),
			wanted: "false",
			what: "remote debugging (remoteDebuggingEnabled)",
			absent: "pass",
			fix: false
		})
	}),
	settingRule({
		id: "WEB002.identity",
		severity: "medium",
		title: "A site has an identity of its own",
		rationale: "With a managed identity a site reaches databases and vaults without a password in its settings. Left out, it has none.",
		remedy: "Set identity.type to 'SystemAssigned', or to 'UserAssigned' with an identity.",
		references: ["https://learn.microsoft.com/azure/app-service/overview-managed-identity", siteReference],
		aliases: [
			"CKV_AZURE_16",
			"CKV_AZURE_71",
			"AZR-000082",
			"TA-000007",
			"TA-000013",
			"TA-000019",
			"AZU-0002",
			"e9c133e5-c2dd-4b7b-8fff-40f2de367b56"
		],
		controls: ["MCSB:IM-3", "CIS:9.5"],
		types: siteTypes,
		example: exampleOf(site({}, { identity: { type: "SystemAssigned" } }), site({}, { identity: { type: "None" } })),
		path: "identity.type",
		expected: {
			holds: isText$1("SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned"),
			wanted: "'SystemAssigned', 'UserAssigned' or 'SystemAssigned, UserAssigned'",
			what: "the identity (identity.type)",
			absent: "fail",
			absentMeans: "'None'",
			fix: "SystemAssigned"
		}
	})
];

// src/templates/rules/web/web-rules.ts
const webRules = [...webConnectionRules, ...webCallerRules];

// src/templates/rules/list.ts
const templateRules = [
	...agentRules,
	...assignmentRules,
	...defenderRules,
	...machineRules,
	...networkRules,
	...storageRules,
	...keyVaultRules,
	...registryRules,
	...kubernetesRules,
	...sqlRules,
	...webRules,
	...secretRules
];

// src/templates/arm/syntax/comments.ts
const [lineFeed, carriageReturn, doubleQuote, singleQuote, star, slash] = [
	10,
	13,
	34,
	39,
	42,
	47
];
function lineEnd(text, from) {
	for (let at = from; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		if (unit === lineFeed || unit === carriageReturn) return at;
	}
	return text.length;
}
/** The comments in the order of the text; what looks like one inside a string is none. One pass over the text. */
function* commentsIn(text) {
	let at = 0;
	while (at < text.length) {
		const unit = text.charCodeAt(at);
		if (unit === doubleQuote || unit === singleQuote) {
			at = Math.max(at + 1, readString(text, at).end);
			continue;
		}
		const next = unit === slash ? text.charCodeAt(at + 1) : 0;
		if (next === slash) {
			const end = lineEnd(text, at);
			yield {
				text: text.slice(at + 2, end),
				start: at,
				end
			};
			at = end;
		} else if (next === star) {
			const close = text.indexOf("*/", at + 2);
			const end = close < 0 ? text.length : close + 2;
			yield {
				text: text.slice(at + 2, close < 0 ? end : close),
				start: at,
				end
			};
			at = end;
		} else at++;
	}
}

// src/templates/suppressions/suppression.ts
/** Longest entry in UTF-16 units; a longer one does not hold, since its end may say until when. */
const maxEntry = 1e3;
const idsAndRest = /^\s*([A-Za-z0-9][\w.-]*(?:\s*,\s*[A-Za-z0-9][\w.-]*)*)(?:\s*:\s*|\s+|$)/;
/** «expires» is how other tools say it. */
const end = /(?:^|[;,]\s*|\s)\(?(?:until|expires(?:\s+on)?)\b[\s=:]*([^;,]*?)\)?[.;]?\s*$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;
function isDay(text) {
	const time = day.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
/** The last words may be an end: `until` and something that is, or tries to be, a day. */
function endOf(text) {
	const match = end.exec(text);
	const word = match?.[1];
	if (match === null || word === void 0) return {
		reason: text,
		until: void 0
	};
	if (!/[;,]/.test(match[0].charAt(0)) && !/\d/.test(word)) return {
		reason: text,
		until: void 0
	};
	return {
		reason: text.slice(0, match.index),
		until: word
	};
}
/**
* Reads `RULE: reason; until 2027-01-31`; several rules are separated by commas, the colon may be a blank.
* @example readEntry('AGT001: moves to AKS; until 2027-01-31')
*/
function readEntry(text) {
	const match = idsAndRest.exec(text.slice(0, maxEntry));
	const names = match?.[1];
	if (match === null || names === void 0) return {
		ids: [],
		reason: "",
		until: void 0,
		problem: "it names no rule"
	};
	const ids = names.split(",").map((id) => id.trim().toLowerCase());
	if (text.length > 1e3) return {
		ids,
		reason: "",
		until: void 0,
		problem: `it is longer than ${maxEntry} characters`
	};
	const { reason, until } = endOf(text.slice(match[0].length));
	return {
		ids,
		reason: reason.replace(/\s+/g, " ").replace(/[\s;,-]+$/, "").trim(),
		until,
		problem: until === void 0 || isDay(until) ? void 0 : `‹${until.slice(0, 40)}› behind «until» is no day such as 2027-01-31`
	};
}

// src/templates/suppressions/read-comments.ts
const word = /portcullis:[ \t]?ignore/i;
/** What stands behind the word, up to the end of its line; undefined when the comment does not begin with the word. */
function directiveIn(comment) {
	const match = word.exec(comment);
	if (match === null) return void 0;
	const at = match.index;
	const before = comment.slice(comment.lastIndexOf("\n", at) + 1, at);
	const rest = /^[^\r\n]*/.exec(comment.slice(at + match[0].length))?.[0] ?? "";
	if (!/^[\s*]*$/.test(before) || !/^(?:[\s:]|$)/.test(rest)) return void 0;
	return rest.replace(/^[\s:]+/, "");
}
/** Whether something else than blanks and comments stands before the comment in its line. */
function followsCode(text, comment, earlier) {
	for (let at = comment.start - 1; at >= 0; at--) {
		if (earlier !== void 0 && at < earlier.end) return false;
		const letter = text.charAt(at);
		if (letter === "\n" || letter === "\r") return false;
		if (letter.trim() !== "") return true;
	}
	return false;
}
/** For each comment the offset of what follows it, other comments and blanks left out. */
function nextCodes(text, comments) {
	const codes = [];
	for (const [index, { end }] of [...comments.entries()].toReversed()) {
		let at = end;
		while (at < text.length && text.charAt(at).trim() === "") at++;
		codes[index] = comments[index + 1]?.start === at ? codes[index + 1] ?? at : at;
	}
	return codes;
}
/** Those of a text, at most `room`. A text without the word is not looked through. */
function suppressionsInComments(source, room) {
	const { text } = source;
	if (!word.test(text)) return [];
	const comments = [...commentsIn(text)];
	const codes = nextCodes(text, comments);
	const found = [];
	for (const [index, comment] of comments.entries()) {
		if (found.length >= room) break;
		const entry = directiveIn(comment.text);
		if (entry === void 0) continue;
		const covered = followsCode(text, comment, comments[index - 1]) ? comment.start : codes[index] ?? comment.end;
		found.push({
			form: "comment",
			...readEntry(entry),
			span: {
				source,
				start: comment.start,
				end: comment.end
			},
			covers: {
				kind: "line",
				source,
				line: source.positionAt(covered).line,
				start: covered
			}
		});
	}
	return found;
}

// src/templates/suppressions/read-metadata.ts
const isNoEntry = {
	ids: [],
	reason: "",
	until: void 0,
	problem: "it must be a text such as \"RULE: reason; until 2027-01-31\""
};
function entryOf(node) {
	if (node.kind === "string") {
		if (node.value.startsWith("[") && !node.value.startsWith("[[") && node.value.endsWith("]")) return {
			...isNoEntry,
			problem: "it must be plain text, no expression"
		};
		return readEntry(node.value.replace(/^\s*(?:checkov|bridgecrew|cortex):skip=/i, ""));
	}
	const id = memberOf(node, "id")?.value;
	if (id?.kind !== "string") return isNoEntry;
	const comment = (memberOf(node, "comment") ?? memberOf(node, "suppress_comment"))?.value;
	return readEntry(`${id.value}: ${comment?.kind === "string" ? comment.value : ""}`);
}
function itemsOf(node) {
	const list = memberOf(node, "skip")?.value ?? node;
	return list.kind === "array" ? list.items : [list];
}
/** What is written on a template would excuse all that is in it. */
function isTemplate$1(object) {
	return memberOf(object, "contentVersion") !== void 0 || memberOf(object, "$schema") !== void 0;
}
function* ofObject(object, keyStart, document) {
	const metadata = memberOf(object, "metadata")?.value;
	if (metadata?.kind !== "object") return;
	const { source } = document;
	const covers = {
		kind: "declaration",
		span: {
			source,
			start: object.start,
			end: object.end
		},
		keyStart
	};
	const problem = isTemplate$1(object) ? "it stands on a template: put it on the resource that it is for" : void 0;
	for (const form of ["portcullis", "checkov"]) {
		const value = memberOf(metadata, form)?.value;
		if (value === void 0) continue;
		for (const item of itemsOf(value)) yield {
			form: form === "portcullis" ? "metadata" : "checkov",
			...entryOf(item),
			...problem === void 0 ? {} : { problem },
			span: {
				source,
				start: item.start,
				end: item.end
			},
			covers
		};
	}
}
/** Those of a document, at most `room`, in the order of the text. */
function suppressionsInMetadata(document, room) {
	const found = [];
	if (document.root === void 0 || !/portcullis|checkov/i.test(document.source.text)) return [];
	const pending = [[document.root, 0]];
	for (let next = pending.pop(); next !== void 0; next = pending.pop()) {
		const [node, keyStart] = next;
		if (node.kind === "array") for (const item of node.items.toReversed()) pending.push([item, item.start]);
		if (node.kind !== "object") continue;
		for (const each of ofObject(node, keyStart, document)) {
			if (found.length >= room) return found;
			found.push(each);
		}
		for (const { value, nameStart } of node.members.toReversed()) pending.push([value, nameStart]);
	}
	return found;
}

// src/templates/suppressions/suppressions.ts
/** Suppressions read of one file; more is no template that someone wrote. */
const maxSuppressions = 5e3;
const noticeDays = 14;
const dayMs = 864e5;
/**
* All suppressions of a text, those that cannot hold included. Comments first, then metadata, each in the order of
* the text.
*/
function suppressionsIn(document) {
	const inComments = suppressionsInComments(document.source, maxSuppressions);
	const room = maxSuppressions - inComments.length;
	return [...inComments, ...suppressionsInMetadata(document, room)];
}
/** A row's id stands for each of its checks; an alias for nothing but itself. */
function names(suppression, ruleIds) {
	return ruleIds.some((ruleId, index) => {
		const id = ruleId.toLowerCase();
		return suppression.ids.some((each) => each === id || index === 0 && id.startsWith(`${each}.`));
	});
}
/** Longest text between a brace and its first member that is looked at. */
const longestHead = 1e4;
/** Whether nothing but blanks and comments stands between the brace of an object and a place in it. */
function isFirstIn({ source, start, end }, place) {
	if (source.path !== place.source.path || place.start <= start || place.start >= end) return false;
	return source.text.slice(start + 1, Math.min(place.start, start + longestHead)).replace(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, "").trim() === "";
}
function isCovered({ covers }, { declaration, at }) {
	if (covers.kind === "declaration") {
		const { span, keyStart } = covers;
		if (declaration === void 0) return at.source.path === span.source.path && at.start >= keyStart && at.end <= span.end;
		if (declaration.source.path !== span.source.path) return false;
		return declaration.start === span.start && declaration.end === span.end;
	}
	if (declaration !== void 0 && isFirstIn(declaration, covers)) return true;
	return [declaration, at].some((span) => span?.source.path === covers.source.path && span.source.positionAt(span.start).line === covers.line);
}
/** Those that name the finding's rule and cover its place, whether they hold or not. */
function matching(suppressions, finding) {
	return suppressions.filter((each) => names(each, finding.ruleIds) && isCovered(each, finding));
}
var Suppressions = class {
	#mode;
	#now;
	#byPath = /* @__PURE__ */ new Map();
	#matched = /* @__PURE__ */ new Set();
	constructor(mode, now) {
		this.#mode = mode;
		this.#now = now;
	}
	/** Takes the suppressions of a text; the same path again changes nothing. */
	read(document) {
		const { path } = document.source;
		if (!this.#byPath.has(path)) this.#byPath.set(path, suppressionsIn(document));
	}
	/** Of those that hold for a finding, the one that holds longest. All that match it count as used. */
	for(finding) {
		const paths = /* @__PURE__ */ new Set([finding.at.source.path, finding.declaration?.source.path]);
		let best;
		for (const path of paths) {
			if (path === void 0) continue;
			for (const each of matching(this.#byPath.get(path) ?? [], finding)) {
				this.#matched.add(each);
				if (this.#refusal(each) !== void 0) continue;
				if (best === void 0 || (each.until ?? "9") > (best.until ?? "9")) best = each;
			}
		}
		return best;
	}
	/**
	* One sentence for each that does not hold, ends within 14 days, or matched nothing; in the order of paths and places.
	* `isComplete`: whether all was evaluated, so that «matched nothing» means something. checkov's, which may be for
	* checks that are not ours, are named only when they match.
	*/
	notices(isComplete) {
		return [...this.#byPath.keys()].sort().flatMap((path) => (this.#byPath.get(path) ?? []).toSorted((left, right) => left.span.start - right.span.start).flatMap((each) => this.#notice(each, isComplete) ?? []));
	}
	/** Why one does not hold; undefined when it does. */
	#refusal({ problem, until, reason }) {
		if (this.#mode === "forbidden") return "is not applied: the policy forbids it (suppressions)";
		if (problem !== void 0) return `is not applied: ${problem}`;
		if (until !== void 0 && this.#daysLeft(until) < 0) return `ended on ${until}`;
		if (this.#mode === "with-reason" && reason === "") return "is not applied: it gives no reason, and the policy wants one";
	}
	#daysLeft(until) {
		const today = Date.parse(this.#now.toISOString().slice(0, 10));
		return Math.round((Date.parse(`${until}T00:00:00Z`) - today) / dayMs);
	}
	#notice(each, isComplete) {
		const isMatched = this.#matched.has(each);
		const ids = each.ids.map((id) => id.toUpperCase()).join(", ");
		const name = `${whereOf(each.span)}: the suppression${ids === "" ? "" : ` of ${ids}`}`;
		const isOurs = each.form !== "checkov";
		const refusal = this.#refusal(each);
		if (refusal !== void 0) {
			const isAlwaysSaid = each.problem !== void 0 || this.#mode === "forbidden";
			return isMatched || isOurs && isAlwaysSaid ? `${name} ${refusal}.` : void 0;
		}
		if (!isMatched) {
			if (!isOurs || !isComplete) return void 0;
			return `${name} matches no finding${each.form === "comment" ? "; it must stand above the resource, its first member or the line of the finding" : ""}.`;
		}
		if (each.until === void 0) return void 0;
		const left = this.#daysLeft(each.until);
		if (left > noticeDays) return void 0;
		return `${name} ends ${left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`}, on ${each.until}.`;
	}
};

// src/templates/scan/kinds.ts
/** Names and addresses of which every document that is not `other` has one. */
const words = /deploymentTemplate|deploymentParameters|"resources"|"contentVersion"|"policyRule"|"policyDefinitions?(?:Id)?"|"then"/i;
/** Whether a text can be of interest at all; false is certain, and cheap. */
function mayMatter(text) {
	return words.test(text);
}
/** Whether a text that could not be parsed was meant as a template. */
function namesSchema(text) {
	return /"\$schema"\s*:\s*"[^"]*deployment(?:template|parameters)\.json/i.test(text);
}
/** Whether a file is called as templates are: what is wrong with its text is told, whatever stands in it. */
function isTemplateName(name) {
	return /^(?:(?:azuredeploy|mainTemplate)(?:\.[^.]+)?|main|.+\.template)\.jsonc?$/i.test(name);
}
function textOf(node) {
	return node?.kind === "string" ? node.value : void 0;
}
function inner(node, name) {
	return memberOf(node, name)?.value;
}
/** A resource as ARM writes it; a few looked at are enough. */
function holdsResources(node) {
	return (node?.kind === "array" ? node.items : node?.kind === "object" ? node.members.map(({ value }) => value) : []).slice(0, 20).some((item) => {
		const type = textOf(inner(item, "type"));
		return type !== void 0 && /^[\w.-]+\.[\w.-]+\//.test(type) && has(item, "apiVersion");
	});
}
function has(node, name) {
	return memberOf(node, name) !== void 0;
}
function isTemplate(node) {
	const schema = textOf(inner(node, "$schema"));
	if (schema !== void 0 && /deploymentTemplate\.json/i.test(schema)) return true;
	if (schema !== void 0 && /deploymentParameters/i.test(schema)) return false;
	const resources = inner(node, "resources");
	if (resources?.kind !== "array" && resources?.kind !== "object") return false;
	if (has(node, "contentVersion")) return true;
	return !/schema\.management\.azure\.com/i.test(schema ?? "") && holdsResources(resources);
}
/** The `$schema` of a template that is none of Azure's for templates, as it is written; undefined when it is right. */
function strangeSchema(node) {
	const schema = textOf(inner(node, "$schema"));
	return schema === void 0 || /deploymentTemplate\.json/i.test(schema) ? void 0 : schema;
}
function isGiven({ value }) {
	return has(value, "value") || has(value, "reference") || has(value, "expression");
}
function isParameterFile(node) {
	const schema = textOf(inner(node, "$schema"));
	if (schema !== void 0) return /deploymentParameters\.json/i.test(schema);
	const parameters = inner(node, "parameters");
	if (parameters?.kind !== "object" || !has(node, "contentVersion")) return false;
	return parameters.members.every(isGiven);
}
/**
* Whether a document that is called a parameter file, by its name or by the user, is one: Azure's tools take the values
* alone too, with or without `parameters` around them.
*/
function isParameterDocument(document) {
	const { root } = document;
	const pieces = piecesOf(document);
	if (pieces.length > 0) return pieces.some(({ kind }) => kind === "parameters");
	if (root?.kind !== "object" || has(root, "$schema")) return false;
	const parameters = inner(root, "parameters");
	if (parameters?.kind === "object") return parameters.members.length === 0 || parameters.members.some(isGiven);
	return root.members.length > 0 && root.members.every(isGiven);
}
/** A resource of Azure Policy as its API gives it, its `properties` alone, or a rule alone. */
function policyKind(node) {
	const properties = inner(node, "properties") ?? node;
	if (has(properties, "policyRule")) return "policy-definition";
	if (inner(properties, "policyDefinitions")?.kind === "array") return "initiative";
	if (inner(properties, "policyDefinitionId")?.kind === "string") return "assignment";
	return has(node, "if") && inner(inner(node, "then") ?? node, "effect") !== void 0 ? "policy-definition" : void 0;
}
function pieceOf(node) {
	if (node.kind !== "object") return void 0;
	if (isTemplate(node)) return {
		kind: "template",
		node
	};
	if (isParameterFile(node)) return {
		kind: "parameters",
		node
	};
	const policy = policyKind(node);
	if (policy !== void 0) return {
		kind: policy,
		node
	};
	const wrapped = inner(inner(node, "properties") ?? node, "template");
	if (wrapped?.kind === "object" && isTemplate(wrapped)) return {
		kind: "template",
		node: wrapped
	};
}
/** What a document holds: usually one thing, of an array of policies several, of any other JSON nothing. */
function piecesOf({ root }) {
	if (root === void 0) return [];
	return (root.kind === "array" ? root.items : [root]).flatMap((node) => pieceOf(node) ?? []);
}

// src/templates/scan/arguments.ts
const assignment = /^([A-Za-z_][\w-]*)=(.*)$/s;
/** Throws where Azure would refuse the file: the user named it. */
function readFile(path, files) {
	const shown = shownPath(path);
	if (!existsSync(path)) throw new UserError("USAGE", `--parameters ${shown}: there is no such file`, { hint: "Give it a parameter file or NAME=VALUE." });
	if (/\.bicepparam$/i.test(path)) throw new UserError("USAGE", `--parameters ${shown}: Bicep is not read yet`, { hint: "Compile it with «bicep build-params» and give the result." });
	const document = files.document(resolve(path), shown);
	const error = firstError(document);
	if (error !== void 0) throw error;
	if (!isParameterDocument(document)) throw new ScanError("TARGET_UNSUPPORTED", `${shown}:1:1`, "it is no parameter file", { hint: "A parameter file has \"parameters\" with a \"value\" or \"reference\" each." });
	const [wrong] = parameterFaults(document);
	if (wrong !== void 0) throw wrong;
	return readParameterFile(document);
}
/**
* Reads all `--parameters`; undefined when there are none.
* Throws UserError USAGE for what is neither or not there, ScanError for a file that cannot be read or is none.
*/
function readArguments(parameters, files) {
	if (parameters.length === 0) return void 0;
	const texts = /* @__PURE__ */ new Map();
	const names = [];
	let given = {
		file: void 0,
		values: /* @__PURE__ */ new Map()
	};
	for (const parameter of parameters) {
		const [, name, value] = assignment.exec(parameter) ?? [];
		if (name !== void 0 && value !== void 0) {
			names.push(name);
			texts.set(name.toLowerCase(), value);
			continue;
		}
		const path = parameter.startsWith("@") ? parameter.slice(1) : parameter;
		if (path === "") throw new UserError("USAGE", "a --parameters is empty", { hint: "Give it a parameter file or NAME=VALUE." });
		const read = readFile(path, files);
		given = {
			file: given.file === void 0 ? read.file : `${given.file}, ${read.file}`,
			values: new Map([...given.values, ...read.values])
		};
	}
	return {
		given: withArguments(given, texts),
		names
	};
}
/** The values whose parameters are declared: of several templates each takes its own. */
function declaredOf(given, isDeclared) {
	return {
		file: given.file,
		values: new Map([...given.values].filter(([name]) => isDeclared(name)))
	};
}
/** What is wrong with a NAME that no template of the run declares. */
function undeclared(name, declared) {
	const meant = nearest(name, [...declared]);
	return new UserError("USAGE", `no template of this run declares the parameter ${name}`, { hint: meant === void 0 ? "Check its name." : `Did you mean ${meant}?` });
}

// src/templates/scan/coverage-rows.ts
/** Faults of one file that are told; the rest is counted. */
const maxTold = 3;
const maxListed = 5;
function sentence({ message, hint }) {
	return hint === void 0 ? message : `${message} (${hint.replace(/\.$/, "")})`;
}
/** The file of a place `file:line:column`. */
function fileOf(where) {
	return where.replace(/(?::\d+){1,2}$/, "");
}
/** One row a file: its first faults, and how many more there are. */
function faultRows(faults) {
	const byFile = /* @__PURE__ */ new Map();
	for (const fault of faults) {
		const file = fileOf(fault.where);
		const known = byFile.get(file) ?? /* @__PURE__ */ new Map();
		byFile.set(file, known.set(fault.message, fault));
	}
	return [...byFile].map(([file, messages]) => {
		const told = [...messages.values()].slice(0, maxTold).map(sentence);
		const more = messages.size - told.length;
		if (more > 0) told.push(`and ${more} more`);
		const reason = told.join("; ");
		return {
			what: `path:${file}`,
			status: "partial",
			reason,
			incomplete: true
		};
	});
}
/** What Azure would refuse in a text: the first is the cause, what follows mostly its consequence. */
function syntaxFault(document) {
	const errors = document.problems.filter(({ level }) => level !== "warning");
	const [first] = errors;
	if (first === void 0) return void 0;
	const error = errorOf$1(document, first);
	if (errors.length === 1) return error;
	const more = `${errors.length - 1} more`;
	const hint = error.hint === void 0 ? more : `${error.hint.replace(/\.$/, "")}; ${more}`;
	const message = error.message.slice(error.where.length + 2);
	return new ScanError(error.code, error.where, message, { hint });
}
function gapRow({ link, message, span }) {
	const reason = `${whereOf(span)}: ${message}`;
	return {
		what: `template-link:${link}`,
		status: "not-scanned",
		reason,
		incomplete: true
	};
}
/** A template whose `$schema` is misspelt is scanned all the same; Azure refuses it. */
function schemaRow(shown, schema) {
	const reason = `its $schema ${schema.slice(0, 200)} is none of Azure's for templates`;
	return {
		what: `path:${shown}`,
		status: "partial",
		reason,
		incomplete: false
	};
}
/** A linked template whose address names a ref: another state of it may be deployed than the one that was read. */
function refRow(link, ref) {
	const reason = `its address names ${ref}; what was read is what is checked out`;
	return {
		what: `template-link:${link}`,
		status: "scanned",
		reason,
		incomplete: false
	};
}
/** `a, b and 3 more`. */
function listed(names) {
	const shown = names.slice(0, maxListed).join(", ");
	return names.length > maxListed ? `${shown} and ${names.length - maxListed} more` : shown;
}
/** Bicep files; a fault only where one is a target itself. */
function bicepRow(names, isNamed) {
	return {
		what: "not-read-yet:bicep",
		status: "not-scanned",
		reason: `Bicep is not read yet: ${listed(names)}; compile it with «bicep build» and scan the result`,
		incomplete: isNamed
	};
}
/** A parameter file whose template is not there. */
function orphanRow(shown, named, isNamed) {
	const reason = named === void 0 ? `${shown}:1:1: there is no template beside it that it is named after (X.json of X.parameters.json), and its metadata names none` : `${shown}:1:1: the template ${named} that its metadata names is not there`;
	return {
		what: `parameters:${shown}`,
		status: "not-scanned",
		reason,
		incomplete: isNamed
	};
}
/** The row of what was evaluated. */
function scannedRow(count) {
	return {
		what: "templates",
		status: "scanned",
		reason: Object.entries(count).filter(([, number]) => number > 0).map(([what, number]) => `${number} ${number === 1 ? what.replace(/ies$/, "y").replace(/s$/, "") : what}`).join(", "),
		incomplete: false
	};
}
/** Files of a target that earlier ones hold, too: what they say stands there. */
function repeatedRow(references) {
	return {
		what: "templates",
		status: "scanned",
		reason: `some or all of it is already in ${listed(references)}`,
		incomplete: false
	};
}

// src/templates/rules/evaluate-rules.ts
const indexes = /* @__PURE__ */ new WeakMap();
function indexOf(rules) {
	const known = indexes.get(rules);
	if (known !== void 0) return known;
	const byType = /* @__PURE__ */ new Map();
	const onDeployments = [];
	for (const rule of rules) {
		if (rule.on === "deployment") {
			onDeployments.push(rule);
			continue;
		}
		for (const type of rule.types) {
			const those = byType.get(type.toLowerCase());
			if (those === void 0) byType.set(type.toLowerCase(), [rule]);
			else those.push(rule);
		}
	}
	const index = {
		byType,
		onDeployments
	};
	indexes.set(rules, index);
	return index;
}
function isList(outcome) {
	return Array.isArray(outcome);
}
/** A rule that throws gives one outcome `error`; the others go on. */
function outcomesOf(check) {
	try {
		const outcome = check();
		return isList(outcome) ? outcome : [outcome];
	} catch (cause) {
		return [{
			kind: "error",
			message: `the rule failed: ${cause instanceof Error ? cause.message : String(cause)}`,
			cause
		}];
	}
}
/** Every deployed resource by the rules for its type and every template by the rules for templates. */
function judge(evaluation, rules, policy) {
	const { byType, onDeployments } = indexOf(rules);
	const context = {
		evaluation,
		policy
	};
	const results = [];
	for (const deployment of evaluation.deployments) for (const rule of onDeployments) for (const outcome of outcomesOf(() => rule.check(deployment, context))) results.push({
		rule,
		deployment,
		resource: void 0,
		outcome
	});
	for (const resource of evaluation.resources) {
		if (resource.isExisting) continue;
		const { deployment } = resource;
		for (const rule of byType.get(resource.type.toLowerCase()) ?? []) for (const outcome of outcomesOf(() => rule.check(resource, context))) results.push({
			rule,
			deployment,
			resource,
			outcome
		});
	}
	return results;
}
/** One for all instances of a loop. */
function placeKey$1({ rule, deployment, resource }) {
	const { source, start } = resource?.declaration.span ?? deployment.span;
	return `${rule.id} ${start} ${source.path}`;
}
/** What hangs on the index of a loop of unknown count, whose instance of index 0 was judged: it passes for none. */
function openByIndex(results, atAnyIndex) {
	const reported = new Set(results.filter(({ outcome }) => outcome.kind === "fail").map((each) => placeKey$1(each)));
	return atAnyIndex.filter((each) => each.outcome.kind === "undecided" && each.outcome.unknown.form.includes("copyindex(") && !reported.has(placeKey$1(each)));
}
/**
* Judges every deployed resource by the rules for its type and every template by the rules for templates, in the order
* of the resources and then of the rules; what hangs on the index of a loop of unknown count is undecided, at the end.
* Never throws.
*/
function evaluateRules(evaluation, rules, policy) {
	const results = judge(evaluation, rules, policy);
	if (evaluation.atAnyIndex === void 0) return results;
	return [...results, ...openByIndex(results, judge(evaluation.atAnyIndex, rules, policy))];
}

// src/templates/scan/evaluation-label.ts
const longestName = 120;
function clip(text) {
	return text.length > longestName ? `${text.slice(0, 119)}…` : text;
}
function triedText(value) {
	return typeof value === "string" ? value : JSON.stringify(value, (_, each) => typeof each === "bigint" ? String(each) : each);
}
/** Values that were tried: `installAgent=false, os=Linux`; empty when none were. */
function triedLabel({ tried }) {
	return Object.entries(tried).map(([name, value]) => `${name}=${clip(triedText(value))}`).join(", ");
}
/** What tells an evaluation from the others of its template: parameter file, values tried. May be empty. */
function evaluationLabel(evaluation) {
	const tried = triedLabel(evaluation);
	const { parameterFile = "" } = evaluation;
	if (parameterFile === "" || tried === "") return parameterFile + tried;
	return `${parameterFile} with ${tried}`;
}
/** The name of a resource or deployment; what is not known of it stands in braces. */
function nameText(name) {
	if (name.kind === "string") return clip(name.value);
	if (name.kind !== "unknown") return "?";
	return clip((name.parts ?? [{ form: name.form }]).map((part) => typeof part === "string" ? part : `{${part.form}}`).join(""));
}
/** Deployments from the file's own, which is not named, to this one: `network / agents`. */
function deploymentNames(deployment) {
	const names = [];
	for (let each = deployment; each?.parent !== void 0; each = each.parent) names.unshift(nameText(each.name));
	return names;
}
/** `agents / Microsoft.Compute/virtualMachines vm-2 (vmLoop[1])`: through deployments and loops. */
function resourcePath({ type, name, deployment, loops }) {
	const own = `${type} ${nameText(name)}`;
	const loop = loops.map(({ name: label, index, count }) => {
		return `${label === "" ? "copy" : label}[${typeof count === "number" ? index : "*"}]`;
	}).toReversed();
	const inLoops = loop.length === 0 ? own : `${own} (${loop.join(", ")})`;
	return [...deploymentNames(deployment), inLoops].join(" / ");
}
/** What a finding about a template, not about a resource in it, is about; undefined for the file's own template. */
function deploymentPath(deployment) {
	const names = deploymentNames(deployment);
	return names.length === 0 ? void 0 : `deployment ${names.join(" / ")}`;
}
function withoutFolder(label) {
	const [file = "", ...rest] = label.split(" with ");
	if (!/\.jsonc?$/i.test(file)) return label;
	return [file.slice(file.lastIndexOf("/") + 1), ...rest].join(" with ");
}
/** Evaluations by the names of their parameter files alone, where those tell them apart. */
function shortLabels(labels) {
	const all = new Set(labels);
	return new Set([...all].map(withoutFolder)).size === all.size ? withoutFolder : (label) => label;
}

// src/templates/scan/instance-text.ts
/** Instances named in a finding's list; the rest is counted. */
const maxNamed = 50;
/** Instances named in the message. */
const maxInMessage = 5;
const unique = (texts) => [...new Set(texts)];
function counted(names, limit) {
	if (names.length <= limit) return [...names];
	return [...names.slice(0, limit), `and ${names.length - limit} more`];
}
/** Names alone where they tell the instances apart, else the ways to them. */
function shortened(judged) {
	const names = new Set(judged.map(({ name }) => name));
	const paths = new Set(judged.map(({ path }) => path));
	const isEnough = names.size === paths.size && !names.has("");
	return ({ name, path }) => isEnough ? name : path;
}
/** The resources where they tell the instances apart alone, the evaluations likewise, else both. */
function labels(instances, judged, shown) {
	const nameOf = shortened(judged);
	const evaluationOf = ({ evaluation }) => shown(evaluation) || "the defaults";
	const resources = new Set(judged.map(({ path }) => path));
	const evaluations = new Set(judged.map(({ evaluation }) => evaluation));
	const bad = new Set(instances.map(({ evaluation }) => evaluation));
	const badPaths = new Set(instances.map(({ path }) => path));
	const isWhole = (test) => judged.filter(test).length === instances.filter(test).length;
	if (resources.size > 1 && isWhole(({ path }) => badPaths.has(path))) {
		if (!(bad.size < evaluations.size && isWhole(({ evaluation }) => bad.has(evaluation)))) return {
			texts: unique(instances.map(nameOf)),
			kind: "resources"
		};
	}
	if (resources.size === 1 || isWhole(({ evaluation }) => bad.has(evaluation))) return {
		texts: unique(instances.map(evaluationOf)),
		kind: "evaluations"
	};
	const both = instances.map((each) => `${nameOf(each)} with ${evaluationOf(each)}`);
	return {
		texts: unique(both),
		kind: "both"
	};
}
/**
* Names what a finding stands for. `judged` are all instances that its rule judged of the declaration.
* Both lists are without repetition.
*/
function instanceText(instances, judged) {
	if (judged.length < 2) return {
		names: void 0,
		suffix: ""
	};
	const { texts, kind } = labels(instances, judged, (evaluation) => evaluation);
	const names = counted(texts, 50);
	const shown = counted(labels(instances, judged, shortLabels(judged.map(({ evaluation }) => evaluation))).texts, maxInMessage).join(kind === "resources" ? ", " : "; ");
	const paths = new Set(judged.map(({ path }) => path)).size;
	if (instances.length === judged.length) return {
		names,
		suffix: paths === 1 ? "" : ` (all ${texts.length} instances: ${shown})`
	};
	switch (kind) {
		case "resources": return {
			names,
			suffix: ` (${texts.length} of ${paths} instances: ${shown})`
		};
		case "evaluations": return {
			names,
			suffix: ` (with ${shown})`
		};
		case "both": return {
			names,
			suffix: ` (${shown})`
		};
	}
}

// src/templates/scan/findings.ts
/** Longest expression that a message quotes. */
const longestQuote = 160;
function namesOf(span, { documentOf }) {
	const document = documentOf(span.source);
	return document === void 0 ? [] : placeNames(document, span.start);
}
/** Kind, rule and the names that lead to the place: lines may move, other resources come and go. */
function fingerprintOf(group, surroundings) {
	const { rule, at, declaration, outcome } = group;
	const parts = [
		rule.kind,
		rule.id,
		declaration.source.path,
		...namesOf(declaration, surroundings),
		"",
		at.source.path,
		...namesOf(at, surroundings),
		...outcome.kind === "undecided" ? ["undecided"] : []
	];
	return createHash("sha256").update(parts.join("\0")).digest("hex");
}
function locationOf({ at, first }) {
	const start = at.source.positionAt(at.start);
	const end = at.source.positionAt(at.end);
	const { resource, deployment } = first;
	const path = resource === void 0 ? deploymentPath(deployment) : resourcePath(resource);
	return {
		path: at.source.path,
		line: start.line,
		column: start.column,
		endLine: end.line,
		endColumn: end.column,
		...path === void 0 ? {} : { resource: path }
	};
}
function quoted({ source, start, end }) {
	const line = source.text.slice(start, Math.min(end, start + 320)).replace(/\s+/g, " ").replace(/(https?:\/\/[^\s'"?]*)\?[^\s'")\]]*/gi, "$1?…").trim();
	return line.length > longestQuote ? `${line.slice(0, 159)}…` : line;
}
/** The expression that could not be known: the cause, or where that is a parameter's declaration the use of it. */
function expressionOf({ reason, span }, at) {
	const cause = reason.span === void 0 ? "" : quoted(reason.span);
	for (const each of [
		cause,
		span === void 0 ? "" : quoted(span),
		quoted(at)
	]) {
		const [, inner] = /^"\[(.+)\]"$/.exec(each) ?? [];
		const text = inner ?? each;
		const isUse = each === cause || text.includes(cause.replaceAll("\"", ""));
		if (text !== "" && !text.startsWith("\"") && isUse) return text;
	}
	return "";
}
/** What is wrong, what is wanted, and for an unknown the expression that decides. */
function messageOf$1({ outcome, rule }) {
	const { message } = outcome;
	const sentence = message.replace(/[.\s]+$/, "");
	if (outcome.kind === "fail") {
		if (requiredAgentRules.includes(rule.id)) return sentence;
		const says = sentence.toLowerCase();
		const rest = [/^(?:absent|none)$/.test(outcome.found) || says.includes(outcome.found.toLowerCase()) ? "" : `found ${outcome.found}`, says.includes(outcome.wanted.toLowerCase()) ? "" : `wanted ${outcome.wanted}`].filter(Boolean).join(", ");
		return rest === "" ? sentence : `${sentence} (${rest})`;
	}
	const text = rule.kind === "secret" ? "" : expressionOf(outcome.unknown, outcome.at);
	return text === "" || sentence.includes(text) ? sentence : `${sentence}; not known is ${text}`;
}
/** What mends it; where a parameter without a value leaves it open, that is to be given first. */
function remedyOf({ outcome, rule }) {
	if (outcome.kind !== "undecided" || outcome.unknown.reason.kind !== "parameter") return rule.remedy;
	const [, name] = /^the parameter '([^']+)' has no value/.exec(outcome.unknown.reason.message) ?? [];
	return name === void 0 ? rule.remedy : `Give the parameter '${name}' a value, in a parameter file or by --parameters ${name}=….`;
}
function suppressionOf(group, { suppressions }) {
	const { rule, at, declaration, first } = group;
	const found = suppressions.for({
		ruleIds: [rule.id, ...rule.aliases],
		declaration: first.resource === void 0 ? void 0 : declaration,
		at
	});
	if (found === void 0) return void 0;
	const { reason, span, until, form } = found;
	return {
		reason,
		path: span.source.path,
		line: span.source.positionAt(span.start).line,
		form,
		...until === void 0 ? {} : { until }
	};
}
/** The finding of a group, without the names of its instances. */
function draftOf(group, surroundings) {
	const { rule, severity, outcome, instances, judged, results } = group;
	const suppression = suppressionOf(group, surroundings);
	return {
		finding: {
			fingerprint: fingerprintOf(group, surroundings),
			id: rule.id,
			aliases: rule.aliases,
			kind: rule.kind,
			severity,
			severitySource: "portcullis",
			severities: [{
				source: "portcullis",
				severity
			}],
			title: rule.title,
			message: messageOf$1(group),
			remedy: remedyOf(group),
			rationale: rule.rationale,
			fixedVersions: [],
			...outcome.kind === "undecided" ? { outcome: "undecided" } : {},
			...suppression === void 0 ? {} : { suppression },
			location: locationOf(group),
			references: rule.references,
			sources: ["portcullis"]
		},
		instances,
		judged,
		results: surroundings.keepsEvaluations ? results : []
	};
}
/** Each once, the first of equal ones. */
function joined(all) {
	const known = /* @__PURE__ */ new Map();
	for (const instance of all.flat()) {
		const key = `${instance.evaluation}\0${instance.path}`;
		if (!known.has(key)) known.set(key, instance);
	}
	return [...known.values()];
}
function placeOf({ finding: { id, outcome, location = {} } }) {
	const { path, line, column, endLine, endColumn } = location;
	return [
		id,
		outcome,
		path,
		line,
		column,
		endLine,
		endColumn
	].join("\0");
}
/** Joins the findings of one place that several root templates have: they deploy the same linked file. */
function joinDrafts(drafts) {
	const byPlace = /* @__PURE__ */ new Map();
	for (const draft of drafts) {
		const key = `${placeOf(draft)}\0${draft.finding.fingerprint}`;
		const same = byPlace.get(key);
		if (same === void 0) byPlace.set(key, [draft]);
		else same.push(draft);
	}
	return [...byPlace.values()].flatMap((same) => {
		const [first] = same;
		if (first === void 0 || same.length === 1) return same;
		return [{
			finding: first.finding,
			instances: joined(same.map(({ instances }) => instances)),
			judged: joined(same.map(({ judged }) => judged)),
			results: same.flatMap(({ results }) => results)
		}];
	});
}
/** The finding with its instances named. */
function finished({ finding, instances, judged }) {
	const { names, suffix } = instanceText(instances, judged);
	const message = `${finding.message}${suffix}.`;
	if (names === void 0) return {
		...finding,
		message
	};
	return {
		...finding,
		message,
		location: {
			...finding.location,
			instances: names
		}
	};
}
function compare(left, right) {
	const [a, b] = [left.location ?? {}, right.location ?? {}];
	if (a.path !== b.path) return (a.path ?? "") < (b.path ?? "") ? -1 : 1;
	const lines = (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
	if (lines !== 0) return lines;
	return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}
/** By path and place; fingerprints that would be equal are told apart in this order. */
function finishDrafts(drafts) {
	const all = drafts.map((draft) => ({
		finding: finished(draft),
		results: draft.results
	})).sort((left, right) => compare(left.finding, right.finding));
	const seen = /* @__PURE__ */ new Map();
	return all.map(({ finding, results }) => {
		const count = seen.get(finding.fingerprint) ?? 0;
		seen.set(finding.fingerprint, count + 1);
		if (count === 0) return {
			finding,
			results
		};
		const text = `${finding.fingerprint}\0${count}`;
		const fingerprint = createHash("sha256").update(text).digest("hex");
		return {
			finding: {
				...finding,
				fingerprint
			},
			results
		};
	});
}

// src/templates/scan/group-outcomes.ts
function declarationOf({ resource, deployment }) {
	return resource?.declaration.span ?? deployment.span;
}
/** One name for one place, whichever evaluation read the text. */
function placeKey({ source, start, end }) {
	return `${source.path}\0${start}\0${end}`;
}
function instanceOf({ resource, deployment, evaluation }) {
	return {
		path: (resource === void 0 ? deploymentPath(deployment) : resourcePath(resource)) ?? "",
		name: resource === void 0 ? "" : nameText(resource.name),
		evaluation: evaluationLabel(evaluation)
	};
}
function instanceKey({ path, evaluation }) {
	return `${evaluation}\0${path}`;
}
function severityOf(result) {
	const { outcome, rule } = result;
	return outcome.kind === "fail" ? outcome.severity ?? rule.severity : rule.severity;
}
function isReported(outcome) {
	return outcome.kind === "fail" || outcome.kind === "undecided";
}
/** The file's evaluation without the values that were tried in it. */
function trialKey(result, at) {
	const { path } = instanceOf(result);
	const { root, parameterFile = "" } = result.evaluation;
	return [
		result.rule.id,
		root.source.path,
		parameterFile,
		path,
		placeKey(at)
	].join("\0");
}
/** Of several values that were tried the worst outcome counts: where one fails, not knowing another says nothing more. */
function withoutOvershadowed(results) {
	const failed = new Set(results.flatMap((result) => result.outcome.kind === "fail" ? [trialKey(result, result.outcome.at)] : []));
	return results.filter((result) => result.outcome.kind !== "undecided" || !failed.has(trialKey(result, result.outcome.at)));
}
/** Groups the results of all evaluations of a run; in the order in which the first of each came. */
function groupOutcomes(all) {
	const open = /* @__PURE__ */ new Map();
	const judged = /* @__PURE__ */ new Map();
	const errors = [];
	for (const result of withoutOvershadowed(all)) {
		const { rule, outcome } = result;
		if (outcome.kind === "not-applicable") continue;
		if (outcome.kind === "error") {
			errors.push({
				rule: rule.id,
				error: outcome
			});
			continue;
		}
		const declaration = declarationOf(result);
		const instance = instanceOf(result);
		const judgedKey = `${rule.id}\0${placeKey(declaration)}`;
		const known = judged.get(judgedKey) ?? /* @__PURE__ */ new Map();
		judged.set(judgedKey, known.set(instanceKey(instance), instance));
		if (!isReported(outcome)) continue;
		const key = `${judgedKey}\0${outcome.kind}\0${placeKey(outcome.at)}`;
		const group = open.get(key) ?? {
			results: [],
			instances: /* @__PURE__ */ new Map()
		};
		group.results.push(result);
		group.instances.set(instanceKey(instance), instance);
		open.set(key, group);
	}
	const groups = [];
	for (const { results, instances } of open.values()) {
		const [first] = results;
		if (first === void 0) continue;
		const [worst = first] = results.toSorted((left, right) => compareSeverity(severityOf(left), severityOf(right)));
		if (!isReported(worst.outcome)) continue;
		const declaration = declarationOf(first);
		const all = judged.get(`${first.rule.id}\0${placeKey(declaration)}`);
		groups.push({
			rule: first.rule,
			first: worst,
			outcome: worst.outcome,
			severity: severityOf(worst),
			at: worst.outcome.at,
			declaration,
			results,
			instances: [...instances.values()],
			judged: [...all?.values() ?? []]
		});
	}
	return {
		groups,
		errors
	};
}

// src/templates/scan/combinations.ts
/** Combinations judged of what is deployed together; beyond it every evaluation is judged once. */
const maxCombinations = 16;
/** NAME of `X.NAME.parameters.json` and `X.parameters.NAME.json`, in lower case; empty without one. */
function parameterSetOf({ parameterFile, root }) {
	if (parameterFile === void 0) return "";
	const stem = posix.basename(root.source.path).replace(/\.jsonc?$/i, "").toLowerCase();
	const name = posix.basename(parameterFile).replace(/\.jsonc?$/i, "").toLowerCase();
	return (name.startsWith(stem) ? name.slice(stem.length) : name).split(".").filter((part) => part !== "" && part !== "parameters").join(".");
}
function product(sets) {
	let all = [[]];
	for (const set of sets) all = all.flatMap((each) => set.map((evaluation) => [...each, evaluation]));
	return all;
}
/** Each evaluation once beside some of the others. */
function zipped(sets) {
	const length = Math.max(...sets.map((set) => set.length));
	return Array.from({ length }, (_, index) => sets.flatMap((set) => set[index % set.length] ?? []));
}
/**
* The combinations of one evaluation of each template. Parameter sets of one name go together: `main.dev` is never
* deployed with `agents.prod` where both templates have both.
*/
function combinationsOf(sets) {
	const [only] = sets;
	if (sets.length === 1 && only !== void 0) return only.map((evaluation) => [evaluation]);
	if (sets.length === 0) return [];
	const named = sets.map((set) => new Set(set.map(parameterSetOf)));
	const shared = new Set([...named[0] ?? []].filter((name) => named.every((each) => each.has(name))));
	const bySet = [...shared].map((name) => sets.map((set) => set.filter((each) => parameterSetOf(each) === name)));
	const rest = sets.map((set) => set.filter((each) => !shared.has(parameterSetOf(each))));
	if (rest.every((set) => set.length > 0)) bySet.push(rest);
	else if (rest.some((set) => set.length > 0)) bySet.push(sets.map((set, index) => (rest[index] ?? []).length > 0 ? rest[index] ?? [] : set));
	return bySet.flatMap((group) => {
		return group.reduce((count, set) => count * set.length, 1) > 16 ? zipped(group) : product(group);
	});
}

// src/templates/scan/judge-agents.ts
/** Places named of what satisfies one requirement on one machine. */
const maxBy = 5;
const rules = new Map(templateRules.map((rule) => [rule.id, rule]));
function ruleOf(id) {
	const rule = rules.get(id);
	if (rule === void 0) throw new RangeError(`${id} is in no list of rules`);
	return rule;
}
const ranks = {
	fail: 3,
	undecided: 2,
	pass: 1,
	"not-applicable": 0
};
function reasonOf$1(outcome) {
	if (outcome.kind === "pass") return void 0;
	return outcome.kind === "not-applicable" ? outcome.reason : outcome.message;
}
function cellOf({ label, outcome, by }) {
	const reason = reasonOf$1(outcome);
	return {
		agent: label,
		outcome: outcome.kind,
		by: by.slice(0, maxBy).map(({ what, at }) => {
			return {
				path: at.source.path,
				line: at.source.positionAt(at.start).line,
				what
			};
		}),
		...reason === void 0 ? {} : { reason }
	};
}
/** Of several combinations with one evaluation the worst counts. */
function worst(cells) {
	const byLabel = /* @__PURE__ */ new Map();
	for (const cell of cells) {
		const known = byLabel.get(cell.label);
		if (known === void 0 || ranks[cell.outcome.kind] > ranks[known.outcome.kind]) byLabel.set(cell.label, cell);
	}
	return [...byLabel.values()].map(cellOf);
}
/** The names in a reason differ from instance to instance; what the cells say does not. */
function sameness({ resource, evaluation }, cells) {
	const { span } = resource.declaration;
	const said = cells.map(({ agent, outcome, by }) => [
		agent,
		outcome,
		by
	]);
	return JSON.stringify([
		span.source.path,
		span.start,
		evaluationLabel(evaluation),
		said
	]);
}
function coverageOf(machines, isSeveral) {
	const short = shortLabels(machines.map(({ evaluation }) => evaluationLabel(evaluation)));
	const merged = /* @__PURE__ */ new Map();
	for (const machine of machines) {
		const cells = worst(machine.cells);
		const key = sameness(machine, cells);
		const known = merged.get(key);
		if (known !== void 0) {
			const names = known.names ?? [known.name];
			merged.set(key, {
				...known,
				count: known.count + 1,
				names: names.length < 50 ? [...names, nameText(machine.resource.name)] : names
			});
			continue;
		}
		const { resource, evaluation } = machine;
		const { nameSpan } = resource.declaration;
		const label = short(evaluationLabel(evaluation));
		merged.set(key, {
			name: nameText(resource.name),
			type: resource.type,
			path: nameSpan.source.path,
			line: nameSpan.source.positionAt(nameSpan.start).line,
			...isSeveral && label !== "" ? { evaluation: label } : {},
			count: 1,
			cells
		});
	}
	return [...merged.values()];
}
/**
* Judges all combinations of the templates' evaluations; `sets` has one list for each template of the unit. A machine
* that no requirement selects has a row without cells only where the policy requires something of others.
*/
function judgeAgents(sets, documents, policy) {
	const results = [];
	const machines = /* @__PURE__ */ new Map();
	for (const evaluations of combinationsOf(sets)) for (const cell of evaluateAgents({
		evaluations,
		documents
	}, policy)) {
		const { resource, evaluation } = cell.machine;
		const { deployment } = resource;
		const rule = ruleOf(cell.ruleId);
		results.push({
			rule,
			deployment,
			resource,
			outcome: cell.outcome,
			evaluation
		});
		if (cell.further !== void 0) results.push({
			rule,
			deployment,
			resource,
			outcome: cell.further,
			evaluation
		});
		const known = machines.get(resource) ?? {
			resource,
			evaluation,
			cells: []
		};
		known.cells.push(cell);
		machines.set(resource, known);
	}
	const isSeveral = sets.some((set) => set.length > 1);
	return {
		results,
		machines: coverageOf([...machines.values()], isSeveral)
	};
}

// src/templates/scan/policy-templates.ts
const policyKinds = {
	"policy-definition": "definition",
	initiative: "initiative",
	assignment: "assignment"
};
/** The policy of a document, alone; undefined when the piece is none. */
function policyDocument({ source }, { kind, node }) {
	if (kind === "template" || kind === "parameters") return void 0;
	const body = literalValue(source, node);
	if (body.kind !== "object") return void 0;
	const name = memberOf(node, "name")?.value ?? node;
	return {
		kind: policyKinds[kind],
		body,
		source,
		at: {
			source,
			start: name.start,
			end: name.end
		}
	};
}
/** The node that a value was read from. */
function nodeOf({ root }, { start, end }) {
	let node = root;
	while (node !== void 0 && (node.start !== start || node.end !== end)) node = (node.kind === "object" ? node.members.map(({ value }) => value) : node.kind === "array" ? node.items : []).find((each) => each.start <= start && end <= each.end);
	return node;
}
/** What an expression of the template around gave in place of its text; undefined where that is unknown or a whole tree. */
function evaluatedNode(node, value) {
	const { start, end } = node;
	switch (value?.kind) {
		case "string": return {
			...node,
			value: value.value
		};
		case "bool": return {
			kind: "boolean",
			value: value.value,
			start,
			end
		};
		case "int": return {
			kind: "number",
			raw: String(value.value),
			start,
			end
		};
		default: return;
	}
}
/**
* The tree as the template around it hands it over: `[[` at the start of a text is the `[` of an expression inside, and
* an expression of the template around has its value.
*/
function handedOver(node, value) {
	switch (node.kind) {
		case "string":
			if (node.value.startsWith("[[")) return {
				...node,
				value: node.value.slice(1)
			};
			return evaluatedNode(node, value) ?? node;
		case "array": {
			const values = value?.kind === "array" ? value.items : [];
			return {
				...node,
				items: node.items.map((item, index) => handedOver(item, values[index]))
			};
		}
		case "object": {
			const members = node.members.map((member) => {
				const name = member.name.startsWith("[[") ? member.name.slice(1) : member.name;
				return {
					...member,
					name,
					value: handedOver(member.value, valueAt(value, member.name))
				};
			});
			return {
				...node,
				members
			};
		}
		default: return node;
	}
}
/** The values that a policy passes, as far as they are no expressions of Azure Policy. */
function passedValues(parameters) {
	const values = /* @__PURE__ */ new Map();
	if (parameters?.kind !== "object") return values;
	for (const [name, { value: passed, nameSpan }] of parameters.properties) {
		const value = valueAt(passed, "value");
		if (value === void 0 || value.kind === "unknown" || nameSpan === void 0) continue;
		if (value.kind === "string" && value.value.startsWith("[")) continue;
		values.set(name, {
			kind: "value",
			value,
			nameSpan
		});
	}
	return values;
}
/**
* Expands the templates that the policy definitions of some evaluations deploy; each once, whatever evaluates it.
* `isEscaped`: a template declares the definitions, so that expressions in them are escaped once more.
*/
function templatesInPolicies(evaluations, isEscaped, documentOf, context) {
	const seen = /* @__PURE__ */ new Set();
	return evaluations.flatMap(({ resources }) => resources).filter(({ type }) => type.toLowerCase() === "microsoft.authorization/policydefinitions").flatMap(({ body }) => {
		const rule = valueAt(body, "properties", "policyRule", "then", "details");
		const deployment = valueAt(rule, "deployment", "properties");
		const template = valueAt(deployment, "template");
		const span = template?.span;
		const document = span && documentOf(span.source);
		const node = span && document && nodeOf(document, span);
		if (span === void 0 || node?.kind !== "object" || seen.has(node)) return [];
		seen.add(node);
		const values = passedValues(valueAt(deployment, "parameters"));
		const own = isEscaped ? handedOver(node, template) : node;
		return expandNode(span.source, own, {
			file: void 0,
			values
		}, context);
	});
}

// src/templates/scan/links.ts
/** Segments of an address that are tried; longer ones are no file's. */
const maxSegments = 64;
function decoded(segment) {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
/** Addresses of a repository's files as GitHub gives them out. */
function parseAddress(link) {
	let url;
	try {
		url = new URL(link);
	} catch {
		return;
	}
	const segments = url.pathname.split("/").filter(Boolean).slice(0, maxSegments).map(decoded);
	const host = url.hostname.toLowerCase();
	const [owner = "", name = "", ...rest] = segments;
	const repository = `${owner}/${name}`;
	if (host === "raw.githubusercontent.com") {
		const branch = rest[0] === "refs" && rest.length > 3 ? 3 : 1;
		return {
			repository,
			ref: rest[branch - 1] ?? "",
			segments: rest.slice(branch)
		};
	}
	if (host === "github.com" && (rest[0] === "raw" || rest[0] === "blob")) return {
		repository,
		ref: rest[1] ?? "",
		segments: rest.slice(2)
	};
}
function isFile$1(path) {
	try {
		return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
	} catch {
		return false;
	}
}
/** Folders from a file's own up to the repository's. */
function foldersAbove(path, repository) {
	const folders = [];
	for (let current = dirname(path); isWithin(current, repository); current = dirname(current)) {
		folders.push(current);
		if (current === repository || current === dirname(current)) break;
	}
	return folders;
}
/**
* Where the path of an address can lie: below the repository; and below a folder above the file that is called as one
* of the address's segments, since a part of a repository may be checked out alone.
*/
function candidates({ segments }, from, repository) {
	const found = [join$1(repository.folder, ...segments)];
	for (const folder of foldersAbove(from, repository.folder)) {
		const name = folder.split(/[\\/]/).at(-1)?.toLowerCase();
		for (const [index, segment] of segments.entries()) {
			const rest = segments.slice(index + 1);
			if (segment.toLowerCase() === name && rest.length > 0) found.push(join$1(folder, ...rest));
		}
	}
	return found;
}
/** The file without links, where it lies inside the repository. */
function opened(path, link, repository) {
	if (!isWithin(resolve(path), repository.folder)) return outside(link);
	try {
		if (!isFile$1(path)) return {
			kind: "missing",
			message: `there is no file ${link}`
		};
		const real = realpathSync(path);
		return isWithin(real, repository.folder) ? {
			kind: "file",
			path: real
		} : outside(link);
	} catch (error) {
		return {
			kind: "missing",
			message: `${link} cannot be looked up (${error instanceof Error ? error.message : String(error)})`
		};
	}
}
function outside(link) {
	return {
		kind: "outside",
		message: `${link} lies outside the repository`
	};
}
/**
* The file that `link` of the template at `from` means; both paths absolute. Never throws.
* A link with a scheme that is no address of the repository is remote.
*/
function resolveLink(link, from, repository) {
	const bare = withoutSecrets(link);
	if (!/^[a-z][a-z0-9+.-]*:/i.test(bare)) {
		const path = bare.replaceAll("\\", "/");
		if (path === "" || path.includes("\0")) return {
			kind: "missing",
			message: "the link names no file"
		};
		return isAbsolute(path) ? outside(bare) : opened(join$1(dirname(from), path), bare, repository);
	}
	const address = parseAddress(bare);
	if (address !== void 0 && !address.segments.some((segment) => /[\\/\0]|^\.\.$/.test(segment)) && (repository.names.size === 0 || repository.names.has(address.repository.toLowerCase()))) {
		const found = candidates(address, from, repository).find((path) => isWithin(path, repository.folder) && isFile$1(path));
		if (found !== void 0) {
			const file = opened(found, bare, repository);
			const ref = repository.names.size === 0 ? `${address.repository}, ${address.ref}` : address.ref;
			return file.kind === "file" ? {
				...file,
				ref
			} : file;
		}
	}
	return {
		kind: "remote",
		message: `${bare} is remote, and no file of this repository`
	};
}

// src/templates/scan/belonging.ts
/**
* Template names that a parameter file's name points at, likeliest first: of `X.parameters.json`,
* `X.NAME.parameters.json` and `X.parameters.NAME.json` it is `X.json`. Empty for any other name.
* @example templateNamesOf('main.dev.parameters.json') // ['main.dev.json', 'main.dev.jsonc', 'main.json', 'main.jsonc']
*/
function templateNamesOf(name) {
	const [, before = "", after = ""] = /^(.+)\.parameters((?:\..+)?)\.jsonc?$/i.exec(name) ?? [];
	if (before === "") return [];
	const stems = [before];
	if (after === "") {
		const segments = before.split(".");
		for (let length = segments.length - 1; length > 0; length--) stems.push(segments.slice(0, length).join("."));
	}
	return stems.flatMap((stem) => [`${stem}.json`, `${stem}.jsonc`]);
}
/** The template that a parameter file's metadata names, as it is written there. */
function namedTemplate({ root }) {
	const metadata = memberOf(root, "metadata")?.value;
	const template = memberOf(metadata, "template")?.value;
	return template?.kind === "string" && template.value !== "" ? template.value : void 0;
}
/**
* The template of the parameter file at `path`, among those that `exists` knows (absolute paths); undefined when there
* is none. A path in its metadata counts from the file's folder, else from the repository.
*/
function templateOf(path, document, repository, exists) {
	const named = namedTemplate(document);
	if (named !== void 0) return [resolve(dirname(path), named), resolve(repository, named)].find(exists);
	return templateNamesOf(basename(path)).map((name) => join$1(dirname(path), name)).find(exists);
}

// src/templates/scan/repository.ts
/** A configuration of git is small; a larger file is none. */
const maxConfigBytes = 1048576;
function existing(path) {
	const found = statSync(path, { throwIfNoEntry: false });
	return found?.isDirectory() === true ? "folder" : found?.isFile() === true ? "file" : void 0;
}
function smallText(path) {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found?.isFile() !== true || found.size > maxConfigBytes) return "";
	return readFileSync(path, "utf8");
}
/** Of a worktree or submodule `.git` is a file that names the folder. */
function configOf(git) {
	if (existing(git) === "folder") return smallText(join$1(git, "config"));
	const [, named] = /^gitdir:\s*(.+?)\s*$/m.exec(smallText(git)) ?? [];
	if (named === void 0) return "";
	const folder = join$1(named.startsWith("/") ? "" : dirname(git), named);
	const common = smallText(join$1(folder, "commondir")).trim();
	return smallText(join$1(common === "" ? folder : join$1(folder, common), "config"));
}
function remoteNames(git) {
	let config;
	try {
		config = configOf(git);
	} catch {
		return /* @__PURE__ */ new Set();
	}
	const urls = [...config.matchAll(/^\s*url\s*=\s*(\S+?)\/?\s*$/gm)];
	return new Set(urls.flatMap(([, url = ""]) => {
		const [, name] = /github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?$/i.exec(url) ?? [];
		return name === void 0 ? [] : [name.toLowerCase()];
	}));
}
/** By folder; a run asks for the same ones again and again. */
const known = /* @__PURE__ */ new Map();
function nearestGit(folder) {
	for (let current = folder;; current = dirname(current)) {
		const git = join$1(current, ".git");
		try {
			if (existing(git) !== void 0) return git;
		} catch {}
		if (dirname(current) === current) return void 0;
	}
}
/** The repository of `folder`; where there is none, `otherwise` bounds the links. Both absolute, without links. */
function repositoryOf(folder, otherwise) {
	const cached = known.get(folder);
	if (cached !== void 0 && cached !== "none") return cached;
	const git = cached === void 0 ? nearestGit(folder) : void 0;
	if (git === void 0) {
		known.set(folder, "none");
		return {
			folder: otherwise,
			names: /* @__PURE__ */ new Set()
		};
	}
	const repository = {
		folder: realpathSync(dirname(git)),
		names: remoteNames(git)
	};
	known.set(folder, repository);
	return repository;
}

// src/templates/scan/plan.ts
function isFile(path) {
	try {
		return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
	} catch {
		return false;
	}
}
function isParameters(document) {
	return piecesOf(document).some(({ kind }) => kind === "parameters");
}
/** How a file is shown that lies beside, above or below another. */
function shownBeside(file, path) {
	const way = slashed(relative(dirname(file.path), path));
	return posix.normalize(posix.join(posix.dirname(file.shown), way));
}
function repositoryFor({ path, folder }) {
	return repositoryOf(dirname(path), folder);
}
var Planner = class {
	coverage = [];
	used = /* @__PURE__ */ new Set();
	templates = /* @__PURE__ */ new Map();
	belonging = /* @__PURE__ */ new Map();
	listings = /* @__PURE__ */ new Map();
	files;
	constructor(templates, files) {
		this.files = files;
		for (const file of templates) this.templates.set(file.path, file);
	}
	/** A parameter file of the run: its template is one of the run too, named or not. */
	parameterFile(file, document) {
		const repository = repositoryFor(file);
		const exists = (path) => this.templates.has(path) || isWithin(path, repository.folder) && isFile(path);
		const template = templateOf(file.path, document, repository.folder, exists);
		if (template === void 0) {
			const row = orphanRow(file.shown, namedTemplate(document), file.isNamed);
			this.coverage.push({
				target: file.target,
				row
			});
			return;
		}
		if (this.templates.get(template) === void 0) {
			const shown = shownBeside(file, template);
			this.templates.set(template, {
				...file,
				path: template,
				shown
			});
		}
		this.used.add(file.path);
		this.belongs(template, {
			path: file.path,
			shown: file.shown
		});
	}
	belongs(template, file) {
		const all = this.belonging.get(template) ?? /* @__PURE__ */ new Map();
		this.belonging.set(template, all.set(file.path, file));
	}
	list(folder) {
		const known = this.listings.get(folder);
		if (known !== void 0) return known;
		let names = [];
		try {
			names = readdirSync(folder);
		} catch {}
		const found = names.filter((name) => /param.*\.jsonc?$/i.test(name)).sort();
		this.listings.set(folder, found);
		return found;
	}
	/** Parameter files beside a template that the run does not name itself. */
	lookBeside(template) {
		const folder = dirname(template.path);
		const { folder: repository } = repositoryFor(template);
		for (const name of this.list(folder)) {
			const path = join$1(folder, name);
			if (path === template.path || this.used.has(path) || this.templates.has(path)) continue;
			if (!templateNamesOf(name).includes(basename(template.path)) && !/\.parameters?\./i.test(name)) continue;
			if (this.files.text(path, name).kind !== "text") continue;
			const shown = shownBeside(template, path);
			const document = this.files.document(path, shown);
			if (!(templateNamesOf(name).length > 0 ? isParameterDocument(document) : isParameters(document))) continue;
			if (templateOf(path, document, repository, isFile) !== template.path) continue;
			this.belongs(template.path, {
				path,
				shown
			});
		}
	}
	unitFile(file) {
		const parameters = [...this.belonging.get(file.path)?.values() ?? []];
		parameters.sort((left, right) => left.shown < right.shown ? -1 : 1);
		return {
			file,
			parameters
		};
	}
	/** The files of one entry of `deployments`; empty when none of them is in the run. */
	together(paths, base) {
		const found = paths.map((written) => {
			const path = [resolve(base, written), resolve(written)].find(isFile) ?? written;
			const real = isFile(path) ? realpathSync(path) : path;
			return {
				written,
				path: real,
				file: this.templates.get(real)
			};
		});
		const inRun = found.find(({ file }) => file !== void 0)?.file;
		if (inRun === void 0) return [];
		return found.flatMap(({ written, path, file }) => {
			if (file !== void 0) return [file];
			if (isFile(path)) {
				const added = {
					...inRun,
					path,
					shown: shownBeside(inRun, path),
					isNamed: true
				};
				this.templates.set(path, added);
				return [added];
			}
			const reason = `the policy deploys it together with ${inRun.shown}, and it is not there`;
			const row = {
				what: `path:${written}`,
				status: "not-scanned",
				reason,
				incomplete: true
			};
			this.coverage.push({
				target: inRun.target,
				row
			});
			return [];
		});
	}
	all() {
		return [...this.templates.values()];
	}
};
/**
* Pairs templates with their parameter files and with what is deployed beside them.
* `templates`: every file of the run that may hold a template or a policy. `isGiven`: `--parameters` replaces the files.
*/
function planRun(templates, parameterFiles, policy, isGiven, files) {
	const planner = new Planner(templates, files);
	for (const { file, document } of parameterFiles) planner.parameterFile(file, document);
	const groups = policy.deployments.map((paths) => planner.together(paths, policy.folder ?? ".")).filter((group) => group.length > 0);
	for (const file of [...templates, ...groups.flat()]) planner.lookBeside(file);
	const unitFile = (file) => isGiven ? {
		file,
		parameters: []
	} : planner.unitFile(file);
	const grouped = new Set(groups.flat());
	const single = planner.all().filter((file) => !grouped.has(file));
	return {
		units: [...groups.map((group) => ({ files: group.map(unitFile) })), ...single.map((file) => ({ files: [unitFile(file)] }))],
		coverage: planner.coverage,
		used: planner.used
	};
}

// src/templates/scan/linked-files.ts
/** What addresses name that mean the newest; of others it is said that they were not looked at. */
const usualRefs = /^(?:main|master|head)$/i;
var LinkedFiles = class {
	/** Refs that addresses name, by link: what was read is what is checked out. */
	refs = /* @__PURE__ */ new Map();
	/** Documents that were linked, by absolute path. */
	documents = /* @__PURE__ */ new Map();
	shownPaths = /* @__PURE__ */ new Map();
	files;
	repository;
	shownOf;
	/** `shownOf`: how the run shows a file that it names itself. */
	constructor(files, repository, shownOf) {
		this.files = files;
		this.repository = repository;
		this.shownOf = shownOf;
	}
	/** The absolute path of a linked file by the path that it is shown with. */
	pathOf(shown) {
		return this.shownPaths.get(shown);
	}
	/** For `ExpansionContext`. */
	read = (from, link) => {
		const path = this.files.pathOf(from);
		if (path === void 0) return {
			kind: "missing",
			message: `${link} is linked from no file`
		};
		const resolved = resolveLink(link, path, this.repository);
		if (resolved.kind !== "file") return resolved;
		if (resolved.ref !== void 0 && !usualRefs.test(resolved.ref)) this.refs.set(withoutSecrets(link), resolved.ref);
		const shown = this.shownOf(resolved.path) ?? shownBeside({
			path,
			shown: from.path
		}, resolved.path);
		try {
			const document = this.files.document(resolved.path, shown);
			this.documents.set(resolved.path, document);
			this.shownPaths.set(shown, resolved.path);
			if (document.root?.kind === "object") return {
				kind: "file",
				path: shown,
				document
			};
			return {
				kind: "damaged",
				message: `${shown} holds no template`
			};
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			return {
				kind: "damaged",
				message: error.message
			};
		}
	};
};

// src/templates/scan/unit-evaluation.ts
var UnitEvaluation = class {
	coverage = [];
	faults = [];
	linked = /* @__PURE__ */ new Set();
	room = { taken: 0 };
	around;
	/** Files whose syntax is at fault: what evaluation says of them follows from that. */
	damaged = /* @__PURE__ */ new Set();
	constructor(around) {
		this.around = around;
	}
	/** Reads a file and keeps its fault; undefined when there is nothing in it. */
	read(unitFile) {
		const { path, shown } = unitFile.file;
		try {
			const document = this.around.files.document(path, shown);
			const pieces = piecesOf(document);
			const isMeant = unitFile.file.isNamed || isTemplateName(basename(path)) || namesSchema(document.source.text);
			if (pieces.length > 0 || isMeant) this.checkSyntax(document);
			for (const { kind, node } of pieces) {
				const schema = kind === "template" ? strangeSchema(node) : void 0;
				if (schema !== void 0) this.coverage.push(schemaRow(shown, schema));
			}
			return {
				unitFile,
				document,
				pieces
			};
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			this.faults.push(error);
			return;
		}
	}
	checkSyntax(document) {
		const fault = syntaxFault(document);
		if (fault === void 0 || this.damaged.has(document.source.path)) return;
		this.damaged.add(document.source.path);
		this.faults.push(fault);
	}
	givens({ parameters }, node) {
		const { given, isSeveral, files, declared } = this.around;
		const own = /* @__PURE__ */ new Set();
		const declarations = memberOf(node, "parameters")?.value;
		for (const { name } of declarations?.kind === "object" ? declarations.members : []) {
			own.add(name.toLowerCase());
			declared.set(name.toLowerCase(), name);
		}
		if (given !== void 0) return [isSeveral ? declaredOf(given.given, (name) => own.has(name)) : given.given];
		const read = parameters.flatMap(({ path, shown }) => {
			try {
				const document = files.document(path, shown);
				this.checkSyntax(document);
				this.faults.push(...parameterFaults(document).filter((each) => !this.isConsequence(each)));
				return [readParameterFile(document)];
			} catch (error) {
				if (!(error instanceof ScanError)) throw error;
				this.faults.push(error);
				return [];
			}
		});
		return read.length === 0 ? [nothingGiven] : read;
	}
	/** All evaluations of a file's templates. `isTogether`: others are deployed beside it, each under its own name. */
	expand({ unitFile, document, pieces }, isTogether) {
		if (document.problems.some(({ level }) => level === "limit")) return [];
		const { request, files, shownOf, suppressions } = this.around;
		const { subscription, resourceGroup, location } = request.context;
		const links = new LinkedFiles(files, repositoryFor(unitFile.file), shownOf);
		const context = {
			readLinked: links.read,
			...isTogether ? { deploymentName: basename(unitFile.file.path, ".json") } : {},
			...subscription === void 0 ? {} : { subscription },
			...resourceGroup === void 0 ? {} : { resourceGroup },
			...location === void 0 ? {} : { location }
		};
		const evaluations = pieces.flatMap(({ kind, node }) => kind === "template" ? this.givens(unitFile, node).flatMap((given) => expandNode(document.source, node, given, context, this.room)) : []);
		for (const [link, ref] of links.refs) this.coverage.push(refRow(link, ref));
		for (const [path, linked] of links.documents) {
			this.checkSyntax(linked);
			suppressions.read(linked);
			if (path === unitFile.file.path) continue;
			if (evaluations.some(({ linkedFiles }) => linkedFiles.includes(linked.source.path))) this.linked.add(path);
		}
		suppressions.read(document);
		this.keepFaults(evaluations);
		return evaluations;
	}
	/** Evaluations of the templates that policies deploy; `isEscaped` as in `templatesInPolicies`. */
	expandPolicies(evaluations, isEscaped) {
		const { files } = this.around;
		const documentOf = (source) => files.documentOf(source);
		const found = templatesInPolicies(evaluations, isEscaped, documentOf, { readLinked: (_, link) => ({
			kind: "missing",
			message: `a policy cannot link ${link}`
		}) });
		this.keepFaults(found);
		return found;
	}
	keepFaults(evaluations) {
		for (const { faults, gaps } of evaluations) {
			for (const fault of faults) if (!this.isConsequence(fault)) this.faults.push(fault);
			this.coverage.push(...gaps.map(gapRow));
		}
	}
	isConsequence({ where, code }) {
		return code !== "LIMIT_EXCEEDED" && this.damaged.has(where.replace(/(?::\d+){1,2}$/, ""));
	}
};

// src/templates/scan/evaluate-unit.ts
/** The rules that judge a template by itself; those of required agents are judged over all that is deployed together. */
const ownRules = templateRules.filter(({ id }) => !requiredAgentRules.includes(id));
/** Evaluates one unit. Never throws for what its files say. */
function evaluateUnit(unit, around) {
	const { request, files, suppressions } = around;
	const { policy, now } = request;
	const evaluation = new UnitEvaluation(around);
	const read = unit.files.flatMap((file) => evaluation.read(file) ?? []);
	const sets = read.map((file) => evaluation.expand(file, read.length > 1)).filter((set) => set.length > 0);
	const documents = read.flatMap(({ document, pieces }) => pieces.flatMap((piece) => policyDocument(document, piece) ?? []));
	const rulePolicy = {
		now,
		...policy.approvedPublishers === void 0 ? {} : { approvedPublishers: policy.approvedPublishers },
		...policy.approvedImages === void 0 ? {} : { approvedImages: policy.approvedImages }
	};
	const alone = documents.map((each) => evaluationOfPolicy(each, request.context.subscription));
	const results = [
		...sets.flat(),
		...alone,
		...evaluation.expandPolicies(sets.flat(), true),
		...evaluation.expandPolicies(alone, false)
	].flatMap((each) => evaluateRules(each, ownRules, rulePolicy).map((result) => ({
		...result,
		evaluation: each
	})));
	const agents = judgeAgents(sets, documents, policy);
	const { groups, errors } = groupOutcomes([...results, ...agents.results]);
	const keepsEvaluations = request.keepsEvaluations ?? false;
	const surroundings = {
		documentOf: (source) => files.documentOf(source),
		suppressions,
		keepsEvaluations
	};
	const evaluations = sets.flat();
	for (const each of evaluations) around.secrets.add(each);
	const withFix = (draft, group) => {
		const { rule, outcome } = group;
		if (outcome.kind !== "fail" || !requiredAgentRules.includes(rule.id)) return draft;
		const instances = group.results.flatMap(({ evaluation: of, resource }) => resource === void 0 ? [] : [{
			evaluation: of,
			resource
		}]);
		const fix = agentFix(rule.id, instances, evaluations, policy);
		const remedy = agentRemedy(rule.remedy, rule.id, instances, policy);
		return {
			...draft,
			finding: {
				...draft.finding,
				remedy,
				...fix === void 0 ? {} : { fix }
			}
		};
	};
	const is = (test) => read.filter(({ pieces }) => pieces.some(test)).map(({ unitFile }) => unitFile.file.path);
	return {
		drafts: groups.map((group) => withFix(draftOf(group, surroundings), group)),
		machines: agents.machines,
		coverage: [
			...evaluation.coverage,
			...faultRows(evaluation.faults),
			...errors.map(({ rule, error }) => {
				return {
					what: `plugin:${rule}`,
					status: "partial",
					reason: error.message,
					incomplete: true
				};
			})
		],
		linked: evaluation.linked,
		templates: is(({ kind }) => kind === "template"),
		policies: is(({ kind }) => kind !== "template" && kind !== "parameters"),
		others: read.filter(({ pieces, document }) => pieces.length === 0 && document.root !== void 0).map(({ unitFile }) => unitFile.file.path),
		evaluations: keepsEvaluations ? sets.flat() : []
	};
}

// src/templates/scan/secrets.ts
/** A shorter text is in too many words to be taken out of them. */
const leastUnits = 6;
/** Secrets of a run that are looked for. */
const mostSecrets = 2e3;
/** Values looked through below one parameter. */
const mostValues = 1e3;
const mask = "…";
/** Texts of the run that must not be shown. */
var Secrets = class {
	#texts = /* @__PURE__ */ new Set();
	#pattern;
	/** Takes the values of the evaluation's secure parameters. */
	add({ deployments }) {
		for (const { parameters } of deployments) for (const { isSecure, value, defaultValue, span } of parameters) {
			if (!isSecure) continue;
			this.#take(value);
			if (defaultValue !== void 0) this.#take(defaultValue);
			const written = span.source.text.slice(span.start, Math.min(span.end, span.start + 4096));
			const [, text] = /"defaultValue"\s*:\s*"\[([^"\\]*)\]"/i.exec(written) ?? [];
			if (text !== void 0 && !text.includes("(")) this.#keep(text);
		}
	}
	#take(value) {
		const pending = [value];
		for (let visited = 0; visited < mostValues; visited++) {
			const next = pending.pop();
			if (next === void 0) return;
			if (next.kind === "string") this.#keep(next.value);
			if (next.kind === "int") this.#keep(String(next.value));
			if (next.kind === "array") pending.push(...next.items);
			if (next.kind === "object") for (const each of next.properties.values()) pending.push(each.value);
		}
	}
	#keep(text) {
		for (const part of text.split(/\r\n|\r|\n/).map((line) => line.trim())) {
			if (part.length < leastUnits || this.#texts.size >= mostSecrets) continue;
			this.#texts.add(part);
			this.#pattern = void 0;
		}
	}
	/** The text without the secrets, whatever their letter case. */
	hide(text) {
		if (this.#texts.size === 0) return text;
		this.#pattern ??= new RegExp([...this.#texts].sort((left, right) => right.length - left.length).map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gi");
		return text.replace(this.#pattern, mask);
	}
	finding(finding) {
		if (this.#texts.size === 0) return finding;
		const { location, fix } = finding;
		return {
			...finding,
			message: this.hide(finding.message),
			...location === void 0 ? {} : { location: {
				...location,
				...location.resource === void 0 ? {} : { resource: this.hide(location.resource) },
				...location.instances === void 0 ? {} : { instances: location.instances.map((each) => this.hide(each)) }
			} },
			...fix === void 0 ? {} : { fix: {
				...fix,
				text: this.hide(fix.text)
			} }
		};
	}
	row(row) {
		const { what, reason } = row;
		const shown = this.hide(what);
		return {
			...row,
			what: shown,
			...reason === void 0 ? {} : { reason: this.hide(reason) }
		};
	}
	machine(machine) {
		const { name, evaluation, names, cells } = machine;
		return {
			...machine,
			name: this.hide(name),
			...evaluation === void 0 ? {} : { evaluation: this.hide(evaluation) },
			...names === void 0 ? {} : { names: names.map((each) => this.hide(each)) },
			cells: cells.map((cell) => ({
				...cell,
				by: cell.by.map((one) => ({
					...one,
					what: this.hide(one.what)
				})),
				...cell.reason === void 0 ? {} : { reason: this.hide(cell.reason) }
			}))
		};
	}
};

// src/templates/scan/find-files.ts
/** Entries looked at below one target. */
const maxEntries = 1e6;
/** Files that may be templates below one target. */
const maxFiles = 2e4;
/** Folders inside one another. */
const maxDepth = 200;
/** Below a folder only these are looked at; a file that is named is looked at whatever its ending. */
const endings = /\.(?:json|jsonc|bicep|bicepparam)$/i;
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}
function notFound(text) {
	return new UserError("TARGET_NOT_FOUND", `there is no file or folder ${text}`, { hint: "Check the path; relative ones count from the working directory. Globs know *, ?, [], {a,b} and **." });
}
const compareNames = (left, right) => left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
var Walk = class {
	files = [];
	coverage = [];
	entries = 0;
	hidden = [];
	text;
	root;
	automaton;
	accept;
	isNamed;
	constructor(text, root, automaton, accept, isNamed) {
		this.isNamed = isNamed;
		this.text = text;
		this.root = root;
		this.automaton = automaton;
		this.accept = accept;
	}
	leftOut(path, reason, incomplete) {
		this.coverage.push({
			what: `path:${shownPath(path)}`,
			status: "not-scanned",
			reason,
			incomplete
		});
	}
	/** `shown` is the folder as the user would write it, `path` the same without links. */
	folder(path, shown, state, depth = 0) {
		if (depth > maxDepth) {
			this.leftOut(shown, `folders are nested deeper than ${maxDepth}`, true);
			return;
		}
		let entries;
		try {
			entries = readdirSync(path, { withFileTypes: true }).sort(compareNames);
		} catch (error) {
			this.leftOut(shown, `the folder cannot be read (${messageOf(error)})`, true);
			return;
		}
		this.entries += entries.length;
		if (this.entries > 1e6) throw this.tooMuch(`more than ${maxEntries} files and folders`);
		for (const entry of entries) {
			const { name } = entry;
			const isAskedFor = state.names?.includes(name) ?? false;
			const next = this.automaton.step(state, name);
			if ((name.startsWith(".") || name === "node_modules") && !isAskedFor) {
				if (entry.isDirectory() && next.isLive && name !== ".git") this.hidden.push(shownPath(join$1(shown, name)));
				continue;
			}
			const [inner, innerShown] = [join$1(path, name), join$1(shown, name)];
			if (entry.isSymbolicLink()) this.link(inner, innerShown, next);
			else if (entry.isDirectory() && next.isLive) this.folder(inner, innerShown, next, depth + 1);
			else if (entry.isFile() && next.accepts.length > 0) this.file(inner, innerShown);
		}
	}
	/** All that is told of the walk; folders that are left out by their names are one row, which only informs. */
	rows() {
		if (this.hidden.length === 0) return this.coverage;
		const what = `path:${listed(this.hidden)}`;
		const reason = "hidden folders and node_modules are left out; a glob that spells one out scans it";
		return [...this.coverage, {
			what,
			status: "not-scanned",
			reason,
			incomplete: false
		}];
	}
	file(path, shown) {
		if (this.accept !== void 0 && !this.accept.test(path)) return;
		this.files.push({
			path,
			shown: shownPath(shown),
			isNamed: this.isNamed
		});
		if (this.files.length > 2e4) throw this.tooMuch(`more than ${maxFiles} JSON files`);
	}
	/** What a link inside the folder leads to is found under its own path; what lies outside is left out, and said so. */
	link(path, shown, state) {
		if (!state.isLive && state.accepts.length === 0) return;
		let target;
		try {
			target = realpathSync(path);
		} catch {
			return;
		}
		if (isWithin(target, this.root)) return;
		const isFile = endings.test(path) && state.accepts.length > 0;
		this.leftOut(shown, `a link that leads out of ${this.text}`, isFile);
	}
	tooMuch(what) {
		return new ScanError("LIMIT_EXCEEDED", this.text, `there are ${what} below it`, { hint: "Name the folder that holds the templates, or a narrower glob." });
	}
};
const wild = /[*?[\]{}]/;
/** The folder that all paths of a glob lie in, and the rest of the glob. */
function splitGlob(glob) {
	const segments = slashed(glob).split("/");
	const first = segments.findIndex((segment) => wild.test(segment));
	const fixed = segments.slice(0, first);
	const base = fixed.length === 1 && fixed[0] === "" ? "/" : fixed.join("/");
	return {
		base: base === "" ? "." : base,
		rest: segments.slice(first).join("/")
	};
}
/** A glob that ends in an ending of its own takes files of any kind; `**` and `*` only those that may be templates. */
function acceptOf(rest) {
	return rest.endsWith("*") ? endings : void 0;
}
function findByGlob(text) {
	const { base, rest } = splitGlob(text);
	let folder;
	try {
		folder = realpathSync(base);
	} catch {
		throw notFound(base);
	}
	const automaton = compileGlobs([[rest]]);
	const walk = new Walk(text, folder, automaton, acceptOf(rest), rest.endsWith(".bicep"));
	walk.folder(folder, base, automaton.start);
	if (walk.files.length === 0 && walk.coverage.length === 0) throw new UserError("TARGET_NOT_FOUND", `no file fits ${text}`, { hint: "Relative globs count from the working directory; * stays within one folder, ** spans any number." });
	return {
		files: walk.files,
		folder,
		coverage: walk.rows()
	};
}
/**
* What a target names. Links out of its folder are not followed; `node_modules` and hidden names are left out.
* Throws UserError TARGET_NOT_FOUND, ScanError TARGET_UNREADABLE or LIMIT_EXCEEDED.
*/
function findFiles(text) {
	let path;
	let found;
	try {
		path = realpathSync(text);
		found = statSync(path);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : void 0;
		if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "ENAMETOOLONG") throw new ScanError("TARGET_UNREADABLE", text, `it cannot be read (${messageOf(error)})`);
		if (wild.test(text)) return findByGlob(text);
		throw notFound(text);
	}
	if (found.isFile()) {
		const folder = realpathSync(dirname(resolve(text)));
		return {
			files: [{
				path: join$1(folder, basename(resolve(text))),
				shown: shownPath(text),
				isNamed: true
			}],
			folder,
			coverage: []
		};
	}
	if (!found.isDirectory()) throw new UserError("TARGET_UNSUPPORTED", `${text} is neither a file nor a folder`);
	const automaton = compileGlobs([["**"]]);
	const walk = new Walk(text, path, automaton, endings, false);
	walk.folder(path, text.endsWith(sep) ? text.slice(0, -1) : text, automaton.start);
	return {
		files: walk.files,
		folder: path,
		coverage: walk.rows()
	};
}

// src/templates/scan/template-files.ts
/** A longer file is not read: two bytes a unit, the longest text that the reader takes. */
const maxBytes = 2 * maxTextLength;
/** Units of text kept between the looks at a file. What is kept and then forgotten is what a heap grows by. */
const textBudget = 1048576;
/** Units of text whose documents are kept; a document takes some twenty bytes a unit. */
const documentBudget = 131072;
/** Keeps what was asked for last, up to a sum of weights. */
var Recent = class {
	kept = /* @__PURE__ */ new Map();
	weight = 0;
	budget;
	constructor(budget) {
		this.budget = budget;
	}
	get(key) {
		const found = this.kept.get(key);
		if (found === void 0) return void 0;
		this.kept.delete(key);
		this.kept.set(key, found);
		return found.value;
	}
	set(key, value, weight) {
		if (weight > this.budget) return;
		this.weight += weight;
		this.kept.set(key, {
			value,
			weight
		});
		for (const [oldest, each] of this.kept) {
			if (this.weight <= this.budget) break;
			this.kept.delete(oldest);
			this.weight -= each.weight;
		}
	}
};
function reasonOf(error) {
	const code = error instanceof Error && "code" in error ? error.code : void 0;
	if (code === "EACCES" || code === "EPERM") return "it may not be read";
	return error instanceof Error ? error.message : String(error);
}
function unreadable(shown, reason) {
	return {
		kind: "unreadable",
		error: new ScanError("TARGET_UNREADABLE", shown, reason)
	};
}
/** Opens without waiting: a FIFO's writer may never come. */
function openFile(path) {
	return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
function readText(path, shown) {
	try {
		if (!statSync(path).isFile()) return unreadable(shown, "it is no regular file");
		const handle = openFile(path);
		try {
			const { size } = fstatSync(handle);
			if (size > maxBytes) return {
				kind: "too-long",
				sizeBytes: size
			};
			return {
				kind: "text",
				text: decodeText(readFileSync(handle))
			};
		} finally {
			closeSync(handle);
		}
	} catch (error) {
		return unreadable(shown, reasonOf(error));
	}
}
const chunkBytes = 1048576;
/** Bytes of a too long file that are looked through for a template's schema. */
const searchedBytes = 536870912;
/** Whether a file that is too long to read speaks of Azure's schemas; a file that cannot be read does. */
function mentionsSchema(path) {
	const wanted = Buffer.from("schema.management.azure.com");
	const buffer = Buffer.alloc(chunkBytes + wanted.length);
	try {
		const handle = openFile(path);
		try {
			for (let at = 0; at < searchedBytes; at += chunkBytes) {
				const length = readSync(handle, buffer, 0, buffer.length, at);
				if (buffer.subarray(0, length).includes(wanted)) return true;
				if (length < buffer.length) return false;
			}
			return true;
		} finally {
			closeSync(handle);
		}
	} catch {
		return true;
	}
}
var TemplateFiles = class {
	texts = new Recent(textBudget);
	documents = new Recent(documentBudget);
	paths = /* @__PURE__ */ new WeakMap();
	roots = /* @__PURE__ */ new WeakMap();
	linking = /* @__PURE__ */ new Map();
	/** Absolute paths of what was read, by what messages call them. */
	shownPaths = /* @__PURE__ */ new Map();
	overlay;
	/** `overlay`: texts in place of those on the disk, by absolute path. */
	constructor(overlay = /* @__PURE__ */ new Map()) {
		this.overlay = overlay;
	}
	/** `path` is absolute, `shown` what messages call it. */
	text(path, shown) {
		const changed = this.overlay.get(path);
		if (changed !== void 0) return {
			kind: "text",
			text: changed
		};
		const known = this.texts.get(path);
		if (known !== void 0) return known;
		const read = readText(path, shown);
		this.texts.set(path, read, read.kind === "text" ? read.text.length : 0);
		return read;
	}
	/** Whether a text may link others. Remembered: asked at the first look, it needs no second reading. */
	mayLink(path, shown) {
		const known = this.linking.get(path);
		if (known !== void 0) return known;
		const read = this.text(path, shown);
		const found = read.kind === "text" && /"templateLink"/i.test(read.text);
		this.linking.set(path, found);
		return found;
	}
	/** The parsed file; what is wrong with its syntax stands in its problems. Throws ScanError where it cannot be read. */
	document(path, shown) {
		const known = this.documents.get(path);
		if (known !== void 0) return known;
		const read = this.text(path, shown);
		if (read.kind === "unreadable") throw read.error;
		if (read.kind === "too-long") {
			const size = Math.round(read.sizeBytes / 1024 / 1024);
			throw new ScanError("LIMIT_EXCEEDED", `${shown}:1:1`, `the file has ${size} MiB`, { hint: "Azure takes templates of 4 MB at most; leave it out of the targets." });
		}
		const document = readJson(sourceOf(shown, read.text));
		this.paths.set(document.source, path);
		this.shownPaths.set(shown, path);
		this.roots.set(document.source, document);
		this.documents.set(path, document, read.text.length);
		return document;
	}
	/** The absolute path that a source was read from. */
	pathOf(source) {
		return this.paths.get(source);
	}
	/** The document of a source that was read here. */
	documentOf(source) {
		return this.roots.get(source);
	}
};

// src/templates/scan/run-files.ts
/** Parameter files are told before templates are evaluated, whatever their names: they have no resources. */
function mayBeParameters(name, text) {
	if (/\.parameters\./i.test(name) || /deploymentParameters\.json/i.test(text)) return true;
	return !/"resources"/i.test(text) && /"contentVersion"/i.test(text);
}
/** Says what a file may be, at the price of reading it. */
function firstLook({ path, shown, isNamed }, files) {
	const name = basename(path);
	if (/\.bicep(?:param)?$/i.test(name)) return { kind: "bicep" };
	const read = files.text(path, shown);
	if (read.kind === "too-long") return isNamed || mentionsSchema(path) ? { kind: "candidate" } : { kind: "other" };
	if (read.kind === "unreadable") {
		const reason = read.error.message;
		return {
			kind: "left-out",
			row: {
				what: `path:${shown}`,
				status: "not-scanned",
				reason,
				incomplete: true
			}
		};
	}
	if (templateNamesOf(name).length > 0) {
		const document = files.document(path, shown);
		if (piecesOf(document).length === 0 && isParameterDocument(document)) return {
			kind: "parameters",
			document
		};
	}
	if (!mayMatter(read.text) && !isTemplateName(name)) return { kind: "other" };
	if (mayBeParameters(name, read.text)) {
		const document = files.document(path, shown);
		const kinds = piecesOf(document).map(({ kind }) => kind);
		if (kinds.length > 0 && kinds.every((kind) => kind === "parameters")) return {
			kind: "parameters",
			document
		};
	}
	files.mayLink(path, shown);
	return { kind: "candidate" };
}
/** Joins what the targets found; a file that one of them names is named. */
function runFilesOf(found) {
	const all = /* @__PURE__ */ new Map();
	for (const [target, { files, folder }] of found.entries()) for (const { path, shown, isNamed } of files) {
		const known = all.get(path);
		if (known === void 0) all.set(path, {
			path,
			shown,
			target,
			isNamed,
			folder
		});
		else if (isNamed && !known.isNamed) all.set(path, {
			...known,
			isNamed
		});
	}
	return all;
}

// src/templates/scan/survey.ts
function errorOf(error) {
	return error instanceof Error ? error : new Error(String(error));
}
function bicepRows(files) {
	return [...new Set(files.map(({ target }) => target))].map((target) => {
		const own = files.filter((file) => file.target === target);
		const isNamed = own.some((file) => file.isNamed);
		return {
			target,
			row: bicepRow(own.map(({ shown }) => shown), isNamed)
		};
	});
}
/** Without the files that `skip-paths` leaves out, each of them told. */
function withoutSkipped(found, skipped) {
	if (skipped.globs.length === 0) return found;
	const coverage = [];
	const files = found.files.filter(({ path, shown }) => {
		const glob = skipped.globOf(slashed(relative(found.folder, path)));
		if (glob === void 0) return true;
		const reason = `left out by skip-paths ${glob}`;
		coverage.push({
			what: `path:${shown}`,
			status: "not-scanned",
			reason,
			incomplete: false
		});
		return false;
	});
	return {
		...found,
		files,
		coverage: [...found.coverage, ...coverage]
	};
}
/** Looks at every file of a run once. `isGiven`: `--parameters` stands in for parameter files. Never throws. */
function surveyRun(request, isGiven, files) {
	const errors = [];
	const skipped = createSkippedPaths(request.skipPaths ?? []);
	const found = request.targets.map(({ text }, target) => {
		try {
			return withoutSkipped(findFiles(text), skipped);
		} catch (error) {
			errors.push({
				target,
				error: errorOf(error)
			});
			return;
		}
	});
	const all = runFilesOf(found.map((each) => each ?? {
		files: [],
		folder: ""
	}));
	const coverage = found.flatMap((each, target) => (each?.coverage ?? []).map((row) => ({
		target,
		row
	})));
	const candidates = [];
	const parameters = [];
	const others = [];
	const bicep = [];
	for (const file of all.values()) {
		const look = firstLook(file, files);
		if (look.kind === "candidate") candidates.push(file);
		else if (look.kind === "parameters") parameters.push({
			file,
			document: look.document
		});
		else if (look.kind === "other") others.push(file);
		else if (look.kind === "bicep") bicep.push(file);
		else coverage.push({
			target: file.target,
			row: look.row
		});
	}
	const plan = planRun(candidates, parameters, request.policy, isGiven, files);
	return {
		plan,
		coverage: [
			...coverage,
			...plan.coverage,
			...bicepRows(bicep)
		],
		found,
		errors,
		parameterFiles: parameters.map(({ file }) => file),
		others,
		bicep,
		shownOf: (path) => all.get(path)?.shown,
		targetOf: (path) => all.get(path)?.target
	};
}
/** What is wrong with a target that holds nothing of ours. */
function nothingIn(text, isNamed, others, bicep) {
	if (isNamed) return new UserError("TARGET_UNSUPPORTED", `${text}:1:1: this is no template`, { hint: "Scanned are ARM templates, parameter files and definitions, initiatives and assignments of Azure Policy, told by their $schema and members." });
	const seen = [others > 0 ? `${others} JSON ${others === 1 ? "file is" : "files are"} none` : "", bicep > 0 ? `${bicep} Bicep ${bicep === 1 ? "file is" : "files are"} not read yet` : ""].filter(Boolean);
	const rest = seen.length === 0 ? "" : ` (${seen.join(", ")})`;
	return new UserError("TARGET_NOT_FOUND", `there is no template in ${text}${rest}`, { hint: "Name the folder that holds ARM templates, or a glob such as arm:**/azuredeploy.json." });
}

// src/templates/scan/scan-templates.ts
/** Work between two looks at whether the run was cancelled. */
const turnMs = 50;
function pathsOf({ files }) {
	return files.map(({ file }) => file.path);
}
/** Those that link others first: what they link needs no evaluation of its own. */
function ordered(units, files) {
	const links = (unit) => unit.files.some(({ file }) => files.mayLink(file.path, file.shown));
	const withLinks = new Set(units.filter(links));
	return [...withLinks, ...units.filter((unit) => !withLinks.has(unit))];
}
/** A fault of ours in one unit must neither pass nor end the others. */
function guarded(unit, around, { log }) {
	try {
		return evaluateUnit(unit, around);
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		if (error instanceof Error) log.debug(error.stack ?? text);
		const reason = `evaluating it failed (${text}); this is a fault of Portcullis, please report it`;
		const coverage = unit.files.map(({ file }) => {
			return {
				what: `path:${file.shown}`,
				status: "not-scanned",
				reason,
				incomplete: true
			};
		});
		return {
			drafts: [],
			machines: [],
			linked: /* @__PURE__ */ new Set(),
			policies: [],
			others: [],
			evaluations: [],
			coverage,
			templates: pathsOf(unit)
		};
	}
}
async function evaluateAll(units, around, runtime) {
	const evaluated = [];
	const linked = /* @__PURE__ */ new Set();
	let turn = performance.now();
	for (const unit of ordered(units, around.files)) {
		if (performance.now() - turn > turnMs) {
			await setImmediate();
			turn = performance.now();
		}
		if (runtime.signal.aborted) break;
		const [path] = pathsOf(unit);
		if (path !== void 0 && unit.files.length === 1 && linked.has(path)) continue;
		const result = guarded(unit, around, runtime);
		for (const each of result.linked) linked.add(each);
		const target = Math.min(...unit.files.map(({ file }) => file.target));
		evaluated.push({
			...result,
			unit,
			target
		});
	}
	return evaluated;
}
/** Leaves out what another one links; of those that link one another the first stays. */
function withoutLinked(evaluated) {
	const order = new Map(evaluated.map((each, index) => [each, index]));
	const linkers = /* @__PURE__ */ new Map();
	for (const each of evaluated) for (const path of each.linked) {
		const known = linkers.get(path);
		if (known === void 0) linkers.set(path, [each]);
		else known.push(each);
	}
	return evaluated.filter((each) => {
		const [path] = pathsOf(each.unit);
		if (path === void 0 || each.unit.files.length > 1) return true;
		return !(linkers.get(path) ?? []).some((other) => {
			if (other === each) return false;
			return !pathsOf(other.unit).some((way) => each.linked.has(way)) || (order.get(other) ?? 0) < (order.get(each) ?? 0);
		});
	});
}
function scannedTarget(index, references, survey, results) {
	const own = results.filter(({ target }) => target === index);
	const reference = references[index] ?? "";
	const finished = finishDrafts(joinDrafts(own.flatMap(({ drafts }) => drafts)));
	const rows = survey.coverage.filter(({ target }) => target === index).map(({ row }) => row);
	for (const { unit, coverage, templates } of own) {
		rows.push(...coverage);
		for (const { file, parameters } of unit.files) {
			if (templates.includes(file.path)) continue;
			rows.push(...parameters.map(({ shown }) => orphanRow(shown, file.shown, file.isNamed)));
		}
	}
	const count = {
		templates: own.flatMap(({ templates }) => templates).length,
		"linked templates": new Set(own.flatMap(({ linked }) => [...linked])).size,
		"parameter files": own.flatMap(({ unit }) => unit.files.flatMap((each) => each.parameters)).length,
		policies: own.flatMap(({ policies }) => policies).length
	};
	if (Object.values(count).some((number) => number > 0)) rows.push(scannedRow(count));
	const files = survey.found[index]?.files ?? [];
	const earlier = new Set(files.map(({ path }) => survey.targetOf(path) ?? index));
	earlier.delete(index);
	if (earlier.size > 0) rows.push(repeatedRow([...earlier].map((each) => references[each] ?? "")));
	return {
		target: {
			kind: "arm",
			reference,
			identity: {
				templates: count.templates,
				parameterFiles: count["parameter files"]
			}
		},
		findings: finished.map(({ finding }) => finding),
		coverage: mergeCoverage(rows),
		machines: own.flatMap(({ machines }) => machines),
		traced: finished.filter(({ results: kept }) => kept.length > 0)
	};
}
/** The result without the values of secure parameters, however they came into its texts. */
function hidden(result, secrets) {
	return {
		...result,
		findings: result.findings.map((each) => secrets.finding(each)),
		coverage: result.coverage.map((each) => secrets.row(each)),
		machines: result.machines.map((each) => secrets.machine(each))
	};
}
/** Why a target that names files has nothing to show; undefined where it has. */
function emptiness(index, text, survey, answered, rows) {
	const files = survey.found[index]?.files ?? [];
	if (files.some(({ path }) => answered.has(path))) return void 0;
	if (rows.some(({ incomplete }) => incomplete)) return void 0;
	const paths = new Set(files.map(({ path }) => path));
	const bicep = survey.bicep.filter(({ path }) => paths.has(path)).length;
	const isNamed = files.some((file) => file.isNamed);
	return nothingIn(text, isNamed, files.length - bicep, bicep);
}
function cancelled({ signal }) {
	const { reason } = signal;
	if (reason instanceof UserError) return reason;
	return new UserError("CANCELLED", "the run was cancelled before all templates were evaluated");
}
/** Files of which it is known what they are, be it evaluated or linked by others. */
function answeredPaths(survey, evaluated) {
	return /* @__PURE__ */ new Set([...evaluated.flatMap(({ linked, templates, policies }) => [
		...linked,
		...templates,
		...policies
	]), ...survey.plan.used]);
}
/**
* Scans all template targets of a run together: a template that another one links, in whichever target, is judged
* there. Findings go to the first target that names the file they come from. Throws nothing for what files say; a
* cancelled run gives what was found so far, and an error for each target.
*/
async function scanTemplates(request, runtime) {
	const files = new TemplateFiles(request.overlay);
	let given;
	try {
		given = readArguments(request.context.parameters, files);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		return {
			scanned: [],
			errors: request.targets.slice(0, 1).map(({ reference }) => ({
				target: reference,
				error
			})),
			notices: [],
			evaluations: [],
			paths: files.shownPaths
		};
	}
	const survey = surveyRun(request, given !== void 0, files);
	const suppressions = new Suppressions(request.policy.inlineSuppressions, request.now);
	const declared = /* @__PURE__ */ new Map();
	const secrets = new Secrets();
	const evaluated = await evaluateAll(survey.plan.units, {
		request,
		files,
		given,
		suppressions,
		shownOf: survey.shownOf,
		isSeveral: survey.plan.units.length > 1,
		declared,
		secrets
	}, runtime);
	const kept = withoutLinked(evaluated);
	const answered = answeredPaths(survey, evaluated);
	const scanned = [];
	const references = request.targets.map(({ reference }) => reference);
	const errors = survey.errors.map(({ target, error }) => ({
		target: request.targets[target]?.reference ?? "",
		error
	}));
	for (const [index, { text, reference }] of request.targets.entries()) {
		const isRepeated = request.targets.findIndex((each) => each.reference === reference) < index;
		if (survey.found[index] === void 0 || isRepeated) continue;
		const result = scannedTarget(index, references, survey, kept);
		if (runtime.signal.aborted) errors.push({
			target: reference,
			error: cancelled(runtime)
		});
		const empty = runtime.signal.aborted ? void 0 : emptiness(index, text, survey, answered, result.coverage);
		if (empty === void 0) scanned.push(hidden(result, secrets));
		else errors.push({
			target: reference,
			error: empty
		});
	}
	const unknown = given?.names.filter((name) => !declared.has(name.toLowerCase())) ?? [];
	for (const name of declared.size > 0 ? unknown : []) {
		const error = undeclared(name, new Set(declared.values()));
		errors.push({
			target: request.targets[0]?.reference ?? "",
			error
		});
	}
	const isComplete = errors.length === 0 && !scanned.some(({ coverage }) => coverage.some((row) => row.incomplete));
	return {
		scanned,
		errors,
		notices: suppressions.notices(isComplete),
		evaluations: kept.flatMap(({ evaluations }) => evaluations),
		paths: files.shownPaths
	};
}

export { memberOf as C, placeNames as S, fromBicep as _, credentialsIn as a, applyEdits as b, planAgent as c, documentOf as d, objectAt as f, compiledFiles as g, sourceOf as h, slashed as i, insertBeside as l, encodeLike as m, templateRules as n, isSecretName as o, decodeText as p, isWithin as r, agentMend as s, scanTemplates as t, descend as u, noPlan as v, fitTogether as x, untouchable as y };