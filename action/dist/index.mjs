import { c as setOutput, h as summary, i as info, l as setSecret, n as error, o as notice, r as getInput, s as setFailed, t as debug, u as warning } from "./chunks/shared-actions-core.mjs";
import { i as ambientAzureToken, n as startSession, r as flush, t as createLogger } from "./chunks/shared-action-log.mjs";
import { i as nearest, t as agentNames } from "./chunks/shared-model-nearest.mjs";
import { r as severities } from "./chunks/shared-model-severity.mjs";
import { a as outputsOfError, i as outputsOf, n as parseTarget, r as describeError } from "./chunks/shared-gate-outputs.mjs";
import { n as UserError } from "./chunks/shared-model-errors.mjs";
import { t as printable } from "./chunks/shared-model-printable.mjs";
import { join, resolve } from "node:path";
import { mkdirSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";

// src/reports/report.ts
const reportFormats = [
	"table",
	"json",
	"sarif",
	"junit",
	"cyclonedx-json",
	"markdown"
];

// src/gate/options.ts
const everywhere = [
	"cli",
	"github",
	"azure"
];
const rows = [
	{
		name: "targets",
		kind: "lines",
		group: "Target",
		hosts: everywhere,
		required: true,
		value: "TARGET",
		help: "What to scan, one per line: docker-archive:PATH, oci-dir:PATH, oci-archive:PATH, docker:REF, registry:REF, dir:PATH (a root file system), disk:PATH-or-URL[,…] (the disks of a machine), azure:RESOURCE-ID (a managed disk, snapshot, image, gallery image version) or arm:PATH-or-glob (templates). Without a scheme an existing path is told by its content, anything else is an image reference. Several targets give one verdict."
	},
	{
		name: "platform",
		kind: "text",
		group: "Target",
		hosts: everywhere,
		value: "OS/ARCH[/VARIANT]",
		default: "the machine's own",
		help: "Which platform of a multi-platform image; all scans each of them."
	},
	{
		name: "skip-paths",
		kind: "lines",
		group: "Target",
		hosts: everywhere,
		value: "GLOB",
		help: "Paths to leave out, as globs from the root of the target, one per line. Each hit is reported as not scanned; leaving out a package database ends with exit code 3 unless the policy accepts os-packages."
	},
	{
		name: "packages",
		kind: "choice",
		group: "Target",
		hosts: everywhere,
		choices: ["os", "all"],
		default: "all",
		help: "Of disks: which packages are looked for. os: those of the operating system only; all: language packages in the usual places too."
	},
	{
		name: "deep",
		kind: "boolean",
		group: "Target",
		hosts: everywhere,
		default: "false",
		help: "Of disks: look for language packages everywhere, not only in the usual places."
	},
	{
		name: "scratch-group",
		kind: "text",
		group: "Target",
		hosts: everywhere,
		value: "NAME",
		default: "that of the target",
		help: "Of azure: targets: the resource group in which a temporary disk or snapshot is made where one is needed. It is removed at the end."
	},
	{
		name: "fail-on",
		kind: "choice",
		group: "Gate",
		hosts: everywhere,
		choices: [...severities.filter((severity) => severity !== "info"), "none"],
		default: "high",
		help: "The lowest severity that closes the gate. none: no finding closes it; exit codes 2, 3 and 4 stay."
	},
	{
		name: "ignore-unfixed",
		kind: "boolean",
		group: "Gate",
		hosts: everywhere,
		default: "true",
		help: "Spare vulnerabilities that no version mends yet; the verdict counts them."
	},
	{
		name: "policy",
		kind: "text",
		group: "Gate",
		hosts: everywhere,
		value: "FILE",
		default: ".portcullis.yml when there",
		help: "The policy file: threshold, exceptions, age of the database, accepted gaps."
	},
	{
		name: "parameters",
		kind: "lines",
		group: "Templates",
		hosts: everywhere,
		value: "FILE|NAME=VALUE",
		help: "A parameter file, or one value, for the templates; the option again for more, later ones win. It replaces the parameter files that are found by their names."
	},
	{
		name: "require-agent",
		kind: "lines",
		group: "Templates",
		hosts: everywhere,
		value: "NAME[,NAME]",
		default: "the policy's, else qualys,mdvm",
		help: `An agent that every machine of a template must get: ${agentNames.join(", ")}. Several in one line: one of them is enough; the option again: each is asked for. It replaces the policy's requireAgents.`
	},
	{
		name: "subscription",
		kind: "text",
		group: "Templates",
		hosts: everywhere,
		value: "ID",
		default: "a placeholder",
		help: "The subscription that the templates are evaluated for."
	},
	{
		name: "resource-group",
		kind: "text",
		group: "Templates",
		hosts: everywhere,
		value: "NAME",
		default: "a placeholder",
		help: "The resource group that the templates are evaluated for."
	},
	{
		name: "location",
		kind: "text",
		group: "Templates",
		hosts: everywhere,
		value: "NAME",
		default: "a placeholder",
		help: "The region of that resource group, or of the deployment."
	},
	{
		name: "fix",
		kind: "boolean",
		group: "Templates",
		hosts: ["cli"],
		default: "false",
		help: "Write into the templates what mends their findings: the agent, and settings that one literal mends. Comments and layout stay; what an edit does not mend is not written."
	},
	{
		name: "fix-only",
		kind: "lines",
		group: "Templates",
		hosts: ["cli"],
		value: "RULE",
		default: "all that can be mended",
		help: "With --fix: mend the findings of these rules alone, one per line (or with commas): a rule, a row of rules such as STO003, or agents."
	},
	{
		name: "dry-run",
		kind: "boolean",
		group: "Templates",
		hosts: ["cli"],
		default: "false",
		help: "With --fix: print the difference, write nothing."
	},
	{
		name: "output",
		kind: "lines",
		group: "Reports",
		hosts: everywhere,
		short: "o",
		value: "FORMAT[=FILE]",
		default: "table",
		help: `A report to write, one per line: ${reportFormats.join(", ")}. Without a file the command line prints it (of those that programs read only one); the hosts keep a file of their own.`
	},
	{
		name: "feeds",
		kind: "text",
		group: "Advisories",
		hosts: everywhere,
		value: "DIR|URL",
		default: "the public addresses",
		help: "A folder or mirror of advisory feeds: osv/ECOSYSTEM/all.zip, kev.json, eol.json."
	},
	{
		name: "db",
		kind: "text",
		group: "Advisories",
		hosts: everywhere,
		value: "DIR",
		default: "the user’s cache folder",
		help: "Where the advisory database is kept between runs."
	},
	{
		name: "offline",
		kind: "boolean",
		group: "Advisories",
		hosts: everywhere,
		default: "false",
		help: "Ask no network for advisories: use the database and the feeds folder as they are."
	},
	{
		name: "registry-username",
		kind: "text",
		group: "Registry",
		hosts: ["cli", "github"],
		value: "NAME",
		help: "User name at the targets' registry. Without it DOCKER_CONFIG, its credential helpers and anonymous access are tried."
	},
	{
		name: "registry-password",
		kind: "secret",
		group: "Registry",
		hosts: ["cli", "github"],
		help: "Password or token at the targets' registry; masked in the log."
	},
	{
		name: "azure-subscription",
		kind: "service",
		service: "AzureRM",
		group: "Registry",
		hosts: ["azure"],
		help: "Azure Resource Manager service connection that may pull from Azure Container Registry, and read disks (docs/azure-role.json)."
	},
	{
		name: "container-registry",
		kind: "service",
		service: "dockerregistry",
		group: "Registry",
		hosts: ["azure"],
		help: "Docker registry service connection with user name and password of the registry. Without one, the variables PORTCULLIS_REGISTRY_USERNAME and PORTCULLIS_REGISTRY_PASSWORD are read from env."
	},
	{
		name: "timeout",
		kind: "duration",
		group: "Run",
		hosts: everywhere,
		value: "TIME",
		default: "30m",
		help: "The longest time of the whole run: 90 or 90s (seconds), 10m, 1h. When it is over, what was found is reported and the exit code is 3."
	}
];
/** The table as its rows' common type. */
const optionTable = rows;
/** What a run tells the pipeline, in the order of the documentation. */
const outputs = [
	{
		name: "verdict",
		help: "pass, fail or error."
	},
	{
		name: "exit-code",
		help: "0 open, 1 closed by findings, 2 wrong usage or policy, 3 not wholly scanned, 4 no advisory database or too old."
	},
	{
		name: "failing-count",
		help: "Findings that close the gate."
	},
	{
		name: "critical-count",
		help: "Critical findings, whatever their state."
	},
	{
		name: "high-count",
		help: "High findings."
	},
	{
		name: "medium-count",
		help: "Medium findings."
	},
	{
		name: "low-count",
		help: "Low findings."
	},
	{
		name: "info-count",
		help: "Informational findings."
	},
	{
		name: "unknown-count",
		help: "Findings of unknown severity."
	},
	{
		name: "digest",
		help: "The image's manifest digest, or for an image of a Docker engine, which tells none, its ID (the digest of the configuration); empty for a folder; of several targets one per line."
	},
	{
		name: "report-path",
		help: "Path of the JSON report. The paths are empty when the run ended before there was a result, as with exit code 2."
	},
	{
		name: "sarif-path",
		help: "Path of the SARIF report."
	},
	{
		name: "sbom-path",
		help: "Path of the CycloneDX document."
	}
];
/** The rows that a host has. */
function optionsOf(host) {
	return optionTable.filter((option) => option.hosts.includes(host));
}
/** @example environmentName('fail-on') // 'PORTCULLIS_FAIL_ON' */
function environmentName(name) {
	return `PORTCULLIS_${name.toUpperCase().replaceAll("-", "_")}`;
}

// src/gate/notices.ts
const prefix = "PORTCULLIS_";
/** Variables that stand for no option. */
const others = [
	"CA_FILE",
	"DEBUG",
	"FEED_CVE_SEVERITY",
	"FEED_EOL",
	"FEED_EPSS",
	"FEED_KEV",
	"FEED_OSV",
	"PLAIN_HTTP_REGISTRIES"
];
const known = [...optionTable.map(({ name }) => environmentName(name).slice(11)), ...others];
/**
* One sentence for each variable that has no effect and looks like a slip; others with our prefix may well be the
* user's own.
*/
function misspeltVariables(environment) {
	const notices = [];
	for (const name of Object.keys(environment)) {
		if (!name.startsWith(prefix)) continue;
		const word = name.slice(11);
		const like = known.includes(word) ? void 0 : nearest(word, known);
		if (like !== void 0) notices.push(`${name} is no variable of portcullis: did you mean ${prefix}${like}?`);
	}
	return notices.sort();
}

// src/gate/read-request.ts
const defaultTimeoutMs = 18e5;
/** The longest delay that a timer keeps. */
const longestTimeoutMs = 2 ** 31 - 1;
/** Values of `PORTCULLIS_…` variables, for what the host's own inputs leave open. */
function givenByEnvironment(host, environment) {
	const given = {};
	for (const { name } of optionsOf(host)) {
		const value = environment[environmentName(name)];
		if (value !== void 0 && value.trim() !== "") given[name] = value;
	}
	return given;
}
function usage(message, hint) {
	return new UserError("USAGE", message, hint === void 0 ? {} : { hint });
}
function lines(text) {
	return (text ?? "").split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== "");
}
/**
* Milliseconds of `90s`, `10m`, `1h`, `1h30m`; a bare number is seconds.
* @throws UserError when it is none of these, zero, or longer than 24 days
*/
function parseDuration(text, name) {
	const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text.trim());
	const [, hours = "0", minutes = "0", seconds = "0"] = match ?? [];
	const timeMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e3;
	if (match === null || timeMs === 0 || timeMs > longestTimeoutMs) throw usage(`${name}: «${printable(text)}» is no time`, "Write it like 90s, 10m or 1h30m.");
	return timeMs;
}
/** The time limit that the given options set, in milliseconds. Throws UserError as `parseDuration`. */
function timeoutOf({ timeout }) {
	return timeout === void 0 || timeout.trim() === "" ? defaultTimeoutMs : parseDuration(timeout, "timeout");
}
/** @throws UserError for anything but the words of YAML 1.2 booleans, in any case */
function parseBoolean(text, name) {
	const word = text.trim().toLowerCase();
	if (word === "true") return true;
	if (word === "false") return false;
	throw usage(`${name}: «${printable(text)}» is neither true nor false`);
}
function isReportFormat(word) {
	return reportFormats.some((format) => format === word);
}
/**
* One line of `output`: a format, and after `=` the file it goes to.
* @throws UserError for a format that there is not, or an empty file name
*/
function parseOutput(text) {
	const at = text.indexOf("=");
	const format = (at < 0 ? text : text.slice(0, at)).trim();
	if (!isReportFormat(format)) {
		const like = nearest(format, reportFormats);
		throw usage(`output: there is no report «${printable(format)}»`, `${like === void 0 ? "" : `Did you mean ${like}? `}Reports are ${reportFormats.join(", ")}.`);
	}
	if (at < 0) return { format };
	const file = text.slice(at + 1).trim();
	if (file === "") throw usage(`output: ${format}= lacks its file`, `Write ${format}=FILE.`);
	return {
		format,
		file
	};
}
function parseChoice(text, option) {
	const word = text.trim().toLowerCase();
	if (option.choices?.includes(word) === true) return word;
	const like = nearest(word, option.choices ?? []);
	throw usage(`${option.name}: «${printable(text)}» is none of ${option.choices?.join(", ") ?? ""}`, like === void 0 ? void 0 : `Did you mean ${like}?`);
}
/** Reports that a program reads: anything beside one on stdout would spoil it. */
const forPrograms = [
	"json",
	"sarif",
	"junit",
	"cyclonedx-json"
];
function checkOutputs(host, outputs) {
	const printed = outputs.flatMap(({ format, file }) => file === void 0 ? [format] : []);
	const spoilt = printed.find((format) => forPrograms.includes(format));
	if (host === "cli" && printed.length > 1 && spoilt !== void 0) throw usage(`output: ${printed.join(" and ")} would go to stdout one after the other`, `Name a file for one of them, such as ${spoilt}=FILE.`);
	const files = outputs.flatMap(({ file }) => file === void 0 ? [] : [file]);
	const twice = files.find((file, at) => files.indexOf(file) !== at);
	if (twice !== void 0) throw usage(`output: two reports would go to ${printable(twice)}`, "Name two files.");
	return outputs;
}
/** Requirements of agents, one a line: `qualys,mdvm` is satisfied by one of the two. */
function parseAgents(text) {
	return lines(text).map((line) => ({ anyOf: line.split(",").map((part) => {
		const word = part.trim().toLowerCase();
		const agent = agentNames.find((name) => name === word);
		if (agent !== void 0) return agent;
		const like = nearest(word, agentNames);
		throw usage(`require-agent: there is no agent «${printable(part.trim())}»`, `${like === void 0 ? "" : `Did you mean ${like}? `}Agents are ${agentNames.join(", ")}.`);
	}) }));
}
/** `--deep` beats the usual places, and contradicts `--packages os`. */
function diskScopeOf(packages, isDeep) {
	if (!isDeep) return packages === "os" ? "os" : "usual";
	if (packages !== "os") return "deep";
	throw usage("deep: nothing is looked for with --packages os", "Leave one of the two out.");
}
function readTemplateOptions(text) {
	const agents = text("require-agent");
	const subscription = text("subscription");
	const resourceGroup = text("resource-group");
	const location = text("location");
	const flag = (name) => parseBoolean(text(name) ?? "false", name);
	const isDry = flag("dry-run");
	if (isDry && !flag("fix")) throw usage("dry-run: there is nothing that would be written", "Write --fix --dry-run.");
	const fixOnly = lines(text("fix-only")).flatMap((line) => line.split(",")).map((word) => word.trim()).filter((word) => word !== "");
	if (fixOnly.length > 0 && !flag("fix")) throw usage("fix-only: nothing is mended", "Write --fix --fix-only RULE.");
	return {
		parameters: lines(text("parameters")),
		...agents === void 0 ? {} : { requireAgents: parseAgents(agents) },
		...subscription === void 0 ? {} : { subscription },
		...resourceGroup === void 0 ? {} : { resourceGroup },
		...location === void 0 ? {} : { location },
		...flag("fix") ? { fix: isDry ? "print" : "write" } : {},
		...fixOnly.length > 0 ? { fixOnly } : {}
	};
}
/**
* The request that the given options make at `host`.
* @throws UserError (USAGE) that names the option and what it may be
*/
function readRequest(host, given, part) {
	const rows = optionsOf(host);
	const text = (name) => {
		if (!rows.some((option) => option.name === name)) return void 0;
		const value = given[name]?.trim();
		return value === "" ? void 0 : value;
	};
	const as = (name, parse) => {
		const value = text(name);
		const option = rows.find((row) => row.name === name);
		return value === void 0 || option === void 0 ? void 0 : parse(value, option);
	};
	const targets = lines(text("targets"));
	if (targets.length === 0) throw usage("targets: nothing to scan was named", "Name an image, a folder or templates, for example docker-archive:image.tar, registry:ghcr.io/owner/name:tag or arm:infra.");
	const failOn = as("fail-on", parseChoice);
	const ignoreUnfixed = as("ignore-unfixed", (word, { name }) => parseBoolean(word, name));
	const policy = text("policy");
	const platform = text("platform");
	const feeds = text("feeds");
	const db = text("db");
	const scratchGroup = text("scratch-group");
	return {
		...part,
		targets: [...new Set(targets)],
		...failOn === void 0 ? {} : { failOn },
		...ignoreUnfixed === void 0 ? {} : { ignoreUnfixed },
		...policy === void 0 ? {} : { policy },
		outputs: checkOutputs(host, lines(text("output")).map(parseOutput)),
		...platform === void 0 ? {} : { platform },
		...feeds === void 0 ? {} : { feeds },
		...db === void 0 ? {} : { db },
		...scratchGroup === void 0 ? {} : { scratchGroup },
		templates: readTemplateOptions(text),
		diskScope: diskScopeOf(as("packages", parseChoice), as("deep", (word, { name }) => parseBoolean(word, name)) ?? false),
		offline: as("offline", (word, { name }) => parseBoolean(word, name)) ?? false,
		skipPaths: lines(text("skip-paths")),
		timeoutMs: timeoutOf(given)
	};
}

