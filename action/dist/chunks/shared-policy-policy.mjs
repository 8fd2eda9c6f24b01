import { n as UserError } from "./shared-model-errors.mjs";
import { i as nearest, n as defaultTemplatePolicy } from "./shared-model-nearest.mjs";

// src/policy/policy.ts
const thresholds = [
	"critical",
	"high",
	"medium",
	"low",
	"none"
];
/** A policy is written by people; a larger file is not one. */
const longestPolicyBytes = 262144;
const defaultPolicy = {
	failOn: "high",
	ignoreUnfixed: true,
	unknownAs: "medium",
	maxAgeHours: 168,
	isMaxAgeSet: false,
	exceptions: [],
	coverage: [],
	undecided: {
		agents: "close",
		others: "report"
	},
	templates: defaultTemplatePolicy
};
function isThreshold(text) {
	return thresholds.some((threshold) => threshold === text);
}
/** The policy with the command line's words in place of its own. Throws UserError `USAGE` on an unknown severity. */
function mergePolicy(policy, words) {
	let failOn = policy.failOn;
	if (words.failOn !== void 0) {
		if (!isThreshold(words.failOn)) {
			const meant = nearest(words.failOn, thresholds);
			throw new UserError("USAGE", `fail-on does not know the severity ‹${words.failOn}›`, { hint: `${meant === void 0 ? "" : `Did you mean ${meant}? `}Use one of ${thresholds.join(", ")}.` });
		}
		failOn = words.failOn;
	}
	return {
		...policy,
		failOn,
		ignoreUnfixed: words.ignoreUnfixed ?? policy.ignoreUnfixed
	};
}

export { longestPolicyBytes as n, mergePolicy as r, defaultPolicy as t };