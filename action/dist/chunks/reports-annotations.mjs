import { a as compareForPeople, c as fixText, i as closingText, l as groupFindings, m as reasonOf, n as shortened, p as plural, u as isPlaced } from "./shared-reports-lines.mjs";

// src/reports/annotations.ts
const longestTitle = 200;
const longestMessage = 1e3;
const mostIds = 5;
function placeOf({ location }) {
	if (location?.path === void 0 || location.line === void 0) return {};
	return {
		file: location.path,
		line: location.line
	};
}
/** One annotation for all findings of one package: the foremost speaks, the others are named. */
function annotationOf(findings, level, reference) {
	const [first, ...others] = findings;
	if (first === void 0) return void 0;
	const { package: about } = first;
	const place = first.location?.resource;
	const subject = about === void 0 ? place === void 0 || !isPlaced(first) ? "" : `: ${place}` : ` in ${about.name} ${about.version}`;
	const ids = others.slice(0, mostIds).map(({ id }) => id);
	const rest = others.length - ids.length;
	const also = ids.length === 0 ? "" : ` Also ${ids.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
	const fix = fixText(first);
	return {
		level,
		title: shortened(`${first.severity} ${first.id}${subject}`, longestTitle),
		message: shortened(isPlaced(first) ? `${closingText(first)} ${first.stateReason}` : `${first.title}${fix === "" ? "" : ` (${fix})`}. ${first.stateReason}${also} Target: ${reference}`, longestMessage),
		...placeOf(first)
	};
}
/**
* At most `limit` errors and `limit` warnings, the weightiest first; where there are more, the last of its level says
* how many. Errors: the run's errors, what closes the gate, gaps in the coverage. Warnings: the policy's notices.
*/
function annotationsOf(result, limit = 9) {
	const errors = result.errors.map(({ code, message, hint, target }) => ({
		level: "error",
		title: shortened(target === void 0 ? code : `${code}: ${target}`, longestTitle),
		message: shortened(hint === void 0 ? message : `${message}. ${hint}`, longestMessage)
	}));
	const closing = result.targets.flatMap(({ findings, reference }) => {
		const failing = findings.filter(({ state }) => state === "failing");
		const placed = failing.filter(isPlaced).map((first) => ({
			first,
			findings: [first]
		}));
		const groups = groupFindings(failing.filter((finding) => !isPlaced(finding)));
		return [...placed, ...groups].map((group) => ({
			group,
			reference
		}));
	});
	closing.sort((left, right) => compareForPeople(left.group.first, right.group.first));
	for (const { group, reference } of closing) {
		const annotation = annotationOf(group.findings, "error", reference);
		if (annotation !== void 0) errors.push(annotation);
	}
	for (const { reference, findings } of result.targets) for (const finding of findings.filter(({ state }) => state === "incomplete")) errors.push({
		level: "error",
		title: shortened(finding.title, longestTitle),
		message: shortened(`${finding.stateReason} Target: ${reference}`, longestMessage),
		...placeOf(finding)
	});
	const warnings = result.policy.notices.map((notice) => ({
		level: "warning",
		title: "Policy",
		message: shortened(notice, longestMessage)
	}));
	return [...capped(errors, limit, result), ...capped(warnings, limit, result)];
}
function capped(list, limit, result) {
	const [first] = list;
	if (first === void 0 || list.length <= limit) return [...list];
	const shown = list.slice(0, Math.max(0, limit - 1));
	const more = list.length - shown.length;
	shown.push({
		level: first.level,
		title: `… and ${more} more`,
		message: shortened(`${plural(more, "more annotation")} in the report. ${reasonOf(result.verdict.reason)}`, longestMessage)
	});
	return shown;
}

export { annotationsOf };