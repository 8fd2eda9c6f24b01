import { n as UserError } from "./shared-model-errors.mjs";

// src/policy/nearest.ts
/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(left, right) {
	let before = [];
	let row = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (let i = 1; i <= left.length; i += 1) {
		const next = [i];
		for (let j = 1; j <= right.length; j += 1) {
			const same = left[i - 1] === right[j - 1];
			let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
			next.push(best);
		}
		before = row;
		row = next;
	}
	return row[right.length] ?? 0;
}
/**
* The known word that is nearest to `word`, letter case aside; undefined where none is near.
* @example nearest('ignore-unfixd', ['failOn', 'ignoreUnfixed']) // 'ignoreUnfixed'
*/
function nearest(word, known) {
	const plain = (text) => text.toLowerCase().replace(/[-_\s]/g, "").slice(0, 64);
	const best = known.map((name) => ({
		name,
		steps: distance(plain(word), plain(name))
	})).sort((left, right) => left.steps - right.steps)[0];
	if (best === void 0) return void 0;
	return best.steps <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : void 0;
}

// src/policy/policy.ts
const thresholds = [
	"critical",
	"high",
	"medium",
	"low",
	"none"
];
const defaultPolicy = {
	failOn: "high",
	ignoreUnfixed: true,
	unknownAs: "medium",
	maxAgeHours: 168,
	isMaxAgeSet: false,
	exceptions: [],
	coverage: []
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

export { mergePolicy as n, nearest as r, defaultPolicy as t };