// src/gate/host-run.ts
const fileNames = {
	table: "table.txt",
	json: "result.json",
	sarif: "result.sarif",
	junit: "junit.xml",
	"cyclonedx-json": "bom.cdx.json",
	markdown: "summary.md"
};
/**
* The reports that were asked for, those without a file put into `folder`, and after them those of `always` that
* nobody asked for. The table is always printed, too.
*/
function hostOutputs(asked, always, folder, names = {}) {
	const place = (format) => join(folder, names[format] ?? fileNames[format]);
	const placed = asked.filter(({ format, file }) => format !== "table" || file !== void 0).map(({ format, file }) => ({
		format,
		file: file ?? place(format)
	}));
	const missing = always.filter((format) => !placed.some((output) => output.format === format)).map((format) => ({
		format,
		file: place(format)
	}));
	return [{ format: "table" }, ...[...placed, ...missing].filter((output, at, all) => all.findIndex(({ file }) => file === output.file) === at)];
}
/** The end of a run that could not even begin. */
function endOfError(error) {
	return {
		kind: "error",
		error,
		outputs: outputsOfError(error)
	};
}
/** Never rejects: what was thrown is the end's `error`. */
async function runOnHost(host, run) {
	const { session } = run;
	try {
		const request = readRequest(host, run.given, await run.part());
		if (request.timeoutMs !== void 0) session.limit(request.timeoutMs);
		const notices = misspeltVariables(session.runtime.env);
		for (const notice of notices) session.runtime.log.warn(notice);
		const outputs = hostOutputs(request.outputs, run.always, run.reportFolder, run.names);
		const work = import("./chunks/gate-run-gate.mjs").then(({ runGate }) => runGate({
			...request,
			outputs
		}, session.runtime));
		const forced = session.forced.then((reason) => {
			throw reason;
		});
		const ended = await Promise.race([work, forced]);
		const written = ended.written.map(({ format, path }) => ({
			format,
			path: resolve(path)
		}));
		const outcome = {
			...ended,
			written
		};
		return {
			kind: "outcome",
			outcome,
			outputs: outputsOf(outcome)
		};
	} catch (thrown) {
		const { signal } = session.runtime;
		return endOfError(signal.aborted ? signal.reason : thrown);
	}
}

