// src/model/severity.ts
const severities = [
	"critical",
	"high",
	"medium",
	"low",
	"info"
];
const ranks = {
	critical: 5,
	high: 4,
	medium: 3,
	low: 2,
	info: 1,
	unknown: 0
};
/** Orders by weight, heaviest first; `unknown` last. */
function compareSeverity(left, right) {
	return ranks[right] - ranks[left];
}
/** Whether `severity` is `threshold` or heavier. */
function isAtLeast(severity, threshold) {
	return ranks[severity] >= ranks[threshold];
}

export { isAtLeast as n, severities as r, compareSeverity as t };