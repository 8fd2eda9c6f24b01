import { n as UserError, r as exitCodeOf, t as ScanError } from "./shared-model-errors.mjs";
import { t as printable } from "./shared-model-printable.mjs";

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

export { outputsOf as n, outputsOfError as r, describeError as t };