// src/gate/secret-parts.ts
/** A shorter line, such as the brace of a JSON key, would mask half the log. */
const shortest = 4;
/**
* Each line of a secret of several lines, as they appear in a log; the secret itself when it has but one.
* The agent takes no line break in a secret, and both hosts mask line by line.
*/
function secretParts(secret) {
	if (!/[\r\n]/.test(secret)) return [secret];
	const lines = secret.split(/[\r\n]+/).filter((line) => line.trim().length >= shortest);
	return [...new Set(lines)];
}

// src/gate/ambient-credential.ts
async function azureCredential(runtime) {
	const { acrCredential } = await import("./chunks/azure-acr-credential.mjs");
	const tenantId = runtime.env["AZURE_TENANT_ID"];
	return acrCredential(ambientAzureToken(runtime), runtime, {
		optional: true,
		...tenantId === void 0 ? {} : { tenantId }
	});
}
/**
* DOCKER_CONFIG first, then the Azure identity at hand (GitHub's OIDC, environment, managed identity, `az login`).
* A guess at the user's wish: an identity that the registry does not take is passed over.
*/
function ambientCredential(runtime) {
	let azure;
	return { async authorize(host) {
		const [{ dockerConfigCredential }, { isAcrHost }] = await Promise.all([import("./chunks/images-registry-docker-config.mjs"), import("./chunks/azure-acr-credential.mjs")]);
		const own = await dockerConfigCredential(runtime).authorize(host);
		if (own !== void 0 || !isAcrHost(host.toLowerCase())) return own;
		try {
			azure ??= azureCredential(runtime);
			return await (await azure).authorize(host);
		} catch (error) {
			if (!(error instanceof UserError) || error.code !== "REGISTRY_DENIED") throw error;
			runtime.log.debug(`${host}: ${error.message}; going on without an Azure identity`);
			return;
		}
	} };
}

