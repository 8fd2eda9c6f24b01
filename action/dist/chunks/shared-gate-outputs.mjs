import { i as nearest } from "./shared-model-nearest.mjs";
import { n as UserError, r as exitCodeOf, t as ScanError } from "./shared-model-errors.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { i as targetSchemes, n as redactUrl, r as targetKinds } from "./shared-model-target.mjs";

// src/gate/outputs.ts
/**
* The manifest digest of one target, else that of its configuration (an engine tells no other); of several targets one
* line each, `sha256:… reference`.
*/
function digestOf({ result }) {
	const known = result.targets.flatMap(({ identity, reference }) => {
		const digest = identity.manifestDigest ?? identity.configDigest;
		return digest === void 0 ? [] : [{
			digest,
			reference
		}];
	});
	if (result.targets.length === 1) return known[0]?.digest ?? "";
	return known.map(({ digest, reference }) => `${digest} ${printable(reference)}`).join("\n");
}
/** Every output of a run that came to its end, whatever the verdict. */
function outputsOf(outcome) {
	const { verdict } = outcome.result;
	const pathOf = (format) => outcome.written.find((report) => report.format === format)?.path ?? "";
	return {
		verdict: verdict.status,
		"exit-code": String(outcome.exitCode),
		"failing-count": String(verdict.failing),
		"critical-count": String(verdict.counts.critical),
		"high-count": String(verdict.counts.high),
		"medium-count": String(verdict.counts.medium),
		"low-count": String(verdict.counts.low),
		"info-count": String(verdict.counts.info),
		"unknown-count": String(verdict.counts.unknown),
		digest: digestOf(outcome),
		"report-path": pathOf("json"),
		"sarif-path": pathOf("sarif"),
		"sbom-path": pathOf("cyclonedx-json")
	};
}
/** Every output of a run that an error ended before there was a result. */
function outputsOfError(error) {
	return {
		verdict: "error",
		"exit-code": String(exitCodeOf(error)),
		"failing-count": "0",
		"critical-count": "0",
		"high-count": "0",
		"medium-count": "0",
		"low-count": "0",
		"info-count": "0",
		"unknown-count": "0",
		digest: "",
		"report-path": "",
		"sarif-path": "",
		"sbom-path": ""
	};
}
/** An error in printable lines; what is none of our own errors is called a bug. */
function describeError(error) {
	const stack = error instanceof Error ? error.stack ?? error.message : String(error);
	if (error instanceof UserError || error instanceof ScanError) return {
		code: error.code,
		message: printable(error.message),
		...error.hint === void 0 ? {} : { hint: printable(error.hint) },
		stack
	};
	const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return {
		code: "BUG",
		message: printable(`bug in portcullis: ${message}`),
		hint: "Please report this with the output of a run at debug level.",
		stack
	};
}

// src/gate/target-text.ts
/** Splits `SCHEME:REST`; throws `USAGE` where nothing follows, or an address where a path should. `debian:12` has no scheme. */
function parseTarget(text) {
	const trimmed = text.trim();
	const scheme = targetSchemes.find((name) => trimmed.startsWith(`${name}:`));
	const rest = scheme === void 0 ? trimmed : trimmed.slice(scheme.length + 1);
	if (rest === "") throw new UserError("USAGE", scheme === void 0 ? "a target is empty" : `${scheme}: names nothing`, { hint: `Write it as SCHEME:WHAT with one of ${targetSchemes.join(", ")}, as a path, or as an image's name.` });
	if (scheme !== void 0 && targetKinds[scheme] === "path" && /^[a-z][a-z0-9+.-]*:\/\//i.test(rest)) throw new UserError("USAGE", `${scheme}:${redactUrl(rest)} is an address, and no path`, { hint: `${scheme}: takes a file or folder of this machine; write registry:HOST/NAME:TAG for an image in a registry.` });
	return scheme === void 0 ? { rest } : {
		scheme,
		rest
	};
}
/**
* The target that was probably meant where `text` starts with what is nearly a scheme.
* @example meantTarget('docker-arch:x.tar') // 'docker-archive:x.tar'
*/
function meantTarget(text) {
	const [, word, rest] = /^([a-z_-]+):(.+)$/is.exec(text.trim()) ?? [];
	const scheme = word === void 0 ? void 0 : nearest(word, targetSchemes);
	return scheme === void 0 || scheme === word ? void 0 : `${scheme}:${rest}`;
}

export { outputsOfError as a, outputsOf as i, parseTarget as n, describeError as r, meantTarget as t };