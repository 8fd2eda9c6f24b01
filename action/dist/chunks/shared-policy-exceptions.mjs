import { t as matchesWildcard } from "./shared-model-wildcard.mjs";

// src/policy/exceptions.ts
const dayMs = 864e5;
const noticeDays = 14;
/** Whole days from today to the exception's last day, in UTC; negative once it has expired. */
function daysLeft(exception, now) {
	const today = Date.parse(now.toISOString().slice(0, 10));
	return Math.round((Date.parse(`${exception.expires}T00:00:00Z`) - today) / dayMs);
}
/**
* Whether a policy's target pattern means this target: its reference as the user wrote it, with or without the scheme.
* Never the tags that an image gives itself: whoever builds it could choose the exception.
*/
function isForTarget(pattern, target) {
	if (pattern === void 0) return true;
	const { kind, reference } = target;
	const names = [reference];
	if (reference.startsWith(`${kind}:`)) names.push(reference.slice(kind.length + 1));
	else names.push(`${kind}:${reference}`);
	return names.some((name) => matchesWildcard(pattern, name));
}
/** Ids by which an exception may name a finding: its own, its aliases, and of a check `WEB002.tls` its row `WEB002`. */
function namesOf({ id, aliases, kind }) {
	const names = [id, ...aliases];
	const row = /^([a-z]{3}[0-9]{3})\.[^.]+$/i.exec(id)?.[1];
	if (row !== void 0 && kind !== "vulnerability") names.push(row);
	return new Set(names.map((name) => name.toLowerCase()));
}
/** Whether an exception that names the finding is for this package or resource. */
function isAbout(exception, finding) {
	if (exception.resource !== void 0) {
		const { resource, path } = finding.location ?? {};
		const names = [resource, path].filter((name) => name !== void 0);
		const pattern = exception.resource.toLowerCase();
		if (!names.some((name) => matchesWildcard(pattern, name.toLowerCase()))) return false;
	}
	if (exception.package === void 0) return true;
	if (finding.package === void 0) return false;
	const { name, binaries } = finding.package;
	return exception.package === name || (binaries?.includes(exception.package) ?? false);
}
/** The exceptions of a policy by id, with what they matched in this run. */
var Exceptions = class {
	#policy;
	#now;
	#byId = /* @__PURE__ */ new Map();
	#matched = /* @__PURE__ */ new Set();
	constructor(policy, now) {
		this.#policy = policy;
		this.#now = now;
		for (const exception of policy.exceptions) {
			const key = exception.id.toLowerCase();
			const those = this.#byId.get(key);
			if (those === void 0) this.#byId.set(key, [exception]);
			else those.push(exception);
		}
	}
	/** All that match the finding are marked as used; of those that still hold, the one that holds longest. */
	for(finding, target) {
		let best;
		for (const id of namesOf(finding)) for (const exception of this.#byId.get(id) ?? []) {
			if (!isAbout(exception, finding) || !isForTarget(exception.target, target)) continue;
			this.#matched.add(exception);
			if (daysLeft(exception, this.#now) < 0) continue;
			if (best === void 0 || exception.expires > best.expires) best = exception;
		}
		return best;
	}
	/**
	* One sentence for each exception that has expired, expires within 14 days or matched nothing.
	* `isComplete`: whether everything was scanned, so that «matched nothing» means something.
	*/
	notices(targets, isComplete) {
		const notices = [];
		for (const exception of this.#policy.exceptions) {
			const left = daysLeft(exception, this.#now);
			const { id, owner, expires, line } = exception;
			const name = `exception for ${id} (owner ${owner}, ${this.#policy.path ?? "policy"}:${line})`;
			if (left < 0) {
				notices.push(`The ${name} expired on ${expires} and no longer holds.`);
				continue;
			}
			if (!this.#matched.has(exception)) {
				const isMeant = targets.some((target) => isForTarget(exception.target, target));
				if (isComplete && isMeant) notices.push(`The ${name} matched no finding.`);
				continue;
			}
			if (left <= noticeDays) {
				const when = left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`;
				notices.push(`The ${name} expires ${when}, on ${expires}.`);
			}
		}
		return notices;
	}
};

export { isForTarget as n, Exceptions as t };