// src/gate/password-credential.ts
/**
* The host of a registry's address, Docker Hub's many names as one.
* @example registryHost('https://index.docker.io/v1/') // 'docker.io'
*/
function registryHost(address) {
	const host = address.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/s, "").toLowerCase();
	return host === "docker.io" || host.endsWith(".docker.io") ? "docker.io" : host;
}
/**
* A list of one credential, or none when neither part was given.
* It answers to `registry` only; without one (no target is at a registry) to nobody.
* @throws UserError (USAGE) when only one part was given
*/
function passwordCredential(username, password, registry) {
	const hasName = username !== void 0 && username !== "";
	const hasPassword = password !== void 0 && password !== "";
	if (!hasName && !hasPassword) return [];
	if (!hasName || !hasPassword) throw new UserError("USAGE", `registry user name and password go together: the ${hasName ? "password" : "user name"} is missing`);
	if (registry === void 0) return [];
	const only = registryHost(registry);
	return [{ authorize: (host) => Promise.resolve(registryHost(host) === only ? {
		kind: "basic",
		username,
		password
	} : void 0) }];
}

// src/gate/registry-of-targets.ts
/**
* The one registry host that `targets` (as given, one per line) name; undefined where none is named.
* @throws UserError (USAGE) when there are several: a password must reach no registry but its own
*/
async function registryOfTargets(targets) {
	const [{ recognise }, { parseReference }] = await Promise.all([import("./chunks/images-recognise.mjs"), import("./chunks/images-reference.mjs")]);
	const hosts = /* @__PURE__ */ new Set();
	for (const line of (targets ?? "").split(/[\r\n]+/)) {
		if (line.trim() === "") continue;
		const { scheme, rest } = parseTarget(line);
		if (scheme === "registry" || scheme === void 0 && await recognise(rest) === void 0) hosts.add(parseReference(rest).host);
	}
	if (hosts.size > 1) throw new UserError("USAGE", `one user name and password, but targets at several registries: ${printable([...hosts].sort().join(", "))}`, { hint: "Log in to them with docker login, whose configuration is read, or scan in several runs." });
	return [...hosts][0];
}

