// src/model/nearest.ts
/** Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
function editDistance(left, right) {
	let beforeLast = [];
	let last = Array.from({ length: right.length + 1 }, (_, column) => column);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const same = left[row - 1] === right[column - 1];
			let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
			const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
			if (row > 1 && column > 1 && swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
			current.push(best);
		}
		beforeLast = last;
		last = current;
	}
	return last[right.length] ?? 0;
}
/**
* The known word nearest to `word`; undefined when none is near (more than a third of its letters differ).
* @example nearest('--fail-no', ['--fail-on', '--feeds']) // '--fail-on'
*/
function nearest(word, known) {
	const short = word.slice(0, 64);
	let best;
	let fewest = Math.max(1, Math.floor(short.length / 3)) + 1;
	for (const candidate of known) {
		const edits = editDistance(short.toLowerCase(), candidate.toLowerCase());
		if (edits < fewest) {
			best = candidate;
			fewest = edits;
		}
	}
	return best;
}

// src/model/template-policy.ts
/** Agents that the gate knows: the names that `requireAgents` takes. */
const agentNames = [
	"qualys",
	"mdvm",
	"mde",
	"ama",
	"guest-configuration"
];
/** Rules that say whether a required agent is there; where one cannot know, the gate closes by default. */
const requiredAgentRules = [
	"AGT001",
	"AGT002",
	"AGT003",
	"AGT010",
	"AGT011",
	"AGT013"
];
const defaultTemplatePolicy = {
	requireAgents: [{ anyOf: ["qualys", "mdvm"] }],
	bakedIn: [],
	deployments: [],
	inlineSuppressions: "with-reason"
};

export { nearest as i, defaultTemplatePolicy as n, requiredAgentRules as r, agentNames as t };