// src/gate/user-credentials.ts
/**
* In the order in which a registry is told them.
* @throws UserError (USAGE) when user name and password are not for one registry, or one of them is missing
*/
async function userCredentials(given, password, runtime) {
	const username = given["registry-username"];
	const registry = username !== void 0 || password !== void 0 ? await registryOfTargets(given.targets) : void 0;
	return [...passwordCredential(username, password, registry), ambientCredential(runtime)];
}

// src/runtime/report-folder.ts
/**
* A new folder under `<temporary>/portcullis`: two steps of one job do not overwrite each other's reports.
* @throws UserError (OUTPUT_UNWRITABLE) where it cannot be made
*/
function makeReportFolder(temporary) {
	const parent = join(temporary ?? tmpdir(), "portcullis");
	try {
		mkdirSync(parent, { recursive: true });
		return mkdtempSync(join(parent, "run-"));
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new UserError("OUTPUT_UNWRITABLE", `no folder for reports can be made: ${reason}`, {
			hint: "The folder for temporary files must be there, and this user must be able to write it.",
			cause
		});
	}
}

// action/cache.ts
/** `db-v1-npm-2026-11-24` → `db-v1-npm-2026-11-`, `db-v1-npm-2026-` …: older keys, nearest first. */
function olderKeys(key) {
	const stem = /^(.*-)(?:\d{4}-\d{2}-\d{2}.*)$/.exec(key)?.[1] ?? key.replace(/[^-]*$/, "");
	return stem === "" || stem === key ? [] : [stem];
}
async function attempt(log, what, work) {
	try {
		return await work();
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		log.debug(`cache: cannot ${what}: ${reason}`);
		return;
	}
}
/** The cache, loaded when it is first asked for: most runs with feeds of their own never do. */
function actionCache(log) {
	return {
		async restore(folder, key) {
			return await attempt(log, `restore ${key}`, async () => {
				const cache = await import("./chunks/actions-cache.mjs");
				if (!cache.isFeatureAvailable()) return void 0;
				return cache.restoreCache([folder], key, olderKeys(key));
			}) !== void 0;
		},
		async save(folder, key) {
			await attempt(log, `save ${key}`, async () => {
				const cache = await import("./chunks/actions-cache.mjs");
				if (cache.isFeatureAvailable()) await cache.saveCache([folder], key);
			});
		}
	};
}

// action/inputs.ts
function readInputs() {
	const given = { ...givenByEnvironment("github", process.env) };
	for (const { name, kind } of optionsOf("github")) {
		const value = getInput(name, { trimWhitespace: kind !== "secret" });
		if (value !== "") given[name] = value;
		const known = given[name];
		if (kind === "secret" && known !== void 0) for (const part of secretParts(known)) setSecret(part);
	}
	return given;
}

// action/present.ts
/** Above it the runner drops the whole summary (1024 KiB); the report keeps below 900 KiB by itself. */
const largestSummaryBytes = 1024e3;
/** The runner cuts an annotation at 4,096 characters. */
const longestAnnotation = 4e3;
/** Of ten errors a step, one is the step's own end. */
const annotationLimit = 9;
async function writeSummary(markdown) {
	if (process.env["GITHUB_STEP_SUMMARY"] === void 0) return;
	try {
		await summary.addRaw(markdown, true).write();
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		info(`Warning: the job summary could not be written: ${printable(reason)}`);
	}
}
async function annotate(outcome) {
	const { annotationsOf } = await import("./chunks/reports-annotations.mjs");
	for (const { level, title, message, file, line } of annotationsOf(outcome.result, annotationLimit)) {
		const properties = {
			title: printable(title),
			...file === void 0 ? {} : { file: printable(file) },
			...line === void 0 ? {} : { startLine: line }
		};
		const text = printable(message).slice(0, longestAnnotation);
		if (level === "error") error(text, properties);
		else if (level === "warning") warning(text, properties);
		else notice(text, properties);
	}
}
async function presentOutcome(outcome) {
	for (const { text } of outcome.printed) for (const line of text.replace(/\n$/, "").split("\n")) info(printable(line));
	await annotate(outcome);
	const summary = outcome.written.find(({ format }) => format === "markdown");
	if (summary !== void 0 && statSync(summary.path).size <= largestSummaryBytes) await writeSummary(readFileSync(summary.path, "utf8"));
	for (const { format, path } of outcome.written) info(printable(`${format}: ${path}`));
	if (outcome.exitCode !== 0) setFailed(printable(outcome.result.verdict.reason));
}
async function presentError({ message, hint, stack }) {
	for (const line of stack.split("\n")) debug(printable(line));
	const text = hint === void 0 ? message : `${message}. ${hint}`;
	await writeSummary(`## Portcullis: error\n\n\`\`\`text\n${text.replaceAll("`", "'")}\n\`\`\`\n`);
	setFailed(text);
}
/** Why the outputs could not be written; undefined: they are. */
function setOutputs(values) {
	try {
		for (const { name } of outputs) setOutput(name, values[name]);
		return;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
/** Outputs come first: whatever fails afterwards, they are set. Where they cannot be, the rest is still told. */
async function present(end) {
	const failure = setOutputs(end.outputs);
	if (end.kind === "outcome") await presentOutcome(end.outcome);
	else await presentError(describeError(end.error));
	if (failure === void 0) return;
	const text = `the outputs could not be written: ${printable(failure)}`;
	if (end.outputs["exit-code"] === "0") setFailed(text);
	else info(`Warning: ${text}`);
}

// action/index.ts
const log = createLogger();
const temporary = process.env["RUNNER_TEMP"] || void 0;
let session;
/** What is to be undone is noted where `post.ts` looks for it. */
function azureAccess(runtime) {
	const { GITHUB_REPOSITORY: name, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt } = process.env;
	return {
		accessToken: ambientAzureToken(runtime),
		...temporary === void 0 ? {} : { cleanupFolder: temporary },
		run: `${name}/${id}/${attempt}`,
		mask(secret) {
			for (const part of secretParts(secret)) setSecret(part);
		}
	};
}
async function run() {
	const started = startSession({
		now: () => /* @__PURE__ */ new Date(),
		env: process.env,
		log,
		temporaryParent: temporary
	});
	session = started;
	const given = readInputs();
	return runOnHost("github", {
		given,
		part: async () => ({
			credentials: await userCredentials(given, given["registry-password"], started.runtime),
			cache: actionCache(log),
			azure: azureAccess(started.runtime),
			columns: 140,
			colour: false
		}),
		always: [
			"json",
			"sarif",
			"cyclonedx-json",
			"markdown"
		],
		reportFolder: makeReportFolder(temporary),
		session: started
	});
}
try {
	await present(await run().catch(endOfError));
} catch (error) {
	setFailed(printable(error instanceof Error ? error.message : String(error)));
} finally {
	session?.end();
}
await flush();
process.exit(process.exitCode ?? 0);

export {  };